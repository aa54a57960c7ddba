"""The rows of long tables, written beside XlsxWriter: as text that takes its place in a sheet later on."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.reports.page import ROW_HEIGHT, Page, stored

_OUT_OF_THE_ORDINARY = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff_]").search
# Excel reads _x0041_ as the letter A, so that what looks like it has to be escaped in turn.
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LONGEST_SURELY_KEPT = 16_000
_LONGEST_REMEMBERED = 1000


def _no_links() -> None:
    """Of a table that has none."""


class LongTable(Struct, frozen=True):
    """Rows that belong below the last one of a sheet.

    Attributes:
        sheet: the number of the sheet in its workbook, counted from 0.
        first_row: the number of the first row, counted from 1.
        length: how many rows there are.
        rows: makes some of them, counted from 0, as text.
        link: writes the links of all rows, which stand apart from them in a sheet.
    """

    sheet: int
    first_row: int
    length: int
    rows: Callable[[range], Iterator[str]]
    link: Callable[[], None] = _no_links

    @property
    def part(self) -> str:
        """What the sheet is called inside the workbook."""
        return f"xl/worksheets/sheet{self.sheet + 1}.xml"

    def stretches(self, rows: int) -> Iterator[range]:
        """All rows, so many at a time."""
        for start in range(0, self.length, rows):
            yield range(start, min(start + rows, self.length))


class Styled(NamedTuple):
    """A value in another style than its column's."""

    value: object
    style: str


class RowWriter:
    """Writes the cells of a row as XlsxWriter does, without its checks of every cell.

    Args:
        page: whose formats are used.
        styles: of every column.
        date_style: of whatever is a date.
        with_blanks: whether cells without a value have their format, for tables with borders.
        further: styles that single cells may have.
    """

    def __init__(
        self,
        page: Page,
        styles: Sequence[str],
        date_style: str,
        *,
        with_blanks: bool,
        further: Sequence[str] = (),
    ) -> None:
        self._columns = [
            (f'<c r="{xl_col_to_name(index)}', f'" s="{page.form_index(style)}"')
            for index, style in enumerate(styles)
        ]
        self._date_form = f'" s="{page.form_index(date_style)}"'
        self._further = {style: f'" s="{page.form_index(style)}"' for style in further}
        self._with_blanks = with_blanks

    def row(self, number: int, values: Sequence[object], height: float = ROW_HEIGHT) -> str:
        """One row, numbered from 1 and so many points high.

        The height is told even where it is that of the sheet: else programs would fit it to the texts.
        """
        parts = [f'<row r="{number}" ht="{height:.16G}" customHeight="1">']
        for value, (cell, form) in zip(values, self._columns, strict=True):
            if type(value) is Styled:
                form, value = self._further[value.style], value.value  # noqa: PLW2901
            if type(value) is str and value:
                end = _remembered(value) if len(value) <= _LONGEST_REMEMBERED else _text(value)
                parts.append(f"{cell}{number}{form}{end}")
            elif type(value) is int:
                parts.append(f"{cell}{number}{form}><v>{value}</v></c>")
            elif value is None or value == "":
                if self._with_blanks:
                    parts.append(f"{cell}{number}{form}/>")
            else:
                if isinstance(value, date):
                    form = self._date_form  # noqa: PLW2901
                kept = stored(value)
                end = _text(kept) if isinstance(kept, str) else f"><v>{kept:.16G}</v></c>"
                parts.append(f"{cell}{number}{form}{end}")
        parts.append("</row>")
        return "".join(parts)


def _text(text: str) -> str:
    """What comes behind the format of a cell with a text."""
    if len(text) > _LONGEST_SURELY_KEPT:
        text = str(stored(text))
    shown = _escaped(text) if _OUT_OF_THE_ORDINARY(text) else text
    keep = "" if shown.strip() is shown else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{keep}>{shown}</t></is></c>'


# Most texts come again: in every row, or in the other long table.
_remembered = lru_cache(maxsize=4096)(_text)


def _escaped(text: str) -> str:
    text = _LIKE_AN_ESCAPE.sub("_x005F_", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
