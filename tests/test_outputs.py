"""Files appear whole or not at all, under names that every computer takes."""

import errno
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itaxl.outputs import alone_in, safe_file_name, unique_names, written_whole

_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_names = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


def _is_safe(name: str) -> bool:
    stem = name.removesuffix(".xlsx")
    return (
        bool(stem)
        and not re.search(r'[\x00-\x1f<>:"/\\|?*]', name)
        and not _RESERVED.match(name)
        and stem == stem.strip()
        and not stem.endswith(".")
        and not name.startswith((".", "~$"))
        and len(name.encode()) <= 255
    )


@given(_names)
@example("../../etc/passwd")
@example("..\\..\\windows")
@example("CON")
@example("nul.ก")
@example("COM1 ")
@example("~$01")
@example("ก" * 300)
@example("น้ำ" * 100)
@example('a/b\\c:d*e?f"g<h>i|j')
@example("   ...   ")
@example("\u202etxt.exe")
def test_any_text_gives_a_name_that_every_computer_takes(text: str) -> None:
    name = safe_file_name(text, ".xlsx")
    assert name.endswith(".xlsx")
    assert _is_safe(name), name


@given(
    st.lists(_names | st.sampled_from(["กอง", "กอง ", "Kong", "KONG", "a/b", "a-b", "ก" * 300]), max_size=8)
)
def test_no_two_names_are_the_same_even_where_case_does_not_count(texts: list[str]) -> None:
    names = unique_names(texts, ".xlsx")
    assert len(names) == len(texts)
    assert len({each.casefold() for each in names}) == len(names)
    assert all(map(_is_safe, names))


def test_ordinary_names_stay_as_they_are() -> None:
    texts = ["01 สำนักปลัด", "02 กองคลัง (ส่วนกลาง)", "๓ กองช่าง & โยธา", "กอง.ช่าง"]
    assert unique_names(texts, ".xlsx") == [f"{each}.xlsx" for each in texts]


def test_a_file_takes_its_name_only_when_all_went_well(tmp_path: Path) -> None:
    path = tmp_path / "ใหม่" / "a.xlsx"
    with written_whole(path) as place:
        place.write_text("x")
        assert not path.exists()
    assert path.read_text() == "x"
    assert [each.name for each in path.parent.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_after_a_failure_the_old_file_stands_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("old")

    def fail() -> None:
        with written_whole(path) as place:
            place.write_text("half")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_others_may_read_what_is_written_as_they_may_read_any_file(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        with written_whole(tmp_path / "a.txt") as place:
            place.write_text("x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


_RUN = """
import sys, time
from pathlib import Path
from itaxl.outputs import alone_in
first, second, mark = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
for number in range(5):
    with alone_in(first, second):
        for path in (first / "a.txt", second / "b.txt"):
            path.write_text(mark)
            time.sleep(0.01)
        print((first / "a.txt").read_text() + (second / "b.txt").read_text())
"""


def test_two_runs_at_once_do_not_mix_what_they_write(tmp_path: Path) -> None:
    folders = [str(tmp_path / "x"), str(tmp_path / "y")]
    runs = [
        # One of them names the folders the other way round, and still they never wait for each other.
        subprocess.Popen(
            [sys.executable, "-c", _RUN, *(folders if mark != "2" else folders[::-1]), mark],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        for mark in "123"
    ]
    for mark, run in zip("123", runs, strict=True):
        out, _ = run.communicate(timeout=60)
        assert out.split() == [mark * 2] * 5
        assert run.returncode == 0
    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) in (
        ["a.txt", "b.txt"],
        ["a.txt", "a.txt", "b.txt", "b.txt"],
    )


def test_a_lock_file_that_a_dead_run_left_locks_nothing(tmp_path: Path) -> None:
    (tmp_path / ".itaxl-lock").touch()
    with alone_in(tmp_path, tmp_path / "new"):
        (tmp_path / "new" / "a.txt").touch()
    assert [each.name for each in tmp_path.iterdir()] == ["new"]
