"""How scores are rounded, and which level of the result they reach: as figures, and as a formula of Excel."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from itaxl.assessment.verification import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CENT = Decimal("0.01")
_DIVISION_NOISE = Decimal("1E-12")


def rounded(value: Decimal) -> Decimal:
    """The value with two decimals, half up, as the results of the ITA are published.

    >>> rounded(Decimal("84.995")), rounded(Decimal("84.9949"))
    (Decimal('85.00'), Decimal('84.99'))
    >>> rounded(Decimal("254.985") / 3 * Decimal("0.3"))
    Decimal('25.50')
    """
    # A third ends after 28 digits, so what is exactly a half may sit just below it.
    return value.quantize(_DIVISION_NOISE).quantize(_CENT, ROUND_HALF_UP)


def told_apart(score: Decimal, limit: Decimal) -> Decimal:
    """The score as it is told beside a limit: rounded, with more decimals where these would reach the limit.

    >>> limit = Decimal(80)
    >>> [f"{told_apart(Decimal(each), limit)}" for each in ("79.994", "79.995", "80", "80.0004")]
    ['79.99', '79.995', '80.00', '80.0004']
    """
    shown, places = rounded(score), 2
    while shown.compare(limit) != score.compare(limit):
        places += 1
        shown = score.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return shown


class GradeLevel(Struct, frozen=True):
    """A level of the result and what it takes to reach it."""

    name: str
    total_min: Decimal
    each_instrument_min: Decimal | None = None

    def allows(self, total: Decimal, instruments: Sequence[Decimal | None]) -> bool | None:
        """Whether the rounded scores reach the level; None where an unknown instrument would decide."""
        if total < self.total_min:
            return False
        if self.each_instrument_min is None:
            return True
        if any(score is not None and score < self.each_instrument_min for score in instruments):
            return False
        return None if None in instruments else True


class GradeRule(Struct, frozen=True):
    """The levels of the result, best first: the first level that is reached counts."""

    levels: tuple[GradeLevel, ...]
    target: Decimal
    standing: Standing
    sources: tuple[str, ...]
    note: str | None

    @property
    def needs_instruments(self) -> bool:
        """Whether some level asks for more than the total."""
        return any(level.each_instrument_min is not None for level in self.levels)

    def possible(
        self, total: Decimal, instruments: Sequence[Decimal | None] = (None,)
    ) -> tuple[GradeLevel, ...]:
        """The levels the scores can mean, best first; None stands for an unknown instrument.

        >>> rule = GradeRule(
        ...     levels=(
        ...         GradeLevel("ดีเยี่ยม", Decimal(95), each_instrument_min=Decimal(95)),
        ...         GradeLevel("ผ่าน", Decimal(85)),
        ...         GradeLevel("ปรับปรุง", Decimal(0)),
        ...     ),
        ...     target=Decimal(85), standing=Standing.VERIFIED, sources=(), note=None,
        ... )
        >>> def names(total: str, *instruments: Decimal | None) -> list[str]:
        ...     return [level.name for level in rule.possible(Decimal(total), instruments)]
        >>> names("84.99", None), names("84.9949", None), names("84.995", None)
        (['ปรับปรุง'], ['ปรับปรุง'], ['ผ่าน'])
        >>> names("94.99", None), names("95.00", None)
        (['ผ่าน'], ['ดีเยี่ยม', 'ผ่าน'])
        >>> names("95.00", Decimal("94.99"), None), names("95.00", Decimal("94.995"), Decimal(95))
        (['ผ่าน'], ['ดีเยี่ยม'])
        """
        compared = [None if score is None else rounded(score) for score in instruments]
        return tuple(_until_certain(self.levels, rounded(total), compared))

    def as_formula(self, total_cell: str, instrument_cells: Sequence[str]) -> str:
        """The rule as an Excel formula without its equals sign.

        It gives the name of the level, or nothing where the total is missing or a missing instrument
        would decide, exactly as `possible` does. Only functions that every spreadsheet knows are used.

        >>> rule = GradeRule(
        ...     levels=(GradeLevel("A", Decimal(85)), GradeLevel("B", Decimal(0))),
        ...     target=Decimal(85), standing=Standing.VERIFIED, sources=(), note=None,
        ... )
        >>> rule.as_formula("C2", [])
        'IF(COUNT(C2)=0,"",IF(ROUND(C2,2)>=85,"A",IF(ROUND(C2,2)>=0,"B","")))'
        """
        formula = '""'
        for level in reversed(self.levels):
            formula = _level_formula(level, total_cell, instrument_cells, otherwise=formula)
        return f'IF(COUNT({total_cell})=0,"",{formula})'


def _until_certain(
    levels: Iterable[GradeLevel], total: Decimal, instruments: Sequence[Decimal | None]
) -> Iterator[GradeLevel]:
    for level in levels:
        allowed = level.allows(total, instruments)
        if allowed is not False:
            yield level
        if allowed:
            return


def _level_formula(
    level: GradeLevel, total_cell: str, instrument_cells: Sequence[str], otherwise: str
) -> str:
    reached = f"ROUND({total_cell},2)>={level.total_min:f}"
    name = '"' + level.name.replace('"', '""') + '"'
    if level.each_instrument_min is not None and not instrument_cells:
        name = '""'
    elif level.each_instrument_min is not None:
        cells = ",".join(instrument_cells)
        # MIN of cells without any number is 0, which would read as a failed instrument.
        none_below = f"OR(COUNT({cells})=0,ROUND(MIN({cells}),2)>={level.each_instrument_min:f})"
        reached = f"AND({reached},{none_below})"
        name = f'IF(COUNT({cells})={len(instrument_cells)},{name},"")'
    return f"IF({reached},{name},{otherwise})"
