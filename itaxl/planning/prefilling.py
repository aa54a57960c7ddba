"""A form that is sent out with what somebody entered before, in its open cells."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from math import isfinite

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.contents import Entry, digest, times_held
from itaxl.assessment.findings import FindingKind
from itaxl.assessment.submissions import KeptEntry, OriginKind, Submission, SubmittedRow
from itaxl.cell_texts import MOST_LETTERS, letters
from itaxl.template.cells import as_text
from itaxl.template.description import Column, Kind, Layout, Sheet, WorkbookDescription
from itaxl.template.filling import Filling, Start
from itaxl.template.front import Target
from itaxl.template.layout import FIRST_FIELD_ROW, HEADER_ROW, TablePlace
from itaxl.template.stamp import canonical

_MOST_GAPS = 100  # blank rows between rows that people added; more are left out
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a day that never was

Values = Mapping[str, object]

MISPLACED = frozenset(
    {
        FindingKind.BEYOND_FORM,
        FindingKind.LOCKED_CELL_CHANGED,
        FindingKind.COPY_DIFFERS,
        FindingKind.UNREAD_SHEET,
    }
)
"""What is found where an entry stands that the form has no cell for."""


class Prefilled(Struct, frozen=True):
    """A form with entries.

    Attributes:
        leftover: entries for which the form has no cell.
        places: the row of every row that was read, by table and its row in the file that was read.
    """

    filling: Filling
    leftover: tuple[KeptEntry, ...] = ()
    places: Mapping[tuple[str, int], int] | None = None


def prefilled(
    filling: Filling, description: WorkbookDescription, submission: Submission, *, again: bool = True
) -> Prefilled:
    """Put every entry of a return into the form that goes out next, understood or not.

    Args:
        filling: of the form as it would go out empty; rows that are not in it have no place.
        description: of the form.
        submission: whose entries they are.
        again: it is the same form once more: who reported is an entry too, and rows stand as they were sent.
            Else somebody has to say anew who reports, and the plan's words of today count.
    """
    merger = _Merger(description, submission, again=again)
    fields = {key: dict(values) for key, values in filling.fields.items()}
    if again:
        for sheet in description.sheets:
            if sheet.layout is Layout.FORM:
                fields.setdefault(sheet.key, {}).update(merger.form_entries(sheet))
    rows, blank_rows = dict(filling.rows), dict(filling.blank_rows)
    for sheet in description.sheets:
        if sheet.layout is Layout.TABLE:
            rows[sheet.key] = merger.assigned(sheet, filling.rows.get(sheet.key, ()))
            blank_rows[sheet.key] = merger.added(sheet, len(rows[sheet.key]))
    still = {each.cell for each in submission.findings if each.kind is FindingKind.KEPT_ENTRY}
    kept = [replace(each, cell="") for each in submission.kept if each.cell in still]
    full = replace(filling, fields=fields, rows=rows, blank_rows=blank_rows)
    beside = () if again else _misplaced(submission)  # in a form that goes back they are told with a reason
    return Prefilled(full, (*kept, *beside, *merger.leftover), merger.places)


def _misplaced(submission: Submission) -> Iterator[KeptEntry]:
    for each in submission.findings:
        if each.kind in MISPLACED:
            place = " ".join(part for part in (each.sheet, each.cell) if part)
            yield from (KeptEntry(place, part) for part in pieces(each.value) if part)


def with_start(
    filling: Filling,
    description: WorkbookDescription,
    kind: OriginKind,
    kept: Iterable[str] = (),
    corrects: Sequence[str] = (),
) -> Filling:
    """The same with word of what it is sent out with, so that it can be told from one that was filled in."""
    entries, beside = list(_entries(filling, description)), list(kept)
    word = digest([*entries, *(("", "", "", each) for each in beside)])
    return replace(filling, start=Start(kind.value, word, tuple(corrects), times_held(beside, entries)))


def _entries(filling: Filling, description: WorkbookDescription) -> Iterator[Entry]:
    for sheet in description.sheets:
        if sheet.layout is Layout.FORM:
            values = filling.fields.get(sheet.key, {})
            yield from (
                (sheet.key, "", each.key, values.get(each.key)) for each in sheet.columns if each.open
            )
        for row in filling.rows.get(sheet.key, ()):
            code = canonical(row.get(sheet.row_label))
            yield from ((sheet.key, code, each.key, row.get(each.key)) for each in sheet.columns if each.open)
        for row in filling.blank_rows.get(sheet.key, ()):
            columns = (each.key for each in sheet.columns if each.open_in_blank_rows)
            yield from ((sheet.key, "", key, row.get(key)) for key in columns)


class _Merger:
    """Entries on their way from one workbook into the next."""

    def __init__(self, description: WorkbookDescription, submission: Submission, *, again: bool) -> None:
        self.submission = submission
        self.again = again
        self.leftover: list[KeptEntry] = []
        self.places: dict[tuple[str, int], int] = {}
        self._by_table: dict[str, list[SubmittedRow]] = {each.key: [] for each in description.sheets}
        for row in submission.rows:
            self._by_table.setdefault(row.table, []).append(row)

    def form_entries(self, sheet: Sheet) -> dict[str, object]:
        """Of a form."""
        read = self.submission
        entries = {**read.fields.get(sheet.key, {}), **read.unread.get(sheet.key, {})}
        return {
            each.key: self._fitting(entries[each.key], f"{sheet.name} · {each.header}")
            for each in sheet.columns
            if each.open and each.key in entries
        }

    def assigned(self, sheet: Sheet, rows: Sequence[Values]) -> list[Values]:
        """The rows that are sent out anyway, with what was entered in them and as they were sent before."""
        reported = {row.code: row for row in reversed(self._by_table[sheet.key]) if not row.own}
        merged: list[Values] = []
        for number, values in enumerate(rows):
            code = canonical(values.get(sheet.row_label))
            row = reported.pop(code, None)
            if row is None:
                merged.append(values)
                continue
            self.places[sheet.key, row.row] = HEADER_ROW + 1 + number
            entries = self._entered(row, [each for each in sheet.columns if each.open])
            merged.append({**values, **(_as_sent(sheet, row) if self.again else {}), **entries})
        for code, row in reported.items():
            self._leave(sheet, code, row)
        return merged

    def added(self, sheet: Sheet, assigned: int) -> list[Values]:
        """The rows that people added, each where it stood as far as that is known."""
        place = TablePlace(sheet, assigned, max(1, sheet.blank_rows))
        columns = [each for each in sheet.columns if each.open_in_blank_rows]
        own = sorted((row for row in self._by_table[sheet.key] if row.own), key=lambda each: each.row)
        slots: dict[int, Values] = {}
        for row in own:
            wanted = _slot(sheet, row, place)
            last = max(slots, default=-1)
            slot = wanted if wanted is not None and last < wanted <= last + _MOST_GAPS else last + 1
            slots[slot] = self._entered(row, columns)
            self.places[sheet.key, row.row] = place.first_blank_row + slot
        return [slots.get(number, {}) for number in range(max(slots, default=-1) + 1)]

    def _entered(self, row: SubmittedRow, columns: Iterable[Column]) -> dict[str, object]:
        entries = {**row.values, **row.unread}
        return {
            each.key: self._fitting(entries[each.key], f"{row.code} · {each.header}")
            for each in columns
            if each.key in entries
        }

    def _fitting(self, value: object, place: str) -> object:
        """A value as it can be written; what is longer than a cell goes on beside the form."""
        value = _writable(value)
        if isinstance(value, str) and letters(value) > MOST_LETTERS:
            parts = list(pieces(value))
            self.leftover += [KeptEntry(f"{place} (ต่อ)", each) for each in parts[1:]]
            return parts[0]
        return value

    def _leave(self, sheet: Sheet, code: str, row: SubmittedRow) -> None:
        for key, value in {**row.values, **row.unread}.items():
            place = f"{sheet.name} {code} · {sheet.column(key).header}"
            self.leftover += [KeptEntry(place, each) for each in pieces(as_text(value))]


def _slot(sheet: Sheet, row: SubmittedRow, place: TablePlace) -> int | None:
    """Which of the blank rows it was, from 0: by its code, or by its place where people give codes."""
    if any(each.key == sheet.row_label and each.open_in_blank_rows for each in sheet.columns):
        return row.row - 1 - place.first_blank_row
    before, _, after = sheet.blank_code.partition("{n}")
    match = re.fullmatch(rf"{re.escape(before)}([0-9]{{1,4}}){re.escape(after)}", row.code)
    return int(match[1]) - 1 if match else None


def _as_sent(sheet: Sheet, row: SubmittedRow) -> dict[str, object]:
    """What its locked cells held, where the plan says something else by now: entries stay beside it."""
    return {
        each.key: _from_text(row.sent[each.key], each)
        for each in sheet.locked_columns
        if each.key in row.sent
    }


def _from_text(text: str, column: Column) -> object:
    try:
        if column.kind is Kind.DATE:
            return date.fromisoformat(text)
        if column.kind is Kind.NUMBER:
            return float(text)
    except ValueError:
        pass
    return text


def _writable(value: object) -> object:
    """A value that a workbook can hold as it is; else its text."""
    if isinstance(value, bool):
        return as_text(value)
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    value = value.date() if isinstance(value, datetime) else value
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else as_text(value)
    return value if isinstance(value, (str, int)) or value is None else as_text(value)


def pieces(text: str) -> Iterator[str]:
    """A text in parts that a cell can hold each."""
    if letters(text) <= MOST_LETTERS:
        yield text
        return
    half = MOST_LETTERS // 2
    for start in range(0, len(text), half):
        yield text[start : start + half]


def target_of_row(sheet: Sheet, filling: Filling, code: str, key: str = "") -> Target | None:
    """The cell of a row that was sent out, by its code and a column; else its first open one."""
    columns = [each.key for each in sheet.columns]
    first = next((each.key for each in sheet.columns if each.open), columns[0])
    for number, values in enumerate(filling.rows.get(sheet.key, ())):
        if canonical(values.get(sheet.row_label)) == code:
            return Target(sheet.name, HEADER_ROW + 1 + number, columns.index(key or first))
    return None


def target_of_field(sheet: Sheet, header: str) -> Target | None:
    """The cell of a form's field, by its label."""
    for number, each in enumerate(sheet.columns):
        if each.header == header:
            return Target(sheet.name, FIRST_FIELD_ROW + number, 1)
    return None
