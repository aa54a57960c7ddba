"""A province's control workbook is read whoever made it, and every doubt has its cell."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from filling import table, told
from provincial import (
    AGENCIES,
    MUNICIPALITY,
    PROVINCE,
    ROSTER,
    SCORES,
    SETTINGS,
    TAMBON,
    new_province,
    read,
)

from itaxl.assessment.findings import Finding
from itaxl.assessment.plans import Agency, Thresholds
from itaxl.planning.controls import ControlError
from itaxl.planning.provinces import read_province
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.planning import init_province

_TEN = (91.25, 82, 73.5, 64, 95, 88, 77, 66, 55.5, 100)


def _places(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(each.kind.slug, each.sheet, each.cell) for each in findings]


def test_a_filled_control_workbook_is_understood(tmp_path: Path) -> None:
    labels: dict[str, object] = {"กำหนดส่ง": date(2025, 4, 10), "เป้าหมาย": 87.5, "ส่งแบบคืนที่": "สถจ.อุทัยธานี"}
    path = new_province(tmp_path, scores=[("002", "เทศบาลตำบลทัพทัน", *_TEN)], labels=labels)
    found = read(path)
    province = found.province
    assert found.findings == ()
    assert (province.name, province.fiscal_year.number, province.scored_year) == (PROVINCE, 2568, 2567)
    assert (province.months, province.due) == (6, date(2025, 4, 10))
    assert province.thresholds == Thresholds(target=Decimal("87.5"))
    assert province.labels["return_to"] == "สถจ.อุทัยธานี"
    assert [each.code for each in province.agencies] == ["001", "002", "003", "004"]
    assert province.agency("003") == Agency("องค์การบริหารส่วนตำบลหนองไผ่", TAMBON, "ทัพทัน", PROVINCE, code="003")
    assert set(province.known_scores) == {"002"}
    assert province.known_scores["002"][1] == Decimal("91.25")
    assert list(province.known_scores["002"]) == list(range(1, 11))
    assert found.framework.fiscal_year == 2567


def test_a_new_control_workbook_only_lacks_its_agencies(tmp_path: Path) -> None:
    made = init_province(tmp_path, SETTINGS, name="จังหวัด" + PROVINCE, fiscal_year=2568)
    assert made.province.name == PROVINCE
    assert _places(read(made.path).findings) == [("no-agencies", ROSTER, "")]
    assert ControlFinder(SETTINGS).is_control(made.path)


def test_there_is_room_for_five_hundred_agencies(tmp_path: Path) -> None:
    agencies = [(f"{n:03}", f"อบต.ที่ {n}", TAMBON, f"อำเภอที่ {n % 8}", "") for n in range(500)]
    path = new_province(tmp_path, agencies)
    sheet = openpyxl.load_workbook(path)[ROSTER]
    assert not sheet["A503"].protection.locked
    assert sheet["A503"].value == "499"
    assert len(read(path).province.agencies) == 500
    assert read(path).findings == ()


def test_another_round_may_be_asked_for(tmp_path: Path) -> None:
    path = new_province(tmp_path)
    assert read_province(path, SETTINGS.description("province"), months=12).province.months == 12


def test_a_workbook_made_by_hand_is_read_like_ours(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    form = book.active
    assert form is not None
    form.title = "จังหวัด"
    for row in (("จังหวัด", "จ.อุทัยธานี"), ("ปีงบประมาณ", "๒๕๖๘"), ("รอบการรายงาน", "12 เดือน")):
        form.append(row)
    roster = book.create_sheet("หน่วยงาน ")
    roster.append(["รายชื่อ"])
    roster.append(["ชื่อหน่วยงาน", "รหัส", "อำเภอ", "ประเภทหน่วยงาน", "อีเมล"])
    roster.append(["ทต. ทัพทัน", 2, "อ.ทัพทัน", "ทต.", None])
    known = book.create_sheet(SCORES)
    known.append(["รหัส", "ชื่อหน่วยงาน", *range(1, 11)])
    known.append([2, "เทศบาลตำบลทัพทัน", *_TEN])
    path = tmp_path / "จังหวัดเรา.xlsx"
    book.save(path)
    found = read(path)
    assert found.findings == ()
    assert (found.province.name, found.province.months, found.province.scored_year) == (PROVINCE, 12, 2567)
    assert found.province.agencies == (Agency("ทต. ทัพทัน", MUNICIPALITY, "ทัพทัน", PROVINCE, code="2"),)
    assert found.province.known_scores["2"][10] == 100


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("ทต.ทัพทัน", "เทศบาลตำบลทัพทัน"),
        ("เทศบาลตำบล ทัพทัน", "เทศบาลตำบลทัพทัน"),
        ("เทศบาลตำบลทัพ\u200bทัน", "เทศบาลตำบลทัพทัน"),
        ("อบต แก่ง", "องค์การบริหารส่วนตำบลเเก่ง"),
    ],
)
def test_one_agency_in_two_spellings_is_found(tmp_path: Path, name: str, other: str) -> None:
    path = new_province(tmp_path, [("1", other, "", "ทัพทัน"), ("2", name, "", "อ.ทัพทัน")])
    (finding,) = read(path).findings
    assert (finding.kind.slug, finding.cell, finding.value) == ("same-agency", "B5", name)
    assert f"“{other}” ในแถวที่ 4" in finding.text()


def test_names_may_be_shared_by_two_districts_only(tmp_path: Path) -> None:
    rows = [
        ("1", "อบต.หนองบัว", TAMBON, "ทัพทัน"),
        ("2", "อบต.หนองบัว", TAMBON, "บ้านไร่"),
        ("3", "อบต.หนองบัว", TAMBON, "บ้านไร่"),
        ("4", "อบต.หนองบัว", TAMBON, ""),
        ("5", "ทต.หนองบัว", MUNICIPALITY, "ทัพทัน"),
    ]
    assert _places(read(new_province(tmp_path, rows)).findings) == [
        ("repeated-agency", ROSTER, "B6"),
        ("repeated-agency", ROSTER, "B7"),
    ]


def test_a_code_that_stands_twice_keeps_its_first_agency(tmp_path: Path) -> None:
    rows = [*AGENCIES[:2], ("002 ", "อบต.อื่น", TAMBON, "ทัพทัน")]
    found = read(new_province(tmp_path, rows))
    assert _places(found.findings) == [("duplicate-code", ROSTER, "A6")]
    agency = found.province.agency("002")
    assert agency is not None
    assert agency.name == "เทศบาลตำบลทัพทัน"


def test_codes_that_excel_makes_one_of_are_told_and_stay_those_of_several_agencies(tmp_path: Path) -> None:
    codes = (1, "01", "001", "1.0", "10", "ก1", "ก01")
    rows = [(code, f"อบต.ที่{number}", TAMBON, "ก") for number, code in enumerate(codes)]
    found = read(new_province(tmp_path, rows))
    assert _places(found.findings) == [("alike-codes", ROSTER, cell) for cell in ("A5", "A6", "A7")]
    assert all("“1” ในแถวที่ 4" in each.text() for each in found.findings)
    assert [each.code for each in found.province.agencies] == [str(each) for each in codes]


def test_what_a_row_lacks_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = [("", "อบต.หนึ่ง", TAMBON, "ก"), ("2", "", TAMBON, "ก"), ("รหัส", "ชื่อหน่วยงาน"), ("", "รวม")]
    found = read(new_province(tmp_path, rows))
    assert ("missing-entry", ROSTER, "A4") in _places(found.findings)
    assert ("missing-entry", ROSTER, "B5") in _places(found.findings)
    assert [each.cell for each in found.findings if each.kind.slug == "not-an-agency"] == ["B6", "B7"]
    assert [each.name for each in found.province.agencies] == ["อบต.หนึ่ง"]


@pytest.mark.parametrize(
    ("given", "name", "meant"),
    [
        ("อบต", "หนองไผ่", TAMBON),
        (" เทศบาล ตำบล", "ทัพทัน", MUNICIPALITY),
        ("", "ทต.ทัพทัน", MUNICIPALITY),
        ("", "โรงเรียนวัดทัพทัน", ""),
    ],
)
def test_types_are_known_by_any_of_their_names_or_by_the_agencys(
    tmp_path: Path, given: str, name: str, meant: str
) -> None:
    found = read(new_province(tmp_path, [("1", name, given)]))
    assert found.findings == ()
    assert found.province.agencies[0].agency_type == meant


def test_an_unknown_type_is_told_with_the_nearest_and_kept(tmp_path: Path) -> None:
    found = read(new_province(tmp_path, [("1", "ทัพทัน", "เทศบาลตำบน"), ("2", "ก", "มหาวิทยาลัย")]))
    near, far = found.findings
    assert (near.kind.slug, near.cell, near.severity) == ("unknown-type", "C4", "warning")
    assert "“เทศบาลตำบล”" in near.text()
    assert "ใกล้เคียง" not in far.text()
    assert [each.agency_type for each in found.province.agencies] == ["เทศบาลตำบน", "มหาวิทยาลัย"]


def test_scores_belong_to_agencies_of_the_roster(tmp_path: Path) -> None:
    rows = [
        ("002", "ทต.ทัพทัน", 80),
        (3, "", 70),
        ("", "องค์การบริหารส่วนจังหวัดอุทัยธานี", 60),
        ("009", "อบต.ไหนไม่รู้", 50),
        ("004", "เทศบาลตำบลทัพทัน", 40),
        ("", "องค์การบริหารส่วนตำบลหนองไผ่", 30),
    ]
    found = read(new_province(tmp_path, scores=rows))
    assert {code: each[1] for code, each in found.province.known_scores.items()} == {
        "002": 80,
        "003": 70,
        "001": 60,
    }
    assert _places(found.findings) == [
        ("scores-of-nobody", SCORES, "A7"),
        ("scores-of-other", SCORES, "A8"),
        ("scores-of-nobody", SCORES, "A9"),
    ]


def test_scores_that_cannot_be_read_are_told_and_left_out(tmp_path: Path) -> None:
    rows = [("002", "", 101, "ดี", "-", 0.85, "๘๔.๔๘", 0, None, "90%", -1, 55)]
    found = read(new_province(tmp_path, scores=rows))
    assert told(found.findings) == [
        ("out-of-range", "C4"),
        ("not-a-number", "D4"),
        ("maybe-percent", "F4"),
        ("out-of-range", "K4"),
    ]
    assert found.province.known_scores["002"] == {5: Decimal("84.48"), 6: 0, 8: 90, 10: 55}


def test_a_sheet_of_scores_without_its_header_is_told(tmp_path: Path) -> None:
    path = new_province(tmp_path)
    book = openpyxl.load_workbook(path)
    for cell in book[SCORES][3]:
        cell.value = None
    book.save(path)
    found = read(path)
    assert {each.kind.slug for each in found.findings} == {"missing-column"}
    assert [each.details["header"] for each in found.findings][2:] == [str(n) for n in range(1, 11)]


def test_known_scores_of_a_list_come_along(tmp_path: Path) -> None:
    roster = tmp_path / "รายชื่อ.csv"
    heads = "รหัส,ชื่อหน่วยงาน," + ",".join(str(n) for n in range(1, 11))
    roster.write_text(f"{heads}\n002,ทต.ทัพทัน,{','.join(map(str, _TEN))}\n", encoding="utf-8")
    made = init_province(tmp_path / "new", SETTINGS, name=PROVINCE, fiscal_year=2568, roster=roster)
    assert made.findings == ()
    (row,) = [each for each in table(made.path, SCORES) if each["รหัส"]]
    assert [row[str(n)] for n in range(1, 11)] == list(_TEN)
    found = read(made.path)
    assert found.findings == ()
    assert found.province.known_scores["002"][9] == Decimal("55.5")


def test_what_nothing_can_be_done_without_is_one_line(tmp_path: Path) -> None:
    path = new_province(tmp_path)
    book = openpyxl.load_workbook(path)
    book["จังหวัด"]["B5"].value = None
    book.save(tmp_path / "noyear.xlsx")
    with pytest.raises(ControlError, match="ปีงบประมาณ"):
        read(tmp_path / "noyear.xlsx")
    del book[ROSTER]
    book.save(tmp_path / "nosheet.xlsx")
    with pytest.raises(ControlError, match=ROSTER):
        read(tmp_path / "nosheet.xlsx")
    (tmp_path / "text.xlsx").write_text("หน่วยงาน", encoding="utf-8")
    with pytest.raises(ControlError, match="text"):
        read(tmp_path / "text.xlsx")


def test_reading_changes_nothing(tmp_path: Path) -> None:
    path = new_province(tmp_path, scores=[("002", "", *_TEN)])
    before = path.read_bytes()
    read(path)
    assert path.read_bytes() == before
