"""Plans are read as coordinators write them, and their faults are named at their cells."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from filling import AGENCY, FIRST, SECOND, THIRD, TODAY, Office, fill_plan, put, rows_of, told

from itaxl.assessment.plans import Agency
from itaxl.planning.controls import ControlError
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.template.description_files import load_description
from itaxl.workflow.planning import init_plan
from itaxl.workflow.settings import Settings, default_templates

_PLAN = load_description("plan", default_templates())
_LABELS: Mapping[str, object] = {"ชื่อหน่วยงาน": "อบต.ตัวอย่าง", "ปีงบประมาณ": 2566, "รอบการรายงาน": 6}
_DEPARTMENTS = f"""
| รหัส | ชื่อส่วนราชการ |
| 01 | {FIRST} |
| 02 | {SECOND} |
| 03 | {THIRD} |
"""
_HEADS = "| รหัส | ตัวชี้วัด | มาตรการ | ส่วนราชการที่รับผิดชอบ | ส่วนราชการร่วม | วันเริ่มต้น | วันสิ้นสุด |"

_HEADERS = {
    "ส่วนราชการ": ("รหัส", "ชื่อส่วนราชการ", "ผู้ประสานงาน", "อีเมล"),
    "คะแนน": ("ลำดับ", "ตัวชี้วัด", "เครื่องมือ", "คะแนน", "คะแนนปีก่อนหน้า"),
    "มาตรการ": (
        *("รหัส", "ตัวชี้วัด", "มาตรการ", "ส่วนราชการที่รับผิดชอบ", "ส่วนราชการร่วม", "วันเริ่มต้น", "วันสิ้นสุด"),
        *("ข้อ", "ประเด็นที่ต้องพัฒนา", "แนวทางปฏิบัติ", "ขั้นตอน/วิธีการ", "ผู้รับผิดชอบ", "การกำกับติดตาม"),
    ),
}


def _row(cells: str) -> str:
    return f"{_HEADS}\n{cells}"


def _bare(
    path: Path,
    measures: str | Sequence[Mapping[str, object]] = _row(f"| M1 | 5 | มาตรการหนึ่ง | {FIRST} | | | |"),
    *,
    labels: Mapping[str, object] = _LABELS,
    departments: str = _DEPARTMENTS,
    above: int = 0,
) -> Path:
    """A plan made by hand: the contract's sheets and headers, and nothing else."""
    book = openpyxl.Workbook()
    form = book.active
    assert form is not None
    form.title = "หน่วยงาน"
    for number, (label, value) in enumerate(labels.items(), start=1):
        form.cell(number, 1).value = label
        put(form.cell(number, 2), value)
    tables: dict[str, Sequence[Mapping[str, object]]] = {
        "ส่วนราชการ": rows_of(departments),
        "คะแนน": [{"ลำดับ": 1, "คะแนน": 84.48, "คะแนนปีก่อนหน้า": 80}],
        "มาตรการ": rows_of(measures) if isinstance(measures, str) else measures,
    }
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for column, header in enumerate(_HEADERS[name], start=1):
            sheet.cell(above + 1, column).value = header
            for number, row in enumerate(rows, start=above + 2):
                put(sheet.cell(number, column), row.get(header))
    book.save(path)
    return path


def _read(path: Path, months: int | None = None) -> ReadPlan:
    return read_plan(path, _PLAN, months=months)


def test_a_plan_made_by_hand_with_the_headers_of_the_contract_is_accepted(tmp_path: Path) -> None:
    read = _read(_bare(tmp_path / "plan.xlsx"))
    assert read.findings == ()
    plan = read.plan
    assert (plan.agency.name, plan.fiscal_year.number, plan.scored_year, plan.months) == (
        "อบต.ตัวอย่าง",
        2566,
        2565,
        6,
    )
    assert [(row.code, row.indicators, row.departments, row.row) for row in plan.rows] == [
        ("M1", (5,), ("01",), 2)
    ]
    assert (plan.scores[0].score, plan.scores[0].previous) == (Decimal("84.48"), Decimal(80))


@pytest.mark.parametrize("above", [1, 4, 17])
def test_the_header_row_is_found_by_its_text(tmp_path: Path, above: int) -> None:
    plan = _read(_bare(tmp_path / "plan.xlsx", above=above)).plan
    assert [row.row for row in plan.rows] == [above + 2]
    assert len(plan.departments) == 3


def test_columns_and_labels_may_stand_anywhere(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(path)
    book["มาตรการ"].move_range("A1:M2", cols=3)
    book["หน่วยงาน"].move_range("A1:B3", rows=11, cols=4)
    book.save(path)
    plan = _read(path).plan
    assert plan.agency.name == "อบต.ตัวอย่าง"
    assert [row.code for row in plan.rows] == ["M1"]


def test_a_plan_from_init_gives_what_was_filled_in(tmp_path: Path) -> None:
    labels = {
        "กำหนดส่ง": datetime(2566, 4, 10),  # noqa: DTZ001 - Excel knows no zones
        "เกณฑ์จุดแข็ง (มากกว่า)": 82.5,
        "รหัสผ่านล็อกแผ่นงาน": "ลับ",
        "คะแนนรวม": "84.48",
        "เรียน": "นายกเทศมนตรี",
    }
    office = Office(tmp_path, labels=labels, scores={5: (72.13, 70.0), 10: (100, None)})
    plan = _read(office.control).plan
    assert plan.agency == Agency(AGENCY, "เทศบาลตำบล", "เมือง", "สกลนคร")
    assert plan.due == date(2023, 4, 10)
    assert plan.thresholds.strength_above == Decimal("82.5")
    assert plan.thresholds.weakness_below == Decimal(80)
    assert plan.published_total == Decimal("84.48")
    assert (plan.password, plan.labels["addressee"]) == ("ลับ", "นายกเทศมนตรี")
    scores = {each.no: (each.score, each.previous) for each in plan.scores}
    assert scores[5] == (Decimal("72.13"), Decimal(70))
    assert scores[10] == (Decimal(100), None)
    assert scores[1] == (None, None)


@pytest.mark.parametrize(
    ("words", "months"),
    [(3, 3), ("6", 6), (6.0, 6), ("6 เดือน", 6), ("รอบ 6 เดือน", 6), ("รอบ ๑๒ เดือน", 12), ("๙", 9)],
)
def test_the_round_may_be_written_in_many_ways(tmp_path: Path, words: object, months: int) -> None:
    read = _read(_bare(tmp_path / "plan.xlsx", labels={**_LABELS, "รอบการรายงาน": words}))
    assert read.plan.months == months
    assert read.findings == ()


@pytest.mark.parametrize(
    ("words", "slug"), [(7, "unknown-choice"), ("ครึ่งปี", "unknown-choice"), ("", "missing-setting")]
)
def test_a_round_that_is_none_is_named_at_its_cell(tmp_path: Path, words: object, slug: str) -> None:
    path = _bare(tmp_path / "plan.xlsx", labels={**_LABELS, "รอบการรายงาน": words})
    assert told(_read(path).findings) == [(slug, "B3")]
    assert told(_read(path, months=9).findings) == []
    assert _read(path, months=9).plan.months == 9


@pytest.mark.parametrize("words", [2566, "2566", "๒๕๖๖", "2023", 2023])
def test_the_year_may_be_written_in_many_ways(tmp_path: Path, words: object) -> None:
    assert (
        _read(_bare(tmp_path / "a.xlsx", labels={**_LABELS, "ปีงบประมาณ": words})).plan.fiscal_year.number
        == 2566
    )


def test_the_scored_year_may_be_given(tmp_path: Path) -> None:
    read = _read(_bare(tmp_path / "plan.xlsx", labels={**_LABELS, "ปีที่ประเมิน": 2564}))
    assert (read.plan.scored_year, read.framework.fiscal_year) == (2564, 2564)


def test_dates_are_read_in_either_era(tmp_path: Path) -> None:
    rows = [
        {
            "รหัส": "M1",
            "มาตรการ": "ก",
            "ส่วนราชการที่รับผิดชอบ": FIRST,
            "วันเริ่มต้น": "๑ ตุลาคม ๒๕๖๕",
            "วันสิ้นสุด": datetime(2566, 3, 31),  # noqa: DTZ001 - Excel knows no zones
        }
    ]
    (row,) = _read(_bare(tmp_path / "plan.xlsx", rows)).plan.rows
    assert (row.start, row.end) == (date(2022, 10, 1), date(2023, 3, 31))


# Who is responsible


@pytest.mark.parametrize(
    ("main", "joint", "codes"),
    [
        (FIRST, "", ("01",)),
        ("01", "", ("01",)),
        ("สำนัก ปลัด", "", ("01",)),
        ("ทุกส่วนราชการ", "", ("01", "02", "03")),
        ("ทุก ส่วนราชการ", "", ("01", "02", "03")),
        (THIRD, "ทุกส่วนราชการ", ("03", "01", "02")),
        (SECOND, f"{FIRST}, {THIRD}", ("02", "01", "03")),
        (SECOND, f"{FIRST} ,{SECOND},", ("02", "01")),
        (f"'{SECOND}", f"“{FIRST}”, {THIRD}\u200b", ("02", "01", "03")),
        ("สํานักปลัด", "กอง\u00a0คลัง", ("01", "02")),
        ("‘ทุกส่วนราชการ", "", ("01", "02", "03")),
    ],
)
def test_departments_are_named_once_each_the_responsible_one_first(
    tmp_path: Path, main: str, joint: str, codes: tuple[str, ...]
) -> None:
    read = _read(_bare(tmp_path / "plan.xlsx", _row(f"| M1 | | ก | {main} | {joint} | | |")))
    assert read.findings == ()
    assert read.plan.rows[0].departments == codes


def test_codes_of_departments_that_excel_makes_one_of_are_told_with_both_rows(tmp_path: Path) -> None:
    departments = f"| รหัส | ชื่อส่วนราชการ |\n| 1 | {FIRST} |\n| ๐๑ | {SECOND} |\n| 1.0 | {THIRD} |"
    read = _read(_bare(tmp_path / "plan.xlsx", departments=departments))
    assert [(each.kind.slug, each.cell) for each in read.findings] == [
        ("alike-codes", "A3"),
        ("alike-codes", "A4"),
    ]
    assert all("“1” ในแถวที่ 2" in each.text() for each in read.findings)
    assert [each.code for each in read.plan.departments] == ["1", "๐๑", "1.0"]


@pytest.mark.parametrize(
    ("joint", "codes"),
    [
        ("กองช่าง, ประปา", ("01", "04")),
        (f"กองช่าง , ประปา,{THIRD}", ("01", "04", "03")),
        (f"{THIRD}, กองช่าง,ประปา,\n{SECOND}", ("01", "03", "04", "02")),
    ],
)
def test_a_department_whose_name_has_a_comma_is_one_department(
    tmp_path: Path, joint: str, codes: tuple[str, ...]
) -> None:
    departments = f"{_DEPARTMENTS}| 04 | กองช่าง, ประปา |\n"
    row = {"รหัส": "M1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": FIRST, "ส่วนราชการร่วม": joint}
    read = _read(_bare(tmp_path / "plan.xlsx", [row], departments=departments))
    assert read.findings == ()
    assert read.plan.rows[0].departments == codes


def test_an_unknown_department_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", _row(f"| M1 | | ก | สำนักปลด | {SECOND}, กองลับ | | |"))
    first, second = _read(path).findings
    assert (first.kind.slug, first.cell, first.value) == ("unknown-department", "D2", "สำนักปลด")
    assert f"“{FIRST}”" in first.text()
    assert (second.kind.slug, second.cell, second.value) == ("unknown-department", "E2", "กองลับ")


def test_a_measure_without_a_department_is_named(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", _row("| M1 | | ก | | | | |"))
    assert told(_read(path).findings) == [("missing-entry", "D2")]


# Which indicator


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("5", (5,)),
        ("๕", (5,)),
        ("2, 5", (2, 5)),
        ("๒,๕", (2, 5)),
        ("5 การแก้ไขปัญหาการทุจริต", (5,)),
        ("การแก้ไขปัญหาการทุจริต", (5,)),
        ("ตัวชี้วัดที่ 10", (10,)),
        ("10 การป้องกันการทุจริต\n9 การเปิดเผยข้อมูล", (10, 9)),
        ("9 การเปิดเผยข้อมูล (OIT), ๒ IIT", (9, 2)),
        ("ตัวชี้วัดย่อยที่ ๙.๑ ข้อมูลพื้นฐาน", (9,)),
        ("10.2", (10,)),
        ("", ()),
    ],
)
def test_indicators_are_known_by_number_and_by_name(
    tmp_path: Path, words: str, numbers: tuple[int, ...]
) -> None:
    rows = [{"รหัส": "M1", "ตัวชี้วัด": words, "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": FIRST}]
    read = _read(_bare(tmp_path / "plan.xlsx", rows))
    assert read.findings == ()
    assert read.plan.rows[0].indicators == numbers


def test_indicators_are_known_by_every_name_of_their_framework(tmp_path: Path) -> None:
    framework = _read(_bare(tmp_path / "plan.xlsx")).framework
    rows = [
        {"รหัส": f"M{each.no}.{n}", "ตัวชี้วัด": name, "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": FIRST}
        for each in framework.indicators
        for n, name in enumerate(each.names)
    ]
    read = _read(_bare(tmp_path / "plan.xlsx", rows))
    assert read.findings == ()
    assert len(rows) >= 10
    assert all(row.indicators == (int(row.code[1:].split(".")[0]),) for row in read.plan.rows)


@pytest.mark.parametrize(
    "words", ["11", "การใช้งบประมาณแบบใหม่", "การใช้ฯ", "คุณธรรม (OIT)", "8.4 การบริหารบุคคล", "2; คุณธรรม"]
)
def test_an_indicator_that_is_none_is_named(tmp_path: Path, words: str) -> None:
    path = _bare(tmp_path / "plan.xlsx", _row(f"| M1 | {words} | ก | {FIRST} | | | |"))
    assert told(_read(path).findings) == [("unknown-indicator", "B2")]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("๓. การปรับปรุงการทำงาน", 8),  # the running number of a row
        ("๒. การป้องกันการการทุจริต", 10),
        ("ตัวชี้วัดที่ 5 การใช้งบประมาณ", 2),
        ("การใช้ทรัพย์สินฯ", 4),
        ("9 การเปิดเผยข้อมูล (EIT)", 9),
        ("9.1 การบริหารบุคคล", 9),
    ],
)
def test_an_indicator_that_is_not_plainly_named_is_read_by_its_name_and_told(
    tmp_path: Path, words: str, number: int
) -> None:
    read = _read(_bare(tmp_path / "plan.xlsx", _row(f"| M1 | {words} | ก | {FIRST} | | | |")))
    assert told(read.findings) == [("indicator-read", "B2")]
    assert read.plan.rows[0].indicators == (number,)
    assert str(number) in read.findings[0].message()


# Steps, codes, what is missing


def test_a_row_without_a_measure_is_a_step_of_the_one_above(tmp_path: Path) -> None:
    measures = _row(
        f"| M1 | 5 | มาตรการหนึ่ง | {FIRST} | | | |\n"
        f"| M1.1 | | | {SECOND} | | 2022-10-01 | 2022-12-31 |\n"
        "| M1.2 | | | | | | |\n"
        f"| M2 | | มาตรการสอง | {FIRST} | | | |"
    )
    read = _read(_bare(tmp_path / "plan.xlsx", measures))
    assert read.findings == ()
    assert [(row.code, row.measure_code, row.indicators, row.departments) for row in read.plan.rows] == [
        ("M1", "M1", (5,), ("01",)),
        ("M1.1", "M1", (5,), ("02",)),
        ("M1.2", "M1", (5,), ("01",)),
        ("M2", "M2", (), ("01",)),
    ]
    assert {row.values["measure"] for row in read.plan.rows[:3]} == {"มาตรการหนึ่ง"}


def test_steps_below_a_measure_without_a_code_are_its_own_and_not_of_the_measure_before(
    tmp_path: Path,
) -> None:
    """The measure's code is missed where it should stand; its steps go out with its words meanwhile."""
    measures = _row(
        f"| M1 | 5 | มาตรการหนึ่ง | {FIRST} | | | |\n"
        f"| | 3 | มาตรการสอง | {SECOND} | | | |\n"
        f"| M2.1 | | | {THIRD} | | | |\n"
        "| M2.2 | | | | | | |\n"
        f"| M3 | | มาตรการสาม | {FIRST} | | | |\n"
        "| | | | | | | |\n"
        f"| M3.1 | | | {SECOND} | | | |"
    )
    read = _read(_bare(tmp_path / "plan.xlsx", measures))
    assert told(read.findings) == [("missing-entry", "A3")]
    assert [
        (row.code, row.measure_code, row.indicators, row.departments, row.values["measure"])
        for row in read.plan.rows
    ] == [
        ("M1", "M1", (5,), ("01",), "มาตรการหนึ่ง"),
        ("M2.1", "M2.1", (3,), ("03",), "มาตรการสอง"),
        ("M2.2", "M2.1", (3,), ("02",), "มาตรการสอง"),
        ("M3", "M3", (), ("01",), "มาตรการสาม"),
        ("M3.1", "M3", (), ("02",), "มาตรการสาม"),
    ]


def test_a_step_without_a_code_does_not_part_the_steps_below_it_from_their_measure(tmp_path: Path) -> None:
    measures = _row(
        f"| M1 | 5 | มาตรการหนึ่ง | {FIRST} | | | |\n| | | | {SECOND} | | | |\n| M1.2 | | | {SECOND} | | | |"
    )
    read = _read(_bare(tmp_path / "plan.xlsx", measures))
    assert told(read.findings) == [("missing-entry", "A3")]
    assert [(row.code, row.measure_code) for row in read.plan.rows] == [("M1", "M1"), ("M1.2", "M1")]


def test_a_step_above_the_first_measure_is_named(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", _row(f"| M1 | 5 | | {FIRST} | | | |"))
    assert told(_read(path).findings) == [("orphan-step", "C2")]


@pytest.mark.parametrize("code", ["M1", "m1", " M 1"])
def test_a_code_that_stands_twice_is_named_with_the_other_row(tmp_path: Path, code: str) -> None:
    rows: list[Mapping[str, object]] = [
        {"รหัส": each, "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": FIRST} for each in ("M1", "M2", code)
    ]
    (finding,) = _read(_bare(tmp_path / "plan.xlsx", rows)).findings
    assert (finding.kind.slug, finding.cell, finding.details["other"]) == ("duplicate-code", "A4", 2)


def test_a_department_code_that_stands_twice_is_named(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", departments=f"{_DEPARTMENTS}| 01 | กองใหม่ |\n")
    assert told(_read(path).findings) == [("duplicate-code", "A5")]


def test_a_department_name_that_stands_twice_is_named(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", departments=f"{_DEPARTMENTS}| 04 | กอง คลัง |\n")
    (finding,) = _read(path).findings
    assert (finding.kind.slug, finding.cell, finding.details["other"]) == ("duplicate-code", "B5", 3)


def test_a_row_without_a_code_is_named(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", _row(f"| | | ก | {FIRST} | | | |\n| M2 | | ข | {FIRST} | | | |"))
    assert told(_read(path).findings) == [("missing-entry", "A2")]


def test_measures_without_any_code_are_not_said_to_be_none(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", _row(f"| | | ก | {FIRST} | | | |\n| | | ข | {FIRST} | | | |"))
    assert told(_read(path).findings) == [("missing-entry", "A2"), ("missing-entry", "A3")]


def test_end_before_start_is_named(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", _row(f"| M1 | | ก | {FIRST} | | 2023-03-31 | 2023-03-30 |"))
    assert told(_read(path).findings) == [("before-start", "G2")]


def test_an_empty_plan_says_what_is_missing_and_nothing_more(tmp_path: Path) -> None:
    path = init_plan(tmp_path, Settings(default_templates(), TODAY), agency=Agency(""), fiscal_year=2566)
    assert [each.kind.slug for each in _read(path).findings] == ["missing-setting", "no-measures"]
    fill_plan(path, [], departments=[])
    slugs = [each.kind.slug for each in _read(path).findings]
    assert sorted(slugs) == ["missing-setting", "no-departments", "no-measures"]


@pytest.mark.parametrize("score", [101, -1, "ดี"])
def test_a_score_that_is_none_is_named(tmp_path: Path, score: object) -> None:
    path = init_plan(tmp_path, Settings(default_templates(), TODAY), agency=Agency("ก"), fiscal_year=2566)
    fill_plan(path)
    book = openpyxl.load_workbook(path)
    put(book["คะแนน"]["D8"], score)
    book.save(path)
    ((slug, cell),) = told(_read(path).findings)
    assert cell == "D8"
    assert slug == ("not-a-number" if isinstance(score, str) else "out-of-range")


# What cannot be worked with


@pytest.mark.parametrize("year", ["", "2000 เศษ", 66, None])
def test_a_plan_without_its_year_is_refused_in_one_line(tmp_path: Path, year: object) -> None:
    path = _bare(tmp_path / "plan.xlsx", labels={**_LABELS, "ปีงบประมาณ": year})
    with pytest.raises(ControlError, match="ปีงบประมาณ") as caught:
        _read(path)
    assert "2566" in caught.value.thai


def test_a_year_without_a_framework_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    path = _bare(tmp_path / "plan.xlsx", labels={**_LABELS, "ปีที่ประเมิน": 2590})
    with pytest.raises(ControlError, match="2569"):
        _read(path)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    with pytest.raises(ControlError, match=r"plan\.xlsx"):
        _read(path)


def test_a_workbook_of_another_kind_is_refused(office: Office, tmp_path: Path) -> None:
    foreign = openpyxl.Workbook()
    foreign.save(tmp_path / "foreign.xlsx")
    with pytest.raises(ControlError, match="itaxl init"):
        _read(tmp_path / "foreign.xlsx")
    with pytest.raises(ControlError, match="department"):
        _read(office.file(FIRST))
    with pytest.raises(ControlError, match="register"):
        _read(office.sent / "ทะเบียนการแจกจ่าย.xlsx")


@pytest.mark.parametrize(
    ("published", "told_differing"), [(90.0, []), (90.01, []), (83.5, ["total-differs"])]
)
def test_a_published_total_that_the_scores_do_not_give_is_told(
    tmp_path: Path, published: float, told_differing: list[str]
) -> None:
    office = Office(
        tmp_path,
        scores=dict.fromkeys(range(1, 11), (90.0, None)),
        labels={"คะแนนรวม": published},
    )
    kinds = [each.kind.slug for each in read_plan(office.control, _PLAN).findings]
    assert kinds == told_differing
