"""What stands in a workbook that was written, and what another program calculates in it."""

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def sheet_of(path: Path, name: str) -> Worksheet:
    """A sheet with its values."""
    return openpyxl.load_workbook(path, data_only=True)[name]


def values_of(path: Path) -> dict[str, dict[str, object]]:
    """Every value of a workbook by sheet and cell, a blank text being nothing."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in {None, ""}
        }
        for sheet in workbook.worksheets
    }


def differing(one: Path, other: Path) -> list[tuple[str, str, object, object]]:
    """The cells in which two workbooks with the same sheets differ, and what each has there."""
    written, calculated = values_of(one), values_of(other)
    assert written.keys() == calculated.keys()
    return [
        (sheet, cell, written[sheet].get(cell), calculated[sheet].get(cell))
        for sheet in written
        for cell in written[sheet].keys() | calculated[sheet].keys()
        if not _same(written[sheet].get(cell), calculated[sheet].get(cell))
    ]


def _same(one: object, other: object) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-9
    return one == other
