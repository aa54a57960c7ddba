"""The two charts on the first page of a province: levels reached, and means of the indicators."""

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from itaxl.cell_styles import BETWEEN_COLOUR, NAVY, WEAKNESS_COLOUR
from itaxl.reports.charts import new_chart, text_font
from itaxl.reports.links import place
from itaxl.reports.province import grades
from itaxl.reports.province.grades import GradePlaces
from itaxl.reports.province.weaknesses import OTHER_MEAN, WEAK_MEAN, WeakPlaces
from itaxl.results.roster import MEAN, Roster


def grade_chart(workbook: Workbook, places: GradePlaces) -> Chart:
    """A column a level, and one for agencies whose level is not known."""
    first, last = xl_col_to_name(places.levels[0]), xl_col_to_name(places.unknown)

    def across(row: int) -> str:
        return f"={place(grades.SHEET, f'${first}${row}:${last}${row}')}"

    chart = new_chart(workbook, "column")
    chart.add_series(
        {
            "name": "หน่วยงาน",
            "categories": across(places.header),
            "values": across(places.whole),
            "fill": {"color": NAVY},
            "gap": 45,
            "data_labels": {"value": True, "font": text_font(14, bold=True), "position": "outside_end"},
        }
    )
    _set_title(chart, "จำนวนหน่วยงานตามระดับผล (แห่ง)")
    chart.set_x_axis({"num_font": text_font(14), "interval_unit": 1, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    _finish(chart)
    return chart


def mean_chart(workbook: Workbook, roster: Roster, places: WeakPlaces) -> Chart:
    """A bar an indicator; what is below the threshold is hatched, so that it differs in black and white."""
    limit = f"{roster.province.thresholds.weakness_below.normalize():f}"
    hatched = {"pattern": "wide_upward_diagonal", "fg_color": WEAKNESS_COLOUR, "bg_color": "#FFFFFF"}
    chart = new_chart(workbook, "bar")
    looks: tuple[tuple[str, str, dict[str, object]], ...] = (
        (OTHER_MEAN, "ถึงเกณฑ์", {"fill": {"color": BETWEEN_COLOUR}}),
        (WEAK_MEAN, "ต่ำกว่าเกณฑ์", {"pattern": hatched}),
    )
    for letter, name, look in looks:
        labels = {
            "value": True,
            "num_format": "0.00;;;",  # nothing where the mean is on the other side
            "font": text_font(13),
            "position": "outside_end",
        }
        series = {"name": name, "categories": f"={places.column('B')}", "values": f"={places.column(letter)}"}
        chart.add_series({**series, **look, "gap": 30, "overlap": 100, "data_labels": labels})
    _set_title(chart, f"{MEAN}รายตัวชี้วัด (ขีดทแยง = ต่ำกว่าเกณฑ์ {limit})")
    chart.set_y_axis(
        {"reverse": True, "interval_unit": 1, "num_font": text_font(13), "major_tick_mark": "none"}
    )
    chart.set_x_axis({"visible": False, "min": 0, "max": 115, "major_gridlines": {"visible": False}})
    _finish(chart)
    return chart


def _set_title(chart: Chart, words: str) -> None:
    chart.set_title({"name": words, "name_font": text_font(16, bold=True), "overlay": False})


def _finish(chart: Chart) -> None:
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
