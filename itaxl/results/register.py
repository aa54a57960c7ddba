"""The register of returns: whose file counts, whose was replaced, who is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from itaxl.assessment.contents import contents_of
from itaxl.assessment.distributions import Distribution
from itaxl.assessment.findings import Finding, FindingKind, Severity
from itaxl.assessment.submissions import Stamp, Submission, SubmissionState
from itaxl.thai.text import compact

_SAVED_LAST = "บันทึกหลังสุด", "saved last"
_CORRECTED = "แก้ไขแล้ว", "corrected"
_NOT_REFUSED = frozenset({SubmissionState.ACCEPTED, SubmissionState.MISSING})


class UnitLine(Struct, frozen=True):
    """One line of the register: a unit, or a file that belongs to none.

    Attributes:
        findings: in what was read of this unit; other units may have come in the same file.
    """

    unit_code: str
    unit: str
    state: SubmissionState
    file: str = ""
    saved: datetime | None = None
    errors: int = 0
    warnings: int = 0
    reporter: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class Register(Struct, frozen=True):
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
            pile = blank if submission.untouched or submission.is_only_carried else accepted
            pile.setdefault(submission.stamp.unit_code, []).append(submission)
            continue
        told = [rejection] if rejection else list(submission.findings)
        findings.extend(told)
        line = _rejected_line(sent, submission, rejection, told)
        lines.get(line.unit_code, strangers).append(line)
    counted: dict[str, Submission] = {}
    for code in dict.fromkeys((*sent.asked, *accepted)):
        own, name = lines.setdefault(code, []), sent.known.get(code, "")
        if own and not accepted.get(code):
            # What it returned cannot count, and says why: it is not silent, also with a blank form beside it.
            findings.extend(each for form in blank.get(code, []) for each in _told_of_blank(form, name))
            continue
        decided = _decide(code, name, accepted.get(code, []), blank.get(code, []))
        own[:0] = decided.lines
        findings.extend(decided.findings)
        if decided.counted:
            counted[code] = decided.counted
    units = [line for each in lines.values() for line in each]
    return Register(counted, (*units, *strangers), tuple(findings))


def by_unit(lines: Iterable[UnitLine]) -> Mapping[str, Sequence[UnitLine]]:
    """The lines of each unit, in their order."""
    grouped: dict[str, list[UnitLine]] = {}
    for line in lines:
        grouped.setdefault(line.unit_code, []).append(line)
    return grouped


def is_refused(lines: Sequence[UnitLine]) -> bool:
    """Whether a unit with these lines returned something, and nothing of it can count as a whole."""
    states = {each.state for each in lines}
    return SubmissionState.REJECTED in states and not states & _NOT_REFUSED


class _Decision(Struct, frozen=True):
    counted: Submission | None
    lines: list[UnitLine]
    findings: list[Finding]


def _decide(code: str, name: str, accepted: list[Submission], blank: list[Submission]) -> _Decision:
    if not accepted:
        details = {"unit": name}
        lines = [UnitLine(code, name, SubmissionState.MISSING, each.file, each.saved) for each in blank[:1]]
        findings = [finding for each in blank for finding in _told_of_blank(each, name)]
        findings = findings or [Finding(FindingKind.MISSING_SUBMISSION, details=details)]
        return _Decision(None, lines or [UnitLine(code, name, SubmissionState.MISSING)], findings)
    ordered = _by_weight(accepted)
    counts = ordered[0]
    errors, warnings = _weights(counts.findings)
    reporter = {key: value for form in counts.fields.values() for key, value in form.items()}
    accepted_line = UnitLine(
        code,
        name,
        SubmissionState.ACCEPTED,
        counts.file,
        counts.saved,
        errors,
        warnings,
        reporter,
        counts.findings,
    )
    lines = [accepted_line]
    findings = list(counts.findings)
    if counts.is_as_sent:
        findings.insert(0, Finding(FindingKind.UNCHANGED_COUNTS, counts.file, details={"unit": name}))
    for each in (*ordered[1:], *blank):
        finding = _told_of_replaced(each, counts, name)
        findings.append(finding)
        line = UnitLine(code, name, SubmissionState.SUPERSEDED, each.file, each.saved, 0, 1)
        lines.append(replace(line, findings=(finding,)))
    return _Decision(counts, lines, findings)


def _told_of_blank(submission: Submission, name: str) -> Sequence[Finding]:
    if submission.untouched:
        return submission.findings
    return (Finding(FindingKind.ONLY_CARRIED, submission.file, details={"unit": name}),)


def _told_of_replaced(submission: Submission, counts: Submission, name: str) -> Finding:
    details = {"unit": name, "newer": counts.file}
    if submission.untouched or submission.is_only_carried:
        return Finding(FindingKind.BLANK_COPY, submission.file, details=details)
    if submission.is_as_sent:
        return Finding(FindingKind.UNCHANGED_COPY, submission.file, details=details)
    corrected = contents_of(submission) in _replaces(counts)
    because, because_en = _CORRECTED if corrected else _SAVED_LAST
    details |= {"because": because, "because_en": because_en}
    return Finding(FindingKind.SUPERSEDED, submission.file, details=details)


def _by_weight(submissions: Sequence[Submission]) -> list[Submission]:
    """Submissions of one unit, the one that counts first: the later saved of those that people changed.

    A corrected return comes before those that it corrects, whatever the clocks say. One that nobody changed
    comes behind every other, but for those that its own original had corrected already.
    """
    to_the_second = all(_tells_seconds(each) for each in submissions)
    ordered = sorted(submissions, key=lambda each: _moment(each, to_the_second=to_the_second), reverse=True)
    if len(ordered) < 2 or not any(each.origin for each in ordered):
        return ordered
    corrected = {contents for each in ordered for contents in _replaces(each)}

    def weight(submission: Submission) -> int:
        if contents_of(submission) in corrected:
            return 2
        return 1 if submission.is_as_sent else 0

    return sorted(ordered, key=weight)


def _replaces(submission: Submission) -> Sequence[str]:
    """Contents of the returns that this one takes the place of."""
    origin = submission.origin
    if origin is None:
        return ()
    return origin.corrects if origin.changed else origin.corrects[:-1]


def _moment(submission: Submission, *, to_the_second: bool) -> tuple[str, float, str]:
    """Sorts by when it was saved; within one minute, which is as fine as some programs write, by the disk."""
    saved = submission.saved
    shown = "%Y-%m-%dT%H:%M:%S" if to_the_second else "%Y-%m-%dT%H:%M"
    return saved.strftime(shown) if saved else "", submission.disk_time, submission.file


def _tells_seconds(submission: Submission) -> bool:
    return submission.saved is not None and submission.saved.second > 0


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
    own = compact(stamp.agency) == compact(sent.issuer) or stamp.agency in sent.spellings
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
    return UnitLine(
        code, name, state, submission.file, submission.saved, errors, warnings, findings=tuple(told)
    )


def _weights(findings: Sequence[Finding]) -> tuple[int, int]:
    errors = sum(1 for each in findings if each.severity is Severity.ERROR)
    return errors, len(findings) - errors
