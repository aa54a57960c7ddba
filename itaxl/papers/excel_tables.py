"""Tables of a paper as strips, their columns as wide as their shares and words ask for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise, zip_longest

from itaxl.cell_styles import NAVY, PALE_BLUE, SIZE
from itaxl.papers.column_widths import column_widths
from itaxl.papers.document import Align, Cell, Column, Content, Number, Row, Table, shown
from itaxl.papers.excel_strips import POINTS_A_PIXEL, Grid, Look, Piece, Strip, cleaned, parts_of, strip_of

_SIZES, _SIZES_OF_MANY = (SIZE, 14.0), (14.0, 13.0, 12.0)
_MANY = 6  # columns
_BESIDE_TEXT = 9.0  # points of a column that text does not use
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
    the header above it, the last one with what follows it.

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
    largest: list[Strip] = []
    whole: list[Strip] = []
    for size in sizes:
        strips = list(_strips(table, grid, spans, index, size))
        below = room - strips[0].height
        if max(each.height for each in strips) <= below:
            if strips[-1].height + followed_by <= below:
                return strips
            whole = whole or strips
        largest = largest or strips
    return whole or largest


def _strips(
    table: Table, grid: Grid, spans: Sequence[tuple[int, int]], index: int, size: float
) -> Iterator[Strip]:
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
            for pieces in _row_pieces(row, below, table.columns, spans, size):
                yield replace(strip_of(grid, pieces, air=_AIR), table=index)


def _row_pieces(
    row: Row, below: Row | None, columns: Sequence[Column], spans: Sequence[tuple[int, int]], size: float
) -> Iterator[list[Piece]]:
    """The pieces of a row; of several strips where a text is longer than a cell can be."""
    open_below = (
        [False] * len(spans) if below is None or below.is_group else [each.continues for each in below.cells]
    )
    contents = [_parts(Cell() if cell.continues else cell) for cell in row.cells]
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
