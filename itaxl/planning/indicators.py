"""Indicators and items as people name them: by number, by name, by an older name, several at once."""

import re
from functools import cached_property
from typing import NamedTuple

from itaxl.assessment.frameworks import UNVERIFIED_MARK, Framework, Indicator, Item, marked
from itaxl.thai.text import arabic_digits, compact, nearest

_SEPARATORS = re.compile(r"[,;،、\n]|\s+และ\s*")
_LEADING_NUMBER = re.compile(r"(?:ตัวชี้วัด(?:ที่)?\s*)?(\d{1,2})(?!\d|\.\d)[.):]?\s*(.*)", re.DOTALL)


class NamedIndicators(NamedTuple):
    """What a cell names: numbers in the order given, and words that name none, each with the nearest name."""

    numbers: tuple[int, ...]
    unknown: tuple[tuple[str, str | None], ...]


class IndicatorFinder:
    """Finds the indicators of one framework in what people write."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return {compact(name): each.no for each in self.framework.indicators for name in each.names}

    def find(self, text: str) -> NamedIndicators:
        """The indicators that a cell names, separated by commas, semicolons or line ends."""
        whole = self._by_name.get(compact(text))
        if whole:
            return NamedIndicators((whole,), ())
        numbers: list[int] = []
        unknown: list[tuple[str, str | None]] = []
        for part in _SEPARATORS.split(text):
            words = part.strip().removesuffix(UNVERIFIED_MARK).strip()
            if not words:
                continue
            number = self._one(words)
            if number is None:
                unknown.append((words, nearest(words, self._labels)))
            elif number not in numbers:
                numbers.append(number)
        return NamedIndicators(tuple(numbers), tuple(unknown))

    def _one(self, words: str) -> int | None:
        named = self._by_name.get(compact(words))
        if named:
            return named
        match = _LEADING_NUMBER.fullmatch(arabic_digits(words))
        if match is None:
            return None
        number, name = int(match[1]), match[2].strip()
        if number not in self._numbers:
            return None
        # Where number and name disagree, neither may be trusted.
        by_name = self._by_name.get(compact(name)) if name else number
        return number if by_name in (None, number) and (not name or by_name == number) else None

    @cached_property
    def _numbers(self) -> frozenset[int]:
        return frozenset(each.no for each in self.framework.indicators)

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        return tuple(indicator_label(each) for each in self.framework.indicators)


def indicator_label(indicator: Indicator) -> str:
    """An indicator as dropdowns offer it.

    The mark is left to the notes: the ten names are the same in every year and widely published.
    """
    return f"{indicator.no} {indicator.name}"


def item_label(item: Item) -> str:
    """An item as dropdowns offer it, marked where it is not verified."""
    name = f"{item.code} {item.name}" if item.name else item.code
    return marked(name, item.standing)


def item_code(text: str) -> str:
    """The code of an item from the words of a dropdown; any other text as it is.

    >>> item_code("o18 แผนการใช้จ่ายงบประมาณประจำปี *")
    'o18'
    """
    words = text.removesuffix(UNVERIFIED_MARK).strip()
    match = re.match(r"([ieoIEO]\d{1,2})(?=\s|$)", arabic_digits(words))
    return match[1].lower() if match else words
