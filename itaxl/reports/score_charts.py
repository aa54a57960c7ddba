"""Charts of the indicators' scores, and the columns beside a table of scores that they draw."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from itaxl.assessment.plans import Thresholds
from itaxl.cell_styles import BETWEEN_COLOUR, NAVY, STRENGTH_COLOUR, WEAKNESS_COLOUR
from itaxl.reports.charts import new_chart, text_font
from itaxl.reports.links import place
from itaxl.reports.page import Page
from itaxl.results.analysis import Analysis, Judged

STRENGTH, BETWEEN, WEAKNESS, UNKNOWN = "จุดแข็ง", "ระหว่างเกณฑ์", "จุดอ่อน", "ไม่มีคะแนน"
BANDS = ((STRENGTH, STRENGTH_COLOUR), (BETWEEN, BETWEEN_COLOUR), (WEAKNESS, WEAKNESS_COLOUR))
_INK = "#262626"
_LOWEST_CENTRE = 50


class ChartSource(Struct, frozen=True):
    """Where a table of scores and the columns for its charts stand.

    Attributes:
        first: the first indicator's row, counted from 1.
        helpers: the first of the columns that only charts need, counted from 0.
    """

    sheet: str
    first: int
    last: int
    helpers: int

    def across(self, letter: str) -> str:
        """A column of the table, as a chart names it."""
        return f"={place(self.sheet, f'${letter}${self.first}:${letter}${self.last}')}"

    def helper(self, index: int) -> str:
        """A column that only charts need."""
        return self.across(xl_col_to_name(self.helpers + index))


def write_limits(page: Page, thresholds: Thresholds) -> Mapping[str, str]:
    """The thresholds above a table of scores; returns the cells, which its formulas go by."""
    cells = {}
    for key, label, value in (
        ("strength", "เกณฑ์จุดแข็ง (มากกว่า)", thresholds.strength_above),
        ("weakness", "เกณฑ์จุดอ่อน (ต่ำกว่า)", thresholds.weakness_below),
        ("target", "เป้าหมาย", thresholds.target),
    ):
        page.put(1, label, "label")
        page.put(2, value, "score")
        cells[key] = f"$C${page.row + 1}"
        page.next()
    page.next()
    return cells


def colour_bands(page: Page, first: int, last: int) -> None:
    """Colour what column G calls a weakness or a strength; rows are counted from 0."""
    for word, light in ((WEAKNESS, "weak"), (STRENGTH, "strong")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": page.styles.light(light)}
        page.worksheet.conditional_format(first, 6, last, 6, rule)


def band(result: Judged) -> str:
    """The band of a score, in words."""
    if result.score is None:
        return UNKNOWN
    if result.is_weakness:
        return WEAKNESS
    return STRENGTH if result.is_strength else BETWEEN


def band_formula(score: str, limits: Mapping[str, str]) -> str:
    """The same as a formula over the cells of the score and of the thresholds."""
    return (
        f'IF({score}="","{UNKNOWN}",IF({score}<{limits["weakness"]},"{WEAKNESS}",'
        f'IF({score}>{limits["strength"]},"{STRENGTH}","{BETWEEN}")))'
    )


def limit_names(analysis: Analysis) -> list[str]:
    """One line in the charts where both thresholds are the same, else two."""
    thresholds = analysis.thresholds
    if thresholds.strength_above == thresholds.weakness_below:
        return [f"เกณฑ์ {thresholds.weakness_below:f}"]
    return [f"เกณฑ์จุดอ่อน {thresholds.weakness_below:f}", f"เกณฑ์จุดแข็ง {thresholds.strength_above:f}"]


def _limit_values(analysis: Analysis) -> list[tuple[str, Decimal]]:
    thresholds = analysis.thresholds
    both = [("weakness", thresholds.weakness_below), ("strength", thresholds.strength_above)]
    return both[: len(limit_names(analysis))]


def write_helper_heads(page: Page, analysis: Analysis, first: int) -> None:
    """What the columns for the bars are called; their headers stand in the table's header row."""
    for index, words in enumerate((*(word for word, _ in BANDS), *limit_names(analysis))):
        page.put(first + index, words, "helper-text")
    page.put(first - 1, "", "helper-text")


def write_helpers(
    page: Page, result: Judged, limits: Mapping[str, str], analysis: Analysis, first: int
) -> None:
    """The score in its band's column, and the thresholds; the score stands in column D, its band in G."""
    row = page.row + 1
    for index, (word, _) in enumerate(BANDS):
        value = float(result.score) if result.score is not None and band(result) == word else 0
        page.formula(first + index, f'IF(G{row}="{word}",D{row},0)', value, "helper")
    for index, (key, limit) in enumerate(_limit_values(analysis), start=first + len(BANDS)):
        page.formula(index, limits[key], float(limit), "helper")


def helper_count(analysis: Analysis) -> int:
    """How many columns the bars need."""
    return len(BANDS) + len(limit_names(analysis))


def score_chart(
    workbook: Workbook, analysis: Analysis, source: ChartSource, *, size: int, is_small: bool = False
) -> Chart:
    """Bars in the table's order, coloured by band, with the threshold as a dashed line.

    Args:
        workbook: to add it to.
        analysis: the year, the thresholds and the bands at first.
        source: where the table stands that it draws.
        size: of its letters, in points.
        is_small: among others on a page, where the height is needed for the bars: its axes have no names.
    """
    font = text_font(size)
    bars = new_chart(workbook, "column")
    for index, (word, colour) in enumerate(BANDS):
        fill: dict[str, object] = {"fill": {"color": colour}}
        if word == WEAKNESS:  # so that it differs in a black-and-white print too
            pattern = {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"}
            fill = {"pattern": pattern, "border": {"color": colour}}
        labels = {
            "value": True,
            "num_format": "0.00;;;",  # nothing where the score is of another band
            "font": text_font(size),
            "position": "outside_end",
            "fill": {"color": "#FFFFFF"},
        }
        series = {"name": word, "categories": source.across("B"), "values": source.helper(index), **fill}
        bars.add_series({**series, "gap": 45, "overlap": 100, "data_labels": labels})
    lines = new_chart(workbook, "line")
    for index, name in enumerate(limit_names(analysis), start=len(BANDS)):
        line = {"color": _INK, "width": 1, "dash_type": "dash"}
        values = source.helper(index)
        lines.add_series({"name": name, "categories": source.across("B"), "values": values, "line": line})
    bars.combine(lines)
    title = f"คะแนนรายตัวชี้วัด ITA ปี {analysis.result.year} เทียบเกณฑ์"
    bars.set_title({"name": title, "name_font": text_font(size + 3, bold=True), "overlay": False})
    bars.set_y_axis(
        {
            "min": 0,
            "max": 110,  # room for the value above a bar of 100
            "major_unit": 20,
            **_axis_name("คะแนน (เต็ม 100)", size, is_small=is_small),
            "visible": not is_small,  # the values stand at the bars
            "num_font": text_font(size - 2, colour="#595959"),
            "num_format": '[<=100]0;""',
            "line": {"none": True},
            "major_gridlines": {"visible": False},
        }
    )
    bars.set_x_axis(
        {
            "num_font": font,
            "interval_unit": 1,
            "major_tick_mark": "none",
            **_axis_name("ตัวชี้วัด", size, is_small=is_small),
        }
    )
    bars.set_legend({"position": "right" if is_small else "bottom", "font": font})
    return bars


def _axis_name(words: str, size: int, *, is_small: bool) -> dict[str, object]:
    return {} if is_small else {"name": words, "name_font": text_font(size)}


class Ring(Struct, frozen=True):
    """A line around the radar chart: its name and the column that it draws, with a look of its own.

    Attributes:
        shown: what stands in the column, for viewers that do not calculate; an unknown score is left open.
    """

    name: str
    values: str
    shown: Sequence[Decimal | None]
    colour: str = NAVY
    width: float = 2.25
    dash: str = "solid"
    marker: str = "none"


def radar_chart(
    workbook: Workbook,
    title: str,
    categories: str,
    rings: Sequence[Ring],
    *,
    centre: int,
    size: int,
) -> Chart:
    """The indicators around a centre; lines differ in their dashes and markers, not in colour alone.

    Args:
        workbook: to add it to.
        title: what it shows.
        categories: the indicators' names.
        rings: the first is drawn last, above the others.
        centre: the score that the centre stands for, so that what differs can be told apart.
        size: of its letters, in points.
    """
    chart = new_chart(workbook, "radar", "with_markers")
    for ring in reversed(rings):
        marker: dict[str, object] = {"type": ring.marker}
        if ring.marker != "none":
            marker |= {"size": 7, "fill": {"color": ring.colour}, "border": {"color": ring.colour}}
        line = {"color": ring.colour, "width": ring.width, "dash_type": ring.dash}
        shown = [None if each is None else float(each) for each in ring.shown]
        series = {"name": ring.name, "categories": categories, "values": ring.values, "values_data": shown}
        chart.add_series({**series, "line": line, "marker": marker})
    begins = f" (แกนเริ่มที่ {centre})" if centre else ""
    chart.set_title(
        {"name": f"{title}{begins}", "name_font": text_font(size + 3, bold=True), "overlay": False}
    )
    chart.set_x_axis({"num_font": text_font(size)})
    chart.set_y_axis(
        {
            "min": centre,
            "max": 100,
            "major_unit": 10 if centre else 20,
            "num_font": text_font(size - 2, colour="#595959"),
            "num_format": "0",
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}},
        }
    )
    chart.set_legend({"position": "bottom", "font": text_font(size)})
    return chart


def radar_centre(scores: Sequence[Decimal]) -> int:
    """The score at the centre: 0 to 50, a round figure that every score lies well above.

    >>> radar_centre([Decimal("72.13"), Decimal(100)]), radar_centre([Decimal("41.5")]), radar_centre([])
    (50, 30, 50)
    """
    lowest = min(scores, default=Decimal(100))
    return max(0, min(_LOWEST_CENTRE, int(lowest) // 10 * 10 - 10))
