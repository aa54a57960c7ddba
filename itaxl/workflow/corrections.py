"""``consolidate --corrections``: a workbook to send to everyone whose return has errors or is missing."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path, PurePosixPath

from msgspec import Struct

from itaxl.assessment.contents import contents_of
from itaxl.assessment.distributions import distribution_to_departments
from itaxl.assessment.findings import Finding, FindingKind, has_errors
from itaxl.assessment.plans import Agency
from itaxl.assessment.submissions import Submission, SubmissionState
from itaxl.outputs import UNFINISHED, safe_file_name, told_as_disk_errors
from itaxl.planning.corrections import Returned, corrected_form, first_form
from itaxl.planning.fillings import plan_of_return
from itaxl.planning.province_fillings import entered_scores
from itaxl.planning.provinces import ReadProvince
from itaxl.planning.reading import ReadPlan
from itaxl.results.provincial_register import register_agency_returns
from itaxl.results.register import UnitLine, register_returns
from itaxl.results.told import Told
from itaxl.sheets.calls import results_of_writing
from itaxl.sheets.workers import run_in_workers
from itaxl.template.description import WorkbookDescription
from itaxl.template.filling import Filling
from itaxl.workflow.collection import expected_from, read_returns
from itaxl.workflow.folders import files_in
from itaxl.workflow.generation import (
    ProvinceSetup,
    Setup,
    names_by_district,
    names_of_departments,
    write_form_workbook,
)
from itaxl.workflow.orders import Correction, Corrections
from itaxl.workflow.settings import Settings

TO_CORRECT, TO_FILL_IN = "แก้ไข", "ยังไม่ส่ง"
"""Stand behind the names that the workbooks had when they were first sent out."""

# Made for the same unit, in another round or year: what was entered may still be of use.
_USABLE = frozenset({FindingKind.OTHER_ROUND, FindingKind.OTHER_YEAR})


class Asked(Struct, frozen=True):
    """A workbook that has to be sent.

    Attributes:
        code: of the unit that it is for.
        name: of the file that the unit was first sent, below the folder of the run.
        findings: what it asks to be corrected; one that says so where nothing was returned.
        file: the return that it corrects; empty where none counts.
        filling: what the workbook holds.
    """

    code: str
    unit: str
    name: str
    findings: tuple[Finding, ...]
    file: str
    filling: Filling
    description: WorkbookDescription


# Who is asked


def corrections_of_plan(
    read: ReadPlan, submissions: Sequence[Submission], findings: Sequence[Finding], settings: Settings
) -> list[Asked]:
    """The departments that have to be asked again.

    Args:
        read: the plan.
        submissions: every file that was read.
        findings: all that were found in them, the register's and the consolidation's included.
        settings: where descriptions come from, and what day it is.
    """
    plan, description = read.plan, settings.description("department")
    setup = Setup(plan, read.framework, description, settings.today)
    sent = distribution_to_departments(plan)
    register = register_returns(sent, sorted(submissions, key=lambda each: each.file))
    names = names_of_departments(description, plan.departments)
    names |= names_of_departments(description, plan.reporting_departments())
    finder = _Finder(submissions, findings, register.units)
    asked = []
    for code in dict.fromkeys((*sent.asked, *register.counted)):
        blank = setup.filling(code)
        counted = register.counted.get(code)
        form = _form(finder, blank, description, code, counted)
        if form is not None:
            asked.append(_asked(code, sent.known[code], names[code], description, form))
    return asked


def corrections_of_province(
    read: ReadProvince, submissions: Sequence[Submission], findings: Sequence[Finding], settings: Settings
) -> list[Asked]:
    """The agencies that have to be asked again; the same for a province.

    Where an agency's departments' workbooks count in place of its own, those with errors go back.
    """
    province, description = read.province, settings.description("agency")
    previous = settings.framework_or_none(province.scored_year - 1)
    setup = ProvinceSetup(province, read.framework, previous, description, settings.today)
    register = register_agency_returns(province, submissions)
    names = dict(names_by_district(description, province))
    finder = _Finder(submissions, findings, register.units)
    asked: list[Asked] = []
    for agency in province.agencies:
        returned = register.returns[agency.code]
        if returned.form is None and returned.departments:
            for department in returned.departments:
                asked += _asked_of_department(finder, read, agency, department, names[agency.code], settings)
            continue
        scores = entered_scores(returned.form) if returned.form else {}
        blank = setup.begun(agency.code, scores)
        form = _form(finder, blank, description, agency.code, returned.form)
        if form is not None:
            asked.append(_asked(agency.code, agency.name, names[agency.code], description, form))
    return asked


def _asked_of_department(
    finder: "_Finder",
    read: ReadProvince,
    agency: Agency,
    submission: Submission,
    name: str,
    settings: Settings,
) -> Iterator[Asked]:
    """A department that reported to the province in its agency's place."""
    stamp, description = submission.stamp, settings.description("department")
    assert stamp is not None
    plan = plan_of_return(submission, read.province.scored_year)
    blank = Setup(plan, read.framework, description, settings.today).filling(stamp.unit_code)
    form = _form(finder, blank, description, stamp.unit_code, submission)
    if form is not None:
        place = PurePosixPath(name)
        (own,) = names_of_departments(description, plan.departments).values()
        file = str(place.with_name(f"{place.stem} {own}"))
        yield _asked(agency.code, f"{agency.name} · {stamp.unit}", file, description, form)


_Form = tuple[Filling, tuple[Finding, ...], str]


def _asked(code: str, unit: str, name: str, description: WorkbookDescription, form: _Form) -> Asked:
    filling, findings, file = form
    return Asked(code, unit, name, findings, file, filling, description)


class _Finder:
    """What is known of the files of one run."""

    def __init__(
        self, submissions: Iterable[Submission], findings: Iterable[Finding], units: Iterable[UnitLine]
    ) -> None:
        parts, lines, findings = tuple(submissions), tuple(units), tuple(findings)
        self.told = Told(findings, parts)
        self._told_of_lines = Told(findings, lines)
        self._read = {(each.file, each.stamp.unit_code): each for each in parts if each.stamp}
        self._carried = [each for each in parts if each.is_only_carried]
        self._refused = [each for each in lines if each.state is SubmissionState.REJECTED]

    def refused(self, code: str) -> list[tuple[Finding, Submission | None]]:
        """Why files of a unit do not count, the latest saved first, with those that may still be of use."""
        lines = [each for each in self._refused if each.unit_code == code]
        lines.sort(key=lambda each: (each.saved.isoformat() if each.saved else "", each.file), reverse=True)
        return [
            (each, self._read.get((line.file, code)) if each.kind in _USABLE else None)
            for line in lines
            for each in self._told_of_lines.to(line)[:1]
        ]

    def carried(self, code: str) -> list[tuple[Finding, Submission | None]]:
        """A form of the unit that came back with nothing but what it was sent out with."""
        return [
            (finding, each)
            for each in self._carried
            if each.stamp and each.stamp.unit_code == code
            for finding in self.told.to(each)
            if finding.kind is FindingKind.ONLY_CARRIED
        ]


def _form(
    finder: _Finder,
    blank: Filling,
    description: WorkbookDescription,
    code: str,
    counted: Submission | None,
) -> _Form | None:
    """What a unit is sent, why, and the return that it corrects; None where nothing is wrong."""
    if counted is not None:
        findings = finder.told.to(counted)
        if not has_errors(findings):
            return None
        filling = corrected_form(blank, description, Returned(counted, findings))
        return filling, findings, counted.file
    refused = finder.refused(code)
    reasons = [*finder.carried(code), *refused]
    told = [each for each, _ in reasons]
    if not refused:
        told.insert(0, Finding(FindingKind.MISSING_SUBMISSION, details={"unit": blank.stamp.unit}))
    return first_form(blank, description, reasons), tuple(told), ""


# Writing them


def write_corrections(
    folder: Path, asked: Sequence[Asked], returned: Sequence[Submission], settings: Settings
) -> Corrections:
    """Write the workbooks into a folder, all or none; what may hold entries stays under its own name.

    A workbook of an earlier run that nobody has touched gives way, if what it was filled in with is still
    among the returns.

    Args:
        folder: where they go.
        asked: what to write.
        returned: every return that was read.
        settings: what day it is.

    Raises:
        OSError: the folder cannot be written; then it is as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    existing = _untouched(folder, asked, returned, settings)
    names = _names(folder, asked, existing)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as place, told_as_disk_errors(folder):
        _write_all([(each, Path(place) / f"{number}.xlsx") for number, each in enumerate(asked)], settings)
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
        for number, name in enumerate(names):
            (Path(place) / f"{number}.xlsx").replace(folder / name)
    written = {folder / name for name in names}
    withdrawn = sorted(each for each in existing if each not in written)
    for path in withdrawn:
        path.unlink(missing_ok=True)
    files = tuple(
        Correction(each.code, each.unit, folder / name, each.findings, each.file)
        for each, name in zip(asked, names, strict=True)
    )
    return Corrections(files, tuple(withdrawn))


def _untouched(
    folder: Path, asked: Sequence[Asked], returned: Sequence[Submission], settings: Settings
) -> set[Path]:
    """Workbooks of earlier runs in which nobody has entered anything that is not among the returns too."""
    expected = expected_from(settings, "department", "agency")
    files = [
        each for each in files_in(folder) if f"({TO_CORRECT}" in each.name or f"({TO_FILL_IN}" in each.name
    ]
    if not files:
        return set()
    held = {contents_of(each) for each in returned if each.stamp}
    issuers = {(each.filling.stamp.agency, each.filling.stamp.fiscal_year) for each in asked}
    issuers |= {(each.stamp.agency, each.stamp.fiscal_year) for each in returned if each.stamp}
    found = set()
    for file, read in zip(files, read_returns(files, expected, workers=settings.workers), strict=True):
        origin, stamp = read.origin, read.stamp
        if origin is None or stamp is None or not read.is_as_sent:
            continue
        if (stamp.agency, stamp.fiscal_year) in issuers and (
            read.untouched or (origin.corrects and origin.corrects[-1] in held)
        ):
            found.add(file.path)
    return found


def _names(folder: Path, asked: Sequence[Asked], existing: set[Path]) -> list[str]:
    """A name for each that is free, or that a workbook has which gives way."""
    names: dict[str, None] = {}
    for each in asked:
        first = PurePosixPath(each.name)
        mark = TO_CORRECT if each.file else TO_FILL_IN
        for number in count(1):
            ending = f" ({mark}).xlsx" if number == 1 else f" ({mark} {number}).xlsx"
            name = str(first.with_name(safe_file_name(first.stem, ending)))
            path = folder / name
            if name not in names and (path in existing or not path.exists()):
                names[name] = None
                break
    return list(names)


_Task = tuple[Asked, Path]


def _write_one(task: _Task) -> OSError | bool:
    asked, place = task
    try:
        with told_as_disk_errors(place):
            day = asked.filling.stamp.made_on
            write_form_workbook(place, asked.filling, asked.description, date.fromisoformat(day))
    except OSError as error:
        return error
    return True


def _write_all(tasks: Sequence[_Task], settings: Settings) -> None:
    outcomes = run_in_workers(_write_one, tasks, workers=settings.workers, memory_bytes=None)
    for _ in results_of_writing(outcomes):
        pass
