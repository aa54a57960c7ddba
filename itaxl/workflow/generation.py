"""``generate``: one workbook for every unit that is asked, and the register of what went out."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.findings import Finding, has_errors
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Department, Plan
from itaxl.assessment.provinces import Province
from itaxl.outputs import UNFINISHED, alone_in, set_aside, told_as_disk_errors, unique_names
from itaxl.planning.fillings import department_filling
from itaxl.planning.next_rounds import next_form
from itaxl.planning.province_fillings import AgencyEntries, agency_filling, entered_scores
from itaxl.planning.provinces import ReadProvince
from itaxl.reports.distribution import DistributionHeading, SentFile, write_distribution_register
from itaxl.sheets.calls import results_of_writing
from itaxl.sheets.workers import run_in_workers
from itaxl.template.description import WorkbookDescription
from itaxl.template.filling import Filling
from itaxl.template.writer import write_workbook
from itaxl.thai.text import compact
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.previous import (
    NONE_EARLIER,
    EarlierReturns,
    earlier_returns_of_plan,
    earlier_returns_of_province,
)
from itaxl.workflow.settings import Progress, Settings, UsageError

REGISTER_NAME = "ทะเบียนการแจกจ่าย.xlsx"


class Generated(Struct, frozen=True):
    """What was made; nothing where the control workbook has errors.

    Attributes:
        set_aside: files that stood in the way and may hold entries, under the names they now have.
        begun: number of files that start from an earlier round.
        asked: what they were made from.
    """

    files: tuple[SentFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    set_aside: tuple[Path, ...] = ()
    begun: int = 0
    asked: Plan | Province | None = None

    @property
    def early_due(self) -> date | None:
        """The last day for returning where it is before the last quarter of what is reported about.

        Whoever asks for another round than the control workbook's has often left that round's day in it.
        """
        if self.asked is None or self.asked.due is None:
            return None
        year, months = self.asked.fiscal_year, self.asked.months
        begins = year.end_of_round(months - 3) if months > 3 else year.start
        return self.asked.due if self.asked.due <= begins else None

    @property
    def late_due(self) -> date | None:
        """The last day for returning where it is after the end of the following round.

        A computer whose dates begin with the month takes 10/4/2566 for a day in October.
        """
        if self.asked is None or self.asked.due is None:
            return None
        next_ends = self.asked.fiscal_year.end_of_round(self.asked.months + 3)
        return self.asked.due if self.asked.due > next_ends else None


def generate(
    control: Path,
    out: Path,
    settings: Settings,
    *,
    months: int | None = None,
    previous: Path | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Generated:
    """Write the workbooks of all departments of a plan, or of all agencies of a province, into a folder.

    Args:
        control: the control workbook.
        out: the folder.
        settings: where descriptions come from, and what day it is.
        months: the round; the control workbook's own where None.
        previous: the returns of earlier rounds, from which this one starts; all start blank where None.
        overwrite: what stands in the way is set aside.
        progress: told after every workbook.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: workbooks stand there already, or there is no folder of earlier returns.
        OSError: the folder cannot be written; then it is as it was.
    """
    read = ControlFinder(settings).read(control, months=months)
    if has_errors(read.findings):
        return Generated(findings=read.findings)
    issue = (
        _issue_of_province(read.province, read.framework, settings, previous)
        if isinstance(read, ReadProvince)
        else _issue_of_plan(read.plan, read.framework, settings, previous)
    )
    findings = (*read.findings, *issue.setup.earlier.findings)
    with alone_in(out):
        return _generate(issue, out, settings, findings, overwrite=overwrite, progress=progress)


def _generate(
    issue: "_Issue",
    out: Path,
    settings: Settings,
    findings: tuple[Finding, ...],
    *,
    overwrite: bool,
    progress: Progress | None,
) -> Generated:
    names = [each.name for each in issue.units]
    existing = [name for name in (*names, REGISTER_NAME) if (out / name).exists()]
    if existing and not overwrite:
        raise UsageError(
            f"มี {existing[0]} อยู่แล้วใน {out.name} และอาจมีข้อความที่กรอกไว้"
            " ใช้โฟลเดอร์อื่น หรือเพิ่ม --overwrite (ไฟล์เดิมจะถูกเก็บสำรอง)",
            f"{existing[0]} exists already in {out.name} and may hold entries;"
            " use another folder, or --overwrite (what stands there is set aside)",
        )
    # Made beside their place and moved there together: a full disk leaves the folder as it was.
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=out) as place, told_as_disk_errors(out):
        files = _write_all(Path(place), issue, settings.workers, progress)
        write_distribution_register(Path(place) / REGISTER_NAME, issue.heading, files, settings.today)
        for folder in {(out / name).parent for name in names}:
            folder.mkdir(exist_ok=True)
        moved = set_aside(out / name for name in existing)
        for name in (*names, REGISTER_NAME):
            (Path(place) / name).replace(out / name)
    begun = sum(1 for each in issue.units if each.code in issue.setup.earlier.counted)
    return Generated(files, findings, moved, begun, issue.asked)


class Setup(Struct, frozen=True):
    """What all workbooks of an agency's departments are made from."""

    plan: Plan
    framework: Framework
    description: WorkbookDescription
    made_on: date
    earlier: EarlierReturns = NONE_EARLIER

    def filling(self, code: str) -> Filling:
        """What goes into the workbook of the department with this code."""
        department = self.plan.department(code)
        assert department is not None
        blank = department_filling(
            self.plan, department, self.description, self.framework, made_on=self.made_on
        )
        earlier = self.earlier.counted.get(code)
        return next_form(blank, self.description, earlier) if earlier else blank


class ProvinceSetup(Struct, frozen=True):
    """What all workbooks of a province's agencies are made from."""

    province: Province
    framework: Framework
    previous_framework: Framework | None
    description: WorkbookDescription
    made_on: date
    earlier: EarlierReturns = NONE_EARLIER

    def filling(self, code: str) -> Filling:
        """What goes into the workbook of the agency with this code."""
        earlier = self.earlier.counted.get(code)
        if earlier is None:
            return self.begun(code, {})
        return next_form(self.begun(code, entered_scores(earlier)), self.description, earlier)

    def begun(self, code: str, scores: Mapping[str, Mapping[int, Decimal]]) -> Filling:
        """The same with nothing but scores in it, by column and indicator."""
        agency = self.province.agency(code)
        assert agency is not None
        return agency_filling(
            self.province,
            agency,
            self.description,
            self.framework,
            previous_framework=self.previous_framework,
            made_on=self.made_on,
            entries=AgencyEntries(scores=scores),
        )


class _Unit(Struct, frozen=True):
    """Whom a workbook is for: its file below the folder of the run, and what the register says of it."""

    code: str
    unit: str
    name: str
    further: tuple[str | int, ...]


class _Issue(Struct, frozen=True):
    """All that goes out in one run."""

    setup: Setup | ProvinceSetup
    units: tuple[_Unit, ...]
    heading: DistributionHeading

    @property
    def asked(self) -> Plan | Province:
        return self.setup.plan if isinstance(self.setup, Setup) else self.setup.province


def _issue_of_plan(plan: Plan, framework: Framework, settings: Settings, previous: Path | None) -> _Issue:
    description = settings.description("department")
    departments = plan.reporting_departments()
    names = names_of_departments(description, departments)
    units = tuple(
        _Unit(each.code, each.name, names[each.code], (each.contact, _measures(plan, each)))
        for each in departments
    )
    heading = DistributionHeading(
        issuer=plan.agency.name,
        months=plan.months,
        fiscal_year=plan.fiscal_year.number,
        due=plan.due,
        units="ส่วนราชการ",
        further=(("ผู้ประสานงาน", 24.0), ("จำนวนมาตรการ", 12.0)),
    )
    earlier = earlier_returns_of_plan(previous, plan, description, settings)
    return _Issue(Setup(plan, framework, description, settings.today, earlier), units, heading)


def names_of_departments(
    description: WorkbookDescription, departments: Sequence[Department]
) -> dict[str, str]:
    """The file of each department, by its code."""
    names = _file_names(description, [(each.code, each.name) for each in departments])
    return {each.code: name for each, name in zip(departments, names, strict=True)}


def _measures(plan: Plan, department: Department) -> int:
    return len({row.measure_code for row in plan.rows_for(department.code)})


def _issue_of_province(
    province: Province, framework: Framework, settings: Settings, folder: Path | None
) -> _Issue:
    description = settings.description("agency")
    names = dict(names_by_district(description, province))
    units = tuple(
        _Unit(each.code, each.name, names[each.code], (each.agency_type, each.district, each.email))
        for each in province.agencies
    )
    heading = DistributionHeading(
        issuer=f"จังหวัด{province.name}",
        months=province.months,
        fiscal_year=province.fiscal_year.number,
        due=province.due,
        units="หน่วยงาน",
        further=(("ประเภทหน่วยงาน", 24.0), ("อำเภอ", 18.0), ("อีเมล", 28.0)),
    )
    previous = settings.framework_or_none(province.scored_year - 1)
    earlier = earlier_returns_of_province(folder, province, framework, description, settings)
    setup = ProvinceSetup(province, framework, previous, description, settings.today, earlier)
    return _Issue(setup, units, heading)


def names_by_district(description: WorkbookDescription, province: Province) -> Iterator[tuple[str, str]]:
    """Each agency's code and its file: in the folder of its district, or beside the folders."""
    districts: dict[str, list[tuple[str, str]]] = {}
    spelt: dict[str, str] = {}
    for each in province.agencies:
        key = compact(each.district)
        spelt.setdefault(key, each.district)
        districts.setdefault(key, []).append((each.code, each.name))
    folders = dict(zip(spelt, unique_names(list(spelt.values())), strict=True))
    for key, units in districts.items():
        folder = f"{folders[key]}/" if key else ""
        names = _file_names(description, units)
        yield from ((code, folder + name) for (code, _), name in zip(units, names, strict=True))


def _file_names(description: WorkbookDescription, units: Sequence[tuple[str, str]]) -> list[str]:
    stem = description.file_name.removesuffix(".xlsx")
    texts = [stem.replace("{unit_code}", code).replace("{unit}", name) for code, name in units]
    return unique_names(texts, ".xlsx")


class _Task(Struct, frozen=True):
    unit: _Unit
    place: Path


_setups: dict[str, Setup | ProvinceSetup] = {}


def _set_up(setup: Setup | ProvinceSetup) -> None:
    _setups["now"] = setup


def _write_one(task: _Task) -> str | OSError:
    """Write one unit's workbook; returns its SHA-256, or why the disk did not take it."""
    setup = _setups["now"]
    try:
        with told_as_disk_errors(task.place):
            return write_form_workbook(
                task.place, setup.filling(task.unit.code), setup.description, setup.made_on
            )
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
    return write_form_workbook(place, filling, setup.description, setup.made_on)


def write_form_workbook(
    place: Path, filling: Filling, description: WorkbookDescription, made_on: date
) -> str:
    """Write a form; returns its SHA-256."""
    write_workbook(place, description, filling, made_on)
    return hashlib.sha256(place.read_bytes()).hexdigest()


def _write_all(
    place: Path, issue: _Issue, workers: int | None, progress: Progress | None
) -> tuple[SentFile, ...]:
    tasks = [_Task(each, place / each.name) for each in issue.units]
    for folder in {each.place.parent for each in tasks}:
        folder.mkdir(exist_ok=True)
    files = []
    outcomes = run_in_workers(
        _write_one, tasks, workers=workers, memory_bytes=None, setup=(_set_up, (issue.setup,))
    )
    for number, (task, digest) in enumerate(results_of_writing(outcomes), start=1):
        unit = task.unit
        files.append(SentFile(unit.code, unit.unit, unit.name, digest, unit.further))
        if progress:
            progress(number, len(tasks))
    return tuple(files)
