"""The examples: they say what the published reports say, and they are what the script makes."""

import csv
import importlib.util
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import xlsxwriter
from openxml_audit import OpenXmlValidator

from itaxl.assessment.findings import Severity
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.results.consolidation import Consolidation
from itaxl.sheets.workbooks import open_workbook
from itaxl.thai.text import compact
from itaxl.workflow.consolidation import gather
from itaxl.workflow.examples import RETURNED
from itaxl.workflow.settings import Settings, default_templates

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.stem for path in (EXAMPLES / "sources").glob("*.toml"))
WORKBOOKS = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.xlsx"))
SETTINGS = Settings(default_templates(), date(2026, 11, 21), workers=1)

each_example = pytest.mark.parametrize("name", NAMES)

# Fiscal year, scored year, round. 000 names no scored year: the year before is taken.
YEARS = {
    "000-phon-thong": (2566, 2565, 6),
    "001-san-khong": (2566, 2565, 6),
    "002-kusuman": (2565, 2564, 6),
    "003-mak-khaeng": (2566, 2565, 6),
    "004-nong-hua-raet": (2568, 2568, 12),
}
# Read out of other words of the report.
UNPRINTED = {"agency_type", "round"}
DEPARTMENTS = {
    "000-phon-thong": ["สำนักปลัด", "กองการคลัง", "กองช่าง", "กองการศึกษา", "กองสาธารณสุขฯ"],
    "001-san-khong": ["สำนักปลัด", "กองคลัง"],
    "002-kusuman": ["สำนักปลัดเทศบาล", "กองยุทธศาสตร์และงบประมาณ"],
    "003-mak-khaeng": ["สำนักปลัด", "หน่วยตรวจสอบภายใน", "งานจัดซื้อจัดจ้าง/จัดหาพัสดุ"],
    "004-nong-hua-raet": ["สำนักปลัด", "กองคลัง"],
}

# Measures by status: the words of the reports decide, only 000 ticks.
STATUSES = {
    "000-phon-thong": {"done": 3},
    "001-san-khong": {"done": 1, "in_progress": 5},
    "002-kusuman": {"done": 3},
    "003-mak-khaeng": {"done": 7, "in_progress": 1},
    "004-nong-hua-raet": {"done": 5},
}

# What a real report lacks or contradicts; nobody is named as the one who filled the form in.
FINDINGS = {
    "000-phon-thong": {"missing-when": 9, "wanted-entry": 10},
    "001-san-khong": {"missing-when": 4, "wanted-entry": 4},
    "002-kusuman": {"wanted-entry": 4},
    "003-mak-khaeng": {"outside-year": 1, "wanted-entry": 6},
    "004-nong-hua-raet": {"missing-when": 5, "wanted-entry": 4},
}

# Titles with a name behind them; นายก and งานางาน (ชำนาญงาน and the like) are none.
PERSON = re.compile(
    r"(?:นางสาว|น\.ส\.|(?<![ก-๙])นาง|(?<!มิถุ)นาย(?!ก(?:เทศ|องค์|อบ|สภา|รัฐ|เมือง|ฯ|[^ก-๙]|$)))\s*[ก-ฮเแโใไ]"
)


class Reading(NamedTuple):
    """One example as the library reads it."""

    read: ReadPlan
    consolidation: Consolidation


@cache
def report(name: str) -> str:
    """A published report without blanks, tags and bars, as one string."""
    text = (EXAMPLES / "sources" / f"{name}.txt").read_text(encoding="utf-8")
    return compact(re.sub(r"<[^>]+>|[\t\n|]+", " ", text))


def read_by_hand(name: str) -> list[dict[str, str]]:
    """What somebody read out of a report: a row's measure, indicators, item, departments, days, statuses."""
    with (Path(__file__).parent / "data" / "published_readings.tsv").open(encoding="utf-8") as file:
        return [each for each in csv.DictReader(file, delimiter="\t") if each["report"] == name]


@cache
def reading(name: str) -> Reading:
    folder = EXAMPLES / name
    read = read_plan(folder / "plan.xlsx", SETTINGS.description("plan"))
    return Reading(read, gather(read, folder / RETURNED, SETTINGS, None)[0])


# Words of the reports that do not plainly name an indicator of the year.
READINGS = {
    "000-phon-thong": [("๓. การปรับปรุงการทำงาน", 8), ("๑. การเปิดเผยข้อมูล", 9), ("๒. การป้องกันการการทุจริต", 10)]
}


@each_example
def test_the_findings_of_a_plan_are_the_known_ones(name: str) -> None:
    findings = reading(name).read.findings
    assert {each.kind.slug for each in findings} <= {"indicator-read"}
    assert [(each.value, each.details["no"]) for each in findings] == READINGS.get(name, [])


@each_example
def test_what_the_sheet_of_the_agency_says_stands_in_the_report(name: str) -> None:
    plan = reading(name).read.plan
    words = [value for key, value in plan.labels.items() if isinstance(value, str) and key not in UNPRINTED]
    assert len(words) >= 3
    assert [each for each in words if compact(each) not in report(name)] == []
    assert (plan.fiscal_year.number, plan.scored_year, plan.months) == YEARS[name]


@each_example
def test_departments_are_those_of_the_report(name: str) -> None:
    assert [each.name for each in reading(name).read.plan.departments] == DEPARTMENTS[name]


@each_example
def test_rows_are_understood_as_somebody_read_them(name: str) -> None:
    understood = [
        {
            "report": name,
            "code": row.code,
            "measure": row.measure_code,
            "indicators": ",".join(str(each) for each in row.indicators),
            "item": str(row.values.get("item", "")),
            "departments": ",".join(row.departments),
            "start": str(row.start or ""),
            "end": str(row.end or ""),
            "statuses": " ".join(_reported(name, row.code)),
        }
        for row in reading(name).read.plan.rows
    ]
    assert understood == read_by_hand(name)


def _reported(name: str, code: str) -> Iterator[str]:
    """The statuses that departments reported on a row, with the days on which something was done."""
    for record in reading(name).consolidation.records:
        if record.code == code:
            words = (record.department.code, record.status.value, str(record.entries.get("done_on") or ""))
            yield ":".join(filter(None, words))


def test_points_to_develop_stand_under_their_instruments_and_say_what_the_report_says() -> None:
    points = reading("002-kusuman").read.plan.development
    assert [(each.instrument, each.number) for each in points] == [
        *[("IIT", 3), ("IIT", 4), ("IIT", 5)],
        *[("EIT", 8), ("EIT", 9)],
        *[("OIT", 5), ("OIT", 10)],
    ]
    recommended = [str(each.values["recommendation"]) for each in points if "recommendation" in each.values]
    assert len(recommended) == 3
    assert [each for each in recommended if compact(each) not in report("002-kusuman")] == []


@each_example
def test_statuses_are_counted_as_in_the_report(name: str) -> None:
    assert Counter(each.status.value for each in reading(name).consolidation.measures) == STATUSES[name]


@each_example
def test_the_findings_are_the_known_ones(name: str) -> None:
    assert Counter(each.kind.slug for each in reading(name).consolidation.findings) == FINDINGS[name]


@each_example
def test_the_readme_tells_how_many_findings_there_are(name: str) -> None:
    severities = Counter(each.severity for each in reading(name).consolidation.findings)
    cells = f"| {severities[Severity.ERROR]} | {severities[Severity.WARNING]} |"
    line = next(
        line
        for line in (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{name}/`")
    )
    assert cells in line


@each_example
def test_the_readme_tells_how_many_contradictions_there_are(name: str) -> None:
    lines = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(f"| `{name[:3]}` |"))
    assert line.split("|")[2].strip() == str(len(reading(name).consolidation.inconsistencies))


@each_example
def test_a_filled_form_is_ready_to_send_where_reading_finds_no_error(name: str) -> None:
    # What is written beside the formulas counts: not every program recalculates what it opens.
    words = SETTINGS.description("department").sheet("check")
    findings = reading(name).consolidation.findings
    with_errors = {each.file for each in findings if each.severity is Severity.ERROR}
    for path in (EXAMPLES / name / RETURNED).iterdir():
        said = [cell for row in open_workbook(path).grid(words.name).rows for cell in row]
        assert (words.ready in said) is (path.name not in with_errors), path.name
        assert (words.not_ready in said) is (path.name in with_errors), path.name


def test_the_analysis_of_kusuman_is_the_published_one() -> None:
    analysis = reading("002-kusuman").consolidation.analysis
    assert [(each.indicator.no, str(each.score)) for each in analysis.strengths] == [
        (10, "100"),
        (9, "92.5"),
        (1, "82.44"),
        (3, "80.95"),
    ]
    assert [(each.indicator.no, str(each.score)) for each in analysis.weaknesses] == [
        (5, "72.13"),
        (4, "73.16"),
        (2, "77.85"),
    ]
    assert analysis.result.is_published
    assert analysis.result.total == Decimal("84.48")
    assert analysis.result.grade is not None
    assert analysis.result.grade.name == "B"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What examples/build.py makes now."""
    folder = tmp_path_factory.mktemp("examples")
    spec = importlib.util.spec_from_file_location("build", EXAMPLES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    build: Callable[[Path], None] = module.build
    build(folder)
    return folder


def test_the_script_makes_the_workbooks_that_are_committed(rebuilt: Path) -> None:
    made = sorted(path.relative_to(rebuilt).as_posix() for path in rebuilt.rglob("*.xlsx"))
    assert made == WORKBOOKS, "run: python examples/build.py"


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_the_script_makes_the_cells_that_are_committed(rebuilt: Path, workbook: str) -> None:
    committed, made = open_workbook(EXAMPLES / workbook), open_workbook(rebuilt / workbook)
    assert made.sheet_names == committed.sheet_names
    for sheet in committed.sheet_names:
        assert made.grid(sheet) == committed.grid(sheet), f"{sheet}: run python examples/build.py"


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_the_script_makes_the_very_files_that_are_committed(rebuilt: Path, workbook: str) -> None:
    made_with = (EXAMPLES / "xlsxwriter-version.txt").read_text(encoding="utf-8").strip()
    if xlsxwriter.__version__ != made_with:
        pytest.skip(f"made with XlsxWriter {made_with}; here is {xlsxwriter.__version__}")
    assert _parts(rebuilt / workbook) == _parts(EXAMPLES / workbook), "run: python examples/build.py"


def _parts(path: Path) -> dict[str, bytes]:
    """The archive's parts: how they were packed depends on the machine's zlib."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_an_example_is_a_sound_workbook(workbook: str) -> None:
    assert OpenXmlValidator().validate(str(EXAMPLES / workbook)).errors == []


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_no_workbook_names_a_person(workbook: str) -> None:
    for part, content in _parts(EXAMPLES / workbook).items():
        found = PERSON.search(content.decode("utf-8"))
        assert found is None, f"{part}: {found}"


@each_example
def test_no_source_names_a_person(name: str) -> None:
    for suffix in ("txt", "toml"):
        assert not PERSON.search((EXAMPLES / "sources" / f"{name}.{suffix}").read_text(encoding="utf-8"))


def test_names_of_persons_would_be_found() -> None:
    for words in ("นายสมชาย ใจดี", "ลงชื่อ (นางสมศรี)", "ผู้จัดทำนางสาวสมหญิง", "น.ส. สมใจ", "นาย กิตติ", "นายกิตติ"):
        assert PERSON.search(words), words
    for words in ("นายกเทศมนตรีตำบล", "ของนายกเทศบาล ลงวันที่", "เจ้าพนักงานธุรการชำนาญงานางาน", "ปลัดและนายก"):
        assert not PERSON.search(words), words
