"""One workbook a department, all of them or none, and nobody's entries are lost."""

import hashlib
import shutil
from pathlib import Path

import pytest
from filling import (
    AGENCY,
    COMPLETE,
    FIRST,
    MEASURES,
    SECOND,
    SHEET,
    THIRD,
    TODAY,
    FullDisk,
    Office,
    fill,
    fill_plan,
    grid,
    table,
    told,
)

from itaxl.assessment.plans import Agency
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.generation import REGISTER_NAME, generate
from itaxl.workflow.planning import init_plan
from itaxl.workflow.settings import Settings, UsageError, default_templates


def test_every_department_with_a_measure_gets_a_workbook_and_no_other(tmp_path: Path) -> None:
    measures = """
    | รหัส | มาตรการ | ส่วนราชการที่รับผิดชอบ | ส่วนราชการร่วม |
    | M1 | ก | กองคลัง | กองช่าง |
    | M2 | ข | กองคลัง | |
    """
    office = Office(tmp_path, measures)
    assert [each.name for each in office.generated.files] == [f"02 {SECOND}.xlsx", f"03 {THIRD}.xlsx"]
    assert sorted(each.name for each in office.sent.iterdir()) == [
        f"02 {SECOND}.xlsx",
        f"03 {THIRD}.xlsx",
        REGISTER_NAME,
    ]
    codes = [row["รหัส"] for row in table(office.file(SECOND), SHEET)]
    assert codes[:2] == ["M1", "M2"]
    assert table(office.file(THIRD), SHEET)[0]["รหัส"] == "M1"


def test_the_register_says_what_went_out(office: Office) -> None:
    rows = table(office.sent / REGISTER_NAME, "ทะเบียนการแจกจ่าย")
    assert [(row["รหัส"], row["จำนวนมาตรการ"]) for row in rows] == [("01", 2), ("02", 2), ("03", 1)]
    for row in rows:
        content = (office.sent / str(row["ไฟล์"])).read_bytes()
        assert row["SHA-256 ของไฟล์ที่แจกจ่าย"] == hashlib.sha256(content).hexdigest()


def test_steps_count_as_one_measure_in_the_register(tmp_path: Path) -> None:
    measures = f"""
    | รหัส | มาตรการ | ส่วนราชการที่รับผิดชอบ |
    | M1 | ก | {FIRST} |
    | M1.1 | | {FIRST} |
    """
    office = Office(tmp_path, measures)
    assert [each.further[-1] for each in office.generated.files] == [1]
    steps = table(office.file(FIRST), SHEET)[:2]
    assert [row["มาตรการ"] for row in steps] == ["ก", "ก"]


def test_a_workbook_carries_its_identity_whatever_it_is_called(office: Office) -> None:
    sent = stamp_of(open_workbook(office.file(SECOND)))
    assert sent is not None
    stamp = sent.stamp
    assert (stamp.kind, stamp.agency, stamp.fiscal_year, stamp.months) == ("department", AGENCY, 2566, 6)
    assert (stamp.unit_code, stamp.unit, stamp.made_on) == ("02", SECOND, "2023-04-11")


def test_another_round_can_be_asked_for(office: Office, tmp_path: Path) -> None:
    made = generate(office.control, tmp_path / "out", office.settings, months=12)
    sent = stamp_of(open_workbook(tmp_path / "out" / made.files[0].name))
    assert sent is not None
    assert sent.stamp.months == 12


def test_a_plan_with_errors_sends_out_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    fill_plan(office.control, MEASURES.replace(f"| {FIRST} |", "| กองใหม่ |"))
    made = generate(office.control, tmp_path / "out", office.settings)
    assert told(made.findings) == [("unknown-department", "H4")]
    assert made.files == ()
    assert not (tmp_path / "out").exists()


def test_generating_twice_refuses_and_changes_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    before = {each.name: each.read_bytes() for each in office.sent.iterdir()}
    with pytest.raises(UsageError, match="overwrite"):
        generate(office.control, office.sent, office.settings)
    assert {each.name: each.read_bytes() for each in office.sent.iterdir()} == before


def test_what_stands_in_the_way_is_set_aside_and_never_lost(tmp_path: Path) -> None:
    office = Office(tmp_path)
    filled = fill(office.file(FIRST), tmp_path / "filled.xlsx", {"M1": COMPLETE})
    shutil.copy(filled, office.file(FIRST))
    kept = filled.read_bytes()
    made = generate(office.control, office.sent, office.settings, overwrite=True)
    assert kept in [each.read_bytes() for each in made.set_aside]
    assert office.file(FIRST).read_bytes() != kept
    again = generate(office.control, office.sent, office.settings, overwrite=True)
    assert not set(again.set_aside) & set(made.set_aside)
    assert kept in [each.read_bytes() for each in office.sent.iterdir()]


@pytest.mark.parametrize("name", ["CON", "กอง/พัสดุ", "../../หนี", "ก" * 300, 'a:b*c?"<>|', "~$x"])
def test_departments_may_have_any_name(tmp_path: Path, name: str) -> None:
    departments = [{"รหัส": "1", "ชื่อส่วนราชการ": name}, {"รหัส": "2", "ชื่อส่วนราชการ": f"{name}x"}]
    office = Office(
        tmp_path,
        [{"รหัส": "M1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": "ทุกส่วนราชการ"}],
        departments=departments,
    )
    files = sorted(each for each in office.sent.iterdir() if each.name != REGISTER_NAME)
    assert len(files) == 2
    assert {each.parent for each in tmp_path.rglob("*.xlsx")} == {tmp_path, office.sent}
    assert grid(files[0], "ผู้รายงาน")[3][1] == name


def test_names_that_come_to_the_same_file_name_give_two_files(tmp_path: Path) -> None:
    departments = [{"รหัส": "A", "ชื่อส่วนราชการ": "x/y"}, {"รหัส": "B", "ชื่อส่วนราชการ": "X:Y"}]
    templates = tmp_path / "templates"
    shutil.copytree(default_templates(), templates)
    path = templates / "department.toml"
    text = path.read_text(encoding="utf-8").replace("{unit_code} {unit}.xlsx", "{unit}.xlsx")
    path.write_text(text, encoding="utf-8")
    measures = [
        {"รหัส": "M1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": "A"},
        {"รหัส": "M2", "มาตรการ": "ข", "ส่วนราชการที่รับผิดชอบ": "B"},
    ]
    office = Office(tmp_path / "o", measures, departments=departments, templates=templates)
    names = [each.name.casefold() for each in office.sent.iterdir()]
    assert len(names) == len(set(names)) == 3


def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path)
    before = {each.name: each.read_bytes() for each in office.sent.iterdir()}

    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", FullDisk)
    with pytest.raises(OSError, match="No space"):
        generate(office.control, office.sent, office.settings, overwrite=True)
    assert {each.name: each.read_bytes() for each in office.sent.iterdir()} == before
    with pytest.raises(OSError, match="No space"):
        init_plan(tmp_path / "new", office.settings, agency=Agency("ก"), fiscal_year=2566)
    assert list((tmp_path / "new").iterdir()) == []


def test_workers_change_nothing_in_what_is_written(office: Office, tmp_path: Path) -> None:
    settings = Settings(default_templates(), TODAY, workers=2)
    made = generate(office.control, tmp_path / "out", settings)
    assert made.files == office.generated.files
    for each in made.files:
        assert (tmp_path / "out" / each.name).read_bytes() == (office.sent / each.name).read_bytes()


def test_progress_is_told_after_every_workbook(office: Office, tmp_path: Path) -> None:
    told_of: list[tuple[int, int]] = []
    generate(office.control, tmp_path / "out", office.settings, progress=lambda *each: told_of.append(each))
    assert told_of == [(1, 3), (2, 3), (3, 3)]


def test_a_new_plan_has_the_departments_and_indicators_of_its_kind(tmp_path: Path) -> None:
    settings = Settings(default_templates(), TODAY)
    path = init_plan(tmp_path, settings, agency=Agency("ก", "อบต."), fiscal_year=2566)
    departments = [row["ชื่อส่วนราชการ"] for row in table(path, "ส่วนราชการ") if row["ชื่อส่วนราชการ"]]
    assert "กองคลัง" in departments
    scores = table(path, "คะแนน", "ลำดับ")[:10]
    assert [row["ลำดับ"] for row in scores] == list(range(1, 11))
    assert scores[4]["ตัวชี้วัด"] == "การแก้ไขปัญหาการทุจริต"
    with pytest.raises(UsageError):
        init_plan(tmp_path, settings, agency=Agency("ก"), fiscal_year=2566)
    with pytest.raises(UsageError, match="2569"):
        init_plan(tmp_path / "b", settings, agency=Agency("ก"), fiscal_year=2590)
