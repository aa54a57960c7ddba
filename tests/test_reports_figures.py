"""Figures of an agency's summary, reckoned by hand from tables small enough to do so."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.workbook import Workbook
from summary_figures import counts, drawn, first_words, rows_of, texts_of, without_nothing
from summary_situations import (
    DOING,
    DONE,
    NOT_YET,
    Situation,
    plan_of,
    returned,
    step,
    to_send_again,
)

PAST = date(2023, 4, 9)  # the day before the returns are looked at


# An agency: four departments, seven measures


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    """A summary: what stands in it, and its formulas."""
    now = dict(enumerate(("80", "85", "90", "70", "75", "90", "80", "85.5", "100", "91.25"), start=1))
    plan = plan_of(
        [
            step("M1", "01 02", (1, 10)),
            step("M2", "01 02", (1,)),
            step("M3", "02", (6,), end=PAST),
            step("M4", "03", end=PAST),
            step("M5", "01 03", (4,), end=date(2023, 4, 10)),
            step("M5.1", "01 02", of="M5", end=PAST),
            step("M6", "04", (10,)),
            step("M7", "01", (7,)),
        ],
        count=4,
        scores={no: (score, "90" if no == 7 else "80") for no, score in now.items()},
    )
    refused = returned(plan, "04", {"M6": {"status": DONE}})
    assert refused.stamp
    books = (
        returned(
            plan,
            "01",
            {
                **{code: {"status": DONE} for code in ("M1", "M2", "M7")},
                **{code: {"status": NOT_YET} for code in ("M5", "M5.1")},
            },
        ),
        returned(
            plan,
            "02",
            {
                "M1": {"status": DONE},
                "M2": {"status": DOING},
                "M3": {"status": NOT_YET},
                "M5.1": {"status": DONE},
            },
        ),
        replace(refused, stamp=replace(refused.stamp, months=12)),
    )
    path = Situation(plan, books).written(tmp_path_factory.mktemp("agency") / "summary.xlsx")
    return openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)


def test_progress_of_an_agency(agency: tuple[Workbook, Workbook]) -> None:
    """Measures, done, in progress, not started, not reported, overdue, share of those done."""
    written, _ = agency
    none = [0, 0, 0, 0, 0, 0, None]
    assert first_words(rows_of(written, "ความก้าวหน้า", "ตัวชี้วัด"), 7) == {
        "1": [2, 1, 1, 0, 0, 0, 0.5],
        **dict.fromkeys("23589", none),
        "4": [1, 0, 1, 0, 0, 1, 0],
        "6": [1, 0, 0, 1, 0, 1, 0],
        "7": [1, 1, 0, 0, 0, 0, 1],
        "10": [2, 1, 0, 0, 1, 0, 0.5],
        "ไม่ระบุตัวชี้วัด": [1, 0, 0, 0, 1, 1, 0],
        "ทุกมาตรการ": [7, 2, 2, 1, 2, 3, pytest.approx(2 / 7)],
    }
    assert first_words(rows_of(written, "ความก้าวหน้า", "เครื่องมือ"), 7) == {
        "IIT": [3, 1, 2, 0, 0, 1, pytest.approx(1 / 3)],
        "EIT": [2, 1, 0, 1, 0, 1, 0.5],
        "OIT": [2, 1, 0, 0, 1, 0, 0.5],
        "ไม่ระบุตัวชี้วัด": [1, 0, 0, 0, 1, 1, 0],
        "ทุกมาตรการ": [7, 2, 2, 1, 2, 3, pytest.approx(2 / 7)],
    }
    assert first_words(rows_of(written, "ความก้าวหน้า", "ส่วนราชการ"), 7) == {
        "สำนักปลัด": [4, 3, 0, 1, 0, 1, 0.75],
        "กองคลัง": [4, 2, 1, 1, 0, 1, 0.5],
        "กองช่าง": [2, 0, 0, 0, 2, 1, 0],
        "กองการศึกษา": [1, 0, 0, 0, 1, 0, 0],
        "รวมทุกส่วนราชการ": [11, 5, 1, 2, 3, 3, pytest.approx(5 / 11)],
    }


def test_the_first_page_of_an_agency(agency: tuple[Workbook, Workbook]) -> None:
    """Total: .3 x 80 + .3 x 85.1667 + .4 x 95.625; the year before: .3 x 80 + .3 x 83.3333 + .4 x 80."""
    sheet = agency[0]["ภาพรวม"]
    rows = [[cell for cell in row[:6] if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert [7, 2, 2, 1, 2, 3] in rows
    assert [87.8, "A", 6.8, 80, 85.17, 95.63] in rows
    texts = texts_of(agency[0], "ภาพรวม")
    assert "ดำเนินการแล้ว 2 จาก 7 มาตรการ (ร้อยละ 28.6) · ส่งแบบแล้ว 2 จาก 4 ส่วนราชการ · ต้องส่งใหม่ 1" in texts
    assert "จุดแข็งสูงสุด: 9 การเปิดเผยข้อมูล 100.00 · 10 การป้องกันการทุจริต 91.25 · 3 การใช้อำนาจ 90.00" in texts
    lowest = (
        "จุดอ่อนต่ำสุด: 4 การใช้ทรัพย์สินของราชการ 70.00 (มี 1 มาตรการ) · 5 การแก้ไขปัญหาการทุจริต 75.00 (ยังไม่มีมาตรการ)"
    )
    assert lowest in texts


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ("accepted accepted accepted", ["ส่งครบทุกส่วนราชการ"]),
        ("accepted missing missing", ["2 แห่ง: กองคลัง, กองช่าง"]),
        ("rejected accepted accepted", ["ส่งมาแล้วแต่นับไม่ได้ ต้องส่งใหม่ 1 แห่ง: สำนักปลัด"]),
        (
            "missing rejected rejected",
            ["1 แห่ง: สำนักปลัด", "ส่งมาแล้วแต่นับไม่ได้ ต้องส่งใหม่ 2 แห่ง: กองคลัง, กองช่าง"],
        ),
    ],
)
def test_departments_that_are_silent_and_that_have_to_send_again_are_counted(
    states: str, told: list[str], tmp_path: Path
) -> None:
    plan = plan_of([step("M1", "01 02 03")], count=3)
    books = []
    for department, state in zip(plan.departments, states.split(), strict=True):
        book = returned(plan, department.code, {"M1": {"status": DONE}})
        assert book.stamp
        if state != "missing":
            months = 6 if state == "accepted" else 12
            books.append(replace(book, stamp=replace(book.stamp, months=months)))
    path = Situation(plan, tuple(books)).written(tmp_path / "summary.xlsx")
    texts = texts_of(openpyxl.load_workbook(path, data_only=True), "ภาพรวม")
    top = next(index for index, text in enumerate(texts) if str(text).startswith("ส่วนราชการที่ยังไม่ส่งแบบ"))
    assert [text for text in texts[top:] if "แห่ง" in str(text) or "ส่งครบ" in str(text)] == told


def test_scores_of_an_agency(agency: tuple[Workbook, Workbook]) -> None:
    """Change, band, whether to develop, points to the target of 85, measures, and those done."""
    found = rows_of(agency[0], "จุดแข็ง-จุดอ่อน", "ลำดับ")
    assert found["4"][:4] == ["การใช้ทรัพย์สินของราชการ", "IIT", 70, 80]
    assert found["8"][:4] == ["การปรับปรุงระบบการทำงาน", "EIT", 85.5, 80]
    assert {key: row[4:11] for key, row in found.items()} == {
        "1": [0, "ระหว่างเกณฑ์", "ใช่", 5, 2, 1, "M1, M2"],
        "2": [5, "จุดแข็ง", "–", 0, 0, 0, None],
        "3": [10, "จุดแข็ง", "–", 0, 0, 0, None],
        "4": [-10, "จุดอ่อน", "ใช่", 15, 1, 0, "M5"],
        "5": [-5, "จุดอ่อน", "ใช่", 10, 0, 0, None],
        "6": [10, "จุดแข็ง", "–", 0, 1, 0, "M3"],
        "7": [-10, "ระหว่างเกณฑ์", "ใช่", 5, 1, 1, "M7"],
        "8": [5.5, "จุดแข็ง", "–", 0, 0, 0, None],
        "9": [20, "จุดแข็ง", "–", 0, 0, 0, None],
        "10": [11.25, "จุดแข็ง", "–", 0, 2, 1, "M1, M6"],
    }
    results = first_words(rows_of(agency[0], "จุดแข็ง-จุดอ่อน", "รวม"), 4)
    assert {key: row for key, row in results.items() if key in {"IIT", "EIT", "OIT"}} == {
        "IIT": [0.3, 80, 80, 0],
        "EIT": [0.3, 85.17, 83.33, pytest.approx(1.84)],
        "OIT": [0.4, 95.63, 80, pytest.approx(15.63)],
    }
    (total,) = (row for key, row in results.items() if key.startswith("คะแนนรวม"))
    assert total == [None, 87.8, 81, pytest.approx(6.8)]
    (grade,) = (row for key, row in results.items() if key.startswith("ระดับ"))
    assert grade == [None, "A", "B", None]


def test_returns_of_an_agency(agency: tuple[Workbook, Workbook]) -> None:
    rows = [row[1:3] for row in agency[0]["การส่งแบบ"].iter_rows(values_only=True, max_row=8)]
    assert {str(words): count for words, count in rows if isinstance(count, int)} == {
        "รับแล้ว": 2,
        "ยังไม่ส่ง": 1,
        "ไม่รับ ต้องส่งใหม่": 1,
        "มีฉบับใหม่กว่า": 0,
        "ไม่อยู่ในรายชื่อ": 0,
    }


def test_a_unit_that_has_to_send_again_is_counted_once_for_all_its_files(tmp_path: Path) -> None:
    path = to_send_again().written(tmp_path / "summary.xlsx")
    workbook = openpyxl.load_workbook(path, data_only=True)
    rows = [(row[1], row[2], row[12]) for row in workbook["การส่งแบบ"].iter_rows(values_only=True)]
    top = next(index for index, row in enumerate(rows) if row[2] == "นับส่วนราชการ")
    assert rows[2:7] == [
        ("รับแล้ว", 0, None),
        ("ยังไม่ส่ง", 2, None),
        ("ไม่รับ ต้องส่งใหม่", 3, None),
        ("มีฉบับใหม่กว่า", 0, None),
        ("ไม่อยู่ในรายชื่อ", 1, None),
    ]
    assert [(unit, mark) for unit, _, mark in rows[top + 1 :]] == [
        ("สำนักปลัด", 1),
        ("สำนักปลัด", 0),
        ("กองคลัง", 1),
        ("กองช่าง", 0),
        ("กองการศึกษา ศาสนา และวัฒนธรรม", 0),
        ("กองช่าง", 0),
    ]
    assert "ดำเนินการแล้ว 0 จาก 1 มาตรการ (ร้อยละ 0.0) · ส่งแบบแล้ว 0 จาก 4 ส่วนราชการ · ต้องส่งใหม่ 2" in texts_of(
        workbook, "ภาพรวม"
    )


def test_charts_of_an_agency_draw_what_they_name(agency: tuple[Workbook, Workbook]) -> None:
    """All measures by status; by indicator; by department; the scores by their band."""
    together, indicators, departments, scores = drawn(agency[0], "ภาพรวม")
    assert [list(each.values()) for each in together.values()] == [[2], [2], [1], [2]]
    assert without_nothing(indicators) == {
        DONE: {"1": 1, "7": 1, "10": 1},
        DOING: {"1": 1, "4": 1},
        NOT_YET: {"6": 1},
        "ยังไม่รายงาน": {"10": 1, "ไม่ระบุตัวชี้วัด": 1},
    }
    assert without_nothing(departments) == {
        DONE: {"สำนักปลัด": 3, "กองคลัง": 2},
        DOING: {"กองคลัง": 1},
        NOT_YET: {"สำนักปลัด": 1, "กองคลัง": 1},
        "ยังไม่รายงาน": {"กองช่าง": 2, "กองการศึกษา": 1},
    }
    assert without_nothing(scores) == {
        "จุดแข็ง": dict(zip(("การใช้งบประมาณ", "การใช้อำนาจ", "คุณภาพการดำเนินงาน"), (85, 90, 90), strict=True))
        | {"การปรับปรุงระบบการทำงาน": 85.5, "การเปิดเผยข้อมูล": 100, "การป้องกันการทุจริต": 91.25},
        "ระหว่างเกณฑ์": {"การปฏิบัติหน้าที่": 80, "ประสิทธิภาพการสื่อสาร": 80},
        "จุดอ่อน": {"การใช้ทรัพย์สินของราชการ": 70, "การแก้ไขปัญหาการทุจริต": 75},
    }
    assert [len(each[DONE]) for each in (indicators, departments)] == [11, 4]


def test_formulas_count_what_stands_in_their_cells(agency: tuple[Workbook, Workbook]) -> None:
    found = counts(*agency, ("ภาพรวม", "การส่งแบบ", "ความก้าวหน้า", "จุดแข็ง-จุดอ่อน"))
    assert len(found) == 5 + 5 + 5 * (12 + 5 + 5) + 2 * 10
    assert [each for each in found if each[0] != each[1]] == []


@pytest.mark.parametrize("count", [14, 15])
def test_of_more_than_fourteen_departments_those_with_most_left_to_do_come_first(
    count: int, tmp_path: Path
) -> None:
    """The first reported nothing of one measure; left are none of the second, two of the third."""
    codes = [f"{number:02}" for number in range(1, count + 1)]
    last = codes[-1]
    plan = plan_of([step("M1", " ".join(codes)), step("M2", f"03 {last}")], count=count)
    books = (
        returned(plan, "02", {"M1": {"status": DONE}}),
        returned(plan, last, {"M1": {"status": DONE}, "M2": {"status": NOT_YET}}),
    )
    path = Situation(plan, books).written(tmp_path / "summary.xlsx")
    workbook = openpyxl.load_workbook(path, data_only=True)
    found = {each.name: each.code for each in plan.departments}
    told = [found.get(key, "") for key in rows_of(workbook, "ความก้าวหน้า", "ส่วนราชการ")]
    by_what_is_left = ["03", *(code for code in codes if code not in {"02", "03"}), "02"]
    assert told == [*(by_what_is_left if count > 14 else codes), ""]
