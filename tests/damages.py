"""What becomes of a form's sheets, rows and columns on the way: accidents with what a real office does.

All of them keep entries where they are or move them; what is entered anew is the caller's.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import openpyxl
from filling import COMPLETE, IN_PROGRESS, SHEET, STATUS, SUGGESTION, Entries, put
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from itaxl.assessment.findings import Finding

REPORTER = "ผู้รายงาน"
Change = Callable[[Workbook], None]


class ImpossibleError(Exception):
    """After what was done before there is no such sheet any more, or its cells are merged."""


def attempt(book: Workbook, change: Change) -> None:
    """Do this to a workbook to which something may have been done already.

    Raises:
        ImpossibleError: People could not do it to this workbook either.
    """
    try:
        change(book)
    except (KeyError, AttributeError, IndexError) as error:
        raise ImpossibleError from error


def changed(path: Path, change: Change) -> Path:
    """A workbook with something done to it, in place."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def pasted(target: Path, sheets: Mapping[str, list[list[object]]], *, down: int = 0, right: int = 0) -> Path:
    """Values alone, in a workbook of somebody's own."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        _paste(book.create_sheet(name), rows, down=down, right=right)
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def measures(book: Workbook) -> Worksheet:
    """The sheet of measures."""
    sheet = book[SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def _paste(sheet: Worksheet, rows: Sequence[Sequence[object]], *, down: int = 0, right: int = 0) -> None:
    for number, cells in enumerate(rows, start=1 + down):
        for column, value in enumerate(cells, start=1 + right):
            if value not in {"", None}:
                put(sheet.cell(number, column), value)


def _values(sheet: Worksheet, block: str = "") -> list[list[object]]:
    """What cells hold; a formula's text is no value."""
    rows = sheet[block] if block else sheet.iter_rows()
    return [[None if cell.data_type == "f" else cell.value for cell in row] for row in rows]


# Sheets


def reorder(book: Workbook) -> None:
    """The measures come first."""
    book.move_sheet(SHEET, -2)


def rename(book: Workbook) -> None:
    """Two sheets are called otherwise."""
    measures(book).title = "Sheet1"
    book[REPORTER].title = "ใบปะหน้า"


def copy_everything(book: Workbook) -> None:
    """Every sheet that is seen stands there twice."""
    for name in (SHEET, REPORTER, "คำชี้แจง", "ตรวจก่อนส่ง"):
        book.copy_worksheet(book[name]).title = f"{name} (2)"


def duplicate_and_blank(book: Workbook) -> None:
    """A copy is made, and then a row of the sheet itself is cleared."""
    other = book.copy_worksheet(measures(book))
    other.title = "สำรอง"
    sheet = measures(book)
    for column in range(14, 20):
        sheet.cell(5, column).value = None


def paste_anew(book: Workbook) -> None:
    """The table in a new sheet, the old one deleted."""
    rows = _values(measures(book))
    _paste(book.create_sheet("วาง"), rows)
    book.remove(measures(book))


def transpose_to_notes(book: Workbook) -> None:
    """Two rows of answers alone on a new sheet, the table deleted."""
    sheet = measures(book)
    _paste(book.create_sheet("ใหม่"), _values(sheet, "N4:S5"))
    book.remove(sheet)


# Rows and columns


def insert_rows(book: Workbook) -> None:
    """Two rows between the first measures."""
    measures(book).insert_rows(5, 2)


def delete_first_row(book: Workbook) -> None:
    """The title is gone, and everything a row higher."""
    measures(book).delete_rows(1)


def delete_headers(book: Workbook) -> None:
    """Title, note and headers are gone."""
    measures(book).delete_rows(1, 3)


def hide_and_filter(book: Workbook) -> None:
    """A row and a column are hidden, and a filter is set."""
    sheet = measures(book)
    sheet.row_dimensions[4].hidden = sheet.column_dimensions["N"].hidden = True
    sheet.auto_filter.add_filter_column(13, [IN_PROGRESS])


def _swap(one: Cell, other: Cell) -> None:
    value, kind = one.value, one.data_type
    one.value, one.data_type = other.value, other.data_type
    other.value, other.data_type = value, kind


def _cells(sheet: Worksheet, row: int) -> Sequence[Cell]:
    cells = [sheet.cell(row, column) for column in range(1, sheet.max_column + 1)]
    if any(isinstance(each, MergedCell) for each in cells):
        raise ImpossibleError  # no program sorts merged cells
    return cast("Sequence[Cell]", cells)


def sort_rows(book: Workbook) -> None:
    """The first two measures change places."""
    sheet = measures(book)
    for one, other in zip(_cells(sheet, 4), _cells(sheet, 5), strict=True):
        _swap(one, other)


def move_column(book: Workbook) -> None:
    """Evidence comes before everything else."""
    sheet = measures(book)
    moved = [row[0] for row in _values(sheet, "S1:S19")]
    sheet.delete_cols(19)
    sheet.insert_cols(1)
    _paste(sheet, [[value] for value in moved])


def insert_blank_columns(book: Workbook) -> None:
    """Blank columns among the entries and in front."""
    measures(book).insert_cols(15, 2)
    measures(book).insert_cols(1)


def insert_before_the_computed(book: Workbook) -> None:
    """A blank column behind the last entry."""
    measures(book).insert_cols(20)


def delete_code_column(book: Workbook) -> None:
    """The codes are gone."""
    measures(book).delete_cols(1)


def rename_all_headers(book: Workbook) -> None:
    """No header says what stands below."""
    for cell in measures(book)[3]:
        cell.value = f"คอลัมน์ {cell.column}"


def merge_everything(book: Workbook) -> None:
    """The first cells of two rows become one each."""
    sheet = measures(book)
    for row in (4, 5):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)


ACCIDENTS: Sequence[Change] = (
    *(reorder, rename, insert_rows, sort_rows, move_column, insert_blank_columns, hide_and_filter),
    *(duplicate_and_blank, delete_code_column, delete_headers, transpose_to_notes),
    *(rename_all_headers, merge_everything, insert_before_the_computed, paste_anew, delete_first_row),
)
"""Those after which every entry still stands somewhere in the file."""


FILLED: Entries = {"M1": COMPLETE, "M2": {STATUS: IN_PROGRESS, SUGGESTION: "ขอขยายเวลา"}}
"""What the first department reports."""
_BY_OPENPYXL = {"never-calculated", "other-program", "without-evidence", "missing-submission"}


def told_of_structure(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Kind, sheet and cell of what is found, but for what is found because openpyxl saved the file."""
    told = ((each.kind.slug, each.sheet, each.cell) for each in findings)
    return [each for each in told if each[0] not in _BY_OPENPYXL]
