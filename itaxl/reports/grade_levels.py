"""What each grade asks for by the rule of its year, and what an agency lacks of it."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.verification import marked
from itaxl.reports.page import Page
from itaxl.reports.score_formulas import lacking_formula, level_missing
from itaxl.results.analysis import Analysis


def write_levels(page: Page, analysis: Analysis, instruments: Mapping[str, int], total: int) -> None:
    """Write one line a level below the current row, live over the cells of column D.

    Args:
        page: the sheet.
        analysis: of the agency that is shown first.
        instruments: the row of each instrument by its code, counted from 1.
        total: the row of the total, counted from 1.
    """
    framework = analysis.framework
    rule = framework.grade_rule
    page.next()
    page.next(30)
    title = f"เงื่อนไขของแต่ละระดับตามเกณฑ์ปี {analysis.result.year} และคะแนนที่ยังขาด"
    page.put(0, marked(title, rule.standing), "heading")
    page.next(64)
    codes = list(instruments)
    heads = (
        "",
        "ระดับ",
        "คะแนนรวม\nไม่ต่ำกว่า",
        "ทุกเครื่องมือ\nไม่ต่ำกว่า",
        "ขาดรวม",
        *(f"ขาด {code}" for code in codes),
        "ผล",
    )
    for index, words in enumerate(heads[1:], start=1):
        page.put(index, words, "header")
    for level in rule.levels:
        page.next()
        row = page.row + 1
        page.put(1, level.name, "cell")
        page.put(2, level.total_min, "score")
        page.put(3, "–" if level.each_instrument_min is None else level.each_instrument_min, "score")
        missing = level_missing(framework, analysis.result, level)
        formula = lacking_formula(f"D{total}", level.total_min)
        page.formula(4, formula, missing[""], "score")
        for index, code in enumerate(codes, start=5):
            if level.each_instrument_min is None:
                page.put(index, "–", "score")
            else:
                formula = lacking_formula(f"D{instruments[code]}", level.each_instrument_min)
                page.formula(index, formula, missing[code], "score")
        last = 5 + len(codes)
        asked = f"E{row}:{xl_col_to_name(last - 1)}{row}"
        count = 1 + (len(codes) if level.each_instrument_min is not None else 0)
        formula = f'IF(SUM({asked})>0,"ยังขาด",IF(COUNT({asked})={count},"ถึงแล้ว","ไม่ทราบ"))'
        known = [each for each in missing.values() if isinstance(each, float)]
        words = "ยังขาด" if sum(known) > 0 else "ถึงแล้ว" if len(known) == count else "ไม่ทราบ"
        page.formula(last, formula, words, "cell-centre")
    rule_of_colour = {
        "type": "cell",
        "criteria": "==",
        "value": '"ถึงแล้ว"',
        "format": page.styles.light("strong"),
    }
    column = 5 + len(codes)
    page.worksheet.conditional_format(
        page.row - len(rule.levels) + 1, column, page.row, column, rule_of_colour
    )
