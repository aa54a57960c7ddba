"""What is called in other processes: several things at once, something ahead, what may not come back."""

import contextlib
import gc
import mmap
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from math import ceil
from typing import Generic, TypeVar, cast

from itaxl.sheets.formats import Unreadable, UnreadableReason
from itaxl.sheets.left_results import LeftResults
from itaxl.sheets.worker_life import Setup, WorkerFailure
from itaxl.sheets.workers import (
    MEMORY_BYTES,
    SECONDS,
    Outcome,
    can_inherit,
    default_workers,
    run_in_workers,
)

T = TypeVar("T")
R = TypeVar("R")

_Kept = tuple[object, Exception | None]  # what a task gave, or raised

_COUNT_BYTES = 4
_GIVES_WAY = 10  # of the nineteen steps that a process may step back


def call_all(tasks: Sequence[Callable[[], R]], *, workers: int | None = None) -> Iterator[R]:
    """Call what takes no arguments, several at once, and yield what is returned, in order.

    Processes inherit the tasks with all that they refer to, so nothing has to be picklable but what is
    returned. Where processes cannot inherit, or only one is wanted, everything is called here, and so is what
    a process dies of or fails at: to the caller it is as if all had been called one by one.
    """
    most = workers or default_workers()
    if not can_inherit() or most == 1:
        yield from (task() for task in tasks)
        return
    numbers = range(len(tasks))
    for outcome in run_in_workers(
        _call_inherited, numbers, workers=most, memory_bytes=None, setup=(_inherit, (tasks,))
    ):
        if outcome.failure is None:
            yield cast("R", outcome.result)
        else:
            yield tasks[outcome.task]()


@contextlib.contextmanager
def all_begun(
    tasks: Sequence[Callable[[], R]],
    *,
    workers: int | None = None,
    give_way: bool = False,
    each_apart: bool = False,
) -> Iterator[Callable[[], Iterable[R]]]:
    """Begin several things that go on by themselves; what is given waits for them and yields their results.

    As with ``call_all`` processes inherit the tasks, and what cannot be done there is called here, as soon as
    it is waited for. Each process is dealt its share at once, so that this one need not listen meanwhile.

    Args:
        tasks: take no arguments and about the same time; what they return must be picklable.
        workers: how many processes may run; one means none but this.
        give_way: leave a processor to this one, which has more to do by itself than each of them.
        each_apart: do each in a process of its own: what a process touches of all that it inherits is copied
            for it, and with a large plan and its returns that adds up.
    """
    most = workers or default_workers()
    if not can_inherit() or most == 1 or not tasks:
        yield lambda: _called_in_turn(tasks)
        return
    # Of neighbours, which mostly need what lies close together: what a process touches is copied for it.
    share = ceil(len(tasks) / most)
    shares = [tasks[first : first + share] for first in range(0, len(tasks), share)]
    hands = [_Hand(each, each_apart=each_apart) for each in shares]
    outcomes = run_in_workers(
        _call_inherited,
        range(len(hands)),
        workers=most,
        seconds=SECONDS * len(tasks),
        memory_bytes=None,
        setup=(
            _inherit_after,
            ((os.nice, (_GIVES_WAY,)) if give_way else None, [each.work for each in hands]),
        ),
        is_once=True,
    )

    def wait_for_all() -> Iterator[R]:
        for each in outcomes:
            hand = hands[each.task]
            yield from hand.results() if each.failure is None else _called_in_turn(hand.tasks)

    with contextlib.ExitStack() as stack:
        for hand in hands:
            stack.callback(hand.close)
        stack.enter_context(contextlib.closing(outcomes))
        yield wait_for_all


@contextlib.contextmanager
def begun(task: Callable[[], R], *, workers: int | None = None) -> Iterator[Callable[[], R]]:
    """The same for one thing."""
    with all_begun([task], workers=workers) as results:
        yield lambda: next(iter(results()))


def _called_in_turn(tasks: Iterable[Callable[[], R]]) -> Iterator[R]:
    return (task() for task in tasks)


class _Hand(Generic[R]):
    """Tasks that one process does, and what it leaves of them."""

    def __init__(self, tasks: Sequence[Callable[[], R]], *, each_apart: bool) -> None:
        self.tasks = tasks
        self._do = self._do_apart if each_apart else self._do_here
        self._left: LeftResults[R] = LeftResults()
        self.close = self._left.close

    def work(self) -> None:
        self._left.clear()
        for task in self.tasks:
            self._do(task)

    def _do_here(self, task: Callable[[], R]) -> None:
        self._left.leave(task())

    def _do_apart(self, task: Callable[[], R]) -> None:
        """Do it in a process that takes along what was copied for it; an orphan ends with its one task."""
        process = os.fork()
        if process == 0:
            status = 1
            with contextlib.suppress(BaseException):
                signal.alarm(round(SECONDS))
                self._do_here(task)
                status = 0
            os._exit(status)
        _, status = os.waitpid(process, 0)
        if status:
            raise RuntimeError("a task was not done")

    def results(self) -> Iterator[R]:
        """What the process left, in the order of the tasks."""
        return self._left.first(len(self.tasks))


class Ahead(Generic[T, R]):
    """Tasks that another process does one after the other, for as long as it is let.

    Attributes:
        tasks: all that it might do.
    """

    def __init__(self, tasks: Sequence[T], function: Callable[[T], R], setup: Setup | None) -> None:
        self.tasks = tasks
        self._function = function
        # Both processes see one byte for whether to stop, and behind it how many tasks were begun.
        self._shared = mmap.mmap(-1, 1 + _COUNT_BYTES)
        # Results are left here as they come: when it is let no more, next to nothing remains to wait for.
        self._left: LeftResults[R] = LeftResults()
        self._outcomes = run_in_workers(
            _call_inherited,
            [0] if tasks else [],
            workers=1,
            setup=(_inherit_after, (setup, [self._work])),
        )

    def _work(self) -> int:
        self._left.clear()
        for number, task in enumerate(self.tasks, start=1):
            if self._shared[0]:
                return number - 1
            self._shared[1:] = number.to_bytes(_COUNT_BYTES, "little")
            self._left.leave(self._function(task))
        return len(self.tasks)

    def stop(self) -> Sequence[T]:
        """Let it begin no more; the tasks that it has begun, of which it may do one more."""
        self._shared[0] = 1
        return self.tasks[: int.from_bytes(self._shared[1:], "little")]

    def results(self) -> list[R]:
        """Wait for the results of what it did, in order; none where the process did not come to its end."""
        with contextlib.closing(self._outcomes) as outcomes:
            outcome = next(outcomes, None)
        return list(self._left.first(cast("int | None", outcome.result) or 0)) if outcome else []

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._outcomes.close()
        self._left.close()


def ahead(
    tasks: Sequence[T], function: Callable[[T], R], *, workers: int | None = None, setup: Setup | None = None
) -> Ahead[T, R]:
    """Begin tasks in a process of its own, before it is known with what the others will be done.

    What the process dies of costs nothing but what it did. Where processes cannot inherit, or only one is
    wanted, nothing is done.

    Args:
        tasks: done in order.
        function: what it returns must be picklable.
        workers: how many processes may run; one means none but this.
        setup: called in the process before the first task.
    """
    is_possible = can_inherit() and (workers or default_workers()) > 1
    return Ahead(tasks if is_possible else (), function, setup)


def call_apart(
    task: Callable[[], R],
    *,
    seconds: float = SECONDS,
    memory_bytes: int | None = MEMORY_BYTES,
    meanwhile: Callable[[], object] | None = None,
) -> R:
    """Call what reads one foreign file in a process of its own; what is given or raised comes back.

    Args:
        task: takes no arguments; it, and what comes of it, must be picklable.
        seconds: how long it may take.
        memory_bytes: how much more memory it may have than at its start, where the system can tell.
        meanwhile: called in this process while the other one works.

    Raises:
        Unreadable: CRASHED or TOO_SLOW, where the process does not come to its end.
    """
    with contextlib.closing(LeftResults[_Kept]()) if can_inherit() else nullcontext() as left:
        outcomes = run_in_workers(
            _kept,
            [task],
            workers=1,
            seconds=seconds,
            memory_bytes=memory_bytes,
            setup=(_set_up_apart, (left,)),
        )
        with contextlib.closing(outcomes):
            if meanwhile:
                meanwhile()
            outcome = next(outcomes)
        match outcome.failure:
            case WorkerFailure.TOO_SLOW:
                raise Unreadable(UnreadableReason.TOO_SLOW)
            case WorkerFailure.CRASHED:
                raise Unreadable(UnreadableReason.CRASHED)
            case WorkerFailure.RAISED:
                raise RuntimeError(outcome.message)
        kept = outcome.result or _taken_over(left)
    result, error = cast("tuple[R, Exception | None]", kept)
    if error is not None:
        raise error
    return result


# Where the process apart leaves what came of its task. So a large plan is taken over when that process is
# gone: it never stands in memory twice, with its bytes on top.
_left_in: dict[str, LeftResults[_Kept] | None] = {}


def _set_up_apart(left: LeftResults[_Kept] | None) -> None:
    be_quiet()
    # It reads one file and ends: what it leaves behind is not worth looking for.
    gc.disable()
    _left_in["now"] = left


def _kept(task: Callable[[], object]) -> _Kept | None:
    """What a task gives or raises; None where it was left in the file."""
    try:
        kept: _Kept = task(), None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whoever waits for it raises it
        kept = None, error
    left = _left_in["now"]
    if left is None:
        return kept
    try:
        left.clear()
        left.leave(kept)
    except OSError:  # a full disk
        return kept
    return None


def _taken_over(left: LeftResults[_Kept] | None) -> _Kept:
    assert left is not None
    return next(left.first(1))


def be_quiet() -> None:
    """Keep a worker from the terminal: Rust tells it of every panic, also of those that become findings."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


_inherited: list[Callable[[], object]] = []


def _inherit_after(setup: Setup | None, tasks: Sequence[Callable[[], object]]) -> None:
    if setup is not None:
        function, arguments = setup
        function(*arguments)
    _inherit(tasks)


def _inherit(tasks: Sequence[Callable[[], object]]) -> None:
    _inherited[:] = tasks


def _call_inherited(number: int) -> object:
    return _inherited[number]()


def results_of_writing(outcomes: Iterable[Outcome[T, R | OSError]]) -> Iterator[tuple[T, R]]:
    """The tasks and their results, where a task writes a file and returns what kept it from doing so.

    Raises:
        OSError: of the first task that was kept from it, or failed in any other way.
    """
    for outcome in outcomes:
        if isinstance(outcome.result, OSError):
            raise outcome.result
        if outcome.result is None:
            raise OSError(0, outcome.message or "a worker failed")
        yield outcome.task, outcome.result
