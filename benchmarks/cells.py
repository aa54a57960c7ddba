"""The cells of a workbook as a list, to write the same ones with bare XlsxWriter and nothing else."""

import io
import pickle
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter
from openpyxl.cell.cell import Cell


class BareCell(NamedTuple):
    """One cell: where, of which kind, what, and which of the workbook's formats it has."""

    row: int
    column: int
    kind: str
    value: str | float
    style: int


@dataclass(slots=True)
class BareWorkbook:
    """The cells of all sheets, and the formats they have."""

    sheets: list[tuple[str, list[BareCell]]]
    styles: list[dict[str, object]]

    def kinds(self) -> Counter[str]:
        """How many cells of each kind."""
        return Counter(cell.kind for _, cells in self.sheets for cell in cells)

    def with_formulas_as_text(self) -> "BareWorkbook":
        """The same cells, but XlsxWriter does not look into formulas for functions that need a prefix."""
        sheets = [
            (name, [each._replace(kind="text") if each.kind == "formula" else each for each in cells])
            for name, cells in self.sheets
        ]
        return BareWorkbook(sheets, self.styles)


def cells_of(path: Path) -> BareWorkbook:
    """Everything that stands in a workbook, blank cells with a format included."""
    styles: dict[tuple[int, ...], int] = {}
    formats: list[dict[str, object]] = []
    sheets = []
    for sheet in openpyxl.load_workbook(path):
        cells = []
        for cell in (each for row in sheet.iter_rows() for each in row):
            if cell.value is None and not cell.has_style:
                continue
            style = tuple(cell._style)  # noqa: SLF001 - nothing public tells formats apart as simply
            if style not in styles:
                styles[style] = len(formats)
                formats.append(_format(cell))
            cells.append(BareCell(cell.row - 1, cell.column - 1, *_content(cell), styles[style]))
        sheets.append((sheet.title, cells))
    return BareWorkbook(sheets, formats)


def _content(cell: Cell) -> tuple[str, str | float]:
    if cell.value is None:
        return "blank", ""
    if cell.data_type == "f":
        return "formula", str(cell.value)
    if isinstance(cell.value, (int, float)):
        return "number", float(cell.value)
    if isinstance(cell.value, date):
        return "number", 45000.0
    return "text", str(cell.value)


def _format(cell: Cell) -> dict[str, object]:
    return {
        "font_name": cell.font.name,
        "font_size": cell.font.sz,
        "bold": bool(cell.font.b),
        "text_wrap": bool(cell.alignment.wrap_text),
        "num_format": cell.number_format,
        "border": 1,
        "locked": bool(cell.protection.locked),
    }


def write_bare(path: Path | io.BytesIO, workbook: BareWorkbook, options: Mapping[str, object]) -> None:
    """Write the cells, each with its format, and nothing else."""
    with xlsxwriter.Workbook(path if isinstance(path, io.BytesIO) else str(path), dict(options)) as book:
        formats = [book.add_format(each) for each in workbook.styles]
        for name, cells in workbook.sheets:
            sheet = book.add_worksheet(name)
            for row, column, kind, value, style in cells:
                if kind == "text":
                    sheet.write_string(row, column, value, formats[style])
                elif kind == "number":
                    sheet.write_number(row, column, value, formats[style])
                elif kind == "formula":
                    sheet.write_formula(row, column, value, formats[style])
                else:
                    sheet.write_blank(row, column, None, formats[style])


def total(workbooks: Iterator[BareWorkbook]) -> Counter[str]:
    """The cells of several workbooks by kind."""
    counted: Counter[str] = Counter()
    for each in workbooks:
        counted.update(each.kinds())
    return counted


def keep_cells(workbook: Path, place: Path) -> BareWorkbook:
    """The cells of a workbook, kept in a file too: to find them takes much longer than to write them."""
    cells = cells_of(workbook)
    place.write_bytes(pickle.dumps(cells))
    return cells
