"""Workbooks of Excel 5 to 2003: values from calamine, errors and far cells from the BIFF records."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from struct import Struct as Layout
from struct import error as StructError  # noqa: N812 - it is a class

from msgspec import Struct, field
from python_calamine import CalamineWorkbook

from itaxl.sheets.compound_files import CompoundFile
from itaxl.sheets.error_codes import ERROR_CODES
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason
from itaxl.sheets.grids import CellAddress, Grid
from itaxl.sheets.hyperlinks import cells_of, link_of_record
from itaxl.sheets.sheet_xml import check_address
from itaxl.sheets.thai_formats import KNOWN_FORMAT
from itaxl.sheets.xlsx import calamine_troubles, floats, rows_of

_HEADER = Layout("<HH")
_ADDRESS = Layout("<HH")
_OFFSET = Layout("<I")
_DIMENSIONS_8 = Layout("<IIHH")
_DIMENSIONS_5 = Layout("<HHHH")

_BEGIN = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_END = 0x000A
_PASSWORD = 0x002F
_FIRST_RECORDS = 4  # it stands among these
_SHEET = 0x0085
_SHARED_TEXTS = 0x00FC
_DIMENSIONS = 0x0200
_BOOLEAN_OR_ERROR = 0x0205
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_MANY_NUMBERS = 0x00BD
# Numbers, texts, shared texts, rich texts, packed numbers; blank cells do not count.
_VALUES = frozenset({0x0203, 0x0204, 0x00FD, 0x00D6, 0x027E, _BOOLEAN_OR_ERROR, _MANY_NUMBERS, *_FORMULAS})
_PROTECTION = 0x0012
_LINK = 0x01B8
_FORMAT = 0x041E
_STYLE = 0x00E0
_SUPPORTING_BOOK = 0x01AE
_OWN_BOOK = 4  # the length of the record that stands for the workbook itself, and of that for add-ins
_CONNECTION = 0x0876
_RESULT_IS_NO_NUMBER = b"\xff\xff"
_RESULT_IS_ERROR = 2

_WORKBOOK_STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK")
_PASSWORD_STREAMS = ("EncryptionInfo", "EncryptedPackage")
_DOCUMENT_STREAMS = ("WordDocument", "PowerPoint Document", "VisioDocument")


class XlsSource:
    """The sheets of one .xls.

    Args:
        data: the whole file.
        limits: how far out cells may lie.

    Raises:
        Unreadable: when it is another sort of compound file, needs a password, or is damaged.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        compound = CompoundFile(data)
        self._limits = limits
        stream = _workbook_stream(compound)
        self._facts = [_facts_of(records, limits) for records in _sheets(stream)]
        self.external = tuple(_external(stream))
        known = _with_known_formats(stream)
        if known != stream:
            data = compound.replaced(_name_of_workbook(compound), known)
        with calamine_troubles():
            self._workbook = CalamineWorkbook.from_filelike(BytesIO(data))
            self.sheet_names = tuple(self._workbook.sheet_names)
        self.has_macros = "_VBA_PROJECT" in compound
        self.modified, self.application = compound.properties()

    def grid(self, name: str) -> Grid:
        """One sheet; the details of an `Unreadable` name it."""
        index = self.sheet_names.index(name)
        with calamine_troubles(sheet=name):
            rows = rows_of(self._workbook.get_sheet_by_index(index), self._limits)
        facts = self._facts[index] if index < len(self._facts) else _Facts()
        return Grid(name, [floats(row) for row in rows], facts.errors, links=facts.links, locked=facts.locked)


def is_encrypted(compound: CompoundFile) -> bool:
    """Whether nothing can be read without a password; damage is left to whoever reads it."""
    if any(name in compound for name in _PASSWORD_STREAMS):
        return True
    name = _name_of_workbook(compound)
    # The record follows the one that opens the stream.
    return bool(name) and any(
        kind == _PASSWORD for kind, _ in islice(_records(compound.read(name), 0), _FIRST_RECORDS)
    )


class _Facts(Struct):
    """What calamine does not say of a sheet."""

    errors: dict[CellAddress, str] = field(default_factory=dict)
    links: dict[CellAddress, str] = field(default_factory=dict)
    locked: bool = False


def _name_of_workbook(compound: CompoundFile) -> str:
    return next((name for name in _WORKBOOK_STREAMS if name in compound), "")


def _workbook_stream(compound: CompoundFile) -> bytes:
    """The BIFF records of a compound file."""
    name = _name_of_workbook(compound)
    if name:
        return compound.read(name)
    if any(name in compound for name in _PASSWORD_STREAMS):
        raise Unreadable(UnreadableReason.ENCRYPTED)
    if any(name in compound for name in _DOCUMENT_STREAMS):
        raise Unreadable(UnreadableReason.DOCUMENT)
    raise Unreadable(UnreadableReason.UNKNOWN)


def _records(data: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record of one substream, without the charts embedded in it."""
    depth = 0
    while place + 4 <= len(data):
        kind, size = _HEADER.unpack_from(data, place)
        if kind in _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth <= 1:
            # Also where the first record is damaged: calamine does not look at it.
            yield kind, data[place + 4 : place + 4 + size]
        place += 4 + size


def _sheets(data: bytes) -> Iterator[Iterator[tuple[int, bytes]]]:
    """The records of each sheet in the order of the workbook."""
    for kind, body in _records(data, 0):
        if kind == _PASSWORD:
            raise Unreadable(UnreadableReason.ENCRYPTED)
        if kind == _SHARED_TEXTS:
            _check_shared_texts(body, len(data))
        elif kind == _SHEET and len(body) >= _OFFSET.size:
            yield _records(data, _OFFSET.unpack_from(body)[0])


def _external(stream: bytes) -> Iterator[str]:
    """Other files and connections that the workbook takes values from."""
    for kind, body in _records(stream, 0):
        if kind == _CONNECTION:
            yield "connection"
        elif kind == _SUPPORTING_BOOK and len(body) > _OWN_BOOK:
            # The path is written with control characters in place of drives and slashes.
            text = body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")
            yield re.sub(r"[\x00-\x1f]+", "/", text).strip("/")


def _with_known_formats(stream: bytes) -> bytes:
    """The same records with dates in formats that calamine knows."""
    changed: bytearray | None = None
    own = set()
    place = 0
    while place + 4 <= len(stream):
        kind, size = _HEADER.unpack_from(stream, place)
        if kind == _FORMAT and size >= 2:
            own.add(int.from_bytes(stream[place + 4 : place + 6], "little"))
        elif kind == _STYLE and size >= 4:
            number = int.from_bytes(stream[place + 6 : place + 8], "little")
            known = KNOWN_FORMAT.get(number)
            if known is not None and number not in own:
                changed = changed or bytearray(stream)
                changed[place + 6 : place + 8] = known.to_bytes(2, "little")
        elif kind == _END:
            # The formats stand before the sheets.
            break
        place += 4 + size
    return bytes(changed) if changed else stream


def _facts_of(records: Iterator[tuple[int, bytes]], limits: Limits) -> _Facts:
    """The error cells and links of a sheet, after a look at how far out its cells lie."""
    facts = _Facts()
    errors = facts.errors
    try:
        for kind, body in records:
            if kind == _DIMENSIONS:
                _check_dimensions(body)
            if kind == _PROTECTION:
                facts.locked = any(body)
            if kind == _LINK and (link := link_of_record(body)):
                rows, columns, target = link
                facts.links |= dict.fromkeys(cells_of(rows, columns), target)
            if kind not in _VALUES:
                continue
            row, column = _ADDRESS.unpack_from(body)
            last = int.from_bytes(body[-2:], "little") if kind == _MANY_NUMBERS else column
            check_address(row, last, limits)
            code = _error_code(kind, body)
            if code is not None:
                errors[row, column] = ERROR_CODES.get(code, "#ERROR!")
    except (IndexError, StructError) as error:
        raise Unreadable(UnreadableReason.DAMAGED) from error
    return facts


def _check_shared_texts(body: bytes, size: int) -> None:
    """Refuse more texts than the file has room for: calamine reserves memory for as many as are claimed."""
    if len(body) < 8 or int.from_bytes(body[4:8], "little") > size:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "shared texts"})


def _check_dimensions(body: bytes) -> None:
    """Refuse a size that the format does not have: calamine reserves memory for as much as is claimed."""
    layout = _DIMENSIONS_8 if len(body) >= 14 else _DIMENSIONS_5
    first_row, rows, first_column, columns = layout.unpack_from(body)
    if not (first_row <= rows <= 65_536 and first_column <= columns <= 256):
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "dimensions"})


def _error_code(kind: int, body: bytes) -> int | None:
    """The number of the error in a cell, if it holds one."""
    if kind == _BOOLEAN_OR_ERROR:
        return body[6] if body[7] else None
    if kind in _FORMULAS and body[12:14] == _RESULT_IS_NO_NUMBER and body[6] == _RESULT_IS_ERROR:
        return body[8]
    return None
