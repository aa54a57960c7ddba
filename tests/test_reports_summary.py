"""The summary workbook: what it counts, that its formulas are live, and that it can be opened anywhere."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from conftest import Convert
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from summary_situations import (
    DESCRIBED,
    DOING,
    DONE,
    NOT_YET,
    SCORES,
    SITUATIONS,
    Situation,
    empty,
    exact_halves,
    large,
    like_seed_002,
    plan_of,
    realistic,
    returned,
    step,
)
from written_values import differing, sheet_of

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Department
from itaxl.catalogue import load_framework
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.overview import decisions
from itaxl.reports.summary import write_summary
from itaxl.results.analysis import analyse
from itaxl.thai.measuring import column_points, text_width


def formulas_of(path: Path) -> dict[tuple[str, str], str]:
    """Every formula of a workbook by sheet and cell."""
    workbook = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def table(path: Path, name: str, first_header: str) -> list[dict[str, object]]:
    """A table of a sheet: the rows below a header, to the first row that begins with nothing."""
    rows = [list(row) for row in sheet_of(path, name).iter_rows(values_only=True)]
    start = next(index for index, row in enumerate(rows) if row[0] == first_header)
    found: list[dict[str, object]] = []
    for row in rows[start + 1 :]:
        if all(value in {None, ""} for value in row):
            break
        found.append(dict(zip((str(each) for each in rows[start]), row, strict=True)))
    return found


@pytest.mark.calc
@pytest.mark.parametrize("name", [*SITUATIONS, "exact-halves"])
def test_libreoffice_calculates_what_was_written(name: str, tmp_path: Path, soffice: Convert) -> None:
    situation = exact_halves() if name == "exact-halves" else SITUATIONS[name]()
    path = situation.written(tmp_path / "summary.xlsx")
    assert differing(path, soffice(path, "xlsx")) == []


def test_counts_and_shares_are_live_formulas_over_the_data(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    formulas = formulas_of(path)
    overview = [text for (sheet, _), text in formulas.items() if sheet == "ภาพรวม"]
    assert sum("COUNTIFS('ข้อมูล'!" in text for text in overview) == 5
    assert sum(text.startswith("=SUM('ข้อมูล'!") for text in overview) == 1
    assert any("TEXT(ROUND(100*B" in text for text in overview)
    progress = table(path, "ความก้าวหน้า", "ตัวชี้วัด")
    assert len(progress) == 12
    counted = [text for (sheet, _), text in formulas.items() if sheet == "ความก้าวหน้า"]
    assert sum("COUNTIFS('ข้อมูล'!" in text for text in counted) == 5 * (12 + 5 + 9)
    scores = [text for (sheet, _), text in formulas.items() if sheet == "จุดแข็ง-จุดอ่อน"]
    assert sum("COUNTIFS('ข้อมูล'!" in text for text in scores) == 20
    assert sum("AVERAGE(" in text for text in scores) == 6


def test_the_overview_says_how_far_the_measures_are(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    texts = [str(cell.value) for row in sheet_of(path, "ภาพรวม").iter_rows() for cell in row if cell.value]
    assert "ดำเนินการแล้ว 5 จาก 16 มาตรการ (ร้อยละ 31.3) · ส่งแบบแล้ว 6 จาก 8 ส่วนราชการ" in texts
    assert "จุดแข็งสูงสุด: 10 การป้องกันการทุจริต 100.00 · 9 การเปิดเผยข้อมูล 92.50 · 7 ประสิทธิภาพการสื่อสาร 84.02" in texts
    assert any(text.startswith("จุดอ่อนต่ำสุด: 5 การแก้ไขปัญหาการทุจริต 72.13 (มี 3 มาตรการ)") for text in texts)
    assert "2 แห่ง: กองการศึกษา ศาสนา และวัฒนธรรม, หน่วยตรวจสอบภายใน" in texts


def test_the_overview_of_the_second_seed_repeats_its_published_analysis(tmp_path: Path) -> None:
    path = like_seed_002().written(tmp_path / "summary.xlsx")
    texts = [cell.value for row in sheet_of(path, "ภาพรวม").iter_rows() for cell in row if cell.value]
    assert {84.48, "B", "คะแนนรวมตามประกาศ"} <= set(texts)
    lines = [str(text) for text in texts]
    assert any(
        line.startswith("1. กำหนดมาตรการ")
        and line.endswith(
            "5 การแก้ไขปัญหาการทุจริต (72.13), 4 การใช้ทรัพย์สินของราชการ (73.16), 2 การใช้งบประมาณ (77.85)"
        )
        for line in lines
    )
    assert "ส่งครบทุกส่วนราชการ" in lines


def test_a_measure_counts_under_each_indicator_and_once_in_totals(tmp_path: Path) -> None:
    rows = [step("M1", "01", (1, 10)), step("M2", "01 02", (1,)), step("M3", "02")]
    plan = plan_of(rows, count=2)
    done = {"status": DONE, "done_on": date(2023, 1, 1), "result": "เสร็จ", "evidence": "ลิงก์"}
    submissions = (
        returned(plan, "01", {"M1": done, "M2": done}, own=[{"measure": "ของเรา", "indicator": "1", **done}]),
        returned(plan, "02", {"M2": {"status": NOT_YET}, "M3": {}}),
    )
    path = Situation(plan, submissions).written(tmp_path / "summary.xlsx")
    by_indicator = {row["ตัวชี้วัด"]: row for row in table(path, "ความก้าวหน้า", "ตัวชี้วัด")}
    assert [
        by_indicator[f"{no} {name}"]["มาตรการ"] for no, name in ((1, "การปฏิบัติหน้าที่"), (10, "การป้องกันการทุจริต"))
    ] == [3, 1]
    assert by_indicator["ไม่ระบุตัวชี้วัด"]["ยังไม่รายงาน"] == 1
    total = by_indicator["ทุกมาตรการ นับครั้งเดียว"]
    counts = [total[key] for key in ("มาตรการ", DONE, DOING, NOT_YET, "ยังไม่รายงาน", "พ้นกำหนด")]
    assert counts == [4, 2, 1, 0, 1, 0]
    by_department = {row["ส่วนราชการ"]: row for row in table(path, "ความก้าวหน้า", "ส่วนราชการ")}
    assert [by_department["สำนักปลัด"][key] for key in ("มาตรการ", DONE)] == [3, 3]
    assert [by_department["กองคลัง"][key] for key in ("มาตรการ", NOT_YET, "ยังไม่รายงาน")] == [2, 1, 1]


def test_departments_are_told_apart_whatever_their_codes_look_like(tmp_path: Path) -> None:
    plan = plan_of([step("M1", "1"), step("M2", "01"), step("M3", "*")], count=1)
    plan = replace(
        plan, departments=(Department("1", "หนึ่ง"), Department("01", "สอง"), Department("*", "ดาว"))
    )
    path = Situation(plan).written(tmp_path / "summary.xlsx")
    conditions = [
        text
        for (sheet, cell), text in formulas_of(path).items()
        if sheet == "ความก้าวหน้า" and "$1:" not in text and cell.startswith("C") and "COUNTIFS" in text
    ]
    assert [text.split(",")[3] for text in conditions[-4:-1]] == ["1", "2", "3"]


def test_overdue_is_told_in_counts_observations_and_decisions(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    rows = table(path, "ข้อสังเกต", "ลำดับ")
    assert [row["เรื่อง"] for row in rows].count("พ้นกำหนด") == 6
    late = [row for row in table(path, "มาตรการ", "รหัส") if row["พ้นกำหนด"] == "พ้นกำหนด"]
    assert len(late) == 6
    assert {row["รหัส"] for row in late} == {"M6", "M9", "M12"}


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_more_than_five_things_are_put_before_an_executive(name: str) -> None:
    assert len(decisions(SITUATIONS[name]().gathered())) <= 5


def test_a_weak_score_is_told_with_two_decimals() -> None:
    told = decisions(Situation(plan_of([step("M1", "01")], scores={5: ("72.1", None)})).gathered())
    assert told[0].endswith("ยังไม่มีมาตรการ: 5 การแก้ไขปัญหาการทุจริต (72.10)")


def test_overdue_measures_that_are_only_counted_are_not_called_further_ones() -> None:
    rows = [step("M1", "01"), *(step(f"M{n}", "02", end=date(2023, 3, 31)) for n in (2, 3))]
    plan = plan_of(rows, scores={5: ("72.1", None)})
    done = {"M1": {"status": DONE, "done_on": date(2023, 3, 1), "result": "ทำแล้ว"}}
    error = Finding(FindingKind.MISSING_ENTRY, details={"header": "มาตรการ"})
    gathered = Situation(plan, (returned(plan, "01", done, findings=[error]),)).gathered()
    contradiction = Finding(FindingKind.OTHER_AGENCY_NAMED, details={"found": "ก", "own": "ข"})
    told = decisions(replace(gathered, inconsistencies=(contradiction,)))
    assert len(told) == 5
    assert told[1] == "มาตรการพ้นกำหนด 2 มาตรการ ดูแผ่นข้อสังเกต"
    assert decisions(gathered)[2] == "M3 มาตรการ M3 พ้นกำหนด 31 มี.ค. 2566 เร่งรัด: กองคลัง"


def test_an_overdue_measure_is_one_decision_for_all_its_departments() -> None:
    told = [line for line in decisions(realistic().gathered()) if line.startswith("M9")]
    assert told == [
        (
            "M9 มาตรการป้องกันการรับสินบน (No Gift Policy) พ้นกำหนด 31 มี.ค. 2566 เร่งรัด: "
            "กองการศึกษา ศาสนา และวัฒนธรรม, กองสาธารณสุขและสิ่งแวดล้อม, กองสวัสดิการสังคม และอีก 1 แห่ง"
        )
    ]


def test_links_lead_to_the_file_and_cell(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx", tmp_path / "returned")
    links = {
        (cell.value, cell.hyperlink.location): cell.hyperlink.target
        for row in sheet_of(path, "ข้อผิดพลาด").iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert links["N7", "'มาตรการ'!N7"] == "returned\\01%20สำนักปลัด.xlsx"
    assert links["E4", "'มาตรการ'!E4"] == "returned\\รอบ%206\\กอง%20ช่าง's%20100%25%20%232.xlsx"


def test_a_finding_of_the_plan_is_named_without_a_link_into_the_returns(tmp_path: Path) -> None:
    finding = Finding(FindingKind.MISSING_SETTING, "plan.xlsx", "หน่วยงาน", "B4", details={"header": "จังหวัด"})
    path = replace(empty(), findings=(finding,)).written(tmp_path / "summary.xlsx")
    cells = [cell for row in sheet_of(path, "ข้อผิดพลาด").iter_rows() for cell in row]
    assert "plan.xlsx" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.hyperlink]


def test_an_added_column_reaches_the_measures_and_the_data(tmp_path: Path) -> None:
    budget = DescribedColumn("budget", "งบประมาณ", "number", 14)
    twice = DescribedColumn("file", "ไฟล์", "text", 14)
    plan = plan_of([step("M1", "01", (1,))], count=1)
    values = {"status": DONE, "budget": 12500.5, "file": "แนบแล้ว"}
    situation = Situation(
        plan, (returned(plan, "01", {"M1": values}),), described=(*DESCRIBED, budget, twice)
    )
    path = situation.written(tmp_path / "summary.xlsx")
    assert table(path, "มาตรการ", "รหัส")[0]["งบประมาณ"] == 12500.5
    data = table(path, "ข้อมูล", "รหัสหน่วยงาน")[0]
    assert data["งบประมาณ"] == 12500.5
    # Another column with a header that is there already moves no formula aside.
    assert data["สถานะของมาตรการ"] == DONE


def test_a_long_text_is_seen_in_full_among_the_measures_or_told_to_go_on(tmp_path: Path) -> None:
    def sheet_with(name: str, measure: str, result: str) -> Worksheet:
        plan = plan_of([step("M1", "01", (1,), measure=measure)], count=1)
        answers = {"M1": {"status": DOING, "result": result}}
        situation = Situation(plan, (returned(plan, "01", answers),))
        return sheet_of(situation.written(tmp_path / f"{name}.xlsx"), "มาตรการ")

    plain = sheet_with("plain", "มาตรการ", "ผล")
    long = sheet_with("long", "จัดทำคู่มือการปฏิบัติงานให้ครอบคลุมทุกภารกิจของหน่วยงาน " * 14, "ผล")
    endless = sheet_with("endless", "มาตรการ", "\n".join(map(str, range(40))))
    assert long.column_dimensions["C"].width > plain.column_dimensions["C"].width
    assert long.row_dimensions[4].height < 409 == endless.row_dimensions[4].height
    told = [sheet["A2"].value for sheet in (plain, long, endless)]
    assert ["ยาวเกินแถว" in str(each) for each in told] == [False, False, True]


HOSTILE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+66",
    "-5",
    "@SUM(A1)",
    "\tx",
    "{=1}",
    '=HYPERLINK("http://x")',
    "http://x.y",
)


def hostile() -> Situation:
    longest = "ก" * 40_000
    rows = [step(f"M{index}", "01", (1,), measure=text, steps=text) for index, text in enumerate(HOSTILE)]
    rows.append(step("M90", "01", (2,), measure=longest, steps="😀" * 30_000))
    rows.append(step("M91", "01", (2,), measure="\x01\x0b_x0041_\ufffe]]>&<", steps="ก\nข\r\nค"))
    plan = plan_of(rows, count=1, scores=SCORES)
    plan = replace(plan, departments=(Department("01", "=สำนัก&'\"<ปลัด>"),))
    entries = {
        row.code: {
            "status": DONE,
            "result": str(row.values["measure"]),
            "evidence": str(row.values["measure"]),
        }
        for row in rows
    }
    findings = [
        Finding(
            FindingKind.UNKNOWN_CHOICE, "=a.xlsx", "มาตรการ", "N7", text, {"header": text, "choices": text}
        )
        for text in (*HOSTILE, longest)
    ]
    return Situation(plan, (returned(plan, "01", entries, findings=findings, file="=a.xlsx"),))


def test_texts_stay_texts_whatever_they_begin_with(tmp_path: Path) -> None:
    path = hostile().written(tmp_path / "summary.xlsx")
    ours = ("COUNTIF", "SUM(", "IF(", "$C$")
    formulas = formulas_of(path)
    assert [
        text for text in formulas.values() if not text.startswith(tuple(f"={each}" for each in ours))
    ] == []
    for sheet in ("มาตรการ", "ข้อสังเกต", "ข้อผิดพลาด", "ข้อมูล"):
        assert not [cell for name, cell in formulas if name == sheet]
    rows = table(path, "มาตรการ", "รหัส")
    assert [row["มาตรการ"] for row in rows[: len(HOSTILE)]] == list(HOSTILE)


def test_texts_longer_than_a_cell_holds_are_cut(tmp_path: Path) -> None:
    data = {row["รหัส"]: row for row in table(hostile().written(tmp_path / "s.xlsx"), "ข้อมูล", "รหัสหน่วยงาน")}
    assert data["M90"]["มาตรการ"] == "ก" * 32_767
    assert data["M90"]["ขั้นตอน/วิธีการ"] == "😀" * 16_383


@pytest.mark.parametrize("name", [*SITUATIONS, "hostile"])
def test_the_workbook_is_valid(name: str, tmp_path: Path) -> None:
    situation = hostile() if name == "hostile" else SITUATIONS[name]()
    result = OpenXmlValidator().validate(situation.written(tmp_path / "summary.xlsx"))
    assert [str(error) for error in result.errors] == []


def test_charts_hold_the_values_that_they_draw(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    with zipfile.ZipFile(path) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 5
    assert not [chart for chart in charts if '<c:ptCount val="0"/>' in chart]


def test_the_overview_prints_on_one_upright_page_and_lists_one_page_wide(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(large().written(tmp_path / "summary.xlsx"))
    overview = workbook["ภาพรวม"]
    assert overview.page_setup.orientation == "portrait"
    assert overview.sheet_properties.pageSetUpPr
    assert overview.sheet_properties.pageSetUpPr.fitToPage
    assert (overview.page_setup.fitToWidth, overview.page_setup.fitToHeight) == (None, None)  # 1 and 1
    assert workbook.active is overview
    for name in ("การส่งแบบ", "มาตรการ", "ข้อสังเกต", "ข้อผิดพลาด", "ข้อมูล"):
        sheet = workbook[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == (None if name == "ข้อมูล" else 0)  # one page, or as many
        assert sheet.print_title_rows
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes


def _bar_names(path: Path) -> tuple[str, list[str]]:
    """Where the chart of departments takes the names of its bars from, and what stands there."""
    sheet = "ความก้าวหน้า"
    with zipfile.ZipFile(path) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    (chart,) = [each for each in charts if "สถานะตามส่วนราชการ" in each]
    found = re.search(rf"<c:cat><c:strRef><c:f>'?{sheet}'?!([^<]+)</c:f>", chart)
    assert found is not None
    cells = found[1].replace("$", "")
    return cells[0], [str(cell.value) for (cell,) in sheet_of(path, sheet)[cells]]


def test_names_longer_than_the_page_is_wide_end_with_an_ellipsis_on_it(tmp_path: Path) -> None:
    """Of names that do not fit beside their bars LibreOffice leaves out the neighbours."""
    usual = realistic()
    first, *rest = usual.plan.departments
    names = [each.name for each in usual.plan.departments]
    assert _bar_names(usual.written(tmp_path / "usual.xlsx")) == ("A", names)

    agency, long = "องค์การบริหารส่วนตำบล" + "หนองบัว" * 30, "กองส่งเสริมการเกษตร" * 12
    plan = replace(
        usual.plan,
        agency=replace(usual.plan.agency, name=agency),
        departments=(replace(first, name=long), *rest),
    )
    situation = replace(usual, plan=plan, submissions=())
    path = situation.written(tmp_path / "long.xlsx")
    page = sheet_of(path, "ภาพรวม")
    subtitle = str(page["A2"].value)
    assert re.fullmatch("องค์การบริหารส่วนตำบลหนองบัว(.*)… อำเภอเมืองสกลนคร จังหวัดสกลนคร", subtitle)
    assert text_width(subtitle) < column_points(6 * 22.0)
    column, shown = _bar_names(path)
    assert (column, shown[1:]) == ("J", names[1:])
    assert re.fullmatch("กองส่งเสริมการเกษตร(.*)…", shown[0])
    assert text_width(shown[0], size=12) <= 130
    progress = sheet_of(path, "ความก้าวหน้า")
    assert long in [cell.value for cell in progress["A"]]  # the table has names whole
    assert re.fullmatch(r"'ความก้าวหน้า'!\$A\$1:\$H\$\d+", str(progress.print_area))
    last = str(page.cell(page.max_row, 1).value)
    assert re.match("8 แห่ง: กองส่งเสริมการเกษตร[^,]*…, กองคลัง", last)
    assert long not in last

    bad = Finding(FindingKind.UNKNOWN_CHOICE, "01.xlsx", "มาตรการ", "N7")
    faulty = replace(situation, submissions=(returned(plan, "01", {}, findings=(bad,)),)).gathered()
    assert any(re.search("กองส่งเสริมการเกษตร[^,]*… \\(แก้ 1 จุด\\)", line) for line in decisions(faulty))


def test_the_header_of_the_table_that_may_be_long_stands_on_all_its_pages(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(large().written(tmp_path / "summary.xlsx"))["ความก้าวหน้า"]
    first, _, last = str(sheet.print_title_rows).replace("$", "").partition(":")
    assert first == last
    assert sheet[f"A{first}"].value == "ส่วนราชการ"


def test_the_data_print_one_page_that_names_the_sheet_to_print_instead(tmp_path: Path) -> None:
    long = openpyxl.load_workbook(large().written(tmp_path / "large.xlsx"))["ข้อมูล"]
    short = openpyxl.load_workbook(realistic().written(tmp_path / "realistic.xlsx"))["ข้อมูล"]
    last = next(cell.column_letter for cell in long[1] if cell.value == "มาตรการ")
    assert long.max_row > 31
    assert long.print_area == f"'ข้อมูล'!$A$1:${last}$31"
    assert short.print_area == f"'ข้อมูล'!$A$1:${last}${short.max_row}"
    assert long.oddHeader
    assert long.oddHeader.center
    assert "พิมพ์แผ่น “มาตรการ”" in str(long.oddHeader.center.text)


def test_the_same_returns_make_the_same_bytes(tmp_path: Path) -> None:
    situation = realistic()
    first, second = (situation.written(tmp_path / name) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()


def test_forms_to_be_mended_are_counted_with_their_errors_or_as_to_be_sent_again() -> None:
    plan = plan_of([step("M1", "01 02 03 04")], count=4)
    done = {"M1": {"status": DONE}}
    error = Finding(FindingKind.MISSING_ENTRY, details={"header": "สถานะ"})
    warning = Finding(FindingKind.OTHER_AGENCY_NAMED, details={"found": "ก", "own": "ข"})
    refused = returned(plan, "03", done)
    stranger = returned(plan, "04", done, file="ของใคร.xlsx")
    assert refused.stamp
    assert stranger.stamp
    books = (
        returned(plan, "01", done, findings=[error, warning, error]),
        returned(plan, "02", done, findings=[warning]),
        replace(refused, stamp=replace(refused.stamp, months=12)),
        replace(stranger, stamp=replace(stranger.stamp, agency="เทศบาลตำบลอื่น")),
    )
    told = decisions(Situation(plan, books).gathered())
    assert [line for line in told if line.startswith("แบบ")] == [
        "แบบที่ต้องแก้ไขหรือส่งใหม่ 3 ไฟล์: สำนักปลัด (แก้ 2 จุด), กองช่าง (ส่งใหม่), ของใคร.xlsx (ส่งใหม่)"
    ]


def test_contradictions_are_counted_and_not_what_was_only_read_in_another_way() -> None:
    gathered = Situation(plan_of([step("M1", "01")])).gathered()
    named = Finding(FindingKind.OTHER_AGENCY_NAMED, details={"found": "ก", "own": "ข"})
    read = Finding(FindingKind.INDICATOR_READ, details={"found": "ก", "read": "1"})
    (told,) = (
        line
        for line in decisions(replace(gathered, inconsistencies=(named, read, named)))
        if line.startswith("ตรวจ")
    )
    assert told.startswith("ตรวจข้อความที่ขัดแย้งกันในแผนหรือรายงาน 2 จุด: ")
    assert told.endswith(" (2)")
    assert not any(line.startswith("ตรวจ") for line in decisions(replace(gathered, inconsistencies=(read,))))


def test_an_overdue_measure_is_as_late_as_its_earliest_step_and_the_latest_come_last() -> None:
    rows = [
        step("M1", "01", end=date(2023, 3, 31)),
        step("M2", "02", end=date(2023, 4, 8)),
        step("M2.1", "02", of="M2", end=date(2023, 2, 28)),
        step("M2.2", "02", of="M2", end=None),
    ]
    told = decisions(Situation(plan_of(rows, scores={1: ("90", None)})).gathered())
    assert [line for line in told if "พ้นกำหนด" in line] == [
        "M2 มาตรการ M2 พ้นกำหนด 28 ก.พ. 2566 เร่งรัด: กองคลัง",
        "M1 มาตรการ M1 พ้นกำหนด 31 มี.ค. 2566 เร่งรัด: สำนักปลัด",
    ]


@pytest.mark.parametrize(("weights", "total"), [("0.3 0.3 0.4", 78), ("0.4 0.4 0.2", 84)])
def test_a_total_of_a_year_with_other_weights_stands_as_it_was(
    weights: str, total: float, tmp_path: Path
) -> None:
    """.6 x 90 + .4 x 60 = 78, as the formula adds up too; .8 x 90 + .2 x 60 = 84."""
    scores = {no: ("90" if no < 9 else "60",) * 2 for no in range(1, 11)}
    plan = plan_of([step("M1", "01")], scores=scores)
    framework, before = load_framework(2565), load_framework(2564)
    weighted = zip(before.instruments, weights.split(), strict=True)
    before = replace(
        before, instruments=tuple(replace(each, weight=Decimal(weight)) for each, weight in weighted)
    )
    done = replace(Situation(plan).gathered(), analysis=analyse(plan, framework, before))
    path = tmp_path / "summary.xlsx"
    write_summary(path, done, DESCRIBED, findings=(), folder=tmp_path, target=path)
    written, formulas = (sheet_of(path, "จุดแข็ง-จุดอ่อน"), openpyxl.load_workbook(path)["จุดแข็ง-จุดอ่อน"])
    number = next(n for n, row in enumerate(written.values, start=1) if str(row[1]).startswith("คะแนนรวม"))
    assert [written.cell(number, column).value for column in (4, 5, 6)] == [78, total, 78 - total]
    assert [formulas.cell(number, column).data_type == "f" for column in (4, 5)] == [True, total == 78]


@pytest.mark.parametrize("published", [None, "91.5"])
def test_a_published_total_stands_where_indicators_are_missing(published: str | None, tmp_path: Path) -> None:
    plan = plan_of([step("M1", "01")], scores={1: ("90", "80")}, published=published)
    path = Situation(plan).written(tmp_path / "summary.xlsx")
    written, formulas = (sheet_of(path, "จุดแข็ง-จุดอ่อน"), openpyxl.load_workbook(path)["จุดแข็ง-จุดอ่อน"])
    number = next(n for n, row in enumerate(written.values, start=1) if str(row[1]).startswith("คะแนนรวม"))
    assert written.cell(number, 4).value in ({91.5} if published else {None, ""})
    assert str(formulas.cell(number, 4).value).endswith(",91.50)" if published else ',"")')
    assert str(formulas.cell(number, 5).value).endswith(',"")')


def test_a_total_that_is_worked_out_does_not_stay_when_a_score_is_taken_away(tmp_path: Path) -> None:
    path = realistic().written(tmp_path / "summary.xlsx")
    (totals,) = (
        row
        for row in openpyxl.load_workbook(path)["จุดแข็ง-จุดอ่อน"].iter_rows(values_only=True)
        if str(row[1]).startswith("คะแนนรวม")
    )
    assert [str(each).endswith(',"")') for each in totals[3:5]] == [True, True]
