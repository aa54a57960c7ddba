"""How long official reports take, and how that grows with the number of measures.

The time is that of the whole verb: the plan, eight departments' workbooks read and checked, the paper
composed and written. Nothing here fails for being slow: it prints.

Run with: python -m benchmarks.reports
"""

import argparse
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.corpus import make_corpus, write_returned
from benchmarks.measuring import best_times, machine
from itaxl.papers.layouts import About, layout_names
from itaxl.workflow.reporting import write_report

_DEPARTMENTS = 8
_SIZES = (75, 150, 300, 600)
_WANTED = (300, 2.0)
"""A report of so many measures is to take less than so many seconds."""


def show_growth(measures: int, repeats: int) -> None:
    """Seconds for each layout, as Excel and as Word."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        corpus = make_corpus(folder, _DEPARTMENTS, rows_each=round(measures / _DEPARTMENTS), shared=0)
        write_returned(corpus)
        names = layout_names(corpus.settings.templates, About.AGENCY)
        subjects = {
            f"{name}.{kind}": partial(
                write_report,
                corpus.control,
                corpus.returned,
                folder / f"{name}.{kind}",
                name,
                corpus.settings,
                overwrite=True,
            )
            for name in names
            for kind in ("xlsx", "docx")
        }
        times = best_times(subjects, repeats)
    count = len(corpus.read.plan.rows)
    wanted = f" (wanted: under {_WANTED[1]:.0f} s each)" if measures == _WANTED[0] else ""
    print(f"{count} measures{wanted}; milliseconds a measure in brackets")
    for name in names:
        both = (times[f"{name}.{kind}"] for kind in ("xlsx", "docx"))
        excel, word = (f"{seconds:.2f} s ({1000 * seconds / count:.1f})" for seconds in both)
        print(f"  {name:16} Excel {excel}, Word {word}")


def main() -> None:
    """Print every size."""
    parser = argparse.ArgumentParser(description="Times of official reports; never a test.")
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    print(machine())
    for size in _SIZES:
        show_growth(size, chosen.repeats)


if __name__ == "__main__":
    main()
