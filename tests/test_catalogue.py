"""Finding and checking the catalogue files, the package's own and other people's."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from itaxl.assessment.grade_rules import GradeLevel
from itaxl.assessment.verification import Standing
from itaxl.catalogue import (
    CatalogueError,
    CatalogueFault,
    FaultKind,
    UnknownYearError,
    framework_years,
    load_agencies,
    load_framework,
)
from itaxl.catalogue.checks import EXAMPLES
from itaxl.catalogue.frameworks import DIRECTIONS

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """\
fiscal_year = 2570
standing = "inferred"

[[instruments]]
code = "IIT"
name = "ภายใน"
weight = 0.6
indicators = [1]

[[instruments]]
code = "OIT"
name = "สาธารณะ"
weight = 0.4
indicators = [9]
item_count = { number = 2 }

[[indicators]]
no = 1
name = "การปฏิบัติหน้าที่"

[[indicators]]
no = 9
name = "การเปิดเผยข้อมูล"
standing = "verified"
sources = ["MANUAL"]
sub_indicators = [{ code = "9.1", name = "ข้อมูลพื้นฐาน" }]
items = [
  { code = "o1", name = "โครงสร้าง", sub = "9.1" },
  { code = "o2", sub = "9.1", standing = "from-memory" },
]

[grade_rule]
target = 85
levels = [
  { name = "ดี", total_min = 85, each_instrument_min = 85 },
  { name = "ผ่าน", total_min = 85 },
  { name = "ปรับปรุง", total_min = 0 },
]

[measures_report]
plan_item = "o1"
report_item = "o2"

[sources]
MANUAL = { title = "คู่มือ" }
"""


def write_framework(folder: Path, text: str, year: int = 2570) -> Path:
    (folder / f"{year}.toml").write_text(text, encoding="utf-8")
    return folder


def faults_of(folder: Path, text: str) -> tuple[CatalogueFault, ...]:
    with pytest.raises(CatalogueError) as caught:
        load_framework(2570, write_framework(folder, text))
    return caught.value.faults


def test_the_package_knows_eight_years() -> None:
    assert framework_years() == tuple(range(2562, 2570))


@pytest.mark.parametrize("year", range(2562, 2570))
def test_every_catalogue_of_the_package_is_without_fault(year: int) -> None:
    assert load_framework(year).fiscal_year == year


def test_an_unknown_year_is_told_with_the_known_ones() -> None:
    with pytest.raises(UnknownYearError, match=r"2561; there are 2562, 2563, .*2569") as caught:
        load_framework(2561)
    assert caught.value.known == framework_years()


def test_a_framework_is_read_once() -> None:
    assert load_framework(2564) is load_framework(2564)


def test_a_file_of_ones_own_adds_a_year(tmp_path: Path) -> None:
    write_framework(tmp_path, SMALL)
    (tmp_path / "notes.toml").write_text("anything", encoding="utf-8")
    assert framework_years(tmp_path) == (*range(2562, 2570), 2570)
    framework = load_framework(2570, tmp_path)
    assert framework.total({1: Decimal(90), 9: Decimal(80)}) == Decimal("86.00")
    assert framework.grade_rule.levels[1] == GradeLevel("ผ่าน", Decimal(85))
    assert framework.instrument_of(9).item_count == 2
    assert not framework.items_known
    assert load_framework(2569, tmp_path) is load_framework(2569)


def test_a_file_of_ones_own_replaces_a_year(tmp_path: Path) -> None:
    write_framework(tmp_path, SMALL.replace("2570", "2566"), year=2566)
    assert len(load_framework(2566, tmp_path).indicators) == 2
    assert len(load_framework(2566).indicators) == 10


def test_a_folder_without_frameworks_changes_nothing(tmp_path: Path) -> None:
    assert framework_years(tmp_path / "nowhere") == framework_years()


def test_parts_inherit_the_standing_around_them(tmp_path: Path) -> None:
    framework = load_framework(2570, write_framework(tmp_path, SMALL))
    assert framework.instruments[0].standing is Standing.INFERRED
    first, second = framework.indicator(9).items
    assert (first.standing, first.sub_standing) == (Standing.VERIFIED, Standing.VERIFIED)
    assert (second.standing, second.sub_standing) == (Standing.FROM_MEMORY, Standing.FROM_MEMORY)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "2570.toml").write_text(SMALL, encoding="utf-8-sig")
    assert load_framework(2570, tmp_path).fiscal_year == 2570


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "told"),
    [
        ('name = "ภายใน"\n', "", FaultKind.MISSING, "instruments[0].name is missing"),
        ('name = "ภายใน"', 'name = ""', FaultKind.MISSING, "instruments[0].name is missing"),
        ("weight = 0.6\n", "", FaultKind.MISSING, "instruments[0].weight is missing"),
        ("no = 1\n", "", FaultKind.MISSING, "indicators[0].no is missing"),
        ('standing = "inferred"\n', "", FaultKind.MISSING, "standing is missing"),
        ("fiscal_year = 2570\n", "", FaultKind.MISSING, "fiscal_year is missing"),
        (
            "indicators = [1]\n",
            "indicators = []\n",
            FaultKind.MISSING,
            "instruments[0].indicators is missing",
        ),
        ("indicators = [1]\n", "", FaultKind.MISSING, "instruments[0].indicators is missing"),
        ("[grade_rule]", "[grade_rules]", FaultKind.UNKNOWN_KEY, "grade_rules is not a known key"),
        (
            "target = 85",
            "target = 85\ntargett = 1",
            FaultKind.UNKNOWN_KEY,
            "grade_rule.targett is not a known key",
        ),
        (
            'name = "ภายใน"',
            "name = 7",
            FaultKind.WRONG_TYPE,
            "instruments[0].name is 7, but must be a text in quotes",
        ),
        (
            "weight = 0.6",
            'weight = "0.6"',
            FaultKind.WRONG_TYPE,
            'instruments[0].weight is "0.6", but must be a number',
        ),
        (
            "weight = 0.6",
            "weight = nan",
            FaultKind.WRONG_TYPE,
            "instruments[0].weight is NaN, but must be a number",
        ),
        (
            "no = 1\n",
            "no = true\n",
            FaultKind.WRONG_TYPE,
            "indicators[0].no is True, but must be a whole number",
        ),
        (
            "indicators = [1]",
            "indicators = 1",
            FaultKind.WRONG_TYPE,
            "instruments[0].indicators is 1, but must be a list of whole numbers",
        ),
        (
            'sources = ["MANUAL"]',
            'sources = "MANUAL"',
            FaultKind.WRONG_TYPE,
            'indicators[1].sources is "MANUAL", but must be a list of texts',
        ),
        (
            "item_count = { number = 2 }",
            "item_count = [2]",
            FaultKind.WRONG_TYPE,
            "instruments[1].item_count is a list, but must be a table",
        ),
        (
            'standing = "inferred"',
            'standing = "sure"',
            FaultKind.WRONG_WORD,
            'standing is "sure", but must be one of verified, inferred, from-memory',
        ),
        (
            'sub = "9.1" }',
            'sub = "9.1", direction = "up" }',
            FaultKind.WRONG_WORD,
            f'indicators[1].items[0].direction is "up", but must be one of {", ".join(DIRECTIONS)}',
        ),
        (
            "weight = 0.6",
            "weight = 60",
            FaultKind.OUT_OF_RANGE,
            "instruments[0].weight is 60, but must be within 0–1",
        ),
        (
            "target = 85",
            "target = 101",
            FaultKind.OUT_OF_RANGE,
            "grade_rule.target is 101, but must be within 0–100",
        ),
        (
            'code = "OIT"',
            'code = "IIT"',
            FaultKind.DUPLICATE,
            "instruments[1].code repeats IIT of instruments[0].code",
        ),
        (
            '{ code = "o2"',
            '{ code = "o1"',
            FaultKind.DUPLICATE,
            "indicators[1].items[1].code repeats o1 of indicators[1].items[0].code",
        ),
        (
            'name = "ผ่าน"',
            'name = "ดี"',
            FaultKind.DUPLICATE,
            "grade_rule.levels[1].name repeats ดี of grade_rule.levels[0].name",
        ),
        (
            'sub = "9.1" }',
            'sub = "9.2" }',
            FaultKind.UNKNOWN_REFERENCE,
            "indicators[1].items[0].sub names 9.2, which the file does not describe",
        ),
        (
            'sources = ["MANUAL"]',
            'sources = ["BOOK"]',
            FaultKind.UNKNOWN_REFERENCE,
            "indicators[1].sources names BOOK, which the file does not describe",
        ),
        (
            "indicators = [9]",
            "indicators = [9, 10]",
            FaultKind.UNKNOWN_REFERENCE,
            "instruments[1].indicators names 10, which the file does not describe",
        ),
        (
            'report_item = "o2"',
            'report_item = "o43"',
            FaultKind.UNKNOWN_REFERENCE,
            "measures_report.report_item names o43, which the file does not describe",
        ),
        (
            "weight = 0.6",
            "weight = 0.5",
            FaultKind.WEIGHTS,
            "instruments.weight add up to 0.9, but must add up to 1",
        ),
        (
            "indicators = [9]",
            "indicators = [1, 9]",
            FaultKind.COVERED_TWICE,
            "instruments[1].indicators takes 1, which belongs to IIT already",
        ),
        (
            "[grade_rule]",
            '[[indicators]]\nno = 10\nname = "การป้องกันการทุจริต"\n\n[grade_rule]',
            FaultKind.NOT_COVERED,
            "indicators[2].no is 10, which belongs to no instrument",
        ),
        (
            "total_min = 85 }",
            "total_min = 90 }",
            FaultKind.NOT_DESCENDING,
            "grade_rule.levels[1].total_min must ask for less than the level before it",
        ),
        (
            "total_min = 0",
            "total_min = 50",
            FaultKind.NO_LOWEST,
            "grade_rule.levels[2].total_min must be 0 for the last level, without each_instrument_min",
        ),
        (
            "fiscal_year = 2570",
            "fiscal_year = 2027",
            FaultKind.OTHER_YEAR,
            "fiscal_year is 2027, but the file is named for 2570",
        ),
        (
            "number = 2",
            "number = 3",
            FaultKind.OTHER_COUNT,
            "instruments[1].item_count.number is 3, but 2 items are listed",
        ),
        (
            "weight = 0.6",
            "weight 0.6",
            FaultKind.UNREADABLE,
            "line 7 is no TOML in UTF-8: Expected '=' after a key in a key/value pair (at line 7, column 8)",
        ),
        (
            "no = 9",
            "no = 1",
            FaultKind.DUPLICATE,
            "indicators[1].no repeats 1 of indicators[0].no",
        ),
    ],
)
def test_each_way_to_be_wrong_is_told(
    tmp_path: Path, right: str, wrong: str, kind: FaultKind, told: str
) -> None:
    assert right in SMALL
    first = faults_of(tmp_path, SMALL.replace(right, wrong, 1))[0]
    assert (first.kind, f"{first.key} {first.problem}") == (kind, told)


def test_one_mistake_gives_one_fault(tmp_path: Path) -> None:
    single = {
        'name = "ภายใน"\n': "",
        "weight = 0.6\n": "",
        "no = 1\n": "",
        "indicators = [1]\n": "",
        "weight = 0.6": 'weight = "0.6"',
        "number = 2": 'number = "2"',
        "total_min = 0": 'total_min = "0"',
    }
    for index, (right, wrong) in enumerate(single.items()):
        folder = tmp_path / str(index)
        folder.mkdir()
        assert len(faults_of(folder, SMALL.replace(right, wrong, 1))) == 1, right


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = SMALL
    for right, wrong in {
        "weight = 0.6": "weight = 0.5",
        'code = "o2"': 'code = "o1"',
        'name = "ภายใน"': 'nam = "ภายใน"',
        'standing = "from-memory"': 'standing = "memory"',
        "total_min = 0": "total_min = 1",
    }.items():
        text = text.replace(right, wrong)
    assert {fault.key for fault in faults_of(tmp_path, text)} == {
        "instruments.weight",
        "indicators[1].items[1].code",
        "instruments[0].name",
        "instruments[0].nam",
        "indicators[1].items[1].standing",
        "measures_report.report_item",
        "grade_rule.levels[2].total_min",
    }


def test_an_empty_file_is_told_what_it_lacks(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "")
    assert [fault.key for fault in faults] == [
        "standing",
        "instruments",
        "fiscal_year",
        "indicators",
        "grade_rule",
    ]
    assert all(fault.example for fault in faults)


def test_bytes_that_are_no_text_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "2570.toml").write_bytes("name = 'ไทย'".encode("cp874"))
    with pytest.raises(CatalogueError) as caught:
        load_framework(2570, tmp_path)
    assert [(fault.key, fault.kind) for fault in caught.value.faults] == [("file", FaultKind.UNREADABLE)]


def test_a_misspelt_key_is_told_with_the_nearest(tmp_path: Path) -> None:
    misspelt, missing = faults_of(tmp_path, SMALL.replace("weight = 0.6", "wieght = 0.6"))
    assert misspelt.text() == "2570.toml: instruments[0].wieght is not a known key (for example weight)"
    assert missing.text("th") == "2570.toml: instruments[0].weight ยังไม่ได้ระบุ (เช่น weight = 0.30)"


def test_the_error_reads_as_one_line_a_fault(tmp_path: Path) -> None:
    write_framework(
        tmp_path, SMALL.replace("weight = 0.6", "weight = 0.5").replace("number = 2", "number = 3")
    )
    with pytest.raises(CatalogueError) as caught:
        load_framework(2570, tmp_path)
    assert caught.value.path == tmp_path / "2570.toml"
    assert str(caught.value).splitlines() == [
        "2570.toml: instruments.weight add up to 0.9, but must add up to 1 (for example weight = 0.30)",
        "2570.toml: instruments[1].item_count.number is 3, but 2 items are listed (for example number = 30)",
    ]


def test_every_kind_of_fault_has_its_wording_in_both_languages() -> None:
    for kind in FaultKind:
        fault = CatalogueFault("a.toml", "key", kind, found="A", wanted="B")
        assert fault.problem != fault.problem_th
        assert "{" not in fault.problem + fault.problem_th
    assert all(EXAMPLES.values())


def test_the_usual_departments_depend_on_the_type() -> None:
    register = load_agencies()
    district = [department.name for department in register.departments_for("องค์การบริหารส่วนตำบล")]
    assert district[:3] == ["สำนักปลัด", "กองคลัง", "กองช่าง"]
    assert "กองยุทธศาสตร์และงบประมาณ" not in district
    assert register.departments_for("อบต.") == register.departments_for("องค์การบริหารส่วนตำบล")
    assert "กองยุทธศาสตร์และงบประมาณ" in [one.name for one in register.departments_for("เทศบาลตำบล")]
    assert register.departments_for("มหาวิทยาลัย") == register.departments


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("อบต.ตัวอย่าง", "อบต.", "ตัวอย่าง"),
        ("อบต ตัวอย่าง", "อบต.", "ตัวอย่าง"),
        ("องค์การบริหารส่วนตำบล ตัวอย่าง", "อบต.", "ตัวอย่าง"),
        ("อบต..", "อบต.", "."),
        ("อบต.", "อบต.", "."),
        ("เทศบาลตำบล", None, "เทศบาลตำบล"),
        ("ตัวอย่าง", None, "ตัวอย่าง"),
    ],
)
def test_a_name_is_divided_into_its_kind_and_the_rest(name: str, kind: str | None, key: str) -> None:
    register = load_agencies()
    found = register.type_in_name(name)
    assert (found.abbreviation if found else None) == kind
    assert register.name_key(name).removeprefix(f"{found.code} " if found else "") == key


def test_a_department_goes_by_its_other_names() -> None:
    register = load_agencies()
    office = register.department_named(" สำนักปลัดเทศบาล ")
    assert office is not None
    assert (office.code, office.name) == ("01", "สำนักปลัด")
    assert register.department_named("กองบิน") is None
    codes = [department.code for department in register.departments]
    assert codes == [f"{number:02}" for number in range(1, len(codes) + 1)]


def test_no_name_belongs_to_two_departments() -> None:
    names = [name for department in load_agencies().departments for name in department.names]
    assert len(names) == len(set(names))


def test_the_register_has_all_provinces() -> None:
    register = load_agencies()
    assert len(register.provinces) == 78
    assert len({province.iso_code for province in register.provinces}) == 78
    pattaya = register.province_named("เมืองพัทยา")
    assert pattaya is not None
    assert pattaya.dopa_code is None
    assert register.province_named("Sakon Nakhon") == register.province_named("สกลนคร")
    assert register.type_names[-2] == "องค์การบริหารส่วนตำบล"
    assert sum(kind.count or 0 for kind in register.types) == 7852


def test_importing_the_catalogue_is_light() -> None:
    heavy = {"tomllib", "openpyxl", "pandas", "xlsxwriter"}
    code = f"import sys, itaxl.catalogue; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
