"""Sorts the sheets of one file by whose they are, before any entry is read."""

from collections.abc import Iterator

from msgspec import Struct, field

from itaxl.sheets.grids import Grid
from itaxl.template.description import Layout, Sheet
from itaxl.template.headers import find_heads
from itaxl.template.recognition import Recogniser, codes_of, form_fields, names_in_free_rows
from itaxl.template.returned_sheets import PlacedSheet, ReturnedSheets, titled
from itaxl.template.stamp import SentWorkbook
from itaxl.template.start_reader import front_among
from itaxl.thai.text import compact, unquoted

Because = tuple[str, str]
"""A reason in Thai and in English."""


class Pile(Struct):
    """The sheets of one unit.

    Attributes:
        because: what the unit was recognised by; None where the workbook itself says whose it is.
        named: sheets under their own names, by key of their description.
        strays: further ones that look like a described sheet.
        gave_away: a sheet under its own name turned out to be another unit's.
        front: the sheet in front of a form that was not sent out empty, whatever it is called now.
    """

    sent: SentWorkbook
    because: Because | None = None
    named: dict[str, Grid] = field(default_factory=dict)
    strays: list[PlacedSheet] = field(default_factory=list)
    gave_away: bool = False
    front: Grid | None = None


class Sorted(Struct):
    """All sheets of a file.

    Attributes:
        piles: the workbook's own unit first.
        unknown: tables of which nobody knows whose they are, with the reason.
        foreign: sheets that are none of a form's.
    """

    piles: list[Pile] = field(default_factory=list)
    unknown: list[tuple[PlacedSheet, Because]] = field(default_factory=list)
    foreign: list[Grid] = field(default_factory=list)

    def pile_of(self, sent: SentWorkbook, because: Because) -> Pile:
        """The pile of a unit that was recognised; a new one where it has none yet."""
        for pile in self.piles:
            if compact(pile.sent.stamp.unit) == compact(sent.stamp.unit):
                return pile
        self.piles.append(Pile(sent, because))
        return self.piles[-1]


def sort_sheets(sheets: ReturnedSheets, own: SentWorkbook | None, recogniser: Recogniser | None) -> Sorted:
    """Sort them.

    Args:
        sheets: of the file.
        own: what the workbook says of itself, where it does.
        recogniser: knows the units, where there is a control workbook to tell them.
    """
    return _Sorter(sheets, own, recogniser).sort()


class _Sorter:
    def __init__(
        self, sheets: ReturnedSheets, own: SentWorkbook | None, recogniser: Recogniser | None
    ) -> None:
        self.sheets = sheets
        self.own = own
        self.recogniser = recogniser
        self.sorted = Sorted([Pile(own)] if own else [])

    def sort(self) -> Sorted:
        strays: list[PlacedSheet] = []
        for sheet in self.sheets.description.sheets:
            name = self.sheets.named.get(sheet.key)
            if name is None or sheet.layout not in (Layout.FORM, Layout.TABLE):
                continue
            grid = self.sheets.grid(name)
            if grid is None:
                continue
            if self.own is None:
                strays.extend(self.sheets.placed([grid]))
            elif self._names_another(sheet, grid) and (heads := find_heads(grid, sheet)):
                self.sorted.piles[0].gave_away = True
                strays.append(PlacedSheet(sheet, grid, heads))
            else:
                self.sorted.piles[0].named[sheet.key] = grid
        if self.sheets.strays:
            found = list(self.sheets.looked_at())
            placed = self.sheets.placed(found)
            strays += placed
            known = [one.grid for one in placed]
            if self.own is not None and self.own.start is not None:
                front = front_among(found, self.own.start)
                self.sorted.piles[0].front = front
                known += [front] if front else []
            self.sorted.foreign = [each for each in found if all(each is not one for one in known)]
        if strays:
            self._sort_strays(strays)
        return self.sorted

    def _sort_strays(self, strays: list[PlacedSheet]) -> None:
        forms = [each for each in strays if each.sheet.layout is Layout.FORM]
        tables = [each for each in strays if each.sheet.layout is Layout.TABLE]
        is_one = len(forms) == 1 and len({each.sheet.key for each in tables}) == len(tables)
        alone = forms[0].grid if self.own is None and is_one else None
        for table in tables:
            self._sort_table(table, alone)
        for form in forms:
            self._sort_form(form)

    def _sort_table(self, table: PlacedSheet, form: Grid | None) -> None:
        if self.own is not None and self._is_own(table):
            self.sorted.piles[0].strays.append(table)
            return
        if self.recogniser is None or not table.sheet.row_label:
            names = ", ".join(dict.fromkeys(_names(table)))
            because = (f"(ในแผ่นเขียนว่า {names})", f"(it says {names})") if names else ("", "")
            self.sorted.unknown.append((table, because))
            return
        recognition = self.recogniser.recognise(table, form)
        if recognition.sent is None:
            self.sorted.unknown.append((table, recognition.because))
        else:
            self.sorted.pile_of(recognition.sent, recognition.because).strays.append(table)

    def _sort_form(self, form: PlacedSheet) -> None:
        """To the unit that it names; else to the only one, else to the workbook's own."""
        unit = compact(form_fields(form.grid, self.sheets.description).get("unit", ""))
        piles = [each for each in self.sorted.piles if compact(each.sent.stamp.unit) == unit]
        if piles or self.own is not None or len(self.sorted.piles) == 1:
            (piles or self.sorted.piles)[0].strays.append(form)
        else:
            self.sorted.foreign.append(form.grid)

    def _is_own(self, table: PlacedSheet) -> bool:
        """By the unit that it names, else by codes that were all sent to this one."""
        assert self.own is not None
        names = {compact(each) for each in _names(table)}
        if names:
            return names == {compact(self.own.stamp.unit)}
        sent = self.own.tables.get(table.sheet.key)
        if sent is None or table.sheet.row_label not in sent.columns:
            return True
        index = sent.columns.index(table.sheet.row_label)
        return codes_of(table).keys() <= {unquoted(row[index]) for row in sent.rows}

    def _names_another(self, sheet: Sheet, grid: Grid) -> bool:
        """Whether the title of a table under its own name has another unit that is known."""
        if sheet.layout is not Layout.TABLE or self.recogniser is None or self.own is None:
            return False
        unit = titled(grid, sheet).get("unit", "")
        if not unit or compact(unit) == compact(self.own.stamp.unit):
            return False
        return self.recogniser.issued.unit_named(unit) is not None


def _names(table: PlacedSheet) -> Iterator[str]:
    """The units that a table names."""
    unit = titled(table.grid, table.sheet).get("unit")
    if unit:
        yield unit
    yield from names_in_free_rows(table)
