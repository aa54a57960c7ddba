"""The command line: what it says, in which language, and with which exit status."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from conftest import Run
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    FIRST,
    MEASURES,
    NOT_STARTED,
    SECOND,
    STATUS,
    THIRD,
    FullDisk,
    Office,
    Returned,
    fill,
    fill_plan,
)


@pytest.fixture
def good(office: Office, tmp_path: Path) -> Returned:
    """Everything came back complete."""
    returned = Returned(office, tmp_path / "returned")
    for unit in (FIRST, SECOND, THIRD):
        codes = ("M2",) if unit == THIRD else ("M1", "M2")
        returned.send_back(unit, dict.fromkeys(codes, COMPLETE))
    return returned


def _one_line(result: Result, *words: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    for each in words:
        assert each in result.stderr, result.stderr


# Done and clean: 0


@pytest.mark.parametrize(
    ("options", "departments", "words"),
    [
        (("--name", "เทศบาลตำบลตัวอย่าง"), 10, ""),
        (("--name", "เทศบาลตำบลตัวอย่าง", "--agency-type", "ทต."), 10, ""),
        (("--name", "เทศบาลตำบลตัวอย่าง", "--agency-type", "เทศบาลตำบน"), 14, "“เทศบาลตำบน”"),
        (("--name", "สำนักงานตัวอย่าง"), 14, ""),
    ],
)
def test_a_plan_begins_with_the_departments_of_the_type_that_is_named_or_stands_in_the_name(
    run: Run, tmp_path: Path, options: tuple[str, ...], departments: int, words: str
) -> None:
    result = run("init", tmp_path, "--year", 2566, *options)
    assert result.exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["ส่วนราชการ"]
    codes = [code for code, name in sheet.iter_rows(min_row=4, max_col=2, values_only=True) if name]
    assert codes == [f"{number:02}" for number in range(1, departments + 1)]
    assert words in result.stdout
    assert ("ประเภทที่รู้จัก" in result.stdout) == bool(words)


def test_the_whole_way_ends_clean(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "แผน" / "plan.xlsx"
    made = run("init", plan.parent, "--year", 2566, "--name", "เทศบาล", "--agency-type", "เทศบาลตำบล")
    assert (made.exit_code, plan.exists()) == (0, True)
    assert "itaxl generate" in made.stdout
    fill_plan(plan)
    sent = tmp_path / "แบบ"
    assert run("generate", plan, "-o", sent).exit_code == 0
    for path in sent.glob("0*.xlsx"):
        entries = {"M2": COMPLETE} if path.name.startswith("03") else dict.fromkeys(("M1", "M2"), COMPLETE)
        fill(path, tmp_path / "คืน" / path.name, entries)
    assert run("check", plan).exit_code == 0
    assert run("check", tmp_path / "คืน", "--control", plan).exit_code == 0
    summary = tmp_path / "สรุป" / "summary.xlsx"
    done = run("consolidate", plan, tmp_path / "คืน", "-o", summary, "--csv", tmp_path / "csv")
    assert (done.exit_code, summary.exists()) == (0, True)
    assert "ส่งแล้ว 3 ยังไม่ส่ง 0" in done.stdout
    assert {each.name for each in (tmp_path / "csv").iterdir()} == {
        f"{name}.csv" for name in ("measures", "scores", "agencies", "submissions", "findings")
    }


def test_warnings_alone_end_clean(run: Run, returned: Returned, tmp_path: Path) -> None:
    returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE}, reporter=False)
    done = run("consolidate", returned.office.control, returned.folder, "-o", tmp_path / "s.xlsx")
    assert done.exit_code == 0
    assert "ควรตรวจสอบ" in done.stdout
    assert "ต้องแก้ไข:" not in done.stdout


def test_frameworks_are_listed_and_shown(run: Run) -> None:
    listed = run("frameworks")
    assert listed.exit_code == 0
    assert [line[:4] for line in listed.stdout.splitlines()] == [str(year) for year in range(2562, 2570)]
    shown = run("frameworks", 2564)
    assert shown.exit_code == 0
    assert "ตัวชี้วัดที่ 10" in shown.stdout
    assert "verified" in shown.stdout


# Done, with findings: 1


def test_an_error_in_a_return_gives_status_one_and_is_named(
    run: Run, returned: Returned, tmp_path: Path
) -> None:
    path = returned.send_back(FIRST, {"M1": {STATUS: DONE, DONE_ON: "?"}, "M2": {STATUS: NOT_STARTED}})
    for arguments in (
        ("check", path),
        ("consolidate", returned.office.control, returned.folder, "-o", tmp_path / "s.xlsx"),
    ):
        result = run(*arguments)
        assert result.exit_code == 1
        assert f"ต้องแก้ไข: {path.name} มาตรการ O4:" in result.stdout
        assert "→" in result.stdout


def test_an_error_in_the_plan_gives_status_one(run: Run, tmp_path: Path) -> None:
    office = Office(tmp_path)
    fill_plan(office.control, MEASURES.replace(f"| {FIRST} |", "| กองใหม่ |"))
    made = run("generate", office.control, "-o", tmp_path / "out")
    assert made.exit_code == 1
    assert "H4" in made.stdout
    assert run("check", office.control).exit_code == 1


def test_equal_findings_are_told_on_one_line_with_their_cells(run: Run, returned: Returned) -> None:
    path = returned.send_back(FIRST, {"M1": {STATUS: "ไม่เสร็จ"}, "M2": {STATUS: "ไม่เสร็จ"}})
    lines = [line for line in run("check", path).stdout.splitlines() if path.name in line]
    assert len(lines) == 1
    assert "N4, N5" in lines[0]


def test_check_speaks_json_to_programs(run: Run, good: Returned) -> None:
    path = good.send_back(FIRST, {"M1": {STATUS: 'ไม่เสร็จ"\n'}, "M2": COMPLETE}, name="ผิด.xlsx")
    result = run("check", path, "--format", "json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)
    assert (finding["severity"], finding["kind"], finding["cell"]) == ("error", "unknown-choice", "N4")
    assert (finding["file"], finding["sheet"], finding["value"]) == ("ผิด.xlsx", "มาตรการ", 'ไม่เสร็จ"\n')
    assert set(finding) == {
        *("severity", "kind", "file", "sheet", "cell", "value", "message_th", "message_en"),
    }
    path.unlink()
    clean = run("check", good.folder, "--format", "json")
    assert (clean.exit_code, json.loads(clean.stdout)) == (0, [])


# Languages and global options


def test_english_is_spoken_where_it_is_asked_for(run: Run, returned: Returned, tmp_path: Path) -> None:
    path = returned.send_back(FIRST, {"M1": {STATUS: "?"}, "M2": COMPLETE})
    said = run("check", path, "--lang", "en").stdout
    assert f"error: {path.name} มาตรการ N4:" in said
    assert "is not one of the choices" in said
    assert "Checked 1 file: 1 error, 0 warnings" in said
    refused = run("consolidate", returned.office.control, tmp_path / "none", "-o", "s.xlsx", "--lang", "en")
    _one_line(refused, "there is no folder")


def test_global_options_stand_before_or_behind_the_verb(run: Run, returned: Returned) -> None:
    path = returned.send_back(FIRST, {"M1": {STATUS: "?"}})
    before = run("--lang", "en", "check", path)
    behind = run("check", "--lang", "en", path)
    last = run("check", path, "--lang", "en")
    assert before.stdout == behind.stdout == last.stdout
    assert "error:" in before.stdout
    for place in ((), ("check", path)):
        _one_line(run(*place, "--templates", returned.folder / "none", *(() if place else ("check", path))))


def test_a_broken_description_is_told_with_all_its_faults(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text('kind = "x"\nverzion = 1\n', encoding="utf-8")
    _one_line(
        run("--templates", tmp_path, "init", tmp_path / "new", "--year", 2566), "plan.toml", "verzion", "kind"
    )


def test_help_answers_without_loading_what_is_heavy() -> None:
    heavy = ("openpyxl", "xlsxwriter", "python_calamine", "pandas", "lxml", "numpy", "itaxl.template.writer")
    program = f"import sys, itaxl.cli; print([each for each in {heavy!r} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_program_runs_as_a_module_and_prints_thai_anywhere() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "itaxl", "--help"], capture_output=True, check=True, env=environment
    )
    assert "รวบรวมผลตามมาตรการ" in done.stdout.decode("utf-8")


# Wrong usage: 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("conslidate",),
        ("check",),
        ("init",),
        ("generate", "plan.xlsx"),
        ("generate", "plan.xlsx", "-o", "out", "--round", "5"),
        ("consolidate", "plan.xlsx", "-o", "s.xlsx"),
        ("check", "x", "--format", "xml"),
        ("--lang", "fr", "frameworks"),
        ("frameworks", "abc"),
    ],
)
def test_wrong_usage_gives_status_two(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_what_does_not_exist_gives_status_two(
    run: Run, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _one_line(run("generate", "none.xlsx", "-o", "out"), "none.xlsx")
    _one_line(run("check", "none.xlsx"), "none.xlsx")
    _one_line(run("consolidate", office.control, "none", "-o", "s.xlsx"), "none")
    _one_line(run("consolidate", "none.xlsx", ".", "-o", "s.xlsx"), "none.xlsx")
    _one_line(run("check", office.file(FIRST), "--control", "none.xlsx"), "none.xlsx")
    _one_line(run("frameworks", 2599), "2599", "2569")
    _one_line(run("init", "new", "--year", 2599), "2598")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_named_as_the_control_workbook_is_called_one(
    run: Run, good: Returned, tmp_path: Path
) -> None:
    for arguments in (
        ("generate", tmp_path, "-o", tmp_path / "out"),
        ("check", good.folder, "--control", tmp_path),
    ):
        _one_line(run(*arguments), "เป็นโฟลเดอร์")
    _one_line(run("consolidate", tmp_path, good.folder, "-o", tmp_path / "s.xlsx"), "เป็นโฟลเดอร์")
    assert not (tmp_path / "out").exists()


def test_faults_of_a_years_file_stand_apart_in_their_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "2570.toml").write_text('standing = "sure"\n', encoding="utf-8")
    result = run("--frameworks", tmp_path, "frameworks", 2570)
    _one_line(result, "; 2570.toml: fiscal_year is missing", "; 2570.toml: instruments is missing")


def test_a_foreign_control_workbook_gives_status_two(run: Run, good: Returned, tmp_path: Path) -> None:
    office, summary = good.office, tmp_path / "summary.xlsx"
    assert run("consolidate", office.control, good.folder, "-o", summary).exit_code == 0
    foreign = tmp_path / "foreign.xlsx"
    openpyxl.Workbook().save(foreign)
    (tmp_path / "text.xlsx").write_text("no workbook")
    for control in (foreign, summary, office.file(FIRST), tmp_path / "text.xlsx"):
        _one_line(run("generate", control, "-o", tmp_path / "out"), control.name)
        _one_line(run("consolidate", control, good.folder, "-o", tmp_path / "s.xlsx"), control.name)
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "s.xlsx").exists()


def test_a_plan_without_its_year_gives_status_two(run: Run, tmp_path: Path) -> None:
    office = Office(tmp_path)
    fill_plan(office.control, labels={"ปีงบประมาณ": None})
    _one_line(run("generate", office.control, "-o", tmp_path / "out"), "ปีงบประมาณ")
    _one_line(run("check", office.control), "ปีงบประมาณ")


@pytest.mark.parametrize("day", ["soon", "31/2/2566", "2023-13-01"])
def test_a_day_that_is_none_gives_status_two(run: Run, good: Returned, tmp_path: Path, day: str) -> None:
    arguments = ("consolidate", good.office.control, good.folder, "-o", tmp_path / "s.xlsx", "--as-of", day)
    _one_line(run(*arguments), day)


@pytest.mark.parametrize("day", ["2023-04-01", "1/4/2566", "1 เม.ย. 2566"])
def test_the_day_of_reckoning_may_be_given_in_either_era(
    run: Run, office: Office, tmp_path: Path, day: str
) -> None:
    returned = Returned(office, tmp_path / "returned")
    returned.send_back(FIRST, {"M1": {STATUS: NOT_STARTED}, "M2": COMPLETE})
    csv = tmp_path / "csv"
    run(
        "consolidate",
        office.control,
        returned.folder,
        "-o",
        tmp_path / "s.xlsx",
        "--as-of",
        day,
        "--csv",
        csv,
    )
    lines = (csv / "measures.csv").read_text("utf-8-sig").splitlines()
    column = lines[0].split(",").index("overdue")
    assert [line.split(",")[column] for line in lines[1:]] == ["1", "1", "0", "0", "0"]


def test_a_summary_never_replaces_what_is_none(run: Run, good: Returned, tmp_path: Path) -> None:
    control = good.office.control
    for out in (tmp_path / "mine.xlsx", tmp_path / "text.xlsx"):
        openpyxl.Workbook().save(out) if out.stem == "mine" else out.write_text("x")
        kept = out.read_bytes()
        _one_line(run("consolidate", control, good.folder, "-o", out), out.name)
        assert out.read_bytes() == kept
    kept = control.read_bytes()
    _one_line(run("consolidate", control, good.folder, "-o", control))
    assert control.read_bytes() == kept
    _one_line(run("consolidate", control, good.folder, "-o", tmp_path / "s.docx"), ".xlsx")
    out = tmp_path / "s.xlsx"
    assert run("consolidate", control, good.folder, "-o", out).exit_code == 0
    assert run("consolidate", control, good.folder, "-o", out).exit_code == 0


def test_a_summary_inside_the_folder_of_returns_is_not_read_as_one(run: Run, good: Returned) -> None:
    out = good.folder / "summary.xlsx"
    for _ in range(2):
        done = run("consolidate", good.office.control, good.folder, "-o", out)
        assert done.exit_code == 0
        assert "summary.xlsx:" not in done.stdout.replace(str(out), "")


def test_init_and_generate_overwrite_only_when_told(run: Run, tmp_path: Path) -> None:
    office = Office(tmp_path)
    kept = {each: each.read_bytes() for each in (office.control, *office.sent.iterdir())}
    _one_line(run("init", tmp_path, "--year", 2566), "--overwrite")
    _one_line(run("generate", office.control, "-o", office.sent), "--overwrite")
    assert {each: each.read_bytes() for each in kept} == kept
    made = run("generate", office.control, "-o", office.sent, "--overwrite")
    assert made.exit_code == 0
    assert "สำรอง 1" in made.stdout
    assert len(list(office.sent.iterdir())) == 8
    assert run("init", tmp_path, "--year", 2566, "--overwrite").exit_code == 0


@pytest.mark.parametrize(
    ("due", "told_of_rounds", "words"),
    [
        (date(2023, 4, 10), {12}, "(10 เมษายน 2566) อยู่ก่อนช่วงที่รายงาน"),
        # 10/4/2566, typed where dates begin with the month.
        (date(2023, 10, 4), {6, 9}, "(4 ตุลาคม 2566) อยู่หลังสิ้นรอบเกิน 3 เดือน"),
    ],
)
def test_a_due_day_that_is_none_of_the_round_is_told_when_the_forms_are_made(
    run: Run, tmp_path: Path, due: date, told_of_rounds: set[int], words: str
) -> None:
    control = Office(tmp_path, labels={"กำหนดส่ง": due}).control
    for months in (6, 9, 12):
        made = run("generate", control, "-o", tmp_path / f"{months}", "--round", months)
        assert made.exit_code == 0
        assert (f"กำหนดส่งในแบบ {words}" in made.stdout) is (months in told_of_rounds)


# Where nothing can be written


def test_a_place_that_cannot_be_written_gives_status_two(run: Run, good: Returned, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file, no folder")
    control = good.office.control
    _one_line(run("init", blocked, "--year", 2566), "file")
    _one_line(run("init", blocked / "in", "--year", 2566), "file")
    _one_line(run("generate", control, "-o", blocked), "file")
    _one_line(run("consolidate", control, good.folder, "-o", blocked / "s.xlsx"), "file")
    _one_line(
        run("consolidate", control, good.folder, "-o", tmp_path / "new" / "s.xlsx", "--csv", blocked), "file"
    )
    assert blocked.read_text() == "a file, no folder"
    assert [each.name for each in tmp_path.rglob("*") if each.name.startswith(".itaxl")] == []
    assert not (tmp_path / "new" / "s.xlsx").exists()


def test_a_full_disk_gives_status_two_and_leaves_nothing_half_written(
    run: Run, good: Returned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control, out = good.office.control, tmp_path / "out"
    summary = tmp_path / "summary.xlsx"
    assert run("consolidate", control, good.folder, "-o", summary).exit_code == 0
    kept = summary.read_bytes()

    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", FullDisk)
    _one_line(run("generate", control, "-o", out), "ดิสก์เต็ม")
    _one_line(run("consolidate", control, good.folder, "-o", summary), "ดิสก์เต็ม")
    _one_line(run("init", tmp_path / "new", "--year", 2566), "ดิสก์เต็ม")
    assert summary.read_bytes() == kept
    left = {each.name for folder in (out, tmp_path / "new") if folder.exists() for each in folder.iterdir()}
    assert left == set()
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


@pytest.mark.parametrize(
    "words",
    [["foo"], ["init"], ["init", "x", "--year", "abc"], ["generate", "plan.xlsx"], ["--lang", "xx", "demo"]],
)
def test_words_that_make_no_command_are_one_line(run: Run, words: list[str]) -> None:
    _one_line(run(*words), "--help")
