"""What `consolidate` is compared with, each run as a program of its own, as a user would run it.

A process that holds the other side's libraries and leavings starts others more slowly, and no user has one.

Run with: python -m benchmarks.sides loop|floor FOLDER OUT [options]
"""

import argparse
import pickle
import time
from collections.abc import Sequence
from pathlib import Path

_NEEDED_SHEETS = ("ผู้รายงาน", "มาตรการ", "_itaxl")


def consolidate_with_pandas(
    files: Sequence[Path], out: Path, header_row: int, *, with_scores: bool = False
) -> None:
    """The loop that a user would write; it checks nothing.

    Args:
        files: to read.
        out: the workbook to write.
        header_row: of every sheet, counted from 1.
        with_scores: read the sheet of scores too, as whoever ranks agencies has to.
    """
    import warnings  # noqa: PLC0415 - as the script of a user would begin, and the floor not

    import pandas as pd  # noqa: PLC0415

    # openpyxl does not know every extension of a sheet.
    warnings.simplefilter("ignore")
    frames, scores = [], []
    sheets = ["มาตรการ", "คะแนน"] if with_scores else ["มาตรการ"]
    for file in files:
        read = pd.read_excel(file, sheet_name=sheets, header=header_row - 1, engine="openpyxl")
        for frame in read.values():
            frame["ไฟล์"] = file.name
        frames.append(read["มาตรการ"])
        if with_scores:
            scores.append(read["คะแนน"].iloc[:10])
    everything = pd.concat(frames, ignore_index=True).dropna(subset=["สถานะ"])
    counts = everything.pivot_table(
        index="ตัวชี้วัด", columns="สถานะ", values="รหัส", aggfunc="count", fill_value=0
    )
    with pd.ExcelWriter(out) as writer:
        counts.to_excel(writer, sheet_name="ภาพรวม")
        everything.to_excel(writer, sheet_name="ข้อมูล", index=False)
        if with_scores:
            table = pd.concat(scores, ignore_index=True)
            wide = table.pivot_table(index="ไฟล์", columns="ตัวชี้วัด", values=table.columns[3], aggfunc="first")
            wide.to_excel(writer, sheet_name="คะแนน")


def consolidate_at_the_floor(
    files: Sequence[Path], cells: Path, out: Path, *, needed_only: bool, constant_memory: bool
) -> float:
    """Parse the same files with calamine and write as many cells; the seconds of that alone."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    from benchmarks.cells import write_bare  # noqa: PLC0415

    summary = pickle.loads(cells.read_bytes())  # noqa: S301 - the benchmark's own
    start = time.perf_counter()
    for file in files:
        workbook = CalamineWorkbook.from_path(str(file))
        for name in _NEEDED_SHEETS if needed_only else workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
    write_bare(out, summary, {"constant_memory": constant_memory})
    return time.perf_counter() - start


def main() -> None:
    """Run one side; the floor prints its seconds, without those for learning which cells to write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=("loop", "floor"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--header-row", type=int, default=1)
    parser.add_argument("--with-scores", action="store_true")
    parser.add_argument("--cells", type=Path, help="those of the summary, as `keep_cells` keeps them")
    parser.add_argument("--needed-only", action="store_true")
    parser.add_argument("--constant-memory", action="store_true")
    chosen = parser.parse_args()
    files = sorted(chosen.folder.rglob("*.xlsx"))
    if chosen.side == "loop":
        consolidate_with_pandas(files, chosen.out, chosen.header_row, with_scores=chosen.with_scores)
        return
    seconds = consolidate_at_the_floor(
        files,
        chosen.cells,
        chosen.out,
        needed_only=chosen.needed_only,
        constant_memory=chosen.constant_memory,
    )
    print(seconds)


if __name__ == "__main__":
    main()
