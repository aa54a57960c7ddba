"""What every kind of document becomes first: plain tables, and the texts between them."""

from collections.abc import Sequence

from msgspec import Struct


class SourceCell(Struct, frozen=True):
    """One cell of a document's table.

    Attributes:
        text: its words; a line end stands where the document has one.
        place: where it stands, in words that a person finds it by.
        value: the date or number of a workbook's cell; None where there are only words.
    """

    text: str
    place: str
    value: object = None

    def __bool__(self) -> bool:
        """Tell whether it holds any words."""
        return bool(self.text)


class SourceTable(Struct, frozen=True):
    """One table.

    Attributes:
        name: which table of the document it is.
        rows: may differ in length; a cell that is merged with the one above or before it is empty.
        is_scanned: a blank of its cells may be the end of a printed line.
    """

    name: str
    rows: tuple[tuple[SourceCell, ...], ...]
    is_scanned: bool = False


class SourceText(Struct, frozen=True):
    """One line outside the tables."""

    text: str
    place: str


class Source(Struct, frozen=True):
    """A document, in its own order."""

    file: str
    parts: tuple[SourceTable | SourceText, ...]

    @property
    def tables(self) -> tuple[SourceTable, ...]:
        """Its tables."""
        return tuple(each for each in self.parts if isinstance(each, SourceTable))


def table_place(table: int, row: int, column: int) -> str:
    """Where a cell stands in a document without addresses; all numbers are counted from 0.

    >>> table_place(0, 2, 1)
    'ตาราง 1 แถว 3 ช่อง 2'
    """
    return f"ตาราง {table + 1} แถว {row + 1} ช่อง {column + 1}"


def trimmed(rows: Sequence[Sequence[SourceCell]]) -> tuple[tuple[SourceCell, ...], ...]:
    """Rows without those that hold nothing."""
    return tuple(tuple(row) for row in rows if any(row))
