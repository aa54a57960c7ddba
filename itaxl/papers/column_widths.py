"""How wide a table's columns are: by their shares, yet no narrower than their words and figures need."""

from collections.abc import Iterator, Sequence

from itaxl.cell_styles import SIZE
from itaxl.papers.document import Column, Number, Table, shown
from itaxl.thai.measuring import text_width
from itaxl.thai.text import thai_digits

_WIDEST_WORD = 62.0 / 16  # em that a column gets for a word of its header, such as ดำเนินการแล้ว
_LEAST_SHARE = 0.01
_MANY_LINES = 16.0  # of one row; about twenty fill a page that lies
_STEPS = 40


def column_widths(table: Table, room: float, *, beside_text: float, size: float = SIZE) -> list[float]:
    """The widths of a table's columns, in points; together the room there is.

    Args:
        table: with its columns' shares.
        room: for all columns.
        beside_text: points of a column that text does not use.
        size: of the letters.
    """
    least = [
        _least_width(each, _numbers_below(table, index), size) + beside_text
        for index, each in enumerate(table.columns)
    ]
    widths = _shares([max(each.width, _LEAST_SHARE) for each in table.columns], least, room)
    lines = [list(_lines_of(table, index, size)) for index in range(len(table.columns))]
    return _evened(widths, least, lines, beside_text)


def _lines_of(table: Table, index: int, size: float) -> Iterator[list[float]]:
    """Of each row the widths of a column's lines as they were typed; of one that continues, none."""
    for row in table.rows:
        cells = () if row.is_group else row.cells[index : index + 1]
        texts = [line for cell in cells if not cell.continues for line in shown(cell.content).split("\n")]
        yield [text_width(each, size=size) for each in texts]


def _evened(
    widths: Sequence[float], least: Sequence[float], lines: Sequence[list[list[float]]], beside_text: float
) -> list[float]:
    """Other widths where a row would be about a page high: what one column can spare goes to the fullest.

    A layout knows what its columns usually hold. Where an agency writes all into one of them, that one
    would be a strip down several pages beside empty ones.
    """
    widths = list(widths)

    def heights(index: int, width: float) -> list[float]:
        room = max(width - beside_text, 1.0)
        return [sum(max(1.0, each / room) for each in row) for row in lines[index]]

    now = [heights(index, width) for index, width in enumerate(widths)]
    tallest = [max(row) for row in zip(*now, strict=True)]
    if max(tallest, default=0.0) <= _MANY_LINES:
        return widths
    step = sum(widths) / _STEPS
    for _ in range(_STEPS):
        row = tallest.index(max(tallest))
        fullest = max(range(len(widths)), key=lambda index: now[index][row])
        wider = heights(fullest, widths[fullest] + step)
        best: tuple[float, int, list[float], list[float]] | None = None
        for index, width in enumerate(widths):
            if index == fullest or width - step < least[index]:
                continue
            narrower = heights(index, width - step)
            changed = {fullest: wider, index: narrower}
            rows = [max(each) for each in zip(*({**dict(enumerate(now)), **changed}).values(), strict=True)]
            if max(rows) < max(tallest) and (best is None or sum(rows) < best[0]):
                best = sum(rows), index, narrower, rows
        if best is None or best[0] > sum(tallest):
            break
        _, index, narrower, tallest = best
        widths[fullest], widths[index] = widths[fullest] + step, widths[index] - step
        now[fullest], now[index] = wider, narrower
    return widths


def _numbers_below(table: Table, index: int) -> Iterator[Number]:
    for row in table.rows:
        for cell in () if row.is_group else row.cells[index : index + 1]:
            if isinstance(cell.content, Number):
                yield cell.content


def _least_width(column: Column, numbers: Iterator[Number], size: float) -> float:
    """What the longest word of the header needs, and every number: Excel shows ### for one too wide."""
    words = max((text_width(each, size=size, bold=True) for each in column.header.split()), default=0.0)
    widest = max((text_width(thai_digits(shown(each)), size=size) for each in numbers), default=0.0)
    return max(min(words, _WIDEST_WORD * size), widest)


def _shares(wanted: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """Share a width out, so that every column gets what it cannot do without, if that is possible."""
    if sum(least) >= total:
        return [each * total / sum(least) for each in least]
    fixed: set[int] = set()
    while True:
        left = total - sum(least[each] for each in fixed)
        sum_wanted = sum(each for index, each in enumerate(wanted) if index not in fixed)
        shares = [
            least[index] if index in fixed else each * left / sum_wanted for index, each in enumerate(wanted)
        ]
        narrow = {index for index, share in enumerate(shares) if index not in fixed and share < least[index]}
        if not narrow:
            return shares
        fixed |= narrow
