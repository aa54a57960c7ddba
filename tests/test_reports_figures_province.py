"""Figures of a province's summary, reckoned by hand from tables small enough to do so."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.workbook import Workbook
from province_situations import AS_OF, form_of, measure_row, province_of
from province_situations import Situation as ProvinceSituation
from summary_figures import counts, drawn, first_words, rows_of, texts_of, without_nothing
from summary_situations import (
    DESCRIBED,
    DOING,
    DONE,
    NOT_YET,
)

from itaxl.assessment.plans import Agency
from itaxl.assessment.submissions import Submission
from itaxl.reports.province.workbook import write_provincial_summary
from itaxl.results.history import YearOfScores

PAST = date(2023, 4, 9)


# A province: six agencies; C and E are weak in the first indicator


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    """A summary: what stands in it, and its formulas."""
    names = {"01": ("ก", "เทศบาลตำบล", "คง"), "02": ("ข", "เทศบาลตำบล", "คง"), "03": ("ค", "อบต.", "พิมาย")}
    names |= {"04": ("ง", "อบต.", "พิมาย"), "05": ("จ", "อบต.", ""), "06": ("ฉ", "เทศบาลเมือง", "คง")}
    agencies = [Agency(name, kind, place, "นครราชสีมา", code) for code, (name, kind, place) in names.items()]
    asked = province_of(agencies, {"04": dict.fromkeys(range(1, 11), "85")})
    ten = range(1, 11)
    past = date(2024, 4, 9)  # the day before
    books = (
        form_of(
            asked,
            agencies[0],
            scores=dict.fromkeys(ten, (90.0, 80.0)),
            measures=[
                measure_row(1, code="M1", measure="หนึ่ง", indicator="1", status=DONE),
                measure_row(2, code="M2", measure="สอง", indicator="1, 2", status=DOING, end=past),
            ],
        ),
        form_of(
            asked,
            agencies[1],
            scores=dict.fromkeys(ten, (90.0, 95.0)),
            measures=[measure_row(1, code="M1", measure="หนึ่ง", indicator="9", status=DONE)],
        ),
        form_of(
            asked,
            agencies[2],
            scores={no: (70.0 if no < 9 else 100.0, None) for no in ten},
            measures=[
                measure_row(1, code="M1", measure="หนึ่ง", indicator="1, 2", status=NOT_YET, end=AS_OF),
                measure_row(2, code="M2", measure="สอง", indicator="1", status=NOT_YET),
                measure_row(3, code="M3", measure="สาม", end=past),
            ],
        ),
        form_of(asked, agencies[4], scores={1: (60.0, None)}),
        form_of(replace(asked, months=12), agencies[5]),
    )
    done = ProvinceSituation(asked, books).gathered()
    folder = tmp_path_factory.mktemp("province")
    path = folder / "provincial.xlsx"
    described = [each for each in DESCRIBED if each.key not in {"department", "joint"}]
    write_provincial_summary(path, done, described, findings=done.findings, folder=folder, target=path)
    return openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)


def test_ranks_of_a_province(province: tuple[Workbook, Workbook]) -> None:
    """Total, level, change, place in its type and its district; weak points, measures, those done."""
    rows = rows_of(province[0], "อันดับ", "หน่วยงาน")
    assert "เทียบ ปี 2565" in texts_of(province[0], "อันดับ")
    places = dict(
        zip(
            rows, (row[0] for row in province[0]["อันดับ"].iter_rows(min_row=4, values_only=True)), strict=False
        )
    )
    assert [(key, place or None) for key, place in places.items()] == [
        ("ก", 1), ("ข", 1), ("ง", 3), ("ค", 4), ("จ", None), ("ฉ", None),
    ]  # fmt: skip
    assert {key: row[2:7] for key, row in rows.items()} == {
        "ก": [90, "ผ่านดี", 10, 1, 1],
        "ข": [90, "ผ่านดี", -5, 1, 1],
        "ง": [85, "ผ่านดี", None, 1, 1],
        "ค": [82, "ต้องปรับปรุง", None, 2, 2],
        "จ": [None, None, None, None, None],
        "ฉ": [None, None, None, None, None],
    }
    assert {key: row[7:15] for key, row in rows.items()} == {
        "ก": [90, 90, 90, 0, 2, 1, "รับแล้ว", "แบบที่ส่ง"],
        "ข": [90, 90, 90, 0, 1, 1, "รับแล้ว", "แบบที่ส่ง"],
        "ง": [85, 85, 85, 0, 0, 0, "ยังไม่ส่ง", "province.xlsx"],
        "ค": [70, 70, 100, 8, 3, 0, "รับแล้ว", "แบบที่ส่ง"],
        "จ": [None, None, None, 1, 0, 0, "รับแล้ว", "แบบที่ส่ง"],
        "ฉ": [None, None, None, None, 0, 0, "ไม่รับ ต้องส่งใหม่", "–"],
    }


def test_levels_of_a_province(province: tuple[Workbook, Workbook]) -> None:
    """Agencies, those with a total, by level, without one, mean, median, at 85 or more."""
    types = rows_of(province[0], "ระดับผล", "ประเภทหน่วยงาน")
    assert {key: row[:11] for key, row in types.items()} == {
        "เทศบาลเมือง": [1, 0, 0, 0, 0, 0, 0, 1, None, None, 0],
        "เทศบาลตำบล": [2, 2, 0, 2, 0, 0, 0, 0, 90, 90, 2],
        "อบต.": [3, 2, 0, 1, 0, 1, 0, 1, 83.5, 83.5, 1],
    }
    districts = rows_of(province[0], "ระดับผล", "อำเภอ")
    assert [(key, row[:2], row[8:11]) for key, row in districts.items()] == [
        ("คง", [3, 2], [90, 90, 2]),
        ("พิมาย", [2, 2], [83.5, 83.5, 1]),
        ("ไม่ระบุอำเภอ", [1, 0], [None, None, 0]),
    ]
    (whole,) = (
        list(row[1:12]) for row in province[0]["ระดับผล"].iter_rows(values_only=True) if row[0] == "ทุกหน่วยงาน"
    )
    assert whole == [6, 4, 0, 3, 0, 1, 0, 2, 86.75, 87.5, 3]


def test_the_median_of_a_district_is_its_middle(tmp_path: Path) -> None:
    """Totals of 90, 80 and 40 are 70 on the average."""
    known = {"01": "90", "02": "80", "03": "40"}
    agencies = [Agency(f"อบต.{code}", "อบต.", "คง", "นครราชสีมา", code) for code in known]
    scores = {code: dict.fromkeys(range(1, 11), score) for code, score in known.items()}
    workbook = written(tmp_path, agencies, scores)
    assert rows_of(workbook, "ระดับผล", "อำเภอ")["คง"][8:11] == [70, 80, 1]
    first_page = [row[:6] for row in workbook["ภาพรวม"].values]
    assert ("อบต.", "1 จาก 3 แห่งที่ทราบ", 70, "คง", "1 จาก 3 แห่งที่ทราบ", 70) in first_page


def test_weaknesses_of_a_province(province: tuple[Workbook, Workbook]) -> None:
    """Mean, median, lowest, highest, spread; known, weak, share, with a measure, without; who is lowest."""
    rows = rows_of(province[0], "จุดอ่อนร่วม", "ลำดับ")
    found = {no: rows[no][2:] for no in ("1", "2", "3", "9")}
    assert found == {
        "1": [79, 85, 60, 90, 30, 5, 2, 0.4, 1, 1, "จ", None, 79, 0],
        "2": [83.75, 87.5, 70, 90, 20, 4, 1, 0.25, 1, 0, "ค", None, 0, 83.75],
        "3": [83.75, 87.5, 70, 90, 20, 4, 1, 0.25, 0, 1, "ค", None, 0, 83.75],
        "9": [91.25, 90, 85, 100, 15, 4, 0, 0, 0, 0, "ง", None, 0, 91.25],
    }


def test_progress_of_a_province(province: tuple[Workbook, Workbook]) -> None:
    """Measures, done, in progress, not started, not reported, overdue, share of those done."""
    rows = first_words(rows_of(province[0], "ความก้าวหน้า", "ตัวชี้วัด"), 7)
    assert {key: rows[key] for key in ("1", "2", "3", "ไม่ระบุตัวชี้วัด", "ทุกมาตรการ")} == {
        "1": [4, 1, 1, 2, 0, 1, 0.25],
        "2": [2, 0, 1, 1, 0, 1, 0],
        "3": [0, 0, 0, 0, 0, 0, None],
        "ไม่ระบุตัวชี้วัด": [1, 0, 0, 0, 1, 1, 0],
        "ทุกมาตรการ": [6, 2, 1, 2, 1, 2, pytest.approx(1 / 3)],
    }
    agencies = rows_of(province[0], "ความก้าวหน้า", "หน่วยงาน")
    assert [(key, row[:7]) for key, row in agencies.items()][:4] == [
        ("ค", [3, 0, 0, 2, 1, 1, 0]),
        ("ก", [2, 1, 1, 0, 0, 1, 0.5]),
        ("ข", [1, 1, 0, 0, 0, 0, 1]),
        ("ง", [0, 0, 0, 0, 0, 0, None]),
    ]


def test_the_first_page_of_a_province(province: tuple[Workbook, Workbook]) -> None:
    sheet = province[0]["ภาพรวม"]
    rows = [[cell for cell in row[:6] if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert [4, 4, 86.75, 87.5, 3, 2.5] in rows
    assert [6, 2, 1, 2, 1, 2] in rows
    assert ["อบต.", "1 จาก 2 แห่งที่ทราบ", 83.5, "คง", "2 จาก 2 แห่งที่ทราบ", 90] in rows
    assert ["เทศบาลตำบล", "2 จาก 2 แห่งที่ทราบ", 90, "พิมาย", "1 จาก 2 แห่งที่ทราบ", 83.5] in rows
    assert ["เทศบาลเมือง", "–", "–", "ไม่ระบุอำเภอ", "–", "–"] in rows
    texts = texts_of(province[0], "ภาพรวม")
    counted = "ส่งแบบแล้ว 4 จาก 6 แห่ง · ทราบคะแนนรวม 4 แห่ง · เทียบกับปีก่อนได้ 2 แห่ง"
    assert f"{counted} · ถึงเป้าหมายระดับชาติ 85: 3 แห่ง" in texts
    assert "ดำเนินการแล้ว 2 จาก 6 มาตรการ (ร้อยละ 33.3)" in texts
    (extremes,) = (each for each in texts if str(each).startswith("ตัวชี้วัดที่"))
    assert str(extremes).endswith("สูงสุด: 9 การเปิดเผยข้อมูล 91.25 · ต่ำสุด: 1 การปฏิบัติหน้าที่ 79.00")


def test_charts_of_a_province_draw_what_they_name(province: tuple[Workbook, Workbook]) -> None:
    """Agencies by level; means by the threshold of 80; weak agencies with and without a measure."""
    levels, means, together = drawn(province[0], "ภาพรวม")
    assert levels == {
        "หน่วยงาน": {
            "ผ่านดีเยี่ยม": 0,
            "ผ่านดี": 3,
            "ผ่าน": 0,
            "ต้องปรับปรุง": 1,
            "ต้องปรับปรุงโดยด่วน": 0,
            "ไม่ทราบ ระดับ": 2,
        }
    }
    assert without_nothing(means)["ต่ำกว่าเกณฑ์"] == {"การปฏิบัติหน้าที่": 79}
    assert list(means["ถึงเกณฑ์"].values()) == [0, *[83.75] * 7, 91.25, 91.25]
    assert [list(each.values()) for each in together.values()] == [[2], [1], [2], [1]]
    (weak,) = drawn(province[0], "จุดอ่อนร่วม")
    assert list(weak["ไม่พบมาตรการ"].values()) == [1, 0, *[1] * 6, 0, 0]
    assert without_nothing(weak)["มีมาตรการ"] == {"การปฏิบัติหน้าที่": 1, "การใช้งบประมาณ": 1}


def test_returns_of_a_province(province: tuple[Workbook, Workbook]) -> None:
    rows = [row[1:3] for row in province[0]["การส่งแบบ"].iter_rows(values_only=True, max_row=8)]
    assert [count for _, count in rows if isinstance(count, int)] == [4, 1, 1, 0, 0]


def test_formulas_of_a_province_count_what_stands_in_their_cells(
    province: tuple[Workbook, Workbook],
) -> None:
    found = counts(*province, ("ภาพรวม", "การส่งแบบ", "ความก้าวหน้า", "จุดอ่อนร่วม"))
    assert len(found) == 6 + 5 + 5 * (12 + 7) + 20
    assert [each for each in found if each[0] != each[1]] == []


# Provinces at the edges: on the threshold, without scores, with more districts than the first page shows


def written(
    folder: Path,
    agencies: Sequence[Agency],
    known: Mapping[str, Mapping[int, str]] | None = None,
    books: Sequence[Submission] = (),
    history: Sequence[YearOfScores] = (),
) -> Workbook:
    """The summary of a province that knows scores and got these forms back."""
    done = ProvinceSituation(province_of(agencies, known), tuple(books)).gathered()
    done = replace(done, history=tuple(history))
    path = folder / "provincial.xlsx"
    write_provincial_summary(path, done, DESCRIBED, findings=(), folder=folder, target=path)
    return openpyxl.load_workbook(path, data_only=True)


def test_a_mean_on_the_threshold_is_not_below_it_and_nothing_is_drawn_of_what_is_not_known(
    tmp_path: Path,
) -> None:
    """Mean, median, lowest, highest, spread; known, weak, share, with a measure, without; who; two bars."""
    workbook = written(tmp_path, [Agency("ก", code="01")], {"01": {1: "80", 2: "79.99"}})
    rows = rows_of(workbook, "จุดอ่อนร่วม", "ลำดับ")
    assert {no: rows[no][2:] for no in "123"} == {
        "1": [80, 80, 80, 80, 0, 1, 0, 0, 0, 0, "ก", None, 0, 80],
        "2": [79.99, 79.99, 79.99, 79.99, 0, 1, 1, 1, 0, 1, "ก", None, 79.99, 0],
        "3": [None, None, None, None, None, 0, 0, None, 0, 0, None, None, 0, 0],
    }
    (extremes,) = (each for each in texts_of(workbook, "ภาพรวม") if str(each).startswith("ตัวชี้วัดที่"))
    assert str(extremes).endswith("สูงสุด: 1 การปฏิบัติหน้าที่ 80.00 · ต่ำสุด: 2 การใช้งบประมาณ 79.99")


def test_the_change_of_a_province_is_the_mean_of_its_agencies_changes(tmp_path: Path) -> None:
    """They gained 10, lost 5 and gained 1; the year before is not known of the fourth."""
    agencies = [Agency(name, "อบต.", "คง", "นครราชสีมา", f"0{no}") for no, name in enumerate("กขคง", start=1)]
    asked = province_of(agencies)
    both = ((90.0, 80.0), (90.0, 95.0), (85.0, 84.0), (70.0, None))
    books = [
        form_of(asked, agency, scores=dict.fromkeys(range(1, 11), scores))
        for agency, scores in zip(agencies, both, strict=True)
    ]
    sheet = written(tmp_path, agencies, books=books)["ภาพรวม"]
    rows = [row[:6] for row in sheet.iter_rows(values_only=True)]
    top = next(index for index, row in enumerate(rows) if row[0] == "ส่งแบบแล้ว (แห่ง)")
    assert rows[top - 1] == (4, 4, 83.75, 87.5, 3, 2)
    assert rows[top][4:] == ("ถึงเป้าหมาย 85 (แห่ง)", "เฉลี่ยเทียบปี 2565")
    counted = "ส่งแบบแล้ว 4 จาก 4 แห่ง · ทราบคะแนนรวม 4 แห่ง · เทียบกับปีก่อนได้ 3 แห่ง"
    assert rows[top + 1][0] == f"{counted} · ถึงเป้าหมายระดับชาติ 85: 3 แห่ง"


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ("accepted accepted accepted", ["ส่งครบทุกหน่วยงาน"]),
        ("accepted missing missing", ["2 แห่ง: ข, ค"]),
        ("rejected accepted accepted", ["ส่งมาแล้วแต่นับไม่ได้ ต้องส่งใหม่ 1 แห่ง: ก"]),
        ("missing rejected rejected", ["1 แห่ง: ก", "ส่งมาแล้วแต่นับไม่ได้ ต้องส่งใหม่ 2 แห่ง: ข, ค"]),
    ],
)
def test_agencies_that_are_silent_and_that_have_to_send_again_are_counted(
    states: str, told: list[str], tmp_path: Path
) -> None:
    agencies = [Agency(name, "อบต.", "คง", "นครราชสีมา", f"0{no}") for no, name in enumerate("กขค", start=1)]
    asked = province_of(agencies)
    books = [
        form_of(asked if state == "accepted" else replace(asked, months=12), agency, scores={1: (90.0, None)})
        for agency, state in zip(agencies, states.split(), strict=True)
        if state != "missing"
    ]
    texts = texts_of(written(tmp_path, agencies, books=books), "ภาพรวม")
    top = next(index for index, text in enumerate(texts) if str(text).startswith("หน่วยงานที่ยังไม่ส่งแบบ"))
    assert [text for text in texts[top:] if "แห่ง" in str(text) or "ส่งครบ" in str(text)] == told


@pytest.mark.parametrize(
    ("means", "told", "shown"),
    [
        ("70 - 60 90 - 80", "อำเภอ", "ง ฉ ก ค ข จ"),
        ("70 - 60 90 50 80 75 -", "อำเภอ (6 จาก 8)", "ง ฉ ช ก ค จ"),
        ("70 - 60 90 - 80 - -", "อำเภอ (4 จาก 8)", "ง ฉ ก ค"),
        ("70 40 60 90 50 80 75 -", "อำเภอ (สูง 3 ต่ำ 3 จาก 8)", "ง ฉ ช ค จ ข"),
        ("- - - - - - -", "อำเภอ (0 จาก 7)", "ก ข ค ง จ ฉ"),
    ],
)
def test_of_many_districts_the_best_and_the_worst_with_a_mean_are_shown(
    means: str, told: str, shown: str, tmp_path: Path
) -> None:
    names = dict(zip("กขคงจฉชซ", means.split(), strict=False))
    agencies = [Agency(f"อบต.{name}", "อบต.", name, "นครราชสีมา", name) for name in names]
    known = {name: dict.fromkeys(range(1, 11), mean) for name, mean in names.items() if mean != "-"}
    workbook = written(tmp_path, agencies, known)
    sheet = [row[:6] for row in workbook["ภาพรวม"].iter_rows(values_only=True)]
    top = next(index for index, row in enumerate(sheet) if row[0] == "ประเภท")
    end = next(index for index, row in enumerate(sheet) if str(row[0]).startswith("ความก้าวหน้า"))
    districts = [(row[3], row[5]) for row in sheet[top + 1 : end]]
    assert sheet[top][3] == told
    assert districts == [(name, "–" if names[name] == "-" else int(names[name])) for name in shown.split()]
    assert list(rows_of(workbook, "ระดับผล", "อำเภอ")) == sorted(
        names, key=lambda name: -1 if names[name] == "-" else int(names[name]), reverse=True
    )


def test_of_many_types_those_with_most_agencies_are_shown(tmp_path: Path) -> None:
    """Seven types, the last with two agencies, of which one reached the target of 85."""
    kinds = [f"ประเภท {number}" for number in (1, 2, 3, 4, 5, 6, 7, 7)]
    agencies = [Agency(f"ก{no}", kind, "คง", "นครราชสีมา", f"{no}") for no, kind in enumerate(kinds, start=1)]
    known = {"7": dict.fromkeys(range(1, 11), "85"), "8": dict.fromkeys(range(1, 11), "84.99")}
    sheet = [row[:6] for row in written(tmp_path, agencies, known)["ภาพรวม"].iter_rows(values_only=True)]
    top = next(index for index, row in enumerate(sheet) if row[0] == "ประเภท")
    assert [row[:3] for row in sheet[top + 1 : top + 8]] == [
        ("ประเภท 7", "1 จาก 2 แห่งที่ทราบ", 85),
        *((f"ประเภท {number}", "–", "–") for number in (1, 2, 3, 4, 5)),
        ("ความก้าวหน้าของมาตรการ", None, None),
    ]


def test_agencies_stand_by_what_they_have_not_finished_and_measures_without_an_indicator_only_where_any_are(
    tmp_path: Path,
) -> None:
    """The first has one of three left to finish, the second two of three, the third two of two."""
    agencies = [Agency(name, "อบต.", "คง", "นครราชสีมา", f"0{no}") for no, name in enumerate("กขค", start=1)]
    asked = province_of(agencies)
    books = [
        form_of(
            asked,
            agency,
            measures=[
                measure_row(no, code=f"M{no}", measure=f"ที่ {no}", indicator="1", status=status)
                for no, status in enumerate(statuses, start=1)
            ],
        )
        for agency, statuses in zip(
            agencies, ((DONE, DONE, DOING), (DONE, DOING, NOT_YET), (DOING, NOT_YET)), strict=True
        )
    ]
    workbook = written(tmp_path, agencies, books=books)
    found = rows_of(workbook, "ความก้าวหน้า", "หน่วยงาน")
    assert [(key, row[:2]) for key, row in found.items()][:3] == [("ข", [3, 1]), ("ค", [2, 0]), ("ก", [3, 2])]
    assert list(first_words(rows_of(workbook, "ความก้าวหน้า", "ตัวชี้วัด"), 1)) == [
        *map(str, range(1, 11)),
        "ทุกมาตรการ",
    ]


def test_years_stand_beside_each_other_and_measures_beside_what_their_scores_gained(tmp_path: Path) -> None:
    """Slopes over 2564, 2566, 2567: of 70, 90, 95 it is 40 / 4.6667, of 60, 90, 80 36.6667 / 4.6667."""
    agencies = [Agency(name, "อบต.", "คง", "นครราชสีมา", f"0{no}") for no, name in enumerate("กข", start=1)]
    measures = [
        measure_row(no, code=f"M{no}", measure=f"ที่ {no}", indicator=indicator, status=DONE)
        for no, indicator in enumerate(("1", "2, 3", "4, 6, 7"), start=1)
    ]
    scores = {no: (80.0 if no == 5 else 90.0, None) for no in range(1, 11)}
    form = form_of(province_of(agencies), agencies[0], scores=scores, measures=measures)
    history = (
        YearOfScores(2564, {"01": {1: Decimal(70), 2: Decimal(60)}}, {"01": Decimal(70)}),
        YearOfScores(
            2567,
            {
                "01": dict(
                    zip((1, 2, 3, 6, 7), map(Decimal, ("95", "80", "90", "89.5", "90.5")), strict=True)
                ),
                "02": {2: Decimal(70)},
            },
        ),
    )
    other = form_of(
        province_of(agencies),
        agencies[1],
        scores={1: (80.0, None)},
        measures=[measure_row(1, code="M1", measure="หนึ่ง", indicator="2", status=DONE)],
    )
    workbook = written(tmp_path, agencies, books=[form, other], history=history)
    rows = [[each if each != "" else None for each in row] for row in workbook["แนวโน้ม"].values]
    found = {(row[1], str(row[2]).split()[0]): row[3:8] for row in rows}
    assert rows[0][3:6] == [2564, 2566, 2567]
    assert {key: found["ก", key] for key in ("คะแนนรวม", *"12345")} == {
        "คะแนนรวม": [70, 89.4, None, None, 9.7],
        "1": [70, 90, 95, 5, 8.57],
        "2": [60, 90, 80, -10, 7.86],
        "3": [None, 90, 90, 0, 0],
        "4": [None, 90, None, None, None],
        "5": [None, 80, None, None, None],
    }
    assert found["ข", "1"] == [None, 80, None, None, None]
    table = list(workbook["มาตรการ"].values)
    column = next(row.index("ผลต่อคะแนน ปี 2567") for row in table if "ผลต่อคะแนน ปี 2567" in row)
    assert [row[column] or "" for row in table[-4:]] == [
        "ตัวชี้วัดที่ 1 เพิ่มขึ้น 5.00",
        "ตัวชี้วัดที่ 2 ลดลง 10.00\nตัวชี้วัดที่ 3 เท่าเดิม",
        "ตัวชี้วัดที่ 6 ลดลง 0.50\nตัวชี้วัดที่ 7 เพิ่มขึ้น 0.50",
        "",
    ]


@pytest.mark.parametrize(("count", "limit"), [(9, 80), (10, 70), (11, 70)])
def test_the_ten_lowest_scores_stand_out_and_fewer_where_fewer_are_weak(
    count: int, limit: float, tmp_path: Path
) -> None:
    """Scores of 61, 62 and so on: the tenth is 70; of fewer than ten all below the threshold of 80."""
    scores = [str(60 + number) for number in range(1, count + 1)]
    agencies = [Agency(name, "อบต.", "คง", "นครราชสีมา", f"0{no}") for no, name in enumerate("กข", start=1)]
    known = {"01": dict(enumerate(scores[:10], start=1)), "02": dict(enumerate(scores[10:], start=1))}
    sheet = written(tmp_path, agencies, known)["แผนที่คะแนน"]
    (top,) = sheet.iter_rows(max_row=1, values_only=True)
    assert top[top.index("เน้นไม่เกิน") + 1] == limit
