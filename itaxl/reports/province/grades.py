"""How many agencies reached which level, by type and by district, with the means of their totals."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.verification import marked
from itaxl.reports.formulas import quoted, shown, twice_rounded
from itaxl.reports.links import place
from itaxl.reports.page import Page
from itaxl.reports.province.score_map import DISTRICT, NUMBER, TYPE
from itaxl.reports.score_matrix import GRADE, TOTAL, MatrixPlaces
from itaxl.results.roster import MEAN, Group, Roster, mean, median
from itaxl.thai.measuring import column_points

SHEET = "ระดับผล"
_LABEL_WIDTH = 34.0
_LABEL, _AGENCIES, _SCORED, _FIRST_LEVEL = range(4)


class GradePlaces(Struct, frozen=True):
    """Where the tables stand; rows are counted from 1.

    Attributes:
        whole: the row of all agencies together.
        types: rows by number of the group.
        districts: likewise.
        levels: first and last of the levels' columns, counted from 0; the next is of unknown levels.
        header: the row that names the levels above the row of all agencies.
    """

    header: int
    whole: int
    types: Mapping[int, int]
    districts: Mapping[int, int]
    levels: tuple[int, int]

    def cell(self, row: int, column: int) -> str:
        """A cell, as formulas name it."""
        return place(SHEET, f"${xl_col_to_name(column)}${row}")

    @property
    def scored(self) -> int:
        """The column of agencies whose total is known."""
        return _SCORED

    @property
    def unknown(self) -> int:
        """The column of agencies whose level is not known."""
        return self.levels[1] + 1

    @property
    def mean(self) -> int:
        """The column of means."""
        return self.levels[1] + 2

    @property
    def median(self) -> int:
        """The column of medians."""
        return self.levels[1] + 3

    @property
    def reached(self) -> int:
        """The column of agencies at or above the target."""
        return self.levels[1] + 4


def write_grades(page: Page, roster: Roster, scores: MatrixPlaces) -> GradePlaces:
    """All agencies, then the types, then the districts from the highest mean to the lowest."""
    framework = roster.framework
    target = f"{roster.province.thresholds.target.normalize():f}"
    page.title(
        f"ระดับผลการประเมิน ITA ปี {framework.fiscal_year} · จังหวัด{roster.province.name}",
        f"{MEAN}: ทุกหน่วยงานนับเท่ากัน หน่วยงานที่ไม่ทราบคะแนนรวมไม่อยู่ในค่าเฉลี่ยและมัธยฐาน · นับจากแผ่นแผนที่คะแนน"
        + (f" · {framework.unverified}" if framework.unverified else ""),
    )
    levels = framework.grade_rule.levels
    names = [marked(each.name, framework.grade_rule.standing) for each in levels]
    widths = [
        ("หน่วยงาน", 11.0),
        ("ทราบ คะแนน", 10.0),
        *((name, max(9.0, len(name) * 1.1)) for name in names),
        ("ไม่ทราบ ระดับ", 10.0),
        (marked(MEAN, framework.weights_standing), 20.0),
        ("มัธยฐาน", 11.0),
        (f"ถึง เป้าหมาย {target}", 12.0),
    ]
    columns = (_FIRST_LEVEL, _FIRST_LEVEL + len(levels) - 1)
    blocks: tuple[tuple[str, str, str, Sequence[Group]], ...] = (
        ("ทั้งจังหวัด", "", NUMBER, (roster.whole,)),
        ("ตามประเภทหน่วยงาน", "ประเภทหน่วยงาน", TYPE, roster.types),
        (f"ตามอำเภอ (เรียงตาม{MEAN} มากไปน้อย)", "อำเภอ", DISTRICT, roster.best_districts_first),
    )
    rows: list[dict[int, int]] = []
    header = 0
    for heading, first_header, key, groups in blocks:
        page.height(30)
        page.put(0, heading, "heading")
        page.next()
        written = page.heads([(first_header, _LABEL_WIDTH), *widths]) + 1
        header = header or written
        rows.append({})
        for group in groups:
            page.next()
            page.fit([(group.name, column_points(_LABEL_WIDTH))])
            rows[-1][group.number] = page.row + 1
            _write_group(page, roster, group, key, scores, columns)
        page.next()
        page.next()
    page.worksheet.set_landscape()
    page.worksheet.fit_to_pages(1, 0)
    page.worksheet.repeat_rows(written - 1)  # of the districts, the table that may be long
    page.worksheet.freeze_panes(2, 1)
    page.worksheet.set_selection(2, 0, 2, 0)
    return GradePlaces(header, rows[0][0], rows[1], rows[2], columns)


def _write_group(
    page: Page, roster: Roster, group: Group, key: str, scores: MatrixPlaces, columns: tuple[int, int]
) -> None:
    """One line; formulas count the rows of the map that have the group's number."""
    row = page.row + 1
    of_group = f"{scores.column(key)},{group.number or quoted('>0')}"
    totals = scores.column(TOTAL)
    known = group.totals
    target = roster.province.thresholds.target
    page.put(_LABEL, group.name, "cell")
    page.formula(_AGENCIES, f"COUNTIFS({of_group})", len(group.members), "count")
    page.formula(_SCORED, f'COUNTIFS({of_group},{totals},">=0")', len(known), "count")
    reached = Counter(
        each.result.analysis.result.grade.name for each in group.members if each.result.analysis.result.grade
    )
    for column, level in enumerate(roster.framework.grade_rule.levels, start=_FIRST_LEVEL):
        formula = f"COUNTIFS({of_group},{scores.column(GRADE)},{quoted(level.name)})"
        page.formula(column, formula, reached[level.name], "count")
    first, last = columns
    graded = f"SUM({xl_col_to_name(first)}{row}:{xl_col_to_name(last)}{row})"
    agencies, scored = (f"{xl_col_to_name(each)}{row}" for each in (_AGENCIES, _SCORED))
    page.formula(last + 1, f"{agencies}-{graded}", len(group.members) - reached.total(), "count")
    average = twice_rounded(f"AVERAGEIFS({totals},{of_group})")
    page.formula(last + 2, f'IF({scored}=0,"",{average})', shown(mean(known)), "total-score")
    middle = f"MEDIAN(IF({scores.column(key)}={group.number},IF(ISNUMBER({totals}),{totals})))"
    formula = f'IF({scored}=0,"",{twice_rounded(middle if group.number else f"MEDIAN({totals})")})'
    if group.number:
        page.array_formula(last + 3, formula, shown(median(known)), "score")
    else:
        page.formula(last + 3, formula, shown(median(known)), "score")
    at_target = sum(1 for each in known if each >= target)
    page.formula(last + 4, f'COUNTIFS({of_group},{totals},">={target:f}")', at_target, "count")
