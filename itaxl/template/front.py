"""A sheet in front of a form: what is to be corrected in it, or what it was begun with."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from itaxl.sheets.grids import cell_name

CORRECTIONS_SHEET = "สิ่งที่ต้องแก้ไข"
PREVIOUS_SHEET = "จากรอบก่อน"
UNCHANGED, CHANGED = "ยังไม่ได้แก้", "เปลี่ยนแล้ว"

_FIRST_LINE = 1


class Target(NamedTuple):
    """A cell of the form, counted from 0; without a row the sheet as a whole."""

    sheet: str
    row: int | None = None
    column: int = 0

    @property
    def cell(self) -> str:
        """The cell as people see it; of a sheet its first one."""
        return "A1" if self.row is None else cell_name(self.row, self.column)

    @property
    def name(self) -> str:
        """The sheet and, where there is one, the cell as people see it."""
        return self.sheet if self.row is None else f"{self.sheet} {self.cell}"


class FrontItem(Struct, frozen=True):
    """One line of a list.

    Attributes:
        cells: what stands behind the link, from left to right.
        target: where the link leads; None for no link.
        label: what the link says.
        note: what is said at the target cell itself; empty for nothing.
        is_wrong: the target cell is coloured until it holds something else.
    """

    cells: tuple[object, ...]
    target: Target | None = None
    label: str = ""
    note: str = ""
    is_wrong: bool = False

    @property
    def link_text(self) -> str:
        """What the first cell says: the label, else the cell that it leads to."""
        if self.label or self.target is None:
            return self.label
        return self.target.cell


class FrontList(Struct, frozen=True):
    """Lines under one heading.

    Attributes:
        headers: of all columns, the link's first.
        entry: the index of the column that shows what stands in the cell; None where none does.
        watched: headed by these words, a last column tells whether the cell still holds that.
        kept: the entries have no place in the form: their cells here are open, and are read again.
    """

    title: str
    headers: tuple[str, ...]
    items: tuple[FrontItem, ...]
    entry: int | None = None
    watched: str = ""
    kept: bool = False


class FrontSheet(Struct, frozen=True):
    """The sheet as a whole.

    Attributes:
        lines: what to do, from top to bottom.
        widths: of the columns, in characters.
        confirm: beside these words one may say that nothing is to be changed; empty for no such cell.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    widths: tuple[float, ...]
    lists: tuple[FrontList, ...] = ()
    confirm: str = ""

    @property
    def confirm_row(self) -> int:
        """The row in which one may confirm, counted from 0."""
        return _FIRST_LINE + len(self.lines)

    def placed(self) -> Iterator[tuple[FrontList, int]]:
        """Every list that has lines, and the row of its title, counted from 0; its headers stand below."""
        row = self.confirm_row + (2 if self.confirm else 1)
        for each in self.lists:
            if each.items:
                yield each, row
                row += len(each.items) + 3

    @property
    def wrong_cells(self) -> frozenset[tuple[str, int, int]]:
        """Cells of the form that are coloured: sheet, row and column."""
        wrong = (each.target for front in self.lists for each in front.items if each.is_wrong)
        return frozenset((each.sheet, each.row, each.column) for each in wrong if each and each.row)

    def words(self) -> Iterator[object]:
        """What stands on it, but for entries that are read again and for status words, which change."""
        yield from (self.title, *self.lines, self.confirm)
        for each, _ in self.placed():
            yield from (each.title, *each.headers, each.watched)
        for each, item, _ in self.placed_items():
            yield item.link_text
            yield from (
                value
                for column, value in enumerate(item.cells, 1)
                if not (each.kept and column == each.entry)
            )

    def placed_items(self) -> Iterator[tuple[FrontList, FrontItem, int]]:
        """Every line and its row."""
        for each, title_row in self.placed():
            for row, item in enumerate(each.items, start=title_row + 2):
                yield each, item, row
