"""All returned workbooks of a province brought together: where every agency stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain

from msgspec import Struct, field

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.grade_rules import told_apart
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import Submission, SubmissionState
from itaxl.results.analysis import Analysis, Published, analyse_scores
from itaxl.results.consolidation import MeasureResult, Record, as_words
from itaxl.results.history import YearOfScores, merged_years
from itaxl.results.provincial_measures import (
    AgencyMeasures,
    IndicatorsIn,
    MeasureTally,
    tally,
)
from itaxl.results.provincial_register import AgencyReturn, register_agency_returns
from itaxl.results.provincial_scores import ScoreSource, told_scores
from itaxl.results.register import UnitLine, by_unit, is_refused
from itaxl.results.words import some_of
from itaxl.thai.dates import short_date

DoubtsIn = Callable[[Agency, AgencyReturn, Sequence[Record]], Iterable[Finding]]
"""Tells what contradicts itself in the records that an agency returned."""


class _Seen(Struct, frozen=True):
    """What is noticed while an agency's measures pass by once.

    Attributes:
        late: ends and codes of what is overdue.
        unproven: codes of rows that are done without evidence.
        unplaced: measures whose indicator nobody can tell: file, row and words.
        doubts: what contradicts itself.
        web_evidence: as of an agency's result.
    """

    tally: MeasureTally
    late: Sequence[tuple[date, str]]
    unproven: Sequence[str]
    unplaced: Sequence[tuple[str, int, str]]
    doubts: Sequence[Finding]
    web_evidence: Mapping[int, str]


CallAll = Callable[[Sequence[Callable[[], Sequence[_Seen]]]], Iterable[Sequence[_Seen]]]
_EVIDENCE = "evidence"
_AGENCIES_A_TASK = 40


def _no_doubts(*_: object) -> Iterable[Finding]:
    return ()


def _in_turn(tasks: Sequence[Callable[[], Sequence[_Seen]]]) -> Iterable[Sequence[_Seen]]:
    return (task() for task in tasks)


class AgencyResult(Struct, frozen=True):
    """One agency of the roster.

    Attributes:
        state: accepted where at least one of its workbooks counts, else missing.
        analysis: of the scores that count; without any score where none is known.
        source: of these scores; submitted where the agency gave at least one of them.
        measures: in the order of the form, or of its departments' forms.
        tally: of the measures.
        web_evidence: what names a web address as evidence, by the number of its record among all of the
            agency's, counted from 0.
    """

    agency: Agency
    state: SubmissionState
    analysis: Analysis
    source: ScoreSource
    measures: Sequence[MeasureResult] = ()
    tally: MeasureTally = field(default_factory=MeasureTally)
    web_evidence: Mapping[int, str] = field(default_factory=dict)

    @property
    def total(self) -> Decimal | None:
        """The weighted total, 0 to 100, rounded; None where an indicator is missing."""
        return self.analysis.result.total

    @property
    def change(self) -> Decimal | None:
        """Points gained since the year before; None where either total is not known."""
        return self.analysis.judged().change

    @property
    def weak_without_measure(self) -> tuple[int, ...]:
        """Numbers of the weak indicators that no measure is set against, worst first."""
        served = self.tally.served
        return tuple(
            each.indicator.no for each in self.analysis.weaknesses if each.indicator.no not in served
        )


class ProvincialConsolidation(Struct, frozen=True):
    """What came back, as of a day.

    Attributes:
        framework: of the assessed year.
        agencies: one for every agency of the roster, in its order.
        units: the register of files: at least one line an agency, files of no agency last.
        findings: of the returned workbooks and of the register.
        observations: what somebody has to decide, at most one of a kind for each agency, and what
            contradicts itself.
        inconsistencies: those of the observations that contradict something in a return.
        sheet: the name of the sheet that holds the measures in every returned workbook.
        history: scores of other years, oldest first; empty where none were given.
    """

    province: Province
    as_of: date
    framework: Framework
    agencies: tuple[AgencyResult, ...]
    units: tuple[UnitLine, ...]
    findings: tuple[Finding, ...] = ()
    observations: tuple[Finding, ...] = ()
    inconsistencies: tuple[Finding, ...] = ()
    sheet: str = ""
    history: tuple[YearOfScores, ...] = ()

    @property
    def missing(self) -> tuple[AgencyResult, ...]:
        """Agencies from which nothing came yet, or forms that nobody filled in."""
        return tuple(each for each in self.agencies if each.state is SubmissionState.MISSING)

    @property
    def unreported(self) -> tuple[AgencyResult, ...]:
        """Agencies of which no workbook counts, whatever the reason."""
        return tuple(each for each in self.agencies if each.state is not SubmissionState.ACCEPTED)

    @property
    def scored(self) -> tuple[AgencyResult, ...]:
        """Agencies whose total is known."""
        return tuple(each for each in self.agencies if each.total is not None)


def consolidate_province(
    province: Province,
    framework: Framework,
    previous_framework: Framework | None,
    submissions: Sequence[Submission],
    *,
    as_of: date,
    indicators_in: IndicatorsIn,
    sheet: str,
    score_sheet: str,
    doubts_in: DoubtsIn = _no_doubts,
    call_all: CallAll = _in_turn,
    history: Sequence[YearOfScores] = (),
) -> ProvincialConsolidation:
    """Bring the submissions of a province's agencies together.

    Scores that were known before fill in what no submission gives, and so do the history's of the year
    before. Where both say something else, the submission counts, as it is newer and the agency's own word;
    of the assessed year the difference is a finding.

    Args:
        province: whose agencies were asked.
        framework: of the assessed year.
        previous_framework: of the year before, for its totals.
        submissions: every file that was read; the result does not depend on their order.
        as_of: the day by which something is overdue or not.
        indicators_in: finds the indicators that a measure names.
        sheet: the name of the sheet of measures, for findings.
        score_sheet: the name of the sheet of scores in an agency's form, for findings.
        doubts_in: finds what contradicts itself in what one agency returned.
        call_all: calls what looks through the measures, in any order or at once, and gives what it returns
            in order.
        history: scores of other years, oldest first.
    """
    register = register_agency_returns(province, submissions)
    lines = by_unit(register.units)
    findings = list(register.findings)
    agencies: list[AgencyResult] = []
    observations: list[Finding] = []
    doubts: list[Finding] = []
    before = next((each for each in history if each.year == framework.fiscal_year - 1), YearOfScores(0))
    every = [
        AgencyMeasures(register.returns[each.code], as_of=as_of, indicators_in=indicators_in)
        for each in province.agencies
    ]
    asked = list(zip(province.agencies, every, strict=True))
    tasks = [
        partial(_look_through, asked[start : start + _AGENCIES_A_TASK], doubts_in)
        for start in range(0, len(asked), _AGENCIES_A_TASK)
    ]
    looked_through = chain.from_iterable(call_all(tasks))
    for (agency, measures), seen in zip(asked, looked_through, strict=True):
        returned = register.returns[agency.code]
        told = told_scores(province, agency, returned, before)
        analysis = analyse_scores(
            told.counting(framework),
            framework,
            previous_framework,
            thresholds=province.thresholds,
            published=Published(),
            previous_published=Published(before.totals.get(agency.code)),
        )
        findings += told.differences(framework, score_sheet)
        findings += _unplaced(seen, framework, sheet, _columns(returned, "indicator"))
        result = AgencyResult(
            agency=agency,
            state=_state(returned, lines.get(agency.code, ())),
            analysis=analysis,
            source=told.source(analysis),
            measures=measures,
            tally=seen.tally,
            web_evidence=seen.web_evidence,
        )
        agencies.append(result)
        observations += _observations(result, province.label(agency.code), seen)
        doubts += seen.doubts
    return ProvincialConsolidation(
        province=province,
        as_of=as_of,
        framework=framework,
        agencies=tuple(agencies),
        units=register.units,
        findings=tuple(findings),
        observations=(*observations, *doubts),
        inconsistencies=tuple(doubts),
        sheet=sheet,
        history=_with_year_before(history, agencies, framework.fiscal_year - 1),
    )


def _with_year_before(
    history: Sequence[YearOfScores], agencies: Sequence[AgencyResult], year: int
) -> tuple[YearOfScores, ...]:
    """The history, with what counts of the year before in the place of what a table says of it."""
    if not history:
        return ()
    earlier = {each.agency.code: each.analysis for each in agencies if each.analysis.previous}
    scores = {
        code: {one.indicator.no: one.previous for one in each.indicators if one.previous is not None}
        for code, each in earlier.items()
    }
    totals = {
        code: each.previous.total
        for code, each in earlier.items()
        if each.previous and each.previous.total is not None
    }
    counted = [YearOfScores(year, scores, totals)] if scores or totals else []
    return merged_years([*counted, *history])


def _columns(returned: AgencyReturn, key: str) -> dict[str, str]:
    """Where a column of measures stands in each file."""
    files = (*([returned.form] if returned.form else []), *returned.departments)
    return {each.file: each.columns[key] for each in files if key in each.columns}


def _look_through(asked: Sequence[tuple[Agency, AgencyMeasures]], doubts_in: DoubtsIn) -> list[_Seen]:
    """Some agencies' measures, agency by agency: most of the time goes here."""
    return [_seen(agency, measures, doubts_in) for agency, measures in asked]


def _seen(agency: Agency, measures: AgencyMeasures, doubts_in: DoubtsIn) -> _Seen:
    late: list[tuple[date, str]] = []
    unproven: list[str] = []
    unplaced: list[tuple[str, int, str]] = []
    made = measures.made()
    for measure in made:
        ends = [each.end for each in measure.records if each.is_overdue and each.end]
        if ends:
            late.append((min(ends), measure.code))
        unproven += (
            each.code
            for each in measure.records
            if each.status is Status.DONE and not each.entries.get(_EVIDENCE)
        )
        first = measure.records[0]
        words = as_words(first.value("indicator") or "")
        if words and not measure.indicators:
            unplaced.append((first.file, first.sheet_row, words))
    records = [record for measure in made for record in measure.records]
    doubts = tuple(doubts_in(agency, measures.returned, records))
    evidence = (each.value(_EVIDENCE) for each in records)
    web = {number: each for number, each in enumerate(evidence) if isinstance(each, str) and "://" in each}
    return _Seen(tally(made), late, unproven, unplaced, doubts, web)


def _unplaced(seen: _Seen, framework: Framework, sheet: str, columns: Mapping[str, str]) -> Iterator[Finding]:
    """Measures whose indicator nobody can tell; the columns are those of the indicator, by file."""
    details = {"year": framework.fiscal_year}
    for file, row, words in seen.unplaced:
        cell = f"{columns.get(file, 'A')}{row}"
        yield Finding(FindingKind.UNKNOWN_INDICATOR, file, sheet, cell, words, details)


def _state(returned: AgencyReturn, lines: Sequence[UnitLine]) -> SubmissionState:
    """Accepted, missing, or rejected where something came and none of it can count."""
    if not returned.is_empty:
        return SubmissionState.ACCEPTED
    return SubmissionState.REJECTED if is_refused(lines) else SubmissionState.MISSING


def _observations(result: AgencyResult, unit: str, seen: _Seen) -> Iterator[Finding]:
    """What somebody has to decide about one agency."""
    analysis = result.analysis
    code: dict[str, object] = {"unit": unit, "agency_code": result.agency.code}
    lacking = [str(each.indicator.no) for each in analysis.indicators if each.score is None]
    if not analysis.scored:
        yield Finding(FindingKind.AGENCY_WITHOUT_SCORES, details=code)
    elif lacking:
        details = {**code, "indicators": ", ".join(lacking)}
        yield Finding(FindingKind.AGENCY_SCORES_INCOMPLETE, details=details)
    # Of an agency that returned nothing it is not known what it has set against its weak points.
    if result.state is SubmissionState.ACCEPTED:
        yield from _observed_measures(result, seen, code)


def _observed_measures(result: AgencyResult, seen: _Seen, code: Mapping[str, object]) -> Iterator[Finding]:
    analysis = result.analysis
    if not result.tally.measures:
        yield Finding(FindingKind.AGENCY_WITHOUT_MEASURES, details=code)
    elif weak := result.weak_without_measure:
        limit = analysis.thresholds.weakness_below
        scores = {each.indicator.no: each.score or Decimal(0) for each in analysis.indicators}
        named = ", ".join(f"{no} ({told_apart(scores[no], limit)})" for no in weak)
        details = {**code, "limit": f"{limit.normalize():f}", "count": len(weak), "indicators": named}
        yield Finding(FindingKind.AGENCY_WEAK_WITHOUT_MEASURE, details=details)
    if seen.late:
        late = sorted(seen.late)
        details = {
            **code,
            "count": len(late),
            "end": short_date(late[0][0]),
            "codes": some_of([each for _, each in late]),
        }
        yield Finding(FindingKind.AGENCY_OVERDUE, details=details)
    if seen.unproven:
        details = {**code, "count": len(seen.unproven), "codes": some_of(seen.unproven)}
        yield Finding(FindingKind.AGENCY_WITHOUT_EVIDENCE, details=details)
