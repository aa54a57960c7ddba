"""Every row of a table as it is sent out, with what its checks say before anything is recalculated."""

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from itaxl.template.canvas import Canvas
from itaxl.template.layout import TablePlace
from itaxl.template.stamp import canonical
from itaxl.thai.text import compact, is_blank


class Row(Struct, frozen=True):
    """One row of a table, and what is said of it before anything is recalculated.

    Attributes:
        index: of the row in its sheet.
        is_blank: whether it is one of those that come empty.
        values: its entries by column key.
        faults: what it lacks or contradicts; empty for nothing, and None where the row does not count yet.
    """

    index: int
    is_blank: bool
    values: Mapping[str, object]
    faults: str | None

    def told(self, complete: str) -> str:
        """What the check beside the row says; `complete` where nothing is wrong."""
        return "" if self.faults is None else self.faults or complete


def rows_of(canvas: Canvas, place: TablePlace) -> Iterator[Row]:
    """The rows of the body, in their order."""
    sheet = place.sheet
    sent, given = (each.get(sheet.key, ()) for each in (canvas.filling.rows, canvas.filling.blank_rows))
    blank = (given[number] if number < len(given) else {} for number in range(place.blank))
    values_of = [*sent, *blank]
    codes = Counter(each for values in values_of for each in _codes(place, values))
    entered: dict[bool, set[str]] = {False: set(), True: set()}
    for (index, is_blank_row), values in zip(place.rows(), values_of, strict=True):
        if is_blank_row and not values:
            yield Row(index, is_blank_row, values, None)
            continue
        above = entered[is_blank_row]
        above.update(key for key, value in values.items() if not is_blank(value))
        repeated = {key for key, code in _codes(place, values) if codes[key, code] > 1}
        faults = canvas.initial_faults(
            sheet, values, is_blank_row=is_blank_row, above=above, repeated=repeated
        )
        yield Row(index, is_blank_row, values, faults)


def _codes(place: TablePlace, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for column in place.sheet.columns:
        if column.unique and (code := compact(canonical(values.get(column.key)))):
            yield column.key, code
