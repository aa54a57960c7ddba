"""Agencies in the middle of a round, the same at every run: what a summary is written of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency, Department, IndicatorScore, Plan, PlanRow
from itaxl.assessment.submissions import Stamp, Submission, SubmittedRow
from itaxl.catalogue import load_framework
from itaxl.planning.indicators import IndicatorFinder
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.summary import write_summary
from itaxl.results.analysis import analyse
from itaxl.results.consolidation import Consolidation, consolidate
from itaxl.workflow.examples import example_sources, read_example
from itaxl.workflow.settings import Settings, default_templates

DESCRIBED = tuple(
    DescribedColumn(key, header, kind, width)
    for key, header, kind, width in (
        ("code", "รหัส", "text", 8),
        ("indicator", "ตัวชี้วัด", "choice", 24),
        ("item", "ข้อ", "choice", 20),
        ("issue", "ประเด็นที่ต้องพัฒนา", "long", 34),
        ("measure", "มาตรการ", "long", 40),
        ("guideline", "แนวทางปฏิบัติ", "long", 40),
        ("steps", "ขั้นตอน/วิธีการ", "long", 50),
        ("department", "ส่วนราชการที่รับผิดชอบ", "choice", 24),
        ("joint", "ส่วนราชการร่วม", "text", 24),
        ("responsible", "ผู้รับผิดชอบ", "text", 24),
        ("monitoring", "การกำกับติดตาม", "long", 30),
        ("start", "วันเริ่มต้น", "date", 16),
        ("end", "วันสิ้นสุด", "date", 16),
        ("status", "สถานะ", "choice", 18),
        ("done_on", "วันที่แล้วเสร็จ", "date", 18),
        ("result", "ผลการดำเนินงาน", "long", 44),
        ("outcome", "ผลลัพธ์หรือความสำเร็จ", "long", 36),
        ("suggestion", "ปัญหา/ข้อเสนอแนะ", "long", 36),
        ("evidence", "หลักฐาน (ลิงก์)", "text", 30),
    )
)
DONE, DOING, NOT_YET = "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ"
NAMES = (
    "สำนักปลัด",
    "กองคลัง",
    "กองช่าง",
    "กองการศึกษา ศาสนา และวัฒนธรรม",
    "กองสาธารณสุขและสิ่งแวดล้อม",
    "กองสวัสดิการสังคม",
    "กองยุทธศาสตร์และงบประมาณ",
    "หน่วยตรวจสอบภายใน",
)
SAVED = datetime(2023, 4, 3, 9, 30)  # noqa: DTZ001 - workbooks tell no time zone


class Situation(Struct, frozen=True):
    """A plan, what came back, and the day it is looked at."""

    plan: Plan
    submissions: tuple[Submission, ...] = ()
    findings: tuple[Finding, ...] = ()
    described: tuple[DescribedColumn, ...] = DESCRIBED
    as_of: date = date(2023, 4, 10)

    def gathered(self) -> Consolidation:
        """The returns, brought together."""
        framework = load_framework(self.plan.scored_year)
        finder = IndicatorFinder(framework)
        return consolidate(
            self.plan,
            self.submissions,
            analyse(self.plan, framework, load_framework(self.plan.scored_year - 1)),
            as_of=self.as_of,
            indicators_in=lambda words: finder.find(words).numbers,
            sheet="มาตรการ",
        )

    def written(self, path: Path, folder: Path | None = None) -> Path:
        """Write the summary; returns its path."""
        consolidation = self.gathered()
        write_summary(
            path,
            consolidation,
            self.described,
            findings=(*self.findings, *consolidation.findings),
            folder=folder or path.parent / "returned",
            target=path,
        )
        return path


def departments(count: int) -> tuple[Department, ...]:
    names = [*NAMES[:count], *(f"กองที่ {number} ของหน่วยงาน" for number in range(len(NAMES) + 1, count + 1))]
    return tuple(Department(f"{number:02}", name) for number, name in enumerate(names, start=1))


def step(
    code: str,
    units: str,
    indicators: Sequence[int] = (),
    *,
    of: str = "",
    end: date | None = date(2023, 9, 30),
    **values: object,
) -> PlanRow:
    """A row of the plan; the departments are given as codes with blanks between."""
    words: dict[str, object] = {} if of else {"measure": f"มาตรการ {code}"}
    return PlanRow(
        code, of or code, tuple(indicators), tuple(units.split()), date(2022, 10, 1), end, {**words, **values}
    )


def plan_of(
    rows: Iterable[PlanRow],
    *,
    count: int = 8,
    scores: Mapping[int, tuple[str | None, str | None]] | None = None,
    published: str | None = None,
    scored_year: int = 2565,
) -> Plan:
    return Plan(
        agency=Agency("เทศบาลตำบลตัวอย่าง", "เทศบาลตำบล", "เมืองสกลนคร", "สกลนคร"),
        fiscal_year=FiscalYear(scored_year + 1),
        scored_year=scored_year,
        months=6,
        published_total=Decimal(published) if published else None,
        departments=departments(count),
        scores=tuple(
            IndicatorScore(no, Decimal(score) if score else None, Decimal(before) if before else None)
            for no, (score, before) in (scores or {}).items()
        ),
        rows=tuple(rows),
    )


def returned(
    plan: Plan,
    unit: str,
    entries: Mapping[str, Mapping[str, object]],
    *,
    own: Sequence[Mapping[str, object]] = (),
    findings: Sequence[Finding] = (),
    file: str = "",
) -> Submission:
    """What one department sent back: entries by code, and measures of its own."""
    department = plan.department(unit)
    assert department
    rows = [
        SubmittedRow(4 + index, code, own=False, values=values)
        for index, (code, values) in enumerate(entries.items())
    ]
    rows += [
        SubmittedRow(40 + index, f"เพิ่ม{index + 1}", own=True, values=values)
        for index, values in enumerate(own)
    ]
    stamp = Stamp(
        "department", "1", plan.agency.name, plan.fiscal_year.number, plan.months, unit, department.name
    )
    reporter = {
        "reporter": "นักจัดการงานทั่วไป",
        "position": "นักจัดการงานทั่วไปชำนาญการ",
        "telephone": "0 4276 9318",
    }
    name = file or f"{unit} {department.name}.xlsx"
    return Submission(
        name, stamp, SAVED, fields={"reporter": reporter}, rows=tuple(rows), findings=tuple(findings)
    )


LONG_STEPS = (
    "๑.ผู้รับผิดชอบดำเนินการจัดทำมาตรการตรวจสอบการใช้ดุลพินิจ\n"
    "๒.ผู้บริหารประกาศหลักเกณฑ์หรือมาตรการเพื่อให้เจ้าหน้าที่และบุคคลภายนอกได้รับทราบ\n"
    "๓.ผู้รับผิดชอบดำเนินการเผยแพร่มาตรการตรวจสอบการใช้ดุลพินิจบนเว็บไซต์หลักของหน่วยงาน"
    "หลักเกณฑ์มาตรฐาน คู่มือการปฏิบัติงานอย่างเคร่งครัด\n"
    "-วิเคราะห์และบริหารความเสี่ยงเกี่ยวกับการใช้ดุลพินิจของผู้ปฏิบัติงานและกำหนดระบบแนวทางป้องกัน"
)
LONG_GUIDELINE = (
    "จัดให้มีช่องทางในการบริการข้อมูลข่าวสารตามมาตรา ๙ ของพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐ "
    "และข้อมูลที่ต้องเปิดเผยต่อสาธารณะตามแนวทางที่สำนักงาน ป.ป.ช. กำหนดทางเว็บไซต์หลักของหน่วยงาน"
    "และช่องทางอื่นตามความเหมาะสมเพื่อให้ประชาชนสามารถเข้าถึงข้อมูลข่าวสารได้อย่างรวดเร็วและตรวจสอบได้"
)
LONG_RESULT = (
    "-มีการจัดทำเว็บไซต์หน่วยงานเทศบาลตำบลกุสุมาลย์ เพื่อเป็นช่องทางในการเผยแพร่ข้อมูลข่าวสารแก่สาธารณะ"
    "ตั้งแต่วันที่ ๑๒ มกราคม ๒๕๖๕\n- มีการประกาศใช้นโยบายไม่รับของขวัญ (No Gift Policy) ลงวันที่ ๓ กุมภาพันธ์ ๒๕๖๕"
)
MEASURES = (
    ("มาตรการตรวจสอบการใช้ดุลพินิจของเจ้าหน้าที่เพื่อป้องกันการทุจริต", "01", (3, 5)),
    ("มาตรการเผยแพร่ข้อมูลต่อสาธารณะผ่านเว็บไซต์หลักของหน่วยงาน", "07 01", (9,)),
    ("มาตรการเผยแพร่แผนการใช้จ่ายงบประมาณประจำปี", "02", (2,)),
    ("มาตรการควบคุมการใช้ทรัพย์สินของทางราชการและการยืมพัสดุ", "02 03", (4,)),
    ("มาตรการลดขั้นตอนการให้บริการ ณ จุดเดียวเบ็ดเสร็จ", "03", (8,)),
    ("มาตรการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "01", (5, 10)),
    ("มาตรการส่งเสริมการมีส่วนร่วมของผู้มีส่วนได้ส่วนเสีย", "06", (7,)),
    ("มาตรการป้องกันการขัดกันระหว่างผลประโยชน์ส่วนตนกับส่วนรวม", "08", (10,)),
    ("มาตรการป้องกันการรับสินบน (No Gift Policy)", "01 02 03 04 05 06 07 08", (1, 5)),
    ("มาตรการพัฒนาคุณภาพการให้บริการสาธารณสุข", "05", (6,)),
    ("มาตรการประเมินผลการปฏิบัติงานอย่างเป็นธรรม", "01", (3,)),
    ("มาตรการส่งเสริมความโปร่งใสในการจัดซื้อจัดจ้าง", "02", (2, 9)),
    ("ประกาศเจตจำนงการบริหารด้วยความซื่อสัตย์สุจริตอย่างมีคุณธรรมและโปร่งใส", "01", ()),
    ("มาตรการสร้างวัฒนธรรมองค์กรตามมาตรฐานทางจริยธรรม", "04", ()),
)
SCORES: dict[int, tuple[str | None, str | None]] = {
    1: ("82.44", "85.10"),
    2: ("77.85", "74.02"),
    3: ("80.95", "79.99"),
    4: ("73.16", "70.00"),
    5: ("72.13", "75.50"),
    6: ("79.40", "81.00"),
    7: ("84.02", "78.65"),
    8: ("80.00", "80.00"),
    9: ("92.50", "88.33"),
    10: ("100", "93.75"),
}


def realistic(scores: Mapping[int, tuple[str | None, str | None]] | None = None) -> Situation:
    """Eight departments and fourteen measures; six returned, one of them twice, one is rejected."""
    rows = []
    for number, (words, units, indicators) in enumerate(MEASURES, start=1):
        # Nothing is set against indicator 4, a weak one.
        kept = tuple(no for no in indicators if no != 4)
        end = date(2023, 3, 31) if number % 3 == 0 else date(2023, 9, 30)
        values = {"steps": LONG_STEPS, "guideline": LONG_GUIDELINE, "monitoring": "รอบ ๖ เดือน\nรอบ ๑๒ เดือน"}
        values |= {"responsible": "หัวหน้าสำนักปลัด", "issue": "การรับรู้ของบุคลากร", "item": "i7"}
        rows.append(step(f"M{number}", units, kept, end=end, **{**values, "measure": words}))
    rows.insert(2, step("M2.1", "07", (9,), of="M2", steps="ปรับปรุงข้อมูลให้เป็นปัจจุบันทุกเดือน"))
    plan = plan_of(rows, scores=SCORES if scores is None else scores)
    done = {"status": DONE, "done_on": date(2023, 1, 17), "result": LONG_RESULT}
    proven = {**done, "evidence": "https://example.go.th/ประกาศ", "outcome": "ร้อยละ 100"}
    doing = {"status": DOING, "result": "แต่งตั้งคณะทำงานแล้ว", "suggestion": "ขาดบุคลากร"}
    bad = Finding(
        FindingKind.UNKNOWN_CHOICE,
        "01 สำนักปลัด.xlsx",
        "มาตรการ",
        "N7",
        "แล้วเสร็จ",
        {"header": "สถานะ", "hint": "ใกล้เคียงที่สุดคือ “ดำเนินการแล้ว”", "choices": f"{NOT_YET} / {DOING} / {DONE}"},
    )
    locked = Finding(
        FindingKind.LOCKED_CELL_CHANGED,
        "รอบ 6/กอง ช่าง's 100% #2.xlsx",
        "มาตรการ",
        "E4",
        "แก้ชื่อมาตรการ",
        {"header": "มาตรการ", "sent": MEASURES[3][0], "was": f"เดิมคือ “{MEASURES[3][0]}”"},
    )
    blank = Finding(
        FindingKind.MISSING_ENTRY,
        "05 กองสาธารณสุขและสิ่งแวดล้อม.xlsx",
        "มาตรการ",
        "N4",
        details={"header": "สถานะ"},
    )
    submissions = (
        returned(
            plan,
            "01",
            {"M1": proven, "M2": done, "M6": doing, "M9": proven, "M11": {"status": NOT_YET}, "M13": proven},
            findings=[bad],
        ),
        returned(plan, "02", {"M3": done, "M4": proven, "M9": proven, "M12": {"status": NOT_YET}}),
        returned(
            plan,
            "03",
            {"M4": doing, "M5": done, "M9": proven},
            findings=[locked],
            file="รอบ 6/กอง ช่าง's 100% #2.xlsx",
        ),
        returned(plan, "05", {"M9": doing, "M10": {}}, findings=[blank]),
        returned(
            plan,
            "06",
            {"M7": {"status": NOT_YET}, "M9": {"status": NOT_YET}},
            own=[
                {"measure": "โครงการอบรมคุณธรรมจริยธรรมแก่ผู้สูงอายุ", "indicator": "4", "status": DOING},
                {"measure": "=1+1", "status": DONE, "result": "+66", "done_on": date(2023, 2, 1)},
            ],
        ),
        returned(plan, "07", {"M2": done, "M2.1": doing, "M9": done}),
    )
    other = replace(
        returned(plan, "08", {}, file="ของที่อื่น.xlsx"),
        stamp=Stamp("department", "1", "เทศบาลตำบลอื่น", 2566, 6, "08", "กองช่าง"),
    )
    older = replace(submissions[1], file="เก่า/02 กองคลัง.xlsx", saved=datetime(2023, 3, 1, 8, 0))  # noqa: DTZ001
    return Situation(plan, (*submissions, older, other))


def like_seed_002() -> Situation:
    """Seven of ten scores, a published total, three measures that name no indicator."""
    source = next(each for each in example_sources() if each.stem == "002-kusuman")
    imported = read_example(source, Settings(default_templates(), date(2022, 4, 21))).imported
    plan = imported.plan
    submissions = tuple(returned(plan, code, each) for code, each in imported.entries.items())
    return Situation(plan, submissions, as_of=date(2022, 4, 21))


def empty() -> Situation:
    """Nothing came back and no score is known."""
    return Situation(plan_of([step("M1", "01 02", (1,)), step("M2", "03")], count=3))


def nothing_planned() -> Situation:
    """A plan without any row."""
    return Situation(plan_of([], count=1))


def to_send_again() -> Situation:
    """Nothing counts: two files of one department of another round, one of another year, one of nobody."""
    plan = plan_of([step("M1", "01 02 03 04")], count=4)
    first, again, other, stranger = (
        returned(plan, code, {"M1": {"status": DONE}}, file=file)
        for code, file in (("01", "ก.xlsx"), ("01", "ข.xlsx"), ("02", "ค.xlsx"), ("03", "ง.xlsx"))
    )
    assert first.stamp
    assert again.stamp
    assert other.stamp
    assert stranger.stamp
    return Situation(
        plan,
        (
            replace(first, stamp=replace(first.stamp, months=12)),
            replace(again, stamp=replace(again.stamp, months=12)),
            replace(other, stamp=replace(other.stamp, fiscal_year=2565)),
            replace(stranger, stamp=replace(stranger.stamp, unit_code="99")),
        ),
    )


def large(units: int = 120, rows: int = 400) -> Situation:
    """Many departments, many rows; every seventh department is missing."""
    planned = [
        step(
            f"M{number}",
            f"{number % units + 1:02}",
            (number % 10 + 1,),
            end=date(2023, 3, 31) if number % 5 == 0 else date(2023, 9, 30),
            steps=LONG_STEPS,
            measure=MEASURES[number % len(MEASURES)][0],
        )
        for number in range(rows)
    ]
    plan = plan_of(planned, count=units, scores=SCORES)
    entries: tuple[dict[str, object], ...] = (
        {"status": DONE, "done_on": date(2023, 2, 1), "result": LONG_RESULT, "evidence": "ประกาศ"},
        {"status": DOING, "result": "กำลังทำ"},
        {"status": NOT_YET},
        {},
    )
    submissions = [
        returned(
            plan,
            each.code,
            {
                row.code: entries[(index + position) % 4]
                for position, row in enumerate(plan.rows_for(each.code))
            },
        )
        for index, each in enumerate(plan.departments)
        if index % 7 or not index
    ]
    return Situation(plan, tuple(submissions))


SITUATIONS: dict[str, Callable[[], Situation]] = {
    "realistic": realistic,
    "like-seed-002": like_seed_002,
    "empty": empty,
    "to-send-again": to_send_again,
    "nothing-planned": nothing_planned,
    "many-departments": large,
}


def exact_halves() -> Situation:
    """Means that end in exactly a half, which floating point puts a hair's breadth below or above."""
    scores: dict[int, tuple[str | None, str | None]] = {
        1: ("84.98", "77.77"),
        2: ("84.99", "77.78"),
        3: ("85.00", "77.79"),
        4: ("85.01", "77.80"),
        5: ("84.995", "77.785"),
        6: ("79.99", "82.11"),
        7: ("80.00", "82.115"),
        8: ("80.01", "82.12"),
        9: ("92.50", "90.00"),
        10: ("92.51", "90.01"),
    }
    return realistic(scores)
