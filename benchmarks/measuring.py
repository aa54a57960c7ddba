"""Times and memory, measured so that a busy machine harms both sides alike."""

import gc
import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def best_times(subjects: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """The best of several runs of each subject, in seconds; the subjects take turns."""
    best = dict.fromkeys(subjects, float("inf"))
    for _ in range(repeats):
        for name, subject in subjects.items():
            gc.collect()
            start = time.perf_counter()
            subject()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def seconds_of(command: Sequence[str]) -> float:
    """How long a program takes from its start to its end; what it prints instead, where that is a number.

    It finds its bytecode from the second run on, as what pip has installed does from the first: where the
    environment forbids Python to keep it, every start would compile the sources anew (0.4 s).
    """
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, env=kept, encoding="utf-8")
    seconds = time.perf_counter() - start
    assert done.returncode in {0, 1}, f"exit status {done.returncode}"
    return float(done.stdout) if done.stdout[:1].isdigit() and done.stdout.count("\n") == 1 else seconds


def best_of_commands(commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, float]:
    """The best of several runs of each, which take turns."""
    runs = [{name: seconds_of(command) for name, command in commands.items()} for _ in range(repeats)]
    return {name: min(each[name] for each in runs) for name in commands}


def told(what: str, ratio: float, wanted: str, parts: Sequence[tuple[str, float]]) -> str:
    """One line: the ratio, what was wanted, and the times that it comes from."""
    times = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts)
    return f"{what}: {ratio:.2f} ({times}; wanted: {wanted})"


def peak_of_command(command: Sequence[str]) -> tuple[float, float, float]:
    """Run a command; its wall time in seconds, and the peaks of the first process and of all together in MB.

    The first is the resident size of the process itself. Of all together, pages that several processes share
    are counted once (the proportional size, PSS). Both are looked at fifty times a second, on Linux only.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peaks = [0.0, 0.0]
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(0.02):
            family = [process.pid, *_descendants(process.pid)]
            peaks[0] = max(peaks[0], _kilobytes(process.pid, "status", "VmRSS:"))
            peaks[1] = max(peaks[1], sum(_kilobytes(each, "smaps_rollup", "Pss:") for each in family))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    seconds = time.perf_counter() - start
    finished.set()
    watcher.join()
    assert process.returncode in {0, 1}, f"exit status {process.returncode}"
    return seconds, peaks[0] / 1024, peaks[1] / 1024


def _descendants(parent: int) -> list[int]:
    try:
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    except OSError:
        return []
    children = [int(each) for each in text.split()]
    return children + [each for child in children for each in _descendants(child)]


def _kilobytes(process: int, file: str, label: str) -> float:
    """A line of /proc; nothing where the process has just ended."""
    try:
        text = Path(f"/proc/{process}/{file}").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in text.splitlines() if line.startswith(label)), 0.0)


def machine() -> str:
    """The machine in general words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory"
