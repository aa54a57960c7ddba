"""The charts of the agency that the page of figures shows: its bars against the threshold, and its radar."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from xlsxwriter.workbook import Workbook

from itaxl.cell_styles import OVERDUE_COLOUR
from itaxl.reports.links import place
from itaxl.reports.page import Page
from itaxl.reports.score_charts import (
    ChartSource,
    Ring,
    helper_count,
    radar_centre,
    radar_chart,
    score_chart,
)
from itaxl.results.analysis import AgencyAnalysis, Analysis
from itaxl.results.narrative import limit_words

SHEET = "แผนภูมิ"
_CHART_WIDTH = 880  # pixels
_LETTERS = 16  # points
_BAR_ROWS, _RADAR_ROWS = 16, 27


class AgencyPlaces(Struct, frozen=True):
    """Where the page holds what the charts draw.

    Attributes:
        agency: the cell that names the agency that is shown, and `name`, what stands there first.
        is_chosen: whether it is chosen from a list.
        has_previous: whether scores of the year before are known.
    """

    chart: ChartSource
    agency: str
    name: str
    is_chosen: bool
    has_previous: bool


def write_charts(
    workbook: Workbook, page: Page, shown: AgencyAnalysis, places: AgencyPlaces, scores: Sequence[Decimal]
) -> None:
    """The bars with their threshold and the radar, of the agency that the page of figures shows.

    Args:
        workbook: to add the charts to.
        page: their sheet.
        shown: the agency, or the first of several.
        places: where the page of figures holds what they draw.
        scores: every known score that may be shown, of all agencies; the radar's centre goes by them.
    """
    analysis = shown.analysis
    page.columns(*([12.0] * 10))
    page.title(f"แผนภูมิคะแนน ITA ปี {analysis.result.year}")
    page.row -= 1
    page.height(30)
    page.formula(0, place(places.chart.sheet, places.agency), places.name, "heading")
    page.next()
    if not scores:
        page.put(0, "ยังไม่มีคะแนนรายตัวชี้วัด", "line")
        return
    bars = score_chart(workbook, analysis, places.chart, size=_LETTERS)
    own = helper_count(analysis)
    names = ring_names(analysis)
    results = analysis.indicators
    source = places.chart
    columns = [source.across("D"), source.helper(own + 1), source.across("E")]
    if places.is_chosen:
        columns = [source.helper(own + index) for index in (2, 1, 3)]
    target = [analysis.thresholds.target] * len(results)
    before = [each.previous for each in results]
    looks = (
        Ring(names[0], columns[0], [each.score for each in results], marker="circle"),
        Ring(names[1], columns[1], target, OVERDUE_COLOUR, 1.5, "dash"),
        Ring(names[2], columns[2], before, "#7F7F7F", 1.5, "round_dot", "diamond"),
    )
    rings = looks if places.has_previous else looks[:2]
    title = f"คะแนนสิบด้าน ITA ปี {analysis.result.year}"
    radar = radar_chart(
        workbook, title, places.chart.helper(own), rings, centre=radar_centre(scores), size=_LETTERS
    )
    for chart, height, rows in ((bars, 500, _BAR_ROWS), (radar, 840, _RADAR_ROWS)):
        chart.set_size({"width": _CHART_WIDTH, "height": height})
        page.worksheet.insert_chart(page.row, 0, chart, {"x_offset": 4, "y_offset": 4})
        page.space(rows, 24)
    if analysis.framework.unverified:
        page.put(0, analysis.framework.unverified, "note")
        page.next()
    sheet = page.worksheet
    sheet.hide_gridlines(2)
    sheet.print_area(0, 0, page.row - 1, 9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def ring_names(analysis: Analysis) -> tuple[str, str, str]:
    """The lines of the radar: the year, the target, the year before."""
    year = analysis.result.year
    return f"ปี {year}", f"เป้าหมาย {limit_words(analysis.thresholds.target)}", f"ปี {year - 1}"
