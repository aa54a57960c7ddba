"""What the first pages of all summaries are made of: six columns, headings with links, bars, long lines."""

from collections.abc import Iterable

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from itaxl.assessment.statuses import Status
from itaxl.cell_styles import (
    DONE_COLOUR,
    IN_PROGRESS_COLOUR,
    NOT_REPORTED_COLOUR,
    NOT_STARTED_COLOUR,
)
from itaxl.reports.charts import new_chart, text_font
from itaxl.reports.links import Links, place
from itaxl.reports.page import Page
from itaxl.reports.progress import ORDER
from itaxl.thai.measuring import column_points, row_height
from itaxl.thai.text import shortened

SHEET = "ภาพรวม"
COLUMNS = 6
_LONGEST_NAME = 80
REFUSED = "ส่งมาแล้วแต่นับไม่ได้ ต้องส่งใหม่"
"""Before the units of which nothing that they returned can count."""
WIDTH = 22.0
"""Of a column, in characters."""
COLUMN_PIXELS = int(WIDTH * 7 + 5)
CHART_ROW_HEIGHT = 24.0
# Colour of the bar and of the figure in it.
_COLOURS = {
    Status.DONE: (DONE_COLOUR, "#FFFFFF"),
    Status.IN_PROGRESS: (IN_PROGRESS_COLOUR, "#262626"),
    Status.NOT_STARTED: (NOT_STARTED_COLOUR, "#262626"),
    Status.NOT_REPORTED: (NOT_REPORTED_COLOUR, "#262626"),
}


def across(page: Page, text: str, style: str, height: float) -> None:
    """A line over the whole width, so many points high."""
    page.height(height)
    page.put(0, text, style)
    for column in range(1, COLUMNS):
        page.put(column, "", style)
    page.next()


def heading(page: Page, text: str, links: Links, sheet: str) -> None:
    """A question of the page, and the way to the sheet with the whole answer."""
    page.height(30)
    page.put(0, text, "heading")
    links.to_place(page, COLUMNS - 1, place(sheet, "A1"), "ดูรายละเอียด ›", "link-plain")
    page.next()


def one_bar(workbook: Workbook, row: int) -> Chart:
    """All measures as one bar; its legend serves the charts below too."""
    chart = new_chart(workbook, "bar", "percent_stacked")
    for letter, status in zip("BCDE", ORDER, strict=True):
        values = f"={place(SHEET, f'${letter}${row}')}"
        chart.add_series({"name": status.thai, "values": values, **bar_look(status, 14), "gap": 10})
    chart.set_title({"none": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": text_font(15)})
    chart.set_chartarea({"border": {"none": True}})
    return chart


def bar_look(status: Status, size: int) -> dict[str, object]:
    """The colour of a status and of the figure in its bar; nothing is written where nothing is."""
    colour, ink = _COLOURS[status]
    return {
        "fill": {"color": colour},
        "border": {"color": "#FFFFFF"},
        "data_labels": {"value": True, "num_format": "0;;;", "font": text_font(size, colour=ink)},
    }


def some(names: Iterable[str], most: int = 6) -> str:
    """Names, long ones only as far as it takes to know them, and how many more there are."""
    every = [shortened(each, _LONGEST_NAME) for each in names]
    return ", ".join(every[:most]) + (f" และอีก {len(every) - most} แห่ง" if len(every) > most else "")


def long_line(page: Page, text: str) -> None:
    """A sentence over the whole width: merged, since only one cell of its own can wrap it."""
    page.height(row_height([(text, column_points(WIDTH) * COLUMNS)], minimum=24))
    page.worksheet.merge_range(page.row, 0, page.row, COLUMNS - 1, text, page.styles["wrapped"])
    page.next()
