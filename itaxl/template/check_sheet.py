"""Writes the check before sending: one large verdict, counts, and a link to every row with what it lacks."""

from collections.abc import Iterator

from msgspec import Struct
from xlsxwriter.worksheet import Worksheet

from itaxl.cell_texts import of_sheet
from itaxl.sheets.grids import cell_name
from itaxl.template.canvas import Canvas
from itaxl.template.check_words import (
    BETWEEN,
    COMPLETE_ROWS,
    FREE_ROWS,
    HEADERS,
    ROWS,
    WAITING_ROWS,
    WANTED,
    WANTED_OF,
    name_in_check,
)
from itaxl.template.description import Layout, Sheet
from itaxl.template.layout import FIRST_FIELD_ROW
from itaxl.template.live import is_blank, quoted
from itaxl.template.sent_rows import rows_of
from itaxl.template.stamp import canonical
from itaxl.thai.measuring import column_points, row_height

_WIDTHS = (16.0, 56.0, 62.0)
_VERDICT_ROW = 2
_COUNT_ROW = 4
_WANTED_ROW = 7
_LIST_ROW = 9


class _Line(Struct, frozen=True):
    """One line of the list: a row of a checked table, or all its rows for own entries together.

    Attributes:
        further: formulas and first values of how many rows more than one it stands for, and how many more of
            them are complete.
    """

    target: str
    label: str
    name: str
    formula: str
    initial: str
    height: float = 24
    further: tuple[tuple[str, int], tuple[str, int]] | None = None


def write_check(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    """The sheet as a whole; the tables it checks must have been written before."""
    for index, width in enumerate(_WIDTHS):
        worksheet.set_column(index, index, width)
    worksheet.hide_gridlines(2)
    worksheet.set_row(0, 40)
    worksheet.write_string(0, 0, canvas.text(sheet.title), canvas.style("title"))
    checked = [each for each in canvas.description.sheets if each.key in sheet.checks]
    tables = [each for each in checked if each.layout is Layout.TABLE and each.row_check]
    forms = [each for each in checked if each.layout is Layout.FORM]
    lines = [line for table in tables for line in _lines(canvas, table)]
    _write_lines(canvas, worksheet, lines)
    complete = tables[0].row_complete if tables else ""
    _write_verdict(canvas, sheet, worksheet, lines, complete)
    _write_wanted(canvas, worksheet, forms, complete)
    worksheet.freeze_panes(_LIST_ROW + 1, 0)
    worksheet.repeat_rows(_LIST_ROW)


def _lines(canvas: Canvas, table: Sheet) -> Iterator[_Line]:
    """One line for every row that was sent, one for all blank rows together."""
    place = canvas.places[table.key]
    check = place.check_column
    assert check is not None
    first_open = next(index for index, each in enumerate(table.columns) if each.open)
    rows = list(rows_of(canvas, place))
    for row in rows[: place.assigned]:
        name = name_in_check(canonical(row.values.get(table.row_text)))
        yield _Line(
            target=f"internal:{of_sheet(table.name)}{cell_name(row.index, first_open)}",
            label=canonical(row.values.get(table.row_label)),
            name=name,
            formula=f"{of_sheet(table.name)}{cell_name(row.index, check)}",
            initial=row.told(table.row_complete),
            height=46 if table.has_long_texts else 24,
        )
    if place.blank:
        untouched = quoted(table.when_empty)
        top, bottom = cell_name(place.first_blank_row, check), cell_name(place.last_row, check)
        checks = f"{of_sheet(table.name)}{top}:{bottom}"
        complete = quoted(table.row_complete)
        used = f'SUMPRODUCT(--({checks}<>""))'
        counted = [row.faults for row in rows[place.assigned :] if row.faults is not None]
        given, faulty = len(counted), sum(map(bool, counted))
        initial = table.row_complete if given else table.when_empty
        initial = f"{WAITING_ROWS} {faulty} {ROWS}" if faulty else initial
        wrong = f'SUMPRODUCT(({checks}<>"")*({checks}<>{complete}))'
        more_complete = given - faulty - (not faulty) if given else 0
        yield _Line(
            target=f"internal:{of_sheet(table.name)}{cell_name(place.first_blank_row, 1)}",
            label=FREE_ROWS if place.assigned else table.name,
            name=table.blank_rows_title or canvas.text(table.title),
            formula=f'IF({used}=0,{untouched},IF({wrong}=0,{complete},"{WAITING_ROWS} "&{wrong}&" {ROWS}"))',
            initial=initial,
            further=(
                (f"MAX({used}-1,0)", max(given - 1, 0)),
                (f"IF({used}=0,0,{used}-{wrong}-IF({wrong}=0,1,0))", more_complete),
            ),
        )


def _write_lines(canvas: Canvas, worksheet: Worksheet, lines: list[_Line]) -> None:
    for index, header in enumerate(HEADERS):
        worksheet.write_string(_LIST_ROW, index, header, canvas.style("header"))
    worksheet.set_row(_LIST_ROW, 32)
    points = column_points(_WIDTHS[1])
    for row, line in enumerate(lines, start=_LIST_ROW + 1):
        worksheet.write_url(row, 0, line.target, canvas.style("link"), line.label or "ไปที่แถว")
        worksheet.write_string(row, 1, line.name, canvas.style("cell"))
        worksheet.write_formula(row, 2, f"={line.formula}", canvas.style("cell"), line.initial)
        worksheet.set_row(row, row_height([(line.name, points)], minimum=line.height if line.initial else 24))


def _write_verdict(
    canvas: Canvas, sheet: Sheet, worksheet: Worksheet, lines: list[_Line], complete: str
) -> None:
    first, last = cell_name(_LIST_ROW + 1, 2), cell_name(_LIST_ROW + max(1, len(lines)), 2)
    messages = f"{first}:{last}"
    further = [each.further for each in lines if each.further]
    counted = sum(1 for line in lines if line.initial) + sum(rows for (_, rows), _ in further)
    ready = sum(1 for line in lines if line.initial == complete) + sum(rows for _, (_, rows) in further)
    waiting = counted - ready
    more, more_ready = ("".join(f"+{each[kind][0]}" for each in further) for kind in (0, 1))
    figures = (
        (sheet.counted, f'=SUMPRODUCT(--({messages}<>"")){more}', counted),
        (COMPLETE_ROWS, f"=SUMPRODUCT(--({messages}={quoted(complete)})){more_ready}", ready),
        (
            WAITING_ROWS,
            f"={cell_name(_COUNT_ROW, 2)}-{cell_name(_COUNT_ROW + 1, 2)}",
            waiting,
        ),
    )
    for row, (label, formula, value) in enumerate(figures, start=_COUNT_ROW):
        worksheet.set_row(row, 26)
        worksheet.write_string(row, 1, label, canvas.style("label"))
        worksheet.write_formula(row, 2, formula, canvas.style("count-left"), value)
    worksheet.set_row(_VERDICT_ROW, 64)
    wait = cell_name(_COUNT_ROW + 2, 2)
    formula = f"=IF({wait}=0,{quoted(sheet.ready)},{quoted(sheet.not_ready)})"
    initial = sheet.not_ready if waiting else sheet.ready
    worksheet.write_formula(_VERDICT_ROW, 1, formula, canvas.style("verdict"), initial)
    criteria = f"={wait}=0"
    rule = {"type": "formula", "criteria": criteria, "format": canvas.light("ready")}
    worksheet.conditional_format(_VERDICT_ROW, 1, _VERDICT_ROW, 1, rule)
    for word, light in ((f"={first}={quoted(complete)}", "ready"), (f'={first}<>""', "missing")):
        rule = {"type": "formula", "criteria": word, "format": canvas.light(light)}
        worksheet.conditional_format(_LIST_ROW + 1, 2, _LIST_ROW + max(1, len(lines)), 2, rule)


def _write_wanted(canvas: Canvas, worksheet: Worksheet, forms: list[Sheet], complete: str) -> None:
    """One line about the forms' fields that should be filled in; they do not hold up the sending."""
    wanted = [
        (form, cell_name(FIRST_FIELD_ROW + index, 1), each.header)
        for form in forms
        for index, each in enumerate(form.columns)
        if each.wanted
    ]
    if not wanted:
        return
    form, cell, _ = wanted[0]
    told = "&".join(
        f'IF({is_blank(of_sheet(each.name) + at)},{quoted(BETWEEN + header)},"")'
        for each, at, header in wanted
    )
    blank = [
        each.header
        for form in forms
        for each in form.columns
        if each.wanted and not canvas.filling.fields.get(form.key, {}).get(each.key)
    ]
    initial = WANTED + "".join(BETWEEN + header for header in blank) if blank else complete
    worksheet.set_row(_WANTED_ROW, 28)
    target = f"internal:{of_sheet(form.name)}{cell}"
    worksheet.write_url(_WANTED_ROW, 0, target, canvas.style("link"), form.name)
    worksheet.write_string(_WANTED_ROW, 1, WANTED_OF, canvas.style("label"))
    formula = f"=IF(LEN({told})=0,{quoted(complete)},{quoted(WANTED)}&{told})"
    worksheet.write_formula(_WANTED_ROW, 2, formula, canvas.style("cell"), initial)
