"""Reads what a form was sent out with, and whether anybody has entered something since."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from itaxl.assessment.contents import contents_of, entries_in, mark, times_held
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import KeptEntry, Origin, OriginKind, Submission
from itaxl.sheets.grids import CellAddress, Grid, cell_name, column_index
from itaxl.template.cells import as_text
from itaxl.template.front import CHANGED, UNCHANGED
from itaxl.template.stamp import SentStart
from itaxl.thai.dates import DAY_ZERO
from itaxl.thai.text import is_blank

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MOST_DAYS = 300_000  # as Excel counts them; a larger number is none, and a year has four digits
# A form that is sent out again is as it should be: whoever meets one of these changed it.
_CHANGES = frozenset(
    {
        FindingKind.LOCKED_CELL_CHANGED,
        FindingKind.BEYOND_FORM,
        FindingKind.MISSING_SHEET,
        FindingKind.NO_HEADERS,
        FindingKind.MISSING_COLUMN,
        FindingKind.MISSING_ROW,
        FindingKind.ERROR_VALUE,
        FindingKind.UNCALCULATED,
    }
)


def front_among(grids: Sequence[Grid], start: SentStart) -> Grid | None:
    """The sheet in front of a form: by its name, else the first that holds most of what was written on it."""
    named = next((each for each in grids if each.name == start.sheet), None)
    return named or next((each for each in grids if _holds_most(each, start)), None)


def _holds_most(grid: Grid, start: SentStart) -> bool:
    held = Counter(mark(value) for cells in grid.rows for value in cells if not is_blank(value))
    return bool(start.words) and 2 * (held & Counter(start.words)).total() > len(start.words)


class FrontReader:
    """Reads the sheet in front: what it was to be read for, and what else somebody typed there.

    Args:
        grid: the sheet as it came back; None where it is gone.
        start: what the stamp says of it.
    """

    def __init__(self, grid: Grid | None, start: SentStart) -> None:
        self.grid = grid or Grid(start.sheet, [])
        self.start = start
        self._ours = Counter(start.words)
        places = [*(each.cell for each in start.kept), start.confirmed]
        self._open = {at: cell for cell in places if (at := _address(cell))}
        self._strange = list(self._strangers()) if start.words else []
        # Rows may have been sorted: what we wrote may stand in an open cell now, and is no entry there.
        self._held = {
            cell: value
            for at, cell in self._open.items()
            if not is_blank(value := self.grid.at(*at)) and not self._is_ours(value)
        }

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody said that nothing is to be changed."""
        return self.start.confirmed in self._held

    def kept(self) -> Iterator[KeptEntry]:
        """The entries that the form has no place for."""
        for each in self.start.kept:
            if each.cell in self._held:
                yield KeptEntry(each.place, as_text(self._held[each.cell]), each.cell)

    def beyond(self, file: str) -> Iterator[Finding]:
        """Every other cell that says something else than was written on the sheet."""
        for at in self._strange:
            value = as_text(self.grid.at(*at))
            yield Finding(FindingKind.BEYOND_FORM, file, self.grid.name, cell_name(*at), value)

    def _strangers(self) -> Iterator[CellAddress]:
        for row, cells in enumerate(self.grid.rows):
            for column, value in enumerate(cells):
                if is_blank(value) or (row, column) in self._open or value in (UNCHANGED, CHANGED):
                    continue
                if not self._is_ours(value):
                    yield row, column

    def _is_ours(self, value: object) -> bool:
        """Whether it was written when the form was made; what was written once counts once."""
        words = [mark(value)]
        if isinstance(value, float) and 0 < value < _MOST_DAYS:
            words.append(mark(DAY_ZERO + timedelta(value)))  # some programs forget which numbers are days
        found = next((each for each in words if self._ours[each] > 0), None)
        if found is None:
            return False
        self._ours[found] -= 1
        return True


def with_origin(submission: Submission, front: FrontReader) -> Submission:
    """What was read, with the entries that the form keeps in front, and whether it was changed."""
    start = front.start
    try:
        kind = OriginKind(start.kind)
    except ValueError:
        return submission
    kept = tuple(front.kept())
    full = replace(submission, kept=kept)
    changed = (
        start.digest not in (contents_of(full), contents_of(_as_it_stands(full)))
        or front.is_confirmed
        or any(each.kind in _CHANGES for each in submission.findings)
    )
    told = _told(full, front)
    return replace(
        full,
        untouched=submission.untouched and not changed,
        findings=(*submission.findings, *told),
        origin=Origin(kind, tuple(start.corrects), changed),
    )


def _as_it_stands(submission: Submission) -> Submission:
    """With the days that were read the other way round as the cells have them: so they were sent out."""
    swapped = [each for each in submission.findings if each.details.get("swapped")]
    if not swapped:
        return submission
    keys = {letters: key for key, letters in submission.columns.items()}
    places = {
        (int(match[2]), keys.get(match[1])) for each in swapped if (match := _CELL.fullmatch(each.cell))
    }
    rows = []
    for row in submission.rows:
        values = dict(row.values)
        for number, key in places:
            day = values.get(key) if key else None
            if key and number == row.row and isinstance(day, date):
                values[key] = day.replace(month=day.day, day=day.month)
        rows.append(replace(row, values=values))
    return replace(submission, rows=tuple(rows))


def _told(submission: Submission, front: FrontReader) -> Iterator[Finding]:
    """What still stands in front of the form; what was moved into it has found its place.

    It was moved if more cells hold it than when it was sent out: some may have said the same all along.
    """
    if not submission.kept:
        return
    sent = {each.cell: each for each in front.start.kept}
    counts = times_held((each.value for each in submission.kept), entries_in(submission))
    for each, held in zip(submission.kept, counts, strict=True):
        before = sent[each.cell]
        is_as_sent = before.mark in ("", mark(each.value))
        if not is_as_sent or held <= before.held:
            details = {"place": each.place}
            name = front.grid.name
            yield Finding(FindingKind.KEPT_ENTRY, submission.file, name, each.cell, each.value, details)


def _address(cell: str) -> CellAddress | None:
    match = _CELL.fullmatch(cell)
    return (int(match[2]) - 1, column_index(match[1])) if match else None
