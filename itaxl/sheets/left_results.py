"""What one process leaves for another in a file without a name, taken over when that process is gone."""

import pickle
import tempfile
from collections.abc import Iterator
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class LeftResults(Generic[T]):
    """Results in the order in which they were left; the file goes with the last process that has it.

    Whoever reads never holds their bytes beside them, and whoever leaves them waits for nobody.
    """

    def __init__(self) -> None:
        """Make the file, before the processes part.

        Raises:
            OSError: there is no place for it.
        """
        self._file = tempfile.TemporaryFile("a+b")  # noqa: SIM115 - `close` closes it

    def clear(self) -> None:
        """Throw away what a process left that died."""
        self._file.seek(0)
        self._file.truncate()

    def leave(self, result: T) -> None:
        """Leave one more.

        Raises:
            OSError: the disk is full.
        """
        pickle.dump(result, self._file, pickle.HIGHEST_PROTOCOL)
        self._file.flush()

    def first(self, count: int) -> Iterator[T]:
        """The first so many of them."""
        self._file.seek(0)
        for _ in range(count):
            yield cast("T", pickle.load(self._file))  # noqa: S301 - this program's own

    def close(self) -> None:
        """Give it up."""
        self._file.close()
