"""Reads a described table back: entries with their cells, and what was found wrong on the way."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from itaxl.assessment.finding_groups import ROW_CELLS
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import SubmittedRow
from itaxl.sheets.grids import Grid, cell_name
from itaxl.template.cells import ReadingRules, as_text, locked_details, same, trouble_at
from itaxl.template.description import Column, Sheet
from itaxl.template.entries import EntryReader
from itaxl.template.headers import Heads, find_heads, heads_as_sent, is_note
from itaxl.template.layout import HEADER_ROW, TablePlace
from itaxl.template.live import MONTH_FIRST_NOTE
from itaxl.template.row_places import RowFinder
from itaxl.template.rules import NO_SCORE, is_broken, judged_rules, range_in_words
from itaxl.template.shown import ShownByFormulas
from itaxl.template.stamp import SentTable
from itaxl.thai.dates import short_date
from itaxl.thai.text import compact, is_blank, unquoted

# Form after form has the same codes.
_compact_code = lru_cache(maxsize=512)(compact)


class TableReading(Struct):
    """What a table held."""

    rows: list[SubmittedRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    columns: Mapping[str, int] = field(default_factory=dict)


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
        self.heads = heads_as_sent(sheet)
        self.has_troubles = bool(grid.errors or grid.uncalculated)
        self.row_rules = {own: judged_rules(sheet, is_blank_row=own) for own in (False, True)}
        self.locked_when_blank = [each.key for each in sheet.columns if not each.open_in_blank_rows]
        self.entered: set[str] = set()
        self.first_rows: dict[tuple[str, str], int] = {}

    def read(self) -> TableReading:
        heads = self._find_heads()
        if heads is None:
            self._found(FindingKind.NO_HEADERS, None)
            return self.reading
        self.heads, columns = heads, heads.columns
        self.reading.columns = columns
        # Nothing that this reader holds may hold it in turn: with it goes the whole file, and at once.
        reader = EntryReader(
            self.grid,
            self.sheet,
            self.rules,
            columns,
            is_sent=self.sent is not None,
            found=self._found,
            sent_days=self.sent.days if self.sent else {},
        )
        for column in self.sheet.columns:
            if column.key not in columns and not column.optional:
                self._found(FindingKind.MISSING_COLUMN, None, header=column.header)
        if self.sent is None:
            indices = self._indices(self.sheet.columns)
            for row in range(self.heads.row + 1, len(self.grid.rows)):
                if self._holds_anything(row, indices):
                    self._read_row(reader, row, self._text_at(row, self.sheet.row_label), own=False)
        else:
            self._read_sent_rows(reader, self.sent)
        return self.reading

    # Finding places

    def _find_heads(self) -> Heads | None:
        """By headers; by places where they are gone but the codes stand in their column."""
        heads = find_heads(self.grid, self.sheet)
        if heads is not None:
            for key, words in heads.near.items():
                at = heads.row, heads.columns[key]
                self._found(FindingKind.HEADER_READ, at, value=words, header=self.sheet.column(key).header)
            return heads
        heads = self._heads_by_codes(self.sent) if self.sent is not None else None
        if heads is not None:
            self._found(FindingKind.HEADERS_GONE, (max(heads.row, 0), 0))
        return heads

    def _heads_by_codes(self, sent: SentTable) -> Heads | None:
        """The columns as they were sent, where every code stands in its column beside what went with it."""
        heads, label = heads_as_sent(self.sheet), self.sheet.row_label
        if not sent.rows or label not in sent.columns:
            return None
        index = sent.columns.index(label)
        by_code: dict[str, int] = {}
        for row in range(len(self.grid.rows)):
            by_code.setdefault(unquoted(as_text(self.grid.at(row, heads.columns[label]))), row)
        places = [by_code.get(unquoted(values[index])) for values in sent.rows]
        found = [row for row in places if row is not None]
        if len(found) < len(places):
            return None
        pairs = [
            (value, self.grid.at(row, heads.columns[key]))
            for row, values in zip(found, sent.rows, strict=True)
            for key, value in zip(sent.columns, values, strict=True)
            if value
        ]
        if 2 * sum(same(value, cell) for value, cell in pairs) < len(pairs):
            return None
        free = (self.sheet.blank_code.replace("{n}", str(number + 1)) for number in range(sent.blank))
        found += [by_code[each] for each in map(unquoted, free) if each and each in by_code]
        return replace(heads, row=min(found) - 1, is_as_sent=False)

    def _read_sent_rows(self, reader: EntryReader, sent: SentTable) -> None:
        place = TablePlace(self.sheet, sent.assigned, sent.blank)
        shift = self.heads.row - HEADER_ROW
        label = self.sheet.row_label
        label_index = sent.columns.index(label) if label in sent.columns else None
        labels = [row[label_index] for row in sent.rows] if label_index is not None else [""] * sent.assigned
        expected = [(place.first_row + shift + index, labels[index]) for index in range(place.assigned)]
        expected_blank = [
            (place.first_blank_row + shift + index, self.sheet.blank_code.replace("{n}", str(index + 1)))
            for index in range(place.blank)
        ]
        finder = RowFinder(self.grid, self.sheet, self.heads, sent)
        has_own_codes = any(each.key == label and each.open_in_blank_rows for each in self.sheet.columns)
        if has_own_codes:
            # Where one types the codes oneself, nothing but its place tells a row.
            rows = [*finder.find(expected, ()), *(row for row, _ in expected_blank)]
            expected_blank = self._with_own_codes(expected_blank)
        else:
            rows = finder.find(expected, expected_blank)
        for number, (row, code) in enumerate(zip(rows[: len(expected)], labels, strict=True)):
            if row is None:
                self._found(FindingKind.MISSING_ROW, None, code=code)
            else:
                self._compare_row(row, zip(sent.columns, sent.rows[number] if sent.rows else (), strict=True))
                self._read_row(reader, row, code, own=False)
        open_when_blank = self._indices([each for each in self.sheet.columns if each.open_in_blank_rows])
        for row, (_, code) in zip(rows[len(expected) :], expected_blank, strict=True):
            if row is None:
                continue
            values = {**sent.blank_values, label: code}
            self._compare_row(row, ((key, values.get(key, "")) for key in self.locked_when_blank))
            if self._holds_anything(row, open_when_blank):
                self._read_row(reader, row, code, own=True)
        if self.sheet.when_empty and expected_blank and not any(each.own for each in self.reading.rows):
            self._found(FindingKind.EMPTY_TABLE, None)
        self._look_beyond({row for row in rows if row is not None}, finder)

    def _with_own_codes(self, expected: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
        """The code that was typed in each row; else its running one, unless another row has that."""
        typed = {row: self._text_at(row, self.sheet.row_label) for row, _ in expected}
        taken = {_compact_code(code) for code in typed.values() if code}

        def free(running: str, row: int) -> str:
            return f"{running} ({row + 1})" if taken and _compact_code(running) in taken else running

        return [(row, typed[row] or free(running, row)) for row, running in expected]

    # Reading

    def _read_row(self, reader: EntryReader, row: int, code: str, *, own: bool) -> None:
        entries = reader.read(row, own=own, code=code)
        unread = entries.unread | self._judge(row, entries.values, entries.faulty, own=own)
        key, values, written = self.sheet.key, entries.values, entries.written
        read = SubmittedRow(row + 1, code, own, values, table=key, written=written, unread=unread)
        self.reading.rows.append(read)

    def _judge(
        self, row: int, values: dict[str, object], faulty: set[str], *, own: bool
    ) -> dict[str, object]:
        """Tell what the row breaks; a score that cannot be one is told, does not count, and is given back."""
        no_scores: dict[str, object] = {}
        self.entered.update(values, faulty)
        for rule, is_of_blanks in self.row_rules[own]:
            key = rule.column.key
            value = values.get(key)
            if (value is None) is not is_of_blanks:
                continue
            other = values.get(rule.other.key) if rule.other else None
            if rule.kind is FindingKind.ORPHAN_STEP and key not in self.entered:
                pass
            elif rule.kind is FindingKind.DUPLICATE_CODE:
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
                **self._range(rule.column),
                percent=f"{100 * value:g}" if isinstance(value, (int, float)) else "",
            )
            if rule.column.of_hundred and rule.kind in NO_SCORE and key in values:
                no_scores[key] = values.pop(key)
        return no_scores

    @staticmethod
    def _range(column: Column) -> dict[str, str]:
        bounds = column.minimum, column.maximum
        return range_in_words(*bounds) if bounds != (None, None) else {}

    def _compare_row(self, row: int, sent: Iterable[tuple[str, str]]) -> None:
        """Compare locked cells with what was sent in them, by column key; most are as they were."""
        cells = self._cells(row)
        for key, expected in sent:
            index = self.reading.columns.get(key, len(cells))
            if self.has_troubles or (cells[index] if index < len(cells) else "") != expected:
                self._compare(row, key, expected)

    def _cells(self, row: int) -> Sequence[object]:
        return self.grid.rows[row] if row < len(self.grid.rows) else ()

    def _compare(self, row: int, key: str, expected: str) -> None:
        index = self.reading.columns.get(key)
        if index is None:
            return
        at = row, index
        found = self.grid.at(row, index)
        if self.has_troubles:
            found = self.grid.errors.get(at, found)
        if not same(expected, found):
            column = self.sheet.column(key)
            details = locked_details(expected, column)
            self._found(FindingKind.LOCKED_CELL_CHANGED, at, value=as_text(found), **details)

    def _look_beyond(self, known: set[int], finder: RowFinder) -> None:
        """Entries that stand where the form has no place for them: named, so that none is lost."""
        self._look_above()
        heads = self.heads
        block = self.sent.computed if self.sent else None
        shown = ShownByFormulas(self.grid, self.sheet, heads, self.reading.rows, block)
        entries = frozenset(heads.columns.values())
        end = max(entries, default=-1) + 1
        for row in range(heads.row + 1, len(self.grid.rows)):
            cells = self.grid.rows[row]
            is_known = row in known
            beyond: list[int] = []
            for column in range(end if is_known and heads.is_as_sent else 0, len(cells)):
                value = cells[column]
                if value == "" or (is_known and column in entries) or is_blank(value):
                    continue
                if shown.may_be(row, column, value) or finder.is_title_of_free_rows(value):
                    continue
                beyond.append(column)
            details = {}
            if len(beyond) > 1 and not is_known:
                details[ROW_CELLS] = f"{cell_name(row, beyond[0])}:{cell_name(row, beyond[-1])}"
            for column in beyond:
                self._found(FindingKind.BEYOND_FORM, (row, column), value=as_text(cells[column]), **details)

    def _look_above(self) -> None:
        """Entries above the rows: beside or in place of the title and the note, or of a header."""
        heads, rows = self.heads, self.grid.rows
        if heads.row < 0:
            return
        for row, cells in enumerate(rows[: heads.row]):
            for column, value in enumerate(cells):
                if value != "" and not is_blank(value) and not self._is_title(column, value):
                    self._found(FindingKind.BEYOND_FORM, (row, column), value=as_text(value))
        for column, value in enumerate(rows[heads.row] if heads.row < len(rows) else ()):
            if (
                value != ""
                and column not in heads.known
                and not is_blank(value)
                and not self._is_header(value)
            ):
                self._found(FindingKind.BEYOND_FORM, (heads.row, column), value=as_text(value))

    def _is_title(self, column: int, value: object) -> bool:
        """Whether a cell is the title or the note; in their places and locked they may say anything."""
        is_there = self.heads.is_as_sent and column == self.sheet.freeze_columns
        texts = (self.sheet.title, self.sheet.note, MONTH_FIRST_NOTE)
        return (is_there and self.grid.locked is True) or any(is_note(each, value) for each in texts)

    # Small questions

    def _is_header(self, value: object) -> bool:
        """Whether a cell says what a header of the form does: of a column that was copied."""
        headers = (*(each.header for each in self.sheet.columns), *self.sheet.computed_headers)
        return isinstance(value, str) and any(same(each, value) for each in headers)

    def _holds_anything(self, row: int, indices: Sequence[int]) -> bool:
        cells = self._cells(row)
        for index in indices:
            if index < len(cells) and cells[index] != "" and not is_blank(cells[index]):
                return True
            if self.has_troubles and trouble_at(self.grid, (row, index)):
                return True
        return False

    def _indices(self, columns: Sequence[Column]) -> list[int]:
        places = (self.reading.columns.get(each.key) for each in columns)
        return [index for index in places if index is not None]

    def _text_at(self, row: int, key: str) -> str:
        index = self.reading.columns.get(key)
        return "" if index is None else as_text(self.grid.at(row, index)).strip()

    def _found(
        self, kind: FindingKind, at: tuple[int, int] | None, *, value: str = "", **details: object
    ) -> None:
        cell = cell_name(*at) if at else ""
        self.reading.findings.append(Finding(kind, self.file, self.grid.name, cell, value, details))
