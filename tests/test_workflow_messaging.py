"""Drafts read back: each goes to the unit whose workbook it carries and to nobody else; nothing is sent."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import Run
from drafts import drafts, longest_line, newest, table
from filling import (
    AGENCY,
    COMPLETE,
    DONE,
    DONE_ON,
    FIRST,
    SECOND,
    STATUS,
    THIRD,
    Office,
    Returned,
    fill,
    fill_plan,
)
from msgspec.structs import replace

from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.generation import generate
from itaxl.workflow.letters import GROUP_NAME, TABLE_NAME, WITHOUT_ADDRESS
from itaxl.workflow.messaging import Correspondence
from itaxl.workflow.settings import default_templates

DUE = date(2023, 4, 10)
FOURTH = "กองการศึกษา"
ADDRESSES = {FIRST: ["office@example.go.th"], SECOND: ["fin@example.go.th", "tax@example.go.th"]}
ADDRESSES |= {THIRD: ["office@example.go.th"]}
DEPARTMENTS = f"""
| รหัส | ชื่อส่วนราชการ | ผู้ประสานงาน | อีเมล |
| 01 | {FIRST} | นักจัดการงานทั่วไป | office@example.go.th |
| 02 | {SECOND} | | fin@example.go.th; tax@example.go.th |
| 03 | {THIRD} | นายช่างโยธา | office@example.go.th |
| 04 | {FOURTH} | | |
"""
WRONG: Mapping[str, Mapping[str, object]] = {"M1": {STATUS: DONE, DONE_ON: "?"}, "M2": {STATUS: "ทำแล้วบ้าง"}}
BOTH = dict.fromkeys(("M1", "M2"), COMPLETE)
pytestmark = pytest.mark.usefixtures("offline")


@pytest.fixture(scope="module")
def mailed(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with addresses and a last day; one person serves two departments, one has no address."""
    labels = {"กำหนดส่ง": DUE, "ส่งแบบคืนที่": "งานบริหารทั่วไป สำนักปลัด", "โทรศัพท์": "0 4200 0000"}
    return Office(tmp_path_factory.mktemp("mailed"), departments=DEPARTMENTS, labels=labels)


@pytest.fixture
def back(mailed: Office, tmp_path: Path) -> Returned:
    """One complete, one with errors, two missing."""
    returned = Returned(mailed, tmp_path / "back")
    returned.send_back(FIRST, BOTH, saved=datetime(2023, 4, 8, tzinfo=UTC))
    returned.send_back(SECOND, WRONG, saved=datetime(2023, 4, 8, tzinfo=UTC))
    return returned


@pytest.fixture
def answers(back: Returned, run: Run, tmp_path: Path) -> Callable[..., Path]:
    """Consolidates what came back, and gives the folder of that run's drafts."""

    def write(as_of: str = "2023-04-08", *further: object) -> Path:
        out, mail = tmp_path / "s.xlsx", tmp_path / "mail"
        run(
            "consolidate",
            back.office.control,
            back.folder,
            "-o",
            out,
            "--as-of",
            as_of,
            "--mail",
            mail,
            *further,
        )
        return newest(mail)

    return write


# The first sending


def test_every_draft_carries_the_workbook_of_the_unit_that_it_goes_to(
    mailed: Office, run: Run, tmp_path: Path
) -> None:
    out, mail = tmp_path / "out", tmp_path / "mail"
    result = run("generate", mailed.control, "-o", out, "--mail", mail)
    assert result.exit_code == 0
    found = drafts(mail)
    units = []
    for each in found:
        (stamp,) = each.stamps(tmp_path)
        units.append(stamp.unit)
        assert list(each.addresses) == ADDRESSES[stamp.unit]
        assert stamp.unit in each.subject
        assert f"เรียน  หัวหน้าส่วนราชการ {stamp.unit}" in each.text
        (name,) = (name for name, _ in each.attached)
        assert each.attached[0][1] == (out / name).read_bytes()
        assert f"“{name}”" in each.text
    assert units == [FIRST, SECOND, THIRD]
    assert "ร่างอีเมล 3 ฉบับ" in result.stdout
    assert "ยังไม่ได้ส่ง" in result.stdout
    assert f"ไม่มีอีเมลที่ใช้ได้ 1 แห่ง ใช้ข้อความ LINE ใน messages.csv แทน: {FOURTH}" in result.stdout


def test_the_table_has_a_line_for_every_unit_and_one_for_the_group(
    mailed: Office, run: Run, tmp_path: Path
) -> None:
    mail = tmp_path / "mail"
    run("generate", mailed.control, "-o", tmp_path / "out", "--mail", mail)
    rows = table(mail)
    head = ["unit_code", "unit", "email", "kind", "subject", "draft", "line_text"]
    assert list(rows[0])[:7] == head
    told = [
        (row["unit_code"], row["unit"], row["email"], row["kind"], row["draft"], row["note"]) for row in rows
    ]
    assert told == [
        ("01", FIRST, "office@example.go.th", "first", f"01 {FIRST}.eml", ""),
        ("02", SECOND, "fin@example.go.th, tax@example.go.th", "first", f"02 {SECOND}.eml", ""),
        ("03", THIRD, "office@example.go.th", "first", f"03 {THIRD}.eml", ""),
        ("04", FOURTH, "", "first", "", "ไม่มีอีเมล"),
        ("", "", "", "group", GROUP_NAME, ""),
    ]
    assert {row["draft"] for row in rows if row["draft"]} == {
        path.name for path in mail.iterdir() if path.name != TABLE_NAME
    }
    assert (mail / TABLE_NAME).read_bytes().startswith(b"\xef\xbb\xbf")
    assert (mail / GROUP_NAME).read_text(encoding="utf-8-sig") == rows[-1]["line_text"]
    assert rows[-1]["line_text"].startswith("เรียน ทุกส่วนราชการ\n")


def test_the_last_day_stands_in_thai_in_the_letter_and_days_are_counted(
    mailed: Office, tmp_path: Path
) -> None:
    settings = replace(mailed.settings, today=date(2023, 4, 5))
    made = generate(mailed.control, tmp_path / "out", settings)
    Correspondence(tmp_path / "mail", settings).first(made, tmp_path / "out")
    for each in drafts(tmp_path / "mail"):
        assert "และส่งคืนภายในวันจันทร์ที่ 10 เมษายน 2566" in each.text
        assert "ส่งแบบคืนที่: งานบริหารทั่วไป สำนักปลัด" in each.text
        assert "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ" in each.text
        assert each.text.rstrip().endswith("โทรศัพท์ 0 4200 0000")
    lines = [row["line_text"] for row in table(tmp_path / "mail")]
    assert all("วันจันทร์ที่ 10 เมษายน 2566 (เหลืออีก 5 วัน)" in " ".join(line.split()) for line in lines)


def test_a_first_letter_after_the_last_day_asks_for_a_look_at_it(
    mailed: Office, run: Run, tmp_path: Path
) -> None:
    result = run("generate", mailed.control, "-o", tmp_path / "out", "--mail", tmp_path / "mail")
    assert "กำหนดส่งในไฟล์ควบคุม (10 เมษายน 2566) ผ่านไปแล้ว" in result.stdout
    for each in drafts(tmp_path / "mail"):
        assert "ส่งคืนโดยเร็ว" in each.text
        assert "เลยกำหนด" not in each.text


def test_drafts_that_somebody_worked_on_are_never_overwritten(
    mailed: Office, run: Run, tmp_path: Path
) -> None:
    mail = tmp_path / "mail"
    run("generate", mailed.control, "-o", tmp_path / "out", "--mail", mail)
    edited = mail / f"01 {FIRST}.eml"
    edited.write_bytes(b"Subject: edited\r\n\r\n")
    before = {each.name: each.read_bytes() for each in mail.iterdir()}
    again = run("generate", mailed.control, "-o", tmp_path / "other", "--mail", mail)
    assert (again.exit_code, again.stdout, again.stderr.count("\n")) == (2, "", 1)
    assert not (tmp_path / "other").exists()
    assert {each.name: each.read_bytes() for each in mail.iterdir()} == before
    for number in (1, 2):
        run("generate", mailed.control, "-o", tmp_path / f"out{number}", "--mail", mail, "--overwrite")
        aside = mail / f"สำรอง {number}"
        assert len(list(aside.iterdir())) == len(before)
    assert (mail / "สำรอง 1" / edited.name).read_bytes() == b"Subject: edited\r\n\r\n"
    assert len(drafts(mail)) == 3


def test_another_round_is_named_in_letter_and_workbook(mailed: Office, run: Run, tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    run("generate", mailed.control, "-o", tmp_path / "out", "--round", 12, "--mail", mail)
    for each in drafts(mail):
        assert "รอบ 12 เดือน" in each.subject
        assert each.stamps(tmp_path)[0].months == 12


def test_a_plan_with_errors_writes_to_nobody(run: Run, tmp_path: Path) -> None:
    office = Office(tmp_path / "office", [{"รหัส": "M1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": "กองใหม่"}])
    result = run("generate", office.control, "-o", tmp_path / "out", "--mail", tmp_path / "mail")
    assert result.exit_code == 1
    assert not (tmp_path / "mail").exists()


def test_a_full_disk_leaves_no_half_drafts(
    mailed: Office, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = tmp_path / "mail"
    run("generate", mailed.control, "-o", tmp_path / "out", "--mail", mail)
    before = {each.name: each.read_bytes() for each in mail.iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(mail))

    monkeypatch.setattr("itaxl.workflow.letters.write_table", full)
    result = run("generate", mailed.control, "-o", tmp_path / "out2", "--mail", mail, "--overwrite")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert {each.name: each.read_bytes() for each in mail.iterdir()} == before


# What comes out of the control workbook is hostile


@pytest.mark.parametrize(
    "cell",
    [
        "a@example.go.th\r\nBcc: x@example.com",
        "a@example.go.th\nX-Unsent: 0",
        "ไม่มี",
        "=HYPERLINK(1)",
        "a@example.go.th (กองคลัง)",
    ],
)
def test_a_cell_that_is_no_address_is_written_to_by_nobody(run: Run, tmp_path: Path, cell: str) -> None:
    departments = [{"รหัส": "01", "ชื่อส่วนราชการ": FIRST, "อีเมล": cell}]
    measures = [{"รหัส": "M1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": FIRST}]
    office = Office(tmp_path / "office", measures, departments=departments)
    result = run("generate", office.control, "-o", tmp_path / "out", "--mail", tmp_path / "mail")
    assert result.exit_code == 0
    assert "ควรตรวจสอบ: plan.xlsx ส่วนราชการ D4: อีเมล" in result.stdout
    assert drafts(tmp_path / "mail") == []
    row = table(tmp_path / "mail")[0]
    assert row["note"].startswith("อีเมลใช้ไม่ได้: ")
    assert "\n" not in row["note"]


def test_names_cannot_add_a_header_nor_a_formula_nor_a_path(run: Run, tmp_path: Path) -> None:
    name = "=cmd|' /C calc'!A0\r\nBcc: x@example.com/../\u202e"
    departments = [{"รหัส": "01", "ชื่อส่วนราชการ": name, "ผู้ประสานงาน": "{password}", "อีเมล": "a@example.go.th"}]
    measures = [{"รหัส": "M1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": "ทุกส่วนราชการ"}]
    labels = {"รหัสผ่านล็อกแผ่นงาน": "ลับมาก"}
    office = Office(tmp_path / "office", measures, departments=departments, labels=labels)
    mail = tmp_path / "mail"
    run("generate", office.control, "-o", tmp_path / "out", "--mail", mail)
    (found,) = drafts(mail)
    assert found.addresses == ("a@example.go.th",)
    assert "\n" not in found.subject
    assert "\u202e" not in found.subject
    assert "ลับมาก" not in found.text
    assert found.file.parent == mail
    raw = (mail / TABLE_NAME).read_text(encoding="utf-8-sig")
    assert '"=cmd' not in raw
    assert "\"'=cmd" in raw


def test_of_two_departments_with_one_code_the_second_never_gets_the_workbook_of_the_first(
    run: Run, tmp_path: Path
) -> None:
    office = Office(tmp_path / "office", departments=DEPARTMENTS)
    double = DEPARTMENTS.replace(f"| 03 | {THIRD} | นายช่างโยธา | office", f"| 02 | {THIRD} | | other")
    fill_plan(office.control, departments=double)
    (tmp_path / "back").mkdir()
    mail = tmp_path / "mail"
    command = ("consolidate", office.control, tmp_path / "back", "-o", tmp_path / "s.xlsx", "--mail", mail)
    assert run(*command).exit_code == 1
    found = [(each.addresses, each.stamps(tmp_path)[0].unit) for each in drafts(newest(mail))]
    assert found == [(tuple(ADDRESSES[unit]), unit) for unit in (FIRST, SECOND)]


# Answers to what came back


def test_everybody_is_told_what_concerns_them_before_the_last_day(answers: Callable[..., Path]) -> None:
    folder = answers("2023-04-08")
    assert folder.name == "2566-04-08"
    kinds = {row["unit"]: row["kind"] for row in table(folder)}
    assert kinds == {
        FIRST: "thanks",
        SECOND: "corrections",
        THIRD: "reminder",
        FOURTH: "reminder",
        "": "group",
    }
    texts = {row["unit"]: row["line_text"] for row in table(folder)}
    assert "(เหลืออีก 2 วัน)" in texts[THIRD]
    assert "ได้รับแล้ว 2 จาก 4 ส่วนราชการ" in texts[""]
    assert f"ยังไม่ได้รับ 2 แห่ง: {THIRD} และ{FOURTH}" in texts[""]
    assert f"ขอให้แก้ไข 1 แห่ง: {SECOND}" in texts[""]


def test_whoever_is_late_is_told_so_after_the_last_day(answers: Callable[..., Path]) -> None:
    folder = answers("2023-04-13")
    (late,) = [each for each in drafts(folder) if THIRD in each.subject]
    assert "เลยกำหนด" in late.subject
    assert "ภายในวันจันทร์ที่ 10 เมษายน 2566" in late.text
    assert "เลยกำหนดมาแล้ว 3 วัน" in late.text
    assert {row["kind"] for row in table(folder)} == {"thanks", "corrections", "overdue", "group"}
    assert "เลยกำหนดมาแล้ว 3 วัน" in table(folder)[-1]["line_text"]


def test_answers_too_carry_workbooks_of_their_own_unit_only(
    answers: Callable[..., Path], tmp_path: Path
) -> None:
    folder = answers()
    attached = {}
    for each in drafts(folder):
        unit = next(unit for unit in ADDRESSES if f"({unit})" in each.subject)
        assert list(each.addresses) == ADDRESSES[unit]
        stamps = each.stamps(tmp_path)
        assert {stamp.unit for stamp in stamps} <= {unit}
        attached[unit] = len(stamps)
    assert attached == {FIRST: 0, SECOND: 1, THIRD: 1}


def test_a_form_that_is_sent_once_more_can_be_returned(
    answers: Callable[..., Path], back: Returned, tmp_path: Path
) -> None:
    (reminder,) = [each for each in drafts(answers()) if THIRD in each.subject]
    (tmp_path / "form.xlsx").write_bytes(reminder.attached[0][1])
    fill(tmp_path / "form.xlsx", back.folder / "c.xlsx", {"M2": COMPLETE})
    folder = answers("2023-04-09")
    assert {row["unit"]: row["kind"] for row in table(folder)}[THIRD] == "thanks"


def test_whoever_has_to_correct_reads_where_and_what(answers: Callable[..., Path]) -> None:
    (letter,) = [each for each in drafts(answers()) if SECOND in each.subject]
    assert "พบรายการที่ต้องแก้ไข จำนวน 3 จุด" in letter.text
    assert "        1. แผ่น มาตรการ ช่อง O4: “?” ใน “วันที่แล้วเสร็จ” ไม่ใช่วันที่" in letter.text
    assert f"“{SECOND}.xlsx”" in letter.text
    ((name, _),) = letter.attached
    assert f"แก้ไขในแบบรายงานที่แนบมา (“{name}”)" in letter.text
    assert "ฉบับใหม่" not in letter.text


def test_a_corrected_workbook_comes_back_with_the_letter_and_ends_with_thanks(
    answers: Callable[..., Path], back: Returned, tmp_path: Path
) -> None:
    (letter,) = [each for each in drafts(answers()) if SECOND in each.subject]
    (tmp_path / "form.xlsx").write_bytes(letter.attached[0][1])
    mended = {"M1": COMPLETE, "M2": COMPLETE}
    fill(tmp_path / "form.xlsx", back.folder / "b2.xlsx", mended, saved=datetime(2023, 4, 9, tzinfo=UTC))
    assert {row["unit"]: row["kind"] for row in table(answers("2023-04-09"))}[SECOND] == "thanks"


def test_letters_carry_the_workbooks_that_were_asked_for_beside_them(
    answers: Callable[..., Path], tmp_path: Path
) -> None:
    folder = answers("2023-04-08", "--corrections", tmp_path / "corrections")
    written = {each.name: each.read_bytes() for each in (tmp_path / "corrections").iterdir()}
    attached = dict(pair for each in drafts(folder) for pair in each.attached)
    assert set(attached) < set(written)
    assert all(written[name] == content for name, content in attached.items())


def test_nothing_is_left_behind_of_workbooks_that_only_letters_carry(
    answers: Callable[..., Path], tmp_path: Path
) -> None:
    folder = answers()
    assert {each.name for each in tmp_path.iterdir()} == {"back", "mail", "s.xlsx"}
    assert {each.name for each in (tmp_path / "mail").iterdir()} == {folder.name}


def test_a_workbook_without_address_lies_ready_for_another_way(
    answers: Callable[..., Path],
) -> None:
    folder = answers()
    row = next(row for row in table(folder) if row["unit"] == FOURTH)
    assert (row["draft"], row["note"]) == ("", "ไม่มีอีเมล")
    assert row["line_text"].startswith(f"เรียน {FOURTH} ")
    path = folder / row["attachments"]
    assert path.parent.name == WITHOUT_ADDRESS
    sent = stamp_of(open_workbook(path))
    assert sent is not None
    assert sent.stamp.unit == FOURTH


def test_every_run_has_its_own_folder_and_nobody_is_thanked_twice(
    answers: Callable[..., Path], back: Returned
) -> None:
    first = answers()
    edited = next(first.glob("*.eml"))
    edited.write_bytes(b"Subject: edited\r\n\r\n")
    second = answers()
    assert (first.name, second.name) == ("2566-04-08", "2566-04-08 (2)")
    assert edited.read_bytes() == b"Subject: edited\r\n\r\n"
    assert "thanks" in {row["kind"] for row in table(first)}
    assert {row["kind"] for row in table(second)} == {"corrections", "reminder", "group"}
    back.send_back(FIRST, BOTH, saved=datetime(2023, 4, 9, tzinfo=UTC))
    assert "thanks" in {row["kind"] for row in table(answers("2023-04-09"))}


def test_once_all_are_in_all_are_thanked_and_then_nothing_is_due(
    mailed: Office, run: Run, tmp_path: Path
) -> None:
    returned = Returned(mailed, tmp_path / "back")
    for unit, codes in ((FIRST, 2), (SECOND, 2), (THIRD, 1), (FOURTH, 1)):
        returned.send_back(unit, dict.fromkeys(("M2", "M1")[:codes], COMPLETE))
    mail = tmp_path / "mail"
    command = ("consolidate", mailed.control, returned.folder, "-o", tmp_path / "s.xlsx", "--mail", mail)
    assert run(*command).exit_code == 0
    assert {row["kind"] for row in table(newest(mail))} == {"thanks", "group"}
    assert "ครบทั้ง 4 ส่วนราชการแล้ว" in table(newest(mail))[-1]["line_text"]
    assert all(each.attached == () for each in drafts(newest(mail)))
    before = sorted(mail.iterdir())
    assert "ไม่มีข้อความที่ต้องส่ง" in run(*command).stdout
    assert sorted(mail.iterdir()) == before


def test_a_table_that_somebody_changed_never_stops_a_run(answers: Callable[..., Path]) -> None:
    (answers() / TABLE_NAME).write_bytes(b"\xff\xfe\x00broken")
    assert "thanks" in {row["kind"] for row in table(answers())}


def test_what_is_of_no_use_comes_back_with_a_new_form(mailed: Office, run: Run, tmp_path: Path) -> None:
    generate(mailed.control, tmp_path / "other", mailed.settings, months=12)
    fill(next((tmp_path / "other").glob(f"*{FIRST}.xlsx")), tmp_path / "back" / "a.xlsx", {"M1": COMPLETE})
    mail = tmp_path / "mail"
    run("consolidate", mailed.control, tmp_path / "back", "-o", tmp_path / "s.xlsx", "--mail", mail)
    (letter,) = [each for each in drafts(newest(mail)) if FIRST in each.subject]
    assert "เป็นแบบของรอบ 12 เดือน" in letter.text
    assert "แบบรายงานฉบับใหม่" in letter.text
    (stamp,) = letter.stamps(tmp_path)
    assert (stamp.unit, stamp.months) == (FIRST, 6)


def test_drafts_have_a_folder_of_their_own(back: Returned, run: Run, tmp_path: Path) -> None:
    command = ("consolidate", back.office.control, back.folder, "-o", tmp_path / "s.xlsx")
    asked = tmp_path / "asked"
    for place in (back.folder, back.folder / "mail", asked, asked / "mail"):
        result = run(*command, "--corrections", asked, "--mail", place)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert {each.name for each in tmp_path.iterdir()} == {"back"}


def test_without_a_last_day_nobody_is_late(office: Office, run: Run, tmp_path: Path) -> None:
    (tmp_path / "back").mkdir()
    mail = tmp_path / "mail"
    run("consolidate", office.control, tmp_path / "back", "-o", tmp_path / "s.xlsx", "--mail", mail)
    rows = table(newest(mail))
    assert {row["kind"] for row in rows} == {"reminder", "group"}
    for row in rows:
        assert "()" not in row["line_text"]
        assert "กำหนดส่ง:" not in row["line_text"]


# Words


def test_ones_own_words_take_the_place_of_ours(mailed: Office, run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own" / "messages" / "first.toml"
    own.parent.mkdir(parents=True)
    text = (default_templates() / "messages" / "first.toml").read_text(encoding="utf-8")
    own.write_text(
        text.replace("จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ", "เรียนมาเพื่อทราบ {measures}"), encoding="utf-8"
    )
    arguments = ("generate", mailed.control, "--templates", tmp_path / "own")
    run(*arguments, "-o", tmp_path / "out", "--mail", tmp_path / "mail")
    assert all("เรียนมาเพื่อทราบ 2" in each.text for each in drafts(tmp_path / "mail")[:2])
    own.write_text(text.replace("{unit}", "{unti}"), encoding="utf-8")
    result = run(*arguments, "-o", tmp_path / "out2", "--mail", tmp_path / "mail2")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "messages/first.toml: agency.subject: there is no field “unti”; perhaps “unit”" in result.stderr
    assert not (tmp_path / "out2").exists()


@pytest.mark.parametrize("owner", ["สำนักปลัด {agency}", "สำนักปลัด", "{agency}", ""])
def test_the_name_of_the_agency_stands_once_under_a_letter(owner: str, run: Run, tmp_path: Path) -> None:
    labels = {"ส่วนราชการเจ้าของเรื่อง": owner.format(agency=AGENCY)}
    office = Office(tmp_path / "office", departments=DEPARTMENTS, labels=labels)
    run("generate", office.control, "-o", tmp_path / "out", "--mail", tmp_path / "mail")
    _, signature = drafts(tmp_path / "mail")[0].text.split("จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ")
    assert signature.split("\n") == ["", "", *(["สำนักปลัด"] if "สำนัก" in owner else []), AGENCY, ""]


def test_texts_for_line_are_short_and_one_line(answers: Callable[..., Path]) -> None:
    for as_of in ("2023-04-01", "2023-04-13"):
        folder = answers(as_of)
        assert longest_line(folder) <= 300
        for row in table(folder):
            if row["kind"] != "group":
                assert row["line_text"].startswith(f"เรียน {row['unit']} ")
                assert row["line_text"].endswith("ขอขอบคุณในความร่วมมือ")
                assert "\n" not in row["line_text"]
