"""What goes back: the form with what was entered and what is wrong with it, and what becomes of it."""

import errno
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    EVIDENCE,
    FIRST,
    IN_PROGRESS,
    MEASURES,
    OUTCOME,
    RESULT,
    SECOND,
    SHEET,
    STATUS,
    SUGGESTION,
    THIRD,
    CellError,
    Entries,
    Office,
    Returned,
    address,
    fill,
    fill_plan,
    grid,
    table,
    told,
)
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from provincial import REPORTER, SETTINGS, ProvinceOffice, measure, scores

from itaxl.assessment.statuses import Status
from itaxl.cli import main
from itaxl.outputs import UNFINISHED
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.front import CORRECTIONS_SHEET
from itaxl.template.returns import stamp_of
from itaxl.workflow.consolidation import Consolidated, consolidate_returns
from itaxl.workflow.corrections import Correction
from itaxl.workflow.provinces import ConsolidatedProvince, consolidate_control
from itaxl.workflow.settings import UsageError

if TYPE_CHECKING:
    from conftest import Convert

_ALL_DONE: Entries = {"M1": COMPLETE, "M2": COMPLETE}
_WRONG: Entries = {
    "M1": {STATUS: "ทำไปเยอะแล้ว", DONE_ON: "31/2/2566", RESULT: "ประกาศแล้ว", EVIDENCE: "=1+1"},
    "M2": {STATUS: DONE, RESULT: "ทำแล้ว"},
    "เพิ่ม3": {"มาตรการ": "ของส่วนราชการเอง", STATUS: DONE},
}
_WRONG_CELLS = ["N4", "O4", "O5", "O9", "P9"]


def _corrected(returned: Returned, months: int | None = None, **_: object) -> Consolidated:
    office = returned.office
    folder = returned.folder.parent
    return consolidate_returns(
        office.control,
        returned.folder,
        folder / "summary.xlsx",
        office.settings,
        months=months,
        corrections=folder / "corrections",
    )


def _by_unit(done: Consolidated) -> dict[str, Correction]:
    return {each.unit: each for each in done.corrections.files}


def _of_first(returned: Returned, entries: Entries = _WRONG, **more: object) -> Correction:
    returned.send_back(FIRST, entries, **more)  # type: ignore[arg-type]
    return _by_unit(_corrected(returned))[FIRST]


def _states(done: Consolidated) -> dict[str, str]:
    return {each.file or each.unit: each.state.value for each in done.consolidation.units}


def _kinds(done: Consolidated, file: str) -> list[str]:
    return [each.kind.slug for each in done.findings if each.file == file]


def _sheet(path: Path, name: str) -> Worksheet:
    return openpyxl.load_workbook(path)[name]


def _front(path: Path) -> str:
    return "\n".join(str(value) for line in grid(path, CORRECTIONS_SHEET) for value in line if value != "")


# Who gets one


def test_everyone_with_errors_and_everyone_missing_gets_a_workbook_and_nobody_else(
    returned: Returned,
) -> None:
    returned.send_back(FIRST, _WRONG)
    returned.send_back(SECOND, _ALL_DONE, reporter=False)  # a warning only
    done = _corrected(returned)
    made = _by_unit(done)
    assert {unit: (each.path.name, each.file) for unit, each in made.items()} == {
        FIRST: (f"01 {FIRST} (แก้ไข).xlsx", f"{FIRST}.xlsx"),
        THIRD: (f"03 {THIRD} (ยังไม่ส่ง).xlsx", ""),
    }
    assert [each.cell for each in made[FIRST].findings] == _WRONG_CELLS
    assert [each.kind.slug for each in made[THIRD].findings] == ["missing-submission"]
    assert sorted(each.name for each in (returned.folder.parent / "corrections").iterdir()) == sorted(
        each.path.name for each in made.values()
    )


def test_nothing_is_written_where_all_is_well(returned: Returned) -> None:
    for unit in (FIRST, SECOND, THIRD):
        returned.send_back(unit, {code: COMPLETE for code in ("M1", "M2") if (unit, code) != (THIRD, "M1")})
    done = _corrected(returned)
    assert not done.corrections.files
    assert not list((returned.folder.parent / "corrections").iterdir())


def test_a_form_that_came_back_blank_counts_as_missing(returned: Returned) -> None:
    returned.send_back(FIRST, reporter=False)
    assert _by_unit(_corrected(returned))[FIRST].path.name == f"01 {FIRST} (ยังไม่ส่ง).xlsx"


# What it looks like


def test_it_is_the_same_form_with_every_entry_as_it_was_written(returned: Returned) -> None:
    made = _of_first(returned, cells={("ผู้รายงาน", "B10"): "0812345678"})
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
    assert [each.cell for each in read.findings] == _WRONG_CELLS
    blank, filled = _sheet(sent, SHEET), _sheet(made.path, SHEET)
    assert filled.protection.sheet
    assert [cell.protection.locked for line in filled.iter_rows() for cell in line] == [
        cell.protection.locked for line in blank.iter_rows() for cell in line
    ]
    assert len(filled.data_validations.dataValidation) == len(blank.data_validations.dataValidation)


def test_wrong_cells_are_coloured_and_say_why_and_no_others(returned: Returned) -> None:
    sheet = _sheet(_of_first(returned).path, SHEET)
    red = [
        cell.coordinate for line in sheet.iter_rows() for cell in line if cell.fill.fgColor.rgb == "FFFDE7E9"
    ]
    assert red == _WRONG_CELLS
    noted = {
        cell.coordinate: cell.comment.text for line in sheet.iter_rows() for cell in line if cell.comment
    }
    assert list(noted) == _WRONG_CELLS
    assert noted["O4"].startswith("“31/2/2566” ใน “วันที่แล้วเสร็จ” ไม่ใช่วันที่")
    assert "→ พิมพ์เป็น วัน/เดือน/ปี" in noted["O4"]


def test_the_first_sheet_lists_each_with_a_link_what_stands_there_why_and_what_to_do(
    returned: Returned,
) -> None:
    made = _of_first(returned)
    sheet = _sheet(made.path, CORRECTIONS_SHEET)
    links = {
        cell.value: cell.hyperlink.location for line in sheet.iter_rows() for cell in line if cell.hyperlink
    }
    assert links == {f"{SHEET} {cell}": f"'{SHEET}'!{cell}" for cell in _WRONG_CELLS}
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
    made = _of_first(returned)
    lines = table(made.path, "ตรวจก่อนส่ง", "ไปที่แถว")
    assert {line["ไปที่แถว"]: line["สิ่งที่ต้องทำ"] for line in lines} == {
        "M1": "สถานะไม่อยู่ในรายการ · วันที่แล้วเสร็จไม่ใช่วันที่ (พิมพ์ วัน/เดือน/ปี) · มีวันที่แล้วเสร็จ แต่สถานะไม่ใช่ดำเนินการแล้ว",
        "M2": "ดำเนินการแล้ว แต่ยังไม่กรอกวันที่แล้วเสร็จ",
        "เพิ่มเติม": "ยังขาดหรือขัดแย้ง 1 แถว",
    }


def test_entries_beyond_the_form_and_over_locked_cells_stand_on_the_first_sheet(returned: Returned) -> None:
    made = _of_first(returned, cells={(SHEET, "X40"): "ข้อความนอกแบบ", (SHEET, "E4"): "มาตรการที่ถูกแก้"})
    assert "ข้อความนอกแบบ" in _front(made.path)
    assert f"{SHEET} X40" in _front(made.path)
    assert "มาตรการที่ถูกแก้" in _front(made.path)
    assert grid(made.path, SHEET)[3][4] == "ตรวจสอบการใช้ดุลพินิจ"
    read = returned.office.read(made.path)
    assert [each.kind.slug for each in read.findings if not each.cell.startswith(("N", "O", "P"))] == [
        "kept-entry",
        "kept-entry",
    ]


def test_what_was_kept_in_front_is_told_until_it_is_moved_or_cleared(returned: Returned) -> None:
    made = _of_first(returned, cells={(SHEET, "X40"): "ข้อความ ก", (SHEET, "X41"): "ข้อความ ข"})
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


def test_an_error_value_leaves_its_cell_blank_and_is_named(returned: Returned) -> None:
    made = _of_first(returned, {"M1": COMPLETE, "M2": {**COMPLETE, RESULT: CellError("#REF!")}})
    assert grid(made.path, SHEET)[4][15] == ""
    assert "#REF!" in _front(made.path)


def test_dates_in_odd_places_and_numbers_come_back_as_they_were(returned: Returned) -> None:
    entries: Entries = {
        "M1": {STATUS: date(2022, 12, 27), DONE_ON: 3_000_000, RESULT: 12.5},
        "M2": {DONE_ON: True},
    }
    made = _of_first(returned, entries)
    first = returned.office.read(returned.folder / f"{FIRST}.xlsx")
    again = returned.office.read(made.path)
    assert [(row.values, row.unread) for row in again.rows[:1]] == [
        (row.values, row.unread) for row in first.rows[:1]
    ]
    assert again.rows[1].unread == {"done_on": "TRUE"}


def test_locked_cells_stand_as_sent_though_the_plan_was_changed_meanwhile(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, _WRONG)
    plan = MEASURES.replace("ตรวจสอบการใช้ดุลพินิจ", "ชื่อใหม่").replace("2023-03-31", "2023-06-30")
    new = "| M3 | 5 | มาตรการที่เพิ่ม | สำนักปลัด | | 2022-10-01 | 2023-03-31 |"
    fill_plan(returned.office.control, f"{plan.strip()}\n{new}\n")
    made = _by_unit(_corrected(returned))[FIRST]
    rows = table(made.path, SHEET)
    assert [row["มาตรการ"] for row in rows[:3]] == ["ตรวจสอบการใช้ดุลพินิจ", "เผยแพร่แผนการใช้จ่าย", "มาตรการที่เพิ่ม"]
    assert rows[0]["วันสิ้นสุด"] == date(2023, 3, 31)
    assert rows[0][RESULT] == "ประกาศแล้ว"


def test_what_was_reported_of_a_measure_that_is_gone_stands_on_the_first_sheet(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, {**_WRONG, "M1": {STATUS: IN_PROGRESS, RESULT: "ผลของมาตรการที่ตัดออก"}})
    fill_plan(
        returned.office.control,
        "\n".join(MEASURES.strip().splitlines()[:1] + MEASURES.strip().splitlines()[2:]),
    )
    made = _by_unit(_corrected(returned))[FIRST]
    assert [row["รหัส"] for row in table(made.path, SHEET)][:1] == ["M2"]
    assert f"{SHEET} M1 · {RESULT}" in _front(made.path)
    assert "ผลของมาตรการที่ตัดออก" in _front(made.path)


# What comes back of it


def test_a_corrected_return_replaces_the_first_one(returned: Returned) -> None:
    made = _of_first(returned)
    right = {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม3": COMPLETE}
    fill(made.path, returned.folder / "แก้แล้ว.xlsx", right)
    done = _corrected(returned)
    assert _states(done)["แก้แล้ว.xlsx"] == "accepted"
    assert _states(done)[f"{FIRST}.xlsx"] == "superseded"
    assert not [each for each in done.findings if each.severity.value == "error" and each.file]
    assert FIRST not in _by_unit(done)


@pytest.mark.parametrize("hours", [-24 * 3000, 24 * 3000])
def test_it_does_so_whatever_the_clocks_say(returned: Returned, hours: int) -> None:
    first = datetime(2023, 4, 1, 9, 0, tzinfo=UTC)
    made = _of_first(returned, saved=first)
    later = datetime.fromtimestamp(first.timestamp() + 3600 * hours, UTC)
    fill(made.path, returned.folder / "แก้แล้ว.xlsx", {"M1": COMPLETE}, saved=later)
    assert _states(_corrected(returned))["แก้แล้ว.xlsx"] == "accepted"


def test_an_original_that_was_filled_in_anew_later_counts_all_the_same(returned: Returned) -> None:
    made = _of_first(returned, saved=datetime(2023, 4, 1, 9, 0, tzinfo=UTC))
    fill(
        made.path,
        returned.folder / "แก้แล้ว.xlsx",
        {"M1": COMPLETE},
        saved=datetime(2023, 4, 2, 9, 0, tzinfo=UTC),
    )
    returned.send_back(FIRST, _ALL_DONE, name="ฉบับใหม่.xlsx", saved=datetime(2023, 4, 3, 9, 0, tzinfo=UTC))
    states = _states(_corrected(returned))
    assert (states["ฉบับใหม่.xlsx"], states["แก้แล้ว.xlsx"]) == ("accepted", "superseded")


def test_one_that_nobody_changed_never_takes_the_place_of_a_return(returned: Returned) -> None:
    made = _of_first(returned, saved=datetime(2023, 4, 1, 9, 0, tzinfo=UTC))
    shutil.copy(made.path, returned.folder / "a.xlsx")
    saved = datetime(2030, 1, 1, 9, 0, tzinfo=UTC)
    fill(made.path, returned.folder / "b.xlsx", reporter=False, saved=saved)  # opened and saved
    done = _corrected(returned)
    assert _states(done) | {SECOND: "", THIRD: ""} == {
        f"{FIRST}.xlsx": "accepted",
        "a.xlsx": "superseded",
        "b.xlsx": "superseded",
        SECOND: "",
        THIRD: "",
    }
    assert _kinds(done, "b.xlsx") == ["unchanged-copy"]


def test_one_that_nobody_changed_counts_where_the_return_itself_is_gone(returned: Returned) -> None:
    made = _of_first(returned)
    (returned.folder / f"{FIRST}.xlsx").unlink()
    shutil.copy(made.path, returned.folder / "a.xlsx")
    done = _corrected(returned)
    assert _states(done)["a.xlsx"] == "accepted"
    assert _kinds(done, "a.xlsx")[0] == "unchanged-counts"
    results = [each.entries.get("result") for each in done.consolidation.records]
    assert results.count("ประกาศแล้ว") == 1


def test_somebody_may_say_that_nothing_is_to_be_changed(returned: Returned) -> None:
    made = _of_first(returned, _ALL_DONE, cells={(SHEET, "E4"): None})
    sent = stamp_of(open_workbook(made.path))
    assert sent is not None
    assert sent.start is not None
    cell = sent.start.confirmed
    assert "ไม่มีช่องที่ต้องแก้" in _front(made.path)
    assert "ช่องที่ล็อกไว้ถูกแก้ไข" in _front(made.path)
    fill(made.path, returned.folder / "b.xlsx", cells={(CORRECTIONS_SHEET, cell): "✓"}, reporter=False)
    done = _corrected(returned)
    assert _states(done)["b.xlsx"] == "accepted"
    assert FIRST not in _by_unit(done)


def test_what_was_sent_for_a_missing_unit_is_missing_until_it_is_filled_in(returned: Returned) -> None:
    made = _by_unit(_corrected(returned))[SECOND]
    shutil.copy(made.path, returned.folder / "a.xlsx")
    done = _corrected(returned)
    assert _states(done)["a.xlsx"] == "missing"
    assert _kinds(done, "a.xlsx") == ["untouched"]
    fill(made.path, returned.folder / "a.xlsx", _ALL_DONE)
    assert _states(_corrected(returned))["a.xlsx"] == "accepted"


def test_a_second_correction_counts_before_the_first_one_and_the_original(returned: Returned) -> None:
    made = _of_first(returned, saved=datetime(2040, 1, 1, tzinfo=UTC))
    second = {**_WRONG, "M1": {**_WRONG["M1"], RESULT: "แก้ครั้งแรก"}}
    fill(made.path, returned.folder / "b.xlsx", second, saved=datetime(2030, 1, 1, tzinfo=UTC))
    again = _by_unit(_corrected(returned))[FIRST]
    assert again.file == "b.xlsx"
    fill(again.path, returned.folder / "c.xlsx", {"M1": COMPLETE}, saved=datetime(2023, 1, 1, tzinfo=UTC))
    states = _states(_corrected(returned))
    assert [states[each] for each in ("c.xlsx", "b.xlsx", f"{FIRST}.xlsx")] == [
        "accepted",
        "superseded",
        "superseded",
    ]


# What was refused


@pytest.mark.parametrize(("row", "value", "slug"), [(6, "12", "other-round"), (5, "2565", "other-year")])
def test_entries_of_another_round_or_year_are_begun_with_and_do_not_count_unseen(
    returned: Returned, row: int, value: str, slug: str
) -> None:
    entries: Entries = {"M1": COMPLETE, "M2": {STATUS: IN_PROGRESS, RESULT: "กำลังทำ"}}
    returned.send_back(FIRST, entries, cells={("_itaxl", f"B{row}"): value})
    made = _by_unit(_corrected(returned))[FIRST]
    assert [each.kind.slug for each in made.findings] == ["missing-submission", slug]
    assert f"{FIRST}.xlsx" in _front(made.path)
    assert [row[RESULT] for row in table(made.path, SHEET)[:2]] == [COMPLETE[RESULT], "กำลังทำ"]
    shutil.copy(made.path, returned.folder / "a.xlsx")
    done = _corrected(returned)
    assert _states(done)["a.xlsx"] == "missing"
    assert "only-carried" in _kinds(done, "a.xlsx")
    fill(made.path, returned.folder / "a.xlsx")  # somebody says who reports
    assert _states(_corrected(returned))["a.xlsx"] == "accepted"


def test_a_return_of_another_template_is_named_in_a_fresh_form(returned: Returned) -> None:
    returned.send_back(FIRST, _ALL_DONE, cells={("_itaxl", "B3"): "1-00000000"})
    made = _by_unit(_corrected(returned))[FIRST]
    assert "other-version" in [each.kind.slug for each in made.findings]
    assert "เป็นแบบรุ่นอื่น" in _front(made.path)
    assert table(made.path, SHEET)[0][STATUS] == ""


# The folder


def test_the_folder_may_not_lie_among_the_returns(returned: Returned) -> None:
    office = returned.office
    out = returned.folder.parent / "s.xlsx"
    for folder in (returned.folder, returned.folder / "deep" / "er"):
        with pytest.raises(UsageError):
            consolidate_returns(office.control, returned.folder, out, office.settings, corrections=folder)
    assert not out.exists()


def test_what_nobody_touched_gives_way_and_what_holds_entries_stays(returned: Returned) -> None:
    made = _of_first(returned)
    before = made.path.read_bytes()
    later = replace(returned.office.settings, today=date(2023, 4, 20))
    returned.office.settings, kept = later, returned.office.settings
    try:
        again = _by_unit(_corrected(returned))[FIRST]
        assert again.path == made.path
        assert again.path.read_bytes() != before
        typed = fill(made.path, made.path, {"M1": {RESULT: "พิมพ์ในโฟลเดอร์นี้"}}).read_bytes()
        third = _by_unit(_corrected(returned))[FIRST]
        assert third.path.name == f"01 {FIRST} (แก้ไข 2).xlsx"
        assert made.path.read_bytes() == typed
    finally:
        returned.office.settings = kept


def test_what_nobody_needs_any_more_is_withdrawn_unless_it_holds_what_lies_nowhere_else(
    returned: Returned,
) -> None:
    made = _of_first(returned)
    returned.send_back(SECOND, _ALL_DONE)
    (returned.folder / f"{FIRST}.xlsx").rename(returned.folder.parent / "away.xlsx")
    done = _corrected(returned)
    assert made.path.exists()
    assert [each.name for each in done.corrections.withdrawn] == [f"02 {SECOND} (ยังไม่ส่ง).xlsx"]
    (returned.folder.parent / "away.xlsx").rename(returned.folder / f"{FIRST}.xlsx")
    fill(made.path, returned.folder / "แก้แล้ว.xlsx", {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม3": COMPLETE})
    done = _corrected(returned)
    assert made.path in done.corrections.withdrawn
    assert not made.path.exists()


def test_other_files_of_the_same_name_are_not_replaced(returned: Returned) -> None:
    folder = returned.folder.parent / "corrections"
    folder.mkdir()
    (folder / f"01 {FIRST} (แก้ไข).xlsx").write_bytes(b"not ours")
    shutil.copy(returned.office.file(SECOND), folder / f"02 {SECOND} (ยังไม่ส่ง).xlsx")
    made = _of_first(returned)
    assert made.path.name == f"01 {FIRST} (แก้ไข 2).xlsx"
    assert (folder / f"01 {FIRST} (แก้ไข).xlsx").read_bytes() == b"not ours"
    assert (folder / f"02 {SECOND} (ยังไม่ส่ง 2).xlsx").exists()


def test_a_full_disk_leaves_the_folder_and_the_summary_as_they_were(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    _of_first(returned)
    folder = returned.folder.parent
    before = {each: each.read_bytes() for each in folder.rglob("*.xlsx")}

    def full(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("itaxl.workflow.corrections.write_form_workbook", full)
    with pytest.raises(OSError, match="No space left"):
        _corrected(returned)
    assert {each: each.read_bytes() for each in folder.rglob("*.xlsx")} == before
    assert not [each for each in folder.rglob(f"{UNFINISHED}*") if each.name != f"{UNFINISHED}lock"]


def test_the_command_says_to_whom_what_has_to_be_sent(returned: Returned) -> None:
    returned.send_back(FIRST, _WRONG)
    folder = returned.folder.parent
    arguments = [
        "consolidate",
        str(returned.office.control),
        str(returned.folder),
        "-o",
        str(folder / "s.xlsx"),
    ]
    result = CliRunner().invoke(main, [*arguments, "--corrections", str(folder / "send"), "--lang", "en"])
    assert result.exit_code == 1
    assert "1 to be corrected, 2 to be filled in" in result.output
    assert f"{FIRST}: 01 {FIRST} (แก้ไข).xlsx" in result.output
    result = CliRunner().invoke(main, [*arguments, "--corrections", str(returned.folder / "x")])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1


def test_many_errors_and_long_words_have_room(tmp_path: Path) -> None:
    plan = [
        {"รหัส": f"M{number}", "มาตรการ": "จัดทำประกาศ " * 30, "ส่วนราชการที่รับผิดชอบ": FIRST}
        for number in range(1, 31)
    ]
    returned = Returned(Office(tmp_path / "office", plan), tmp_path / "returned")
    entries: dict[str, Mapping[str, object]] = {
        f"M{number}": {STATUS: "แล้วแต่จะเห็นสมควร " * 200, OUTCOME: "ก" * 32_000} for number in range(1, 31)
    }
    made = _of_first(returned, entries)
    assert len(made.findings) == 30
    read = returned.office.read(made.path)
    assert told(read.findings) == told(returned.office.read(returned.folder / f"{FIRST}.xlsx").findings)
    assert {len(str(row.values["outcome"])) for row in read.rows} == {32_000}
    notes = [
        cell.comment.text for line in _sheet(made.path, SHEET).iter_rows() for cell in line if cell.comment
    ]
    assert len(notes) == 30


def test_nothing_of_a_return_counts_twice_or_is_not_reported_after_it_was_corrected(
    returned: Returned,
) -> None:
    made = _of_first(returned)
    fill(made.path, returned.folder / "b.xlsx", {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม3": COMPLETE})
    records = _corrected(returned).consolidation.records
    mine = [each for each in records if each.department.name == FIRST]
    assert [(each.code, each.status) for each in mine] == [
        ("M1", Status.DONE),
        ("M2", Status.DONE),
        ("01-เพิ่ม3", Status.DONE),
    ]
    assert address(made.path, "M1", STATUS) == "N4"


def test_nothing_of_a_correction_needs_repair_in_excel(returned: Returned) -> None:
    made = _of_first(returned, cells={(SHEET, "X40"): '=1+1 & <b>"', (SHEET, "E4"): "'"})
    errors = OpenXmlValidator().validate(made.path).errors
    assert [str(each) for each in errors] == []


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls:MS Excel 97"])
def test_a_correction_goes_through_libreoffice_and_comes_back_corrected(
    returned: Returned, tmp_path: Path, soffice: "Convert", ending: str
) -> None:
    made = _of_first(returned, cells={(SHEET, "X40"): "ข้อความนอกแบบ"})
    opened = soffice(made.path, ending)
    read = returned.office.read(opened)
    assert read.origin is not None
    assert not read.origin.changed
    right = fill(made.path, tmp_path / "right.xlsx", {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม3": COMPLETE})
    mended = soffice(right, ending)
    rows = table(soffice(right, "xlsx"), CORRECTIONS_SHEET, "ไปที่ช่อง")
    assert [row["แก้แล้วหรือยัง"] for row in rows[: len(_WRONG_CELLS)]] == ["เปลี่ยนแล้ว"] * len(_WRONG_CELLS)
    checks = grid(soffice(right, "xlsx"), "ตรวจก่อนส่ง")
    assert checks[2][1] == "พร้อมส่ง"
    shutil.copy(mended, returned.folder / f"แก้แล้ว{mended.suffix}")
    done = _corrected(returned)
    assert _states(done)[f"แก้แล้ว{mended.suffix}"] == "accepted"
    assert _kinds(done, f"แก้แล้ว{mended.suffix}") == ["kept-entry"]


# A province


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceOffice:
    """Four agencies in two districts; what was sent out is not to be changed."""
    return ProvinceOffice(tmp_path_factory.mktemp("province"))


def _of_province(
    province: ProvinceOffice, folder: Path
) -> tuple[ConsolidatedProvince, dict[str, Correction]]:
    done = consolidate_control(
        province.control,
        folder,
        folder.parent / "summary.xlsx",
        SETTINGS,
        corrections=folder.parent / "corrections",
    )
    assert isinstance(done, ConsolidatedProvince)
    return done, {each.code: each for each in done.corrections.files}


def test_agencies_get_theirs_with_scores_and_measures_as_they_were_written(
    province: ProvinceOffice, tmp_path: Path
) -> None:
    folder = tmp_path / "returned"
    sent = province.file("002")
    cells: dict[tuple[str, str], object] = {
        **scores([81.5, "แปดสิบ", 0.85, 120, *[90] * 6]),
        **measure(sent, 1, รหัส="ก1", มาตรการ="ประกาศ", สถานะ="เสร็จแล้วมั้ง", **{RESULT: "ทำแล้ว"}),
        **measure(sent, 4, **{"ขั้นตอน/วิธีการ": "ขั้นที่สอง\n" * 5, "สถานะ": "ยังไม่ดำเนินการ"}),
        **REPORTER,
    }
    province.returned(folder / "a.xlsx", cells)
    done, made = _of_province(province, folder)
    assert {
        code: each.path.relative_to(tmp_path / "corrections").as_posix() for code, each in made.items()
    } == {
        "001": "001 องค์การบริหารส่วนจังหวัดอุทัยธานี (ยังไม่ส่ง).xlsx",
        "002": "ทัพทัน/002 เทศบาลตำบลทัพทัน (แก้ไข).xlsx",
        "003": "ทัพทัน/003 องค์การบริหารส่วนตำบลหนองไผ่ (ยังไม่ส่ง).xlsx",
        "004": "บ้านไร่/004 องค์การบริหารส่วนตำบลหนองไผ่ (ยังไม่ส่ง).xlsx",
    }
    before, after = province.read(folder / "a.xlsx"), province.read(made["002"].path)
    assert [(row.code, row.values, row.unread) for row in after.rows] == [
        (row.code, row.values, row.unread) for row in before.rows
    ]
    assert told(after.findings) == told(before.findings)
    # What was typed into blank rows is seen in full, and printed.
    rows = _sheet(made["002"].path, "มาตรการ").row_dimensions
    assert [rows[row].height >= 5 * 21 for row in (4, 7, 8)] == [False, True, False]
    sheet = _sheet(made["002"].path, "คะแนน")
    assert [cell for cell in ("D4", "D5", "D6", "D7") if sheet[cell].comment] == ["D5", "D6", "D7"]
    assert [sheet[cell].value for cell in ("D5", "D6", "D7")] == ["แปดสิบ", 0.85, 120]
    shutil.copy(made["002"].path, folder / "b.xlsx")
    again, _ = _of_province(province, folder)
    states = {each.file: each.state.value for each in again.consolidation.units if each.file}
    assert states == {"a.xlsx": "accepted", "b.xlsx": "superseded"}
    right = {("คะแนน", f"D{row}"): 80 for row in range(4, 14)} | {("มาตรการ", _status(sent)): "ยังไม่ดำเนินการ"}
    fill(made["002"].path, folder / "b.xlsx", cells=right, reporter=False)
    again, made = _of_province(province, folder)
    states = {each.file: each.state.value for each in again.consolidation.units if each.file}
    assert states == {"b.xlsx": "accepted", "a.xlsx": "superseded"}
    assert "002" not in made
    assert done.findings


def test_a_department_that_reported_in_its_agencys_place_is_sent_its_own_form_back(
    province: ProvinceOffice, tmp_path: Path
) -> None:
    office = Office(tmp_path / "office", agency="เทศบาลตำบลทัพทัน", year=2568)
    folder = tmp_path / "returned"
    plan = fill(office.file(FIRST), folder / "a.xlsx", {"M1": {STATUS: "?", RESULT: "ทำแล้ว"}})
    done, made = _of_province(province, folder)
    corrected = made["002"]
    assert corrected.file == "a.xlsx"
    assert corrected.unit == f"เทศบาลตำบลทัพทัน · {FIRST}"
    assert stamp_of(open_workbook(corrected.path)).stamp.unit == FIRST  # type: ignore[union-attr]
    rows = [table(path, SHEET)[0] for path in (plan, corrected.path)]
    for row in rows:
        row.pop("ตรวจแถวนี้")
    assert rows[0] == rows[1]
    entries = {"M1": {STATUS: IN_PROGRESS}, "M2": {STATUS: IN_PROGRESS}}
    fill(corrected.path, folder / "b.xlsx", entries)
    done, _ = _of_province(province, folder)
    states = {each.file: each.state.value for each in done.consolidation.units if each.file}
    assert states == {"a.xlsx": "superseded", "b.xlsx": "accepted"}
    assert not [each for each in done.findings if each.file == "b.xlsx"]


def _status(path: Path) -> str:
    return next(iter(measure(path, 1, สถานะ="")))[1]
