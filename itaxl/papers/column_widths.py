"""How wide a table's columns are: by their shares, yet no narrower than their words and figures need."""

from collections.abc import Iterator, Sequence

from itaxl.cell_styles import SIZE
from itaxl.papers.document import Column, Number, Table, shown
from itaxl.thai.measuring import text_width
from itaxl.thai.text import thai_digits

_WIDEST_WORD = 62.0 / 16  # em that a column gets for a word of its header, such as ดำเนินการแล้ว
_LEAST_SHARE = 0.01


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
    return _shares([max(each.width, _LEAST_SHARE) for each in table.columns], least, room)


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
