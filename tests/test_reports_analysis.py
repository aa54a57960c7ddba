"""The workbook of the analysis: what it says, that its figures are live, and that it opens anywhere."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from conftest import Convert
from msgspec.structs import replace
from openpyxl.cell.cell import Cell
from openxml_audit import OpenXmlValidator
from written_values import differing, sheet_of, values_of

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency, IndicatorScore, Thresholds
from itaxl.catalogue import load_framework
from itaxl.reports.analysis_workbook import write_analysis
from itaxl.reports.score_formulas import cells_of
from itaxl.results.analysis import AgencyAnalysis, Published, analyse_scores
from itaxl.thai.measuring import column_points, row_height, text_width

TODAY = date(2023, 4, 11)
SEED_002 = {1: "82.44", 2: "77.85", 3: "80.95", 4: "73.16", 5: "72.13", 9: "92.50", 10: "100"}
TEN = dict(
    enumerate(
        ("95.21", "88.5", "91.02", "84.31", "86.75", "83.1", "84.02", "82.55", "98.12", "97.5"), start=1
    )
)
BEFORE = dict(enumerate(("90", "85", "88", "82", "84", "91", "89", "87", "95", "92"), start=1))
# Means that end in exactly a half, which floating point puts a hair's breadth below or above.
HALVES = dict(
    enumerate(
        ("84.98", "84.99", "85.00", "85.01", "84.995", "79.99", "80.00", "80.01", "92.50", "92.51"), start=1
    )
)


def agency(
    name: str,
    scores: Mapping[int, str],
    year: int = 2566,
    *,
    previous: Mapping[int, str] | None = None,
    total: str = "",
    instruments: Mapping[str, str] | None = None,
    grade: str = "",
    before: Published | None = None,
    thresholds: Thresholds | None = None,
    district: str = "",
) -> AgencyAnalysis:
    earlier = previous or {}
    given = [
        IndicatorScore(
            no,
            Decimal(scores[no]) if no in scores else None,
            Decimal(earlier[no]) if no in earlier else None,
        )
        for no in scores.keys() | earlier.keys()
    ]
    known = {code: Decimal(score) for code, score in (instruments or {}).items()}
    analysis = analyse_scores(
        given,
        load_framework(year),
        load_framework(year - 1),
        thresholds=thresholds or Thresholds(),
        published=Published(Decimal(total) if total else None, known, grade),
        previous_published=before,
    )
    return AgencyAnalysis(Agency(name, district=district), analysis)


@dataclass(frozen=True)
class Case:
    """Agencies of one year, and what was wrong with their table."""

    agencies: tuple[AgencyAnalysis, ...]
    findings: tuple[Finding, ...] = ()

    def written(self, path: Path) -> Path:
        """Write the workbook; returns its path."""
        write_analysis(
            path,
            self.agencies,
            self.findings,
            source=path.parent / "scores.xlsx",
            target=path,
            made_on=TODAY,
        )
        return path


def many(count: int) -> Iterator[AgencyAnalysis]:
    for number in range(count):
        scores = {no: f"{(int(number * 37 + no * 311) % 5000) / 100 + 50:.2f}" for no in range(1, 11)}
        if number % 7 == 3:
            del scores[number % 10 + 1]
        yield agency(f"องค์การบริหารส่วนตำบลที่ {number}", scores, previous=BEFORE if number % 3 else None)


CASES: Mapping[str, Callable[[], Case]] = {
    "seed-002": lambda: Case((agency("เทศบาลตำบลกุสุมาลย์", SEED_002, 2564, total="84.48"),)),
    "one-with-the-year-before": lambda: Case((agency("เทศบาลตำบลหนึ่ง", TEN, previous=BEFORE),)),
    "exact-halves": lambda: Case((agency("ก", HALVES, previous=HALVES), agency("ข", HALVES, previous=TEN))),
    "one-exact-halves": lambda: Case((agency("ก", HALVES, previous=HALVES),)),
    "nothing-known": lambda: Case((agency("ไม่มีคะแนน", {}),)),
    "only-a-total": lambda: Case((agency("กทม.", {}, total="88.98", instruments={"EIT": "80.82"}),)),
    "a-published-grade": lambda: Case((agency("ทต.ท้ายดง", {}, total="96.04", grade="ผ่าน"),)),
    "the-best-grade": lambda: Case((agency("ดีเด่น", dict.fromkeys(range(1, 11), "96")),)),
    "two-thresholds": lambda: Case(
        (agency("สอง", TEN, thresholds=Thresholds(Decimal("85.5"), Decimal(75), Decimal(90))),)
    ),
    "several": lambda: Case(
        (
            agency("เทศบาลตำบลหนึ่ง", TEN, previous=BEFORE),
            agency("หนองบัว", SEED_002, district="ก", total="96.04", grade="ผ่าน"),
            agency("หนองบัว", dict.fromkeys(range(1, 11), "60"), district="ข"),
            agency("ไม่มีคะแนน", {}),
            agency("มีแต่รวม", {}, total="91.5", before=Published(Decimal("90.22"), {"IIT": Decimal(80)}, "A")),
        ),
        (Finding(FindingKind.NOT_A_NUMBER, "scores.xlsx", "คะแนน", "C5", "?", {"header": "1"}),),
    ),
    "letters-of-several": lambda: Case(
        (agency("ก", TEN, 2565, previous=BEFORE), agency("ข", SEED_002, 2565, total="84.48"))
    ),
    "sixty": lambda: Case(tuple(many(60))),
}


def rows_of(path: Path, name: str, first_header: str) -> list[dict[str, object]]:
    """A table of a sheet: the rows below its header, to the first row that has nothing in its first cell.

    A header that is broken over two lines is named with a blank.
    """
    rows = [list(row) for row in sheet_of(path, name).iter_rows(values_only=True)]
    start = next(index for index, row in enumerate(rows) if row[0] == first_header)
    found: list[dict[str, object]] = []
    for row in rows[start + 1 :]:
        if row[0] in {None, ""}:
            break
        found.append(dict(zip((" ".join(str(each).split()) for each in rows[start]), row, strict=True)))
    return found


def texts_of(path: Path, name: str) -> list[str]:
    return [str(cell.value) for row in sheet_of(path, name).iter_rows() for cell in row if cell.value]


@pytest.mark.calc
@pytest.mark.parametrize("name", CASES)
def test_libreoffice_calculates_what_was_written(name: str, tmp_path: Path, soffice: Convert) -> None:
    path = CASES[name]().written(tmp_path / "analysis.xlsx")
    assert differing(path, soffice(path, "xlsx")) == []


@pytest.mark.calc
def test_the_page_follows_the_agency_that_is_chosen(tmp_path: Path, soffice: Convert) -> None:
    agencies = CASES["several"]().agencies
    path = Case(agencies).written(tmp_path / "several.xlsx")
    for number, name in enumerate(("หนองบัว (อ.ก)", "หนองบัว (อ.ข)"), start=1):
        book = openpyxl.load_workbook(path)
        choice = book["ผลการวิเคราะห์"]["B2"]
        assert isinstance(choice, Cell)
        choice.value = name
        chosen = tmp_path / f"chosen{number}.xlsx"
        book.save(chosen)
        shown = soffice(chosen, "xlsx")
        # The same agency as the first of several is what the page was written for.
        first = (agencies[number], *agencies[:number], *agencies[number + 1 :])
        expected = Case(first).written(tmp_path / f"first{number}.xlsx")
        page, wanted = (values_of(each)["ผลการวิเคราะห์"] for each in (shown, expected))
        assert page.pop("K2") == number + 1
        assert wanted.pop("K2") == 1
        assert page == pytest.approx(wanted)
        assert values_of(shown)["แผนภูมิ"]["A2"] == name


@pytest.mark.calc
def test_an_edited_score_changes_everything_that_follows_from_it(tmp_path: Path, soffice: Convert) -> None:
    path = CASES["several"]().written(tmp_path / "several.xlsx")
    book = openpyxl.load_workbook(path)
    cell = book["คะแนน"]["H4"]
    assert isinstance(cell, Cell)
    assert cell.value == 83.1  # indicator 6 of the first agency, in EIT
    cell.value = 100
    book.save(path)
    calculated = soffice(path, "xlsx")
    (first, *_) = rows_of(calculated, "ภาพรวม", "ที่")
    assert (first["EIT"], first["ระดับ"]) == (88.86, "ผ่านดี")
    assert first["สู่ระดับถัดไป และสิ่งที่ยังขาด"] == "ผ่านดีเยี่ยม: คะแนนรวม 2.47 · IIT 5.84 · EIT 6.14"
    assert any("EIT 6.14" in text for text in texts_of(calculated, "ผลการวิเคราะห์"))


@pytest.mark.parametrize("name", CASES)
def test_the_workbook_is_valid(name: str, tmp_path: Path) -> None:
    result = OpenXmlValidator().validate(CASES[name]().written(tmp_path / "analysis.xlsx"))
    assert [str(error) for error in result.errors] == []


def test_one_agency_has_its_page_its_charts_and_its_words(tmp_path: Path) -> None:
    path = CASES["seed-002"]().written(tmp_path / "one.xlsx")
    assert openpyxl.load_workbook(path).sheetnames[:-1] == ["ผลการวิเคราะห์", "แผนภูมิ", "บทวิเคราะห์", "ข้อผิดพลาด"]
    rows = rows_of(path, "ผลการวิเคราะห์", "ลำดับ")
    assert [row["ระดับคะแนน"] for row in rows] == [
        *("จุดแข็ง", "จุดอ่อน", "จุดแข็ง", "จุดอ่อน", "จุดอ่อน"),
        *["ไม่มีคะแนน"] * 3,
        *("จุดแข็ง", "จุดแข็ง"),
    ]
    # 80.95 is a strength and still to develop (CONTRACT).
    assert (rows[2]["ต้อง พัฒนา"], rows[2]["ห่าง เป้าหมาย"]) == ("ใช่", pytest.approx(4.05))
    told = texts_of(path, "ผลการวิเคราะห์")
    assert "คะแนนรวม 84.48 · ระดับ B · สู่ระดับถัดไป A: คะแนนรวม 0.52" in told
    assert "เครื่องมือต่ำสุด IIT 77.31 · ตัวชี้วัดต่ำสุด 5 การแก้ไขปัญหาการทุจริต 72.13" in told
    words = texts_of(path, "บทวิเคราะห์")
    assert any("ตัวชี้วัดที่ 10 การป้องกันการทุจริต ได้คะแนนเท่ากับร้อยละ 100" in each for each in words)
    weak = words[words.index(next(each for each in words if each.startswith("จุดอ่อน"))) :]
    assert [each for each in weak if each[:2] in {"5 ", "4 ", "2 "}][:3] == [
        "5 การแก้ไขปัญหาการทุจริต",
        "4 การใช้ทรัพย์สินของราชการ",
        "2 การใช้งบประมาณ",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("only-a-total", "คะแนนรวม 88.98 · ระดับ ผ่าน · สู่ระดับถัดไป ผ่านดี: IIT ไม่ทราบ · EIT 4.18 · OIT ไม่ทราบ"),
        (
            "a-published-grade",
            "คะแนนรวม 96.04 · ระดับ ผ่าน · สู่ระดับถัดไป ผ่านดี: IIT ไม่ทราบ · EIT ไม่ทราบ · OIT ไม่ทราบ",
        ),
        ("the-best-grade", "คะแนนรวม 96.00 · ระดับ ผ่านดีเยี่ยม · สู่ระดับถัดไป ได้ระดับสูงสุดแล้ว"),
        ("one-with-the-year-before", "คะแนนรวม 90.84 · ระดับ ผ่าน · สู่ระดับถัดไป ผ่านดี: EIT 1.78"),
        ("nothing-known", "ไม่ทราบคะแนนรวม"),
    ],
)
def test_what_holds_an_agency_back_is_said_in_one_line(name: str, said: str, tmp_path: Path) -> None:
    assert said in texts_of(CASES[name]().written(tmp_path / "one.xlsx"), "ผลการวิเคราะห์")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        # The means of the instruments are 89.158, 83.2233 and 97.81.
        ("one-with-the-year-before", "เครื่องมือต่ำสุด EIT 83.22 · ตัวชี้วัดต่ำสุด 8 การปรับปรุงระบบการทำงาน 82.55"),
        ("only-a-total", "เครื่องมือต่ำสุด EIT 80.82 · ตัวชี้วัดต่ำสุด –"),
        ("nothing-known", "เครื่องมือต่ำสุด – · ตัวชี้วัดต่ำสุด –"),
    ],
)
def test_the_lowest_instrument_and_indicator_are_told_with_their_scores(
    name: str, said: str, tmp_path: Path
) -> None:
    assert said in texts_of(CASES[name]().written(tmp_path / "one.xlsx"), "ผลการวิเคราะห์")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        # .3 x 85.8 + .3 x 89 + .4 x 93.5 = 89.84
        ("one-with-the-year-before", ["ปีก่อนหน้า: A"]),
        ("several", ["ปีก่อนหน้า: A"]),
        ("only-a-total", []),
        ("two-thresholds", []),
    ],
)
def test_the_grade_of_the_year_before_is_told_where_it_is_known(
    name: str, said: list[str], tmp_path: Path
) -> None:
    texts = texts_of(CASES[name]().written(tmp_path / "a.xlsx"), "ผลการวิเคราะห์")
    assert [each for each in texts if each.startswith("ปีก่อนหน้า:")] == said


@pytest.mark.parametrize(
    ("places", "cells"),
    [
        ([(3, 3), (4, 3), (5, 3)], "D4:D6"),
        ([(5, 3), (3, 3), (4, 3)], "D4:D6"),
        ([(3, 3), (3, 4), (3, 5)], "D4:F4"),
        ([(3, 3), (5, 3), (6, 3)], "D4,D6,D7"),
        ([(3, 3), (3, 5), (3, 6)], "D4,F4,G4"),
        ([(3, 3), (3, 4), (4, 4)], "D4,E4,E5"),
        ([(3, 3)], "D4"),
    ],
)
def test_a_range_covers_the_cells_of_an_instrument_and_no_others(
    places: list[tuple[int, int]], cells: str
) -> None:
    instrument = replace(load_framework(2566).instrument("EIT"), indicators=tuple(range(6, 6 + len(places))))
    assert cells_of(instrument, dict(enumerate(places, start=6))) == cells


def of_another_arithmetic(*, previous_weights: str) -> AgencyAnalysis:
    """90, 90 and 60 by instrument in both years, of which the year before had its own weights."""
    now = load_framework(2566)
    before = load_framework(2565)
    weighted = zip(before.instruments, previous_weights.split(), strict=True)
    before = replace(
        before, instruments=tuple(replace(each, weight=Decimal(weight)) for each, weight in weighted)
    )
    scores = [
        IndicatorScore(no, score, score) for no in range(1, 11) for score in [Decimal(90 if no < 9 else 60)]
    ]
    analysis = analyse_scores(scores, now, before, thresholds=Thresholds(), published=Published())
    return AgencyAnalysis(Agency("ก"), analysis)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(("weights", "total"), [("0.3 0.3 0.4", 78), ("0.4 0.4 0.2", 84)])
def test_a_total_of_a_year_with_other_weights_stands_as_it_was(
    weights: str, total: float, count: int, tmp_path: Path
) -> None:
    """.6 x 90 + .4 x 60 = 78, as the formula adds up too; .8 x 90 + .2 x 60 = 84."""
    both = of_another_arithmetic(previous_weights=weights)
    path = Case((both,) * count).written(tmp_path / "analysis.xlsx")
    sheet, row, column = ("ผลการวิเคราะห์", "คะแนนรวม", 5) if count == 1 else ("คะแนนปีก่อนหน้า", "ก (1)", 16)
    written, formulas = sheet_of(path, sheet), openpyxl.load_workbook(path)[sheet]
    number = next(n for n, cells in enumerate(written.values, start=1) if str(cells[1]).startswith(row))
    assert written.cell(number, column).value == total
    assert (formulas.cell(number, column).data_type == "f") is (total == 78)
    if count == 1:
        assert written.cell(number, column + 1).value == 78 - total


def test_several_agencies_have_a_list_and_a_table_of_scores(tmp_path: Path) -> None:
    path = CASES["several"]().written(tmp_path / "several.xlsx")
    assert openpyxl.load_workbook(path).sheetnames[:-1] == [
        *("ภาพรวม", "คะแนน", "คะแนนปีก่อนหน้า", "ผลการวิเคราะห์", "แผนภูมิ", "บทวิเคราะห์", "ข้อผิดพลาด"),
    ]
    rows = rows_of(path, "ภาพรวม", "ที่")
    assert [(row["หน่วยงาน"], row["คะแนน รวม"], row["ระดับ"]) for row in rows] == [
        ("เทศบาลตำบลหนึ่ง", 90.84, "ผ่าน"),
        ("หนองบัว (อ.ก)", 96.04, "ผ่าน"),
        ("หนองบัว (อ.ข)", 60.0, "ต้องปรับปรุงโดยด่วน"),
        ("ไม่มีคะแนน", None, None),
        ("มีแต่รวม", 91.5, None),
    ]
    assert rows[4]["เปลี่ยน แปลง"] == pytest.approx(1.28)
    assert rows[4]["สู่ระดับถัดไป และสิ่งที่ยังขาด"] == "ชี้ขาดระดับไม่ได้ เพราะไม่ทราบคะแนนบางเครื่องมือ"
    counts = dict(zip(*(list(each) for each in _tiles(path)), strict=True))
    assert (counts["ผ่าน"], counts["ต้องปรับปรุงโดยด่วน"], counts["ไม่ทราบระดับ"]) == (2, 1, 2)
    told = [row["บทวิเคราะห์"] for row in rows_of(path, "บทวิเคราะห์", "ที่")]
    assert len(told) == 5
    assert told[3] == "ยังไม่มีคะแนน จึงยังไม่มีบทวิเคราะห์"


HIGH_LOW = {no: "70" if no < 9 else "100" for no in range(1, 11)}


def test_figures_of_several_agencies(tmp_path: Path) -> None:
    """Reckoned by hand: .6 x 70 + .4 x 100 = 82; the mean is that of 90 and 82."""
    every = range(1, 11)
    agencies = (
        agency("ก", dict.fromkeys(every, "90"), previous=dict.fromkeys(every, "80")),
        agency("ข", HIGH_LOW),
        agency("ค", {1: "60"}),
    )
    path = Case(agencies).written(tmp_path / "three.xlsx")
    rows = [[None if each == "" else each for each in row.values()] for row in rows_of(path, "ภาพรวม", "ที่")]
    better = "ผ่านดีเยี่ยม: คะแนนรวม 5.00 · IIT 5.00 · EIT 5.00 · OIT 5.00"
    assert [row[:12] for row in rows] == [
        [1, "ก", 90, "ผ่านดี", 10, 90, 90, 90, 10, 0, rows[0][10], better],
        [2, "ข", 82, "ต้องปรับปรุง", None, 70, 70, 100, 2, 8, rows[1][10], "ผ่าน: คะแนนรวม 3.00"],
        [3, "ค", None, None, None, None, None, None, 0, 1, rows[2][10], None],
    ]
    lowest = [str(row[10]).replace("*", "") for row in rows]
    assert [(each.split()[0], each.split()[-1]) for each in lowest] == [
        ("1", "90.00"),
        ("1", "70.00"),
        ("1", "60.00"),
    ]
    assert _tiles(path)[1] == (86, 0, 1, 0, 1, 0, 1)
    now, before = (rows_of(path, sheet, "ที่") for sheet in ("คะแนน", "คะแนนปีก่อนหน้า"))
    assert [[each or None for each in row.values()] for row in (now[0], before[0], before[1])] == [
        [1, "ก", *[90] * 14, "ผ่านดี"],
        [1, "ก", *[80] * 14, "B"],
        [2, "ข", *[None] * 15],
    ]
    assert list(now[2].values())[2:4] == [60, None]


def test_figures_of_one_agency(tmp_path: Path) -> None:
    """Of 82 points in all and 70, 70 and 100 by instrument; 75 in everything the year before."""
    path = Case((agency("ข", HIGH_LOW, previous=dict.fromkeys(range(1, 11), "75")),)).written(
        tmp_path / "one.xlsx"
    )
    rows = [[each for each in row if each not in {None, ""}] for row in sheet_of(path, "ผลการวิเคราะห์").values]
    by_words = {str(row[0]).replace(" *", ""): row[1:] for row in rows if row}
    assert by_words["1"][1:] == ["IIT", 70, 75, -5, "จุดอ่อน", "ใช่", 15, *by_words["1"][8:]]
    assert by_words["9"][1:] == ["OIT", 100, 75, 25, "จุดแข็ง", "–", 0, *by_words["9"][8:]]
    assert by_words["1"][8:] == [0, 0, 70, 80, "1 การปฏิบัติหน้าที่", 85]
    assert by_words["9"][8:] == [100, 0, 0, 80, "9 การเปิดเผยข้อมูล", 85]
    whole = [row[-6:] for key, row in by_words.items() if key.endswith(("30)", "40)")) or key == "คะแนนรวม"]
    assert whole == [
        *[[70, 75, -5, "จุดอ่อน", "ใช่", 15]] * 2,
        [100, 75, 25, "จุดแข็ง", "–", 0],
        [82, 75, 7, "จุดแข็ง", "ใช่", 3],
    ]
    levels = {key: row for key, row in by_words.items() if row and row[-1] in {"ยังขาด", "ถึงแล้ว"}}
    assert levels == {
        "ผ่านดีเยี่ยม": [95, 95, 13, 25, 25, 0, "ยังขาด"],
        "ผ่านดี": [85, 85, 3, 15, 15, 0, "ยังขาด"],
        "ผ่าน": [85, "–", 3, "–", "–", "–", "ยังขาด"],
        "ต้องปรับปรุง": [70, "–", 0, "–", "–", "–", "ถึงแล้ว"],
        "ต้องปรับปรุงโดยด่วน": [0, "–", 0, "–", "–", "–", "ถึงแล้ว"],
    }


def _tiles(path: Path) -> tuple[tuple[object, ...], tuple[object, ...]]:
    rows = list(
        sheet_of(path, "ภาพรวม").iter_rows(min_row=3, max_row=4, min_col=2, max_col=8, values_only=True)
    )
    return rows[0], rows[1]


def test_an_unknown_score_is_left_open_in_the_table_and_in_the_radar(tmp_path: Path) -> None:
    path = CASES["seed-002"]().written(tmp_path / "one.xlsx")
    scores = [row["คะแนน"] for row in rows_of(path, "ผลการวิเคราะห์", "ลำดับ")]
    assert scores[5:8] == [None] * 3
    radar = next(chart for chart in _charts(path) if "radarChart" in chart)
    cached = radar.split("ปี 2564")[-1]
    assert '<c:pt idx="4"><c:v>72.13</c:v></c:pt>' in cached
    assert '<c:pt idx="5">' not in cached.split("<c:numCache>")[1].split("</c:numCache>")[0]


def _charts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]


@pytest.mark.parametrize("name", ["seed-002", "several"])
def test_a_radar_and_bars_with_the_threshold_are_drawn(name: str, tmp_path: Path) -> None:
    bars, radar = _charts(CASES[name]().written(tmp_path / "a.xlsx"))
    assert "<c:barChart>" in bars
    assert "<c:lineChart>" in bars
    assert "เกณฑ์ 80" in bars
    assert "<c:radarChart>" in radar
    assert "เป้าหมาย 85" in radar
    assert bars.count("<c:title>") == 3  # its own and those of both axes
    assert "คะแนน (เต็ม 100)" in bars
    for chart in (bars, radar):
        assert "<c:title>" in chart
        assert '<c:ptCount val="0"/>' not in chart
        # Without a font of its own, Excel shows Thai letters in the theme's, beside small Latin digits.
        latin, thai = (chart.count(f'<a:{each} typeface="TH SarabunPSK"') for each in ("latin", "cs"))
        assert latin == thai > 3


def test_no_grade_and_no_chosen_name_is_cut(tmp_path: Path) -> None:
    long = "องค์การบริหารส่วนตำบลหนองบัวใหญ่พัฒนาก้าวหน้าเหนือสุดแดนสยาม"
    low = dict.fromkeys(range(1, 11), "50")  # ต้องปรับปรุงโดยด่วน, the longest of all grades
    path = Case((agency("ก", TEN), agency(long, low))).written(tmp_path / "a.xlsx")
    for name in ("ภาพรวม", "คะแนน"):
        sheet = sheet_of(path, name)
        # The tiles above the list come first, and wrap.
        *_, cell = (each for row in sheet.iter_rows() for each in row if each.value == "ต้องปรับปรุงโดยด่วน")
        room = column_points(sheet.column_dimensions[cell.column_letter].width - 5 / 7)
        assert text_width(str(cell.value), bold=bool(cell.font.b)) <= room, name
    sheet = openpyxl.load_workbook(path)["ผลการวิเคราะห์"]
    height = sheet.row_dimensions[2].height
    assert height is not None
    assert height >= row_height([(long, column_points(38))])


def test_every_mark_is_explained_on_its_page(tmp_path: Path) -> None:
    for year, case in ((2568, Case((agency("อบต.ก", TEN, 2568),))), (2566, CASES["several"]())):
        path = case.written(tmp_path / "a.xlsx")
        marked_sheets = []
        for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
            words = texts_of(path, sheet.title)
            if any(each.endswith(" *") for each in words):
                marked_sheets.append(sheet.title)
                notes = [each for each in words if "* " in each and "ยังไม่ได้ตรวจกับเอกสารทางการ" in each]
                assert notes, sheet.title
                assert str(year) in notes[0]
        assert marked_sheets


def test_the_words_of_one_agency_are_one_page_wide_and_name_their_columns_on_each(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(CASES["seed-002"]().written(tmp_path / "a.xlsx"))["บทวิเคราะห์"]
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.page_setup.fitToHeight == 0
    row = next(cell.row for cell in sheet["A"] if cell.value == "ลำดับ")
    assert sheet.print_title_rows == f"${row}:${row}"


def test_nothing_is_drawn_where_nothing_is_known(tmp_path: Path) -> None:
    assert _charts(CASES["nothing-known"]().written(tmp_path / "a.xlsx")) == []


def test_figures_are_formulas_over_the_scores(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(CASES["several"]().written(tmp_path / "several.xlsx"))
    table = book["คะแนน"]
    assert str(table["M4"].value).startswith("=IF(COUNT(C4:G4)=5,ROUND(ROUND(AVERAGE(C4:G4)")
    assert "0.30*SUM(C4:G4)/5" in str(table["P4"].value)
    page = book["ผลการวิเคราะห์"]
    formulas = [cell for row in page.iter_rows(max_col=9) for cell in row if cell.data_type == "f"]
    numbers = [
        cell.coordinate
        for row in page.iter_rows(max_col=9, min_row=10)
        for cell in row
        if cell.data_type == "n"
    ]
    assert len(formulas) > 100
    # Only running numbers and what the rule of the year asks for stand there as figures.
    assert {each[0] for each in numbers if page[each].value is not None} <= {"A", "C", "D"}
    (validation,) = page.data_validations.dataValidation
    assert validation.formula1 == "'คะแนน'!$B$4:$B$8"


HOSTILE = ("=1+1", "+66", "@SUM(A1)", '=HYPERLINK("http://x")', "*", "a" * 300, "x\ny\x01", "ก" * 40_000)


def test_names_stay_text_whatever_they_begin_with(tmp_path: Path) -> None:
    path = Case(tuple(agency(name, TEN) for name in HOSTILE)).written(tmp_path / "a.xlsx")
    names = [row["หน่วยงาน"] for row in rows_of(path, "คะแนน", "ที่")]
    assert names[:6] == list(HOSTILE[:6])
    book = openpyxl.load_workbook(path)
    assert [cell.data_type for cell in book["คะแนน"]["B"][3:9]] == ["s"] * 6
    for name in HOSTILE[:4]:
        assert (
            OpenXmlValidator().validate(Case((agency(name, TEN),)).written(tmp_path / "b.xlsx")).errors == []
        )


def test_pages_print_as_they_should(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(CASES["several"]().written(tmp_path / "several.xlsx"))
    for name in ("ผลการวิเคราะห์", "แผนภูมิ"):
        sheet = book[name]
        assert sheet.page_setup.orientation == "portrait"
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None)  # 1 and 1
        assert sheet.print_area
    for name in ("ภาพรวม", "คะแนน", "คะแนนปีก่อนหน้า", "บทวิเคราะห์", "ข้อผิดพลาด"):
        sheet = book[name]
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.print_title_rows
        assert sheet.freeze_panes
    assert book.active is book["ภาพรวม"]
    assert book["_itaxl"].sheet_state == "veryHidden"


def test_a_finding_leads_to_its_cell(tmp_path: Path) -> None:
    path = CASES["several"]().written(tmp_path / "several.xlsx")
    links = [
        cell.hyperlink for row in sheet_of(path, "ข้อผิดพลาด").iter_rows() for cell in row if cell.hyperlink
    ]
    assert [(each.target, each.location) for each in links] == [
        ("scores.xlsx", None),
        ("scores.xlsx", "'คะแนน'!C5"),
    ]


def test_the_same_scores_make_the_same_bytes(tmp_path: Path) -> None:
    first, second = (CASES["several"]().written(tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()
