"""One sheet of a report being written row after row, so that no more than one row is kept in memory."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from itaxl.assessment.statuses import Status
from itaxl.cell_styles import FONT, LIGHTS, SIZE, STYLES
from itaxl.cell_texts import kept
from itaxl.thai.dates import DAY_ZERO
from itaxl.thai.measuring import column_points, row_height
from itaxl.thai.text import shortened
from itaxl.worksheets import QuickWorksheet

_LONGEST_FOOTER = 90  # of the 255 characters that Excel allows with all codes; an ampersand takes two
ROW_HEIGHT = 24.0  # points, of a row with one line
HEADER_SIZE = 18
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LONGEST_SEEN = 4_000  # letters that more than fill the highest row there is


class Styles(dict[str, Format]):
    """The formats of one workbook, made when first used."""

    def __init__(self, workbook: Workbook) -> None:
        super().__init__()
        self._workbook = workbook

    def __missing__(self, name: str) -> Format:
        made = self._workbook.add_format(STYLES[name])
        self[name] = made
        return made

    def light(self, name: str) -> Format:
        """The format that a condition switches on."""
        key = f"light {name}"
        if key not in self:
            self[key] = self._workbook.add_format(LIGHTS[name])
        return self[key]


class Page:
    """A sheet and the row that is written next."""

    def __init__(self, worksheet: QuickWorksheet, styles: Styles) -> None:
        self.worksheet = worksheet
        self.styles = styles
        self.row = 0
        self.texts: list[str] = []
        """Rows that are written as text, below all others of the sheet."""

    @property
    def part(self) -> str:
        """What the sheet is called inside the workbook."""
        return f"xl/worksheets/sheet{self.worksheet.index + 1}.xml"

    def form_index(self, style: str) -> int:
        """The number by which cells name a format."""
        form: Any = self.styles[style]
        return int(form._get_xf_index())  # noqa: SLF001 - there is no other way to learn it

    def columns(self, *widths: float) -> None:
        """Set the widths, in characters, from the first column on."""
        for index, width in enumerate(widths):
            self.worksheet.set_column(index, index, width)

    def next(self, height: float | None = None) -> int:
        """Go to the next row and set its height in points; returns the row just left."""
        self.row += 1
        if height is not None:
            self.worksheet.set_row(self.row, height)
        return self.row - 1

    def height(self, points: float) -> None:
        """Set the height of the current row."""
        self.worksheet.set_row(self.row, points)

    def space(self, rows: int, height: float) -> None:
        """Leave rows free, for a chart."""
        for _ in range(rows):
            self.height(height)
            self.next()

    def fit(self, texts: Iterable[tuple[object, float]]) -> None:
        """Make the current row as high as its longest text, where one is longer than a line."""
        height = fitting_height(texts)
        if height > ROW_HEIGHT:
            self.worksheet.set_row(self.row, height)

    def put(self, column: int, value: object, style: str) -> None:
        """Write a value into the current row; text stays text whatever it begins with."""
        sheet, form, kept = self.worksheet, self.styles[style], stored(value)
        if kept is None:
            sheet.write_blank(self.row, column, None, form)
        elif isinstance(kept, str):
            sheet.write_string(self.row, column, kept, form)
        else:
            sheet.write_number(self.row, column, kept, form)

    def formula(self, column: int, formula: str, value: float | str, style: str) -> None:
        """Write a formula, without its leading sign, and its value for viewers that do not calculate."""
        if self.is_kept(formula):
            self.worksheet.write_formula(self.row, column, f"={formula}", self.styles[style], given(value))
        else:
            self.put(column, value, style)

    def is_kept(self, formula: str) -> bool:  # noqa: ARG002
        """Whether a formula is written; else its value is."""
        return True

    def array_formula(self, column: int, formula: str, value: float | str, style: str) -> None:
        """Write a formula that goes through ranges cell by cell, as functions without conditions need it."""
        row = self.row
        self.worksheet.write_array_formula(row, column, row, column, f"={formula}", self.styles[style], value)

    def heads(self, headers: Sequence[tuple[str, float]]) -> int:
        """Write a header row as high as it needs, set the columns' widths, and return the row."""
        self.columns(*(width for _, width in headers))
        fitted = [(header, column_points(width)) for header, width in headers]
        self.height(row_height(fitted, size=HEADER_SIZE, bold=True, minimum=40))
        for index, (header, _) in enumerate(headers):
            self.put(index, header, "header")
        return self.row

    def title(self, text: str, note: str = "") -> None:
        """A sheet's title and what it is about; rows are one line high unless they are fitted."""
        self.worksheet.set_default_row(ROW_HEIGHT)
        self.height(36)
        self.put(0, text, "title")
        self.next(26)
        self.put(0, note, "note")
        self.next()

    def on_paper(self, footer: str) -> None:
        """A4 with the margins of every report; at the foot what it is, the page, and the day of printing."""
        sheet = self.worksheet
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.75)
        words = shortened(footer, _LONGEST_FOOTER).replace("&", "&&")
        font = f'&"{FONT}"&14'
        sheet.set_footer(f"&L{font}{words}&R{font}หน้า &P / &N · พิมพ์ &D")

    def filtered(self, header_row: int, columns: int) -> None:
        """Let the rows down to the current one be filtered and sorted.

        Args:
            header_row: of the list, counted from 0.
            columns: from the first one on; those that formulas count by have to be among them, for whoever
                sorts the rows moves nothing else.
        """
        last = max(self.row, header_row + 1)
        self.worksheet.reach(last, columns - 1)
        self.worksheet.autofilter(header_row, 0, last, columns - 1)

    def as_list(self, header_row: int, columns: int, frozen: int = 0) -> None:
        """Let the rows down to the current one be filtered, and print one page wide below their header."""
        sheet = self.worksheet
        first = header_row + 1
        self.filtered(header_row, columns)
        sheet.freeze_panes(first, frozen)
        sheet.set_selection(first, 0, first, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header_row)


def fitting_height(texts: Iterable[tuple[object, float]]) -> float:
    """The height that a row needs in points, that of one line at least.

    Args:
        texts: what the cells hold, and their room in points.
    """
    long = [
        (value[:_LONGEST_SEEN], room)
        for value, room in texts
        if type(value) is str and (len(value) * SIZE > room or "\n" in value)
    ]
    return row_height(long, minimum=ROW_HEIGHT) if long else ROW_HEIGHT


def given(value: float | str) -> float | str:
    """What a formula gives, without the control characters that XlsxWriter escapes only in other texts."""
    return kept(_CONTROLS.sub("", value)) if isinstance(value, str) else value


def stored(value: object) -> str | float | None:
    """What a cell holds for a value: text, a number, or nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, Status):
        return value.thai
    if isinstance(value, datetime):
        return (value.replace(tzinfo=None) - datetime.combine(DAY_ZERO, time())) / timedelta(days=1)
    if isinstance(value, date):
        return (value - DAY_ZERO).days
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    return kept(str(value))
