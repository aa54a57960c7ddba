"""The examples: they say what the published reports say, and they are what the script makes."""

import importlib.util
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter
from openxml_audit import OpenXmlValidator

from itaxl.assessment.findings import Severity
from itaxl.assessment.plans import EVERY_DEPARTMENT
from itaxl.planning.indicators import indicator_label, item_code
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.results.consolidation import Consolidation
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.stamp import canonical
from itaxl.workflow.consolidation import gather
from itaxl.workflow.examples import RETURNED
from itaxl.workflow.settings import Settings, default_templates

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.stem for path in (EXAMPLES / "sources").glob("*.toml"))
WORKBOOKS = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.xlsx"))
SETTINGS = Settings(default_templates(), date(2026, 11, 21), workers=1)

each_example = pytest.mark.parametrize("name", NAMES)

AS_PRINTED = ("issue", "measure", "guideline", "steps", "department", "responsible", "monitoring", "period")
FROM_ITS_MEASURE = ("measure", "indicator", "issue", "department")

# Measures by status. The words of the reports decide, see status_from in the sources.
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
    r"(?:นางสาว|น\.ส\.|(?<![ก-๙])นาง|นาย(?!ก(?:เทศ|องค์|อบ|สภา|รัฐ|เมือง|ฯ|[^ก-๙]|$)))\s*[ก-ฮเแโใไ]"
)


class Reading(NamedTuple):
    """One example as the library reads it."""

    read: ReadPlan
    consolidation: Consolidation


def source(name: str) -> dict[str, Any]:
    text = (EXAMPLES / "sources" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


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
def test_the_sheet_of_the_agency_says_what_the_report_says(name: str) -> None:
    plan = reading(name).read.plan
    form = SETTINGS.description("plan").sheet("agency")
    key_of = {each.header: each.key for each in form.columns}
    said = {key_of[label]: canonical(value) for label, value in source(name)["agency"].items()}
    filled_in = {key: canonical(value) for key, value in plan.labels.items()}
    defaults = {"strength_above": "80", "weakness_below": "80", "target": "85"}
    default_year = {"scored_year": str(plan.fiscal_year.number - 1)}
    assert filled_in == defaults | default_year | said


@each_example
def test_departments_and_scores_are_those_of_the_report(name: str) -> None:
    plan = reading(name).read.plan
    report = source(name)
    assert [(each.code, each.name) for each in plan.departments] == [
        (each["code"], each["name"]) for each in report["department"]
    ]
    known = {each.no: each.score for each in plan.scores if each.score is not None}
    assert known == {each["indicator"]: Decimal(str(each["score"])) for each in report.get("score", ())}
    assert all(each.previous is None for each in plan.scores)


@each_example
def test_every_row_of_a_plan_says_what_the_report_says(name: str) -> None:
    read = reading(name).read
    rows = source(name)["row"]
    assert [row.code for row in read.plan.rows] == [row["code"] for row in rows]
    measure: dict[str, object] = {}
    for row, said in zip(read.plan.rows, rows, strict=True):
        labels = [indicator_label(read.framework.indicator(no)) for no in said["indicators"]]
        words = {
            "code": said["code"],
            "indicator": said.get("printed_indicator", ", ".join(labels)),
            "joint": ", ".join(said["joint"]),
            "start": said.get("start"),
            "end": said.get("end"),
            **{key: said[key] for key in AS_PRINTED},
        }
        own = _without_blanks(words)
        measure = own if said["measure"] else measure
        inherited = {key: measure[key] for key in FROM_ITS_MEASURE if key in measure}
        assert {key: value for key, value in row.values.items() if key != "item"} == inherited | own
        item = str(row.values.get("item", ""))
        assert item == said["printed_item"] if "printed_item" in said else item_code(item) == said["item"]
        assert (row.start, row.end) == (said.get("start"), said.get("end"))


@each_example
def test_points_to_develop_are_those_of_the_report(name: str) -> None:
    keys = ("instrument", "indicator", "assessed", "to_develop", "recommendation")
    said = source(name).get("development", ())
    points = reading(name).read.plan.development
    assert [dict(each.values) for each in points] == [
        {key: each[key] for key in keys if each.get(key)} for each in said
    ]
    assert [(each.instrument, each.number) for each in points] == [
        (each["instrument"], each["number"]) for each in said
    ]


@each_example
def test_rows_belong_to_measures_indicators_and_departments_as_the_report_says(name: str) -> None:
    plan = reading(name).read.plan
    name_of = {each.code: each.name for each in plan.departments}
    measure, indicators = "", ()
    for row, said in zip(plan.rows, source(name)["row"], strict=True):
        if said["measure"]:
            measure, indicators = said["code"], tuple(said["indicators"])
        assert row.measure_code == measure
        assert row.indicators == (tuple(said["indicators"]) or indicators)
        everyone = said["department"] == EVERY_DEPARTMENT
        expected = list(name_of.values()) if everyone else [said["department"], *said["joint"]]
        assert [name_of[code] for code in row.departments] == expected


@each_example
def test_every_entry_comes_back_as_it_was_published(name: str) -> None:
    published = {}
    for row in source(name)["row"]:
        for report in row["report"]:
            entries = {key: report[key] for key in ("result", "outcome", "suggestion", "evidence")}
            entries["done_on"] = report.get("done_on")
            published[row["code"], report["department"]] = (report["status"], _without_blanks(entries))
    returned = {}
    for record in reading(name).consolidation.records:
        entries = {key: value for key, value in record.entries.items() if key != "status"}
        returned[record.code, record.department.name] = (record.status.value, entries)
    assert returned == published


def _without_blanks(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}


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
    assert not PERSON.search((EXAMPLES / "sources" / f"{name}.toml").read_text(encoding="utf-8"))


def test_names_of_persons_would_be_found() -> None:
    for words in ("นายสมชาย ใจดี", "ลงชื่อ (นางสมศรี)", "ผู้จัดทำนางสาวสมหญิง", "น.ส. สมใจ", "นาย กิตติ", "นายกิตติ"):
        assert PERSON.search(words), words
    for words in ("นายกเทศมนตรีตำบล", "ของนายกเทศบาล ลงวันที่", "เจ้าพนักงานธุรการชำนาญงานางาน", "ปลัดและนายก"):
        assert not PERSON.search(words), words
