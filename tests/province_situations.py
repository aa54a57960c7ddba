"""Provinces made on the spot, the same at every run: rosters, scores, and what agencies returned."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import Stamp, Submission, SubmittedRow
from itaxl.catalogue import load_framework
from itaxl.planning.indicators import IndicatorFinder
from itaxl.results.provinces import ProvincialConsolidation, consolidate_province

DONE, DOING, NOT_YET = "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ"
AS_OF = date(2024, 4, 10)
SAVED = datetime(2024, 4, 3, 9, 30, tzinfo=UTC)
TYPES = (
    ("องค์การบริหารส่วนจังหวัด", "อบจ."),
    ("เทศบาลนคร", "เทศบาลนคร"),
    ("เทศบาลเมือง", "เทศบาลเมือง"),
    ("เทศบาลตำบล", "เทศบาลตำบล"),
    ("องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนตำบล"),
)
DISTRICTS = [
    "เมืองนครราชสีมา",
    "ปากช่อง",
    "พิมาย",
    "สีคิ้ว",
    "โชคชัย",
    "ปักธงชัย",
    "บัวใหญ่",
    "ด่านขุนทด",
    "สูงเนิน",
    "โนนสูง",
    "ครบุรี",
    "จักราช",
    "คง",
    "เสิงสาง",
    "ห้วยแถลง",
    "ประทาย",
    "ชุมพวง",
    "ขามทะเลสอ",
    "ขามสะแกแสง",
    "บ้านเหลื่อม",
    "แก้งสนามนาง",
    "โนนไทย",
    "โนนแดง",
    "วังน้ำเขียว",
    "เมืองยาง",
    "เทพารักษ์",
    "พระทองคำ",
    "ลำทะเมนชัย",
    "บัวลาย",
    "สีดา",
    "เฉลิมพระเกียรติ",
    "หนองบุญมาก",
]
MEASURES = (
    ("มาตรการตรวจสอบการใช้ดุลพินิจของเจ้าหน้าที่เพื่อป้องกันการทุจริต", "3, 5"),
    ("มาตรการเผยแพร่ข้อมูลต่อสาธารณะผ่านเว็บไซต์หลักของหน่วยงาน", "9 การเปิดเผยข้อมูล"),
    ("มาตรการเผยแพร่แผนการใช้จ่ายงบประมาณประจำปี", "2 การใช้งบประมาณ"),
    ("มาตรการลดขั้นตอนการให้บริการ ณ จุดเดียวเบ็ดเสร็จ", "8"),
    ("มาตรการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "5, 10"),
    ("มาตรการส่งเสริมการมีส่วนร่วมของผู้มีส่วนได้ส่วนเสีย", "7 ประสิทธิภาพการสื่อสาร"),
    ("มาตรการป้องกันการรับสินบน (No Gift Policy)", "1, 10"),
    ("มาตรการพัฒนาคุณภาพการให้บริการสาธารณะ", "6"),
    ("ประกาศเจตจำนงการบริหารด้วยความซื่อสัตย์สุจริตอย่างมีคุณธรรมและโปร่งใส", ""),
)
RESULT = "-มีการประกาศใช้นโยบายไม่รับของขวัญ (No Gift Policy) ลงวันที่ ๓ กุมภาพันธ์ ๒๕๖๗\n- แจ้งเวียนให้บุคลากรทราบทั่วกัน"


def province_of(
    agencies: Sequence[Agency],
    known: Mapping[str, Mapping[int, str]] | None = None,
    *,
    scored_year: int = 2566,
) -> Province:
    return Province(
        name="นครราชสีมา",
        fiscal_year=FiscalYear(scored_year + 1),
        scored_year=scored_year,
        months=6,
        due=date(scored_year + 1 - 543, 4, 10),
        agencies=tuple(agencies),
        known_scores={
            code: {no: Decimal(each) for no, each in scores.items()} for code, scores in (known or {}).items()
        },
    )


def stamp_of(province: Province, agency: Agency) -> Stamp:
    return Stamp(
        "agency", "1", province.name, province.fiscal_year.number, province.months, agency.code, agency.name
    )


def score_rows(scores: Mapping[int, tuple[object, object]]) -> list[SubmittedRow]:
    """What stands on the sheet of scores; None leaves a cell blank."""
    return [
        SubmittedRow(
            3 + no,
            str(no),
            own=False,
            values={
                key: value
                for key, value in zip(("score", "previous"), both, strict=True)
                if value is not None
            },
            table="scores",
        )
        for no, both in scores.items()
    ]


def measure_row(number: int, **values: object) -> SubmittedRow:
    """A row of an agency's form; blank cells are left out."""
    kept = {key: value for key, value in values.items() if value}
    return SubmittedRow(3 + number, f"เพิ่ม{number}", own=True, values=kept)


def form_of(
    province: Province,
    agency: Agency,
    *,
    scores: Mapping[int, tuple[object, object]] | None = None,
    measures: Sequence[SubmittedRow] = (),
    findings: Sequence[Finding] = (),
    file: str = "",
    saved: datetime = SAVED,
) -> Submission:
    """What an agency returned."""
    return Submission(
        file or f"{agency.code} {agency.name}.xlsx",
        stamp_of(province, agency),
        saved,
        fields={
            "reporter": {"reporter": "นักจัดการงานทั่วไป", "position": "ชำนาญการ", "telephone": "044 000 000"}
        },
        rows=(*score_rows(scores or {}), *measures),
        findings=tuple(findings),
    )


def department_book(
    province: Province,
    agency: str,
    unit: str,
    rows: Mapping[str, Mapping[str, object]],
    *,
    sent: Mapping[str, Mapping[str, str]],
    own: Sequence[Mapping[str, object]] = (),
    file: str = "",
    saved: datetime = SAVED,
) -> Submission:
    """What a department returned, with what its locked cells held."""
    code, _, name = unit.partition(" ")
    stamp = Stamp(
        "department", "1", agency, province.fiscal_year.number, province.months, code, name or f"กอง {code}"
    )
    return Submission(
        file or f"{agency}/{unit}.xlsx",
        stamp,
        saved,
        rows=(
            *(
                SubmittedRow(4 + index, each, own=False, values=values, sent=sent[each])
                for index, (each, values) in enumerate(rows.items())
            ),
            *(
                SubmittedRow(40 + index, f"เพิ่ม{index}", own=True, values=values)
                for index, values in enumerate(own, start=1)
            ),
        ),
    )


class Situation(Struct, frozen=True):
    """A province and what came back."""

    province: Province
    submissions: tuple[Submission, ...] = ()

    def gathered(self, *, as_of: date = AS_OF) -> ProvincialConsolidation:
        """The returns, brought together."""
        framework = load_framework(self.province.scored_year)
        finder = IndicatorFinder(framework)
        return consolidate_province(
            self.province,
            framework,
            load_framework(self.province.scored_year - 1),
            self.submissions,
            as_of=as_of,
            indicators_in=lambda words: finder.find(words).numbers,
            sheet="มาตรการ",
            score_sheet="คะแนน",
        )


def small() -> Situation:
    """Three agencies: one returned everything, one is only known, one is missing and unknown."""
    agencies = (
        Agency("เทศบาลตำบลหนึ่ง", "เทศบาลตำบล", "คง", "นครราชสีมา", "01", "one@example.go.th"),
        Agency("อบต.สอง", "องค์การบริหารส่วนตำบล", "คง", "นครราชสีมา", "02"),
        Agency("อบต.สาม", "", "", "นครราชสีมา", "3*"),
    )
    province = province_of(agencies, {"02": dict.fromkeys(range(1, 11), "79.99"), "01": {1: "90"}})
    scores = {no: (85.0 + no, 80.0) for no in range(1, 11)}
    measures = [
        measure_row(1, code="M1", measure="=1+1", indicator="1", status=DONE, end=date(2024, 3, 31)),
        measure_row(
            2, code="M2", measure="มาตรการสอง", indicator="2, 3", status=DOING, end=date(2024, 3, 31)
        ),
        measure_row(3, steps="ขั้นตอนต่อ", status=NOT_YET),
    ]
    return Situation(province, (form_of(province, agencies[0], scores=scores, measures=measures),))


def nothing() -> Situation:
    """A roster, and neither a score nor a return."""
    return Situation(province_of(small().province.agencies))


def large(count: int = 334, districts: int = 32) -> Situation:
    """A province of every size of figures: some without scores, some incomplete, some by department."""
    chance = random.Random(2567)  # noqa: S311 - the same figures at every run are the point
    agencies = tuple(_agencies(chance, count, DISTRICTS[:districts]))
    known = {
        each.code: {no: f"{chance.randint(6000, 9900) / 100:.2f}" for no in range(1, 11)}
        for each in agencies
        if chance.random() < 0.15
    }
    province = province_of(agencies, known)
    submissions: list[Submission] = []
    for index, agency in enumerate(agencies):
        kind = chance.random()
        if kind < 0.12 and index:
            continue
        if kind < 0.22:
            submissions += _departments(chance, province, agency)
            continue
        submissions.append(
            form_of(
                province,
                agency,
                scores=_scores(chance),
                measures=_measures(chance),
                findings=_faults(chance, agency),
            )
        )
    older = replace(submissions[0], file="เก่า/ฉบับแรก.xlsx", saved=SAVED - timedelta(days=9))
    stranger = replace(
        submissions[1],
        file="จังหวัดอื่น.xlsx",
        stamp=replace(stamp_of(province, agencies[1]), unit_code="999", unit="อบต.ที่ไม่มีในรายชื่อ"),
    )
    return Situation(province, (*submissions, older, stranger))


def _agencies(chance: random.Random, count: int, districts: Sequence[str]) -> list[Agency]:
    made = []
    for number in range(1, count + 1):
        kind = {1: 0, 2: 1, 3: 2, 4: 2}.get(number, -1)
        if kind < 0:
            kind = chance.choices((3, 4), (26, 74))[0]
        district = districts[0] if number < 3 else districts[number % len(districts)]
        name = f"{TYPES[kind][1]}{chance.choice(('หนอง', 'บ้าน', 'ท่า', 'โนน', 'ดอน'))}{district}{number}"
        made.append(
            Agency(name, TYPES[kind][0], district, "นครราชสีมา", f"30{number:04}", f"a{number}@example.go.th")
        )
    return made


def _scores(chance: random.Random) -> dict[int, tuple[object, object]]:
    level = chance.gauss(86, 7)
    if chance.random() < 0.04:
        return {}
    scores: dict[int, tuple[object, object]] = {}
    for no in range(1, 11):
        now = min(100.0, max(20.0, round(level + chance.gauss(-4 if no in (4, 8) else 1, 6), 2)))
        before = min(100.0, max(15.0, round(now - chance.gauss(2, 4), 2)))
        scores[no] = (now, before if chance.random() < 0.98 else None)
    if chance.random() < 0.05:
        scores[7] = (None, None)
    return scores


def _measures(chance: random.Random) -> list[SubmittedRow]:
    chosen = [each for each in MEASURES if chance.random() < 0.75]
    rows = []
    for number, (words, indicator) in enumerate(chosen, start=1):
        status = chance.choices((DONE, DOING, NOT_YET, None), (5, 3, 2, 0.3))[0]
        rows.append(
            measure_row(
                number,
                code=f"M{number}",
                indicator=indicator,
                measure=words,
                department="สำนักปลัด",
                steps="๑. แต่งตั้งคณะทำงาน\n๒. จัดทำประกาศและเผยแพร่ทางเว็บไซต์",
                start=date(2023, 10, 1),
                end=chance.choice((date(2024, 3, 31), date(2024, 9, 30))),
                status=status,
                done_on=date(2024, 2, 3) if status == DONE else None,
                result=RESULT if status == DONE else None,
                evidence="https://example.go.th/ita" if status == DONE and chance.random() < 0.8 else None,
            )
        )
    return rows


def _departments(chance: random.Random, province: Province, agency: Agency) -> list[Submission]:
    sent: dict[str, dict[str, str]] = {
        f"M{number}": {"code": f"M{number}", "measure": words, "indicator": indicator, "end": "2024-03-31"}
        for number, (words, indicator) in enumerate(MEASURES, start=1)
    }
    units = ("01 สำนักปลัด", "02 กองคลัง", "03 กองช่าง")
    return [
        department_book(
            province,
            agency.name,
            unit,
            {
                code: {"status": chance.choice((DONE, DOING, NOT_YET))}
                for code in sent
                if chance.random() < 0.6
            },
            sent=sent,
        )
        for unit in units
    ]


def _faults(chance: random.Random, agency: Agency) -> list[Finding]:
    if chance.random() > 0.1:
        return []
    details = {
        "header": "สถานะ",
        "hint": "ใกล้เคียงที่สุดคือ “ดำเนินการแล้ว”",
        "choices": f"{NOT_YET} / {DOING} / {DONE}",
    }
    file = f"{agency.code} {agency.name}.xlsx"
    return [Finding(FindingKind.UNKNOWN_CHOICE, file, "มาตรการ", "N7", "แล้วเสร็จ", details)]
