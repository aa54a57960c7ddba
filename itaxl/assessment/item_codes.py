"""Codes of items as people write them: ๐๔๒, O42, o 42, 1๑๐, E๑๑, ข้อ ๐๘, or a bare ๗ in a row of IIT.

A zero stands for the letter o and a one for the letter i, since they look alike; what a number without any
letter means, the instrument of its row decides.
"""

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.verification import UNVERIFIED_MARK
from itaxl.thai.text import arabic_digits, compact

_DIGIT = "[0-9๐-๙]"
_LETTERS = {**dict.fromkeys("iIl|", "i"), **dict.fromkeys("eEеЕ", "e"), **dict.fromkeys("oOоО", "o")}
_END = r"(?![0-9๐-๙A-Za-z])"
# A one stands for the letter i only where two digits follow, or digits of the other script.
_CODE = re.compile(
    rf"(?P<lead>(?:(?:ข้อ|รหัส)(?:คำถาม)?(?:ที่)?)?\s*\(?\s*)"
    rf"(?:(?P<letter>[{''.join(_LETTERS)}])\s?[.\-]?\s?(?P<number>{_DIGIT}{{1,2}})"
    rf"|(?P<zero>[0๐])(?:\s?(?P<after_zero>{_DIGIT}{{1,2}}))"
    rf"|(?P<one>[1๑](?={_DIGIT}{{2}}{_END})|1(?=[๐-๙]))(?P<after_one>{_DIGIT}{{1,2}})"
    rf"|(?P<bare>{_DIGIT}{{1,2}})(?!\s?[.)])"
    rf"){_END}"
)
_NEXT = re.compile(r"\)?\s*(?P<range>-|–|ถึง)?(?(range)|(?:[,;/、]|และ))\s*")
_PLAIN = re.compile(r"[ieo][1-9][0-9]?")
_LONGEST_RANGE = 20


class ItemReading(NamedTuple):
    """What some words of a cell were read as.

    Attributes:
        is_plain: they are the code itself, written as the manuals write it.
    """

    words: str
    code: str
    is_plain: bool


class ItemFinder:
    """Finds the items of one framework in what people write."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    def find(self, text: str, indicators: Collection[int] = ()) -> tuple[ItemReading, ...]:
        """The items that a cell names; words that hold no code name none.

        Args:
            text: the cell, with or without the name of the item behind its code.
            indicators: of the row, for numbers without a letter.
        """
        named = self._by_name.get(compact(text.strip().removesuffix(UNVERIFIED_MARK)))
        if named:
            return (ItemReading(named, named, is_plain=True),)
        default = self._letter_of(indicators)
        return tuple(_read(text, default))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {compact(item.name): item.code for item in self.framework.items if item.name}

    def _letter_of(self, indicators: Collection[int]) -> str:
        """The letter of the one instrument that a row's indicators belong to."""
        letters = {each.instrument[:1].lower() for each in self.framework.indicators if each.no in indicators}
        return letters.pop() if len(letters) == 1 else ""


def _read(text: str, default: str) -> Iterator[ItemReading]:
    for number, line in enumerate(text.strip().split("\n")):
        # A number that begins a further line is a year or a count.
        yield from _read_line(line.strip(), default if number == 0 else "")


def _read_line(line: str, default: str) -> Iterator[ItemReading]:
    position, letter, before = 0, default, ""
    while match := _CODE.match(line, position):
        code = _code(match, letter)
        if code is None:
            return
        words = match[0].strip()
        if before:
            yield from _between(before, code)
        yield ItemReading(words, code, is_plain=_PLAIN.fullmatch(words) is not None)
        letter = code[0]
        following = _NEXT.match(line, match.end())
        if following is None:
            return
        before = code if following["range"] else ""
        position = following.end()


def _between(first: str, last: str) -> Iterator[ItemReading]:
    """The codes inside o18-o21."""
    start, end = int(first[1:]), int(last[1:])
    if first[0] == last[0] and start < end <= start + _LONGEST_RANGE:
        for number in range(start + 1, end):
            yield ItemReading(f"{first}-{last}", f"{first[0]}{number}", is_plain=True)


def _code(match: re.Match[str], default: str) -> str | None:
    if match["letter"]:
        letter, digits = _LETTERS[match["letter"]], match["number"]
    elif match["zero"]:
        digits = match["after_zero"]
        # In front of one digit a zero may only fill up: ๐๗ in a survey's row is its seventh question.
        letter = default if default in ("i", "e") and len(digits) == 1 else "o"
    elif match["one"]:
        letter, digits = "i", match["after_one"]
    else:
        letter, digits = default, match["bare"]
    number = int(arabic_digits(digits))
    return f"{letter}{number}" if letter and number else None
