"""What is typed over the cells that formulas work out is named; what the formulas show is not."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cell_xml import CellFormula, without_formulas
from filling import (
    COMPLETE,
    DONE_ON,
    FIRST,
    IN_PROGRESS,
    SHEET,
    STATUS,
    Returned,
)
from provincial import SCORES, ProvinceOffice, scores

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.submissions import Submission

if TYPE_CHECKING:
    from conftest import Convert

_ENTRIES = {"M1": COMPLETE, "M2": {STATUS: IN_PROGRESS, DONE_ON: "ธ.ค. 2565"}}
_TEN = (91, 82.5, 80, 64, 95, 88, 77, 66, 100, 50)
_CHECK = "ตรวจก่อนส่ง"


def _named(read: Submission) -> dict[str, str]:
    return {each.cell: each.value for each in read.findings if each.kind is FindingKind.BEYOND_FORM}


@pytest.mark.parametrize(
    "typed",
    [
        {"U4": "ขอส่งเพิ่มภายหลัง"},
        {"U5": "ครบถ้วน แต่รอเอกสาร", "U9": 12.5},
        {"U4": "ก" * 600, "U5": "ครบถ้วน · " + "ข" * 600},
        {"U4": "ยังไม่กรอกสถานะ · และอื่น ๆ", "U5": date(2022, 12, 27)},
        {"T4": date(2022, 12, 28), "T5": "ประมาณสิ้นปี"},
        {"T7": date(2022, 12, 27), "T4": 44923, "T5": 1.5},
        {"N3": "ดูไฟล์แนบ", "N4": COMPLETE[STATUS], "N5": IN_PROGRESS},
    ],
)
def test_words_over_a_formula_of_a_row_are_named(returned: Returned, typed: Mapping[str, object]) -> None:
    cells = {(SHEET, cell): value for cell, value in typed.items()}
    assert _named(returned.read(_ENTRIES, cells)).keys() == typed.keys()


def test_what_formulas_of_a_row_show_is_no_entry(returned: Returned) -> None:
    """As a form pasted as values shows it: nothing tells where formulas were."""
    shown = {
        "T4": date(2022, 12, 27),
        "U4": "ครบถ้วน",
        "T5": "จะอ่านเมื่อส่งแบบ",
        "U5": "ยังไม่กรอกสถานะ · วันที่แล้วเสร็จอยู่นอกปีงบประมาณ",
        "U7": "มีค่าผิดพลาดในแถวนี้",
    }
    path = returned.send_back(FIRST, _ENTRIES, cells={(SHEET, cell): value for cell, value in shown.items()})
    assert _named(returned.office.read(without_formulas(path))) == {}


def test_words_of_an_older_version_in_a_formula_are_no_entry(returned: Returned) -> None:
    older = "ครบทุกช่องแล้ว"
    cells: dict[tuple[str, str], object] = {(SHEET, "U4"): CellFormula(f'"{older}"', older)}
    assert _named(returned.read(_ENTRIES, cells)) == {}
    cells[SHEET, "U4"] = older
    assert _named(returned.read(_ENTRIES, cells)) == {"U4": older}


def test_what_a_formula_has_cut_off_is_no_entry(returned: Returned) -> None:
    told = " · ".join(["ยังไม่กรอกสถานะ"] * 40)[:500]
    cells: dict[tuple[str, str], object] = {(SHEET, "U4"): told}
    assert not told.endswith("สถานะ")
    assert _named(returned.read(_ENTRIES, cells)) == {}


def test_the_title_of_the_check_may_be_typed_over(returned: Returned) -> None:
    path = returned.send_back(FIRST, _ENTRIES)
    book = openpyxl.load_workbook(path)
    typed = {"A1": "ส่งแล้วทางไลน์", "C4": "ค" * 600}
    for cell, words in typed.items():
        book[_CHECK][cell] = words
    book.save(path)
    assert _named(returned.office.read(path)) == typed


def test_words_and_numbers_over_live_totals_are_named(province: ProvinceOffice, tmp_path: Path) -> None:
    typed = {"B16": "รวมทั้งหมด", "D15": "ปีที่แล้ว", "D17": 79.5, "D19": 81, "D20": "ดีเด่น"}
    cells = {**scores(_TEN), **{(SCORES, cell): value for cell, value in typed.items()}}
    assert _named(province.read(province.returned(tmp_path / "r.xlsx", cells))).keys() == typed.keys()


def test_live_totals_pasted_as_values_are_no_entries(province: ProvinceOffice, tmp_path: Path) -> None:
    shown = {"D16": 79.28, "D19": 81.0, "D20": "ผ่าน"}
    cells = {**scores(_TEN), **{(SCORES, cell): value for cell, value in shown.items()}}
    path = without_formulas(province.returned(tmp_path / "r.xlsx", cells))
    assert _named(province.read(path)) == {}
    cells[SCORES, "D19"] = 49.5
    lower = without_formulas(province.returned(tmp_path / "lower.xlsx", cells))
    assert _named(province.read(lower)) == {"D19": "49.5"}


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls:MS Excel 97"])
def test_what_libreoffice_works_out_in_an_unlocked_form_is_no_entry(
    returned: Returned, province: ProvinceOffice, tmp_path: Path, soffice: "Convert", ending: str
) -> None:
    """All words that the live check can say stand in the rows."""
    late = {STATUS: "ดำเนินการแล้ว", DONE_ON: "1/12/2570"}
    own = {"เพิ่ม1": {DONE_ON: "32/12/2565"}, "เพิ่ม2": {STATUS: "อะไรสักอย่าง"}}
    path = returned.send_back(FIRST, {"M1": late, "M2": {DONE_ON: "๒๗ ธ.ค. ๖๕"}, **own})
    assert _named(returned.office.read(soffice(_unlocked(path), ending))) == {}
    cells = {**scores(_TEN), **scores([85] * 9, "E")}
    agency = province.returned(tmp_path / "r.xlsx", cells)
    assert _named(province.read(soffice(_unlocked(agency), ending))) == {}


def _unlocked(path: Path) -> Path:
    book = openpyxl.load_workbook(path)
    for sheet in book:
        sheet.protection.sheet = False
    book.save(path)
    return path
