"""What comes back is taken for what it is: counted, replaced, refused or passed over, each with a word."""

import shutil
from pathlib import Path

import pytest
from command_line import csv_table
from filling import (
    AGENCY,
    ALL_DONE,
    COMPLETE,
    DEPARTMENTS,
    EARLY,
    FIRST,
    IDLE,
    IN_PROGRESS,
    LATE,
    SECOND,
    SHEET,
    STATUS,
    THIRD,
    Office,
    Returned,
    fill_plan,
    found,
    grid,
    states_of,
    table,
)

from itaxl.assessment.statuses import Status
from itaxl.results.standings import standings
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.checking import check

# Whose file it is


def _stamped(label: str) -> tuple[str, str]:
    rows = {"agency": 4, "fiscal-year": 5, "round": 6, "template-version": 3}
    return "_itaxl", f"B{rows[label]}"


@pytest.mark.parametrize(
    ("label", "value", "slug", "state"),
    [
        ("agency", "เทศบาลตำบลอื่น", "other-agency", "rejected"),
        ("fiscal-year", "2565", "other-year", "rejected"),
        ("round", "12", "other-round", "rejected"),
        ("template-version", "1-00000000", "other-version", "rejected"),
    ],
)
def test_a_form_of_another_round_is_refused_with_the_reason_and_nothing_else(
    returned: Returned, label: str, value: str, slug: str, state: str
) -> None:
    path = returned.send_back(FIRST, {"M1": {STATUS: "?"}}, cells={_stamped(label): value})
    assert stamp_of(open_workbook(path)) != stamp_of(open_workbook(returned.office.file(FIRST)))
    done = returned.consolidate()
    silent = {SECOND: "missing", THIRD: "missing"}
    if slug == "other-agency":
        silent[FIRST] = "missing"  # it is not theirs
    assert states_of(done) == {path.name: state, **silent}
    assert [each.kind.slug for each in done.findings if each.file] == [slug]
    assert {each.status for each in done.consolidation.records} == {Status.NOT_REPORTED}


def test_a_form_of_a_department_that_has_left_the_plan_is_nobodys(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    path = returned.send_back(THIRD, {"M2": COMPLETE})
    left = [line for line in DEPARTMENTS.splitlines() if THIRD not in line]
    fill_plan(returned.office.control, departments="\n".join(left))
    done = returned.consolidate()
    assert states_of(done) == {path.name: "unknown", FIRST: "missing", SECOND: "missing"}
    assert [each.kind.slug for each in done.findings if each.file] == ["unknown-unit"]
    assert {each.status for each in done.consolidation.records} == {Status.NOT_REPORTED}


def test_the_agency_may_have_corrected_the_spacing_of_its_name(returned: Returned) -> None:
    returned.send_back(FIRST, ALL_DONE, cells={_stamped("agency"): f" {AGENCY[:6]} {AGENCY[6:]}"})
    assert states_of(returned.consolidate())[f"{FIRST}.xlsx"] == "accepted"


def test_a_form_of_another_office_in_fact_is_refused(
    returned: Returned, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Returned(
        Office(tmp_path_factory.mktemp("other"), agency="เทศบาลตำบลข้างเคียง"), returned.folder / "other"
    )
    path = other.send_back(FIRST, ALL_DONE)
    done = returned.consolidate()
    assert states_of(done)[f"other/{path.name}"] == "rejected"
    assert [each.kind.slug for each in done.findings if each.file] == ["other-agency"]


def test_the_file_may_be_renamed_at_will_and_lie_in_folders(returned: Returned) -> None:
    path = returned.send_back(SECOND, ALL_DONE)
    target = returned.folder / "ส่งทางไลน์" / "(1)" / "Book1 final.XLSX"
    target.parent.mkdir(parents=True)
    shutil.move(path, target)
    assert states_of(returned.consolidate()) == {
        FIRST: "missing",
        "ส่งทางไลน์/(1)/Book1 final.XLSX": "accepted",
        THIRD: "missing",
    }


def test_codes_that_excel_makes_one_of_still_lead_to_their_own_departments(tmp_path: Path) -> None:
    departments = f"| รหัส | ชื่อส่วนราชการ |\n| 1 | {FIRST} |\n| 01 | {SECOND} |\n| 001 | {THIRD} |"
    returned = Returned(Office(tmp_path / "office", departments=departments), tmp_path / "returned")
    returned.send_back(SECOND, ALL_DONE, name="b.xlsx")
    returned.send_back(THIRD, {}, name="c.xlsx")
    done = returned.consolidate()
    assert states_of(done) == {FIRST: "missing", "b.xlsx": "accepted", "c.xlsx": "accepted"}
    owners = {each.file: each.unit_code for each in done.consolidation.units if each.file}
    assert owners == {"b.xlsx": "01", "c.xlsx": "001"}


# Several files of one unit


def test_of_two_forms_the_later_saved_counts_and_both_are_named(returned: Returned) -> None:
    returned.send_back(FIRST, {"M1": {STATUS: IN_PROGRESS}, "M2": IDLE}, name="a.xlsx", saved=LATE)
    returned.send_back(FIRST, {"M1": {STATUS: "?"}, "M2": IDLE}, name="b.xlsx", saved=EARLY)
    done = returned.consolidate()
    assert states_of(done) == {
        "a.xlsx": "accepted",
        "b.xlsx": "superseded",
        SECOND: "missing",
        THIRD: "missing",
    }
    (finding,) = [each for each in done.findings if each.file]
    assert (finding.kind.slug, finding.file) == ("superseded", "b.xlsx")
    assert "a.xlsx" in finding.text()
    assert done.consolidation.records[0].status is Status.IN_PROGRESS


def test_a_blank_copy_never_takes_the_place_of_a_filled_form(returned: Returned) -> None:
    returned.send_back(FIRST, ALL_DONE, name="filled.xlsx", saved=EARLY)
    returned.send_back(FIRST, {}, name="blank.xlsx", reporter=False, saved=LATE)
    states = states_of(returned.consolidate())
    assert states["filled.xlsx"] == "accepted"
    assert states["blank.xlsx"] == "superseded"


def test_a_blank_form_alone_counts_as_missing(returned: Returned) -> None:
    returned.send_back(FIRST, {}, name="blank.xlsx", reporter=False)
    done = returned.consolidate()
    assert states_of(done)["blank.xlsx"] == "missing"
    assert sorted(each.kind.slug for each in found(done, "untouched", "missing-submission")) == [
        "missing-submission",
        "missing-submission",
        "untouched",
    ]
    assert {each.status for each in done.consolidation.records} == {Status.NOT_REPORTED}


def test_a_blank_form_beside_a_refused_file_does_not_make_its_unit_one_that_is_silent(
    returned: Returned,
) -> None:
    """The overview, the sheet of returns, the standing, the table and the correction tell the same."""
    returned.send_back(FIRST, ALL_DONE, name="old.xlsx", cells={_stamped("round"): "12"})
    returned.send_back(FIRST, {}, name="blank.xlsx", reporter=False, saved=LATE)
    returned.send_back(SECOND, {}, name="blank2.xlsx", reporter=False)
    done = returned.consolidate(corrections=True, csv=returned.folder.parent / "csv")
    states = {"old.xlsx": "rejected", "blank2.xlsx": "missing", THIRD: "missing"}
    assert states_of(done) == states
    rows = csv_table(returned.folder.parent / "csv" / "submissions.csv")
    assert {row["file"] or row["unit"]: row["state"] for row in rows} == states
    assert [each.details["unit"] for each in found(done, "untouched")] == [FIRST, SECOND]
    assert [each.standing.value for each in standings(done.consolidation).units] == [
        "refused",
        "missing",
        "missing",
    ]
    summary = returned.folder.parent / "summary.xlsx"
    words = [str(value) for line in grid(summary, "ภาพรวม") for value in line if value != ""]
    assert f"ส่งมาแล้วแต่นับไม่ได้ ต้องส่งใหม่ 1 แห่ง: {FIRST}" in words
    assert f"2 แห่ง: {SECOND}, {THIRD}" in words
    shown = [(row["ส่วนราชการ"], row["สถานะการส่ง"]) for row in table(summary, "การส่งแบบ")]
    assert shown == [(FIRST, "ไม่รับ ต้องส่งใหม่"), (SECOND, "ยังไม่ส่ง"), (THIRD, "ยังไม่ส่ง")]
    kinds = {each.unit: [one.kind.slug for one in each.findings] for each in done.corrections.files}
    assert kinds[FIRST] == ["other-round"]
    assert kinds[SECOND] == ["missing-submission"]


# What is no form


def test_what_lies_about_in_a_folder_is_passed_over_with_a_word(returned: Returned) -> None:
    for name in ("รูป.JPG", "บันทึก.docx", "scan.pdf", "~$01.xlsx", ".~lock.01.xlsx#", "รวม.zip", "Thumbs.db"):
        (returned.folder / name).write_bytes(b"x" * 100)
    done = returned.consolidate()
    assert {each.file for each in found(done, "not-a-submission")} == {
        each.name for each in returned.folder.iterdir()
    }
    assert not [each for each in done.findings if each.severity.value == "error"]
    assert set(states_of(done)) == {FIRST, SECOND, THIRD}


def test_links_out_of_the_folder_and_hidden_folders_are_not_followed(
    returned: Returned, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    path = returned.send_back(FIRST, ALL_DONE)
    shutil.move(path, outside / path.name)
    (returned.folder / "link.xlsx").symlink_to(outside / path.name)
    (returned.folder / "folder").symlink_to(outside)
    (returned.folder / ".trash").mkdir()
    shutil.copy(outside / path.name, returned.folder / ".trash" / "old.xlsx")
    done = returned.consolidate()
    assert [(each.kind.slug, each.file) for each in done.findings if each.file] == [
        ("not-a-submission", "folder"),
        ("not-a-submission", "link.xlsx"),
    ]


def test_a_link_among_files_to_check_is_not_followed_and_one_that_is_named_is(
    returned: Returned,
) -> None:
    office = returned.office
    (returned.folder / "plan.xlsx").symlink_to(office.control)
    folder = check([returned.folder], office.settings)
    assert [(each.kind.slug, each.file) for each in folder.findings] == [("not-a-submission", "plan.xlsx")]
    named = check([returned.folder / "plan.xlsx"], office.settings)
    assert [each for each in named.findings if each.kind.slug == "not-a-submission"] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ว่างเปล่า"),
        (b"PK\x03\x04 cut off", "เสีย"),
        (b"<html><table><tr><td>x</td></tr></table></html>", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
        (b"just text", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_stops_nobody(
    returned: Returned, content: bytes, words: str
) -> None:
    (returned.folder / "a.xlsx").write_bytes(content)
    returned.send_back(FIRST, ALL_DONE, name="b.xlsx")
    done = returned.consolidate()
    (finding,) = [each for each in done.findings if each.file == "a.xlsx"]
    assert finding.kind.slug == "unreadable-file"
    assert words in finding.text()
    assert finding.remedy()
    assert states_of(done)["b.xlsx"] == "accepted"
    assert states_of(done)["a.xlsx"] == "rejected"


def test_a_form_cut_short_on_its_way_is_refused(returned: Returned) -> None:
    path = returned.send_back(FIRST, ALL_DONE)
    path.write_bytes(path.read_bytes()[:-300])
    done = returned.consolidate()
    assert [each.kind.slug for each in done.findings if each.file] == ["unreadable-file"]


def test_a_workbook_of_somebody_else_is_not_one_of_ours(returned: Returned) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = SHEET  # type: ignore[union-attr]
    book.save(returned.folder / "own.xlsx")
    done = returned.consolidate()
    assert [(each.kind.slug, each.file) for each in done.findings if each.file] == [
        ("not-one-of-ours", "own.xlsx")
    ]
    assert states_of(done)["own.xlsx"] == "rejected"


def test_plan_register_and_summary_in_the_folder_are_not_taken_for_returns(returned: Returned) -> None:
    office = returned.office
    shutil.copy(office.control, returned.folder / "plan.xlsx")
    shutil.copy(office.sent / "ทะเบียนการแจกจ่าย.xlsx", returned.folder)
    returned.send_back(FIRST, ALL_DONE)
    returned.consolidate()
    shutil.copy(returned.folder.parent / "summary.xlsx", returned.folder)
    done = returned.consolidate()
    assert {each.file for each in found(done, "not-a-submission")} == {
        "plan.xlsx",
        "ทะเบียนการแจกจ่าย.xlsx",
        "summary.xlsx",
    }
    assert len(states_of(done)) == 3
