"""Whatever became of sheets, rows and columns on the way: what can be told is read, the rest is named."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from conftest import Convert
from damages import (
    ACCIDENTS,
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
    pasted,
    rename,
    reorder,
    sort_rows,
)
from filling import (
    COMPLETE,
    DONE,
    EVIDENCE,
    FIRST,
    IN_PROGRESS,
    NOT_STARTED,
    OUTCOME,
    RESULT,
    SECOND,
    SHEET,
    STATUS,
    SUGGESTION,
    THIRD,
    Entries,
    Office,
    Returned,
    fill,
    grid,
)
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from itaxl.assessment.findings import Finding
from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import Submission, SubmissionState
from itaxl.planning.fillings import STATUS_CHOICES, issued_to_departments
from itaxl.planning.reading import read_plan
from itaxl.results.consolidation import Consolidation
from itaxl.template.front import CORRECTIONS_SHEET
from itaxl.template.returns import Expected, ReturnedFile, read_return
from itaxl.workflow.checking import check

_REST = {STATUS: NOT_STARTED}
_FILLED: Entries = {"M1": COMPLETE, "M2": {STATUS: IN_PROGRESS, SUGGESTION: "ขอขยายเวลา"}}
_BY_OPENPYXL = {"never-calculated", "other-program", "without-evidence", "missing-submission"}


def _slugs(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    told = ((each.kind.slug, each.sheet, each.cell) for each in findings)
    return [each for each in told if each[0] not in _BY_OPENPYXL]


def _read(returned: Returned, change: Change, entries: Entries = _FILLED) -> Submission:
    return returned.office.read(changed(returned.send_back(FIRST, entries), change))


def _values(read: Submission) -> dict[str, dict[str, object]]:
    return {row.code: dict(row.values) for row in read.rows}


def _table_of(returned: Returned, unit: str, entries: Entries) -> list[list[object]]:
    path = returned.send_back(unit, entries, name="away/form.xlsx")
    rows = grid(path, SHEET)
    path.unlink()
    return rows


def _statuses(result: Consolidation, unit: str) -> dict[str, Status]:
    return {each.code: each.status for each in result.records if each.department.name == unit}


def _state(result: Consolidation, unit: str) -> SubmissionState:
    return next(each.state for each in result.units if each.unit == unit)


# Sheets


def test_sheets_may_stand_in_any_order(returned: Returned) -> None:
    read = _read(returned, reorder)
    assert _slugs(read.findings) == []
    assert _values(read)["M2"]["suggestion"] == "ขอขยายเวลา"


def test_renamed_sheets_are_found_by_their_headers_and_told(returned: Returned) -> None:
    read = _read(returned, rename)
    assert {each.sheet for each in read.findings} == {"ใบปะหน้า", "Sheet1"}
    assert _slugs(read.findings) == [("sheet-found", "ใบปะหน้า", ""), ("sheet-found", "Sheet1", "")]
    assert _values(read)["M1"]["status"] == DONE
    assert read.fields["reporter"]["position"] == "นักจัดการงานทั่วไป"


def test_a_fault_on_a_renamed_sheet_is_named_on_the_sheet_that_is_there(returned: Returned) -> None:
    read = _read(returned, rename, {"M1": COMPLETE, "M2": {STATUS: "x"}})
    assert ("unknown-choice", "Sheet1", "N5") in _slugs(read.findings)


def test_what_contradicts_itself_on_a_renamed_sheet_is_named_there(returned: Returned) -> None:
    jumping = "๑. จัดทำประกาศของเทศบาล\n๓. เผยแพร่บนเว็บไซต์ของเทศบาล"
    changed(returned.send_back(FIRST, {"M1": {**COMPLETE, RESULT: jumping}, "M2": _REST}), rename)
    told = returned.consolidate().inconsistencies
    assert [(each.kind.slug, each.sheet, each.cell) for each in told] == [("numbers-jump", "Sheet1", "P4")]


def test_an_identical_copy_of_a_sheet_needs_no_word(returned: Returned) -> None:
    assert _slugs(_read(returned, copy_everything).findings) == []


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
    assert _slugs(read.findings) == [
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
    assert _slugs(read.findings) == [("sheet-found", f"{SHEET} (2)", "")]
    assert _values(read) == {"M1": {"status": IN_PROGRESS}, "M2": {"status": NOT_STARTED}}


def test_of_two_filled_copies_of_a_blank_sheet_none_is_chosen_and_both_are_named(returned: Returned) -> None:
    def copy(book: Workbook) -> None:
        for number, status in ((2, IN_PROGRESS), (3, NOT_STARTED)):
            other = book.copy_worksheet(measures(book))
            other.title = f"{SHEET} ({number})"
            other["N4"] = status

    read = _read(returned, copy, {})
    named = [each for each in _slugs(read.findings) if each[0] == "copy-differs"]
    assert named == [("copy-differs", f"{SHEET} ({number})", "N4") for number in (2, 3)]
    assert not any(row.values for row in read.rows)


def test_a_sheet_of_somebodys_own_is_named_with_its_range_and_words(returned: Returned) -> None:
    def add(book: Workbook) -> None:
        sheet = book.create_sheet("บันทึก")
        sheet["B2"], sheet["D5"] = "ขอแก้ไข", 12
        book.create_sheet("ว่าง")["A1"] = " \u200b"

    read = _read(returned, add)
    assert _slugs(read.findings) == [("unread-sheet", "บันทึก", "B2")]
    finding = next(each for each in read.findings if each.kind.slug == "unread-sheet")
    assert finding.value == "ขอแก้ไข / 12"
    assert "B2:D5" in finding.text()
    assert "2 ช่อง" in finding.text()


def test_a_sheet_called_like_one_in_front_is_named_where_none_was_sent(returned: Returned) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet(CORRECTIONS_SHEET)["A1"] = "แก้แล้ว"

    assert _slugs(_read(returned, add).findings) == [("unread-sheet", CORRECTIONS_SHEET, "A1")]


def test_a_sheet_of_somebodys_own_that_cannot_be_read_stops_nothing(returned: Returned) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet("ไกล")["XFD1048576"] = "x"

    read = _read(returned, add)
    assert [each[:2] for each in _slugs(read.findings)] == [("unread-sheet", "ไกล")]
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
    assert _slugs(read.findings) == [("untouched", "", ""), ("unread-sheet", "บันทึก", "A1")]


def test_a_sheet_whose_table_is_gone_is_named_with_what_stands_there(returned: Returned) -> None:
    def wipe(book: Workbook) -> None:
        sheet = measures(book)
        sheet.delete_rows(1, 60)
        sheet["A1"] = "ส่งรายละเอียดทางไลน์"

    read = _read(returned, wipe)
    assert _slugs(read.findings) == [("missing-sheet", SHEET, ""), ("unread-sheet", SHEET, "A1")]


def test_entries_beside_and_below_the_form_of_the_reporter_are_named(returned: Returned) -> None:
    cells = {(REPORTER, "C8"): "และผู้ช่วย", (REPORTER, "A20"): "หมายเหตุ", (REPORTER, "C9"): " "}
    read = returned.read({"M1": COMPLETE, "M2": _REST}, cells)
    assert _slugs(read.findings) == [("beyond-form", REPORTER, "C8"), ("beyond-form", REPORTER, "A20")]


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
    before = _values(returned.office.read(returned.send_back(FIRST, _FILLED, name="before.xlsx")))
    read = _read(returned, change)
    assert _slugs(read.findings) == []
    assert _values(read) == before


def test_what_stands_in_inserted_rows_and_columns_is_named(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        sheet.insert_rows(5)
        sheet["P5"] = "ต่อจากข้างบน"
        sheet.insert_cols(15)
        sheet["O3"], sheet["O4"] = "หมายเหตุ", "รอตรวจ"

    read = _read(returned, change)
    assert _slugs(read.findings) == [("beyond-form", SHEET, "O4"), ("beyond-form", SHEET, "Q5")]
    assert _values(read)["M1"]["done_on"] == date(2022, 12, 27)


def test_deleted_rows_and_columns_are_named_and_the_rest_counts(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        sheet.delete_rows(4)
        sheet.delete_cols(17)

    read = _read(returned, change)
    assert _slugs(read.findings) == [("missing-column", SHEET, ""), ("missing-row", SHEET, "")]
    assert _values(read) == {"M2": {"status": IN_PROGRESS, "suggestion": "ขอขยายเวลา"}}


def test_a_header_that_was_nearly_kept_is_read_and_told(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        measures(book)["P3"] = "ผลการดำเนินการ"
        measures(book)["R3"] = "อื่น ๆ"

    read = _read(returned, change)
    assert _slugs(read.findings) == [
        ("header-read", SHEET, "P3"),
        ("missing-column", SHEET, ""),
        ("beyond-form", SHEET, "R5"),
    ]
    assert _values(read)["M1"]["result"] == COMPLETE[RESULT]


def test_a_second_column_of_the_same_header_is_named(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        sheet.insert_cols(17)
        sheet["Q3"], sheet["Q4"] = RESULT, "อีกผลหนึ่ง"

    read = _read(returned, change)
    assert _slugs(read.findings) == [("beyond-form", SHEET, "Q4")]


def test_merged_cells_count_where_their_value_stands_and_the_others_are_asked_for(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        sheet.merge_cells("N4:N5")
        sheet.merge_cells("P4:Q4")
        sheet.merge_cells("A4:A5")

    read = _read(returned, change)
    assert _slugs(read.findings) == [("locked-cell-changed", SHEET, "A5"), ("missing-entry", SHEET, "N5")]
    values = _values(read)
    assert (values["M1"]["status"], values["M1"]["result"]) == (DONE, COMPLETE[RESULT])
    assert values["M2"] == {"suggestion": "ขอขยายเวลา"}


# Without the identity of the workbook


def _without_title(rows: list[list[object]]) -> list[list[object]]:
    """The header, and the rows that were sent out filled in."""
    return [rows[2], *(row for row in rows[3:] if str(row[0]).startswith("M"))]


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 2)])
def test_a_table_pasted_into_a_blank_workbook_counts_with_a_warning(
    returned: Returned, down: int, right: int
) -> None:
    table = _table_of(returned, FIRST, _FILLED)
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table}, down=down, right=right)
    result = returned.consolidate()
    assert _statuses(result.consolidation, FIRST) == {"M1": Status.DONE, "M2": Status.IN_PROGRESS}
    assert _state(result.consolidation, FIRST) is SubmissionState.ACCEPTED
    assert _slugs(result.findings) == [("recognised-form", "Sheet1", "")]
    (finding,) = [each for each in result.findings if each.kind.slug == "recognised-form"]
    assert FIRST in finding.text()


def test_own_measures_of_a_pasted_table_count_too(returned: Returned) -> None:
    own = {"มาตรการ": "โครงการของเรา", STATUS: IN_PROGRESS}
    table = _table_of(returned, SECOND, {"M1": _REST, "M2": _REST, "เพิ่ม1": own})
    pasted(returned.folder / "ส่ง.xlsx", {"งาน": table})
    statuses = _statuses(returned.consolidate().consolidation, SECOND)
    assert statuses["02-เพิ่ม1"] is Status.IN_PROGRESS


def test_a_pasted_table_is_known_by_codes_that_only_one_department_has(returned: Returned) -> None:
    table = _without_title(_table_of(returned, THIRD, {"M2": {STATUS: IN_PROGRESS}}))
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    result = returned.consolidate()
    assert _statuses(result.consolidation, THIRD) == {"M2": Status.IN_PROGRESS}
    (finding,) = [each for each in result.findings if each.kind.slug == "recognised-form"]
    assert "รหัสมาตรการ" in finding.text()


def test_a_pasted_table_is_known_by_the_form_of_its_reporter(returned: Returned) -> None:
    path = returned.send_back(SECOND, {"M1": _REST, "M2": _REST}, name="away/form.xlsx")
    sheets = {"ตาราง": _without_title(grid(path, SHEET)), "ผู้กรอก": grid(path, REPORTER)}
    path.unlink()
    pasted(returned.folder / "ส่ง.xlsx", sheets)
    result = returned.consolidate()
    assert _statuses(result.consolidation, SECOND) == {"M1": Status.NOT_STARTED, "M2": Status.NOT_STARTED}
    line = next(each for each in result.consolidation.units if each.unit == SECOND)
    assert line.reporter["position"] == "นักจัดการงานทั่วไป"


def test_entries_beside_a_pasted_form_are_named_like_those_beside_one_that_was_sent(
    returned: Returned,
) -> None:
    cells = {(REPORTER, "D3"): "ด้านข้าง", (REPORTER, "A20"): "ด้านล่าง"}
    path = returned.send_back(SECOND, {"M1": _REST, "M2": _REST}, name="away/form.xlsx", cells=cells)
    sheets = {"ตาราง": _without_title(grid(path, SHEET)), "ผู้กรอก": grid(path, REPORTER)}
    path.unlink()
    pasted(returned.folder / "ส่ง.xlsx", sheets)
    found = [each for each in returned.consolidate().findings if each.kind.slug == "beyond-form"]
    assert [(each.sheet, each.cell, each.value) for each in found] == [
        ("ผู้กรอก", "D3", "ด้านข้าง"),
        ("ผู้กรอก", "A20", "ด้านล่าง"),
    ]


def test_between_two_departments_nobody_guesses(returned: Returned) -> None:
    """M1 and M2 are both the first's and the second's."""
    table = _without_title(_table_of(returned, FIRST, _FILLED))
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    result = returned.consolidate()
    assert _slugs(result.findings) == [("unrecognised-form", "Sheet1", "")]
    finding = next(each for each in result.findings if each.kind.slug == "unrecognised-form")
    assert FIRST in finding.text()
    assert SECOND in finding.text()
    assert "ขอขยายเวลา" in finding.value
    assert str(COMPLETE[RESULT]) in finding.value
    assert {each.state for each in result.consolidation.units if each.file} == {SubmissionState.REJECTED}


def test_a_table_that_names_two_departments_is_not_counted(returned: Returned) -> None:
    table = _table_of(returned, FIRST, _FILLED)
    table[6][7] = SECOND  # the locked name in a free row
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    assert _slugs(returned.consolidate().findings) == [("unrecognised-form", "Sheet1", "")]


def test_measures_of_somebody_else_under_the_same_codes_are_not_counted(returned: Returned) -> None:
    table = _without_title(_table_of(returned, THIRD, {"M2": {STATUS: IN_PROGRESS}}))
    table[1][4] = "มาตรการของหน่วยงานอื่น"
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    assert _slugs(returned.consolidate().findings) == [("unrecognised-form", "Sheet1", "")]


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({FIRST: "กองการประปา"}, "unknown-unit"),
        ({"2566": "2565"}, "other-year"),
        ({"รอบ 6": "รอบ 12"}, "other-round"),
    ],
)
def test_a_pasted_table_is_held_against_the_plan_like_any_other(
    returned: Returned, change: dict[str, str], slug: str
) -> None:
    table = _table_of(returned, FIRST, _FILLED)
    for old, new in change.items():
        table = [[each.replace(old, new) if isinstance(each, str) else each for each in row] for row in table]
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    assert [each[0] for each in _slugs(returned.consolidate().findings)] == [slug]


def test_a_pasted_form_of_another_agency_is_refused(returned: Returned) -> None:
    path = returned.send_back(FIRST, _FILLED, name="away/form.xlsx")
    form = grid(path, REPORTER)
    form[2][1] = "เทศบาลตำบลอื่น"
    sheets = {SHEET: grid(path, SHEET), REPORTER: form}
    path.unlink()
    pasted(returned.folder / "ส่ง.xlsx", sheets)
    assert [each[0] for each in _slugs(returned.consolidate().findings)] == ["other-agency"]


def test_without_a_control_workbook_a_pasted_table_is_told_and_not_taken_for_a_strangers(
    returned: Returned,
) -> None:
    path = pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": _table_of(returned, FIRST, _FILLED)})
    checked = check([path], returned.office.settings)
    assert _slugs(checked.findings) == [("unrecognised-form", "Sheet1", "")]
    assert FIRST in checked.findings[0].text()


def test_a_plan_and_other_tables_are_not_taken_for_returns(returned: Returned) -> None:
    plan = grid(returned.office.control, SHEET)
    pasted(returned.folder / "แผน.xlsx", {SHEET: plan})
    pasted(returned.folder / "อื่น.xlsx", {"Sheet1": [["รหัส", "มาตรการ", STATUS], ["M1", "ทำ", DONE]]})
    assert [each[0] for each in _slugs(returned.consolidate().findings)] == ["not-one-of-ours"] * 2


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_table_pasted_in_libreoffice_counts_too(returned: Returned, soffice: Convert, ending: str) -> None:
    table = _table_of(returned, FIRST, _FILLED)
    path = pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table}, down=1)
    converted = soffice(path, ending)
    converted.rename(returned.folder / converted.name)
    path.unlink()
    result = returned.consolidate()
    assert _statuses(result.consolidation, FIRST) == {"M1": Status.DONE, "M2": Status.IN_PROGRESS}
    assert _slugs(result.findings) == [("recognised-form", "Sheet1", "")]


# Another department's


def test_a_form_whose_identity_was_changed_to_another_department_says_so(returned: Returned) -> None:
    returned.send_back(FIRST, _FILLED, cells={(REPORTER, "B4"): SECOND})
    result = returned.consolidate()
    assert _slugs(result.findings) == [("filled-for-other", REPORTER, "B4")]
    assert _state(result.consolidation, SECOND) is SubmissionState.MISSING
    assert _statuses(result.consolidation, FIRST)["M1"] is Status.DONE


def test_an_identity_changed_to_no_department_is_a_changed_cell(returned: Returned) -> None:
    returned.send_back(FIRST, _FILLED, cells={(REPORTER, "B4"): "ฝ่ายของเรา"})
    assert _slugs(returned.consolidate().findings) == [("locked-cell-changed", REPORTER, "B4")]


@pytest.mark.parametrize(
    ("position", "is_doubted"),
    [
        (f"ผู้อำนวยการ{SECOND}", True),
        ("ผู้อำนวยการ กอง คลัง", True),
        (f"หัวหน้า{FIRST}", False),
        (f"ผู้อำนวยการ{SECOND} รักษาการหัวหน้า{FIRST}", False),
        ("ปลัดเทศบาล", False),
    ],
)
def test_a_reporter_of_another_department_is_doubted(
    returned: Returned, position: str, *, is_doubted: bool
) -> None:
    returned.send_back(FIRST, _FILLED, cells={(REPORTER, "B9"): position})
    expected = [("reporter-of-other", REPORTER, "B9")] if is_doubted else []
    assert _slugs(returned.consolidate().findings) == expected


# Two departments in one file


def _with_sheet_of(returned: Returned, unit: str, entries: Entries, name: str) -> Change:
    rows = _table_of(returned, unit, entries)

    def add(book: Workbook) -> None:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if each == "" else each for each in row])

    return add


def test_two_departments_in_one_file_are_both_counted(returned: Returned, tmp_path: Path) -> None:
    add = _with_sheet_of(returned, SECOND, {"M1": _REST, "M2": {STATUS: IN_PROGRESS}}, f"{SHEET} (2)")
    changed(returned.send_back(FIRST, _FILLED), add)
    result = returned.consolidate(csv=tmp_path / "csv")
    assert _statuses(result.consolidation, FIRST) == {"M1": Status.DONE, "M2": Status.IN_PROGRESS}
    assert _statuses(result.consolidation, SECOND) == {"M1": Status.NOT_STARTED, "M2": Status.IN_PROGRESS}
    assert _slugs(result.findings) == [("recognised-form", f"{SHEET} (2)", "")]
    with (tmp_path / "csv" / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
        places = {
            (row["department"], row["source_sheet"]) for row in csv.DictReader(file) if row["source_file"]
        }
    assert places == {(FIRST, SHEET), (SECOND, f"{SHEET} (2)")}


def test_two_departments_pasted_into_one_blank_workbook_are_both_counted(returned: Returned) -> None:
    sheets = {
        "ปลัด": _table_of(returned, FIRST, _FILLED),
        "ช่าง": _table_of(returned, THIRD, {"M2": _REST}),
    }
    pasted(returned.folder / "รวม.xlsx", sheets)
    result = returned.consolidate()
    assert _statuses(result.consolidation, FIRST)["M1"] is Status.DONE
    assert _statuses(result.consolidation, THIRD) == {"M2": Status.NOT_STARTED}
    assert _state(result.consolidation, SECOND) is SubmissionState.MISSING


def test_a_sheet_of_another_department_in_the_place_of_ones_own_is_counted_as_theirs(
    returned: Returned,
) -> None:
    rows = _table_of(returned, SECOND, {"M1": _REST, "M2": {STATUS: IN_PROGRESS}})

    def replace_sheet(book: Workbook) -> None:
        sheet = measures(book)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = None if value == "" else value  # type: ignore[assignment]

    changed(returned.send_back(FIRST, {}, reporter=False), replace_sheet)
    result = returned.consolidate()
    assert _statuses(result.consolidation, SECOND) == {"M1": Status.NOT_STARTED, "M2": Status.IN_PROGRESS}
    assert _state(result.consolidation, FIRST) is SubmissionState.MISSING


def test_without_a_control_workbook_another_departments_sheet_is_named_with_its_entries(
    returned: Returned,
) -> None:
    add = _with_sheet_of(returned, SECOND, {"M1": _REST, "M2": {OUTCOME: "ดีขึ้น"}}, "กองคลัง")
    read = _read(returned, add)
    assert _slugs(read.findings) == [("unrecognised-form", "กองคลัง", "")]
    finding = next(each for each in read.findings if each.kind.slug == "unrecognised-form")
    assert "ดีขึ้น" in finding.value
    assert SECOND in finding.text()


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
    assert ("missing-column", SHEET, "") in _slugs(read.findings)


def test_a_row_that_nothing_tells_is_missing_and_its_entries_are_named(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        for column in range(2, 14):
            sheet.cell(4, column).value = None
        delete_code_column(book)

    read = _read(returned, change, _TYPED)
    assert [row.code for row in read.rows] == ["M2"]
    assert ("missing-row", SHEET, "") in _slugs(read.findings)
    assert {each.value for each in read.findings if each.kind.slug == "beyond-form"} >= set(_ANSWERS[:4])


def test_an_apostrophe_that_came_along_changes_no_locked_cell(returned: Returned) -> None:
    def change(book: Workbook) -> None:
        sheet = measures(book)
        for cell in ("A4", "A5", "E4"):
            sheet[cell] = f"'{sheet[cell].value}"
        sort_rows(book)

    read = _read(returned, change)
    assert _slugs(read.findings) == []
    assert _values(read)["M1"]["status"] == DONE
