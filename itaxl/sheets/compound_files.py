"""OLE compound files, the wrapping of .xls and of workbooks with a password."""

import struct
from datetime import UTC, datetime, timedelta

from itaxl.sheets.formats import Unreadable, UnreadableReason

_END_OF_CHAIN = 0xFFFFFFFA
_ENTRY = 128
_STREAM = 2
_ROOT = 5
_SUMMARY = "\x05SummaryInformation"
_SAVED = 0x0D
_APPLICATION = 0x12
_FILETIME = 0x40
_ANSI_TEXT = 0x1E


class CompoundFile:
    """The streams of a compound file by name.

    Args:
        data: the whole file.

    Raises:
        Unreadable: DAMAGED when its tables point nowhere.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._read_header()
        except (struct.error, IndexError, ValueError) as error:
            raise Unreadable(UnreadableReason.DAMAGED) from error

    def _read_header(self) -> None:
        data = self._data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise ValueError(shift)
        self._sector = 1 << shift
        first_directory, self._cutoff, first_mini, _, first_difat, _ = (
            *struct.unpack_from("<I", data, 48),
            *struct.unpack_from("<IIIII", data, 56),
        )
        tables = list(struct.unpack_from("<109I", data, 76))
        tables += self._further_tables(first_difat)
        sectors = [self._sector_at(number) for number in tables if number < _END_OF_CHAIN]
        self._next = _numbers(b"".join(sectors))
        self._streams: dict[str, tuple[int, int]] = {}
        self._mini = b""
        self._read_directory(self._chain(first_directory))
        self._mini_next = _numbers(self._chain(first_mini))

    def _further_tables(self, number: int) -> list[int]:
        """The sectors of the allocation table beyond the 109 that the header names."""
        tables: list[int] = []
        for _ in range(len(self._data) // self._sector):
            if number >= _END_OF_CHAIN:
                break
            *more, number = _numbers(self._sector_at(number))
            tables += more
            if len(tables) > len(self._data) // self._sector + _ENTRY:
                raise ValueError(number)
        return tables

    def _read_directory(self, directory: bytes) -> None:
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[start : start + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            first, size = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                self._mini = self._chain(first)
            elif kind == _STREAM:
                name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
                # Embedded workbooks have streams of the same name; the outermost comes first.
                self._streams.setdefault(name, (first, size))

    def _sector_at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain(self, first: int) -> bytes:
        """The sectors from this one on; a chain longer than the file runs in a circle."""
        sectors = []
        number = first
        while number < _END_OF_CHAIN:
            sectors.append(self._sector_at(number))
            if len(sectors) > len(self._next):
                raise ValueError(first)
            number = self._next[number]
        return b"".join(sectors)

    def _mini_chain(self, first: int) -> bytes:
        pieces = []
        number = first
        while number < _END_OF_CHAIN:
            pieces.append(self._mini[number * 64 : number * 64 + 64])
            if len(pieces) > len(self._mini_next):
                raise ValueError(first)
            number = self._mini_next[number]
        return b"".join(pieces)

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams, wherever they are stored."""
        return frozenset(self._streams)

    def read(self, name: str) -> bytes:
        """One stream.

        Raises:
            Unreadable: DAMAGED when its chain is broken.
        """
        first, size = self._streams[name]
        try:
            data = self._chain(first) if size >= self._cutoff else self._mini_chain(first)
        except (IndexError, ValueError) as error:
            raise Unreadable(UnreadableReason.DAMAGED, {"part": name}) from error
        return data[:size]

    def replaced(self, name: str, content: bytes) -> bytes:
        """The whole file with other content of the same length in one of its streams."""
        number, size = self._streams[name]
        if size < self._cutoff or len(content) != size:
            return self._data
        data = bytearray(self._data)
        for start in range(0, size, self._sector):
            piece = content[start : start + self._sector]
            place = (number + 1) * self._sector
            data[place : place + len(piece)] = piece
            number = self._next[number]
        return bytes(data)

    def properties(self) -> tuple[datetime | None, str | None]:
        """When the file was last saved and by which program, where it says so."""
        if _SUMMARY not in self._streams:
            return None, None
        try:
            return _summary(self.read(_SUMMARY))
        except (Unreadable, struct.error, IndexError, ValueError, OverflowError):
            return None, None


def _numbers(data: bytes) -> tuple[int, ...]:
    """The 32-bit numbers of a table."""
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _summary(data: bytes) -> tuple[datetime | None, str | None]:
    """Saving time and program of a property set."""
    (section,) = struct.unpack_from("<I", data, 44)
    (count,) = struct.unpack_from("<I", data, section + 4)
    saved: datetime | None = None
    application: str | None = None
    for index in range(min(count, 100)):
        key, offset = struct.unpack_from("<II", data, section + 8 + 8 * index)
        (kind,) = struct.unpack_from("<I", data, section + offset)
        start = section + offset + 4
        if key == _SAVED and kind == _FILETIME:
            (ticks,) = struct.unpack_from("<Q", data, start)
            # Zero stands for a file that was never saved.
            saved = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10) if ticks else None
        elif key == _APPLICATION and kind == _ANSI_TEXT:
            (length,) = struct.unpack_from("<I", data, start)
            text = data[start + 4 : start + 4 + min(length, 200)]
            application = text.partition(b"\0")[0].decode("latin-1").strip() or None
    return saved, application
