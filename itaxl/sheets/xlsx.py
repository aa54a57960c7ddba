"""Workbooks of Excel's XML format, .xlsx and .xlsm, whatever program wrote them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, lru_cache, partial
from posixpath import join, normpath
from xml.etree import ElementTree as ET

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from itaxl.sheets import thai_formats
from itaxl.sheets.archives import Archive, in_utf8, moment, text_of_element
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason
from itaxl.sheets.grids import CellAddress, Grid
from itaxl.sheets.hyperlinks import targets_in_sheet
from itaxl.sheets.shared_texts import SharedTexts
from itaxl.sheets.sheet_xml import (
    SheetFacts,
    check_address,
    check_letters,
    formulas_of_ordinary,
    looks_ordinary,
    mended_sheet,
    sheet_facts,
)

_XML_PARTS = (".xml", ".rels")
_PANIC = "PanicException"
_STYLES = "xl/styles.xml"
_KEPT_BYTES = 1 << 18  # of a sheet that is unpacked once more, should anybody ask for its formulas
_KEPT = 64  # small parts of workbooks whose meaning is remembered
_PROTECTION = re.compile(rb"""sheetProtection\s[^<>]*?\bsheet\s*=\s*["'](?:1|true)""")
_GOOGLES = b"urn:schemas-microsoft-com:mac:vml"  # a name space that nothing else writes into a sheet


@contextmanager
def calamine_troubles(**details: object) -> Iterator[None]:
    """Turn whatever calamine raises, panics of its Rust code included, into `Unreadable`."""
    try:
        yield
    except Unreadable:
        raise
    except PasswordError as error:
        raise Unreadable(UnreadableReason.ENCRYPTED, details) from error
    except Exception as error:
        raise Unreadable(UnreadableReason.DAMAGED, {**details, "cause": str(error)}) from error
    except BaseException as error:
        # A Rust panic is no Exception; a KeyboardInterrupt is none either and must go on.
        if type(error).__name__ != _PANIC:
            raise
        raise Unreadable(UnreadableReason.DAMAGED, {**details, "cause": str(error)}) from error


def rows_of(sheet: CalamineSheet, limits: Limits) -> list[list[object]]:
    """The values of a sheet from A1 on."""
    if sheet.end is not None:
        check_address(*sheet.end, limits)
    rows: list[list[object]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    return rows


def floats(row: list[object]) -> list[object]:
    """The same row with floats only, as an .xlsx has them."""
    return [float(value) if type(value) is int else value for value in row]


class XlsxSource:
    """The sheets of one .xlsx; only those asked for are unpacked.

    Args:
        archive: the checked zip file.
        limits: how far out cells may lie.

    Raises:
        Unreadable: DAMAGED when there is no workbook in it.
    """

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._texts = SharedTexts(archive, limits)
        try:
            self._workbook = _calamine(archive.data)
        except Unreadable as trouble:
            if trouble.reason is not UnreadableReason.DAMAGED:
                raise
            self._workbook = self._mended
        if not self._workbook.sheet_names or self._has_unknown_dates():
            # calamine finds no sheets in UTF-16, and no dates in Thai formats, and does not complain.
            self._workbook = self._mended
        if not self._workbook.sheet_names:
            raise Unreadable(UnreadableReason.DAMAGED, {"cause": "no sheets"})
        self.sheet_names = tuple(self._workbook.sheet_names)
        self.has_macros = archive.has_macros

    def _has_unknown_dates(self) -> bool:
        return thai_formats.is_unknown(self._archive.read_if_present(_STYLES))

    @cached_property
    def modified(self) -> datetime | None:
        """When the program that saved the file says it did."""
        return moment(text_of_element(self._archive.read_if_present("docProps/core.xml"), "modified"))

    @cached_property
    def application(self) -> str | None:
        """The program that saved the file, in its own words, or by what only it leaves in a file."""
        if b"KSOProductBuildVer" in self._archive.read_if_present("docProps/custom.xml"):
            return "WPS Office"
        if b"customooxmlschemas.google.com" in self._book:
            return "Google Sheets"
        told = self._archive.read_if_present("docProps/app.xml")
        first = next(iter(self._parts.values()), "") if not told else ""
        if first and _GOOGLES in self._archive.read_if_present(first)[:4096]:
            return "Google Sheets"
        return text_of_element(told, "Application")

    @cached_property
    def external(self) -> tuple[str, ...]:
        """Other files and connections that the workbook takes values from."""
        links = [
            target
            for folded, name in self._archive.names.items()
            if folded.startswith("xl/externallinks/") and "/_rels/" not in folded
            for target in self._targets(name).values() or [name]
        ]
        connections = [
            name
            for folded, name in self._archive.names.items()
            if folded.startswith(("xl/connections.", "xl/querytables/"))
        ]
        return (*links, *connections)

    def grid(self, name: str) -> Grid:
        """One sheet; the details of an `Unreadable` name it."""
        try:
            return self._grid(name)
        except Unreadable as trouble:
            raise Unreadable(trouble.reason, {"sheet": name, **trouble.details}) from trouble

    def is_locked(self, name: str) -> bool:
        """Whether a sheet is protected; its cells are not looked at.

        Raises:
            Unreadable: DAMAGED when there is no such part.
        """
        return _is_locked(self._archive.read(self._part_of(name)))

    def _grid(self, name: str) -> Grid:
        xml = self._archive.read(self._part_of(name))
        self._texts.check_use(xml)
        ordinary = looks_ordinary(xml, self._limits)
        facts = SheetFacts() if ordinary else sheet_facts(in_utf8(xml), self._limits)
        try:
            rows = self._rows(self._workbook, name)
        except Unreadable as trouble:
            if trouble.reason is not UnreadableReason.DAMAGED:
                raise
            facts = sheet_facts(in_utf8(xml), self._limits)
            rows = self._rows(self._mended, name)
        if not rows and facts.valued:
            # calamine reads UTF-16 as an empty sheet and does not complain.
            rows = self._rows(self._mended, name)
            if not rows:
                raise Unreadable(UnreadableReason.DAMAGED, {"cause": "read as empty"})
        for row, column in facts.errors:
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = ""
        text = xml if ordinary else in_utf8(xml)
        links = targets_in_sheet(text, self._targets(self._part_of(name)))
        calculated = facts.calculated > 0 or not facts.uncalculated
        kept = xml if len(xml) <= _KEPT_BYTES else None
        find_formulas = partial(self._formulas, name, kept, is_ordinary=ordinary)
        marks = facts.errors, facts.uncalculated, links
        grid = Grid(name, rows, *marks, _is_locked(text), calculated, facts.typed, find_formulas)
        if len(xml) > self._limits.characters:
            check_letters(grid, self._limits)
        return grid

    def _formulas(self, name: str, xml: bytes | None, *, is_ordinary: bool) -> set[CellAddress]:
        if xml is None:
            xml = self._archive.read(self._part_of(name))
        return formulas_of_ordinary(xml) if is_ordinary else sheet_facts(in_utf8(xml), self._limits).formulas

    def _targets(self, part: str) -> dict[str, str]:
        """What a part refers to outside the workbook, by key."""
        folder, _, name = part.rpartition("/")
        xml = self._archive.read_if_present(f"{folder}/_rels/{name}.rels")
        try:
            return {
                each.get("Id", ""): each.get("Target", "")
                for each in (_elements(xml) if xml else ())
                if each.get("TargetMode") == "External"
            }
        except Unreadable:
            return {}

    def _rows(self, workbook: CalamineWorkbook, name: str) -> list[list[object]]:
        with calamine_troubles():
            return rows_of(workbook.get_sheet_by_name(name), self._limits)

    def _part_of(self, name: str) -> str:
        """The part that holds a sheet; with a damaged workbook part it is not guessed."""
        part = self._parts.get(name)
        if part is None:
            raise Unreadable(UnreadableReason.DAMAGED, {"cause": "sheet without a part"})
        return part

    @cached_property
    def _book(self) -> bytes:
        return self._archive.read("xl/workbook.xml") if "xl/workbook.xml" in self._archive else b""

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        """The part of each sheet."""
        return _parts_of_sheets(self._book, self._archive.read("xl/_rels/workbook.xml.rels"))

    @cached_property
    def _mended(self) -> CalamineWorkbook:
        """A second copy in the one encoding and with the one sort of cells that calamine knows."""
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as mended:
            for folded, name in self._archive.names.items():
                content = self._archive.read(name)
                if folded.endswith(_XML_PARTS):
                    content = in_utf8(content)
                mended.writestr(name, self._mended_part(folded, content))
        return _calamine(copy.getvalue())

    def _mended_part(self, name: str, content: bytes) -> bytes:
        """A part as calamine understands it."""
        if name == _STYLES:
            return thai_formats.with_known_formats(content)
        return mended_sheet(content) if name.endswith(".xml") and b"sheetData" in content else content


def _is_locked(xml: bytes) -> bool:
    # It stands behind the rows, which are nearly all of a sheet.
    return _PROTECTION.search(xml, max(0, xml.rfind(b"sheetData"))) is not None


def targets_of(relations: bytes) -> dict[str, str]:
    """The parts that a workbook refers to, by key."""
    return {
        element.get("Id", ""): _absolute(element.get("Target", ""))
        for element in _elements(relations)
        if _local(element.tag) == "Relationship"
    }


@lru_cache(maxsize=_KEPT)
def _parts_of_sheets(book: bytes, relations: bytes) -> Mapping[str, str]:
    """The part of each sheet; workbooks that were sent out together have it from the same words."""
    targets = targets_of(relations)
    parts = {}
    for element in _elements(book):
        if _local(element.tag) == "sheet":
            keys = [value for tag, value in element.attrib.items() if _local(tag) == "id"]
            if len(keys) > 1:
                # Of two readers, each may take another one for the sheet.
                raise Unreadable(UnreadableReason.DAMAGED, {"cause": "sheet with two parts"})
            parts[element.get("name", "")] = targets.get(keys[0], "") if keys else ""
    return parts


def _calamine(data: bytes) -> CalamineWorkbook:
    with calamine_troubles():
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _elements(xml: bytes) -> Iterator[ET.Element]:
    """All elements of a small part."""
    xml = in_utf8(xml)
    if b"<!DOCTYPE" in xml:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "doctype"})
    try:
        return ET.fromstring(xml).iter()  # noqa: S314 - without a document type there are no entities
    except ET.ParseError as error:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": str(error)}) from error


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _absolute(target: str) -> str:
    """The name of a part from the target of a relation of the workbook."""
    if target.startswith("/"):
        return normpath(target).lstrip("/")
    return normpath(target if target.startswith("xl/") else join("xl", target))
