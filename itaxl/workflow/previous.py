"""``generate --previous``: what the last round's returns hold, and what became of their measures since."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from itaxl.assessment.distributions import (
    Distribution,
    distribution_to_agencies,
    distribution_to_departments,
)
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Plan
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import Submission, SubmissionState
from itaxl.planning.fillings import issued_to_departments
from itaxl.planning.province_fillings import issued_to_agencies
from itaxl.results.register import register_returns
from itaxl.template.description import WorkbookDescription
from itaxl.template.recognition import Issued
from itaxl.workflow.collection import expected_from, read_returns
from itaxl.workflow.folders import files_in
from itaxl.workflow.settings import MEASURES, Settings, require_returns

_OF_WHOM = frozenset({FindingKind.RECOGNISED_FORM, FindingKind.UNRECOGNISED_FORM, FindingKind.UNIT_CHANGED})


class EarlierReturns(Struct, frozen=True):
    """What the next round starts from.

    Attributes:
        counted: the return of the latest earlier round that counts, by unit code.
        findings: what does not count and why, who starts from a blank form, what changed in the plan.
    """

    counted: Mapping[str, Submission] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


NONE_EARLIER = EarlierReturns()


def earlier_returns_of_plan(
    folder: Path | None, plan: Plan, description: WorkbookDescription, settings: Settings
) -> EarlierReturns:
    """The departments' returns of earlier rounds of the plan's year; none where no folder is given.

    Raises:
        UsageError: there is no such folder.
    """
    if folder is None:
        return NONE_EARLIER
    submissions = _read(folder, issued_to_departments(plan, description), settings)
    earlier = _of_earlier_rounds(distribution_to_departments(plan), submissions)
    changes = (
        finding
        for department in plan.reporting_departments()
        if (submission := earlier.counted.get(department.code))
        for finding in _changes(plan, department.code, department.name, submission, description)
    )
    return replace(earlier, findings=(*earlier.findings, *changes))


def earlier_returns_of_province(
    folder: Path | None,
    province: Province,
    framework: Framework,
    description: WorkbookDescription,
    settings: Settings,
) -> EarlierReturns:
    """The same for a province; scores of another assessment are not among them.

    Raises:
        UsageError: there is no such folder.
    """
    if folder is None:
        return NONE_EARLIER
    submissions = _read(folder, issued_to_agencies(province, framework, description), settings)
    earlier = _of_earlier_rounds(distribution_to_agencies(province), submissions)
    year = str(province.scored_year)
    counted = {
        code: each if each.texts.get("scored_year") == year else _measures_of(each)
        for code, each in earlier.counted.items()
    }
    return replace(earlier, counted=counted)


def _measures_of(submission: Submission) -> Submission:
    return replace(submission, rows=tuple(row for row in submission.rows if row.table == MEASURES))


def _read(folder: Path, issued: Issued, settings: Settings) -> list[Submission]:
    require_returns(folder)
    # A table that lost its form may tell its round; else it comes behind every return that does.
    issued = replace(issued, stamp=replace(issued.stamp, months=0))
    expected = expected_from(settings, issued.stamp.kind, issued=issued)
    return list(read_returns(files_in(folder), expected, workers=settings.workers))


def _of_earlier_rounds(sent: Distribution, submissions: Sequence[Submission]) -> EarlierReturns:
    """What counts of each unit, the latest round first; the rest is named."""
    by_round: dict[int, list[Submission]] = {}
    for each in submissions:
        is_return = each.stamp is not None and each.stamp.kind == sent.kind
        by_round.setdefault(each.stamp.months if each.stamp and is_return else 0, []).append(each)
    counted: dict[str, Submission] = {}
    findings: list[Finding] = []
    for months in sorted(by_round, reverse=True):
        held = by_round[months]
        if months >= sent.months:
            details = {"found": months, "expected": sent.months}
            findings += (Finding(FindingKind.NOT_EARLIER, each.file, details=details) for each in held)
            continue
        register = register_returns(replace(sent, months=months), held)
        for code, submission in register.counted.items():
            counted.setdefault(code, submission)
        refused = {
            line.file
            for line in register.units
            if line.state in (SubmissionState.REJECTED, SubmissionState.UNKNOWN)
        }
        findings += (each for each in register.findings if each.file in refused or each.kind in _OF_WHOM)
    findings += (
        Finding(FindingKind.NOTHING_EARLIER, details={"unit": name})
        for code, name in sent.asked.items()
        if code not in counted
    )
    return EarlierReturns(counted, tuple(findings))


def _changes(
    plan: Plan, code: str, unit: str, submission: Submission, description: WorkbookDescription
) -> Iterator[Finding]:
    """What became of the measures of one department since its return was sent out."""
    expected = [row.code for row in plan.rows_for(code)]
    reported = {row.code: row for row in submission.rows if not row.own}
    taken_out = {
        each.details.get("code") for each in submission.findings if each.kind is FindingKind.MISSING_ROW
    }
    new = [each for each in expected if each not in reported and each not in taken_out]
    dropped = [each for each in reported if each not in set(expected)]
    words = description.sheet(MEASURES).row_text
    reworded = [each for each in expected if each in reported and words in reported[each].sent]
    for kind, codes in (
        (FindingKind.MEASURES_ADDED, new),
        (FindingKind.MEASURES_DROPPED, dropped),
        (FindingKind.MEASURES_REWORDED, reworded),
    ):
        if codes:
            yield Finding(kind, submission.file, details={"unit": unit, "codes": ", ".join(codes)})
