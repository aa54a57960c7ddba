"""Which indicator and item a row is about: by its column, its heading, its item's code, or its words."""

import re

from msgspec import Struct

from itaxl.importing.development import instrument_in
from itaxl.importing.readings import is_nothing
from itaxl.importing.rows import Entry
from itaxl.importing.tables import SourceCell
from itaxl.importing.tracing import Certainty
from itaxl.planning.indicators import IndicatorFinder, indicator_label, item_code
from itaxl.thai.text import arabic_digits, compact

_HEADED = re.compile(r"ตัวชี้วัด(?:ที่)?\s*(.+?)\s*(?=เครื่องมือ|แบบวัด|แบบตรวจ|[(\[]?\s*\b(?:IIT|EIT|OIT)\b|\n|$)")
_MENTIONED = re.compile(r"ตัวชี้วัดที่\s*(\d{1,2})(?![\d.]|\s*\.\d)")
_ITEM = re.compile(r"(?:ข้อ\s*)?(?P<letter>[ieoIEO01l])?(?P<number>\d{1,2})(?=\s)")
_LETTERS = {"0": "o", "1": "i", "l": "i"}  # what scanning makes of the letter before a number


class ReadIndicators(Struct, frozen=True):
    """The indicators of a row.

    Attributes:
        words: for the plan's cell.
        numbers: of the indicators.
        cells: that name them.
        rest: lines of a column for indicators that name none: what the row is about.
    """

    words: str = ""
    numbers: tuple[int, ...] = ()
    cells: tuple[SourceCell, ...] = ()
    certainty: Certainty = Certainty.AS_PRINTED
    rest: str = ""


class ReadItem(Struct, frozen=True):
    """The item that a row is about: as printed, and its code."""

    words: str
    code: str
    cells: tuple[SourceCell, ...]


def read_indicators(entry: Entry, item: ReadItem | None, finder: IndicatorFinder) -> ReadIndicators:
    """The indicators of a row of a table."""
    printed = entry.text("indicator")
    if item and item.code and item.words == printed:  # i20 stands where the indicator should
        return _of_item(item, finder) or ReadIndicators()
    if not is_nothing(printed):
        printed, rest = _told_apart(printed, finder)
        named = finder.find(printed)
        unsure = bool(named.readings or named.unknown)
        certainty = Certainty.UNSURE if unsure else Certainty.AS_PRINTED
        words = "" if is_nothing(printed) else printed
        return ReadIndicators(words, named.numbers, tuple(entry.cells["indicator"]), certainty, rest)
    return _headed(entry, finder) or _mentioned(entry, finder) or _of_item(item, finder) or ReadIndicators()


def _told_apart(printed: str, finder: IndicatorFinder) -> tuple[str, str]:
    """The lines that name indicators, and those behind them that name none."""
    lines = printed.split("\n")
    named = [bool(finder.find(line).numbers) or is_nothing(line) for line in lines]
    count = named.index(False) if False in named else len(lines)
    if any(named[count:]):
        return printed, ""
    return "\n".join(lines[:count]), "\n".join(lines[count:])


def _headed(entry: Entry, finder: IndicatorFinder) -> ReadIndicators | None:
    for cell in entry.heading:
        match = _HEADED.search(cell.text)
        if match is None or is_nothing(match[1]):
            continue
        named = finder.find(match[1])
        if not named.numbers:
            return ReadIndicators(match[1], (), (cell,), Certainty.UNSURE)
        labels = _labels(named.numbers, finder)
        is_plain = compact(labels) == compact(match[1])
        return ReadIndicators(labels if is_plain else match[1], named.numbers, (cell,), Certainty.READ)
    return None


def _mentioned(entry: Entry, finder: IndicatorFinder) -> ReadIndicators | None:
    """Indicators that the row's own words name by number."""
    known = {each.no for each in finder.framework.indicators}
    for key in ("issue", "measure", "steps", "guideline"):
        found = dict.fromkeys(int(each[1]) for each in _MENTIONED.finditer(arabic_digits(entry.text(key))))
        numbers = tuple(each for each in found if each in known)
        if numbers:
            cells = tuple(entry.cells[key])
            return ReadIndicators(_labels(numbers, finder), numbers, cells, Certainty.UNSURE)
    return None


def _of_item(item: ReadItem | None, finder: IndicatorFinder) -> ReadIndicators | None:
    indicator = finder.framework.indicator_of_item(item.code) if item else None
    if item is None or indicator is None:
        return None
    return ReadIndicators(indicator_label(indicator), (indicator.no,), item.cells, Certainty.READ)


def _labels(numbers: tuple[int, ...], finder: IndicatorFinder) -> str:
    return ", ".join(indicator_label(finder.framework.indicator(each)) for each in numbers)


def read_item(entry: Entry, finder: IndicatorFinder) -> ReadItem | None:
    """The item of a row: its own column, or the code that the issue begins with, or that of the indicator.

    A number alone is one only under a heading that names the instrument: ๗ under IIT is i7.
    """
    for key in ("item", "issue"):
        text = entry.text(key)
        match = _ITEM.match(arabic_digits(f"{text} "))
        if match is None:
            if key == "item" and text:
                return ReadItem(text, "", tuple(entry.cells[key]))
            continue
        letter = _letter(match["letter"] or "", entry, finder)
        code = f"{letter}{int(match['number'])}"
        known = finder.framework.item(code) is not None
        if letter and (known or key == "item"):
            words = text if key == "item" else text[: match.end()]
            return ReadItem(words, code if known else "", tuple(entry.cells[key]))
    return _item_as_indicator(entry, finder)


def _item_as_indicator(entry: Entry, finder: IndicatorFinder) -> ReadItem | None:
    """An item where the indicator should stand: with its letter, for 8 is the indicator."""
    text = entry.text("indicator")
    code = item_code(text)
    if finder.framework.item(code) is None:
        return None
    return ReadItem(text, code, tuple(entry.cells["indicator"]))


def _letter(printed: str, entry: Entry, finder: IndicatorFinder) -> str:
    if printed:
        return _LETTERS.get(printed, printed.lower())
    codes = [instrument_in(cell.text, finder.framework) for cell in entry.heading]
    return next((code[0].lower() for code in codes if code), "")
