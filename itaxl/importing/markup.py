"""Marked-up text: the tags inside a cell of a scanned table, and whole HTML pages.

Python's own parser knows no entities but HTML's named characters and fetches nothing: links, pictures and
scripts are passed over.
"""

import re
from html.parser import HTMLParser

from itaxl.importing.tables import SourceCell, SourceTable, SourceText, table_place, trimmed
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason

_TAG = re.compile(r"</?(?:p|ul|ol|li|br|div|b|i|u|strong|em|span|sup|sub|font)\b[^<>]*>", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "br", "hr", "pre", "blockquote", "dl", "dt", "dd"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer"),
    )
)
_SILENT = frozenset(
    ["script", "style", "head", "title", "template", "noscript", "svg", "math", "select", "option"]
)
_CELLS = frozenset({"td", "th"})
_DEEPEST = 30  # tables within tables
_WIDEST = 200


def has_markup(text: str) -> bool:
    """Whether a text holds tags that stand for lines or emphasis."""
    return "<" in text and _TAG.search(text) is not None


def marked_up_lines(text: str) -> str:
    r"""The words of a marked-up text, each paragraph and point on a line of its own.

    >>> marked_up_lines("<p>๑. สำรวจ</p> <p>๒. ประชุม</p>")
    '๑. สำรวจ\n๒. ประชุม'
    """
    parser = _Fragment()
    parser.feed(text)
    parser.close()
    return lines_of("".join(parser.words))


def lines_of(text: str) -> str:
    """A text with single blanks, without empty lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


class _Fragment(HTMLParser):
    """Collects words; a block begins and ends a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data.replace("\n", " "))


def html_parts(text: str, limits: Limits) -> tuple[SourceTable | SourceText, ...]:
    """The tables and lines of an HTML page.

    Raises:
        Unreadable: it asks for too much.
    """
    parser = _Page(limits)
    parser.feed(text)
    parser.close()
    return parser.finished()


class _Open:
    """A table being read: a grid in which merged cells take the place that they cover."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows: list[dict[int, str]] = []
        self.covered: dict[tuple[int, int], bool] = {}
        self.words: list[str] | None = None
        self.span = (1, 1)

    def begin_row(self) -> None:
        self.end_cell()
        self.rows.append({})

    def begin_cell(self, rows: int, columns: int) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append({})
        self.words, self.span = [], (rows, columns)

    def end_cell(self) -> None:
        if self.words is None:
            return
        row, column = len(self.rows) - 1, 0
        while column in self.rows[row] or (row, column) in self.covered:
            column += 1
        self.rows[row][column] = lines_of("".join(self.words))
        for down in range(self.span[0]):
            for right in range(self.span[1]):
                self.covered[row + down, column + right] = True
        self.words = None

    def finished(self) -> SourceTable:
        self.end_cell()
        widths = [max(cells, default=-1) + 1 for cells in self.rows]
        rows = [
            [
                SourceCell(cells.get(column, ""), table_place(self.number, index, column))
                for column in range(widths[index])
            ]
            for index, cells in enumerate(self.rows)
        ]
        return SourceTable(f"ตาราง {self.number + 1}", trimmed(rows))


class _Page(HTMLParser):
    """Reads a page; the words of a table within a cell are words of that cell, too."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.parts: list[SourceTable | SourceText] = []
        self.words: list[str] = []
        self.open: list[_Open] = []
        self.silent = 0
        self.cells = 0
        self.tables = 0
        self.line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self._begin_table()
        elif tag == "tr" and self.open:
            self.open[-1].begin_row()
        elif tag in _CELLS and self.open:
            spans = {name: value or "" for name, value in attrs}
            rows, columns = _span(spans.get("rowspan")), _span(spans.get("colspan"))
            self._count(rows * columns)
            self.open[-1].begin_cell(rows, columns)
        elif tag in _BLOCKS:
            self._put("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "table" and self.open:
            self._end_table()
        elif tag in _CELLS and self.open:
            self.open[-1].end_cell()
        elif tag in _BLOCKS:
            self._put("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._put(data.replace("\n", " "))

    def finished(self) -> tuple[SourceTable | SourceText, ...]:
        while self.open:
            self._end_table()
        self._end_text()
        return tuple(self.parts)

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > self.limits.cells:
            raise Unreadable(UnreadableReason.CELL_TOO_FAR, {"sheet": "", "cell": str(self.cells)})

    def _put(self, words: str) -> None:
        for each in reversed(self.open):
            if each.words is not None:
                each.words.append(words)
                return
        if not self.open:
            self.words.append(words)

    def _begin_table(self) -> None:
        if len(self.open) >= _DEEPEST:
            raise Unreadable(UnreadableReason.DAMAGED, {"cause": "nested too deeply"})
        if not self.open:
            self._end_text()
        self.open.append(_Open(self.tables))
        self.tables += 1

    def _end_table(self) -> None:
        table = self.open.pop().finished()
        if table.rows:
            self.parts.append(table)

    def _end_text(self) -> None:
        for line in filter(None, lines_of("".join(self.words)).split("\n")):
            self.line += 1
            self.parts.append(SourceText(line, f"ข้อความ {self.line}"))
        self.words = []


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _WIDEST) if text and text.isdecimal() and len(text) < 6 else 1
