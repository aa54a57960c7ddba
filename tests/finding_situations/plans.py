"""An agency's plan: what is missing or doubtful in it, and what was changed after it was sent out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filling import COMPLETE, DEPARTMENTS, FIRST, MEASURES, RESULT, SECOND, SHEET, address, fill, fill_plan
from provincial import measure

from finding_situations.desk import PLAN, Build, Desk, Make, MakePair, Pair, What
from finding_situations.rounds import M3_OF_SECOND, REWORDED, SPACED, WITH_M3, WITHOUT_M2
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.workflow.handover import submit

TEN = dict.fromkeys(range(1, 11), (90.0, None))
_PLAIN = {"รหัส": "M1", "มาตรการ": "เผยแพร่แผนการใช้จ่าย", "ส่วนราชการที่รับผิดชอบ": FIRST}
_SECOND = {**_PLAIN, "รหัส": "M2", "มาตรการ": "จัดทำคู่มือการใช้ทรัพย์สิน"}


def plan(**changes: Any) -> Build:
    """The plan with other rows, departments, scores or labels."""
    return lambda desk, path: desk.plan(path, **{"measures": [_PLAIN], **changes})


def row(**entries: object) -> Build:
    """The plan with other entries in its only row; in names _ stands for a stroke."""

    def build(desk: Desk, path: Path) -> str:
        plain = desk.plan_of(_PLAIN)
        at = {address(plain, "M1", each.replace("_", "/")): value for each, value in entries.items()}
        fill(plain, path, cells={(SHEET, cell): value for cell, value in at.items()}, reporter=False)
        return PLAN

    return build


def _coded(*codes: str) -> Build:
    """The plan with these codes of its departments."""
    units = zip(codes, (FIRST, SECOND), strict=True)
    return plan(departments=[{"รหัส": code, "ชื่อส่วนราชการ": name} for code, name in units])


def _addressed(email: str) -> Build:
    """The plan with this address of its only department."""
    return plan(departments=[{"รหัส": "01", "ชื่อส่วนราชการ": FIRST, "อีเมล": email}])


CHECKED: Mapping[What, Pair] = {
    FindingKind.MISSING_SETTING: (
        plan(labels={"รอบการรายงาน": None}),
        plan(labels={"รอบการรายงาน": "รอบ ๖ เดือน"}),
    ),
    FindingKind.NO_DEPARTMENTS: (
        plan(departments=[]),
        plan(departments=[{"รหัส": "01", "ชื่อส่วนราชการ": FIRST}]),
    ),
    FindingKind.NO_MEASURES: (plan(measures=[]), plan()),
    FindingKind.DUPLICATE_CODE: (
        plan(measures=[_PLAIN, {**_SECOND, "รหัส": "m 1"}]),
        plan(measures=[_PLAIN, {**_SECOND, "รหัส": "M1.1"}]),
    ),
    FindingKind.ALIKE_CODES: (_coded("1", "01"), _coded("01", "10")),
    FindingKind.UNKNOWN_DEPARTMENT: (row(ส่วนราชการที่รับผิดชอบ="กองครัง"), row(ส่วนราชการที่รับผิดชอบ="กอง คลัง")),
    FindingKind.UNKNOWN_INDICATOR: (row(ตัวชี้วัด="11"), row(ตัวชี้วัด="๑๐")),
    FindingKind.INDICATOR_READ: (row(ตัวชี้วัด="๑. การเปิดเผยข้อมูล"), row(ตัวชี้วัด="๙. การเปิดเผยข้อมูล")),
    FindingKind.BAD_ADDRESS: (
        _addressed("office(at)example.go.th"),
        _addressed("a@example.go.th, b@example.go.th"),
    ),
    FindingKind.TOTAL_DIFFERS: (
        plan(scores=TEN, labels={"คะแนนรวม": 91}),
        plan(scores=TEN, labels={"คะแนนรวม": 90}),
    ),
}

# Changed after sending


def _planned_anew(measures: str = MEASURES, departments: str = DEPARTMENTS) -> Make:
    """The first department's form, after the plan was changed."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder, control = desk.place(), desk.place() / PLAN
        desk.filled(folder / desk.office.file(FIRST).name)
        control.write_bytes(desk.office.control.read_bytes())
        fill_plan(control, measures, departments=departments)
        return desk.consolidated(folder, control=control)

    return make


# Into the province's workbook


def _submitted(letters: int = 0, typed: Mapping[str, object] | None = None, *, replace: bool = False) -> Make:
    """An agency's figures, handed over to a form in which somebody has typed already."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder, place = desk.place(), desk.place()
        for unit in (FIRST, SECOND):
            words = unit + "ก" * letters if letters else COMPLETE[RESULT]
            entries = {"M1": {**COMPLETE, RESULT: words}}
            desk.filled(folder / desk.office.file(unit).name, entries, unit=unit)
        source = desk.form()
        cells = measure(source, 1, **typed) if typed else {}
        form = fill(source, place / source.name, cells=cells, reporter=False)
        out = place / "ส่งจังหวัด.xlsx"
        settings = desk.settings
        return submit(form, desk.office.control, folder, out, settings, replace=replace).findings

    return make


_TYPED = {"รหัส": "M1", "มาตรการ": "ตรวจสอบการใช้ดุลพินิจ", "ผลการดำเนินงาน": "อยู่ระหว่างร่างประกาศ"}
_THE_SAME = {**_TYPED, "ผลการดำเนินงาน": None}


MADE: Mapping[What, MakePair] = {
    FindingKind.PLAN_CHANGED: (
        _planned_anew(REWORDED),
        _planned_anew(SPACED),
    ),
    FindingKind.UNIT_CHANGED: (
        _planned_anew(departments=DEPARTMENTS.replace("01", "04")),
        _planned_anew(departments=DEPARTMENTS.replace(FIRST, "สำนัก ปลัด")),
    ),
    FindingKind.NOT_IN_FORM: (_planned_anew(WITH_M3), _planned_anew(M3_OF_SECOND)),
    FindingKind.DROPPED_MEASURE: (_planned_anew(WITHOUT_M2), _planned_anew(MEASURES)),
    FindingKind.ENTRY_KEPT: (_submitted(0, _TYPED), _submitted(0, _THE_SAME)),
    FindingKind.ENTRY_REPLACED: (_submitted(0, _TYPED, replace=True), _submitted(0, _TYPED)),
    FindingKind.TEXT_CUT: (_submitted(20_000), _submitted(10_000)),
}
