"""The verb ``analyze``: what it takes, what it shows, what it writes, and with which exit status it ends."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from conftest import Run
from filling import COMPLETE, FIRST, SECOND, THIRD, TODAY, FullDisk, Office, Returned, fill_plan

from itaxl.thai.measuring import padded, terminal_width
from itaxl.workflow.analysis import analyse_file
from itaxl.workflow.analysis_lines import lines
from itaxl.workflow.settings import Settings, default_templates
from itaxl.workflow.terminal_tables import sentence_lines, table_lines

EXAMPLE = Path(__file__).parents[1] / "examples" / "002-kusuman" / "plan.xlsx"
REAL = Path(__file__).parent / "data" / "real_scores.csv"
SETTINGS = Settings(default_templates(), TODAY)
HEADER = "หน่วยงาน,ปี,1,2,3,4,5,6,7,8,9,10,IIT,EIT,OIT,คะแนนรวม,ระดับ\n"
TEN = ",".join(["90"] * 10)


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    def written(rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "scores.csv"
        path.write_text(header + rows, encoding="utf-8")
        return path

    return written


def _refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    for each in words:
        assert each in result.stderr, result.stderr


# One agency


def test_a_plan_is_analysed_as_its_agency_published_it(run: Run) -> None:
    shown = run("analyze", EXAMPLE)
    assert shown.exit_code == 0
    assert "คะแนนรวม 84.48 ตามที่ประกาศ ระดับ B" in shown.stdout
    strengths, weaknesses = (
        next(line for line in shown.stdout.splitlines() if line.startswith(word))
        for word in ("จุดแข็ง", "จุดอ่อน")
    )
    assert re.findall(r"[:·] (\d+) .*?(\d+\.\d\d)", strengths) == [
        ("10", "100.00"),
        ("9", "92.50"),
        ("1", "82.44"),
        ("3", "80.95"),
    ]
    assert re.findall(r"[:·] (\d+) .*?(\d+\.\d\d)", weaknesses) == [
        ("5", "72.13"),
        ("4", "73.16"),
        ("2", "77.85"),
    ]
    assert "ระดับถัดไปคือ A คะแนนรวมต้องถึง 85 ยังขาด 0.52 คะแนน" in shown.stdout


def test_english_is_spoken_where_it_is_asked_for(run: Run) -> None:
    said = run("analyze", EXAMPLE, "--lang", "en").stdout
    assert "Total 84.48, as published, grade B" in said
    assert (
        "Next grade A: the total must reach 85 and lacks 0.52; held back by IIT (77.31, lacks 7.69)" in said
    )
    assert "Weaknesses (below 80), worst first: 5 Tackling corruption 72.13" in said
    bangkok = run("analyze", "--lang", "en", "--year", 2566, EXAMPLE)
    _refused(bangkok, "2564")


def test_an_instrument_that_holds_back_is_named(run: Run, table: Callable[[str], Path]) -> None:
    # Published for Bangkok in 2566: 88.98 and ผ่าน, since its EIT (79.40 and 82.24 in two parts) is below 85.
    path = table("กรุงเทพมหานคร,2566" + "," * 12 + "80.82,,88.98,ผ่าน\n")
    said = run("analyze", path).stdout
    assert "คะแนนรวม 88.98 ตามที่ประกาศ ระดับ ผ่าน" in said
    assert "ระดับถัดไปคือ ผ่านดี คะแนนรวมถึง 85 แล้ว เครื่องมือที่ยังไม่ถึง 85 คือ EIT (ได้ 80.82 ขาด 4.18)" in said
    english = run("analyze", path, "--lang", "en").stdout
    assert (
        "each instrument must reach 85: EIT (80.82, lacks 4.18); not known, and to reach 85 too: IIT, OIT"
        in english
    )


def test_both_years_are_judged_by_their_own_rules(run: Run, table: Callable[[str], Path]) -> None:
    path = table(f"อบต.ก,2565,{TEN}\nอบต.ก,2566,{TEN.replace('90', '91')}\n")
    later, earlier = (analyse_file(path, SETTINGS, year=year).agencies[0].analysis for year in (2566, 2565))
    assert later.result.grade is not None
    assert later.previous is not None
    assert later.previous.grade is not None
    assert (later.result.grade.name, later.previous.grade.name) == ("ผ่านดี", "A")
    assert earlier.previous is None
    assert "+1.00" in run("analyze", path).stdout


def test_a_score_is_told_apart_from_the_limit_beside_it(run: Run, table: Callable[[str], Path]) -> None:
    path = table("อบต.ก,2565,80.004,79.995,90,90,90,90,90,90,90,90,,,,,\n")
    said = run("analyze", path).stdout.replace("\u00a0", " ")
    assert re.search(r"จุดแข็ง \(มากกว่า 80\).* 80\.004", said, re.DOTALL)
    assert re.search(r"จุดอ่อน \(ต่ำกว่า 80\).* 79\.995", said, re.DOTALL)


def test_thresholds_of_the_plan_count(tmp_path: Path, run: Run) -> None:
    office = Office(tmp_path)
    fill_plan(
        office.control,
        scores=dict.fromkeys(range(1, 11), (80.0, 70.0)),
        labels={"เกณฑ์จุดแข็ง (มากกว่า)": 75, "เกณฑ์จุดอ่อน (ต่ำกว่า)": 70, "เป้าหมาย": 90},
    )
    said = run("analyze", office.control).stdout
    assert "จุดแข็ง (มากกว่า 75): 1 " in said
    assert "จุดอ่อน (ต่ำกว่า 70) น้อยที่สุดก่อน: ไม่มี" in said
    assert said.count("10.00") >= 10


def test_faults_of_measures_are_not_told_with_the_scores(tmp_path: Path, run: Run) -> None:
    office = Office(tmp_path)
    fill_plan(office.control, [], scores={1: (101.0, None), 2: (80.0, None)})
    told = run("analyze", office.control)
    assert told.exit_code == 1
    assert "ต้องแก้ไข: plan.xlsx คะแนน D4" in told.stdout
    assert "ไม่มีมาตรการ" not in told.stdout


# Several agencies


def test_several_agencies_are_one_line_each(run: Run) -> None:
    shown = run("analyze", REAL, "--year", 2564)
    assert shown.exit_code == 0
    line = next(each for each in shown.stdout.splitlines() if each.startswith("เทศบาลตำบลกุสุมาลย์"))
    assert (
        line.split()[-10:]
        == ["84.48", "–", "B", "77.31", "–", "96.25", "5", "(72.13)", "A:", "รวม", "0.52"][-10:]
    )
    assert "ระดับผล: AA 7 · B 3" in shown.stdout
    assert "Grades: AA 7 · B 3" in run("analyze", REAL, "--year", 2021, "--lang", "en").stdout


def test_the_summing_up_of_consolidate_is_read_back(run: Run, office: Office, tmp_path: Path) -> None:
    returned = Returned(office, tmp_path / "returned")
    for unit in (FIRST, SECOND, THIRD):
        returned.send_back(unit, dict.fromkeys(("M2",) if unit == THIRD else ("M1", "M2"), COMPLETE))
    kept = tmp_path / "plan.xlsx"
    kept.write_bytes(office.control.read_bytes())
    scores = {no: (70.0 + no, 60.5 + no) for no in range(1, 11)}
    fill_plan(kept, scores=dict(scores))
    arguments = ("-o", tmp_path / "s.xlsx", "--csv", tmp_path / "csv")
    run("consolidate", kept, returned.folder, *arguments)
    of_plan, of_csv = (analyse_file(path, SETTINGS) for path in (kept, tmp_path / "csv" / "scores.csv"))
    assert of_csv.year == of_plan.year
    assert of_csv.agencies[0].analysis == of_plan.agencies[0].analysis
    assert of_csv.agencies[0].agency.name == of_plan.agencies[0].agency.name
    assert of_csv.findings == ()
    agencies = analyse_file(tmp_path / "csv" / "agencies.csv", SETTINGS)
    assert agencies.agencies[0].analysis.result.total == of_plan.agencies[0].analysis.result.total


def test_columns_stand_below_each_other_whatever_marks_the_words_carry() -> None:
    rows = [("การใช้ที่ดิน", "1"), ("น้ำประปา", "22"), ("ผู้สูงอายุ", "–")]
    header, rule, *body = table_lines(("ชื่อ", "คะแนน"), rows, frozenset({1}))
    assert len({terminal_width(line) for line in (header, rule, *body)}) == 1
    assert padded("ที่นี่", 6) == "ที่นี่    "
    for analysed in (analyse_file(EXAMPLE, SETTINGS), analyse_file(REAL, SETTINGS, year=2566)):
        shown = list(lines(analysed))
        start = next(index for index, line in enumerate(shown) if line.startswith("--"))
        ends = [match.end() for match in re.finditer("-+", shown[start])]
        end = shown.index("", start)
        figures = [line for line in shown[start + 1 : end] if re.search(r"\d\.\d\d ", line)]
        assert figures
        cells = {_cells_before(line, r"\d+\.\d\d") for line in figures}
        assert cells <= set(ends)


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("language", ["th", "en"])
def test_everything_fits_the_terminal_and_nothing_is_cut(
    table: Callable[[str], Path], columns: int, language: str
) -> None:
    long = "องค์การบริหารส่วนตำบลหนองบัวใหญ่พัฒนาก้าวหน้า"
    rows = f"{long},2566,{','.join(['61.5'] * 10)},,,,,\n"
    # The widest figures and grade that there are, and a change, at once.
    other = f"{long}เหนือสุด,2566,{','.join(['100'] * 10)},,,,,\nอบต.ก,2565,{TEN},,,,,\nอบต.ก,2566,{TEN},,,,,\n"
    path = table(rows + other)
    for analysed in (analyse_file(EXAMPLE, SETTINGS), analyse_file(path, SETTINGS)):
        wide, narrow = list(lines(analysed, language)), list(lines(analysed, language, columns))
        assert max(map(terminal_width, wide)) > columns or len(analysed.agencies) == 1
        assert max(map(terminal_width, narrow)) <= columns
        assert _letters(wide) == _letters(narrow)


def _letters(shown: list[str]) -> list[str]:
    """What is said; lines and columns may come in another order."""
    return sorted("".join("".join(shown).split()).replace("-", "").replace("→", ""))


def test_names_of_several_agencies_are_told_to_their_end(table: Callable[..., Path]) -> None:
    long = "องค์การบริหารส่วนตำบลหนองบัวใหญ่พัฒนาก้าวหน้า"
    header = HEADER.replace("หน่วยงาน,", "หน่วยงาน,อำเภอ,")
    places = ("เมืองเชียงใหม่", "สันป่าตอง")
    path = table("".join(f"{long},{each},2566,{TEN}\n" for each in places), header)
    shown = list(lines(analyse_file(path, SETTINGS), columns=80))
    assert not any("…" in line for line in shown)
    for each in places:
        assert any(f"(อ.{each})" in line for line in shown)


def test_a_sentence_goes_on_below_itself_and_keeps_what_belongs_together() -> None:
    said = "จุดอ่อน: 5\u00a0การแก้ไขปัญหาการทุจริต\u00a072.13 · 4\u00a0การใช้ทรัพย์สินของราชการ\u00a073.16"
    assert list(sentence_lines(said, None)) == [said.replace("\u00a0", " ")]
    first, second = sentence_lines(said, 45)
    assert first == "จุดอ่อน: 5 การแก้ไขปัญหาการทุจริต 72.13 ·"
    assert second == "    4 การใช้ทรัพย์สินของราชการ 73.16"


def test_nothing_is_called_none_that_is_only_not_known(run: Run, table: Callable[[str], Path]) -> None:
    said = run("analyze", table("อบต.ก,2566" + "," * 12 + "80.82,,88.98,ผ่าน\n")).stdout
    assert "ไม่ทราบคะแนนรายตัวชี้วัด จึงยังบอกจุดแข็งและจุดอ่อนไม่ได้" in said
    assert "จุดอ่อน (" not in said
    assert "ไม่ทราบคะแนนของตัวชี้วัดที่ 6 7 8" in run("analyze", EXAMPLE).stdout


def test_a_plan_without_scores_says_so(tmp_path: Path, run: Run) -> None:
    office = Office(tmp_path)
    fill_plan(office.control, scores={})
    told = run("analyze", office.control, "-o", tmp_path / "a.xlsx")
    assert told.exit_code == 1
    assert "plan.xlsx คะแนน: ไม่มีคะแนนที่อ่านได้เลย" in told.stdout
    assert "–" not in told.stdout


def test_agencies_of_other_years_are_not_passed_over_in_silence(
    run: Run, table: Callable[[str], Path]
) -> None:
    path = table(f"อบต.ก,2565,{TEN}\nอบต.ข,2566,{TEN}\nอบต.ค,2564,{TEN}\n")
    told = run("analyze", path)
    assert told.exit_code == 0
    assert "มี 2 หน่วยงานที่ตารางมีคะแนนเฉพาะปีอื่น (2564, 2565)" in told.stdout
    assert "--year" in told.stdout
    both = table(f"อบต.ก,2565,{TEN}\nอบต.ก,2566,{TEN}\n")
    assert analyse_file(both, SETTINGS).findings == ()


def test_a_mark_has_something_that_it_explains(run: Run, table: Callable[[str], Path]) -> None:
    one = run("analyze", table(f"อบต.ก,2566,{TEN}\n")).stdout
    names = [line for line in one.splitlines() if "(IIT) *" in line]
    assert names
    assert "* ชื่อตัวชี้วัดบางข้อของปี 2566 ยังไม่ได้ตรวจ" in one
    several = run("analyze", table(f"อบต.ก,2566,{TEN}\nอบต.ข,2566,{TEN}\n")).stdout
    assert "*" not in several  # which shows no name of an indicator


def _cells_before(line: str, pattern: str) -> int:
    match = re.search(pattern, line)
    assert match
    return terminal_width(line[: match.end()])


# The workbook


def test_the_workbook_is_written_whole_and_replaces_only_its_own_kind(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "new" / "ผล.xlsx"
    done = run("analyze", EXAMPLE, "-o", out)
    assert done.exit_code == 0
    assert f"เขียน {out} แล้ว" in done.stdout
    assert openpyxl.load_workbook(out).sheetnames[0] == "ผลการวิเคราะห์"
    assert run("analyze", REAL, "--year", 2564, "-o", out).exit_code == 0
    assert openpyxl.load_workbook(out).sheetnames[0] == "ภาพรวม"
    assert [each.name for each in out.parent.iterdir()] == [out.name]
    mine = tmp_path / "mine.xlsx"
    openpyxl.Workbook().save(mine)
    kept = mine.read_bytes()
    _refused(run("analyze", EXAMPLE, "-o", mine), "mine.xlsx")
    assert mine.read_bytes() == kept
    copy = tmp_path / "plan.xlsx"
    copy.write_bytes(EXAMPLE.read_bytes())
    _refused(run("analyze", copy, "-o", copy), "plan.xlsx")
    assert copy.read_bytes() == EXAMPLE.read_bytes()
    _refused(run("analyze", EXAMPLE, "-o", tmp_path / "a.pdf"), ".xlsx")
    _refused(run("analyze", out), "analysis")


def test_a_summary_is_not_replaced_by_an_analysis(run: Run, office: Office, tmp_path: Path) -> None:
    summary, folder = tmp_path / "s.xlsx", tmp_path / "returned"
    folder.mkdir()
    run("consolidate", office.control, folder, "-o", summary)
    kept = summary.read_bytes()
    _refused(run("analyze", EXAMPLE, "-o", summary), "s.xlsx")
    _refused(run("analyze", summary), "summary")
    _refused(run("analyze", office.file(FIRST)), "department")
    assert summary.read_bytes() == kept


def test_a_full_disk_leaves_what_was_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.xlsx"
    run("analyze", EXAMPLE, "-o", out)
    kept = out.read_bytes()
    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", FullDisk)
    failed = run("analyze", REAL, "--year", 2564, "-o", out)
    assert failed.exit_code == 2
    assert "ดิสก์เต็ม" in failed.stderr
    assert out.read_bytes() == kept
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


# Exit status


def test_a_fault_of_the_table_ends_with_status_one(
    run: Run, table: Callable[[str], Path], tmp_path: Path
) -> None:
    path = table(f"อบต.ก,2566,{TEN}\nอบต.ข,2566,101{',90' * 9}\n")
    told = run("analyze", path, "-o", tmp_path / "a.xlsx")
    assert told.exit_code == 1
    assert "ต้องแก้ไข: scores.csv C3:" in told.stdout
    assert (tmp_path / "a.xlsx").exists()
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx")["ข้อผิดพลาด"].iter_rows(values_only=True)
    assert any(row[3] == "C3" for row in rows)


def test_a_table_without_any_score_ends_with_status_one(run: Run, table: Callable[[str], Path]) -> None:
    told = run("analyze", table(f"อบต.ก,2566{',-' * 10}\n"))
    assert told.exit_code == 1
    assert "ไม่มีคะแนนที่อ่านได้เลย" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("none.xlsx",), "none.xlsx"),
        ((), "analyze --help"),
        ((REAL, "--year", 2599), "2599"),
        ((REAL, "--year", "สองห้าหกหก"), "--year"),
        ((Path(__file__).with_name("conftest.py"),), "ไม่พบตารางคะแนน"),
        ((Path(__file__).parent,), ""),
    ],
)
def test_what_cannot_be_worked_with_is_one_line(run: Run, arguments: tuple[object, ...], words: str) -> None:
    _refused(run("analyze", *arguments), words)
