"""Workbooks of Excel's binary XML format: values from calamine, errors and far cells from the records."""

from collections.abc import Iterator
from functools import cached_property
from struct import error as StructError  # noqa: N812 - it is a class
from struct import unpack_from

from itaxl.sheets.error_codes import ERROR_CODES
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason
from itaxl.sheets.grids import CellAddress, Grid
from itaxl.sheets.sheet_xml import check_address
from itaxl.sheets.xlsx import XlsxSource

_ROW = 0
_BLANK = 1
_ERRORS = frozenset({3, 11})
_LAST_CELL = 11
# Cells without a column of their own. calamine skips them without a word; SheetJS writes them.
_SHORT_CELLS = range(12, 19)
_SHEET = 156


class XlsbSource(XlsxSource):
    """The sheets of one .xlsb: the same package as an .xlsx, with records in place of XML."""

    def _grid(self, name: str) -> Grid:
        records = self._archive.read(self._part_of(name))
        errors = _errors(records, self._limits)
        return Grid(name, self._rows(self._workbook, name), errors)

    @cached_property
    def _parts(self) -> dict[str, str]:
        relations = self._relations("xl/_rels/workbook.bin.rels")
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


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record; both number and length come in groups of seven bits."""
    place = 0
    while place < len(data):
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
        yield kind, data[place : place + size]
        place += size


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
            elif _BLANK < kind <= _LAST_CELL:
                (column,) = unpack_from("<I", body)
                check_address(row, column, limits)
                if kind in _ERRORS:
                    errors[row, column] = ERROR_CODES.get(body[8], "#ERROR!")
            elif kind in _SHORT_CELLS:
                raise Unreadable(UnreadableReason.DAMAGED, {"cause": "short cells"})
    except (IndexError, StructError) as error:
        raise Unreadable(UnreadableReason.DAMAGED) from error
    return errors
