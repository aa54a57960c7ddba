"""``consolidate`` of an agency: what its departments returned, brought together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.findings import Finding
from itaxl.assessment.submissions import Submission
from itaxl.pieces import Parts
from itaxl.planning.indicators import IndicatorFinder
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.summary import SummaryDraft
from itaxl.reports.tidy_tables import write_tidy_tables
from itaxl.results.analysis import Analysis, analyse
from itaxl.results.consolidation import Consolidation, consolidate, with_inconsistencies
from itaxl.sheets.calls import all_begun, begun
from itaxl.template.description import WorkbookDescription
from itaxl.workflow.collection import DEPARTMENT, returns_of_departments
from itaxl.workflow.consistency import READINGS, doubts_of_plan, doubts_of_returns
from itaxl.workflow.controls import read_apart
from itaxl.workflow.orders import NO_CORRECTIONS, Corrections, Order
from itaxl.workflow.settings import MEASURES, Progress, Settings

# Beside this process two more take 280 MB in all together for so many.
_MOST_RECORDS_SHARED = 15_000


class Consolidated(Struct, frozen=True):
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
    order: Order, settings: Settings, *, months: int | None = None, progress: Progress | None = None
) -> Consolidated:
    """Read every return in a folder, check it, and write the summary workbook and the tidy tables.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: the order is not possible.
        OSError: an output cannot be written.
    """
    order.require_possible()
    form = settings.description("plan")
    reading = partial(read_plan, order.control, form, months=months, frameworks=settings.frameworks)
    read = read_apart(order.control, reading)
    returns = returns_of_departments(read, order.folder, settings, order.out, progress=progress)
    return consolidate_plan(read, returns, order, settings)


def consolidate_plan(
    read: ReadPlan, returns: Iterable[Submission], order: Order, settings: Settings
) -> Consolidated:
    """The same for a plan that was read already, and returns that are being read.

    Raises:
        OSError: an output cannot be written.
    """
    described = described_columns(settings.description(DEPARTMENT))
    with _doubts_begun(read, settings) as doubts:
        returned = list(returns)
        consolidation = consolidated(read, returned, settings, order.as_of)
        own = tuple(each for each in read.findings if each.kind not in READINGS)
        with order.writing() as place:
            draft = SummaryDraft(consolidation, described, folder=order.folder, target=order.out)
            with _rows_begun(draft, consolidation, settings) as rows:
                consolidation = with_inconsistencies(consolidation, doubts(consolidation, returned))
                done = Consolidated(consolidation, own)
                draft.write(place, consolidation, done.findings, rows)
            if order.csv is not None:
                every = (*done.findings, *consolidation.inconsistencies)
                write_tidy_tables(order.csv, consolidation, described, every)
            if order.corrections is not None:
                from itaxl.workflow.corrections import corrections_of_plan, write_corrections

                asked = corrections_of_plan(read, returned, consolidation.findings, settings)
                made = write_corrections(order.corrections, asked, returned, settings)
                done = replace(done, corrections=made)
    return done


def described_columns(description: WorkbookDescription) -> list[DescribedColumn]:
    """The columns of measures, as reports want them."""
    return [
        DescribedColumn(each.key, each.header, each.kind.value, each.width)
        for each in description.sheet(MEASURES).columns
    ]


@contextmanager
def _rows_begun(
    draft: SummaryDraft, consolidation: Consolidation, settings: Settings
) -> Iterator[Callable[[], Iterable[Parts]]]:
    """Make the rows of measures while something else is done; where they are very many, before that.

    What either process touches of what they share is kept twice from then on.
    """
    is_large = len(consolidation.records) > _MOST_RECORDS_SHARED
    with all_begun(draft.rows(), workers=settings.workers, give_way=True, each_apart=is_large) as rows:
        if not is_large:
            yield rows
            return
        made = list(rows())
    yield lambda: made


def gather(
    read: ReadPlan,
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> tuple[Consolidation, list[Submission]]:
    """Read every return in a folder but the summary, and bring it together; the returns too."""
    returns = returns_of_departments(read, folder, settings, out, progress=progress)
    return _gathered(read, returns, settings, as_of)


def _gathered(
    read: ReadPlan, returns: Iterable[Submission], settings: Settings, as_of: date | None
) -> tuple[Consolidation, list[Submission]]:
    with _doubts_begun(read, settings) as doubts:
        submissions = list(returns)
        consolidation = consolidated(read, submissions, settings, as_of)
        found = doubts(consolidation, submissions)
    return with_inconsistencies(consolidation, found), submissions


@contextmanager
def _doubts_begun(
    read: ReadPlan, settings: Settings
) -> Iterator[Callable[[Consolidation, Sequence[Submission]], tuple[Finding, ...]]]:
    """Look for contradictions in a plan while something else is done; those of returns are told on demand."""
    doubt_plan = partial(doubts_of_plan, read, analysis_of(read, settings), settings.description("plan"))
    with begun(doubt_plan, workers=settings.workers) as doubts_in_plan:

        def doubts(consolidation: Consolidation, submissions: Sequence[Submission]) -> tuple[Finding, ...]:
            return (
                *(each for each in read.findings if each.kind in READINGS),
                *doubts_in_plan(),
                *doubts_of_returns(consolidation, submissions, settings.description(DEPARTMENT)),
            )

        yield doubts


def consolidated(
    read: ReadPlan, submissions: Sequence[Submission], settings: Settings, as_of: date | None = None
) -> Consolidation:
    """What was read of a plan and of returns, brought together."""
    finder = IndicatorFinder(read.framework)
    return consolidate(
        read.plan,
        submissions,
        analysis_of(read, settings),
        as_of=as_of or settings.today,
        indicators_in=lambda words: finder.find(words).numbers,
        sheet=settings.description(DEPARTMENT).sheet(MEASURES).name,
    )


def analysis_of(read: ReadPlan, settings: Settings) -> Analysis:
    """Of a plan's scores."""
    previous = settings.framework_or_none(read.plan.scored_year - 1)
    return analyse(read.plan, read.framework, previous)
