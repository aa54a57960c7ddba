"""Sheets of workbooks and text tables as tables of a document: titles and notes around them are texts."""

from collections.abc import Sequence

from itaxl.importing.markup import lines_of
from itaxl.importing.tables import SourceCell, SourceTable, SourceText, trimmed
from itaxl.sheets.grids import Grid, cell_name
from itaxl.template.cells import as_text

_FEWEST_CELLS = 2  # a row with fewer, before the table begins or after it ends, is a title or a note


def grid_parts(grid: Grid) -> tuple[SourceTable | SourceText, ...]:
    """One sheet: its titles, its table, its notes."""
    rows = [
        [_cell(value, grid.name, index, column) for column, value in enumerate(row)]
        for index, row in enumerate(grid.rows)
    ]
    filled = [index for index, row in enumerate(rows) if sum(map(bool, row)) >= _FEWEST_CELLS]
    if not filled:
        return tuple(_texts(rows))
    start, stop = filled[0], _end(rows, filled[-1])
    table = SourceTable(grid.name or "ตาราง 1", trimmed(rows[start:stop]))
    return (*_texts(rows[:start]), table, *_texts(rows[stop:]))


def _end(rows: Sequence[Sequence[SourceCell]], last: int) -> int:
    """Where a table ends: single cells go on below it until a row is empty or a note begins."""
    end = last + 1
    while end < len(rows) and any(rows[end]) and not _is_note(rows[end]):
        end += 1
    return end


def _is_note(row: Sequence[SourceCell]) -> bool:
    words = next(cell.text for cell in row if cell)
    return words.startswith(("หมายเหตุ", "ลงชื่อ", "(ลงชื่อ", "ที่มา", "*"))


def _texts(rows: Sequence[Sequence[SourceCell]]) -> list[SourceText]:
    return [
        SourceText(line, cell.place) for row in rows for cell in row if cell for line in cell.text.split("\n")
    ]


def _cell(value: object, sheet: str, row: int, column: int) -> SourceCell:
    place = f"{sheet}!{cell_name(row, column)}" if sheet else cell_name(row, column)
    text = lines_of(as_text(value)) if value != "" else ""
    return SourceCell(text, place, None if isinstance(value, str) else value)
