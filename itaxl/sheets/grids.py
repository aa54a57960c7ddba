"""The cells of one sheet with the addresses people see."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache

CellAddress = tuple[int, int]
"""Row and column, both counted from 0: A1 is (0, 0)."""


@lru_cache(maxsize=65_536)
def cell_name(row: int, column: int) -> str:
    """The address as Excel shows it.

    >>> cell_name(0, 0), cell_name(11, 27), cell_name(1_048_575, 16_383)
    ('A1', 'AB12', 'XFD1048576')
    """
    return f"{column_name(column)}{row + 1}"


@lru_cache(maxsize=16_384)
def column_name(column: int) -> str:
    """The letters of a column counted from 0.

    >>> [column_name(column) for column in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The way back: a column counted from 0, by its letters in capitals.

    >>> [column_index(letters) for letters in ("A", "Z", "AA", "XFD")]
    [0, 25, 26, 16383]
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet from A1 on; rows may differ in length and blanks at the end may be missing.

    Attributes:
        name: the sheet's name.
        rows: text, numbers (always floats), booleans, dates and times; "" where a cell is blank.
        errors: the text of cells that hold an error such as `#REF!`; in `rows` they are "".
        uncalculated: formulas that no program has worked out yet; in `rows` they are "".
        links: where the links of cells lead, whatever the cells show.
        calculated: whether one of its formulas has a value, or there are none: programs that do not calculate
            throw the values of all away.
        find_formulas: looks where formulas stand, which takes a while; None where nobody can tell.
        locked: whether the sheet is protected against changes; None where the file does not tell.
        typed: words behind a dash that the program took for a formula and could not work out.
    """

    name: str
    rows: list[list[object]]
    errors: dict[CellAddress, str] = field(default_factory=dict)
    uncalculated: set[CellAddress] = field(default_factory=set)
    links: dict[CellAddress, str] = field(default_factory=dict)
    locked: bool | None = None
    calculated: bool = True
    typed: dict[CellAddress, str] = field(default_factory=dict)
    find_formulas: Callable[[], Collection[CellAddress]] | None = field(
        default=None, repr=False, compare=False
    )

    def at(self, row: int, column: int) -> object:
        """The value of a cell, "" also beyond the last one."""
        if row < len(self.rows):
            cells = self.rows[row]
            if column < len(cells):
                return cells[column]
        return ""
