"""Who has answered, who has not, who has to correct, how many days are left: for both kinds of offices."""

import functools
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from command_line import csv_table
from conftest import Run
from filling import COMPLETE, DONE, DONE_ON, FIRST, SECOND, STATUS, THIRD, Office, Returned, fill
from msgspec.structs import replace
from provincial import AGENCIES, REPORTER, SETTINGS, TAMBON, ProvinceOffice, measure, new_province, scores

from itaxl.cli import main
from itaxl.results.standings import Standing
from itaxl.thai.measuring import terminal_width
from itaxl.workflow.generation import generate
from itaxl.workflow.settings import UsageError
from itaxl.workflow.status import status_of

DUE = date(2023, 4, 10)
WRONG = {"M1": {STATUS: DONE, DONE_ON: "?"}, "M2": {STATUS: DONE}}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose plan names a last day."""
    return Office(tmp_path_factory.mktemp("dated"), labels={"กำหนดส่ง": DUE})


@pytest.fixture
def back(dated: Office, tmp_path: Path) -> Returned:
    """One complete in time, one with errors and late, one missing."""
    returned = Returned(dated, tmp_path / "back")
    returned.send_back(FIRST, dict.fromkeys(("M1", "M2"), COMPLETE), saved=datetime(2023, 4, 8, tzinfo=UTC))
    returned.send_back(SECOND, WRONG, saved=datetime(2023, 4, 12, tzinfo=UTC))
    return returned


@pytest.fixture
def status(run: Run) -> Run:
    """The command on a terminal of eighty columns."""
    return functools.partial(run, "status", columns=80)


def test_everybody_stands_somewhere_and_days_are_counted(back: Returned) -> None:
    found = status_of(back.office.control, back.folder, back.office.settings, as_of=date(2023, 4, 13))
    now = found.standings
    assert [(each.name, each.standing) for each in now.units] == [
        (FIRST, Standing.COMPLETE),
        (SECOND, Standing.TO_CORRECT),
        (THIRD, Standing.MISSING),
    ]
    assert now.days_left == -3
    assert [now.days_late(each) for each in now.units] == [0, 2, None]
    assert [each.errors > 0 for each in now.units] == [False, True, False]
    assert not found.is_done


def test_the_terminal_says_it_in_eighty_columns_and_ends_with_one(back: Returned, status: Run) -> None:
    result = status(back.office.control, back.folder, "--as-of", "13/4/2566")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert max(map(terminal_width, lines)) <= 80
    assert lines[1] == "กำหนดส่ง 10 เมษายน 2566 · เลยกำหนดมาแล้ว 3 วัน (นับถึง 13 เมษายน 2566)"
    assert lines[2] == "ส่วนราชการ 3 แห่ง: ส่งแล้ว 1 · ต้องแก้ไข 1 · ต้องส่งใหม่ 0 · ยังไม่ส่ง 1"
    first, second, third = (next(line for line in lines if unit in line) for unit in (FIRST, SECOND, THIRD))
    assert "ส่งแล้ว" in first
    assert "8 เม.ย. 2566" in first
    assert first.endswith("ทันกำหนด")
    assert "ต้องแก้ไข" in second
    assert "ยังไม่ส่ง" in third
    assert third.endswith("เลยกำหนด 3 วัน")


@pytest.mark.parametrize(
    ("as_of", "thai", "english"),
    [
        ("2023-04-05", "เหลืออีก 5 วัน", "5 days left"),
        ("2023-04-09", "เหลืออีก 1 วัน", "1 day left"),
        ("2023-04-10", "ครบกำหนดวันนี้", "due today"),
        ("2023-04-11", "เลยกำหนดมาแล้ว 1 วัน", "1 day late"),
    ],
)
def test_days_are_told_in_both_languages(
    back: Returned, status: Run, as_of: str, thai: str, english: str
) -> None:
    arguments = (back.office.control, back.folder, "--as-of", as_of)
    assert thai in status(*arguments).stdout
    said = status(*arguments, "--lang", "en").stdout
    assert english in said
    assert "ยังไม่ส่ง" not in said


def test_what_came_late_and_complete_says_so(dated: Office, status: Run, tmp_path: Path) -> None:
    returned = Returned(dated, tmp_path / "back")
    late = datetime(2023, 4, 12, tzinfo=UTC)
    returned.send_back(FIRST, dict.fromkeys(("M1", "M2"), COMPLETE), saved=late)
    line = next(
        line for line in status(dated.control, returned.folder).stdout.splitlines() if line.startswith("01")
    )
    assert line.endswith("ส่งช้า 2 วัน")


def test_all_in_and_right_ends_with_zero(dated: Office, status: Run, tmp_path: Path) -> None:
    returned = Returned(dated, tmp_path / "back")
    for unit, codes in ((FIRST, ("M1", "M2")), (SECOND, ("M1", "M2")), (THIRD, ("M2",))):
        returned.send_back(unit, dict.fromkeys(codes, COMPLETE))
    assert status(dated.control, returned.folder).exit_code == 0
    (returned.folder / f"{THIRD}.xlsx").unlink()
    assert status(dated.control, returned.folder).exit_code == 1


def test_nothing_is_written_but_the_table_that_was_asked_for(
    back: Returned, status: Run, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    status(back.office.control, back.folder)
    assert sorted(tmp_path.rglob("*")) == before
    status(back.office.control, back.folder, "--csv", tmp_path / "csv")
    assert sorted(set(tmp_path.rglob("*")) - set(before)) == [
        tmp_path / "csv",
        tmp_path / "csv" / "submissions.csv",
    ]


def test_the_table_has_the_columns_of_the_register_and_what_is_still_to_do(
    back: Returned, status: Run, tmp_path: Path
) -> None:
    (back.folder / "อื่น.xlsx").write_bytes(b"PK\x03\x04")
    status(back.office.control, back.folder, "--csv", tmp_path / "csv", "--as-of", "2023-04-13")
    rows = csv_table(tmp_path / "csv" / "submissions.csv")
    head = ["unit_code", "unit", "state", "file", "modified", "errors", "warnings"]
    assert list(rows[0])[:7] == head
    told = [
        (row["unit"], row["state"], row["standing"], row["due"], row["days_left"], row["days_late"])
        for row in rows
    ]
    assert told == [
        (FIRST, "accepted", "complete", "2023-04-10", "", "0"),
        (SECOND, "accepted", "to_correct", "2023-04-10", "-3", "2"),
        (THIRD, "missing", "missing", "2023-04-10", "-3", ""),
        ("", "rejected", "", "", "", ""),
    ]


def test_a_refused_workbook_has_to_be_sent_again(dated: Office, status: Run, tmp_path: Path) -> None:
    generate(dated.control, tmp_path / "other", dated.settings, months=12)
    fill(next((tmp_path / "other").glob(f"*{FIRST}.xlsx")), tmp_path / "back" / "a.xlsx", {"M1": COMPLETE})
    found = status_of(dated.control, tmp_path / "back", dated.settings)
    assert [each.standing for each in found.standings.units][:2] == [Standing.REFUSED, Standing.MISSING]
    assert "ต้องส่งใหม่ 1" in status(dated.control, tmp_path / "back").stdout
    of_year = status_of(dated.control, tmp_path / "back", dated.settings, months=12)
    assert of_year.standings.units[0].standing is not Standing.REFUSED
    assert "รอบ 12 เดือน" in status(dated.control, tmp_path / "back", "--round", "12").stdout


def test_a_blank_copy_is_no_answer(dated: Office, tmp_path: Path) -> None:
    returned = Returned(dated, tmp_path / "back")
    returned.send_back(FIRST, reporter=False)
    found = status_of(dated.control, returned.folder, dated.settings)
    assert found.standings.units[0].standing is Standing.MISSING


def test_without_a_last_day_there_are_no_days(office: Office, status: Run, tmp_path: Path) -> None:
    (tmp_path / "back").mkdir()
    result = status(office.control, tmp_path / "back")
    assert "ไม่ได้ระบุกำหนดส่ง" in result.stdout
    assert "วัน (" not in result.stdout
    assert status_of(office.control, tmp_path / "back", office.settings).standings.days_left is None


def test_files_of_nobody_are_named(back: Returned, status: Run) -> None:
    (back.folder / "รายชื่อ.xlsx").write_bytes(b"PK\x03\x04")
    (back.folder / "หนังสือ.pdf").write_bytes(b"%PDF-1.4")
    said = status(back.office.control, back.folder).stdout
    assert "รายชื่อ.xlsx" in said
    assert "หนังสือ.pdf" not in said


def test_an_error_in_the_plan_is_told_and_ends_with_one(status: Run, tmp_path: Path) -> None:
    measures = [{"รหัส": "M1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": FIRST}]
    office = Office(tmp_path / "office", measures)
    returned = Returned(office, tmp_path / "back")
    returned.send_back(FIRST, {"M1": COMPLETE})
    assert status(office.control, returned.folder).exit_code == 0
    double = [*measures, {"รหัส": "M1", "มาตรการ": "ข", "ส่วนราชการที่รับผิดชอบ": FIRST}]
    Office(tmp_path / "double", double)
    result = status(tmp_path / "double" / "plan.xlsx", returned.folder)
    assert result.exit_code == 1
    assert "ต้องแก้ไข: plan.xlsx" in result.stdout


def test_wrong_usage_ends_with_two_and_one_line(back: Returned, status: Run, tmp_path: Path) -> None:
    for arguments in (
        (back.office.control, tmp_path / "nowhere"),
        (tmp_path / "nothing.xlsx", back.folder),
        (back.office.control, back.folder, "--as-of", "พรุ่งนี้"),
        (back.office.control,),
        (back.office.control, back.folder, "--round", "5"),
    ):
        result = status(*arguments)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    with pytest.raises(UsageError):
        status_of(back.office.control, tmp_path / "nowhere", back.office.settings)


# A province


def test_agencies_of_a_province_stand_somewhere_too(
    province: ProvinceOffice, status: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "back"
    path = province.file("002")
    good = measure(path, 1, รหัส="1", มาตรการ="ก", สถานะ="ยังไม่ดำเนินการ", ส่วนราชการที่รับผิดชอบ="กองคลัง")
    wrong = {**scores(["มาก"]), **REPORTER}
    province.returned(folder / "a.xlsx", {**REPORTER, **scores([90] * 10), **good})
    province.returned(folder / "b.xlsx", wrong, code="003")
    found = status_of(province.control, folder, SETTINGS)
    assert [each.standing for each in found.standings.units] == [
        Standing.MISSING,
        Standing.COMPLETE,
        Standing.TO_CORRECT,
        Standing.MISSING,
    ]
    assert found.is_province
    said = status(province.control, folder, "--csv", tmp_path / "csv")
    assert said.exit_code == 1
    assert "หน่วยงาน 4 แห่ง: ส่งแล้ว 1 · ต้องแก้ไข 1" in said.stdout
    assert max(map(terminal_width, said.stdout.splitlines())) <= 80
    assert [row["group"] for row in csv_table(tmp_path / "csv" / "submissions.csv")] == [
        "",
        "ทัพทัน",
        "ทัพทัน",
        "บ้านไร่",
    ]


def test_many_agencies_are_told_by_district(status: Run, tmp_path: Path) -> None:
    many = [
        (f"{number:03}", f"องค์การบริหารส่วนตำบลที่ {number}", TAMBON, f"อำเภอที่{number % 3}", "")
        for number in range(40)
    ]
    control = new_province(tmp_path / "p", many, labels={"กำหนดส่ง": date(2025, 4, 10)})
    (tmp_path / "back").mkdir()
    result = status(control, tmp_path / "back", "--as-of", "2025-04-01")
    lines = result.stdout.splitlines()
    assert max(map(terminal_width, lines)) <= 80
    district = next(line for line in lines if line.startswith("ที่1"))
    assert district.split() == ["ที่1", "13", "0", "0", "0", "13"]
    assert any(line.startswith("ที่2 (13): ") for line in lines)
    for _, name, *_ in many:
        assert "".join(name.split()) in "".join("".join(lines).split())
    wide = status(control, tmp_path / "back", "--as-of", "2025-04-01", columns=200)
    assert wide.stdout != result.stdout


def test_workers_change_nothing(back: Returned) -> None:
    settings = replace(back.office.settings, workers=2)
    one = status_of(back.office.control, back.folder, back.office.settings, as_of=DUE)
    assert status_of(back.office.control, back.folder, settings, as_of=DUE).standings == one.standings


def test_addresses_that_cannot_be_written_to_are_found_with_their_cell(tmp_path: Path) -> None:
    agencies = [(*each[:4], "pao@example.go.th, โทร 056") if each[0] == "001" else each for each in AGENCIES]
    control = new_province(tmp_path, agencies)
    result = CliRunner().invoke(main, ["check", str(control)])
    assert result.exit_code == 0
    assert "ควรตรวจสอบ: province.xlsx หน่วยงาน E4: อีเมล “pao@example.go.th, โทร 056” ใช้ไม่ได้" in result.stdout
