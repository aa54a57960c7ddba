"""The rows of people's tables: which begin something, which go on, and which only say what follows."""

import re
from collections.abc import Iterable, Sequence
from enum import Enum

from msgspec import Struct, field
from msgspec.structs import replace

from itaxl.importing.blanks import Junction, Use, odds
from itaxl.importing.headers import TableColumn, TableHeader, TableKind, find_header
from itaxl.importing.lines import is_point, point_number, pointed
from itaxl.importing.scans import CellWords, Column, Scans, cell_words, read_scans
from itaxl.importing.tables import SourceCell, SourceTable, SourceText
from itaxl.importing.words import import_words
from itaxl.thai.text import compact, nearest

_LEADING = ("measure", "steps_as_measure", "indicator", "issue", "code")
_TIMES = frozenset({"period", "deadline", "start", "end", "done_on"})  # their blanks are meant: ถึง มี.ค.
_OWN = ("responsible", "department", "period", "status", "not_started", "in_progress", "done")
_SAME = 0.9  # of a name that the next page repeats
_OF_GROUP = re.compile(r"ตัวชี้วัด|เครื่องมือ|แบบวัด|แบบตรวจ|\b(?:IIT|EIT|OIT)\b")


class Standing(Enum):
    """What a row is."""

    BEGINS = "begins"
    STEP = "step"
    GOES_ON = "goes-on"


class Entry(Struct):
    """What a table says in one row, and in those that go on from it.

    Attributes:
        heading: the group rows above it.
        context: the lines of text above its table, the nearest last.
        columns: the table's columns.
        is_step: a further step of the entry before.
        texts: by key of the catalogue, one line a point.
        cells: where the texts come from.
        others: texts and cells of columns that are none of the catalogue's, by header.
        values: dates and numbers of a workbook's cells, by key.
        words: what was read in its cells, by their place.
    """

    heading: tuple[SourceCell, ...]
    context: tuple[SourceText, ...]
    columns: tuple[TableColumn, ...]
    is_step: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, list[SourceCell]] = field(default_factory=dict)
    others: dict[str, tuple[str, list[SourceCell]]] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    words: dict[str, CellWords] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """The words of a column, nothing where the table has none."""
        return self.texts.get(key, "")

    def extend(self, other: "Entry", cut: Use | None) -> None:
        """Take in a row that goes on from this one.

        Args:
            other: that row.
            cut: how the document writes its words, where the end of a page may have cut a cell within one;
                nothing where the row's words are a line of their own.
        """
        self.words.update(other.words)
        for key, text in other.texts.items():
            self.texts[key] = self._put(self.text(key), text, other.cells[key], cut)
            self.cells.setdefault(key, []).extend(other.cells[key])
        for header, (text, cells) in other.others.items():
            before, known = self.others.get(header, ("", []))
            self.others[header] = self._put(before, text, cells, cut), [*known, *cells]

    def _put(self, before: str, after: str, cells: Sequence[SourceCell], cut: Use | None) -> str:
        last, first = before.rsplit("\n", 1)[-1], after.split("\n", 1)[0]
        place, put = cells[0].place, _below(before, after)
        if cut is not None and last and first and not is_point(first):
            weight = odds(Junction(last, first), 0.0, cut, is_seen=False)
            self.words[place] = self.words[place].with_joint(last, first, weight)
            put = f"{before}{' ' if weight > 0 else ''}{after}"
        lines = pointed(put)
        if lines != put:
            self.words[place] = self.words[place]._replace(is_pointed=True)
        return lines


class ReadTables(Struct):
    """What the tables of a document say.

    Attributes:
        headers: the columns of each table, with its cells: to tell what was guessed.
        furniture: headers, their repetitions and titles within tables, with what they are.
        unused: tables that hold neither measures nor points to develop.
        lined: names of the tables that are scans of narrow columns, whose blanks may be ends of lines.
    """

    measures: list[Entry] = field(default_factory=list)
    development: list[Entry] = field(default_factory=list)
    headers: list[tuple[SourceTable, TableHeader]] = field(default_factory=list)
    furniture: list[tuple[SourceCell, str]] = field(default_factory=list)
    unused: list[SourceTable] = field(default_factory=list)
    lined: set[str] = field(default_factory=set)


def read_tables(parts: Iterable[SourceTable | SourceText]) -> ReadTables:
    """Read the tables of one document, in its order."""
    return _Reader().read(parts)


class _Reader:
    """One document being read; tables that go on over pages are one."""

    def __init__(self) -> None:
        self.read_so_far = ReadTables()
        self.heading: list[SourceCell] = []
        self.context: list[SourceText] = []
        self.above: tuple[SourceText, ...] = ()
        self.last: TableHeader | None = None
        self.is_heading = False  # the row before was one: an indicator and its instrument have a row each

    def read(self, parts: Iterable[SourceTable | SourceText]) -> ReadTables:
        parts = tuple(parts)
        self._read_scans(parts)
        for part in parts:
            if isinstance(part, SourceText):
                self.context.append(part)
            else:
                self._table(part)
        return self.read_so_far

    def _read_scans(self, parts: Sequence[SourceTable | SourceText]) -> None:
        tables = [each for each in parts if isinstance(each, SourceTable) and each.is_scanned]
        texts = (each.text for each in parts if isinstance(each, SourceText))
        self.scans = read_scans([_columns(each, find_header(each)) for each in tables], texts)
        self.read_so_far.lined.update(tables[number].name for number in self.scans.lined)

    def _table(self, table: SourceTable) -> None:
        header = find_header(table)
        if header is None or header.kind is TableKind.OTHER:
            header = self._carried_over(table)
        if header is None:
            self.read_so_far.unused.append(table)
            self.last = None
            return
        if self.last is None or self.last.keys != header.keys or self.context:
            # What stands above a table holds on over its pages, not for the next one.
            self.heading, self.above, self.context = [], tuple(self.context), []
        self.last = header
        if header.rows:
            self.read_so_far.headers.append((table, header))
        for row in table.rows[: header.rows]:
            self._furniture(row, "หัวตาราง")
        into = (
            self.read_so_far.measures if header.kind is TableKind.MEASURES else self.read_so_far.development
        )
        is_cut = True  # by the page that ends above the table
        for row in table.rows[header.rows :]:
            if header.looks_like(row):
                self._furniture(row, "หัวตารางซ้ำ")
            elif _is_group(row, header):
                self._group(row)
            else:
                self._row(row, header, into, is_cut=is_cut)
                is_cut = table.is_scanned
                continue
            is_cut = True

    def _carried_over(self, table: SourceTable) -> TableHeader | None:
        """The columns of the table before, where this one is as wide and nothing stands between."""
        if self.last is None or self.context or not table.rows:
            return None
        width = max(map(len, table.rows))
        same = width == len(self.last.columns)
        return replace(self.last, rows=0, first=0) if same else None

    def _furniture(self, row: Sequence[SourceCell], what: str) -> None:
        self.read_so_far.furniture.extend((cell, what) for cell in row if cell)

    def _group(self, row: Sequence[SourceCell]) -> None:
        if not self.is_heading:
            self.heading = []
        self.is_heading = True
        self.heading.append(next(cell for cell in row if cell))
        self.read_so_far.furniture.extend((each, "หัวข้อกลุ่ม") for each in row if each)

    def _row(
        self,
        row: Sequence[SourceCell],
        header: TableHeader,
        into: list[Entry],
        *,
        is_cut: bool,
    ) -> None:
        entry = _entry(row, self.scans, header, self.heading, self.above)
        self.is_heading = False
        standing = _standing(entry, into, header)
        if standing is Standing.GOES_ON:
            into[-1].extend(entry, self.scans.use if is_cut else None)
            return
        entry.is_step = standing is Standing.STEP
        into.append(entry)


def _columns(table: SourceTable, header: TableHeader | None) -> list[Column]:
    """The columns of a scanned table, but those of times: their blanks are meant."""
    named = {each.index: each for each in header.columns} if header else {}
    times = {each.index for each in named.values() if each.key in _TIMES}
    cells: dict[int, list[SourceCell]] = {}
    for row in table.rows[header.rows if header else 0 :]:
        # A title within a table is as wide as the table.
        for index, cell in enumerate(row if sum(map(bool, row)) > 1 else ()):
            if cell and index not in times:
                cells.setdefault(index, []).append(cell)
    return [
        Column(compact(named[index].header) if index in named else "", tuple(listed))
        for index, listed in cells.items()
    ]


def _is_group(row: Sequence[SourceCell], header: TableHeader) -> bool:
    """A row with words in one cell, or the same in all, that name an indicator, an instrument or a group."""
    filled = [cell for cell in row if cell]
    if len(header.columns) < 3 or not filled or len({compact(each.text) for each in filled}) > 1:
        return False
    if len(filled) > 1 and len(filled) < len(header.columns) - 1:
        return False
    return row[0] is filled[0] and _OF_GROUP.search(filled[0].text) is not None


def _entry(
    row: Sequence[SourceCell],
    scans: Scans,
    header: TableHeader,
    heading: Sequence[SourceCell],
    context: tuple[SourceText, ...],
) -> Entry:
    kept_in = import_words().kept_in
    entry = Entry(tuple(heading), context, header.columns)
    names = {each.index: each for each in header.columns}
    for index, cell in enumerate(row):
        if not cell:
            continue
        read = scans.words.get(cell.place) or cell_words(cell.text)
        text = entry.words.setdefault(cell.place, read).text
        column = names.get(index)
        if column is None or not column.key:
            title = column.header if column and column.header else f"คอลัมน์ที่ {index + 1}"
            before, cells = entry.others.get(title, ("", []))
            entry.others[title] = _below(before, text), [*cells, cell]
            continue
        key = kept_in.get(column.key, column.key)
        entry.texts[key] = _below(entry.text(key), text)
        entry.cells.setdefault(key, []).append(cell)
        if cell.value is not None:
            entry.values[key] = cell.value
    return entry


def _standing(entry: Entry, before: Sequence[Entry], header: TableHeader) -> Standing:
    """What a row is, by its leading cell; leaves out what it only repeats of the page before."""
    if not before:
        return Standing.BEGINS
    leading = next((key for key in _LEADING if key in header.keys), "")
    words = entry.text(leading)
    if not words:
        # What has nobody responsible and no time of its own is the rest of the row above.
        has_own = any(map(entry.text, _OWN)) and header.kind is TableKind.MEASURES
        return Standing.STEP if has_own else Standing.GOES_ON
    head = next((each for each in reversed(before) if not each.is_step), before[-1])
    bare = _without_mark(words)
    if leading == "measure" and compact(words) == compact(head.text(leading)):
        entry.texts[leading] = ""
        return Standing.STEP
    if bare == words or not _is_same(bare, head.text(leading)):
        return Standing.BEGINS
    entry.texts[leading] = ""
    steps = entry.text("steps")
    if _without_mark(steps) == steps and _begins_new_step(steps, before[-1].text("steps")):
        return Standing.STEP
    _drop_repeated(entry, before[-1])
    return Standing.GOES_ON


def _below(before: str, after: str) -> str:
    return f"{before}\n{after}" if before and after else before or after


def _is_same(words: str, others: str) -> bool:
    return nearest(words, [others], _SAME) is not None


def _begins_new_step(steps: str, before: str) -> bool:
    number, last = point_number(steps), point_number(before.rsplit("\n", 1)[-1])
    return number is not None and number != last


def _drop_repeated(entry: Entry, before: Entry) -> None:
    """What a page repeats of the row that goes on, it does not say again."""
    for key, text in list(entry.texts.items()):
        if compact(_without_mark(text)) == compact(before.text(key)):
            entry.texts[key] = ""
        else:
            entry.texts[key] = _without_mark(text)


def _without_mark(text: str) -> str:
    for mark in import_words().continued:
        if text.rstrip().endswith(mark):
            return text.rstrip().removesuffix(mark).rstrip()
        if text.startswith(mark):
            return text.removeprefix(mark).lstrip()
    return text
