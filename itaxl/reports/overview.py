"""The page that an executive reads: one printed side that answers in the order the questions are asked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from itaxl.assessment.finding_names import name_of
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import SubmissionState
from itaxl.assessment.verification import marked
from itaxl.reports import observations_sheet, returns_sheet
from itaxl.reports.charts import new_chart, text_font
from itaxl.reports.columns import Line
from itaxl.reports.data_sheet import DataRange
from itaxl.reports.links import Links, place
from itaxl.reports.observations_sheet import READINGS
from itaxl.reports.overview_parts import (
    CHART_ROW_HEIGHT,
    COLUMN_PIXELS,
    COLUMNS,
    REFUSED,
    WIDTH,
    across,
    bar_look,
    heading,
    long_line,
    one_bar,
    some,
)
from itaxl.reports.page import Page
from itaxl.reports.progress import BAR_SIZE, MOST_BARS, ORDER, Block, Place, whole
from itaxl.reports.progress import SHEET as PROGRESS_SHEET
from itaxl.reports.returns_sheet import Tally
from itaxl.reports.score_charts import score_chart
from itaxl.reports.scores_sheet import SHEET as SCORES_SHEET
from itaxl.reports.scores_sheet import ScorePlaces
from itaxl.results.analysis import IndicatorResult
from itaxl.results.consolidation import Consolidation, MeasureResult
from itaxl.results.narrative import total_standing
from itaxl.results.register import UnitLine
from itaxl.thai.dates import long_date, short_date
from itaxl.thai.measuring import column_points, cut_to_width, text_width
from itaxl.thai.text import shortened

_MOST_DECISIONS = 5
_LONGEST_UNIT = 60  # letters of a name with words behind it
_WIDEST_LINE = 0.8 * COLUMNS * column_points(WIDTH)  # other fonts are wider than the one that is measured


class Sources(Struct, frozen=True):
    """Where the other sheets hold what this page shows."""

    data: DataRange
    blocks: Sequence[Block]
    places: Sequence[Place]
    scores: ScorePlaces
    returns: Tally


def write_overview(
    workbook: Workbook,
    page: Page,
    consolidation: Consolidation,
    lines: Sequence[Line],
    sources: Sources,
    links: Links,
) -> None:
    """Write the page."""
    page.columns(*([WIDTH] * COLUMNS))
    page.worksheet.hide_gridlines(2)
    _write_title(page, consolidation)
    _write_counts(workbook, page, lines, sources, links)
    _write_status_charts(workbook, page, sources)
    _write_scores(page, consolidation, sources.scores, links)
    _write_score_chart(workbook, page, consolidation, sources.scores)
    _write_decisions(page, consolidation, links)
    _write_missing(page, consolidation, links)
    page.worksheet.print_area(0, 0, page.row - 1, COLUMNS - 1)
    page.worksheet.set_portrait()
    page.worksheet.fit_to_pages(1, 1)
    page.worksheet.center_horizontally()


def _write_title(page: Page, consolidation: Consolidation) -> None:
    plan = consolidation.plan
    district = f"อำเภอ{plan.agency.district}" if plan.agency.district else ""
    where = " ".join(filter(None, (district, f"จังหวัด{plan.agency.province}" if plan.agency.province else "")))
    name = cut_to_width(plan.agency.name, _WIDEST_LINE - text_width(where))
    when = (
        f"รอบ {plan.months} เดือน ปีงบประมาณ พ.ศ. {plan.fiscal_year.number}"
        f" · ข้อมูล ณ วันที่ {long_date(consolidation.as_of)}"
    )
    across(page, "สรุปผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส", "centred-title", 38)
    across(page, f"{name} {where}".rstrip(), "subtitle", 24)
    across(page, when, "subtitle", 24)


def _write_counts(
    workbook: Workbook, page: Page, lines: Sequence[Line], sources: Sources, links: Links
) -> None:
    """How far are we: the measures, each once, those past their time, and one bar."""
    heading(page, "ความก้าวหน้าของมาตรการ", links, PROGRESS_SHEET)
    counted, data = whole(lines), sources.data
    tiles = [(f"SUM({data.column('counts')})", counted.total, "มาตรการทั้งหมด")]
    tiles += [
        (data.count(*counted.conditions, ("measure_status", status)), value, status.thai)
        for status, value in zip(ORDER, counted.counts, strict=True)
    ]
    tiles.append((data.count(*counted.conditions, ("measure_overdue", 1)), counted.overdue, "พ้นกำหนด"))
    page.height(42)
    for column, (formula, value, _) in enumerate(tiles):
        page.formula(column, formula, value, "tile-late" if column == len(tiles) - 1 and value else "tile")
    figures = page.next(26) + 1
    for column, (_, _, caption) in enumerate(tiles):
        page.put(column, caption, "tile-caption")
    page.next()
    if counted.total:
        chart = one_bar(workbook, figures)
        chart.set_size({"width": COLUMNS * COLUMN_PIXELS - 4, "height": 76})
        page.worksheet.insert_chart(page.row, 0, chart, {"x_offset": 2, "y_offset": 3})
        page.space(2, 30)
    page.height(26)
    accepted, missing = (
        place(returns_sheet.SHEET, f"$C${row}") for row in (sources.returns.accepted, sources.returns.missing)
    )
    refused = sources.returns.refused
    asked = f"({accepted}+{missing}+{refused})" if refused else f"({accepted}+{missing})"
    again = f'&" · ต้องส่งใหม่ "&{refused}' if refused else ""
    formula = (
        f'IF(A{figures}=0,"ยังไม่มีมาตรการในแผน","ดำเนินการแล้ว "&B{figures}&" จาก "&A{figures}&" มาตรการ (ร้อยละ "'
        f'&TEXT(ROUND(100*B{figures}/A{figures},1),"0.0")&")")'
        f'&" · ส่งแบบแล้ว "&{accepted}&" จาก "&{asked}&" ส่วนราชการ"{again}'
    )
    page.formula(0, formula, _told(counted.counts[0], counted.total, sources.returns), "line-strong")
    page.next()


def _told(done: int, total: int, returns: Tally) -> str:
    """The sentence that the formula says."""
    answered = f" · ส่งแบบแล้ว {returns.accepted_units} จาก {returns.asked_units} ส่วนราชการ"
    if returns.refused_units:
        answered += f" · ต้องส่งใหม่ {returns.refused_units}"
    if not total:
        return f"ยังไม่มีมาตรการในแผน{answered}"
    share = (Decimal(100 * done) / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"ดำเนินการแล้ว {done} จาก {total} มาตรการ (ร้อยละ {share}){answered}"


def _write_status_charts(workbook: Workbook, page: Page, sources: Sources) -> None:
    """Status by indicator and by department, in the order of the tables that they draw."""
    drawn = [(0, "สถานะตามตัวชี้วัด (จำนวนมาตรการ)"), (2, "สถานะตามส่วนราชการ (จำนวนมาตรการ)")]
    most = max(len(sources.blocks[index].lines) for index, _ in drawn)
    if not sources.blocks[2].lines:
        return
    rows = 2 + min(most, MOST_BARS)  # a line of text for each bar, or LibreOffice leaves out every other name
    width = int(COLUMNS / 2 * COLUMN_PIXELS) - 6
    height = int(rows * CHART_ROW_HEIGHT * 96 / 72) - 8
    for column, (index, title) in zip((0, COLUMNS // 2), drawn, strict=True):
        chart = _status_chart(workbook, title, sources.blocks[index], sources.places[index])
        chart.set_size({"width": width, "height": height})
        page.worksheet.insert_chart(page.row, column, chart, {"x_offset": 3, "y_offset": 4})
    page.space(rows, CHART_ROW_HEIGHT)


def _status_chart(workbook: Workbook, title: str, block: Block, where: Place) -> Chart:
    chart = new_chart(workbook, "bar", "stacked")
    first, last = where.first + 1, min(where.last, where.first + MOST_BARS - 1) + 1
    if len(block.lines) > MOST_BARS:
        title = f"ส่วนราชการที่เหลืองานมากที่สุด {MOST_BARS} จาก {len(block.lines)} แห่ง"
    for letter, status in zip("CDEF", ORDER, strict=True):
        series = {
            "name": status.thai,
            "categories": f"={place(PROGRESS_SHEET, f'${where.names}${first}:${where.names}${last}')}",
            "values": f"={place(PROGRESS_SHEET, f'${letter}${first}:${letter}${last}')}",
        }
        chart.add_series({**series, **bar_look(status, BAR_SIZE), "gap": 25})
    chart.set_title({"name": title, "name_font": text_font(16, bold=True), "overlay": False})
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,  # every bar has its name
            "num_font": text_font(BAR_SIZE),
            "major_gridlines": {"visible": False},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
    return chart


def _write_scores(page: Page, consolidation: Consolidation, places: ScorePlaces, links: Links) -> None:
    """Where do we stand: total, grade, change and the instruments."""
    analysis = consolidation.analysis
    result = analysis.result
    heading(page, f"ผลการประเมิน ITA ปี {result.year}", links, SCORES_SHEET)
    tiles: list[tuple[str, object, str, str]] = [
        (
            f"D{places.total}",
            result.total,
            "tile-score",
            marked("คะแนนรวม" + ("ตามประกาศ" if result.is_published else ""), total_standing(analysis)),
        ),
        (
            f"D{places.grade}",
            result.grade.name if result.grade else None,
            "tile-score",
            marked("ระดับ", analysis.framework.grade_rule.standing),
        ),
        (f"F{places.total}", analysis.judged().change, "tile-change", f"เทียบปี {result.year - 1}"),
    ]
    for code, row in list(places.instruments.items())[: COLUMNS - len(tiles)]:
        mean = result.instruments.get(code)
        shown = mean.quantize(Decimal("0.01"), ROUND_HALF_UP) if mean is not None else None
        tiles.append((f"D{row}", shown, "tile-score", code))
    page.height(38)
    for column, (cell, value, style, _) in enumerate(tiles):
        source = place(SCORES_SHEET, cell)
        shown_value = "–" if value is None else value if isinstance(value, str) else float(str(value))
        page.formula(column, f'IF({source}="","–",{source})', shown_value, style)
    page.next(26)
    for column, (*_, caption) in enumerate(tiles):
        page.put(column, caption, "tile-caption")
    page.next()


def _write_score_chart(
    workbook: Workbook, page: Page, consolidation: Consolidation, places: ScorePlaces
) -> None:
    """The indicators against the threshold, and in words the strongest and the weakest three."""
    analysis = consolidation.analysis
    if not analysis.scored:
        long_line(page, "ยังไม่มีคะแนนรายตัวชี้วัด")
        return
    rows = 8
    chart = score_chart(workbook, analysis, places.chart, size=13, is_small=True)
    height = int(rows * CHART_ROW_HEIGHT * 96 / 72) - 8
    chart.set_size({"width": COLUMNS * COLUMN_PIXELS - 6, "height": height})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
    page.worksheet.insert_chart(page.row, 0, chart, {"x_offset": 3, "y_offset": 4})
    page.space(rows, CHART_ROW_HEIGHT)
    against = Counter(no for each in consolidation.measures for no in each.indicators)
    strongest = [_named(each) for each in analysis.strengths[:3]]
    weakest = [f"{_named(each)} {_measures(against[each.indicator.no])}" for each in analysis.weaknesses[:3]]
    long_line(page, f"จุดแข็งสูงสุด: {' · '.join(strongest) or 'ไม่มี'}")
    long_line(page, f"จุดอ่อนต่ำสุด: {' · '.join(weakest) or 'ไม่มี'}")
    if analysis.framework.unverified:
        long_line(page, analysis.framework.unverified)


def _named(result: IndicatorResult) -> str:
    return f"{result.indicator.no} {result.indicator.name} {result.score:.2f}"


def _measures(count: int) -> str:
    return f"(มี {count} มาตรการ)" if count else "(ยังไม่มีมาตรการ)"


def decisions(consolidation: Consolidation) -> list[str]:
    """What must be decided now, the gravest first, at most five lines; each with whom and what."""
    of_kind: dict[FindingKind, list[Finding]] = {}
    for finding in consolidation.observations:
        of_kind.setdefault(finding.kind, []).append(finding)
    before = []
    if weak := of_kind.get(FindingKind.WEAK_WITHOUT_MEASURE):
        named = ", ".join(
            f"{each.details['no']} {each.details['name']} ({each.details['score']})" for each in weak
        )
        limit = consolidation.analysis.thresholds.weakness_below
        before.append(f"กำหนดมาตรการและผู้รับผิดชอบของตัวชี้วัดที่ต่ำกว่าเกณฑ์ {limit:f} แต่ยังไม่มีมาตรการ: {named}")
    after = []
    if faulty := [each for each in consolidation.units if each.errors]:
        named = some(_to_mend(each) for each in faulty)
        after.append(f"แบบที่ต้องแก้ไขหรือส่งใหม่ {len(faulty)} ไฟล์: {named}")
    if without := of_kind.get(FindingKind.WITHOUT_EVIDENCE):
        units = Counter(str(each.details["unit"]) for each in without)
        named = some(f"{shortened(unit, _LONGEST_UNIT)} ({count})" for unit, count in units.most_common())
        after.append(f"ขอหลักฐานของงานที่รายงานว่าแล้วเสร็จ {len(without)} รายการ: {named}")
    if told := [each for each in consolidation.inconsistencies if each.kind.slug not in READINGS]:
        subjects = Counter(name_of(each.kind) for each in told)
        named = _listed(f"{words} ({count})" for words, count in subjects.most_common())
        after.append(f"ตรวจข้อความที่ขัดแย้งกันในแผนหรือรายงาน {len(told)} จุด: {named}")
    return [*before, *_overdue(consolidation.measures, _MOST_DECISIONS - len(before) - len(after)), *after]


def _listed(words: Iterable[str], most: int = 4) -> str:
    every = list(words)
    return ", ".join(every[:most]) + (" ฯลฯ" if len(every) > most else "")


def _to_mend(line: UnitLine) -> str:
    if line.state is SubmissionState.ACCEPTED:
        return f"{shortened(line.unit, _LONGEST_UNIT)} (แก้ {line.errors} จุด)"
    return f"{shortened(line.unit if line.unit_code else line.file, _LONGEST_UNIT)} (ส่งใหม่)"


def _overdue(measures: Iterable[MeasureResult], most: int) -> list[str]:
    """One line a measure, the longest overdue first; the last line counts those left out."""
    late = []
    for measure in measures:
        if records := [each for each in measure.records if each.is_overdue and each.end]:
            end = min(each.end for each in records if each.end)
            units = some(dict.fromkeys(each.department.name for each in records), 3)
            late.append(
                (end, f"{measure.code} {measure.short_name} พ้นกำหนด {short_date(end)} เร่งรัด: {units}")
            )
    late.sort(key=lambda each: each[0])
    told = [text for _, text in late]
    if len(told) > most:
        further, left = "อีก" if most > 1 else "", len(told) - most + 1
        told = [*told[: most - 1], f"มาตรการพ้นกำหนด{further} {left} มาตรการ ดูแผ่น{observations_sheet.SHEET}"]
    return told


def _write_decisions(page: Page, consolidation: Consolidation, links: Links) -> None:
    heading(page, "เรื่องที่ต้องพิจารณาสั่งการ", links, observations_sheet.SHEET)
    told = decisions(consolidation)
    for number, line in enumerate(told, start=1):
        long_line(page, f"{number}. {line}")
    if not told:
        long_line(page, "ไม่มี")


def _write_missing(page: Page, consolidation: Consolidation, links: Links) -> None:
    heading(page, "ส่วนราชการที่ยังไม่ส่งแบบ", links, returns_sheet.SHEET)
    names = list(dict.fromkeys(each.unit for each in consolidation.missing))
    refused = [each.unit for each in consolidation.refused]
    if not names and not refused:
        long_line(page, "ส่งครบทุกส่วนราชการ" if consolidation.units else "ไม่มีส่วนราชการที่ต้องส่ง")
    if names:
        long_line(page, f"{len(names)} แห่ง: {some(names, 10)}")
    if refused:
        long_line(page, f"{REFUSED} {len(refused)} แห่ง: {some(refused, 10)}")
