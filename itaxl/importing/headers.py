"""Which column of a table is which: by a list of headers that offices use, then by nearness."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from msgspec import Struct

from itaxl.importing.tables import SourceCell, SourceTable
from itaxl.importing.words import import_words
from itaxl.thai.text import compact, nearest

_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]{1,2}")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SURE = 0.86  # of a header: a doubled letter or a wrong mark
_NEAR = 0.72
_ROWS_LOOKED_AT = 8
_LONGEST_HEADER = 90
_SHORTEST_START = 6  # letters of a header that begins another one


class TableKind(StrEnum):
    """What a table is about."""

    MEASURES = "measures"
    DEVELOPMENT = "development"
    OTHER = "other"


class TableColumn(Struct, frozen=True):
    """One column.

    Attributes:
        index: counted from 0.
        key: of the catalogue; empty where the header stands for none of its columns.
        header: the words above it.
        is_sure: whether the header stands in the catalogue.
    """

    index: int
    key: str
    header: str
    is_sure: bool = True


class TableHeader(Struct, frozen=True):
    """The header of a table.

    Attributes:
        rows: how many rows of the table come before its content, titles above the header included.
        first: the header's own first row, counted from 0.
    """

    columns: tuple[TableColumn, ...]
    rows: int
    first: int

    @property
    def keys(self) -> frozenset[str]:
        """The columns that were recognised."""
        return frozenset(each.key for each in self.columns if each.key)

    @property
    def kind(self) -> TableKind:
        """What the table is about."""
        keys = self.keys
        if keys & {"to_develop", "assessed"} and "indicator" in keys and not keys & _OF_MEASURES:
            return TableKind.DEVELOPMENT
        named = keys & {"measure", "steps_as_measure", "steps", "guideline", "indicator", "issue"}
        return TableKind.MEASURES if named and keys & _OF_MEASURES else TableKind.OTHER

    @property
    def measure(self) -> str:
        """The key of the column that names the measure: of those that may, the first that the table has."""
        return next((each for each in MEASURE_COLUMNS if each in self.keys), "")

    def looks_like(self, row: Sequence[SourceCell]) -> bool:
        """Whether a row repeats the header, as tables do that go on over pages."""
        words = {each.index: compact(each.header) for each in self.columns if each.header}
        filled = {index: compact(cell.text) for index, cell in enumerate(row) if cell}
        same = sum(filled.get(index) == header for index, header in words.items())
        return bool(filled) and same >= max(2, len(words) - 1) and same >= len(filled) - 1


MEASURE_COLUMNS = ("measure", "steps_as_measure", "guideline", "issue", "indicator", "steps")
"""What stands for the measure: the first of these that a table has."""

_OF_MEASURES = frozenset(
    (
        *(
            "measure",
            "steps_as_measure",
            "steps",
            "responsible",
            "department",
            "monitoring",
            "period",
            "deadline",
        ),
        *("monitoring_with_deadlines", "status", "not_started", "in_progress", "done", "result", "outcome"),
    )
)


def find_header(table: SourceTable) -> TableHeader | None:
    """The header of a table: the row among its first with the most headers that are known."""
    best: tuple[int, TableHeader] | None = None
    for index, row in enumerate(table.rows[:_ROWS_LOOKED_AT]):
        columns = _columns(row)
        known = sum(1 for each in columns if each.key)
        if known > (best[0] if best else 1):
            best = known, TableHeader(columns, index + 1, index)
    if best is None:
        return None
    header = best[1]
    if header.rows < len(table.rows):
        header = _with_second_row(header, table.rows[header.rows])
    return header


def _columns(row: Sequence[SourceCell]) -> tuple[TableColumn, ...]:
    columns: list[TableColumn] = []
    taken: set[str] = set()
    read = [_recognised(cell.text) for cell in row]
    for index, (cell, (key, is_sure)) in enumerate(zip(row, read, strict=True)):
        # Of two that may be the same column, the one whose header is known is it.
        rival = any(key == other and sure and not is_sure for other, sure in read)
        free = key if key not in taken and not rival else ""
        taken.add(free)
        columns.append(TableColumn(index, free, " ".join(cell.text.split()), is_sure))
    return tuple(columns)


def _with_second_row(header: TableHeader, row: Sequence[SourceCell]) -> TableHeader:
    """A header of two rows: the second names what the first holds together, as สถานะ its three ticks."""
    below = {each.index: each for each in _columns(row) if each.header}
    named = {each.index: each for each in header.columns}
    if not below or not all(each.key and each.is_sure for each in below.values()):
        return header
    free = [index for index in below if index not in named or named[index].key in {"", "status", "result"}]
    if len(free) != len(below):
        return header
    columns = {**named, **below}
    return TableHeader(tuple(columns[index] for index in sorted(columns)), header.rows + 1, header.first)


def _recognised(text: str) -> tuple[str, bool]:
    return _by_words(" ".join(text.split())) if 0 < len(text) <= _LONGEST_HEADER else ("", True)


@cache
def _by_words(text: str) -> tuple[str, bool]:
    """The column's key, and whether the header is one of the catalogue's."""
    names = import_words().columns
    words = _NUMBERED.sub("", compact(text))
    bare = _IN_BRACKETS.sub("", words)
    for each in (words, bare):
        if key := names.get(each):
            return key, True
    if not bare:
        return "", True
    near = nearest(bare, tuple(names), _NEAR)
    if near:
        return names[near], nearest(bare, (near,), _SURE) is not None
    starts = [name for name in names if len(name) >= _SHORTEST_START and bare.startswith(name)]
    return (names[max(starts, key=len)], False) if starts else ("", True)
