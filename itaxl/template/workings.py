"""What a table's live columns are worked out from: hidden cells beside the lists, each in its row.

They fetch entries by the number of the row: whoever cuts and pastes entries moves what a formula points at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from itaxl.sheets.grids import column_name
from itaxl.template.canvas import Canvas
from itaxl.template.check_words import BETWEEN, LONGEST_CHECK
from itaxl.template.description import Column, Kind
from itaxl.template.layout import HEADER_ROW, TablePlace
from itaxl.template.live import ERROR_IN_ROW, Cells, faults_formula, quoted
from itaxl.template.live_days import DayCells, day_formulas
from itaxl.template.stamp import LIST_SHEET
from itaxl.thai.dates import DAY_ZERO


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, and what is said of it before anything is recalculated.

    Attributes:
        index: of the row in its sheet.
        is_blank: whether it is one of those that come empty.
        values: its entries by column key.
        faults: what it lacks or contradicts; empty for nothing, and None where the row does not count yet.
    """

    index: int
    is_blank: bool
    values: Mapping[str, object]
    faults: str | None


class Workings:
    """The hidden cells of one table.

    Each stands in the row that it is worked out for: the entries, the steps in which typed days are read,
    whether anything was entered at all, and what the row lacks or contradicts.
    """

    def __init__(self, canvas: Canvas, place: TablePlace) -> None:
        """Take columns for them, and write the words that they say."""
        sheet = place.sheet
        self._canvas = canvas
        self._place = place
        self._rules = {own: canvas.rules(sheet, is_blank_row=own) for own in (False, True)}
        read = {each.key for each, _ in place.readings}
        self._used = {
            own: read.union(*({each.column.key, each.other.key if each.other else ""} for each in rules))
            for own, rules in self._rules.items()
        }
        used = [each for each in sheet.columns if each.key in self._used[False] | self._used[True]]
        self._ranges = {each.key: self._columns(index, index) for index, each in enumerate(sheet.columns)}
        self._entries = {each.key: canvas.hidden_column() for each in used}
        self._days = {
            each.key: [canvas.hidden_column() for _ in DayCells._fields[1:]]
            for each in used
            if each.kind is Kind.DATE
        }
        self._counts, self._faults = canvas.hidden_column(), canvas.hidden_column()
        texts = dict.fromkeys(each.live_text() for rules in self._rules.values() for each in rules)
        self._texts = {each: canvas.hidden_words([f"{BETWEEN}{each}"]).partition(":")[0] for each in texts}

    def day(self, column: Column, row: int) -> str:
        """Seen from other sheets: how a typed day is understood."""
        return f"{LIST_SHEET}!{self._steps(column.key, row).day}"

    def check(self, row: Row) -> str:
        """Seen from other sheets: what is still missing or contradictory in a row, in words."""
        faults = f"{LIST_SHEET}!{_cell(self._faults, row.index)}"
        complete = quoted(self._place.sheet.row_complete)
        told = f'IF({faults}="",{complete},MID({faults},{len(BETWEEN) + 1},{LONGEST_CHECK}))'
        counts = f"{LIST_SHEET}!{_cell(self._counts, row.index)}"
        told = f'IF({counts},{told},"")' if row.is_blank else told
        return f"IFERROR({told},{quoted(ERROR_IN_ROW)})"

    def write(self, row: Row) -> None:
        """Write the hidden cells of a row."""
        used = self._used[row.is_blank]
        for key, column in self._entries.items():
            if key in used:
                self._write(row.index, column, self._fetched(key, row.index), _shown(row.values.get(key)))
        for key, columns in self._days.items():
            if key in used:
                steps = day_formulas(self._steps(key, row.index), *self._canvas.words_of_time)
                entry = _shown(row.values.get(key))
                shown = ("", "", 0, -1, -1, 0, "" if isinstance(entry, str) else entry)
                for column, formula, value in zip(columns, steps[1:], shown, strict=True):
                    self._write(row.index, column, formula, value)
        rules = [(each, self._texts[each.live_text()]) for each in self._rules[row.is_blank]]
        faults = faults_formula(rules, self._cells(row))
        if row.is_blank:
            self._write(row.index, self._counts, self._any_entered(row.index), row.faults is not None)
            # It depends on every entry of the row: some programs recalculate nothing else.
            faults = f'IF({_cell(self._counts, row.index)},{faults},"")'
        self._write(row.index, self._faults, faults, f"{BETWEEN}{row.faults}" if row.faults else "")

    def _write(self, row: int, column: int, formula: str, shown: str | float) -> None:
        self._canvas.lists_sheet.write_formula(row, column, f"={formula}", None, shown)

    def _columns(self, first: int, last: int) -> str:
        """From the header to the row behind the last one, where nothing can be cut and pasted."""
        top = _cell(first, HEADER_ROW, fixed=True)
        return f"'{self._place.sheet.name}'!{top}:{_cell(last, self._place.last_row + 1, fixed=True)}"

    def _entry(self, key: str, row: int) -> str:
        return f"INDEX({self._ranges[key]},{row - HEADER_ROW + 1})"

    def _fetched(self, key: str, row: int) -> str:
        entry = self._entry(key, row)
        return f'IF({entry}="","",{entry})'

    def _any_entered(self, row: int) -> str:
        opens = [each.open_in_blank_rows for each in self._place.sheet.columns]
        groups = [list(group) for is_open, group in groupby(range(len(opens)), opens.__getitem__) if is_open]
        number = row - HEADER_ROW + 1
        parts = [f"INDEX({self._columns(each[0], each[-1])},{number},0)" for each in groups]
        return f"COUNTA({','.join(parts)})>0"

    def _steps(self, key: str, row: int) -> DayCells:
        return DayCells._make(_cell(each, row) for each in (self._entries[key], *self._days[key]))

    def _cells(self, row: Row) -> Cells:
        place, year = self._place, self._canvas.filling.fiscal_year
        first = place.first_blank_row if row.is_blank else place.first_row
        keys = [each for each in self._entries if each in self._used[row.is_blank]]
        return Cells(
            entries={key: _cell(self._entries[key], row.index) for key in keys},
            above={key: f"{self._entry(key, first)}:{self._entry(key, row.index)}" for key in keys},
            column={key: self._ranges[key] for key in keys},
            readings={key: self._steps(key, row.index).day for key in keys if key in self._days},
            lists=self._canvas.lists,
            first=year.start,
            last=year.end,
        )


def says(check: str, words: str) -> str:
    """True while the check beside a row says these words, alone or among others."""
    between = quoted(BETWEEN)
    return f"ISNUMBER(FIND({quoted(f'{BETWEEN}{words}{BETWEEN}')},{between}&{check}&{between}))"


def _cell(column: int, row: int, *, fixed: bool = False) -> str:
    return f"${column_name(column)}{'$' if fixed else ''}{row + 1}"


def _shown(value: object) -> str | float:
    """What a cell that fetches an entry shows of it."""
    if isinstance(value, date):
        return (value - DAY_ZERO).days
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    return "" if value is None else str(value)
