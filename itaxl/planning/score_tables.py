"""Reads tables of scores that people keep: one row an agency or one row an indicator, in a workbook or .csv.

Nothing is guessed silently: what cannot be read is a finding with its sheet and cell, and counts as not
known. A blank and a dash are not known; 0 is a score.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework, rounded
from itaxl.assessment.plans import Agency, IndicatorScore, Thresholds
from itaxl.catalogue import UnknownYearError, framework_years, load_framework
from itaxl.planning.reading import ControlError
from itaxl.planning.score_headers import (
    Column,
    Field,
    HeaderFinder,
    ScoreHeader,
    year_of,
    year_of_title,
)
from itaxl.planning.score_values import HIGHEST, LOWEST, ReadScore, read_score
from itaxl.results.analysis import Published
from itaxl.sheets.formats import Unreadable, UnreadableReason
from itaxl.sheets.grids import Grid, cell_name
from itaxl.sheets.text_tables import read_text_table
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.cells import as_text
from itaxl.template.returns import stamp_of, unreadable
from itaxl.thai.text import compact, is_blank, nearest

PROVINCE = "province"
_ROUNDING = Decimal("0.01")  # a published figure was rounded from figures that were rounded themselves
_PERCENT = Decimal(100)
_SCORE_SHEETS = ("คะแนน", "scores")
_SETTINGS_SHEETS = ("จังหวัด", "หน่วยงาน")
_NO_AGENCY = re.compile(r"(?:ค่า|คะแนน)?เฉลี่ย|รวม(?:ทั้งหมด|ทั้งสิ้น|เฉลี่ย)?$|หมายเหตุ|ที่มา|average$|mean$|total$")
# What our own tidy tables put before a text that a spreadsheet would run.
_GUARDED = re.compile(r"'[=+\-@\t\r＝＋－＠]")


@dataclass(frozen=True, slots=True)
class AgencyScores:
    """One agency's scores of the assessed year, and of the year before where the table has them."""

    agency: Agency
    scores: tuple[IndicatorScore, ...]
    published: Published = field(default_factory=Published)
    previous_published: Published = field(default_factory=Published)

    @property
    def has_scores(self) -> bool:
        """Whether anything is known of the assessed year."""
        return not self.published.is_empty or any(each.score is not None for each in self.scores)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A table of scores, understood.

    Attributes:
        year: that was assessed, Buddhist era.
        agencies: in the table's order.
        thresholds: those of a province's control workbook, else the contract's.
    """

    year: int
    framework: Framework
    agencies: tuple[AgencyScores, ...]
    thresholds: Thresholds
    findings: tuple[Finding, ...]


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
    try:
        grids, settings = _grids(path)
    except Unreadable as trouble:
        finding = unreadable(path.name, trouble)
        raise ControlError(
            f"{path.name}: {finding.message('th')}", f"{path.name}: {finding.message('en')}"
        ) from None
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
    return _read(file, grids, _Settings({}), year, frameworks)


def _read(
    file: str, grids: Sequence[Grid], settings: "_Settings", year: int | None, frameworks: Path | None
) -> ScoreTable:
    # Names of indicators are much the same in every year, so any year's serve to find the table and its year.
    first = _framework(file, year or framework_years(frameworks)[-1], frameworks)
    found = _tables(file, grids, first)
    years = found.years(year, settings)
    framework = _framework(file, years, frameworks)
    if framework.fiscal_year != first.fiscal_year:
        found = _tables(file, grids, framework)
    return _Reader(file, found, framework, years).read(settings)


def _grids(path: Path) -> tuple[list[Grid], "_Settings"]:
    """The sheets to look at, and what a province's control workbook says beside its scores."""
    try:
        workbook = open_workbook(path)
    except Unreadable as trouble:
        if trouble.reason is not UnreadableReason.TEXT:
            raise
        return [read_text_table(path)], _Settings({})
    sent = stamp_of(workbook)
    if sent is not None and sent.stamp.kind != PROVINCE:
        raise ControlError(
            f"{path.name} เป็นไฟล์ชนิดอื่นของระบบ ({sent.stamp.kind}) ให้ระบุแผนหรือตารางคะแนน",
            f"{path.name} is another workbook of itaxl ({sent.stamp.kind}); give a plan or a table of scores",
        )
    grids = [workbook.grid(name) for name in workbook.sheet_names if not name.startswith("_")]
    labelled = [each for each in grids if compact(each.name) in map(compact, _SETTINGS_SHEETS)]
    values = {label: value for grid in labelled for label, value in _labelled(grid)}
    return grids, _Settings(values)


def _labelled(grid: Grid) -> Iterator[tuple[str, object]]:
    for row in grid.rows:
        if len(row) > 1 and isinstance(row[0], str) and not is_blank(row[1]):
            yield compact(row[0]), row[1]


@dataclass(frozen=True, slots=True)
class _Settings:
    """Labels and values of a control workbook; labels are compact."""

    values: Mapping[str, object]

    @property
    def scored_year(self) -> int | None:
        """As said, else the year before the fiscal year of the measures."""
        if year := year_of(self.values.get(compact("ปีที่ประเมิน"))):
            return year
        year = year_of(self.values.get(compact("ปีงบประมาณ")))
        return year - 1 if year else None

    @property
    def thresholds(self) -> Thresholds:
        """Those of the contract, where none are given or they cannot be read."""
        default = Thresholds()
        labels = ("เกณฑ์จุดแข็ง (มากกว่า)", "เกณฑ์จุดอ่อน (ต่ำกว่า)", "เป้าหมาย")
        given = [read_score(self.values.get(compact(label))).value for label in labels]
        standard = (default.strength_above, default.weakness_below, default.target)
        return Thresholds(
            *(new if new is not None else old for new, old in zip(given, standard, strict=True))
        )


def _framework(file: str, year: int, frameworks: Path | None) -> Framework:
    try:
        return load_framework(year, frameworks)
    except UnknownYearError as error:
        years = ", ".join(str(each) for each in error.known)
        raise ControlError(
            f"{file}: ไม่มีข้อมูล ITA ของปี {year} (มีปี {years}) เพิ่มได้ด้วย --frameworks",
            f"{file}: there is no framework of {year} (there are {years}); add one with --frameworks",
        ) from None


@dataclass(frozen=True, slots=True)
class _Found:
    """The sheet that is read, its header, and other sheets that hold a table too."""

    file: str
    grid: Grid
    header: ScoreHeader
    finder: HeaderFinder
    others: tuple[str, ...]

    def years(self, wanted: int | None, settings: _Settings) -> int:
        """The year to analyse.

        Raises:
            ControlError: none is named, or the table does not have the one that is wanted.
        """
        column = self.year_column
        columns = {each.number for each in self.header.all_of(Field.OF_YEAR)}
        if not columns and column is not None:
            rows = self.grid.rows[self.header.row + 1 :]
            columns = {year for row in rows if (year := year_of(_at(row, column.index)))}
        if wanted is not None:
            if columns and wanted not in columns:
                held = ", ".join(str(each) for each in sorted(columns))
                raise ControlError(
                    f"{self.file}: ตารางไม่มีคะแนนของปี {wanted} (มีปี {held})",
                    f"{self.file}: the table has no scores of {wanted} (it has {held})",
                )
            return wanted
        year = max(columns, default=None) or settings.scored_year or year_of_title(self.grid, self.header.row)
        if year is None:
            raise ControlError(
                f"{self.file}: ตารางไม่ได้บอกว่าเป็นคะแนนของปีใด ให้เพิ่ม --year เช่น --year 2566",
                f"{self.file}: nothing says of which year the scores are; add --year, such as --year 2566",
            )
        return year

    @property
    def year_column(self) -> Column | None:
        """Scores belong to the year that was assessed; ปีงบประมาณ counts where nothing else is said."""
        return self.header.of(Field.SCORED_YEAR) or self.header.of(Field.FISCAL_YEAR)


def _tables(file: str, grids: Sequence[Grid], framework: Framework) -> _Found:
    finder = HeaderFinder(framework)
    found = [(grid, header) for grid in grids if (header := finder.find(grid))]
    if not found:
        raise ControlError(
            f"{file}: ไม่พบตารางคะแนน หัวตารางต้องมีชื่อหน่วยงานกับ 1 ถึง 10 (แถวละหน่วยงาน)"
            " หรือ ตัวชี้วัด กับ คะแนน (แถวละตัวชี้วัด)",
            f"{file}: no table of scores; its header must have the agency and 1 to 10 (one row an agency),"
            " or ตัวชี้วัด and คะแนน (one row an indicator)",
        )
    named = [each for each in found if compact(each[0].name) in map(compact, _SCORE_SHEETS)]
    grid, header = (named or found)[0]
    others = tuple(each.name for each, _ in found if each is not grid)
    return _Found(file, grid, header, finder, others)


def _at(row: Sequence[object], index: int) -> object:
    return row[index] if index < len(row) else ""


class _Cell(NamedTuple):
    """A place in the sheet, and the header above it."""

    row: int
    column: int
    header: str


@dataclass(slots=True)
class _YearScores:
    """What the table says of one agency in one year."""

    row: int
    scores: dict[int, Decimal | None] = field(default_factory=dict)
    instruments: dict[str, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    grade: str = ""
    places: dict[str, _Cell] = field(default_factory=dict)

    @property
    def published(self) -> Published:
        return Published(self.total, self.instruments, self.grade)


@dataclass(slots=True)
class _AgencyRows:
    """What the table says of one agency.

    Attributes:
        rows: where a wide table told of a year, by year.
    """

    agency: Agency
    row: int
    years: dict[int, _YearScores] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)

    def of(self, year: int, row: int) -> _YearScores:
        return self.years.setdefault(year, _YearScores(row))


class _Reader:
    """One table being read."""

    def __init__(self, file: str, found: _Found, framework: Framework, year: int) -> None:
        self.file = file
        self.found = found
        self.grid = found.grid
        self.header = found.header
        self.framework = framework
        self.year = year
        self.findings: list[Finding] = []
        self.agencies: dict[str, _AgencyRows] = {}
        self.cells: dict[_Cell, ReadScore] = {}
        self.factor = Decimal(1)
        self.rows = [
            row
            for row in range(self.header.row + 1, len(self.grid.rows))
            if not all(is_blank(value) for value in self.grid.rows[row])
        ]

    def read(self, settings: _Settings) -> ScoreTable:
        for sheet in self.found.others:
            finding = Finding(FindingKind.OTHER_TABLE, self.file, sheet, details={"used": self.grid.name})
            self.findings.append(finding)
        self._judge_header()
        self._read_cells()
        if self.header.is_long:
            self._read_long()
        else:
            self._read_wide()
        agencies = tuple(self._assembled(each) for each in self.agencies.values() if self._counts(each))
        if not any(each.has_scores for each in agencies):
            self._found(FindingKind.NO_SCORES, None)
        return ScoreTable(self.year, self.framework, agencies, settings.thresholds, tuple(self.findings))

    # Cells

    def _judge_header(self) -> None:
        for first, column in self.header.repeated:
            if column.field in _WITH_SCORES:
                place = cell_name(self.header.row, first.index)
                cell = _Cell(self.header.row, column.index, column.header)
                self._found(FindingKind.REPEATED_SCORES, cell, column.header, other=place)
        for column in self.header.unknown:
            cell = _Cell(self.header.row, column.index, column.header)
            self._found(FindingKind.UNKNOWN_INDICATOR, cell, column.header, year=self.year)

    def _read_cells(self) -> None:
        """Understand every cell that should hold a score, and whether the table has a percent format.

        A spreadsheet keeps 84.48% as 0.8448, and a cell does not tell its format; but of a whole table that
        never exceeds 1, or of a single score below 1, nobody means points of 100.
        """
        columns = [each for each in self.header.columns if each.field in _WITH_SCORES]
        for row in self.rows:
            for column in columns:
                cell = _Cell(row, column.index, column.header)
                value = self.grid.at(row, column.index)
                if not is_blank(value):
                    self.cells[cell] = read_score(value)
        fractions = [cell for cell, read in self.cells.items() if read.may_be_fraction]
        known = [read for read in self.cells.values() if read.value]
        if fractions and len(fractions) == len(known) and any(read.value != 1 for read in known):
            self.factor = _PERCENT
            cell = next(each for each in fractions if self.cells[each].value != 1)
            value = self.cells[cell].value
            assert value is not None
            self._found(FindingKind.READ_AS_PERCENT, cell, str(value), percent=_plain(value * _PERCENT))

    def _score(self, row: int, column: Column) -> Decimal | None:
        """The score in a cell; what is none becomes a finding."""
        cell = _Cell(row, column.index, column.header)
        place = (row, column.index)
        if place in self.grid.errors:
            self._found(FindingKind.ERROR_VALUE, cell, self.grid.errors[place])
            return None
        if place in self.grid.uncalculated:
            self._found(FindingKind.UNCALCULATED, cell)
            return None
        read = self.cells.get(cell, ReadScore())
        shown = as_text(self.grid.at(row, column.index))
        if read.trouble is not None:
            self._found(read.trouble, cell, shown, minimum=LOWEST, maximum=HIGHEST)
            return None
        if read.value is None:
            return None
        if read.may_be_fraction and self.factor == 1:
            percent = _plain(read.value * _PERCENT)
            self._found(FindingKind.MAYBE_PERCENT, cell, shown, percent=percent)
            return None
        return read.value * self.factor if not read.has_sign else read.value

    def _words(self, row: int, field_: Field) -> str:
        column = self.header.of(field_)
        if column is None:
            return ""
        text = " ".join(as_text(self.grid.at(row, column.index)).split())
        return text[1:] if _GUARDED.match(text) else text

    # Rows

    def _read_wide(self) -> None:
        columns = self.header.columns
        has_names = any(each.field in (Field.NAME, Field.CODE) for each in columns)
        for row in self.rows:
            name, code = self._words(row, Field.NAME), self._words(row, Field.CODE)
            if _NO_AGENCY.match(name) or self._repeats_header(row):
                continue
            if has_names and not name and not code:
                if not self._has_scores(row):
                    continue
                column = self.header.of(Field.NAME) or self.header.of(Field.CODE)
                assert column is not None
                cell = _Cell(row, column.index, column.header)
                self._found(FindingKind.MISSING_ENTRY, cell)
            year = self._year(row)
            if year is None:
                continue
            agency = self._agency(row, name, code, own=not has_names or not (name or code))
            self._read_wide_row(row, agency, year)

    def _read_wide_row(self, row: int, agency: _AgencyRows, year: int) -> None:
        if year in agency.rows:
            first = self._place_words(agency.rows[year])
            column = self.header.of(Field.NAME) or self.header.of(Field.CODE)
            cell = _Cell(row, column.index, column.header) if column else None
            shown = f"{agency.agency.name or agency.agency.code} {year}"
            self._found(FindingKind.REPEATED_SCORES, cell, shown, other=first)
            return
        agency.rows[year] = row
        of_year = agency.of(year, row)
        for column in self.header.columns:
            match column.field:
                case Field.OF_INDICATOR:
                    of_year.scores[column.number] = self._score(row, column)
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
            name, code = self._words(row, Field.NAME), self._words(row, Field.CODE)
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
        return any(self._words(row, each) for each in (Field.INDICATOR, Field.NUMBER, Field.ORDER))

    def _read_long_row(self, row: int, agency: _AgencyRows, year: int) -> None:
        words = self._words(row, Field.INDICATOR)
        pairs = list(self._long_columns(year))
        if words and (field_ := self._summary(words)):
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
                cell = _Cell(row, column.index, column.header)
                label = self._indicator_words(number)
                self._found(FindingKind.REPEATED_SCORES, cell, label, other=cell_name(*first[:2]))
                continue
            of_year.places[key] = _Cell(row, column.index, column.header)
            score = self._score(row, column)
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
        given = self._words(row, Field.NUMBER)
        numbers = {each.no for each in self.framework.indicators}
        finder = self.found.finder.indicators
        source = Field.INDICATOR if words else Field.NUMBER if given else Field.ORDER
        text = words or given or self._words(row, Field.ORDER)
        if words and self.header.of(Field.INDICATOR) and _NO_AGENCY.match(words):
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
        cell = _Cell(row, column.index, column.header)
        shown = f"{given} {words}" if words and given else text
        self._found(FindingKind.UNKNOWN_INDICATOR, cell, shown, year=self.year, **hints)
        return None

    def _put_total(self, of_year: _YearScores, row: int, column: Column) -> None:
        score = self._score(row, column)
        if score is not None:
            of_year.total = score
            of_year.places["total"] = _Cell(row, column.index, column.header)

    def _put_instrument(self, of_year: _YearScores, code: str, row: int, column: Column) -> None:
        score = self._score(row, column)
        if score is not None:
            of_year.instruments[code] = score
            of_year.places[code] = _Cell(row, column.index, column.header)

    def _put_grade(self, of_year: _YearScores, row: int, column: Column) -> None:
        words = " ".join(as_text(self.grid.at(row, column.index)).split())
        if words.strip("-–— "):
            of_year.grade = words
            of_year.places["grade"] = _Cell(row, column.index, column.header)

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

    def _has_scores(self, row: int) -> bool:
        return any(
            not is_blank(self.grid.at(row, each.index))
            for each in self.header.columns
            if each.field in _WITH_SCORES
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
            cell = _Cell(row, column.index, column.header)
            self._found(FindingKind.NOT_A_YEAR, cell, as_text(value))
        return year

    def _agency(self, row: int, name: str, code: str, *, own: bool = False) -> _AgencyRows:
        """The agency of a row: the same code, or else the same name in the same place."""
        district, province = self._words(row, Field.DISTRICT), self._words(row, Field.PROVINCE)
        if own:
            name = self._place_words(row) if len(self.rows) > 1 else ""
        key = (
            f"code {compact(code)}"
            if code
            else f"name {compact(name)} {compact(district)} {compact(province)}"
        )
        if own:
            key = f"row {row}"
        agency = Agency(name or code, self._words(row, Field.AGENCY_TYPE), district, province, code)
        return self.agencies.setdefault(key, _AgencyRows(agency, row))

    def _place_words(self, row: int) -> str:
        return f"แถวที่ {row + 1}"

    def _indicator_words(self, number: int) -> str:
        return f"{number} {self.framework.indicator(number).name}"

    # What comes out

    def _counts(self, rows: _AgencyRows) -> bool:
        """An agency that stands in the table with other years alone is not one of this year's."""
        return self.year in rows.years

    def _assembled(self, rows: _AgencyRows) -> AgencyScores:
        now, before = rows.years[self.year], rows.years.get(self.year - 1, _YearScores(rows.row))
        scores = tuple(
            IndicatorScore(each.no, now.scores.get(each.no), before.scores.get(each.no))
            for each in self.framework.indicators
        )
        self._compare(now)
        return AgencyScores(rows.agency, scores, now.published, before.published)

    def _compare(self, now: _YearScores) -> None:
        """What the table says of instruments, total and grade beside what the indicators give."""
        framework = self.framework
        scores = {no: score for no, score in now.scores.items() if score is not None}
        means = framework.instrument_scores(scores)
        for code, given in now.instruments.items():
            mean = means.get(code)
            if mean is not None and abs(rounded(mean) - given) > _ROUNDING:
                kind = FindingKind.INSTRUMENT_DIFFERS
                self._found(kind, now.places[code], str(given), computed=rounded(mean))
        computed = framework.total(scores)
        if now.total is not None and computed is not None and abs(computed - now.total) > _ROUNDING:
            self._found(FindingKind.TOTAL_DIFFERS, now.places["total"], str(now.total), computed=computed)
        instruments = now.instruments | means
        total = computed if computed is not None else now.total
        if total is None:
            total = framework.total_of_instruments(instruments)
        if total is None or not now.grade:
            return
        possible = [each.name for each in framework.possible_grades(total, instruments)]
        if compact(now.grade) not in map(compact, possible):
            names = " / ".join(possible)
            details = {"year": self.year, "computed": names}
            self._found(FindingKind.GRADE_DIFFERS, now.places["grade"], now.grade, **details)

    def _found(self, kind: FindingKind, cell: _Cell | None, value: str = "", **details: object) -> None:
        name = cell_name(cell.row, cell.column) if cell else ""
        header = {"header": cell.header} if cell else {}
        self.findings.append(Finding(kind, self.file, self.grid.name, name, value, {**header, **details}))


_WITH_SCORES = frozenset(
    {
        Field.SCORE,
        Field.PREVIOUS,
        Field.TOTAL,
        Field.PREVIOUS_TOTAL,
        Field.OF_INDICATOR,
        Field.OF_INSTRUMENT,
        Field.OF_YEAR,
    }
)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
