"""What the returns of an agency come to: each measure and each unit, with a word of what does not count."""

import shutil
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from command_line import csv_table
from filling import (
    ALL_DONE,
    COMPLETE,
    DONE,
    DONE_ON,
    EARLY,
    EVIDENCE,
    FIRST,
    IDLE,
    IN_PROGRESS,
    LATE,
    MEASURES,
    RESULT,
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
    told,
)

from itaxl.assessment.finding_groups import grouped
from itaxl.assessment.statuses import Status
from itaxl.results.standings import standings
from itaxl.workflow.checking import check
from itaxl.workflow.settings import UsageError

# What it comes to


def test_the_sent_value_is_used_where_a_locked_cell_was_changed(returned: Returned, tmp_path: Path) -> None:
    returned.send_back(FIRST, ALL_DONE, cells={(SHEET, "E4"): "แก้ชื่อ", (SHEET, "M4"): date(2024, 1, 1)})
    done = returned.consolidate(csv=tmp_path / "csv")
    assert told(found(done, "locked-cell-changed")) == [
        ("locked-cell-changed", "E4"),
        ("locked-cell-changed", "M4"),
    ]
    row = csv_table(tmp_path / "csv" / "measures.csv")[0]
    assert (row["measure"], row["end"]) == ("ตรวจสอบการใช้ดุลพินิจ", "2023-03-31")


def test_a_plan_edited_after_sending_is_told_and_does_not_blame_the_department(
    tmp_path: Path,
) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, ALL_DONE)
    fill_plan(returned.office.control, MEASURES.replace("ดุลพินิจ", "ดุลยพินิจ"))
    done = returned.consolidate()
    assert [each.kind.slug for each in done.findings if each.file] == ["plan-changed"]
    assert done.consolidation.records[0].value("measure") == "ตรวจสอบการใช้ดุลพินิจ"


def test_a_measure_taken_out_of_the_plan_is_told_and_not_counted(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, ALL_DONE)
    kept = "\n".join(line for line in MEASURES.splitlines() if "M2" not in line)
    fill_plan(returned.office.control, kept)
    done = returned.consolidate()
    assert [each.kind.slug for each in done.findings if each.file] == ["dropped-measure"]
    assert {each.code for each in done.consolidation.records} == {"M1"}


def test_own_measures_carry_their_department_before_their_code(returned: Returned, tmp_path: Path) -> None:
    own = {"มาตรการ": "โครงการของเรา", "ตัวชี้วัด": "4", STATUS: IN_PROGRESS}
    returned.send_back(SECOND, {**ALL_DONE, "เพิ่ม3": own})
    returned.send_back(THIRD, {"M2": COMPLETE, "เพิ่ม3": own})
    done = returned.consolidate(csv=tmp_path / "csv")
    rows = [row for row in csv_table(tmp_path / "csv" / "measures.csv") if row["own"] == "1"]
    assert [row["code"] for row in rows] == ["02-เพิ่ม3", "03-เพิ่ม3"]
    assert {row["indicator_no"] for row in rows} == {"4"}
    assert len(done.consolidation.measures) == 4


def test_a_missing_return_is_never_counted_as_not_started(returned: Returned, tmp_path: Path) -> None:
    returned.send_back(FIRST, {"M1": IDLE, "M2": IDLE})
    done = returned.consolidate(csv=tmp_path / "csv")
    statuses = [row["status"] for row in csv_table(tmp_path / "csv" / "measures.csv")]
    assert statuses == ["not_started", "not_reported", "not_started", "not_reported", "not_reported"]
    assert [each.status for each in done.consolidation.measures] == [Status.IN_PROGRESS, Status.IN_PROGRESS]
    states = [row["state"] for row in csv_table(tmp_path / "csv" / "submissions.csv")]
    assert states == ["accepted", "missing", "missing"]


@pytest.mark.parametrize(
    ("as_of", "overdue"),
    [(date(2023, 3, 31), False), (date(2023, 4, 1), True)],
)
def test_a_measure_is_overdue_from_the_day_after_its_last(
    returned: Returned, as_of: date, *, overdue: bool
) -> None:
    returned.send_back(FIRST, {"M1": {STATUS: IN_PROGRESS}, "M2": COMPLETE})
    done = returned.consolidate(as_of=as_of)
    assert done.consolidation.records[0].is_overdue is overdue
    assert done.consolidation.measures[0].is_overdue is overdue


def test_what_is_done_is_never_overdue(returned: Returned) -> None:
    returned.send_back(FIRST, ALL_DONE)
    returned.send_back(SECOND, ALL_DONE)
    done = returned.consolidate(as_of=date(2030, 1, 1))
    assert [each.is_overdue for each in done.consolidation.records] == [False, False, False, False, True]


def test_the_result_depends_neither_on_names_nor_on_the_number_of_workers(
    office: Office, tmp_path: Path
) -> None:
    tables = []
    for number, (names, workers) in enumerate(
        [(("a", "b", "c"), 1), (("c", "a", "b"), 1), (("a", "b", "c"), 2), (("b", "c", "a"), 2)]
    ):
        returned = Returned(office, tmp_path / str(number) / "returned")
        for unit, name in zip((FIRST, SECOND, THIRD), names, strict=True):
            codes = ("M2",) if unit == THIRD else ("M1", "M2")
            entries = {code: {**COMPLETE, RESULT: f"{unit} {code}"} for code in codes}
            returned.send_back(unit, entries, name=f"{name}.xlsx", saved=EARLY)
        folder = returned.folder.parent / "csv"
        returned.consolidate(csv=folder, workers=workers)
        tables.append(
            [
                {key: value for key, value in row.items() if key != "source_file"}
                for row in csv_table(folder / "measures.csv")
            ]
        )
    assert len(tables[0]) == 5
    assert all(each == tables[0] for each in tables)


def test_a_summary_of_very_many_rows_is_made_otherwise_and_the_same(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE})

    def summary(workers: int) -> dict[str, bytes]:
        returned.consolidate(workers=workers)
        with zipfile.ZipFile(returned.folder.parent / "summary.xlsx") as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    usual = summary(2)
    monkeypatch.setattr("itaxl.workflow.consolidation._MOST_RECORDS_SHARED", 0)
    monkeypatch.setattr("itaxl.reports.summary._LINES_A_PIECE", 2)
    assert summary(2) == summary(1) == usual


def test_rows_in_the_tables_keep_the_numbers_that_excel_shows(returned: Returned, tmp_path: Path) -> None:
    path = returned.send_back(FIRST, ALL_DONE)
    returned.consolidate(csv=tmp_path / "csv")
    row = csv_table(tmp_path / "csv" / "measures.csv")[2]
    assert (row["code"], row["source_file"], row["source_sheet"]) == ("M2", path.name, SHEET)
    assert grid(path, SHEET)[int(row["source_row"]) - 1][0] == "M2"


def test_the_summary_lists_findings_with_their_cells(returned: Returned) -> None:
    returned.send_back(FIRST, {"M1": {STATUS: "ยังไม่แล้วเสร็จ"}, "M2": IDLE})
    returned.consolidate()
    rows = table(returned.folder.parent / "summary.xlsx", "ข้อผิดพลาด", "ชนิด")
    found = [(row["ชนิด"], row["รหัสชนิด"], row["ช่อง"]) for row in rows if row["ไฟล์"]]
    assert found == [("ไม่อยู่ในตัวเลือก", "unknown-choice", "N4")]


def test_a_row_below_the_form_is_told_as_one_and_every_cell_of_it_stands_in_the_tables(
    returned: Returned, tmp_path: Path
) -> None:
    below = {(SHEET, "E20"): "โครงการเพิ่ม", (SHEET, "N20"): "ดำเนินการแล้ว", (SHEET, "P20"): "ทำแล้ว"}
    apart = {(SHEET, "X5"): "ข้างหนึ่ง", (SHEET, "Y5"): "ข้างสอง"}  # in a row of the form each is by itself
    returned.send_back(FIRST, ALL_DONE, cells=below | apart)
    done = returned.consolidate(csv=tmp_path / "csv")
    told = [group.cells for group in grouped(done.findings) if group.first.file]
    assert told == [("X5",), ("Y5",), ("E20:P20",)]
    cells = {cell: value for (_, cell), value in (below | apart).items()}
    rows = table(returned.folder.parent / "summary.xlsx", "ข้อผิดพลาด", "ชนิด")
    assert {row["ช่อง"]: row["ข้อความในช่อง"] for row in rows if row["ไฟล์"]} == cells
    of_tables = {each["cell"]: each["value"] for each in csv_table(tmp_path / "csv" / "findings.csv")}
    assert cells.items() <= of_tables.items()


def test_reading_changes_nothing_that_it_reads(returned: Returned) -> None:
    path = returned.send_back(FIRST, {"M1": {STATUS: "?"}})
    watched = [path, returned.office.control]
    before = [(each.read_bytes(), each.stat().st_mtime_ns) for each in watched]
    returned.consolidate()
    assert [(each.read_bytes(), each.stat().st_mtime_ns) for each in watched] == before


# What is refused


def test_a_summary_replaces_a_summary_and_nothing_else(returned: Returned) -> None:
    returned.send_back(FIRST, ALL_DONE)
    returned.consolidate()
    out = returned.folder.parent / "summary.xlsx"
    first = out.read_bytes()
    returned.send_back(SECOND, ALL_DONE)
    returned.consolidate()
    assert out.read_bytes() != first
    shutil.copy(returned.office.file(FIRST), out)
    kept = out.read_bytes()
    with pytest.raises(UsageError):
        returned.consolidate()
    assert out.read_bytes() == kept


def test_check_finds_what_consolidate_finds_in_a_file(returned: Returned) -> None:
    path = returned.send_back(FIRST, {"M1": {STATUS: DONE, DONE_ON: "?"}, "M2": IDLE})
    settings = returned.office.settings
    alone = check([path], settings)
    with_plan = check([path], settings, control=returned.office.control)
    assert told(alone.findings) == told(with_plan.findings) == [("not-a-date", "O4"), ("missing-when", "P4")]


def test_check_of_a_folder_does_not_ask_who_is_missing(returned: Returned) -> None:
    returned.send_back(FIRST, ALL_DONE)
    checked = check([returned.folder], returned.office.settings, control=returned.office.control)
    assert (checked.files, checked.findings) == (1, ())


def test_check_of_a_plan_names_the_plans_faults(tmp_path: Path) -> None:
    office = Office(tmp_path)
    fill_plan(office.control, MEASURES.replace(f"| {FIRST} |", "| สำนักปลด |"))
    checked = check([office.control], office.settings)
    assert told(checked.findings) == [("unknown-department", "H4")]


def test_a_blank_copy_stays_blank_when_the_plan_was_edited_after_sending(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, ALL_DONE, name="filled.xlsx", saved=EARLY)
    returned.send_back(FIRST, {}, name="blank.xlsx", reporter=False, saved=LATE)
    fill_plan(returned.office.control, MEASURES.replace("ดุลพินิจ", "ดุลยพินิจ"))
    done = returned.consolidate()
    assert states_of(done)["filled.xlsx"] == "accepted"
    assert [each.file for each in found(done, "blank-copy")] == ["blank.xlsx"]


def test_a_measure_added_after_sending_is_not_blamed_on_the_department(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, ALL_DONE, name="filled.xlsx")
    lines = MEASURES.rstrip().splitlines()
    later = next(line for line in lines if "M1" in line).replace("M1", "M99")
    fill_plan(returned.office.control, "\n".join([*lines, later]))
    (finding,) = found(returned.consolidate(), "not-in-form")
    assert (finding.file, finding.details["code"]) == ("filled.xlsx", "M99")


def test_an_answer_to_a_dropped_measure_is_named_with_its_row_and_words(tmp_path: Path) -> None:
    returned = Returned(Office(tmp_path / "office"), tmp_path / "returned")
    returned.send_back(FIRST, ALL_DONE)
    kept = "\n".join(line for line in MEASURES.splitlines() if "M2" not in line)
    fill_plan(returned.office.control, kept)
    (finding,) = found(returned.consolidate(), "dropped-measure")
    assert finding.cell.startswith("A")
    assert Status.DONE.thai in finding.value


@pytest.mark.parametrize(
    ("evidence", "target"),
    [
        ("https://example.go.th/?a=1&b=ก#x", "https://example.go.th/?a=1&b=ก"),
        ("ภาพกิจกรรม (HTTP://example.go.th/1.jpg)", "HTTP://example.go.th/1.jpg"),
        ("ประกาศ 1/2566", None),
        ("file:///C:/Users/x/a.exe", None),
        ("javascript:alert(1)//http:", None),
        ("ms-excel:ofe|u|https:/x", None),
        ("\\\\server\\share\\x.xlsx", None),
        ("mailto:x@example.go.th", None),
        ('=HYPERLINK("http://example.go.th","x")', None),
        ("https://example.go.th/" + "a" * 3000, None),
    ],
)
def test_only_web_addresses_in_evidence_open_and_the_text_stays_as_it_is(
    returned: Returned, evidence: str, target: str | None
) -> None:
    import openpyxl
    from openxml_audit import OpenXmlValidator

    returned.send_back(FIRST, {**ALL_DONE, "M1": {**COMPLETE, EVIDENCE: evidence}})
    returned.consolidate()
    path = returned.folder.parent / "summary.xlsx"
    assert table(path, SHEET)[0][EVIDENCE] == evidence
    sheet = openpyxl.load_workbook(path)[SHEET]
    links = [
        (beside, cell, cell.hyperlink.target)
        for row in sheet.iter_rows()
        for beside, cell in pairwise(row)
        if cell.hyperlink
    ]
    # LibreOffice does not wrap a cell that is a link: the text stands beside it, and wraps.
    assert [(cell.value, opened) for _, cell, opened in links] == ([("เปิด", target)] if target else [])
    for beside, _, _ in links:
        assert (beside.value, beside.alignment.wrap_text) == (evidence, True)
    assert sum(row["เปิด"] == "เปิด" for row in table(path, SHEET)) == len(links)
    if target:
        assert not OpenXmlValidator().validate(path).errors


def test_no_word_opens_evidence_where_a_sheet_has_no_more_links(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl

    monkeypatch.setattr("itaxl.reports.measures_sheet.MOST_LINKS", 1)
    address = "https://example.go.th/"
    entries = {code: {**COMPLETE, EVIDENCE: address} for code in ALL_DONE}
    returned.send_back(FIRST, entries)
    returned.consolidate()
    path = returned.folder.parent / "summary.xlsx"
    rows = [row for row in table(path, SHEET) if row[EVIDENCE] == address]
    assert len(rows) == len(entries) > 1
    assert [row["เปิด"] or "" for row in rows] == ["เปิด", *[""] * (len(rows) - 1)]
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert sum(bool(cell.hyperlink) for row in sheet.iter_rows() for cell in row) == 1


def test_a_weakness_that_only_a_row_without_a_code_serves_is_not_told_as_unserved(tmp_path: Path) -> None:
    plan: list[dict[str, object]] = [
        {"รหัส": "M1", "ตัวชี้วัด": "1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": FIRST},
        {"ตัวชี้วัด": "4, การเปิดเผยข้อมูล", "มาตรการ": "ข", "ส่วนราชการที่รับผิดชอบ": FIRST},
    ]
    scores = {4: (70.0, None), 7: (60.0, None), 9: (50.0, None)}
    returned = Returned(Office(tmp_path / "office", plan, scores=scores), tmp_path / "returned")
    told = check([returned.office.control], returned.office.settings).findings
    weak = [each.details["no"] for each in told if each.kind.slug == "weak-without-measure"]
    assert weak == [7]
    assert [each.cell for each in told if each.kind.slug == "missing-entry"] == ["A5"]
    found = returned.consolidate().consolidation.observations
    assert [each.details["no"] for each in found if each.kind.slug == "weak-without-measure"] == [7]


@pytest.mark.parametrize("row", [3, 5, 6])  # of the stamp: the template, the year, the round
def test_a_unit_whose_file_cannot_count_has_to_send_again_and_is_not_called_silent(
    returned: Returned, row: int
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        value = "1-00000000" if row == 3 else "2565" if row == 5 else "12"
        returned.send_back(FIRST, ALL_DONE, name=name, cells={("_itaxl", f"B{row}"): value})
    returned.send_back(SECOND, ALL_DONE)
    done = returned.consolidate(corrections=True)
    lines = [(each.unit, each.state.value, each.file) for each in done.consolidation.units]
    assert lines == [
        (FIRST, "rejected", "a.xlsx"),
        (FIRST, "rejected", "b.xlsx"),
        (SECOND, "accepted", f"{SECOND}.xlsx"),
        (THIRD, "missing", ""),
    ]
    assert [each.details["unit"] for each in found(done, "missing-submission")] == [THIRD]
    assert [each.unit for each in done.consolidation.missing] == [THIRD]
    assert [each.unit for each in done.consolidation.unreported] == [THIRD, FIRST]
    summary = returned.folder.parent / "summary.xlsx"
    words = [str(value) for line in grid(summary, "ภาพรวม") for value in line if value != ""]
    assert any(each.endswith("ส่งแบบแล้ว 1 จาก 3 ส่วนราชการ · ต้องส่งใหม่ 1") for each in words)
    assert f"1 แห่ง: {THIRD}" in words
    assert f"ส่งมาแล้วแต่นับไม่ได้ ต้องส่งใหม่ 1 แห่ง: {FIRST}" in words
    shown = [(row["ส่วนราชการ"], row["สถานะการส่ง"]) for row in table(summary, "การส่งแบบ")]
    assert shown == [(FIRST, "ไม่รับ ต้องส่งใหม่")] * 2 + [(SECOND, "รับแล้ว"), (THIRD, "ยังไม่ส่ง")]
    now = standings(done.consolidation).units
    assert [each.standing.value for each in now] == ["refused", "complete", "missing"]


def test_a_file_that_cannot_count_beside_one_that_does_changes_nothing_for_its_unit(
    returned: Returned,
) -> None:
    returned.send_back(FIRST, ALL_DONE)
    returned.send_back(FIRST, ALL_DONE, name="b.xlsx", cells={("_itaxl", "B6"): "12"})
    done = returned.consolidate()
    assert states_of(done) == {
        f"{FIRST}.xlsx": "accepted",
        "b.xlsx": "rejected",
        SECOND: "missing",
        THIRD: "missing",
    }
    assert done.consolidation.refused == ()
    summary = returned.folder.parent / "summary.xlsx"
    assert "ต้องส่งใหม่ 1" not in str(grid(summary, "ภาพรวม"))
