"""XlsxWriter's worksheet, quicker where a workbook has many cells; what it writes stays the same.

It goes by parts of XlsxWriter that are not documented. A version that renames them is slower, not wrong,
or fails in the tests that compare both.
"""

import re
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_OUT_OF_THE_ORDINARY = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|\A\s|\s\Z").search
_letters = cache(xl_col_to_name)


class QuickWorksheet(Worksheet):
    """A worksheet that takes formulas as they are given, and plain text without going through every check."""

    # The first row whose height is only a start: it grows with what is typed into it. None where all stay.
    growing_from: int | None = None

    # XlsxWriter declares it by its first value, which is None.
    fh: Any

    def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
        """XlsxWriter searches each formula for some thirty new functions that need a prefix.

        That took half of all the time; the formulas of this package use none of them.
        """
        return formula.removeprefix("=")

    def put_text(self, row: int, column: int, text: str, form: Any) -> None:
        """Write text; into a sheet that is written row by row without every check, where it is plain.

        The text must not be longer than Excel takes.
        """
        if not self.constant_memory or _needs_care(text):
            self.write_string(row, column, text, form)
        else:
            self._put(row, column, form, f' t="inlineStr"><is><t>{text}</t></is></c>')

    def put_number(self, row: int, column: int, number: float, form: Any) -> None:
        """Write a finite number, likewise."""
        if self.constant_memory:
            self._put(row, column, form, f"><v>{number:.16G}</v></c>")
        else:
            self.write_number(row, column, number, form)

    def put_blank(self, row: int, column: int, form: Any) -> None:
        """Write a cell that has only a format, likewise."""
        if self.constant_memory:
            self._put(row, column, form, "/>")
        else:
            self.write_blank(row, column, None, form)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        growing = self.growing_from
        if tag == "row" and growing is not None and attributes[0][1] > growing:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _put(self, row: int, column: int, form: Any, rest: str) -> None:
        if row > self.previous_row:
            self._write_single_row(row)
        self._check_dimensions(row, column)
        index = form._get_xf_index()  # noqa: SLF001 - see above
        self.table[row][column] = f'<c r="{_letters(column)}{row + 1}" s="{index}"{rest}'

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Write the row that is complete, all that is plain in one piece."""
        row = self.previous_row
        cells = self.table.get(row)
        if not cells:
            super()._write_single_row(current_row_num)
            return
        self.previous_row = current_row_num
        self._write_row(row, None, self.row_info.get(row))
        plain: list[str] = []
        for column in sorted(cells):
            cell: Any = cells[column]
            if type(cell) is str:
                plain.append(cell)
            else:
                self.fh.write("".join(plain))
                plain.clear()
                self._write_cell(row, column, cell)
        self.fh.write("".join(plain) + "</row>")
        self.table.clear()


def _needs_care(text: str) -> bool:
    """Whether a text has to be escaped, or its blanks at the ends kept."""
    if text.isprintable() and not ("&" in text or "<" in text or ">" in text or "_x" in text):
        return text[:1] == " " or text[-1:] == " "
    return _OUT_OF_THE_ORDINARY(text) is not None
