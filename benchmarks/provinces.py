"""How fast and in how much memory a province is consolidated, beside the floor and a pandas loop.

Once from one workbook an agency, once from eight departments' workbooks an agency. Nothing here fails for
being slow: it prints. Linux only.

Run with: python -m benchmarks.provinces
"""

import argparse
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from benchmarks.cells import cells_of, write_bare
from benchmarks.corpus import (
    DONE,
    HEADER_ROW,
    IN_PROGRESS,
    NOT_STARTED,
    SHEET,
    calculate,
    correct_entry,
    make_province,
    score,
    words,
)
from benchmarks.measuring import machine, peak_of_command, told
from itaxl.assessment.plans import Agency, Department, Plan, PlanRow
from itaxl.planning.indicators import indicator_label
from itaxl.planning.province_fillings import AgencyEntries, agency_filling
from itaxl.planning.provinces import ReadProvince, read_province
from itaxl.sheets.workers import run_in_workers
from itaxl.template.writer import write_workbook
from itaxl.workflow.generation import Setup, write_department_workbook
from itaxl.workflow.settings import Settings

_DEPARTMENTS = (
    "สำนักปลัด",
    "กองคลัง",
    "กองช่าง",
    "กองการศึกษา",
    "กองสาธารณสุข",
    "กองสวัสดิการ",
    "กองยุทธศาสตร์",
    "หน่วยตรวจสอบ",
)
_Row = tuple[dict[str, object], dict[str, object]]
"""What is planned, and what stands in the open cells."""
_MEASURES = 10
_SHARED = 2


@dataclass(frozen=True, slots=True)
class _Making:
    """What all workbooks are made from."""

    read: ReadProvince
    settings: Settings
    folder: Path
    by_department: bool


_now: list[_Making] = []


def _set_up(making: _Making) -> None:
    _now[:] = [making]


def _write_agency(number: int) -> None:
    making = _now[0]
    agency = making.read.province.agencies[number]
    chance = random.Random(number)  # noqa: S311 - the same texts at every run are the point
    if making.by_department:
        _write_departments(making, agency, chance)
    else:
        _write_form(making, agency, chance)


def _measures(making: _Making, chance: random.Random, count: int) -> Iterator[_Row]:
    labels = [indicator_label(each) for each in making.read.framework.indicators]
    year = making.read.province.fiscal_year
    for number in range(1, count + 1):
        planned: dict[str, object] = {
            "code": f"M{number}",
            "indicator": chance.choice(labels),
            "measure": words(chance, 50, 150),
            "guideline": words(chance, 80, 250),
            "steps": words(chance, 150, 600),
            "start": year.start,
            "end": year.start + timedelta(chance.randint(90, 360)),
        }
        yield planned, correct_entry(chance, chance.choices((DONE, IN_PROGRESS, NOT_STARTED), (5, 3, 2))[0])


def _write_form(making: _Making, agency: Agency, chance: random.Random) -> None:
    read, settings = making.read, making.settings
    description = settings.description("agency")
    numbers = [each.no for each in read.framework.indicators]
    entries = AgencyEntries(
        {"reporter": "นางสาวตัวอย่าง", "position": "นักวิเคราะห์นโยบายและแผน"},
        {key: {no: score(chance) for no in numbers} for key in ("score", "previous")},
        [
            {**planned, "department": "สำนักปลัด", **entry}
            for planned, entry in _measures(making, chance, _MEASURES)
        ],
    )
    place = making.folder / f"{agency.code}.xlsx"
    previous = settings.framework_or_none(read.province.scored_year - 1)
    filling = agency_filling(
        read.province,
        agency,
        description,
        read.framework,
        previous_framework=previous,
        made_on=settings.today,
        entries=entries,
    )
    write_workbook(place, description, filling, settings.today)
    calculate(place)


def _write_departments(making: _Making, agency: Agency, chance: random.Random) -> None:
    read = making.read
    units = tuple(Department(f"{number:02}", name) for number, name in enumerate(_DEPARTMENTS, start=1))
    own = _MEASURES - _SHARED
    made = list(_measures(making, chance, own * len(units) + _SHARED))
    rows = []
    entries: dict[str, dict[str, dict[str, object]]] = {
        unit.code: {"": {"reporter": "นางสาวตัวอย่าง", "position": "นักวิชาการ"}} for unit in units
    }
    for index, (planned, entry) in enumerate(made):
        asked = units if index < _SHARED else (units[(index - _SHARED) // own],)
        code = str(planned["code"])
        first, last = (
            each if isinstance(each, date) else None for each in (planned["start"], planned["end"])
        )
        rows.append(PlanRow(code, code, (), tuple(each.code for each in asked), first, last, planned))
        for unit in asked:
            entries[unit.code][code] = entry
    province = read.province
    plan = Plan(
        agency,
        province.fiscal_year,
        province.scored_year,
        province.months,
        departments=units,
        rows=tuple(rows),
    )
    setup = Setup(plan, read.framework, making.settings.description("department"), making.settings.today)
    for unit in units:
        place = making.folder / f"{agency.code}-{unit.code}.xlsx"
        write_department_workbook(place, unit, setup, entries[unit.code])
        calculate(place)


def floor(files: Sequence[Path], summary: Path, out: Path) -> float:
    """Seconds to parse the same files with calamine and to write as many cells, one process, nothing else."""
    cells = cells_of(summary)
    start = time.perf_counter()
    for file in files:
        workbook = CalamineWorkbook.from_path(str(file))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
    write_bare(out, cells, {"constant_memory": True})
    return time.perf_counter() - start


def loop(files: Sequence[Path], out: Path) -> float:
    """Seconds that a loop of ``read_excel`` takes, which checks nothing."""
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frames = [
            pd.read_excel(file, sheet_name=SHEET, header=HEADER_ROW - 1, engine="openpyxl") for file in files
        ]
        pd.concat(frames, ignore_index=True).to_excel(out)
    return time.perf_counter() - start


def measure(agencies: int, *, by_department: bool, with_loop: bool) -> None:
    """Make a province, consolidate it on the command line, and print."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        control, settings = make_province(folder, agencies)
        read = read_province(control, settings.description("province"))
        returned = folder / "returned"
        returned.mkdir()
        making = _Making(read, settings, returned, by_department)
        tasks = range(len(read.province.agencies))
        for outcome in run_in_workers(_write_agency, tasks, memory_bytes=None, setup=(_set_up, (making,))):
            assert outcome.failure is None, outcome.message
        files = sorted(returned.iterdir())
        out = folder / "provincial.xlsx"
        command = [sys.executable, "-m", "itaxl", "consolidate", str(control), str(returned), "-o", str(out)]
        seconds, first, together = peak_of_command(command)
        least = floor(files, out, folder / "floor.xlsx")
        kind = "departments'" if by_department else "agencies'"
        print(f"consolidate a province, {len(files)} {kind} workbooks")
        ours = ("itaxl", seconds)
        print("  " + told("times the floor", seconds / least, "1.5 or less", [ours, ("floor", least)]))
        if with_loop:
            slow = loop(files, folder / "pandas.xlsx")
            print(
                "  "
                + told("faster than the pandas loop", slow / seconds, "6 or more", [ours, ("loop", slow)])
            )
        print(f"  peak memory: {first:.0f} MB in the first process, {together:.0f} MB in all (wanted: 400)")


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description="Speed and memory of a province; never a test.")
    parser.add_argument("--agencies", type=int, default=334)
    parser.add_argument("--no-loop", action="store_true", help="Leave out the pandas loop, which is slow.")
    chosen = parser.parse_args()
    print(machine())
    for by_department in (False, True):
        measure(chosen.agencies, by_department=by_department, with_loop=not chosen.no_loop)


if __name__ == "__main__":
    main()
