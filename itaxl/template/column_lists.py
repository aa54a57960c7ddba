"""Lists of what stands in a column of the same workbook: formulas, so that later entries are offered, too."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from itaxl.cell_texts import of_sheet
from itaxl.sheets.grids import column_name
from itaxl.template.filling import ColumnChoices
from itaxl.template.layout import TablePlace
from itaxl.template.stamp import canonical

_FURTHER_ROWS = 100
"""Below the blank rows: what is pasted there is read, and so it has to be offered."""

FormulaCell = tuple[str, str | int]
"""A formula with its leading sign, and what it gives before anything is recalculated."""


class ColumnList(Struct, frozen=True):
    """The cells of such a list.

    Attributes:
        numbers: one a row of the table and of those below it: which entry stands there, counted from 1; blank
            where there is none.
        entries: one a row as well: the entries without gaps, then blanks.
    """

    numbers: tuple[FormulaCell, ...]
    entries: tuple[FormulaCell, ...]


def column_list(
    choices: ColumnChoices, place: TablePlace, rows: Sequence[Mapping[str, object]], numbers_at: str
) -> ColumnList:
    """Make the formulas of a list.

    Args:
        choices: which column.
        place: of the table that it belongs to.
        rows: what is written into the table.
        numbers_at: the letters of the column that the numbers are going to stand in, from row 1 on.
    """
    index = [each.key for each in place.sheet.columns].index(choices.column)
    letters, first, last = column_name(index), place.first_row + 1, place.last_row + 1
    if not place.sheet.totals:
        last += _FURTHER_ROWS
    source = f"{of_sheet(place.sheet.name)}${letters}${first}:${letters}${last}"
    count = last - first + 1
    known = [" ".join(canonical(row.get(choices.column)).split()) for row in rows]
    known += [""] * (count - len(known))
    entries = [each for each in known if each]
    entries += [""] * (count - len(entries))
    numbers = [
        number if text else "" for text, number in zip(known, accumulate(map(bool, known)), strict=True)
    ]
    all_numbers = f"${numbers_at}$1:${numbers_at}${count}"

    def number_formula(row: int) -> str:
        # By the number of the row: whoever cuts and pastes entries moves what a formula points at.
        text = f"TRIM(CLEAN(INDEX({source},{row})))"
        before = f"COUNT({numbers_at}$1:{numbers_at}{row - 1})+1" if row > 1 else "1"
        return f'=IF({text}="","",{before})'

    def entry_formula(number: int) -> str:
        return f'=IFERROR(TRIM(CLEAN(INDEX({source},MATCH({number},{all_numbers},0)))),"")'

    return ColumnList(
        tuple((number_formula(row), value) for row, value in enumerate(numbers, start=1)),
        tuple((entry_formula(number), value) for number, value in enumerate(entries, start=1)),
    )
