"""Reads tables of scores that people keep: one row an agency or one row an indicator, in a workbook or .csv.

Nothing is guessed silently: what cannot be read is a finding with its sheet and cell, and counts as not
known. A blank and a dash are not known; 0 is a score.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Agency, IndicatorScore, Thresholds
from itaxl.catalogue import framework_years
from itaxl.planning.controls import readable
from itaxl.planning.score_cells import WITH_SCORES, CellReader
from itaxl.planning.score_headers import (
    Column,
    Field,
    HeaderFinder,
    sums_up,
    year_of,
)
from itaxl.planning.score_records import AgencyRows, CellPlace, YearScores, differences
from itaxl.planning.score_sources import Found, Settings, find_table, known_framework, open_grids
from itaxl.results.analysis import Published
from itaxl.sheets.grids import Grid, cell_name
from itaxl.template.cells import as_text
from itaxl.thai.text import compact, is_blank, nearest


@dataclass(frozen=True, slots=True)
class AgencyScores:
    """One agency's scores of the assessed year, and of the year before where the table has them.

    Attributes:
        row: the first row that tells of the agency, as Excel shows it; 0 where it comes from no table.
        rows: all that do.
    """

    agency: Agency
    scores: tuple[IndicatorScore, ...]
    published: Published = field(default_factory=Published)
    previous_published: Published = field(default_factory=Published)
    row: int = field(default=0, compare=False)
    rows: frozenset[int] = field(default=frozenset(), compare=False)

    @property
    def has_scores(self) -> bool:
        """Whether anything is known of the assessed year."""
        return not self.published.is_empty or any(each.score is not None for each in self.scores)


class ScoreTable(Struct, frozen=True):
    """A table of scores, understood.

    Attributes:
        year: that was assessed, Buddhist era.
        agencies: in the table's order.
        thresholds: those of a province's control workbook, else the contract's.
        years: all that the table has scores of, oldest first.
    """

    year: int
    framework: Framework
    agencies: tuple[AgencyScores, ...]
    thresholds: Thresholds
    findings: tuple[Finding, ...]
    years: tuple[int, ...] = ()


def read_score_table(path: Path, *, year: int | None = None, frameworks: Path | None = None) -> ScoreTable:
    """Read a table of scores from a workbook or a text file, told apart by what is in it.

    Args:
        path: where it is.
        year: whose scores are wanted, Buddhist era; else the latest that the table names, in a column, in its
            title or in the settings of a province's control workbook.
        frameworks: a folder of the user's own frameworks.

    Raises:
        ControlError: there is no table of scores in it, or nothing says of which year.
    """
    with readable(path):
        grids, settings = open_grids(path)
    return _read(path.name, grids, settings, year, frameworks)


def read_score_grids(
    file: str, grids: Sequence[Grid], *, year: int | None = None, frameworks: Path | None = None
) -> ScoreTable:
    """Read a table of scores that is a part of a document; else as ``read_score_table``.

    Args:
        file: the document's name, for findings.
        grids: its tables.
        year: of the scores, Buddhist era, where the table does not name it.
        frameworks: a folder of the user's own frameworks.

    Raises:
        ControlError: there is no table of scores among them, or nothing says of which year.
    """
    return _read(file, grids, Settings({}), year, frameworks)


def _read(
    file: str, grids: Sequence[Grid], settings: Settings, year: int | None, frameworks: Path | None
) -> ScoreTable:
    # Names of indicators are much the same in every year, so any year's serve to find the table and its year.
    first = known_framework(file, year or framework_years(frameworks)[-1], frameworks)
    found = find_table(file, grids, first)
    years = found.years(year, settings)
    framework = known_framework(file, years, frameworks)
    if framework.fiscal_year != first.fiscal_year:
        found = find_table(file, grids, framework)
    return _Reader(file, found, framework, years).read(settings)


class KnownScores(Struct, frozen=True):
    """The scores of one sheet.

    Attributes:
        column: where the agencies are named, counted from 0: their codes, else their names.
        score_columns: what else is understood, counted from 0.
    """

    agencies: tuple[AgencyScores, ...]
    findings: tuple[Finding, ...]
    column: int
    score_columns: tuple[int, ...]


def read_known_scores(file: str, grid: Grid, framework: Framework) -> KnownScores | None:
    """The scores that a sheet holds of a framework's year, one row an agency; no scores are no fault.

    Args:
        file: for findings.
        grid: the sheet.
        framework: of the assessed year; columns with other years are left alone.

    Returns:
        None where the sheet has no header of such a table.
    """
    finder = HeaderFinder(framework)
    header = finder.find(grid)
    if header is None or not header.is_wide:
        return None
    found = Found(file, grid, header, finder, ())
    table = _Reader(file, found, framework, framework.fiscal_year).read(Settings({}))
    findings = tuple(each for each in table.findings if each.kind is not FindingKind.NO_SCORES)
    column = header.of(Field.CODE) or header.of(Field.NAME)
    understood = tuple(each.index for each in header.columns if each.field in WITH_SCORES)
    return KnownScores(table.agencies, findings, column.index if column else 0, understood)


class _Reader(CellReader):
    """One table being read."""

    def __init__(self, file: str, found: Found, framework: Framework, year: int) -> None:
        super().__init__(file, found, year)
        self.framework = framework
        self.agencies: dict[str, AgencyRows] = {}

    def read(self, settings: Settings) -> ScoreTable:
        self.read_cells()
        if self.header.is_long:
            self._read_long()
        else:
            self._read_wide()
        agencies = tuple(self._assembled(each) for each in self.agencies.values() if self._counts(each))
        self._tell_other_years()
        if not any(each.has_scores for each in agencies):
            self.tell(FindingKind.NO_SCORES, None)
        years = tuple(sorted({year for each in self.agencies.values() for year in each.years}))
        findings = tuple(self.findings)
        return ScoreTable(self.year, self.framework, agencies, settings.thresholds, findings, years)

    # Rows

    def _read_wide(self) -> None:
        columns = self.header.columns
        has_names = any(each.field in (Field.NAME, Field.CODE) for each in columns)
        for row in self.rows:
            name, code = self.words(row, Field.NAME), self.words(row, Field.CODE)
            if sums_up(name) or self._repeats_header(row):
                continue
            if has_names and not name and not code:
                if not self.has_scores(row):
                    continue
                column = self.header.of(Field.NAME) or self.header.of(Field.CODE)
                assert column is not None
                cell = CellPlace(row, column.index, column.header)
                self.tell(FindingKind.MISSING_ENTRY, cell)
            year = self._year(row)
            if year is None:
                continue
            agency = self._agency(row, name, code, own=not has_names or not (name or code))
            self._read_wide_row(row, agency, year)

    def _read_wide_row(self, row: int, agency: AgencyRows, year: int) -> None:
        if year in agency.rows:
            column = self.header.of(Field.NAME) or self.header.of(Field.CODE)
            first = cell_name(agency.rows[year], column.index if column else 0)
            cell = CellPlace(row, column.index, column.header) if column else None
            shown = f"{agency.agency.name or agency.agency.code} {year}"
            self.tell(FindingKind.REPEATED_SCORES, cell, shown, other=first)
            return
        agency.rows[year] = row
        of_year = agency.of(year, row)
        for column in self.header.columns:
            match column.field:
                case Field.OF_INDICATOR:
                    of_year.scores[column.number] = self.score(row, column)
                case Field.OF_INSTRUMENT:
                    self._put_instrument(of_year, column.code, row, column)
                case Field.TOTAL | Field.SCORE if of_year.total is None:
                    self._put_total(of_year, row, column)
                case Field.OF_YEAR:
                    self._put_total(agency.of(column.number, row), row, column)
                case Field.PREVIOUS_TOTAL | Field.PREVIOUS:
                    self._put_total(agency.of(year - 1, row), row, column)
                case Field.GRADE:
                    self._put_grade(of_year, row, column)
                case _:
                    pass

    def _read_long(self) -> None:
        last = ("", "", "")  # merged cells name the agency and the year in their first row only
        for row in self.rows:
            name, code = self.words(row, Field.NAME), self.words(row, Field.CODE)
            column = self.found.year_column
            year_words = as_text(self.grid.at(row, column.index)).strip() if column else ""
            name, code = (name, code) if name or code else last[:2]
            last = (name, code, year_words or last[2])
            if not self._names_something(row):
                continue
            year = self._year(row, last[2])
            if year is None:
                continue
            self._read_long_row(row, self._agency(row, name, code), year)

    def _names_something(self, row: int) -> bool:
        return any(self.words(row, each) for each in (Field.INDICATOR, Field.NUMBER, Field.ORDER))

    def _read_long_row(self, row: int, agency: AgencyRows, year: int) -> None:
        words = self.words(row, Field.INDICATOR)
        pairs = list(self._long_columns(year))
        # Merged cells have the words of a total in their first column: that of the running numbers.
        named = words or self.words(row, Field.NUMBER) or self.words(row, Field.ORDER)
        if field_ := self._summary(named):
            for when, column in pairs:
                if field_ == "total":
                    self._put_total(agency.of(when, row), row, column)
                else:
                    self._put_instrument(agency.of(when, row), field_, row, column)
            return
        number = self._indicator(row, words)
        if number is None:
            return
        for when, column in pairs:
            of_year = agency.of(when, row)
            key = f"{number} {column.index}"
            if (first := of_year.places.get(key)) is not None:
                cell = CellPlace(row, column.index, column.header)
                label = self._indicator_words(number)
                self.tell(FindingKind.REPEATED_SCORES, cell, label, other=cell_name(*first[:2]))
                continue
            of_year.places[key] = CellPlace(row, column.index, column.header)
            score = self.score(row, column)
            # What a row says of its own year weighs more than what another says of the year before.
            if column.field is not Field.PREVIOUS or of_year.scores.get(number) is None:
                of_year.scores[number] = score

    def _long_columns(self, year: int) -> Iterator[tuple[int, Column]]:
        """The columns with scores, each with the year that it holds."""
        by_year = self.header.all_of(Field.OF_YEAR)
        for column in by_year:
            yield column.number, column
        if not by_year:
            if column_of_year := self.header.of(Field.SCORE):
                yield year, column_of_year
            if previous := self.header.of(Field.PREVIOUS):
                yield year - 1, previous

    def _summary(self, words: str) -> str:
        """What a row sums up: the code of an instrument, or `total`; empty where it is no such row."""
        column = self.found.finder.column(0, words)
        if column is None:
            return ""
        if column.field is Field.OF_INSTRUMENT:
            return column.code
        return "total" if column.field is Field.TOTAL else ""

    def _indicator(self, row: int, words: str) -> int | None:
        """The indicator of a long row; where number and name disagree, neither is trusted."""
        given = self.words(row, Field.NUMBER)
        numbers = {each.no for each in self.framework.indicators}
        finder = self.found.finder.indicators
        source = Field.INDICATOR if words else Field.NUMBER if given else Field.ORDER
        text = words or given or self.words(row, Field.ORDER)
        if self.header.of(Field.INDICATOR) and sums_up(text):
            return None
        named = finder.find(text)
        number = named.numbers[0] if len(named.numbers) == 1 and not named.unknown else None
        if number is not None and words and given:
            by_number = finder.find(given).numbers
            number = number if by_number == (number,) else None
        if number in numbers:
            return number
        column = self.header.of(source)
        assert column is not None
        hint = nearest(text, [each.name for each in self.framework.indicators])
        hints = {"hint": f"ใกล้เคียงที่สุดคือ “{hint}”", "hint_en": f"(the nearest is “{hint}”)"} if hint else {}
        cell = CellPlace(row, column.index, column.header)
        shown = f"{given} {words}" if words and given else text
        self.tell(FindingKind.UNKNOWN_INDICATOR, cell, shown, year=self.year, **hints)
        return None

    def _put_total(self, of_year: YearScores, row: int, column: Column) -> None:
        score = self.score(row, column)
        if score is not None:
            of_year.total = score
            of_year.places["total"] = CellPlace(row, column.index, column.header)

    def _put_instrument(self, of_year: YearScores, code: str, row: int, column: Column) -> None:
        score = self.score(row, column)
        if score is not None:
            of_year.instruments[code] = score
            of_year.places[code] = CellPlace(row, column.index, column.header)

    def _put_grade(self, of_year: YearScores, row: int, column: Column) -> None:
        words = " ".join(as_text(self.grid.at(row, column.index)).split())
        if words.strip("-–— "):
            of_year.grade = words
            of_year.places["grade"] = CellPlace(row, column.index, column.header)

    def _repeats_header(self, row: int) -> bool:
        """A second header row with the indicators' numbers below their names, or the header once more."""
        columns = self.header.all_of(Field.OF_INDICATOR)
        values = [(each, self.grid.at(row, each.index)) for each in columns]
        shown = [(each, value) for each, value in values if not is_blank(value)]
        return bool(shown) and all(
            (meant := self.found.finder.column(each.index, value)) is not None
            and (meant.field, meant.number) == (each.field, each.number)
            for each, value in shown
        )

    def _year(self, row: int, words: str | None = None) -> int | None:
        """The year of a row; the table's where the row says none."""
        column = self.found.year_column
        if column is None:
            return self.year
        value: object = words if words is not None else self.grid.at(row, column.index)
        if is_blank(value):
            return self.year
        year = year_of(value)
        if year is None:
            cell = CellPlace(row, column.index, column.header)
            self.tell(FindingKind.NOT_A_YEAR, cell, as_text(value))
        return year

    def _agency(self, row: int, name: str, code: str, *, own: bool = False) -> AgencyRows:
        """The agency of a row: the same code, or else the same name in the same place."""
        district, province = self.words(row, Field.DISTRICT), self.words(row, Field.PROVINCE)
        if own:
            name = self._place_words(row) if len(self.rows) > 1 else ""
        key = (
            f"code {compact(code)}"
            if code
            else f"name {compact(name)} {compact(district)} {compact(province)}"
        )
        if own:
            key = f"row {row}"
        agency = Agency(name or code, self.words(row, Field.AGENCY_TYPE), district, province, code)
        rows = self.agencies.setdefault(key, AgencyRows(agency, row))
        rows.every_row.add(row)
        return rows

    def _place_words(self, row: int) -> str:
        return f"แถวที่ {row + 1}"

    def _indicator_words(self, number: int) -> str:
        return f"{number} {self.framework.indicator(number).name}"

    # What comes out

    def _counts(self, rows: AgencyRows) -> bool:
        """An agency that stands in the table with other years alone is not one of this year's."""
        return self.year in rows.years

    def _tell_other_years(self) -> None:
        left_out = [each for each in self.agencies.values() if not self._counts(each)]
        if left_out:
            years = ", ".join(map(str, sorted({year for each in left_out for year in each.years})))
            self.tell(FindingKind.OTHER_YEARS, None, years, count=len(left_out), year=self.year)

    def _assembled(self, rows: AgencyRows) -> AgencyScores:
        now, before = rows.years[self.year], rows.years.get(self.year - 1, YearScores(rows.row))
        scores = tuple(
            IndicatorScore(each.no, now.scores.get(each.no), before.scores.get(each.no))
            for each in self.framework.indicators
        )
        for kind, cell, value, details in differences(now, self.framework):
            self.tell(kind, cell, value, **details)
        every = frozenset(row + 1 for row in rows.every_row)
        return AgencyScores(rows.agency, scores, now.published, before.published, rows.row + 1, every)
