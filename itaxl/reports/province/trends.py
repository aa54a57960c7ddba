"""Scores over the years, agency by agency: only where other years were given (``--history``)."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from itaxl.reports.formulas import shown, twice_rounded
from itaxl.reports.page import Page
from itaxl.reports.province.score_map import NUMBER
from itaxl.reports.score_formulas import difference, difference_formula
from itaxl.reports.score_matrix import TOTAL, MatrixPlaces
from itaxl.results.history import YearOfScores, slope
from itaxl.results.roster import Member, Roster
from itaxl.thai.measuring import column_points

SHEET = "แนวโน้ม"
_NAME_WIDTH = 42.0
_FIRST_YEAR = 3


def write_trends(page: Page, roster: Roster, scores: MatrixPlaces, history: Sequence[YearOfScores]) -> None:
    """One row an agency and indicator, its total first; the assessed year is live over the map of scores."""
    own = roster.framework.fiscal_year
    years = sorted({*(each.year for each in history), own})
    page.title(
        f"แนวโน้มคะแนน ITA ปี {years[0]}–{years[-1]} · จังหวัด{roster.province.name}",
        "เทียบปีก่อน = ปีล่าสุดลบปีที่อยู่ก่อนหน้าในตาราง · ต่อปี = ความชันของเส้นตรงที่ใกล้เคียงที่สุด (กำลังสองน้อยที่สุด)",
    )
    headers = [
        ("ที่", 7.0),
        ("หน่วยงาน", _NAME_WIDTH),
        ("ตัวชี้วัด", 34.0),
        *((f"ปี {year}", 11.0) for year in years),
        ("เทียบ ปีก่อน", 11.0),
        ("ต่อปี", 10.0),
    ]
    header_row = page.heads(headers)
    # What the slope needs beside the scores: the years themselves, as numbers.
    for index, year in enumerate(years, start=_FIRST_YEAR):
        page.worksheet.write_number(0, index, year, page.styles["helper-count"])
    by_year = {each.year: each for each in history}
    kinds: list[tuple[int | None, str]] = [(None, "คะแนนรวม")]
    kinds += ((each.no, f"{each.no} {each.name}") for each in roster.framework.indicators)
    for member in roster.members:
        for no, words in kinds:
            page.next()
            page.fit(((member.name, column_points(_NAME_WIDTH)), (words, column_points(34.0))))
            page.put(0, member.number, "number-centre")
            page.put(1, member.name, "total-label" if no is None else "cell")
            page.put(2, words, "total-label" if no is None else "cell")
            _write_years(page, member, no, years, by_year, scores, own)
    page.as_list(header_row, len(headers), 3)


def _write_years(
    page: Page,
    member: Member,
    no: int | None,
    years: Sequence[int],
    by_year: dict[int, YearOfScores],
    scores: MatrixPlaces,
    own: int,
) -> None:
    row = page.row + 1
    style = "total-score" if no is None else "score"
    scored = {each.indicator.no: each.score for each in member.result.analysis.indicators}
    known = []
    for column, year in enumerate(years, start=_FIRST_YEAR):
        if year == own:
            value = member.result.total if no is None else scored[no]
            key = TOTAL if no is None else str(no)
            found = f"INDEX({scores.column(key)},MATCH($A{row},{scores.column(NUMBER)},0))"
            page.formula(column, f'IF({found}="","",{found})', shown(value), style)
        else:
            value = by_year[year].value(member.result.agency.code, no)
            page.put(column, value, style)
        known.append(value)
    first, last = xl_col_to_name(_FIRST_YEAR), xl_col_to_name(_FIRST_YEAR + len(years) - 1)
    before = xl_col_to_name(_FIRST_YEAR + len(years) - 2)
    after = _FIRST_YEAR + len(years)
    if len(years) > 1:
        formula = difference_formula(f"{last}{row}", f"{before}{row}")
        page.formula(after, formula, difference(known[-1], known[-2]), "change")
        line = f"SLOPE({first}{row}:{last}{row},${first}$1:${last}$1)"
        rise = slope((year, each) for year, each in zip(years, known, strict=True) if each is not None)
        text = f'IF(COUNT({first}{row}:{last}{row})<2,"",{twice_rounded(line)})'
        page.formula(after + 1, text, shown(rise), "change")
    else:
        page.put(after, "", "change")
        page.put(after + 1, "", "change")
