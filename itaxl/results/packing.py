"""Rows of returned workbooks kept small: thousands fit into memory, and one is unfolded at a time."""

import pickle
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, overload

from msgspec.structs import replace

from itaxl import deflate
from itaxl.assessment.submissions import Submission, SubmittedRow


class _Stretch(NamedTuple):
    """Rows one after the other that stand in the same table."""

    table: str
    length: int
    packed: bytes

    def rows(self) -> tuple[SubmittedRow, ...]:
        rows: tuple[SubmittedRow, ...] = pickle.loads(deflate.decompress(self.packed))  # noqa: S301 - our own
        return rows


class PackedRows(Sequence[SubmittedRow]):
    """Rows that are compressed, and made anew whenever somebody goes through them.

    What is packed was read by this program and never leaves it, so unpacking it is safe.
    """

    __slots__ = ("_stretches",)

    def __init__(self, rows: Sequence[SubmittedRow]) -> None:
        self._stretches = tuple(
            _packed(table, tuple(each)) for table, each in groupby(rows, lambda row: row.table)
        )

    def __len__(self) -> int:
        return sum(each.length for each in self._stretches)

    def __iter__(self) -> Iterator[SubmittedRow]:
        for each in self._stretches:
            yield from each.rows()

    @overload
    def __getitem__(self, index: int) -> SubmittedRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SubmittedRow]: ...
    def __getitem__(self, index: int | slice) -> SubmittedRow | Sequence[SubmittedRow]:
        return tuple(self)[index]

    @property
    def tables(self) -> frozenset[str]:
        """Keys of the tables that they stand in; nothing is unpacked."""
        return frozenset(each.table for each in self._stretches)

    def of(self, table: str) -> Iterator[SubmittedRow]:
        """Those of one table; no others are unpacked."""
        for each in self._stretches:
            if each.table == table:
                yield from each.rows()


def _packed(table: str, rows: tuple[SubmittedRow, ...]) -> _Stretch:
    return _Stretch(table, len(rows), deflate.compress(pickle.dumps(rows, pickle.HIGHEST_PROTOCOL), 1))


def rows_of(submission: Submission, table: str) -> Iterator[SubmittedRow]:
    """The rows of one table, by the key of its sheet, whether they are packed or not."""
    rows = submission.rows
    return rows.of(table) if isinstance(rows, PackedRows) else (row for row in rows if row.table == table)


def has_rows_of(submission: Submission, table: str) -> bool:
    """Whether there are any."""
    rows = submission.rows
    return table in rows.tables if isinstance(rows, PackedRows) else any(row.table == table for row in rows)


def pack_rows(submission: Submission) -> Submission:
    """The same submission with its rows packed."""
    further = tuple(pack_rows(each) for each in submission.further)
    return replace(submission, rows=PackedRows(submission.rows), further=further)
