"""How far the measures are: by indicator, by instrument, by department."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from itaxl.assessment.statuses import Status, merged_status
from itaxl.reports.columns import NO_INDICATOR, Line
from itaxl.reports.data_sheet import DataRange, column_letters
from itaxl.reports.page import Page
from itaxl.results.consolidation import Consolidation
from itaxl.thai.measuring import column_points, row_height

SHEET = "ความก้าวหน้า"
ORDER = (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_REPORTED)
_WIDTHS = (46.0, 12.0, 14.0, 14.0, 14.0, 14.0, 12.0, 12.0)


@dataclass(frozen=True, slots=True)
class Counted:
    """One line: what is counted, under which conditions, and the values for viewers that do not calculate."""

    label: str
    conditions: tuple[tuple[str, object], ...]
    counts: tuple[int, ...]
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Block:
    """One table: its heading, its columns in the data, and where its lines were written."""

    heading: str
    first_header: str
    status_column: str
    overdue_column: str
    lines: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of a written block, counted from 0, for charts."""

    first: int
    last: int


def blocks(consolidation: Consolidation, lines: Sequence[Line]) -> tuple[Block, ...]:
    """The three tables."""
    framework = consolidation.analysis.framework
    by_measure = [line for line in lines if line.counts]
    by_department = [line for line in lines if line.counts_in_department]

    def measures(label: str, tag: str, word: str, chosen: Iterable[Line]) -> Counted:
        conditions = (("counts", 1), (tag, f"*;{word};*"))
        return _counted(
            label, conditions, chosen, lambda line: (line.measure.status, line.measure.is_overdue)
        )

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
    grouped: dict[str, list[Line]] = {}
    for line in by_department:
        grouped.setdefault(line.record.department.code, []).append(line)
    departments = [
        _counted(
            chosen[0].record.department.name,
            (("counts_in_department", 1), ("department_code", code)),
            chosen,
            _in_department,
        )
        for code, chosen in grouped.items()
    ]
    return (
        Block("ตามตัวชี้วัด", "ตัวชี้วัด", "measure_status", "measure_overdue", tuple(indicators)),
        Block("ตามเครื่องมือ", "เครื่องมือ", "measure_status", "measure_overdue", tuple(instruments)),
        Block("ตามส่วนราชการ", "ส่วนราชการ", "department_status", "department_overdue", tuple(departments)),
    )


def whole(lines: Sequence[Line]) -> Counted:
    """All measures, each once."""
    chosen = [line for line in lines if line.counts]
    return _counted("มาตรการทั้งหมด", (("counts", 1),), chosen, _as_measure)


def _as_measure(line: Line) -> tuple[Status, bool]:
    return line.measure.status, line.measure.is_overdue


def _in_department(line: Line) -> tuple[Status, bool]:
    status = merged_status(each.status for each in line.department_records)
    return status, any(each.is_overdue for each in line.department_records)


def _counted(
    label: str,
    conditions: tuple[tuple[str, object], ...],
    chosen: Iterable[Line],
    judge: Callable[[Line], tuple[Status, bool]],
) -> Counted:
    judged = [judge(line) for line in chosen]
    counts = tuple(sum(1 for status, _ in judged if status is each) for each in ORDER)
    return Counted(label, conditions, counts, sum(1 for _, overdue in judged if overdue))


def write_progress(page: Page, written: Sequence[Block], data: DataRange) -> list[Place]:
    """The three tables one below the other; returns where their lines stand."""
    page.columns(*_WIDTHS)
    page.title(SHEET, "มาตรการหนึ่งนับครั้งเดียวในยอดรวม และนับใต้ทุกตัวชี้วัดที่รองรับ · คลิกตัวเลขเพื่อดูสูตรที่นับจากแผ่นข้อมูล")
    places = []
    for block in written:
        places.append(_write_block(page, block, data))
        page.next()
    page.worksheet.set_portrait()
    page.worksheet.fit_to_pages(1, 0)
    page.worksheet.freeze_panes(2, 1)
    return places


def _write_block(page: Page, block: Block, data: DataRange) -> Place:
    page.height(30)
    page.put(0, block.heading, "heading")
    page.next(56)
    headers = (block.first_header, "มาตรการ", *(each.thai for each in ORDER), "พ้นกำหนด", "แล้วเสร็จ")
    for index, header in enumerate(headers):
        page.put(index, header, "header")
    page.next()
    first = page.row
    points = column_points(_WIDTHS[0])
    for line in block.lines:
        page.height(row_height([(line.label, points)], minimum=24))
        _write_line(page, line, block, data)
        page.next()
    return Place(first, page.row - 1)


def _write_line(page: Page, line: Counted, block: Block, data: DataRange) -> None:
    page.put(0, line.label, "cell")
    for index, (status, value) in enumerate(zip(ORDER, line.counts, strict=True), start=2):
        page.formula(index, data.count(*line.conditions, (block.status_column, status)), value, "count")
    row = page.row + 1
    total = f"SUM({column_letters(2)}{row}:{column_letters(5)}{row})"
    page.formula(1, total, line.total, "count")
    page.formula(6, data.count(*line.conditions, (block.overdue_column, 1)), line.overdue, "count")
    share = line.counts[0] / line.total if line.total else ""
    page.formula(7, f'IF(B{row}=0,"",C{row}/B{row})', share, "share")
