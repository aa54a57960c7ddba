"""Strengths and weaknesses: the ten scores with bands, gaps, changes and the measures set against them."""

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from itaxl.assessment.frameworks import rounded
from itaxl.assessment.statuses import Status
from itaxl.cell_styles import BETWEEN_COLOUR, FONT, STRENGTH_COLOUR, WEAKNESS_COLOUR
from itaxl.reports.columns import Line
from itaxl.reports.data_sheet import DataRange
from itaxl.reports.page import Page, new_chart
from itaxl.results.analysis import Analysis, IndicatorResult

SHEET = "จุดแข็ง-จุดอ่อน"
STRENGTH, BETWEEN, WEAKNESS, UNKNOWN = "จุดแข็ง", "ระหว่างเกณฑ์", "จุดอ่อน", "ไม่มีคะแนน"
_HEADERS = {
    "ลำดับ": 8,
    "ตัวชี้วัด": 36,
    "เครื่องมือ": 10,
    "คะแนน": 11,
    "ปีก่อนหน้า": 11,
    "เปลี่ยนแปลง": 12,
    "ระดับ": 15,
    "ต้องพัฒนา": 12,
    "ห่างเป้าหมาย": 12,
    "มาตรการ": 11,
    "แล้วเสร็จ": 11,
    "เส้นเกณฑ์": 11,
}


def band(result: IndicatorResult) -> str:
    """The band of a score, in words."""
    if result.score is None:
        return UNKNOWN
    if result.is_weakness:
        return WEAKNESS
    return STRENGTH if result.is_strength else BETWEEN


def write_scores(
    workbook: Workbook, page: Page, analysis: Analysis, lines: Sequence[Line], data: DataRange
) -> None:
    """The table, the instruments and the chart with its threshold line."""
    thresholds = analysis.thresholds
    note = (
        f"จุดแข็ง: มากกว่า {thresholds.strength_above} · จุดอ่อน: ต่ำกว่า {thresholds.weakness_below}"
        f" · เป้าหมาย: {thresholds.target}"
    )
    page.title(f"จุดแข็งและจุดอ่อน ผลการประเมิน ITA ปี {analysis.result.year}", note)
    page.height(26)
    for column, (label, value) in enumerate(
        (
            ("เกณฑ์จุดแข็ง", thresholds.strength_above),
            ("เกณฑ์จุดอ่อน", thresholds.weakness_below),
            ("เป้าหมาย", thresholds.target),
        )
    ):
        page.put(1 + 2 * column, label, "label")
        page.put(2 + 2 * column, value, "score")
    limits = {
        "strength": f"$C${page.row + 1}",
        "weakness": f"$E${page.row + 1}",
        "target": f"$G${page.row + 1}",
    }
    page.next()
    page.heads({header: float(width) for header, width in _HEADERS.items()})
    header_row = page.row
    first = header_row + 1
    measures = [line for line in lines if line.counts]
    for result in analysis.indicators:
        page.next(26)
        _write_indicator(page, result, limits, measures, data)
    last = page.row
    _colour_bands(page, first, last)
    page.next()
    page.next()
    _write_instruments(page, analysis, first)
    _chart(workbook, page, analysis, (first, last))
    page.worksheet.freeze_panes(header_row + 1, 2)
    page.worksheet.set_landscape()
    page.worksheet.fit_to_pages(1, 1)


def _write_indicator(
    page: Page,
    result: IndicatorResult,
    limits: dict[str, str],
    measures: Sequence[Line],
    data: DataRange,
) -> None:
    no = result.indicator.no
    row = page.row + 1
    page.put(0, no, "count")
    page.put(1, result.indicator.name, "cell")
    page.put(2, result.indicator.instrument, "cell-centre")
    page.put(3, result.score, "score")
    page.put(4, result.previous, "score")
    change = float(result.change) if result.change is not None else ""
    page.formula(5, f'IF(OR(D{row}="",E{row}=""),"",ROUND(D{row}-E{row},2))', change, "change")
    bands = (
        f'IF(D{row}="","{UNKNOWN}",IF(D{row}<{limits["weakness"]},"{WEAKNESS}",'
        f'IF(D{row}>{limits["strength"]},"{STRENGTH}","{BETWEEN}")))'
    )
    page.formula(6, bands, band(result), "cell-centre")
    develop = f'IF(D{row}="","",IF(D{row}<{limits["target"]},"ใช่","–"))'
    value = "" if result.score is None else "ใช่" if result.is_to_develop else "–"
    page.formula(7, develop, value, "cell-centre")
    gap = float(result.gap) if result.gap is not None else ""
    page.formula(8, f'IF(D{row}="","",ROUND(MAX(0,{limits["target"]}-D{row}),2))', gap, "score")
    own = [line for line in measures if no in line.measure.indicators]
    tag = ("indicator_tags", f"*;{no};*")
    page.formula(9, data.count(("counts", 1), tag), len(own), "count")
    done = sum(1 for line in own if line.measure.status is Status.DONE)
    page.formula(10, data.count(("counts", 1), tag, ("measure_status", Status.DONE)), done, "count")
    limit = float(result.thresholds.weakness_below)
    page.formula(11, limits["weakness"], limit, "score")


def _colour_bands(page: Page, first: int, last: int) -> None:
    for word, light in ((WEAKNESS, "weak"), (STRENGTH, "strong")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": page.styles.light(light)}
        page.worksheet.conditional_format(first, 6, last, 6, rule)


def _write_instruments(page: Page, analysis: Analysis, first: int) -> None:
    """Instruments, total and grade of both years, live where all indicators are known."""
    rows = {each.indicator.no: first + index + 1 for index, each in enumerate(analysis.indicators)}
    page.height(30)
    for index, text in enumerate(("", "รวม", "น้ำหนัก", "คะแนน", "ปีก่อนหน้า", "เปลี่ยนแปลง")):
        if text:
            page.put(index, text, "header")
    results = (analysis.result, analysis.previous)
    parts: dict[str, list[str]] = {"D": [], "E": []}
    complete: dict[str, list[str]] = {"D": [], "E": []}
    for instrument in analysis.framework.instruments:
        page.next(26)
        page.put(1, f"{instrument.code} {instrument.name}", "cell")
        page.put(2, instrument.weight, "share")
        for column, letter, result in ((3, "D", results[0]), (4, "E", results[1])):
            numbers = [rows[no] for no in instrument.indicators]
            cells = f"{letter}{min(numbers)}:{letter}{max(numbers)}"
            value = result.instruments.get(instrument.code) if result else None
            shown = float(rounded(value)) if value is not None else ""
            formula = f'IF(COUNT({cells})={len(numbers)},ROUND(AVERAGE({cells}),2),"")'
            page.formula(column, formula, shown, "score")
            parts[letter].append(f"{instrument.weight}*SUM({cells})/{len(numbers)}")
            complete[letter].append(f"COUNT({cells})={len(numbers)}")
        _write_change(page, "")
    page.next(28)
    page.put(1, "คะแนนรวม", "total-label")
    page.put(2, "", "total-label")
    for column, letter, result in ((3, "D", results[0]), (4, "E", results[1])):
        published = result.total if result and result.is_published else None
        otherwise = f"{published}" if published is not None else '""'
        formula = f"IF(AND({','.join(complete[letter])}),ROUND({'+'.join(parts[letter])},2),{otherwise})"
        total = float(result.total) if result and result.total is not None else ""
        page.formula(column, formula, total, "score")
    _write_change(page, "")
    page.next(28)
    page.put(1, "ระดับผลการประเมิน", "total-label")
    page.put(2, "", "total-label")
    for column, result in ((3, results[0]), (4, results[1])):
        page.put(column, result.grade.name if result and result.grade else "", "cell-centre")
    if analysis.result.is_published:
        page.next(26)
        page.put(1, "คะแนนรวมตามที่ประกาศ เพราะคะแนนรายตัวชี้วัดไม่ครบ", "note")


def _write_change(page: Page, value: float | str) -> None:
    row = page.row + 1
    page.formula(5, f'IF(OR(D{row}="",E{row}=""),"",ROUND(D{row}-E{row},2))', value, "change")


def _chart(workbook: Workbook, page: Page, analysis: Analysis, rows: tuple[int, int]) -> None:
    """Bars in the table's order, coloured by band, with the threshold as a dashed line."""
    first, last = rows
    sheet = page.worksheet
    name = f"'{SHEET}'"
    weak = float(analysis.thresholds.weakness_below)
    colours = {STRENGTH: STRENGTH_COLOUR, WEAKNESS: WEAKNESS_COLOUR}
    points = [{"fill": {"color": colours.get(band(each), BETWEEN_COLOUR)}} for each in analysis.indicators]
    font = {"name": FONT, "size": 14}
    bars = new_chart(workbook, "column")
    bars.add_series(
        {
            "name": "คะแนน",
            "categories": f"={name}!$B${first + 1}:$B${last + 1}",
            "values": f"={name}!$D${first + 1}:$D${last + 1}",
            "points": points,
            "gap": 60,
            "data_labels": {"value": True, "num_format": "0.00", "font": font},
        }
    )
    threshold = new_chart(workbook, "line")
    threshold.add_series(
        {
            "name": f"เกณฑ์จุดอ่อน {weak:g}",
            "categories": f"={name}!$B${first + 1}:$B${last + 1}",
            "values": f"={name}!$L${first + 1}:$L${last + 1}",
            "line": {"color": WEAKNESS_COLOUR, "width": 1.5, "dash_type": "dash"},
        }
    )
    bars.combine(threshold)
    bars.set_title(
        {"name": f"คะแนนรายตัวชี้วัด ปี {analysis.result.year}", "name_font": {"name": FONT, "size": 18}}
    )
    bars.set_y_axis({"min": 0, "max": 100, "name": "คะแนน", "name_font": font, "num_font": font})
    bars.set_x_axis({"num_font": font})
    bars.set_legend({"position": "bottom", "font": font})
    bars.set_size({"width": 1150, "height": 420})
    sheet.insert_chart(last + 10, 1, bars)
