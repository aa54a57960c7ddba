"""The five published reports contradict themselves where they are known to, and nowhere else."""

import csv
import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from command_line import csv_table, run
from filling import table

from itaxl.assessment.findings import Finding
from itaxl.planning.reading import read_plan
from itaxl.results.consolidation import Consolidation
from itaxl.workflow.checking import check
from itaxl.workflow.consolidation import consolidate_returns, gather
from itaxl.workflow.orders import Order
from itaxl.workflow.settings import Settings, default_templates

EXAMPLES = Path(__file__).parent.parent / "examples"
SETTINGS = Settings(default_templates(), date(2026, 11, 21), workers=1)

# Every contradiction of the five reports: kind, file, cell, and what stands there.
PLAN = "plan.xlsx"
EXPECTED = {
    "000-phon-thong": [
        ("indicator-read", PLAN, "B5", "๓. การปรับปรุงการทำงาน"),
        ("indicator-read", PLAN, "B6", "๑. การเปิดเผยข้อมูล"),
        ("indicator-read", PLAN, "B6", "๒. การป้องกันการการทุจริต"),
        ("other-agency-named", PLAN, "G5", "เทศบาลตำบลโปงลาง"),
        ("other-agency-named", PLAN, "K5", "เทศบาลตำบลโปงลาง"),
        ("own-name-misspelt", PLAN, "K6", "เทศบาลตำบลโพหนอง"),
    ],
    "001-san-khong": [],
    "002-kusuman": [
        ("weak-not-named", PLAN, "D5", "77.85"),
        ("missing-score-is-low", PLAN, "B15", "84.48"),
        ("wrong-instrument", PLAN, "A8", "EIT"),
        ("wrong-instrument", PLAN, "A9", "OIT"),
    ],
    "003-mak-khaeng": [
        ("code-read", PLAN, "C4", "๗"),
        ("code-read", PLAN, "C5", "1๑๐"),
        ("code-read", PLAN, "C6", "1๑๒"),
        ("code-read", PLAN, "C7", "E๑๑"),
        ("code-read", PLAN, "C8", "E๑๒"),
        ("code-read", PLAN, "C9", "E๑๔"),
        ("code-read", PLAN, "C10", "ข้อ ๐๘"),
        ("item-elsewhere", PLAN, "C10", "ข้อ ๐๘"),
        ("code-read", PLAN, "C11", "๐๓๘"),
    ],
    "004-nong-hua-raet": [
        ("no-such-indicator", PLAN, "D4", "ตัวชี้วัดที่ ๘.๔"),
        ("period-as-responsible", PLAN, "J6", "ตลอดปีงบประมาณ"),
        (
            "department-as-period",
            PLAN,
            "N6",
            "๑. คณะกรรมการทบทวนปรับปรุงการจัดทำคู่มือการใช้ทรัพย์สินของทางราชการ\n๒. กองคลัง",
        ),
        ("own-name-misspelt", PLAN, "G4", "เทศบาลตำบลหนองหัวแรด"),
        ("own-name-misspelt", "01 สำนักปลัด.xlsx", "P4", "เทศบาลตำบลหนองหัวแรด"),
        ("other-agency-named", "01 สำนักปลัด.xlsx", "P7", "องค์การบริหารส่วนตำบลน้ำซึม"),
        ("numbers-jump", "01 สำนักปลัด.xlsx", "P5", "๓ → ๖"),
        ("misfitting-result", "01 สำนักปลัด.xlsx", "Q7", "๑. รายงานสถิติการเยี่ยม"),
    ],
}
READ_AS = ["i7", "i10", "i12", "e11", "e12", "e14", "o8", "o38"]

each_example = pytest.mark.parametrize("name", EXPECTED)


@cache
def consolidation(name: str) -> Consolidation:
    read = read_plan(EXAMPLES / name / "plan.xlsx", SETTINGS.description("plan"))
    return gather(read, EXAMPLES / name / "returned", SETTINGS, None)[0]


def slugs(findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    return [each.kind.slug for each in findings]


@each_example
def test_the_reports_contradict_themselves_where_they_are_known_to(name: str) -> None:
    found = consolidation(name).inconsistencies
    assert [(each.kind.slug, each.file, each.cell) for each in found] == [each[:3] for each in EXPECTED[name]]
    for finding, (_, _, _, value) in zip(found, EXPECTED[name], strict=True):
        assert finding.value.strip().startswith(value)
        assert finding.sheet


def test_codes_of_the_report_are_read_as_items_of_the_scored_year() -> None:
    found = consolidation("003-mak-khaeng")
    told = [each for each in found.inconsistencies if each.kind.slug == "code-read"]
    assert [each.details["code"] for each in told] == READ_AS
    assert "i10 เบิกจ่ายเงินเป็นเท็จ" in told[1].text()
    assert "2565" in told[1].text()


def test_the_arithmetic_of_the_missing_scores_is_told() -> None:
    (told,) = (
        each
        for each in consolidation("002-kusuman").inconsistencies
        if each.kind.slug == "missing-score-is-low"
    )
    for words in ("84.48", "6, 7, 8", "75.96", "75.99", "77.85"):
        assert words in told.text()
        assert words in told.text("en")


@each_example
def test_checking_the_plan_and_the_returns_tells_the_same(name: str) -> None:
    folder = EXAMPLES / name
    of_plan = check([folder / "plan.xlsx"], SETTINGS).findings
    of_returns = check([folder / "returned"], SETTINGS, control=folder / "plan.xlsx").findings
    expected = {slug for slug, *_ in EXPECTED[name]}
    told = [each for each in (*of_plan, *of_returns) if each.kind.slug in expected]
    assert [(each.kind, each.file, each.cell) for each in told] == [
        (each.kind, each.file, each.cell) for each in consolidation(name).inconsistencies
    ]
    own = consolidation(name).findings
    assert sorted(slugs([*told, *own])) == sorted(
        slug for slug in slugs([*of_plan, *of_returns]) if slug != "weak-without-measure"
    )


def test_checking_a_plan_names_the_weak_indicators_without_a_measure() -> None:
    found = check([EXAMPLES / "002-kusuman" / "plan.xlsx"], SETTINGS).findings
    weak = [each for each in found if each.kind.slug == "weak-without-measure"]
    assert [(each.details["no"], each.sheet, each.cell) for each in weak] == [
        (5, "คะแนน", "D8"),
        (4, "คะแนน", "D7"),
        (2, "คะแนน", "D5"),
    ]


@each_example
def test_the_summary_lists_each_once_among_the_observations(name: str, tmp_path: Path) -> None:
    folder, out = EXAMPLES / name, tmp_path / "summary.xlsx"
    consolidate_returns(Order(folder / "plan.xlsx", folder / "returned", out, csv=tmp_path), SETTINGS)
    places = [f"{file} {each.sheet} {cell}" for (_, file, cell, _), each in _with_findings(name)]
    shown = [row["ที่พบ"] for row in table(out, "ข้อสังเกต", "ลำดับ")]
    assert sorted(each for each in shown if each in places) == sorted(places)
    kinds = {slug for slug, *_ in EXPECTED[name]}
    assert not kinds & {row["รหัสชนิด"] for row in table(out, "ข้อผิดพลาด", "ระดับ")}
    if name == "003-mak-khaeng":
        read = {row["code"]: row["item_codes"] for row in csv_table(tmp_path / "measures.csv")}
        assert list(read.values()) == READ_AS
    with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [tuple(row[:5]) for row in csv.reader(file)]
    for (slug, *_), each in _with_findings(name):
        assert ("warning", slug, each.file, each.sheet, each.cell) in rows
    slugs = [row[:2] for row in rows]
    for slug in kinds:
        assert slugs.count(("warning", slug)) == [each[0] for each in EXPECTED[name]].count(slug)


def _with_findings(name: str) -> list[tuple[tuple[str, str, str, str], Finding]]:
    return list(zip(EXPECTED[name], consolidation(name).inconsistencies, strict=True))


def test_the_command_line_tells_them_in_text_and_in_json(tmp_path: Path) -> None:
    plan = shutil.copy(EXAMPLES / "003-mak-khaeng" / "plan.xlsx", tmp_path / "plan.xlsx")
    said = run("check", plan).output
    assert "C5: ข้อ “1๑๐” อ่านเป็น i10" in said
    rows = json.loads(run("check", plan, "--format", "json").output)
    assert {"item-elsewhere", "code-read"} == {row["kind"] for row in rows}
    assert all(row["message_en"] and row["cell"] for row in rows)
