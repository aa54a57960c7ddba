"""A list of agencies that exists already is read from any file, and what is left out is told."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from filling import told

from itaxl.assessment.plans import Agency
from itaxl.catalogue import load_agencies, load_framework
from itaxl.planning.controls import ControlError
from itaxl.planning.rosters import ReadRoster, read_roster

MUNICIPALITY, TAMBON = "เทศบาลตำบล", "องค์การบริหารส่วนตำบล"
_LINES = (
    "ลำดับ,รหัส อปท.,ชื่อ อปท.,ประเภท,อำเภอ,E-mail",
    "1,061001,ทต.ทัพทัน,ทต.,อ.ทัพทัน,tt@example.go.th",
    "2,061002,อบต.หนองไผ่,อบต.,อำเภอบ้านไร่,",
)
_AGENCIES = (
    Agency("ทต.ทัพทัน", MUNICIPALITY, "ทัพทัน", code="061001", email="tt@example.go.th"),
    Agency("อบต.หนองไผ่", TAMBON, "บ้านไร่", code="061002"),
)


def _read(path: Path) -> ReadRoster:
    return read_roster(path, load_agencies(), load_framework(2567))


def _csv(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "รายชื่อ.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_a_list_in_any_encoding_is_understood(tmp_path: Path, encoding: str) -> None:
    read = _read(_csv(tmp_path, *_LINES, encoding=encoding))
    assert read.agencies == _AGENCIES
    assert read.findings == ()
    assert read.known_scores == {}


def test_a_list_in_a_workbook_may_have_a_title_and_stand_anywhere(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "หน้าปก"  # type: ignore[union-attr]
    sheet = book.create_sheet("รายชื่อ")
    sheet["C2"] = "รายชื่อหน่วยงานที่รับการประเมิน ชื่อหน่วยงานเรียงตามอำเภอ"
    for number, line in enumerate(_LINES, start=4):
        for column, value in enumerate(line.split(","), start=2):
            sheet.cell(number, column).value = value or None
    path = tmp_path / "r.xlsx"
    book.save(path)
    read = _read(path)
    assert read.agencies == _AGENCIES
    assert read.findings == ()


@pytest.mark.parametrize(
    "header",
    ["หน่วยงาน", "ชื่อหน่วยงานน", "ชื่อ หน่วยงาน", "ชื่อหน่วยงานที่รับการประเมิน (อปท.)", "องค์กรปกครองส่วนท้องถิ่น"],
)
def test_headers_are_known_by_near_names(tmp_path: Path, header: str) -> None:
    read = _read(_csv(tmp_path, f"รหัส,{header},ชื่ออำเภอ", "1,อบต.ก,ทัพทัน"))
    assert read.agencies == (Agency("อบต.ก", TAMBON, "ทัพทัน", code="1"),)
    assert read.findings == ()


def test_a_column_that_cannot_be_placed_is_told_unless_it_is_empty(tmp_path: Path) -> None:
    read = _read(_csv(tmp_path, "รหัส,ชื่อหน่วยงาน,โทรสาร,ว่าง,จังหวัด", "1,อบต.ก,056-1,,อุทัยธานี"))
    assert told(read.findings) == [("unplaced-column", "C1")]
    assert read.findings[0].value == "โทรสาร"
    assert len(read.agencies) == 1


def test_rows_that_name_no_agency_are_told(tmp_path: Path) -> None:
    read = _read(_csv(tmp_path, "รหัส,ชื่อหน่วยงาน", "1,อบต.ก", "2,", ",", "รวม,รวมทั้งสิ้น", ",หมายเหตุ: ข้อมูลปี 2567"))
    assert [each.name for each in read.agencies] == ["อบต.ก"]
    assert told(read.findings) == [
        ("not-an-agency", "B3"),
        ("not-an-agency", "B5"),
        ("not-an-agency", "B6"),
    ]


def test_a_list_without_codes_gets_running_ones_and_says_so(tmp_path: Path) -> None:
    read = _read(_csv(tmp_path, "ชื่อหน่วยงาน,อำเภอ", "อบต.ก,x", "อบต.ข,x"))
    assert [each.code for each in read.agencies] == ["001", "002"]
    assert [each.kind.slug for each in read.findings] == ["codes-given"]
    assert "001" in read.findings[0].text()


def test_codes_that_excel_makes_one_of_are_told(tmp_path: Path) -> None:
    read = _read(_csv(tmp_path, "รหัส,ชื่อหน่วยงาน", "01,อบต.ก", "10,อบต.ข", "1,อบต.ค", "001,อบต.ง"))
    assert [each.code for each in read.agencies] == ["01", "10", "1", "001"]
    assert told(read.findings) == [("alike-codes", "A4"), ("alike-codes", "A5")]
    assert all("“01” ในแถวที่ 2" in each.text() for each in read.findings)


def test_a_type_that_the_list_gives_in_words_of_its_own_is_kept(tmp_path: Path) -> None:
    read = _read(_csv(tmp_path, "รหัส,ชื่อหน่วยงาน,ประเภทหน่วยงาน", "1,อบต.ก,เทศบาลตำบน", "2,โรงเรียน,"))
    assert [each.agency_type for each in read.agencies] == ["เทศบาลตำบน", ""]


def test_scores_in_the_list_are_those_of_their_rows(tmp_path: Path) -> None:
    numbers = ",".join(str(each) for each in range(1, 11))
    lines = (
        f"รหัส,ชื่อหน่วยงาน,{numbers}",
        "1,อบต.ก,80,81,-,83,84,85,86,87,88,89.5",
        f"2,อบต.ข,{',' * 9}",
        "3,อบต.ค,120,,,,,,,,,",
    )
    read = _read(_csv(tmp_path, *lines))
    assert set(read.known_scores) == {"1"}
    assert read.known_scores["1"][10] == Decimal("89.5")
    assert 3 not in read.known_scores["1"]
    assert told(read.findings) == [("out-of-range", "C4")]


@pytest.mark.parametrize("lines", [("อำเภอ,รหัส", "ทัพทัน,1"), ("", "")])
def test_a_file_without_such_a_list_is_refused_in_one_line(tmp_path: Path, lines: tuple[str, str]) -> None:
    with pytest.raises(ControlError):
        _read(_csv(tmp_path, *lines))


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="not there"):
        _read(tmp_path / "missing.xlsx")
    picture = tmp_path / "r.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(ControlError, match="picture"):
        _read(picture)
