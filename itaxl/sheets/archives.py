"""Zip files opened with care: bounded and without duplicates; a part larger than it claims is damaged."""

import codecs
import io
import re
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from itaxl.deflate import crc32
from itaxl.sheets.formats import Limits, SpreadsheetFormat, Unreadable, UnreadableReason

# Deflate cannot pack tighter than this, so a small part needs no second look at its claimed size, unless many
# together could be too much.
_DEFLATE_RATIO = 1032
_CHUNK = 1 << 20
_ENCRYPTED_FLAG = 0x1
# How hard it was packed, that sizes follow the content, and that the name is in UTF-8.
_USUAL_FLAGS = 0x0006 | 0x0008 | 0x0800
_LOCAL_HEADER, _LOCAL_MARK = 30, b"PK\x03\x04"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises for damaged files beside its own error; NotImplementedError is a RuntimeError.
_ZIP_TROUBLES = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, OSError, RuntimeError)
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MACRO_WORKBOOK = re.compile(rb"<[^<>]*(?:workbook\.xml[^<>]*macroEnabled|macroEnabled[^<>]*workbook\.xml)")
_DIRECTORY_ENTRY = b"PK\x01\x02"
# What readers take into memory whole; pictures are bounded by the size of the file.
_READ_WHOLE = (".xml", ".rels", ".bin")
# Up out of the archive, from a root or a drive, or with letters that no name has.
_STRANGE_NAME = re.compile(r"(?:^|/)\.\.?(?:/|$)|^/|^[a-z]:|//|[\x00-\x1f\x7f]")
_DOCUMENT_PARTS = ("word/", "ppt/", "visio/", "Index/")
# What offices use; other codecs of Python are not for foreign bytes (some take quadratic time).
_ENCODINGS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "cp1252", "cp874", "tis-620"}
)
# What the same encodings are called in files of Thai programs.
_OTHER_NAMES = {"windows-874": "cp874", "x-windows-874": "cp874", "iso-8859-11": "cp874", "tis620": "cp874"}
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']""")


class Archive:
    """The parts of a zip file that has passed the checks.

    Args:
        data: the whole file.
        limits: how many parts it may have and how large they may become.

    Raises:
        Unreadable: when it is no zip file, or one that is not safe to unpack.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        _check_count(data.count(_DIRECTORY_ENTRY), limits)
        self._zip = _opened(data)
        parts = self._zip.infolist()
        _check_directory(parts, data, limits)
        names = [_looked_at(part.filename) for part in parts]
        self._parts = {name.folded: part for name, part in zip(names, parts, strict=True)}
        if len(self._parts) != len(parts):
            raise Unreadable(UnreadableReason.DUPLICATE_PARTS)
        # Nothing is ever unpacked to a disk; but of two readers each may take another part for the one meant.
        self.names = {folded: part.filename for folded, part in self._parts.items()}
        strange = next((each.folded for each in names if each.is_strange), None)
        if strange is not None:
            raise Unreadable(UnreadableReason.STRANGE_NAMES, {"part": strange})
        self.has_macros = any(each.is_macro for each in names)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.names

    def read(self, name: str) -> bytes:
        """One part, whatever the case of its name.

        Raises:
            Unreadable: DAMAGED when it is missing or does not unpack.
        """
        try:
            part = self._parts[name.casefold()]
            packed = _packed(part, self.data)
            return self._zip.read(part) if packed is None else _unpacked(part, packed)
        except (KeyError, *_ZIP_TROUBLES) as error:
            raise Unreadable(UnreadableReason.DAMAGED, {"part": name}) from error

    def read_if_present(self, name: str) -> bytes:
        """One part, or nothing where there is none or it is damaged: for what is merely nice to know."""
        try:
            return self.read(name) if name in self else b""
        except Unreadable:
            return b""


class _Name(NamedTuple):
    """The name of a part.

    Attributes:
        folded: as readers compare it: without case, and with the slashes of Windows turned.
    """

    folded: str
    is_strange: bool
    is_macro: bool


@lru_cache(maxsize=256)  # the parts of nearly all workbooks have the same names
def _looked_at(name: str) -> _Name:
    folded = name.replace("\\", "/").casefold()
    is_macro = folded.endswith("vbaproject.bin") or folded.startswith("basic/")
    return _Name(folded, _STRANGE_NAME.search(folded) is not None, is_macro)


def _opened(data: bytes) -> zipfile.ZipFile:
    """The zip file of these bytes."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_TROUBLES as error:
        raise Unreadable(UnreadableReason.DAMAGED) from error


def _check_count(parts: int, limits: Limits) -> None:
    """Refuse a directory that is too long, before anything is made of each entry."""
    if parts > limits.parts:
        raise Unreadable(UnreadableReason.TOO_MANY_PARTS, {"parts": parts, "limit": limits.parts})


def _check_directory(parts: list[zipfile.ZipInfo], data: bytes, limits: Limits) -> None:
    """Refuse what the directory admits, then what it may hide."""
    _check_count(len(parts), limits)
    unpacked = packed = 0
    for part in parts:
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise Unreadable(UnreadableReason.ENCRYPTED)
        if part.compress_type not in _METHODS:
            raise Unreadable(UnreadableReason.DAMAGED, {"part": part.filename})
        if part.file_size > limits.part_bytes and part.filename.lower().endswith(_READ_WHOLE):
            raise Unreadable(
                UnreadableReason.UNPACKS_TOO_LARGE,
                {"part": part.filename, "size": part.file_size, "limit": limits.part_bytes},
            )
        unpacked += part.file_size
        packed += part.compress_size
    if unpacked > limits.unpacked_bytes:
        raise Unreadable(
            UnreadableReason.UNPACKS_TOO_LARGE, {"size": unpacked, "limit": limits.unpacked_bytes}
        )
    if packed > len(data):
        # Parts that overlap are how a small file hides a huge one.
        raise Unreadable(UnreadableReason.DAMAGED)
    may_be_too_much = packed * _DEFLATE_RATIO > limits.unpacked_bytes
    for part in parts:
        if may_be_too_much or part.compress_size * _DEFLATE_RATIO > limits.part_bytes:
            _check_claimed_size(part, data)


def _packed(part: zipfile.ZipInfo, data: bytes) -> memoryview | None:
    """A part as it stands in the file; None for one with anything unusual about it, which zipfile judges."""
    name = part.orig_filename.encode()
    start = part.header_offset + _LOCAL_HEADER
    if data[start : start + len(name)] != name or part.flag_bits & ~_USUAL_FLAGS:
        return None
    lengths = data[start - 4 : start]
    if not data.startswith(_LOCAL_MARK, part.header_offset) or lengths[:2] != len(name).to_bytes(2, "little"):
        return None
    start += len(name) + int.from_bytes(lengths[2:], "little")
    return memoryview(data)[start : start + part.compress_size]


def _unpacked(part: zipfile.ZipInfo, packed: memoryview) -> bytes:
    """What zipfile would read, in a fifth of its time where parts are small.

    Raises:
        zipfile.BadZipFile: it is not what the directory says.
        zlib.error: it does not unpack.
    """
    if part.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed)
    else:
        # Without a limit nothing would bound it; one byte more than claimed shows that the claim is false.
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
    if len(content) != part.file_size or crc32(content) != part.CRC:
        raise zipfile.BadZipFile(part.filename)
    return content


def _check_claimed_size(part: zipfile.ZipInfo, data: bytes) -> None:
    """Unpack a part, without keeping it, until it is larger than it claims."""
    if part.compress_type == zipfile.ZIP_STORED:
        if part.compress_size != part.file_size:
            raise Unreadable(UnreadableReason.DAMAGED, {"part": part.filename})
        return
    offset = part.header_offset
    name_length = int.from_bytes(data[offset + 26 : offset + 28], "little")
    extra_length = int.from_bytes(data[offset + 28 : offset + 30], "little")
    start = offset + _LOCAL_HEADER + name_length + extra_length
    rest: bytes | memoryview = memoryview(data)[start : start + part.compress_size]
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    try:
        while rest and not inflater.eof:
            size += len(inflater.decompress(rest, _CHUNK))
            rest = inflater.unconsumed_tail
            if size > part.file_size:
                raise Unreadable(
                    UnreadableReason.UNPACKS_TOO_LARGE, {"part": part.filename, "claimed": part.file_size}
                )
    except zlib.error as error:
        raise Unreadable(UnreadableReason.DAMAGED, {"part": part.filename}) from error


def format_of(archive: Archive) -> SpreadsheetFormat:
    """Which workbook a zip file is.

    Raises:
        Unreadable: when it is a text document, a presentation or any other archive.
    """
    names = archive.names
    if "xl/workbook.bin" in names:
        return SpreadsheetFormat.XLSB
    if any(name.endswith("workbook.xml") for name in names):
        types = archive.read_if_present("[Content_Types].xml")
        # Some programs list the type of macro workbooks in every file, so only that of the workbook counts.
        macros = archive.has_macros or (
            b"macroEnabled" in types and _MACRO_WORKBOOK.search(types) is not None
        )
        return SpreadsheetFormat.XLSM if macros else SpreadsheetFormat.XLSX
    if "content.xml" in names:
        return _open_document_format(archive)
    if any(name.startswith(_DOCUMENT_PARTS) for name in names.values()):
        raise Unreadable(UnreadableReason.DOCUMENT)
    raise Unreadable(UnreadableReason.DAMAGED if "[content_types].xml" in names else UnreadableReason.ARCHIVE)


def _open_document_format(archive: Archive) -> SpreadsheetFormat:
    """ODS, when the OpenDocument is a spreadsheet that needs no password."""
    manifest = archive.read_if_present("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise Unreadable(UnreadableReason.ENCRYPTED)
    kind = archive.read_if_present("mimetype").strip() or manifest
    if _ODS_TYPE not in kind:
        raise Unreadable(UnreadableReason.DOCUMENT)
    return SpreadsheetFormat.ODS


def in_utf8(xml: bytes) -> bytes:
    """The same XML in UTF-8 and without a declaration; calamine reads nothing else.

    Raises:
        Unreadable: DAMAGED when the encoding is unknown or not kept to.
    """
    encoding = _encoding_of(xml)
    if encoding == "utf-8":
        return xml
    try:
        if codecs.lookup(encoding).name not in _ENCODINGS:
            raise Unreadable(UnreadableReason.DAMAGED, {"encoding": encoding})
        text = xml.decode(encoding)
    except (LookupError, UnicodeError) as error:
        raise Unreadable(UnreadableReason.DAMAGED, {"encoding": encoding}) from error
    return _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode()


def _encoding_of(xml: bytes) -> str:
    """The encoding by byte order mark, by zeros or as declared."""
    if xml[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    if xml[:1] == b"\x00":
        return "utf-16-be"
    if xml[1:2] == b"\x00":
        return "utf-16-le"
    declared = _DECLARED_ENCODING.match(xml[:200])
    name = declared[1].decode().lower() if declared else "utf-8"
    return _OTHER_NAMES.get(name, name)


def text_of_element(xml: bytes, name: str) -> str | None:
    """The text of the first element of that local name in a small XML part."""
    found = re.search(rb"<(?:[\w.-]+:)?" + name.encode() + rb"(?:\s[^<>]*)?>([^<]*)</", xml)
    return (unescape(found[1].decode(errors="replace")).strip() or None) if found else None


def moment(text: str | None) -> datetime | None:
    """A time stamp in UTC; one without a zone is taken as this computer's time, as LibreOffice writes it."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
