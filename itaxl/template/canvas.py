"""A workbook being written: its formats, its lists, and how one cell of a described column is written."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from itaxl.assessment.findings import FindingKind
from itaxl.cell_styles import LIGHTS, STYLES
from itaxl.sheets.grids import cell_name, column_name
from itaxl.template.check_words import BETWEEN
from itaxl.template.column_lists import column_list
from itaxl.template.description import Column, Kind, Layout, Sheet, WorkbookDescription
from itaxl.template.filling import ColumnChoices, Filling, NestedChoices
from itaxl.template.layout import TablePlace
from itaxl.template.live import DATE_ORDER, day
from itaxl.template.live_days import WORDS_OF_TIME
from itaxl.template.rules import RowRule, is_broken, row_rules
from itaxl.template.stamp import DATE_ORDER_LABEL, LIST_SHEET, SentWorkbook, stamp_rows
from itaxl.thai.dates import FIRST_STORED

_LONGEST_PROMPT_TITLE = 32  # Excel's limits: a longer one loses the whole rule
_LONGEST_PROMPT = 255
_PLAUSIBLE_YEARS = 6  # a typed date further from the fiscal year than this is refused at once


class Canvas:
    """The workbook, and what all its sheets share."""

    def __init__(self, workbook: Workbook, description: WorkbookDescription, filling: Filling) -> None:
        self.workbook = workbook
        self.description = description
        self.filling = filling
        self.sent = SentWorkbook(filling.stamp, texts=dict(filling.travelling))
        self.places = {
            each.key: _table_place(each, filling)
            for each in description.sheets
            if each.layout is Layout.TABLE
        }
        self.widths: dict[str, list[float]] = {}
        self.lists: dict[str, str] = {}
        self._list_parents: dict[str, str] = {}
        self._list_lengths: dict[str, str] = {}
        self._formats: dict[str, Format] = {}
        self._hidden_columns = 0
        self._wrong: frozenset[tuple[str, int, int]] = (
            filling.front.wrong_cells if filling.front else frozenset()
        )
        self._texts = {
            **filling.texts,
            **{f"sheet:{each.key}": f"“{each.name}”" for each in description.sheets},
        }

    def style(self, name: str) -> Format:
        """The format of this name."""
        if name not in self._formats:
            self._formats[name] = self.workbook.add_format(STYLES[name])
        return self._formats[name]

    def light(self, name: str) -> Format:
        """The format that a condition switches on."""
        key = f"light {name}"
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(LIGHTS[name])
        return self._formats[key]

    def text(self, template: str) -> str:
        """A description's text with its braces filled in; what is not known stays as it is."""
        if "{" in template:
            for key, value in self._texts.items():
                template = template.replace("{" + key + "}", value)
        return template

    def rules(self, sheet: Sheet, *, is_blank_row: bool) -> tuple[RowRule, ...]:
        """The rules of a row whose lists are there: a list that is not known this year checks nothing."""
        return tuple(
            rule
            for rule in row_rules(sheet, is_blank_row=is_blank_row)
            if not rule.column.choices or rule.column.choices in self.lists
        )

    def initial_faults(
        self,
        sheet: Sheet,
        values: Mapping[str, object],
        *,
        is_blank_row: bool,
        above: Collection[str],
        repeated: Collection[str],
    ) -> str:
        """What a row lacks or contradicts as it is sent out, before it is recalculated.

        Args:
            sheet: the table's description.
            values: of the row, by column key.
            is_blank_row: whether it is one of those that come empty.
            above: columns in which this row, or one above it, holds something.
            repeated: columns in which it holds the same as another row.
        """
        # A count or a year typed where a day belongs is a day of long ago to who reads the file.
        filled = {
            key: str(value) if isinstance(value, date) and value < FIRST_STORED else value
            for key, value in values.items()
            if value not in {None, ""}
        }
        year = self.filling.fiscal_year

        def is_at_fault(rule: RowRule) -> bool:
            match rule.kind:
                case FindingKind.ORPHAN_STEP:
                    return rule.column.key not in above
                case FindingKind.DUPLICATE_CODE:
                    return rule.column.key in repeated
                case _:
                    return is_broken(rule, filled, (), year.start, year.end) or self._is_unread(rule, filled)

        rules = self.rules(sheet, is_blank_row=is_blank_row)
        return BETWEEN.join(rule.live_text() for rule in rules if is_at_fault(rule))

    def _is_unread(self, rule: RowRule, values: Mapping[str, object]) -> bool:
        """Whether a row that is sent back holds what could not be understood."""
        value = values.get(rule.column.key)
        if self.filling.start is None or value is None:
            return False
        match rule.kind:
            case FindingKind.NOT_A_DATE:
                return not isinstance(value, date)
            case FindingKind.NOT_A_NUMBER:
                return not isinstance(value, (int, float, Decimal))
            case FindingKind.UNKNOWN_CHOICE:
                return value not in self.filling.choices.get(rule.column.choices, ())
            case _:
                return False

    def write_lists(self, worksheet: Worksheet) -> None:
        """Dropdowns point at ranges: a list inside the rule itself breaks at 255 characters or at a comma."""
        self.lists_sheet = worksheet
        for name, choices in self.filling.choices.items():
            if not choices or (isinstance(choices, NestedChoices) and not choices.pairs):
                continue
            if isinstance(choices, NestedChoices):
                self._list_parents[name] = self.hidden_words([parent for parent, _ in choices.pairs])
                self.lists[name] = self.hidden_words([entry for _, entry in choices.pairs])
            elif isinstance(choices, ColumnChoices):
                if choices.sheet in self.places:
                    self._write_column_list(worksheet, name, choices)
            else:
                self.lists[name] = self.hidden_words(choices)
        worksheet.hide()
        worksheet.protect(self.filling.password)

    def hidden_column(self) -> int:
        """The next free column of the hidden sheet."""
        self._hidden_columns += 1
        return self._hidden_columns - 1

    def hidden_words(self, words: Sequence[str | int]) -> str:
        """Write words below each other into a hidden column; the cells, as seen from any sheet."""
        column = self.hidden_column()
        self.lists_sheet.write_column(0, column, words)
        return _list_range(column, len(words))

    @cached_property
    def words_of_time(self) -> tuple[str, str]:
        """The hidden cells with words of time, and with the numbers of the months that they name."""
        words, numbers = zip(*WORDS_OF_TIME, strict=True)
        return self.hidden_words(words), self.hidden_words(numbers)

    def _write_column_list(self, worksheet: Worksheet, name: str, choices: ColumnChoices) -> None:
        column, entries = self.hidden_column(), self.hidden_column()
        rows = self.filling.rows.get(choices.sheet, ())
        cells = column_list(choices, self.places[choices.sheet], rows, column_name(column))
        for row, (formula, value) in enumerate(cells.numbers):
            worksheet.write_formula(row, column, formula, None, value)
        worksheet.write_column(0, entries, choices.first)
        before = len(choices.first)
        for row, (formula, value) in enumerate(cells.entries, start=before):
            worksheet.write_formula(row, entries, formula, None, value)
        self.lists[name] = _list_range(entries, before + len(cells.entries))
        self._list_lengths[name] = f"MAX(1,COUNT({_list_range(column, len(cells.numbers))})+{before})"

    def write_stamp(self, worksheet: Worksheet) -> None:
        """The identity, where nobody stumbles over it."""
        rows = list(stamp_rows(self.sent))
        for row, cells in enumerate(rows):
            worksheet.write_row(row, 0, cells)
        # Whichever computer it is filled in on leaves word here of how it reads dates.
        worksheet.write_string(len(rows), 0, DATE_ORDER_LABEL)
        worksheet.write_formula(len(rows), 1, f"={DATE_ORDER}", None, 0)
        worksheet.very_hidden()

    def write_value(
        self, worksheet: Worksheet, row: int, index: int, column: Column, value: object, *, is_open: bool
    ) -> None:
        """One cell of a described column, open or locked, blank or filled."""
        prefix = "open" if is_open else "locked"
        if is_open and self._wrong and (str(worksheet.name), row, index) in self._wrong:
            prefix = "wrong"
        if value is None or value == "":
            worksheet.write_blank(row, index, None, self.style(_style_name(prefix, column)))
        elif isinstance(value, date):
            worksheet.write_datetime(
                row, index, datetime.combine(value, time()), self.style(f"{prefix}-date")
            )
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            # A number that was no date must not become one by its format.
            style = prefix if column.kind is Kind.DATE else _style_name(prefix, column)
            worksheet.write_number(row, index, float(value), self.style(style))
        else:
            style = prefix if column.kind in (Kind.DATE, Kind.NUMBER) else _style_name(prefix, column)
            worksheet.write_string(row, index, str(value), self.style(style))

    def validate(
        self,
        worksheet: Worksheet,
        column: Column,
        rows: tuple[int, int],
        index: int,
        parent_index: int | None = None,
    ) -> None:
        """The dropdown or rule of an open column, and the prompt that says what belongs there."""
        first, last = rows
        cell = cell_name(first, index)
        rule: dict[str, object] = {
            "input_title": column.header[:_LONGEST_PROMPT_TITLE],
            "input_message": self.text(column.prompt)[:_LONGEST_PROMPT],
            "error_title": column.header[:_LONGEST_PROMPT_TITLE],
            "error_message": (self.text(column.error) or self.text(column.prompt))[:_LONGEST_PROMPT],
        }
        if column.kind is Kind.CHOICE and column.choices in self.lists:
            rule |= {"validate": "list", "source": self._list_source(column, first, parent_index)}
            rule["show_error"] = column.strict
        elif column.kind is Kind.DATE:
            rule |= {"validate": "custom", "value": "=" + self._plausible_date(cell)}
        elif column.kind is Kind.NUMBER:
            low = column.minimum if column.minimum is not None else -1e9
            high = column.maximum if column.maximum is not None else 1e9
            rule |= {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        elif column.prompt:
            rule |= {"validate": "any"}
        else:
            return
        worksheet.data_validation(first, index, last, index, rule)

    def _list_source(self, column: Column, row: int, parent_index: int | None) -> str:
        entries = self.lists[column.choices]
        if length := self._list_lengths.get(column.choices):
            return f"=OFFSET({entries.partition(':')[0]},0,0,{length},1)"
        parents = self._list_parents.get(column.choices)
        if parents is None or parent_index is None:
            return f"={entries}"
        # The entries of one parent stand together; where it has none, the whole list is offered.
        parent = f"${column_name(parent_index)}{row + 1}"
        start = entries.partition(":")[0]
        narrowed = f"OFFSET({start},MATCH({parent},{parents},0)-1,0,COUNTIF({parents},{parent}),1)"
        return f"=IF(COUNTIF({parents},{parent})=0,{entries},{narrowed})"

    def _plausible_date(self, cell: str) -> str:
        """Dates of either era near the fiscal year, or text: a computer may take 27/12/2565 for text."""
        start, end = self.filling.fiscal_year.start, self.filling.fiscal_year.end
        ranges = []
        for offset in (0, 543):
            first = day(date(start.year + offset - _PLAUSIBLE_YEARS, 1, 1))
            last = day(date(end.year + offset + _PLAUSIBLE_YEARS, 12, 31))
            ranges.append(f"AND({cell}>={first},{cell}<={last})")
        return f"OR(ISTEXT({cell}),{','.join(ranges)})"


def _table_place(sheet: Sheet, filling: Filling) -> TablePlace:
    blank = max(sheet.blank_rows, len(filling.blank_rows.get(sheet.key, ())))
    return TablePlace(sheet, len(filling.rows.get(sheet.key, ())), blank)


def _style_name(prefix: str, column: Column) -> str:
    match column.kind:
        case Kind.DATE:
            return f"{prefix}-date"
        case Kind.NUMBER:
            return f"{prefix}-number" if column.decimals else f"{prefix}-count"
        case Kind.TEXT | Kind.CHOICE if prefix != "locked":
            return f"{prefix}-text"
        case _:
            # Not for long texts: older Excel shows more than 255 letters in such a cell as ####.
            return prefix


def _list_range(column: int, count: int) -> str:
    letters = column_name(column)
    return f"{LIST_SHEET}!${letters}$1:${letters}${count}"
