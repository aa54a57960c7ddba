"""``demo``: the whole way on a real published report, with what one sees at every step."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.findings import Finding, Severity
from itaxl.assessment.grade_rules import told_apart
from itaxl.outputs import UNFINISHED
from itaxl.papers.province_matter import province_matter
from itaxl.planning.reading import read_plan
from itaxl.results.analysis import Analysis, IndicatorResult
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.thai.dates import long_date
from itaxl.thai.text import arabic_digits
from itaxl.workflow.analysis import analyse_file
from itaxl.workflow.consolidation import Consolidated, consolidate_returns
from itaxl.workflow.examples import (
    Example,
    example_sources,
    read_example,
    write_example_plan,
    write_returns,
)
from itaxl.workflow.generation import Generated, generate
from itaxl.workflow.orders import Order
from itaxl.workflow.planning import write_province
from itaxl.workflow.provinces import ConsolidatedProvince
from itaxl.workflow.reporting import write_paper, write_report
from itaxl.workflow.rounds import consolidate_control
from itaxl.workflow.settings import Progress, Settings, UsageError
from itaxl.workflow.synthetic_province import (
    AS_OF,
    SCORED_YEAR,
    synthetic_province,
    write_synthetic_returns,
)

SENT, RETURNED, SUMMARY, TABLES = "แบบที่ส่งออก", "แบบที่ส่งคืน", "สรุป.xlsx", "csv"
ANALYSIS, REPORTS = "ผลการวิเคราะห์.xlsx", ("รายงาน.docx", "รายงาน.xlsx")
PROVINCE, PROVINCIAL, BRIEF = "จังหวัดสมมติ", "สรุปจังหวัด.xlsx", "สรุปสำหรับที่ประชุม.docx"

_EXAMPLE, _LAYOUT = "002-kusuman", "full-report"
# Sections 3.1 and 3.2 of the report: a line an indicator, strengths first.
_PUBLISHED_SCORE = re.compile(r"^ตัวชี้วัดที่ (\d+) .* ได้คะแนน (\d+(?:\.\d+)?)$", re.MULTILINE)

_BLANK = ("", "")
_AS_PUBLISHED = (
    "ตรงกับจุดแข็งและจุดอ่อนที่หน่วยงานเผยแพร่ไว้ในข้อ ๓.๑ และ ๓.๒ ของรายงาน ทั้งคะแนนและลำดับ",
    "These are the strengths and weaknesses that the agency published, in its order (3.1 and 3.2).",
)
_NOT_AS_PUBLISHED = (
    "ไม่ตรงกับที่หน่วยงานเผยแพร่: ตรวจ --templates และ --frameworks ที่ใช้",
    "This is not what the agency published; look into the --templates and --frameworks in use.",
)


class Demonstration(Struct, frozen=True):
    """What was made, and what to open.

    Attributes:
        folder: that holds everything.
        example: the report that it was made from.
        control: the plan's file.
        sent: what went out.
        consolidated: what came back.
        province: the returns of a whole province, which is made up.
    """

    folder: Path
    example: Example
    control: Path
    sent: Generated
    consolidated: Consolidated
    province: ProvincialConsolidation

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the plan and those of the returns."""
        return self.consolidated.findings

    @property
    def is_as_published(self) -> bool:
        """Strengths and weaknesses are those that the agency published, in its order."""
        analysis = self.consolidated.consolidation.analysis
        found = [(each.indicator.no, each.score) for each in (*analysis.strengths, *analysis.weaknesses)]
        return found == _published(self.example)

    def lines(self, language: str) -> list[str]:
        """What to say at the end."""
        return [thai if language == "th" else english for thai, english in _lines(self)]


def demonstrate(folder: Path, settings: Settings, progress: Progress | None = None) -> Demonstration:
    """Go the whole way: plan, workbooks out and back, summary, analysis, official report; then a province.

    Args:
        folder: a new or empty one.
        settings: whose day the workbooks carry.
        progress: told after every workbook of the province that is written, then read.

    Raises:
        UsageError: the folder holds something already.
        OSError: the folder cannot be written; then nothing is left in it.
    """
    _require_empty(folder)
    source = next(each for each in example_sources() if each.stem == _EXAMPLE)
    example = read_example(source, settings)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as name:
        place = Path(name)
        control = write_example_plan(example, place, settings)
        plan = read_plan(control, settings.description("plan"), frameworks=settings.frameworks).plan
        sent = generate(control, place / SENT, settings)
        write_returns(example, plan, place / RETURNED, settings)
        order = Order(control, place / RETURNED, place / SUMMARY, example.memo_date, place / TABLES)
        consolidated = consolidate_returns(order, settings)
        analyse_file(control, settings, out=place / ANALYSIS)
        for report in REPORTS:
            write_report(
                control,
                place / RETURNED,
                place / report,
                _LAYOUT,
                settings,
                as_of=example.memo_date,
                final=True,
            )
        province = _demonstrate_province(place / PROVINCE, settings, progress)
        for path in sorted(place.iterdir()):
            path.replace(folder / path.name)
    return Demonstration(folder, example, folder / control.name, sent, consolidated, province)


def _demonstrate_province(
    folder: Path, settings: Settings, progress: Progress | None
) -> ProvincialConsolidation:
    """A province that does not exist: its control workbook, what came back, the summary and the brief."""
    framework = settings.framework(SCORED_YEAR)
    made = synthetic_province(framework)
    folder.mkdir()
    control = folder / "province.xlsx"
    write_province(control, made.province, framework, settings)
    write_synthetic_returns(made, folder / RETURNED, settings, progress)
    done = consolidate_control(
        Order(control, folder / RETURNED, folder / PROVINCIAL, as_of=AS_OF, csv=folder / TABLES),
        settings,
        progress=progress,
    )
    assert isinstance(done, ConsolidatedProvince)
    write_paper(folder / BRIEF, "provincial-brief", province_matter(done.consolidation), settings)
    return done.consolidation


def _require_empty(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(
            f"{folder} เป็นไฟล์ ไม่ใช่โฟลเดอร์ ให้ระบุโฟลเดอร์ใหม่ เช่น itaxl demo ตัวอย่าง",
            f"{folder} is a file, not a folder; name a new folder, for example: itaxl demo example",
        )
    if any(folder.iterdir()):
        raise UsageError(
            f"โฟลเดอร์ {folder} มีไฟล์อยู่แล้วและอาจมีข้อความที่กรอกไว้ จึงไม่เขียนทับ"
            f" ให้ระบุโฟลเดอร์ใหม่ เช่น itaxl demo {folder}-2 หรือลบโฟลเดอร์นี้เองก่อน",
            f"{folder} is not empty and may hold entries, so nothing is written there;"
            f" name a new folder, for example: itaxl demo {folder}-2, or delete this one yourself",
        )


def _published(example: Example) -> list[tuple[int, Decimal]]:
    """The scores that the report lists, in its order."""
    found = _PUBLISHED_SCORE.findall(arabic_digits(example.text))
    return [(int(no), Decimal(score)) for no, score in found]


def _lines(shown: Demonstration) -> Iterator[tuple[str, str]]:
    """What to say, in Thai and in English."""
    consolidation = shown.consolidated.consolidation
    plan, analysis = consolidation.plan, consolidation.analysis
    departments = len(plan.reporting_departments())
    year = plan.fiscal_year.number
    yield (
        f"ข้อมูลจริง: รายงานที่{plan.agency.name} จ.{plan.agency.province} เผยแพร่ (ไม่มีชื่อบุคคล)",
        f"Real data: a report that {plan.agency.name} ({plan.agency.province}) published, without names",
    )
    yield (
        f"ปีงบประมาณ {year} รอบ {plan.months} เดือน คะแนน ITA ปี {plan.scored_year}",
        f"Fiscal year {year}, round of {plan.months} months, ITA scores of {plan.scored_year}",
    )
    yield _BLANK
    yield (f"เปิดไฟล์นี้ก่อน: {shown.folder / SUMMARY}", f"Open this first: {shown.folder / SUMMARY}")
    yield (
        f"ข้อมูล ณ {long_date(consolidation.as_of)} วันที่ของบันทึกข้อความ · {_counted(shown.findings, 'th')}",
        f"as of {consolidation.as_of}, the day of the memo; {_counted(shown.findings, 'en')}",
    )
    yield _BLANK
    yield ("งานทีละขั้น และคำสั่งที่ใช้ทำขั้นนั้น", "Step by step, with the command of each step")
    yield (
        f"1. {shown.control.name} แผนที่ผู้ประสานงานกรอก (itaxl init)",
        f"1. {shown.control.name}: the plan, as a coordinator fills it in (itaxl init)",
    )
    yield (
        f"2. {SENT}/ แบบเปล่าของ {departments} ส่วนราชการ และทะเบียนการแจกจ่าย (itaxl generate)",
        f"2. {SENT}/: empty workbooks of {departments} departments, and their register (itaxl generate)",
    )
    yield (
        f"3. {RETURNED}/ แบบที่ {departments} ส่วนราชการกรอกแล้วส่งคืน",
        f"3. {RETURNED}/: the workbooks that {departments} departments filled in and returned",
    )
    yield (
        f"4. {SUMMARY} และ {TABLES}/ ไฟล์สรุปและตารางข้อมูล (itaxl consolidate)",
        f"4. {SUMMARY} and {TABLES}/: the summary and its tables (itaxl consolidate)",
    )
    yield (
        f"5. {ANALYSIS} วิเคราะห์คะแนน พร้อมแผนภูมิและบทวิเคราะห์ (itaxl analyze)",
        f"5. {ANALYSIS}: the scores judged, with charts and a paragraph on them (itaxl analyze)",
    )
    yield (
        f"6. {' และ '.join(REPORTS)} รายงานฉบับเต็มสำหรับลงนามและเผยแพร่ (itaxl report --layout {_LAYOUT})",
        f"6. {' and '.join(REPORTS)}: the full report, to sign and publish (itaxl report --layout {_LAYOUT})",
    )
    province = shown.province
    returned = len(province.agencies) - len(province.unreported)
    thai = f"{len(province.agencies)} หน่วยงาน ส่งแล้ว {returned} เปิด {PROVINCIAL} และ {BRIEF}"
    english = f"{len(province.agencies)} agencies, {returned} have answered; open {PROVINCIAL} and {BRIEF}"
    yield (
        f"7. {PROVINCE}/ จังหวัดที่สมมติขึ้นทั้งหมด: {thai} (itaxl init --kind province … consolidate … report)",
        f"7. {PROVINCE}/: all made up, {english} (itaxl init --kind province … consolidate … report)",
    )
    yield _BLANK
    limits = analysis.thresholds
    limit = f"{limits.strength_above.normalize():f}"
    yield (f"จุดแข็ง (มากกว่า {limit})", f"Strengths (above {limit})")
    yield from _listed(analysis.strengths, limits.strength_above)
    limit = f"{limits.weakness_below.normalize():f}"
    yield (f"จุดอ่อน (ต่ำกว่า {limit}) ต่ำสุดก่อน", f"Weaknesses (below {limit}), worst first")
    yield from _listed(analysis.weaknesses, limits.weakness_below)
    yield _AS_PUBLISHED if shown.is_as_published else _NOT_AS_PUBLISHED
    yield from _result(analysis)


def _counted(findings: Sequence[Finding], language: str) -> str:
    severities = [each.severity for each in findings]
    errors, warnings = (severities.count(each) for each in (Severity.ERROR, Severity.WARNING))
    if language == "th":
        return f"แผ่นข้อผิดพลาดบอกจุดที่ต้องแก้ไข {errors} ควรตรวจสอบ {warnings}"
    return f"its list of findings names {errors} errors and {warnings} warnings"


def _listed(found: Sequence[IndicatorResult], limit: Decimal) -> Iterator[tuple[str, str]]:
    for each in found:
        score = told_apart(each.score or Decimal(0), limit)
        line = f"  {score:>6f}  {each.indicator.no} {each.indicator.name}"
        yield line, line


def _result(analysis: Analysis) -> Iterator[tuple[str, str]]:
    result = analysis.result
    if result.grade is None:
        return
    thai = f"คะแนนรวม {result.total} ระดับ {result.grade.name}"
    english = f"Total {result.total}, grade {result.grade.name}"
    if result.is_published:
        unscored = ", ".join(str(each.indicator.no) for each in analysis.indicators if each.score is None)
        thai += f" ตามที่เผยแพร่ (รายงานไม่ได้ให้คะแนนตัวชี้วัด {unscored})"
        english += f", as published (the report leaves out the scores of indicators {unscored})"
    yield thai, english
