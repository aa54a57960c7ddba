"""Makes what the benchmarks work on: a plan and filled department workbooks, the same at every run.

Nothing here is measured. Workbooks are filled through the library's own writer, which is fast, and their
formulas are then marked as calculated; what else other programs do to workbooks is the tests' business.
"""

import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.plans import (
    EVERY_DEPARTMENT,
    Agency,
    Department,
    IndicatorScore,
    Plan,
    PlanRow,
    Thresholds,
)
from itaxl.assessment.provinces import Province
from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.planning.indicators import indicator_label
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.sheets.workers import run_in_workers
from itaxl.workflow.generation import Setup, write_department_workbook
from itaxl.workflow.planning import write_plan, write_province
from itaxl.workflow.settings import Settings, default_templates

NOT_STARTED, IN_PROGRESS, DONE = STATUS_CHOICES
SHEET = "มาตรการ"
HEADER_ROW = 3
"""The row of the sheet's headers as Excel counts, for whoever reads it without itaxl."""

_SEED = 2566
_YEAR = FiscalYear(2566)
_TODAY = date(2023, 4, 20)
_FAULTY_SHARE = 0.02

_PHRASES = (
    "จัดทำประกาศเจตจำนงสุจริตในการบริหารงาน",
    "เผยแพร่ข้อมูลทางเว็บไซต์ของหน่วยงานให้ประชาชนเข้าถึงได้โดยสะดวก",
    "แต่งตั้งคณะทำงานวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส",
    "ประชุมชี้แจงแนวทางปฏิบัติแก่บุคลากรทุกระดับ",
    "กำหนดขั้นตอนและระยะเวลาการให้บริการอย่างชัดเจน",
    "ติดป้ายประชาสัมพันธ์ ณ จุดให้บริการ",
    "เปิดโอกาสให้ผู้มีส่วนได้ส่วนเสียมีส่วนร่วมแสดงความคิดเห็น",
    "รายงานผลการดำเนินงานต่อผู้บริหารทุกไตรมาส",
    "จัดทำคู่มือการใช้ทรัพย์สินของราชการและการขอยืม",
    "ตรวจสอบการใช้จ่ายงบประมาณให้เป็นไปตามวัตถุประสงค์",
    "อบรมให้ความรู้เรื่องผลประโยชน์ทับซ้อนและมาตรฐานทางจริยธรรม",
    "สร้างช่องทางร้องเรียนการทุจริตที่คุ้มครองผู้ร้องเรียน",
    "ประเมินความพึงพอใจของผู้รับบริการหลังเสร็จสิ้นงาน",
    "ทบทวนหลักเกณฑ์การประเมินผลการปฏิบัติงานและการเลื่อนเงินเดือน",
    "ลดขั้นตอนที่ไม่จำเป็นและนำระบบอิเล็กทรอนิกส์มาใช้ในการให้บริการ (E-Service)",
    "เสนอนายกเทศมนตรีพิจารณาให้ความเห็นชอบ",
    "สรุปปัญหาและอุปสรรคเพื่อปรับปรุงในปีงบประมาณถัดไป",
    "มอบหมายผู้รับผิดชอบรายงานภายในวันที่ ๕ ของเดือนถัดไป",
    "ปรับปรุงข้อมูลให้เป็นปัจจุบันอย่างน้อยเดือนละ 1 ครั้ง",
    "กำกับติดตามโดยหัวหน้าส่วนราชการและปลัดเทศบาล",
)
_POSITIONS = ("นักจัดการงานทั่วไป", "นักวิเคราะห์นโยบายและแผน", "นักวิชาการเงินและบัญชี", "นายช่างโยธา")
_OFFICES = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสาธารณสุขและสิ่งแวดล้อม", "กองสวัสดิการสังคม")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A control workbook and what it was read as.

    Attributes:
        returned: the folder of filled workbooks; empty until ``write_returned`` has run.
    """

    settings: Settings
    control: Path
    read: ReadPlan
    returned: Path


def make_corpus(folder: Path, departments: int, *, rows_each: int = 10, shared: int = 2) -> Corpus:
    """Write the control workbook of an agency with so many departments.

    Args:
        folder: an empty folder.
        departments: how many.
        rows_each: rows of every department.
        shared: how many of them every department has to report on.
    """
    settings = Settings(default_templates(), _TODAY)
    framework = settings.framework(_YEAR.number - 1)
    chance = random.Random(_SEED)  # noqa: S311 - the same texts at every run are the point
    units = tuple(
        Department(f"D{number:04d}", f"{chance.choice(_OFFICES)} เขต {number}", "ผู้ประสานงาน", "")
        for number in range(1, departments + 1)
    )
    labels = [indicator_label(each) for each in framework.indicators]
    names = [EVERY_DEPARTMENT] * shared + [each.name for each in units for _ in range(rows_each - shared)]
    rows = tuple(_rows(chance, names, labels))
    plan = Plan(
        agency=Agency("เทศบาลตำบลตัวอย่าง", "เทศบาลตำบล", "เมืองสกลนคร", "สกลนคร"),
        fiscal_year=_YEAR,
        scored_year=framework.fiscal_year,
        months=6,
        due=date(2023, 4, 10),
        thresholds=Thresholds(),
        departments=units,
        scores=tuple(IndicatorScore(each.no, score(chance), score(chance)) for each in framework.indicators),
        rows=rows,
    )
    control = folder / "plan.xlsx"
    write_plan(control, plan, framework, settings)
    read = read_plan(control, settings.description("plan"))
    assert not read.findings, read.findings[0].message("en")
    returned = folder / "returned"
    returned.mkdir()
    return Corpus(settings, control, read, returned)


def make_province(folder: Path, agencies: int) -> tuple[Path, Settings]:
    """Write the control workbook of a province with so many agencies; gives its place too.

    Args:
        folder: an empty folder.
        agencies: how many, over ten districts.
    """
    settings = Settings(default_templates(), _TODAY)
    framework = settings.framework(_YEAR.number - 1)
    chance = random.Random(_SEED)  # noqa: S311 - the same names at every run are the point
    types = ("เทศบาลตำบล", "องค์การบริหารส่วนตำบล")
    province = Province(
        name="สกลนคร",
        fiscal_year=_YEAR,
        scored_year=framework.fiscal_year,
        months=6,
        due=date(2023, 4, 10),
        agencies=tuple(
            Agency(f"{kind}ตัวอย่าง {number}", kind, f"อำเภอที่ {number % 10}", "สกลนคร", f"A{number:04d}")
            for number in range(1, agencies + 1)
            for kind in (chance.choice(types),)
        ),
    )
    control = folder / "province.xlsx"
    write_province(control, province, framework, settings)
    return control, settings


def score(chance: random.Random) -> Decimal:
    """A plausible score, 65 to 99."""
    return Decimal(chance.randint(6500, 9900)) / 100


def _rows(chance: random.Random, names: Sequence[str], labels: Sequence[str]) -> Iterator[PlanRow]:
    for number, name in enumerate(names, start=1):
        values: dict[str, object] = {
            "code": f"M{number}",
            "indicator": chance.choice(labels),
            "issue": words(chance, 50, 120),
            "measure": words(chance, 50, 150),
            "guideline": words(chance, 80, 250),
            "steps": words(chance, 150, 600),
            "department": name,
            "responsible": chance.choice(_POSITIONS),
            "monitoring": words(chance, 50, 120),
            "start": _YEAR.start,
            "end": _YEAR.start + timedelta(chance.randint(90, 360)),
        }
        # Written into the control workbook and read back from there, so only its values matter.
        yield PlanRow(f"M{number}", f"M{number}", (), (), None, None, values)


def words(chance: random.Random, least: int, most: int) -> str:
    """Thai text of about so many characters, as offices write it."""
    wanted = chance.randint(least, most)
    text = chance.choice(_PHRASES)
    while len(text) < wanted:
        text += chance.choice((" ", " และ", "\n- ", " ")) + chance.choice(_PHRASES)
    return text[:wanted].strip()


def correct_entries(chance: random.Random, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What a careful department fills in: statuses mixed, nothing missing, nothing contradictory."""
    entries: dict[str, dict[str, Any]] = {
        "": {"reporter": "นางสาวตัวอย่าง", "position": chance.choice(_POSITIONS), "telephone": "042 000 000"}
    }
    for code in codes:
        status = chance.choices((DONE, IN_PROGRESS, NOT_STARTED), (5, 3, 2))[0]
        entries[code] = correct_entry(chance, status)
    return entries


def correct_entry(chance: random.Random, status: str) -> dict[str, object]:
    """One row's entries for a status."""
    entry: dict[str, object] = {"status": status}
    if status == DONE:
        entry |= {
            "done_on": _YEAR.start + timedelta(chance.randint(0, 180)),
            "result": words(chance, 50, 400),
            "outcome": words(chance, 50, 200),
            "evidence": f"https://www.example.go.th/ita/{chance.randint(1, 9999)}.pdf",
        }
    elif status == IN_PROGRESS:
        entry |= {"result": words(chance, 50, 250), "suggestion": words(chance, 50, 120)}
    return entry


def write_returned(corpus: Corpus, *, faulty: bool = True) -> list[Path]:
    """Write a filled workbook for every department; in a few rows something is wrong, as always."""
    setup = Setup(
        corpus.read.plan,
        corpus.read.framework,
        corpus.settings.description("department"),
        corpus.settings.today,
    )
    departments = corpus.read.plan.reporting_departments()
    tasks = [(number, each, corpus.returned / f"{each.code}.xlsx") for number, each in enumerate(departments)]
    outcomes = run_in_workers(_write_one, tasks, memory_bytes=None, setup=(_set_up, (setup, faulty)))
    for outcome in outcomes:
        assert outcome.failure is None, outcome.message
    return [place for _, _, place in tasks]


_now: dict[str, tuple[Setup, bool]] = {}


def _set_up(setup: Setup, faulty: bool) -> None:  # noqa: FBT001 - goes by position to the workers
    _now["setup"] = setup, faulty


def _write_one(task: tuple[int, Department, Path]) -> None:
    number, department, place = task
    setup, faulty = _now["setup"]
    chance = random.Random(_SEED + number)  # noqa: S311
    entries = correct_entries(chance, [row.code for row in setup.plan.rows_for(department.code)])
    for entry in entries.values():
        if faulty and "status" in entry and chance.random() < _FAULTY_SHARE:
            entry["status"] = "แล้วเสร็จ"
    write_department_workbook(place, department, setup, entries)
    calculate(place)


_NOT_CALCULATED = re.compile(rb'(<c r="[A-Z]+\d+" s="\d+")(><f>[^<]*</f><v></v></c>)')


def calculate(place: Path) -> None:
    """Mark formulas without a result as having an empty text for one, as Excel and LibreOffice save them."""
    parts = {}
    with zipfile.ZipFile(place) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, _NOT_CALCULATED.sub(rb'\1 t="str"\2', content))
