"""The words that published plans and reports use, read from ``catalogues/import_words.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from itaxl.catalogue import CATALOGUES
from itaxl.thai.text import compact

WORDS_FILE = CATALOGUES / "import_words.toml"


@dataclass(frozen=True, slots=True)
class ImportWords:
    """What the catalogue says.

    Attributes:
        columns: the key of a column by the compact names of its headers.
        kept_in: the plan's column for keys that are none themselves.
        ticks: what fills a tick column, compact.
        nothing: what stands for an empty cell, compact.
        continued: marks of what goes on from the page before.
        statuses: words, compact, by the value of a status; looked at in this order.
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
    """

    columns: Mapping[str, str]
    kept_in: Mapping[str, str]
    ticks: frozenset[str]
    nothing: frozenset[str]
    continued: tuple[str, ...]
    statuses: Mapping[str, tuple[str, ...]]
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
    )
