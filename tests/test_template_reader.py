"""Every fault of a returned form is named at its own cell, and what only looks like one is not."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from cell_xml import CellError
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
    SECOND,
    SHEET,
    STATUS,
    SUGGESTION,
    Returned,
    told,
)

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import FindingKind
from itaxl.assessment.submissions import Submission
from itaxl.sheets.grids import Grid
from itaxl.template.cells import ReadingRules
from itaxl.template.description import Column, Condition, Kind, Layout, Sheet
from itaxl.template.reader import read_table

_REST = {STATUS: NOT_STARTED}
_BY_OPENPYXL = (
    "never-calculated",
    "",
)  # it throws the values of formulas away


def _without_faults(submission: Submission) -> dict[str, dict[str, object]]:
    assert told(submission.findings) == []
    return {row.code: dict(row.values) for row in submission.rows}


def test_a_complete_form_has_no_findings_and_gives_what_was_typed(returned: Returned) -> None:
    read = returned.read({"M1": COMPLETE, "M2": {STATUS: NOT_STARTED, SUGGESTION: "รองบประมาณ"}})
    assert _without_faults(read) == {
        "M1": {
            "status": DONE,
            "done_on": date(2022, 12, 27),
            "result": "จัดทำประกาศแล้ว",
            "evidence": "ประกาศ 1/2566",
        },
        "M2": {"status": NOT_STARTED, "suggestion": "รองบประมาณ"},
    }
    assert read.fields == {"reporter": {"reporter": "นักจัดการงานทั่วไป", "position": "นักจัดการงานทั่วไป"}}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({STATUS: "ยังไม่แล้วเสร็จ"}, [("unknown-choice", "N4")]),
        ({STATUS: 1}, [("unknown-choice", "N4")]),
        ({STATUS: DONE}, [("missing-when", "O4"), ("missing-when", "P4")]),
        ({STATUS: DONE, DONE_ON: date(2022, 12, 27)}, [("missing-when", "P4")]),
        ({STATUS: DONE, RESULT: "ทำแล้ว"}, [("missing-when", "O4")]),
        ({STATUS: DONE, DONE_ON: " ", RESULT: "\u200b"}, [("missing-when", "O4"), ("missing-when", "P4")]),
        ({STATUS: IN_PROGRESS, DONE_ON: date(2022, 12, 27)}, [("only-when", "O4")]),
        ({RESULT: "ทำแล้ว"}, [("missing-entry", "N4")]),
        ({DONE_ON: date(2022, 12, 27)}, [("missing-entry", "N4")]),
        ({**COMPLETE, DONE_ON: date(2022, 9, 30)}, [("outside-year", "O4")]),
        ({**COMPLETE, DONE_ON: date(2023, 10, 1)}, [("outside-year", "O4")]),
        ({**COMPLETE, DONE_ON: "32/13/2565"}, [("not-a-date", "O4")]),
        ({**COMPLETE, DONE_ON: "31/2/2566"}, [("not-a-date", "O4")]),
        ({**COMPLETE, DONE_ON: "เร็ว ๆ นี้"}, [("not-a-date", "O4")]),
        ({**COMPLETE, DONE_ON: 27}, [("not-a-date", "O4")]),
        ({**COMPLETE, DONE_ON: True}, [("not-a-date", "O4")]),
        ({**COMPLETE, RESULT: CellError("#REF!")}, [("error-value", "P4")]),
        ({**COMPLETE, STATUS: CellError("#N/A")}, [("error-value", "N4")]),
        ({**COMPLETE, DONE_ON: CellError("#VALUE!")}, [("error-value", "O4")]),
        ({**COMPLETE, EVIDENCE: CellError("#SPILL!")}, [("error-value", "S4")]),
    ],
)
def test_a_fault_is_named_once_at_its_own_cell(
    returned: Returned, entries: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert told(returned.read({"M1": entries, "M2": _REST}).findings) == expected


@pytest.mark.parametrize(
    "entries",
    [
        {STATUS: IN_PROGRESS},
        {STATUS: IN_PROGRESS, RESULT: "ทำไปครึ่งหนึ่ง", OUTCOME: "ดีขึ้น"},
        {STATUS: f" {DONE}\u200b ", DONE_ON: date(2022, 12, 27), RESULT: "ทำแล้ว"},
        {STATUS: "ดำเนินการ แล้ว", DONE_ON: date(2022, 12, 27), RESULT: "ทำแล้ว"},
        {STATUS: "ยังไม่ดําเนินการ"},  # sara am as two characters, as some programs have it
        {**COMPLETE, DONE_ON: date(2022, 10, 1)},
        {**COMPLETE, DONE_ON: date(2023, 9, 30)},
        {**COMPLETE, RESULT: "#REF!"},
        {**COMPLETE, RESULT: 5},
        {**COMPLETE, RESULT: 0},
        {**COMPLETE, RESULT: "=1+1"},
    ],
)
def test_what_only_looks_like_a_fault_is_none(returned: Returned, entries: dict[str, object]) -> None:
    assert told(returned.read({"M1": entries, "M2": _REST}).findings) == []


@pytest.mark.parametrize(
    "typed",
    [
        date(2022, 12, 27),
        datetime(2565, 12, 27),  # noqa: DTZ001 - Excel knows no zones
        "27/12/2565",
        "27/12/2022",
        "27-12-2022",
        "27.12.2565",
        "๒๗/๑๒/๒๕๖๕",
        "27 ธ.ค. 2565",
        "๒๗ ธันวาคม ๒๕๖๕",
        "27 ธ.ค. 65",
        "2022-12-27",
        " 27/12/2565 ",
        44922,
    ],
)
def test_a_date_of_either_era_is_read_as_what_it_means(returned: Returned, typed: object) -> None:
    read = returned.read({"M1": {**COMPLETE, DONE_ON: typed}, "M2": _REST})
    assert _without_faults(read)["M1"]["done_on"] == date(2022, 12, 27)


def test_a_date_that_was_nearly_one_comes_with_the_day_that_was_meant(returned: Returned) -> None:
    (finding,) = returned.read({"M1": {**COMPLETE, DONE_ON: "31/2/2566"}, "M2": _REST}).findings
    assert "28 ก.พ. 2566" in finding.text()


def test_a_faulty_row_counts_for_what_is_right_in_it(returned: Returned) -> None:
    read = returned.read({"M1": {STATUS: "ไม่ทราบ", DONE_ON: "27/12/2565", RESULT: "ทำแล้ว"}, "M2": _REST})
    assert read.rows[0].values == {"done_on": date(2022, 12, 27), "result": "ทำแล้ว"}


def test_a_row_that_was_left_out_is_told_once(returned: Returned) -> None:
    assert told(returned.read({"M1": COMPLETE}).findings) == [("missing-entry", "N5")]


def test_a_form_that_nobody_touched_says_only_that(returned: Returned) -> None:
    read = returned.read(reporter=False)
    assert read.untouched
    assert told(read.findings) == [("untouched", "")]


def test_a_form_with_one_word_in_it_is_not_blank(returned: Returned) -> None:
    read = returned.read({"M2": {SUGGESTION: "ขอเลื่อน"}}, reporter=False)
    assert not read.untouched
    assert told(read.findings) == [
        ("wanted-entry", "B8"),
        ("wanted-entry", "B9"),
        ("missing-entry", "N4"),
        ("missing-entry", "N5"),
    ]


def test_a_form_whose_only_entry_is_an_error_is_not_blank(returned: Returned) -> None:
    read = returned.read({"M1": {RESULT: CellError("#NAME?")}}, reporter=False)
    assert not read.untouched
    assert ("error-value", "P4") in told(read.findings)


# Locked cells


def test_a_changed_locked_cell_is_an_error_that_names_what_was_sent(returned: Returned) -> None:
    read = returned.read({"M1": COMPLETE, "M2": _REST}, {(SHEET, "E4"): "แก้ชื่อ"})
    (finding,) = read.findings
    assert (finding.kind.slug, finding.cell, finding.value) == ("locked-cell-changed", "E4", "แก้ชื่อ")
    assert "(“มาตรการ” เดิมคือ “ตรวจสอบการใช้ดุลพินิจ”)" in finding.text()


def test_of_a_locked_cell_that_was_blank_it_is_said_so(returned: Returned) -> None:
    read = returned.read({"M1": COMPLETE, "M2": _REST}, {(SHEET, "D4"): "เพิ่มในช่องที่ว่าง"})
    (finding,) = read.findings
    assert "เดิมเป็นช่องว่าง)" in finding.text()
    assert "was blank)" in finding.text("en")


@pytest.mark.parametrize(
    ("cell", "value", "is_changed"),
    [
        ((SHEET, "E4"), "ตรวจสอบ การใช้ดุลพินิจ ", False),
        ((SHEET, "E4"), "ตรวจสอบการใช้ดุลยพินิจ", True),
        ((SHEET, "E4"), None, True),
        ((SHEET, "E4"), CellError("#REF!"), True),
        ((SHEET, "L4"), date(2022, 10, 1), False),
        ((SHEET, "L4"), date(2022, 10, 2), True),
        ((SHEET, "B4"), 5.0, False),
        ((SHEET, "B4"), 6, True),
        ((SHEET, "D4"), "เพิ่มในช่องที่ว่าง", True),
        (("ผู้รายงาน", "B4"), FIRST, False),
        (("ผู้รายงาน", "B4"), SECOND, True),
    ],
)
def test_only_a_locked_cell_that_says_something_else_counts_as_changed(
    returned: Returned, cell: tuple[str, str], value: object, *, is_changed: bool
) -> None:
    findings = told(returned.read({"M1": COMPLETE, "M2": _REST}, {cell: value}).findings)
    assert findings == ([("locked-cell-changed", cell[1])] if is_changed else [])


def test_a_code_that_was_overwritten_does_not_lose_its_row(returned: Returned) -> None:
    read = returned.read({"M1": COMPLETE, "M2": _REST}, {(SHEET, "A4"): "X9"})
    assert told(read.findings) == [("locked-cell-changed", "A4")]
    assert read.rows[0].code == "M1"
    assert read.rows[0].values["status"] == DONE


def test_what_is_written_into_locked_cells_of_the_free_rows_is_named(returned: Returned) -> None:
    own = {"มาตรการ": "โครงการของเรา", STATUS: IN_PROGRESS}
    cells = {(SHEET, "I7"): "กองคลัง"}
    read = returned.read({"M1": COMPLETE, "M2": _REST, "เพิ่ม1": own}, cells)
    assert [cell for _, cell in told(read.findings)] == ["I7"]


def test_a_formula_that_no_program_has_worked_out_is_not_taken_for_a_blank(returned: Returned) -> None:
    path = returned.send_back(FIRST, {"M1": COMPLETE, "M2": _REST})
    book = openpyxl.load_workbook(path)
    book[SHEET]["P4"].value = '="ทำแล้ว"'
    book[SHEET]["Q5"].value = "=1+1"
    book["ผู้รายงาน"]["B10"].value = "=1+1"
    book.save(path)
    assert told(returned.office.read(path).findings) == [
        ("uncalculated", "B10"),
        ("uncalculated", "P4"),
        ("uncalculated", "Q5"),
        _BY_OPENPYXL,
    ]


# Own measures and what stands outside


def test_own_measures_are_read_with_a_code_of_their_own(returned: Returned) -> None:
    own = {"มาตรการ": "โครงการของเรา", "ตัวชี้วัด": "4", STATUS: IN_PROGRESS, "วันสิ้นสุด": "31/3/2566"}
    read = returned.read({"M1": COMPLETE, "M2": _REST, "เพิ่ม2": own})
    assert told(read.findings) == []
    (row,) = [each for each in read.rows if each.own]
    assert (row.code, row.row) == ("เพิ่ม2", 8)
    assert row.values["measure"] == "โครงการของเรา"
    assert row.values["end"] == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({STATUS: IN_PROGRESS}, [("missing-entry", "E7")]),
        ({"มาตรการ": "โครงการ"}, [("missing-entry", "N7")]),
        (
            {"มาตรการ": "โครงการ", STATUS: DONE},
            [("missing-when", "O7"), ("missing-when", "P7")],
        ),
        (
            {
                "มาตรการ": "โครงการ",
                STATUS: IN_PROGRESS,
                "วันเริ่มต้น": date(2023, 3, 31),
                "วันสิ้นสุด": date(2023, 3, 30),
            },
            [("before-start", "M7")],
        ),
        (
            {"มาตรการ": "โครงการ", STATUS: IN_PROGRESS, "วันเริ่มต้น": "เร็ว ๆ นี้"},
            [("not-a-date", "L7")],
        ),
        (
            {
                "มาตรการ": "โครงการ",
                STATUS: IN_PROGRESS,
                "วันเริ่มต้น": date(2023, 3, 31),
                "วันสิ้นสุด": date(2023, 3, 31),
            },
            [],
        ),
    ],
)
def test_own_measures_are_checked_like_the_others(
    returned: Returned, own: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    read = returned.read({"M1": COMPLETE, "M2": _REST, "เพิ่ม1": own})
    assert told(read.findings) == expected


@pytest.mark.parametrize("cell", ["A40", "E15", "X4", "W20", "V2", "A1", "C1", "X3", "C6"])
def test_an_entry_outside_the_form_is_named_where_it_stands(returned: Returned, cell: str) -> None:
    read = returned.read({"M1": COMPLETE, "M2": _REST}, {(SHEET, cell): "หมายเหตุ"})
    assert told(read.findings) == [("beyond-form", cell)]


def test_blanks_outside_the_form_are_no_entries(returned: Returned) -> None:
    read = returned.read({"M1": COMPLETE, "M2": _REST}, {(SHEET, "E40"): " \u00a0", (SHEET, "X4"): "\u200b"})
    assert told(read.findings) == []


# Rows, columns and sheets that moved


def _edited(returned: Returned, path: Path, change: str) -> Submission:
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    match change:
        case "rows inserted above":
            sheet.insert_rows(1, 3)
        case "column deleted":
            sheet.delete_cols(16)
        case "row deleted":
            sheet.delete_rows(5)
        case "renamed":
            sheet.title = "มาตรการ 2566"
        case "spaces in the name":
            sheet.title = " มาตรการ "
        case "header blanked":
            for cell in sheet[3]:
                cell.value = None
        case "column inserted":
            sheet.insert_cols(14)
    book.save(path)
    return returned.office.read(path)


def _returned_file(returned: Returned) -> Path:
    return returned.send_back(FIRST, {"M1": COMPLETE, "M2": {STATUS: "ยังไม่แล้วเสร็จ"}})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("nothing", [("unknown-choice", "N5")]),
        ("rows inserted above", [("unknown-choice", "N8")]),
        ("column inserted", [("unknown-choice", "O5")]),
        ("column deleted", [("missing-column", ""), ("unknown-choice", "N5")]),
        ("row deleted", [("missing-row", "")]),
        ("renamed", [("sheet-found", ""), ("unknown-choice", "N5")]),
        ("spaces in the name", [("unknown-choice", "N5")]),
        ("header blanked", [("headers-gone", "A3"), ("unknown-choice", "N5")]),
    ],
)
def test_a_form_that_was_rearranged_is_still_understood(
    returned: Returned, change: str, expected: list[tuple[str, str]]
) -> None:
    found = told(_edited(returned, _returned_file(returned), change).findings)
    assert found == [*expected, _BY_OPENPYXL]


def test_rows_that_were_sorted_follow_their_code(returned: Returned) -> None:
    path = returned.send_back(FIRST, {"M1": COMPLETE, "M2": {STATUS: "ยังไม่แล้วเสร็จ"}})
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    for column in range(1, 20):
        above, below = sheet.cell(4, column), sheet.cell(5, column)
        above.value, below.value = below.value, above.value
    book.save(path)
    read = returned.office.read(path)
    assert told(read.findings) == [("unknown-choice", "N4"), _BY_OPENPYXL]
    assert {row.code: row.row for row in read.rows} == {"M1": 5, "M2": 4}
    assert read.rows[0].values["status"] == DONE


def test_a_workbook_saved_again_by_openpyxl_says_the_same(returned: Returned) -> None:
    path = returned.send_back(FIRST, {"M1": COMPLETE, "M2": {STATUS: "ยังไม่แล้วเสร็จ"}})
    before = returned.office.read(path)
    book = openpyxl.load_workbook(path)
    book.save(path)
    after = returned.office.read(path)
    assert after.rows == before.rows
    assert after.findings[:-1] == before.findings
    assert told(after.findings)[-1] == _BY_OPENPYXL
    assert after.stamp == before.stamp


@pytest.mark.parametrize(
    ("typed", "doubts"), [(date(2023, 6, 5), 1), (date(2023, 6, 27), 0), (date(2023, 6, 6), 0)]
)
def test_a_day_that_may_be_a_month_is_doubted_on_a_computer_that_puts_the_month_first(
    typed: date, doubts: int
) -> None:
    year = FiscalYear(2566)
    column = Column("done_on", "วันที่แล้วเสร็จ", kind=Kind.DATE)
    sheet = Sheet("measures", "มาตรการ", Layout.TABLE, columns=(column, Column("note", "หมายเหตุ")))
    grid = Grid("มาตรการ", [[], [], ["วันที่แล้วเสร็จ", "หมายเหตุ"], [typed, "x"]])
    for month_first in (False, True):
        rules = ReadingRules(year.start, year.end, month_first=month_first)
        kinds = [each.kind for each in read_table(grid, sheet, rules, "a.xlsx").findings]
        assert kinds.count(FindingKind.MAYBE_SWAPPED) == (doubts if month_first else 0)


def test_a_day_in_doubt_that_should_not_be_there_at_all_is_told_all_the_same() -> None:
    year = FiscalYear(2566)
    status = Column("status", "สถานะ", kind=Kind.CHOICE, choices="statuses")
    day = Column("done_on", "วันที่แล้วเสร็จ", kind=Kind.DATE, only_when=Condition("status", (DONE,)))
    sheet = Sheet("measures", "มาตรการ", Layout.TABLE, columns=(status, day))
    grid = Grid(
        "มาตรการ",
        [[], [], ["สถานะ", "วันที่แล้วเสร็จ"], [IN_PROGRESS, date(2023, 6, 5)], [DONE, date(2023, 6, 5)]],
    )
    rules = ReadingRules(year.start, year.end, {"statuses": (IN_PROGRESS, DONE)}, month_first=True)
    found = [(each.kind, each.cell) for each in read_table(grid, sheet, rules, "a.xlsx").findings]
    doubt = FindingKind.MAYBE_SWAPPED
    assert found == [(doubt, "B4"), (FindingKind.ONLY_WHEN, "B4"), (doubt, "B5")]


def test_text_that_the_program_turned_into_a_date_is_doubted() -> None:
    year = FiscalYear(2566)
    columns = (Column("outcome", "ผลลัพธ์", kind=Kind.LONG), Column("note", "หมายเหตุ"))
    sheet = Sheet("measures", "มาตรการ", Layout.TABLE, columns=columns)
    grid = Grid("มาตรการ", [[], [], ["ผลลัพธ์", "หมายเหตุ"], [date(2026, 3, 1), "1/3"]])
    read = read_table(grid, sheet, ReadingRules(year.start, year.end), "a.xlsx")
    assert [(each.kind, each.cell) for each in read.findings] == [(FindingKind.CHANGED_BY_PROGRAM, "A4")]
    assert read.rows[0].values == {"outcome": "1 มี.ค. 2569", "note": "1/3"}
