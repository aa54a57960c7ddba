"""The peak memory of consolidating thousands of workbooks: of the first process and of all together.

Linux only. Run with: python -m benchmarks.memory
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import make_corpus, write_returned
from benchmarks.measuring import machine, peak_of_command


def measure(workbooks: int, rows_each: int) -> None:
    """Consolidate on the command line, as people do, and print the peaks."""
    with tempfile.TemporaryDirectory() as place:
        # Half of the rows are everybody's: a plan sheet may have 20,000 rows.
        corpus = make_corpus(Path(place), workbooks, rows_each=rows_each, shared=rows_each // 2)
        write_returned(corpus)
        command = [sys.executable, "-m", "itaxl", "consolidate", str(corpus.control), str(corpus.returned)]
        seconds, first, together = peak_of_command([*command, "-o", str(Path(place) / "summary.xlsx")])
    print(
        f"consolidate, {workbooks} workbooks of {rows_each} rows: {first:.0f} MB in the first process, "
        f"{together:.0f} MB in all together ({seconds:.1f} s; wanted: under 300 MB)"
    )


def main() -> None:
    """Print the peaks for small and for usual workbooks."""
    parser = argparse.ArgumentParser(description="Peak memory of consolidate; never a test.")
    parser.add_argument("--workbooks", type=int, default=3000)
    parser.add_argument("--rows", type=int, nargs="+", default=[3, 10], help="rows of every workbook")
    chosen = parser.parse_args()
    print(machine())
    for rows in chosen.rows:
        measure(chosen.workbooks, rows)


if __name__ == "__main__":
    main()
