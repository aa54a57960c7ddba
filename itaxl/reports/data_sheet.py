"""The sheet that everything else counts from: the long table, and formulas over its columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.statuses import Status
from itaxl.reports.columns import Line, LongColumn
from itaxl.reports.formulas import quoted
from itaxl.reports.page import ROW_HEIGHT, Page
from itaxl.reports.rows import LongTable, RowWriter

SHEET = "ข้อมูล"
STYLES = {"date": "data-date", "number": "data-score", "count": "data-count"}


@dataclass(slots=True)
class DataRange:
    """Where the columns of the long table stand, for formulas of other sheets."""

    rows: int
    letters: Mapping[str, str] = field(default_factory=dict)

    def column(self, key: str) -> str:
        """A column without its header; one row at least, so that formulas over an empty table still work."""
        letter = self.letters[key]
        return f"'{SHEET}'!${letter}$2:${letter}${max(self.rows, 1) + 1}"

    def count(self, *conditions: tuple[str, object]) -> str:
        """A formula that counts rows which meet all conditions."""
        parts = ",".join(f"{self.column(key)},{_criterion(value)}" for key, value in conditions)
        return f"COUNTIFS({parts})"


def _criterion(value: object) -> str:
    if isinstance(value, Status):
        return f'"{value.thai}"'
    if isinstance(value, int):
        return str(value)
    return quoted(str(value))


def data_range(lines: Sequence[Line], columns: Sequence[LongColumn]) -> DataRange:
    """Where the long table will stand."""
    return DataRange(len(lines), {each.key: xl_col_to_name(index) for index, each in enumerate(columns)})


def data_table(page: Page, lines: Sequence[Line], columns: Sequence[LongColumn]) -> LongTable:
    """The long table: one header row, one row a line, made for filters and pivot tables."""
    page.worksheet.set_default_row(ROW_HEIGHT)
    header_row = page.heads([(each.header, each.width) for each in columns])
    page.row += len(lines)
    page.as_list(header_row, len(columns))
    styles = [STYLES.get(each.kind, "data") for each in columns]
    writer = RowWriter(page, styles, STYLES["date"], with_blanks=False)
    values = [each.value for each in columns]

    def rows(chosen: range) -> Iterator[str]:
        for index in chosen:
            line = lines[index]
            yield writer.row(header_row + 2 + index, [value(line) for value in values])

    return LongTable(page.worksheet.index, header_row + 2, len(lines), rows)
