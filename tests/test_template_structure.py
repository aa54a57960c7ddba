"""Whatever became of sheets, rows and columns on the way: what can be told is read, the rest is named."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from damages import (
    ACCIDENTS,
    FILLED,
    REPORTER,
    Change,
    ImpossibleError,
    attempt,
    changed,
    copy_everything,
    delete_code_column,
    hide_and_filter,
    insert_before_the_computed,
    insert_blank_columns,
    insert_rows,
    measures,
    merge_everything,
    move_column,
    rename,
    reorder,
    sort_rows,
    told_of_structure,
)
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    EVIDENCE,
    FIRST,
    IN_PROGRESS,
    NOT_STARTED,
    OUTCOME,
    RESULT,
    SHEET,
    STATUS,
    SUGGESTION,
    Entries,
    Office,
    Returned,
    fill,
)
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.assessment.submissions import Submission
from itaxl.planning.fillings import issued_to_departments
from itaxl.planning.reading import read_plan
from itaxl.template.front import CORRECTIONS_SHEET
from itaxl.template.returns import Expected, ReturnedFile, read_return

_REST = {STATUS: NOT_STARTED}


def _read(returned: Returned, change: Change, entries: Entries = FILLED) -> Submission:
    return returned.office.read(changed(returned.send_back(FIRST, entries), change))


def _values(read: Submission) -> dict[str, dict[str, object]]:
    return {row.code: dict(row.values) for row in read.rows}


# Sheets


def test_sheets_may_stand_in_any_order(returned: Returned) -> None:
    read = _read(returned, reorder)
    assert told_of_structure(read.findings) == []
    assert _values(read)["M2"]["suggestion"] == "ขอขยายเวลา"


def test_renamed_sheets_are_found_by_their_headers_and_told(returned: Returned) -> None:
    read = _read(returned, rename)
    assert {each.sheet for each in read.findings} == {"ใบปะหน้า", "Sheet1"}
    assert told_of_structure(read.findings) == [("sheet-found", "ใบปะหน้า", ""), ("sheet-found", "Sheet1", "")]
    assert _values(read)["M1"]["status"] == DONE
    assert read.fields["reporter"]["position"] == "นักจัดการงานทั่วไป"


def test_of_renamed_notes_only_what_was_added_is_told(returned: Returned) -> None:
    def rename_all(book: Workbook) -> None:
        rename(book)
        book["คำชี้แจง"].title = "Sheet2"
        book["ตรวจก่อนส่ง"].title = "Sheet3"
        book["Sheet2"]["E3"], book["Sheet3"]["E5"] = "ขอเลื่อนส่ง", "ตรวจแล้ว"

    told = told_of_structure(_read(returned, rename_all).findings)
    assert [each for each in told if each[0] != "sheet-found"] == [
        ("beyond-form", "Sheet2", "E3"),
        ("beyond-form", "Sheet3", "E5"),
    ]


def test_a_fault_on_a_renamed_sheet_is_named_on_the_sheet_that_is_there(returned: Returned) -> None:
    read = _read(returned, rename, {"M1": COMPLETE, "M2": {STATUS: "x"}})
    assert ("unknown-choice", "Sheet1", "N5") in told_of_structure(read.findings)


def test_what_contradicts_itself_on_a_renamed_sheet_is_named_there(returned: Returned) -> None:
    jumping = "๑. จัดทำประกาศของเทศบาล\n๓. เผยแพร่บนเว็บไซต์ของเทศบาล"
    changed(returned.send_back(FIRST, {"M1": {**COMPLETE, RESULT: jumping}, "M2": _REST}), rename)
    told = returned.consolidate().inconsistencies
    assert [(each.kind.slug, each.sheet, each.cell) for each in told] == [("numbers-jump", "Sheet1", "P4")]


def test_an_identical_copy_of_a_sheet_needs_no_word(returned: Returned) -> None:
    assert told_of_structure(_read(returned, copy_everything).findings) == []


def test_what_a_copy_says_otherwise_is_named_with_its_cell_and_the_sheet_itself_counts(
    returned: Returned,
) -> None:
    def copy(book: Workbook) -> None:
        other = book.copy_worksheet(measures(book))
        other.title = f"{SHEET} (2)"
        other["P5"], other["E7"], other["N7"] = "ในสำเนา", "มาตรการในสำเนา", IN_PROGRESS
        other["E30"] = "ใต้สำเนา"
        form = book.copy_worksheet(book[REPORTER])
        form["B10"] = "042 000 000"

    read = _read(returned, copy)
    name = f"{SHEET} (2)"
    assert told_of_structure(read.findings) == [
        ("copy-differs", f"{REPORTER} Copy", "B10"),
        ("copy-differs", name, "P5"),
        ("copy-differs", name, "E7"),
        ("copy-differs", name, "N7"),
        ("beyond-form", name, "E30"),
    ]
    assert "result" not in _values(read)["M2"]
    assert [each.value for each in read.findings if each.cell == "P5"] == ["ในสำเนา"]


def test_a_filled_copy_is_read_where_the_sheet_itself_was_left_blank(returned: Returned) -> None:
    def copy(book: Workbook) -> None:
        other = book.copy_worksheet(measures(book))
        other.title = f"{SHEET} (2)"
        other["N4"], other["N5"] = IN_PROGRESS, NOT_STARTED

    read = _read(returned, copy, {})
    assert told_of_structure(read.findings) == [("sheet-found", f"{SHEET} (2)", "")]
    assert _values(read) == {"M1": {"status": IN_PROGRESS}, "M2": {"status": NOT_STARTED}}


def test_of_two_filled_copies_of_a_blank_sheet_none_is_chosen_and_both_are_named(returned: Returned) -> None:
    def copy(book: Workbook) -> None:
        for number, status in ((2, IN_PROGRESS), (3, NOT_STARTED)):
            other = book.copy_worksheet(measures(book))
            other.title = f"{SHEET} ({number})"
            other["N4"] = status

    read = _read(returned, copy, {})
    named = [each for each in told_of_structure(read.findings) if each[0] == "copy-differs"]
    assert named == [("copy-differs", f"{SHEET} ({number})", "N4") for number in (2, 3)]
    assert not any(row.values for row in read.rows)


def test_a_sheet_of_somebodys_own_is_named_with_its_range_and_words(returned: Returned) -> None:
    def add(book: Workbook) -> None:
        sheet = book.create_sheet("บันทึก")
        sheet["B2"], sheet["D5"] = "ขอแก้ไข", 12
        book.create_sheet("ว่าง")["A1"] = " \u200b"

    read = _read(returned, add)
    assert told_of_structure(read.findings) == [("unread-sheet", "บันทึก", "B2")]
    finding = next(each for each in read.findings if each.kind.slug == "unread-sheet")
    assert finding.value == "ขอแก้ไข / 12"
    assert "B2:D5" in finding.text()
    assert "2 ช่อง" in finding.text()


def test_a_sheet_called_like_one_in_front_is_named_where_none_was_sent(returned: Returned) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet(CORRECTIONS_SHEET)["A1"] = "แก้แล้ว"

    assert told_of_structure(_read(returned, add).findings) == [("unread-sheet", CORRECTIONS_SHEET, "A1")]


def test_a_sheet_of_somebodys_own_that_cannot_be_read_stops_nothing(returned: Returned) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("ไกล")["XFD1048576"] = "x"

    read = _read(returned, add)
    assert [each[:2] for each in told_of_structure(read.findings)] == [("unread-sheet", "ไกล")]
    assert _values(read)["M1"]["status"] == DONE


def test_more_sheets_than_anybody_adds_are_named_without_being_looked_at(returned: Returned) -> None:
    def add(book: Workbook) -> None:
        for number in range(45):
            book.create_sheet(f"แผ่น {number}")["A1"] = "บันทึก"

    read = _read(returned, add)
    named = [each for each in read.findings if each.kind.slug == "unread-sheet"]
    assert sorted(each.sheet for each in named) == sorted(f"แผ่น {number}" for number in range(45))
    assert sum(each.value == "บันทึก" for each in named) == 40


def test_a_blank_form_with_a_sheet_of_notes_is_still_blank(returned: Returned) -> None:
    path = returned.send_back(FIRST, {}, reporter=False)
    changed(path, lambda book: book.create_sheet("บันทึก").append(["โทรถาม"]))
    read = returned.office.read(path)
    assert read.untouched
    assert told_of_structure(read.findings) == [("untouched", "", ""), ("unread-sheet", "บันทึก", "A1")]


@pytest.mark.parametrize("also", [lambda _: None, sort_rows], ids=["alone", "and rows sorted"])
@pytest.mark.parametrize("deleted", [(3, 1), (2, 2), (1, 3)], ids=str)
def test_a_table_whose_header_row_was_deleted_is_read_by_its_codes(
    returned: Returned, deleted: tuple[int, int], also: Change
) -> None:
    def delete(book: Workbook) -> None:
        also(book)
        measures(book).delete_rows(*deleted)

    read = _read(returned, delete)
    assert [each[0] for each in told_of_structure(read.findings)] == ["headers-gone"]
    assert _values(read)["M1"]["status"] == DONE
    assert _values(read)["M2"]["suggestion"] == FILLED["M2"][SUGGESTION]


def test_without_its_header_row_free_rows_may_stand_on_top(returned: Returned) -> None:
    def turn(book: Workbook) -> None:
        sheet = measures(book)
        sheet.delete_rows(3)
        rows = [[cell.value for cell in row] for row in sheet["A3:U14"]]
        for row, values in zip(sheet["A3:U14"], reversed(rows), strict=True):
            for cell, value in zip(row, values, strict=True):
                cell.value = value

    read = _read(returned, turn)
    assert [each[0] for each in told_of_structure(read.findings)] == ["headers-gone"]
    assert _values(read)["M1"]["status"] == DONE


def test_codes_beside_other_measures_do_not_stand_for_headers(returned: Returned) -> None:
    def replace_rows(book: Workbook) -> None:
        sheet = measures(book)
        sheet.delete_rows(3)
        for row in sheet["B3:M4"]:
            for cell in row:
                cell.value = "งานอื่น"

    assert "no-headers" in {each[0] for each in told_of_structure(_read(returned, replace_rows).findings)}


@pytest.mark.parametrize(
    ("header", "written"),
    [(STATUS, "สถานะการดำเนินงาน"), (EVIDENCE, "หลักฐาน"), (RESULT, "ผลการดำเนินการ"), (DONE_ON, "วันแล้วเสร็จ")],
)
def test_a_reworded_header_is_read_as_the_one_that_it_begins_like(
    returned: Returned, header: str, written: str
) -> None:
    def reword(book: Workbook) -> None:
        for cell in measures(book)[3]:
            cell.value = written if cell.value == header else cell.value

    read = _read(returned, reword)
    assert [
        (each.value, each.details["header"]) for each in read.findings if each.kind.slug == "header-read"
    ] == [(written, header)]
    assert _values(read) == _values(_read(returned, lambda _: None))


def test_a_header_is_not_read_as_one_that_it_only_resembles(returned: Returned) -> None:
    def reword(book: Workbook) -> None:
        sheet = measures(book)
        sheet.delete_cols(16)  # the results
        sheet.insert_cols(15)
        sheet["O3"], sheet["O4"] = "สถานะการดำเนินงาน", "ใกล้เสร็จ"

    read = _read(returned, reword)
    assert ("missing-column", SHEET, "") in told_of_structure(read.findings)
    assert ("beyond-form", SHEET, "O4") in told_of_structure(read.findings)
    assert "result" not in _values(read)["M1"]


def test_a_sheet_whose_table_is_gone_is_named_with_what_stands_there(returned: Returned) -> None:
    def wipe(book: Workbook) -> None:
        sheet = measures(book)
        sheet.delete_rows(1, 60)
        sheet["A1"] = "ส่งรายละเอียดทางไลน์"

    read = _read(returned, wipe)
    assert told_of_structure(read.findings) == [("no-headers", SHEET, ""), ("unread-sheet", SHEET, "A1")]


def test_entries_beside_and_below_the_form_of_the_reporter_are_named(returned: Returned) -> None:
    cells = {(REPORTER, "C8"): "และผู้ช่วย", (REPORTER, "A20"): "หมายเหตุ", (REPORTER, "C9"): " "}
    read = returned.read({"M1": COMPLETE, "M2": _REST}, cells)
    assert told_of_structure(read.findings) == [
        ("beyond-form", REPORTER, "C8"),
        ("beyond-form", REPORTER, "A20"),
    ]


# Rows and columns


@pytest.mark.parametrize(
    "change",
    [
        insert_rows,
        hide_and_filter,
        sort_rows,
        move_column,
        insert_blank_columns,
        insert_before_the_computed,
    ],
)
def test_rows_and_columns_may_be_moved_inserted_sorted_filtered_and_hidden(
    returned: Returned, change: Change
) -> None:
    before = _values(returned.office.read(returned.send_back(FIRST, FILLED, name="before.xlsx")))
    read = _read(returned, change)
    assert told_of_structure(read.findings) == []
    assert _values(read) == before


def test_what_stands_in_inserted_rows_and_columns_is_named(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        sheet.insert_rows(5)
        sheet["P5"] = "ต่อจากข้างบน"
        sheet.insert_cols(15)
        sheet["O3"], sheet["O4"] = "หมายเหตุ", "รอตรวจ"

    read = _read(returned, change)
    assert told_of_structure(read.findings) == [("beyond-form", SHEET, cell) for cell in ("O3", "O4", "Q5")]
    assert _values(read)["M1"]["done_on"] == date(2022, 12, 27)


def test_deleted_rows_and_columns_are_named_and_the_rest_counts(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        sheet.delete_rows(4)
        sheet.delete_cols(17)

    read = _read(returned, change)
    assert told_of_structure(read.findings) == [("missing-column", SHEET, ""), ("missing-row", SHEET, "")]
    assert _values(read) == {"M2": {"status": IN_PROGRESS, "suggestion": "ขอขยายเวลา"}}


def test_a_header_that_was_nearly_kept_is_read_and_told(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        measures(book)["P3"] = "ผลการดำเนินการ"
        measures(book)["R3"] = "อื่น ๆ"

    read = _read(returned, change)
    assert told_of_structure(read.findings) == [
        ("header-read", SHEET, "P3"),
        ("missing-column", SHEET, ""),
        ("beyond-form", SHEET, "R3"),
        ("beyond-form", SHEET, "R5"),
    ]
    assert _values(read)["M1"]["result"] == COMPLETE[RESULT]


def test_a_second_column_of_the_same_header_is_named(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        sheet.insert_cols(17)
        sheet["Q3"], sheet["Q4"] = RESULT, "อีกผลหนึ่ง"

    read = _read(returned, change)
    assert told_of_structure(read.findings) == [("beyond-form", SHEET, "Q4")]


def test_merged_cells_count_where_their_value_stands_and_the_others_are_asked_for(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        sheet.merge_cells("N4:N5")
        sheet.merge_cells("P4:Q4")
        sheet.merge_cells("A4:A5")

    read = _read(returned, change)
    assert told_of_structure(read.findings) == [
        ("locked-cell-changed", SHEET, "A5"),
        ("missing-entry", SHEET, "N5"),
    ]
    values = _values(read)
    assert (values["M1"]["status"], values["M1"]["result"]) == (DONE, COMPLETE[RESULT])
    assert values["M2"] == {"suggestion": "ขอขยายเวลา"}


# Nothing is lost, whatever happens


_COLUMNS = (RESULT, OUTCOME, SUGGESTION, EVIDENCE)
_TYPED: Entries = {
    code: {each: f"{code}-{number}-คำตอบ" for number, each in enumerate(_COLUMNS)} for code in ("M1", "M2")
}
_ANSWERS = [str(answer) for answers in _TYPED.values() for answer in answers.values()]


@pytest.mark.parametrize("change", ACCIDENTS)
def test_every_entry_is_in_the_summary_or_named(returned: Returned, change: Change) -> None:
    changed(returned.send_back(FIRST, _TYPED), change)
    result = returned.consolidate()
    told = " ".join(each.value for each in result.findings)
    kept = {value for each in result.consolidation.records for value in each.entries.values()}
    for answer in _ANSWERS:
        assert answer in kept or answer in told


@example(changes=[sort_rows, move_column, merge_everything])
@given(changes=st.lists(st.sampled_from(ACCIDENTS), min_size=2, max_size=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_several_accidents_no_entry_is_lost_or_given_to_another_measure(
    office: Office, tmp_path: Path, changes: list[Change]
) -> None:
    path = fill(office.file(FIRST), tmp_path / "a.xlsx", _TYPED)
    book = openpyxl.load_workbook(path)
    try:
        for change in changes:
            attempt(book, change)
    except ImpossibleError:
        reject()
    there = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    book.save(path)
    read = _with_plan(office, path)
    told = " ".join(each.value for each in read.findings)
    kept = {str(value): row for row in read.rows for value in row.values.values()}
    for answer in filter(there.__contains__, _ANSWERS):  # who deletes rows twice deletes entries
        assert answer in kept or answer in told
        row = kept.get(answer)
        assert row is None or row.own or answer.startswith(row.code)


def test_merged_rows_cannot_be_sorted_and_stay_as_they_are(office: Office) -> None:
    book = openpyxl.load_workbook(office.file(FIRST))
    merge_everything(book)
    before = [cell.value for row in measures(book).iter_rows() for cell in row]
    with pytest.raises(ImpossibleError):
        attempt(book, sort_rows)
    assert [cell.value for row in measures(book).iter_rows() for cell in row] == before


def _with_plan(office: Office, path: Path) -> Submission:
    plan = read_plan(office.control, office.settings.description("plan")).plan
    issued = issued_to_departments(plan, office.description)
    expected = Expected({"department": office.description}, {"statuses": STATUS_CHOICES}, issued=issued)
    return read_return(ReturnedFile(path, path.name), expected)


@pytest.mark.parametrize("change", [insert_rows, sort_rows])
def test_without_the_column_of_codes_rows_are_known_by_what_they_hold(
    returned: Returned, change: Change
) -> None:
    def both(book: Workbook) -> None:
        change(book)
        delete_code_column(book)

    read = _read(returned, both, _TYPED)
    answers = {row.code: str(row.values["result"]) for row in read.rows}
    assert answers == {code: f"{code}-0-คำตอบ" for code in ("M1", "M2")}
    assert ("missing-column", SHEET, "") in told_of_structure(read.findings)


def test_a_row_that_nothing_tells_is_missing_and_its_entries_are_named(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        for column in range(2, 14):
            sheet.cell(4, column).value = None
        delete_code_column(book)

    read = _read(returned, change, _TYPED)
    assert [row.code for row in read.rows] == ["M2"]
    assert ("missing-row", SHEET, "") in told_of_structure(read.findings)
    assert {each.value for each in read.findings if each.kind.slug == "beyond-form"} >= set(_ANSWERS[:4])


def test_an_apostrophe_that_came_along_changes_no_locked_cell(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        for cell in ("A4", "A5", "E4"):
            sheet[cell] = f"'{sheet[cell].value}"
        sort_rows(book)

    read = _read(returned, change)
    assert told_of_structure(read.findings) == []
    assert _values(read)["M1"]["status"] == DONE


def test_long_answers_on_a_sheet_that_cannot_be_read_are_told_whole(returned: Returned) -> None:
    long: Entries = {
        "M1": {**COMPLETE, RESULT: "ก" * 3_000},
        "M2": {STATUS: IN_PROGRESS, SUGGESTION: "ท้ายสุด"},
    }

    def behead(book: Workbook) -> None:
        measures(book).delete_rows(3)
        measures(book).delete_cols(1)

    told = {each.kind.slug: each.value for each in _read(returned, behead, long).findings}
    assert "no-headers" in told
    assert all(words in told["unread-sheet"] for words in ("ก" * 3_000, "ท้ายสุด"))
