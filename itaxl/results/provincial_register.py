"""Whose files count in a province, where agencies return their own form or their departments' workbooks."""

from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from itaxl.assessment.distributions import distribution_of_an_agency, distribution_to_agencies
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import Submission, SubmissionState
from itaxl.results.packing import has_rows_of
from itaxl.results.register import Register, UnitLine, is_refused, register_returns
from itaxl.thai.text import compact

_DEPARTMENT = "department"
MEASURES = "measures"
"""The table of measures in every kind of returned workbook."""


class AgencyReturn(Struct, frozen=True):
    """The workbooks of one agency that count.

    Attributes:
        form: the agency's own.
        departments: those of its departments, by their codes; empty where the form holds measures.
    """

    form: Submission | None = None
    departments: tuple[Submission, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing counts."""
        return self.form is None and not self.departments


class ProvincialRegister(Struct, frozen=True):
    """Who returned what.

    Attributes:
        returns: what counts, by agency code; every agency of the roster has an entry.
        units: lines agency by agency in the roster's order, what counts first; files of no agency last.
    """

    returns: Mapping[str, AgencyReturn]
    units: tuple[UnitLine, ...]
    findings: tuple[Finding, ...]


class _Sorted(Struct):
    """Submissions by whose they are."""

    forms: list[Submission] = field(default_factory=list)
    departments: dict[str, list[Submission]] = field(default_factory=dict)
    strangers: list[tuple[Submission, Finding]] = field(default_factory=list)


def register_agency_returns(province: Province, submissions: Sequence[Submission]) -> ProvincialRegister:
    """Decide for every file whether it counts, and nothing twice.

    An agency's form that holds measures counts for the agency, and its departments' workbooks are replaced
    by it. Else those count, the later of two of one department. Names of agencies are compared folded.

    Args:
        province: whose agencies were asked.
        submissions: every file that was read; the result does not depend on their order.
    """
    ordered = sorted(submissions, key=lambda each: each.file)
    piles = _sorted(province, ordered)
    forms = register_returns(distribution_to_agencies(province), piles.forms)
    findings = [each for each in forms.findings if each.kind is not FindingKind.MISSING_SUBMISSION]
    lines: dict[str, list[UnitLine]] = {each.code: [] for each in province.agencies}
    strangers: list[UnitLine] = []
    for line in forms.units:
        lines.get(line.unit_code, strangers).append(line)
    returns: dict[str, AgencyReturn] = {}
    for agency in province.agencies:
        form = forms.counted.get(agency.code)
        register = _departments(province, agency, piles.departments.get(agency.code, []))
        if form is not None and has_rows_of(form, MEASURES):
            register = _replaced(province.label(agency.code), form, register)
        departments = tuple(register.counted[code] for code in sorted(register.counted))
        returns[agency.code] = AgencyReturn(form, departments)
        findings.extend(register.findings)
        own = lines[agency.code]
        if departments and form is None:
            own[:] = (*register.units, *(each for each in own if each.state is not SubmissionState.MISSING))
            continue
        if own[0].state is SubmissionState.MISSING:
            if is_refused(register.units):
                own.clear()
            elif not own[0].file:
                findings.append(
                    Finding(FindingKind.MISSING_SUBMISSION, details={"unit": province.label(agency.code)})
                )
        own.extend(register.units)
    for submission, finding in piles.strangers:
        findings.append(finding)
        strangers.append(_stranger(submission))
    units = (*(line for each in lines.values() for line in each), *strangers)
    return ProvincialRegister(returns, units, tuple(findings))


def _sorted(province: Province, submissions: Sequence[Submission]) -> _Sorted:
    key = cache(province.name_key)
    by_name: dict[str, list[Agency]] = {}
    for agency in province.agencies:
        by_name.setdefault(key(agency.name), []).append(agency)
    piles = _Sorted()
    for submission in submissions:
        stamp = submission.stamp
        if stamp is None or stamp.kind != _DEPARTMENT:
            piles.forms.append(submission)
            continue
        named = _in_district(by_name.get(key(stamp.agency), []), submission.texts.get("district", ""))
        if len(named) == 1:
            piles.departments.setdefault(named[0].code, []).append(submission)
            continue
        kind = FindingKind.AMBIGUOUS_AGENCY if named else FindingKind.UNKNOWN_AGENCY
        finding = Finding(kind, submission.file, details={"found": stamp.agency or stamp.unit})
        piles.strangers.append((submission, finding))
    return piles


def _in_district(agencies: list[Agency], district: str) -> list[Agency]:
    """Those of several agencies of one name that lie in the district of a workbook; all where none does."""
    if len(agencies) < 2 or not district:
        return agencies
    return [each for each in agencies if compact(each.district) == compact(district)] or agencies


def _departments(province: Province, agency: Agency, books: Sequence[Submission]) -> Register:
    """The departments' workbooks of one agency; nobody knows here which departments were asked."""
    names = {each.stamp.unit_code: each.stamp.unit for each in books if each.stamp}
    known = {code: names[code] for code in sorted(names)}
    sent = distribution_of_an_agency(
        agency.name,
        province.fiscal_year,
        province.months,
        asked=known,
        known=known,
        spellings=[each.stamp.agency for each in books if each.stamp],
    )
    register = register_returns(sent, books)
    units = [
        replace(each, unit_code=agency.code, unit=f"{province.label(agency.code)} · {each.unit}")
        for each in sorted(register.units, key=lambda line: line.state is not SubmissionState.ACCEPTED)
        if each.file
    ]
    findings = [each for each in register.findings if each.kind is not FindingKind.MISSING_SUBMISSION]
    return Register(register.counted, tuple(units), tuple(findings))


def _replaced(unit: str, form: Submission, register: Register) -> Register:
    """Workbooks of departments beside a form that holds the agency's measures: none of them counts."""
    counted = {each.file for each in register.counted.values()}
    units = [
        replace(each, state=SubmissionState.SUPERSEDED, errors=0, warnings=1)
        if each.file in counted
        else each
        for each in register.units
    ]
    findings = [each for each in register.findings if each.file not in counted]
    details = {"unit": unit, "newer": form.file}
    findings += [
        Finding(FindingKind.IN_AGENCY_FORM, register.counted[code].file, details=details)
        for code in sorted(register.counted)
    ]
    return Register({}, tuple(units), tuple(findings))


def _stranger(submission: Submission) -> UnitLine:
    stamp = submission.stamp
    name = f"{stamp.agency} · {stamp.unit}" if stamp else ""
    return UnitLine("", name, SubmissionState.UNKNOWN, submission.file, submission.saved, 1, 0)
