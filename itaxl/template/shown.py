"""Tells what a form's formulas show from what somebody typed over them."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import cached_property

from itaxl.assessment.submissions import SubmittedRow
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.grids import Grid
from itaxl.template.check_words import may_say, words_of_rows
from itaxl.template.description import Sheet
from itaxl.template.headers import Heads
from itaxl.template.layout import HEADER_ROW
from itaxl.template.live import BAND_WORDS
from itaxl.template.live_days import READ_WHEN_SENT, UNREADABLE_DATE
from itaxl.template.stamp import ComputedBlock
from itaxl.thai.dates import DAY_ZERO
from itaxl.thai.text import is_blank

_MONTHS = 12
# What LibreOffice puts into an .xls for words of a formula that it did not work out itself.
_NOT_WORKED_OUT = (0.0, time())


class ShownByFormulas:
    """What the computed cells of a table may say, by the rows that were read.

    Where the file does not say which cells hold formulas, or they were all pasted as values, only what a
    formula can say tells them from entries.
    """

    def __init__(
        self,
        grid: Grid,
        sheet: Sheet,
        heads: Heads,
        rows: Iterable[SubmittedRow],
        block: ComputedBlock | None,
    ) -> None:
        """Prepare to tell.

        Args:
            grid: the sheet's cells.
            sheet: its description.
            heads: where its columns stand.
            rows: that were read.
            block: where live totals stand below the table, as it was sent out.
        """
        self.grid = grid
        self.sheet = sheet
        self.heads = heads
        self.block = block
        self._rows = {each.row - 1: each for each in rows}
        self._with_reading = [each.key for each in sheet.columns if each.reading]

    def may_be(self, row: int, column: int, value: object) -> bool:
        """Whether a cell shows what a formula worked out, or what stands beside it."""
        if column in self.heads.computed:
            return self._is_of_row(row, value) or (row, column) in self._formulas
        # The totals below the table move with its header.
        block, shift = self.block, self.heads.row - HEADER_ROW
        if block is None or not block.cells.holds(row - shift, column):
            return False
        if (row, column) in self._formulas:
            return True
        if isinstance(value, str):
            return not block.words or value in block.words
        is_total = value in _NOT_WORKED_OUT or self._is_total(column, block.cells.first_row + shift, value)
        return is_total and not self._formulas

    @cached_property
    def _formulas(self) -> frozenset[tuple[int, int]]:
        """Where formulas stand; nowhere, where nobody can tell."""
        find = self.grid.find_formulas
        try:
            return frozenset(find()) if find else frozenset()
        except Unreadable:
            return frozenset()  # what could be read of the sheet counts all the same

    def _is_of_row(self, row: int, value: object) -> bool:
        """Whether a formula of this row may say so."""
        if isinstance(value, str):
            return value in self._words or may_say(value, self._words)
        if isinstance(value, bool):
            return False
        if value in _NOT_WORKED_OUT:
            return True
        if isinstance(value, float):
            return value.is_integer() and self._is_reading(row, _day(value))
        return isinstance(value, date) and self._is_reading(row, date(value.year, value.month, value.day))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset({*words_of_rows(self.sheet), *BAND_WORDS, READ_WHEN_SENT, UNREADABLE_DATE})

    def _is_reading(self, row: int, day: date | None) -> bool:
        """Whether the date typed in this row may be understood as a day; a day with its month first, too."""
        read = self._rows.get(row)
        for key in self._with_reading:
            index = self.heads.columns.get(key)
            if index is None or is_blank(self.grid.at(row, index)):
                continue
            known = read.values.get(key) if read else None
            if not isinstance(known, date) or day in (known, _turned(known)):
                return True
        return False

    def _is_total(self, column: int, end: int, value: object) -> bool:
        """Whether a number may be the mean of some of the scores above it, rounded."""
        above = (self.grid.at(row, column) for row in range(self.heads.row + 1, end))
        scores = [each for each in above if isinstance(each, float)]
        return isinstance(value, float) and bool(scores) and min(scores) <= value <= max(scores)


def _day(number: float) -> date | None:
    try:
        return DAY_ZERO + timedelta(number)
    except OverflowError:
        return None


def _turned(day: date) -> date | None:
    """The day that it is where the month comes first."""
    return date(day.year, day.day, day.month) if day.day <= _MONTHS else None
