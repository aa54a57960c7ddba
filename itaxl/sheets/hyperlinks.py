"""Where the links of cells lead: people may see "รูปภาพ", and the target stands elsewhere."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from struct import error as StructError  # noqa: N812 - it is a class
from struct import unpack_from

from itaxl.sheets.grids import CellAddress, column_index

# One link may lie on a range; nobody needs it in more cells than these.
_MOST_CELLS = 1_000
_LONGEST = 2_083  # letters that browsers take in an address
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?hyperlink\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""(?:[\w.-]+:)?(\w+)\s*=\s*("[^"]*"|'[^']*')""")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?c\s([^<>]*)>\s*<(?:[\w.-]+:)?f\b[^<>]*>([^<]*HYPERLINK\([^<]*)</")
_LITERAL = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
# The class of links to addresses in an .xls (MS-OSHARED 2.3.7.6).
_URL_MONIKER = bytes.fromhex("E0C9EA79F9BACE118C8200AA004BA90B")


def targets_in_sheet(xml: bytes, relations: Mapping[str, str]) -> dict[CellAddress, str]:
    """The targets of all links of an .xlsx sheet.

    Args:
        xml: the sheet, in UTF-8.
        relations: the targets outside the workbook, by key.
    """
    targets: dict[CellAddress, str] = {}
    if b"HYPERLINK(" in xml:
        for found in _FORMULA.finditer(xml):
            target = target_of_formula(_decoded(found[2]))
            if target:
                place = _attributes(found[1]).get("r", "")
                targets |= dict.fromkeys(_cells(place), target)
    # Links stand behind the rows, which are nearly all of a sheet.
    behind = max(0, xml.rfind(b"sheetData"))
    if xml.find(b"hyperlink", behind) >= 0:
        for element in _ELEMENT.finditer(xml, behind):
            facts = _attributes(element[1])
            target = relations.get(facts.get("id", ""), "")[:_LONGEST]
            if target:
                targets |= dict.fromkeys(_cells(facts.get("ref", "")), target)
    return targets


def target_of_formula(formula: str) -> str | None:
    """The address in a HYPERLINK formula, where it stands there as it is.

    >>> target_of_formula('HYPERLINK("https://example.go.th","รูปภาพ")'), target_of_formula("HYPERLINK(A1)")
    ('https://example.go.th', None)
    """
    found = _LITERAL.search(formula)
    return found[1].replace('""', '"')[:_LONGEST] if found else None


def link_of_record(body: bytes) -> tuple[range, range, str] | None:
    """Rows, columns and target of a link record of an .xls; None where it leads to no address."""
    place = body.find(_URL_MONIKER)
    try:
        first_row, last_row, first_column, last_column = unpack_from("<HHHH", body)
        if place < 0:
            return None
        (size,) = unpack_from("<I", body, place + 16)
    except StructError:
        return None
    text = body[place + 20 : place + 20 + size].decode("utf-16-le", "replace").partition("\0")[0]
    return range(first_row, last_row + 1), range(first_column, last_column + 1), text[:_LONGEST]


def cells_of(rows: range, columns: range) -> Iterator[CellAddress]:
    """The cells of a range, as far as they are looked at."""
    count = 0
    for row in rows:
        for column in columns:
            if count == _MOST_CELLS:
                return
            count += 1
            yield row, column


def _cells(reference: str) -> Iterator[CellAddress]:
    found = _RANGE.fullmatch(reference)
    if not found:
        return iter(())
    first, last = (found[2], found[1]), (found[4] or found[2], found[3] or found[1])
    rows = range(int(first[0]) - 1, int(last[0]))
    return cells_of(rows, range(column_index(first[1]), column_index(last[1]) + 1))


def _attributes(xml: bytes) -> dict[str, str]:
    return {found[1].decode(): _decoded(found[2][1:-1]) for found in _ATTRIBUTE.finditer(xml)}


def _decoded(xml: bytes) -> str:
    return unescape(xml.decode("utf-8", "replace"))
