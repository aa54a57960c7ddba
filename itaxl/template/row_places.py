"""Finds the rows that were sent out, wherever they stand now: by their codes, else by what they hold."""

from collections.abc import Collection, Mapping, Sequence

from itaxl.sheets.grids import Grid
from itaxl.template.cells import as_text, same
from itaxl.template.description import Sheet
from itaxl.template.headers import Heads
from itaxl.template.stamp import SentTable
from itaxl.thai.text import is_blank, unquoted

_MOST_COMPARED = 200_000  # rows times rows; more are looked for where they were written, and nowhere else

ExpectedRow = tuple[int, str]
"""Where a row was written, and its code."""


class RowFinder:
    """Finds rows of one table."""

    def __init__(self, grid: Grid, sheet: Sheet, heads: Heads, sent: SentTable) -> None:
        self.grid = grid
        self.sheet = sheet
        self.heads = heads
        self.sent = sent

    def find(self, assigned: Sequence[ExpectedRow], free: Sequence[ExpectedRow]) -> list[int | None]:
        """The row of every sent row, then those of the rows that came empty; None for one that is gone.

        Args:
            assigned: the rows that were sent out filled in.
            free: those that came empty.
        """
        expected = [*assigned, *free]
        label = self.heads.columns.get(self.sheet.row_label)
        if label is None:
            if not self.sheet.row_label:
                return [row for row, _ in expected]
            places = self._by_content([*zip(assigned, self.sent.rows, strict=False)], set())
            taken = {row for row in places if row is not None}
            return [*places, *(row if self._may_be_free(row, taken) else None for row, _ in free)]
        if all(same(code, self.grid.at(row, label)) for row, code in expected):
            return [row for row, _ in expected]
        return self._by_code(assigned, free, label)

    def is_title_of_free_rows(self, value: object) -> bool:
        """Whether a cell announces the rows that came empty."""
        title = self.sheet.blank_rows_title
        return bool(title) and isinstance(value, str) and same(title, value)

    def _by_code(
        self, assigned: Sequence[ExpectedRow], free: Sequence[ExpectedRow], label: int
    ) -> list[int | None]:
        expected = [*assigned, *free]
        by_code: dict[str, list[int]] = {}
        for row in range(self.heads.row + 1, len(self.grid.rows)):
            value = self.grid.at(row, label)
            if not is_blank(value):
                by_code.setdefault(unquoted(as_text(value)), []).append(row)
        located: list[int | None] = []
        for row, code in expected:
            found = by_code.get(unquoted(code), [])
            located.append(row if row in found else next(iter(found), None))
        taken = {row for row in located if row is not None}
        # Rows whose codes stand nowhere may have been moved as well: what they hold tells.
        lost = [
            (number, each)
            for number, each in enumerate(zip(assigned, self.sent.rows, strict=False))
            if located[number] is None
        ]
        for (number, _), place in zip(lost, self._by_content([each for _, each in lost], taken), strict=True):
            located[number] = place
        # Else the code was overwritten where it was sent, unless another row took that place.
        taken = {row for row in located if row is not None}
        return [
            row if place is None and row not in taken and self._may_be_sent_row(row) else place
            for place, (row, _) in zip(located, expected, strict=True)
        ]

    def _may_be_sent_row(self, row: int) -> bool:
        """Where rows were deleted, the title of the free rows or nothing at all takes their place."""
        return row < len(self.grid.rows) and not any(map(self.is_title_of_free_rows, self.grid.rows[row]))

    # Where codes are gone

    def _by_content(
        self, assigned: Sequence[tuple[ExpectedRow, Sequence[str]]], passed: Collection[int]
    ) -> list[int | None]:
        """By the locked cells, most of which must be the same; of two that are, the one in its place.

        Args:
            assigned: the rows to find, each with what its locked cells held.
            passed: rows that are known to be others.
        """
        body = range(self.heads.row + 1, len(self.grid.rows))
        is_many = len(body) * len(assigned) > _MOST_COMPARED
        places: list[int | None] = []
        taken = set(passed)
        for (row, _), values in assigned:
            held = {
                self.heads.columns[key]: value
                for key, value in zip(self.sent.columns, values, strict=True)
                if value and key in self.heads.columns
            }
            scores = {each: self._score(each, held) for each in ((row,) if is_many else body)}
            best = max(scores.values(), default=0)
            alike = [each for each, score in scores.items() if score == best and each not in taken]
            chosen = row if row in alike else alike[0] if len(alike) == 1 else None
            if chosen is None or 2 * best < len(held) or not best:
                places.append(None)
            else:
                places.append(chosen)
                taken.add(chosen)
        return places

    def _score(self, row: int, held: Mapping[int, str]) -> int:
        return sum(same(value, self.grid.at(row, index)) for index, value in held.items())

    def _may_be_free(self, row: int, taken: set[int]) -> bool:
        """Whether a row's locked cells hold what they held when it came empty."""
        if row in taken or not self._may_be_sent_row(row):
            return False
        return all(
            same(self.sent.blank_values.get(each.key, ""), self.grid.at(row, self.heads.columns[each.key]))
            for each in self.sheet.columns
            if not each.open_in_blank_rows and each.key in self.heads.columns
        )
