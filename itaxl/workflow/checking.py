"""``check``: control workbooks and returned ones, only looked at."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import Submission
from itaxl.planning.fillings import issued_to_departments
from itaxl.planning.province_fillings import issued_to_agencies
from itaxl.planning.provinces import ReadProvince
from itaxl.planning.reading import ReadPlan
from itaxl.sheets.calls import be_quiet
from itaxl.sheets.workers import run_in_workers
from itaxl.template.description import WorkbookDescription
from itaxl.template.recognition import Issued
from itaxl.template.returns import ReturnedFile
from itaxl.workflow.collection import expected_from, read_returns
from itaxl.workflow.consistency import doubts_of_plan, doubts_of_returns, weaknesses_of_plan
from itaxl.workflow.consolidation import analysis_of, consolidated
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.folders import files_in, shown_name
from itaxl.workflow.provinces import consolidated_province
from itaxl.workflow.settings import Progress, Settings, UsageError

_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})


class Checked(Struct, frozen=True):
    """What ``check`` found: in how many files, and what."""

    files: int
    findings: tuple[Finding, ...]


def check(
    paths: Sequence[Path],
    settings: Settings,
    *,
    control: Path | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Check control workbooks and returned ones, with or without the one that they belong to.

    Returned workbooks of another kind than the control workbook's are checked by themselves.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: a path does not exist.
    """
    files = _files(paths)
    controls = ControlFinder(settings)
    asked = controls.read(control) if control else None
    findings: list[Finding] = []
    returns = []
    own = _controls_among(files, controls, settings)
    for file in files:
        if file not in own:
            returns.append(file)
            continue
        read = controls.read(file.path)
        findings.extend(read.findings)
        if isinstance(read, ReadPlan):
            analysis = analysis_of(read, settings)
            findings.extend(weaknesses_of_plan(read, analysis))
            findings.extend(doubts_of_plan(read, analysis, settings.description("plan")))
    department = settings.description("department")
    agency = settings.description("agency")
    issued = _issued(asked, department, agency) if asked is not None else None
    expected = expected_from(settings, department.kind, agency.kind, issued=issued)
    submissions = list(read_returns(returns, expected, workers=settings.workers, progress=progress))
    if asked is None:
        findings.extend(finding for each in submissions for finding in each.findings)
    else:
        findings.extend(_held_against(asked, submissions, department, settings))
    return Checked(len(files), tuple(findings))


def _issued(
    asked: ReadPlan | ReadProvince, department: WorkbookDescription, agency: WorkbookDescription
) -> Issued:
    if isinstance(asked, ReadPlan):
        return issued_to_departments(asked.plan, department)
    return issued_to_agencies(asked.province, asked.framework, agency)


def _may_be_control(file: ReturnedFile) -> bool:
    path = file.path
    return path.suffix.lower() in _SPREADSHEETS and not path.name.startswith("~$") and not path.is_symlink()


def _held_against(
    asked: ReadPlan | ReadProvince,
    submissions: Sequence[Submission],
    description: WorkbookDescription,
    settings: Settings,
) -> list[Finding]:
    """What is wrong with returns of one control workbook; a few files do not tell who is missing."""
    kind = description.kind if isinstance(asked, ReadPlan) else "agency"
    others = [each for each in submissions if each.stamp is not None and each.stamp.kind != kind]
    own = [each for each in submissions if each not in others]
    findings: list[Finding] = []
    if isinstance(asked, ReadPlan):
        consolidation = consolidated(asked, own, settings)
        findings += consolidation.findings
        findings += doubts_of_returns(consolidation, own, description)
    else:
        province = consolidated_province(asked, own, settings)
        findings += (*province.findings, *province.inconsistencies)
    told = [each for each in findings if each.kind is not FindingKind.MISSING_SUBMISSION]
    return [*told, *(finding for each in others for finding in each.findings)]


def _files(paths: Sequence[Path]) -> list[ReturnedFile]:
    files = []
    for path in paths:
        if path.is_dir():
            files.extend(files_in(path))
        elif path.exists():
            # A link that somebody names is meant; one in a folder is not followed.
            files.append(ReturnedFile(path.resolve(), shown_name(path.name)))
        else:
            raise UsageError(f"ไม่พบ {path}", f"there is no {path}")
    return files


def _controls_among(
    files: Sequence[ReturnedFile], controls: ControlFinder, settings: Settings
) -> frozenset[ReturnedFile]:
    """The control workbooks, which are then read here; foreign files are opened where they do no harm."""
    candidates = [each for each in files if _may_be_control(each)]
    outcomes = run_in_workers(_is_control, candidates, workers=settings.workers, setup=(_set_up, (controls,)))
    return frozenset(outcome.task for outcome in outcomes if outcome.result)


_controls: dict[str, ControlFinder] = {}


def _set_up(controls: ControlFinder) -> None:
    be_quiet()
    _controls["now"] = controls


def _is_control(file: ReturnedFile) -> bool:
    """Whether it is one; it is also read whole: what this process does not survive is none."""
    controls = _controls["now"]
    if not controls.is_control(file.path):
        return False
    with suppress(Exception):  # whoever reads it next is told
        controls.read(file.path)
    return True
