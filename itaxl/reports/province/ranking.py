"""Every agency's place: in the province, among its type and in its district."""

from collections.abc import Mapping

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import SubmissionState
from itaxl.assessment.verification import marked
from itaxl.reports.formulas import rounded_or_blank, shown
from itaxl.reports.page import Page
from itaxl.reports.province.score_map import DISTRICT, NUMBER, PREVIOUS, TYPE
from itaxl.reports.rows import TextRows
from itaxl.reports.score_formulas import difference_formula
from itaxl.reports.score_matrix import GRADE, TOTAL, MatrixPlaces
from itaxl.results.analysis import Analysis
from itaxl.results.provinces import AgencyResult
from itaxl.results.provincial_scores import ScoreSource
from itaxl.results.roster import Group, Member, Roster, rank
from itaxl.thai.measuring import column_points

SHEET = "อันดับ"
_SOURCES = {
    ScoreSource.SUBMITTED: "แบบที่ส่ง",
    ScoreSource.NONE: "–",
}
_WRAPPED = _NAME_WIDTH, _TYPE_WIDTH, _DISTRICT_WIDTH, _SOURCE_WIDTH = 42.0, 25.0, 17.0, 14.0
_POSITION = "position"
_TOTAL, _GRADE, _CHANGE, _OF_TYPE, _OF_DISTRICT, _FIRST_INSTRUMENT = range(4, 10)


class RankPlaces(Struct, frozen=True):
    """Where the columns stand that other sheets count; rows are counted from 1."""

    first: int
    last: int
    letters: Mapping[str, str]

    def column(self, key: str) -> str:
        """``total``, ``change`` or ``state``, without its header."""
        letter = self.letters[key]
        return f"'{SHEET}'!${letter}${self.first}:${letter}${self.last}"


def write_ranks(
    page: Page, roster: Roster, scores: MatrixPlaces, progress: Mapping[int, tuple[str, str]]
) -> RankPlaces:
    """One row an agency, the highest total first; equal totals share a rank.

    Args:
        page: the sheet.
        roster: the agencies.
        scores: where the map of scores stands.
        progress: cells of each agency's measures and of those done, by the agency's number.
    """
    framework = roster.framework
    year = framework.fiscal_year
    page.title(
        f"อันดับตามคะแนนรวม ITA ปี {year} · จังหวัด{roster.province.name}",
        "คะแนนเท่ากันอันดับเท่ากัน · หน่วยงานที่ไม่ทราบคะแนนรวมไม่มีอันดับ · เชื่อมกับแผ่นแผนที่คะแนนและความก้าวหน้า"
        + (f" · {framework.unverified}" if framework.unverified else ""),
    )
    codes = [each.code for each in framework.instruments]
    headers = [
        ("อันดับ", 9.0),
        ("หน่วยงาน", _NAME_WIDTH),
        ("ประเภท", _TYPE_WIDTH),
        ("อำเภอ", _DISTRICT_WIDTH),
        (marked("คะแนน รวม", framework.weights_standing), 10.0),
        (marked("ระดับ", framework.grade_rule.standing), 19.0),
        (f"เทียบ ปี {year - 1}", 10.0),
        ("ใน ประเภท", 11.0),
        ("ใน อำเภอ", 9.0),
        *((code, 9.0) for code in codes),
        ("จุดอ่อน", 9.0),
        ("มาตรการ", 10.0),
        ("แล้วเสร็จ", 10.0),
        ("การส่งแบบ", 13.0),
        ("คะแนนจาก", _SOURCE_WIDTH),
    ]
    header_row = page.heads(headers)
    printed = len(headers)
    helpers = {key: printed + 1 + index for index, key in enumerate((NUMBER, TYPE, DISTRICT, _POSITION))}
    page.worksheet.set_column(printed, printed, 3)
    page.worksheet.set_column(printed + 1, printed + len(helpers), 12)
    for key, words in zip(helpers, ("ที่", "ลำดับประเภท", "ลำดับอำเภอ", "ที่ในแผนที่คะแนน"), strict=True):
        page.put(helpers[key], words, "helper-text")
    first, last = header_row + 2, header_row + 1 + len(roster.members)
    with TextRows(page) as rows:
        writer = _Rows(rows, roster, scores, helpers, (first, last))
        for member in roster.best_first:
            rows.next()
            writer.write(member, progress[member.number])
    page.as_list(header_row, max(helpers.values()) + 1, 2)
    page.worksheet.print_area(0, 0, page.row, printed - 1)
    state = xl_col_to_name(_FIRST_INSTRUMENT + len(codes) + 3)
    letters = {"total": xl_col_to_name(_TOTAL), "change": xl_col_to_name(_CHANGE), "state": state}
    return RankPlaces(first, max(first, last), letters)


class _Rows:
    """Writes the rows."""

    def __init__(
        self,
        page: Page,
        roster: Roster,
        scores: MatrixPlaces,
        helpers: Mapping[str, int],
        rows: tuple[int, int],
    ) -> None:
        self.page = page
        self.roster = roster
        self.scores = scores
        self.letters = {key: xl_col_to_name(index) for key, index in helpers.items()}
        self.helpers = helpers
        self.first, self.last = rows
        self.positions = {each.number: at for at, each in enumerate(roster.worst_first, start=1)}
        self.groups: dict[str, dict[int, Group]] = {
            key: {member.number: group for group in groups for member in group.members}
            for key, groups in ((TYPE, roster.types), (DISTRICT, roster.districts))
        }
        self.everyone = roster.whole.totals

    def write(self, member: Member, progress: tuple[str, str]) -> None:
        """One agency."""
        page, result, analysis = self.page, member.result, member.result.analysis
        own_type, district = (self.groups[key][member.number] for key in (TYPE, DISTRICT))
        words = (member.name, own_type.name, district.name)
        source = self._source(result)
        page.fit(zip((*words, source), map(column_points, _WRAPPED), strict=True))
        total = self._here(_TOTAL)
        everyone = self._column(xl_col_to_name(_TOTAL))
        place_in_all = "" if result.total is None else rank(result.total, self.everyone)
        page.formula(0, f'IF({total}="","",RANK({total},{everyone}))', place_in_all, "total-centre")
        for column, text in enumerate(words, start=1):
            page.put(column, text, "cell")
        page.formula(_TOTAL, self._found(TOTAL), shown(result.total), "total-score")
        grade = analysis.result.grade.name if analysis.result.grade else ""
        page.formula(_GRADE, self._found(GRADE), grade, "cell-centre")
        before = f"INDEX({self.scores.column(PREVIOUS)},{self._here(self.helpers[_POSITION])})"
        page.formula(_CHANGE, difference_formula(total, before), shown(result.change), "change")
        self._write_rank(_OF_TYPE, TYPE, own_type, member)
        self._write_rank(_OF_DISTRICT, DISTRICT, district, member)
        column = self._write_instruments(member)
        measures, done = progress
        page.formula(column, self._weaknesses(), _weak(analysis), "number-centre")
        page.formula(column + 1, measures, result.tally.measures, "number-centre")
        page.formula(column + 2, done, result.tally.statuses.get(Status.DONE, 0), "number-centre")
        accepted = result.state is SubmissionState.ACCEPTED
        page.put(column + 3, result.state.thai, "cell-centre" if accepted else "error")
        page.put(column + 4, source, "cell-centre")
        for key, number in ((NUMBER, member.number), (TYPE, own_type.number), (DISTRICT, district.number)):
            page.put(self.helpers[key], number, "helper-count")
        number_cell = self._here(self.helpers[NUMBER])
        found = f"MATCH({number_cell},{self.scores.column(NUMBER)},0)"
        page.formula(self.helpers[_POSITION], found, self.positions[member.number], "helper-count")

    def _source(self, result: AgencyResult) -> str:
        """Where the scores come from: the form, or the files that knew them."""
        if result.source is not ScoreSource.KNOWN:
            return _SOURCES[result.source]
        code, province = result.agency.code, self.roster.province
        known = [each.indicator.no for each in result.analysis.indicators if each.score is not None]
        return ", ".join(dict.fromkeys(province.score_source(code, no) for no in known))

    def _write_rank(self, column: int, key: str, group: Group, member: Member) -> None:
        """Among the agencies of a group: one more than it has higher totals."""
        total = self._here(_TOTAL)
        own = f"{self._column(self.letters[key])},{self._here(self.helpers[key])}"
        totals = self._column(xl_col_to_name(_TOTAL))
        value = "" if member.result.total is None else rank(member.result.total, group.totals)
        formula = f'IF({total}="","",COUNTIFS({own},{totals},">"&{total})+1)'
        self.page.formula(column, formula, value, "number-centre")

    def _write_instruments(self, member: Member) -> int:
        """The means of the instruments; returns the column after them."""
        means = member.result.analysis.result.instruments
        column = _FIRST_INSTRUMENT
        for instrument in self.roster.framework.instruments:
            value = rounded_or_blank(means.get(instrument.code))
            self.page.formula(column, self._found(instrument.code), value, "score")
            column += 1
        return column

    def _weaknesses(self) -> str:
        """Counts the row of the map; of an agency without scores nobody knows how many are weak."""
        indicators = [str(each.no) for each in self.roster.framework.indicators]
        first, last = self.scores.letters[indicators[0]], self.scores.letters[indicators[-1]]
        sheet, top, bottom = self.scores.sheet, self.scores.first, self.scores.last
        row = f"INDEX('{sheet}'!${first}${top}:${last}${bottom},{self._here(self.helpers[_POSITION])},0)"
        weak = f'COUNTIF({row},"<{self.roster.province.thresholds.weakness_below:f}")'
        return f'IF(COUNT({row})=0,"",{weak})'

    def _found(self, key: str) -> str:
        """What the map has for the agency of this row, wherever it was sorted to."""
        return f"INDEX({self.scores.column(key)},{self._here(self.helpers[_POSITION])})"

    def _here(self, column: int) -> str:
        return f"${xl_col_to_name(column)}{self.page.row + 1}"

    def _column(self, letter: str) -> str:
        return f"${letter}${self.first}:${letter}${self.last}"


def _weak(analysis: Analysis) -> int | str:
    return len(analysis.weaknesses) if any(each.score is not None for each in analysis.indicators) else ""
