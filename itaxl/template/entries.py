"""Reads the entries of one row of a described table, and tells what was not simply what it should be."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Protocol

from msgspec import Struct, field

from itaxl.assessment.findings import FindingKind
from itaxl.cell_texts import MOST_LETTERS, kept
from itaxl.sheets.grids import CellAddress, Grid
from itaxl.template.cells import ReadingRules, Understood, as_text, date_read, day_of, trouble_at, understood
from itaxl.template.description import Column, Kind, Sheet
from itaxl.template.stamp import canonical
from itaxl.thai.dates import short_date

_MONTHS = 12
_TEXTS = (Kind.TEXT, Kind.LONG)
_SURELY_FITS = MOST_LETTERS // 2  # a letter takes one unit of a cell, or two


class Found(Protocol):
    """Takes note of what was found in a cell."""

    def __call__(
        self, kind: FindingKind, at: CellAddress | None, *, value: str = "", **details: object
    ) -> None:
        """Take note."""


class Entries(Struct):
    """What a row held.

    Attributes:
        values: understood entries by column key.
        faulty: columns whose entry was found wrong, and so proves nothing.
        written: the words that were typed where the values hold what they were read as.
        unread: entries that could not be understood, as they stand in the cells.
    """

    own: bool
    code: str = ""
    values: dict[str, object] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)
    unread: dict[str, object] = field(default_factory=dict)


class EntryReader:
    """Reads rows of one table."""

    def __init__(
        self,
        grid: Grid,
        sheet: Sheet,
        rules: ReadingRules,
        columns: Mapping[str, int],
        *,
        is_sent: bool,
        found: Found,
        sent_days: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        """Prepare to read.

        Args:
            grid: the sheet's cells.
            sheet: its description.
            rules: what entries are judged by.
            columns: where the columns stand, by key.
            is_sent: whether locked cells are known to be locked; else nothing is known but what stands there.
            found: takes note of findings.
            sent_days: that stood in its open cells already, by the row's code and column key.
        """
        self.grid = grid
        self.sheet = sheet
        self.rules = rules
        self.is_sent = is_sent
        self.found = found
        self.sent_days = sent_days or {}
        self._missing = {each.key for each in sheet.columns if each.key not in columns}
        self._has_troubles = bool(grid.errors or grid.uncalculated)
        self._open = {
            own: [
                (each, columns[each.key])
                for each in sheet.columns
                if each.key in columns and self._is_open(each, own=own)
            ]
            for own in (False, True)
        }

    def read(self, row: int, *, own: bool, code: str = "") -> Entries:
        """The entries of a row; of one that the department added, where it is its own."""
        entries = Entries(own, code, faulty=set(self._missing))
        periods: list[tuple[Column, CellAddress, Understood]] = []
        cells = self.grid.rows[row] if row < len(self.grid.rows) else ()
        for column, index in self._open[own]:
            raw = cells[index] if index < len(cells) else ""
            if not self._has_troubles:
                if raw == "":
                    continue
                if (
                    type(raw) is str
                    and column.kind in _TEXTS
                    and raw[0].isalnum()
                    and len(raw) < _SURELY_FITS
                ):
                    entries.values[column.key] = raw  # as most entries are: words, which mean what they say
                    continue
            at = row, index
            trouble = trouble_at(self.grid, at) if self._has_troubles else None
            if trouble:
                entries.faulty.add(column.key)
                self.found(trouble[0], at, value=trouble[1], header=column.header)
                if at in self.grid.typed:
                    entries.unread[column.key] = self.grid.typed[at]
                continue
            meaning = understood(raw, column, self.rules)
            if meaning.period:
                periods.append((column, at, meaning))
            elif meaning.trouble:
                self.found(meaning.trouble, at, value=as_text(raw), header=column.header, **meaning.details)
            self._take(entries, raw, column, at, meaning)
        for column, at, meaning in periods:
            self._take_period(entries, column, at, meaning)
        return entries

    def _take(
        self, entries: Entries, raw: object, column: Column, at: CellAddress, meaning: Understood
    ) -> None:
        if meaning.value is None:
            if meaning.trouble:
                entries.faulty.add(column.key)
                entries.unread[column.key] = raw
            return
        entries.values[column.key] = meaning.value
        if meaning.trouble:
            entries.written[column.key] = as_text(raw)
        if isinstance(raw, str):
            if column.kind in _TEXTS and (rest := raw[len(kept(raw)) :]):
                details = {"header": column.header, "letters": len(raw)}
                self.found(FindingKind.TEXT_TOO_LONG, at, value=rest, **details)
            return
        if column.kind in _TEXTS and isinstance(raw, (date, time, timedelta)):
            # Text such as 1/3 or 10:30 that the program turned into a date or a time while it was typed.
            self.found(FindingKind.CHANGED_BY_PROGRAM, at, value=as_text(raw), header=column.header)
        swapped = self._swapped(meaning.value, column, at, entries.code)
        if swapped is not None:
            # One doubt is enough: what rests on this date proves nothing.
            entries.values[column.key] = swapped
            entries.faulty.add(column.key)

    def _take_period(self, entries: Entries, column: Column, at: CellAddress, meaning: Understood) -> None:
        """Tell what a period was read as; its other end goes into the cell for that, where it is blank."""
        raw = as_text(self.grid.at(*at))
        days = {column.header: meaning.value} if isinstance(meaning.value, date) else {}
        other = self.sheet.other_end(column)
        if other and not meaning.period.is_one_month and self._is_blank(entries, other):
            day = day_of(meaning.period, other, self.rules)
            if day is not None:
                entries.values[other.key] = days[other.header] = day
                entries.written[other.key] = raw
        if not days:
            self.found(FindingKind.NOT_A_DATE, at, value=raw, header=column.header, **meaning.details)
            entries.unread[column.key] = raw
            return
        entries.faulty.discard(column.key)
        details = date_read(days, meaning.period)
        self.found(FindingKind.DATE_READ, at, value=raw, header=column.header, **details)

    def _is_blank(self, entries: Entries, column: Column) -> bool:
        return (
            self._is_open(column, own=entries.own)
            and column.key not in entries.values
            and column.key not in entries.faulty
        )

    def _swapped(self, day: object, column: Column, at: CellAddress, code: str) -> date | None:
        """The date to use where the computer takes the month first: 5/6 typed as 5 June became 6 May.

        The other reading is used where only that one lies in the fiscal year; either way it is told. Nobody
        typed a day that the form was sent out with.
        """
        if not self.rules.month_first or not isinstance(day, date):
            return None
        if day.day > _MONTHS or day.day == day.month:
            return None
        if self.sent_days.get((code, column.key)) == canonical(day):
            return None
        other = date(day.year, day.day, day.month)
        inside = [each for each in (day, other) if self.rules.first <= each <= self.rules.last]
        used = other if inside == [other] else day
        unused = day if used is other else other
        details = {"header": column.header, "other": short_date(unused), "swapped": used is not day}
        self.found(FindingKind.MAYBE_SWAPPED, at, value=short_date(used), **details)
        return used

    def _is_open(self, column: Column, *, own: bool) -> bool:
        return not self.is_sent or (column.open_in_blank_rows if own else column.open)
