"""Scores of other years beside a province's own: matched with the roster, as a trend and beside measures."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from conftest import Convert
from msgspec.structs import replace
from test_workflow_provincial_summary import OWN, PROVINCE, SETTINGS, consolidated, write_control, write_form

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.plans import Agency
from itaxl.cli import main
from itaxl.results.history import AgencyMatcher, YearOfScores, merged_years
from itaxl.workflow.histories import read_history
from itaxl.workflow.orders import Order
from itaxl.workflow.rounds import consolidate_control

OLD = Agency("เทศบาลตำบลไม่ส่ง", district="กุสุมาลย์")


def table(path: Path, year: int, rows: dict[str, str]) -> Path:
    """A table of scores: one row an agency, the same score for every indicator."""
    head = ["หน่วยงาน", "ปีที่ประเมิน", *(str(no) for no in range(1, 11))]
    lines = [head, *([name, str(year), *([score] * 10)] for name, score in rows.items())]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    return path


def history_of(*paths: Path) -> tuple[tuple[YearOfScores, ...], list[str]]:
    years, findings = read_history(paths, PROVINCE, SETTINGS.framework(2565), SETTINGS)
    return years, [each.kind.slug for each in findings]


def test_agencies_are_matched_by_name_whatever_their_order(tmp_path: Path) -> None:
    path = table(tmp_path / "2564.csv", 2564, {"เทศบาลตำบล ไม่ส่ง": "71.5", OWN.name: "60"})
    (year,), told = history_of(path)
    assert (year.year, told) == (2564, [])
    assert (year.value("03", 4), year.value("03", None)) == (Decimal("71.5"), Decimal("71.50"))
    assert year.value("02", None) == Decimal("60.00")
    assert year.value("01", None) is None


def test_agencies_that_are_not_on_the_roster_are_told(tmp_path: Path) -> None:
    path = table(tmp_path / "2564.csv", 2564, {"อบต.ที่ยุบแล้ว": "71.5", OWN.name: "60"})
    years, told = history_of(path)
    assert told == ["history-unmatched"]
    assert set(years[0].totals) == {"02"}


def test_of_two_tables_of_one_year_the_first_counts() -> None:
    one = YearOfScores(2564, totals={"01": Decimal(1)})
    other = YearOfScores(2564, totals={"01": Decimal(2), "02": Decimal(3)})
    (merged,) = merged_years([one, other])
    assert merged.totals == {"01": Decimal(1), "02": Decimal(3)}


def test_a_name_that_two_districts_have_is_matched_by_its_district() -> None:
    twins = [Agency("อบต.ก", district="คง", code="1"), Agency("อบต.ก", district="พิมาย", code="2")]
    matcher = AgencyMatcher(type(PROVINCE)("x", PROVINCE.fiscal_year, 2565, 6, agencies=tuple(twins)))
    assert matcher.code(Agency("อบต. ก", district="พิมาย")) == "2"
    assert matcher.code(Agency("อบต.ก")) is None


def test_an_earlier_summary_of_the_province_is_read_from_its_map(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    write_form(folder / "a.xlsx", OWN)
    control = write_control(tmp_path / "province.xlsx")
    consolidated(control, folder, tmp_path / "old.xlsx")
    years, findings = read_history([tmp_path / "old.xlsx"], PROVINCE, SETTINGS.framework(2566), SETTINGS)
    assert findings == ()
    by_year = {each.year: each for each in years}
    assert by_year[2565].value("02", 7) == Decimal(80)
    assert by_year[2565].value("03", None) == Decimal("91.50")
    assert by_year[2564].value("02", None) == Decimal("75.00")


def test_every_year_of_a_table_is_read(tmp_path: Path) -> None:
    rows = [
        f"{OWN.name},{year},{','.join([str(score)] * 10)}"
        for year, score in ((2562, 60), (2563, 65), (2564, 70), (2565, 90))
    ]
    path = tmp_path / "ห้าปี.csv"
    path.write_text(
        "\n".join([f"หน่วยงาน,ปีที่ประเมิน,{','.join(map(str, range(1, 11)))}", *rows]), encoding="utf-8"
    )
    years, told = history_of(path)
    assert {each.year: each.value("02", None) for each in years} == {2562: 60, 2563: 65, 2564: 70}
    assert told == ["history-of-this-year"]


def test_cells_of_a_table_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    assert "not-a-number" in history_of(table(tmp_path / "2564.csv", 2564, {OWN.name: "แปดสิบ"}))[1]


def test_an_earlier_summary_tells_agencies_of_one_name_apart(tmp_path: Path) -> None:
    twins = [
        Agency("อบต.หนองไผ่", "องค์การบริหารส่วนตำบล", district, "สกลนคร", code)
        for code, district in (("04", "คง"), ("05", "พิมาย"))
    ]
    scores = {code: dict.fromkeys(range(1, 11), Decimal(score)) for code, score in (("04", 60), ("05", 70))}
    province = replace(PROVINCE, agencies=tuple(twins), known_scores=scores)
    control = write_control(tmp_path / "province.xlsx", province)
    (tmp_path / "returned").mkdir()
    consolidated(control, tmp_path / "returned", tmp_path / "old.xlsx")
    years, told = read_history([tmp_path / "old.xlsx"], province, SETTINGS.framework(2566), SETTINGS)
    assert told == ()
    assert [years[0].value(code, None) for code in ("04", "05")] == [60, 70]


def test_the_change_comes_from_the_history_where_no_form_tells_it(tmp_path: Path) -> None:
    control = write_control(tmp_path / "province.xlsx")
    write_form(tmp_path / "returned" / "a.xlsx", OWN)
    old = table(tmp_path / "2564.csv", 2564, {OWN.name: "76", OLD.name: "90"})
    out = tmp_path / "s.xlsx"
    done = consolidate_control(Order(control, tmp_path / "returned", out), SETTINGS, history=[old])
    book = openpyxl.load_workbook(out, data_only=True)
    changes = {row[1]: row[6] for row in book["อันดับ"].iter_rows(min_row=4, values_only=True)}
    assert (changes[OLD.name], changes[OWN.name]) == (1.5, 5)
    (finding,) = (each for each in done.findings if each.kind is FindingKind.PREVIOUS_DIFFERS)
    assert "1: 75.00/76.00" in finding.text()


@pytest.mark.calc
def test_the_trend_is_live_and_right(tmp_path: Path, soffice: Convert) -> None:
    folder = tmp_path / "returned"
    write_form(folder / "a.xlsx", OWN)
    control = write_control(tmp_path / "province.xlsx")
    tables = [
        table(tmp_path / "2563.csv", 2563, {OWN.name: "70"}),
        table(tmp_path / "2564.csv", 2564, {OWN.name: "76", OLD.name: "90"}),
    ]
    out = tmp_path / "s.xlsx"
    consolidate_control(Order(control, folder, out), SETTINGS, history=tables)
    for path in (out, soffice(out, "xlsx")):
        sheet = openpyxl.load_workbook(path, data_only=True)["แนวโน้ม"]
        rows = {(row[1], row[2]): list(row[3:]) for row in sheet.iter_rows(min_row=4, values_only=True)}
        assert rows[OWN.name, "คะแนนรวม"] == pytest.approx([70, 75, 80, 5, 5])  # 75 in its form
        assert rows[OLD.name, "คะแนนรวม"][:4] == [None, 90, 91.5, 1.5]
        blank = [each or None for each in rows[PROVINCE.agencies[0].name, "คะแนนรวม"]]
        assert blank == [None] * 5
        assert len(rows) == 33


def test_a_measure_shows_whether_its_score_rose_in_the_year_after(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    write_form(folder / "a.xlsx", OWN)
    control = write_control(tmp_path / "province.xlsx")
    later = table(tmp_path / "2566.csv", 2566, {OWN.name: "83.25"})
    out = tmp_path / "s.xlsx"
    consolidate_control(Order(control, folder, out), SETTINGS, history=[later])
    sheet = openpyxl.load_workbook(out)["มาตรการ"]
    heads = [cell.value for cell in sheet[3]]
    (row,) = sheet.iter_rows(min_row=4, values_only=True)
    assert row[heads.index("ผลต่อคะแนน ปี 2566")] == "ตัวชี้วัดที่ 4 เพิ่มขึ้น 3.25"


def test_without_a_history_the_sheets_are_those_of_the_contract(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    write_form(folder / "a.xlsx", OWN)
    consolidated(write_control(tmp_path / "province.xlsx"), folder, tmp_path / "s.xlsx")
    assert "แนวโน้ม" not in openpyxl.load_workbook(tmp_path / "s.xlsx").sheetnames


@pytest.mark.parametrize("name", ["none.xlsx", "s.txt"])
def test_a_history_that_cannot_be_used_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "s.txt").write_text("ไม่มีตาราง", encoding="utf-8")
    (tmp_path / "returned").mkdir()
    control = write_control(tmp_path / "province.xlsx")
    arguments = (
        "consolidate",
        control,
        tmp_path / "returned",
        "-o",
        tmp_path / "o.xlsx",
        "--history",
        tmp_path / name,
    )
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert not (tmp_path / "o.xlsx").exists()
