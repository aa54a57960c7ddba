"""A province of two agencies: what came back to it, and what that comes to."""

from province_situations import Situation, department_book, province_of

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.plans import Agency
from itaxl.assessment.submissions import Submission
from itaxl.results.provinces import AgencyResult, ProvincialConsolidation

ONE = Agency("อบต.หนองไผ่", "องค์การบริหารส่วนตำบล", "คง", "นครราชสีมา", "01")
TWO = Agency("เทศบาลตำบลเมืองคง", "เทศบาลตำบล", "คง", "นครราชสีมา", "02")
PROVINCE = province_of([ONE, TWO])
SENT = {
    "M1": {"code": "M1", "measure": "มาตรการหนึ่ง", "indicator": "1", "end": "2024-03-31"},
    "M2": {"code": "M2", "measure": "มาตรการสอง", "indicator": "2, 3", "start": "2023-10-01"},
    "M2.1": {"code": "M2.1", "steps": "ขั้นตอนที่สอง"},
}
ALL_EIGHTY = dict.fromkeys(range(1, 11), (80.0, None))


def gathered(*submissions: Submission, **known: str) -> ProvincialConsolidation:
    """What came back to the province; known scores of the first agency as ``no1="90"``."""
    scores = {ONE.code: {int(key[2:]): value for key, value in known.items()}}
    return Situation(province_of([ONE, TWO], scores), submissions).gathered()


def first(consolidation: ProvincialConsolidation) -> AgencyResult:
    return consolidation.agencies[0]


def states(consolidation: ProvincialConsolidation) -> list[tuple[str, str, str]]:
    return [(each.unit_code, each.file, each.state.value) for each in consolidation.units]


def of(consolidation: ProvincialConsolidation, kind: FindingKind) -> list[str]:
    return [each.file for each in consolidation.findings if each.kind is kind]


def book(unit: str, entries: dict[str, str], **changed: object) -> Submission:
    rows = {code: {"status": status} for code, status in entries.items()}
    return department_book(PROVINCE, ONE.name, unit, rows, sent=SENT, **changed)  # type: ignore[arg-type]
