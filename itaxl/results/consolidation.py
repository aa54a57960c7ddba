"""All returned workbooks of one agency and round, brought together: where every measure stands."""

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.distributions import distribution_to_departments
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.grade_rules import told_apart
from itaxl.assessment.plans import Department, Plan, PlanRow
from itaxl.assessment.statuses import Status, merged_status
from itaxl.assessment.submissions import Submission, SubmissionState, SubmittedRow
from itaxl.results.analysis import Analysis
from itaxl.results.register import UnitLine, by_unit, is_refused, register_returns
from itaxl.thai.dates import as_day, short_date
from itaxl.thai.text import shortened

_LONGEST_NAME = 60  # letters


class Record(Struct, frozen=True):
    """One row of the plan (or an own measure) and one department that has to report on it.

    Attributes:
        code: the plan's; an own measure has its department's code before its own.
        measure_code: of the measure that the row belongs to.
        planned: what was sent, by column key.
        entries: what the department wrote, by column key.
        file: where it stands; empty while nothing was returned.
        sheet: the name of its sheet, where that is not the usual one.
    """

    department: Department
    code: str
    measure_code: str
    indicators: tuple[int, ...]
    is_own: bool
    status: Status
    is_overdue: bool
    start: date | None
    end: date | None
    planned: Mapping[str, object]
    entries: Mapping[str, object]
    file: str = ""
    sheet_row: int = 0
    sheet: str = ""

    def value(self, key: str) -> object:
        """What stands under a column's key."""
        value = self.entries.get(key)
        return self.planned.get(key) if value is None else value


class MeasureResult(Struct, frozen=True):
    """One measure: all its rows, all its departments.

    Attributes:
        records: in the order of the plan's rows and of the departments.
    """

    code: str
    indicators: tuple[int, ...]
    is_own: bool
    records: tuple[Record, ...]

    @property
    def status(self) -> Status:
        """Of all departments and steps together."""
        return merged_status(each.status for each in self.records)

    @property
    def is_overdue(self) -> bool:
        """Some part of it is."""
        return any(each.is_overdue for each in self.records)

    @property
    def name(self) -> str:
        """The measure's words, on one line."""
        return as_words(self.records[0].value("measure") or "")

    @property
    def short_name(self) -> str:
        """As many of its words as a line among others has room for."""
        return shortened(self.name, _LONGEST_NAME)


class Consolidation(Struct, frozen=True):
    """What came back, as of a day.

    Attributes:
        observations: what somebody has to decide, and what contradicts itself.
        sheet: the name of the sheet that holds the measures in every returned workbook.
        inconsistencies: those of the observations that contradict something, in the plan or in a return.
    """

    plan: Plan
    as_of: date
    analysis: Analysis
    records: tuple[Record, ...]
    measures: tuple[MeasureResult, ...]
    units: tuple[UnitLine, ...]
    findings: tuple[Finding, ...]
    observations: tuple[Finding, ...]
    sheet: str
    inconsistencies: tuple[Finding, ...] = ()

    @property
    def missing(self) -> tuple[UnitLine, ...]:
        """Units from which nothing came yet, or a form that nobody filled in."""
        return tuple(each for each in self.units if each.state is SubmissionState.MISSING)

    @property
    def refused(self) -> tuple[UnitLine, ...]:
        """Units that were asked and of whose returns none can count as a whole; one line each."""
        lines = by_unit(self.units)
        asked = (lines.get(each.code, ()) for each in self.plan.reporting_departments())
        return tuple(each[0] for each in asked if is_refused(each))

    @property
    def unreported(self) -> tuple[UnitLine, ...]:
        """Units of which nothing counts yet, whatever the reason."""
        return (*self.missing, *self.refused)


def with_inconsistencies(consolidation: Consolidation, found: Sequence[Finding]) -> Consolidation:
    """The same with what contradicts itself among the observations."""
    return replace(
        consolidation,
        observations=(*consolidation.observations, *found),
        inconsistencies=(*consolidation.inconsistencies, *found),
    )


def consolidate(
    plan: Plan,
    submissions: Sequence[Submission],
    analysis: Analysis,
    *,
    as_of: date,
    indicators_in: Callable[[str], tuple[int, ...]],
    sheet: str,
) -> Consolidation:
    """Bring submissions together.

    Args:
        plan: whose departments were asked.
        submissions: every file that was read; the result does not depend on their order.
        analysis: of the plan's scores.
        as_of: the day by which something is overdue or not.
        indicators_in: finds the indicators that a department named for an own measure.
        sheet: the name of the sheet of measures.
    """
    ordered = sorted(submissions, key=lambda each: each.file)
    register = register_returns(distribution_to_departments(plan), ordered)
    records = tuple(_records(plan, register.counted, as_of, indicators_in))
    measures = _measures(records)
    dropped = _dropped(plan, register.counted, sheet)
    return Consolidation(
        plan=plan,
        as_of=as_of,
        analysis=analysis,
        records=records,
        measures=measures,
        units=register.units,
        findings=(*register.findings, *dropped),
        observations=tuple(observations(analysis, measures, plan.uncoded_indicators)),
        sheet=sheet,
    )


def _records(
    plan: Plan,
    counted: Mapping[str, Submission],
    as_of: date,
    indicators_in: Callable[[str], tuple[int, ...]],
) -> Iterator[Record]:
    by_code = {each.code: each for each in plan.departments}
    reported = {
        unit: {row.code: row for row in submission.rows if not row.own}
        for unit, submission in counted.items()
    }
    for row in plan.rows:
        for code in row.departments:
            entry = reported.get(code, {}).get(row.code)
            yield _record(by_code[code], row, entry, counted.get(code), as_of)
    for department in plan.departments:
        submission = counted.get(department.code)
        for entry in submission.rows if submission else ():
            if entry.own and submission:
                yield _own_record(department, entry, submission, as_of, indicators_in)


def _record(
    department: Department,
    row: PlanRow,
    entry: SubmittedRow | None,
    submission: Submission | None,
    as_of: date,
) -> Record:
    status = reported_status(entry)
    planned = {**row.values, **entry.sent} if entry and entry.sent else row.values
    end = _sent_date(entry, "end", row.end)
    return Record(
        department=department,
        code=row.code,
        measure_code=row.measure_code,
        indicators=row.indicators,
        is_own=False,
        status=status,
        is_overdue=is_overdue(status, end, as_of),
        start=_sent_date(entry, "start", row.start),
        end=end,
        planned=planned,
        entries=entry.values if entry else {},
        file=submission.file if entry and submission else "",
        sheet_row=entry.row if entry else 0,
        sheet=entry.sheet if entry else "",
    )


def _own_record(
    department: Department,
    entry: SubmittedRow,
    submission: Submission,
    as_of: date,
    indicators_in: Callable[[str], tuple[int, ...]],
) -> Record:
    code = f"{department.code}-{entry.code}"
    status = reported_status(entry)
    start, end = (as_day(entry.values.get(key)) for key in ("start", "end"))
    return Record(
        department=department,
        code=code,
        measure_code=code,
        indicators=indicators_in(str(entry.values.get("indicator") or "")),
        is_own=True,
        status=status,
        is_overdue=is_overdue(status, end, as_of),
        start=start,
        end=end,
        planned={"department": department.name},
        entries=entry.values,
        file=submission.file,
        sheet_row=entry.row,
        sheet=entry.sheet,
    )


def reported_status(entry: SubmittedRow | None) -> Status:
    """The status that stands in a row; not reported where there is none, or no valid one."""
    words = entry.values.get("status") if entry else None
    return (Status.from_thai(str(words)) if words else None) or Status.NOT_REPORTED


def is_overdue(status: Status, end: date | None, as_of: date) -> bool:
    """Whether a row's last day is past and it is not done; without a last day nothing is overdue."""
    return status is not Status.DONE and end is not None and end < as_of


def _sent_date(entry: SubmittedRow | None, key: str, planned: date | None) -> date | None:
    """The date that was sent, where the plan was changed afterwards."""
    if entry is None or key not in entry.sent:
        return planned
    try:
        return date.fromisoformat(entry.sent[key])
    except ValueError:
        return None


def _measures(records: Sequence[Record]) -> tuple[MeasureResult, ...]:
    grouped: dict[str, list[Record]] = {}
    for record in records:
        grouped.setdefault(record.measure_code, []).append(record)
    return tuple(
        MeasureResult(
            code,
            tuple(dict.fromkeys(no for each in group for no in each.indicators)),
            group[0].is_own,
            tuple(group),
        )
        for code, group in grouped.items()
    )


def _dropped(plan: Plan, counted: Mapping[str, Submission], sheet: str) -> Iterator[Finding]:
    """Rows that were sent once and are no longer this department's, and rows that came too late for it."""
    for unit, submission in counted.items():
        department = plan.department(unit)
        name = department.name if department else unit
        expected = {row.code for row in plan.rows_for(unit)}
        returned = {row.code for row in submission.rows if not row.own}
        for row in submission.rows:
            if not row.own and row.code not in expected:
                details = {"code": row.code, "unit": name}
                told = " / ".join(as_words(value) for value in row.values.values())
                cell = f"A{row.row}"
                place = row.sheet or sheet
                yield Finding(FindingKind.DROPPED_MEASURE, submission.file, place, cell, told, details)
        taken_out = {
            each.details.get("code") for each in submission.findings if each.kind is FindingKind.MISSING_ROW
        }
        unread = any(each.kind in _UNREAD for each in submission.findings)
        for code in sorted(expected - returned - taken_out) if not unread else ():
            yield Finding(FindingKind.NOT_IN_FORM, submission.file, details={"code": code, "unit": name})


_UNREAD = frozenset({FindingKind.MISSING_SHEET, FindingKind.NO_HEADERS, FindingKind.UNREADABLE_FILE})
"""Of a return's own sheets: which rows it has nobody knows."""


def as_words(value: object) -> str:
    """A value on one line."""
    return " ".join(str(value).split())


def observations(
    analysis: Analysis, measures: Sequence[MeasureResult], uncoded: Collection[int] = ()
) -> Iterator[Finding]:
    """What somebody has to decide: weak points without a measure, overdue measures, missing evidence.

    Args:
        analysis: of the scores.
        measures: that count.
        uncoded: indicators of further measures, which do not count before they have a code.
    """
    served = {no for measure in measures for no in measure.indicators}.union(uncoded)
    yield from weak_without_measure(analysis, served)
    for each in analysis.indicators:
        if each.score is None and analysis.scored:
            details = {"no": each.indicator.no, "name": each.indicator.name}
            yield Finding(FindingKind.UNSCORED_INDICATOR, details=details)
    for measure in measures:
        for record in measure.records:
            yield from _observed(measure, record)


def weak_without_measure(analysis: Analysis, served: Container[int]) -> Iterator[Finding]:
    """Weak indicators, worst first, that no measure is set against."""
    limit = analysis.thresholds.weakness_below
    for each in analysis.weaknesses:
        if each.indicator.no not in served:
            details = {
                "no": each.indicator.no,
                "name": each.indicator.name,
                "score": told_apart(each.score or Decimal(0), limit),
                "limit": limit,
            }
            yield Finding(FindingKind.WEAK_WITHOUT_MEASURE, details=details)


def _observed(measure: MeasureResult, record: Record) -> Iterator[Finding]:
    is_unproven = record.status is Status.DONE and not record.entries.get("evidence")
    if not is_unproven and not record.is_overdue:
        return
    details = {
        "code": record.code,
        "measure": measure.short_name,
        "unit": record.department.name,
        "status": record.status.thai,
    }
    if record.is_overdue and record.end:
        end = short_date(record.end)
        yield Finding(FindingKind.OVERDUE, record.file, details={**details, "end": end})
    if is_unproven:
        yield Finding(FindingKind.WITHOUT_EVIDENCE, record.file, details=details)
