"""Finds a described sheet's columns by their headers, wherever they stand now."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from itaxl.sheets.grids import Grid
from itaxl.template.cells import as_text
from itaxl.template.description import Sheet
from itaxl.template.layout import HEADER_ROW
from itaxl.thai.text import compact, nearest

_SEARCHED_ROWS = 40
_BRACES = re.compile(r"\\{[\w:]+\\}")
_SHORTEST_BEGINNING = 4  # of a header; one such as "ข้อ" begins words of other columns
_FEWEST_HEADERS = 2  # a row with fewer known headers is no header row


class Heads(Struct, frozen=True):
    """Where the columns of a table stand.

    Attributes:
        row: of the headers.
        columns: by column key.
        computed: columns that show what formulas work out.
        near: what headers say that were only recognised as nearly the right ones, by column key.
        is_as_sent: nothing was moved, inserted or deleted.
    """

    row: int
    columns: Mapping[str, int]
    computed: frozenset[int]
    near: Mapping[str, str] = field(default_factory=dict)
    is_as_sent: bool = False

    @property
    def known(self) -> frozenset[int]:
        """Every column that belongs to the table."""
        return self.computed.union(self.columns.values())


NO_HEADS = Heads(HEADER_ROW, {}, frozenset())
"""Of a form, which has labels instead."""


def heads_as_sent(sheet: Sheet) -> Heads:
    """Where everything was written."""
    columns = {each.key: index for index, each in enumerate(sheet.columns)}
    computed = range(len(columns), len(columns) + len(sheet.computed_headers))
    return Heads(HEADER_ROW, columns, frozenset(computed), is_as_sent=True)


def find_heads(grid: Grid, sheet: Sheet) -> Heads | None:
    """The row with most of the headers; mostly where it was written. None where there is none."""
    expected = grid.rows[HEADER_ROW] if len(grid.rows) > HEADER_ROW else []
    headers = [each.header for each in sheet.columns]
    written = [*headers, *sheet.computed_headers]
    if expected[: len(written)] == written:
        return heads_as_sent(sheet)
    wanted = {compact(each.header): each.key for each in sheet.columns}
    row, columns = HEADER_ROW, dict[str, int]()
    for number, cells in enumerate(grid.rows[:_SEARCHED_ROWS]):
        found = _columns(cells, wanted)
        if len(found) > len(columns):
            row, columns = number, found
    if len(columns) < min(_FEWEST_HEADERS, len(headers)):
        return None
    cells = grid.rows[row]
    computed = _computed(cells, sheet, columns.values())
    near = _near(cells, sheet, columns, computed)
    columns |= {key: index for key, (index, _) in near.items()}
    return Heads(row, columns, computed, {key: words for key, (_, words) in near.items()})


@lru_cache(maxsize=256)
def _words_like(template: str) -> re.Pattern[str]:
    return re.compile(_BRACES.sub(".*", re.escape(compact(template))), re.DOTALL)


def is_note(line: str, value: object) -> bool:
    """Whether a cell says what a description's text says, whatever its braces were filled in with."""
    return isinstance(value, str) and _words_like(line).fullmatch(compact(value)) is not None


def says_anything(line: str) -> bool:
    """Whether a description's text is nothing but braces.

    >>> says_anything("{note}"), says_anything("หน่วยงาน: {unit}")
    (True, False)
    """
    return _BRACES.sub("", re.escape(compact(line))) == ""


def _columns(cells: Sequence[object], wanted: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, value in enumerate(cells):
        # A header such as 1 is a number where somebody typed it anew.
        key = wanted.get(compact(as_text(value))) if isinstance(value, (str, float)) else None
        if key and key not in found:
            found[key] = index
    return found


def _computed(cells: Sequence[object], sheet: Sheet, columns: Iterable[int]) -> frozenset[int]:
    """Columns of formulas by their headers; those that have lost them stand behind all others."""
    wanted = {compact(each) for each in sheet.computed_headers}
    found = {
        index for index, value in enumerate(cells) if isinstance(value, str) and compact(value) in wanted
    }
    if len(found) < len(wanted):
        end = max(columns, default=-1) + 1
        found |= {
            index for index in range(end, end + len(wanted)) if index >= len(cells) or cells[index] == ""
        }
    return frozenset(found)


def _near(
    cells: Sequence[object], sheet: Sheet, columns: Mapping[str, int], computed: Iterable[int]
) -> dict[str, tuple[int, str]]:
    """Columns whose header was written a little otherwise: one header for one missing column."""
    keys = {each.header: each.key for each in sheet.columns}
    taken = {*columns.values(), *computed}
    near: dict[str, tuple[int, str]] = {}
    for index, value in enumerate(cells):
        if len(columns) + len(near) == len(keys):
            break
        if index in taken or not isinstance(value, str) or not value:
            continue
        key = keys.get(_meant(value, [*keys]) or "")
        if key and key not in columns and key not in near:
            near[key] = index, value
    return near


def _meant(words: str, headers: Sequence[str]) -> str | None:
    """The header that words begin with or are the beginning of; else the one written most alike.

    >>> _meant("สถานะการดำเนินงาน", ["สถานะ", "ผลการดำเนินงาน"])
    'สถานะ'
    """
    text = compact(words)
    begun = [
        each
        for each, header in ((each, compact(each)) for each in headers)
        if min(len(text), len(header)) >= _SHORTEST_BEGINNING
        and (text.startswith(header) or header.startswith(text))
    ]
    return begun[0] if len(begun) == 1 else nearest(words, headers)
