"""Whether a blank of a scan was meant, or only ends a printed line: by its place, its words, and their use.

Inside a printed line a blank is the writer's own. At the end of one nobody can see it: there Thai goes on
without, but where a rule of writing or the same words elsewhere in the document say otherwise.
All weights are natural logarithms of odds that a blank was meant.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, MutableMapping
from functools import cached_property
from math import exp, log
from typing import NamedTuple

from itaxl.importing.words import import_words
from itaxl.thai.dates import MONTH
from itaxl.thai.text import arabic_digits

THAI = "ก-\u0e3a\u0e40-\u0e4e"
UNSEEN = "|"
"""Stands in a text for a blank that may be the end of a line."""

_IN_LINE, _LINE_END = 4.0, -2.0
_IN_LINE_COST, _FORCED_COST = (
    6.3,
    1.5,
)  # of a blank within a line: between words of Thai, and where one must be
_ALWAYS = 8.0
_ODD = 0.5  # weight of a blank within a line that the words around it speak against
_LONG, _SHORT, _LEAST = 7, 4, 3  # letters on each side by which the use of words is compared
_TOGETHER, _APART = -3.0, 4.0
_CONTEXTS = (14, 10)  # letters on one side, where the other differs
_REACH = 48  # letters beside a blank that are looked at; numbers and months in them become shorter
_MOST_LETTERS = 60_000  # of a document that show how its words are written
_BASE = log(0.1 / 0.9)  # how often a blank stands between two words of Thai
_BEFORE, _AFTER = re.compile(rf"[{THAI}]/?$"), re.compile(rf"[{THAI}]")
_ABBREVIATION = re.compile(r"(?:[ก-ฮ]{1,4}\.)+")
_JOINT = re.compile(rf"(?<=[{THAI}]) ?(?=[{THAI}])")
_DIGITS, _MONTH = re.compile(r"\d+"), re.compile(MONTH)


_Counted = MutableMapping[str, list[int]]


class Junction(NamedTuple):
    """A blank of a line.

    Attributes:
        before: what stands before it, at least the nearest letters.
        after: what stands behind it, at least the nearest letters.
    """

    before: str
    after: str

    @property
    def may_close(self) -> bool:
        """Whether Thai stands on both sides, so that there need not be a blank."""
        return _BEFORE.search(self.before) is not None and _AFTER.match(self.after) is not None


def junctions(line: str) -> list[Junction]:
    """The single blanks of a line, each with what stands near it."""
    return [
        Junction(line[max(0, at - _REACH) : at], line[at + 1 : at + 1 + _REACH])
        for at, letter in enumerate(line)
        if letter == " "
    ]


def goes_on(junction: Junction) -> bool:
    """Whether the word before a blank is one behind which Thai goes on, as และ is."""
    words, last = import_words().blanks, junction.before.rsplit(" ", 1)[-1]
    # A word that stands alone between blanks was set so: ถามตอบ ใน เว็บไซต์.
    return last.endswith(words.behind) and not last.endswith(words.unless) and last not in words.behind


def cost_in_line(junction: Junction) -> float:
    """How unlikely a blank is within a line, by the words around it."""
    if not junction.may_close or junction.before.endswith("/"):
        return _FORCED_COST
    return max(_FORCED_COST, _IN_LINE_COST - _of_words(junction))


def odds(junction: Junction, in_line: float, use: "Use", *, is_seen: bool) -> float:
    """How likely a blank was meant: the logarithm of the odds.

    Args:
        junction: the blank.
        in_line: how likely it stands within a printed line.
        use: how the document writes the same words elsewhere.
        is_seen: whether the blank itself stands in what the use is read from.
    """
    if not junction.may_close:
        return _ALWAYS
    chance = in_line * _chance(_IN_LINE) + (1 - in_line) * _chance(_LINE_END)
    words = _of_words(junction)
    told = log(chance / (1 - chance)) + words + use.odds(junction, is_seen=is_seen)
    # What the writer has put there stays, however odd; but a stroke has a blank on both sides or on none.
    return max(told, _ODD) if is_seen and words > -_ALWAYS else told


class Use:
    """How a document writes its words where it shows whether a blank stands between them.

    Args:
        texts: its lines; ``UNSEEN`` stands where nobody can tell.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = _folded("\n".join(texts)[:_MOST_LETTERS])

    def odds(self, junction: Junction, *, is_seen: bool) -> float:
        """What the same words elsewhere say about a blank, which is no witness itself."""
        before, after = _folded(junction.before[-_REACH:]), _folded(junction.after[:_REACH])
        between = self._between(before, after, int(is_seen))
        if is_seen:  # what else stands beside the words does not make a slip of it
            return between
        ahead, behind = self._beside
        return (
            between
            + _always(ahead, [after[:most] for most in _CONTEXTS])
            + _always(behind, [before[-most:] for most in _CONTEXTS])
        )

    def _between(self, before: str, after: str, own: int) -> float:
        """What the same two words say."""
        first, second = before.rsplit(" ", 1)[-1], after.split(" ", 1)[0]
        if min(len(first), len(second)) < _LEAST or first[-_LEAST:] + second[:_LEAST] not in self._joints:
            return 0.0
        for most in (_LONG, _SHORT):
            left, right = first[-most:], second[:most]
            # A short word that stands alone must do so elsewhere, too: เดือน ตุลาคม is not ประจำเดือนตุลาคม.
            sign = " " if len(first) < _LONG and len(first) < len(before) else ""
            together = f"{sign}{left}{right}" in self._text
            apart = self._text.count(f"{left} {right}") > own
            if together != apart:
                return _TOGETHER if together else _APART
            if together:
                break
        return 0.0

    @cached_property
    def _joints(self) -> frozenset[str]:
        """What may stand around a blank, without it: tells fast that words do not stand in the text."""
        text = self._text.replace(" ", "")
        return frozenset(text[at : at + 2 * _LEAST] for at in range(len(text)))

    @cached_property
    def _beside(self) -> tuple[_Counted, _Counted]:
        """How often words of Thai stand behind others, and before others: without a blank, and with one."""
        ahead: _Counted = defaultdict(lambda: [0, 0])
        behind: _Counted = defaultdict(lambda: [0, 0])
        for joint in _JOINT.finditer(self._text):
            start, stop = joint.span()
            for most in _CONTEXTS:
                ahead[self._text[stop : stop + most]][stop - start] += 1
                behind[self._text[max(0, start - most) : start]][stop - start] += 1
        return ahead, behind


def _always(counted: _Counted, contexts: Iterable[str]) -> float:
    """The weight of words that are always written in one way, by how often; the longest that are known."""
    for words, most in zip(contexts, _CONTEXTS, strict=True):
        if len(words) == most and words in counted:
            together, apart = counted[words]
            return log((apart + 0.2) / (together + 1.8)) - _BASE if bool(together) != bool(apart) else 0.0
    return 0.0


def _of_words(junction: Junction) -> float:
    """What the words next to a blank say, wherever it stands."""
    words, (before, after) = import_words().blanks, junction
    if before.endswith(words.always_behind) or after.startswith(words.always_before):
        return _ALWAYS
    last = before.rsplit(" ", 1)[-1]
    if last.endswith("/"):  # a stroke has a blank on both sides or on none
        return 0.0 if last == "/" else -2 * _ALWAYS
    begins = max((weight for word, weight in words.before if after.startswith(word)), default=0.0)
    if _ABBREVIATION.match(after):
        begins = max(begins, words.abbreviation)
    return begins + words.goes_on * goes_on(junction)


def _chance(weight: float) -> float:
    return 1 / (1 + exp(-weight))


def _folded(text: str) -> str:
    """A text in which every number and every month is the same one: dates are written alike."""
    return _MONTH.sub("ตุลาคม", _DIGITS.sub("0", arabic_digits(text)))
