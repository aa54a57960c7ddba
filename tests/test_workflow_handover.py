"""``submit``: what an agency knows goes into the workbook that its province sent, and comes out again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from command_line import run
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator
from packages import encrypted

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import FindingKind
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.planning.provinces import read_province
from itaxl.template.returns import Expected, ReturnedFile, read_return
from itaxl.workflow.generation import generate
from itaxl.workflow.handover import submit
from itaxl.workflow.planning import write_province
from itaxl.workflow.provinces import gather_province
from itaxl.workflow.settings import Settings, UsageError, default_templates

EXAMPLES = Path(__file__).parent.parent / "examples"
KUSUMAN = EXAMPLES / "002-kusuman"
SETTINGS = Settings(default_templates(), date(2022, 4, 21), workers=1)
PROVINCE = Province(
    name="สกลนคร",
    fiscal_year=FiscalYear(2565),
    scored_year=2564,
    months=6,
    due=date(2022, 4, 30),
    labels={"return_to": "สำนักงานจังหวัด"},
    agencies=(
        Agency("เทศบาลตำบลกุสุมาลย์", "เทศบาลตำบล", "กุสุมาลย์", code="A1"),
        Agency("องค์การบริหารส่วนตำบลสมมติ", "องค์การบริหารส่วนตำบล", "เมืองสกลนคร", code="A2"),
    ),
)
FORM = "กุสุมาลย์/A1 เทศบาลตำบลกุสุมาลย์.xlsx"

Cells = Mapping[tuple[str, str], str | float]


def sent(folder: Path, province: Province = PROVINCE) -> Path:
    """The province's control workbook, and beside it what went out."""
    write_province(folder / "province.xlsx", province, SETTINGS.framework(province.scored_year), SETTINGS)
    generate(folder / "province.xlsx", folder / "sent", SETTINGS)
    return folder / "sent"


def form(folder: Path, cells: Cells | None = None, province: Province = PROVINCE) -> Path:
    """The workbook of the agency, with what it typed into it."""
    path = sent(folder, province) / FORM
    if cells:
        workbook = openpyxl.load_workbook(path)
        for (sheet, cell), value in cells.items():
            workbook[sheet][cell] = value
        workbook.save(path)
    return path


def read_back(path: Path) -> dict[str, dict[str, Mapping[str, object]]]:
    """The entries of a workbook by table and code."""
    expected = Expected({"agency": SETTINGS.description("agency")}, {"statuses": STATUS_CHOICES})
    tables: dict[str, dict[str, Mapping[str, object]]] = {}
    for row in read_return(ReturnedFile(path, path.name), expected).rows:
        tables.setdefault(row.table, {})[row.code] = row.values
    return tables


def test_the_province_gets_the_figures_that_the_agency_has(tmp_path: Path) -> None:
    path = form(tmp_path)
    before = path.read_bytes()
    (tmp_path / "back").mkdir()
    handed = submit(path, KUSUMAN / "plan.xlsx", KUSUMAN / "returned", tmp_path / "back" / "1.xlsx", SETTINGS)
    assert handed.is_written
    assert path.read_bytes() == before

    read = read_province(tmp_path / "province.xlsx", SETTINGS.description("province"))
    province = gather_province(read, tmp_path / "back", SETTINGS, None)[0]
    ours, theirs = handed.consolidation, province.agencies[0]
    assert [each.score for each in theirs.analysis.indicators] == [
        each.score for each in ours.analysis.indicators
    ]
    assert [(each.code, each.name, each.status) for each in theirs.measures] == [
        (each.code, each.name, each.status) for each in ours.measures
    ]
    for mine, given in zip(ours.measures, theirs.measures, strict=True):
        for own, told in zip(mine.records, given.records, strict=True):
            for key in ("guideline", "steps", "responsible", "monitoring", "result", "suggestion", "done_on"):
                assert (told.value(key) or "") == (own.value(key) or ""), (own.code, key)


def test_steps_stay_steps_of_their_measure(tmp_path: Path) -> None:
    example = EXAMPLES / "001-san-khong"
    agency = Agency("องค์การบริหารส่วนตำบลสันโค้ง", "องค์การบริหารส่วนตำบล", "ดอกคำใต้", code="A1")
    province = replace(PROVINCE, fiscal_year=FiscalYear(2566), scored_year=2565, agencies=(agency,))
    path = next(sent(tmp_path, province).glob("*/A1*.xlsx"))
    (tmp_path / "back").mkdir()
    handed = submit(path, example / "plan.xlsx", example / "returned", tmp_path / "back" / "1.xlsx", SETTINGS)
    read = read_province(tmp_path / "province.xlsx", SETTINGS.description("province"))
    theirs = gather_province(read, tmp_path / "back", SETTINGS, None)[0].agencies[0]
    assert [(each.code, each.status) for each in theirs.measures] == [
        (each.code, each.status) for each in handed.consolidation.measures
    ]
    assert len(theirs.measures) == 6


def test_a_form_is_ours_however_the_province_spells_our_name(tmp_path: Path) -> None:
    agencies = (Agency("ทต. กุสุมาลย์", "เทศบาลตำบล", "อ.กุสุมาลย์", code="A1"),)
    path = next(sent(tmp_path, replace(PROVINCE, agencies=agencies)).glob("*/A1*.xlsx"))
    handed = submit(path, KUSUMAN / "plan.xlsx", KUSUMAN / "returned", tmp_path / "1.xlsx", SETTINGS)
    assert handed.is_written
    assert not {"other-agency", "other-place"} & {each.kind.slug for each in handed.findings}


def test_the_filled_workbook_is_a_valid_one(tmp_path: Path) -> None:
    out = tmp_path / "1.xlsx"
    submit(form(tmp_path), KUSUMAN / "plan.xlsx", KUSUMAN / "returned", out, SETTINGS)
    assert not OpenXmlValidator().validate(out).errors
    workbook = openpyxl.load_workbook(out)
    assert workbook.sheetnames[:5] == ["คำชี้แจง", "ผู้รายงาน", "คะแนน", "มาตรการ", "ตรวจก่อนส่ง"]
    assert all(workbook[name].protection.sheet for name in workbook.sheetnames[:5])
    told = {cell.value for row in workbook["คำชี้แจง"].iter_rows() for cell in row}
    assert {"กำหนดส่ง: 30 เมษายน 2565", "ส่งคืนที่: สำนักงานจังหวัด"} <= told


def header_column(path: Path, sheet: str, header: str) -> str:
    for row in openpyxl.load_workbook(path)[sheet].iter_rows(max_row=10):
        for cell in row:
            if cell.value == header:
                return str(cell.column_letter)
    raise AssertionError(header)


@pytest.mark.parametrize("replaced", [False, True])
def test_what_was_typed_stays_unless_told_otherwise(tmp_path: Path, *, replaced: bool) -> None:
    blank = form(tmp_path)
    steps, measure, code, responsible = (
        header_column(blank, "มาตรการ", each) for each in ("ขั้นตอน/วิธีการ", "มาตรการ", "รหัส", "ผู้รับผิดชอบ")
    )
    typed: Cells = {
        ("คะแนน", "D4"): 90.5,  # the plan says 82.44
        ("คะแนน", "D9"): 81,  # indicator 6, of which the plan says nothing
        ("ผู้รายงาน", "B9"): "นักวิเคราะห์นโยบายและแผน",
        ("มาตรการ", f"{code}4"): "M2",
        ("มาตรการ", f"{measure}4"): "มาตรการเผยแพร่ข้อมูลต่อสาธารณะ",
        ("มาตรการ", f"{responsible}4"): "ปลัดเทศบาล",
        ("มาตรการ", f"{steps}5"): "ขั้นตอนที่เพิ่มเอง",
        ("มาตรการ", f"{measure}6"): "มาตรการที่พิมพ์เอง",
    }
    (tmp_path / "typed").mkdir()
    path = form(tmp_path / "typed", typed)
    out = tmp_path / "1.xlsx"
    handed = submit(path, KUSUMAN / "plan.xlsx", KUSUMAN / "returned", out, SETTINGS, replace=replaced)
    tables = read_back(out)
    assert tables["scores"]["1"]["score"] == (82.44 if replaced else 90.5)
    assert tables["scores"]["6"]["score"] == 81
    rows = list(tables["measures"].items())
    assert [values.get("code", "") for _, values in rows] == ["M1", "M2", "", "M3", ""]
    assert rows[2][1]["steps"] == "ขั้นตอนที่เพิ่มเอง"
    assert rows[4][1]["measure"] == "มาตรการที่พิมพ์เอง"
    told = {(each.kind, each.details["header"]): each for each in handed.findings if "ours" in each.details}
    kind = FindingKind.ENTRY_REPLACED if replaced else FindingKind.ENTRY_KEPT
    score = told[kind, "คะแนน"]
    assert (score.sheet, score.value, score.details["ours"]) == ("คะแนน", "90.5", "82.44")
    assert (kind, "มาตรการ") not in told


@pytest.mark.parametrize(
    ("province", "kind"),
    [
        (
            replace(PROVINCE, agencies=(Agency("เทศบาลตำบลอื่น", "เทศบาลตำบล", "กุสุมาลย์", code="A1"),)),
            FindingKind.OTHER_AGENCY,
        ),
        (replace(PROVINCE, months=12), FindingKind.OTHER_ROUND),
        (replace(PROVINCE, fiscal_year=FiscalYear(2566)), FindingKind.OTHER_YEAR),
        (replace(PROVINCE, scored_year=2563), FindingKind.OTHER_SCORED_YEAR),
    ],
)
def test_another_workbooks_figures_are_not_handed_over(
    tmp_path: Path, province: Province, kind: FindingKind
) -> None:
    path = next(sent(tmp_path, province).glob("*/A1*.xlsx"))
    out = tmp_path / "1.xlsx"
    handed = submit(path, KUSUMAN / "plan.xlsx", KUSUMAN / "returned", out, SETTINGS)
    assert not handed.is_written
    assert not out.exists()
    assert kind in {each.kind for each in handed.findings}


def test_more_measures_than_the_form_has_rows_get_rows(tmp_path: Path) -> None:
    path = form(tmp_path)
    workbook = openpyxl.load_workbook(KUSUMAN / "plan.xlsx")
    sheet = workbook["มาตรการ"]
    codes = [f"N{number}" for number in range(1, 51)]
    for row, code in enumerate(codes, start=7):
        for header, value in (
            ("รหัส", code),
            ("มาตรการ", f"มาตรการที่ {code}"),
            ("ส่วนราชการที่รับผิดชอบ", "สำนักปลัดเทศบาล"),
        ):
            sheet[f"{header_column(KUSUMAN / 'plan.xlsx', 'มาตรการ', header)}{row}"] = value
    plan = tmp_path / "plan.xlsx"
    workbook.save(plan)
    out = tmp_path / "1.xlsx"
    submit(path, plan, KUSUMAN / "returned", out, SETTINGS)
    found = [values.get("code") for values in read_back(out)["measures"].values()]
    assert found == ["M1", "M2", "M3", *codes]


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    path, out = form(tmp_path), tmp_path / "1.xlsx"
    arguments = ("submit", path, KUSUMAN / "plan.xlsx", KUSUMAN / "returned", "-o", out, "--lang", "en")
    result = run(*arguments)
    # Of three indicators neither the plan nor the form has a score.
    assert result.exit_code == 1, result.output
    assert "1.xlsx คะแนน D9, D10, D11: “คะแนน” is not filled in" in result.output
    assert f"Wrote {out}" in result.output
    again = run(*arguments)
    assert again.exit_code == 2
    assert "--overwrite" in again.output
    assert run(*arguments, "--overwrite").exit_code == 1


@pytest.mark.parametrize("name", ["plan.xlsx", "missing.xlsx"])
def test_only_a_provinces_workbook_is_filled(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        submit(KUSUMAN / name, KUSUMAN / "plan.xlsx", KUSUMAN / "returned", tmp_path / "1.xlsx", SETTINGS)


def test_a_protected_form_is_filled_with_its_password(tmp_path: Path) -> None:
    path, out = encrypted(form(tmp_path), "ความลับ9"), tmp_path / "1.xlsx"
    verb = ("submit", path, KUSUMAN / "plan.xlsx", KUSUMAN / "returned", "-o", out)
    for passwords, word in (((), "ใช้ --password"), (("--password", "x"), "รหัสที่ให้ไว้ใช้เปิดไม่ได้")):
        refused = run(*verb, *passwords)
        assert (refused.exit_code, refused.output.count("\n")) == (2, 1), refused.output
        assert word in refused.output
        assert not out.exists()
    done = run(*verb, "--password", "x", "--password", "ความลับ9")
    assert "ความลับ9" not in done.output
    assert read_back(out)["scores"], done.output


def test_the_workbook_that_was_given_is_never_replaced(tmp_path: Path) -> None:
    path = form(tmp_path)
    with pytest.raises(UsageError, match="replaced"):
        submit(path, KUSUMAN / "plan.xlsx", KUSUMAN / "returned", path, SETTINGS, overwrite=True)


def test_scores_keep_their_decimals(tmp_path: Path) -> None:
    out = tmp_path / "1.xlsx"
    submit(form(tmp_path), KUSUMAN / "plan.xlsx", KUSUMAN / "returned", out, SETTINGS)
    scores = {no: values["score"] for no, values in read_back(out)["scores"].items() if "score" in values}
    expected = {
        "1": "82.44",
        "2": "77.85",
        "3": "80.95",
        "4": "73.16",
        "5": "72.13",
        "9": "92.5",
        "10": "100",
    }
    assert {no: Decimal(str(score)) for no, score in scores.items()} == {
        no: Decimal(score) for no, score in expected.items()
    }
