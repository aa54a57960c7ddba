"""``consolidate`` and ``check``: what came back, brought together or only looked at."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from itaxl.assessment.distributions import distribution_to_agencies
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import Submission
from itaxl.outputs import alone_in, written_whole
from itaxl.planning.fillings import STATUS_CHOICES, issued_to_departments
from itaxl.planning.indicators import IndicatorFinder
from itaxl.planning.provinces import ReadProvince
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.summary import write_summary
from itaxl.reports.tidy_tables import write_tidy_tables
from itaxl.results.analysis import Analysis, analyse
from itaxl.results.consolidation import Consolidation, consolidate, with_inconsistencies
from itaxl.results.register import register_returns
from itaxl.sheets.workers import call_all, run_in_workers
from itaxl.template.description import WorkbookDescription
from itaxl.template.returns import Expected, ReturnedFile
from itaxl.workflow.collection import be_quiet, files_in, read_returns, shown_name
from itaxl.workflow.consistency import READINGS, doubts_of_plan, doubts_of_returns, weaknesses_of_plan
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.corrections import (
    NO_CORRECTIONS,
    Corrections,
    corrections_of_plan,
    refuse_among_returns,
    write_corrections,
)
from itaxl.workflow.replacing import SUMMARY, refuse_to_replace
from itaxl.workflow.settings import MEASURES, Progress, Settings, UsageError

# Two processes more take 280 MB in all together for so many, as one alone does for twice as many.
_MOST_RECORDS_SHARED = 15_000
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What ``consolidate`` found; the files are written."""

    consolidation: Consolidation
    plan_findings: tuple[Finding, ...]
    corrections: Corrections = NO_CORRECTIONS

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the plan and those of the returns; contradictions are with the consolidation."""
        return (*self.plan_findings, *self.consolidation.findings)

    @property
    def inconsistencies(self) -> tuple[Finding, ...]:
        """What contradicts itself."""
        return self.consolidation.inconsistencies


def consolidate_returns(
    control: Path,
    folder: Path,
    out: Path,
    settings: Settings,
    *,
    months: int | None = None,
    as_of: date | None = None,
    csv: Path | None = None,
    corrections: Path | None = None,
    progress: Progress | None = None,
) -> Consolidated:
    """Read every return in a folder, check it, and write the summary workbook and the tidy tables.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: the folder is none, or the summary would replace a workbook that is not a summary.
        OSError: an output cannot be written.
    """
    require_folder(folder)
    read = read_plan(control, settings.description("plan"), months=months, frameworks=settings.frameworks)
    return consolidate_plan(
        read,
        control,
        folder,
        out,
        settings,
        as_of=as_of,
        csv=csv,
        corrections=corrections,
        progress=progress,
    )


def consolidate_plan(
    read: ReadPlan,
    control: Path,
    folder: Path,
    out: Path,
    settings: Settings,
    *,
    as_of: date | None = None,
    csv: Path | None = None,
    corrections: Path | None = None,
    progress: Progress | None = None,
) -> Consolidated:
    """The same for a plan that was read already.

    Raises:
        UsageError: the folder is none, or the summary would replace a workbook that is not a summary.
        OSError: an output cannot be written.
    """
    require_folder(folder)
    refuse_to_replace(out, control, SUMMARY)
    refuse_among_returns(corrections, folder)
    description = settings.description("department")
    consolidation, returned = gather_returns(
        read, description, folder, settings, out, as_of=as_of, progress=progress
    )
    described = described_columns(description)
    done = Consolidated(consolidation, tuple(each for each in read.findings if each.kind not in READINGS))
    folders = [each for each in (csv, corrections) if each is not None]
    with alone_in(out.parent, *folders), written_whole(out) as place:
        write_summary(
            place,
            consolidation,
            described,
            findings=done.findings,
            folder=folder,
            target=out,
            call_all=partial(call_all, workers=_writers(consolidation, settings)),
        )
        if csv is not None:
            every = (*done.findings, *consolidation.inconsistencies)
            write_tidy_tables(csv, consolidation, described, every)
        if corrections is not None:
            asked = corrections_of_plan(read, returned, consolidation.findings, settings)
            done = replace(done, corrections=write_corrections(corrections, asked, returned, settings))
    return done


def described_columns(description: WorkbookDescription) -> list[DescribedColumn]:
    """The columns of measures, as reports want them."""
    return [
        DescribedColumn(each.key, each.header, each.kind.value, each.width)
        for each in description.sheet(MEASURES).columns
    ]


def _writers(consolidation: Consolidation, settings: Settings) -> int | None:
    """How many processes write: each comes to hold much of what was read, so one where that is a lot."""
    return settings.workers if len(consolidation.records) <= _MOST_RECORDS_SHARED else 1


def gather(
    read: ReadPlan,
    description: WorkbookDescription,
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Consolidation:
    """Read every return in a folder and bring it together, without writing anything."""
    return gather_returns(read, description, folder, settings, out, as_of=as_of, progress=progress)[0]


def gather_returns(
    read: ReadPlan,
    description: WorkbookDescription,
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> tuple[Consolidation, list[Submission]]:
    """The same, and the returns themselves."""
    files = files_in(folder, leave_out=[out] if out else [])
    expected = _expected(description, read, settings)
    submissions = list(read_returns(files, expected, workers=settings.workers, progress=progress))
    consolidation = _consolidated(read, submissions, description, settings, as_of)
    doubts = (
        *(each for each in read.findings if each.kind in READINGS),
        *doubts_of_plan(read, consolidation.analysis, settings.description("plan")),
        *doubts_of_returns(consolidation, submissions, description),
    )
    return with_inconsistencies(consolidation, doubts), submissions


def _consolidated(
    read: ReadPlan,
    submissions: Sequence[Submission],
    description: WorkbookDescription,
    settings: Settings,
    as_of: date | None,
) -> Consolidation:
    finder = IndicatorFinder(read.framework)
    return consolidate(
        read.plan,
        submissions,
        _analysis(read, settings),
        as_of=as_of or settings.today,
        indicators_in=lambda words: finder.find(words).numbers,
        sheet=description.sheet(MEASURES).name,
    )


def _analysis(read: ReadPlan, settings: Settings) -> Analysis:
    previous = settings.framework_or_none(read.plan.scored_year - 1)
    return analyse(read.plan, read.framework, previous)


def _expected(description: WorkbookDescription, read: ReadPlan | None, settings: Settings) -> Expected:
    issued = issued_to_departments(read.plan, description) if read else None
    return Expected(
        descriptions={description.kind: description},
        choices={"statuses": STATUS_CHOICES},
        planned=issued.planned if issued else {},
        passwords=settings.passwords,
        issued=issued,
    )


def require_folder(folder: Path) -> None:
    """Returned workbooks lie in a folder.

    Raises:
        UsageError: there is none.
    """
    if not folder.is_dir():
        raise UsageError(
            f"ไม่พบโฟลเดอร์ {folder} ให้ระบุโฟลเดอร์ที่เก็บแบบที่ส่งคืน",
            f"there is no folder {folder}; name the one that holds the returned workbooks",
        )


@dataclass(frozen=True, slots=True)
class Checked:
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
            analysis = _analysis(read, settings)
            findings.extend(weaknesses_of_plan(read, analysis))
            findings.extend(doubts_of_plan(read, analysis, settings.description("plan")))
    descriptions = [settings.description(kind) for kind in ("department", "agency")]
    issued = issued_to_departments(asked.plan, descriptions[0]) if isinstance(asked, ReadPlan) else None
    expected = Expected(
        descriptions={each.kind: each for each in descriptions},
        choices={"statuses": STATUS_CHOICES},
        planned=issued.planned if issued else {},
        passwords=settings.passwords,
        issued=issued,
    )
    submissions = list(read_returns(returns, expected, workers=settings.workers, progress=progress))
    if asked is None:
        findings.extend(finding for each in submissions for finding in each.findings)
    else:
        findings.extend(_held_against(asked, submissions, descriptions[0], settings))
    return Checked(len(files), tuple(findings))


def _may_be_control(file: ReturnedFile) -> bool:
    return file.path.suffix.lower() in _SPREADSHEETS and not file.path.name.startswith("~$")


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
        consolidation = _consolidated(asked, own, description, settings, None)
        findings += consolidation.findings
        findings += doubts_of_returns(consolidation, own, description)
    else:
        findings += register_returns(distribution_to_agencies(asked.province), own).findings
    told = [each for each in findings if each.kind is not FindingKind.MISSING_SUBMISSION]
    return [*told, *(finding for each in others for finding in each.findings)]


def _files(paths: Sequence[Path]) -> list[ReturnedFile]:
    files = []
    for path in paths:
        if path.is_dir():
            files.extend(files_in(path))
        elif path.exists():
            files.append(ReturnedFile(path, shown_name(path.name)))
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
