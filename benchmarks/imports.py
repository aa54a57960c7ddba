"""How much of the published reports ``import`` reads right without help, and how long it takes.

Nothing here fails for being wrong or slow: it prints.

Run with: python -m benchmarks.imports
"""

import argparse
import random
import sys
import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.corpus import words
from benchmarks.measuring import best_times, machine
from itaxl.workflow.examples import example_sources
from itaxl.workflow.importing import import_documents
from itaxl.workflow.settings import Settings, default_templates

# What a test holds to its least is printed here: the same measure.
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from importing_cells import compared_with_example

_SIZES = (75, 150, 300, 600)
_WANTED = (300, 2.0)
"""A table of so many rows is to take less than so many seconds."""
_UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา")
_HEADER = ("มาตรการ", "ขั้นตอน/วิธีการ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "ผลการดำเนินงาน")


def document(rows: int) -> str:
    """A report's table as tab-separated text."""
    chance = random.Random(2566)  # noqa: S311 - the same texts at every run are the point
    lines = ["\t".join(_HEADER)]
    for number in range(1, rows + 1):
        steps = " ".join(f"{step}. {words(chance, 30, 80)}" for step in (1, 2, 3))
        result = f"- {words(chance, 50, 200)} เมื่อวันที่ ๑๒ มกราคม ๒๕๖๖"
        unit = chance.choice(_UNITS)
        cells = (f"มาตรการที่ {number} {words(chance, 30, 80)}", steps, unit, "ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖", result)
        lines.append("\t".join(" ".join(each.split()) for each in cells))
    return "\n".join(lines)


def print_shares(settings: Settings) -> None:
    """Import the published reports, and compare every cell with the example that corrections make of it."""
    for source in example_sources():
        with tempfile.TemporaryDirectory() as place:
            made = import_documents([source], Path(place) / "plan.xlsx", settings)
            result = compared_with_example(made, source.parent.parent / source.stem, settings)
        print(
            f"{source.stem}: {result.total} cells, {result.share:.1%} right without help"
            f" ({result.share_to_the_letter:.1%} to the last blank),"
            f" {len(result.wrong)} corrected in words and {len(result.spaced)} in blanks"
        )


def main() -> None:
    """Print the shares, then the time of every size."""
    parser = argparse.ArgumentParser(description="Shares and times of import; never a test.")
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    settings = Settings(default_templates(), date(2023, 4, 20))
    print_shares(settings)
    print(machine())
    for size in _SIZES:
        with tempfile.TemporaryDirectory() as place:
            source = Path(place) / "report.txt"
            source.write_text(document(size), encoding="utf-8")
            subject = partial(import_documents, [source], Path(place) / "plan.xlsx", settings, overwrite=True)
            seconds = best_times({"import": subject}, chosen.repeats)["import"]
        wanted = f" (wanted: under {_WANTED[1]:.0f} s)" if size == _WANTED[0] else ""
        print(f"{size} rows: {seconds:.2f} s, {1000 * seconds / size:.1f} ms each{wanted}")


if __name__ == "__main__":
    main()
