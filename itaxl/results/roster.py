"""The agencies as the sheets of a province need them: numbered, named apart, grouped and ordered."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

from itaxl.assessment.frameworks import Framework, Indicator
from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.provinces import Province
from itaxl.results.provinces import AgencyResult, ProvincialConsolidation
from itaxl.thai.text import compact

MEAN = "ค่าเฉลี่ยของหน่วยงาน"
"""What a mean of agencies' scores is called: every agency counts once, whatever its size."""
NO_DISTRICT = "ไม่ระบุอำเภอ"
_NO_TYPE = "ไม่ระบุประเภท"


class Member(Struct, frozen=True):
    """One agency with its running number, from 1 in the roster's order, and a name that no other has."""

    number: int
    name: str
    result: AgencyResult


class Group(Struct, frozen=True, dict=True):
    """Agencies of one type or district.

    Attributes:
        number: by which formulas count, from 1: a text might hold what they take for a pattern.
    """

    number: int
    name: str
    members: tuple[Member, ...]

    @cached_property
    def totals(self) -> Sequence[Decimal]:
        """The totals that are known."""
        return [each.result.total for each in self.members if each.result.total is not None]


class Roster(Struct, frozen=True, dict=True):
    """The agencies of a province.

    Attributes:
        members: in the roster's order.
        types: by kind of agency, in the order of their first agency.
        districts: likewise.
    """

    province: Province
    framework: Framework
    members: tuple[Member, ...]
    types: tuple[Group, ...]
    districts: tuple[Group, ...]

    @cached_property
    def whole(self) -> Group:
        """All agencies."""
        return Group(0, "ทุกหน่วยงาน", self.members)

    @cached_property
    def best_first(self) -> tuple[Member, ...]:
        """By their totals; those without one last, in the roster's order."""
        return tuple(sorted(self.members, key=lambda each: -_known(each.result.total, Decimal(-1))))

    @cached_property
    def worst_first(self) -> tuple[Member, ...]:
        """By their totals; those without one last too."""
        return tuple(sorted(self.members, key=lambda each: _known(each.result.total, Decimal(101))))

    @cached_property
    def best_districts_first(self) -> tuple[Group, ...]:
        """By the means of their totals; those without one last, in the roster's order."""
        return tuple(sorted(self.districts, key=lambda each: -_known(mean(each.totals), Decimal(-1))))


def roster_of(consolidation: ProvincialConsolidation) -> Roster:
    """Number, name and group a province's agencies."""
    members = tuple(
        Member(number, consolidation.province.label(result.agency.code), result)
        for number, result in enumerate(consolidation.agencies, start=1)
    )
    return Roster(
        province=consolidation.province,
        framework=consolidation.framework,
        members=members,
        types=_groups(members, lambda each: each.result.agency.agency_type.strip() or _NO_TYPE),
        districts=_groups(members, lambda each: each.result.agency.district.strip() or NO_DISTRICT),
    )


def _groups(members: Iterable[Member], named: Callable[[Member], str]) -> tuple[Group, ...]:
    grouped: dict[str, list[Member]] = {}
    for member in members:
        grouped.setdefault(compact(named(member)), []).append(member)
    return tuple(
        Group(number, named(group[0]), tuple(group)) for number, group in enumerate(grouped.values(), start=1)
    )


def _known(total: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if total is None else total


# Figures over agencies, worked out as the summary's formulas do


def mean(scores: Sequence[Decimal]) -> Decimal | None:
    """The mean, rounded once; None where there is nothing."""
    return rounded(sum(scores, Decimal()) / len(scores)) if scores else None


def median(scores: Sequence[Decimal]) -> Decimal | None:
    """The middle score, or the mean of the two in the middle; None where there is nothing."""
    ordered = sorted(scores)
    return mean(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])


def rank(total: Decimal, among: Iterable[Decimal]) -> int:
    """One more than there are higher totals, so that equal ones share a rank.

    >>> [rank(Decimal(each), [Decimal(90), Decimal(85), Decimal(85), Decimal(70)]) for each in (90, 85, 70)]
    [1, 2, 4]
    """
    return 1 + sum(1 for each in among if each > total)


class IndicatorFigures(Struct, frozen=True):
    """One indicator over all agencies.

    Attributes:
        scores: those that are known.
        lowest: name of the agency with the lowest one, the first of equals in the order of the map; of how
            many others it is too.
        weak: agencies below the threshold.
        served: those of them with a measure against it.
    """

    indicator: Indicator
    scores: tuple[Decimal, ...]
    lowest: str
    weak: int
    served: int


def and_others(count: int) -> str:
    """How many agencies there are beside the one that was named; empty where there are none."""
    return f" และอีก {count} แห่ง" if count > 0 else ""


def figures(roster: Roster) -> tuple[IndicatorFigures, ...]:
    """Every indicator, in the framework's order."""
    return tuple(_figures(roster, index, each) for index, each in enumerate(roster.framework.indicators))


def _figures(roster: Roster, index: int, indicator: Indicator) -> IndicatorFigures:
    scored = [
        (each.result.analysis.indicators[index], each)
        for each in roster.worst_first
        if each.result.analysis.indicators[index].score is not None
    ]
    weak = [member for result, member in scored if result.is_weakness]
    least = min((result.score for result, _ in scored if result.score is not None), default=None)
    lowest = [member.name for result, member in scored if result.score == least]
    return IndicatorFigures(
        indicator=indicator,
        scores=tuple(result.score for result, _ in scored if result.score is not None),
        lowest=f"{lowest[0]}{and_others(len(lowest) - 1)}" if lowest else "",
        weak=len(weak),
        served=sum(1 for each in weak if indicator.no in each.result.tally.served),
    )
