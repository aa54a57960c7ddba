"""Sheets that were renamed, copied, or put into one file with those of others: what goes back to whom."""

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    FIRST,
    IN_PROGRESS,
    RESULT,
    SECOND,
    SHEET,
    STATUS,
    THIRD,
    Entries,
    Office,
    Returned,
    fill,
    grid,
    table,
)
from openpyxl import Workbook

from itaxl.assessment.findings import FindingKind
from itaxl.results.standings import Standing
from itaxl.template.front import CORRECTIONS_SHEET, PREVIOUS_SHEET
from itaxl.workflow.consolidation import Consolidated, consolidate_returns
from itaxl.workflow.generation import Generated, generate
from itaxl.workflow.orders import Correction, Order
from itaxl.workflow.status import status_of

_WRONG: Entries = {"M1": {STATUS: DONE, DONE_ON: "31/2/2566", RESULT: "ประกาศแล้ว"}, "M2": COMPLETE}
_WRONG_TOO: Entries = {"M1": {STATUS: "ทำไปเยอะแล้ว"}, "M2": {STATUS: DONE, DONE_ON: "?", RESULT: "x"}}


def _consolidated(returned: Returned) -> Consolidated:
    office, folder = returned.office, returned.folder
    out = folder.parent / "summary.xlsx"
    corrections = folder.parent / "corrections"
    return consolidate_returns(Order(office.control, folder, out, corrections=corrections), office.settings)


def _by_unit(done: Consolidated) -> dict[str, Correction]:
    return {each.unit: each for each in done.corrections.files}


def _both_in_one_file(returned: Returned) -> Path:
    """The second department's table on a further sheet of the first one's workbook."""
    path = returned.send_back(FIRST, _WRONG)
    other = fill(returned.office.file(SECOND), returned.folder.parent / "away.xlsx", _WRONG_TOO)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet(f"{SHEET} (2)")
    for row in grid(other, SHEET):
        sheet.append([None if each == "" else each for each in row])
    book.save(path)
    return path


def _rename(path: Path, name: str) -> None:
    book = openpyxl.load_workbook(path)
    book[SHEET].title = name
    book.save(path)


# Two departments in one file


def test_each_of_two_departments_in_one_file_is_told_only_its_own(returned: Returned) -> None:
    path = _both_in_one_file(returned)
    now = status_of(returned.office.control, returned.folder, returned.office.settings).standings
    places = {each.name: [(f.sheet, f.cell) for f in each.findings if f.cell] for each in now.units}
    assert places == {
        FIRST: [(SHEET, "O4")],
        SECOND: [(f"{SHEET} (2)", "N4"), (f"{SHEET} (2)", "O5")],
        THIRD: [],
    }
    assert [each.errors for each in now.units] == [1, 2, 0]
    made = _by_unit(_consolidated(returned))
    assert {unit: [each.cell for each in one.findings if each.cell] for unit, one in made.items()} == {
        FIRST: ["O4"],
        SECOND: ["N4", "O5"],
        THIRD: [],
    }
    assert made[FIRST].file == made[SECOND].file == path.name


def test_one_of_them_is_complete_though_the_other_has_to_correct(returned: Returned) -> None:
    _both_in_one_file(returned)
    fill(_by_unit(_consolidated(returned))[FIRST].path, returned.folder / "แก้แล้ว.xlsx", {"M1": COMPLETE})
    now = status_of(returned.office.control, returned.folder, returned.office.settings).standings
    assert [each.standing for each in now.units] == [
        Standing.COMPLETE,
        Standing.TO_CORRECT,
        Standing.MISSING,
    ]
    # That the first one sent another version is none of the second one's concern.
    kinds = {each.kind for each in now.units[1].findings}
    assert FindingKind.SUPERSEDED not in kinds
    assert FindingKind.UNKNOWN_CHOICE in kinds


# Sheets under other names


def test_faults_on_a_renamed_sheet_are_marked_in_the_form_that_goes_back(returned: Returned) -> None:
    _rename(returned.send_back(FIRST, _WRONG_TOO), "ผลงานของเรา")
    made = _by_unit(_consolidated(returned))[FIRST]
    book = openpyxl.load_workbook(made.path)
    noted = [cell.coordinate for line in book[SHEET].iter_rows() for cell in line if cell.comment]
    assert noted == ["N4", "O5"]
    links = [cell.value for line in book[CORRECTIONS_SHEET].iter_rows() for cell in line if cell.hyperlink]
    assert {f"{SHEET} N4", f"{SHEET} O5"} <= set(links)


def test_what_a_copy_says_otherwise_goes_along_until_it_has_its_place(returned: Returned) -> None:
    path = returned.send_back(FIRST, _WRONG)
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book[SHEET])
    copy["P4"] = "ปิดประกาศด้วย"
    book.save(path)
    made = _by_unit(_consolidated(returned))[FIRST]
    rows = table(made.path, CORRECTIONS_SHEET, "ไปที่แผ่น")
    words = "ข้อความ (ย้ายแล้วให้ลบออกจากช่องนี้)"
    assert [row[words] for row in rows if row["เดิมอยู่ที่"] == f"{copy.title} P4"] == ["ปิดประกาศด้วย"]
    fill(made.path, returned.folder / "แก้แล้ว.xlsx", {"M1": COMPLETE})
    told = [each for each in _consolidated(returned).findings if each.file == "แก้แล้ว.xlsx"]
    assert [(each.kind, each.value) for each in told] == [(FindingKind.KEPT_ENTRY, "ปิดประกาศด้วย")]


# What is said


def test_a_locked_day_that_was_changed_is_told_as_people_write_it(returned: Returned) -> None:
    sent = openpyxl.load_workbook(returned.office.file(FIRST))[SHEET]["M4"].value
    assert isinstance(sent, datetime)
    read = returned.read({"M1": COMPLETE, "M2": COMPLETE}, {(SHEET, "M4"): "31/3/2566"})
    (finding,) = [each for each in read.findings if each.kind is FindingKind.LOCKED_CELL_CHANGED]
    assert f"{sent.day} " in finding.text()
    assert str(sent.year + 543) in finding.text()
    assert sent.date().isoformat() not in finding.text()


def test_of_two_versions_it_is_told_why_the_other_counts(returned: Returned) -> None:
    first = datetime(2023, 4, 1, 9, 0, tzinfo=UTC)
    returned.send_back(FIRST, _WRONG, saved=first)
    made = _by_unit(_consolidated(returned))[FIRST]
    fill(made.path, returned.folder / "แก้แล้ว.xlsx", {"M1": COMPLETE}, saved=first.replace(year=2020))
    returned.send_back(SECOND, _WRONG, name="ก.xlsx", saved=first)
    returned.send_back(SECOND, _WRONG, name="ข.xlsx", saved=first.replace(year=2024))
    told = [each for each in _consolidated(returned).findings if each.kind is FindingKind.SUPERSEDED]
    assert [each.text() for each in told] == [
        f"“{FIRST}” ส่งมาหลายฉบับ ใช้ฉบับที่แก้ไขแล้ว คือ แก้แล้ว.xlsx",
        f"“{SECOND}” ส่งมาหลายฉบับ ใช้ฉบับที่บันทึกหลังสุด คือ ข.xlsx",
    ]


# The next round


def _next(returned: Returned) -> Generated:
    office = returned.office
    out = returned.folder.parent / "next"
    return generate(office.control, out, office.settings, months=12, previous=returned.folder)


def test_the_next_round_starts_from_a_table_that_was_pasted_elsewhere_too(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    entries: Entries = {"M1": {STATUS: IN_PROGRESS, RESULT: "กำลังจัดทำประกาศ"}}
    rows = grid(returned.send_back(FIRST, entries), SHEET)
    (returned.folder / f"{FIRST}.xlsx").unlink()
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows[2:]:  # without the title, which tells the round
        sheet.append([None if each == "" else each for each in row])
    book.save(returned.folder / "ส่งงาน.xlsx")
    made = _next(returned)
    path = tmp_path / "next" / next(each.name for each in made.files if each.unit == FIRST)
    assert table(path, SHEET)[0][RESULT] == "กำลังจัดทำประกาศ"
    front = grid(path, PREVIOUS_SHEET)
    assert front[0][0] == f"ยกมาจากรอบก่อน · {FIRST}"
    assert FindingKind.RECOGNISED_FORM in {each.kind for each in made.findings}


def test_a_day_that_a_program_would_exchange_does_not_make_a_carried_form_a_report(
    returned: Returned,
) -> None:
    wrong: Entries = {"M1": {STATUS: DONE, DONE_ON: date(2023, 10, 1), RESULT: "x"}}  # behind the year's end
    returned.send_back(FIRST, wrong)
    made = _next(returned)
    sent = returned.folder.parent / "next" / next(each.name for each in made.files if each.unit == FIRST)
    back = returned.folder.parent / "returned 12"
    stamp = openpyxl.load_workbook(sent)["_itaxl"]
    (order,) = [row[1].coordinate for row in stamp.iter_rows() if row[0].value == "date-order"]
    month_first = {("_itaxl", order): 2}  # as a program with American dates leaves it
    fill(sent, back / "ไม่ได้แก้.xlsx", cells=month_first, reporter=False)
    office, out = returned.office, returned.folder.parent / "summary.xlsx"
    done = consolidate_returns(Order(office.control, back, out), office.settings, months=12)
    assert [each.state.value for each in done.consolidation.units if each.file] == ["missing"]
    fill(sent, back / "แก้.xlsx", {"M2": COMPLETE}, cells=month_first, reporter=False)
    done = consolidate_returns(Order(office.control, back, out), office.settings, months=12)
    assert {each.file: each.state.value for each in done.consolidation.units if each.file} == {
        "แก้.xlsx": "accepted",
        "ไม่ได้แก้.xlsx": "superseded",
    }
