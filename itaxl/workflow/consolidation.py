"""``consolidate`` and ``check``: what came back, brought together or only looked at."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import Submission
from itaxl.outputs import alone_in, written_whole
from itaxl.planning.fillings import STATUS_CHOICES, planned_rows
from itaxl.planning.indicators import IndicatorFinder
from itaxl.planning.reading import ReadPlan, is_plan, read_plan
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.summary import write_summary
from itaxl.reports.tidy_tables import write_tidy_tables
from itaxl.results.analysis import analyse
from itaxl.results.consolidation import Consolidation, consolidate
from itaxl.results.register import register_returns
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.workbooks import open_workbook
from itaxl.sheets.workers import call_all, run_in_workers
from itaxl.template.description import WorkbookDescription
from itaxl.template.returns import Expected, ReturnedFile
from itaxl.workflow.collection import be_quiet, files_in, read_returns, shown_name
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

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the plan and those of the returns."""
        return (*self.plan_findings, *self.consolidation.findings)


def consolidate_returns(
    control: Path,
    folder: Path,
    out: Path,
    settings: Settings,
    *,
    months: int | None = None,
    as_of: date | None = None,
    csv: Path | None = None,
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
    refuse_to_replace(out, control, SUMMARY)
    description = settings.description("department")
    consolidation = gather(read, description, folder, settings, out, as_of=as_of, progress=progress)
    described = [
        DescribedColumn(each.key, each.header, each.kind.value, each.width)
        for each in description.sheet(MEASURES).columns
    ]
    findings = (*read.findings, *consolidation.findings)
    with alone_in(out.parent, *([csv] if csv else [])), written_whole(out) as place:
        write_summary(
            place,
            consolidation,
            described,
            findings=findings,
            folder=folder,
            target=out,
            call_all=partial(call_all, workers=_writers(consolidation, settings)),
        )
        if csv is not None:
            write_tidy_tables(csv, consolidation, described, findings)
    return Consolidated(consolidation, read.findings)


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
    files = files_in(folder, leave_out=[out] if out else [])
    expected = _expected(description, read, settings)
    submissions = list(read_returns(files, expected, workers=settings.workers, progress=progress))
    previous = settings.framework_or_none(read.plan.scored_year - 1)
    finder = IndicatorFinder(read.framework)
    return consolidate(
        read.plan,
        submissions,
        analyse(read.plan, read.framework, previous),
        as_of=as_of or settings.today,
        indicators_in=lambda words: finder.find(words).numbers,
        sheet=description.sheet(MEASURES).name,
    )


def _expected(description: WorkbookDescription, read: ReadPlan | None, settings: Settings) -> Expected:
    return Expected(
        descriptions={description.kind: description},
        choices={"statuses": STATUS_CHOICES},
        planned=planned_rows(read.plan, description) if read else {},
        passwords=settings.passwords,
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
    """Check plans and returned workbooks, with or without the plan that they belong to.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: a path does not exist.
    """
    files = _files(paths)
    plan_description = settings.description("plan")
    read = read_plan(control, plan_description, frameworks=settings.frameworks) if control else None
    findings: list[Finding] = []
    returns = []
    plans = _plans_among(files, plan_description, settings)
    for file in files:
        if file in plans:
            plan = read_plan(file.path, plan_description, frameworks=settings.frameworks)
            findings.extend(plan.findings)
        else:
            returns.append(file)
    expected = _expected(settings.description("department"), read, settings)
    submissions = list(read_returns(returns, expected, workers=settings.workers, progress=progress))
    if read is None:
        findings.extend(finding for each in submissions for finding in each.findings)
    else:
        findings.extend(_without_missing(read, submissions))
    return Checked(len(files), tuple(findings))


def _without_missing(read: ReadPlan, submissions: Sequence[Submission]) -> list[Finding]:
    """Checking a few files does not ask who has not returned one."""
    findings = register_returns(read.plan, submissions).findings
    return [each for each in findings if each.kind is not FindingKind.MISSING_SUBMISSION]


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


def _plans_among(
    files: Sequence[ReturnedFile], description: WorkbookDescription, settings: Settings
) -> frozenset[ReturnedFile]:
    """The plans, which are then read here: foreign files are first opened where they can do no harm."""
    candidates = [
        each
        for each in files
        if each.path.suffix.lower() in _SPREADSHEETS and not each.path.name.startswith("~$")
    ]
    outcomes = run_in_workers(
        _is_plan, candidates, workers=settings.workers, setup=(_set_up, (description, settings.frameworks))
    )
    return frozenset(outcome.task for outcome in outcomes if outcome.result)


_plan_setup: dict[str, tuple[WorkbookDescription, Path | None]] = {}


def _set_up(description: WorkbookDescription, frameworks: Path | None) -> None:
    be_quiet()
    _plan_setup["now"] = description, frameworks


def _is_plan(file: ReturnedFile) -> bool:
    """A plan says so itself; one that somebody made by hand has all of a plan's sheets.

    It is also read whole: what this process does not survive is no plan.
    """
    description, frameworks = _plan_setup["now"]
    try:
        if not is_plan(open_workbook(file.path), description):
            return False
    except Unreadable:
        return False
    with suppress(Exception):  # whoever reads it next is told
        read_plan(file.path, description, frameworks=frameworks)
    return True
