"""What every workbook is written with: text that stays text, an identity, and a quicker worksheet."""

from functools import cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

STAMP_SHEET = "_itaxl"
AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of a workbook: what people typed never becomes a formula, a link or a number by itself."""


def write_identity(workbook: Workbook, **facts: str) -> None:
    """Say on a sheet that nobody stumbles over that itaxl wrote the workbook, and what it is."""
    sheet = workbook.add_worksheet(STAMP_SHEET)
    for row, (name, value) in enumerate({"itaxl": "1", **facts}.items()):
        sheet.write_row(row, 0, (name.replace("_", "-"), value))
    sheet.very_hidden()


_column = cache(xl_col_to_name)


class QuickWorksheet(Worksheet):
    """A worksheet that takes formulas as they are given, and puts usual cells together at once.

    What it writes stays the same. It is not for workbooks in constant memory, whose texts stand in the cells.

    It goes by parts of XlsxWriter that are not documented. A version that renames them is slower, not wrong,
    or fails in the tests.
    """

    # The first row whose height is only a start: it grows with what is typed into it. None where all stay.
    growing_from: int | None = None

    # XlsxWriter declares them by their first values, which are None.
    index: Any
    fh: Any

    def write_formula(  # type: ignore[override]
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: Any = 0
    ) -> int:
        """Take a formula as it is given: XlsxWriter looks in each for functions that are newer than 2007.

        That took half of all the time; the formulas of this package use none of them.
        """
        outside = int(self._check_dimensions(row, col))
        if not outside:
            self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return outside

    def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
        """The same for those of ranges."""
        return formula.removeprefix("=")

    def reach(self, row: int, column: int) -> None:
        """Count a cell among those that the sheet has, though it is written later or not at all."""
        self._check_dimensions(row, column)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """XlsxWriter collects the attributes of each cell in a list, and looks at each for what to escape."""
        kind = type(cell).__name__
        is_usual = kind in {"Blank", "Formula", "Number", "String"}
        if not is_usual or (not cell.format and (row in self.row_info or col in self.col_info)):
            super()._write_cell(row, col, cell)
            return
        style = f' s="{cell.format._get_xf_index()}"' if cell.format else ""  # noqa: SLF001
        start = f'<c r="{_column(col)}{row + 1}"{style}'
        if kind == "String":
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
        elif kind == "Blank":
            self.fh.write(f"{start}/>")
        elif kind == "Number":
            self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
        elif isinstance(cell.value, bool) or (isinstance(cell.value, str) and cell.value.startswith("#")):
            super()._write_cell(row, col, cell)
        else:
            of_text = ' t="str"' if isinstance(cell.value, str) and cell.value else ""
            escaped: Any = self._escape_data
            formula, value = escaped(cell.formula), escaped(cell.value)
            self.fh.write(f"{start}{of_text}><f>{formula}</f><v>{value}</v></c>")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        growing = self.growing_from
        if tag == "row" and growing is not None and attributes[0][1] > growing:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
