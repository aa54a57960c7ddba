"""What goes back: who gets a form to correct or to fill in, and the folder that it lies in."""

import errno
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from corrected import ALL_DONE, WRONG, WRONG_CELLS, by_unit, of_first
from filling import (
    COMPLETE,
    FIRST,
    RESULT,
    SECOND,
    THIRD,
    Returned,
    fill,
)
from msgspec.structs import replace

from itaxl.cli import main
from itaxl.outputs import UNFINISHED
from itaxl.workflow.consolidation import consolidate_returns
from itaxl.workflow.orders import Order
from itaxl.workflow.settings import UsageError

# Who gets one


def test_everyone_with_errors_and_everyone_missing_gets_a_workbook_and_nobody_else(
    returned: Returned,
) -> None:
    returned.send_back(FIRST, WRONG)
    returned.send_back(SECOND, ALL_DONE, reporter=False)  # a warning only
    done = returned.consolidate(corrections=True)
    made = by_unit(done)
    assert {unit: (each.path.name, each.file) for unit, each in made.items()} == {
        FIRST: (f"01 {FIRST} (แก้ไข).xlsx", f"{FIRST}.xlsx"),
        THIRD: (f"03 {THIRD} (ยังไม่ส่ง).xlsx", ""),
    }
    assert [each.cell for each in made[FIRST].findings] == WRONG_CELLS
    assert [each.kind.slug for each in made[THIRD].findings] == ["missing-submission"]
    assert sorted(each.name for each in (returned.folder.parent / "corrections").iterdir()) == sorted(
        each.path.name for each in made.values()
    )


def test_nothing_is_written_where_all_is_well(returned: Returned) -> None:
    for unit in (FIRST, SECOND, THIRD):
        returned.send_back(unit, {code: COMPLETE for code in ("M1", "M2") if (unit, code) != (THIRD, "M1")})
    done = returned.consolidate(corrections=True)
    assert not done.corrections.files
    assert not list((returned.folder.parent / "corrections").iterdir())


def test_a_form_that_came_back_blank_counts_as_missing(returned: Returned) -> None:
    returned.send_back(FIRST, reporter=False)
    assert by_unit(returned.consolidate(corrections=True))[FIRST].path.name == f"01 {FIRST} (ยังไม่ส่ง).xlsx"


# The folder


def test_the_folder_may_not_lie_among_the_returns(returned: Returned) -> None:
    office = returned.office
    out = returned.folder.parent / "s.xlsx"
    for folder in (returned.folder, returned.folder / "deep" / "er"):
        with pytest.raises(UsageError):
            consolidate_returns(
                Order(office.control, returned.folder, out, corrections=folder), office.settings
            )
    assert not out.exists()


def test_what_nobody_touched_gives_way_and_what_holds_entries_stays(returned: Returned) -> None:
    made = of_first(returned)
    before = made.path.read_bytes()
    later = replace(returned.office.settings, today=date(2023, 4, 20))
    returned.office.settings, kept = later, returned.office.settings
    try:
        again = by_unit(returned.consolidate(corrections=True))[FIRST]
        assert again.path == made.path
        assert again.path.read_bytes() != before
        typed = fill(made.path, made.path, {"M1": {RESULT: "พิมพ์ในโฟลเดอร์นี้"}}).read_bytes()
        third = by_unit(returned.consolidate(corrections=True))[FIRST]
        assert third.path.name == f"01 {FIRST} (แก้ไข 2).xlsx"
        assert made.path.read_bytes() == typed
    finally:
        returned.office.settings = kept


def test_what_nobody_needs_any_more_is_withdrawn_unless_it_holds_what_lies_nowhere_else(
    returned: Returned,
) -> None:
    made = of_first(returned)
    returned.send_back(SECOND, ALL_DONE)
    (returned.folder / f"{FIRST}.xlsx").rename(returned.folder.parent / "away.xlsx")
    done = returned.consolidate(corrections=True)
    assert made.path.exists()
    assert [each.name for each in done.corrections.withdrawn] == [f"02 {SECOND} (ยังไม่ส่ง).xlsx"]
    (returned.folder.parent / "away.xlsx").rename(returned.folder / f"{FIRST}.xlsx")
    fill(made.path, returned.folder / "แก้แล้ว.xlsx", {"M1": COMPLETE, "M2": COMPLETE, "เพิ่ม3": COMPLETE})
    done = returned.consolidate(corrections=True)
    assert made.path in done.corrections.withdrawn
    assert not made.path.exists()


def test_other_files_of_the_same_name_are_not_replaced(returned: Returned) -> None:
    folder = returned.folder.parent / "corrections"
    folder.mkdir()
    (folder / f"01 {FIRST} (แก้ไข).xlsx").write_bytes(b"not ours")
    shutil.copy(returned.office.file(SECOND), folder / f"02 {SECOND} (ยังไม่ส่ง).xlsx")
    made = of_first(returned)
    assert made.path.name == f"01 {FIRST} (แก้ไข 2).xlsx"
    assert (folder / f"01 {FIRST} (แก้ไข).xlsx").read_bytes() == b"not ours"
    assert (folder / f"02 {SECOND} (ยังไม่ส่ง 2).xlsx").exists()


def test_a_full_disk_leaves_the_folder_and_the_summary_as_they_were(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_first(returned)
    folder = returned.folder.parent
    before = {each: each.read_bytes() for each in folder.rglob("*.xlsx")}

    def full(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("itaxl.workflow.corrections.write_form_workbook", full)
    with pytest.raises(OSError, match="No space left"):
        returned.consolidate(corrections=True)
    assert {each: each.read_bytes() for each in folder.rglob("*.xlsx")} == before
    assert not [each for each in folder.rglob(f"{UNFINISHED}*") if each.name != f"{UNFINISHED}lock"]


def test_the_command_says_to_whom_what_has_to_be_sent(returned: Returned) -> None:
    returned.send_back(FIRST, WRONG)
    folder = returned.folder.parent
    arguments = [
        "consolidate",
        str(returned.office.control),
        str(returned.folder),
        "-o",
        str(folder / "s.xlsx"),
    ]
    result = CliRunner().invoke(main, [*arguments, "--corrections", str(folder / "send"), "--lang", "en"])
    assert result.exit_code == 1
    assert "1 to be corrected, 2 to be filled in" in result.output
    assert f"{FIRST}: 01 {FIRST} (แก้ไข).xlsx" in result.output
    result = CliRunner().invoke(main, [*arguments, "--corrections", str(returned.folder / "x")])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
