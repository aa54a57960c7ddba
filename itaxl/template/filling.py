"""What goes into a described workbook: identity, texts, values, lists."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct, field

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.plans import Thresholds
from itaxl.assessment.submissions import Stamp
from itaxl.template.front import FrontSheet


class NestedChoices(NamedTuple):
    """A list that another cell narrows: pairs of what stands there and what it then offers."""

    pairs: Sequence[tuple[str, str]]


class ColumnChoices(NamedTuple):
    """A list of what stands in a column of the same workbook, also of what is typed there later on.

    Attributes:
        sheet: key of the table.
        column: key of its column.
        first: entries before those.
    """

    sheet: str
    column: str
    first: tuple[str, ...] = ()


Choices = Sequence[str] | NestedChoices | ColumnChoices
"""What a dropdown offers."""


class YearTotals(Struct, frozen=True):
    """How one column of scores adds up.

    Attributes:
        heading: for example "ปี 2564".
        labels: what to call each instrument, the total and the grade.
        instruments: code, weight and the rows (counted from 0, within the table) of its indicators.
        grade_formula: from the total's cell and the instruments' cells; without the leading sign.
        levels: all grades that there may be.
        values: the results to show before anything is recalculated: instruments, total, grade.
    """

    heading: str
    labels: tuple[str, ...]
    instruments: tuple[tuple[str, Decimal, tuple[int, ...]], ...]
    grade_formula: Callable[[str, Sequence[str]], str]
    levels: tuple[str, ...]
    values: tuple[float | str, ...]


class Start(Struct, frozen=True):
    """Why open cells are sent out filled in.

    Attributes:
        kind: as in ``OriginKind``.
        digest: of what stands in them.
        corrects: contents of the returns that the workbook takes the place of, oldest first.
        held: how many of the open cells hold each entry that is kept in front, in the order of the lists.
    """

    kind: str
    digest: str
    corrects: tuple[str, ...] = ()
    held: tuple[int, ...] = ()


class Filling(Struct, frozen=True):
    """What is written into a described workbook.

    Attributes:
        texts: for the braces in titles, notes, prompts and footers.
        fields: values of forms, by sheet key and field key.
        rows: rows sent out filled in, by sheet key; each by column key.
        blank_values: what the locked columns of every blank row hold, by sheet key and column key.
        blank_rows: entries for the first of the blank rows, by sheet key.
        choices: lists for dropdowns by name.
        totals: live totals beside a table of scores, by column key.
        bands: what a column of scores is judged by, by column key.
        password: of the sheets' protection; empty for none.
        travelling: texts that go along in the stamp, so that the workbook can be made anew from itself.
        front: a sheet in front of all others that says what is to be done; None where there is none.
        start: why open cells come filled in; None where nobody has to know.
    """

    stamp: Stamp
    fiscal_year: FiscalYear
    texts: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    blank_values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    blank_rows: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    totals: Mapping[str, YearTotals] = field(default_factory=dict)
    bands: Mapping[str, Thresholds] = field(default_factory=dict)
    password: str = ""
    travelling: Mapping[str, str] = field(default_factory=dict)
    front: FrontSheet | None = None
    start: Start | None = None
