"""Contradictions in a plan and the reports on it: each check is here since a published report got it wrong.

A check is a function from the evidence to findings; it looks at the part that concerns it and finds nothing
where that part is empty. So the same checks run over a plan alone, over returns alone, or over both.
"""

from collections.abc import Callable, Iterator

from itaxl.assessment.findings import Finding
from itaxl.results.consistency.evidence import Evidence
from itaxl.results.consistency.indicators import indicators_under_their_instruments, numbers_that_exist
from itaxl.results.consistency.items import items_under_their_indicators
from itaxl.results.consistency.names import names_of_agencies
from itaxl.results.consistency.numbering import numbers_in_order
from itaxl.results.consistency.pasting import results_of_their_own
from itaxl.results.consistency.periods import dates_inside_the_year, periods_in_their_column
from itaxl.results.consistency.scores import missing_scores_that_are_low, weaknesses_named

Check = Callable[[Evidence], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    weaknesses_named,
    missing_scores_that_are_low,
    indicators_under_their_instruments,
    items_under_their_indicators,
    numbers_that_exist,
    periods_in_their_column,
    dates_inside_the_year,
    names_of_agencies,
    numbers_in_order,
    results_of_their_own,
)


def inconsistencies(evidence: Evidence) -> tuple[Finding, ...]:
    """Everything that contradicts something else, check by check."""
    return tuple(finding for check in CHECKS for finding in check(evidence))
