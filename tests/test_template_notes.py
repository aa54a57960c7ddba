"""What people write on sheets that nobody fills in, above a table, or in a workbook of their own: named."""

from pathlib import Path

import pytest
from conftest import Convert
from damages import Change, changed
from filling import COMPLETE, FIRST, NOT_STARTED, SHEET, STATUS, Entries, Returned, told
from openpyxl.workbook import Workbook
from provincial import ProvinceOffice

from itaxl.assessment.submissions import Submission

GUIDE, CHECK = "คำชี้แจง", "ตรวจก่อนส่ง"
_FILLED: Entries = {"M1": COMPLETE, "M2": {STATUS: NOT_STARTED}}


def _named(read: Submission) -> list[tuple[str, str, str]]:
    return [(each.sheet, each.cell, each.value) for each in read.findings if each.kind.slug == "beyond-form"]


def _read(returned: Returned, change: Change) -> list[tuple[str, str, str]]:
    return _named(returned.office.read(changed(returned.send_back(FIRST, _FILLED), change)))


def test_notes_and_check_as_they_were_sent_hold_no_entries(returned: Returned) -> None:
    assert _read(returned, lambda _: None) == []


def test_what_is_written_on_the_notes_is_named(returned: Returned) -> None:
    def write(book: Workbook) -> None:
        book[GUIDE]["A4"] = "ขอเลื่อนกำหนดส่ง"
        book[GUIDE]["B9"] = 12
        book[GUIDE]["A40"] = "ส่งเอกสารทางไลน์แล้ว"

    entries = [("A4", "ขอเลื่อนกำหนดส่ง"), ("B9", "12"), ("A40", "ส่งเอกสารทางไลน์แล้ว")]
    assert _read(returned, write) == [(GUIDE, *each) for each in entries]


def test_what_is_written_on_the_check_is_named(returned: Returned) -> None:
    def write(book: Workbook) -> None:
        book[CHECK]["B11"] = "ทำแล้วทั้งหมด"
        book[CHECK]["C12"] = "รอหนังสือ"
        book[CHECK]["D5"] = 84.48

    entries = [("D5", "84.48"), ("B11", "ทำแล้วทั้งหมด"), ("C12", "รอหนังสือ")]
    assert _read(returned, write) == [(CHECK, *each) for each in entries]


def test_a_zero_where_the_check_says_its_words_is_no_entry_and_another_figure_is(returned: Returned) -> None:
    """LibreOffice writes 0 into an .xls for the words of formulas that it did not work out itself."""

    def write(book: Workbook) -> None:
        book[CHECK]["B3"] = 0
        book[CHECK]["C11"] = 0
        book[CHECK]["B4"] = 7

    assert _read(returned, write) == [(CHECK, "B4", "7")]


def test_what_is_written_on_copies_of_the_notes_is_named(returned: Returned) -> None:
    def write(book: Workbook) -> None:
        copy = book.copy_worksheet(book[GUIDE])
        copy.title = f"{GUIDE} (2)"
        copy["C3"] = "ในสำเนา"

    assert _read(returned, write) == [(f"{GUIDE} (2)", "C3", "ในสำเนา")]


def test_notes_of_an_earlier_wording_are_no_entries(returned: Returned) -> None:
    def reword(book: Workbook) -> None:
        for row in range(6, 17):
            book[GUIDE].cell(row, 1).value = f"คำแนะนำเดิมข้อ {row}"
        book[GUIDE]["B2"] = "ถึงผู้ประสานงาน"

    assert _read(returned, reword) == [(GUIDE, "B2", "ถึงผู้ประสานงาน")]


@pytest.mark.calc
def test_a_check_that_libreoffice_worked_out_and_nobody_locked_holds_no_entries(
    returned: Returned, soffice: Convert
) -> None:
    def unlock(book: Workbook) -> None:
        for name in (GUIDE, CHECK):
            book[name].protection.sheet = False
        book[GUIDE]["C3"] = "ถึงผู้ประสานงาน"

    own = {"เพิ่ม1": {"มาตรการ": "ของเราเอง"}}
    path = changed(returned.send_back(FIRST, {**_FILLED, **own}), unlock)
    for ending in ("xlsx", "ods"):
        read = returned.office.read(soffice(path, ending))
        assert _named(read) == [(GUIDE, "C3", "ถึงผู้ประสานงาน")]


def test_a_note_of_another_form_holds_its_own_words_and_what_is_added_is_named(tmp_path: Path) -> None:
    province = ProvinceOffice(tmp_path / "province")
    path = province.returned(tmp_path / "a.xlsx", {})
    changed(path, lambda _: None)
    assert _named(province.read(path)) == []
    changed(path, lambda book: book[GUIDE].__setitem__("B2", "โทรถามแล้ว"))
    assert _named(province.read(path)) == [(GUIDE, "B2", "โทรถามแล้ว")]


def test_what_replaces_the_title_is_named_where_no_lock_was(returned: Returned) -> None:
    def write(book: Workbook) -> None:
        book[SHEET].protection.sheet = False
        book[SHEET]["B1"] = "ของสำนักปลัด แก้ไขครั้งที่ ๒"

    assert _read(returned, write) == [(SHEET, "B1", "ของสำนักปลัด แก้ไขครั้งที่ ๒")]


def test_headers_of_somebodys_own_are_told_with_entries_below_them_and_without(returned: Returned) -> None:
    def write(book: Workbook) -> None:
        sheet = book[SHEET]
        sheet["X3"], sheet["X4"] = "หมายเหตุ", "รอตรวจ"
        sheet["Y3"] = "ดูเอกสารแนบ"

    assert _read(returned, write) == [
        (SHEET, "X3", "หมายเหตุ"),
        (SHEET, "Y3", "ดูเอกสารแนบ"),
        (SHEET, "X4", "รอตรวจ"),
    ]


def test_a_workbook_that_is_none_of_ours_is_named_with_what_it_says(returned: Returned) -> None:
    book = Workbook()
    book.worksheets[0].append(["รายงานของเรา", 5])
    book.create_sheet("สอง").append(["ก" * 40_000])
    returned.folder.mkdir(exist_ok=True)
    path = returned.folder / "อื่น.xlsx"
    book.save(path)
    (finding,) = returned.office.read(path).findings
    assert told([finding]) == [("not-one-of-ours", "")]
    assert finding.value.startswith("รายงานของเรา / 5 / กกก")
    assert len(finding.value) == 30_000
