"""Looks for entries on the sheets that nobody fills in: the notes in front, and the check before sending."""

import re
from collections.abc import Iterator
from functools import cached_property

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.sheets.grids import CellAddress, Grid, cell_name
from itaxl.template.cells import as_text
from itaxl.template.check_words import (
    ROWS,
    WAITING_ROWS,
    may_say,
    name_in_check,
    words_of_check,
)
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.headers import is_note, says_anything
from itaxl.template.stamp import SentTable, SentWorkbook
from itaxl.thai.text import compact, is_blank

_COUNT_COLUMN = 2


class NotesReader:
    """Tells entries from what was written there when the workbook was made.

    Args:
        sheet: the description of the notes or of the check.
        description: of the workbook.
        sent: its identity, and what was sent out in it.
    """

    def __init__(self, sheet: Sheet, description: WorkbookDescription, sent: SentWorkbook) -> None:
        self.sheet = sheet
        self.description = description
        self.sent = sent

    def entries(self, grid: Grid, file: str) -> Iterator[Finding]:
        """Every cell that says something else than was written on the sheet, as beyond the form."""
        strange = [at for at, value in _filled(grid) if not self._is_ours(at, value)]
        lines = len(self.sheet.lines)
        if lines and sum(1 for row, column in strange if not column and row <= lines) > lines / 2:
            # Sent out with other notes than there are now; they stand in the first column.
            strange = [(row, column) for row, column in strange if column or row > lines]
        for at in strange:
            yield Finding(FindingKind.BEYOND_FORM, file, grid.name, cell_name(*at), as_text(grid.at(*at)))

    def wrote(self, grid: Grid) -> bool:
        """Whether a sheet begins with this one's title, and most that stands there was written by us."""
        filled = list(_filled(grid))
        is_titled = bool(filled) and is_note(self.sheet.title, filled[0][1])
        return is_titled and 2 * sum(self._is_ours(*each) for each in filled) > len(filled)

    def _is_ours(self, at: CellAddress, value: object) -> bool:
        return self._is_line(at, value) if self.sheet.layout is Layout.NOTES else self._is_check(at, value)

    def _is_line(self, at: CellAddress, value: object) -> bool:
        if any(is_note(each, value) for each in self._telling_lines):
            return True
        # A line that is all braces may say anything, in its place.
        row, column = at
        lines = self.sheet.lines
        return not column and 1 <= row <= len(lines) and says_anything(lines[row - 1])

    @cached_property
    def _telling_lines(self) -> frozenset[str]:
        lines = (self.sheet.title, *(each.removeprefix("# ") for each in self.sheet.lines))
        return frozenset(each for each in lines if not says_anything(each))

    def _is_check(self, at: CellAddress, value: object) -> bool:
        if isinstance(value, float):
            # LibreOffice puts 0 into an .xls for words of a formula that it did not work out itself.
            return value == 0 or (at[1] == _COUNT_COLUMN and value.is_integer())
        if not isinstance(value, str):
            return False
        if compact(value) in self._check_words or any(is_note(each, value) for each in self._titles):
            return True
        return may_say(value, self._check_words, lambda part: compact(_without_count(part)))

    @cached_property
    def _check_words(self) -> frozenset[str]:
        words = words_of_check(self.sheet, self.description)
        for sheet in self.description.sheets:
            table = self.sent.tables.get(sheet.key, SentTable(0, 0))
            for name in (sheet.row_label, sheet.row_text):
                if name in table.columns:
                    index = table.columns.index(name)
                    words |= {name_in_check(row[index]) for row in table.rows}
        return frozenset(map(compact, words))

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        tables = (each for each in self.description.sheets if each.layout is Layout.TABLE)
        return (self.sheet.title, *(each.title for each in tables))


def _filled(grid: Grid) -> Iterator[tuple[CellAddress, object]]:
    for row, cells in enumerate(grid.rows):
        for column, value in enumerate(cells):
            if not is_blank(value):
                yield (row, column), value


def _without_count(words: str) -> str:
    """The words that say how many rows are not complete, without how many."""
    return WAITING_ROWS if re.fullmatch(rf"{WAITING_ROWS} \d+ {ROWS}", words) else words
