"""``generate``: one workbook for every department that has a measure, and the register of what went out."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from itaxl.assessment.findings import Finding, has_errors
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Department, Plan
from itaxl.outputs import UNFINISHED, alone_in, told_as_disk_errors, unique_names
from itaxl.planning.fillings import department_filling
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.reports.distribution import SentFile, write_distribution_register
from itaxl.sheets.workers import run_in_workers
from itaxl.template.description import WorkbookDescription
from itaxl.template.writer import write_workbook
from itaxl.workflow.settings import Progress, Settings, UsageError

REGISTER_NAME = "ทะเบียนการแจกจ่าย.xlsx"


@dataclass(frozen=True, slots=True)
class Generated:
    """What was made; nothing where the plan has errors.

    Attributes:
        set_aside: files that stood in the way and may hold entries, under the names they now have.
    """

    plan: Plan
    files: tuple[SentFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    set_aside: tuple[Path, ...] = ()


def generate(
    control: Path,
    out: Path,
    settings: Settings,
    *,
    months: int | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Generated:
    """Write the workbooks of all departments into a folder.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: workbooks stand there already.
        OSError: the folder cannot be written; then it is as it was.
    """
    read = read_plan(control, settings.description("plan"), months=months, frameworks=settings.frameworks)
    if has_errors(read.findings):
        return Generated(read.plan, findings=read.findings)
    description = settings.description("department")
    with alone_in(out):
        return _write_forms(out, read, description, settings, overwrite=overwrite, progress=progress)


def _write_forms(
    out: Path,
    read: ReadPlan,
    description: WorkbookDescription,
    settings: Settings,
    *,
    overwrite: bool,
    progress: Progress | None,
) -> Generated:
    """All workbooks and their register, or a refusal."""
    departments = read.plan.reporting_departments()
    names = _file_names(description, departments)
    existing = [name for name in (*names, REGISTER_NAME) if (out / name).exists()]
    if existing and not overwrite:
        raise UsageError(
            f"มี {existing[0]} อยู่แล้วใน {out.name} และอาจมีข้อความที่กรอกไว้"
            " ใช้โฟลเดอร์อื่น หรือเพิ่ม --overwrite (ไฟล์เดิมจะถูกเก็บสำรอง)",
            f"{existing[0]} exists already in {out.name} and may hold entries;"
            " use another folder, or --overwrite (what stands there is set aside)",
        )
    setup = Setup(read.plan, read.framework, description, settings.today)
    # Made beside their place and moved there together: a full disk leaves the folder as it was.
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=out) as place, told_as_disk_errors(out):
        files = _write_all(Path(place), setup, departments, names, settings.workers, progress)
        write_distribution_register(Path(place) / REGISTER_NAME, read.plan, files, settings.today)
        set_aside = _set_aside(out, existing)
        for name in (*names, REGISTER_NAME):
            (Path(place) / name).replace(out / name)
    return Generated(read.plan, files, read.findings, set_aside)


def _file_names(description: WorkbookDescription, departments: Sequence[Department]) -> list[str]:
    stem = description.file_name.removesuffix(".xlsx")
    texts = [stem.replace("{unit_code}", each.code).replace("{unit}", each.name) for each in departments]
    return unique_names(texts, ".xlsx")


def _set_aside(out: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Give what stands in the way another name: it may hold entries."""
    moved = []
    for name in names:
        path = out / name
        for number in count(1):
            other = out / f"{path.stem} (สำรอง {number}){path.suffix}"
            if not other.exists():
                shutil.move(path, other)
                moved.append(other)
                break
    return tuple(moved)


@dataclass(frozen=True, slots=True)
class Setup:
    """What all workbooks of one run are made from."""

    plan: Plan
    framework: Framework
    description: WorkbookDescription
    made_on: date


@dataclass(frozen=True, slots=True)
class _Task:
    department: Department
    place: Path


_setups: dict[str, Setup] = {}


def _set_up(setup: Setup) -> None:
    _setups["now"] = setup


def _write_one(task: _Task) -> str | OSError:
    """Write one department's workbook; returns its SHA-256, or why the disk did not take it."""
    try:
        with told_as_disk_errors(task.place):
            return write_department_workbook(task.place, task.department, _setups["now"])
    except OSError as error:
        return error


def write_department_workbook(
    place: Path,
    department: Department,
    setup: Setup,
    entries: Mapping[str, Mapping[str, object]] | None = None,
) -> str:
    """Write the workbook of one department.

    Args:
        place: the file.
        department: whose it is.
        setup: what it is made from.
        entries: values for open cells by code and column, for a filled example.

    Returns:
        The file's SHA-256.
    """
    filling = department_filling(
        setup.plan, department, setup.description, setup.framework, made_on=setup.made_on, entries=entries
    )
    write_workbook(place, setup.description, filling, setup.made_on)
    return hashlib.sha256(place.read_bytes()).hexdigest()


def _write_all(
    place: Path,
    setup: Setup,
    departments: Sequence[Department],
    names: Sequence[str],
    workers: int | None,
    progress: Progress | None,
) -> tuple[SentFile, ...]:
    tasks = [_Task(each, place / name) for each, name in zip(departments, names, strict=True)]
    files = []
    outcomes = run_in_workers(
        _write_one, tasks, workers=workers, memory_bytes=None, setup=(_set_up, (setup,))
    )
    for number, outcome in enumerate(outcomes, start=1):
        if isinstance(outcome.result, OSError):
            raise outcome.result
        if outcome.result is None:
            raise OSError(0, outcome.message or "a worker failed")
        department = outcome.task.department
        rows = setup.plan.rows_for(department.code)
        measures = len({row.measure_code for row in rows})
        files.append(SentFile(department, outcome.task.place.name, measures, outcome.result))
        if progress:
            progress(number, len(tasks))
    return tuple(files)
