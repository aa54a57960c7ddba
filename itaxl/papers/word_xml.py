"""What every part of a Word document is made of: pages, paragraphs and runs, as XML text.

A table of 300 rows has some 20,000 elements. Written as text and parsed once they take a fraction of the
time that python-docx needs, which looks every cell up anew.
"""

import re
from xml.sax.saxutils import escape

from msgspec import Struct

from itaxl.papers.document import Align, Orientation

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
POINT = 20  # Word counts in twentieths of a point
DOTS = '<w:tab w:val="{}" w:leader="dot" w:pos="{}"/>'
TAB = "<w:r><w:tab/></w:r>"

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PIECES = re.compile("([\n\t])")
_MOST_OF_A_PROPERTY = 255  # python-docx raises beyond it


class Page(Struct, frozen=True):
    """A sheet of A4 and its margins, in twentieths of a point."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def text_width(self) -> int:
        """From margin to margin."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """From margin to margin."""
        return self.height - self.top - self.bottom


_SHORT, _LONG = 11906, 16838
PAGES = {
    # The margins of official letters: 3 cm for the binding, 2 cm on the right.
    Orientation.PORTRAIT: Page(_SHORT, _LONG, 1417, 1134, 1134, 1701),
    # Bound at the top among upright pages.
    Orientation.LANDSCAPE: Page(_LONG, _SHORT, 1134, 850, 964, 850),
}


def clean(text: str) -> str:
    r"""What can stand in XML, with one kind of line end; everything else stays as it is.

    Line and page breaks of other programs become line feeds, and other control characters, halves of
    characters and U+FFFE and U+FFFF vanish: no document can hold them, and they show nothing.

    >>> clean("ก\r\nข\x0bค\x00ง")
    'ก\nข\nคง'
    """
    return _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text))


def property_text(text: str) -> str:
    """A text for the properties of the file: one line, no longer than they may be."""
    return " ".join(clean(text).split())[:_MOST_OF_A_PROPERTY]


def run(text: str, style: str = "") -> str:
    r"""A piece of text; its line feeds and tabs are Word's own.

    >>> run("ก\nข")
    '<w:r><w:t xml:space="preserve">ก</w:t><w:br/><w:t xml:space="preserve">ข</w:t></w:r>'
    """
    text = escape(clean(text))
    if not text:
        return ""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{look}{''.join(map(_piece, _PIECES.split(text)))}</w:r>"


def _piece(text: str) -> str:
    match text:
        case "":
            return ""
        case "\n":
            return "<w:br/>"
        case "\t":
            return "<w:tab/>"
        case _:
            return f'<w:t xml:space="preserve">{text}</w:t>'


def paragraph(
    style: str,
    content: str = "",
    *,
    keep: bool = False,
    tabs: str = "",
    before: int | None = None,
    indent: str = "",
    align: Align | None = None,
) -> str:
    """A paragraph; all but what depends on the page and on the words is in its style.

    Args:
        style: id of the style.
        content: its runs, as XML.
        keep: whether it stays on one page with what follows.
        tabs: its tab stops, as XML.
        before: the room above it, in twentieths of a point.
        indent: its indent, as attributes.
        align: where the words stand, if not where the style says.
    """
    properties = "".join(
        (
            f'<w:pStyle w:val="{style}"/>',
            "<w:keepNext/>" if keep else "",
            f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
            "" if before is None else f'<w:spacing w:before="{before}"/>',
            f"<w:ind {indent}/>" if indent else "",
            _justified(align) if align else "",
        )
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def _justified(align: Align) -> str:
    return f'<w:jc w:val="{"center" if align is Align.CENTRE else align}"/>'
