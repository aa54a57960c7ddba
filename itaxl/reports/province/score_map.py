"""Agencies by indicators on one coloured sheet: what means, ranks and grades are counted from."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.verification import marked
from itaxl.reports.formulas import shown
from itaxl.reports.page import Page
from itaxl.reports.rows import TextRows
from itaxl.reports.score_matrix import GRADE, NAME, TOTAL, MatrixPlaces, colour_scores, write_score_cells
from itaxl.results.roster import Roster
from itaxl.thai.measuring import column_points

SHEET = "แผนที่คะแนน"
NUMBER, TYPE, DISTRICT, PREVIOUS = "number", "type", "district", "previous"
_NAME_WIDTH, _DISTRICT_WIDTH = 42.0, 17.0
_MOST_MARKED = 10
"""Lowest cells of the whole map that stand out."""


def write_map(page: Page, roster: Roster) -> MatrixPlaces:
    """One row an agency, the lowest total first; indicators as they were given, all else live over them.

    The columns right of the printed ones are what formulas of other sheets count by.
    """
    framework = roster.framework
    year = framework.fiscal_year
    limit = f"{roster.province.thresholds.weakness_below.normalize():f}"
    page.title(
        f"แผนที่คะแนน ITA ปี {year} · จังหวัด{roster.province.name}",
        f"สีกลางอยู่ที่เกณฑ์ {limit} · พื้นแดงเข้ม ตัวขาว = {_MOST_MARKED} ช่องที่ต่ำที่สุดในช่องที่ต่ำกว่าเกณฑ์"
        " · เรียงจากคะแนนรวมต่ำสุด"
        " กดลูกศรที่หัวตารางเพื่อเรียงตามตัวชี้วัด · ช่องว่างคือไม่ทราบคะแนน"
        + (f" · {framework.unverified}" if framework.unverified else ""),
    )
    codes = [each.code for each in framework.instruments]
    headers = [
        ("ที่", 7.0),
        ("หน่วยงาน", _NAME_WIDTH),
        ("อำเภอ", _DISTRICT_WIDTH),
        *((f"{each.no} {each.name}", 10.0) for each in framework.indicators),
        *((code, 8.5) for code in codes),
        (marked("คะแนน รวม", framework.weights_standing), 10.0),
        (marked("ระดับ", framework.grade_rule.standing), 19.0),
    ]
    keys = [NUMBER, NAME, "", *(str(each.no) for each in framework.indicators), *codes, TOTAL, GRADE]
    columns = {key: index for index, key in enumerate(keys) if key}
    printed = len(headers)
    columns |= {key: printed + 1 + index for index, key in enumerate((TYPE, DISTRICT, PREVIOUS))}
    header_row = page.heads(headers)
    page.worksheet.set_column(printed, printed, 3)
    page.worksheet.set_column(printed + 1, printed + 3, 14)
    for key, words in ((TYPE, "ลำดับประเภท"), (DISTRICT, "ลำดับอำเภอ"), (PREVIOUS, f"คะแนนรวมปี {year - 1}")):
        page.put(columns[key], words, "helper-text")
    with TextRows(page) as rows:
        _write_rows(rows, roster, columns)
    last = max(page.row, header_row + 1)
    _mark(page, roster, columns, header_row + 1, last)
    page.as_list(header_row, columns[PREVIOUS] + 1, 2)
    page.worksheet.print_area(0, 0, last, printed - 1)
    letters = {key: xl_col_to_name(index) for key, index in columns.items()}
    return MatrixPlaces(SHEET, header_row + 2, last + 1, letters)


def _write_rows(page: Page, roster: Roster, columns: Mapping[str, int]) -> None:
    framework = roster.framework
    types = {member.number: group.number for group in roster.types for member in group.members}
    districts = {member.number: group for group in roster.districts for member in group.members}
    rooms = tuple(map(column_points, (_NAME_WIDTH, _DISTRICT_WIDTH)))
    for member in roster.worst_first:
        page.next()
        analysis = member.result.analysis
        district = districts[member.number]
        page.fit(zip((member.name, district.name), rooms, strict=True))
        page.put(0, member.number, "number-centre")
        page.put(1, member.name, "cell")
        page.put(2, district.name, "cell")
        write_score_cells(page, framework, analysis, columns)
        page.put(columns[TYPE], types[member.number], "helper-count")
        page.put(columns[DISTRICT], district.number, "helper-count")
        previous = analysis.previous.total if analysis.previous else None
        page.put(columns[PREVIOUS], shown(previous), "helper")


def _mark(page: Page, roster: Roster, columns: Mapping[str, int], first: int, last: int) -> None:
    """The colours, and what is lowest of all among the weak scores; a blank cell is no score."""
    numbers = [columns[str(each.no)] for each in roster.framework.indicators]
    left, right = (xl_col_to_name(index) for index in (min(numbers), max(numbers)))
    weak = roster.province.thresholds.weakness_below
    scores = sorted(
        each.score
        for member in roster.members
        for each in member.result.analysis.indicators
        if each.score is not None
    )
    tenth = scores[_MOST_MARKED - 1] if len(scores) >= _MOST_MARKED else weak
    cells = f"${left}${first + 1}:${right}${last + 1}"
    formula = f"=IFERROR(SMALL({cells},{_MOST_MARKED}),{weak:f})"
    helper = columns[PREVIOUS]  # above the rows that can be sorted
    page.worksheet.write_string(0, helper - 1, "เน้นไม่เกิน", page.styles["helper-text"])
    page.worksheet.write_formula(0, helper, formula, page.styles["helper"], float(tenth))
    cell = f"{left}{first + 1}"
    limit = f"${xl_col_to_name(helper)}$1"
    rule = {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({cell}),{cell}<{weak:f},{cell}<={limit})",
        "format": page.styles.light("lowest"),
    }
    page.worksheet.conditional_format(first, min(numbers), last, max(numbers), rule)
    if roster.members:
        colour_scores(page, roster.members[0].result.analysis, first, last, columns)
