"""Indicators and items as people name them: by number, by name, by an older name, several at once."""

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from itaxl.assessment.frameworks import Framework, Indicator, Item
from itaxl.assessment.verification import UNVERIFIED_MARK, marked
from itaxl.thai.text import arabic_digits, compact, nearest

_SEPARATORS = re.compile(r"[,;،、\n]|\s+และ\s*")
_LEADING_NUMBER = re.compile(r"(?:ตัวชี้วัด(?:ที่)?\s*)?(\d{1,2})(?!\d|\.\d)[.):]?\s*(.*)", re.DOTALL)


_INSTRUMENT = re.compile(r"(.+?)\s*[(\[]?\b(IIT|EIT|OIT)\b[)\]]?", re.DOTALL)
_SUB_NUMBER = re.compile(r"(?:ตัวชี้วัด)?(?:ย่อย)?(?:ที่)?\s*(\d{1,2}\.\d{1,2})(?![\d.])\s*(.*)", re.DOTALL)
_CUT_SHORT = "ฯ"
_SHORTEST_START = 6  # letters of a name that is cut short
_TEXTS_KEPT = 4096
_SURE = 0.9  # of a name: a doubled syllable, a wrong mark; no two of the ten names are nearly as near


class NamedIndicators(NamedTuple):
    """What a cell names.

    Attributes:
        numbers: in the order given.
        unknown: words that name none, each with the nearest name.
        readings: words that do not simply say what they were read as, each with the number read.
    """

    numbers: tuple[int, ...]
    unknown: tuple[tuple[str, str | None], ...]
    readings: tuple[tuple[str, int], ...] = ()


class IndicatorFinder:
    """Finds the indicators of one framework in what people write."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        # The rows of a plan, and all returns of a province, name the same few again and again.
        self._found = lru_cache(maxsize=_TEXTS_KEPT)(self._find)

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return {compact(name): each.no for each in self.framework.indicators for name in each.names}

    def find(self, text: str) -> NamedIndicators:
        """The indicators that a cell names, separated by commas, semicolons or line ends."""
        return self._found(text)

    def _find(self, text: str) -> NamedIndicators:
        whole = self._by_name.get(compact(text))
        if whole:
            return NamedIndicators((whole,), ())
        numbers: list[int] = []
        unknown: list[tuple[str, str | None]] = []
        readings: list[tuple[str, int]] = []
        for part in _SEPARATORS.split(text):
            words = part.strip().removesuffix(UNVERIFIED_MARK).strip()
            if not words:
                continue
            number, is_plain = self._one(words)
            if number is None:
                unknown.append((words, nearest(words, self._labels)))
                continue
            if not is_plain:
                readings.append((words, number))
            if number not in numbers:
                numbers.append(number)
        return NamedIndicators(tuple(numbers), tuple(unknown), tuple(readings))

    def _one(self, words: str) -> tuple[int | None, bool]:
        """The indicator that some words name, and whether they plainly do."""
        number, name = 0, words
        match = _LEADING_NUMBER.fullmatch(arabic_digits(words))
        if match is not None:
            number, name = int(match[1]), match[2].strip()
        if not name:
            return (number, True) if number in self._numbers else (None, False)
        named = self._by_name.get(compact(name))
        if named:
            # A number that is another's is the row's own: people number the rows of their tables.
            return named, number in (0, named)
        near = nearest(name, self._names, _SURE)
        if near:
            return self._by_name[compact(near)], False
        return self._with_instrument(words) or self._of_group(words) or (self._cut_short(name), False)

    def _of_group(self, words: str) -> tuple[int, bool] | None:
        """The indicator of a group of its items, where this year has the group: 9.1 ข้อมูลพื้นฐาน."""
        match = _SUB_NUMBER.fullmatch(arabic_digits(words))
        groups = [(each.no, group) for each in self.framework.indicators for group in each.sub_indicators]
        for number, group in groups:
            if match is not None and match[1] == group.code:
                return number, compact(match[2]) in {"", compact(group.name)}
        return None

    def _with_instrument(self, words: str) -> tuple[int | None, bool] | None:
        """The indicator of a name with its instrument behind it: 9 การเปิดเผยข้อมูล (OIT)."""
        match = _INSTRUMENT.fullmatch(words)
        if match is None:
            return None
        number, is_plain = self._one(match[1])
        is_its_own = number is not None and self.framework.indicator(number).instrument == match[2]
        return number, is_plain and is_its_own

    def _cut_short(self, name: str) -> int | None:
        """The indicator whose name alone begins so: การใช้ทรัพย์สินฯ."""
        start = compact(name).removesuffix(_CUT_SHORT)
        if not name.endswith(_CUT_SHORT) or len(start) < _SHORTEST_START:
            return None
        numbers = {number for known, number in self._by_name.items() if known.startswith(start)}
        return numbers.pop() if len(numbers) == 1 else None

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(name for each in self.framework.indicators for name in each.names)

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
