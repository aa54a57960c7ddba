"""``--scores``: a table of the assessed year's scores beside a province's own, matched with its roster."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from command_line import run
from test_workflow_provincial_summary import OWN, PROVINCE, SETTINGS, write_control, write_form

from itaxl.assessment.plans import Agency
from itaxl.planning.provinces import ReadProvince, read_province
from itaxl.workflow.known_scores import with_known_scores

NAMESAKES = (
    Agency("อบต.หนองไผ่", "องค์การบริหารส่วนตำบล", "คง", "สกลนคร", "04"),
    Agency("อบต.หนองไผ่", "องค์การบริหารส่วนตำบล", "พิมาย", "สกลนคร", "05"),
)


def table(path: Path, head: str, *rows: str) -> Path:
    lines = [f"{head},{','.join(map(str, range(1, 11)))}"]
    for row in rows:
        *words, score = row.split(",")
        lines.append(",".join([*words, *[score] * 10]))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def known(folder: Path, scores: Path, *agencies: Agency) -> tuple[ReadProvince, dict[str, Decimal]]:
    """The province with the scores of a table, and its scores of the first indicator by code."""
    control = folder / "province.xlsx"
    province = type(PROVINCE)(
        name=PROVINCE.name,
        fiscal_year=PROVINCE.fiscal_year,
        scored_year=PROVINCE.scored_year,
        months=PROVINCE.months,
        agencies=(*PROVINCE.agencies, *agencies),
        known_scores=PROVINCE.known_scores,
    )
    read = read_province(write_control(control, province), SETTINGS.description("province"))
    found = with_known_scores(read, scores, SETTINGS)
    return found, {code: each[1] for code, each in found.province.known_scores.items()}


def told(read: ReadProvince) -> list[str]:
    return [each.kind.slug for each in read.findings]


def test_a_table_fills_in_what_the_province_does_not_know(tmp_path: Path) -> None:
    scores = table(tmp_path / "s.csv", "รหัส,หน่วยงาน", f"9,{OWN.name},88", "03,ทต.ไม่ส่ง,91.5")
    read, by_code = known(tmp_path, scores)
    assert by_code == {"02": Decimal(88), "03": Decimal("91.5")}
    assert told(read) == []
    assert [read.province.score_source(code, 1) for code in ("02", "03")] == ["s.csv", "s.csv"]


def test_a_table_counts_before_the_sheet_of_scores_and_says_so(tmp_path: Path) -> None:
    read, by_code = known(tmp_path, table(tmp_path / "s.csv", "หน่วยงาน", "เทศบาลตำบลไม่ส่ง,90"))
    assert by_code == {"03": Decimal(90)}
    assert told(read) == ["score-sources-differ"] * 10
    assert "91.50" in read.findings[0].text()


def test_one_name_in_two_districts_goes_by_the_district_or_by_the_code(tmp_path: Path) -> None:
    rows = ("x,อบต.หนองไผ่,อ.พิมาย,70", "4,อบต. หนองไผ่,,60", "7,อบต.หนองไผ่,,50")
    scores = table(tmp_path / "s.csv", "รหัส,หน่วยงาน,อำเภอ", *rows)
    read, by_code = known(tmp_path, scores, *NAMESAKES)
    assert [by_code["04"], by_code["05"]] == [60, 70]
    assert told(read) == ["history-unmatched"]


def test_the_same_name_in_another_province_is_another_agency(tmp_path: Path) -> None:
    scores = table(tmp_path / "s.csv", "หน่วยงาน,จังหวัด", f"{OWN.name},นครพนม,10", f"{OWN.name},จ.สกลนคร,88")
    read, by_code = known(tmp_path, scores)
    assert by_code["02"] == 88
    assert told(read) == ["history-unmatched"]


def test_a_table_of_another_year_is_refused_in_one_line(tmp_path: Path) -> None:
    control, scores = write_control(tmp_path / "province.xlsx"), tmp_path / "s.csv"
    table(scores, "หน่วยงาน,ปีที่ประเมิน", f"{OWN.name},2564,88")
    (tmp_path / "back").mkdir()
    out = tmp_path / "s.xlsx"
    for path, words in ((scores, "2564"), (tmp_path / "none.csv", "ไม่พบไฟล์")):
        result = run("consolidate", control, tmp_path / "back", "-o", out, "--scores", path)
        assert (result.exit_code, words in result.output, out.exists()) == (2, True, False)


@pytest.mark.parametrize("option", ["--scores", "--history"])
@pytest.mark.parametrize("verb", ["consolidate", "report"])
def test_an_agencys_plan_takes_no_table(verb: str, option: str, tmp_path: Path) -> None:
    example = Path(__file__).parent.parent / "examples" / "002-kusuman"
    layout = ["--layout", "memo"] if verb == "report" else []
    scores = table(tmp_path / "s.csv", "หน่วยงาน,ปีที่ประเมิน", f"{OWN.name},2564,88")
    out = tmp_path / "out.xlsx"
    result = run(verb, example / "plan.xlsx", example / "returned", *layout, "-o", out, option, scores)
    assert (result.exit_code, out.exists()) == (2, False)
    assert option in result.output


def test_the_summary_names_the_table_and_a_form_counts_before_it(tmp_path: Path) -> None:
    write_form(tmp_path / "back" / "a.xlsx", OWN)
    control = write_control(tmp_path / "province.xlsx")
    scores = table(tmp_path / "ประกาศ.csv", "หน่วยงาน", f"{OWN.name},88", f"{PROVINCE.agencies[0].name},77")
    out = tmp_path / "s.xlsx"
    result = run("consolidate", control, tmp_path / "back", "-o", out, "--scores", scores)
    assert "ใน ประกาศ.csv คือ 88.00" in result.output
    rows = openpyxl.load_workbook(out, data_only=True)["อันดับ"].iter_rows(min_row=4, values_only=True)
    assert {row[1]: (row[4], row[16]) for row in rows} == {
        OWN.name: (80, "แบบที่ส่ง"),
        PROVINCE.agencies[0].name: (77, "ประกาศ.csv"),
        "เทศบาลตำบลไม่ส่ง": (91.5, "province.xlsx"),
    }
    brief = tmp_path / "b.xlsx"
    run("report", control, tmp_path / "back", "--layout", "provincial-brief", "-o", brief, "--scores", scores)
    words = [str(cell.value) for row in openpyxl.load_workbook(brief).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert any("ที่ทราบคะแนนรวม ๓ แห่ง" in each for each in words)
