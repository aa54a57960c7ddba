"""Contradictions on the whole way: in a plan as people type it, in measures that departments add."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from filling import (
    COMPLETE,
    FIRST,
    IN_PROGRESS,
    RESULT,
    SECOND,
    STATUS,
    Office,
    Returned,
    address,
    fill_plan,
    table,
    told,
)

from itaxl.assessment.findings import Finding
from itaxl.cli import main
from itaxl.workflow.checking import check

RESPONSIBLE, PERIOD, STEPS, ISSUE = "ผู้รับผิดชอบ", "ระยะเวลา", "ขั้นตอน/วิธีการ", "ประเด็นที่ต้องพัฒนา"
START, END = "วันเริ่มต้น", "วันสิ้นสุด"
PLAN = {"รหัส": "M1", "มาตรการ": "เผยแพร่แผนการใช้จ่าย", "ส่วนราชการที่รับผิดชอบ": FIRST}
OWN = {"มาตรการ": "โครงการของกอง", STATUS: IN_PROGRESS}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    return Returned(office, tmp_path / "returned")


def checked(office: Office, folder: Path, *rows: Mapping[str, object]) -> list[tuple[str, str]]:
    """What ``check`` tells of a plan with these rows: slug and cell."""
    plan = folder / "plan.xlsx"
    plan.write_bytes(office.control.read_bytes())
    fill_plan(plan, [{**PLAN, **row} for row in rows])
    return told(check([plan], office.settings).findings)


def of_own(findings: Sequence[Finding], file: str, row: int) -> list[tuple[str, str, str]]:
    """What is found in one row of a return."""
    return [
        (each.kind.slug, each.cell, each.value)
        for each in findings
        if each.file == file and each.cell.endswith(str(row))
    ]


def test_dates_of_a_plan_may_be_the_first_and_the_last_of_the_year(office: Office, tmp_path: Path) -> None:
    assert checked(office, tmp_path, {START: date(2022, 10, 1), END: date(2023, 9, 30)}) == []
    assert checked(office, tmp_path, {START: date(2022, 9, 30), END: date(2023, 10, 1)}) == [
        ("planned-outside-year", "L4"),
        ("planned-outside-year", "M4"),
    ]


def test_an_end_before_its_start_is_an_error_and_told_once(office: Office, tmp_path: Path) -> None:
    assert checked(office, tmp_path, {START: date(2023, 3, 1), END: date(2023, 2, 28)}) == [
        ("before-start", "M4")
    ]
    assert checked(office, tmp_path, {START: date(2023, 3, 1), END: date(2023, 3, 1)}) == []


def test_what_reading_already_calls_an_error_is_told_once(office: Office, tmp_path: Path) -> None:
    assert checked(office, tmp_path, {"ตัวชี้วัด": "ตัวชี้วัดที่ ๘.๔ การบริหารและพัฒนาทรัพยากรบุคคล"}) == [
        ("unknown-indicator", "B4")
    ]
    assert checked(office, tmp_path, {"ส่วนราชการที่รับผิดชอบ": "ตลอดปีงบประมาณ"}) == [("unknown-department", "H4")]


def test_a_step_tells_its_own_faults_and_not_its_measures(office: Office, tmp_path: Path) -> None:
    head = {"ตัวชี้วัด": "10", "ข้อ": "๐๘", RESPONSIBLE: "ทุกไตรมาส"}
    step = {"รหัส": "M1.1", "มาตรการ": "", STEPS: "๑. ร่าง\n๒. เสนอ\n๔. เผยแพร่", PERIOD: "กองคลัง"}
    assert checked(office, tmp_path, head, step) == [
        ("code-read", "C4"),
        ("item-elsewhere", "C4"),
        ("period-as-responsible", "J4"),
        ("department-as-period", "N5"),
        ("numbers-jump", "G5"),
    ]


def test_a_plan_made_by_hand_has_its_scores_under_the_right_instruments(
    office: Office, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.xlsx"
    book = openpyxl.load_workbook(office.control)
    book["คะแนน"]["C12"] = "แบบวัด EIT"
    book.save(plan)
    assert told(check([plan], office.settings).findings) == []  # words that name no instrument prove nothing
    book["คะแนน"]["C12"] = "EIT"
    book.save(plan)
    (found,) = check([plan], office.settings).findings
    assert (found.kind.slug, found.sheet, found.cell) == ("wrong-instrument", "คะแนน", "C12")
    assert "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล วางไว้ใต้เครื่องมือ EIT แต่เป็นของ OIT" in found.text()


def test_measures_that_departments_add_are_compared_too(returned: Returned, tmp_path: Path) -> None:
    own = {
        **OWN,
        "ตัวชี้วัด": "๑. การป้องกันการทุจริต",
        "ข้อ": "ข้อ ๐๘",
        RESPONSIBLE: "ตลอดปีงบประมาณ",
        START: date(2022, 9, 30),
        ISSUE: "ตัวชี้วัดที่ 11",
        RESULT: "ตามแผนของเทศบาลตำบลโปงลาง",
    }
    file = returned.send_back(SECOND, {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม1": own, "เพิ่ม2": OWN})
    row = int("".join(filter(str.isdigit, address(file, "เพิ่ม1", "ข้อ"))))
    expected = [
        (slug, address(file, "เพิ่ม1", header), value)
        for slug, header, value in (
            ("indicator-read", "ตัวชี้วัด", "๑. การป้องกันการทุจริต"),
            ("code-read", "ข้อ", "ข้อ ๐๘"),
            ("item-elsewhere", "ข้อ", "ข้อ ๐๘"),
            ("no-such-indicator", ISSUE, "ตัวชี้วัดที่ 11"),
            ("period-as-responsible", RESPONSIBLE, "ตลอดปีงบประมาณ"),
            ("planned-outside-year", START, "30 ก.ย. 2565"),
            ("other-agency-named", RESULT, "เทศบาลตำบลโปงลาง"),
        )
    ]
    done = returned.consolidate()
    assert of_own(done.consolidation.inconsistencies, file.name, row) == expected
    assert of_own(done.consolidation.inconsistencies, file.name, row + 1) == []
    settings = returned.office.settings
    with_plan = check([returned.folder], settings, control=returned.office.control).findings
    assert of_own(with_plan, file.name, row) == expected
    assert of_own(check([returned.folder], settings).findings, file.name, row) == []
    shown = table(tmp_path / "summary.xlsx", "ข้อสังเกต", "ลำดับ")
    assert [each["ส่วนราชการ"] for each in shown if each["เรื่อง"] == "ชื่อหน่วยงานอื่น"] == [SECOND]


def test_an_indicator_of_a_departments_own_that_does_not_exist_is_told(returned: Returned) -> None:
    file = returned.send_back(SECOND, {"M1": COMPLETE, "เพิ่ม1": {**OWN, "ตัวชี้วัด": "ตัวชี้วัดที่ 8.4"}})
    found = returned.consolidate().consolidation.inconsistencies
    cell = address(file, "เพิ่ม1", "ตัวชี้วัด")
    assert [(each.kind.slug, each.cell) for each in found] == [("no-such-indicator", cell)]


@pytest.mark.parametrize(("day", "told_of"), [(1, []), (3, ["other-agency-named"])])
def test_only_the_version_that_counts_is_compared(
    returned: Returned, day: int, told_of: Sequence[str]
) -> None:
    foreign = {**COMPLETE, RESULT: "ตามแผนของเทศบาลตำบลโปงลาง"}
    clean = {"M1": COMPLETE, "M2": COMPLETE}
    returned.send_back(FIRST, clean, name="a.xlsx", saved=datetime(2023, 4, 2, tzinfo=UTC))
    returned.send_back(
        FIRST, {**clean, "M1": foreign}, name="b.xlsx", saved=datetime(2023, 4, day, tzinfo=UTC)
    )
    found = returned.consolidate().consolidation.inconsistencies
    assert [each.kind.slug for each in found] == told_of


def test_contradictions_alone_leave_the_exit_status_clean(office: Office, tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(office.control.read_bytes())
    fill_plan(plan, [{**PLAN, STEPS: "๑. ร่าง\n๓. เผยแพร่"}])
    result = CliRunner().invoke(main, ["check", str(plan), "--lang", "en"])
    assert result.exit_code == 0
    assert "G4: the numbering in “ขั้นตอน/วิธีการ” jumps from ๑ to ๓" in result.output
