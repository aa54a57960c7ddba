"""Official reports described as data, in ``workbook_templates/reports``: what stands where, in which words.

A text may hold fields in braces; what they are called and what they hold is in ``fields`` and ``rows``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

from itaxl.papers.document import Align, Orientation, TextStyle
from itaxl.thai.text import nearest

FOLDER = "reports"


class LayoutError(Exception):
    """A layout that cannot be used; every fault of it is told at once."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.path = path
        self.faults = tuple(faults)
        super().__init__(f"{FOLDER}/{path.name}: " + "; ".join(faults))


class UnknownLayoutError(Exception):
    """There is no layout of this name.

    Attributes:
        known: the names that there are.
    """

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(name)


class About(StrEnum):
    """What a paper is about."""

    AGENCY = "agency"
    PROVINCE = "province"


class ColumnLayout(Struct, frozen=True):
    """A column of a table.

    Attributes:
        header: above the column.
        fields: what stands in a cell, one below the other; what another of them says already is left out.
        text: instead of fields, words with fields in braces.
        tick: a status; the cell is ticked where the row has it.
        number: a field that is a figure.
        width: its share of the table's width, compared with the others'.
        empty: stands where nothing is said, so that no cell looks forgotten.
        missing: stands where nothing was reported yet; None where the column is not reported on.
        once: what all steps of a measure share is shown at the first of them.
    """

    header: str = ""
    fields: tuple[str, ...] = ()
    text: str = ""
    tick: str = ""
    number: str = ""
    width: float = 10
    align: Align = Align.LEFT
    empty: str = ""
    missing: str = ""
    once: bool = False


class BlockLayout(Struct, frozen=True):
    """One part of a paper; which attributes it takes depends on its kind (``KINDS``).

    Attributes:
        of: the rows of a table or list, or what ``each`` goes through.
        when: the part is left out where this field is empty.
        unless: the part is left out where this field is not empty.
        group: words that head the rows they apply to, under each indicator of a row.
        ungrouped: words that head the rows without an indicator instead.
        where: rows are kept only where this field is not empty.
        skip_empty: a repetition without any row in it is left out.
        most: so many rows are shown at most; all where 0.
    """

    kind: str
    text: str = ""
    level: int = 2
    align: Align = Align.LEFT
    style: TextStyle = TextStyle.BODY
    title: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    role: str = ""
    position: str = ""
    lead: str = ""
    choices: tuple[str, ...] = ()
    dotted_lines: int = 0
    of: str = ""
    group: str = ""
    ungrouped: str = ""
    where: str = ""
    empty: str = ""
    columns: tuple[ColumnLayout, ...] = ()
    blocks: tuple["BlockLayout", ...] = ()
    skip_empty: bool = False
    most: int = 0
    when: str = ""
    unless: str = ""


class SectionLayout(Struct, frozen=True):
    """Pages of one orientation, and a sheet of their own in Excel."""

    name: str
    orientation: Orientation
    blocks: tuple[BlockLayout, ...]
    when: str = ""


class PaperLayout(Struct, frozen=True):
    """One kind of official report.

    Attributes:
        about: whose control workbook it is made from.
    """

    path: Path
    name: str
    title: str
    footer: str
    sections: tuple[SectionLayout, ...]
    about: About


KINDS: Mapping[str, frozenset[str]] = {
    "cover": frozenset({"title", "agency"}),
    "heading": frozenset({"text", "level", "align"}),
    "paragraph": frozenset({"text", "style"}),
    "list": frozenset({"of", "text", "style", "empty", "where", "most"}),
    "labelled": frozenset({"pairs"}),
    "signature": frozenset({"role", "position"}),
    "approval": frozenset({"text", "lead", "choices", "dotted_lines", "role", "position"}),
    "table": frozenset({"of", "column", "group", "ungrouped", "where", "empty", "most"}),
    "each": frozenset({"of", "block", "skip_empty"}),
    "page-break": frozenset(),
}
_NEEDED = {
    "cover": ("title",),
    "heading": ("text",),
    "paragraph": ("text",),
    "list": ("of", "text"),
    "labelled": ("pairs",),
    "approval": ("text",),
    "table": ("of", "column"),
    "each": ("of", "block"),
}
_EXAMPLES = {
    "title": 'title = ["รายงานผลการดำเนินการ", "ประจำปีงบประมาณ พ.ศ. {fiscal_year}"]',
    "text": 'text = "ตามที่ {agency} …"',
    "of": 'of = "measures"',
    "column": '[[section.block.column]] header = "ผลการดำเนินงาน", fields = ["result"]',
    "block": '[[section.block.block]] kind = "table"',
    "pairs": 'pairs = [["ที่", "{memo_number}"], ["วันที่", "{memo_date}"]]',
}
_COLUMN_DEFAULTS = {each.name: each.default for each in fields(ColumnLayout)}
_BLOCK_DEFAULTS = {each.name: each.default for each in fields(BlockLayout)}
_WORDS = {"align": Align, "style": TextStyle, "orientation": Orientation}


def layout_names(templates: Path, about: About | None = None) -> tuple[str, ...]:
    """The layouts that there are, or those of them that are about an agency or a province."""
    names = sorted(path.stem for path in (templates / FOLDER).glob("*.toml"))
    return tuple(each for each in names if about is None or load_layout(each, templates).about is about)


def load_layout(name: str, templates: Path) -> PaperLayout:
    """Read one layout.

    Raises:
        UnknownLayoutError: there is none of this name.
        LayoutError: it is no TOML, or wrong; with every fault found.
    """
    known = layout_names(templates)
    if name not in known:
        raise UnknownLayoutError(name, known)
    path = templates / FOLDER / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LayoutError(path, [f"cannot be read ({error.strerror})"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayoutError(path, [f"is not valid TOML: {error}"]) from None
    reader = _LayoutReader()
    layout = reader.paper(path, data)
    if reader.faults:
        raise LayoutError(path, reader.faults)
    return layout


def field_names(text: str) -> tuple[str, ...]:
    """The fields that a text holds.

    Raises:
        ValueError: a brace is not closed, or a field has no name.

    >>> field_names("รอบ {months} เดือน ปี {fiscal_year}")
    ('months', 'fiscal_year')
    """
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    if "" in names:
        raise ValueError("a field without a name")
    return tuple(names)


class _LayoutReader:
    """Turns parsed TOML into records and collects what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def paper(self, path: Path, data: Mapping[str, Any]) -> PaperLayout:
        self._unknown("", data, {"title", "footer", "about", "section"})
        sections = tuple(self._sections(data))
        if not sections:
            self.faults.append('section: there is none, for example [[section]] name = "รายงาน"')
        names = [each.name for each in sections]
        self.faults += [f"section: two have the name “{name}”" for name in names if names.count(name) > 1][:1]
        return PaperLayout(
            path,
            path.stem,
            self._text("title", data),
            self._text("footer", data),
            sections,
            self._word("about", data.get("about", About.AGENCY), About),
        )

    def _sections(self, data: Mapping[str, Any]) -> Iterator[SectionLayout]:
        for index, each in enumerate(self._tables("section", data)):
            where = f"section[{index}]"
            self._unknown(where, each, {"name", "orientation", "block", "when"})
            if not each.get("name"):
                self.faults.append(f'{where}.name: is missing, for example name = "รายงาน"')
            yield SectionLayout(
                name=self._text("name", each, where),
                orientation=self._word(
                    f"{where}.orientation", each.get("orientation", "portrait"), Orientation
                ),
                blocks=tuple(self._blocks(where, each)),
                when=self._text("when", each, where),
            )

    def _blocks(self, where: str, data: Mapping[str, Any]) -> Iterator[BlockLayout]:
        for index, each in enumerate(self._tables("block", data, where)):
            yield self._block(f"{where}.block[{index}]", each)

    def _block(self, where: str, data: Mapping[str, Any]) -> BlockLayout:
        kind = str(data.get("kind", ""))
        if kind not in KINDS:
            self.faults.append(f"{where}.kind: “{kind}” must be one of {', '.join(KINDS)}")
            return BlockLayout("page-break")
        self._unknown(where, data, KINDS[kind] | {"kind", "when", "unless"})
        for key in _NEEDED.get(kind, ()):
            if not data.get(key):
                self.faults.append(f"{where}.{key}: is missing, for example {_EXAMPLES[key]}")
        given = {
            key: self._value(f"{where}.{key}", key, value, _BLOCK_DEFAULTS[key])
            for key, value in data.items()
            if key in _BLOCK_DEFAULTS and key != "kind"
        }
        return BlockLayout(
            kind,
            columns=tuple(self._columns(where, data)),
            blocks=tuple(self._blocks(where, data)),
            **given,
        )

    def _columns(self, where: str, data: Mapping[str, Any]) -> Iterator[ColumnLayout]:
        for index, each in enumerate(self._tables("column", data, where)):
            place = f"{where}.column[{index}]"
            self._unknown(place, each, set(_COLUMN_DEFAULTS))
            if sum(bool(each.get(key)) for key in ("fields", "text", "tick", "number")) != 1:
                self.faults.append(
                    f'{place}: needs one of fields, text, tick and number, for example fields = ["result"]'
                )
            yield ColumnLayout(
                **{
                    key: self._value(f"{place}.{key}", key, value, _COLUMN_DEFAULTS[key])
                    for key, value in each.items()
                    if key in _COLUMN_DEFAULTS
                }
            )

    def _value(self, where: str, key: str, value: object, default: object) -> Any:
        if key in _WORDS:
            return self._word(where, value, _WORDS[key])
        if key == "pairs":
            return self._pairs(where, value)
        if isinstance(default, tuple):
            if isinstance(value, list) and all(isinstance(each, str) for each in value):
                return tuple(value)
            self.faults.append(f'{where}: must be a list of texts, for example {key} = ["measure"]')
            return ()
        wanted = type(default)
        if wanted is float and type(value) is int:
            return float(value)
        if type(value) is wanted:
            return value
        self.faults.append(f"{where}: must be of type {wanted.__name__}")
        return default

    def _pairs(self, where: str, value: object) -> tuple[tuple[str, str], ...]:
        if isinstance(value, list) and all(
            isinstance(each, list) and len(each) == 2 and all(isinstance(text, str) for text in each)
            for each in value
        ):
            return tuple((label, text) for label, text in value)
        self.faults.append(f"{where}: must be pairs of texts, for example {_EXAMPLES['pairs']}")
        return ()

    def _tables(self, key: str, data: Mapping[str, Any], where: str = "") -> list[Mapping[str, Any]]:
        value = data.get(key, [])
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return value
        self.faults.append(f"{where}.{key}: must be [[{key}]] tables".lstrip("."))
        return []

    def _unknown(self, where: str, data: Mapping[str, Any], known: frozenset[str] | set[str]) -> None:
        for key in data:
            if key not in known:
                hint = nearest(key, sorted(known))
                place = f"{where}.{key}" if where else key
                self.faults.append(f"{place}: is not known" + (f"; perhaps “{hint}”" if hint else ""))

    def _text(self, key: str, data: Mapping[str, Any], where: str = "") -> str:
        value = data.get(key, "")
        if isinstance(value, str):
            return value
        self.faults.append(f"{where}.{key}: must be a text".lstrip("."))
        return ""

    def _word(self, where: str, value: object, words: type[StrEnum]) -> Any:
        try:
            return words(str(value))
        except ValueError:
            self.faults.append(f"{where}: “{value}” must be one of {', '.join(words)}")
            return next(iter(words))
