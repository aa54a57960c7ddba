"""What an agency fills in for its province: read as it was meant, and checked live as the reader does."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cell_xml import CellError
from filling import grid, told
from provincial import MEASURES, REPORTER, SCORES, ProvinceOffice, measure, scores

from itaxl.assessment.submissions import Submission, SubmittedRow

if TYPE_CHECKING:
    from conftest import Convert

_TEN = (91, 82.5, 80, 64, 95, 88, 77, 66, 100, 0)
_DONE: Mapping[str, object] = {
    "รหัส": "M1",
    "ตัวชี้วัด": "2 การใช้งบประมาณ",
    "มาตรการ": "เผยแพร่แผนการใช้จ่าย",
    "ส่วนราชการที่รับผิดชอบ": "กองคลังและพัสดุ",
    "สถานะ": "ดำเนินการแล้ว",
    "วันที่แล้วเสร็จ": date(2025, 1, 15),
    "ผลการดำเนินงาน": "เผยแพร่แล้ว",
}
_STEP: Mapping[str, object] = {"ขั้นตอน/วิธีการ": "ปรับปรุงทุกไตรมาส", "สถานะ": "อยู่ระหว่างดำเนินการ"}


def _cells(province: ProvinceOffice, *rows: Mapping[str, object]) -> dict[tuple[str, str], object]:
    path = province.file("002")
    return {
        place: value
        for number, row in enumerate(rows, start=1)
        for place, value in measure(path, number, **row).items()
    }


def _read(province: ProvinceOffice, tmp_path: Path, cells: Mapping[tuple[str, str], object]) -> Submission:
    return province.read(province.returned(tmp_path / "r.xlsx", cells))


def _of(submission: Submission, table: str) -> list[SubmittedRow]:
    return [each for each in submission.rows if each.table == table]


def test_scores_and_measures_come_back_as_rows_of_their_tables(
    province: ProvinceOffice, tmp_path: Path
) -> None:
    cells = {**scores(_TEN), **scores([85] * 10, "E"), **_cells(province, _DONE, _STEP), **REPORTER}
    read = _read(province, tmp_path, cells)
    assert read.findings == ()
    assert [(each.code, each.own, each.values) for each in _of(read, "scores")] == [
        (str(number), False, {"score": float(score), "previous": 85.0})
        for number, score in enumerate(_TEN, start=1)
    ]
    first, second = _of(read, "measures")
    assert (first.code, first.own, first.row) == ("M1", True, 4)
    assert first.values["department"] == "กองคลังและพัสดุ"
    assert first.values["done_on"] == date(2025, 1, 15)
    assert (second.code, second.row) == ("แถว2", 5)
    assert "measure" not in second.values
    assert second.values["steps"] == "ปรับปรุงทุกไตรมาส"
    assert read.fields["reporter"]["position"] == "นักวิเคราะห์นโยบายและแผน"


def test_a_running_code_is_never_that_of_another_row(province: ProvinceOffice, tmp_path: Path) -> None:
    rows = ({"มาตรการ": "ก"}, {"รหัส": "แถว1", "มาตรการ": "ข"}, {"รหัส": " ", "มาตรการ": "ค"})
    read = _read(province, tmp_path, _cells(province, *rows))
    assert [each.code for each in _of(read, "measures")] == ["แถว1 (4)", "แถว1", "แถว3"]


def test_an_untouched_workbook_counts_as_not_returned(province: ProvinceOffice) -> None:
    read = province.read(province.file("002"))
    assert read.untouched
    assert told(read.findings) == [("untouched", "")]


def test_what_an_agency_has_not_filled_in_is_told(province: ProvinceOffice, tmp_path: Path) -> None:
    read = _read(province, tmp_path, {**scores([90] * 9), **REPORTER})
    assert told(read.findings) == [("missing-entry", "D13"), ("empty-table", "")]
    assert [each.sheet for each in read.findings] == [SCORES, MEASURES]


def test_wrong_entries_are_named_and_scores_that_are_none_do_not_count(
    province: ProvinceOffice, tmp_path: Path
) -> None:
    given = [101, 0.85, "ดี", -1, 0, CellError("#REF!"), "๘๔.๔๘", 1, 55, 66]
    read = _read(province, tmp_path, {**scores(given), **_cells(province, _DONE), **REPORTER})
    assert told(read.findings) == [
        ("out-of-range", "D4"),
        ("maybe-percent", "D5"),
        ("not-a-number", "D6"),
        ("out-of-range", "D7"),
        ("error-value", "D9"),
        ("maybe-percent", "D11"),
    ]
    assert "ร้อยละ 85" in read.findings[1].text()
    assert {each.code: each.values["score"] for each in _of(read, "scores") if each.values} == {
        "5": 0.0,
        "7": 84.48,
        "9": 55.0,
        "10": 66.0,
    }


def test_a_comma_that_groups_no_thousands_is_an_error_that_says_what_was_probably_meant(
    province: ProvinceOffice, tmp_path: Path
) -> None:
    given = ["80,00", "๘๔,๔๘", "84,5 %", "1,000,50", "80,0000", "8,0,0", "0,080", "80,000", "90.00", "95"]
    read = _read(province, tmp_path, {**scores(given), **_cells(province, _DONE), **REPORTER})
    assert told(read.findings) == [
        *(("not-a-number", f"D{row}") for row in range(4, 11)),
        ("out-of-range", "D11"),  # 80,000 is what it says
    ]
    assert [each.details.get("hint_en", "") for each in read.findings[:7]] == [
        "(did you mean 80.00?)",
        "(did you mean 84.48?)",
        "(did you mean 84.5?)",
        "(did you mean 1000.50?)",
        *[""] * 3,
    ]
    assert read.findings[0].text() == "“80,00” ใน “คะแนน” ไม่ใช่ตัวเลข หมายถึง 80.00 หรือไม่"
    assert [each.unread.get("score") for each in _of(read, "scores")][:2] == given[:2]
    assert {each.code: each.values["score"] for each in _of(read, "scores") if each.values} == {
        "9": 90.0,
        "10": 95.0,
    }


def test_a_step_needs_a_measure_above_it(province: ProvinceOffice, tmp_path: Path) -> None:
    read = _read(province, tmp_path, {**scores(_TEN), **_cells(province, _STEP, _DONE, _STEP), **REPORTER})
    assert told(read.findings) == [("orphan-step", "E4")]
    assert len(_of(read, "measures")) == 3


def test_codes_must_differ_and_every_row_is_kept(province: ProvinceOffice, tmp_path: Path) -> None:
    again = {**_DONE, "รหัส": "ｍ1".replace("ｍ", "m"), "มาตรการ": "อีกเรื่อง"}
    read = _read(province, tmp_path, {**scores(_TEN), **_cells(province, _DONE, again), **REPORTER})
    assert told(read.findings) == [("duplicate-code", "A5")]
    assert "แถวที่ 4" in read.findings[0].text()
    assert [each.values["measure"] for each in _of(read, "measures")] == [_DONE["มาตรการ"], "อีกเรื่อง"]


def test_rows_follow_the_rules_of_a_departments_rows(province: ProvinceOffice, tmp_path: Path) -> None:
    rows = (
        {"มาตรการ": "ก"},
        {"มาตรการ": "ข", "สถานะ": "ดำเนินการแลว"},
        {"มาตรการ": "ค", "สถานะ": "ดำเนินการแล้ว", "ผลการดำเนินงาน": "x"},
        {"มาตรการ": "ง", "สถานะ": "ยังไม่ดำเนินการ", "วันที่แล้วเสร็จ": date(2025, 1, 1)},
        {"มาตรการ": "จ", "สถานะ": "ยังไม่ดำเนินการ", "วันเริ่มต้น": date(2025, 3, 1), "วันสิ้นสุด": date(2025, 2, 1)},
    )
    read = _read(province, tmp_path, {**scores(_TEN), **_cells(province, *rows), **REPORTER})
    assert told(read.findings) == [
        ("missing-entry", "N4"),
        ("unknown-choice", "N5"),
        ("missing-when", "O6"),
        ("only-when", "O7"),
        ("before-start", "M8"),
    ]
    assert "“ดำเนินการแล้ว”" in read.findings[1].text()


def test_entries_beside_and_below_the_form_are_named(province: ProvinceOffice, tmp_path: Path) -> None:
    beside = {(SCORES, "I5"): "ข้างตาราง", (SCORES, "B24"): "ใต้ผลรวม", (SCORES, "A17"): "ข้างผลรวม"}
    below = {(MEASURES, "E44"): "แถวที่ 41", (MEASURES, "Z4"): "ไกลออกไป"}
    cells = {**scores(_TEN), **_cells(province, _DONE), **beside, **below, **REPORTER}
    read = _read(province, tmp_path, cells)
    assert {(each.sheet, each.cell) for each in read.findings} == {*beside, *below}
    assert {each.kind.slug for each in read.findings} == {"beyond-form"}


def test_a_changed_indicator_is_told_and_the_sent_one_holds(province: ProvinceOffice, tmp_path: Path) -> None:
    cells = {**scores(_TEN), **_cells(province, _DONE), (SCORES, "B5"): "อื่น", **REPORTER}
    read = _read(province, tmp_path, cells)
    assert told(read.findings) == [("locked-cell-changed", "B5")]
    assert [each.code for each in _of(read, "scores")][1] == "2"


# In LibreOffice


def _check_of(path: Path) -> dict[str, object]:
    lines = grid(path, "ตรวจก่อนส่ง")
    listed = {str(line[0]): line[2] for line in lines[10:] if line[0] != ""}
    return {"": lines[2][1], **listed}


@pytest.mark.calc
def test_libreoffice_works_out_what_an_agency_typed(
    province: ProvinceOffice, tmp_path: Path, soffice: "Convert"
) -> None:
    cells = {**scores(_TEN), **scores([95] * 10, "E"), **_cells(province, _DONE, _STEP), **REPORTER}
    path = soffice(province.returned(tmp_path / "r.xlsx", cells), "xlsx")
    lines = grid(path, SCORES)
    assert [line[5] for line in lines[3:13]] == [
        "จุดแข็ง",
        "จุดแข็ง · ต้องพัฒนา",
        "ระหว่างเกณฑ์ · ต้องพัฒนา",
        "จุดอ่อน · ต้องพัฒนา",
        "จุดแข็ง",
        "จุดแข็ง",
        "จุดอ่อน · ต้องพัฒนา",
        "จุดอ่อน · ต้องพัฒนา",
        "จุดแข็ง",
        "จุดอ่อน · ต้องพัฒนา",
    ]
    # IIT 82.5, EIT 77, OIT 50: 0.3 · 82.5 + 0.3 · 77 + 0.4 · 50
    assert [line[3] for line in lines[15:20]] == [82.5, 77.0, 50.0, 67.85, "ต้องปรับปรุงโดยด่วน"]
    assert [line[4] for line in lines[15:20]] == [95.0, 95.0, 95.0, 95.0, "ผ่านดีเยี่ยม"]
    assert lines[14][1:5] == ["ผลรวม", "", "ปี 2567", "ปี 2566"]
    checked = _check_of(path)
    assert checked[""] == "พร้อมส่ง"
    assert set(checked.values()) == {"พร้อมส่ง", "ครบถ้วน"}
    before, after = province.read(tmp_path / "r.xlsx"), province.read(path)
    assert (after.rows, after.fields, after.findings) == (before.rows, before.fields, ())


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls:MS Excel 97"])
def test_the_live_check_and_the_reader_agree_on_what_is_wrong(
    province: ProvinceOffice, tmp_path: Path, soffice: "Convert", ending: str
) -> None:
    rows = (_STEP, _DONE, {**_DONE, "มาตรการ": "อีกเรื่อง"}, {**_DONE, "รหัส": "M9"}, {"มาตรการ": "ก"})
    given = [101, 0.85, "ดี", 80, 80, 80, 80, 80, 80, 80]
    path = province.returned(tmp_path / "r.xlsx", {**scores(given), **_cells(province, *rows), **REPORTER})
    calculated = soffice(path, ending)
    checked = _check_of(calculated)
    assert checked[""] == "ยังไม่ครบถ้วน"
    assert checked["1"] == "คะแนนเกินช่วงที่กำหนด"
    assert str(checked["2"]).startswith("คะแนนต้องพิมพ์เป็นคะแนนเต็ม 100")
    assert checked["3"] == "คะแนนไม่ใช่ตัวเลข"
    assert [checked[str(number)] for number in range(4, 11)] == ["ครบถ้วน"] * 7
    assert checked["มาตรการ"] == "ยังขาดหรือขัดแย้ง 4 แถว"
    # What cannot be a score is neither a strength nor a weakness, and adds up to nothing.
    lines = grid(calculated, SCORES)
    assert [line[5] for line in lines[3:13]] == ["", "", "", *["ระหว่างเกณฑ์ · ต้องพัฒนา"] * 7]
    assert [line[3] or "" for line in lines[15:20]] == ["", 80.0, 80.0, "", ""]
    column = grid(calculated, MEASURES)[2].index("ตรวจแถวนี้")
    assert [line[column] for line in grid(calculated, MEASURES)[3:8]] == [
        "ยังไม่กรอกมาตรการ",
        "รหัสซ้ำกับแถวอื่น",
        "รหัสซ้ำกับแถวอื่น",
        "ครบถ้วน",
        "ยังไม่กรอกสถานะ",
    ]
    told_of = told(province.read(calculated).findings)
    assert told_of == told(province.read(path).findings)
    assert [slug for slug, _ in told_of] == [
        "out-of-range",
        "maybe-percent",
        "not-a-number",
        "orphan-step",
        "duplicate-code",
        "missing-entry",
    ]


@pytest.mark.calc
def test_a_new_agency_workbook_says_the_same_before_and_after_it_is_calculated(
    province: ProvinceOffice, soffice: "Convert"
) -> None:
    path = province.file("003")
    before, after = _check_of(path), _check_of(soffice(path, "xlsx"))
    assert before == after
    assert before[""] == "ยังไม่ครบถ้วน"
    assert before["มาตรการ"] == "ยังไม่กรอกมาตรการ"
    assert [before[str(number)] for number in range(1, 11)] == ["ยังไม่กรอกคะแนน"] * 10


def test_renamed_and_copied_sheets_of_an_agency_are_found(province: ProvinceOffice, tmp_path: Path) -> None:
    path = province.returned(tmp_path / "r.xlsx", {**scores(_TEN), **_cells(province, _DONE), **REPORTER})
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book[SCORES]).title = "คะแนนเดิม"
    book.copy_worksheet(book[MEASURES]).title = "สำเนา"
    book["คะแนนเดิม"]["D4"] = 12
    book["สำเนา"]["P4"] = "ผลอีกอย่าง"
    book[SCORES].title, book[MEASURES].title, book["ผู้รายงาน"].title = "Sheet1", "Sheet2", "Sheet3"
    book.save(path)
    read = province.read(path)
    renamed = {(each.sheet, each.kind.slug) for each in read.findings if each.kind.slug == "sheet-found"}
    assert {each for each, _ in renamed} == {"Sheet1", "Sheet2", "Sheet3"}
    differing = [(each.sheet, each.cell) for each in read.findings if each.kind.slug == "copy-differs"]
    assert differing == [("คะแนนเดิม", "D4"), ("สำเนา", "P4")]
    assert [each.values["score"] for each in _of(read, "scores")] == [float(each) for each in _TEN]
    assert _of(read, "measures")[0].values["result"] == "เผยแพร่แล้ว"
