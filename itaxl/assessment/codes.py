"""Codes of units that Excel takes for one number: it makes 1 of 01, of 001 and of 1.0."""

import re

from itaxl.thai.text import unquoted

_NO_DECIMALS = re.compile(r"\.0+$")


def without_zeros(code: str) -> str:
    """A code without the zeros that Excel drops from a number.

    >>> without_zeros("001"), without_zeros("1.0"), without_zeros("010"), without_zeros("ก01")
    ('1', '1', '10', 'ก01')
    """
    return _NO_DECIMALS.sub("", unquoted(code)).lstrip("0")


class AlikeCodes:
    """The codes of a table by the number that each is to Excel."""

    def __init__(self) -> None:
        """Begin with none."""
        self._first: dict[str, tuple[str, int]] = {}

    def earlier(self, code: str, row: int) -> tuple[str, int] | None:
        """The first code that is the same number though it is another code, and its row.

        Args:
            code: of the next row.
            row: its number, as Excel counts.
        """
        number = without_zeros(code)
        if not code or (number and not number.isdecimal()):
            return None
        first = self._first.setdefault(number, (code, row))
        return None if unquoted(first[0]) == unquoted(code) else first
