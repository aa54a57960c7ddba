"""Workbooks of Excel's binary XML format: values from calamine, errors and far cells from the records."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from struct import error as StructError  # noqa: N812 - it is a class
from struct import pack, unpack_from
from typing import NamedTuple

from itaxl.sheets.error_codes import ERROR_CODES
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason
from itaxl.sheets.grids import CellAddress, Grid
from itaxl.sheets.hyperlinks import cells_of
from itaxl.sheets.sheet_xml import check_address
from itaxl.sheets.thai_formats import KNOWN_FORMAT
from itaxl.sheets.xlsx import XlsxSource, floats, targets_of

_ROW = 0
_BLANK = 1
_ERRORS = frozenset({3, 11})
_LAST_CELL = 11
_RICH_TEXT = 62
# Cells without a column of their own. calamine skips them without a word; SheetJS writes them.
_SHORT_CELLS = range(12, 19)
_SHEET = 156
_LINK = 494
_PROTECTION = 535
_FORMAT = 44
_STYLE = 47
_STYLES = "xl/styles.bin"


class XlsbSource(XlsxSource):
    """The sheets of one .xlsb: the same package as an .xlsx, with records in place of XML."""

    def _grid(self, name: str) -> Grid:
        records = self._archive.read(self._part_of(name))
        mended = _with_long_cells(records)
        errors = _errors(mended, self._limits)
        workbook = self._workbook if mended == records else self._mended
        rows = [floats(row) for row in self._rows(workbook, name)]
        links = _links(records, self._targets(self._part_of(name)))
        return Grid(name, rows, errors, links=links, locked=_is_locked(records))

    def _has_unknown_dates(self) -> bool:
        styles = self._archive.read_if_present(_STYLES)
        return _with_known_formats(styles) != styles

    def _mended_part(self, name: str, content: bytes) -> bytes:
        if name == _STYLES:
            return _with_known_formats(content)
        return _with_long_cells(content) if name in map(str.lower, self._parts.values()) else content

    @cached_property
    def _parts(self) -> dict[str, str]:
        relations = targets_of(self._archive.read("xl/_rels/workbook.bin.rels"))
        parts = {}
        try:
            for kind, body in _records(self._archive.read("xl/workbook.bin")):
                if kind == _SHEET:
                    key, start = _wide_text(body, 8)
                    name, _ = _wide_text(body, start)
                    parts[name] = relations.get(key, "")
        except (IndexError, StructError, UnicodeError) as error:
            raise Unreadable(UnreadableReason.DAMAGED) from error
        return parts


class _Record(NamedTuple):
    """One record, and where it stands with its number and length."""

    kind: int
    body: bytes
    start: int
    end: int


def _spans(data: bytes) -> Iterator[_Record]:
    """Each record; both number and length come in groups of seven bits."""
    place = 0
    while place < len(data):
        start = place
        kind = data[place]
        place += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[place] << 7)
            place += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = data[place]
            place += 1
            size |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        yield _Record(kind, data[place : place + size], start, place + size)
        place += size


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record."""
    return ((each.kind, each.body) for each in _spans(data))


def _with_long_cells(data: bytes) -> bytes:
    """The same sheet with the column in every cell; where that is left out, it is the next one."""
    pieces = []
    column = -1
    changed = False
    try:
        for each in _spans(data):
            piece = data[each.start : each.end]
            if each.kind == _ROW:
                column = -1
            elif each.kind in _SHORT_CELLS:
                column += 1
                body = pack("<I", column) + each.body
                piece = bytes([each.kind - _SHORT_CELLS.start + _BLANK]) + _size(len(body)) + body
                changed = True
            elif _BLANK <= each.kind <= _LAST_CELL or each.kind == _RICH_TEXT:
                (column,) = unpack_from("<I", each.body)
            pieces.append(piece)
    except (IndexError, StructError):
        return data  # whoever reads it finds the damage
    return b"".join(pieces) if changed else data


def _size(length: int) -> bytes:
    """A length in groups of seven bits."""
    groups = bytearray()
    while length >= 0x80:
        groups.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*groups, length])


def _with_known_formats(data: bytes) -> bytes:
    """The same styles with dates in formats that calamine knows."""
    styles = bytearray(data)
    own = set()
    try:
        for each in _spans(data):
            if each.kind == _FORMAT:
                own.add(unpack_from("<H", each.body)[0])
            elif each.kind == _STYLE:
                (number,) = unpack_from("<H", each.body, 2)
                known = KNOWN_FORMAT.get(number)
                if known is not None and number not in own:
                    place = each.end - len(each.body) + 2
                    styles[place : place + 2] = pack("<H", known)
    except (IndexError, StructError):
        return data
    return bytes(styles)


def _wide_text(body: bytes, start: int) -> tuple[str, int]:
    """A counted UTF-16 text and where it ends."""
    (length,) = unpack_from("<I", body, start)
    end = start + 4 + 2 * length
    return body[start + 4 : end].decode("utf-16-le"), end


def _errors(data: bytes, limits: Limits) -> dict[CellAddress, str]:
    """The error cells of a sheet, after a look at how far out its cells lie."""
    errors: dict[CellAddress, str] = {}
    row = -1
    try:
        for kind, body in _records(data):
            if kind == _ROW:
                (row,) = unpack_from("<I", body)
            elif _BLANK < kind <= _LAST_CELL or kind == _RICH_TEXT:
                (column,) = unpack_from("<I", body)
                check_address(row, column, limits)
                if kind in _ERRORS:
                    errors[row, column] = ERROR_CODES.get(body[8], "#ERROR!")
    except (IndexError, StructError) as error:
        raise Unreadable(UnreadableReason.DAMAGED) from error
    return errors


def _links(data: bytes, relations: Mapping[str, str]) -> dict[CellAddress, str]:
    """Where the links of a sheet lead."""
    links: dict[CellAddress, str] = {}
    if not relations:
        return links
    for kind, body in _records(data):
        if kind == _LINK:
            try:
                first_row, last_row, first_column, last_column = unpack_from("<IIII", body)
                key, _ = _wide_text(body, 16)
            except (StructError, UnicodeError):
                continue
            cells = cells_of(range(first_row, last_row + 1), range(first_column, last_column + 1))
            if key in relations:
                links |= dict.fromkeys(cells, relations[key])
    return links


def _is_locked(data: bytes) -> bool:
    """Whether the sheet is protected against changes."""
    return any(kind == _PROTECTION and body[2:4] != b"\0\0" for kind, body in _records(data))
