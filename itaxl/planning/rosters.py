"""Reads a list of agencies that exists already, a workbook or text, for a province's control workbook."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.codes import AlikeCodes
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Agency
from itaxl.planning.controls import ControlError, readable
from itaxl.planning.score_headers import Field, header_field, sums_up
from itaxl.planning.score_tables import read_known_scores
from itaxl.sheets.formats import Unreadable, UnreadableReason
from itaxl.sheets.grids import Grid, cell_name
from itaxl.sheets.text_tables import read_text_table
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.cells import as_text
from itaxl.thai.text import is_blank

_ROWS_LOOKED_AT = 60
_FIELDS = (Field.CODE, Field.NAME, Field.AGENCY_TYPE, Field.DISTRICT, Field.EMAIL)
# What a list of agencies may hold beside them, and what is of no use here.
_PASSED_OVER = (Field.ORDER, Field.PROVINCE)
_DISTRICT = re.compile(r"(?:อำเภอ|อ\.)\s*(?=\S)")


class ReadRoster(Struct, frozen=True):
    """A list of agencies, as far as it was understood.

    Attributes:
        agencies: in the list's order; what the list does not say is empty.
        known_scores: where the list holds scores as well: by the agency's code and the indicator's number,
            0 to 100.
        findings: what could not be placed.
    """

    agencies: tuple[Agency, ...]
    known_scores: Mapping[str, Mapping[int, Decimal]]
    findings: tuple[Finding, ...]


class _Header(Struct):
    """Where a list begins and what its columns hold; `unplaced` are columns that hold something else."""

    grid: Grid
    row: int
    columns: dict[Field, int] = field(default_factory=dict)
    unplaced: dict[int, str] = field(default_factory=dict)


def read_roster(path: Path, register: AgencyRegister, framework: Framework) -> ReadRoster:
    """Read a list of agencies; its columns are known by their headers or by near ones.

    A type is written in full where the list abbreviates it, and taken from the name where the list has none;
    running codes are given where it has no codes.

    Args:
        path: a workbook or a text file; what it is, is told from what is in it.
        register: the known types.
        framework: of the assessed year, for scores that the list may hold.

    Raises:
        ControlError: the file cannot be read, or no row of it is the header of such a list.
    """
    with readable(path):
        grids = _grids(path)
    headers = [header for grid in grids if (header := _header(grid))]
    if not headers:
        raise ControlError(
            f"{path.name}: ไม่พบหัวตารางของรายชื่อ ต้องมีอย่างน้อย ชื่อหน่วยงาน และควรมี รหัส ประเภทหน่วยงาน อำเภอ อีเมล",
            f"{path.name}: no header of a list of agencies; it needs at least ชื่อหน่วยงาน, better also"
            " รหัส, ประเภทหน่วยงาน, อำเภอ and อีเมล",
        )
    header = max(headers, key=lambda each: len(each.columns))
    return _Roster(path.name, header, register, framework).read()


def _grids(path: Path) -> list[Grid]:
    try:
        workbook = open_workbook(path)
    except Unreadable as trouble:
        if trouble.reason is not UnreadableReason.TEXT:
            raise
        return [read_text_table(path)]
    return [workbook.grid(name) for name in workbook.sheet_names if not name.startswith("_")]


def _header(grid: Grid) -> _Header | None:
    """The row in which most headers of a list are, the first of them; it must say where the names are."""
    best: _Header | None = None
    for row, cells in enumerate(grid.rows[:_ROWS_LOOKED_AT]):
        header = _Header(grid, row)
        for index, value in enumerate(cells):
            meant = header_field(value, (*_FIELDS, *_PASSED_OVER))
            if meant in _FIELDS and meant not in header.columns:
                header.columns[meant] = index
            elif meant not in _PASSED_OVER and not is_blank(value):
                header.unplaced[index] = " ".join(as_text(value).split())
        if Field.NAME in header.columns and (best is None or len(header.columns) > len(best.columns)):
            best = header
    return best


class _Roster:
    """One list being read."""

    def __init__(self, file: str, header: _Header, register: AgencyRegister, framework: Framework) -> None:
        self.file = file
        self.header = header
        self.grid = header.grid
        self.register = register
        self.framework = framework
        self.findings: list[Finding] = []

    def read(self) -> ReadRoster:
        agencies = {row: agency for row in self._rows() if (agency := self._agency(row))}
        if Field.CODE in self.header.columns:
            self._check_codes(agencies)
        else:
            agencies = self._with_codes(agencies)
        scores = self._scores(agencies)
        return ReadRoster(tuple(agencies.values()), scores, tuple(self.findings))

    def _rows(self) -> Iterator[int]:
        for row in range(self.header.row + 1, len(self.grid.rows)):
            if not all(is_blank(value) for value in self.grid.rows[row]):
                yield row

    def _agency(self, row: int) -> Agency | None:
        name = self._words(row, Field.NAME)
        if not name or sums_up(name):
            shown = " ".join(as_text(value) for value in self.grid.rows[row] if not is_blank(value))
            self._found(FindingKind.NOT_AN_AGENCY, row, self.header.columns[Field.NAME], shown)
            return None
        given = self._words(row, Field.AGENCY_TYPE)
        kind = self.register.type_meant(given) if given else self.register.type_in_name(name)
        return Agency(
            name=name,
            agency_type=kind.name if kind else given,
            district=district_name(self._words(row, Field.DISTRICT)),
            code=self._words(row, Field.CODE),
            email=self._words(row, Field.EMAIL),
        )

    def _words(self, row: int, wanted: Field) -> str:
        index = self.header.columns.get(wanted)
        return "" if index is None else " ".join(as_text(self.grid.at(row, index)).split())

    def _check_codes(self, agencies: Mapping[int, Agency]) -> None:
        """Tell of codes that are one number to Excel."""
        alike = AlikeCodes()
        for row, agency in agencies.items():
            if earlier := alike.earlier(agency.code, row + 1):
                other, first = earlier
                at = self.header.columns[Field.CODE]
                self._found(FindingKind.ALIKE_CODES, row, at, agency.code, other=other, row=first)

    def _with_codes(self, agencies: Mapping[int, Agency]) -> dict[int, Agency]:
        width = max(3, len(str(len(agencies))))
        codes = {row: f"{number:0{width}d}" for number, row in enumerate(agencies, start=1)}
        if codes:
            details = {"first": min(codes.values()), "last": max(codes.values())}
            self.findings.append(Finding(FindingKind.CODES_GIVEN, self.file, self.grid.name, details=details))
        return {row: replace(each, code=codes[row]) for row, each in agencies.items()}

    def _scores(self, agencies: Mapping[int, Agency]) -> dict[str, dict[int, Decimal]]:
        """Scores that stand in the rows of the list, and a finding for each column that holds neither."""
        known = read_known_scores(self.file, self.grid, self.framework)
        scores: dict[str, dict[int, Decimal]] = {}
        for each in known.agencies if known else ():
            agency = agencies.get(each.row - 1)
            given = {score.no: score.score for score in each.scores if score.score is not None}
            if agency and given:
                scores[agency.code] = given
        self.findings.extend(known.findings if known else ())
        of_scores = known.score_columns if known else ()
        for index, words in self.header.unplaced.items():
            column = [row[index] for row in self.grid.rows[self.header.row + 1 :] if index < len(row)]
            if index not in of_scores and not all(is_blank(value) for value in column):
                self._found(FindingKind.UNPLACED_COLUMN, self.header.row, index, words)
        return scores

    def _found(self, kind: FindingKind, at_row: int, column: int, value: str, /, **details: object) -> None:
        cell = cell_name(at_row, column)
        self.findings.append(Finding(kind, self.file, self.grid.name, cell, value, details))


def district_name(words: str) -> str:
    """A district without the word for one.

    >>> [district_name(each) for each in ("อำเภอทัพทัน", "อ.ทัพทัน", " อ. ทัพทัน", "ทัพทัน", "อมก๋อย", "-")]
    ['ทัพทัน', 'ทัพทัน', 'ทัพทัน', 'ทัพทัน', 'อมก๋อย', '']
    """
    name = " ".join(words.split())
    match = _DISTRICT.match(name)
    return (name[match.end() :] if match else name).strip(" -–—")
