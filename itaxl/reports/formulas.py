"""Pieces of formulas that several sheets need, and what a cell shows for a score that may not be known."""

from decimal import Decimal


def shown(score: Decimal | None) -> float | str:
    """What a cell holds for a score that may not be known."""
    return "" if score is None else float(score)


def twice_rounded(formula: str) -> str:
    """A formula rounded to two decimals as scores are published.

    A third has no last digit: without the inner rounding, what is exactly a half may sit just below it.
    """
    return f"ROUND(ROUND({formula},10),2)"


def quoted(words: str) -> str:
    """A text inside a formula."""
    return '"' + words.replace('"', '""') + '"'
