"""The sheet of measures, for reading and filtering: every measure with every department's words."""

from collections.abc import Iterator, Mapping, Sequence

from itaxl.assessment.statuses import Status
from itaxl.reports.columns import DescribedColumn, Line
from itaxl.reports.links import MOST_LINKS, Links, web_address
from itaxl.reports.page import Page, fitting_height
from itaxl.reports.rows import LongTable, RowWriter
from itaxl.results.consolidation import Record
from itaxl.thai.measuring import column_points, row_height

SHEET = "มาตรการ"
FOLDED_FROM = 3
"""The first of the columns that stand folded, counted from 0."""
_AFTER_FOLDED = 4
"""How many columns stand between the folded ones and the answers: department, end, status, overdue."""
EVIDENCE = "evidence"
"""The column whose web addresses open in a browser."""
OPENING = DescribedColumn("@opening", "เปิด", "link", 8.0)
"""The column behind it, whose word opens them: LibreOffice does not wrap a cell that is itself a link."""
FOLDED = ("item", "issue", "guideline", "steps", "responsible", "monitoring", "start")
OWN_PLACE = frozenset({"code", "indicator", "measure", "department", "joint", "end", "status"})
_MEASURE_WIDTH, _WIDEST = 32.0, 45.0  # characters; with wider columns the print would be too small to read
_LONGEST_SEEN = 4_000  # letters that more than fill the highest row there is
_TALLEST = 400.0  # points; Excel's rows end at 409, and what does not fit cannot be seen
_NOTE = "แถวละหนึ่งมาตรการ (หรือขั้นตอน) ของหนึ่งส่วนราชการ · กด + เหนือหัวตารางเพื่อดูประเด็น แนวทาง และขั้นตอนตามแผน"
_CUT_NOTE = " · ข้อความที่ยาวเกินแถวของ Excel อ่านเต็มได้เมื่อเลือกช่อง หรือในรายงาน (itaxl report)"
Places = Mapping[tuple[str, str], int]
"""The row, counted from 1, of every plan row's code and department's name on the sheet of measures."""


def measures_table(
    page: Page, lines: Sequence[Line], described: Sequence[DescribedColumn], links: Links
) -> LongTable:
    """Every measure with every department's words, for reading and filtering.

    What was planned in detail stands folded in columns of an outline, so that the answers fit a page. Files
    are named and not linked, since the sheet of returns links each of them. Evidence is text like all others;
    a word beside it opens its first address in a browser.
    """
    by_key = {each.key: each for each in described}
    folded = [by_key[key] for key in FOLDED if key in by_key]
    answers = answer_columns(described)
    room, is_cut = _widths(lines, answers)
    columns: list[tuple[str, float]] = [
        ("รหัส", 9.0),
        ("ตัวชี้วัด", 9.0),
        (by_key["measure"].header if "measure" in by_key else "มาตรการ", room["measure"]),
        *((each.header, max(each.width, 14.0)) for each in folded),
        ("ส่วนราชการ", 18.0),
        ("สิ้นสุด", 13.0),
        ("สถานะ", 17.0),
        ("พ้นกำหนด", 11.0),
        *((each.header, room[each.key]) for each in answers),
        ("ไฟล์", 22.0),
    ]
    page.title(SHEET, _NOTE + _CUT_NOTE if is_cut else _NOTE)
    header_row = page.heads(columns)
    after = FOLDED_FROM + len(folded)
    widths = [width for _, width in columns]
    first_answer = after + _AFTER_FOLDED
    opening = next((at for at, each in enumerate(answers, first_answer) if each is OPENING), None)
    writer, rooms = begin_rows(page, widths, range(FOLDED_FROM, after), len(lines), frozen=1, opening=opening)

    def link() -> None:
        if opening is not None:
            for row, line in enumerate(lines[:MOST_LINKS], start=header_row + 1):
                links.to_web(page, row, opening, line.record.value(EVIDENCE))

    def rows(chosen: range) -> Iterator[str]:
        for index in chosen:
            line = lines[index]
            record = line.record
            values: list[object] = [
                record.code,
                ", ".join(map(str, record.indicators)) or "–",
                record.value("measure"),
                *(record.start if each.key == "start" else record.value(each.key) for each in folded),
                record.department.name,
                record.end,
                record.status.thai,
                "พ้นกำหนด" if record.is_overdue else "",
                *(
                    opening_word(record, index) if each is OPENING else record.value(each.key)
                    for each in answers
                ),
                record.file,
            ]
            height = fitting_height([(values[column], room) for column, room in rooms])
            yield writer.row(header_row + 2 + index, values, height)

    return LongTable(page.part, header_row + 2, len(lines), rows, link)


def _widths(lines: Sequence[Line], answers: Sequence[DescribedColumn]) -> tuple[dict[str, float], bool]:
    """How wide the measure and the answers stand, and whether a text is cut off all the same."""
    used = {OPENING.key, *(key for line in lines for key in line.record.entries)}
    widths = {"measure": _MEASURE_WIDTH} | {
        each.key: narrowed(each) if each.key in used else 14.0 for each in answers
    }
    is_cut = False
    for key in ("measure", *(each.key for each in answers if each.kind == "long" and each.key in used)):
        values = [line.record.value(key) for line in lines]
        widths[key], too_long = _widened(widths[key], [each for each in values if type(each) is str])
        is_cut = is_cut or too_long
    return widths, is_cut


def _widened(width: float, texts: Sequence[str]) -> tuple[float, bool]:
    """A column in which the longest text fits the highest row, if any does; and whether a text is cut off."""
    longest = max(texts, key=len, default="")[:_LONGEST_SEEN]
    while width < _WIDEST and _is_cut(longest, width):
        width = min(width * 1.1, _WIDEST)
    most_lines = max(texts, key=lambda each: each.count("\n"), default="")[:_LONGEST_SEEN]
    return width, _is_cut(longest, width) or _is_cut(most_lines, width)


def _is_cut(text: str, width: float) -> bool:
    return row_height([(text, column_points(width))]) > _TALLEST


def places_of(table: LongTable, lines: Sequence[Line]) -> Places:
    """Where the table has what, for links."""
    places: dict[tuple[str, str], int] = {}
    for row, line in enumerate(lines, start=table.first_row):
        places.setdefault((line.record.code, line.record.department.name), row)
    return places


def answer_columns(described: Sequence[DescribedColumn]) -> list[DescribedColumn]:
    """What departments answer, in the forms' order, and behind the evidence what opens it."""
    answers = [each for each in described if each.key not in {*FOLDED, *OWN_PLACE}]
    evidence = next((at for at, each in enumerate(answers, start=1) if each.key == EVIDENCE), None)
    if evidence is not None:
        answers.insert(evidence, OPENING)
    return answers


def opening_word(record: Record, index: int) -> str:
    """What stands beside a record's evidence: the word that opens it, or nothing.

    Args:
        record: of the row.
        index: of the row among those of the sheet, counted from 0. No word stands below the rows that may
            have links, where it would lead nowhere.
    """
    return OPENING.header if index < MOST_LINKS and web_address(record.value(EVIDENCE)) else ""


def narrowed(column: DescribedColumn) -> float:
    """A page has less room than a form: long texts get more lines instead."""
    if column is OPENING:
        return column.width
    widest = {"long": 28.0, "date": 14.0}.get(column.kind, 18.0)
    return max(12.0, min(column.width, widest))


def begin_rows(
    page: Page,
    widths: Sequence[float],
    folded: range,
    rows: int,
    *,
    frozen: int,
    opening: int | None,
) -> tuple[RowWriter, tuple[tuple[int, float], ...]]:
    """Lay out everything below the header, at which the page is, but for the rows themselves.

    Args:
        page: the sheet.
        widths: of its columns, in characters; the last one, of files, is not printed.
        folded: the columns that stand folded; the status stands in the third column behind them.
        rows: how many there will be.
        frozen: columns that stay in sight.
        opening: the column of links, if there is one.

    Returns:
        What writes the rows, and the columns that decide how high one is, with their room in points.
    """
    header_row, after, sheet = page.row, folded.stop, page.worksheet
    for index in folded:
        sheet.set_column(index, index, widths[index], None, {"level": 1, "hidden": True})
    sheet.set_column(after, after, widths[after], None, {"collapsed": True})
    page.row += rows
    last = max(page.row, header_row + 1)
    _light_statuses(page, header_row + 1, last, after + 2)
    page.as_list(header_row, len(widths), frozen)
    sheet.print_area(0, 0, last, len(widths) - 2)
    rooms = ((index, column_points(width)) for index, width in enumerate(widths[:-1]) if index not in folded)
    styles = ["link" if index == opening else "cell" for index in range(len(widths))]
    return RowWriter(page, styles, "date", with_blanks=True), tuple(rooms)


def _light_statuses(page: Page, first: int, last: int, column: int) -> None:
    """Colour statuses in a column, and in the next what is overdue; rows are counted from 0."""
    for status, light in ((Status.DONE, "done"), (Status.NOT_REPORTED, "silent")):
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{status.thai}"',
            "format": page.styles.light(light),
        }
        page.worksheet.conditional_format(first, column, last, column, rule)
    late = {"type": "cell", "criteria": "==", "value": '"พ้นกำหนด"', "format": page.styles.light("wrong")}
    page.worksheet.conditional_format(first, column + 1, last, column + 1, late)
