"""OpenDocument spreadsheets, read without calamine.

calamine loses their errors and refuses those of SheetJS; one reader for all is simpler than two.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from html import unescape
from xml.etree import ElementTree as ET

from msgspec import Struct, field

from itaxl.sheets.archives import Archive, in_utf8, moment, text_of_element
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason
from itaxl.sheets.grids import Grid
from itaxl.sheets.hyperlinks import target_of_formula
from itaxl.sheets.sheet_xml import check_address, check_count, is_error_text

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"

_NAME = f"{_TABLE}name"
_PROTECTED = f"{_TABLE}protected"
_ROW = f"{_TABLE}table-row"
_ROW_GROUPS = frozenset({f"{_TABLE}table-row-group", f"{_TABLE}table-header-rows", f"{_TABLE}table-rows"})
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_ROWS_REPEATED = f"{_TABLE}number-rows-repeated"
_COLUMNS_REPEATED = f"{_TABLE}number-columns-repeated"
_FORMULA = f"{_TABLE}formula"
_TYPE = f"{_OFFICE}value-type"
_CALC_TYPE = f"{_CALC}value-type"
_PARAGRAPH = f"{_TEXT}p"
_SPACES = f"{_TEXT}s"
_TAB = f"{_TEXT}tab"
_LINE_BREAK = f"{_TEXT}line-break"
_LINK = f"{_TEXT}a"
_HREF = "{http://www.w3.org/1999/xlink}href"
_SKIPPED = frozenset({f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text"})
_NUMBERS = frozenset({"float", "percentage", "currency"})
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d+))?S)?")
_EXTERNAL = re.compile(
    rb"""<[\w.-]+:(?:table-source|dde-link|database-source-\w+)\b(?:[^<>]*?\sxlink:href\s*=\s*["']([^"']*))?"""
)
_CELL = re.compile(rb"<[\w.-]+:(?:covered-)?table-(?:cell|row)\b")
_LONGEST_NUMBER = 9


class OdsSource:
    """The sheets of one .ods.

    Args:
        archive: the checked zip file.
        limits: how far out cells may lie and how many there may be.

    Raises:
        Unreadable: when the content is damaged or too much.
    """

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        xml = archive.read("content.xml")
        tables = [(table.get(_NAME, ""), table) for table in _tables(xml, limits)]
        if not tables:
            raise Unreadable(UnreadableReason.DAMAGED, {"cause": "no sheets"})
        self._tables = dict(tables)
        self.sheet_names = tuple(name for name, _ in tables)
        self.has_macros = archive.has_macros
        # Other files and connections that the workbook takes values from.
        self.external = tuple(
            unescape(found[1].decode("utf-8", "replace")) if found[1] else "connection"
            for found in _EXTERNAL.finditer(xml)
        )

    @cached_property
    def _meta(self) -> bytes:
        return self._archive.read_if_present("meta.xml")

    @cached_property
    def modified(self) -> datetime | None:
        """When the program that saved the file says it did."""
        return moment(text_of_element(self._meta, "date"))

    @cached_property
    def application(self) -> str | None:
        """The program that saved the file, in its own words."""
        return text_of_element(self._meta, "generator")

    def grid(self, name: str) -> Grid:
        """One sheet; the details of an `Unreadable` name it."""
        grid = Grid(name, [], locked=self._tables[name].get(_PROTECTED) == "true")
        try:
            self._fill(grid)
        except Unreadable as trouble:
            raise Unreadable(trouble.reason, {"sheet": name, **trouble.details}) from trouble
        except RecursionError as error:
            raise Unreadable(UnreadableReason.DAMAGED, {"sheet": name, "cause": "nested"}) from error
        return grid

    def _fill(self, grid: Grid) -> None:
        blank_rows = cells = 0
        for element in _rows(self._tables[grid.name]):
            repeated = _count(element.get(_ROWS_REPEATED))
            first = len(grid.rows) + blank_rows
            row = _row(element, first, self._limits)
            if not row.values:
                # Every sheet ends with a million empty rows in one element; they are never spelt out.
                blank_rows += repeated
                continue
            last = first + repeated - 1
            check_address(last, len(row.values) - 1, self._limits)
            cells += repeated * len(row.values)
            check_count(cells, self._limits.cells)
            grid.rows.extend([] for _ in range(blank_rows))
            blank_rows = 0
            for index in range(first, last + 1):
                grid.rows.append(row.values.copy())
                grid.errors.update({(index, column): text for column, text in row.errors.items()})
                grid.uncalculated.update((index, column) for column in row.uncalculated)
                grid.links.update({(index, column): target for column, target in row.links.items()})


class _Row(Struct):
    """The cells of one row up to its last one with content."""

    values: list[object] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)
    uncalculated: set[int] = field(default_factory=set)
    links: dict[int, str] = field(default_factory=dict)


def _row(element: ET.Element, index: int, limits: Limits) -> _Row:
    """The cells of a row element."""
    row = _Row()
    blanks = 0
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        repeated = _count(cell.get(_COLUMNS_REPEATED))
        value: object = ""
        if len(cell) or _TYPE in cell.attrib or _FORMULA in cell.attrib:
            value = _value(cell)
        if value == "":
            blanks += repeated
            continue
        column = len(row.values) + blanks
        check_address(index, column + repeated - 1, limits)
        target = _target(cell)
        if target:
            row.links.update(dict.fromkeys(range(column, column + repeated), target))
        if isinstance(value, _CellError):
            row.errors.update(dict.fromkeys(range(column, column + repeated), value.text))
            value = ""
        elif value is None:
            row.uncalculated.update(range(column, column + repeated))
            value = ""
        row.values += [""] * blanks + [value] * repeated
        blanks = 0
    return row


def _target(cell: ET.Element) -> str | None:
    """Where the link of a cell leads."""
    link = cell.find(f"{_PARAGRAPH}//{_LINK}")
    if link is not None:
        return link.get(_HREF)
    return target_of_formula(cell.get(_FORMULA, ""))


class _CellError:
    """An error in a cell, told apart from a text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def _tables(xml: bytes, limits: Limits) -> Iterator[ET.Element]:
    """The sheets of the content."""
    xml = in_utf8(xml)
    if b"<!DOCTYPE" in xml:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "doctype"})
    check_count(sum(1 for _ in _CELL.finditer(xml)), limits.cells)
    try:
        root = ET.fromstring(xml)  # noqa: S314 - without a document type there are no entities
    except ET.ParseError as error:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": str(error)}) from error
    return root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    """The rows of a sheet, also those that are grouped or marked as headings."""
    waiting = [iter(table)]
    while waiting:
        for element in waiting[-1]:
            if element.tag == _ROW:
                yield element
            elif element.tag in _ROW_GROUPS:
                waiting.append(iter(element))
                break
        else:
            waiting.pop()


def _count(text: str | None) -> int:
    """How often a cell or row is repeated."""
    if text is None:
        return 1
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_NUMBER:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "repeated"})
    return max(int(text), 1)


def _value(cell: ET.Element) -> object:
    """The value of a cell, an error, or None for a formula that was never worked out."""
    kind = cell.get(_TYPE)
    has_formula = _FORMULA in cell.attrib
    if has_formula or cell.get(_CALC_TYPE) == "error":
        text = _text(cell)
        if cell.get(_CALC_TYPE) == "error" or is_error_text(text):
            return _CellError(text or "#ERROR!")
        if kind is None and not len(cell):
            return None
    try:
        return _typed(cell, kind)
    except (ValueError, OverflowError):
        # What cannot be understood is shown as it stood in the sheet.
        return _text(cell)


def _typed(cell: ET.Element, kind: str | None) -> object:
    """The value of a cell by its declared type."""
    if kind in _NUMBERS:
        return float(cell.get(f"{_OFFICE}value", ""))
    if kind == "date":
        return _date(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "time":
        return _time(cell.get(f"{_OFFICE}time-value", ""))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    stored = cell.get(f"{_OFFICE}string-value")
    return _text(cell) if stored is None else stored


def _date(text: str) -> date | datetime:
    """A date, or a moment where the text has a time."""
    moment_or_day = datetime.fromisoformat(text)
    return moment_or_day if "T" in text else moment_or_day.date()


def _time(text: str) -> time | timedelta:
    """A time of day, or a duration where it lasts a day or longer."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise ValueError(text)
    days, hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4, 5))
    microseconds = int((found[6] or "0").ljust(6, "0")[:6])
    length = timedelta(days, seconds, microseconds, hours=hours, minutes=minutes)
    if found[1]:
        return -length
    return (datetime.min + length).time() if length < timedelta(days=1) else length  # noqa: DTZ901 - only its time


def _text(cell: ET.Element) -> str:
    """What the cell shows, its paragraphs on lines of their own, without its comment."""
    return "\n".join(_inline(child) for child in cell if child.tag == _PARAGRAPH)


def _inline(element: ET.Element) -> str:
    """The text of a paragraph or of a piece of one."""
    if not len(element):
        return element.text or ""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == _SPACES:
            pieces.append(" " * min(_count(child.get(f"{_TEXT}c")), 1000))
        elif child.tag == _TAB:
            pieces.append("\t")
        elif child.tag == _LINE_BREAK:
            pieces.append("\n")
        elif child.tag not in _SKIPPED:
            pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
