"""The words that published plans and reports use, read from ``catalogues/import_words.toml``."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from itaxl.catalogue import CATALOGUES
from itaxl.thai.text import compact

WORDS_FILE = CATALOGUES / "import_words.toml"


class BlankWords(Struct, frozen=True):
    """Where Thai has blanks; weights are natural logarithms of odds.

    Attributes:
        always_behind: what has a blank behind it.
        always_before: what has one before it.
        abbreviation: weight before an abbreviation.
        goes_on: weight behind a word that goes on.
        behind: such words.
        unless: longer words that end in them and do not.
        before: words that begin a phrase, with their weight.
    """

    always_behind: tuple[str, ...]
    always_before: tuple[str, ...]
    abbreviation: float
    goes_on: float
    behind: tuple[str, ...]
    unless: tuple[str, ...]
    before: tuple[tuple[str, float], ...]


class ImportWords(Struct, frozen=True):
    """What the catalogue says.

    Attributes:
        columns: the key of a column by the compact names of its headers.
        kept_in: the plan's column for keys that are none themselves.
        ticks: what fills a tick column, compact.
        nothing: what stands for an empty cell, compact.
        continued: marks of what goes on from the page before.
        statuses: words, compact, by the value of a status; looked at in this order.
        not_yet: compact words that make what stands behind them something expected or denied.
        every: compact names for all departments together.
        unnamed: compact words for several departments without saying which.
        units: what the name of a department begins with.
        sections: what the name of a section begins with.
        persons: what a position begins with.
        deadline: finds where a deadline begins, in text with Arabic digits.
        recurring: finds a time that comes again and again, in text with Arabic digits.
        numbered: finds an order or announcement with its number, in text with Arabic digits.
        link: finds an address on the web.
        published: words by which a link is where something was published.
        blanks: where Thai has blanks.
    """

    columns: Mapping[str, str]
    kept_in: Mapping[str, str]
    ticks: frozenset[str]
    nothing: frozenset[str]
    continued: tuple[str, ...]
    statuses: Mapping[str, tuple[str, ...]]
    not_yet: tuple[str, ...]
    every: tuple[str, ...]
    unnamed: tuple[str, ...]
    units: tuple[str, ...]
    sections: tuple[str, ...]
    persons: tuple[str, ...]
    deadline: re.Pattern[str]
    recurring: re.Pattern[str]
    numbered: re.Pattern[str]
    link: re.Pattern[str]
    published: tuple[str, ...]
    blanks: BlankWords


@cache
def import_words() -> ImportWords:
    """The catalogue; it comes with the package, so a fault in it is a fault of the package."""
    data = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    marks, responsible, times, evidence = (
        data[name] for name in ("marks", "responsible", "times", "evidence")
    )
    return ImportWords(
        columns={compact(name): each["key"] for each in data["column"] for name in each["names"]},
        kept_in={each["key"]: each["kept_in"] for each in data["column"] if "kept_in" in each},
        ticks=frozenset(map(compact, marks["ticks"])),
        nothing=frozenset(map(compact, marks["nothing"])),
        continued=tuple(marks["continued"]),
        statuses={name: tuple(map(compact, words)) for name, words in data["statuses"].items()},
        not_yet=tuple(map(compact, data["not_yet"]["words"])),
        every=tuple(map(compact, responsible["every"])),
        unnamed=tuple(map(compact, responsible["unnamed"])),
        units=tuple(responsible["units"]),
        sections=tuple(responsible["sections"]),
        persons=tuple(responsible["persons"]),
        deadline=re.compile(times["deadline"]),
        recurring=re.compile(times["recurring"]),
        numbered=re.compile(evidence["numbered"]),
        link=re.compile(evidence["link"]),
        published=tuple(evidence["published"]),
        blanks=_blanks(data["blanks"]),
    )


def _blanks(data: Mapping[str, Any]) -> BlankWords:
    lists = ("always_behind", "always_before", "behind", "unless")
    return BlankWords(
        abbreviation=data["abbreviation"],
        goes_on=data["goes_on"],
        before=tuple((word, each["weight"]) for each in data["before"] for word in each["words"]),
        **{name: tuple(data[name]) for name in lists},
    )
