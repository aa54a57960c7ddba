"""Several agencies at a glance: how many reached which level, and each with what holds it back."""

from collections import Counter
from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.verification import marked
from itaxl.reports.formulas import quoted, rounded_or_blank, shown, twice_rounded
from itaxl.reports.page import Page
from itaxl.reports.score_formulas import (
    difference,
    difference_formula,
    lowest_formula,
    lowest_words,
    next_formula,
    next_words,
)
from itaxl.reports.score_matrix import GRADE, NAME, TOTAL, MatrixPlaces
from itaxl.results.analysis import AgencyAnalysis, Analysis
from itaxl.results.roster import mean
from itaxl.thai.measuring import column_points, row_height

SHEET = "ภาพรวม"
_NEXT_WIDTH = 32.0
_NAME_WIDTH = 30.0
_LOWEST_WIDTH = 28.0


def write_agencies(
    page: Page,
    analyses: Sequence[AgencyAnalysis],
    names: Sequence[str],
    now: MatrixPlaces,
    previous: MatrixPlaces | None,
) -> None:
    """The levels with their counts, then one line an agency; all live over the table of scores."""
    framework = analyses[0].analysis.framework
    unverified = framework.unverified
    page.title(
        f"ผลการประเมิน ITA ปี {framework.fiscal_year} · {len(analyses)} หน่วยงาน",
        "ตัวเลขเชื่อมกับแผ่นคะแนน · เรียงตามตารางที่ให้มา กดลูกศรที่หัวตารางเพื่อเรียงหรือกรอง"
        + (f" · {unverified}" if unverified else ""),
    )
    codes = [each.code for each in framework.instruments]
    headers = [
        ("ที่", 7.0),
        ("หน่วยงาน", _NAME_WIDTH),
        (marked("คะแนน\nรวม", framework.weights_standing), 11.0),
        (marked("ระดับ", framework.grade_rule.standing), 19.0),
        ("เปลี่ยน\nแปลง", 10.0),
        *((code, 9.0) for code in codes),
        ("จุดแข็ง", 9.0),
        ("จุดอ่อน", 9.0),
        ("ตัวชี้วัดต่ำสุด", _LOWEST_WIDTH),
        ("สู่ระดับถัดไป และสิ่งที่ยังขาด", _NEXT_WIDTH),
    ]
    _write_counts(page, analyses, now, headers)
    page.next()
    page.next()
    header_row = page.heads(headers)
    for index, (each, name) in enumerate(zip(analyses, names, strict=True)):
        page.next()
        _write_agency(page, each.analysis, index, name, now, previous)
    page.as_list(header_row, len(headers), 2)
    page.worksheet.print_area(0, 0, page.row, len(headers) - 1)


def _write_counts(
    page: Page,
    analyses: Sequence[AgencyAnalysis],
    now: MatrixPlaces,
    headers: Sequence[tuple[str, float]],
) -> None:
    """How many agencies reached each level, and the mean of the totals that are known."""
    framework = analyses[0].analysis.framework
    reached = Counter(
        each.analysis.result.grade.name if each.analysis.result.grade else "" for each in analyses
    )
    totals = [each.analysis.result.total for each in analyses]
    known = [each for each in totals if each is not None]
    totals_column, grades = now.column(TOTAL), now.column(GRADE)
    average = f'IF(COUNT({totals_column})=0,"",{twice_rounded(f"AVERAGE({totals_column})")})'
    levels = framework.grade_rule.levels
    first, last = xl_col_to_name(2), xl_col_to_name(1 + len(levels))
    row = page.row + 2
    tiles: list[tuple[str, str, float | str, str]] = [
        ("คะแนนรวมเฉลี่ยของหน่วยงานที่ทราบคะแนน", average, shown(mean(known)), "tile-score"),
        *(
            (level.name, f"COUNTIF({grades},{quoted(level.name)})", reached[level.name], "tile")
            for level in levels
        ),
        ("ไม่ทราบระดับ", f"ROWS({grades})-SUM({first}{row}:{last}{row})", reached[""], "tile"),
    ]
    widths = [width for _, width in headers[1:]]
    page.height(
        row_height([(words, column_points(width)) for (words, *_), width in zip(tiles, widths, strict=False)])
    )
    for index, (words, *_) in enumerate(tiles, start=1):
        page.put(index, words, "tile-caption")
    page.next(42)
    for index, (_, formula, value, style) in enumerate(tiles, start=1):
        page.formula(index, formula, value, style)


def _write_agency(
    page: Page, analysis: Analysis, index: int, name: str, now: MatrixPlaces, previous: MatrixPlaces | None
) -> None:
    framework, result = analysis.framework, analysis.result
    following = next_words(framework, result)
    named = [
        (marked(f"{each.indicator.no} {each.indicator.name}", each.indicator.standing), each.score)
        for each in analysis.indicators
    ]
    lowest = lowest_words(named)
    widths = (_NAME_WIDTH, _NEXT_WIDTH, _LOWEST_WIDTH)
    page.fit(zip((name, following, lowest), map(column_points, widths), strict=True))
    page.put(0, index + 1, "number-centre")
    page.formula(1, now.cell(NAME, index), name, "cell")
    total, grade = now.cell(TOTAL, index), now.cell(GRADE, index)
    page.formula(2, total, shown(result.total), "total-score")
    page.formula(3, grade, result.grade.name if result.grade else "", "cell-centre")
    judged = analysis.judged()
    if previous is None:
        page.put(4, "", "change")
    else:
        formula = difference_formula(total, previous.cell(TOTAL, index))
        page.formula(4, formula, difference(judged.score, judged.previous), "change")
    cells = {each.code: now.cell(each.code, index) for each in framework.instruments}
    for column, (code, cell) in enumerate(cells.items(), start=5):
        page.formula(column, cell, rounded_or_blank(result.instruments.get(code)), "score")
    _write_bands(page, analysis, index, now, 5 + len(cells), lowest)
    formula = next_formula(framework, total, cells, grade)
    page.formula(8 + len(cells), formula, following, "cell")


def _write_bands(
    page: Page, analysis: Analysis, index: int, now: MatrixPlaces, column: int, lowest: str
) -> None:
    """How many strengths and weaknesses, and the lowest indicator."""
    row, letters = _row(analysis.framework, now, index), now.letters
    thresholds = analysis.thresholds
    above, below = f"{thresholds.strength_above:f}", f"{thresholds.weakness_below:f}"
    page.formula(column, f'COUNTIF({row},">{above}")', len(analysis.strengths), "number-centre")
    page.formula(column + 1, f'COUNTIF({row},"<{below}")', len(analysis.weaknesses), "number-centre")
    numbers = [str(each.indicator.no) for each in analysis.indicators]
    heads = f"'{now.sheet}'!${letters[numbers[0]]}${now.first - 1}:${letters[numbers[-1]]}${now.first - 1}"
    page.formula(column + 2, lowest_formula(row, heads), lowest, "cell")


def _row(framework: Framework, now: MatrixPlaces, index: int) -> str:
    """The indicators of one agency."""
    first, last = (now.letters[str(each.no)] for each in (framework.indicators[0], framework.indicators[-1]))
    row = now.first + index
    return f"'{now.sheet}'!${first}${row}:${last}${row}"
