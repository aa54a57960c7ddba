"""The sheet that everything else counts from: the long table, and formulas over its columns."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.statuses import Status
from itaxl.cell_styles import FONT
from itaxl.reports.columns import Line, LongColumn
from itaxl.reports.formulas import quoted
from itaxl.reports.page import ROW_HEIGHT, Page
from itaxl.reports.rows import LongTable, RowWriter

SHEET = "ข้อมูล"
PAPER_NOTE = "แผ่นนี้เป็นตารางสำหรับกรองและทำ PivotTable พิมพ์เฉพาะส่วนต้นเป็นตัวอย่าง · อ่านบนกระดาษให้พิมพ์แผ่น “มาตรการ”"
_LAST_PRINTED = "measure"
_MOST_PRINTED = 30  # rows that one page holds in letters that can be read
STYLES = {"date": "data-date", "number": "data-score", "count": "data-count"}


class DataRange(Struct):
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
    _print_beginning(page, lines, columns)
    styles = [STYLES.get(each.kind, "data") for each in columns]
    writer = RowWriter(page, styles, STYLES["date"], with_blanks=False)
    values = [each.value for each in columns]

    def rows(chosen: range) -> Iterator[str]:
        for index in chosen:
            line = lines[index]
            yield writer.row(header_row + 2 + index, [value(line) for value in values])

    return LongTable(page.part, header_row + 2, len(lines), rows)


def _print_beginning(page: Page, lines: Sequence[Line], columns: Sequence[LongColumn]) -> None:
    """One page that can be read and says where the rest is: some forty columns on one are seen by nobody."""
    last = next(index for index, each in enumerate(columns) if each.key == _LAST_PRINTED)
    rows = min(len(lines), _MOST_PRINTED)
    page.worksheet.print_area(0, 0, max(rows, 1), last)
    page.worksheet.fit_to_pages(1, 1)
    page.worksheet.set_header(f'&C&"{FONT}"&16{PAPER_NOTE}', {"margin": 0.25})
