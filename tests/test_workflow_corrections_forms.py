"""The form that goes back: every entry as it was written, and what is wrong with it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cell_xml import CellError
from corrected import WRONG, WRONG_CELLS, by_unit, front, of_first
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    FIRST,
    IN_PROGRESS,
    MEASURES,
    OUTCOME,
    RESULT,
    SHEET,
    STATUS,
    SUGGESTION,
    Entries,
    Office,
    Returned,
    fill,
    fill_plan,
    grid,
    table,
    told,
)
from openxml_audit import OpenXmlValidator
from written_values import sheet_of

from itaxl.sheets.workbooks import open_workbook
from itaxl.template.front import CORRECTIONS_SHEET
from itaxl.template.returned_sheets import stamp_of


def test_it_is_the_same_form_with_every_entry_as_it_was_written(returned: Returned) -> None:
    made = of_first(returned, cells={("ผู้รายงาน", "B10"): "0812345678"})
    sent = returned.office.file(FIRST)
    assert stamp_of(open_workbook(made.path)).stamp == stamp_of(open_workbook(sent)).stamp  # type: ignore[union-attr]
    assert open_workbook(made.path).sheet_names == (CORRECTIONS_SHEET, *open_workbook(sent).sheet_names)
    read = returned.office.read(made.path)
    assert [(row.code, dict(row.values), dict(row.unread)) for row in read.rows] == [
        (
            "M1",
            {"result": "ประกาศแล้ว", "evidence": "=1+1"},
            {"status": "ทำไปเยอะแล้ว", "done_on": "31/2/2566"},
        ),
        ("M2", {"status": DONE, "result": "ทำแล้ว"}, {}),
        ("เพิ่ม3", {"status": DONE, "measure": "ของส่วนราชการเอง"}, {}),
    ]
    assert read.fields["reporter"]["telephone"] == "0812345678"
    assert [each.cell for each in read.findings] == WRONG_CELLS
    blank, filled = sheet_of(sent, SHEET), sheet_of(made.path, SHEET)
    assert filled.protection.sheet
    assert [cell.protection.locked for line in filled.iter_rows() for cell in line] == [
        cell.protection.locked for line in blank.iter_rows() for cell in line
    ]
    assert len(filled.data_validations.dataValidation) == len(blank.data_validations.dataValidation)


def test_wrong_cells_are_coloured_and_say_why_and_no_others(returned: Returned) -> None:
    sheet = sheet_of(of_first(returned).path, SHEET)
    red = [
        cell.coordinate for line in sheet.iter_rows() for cell in line if cell.fill.fgColor.rgb == "FFFDE7E9"
    ]
    assert red == WRONG_CELLS
    noted = {
        cell.coordinate: cell.comment.text for line in sheet.iter_rows() for cell in line if cell.comment
    }
    assert list(noted) == WRONG_CELLS
    assert noted["O4"].startswith("“31/2/2566” ใน “วันที่แล้วเสร็จ” ไม่ใช่วันที่")
    assert "→ พิมพ์เป็น วัน/เดือน/ปี" in noted["O4"]


def test_the_first_sheet_lists_each_with_a_link_what_stands_there_why_and_what_to_do(
    returned: Returned,
) -> None:
    made = of_first(returned)
    sheet = sheet_of(made.path, CORRECTIONS_SHEET)
    links = {
        cell.value: cell.hyperlink.location for line in sheet.iter_rows() for cell in line if cell.hyperlink
    }
    assert links == {f"{SHEET} {cell}": f"'{SHEET}'!{cell}" for cell in WRONG_CELLS}
    rows = {row["ไปที่ช่อง"]: row for row in table(made.path, CORRECTIONS_SHEET, "ไปที่ช่อง")}
    row = rows[f"{SHEET} N4"]
    assert row["รายการ"] == f"M1 ตรวจสอบการใช้ดุลพินิจ · {STATUS}"
    assert row["ที่กรอกไว้"] == "ทำไปเยอะแล้ว"
    assert "ไม่อยู่ในตัวเลือก" in str(row["เหตุผล"])
    assert "เลือกจากรายการ" in str(row["วิธีแก้"])
    assert row["แก้แล้วหรือยัง"] == "ยังไม่ได้แก้"
    assert rows[f"{SHEET} P9"]["รายการ"] == f"เพิ่ม3 ของส่วนราชการเอง · {RESULT}"


def test_the_check_before_sending_says_what_is_wrong_before_anything_is_recalculated(
    returned: Returned,
) -> None:
    made = of_first(returned)
    lines = table(made.path, "ตรวจก่อนส่ง", "ไปที่แถว")
    assert {line["ไปที่แถว"]: line["สิ่งที่ต้องทำ"] for line in lines} == {
        "M1": "สถานะไม่อยู่ในรายการ · วันที่แล้วเสร็จไม่ใช่วันที่ (พิมพ์ วัน/เดือน/ปี) · มีวันที่แล้วเสร็จ แต่สถานะไม่ใช่ดำเนินการแล้ว",
        "M2": "ดำเนินการแล้ว แต่ยังไม่กรอกวันที่แล้วเสร็จ",
        "เพิ่มเติม": "ยังขาดหรือขัดแย้ง 1 แถว",
    }


def test_entries_beyond_the_form_and_over_locked_cells_stand_on_the_first_sheet(returned: Returned) -> None:
    made = of_first(returned, cells={(SHEET, "X40"): "ข้อความนอกแบบ", (SHEET, "E4"): "มาตรการที่ถูกแก้"})
    assert "ข้อความนอกแบบ" in front(made.path)
    assert f"{SHEET} X40" in front(made.path)
    assert "มาตรการที่ถูกแก้" in front(made.path)
    assert grid(made.path, SHEET)[3][4] == "ตรวจสอบการใช้ดุลพินิจ"
    read = returned.office.read(made.path)
    assert [each.kind.slug for each in read.findings if not each.cell.startswith(("N", "O", "P"))] == [
        "kept-entry",
        "kept-entry",
    ]


def test_what_was_kept_in_front_is_told_until_it_is_moved_or_cleared(returned: Returned) -> None:
    made = of_first(returned, cells={(SHEET, "X40"): "ข้อความ ก", (SHEET, "X41"): "ข้อความ ข"})
    kept = {each.value: each.cell for each in returned.office.read(made.path).kept}
    moved = fill(
        made.path,
        returned.folder / "b.xlsx",
        {"M1": {SUGGESTION: "ย้ายมา: ข้อความ ก"}},
        cells={(CORRECTIONS_SHEET, kept["ข้อความ ข"]): None},
    )
    read = returned.office.read(moved)
    assert "kept-entry" not in [each.kind.slug for each in read.findings]
    left = returned.office.read(fill(made.path, returned.folder / "c.xlsx"))
    assert [each.value for each in left.findings if each.kind.slug == "kept-entry"] == [
        "ข้อความ ก",
        "ข้อความ ข",
    ]


def test_what_was_kept_stays_although_the_form_said_the_same_all_along(returned: Returned) -> None:
    entries = {**WRONG, "M1": {**WRONG["M1"], RESULT: "ประกาศแล้วเมื่อ ธ.ค. 2565"}}
    made = of_first(returned, entries, cells={(SHEET, "X40"): "ธ.ค. ๒๕๖๕", (SHEET, "X41"): "ข้อความ ข"})
    cell = {each.value: each.cell for each in returned.office.read(made.path).kept}["ข้อความ ข"]

    def left(entries: Entries, **more: object) -> list[str]:
        cells = {(CORRECTIONS_SHEET, at): text for at, text in more.items()}
        read = returned.office.read(fill(made.path, returned.folder / "b.xlsx", entries, cells=cells))
        return [each.value for each in read.findings if each.kind.slug == "kept-entry"]

    assert left({"M1": {OUTCOME: "ข้อความ ข"}}) == ["ธ.ค. ๒๕๖๕"]
    assert left({"M1": {OUTCOME: "ธ.ค. ๒๕๖๕"}}) == ["ข้อความ ข"]
    # What somebody typed over a kept entry was never sent: nothing tells that it was moved.
    assert left({}, **{cell: "ประกาศ"}) == ["ธ.ค. ๒๕๖๕", "ประกาศ"]


def test_an_error_value_leaves_its_cell_blank_and_is_named(returned: Returned) -> None:
    made = of_first(returned, {"M1": COMPLETE, "M2": {**COMPLETE, RESULT: CellError("#REF!")}})
    assert grid(made.path, SHEET)[4][15] == ""
    assert "#REF!" in front(made.path)


def test_dates_in_odd_places_and_numbers_come_back_as_they_were(returned: Returned) -> None:
    entries: Entries = {
        "M1": {STATUS: date(2022, 12, 27), DONE_ON: 3_000_000, RESULT: 12.5},
        "M2": {DONE_ON: True},
    }
    made = of_first(returned, entries)
    first = returned.office.read(returned.folder / f"{FIRST}.xlsx")
    again = returned.office.read(made.path)
    assert [(row.values, row.unread) for row in again.rows[:1]] == [
        (row.values, row.unread) for row in first.rows[:1]
    ]
    assert again.rows[1].unread == {"done_on": "TRUE"}


def test_locked_cells_stand_as_sent_though_the_plan_was_changed_meanwhile(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, WRONG)
    plan = MEASURES.replace("ตรวจสอบการใช้ดุลพินิจ", "ชื่อใหม่").replace("2023-03-31", "2023-06-30")
    new = "| M3 | 5 | มาตรการที่เพิ่ม | สำนักปลัด | | 2022-10-01 | 2023-03-31 |"
    fill_plan(returned.office.control, f"{plan.strip()}\n{new}\n")
    made = by_unit(returned.consolidate(corrections=True))[FIRST]
    rows = table(made.path, SHEET)
    assert [row["มาตรการ"] for row in rows[:3]] == ["ตรวจสอบการใช้ดุลพินิจ", "เผยแพร่แผนการใช้จ่าย", "มาตรการที่เพิ่ม"]
    assert rows[0]["วันสิ้นสุด"] == date(2023, 3, 31)
    assert rows[0][RESULT] == "ประกาศแล้ว"


def test_what_was_reported_of_a_measure_that_is_gone_stands_on_the_first_sheet(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, {**WRONG, "M1": {STATUS: IN_PROGRESS, RESULT: "ผลของมาตรการที่ตัดออก"}})
    fill_plan(
        returned.office.control,
        "\n".join(MEASURES.strip().splitlines()[:1] + MEASURES.strip().splitlines()[2:]),
    )
    made = by_unit(returned.consolidate(corrections=True))[FIRST]
    assert [row["รหัส"] for row in table(made.path, SHEET)][:1] == ["M2"]
    assert f"{SHEET} M1 · {RESULT}" in front(made.path)
    assert "ผลของมาตรการที่ตัดออก" in front(made.path)


def test_many_errors_and_long_words_have_room(tmp_path: Path) -> None:
    plan = [
        {"รหัส": f"M{number}", "มาตรการ": "จัดทำประกาศ " * 30, "ส่วนราชการที่รับผิดชอบ": FIRST}
        for number in range(1, 31)
    ]
    returned = Returned(Office(tmp_path / "office", plan), tmp_path / "returned")
    entries: dict[str, Mapping[str, object]] = {
        f"M{number}": {STATUS: "แล้วแต่จะเห็นสมควร " * 200, OUTCOME: "ก" * 32_000} for number in range(1, 31)
    }
    made = of_first(returned, entries)
    assert len(made.findings) == 30
    read = returned.office.read(made.path)
    assert told(read.findings) == told(returned.office.read(returned.folder / f"{FIRST}.xlsx").findings)
    assert {len(str(row.values["outcome"])) for row in read.rows} == {32_000}
    notes = [
        cell.comment.text for line in sheet_of(made.path, SHEET).iter_rows() for cell in line if cell.comment
    ]
    assert len(notes) == 30


def test_nothing_of_a_correction_needs_repair_in_excel(returned: Returned) -> None:
    made = of_first(returned, cells={(SHEET, "X40"): '=1+1 & <b>"', (SHEET, "E4"): "'"})
    errors = OpenXmlValidator().validate(made.path).errors
    assert [str(each) for each in errors] == []
