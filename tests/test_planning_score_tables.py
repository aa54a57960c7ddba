"""Tables of scores as people keep them: every shape is understood, and nothing doubtful is swallowed."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from conftest import Convert
from filling import put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.catalogue import load_framework
from itaxl.planning.controls import ControlError
from itaxl.planning.score_tables import AgencyScores, ScoreTable, read_score_table
from itaxl.planning.score_values import read_score
from itaxl.results.analysis import analyse_scores
from itaxl.thai.text import thai_digits

REAL = Path(__file__).parent / "data" / "real_scores.csv"
NAMES = [each.name for each in load_framework(2566).indicators]
TEN = [82.44, 77.85, 80.95, 73.16, 72.13, 79.4, 84.02, 80.0, 92.5, 100.0]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a workbook or a text file with these rows; several sheets are given by their names."""

    def made(
        *rows: Sequence[object], name: str = "scores.xlsx", **sheets: Sequence[Sequence[object]]
    ) -> Path:
        path = tmp_path / name
        if path.suffix == ".csv":
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            path.write_text(text.getvalue(), "utf-8-sig")
            return path
        book = openpyxl.Workbook()
        active = book.active
        assert active is not None
        book.remove(active)
        for title, lines in (sheets or {"Sheet1": rows}).items():
            sheet = book.create_sheet(title)
            for number, line in enumerate(lines, start=1):
                for column, value in enumerate(line, start=1):
                    if value is not None:
                        put(sheet.cell(number, column), value)
        book.save(path)
        return path

    return made


def known(agency: AgencyScores) -> dict[int, str]:
    return {each.no: f"{each.score:.2f}" for each in agency.scores if each.score is not None}


def before(agency: AgencyScores) -> dict[int, str]:
    return {each.no: f"{each.previous:.2f}" for each in agency.scores if each.previous is not None}


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(each.kind.slug, each.cell) for each in findings]


def only(table: ScoreTable) -> AgencyScores:
    (agency,) = table.agencies
    return agency


EXPECTED = {no: f"{score:.2f}" for no, score in enumerate(TEN, start=1)}

# Shapes


@pytest.mark.parametrize(
    "heads",
    [
        list(range(1, 11)),
        [str(no) for no in range(1, 11)],
        [thai_digits(str(no)) for no in range(1, 11)],
        [f"ตัวชี้วัดที่ {thai_digits(str(no))}" for no in range(1, 11)],
        [f"ตัวชี้วัดที่ {no} {name}" for no, name in enumerate(NAMES, start=1)],
        [f"{no}. {name} (ร้อยละ)" for no, name in enumerate(NAMES, start=1)],
        NAMES,
        [f"ind{no}" for no in range(1, 11)],
        [f"indicator {no}" for no in range(1, 11)],
    ],
    ids=lambda heads: str(heads[0]),
)
@pytest.mark.parametrize("name", ["scores.xlsx", "scores.csv"])
def test_a_wide_table_is_found_by_its_words(write: Write, heads: list[object], name: str) -> None:
    path = write(
        ["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๖"],
        [],
        ["ที่", "ชื่อหน่วยงาน", "อำเภอ", *heads, "คะแนนรวม", "หมายเหตุ"],
        [1, "อบต.ก", "เมือง", *TEN, 86.03, "ดี"],
        [2, "อบต.ข", "เมือง", *reversed(TEN), "", ""],
        ["", "ค่าเฉลี่ย", "", *TEN, 85.7, ""],
        name=name,
    )
    table = read_score_table(path)
    assert (table.year, [each.agency.name for each in table.agencies]) == (2566, ["อบต.ก", "อบต.ข"])
    assert known(table.agencies[0]) == EXPECTED
    assert known(table.agencies[1]) == {11 - no: score for no, score in EXPECTED.items()}
    assert table.agencies[0].agency.district == "เมือง"
    assert table.findings == ()


def test_a_header_of_two_rows_with_merged_cells(write: Write) -> None:
    path = write(
        ["ที่", "หน่วยงาน", "ผลคะแนน ปี 2565", *[""] * 9, "คะแนนรวม", "ระดับ"],
        ["", "", *range(1, 11), "", ""],
        [1, "เทศบาลตำบล ก", *TEN, 86.03, "A"],
    )
    table = read_score_table(path)
    assert (table.year, known(only(table))) == (2565, EXPECTED)
    assert only(table).published.total == Decimal("86.03")
    assert table.findings == ()


def test_numbers_below_the_names_are_no_agency(write: Write) -> None:
    path = write(["ปี 2566"], ["หน่วยงาน", *NAMES], ["", *range(1, 11)], ["อบต.ก", *TEN])
    table = read_score_table(path)
    assert known(only(table)) == EXPECTED
    assert table.findings == ()


@pytest.mark.parametrize(
    "heads",
    [
        ["ลำดับ", "ตัวชี้วัด", "เครื่องมือ", "คะแนน", "คะแนนปีก่อนหน้า"],
        ["indicator_no", "indicator", "instrument", "score", "previous_score"],
        ["ที่", "ชื่อตัวชี้วัด", "แบบวัด", "ผลคะแนน", "คะแนน (ปีก่อน)"],
        ["ตัวชี้วัดที่", "ตัวชี้วัด", "เครื่องมือ", "คะแนน ปี 2566", "คะแนน ปี ๒๕๖๕"],
        ["ตัวชี้วัดที่", "", "", "2566", "2565"],
    ],
    ids=lambda heads: heads[3],
)
def test_a_long_table_is_found_by_its_words(write: Write, heads: list[object]) -> None:
    rows = [[no, name, "IIT", TEN[no - 1], 50 + no] for no, name in enumerate(NAMES, start=1)]
    table = read_score_table(write(heads, *rows), year=2566)
    assert known(only(table)) == EXPECTED
    assert before(only(table)) == {no: f"{50 + no:.2f}" for no in range(1, 11)}
    assert table.findings == ()


def test_a_long_table_of_several_agencies_and_years(write: Write) -> None:
    path = write(
        ["หน่วยงาน", "ปี", "ตัวชี้วัด", "คะแนน"],
        ["อบต.ก", 2565, "ตัวชี้วัดที่ ๑", 70],
        ["", "", "การใช้งบประมาณ", 71],
        ["", 2566, "1", 80],
        ["", "", "2", 0],
        ["อบต.ข", "พ.ศ. ๒๕๖๖", "5", 90],
        ["", "", "คะแนนรวม", 88.98],
        ["", "", "EIT", "80.82"],
    )
    table = read_score_table(path)
    first, second = table.agencies
    assert (table.year, known(first), before(first)) == (
        2566,
        {1: "80.00", 2: "0.00"},
        {1: "70.00", 2: "71.00"},
    )
    assert known(second) == {5: "90.00"}
    assert second.published.total == Decimal("88.98")
    assert second.published.instruments == {"EIT": Decimal("80.82")}
    assert table.findings == ()
    assert known(read_score_table(path, year=2565).agencies[0]) == {1: "70.00", 2: "71.00"}


def test_a_total_in_a_merged_cell_stands_where_the_numbers_are(write: Write) -> None:
    rows = [[no, name, TEN[no - 1]] for no, name in enumerate(NAMES, start=1)]
    table = read_score_table(
        write(["ที่", "ตัวชี้วัด", "คะแนน"], *rows, ["คะแนนรวม", "", 88.98], ["เฉลี่ย", "", 1]), year=2566
    )
    assert known(only(table)) == EXPECTED
    assert only(table).published.total == Decimal("88.98")
    assert FindingKind.UNKNOWN_INDICATOR not in {each.kind for each in table.findings}


def test_totals_by_year_and_instruments_alone_are_enough(write: Write) -> None:
    table = read_score_table(write(["หน่วยงาน", "2564", "2565"], ["อบต.ก", 80, "๘๕"]))
    assert (table.year, only(table).published.total) == (2565, Decimal(85))
    assert only(table).previous_published.total == Decimal(80)
    path = write(
        ["หน่วยงาน", "คะแนน IIT", "EIT (30%)", "OIT", "คะแนนรวม", "ระดับ"],
        ["กทม.", "", 80.82, "-", 88.98, "ผ่าน"],
    )
    table = read_score_table(path, year=2566)
    assert only(table).published.instruments == {"EIT": Decimal("80.82")}
    assert table.findings == ()


def test_the_scores_of_a_province_with_its_year_and_thresholds(write: Write) -> None:
    labels = [["จังหวัด", "สกลนคร"], ["ปีงบประมาณ", 2567], ["เกณฑ์จุดอ่อน (ต่ำกว่า)", 75], ["เป้าหมาย", "๙๐"]]
    wide = [["คะแนน"], ["รหัส", "ชื่อหน่วยงาน", *range(1, 11)], ["01", "อบต.ก", *TEN], ["02", "อบต.ข"]]
    path = write(จังหวัด=labels, หน่วยงาน=[["รหัส", "ชื่อหน่วยงาน"], ["01", "อบต.ก"]], คะแนน=wide)
    table = read_score_table(path)
    assert table.year == 2566  # the year before the measures', where nothing else is said
    assert (table.thresholds.weakness_below, table.thresholds.target) == (Decimal(75), Decimal(90))
    assert [(each.agency.code, known(each)) for each in table.agencies] == [("01", EXPECTED), ("02", {})]
    assert table.findings == ()
    path = write(จังหวัด=[*labels, ["ปีที่ประเมิน", "2565"]], คะแนน=wide)
    assert read_score_table(path).year == 2565
    assert read_score_table(path, year=2568).year == 2568


def test_our_own_tidy_table_is_read_back(tmp_path: Path) -> None:
    from itaxl.reports.tidy_tables import _cell

    header = "agency_code agency scored_year indicator_no indicator instrument score previous_score change"
    rows = [
        ["7", "-อบต.=ก", 2566, no, name, "IIT", Decimal(str(TEN[no - 1])), None, None]
        for no, name in enumerate(NAMES, start=1)
    ]
    path = tmp_path / "scores.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split())
        writer.writerows([_cell(value) for value in row] for row in rows)
    table = read_score_table(path)
    assert (table.year, only(table).agency.name, only(table).agency.code) == (2566, "-อบต.=ก", "7")
    assert known(only(table)) == EXPECTED
    assert table.findings == ()


@pytest.mark.parametrize("case", ["F01", "F03", "K01", "P06"])
def test_published_results_come_out_as_published(case: str) -> None:
    with REAL.open(encoding="utf-8", newline="") as file:
        row = next(each for each in csv.DictReader(file) if each["case_id"] == case)
    table = read_score_table(REAL, year=int(row["fiscal_year"]))
    agency = next(each for each in table.agencies if each.agency.name == row["agency"])
    analysis = analyse_scores(
        agency.scores, table.framework, None, thresholds=table.thresholds, published=agency.published
    )
    assert str(analysis.result.total) == row["total_published"]
    if row["grade_published"]:
        assert analysis.result.grade is not None
        assert analysis.result.grade.name == row["grade_published"]
    assert [each for each in table.findings if each.value in row.values()] == []


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_files_of_every_office(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    decimal = "," if delimiter == ";" else "."
    lines = [
        delimiter.join(["หน่วยงาน", *(str(no) for no in range(1, 11))]),
        *(
            delimiter.join([name, *(f"{score:.2f}".replace(".", decimal) for score in TEN)])
            for name in ("อบต.ก", "อบต.ข", "อบต.ค")
        ),
    ]
    path = tmp_path / "คะแนน.txt"
    path.write_bytes(end.join(lines).encode(encoding))
    table = read_score_table(path, year=2566)
    assert [known(each) for each in table.agencies] == [EXPECTED] * 3
    assert [each.agency.name for each in table.agencies] == ["อบต.ก", "อบต.ข", "อบต.ค"]


def test_what_a_program_says_of_its_delimiter_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text('sep=;\nหน่วยงาน;1;2\n"อบต. ก;ข\nค";80,5;\n', encoding="utf-8")
    table = read_score_table(path, year=2566)
    assert (only(table).agency.name, known(only(table))) == ("อบต. ก;ข ค", {1: "80.50"})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "ว่างเปล่า"),
        (b"   \n", ""),
        ("หน่วยงาน,1,2\nก,1\x00,2".encode(), ""),
        ("ข้อความ\nธรรมดา".encode(), "ไม่พบตารางคะแนน"),
        (b"\xff\xfe\x00", ""),
        (b"%PDF-1.7", "PDF"),
        (("หน่วยงาน,1,2" + ",x" * 600).encode(), ""),
        (b"a,b\n" + b'"' + b"x" * 200_000 + b'"', ""),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "scores.csv"
    path.write_bytes(data)
    with pytest.raises(ControlError) as refused:
        read_score_table(path, year=2566)
    assert words in refused.value.thai
    assert "\n" not in refused.value.thai


def test_a_table_without_its_year_asks_for_it(write: Write) -> None:
    path = write(["หน่วยงาน", *range(1, 11)], ["อบต.ก", *TEN])
    with pytest.raises(ControlError, match="--year"):
        read_score_table(path)
    assert read_score_table(path, year=2564).year == 2564
    with_years = write(["หน่วยงาน", "ปี", *range(1, 11)], ["อบต.ก", 2022, *TEN], ["อบต.ก", 2564, *TEN])
    assert read_score_table(with_years).year == 2565
    with pytest.raises(ControlError, match="2566"):
        read_score_table(with_years, year=2566)
    with pytest.raises(ControlError, match="2590"):
        read_score_table(write(["ปี 2590"], ["หน่วยงาน", *range(1, 11)], ["อบต.ก", *TEN]))


def test_only_one_sheet_is_read_and_the_others_are_named(write: Write) -> None:
    wide = [["ปี 2566"], ["หน่วยงาน", *range(1, 11)], ["อบต.ก", *TEN]]
    table = read_score_table(write(อื่น=wide, คะแนน=wide, โน้ต=[["x", "y"]]))
    assert [(each.kind.slug, each.sheet) for each in table.findings] == [("other-table", "อื่น")]


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["ods", "xls", "csv:Text - txt - csv (StarCalc):44,34,76"])
def test_what_libreoffice_saves_says_the_same(write: Write, soffice: Convert, ending: str) -> None:
    path = write(
        ["ปี ๒๕๖๖"], ["หน่วยงาน", *range(1, 11)], ["อบต.ก", *TEN], ["อบต.ข", "๘๐.๕", "85%", "-", "", *TEN[4:]]
    )
    tables = [read_score_table(each) for each in (path, soffice(path, ending))]
    assert [each.agencies for each in tables] == [tables[0].agencies] * 2
    assert known(tables[0].agencies[1]) == {1: "80.50", 2: "85.00"} | dict(list(EXPECTED.items())[4:])
    assert [each.findings for each in tables] == [(), ()]


# Findings


def _wide(write: Write, *rows: Sequence[object], heads: Sequence[object] = tuple(range(1, 11))) -> ScoreTable:
    return read_score_table(write(["หน่วยงาน", *heads], *rows, name="s.xlsx"), year=2566)


def test_what_cannot_be_read_is_a_finding_with_its_cell(write: Write) -> None:
    table = _wide(write, ["อบต.ก", "ดี", 101, -1, "๑๐๐.๐๑", date(2023, 1, 3), True, "=1+1", "", "-", 0])
    assert told(table.findings) == [
        ("not-a-number", "B2"),
        ("out-of-range", "C2"),
        ("out-of-range", "D2"),
        ("out-of-range", "E2"),
        ("not-a-number", "F2"),
        ("not-a-number", "G2"),
        ("not-a-number", "H2"),
    ]
    assert {each.sheet for each in table.findings} == {"Sheet1"}
    assert "0 ถึง 100" in table.findings[1].message()
    assert known(only(table)) == {10: "0.00"}  # 0 is a score; a blank and a dash are none


def test_errors_and_formulas_without_a_value_are_findings(write: Write) -> None:
    path = write(["หน่วยงาน", "1", "2", "3"], ["อบต.ก", 80, None, None])
    book = openpyxl.load_workbook(path)
    sheet = book["Sheet1"]
    for cell, value, kind in (("C2", "#DIV/0!", "e"), ("D2", "=1+1", "f")):
        place = sheet[cell]
        assert isinstance(place, Cell)
        place.value, place.data_type = value, kind
    book.save(path)
    table = read_score_table(path, year=2566)
    assert told(table.findings) == [("error-value", "C2"), ("uncalculated", "D2")]


def test_unknown_and_repeated_columns_and_rows_are_findings(write: Write) -> None:
    table = _wide(write, ["ก", 80, 70, 60], ["ข", 81], [" ก ", 82], heads=(1, "ตัวชี้วัดที่ 11", "ตัวชี้วัดที่ 1", 2))
    assert told(table.findings) == [
        ("repeated-scores", "D1"),
        ("unknown-indicator", "C1"),
        ("repeated-scores", "A4"),
    ]
    assert [known(each) for each in table.agencies] == [{1: "80.00"}, {1: "81.00"}]


def test_a_long_table_names_what_it_does_not_know(write: Write) -> None:
    path = write(
        ["ตัวชี้วัดที่", "ตัวชี้วัด", "คะแนน"],
        [1, "การปฏิบัติหน้าที่", 80],
        [2, "การใช้งบประมานน", 70],
        [3, "การใช้งบประมาณ", 60],
        ["", "การปฏิบัติหน้าที่", 50],
        [11, "", 40],
        ["", "เฉลี่ย", 99],
    )
    table = read_score_table(path, year=2566)
    assert told(table.findings) == [
        ("unknown-indicator", "B3"),
        ("unknown-indicator", "B4"),
        ("repeated-scores", "C5"),
        ("unknown-indicator", "A6"),
    ]
    assert "การใช้งบประมาณ" in table.findings[0].message()
    assert known(only(table)) == {1: "80.00"}


def test_same_names_in_other_places_are_other_agencies(write: Write) -> None:
    heads = ("อำเภอ", 1, 2)
    table = _wide(write, ["อบต.หนองบัว", "ก", 80, 80], ["อบต.หนองบัว", "ข", 70, 70], heads=heads)
    assert [each.agency.district for each in table.agencies] == ["ก", "ข"]
    assert table.findings == ()


def test_a_row_with_scores_and_no_name_is_kept_and_named(write: Write) -> None:
    table = _wide(write, ["", 80, 70], ["อบต.ก", 60, 50], heads=(1, 2))
    assert told(table.findings) == [("missing-entry", "A2")]
    assert [each.agency.name for each in table.agencies] == ["แถวที่ 2", "อบต.ก"]
    nameless = read_score_table(write(list(range(1, 11)), TEN), year=2566)
    assert (only(nameless).agency.name, nameless.findings) == ("", ())


def test_a_percent_format_is_recognised_where_it_is_certain(write: Write) -> None:
    table = _wide(write, ["อบต.ก", 0.8448, 1, 0], ["อบต.ข", 0.925, "-", "85%"], heads=(1, 2, 3))
    assert [known(each) for each in table.agencies] == [
        {3: "0.00"},
        {3: "85.00"},
    ]
    assert {slug for slug, _ in told(table.findings)} == {"maybe-percent"}
    table = _wide(write, ["อบต.ก", 0.8448, 1, 0], ["อบต.ข", 0.925, "-", ""], heads=(1, 2, 3))
    assert [known(each) for each in table.agencies] == [{1: "84.48", 2: "100.00", 3: "0.00"}, {1: "92.50"}]
    assert told(table.findings) == [("read-as-percent", "B2")]
    table = _wide(write, ["อบต.ก", 84.48, 0.85, 1], ["อบต.ข", "0.5%", "", ""], heads=(1, 2, 3))
    assert told(table.findings) == [("maybe-percent", "C2"), ("maybe-percent", "D2")]
    assert "ร้อยละ 85 " in table.findings[0].message()
    assert [known(each) for each in table.agencies] == [{1: "84.48"}, {1: "0.50"}]


def test_a_year_that_is_none_is_a_finding(write: Write) -> None:
    table = _wide(write, ["ก", "ปีนี้", 80, 80], ["ข", 2566, 70, 70], ["ค", "", 60, 60], heads=("ปี", 1, 2))
    assert told(table.findings) == [("not-a-year", "B2")]
    assert [each.agency.name for each in table.agencies] == ["ข", "ค"]


def test_what_contradicts_the_indicators_is_a_finding(write: Write) -> None:
    heads = (*range(1, 11), "IIT", "คะแนนรวม", "ระดับ")
    right = _wide(write, ["ก", *[90] * 10, 90.01, 90, "ผ่านดี"], heads=heads)
    assert right.findings == ()
    wrong = _wide(write, ["ก", *[90] * 10, 80, 91, "A"], ["ข", *[""] * 11, 97.9, "ผ่าน"], heads=heads)
    assert told(wrong.findings) == [
        ("instrument-differs", "L2"),
        ("total-differs", "M2"),
        ("grade-differs", "N2"),
    ]
    assert "ผ่านดี" in wrong.findings[2].message()


def test_a_table_without_any_score_says_so(write: Write) -> None:
    assert told(_wide(write, ["อบต.ก", "-", ""]).findings) == [("no-scores", "")]


# Values

scores = st.decimals(0, 100, places=2)


@given(scores, st.sampled_from(["{}", "{}%", "{} %", "ร้อยละ {}", " {} ", "{} คะแนน", "\u200b{}"]))
def test_a_score_reads_the_same_however_it_is_written(score: Decimal, form: str) -> None:
    for text in (f"{score}", f"{score}".replace(".", ","), thai_digits(f"{score}")):
        assert read_score(form.format(text)).value == score
    assert read_score(float(score)).value == score


@given(st.text(max_size=12))
def test_a_text_is_a_score_only_where_it_says_so(text: str) -> None:
    read = read_score(text)
    if read.value is not None:
        assert any(each.isdigit() for each in text)
    elif read.trouble is None:
        assert not any(each.isalnum() and not each.isalpha() for each in text)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(st.integers(1, 10), st.decimals(2, 100, places=2), max_size=10),
        min_size=1,
        max_size=4,
    )
)
def test_wide_and_long_say_the_same(tmp_path: Path, agencies: Sequence[Mapping[int, Decimal]]) -> None:
    wide, long = tmp_path / "wide.csv", tmp_path / "long.csv"
    rows = [
        [f"อบต.{no}", *(each.get(column, "-") for column in range(1, 11))] for no, each in enumerate(agencies)
    ]
    lines = [
        [f"อบต.{no}", indicator, score]
        for no, each in enumerate(agencies)
        for indicator, score in ({column: each.get(column, "") for column in range(1, 11)}).items()
    ]
    for path, header, body in (
        (wide, ["หน่วยงาน", *range(1, 11)], rows),
        (long, ["หน่วยงาน", "ตัวชี้วัดที่", "คะแนน"], lines),
    ):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *body])
    read = [read_score_table(path, year=2566) for path in (wide, long)]
    assert read[0].agencies == read[1].agencies
    assert [known(each) for each in read[0].agencies] == [
        {no: f"{score:.2f}" for no, score in sorted(each.items())} for each in agencies
    ]
