"""A province from its control workbook to its summary, with real workbooks of agencies and departments."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from command_line import csv_table, run
from filling import AGENCY, COMPLETE, FIRST, SECOND, TODAY, Office, Returned, fill, grid, table
from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.catalogue import load_agencies
from itaxl.planning.province_fillings import AgencyEntries, agency_filling, province_filling
from itaxl.planning.provinces import with_indicators
from itaxl.template.writer import write_workbook
from itaxl.workflow.orders import Order
from itaxl.workflow.provinces import ConsolidatedProvince
from itaxl.workflow.rounds import consolidate_control
from itaxl.workflow.settings import Settings, default_templates

SETTINGS = Settings(default_templates(), TODAY)
OWN = Agency("องค์การบริหารส่วนตำบลแบบเอง", "องค์การบริหารส่วนตำบล", "เมืองสกลนคร", "สกลนคร", "02")
PROVINCE = Province(
    name="สกลนคร",
    fiscal_year=FiscalYear(2566),
    scored_year=2565,
    months=6,
    due=date(2023, 4, 10),
    agencies=(
        Agency(AGENCY, "เทศบาลตำบล", "เมืองสกลนคร", "สกลนคร", "01"),
        OWN,
        Agency("เทศบาลตำบลไม่ส่ง", "เทศบาลตำบล", "กุสุมาลย์", "สกลนคร", "03"),
    ),
    known_scores={"03": dict.fromkeys(range(1, 11), Decimal("91.5"))},
)
MEASURE = {
    "code": "M1",
    "indicator": "4 การใช้ทรัพย์สินของราชการ",
    "measure": "มาตรการของหน่วยงาน",
    "status": "ดำเนินการแล้ว",
    "done_on": date(2023, 1, 9),
    "result": "ประกาศแล้ว",
    "evidence": "ประกาศ 2/2566",
}


def write_control(path: Path, province: Province = PROVINCE) -> Path:
    framework = SETTINGS.framework(province.scored_year)
    description = with_indicators(SETTINGS.description("province"), framework)
    filling = province_filling(province, description, load_agencies(), framework, made_on=TODAY)
    write_workbook(path, description, filling, TODAY)
    return path


def write_form(path: Path, agency: Agency, *, measures: bool = True) -> Path:
    description, framework = SETTINGS.description("agency"), SETTINGS.framework(PROVINCE.scored_year)
    entries = AgencyEntries(
        {"reporter": "นักจัดการงานทั่วไป", "position": "ชำนาญการ"},
        {
            key: dict.fromkeys(range(1, 11), Decimal(score))
            for key, score in (("score", 80), ("previous", 75))
        },
        [MEASURE] if measures else [],
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    filling = agency_filling(
        PROVINCE,
        agency,
        description,
        framework,
        previous_framework=SETTINGS.framework_or_none(2564),
        made_on=TODAY,
        entries=entries,
    )
    write_workbook(path, description, filling, TODAY)
    return path


@pytest.fixture
def folder(office: Office, tmp_path: Path) -> Path:
    """One agency's departments, another agency's own form, and a paper among them."""
    returned = Returned(office, tmp_path / "returned")
    for unit in (FIRST, SECOND):
        returned.send_back(unit, dict.fromkeys(("M1", "M2"), COMPLETE))
    write_form(returned.folder / "เมือง" / "ของเรา.xlsx", OWN)
    (returned.folder / "หนังสือนำส่ง.pdf").write_bytes(b"%PDF-1.4")
    return returned.folder


def consolidated(
    control: Path, folder: Path, out: Path, settings: Settings = SETTINGS, csv: Path | None = None
) -> ConsolidatedProvince:
    done = consolidate_control(Order(control, folder, out, csv=csv), settings)
    assert isinstance(done, ConsolidatedProvince)
    return done


def test_forms_and_departments_workbooks_come_together(folder: Path, tmp_path: Path) -> None:
    done = consolidated(write_control(tmp_path / "province.xlsx"), folder, tmp_path / "s.xlsx")
    departments, own, missing = done.consolidation.agencies
    assert {each.code: each.status.value for each in departments.measures} == {"M1": "done", "M2": "done"}
    assert [each.indicators for each in departments.measures] == [(5,), (2,)]
    assert [len(each.records) for each in departments.measures] == [2, 2]
    assert [(each.code, each.indicators, each.status.value) for each in own.measures] == [
        ("M1", (4,), "done")
    ]
    assert (own.total, own.change) == (Decimal("80.00"), Decimal("5.00"))
    assert (missing.total, missing.state.value) == (Decimal("91.50"), "missing")
    files = {each.file: each.state.value for each in done.consolidation.units if each.file}
    assert files == {
        f"{FIRST}.xlsx": "accepted",
        f"{SECOND}.xlsx": "accepted",
        "เมือง/ของเรา.xlsx": "accepted",
    }
    assert [each.kind.slug for each in done.findings] == ["not-a-submission", "missing-submission"]


def test_an_agencys_own_form_replaces_its_departments_workbooks(folder: Path, tmp_path: Path) -> None:
    write_form(folder / "ทต.xlsx", PROVINCE.agencies[0])
    done = consolidated(write_control(tmp_path / "province.xlsx"), folder, tmp_path / "s.xlsx")
    assert [each.name for each in done.consolidation.agencies[0].measures] == ["มาตรการของหน่วยงาน"]
    told = [each.file for each in done.findings if each.kind.slug == "in-agency-form"]
    assert told == [f"{FIRST}.xlsx", f"{SECOND}.xlsx"]


def test_a_form_without_measures_leaves_them_to_the_departments(folder: Path, tmp_path: Path) -> None:
    write_form(folder / "ทต.xlsx", PROVINCE.agencies[0], measures=False)
    done = consolidated(write_control(tmp_path / "province.xlsx"), folder, tmp_path / "s.xlsx")
    first = done.consolidation.agencies[0]
    assert (first.total, len(first.measures)) == (Decimal("80.00"), 2)


def test_the_number_of_workers_changes_nothing(folder: Path, tmp_path: Path) -> None:
    control = write_control(tmp_path / "province.xlsx")
    made = []
    for workers in (1, 3):
        consolidated(
            control, folder, tmp_path / "s.xlsx", replace(SETTINGS, workers=workers), tmp_path / "csv"
        )
        tables = [each.read_bytes() for each in sorted((tmp_path / "csv").iterdir())]
        made.append([(tmp_path / "s.xlsx").read_bytes(), *tables])
    assert made[0] == made[1]


def test_the_command_writes_the_summary_and_the_tables(folder: Path, tmp_path: Path) -> None:
    control = write_control(tmp_path / "province.xlsx")
    done = run("consolidate", control, folder, "-o", tmp_path / "สรุป.xlsx", "--csv", tmp_path / "csv")
    assert done.exit_code == 0, done.output
    assert "ส่งแล้ว 2 ยังไม่ส่ง 1 · มาตรการ 3: ดำเนินการแล้ว 3" in done.output
    assert openpyxl.load_workbook(tmp_path / "สรุป.xlsx").sheetnames[:3] == ["ภาพรวม", "การส่งแบบ", "อันดับ"]
    rows = csv_table(tmp_path / "csv" / "measures.csv")
    assert [(row["agency_code"], row["department_code"], row["code"]) for row in rows] == [
        ("01", "01", "M1"),
        ("01", "02", "M1"),
        ("01", "01", "M2"),
        ("01", "02", "M2"),
        ("02", "", "M1"),
    ]
    assert {row["source_file"] for row in rows} >= {"เมือง/ของเรา.xlsx"}


def test_an_error_in_one_workbook_gives_status_1_and_its_cell(folder: Path, tmp_path: Path) -> None:
    path = folder / "เมือง" / "ของเรา.xlsx"
    workbook = openpyxl.load_workbook(path)
    workbook["คะแนน"]["D5"] = 180
    workbook.save(path)
    control = write_control(tmp_path / "province.xlsx")
    done = run("consolidate", control, folder, "-o", tmp_path / "s.xlsx", "--lang", "en")
    assert done.exit_code == 1
    assert "เมือง/ของเรา.xlsx คะแนน D5" in done.output


def test_a_workbook_that_is_no_summary_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    control = write_control(tmp_path / "province.xlsx")
    before = control.read_bytes()
    done = run("consolidate", control, folder, "-o", control)
    assert (done.exit_code, done.stdout) == (2, "")
    assert control.read_bytes() == before
    again = tmp_path / "s.xlsx"
    assert [run("consolidate", control, folder, "-o", again).exit_code for _ in range(2)] == [0, 0]


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    control = write_control(tmp_path / "province.xlsx")
    done = run("consolidate", control, tmp_path / "none", "-o", tmp_path / "s.xlsx")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


def test_an_agency_whose_form_cannot_count_has_to_send_again_and_is_not_called_silent(
    folder: Path, tmp_path: Path
) -> None:
    own = folder / "เมือง" / "ของเรา.xlsx"
    fill(own, tmp_path / "away.xlsx", cells={("_itaxl", "B6"): "12"}, reporter=False).replace(own)
    summary = tmp_path / "s.xlsx"
    done = consolidated(write_control(tmp_path / "province.xlsx"), folder, summary)
    assert [each.state.value for each in done.consolidation.agencies] == ["accepted", "rejected", "missing"]
    refused, missing = (each.agency.name for each in done.consolidation.agencies[1:])
    told = [each.details["unit"] for each in done.findings if each.kind.slug == "missing-submission"]
    assert told == [missing]
    words = [str(value) for line in grid(summary, "ภาพรวม") for value in line if value != ""]
    assert f"1 แห่ง: {missing}" in words
    assert f"ส่งมาแล้วแต่นับไม่ได้ ต้องส่งใหม่ 1 แห่ง: {refused}" in words
    ranked = {row["หน่วยงาน"]: row["การส่งแบบ"] for row in table(summary, "อันดับ", "หน่วยงาน")}
    assert ranked[refused] == "ไม่รับ ต้องส่งใหม่"
