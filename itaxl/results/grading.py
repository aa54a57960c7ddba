"""What is missing to the next grade, and which instrument holds it back."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.grade_rules import GradeLevel, rounded
from itaxl.results.analysis import YearResult

_NOTHING = Decimal("0.00")


class Shortfall(Struct, frozen=True):
    """An instrument below the score that a level names.

    Attributes:
        instrument: its code.
        score: rounded to two decimals, as it is compared.
        missing: points, more than 0.
    """

    instrument: str
    score: Decimal
    missing: Decimal


class GradeStep(Struct, frozen=True):
    """What lies between a result and a level.

    Attributes:
        level: the level in question.
        total_missing: points of the total; 0.00 where the total is enough.
        shortfalls: instruments below what the level asks of each; where it asks for the total alone and
            the total is too low, those below it, since they pull it down. The lowest first.
        unknown: codes of instruments that the level asks for and whose score is not known.
    """

    level: GradeLevel
    total_missing: Decimal
    shortfalls: tuple[Shortfall, ...]
    unknown: tuple[str, ...]

    @property
    def asks_each_instrument(self) -> bool:
        """Whether the level sets a minimum for every instrument; else shortfalls only explain the total."""
        return self.level.each_instrument_min is not None


def step_to(framework: Framework, result: YearResult, level: GradeLevel) -> GradeStep | None:
    """What a result lacks of a level; None where the total is not known.

    >>> from itaxl.catalogue import load_framework
    >>> framework = load_framework(2566)
    >>> bangkok = YearResult(2566, {"EIT": Decimal("80.82")}, Decimal("88.98"), None)
    >>> step = step_to(framework, bangkok, framework.grade_rule.levels[1])
    >>> step.level.name, step.total_missing, step.shortfalls[0].instrument, step.shortfalls[0].missing
    ('ผ่านดี', Decimal('0.00'), 'EIT', Decimal('4.18'))
    >>> step.unknown
    ('IIT', 'OIT')
    """
    if result.total is None:
        return None
    total_missing = max(_NOTHING, level.total_min - rounded(result.total))
    asked = level.each_instrument_min
    limit = asked if asked is not None else level.total_min if total_missing else _NOTHING
    codes = [each.code for each in framework.instruments]
    scores = {code: rounded(result.instruments[code]) for code in codes if code in result.instruments}
    shortfalls = [Shortfall(code, score, limit - score) for code, score in scores.items() if score < limit]
    unknown = [code for code in codes if code not in scores] if asked is not None else []
    return GradeStep(
        level, total_missing, tuple(sorted(shortfalls, key=lambda each: each.score)), tuple(unknown)
    )


def next_step(framework: Framework, result: YearResult) -> GradeStep | None:
    """What is missing to the grade above; None at the best grade, or where the total is not known.

    Where unknown instruments leave several grades possible, it is the step above the lowest of them: the
    one that is certain to be open.
    """
    possible = possible_grades(framework, result)
    if not possible:
        return None
    levels = framework.grade_rule.levels
    index = levels.index(possible[-1])
    return step_to(framework, result, levels[index - 1]) if index else None


def possible_grades(framework: Framework, result: YearResult) -> tuple[GradeLevel, ...]:
    """The grades that a result can mean, best first; several where unknown instruments would decide."""
    if result.total is None:
        return ()
    if result.grade is not None:
        return (result.grade,)
    return framework.possible_grades(result.total, result.instruments)


def implied_instrument(framework: Framework, result: YearResult) -> tuple[str, Decimal] | None:
    """The score that the one unknown instrument must have for the total to be what it is.

    It is right within a few hundredths, since the total was rounded; None unless exactly one is unknown and
    the score lies between 0 and 100.

    >>> from itaxl.catalogue import load_framework
    >>> known = {"IIT": Decimal("77.306"), "OIT": Decimal("96.25")}
    >>> implied_instrument(load_framework(2564), YearResult(2564, known, Decimal("84.48"), None))
    ('EIT', Decimal('75.96'))
    """
    unknown = [each for each in framework.instruments if each.code not in result.instruments]
    if result.total is None or len(unknown) != 1:
        return None
    weights: Mapping[str, Decimal] = {each.code: each.weight for each in framework.instruments}
    known = sum((weights[code] * score for code, score in result.instruments.items()), Decimal())
    score = rounded((result.total - known) / unknown[0].weight)
    return (unknown[0].code, score) if 0 <= score <= 100 else None
