"""What the charts of all reports have in common."""

from collections.abc import Sequence
from functools import partial

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook

from itaxl.cell_styles import FONT


def new_chart(workbook: Workbook, kind: str, subtype: str = "") -> Chart:
    """A chart to be filled and placed."""
    chart = workbook.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
    assert chart is not None
    # XlsxWriter names a font for Latin letters only; Thai ones would come from the theme, larger by half.
    setattr(chart, "_write_a_latin", partial(_write_fonts, chart))  # noqa: B010 - there is no public way
    return chart


def _write_fonts(chart: Chart, attributes: Sequence[tuple[str, object]]) -> None:
    for script in ("a:latin", "a:cs"):
        chart._xml_empty_tag(script, attributes)  # noqa: SLF001 - what the method replaced does


def text_font(size: int, *, bold: bool = False, colour: str = "#262626") -> dict[str, object]:
    """The font of a chart's words."""
    return {"name": FONT, "size": size, "bold": bold, "color": colour}
