"""``itaxl demo``: the whole way on a published report, from an empty folder to its published figures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from command_line import csv_table, run
from openxml_audit import OpenXmlValidator

from itaxl.sheets.workbooks import open_workbook
from itaxl.workflow import demonstration
from itaxl.workflow.synthetic_province import KINDS

DEPARTMENTS = ("01 สำนักปลัดเทศบาล.xlsx", "02 กองยุทธศาสตร์และงบประมาณ.xlsx")
FILES = {
    "plan.xlsx",
    "สรุป.xlsx",
    "ผลการวิเคราะห์.xlsx",
    "รายงาน.docx",
    "รายงาน.xlsx",
    *(f"แบบที่ส่งออก/{name}" for name in (*DEPARTMENTS, "ทะเบียนการแจกจ่าย.xlsx")),
    *(f"แบบที่ส่งคืน/{name}" for name in DEPARTMENTS),
    *(f"csv/{name}.csv" for name in ("agencies", "findings", "measures", "scores", "submissions")),
}
PROVINCE = "จังหวัดสมมติ"
OF_THE_PROVINCE = {
    f"{PROVINCE}/province.xlsx",
    f"{PROVINCE}/สรุปจังหวัด.xlsx",
    f"{PROVINCE}/สรุปสำหรับที่ประชุม.docx",
    *(f"{PROVINCE}/csv/{name}.csv" for name in ("agencies", "findings", "measures", "scores", "submissions")),
}


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module", autouse=True)
def small_province() -> Iterator[None]:
    """Thirty agencies instead of 334: the same slips, in a tenth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        counts = (1, 1, 2, 10, 16)
        kinds = tuple((kind, count) for (kind, _), count in zip(KINDS, counts, strict=True))
        patch.setattr("itaxl.workflow.synthetic_province.KINDS", kinds)
        yield


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The demonstration, made once in a folder that was not there."""
    folder = tmp_path_factory.mktemp("demo") / "งาน" / "ตัวอย่าง"
    return folder, run("demo", folder)


def test_it_ends_clean_and_leaves_every_file_of_the_way(shown: tuple[Path, Result]) -> None:
    folder, result = shown
    assert result.exit_code == 0, result.output
    files = set(contents(folder))
    returned = {name for name in files if name.startswith(f"{PROVINCE}/แบบที่ส่งคืน/")}
    assert files - returned == FILES | OF_THE_PROVINCE
    assert len(returned) > 20


def test_it_says_what_to_open_and_that_the_figures_are_the_published_ones(
    shown: tuple[Path, Result],
) -> None:
    folder, result = shown
    assert f"เปิดไฟล์นี้ก่อน: {folder / 'สรุป.xlsx'}" in result.output
    assert "ตรงกับจุดแข็งและจุดอ่อนที่หน่วยงานเผยแพร่" in result.output
    assert "คะแนนรวม 84.48 ระดับ B" in result.output
    figures = ("100.00  10", "92.50  9", "82.44  1", "80.95  3", "72.13  5", "73.16  4", "77.85  2")
    places = [result.output.index(each) for each in figures]
    assert places == sorted(places)


def test_it_says_the_same_in_english(tmp_path: Path) -> None:
    result = run("--lang", "en", "demo", tmp_path / "demo")
    assert result.exit_code == 0
    assert f"Open this first: {tmp_path / 'demo' / 'สรุป.xlsx'}" in result.output
    assert "the strengths and weaknesses that the agency published" in result.output


def test_the_tables_hold_the_published_figures(shown: tuple[Path, Result]) -> None:
    scores = csv_table(shown[0] / "csv" / "scores.csv")
    strengths = {row["indicator_no"]: float(row["score"]) for row in scores if row["strength"] == "1"}
    weaknesses = {row["indicator_no"]: float(row["score"]) for row in scores if row["weakness"] == "1"}
    assert strengths == {"1": 82.44, "3": 80.95, "9": 92.5, "10": 100.0}
    assert weaknesses == {"2": 77.85, "4": 73.16, "5": 72.13}
    [agency] = csv_table(shown[0] / "csv" / "agencies.csv")
    assert (agency["total"], agency["grade"]) == ("84.48", "B")
    assert (agency["measures"], agency["done"]) == ("3", "3")
    assert [row["state"] for row in csv_table(shown[0] / "csv" / "submissions.csv")] == [
        "accepted",
        "accepted",
    ]


def test_what_went_out_is_empty_and_what_came_back_is_filled_in(shown: tuple[Path, Result]) -> None:
    sent, returned = (
        open_workbook(shown[0] / folder / DEPARTMENTS[1]).grid("มาตรการ").rows[3]
        for folder in ("แบบที่ส่งออก", "แบบที่ส่งคืน")
    )
    assert "ดำเนินการแล้ว" in returned
    assert "ดำเนินการแล้ว" not in sent
    assert sent[0] == returned[0] == "M2"


@pytest.mark.parametrize("name", sorted(each for each in FILES if each.endswith(".xlsx")))
def test_every_workbook_is_sound(shown: tuple[Path, Result], name: str) -> None:
    assert OpenXmlValidator().validate(str(shown[0] / name)).errors == []


def test_a_second_run_touches_nothing_and_says_what_to_do(shown: tuple[Path, Result]) -> None:
    folder, _ = shown
    before = contents(folder)
    result = run("demo", folder)
    assert result.exit_code == 2
    assert "ให้ระบุโฟลเดอร์ใหม่" in result.output
    assert len(result.output.splitlines()) == 1
    assert contents(folder) == before


def test_a_file_in_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "demo"
    file.write_text("ของเดิม", encoding="utf-8")
    assert run("demo", file).exit_code == 2
    assert file.read_text(encoding="utf-8") == "ของเดิม"


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert run("demo", tmp_path).exit_code == 0


def test_a_failure_halfway_leaves_the_folder_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "สรุป.xlsx")

    monkeypatch.setattr(demonstration, "consolidate_returns", fail)
    result = run("demo", tmp_path / "demo")
    assert result.exit_code == 2
    assert "ดิสก์เต็ม" in result.output
    assert contents(tmp_path) == {}


def test_two_runs_make_the_same_plan_and_forms(shown: tuple[Path, Result], tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert run("demo", again).exit_code == 0
    first, second = contents(shown[0]), contents(again)
    # The summary tells when each return was saved.
    changing = {"สรุป.xlsx", "csv/submissions.csv"}
    assert {name for name in FILES if first[name] != second[name]} <= changing
