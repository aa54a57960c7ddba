"""Reads a described table back: entries with their cells, and what was found wrong on the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import SubmittedRow
from itaxl.sheets.grids import CellAddress, Grid, cell_name
from itaxl.template.cells import ReadingRules, as_text, same, trouble_at, understood
from itaxl.template.description import Column, Kind, Sheet
from itaxl.template.layout import HEADER_ROW, TablePlace
from itaxl.template.rules import is_broken, row_rules
from itaxl.template.stamp import SentTable
from itaxl.thai.dates import short_date
from itaxl.thai.text import compact, is_blank

_HEADER_SEARCH_ROWS = 40
_MONTHS = 12
_NO_SCORE = frozenset({FindingKind.OUT_OF_RANGE, FindingKind.MAYBE_PERCENT})
_TEXTS = (Kind.TEXT, Kind.LONG)
_FEWEST_HEADERS = 2  # a row with fewer known headers is no header row


@dataclass(slots=True)
class TableReading:
    """What a table held."""

    rows: list[SubmittedRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    columns: Mapping[str, int] = field(default_factory=dict)


def _bound(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def read_table(
    grid: Grid, sheet: Sheet, rules: ReadingRules, file: str, sent: SentTable | None = None
) -> TableReading:
    """Read a table.

    Args:
        grid: the sheet's cells.
        sheet: its description.
        rules: what entries are judged by.
        file: for findings.
        sent: rows and locked content as they were sent out; without it every filled row below the header
            is read and nothing is held to be locked.
    """
    return _TableReader(grid, sheet, rules, file, sent).read()


class _TableReader:
    """One table being read."""

    def __init__(
        self, grid: Grid, sheet: Sheet, rules: ReadingRules, file: str, sent: SentTable | None
    ) -> None:
        self.grid = grid
        self.sheet = sheet
        self.rules = rules
        self.file = file
        self.sent = sent
        self.reading = TableReading()
        self.header_row = HEADER_ROW
        self.has_troubles = bool(grid.errors or grid.uncalculated)
        self.row_rules = {own: row_rules(sheet, is_blank_row=own) for own in (False, True)}
        self.entered: set[str] = set()
        self.first_rows: dict[tuple[str, str], int] = {}
        self.absent: frozenset[str] = frozenset()
        self.open_columns: Mapping[bool, Sequence[tuple[Column, int]]] = {}

    def read(self) -> TableReading:
        columns = self._find_columns()
        if columns is None:
            self._found(FindingKind.MISSING_SHEET, None)
            return self.reading
        self.reading.columns = columns
        self.absent = frozenset(each.key for each in self.sheet.columns if each.key not in columns)
        present = [(each, columns[each.key]) for each in self.sheet.columns if each.key in columns]
        self.open_columns = {
            own: [(each, index) for each, index in present if self._takes_entries(each, own=own)]
            for own in (False, True)
        }
        for column in self.sheet.columns:
            if column.key in self.absent and not column.optional:
                self._found(FindingKind.MISSING_COLUMN, None, header=column.header)
        if self.sent is None:
            for row in range(self.header_row + 1, len(self.grid.rows)):
                if self._holds_anything(row, self.sheet.columns):
                    self._read_row(row, self._text_at(row, self.sheet.row_label), own=False)
        else:
            self._read_sent_rows(self.sent)
        return self.reading

    # Finding places

    def _find_columns(self) -> Mapping[str, int] | None:
        """Columns by their headers: mostly where they were written, else wherever they stand now."""
        expected = self.grid.rows[HEADER_ROW] if len(self.grid.rows) > HEADER_ROW else []
        headers = [each.header for each in self.sheet.columns]
        if expected[: len(headers)] == headers:
            return {each.key: index for index, each in enumerate(self.sheet.columns)}
        wanted = {compact(each.header): each.key for each in self.sheet.columns}
        best: tuple[int, dict[str, int]] = (HEADER_ROW, {})
        for row, cells in enumerate(self.grid.rows[:_HEADER_SEARCH_ROWS]):
            found: dict[str, int] = {}
            for index, value in enumerate(cells):
                # A header such as 1 is a number where somebody typed it anew.
                key = wanted.get(compact(as_text(value))) if isinstance(value, (str, float)) else None
                if key and key not in found:
                    found[key] = index
            if len(found) > len(best[1]):
                best = row, found
        self.header_row = best[0]
        return best[1] if len(best[1]) >= min(_FEWEST_HEADERS, len(headers)) else None

    def _read_sent_rows(self, sent: SentTable) -> None:
        place = TablePlace(self.sheet, sent.assigned, sent.blank)
        shift = self.header_row - HEADER_ROW
        label = self.sheet.row_label
        label_index = sent.columns.index(label) if label in sent.columns else None
        labels = [row[label_index] for row in sent.rows] if label_index is not None else [""] * sent.assigned
        expected = [(row + shift, labels[row - place.first_row]) for row, blank in place.rows() if not blank]
        expected_blank = [
            (row + shift, self.sheet.blank_code.replace("{n}", str(row - place.first_blank_row + 1)))
            for row, blank in place.rows()
            if blank
        ]
        has_own_codes = any(each.key == label and each.open_in_blank_rows for each in self.sheet.columns)
        if has_own_codes:
            # Where one types the codes oneself, nothing but its place tells a row.
            rows = [*self._locate(expected), *(row for row, _ in expected_blank)]
            expected_blank = self._with_own_codes(expected_blank)
        else:
            rows = self._locate([*expected, *expected_blank])
        for number, (row, code) in enumerate(zip(rows[: len(expected)], labels, strict=True)):
            if row is None:
                self._found(FindingKind.MISSING_ROW, None, code=code)
            else:
                self._compare_locked(row, sent, sent.rows[number] if sent.rows else ())
                self._read_row(row, code, own=False)
        open_when_blank = [each for each in self.sheet.columns if each.open_in_blank_rows]
        for row, (_, code) in zip(rows[len(expected) :], expected_blank, strict=True):
            if row is None:
                continue
            self._compare_locked_when_blank(row, {**sent.blank_values, label: code})
            if self._holds_anything(row, open_when_blank):
                self._read_row(row, code, own=True)
        if self.sheet.when_empty and expected_blank and not any(each.own for each in self.reading.rows):
            self._found(FindingKind.EMPTY_TABLE, None)
        self._look_beyond({row for row in rows if row is not None}, place)

    def _with_own_codes(self, expected: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
        """The code that was typed in each row; else its running one, unless another row has that."""
        typed = {row: self._text_at(row, self.sheet.row_label) for row, _ in expected}
        taken = {compact(code) for code in typed.values()}
        return [
            (row, typed[row] or (running if compact(running) not in taken else f"{running} ({row + 1})"))
            for row, running in expected
        ]

    def _locate(self, expected: Sequence[tuple[int, str]]) -> list[int | None]:
        """The row of every sent row: by its code where it moved, else where it was written."""
        label_column = self.reading.columns.get(self.sheet.row_label)
        if label_column is None or all(same(code, self.grid.at(row, label_column)) for row, code in expected):
            return [row for row, _ in expected]
        by_code: dict[str, list[int]] = {}
        for row in range(self.header_row + 1, len(self.grid.rows)):
            value = self.grid.at(row, label_column)
            if not is_blank(value):
                by_code.setdefault(compact(as_text(value)), []).append(row)
        located = []
        for row, code in expected:
            found = by_code.get(compact(code), [])
            located.append(row if row in found else next(iter(found), None))
        # A code that stands nowhere was overwritten where it was sent, unless another row took that place.
        taken = {row for row in located if row is not None}
        return [
            row if place is None and row not in taken and self._may_be_sent_row(row) else place
            for place, (row, _) in zip(located, expected, strict=True)
        ]

    def _may_be_sent_row(self, row: int) -> bool:
        """Where rows were deleted, the title of the free rows or nothing at all takes their place."""
        return row < len(self.grid.rows) and not any(map(self._is_title_of_blank_rows, self.grid.rows[row]))

    def _is_title_of_blank_rows(self, value: object) -> bool:
        title = self.sheet.blank_rows_title
        return bool(title) and isinstance(value, str) and same(title, value)

    # Reading

    def _read_row(self, row: int, code: str, *, own: bool) -> None:
        values: dict[str, object] = {}
        unread: dict[str, object] = {}
        faulty = set(self.absent)
        cells = self._cells(row)
        for column, index in self.open_columns[own]:
            raw = cells[index] if index < len(cells) else ""
            if not self.has_troubles:
                if raw == "":
                    continue
                if type(raw) is str and column.kind in _TEXTS and raw[0].isalnum():
                    values[column.key] = raw  # as most entries are: words, which mean what they say
                    continue
            at = row, index
            trouble = trouble_at(self.grid, at)
            if trouble:
                faulty.add(column.key)
                self._found(trouble[0], at, value=trouble[1], header=column.header)
                continue
            meaning = understood(raw, column, self.rules)
            if meaning.trouble:
                faulty.add(column.key)
                unread[column.key] = raw
                self._found(meaning.trouble, at, value=as_text(raw), header=column.header, **meaning.details)
            elif meaning.value is not None:
                values[column.key] = meaning.value
                if isinstance(raw, str):
                    continue
                self._doubt_program(raw, column, at)
                swapped = self._swapped(meaning.value, column, at)
                if swapped is not None:
                    # One doubt is enough: what rests on this date proves nothing.
                    values[column.key] = swapped
                    faulty.add(column.key)
        unread.update(self._judge(row, values, faulty, own=own))
        read = SubmittedRow(row + 1, code, own, values, table=self.sheet.key, unread=unread)
        self.reading.rows.append(read)

    def _doubt_program(self, raw: object, column: Column, at: CellAddress) -> None:
        """Text such as 1/3 or 10:30 that the program turned into a date or a time while it was typed."""
        if column.kind in _TEXTS and isinstance(raw, (date, time, timedelta)):
            self._found(FindingKind.CHANGED_BY_PROGRAM, at, value=as_text(raw), header=column.header)

    def _swapped(self, day: object, column: Column, at: CellAddress) -> date | None:
        """The date to use where the computer takes the month first: 5/6 typed as 5 June became 6 May.

        The other reading is used where only that one lies in the fiscal year; either way it is told.
        """
        if not self.rules.month_first or not isinstance(day, date):
            return None
        if day.day > _MONTHS or day.day == day.month:
            return None
        other = date(day.year, day.day, day.month)
        inside = [each for each in (day, other) if self.rules.first <= each <= self.rules.last]
        used = other if inside == [other] else day
        unused = day if used is other else other
        details = {"header": column.header, "other": short_date(unused)}
        self._found(FindingKind.MAYBE_SWAPPED, at, value=short_date(used), **details)
        return used

    def _judge(
        self, row: int, values: dict[str, object], faulty: set[str], *, own: bool
    ) -> dict[str, object]:
        """Tell what the row breaks; a score that cannot be one is told, does not count, and is given back."""
        no_scores: dict[str, object] = {}
        self.entered.update(values, faulty)
        for rule in self.row_rules[own]:
            key = rule.column.key
            value = values.get(key)
            other = values.get(rule.other.key) if rule.other else None
            if rule.kind is FindingKind.ORPHAN_STEP and key not in self.entered:
                pass
            elif rule.kind is FindingKind.DUPLICATE_CODE and value is not None:
                first = self.first_rows.setdefault((key, compact(as_text(value))), row)
                if first == row:
                    continue
                other = str(first + 1)
            elif not is_broken(rule, values, faulty, self.rules.first, self.rules.last):
                continue
            condition = f"“{rule.other.header}” คือ {other}" if rule.other else ""
            self._found(
                rule.kind,
                (row, self.reading.columns[key]),
                value=as_text(value) if value is not None else "",
                header=rule.column.header,
                when=rule.other.header if rule.other else "",
                other=as_text(other) if other is not None else "",
                condition=condition,
                condition_en=f"“{rule.other.header}” is {other}" if rule.other else "",
                allowed=" / ".join(rule.condition.is_) if rule.condition else "",
                first=short_date(self.rules.first),
                last=short_date(self.rules.last),
                year=self.rules.last.year + 543,
                minimum=_bound(rule.column.minimum),
                maximum=_bound(rule.column.maximum),
                percent=f"{100 * value:g}" if isinstance(value, (int, float)) else "",
            )
            if rule.column.of_hundred and rule.kind in _NO_SCORE and key in values:
                no_scores[key] = values.pop(key)
        return no_scores

    def _compare_locked(self, row: int, sent: SentTable, values: Sequence[str]) -> None:
        cells = self._cells(row)
        for key, expected in zip(sent.columns, values, strict=True):
            index = self.reading.columns.get(key, len(cells))
            # Most cells are as they were sent.
            if index >= len(cells) or cells[index] != expected or self.has_troubles:
                self._compare(row, key, expected)

    def _cells(self, row: int) -> Sequence[object]:
        return self.grid.rows[row] if row < len(self.grid.rows) else ()

    def _compare_locked_when_blank(self, row: int, expected: Mapping[str, str]) -> None:
        for column in self.sheet.columns:
            if not column.open_in_blank_rows:
                self._compare(row, column.key, expected.get(column.key, ""))

    def _compare(self, row: int, key: str, expected: str) -> None:
        index = self.reading.columns.get(key)
        if index is None:
            return
        at = row, index
        found = self.grid.at(row, index)
        if self.has_troubles:
            found = self.grid.errors.get(at, found)
        if not same(expected, found):
            header = self.sheet.column(key).header
            self._found(
                FindingKind.LOCKED_CELL_CHANGED, at, value=as_text(found), header=header, sent=expected
            )

    def _look_beyond(self, known: set[int], place: TablePlace) -> None:
        """Entries that stand where the form has no place for them: named, so that none is lost."""
        end = max(self.reading.columns.values(), default=-1) + 1 + place.computed
        for row in range(self.header_row + 1, len(self.grid.rows)):
            cells = self.grid.rows[row]
            start = end if row in known else 0
            for column in range(start, len(cells)):
                value = cells[column]
                if value == "" or is_blank(value):
                    continue
                if self._is_title_of_blank_rows(value) or self._is_computed(row, column):
                    continue
                if row not in known and column in range(end - place.computed, end):
                    continue
                self._found(FindingKind.BEYOND_FORM, (row, column), value=as_text(value))

    # Small questions

    def _is_computed(self, row: int, column: int) -> bool:
        """Whether a cell belongs to the totals below the table, which move with its header."""
        block = self.sent.computed if self.sent else None
        return block is not None and block.holds(row - (self.header_row - HEADER_ROW), column)

    def _takes_entries(self, column: Column, *, own: bool) -> bool:
        """In a workbook that was not sent out nothing is known but what stands in it."""
        return self.sent is None or (column.open_in_blank_rows if own else column.open)

    def _holds_anything(self, row: int, columns: Sequence[Column]) -> bool:
        cells = self._cells(row)
        for index in self._indices(columns):
            if index < len(cells) and cells[index] != "" and not is_blank(cells[index]):
                return True
            if self.has_troubles and trouble_at(self.grid, (row, index)):
                return True
        return False

    def _indices(self, columns: Sequence[Column]) -> Iterator[int]:
        for column in columns:
            index = self.reading.columns.get(column.key)
            if index is not None:
                yield index

    def _text_at(self, row: int, key: str) -> str:
        index = self.reading.columns.get(key)
        return "" if index is None else as_text(self.grid.at(row, index)).strip()

    def _found(
        self, kind: FindingKind, at: tuple[int, int] | None, *, value: str = "", **details: object
    ) -> None:
        cell = cell_name(*at) if at else ""
        self.reading.findings.append(Finding(kind, self.file, self.sheet.name, cell, value, details))
