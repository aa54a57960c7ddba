"""``consolidate`` of a province: the agencies' workbooks, or their departments', brought together."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.findings import Finding
from itaxl.assessment.submissions import Submission
from itaxl.planning.indicators import IndicatorFinder
from itaxl.planning.provinces import ReadProvince
from itaxl.reports.province.tidy import write_provincial_tables
from itaxl.reports.province.workbook import write_provincial_summary
from itaxl.results.history import YearOfScores
from itaxl.results.provinces import ProvincialConsolidation, consolidate_province
from itaxl.sheets.calls import call_all
from itaxl.workflow.collection import AGENCY, returns_of_agencies
from itaxl.workflow.consistency import doubts_of_agency
from itaxl.workflow.consolidation import described_columns
from itaxl.workflow.histories import read_history
from itaxl.workflow.known_scores import with_known_scores
from itaxl.workflow.orders import NO_CORRECTIONS, Corrections, Order
from itaxl.workflow.settings import MEASURES, Progress, Settings

_SCORES = "scores"


class ConsolidatedProvince(Struct, frozen=True):
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


def consolidate_agencies(
    read: ReadProvince,
    returns: Iterable[Submission],
    order: Order,
    settings: Settings,
    *,
    history: Sequence[Path] = (),
) -> ConsolidatedProvince:
    """Bring together what a province's agencies returned, and write the summary and the tidy tables.

    Raises:
        UsageError: a file of the history cannot be used.
        OSError: an output cannot be written.
    """
    read = with_known_scores(read, order.scores, settings)
    years, told = read_history(history, read.province, read.framework, settings)
    returned = list(returns)
    consolidation = consolidated_province(read, returned, settings, order.as_of, history=years)
    consolidation = replace(consolidation, findings=(*told, *consolidation.findings))
    described = described_columns(settings.description(AGENCY))
    done = ConsolidatedProvince(consolidation, read.findings)
    with order.writing() as place:
        write_provincial_summary(
            place,
            consolidation,
            described,
            findings=done.findings,
            folder=order.folder,
            target=order.out,
            call_all=partial(call_all, workers=settings.workers),
        )
        if order.csv is not None:
            every = (*done.findings, *consolidation.inconsistencies)
            write_provincial_tables(order.csv, consolidation, described, every)
        if order.corrections is not None:
            from itaxl.workflow.corrections import corrections_of_province, write_corrections

            asked = corrections_of_province(read, returned, consolidation.findings, settings)
            made = write_corrections(order.corrections, asked, returned, settings)
            done = replace(done, corrections=made)
    return done


def gather_province(
    read: ReadProvince,
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    as_of: date | None = None,
    history: Sequence[YearOfScores] = (),
    progress: Progress | None = None,
) -> tuple[ProvincialConsolidation, list[Submission]]:
    """Read every return in a folder but the summary, and bring it together; the returns too."""
    submissions = list(returns_of_agencies(read, folder, settings, out, progress=progress))
    return consolidated_province(read, submissions, settings, as_of, history=history), submissions


def consolidated_province(
    read: ReadProvince,
    submissions: Sequence[Submission],
    settings: Settings,
    as_of: date | None = None,
    *,
    history: Sequence[YearOfScores] = (),
) -> ProvincialConsolidation:
    """What was read of a province's control workbook and of returns, brought together."""
    agency = settings.description(AGENCY)
    finder = IndicatorFinder(read.framework)

    return consolidate_province(
        read.province,
        read.framework,
        settings.framework_or_none(read.province.scored_year - 1),
        submissions,
        as_of=as_of or settings.today,
        indicators_in=lambda words: finder.find(words).numbers,
        sheet=agency.sheet(MEASURES).name,
        score_sheet=agency.sheet(_SCORES).name,
        doubts_in=partial(doubts_of_agency, read.province, finder, agency),
        call_all=partial(call_all, workers=settings.workers),
        history=history,
    )
