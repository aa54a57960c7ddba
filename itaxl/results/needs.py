"""Which agencies need help first, and why."""

from decimal import Decimal

from itaxl.assessment.submissions import SubmissionState
from itaxl.results.roster import Member, Roster

MOST = 5


def in_need(roster: Roster) -> list[Member]:
    """At most five agencies with the lowest totals; of equal ones those with more left uncovered first.

    An agency is in need when its total is below the target. One without a total is not compared: what it
    lacks is its scores, and the page counts those agencies elsewhere.
    """
    target = roster.province.thresholds.target
    low = [each for each in roster.members if each.result.total is not None and each.result.total < target]
    return sorted(low, key=_order)[:MOST]


def _order(member: Member) -> tuple[Decimal, int, int, int]:
    result = member.result
    assert result.total is not None
    return result.total, -len(result.weak_without_measure), -result.tally.overdue, member.number


def reasons(member: Member) -> str:
    """Total, grade and change, weak indicators, what is overdue, and whether it has answered."""
    result, analysis = member.result, member.result.analysis
    grade = f" {analysis.result.grade.name}" if analysis.result.grade else ""
    told = [f"{result.total:.2f}{grade}"]
    if result.change:
        direction = "เพิ่มขึ้น" if result.change > 0 else "ลดลง"
        told[0] += f" {direction} {abs(result.change):.2f}"
    if weak := len(analysis.weaknesses):
        told.append(f"จุดอ่อน {weak} ตัวชี้วัด")
    if result.state is SubmissionState.MISSING:
        return " · ".join([*told, "ยังไม่ส่งแบบ"])
    if result.state is SubmissionState.REJECTED:
        return " · ".join([*told, "แบบที่ส่งมานับไม่ได้"])
    if without := result.weak_without_measure:
        told.append(f"ไม่มีมาตรการรองรับตัวชี้วัดที่ {', '.join(map(str, without))}")
    if result.tally.overdue:
        told.append(f"พ้นกำหนด {result.tally.overdue} มาตรการ")
    return " · ".join(told)
