"""What the charts of all reports have in common."""

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from itaxl.cell_styles import FONT


def new_chart(workbook: Workbook, kind: str, subtype: str = "") -> Chart:
    """A chart to be filled and placed."""
    chart = workbook.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
    assert chart is not None
    return chart


def text_font(size: int, *, bold: bool = False, colour: str = "#262626") -> dict[str, object]:
    """The font of a chart's words."""
    return {"name": FONT, "size": size, "bold": bold, "color": colour}
