"""Runs that are killed, disks that are full, files that vanish: what is there is old or new, never half."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from filling import COMPLETE, DEPARTMENTS, FIRST, SECOND, THIRD, Office, Returned
from msgspec.structs import replace

from itaxl.outputs import UNFINISHED
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.consolidation import Consolidated, consolidate_returns
from itaxl.workflow.orders import Order

_UNITS = 12
_MOMENTS = 6
_MORE = "".join(f"| {number} | กองที่ {number} |\n" for number in range(4, _UNITS + 1))

Command = Callable[..., list[str]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"), departments=DEPARTMENTS + _MORE)


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    """All departments' workbooks, filled in."""
    folder = Returned(office, tmp_path / "in")
    for each in office.generated.files:
        folder.send_back(each.unit, {"M2": COMPLETE}, name=f"{each.code}.xlsx")
    return folder


@pytest.fixture
def command() -> Command:
    def make(*arguments: object) -> list[str]:
        return [sys.executable, "-m", "itaxl", *map(str, arguments)]

    return make


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")


def _kill_after(command: list[str], seconds: float) -> bool:
    """Run a command and kill it without a warning; whether it was still running then."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
    return False


def _contents(folder: Path) -> Mapping[str, str]:
    """The hash of every file that people see, by name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(UNFINISHED) for part in path.relative_to(folder).parts)
    }


@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_a_consolidation_that_is_killed_leaves_the_old_summary_or_the_new_one(
    office: Office, returned: Returned, tmp_path: Path, command: Command
) -> None:
    out = tmp_path / "out" / "สรุป.xlsx"
    consolidate = command("consolidate", office.control, returned.folder, "-o", out, "--as-of", "2023-04-11")
    start = time.monotonic()
    assert _run(consolidate).returncode == 1  # M1 is reported by nobody
    whole = time.monotonic() - start
    new, came = _contents(out.parent)[out.name], _contents(returned.folder)
    earlier = command("consolidate", office.control, returned.folder, "-o", out, "--as-of", "2023-04-10")
    _run(earlier)
    old = _contents(out.parent)[out.name]
    assert old != new
    killed = [_kill_after(consolidate, whole * part / _MOMENTS) for part in range(1, _MOMENTS)]
    assert sum(killed) >= 2
    assert _contents(out.parent) in ({out.name: old}, {out.name: new})
    assert _contents(returned.folder) == came
    assert _run(consolidate).returncode == 1
    assert _contents(out.parent) == {out.name: new}


@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_of_a_generation_that_is_killed_every_workbook_is_whole(
    office: Office, tmp_path: Path, command: Command
) -> None:
    expected = {each.name: each.code for each in office.generated.files}
    start = time.monotonic()
    assert _run(command("generate", office.control, "-o", tmp_path / "first")).returncode == 0
    whole = time.monotonic() - start
    killed = 0
    for part in range(1, _MOMENTS):
        out = tmp_path / f"out{part}"
        killed += _kill_after(command("generate", office.control, "-o", out), whole * part / _MOMENTS)
        for name in _contents(out) if out.exists() else ():
            if name in expected:
                stamp = stamp_of(open_workbook(out / name))
                assert stamp is not None
                assert stamp.stamp.unit_code == expected[name]
            else:
                openpyxl.load_workbook(out / name)
        again = _run(command("generate", office.control, "-o", out, "--overwrite"))
        assert again.returncode == 0, again.stderr
        assert set(_contents(out)) >= set(expected)
    assert killed >= 2


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are Unix's")
@pytest.mark.parametrize("verb", ["consolidate", "generate", "report"])
@pytest.mark.parametrize("size", [0, 1_000, 6_000])
def test_a_disk_that_takes_no_more_leaves_what_was_there(
    office: Office, returned: Returned, tmp_path: Path, verb: str, size: int
) -> None:
    out = tmp_path / "out"
    arguments = {
        "consolidate": ["consolidate", office.control, returned.folder, "-o", out / "a.xlsx"],
        "generate": ["generate", office.control, "-o", out],
        "report": [
            *("report", office.control, returned.folder, "--layout", "measure-results"),
            *("-o", out / "a.docx", "--overwrite"),
        ],
    }[verb]
    out.mkdir()
    if verb != "generate":
        (out / Path(str(arguments[arguments.index("-o") + 1])).name).write_bytes(b"")
        (out / "a.xlsx").unlink(missing_ok=True)
    before = _contents(out)
    script = (
        "import resource, runpy, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "sys.argv[0] = 'itaxl'\nrunpy.run_module('itaxl', run_name='__main__')"
    )
    # Python itself must not write here what it has compiled: it would not notice that half of it is missing.
    done = _run([sys.executable, "-B", "-c", script, *map(str, arguments)])
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert _contents(out) == before


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that nobody can write into")
def test_a_folder_that_cannot_be_written_is_one_line(
    office: Office, returned: Returned, command: Command
) -> None:
    for arguments in (
        ("consolidate", office.control, returned.folder, "-o", "/proc/summary.xlsx"),
        ("generate", office.control, "-o", "/proc/send"),
    ):
        done = _run(command(*arguments))
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
        assert "/proc" in done.stderr


def _consolidated(returned: Returned, disturb: Callable[[int], None]) -> Consolidated:
    settings = replace(returned.office.settings, workers=1)
    out = returned.folder.parent / "summary.xlsx"
    return consolidate_returns(
        Order(returned.office.control, returned.folder, out), settings, progress=lambda done, _: disturb(done)
    )


def _said_of(done: Consolidated, name: str) -> list[str]:
    return [each.text("en") for each in done.findings if each.file == name]


def test_a_file_that_vanishes_meanwhile_is_named_and_the_others_count(returned: Returned) -> None:
    last = returned.folder / "9.xlsx"  # in the order of their names
    done = _consolidated(returned, lambda _: last.unlink(missing_ok=True))
    read = {each.file for each in done.consolidation.records if each.file}
    assert len(read) == _UNITS - 1
    assert _said_of(done, last.name) == ["the file cannot be read: it is not there"]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_file_that_is_being_written_is_named_and_the_others_count(
    office: Office, tmp_path: Path, share: float
) -> None:
    returned = Returned(office, tmp_path / "in")
    for unit in (FIRST, SECOND, THIRD):
        returned.send_back(unit, {"M2": COMPLETE})
    half = returned.folder / f"{SECOND}.xlsx"
    data = half.read_bytes()
    half.write_bytes(data[: int(len(data) * share)])
    done = _consolidated(returned, lambda _: None)
    assert {each.file for each in done.consolidation.records if each.file} == {
        f"{FIRST}.xlsx",
        f"{THIRD}.xlsx",
    }
    assert [each.kind.slug for each in done.findings if each.file == half.name] == ["unreadable-file"]
    half.write_bytes(data)
    again = _consolidated(returned, lambda _: None)
    assert half.name in {each.file for each in again.consolidation.records}


def test_a_lock_of_excel_beside_a_workbook_is_passed_over(returned: Returned) -> None:
    (returned.folder / "~$12.xlsx").write_bytes(os.urandom(165))
    done = _consolidated(returned, lambda _: None)
    assert [each.kind.slug for each in done.findings if each.file == "~$12.xlsx"] == ["not-a-submission"]
    assert len({each.file for each in done.consolidation.records if each.file}) == _UNITS
