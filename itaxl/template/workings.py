"""What a table's live columns are worked out from: hidden cells beside the lists, each in its row.

They fetch entries by the number of the row, and are fetched so: whoever cuts and pastes entries, inserts rows
or deletes some, moves what a formula points at.
"""

from datetime import date
from decimal import Decimal
from itertools import groupby

from itaxl.cell_texts import of_sheet
from itaxl.sheets.grids import column_name
from itaxl.template.canvas import Canvas
from itaxl.template.check_words import BETWEEN, LONGEST_CHECK
from itaxl.template.description import Column, Kind
from itaxl.template.layout import TablePlace
from itaxl.template.live import ERROR_IN_ROW, Cells, as_code, as_words, faults_formula, quoted
from itaxl.template.live_days import UNREADABLE_DATE, DayCells, day_formulas
from itaxl.template.sent_rows import Row
from itaxl.template.stamp import LIST_SHEET, canonical
from itaxl.thai.dates import DAY_ZERO, FIRST_STORED
from itaxl.thai.text import compact


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
        self._entries = {each.key: canvas.hidden_column() for each in used}
        self._days = {
            each.key: [canvas.hidden_column() for _ in DayCells._fields[1:]]
            for each in used
            if each.kind is Kind.DATE
        }
        self._counts, self._faults, self._told = (canvas.hidden_column() for _ in range(3))
        texts = dict.fromkeys(each.live_text() for rules in self._rules.values() for each in rules)
        self._texts = {each: canvas.hidden_words([f"{BETWEEN}{each}"]).partition(":")[0] for each in texts}

    def day(self, column: Column) -> str:
        """Seen from the table's sheet: how the day typed in the same row is understood."""
        day = _of_same_row(self._days[column.key][-1])
        return f'IF({day}="","",{day})'

    def check(self) -> str:
        """Seen from the table's sheet: what is still missing or contradictory in the same row, in words."""
        return f'IFERROR({_of_same_row(self._told)}&"",{quoted(ERROR_IN_ROW)})'

    def write(self, row: Row) -> None:
        """Write the hidden cells of a row."""
        for column in self._place.sheet.columns:
            if column.key in self._used[row.is_blank]:
                self._write_entry(row, column)
        self._write_check(row)

    def _write_entry(self, row: Row, column: Column) -> None:
        """One entry, and the steps to the day that it is."""
        key, value = column.key, row.values.get(column.key)
        self._write(row.index, self._entries[key], self._fetched(column, row.index), _shown(value, column))
        if key in self._days:
            year = self._canvas.filling.fiscal_year
            steps = day_formulas(
                self._steps(key, row.index),
                *self._canvas.words_of_time,
                (year.start, year.end),
                is_told_outside=bool(column.within),
            )
            shown = ("", "", 0, -1, -1, 0, day_shown(value))
            for place, formula, each in zip(self._days[key], steps[1:], shown, strict=True):
                self._write(row.index, place, formula, each)

    def _write_check(self, row: Row) -> None:
        """Whether the row counts, what it lacks or contradicts, and what is said of it."""
        rules = [(each, self._texts[each.live_text()]) for each in self._rules[row.is_blank]]
        faults, counts = (_cell(each, row.index) for each in (self._faults, self._counts))
        complete = self._place.sheet.row_complete
        found = faults_formula(rules, self._cells(row))
        told = f'IF({faults}="",{quoted(complete)},MID({faults},{len(BETWEEN) + 1},{LONGEST_CHECK}))'
        entered = self._entered(row)
        # Of an entry about which there is no rule, an error is told as well.
        errors = "+".join(f"SUMPRODUCT(--ISERROR({each}))" for each in entered)
        told = f"IF({errors}>0,{quoted(ERROR_IN_ROW)},{told})"
        if row.is_blank:
            counts_formula = f"COUNTA({','.join(entered)})>0"
            self._write(row.index, self._counts, counts_formula, row.faults is not None)
            # Both depend on every entry of the row: some programs recalculate nothing else.
            found, told = (f'IF({counts},{each},"")' for each in (found, told))
        self._write(row.index, self._faults, found, f"{BETWEEN}{row.faults}" if row.faults else "")
        self._write(row.index, self._told, told, row.told(complete))

    def _write(self, row: int, column: int, formula: str, shown: str | float) -> None:
        self._canvas.lists_sheet.write_formula(row, column, f"={formula}", None, shown)

    def _columns(self, first: int, last: int) -> str:
        """Whole ones, which stay where they are whatever is cut and pasted, inserted or deleted."""
        return f"{of_sheet(self._place.sheet.name)}${column_name(first)}:${column_name(last)}"

    def _fetched(self, column: Column, row: int) -> str:
        index = self._place.sheet.columns.index(column)
        entry = f"INDEX({self._columns(index, index)},{row + 1})"
        if column.unique:
            return as_code(entry)
        return as_words(entry) if column.kind is Kind.CHOICE else f'IF({entry}="","",{entry})'

    def _entered(self, row: Row) -> list[str]:
        """The cells of a row into which somebody may type, in groups that stand together."""
        opens = [each.open_in_blank_rows if row.is_blank else each.open for each in self._place.sheet.columns]
        groups = [list(group) for is_open, group in groupby(range(len(opens)), opens.__getitem__) if is_open]
        return [f"INDEX({self._columns(each[0], each[-1])},{row.index + 1},0)" for each in groups]

    def _steps(self, key: str, row: int) -> DayCells:
        return DayCells._make(_cell(each, row) for each in (self._entries[key], *self._days[key]))

    def _between(self, key: str, first: int, last: int) -> str:
        return ":".join(_cell(self._entries[key], each, fixed=True) for each in (first, last))

    def _cells(self, row: Row) -> Cells:
        place, year = self._place, self._canvas.filling.fiscal_year
        first = place.first_blank_row if row.is_blank else place.first_row
        keys = [each for each in self._entries if each in self._used[row.is_blank]]
        return Cells(
            entries={key: _cell(self._entries[key], row.index) for key in keys},
            above={key: self._between(key, first, row.index) for key in keys},
            column={key: self._between(key, place.first_row, place.last_row) for key in keys},
            readings={key: self._steps(key, row.index).day for key in keys if key in self._days},
            lists=self._canvas.lists,
            first=year.start,
            last=year.end,
        )


def says(check: str, words: str) -> str:
    """True while the check beside a row says these words, alone or among others."""
    between = quoted(BETWEEN)
    return f"ISNUMBER(FIND({quoted(f'{BETWEEN}{words}{BETWEEN}')},{between}&{check}&{between}))"


def day_shown(value: object) -> str | int:
    """How a day that a form is sent out with is understood, before it is recalculated."""
    if isinstance(value, date) and value >= FIRST_STORED:
        return (value - DAY_ZERO).days
    return "" if value is None or value == "" else UNREADABLE_DATE


def _of_same_row(column: int) -> str:
    letters = column_name(column)
    return f"INDEX({LIST_SHEET}!${letters}:${letters},ROW())"


def _cell(column: int, row: int, *, fixed: bool = False) -> str:
    return f"${column_name(column)}{'$' if fixed else ''}{row + 1}"


def _shown(value: object, column: Column) -> str | float:
    """What a cell that fetches an entry shows of it."""
    if column.unique:
        return compact(canonical(value))
    if isinstance(value, date):
        return (value - DAY_ZERO).days
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    return "" if value is None else str(value)
