"""Work spread over processes that may crash, hang or swell without taking the run along."""

import contextlib
import ctypes
import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sized
from itertools import islice
from math import ceil
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar, cast

from msgspec import Struct, field

from itaxl.sheets.worker_life import Orders, Reply, Setup, WorkerFailure, described, live

T = TypeVar("T")
R = TypeVar("R")

# Elsewhere libraries of the system break in forked processes, or there are none.
_FORKED = sys.platform == "linux"
_MOST_WORKERS = 8
# Enough that messages cost next to nothing, few enough that a slow one does not keep many waiting.
_LARGEST_BATCH = 8
# Whoever called may not listen at first.
_LARGEST_FIRST_BATCH = 3 * _LARGEST_BATCH
_QUICK_BATCH_SECONDS = 0.05
_SLOW_BATCH_SECONDS = 0.2
# How many full batches per worker may be finished ahead of a slow task; this keeps memory flat.
_BATCHES_AHEAD = 4
# To ask whether there is something to hear takes longer than most outcomes take to be used.
_LONGEST_DEAF_SECONDS = 0.005
MEMORY_BYTES = 2 * 1024**3
"""How much more memory than at its start a worker may have."""
SECONDS = 60.0
"""How long a task may take where nobody says otherwise: an honest workbook takes less than one."""
# Time for an idle worker to leave by itself before it is killed.
_FAREWELL_SECONDS = 1.0


class Outcome(Struct, Generic[T, R], frozen=True):
    """What became of one task.

    Attributes:
        task: the task as it was given.
        result: what the function returned; None after a failure.
        failure: why there is no result.
        message: type and text of the exception, where the function raised one.
    """

    task: T
    result: R | None = None
    failure: WorkerFailure | None = None
    message: str = ""


def run_in_workers(
    function: Callable[[T], R],
    tasks: Iterable[T],
    *,
    workers: int | None = None,
    seconds: float = SECONDS,
    memory_bytes: int | None = MEMORY_BYTES,
    setup: Setup | None = None,
    on_done: Callable[[Outcome[T, R]], object] | None = None,
    is_once: bool = False,
) -> Generator[Outcome[T, R], None, None]:
    """Call a function for each task in other processes.

    They begin at once, and whoever called may do something else before asking for what they did. A task whose
    worker dies is tried once more in a worker of its own, so that of several tasks sent together only the
    culprit fails. The workers end with the iterator: use it up or close it.

    Args:
        function: a module-level callable; its results must be picklable.
        tasks: read only as far ahead as the workers can use.
        workers: how many processes at most; by default one per processor, up to eight.
        seconds: how long one task may take.
        memory_bytes: how much more memory a worker may have than at its start, where the system can tell.
        setup: called once in each worker before its first task, within the time of that task.
        on_done: told of each outcome as it comes, which may be out of order.
        is_once: each worker ends by itself after what it was given first, with all the memory that it took.

    Returns:
        The outcomes in the order of the tasks.
    """
    _give_back_memory()
    most = workers or default_workers()
    pool = _Pool(Orders(function, setup, seconds, memory_bytes, is_once), most, on_done)
    if isinstance(tasks, Sized):
        pool.length = len(tasks)
        pool.batch_size = max(1, min(_LARGEST_FIRST_BATCH, len(tasks) // (most * _LARGEST_BATCH)))
    return pool.run(tasks)


def can_inherit() -> bool:
    """Whether processes inherit what this one holds."""
    return _FORKED


def default_workers() -> int:
    """How many processes are started where nobody says otherwise."""
    return min(os.cpu_count() or 1, _MOST_WORKERS)


def _give_back_memory() -> None:
    """Return what was freed to the system: else it stays with this process for as long as the workers run.

    The C library of Linux keeps what lies between things still in use, which was half of all memory after
    reading a large plan. Other systems do this by themselves or not at all.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


# Our ends of all pipes: a forked child inherits them, and would keep its sisters, also those of other pools,
# from seeing us hang up or die.
_our_pipes: "list[Connection[Any, Any]]" = []


class _Batch(Struct, Generic[T]):
    """Numbered tasks that go to a worker together; the first one left is in hand."""

    tasks: deque[tuple[int, T]]
    is_retry: bool = False


class _Worker(Struct, Generic[T]):
    """A process, the pipe to it, and what it is doing since when."""

    process: BaseProcess
    pipe: "Connection[Any, Any]"
    batch: _Batch[T] | None = None
    since: float = 0.0
    deadline: float = 0.0


class _Pool(Struct, Generic[T, R]):
    """The workers, and the tasks between being read and being yielded."""

    orders: Orders[T, R]
    most: int
    on_done: Callable[[Outcome[T, R]], object] | None
    workers: list[_Worker[T]] = field(default_factory=list)
    again: deque[_Batch[T]] = field(default_factory=deque)
    done: dict[int, Outcome[T, R]] = field(default_factory=dict)
    length: int | None = None
    batch_size: int = 1
    read: int = 0
    yielded: int = 0
    listened: float = 0.0

    def run(self, tasks: Iterable[T]) -> Generator[Outcome[T, R], None, None]:
        """Set the workers to work; what is given keeps them busy and yields what is next in order."""
        outcomes = self._outcomes(enumerate(tasks))
        # One that has not begun would not come to its end when it is closed.
        next(outcomes)
        return outcomes

    def _outcomes(self, numbered: Iterator[tuple[int, T]]) -> Generator[Outcome[T, R], None, None]:
        try:
            self._hand_out(numbered)
            yield cast("Outcome[T, R]", None)
            while any(worker.batch for worker in self.workers):
                self._listen()
                self._hand_out(numbered)
                while self.yielded in self.done:
                    yield self.done.pop(self.yielded)
                    self.yielded += 1
                    # Whoever takes the outcomes may be slow; the workers shall not wait for that.
                    if time.monotonic() - self.listened > _LONGEST_DEAF_SECONDS:
                        self._listen(0.0)
                        self._hand_out(numbered)
                # What was taken has made room for more.
                self._hand_out(numbered)
        finally:
            self.close()

    def close(self) -> None:
        """End all workers: idle ones by hanging up, busy ones by force."""
        for worker in self.workers:
            worker.pipe.close()
            if worker.batch:
                worker.process.kill()
        while self.workers:
            _end(self.workers.pop())

    def _hand_out(self, numbered: Iterator[tuple[int, T]]) -> None:
        """Give every idle worker a batch; start workers only for work that is there."""
        idle = [worker for worker in self.workers if not worker.batch]
        while idle or len(self.workers) < self.most:
            batch = self.again.popleft() if self.again else self._next_batch(numbered)
            if not batch:
                return
            self._send(idle.pop() if idle else self._start(), batch)

    def _next_batch(self, numbered: Iterator[tuple[int, T]]) -> _Batch[T] | None:
        """The next tasks, unless too many outcomes are waiting for one before them."""
        room = self.yielded + self.most * _LARGEST_BATCH * _BATCHES_AHEAD - self.read
        # Towards the end they become few, so that all workers come to it together.
        share = self.batch_size if self.length is None else ceil((self.length - self.read) / (self.most * 2))
        tasks = deque(islice(numbered, max(0, min(self.batch_size, share, room))))
        self.read += len(tasks)
        return _Batch(tasks) if tasks else None

    def _start(self) -> _Worker[T]:
        context: Any = multiprocessing.get_context("fork" if _FORKED else "spawn")
        ours, theirs = context.Pipe()
        _our_pipes[:] = [each for each in _our_pipes if not each.closed] + [ours]
        not_theirs = _our_pipes if _FORKED else []
        process = context.Process(target=live, args=(theirs, self.orders, not_theirs), daemon=True)
        process.start()
        theirs.close()
        worker: _Worker[T] = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _send(self, worker: _Worker[T], batch: _Batch[T]) -> None:
        worker.batch = batch
        worker.since = time.monotonic()
        worker.deadline = worker.since + self.orders.seconds
        try:
            worker.pipe.send([task for _, task in batch.tasks])
        except OSError:
            self._bury(worker, WorkerFailure.CRASHED)

    def _listen(self, seconds: float | None = None) -> None:
        """Take what the workers have to say, for at most this long or until the next deadline."""
        busy = {worker.pipe: worker for worker in self.workers if worker.batch}
        if not busy:
            return
        if seconds is None:
            seconds = max(0.0, min(worker.deadline for worker in busy.values()) - time.monotonic())
        ready = wait(list(busy), seconds)
        self.listened = time.monotonic()
        for pipe, worker in busy.items():
            if pipe in ready:
                self._hear(worker)
            elif worker.deadline <= time.monotonic() and not pipe.poll():
                self._bury(worker, WorkerFailure.TOO_SLOW)

    def _hear(self, worker: _Worker[T]) -> None:
        """Take all replies that are there; one is."""
        is_there = True
        while worker.batch:
            try:
                if not is_there and not worker.pipe.poll():
                    return
                is_there = False
                reply = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker, WorkerFailure.CRASHED)
                return
            except Exception as error:  # noqa: BLE001 - a result that cannot be unpickled may raise anything
                reply = Reply(None, WorkerFailure.RAISED, described(error))
            number, task = worker.batch.tasks.popleft()
            worker.deadline = time.monotonic() + self.orders.seconds
            if not worker.batch.tasks:
                worker.batch = None
                self._adjust_batch_size(time.monotonic() - worker.since)
            self._finish(number, Outcome(task, reply.result, reply.failure, reply.message))

    def _adjust_batch_size(self, seconds: float) -> None:
        """Large batches for quick tasks, single tasks where each takes its time."""
        if seconds < _QUICK_BATCH_SECONDS:
            self.batch_size *= 2
        elif seconds > _SLOW_BATCH_SECONDS:
            self.batch_size = max(self.batch_size // 2, 1)
        self.batch_size = min(self.batch_size, _LARGEST_BATCH)

    def _bury(self, worker: _Worker[T], failure: WorkerFailure) -> None:
        """End a worker that died or must; its task in hand is retried or lost, the others go singly."""
        self.workers.remove(worker)
        worker.process.kill()
        worker.pipe.close()
        _end(worker)
        batch = worker.batch
        if not batch:
            return
        number, task = batch.tasks.popleft()
        if failure is WorkerFailure.TOO_SLOW or batch.is_retry:
            self._finish(number, Outcome(task, None, failure))
        else:
            self.again.append(_Batch(deque([(number, task)]), is_retry=True))
        self.again.extend(_Batch(deque([item])) for item in batch.tasks)

    def _finish(self, number: int, outcome: Outcome[T, R]) -> None:
        self.done[number] = outcome
        if self.on_done:
            self.on_done(outcome)


def _end(worker: _Worker[Any]) -> None:
    """Wait for a worker and leave neither a zombie nor an open file behind."""
    worker.process.join(_FAREWELL_SECONDS)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    worker.process.close()
