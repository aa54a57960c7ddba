"""What a cell of a table of scores means: 84.48, ๘๔.๔๘, 84,48, 84.48%, a blank or a dash."""

import re
from decimal import Decimal
from typing import NamedTuple

from itaxl.assessment.findings import FindingKind
from itaxl.thai.text import arabic_digits, folded, is_blank

LOWEST, HIGHEST = Decimal(0), Decimal(100)
_NOISE = 10
"""Decimals that are meant: a mean that a spreadsheet worked out ends in digits that are not."""
_NUMBER = re.compile(r"([+-]?)\s*(\d{1,12})(?:[.,](\d{1,30}))?", re.ASCII)
_NOT_KNOWN = re.compile(r"[-.\s]+|n\.?\s*/?\s*a\.?|ไม่มี(?:ข้อมูล|คะแนน)|ไม่ทราบ")


class ReadScore(NamedTuple):
    """A score, or why there is none.

    Attributes:
        value: 0 to 100; None where nothing is known or nothing could be read.
        trouble: the kind of finding, where something stands there that is no score.
        has_sign: a percent sign stands there, so that 0.5% is indeed a half.
    """

    value: Decimal | None = None
    trouble: FindingKind | None = None
    has_sign: bool = False

    @property
    def may_be_fraction(self) -> bool:
        """Whether a cell with a percent format would look so: 84.48% is kept as 0.8448, and 100% as 1."""
        return self.value is not None and 0 < self.value <= 1 and not self.has_sign


def read_score(value: object) -> ReadScore:
    """What one cell means; a comma before decimals is one, since a score has no thousands.

    >>> [str(read_score(each).value) for each in (84.48, "๘๔.๔๘", "84,48 %", "ร้อยละ 92.5", 0.0)]
    ['84.48', '84.48', '84.48', '92.5', '0']
    >>> [read_score(each) == ReadScore() for each in ("", "-", " – ", "n/a", None)]
    [True, True, True, True, True]
    >>> read_score("101").trouble.slug, read_score("ดี").trouble.slug
    ('out-of-range', 'not-a-number')
    """
    if is_blank(value):
        return ReadScore()
    if isinstance(value, bool):
        return ReadScore(None, FindingKind.NOT_A_NUMBER)
    if isinstance(value, (int, float)):
        number = float(value)
        if number != number or abs(number) == float("inf"):  # noqa: PLR0124 - not a number differs from itself
            return ReadScore(None, FindingKind.NOT_A_NUMBER)
        return _within(Decimal(repr(round(number, _NOISE))))
    return _read_text(value) if isinstance(value, str) else ReadScore(None, FindingKind.NOT_A_NUMBER)


def _read_text(text: str) -> ReadScore:
    words = folded(arabic_digits(text))
    if _NOT_KNOWN.fullmatch(words):
        return ReadScore()
    has_sign = words.endswith("%") or words.startswith("ร้อยละ")
    words = words.removeprefix("ร้อยละ").removesuffix("%").removesuffix("คะแนน").strip()
    match = _NUMBER.fullmatch(words)
    if match is None:
        return ReadScore(None, FindingKind.NOT_A_NUMBER)
    sign, whole, decimals = match.groups()
    read = _within(Decimal(f"{sign}{whole}.{decimals or '0'}"))
    return read._replace(has_sign=has_sign)


def _within(value: Decimal) -> ReadScore:
    if not LOWEST <= value <= HIGHEST:
        return ReadScore(None, FindingKind.OUT_OF_RANGE)
    plain = value.normalize() + 0  # no -0
    return ReadScore(plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain)
