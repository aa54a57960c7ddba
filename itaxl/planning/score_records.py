"""What a table of scores says of one agency, year by year, and where that contradicts itself."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct, field

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.plans import Agency
from itaxl.results.analysis import Published
from itaxl.thai.text import compact

_ROUNDING = Decimal("0.01")  # a published figure was rounded from figures that were rounded themselves


class CellPlace(NamedTuple):
    """A place in the sheet, and the header above it."""

    row: int
    column: int
    header: str


class YearScores(Struct):
    """What the table says of one agency in one year."""

    row: int
    scores: dict[int, Decimal | None] = field(default_factory=dict)
    instruments: dict[str, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    grade: str = ""
    places: dict[str, CellPlace] = field(default_factory=dict)

    @property
    def published(self) -> Published:
        """What stands beside the indicators."""
        return Published(self.total, self.instruments, self.grade)


class AgencyRows(Struct):
    """What the table says of one agency.

    Attributes:
        rows: where a wide table told of a year, by year.
        every_row: that names it.
    """

    agency: Agency
    row: int
    years: dict[int, YearScores] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    every_row: set[int] = field(default_factory=set)

    def of(self, year: int, row: int) -> YearScores:
        """A year's scores, which may begin in this row."""
        return self.years.setdefault(year, YearScores(row))


class Difference(NamedTuple):
    """A published figure that its own table contradicts."""

    kind: FindingKind
    cell: CellPlace
    value: str
    details: Mapping[str, object]


def differences(now: YearScores, framework: Framework) -> Iterator[Difference]:
    """Where a table says other instruments, another total or another grade than its indicators give.

    Args:
        now: what it says of one agency in the framework's year.
        framework: of that year.
    """
    scores = {no: score for no, score in now.scores.items() if score is not None}
    means = framework.instrument_scores(scores)
    for code, given in now.instruments.items():
        mean = means.get(code)
        if mean is not None and abs(rounded(mean) - given) > _ROUNDING:
            told = {"computed": rounded(mean)}
            yield Difference(FindingKind.INSTRUMENT_DIFFERS, now.places[code], str(given), told)
    computed = framework.total(scores)
    if now.total is not None and computed is not None and abs(computed - now.total) > _ROUNDING:
        told = {"computed": computed}
        yield Difference(FindingKind.TOTAL_DIFFERS, now.places["total"], str(now.total), told)
    instruments = now.instruments | means
    total = computed if computed is not None else now.total
    if total is None:
        total = framework.total_of_instruments(instruments)
    if total is None or not now.grade:
        return
    possible = [each.name for each in framework.possible_grades(total, instruments)]
    if compact(now.grade) not in map(compact, possible):
        names = " / ".join(possible)
        by_rule = {"year": framework.fiscal_year, "computed": names}
        yield Difference(FindingKind.GRADE_DIFFERS, now.places["grade"], now.grade, by_rule)
