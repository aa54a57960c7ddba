"""A table in Word: as wide as the page, its header on every page, its rows whole wherever they can be."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from itaxl.papers.column_widths import column_widths
from itaxl.papers.document import Align, Cell, Column, Number, Row, Table, shown
from itaxl.papers.word_styles import (
    CELL_MARGIN,
    GROUP_FILL,
    HEADER_FILL,
    SMALLER_TABLE_SIZES,
    TABLE_SIZE,
    table_style,
)
from itaxl.papers.word_xml import POINT, Page, paragraph, run
from itaxl.thai.measuring import row_height
from itaxl.thai.text import thai_digits

# Of a page, beside the table's header; a higher row has to be split wherever it begins.
_HIGHEST_WHOLE = 0.95
_BESIDE_TEXT = 2 * CELL_MARGIN / POINT + 1
_WHOLE = "<w:cantSplit/>"
_RESTART = '<w:vMerge w:val="restart"/>'
_CONTINUE = "<w:vMerge/>"


def table_xml(table: Table, page: Page, *, use_thai_digits: bool, keep: bool) -> str:
    """A table as XML.

    Args:
        table: what it says.
        page: on which it stands.
        use_thai_digits: whether numbers are shown in Thai digits.
        keep: whether its last row stays with what follows.
    """
    if not table.columns:
        return ""
    merges = _merges(table.rows, len(table.columns))
    size, widths = _size_and_widths(table, merges, page)
    whole, with_next = _what_stays_together(table.rows, merges, widths, page, size)
    if keep and with_next:
        with_next[-1] = True
    rows = [_header(table.columns, widths, size)]
    for index, row in enumerate(table.rows):
        cells = (
            _group_cells(row, widths, size, keep=with_next[index])
            if row.is_group
            else _cells(
                row,
                table.columns,
                widths,
                merges[index],
                size,
                use_thai_digits=use_thai_digits,
                keep=with_next[index],
            )
        )
        rows.append(f"<w:tr><w:trPr>{_WHOLE if whole[index] else ''}</w:trPr>{cells}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _widths(table: Table, room: int, size: float) -> list[int]:
    """The columns' widths, none so narrow that a word of its header is broken; together the room there is."""
    shares = column_widths(table, room / POINT, beside_text=_BESIDE_TEXT, size=size)
    ends = [round(each * POINT) for each in accumulate(shares)]
    return [end - start for start, end in pairwise([0, *ends[:-1], room])]


def _size_and_widths(table: Table, merges: list[list[str]], page: Page) -> tuple[int, list[int]]:
    """The largest letters with which every row fits on a page, below the header; else the usual ones."""
    for size in (TABLE_SIZE, *SMALLER_TABLE_SIZES):
        widths = _widths(table, page.text_width, size)
        rooms = [_room(each) for each in widths]
        texts = [(each.header, room) for each, room in zip(table.columns, rooms, strict=True)]
        header = _height(texts, size, bold=True)
        highest = page.text_height / POINT * _HIGHEST_WHOLE
        if header + max(_heights(table.rows, merges, widths, size), default=0.0) <= highest:
            return size, widths
    return TABLE_SIZE, _widths(table, page.text_width, TABLE_SIZE)


def _merges(rows: Sequence[Row], columns: int) -> list[list[str]]:
    """For each cell whether it begins a vertical merge, goes on with it, or neither."""
    merges = [[""] * (1 if row.is_group else columns) for row in rows]
    for index in range(1, len(rows)):
        if rows[index].is_group or rows[index - 1].is_group:
            continue
        for column, cell in enumerate(rows[index].cells):
            if cell.continues:
                merges[index][column] = _CONTINUE
                merges[index - 1][column] = merges[index - 1][column] or _RESTART
    return merges


def _what_stays_together(
    rows: Sequence[Row], merges: list[list[str]], widths: list[int], page: Page, size: int
) -> tuple[list[bool], list[bool]]:
    """Which rows are whole, and which stay with the next one.

    Rows of one measure stay together as long as a page holds them, so that the measure
    stands beside its steps.
    """
    highest = page.text_height / POINT * _HIGHEST_WHOLE
    heights = _heights(rows, merges, widths, size)
    with_next = [row.is_group and index + 1 < len(rows) for index, row in enumerate(rows)]
    start = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and _CONTINUE in merges[index]:
            continue
        if sum(heights[start:index]) <= highest:
            with_next[start : index - 1] = [True] * (index - 1 - start)
        start = index
    return [height <= highest for height in heights], with_next


def _heights(rows: Sequence[Row], merges: list[list[str]], widths: list[int], size: int) -> list[float]:
    """How high the rows will be, in points; what a merged cell still needs makes its last row higher."""
    rooms = [_room(width) for width in widths]
    all_of_it = sum(rooms)
    heights: list[float] = []
    merged_heights = [0.0] * len(widths)
    for index, row in enumerate(rows):
        if row.is_group:
            heights.append(_height([(shown(row.cells[0].content), all_of_it)], size, bold=True))
            continue
        texts = [(shown(cell.content), room) for cell, room in zip(row.cells, rooms, strict=True)]
        height = _height([text for text, merge in zip(texts, merges[index], strict=True) if not merge], size)
        ends = merges[index + 1] if index + 1 < len(rows) and not rows[index + 1].is_group else []
        for column, merge in enumerate(merges[index]):
            if merge == _RESTART:
                merged_heights[column] = _height([texts[column]], size)
            if merge and (not ends or ends[column] != _CONTINUE):
                height = max(height, merged_heights[column])
            if merge:
                merged_heights[column] -= height
        heights.append(height)
    return heights


def _room(width: int) -> float:
    """The points of a column that text can use."""
    return max(width - 2 * CELL_MARGIN, 1) / POINT


def _height(texts: list[tuple[str, float]], size: int, *, bold: bool = False) -> float:
    return row_height(texts, size=size, bold=bold, maximum=float("inf"))


def _cell(width: int, content: str, *, properties: str = "", span: int = 1, middle: bool = False) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    stands = '<w:vAlign w:val="center"/>' if middle else ""
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>{spans}{properties}{stands}'
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content}</w:tc>"


def _header(columns: Sequence[Column], widths: list[int], size: int) -> str:
    cells = "".join(
        _cell(
            width,
            paragraph(table_style("Table Header", size), run(column.header)),
            properties=HEADER_FILL,
            middle=True,
        )
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{_WHOLE}<w:tblHeader/></w:trPr>{cells}</w:tr>"


def _group_cells(row: Row, widths: list[int], size: int, *, keep: bool) -> str:
    (cell,) = row.cells
    text = paragraph(table_style("Table Group", size), run(shown(cell.content)), keep=keep)
    return _cell(sum(widths), text, span=len(widths), properties=GROUP_FILL)


def _cells(
    row: Row,
    columns: Sequence[Column],
    widths: list[int],
    merges: list[str],
    size: int,
    *,
    use_thai_digits: bool,
    keep: bool,
) -> str:
    style = table_style("Table Text", size)
    return "".join(
        _cell(
            width,
            _text(cell, column, merge, style, use_thai_digits=use_thai_digits, keep=keep),
            properties=merge,
        )
        for cell, column, width, merge in zip(row.cells, columns, widths, merges, strict=True)
    )


def _text(cell: Cell, column: Column, merge: str, style: str, *, use_thai_digits: bool, keep: bool) -> str:
    """The one paragraph of a cell; figures stand right unless their column says otherwise."""
    text = "" if merge == _CONTINUE else shown(cell.content)
    align = column.align
    if isinstance(cell.content, Number):
        text = thai_digits(text) if use_thai_digits else text
        align = Align.RIGHT if align is Align.LEFT else align
    return paragraph(style, run(text), keep=keep, align=None if align is Align.LEFT else align)
