"""Drafts to the agencies of a province read back: each its own workbook, in words for agencies."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import Run
from drafts import Draft, drafts, longest_line, newest, table
from filling import DONE, DONE_ON, FIRST, NOT_STARTED, SECOND, STATUS, THIRD, Office, fill
from msgspec.structs import replace
from provincial import PAO, SETTINGS, TAMBON, ProvinceOffice, new_province, scores

from itaxl.messages.fields import field_names
from itaxl.messages.templates import AGENCY, PROVINCE, MessageKind
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.generation import generate
from itaxl.workflow.messaging import Correspondence
from itaxl.workflow.settings import default_templates

WRONG = {STATUS: DONE, DONE_ON: "?"}
DEPARTMENTS = f"""
| รหัส | ชื่อส่วนราชการ | ผู้ประสานงาน | อีเมล |
| 01 | {FIRST} | นักจัดการงานทั่วไป | office@example.go.th |
| 02 | {SECOND} | นักวิชาการคลัง | fin@example.go.th |
| 03 | {THIRD} | | |
"""
pytestmark = pytest.mark.usefixtures("offline")


def agencies(count: int) -> Sequence[Sequence[object]]:
    return [
        ("000", "องค์การบริหารส่วนจังหวัดอุทัยธานี", PAO, "", "pao@example.go.th"),
        *(
            (
                f"{number:03}",
                f"องค์การบริหารส่วนตำบลหนองไผ่ {number}",
                TAMBON,
                f"เขต{number % 3}",
                f"a{number}@example.go.th",
            )
            for number in range(1, count)
        ),
    ]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceOffice:
    return ProvinceOffice(tmp_path_factory.mktemp("province"), agencies(5))


def _addressed(found: Sequence[Draft], place: Path) -> dict[str, tuple[str, ...]]:
    return {stamp.unit_code: each.addresses for each in found for stamp in each.stamps(place)}


def test_agencies_get_their_own_workbook_in_words_for_agencies(run: Run, tmp_path: Path) -> None:
    labels = {"กำหนดส่ง": date(2040, 4, 10), "ชื่อหน่วยงาน": "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดอุทัยธานี"}
    control = new_province(tmp_path / "p", agencies(5), labels=labels)
    mail = tmp_path / "mail"
    result = run("generate", control, "-o", tmp_path / "out", "--mail", mail)
    assert result.exit_code == 0
    found = drafts(mail)
    wanted = {str(code): (str(address),) for code, *_, address in agencies(5)}
    assert _addressed(found, tmp_path) == wanted
    for each in found:
        assert "เรียน  หัวหน้าหน่วยงาน " in each.text
        assert "ด้วยจังหวัดอุทัยธานี" in each.text
        assert "ส่วนราชการ" not in each.text
        assert "ขอแสดงความนับถือ\n\nสำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดอุทัยธานี\nจังหวัดอุทัยธานี" in each.text
    assert "5 หน่วยงาน" in table(mail)[-1]["line_text"]


def test_agencies_are_reminded_corrected_and_thanked(
    province: ProvinceOffice, run: Run, tmp_path: Path
) -> None:
    folder, mail = tmp_path / "back", tmp_path / "mail"
    province.returned(folder / "a.xlsx", scores(["มาก"]), code="001")
    run("consolidate", province.control, folder, "-o", tmp_path / "s.xlsx", "--mail", mail)
    found = drafts(newest(mail))
    addressed = _addressed(found, tmp_path)
    wanted = {str(code): (str(address),) for code, *_, address in agencies(5)}
    assert {code: each for code, each in wanted.items() if code != "001"}.items() <= addressed.items()
    assert addressed.items() <= wanted.items()
    (letter,) = [each for each in found if "ขอให้แก้ไข" in each.subject]
    assert letter.addresses == ("a1@example.go.th",)
    assert "จังหวัดอุทัยธานีตรวจสอบแล้ว" in letter.text
    assert "แผ่น คะแนน ช่อง D4" in letter.text
    assert longest_line(newest(mail)) <= 300


def test_an_agency_whose_departments_answered_gets_their_workbooks_back(run: Run, tmp_path: Path) -> None:
    agency = "องค์การบริหารส่วนจังหวัดอุทัยธานี"
    office = Office(tmp_path / "office", year=2568, agency=agency)
    control = new_province(tmp_path / "p", agencies(2))
    fill(office.file(FIRST), tmp_path / "back" / "ก.xlsx", {"M1": WRONG})
    fill(office.file(SECOND), tmp_path / "back" / "ข.xlsx", {"M1": WRONG})
    fill(office.file(THIRD), tmp_path / "back" / "ค.xlsx", {"M2": {STATUS: NOT_STARTED}})
    mail = tmp_path / "mail"
    run("consolidate", control, tmp_path / "back", "-o", tmp_path / "s.xlsx", "--mail", mail)
    (letter,) = [each for each in drafts(newest(mail)) if "ขอให้แก้ไข" in each.subject]
    assert letter.addresses == ("pao@example.go.th",)
    assert "ไฟล์ ก.xlsx แผ่น มาตรการ ช่อง O4: “?”" in letter.text
    assert [(each.agency, each.unit) for each in letter.stamps(tmp_path)] == [
        (agency, FIRST),
        (agency, SECOND),
    ]
    assert all(f"“{name}”" in letter.text for name, _ in letter.attached)


def test_a_group_of_many_is_told_by_district(run: Run, tmp_path: Path) -> None:
    control = new_province(tmp_path / "p", agencies(30))
    (tmp_path / "back").mkdir()
    mail = tmp_path / "mail"
    run("consolidate", control, tmp_path / "back", "-o", tmp_path / "s.xlsx", "--mail", mail)
    text = table(newest(mail))[-1]["line_text"]
    assert "ยังไม่ได้รับ 30 แห่ง: ไม่ระบุอำเภอ 1 แห่ง อำเภอเขต1 10 แห่ง" in text
    assert len(text) < 1000


def test_agencies_of_one_name_in_two_districts_keep_their_own_workbooks(run: Run, tmp_path: Path) -> None:
    same = "องค์การบริหารส่วนตำบลหนองไผ่"
    templates = tmp_path / "templates"
    shutil.copytree(default_templates(), templates)
    path = templates / "agency.toml"
    text = path.read_text(encoding="utf-8")
    assert "{unit_code} {unit}.xlsx" in text
    path.write_text(text.replace("{unit_code} {unit}.xlsx", "{unit}.xlsx"), encoding="utf-8")
    control = new_province(tmp_path / "p", [("1", same, TAMBON, "ก", ""), ("2", same, TAMBON, "ข", "")])
    (tmp_path / "back").mkdir()
    command = (
        "consolidate",
        control,
        tmp_path / "back",
        "-o",
        tmp_path / "s.xlsx",
        "--mail",
        tmp_path / "mail",
    )
    run(*command, "--templates", templates)
    rows = [row for row in table(newest(tmp_path / "mail")) if row["unit"]]
    for row in rows:
        sent = stamp_of(open_workbook(newest(tmp_path / "mail") / row["attachments"]))
        assert sent is not None
        assert sent.stamp.unit_code == row["unit_code"]
    assert len({row["attachments"] for row in rows}) == 2


def test_workers_write_the_same_drafts(province: ProvinceOffice, tmp_path: Path) -> None:
    for workers in (1, 2):
        settings = replace(SETTINGS, workers=workers)
        out = tmp_path / f"out{workers}"
        made = generate(province.control, out, settings)
        Correspondence(tmp_path / str(workers), settings).first(made, out)
    one, two = ({each.name: each.read_bytes() for each in (tmp_path / name).iterdir()} for name in ("1", "2"))
    assert one == two


@pytest.mark.parametrize("kind", ["plan", "province"])
def test_every_field_that_there_is_can_be_filled_in_everywhere(
    province: ProvinceOffice, run: Run, tmp_path: Path, kind: str
) -> None:
    sheets = {AGENCY: ("plan", "agency"), PROVINCE: ("province", "province")}
    sections = []
    for section, (form, sheet) in sheets.items():
        known = field_names(section, [each.key for each in SETTINGS.description(form).sheet(sheet).columns])
        unit, group = (
            "\n".join(f"{name}=<{{{name}}}>" for name in sorted(names)) for names in (known.unit, known.group)
        )
        texts = f'subject = "s"\ntext = """\n{unit}\n"""\nline = """\n{unit}\n"""\n'
        sections.append((f"[{section}]\n{texts}", f'group = """\n{group}\n"""\n'))
    folder = tmp_path / "own" / "messages"
    folder.mkdir(parents=True)
    for each in MessageKind:
        with_group = each is not MessageKind.CORRECTIONS
        content = "".join(texts + (group if with_group else "") for texts, group in sections)
        (folder / f"{each}.toml").write_text(content, encoding="utf-8")
    back = tmp_path / "back"
    office: Office | ProvinceOffice = province
    if kind == "plan":
        office = Office(tmp_path / "office", departments=DEPARTMENTS, labels={"กำหนดส่ง": date(2023, 4, 10)})
        fill(office.file(SECOND), back / "a.xlsx", {"M1": WRONG})
    else:
        province.returned(back / "a.xlsx", scores(["มาก"]), code="001")
    mail, own = tmp_path / "mail", ("--templates", tmp_path / "own")
    run("generate", office.control, "-o", tmp_path / "out", "--mail", mail, *own)
    run("consolidate", office.control, back, "-o", tmp_path / "s.xlsx", "--mail", mail, *own)
    said = "".join(each.text for place in (mail, newest(mail)) for each in drafts(place))
    said += "".join(row["line_text"] for row in table(newest(mail)))
    wanted = {"unit", "unit_code", "form", "corrections", "errors", "findings", "returned_files", "by_due"}
    wanted |= {
        "asked",
        "returned",
        "missing",
        "missing_count",
        "to_correct",
        "to_correct_count",
        "round_days",
    }
    wanted |= {"due", "days", "measures", "contact", "agency"} if kind == "plan" else {"unit_district"}
    assert {name for name in wanted if f"{name}=<" not in said} == set()
    assert "=<>" not in said
