"""The cells of a table of scores: each understood once, and what cannot be read told with its place."""

import re
from decimal import Decimal

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.planning.score_headers import Column, Field
from itaxl.planning.score_records import CellPlace
from itaxl.planning.score_sources import Found
from itaxl.planning.score_values import HIGHEST, LOWEST, ReadScore, read_score
from itaxl.sheets.grids import cell_name
from itaxl.template.cells import as_text
from itaxl.template.rules import range_in_words
from itaxl.thai.text import is_blank

_PERCENT = Decimal(100)
# What our own tidy tables put before a text that a spreadsheet would run.
_GUARDED = re.compile(r"'[=+\-@\t\r＝＋－＠]")
WITH_SCORES = frozenset(
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
"""What columns with scores of any kind hold."""


class CellReader:
    """The cells below a header, and the findings on them.

    Attributes:
        year: whose scores are wanted, Buddhist era.
        rows: those with anything in them, counted from 0.
        factor: by which scores are multiplied: 100 where the whole table has a percent format.
    """

    def __init__(self, file: str, found: Found, year: int) -> None:
        self.file = file
        self.found = found
        self.grid = found.grid
        self.header = found.header
        self.year = year
        self.findings: list[Finding] = []
        self.cells: dict[CellPlace, ReadScore] = {}
        self.factor = Decimal(1)
        self.rows = [
            row
            for row in range(self.header.row + 1, len(self.grid.rows))
            if not all(is_blank(value) for value in self.grid.rows[row])
        ]

    def _judge_header(self) -> None:
        for first, column in self.header.repeated:
            if column.field in WITH_SCORES:
                place = cell_name(self.header.row, first.index)
                cell = CellPlace(self.header.row, column.index, column.header)
                self.tell(FindingKind.REPEATED_SCORES, cell, column.header, other=place)
        for column in self.header.unknown:
            cell = CellPlace(self.header.row, column.index, column.header)
            self.tell(FindingKind.UNKNOWN_INDICATOR, cell, column.header, year=self.year)

    def read_cells(self) -> None:
        """Understand every cell that should hold a score, and whether the table has a percent format.

        A spreadsheet keeps 84.48% as 0.8448, and a cell does not tell its format; but of a whole table that
        never exceeds 1, or of a single score below 1, nobody means points of 100.
        """
        for sheet in self.found.others:
            finding = Finding(FindingKind.OTHER_TABLE, self.file, sheet, details={"used": self.grid.name})
            self.findings.append(finding)
        self._judge_header()
        columns = [each for each in self.header.columns if each.field in WITH_SCORES]
        for row in self.rows:
            for column in columns:
                cell = CellPlace(row, column.index, column.header)
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
            self.tell(FindingKind.READ_AS_PERCENT, cell, str(value), percent=_plain(value * _PERCENT))

    def score(self, row: int, column: Column) -> Decimal | None:
        """The score in a cell; what is none becomes a finding."""
        cell = CellPlace(row, column.index, column.header)
        place = (row, column.index)
        if place in self.grid.errors:
            self.tell(FindingKind.ERROR_VALUE, cell, self.grid.errors[place])
            return None
        if place in self.grid.uncalculated:
            self.tell(FindingKind.UNCALCULATED, cell)
            return None
        read = self.cells.get(cell, ReadScore())
        shown = as_text(self.grid.at(row, column.index))
        if read.trouble is not None:
            self.tell(read.trouble, cell, shown, **range_in_words(float(LOWEST), float(HIGHEST)))
            return None
        if read.value is None:
            return None
        if read.may_be_fraction and self.factor == 1:
            percent = _plain(read.value * _PERCENT)
            self.tell(FindingKind.MAYBE_PERCENT, cell, shown, percent=percent)
            return None
        return read.value * self.factor if not read.has_sign else read.value

    def words(self, row: int, field: Field) -> str:
        """What a row holds in a column of words, on one line."""
        column = self.header.of(field)
        if column is None:
            return ""
        text = " ".join(as_text(self.grid.at(row, column.index)).split())
        return text[1:] if _GUARDED.match(text) else text

    def has_scores(self, row: int) -> bool:
        """Whether anything stands where scores should."""
        return any(
            not is_blank(self.grid.at(row, each.index))
            for each in self.header.columns
            if each.field in WITH_SCORES
        )

    def tell(self, kind: FindingKind, cell: CellPlace | None, value: str = "", **details: object) -> None:
        """Add a finding on a cell, or on the whole sheet."""
        name = cell_name(cell.row, cell.column) if cell else ""
        header = {"header": cell.header} if cell else {}
        self.findings.append(Finding(kind, self.file, self.grid.name, name, value, {**header, **details}))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
