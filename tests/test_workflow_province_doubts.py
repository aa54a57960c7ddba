"""What contradicts itself in what the agencies of a province wrote, told to the province's officer."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from command_line import csv_table
from provincial import REPORTER, SETTINGS, ProvinceOffice, measure, scores

from itaxl.assessment.findings import Finding
from itaxl.sheets.workbooks import open_workbook
from itaxl.workflow.checking import check
from itaxl.workflow.orders import Order
from itaxl.workflow.provinces import ConsolidatedProvince
from itaxl.workflow.rounds import consolidate_control

_LONG = "จัดประชุมชี้แจงบุคลากรทุกส่วนราชการ จัดทำคู่มือ และเผยแพร่ทางเว็บไซต์ของหน่วยงานแล้วเสร็จตามกำหนด"
_Rows = tuple[Mapping[str, object], ...]
_MEASURE: Mapping[str, object] = {
    "ตัวชี้วัด": "5 การแก้ไขปัญหาการทุจริต",
    "มาตรการ": "มาตรการจัดการเรื่องร้องเรียน",
    "ส่วนราชการที่รับผิดชอบ": "สำนักปลัด",
    "สถานะ": "อยู่ระหว่างดำเนินการ",
}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceOffice:
    return ProvinceOffice(tmp_path_factory.mktemp("province"))


def _returned(province: ProvinceOffice, folder: Path, rows: _Rows, code: str = "002") -> Path:
    form = province.file(code)
    cells = {**REPORTER, **scores([90] * 10)}
    for number, row in enumerate(rows, start=1):
        cells |= measure(form, number, รหัส=f"M{number}", **{**_MEASURE, **row})
    return province.returned(folder / f"{code}.xlsx", cells, code=code)


def _consolidated(province: ProvinceOffice, folder: Path) -> ConsolidatedProvince:
    out = folder.parent / "summary.xlsx"
    done = consolidate_control(Order(province.control, folder, out, csv=folder.parent / "csv"), SETTINGS)
    assert isinstance(done, ConsolidatedProvince)
    return done


def _told(found: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(each.kind.slug, each.file, each.cell) for each in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (({"ผลลัพธ์หรือความสำเร็จ": "ประชาชนเชื่อมั่นองค์การบริหารส่วนตำบลน้ำซึม"},), [("other-agency-named", "Q4")]),
        (({"ผลลัพธ์หรือความสำเร็จ": "ประชาชนเชื่อมั่นเทศบาลตำบลทัพทัน"},), []),
        (({"ผลการดำเนินงาน": "ศึกษาดูงาน ณ องค์การบริหารส่วนตำบลน้ำซึม"},), []),
        (({"ผู้รับผิดชอบ": "ตลอดปีงบประมาณ"},), [("period-as-responsible", "J4")]),
        (({"ผู้รับผิดชอบ": "นิติกร"},), []),
        (({"ข้อ": "o99"},), [("no-such-item", "C4")]),
        (({"ขั้นตอน/วิธีการ": "๑. ก\n๒. ข\n๓. ค\n๖. ง"},), [("numbers-jump", "G4")]),
        (({"ผลการดำเนินงาน": _LONG}, {"ผลการดำเนินงาน": _LONG}), [("pasted-result", "P5")]),
        (({"ผลการดำเนินงาน": _LONG}, {"ผลการดำเนินงาน": _LONG, "มาตรการ": None}), []),
    ],
)
def test_an_agencys_form_is_held_against_itself(
    province: ProvinceOffice, tmp_path: Path, rows: _Rows, expected: list[tuple[str, str]]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    _returned(province, folder, rows)
    done = _consolidated(province, folder)
    assert _told(done.inconsistencies) == [(kind, "002.xlsx", cell) for kind, cell in expected]
    assert {str(each.details["unit"]) for each in done.inconsistencies} <= {"เทศบาลตำบลทัพทัน"}
    assert all(each in done.consolidation.observations for each in done.inconsistencies)


def test_agencies_may_use_the_same_words(province: ProvinceOffice, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for code in ("002", "003"):
        _returned(province, folder, ({"ผลการดำเนินงาน": _LONG},), code)
    assert _consolidated(province, folder).inconsistencies == ()


def test_contradictions_are_on_the_sheet_of_observations_and_in_the_table_of_findings(
    province: ProvinceOffice, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    _returned(province, folder, ({"ผู้รับผิดชอบ": "ตลอดปีงบประมาณ"},))
    done = _consolidated(province, folder)
    rows = open_workbook(tmp_path / "summary.xlsx").grid("ข้อสังเกต").rows
    [row] = [each for each in rows if "ผู้รับผิดชอบ" in str(each[3])]
    assert row[2] == "เทศบาลตำบลทัพทัน"
    assert row[5] == "002.xlsx มาตรการ J4"
    kinds = [(each["kind"], each["cell"]) for each in csv_table(tmp_path / "csv" / "findings.csv")]
    assert ("period-as-responsible", "J4") in kinds
    assert not any(each.kind.slug == "period-as-responsible" for each in done.findings)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"ตัวชี้วัด": "ความพึงพอใจของประชาชน"}, ["unknown-indicator"]),
        ({"ผู้รับผิดชอบ": "ตลอดปีงบประมาณ"}, ["period-as-responsible"]),
        ({"ผู้รับผิดชอบ": "นิติกร"}, []),
    ],
)
def test_check_tells_of_one_workbook_what_consolidate_would(
    province: ProvinceOffice, tmp_path: Path, row: Mapping[str, object], expected: list[str]
) -> None:
    form = _returned(province, tmp_path, (row,))
    found = check([form], SETTINGS, control=province.control).findings
    assert [each.kind.slug for each in found] == expected


def test_agencies_whose_codes_excel_makes_one_of_get_each_their_own_return(tmp_path: Path) -> None:
    agencies = [(code, name, "", "") for code, name in (("1", "อบต.ก"), ("01", "อบต.ข"), ("001", "อบต.ค"))]
    office = ProvinceOffice(tmp_path / "office", agencies)
    folder = tmp_path / "returned"
    folder.mkdir()
    for code in ("01", "001"):
        _returned(office, folder, ({},), code)
    done = _consolidated(office, folder)
    told = [(each.kind.slug, each.cell) for each in done.findings if each.file == "province.xlsx"]
    assert told == [("alike-codes", "A5"), ("alike-codes", "A6")]
    states = {
        each["unit_code"]: (each["state"], each["file"])
        for each in csv_table(tmp_path / "csv" / "submissions.csv")
    }
    assert states == {"1": ("missing", ""), "01": ("accepted", "01.xlsx"), "001": ("accepted", "001.xlsx")}
