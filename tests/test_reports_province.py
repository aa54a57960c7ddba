"""The provincial summary: the contract's sheets, live figures that are right, pages to print."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
import pytest
from command_line import csv_table
from conftest import Convert
from msgspec.structs import replace
from openpyxl.utils import get_column_letter
from openxml_audit import OpenXmlValidator
from province_situations import (
    DONE,
    NOT_YET,
    Situation,
    form_of,
    large,
    measure_row,
    nothing,
    province_of,
    small,
)
from written_values import differing, sheet_of

from itaxl.assessment.plans import Agency
from itaxl.assessment.submissions import SubmissionState
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.province.tidy import write_provincial_tables
from itaxl.reports.province.workbook import SHEETS, write_provincial_summary
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.template.description_files import load_description
from itaxl.workflow.settings import default_templates

CONTRACT = (
    "ภาพรวม การส่งแบบ อันดับ ระดับผล แผนที่คะแนน จุดอ่อนร่วม ความก้าวหน้า มาตรการ ข้อสังเกต ข้อผิดพลาด ข้อมูล".split()  # noqa: SIM905
)
DESCRIBED = [
    DescribedColumn(each.key, each.header, each.kind.value, each.width)
    for each in load_description("agency", default_templates()).sheet("measures").columns
]


def tied() -> Situation:
    """Equal totals, a mean that ends in exactly a half, names that look like patterns."""
    names = ("อบต.ก*", "อบต.ข", "อบต.ข", "=อบต.ง", "อบต.จ")
    agencies = [
        Agency(name, "อบต.?" if index % 2 else "*", "คง", code=f"0{index}")
        for index, name in enumerate(names)
    ]
    province = province_of(agencies)
    totals = ("84.985", "90", "90", "84.995", "70.01")
    submissions = tuple(
        form_of(
            province,
            agency,
            scores={no: (float(total), 80.0) for no in range(1, 11)},
            measures=[measure_row(1, measure="+1", indicator="1", status=DONE)],
            file=f"{agency.code}.xlsx",
        )
        for agency, total in zip(agencies, totals, strict=True)
    )
    return Situation(province, submissions)


SITUATIONS: dict[str, Callable[[], Situation]] = {
    "three": small,
    "nothing": nothing,
    "tied": tied,
    "sixty": lambda: large(60, 8),
}


def written(path: Path, situation: Situation, **options: Any) -> ProvincialConsolidation:
    """Write the summary; returns what it was made from."""
    done = situation.gathered()
    write_provincial_summary(
        path,
        done,
        DESCRIBED,
        findings=done.findings,
        folder=path.parent / "returned",
        target=path,
        **options,
    )
    return done


def table(path: Path, sheet: str, header: str) -> list[dict[str, Any]]:
    """The rows below a header, to the first one that begins with nothing; line ends in headers are blanks."""
    rows = [list(row) for row in sheet_of(path, sheet).iter_rows(values_only=True)]
    start = next(index for index, row in enumerate(rows) if header in row)
    heads = [str(each) for each in rows[start]]
    found = []
    for row in rows[start + 1 :]:
        if row[1] in {None, ""} and row[0] in {None, ""}:
            break
        found.append(dict(zip(heads, row, strict=True)))
    return found


@pytest.mark.calc
@pytest.mark.parametrize("name", SITUATIONS)
def test_libreoffice_calculates_what_was_written(name: str, tmp_path: Path, soffice: Convert) -> None:
    path = tmp_path / "provincial.xlsx"
    written(path, SITUATIONS[name]())
    assert differing(path, soffice(path, "xlsx")) == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_workbook_is_one_that_excel_opens(name: str, tmp_path: Path) -> None:
    path = tmp_path / "provincial.xlsx"
    written(path, SITUATIONS[name]())
    result = OpenXmlValidator().validate(str(path))
    assert [str(error) for error in result.errors] == []


def test_the_sheets_are_those_of_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "provincial.xlsx"
    written(path, small())
    workbook = openpyxl.load_workbook(path)
    assert workbook.sheetnames == [*CONTRACT, "_itaxl"]
    assert list(SHEETS) == CONTRACT
    assert workbook["_itaxl"].sheet_state == "veryHidden"


@pytest.mark.calc
@pytest.mark.parametrize("name", SITUATIONS)
def test_the_first_sheet_is_one_portrait_page(name: str, tmp_path: Path, soffice: Convert) -> None:
    path = tmp_path / "provincial.xlsx"
    written(path, SITUATIONS[name]())
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    pdf = soffice(path, "pdf")
    told = subprocess.run(
        [program, "-l", "3", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    first, second = told.split("\f")[:2]
    assert "สรุปผลการประเมิน ITA" in first
    assert "หน่วยงานที่ยังไม่ส่งแบบ" in first
    assert "การส่งแบบ · จังหวัด" in second


# Every figure, worked out again from what was gathered


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ProvincialConsolidation]:
    """A province of sixty agencies, written."""
    path = tmp_path_factory.mktemp("figures") / "provincial.xlsx"
    return path, written(path, large(60, 8))


def test_ranks_are_shared_by_equal_totals_and_only_by_them(
    sixty: tuple[Path, ProvincialConsolidation],
) -> None:
    path, done = sixty
    totals = sorted((float(each.total) for each in done.agencies if each.total is not None), reverse=True)
    ranked = {row["หน่วยงาน"]: row for row in table(path, "อันดับ", "อันดับ")}
    assert len(ranked) == len(done.agencies)
    for each in done.agencies:
        row = ranked[each.agency.name]
        expected = totals.index(float(each.total)) + 1 if each.total is not None else None
        assert (row["อันดับ"] or None) == expected
        assert (row["การส่งแบบ"]) == each.state.thai
        assert row["มาตรการ"] == each.tally.measures


def test_ranks_within_type_and_district_compare_with_their_own_kind(
    sixty: tuple[Path, ProvincialConsolidation],
) -> None:
    path, done = sixty
    rows = table(path, "อันดับ", "อันดับ")
    head = {key.replace("\n", " ").replace(" ", ""): key for key in rows[0]}
    for kind, rank in (("ประเภท", head["ในประเภท"]), ("อำเภอ", head["ในอำเภอ"])):
        total = next(key for key in rows[0] if key.startswith("คะแนน รวม"))
        for row in rows:
            if row[total] in {None, ""}:
                assert not row[rank]
                continue
            higher = [
                1
                for other in rows
                if other[kind] == row[kind] and other[total] not in {None, ""} and other[total] > row[total]
            ]
            assert row[rank] == len(higher) + 1
    assert len(done.agencies) == len(rows)


def test_means_and_medians_are_of_agencies_with_a_total(sixty: tuple[Path, ProvincialConsolidation]) -> None:
    path, done = sixty
    districts = {row["อำเภอ"]: row for row in table(path, "ระดับผล", "อำเภอ")}
    by_district: dict[str, list[Decimal]] = {}
    for each in done.agencies:
        by_district.setdefault(each.agency.district, [])
        if each.total is not None:
            by_district[each.agency.district].append(each.total)
    assert districts.keys() == by_district.keys()
    for name, totals in by_district.items():
        row = districts[name]
        mean = next(key for key in row if key.startswith("ค่าเฉลี่ย"))
        if not totals:
            assert not row[mean]
            continue
        assert row[mean] == pytest.approx(float(sum(totals) / len(totals)), abs=0.00501)
        assert row["มัธยฐาน"] == pytest.approx(float(median(totals)), abs=0.00501)


def test_every_agency_stands_in_one_level_or_in_none(sixty: tuple[Path, ProvincialConsolidation]) -> None:
    path, done = sixty
    grades = Counter(
        each.analysis.result.grade.name if each.analysis.result.grade else "" for each in done.agencies
    )
    types = table(path, "ระดับผล", "ประเภทหน่วยงาน")
    unknown = next(key for key in types[0] if key.startswith("ไม่ทราบ"))
    assert sum(row[unknown] for row in types) == grades[""]
    for level in done.framework.grade_rule.levels:
        column = next(key for key in types[0] if key.removesuffix(" *") == level.name)
        assert sum(row[column] for row in types) == grades[level.name]
    assert sum(row["หน่วยงาน"] for row in types) == len(done.agencies)


def test_weak_indicators_count_agencies_and_those_with_a_measure(
    sixty: tuple[Path, ProvincialConsolidation],
) -> None:
    path, done = sixty
    rows = table(path, "จุดอ่อนร่วม", "ลำดับ")
    assert len(rows) == 10
    served = next(key for key in rows[0] if key.startswith("มี มาตรการ"))
    weak = next(key for key in rows[0] if key.startswith("เป็น จุดอ่อน"))
    for row in rows:
        no = row["ลำดับ"]
        below = [each for each in done.agencies if each.analysis.indicators[no - 1].is_weakness]
        assert row[weak] == len(below)
        assert row[served] == sum(1 for each in below if no in each.tally.served)


def test_progress_counts_every_measure_once(sixty: tuple[Path, ProvincialConsolidation]) -> None:
    path, done = sixty
    rows = {row["หน่วยงาน"]: row for row in table(path, "ความก้าวหน้า", "หน่วยงาน")}
    for each in done.agencies:
        measures = list(each.measures)
        row = rows[each.agency.name]
        assert row["มาตรการ"] == len(measures)
        for status in {one.status for one in measures}:
            assert row[status.thai] == sum(1 for one in measures if one.status is status)
        assert row["พ้นกำหนด"] == sum(1 for one in measures if one.is_overdue)
    assert rows["ทุกมาตรการ นับครั้งเดียว"]["มาตรการ"] == sum(len(each.measures) for each in done.agencies)


def test_returns_count_agencies_and_not_their_files(sixty: tuple[Path, ProvincialConsolidation]) -> None:
    path, done = sixty
    sheet = openpyxl.load_workbook(path, data_only=True)["การส่งแบบ"]
    counted = {str(row[1]): row[2] for row in sheet.iter_rows(min_row=3, max_row=7, values_only=True)}
    states = Counter(each.state for each in done.agencies)
    assert counted["รับแล้ว (แห่ง)"] == states[SubmissionState.ACCEPTED]
    assert counted["ยังไม่ส่ง (แห่ง)"] == states[SubmissionState.MISSING]
    files = sum(1 for each in done.units if each.state is SubmissionState.ACCEPTED)
    assert files > states[SubmissionState.ACCEPTED]


@pytest.mark.parametrize("name", ["แผนที่คะแนน", "อันดับ", "การส่งแบบ"])
def test_sorting_moves_all_that_a_row_is_counted_by(
    name: str, sixty: tuple[Path, ProvincialConsolidation]
) -> None:
    sheet = openpyxl.load_workbook(sixty[0])[name]
    header = next(row for row in range(1, 12) if sheet.cell(row, 2).value == "หน่วยงาน")
    used = max(column for column in range(1, 40) if sheet.cell(header, column).value)
    last = header + len(sixty[1].units if name == "การส่งแบบ" else sixty[1].agencies)
    assert sheet.auto_filter.ref == f"A{header}:{get_column_letter(used)}{last}"
    # What only formulas look at stands behind a gap, and is not printed.
    printed = next(column for column in range(1, 40) if not sheet.cell(header, column).value) - 1
    assert printed < used
    assert sheet.print_area == f"'{name}'!$A$1:${get_column_letter(printed)}${last}"


@pytest.mark.parametrize(("situation", "marked"), [(small(), "79.99"), (nothing(), "80")])
def test_only_weak_scores_stand_out_and_no_blank_does(
    situation: Situation, marked: str, tmp_path: Path
) -> None:
    written(tmp_path / "1.xlsx", situation)
    sheet = openpyxl.load_workbook(tmp_path / "1.xlsx", data_only=True)["แผนที่คะแนน"]
    limit = next(cell for cell in sheet[1] if isinstance(cell.value, (int, float)))
    assert Decimal(str(limit.value)) == Decimal(marked)
    rules = [rule.formula for rules in sheet.conditional_formatting for rule in rules.rules if rule.formula]
    [lowest] = [each for each, *_ in rules if "ISNUMBER" in each]
    assert "<80" in lowest
    assert limit.coordinate.replace("1", "$1") in lowest


def test_figures_are_formulas(sixty: tuple[Path, ProvincialConsolidation]) -> None:
    path, _ = sixty
    workbook = openpyxl.load_workbook(path)
    live = Counter(
        sheet.title
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    )
    assert live["อันดับ"] >= 60 * 12
    assert live["ระดับผล"] >= 12 * 10
    assert live["จุดอ่อนร่วม"] >= 10 * 11
    assert live["ความก้าวหน้า"] >= 60 * 7
    assert live["แผนที่คะแนน"] == 60 * 5 + 1  # and what is the tenth lowest score
    assert live["ข้อมูล"] == live["มาตรการ"] == 0
    newer = re.compile(r"XLOOKUP|FILTER|LET|UNIQUE|SORT|_xlfn|TEXTJOIN|IFS\b(?<!COUNTIFS)(?<!AVERAGEIFS)")
    formulas = [
        str(getattr(cell.value, "text", cell.value))
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert [each for each in formulas if newer.search(each)] == []


def test_no_entry_becomes_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "provincial.xlsx"
    written(path, tied())
    workbook = openpyxl.load_workbook(path)
    entries = [
        cell
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in {"+1", "=อบต.ง"}
    ]
    assert len(entries) > 5
    assert {cell.data_type for cell in entries} == {"s"}


def test_evidence_opens_in_a_browser_where_it_is_an_address(
    sixty: tuple[Path, ProvincialConsolidation],
) -> None:
    sheet = openpyxl.load_workbook(sixty[0])["มาตรการ"]
    rows = list(sheet.iter_rows())
    at = next(index for index, row in enumerate(rows) if row[0].value == "หน่วยงาน")
    header = next(each.header for each in DESCRIBED if each.key == "evidence")
    column = [cell.value for cell in rows[at]].index(header)
    typed = {row[column].coordinate: row[column].value for row in rows[at + 1 :] if row[column].value}
    assert len(typed) > 20
    # The link stands behind the evidence, which LibreOffice would not wrap if it were one.
    links = [
        (beside.coordinate, cell.value, cell.hyperlink.target)
        for row in rows
        for beside, cell in pairwise(row)
        if cell.hyperlink
    ]
    assert links == [(place, "เปิด", address) for place, address in typed.items()]
    assert sum(row[column + 1].value == "เปิด" for row in rows[at + 1 :]) == len(links)


def test_names_that_look_like_patterns_are_counted_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "provincial.xlsx"
    written(path, tied())
    types = {row["ประเภทหน่วยงาน"]: row["หน่วยงาน"] for row in table(path, "ระดับผล", "ประเภทหน่วยงาน")}
    assert types == {"*": 3, "อบต.?": 2}
    ranks = [row["อันดับ"] for row in table(path, "อันดับ", "อันดับ")]
    assert ranks == [1, 1, 3, 4, 5]


def test_what_a_sheet_has_no_room_for_is_left_to_the_tidy_tables(tmp_path: Path) -> None:
    path = tmp_path / "provincial.xlsx"
    done = written(path, large(60, 8), last_row=100)
    workbook = openpyxl.load_workbook(path)
    assert workbook["ข้อมูล"].max_row == workbook["มาตรการ"].max_row == 100
    assert "measures.csv" in str(workbook["มาตรการ"]["A2"].value)
    assert any("measures.csv" in str(row[0]) for row in workbook["ภาพรวม"].iter_rows(values_only=True))
    # What cannot be counted there stands as a figure.
    assert not [
        cell.coordinate
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and "'ข้อมูล'!" in str(cell.value)
    ]
    rows = {row["หน่วยงาน"]: row["มาตรการ"] for row in table(path, "ความก้าวหน้า", "หน่วยงาน")}
    assert rows["ทุกมาตรการ นับครั้งเดียว"] == sum(each.tally.measures for each in done.agencies)


def test_the_tidy_tables_hold_everything_once(tmp_path: Path) -> None:
    done = large(60, 8).gathered()
    write_provincial_tables(tmp_path, done, DESCRIBED, done.findings)
    measures = csv_table(tmp_path / "measures.csv")
    assert len(measures) == sum(each.tally.records for each in done.agencies)
    assert list(measures[0])[:7] == [
        "agency_code", "agency", "department_code", "department", "fiscal_year", "round", "code",
    ]  # fmt: skip
    agencies = {row["agency_code"]: row for row in csv_table(tmp_path / "agencies.csv")}
    assert len(agencies) == 60
    for each in done.agencies:
        row = agencies[each.agency.code]
        assert row["total"] == ("" if each.total is None else str(each.total))
        assert int(row["measures"]) == each.tally.measures
        assert (row["agency_type"], row["district"]) == (each.agency.agency_type, each.agency.district)
    assert len(csv_table(tmp_path / "scores.csv")) == 600
    assert len(csv_table(tmp_path / "submissions.csv")) == len(done.units)
    assert len(csv_table(tmp_path / "findings.csv")) == len(done.findings)


def test_the_same_province_gives_the_same_bytes(tmp_path: Path) -> None:
    situation = large(20, 3)
    written(tmp_path / "provincial.xlsx", situation)
    one = (tmp_path / "provincial.xlsx").read_bytes()
    backwards = replace(situation, submissions=situation.submissions[::-1])
    written(tmp_path / "provincial.xlsx", backwards)
    assert (tmp_path / "provincial.xlsx").read_bytes() == one


def test_not_started_and_not_reported_are_told_apart(tmp_path: Path) -> None:
    agency = Agency("อบต.ก", code="01")
    province = province_of([agency])
    rows = [measure_row(1, measure="ก", status=NOT_YET), measure_row(2, measure="ข")]
    done = Situation(province, (form_of(province, agency, measures=rows),)).gathered()
    write_provincial_tables(tmp_path, done, DESCRIBED, ())
    (row,) = csv_table(tmp_path / "agencies.csv")
    assert (row["not_started"], row["not_reported"]) == ("1", "1")
