"""Tables and sentences for a terminal of a given width; what does not fit goes on, nothing is cut."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from itaxl.thai.measuring import padded, terminal_width, wrapped

Row = Sequence[str]
GAP = "  "
KEPT = "\u00a0"
"""A blank at which no line ends."""
_INDENT = "    "


def table_lines(
    header: Row,
    rows: Sequence[Row],
    right: frozenset[int],
    *,
    columns: int | None = None,
    elastic: Mapping[int, int] | None = None,
    below: int | None = None,
) -> Iterator[str]:
    """A table whose columns stand below each other, whatever marks its Thai words carry.

    Args:
        header: one word a column.
        rows: as many cells each.
        right: numbers of the columns that end, rather than begin, below each other.
        columns: cells of the terminal; None where lines may be as long as they need.
        elastic: the least width of each column whose cells may take several lines.
        below: the last column's number, where it may go on a line of its own below the row.
    """
    widths = [max(terminal_width(row[index]) for row in (header, *rows)) for index in range(len(header))]
    elastic = elastic or {}
    if columns is not None and below is not None and _total(_least(widths, elastic)) > columns:
        yield from _with_below(header, rows, right, columns, elastic, below)
        return
    if columns is not None:
        _shrink(widths, elastic, columns)
    for number, row in enumerate((header, *rows)):
        yield from _row_lines(row, widths, right)
        if number == 0:
            yield GAP.join("-" * width for width in widths)


def sentence_lines(text: str, columns: int | None) -> Iterator[str]:
    """A sentence over as many lines as it needs; those after the first are indented.

    Args:
        text: one line; where `KEPT` stands in it, a blank is shown and no line ends.
        columns: cells of the terminal; None where a line may be as long as it needs.
    """
    if columns is None or terminal_width(text) <= columns:
        yield text.replace(KEPT, " ")
        return
    first, *_ = wrapped(text, columns)
    yield first.replace(KEPT, " ")
    rest = text.strip()[len(first) :].lstrip(" ")
    for line in wrapped(rest, columns - len(_INDENT)):
        yield f"{_INDENT}{line.replace(KEPT, ' ')}"


def _least(widths: Sequence[int], elastic: Mapping[int, int]) -> list[int]:
    return [min(width, elastic.get(index, width)) for index, width in enumerate(widths)]


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _shrink(widths: list[int], elastic: Mapping[int, int], columns: int) -> None:
    """Take from the widest of the elastic columns until the table fits, or none can give more."""
    while _total(widths) > columns:
        giving = [index for index, least in elastic.items() if index < len(widths) and widths[index] > least]
        if not giving:
            return
        widths[max(giving, key=widths.__getitem__)] -= 1


def _row_lines(row: Row, widths: Sequence[int], right: frozenset[int]) -> Iterator[str]:
    cells = [wrapped(text, width) for text, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        line = (
            padded(part, width, right=index in right)
            for index, (part, width) in enumerate(zip(parts, widths, strict=True))
        )
        yield GAP.join(line).rstrip()


def _with_below(
    header: Row,
    rows: Sequence[Row],
    right: frozenset[int],
    columns: int,
    elastic: Mapping[int, int],
    below: int,
) -> Iterator[str]:
    kept = [[*row[:below], *row[below + 1 :]] for row in (header, *rows)]
    widths = [max(terminal_width(row[index]) for row in kept) for index in range(len(header) - 1)]
    _shrink(widths, elastic, columns)
    for number, (row, short) in enumerate(zip((header, *rows), kept, strict=True)):
        yield from _row_lines(short, widths, right)
        if row[below]:
            more = wrapped(row[below], columns - 2 * len(_INDENT))
            yield f"{_INDENT}→ {more[0]}"
            yield from (f"{_INDENT}  {line}" for line in more[1:])
        if number == 0:
            yield GAP.join("-" * width for width in widths)
