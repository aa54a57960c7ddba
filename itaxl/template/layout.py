"""Where everything of a table or form stands: computed once, for the writer and the reader."""

from collections.abc import Iterable

from msgspec import Struct

from itaxl.template.description import Column, Sheet
from itaxl.template.stamp import CellRange

HEADER_ROW = 2
"""Index of a table's header row, below its title and its note."""

FIRST_FIELD_ROW = 2
"""Index of a form's first field, below its title."""


class TablePlace(Struct, frozen=True):
    """Rows and columns of one table, counted from 0.

    Attributes:
        assigned: number of rows that are sent out filled in.
        blank: number of empty rows below them.
    """

    sheet: Sheet
    assigned: int
    blank: int

    @property
    def first_row(self) -> int:
        """The first row of the body."""
        return HEADER_ROW + 1

    @property
    def separator_row(self) -> int | None:
        """The row that announces the blank rows."""
        return self.first_row + self.assigned if self.blank and self.sheet.blank_rows_title else None

    @property
    def first_blank_row(self) -> int:
        """The first of the empty rows."""
        return self.first_row + self.assigned + (0 if self.separator_row is None else 1)

    @property
    def last_row(self) -> int:
        """The last row of the form; at least the header's."""
        return self.first_blank_row + self.blank - 1

    @property
    def readings(self) -> tuple[tuple[Column, int], ...]:
        """The computed columns that show how a typed date is understood, behind all entries."""
        with_reading = [each for each in self.sheet.columns if each.reading]
        return tuple((column, len(self.sheet.columns) + index) for index, column in enumerate(with_reading))

    @property
    def bands_column(self) -> int | None:
        """The computed column that judges a score, behind the readings."""
        return len(self.sheet.columns) + len(self.readings) if self.sheet.row_bands else None

    @property
    def check_column(self) -> int | None:
        """The computed column that says what a row still lacks, behind everything else."""
        return len(self.sheet.columns) + self.computed - 1 if self.sheet.row_check else None

    @property
    def computed(self) -> int:
        """Number of computed columns; they stand behind all entries."""
        return len(self.sheet.computed_headers)

    @property
    def last_column(self) -> int:
        """The last column that holds anything."""
        return len(self.sheet.columns) + self.computed - 1

    def rows(self) -> list[tuple[int, bool]]:
        """Every row of the body and whether it came empty."""
        first, first_blank = self.first_row, self.first_blank_row
        assigned = [(row, False) for row in range(first, first + self.assigned)]
        return assigned + [(row, True) for row in range(first_blank, first_blank + self.blank)]

    def totals_below(self, columns: Iterable[str], labels: int) -> CellRange:
        """Where live totals stand below the rows: a header and so many labels, under columns of scores."""
        index_of = {each.key: index for index, each in enumerate(self.sheet.columns)}
        first = self.last_row + 2
        last_column = max(index_of[key] for key in columns)
        return CellRange(first, index_of[self.sheet.row_text], first + labels, last_column)
