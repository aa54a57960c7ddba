"""Scores of other years beside those of a province's consolidation, and what they say of its measures."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct, field

from itaxl.assessment.codes import without_zeros
from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.thai.text import compact


class YearOfScores(Struct, frozen=True):
    """What is known of one year's assessment.

    Attributes:
        year: Buddhist era.
        scores: 0 to 100, by agency code and number of the indicator.
        totals: 0 to 100, by agency code.
    """

    year: int
    scores: Mapping[str, Mapping[int, Decimal]] = field(default_factory=dict)
    totals: Mapping[str, Decimal] = field(default_factory=dict)

    def value(self, code: str, no: int | None) -> Decimal | None:
        """An agency's score of an indicator; its total where None is asked for."""
        return self.totals.get(code) if no is None else self.scores.get(code, {}).get(no)


class AgencyMatcher:
    """Finds the agencies of a roster in other tables, which may have other codes and spellings.

    Args:
        province: whose agencies are looked for.
    """

    def __init__(self, province: Province) -> None:
        self._province = compact(province.name)
        self._spelt = spelt = province.name_key
        self._codes = {each.code for each in province.agencies}
        self._by_place: dict[tuple[str, str], list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for each in province.agencies:
            self._by_place.setdefault(self._place(each), []).append(each.code)
            self._by_name.setdefault(spelt(each.name), []).append(each.code)
        # A summary of ours tells agencies of one name apart.
        for each in province.agencies:
            self._by_name.setdefault(spelt(province.label(each.code)), []).append(each.code)

    def code(self, agency: Agency) -> str | None:
        """The roster's code: by name and district, by a name that only one agency has, else by its code.

        A code decides where no name is given, or between agencies of the name where no district is. An
        agency that is said to be of another province is none of these.
        """
        if agency.province and compact(agency.province) != self._province:
            return None
        named = list(dict.fromkeys(self._by_name.get(self._spelt(agency.name), [])))
        for found in (self._by_place.get(self._place(agency), []), named):
            if len(found) == 1:
                return found[0]
        if not agency.name:
            return agency.code if agency.code in self._codes else None
        # Excel takes 001 for the number 1.
        meant = [each for each in named if without_zeros(each) == without_zeros(agency.code)]
        return meant[0] if len(meant) == 1 and not agency.district else None

    def _place(self, agency: Agency) -> tuple[str, str]:
        return self._spelt(agency.name), compact(agency.district)


def merged_years(years: Iterable[YearOfScores]) -> tuple[YearOfScores, ...]:
    """Oldest first; where two tables tell of one agency and year, the first one counts."""
    merged: dict[int, YearOfScores] = {}
    for each in years:
        known = merged.get(each.year)
        if known is None:
            merged[each.year] = each
            continue
        merged[each.year] = YearOfScores(
            each.year, {**each.scores, **known.scores}, {**each.totals, **known.totals}
        )
    return tuple(merged[year] for year in sorted(merged))


def slope(points: Iterable[tuple[int, Decimal]]) -> Decimal | None:
    """Points gained a year on average: the straight line that fits best (least squares), two decimals.

    >>> slope([(2564, Decimal(80)), (2565, Decimal(82)), (2566, Decimal(85))])
    Decimal('2.50')
    >>> slope([(2564, Decimal(80))]) is None
    True
    """
    known = list(points)
    if len({year for year, _ in known}) < 2:
        return None
    middle = Decimal(sum(year for year, _ in known)) / len(known)
    across = sum(((year - middle) * score for year, score in known), Decimal())
    return rounded(across / sum(((year - middle) ** 2 for year, _ in known), Decimal()))
