"""The summary workbook: what it counts, that its formulas are live, and that it can be opened anywhere."""

import tomllib
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from conftest import Convert
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency, Department, IndicatorScore, Plan, PlanRow
from itaxl.assessment.submissions import Stamp, Submission, SubmittedRow
from itaxl.catalogue import load_framework
from itaxl.planning.indicators import IndicatorFinder
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.overview import decisions
from itaxl.reports.summary import write_summary
from itaxl.results.analysis import analyse
from itaxl.results.consolidation import Consolidation, consolidate

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


@dataclass(frozen=True)
class Situation:
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
            IndicatorScore(no, *(Decimal(each) if each else None for each in both))
            for no, both in (scores or {}).items()
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
        {"header": "มาตรการ", "sent": MEASURES[3][0]},
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
    examples = Path(__file__).parents[1] / "examples" / "sources" / "002-kusuman.toml"
    source = tomllib.loads(examples.read_text(encoding="utf-8"))
    scores = {each["indicator"]: (f"{each['score']:.2f}", None) for each in source["score"]}
    codes = {each["name"]: each["code"] for each in source["department"]}
    rows = [
        step(
            each["code"],
            codes[each["department"]],
            end=None,
            **{key: each[key] for key in ("measure", "guideline", "steps", "monitoring")},
        )
        for each in source["row"]
    ]
    plan = plan_of(rows, count=2, scores=scores, published="84.48", scored_year=2564)
    plan = replace(
        plan,
        agency=Agency("เทศบาลตำบลกุสุมาลย์", "เทศบาลตำบล", "กุสุมาลย์", "สกลนคร"),
        departments=tuple(Department(code, name) for name, code in codes.items()),
    )
    entries: dict[str, dict[str, Mapping[str, object]]] = {}
    for each in source["row"]:
        for report in each["report"]:
            values = {"status": DONE, **{key: report[key] for key in ("done_on", "result", "suggestion")}}
            entries.setdefault(codes[report["department"]], {})[each["code"]] = values
    submissions = tuple(returned(plan, code, each) for code, each in entries.items())
    return Situation(plan, submissions, as_of=date(2022, 4, 21))


def empty() -> Situation:
    """Nothing came back and no score is known."""
    return Situation(plan_of([step("M1", "01 02", (1,)), step("M2", "03")], count=3))


def nothing_planned() -> Situation:
    """A plan without any row."""
    return Situation(plan_of([], count=1))


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
    "nothing-planned": nothing_planned,
    "many-departments": large,
}


def formulas_of(path: Path) -> dict[tuple[str, str], str]:
    """Every formula of a workbook by sheet and cell."""
    workbook = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def values_of(path: Path) -> dict[str, dict[str, object]]:
    """Every value of a workbook, a blank text being nothing."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in {None, ""}
        }
        for sheet in workbook.worksheets
    }


def sheet_of(path: Path, name: str) -> Worksheet:
    return openpyxl.load_workbook(path, data_only=True)[name]


def table(path: Path, name: str, first_header: str) -> list[dict[str, object]]:
    """A table of a sheet: the rows below a header, to the first row that begins with nothing."""
    rows = [list(row) for row in sheet_of(path, name).iter_rows(values_only=True)]
    start = next(index for index, row in enumerate(rows) if row[0] == first_header)
    found: list[dict[str, object]] = []
    for row in rows[start + 1 :]:
        if all(value in {None, ""} for value in row):
            break
        found.append(dict(zip((str(each) for each in rows[start]), row, strict=True)))
    return found


@pytest.mark.calc
@pytest.mark.parametrize("name", [*SITUATIONS, "exact-halves"])
def test_libreoffice_calculates_what_was_written(name: str, tmp_path: Path, soffice: Convert) -> None:
    situation = exact_halves() if name == "exact-halves" else SITUATIONS[name]()
    path = situation.written(tmp_path / "summary.xlsx")
    written, calculated = values_of(path), values_of(soffice(path, "xlsx"))
    assert written.keys() == calculated.keys()
    differing = [
        (sheet, cell, written[sheet].get(cell), calculated[sheet].get(cell))
        for sheet in written
        for cell in written[sheet].keys() | calculated[sheet].keys()
        if not same(written[sheet].get(cell), calculated[sheet].get(cell))
    ]
    assert differing == []


def same(one: object, other: object) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-9
    return one == other


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


def test_counts_and_shares_are_live_formulas_over_the_data(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    formulas = formulas_of(path)
    overview = [text for (sheet, _), text in formulas.items() if sheet == "ภาพรวม"]
    assert sum("COUNTIFS('ข้อมูล'!" in text for text in overview) == 5
    assert sum(text.startswith("=SUM('ข้อมูล'!") for text in overview) == 1
    assert any("TEXT(ROUND(100*B" in text for text in overview)
    progress = table(path, "ความก้าวหน้า", "ตัวชี้วัด")
    assert len(progress) == 12
    counted = [text for (sheet, _), text in formulas.items() if sheet == "ความก้าวหน้า"]
    assert sum("COUNTIFS('ข้อมูล'!" in text for text in counted) == 5 * (12 + 5 + 9)
    scores = [text for (sheet, _), text in formulas.items() if sheet == "จุดแข็ง-จุดอ่อน"]
    assert sum("COUNTIFS('ข้อมูล'!" in text for text in scores) == 20
    assert sum("AVERAGE(" in text for text in scores) == 6


def test_the_overview_says_how_far_the_measures_are(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    texts = [str(cell.value) for row in sheet_of(path, "ภาพรวม").iter_rows() for cell in row if cell.value]
    assert "ดำเนินการแล้ว 5 จาก 16 มาตรการ (ร้อยละ 31.3) · ส่งแบบแล้ว 6 จาก 8 ส่วนราชการ" in texts
    assert "จุดแข็งสูงสุด: 10 การป้องกันการทุจริต 100.00 · 9 การเปิดเผยข้อมูล 92.50 · 7 ประสิทธิภาพการสื่อสาร 84.02" in texts
    assert any(text.startswith("จุดอ่อนต่ำสุด: 5 การแก้ไขปัญหาการทุจริต 72.13 (มี 3 มาตรการ)") for text in texts)
    assert "2 แห่ง: กองการศึกษา ศาสนา และวัฒนธรรม, หน่วยตรวจสอบภายใน" in texts


def test_the_overview_of_the_second_seed_repeats_its_published_analysis(tmp_path: Path) -> None:
    path = like_seed_002().written(tmp_path / "summary.xlsx")
    texts = [cell.value for row in sheet_of(path, "ภาพรวม").iter_rows() for cell in row if cell.value]
    assert {84.48, "B", "คะแนนรวมตามประกาศ"} <= set(texts)
    lines = [str(text) for text in texts]
    assert any(
        line.startswith("1. กำหนดมาตรการ")
        and line.endswith(
            "5 การแก้ไขปัญหาการทุจริต (72.13), 4 การใช้ทรัพย์สินของราชการ (73.16), 2 การใช้งบประมาณ (77.85)"
        )
        for line in lines
    )
    assert "ส่งครบทุกส่วนราชการ" in lines


def test_a_measure_counts_under_each_indicator_and_once_in_totals(tmp_path: Path) -> None:
    rows = [step("M1", "01", (1, 10)), step("M2", "01 02", (1,)), step("M3", "02")]
    plan = plan_of(rows, count=2)
    done = {"status": DONE, "done_on": date(2023, 1, 1), "result": "เสร็จ", "evidence": "ลิงก์"}
    submissions = (
        returned(plan, "01", {"M1": done, "M2": done}, own=[{"measure": "ของเรา", "indicator": "1", **done}]),
        returned(plan, "02", {"M2": {"status": NOT_YET}, "M3": {}}),
    )
    path = Situation(plan, submissions).written(tmp_path / "summary.xlsx")
    by_indicator = {row["ตัวชี้วัด"]: row for row in table(path, "ความก้าวหน้า", "ตัวชี้วัด")}
    assert [
        by_indicator[f"{no} {name}"]["มาตรการ"] for no, name in ((1, "การปฏิบัติหน้าที่"), (10, "การป้องกันการทุจริต"))
    ] == [3, 1]
    assert by_indicator["ไม่ระบุตัวชี้วัด"]["ยังไม่รายงาน"] == 1
    total = by_indicator["ทุกมาตรการ นับครั้งเดียว"]
    counts = [total[key] for key in ("มาตรการ", DONE, DOING, NOT_YET, "ยังไม่รายงาน", "พ้นกำหนด")]
    assert counts == [4, 2, 1, 0, 1, 0]
    by_department = {row["ส่วนราชการ"]: row for row in table(path, "ความก้าวหน้า", "ส่วนราชการ")}
    assert [by_department["สำนักปลัด"][key] for key in ("มาตรการ", DONE)] == [3, 3]
    assert [by_department["กองคลัง"][key] for key in ("มาตรการ", NOT_YET, "ยังไม่รายงาน")] == [2, 1, 1]


def test_departments_are_told_apart_whatever_their_codes_look_like(tmp_path: Path) -> None:
    plan = plan_of([step("M1", "1"), step("M2", "01"), step("M3", "*")], count=1)
    plan = replace(
        plan, departments=(Department("1", "หนึ่ง"), Department("01", "สอง"), Department("*", "ดาว"))
    )
    path = Situation(plan).written(tmp_path / "summary.xlsx")
    conditions = [
        text
        for (sheet, cell), text in formulas_of(path).items()
        if sheet == "ความก้าวหน้า" and "$1:" not in text and cell.startswith("C") and "COUNTIFS" in text
    ]
    assert [text.split(",")[3] for text in conditions[-4:-1]] == ["1", "2", "3"]


def test_overdue_is_told_in_counts_observations_and_decisions(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    rows = table(path, "ข้อสังเกต", "ลำดับ")
    assert [row["เรื่อง"] for row in rows].count("พ้นกำหนด") == 6
    late = [row for row in table(path, "มาตรการ", "รหัส") if row["พ้นกำหนด"] == "พ้นกำหนด"]
    assert len(late) == 6
    assert {row["รหัส"] for row in late} == {"M6", "M9", "M12"}


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_more_than_five_things_are_put_before_an_executive(name: str) -> None:
    assert len(decisions(SITUATIONS[name]().gathered())) <= 5


def test_an_overdue_measure_is_one_decision_for_all_its_departments() -> None:
    told = [line for line in decisions(realistic().gathered()) if line.startswith("M9")]
    assert told == [
        (
            "M9 มาตรการป้องกันการรับสินบน (No Gift Policy) พ้นกำหนด 31 มี.ค. 2566 เร่งรัด: "
            "กองการศึกษา ศาสนา และวัฒนธรรม, กองสาธารณสุขและสิ่งแวดล้อม, กองสวัสดิการสังคม และอีก 1 แห่ง"
        )
    ]


def test_links_lead_to_the_file_and_cell(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx", tmp_path / "returned")
    links = {
        (cell.value, cell.hyperlink.location): cell.hyperlink.target
        for row in sheet_of(path, "ข้อผิดพลาด").iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert links["N7", "'มาตรการ'!N7"] == "returned\\01%20สำนักปลัด.xlsx"
    assert links["E4", "'มาตรการ'!E4"] == "returned\\รอบ%206\\กอง%20ช่าง's%20100%25%20%232.xlsx"


def test_a_finding_of_the_plan_is_named_without_a_link_into_the_returns(tmp_path: Path) -> None:
    finding = Finding(FindingKind.MISSING_SETTING, "plan.xlsx", "หน่วยงาน", "B4", details={"header": "จังหวัด"})
    path = replace(empty(), findings=(finding,)).written(tmp_path / "summary.xlsx")
    cells = [cell for row in sheet_of(path, "ข้อผิดพลาด").iter_rows() for cell in row]
    assert "plan.xlsx" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.hyperlink]


def test_an_added_column_reaches_the_measures_and_the_data(tmp_path: Path) -> None:
    budget = DescribedColumn("budget", "งบประมาณ", "number", 14)
    twice = DescribedColumn("file", "ไฟล์", "text", 14)
    plan = plan_of([step("M1", "01", (1,))], count=1)
    values = {"status": DONE, "budget": 12500.5, "file": "แนบแล้ว"}
    situation = Situation(
        plan, (returned(plan, "01", {"M1": values}),), described=(*DESCRIBED, budget, twice)
    )
    path = situation.written(tmp_path / "summary.xlsx")
    assert table(path, "มาตรการ", "รหัส")[0]["งบประมาณ"] == 12500.5
    data = table(path, "ข้อมูล", "รหัสหน่วยงาน")[0]
    assert data["งบประมาณ"] == 12500.5
    # Another column with a header that is there already moves no formula aside.
    assert data["สถานะของมาตรการ"] == DONE


HOSTILE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+66",
    "-5",
    "@SUM(A1)",
    "\tx",
    "{=1}",
    '=HYPERLINK("http://x")',
    "http://x.y",
)


def hostile() -> Situation:
    longest = "ก" * 40_000
    rows = [step(f"M{index}", "01", (1,), measure=text, steps=text) for index, text in enumerate(HOSTILE)]
    rows.append(step("M90", "01", (2,), measure=longest, steps="😀" * 30_000))
    rows.append(step("M91", "01", (2,), measure="\x01\x0b_x0041_\ufffe]]>&<", steps="ก\nข\r\nค"))
    plan = plan_of(rows, count=1, scores=SCORES)
    plan = replace(plan, departments=(Department("01", "=สำนัก&'\"<ปลัด>"),))
    entries = {
        row.code: {
            "status": DONE,
            "result": str(row.values["measure"]),
            "evidence": str(row.values["measure"]),
        }
        for row in rows
    }
    findings = [
        Finding(
            FindingKind.UNKNOWN_CHOICE, "=a.xlsx", "มาตรการ", "N7", text, {"header": text, "choices": text}
        )
        for text in (*HOSTILE, longest)
    ]
    return Situation(plan, (returned(plan, "01", entries, findings=findings, file="=a.xlsx"),))


def test_texts_stay_texts_whatever_they_begin_with(tmp_path: Path) -> None:
    path = hostile().written(tmp_path / "summary.xlsx")
    ours = ("COUNTIF", "SUM(", "IF(", "$C$")
    formulas = formulas_of(path)
    assert [
        text for text in formulas.values() if not text.startswith(tuple(f"={each}" for each in ours))
    ] == []
    for sheet in ("มาตรการ", "ข้อสังเกต", "ข้อผิดพลาด", "ข้อมูล"):
        assert not [cell for name, cell in formulas if name == sheet]
    rows = table(path, "มาตรการ", "รหัส")
    assert [row["มาตรการ"] for row in rows[: len(HOSTILE)]] == list(HOSTILE)


def test_texts_longer_than_a_cell_holds_are_cut(tmp_path: Path) -> None:
    data = {row["รหัส"]: row for row in table(hostile().written(tmp_path / "s.xlsx"), "ข้อมูล", "รหัสหน่วยงาน")}
    assert data["M90"]["มาตรการ"] == "ก" * 32_767
    assert data["M90"]["ขั้นตอน/วิธีการ"] == "😀" * 16_383


@pytest.mark.parametrize("name", [*SITUATIONS, "hostile"])
def test_the_workbook_is_valid(name: str, tmp_path: Path) -> None:
    situation = hostile() if name == "hostile" else SITUATIONS[name]()
    result = OpenXmlValidator().validate(situation.written(tmp_path / "summary.xlsx"))
    assert [str(error) for error in result.errors] == []


def test_charts_hold_the_values_that_they_draw(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    with zipfile.ZipFile(path) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 5
    assert not [chart for chart in charts if '<c:ptCount val="0"/>' in chart]


def test_the_overview_prints_on_one_upright_page_and_lists_one_page_wide(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(large().written(tmp_path / "summary.xlsx"))
    overview = workbook["ภาพรวม"]
    assert overview.page_setup.orientation == "portrait"
    assert overview.sheet_properties.pageSetUpPr
    assert overview.sheet_properties.pageSetUpPr.fitToPage
    assert (overview.page_setup.fitToWidth, overview.page_setup.fitToHeight) == (None, None)  # 1 and 1
    assert workbook.active is overview
    for name in ("การส่งแบบ", "มาตรการ", "ข้อสังเกต", "ข้อผิดพลาด", "ข้อมูล"):
        sheet = workbook[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes


def test_the_same_returns_make_the_same_bytes(tmp_path: Path) -> None:
    situation = realistic()
    first, second = (situation.written(tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()
