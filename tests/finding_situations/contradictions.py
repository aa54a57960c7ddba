"""What contradicts itself in a plan or in a report."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
from filling import COMPLETE, FIRST, RESULT, fill, put

from finding_situations.desk import Build, Desk, Make, MakePair, Pair, What
from finding_situations.plans import TEN, plan, row
from itaxl.assessment.findings import Finding, FindingKind

_PASTED = (
    "๑. ออกคำสั่งแต่งตั้งคณะกรรมการทบทวนปรับปรุงการจัดทำคู่มือการใช้ทรัพย์สินของทางราชการ\n"
    "๒. จัดทำแบบฟอร์มการให้บริการยืมทรัพย์สินของทางราชการ ๓. มีสมุดคุมการให้ยืม"
)
_ASSETS = (
    "กำกับดูแลการใช้ทรัพย์สินของทางราชการ จัดทำคู่มือการใช้ทรัพย์สินของทางราชการ และแบบฟอร์มการให้บริการยืมทรัพย์สินของทางราชการ"
)
_COMPLAINTS = "จัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบของเจ้าหน้าที่ และเผยแพร่ช่องทางร้องเรียนแก่ประชาชน"
_LACKING = {no: (score, None) for no, score in {1: 82.44, 2: 77.85, 3: 80.95, 4: 73.16, 5: 72.13}.items()}
_LACKING |= {9: (92.5, None), 10: (100.0, None)}


def _with_points(*points: tuple[str, str], scores: Mapping[int, tuple[float | None, None]] = TEN) -> Build:
    """The plan with points to develop: instrument and indicator."""

    def build(desk: Desk, path: Path) -> str:
        name = plan(scores=scores)(desk, path)
        book = openpyxl.load_workbook(path)
        for number, both in enumerate(points, start=4):
            for cell, value in zip(book["ประเด็นที่ต้องพัฒนา"][number], both, strict=False):
                put(cell, value)
        book.save(path)
        return name

    return build


CHECKED: Mapping[What, Pair] = {
    FindingKind.CODE_READ: (row(ตัวชี้วัด="10", ข้อ="๐๔๒"), row(ตัวชี้วัด="10", ข้อ="o42")),
    FindingKind.NO_SUCH_ITEM: (row(ตัวชี้วัด="10", ข้อ="o44"), row(ตัวชี้วัด="10", ข้อ="o43")),
    FindingKind.ITEM_ELSEWHERE: (row(ตัวชี้วัด="10", ข้อ="o8"), row(ตัวชี้วัด="9, 10", ข้อ="o8")),
    FindingKind.NO_SUCH_INDICATOR: (
        row(ประเด็นที่ต้องพัฒนา="ตัวชี้วัดที่ ๘.๔ การบริหารและพัฒนาทรัพยากรบุคคล"),
        row(ประเด็นที่ต้องพัฒนา="ตัวชี้วัดที่ ๙.๔ การบริหารและพัฒนาทรัพยากรบุคคล"),
    ),
    FindingKind.WRONG_INSTRUMENT: (_with_points(("EIT", "9")), _with_points(("OIT", "9"))),
    FindingKind.WEAK_NOT_NAMED: (
        _with_points(("OIT", "9"), scores={**TEN, 2: (79.99, None)}),
        _with_points(("OIT", "9"), scores={**TEN, 2: (80.0, None)}),
    ),
    FindingKind.MISSING_SCORE_IS_LOW: (
        plan(scores=_LACKING, labels={"คะแนนรวม": 84.48}),
        plan(scores=_LACKING, labels={"คะแนนรวม": 90}),
    ),
    FindingKind.PERIOD_AS_RESPONSIBLE: (
        row(ผู้รับผิดชอบ="ตลอดปีงบประมาณ"),
        row(ผู้รับผิดชอบ="งานแผนงานประจำปี กองช่าง"),
    ),
    FindingKind.DEPARTMENT_AS_PERIOD: (row(ระยะเวลา="กองคลัง"), row(ระยะเวลา="เดือนละครั้ง โดยกองคลัง")),
    FindingKind.PLANNED_OUTSIDE_YEAR: (
        row(วันสิ้นสุด=date(2023, 10, 1)),
        row(วันสิ้นสุด=date(2023, 9, 30)),
    ),
    FindingKind.OTHER_AGENCY_NAMED: (
        row(แนวทางปฏิบัติ="ตามแผนของเทศบาลตำบลหนองสมมติ"),
        row(แนวทางปฏิบัติ="ร่วมกับเทศบาลตำบลหนองสมมติจัดกิจกรรม"),
    ),
    FindingKind.OWN_NAME_MISSPELT: (
        row(แนวทางปฏิบัติ="เผยแพร่บนเว็บไซต์ของเทศบาลตำบลตัวอยาง"),
        row(แนวทางปฏิบัติ="เผยแพร่บนเว็บไซต์ของ ทต.ตัวอย่าง"),
    ),
    FindingKind.NUMBERS_JUMP: (
        row(ขั้นตอน_วิธีการ="๑. ร่าง\n๒. เสนอ\n๔. เผยแพร่"),
        row(ขั้นตอน_วิธีการ="๑. ร่าง\n๒. เสนอตามข้อ ๔\n๓. เผยแพร่"),
    ),
}


def _reported(first: str, second: str, *, about: tuple[str, str] = (_ASSETS, _COMPLAINTS)) -> Make:
    """Two measures of one department and what it says of each."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        office, folder = desk.office_with(*about), desk.place()
        entries = {"M1": {**COMPLETE, RESULT: first}, "M2": {**COMPLETE, RESULT: second}}
        fill(office.file(FIRST), folder / office.file(FIRST).name, entries)
        return desk.consolidated(folder, control=office.control)

    return make


_NEARLY = _PASTED.replace("ยืม", "เยี่ยม")

MADE: Mapping[What, MakePair] = {
    FindingKind.PASTED_RESULT: (_reported(_PASTED, _PASTED), _reported("ประกาศแล้ว", "ประกาศแล้ว")),
    FindingKind.MISFITTING_RESULT: (
        _reported(_PASTED, _NEARLY),
        _reported(_PASTED, _NEARLY, about=(_ASSETS, _ASSETS)),
    ),
}
