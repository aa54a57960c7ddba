"""Runs the checks for contradictions over what a verb has read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency, Plan
from itaxl.assessment.submissions import Submission
from itaxl.catalogue import load_agencies
from itaxl.planning.indicators import IndicatorFinder
from itaxl.planning.reading import ReadPlan
from itaxl.results.analysis import Analysis
from itaxl.results.consistency import inconsistencies
from itaxl.results.consistency.evidence import Evidence, evidence_of_plan, evidence_of_returns
from itaxl.results.consolidation import Consolidation, Record, weak_without_measure
from itaxl.template.description import WorkbookDescription
from itaxl.workflow.settings import MEASURES

if TYPE_CHECKING:
    from itaxl.assessment.provinces import Province
    from itaxl.results.provincial_register import AgencyReturn

READINGS = frozenset({FindingKind.INDICATOR_READ})
"""What reading a plan already tells that is no fault: it stands beside the contradictions."""


def doubts_of_plan(
    read: ReadPlan, analysis: Analysis, description: WorkbookDescription
) -> tuple[Finding, ...]:
    """What contradicts itself in a plan."""
    evidence = evidence_of_plan(
        read.plan, analysis, read.places, register=load_agencies(), headers=_headers(description)
    )
    return inconsistencies(evidence)


def weaknesses_of_plan(read: ReadPlan, analysis: Analysis) -> tuple[Finding, ...]:
    """Weak indicators that the plan sets no measure against, each at its score."""
    places = read.places
    served = {no for row in read.plan.rows for no in row.indicators} | read.plan.uncoded_indicators
    return tuple(
        replace(
            each,
            file=places.file,
            sheet=places.sheets.get("scores", ""),
            cell=places.score_cell(int(str(each.details["no"]))),
            value=str(each.details["score"]),
        )
        for each in weak_without_measure(analysis, served)
    )


def doubts_of_returns(
    consolidation: Consolidation, submissions: Sequence[Submission], description: WorkbookDescription
) -> tuple[Finding, ...]:
    """What contradicts itself in the returns that count, or contradicts the plan."""
    evidence = evidence_of_returns(
        consolidation.plan,
        consolidation.analysis.framework,
        consolidation.records,
        sheet=consolidation.sheet,
        columns=_columns(submissions),
        register=load_agencies(),
        headers=_headers(description),
    )
    finder = IndicatorFinder(evidence.framework)
    return (*_indicators_read(evidence, finder), *inconsistencies(evidence))


def doubts_of_agency(
    province: "Province",
    finder: IndicatorFinder,
    description: WorkbookDescription,
    agency: Agency,
    returned: "AgencyReturn",
    records: Sequence[Record],
) -> Iterator[Finding]:
    """What contradicts itself in what one agency of a province returned: its form, or its departments'.

    Args:
        province: that asked the agency.
        finder: of the indicators of the assessed year; it remembers what it found for other agencies.
        description: of the agency's form.
        agency: that was asked.
        returned: what counts of its returns.
        records: of these returns.
    """
    files = (*([returned.form] if returned.form else []), *returned.departments)
    evidence = evidence_of_returns(
        Plan(agency, province.fiscal_year, province.scored_year, province.months),
        finder.framework,
        records,
        sheet=description.sheet(MEASURES).name,
        columns=_columns(files),
        register=load_agencies(),
        headers=_headers(description),
    )
    for each in (*_indicators_read(evidence, finder), *inconsistencies(evidence)):
        details = {**each.details, "unit": province.label(agency.code), "agency_code": agency.code}
        yield replace(each, details=details)


def _indicators_read(evidence: Evidence, finder: IndicatorFinder) -> Iterator[Finding]:
    """How the indicators of the departments' own measures were understood, where that is not plain."""
    for line in evidence.own:
        for words, no in finder.find(str(line.written.get("indicator") or "")).readings:
            name = evidence.framework.indicator(no).name
            yield line.found(FindingKind.INDICATOR_READ, "indicator", words, no=no, name=name)


def _headers(description: WorkbookDescription) -> dict[str, str]:
    """What columns and fields are called, by key."""
    return {column.key: column.header for sheet in description.sheets for column in sheet.columns}


def _columns(submissions: Iterable[Submission]) -> dict[tuple[str, str], Mapping[str, str]]:
    """Letters of the columns of every return, by its file and by the sheets that its rows stand on."""
    return {(each.file, sheet): each.columns for each in submissions for sheet in each.sheets}
