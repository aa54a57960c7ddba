"""The identity that travels inside a workbook on a very-hidden sheet, and what its locked cells held."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct, field

from itaxl.assessment.submissions import Stamp

STAMP_SHEET = "_itaxl"
LIST_SHEET = "_lists"
FORMAT = "1"
_WORDS_OF_A_ROW = 20
DATE_ORDER_LABEL = "date-order"
_MONTH_FIRST = "2"
_MOST_ROWS = 20_000  # more than any form has; a larger number was not written by us

_IDENTITY = {
    "kind": "kind",
    "template-version": "template_version",
    "agency": "agency",
    "fiscal-year": "fiscal_year",
    "round": "months",
    "unit-code": "unit_code",
    "unit": "unit",
    "made-on": "made_on",
}


class CellRange(NamedTuple):
    """A block of cells, counted from 0, the last row and column included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


class ComputedBlock(Struct, frozen=True):
    """Live totals below a table.

    Attributes:
        words: all that they may say; none where it was not noted.
    """

    cells: CellRange
    words: tuple[str, ...] = ()


class SentTable(Struct):
    """What a table's locked cells held when it was sent out.

    Attributes:
        blank_values: what stood in the locked cells of every blank row, by column key.
        computed: the block below the table in which live totals stand, where there is one.
        days: that its open cells were sent out with, by the row's code and column key; none in forms that
            came empty, and in those that were made before days were noted.
    """

    assigned: int
    blank: int
    columns: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)
    blank_values: dict[str, str] = field(default_factory=dict)
    computed: ComputedBlock | None = None
    days: dict[tuple[str, str], str] = field(default_factory=dict)


class SentKept(NamedTuple):
    """An entry without a place in the form, in a cell of its own on the sheet in front.

    Attributes:
        cell: where it stands.
        place: where it stood before.
        mark: of the entry; empty in forms that were made before this and the next were noted.
        held: how many cells of the form held these words already.
    """

    cell: str
    place: str
    mark: str = ""
    held: int = 0


class SentStart(Struct):
    """What a form was sent out with in its open cells, where they did not all come empty.

    Attributes:
        kind: why, as in ``OriginKind``.
        digest: of the entries that it was sent out with.
        sheet: the name of the sheet in front of the form.
        confirmed: the cell on it in which somebody may say that nothing is to be changed; empty for none.
        corrects: contents of the returns that it takes the place of, oldest first.
        kept: the entries on that sheet that have no place in the form.
        words: what else stands on that sheet, each cell as its mark; empty in forms that were made before
            marks were.
    """

    kind: str
    digest: str
    sheet: str
    confirmed: str = ""
    corrects: list[str] = field(default_factory=list)
    kept: list[SentKept] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)


class SentWorkbook(Struct):
    """A workbook's identity and its locked content, as text.

    Attributes:
        month_first: the computer that it was last calculated on reads 1/2 as 2 January.
        texts: words that it was made with and that stand nowhere else by themselves, by name.
        start: what it was sent out with; None where all open cells were empty.
    """

    stamp: Stamp
    tables: dict[str, SentTable] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    month_first: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    start: SentStart | None = None


def canonical(value: object) -> str:
    """A cell value as text that survives every office suite: to compare what was sent with what came back.

    >>> canonical(2566.0), canonical(date(2022, 10, 1)), canonical(None)
    ('2566', '2022-10-01', '')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def stamp_rows(sent: SentWorkbook) -> Iterable[Sequence[str]]:
    """The rows of the hidden sheet; every cell is text."""
    yield ("itaxl", FORMAT)
    for label, name in _IDENTITY.items():
        yield (label, str(getattr(sent.stamp, name)))
    for key, table in sent.tables.items():
        yield from _table_rows(key, table)
    for key, values in sent.fields.items():
        for name, value in values.items():
            yield ("field", key, name, value)
    for name, value in sent.texts.items():
        yield ("text", name, value)
    if sent.start is not None:
        yield from _start_rows(sent.start)


def _table_rows(key: str, table: SentTable) -> Iterable[Sequence[str]]:
    yield ("table", key, str(table.assigned), str(table.blank))
    yield ("columns", key, *table.columns)
    for row in table.rows if table.columns else ():
        yield ("row", key, *row)
    for name, value in table.blank_values.items():
        yield ("blank", key, name, value)
    if table.computed is not None:
        yield ("computed", key, *map(str, table.computed.cells), *table.computed.words)
    for (code, column), sent_day in table.days.items():
        yield ("day", key, code, column, sent_day)


def _start_rows(start: SentStart) -> Iterable[Sequence[str]]:
    yield ("start", start.kind, start.digest, start.sheet, start.confirmed)
    for contents in start.corrects:
        yield ("corrects", contents)
    for each in start.kept:
        yield ("kept", each.cell, each.place, each.mark, str(each.held))
    words = sorted(start.words.elements())
    for first in range(0, len(words), _WORDS_OF_A_ROW):
        yield ("words", *words[first : first + _WORDS_OF_A_ROW])


def read_stamp(rows: Sequence[Sequence[object]]) -> SentWorkbook | None:
    """Understand the hidden sheet; None where it is not one of ours."""
    if not rows or not rows[0] or canonical(rows[0][0]) != "itaxl":
        return None
    identity: dict[str, str] = {}
    sent = SentWorkbook(Stamp(kind=""))
    for row in rows[1:]:
        _read_row([cell if type(cell) is str else canonical(cell) for cell in row], identity, sent)
    if "kind" not in identity:
        return None
    sent.stamp = _stamp(identity)
    return sent


def _read_row(row: list[str], identity: dict[str, str], sent: SentWorkbook) -> None:
    match row:
        case ["table", key, assigned, blank, *_] if _is_count(assigned) and _is_count(blank):
            sent.tables[key] = SentTable(int(assigned), int(blank))
        case [label, order, *_] if label == DATE_ORDER_LABEL:
            sent.month_first = order == _MONTH_FIRST
        case ["columns", key, *columns] if key in sent.tables:
            while columns and not columns[-1]:
                columns.pop()
            sent.tables[key].columns = tuple(columns)
        case ["row", key, *values] if key in sent.tables:
            table = sent.tables[key]
            width = len(table.columns)
            table.rows.append(tuple((values + [""] * width)[:width]))
        case ["blank" | "computed" | "day" as what, key, *values] if key in sent.tables:
            _read_more(sent.tables[key], what, values)
        case ["field", key, name, value, *_]:
            sent.fields.setdefault(key, {})[name] = value
        case ["text", name, value, *_]:
            sent.texts[name] = value
        case [label, value, *_] if label in _IDENTITY:
            identity[label] = value
        case _:
            _read_start(row, sent)


def _read_start(row: list[str], sent: SentWorkbook) -> None:
    match row:
        case ["start", kind, digest, sheet, confirmed, *_]:
            sent.start = SentStart(kind, digest, sheet, confirmed)
        case ["start", kind, digest, sheet]:
            sent.start = SentStart(kind, digest, sheet)
        case ["corrects", contents, *_] if sent.start is not None:
            sent.start.corrects.append(contents)
        case ["kept", cell, place, mark, held, *_] if sent.start is not None and _is_count(held):
            sent.start.kept.append(SentKept(cell, place, mark, int(held)))
        case ["kept", cell, place, *_] if sent.start is not None:
            sent.start.kept.append(SentKept(cell, place))
        case ["words", *marks] if sent.start is not None:
            sent.start.words.update(filter(None, marks))
        case _:
            pass


def _read_more(table: SentTable, what: str, values: list[str]) -> None:
    match values:
        case [name, value, *_] if what == "blank":
            table.blank_values[name] = value
        case [code, column, sent_day, *_] if what == "day":
            table.days[code, column] = sent_day
        case [a, b, c, d, *told] if all(map(_is_count, (a, b, c, d))):
            cells = CellRange(int(a), int(b), int(c), int(d))
            table.computed = ComputedBlock(cells, tuple(filter(None, told)))
        case _:
            pass


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_ROWS)) and int(text) <= _MOST_ROWS


def _stamp(identity: Mapping[str, str]) -> Stamp:
    def number(label: str) -> int:
        text = identity.get(label, "")
        return int(text) if _is_count(text) else 0

    return Stamp(
        kind=identity["kind"],
        template_version=identity.get("template-version", ""),
        agency=identity.get("agency", ""),
        fiscal_year=number("fiscal-year"),
        months=number("round"),
        unit_code=identity.get("unit-code", ""),
        unit=identity.get("unit", ""),
        made_on=identity.get("made-on", ""),
    )
