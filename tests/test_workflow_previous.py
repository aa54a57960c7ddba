"""The next round starts from the last one, and what nobody touched is not taken for a report."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner
from damages import changed
from filling import (
    COMPLETE,
    DEPARTMENTS,
    DONE,
    FIRST,
    IN_PROGRESS,
    MEASURES,
    OUTCOME,
    RESULT,
    SECOND,
    SHEET,
    STATUS,
    THIRD,
    Entries,
    Office,
    Returned,
    fill,
    fill_plan,
    grid,
    states_of,
    table,
    told,
)
from openxml_audit import OpenXmlValidator
from provincial import REPORTER, SETTINGS, ProvinceOffice, measure, scores

from itaxl.assessment.statuses import Status
from itaxl.cli import main
from itaxl.template.front import CORRECTIONS_SHEET, PREVIOUS_SHEET
from itaxl.workflow.consolidation import Consolidated, consolidate_returns
from itaxl.workflow.generation import Generated, generate
from itaxl.workflow.orders import Order
from itaxl.workflow.rounds import consolidate_control
from itaxl.workflow.settings import UsageError

if TYPE_CHECKING:
    from conftest import Convert

_REPORTED: Entries = {
    "M1": COMPLETE,
    "M2": {STATUS: IN_PROGRESS, RESULT: "กำลังจัดทำ"},
    "เพิ่ม2": {"มาตรการ": "โครงการของเรา", STATUS: IN_PROGRESS},
}


@pytest.fixture
def own(tmp_path: Path) -> Returned:
    """An office whose plan may be changed, and what came back to it in the round of 6 months."""
    return Returned(Office(tmp_path / "office"), tmp_path / "returned")


def _next(returned: Returned, months: int = 12, name: str = "next") -> tuple[Generated, dict[str, Path]]:
    office = returned.office
    out = returned.folder.parent / name
    made = generate(office.control, out, office.settings, months=months, previous=returned.folder)
    return made, {each.unit: out / each.name for each in made.files}


def _consolidated(returned: Returned, files: Mapping[str, Path], months: int = 12) -> Consolidated:
    folder = returned.folder.parent / "returned 12"
    folder.mkdir(exist_ok=True)
    for name, path in files.items():
        shutil.copy(path, folder / name)
    return consolidate_returns(
        Order(
            returned.office.control,
            folder,
            returned.folder.parent / "summary.xlsx",
            corrections=returned.folder.parent / "corrections",
        ),
        returned.office.settings,
        months=months,
    )


def _findings(made: Generated) -> list[tuple[str, str, object]]:
    return [(each.kind.slug, each.file, each.details.get("unit", "")) for each in made.findings]


def test_what_was_reported_is_in_the_open_cells_and_stands_in_front(returned: Returned) -> None:
    returned.send_back(FIRST, _REPORTED)
    made, files = _next(returned)
    rows = {str(row["รหัส"]): row for row in table(files[FIRST], SHEET)}
    assert rows["M1"][STATUS] == DONE
    assert rows["M1"]["วันที่แล้วเสร็จ"] == date(2022, 12, 27)
    assert rows["M2"][RESULT] == "กำลังจัดทำ"
    assert rows["เพิ่ม2"]["มาตรการ"] == "โครงการของเรา"
    lines = table(files[FIRST], PREVIOUS_SHEET, "ไปที่ช่อง")
    assert [(row["ไปที่ช่อง"], row["สถานะรอบก่อน"]) for row in lines[:3]] == [
        (f"{SHEET} N4", DONE),
        (f"{SHEET} N5", IN_PROGRESS),
        (f"{SHEET} N8", IN_PROGRESS),
    ]
    sheet = openpyxl.load_workbook(files[FIRST])[SHEET]
    assert sheet["N5"].comment.text == f"รอบ 6 เดือน: {IN_PROGRESS} · กำลังจัดทำ"
    assert sheet["N5"].fill.fgColor.rgb == "FFFFF9E6"
    assert made.begun == 1
    assert [str(each) for each in OpenXmlValidator().validate(files[FIRST]).errors] == []


def test_who_reports_is_asked_anew(returned: Returned) -> None:
    returned.send_back(FIRST, _REPORTED)
    _, files = _next(returned)
    assert [row[1] for row in grid(files[FIRST], "ผู้รายงาน")[7:10]] == ["", "", ""]


def test_a_unit_without_an_earlier_return_is_named_and_starts_blank(returned: Returned) -> None:
    returned.send_back(FIRST, _REPORTED)
    returned.send_back(SECOND, _REPORTED, cells={("_itaxl", "B5"): "2565"})
    returned.send_back(THIRD, reporter=False)
    made, files = _next(returned)
    assert _findings(made) == [
        ("other-year", f"{SECOND}.xlsx", ""),
        ("nothing-earlier", "", SECOND),
        ("nothing-earlier", "", THIRD),
    ]
    blank = generate(
        returned.office.control, returned.folder.parent / "blank", returned.office.settings, months=12
    )
    hashes = {each.unit: each.sha256 for each in blank.files}
    assert {each.unit: each.sha256 == hashes[each.unit] for each in made.files} == {
        FIRST: False,
        SECOND: True,
        THIRD: True,
    }
    assert openpyxl.load_workbook(files[SECOND]).sheetnames[0] != PREVIOUS_SHEET


def test_the_latest_round_before_this_one_counts_and_later_ones_are_named(returned: Returned) -> None:
    returned.send_back(FIRST, _REPORTED)
    nine = generate(returned.office.control, returned.folder.parent / "9", returned.office.settings, months=9)
    source = returned.folder.parent / "9" / nine.files[0].name
    fill(source, returned.folder / "nine.xlsx", {"M2": {STATUS: IN_PROGRESS, RESULT: "รอบเก้า"}})
    made, files = _next(returned)
    assert table(files[FIRST], SHEET)[1][RESULT] == "รอบเก้า"
    assert "9 เดือน" in str(grid(files[FIRST], PREVIOUS_SHEET)[0][0])
    made, files = _next(returned, months=9, name="again")
    assert ("not-earlier", "nine.xlsx", "") in _findings(made)
    assert table(files[FIRST], SHEET)[1][RESULT] == "กำลังจัดทำ"


def test_a_form_that_nobody_touched_is_not_a_report(returned: Returned) -> None:
    returned.send_back(FIRST, _REPORTED)
    _, files = _next(returned)
    saved = fill(files[FIRST], returned.folder.parent / "saved.xlsx", reporter=False)
    done = _consolidated(returned, {"a.xlsx": files[FIRST], "b.xlsx": saved})
    assert states_of(done)["a.xlsx"] == "missing"
    assert {each.kind.slug for each in done.findings if each.file} == {"only-carried"}
    assert {each.status for each in done.consolidation.records} == {Status.NOT_REPORTED}
    # Whoever is asked again does not have to type it again.
    (path,) = (each.path for each in done.corrections.files if each.unit == FIRST)
    assert table(path, SHEET)[1][RESULT] == "กำลังจัดทำ"
    assert "ยังไม่มีใครกรอกหรือยืนยัน" in str(grid(path, CORRECTIONS_SHEET))


@pytest.mark.parametrize("with_reporter", [True, False])
def test_one_that_was_confirmed_or_changed_is_a_report(returned: Returned, with_reporter: bool) -> None:  # noqa: FBT001
    returned.send_back(FIRST, _REPORTED)
    _, files = _next(returned)
    entries: Entries = {} if with_reporter else {"M2": {OUTCOME: "ประชาชนเข้าถึงข้อมูล"}}
    path = fill(files[FIRST], returned.folder.parent / "x.xlsx", entries, reporter=with_reporter)
    done = _consolidated(returned, {"x.xlsx": path, "blank.xlsx": files[FIRST]})
    states = states_of(done)
    assert (states["x.xlsx"], states["blank.xlsx"]) == ("accepted", "superseded")
    mine = {each.code: each.status for each in done.consolidation.records if each.file}
    assert mine == {"M1": Status.DONE, "M2": Status.IN_PROGRESS, "01-เพิ่ม2": Status.IN_PROGRESS}
    assert not [each for each in done.findings if each.kind.slug == "locked-cell-changed"]


def test_only_days_that_were_entered_are_doubted_on_a_computer_that_puts_the_month_first(
    returned: Returned,
) -> None:
    own = {"มาตรการ": "โครงการของเรา", STATUS: DONE, "วันที่แล้วเสร็จ": date(2023, 5, 6), RESULT: "เสร็จ"}
    done = {**COMPLETE, "วันที่แล้วเสร็จ": date(2023, 1, 12)}
    returned.send_back(FIRST, {"M1": done, "M2": {**COMPLETE, "วันที่แล้วเสร็จ": date(2023, 2, 3)}, "เพิ่ม2": own})
    _, files = _next(returned)
    path = fill(files[FIRST], returned.folder / "m.xlsx", {"M2": {"วันที่แล้วเสร็จ": date(2023, 4, 5)}})
    stamp = openpyxl.load_workbook(path)["_itaxl"]
    (order,) = [row[1].coordinate for row in stamp.iter_rows() if row[0].value == "date-order"]

    def doubted(path: Path) -> list[str]:
        found = returned.office.read(path).findings
        return [each.cell for each in found if each.kind.slug == "maybe-swapped"]

    fill(path, returned.folder / "n.xlsx", cells={("_itaxl", order): 2})
    assert doubted(returned.folder / "n.xlsx") == ["O5"]
    without = {("_itaxl", row[0].coordinate): "unknown" for row in stamp.iter_rows() if row[0].value == "day"}
    assert len(without) == 3
    fill(
        path, returned.folder / "o.xlsx", cells={("_itaxl", order): 2, **without}
    )  # as forms were made before
    assert doubted(returned.folder / "o.xlsx") == ["O4", "O5", "O8"]


def test_a_measure_may_be_reopened(returned: Returned) -> None:
    returned.send_back(FIRST, _REPORTED)
    _, files = _next(returned)
    entries = {"M1": {STATUS: IN_PROGRESS, "วันที่แล้วเสร็จ": None}}
    path = fill(files[FIRST], returned.folder.parent / "x.xlsx", entries)
    done = _consolidated(returned, {"x.xlsx": path})
    assert {each.code: each.status for each in done.consolidation.records if each.file}[
        "M1"
    ] is Status.IN_PROGRESS
    assert not [each for each in done.findings if each.severity.value == "error"]


def test_new_dropped_and_reworded_measures_are_named_here_and_in_the_form(own: Returned) -> None:
    own.send_back(FIRST, {**_REPORTED, "M1": {**COMPLETE, RESULT: "ผลของมาตรการที่ตัดออก"}})
    lines = MEASURES.replace("เผยแพร่แผนการใช้จ่าย", "เผยแพร่แผนการจัดซื้อ").strip().splitlines()
    new = f"| M9 | 5 | มาตรการใหม่ล่าสุด | {FIRST} | | 2023-04-01 | 2023-09-30 |"
    fill_plan(own.office.control, "\n".join([lines[0], lines[2], new]))
    made, files = _next(own)
    named = {each.kind.slug: each.details.get("codes") for each in made.findings if each.file}
    assert named == {"measures-added": "M9", "measures-dropped": "M1", "measures-reworded": "M2"}
    rows = table(files[FIRST], SHEET)
    assert [(row["รหัส"], row["มาตรการ"], row[RESULT]) for row in rows[:2]] == [
        ("M2", "เผยแพร่แผนการจัดซื้อ", "กำลังจัดทำ"),
        ("M9", "มาตรการใหม่ล่าสุด", ""),
    ]
    front = {str(row["มาตรการ"])[:2]: row["หมายเหตุ"] for row in table(files[FIRST], PREVIOUS_SHEET, "ไปที่ช่อง")}
    assert front["M2"] == "ถ้อยคำในแผนเปลี่ยนจากรอบก่อน"
    assert front["M9"] == "มาตรการใหม่"
    assert "ผลของมาตรการที่ตัดออก" in str(grid(files[FIRST], PREVIOUS_SHEET))


def test_what_could_not_be_understood_before_is_there_as_it_was_written(returned: Returned) -> None:
    returned.send_back(FIRST, {"M1": {STATUS: "ทำไปเยอะแล้ว", RESULT: "ก"}})
    _, files = _next(returned)
    read = returned.office.read(files[FIRST])
    assert read.rows[0].unread == {"status": "ทำไปเยอะแล้ว"}
    assert read.is_only_carried


def test_the_folder_has_to_be_there(returned: Returned) -> None:
    with pytest.raises(UsageError):
        generate(
            returned.office.control,
            returned.folder.parent / "x",
            returned.office.settings,
            previous=returned.folder / "nowhere",
        )


def test_the_command_says_how_many_start_from_where(returned: Returned) -> None:
    returned.send_back(FIRST, _REPORTED)
    out = returned.folder.parent / "next"
    arguments = ["generate", str(returned.office.control), "-o", str(out), "--round", "12"]
    result = CliRunner().invoke(main, [*arguments, "--previous", str(returned.folder), "--lang", "en"])
    assert result.exit_code == 0
    assert "1 start from an earlier round, 2 are blank" in result.output
    assert f"“{SECOND}” has no return of an earlier round" in result.output


@pytest.mark.calc
def test_a_form_of_the_next_round_goes_through_libreoffice(
    returned: Returned, tmp_path: Path, soffice: "Convert"
) -> None:
    returned.send_back(FIRST, _REPORTED)
    _, files = _next(returned)
    opened = returned.office.read(soffice(files[FIRST], "xlsx"))
    assert opened.is_only_carried
    path = fill(files[FIRST], tmp_path / "x.xlsx")
    mended = soffice(path, "xlsx")
    assert grid(mended, "ตรวจก่อนส่ง")[2][1] == "พร้อมส่ง"
    read = returned.office.read(mended)
    assert read.origin is not None
    assert read.origin.changed
    assert told(read.findings) == []


# A province


def _of_province(folder: Path) -> tuple[ProvinceOffice, Path]:
    province = ProvinceOffice(folder / "office")
    sent = province.file("002")
    cells = {
        **scores([81.5] * 10),
        **measure(sent, 1, รหัส="ก1", มาตรการ="ประกาศ", สถานะ=IN_PROGRESS),
        **REPORTER,
    }
    province.returned(folder / "returned" / "a.xlsx", cells)
    return province, folder / "returned"


def test_an_agency_starts_from_its_measures_and_from_scores_of_the_same_year(tmp_path: Path) -> None:
    province, folder = _of_province(tmp_path)
    made = generate(province.control, tmp_path / "next", SETTINGS, months=12, previous=folder)
    path = tmp_path / "next" / next(each.name for each in made.files if each.code == "002")
    assert [line[3] for line in grid(path, "คะแนน")[3:13]] == [81.5] * 10
    assert table(path, SHEET)[0][STATUS] == IN_PROGRESS
    assert [each.kind.slug for each in made.findings] == ["nothing-earlier"] * 3
    back = tmp_path / "returned 12"
    back.mkdir()
    shutil.copy(path, back / "a.xlsx")
    done = consolidate_control(Order(province.control, back, tmp_path / "s.xlsx"), SETTINGS, months=12)
    assert {each.state.value for each in done.consolidation.units} == {"missing"}
    fill(path, back / "a.xlsx", cells=REPORTER, reporter=False)
    done = consolidate_control(Order(province.control, back, tmp_path / "s.xlsx"), SETTINGS, months=12)
    assert {each.file: each.state.value for each in done.consolidation.units if each.file} == {
        "a.xlsx": "accepted"
    }


def test_scores_of_another_assessment_are_not_carried_over(tmp_path: Path) -> None:
    province, folder = _of_province(tmp_path)
    book = openpyxl.load_workbook(province.control)
    for label, value in book["จังหวัด"].iter_rows(min_row=3, max_col=2):
        if label.value == "ปีที่ประเมิน":
            value.value = 2568
    book.save(province.control)
    made = generate(province.control, tmp_path / "next", SETTINGS, months=12, previous=folder)
    path = tmp_path / "next" / next(each.name for each in made.files if each.code == "002")
    assert {line[3] for line in grid(path, "คะแนน")[3:13]} == {""}
    assert table(path, SHEET)[0][STATUS] == IN_PROGRESS


RENUMBERED = DEPARTMENTS.replace("01", "00").replace("02", "01").replace("00", "02")
"""The first two departments have each other's codes."""


def test_departments_that_were_given_other_codes_keep_their_own_reports(own: Returned) -> None:
    own.send_back(FIRST, _REPORTED)
    own.send_back(SECOND, {"M1": {STATUS: IN_PROGRESS, RESULT: "ผลของกองคลัง"}, "M2": COMPLETE})
    fill_plan(own.office.control, departments=RENUMBERED)
    done = own.consolidate()
    results = {
        (each.department.name, each.code): each.entries.get("result") for each in done.consolidation.records
    }
    assert results[FIRST, "M1"] == COMPLETE[RESULT]
    assert results[SECOND, "M1"] == "ผลของกองคลัง"
    told = {each.details["unit"] for each in done.findings if each.kind.slug == "unit-changed"}
    assert told == {FIRST, SECOND}
    made = generate(
        own.office.control, own.folder.parent / "next", own.office.settings, months=12, previous=own.folder
    )
    names = {each.unit: own.folder.parent / "next" / each.name for each in made.files}
    begun = {unit: table(names[unit], SHEET)[0][RESULT] for unit in (FIRST, SECOND)}
    assert begun == {FIRST: COMPLETE[RESULT], SECOND: "ผลของกองคลัง"}
    assert "unit-changed" in {each.kind.slug for each in made.findings}


@pytest.mark.parametrize(
    ("departments", "counted"),
    [(DEPARTMENTS.replace("01", "1"), FIRST), (DEPARTMENTS.replace(FIRST, "สำนักปลัดเทศบาล"), "สำนักปลัดเทศบาล")],
)
def test_a_return_of_a_department_with_another_code_or_name_counts_and_says_so(
    own: Returned, departments: str, counted: str
) -> None:
    own.send_back(FIRST, _REPORTED)
    fill_plan(own.office.control, MEASURES.replace(FIRST, counted), departments=departments)
    done = own.consolidate()
    assert states_of(done)[f"{FIRST}.xlsx"] == "accepted"
    told = [each for each in done.findings if each.kind.slug == "unit-changed"]
    assert [each.details["unit"] for each in told] == [counted]


def test_what_stood_outside_the_form_is_shown_in_the_next_round(returned: Returned) -> None:
    path = returned.send_back(FIRST, _REPORTED, cells={(SHEET, "X40"): "รอหนังสือสั่งการ"})
    changed(path, lambda book: book.create_sheet("บันทึก").append(["ขอเลื่อนกำหนดส่ง"]))
    office, out = returned.office, returned.folder.parent / "next"
    made = generate(office.control, out, office.settings, months=12, previous=returned.folder)
    front = grid(out / next(each.name for each in made.files if each.unit == FIRST), PREVIOUS_SHEET)
    beside = {row[4]: row[1] for row in front if row[4] in ("รอหนังสือสั่งการ", "ขอเลื่อนกำหนดส่ง")}
    assert beside == {"รอหนังสือสั่งการ": f"{SHEET} X40", "ขอเลื่อนกำหนดส่ง": "บันทึก A1"}
