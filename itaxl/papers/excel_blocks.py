"""What stands between the tables of a paper, as strips: headings, words, labels, approvals, signatures."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from itaxl.cell_styles import NAVY, WRONG, WRONG_INK
from itaxl.papers.document import (
    Align,
    Approval,
    Block,
    Cover,
    Heading,
    Labelled,
    Paragraph,
    Signature,
    TextStyle,
)
from itaxl.papers.excel_strips import POINTS_A_PIXEL, Grid, Look, Piece, Strip, cleaned, parts_of, strip_of
from itaxl.thai.measuring import text_width

FIRST_LINE = " " * 20  # 2.5 cm, as official letters are written; Excel knows no indented first line
_SIGNATURE_BEGINS = 0.42  # of the width
_ROOM_TO_SIGN = 24.0
_BEHIND_LABEL = 8.0
_SHARE_OF_DOTS = 0.9  # of the room: a line of dots is one word, and must not begin another line

_HEADINGS = {level: Look(size, bold=True, colour=NAVY) for level, size in ((1, 22), (2, 18), (3, 16))}
_HEADING_GAPS = {1: 8.0, 2: 9.0, 3: 6.0}
_PLAIN = Look()
_STRONG = Look(bold=True)
_STYLES = {
    TextStyle.BODY: _PLAIN,
    TextStyle.PLAIN: _PLAIN,
    TextStyle.ITEM: Look(indent=4),
    TextStyle.CENTRED: Look(align=Align.CENTRE),
    TextStyle.STRONG: _STRONG,
    TextStyle.NOTE: Look(14, colour="#595959"),
    TextStyle.WARNING: Look(
        bold=True, colour=WRONG_INK, fill=WRONG, borders="ltrb", border_colour=WRONG_INK, valign="vcenter"
    ),
}
_TEXT_GAPS = {TextStyle.BODY: 3.0, TextStyle.STRONG: 4.0, TextStyle.CENTRED: 3.0, TextStyle.WARNING: 6.0}
_COVER_TITLE = Look(26, bold=True, align=Align.CENTRE, colour=NAVY)
_COVER_AGENCY = Look(22, bold=True, align=Align.CENTRE)


def wanted_edges(block: Block, width: int) -> Iterator[int]:
    """Where a block would like a column of the grid to begin."""
    match block:
        case Labelled(pairs=pairs):
            for number, (label, _) in enumerate(pairs):
                begin = number * width / len(pairs)
                yield round(begin)
                yield round(min(begin + _label_pixels(label), width))
        case Signature() | Approval():
            yield round(_SIGNATURE_BEGINS * width)
        case _:
            return


def block_strips(block: Block, grid: Grid, room: float) -> Iterator[Strip]:
    """The strips of a block that is no table and no page break.

    Args:
        block: to be shown.
        grid: of the sheet.
        room: height of a page in points.
    """
    match block:
        case Heading(text=text, level=level, align=align):
            look = replace(_HEADINGS.get(level, _HEADINGS[3]), align=align)
            yield from _across(grid, text, look, _HEADING_GAPS.get(level, 6.0), keeps_next=True)
        case Paragraph(text=text, style=style):
            begin = FIRST_LINE if style is TextStyle.BODY else ""
            keeps = style is TextStyle.STRONG
            yield from _across(
                grid, begin + text, _STYLES[style], _TEXT_GAPS.get(style, 0.0), keeps_next=keeps
            )
        case Labelled(pairs=pairs):
            yield _labelled(grid, pairs)
        case Cover():
            yield from _cover(grid, block, room)
        case Signature():
            yield from _signature(grid, block)
        case Approval():
            yield from _approval(grid, block)
        case _:
            raise TypeError(block)


def _across(
    grid: Grid, text: str, look: Look, gap: float = 0.0, *, keeps_next: bool = False
) -> Iterator[Strip]:
    """A text from margin to margin."""
    for part in parts_of(cleaned(text)):
        strip = strip_of(grid, [Piece(0, grid.last, part, look)])
        yield replace(strip, gap=gap, keeps_next=keeps_next)
        gap = 0.0


def _labelled(grid: Grid, pairs: Iterable[tuple[str, str]]) -> Strip:
    """Labels, and behind each the words on a dotted line; in one cell where the grid has no edge between."""
    known = list(pairs)
    width = grid.edges[-1]
    begins = [grid.edge_near(number * width / len(known)) for number in range(len(known))]
    pieces: list[Piece] = []
    for (label, value), begin, end in zip(known, begins, [*begins[1:], grid.last + 1], strict=True):
        if begin >= end:  # the grid has no room for so many labels: one after the other
            last = pieces.pop()
            text = f"{last.content}  {cleaned(label)}  {cleaned(value)}"
            pieces.append(replace(last, content=text))
            continue
        needed = grid.edges[begin] + _label_pixels(label)
        middle = grid.edge_after(needed)
        if begin < middle < end and grid.edges[middle] - needed < (grid.edges[end] - needed) / 3:
            pieces.append(Piece(begin, middle - 1, cleaned(label), _STRONG))
            pieces.append(Piece(middle, end - 1, cleaned(value), Look(dotted=True)))
        else:
            text = f"{cleaned(label)}  {cleaned(value)}"
            pieces.append(Piece(begin, end - 1, text, Look(dotted=True)))
    return replace(strip_of(grid, pieces, may_split=False), gap=2.0)


def _label_pixels(label: str) -> int:
    return round((text_width(label, bold=True) * 1.07 + _BEHIND_LABEL) / POINTS_A_PIXEL)


def _cover(grid: Grid, cover: Cover, room: float) -> Iterator[Strip]:
    """The title from a fifth of the page downwards, the agency at its foot; together exactly one page."""
    notice = list(_across(grid, cover.notice, _STYLES[TextStyle.WARNING])) if cover.notice else []
    upper = [strip for text in cover.title for strip in _across(grid, text, _COVER_TITLE)]
    lower = [strip for text in cover.agency for strip in _across(grid, text, _COVER_AGENCY)]
    left = max(room - sum(each.height for each in (*notice, *upper, *lower)), 0.0)
    above, below = min(0.2 * room, left / 2), min(0.08 * room, left / 4)
    yield from (replace(each, begins_page=not number, keeps_next=True) for number, each in enumerate(notice))
    yield Strip((), above, begins_page=not notice, keeps_next=True)
    yield from (replace(each, keeps_next=True) for each in upper)
    yield Strip((), left - above - below, keeps_next=True)
    yield from (replace(each, keeps_next=True) for each in lower)
    yield Strip((), below)


def _signature(grid: Grid, signature: Signature, *, ends: bool = True) -> Iterator[Strip]:
    """Room to sign, a line of dots with the role, one for the name, and the position."""
    begin = _signature_begin(grid)
    room = grid.room(begin, grid.last)
    position = f"ตำแหน่ง {cleaned(signature.position) or _dots(room, 'ตำแหน่ง ', 34)}"
    role = cleaned(signature.role)
    lines = (
        f"ลงชื่อ {_dots(room, 'ลงชื่อ  ' + role, 48)} {role}".rstrip(),
        f"({_dots(room, '()', 48)})",
        position,
    )
    yield Strip((), _ROOM_TO_SIGN, keeps_next=True)
    for number, text in enumerate(lines):
        piece = Piece(begin, grid.last, text, Look(align=Align.CENTRE))
        strip = strip_of(grid, [piece], may_split=False)
        yield replace(strip, keeps_next=number < len(lines) - 1 or not ends)


def _signature_begin(grid: Grid) -> int:
    """The right half, or as near to it as the grid has an edge; the whole width where that is too narrow."""
    width = grid.edges[-1]
    begin = grid.edge_near(_SIGNATURE_BEGINS * width)
    return begin if 0.25 * width < grid.edges[begin] < 0.62 * width else 0


def _dots(room: float, beside: str, most: int) -> str:
    """Dots to write on: as many as wanted, or as fit beside a text."""
    return "." * max(3, min(most, int((room * _SHARE_OF_DOTS - text_width(beside)) / text_width("."))))


def _approval(grid: Grid, approval: Approval) -> Iterator[Strip]:
    """Kept together: nobody signs on another page than where he ticked."""
    room = grid.room(0, grid.last)
    strips = list(_across(grid, approval.heading, _STRONG, 12.0))
    if approval.lead:
        strips.extend(_across(grid, approval.lead, Look(indent=2)))
    for choice in approval.choices:
        text = f"(     )  {cleaned(choice)}"
        if text.endswith("…"):
            text += _dots(room - 60, text, 500)
        strips.extend(_across(grid, text, Look(indent=2)))
    line = Piece(0, grid.last, "", Look(dotted=True))
    strips.extend(strip_of(grid, [line], air=3.0, may_split=False) for _ in range(approval.dotted_lines))
    strips.extend(_signature(grid, approval.signature))
    last = strips.pop()
    yield from (replace(each, keeps_next=True) for each in strips)
    yield last
