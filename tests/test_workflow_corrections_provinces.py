"""What goes back to the agencies of a province."""

import shutil
from pathlib import Path

from filling import (
    FIRST,
    IN_PROGRESS,
    RESULT,
    SHEET,
    STATUS,
    Office,
    fill,
    table,
    told,
)
from provincial import REPORTER, SETTINGS, ProvinceOffice, measure, scores
from written_values import sheet_of

from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.orders import Correction, Order
from itaxl.workflow.provinces import ConsolidatedProvince
from itaxl.workflow.rounds import consolidate_control


def _of_province(
    province: ProvinceOffice, folder: Path
) -> tuple[ConsolidatedProvince, dict[str, Correction]]:
    done = consolidate_control(
        Order(
            province.control,
            folder,
            folder.parent / "summary.xlsx",
            corrections=folder.parent / "corrections",
        ),
        SETTINGS,
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
    rows = sheet_of(made["002"].path, "มาตรการ").row_dimensions
    assert [rows[row].height >= 5 * 21 for row in (4, 7, 8)] == [False, True, False]
    sheet = sheet_of(made["002"].path, "คะแนน")
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
