"""Compares itaxl with what a user would write, and with the least that any program would have to do.

Every comparison is of times taken in one run, in turns, the best of several each. Nothing here fails for
being slow: it prints.

Run with: python -m benchmarks.speed
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.cells import BareWorkbook, cells_of, keep_cells, total, write_bare
from benchmarks.corpus import HEADER_ROW, Corpus, make_corpus, make_province, write_returned
from benchmarks.measuring import best_of_commands, best_times, machine, seconds_of, told
from itaxl.workflow.consolidation import consolidate_returns
from itaxl.workflow.generation import generate
from itaxl.workflow.orders import Order
from itaxl.workflow.settings import Settings

_SCALE = (250, 500, 1000, 2000)
_HELP_RUNS = 7
_AGENCIES = 334  # of the largest province


def consolidate_with_itaxl(corpus: Corpus) -> None:
    """The whole verb: plan, returns, every check, the summary workbook; no CSV."""
    summary = corpus.control.parent / "summary.xlsx"
    consolidate_returns(Order(corpus.control, corpus.returned, summary), corpus.settings)


def command_of_itaxl(corpus: Corpus, summary: Path) -> list[str]:
    """The verb as a user runs it: plan, returns, every check, the summary workbook; no CSV."""
    as_of = corpus.settings.today.isoformat()
    command = [sys.executable, "-m", "itaxl", "consolidate", str(corpus.control), str(corpus.returned)]
    return [*command, "-o", str(summary), "--as-of", as_of]


def generate_with_itaxl(control: Path, settings: Settings) -> None:
    """The whole verb: control workbook, all workbooks, the register of what was sent."""
    with tempfile.TemporaryDirectory(dir=control.parent) as place:
        generate(control, Path(place), settings)


def write_all_bare(workbooks: Sequence[BareWorkbook], out: Path, *, in_memory: bool) -> None:
    """Write the same cells as the generated workbooks have, in one process."""
    for workbook in workbooks:
        write_bare(out, workbook, {"in_memory": in_memory})


def _kinds(counted: Counter[str]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in counted.most_common())


def compare_consolidate(corpus: Corpus, files: Sequence[Path], repeats: int) -> None:
    """Against the loop and against the floor."""
    folder = corpus.control.parent
    summary = folder / "summary.xlsx"
    seconds_of(command_of_itaxl(corpus, summary))
    kinds = keep_cells(summary, folder / "cells.pickle").kinds()
    print(f"consolidate, {len(files)} workbooks; cells of the summary: {_kinds(kinds)}")
    side = [sys.executable, "-m", "benchmarks.sides"]
    floor = [
        *side,
        "floor",
        str(corpus.returned),
        str(folder / "floor.xlsx"),
        "--cells",
        str(folder / "cells.pickle"),
    ]
    loop_out = str(folder / "pandas.xlsx")
    times = best_of_commands(
        {
            "itaxl": command_of_itaxl(corpus, summary),
            "floor": [*floor, "--constant-memory"],
            "floor, not in constant memory": floor,
            "floor, needed sheets": [*floor, "--constant-memory", "--needed-only"],
            "pandas loop": [*side, "loop", str(corpus.returned), loop_out, "--header-row", str(HEADER_ROW)],
        },
        repeats,
    )
    ours = ("itaxl", times.pop("itaxl"))
    loop = times.pop("pandas loop")
    print("  " + told("faster than the pandas loop", loop / ours[1], "5 or more", [ours, ("loop", loop)]))
    for name, seconds in times.items():
        print("  " + told(f"times the {name}", ours[1] / seconds, "2 or less", [ours, (name, seconds)]))


def compare_generate(what: str, control: Path, settings: Settings, repeats: int) -> None:
    """Against bare XlsxWriter."""
    folder = control.parent
    with tempfile.TemporaryDirectory(dir=folder) as place:
        made = generate(control, Path(place), settings)
        workbooks = [cells_of(Path(place) / each.name) for each in made.files]
    print(f"generate, {len(workbooks)} workbooks of {what}; cells: {_kinds(total(iter(workbooks)))}")
    as_text = [each.with_formulas_as_text() for each in workbooks]
    out = folder / "bare.xlsx"
    times = best_times(
        {
            "itaxl": lambda: generate_with_itaxl(control, settings),
            "bare XlsxWriter": lambda: write_all_bare(workbooks, out, in_memory=False),
            "bare XlsxWriter in memory, formulas as text": lambda: write_all_bare(
                as_text, out, in_memory=True
            ),
        },
        repeats,
    )
    ours = ("itaxl", times.pop("itaxl"))
    for name, seconds in times.items():
        print("  " + told(f"times {name}", ours[1] / seconds, "1.5 or less", [ours, (name, seconds)]))


def show_scaling(sizes: Sequence[int], repeats: int) -> None:
    """Time per workbook as the number grows."""
    print("consolidate, milliseconds a workbook (wanted: the same at every size)")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            corpus = make_corpus(Path(place), size)
            write_returned(corpus)
            subject: Callable[[], object] = partial(consolidate_with_itaxl, corpus)
            seconds = best_times({"itaxl": subject}, repeats)["itaxl"]
        print(f"  {size:5} workbooks: {1000 * seconds / size:.2f} ms each ({seconds:.2f} s)")


def show_help() -> None:
    """How long the command line takes to answer at all."""
    command = [sys.executable, "-m", "itaxl", "--help"]
    subject = partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
    seconds = best_times({"help": subject}, _HELP_RUNS)["help"]
    print(f"itaxl --help: {seconds:.2f} s (wanted: under 0.3 s)")


def main() -> None:
    """Print every comparison."""
    parser = argparse.ArgumentParser(description="Ratios of times; never a test.")
    parser.add_argument("--workbooks", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=("consolidate", "generate", "scaling", "help"))
    chosen = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as place:
        corpus = make_corpus(Path(place), chosen.workbooks)
        if chosen.only in (None, "consolidate"):
            compare_consolidate(corpus, write_returned(corpus), chosen.repeats)
        if chosen.only in (None, "generate"):
            compare_generate("departments", corpus.control, corpus.settings, chosen.repeats)
    if chosen.only in (None, "generate"):
        with tempfile.TemporaryDirectory() as place:
            agencies = _AGENCIES * chosen.workbooks // 500
            control, settings = make_province(Path(place), agencies)
            compare_generate("agencies", control, settings, chosen.repeats)
    if chosen.only in (None, "scaling"):
        show_scaling([each * chosen.workbooks // 500 for each in _SCALE], chosen.repeats)
    if chosen.only in (None, "help"):
        show_help()


if __name__ == "__main__":
    main()
