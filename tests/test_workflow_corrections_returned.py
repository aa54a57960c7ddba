"""What becomes of a form that went back to be corrected, and came back once more."""

import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cell_xml import parts_of_sheets
from corrected import ALL_DONE, WRONG, WRONG_CELLS, by_unit, front, kinds, of_first
from damages import changed
from filling import (
    COMPLETE,
    FIRST,
    IN_PROGRESS,
    RESULT,
    SECOND,
    SHEET,
    STATUS,
    THIRD,
    Entries,
    Returned,
    address,
    fill,
    grid,
    states_of,
    table,
)
from packages import zipped

from itaxl.assessment.statuses import Status
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.front import CORRECTIONS_SHEET
from itaxl.template.returned_sheets import stamp_of

if TYPE_CHECKING:
    from conftest import Convert


def test_a_corrected_return_replaces_the_first_one(returned: Returned) -> None:
    made = of_first(returned)
    right = {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม3": COMPLETE}
    fill(made.path, returned.folder / "แก้แล้ว.xlsx", right)
    done = returned.consolidate(corrections=True)
    assert states_of(done)["แก้แล้ว.xlsx"] == "accepted"
    assert states_of(done)[f"{FIRST}.xlsx"] == "superseded"
    assert not [each for each in done.findings if each.severity.value == "error" and each.file]
    assert FIRST not in by_unit(done)


@pytest.mark.parametrize("hours", [-24 * 3000, 24 * 3000])
def test_it_does_so_whatever_the_clocks_say(returned: Returned, hours: int) -> None:
    first = datetime(2023, 4, 1, 9, 0, tzinfo=UTC)
    made = of_first(returned, saved=first)
    later = datetime.fromtimestamp(first.timestamp() + 3600 * hours, UTC)
    fill(made.path, returned.folder / "แก้แล้ว.xlsx", {"M1": COMPLETE}, saved=later)
    assert states_of(returned.consolidate(corrections=True))["แก้แล้ว.xlsx"] == "accepted"


def test_an_original_that_was_filled_in_anew_later_counts_all_the_same(returned: Returned) -> None:
    made = of_first(returned, saved=datetime(2023, 4, 1, 9, 0, tzinfo=UTC))
    fill(
        made.path,
        returned.folder / "แก้แล้ว.xlsx",
        {"M1": COMPLETE},
        saved=datetime(2023, 4, 2, 9, 0, tzinfo=UTC),
    )
    returned.send_back(FIRST, ALL_DONE, name="ฉบับใหม่.xlsx", saved=datetime(2023, 4, 3, 9, 0, tzinfo=UTC))
    states = states_of(returned.consolidate(corrections=True))
    assert (states["ฉบับใหม่.xlsx"], states["แก้แล้ว.xlsx"]) == ("accepted", "superseded")


def test_one_that_nobody_changed_never_takes_the_place_of_a_return(returned: Returned) -> None:
    made = of_first(returned, saved=datetime(2023, 4, 1, 9, 0, tzinfo=UTC))
    shutil.copy(made.path, returned.folder / "a.xlsx")
    saved = datetime(2030, 1, 1, 9, 0, tzinfo=UTC)
    fill(made.path, returned.folder / "b.xlsx", reporter=False, saved=saved)  # opened and saved
    done = returned.consolidate(corrections=True)
    assert states_of(done) | {SECOND: "", THIRD: ""} == {
        f"{FIRST}.xlsx": "accepted",
        "a.xlsx": "superseded",
        "b.xlsx": "superseded",
        SECOND: "",
        THIRD: "",
    }
    assert kinds(done, "b.xlsx") == ["unchanged-copy"]


def test_one_that_nobody_changed_counts_where_the_return_itself_is_gone(returned: Returned) -> None:
    made = of_first(returned)
    (returned.folder / f"{FIRST}.xlsx").unlink()
    shutil.copy(made.path, returned.folder / "a.xlsx")
    done = returned.consolidate(corrections=True)
    assert states_of(done)["a.xlsx"] == "accepted"
    assert kinds(done, "a.xlsx")[0] == "unchanged-counts"
    results = [each.entries.get("result") for each in done.consolidation.records]
    assert results.count("ประกาศแล้ว") == 1


def test_somebody_may_say_that_nothing_is_to_be_changed(returned: Returned) -> None:
    made = of_first(returned, ALL_DONE, cells={(SHEET, "E4"): None})
    sent = stamp_of(open_workbook(made.path))
    assert sent is not None
    assert sent.start is not None
    cell = sent.start.confirmed
    assert "ไม่มีช่องที่ต้องแก้" in front(made.path)
    assert "ช่องที่ล็อกไว้ถูกแก้ไข" in front(made.path)
    fill(made.path, returned.folder / "b.xlsx", cells={(CORRECTIONS_SHEET, cell): "✓"}, reporter=False)
    done = returned.consolidate(corrections=True)
    assert states_of(done)["b.xlsx"] == "accepted"
    assert FIRST not in by_unit(done)


def test_what_was_sent_for_a_missing_unit_is_missing_until_it_is_filled_in(returned: Returned) -> None:
    made = by_unit(returned.consolidate(corrections=True))[SECOND]
    shutil.copy(made.path, returned.folder / "a.xlsx")
    done = returned.consolidate(corrections=True)
    assert states_of(done)["a.xlsx"] == "missing"
    assert kinds(done, "a.xlsx") == ["untouched"]
    fill(made.path, returned.folder / "a.xlsx", ALL_DONE)
    assert states_of(returned.consolidate(corrections=True))["a.xlsx"] == "accepted"


def test_a_second_correction_counts_before_the_first_one_and_the_original(returned: Returned) -> None:
    made = of_first(returned, saved=datetime(2040, 1, 1, tzinfo=UTC))
    second = {**WRONG, "M1": {**WRONG["M1"], RESULT: "แก้ครั้งแรก"}}
    fill(made.path, returned.folder / "b.xlsx", second, saved=datetime(2030, 1, 1, tzinfo=UTC))
    again = by_unit(returned.consolidate(corrections=True))[FIRST]
    assert again.file == "b.xlsx"
    fill(again.path, returned.folder / "c.xlsx", {"M1": COMPLETE}, saved=datetime(2023, 1, 1, tzinfo=UTC))
    states = states_of(returned.consolidate(corrections=True))
    assert [states[each] for each in ("c.xlsx", "b.xlsx", f"{FIRST}.xlsx")] == [
        "accepted",
        "superseded",
        "superseded",
    ]


# What was refused


@pytest.mark.parametrize(("row", "value", "slug"), [(6, "12", "other-round"), (5, "2565", "other-year")])
def test_entries_of_another_round_or_year_are_begun_with_and_do_not_count_unseen(
    returned: Returned, row: int, value: str, slug: str
) -> None:
    entries: Entries = {"M1": COMPLETE, "M2": {STATUS: IN_PROGRESS, RESULT: "กำลังทำ"}}
    returned.send_back(FIRST, entries, cells={("_itaxl", f"B{row}"): value})
    made = by_unit(returned.consolidate(corrections=True))[FIRST]
    assert [each.kind.slug for each in made.findings] == [slug]
    told = front(made.path)
    assert f"{FIRST}.xlsx" in told
    assert "ยกมาให้แล้ว" in told
    assert "กรอกใหม่" not in told
    assert [row[RESULT] for row in table(made.path, SHEET)[:2]] == [COMPLETE[RESULT], "กำลังทำ"]
    shutil.copy(made.path, returned.folder / "a.xlsx")
    done = returned.consolidate(corrections=True)
    assert "only-carried" in kinds(done, "a.xlsx")
    fill(made.path, returned.folder / "a.xlsx")  # somebody says who reports
    assert states_of(returned.consolidate(corrections=True))["a.xlsx"] == "accepted"


def test_a_return_of_another_template_is_named_in_a_fresh_form(returned: Returned) -> None:
    returned.send_back(FIRST, ALL_DONE, cells={("_itaxl", "B3"): "1-00000000"})
    made = by_unit(returned.consolidate(corrections=True))[FIRST]
    assert "other-version" in [each.kind.slug for each in made.findings]
    assert "เป็นแบบรุ่นอื่น" in front(made.path)
    assert "ยกมาให้แล้ว" not in front(made.path)
    assert table(made.path, SHEET)[0][STATUS] == ""


def test_nothing_of_a_return_counts_twice_or_is_not_reported_after_it_was_corrected(
    returned: Returned,
) -> None:
    made = of_first(returned)
    fill(made.path, returned.folder / "b.xlsx", {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม3": COMPLETE})
    records = returned.consolidate(corrections=True).consolidation.records
    mine = [each for each in records if each.department.name == FIRST]
    assert [(each.code, each.status) for each in mine] == [
        ("M1", Status.DONE),
        ("M2", Status.DONE),
        ("01-เพิ่ม3", Status.DONE),
    ]
    assert address(made.path, "M1", STATUS) == "N4"


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls:MS Excel 97"])
def test_a_correction_goes_through_libreoffice_and_comes_back_corrected(
    returned: Returned, tmp_path: Path, soffice: "Convert", ending: str
) -> None:
    made = of_first(returned, cells={(SHEET, "X40"): "ข้อความนอกแบบ"})
    opened = soffice(made.path, ending)
    read = returned.office.read(opened)
    assert read.origin is not None
    assert not read.origin.changed
    right = fill(made.path, tmp_path / "right.xlsx", {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม3": COMPLETE})
    mended = soffice(right, ending)
    rows = table(soffice(right, "xlsx"), CORRECTIONS_SHEET, "ไปที่ช่อง")
    assert [row["แก้แล้วหรือยัง"] for row in rows[: len(WRONG_CELLS)]] == ["เปลี่ยนแล้ว"] * len(WRONG_CELLS)
    checks = grid(soffice(right, "xlsx"), "ตรวจก่อนส่ง")
    assert checks[2][1] == "พร้อมส่ง"
    shutil.copy(mended, returned.folder / f"แก้แล้ว{mended.suffix}")
    done = returned.consolidate(corrections=True)
    assert states_of(done)[f"แก้แล้ว{mended.suffix}"] == "accepted"
    assert kinds(done, f"แก้แล้ว{mended.suffix}") == ["kept-entry"]


def test_a_sheet_of_somebodys_own_goes_along_in_every_round(returned: Returned) -> None:
    path = returned.send_back(FIRST, WRONG)
    changed(path, lambda book: book.create_sheet("บันทึก").append(["ขอเลื่อนกำหนดส่ง"]))
    for number in range(3):
        form = by_unit(returned.consolidate(corrections=True))[FIRST].path
        assert "ขอเลื่อนกำหนดส่ง" in {cell for row in grid(form, CORRECTIONS_SHEET) for cell in row}
        fill(form, returned.folder / f"ครั้งที่ {number}.xlsx", {"M1": {RESULT: f"แก้ครั้งที่ {number}"}})


def test_words_behind_a_dash_that_became_a_formula_are_told_and_go_back(returned: Returned) -> None:
    path = returned.send_back(FIRST, {**WRONG, "M1": {**COMPLETE, RESULT: "จะถูกแทน"}})
    typed, at = "-จัดทำประกาศแล้ว", address(path, "M1", RESULT)
    part = parts_of_sheets(path)[SHEET]
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cell = f'<c r="{at}" t="e"><f>{typed}</f><v>#NAME?</v></c>'
    parts[part] = re.sub(
        rf'<c r="{at}".*?</c>'.encode(), cell.encode(), parts[part], count=1, flags=re.DOTALL
    )
    zipped(path, parts)
    done = returned.consolidate(corrections=True)
    told = [each.value for each in done.findings if each.kind.slug == "error-value"]
    assert told == [f"#NAME? ({typed})"]
    form = by_unit(done)[FIRST].path
    assert table(form, SHEET)[0][RESULT] == typed
