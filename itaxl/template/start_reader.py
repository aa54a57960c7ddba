"""Reads what a form was sent out with, and whether anybody has entered something since."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from itaxl.assessment.contents import contents_of, entries_in
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import KeptEntry, Origin, OriginKind, Submission
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.grids import Grid
from itaxl.sheets.workbooks import OpenedWorkbook
from itaxl.template.cells import as_text
from itaxl.template.stamp import SentStart
from itaxl.thai.text import compact, is_blank

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LETTERS_OF_THE_ALPHABET = 26
# A form that is sent out again is as it should be: whoever meets one of these changed it.
_CHANGES = frozenset(
    {
        FindingKind.LOCKED_CELL_CHANGED,
        FindingKind.BEYOND_FORM,
        FindingKind.MISSING_SHEET,
        FindingKind.MISSING_COLUMN,
        FindingKind.MISSING_ROW,
        FindingKind.ERROR_VALUE,
        FindingKind.UNCALCULATED,
    }
)


def with_origin(submission: Submission, workbook: OpenedWorkbook, start: SentStart) -> Submission:
    """What was read, with the entries that the form keeps in front, and whether it was changed.

    Args:
        submission: as it was read.
        workbook: the file.
        start: what its stamp says.
    """
    try:
        kind = OriginKind(start.kind)
    except ValueError:
        return submission
    grid = Grid(start.sheet, [])
    if start.sheet in workbook.sheet_names:
        with suppress(Unreadable):
            grid = workbook.grid(start.sheet)
    kept = tuple(_kept(grid, start))
    full = replace(submission, kept=kept)
    changed = (
        start.digest not in (contents_of(full), contents_of(_as_it_stands(full)))
        or not is_blank(_at(grid, start.confirmed))
        or any(each.kind in _CHANGES for each in submission.findings)
    )
    told = _told(full, start)
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


def _kept(grid: Grid, start: SentStart) -> Iterator[KeptEntry]:
    for cell, place in start.kept:
        value = _at(grid, cell)
        if not is_blank(value):
            yield KeptEntry(place, as_text(value), cell)


def _told(submission: Submission, start: SentStart) -> Iterator[Finding]:
    """What still stands in front of the form; what was moved into it has found its place."""
    if not submission.kept:
        return
    entered = [compact(as_text(value)) for sheet, _, _, value in entries_in(submission) if sheet]
    for each in submission.kept:
        if not any(compact(each.value) in text for text in entered):
            details = {"place": each.place}
            yield Finding(
                FindingKind.KEPT_ENTRY, submission.file, start.sheet, each.cell, each.value, details
            )


def _at(grid: Grid, cell: str) -> object:
    match = _CELL.fullmatch(cell)
    if match is None:
        return ""
    column = 0
    for letter in match[1]:
        column = column * _LETTERS_OF_THE_ALPHABET + ord(letter) - 64
    return grid.at(int(match[2]) - 1, column - 1)
