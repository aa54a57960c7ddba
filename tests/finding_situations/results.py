"""What somebody has to decide: weak points without a measure, measures past their time, missing evidence."""

from collections.abc import Mapping
from datetime import date

from filling import COMPLETE, EVIDENCE, FIRST, IN_PROGRESS, SECOND, STATUS, Entries

from finding_situations.desk import PLAN, Desk, Make, MakePair, What
from finding_situations.plans import TEN
from itaxl.assessment.findings import Finding, FindingKind


def _round(entries: Entries, *, scores: Mapping[int, tuple[float | None, None]], as_of: date) -> Make:
    """A round of an agency with these scores, in which both departments answered."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder, control = desk.place(), desk.place() / PLAN
        for unit in (FIRST, SECOND):
            desk.filled(folder / desk.office.file(unit).name, entries, unit=unit)
        desk.plan(control, scores=scores)
        return desk.consolidated(folder, control=control, as_of=as_of)

    return make


_GOING_ON = {STATUS: IN_PROGRESS}
_LATE = _round(
    {"M1": _GOING_ON, "M2": {**COMPLETE, EVIDENCE: None}},
    scores={**TEN, 4: (79.99, None), 8: (None, None)},
    as_of=date(2023, 4, 1),
)
_JUST_ENOUGH = _round(
    {"M1": _GOING_ON, "M2": {**COMPLETE, EVIDENCE: "-"}},
    scores={**TEN, 4: (80.0, None), 5: (0.0, None)},
    as_of=date(2023, 3, 31),
)
"""As weak, late and unproven as may be; M1 serves indicator 5 and ends on the last of March."""

MADE: Mapping[What, MakePair] = {
    FindingKind.WEAK_WITHOUT_MEASURE: (_LATE, _JUST_ENOUGH),
    FindingKind.OVERDUE: (_LATE, _JUST_ENOUGH),
    FindingKind.WITHOUT_EVIDENCE: (_LATE, _JUST_ENOUGH),
    FindingKind.UNSCORED_INDICATOR: (_LATE, _JUST_ENOUGH),
}
