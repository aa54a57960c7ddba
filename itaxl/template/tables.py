"""Writes tables: filled and empty rows, computed columns, lights, and totals beside a table of scores."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from itaxl.sheets.grids import cell_name, column_name
from itaxl.template.canvas import Canvas
from itaxl.template.description import Column, Kind, Sheet
from itaxl.template.layout import HEADER_ROW, TablePlace
from itaxl.template.live import (
    STRENGTH,
    WEAKNESS,
    Cells,
    any_of,
    band_words,
    bands_formula,
    note_formula,
    quoted,
    rule_formula,
)
from itaxl.template.rules import NO_SCORE, is_broken
from itaxl.template.sent_rows import rows_of
from itaxl.template.stamp import SentTable, canonical
from itaxl.template.totals import write_totals
from itaxl.template.workings import Workings, day_shown, says
from itaxl.thai.measuring import column_points, row_height
from itaxl.worksheets import QuickWorksheet

_TALLEST = 400.0  # Excel's rows end at 409 points; what does not fit cannot be seen
_WIDEST = 110.0
_NARROWEST = 9.0
_READING_WIDTH = 18.0
_CHECK_WIDTH = 34.0
_BANDS_WIDTH = 24.0


def write_table(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    """The sheet as a whole."""
    rows = canvas.filling.rows.get(sheet.key, ())
    given = canvas.filling.blank_rows.get(sheet.key, ())
    place = canvas.places[sheet.key]
    widths = _widths(sheet, rows)
    for index, width in enumerate(widths):
        worksheet.set_column(index, index, width)
    _write_heads(canvas, worksheet, place, widths)
    if isinstance(worksheet, QuickWorksheet):
        worksheet.growing_from = place.first_row
    _write_assigned(canvas, worksheet, place, rows, widths)
    _write_blank(canvas, worksheet, place, given, widths)
    _write_live_columns(canvas, worksheet, place)
    _write_bands(canvas, worksheet, place)
    _validate(canvas, worksheet, place)
    for is_blank_row in (False, True):
        _light_up(canvas, worksheet, place, is_blank_row=is_blank_row)
    canvas.widths[sheet.key] = widths
    if sheet.totals:
        write_totals(canvas, worksheet, place)
    worksheet.freeze_panes(HEADER_ROW + 1, sheet.freeze_columns)
    if place.last_row > HEADER_ROW:
        worksheet.autofilter(HEADER_ROW, 0, place.last_row, place.last_column)
    _select_first_open(worksheet, place)


def _widths(sheet: Sheet, rows: Sequence[Mapping[str, object]]) -> list[float]:
    """As described; wider where a text would outgrow the tallest row, narrow where nothing was sent."""
    widths = []
    for column in sheet.columns:
        texts = [canonical(row.get(column.key)) for row in rows]
        width = column.width
        if sheet.narrow_when_empty and not column.open and rows and not any(texts):
            width = min(width, _narrowest(column))
        elif column.kind is Kind.LONG and texts:
            longest = max(texts, key=len)
            while width < _WIDEST and row_height([(longest, column_points(width))]) > _TALLEST:
                width *= 1.15
        widths.append(width)
    return widths


def _narrowest(column: Column) -> float:
    """Where the rows for own measures are still filled in, what is chosen or typed there must be seen."""
    if column.open_in_blank_rows and column.kind is Kind.DATE:
        return 15.0
    if column.open_in_blank_rows and column.kind is Kind.CHOICE:
        return 18.0
    return _NARROWEST


def _write_heads(canvas: Canvas, worksheet: Worksheet, place: TablePlace, widths: Sequence[float]) -> None:
    sheet = place.sheet
    worksheet.set_row(0, 36)
    # Beside the columns that are repeated on every page, where they would be cut off.
    worksheet.write_string(0, sheet.freeze_columns, canvas.text(sheet.title), canvas.style("title"))
    worksheet.set_row(1, 26)
    note = canvas.text(sheet.note)
    if place.readings:
        formula = f"={note_formula(note)}"
        worksheet.write_formula(1, sheet.freeze_columns, formula, canvas.style("note"), note)
    else:
        worksheet.write_string(1, sheet.freeze_columns, note, canvas.style("note"))
    # Where every column is open, the colour of the header would say nothing.
    mixed = any(not each.open for each in sheet.columns)
    for index, column in enumerate(sheet.columns):
        style = "open-header" if column.open and mixed else "header"
        worksheet.write_string(HEADER_ROW, index, column.header, canvas.style(style))
    for column, index in place.readings:
        worksheet.set_column(index, index, _READING_WIDTH)
        worksheet.write_string(HEADER_ROW, index, column.reading, canvas.style("header"))
    if place.bands_column is not None:
        worksheet.set_column(place.bands_column, place.bands_column, _BANDS_WIDTH)
        worksheet.write_string(HEADER_ROW, place.bands_column, sheet.row_bands, canvas.style("header"))
    if place.check_column is not None:
        worksheet.set_column(place.check_column, place.check_column, _CHECK_WIDTH)
        worksheet.write_string(HEADER_ROW, place.check_column, sheet.row_check, canvas.style("header"))
    heads = [(each.header, column_points(width)) for each, width in zip(sheet.columns, widths, strict=True)]
    worksheet.set_row(HEADER_ROW, row_height(heads, size=18, bold=True, minimum=54))


def _write_assigned(
    canvas: Canvas,
    worksheet: Worksheet,
    place: TablePlace,
    rows: Sequence[Mapping[str, object]],
    widths: Sequence[float],
) -> None:
    sheet = place.sheet
    points = [column_points(width) for width in widths]
    sent = SentTable(place.assigned, place.blank, tuple(each.key for each in sheet.locked_columns))
    for row, values in enumerate(rows, start=place.first_row):
        texts = []
        for index, column in enumerate(sheet.columns):
            value = values.get(column.key)
            canvas.write_value(worksheet, row, index, column, value, is_open=column.open)
            if isinstance(value, str) and value:
                texts.append((value, points[index]))
        open_keys = (each.key for each in sheet.columns if each.open)
        _note_days(canvas, sent, canonical(values.get(sheet.row_label)), values, open_keys)
        worksheet.set_row(row, row_height(texts, minimum=_lowest(sheet)))
        sent.rows.append(tuple(canonical(values.get(key)) for key in sent.columns))
    canvas.sent.tables[sheet.key] = sent


def _note_days(
    canvas: Canvas, sent: SentTable, code: str, values: Mapping[str, object], keys: Iterable[str]
) -> None:
    """Remember the days in open cells: as long as they stand there, nobody typed them the other way round."""
    if canvas.filling.start is not None:
        days = ((key, value) for key in keys if isinstance(value := values.get(key), date))
        sent.days.update(((code, key), canonical(value)) for key, value in days)


def _lowest(sheet: Sheet) -> float:
    """Rows of long texts that tell what they lack need room for two lines."""
    return 44.0 if sheet.row_check and sheet.has_long_texts else 24.0


def _write_blank(
    canvas: Canvas,
    worksheet: Worksheet,
    place: TablePlace,
    given: Sequence[Mapping[str, object]],
    widths: Sequence[float],
) -> None:
    sheet = place.sheet
    points = [column_points(width) for width in widths]
    if place.separator_row is not None:
        worksheet.set_row(place.separator_row, 28)
        for index in range(place.last_column + 1):
            worksheet.write_blank(place.separator_row, index, None, canvas.style("group"))
        title = sheet.blank_rows_title
        worksheet.write_string(place.separator_row, sheet.freeze_columns, title, canvas.style("group"))
    constant = canvas.filling.blank_values.get(sheet.key, {})
    canvas.sent.tables[sheet.key].blank_values = {key: canonical(each) for key, each in constant.items()}
    room = zip(sheet.columns, points, strict=True)
    same = [(str(constant[each.key]), width) for each, width in room if constant.get(each.key)]
    lowest = row_height(same, minimum=_lowest(sheet))
    for number in range(place.blank):
        row = place.first_blank_row + number
        values = dict(constant)
        if sheet.blank_code and not sheet.column(sheet.row_label).open_in_blank_rows:
            values[sheet.row_label] = sheet.blank_code.replace("{n}", str(number + 1))
        if number < len(given):
            values.update(given[number])
        texts = []
        for index, column in enumerate(sheet.columns):
            value = values.get(column.key)
            canvas.write_value(worksheet, row, index, column, value, is_open=column.open_in_blank_rows)
            if number < len(given) and isinstance(value, str) and value:
                texts.append((value, points[index]))
        worksheet.set_row(row, row_height(texts, minimum=lowest))
        code = canonical(values.get(sheet.row_label)) or sheet.blank_code.replace("{n}", str(number + 1))
        open_keys = (each.key for each in sheet.columns if each.open_in_blank_rows)
        _note_days(canvas, canvas.sent.tables[sheet.key], code, values, open_keys)


def _cells(canvas: Canvas, place: TablePlace, row: int) -> Cells:
    first = place.first_blank_row if row >= place.first_blank_row else place.first_row
    letters = {each.key: column_name(index) for index, each in enumerate(place.sheet.columns)}
    return Cells(
        entries={key: f"${each}{row + 1}" for key, each in letters.items()},
        above={key: f"${each}${first + 1}:${each}{row + 1}" for key, each in letters.items()},
        column={
            key: f"${each}${place.first_row + 1}:${each}${place.last_row + 1}"
            for key, each in letters.items()
        },
        readings={each.key: f"${column_name(index)}{row + 1}" for each, index in place.readings},
        lists=canvas.lists,
        first=canvas.filling.fiscal_year.start,
        last=canvas.filling.fiscal_year.end,
    )


def _touched(place: TablePlace, row: int, *, is_blank_row: bool) -> str:
    """True once anything was entered in a row."""
    letters = [
        column_name(index)
        for index, each in enumerate(place.sheet.columns)
        if (each.open_in_blank_rows if is_blank_row else each.open)
    ]
    return "COUNTA(" + ",".join(f"${each}{row + 1}" for each in letters) + ")>0"


def _write_live_columns(canvas: Canvas, worksheet: Worksheet, place: TablePlace) -> None:
    if not place.readings and place.check_column is None:
        return
    workings = Workings(canvas, place)
    for row in rows_of(canvas, place):
        workings.write(row)
        for column, index in place.readings:
            shown = day_shown(row.values.get(column.key))
            worksheet.write_formula(
                row.index, index, f"={workings.day(column)}", canvas.style("reading"), shown
            )
        if place.check_column is not None:
            initial = row.told(place.sheet.row_complete)
            style = canvas.style("row-check")
            worksheet.write_formula(row.index, place.check_column, f"={workings.check()}", style, initial)


def _write_bands(canvas: Canvas, worksheet: Worksheet, place: TablePlace) -> None:
    """What a score is by the thresholds, in words beside it and in colour."""
    index_of = {each.key: index for index, each in enumerate(place.sheet.columns)}
    target = place.bands_column
    for key, thresholds in canvas.filling.bands.items():
        if target is None or key not in index_of:
            continue
        sent = canvas.filling.rows.get(place.sheet.key, ())
        rules = [each for each in canvas.rules(place.sheet, is_blank_row=False) if each.column.key == key]
        year = canvas.filling.fiscal_year
        for row, is_blank_row in place.rows():
            score = None if is_blank_row else sent[row - place.first_row].get(key)
            initial = ""
            if isinstance(score, (int, float, Decimal)) and not any(
                is_broken(rule, {key: float(score)}, (), year.start, year.end) for rule in rules
            ):
                initial = band_words(score, thresholds)
            cells = _cells(canvas, place, row)
            wrong = [rule_formula(rule, cells) for rule in rules if rule.kind in NO_SCORE]
            formula = bands_formula(cell_name(row, index_of[key]), thresholds, wrong)
            worksheet.write_formula(row, target, f"={formula}", canvas.style("cell-centre"), initial)
        band = f"${column_name(target)}{place.first_row + 1}"
        for word, light in ((STRENGTH, "strong"), (WEAKNESS, "weak")):
            criteria = f"=LEFT({band},{len(word)})={quoted(word)}"
            rule = {"type": "formula", "criteria": criteria, "format": canvas.light(light)}
            worksheet.conditional_format(place.first_row, target, place.last_row, target, rule)


def _validate(canvas: Canvas, worksheet: Worksheet, place: TablePlace) -> None:
    index_of = {each.key: index for index, each in enumerate(place.sheet.columns)}
    for index, column in enumerate(place.sheet.columns):
        first = place.first_row if column.open else place.first_blank_row
        is_open = column.open_in_blank_rows if place.blank else column.open
        if is_open and first <= place.last_row:
            parent = index_of.get(column.depends_on)
            canvas.validate(worksheet, column, (first, place.last_row), index, parent)


def _light_up(canvas: Canvas, worksheet: Worksheet, place: TablePlace, *, is_blank_row: bool) -> None:
    """Contradictions turn red; what is merely not filled in yet does not, or a new form would be all red."""
    sheet = place.sheet
    first = place.first_blank_row if is_blank_row else place.first_row
    last = place.last_row if is_blank_row else place.first_row + place.assigned - 1
    if last < first:
        return

    def light(index: int, criteria: str, name: str) -> None:
        rule = {"type": "formula", "criteria": f"={criteria}", "format": canvas.light(name)}
        worksheet.conditional_format(first, index, last, index, rule)

    check = f"${column_name(place.check_column)}{first + 1}" if place.check_column is not None else ""
    cells = _cells(canvas, place, first)
    touched = _touched(place, first, is_blank_row=is_blank_row)
    rules = canvas.rules(sheet, is_blank_row=is_blank_row)
    for index, column in enumerate(sheet.columns):
        # Lights cannot look at hidden sheets in every Excel, but at the words beside the row.
        broken = [
            says(check, rule.live_text()) if check else rule_formula(rule, cells)
            for rule in rules
            if rule.column.key == column.key
        ]
        if broken:
            light(index, f"AND({touched},{any_of(broken)})", "wrong")
    if place.check_column is not None:
        wrong = f'AND({touched},{check}<>"",{check}<>{quoted(sheet.row_complete)})'
        light(0, wrong, "wrong")
        light(place.check_column, wrong, "wrong")
        light(place.check_column, f"{check}={quoted(sheet.row_complete)}", "ready")


def _select_first_open(worksheet: Worksheet, place: TablePlace) -> None:
    """The cursor waits where one begins to type."""
    for index, column in enumerate(place.sheet.columns):
        if column.open:
            worksheet.set_selection(place.first_row, index, place.first_row, index)
            return
