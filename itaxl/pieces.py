"""Long sheets made in pieces, wherever and in whatever order, and put together into one workbook.

XlsxWriter writes the workbook with the heads of its long tables only. The rows are compressed piece by piece,
which several processes can do at once, and then take their place: neither the rows nor the sheet ever exist
uncompressed as a whole, in memory or on the disk.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, NamedTuple

from itaxl import deflate

_END_OF_ROWS = b"</sheetData>"
_ZEROS = bytes(64 * 1024)
_LOCAL_HEADER = 30
_ROWS_TOGETHER = 32


class Piece(NamedTuple):
    """A stretch of a part, compressed: pieces one after the other are the part, if the last one is an end."""

    packed: bytes
    checksum: int
    size: int


Parts = Mapping[str, Sequence[Piece]]
"""The parts of a workbook by name; a long sheet has its head and its end, and its rows belong between."""


def pack(rows: Iterable[str]) -> Piece:
    """Compress rows as they come."""
    compressor = deflate.compressobj(deflate.LEVEL, deflate.DEFLATED, deflate.RAW)
    packed, checksum, size = [], 0, 0
    for data in _together(rows):
        packed.append(compressor.compress(data))
        checksum = deflate.crc32(data, checksum)
        size += len(data)
    packed.append(compressor.flush(deflate.Z_SYNC_FLUSH))
    return Piece(b"".join(packed), checksum, size)


def _together(rows: Iterable[str]) -> Iterator[bytes]:
    """Some rows at a time: each by itself is so short that to begin takes longer than to compress it."""
    remaining = iter(rows)
    while some := list(islice(remaining, _ROWS_TOGETHER)):
        yield "".join(some).encode()


def parts_of(workbook: bytes, long: Mapping[str, Sequence[str]]) -> dict[str, list[Piece]]:
    """Take a workbook apart.

    Args:
        workbook: that XlsxWriter has made.
        long: by the names of their parts, rows of long sheets that are there already; others come later.
    """
    parts = {}
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for info in archive.infolist():
            if info.filename in long:
                head, mark, end = archive.read(info).rpartition(_END_OF_ROWS)
                first, last = _piece(head, deflate.Z_SYNC_FLUSH), _piece(mark + end, deflate.Z_FINISH)
                rows = long[info.filename]
                parts[info.filename] = [first, pack(rows), last] if rows else [first, last]
            else:
                parts[info.filename] = [Piece(_packed(workbook, info), info.CRC, info.file_size)]
    return parts


def _piece(data: bytes, flush: int) -> Piece:
    compressor = deflate.compressobj(deflate.LEVEL, deflate.DEFLATED, deflate.RAW)
    return Piece(compressor.compress(data) + compressor.flush(flush), deflate.crc32(data), len(data))


def _packed(archive: bytes, info: zipfile.ZipInfo) -> bytes:
    """A part as it stands in an archive that XlsxWriter has just made."""
    lengths = archive[info.header_offset + 26 : info.header_offset + _LOCAL_HEADER]
    start = (
        info.header_offset
        + _LOCAL_HEADER
        + sum(int.from_bytes(lengths[at : at + 2], "little") for at in (0, 2))
    )
    return archive[start : start + info.compress_size]


def put_together(parts: Parts, file: IO[bytes]) -> None:
    """Write the workbook of these parts into an empty file, the same at every run."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, pieces in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.compress_size = sum(len(each.packed) for each in pieces)
            info.file_size = sum(each.size for each in pieces)
            info.CRC = _checksum(pieces)
            info.header_offset = file.tell()
            # Python's own module offers no way to put in what is compressed already, but keeps to this.
            file.write(info.FileHeader())
            file.writelines(each.packed for each in pieces)
            archive.filelist.append(info)
            archive.NameToInfo[name] = info
            archive.start_dir = file.tell()
        archive._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001 - as above


def _checksum(pieces: Sequence[Piece]) -> int:
    """Of all pieces together, from that of each.

    What comes before acts on a checksum in the same way whatever follows: zeros can stand for that.
    """
    checksum = 0
    for piece in pieces:
        before, nothing = checksum, 0
        for start in range(0, piece.size, len(_ZEROS)) if checksum else ():
            zeros = _ZEROS[: piece.size - start]
            before, nothing = deflate.crc32(zeros, before), deflate.crc32(zeros, nothing)
        checksum = before ^ nothing ^ piece.checksum
    return checksum
