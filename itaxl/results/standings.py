"""Who has answered, who has not, who has to correct, how many days are left: of an agency or a province."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from itaxl.assessment.findings import Finding, Severity
from itaxl.assessment.submissions import SubmissionState
from itaxl.results.consolidation import Consolidation
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.results.register import UnitLine, by_unit
from itaxl.results.told import Told


class Standing(StrEnum):
    """Where one unit stands; the values are those of the tables."""

    COMPLETE = "complete"
    TO_CORRECT = "to_correct"  # what it returned counts and has errors
    REFUSED = "refused"  # what it returned cannot count as a whole
    MISSING = "missing"


class UnitStanding(Struct, frozen=True):
    """One unit that was asked.

    Attributes:
        group: its district; empty for a department.
        email: the cell of its addresses as it stands in the control workbook.
        lines: of the register, what counts first.
        findings: in the files that decide: those that count, else those that were refused.
    """

    code: str
    name: str
    standing: Standing
    group: str = ""
    contact: str = ""
    email: str = ""
    lines: tuple[UnitLine, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The files that decide where it stands."""
        return tuple(each.file for each in self.lines)

    @property
    def saved_at(self) -> datetime | None:
        """When the last of them was saved."""
        return max((each.saved for each in self.lines if each.saved), key=datetime.timestamp, default=None)

    @property
    def saved(self) -> date | None:
        """The day when the last of them was saved."""
        return self.saved_at.date() if self.saved_at else None

    @property
    def errors(self) -> int:
        """How many places have to be corrected."""
        return sum(1 for each in self.findings if each.severity is Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many places are worth a look."""
        return len(self.findings) - self.errors


class Standings(Struct, frozen=True):
    """Where all units stand, as of a day.

    Attributes:
        due: the last day for returning; None where the control workbook names none.
        lines: the whole register, with the files of nobody.
    """

    as_of: date
    due: date | None
    units: tuple[UnitStanding, ...]
    lines: tuple[UnitLine, ...]

    @property
    def days_left(self) -> int | None:
        """Days until the last day; 0 on it, below 0 after it; None where there is no last day."""
        return (self.due - self.as_of).days if self.due else None

    @property
    def strangers(self) -> tuple[UnitLine, ...]:
        """Files that belong to no unit that was asked."""
        known = {each.code for each in self.units}
        return tuple(each for each in self.lines if each.unit_code not in known)

    def those(self, *standings: Standing) -> tuple[UnitStanding, ...]:
        """The units that stand so, in their order."""
        return tuple(each for each in self.units if each.standing in standings)

    @property
    def outstanding(self) -> tuple[UnitStanding, ...]:
        """All units from whom something has still to come."""
        return self.those(Standing.TO_CORRECT, Standing.REFUSED, Standing.MISSING)

    def days_late(self, unit: UnitStanding) -> int | None:
        """How many days after the last day a unit's return was saved; 0 in time, None where unknown."""
        if self.due is None or unit.saved is None:
            return None
        return max(0, (unit.saved - self.due).days)


def standings(consolidation: Consolidation | ProvincialConsolidation) -> Standings:
    """Where every unit stands that was asked, and every other that returned something that counts."""
    lines = by_unit(consolidation.units)
    told = Told(consolidation.findings, consolidation.units)
    if isinstance(consolidation, ProvincialConsolidation):
        due = consolidation.province.due
        units = [
            _unit(each.code, each.name, lines, told, group=each.district, email=each.email)
            for each in consolidation.province.agencies
        ]
    else:
        due = consolidation.plan.due
        plan = consolidation.plan
        asked = {each.code for each in plan.reporting_departments()}
        # Of two with one code the first is meant, as everywhere: the other must not get its workbook.
        units = [
            _unit(each.code, each.name, lines, told, contact=each.contact, email=each.email)
            for each in plan.departments
            if plan.department(each.code) is each
            and (each.code in asked or _counting(lines.get(each.code, ())))
        ]
    return Standings(consolidation.as_of, due, tuple(units), consolidation.units)


def _unit(
    code: str,
    name: str,
    lines: Mapping[str, Sequence[UnitLine]],
    told: Told,
    *,
    group: str = "",
    contact: str = "",
    email: str = "",
) -> UnitStanding:
    own = lines.get(code, ())
    refused = [each for each in own if each.state is SubmissionState.REJECTED]
    deciding = tuple(_counting(own) or refused)
    found = tuple(finding for each in deciding for finding in told.to(each))
    if not deciding:
        standing = Standing.MISSING
    elif deciding[0].state is SubmissionState.REJECTED:
        standing = Standing.REFUSED
    elif any(each.severity is Severity.ERROR for each in found):
        standing = Standing.TO_CORRECT
    else:
        standing = Standing.COMPLETE
    return UnitStanding(code, name, standing, group, contact, email, deciding, found)


def _counting(lines: Sequence[UnitLine]) -> list[UnitLine]:
    return [each for each in lines if each.state is SubmissionState.ACCEPTED]
