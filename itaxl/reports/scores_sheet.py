"""Strengths and weaknesses: the scores with bands, gaps, changes and the measures set against them."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from xlsxwriter.workbook import Workbook

from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.statuses import Status
from itaxl.assessment.verification import marked
from itaxl.reports.columns import Line
from itaxl.reports.data_sheet import DataRange
from itaxl.reports.formulas import rounded_or_blank, shown
from itaxl.reports.page import Page
from itaxl.reports.score_charts import (
    WEAKNESS,
    ChartSource,
    band,
    band_formula,
    colour_bands,
    score_chart,
    write_helper_heads,
    write_helpers,
    write_limits,
)
from itaxl.reports.score_formulas import Place, mean_formula, total_formula
from itaxl.results.analysis import Analysis, IndicatorResult, YearResult
from itaxl.thai.measuring import column_points

SHEET = "จุดแข็ง-จุดอ่อน"
_HEADERS = (
    ("ลำดับ", 8.0),
    ("ตัวชี้วัด", 30.0),
    ("เครื่องมือ", 10.0),
    ("คะแนน", 10.0),
    ("ปีก่อนหน้า", 10.0),
    ("เปลี่ยน แปลง", 10.0),
    ("ระดับ", 14.0),
    ("ต้อง พัฒนา", 9.0),
    ("ห่าง เป้าหมาย", 13.0),
    ("มาตรการ", 10.0),
    ("แล้วเสร็จ", 10.0),
    ("รหัสมาตรการ", 16.0),
)
_HELPERS = len(_HEADERS) + 1
"""The first of the columns that only the charts need: the score by band, and the thresholds."""
_ROWS_OF_CHART = 16


class ScorePlaces(Struct, frozen=True):
    """Rows of the sheet, counted from 1, for formulas and charts of other sheets."""

    first: int
    last: int
    instruments: Mapping[str, int]
    total: int
    grade: int

    @property
    def chart(self) -> ChartSource:
        """For charts of the indicators."""
        return ChartSource(SHEET, self.first, self.last, _HELPERS)


def write_scores(
    workbook: Workbook, page: Page, analysis: Analysis, lines: Sequence[Line], data: DataRange
) -> ScorePlaces:
    """The table, the instruments and the chart with its threshold line; returns where they stand."""
    page.title(
        f"จุดแข็งและจุดอ่อน ผลการประเมิน ITA ปี {analysis.result.year}",
        "จุดแข็งและจุดอ่อนไม่รวมคะแนนที่เท่ากับเกณฑ์พอดี · คลิกตัวเลขเพื่อดูว่านับจากแผ่นข้อมูลอย่างไร"
        + (f" · {analysis.framework.unverified}" if analysis.framework.unverified else ""),
    )
    limits = write_limits(page, analysis.thresholds)
    header_row = page.heads(_HEADERS)
    write_helper_heads(page, analysis, _HELPERS)
    measures = [line for line in lines if line.counts]
    for result in analysis.indicators:
        page.next()
        _write_indicator(page, result, limits, [line for line in measures if _serves(line, result)], data)
        write_helpers(page, result, limits, analysis, _HELPERS)
    first, last = header_row + 2, page.row + 1
    colour_bands(page, header_row + 1, page.row)
    _colour_unserved(page, header_row + 1, page.row)
    page.next()
    page.next()
    places = _write_results(page, analysis, first, last)
    page.next()
    page.next()
    if analysis.scored:
        chart = score_chart(workbook, analysis, places.chart, size=16)
        chart.set_size({"width": 1090, "height": 430})
        page.worksheet.insert_chart(page.row, 0, chart, {"x_offset": 4})
    page.worksheet.freeze_panes(header_row + 1, 2)
    page.worksheet.set_selection(header_row + 1, 0, header_row + 1, 0)
    page.worksheet.print_area(0, 0, page.row + _ROWS_OF_CHART, len(_HEADERS) - 1)
    page.worksheet.set_portrait()
    page.worksheet.fit_to_pages(1, 1)
    return places


def _serves(line: Line, result: IndicatorResult) -> bool:
    return result.indicator.no in line.measure.indicators


def _write_indicator(
    page: Page,
    result: IndicatorResult,
    limits: Mapping[str, str],
    own: Sequence[Line],
    data: DataRange,
) -> None:
    no = result.indicator.no
    row = page.row + 1
    codes = ", ".join(line.measure.code for line in own)
    page.fit(((result.indicator.name, column_points(30)), (codes, column_points(16))))
    page.put(0, no, "number-centre")
    page.put(1, result.indicator.name, "cell")
    page.put(2, result.indicator.instrument, "cell-centre")
    page.put(3, result.score, "score")
    page.put(4, result.previous, "score")
    change = float(result.change) if result.change is not None else ""
    page.formula(5, f'IF(COUNT(D{row}:E{row})<2,"",D{row}-E{row})', change, "change")
    page.formula(6, band_formula(f"D{row}", limits), band(result), "cell-centre")
    develop = f'IF(D{row}="","",IF(D{row}<{limits["target"]},"ใช่","–"))'
    value = "" if result.score is None else "ใช่" if result.is_to_develop else "–"
    page.formula(7, develop, value, "cell-centre")
    gap = float(result.gap) if result.gap is not None else ""
    page.formula(8, f'IF(D{row}="","",MAX(0,{limits["target"]}-D{row}))', gap, "score")
    tag = ("indicator_tags", f"*;{no};*")
    page.formula(9, data.count(("counts", 1), tag), len(own), "number-centre")
    done = sum(1 for line in own if line.status is Status.DONE)
    page.formula(10, data.count(("counts", 1), tag, ("measure_status", Status.DONE)), done, "number-centre")
    page.put(11, codes, "cell")


def _colour_unserved(page: Page, first: int, last: int) -> None:
    """A weak indicator that nothing is set against is what somebody has to decide on."""
    rule = {
        "type": "formula",
        "criteria": f'=AND($G{first + 1}="{WEAKNESS}",$J{first + 1}=0)',
        "format": page.styles.light("wrong"),
    }
    page.worksheet.conditional_format(first, 9, last, 9, rule)


def _write_results(page: Page, analysis: Analysis, first: int, last: int) -> ScorePlaces:
    """Instruments, total and grade of both years, live where all indicators are known."""
    numbers = [each.indicator.no for each in analysis.indicators]
    scores = {
        column: {no: (row, column) for row, no in enumerate(numbers, start=first - 1)} for column in (3, 4)
    }
    page.height(50)  # two lines of a header
    for index, text in enumerate(("รวม", "น้ำหนัก", "คะแนน", "ปีก่อนหน้า", "เปลี่ยน แปลง"), start=1):
        page.put(index, text, "header")
    instruments: dict[str, int] = {}
    for instrument in analysis.framework.instruments:
        page.next()
        page.fit([(f"{instrument.code} {instrument.name}", column_points(30))])
        page.put(1, f"{instrument.code} {instrument.name}", "cell")
        page.put(2, instrument.weight, "share")
        instruments[instrument.code] = page.row + 1
        for column, result in ((3, analysis.result), (4, analysis.previous)):
            mean = result.instruments.get(instrument.code) if result else None
            formula = mean_formula(instrument, scores[column], None)
            page.formula(column, formula, rounded_or_blank(mean), "score")
        _write_change(page, _difference(analysis, instrument.code), "change")
    page.next()
    page.put(1, "คะแนนรวม", "total-label")
    page.put(2, "", "total-label")
    for column, result in ((3, analysis.result), (4, analysis.previous)):
        _write_total(page, analysis, scores[column], column, result)
    _write_change(page, _difference(analysis), "total-change")
    total = page.row + 1
    page.next()
    page.put(1, marked("ระดับผลการประเมิน", analysis.framework.grade_rule.standing), "total-label")
    page.put(2, "", "total-label")
    grade = analysis.result.grade.name if analysis.result.grade else ""
    cells = [f"D{row}" for row in instruments.values()]
    page.formula(3, analysis.framework.grade_rule.as_formula(f"D{total}", cells), grade, "total-centre")
    # Another year had another rule, which this workbook does not hold.
    before = analysis.previous.grade if analysis.previous else None
    page.put(4, before.name if before else "", "total-centre")
    page.put(5, "", "total-label")
    places = ScorePlaces(first, last, instruments, total, page.row + 1)
    if analysis.result.is_published:
        page.next()
        page.put(1, "คะแนนรวมตามที่ประกาศ เพราะคะแนนรายตัวชี้วัดไม่ครบ", "note")
    return places


def _write_total(
    page: Page, analysis: Analysis, scores: Mapping[int, Place], column: int, result: YearResult | None
) -> None:
    total = result.total if result else None
    if result is analysis.previous and not _same_arithmetic(analysis):
        page.put(column, total, "total-score")
        return
    published = total if result and result.is_published else None
    page.formula(column, total_formula(analysis.framework, scores, published), shown(total), "total-score")


def _same_arithmetic(analysis: Analysis) -> bool:
    """Whether the year before adds up as this one does."""
    scores = {each.indicator.no: each.previous for each in analysis.indicators if each.previous is not None}
    before = analysis.previous.total if analysis.previous else None
    return analysis.framework.total(scores) == before


def _difference(analysis: Analysis, code: str = "") -> float | str:
    """Of the year before, by instrument or in total, as far as both are known."""
    values = []
    for result in (analysis.result, analysis.previous):
        value = (result.instruments.get(code) if code else result.total) if result else None
        if value is None:
            return ""
        values.append(float(rounded(value)))
    return values[0] - values[1]


def _write_change(page: Page, value: float | str, style: str) -> None:
    row = page.row + 1
    page.formula(5, f'IF(COUNT(D{row}:E{row})<2,"",D{row}-E{row})', value, style)
