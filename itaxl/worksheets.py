"""XlsxWriter's worksheet, quicker where a workbook has many cells; what it writes stays the same.

It goes by parts of XlsxWriter that are not documented. A version that renames them is slower, not wrong,
or fails in the tests that compare both.
"""

import re
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# Text that has to be escaped, or whose blanks at the ends have to be kept.
_NEEDS_CARE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|\A\s|\s\Z").search
_letters = cache(xl_col_to_name)


class QuickWorksheet(Worksheet):
    """A worksheet that takes formulas as they are given, and plain text without going through every check."""

    # XlsxWriter declares it by its first value, which is None.
    fh: Any

    def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
        """XlsxWriter searches each formula for some thirty new functions that need a prefix.

        That took half of all the time; the formulas of this package use none of them.
        """
        return formula.removeprefix("=")

    def put_text(self, row: int, column: int, text: str, form: Any) -> None:
        """Write text into a sheet that is written row by row; anything out of the ordinary the usual way.

        The text must not be longer than Excel takes.
        """
        if not self.constant_memory or _NEEDS_CARE(text):
            self.write_string(row, column, text, form)
            return
        if row > self.previous_row:
            self._write_single_row(row)
        self._check_dimensions(row, column)
        at = f'<c r="{_letters(column)}{row + 1}" s="{form._get_xf_index()}"'  # noqa: SLF001 - see above
        self.table[row][column] = f'{at} t="inlineStr"><is><t>{text}</t></is></c>'

    def put_number(self, row: int, column: int, number: float, form: Any) -> None:
        """Write a finite number, likewise."""
        if not self.constant_memory:
            self.write_number(row, column, number, form)
            return
        if row > self.previous_row:
            self._write_single_row(row)
        self._check_dimensions(row, column)
        at = f'<c r="{_letters(column)}{row + 1}" s="{form._get_xf_index()}"'  # noqa: SLF001 - see above
        self.table[row][column] = f"{at}><v>{number:.16G}</v></c>"

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if type(cell) is str:
            self.fh.write(cell)
        else:
            super()._write_cell(row, col, cell)
