"""Pieces of formulas that several sheets need, and what a cell shows for a score that may not be known."""

from decimal import Decimal

from itaxl.assessment.grade_rules import rounded


def shown(score: Decimal | None) -> float | str:
    """What a cell holds for a score that may not be known."""
    return "" if score is None else float(score)


def rounded_or_blank(mean: Decimal | None) -> float | str:
    """The same for a mean, rounded as scores are published."""
    return shown(None if mean is None else rounded(mean))


def twice_rounded(formula: str) -> str:
    """A formula rounded to two decimals as scores are published.

    A third has no last digit: without the inner rounding, what is exactly a half may sit just below it.
    """
    return f"ROUND(ROUND({formula},10),2)"


def quoted(words: str) -> str:
    """A text inside a formula."""
    return '"' + words.replace('"', '""') + '"'
