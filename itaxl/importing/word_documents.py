"""Tables and texts of a Word document (.docx), read from its XML: no fields, links, macros or pictures.

What stands at the head and the foot of pages and in notes comes behind the rest: none of it is a table's, and
none of it is lost.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from xml.etree import ElementTree as ET

from msgspec import Struct, field

from itaxl.importing.markup import lines_of
from itaxl.importing.tables import SourceCell, SourceTable, SourceText, table_place, trimmed
from itaxl.sheets.archives import Archive, in_utf8
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason
from itaxl.thai.text import thai_digits

DOCUMENT_PART = "word/document.xml"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = _W[1:-1].encode()
_PARAGRAPH, _TABLE, _ROW, _CELL = (f"{_W}{each}" for each in ("p", "tbl", "tr", "tc"))
_TEXT, _SYMBOL, _VALUE = f"{_W}t", f"{_W}sym", f"{_W}val"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
# What was deleted or moved away, and the older copy of a text box.
_SKIPPED = frozenset(
    {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_SYMBOLS = {"FC": "✓", "FE": "☑", "FB": "x", "FD": "☒", "50": "✓", "52": "☑", "A8": "", "A3": "", "6F": ""}
_MOST_BYTES = 40 * 1024 * 1024  # of the text alone; a report of 300 rows has 1 MB
_WIDEST = 200
_BESIDE = (
    (re.compile(r"word/header\d*\.xml"), "หัวกระดาษ"),
    (re.compile(r"word/footer\d*\.xml"), "ท้ายกระดาษ"),
    (re.compile(r"word/footnotes\.xml"), "เชิงอรรถ"),
    (re.compile(r"word/endnotes\.xml"), "อ้างอิงท้ายเรื่อง"),
    (re.compile(r"word/comments\.xml"), "ความเห็น"),
)


def word_parts(archive: Archive, limits: Limits) -> tuple[SourceTable | SourceText, ...]:
    """The tables and lines of a document.

    Raises:
        Unreadable: it is damaged, or asks for too much.
    """
    body = _parsed(archive.read(DOCUMENT_PART), limits).find(f"{_W}body")
    if body is None:
        raise Unreadable(UnreadableReason.DAMAGED, {"part": DOCUMENT_PART})
    reader = _Reader(_numbering(archive, limits))
    try:
        reader.read(body)
        for part, name in _BESIDE:
            reader.read_beside(list(_roots(archive, part, limits)), name)
    except RecursionError as error:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "nested"}) from error
    return tuple(reader.parts)


def _roots(archive: Archive, part: re.Pattern[str], limits: Limits) -> Iterator[ET.Element]:
    """Parts of these names; a damaged one is left out, since the document itself can be read."""
    for name in sorted(filter(part.fullmatch, archive.names)):
        with suppress(Unreadable):
            yield _parsed(archive.read(name), limits)


def _parsed(xml: bytes, limits: Limits) -> ET.Element:
    xml = in_utf8(xml)
    if b"<!DOCTYPE" in xml:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "doctype"})
    if len(xml) > _MOST_BYTES or xml.count(b"<w:tc>") + xml.count(b"<w:tc ") > limits.cells:
        raise Unreadable(UnreadableReason.UNPACKS_TOO_LARGE, {"size": len(xml), "limit": _MOST_BYTES})
    try:
        return ET.fromstring(xml.replace(_STRICT, _TRANSITIONAL))  # noqa: S314 - no document type, no entities
    except ET.ParseError as error:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": str(error)}) from error


class _List(Struct):
    """A numbered list: the format of each level, and how far each has counted."""

    formats: dict[int, tuple[str, str]]
    counts: dict[int, int] = field(default_factory=dict)

    def label(self, level: int) -> str:
        """The number of the next paragraph, as printed; a dash for a bullet."""
        kind, text = self.formats.get(level, ("", ""))
        if kind == "bullet":
            return "- "
        if kind not in _NUMBERS:
            return ""
        self.counts[level] = self.counts.get(level, 0) + 1
        for deeper in [each for each in self.counts if each > level]:
            del self.counts[deeper]
        shown = re.sub(r"%(\d)", lambda match: str(self.counts.get(int(match[1]) - 1, 1)), text)
        return (thai_digits(shown) if kind.startswith("thai") else shown) + " "


_NUMBERS = frozenset({"decimal", "thaiNumbers", "thaiCounting", "decimalZero"})


def _numbering(archive: Archive, limits: Limits) -> dict[str, _List]:
    """The lists of a document; none where that part is missing or damaged: the words are there without."""
    xml = archive.read_if_present("word/numbering.xml")
    if not xml:
        return {}
    try:
        root = _parsed(xml, limits)
    except Unreadable:
        return {}
    formats = {
        each.get(f"{_W}abstractNumId", ""): dict(_levels(each)) for each in root.iter(f"{_W}abstractNum")
    }
    lists = {}
    for each in root.iter(f"{_W}num"):
        reference = each.find(f"{_W}abstractNumId")
        key = reference.get(_VALUE, "") if reference is not None else ""
        lists[each.get(f"{_W}numId", "")] = _List(formats.get(key, {}))
    return lists


def _levels(abstract: ET.Element) -> Iterator[tuple[int, tuple[str, str]]]:
    for level in abstract.iter(f"{_W}lvl"):
        kind, text = level.find(f"{_W}numFmt"), level.find(f"{_W}lvlText")
        number = level.get(f"{_W}ilvl", "0")
        if kind is not None and text is not None and number.isdecimal():
            yield int(number), (kind.get(_VALUE, ""), text.get(_VALUE, ""))


class _Reader:
    """One document being read."""

    def __init__(self, lists: dict[str, _List]) -> None:
        self.lists = lists
        self.parts: list[SourceTable | SourceText] = []
        self.tables = 0
        self.lines = 0

    def read(self, body: ET.Element) -> None:
        for element in _blocks(body):
            if element.tag == _TABLE:
                self._table(element)
            else:
                for line in filter(None, lines_of(self._paragraph(element)).split("\n")):
                    self.lines += 1
                    self.parts.append(SourceText(line, f"ย่อหน้า {self.lines}"))

    def read_beside(self, roots: Sequence[ET.Element], name: str) -> None:
        """Lines that stand beside the text; those of several parts that say the same are told once."""
        paragraphs = (each for root in roots for each in root.iter(_PARAGRAPH))
        lines = (line for each in paragraphs for line in lines_of(self._paragraph(each)).split("\n") if line)
        for number, line in enumerate(dict.fromkeys(lines), start=1):
            self.parts.append(SourceText(line, f"{name} {number}"))

    def _table(self, element: ET.Element) -> None:
        number = self.tables
        self.tables += 1
        rows = [
            [
                SourceCell(text, table_place(number, index, column))
                for column, text in enumerate(self._row(row))
            ]
            for index, row in enumerate(each for each in _children(element) if each.tag == _ROW)
        ]
        if any(any(row) for row in rows):
            self.parts.append(SourceTable(f"ตาราง {number + 1}", trimmed(rows)))

    def _row(self, row: ET.Element) -> list[str]:
        texts = [""] * _count(row.find(f"{_W}trPr/{_W}gridBefore"))
        for cell in _children(row):
            if cell.tag != _CELL:
                continue
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(_VALUE, "continue") == "continue"
            texts.append("" if goes_on else lines_of(self._cell(cell)))
            texts.extend([""] * (max(_count(cell.find(f"{_W}tcPr/{_W}gridSpan")), 1) - 1))
        return texts

    def _cell(self, cell: ET.Element) -> str:
        lines: list[str] = []
        for element in _blocks(cell):
            if element.tag == _TABLE:
                rows = (each for each in _children(element) if each.tag == _ROW)
                lines.extend(" ".join(filter(None, self._row(row))) for row in rows)
            else:
                lines.append(self._paragraph(element))
        return "\n".join(lines)

    def _paragraph(self, paragraph: ET.Element) -> str:
        words = "".join(_words(paragraph))
        number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        known = self.lists.get(number.get(_VALUE, "")) if number is not None else None
        if known is None or not words.strip():
            return words
        return known.label(_count(paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl"))) + words


def _children(element: ET.Element) -> Iterator[ET.Element]:
    """Rows and cells, also those inside content controls and marked changes."""
    for child in element:
        if child.tag in {_ROW, _CELL}:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _children(child)


def _blocks(element: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and tables in order."""
    for child in element:
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def _words(element: ET.Element) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _SYMBOL:
            yield _SYMBOLS.get(child.get(f"{_W}char", "")[-2:].upper(), "")
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == _PARAGRAPH:
            yield "\n"
            yield from _words(child)
            yield "\n"
        elif child.tag not in _SKIPPED:
            yield from _words(child)


def _count(element: ET.Element | None) -> int:
    text = element.get(_VALUE, "") if element is not None else ""
    return min(int(text), _WIDEST) if text.isdecimal() and len(text) < 6 else 0
