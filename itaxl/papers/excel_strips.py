"""What a sheet of a paper is made of before it has rows: strips across the page, and the page's grid.

A sheet has one set of columns, but tables, labels and signatures want different ones: the grid holds every
edge that one of them wants, and each piece of a strip spans the columns between its own edges.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable

from msgspec import Struct

from itaxl.cell_styles import SIZE
from itaxl.papers.document import Align, Content, Orientation
from itaxl.thai.measuring import line_height, line_pitch, row_height

BLACK = "#000000"  # a printer would draw the house's dark grey as dots
POINTS_A_PIXEL = 0.75
INDENT = 9.0  # points of one step of indentation: three blanks of the workbook's default font
_PADDING = 5  # pixels of a column that Excel keeps free
_NEAR = 8  # pixels: edges closer than that become one
_A4 = (841.89, 595.28)
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MOST_LETTERS = 32_000  # Excel keeps 32,767 in a cell
_MOST_BREAKS = 250  # and 253 line feeds


class PaperSize(Struct, frozen=True):
    """An A4 page, in inches and points.

    Attributes:
        width: of all columns together, in whole pixels, so that the sheet prints at its true size.
        room: how high the rows of one page may be together; a little less than there is.
    """

    side: float
    top: float
    bottom: float
    width: int
    room: float

    @classmethod
    def of(cls, orientation: Orientation) -> "PaperSize":
        """The page that lies this way, its margins between 1.5 and 2 cm."""
        lies = orientation is Orientation.LANDSCAPE
        long, short = _A4
        side, top, bottom = (0.6, 0.6, 0.75) if lies else (0.75, 0.7, 0.8)
        across, down = (long, short) if lies else (short, long)
        width = int((across - 144 * side) * 0.998 / POINTS_A_PIXEL)
        return cls(side, top, bottom, width, (down - 72 * (top + bottom)) * 0.985)


class Grid:
    """The columns of a sheet, by their edges in pixels from the left."""

    def __init__(self, width: int, wanted: Iterable[int]) -> None:
        edges = {0, width}
        for edge in sorted(wanted):
            if all(abs(edge - each) > _NEAR for each in edges):
                edges.add(edge)
        self.edges = sorted(edges)
        self.last = len(self.edges) - 2

    def widths(self) -> list[int]:
        """The width of each column in pixels."""
        return [right - left for left, right in zip(self.edges, self.edges[1:], strict=False)]

    def edge_near(self, pixels: float) -> int:
        """The column that begins nearest to a place; behind the last column, where the page ends there."""
        return min(range(len(self.edges)), key=lambda index: abs(self.edges[index] - pixels))

    def edge_after(self, pixels: float) -> int:
        """The first column that begins at a place or behind it."""
        return min(bisect_left(self.edges, pixels - _NEAR), self.last + 1)

    def room(self, first: int, last: int) -> float:
        """The points that text can use from one column to another."""
        return (self.edges[last + 1] - self.edges[first] - _PADDING) * POINTS_A_PIXEL


class Look(Struct, frozen=True):
    """How a cell looks; equal looks share one format.

    Attributes:
        borders: which sides have a thin line: any of l, t, r and b.
        dotted: whether there is a dotted line to write on.
        decimals: of a number; None for text.
    """

    size: float = SIZE
    bold: bool = False
    align: Align = Align.LEFT
    colour: str = BLACK
    fill: str = ""
    borders: str = ""
    border_colour: str = BLACK
    dotted: bool = False
    indent: int = 0
    valign: str = "top"
    decimals: int | None = None


class Piece(Struct, frozen=True):
    """A cell, from one column of the grid to another."""

    first: int
    last: int
    content: Content
    look: Look


class Strip(Struct):
    """What stands side by side and is as high as the highest of it.

    Attributes:
        height: in points.
        pitch: from line to line on paper, where a page may end between two of them; 0 where not.
        lines: how many there are, of that pitch.
        gap: points left free above, except at the top of a page.
        keeps_next: whether the next strip has to begin on the same page.
        followed_by: height of what has to stand on the page on which it ends, such as a signature.
        table: which table of the section it belongs to; None for what is no table.
    """

    pieces: tuple[Piece, ...]
    height: float
    pitch: float = 0.0
    lines: int = 1
    gap: float = 0.0
    keeps_next: bool = False
    followed_by: float = 0.0
    begins_page: bool = False
    table: int | None = None
    is_header: bool = False


def strip_of(grid: Grid, pieces: Iterable[Piece], *, air: float = 0.0, may_split: bool = True) -> Strip:
    """A strip as high as its pieces need.

    Args:
        grid: of the sheet.
        pieces: all of one size.
        air: points added below the last line.
        may_split: whether a page may end between its lines.
    """
    kept = tuple(pieces)
    size = kept[0].look.size
    needed = [
        (each.content, grid.room(each.first, each.last) - each.look.indent * INDENT)
        for each in kept
        if isinstance(each.content, str)
    ]
    bold = any(each.look.bold for each in kept)
    height = row_height(needed, size=size, bold=bold, maximum=float("inf"))
    lines = round(height / line_height(size))
    return Strip(kept, _whole(height + air), line_pitch(size) if may_split else 0.0, lines)


def _whole(points: float) -> float:
    """A height that is a whole number of pixels: Excel rounds others, and many roundings add up."""
    return -int(-points // POINTS_A_PIXEL) * POINTS_A_PIXEL


def cleaned(text: str) -> str:
    r"""The text without what cannot stand in a workbook, every line break the one that Excel knows.

    >>> cleaned("ก\r\nข\tค\x07\u2028ง")
    'ก\nข ค\nง'
    """
    if text.isprintable():
        return text
    return _UNWRITABLE.sub("", _BREAK.sub("\n", text).replace("\t", " "))


def parts_of(text: str) -> list[str]:
    """A text in parts that Excel keeps in a cell, nearly always one.

    >>> [len(each) for each in parts_of("ก" * 70_000)]
    [32000, 32000, 6000]
    """
    parts: list[str] = []
    while (end := _end_of_part(text)) < len(text):
        parts.append(text[:end])
        text = text[end:].removeprefix("\n")
    return [*parts, text]


def _end_of_part(text: str) -> int:
    """Where a part ends: at a line feed, which is then left out, behind a blank, or within a word."""
    # Excel counts a letter beyond the basic plane (such as 😀) twice.
    half = _MOST_LETTERS // 2
    most = _MOST_LETTERS if len(text) <= half or max(text) <= "\uffff" else half
    lines = text[: most + 1].split("\n", _MOST_BREAKS + 1)
    if len(lines) > _MOST_BREAKS + 1:
        return sum(map(len, lines[:-1])) + _MOST_BREAKS
    if len(text) <= most:
        return len(text)
    for sign, kept in (("\n", 0), (" ", 1)):
        found = text.rfind(sign, most // 2, most)
        if found > 0:
            return found + kept
    while unicodedata.category(text[most]) == "Mn" and most > 1:
        most -= 1
    return most
