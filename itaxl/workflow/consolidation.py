"""``consolidate`` of an agency: what its departments returned, brought together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from itaxl.assessment.findings import Finding
from itaxl.assessment.submissions import Submission
from itaxl.outputs import alone_in, written_whole
from itaxl.planning.fillings import STATUS_CHOICES, issued_to_departments
from itaxl.planning.indicators import IndicatorFinder
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.summary import write_summary
from itaxl.reports.tidy_tables import write_tidy_tables
from itaxl.results.analysis import Analysis, analyse
from itaxl.results.consolidation import Consolidation, consolidate, with_inconsistencies
from itaxl.sheets.workers import call_all
from itaxl.template.description import WorkbookDescription
from itaxl.template.returns import Expected
from itaxl.workflow.collection import files_in, read_returns
from itaxl.workflow.consistency import READINGS, doubts_of_plan, doubts_of_returns
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
    consolidation = consolidated(read, submissions, description, settings, as_of)
    doubts = (
        *(each for each in read.findings if each.kind in READINGS),
        *doubts_of_plan(read, consolidation.analysis, settings.description("plan")),
        *doubts_of_returns(consolidation, submissions, description),
    )
    return with_inconsistencies(consolidation, doubts), submissions


def consolidated(
    read: ReadPlan,
    submissions: Sequence[Submission],
    description: WorkbookDescription,
    settings: Settings,
    as_of: date | None = None,
) -> Consolidation:
    """What was read of a plan and of returns, brought together."""
    finder = IndicatorFinder(read.framework)
    return consolidate(
        read.plan,
        submissions,
        analysis_of(read, settings),
        as_of=as_of or settings.today,
        indicators_in=lambda words: finder.find(words).numbers,
        sheet=description.sheet(MEASURES).name,
    )


def analysis_of(read: ReadPlan, settings: Settings) -> Analysis:
    """Of a plan's scores."""
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
