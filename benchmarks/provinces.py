"""How fast and in how much memory a province is consolidated, beside the floor and a pandas loop.

Once from one workbook an agency, once from eight departments' workbooks an agency. Nothing here fails for
being slow: it prints. Linux only.

Run with: python -m benchmarks.provinces
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.cells import keep_cells
from benchmarks.corpus import (
    DONE,
    HEADER_ROW,
    IN_PROGRESS,
    NOT_STARTED,
    calculate,
    correct_entry,
    make_province,
    score,
    words,
)
from benchmarks.measuring import best_of_commands, machine, peak_of_command, told
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


def _made(folder: Path, agencies: int, *, by_department: bool) -> tuple[Path, Path, int]:
    """The control workbook of a province, the folder with what its agencies returned, and how many files."""
    control, settings = make_province(folder, agencies)
    read = read_province(control, settings.description("province"))
    returned = folder / "returned"
    returned.mkdir()
    making = _Making(read, settings, returned, by_department)
    tasks = range(len(read.province.agencies))
    for outcome in run_in_workers(_write_agency, tasks, memory_bytes=None, setup=(_set_up, (making,))):
        assert outcome.failure is None, outcome.message
    return control, returned, len(list(returned.iterdir()))


def measure(agencies: int, *, by_department: bool, with_loop: bool, repeats: int) -> float:
    """Make a province, consolidate it on the command line, and print; the seconds a workbook."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        control, returned, count = _made(folder, agencies, by_department=by_department)
        out = folder / "provincial.xlsx"
        command = [sys.executable, "-m", "itaxl", "consolidate", str(control), str(returned), "-o", str(out)]
        # Watching costs time, so the peak has a run of its own.
        _, first, together = peak_of_command(command)
        keep_cells(out, folder / "cells.pickle")
        side = [sys.executable, "-m", "benchmarks.sides"]
        floor = [
            *side,
            "floor",
            str(returned),
            str(folder / "floor.xlsx"),
            "--cells",
            str(folder / "cells.pickle"),
        ]
        sides = {"itaxl": command, "floor": [*floor, "--constant-memory"]}
        if with_loop:
            loop = [*side, "loop", str(returned), str(folder / "pandas.xlsx")]
            sides["loop"] = [*loop, "--header-row", str(HEADER_ROW)]
            if not by_department:
                sides["loop with scores"] = [*sides["loop"], "--with-scores"]
        times = best_of_commands(sides, repeats)
        ours = ("itaxl", times["itaxl"])
        kind = "departments'" if by_department else "agencies'"
        print(f"consolidate a province of {agencies}, {count} {kind} workbooks")
        for name, wanted in (
            ("floor", "1.5 or less"),
            ("loop", "6 or more"),
            ("loop with scores", "6 or more"),
        ):
            if name in times:
                ratio = ours[1] / times[name] if name == "floor" else times[name] / ours[1]
                what = "times the floor" if name == "floor" else f"faster than the pandas {name}"
                print("  " + told(what, ratio, wanted, [ours, (name, times[name])]))
        print(f"  peak memory: {first:.0f} MB in the first process, {together:.0f} MB in all (wanted: 400)")
        return times["itaxl"] / count


def main() -> None:
    """Print all, and how the time of a workbook changes with their number."""
    parser = argparse.ArgumentParser(description="Speed and memory of a province; never a test.")
    parser.add_argument("--agencies", type=int, default=334)
    parser.add_argument("--no-loop", action="store_true", help="Leave out the pandas loop, which is slow.")
    parser.add_argument("--repeats", type=int, default=2)
    chosen = parser.parse_args()
    print(machine())
    with_loop, repeats = not chosen.no_loop, chosen.repeats
    measure(chosen.agencies, by_department=False, with_loop=with_loop, repeats=repeats)
    few = -(-chosen.agencies // len(_DEPARTMENTS))  # that return as many workbooks as there are agencies
    small, large = (
        measure(number, by_department=True, with_loop=with_loop, repeats=repeats)
        for number in (few, chosen.agencies)
    )
    print(f"a workbook of eight times as many takes {large / small:.2f} of the time (wanted: 0.85 to 1.15)")


if __name__ == "__main__":
    main()
