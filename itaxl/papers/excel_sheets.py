"""Sections of a paper as worksheets."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from msgspec.structs import replace
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from itaxl.cell_styles import FONT
from itaxl.papers.document import Align, Cover, Number, Orientation, PageBreak, Section, Signature, Table
from itaxl.papers.excel_blocks import block_strips, wanted_edges
from itaxl.papers.excel_paging import Paged, Placed, paged
from itaxl.papers.excel_strips import Grid, Look, PaperSize, Piece, Strip
from itaxl.papers.excel_tables import table_edges, table_strips

_ALIGNMENTS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_SIDES = {"l": "left", "t": "top", "r": "right", "b": "bottom"}
_DOTTED_LINE = 4
_THAI_DIGITS = "[$-D00041E]"  # understood by Excel and LibreOffice; LibreOffice overlooks D07041E
_BELOW_TABLE = 8.0


class Formats:
    """The formats of one workbook, made when first used."""

    def __init__(self, workbook: Workbook, *, thai_digits: bool) -> None:
        self._workbook = workbook
        self._digits = _THAI_DIGITS if thai_digits else ""
        self._made: dict[Look, Format] = {}

    def of(self, look: Look) -> Format:
        """The format of a look."""
        if look not in self._made:
            self._made[look] = self._workbook.add_format(self._properties(look))
        return self._made[look]

    def _properties(self, look: Look) -> dict[str, Any]:
        properties: dict[str, Any] = {
            "font_name": FONT,
            "font_size": look.size,
            "font_family": 2,
            "font_charset": 222,
            "font_color": look.colour,
            "bold": look.bold,
            "align": _ALIGNMENTS[look.align],
            "valign": look.valign,
        }
        if look.fill:
            properties["bg_color"] = look.fill
        for side in look.borders:
            properties |= {_SIDES[side]: 1, f"{_SIDES[side]}_color": look.border_colour}
        if look.dotted:
            properties |= {"bottom": _DOTTED_LINE, "bottom_color": look.border_colour}
        if look.decimals is not None:
            places = "." + "0" * look.decimals if look.decimals > 0 else ""
            # A number that did not fit would be shown as ###; rather small than not at all.
            return properties | {"num_format": f"{self._digits}0{places}", "shrink": True}
        return properties | {"text_wrap": True, "indent": look.indent}


def write_section(sheet: Worksheet, section: Section, formats: Formats, footer: str) -> None:
    """Write a section into an empty sheet, ready to be printed."""
    size = PaperSize.of(section.orientation)
    grid, strips = _composed(section, size)
    _set_up_page(sheet, section, size, footer)
    for column, pixels in enumerate(grid.widths()):
        sheet.set_column_pixels(column, column, pixels)
    _write(sheet, paged(strips, size.room), formats)


def _composed(section: Section, size: PaperSize) -> tuple[Grid, list[Strip]]:
    """A section's grid and strips; where there are tables, other blocks make do with their columns."""
    tables = [each for each in section.blocks if isinstance(each, Table)]
    edges = {id(each): table_edges(each, size.width) for each in tables}
    wanted = [edge for each in edges.values() for edge in each]
    if not tables:
        wanted = [edge for block in section.blocks for edge in wanted_edges(block, size.width)]
    grid = Grid(size.width, wanted)
    strips: list[Strip] = []
    begins_page, gap = False, 0.0
    for block, following in zip_longest(section.blocks, section.blocks[1:]):
        if isinstance(block, PageBreak):
            begins_page = bool(strips)
            continue
        if isinstance(block, Table):
            index = sum(each.is_header for each in strips)
            signed = (
                list(block_strips(following, grid, size.room)) if isinstance(following, Signature) else []
            )
            followed_by = sum(each.gap + each.height for each in signed) + _BELOW_TABLE * bool(signed)
            made = table_strips(block, grid, edges[id(block)], index, size.room, followed_by=followed_by)
            made[0].gap = _BELOW_TABLE if strips else 0.0
        else:
            made = list(block_strips(block, grid, size.room))
            made[0].gap += gap
        made[0].begins_page |= begins_page
        if isinstance(block, Signature) and not begins_page:
            _keep_with_what_is_signed(strips, made)
        strips += made
        begins_page = isinstance(block, Cover)
        gap = _BELOW_TABLE if isinstance(block, Table) else 0.0
    return grid, strips


def _keep_with_what_is_signed(before: Sequence[Strip], following: Sequence[Strip]) -> None:
    """Never a page with nothing but a signature: the last lines before it go with it."""
    if before and before[-1].pieces:
        before[-1].followed_by = sum(each.gap + each.height for each in following)


def _set_up_page(sheet: Worksheet, section: Section, size: PaperSize, footer: str) -> None:
    sheet.set_paper(9)  # A4
    if section.orientation is Orientation.LANDSCAPE:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=size.side, right=size.side, top=size.top, bottom=size.bottom)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    is_cover = all(isinstance(each, Cover) for each in section.blocks) and section.blocks
    if not is_cover:
        sheet.set_footer(footer, {"margin": 0.35})


def _write(sheet: Worksheet, laid_out: Paged, formats: Formats) -> None:
    for placed in laid_out.placed:
        for number, height in enumerate(placed.heights):
            sheet.set_row(placed.row + number, height)
        for piece in placed.strip.pieces:
            _put(sheet, placed, piece, formats)
    if laid_out.breaks:
        sheet.set_h_pagebreaks(laid_out.breaks)
    if laid_out.repeated is not None:
        sheet.repeat_rows(laid_out.repeated)


def _put(sheet: Worksheet, placed: Placed, piece: Piece, formats: Formats) -> None:
    look = piece.look
    if placed.ends_page and "l" in look.borders and "b" not in look.borders:
        look = replace(look, borders=look.borders + "b")
    form = formats.of(look)
    last_row = placed.row + len(placed.heights) - 1
    if last_row > placed.row or piece.last > piece.first:
        sheet.merge_range(placed.row, piece.first, last_row, piece.last, "", form)
    content = piece.content
    if isinstance(content, Number):
        sheet.write_number(placed.row, piece.first, float(content.value), form)
    elif content:
        sheet.write_string(placed.row, piece.first, content, form)
    else:
        sheet.write_blank(placed.row, piece.first, None, form)
