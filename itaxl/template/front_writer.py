"""Writes the sheet in front of a form, and says at the form's cells what it lists."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from msgspec import Struct
from xlsxwriter.worksheet import Worksheet

from itaxl.assessment.contents import mark
from itaxl.cell_styles import FONT
from itaxl.cell_texts import kept, of_sheet
from itaxl.sheets.grids import cell_name, column_name
from itaxl.template.canvas import Canvas
from itaxl.template.front import CHANGED, UNCHANGED, FrontItem, FrontList, FrontSheet
from itaxl.template.live import quoted
from itaxl.template.stamp import SentKept, SentStart
from itaxl.thai.measuring import column_points, row_height

_STATUS_WIDTH = 14.0
_NOTE_POINTS = 230.0
_NOTE_SIZE = 14.0
_PIXELS_A_POINT = 4 / 3
_MOST_LETTERS = 32_000  # of a note, below Excel's limit
_TALLEST = 400.0


class _Note(Struct):
    """What is said at one cell, and the cell of the sheet in front that tells whether it was changed."""

    texts: list[str]
    status: str = ""


def write_front(canvas: Canvas, front: FrontSheet, worksheet: Worksheet) -> None:
    """The sheet as a whole; what has to be read again is remembered for the stamp."""
    for index, width in enumerate(front.widths):
        worksheet.set_column(index, index, width)
    status_column = len(front.widths)
    if any(each.watched for each in front.lists):
        worksheet.set_column(status_column, status_column, _STATUS_WIDTH)
    worksheet.hide_gridlines(2)
    worksheet.set_row(0, 40)
    worksheet.write_string(0, 0, front.title, canvas.style("title"))
    for row, line in enumerate(front.lines, start=1):
        worksheet.set_row(row, 26)
        worksheet.write_string(row, 0, line, canvas.style("line"))
    start = canvas.filling.start
    sent = SentStart(start.kind, start.digest, front.name, corrects=list(start.corrects)) if start else None
    if front.confirm:
        row = front.confirm_row
        worksheet.set_row(row, 28)
        worksheet.write_string(row, 0, front.confirm, canvas.style("group"))
        worksheet.write_blank(row, 1, None, canvas.style("group"))
        worksheet.write_blank(row, 2, None, canvas.style("open-text"))
        if sent:
            sent.confirmed = cell_name(row, 2)
    for each, row in front.placed():
        _write_list(canvas, front, worksheet, each, row)
    if sent:
        canvas.sent.start = sent
        sent.kept = list(_kept_of(front, start.held if start else ()))
        sent.words = Counter(filter(None, (mark(_as_written(value)) for value in front.words())))
    first = next((row for _, _, row in front.placed_items()), 1)
    worksheet.set_selection(first, 0, first, 0)
    if len(list(front.placed())) == 1:
        # Above the second of several lists the headers of the first would stand once more.
        worksheet.repeat_rows(first - 1)


def _kept_of(front: FrontSheet, held: Sequence[int]) -> Iterator[SentKept]:
    """The entries that are read again, as the stamp remembers them."""
    counts = iter(held)
    for each, item, row in front.placed_items():
        if each.kept and each.entry is not None:
            entry = mark(_as_written(item.cells[each.entry - 1]))
            yield SentKept(cell_name(row, each.entry), str(item.cells[0]), entry, next(counts, 0))


def _write_list(canvas: Canvas, front: FrontSheet, worksheet: Worksheet, each: FrontList, row: int) -> None:
    worksheet.set_row(row, 34)
    worksheet.write_string(row, 0, each.title, canvas.style("heading"))
    headers = (*each.headers, each.watched) if each.watched else each.headers
    points = [column_points(width) for width in front.widths]
    worksheet.set_row(row + 1, row_height(zip(headers, points, strict=False), bold=True, minimum=34))
    for column, header in enumerate(headers):
        worksheet.write_string(row + 1, column, header, canvas.style("header"))
    for at, item in enumerate(each.items, start=row + 2):
        texts = [
            (value, points[index]) for index, value in enumerate(item.cells, 1) if isinstance(value, str)
        ]
        worksheet.set_row(at, row_height(texts, minimum=26, maximum=_TALLEST))
        _write_link(canvas, worksheet, at, item)
        for column, value in enumerate(item.cells, start=1):
            is_open = each.kept and column == each.entry
            _write_value(canvas, worksheet, at, column, value, is_open=is_open)
        if each.watched and each.entry is not None and item.target and item.target.row is not None:
            cell = f"{of_sheet(item.target.sheet)}{item.target.cell}"
            same = f"EXACT({cell},{cell_name(at, each.entry)})"
            formula = f"=IF({same},{quoted(UNCHANGED)},{quoted(CHANGED)})"
            worksheet.write_formula(at, len(headers) - 1, formula, canvas.style("cell-centre"), UNCHANGED)
        elif each.watched:
            worksheet.write_blank(at, len(headers) - 1, None, canvas.style("cell-centre"))
    if each.watched:
        last = row + 1 + len(each.items)
        for word, light in ((UNCHANGED, "missing"), (CHANGED, "ready")):
            criteria = f"={cell_name(row + 2, len(headers) - 1)}={quoted(word)}"
            rule = {"type": "formula", "criteria": criteria, "format": canvas.light(light)}
            worksheet.conditional_format(row + 2, len(headers) - 1, last, len(headers) - 1, rule)


def _write_link(canvas: Canvas, worksheet: Worksheet, row: int, item: FrontItem) -> None:
    if item.target is None:
        worksheet.write_string(row, 0, item.link_text, canvas.style("cell-centre"))
        return
    address = f"internal:{of_sheet(item.target.sheet)}{item.target.cell}"
    worksheet.write_url(row, 0, address, canvas.style("link-left"), item.link_text)


def _write_value(
    canvas: Canvas, worksheet: Worksheet, row: int, column: int, value: object, *, is_open: bool
) -> None:
    style = canvas.style("open-text" if is_open else "cell")
    if value is None or value == "":
        worksheet.write_blank(row, column, None, style)
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
        worksheet.write_datetime(row, column, moment, canvas.style("date"))
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        worksheet.write_number(row, column, float(value), style)
    else:
        worksheet.write_string(row, column, str(value), style)


def write_notes_at_cells(canvas: Canvas, worksheets: Mapping[str, Worksheet]) -> None:
    """A note at every cell that the sheet in front lists; its colour goes once it holds something else."""
    front = canvas.filling.front
    if front is None:
        return
    notes: dict[tuple[str, int, int], _Note] = {}
    for each, item, row in front.placed_items():
        if item.target is None or item.target.row is None or not item.note:
            continue
        note = notes.setdefault((item.target.sheet, item.target.row, item.target.column), _Note([]))
        note.texts.append(item.note)
        if item.is_wrong and each.watched and not note.status:
            note.status = f"{of_sheet(front.name)}${column_name(len(each.headers))}${row + 1}"
    mended = canvas.light("mended")
    for (sheet, at, column), note in notes.items():
        text = "\n".join(note.texts)[:_MOST_LETTERS]
        worksheets[sheet].write_comment(at, column, text, _look(text))
        if note.status:
            rule = {"type": "formula", "criteria": f"={note.status}={quoted(CHANGED)}", "format": mended}
            worksheets[sheet].conditional_format(at, column, at, column, rule)


def _as_written(value: object) -> object:
    """A longer text is cut by whatever writes it."""
    return kept(value) if isinstance(value, str) else value


def _look(text: str) -> dict[str, object]:
    height = row_height([(text, _NOTE_POINTS)], size=_NOTE_SIZE) + 12
    return {
        "font_name": FONT,
        "font_size": _NOTE_SIZE,
        "width": (_NOTE_POINTS + 20) * _PIXELS_A_POINT,
        "height": height * _PIXELS_A_POINT,
    }
