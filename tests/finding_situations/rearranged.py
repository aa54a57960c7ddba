"""Sheets, headers and tables that are not where they were sent, and words that are not those of the list."""

from collections.abc import Mapping

import openpyxl
from filling import (
    DONE_ON,
    FIRST,
    IN_PROGRESS,
    SECOND,
    SHEET,
    STATUS,
    Entries,
    grid,
)
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from finding_situations.cells import first
from finding_situations.desk import Desk, Make, MakePair, Pair, What
from finding_situations.files import saved_again
from itaxl.assessment.findings import Finding, FindingKind

_REPORTER = "ผู้รายงาน"


def _book(sheet: Worksheet) -> Workbook:
    book = sheet.parent
    assert isinstance(book, Workbook)
    return book


def _renamed(sheet: Worksheet) -> None:
    sheet.title = "Sheet1"


def _named_with_blanks(sheet: Worksheet) -> None:
    sheet.title = f" {SHEET} "


def _copied(sheet: Worksheet, result: str = "") -> None:
    copy = _book(sheet).copy_worksheet(sheet)
    copy.title = f"{SHEET} (2)"
    if result:
        copy["P5"] = result


def _with_notes(sheet: Worksheet, words: str) -> None:
    _book(sheet).create_sheet("บันทึก")["A1"] = words


def _without_headers(sheet: Worksheet) -> None:
    for cell in sheet[3]:
        cell.value = None


def _without_headers_or_codes(sheet: Worksheet) -> None:
    _without_headers(sheet)
    sheet.delete_cols(1)


CHECKED: Mapping[What, Pair] = {
    FindingKind.SHEET_FOUND: (saved_again(_renamed), saved_again(_named_with_blanks)),
    FindingKind.COPY_DIFFERS: (
        saved_again(lambda sheet: _copied(sheet, "แก้ในสำเนา")),
        saved_again(_copied),
    ),
    FindingKind.UNREAD_SHEET: (
        saved_again(lambda sheet: _with_notes(sheet, "ขอเลื่อนกำหนดส่ง")),
        saved_again(lambda sheet: _with_notes(sheet, " \u00a0")),
    ),
    FindingKind.HEADERS_GONE: (
        saved_again(_without_headers),
        saved_again(lambda sheet: sheet.insert_rows(1)),
    ),
    FindingKind.NO_HEADERS: (saved_again(_without_headers_or_codes), saved_again(_without_headers)),
    FindingKind.CHOICE_READ: (first({STATUS: "แล้วเสร็จ"}), first({STATUS: " ดำเนินการ แล้ว"})),
    FindingKind.DATE_READ: (first({DONE_ON: "ธ.ค. ๒๕๖๕"}), first({DONE_ON: "๒๗ ธ.ค. ๒๕๖๕"})),
}


def _reported(cell: str, value: str) -> Make:
    """The first department's form with other words on the sheet of its reporter."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder = desk.place()
        desk.filled(folder / desk.office.file(FIRST).name, cells={(_REPORTER, cell): value})
        return desk.consolidated(folder)

    return make


def _pasted(*, titled: bool) -> Make:
    """The table of the first department as values in a blank workbook; its title says whose it is."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        form, folder = desk.place() / "form.xlsx", desk.place()
        going_on: Entries = {code: {STATUS: IN_PROGRESS} for code in ("M1", "M2")}
        desk.filled(form, going_on)
        rows = grid(form, SHEET)
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for cells in rows if titled else [row for row in rows[2:] if row[0] in ("รหัส", "M1", "M2")]:
            sheet.append([None if each == "" else each for each in cells])
        book.save(folder / "ส่งผล.xlsx")
        return desk.consolidated(folder)

    return make


_OF_FIRST, _OF_NOBODY = _pasted(titled=True), _pasted(titled=False)

MADE: Mapping[What, MakePair] = {
    FindingKind.RECOGNISED_FORM: (_OF_FIRST, _OF_NOBODY),
    FindingKind.UNRECOGNISED_FORM: (_OF_NOBODY, _OF_FIRST),
    FindingKind.FILLED_FOR_OTHER: (_reported("B4", SECOND), _reported("B4", "ฝ่ายธุรการ")),
    FindingKind.REPORTER_OF_OTHER: (
        _reported("B9", f"ผู้อำนวยการ{SECOND}"),
        _reported("B9", f"ผู้อำนวยการ{SECOND} รักษาราชการแทนหัวหน้า{FIRST}"),
    ),
}
