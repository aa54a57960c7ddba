"""Tables of a paper as strips, their columns as wide as their shares and words ask for."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, zip_longest

from msgspec.structs import replace

from itaxl.cell_styles import NAVY, PALE_BLUE, SIZE
from itaxl.papers.column_widths import column_widths
from itaxl.papers.document import Align, Cell, Column, Content, Number, Row, Table, shown
from itaxl.papers.excel_strips import POINTS_A_PIXEL, Grid, Look, Piece, Strip, cleaned, parts_of, strip_of
from itaxl.thai.measuring import line_count, line_height

_SIZES, _SIZES_OF_MANY = (SIZE, 14.0), (14.0, 13.0, 12.0)
_MANY = 6  # columns
_BESIDE_TEXT = 9.0  # points of a column that text does not use
_FEWEST_LINES = 4  # of a row that is cut for what follows it
_SURE = 0.9  # of the letters that so many lines should hold: some lines hold fewer
_AIR = 2.5  # points below the last line, so that it does not stand on the border
_LINE_COLOUR = "#7F7F7F"
_GROUP = Look(bold=True, colour=NAVY, fill=PALE_BLUE, borders="ltrb", border_colour=_LINE_COLOUR)
_HEADER = Look(bold=True, colour="#FFFFFF", fill=NAVY, align=Align.CENTRE, valign="vcenter", borders="ltrb")


def table_edges(table: Table, width: int) -> list[int]:
    """Where the columns of a table begin and end, in pixels from the left."""
    points = width * POINTS_A_PIXEL
    shares = column_widths(table, points, beside_text=_BESIDE_TEXT)
    return [0, *(round(each * width / points) for each in accumulate(shares))]


def table_strips(
    table: Table, grid: Grid, edges: Sequence[int], index: int, room: float, *, followed_by: float = 0.0
) -> list[Strip]:
    """The header and the rows of a table.

    Its letters are a little smaller where it has many columns, or where then every row fits on a page with
    the header above it, the last one with what follows it. A row that is higher than a page all the same goes
    on in further rows, each of which fits: no page ends within a line, whatever the font of the printer.

    Args:
        table: what it says.
        grid: of the sheet.
        edges: of its columns, in pixels.
        index: of the table in its section.
        room: how high a page is.
        followed_by: height of what should stand on the page of the last row, such as a signature.
    """
    begins = [grid.edge_near(each) for each in edges]
    spans = [(left, right - 1) for left, right in pairwise(begins)]
    sizes = _SIZES if len(table.columns) < _MANY else _SIZES_OF_MANY
    whole: list[Strip] = []
    for size in sizes:
        strips = list(_strips(table, grid, spans, index, size))
        below = room - strips[0].height
        if max(each.height for each in strips) <= below:
            if strips[-1].height + followed_by <= below:
                return strips
            whole = whole or strips
    if whole:
        return whole
    header = next(_strips(table, grid, spans, index, sizes[-1])).height
    return list(_strips(table, grid, spans, index, sizes[-1], most=room - header, followed_by=followed_by))


def _strips(
    table: Table,
    grid: Grid,
    spans: Sequence[tuple[int, int]],
    index: int,
    size: float,
    *,
    most: float = float("inf"),
    followed_by: float = 0.0,
) -> Iterator[Strip]:
    """The header and the rows; one that is higher than `most` points is cut into several.

    The last one ends with a piece that leaves room for what follows it.
    """
    header = (
        Piece(*span, cleaned(each.header), replace(_HEADER, size=size, border_colour=_LINE_COLOUR))
        for span, each in zip(spans, table.columns, strict=True)
    )
    yield replace(
        strip_of(grid, header, air=_AIR, may_split=False),
        table=index,
        is_header=True,
        keeps_next=bool(table.rows),
    )
    following: list[Row | None] = [*table.rows[1:], None]
    for row, below in zip(table.rows, following, strict=True):
        if row.is_group:
            for text in parts_of(cleaned(shown(row.cells[0].content))):
                piece = Piece(0, grid.last, text, replace(_GROUP, size=size))
                whole = strip_of(grid, [piece], air=_AIR)
                yield replace(whole, table=index, keeps_next=below is not None and whole.lines < 6)
        else:
            contents = [_parts(Cell() if cell.continues else cell) for cell in row.cells]
            strips = [
                strip_of(grid, pieces, air=_AIR)
                for pieces in _row_pieces(row, below, contents, table.columns, spans, size)
            ]
            lines = max(2, int((most - _AIR) / line_height(size))) if most < float("inf") else 0
            # Rather a signature alone on its page than a row cut for its sake that would fit.
            is_cut = max(each.height for each in strips) > most
            below_it = followed_by if below is None and is_cut else 0.0
            while lines and (
                max(each.height for each in strips) > most or strips[-1].height + below_it > most > below_it
            ):
                cut = [
                    list(_cut(texts, grid.room(*span), size, lines))
                    for texts, span in zip(contents, spans, strict=True)
                ]
                strips = [
                    strip_of(grid, pieces, air=_AIR)
                    for pieces in _row_pieces(row, below, cut, table.columns, spans, size)
                ]
                lines = lines * 3 // 4 if lines > _FEWEST_LINES else 0
            yield from (replace(each, table=index) for each in strips)


def _row_pieces(
    row: Row,
    below: Row | None,
    contents: Sequence[Sequence[Content]],
    columns: Sequence[Column],
    spans: Sequence[tuple[int, int]],
    size: float,
) -> Iterator[list[Piece]]:
    """The pieces of a row whose cells hold these contents, one strip below the other."""
    open_below = (
        [False] * len(spans) if below is None or below.is_group else [each.continues for each in below.cells]
    )
    strips = list(zip_longest(*contents, fillvalue=""))
    for number, strip in enumerate(strips):
        is_first, is_last = number == 0, number == len(strips) - 1
        yield [
            Piece(
                *spans[place],
                content,
                Look(
                    size=size,
                    align=columns[place].align,
                    borders="lr"
                    + ("t" if is_first and not row.cells[place].continues else "")
                    + ("b" if is_last and not open_below[place] else ""),
                    border_colour=_LINE_COLOUR,
                    decimals=content.decimals if isinstance(content, Number) else None,
                ),
            )
            for place, content in enumerate(strip)
        ]


def _parts(cell: Cell) -> list[Content]:
    """What a cell holds, in as many cells as it needs."""
    content = cell.content
    return [content] if isinstance(content, Number) else [*parts_of(cleaned(content))]


def _cut(contents: Sequence[Content], width: float, size: float, most: int) -> Iterator[Content]:
    """The same in cells of at most so many lines; a text ends with a line of its own, else behind a blank."""
    for content in contents:
        if isinstance(content, Number):
            yield content
            continue
        kept: list[str] = []
        used = 0
        for paragraph in content.split("\n"):
            for piece in _short(paragraph, width, size, most):
                lines = max(1, line_count(piece, width, size=size))
                if kept and used + lines > most:
                    yield "\n".join(kept)
                    kept, used = [], 0
                kept.append(piece)
                used += lines
        yield "\n".join(kept)


def _short(paragraph: str, width: float, size: float, most: int) -> Iterator[str]:
    """A paragraph in pieces of at most so many lines."""
    while (lines := line_count(paragraph, width, size=size)) > most:
        end = max(1, int(len(paragraph) * most / lines * _SURE))
        blank = paragraph.rfind(" ", end // 2, end)
        end = blank + 1 if blank > 0 else end
        while end > 1 and unicodedata.category(paragraph[end]) == "Mn":
            end -= 1  # never between a letter and its mark
        yield paragraph[:end]
        paragraph = paragraph[end:]
    yield paragraph
