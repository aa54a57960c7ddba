"""Rows of returned workbooks kept small: thousands fit into memory, and one is unfolded at a time."""

import pickle
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import overload

from itaxl.assessment.submissions import Submission, SubmittedRow

# Half the size of the fastest level is not worth twice its time.
_LEVEL = 1


class PackedRows(Sequence[SubmittedRow]):
    """Rows that are compressed, and made anew whenever somebody goes through them.

    What is packed was read by this program and never leaves it, so unpacking it is safe.
    """

    __slots__ = ("_count", "_packed")

    def __init__(self, rows: Sequence[SubmittedRow]) -> None:
        self._count = len(rows)
        self._packed = zlib.compress(pickle.dumps(tuple(rows), pickle.HIGHEST_PROTOCOL), _LEVEL)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[SubmittedRow]:
        return iter(self._unpacked())

    @overload
    def __getitem__(self, index: int) -> SubmittedRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SubmittedRow]: ...
    def __getitem__(self, index: int | slice) -> SubmittedRow | Sequence[SubmittedRow]:
        return self._unpacked()[index]

    def _unpacked(self) -> tuple[SubmittedRow, ...]:
        rows: tuple[SubmittedRow, ...] = pickle.loads(zlib.decompress(self._packed))  # noqa: S301 - our own
        return rows


def pack_rows(submission: Submission) -> Submission:
    """The same submission with its rows packed."""
    further = tuple(pack_rows(each) for each in submission.further)
    return replace(submission, rows=PackedRows(submission.rows), further=further)
