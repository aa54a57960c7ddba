"""All returned workbooks of a province brought together: where every agency stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from itaxl.assessment.findings import Finding
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import SubmissionState
from itaxl.results.analysis import Analysis
from itaxl.results.consolidation import MeasureResult
from itaxl.results.register import UnitLine


class ScoreSource(StrEnum):
    """Where the scores that count come from."""

    SUBMITTED = "submitted"
    KNOWN = "known"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class AgencyResult:
    """One agency of the roster.

    Attributes:
        state: accepted where at least one of its workbooks counts, else missing.
        analysis: of the scores that count; without any score where none is known.
        source: of these scores.
        measures: in the order of the form, or of its departments' forms.
    """

    agency: Agency
    state: SubmissionState
    analysis: Analysis
    source: ScoreSource
    measures: tuple[MeasureResult, ...] = ()


@dataclass(frozen=True, slots=True)
class ProvincialConsolidation:
    """What came back, as of a day.

    Attributes:
        framework: of the assessed year.
        agencies: one for every agency of the roster, in its order.
        units: the register of files: at least one line an agency, files of no agency last.
        findings: of the returned workbooks and of the register.
        observations: what somebody has to decide.
    """

    province: Province
    as_of: date
    framework: Framework
    agencies: tuple[AgencyResult, ...]
    units: tuple[UnitLine, ...]
    findings: tuple[Finding, ...] = ()
    observations: tuple[Finding, ...] = ()
