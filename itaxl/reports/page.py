"""One sheet of a report being written row after row, so that no more than one row is kept in memory."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from itaxl.assessment.statuses import Status
from itaxl.cell_styles import LIGHTS, STYLES

_LONGEST_TEXT = 32_767  # characters that Excel keeps in a cell


def new_chart(workbook: Workbook, kind: str, subtype: str = "") -> Chart:
    """A chart to be filled and placed."""
    chart = workbook.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
    assert chart is not None
    return chart


class Styles:
    """The formats of one workbook, made when first used."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        """The format of this name."""
        if name not in self._formats:
            self._formats[name] = self._workbook.add_format(STYLES[name])
        return self._formats[name]

    def light(self, name: str) -> Format:
        """The format that a condition switches on."""
        key = f"light {name}"
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(LIGHTS[name])
        return self._formats[key]


class Page:
    """A sheet and the row that is written next."""

    def __init__(self, worksheet: Worksheet, styles: Styles) -> None:
        self.worksheet = worksheet
        self.styles = styles
        self.row = 0

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

    def put(self, column: int, value: object, style: str) -> None:
        """Write a value into the current row; text stays text whatever it begins with."""
        sheet, form = self.worksheet, self.styles[style]
        if value is None or value == "":
            sheet.write_blank(self.row, column, None, form)
        elif isinstance(value, Status):
            sheet.write_string(self.row, column, value.thai, form)
        elif isinstance(value, str):
            sheet.write_string(self.row, column, value[:_LONGEST_TEXT], form)
        elif isinstance(value, datetime):
            sheet.write_datetime(self.row, column, value.replace(tzinfo=None), form)
        elif isinstance(value, date):
            sheet.write_datetime(self.row, column, datetime.combine(value, time()), form)
        elif isinstance(value, (int, float, Decimal)):
            sheet.write_number(self.row, column, float(value), form)
        else:
            sheet.write_string(self.row, column, str(value)[:_LONGEST_TEXT], form)

    def formula(self, column: int, formula: str, value: float | str, style: str) -> None:
        """Write a formula, without its leading sign, and its value for viewers that do not calculate."""
        self.worksheet.write_formula(self.row, column, f"={formula}", self.styles[style], value)

    def heads(self, headers: Mapping[str, float] | dict[str, float], height: float = 54) -> None:
        """Write a header row and set the columns' widths."""
        self.columns(*headers.values())
        self.height(height)
        for index, header in enumerate(headers):
            self.put(index, header, "header")

    def title(self, text: str, note: str = "") -> None:
        """A sheet's title and what it is about."""
        self.height(36)
        self.put(0, text, "title")
        self.next(26)
        self.put(0, note, "note")
        self.next()
