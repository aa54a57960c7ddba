"""``consolidate`` of a province: the agencies' workbooks, or their departments', brought together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from itaxl.assessment.findings import Finding
from itaxl.assessment.submissions import Submission
from itaxl.outputs import alone_in, written_whole
from itaxl.planning.fillings import STATUS_CHOICES
from itaxl.planning.indicators import IndicatorFinder
from itaxl.planning.provinces import ReadProvince
from itaxl.reports.province.tidy import write_provincial_tables
from itaxl.reports.province.workbook import write_provincial_summary
from itaxl.results.provinces import ProvincialConsolidation, consolidate_province
from itaxl.sheets.workers import call_all
from itaxl.template.returns import Expected
from itaxl.workflow.collection import files_in, read_returns
from itaxl.workflow.consistency import doubts_of_agency
from itaxl.workflow.consolidation import (
    Consolidated,
    consolidate_plan,
    described_columns,
    require_folder,
)
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.corrections import (
    NO_CORRECTIONS,
    Corrections,
    corrections_of_province,
    refuse_among_returns,
    write_corrections,
)
from itaxl.workflow.histories import read_history
from itaxl.workflow.replacing import SUMMARY, refuse_to_replace
from itaxl.workflow.settings import MEASURES, Progress, Settings, UsageError

_AGENCY, _DEPARTMENT = "agency", "department"
_SCORES = "scores"
_LABELS_KEPT = 4096  # of indicators; the same few come back in every workbook


@dataclass(frozen=True, slots=True)
class ConsolidatedProvince:
    """What ``consolidate`` found; the files are written."""

    consolidation: ProvincialConsolidation
    control_findings: tuple[Finding, ...]
    corrections: Corrections = NO_CORRECTIONS

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the control workbook and those of the returns."""
        return (*self.control_findings, *self.consolidation.findings)

    @property
    def inconsistencies(self) -> tuple[Finding, ...]:
        """What contradicts itself; it is with the consolidation."""
        return self.consolidation.inconsistencies


def consolidate_control(
    control: Path,
    folder: Path,
    out: Path,
    settings: Settings,
    *,
    months: int | None = None,
    as_of: date | None = None,
    csv: Path | None = None,
    corrections: Path | None = None,
    history: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Consolidated | ConsolidatedProvince:
    """Consolidate what belongs to a plan or to a province's control workbook, whichever is given.

    Args:
        control: the control workbook.
        folder: of the returned workbooks.
        out: the summary to write.
        settings: where descriptions come from, and what day it is.
        months: the round, 3, 6, 9 or 12; the control workbook's own where None.
        as_of: the day by which measures are overdue; the day of the run where None.
        csv: a folder for the tidy tables; none are written where None.
        corrections: a folder for workbooks to send to whoever has to correct something or has not answered.
        history: earlier provincial summaries or tables of scores; a plan takes none.
        progress: told after every file.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: the folder is none, the summary would replace a workbook that is not a summary, or a
            file of the history cannot be used.
        OSError: an output cannot be written.
    """
    require_folder(folder)
    read = ControlFinder(settings).read(control, months=months)
    if not isinstance(read, ReadProvince):
        if history:
            raise UsageError(
                "--history ใช้กับ province.xlsx เท่านั้น คะแนนปีก่อนของหน่วยงานอยู่ในแผ่นคะแนนของแผน",
                "--history goes with province.xlsx only; an agency's earlier scores stand in its plan",
            )
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
    refuse_to_replace(out, control, SUMMARY)
    refuse_among_returns(corrections, folder)
    years, unmatched = read_history(history, read.province, read.framework, settings)
    consolidation, returned = gather_returns(read, folder, settings, out, as_of=as_of, progress=progress)
    consolidation = replace(consolidation, history=years, findings=(*unmatched, *consolidation.findings))
    described = described_columns(settings.description(_AGENCY))
    findings = (*read.findings, *consolidation.findings)
    done = ConsolidatedProvince(consolidation, read.findings)
    folders = [each for each in (csv, corrections) if each is not None]
    with alone_in(out.parent, *folders), written_whole(out) as place:
        write_provincial_summary(
            place,
            consolidation,
            described,
            findings=findings,
            folder=folder,
            target=out,
            call_all=partial(call_all, workers=settings.workers),
        )
        if csv is not None:
            every = (*findings, *consolidation.inconsistencies)
            write_provincial_tables(csv, consolidation, described, every)
        if corrections is not None:
            asked = corrections_of_province(read, returned, consolidation.findings, settings)
            done = replace(done, corrections=write_corrections(corrections, asked, returned, settings))
    return done


def gather_province(
    read: ReadProvince,
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> ProvincialConsolidation:
    """Read every return in a folder and bring it together, without writing anything."""
    return gather_returns(read, folder, settings, out, as_of=as_of, progress=progress)[0]


def gather_returns(
    read: ReadProvince,
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> tuple[ProvincialConsolidation, list[Submission]]:
    """The same, and the returns themselves."""
    agency = settings.description(_AGENCY)
    expected = Expected(
        descriptions={_AGENCY: agency, _DEPARTMENT: settings.description(_DEPARTMENT)},
        choices={"statuses": STATUS_CHOICES},
        all_sent=frozenset({_DEPARTMENT}),
        passwords=settings.passwords,
    )
    files = files_in(folder, leave_out=_none_of_ours(out))
    submissions = list(
        read_returns(files, expected, workers=settings.workers, progress=progress, packed=True)
    )
    return consolidated_province(read, submissions, settings, as_of), submissions


def consolidated_province(
    read: ReadProvince, submissions: Sequence[Submission], settings: Settings, as_of: date | None = None
) -> ProvincialConsolidation:
    """What was read of a province's control workbook and of returns, brought together."""
    agency = settings.description(_AGENCY)
    finder = IndicatorFinder(read.framework)

    @lru_cache(maxsize=_LABELS_KEPT)
    def indicators_in(words: str) -> tuple[int, ...]:
        return finder.find(words).numbers

    return consolidate_province(
        read.province,
        read.framework,
        settings.framework_or_none(read.province.scored_year - 1),
        submissions,
        as_of=as_of or settings.today,
        indicators_in=indicators_in,
        sheet=agency.sheet(MEASURES).name,
        score_sheet=agency.sheet(_SCORES).name,
        doubts_in=partial(doubts_of_agency, read.province, read.framework, agency),
    )


def _none_of_ours(out: Path | None) -> Iterable[Path]:
    return [out] if out else []
