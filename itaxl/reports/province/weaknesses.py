"""What the agencies of a province have in common: every indicator over all of them."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from itaxl.cell_styles import DONE_COLOUR, WEAKNESS_COLOUR
from itaxl.reports.charts import new_chart, text_font
from itaxl.reports.data_sheet import DataRange
from itaxl.reports.formulas import shown, twice_rounded
from itaxl.reports.links import place
from itaxl.reports.page import Page
from itaxl.reports.score_matrix import NAME, MatrixPlaces
from itaxl.results.roster import MEAN, IndicatorFigures, Roster, figures, mean, median
from itaxl.thai.measuring import column_points

SHEET = "จุดอ่อนร่วม"
WEAK_MEAN, OTHER_MEAN = "P", "Q"
"""Columns that only a chart needs: the mean where it is below the threshold, and where it is not."""
_NAME_WIDTH, _LOWEST_WIDTH = 30.0, 42.0
_CHART_HEIGHT = 400


class WeakPlaces(Struct, frozen=True):
    """Rows of the indicators, counted from 1."""

    first: int
    last: int

    def column(self, letter: str) -> str:
        """A column of the table, as charts and formulas name it."""
        return place(SHEET, f"${letter}${self.first}:${letter}${self.last}")

    def cell(self, letter: str, index: int) -> str:
        """A cell of the indicator with this place, from 0."""
        return place(SHEET, f"${letter}${self.first + index}")


def write_weaknesses(
    workbook: Workbook, page: Page, roster: Roster, scores: MatrixPlaces, data: DataRange
) -> WeakPlaces:
    """The table and a chart of how many agencies are weak where."""
    thresholds = roster.province.thresholds
    limit = f"{thresholds.weakness_below.normalize():f}"
    page.title(
        f"จุดอ่อนร่วมของหน่วยงาน ITA ปี {roster.framework.fiscal_year} · จังหวัด{roster.province.name}",
        f"จุดอ่อน = คะแนนต่ำกว่า {limit} · {MEAN}: ทุกหน่วยงานที่ทราบคะแนนนับเท่ากัน · "
        "มีมาตรการ = ในแบบที่ส่งมามีมาตรการที่รองรับตัวชี้วัดนั้นอย่างน้อยหนึ่งมาตรการ",
    )
    headers = [
        ("ลำดับ", 8.0),
        ("ตัวชี้วัด", _NAME_WIDTH),
        ("เครื่องมือ", 10.0),
        (MEAN, 20.0),
        ("มัธยฐาน", 10.0),
        ("ต่ำสุด", 10.0),
        ("สูงสุด", 10.0),
        ("ช่วงห่าง", 10.0),
        ("ทราบ คะแนน (แห่ง)", 11.0),
        ("เป็น จุดอ่อน (แห่ง)", 10.0),
        ("ร้อยละ", 9.0),
        ("มี มาตรการ (แห่ง)", 12.0),
        ("ไม่พบ มาตรการ (แห่ง)", 12.0),
        ("หน่วยงานที่ต่ำสุด", _LOWEST_WIDTH),
    ]
    header_row = page.heads(headers)
    page.put(15, "ต่ำกว่าเกณฑ์", "helper-text")
    page.put(16, "ถึงเกณฑ์", "helper-text")
    for each in figures(roster):
        page.next()
        _write_indicator(page, each, scores, data, f"{thresholds.weakness_below:f}")
    places = WeakPlaces(header_row + 2, page.row + 1)
    first, last = header_row + 1, page.row
    wrong = {"type": "cell", "criteria": ">", "value": 0, "format": page.styles.light("wrong")}
    page.worksheet.conditional_format(first, 12, last, 12, wrong)
    page.next()
    page.next()
    chart = _chart(workbook, places, limit)
    chart.set_size({"width": 1440, "height": _CHART_HEIGHT})
    page.worksheet.insert_chart(page.row, 0, chart, {"x_offset": 4})
    page.worksheet.print_area(0, 0, page.row + 14, len(headers) - 1)
    page.worksheet.set_landscape()
    page.worksheet.fit_to_pages(1, 1)
    page.worksheet.freeze_panes(header_row + 1, 2)
    page.worksheet.set_selection(header_row + 1, 0, header_row + 1, 0)
    return places


def _write_indicator(
    page: Page, figures: IndicatorFigures, scores: MatrixPlaces, data: DataRange, limit: str
) -> None:
    indicator, known, row = figures.indicator, list(figures.scores), page.row + 1
    column = scores.column(str(indicator.no))
    page.fit(((indicator.name, column_points(_NAME_WIDTH)), (figures.lowest, column_points(_LOWEST_WIDTH))))
    page.put(0, indicator.no, "number-centre")
    page.put(1, indicator.name, "cell")
    page.put(2, indicator.instrument, "cell-centre")

    def where_known(formula: str) -> str:
        return f'IF($I{row}=0,"",{formula})'

    lowest, highest = min(known, default=None), max(known, default=None)
    spread = None if lowest is None or highest is None else highest - lowest
    others = f"COUNTIF({column},F{row})"
    named = (
        f"INDEX({scores.column(NAME)},MATCH(F{row},{column},0))"
        f'&IF({others}>1," และอีก "&({others}-1)&" แห่ง","")'
    )
    cells: Sequence[tuple[str, float | str, str]] = (
        (where_known(twice_rounded(f"AVERAGE({column})")), shown(mean(known)), "total-score"),
        (where_known(twice_rounded(f"MEDIAN({column})")), shown(median(known)), "score"),
        (where_known(f"MIN({column})"), shown(lowest), "score"),
        (where_known(f"MAX({column})"), shown(highest), "score"),
        (where_known(f"ROUND(G{row}-F{row},10)"), shown(spread), "score"),
        (f"COUNT({column})", len(known), "number-centre"),
        (f'COUNTIF({column},"<{limit}")', figures.weak, "number-centre"),
        (where_known(f"J{row}/I{row}"), figures.weak / len(known) if known else "", "share"),
        (data.count(("weak_served", f"*;{indicator.no};*")), figures.served, "number-centre"),
        (f"J{row}-L{row}", figures.weak - figures.served, "number-centre"),
        (where_known(named), figures.lowest, "cell"),
    )
    for index, (formula, value, style) in enumerate(cells, start=3):
        page.formula(index, formula, value, style)
    average = mean(known)
    is_weak = average is not None and average < Decimal(limit)
    # A blank text is above any number, so that an unknown mean is 0 in both.
    page.formula(15, f"IF(D{row}<{limit},D{row},0)", shown(average) if is_weak else 0, "helper")
    above = shown(average) if average is not None and not is_weak else 0
    page.formula(16, f"IF(COUNT(D{row})=0,0,IF(D{row}<{limit},0,D{row}))", above, "helper")


def _chart(workbook: Workbook, places: WeakPlaces, limit: str) -> Chart:
    """Weak agencies by indicator, with and without a measure; without is hatched, for prints in black."""
    chart = new_chart(workbook, "bar", "stacked")
    hatched = {"pattern": "wide_upward_diagonal", "fg_color": WEAKNESS_COLOUR, "bg_color": "#FFFFFF"}
    looks: tuple[tuple[str, str, dict[str, object], str], ...] = (
        ("M", "ไม่พบมาตรการ", {"pattern": hatched, "border": {"color": WEAKNESS_COLOUR}}, "#262626"),
        ("L", "มีมาตรการ", {"fill": {"color": DONE_COLOUR}}, "#FFFFFF"),
    )
    for letter, name, look, ink in looks:
        labels: dict[str, object] = {"value": True, "num_format": "0;;;", "font": text_font(15, colour=ink)}
        if letter == "M":
            labels["fill"] = {"color": "#FFFFFF"}
        series = {"name": name, "categories": f"={places.column('B')}", "values": f"={places.column(letter)}"}
        chart.add_series({**series, **look, "gap": 40, "data_labels": labels})
    title = f"จำนวนหน่วยงานที่ได้คะแนนต่ำกว่า {limit} รายตัวชี้วัด (แห่ง)"
    chart.set_title({"name": title, "name_font": text_font(20, bold=True), "overlay": False})
    chart.set_y_axis(
        {"reverse": True, "interval_unit": 1, "num_font": text_font(16), "major_tick_mark": "none"}
    )
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": text_font(16)})
    return chart
