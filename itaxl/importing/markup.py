"""Marked-up text: the tags inside a cell of a scanned table, and whole HTML pages.

Read by a tokenizer of its own, since that of Python takes quadratic time on hostile pages. It knows no
entities but HTML's named characters and fetches nothing: links, pictures and scripts are passed over.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from itaxl.importing.tables import SourceCell, SourceTable, SourceText, table_place, trimmed
from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason

_TAG = re.compile(r"</?(?:p|ul|ol|li|br|div|b|i|u|strong|em|span|sup|sub|font)\b[^<>]*>", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "br", "hr", "pre", "blockquote", "dl", "dt", "dd", "caption"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer"),
    )
)
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
_SPAN = re.compile(r"\b(rowspan|colspan)\s*=\s*[\"']?\s*(\d{1,5})(?!\d)", re.IGNORECASE)
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
    words = ["\n" if each.tag in _BLOCKS else each.words for each in _tokens(text)]
    return lines_of("".join(words))


def lines_of(text: str) -> str:
    """A text with single blanks, without empty lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


class _Token(NamedTuple):
    """A tag, or the words between two."""

    words: str = ""
    tag: str = ""
    is_end: bool = False
    attributes: str = ""


def _tokens(text: str) -> Iterator[_Token]:
    """The tags and words of a page, in one pass; what is not closed goes on to the end."""
    at = 0
    while at < len(text):
        start = text.find("<", at)
        start = len(text) if start < 0 else start
        if start > at:
            yield _Token(unescape(text[at:start]).replace("\n", " "))
        match = _ANY_TAG.match(text, start)
        if match is not None:
            name, is_end = match[2].lower(), bool(match[1])
            yield _Token("", name, is_end, match[3])
            at = match.end()
            if name in _SILENT and not is_end:
                at = _past(text, at, f"</{name}")
        elif text.startswith("<!--", start):
            at = _past(text, start, "-->")
        elif text.startswith(("<!", "<?"), start):
            at = _past(text, start, ">")
        else:
            if start < len(text):
                yield _Token("<")
            at = start + 1


def _past(text: str, start: int, end: str) -> int:
    """The place behind a mark; for that of a closing tag, where the tag begins."""
    found = text.find(end, start)
    if found < 0:
        found = text.find(end.upper(), start)
    return len(text) if found < 0 else found + (0 if end.startswith("</") else len(end))


def html_parts(text: str, limits: Limits) -> tuple[SourceTable | SourceText, ...]:
    """The tables and lines of an HTML page.

    Raises:
        Unreadable: it asks for too much.
    """
    page = _Page(limits)
    for token in _tokens(text):
        page.take(token)
    return page.finished()


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


class _Page:
    """Reads a page; the words of a table within a cell are words of that cell, too."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts: list[SourceTable | SourceText] = []
        self.words: list[str] = []
        self.open: list[_Open] = []
        self.cells = 0
        self.tables = 0
        self.line = 0

    def take(self, token: _Token) -> None:
        """Read one tag, or words."""
        if not token.tag:
            self._put(token.words)
        elif token.tag == "table":
            self._table(is_end=token.is_end)
        elif token.tag == "tr" and self.open and not token.is_end:
            self.open[-1].begin_row()
        elif token.tag in _CELLS and self.open:
            self._cell(token)
        elif token.tag in _BLOCKS:
            self._put("\n")

    def _table(self, *, is_end: bool) -> None:
        if not is_end:
            self._begin_table()
        elif self.open:
            self._end_table()

    def _cell(self, token: _Token) -> None:
        if token.is_end:
            self.open[-1].end_cell()
            return
        spans = {each[1].lower(): _span(each[2]) for each in _SPAN.finditer(token.attributes)}
        rows, columns = spans.get("rowspan", 1), spans.get("colspan", 1)
        self._count(rows * columns)
        self.open[-1].begin_cell(rows, columns)

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
        self._put("\n")
        if table.rows:
            self.parts.append(table)

    def _end_text(self) -> None:
        for line in filter(None, lines_of("".join(self.words)).split("\n")):
            self.line += 1
            self.parts.append(SourceText(line, f"ข้อความ {self.line}"))
        self.words = []


def _span(digits: str) -> int:
    return min(max(int(digits), 1), _WIDEST)
