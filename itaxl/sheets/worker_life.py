"""The life of a worker: what it is told, how it answers, and what it may use."""

import contextlib
import gc
import os
import signal
from collections.abc import Callable
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")
R = TypeVar("R")

Setup = tuple[Callable[..., object], tuple[object, ...]]
"""A module-level callable that every worker calls once, and its arguments."""

# Whoever reads a file leaves no garbage behind (a test sees to that), and to look for some every 700 objects,
# as Python does, took a fourteenth of the time. What a strange file leaves, a traceback say, is little.
_OBJECTS_BETWEEN_LOOKS = (10_000, 10, 10)
# A worker that hangs and has lost its parent ends by itself, later than its parent would have ended it.
_ORPHAN_FACTOR = 2


class WorkerFailure(StrEnum):
    """Why a task has no result."""

    CRASHED = "crashed"
    TOO_SLOW = "too_slow"
    RAISED = "raised"


class Orders(Struct, Generic[T, R], frozen=True):
    """What every worker is told at its start."""

    function: Callable[[T], R]
    setup: Setup | None
    seconds: float
    memory_bytes: int | None
    is_once: bool


class Reply(Struct, frozen=True):
    """What a worker says of one task."""

    result: Any = None
    failure: WorkerFailure | None = None
    message: str = ""


def live(
    pipe: "Connection[Any, Any]", orders: Orders[Any, Any], not_ours: "list[Connection[Any, Any]]"
) -> None:
    """The life of a worker: it ends when its parent hangs up or dies."""
    for other in not_ours:
        other.close()
    # Ctrl+C reaches the whole group of processes; the parent is the one to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What was inherited stays as long as the worker does: collecting garbage there would only copy its pages.
    gc.freeze()
    gc.set_threshold(*_OBJECTS_BETWEEN_LOOKS)
    _limit_memory(orders.memory_bytes)
    with contextlib.suppress(EOFError, OSError):
        _limit_time(orders.seconds)
        trouble = _prepared(orders.setup)
        _limit_time(0)
        is_wanted = True
        while is_wanted:
            for task in pipe.recv():
                _limit_time(orders.seconds)
                reply = trouble or _called(orders.function, task)
                # The parent may take its time before it listens.
                _limit_time(0)
                _send_reply(pipe, reply)
            is_wanted = not orders.is_once


def _prepared(setup: Setup | None) -> Reply | None:
    """What went wrong with the set-up, which is then the reply to every task."""
    if setup is None:
        return None
    function, arguments = setup
    reply = _called(lambda _: function(*arguments), None)
    return reply if reply.failure else None


def _called(function: Callable[[Any], Any], task: object) -> Reply:
    try:
        return Reply(function(task))
    except MemoryError:
        # Nothing can be relied on any more; the parent sees a crash.
        os._exit(1)
    except BaseException as error:  # noqa: BLE001 - not even an exit or a Rust panic may cost the other tasks
        return Reply(None, WorkerFailure.RAISED, described(error))


def _send_reply(pipe: "Connection[Any, Any]", reply: Reply) -> None:
    try:
        pipe.send(reply)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a result that cannot be pickled may raise anything
        pipe.send(Reply(None, WorkerFailure.RAISED, described(error)))


def described(error: BaseException) -> str:
    """An exception in one line: its type and its text."""
    return f"{type(error).__name__}: {error}"


def _limit_time(seconds: float) -> None:
    """Be ended by the system if the parent is no longer there to do it; 0 for no limit."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds * _ORPHAN_FACTOR)


def _limit_memory(memory_bytes: int | None) -> None:
    """Make allocations fail beyond a limit, rather than the whole computer."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        # An abort is expected here and worth no core file.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory_bytes is not None:
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (_address_space() + memory_bytes, hard))


def _address_space() -> int:
    """What this process has reserved already, libraries above all."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
