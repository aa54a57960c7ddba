"""How far the measures are: by indicator, by instrument, by department."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.statuses import Status
from itaxl.reports.columns import NO_INDICATOR, Line, department_numbers
from itaxl.reports.data_sheet import DataRange
from itaxl.reports.page import Page
from itaxl.results.consolidation import Consolidation
from itaxl.thai.measuring import column_points, cut_to_width

SHEET = "ความก้าวหน้า"
ORDER = (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_REPORTED)
MOST_BARS = 14
"""Of departments in a chart; where there are more, those with most left to do come first."""
BAR_SIZE = 12
"""Of the words in a chart."""
_WIDEST_NAME = 130.0  # points beside a bar; of wider ones LibreOffice leaves out every other
_NAMES = 9  # the column of names that had to be cut, beyond what is printed
_WIDTHS = (46.0, 12.0, 15.0, 15.0, 16.0, 14.0, 12.0, 12.0)


class Counted(Struct, frozen=True):
    """One line: what is counted, under which conditions, and the values for viewers that do not calculate."""

    label: str
    conditions: tuple[tuple[str, object], ...]
    counts: tuple[int, ...]
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


class Block(Struct, frozen=True):
    """One table: its heading, its columns in the data, and what stands in its last line."""

    heading: str
    first_header: str
    status_column: str
    overdue_column: str
    lines: tuple[Counted, ...]
    total: Counted


class Place(Struct, frozen=True):
    """Where the lines of a written block stand, for charts.

    Attributes:
        first: the first row, counted from 0.
        names: the column of their names, cut to what fits beside a bar.
    """

    first: int
    last: int
    names: str = "A"


def blocks(consolidation: Consolidation, lines: Sequence[Line]) -> tuple[Block, ...]:
    """The three tables."""
    framework = consolidation.analysis.framework
    by_measure = [line for line in lines if line.counts]

    def measures(label: str, tag: str, word: str, chosen: Iterable[Line]) -> Counted:
        conditions = (("counts", 1), (tag, f"*;{word};*"))
        return _counted(label, conditions, chosen, _as_measure)

    indicators = [
        measures(
            f"{each.no} {each.name}",
            "indicator_tags",
            str(each.no),
            [line for line in by_measure if each.no in line.measure.indicators],
        )
        for each in framework.indicators
    ]
    without = [line for line in by_measure if not line.measure.indicators]
    if without:
        indicators.append(measures(NO_INDICATOR, "indicator_tags", "-", without))
    instruments = [
        measures(
            f"{each.code} {each.name}",
            "instrument_tags",
            each.code,
            [line for line in by_measure if set(each.indicators) & set(line.measure.indicators)],
        )
        for each in framework.instruments
    ]
    if without:
        instruments.append(measures(NO_INDICATOR, "instrument_tags", "-", without))
    heading = "ตามส่วนราชการ"
    departments = _departments(consolidation, lines)
    if len(departments) > MOST_BARS:
        heading += " (เรียงตามจำนวนที่ยังไม่แล้วเสร็จ มากไปน้อย)"
        departments.sort(key=lambda each: each.counts[0] - each.total)
    of_measure = "measure_status", "measure_overdue"
    of_department = "department_status", "department_overdue"
    return (
        Block("ตามตัวชี้วัด", "ตัวชี้วัด", *of_measure, tuple(indicators), whole(lines)),
        Block("ตามเครื่องมือ", "เครื่องมือ", *of_measure, tuple(instruments), whole(lines)),
        Block(heading, "ส่วนราชการ", *of_department, tuple(departments), _every_department(lines)),
    )


def _departments(consolidation: Consolidation, lines: Sequence[Line]) -> list[Counted]:
    """The departments that have to report, in the plan's order."""
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        if line.counts_in_department:
            grouped.setdefault(line.record.department.code, []).append(line)
    numbers = department_numbers(consolidation.plan)
    return [
        _counted(
            chosen[0].record.department.name,
            (("counts_in_department", 1), ("department_no", numbers[code])),
            chosen,
            _in_department,
        )
        for code, chosen in sorted(grouped.items(), key=lambda item: numbers[item[0]])
    ]


def _every_department(lines: Sequence[Line]) -> Counted:
    chosen = [line for line in lines if line.counts_in_department]
    return _counted("รวมทุกส่วนราชการ", (("counts_in_department", 1),), chosen, _in_department)


def whole(lines: Sequence[Line]) -> Counted:
    """All measures, each once."""
    chosen = [line for line in lines if line.counts]
    return _counted("ทุกมาตรการ นับครั้งเดียว", (("counts", 1),), chosen, _as_measure)


def _as_measure(line: Line) -> tuple[Status, bool]:
    return line.status, line.is_overdue


def _in_department(line: Line) -> tuple[Status, bool]:
    return line.department_status, line.department_is_overdue


def _counted(
    label: str,
    conditions: tuple[tuple[str, object], ...],
    chosen: Iterable[Line],
    judge: Callable[[Line], tuple[Status, bool]],
) -> Counted:
    judged = [judge(line) for line in chosen]
    statuses = [status for status, _ in judged]
    counts = tuple(statuses.count(each) for each in ORDER)
    return Counted(label, conditions, counts, [overdue for _, overdue in judged].count(True))


def write_progress(page: Page, written: Sequence[Block], data: DataRange) -> list[Place]:
    """The three tables one below the other; returns where their lines stand."""
    page.columns(*_WIDTHS)
    page.title(SHEET, "มาตรการหนึ่งนับใต้ทุกตัวชี้วัดที่รองรับ แต่ครั้งเดียวในบรรทัดรวม · คลิกตัวเลขเพื่อดูว่านับจากแผ่นข้อมูลอย่างไร")
    places = []
    for block in written:
        places.append(_write_block(page, block, data))
        page.next()
    page.worksheet.repeat_rows(places[-1].first - 1)  # of the last table, which may be long
    page.worksheet.set_portrait()
    page.worksheet.fit_to_pages(1, 0)
    page.worksheet.print_area(0, 0, page.row - 1, len(_WIDTHS) - 1)
    page.worksheet.freeze_panes(2, 1)
    page.worksheet.set_selection(2, 0, 2, 0)
    return places


def _write_block(page: Page, block: Block, data: DataRange) -> Place:
    page.height(30)
    page.put(0, block.heading, "heading")
    page.next()
    headers = (block.first_header, "มาตรการ", *(each.thai for each in ORDER), "พ้นกำหนด", "แล้วเสร็จ")
    page.heads(list(zip(headers, _WIDTHS, strict=True)))
    page.next()
    first = page.row
    points = column_points(_WIDTHS[0])
    names = [cut_to_width(line.label, _WIDEST_NAME, size=BAR_SIZE) for line in block.lines]
    is_cut = names != [line.label for line in block.lines]
    for line, name in zip(block.lines, names, strict=True):
        page.fit([(line.label, points)])
        _write_line(page, line, block, data, ("cell", "count", "share"))
        if is_cut:
            page.put(_NAMES, name, "helper-text")
        page.next()
    last = page.row - 1
    _write_line(page, block.total, block, data, ("total-label", "total", "percent-total"))
    page.next()
    return Place(first, last, xl_col_to_name(_NAMES) if is_cut else "A")


def _write_line(
    page: Page, line: Counted, block: Block, data: DataRange, styles: tuple[str, str, str]
) -> None:
    label, count, share = styles
    page.put(0, line.label, label)
    for index, (status, value) in enumerate(zip(ORDER, line.counts, strict=True), start=2):
        page.formula(index, data.count(*line.conditions, (block.status_column, status)), value, count)
    row = page.row + 1
    page.formula(1, f"SUM(C{row}:F{row})", line.total, count)
    page.formula(6, data.count(*line.conditions, (block.overdue_column, 1)), line.overdue, count)
    done = line.counts[0] / line.total if line.total else ""
    page.formula(7, f'IF(B{row}=0,"",C{row}/B{row})', done, share)
