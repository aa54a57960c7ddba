"""Tables in plain text (.csv), whatever program wrote them and in whatever encoding."""

import codecs
import csv
import io
from collections import Counter
from itertools import islice
from pathlib import Path

from itaxl.sheets.formats import DEFAULT_LIMITS, Limits, Unreadable, UnreadableReason
from itaxl.sheets.grids import Grid, cell_name
from itaxl.sheets.workbooks import read_file

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNMARKED = ("utf-8", "cp874")  # cp874 is what Thai Windows calls TIS-620, with a few letters more
_DELIMITERS = (",", ";", "\t", "|")
_LINES_LOOKED_AT = 50
_ANNOUNCEMENT = "sep="  # the line by which Excel is told the delimiter


def read_text_table(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Grid:
    """The cells of a text file, all of them text, with the addresses that Excel would show.

    The encoding is UTF-8 or UTF-16 where the file says so, else UTF-8 where it can be, else that of Thai
    Windows. The delimiter is the one that gives most lines the same number of cells.

    Raises:
        Unreadable: it is no text, or asks for too much.
    """
    text = decoded_text(read_file(path, limits))
    lines = list(io.StringIO(text, newline=""))  # str.splitlines would also cut at rarer characters
    skipped = 0
    delimiter = ""
    if lines and lines[0].strip().strip('"').lower().startswith(_ANNOUNCEMENT):
        delimiter = lines[0].strip().strip('"')[len(_ANNOUNCEMENT) :][:1] or "\t"
        skipped = 1
    rows = _rows(lines[skipped:], delimiter or _delimiter(lines[skipped:]), limits)
    # Excel does not show the announcement either.
    return Grid("", rows)


def decoded_text(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or the encoding of Thai Windows.

    Raises:
        Unreadable: it is empty, or no text.
    """
    if not data.strip():
        raise Unreadable(UnreadableReason.EMPTY)
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _in(data, encoding)
    for encoding in _UNMARKED[:-1]:
        try:
            return _checked(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _in(data, _UNMARKED[-1])


def _in(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise Unreadable(UnreadableReason.DAMAGED, {"encoding": encoding}) from error


def _checked(text: str) -> str:
    if "\0" in text:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "no text"})
    return text


def _delimiter(lines: list[str]) -> str:
    """The delimiter by which most of the first lines have the same number of cells, and many of them.

    84,48;90,12 has as many commas as semicolons, but its header line has none.
    """

    def fit(delimiter: str) -> int:
        try:
            rows = list(islice(csv.reader(lines, delimiter=delimiter), _LINES_LOOKED_AT))
        except csv.Error:
            return 0
        (cells, often), *_ = Counter(len(row) for row in rows if row).most_common(1) or [(0, 0)]
        return (cells - 1) * often

    return max(_DELIMITERS, key=fit)


def _rows(lines: list[str], delimiter: str, limits: Limits) -> list[list[object]]:
    rows: list[list[object]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if len(rows) >= limits.rows or len(row) > limits.columns:
                cell = cell_name(len(rows), max(len(row), 1) - 1)
                raise Unreadable(UnreadableReason.CELL_TOO_FAR, {"sheet": "", "cell": cell})
            rows.append(list(row))
    except csv.Error as error:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": str(error)}) from error
    return rows
