"""The register of returns: whose file counts, whose was replaced, who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from itaxl.assessment.distributions import Distribution
from itaxl.assessment.findings import Finding, FindingKind, Severity
from itaxl.assessment.submissions import Stamp, Submission, SubmissionState
from itaxl.thai.text import compact


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One line of the register: a unit, or a file that belongs to none."""

    unit_code: str
    unit: str
    state: SubmissionState
    file: str = ""
    saved: datetime | None = None
    errors: int = 0
    warnings: int = 0
    reporter: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """Who returned what.

    Attributes:
        counted: the submission that counts, by unit code.
        units: one line a unit in the order they were asked, further ones for further files; files of no
            unit last.
    """

    counted: Mapping[str, Submission]
    units: tuple[UnitLine, ...]
    findings: tuple[Finding, ...]


def register_returns(sent: Distribution, submissions: Sequence[Submission]) -> Register:
    """Decide for every file whether it counts (CONTRACT: the later saved of two counts).

    Args:
        sent: to whom workbooks were sent out.
        submissions: every file that was read, those of other kinds passed over; their order is that of the
            findings.
    """
    accepted: dict[str, list[Submission]] = {}
    blank: dict[str, list[Submission]] = {}
    lines: dict[str, list[UnitLine]] = {code: [] for code in sent.asked}
    strangers: list[UnitLine] = []
    findings: list[Finding] = []
    for submission in submissions:
        if _is_passed_over(submission):
            findings.extend(submission.findings)
            continue
        rejection = _rejection(sent, submission)
        if rejection is None and submission.stamp:
            pile = blank if submission.untouched else accepted
            pile.setdefault(submission.stamp.unit_code, []).append(submission)
            continue
        told = [rejection] if rejection else list(submission.findings)
        findings.extend(told)
        line = _rejected_line(sent, submission, rejection, told)
        lines.get(line.unit_code, strangers).append(line)
    counted: dict[str, Submission] = {}
    for code in dict.fromkeys((*sent.asked, *accepted)):
        own = lines.setdefault(code, [])
        decided = _decide(code, sent.known.get(code, ""), accepted.get(code, []), blank.get(code, []))
        own[:0] = decided.lines
        findings.extend(decided.findings)
        if decided.counted:
            counted[code] = decided.counted
    units = [line for each in lines.values() for line in each]
    return Register(counted, (*units, *strangers), tuple(findings))


@dataclass(frozen=True, slots=True)
class _Decision:
    counted: Submission | None
    lines: list[UnitLine]
    findings: list[Finding]


def _decide(code: str, name: str, accepted: list[Submission], blank: list[Submission]) -> _Decision:
    if not accepted:
        details = {"unit": name}
        lines = [UnitLine(code, name, SubmissionState.MISSING, each.file, each.saved) for each in blank[:1]]
        findings = [finding for each in blank for finding in each.findings]
        findings = findings or [Finding(FindingKind.MISSING_SUBMISSION, details=details)]
        return _Decision(None, lines or [UnitLine(code, name, SubmissionState.MISSING)], findings)
    ordered = sorted(accepted, key=_moment, reverse=True)
    counts = ordered[0]
    errors, warnings = _weights(counts.findings)
    reporter = {key: value for form in counts.fields.values() for key, value in form.items()}
    lines = [
        UnitLine(code, name, SubmissionState.ACCEPTED, counts.file, counts.saved, errors, warnings, reporter)
    ]
    findings = list(counts.findings)
    for each in (*ordered[1:], *blank):
        kind = FindingKind.BLANK_COPY if each.untouched else FindingKind.SUPERSEDED
        findings.append(Finding(kind, each.file, details={"unit": name, "newer": counts.file}))
        lines.append(UnitLine(code, name, SubmissionState.SUPERSEDED, each.file, each.saved, 0, 1))
    return _Decision(counts, lines, findings)


def _moment(submission: Submission) -> tuple[str, float, str]:
    """Sorts by when it was saved; within one minute, which is as fine as some programs write, by the disk."""
    saved = submission.saved
    minute = saved.strftime("%Y-%m-%dT%H:%M") if saved else ""
    return minute, submission.disk_time, submission.file


def _is_passed_over(submission: Submission) -> bool:
    return any(each.kind is FindingKind.NOT_A_SUBMISSION for each in submission.findings)


def _rejection(sent: Distribution, submission: Submission) -> Finding | None:
    """Why a whole workbook cannot count; None where it can, or where its own findings already say so."""
    stamp = submission.stamp
    if stamp is None:
        return submission.findings[0]
    for kind, found, expected in _comparisons(sent, stamp):
        if found != expected:
            details = {"found": found, "expected": expected}
            return Finding(kind, submission.file, details=details)
    version = [each for each in submission.findings if each.kind is FindingKind.OTHER_VERSION]
    if version:
        return version[0]
    if stamp.unit_code not in sent.known:
        details = {"found": stamp.unit or stamp.unit_code}
        return Finding(sent.unknown_unit, submission.file, details=details)
    return None


def _comparisons(sent: Distribution, stamp: Stamp) -> list[tuple[FindingKind, object, object]]:
    own = compact(stamp.agency) == compact(sent.issuer)
    issuer = sent.issuer if own else stamp.agency
    return [
        (sent.other_issuer, issuer, sent.issuer),
        (FindingKind.OTHER_YEAR, stamp.fiscal_year, sent.fiscal_year),
        (FindingKind.OTHER_ROUND, stamp.months, sent.months),
    ]


def _rejected_line(
    sent: Distribution, submission: Submission, rejection: Finding | None, told: list[Finding]
) -> UnitLine:
    errors, warnings = _weights(told)
    state = SubmissionState.REJECTED
    code = name = ""
    if rejection and rejection.kind is sent.unknown_unit:
        state = SubmissionState.UNKNOWN
    if submission.stamp:
        name = submission.stamp.unit
        if rejection is None or rejection.kind is not sent.other_issuer:
            code = submission.stamp.unit_code
            name = sent.known.get(code) or name
    return UnitLine(code, name, state, submission.file, submission.saved, errors, warnings)


def _weights(findings: Sequence[Finding]) -> tuple[int, int]:
    errors = sum(1 for each in findings if each.severity is Severity.ERROR)
    return errors, len(findings) - errors
