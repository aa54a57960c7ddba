"""One task that kills, hangs or swells costs exactly itself."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from itaxl.sheets.calls import ahead, all_begun, begun, call_all, call_apart
from itaxl.sheets.worker_life import WorkerFailure
from itaxl.sheets.workers import Outcome, default_workers, run_in_workers

_constants: list[str] = []


def _square(number: int) -> int:
    return number * number


def _hostile(task: str) -> str:
    match task:
        case "exit":
            os._exit(3)
        case "abort":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(3600)
        case "raise":
            raise ValueError("ไม่ใช่ตัวเลข")
        case "leave":
            sys.exit("gone")
        case "swell":
            return str(len(bytearray(100 * 1024**3)))
        case "unpicklable":
            return lambda: task  # type: ignore[return-value]
    return task.upper()


def _remember(word: str) -> None:
    if word == "broken":
        raise RuntimeError(word)
    _constants.append(word)


def _with_constant(task: str) -> str:
    return _constants[0] + task


def _slow_first(number: int) -> int:
    time.sleep(0.3 if number == 0 else 0)
    return number


def _a_while(number: int) -> int:
    time.sleep(0.01)
    return number


def _big(number: int) -> bytes:
    return bytes(200_000) if number >= 0 else b""


def _touch(path: Path) -> None:
    path.touch()


def _process(_: object) -> int:
    return os.getpid()


@pytest.fixture(autouse=True)
def _leaves_no_process() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def test_outcomes_come_in_the_order_of_the_tasks() -> None:
    outcomes = list(run_in_workers(_square, range(500), workers=3))
    assert [outcome.task for outcome in outcomes] == list(range(500))
    assert [outcome.result for outcome in outcomes] == [number * number for number in range(500)]


def test_one_task_still_runs_in_a_process_of_its_own() -> None:
    [outcome] = run_in_workers(_process, ["only"])
    assert outcome.result != os.getpid()


def test_no_tasks_start_no_worker() -> None:
    assert list(run_in_workers(_square, [])) == []


@pytest.mark.parametrize(
    ("culprit", "failure"),
    [
        ("exit", WorkerFailure.CRASHED),
        ("abort", WorkerFailure.CRASHED),
        ("sleep", WorkerFailure.TOO_SLOW),
        ("raise", WorkerFailure.RAISED),
        ("leave", WorkerFailure.RAISED),
        ("swell", WorkerFailure.CRASHED),
        ("unpicklable", WorkerFailure.RAISED),
    ],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_hostile_task_costs_exactly_itself(culprit: str, failure: WorkerFailure, workers: int) -> None:
    tasks = [*(f"a{number}" for number in range(40)), culprit, *(f"b{number}" for number in range(40))]
    outcomes = list(run_in_workers(_hostile, tasks, workers=workers, seconds=1.0, memory_bytes=1024**3))
    assert [outcome.task for outcome in outcomes] == tasks
    assert [outcome.task for outcome in outcomes if outcome.failure] == [culprit]
    assert outcomes[40].failure is failure
    assert all(outcome.result == outcome.task.upper() for outcome in outcomes if not outcome.failure)


def test_an_exception_is_told_with_its_type_and_text() -> None:
    [outcome] = run_in_workers(_hostile, ["raise"])
    assert outcome.message == "ValueError: ไม่ใช่ตัวเลข"


def test_many_killers_in_a_row_are_each_named() -> None:
    tasks = ["exit", "a", "exit", "abort", "b", "exit"] * 3
    outcomes = list(run_in_workers(_hostile, tasks, workers=2))
    assert [outcome.failure is WorkerFailure.CRASHED for outcome in outcomes] == [
        task in {"exit", "abort"} for task in tasks
    ]


def test_setup_runs_before_the_first_task() -> None:
    outcomes = list(run_in_workers(_with_constant, ["1", "2"], setup=(_remember, ("แผ่น",))))
    assert [outcome.result for outcome in outcomes] == ["แผ่น1", "แผ่น2"]
    assert _constants == []


def test_a_failing_setup_is_the_failure_of_every_task() -> None:
    outcomes = list(run_in_workers(_with_constant, ["1", "2"], setup=(_remember, ("broken",))))
    assert [outcome.message for outcome in outcomes] == ["RuntimeError: broken"] * 2


def test_tasks_are_read_only_as_far_ahead_as_needed() -> None:
    read = 0

    def tasks() -> Iterator[int]:
        nonlocal read
        for number in range(100_000):
            read += 1
            yield number

    outcomes = run_in_workers(_slow_first, tasks(), workers=2)
    assert next(outcomes) == Outcome(0, 0)
    assert read <= 2 * 8 * 4 + 8
    outcomes.close()


def test_results_larger_than_a_pipe_wait_for_a_slow_reader() -> None:
    for outcome in run_in_workers(_big, range(20), workers=2, seconds=0.5):
        time.sleep(0.06)
        assert outcome.failure is None
        assert outcome.result == bytes(200_000)


def test_each_outcome_is_announced_as_it_comes() -> None:
    announced: list[int] = []
    outcomes = run_in_workers(
        _slow_first, range(30), workers=2, on_done=lambda outcome: announced.append(outcome.task)
    )
    assert [outcome.task for outcome in outcomes] == list(range(30))
    assert sorted(announced) == list(range(30))
    assert announced[0] != 0


def test_closing_ends_busy_workers_at_once() -> None:
    outcomes = run_in_workers(_hostile, ["a", "sleep", "sleep"], workers=3)
    next(outcomes)
    began = time.monotonic()
    outcomes.close()
    assert time.monotonic() - began < 600  # a worker that is not ended sleeps for an hour


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files under /proc")
def test_no_open_files_are_left() -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - only their number
    list(run_in_workers(_hostile, ["a", "exit", "raise", "b"], workers=2))
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


_PARENT = """
import os, sys, time
sys.path[:0] = [{tests!r}]
from itaxl.sheets.workers import run_in_workers
from test_sheets_workers import _process
outcomes = run_in_workers(_process, iter(range(100000)), workers=2)
print(next(outcomes).result, next(outcomes).result, flush=True)
{end}
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks for processes under /proc")
@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "raise KeyboardInterrupt", "sys.exit()"])
def test_workers_end_with_their_parent(end: str) -> None:
    script = _PARENT.format(tests=str(Path(__file__).parent), end=end)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=60,
    )
    workers = {int(number) for number in done.stdout.split()}
    assert workers
    deadline = time.monotonic() + 5
    while any(_is_running(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(_is_running(worker) for worker in workers)


def _is_running(process: int) -> bool:
    """Whether a process works; an orphan in a container may stay a zombie for want of an init."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_the_number_of_workers_is_bounded() -> None:
    assert 1 <= default_workers() <= 8


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_all_are_called_and_told_in_order(workers: int) -> None:
    words = ["ก", "ข", "ค", "ง", "จ"]
    # Nothing that a process inherits has to be picklable.
    tasks: list[Callable[[], str]] = [lambda word=word: word * 2 for word in words]  # type: ignore[misc]
    assert list(call_all(tasks, workers=workers)) == [word * 2 for word in words]


def test_what_a_process_dies_of_is_called_here() -> None:
    here = os.getpid()

    def fragile(number: int) -> int:
        if number == 2 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert list(call_all([partial(fragile, number) for number in range(5)], workers=2)) == [0, 1, 2, 3, 4]


def test_what_fails_everywhere_fails_as_if_it_had_been_called_here() -> None:
    def failing() -> int:
        raise OSError(28, "No space left on device", "a.xlsx")

    with pytest.raises(OSError, match="No space left") as caught:
        list(call_all([lambda: 1, failing], workers=2))
    assert caught.value.filename == "a.xlsx"
    assert multiprocessing.active_children() == []


def test_all_are_called_here_where_processes_inherit_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itaxl.sheets.workers._FORKED", False)
    assert set(call_all([os.getpid] * 3, workers=2)) == {os.getpid()}


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
@pytest.mark.parametrize("give_way", [False, True])
@pytest.mark.parametrize("each_apart", [False, True])
def test_all_that_is_begun_comes_in_order(workers: int, *, give_way: bool, each_apart: bool) -> None:
    tasks = [partial(_square, number) for number in range(7)]
    with all_begun(tasks, workers=workers, give_way=give_way, each_apart=each_apart) as results:
        assert list(results()) == [number * number for number in range(7)]
    nothing: list[Callable[[], int]] = []
    with all_begun(nothing, workers=workers, give_way=give_way) as results:
        assert list(results()) == []
    assert multiprocessing.active_children() == []


def test_what_is_begun_is_shared_out_and_gives_way() -> None:
    here = os.getpid(), os.nice(0)
    with all_begun([lambda: (os.getpid(), os.nice(0))] * 4, workers=2, give_way=True) as results:
        done = list(results())
    assert done[0] == done[1] != done[2] == done[3]
    assert all(process != here[0] and steps > here[1] for process, steps in done)


def test_what_is_begun_apart_has_a_process_for_each() -> None:
    with all_begun([os.getpid] * 6, workers=2, each_apart=True) as results:
        assert len({os.getpid(), *results()}) == 7


@pytest.mark.parametrize("each_apart", [False, True])
def test_the_share_of_a_process_that_dies_is_called_here(*, each_apart: bool) -> None:
    here = os.getpid()

    def fragile(number: int) -> tuple[int, bool]:
        if number == 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number, os.getpid() == here

    tasks = [partial(fragile, number) for number in range(6)]
    with all_begun(tasks, workers=2, each_apart=each_apart) as results:
        assert list(results()) == [(number, number > 2) for number in range(6)]


def test_workers_for_once_end_after_what_they_were_given_first() -> None:
    """A later task goes to a new one, and none is lost."""
    outcomes = list(run_in_workers(_process, range(3), workers=1, is_once=True))
    assert len({each.result for each in outcomes}) == 3
    assert [each.failure for each in outcomes] == [None] * 3


def test_what_a_process_apart_made_is_taken_over_when_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    alive: list[int] = []

    def loaded(_: object) -> tuple[int, None]:
        alive.append(len(multiprocessing.active_children()))
        return 9, None

    monkeypatch.setattr("itaxl.sheets.calls._taken_over", loaded)
    assert call_apart(partial(_square, 3)) == 9
    assert alive == [0]


def test_what_a_process_apart_made_comes_back_where_no_file_can_hold_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pickle.dump", full)
    assert call_apart(partial(_square, 3)) == 9


def _done_ahead(function: Callable[[int], int]) -> list[int]:
    with contextlib.closing(ahead(range(5), function, workers=2)) as begun_ahead:
        return begun_ahead.results()


def test_tasks_are_done_ahead_until_they_are_stopped() -> None:
    assert _done_ahead(_square) == [0, 1, 4, 9, 16]
    with contextlib.closing(ahead(range(2000), _a_while, workers=2)) as endless:
        stopped = endless.stop()
        done = endless.results()
    assert 0 <= len(stopped) <= len(done) <= len(stopped) + 1 < 2000
    assert done == list(range(len(done)))


def test_what_a_process_left_that_died_ahead_is_not_taken_for_what_the_next_one_did(tmp_path: Path) -> None:
    mark = tmp_path / "died"

    def dies_once(number: int) -> int:
        if number == 3 and not mark.exists():
            mark.touch()
            os._exit(1)
        return number

    def dies(number: int) -> int:
        return number if number < 3 else os._exit(1)

    assert _done_ahead(dies_once) == [0, 1, 2, 3, 4]
    assert _done_ahead(dies) == []


def test_what_is_begun_runs_in_a_process_while_this_one_goes_on(tmp_path: Path) -> None:
    begins, may_end = tmp_path / "begins", tmp_path / "may end"

    def slow() -> int:
        begins.touch()
        while not may_end.exists():
            time.sleep(0.01)
        return os.getpid()

    with begun(slow, workers=2) as result:
        while not begins.exists():
            time.sleep(0.01)
        may_end.touch()
        assert result() != os.getpid()
    assert multiprocessing.active_children() == []


def test_what_was_begun_and_fails_or_dies_is_called_here() -> None:
    here = os.getpid()

    def failing() -> int:
        raise FileNotFoundError(2, "No such file", "plan.xlsx")

    with begun(failing, workers=2) as result, pytest.raises(FileNotFoundError) as caught:
        result()
    assert caught.value.filename == "plan.xlsx"

    def fragile() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return here

    with begun(fragile, workers=2) as result:
        assert result() == here


def test_what_was_begun_and_is_not_waited_for_is_ended() -> None:
    began = time.monotonic()
    with begun(lambda: time.sleep(60), workers=2):
        pass
    assert time.monotonic() - began < 30
    assert multiprocessing.active_children() == []


def test_with_one_worker_it_is_called_here_when_it_is_waited_for() -> None:
    with begun(os.getpid, workers=1) as result:
        assert result() == os.getpid()


def test_a_pool_that_began_earlier_ends_while_a_later_one_still_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A later worker inherits what leads to the earlier ones, and would keep them waiting for more."""
    monkeypatch.setattr("itaxl.sheets.workers._FAREWELL_SECONDS", 60.0)
    outcomes = run_in_workers(_process, range(2), workers=2)
    with begun(lambda: time.sleep(300), workers=2):
        began = time.monotonic()
        assert len(list(outcomes)) == 2
        assert time.monotonic() - began < 30


def test_workers_begin_before_anybody_asks_and_end_when_nobody_does(tmp_path: Path) -> None:
    mark = tmp_path / "begun"
    outcomes = run_in_workers(_touch, [mark])
    deadline = time.monotonic() + 30
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert mark.exists()
    outcomes.close()
