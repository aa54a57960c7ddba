"""What people type on the sheet in front of a form: named with its cell, whatever was done to the sheet."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from corrected import of_first
from damages import changed
from filling import (
    COMPLETE,
    FIRST,
    IN_PROGRESS,
    RESULT,
    SHEET,
    STATUS,
    Office,
    Returned,
    fill,
    put,
)
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from itaxl.assessment.submissions import Submission
from itaxl.template.front import CORRECTIONS_SHEET, PREVIOUS_SHEET
from itaxl.workflow.generation import generate


@pytest.fixture
def corrected(returned: Returned) -> Path:
    """A form that goes back, with an entry that the form has no place for."""
    return of_first(returned, cells={(SHEET, "X40"): "ข้อความนอกแบบ"}).path


@pytest.fixture
def carried(returned: Returned) -> Path:
    """A form of the next round, begun with what was reported."""
    returned.send_back(FIRST, {"M1": COMPLETE, "M2": {STATUS: IN_PROGRESS, RESULT: "กำลังจัดทำ"}})
    office, out = returned.office, returned.folder.parent / "next"
    made = generate(office.control, out, office.settings, months=12, previous=returned.folder)
    return out / next(each.name for each in made.files if each.unit == FIRST)


def _in_front(read: Submission, kind: str = "beyond-form") -> list[tuple[str, str]]:
    sheets = (CORRECTIONS_SHEET, PREVIOUS_SHEET)
    return [(e.cell, e.value) for e in read.findings if e.kind.slug == kind and e.sheet in sheets]


def _typed(path: Path, sheet: str, **cells: object) -> Path:
    def change(book: Workbook) -> None:
        for cell, value in cells.items():
            put(book[sheet][cell], value)

    return changed(path, change)


def test_what_is_typed_in_front_of_a_correction_is_named_with_its_cell(
    office: Office, corrected: Path
) -> None:
    typed = _typed(corrected, CORRECTIONS_SHEET, A1="ทับหัวเรื่อง", J3="ด้านข้าง", B60="ด้านล่าง", C9=12.0)
    assert _in_front(office.read(typed)) == [
        ("A1", "ทับหัวเรื่อง"),
        ("J3", "ด้านข้าง"),
        ("C9", "12"),
        ("B60", "ด้านล่าง"),
    ]


def test_what_is_typed_in_front_of_a_carried_form_is_named_with_its_cell(
    office: Office, carried: Path
) -> None:
    assert _in_front(office.read(carried)) == []
    read = office.read(_typed(carried, PREVIOUS_SHEET, E8="ดำเนินการต่อแล้ว", J2="ด้านข้าง"))
    assert _in_front(read) == [("J2", "ด้านข้าง"), ("E8", "ดำเนินการต่อแล้ว")]
    assert not read.is_only_carried


def test_words_of_the_sheet_itself_are_named_where_they_stand_once_too_often(
    office: Office, corrected: Path
) -> None:
    sheet = openpyxl.load_workbook(corrected)[CORRECTIONS_SHEET]
    words = sheet["A2"].value
    assert _in_front(office.read(_typed(corrected, CORRECTIONS_SHEET, H40=words))) == [("H40", words)]


def _sort(sheet: Worksheet) -> None:
    """All rows upside down, entries of our own and of theirs alike."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for row, values in zip(sheet.iter_rows(), reversed(rows), strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value


def _widen(sheet: Worksheet) -> None:
    sheet.column_dimensions["B"].width = 90
    sheet.row_dimensions[3].height = 90


def _unlink(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            cell.hyperlink = None


def _insert(sheet: Worksheet) -> None:
    sheet.insert_rows(2, 3)
    sheet.insert_cols(2)


def _empty(sheet: Worksheet) -> None:
    sheet.delete_rows(1, 200)


@pytest.mark.parametrize("do", [_sort, _widen, _unlink, _insert, _empty])
def test_what_the_sheet_was_sent_with_is_never_named(
    office: Office, carried: Path, do: Callable[[Worksheet], None]
) -> None:
    def change(book: Workbook) -> None:
        sheet = book[PREVIOUS_SHEET]
        assert isinstance(sheet, Worksheet)
        do(sheet)

    assert _in_front(office.read(changed(carried, change))) == []


def test_an_entry_that_was_kept_in_front_is_named_also_where_the_sheet_was_sorted(
    office: Office, corrected: Path
) -> None:
    assert [value for _, value in _in_front(office.read(corrected), "kept-entry")] == ["ข้อความนอกแบบ"]

    def change(book: Workbook) -> None:
        sheet = book[CORRECTIONS_SHEET]
        assert isinstance(sheet, Worksheet)
        _sort(sheet)

    read = office.read(changed(corrected, change))
    assert [value for _, value in _in_front(read)] == ["ข้อความนอกแบบ"]
    assert read.kept == ()


def test_what_was_typed_in_front_goes_along_with_the_next_correction(returned: Returned) -> None:
    made = of_first(returned)
    fill(made.path, returned.folder / "b.xlsx", cells={(CORRECTIONS_SHEET, "J3"): "แก้แล้วทุกข้อ"})
    again = next(e for e in returned.consolidate(corrections=True).corrections.files if e.unit == FIRST)
    assert again.file == "b.xlsx"
    assert "แก้แล้วทุกข้อ" in [each.value for each in returned.office.read(again.path).kept]


def test_forms_that_were_made_without_marks_are_read_as_before(office: Office, corrected: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["_itaxl"]
        for row in sheet.iter_rows():
            if row[0].value == "words":
                row[0].value = "unknown"

    read = office.read(_typed(changed(corrected, change), CORRECTIONS_SHEET, J3="ด้านข้าง"))
    assert _in_front(read) == []
    assert [each.value for each in read.kept] == ["ข้อความนอกแบบ"]


def test_a_sheet_in_front_under_another_name_is_read_all_the_same(office: Office, corrected: Path) -> None:
    def rename(book: Workbook) -> None:
        sheet = book[CORRECTIONS_SHEET]
        sheet.title = "ใบปะหน้า"
        put(sheet["J3"], "ด้านข้าง")

    read = office.read(changed(corrected, rename))
    assert [each.value for each in read.kept] == ["ข้อความนอกแบบ"]
    told = {(each.kind.slug, each.cell) for each in read.findings if each.sheet == "ใบปะหน้า"}
    assert ("beyond-form", "J3") in told
    assert {kind for kind, _ in told} == {"beyond-form", "kept-entry"}
