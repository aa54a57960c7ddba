"""The rows of long tables, written beside XlsxWriter: as text that takes its place in a sheet later on."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple, Self

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.reports.page import ROW_HEIGHT, Page, fitting_height, given, stored

_OUT_OF_THE_ORDINARY = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff_]").search
# Excel reads _x0041_ as the letter A, so that what looks like it has to be escaped in turn.
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LONGEST_SURELY_KEPT = 16_000
_LONGEST_REMEMBERED = 1000
_letters = cache(xl_col_to_name)


def _no_links() -> None:
    """Of a table that has none."""


class LongTable(Struct, frozen=True):
    """Rows that belong below the last one of a sheet.

    Attributes:
        part: what the sheet is called inside the workbook.
        first_row: the number of the first row, counted from 1.
        length: how many rows there are.
        rows: makes some of them, counted from 0, as text.
        link: writes the links of all rows, which stand apart from them in a sheet.
    """

    part: str
    first_row: int
    length: int
    rows: Callable[[range], Iterator[str]]
    link: Callable[[], None] = _no_links

    def stretches(self, rows: int) -> Iterator[range]:
        """All rows, so many at a time."""
        for start in range(0, self.length, rows):
            yield range(start, min(start + rows, self.length))


class TextRows(Page):
    """Rows of a list, put together at once: XlsxWriter keeps every cell and goes through all at the end.

    All that stands below in the sheet has to be written with it, too, and no chart may show them: XlsxWriter
    gives charts the values of its own cells.
    """

    def __init__(self, page: Page) -> None:
        """Go on where a page is."""
        super().__init__(page.worksheet, page.styles)
        self.row = page.row
        self._page = page
        self._cells: dict[int, str] = {}
        self._height = ROW_HEIGHT
        self._forms: dict[str, str] = {}
        self._last_column = 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the page stand where the last row was written."""
        self._end_row()
        self._page.row = self.row
        self.worksheet.reach(self.row, self._last_column)

    def next(self, height: float | None = None) -> int:
        """Go to the next row, which has the usual height where none is given; returns the row just left."""
        self._end_row()
        self.row += 1
        self._height = ROW_HEIGHT if height is None else height
        return self.row - 1

    def height(self, points: float) -> None:
        """Set the height of the current row."""
        self._height = points

    def fit(self, texts: Iterable[tuple[object, float]]) -> None:
        """Make the current row as high as its longest text."""
        self._height = fitting_height(texts)

    def put(self, column: int, value: object, style: str) -> None:
        """Write a value into the current row; text stays text whatever it begins with."""
        held = value if type(value) is str else stored(value)
        if held is None or held == "":
            end = "/>"
        elif isinstance(held, str):
            end = _remembered(held) if len(held) <= _LONGEST_REMEMBERED else _text(held)
        else:
            end = f"><v>{held:.16G}</v></c>"
        self._cells[column] = f"{self._begun(column, style)}{end}"

    def formula(self, column: int, formula: str, value: float | str, style: str) -> None:
        """Write a formula, without its leading sign, and its value for viewers that do not calculate."""
        if not self._page.is_kept(formula):
            self.put(column, value, style)
            return
        shown = given(value)
        kind = ' t="str"' if isinstance(shown, str) and shown else ""
        end = f"{kind}><f>{_escaped_markup(formula)}</f><v>{_escaped_markup(str(shown))}</v></c>"
        self._cells[column] = f"{self._begun(column, style)}{end}"

    def _begun(self, column: int, style: str) -> str:
        form = self._forms.get(style)
        if form is None:
            form = self._forms[style] = f'" s="{self.form_index(style)}"'
        return f'<c r="{_letters(column)}{self.row + 1}{form}'

    def _end_row(self) -> None:
        if not self._cells:
            return
        begin = f'<row r="{self.row + 1}" ht="{self._height:.16G}" customHeight="1">'
        cells = [self._cells[column] for column in sorted(self._cells)]
        self._page.texts.append("".join((begin, *cells, "</row>")))
        self._last_column = max(self._last_column, *self._cells)
        self._cells.clear()


def texts_of(pages: Iterable[Page], later: Iterable[str] = ()) -> dict[str, Sequence[str]]:
    """The rows of those pages that have any as text, by the name of their part.

    Args:
        pages: of one workbook.
        later: parts whose rows come later; of them there are none yet.
    """
    return {**dict.fromkeys(later, ()), **{each.part: each.texts for each in pages if each.texts}}


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
        place = str(number)
        parts = [f'<row r="{place}" ht="{height:.16G}" customHeight="1">']
        for value, (cell, form) in zip(values, self._columns, strict=True):
            if type(value) is Styled:
                form, value = self._further[value.style], value.value  # noqa: PLW2901
            if type(value) is str and value:
                end = _remembered(value) if len(value) <= _LONGEST_REMEMBERED else _text(value)
                parts.append(f"{cell}{place}{form}{end}")
            elif type(value) is int:
                parts.append(f"{cell}{place}{form}><v>{value}</v></c>")
            elif value is None or value == "":
                if self._with_blanks:
                    parts.append(f"{cell}{place}{form}/>")
            else:
                if isinstance(value, date):
                    form = self._date_form  # noqa: PLW2901
                kept = stored(value)
                end = _text(kept) if isinstance(kept, str) else f"><v>{kept:.16G}</v></c>"
                parts.append(f"{cell}{place}{form}{end}")
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
    return _escaped_markup(text)


def _escaped_markup(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
