"""Whose a table is: told by what it holds where its workbook does not say so, and never guessed."""

from pathlib import Path

import pytest
from command_line import csv_table
from conftest import Convert
from damages import (
    FILLED,
    REPORTER,
    Change,
    changed,
    measures,
    pasted,
    told_of_structure,
)
from filling import (
    COMPLETE,
    DONE,
    FIRST,
    IN_PROGRESS,
    NOT_STARTED,
    OUTCOME,
    RESULT,
    SECOND,
    SHEET,
    STATUS,
    THIRD,
    Entries,
    Returned,
    grid,
)
from openpyxl.workbook import Workbook

from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import SubmissionState
from itaxl.results.consolidation import Consolidation
from itaxl.workflow.checking import check

_REST = {STATUS: NOT_STARTED}


def _table_of(returned: Returned, unit: str, entries: Entries) -> list[list[object]]:
    path = returned.send_back(unit, entries, name="away/form.xlsx")
    rows = grid(path, SHEET)
    path.unlink()
    return rows


def _statuses(result: Consolidation, unit: str) -> dict[str, Status]:
    return {each.code: each.status for each in result.records if each.department.name == unit}


def _state(result: Consolidation, unit: str) -> SubmissionState:
    return next(each.state for each in result.units if each.unit == unit)


# Without the identity of the workbook


def _without_title(rows: list[list[object]]) -> list[list[object]]:
    """The header, and the rows that were sent out filled in."""
    return [rows[2], *(row for row in rows[3:] if str(row[0]).startswith("M"))]


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 2)])
def test_a_table_pasted_into_a_blank_workbook_counts_with_a_warning(
    returned: Returned, down: int, right: int
) -> None:
    table = _table_of(returned, FIRST, FILLED)
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table}, down=down, right=right)
    result = returned.consolidate()
    assert _statuses(result.consolidation, FIRST) == {"M1": Status.DONE, "M2": Status.IN_PROGRESS}
    assert _state(result.consolidation, FIRST) is SubmissionState.ACCEPTED
    assert told_of_structure(result.findings) == [("recognised-form", "Sheet1", "")]
    (finding,) = [each for each in result.findings if each.kind.slug == "recognised-form"]
    assert FIRST in finding.text()


def test_own_measures_of_a_pasted_table_count_too(returned: Returned) -> None:
    own = {"มาตรการ": "โครงการของเรา", STATUS: IN_PROGRESS}
    table = _table_of(returned, SECOND, {"M1": _REST, "M2": _REST, "เพิ่ม1": own})
    pasted(returned.folder / "ส่ง.xlsx", {"งาน": table})
    statuses = _statuses(returned.consolidate().consolidation, SECOND)
    assert statuses["02-เพิ่ม1"] is Status.IN_PROGRESS


def test_a_pasted_table_is_known_by_codes_that_only_one_department_has(returned: Returned) -> None:
    table = _without_title(_table_of(returned, THIRD, {"M2": {STATUS: IN_PROGRESS}}))
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    result = returned.consolidate()
    assert _statuses(result.consolidation, THIRD) == {"M2": Status.IN_PROGRESS}
    (finding,) = [each for each in result.findings if each.kind.slug == "recognised-form"]
    assert "รหัสมาตรการ" in finding.text()


def test_a_pasted_table_is_known_by_the_form_of_its_reporter(returned: Returned) -> None:
    path = returned.send_back(SECOND, {"M1": _REST, "M2": _REST}, name="away/form.xlsx")
    sheets = {"ตาราง": _without_title(grid(path, SHEET)), "ผู้กรอก": grid(path, REPORTER)}
    path.unlink()
    pasted(returned.folder / "ส่ง.xlsx", sheets)
    result = returned.consolidate()
    assert _statuses(result.consolidation, SECOND) == {"M1": Status.NOT_STARTED, "M2": Status.NOT_STARTED}
    line = next(each for each in result.consolidation.units if each.unit == SECOND)
    assert line.reporter["position"] == "นักจัดการงานทั่วไป"


def test_entries_beside_a_pasted_form_are_named_like_those_beside_one_that_was_sent(
    returned: Returned,
) -> None:
    cells = {(REPORTER, "D3"): "ด้านข้าง", (REPORTER, "A20"): "ด้านล่าง"}
    path = returned.send_back(SECOND, {"M1": _REST, "M2": _REST}, name="away/form.xlsx", cells=cells)
    sheets = {"ตาราง": _without_title(grid(path, SHEET)), "ผู้กรอก": grid(path, REPORTER)}
    path.unlink()
    pasted(returned.folder / "ส่ง.xlsx", sheets)
    found = [each for each in returned.consolidate().findings if each.kind.slug == "beyond-form"]
    assert [(each.sheet, each.cell, each.value) for each in found] == [
        ("ผู้กรอก", "D3", "ด้านข้าง"),
        ("ผู้กรอก", "A20", "ด้านล่าง"),
    ]


def test_between_two_departments_nobody_guesses(returned: Returned) -> None:
    """M1 and M2 are both the first's and the second's."""
    table = _without_title(_table_of(returned, FIRST, FILLED))
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    result = returned.consolidate()
    assert told_of_structure(result.findings) == [("unrecognised-form", "Sheet1", "")]
    finding = next(each for each in result.findings if each.kind.slug == "unrecognised-form")
    assert FIRST in finding.text()
    assert SECOND in finding.text()
    assert "ขอขยายเวลา" in finding.value
    assert str(COMPLETE[RESULT]) in finding.value
    assert {each.state for each in result.consolidation.units if each.file} == {SubmissionState.REJECTED}


def test_a_table_that_names_two_departments_is_not_counted(returned: Returned) -> None:
    table = _table_of(returned, FIRST, FILLED)
    table[6][7] = SECOND  # the locked name in a free row
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    assert told_of_structure(returned.consolidate().findings) == [("unrecognised-form", "Sheet1", "")]


def test_measures_of_somebody_else_under_the_same_codes_are_not_counted(returned: Returned) -> None:
    table = _without_title(_table_of(returned, THIRD, {"M2": {STATUS: IN_PROGRESS}}))
    table[1][4] = "มาตรการของหน่วยงานอื่น"
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    assert told_of_structure(returned.consolidate().findings) == [("unrecognised-form", "Sheet1", "")]


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({FIRST: "กองการประปา"}, "unknown-unit"),
        ({"2566": "2565"}, "other-year"),
        ({"รอบ 6": "รอบ 12"}, "other-round"),
    ],
)
def test_a_pasted_table_is_held_against_the_plan_like_any_other(
    returned: Returned, change: dict[str, str], slug: str
) -> None:
    table = _table_of(returned, FIRST, FILLED)
    for old, new in change.items():
        table = [[each.replace(old, new) if isinstance(each, str) else each for each in row] for row in table]
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    assert [each[0] for each in told_of_structure(returned.consolidate().findings)] == [slug]


def test_a_pasted_form_of_another_agency_is_refused(returned: Returned) -> None:
    path = returned.send_back(FIRST, FILLED, name="away/form.xlsx")
    form = grid(path, REPORTER)
    form[2][1] = "เทศบาลตำบลอื่น"
    sheets = {SHEET: grid(path, SHEET), REPORTER: form}
    path.unlink()
    pasted(returned.folder / "ส่ง.xlsx", sheets)
    assert [each[0] for each in told_of_structure(returned.consolidate().findings)] == ["other-agency"]


def test_without_a_control_workbook_a_pasted_table_is_told_and_not_taken_for_a_strangers(
    returned: Returned,
) -> None:
    path = pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": _table_of(returned, FIRST, FILLED)})
    checked = check([path], returned.office.settings)
    assert told_of_structure(checked.findings) == [("unrecognised-form", "Sheet1", "")]
    assert FIRST in checked.findings[0].text()


def test_a_plan_and_other_tables_are_not_taken_for_returns(returned: Returned) -> None:
    plan = grid(returned.office.control, SHEET)
    pasted(returned.folder / "แผน.xlsx", {SHEET: plan})
    pasted(returned.folder / "อื่น.xlsx", {"Sheet1": [["รหัส", "มาตรการ", STATUS], ["M1", "ทำ", DONE]]})
    assert [each[0] for each in told_of_structure(returned.consolidate().findings)] == ["not-one-of-ours"] * 2


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_table_pasted_in_libreoffice_counts_too(returned: Returned, soffice: Convert, ending: str) -> None:
    table = _table_of(returned, FIRST, FILLED)
    path = pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table}, down=1)
    converted = soffice(path, ending)
    converted.rename(returned.folder / converted.name)
    path.unlink()
    result = returned.consolidate()
    assert _statuses(result.consolidation, FIRST) == {"M1": Status.DONE, "M2": Status.IN_PROGRESS}
    assert told_of_structure(result.findings) == [("recognised-form", "Sheet1", "")]


# Another department's


def test_a_form_whose_identity_was_changed_to_another_department_says_so(returned: Returned) -> None:
    returned.send_back(FIRST, FILLED, cells={(REPORTER, "B4"): SECOND})
    result = returned.consolidate()
    assert told_of_structure(result.findings) == [("filled-for-other", REPORTER, "B4")]
    assert _state(result.consolidation, SECOND) is SubmissionState.MISSING
    assert _statuses(result.consolidation, FIRST)["M1"] is Status.DONE


def test_an_identity_changed_to_no_department_is_a_changed_cell(returned: Returned) -> None:
    returned.send_back(FIRST, FILLED, cells={(REPORTER, "B4"): "ฝ่ายของเรา"})
    assert told_of_structure(returned.consolidate().findings) == [("locked-cell-changed", REPORTER, "B4")]


@pytest.mark.parametrize(
    ("position", "is_doubted"),
    [
        (f"ผู้อำนวยการ{SECOND}", True),
        ("ผู้อำนวยการ กอง คลัง", True),
        (f"หัวหน้า{FIRST}", False),
        (f"ผู้อำนวยการ{SECOND} รักษาการหัวหน้า{FIRST}", False),
        ("ปลัดเทศบาล", False),
    ],
)
def test_a_reporter_of_another_department_is_doubted(
    returned: Returned, position: str, *, is_doubted: bool
) -> None:
    returned.send_back(FIRST, FILLED, cells={(REPORTER, "B9"): position})
    expected = [("reporter-of-other", REPORTER, "B9")] if is_doubted else []
    assert told_of_structure(returned.consolidate().findings) == expected


# Two departments in one file


def _with_sheet_of(returned: Returned, unit: str, entries: Entries, name: str) -> Change:
    rows = _table_of(returned, unit, entries)

    def add(book: Workbook) -> None:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if each == "" else each for each in row])

    return add


def test_two_departments_in_one_file_are_both_counted(returned: Returned, tmp_path: Path) -> None:
    add = _with_sheet_of(returned, SECOND, {"M1": _REST, "M2": {STATUS: IN_PROGRESS}}, f"{SHEET} (2)")
    changed(returned.send_back(FIRST, FILLED), add)
    result = returned.consolidate(csv=tmp_path / "csv")
    assert _statuses(result.consolidation, FIRST) == {"M1": Status.DONE, "M2": Status.IN_PROGRESS}
    assert _statuses(result.consolidation, SECOND) == {"M1": Status.NOT_STARTED, "M2": Status.IN_PROGRESS}
    assert told_of_structure(result.findings) == [("recognised-form", f"{SHEET} (2)", "")]
    rows = csv_table(tmp_path / "csv" / "measures.csv")
    places = {(row["department"], row["source_sheet"]) for row in rows if row["source_file"]}
    assert places == {(FIRST, SHEET), (SECOND, f"{SHEET} (2)")}


def test_two_departments_pasted_into_one_blank_workbook_are_both_counted(returned: Returned) -> None:
    sheets = {
        "ปลัด": _table_of(returned, FIRST, FILLED),
        "ช่าง": _table_of(returned, THIRD, {"M2": _REST}),
    }
    pasted(returned.folder / "รวม.xlsx", sheets)
    result = returned.consolidate()
    assert _statuses(result.consolidation, FIRST)["M1"] is Status.DONE
    assert _statuses(result.consolidation, THIRD) == {"M2": Status.NOT_STARTED}
    assert _state(result.consolidation, SECOND) is SubmissionState.MISSING


def test_a_sheet_of_another_department_in_the_place_of_ones_own_is_counted_as_theirs(
    returned: Returned,
) -> None:
    rows = _table_of(returned, SECOND, {"M1": _REST, "M2": {STATUS: IN_PROGRESS}})

    def replace_sheet(book: Workbook) -> None:
        sheet = measures(book)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = None if value == "" else value  # type: ignore[assignment]

    changed(returned.send_back(FIRST, {}, reporter=False), replace_sheet)
    result = returned.consolidate()
    assert _statuses(result.consolidation, SECOND) == {"M1": Status.NOT_STARTED, "M2": Status.IN_PROGRESS}
    assert _state(result.consolidation, FIRST) is SubmissionState.MISSING


def test_without_a_control_workbook_another_departments_sheet_is_named_with_its_entries(
    returned: Returned,
) -> None:
    add = _with_sheet_of(returned, SECOND, {"M1": _REST, "M2": {OUTCOME: "ดีขึ้น"}}, "กองคลัง")
    read = returned.office.read(changed(returned.send_back(FIRST, FILLED), add))
    assert told_of_structure(read.findings) == [("unrecognised-form", "กองคลัง", "")]
    finding = next(each for each in read.findings if each.kind.slug == "unrecognised-form")
    assert "ดีขึ้น" in finding.value
    assert SECOND in finding.text()
