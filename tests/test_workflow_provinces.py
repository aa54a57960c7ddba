"""One workbook an agency, sorted by district; whatever comes back is checked in a province's words."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from conftest import Run
from filling import COMPLETE, FIRST, FullDisk, Office, Returned, fill, grid, table, told
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator
from packages import encrypted
from provincial import (
    AGENCIES,
    MEASURES,
    PROVINCE,
    REPORTER,
    SCORES,
    SETTINGS,
    TAMBON,
    ProvinceOffice,
    measure,
    new_province,
    scores,
)

from itaxl.assessment.submissions import SubmissionState
from itaxl.outputs import UNFINISHED, alone_in
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.checking import check
from itaxl.workflow.generation import REGISTER_NAME, generate
from itaxl.workflow.orders import Order
from itaxl.workflow.planning import init_province
from itaxl.workflow.provinces import ConsolidatedProvince
from itaxl.workflow.rounds import consolidate_control
from itaxl.workflow.settings import Settings, UsageError, default_templates


def _files(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*.xlsx"))


def test_every_agency_gets_a_workbook_in_the_folder_of_its_district(province: ProvinceOffice) -> None:
    assert _files(province.sent) == sorted(
        [
            "001 องค์การบริหารส่วนจังหวัดอุทัยธานี.xlsx",
            "ทัพทัน/002 เทศบาลตำบลทัพทัน.xlsx",
            "ทัพทัน/003 องค์การบริหารส่วนตำบลหนองไผ่.xlsx",
            "บ้านไร่/004 องค์การบริหารส่วนตำบลหนองไผ่.xlsx",
            REGISTER_NAME,
        ]
    )
    sent = stamp_of(open_workbook(province.file("003")))
    assert sent is not None
    stamp = sent.stamp
    assert (stamp.kind, stamp.agency, stamp.unit_code, stamp.unit) == (
        "agency",
        PROVINCE,
        "003",
        "องค์การบริหารส่วนตำบลหนองไผ่",
    )
    assert (stamp.fiscal_year, stamp.months) == (2568, 6)


def test_the_register_says_which_file_went_to_whom(province: ProvinceOffice) -> None:
    rows = table(province.sent / REGISTER_NAME, "ทะเบียนการแจกจ่าย")
    assert [(each["รหัส"], each["หน่วยงาน"], each["อำเภอ"], each["อีเมล"]) for each in rows] == [
        (code, name, str(district).removeprefix("อำเภอ"), mail) for code, name, _, district, mail in AGENCIES
    ]
    for row in rows:
        content = (province.sent / str(row["ไฟล์"])).read_bytes()
        assert row["SHA-256 ของไฟล์ที่แจกจ่าย"] == hashlib.sha256(content).hexdigest()


def test_only_identity_and_indicators_are_locked_in_an_agencys_workbook(province: ProvinceOffice) -> None:
    book = openpyxl.load_workbook(province.file("002"))
    assert all(book[name].protection.sheet for name in ("ผู้รายงาน", SCORES, MEASURES, "ตรวจก่อนส่ง"))
    headers = [cell.value for cell in book[MEASURES][3]]
    entries = headers[: headers.index("หลักฐาน (ลิงก์)") + 1]
    assert entries[:2] == ["รหัส", "ตัวชี้วัด"]
    assert {"มาตรการ", "ส่วนราชการที่รับผิดชอบ", "สถานะ", "วันที่แล้วเสร็จ"} <= set(entries)
    for row in (4, 43):
        assert not any(cell.protection.locked for cell in book[MEASURES][row][: len(entries)])
    locked = [cell.protection.locked for cell in book[SCORES][4][:6]]
    assert locked == [True, True, True, False, False, True]
    assert [book[SCORES].cell(row, 4).value for row in range(4, 14)] == [None] * 10
    lists = {
        str(headers[next(iter(each.sqref.ranges)).min_col - 1])
        for each in book[MEASURES].data_validations.dataValidation
        if each.type == "list"
    }
    assert lists == {"ตัวชี้วัด", "ข้อ", "สถานะ"}


@pytest.mark.parametrize(("sheet", "cell"), [("ผู้รายงาน", "B9"), (SCORES, "D4"), (MEASURES, "A4")])
def test_the_cursor_waits_in_the_first_open_cell(province: ProvinceOffice, sheet: str, cell: str) -> None:
    book = openpyxl.load_workbook(province.file("002"))
    assert {each.activeCell for each in book[sheet].sheet_view.selection} & {cell}
    assert not book[sheet][cell].protection.locked


def test_known_scores_stay_in_the_provinces_workbook(tmp_path: Path) -> None:
    control = new_province(tmp_path, scores=[("002", "", *[77.7] * 10)])
    generate(control, tmp_path / "out", SETTINGS)
    (path,) = (tmp_path / "out").glob("*/002*.xlsx")
    for name in open_workbook(path).sheet_names:
        assert 77.7 not in [value for line in grid(path, name) for value in line]


@pytest.mark.parametrize("district", ["CON", "a/b", "../../หนี", "ก" * 300, 'a:b*c?"<>|', "."])
def test_districts_may_have_any_name(tmp_path: Path, district: str) -> None:
    rows = [
        ("1", "ก" * 300, TAMBON, district),
        ("2", "../../x", TAMBON, district),
        ("3", "ข", TAMBON, "CON "),
    ]
    control = new_province(tmp_path / "p", rows)
    made = generate(control, tmp_path / "p" / "out", SETTINGS)
    assert len(made.files) == 3
    assert {each.parent.parent for each in (tmp_path / "p" / "out").glob("*/*.xlsx")} == {
        tmp_path / "p" / "out"
    }
    assert len(list(tmp_path.rglob("*.xlsx"))) == 5
    assert all(len(part.encode()) <= 255 for each in made.files for part in each.name.split("/"))


def test_districts_that_differ_in_spelling_only_share_a_folder(tmp_path: Path) -> None:
    rows = [
        ("1", "อบต.ก", TAMBON, "อ.แม่สอด"),
        ("2", "อบต.ข", TAMBON, "เเม่ สอด"),
        ("3", "อบต.ค", TAMBON, "แม่\u200bสอด"),
    ]
    made = generate(new_province(tmp_path, rows), tmp_path / "out", SETTINGS)
    assert {each.name.partition("/")[0] for each in made.files} == {"แม่สอด"}


def test_a_roster_with_errors_sends_out_nothing(tmp_path: Path) -> None:
    control = new_province(tmp_path, [*AGENCIES, AGENCIES[0]])
    made = generate(control, tmp_path / "out", SETTINGS)
    assert told(made.findings) == [("duplicate-code", "A8")]
    assert made.files == ()
    assert not (tmp_path / "out").exists()


def test_what_was_sent_before_is_refused_or_set_aside(tmp_path: Path) -> None:
    office = ProvinceOffice(tmp_path)
    before = {name: (office.sent / name).read_bytes() for name in _files(office.sent)}
    with pytest.raises(UsageError, match="overwrite"):
        generate(office.control, office.sent, SETTINGS)
    assert {name: (office.sent / name).read_bytes() for name in _files(office.sent)} == before
    filled = office.returned(tmp_path / "filled.xlsx", scores([80] * 10))
    shutil.copy(filled, office.file("002"))
    made = generate(office.control, office.sent, SETTINGS, overwrite=True)
    assert filled.read_bytes() in [each.read_bytes() for each in made.set_aside]
    assert {each.parent.name for each in made.set_aside} == {"send", "ทัพทัน", "บ้านไร่"}


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    control = new_province(tmp_path)
    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", FullDisk)
    with pytest.raises(OSError, match="No space"):
        generate(control, tmp_path / "out", SETTINGS)
    assert list((tmp_path / "out").iterdir()) == []


def test_workers_change_nothing_in_a_provinces_workbooks(province: ProvinceOffice, tmp_path: Path) -> None:
    settings = Settings(default_templates(), SETTINGS.today, workers=2)
    made = generate(province.control, tmp_path / "out", settings)
    assert made.files == province.generated.files


def test_nothing_of_a_province_needs_repair_in_excel(province: ProvinceOffice, tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text('รหัส,ชื่อหน่วยงาน,1,2\n=1+1,<&">,80,90\n', encoding="utf-8")
    odd = init_province(tmp_path, SETTINGS, name="=1+1 & <b>", fiscal_year=2568, roster=roster).path
    generate(odd, tmp_path / "out", SETTINGS)
    made = [odd, *(province.sent / name for name in _files(province.sent))]
    for path in (*made, *(tmp_path / "out").rglob("*.xlsx")):
        assert [str(each) for each in OpenXmlValidator().validate(path).errors] == [], path.name
        with zipfile.ZipFile(path) as archive:
            formulas = [archive.read(each) for each in archive.namelist() if "worksheets/sheet" in each]
        assert not any(b"<f>1+1" in each for each in formulas)


def test_a_column_added_to_the_departments_form_is_in_the_agencys_too(tmp_path: Path) -> None:
    from filling import BUDGET, SOURCE_OF_FUNDS, templates_with_budget

    templates = templates_with_budget(tmp_path / "templates")
    for name in ("agency.toml", "province.toml"):
        (templates / name).unlink()  # those that come along serve where a folder has none of its own
    settings = Settings(templates, SETTINGS.today, workers=1)
    made = generate(new_province(tmp_path), tmp_path / "out", settings)
    headers = grid(tmp_path / "out" / made.files[0].name, MEASURES)[2]
    assert {BUDGET, SOURCE_OF_FUNDS} <= set(headers)


# check


def _complete(office: ProvinceOffice, target: Path, code: str = "002") -> Path:
    row = measure(office.file(code), 1, มาตรการ="เผยแพร่แผน", สถานะ="ยังไม่ดำเนินการ")
    return office.returned(target, {**scores([80] * 10), **row, **REPORTER}, code=code)


def test_no_workbook_of_an_agency_is_opened_in_the_process_that_must_survive(
    province: ProvinceOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()
    original = open_workbook

    def fragile(path: Path, **options: object) -> object:
        if os.getpid() == here and path != province.control:
            pytest.fail(f"{path.name} was opened here")
        if path.name in {"deadly.xlsx", "province.xlsx"} and path != province.control:
            os._exit(1)
        return original(path, **options)  # type: ignore[arg-type]

    folder = tmp_path / "ส่งคืน"
    _complete(province, folder / "deadly.xlsx")
    shutil.copy(province.control, folder / "province.xlsx")
    for module in ("planning.controls", "template.returns", "workflow.collection"):
        monkeypatch.setattr(f"itaxl.{module}.open_workbook", fragile)
    checked = check([folder, province.control], SETTINGS, control=province.control)
    assert checked.files == 3
    assert [(each.file, each.kind.slug) for each in checked.findings] == [
        ("deadly.xlsx", "unreadable-file"),
        ("province.xlsx", "unreadable-file"),
    ]


def test_a_protected_return_of_an_agency_is_read_with_its_password(
    province: ProvinceOffice, tmp_path: Path
) -> None:
    path = encrypted(_complete(province, tmp_path / "ส่งคืน" / "a.xlsx"), "ความลับ9")
    knowing = replace(SETTINGS, passwords=("x", "ความลับ9"))
    for control in (None, province.control):
        locked = check([path.parent], SETTINGS, control=control)
        assert [each.kind.slug for each in locked.findings] == ["unreadable-file"]
        assert check([path.parent], knowing, control=control).findings == ()
    for settings, accepted in ((SETTINGS, 0), (knowing, 1)):
        done = consolidate_control(Order(province.control, path.parent, tmp_path / "s.xlsx"), settings)
        assert isinstance(done, ConsolidatedProvince)
        states = [each.state for each in done.consolidation.units]
        assert states.count(SubmissionState.ACCEPTED) == accepted


def test_a_provinces_files_are_written_by_one_run_at_a_time(
    province: ProvinceOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[Path] = []

    @contextmanager
    def watched(*folders: Path) -> Iterator[None]:
        alone.extend(folders)
        with alone_in(*folders):
            yield

    monkeypatch.setattr("itaxl.workflow.generation.alone_in", watched)
    monkeypatch.setattr("itaxl.workflow.orders.alone_in", watched)
    out, csv = tmp_path / "out", tmp_path / "csv"
    generate(province.control, out, SETTINGS)
    _complete(province, tmp_path / "ส่งคืน" / "a.xlsx")
    consolidate_control(Order(province.control, tmp_path / "ส่งคืน", tmp_path / "s.xlsx", csv=csv), SETTINGS)
    assert alone == [out, tmp_path, csv]
    assert not list(tmp_path.rglob(f"{UNFINISHED}*"))


def test_a_complete_return_is_clean_with_and_without_the_control_workbook(
    province: ProvinceOffice, tmp_path: Path
) -> None:
    path = _complete(province, tmp_path / "ส่งคืน" / "a.xlsx")
    for control in (None, province.control):
        checked = check([path.parent, province.control], SETTINGS, control=control)
        assert (checked.files, checked.findings) == (2, ())


def test_a_province_tells_what_it_did_not_send(province: ProvinceOffice, tmp_path: Path) -> None:
    other = ProvinceOffice(tmp_path / "other", [("009", "อบต.อื่น", TAMBON, "ก")])
    returned = tmp_path / "returned"
    _complete(other, returned / "stranger.xlsx", "009")
    new = generate(province.control, tmp_path / "12", SETTINGS, months=12)
    source = tmp_path / "12" / new.files[0].name
    fill(source, returned / "round.xlsx", cells=scores([80] * 10), reporter=False)
    checked = check([returned], SETTINGS, control=province.control)
    assert [(each.file, each.kind.slug) for each in checked.findings] == [
        ("round.xlsx", "other-round"),
        ("stranger.xlsx", "unknown-agency"),
    ]
    assert "province.xlsx" in checked.findings[1].remedy()


def test_two_returns_of_one_agency_are_both_named(province: ProvinceOffice, tmp_path: Path) -> None:
    returned = tmp_path / "returned"
    path = _complete(province, returned / "a" / "ก.xlsx")
    cells = {**scores([81] * 10), **measure(path, 1, มาตรการ="ก", สถานะ="ยังไม่ดำเนินการ"), **REPORTER}
    fill(path, returned / "b" / "ข.xlsx", cells=cells, reporter=False, saved=datetime(2027, 1, 1, tzinfo=UTC))
    (finding,) = check([returned], SETTINGS, control=province.control).findings
    assert (finding.kind.slug, finding.file, finding.details["newer"]) == (
        "superseded",
        "a/ก.xlsx",
        "b/ข.xlsx",
    )


def test_workbooks_of_departments_and_agencies_may_lie_in_one_folder(
    province: ProvinceOffice, office: Office, tmp_path: Path
) -> None:
    returned = Returned(office, tmp_path / "returned")
    returned.send_back(FIRST, {"M1": COMPLETE})
    _complete(province, returned.folder / "agency.xlsx")
    province.returned(returned.folder / "faulty.xlsx", scores([101]), code="003")
    shutil.copy(office.control, returned.folder)
    shutil.copy(province.control, returned.folder)
    for control in (None, office.control, province.control):
        checked = check([returned.folder], SETTINGS, control=control)
        assert checked.files == 5
        found = {(each.file, each.kind.slug, each.sheet, each.cell) for each in checked.findings}
        assert (f"{FIRST}.xlsx", "missing-entry", "มาตรการ", "N5") in found
        assert ("faulty.xlsx", "out-of-range", SCORES, "D4") in found
        assert not [each for each in found if each[0] == "agency.xlsx"]


# The command line


def test_the_command_line_goes_from_a_list_to_the_workbooks(run: Run, tmp_path: Path) -> None:
    roster = tmp_path / "รายชื่อ.csv"
    roster.write_bytes("รหัส,ชื่อหน่วยงาน,อำเภอ,โทรสาร\n1,อบต.ก,ทัพทัน,x\n".encode("cp874"))
    folder = tmp_path / "p"
    made = run(
        "init", folder, "--kind", "province", "--province", PROVINCE, "--year", 2568, "--roster", roster
    )
    assert made.exit_code == 0
    assert "โทรสาร" in made.stdout
    assert "1 หน่วยงาน" in made.stdout
    control = folder / "province.xlsx"
    assert run("check", control).exit_code == 0
    sent = run("--lang", "en", "generate", control, "-o", folder / "out")
    assert (sent.exit_code, sent.stdout) == (
        0,
        f"Wrote 1 workbook and {REGISTER_NAME} into {folder / 'out'}\n",
    )
    assert _files(folder / "out") == sorted([REGISTER_NAME, "ทัพทัน/1 อบต.ก.xlsx"])
    again = run("init", folder, "--kind", "province", "--year", 2568)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "--overwrite" in again.stderr


def test_an_error_in_the_roster_ends_with_status_one(run: Run, tmp_path: Path) -> None:
    control = new_province(tmp_path, [("1", "ทต.ก", "", "ข"), ("2", "เทศบาลตำบลก", "", "ข")])
    checked = run("check", control, "--format", "json")
    assert checked.exit_code == 1
    (finding,) = json.loads(checked.stdout)
    assert (finding["kind"], finding["cell"]) == ("same-agency", "B5")
    generated = run("generate", control, "-o", tmp_path / "out")
    assert generated.exit_code == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--kind", "province", "--roster", "missing.csv"), "missing.csv"),
        (("--kind", "agency", "--roster", "missing.csv"), "--kind province"),
        (("--kind", "province", "--year", "2590"), "2589"),
    ],
)
def test_what_init_cannot_do_is_one_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run("init", tmp_path / "p", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert words in result.stderr
    assert not list(tmp_path.rglob("*.xlsx"))
