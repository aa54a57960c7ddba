"""A paper before it becomes a file: what it says, in order, with nothing about Excel or Word.

Every text is final (digits, dates and fields are done). Both writers show the same blocks, so that both
files say the same.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import chain

from msgspec import Struct


class Orientation(StrEnum):
    """How an A4 page lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class Align(StrEnum):
    """Where a text stands between its margins."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class TextStyle(StrEnum):
    """What a paragraph is for."""

    BODY = "body"  # the first line is indented, as in official letters
    PLAIN = "plain"
    ITEM = "item"  # one of a list: indented as a whole, its number hangs out
    CENTRED = "centred"
    STRONG = "strong"  # a line of its own in bold, such as เรื่องเดิม in a memo
    NOTE = "note"  # small print, such as where a figure comes from
    WARNING = "warning"  # the paper is not complete; stands out, says so in words


class Number(Struct, frozen=True):
    """A figure that stays a number in Excel.

    Attributes:
        decimals: how many are shown.
    """

    value: Decimal
    decimals: int = 2


Content = str | Number


class Heading(Struct, frozen=True):
    """A title inside the paper; level 1 is the title of the paper, 2 a chapter, 3 a part of it."""

    text: str
    level: int = 2
    align: Align = Align.LEFT


class Paragraph(Struct, frozen=True):
    """Words; line feeds inside are kept."""

    text: str
    style: TextStyle = TextStyle.BODY


class Labelled(Struct, frozen=True):
    """Labels with what was written behind them on one dotted line, such as ที่ …… วันที่ …… in a memo."""

    pairs: tuple[tuple[str, str], ...]


class Cover(Struct, frozen=True):
    """A page of its own: the title in the upper part, the agency in the lower; all centred.

    Attributes:
        notice: above all, as a warning, where the paper is not complete.
    """

    title: tuple[str, ...]
    agency: tuple[str, ...]
    notice: str = ""


class Signature(Struct, frozen=True):
    """Room to sign.

    Attributes:
        role: stands behind the dots, such as ผู้จัดทำ; may be empty.
        position: of the one who signs, such as หัวหน้าสำนักปลัด; dots where empty.
    """

    role: str = ""
    position: str = ""


class Approval(Struct, frozen=True):
    """What a superior is asked: to whom it goes, room for words, boxes to tick, and room to sign.

    Attributes:
        heading: such as “เรียน ปลัดเทศบาล” or “ความเห็นของนายกเทศมนตรี”.
        choices: such as เห็นชอบ and ไม่เห็นชอบ เนื่องจาก; a choice that ends in “…” is followed by dots.
        dotted_lines: empty lines to write on.
    """

    heading: str
    signature: Signature
    lead: str = ""
    choices: tuple[str, ...] = ()
    dotted_lines: int = 0


class Column(Struct, frozen=True):
    """A column of a table.

    Attributes:
        width: its share of the table's width, compared with the others'.
    """

    header: str
    width: float = 1
    align: Align = Align.LEFT


class Cell(Struct, frozen=True):
    """One cell.

    Attributes:
        continues: belongs to the cell above, and so shows nothing itself (steps of one measure).
    """

    content: Content = ""
    continues: bool = False


class Row(Struct, frozen=True):
    """A row of a table, with one cell for each column; a group row has one cell across all of them."""

    cells: tuple[Cell, ...]
    is_group: bool = False


class Table(Struct, frozen=True):
    """A table; its header is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class PageBreak(Struct, frozen=True):
    """What follows begins on a new page."""


Block = Heading | Paragraph | Labelled | Cover | Signature | Approval | Table | PageBreak


class Section(Struct, frozen=True):
    """Pages of one orientation.

    Attributes:
        name: of the sheet in Excel, unique within the paper.
    """

    name: str
    orientation: Orientation
    blocks: tuple[Block, ...]


class Paper(Struct, frozen=True):
    """One official paper.

    Attributes:
        title: for the properties of the file.
        agency: whose it is, for the properties of the file.
        footer: at the foot of every page, before the page number.
        thai_digits: whether page numbers, and numbers in Excel, are shown in Thai digits; texts are done.
    """

    title: str
    agency: str
    footer: str
    sections: tuple[Section, ...]
    thai_digits: bool = True


def words_of(block: Block) -> Iterator[str]:
    """Every text of a block in reading order, as both writers show it; numbers as they are shown."""
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield text
        case Labelled(pairs=pairs):
            yield from chain.from_iterable(pairs)
        case Cover():
            yield from filter(None, (block.notice, *block.title, *block.agency))
        case Signature(role=role, position=position):
            yield role
            yield position
        case Approval():
            yield block.heading
            yield block.lead
            yield from block.choices
            yield from words_of(block.signature)
        case Table(columns=columns, rows=rows):
            yield from (column.header for column in columns)
            yield from (shown(cell.content) for row in rows for cell in row.cells)
        case PageBreak():
            return


def shown(content: Content) -> str:
    """A cell's content as text, with Arabic digits where it is a number.

    >>> shown(Number(Decimal("92.5")))
    '92.50'
    """
    return f"{content.value:.{content.decimals}f}" if isinstance(content, Number) else content
