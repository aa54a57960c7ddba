"""Points to develop: the tables of an analysis, and what is recommended for an indicator in a paragraph."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from itaxl.assessment.frameworks import Framework
from itaxl.importing.rows import Entry
from itaxl.importing.scans import CellWords
from itaxl.importing.tables import SourceCell, SourceText
from itaxl.planning.indicators import IndicatorFinder
from itaxl.thai.text import compact

_RECOMMENDED = re.compile(r"^(?:โดย)?มีข้อเสนอแนะ(?:ดังนี้|คือ)?\s*[:：]?\s*")
_KEYS = ("assessed", "to_develop")


class Point(Struct):
    """One row of the plan's sheet of points to develop.

    Attributes:
        values: by column key.
        sources: the cells and lines that each value comes from.
        number: of the indicator.
        words: of the cells, by their place.
    """

    values: dict[str, str]
    number: int | None
    sources: dict[str, list[SourceCell | SourceText]] = field(default_factory=dict)
    words: Mapping[str, CellWords] = field(default_factory=dict)


def read_development(
    entries: Sequence[Entry], texts: Sequence[SourceText], finder: IndicatorFinder
) -> tuple[Point, ...]:
    """The points to develop, by instrument, each instrument's tables before its paragraphs.

    Args:
        entries: of tables of points to develop.
        texts: the lines outside the tables.
        finder: of the scored year.
    """
    points = [_of_entry(each, finder) for each in entries]
    for line, words in _recommendations(texts):
        instrument, name = _named(line.text, finder)
        if not instrument or not name:
            continue
        number = next(iter(finder.find(name).numbers), None)
        point = next(
            (each for each in points if each.values["instrument"] == instrument and each.number == number),
            None,
        )
        if point is None:
            point = Point({"instrument": instrument, "indicator": name}, number)
            point.sources = {"instrument": [line], "indicator": [line]}
            points.append(point)
        point.values["recommendation"] = _RECOMMENDED.sub("", words.text)
        point.sources["recommendation"] = [words]
    order = [each.code for each in finder.framework.instruments]
    return tuple(sorted(points, key=lambda each: _place(order, each.values["instrument"])))


def _place(order: Sequence[str], code: str) -> int:
    return order.index(code) if code in order else len(order)


def _of_entry(entry: Entry, finder: IndicatorFinder) -> Point:
    name = entry.text("indicator")
    number = next(iter(finder.find(name).numbers), None)
    sources: dict[str, list[SourceCell | SourceText]] = {"indicator": [*entry.cells.get("indicator", ())]}
    instrument = instrument_in(entry.text("instrument"), finder.framework)
    sources["instrument"] = [*entry.cells.get("instrument", ())]
    if not instrument:
        above: list[SourceCell | SourceText] = [*reversed(entry.context), *entry.heading]
        for line in above:
            if instrument := instrument_in(line.text, finder.framework):
                sources["instrument"] = [line]
                break
    if not instrument and number is not None:
        instrument = finder.framework.indicator(number).instrument
    values = {"instrument": instrument, "indicator": name}
    for key in _KEYS:
        if entry.text(key):
            values[key] = entry.text(key)
            sources[key] = [*entry.cells[key]]
    if recommendation := entry.text("suggestion"):
        values["recommendation"] = recommendation
        sources["recommendation"] = [*entry.cells["suggestion"]]
    return Point(values, number, sources, entry.words)


def instrument_in(text: str, framework: Framework) -> str:
    """The code of the instrument that a line names, empty where it names none or several."""
    words = compact(text)
    found = {
        each.code
        for each in framework.instruments
        if re.search(rf"(?<![A-Za-z]){each.code}(?![A-Za-z])", text)
        or any(compact(name) in words for name in (each.name, *each.aliases))
    }
    return found.pop() if len(found) == 1 else ""


def _recommendations(texts: Sequence[SourceText]) -> list[tuple[SourceText, SourceText]]:
    """Paragraphs that begin as recommendations do, each with the line above that says for what."""
    return [
        (texts[index - 1], words)
        for index, words in enumerate(texts)
        if index and _RECOMMENDED.match(words.text)
    ]


def _named(line: str, finder: IndicatorFinder) -> tuple[str, str]:
    """The instrument and the indicator that a heading names."""
    instrument = instrument_in(line, finder.framework)
    names = sorted(
        (name for each in finder.framework.indicators for name in each.names), key=len, reverse=True
    )
    return instrument, next((name for name in names if compact(name) in compact(line)), "")
