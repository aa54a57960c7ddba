"""``analyze``: what the scores of a plan or of a table of scores amount to."""

from functools import partial
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.outputs import written_whole
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.planning.score_tables import read_score_table
from itaxl.reports.analysis_workbook import write_analysis
from itaxl.results.analysis import AgencyAnalysis, analyse, analyse_scores
from itaxl.template.description import WorkbookDescription
from itaxl.workflow.controls import ControlFinder, read_apart
from itaxl.workflow.replacing import ANALYSIS, refuse_to_replace
from itaxl.workflow.settings import Settings, UsageError


class Analysed(Struct, frozen=True):
    """What ``analyze`` found; the workbook is written where one was asked for.

    Attributes:
        year: that was assessed, Buddhist era.
        agencies: in the order of the table; the one of a plan.
    """

    year: int
    agencies: tuple[AgencyAnalysis, ...]
    findings: tuple[Finding, ...]


def analyse_file(
    path: Path, settings: Settings, *, out: Path | None = None, year: int | None = None
) -> Analysed:
    """Judge the scores in a plan, a province's control workbook, or any table of scores.

    Args:
        path: a workbook or a text file; what it is, is told from what is in it.
        settings: where frameworks and descriptions come from.
        out: where to write the workbook; nowhere, where None.
        year: the assessed year of a table that does not name it, Buddhist era, or one of several.

    Raises:
        ControlError: there are no scores in it that can be worked with.
        UsageError: the year is not the plan's, or the workbook would replace something else.
        OSError: the workbook cannot be written.
    """
    if out is not None:
        refuse_to_replace(out, path, ANALYSIS)
    description = settings.description("plan")
    analysed = (
        _of_plan(path, description, settings, year)
        if read_apart(path, partial(ControlFinder(settings).is_plan, path))
        else _of_table(path, settings, year)
    )
    if out is not None and analysed.agencies:
        with written_whole(out) as place:
            write_analysis(
                place,
                analysed.agencies,
                analysed.findings,
                source=path,
                target=out,
                made_on=settings.today,
            )
    return analysed


def _of_plan(path: Path, description: WorkbookDescription, settings: Settings, year: int | None) -> Analysed:
    read = read_apart(path, partial(read_plan, path, description, frameworks=settings.frameworks))
    scored = read.plan.scored_year
    if year not in {None, scored}:
        raise UsageError(
            f"แผนนี้มีคะแนนของปี {scored} ไม่ใช่ปี {year} ไม่ต้องระบุ --year",
            f"this plan holds the scores of {scored}, not of {year}; leave out --year",
        )
    previous = settings.framework_or_none(scored - 1)
    analysis = analyse(read.plan, read.framework, previous)
    findings = _about_scores(read, description)
    if not analysis.is_known:
        nothing = Finding(FindingKind.NO_SCORES, path.name, description.sheet("scores").name)
        findings = (*findings, nothing)
    return Analysed(scored, (AgencyAnalysis(read.plan.agency, analysis),), findings)


def _about_scores(read: ReadPlan, description: WorkbookDescription) -> tuple[Finding, ...]:
    """What is wrong with departments and measures is for ``check`` to say."""
    sheets = {description.sheet(key).name for key in ("agency", "scores")}
    return tuple(each for each in read.findings if each.sheet in sheets)


def _of_table(path: Path, settings: Settings, year: int | None) -> Analysed:
    table = read_apart(path, partial(read_score_table, path, year=year, frameworks=settings.frameworks))
    previous = settings.framework_or_none(table.year - 1)
    agencies = tuple(
        AgencyAnalysis(
            each.agency,
            analyse_scores(
                each.scores,
                table.framework,
                previous,
                thresholds=table.thresholds,
                published=each.published,
                previous_published=each.previous_published,
            ),
        )
        for each in table.agencies
    )
    return Analysed(table.year, agencies, table.findings)
