"""The texts that the cells of an .xlsx share, looked at before calamine multiplies them."""

import re
from functools import cached_property

from itaxl.sheets.archives import Archive, in_utf8
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason
from itaxl.sheets.sheet_xml import check_count

_PART = "xl/sharedStrings.xml"  # calamine looks nowhere else
_CLAIM = re.compile(rb"""uniqueCount\s*=\s*["']\s*\+?(\d{1,99})""")
_TEXT = re.compile(rb"<(?:[\w.-]+:)?si\b")
_USE = re.compile(rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.-]+:)?v\b[^<>]*>\s*(\d{1,9})""")
_SHORTEST_TEXT = len(b"<si/>")
_SHORTEST_USE = len(b'<c t="s"><v>0</v></c>')
_TAGS_OF_A_CELL = 4  # <c><v></v></c>


class SharedTexts:
    """The shared texts of one workbook.

    Args:
        archive: the checked zip file.
        limits: how many texts there may be, and how many letters in one sheet.

    Raises:
        Unreadable: DAMAGED when more are claimed than there is room for: calamine reserves memory for as many
            as are claimed, and takes the process along when it does not get it; UNPACKS_TOO_LARGE when there
            are too many.
    """

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._limits = limits
        xml = archive.read_if_present(_PART)
        self._xml = in_utf8(xml) if b"\0" in xml[:4] else xml
        for claim in _CLAIM.finditer(self._xml):
            in_a_tag = self._xml.rfind(b"<", 0, claim.start()) > self._xml.rfind(b">", 0, claim.start())
            if in_a_tag and int(claim[1]) > len(self._xml):
                raise Unreadable(UnreadableReason.DAMAGED, {"cause": "shared texts"})
        if len(self._xml) > limits.cells * _SHORTEST_TEXT:
            check_count(sum(1 for _ in _TEXT.finditer(self._xml)), limits.cells)

    def check_use(self, sheet: bytes) -> None:
        """Refuse a sheet whose cells share long texts so often that they fill the memory.

        Raises:
            Unreadable: UNPACKS_TOO_LARGE.
        """
        # What follows takes time, and hardly any sheet comes so far.
        size, limit = len(self._xml), self._limits.characters
        if size * (len(sheet) // _SHORTEST_USE) <= limit:
            return
        most_cells = sheet.count(b"<") // _TAGS_OF_A_CELL
        if size * most_cells <= limit:
            return
        lengths = self._lengths
        if max(lengths, default=0) * most_cells <= limit:
            return
        numbers = map(int, _USE.findall(sheet))
        letters = sum(lengths[number] for number in numbers if number < len(lengths))
        if letters > self._limits.characters:
            details = {"characters": letters, "limit": self._limits.characters}
            raise Unreadable(UnreadableReason.UNPACKS_TOO_LARGE, details)

    @cached_property
    def _lengths(self) -> list[int]:
        """The bytes of each text with its tags, a little more than it has letters.

        Thai letters take three bytes; a third of the limit is still more than anybody types.
        """
        _, *texts = _TEXT.split(self._xml)
        return [len(each) + _SHORTEST_TEXT for each in texts]
