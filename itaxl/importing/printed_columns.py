"""How wide the columns of a scanned table were printed, and so which of its blanks end a printed line.

Scanning leaves a blank where a printed line ends. Thai goes on without blanks, so a line is as full as the
next word allows: of all widths that a column may have had, those are likely at which its lines come out full
and few blanks stand within them. All costs are natural logarithms of how unlikely something is.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from itaxl.thai.measuring import text_width

_BLANK = text_width(" ")
_WORD = 26.0  # points; the mean width of a word
_LINE_END = log(_WORD)
_EMPTY, _STEEP, _EMPTIEST = 26.0, 1.65, 6.0  # how the cost of what a line leaves empty grows with its points
_SCANNED_ON = 4.0  # that a scan has joined two lines without a blank
_ROOM = 90.0  # points; how much wider than its longest stretch a column may have been
_FITTING = 0.6  # of the stretches that fit into a column at the very least
_STEP, _MOST_STEPS = 2.0, 80  # points between the widths that are tried, and how many of them at most
_MOST_LINES = 80  # of a column; more tell nothing new about its width
_MOST_BLANKS = 400  # of a line; what has more was never printed in a cell
_LIKE_ANOTHER = 0.7  # that a column is as wide as those under the same header in other tables
_ABOUT = 6.0  # points by which such columns may still differ
_SURE = 15.0  # how far the other columns of a table may speak for one


class Paragraph(NamedTuple):
    """One line of a cell, in stretches between its blanks.

    Attributes:
        widths: of the stretches, in points.
        costs: of each blank between them, were it one that the writer has put there.
    """

    widths: tuple[float, ...]
    costs: tuple[float, ...]


class Widths(NamedTuple):
    """What a column's text says about its width.

    Attributes:
        tried: widths in points.
        costs: of the text at each of them.
        as_typed: cost of the text if none of its blanks ends a line.
    """

    tried: tuple[float, ...]
    costs: tuple[float, ...]
    as_typed: float

    @property
    def evidence(self) -> float:
        """How strongly it speaks for printed lines: a logarithm of odds."""
        return self.as_typed - _together(self.costs) if self.costs else 0.0


def paragraph(line: str, costs: Sequence[float]) -> Paragraph:
    """The stretches of a line of a cell."""
    return Paragraph(tuple(map(text_width, line.split(" "))), tuple(costs))


def tried_widths(column: Iterable[Paragraph]) -> tuple[float, ...]:
    """The widths that a column may have."""
    stretches = sorted(width for each in column if each.costs for width in each.widths)
    if not stretches:
        return ()
    least = stretches[int(len(stretches) * _FITTING)]
    step = max(_STEP, (stretches[-1] + _ROOM - least) / _MOST_STEPS)
    return tuple(least + step * number for number in range(int((stretches[-1] + _ROOM - least) / step) + 1))


def weighed(column: Iterable[Paragraph]) -> Widths:
    """What the text of a column costs at every width that it may have."""
    some: dict[Paragraph, None] = {}  # what is repeated tells nothing new
    for each in column:
        if 0 < len(each.costs) <= _MOST_BLANKS:
            some[each] = None
        if len(some) >= _MOST_LINES:
            break
    if not some:
        return Widths((), (), 0.0)
    tried = tried_widths(some)
    costs = tuple(sum(_cost(each, width) for each in some) for width in tried)
    return Widths(tried, costs, sum(sum(each.costs) for each in some))


def likely_widths(own: Widths, others: Sequence[Widths], table: float) -> list[tuple[float, float]]:
    """The widths that a column may have had, with how likely each is.

    Args:
        own: what its own text says.
        others: what the columns under the same header in other tables say.
        table: how strongly the other columns of its table speak for printed lines.

    Returns:
        Widths and probabilities; those that are not likely at all are left out. What is missing to 1 is the
        probability that no blank ends a line.
    """
    if not own.costs:
        return []
    prior = _prior(own, others)
    least = min(own.costs)
    lined = [weight * exp(least - cost) for weight, cost in zip(prior, own.costs, strict=True)]
    typed = exp(max(-50.0, min(50.0, least - own.as_typed - max(-_SURE, min(_SURE, table)))))
    total = sum(lined) + typed
    return [
        (width, each / total) for width, each in zip(own.tried, lined, strict=True) if each / total > 0.01
    ]


def in_line(one: Paragraph, likely: Sequence[tuple[float, float]]) -> list[float]:
    """How likely each blank of a line of a cell stands within a printed line."""
    chances = [1 - sum(weight for _, weight in likely)] * len(one.costs)
    for width, weight in likely:
        for index, chance in enumerate(_placed(one, width)):
            chances[index] += weight * chance
    return chances


def _prior(own: Widths, others: Sequence[Widths]) -> list[float]:
    even = 1 / len(own.tried)
    told = [each for each in others if each.costs and each.evidence > 0]
    if not told:
        return [even] * len(own.tried)
    alike = [0.0] * len(own.tried)
    for each in told:
        least = min(each.costs)
        weights = [exp(least - cost) for cost in each.costs]
        for index, width in enumerate(own.tried):
            near = sum(
                weight
                for other, weight in zip(each.tried, weights, strict=True)
                if abs(other - width) <= _ABOUT
            )
            alike[index] += near
    total = sum(alike)
    if not total:
        return [even] * len(own.tried)
    return [(1 - _LIKE_ANOTHER) * even + _LIKE_ANOTHER * each / total for each in alike]


def _cost(one: Paragraph, width: float) -> float:
    cost, used = _SCANNED_ON * (one.widths[0] > width), one.widths[0]
    for blank, stretch in zip(one.costs, one.widths[1:], strict=True):
        if used > width:  # the line that a scan has joined to it ends nobody knows where
            cost += min(blank, _LINE_END + 1)
            used = stretch
        elif used + _BLANK + stretch <= width:
            cost += blank
            used += _BLANK + stretch
        else:
            cost += _LINE_END + min(_EMPTIEST, ((width - used) / _EMPTY) ** _STEEP)
            used = stretch
        cost += _SCANNED_ON * (stretch > width)
    return cost


def _placed(one: Paragraph, width: float) -> list[float]:
    """For each blank 1 where it stands within a line, 0 where it ends one, a half where nobody knows."""
    placed, used = [], 0.0
    for before, after in pairwise(one.widths):
        used = used or before
        fits = used + _BLANK + after <= width
        placed.append(0.5 if used > width else float(fits))
        used = used + _BLANK + after if fits else after
    return placed


def _together(costs: Sequence[float]) -> float:
    """The cost of one of several, none of them known to be it."""
    least = min(costs)
    return least - log(sum(exp(least - each) for each in costs) / len(costs))
