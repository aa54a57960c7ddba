"""A table in Word: as wide as the page, its header on every page, its rows whole wherever they can be."""

from collections.abc import Sequence

from itaxl.papers.document import Align, Cell, Column, Number, Row, Table, shown
from itaxl.papers.word_styles import CELL_MARGIN, GROUP_FILL, HEADER_FILL, TABLE_SIZE
from itaxl.papers.word_xml import POINT, Page, paragraph, run
from itaxl.thai.measuring import row_height
from itaxl.thai.text import thai_digits

# Of a page, beside the table's header; a higher row has to be split wherever it begins.
_HIGHEST_WHOLE = 0.95
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
    widths = _widths(table.columns, page.text_width)
    merges = _merges(table.rows, len(widths))
    whole, with_next = _what_stays_together(table.rows, merges, widths, page)
    if keep and with_next:
        with_next[-1] = True
    rows = [_header(table.columns, widths)]
    for index, row in enumerate(table.rows):
        cells = (
            _group_cells(row, widths, keep=with_next[index])
            if row.is_group
            else _cells(
                row,
                table.columns,
                widths,
                merges[index],
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


def _widths(columns: Sequence[Column], room: int) -> list[int]:
    """The columns' widths by their shares; together exactly the room there is."""
    total = sum(column.width for column in columns)
    widths, used, share = [], 0, 0.0
    for column in columns:
        share += column.width
        end = round(room * share / total)
        widths.append(end - used)
        used = end
    return widths


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
    rows: Sequence[Row], merges: list[list[str]], widths: list[int], page: Page
) -> tuple[list[bool], list[bool]]:
    """Which rows are whole, and which stay with the next one.

    Rows of one measure stay together as long as a page holds them, so that the measure
    stands beside its steps.
    """
    highest = page.text_height / POINT * _HIGHEST_WHOLE
    heights = _heights(rows, merges, widths)
    with_next = [row.is_group and index + 1 < len(rows) for index, row in enumerate(rows)]
    start = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and _CONTINUE in merges[index]:
            continue
        if sum(heights[start:index]) <= highest:
            with_next[start : index - 1] = [True] * (index - 1 - start)
        start = index
    return [height <= highest for height in heights], with_next


def _heights(rows: Sequence[Row], merges: list[list[str]], widths: list[int]) -> list[float]:
    """How high the rows will be, in points; what a merged cell still needs makes its last row higher."""
    rooms = [max(width - 2 * CELL_MARGIN, 1) / POINT for width in widths]
    all_of_it = sum(rooms)
    heights: list[float] = []
    merged_heights = [0.0] * len(widths)
    for index, row in enumerate(rows):
        if row.is_group:
            heights.append(_height([(shown(row.cells[0].content), all_of_it)], bold=True))
            continue
        texts = [(shown(cell.content), room) for cell, room in zip(row.cells, rooms, strict=True)]
        height = _height([text for text, merge in zip(texts, merges[index], strict=True) if not merge])
        ends = merges[index + 1] if index + 1 < len(rows) and not rows[index + 1].is_group else []
        for column, merge in enumerate(merges[index]):
            if merge == _RESTART:
                merged_heights[column] = _height([texts[column]])
            if merge and (not ends or ends[column] != _CONTINUE):
                height = max(height, merged_heights[column])
            if merge:
                merged_heights[column] -= height
        heights.append(height)
    return heights


def _height(texts: list[tuple[str, float]], *, bold: bool = False) -> float:
    return row_height(texts, size=TABLE_SIZE, bold=bold, maximum=float("inf"))


def _cell(width: int, content: str, *, properties: str = "", span: int = 1, middle: bool = False) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    stands = '<w:vAlign w:val="center"/>' if middle else ""
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>{spans}{properties}{stands}'
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content}</w:tc>"


def _header(columns: Sequence[Column], widths: list[int]) -> str:
    cells = "".join(
        _cell(width, paragraph("TableHeader", run(column.header)), properties=HEADER_FILL, middle=True)
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{_WHOLE}<w:tblHeader/></w:trPr>{cells}</w:tr>"


def _group_cells(row: Row, widths: list[int], *, keep: bool) -> str:
    (cell,) = row.cells
    text = paragraph("TableGroup", run(shown(cell.content)), keep=keep)
    return _cell(sum(widths), text, span=len(widths), properties=GROUP_FILL)


def _cells(
    row: Row,
    columns: Sequence[Column],
    widths: list[int],
    merges: list[str],
    *,
    use_thai_digits: bool,
    keep: bool,
) -> str:
    return "".join(
        _cell(width, _text(cell, column, merge, use_thai_digits=use_thai_digits, keep=keep), properties=merge)
        for cell, column, width, merge in zip(row.cells, columns, widths, merges, strict=True)
    )


def _text(cell: Cell, column: Column, merge: str, *, use_thai_digits: bool, keep: bool) -> str:
    """The one paragraph of a cell; figures stand right unless their column says otherwise."""
    text = "" if merge == _CONTINUE else shown(cell.content)
    align = column.align
    if isinstance(cell.content, Number):
        text = thai_digits(text) if use_thai_digits else text
        align = Align.RIGHT if align is Align.LEFT else align
    return paragraph("TableText", run(text), keep=keep, align=None if align is Align.LEFT else align)
