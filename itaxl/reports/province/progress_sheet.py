"""How far the measures of a province are: by indicator and by agency."""

from collections import Counter
from collections.abc import Iterable, Mapping

from itaxl.assessment.statuses import Status
from itaxl.reports.columns import NO_INDICATOR
from itaxl.reports.progress import ORDER, Block, Counted
from itaxl.results.roster import Member, Roster

_COLUMNS = "measure_status", "measure_overdue"
AGENCIES = 1
"""The place of the block of agencies."""


def blocks(roster: Roster) -> tuple[Block, ...]:
    """The table of indicators, where a measure counts under each of its own, and the table of agencies."""
    whole = whole_of(roster)
    numbers: list[tuple[int | None, str]] = [
        (each.no, f"{each.no} {each.name}") for each in roster.framework.indicators
    ]
    if any(None in each.result.tally.by_indicator for each in roster.members):
        numbers.append((None, NO_INDICATOR))
    indicators = tuple(_of_indicator(roster, no, label) for no, label in numbers)
    agencies = tuple(_of_agency(each) for each in ordered(roster))
    heading = "ตามหน่วยงาน (เรียงตามจำนวนที่ยังไม่แล้วเสร็จ มากไปน้อย)"
    return (
        Block("ตามตัวชี้วัด", "ตัวชี้วัด", *_COLUMNS, indicators, whole),
        Block(heading, "หน่วยงาน", *_COLUMNS, agencies, whole),
    )


def ordered(roster: Roster) -> list[Member]:
    """Agencies by the measures that they have not finished, most first."""
    return sorted(roster.members, key=_finished)


def _finished(member: Member) -> int:
    tally = member.result.tally
    return tally.statuses.get(Status.DONE, 0) - tally.measures


def whole_of(roster: Roster) -> Counted:
    """All measures, each once."""
    tallies = [each.result.tally for each in roster.members]
    overdue = sum(each.overdue for each in tallies)
    return _counted("ทุกมาตรการ นับครั้งเดียว", (("counts", 1),), (each.statuses for each in tallies), overdue)


def _of_indicator(roster: Roster, no: int | None, label: str) -> Counted:
    tallies = [each.result.tally for each in roster.members]
    tag = "-" if no is None else str(no)
    conditions = (("counts", 1), ("indicator_tags", f"*;{tag};*"))
    overdue = sum(each.overdue_by_indicator.get(no, 0) for each in tallies)
    return _counted(label, conditions, (each.by_indicator.get(no, {}) for each in tallies), overdue)


def _of_agency(member: Member) -> Counted:
    tally = member.result.tally
    conditions = (("agency_no", member.number), ("counts", 1))
    return _counted(member.name, conditions, [tally.statuses], tally.overdue)


def _counted(
    label: str,
    conditions: tuple[tuple[str, object], ...],
    statuses: Iterable[Mapping[Status, int]],
    overdue: int,
) -> Counted:
    counts: Counter[Status] = Counter()
    for each in statuses:
        counts.update(each)
    return Counted(label, conditions, tuple(counts[each] for each in ORDER), overdue)
