"""Agencies by indicators: the table that everything else of an analysis of several agencies counts from."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.verification import marked
from itaxl.reports.formulas import rounded_or_blank, shown
from itaxl.reports.links import place
from itaxl.reports.page import Page
from itaxl.reports.score_formulas import address, grade_formula, mean_formula, total_formula
from itaxl.results.analysis import AgencyAnalysis, Analysis
from itaxl.thai.measuring import column_points

SHEET, PREVIOUS_SHEET = "คะแนน", "คะแนนปีก่อนหน้า"
NAME, TOTAL, GRADE = "name", "total", "grade"
_NAME_WIDTH = 28.0
_HEAT = ("#F8696B", "#FFEB84", "#63BE7B")
_SPREAD = 30
"""Points below the threshold where the heat map is darkest."""


class MatrixPlaces(Struct, frozen=True):
    """Where the table stands; rows are counted from 1.

    Attributes:
        letters: columns by key: ``name``, ``total``, ``grade``, an instrument's code, an indicator's number.
    """

    sheet: str
    first: int
    last: int
    letters: Mapping[str, str]

    def column(self, key: str) -> str:
        """A column without its header."""
        letter = self.letters[key]
        return place(self.sheet, f"${letter}${self.first}:${letter}${self.last}")

    def cell(self, key: str, index: int) -> str:
        """The cell of one agency, counted from 0."""
        return place(self.sheet, f"${self.letters[key]}${self.first + index}")

    def picked(self, key: str, number: str) -> str:
        """What stands in the row that a cell names by its number, from 1; nothing for 0."""
        found = f"INDEX({self.column(key)},{number})"
        return f'IF({number}=0,"",IF({found}="","",{found}))'


def write_matrix(
    page: Page, analyses: Sequence[AgencyAnalysis], names: Sequence[str], *, previous: bool = False
) -> MatrixPlaces:
    """One row an agency: indicators as they were given, instruments, total and grade live.

    Args:
        page: the sheet.
        analyses: at least one; all of one year.
        names: what the agencies are called.
        previous: write the year before, whose grades stand as they were worked out by that year's rule.
    """
    framework = analyses[0].analysis.framework
    year = framework.fiscal_year - previous
    page.title(
        f"คะแนน ITA ปี {year}",
        "แก้คะแนนรายตัวชี้วัดได้ คะแนนเครื่องมือ คะแนนรวม และแผ่นอื่นคำนวณตาม · ช่องว่างคือไม่ทราบคะแนน"
        + (f" · {framework.unverified}" if framework.unverified else ""),
    )
    codes = [each.code for each in framework.instruments]
    headers = [
        ("ที่", 6.0),
        ("หน่วยงาน", _NAME_WIDTH),
        *((marked(f"{each.no} {each.name}", each.standing), 10.0) for each in framework.indicators),
        *((code, 8.5) for code in codes),
        (marked("คะแนน\nรวม", framework.weights_standing), 10.0),
        (marked("ระดับ", framework.grade_rule.standing), 19.0),
    ]
    header_row = page.heads(headers)
    keys = ["", NAME, *(str(each.no) for each in framework.indicators), *codes, TOTAL, GRADE]
    columns = {key: index for index, key in enumerate(keys)}
    for number, (each, name) in enumerate(zip(analyses, names, strict=True), start=1):
        page.next()
        page.fit([(name, column_points(_NAME_WIDTH))])
        page.put(0, number, "number-centre")
        page.put(1, name, "cell")
        write_score_cells(page, framework, each.analysis, columns, previous=previous)
    first, last = header_row + 2, page.row + 1
    colour_scores(page, analyses[0].analysis, first - 1, last - 1, columns)
    sheet = page.worksheet
    sheet.freeze_panes(header_row + 1, 2)
    sheet.set_selection(header_row + 1, 2, header_row + 1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.print_area(0, 0, page.row, len(headers) - 1)
    letters = {key: xl_col_to_name(index) for key, index in columns.items()}
    return MatrixPlaces(PREVIOUS_SHEET if previous else SHEET, first, last, letters)


def write_score_cells(
    page: Page,
    framework: Framework,
    analysis: Analysis,
    columns: Mapping[str, int],
    *,
    previous: bool = False,
) -> None:
    """One agency's indicators as they are, and instruments, total and grade live over them.

    Args:
        page: at the agency's row.
        framework: of the assessed year.
        analysis: whose scores are written.
        columns: counted from 0, by the keys of ``MatrixPlaces``.
        previous: write the year before.
    """
    result = analysis.previous if previous else analysis.result
    scores = {each.indicator.no: each.previous if previous else each.score for each in analysis.indicators}
    places = {no: (page.row, columns[str(no)]) for no in scores}
    for no, score in scores.items():
        page.put(columns[str(no)], score, "score")
    known = {no: score for no, score in scores.items() if score is not None}
    means = framework.instrument_scores(known)
    for instrument in framework.instruments:
        value = result.instruments.get(instrument.code) if result else None
        published = None if instrument.code in means else value
        formula = mean_formula(instrument, places, published)
        page.formula(columns[instrument.code], formula, rounded_or_blank(value), "score")
    total = result.total if result else None
    computed = framework.total(known)
    if computed is not None and computed != total:  # the year before added up otherwise
        page.put(columns[TOTAL], total, "total-score")
    else:
        formula = total_formula(framework, places, None if computed is not None else total)
        page.formula(columns[TOTAL], formula, shown(total), "total-score")
    grade = result.grade.name if result and result.grade else ""
    if previous:
        page.put(columns[GRADE], grade, "total-centre")
        return
    cells = [address((page.row, columns[each.code])) for each in framework.instruments]
    formula = grade_formula(framework, address((page.row, columns[TOTAL])), cells, analysis.result)
    page.formula(columns[GRADE], formula, grade, "total-centre")


def colour_scores(page: Page, analysis: Analysis, first: int, last: int, columns: Mapping[str, int]) -> None:
    """Middle colour at the threshold of weaknesses, not at the median: a good year is green all over."""
    middle = float(analysis.thresholds.weakness_below)
    numbers = [columns[str(each.indicator.no)] for each in analysis.indicators]
    low, mid, high = _HEAT
    page.worksheet.conditional_format(
        first,
        min(numbers),
        last,
        max(numbers) + len(analysis.framework.instruments),
        {
            "type": "3_color_scale",
            "min_type": "num",
            "mid_type": "num",
            "max_type": "num",
            "min_value": max(0.0, middle - _SPREAD),
            "mid_value": middle,
            "max_value": 100,
            "min_color": low,
            "mid_color": mid,
            "max_color": high,
        },
    )
