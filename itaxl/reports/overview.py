"""The page that an executive reads: one printed side that answers in the order the questions are asked."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from itaxl.assessment.findings import Finding
from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import SubmissionState
from itaxl.cell_styles import (
    DONE_COLOUR,
    FONT,
    IN_PROGRESS_COLOUR,
    NOT_REPORTED_COLOUR,
    NOT_STARTED_COLOUR,
)
from itaxl.reports.data_sheet import DataRange
from itaxl.reports.page import Page, new_chart
from itaxl.reports.progress import ORDER, Block, Counted, Place
from itaxl.reports.progress import SHEET as PROGRESS_SHEET
from itaxl.results.analysis import IndicatorResult
from itaxl.results.consolidation import Consolidation
from itaxl.thai.dates import long_date
from itaxl.thai.measuring import column_points, row_height

SHEET = "ภาพรวม"
_COLUMNS = 6
_WIDTH = 17.0
_MOST_DECISIONS = 5
_MOST_BARS = 14
_CHART_ROWS = 11
_CHART_ROW_HEIGHT = 22.0
_COLOURS = {
    Status.DONE: DONE_COLOUR,
    Status.IN_PROGRESS: IN_PROGRESS_COLOUR,
    Status.NOT_STARTED: NOT_STARTED_COLOUR,
    Status.NOT_REPORTED: NOT_REPORTED_COLOUR,
}


def write_overview(
    workbook: Workbook,
    page: Page,
    consolidation: Consolidation,
    whole: Counted,
    data: DataRange,
    *,
    blocks: Sequence[Block],
    places: Sequence[Place],
) -> None:
    """Write the page; ``places`` says where the tables stand that its charts draw."""
    page.columns(*([_WIDTH] * _COLUMNS))
    page.worksheet.hide_gridlines(2)
    _write_title(page, consolidation)
    _write_counts(page, whole, data)
    _write_scores(page, consolidation)
    _write_charts(workbook, page, blocks, places)
    _write_decisions(page, consolidation)
    _write_missing(page, consolidation)
    page.worksheet.set_portrait()
    page.worksheet.fit_to_pages(1, 1)
    page.worksheet.center_horizontally()


def _across(page: Page, text: str, style: str, height: float) -> None:
    page.height(height)
    page.put(0, text, style)
    for column in range(1, _COLUMNS):
        page.put(column, "", style)
    page.next()


def _write_title(page: Page, consolidation: Consolidation) -> None:
    plan = consolidation.plan
    place = " ".join(
        part
        for part in (
            plan.agency.name,
            f"อำเภอ{plan.agency.district}" if plan.agency.district else "",
            f"จังหวัด{plan.agency.province}" if plan.agency.province else "",
        )
        if part
    )
    _across(page, "สรุปผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส", "centred-title", 40)
    _across(page, place, "subtitle", 26)
    when = (
        f"รอบ {plan.months} เดือน ปีงบประมาณ พ.ศ. {plan.fiscal_year.number}"
        f" · ข้อมูล ณ วันที่ {long_date(consolidation.as_of)}"
    )
    _across(page, when, "subtitle", 26)


def _write_counts(page: Page, whole: Counted, data: DataRange) -> None:
    """How far are we: the measures, each once, and those past their time."""
    page.height(30)
    page.put(0, "ความก้าวหน้าของมาตรการ", "heading")
    page.next(46)
    tiles = [(f"SUM({data.column('counts')})", whole.total, "มาตรการทั้งหมด")]
    tiles += [
        (data.count(*whole.conditions, ("measure_status", status)), value, status.thai)
        for status, value in zip(ORDER, whole.counts, strict=True)
    ]
    tiles.append((data.count(*whole.conditions, ("measure_overdue", 1)), whole.overdue, "พ้นกำหนด"))
    for column, (formula, value, _) in enumerate(tiles):
        page.formula(column, formula, value, "tile")
    figures = page.next(26)
    for column, (_, _, caption) in enumerate(tiles):
        page.put(column, caption, "tile-caption")
    page.next(30)
    total, done = f"$A${figures + 1}", f"$B${figures + 1}"
    text = f'="แล้วเสร็จร้อยละ "&TEXT(IF({total}=0,0,100*{done}/{total}),"0.0")&" ของมาตรการทั้งหมด"'
    share = 100 * whole.counts[0] / whole.total if whole.total else 0
    page.formula(0, text.removeprefix("="), f"แล้วเสร็จร้อยละ {_one_decimal(share)} ของมาตรการทั้งหมด", "line")
    page.next()


def _one_decimal(value: float) -> str:
    return str(Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _write_scores(page: Page, consolidation: Consolidation) -> None:
    """Where do we stand: total, grade, change; the strongest and the weakest."""
    analysis = consolidation.analysis
    result, previous = analysis.result, analysis.previous
    page.height(30)
    page.put(0, f"ผลการประเมิน ITA ปี {result.year}", "heading")
    page.next(44)
    before = previous.total if previous else None
    change = result.total - before if result.total is not None and before is not None else None
    tiles: list[tuple[object, str, str]] = [
        (result.total if result.total is not None else "–", "tile-score", "คะแนนรวม"),
        (result.grade.name if result.grade else "–", "tile-score", "ระดับ"),
        (change if change is not None else "–", "tile-change", "เทียบปีก่อนหน้า"),
    ]
    for instrument in analysis.framework.instruments[: _COLUMNS - len(tiles)]:
        score = result.instruments.get(instrument.code)
        tiles.append((score if score is not None else "–", "tile-score", instrument.code))
    for column, (shown, style, _) in enumerate(tiles):
        page.put(column, shown, style)
    page.next(26)
    for column, (_, _, caption) in enumerate(tiles):
        page.put(column, caption, "tile-caption")
    page.next(28)
    page.put(0, "จุดแข็งสูงสุดสามอันดับ", "line-heading")
    page.put(3, "จุดอ่อนต่ำสุดสามอันดับ", "line-heading")
    page.next()
    strongest, weakest = analysis.strengths[:3], analysis.weaknesses[:3]
    for index in range(3):
        page.height(23)
        _write_indicator(page, 0, strongest, index)
        _write_indicator(page, 3, weakest, index)
        page.next()


def _write_indicator(page: Page, column: int, results: Sequence[IndicatorResult], index: int) -> None:
    if index < len(results):
        result = results[index]
        page.put(column, f"{result.indicator.no} {result.indicator.name}", "line")
        page.put(column + 2, result.score, "line-score")
    elif index == 0:
        page.put(column, "ไม่มี หรือยังไม่มีคะแนน", "line")


def _write_charts(workbook: Workbook, page: Page, blocks: Sequence[Block], places: Sequence[Place]) -> None:
    """Status by indicator and by department, in the order of the tables that they draw."""
    width = int(_COLUMNS / 2 * (_WIDTH * 7 + 5)) - 8
    height = int(_CHART_ROWS * _CHART_ROW_HEIGHT * 96 / 72) - 6
    for column, index, title in ((0, 0, "สถานะตามตัวชี้วัด"), (3, 2, "สถานะตามส่วนราชการ")):
        chart = _status_chart(workbook, title, blocks[index], places[index])
        chart.set_size({"width": width, "height": height})
        page.worksheet.insert_chart(page.row, column, chart, {"x_offset": 2, "y_offset": 4})
    for _ in range(_CHART_ROWS):
        page.height(_CHART_ROW_HEIGHT)
        page.next()


def _status_chart(workbook: Workbook, title: str, block: Block, place: Place) -> Chart:
    font = {"name": FONT, "size": 12}
    chart = new_chart(workbook, "bar", "stacked")
    sheet = f"'{PROGRESS_SHEET}'"
    last = min(place.last, place.first + _MOST_BARS - 1)
    if place.last > last:
        title += f" ({_MOST_BARS} รายการแรก)"
    for offset, status in enumerate(ORDER):
        letter = "CDEF"[offset]
        labels = [
            {"delete": True} if line.counts[offset] == 0 else {}
            for line in block.lines[: last - place.first + 1]
        ]
        chart.add_series(
            {
                "name": status.thai,
                "categories": f"={sheet}!$A${place.first + 1}:$A${last + 1}",
                "values": f"={sheet}!${letter}${place.first + 1}:${letter}${last + 1}",
                "fill": {"color": _COLOURS[status]},
                "border": {"color": "#FFFFFF"},
                "gap": 40,
                "data_labels": {"value": True, "custom": labels, "font": {"name": FONT, "size": 11}},
            }
        )
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 16}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": font, "major_gridlines": {"visible": False}})
    chart.set_x_axis(
        {
            "num_font": font,
            "name": "จำนวนมาตรการ",
            "name_font": font,
            "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}},
            "min": 0,
            "num_format": "0",
            "label_position": "low",
        }
    )
    chart.set_legend({"position": "bottom", "font": font})
    return chart


def decisions(consolidation: Consolidation) -> list[str]:
    """What must be decided now, the gravest first; each with whom and what."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in consolidation.observations:
        by_kind.setdefault(finding.kind.slug, []).append(finding)
    told = [finding.text() for finding in by_kind.get("weak-without-measure", ())]
    told += [finding.text() for finding in by_kind.get("overdue", ())]
    without = by_kind.get("without-evidence", ())
    if without:
        told.append(f"มาตรการที่รายงานว่าแล้วเสร็จ {len(without)} รายการ ยังไม่มีหลักฐาน (แผ่นข้อสังเกต)")
    rejected = sum(1 for each in consolidation.units if each.state is SubmissionState.REJECTED)
    if rejected:
        told.append(f"แบบที่ส่งคืน {rejected} ไฟล์ รับไม่ได้ ต้องส่งใหม่ (แผ่นการส่งแบบ)")
    return told


def _write_decisions(page: Page, consolidation: Consolidation) -> None:
    page.height(30)
    page.put(0, "เรื่องที่ต้องพิจารณาสั่งการ", "heading")
    page.next()
    told = decisions(consolidation)
    shown = told[:_MOST_DECISIONS]
    if len(told) > _MOST_DECISIONS:
        shown = [*told[: _MOST_DECISIONS - 1], f"และอีก {len(told) - _MOST_DECISIONS + 1} เรื่อง ดูแผ่นข้อสังเกต"]
    for line in shown or ["ไม่มี"]:
        _write_long_line(page, f"• {line}")


def _write_missing(page: Page, consolidation: Consolidation) -> None:
    page.height(30)
    page.put(0, "ส่วนราชการที่ยังไม่ส่งแบบ", "heading")
    page.next()
    names = list(dict.fromkeys(each.unit for each in consolidation.missing))
    if not names:
        _write_long_line(page, "ส่งครบทุกส่วนราชการ")
        return
    shown = "  ".join(names[:12]) + (f"  และอีก {len(names) - 12} ส่วนราชการ" if len(names) > 12 else "")
    _write_long_line(page, f"{len(names)} แห่ง: {shown}")


def _write_long_line(page: Page, text: str) -> None:
    """A sentence over the whole width: merged, since only one cell of its own can wrap it."""
    height = row_height([(text, column_points(_WIDTH) * _COLUMNS)], minimum=23)
    page.height(height)
    page.worksheet.merge_range(page.row, 0, page.row, _COLUMNS - 1, text, page.styles["wrapped"])
    page.next()
