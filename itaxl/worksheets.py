"""What every workbook is written with: text that stays text, an identity, and a quicker worksheet."""

from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

STAMP_SHEET = "_itaxl"
AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of a workbook: what people typed never becomes a formula, a link or a number by itself."""


def write_identity(workbook: Workbook, **facts: str) -> None:
    """Say on a sheet that nobody stumbles over that itaxl wrote the workbook, and what it is."""
    sheet = workbook.add_worksheet(STAMP_SHEET)
    for row, (name, value) in enumerate({"itaxl": "1", **facts}.items()):
        sheet.write_row(row, 0, (name.replace("_", "-"), value))
    sheet.very_hidden()


class QuickWorksheet(Worksheet):
    """A worksheet that takes formulas as they are given; what it writes stays the same.

    It goes by parts of XlsxWriter that are not documented. A version that renames them is slower, not wrong,
    or fails in the tests.
    """

    # The first row whose height is only a start: it grows with what is typed into it. None where all stay.
    growing_from: int | None = None

    # XlsxWriter declares it by its first value, which is None.
    index: Any

    def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
        """XlsxWriter searches each formula for some thirty new functions that need a prefix.

        That took half of all the time; the formulas of this package use none of them.
        """
        return formula.removeprefix("=")

    def reach(self, row: int, column: int) -> None:
        """Count a cell among those that the sheet has, though it is written later or not at all."""
        self._check_dimensions(row, column)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        growing = self.growing_from
        if tag == "row" and growing is not None and attributes[0][1] > growing:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
