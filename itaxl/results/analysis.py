"""What an agency's scores amount to: total, grade, strengths and weaknesses by thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from itaxl.assessment.frameworks import Framework, GradeLevel, Indicator, rounded
from itaxl.assessment.plans import IndicatorScore, Plan, Thresholds


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator's score (0 to 100) judged by the thresholds.

    Attributes:
        change: since the year before; None where either score is not known.
        gap: what is missing to the target; 0 at or above it.
    """

    indicator: Indicator
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


@dataclass(frozen=True, slots=True)
class YearResult:
    """Instruments, total and grade of one year; each None or absent where it cannot be known.

    Attributes:
        year: of the assessment, Buddhist era.
        instruments: unrounded means by code.
        is_published: the total was taken from the publication, since indicators are missing.
    """

    year: int
    instruments: Mapping[str, Decimal]
    total: Decimal | None
    grade: GradeLevel | None
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """An agency's scores, judged."""

    framework: Framework
    thresholds: Thresholds
    indicators: tuple[IndicatorResult, ...]
    result: YearResult
    previous: YearResult | None

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


def analyse(plan: Plan, framework: Framework, previous_framework: Framework | None) -> Analysis:
    """Judge a plan's scores.

    Args:
        plan: with the scores of the assessed year and of the year before.
        framework: of the assessed year.
        previous_framework: of the year before, for its total and grade.
    """
    scores = {each.no: each for each in plan.scores}
    indicators = tuple(
        _indicator_result(each, scores.get(each.no), plan.thresholds) for each in framework.indicators
    )
    now = {each.indicator.no: each.score for each in indicators if each.score is not None}
    before = {each.indicator.no: each.previous for each in indicators if each.previous is not None}
    return Analysis(
        framework=framework,
        thresholds=plan.thresholds,
        indicators=indicators,
        result=_year_result(framework, now, plan.published_total),
        previous=_year_result(previous_framework, before, None) if previous_framework and before else None,
    )


def _indicator_result(
    indicator: Indicator, score: IndicatorScore | None, thresholds: Thresholds
) -> IndicatorResult:
    return IndicatorResult(
        indicator,
        score.score if score else None,
        score.previous if score else None,
        thresholds,
    )


def _year_result(
    framework: Framework, scores: Mapping[int, Decimal], published: Decimal | None
) -> YearResult:
    instruments = framework.instrument_scores(scores)
    total = framework.total(scores)
    is_published = total is None and published is not None
    if is_published and published is not None:
        total = rounded(published)
    grade = framework.grade(total, instruments) if total is not None else None
    return YearResult(framework.fiscal_year, instruments, total, grade, is_published)
