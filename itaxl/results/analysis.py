"""What an agency's scores amount to: total, grade, strengths and weaknesses by thresholds."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct, field

from itaxl.assessment.frameworks import Framework, Indicator
from itaxl.assessment.grade_rules import GradeLevel, rounded
from itaxl.assessment.plans import Agency, IndicatorScore, Plan, Thresholds
from itaxl.thai.text import compact


class Judged(Struct, frozen=True):
    """A score (0 to 100) judged by the thresholds, whether of an indicator, of an instrument or in total.

    Attributes:
        change: since the year before; None where either score is not known.
        gap: what is missing to the target; 0 at or above it.
    """

    score: Decimal | None
    previous: Decimal | None
    thresholds: Thresholds

    @property
    def change(self) -> Decimal | None:
        """Points gained since the year before."""
        if self.score is None or self.previous is None:
            return None
        return self.score - self.previous

    @property
    def gap(self) -> Decimal | None:
        """Points missing to the target."""
        return None if self.score is None else max(Decimal(0), self.thresholds.target - self.score)

    @property
    def is_strength(self) -> bool:
        """Strictly above the threshold of strengths (CONTRACT, rules that decide figures)."""
        return self.score is not None and self.score > self.thresholds.strength_above

    @property
    def is_weakness(self) -> bool:
        """Strictly below the threshold of weaknesses."""
        return self.score is not None and self.score < self.thresholds.weakness_below

    @property
    def is_to_develop(self) -> bool:
        """Strictly below the target; a strength may be that too."""
        return self.score is not None and self.score < self.thresholds.target


class IndicatorResult(Judged, frozen=True):
    """One indicator's score, judged."""

    indicator: Indicator


class Published(Struct, frozen=True):
    """What a publication says of one year beside the indicators, 0 to 100; it fills in what they leave open.

    Attributes:
        instruments: by code, rounded as published.
        grade: the level's name, which decides between those that the scores leave possible.
    """

    total: Decimal | None = None
    instruments: Mapping[str, Decimal] = field(default_factory=dict)
    grade: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self.total is None and not self.instruments


class YearResult(Struct, frozen=True):
    """Instruments, total and grade of one year; each None or absent where it cannot be known.

    Attributes:
        year: of the assessment, Buddhist era.
        instruments: means by code, unrounded; as published where indicators are missing.
        is_published: the total was taken from the publication, since indicators are missing.
    """

    year: int
    instruments: Mapping[str, Decimal]
    total: Decimal | None
    grade: GradeLevel | None
    is_published: bool = False


class Analysis(Struct, frozen=True):
    """An agency's scores, judged."""

    framework: Framework
    thresholds: Thresholds
    indicators: tuple[IndicatorResult, ...]
    result: YearResult
    previous: YearResult | None

    def judged(self, instrument: str = "") -> Judged:
        """An instrument's score by its code, or the total; rounded, as results are published and compared."""

        def of(result: YearResult | None) -> Decimal | None:
            value = (result.instruments.get(instrument) if instrument else result.total) if result else None
            return None if value is None else rounded(value)

        return Judged(of(self.result), of(self.previous), self.thresholds)

    @property
    def is_known(self) -> bool:
        """Whether any score is known, be it of an indicator, of an instrument or in total."""
        return bool(self.scored or self.result.instruments) or self.result.total is not None

    @property
    def strengths(self) -> tuple[IndicatorResult, ...]:
        """Best first."""
        found = [each for each in self.indicators if each.is_strength]
        return tuple(sorted(found, key=lambda each: (-(each.score or 0), each.indicator.no)))

    @property
    def weaknesses(self) -> tuple[IndicatorResult, ...]:
        """Worst first."""
        found = [each for each in self.indicators if each.is_weakness]
        return tuple(sorted(found, key=lambda each: (each.score or 0, each.indicator.no)))

    @property
    def scored(self) -> tuple[IndicatorResult, ...]:
        """The indicators whose score is known, best first."""
        found = [each for each in self.indicators if each.score is not None]
        return tuple(sorted(found, key=lambda each: (-(each.score or 0), each.indicator.no)))


class AgencyAnalysis(Struct, frozen=True):
    """One agency of several, and what its scores amount to."""

    agency: Agency
    analysis: Analysis


def analyse(plan: Plan, framework: Framework, previous_framework: Framework | None) -> Analysis:
    """Judge a plan's scores.

    Args:
        plan: with the scores of the assessed year and of the year before.
        framework: of the assessed year.
        previous_framework: of the year before, for its total and grade.
    """
    return analyse_scores(
        plan.scores,
        framework,
        previous_framework,
        thresholds=plan.thresholds,
        published=Published(plan.published_total),
    )


def analyse_scores(
    scores: Iterable[IndicatorScore],
    framework: Framework,
    previous_framework: Framework | None,
    *,
    thresholds: Thresholds,
    published: Published,
    previous_published: Published | None = None,
) -> Analysis:
    """Judge an agency's scores, wherever they come from.

    Args:
        scores: of the assessed year and of the year before; indicators that the framework lacks are left out.
        framework: of the assessed year.
        previous_framework: of the year before, for its total and grade.
        thresholds: that divide strengths from weaknesses.
        published: instruments and total of the assessed year, for where indicators are missing.
        previous_published: the same of the year before.
    """
    by_number = {each.no: each for each in scores}
    indicators = tuple(
        _indicator_result(each, by_number.get(each.no), thresholds) for each in framework.indicators
    )
    now = {each.indicator.no: each.score for each in indicators if each.score is not None}
    before = {each.indicator.no: each.previous for each in indicators if each.previous is not None}
    earlier = previous_published or Published()
    previous = None
    if previous_framework and (before or not earlier.is_empty):
        previous = _year_result(previous_framework, before, earlier)
    return Analysis(framework, thresholds, indicators, _year_result(framework, now, published), previous)


def _indicator_result(
    indicator: Indicator, score: IndicatorScore | None, thresholds: Thresholds
) -> IndicatorResult:
    return IndicatorResult(
        score=score.score if score else None,
        previous=score.previous if score else None,
        thresholds=thresholds,
        indicator=indicator,
    )


def _year_result(framework: Framework, scores: Mapping[int, Decimal], published: Published) -> YearResult:
    known = {each.code for each in framework.instruments}
    given = {code: score for code, score in published.instruments.items() if code in known}
    instruments = given | framework.instrument_scores(scores)
    total = framework.total(scores)
    is_published = False
    if total is None:
        # Instruments that were rounded when published may miss the published total by a hundredth.
        told = published.total if published.total is not None else framework.total_of_instruments(instruments)
        total = rounded(told) if told is not None else None
        is_published = total is not None
    possible = framework.possible_grades(total, instruments) if total is not None else ()
    told_grade = [each for each in possible if compact(each.name) == compact(published.grade)]
    grade = possible[0] if len(possible) == 1 else next(iter(told_grade), None)
    return YearResult(framework.fiscal_year, instruments, total, grade, is_published)
