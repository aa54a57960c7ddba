"""Workbooks described as data, in ``workbook_templates``: what the writer writes and the reader reads."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from itaxl.thai.text import compact, nearest

_Value = TypeVar("_Value")
_Words = TypeVar("_Words", bound=StrEnum)


class DescriptionError(Exception):
    """A workbook description that cannot be used; every fault of it is told at once."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.path = path
        self.faults = tuple(faults)
        super().__init__(f"{path.name}: " + "; ".join(faults))


class Kind(StrEnum):
    """What a cell holds; each kind goes both ways, to the sheet and back."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


class Layout(StrEnum):
    """How a sheet is built."""

    NOTES = "notes"
    FORM = "form"
    TABLE = "table"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Condition:
    """Another cell of the row holds one of these words."""

    column: str
    is_: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one labelled cell of a form.

    Attributes:
        key: the name in code and in the tidy tables.
        header: the Thai words above (or beside) the cell; what the reader finds it by.
        width: in characters.
        open: whether the person who receives the workbook fills it in.
        open_in_blank_rows: the same for the rows that come empty.
        required: an error while empty.
        wanted: a warning while empty.
        choices: the name of the list that the dropdown offers.
        depends_on: the column whose entry narrows the list.
        strict: whether only entries of the list are accepted.
        within: ``fiscal_year`` where a date must lie inside it.
        after: the date column that this one must not precede.
        reading: header of a computed column that shows how a typed date is understood.
        optional: a table without the column is not reported (made by hand, or before the column was added).
    """

    key: str
    header: str
    width: float = 20
    kind: Kind = Kind.TEXT
    open: bool = True
    open_in_blank_rows: bool = True
    required: bool = False
    required_in_blank_rows: bool = False
    wanted: bool = False
    required_when: Condition | None = None
    only_when: Condition | None = None
    within: str = ""
    after: str = ""
    choices: str = ""
    depends_on: str = ""
    strict: bool = True
    decimals: int = 2
    minimum: float | None = None
    maximum: float | None = None
    reading: str = ""
    optional: bool = False
    prompt: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; which parts are used depends on its layout.

    Attributes:
        columns_without: keys of columns that are not taken over with ``columns_from``.
        optional: a workbook without it is still one of its kind (made by hand, or before it had the sheet).
    """

    key: str
    name: str
    layout: Layout
    title: str = ""
    note: str = ""
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    label_width: float = 30
    value_width: float = 50
    blank_rows: int = 0
    blank_rows_title: str = ""
    blank_code: str = ""
    freeze_columns: int = 0
    narrow_when_empty: bool = False
    row_check: str = ""
    row_complete: str = ""
    row_label: str = ""
    row_text: str = ""
    totals: str = ""
    checks: tuple[str, ...] = ()
    ready: str = ""
    not_ready: str = ""
    columns_from: str = ""
    columns_without: tuple[str, ...] = ()
    optional: bool = False

    def column(self, key: str) -> Column:
        """The column with this key.

        Raises:
            KeyError: there is none.
        """
        for each in self.columns:
            if each.key == key:
                return each
        raise KeyError(key)

    @property
    def locked_columns(self) -> tuple[Column, ...]:
        """The columns that are sent out filled in."""
        return tuple(each for each in self.columns if not each.open)


@dataclass(frozen=True, slots=True)
class WorkbookDescription:
    """One kind of workbook.

    Attributes:
        lists: choices that the description brings along, by name.
        hints: by list, what people often write instead of a choice, and which one they probably mean.
    """

    kind: str
    version: int
    title: str
    file_name: str
    orientation: str
    footer: str
    sheets: tuple[Sheet, ...]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def sheet(self, key: str) -> Sheet:
        """The sheet with this key.

        Raises:
            KeyError: there is none.
        """
        for each in self.sheets:
            if each.key == key:
                return each
        raise KeyError(key)

    @property
    def template_version(self) -> str:
        """Version and fingerprint of what the reader relies on; texts and widths may change freely."""
        relied_on = [
            (sheet.key, sheet.name, column.key, column.header, column.kind.value, column.open)
            for sheet in self.sheets
            for column in sheet.columns
        ]
        fingerprint = hashlib.sha256(repr(relied_on).encode()).hexdigest()[:8]
        return f"{self.version}-{fingerprint}"


def load_description(kind: str, folder: Path) -> WorkbookDescription:
    """Read the description of one kind of workbook.

    Raises:
        DescriptionError: it is missing, no TOML, or wrong; with every fault found.
    """
    path = folder / f"{kind}.toml"
    data = _toml(path)
    reader = _DescriptionReader(path, folder)
    description = reader.workbook(data)
    if reader.faults:
        raise DescriptionError(path, reader.faults)
    return description


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DescriptionError(path, [f"cannot be read ({error.strerror})"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DescriptionError(path, [f"is not valid TOML: {error}"]) from None


_COLUMN_DEFAULTS = {each.name: each.default for each in fields(Column)}
_SHEET_KEYS = {each.name for each in fields(Sheet)} - {"columns"}
_BLANK_KEYS = {"locked", "required", "prompts"}


class _DescriptionReader:
    """Turns parsed TOML into records and collects what is wrong with it."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = path
        self.folder = folder
        self.faults: list[str] = []

    def workbook(self, data: dict[str, Any]) -> WorkbookDescription:
        known = {"kind", "version", "title", "file_name", "orientation", "footer", "sheet", "lists", "hints"}
        self._unknown("", data, known)
        if data.get("kind") != self.path.stem:
            self.faults.append(f'kind: must be the name of the file, for example kind = "{self.path.stem}"')
        sheets = tuple(self._sheet(index, each) for index, each in enumerate(data.get("sheet", [])))
        if not sheets:
            self.faults.append('sheet: there is none, for example [[sheet]] key = "measures"')
        self._distinct("sheet", "key", [each.key for each in sheets])
        return WorkbookDescription(
            kind=self._typed("kind", data, str, ""),
            version=self._typed("version", data, int, 1),
            title=self._typed("title", data, str, ""),
            file_name=self._typed("file_name", data, str, ""),
            orientation=self._typed("orientation", data, str, "landscape"),
            footer=self._typed("footer", data, str, ""),
            sheets=sheets,
            lists={name: tuple(map(str, entries)) for name, entries in data.get("lists", {}).items()},
            hints={
                name: {compact(words): str(choice) for words, choice in entries.items()}
                for name, entries in data.get("hints", {}).items()
            },
        )

    def _sheet(self, index: int, data: dict[str, Any]) -> Sheet:
        where = f"sheet[{index}]"
        self._unknown(where, data, _SHEET_KEYS | {"column", "field", "blank"})
        given = {key: value for key, value in data.items() if key in _SHEET_KEYS}
        for name in ("key", "name", "layout"):
            if not isinstance(given.get(name), str):
                self.faults.append(f'{where}.{name}: is missing, for example {name} = "measures"')
                given[name] = given.get(name, "") if name != "layout" else "notes"
        given["layout"] = self._word(f"{where}.layout", given["layout"], Layout, Layout.NOTES)
        for name in ("lines", "checks", "columns_without"):
            given[name] = tuple(given.get(name, ()))
        blank = data.get("blank", {})
        self._unknown(f"{where}.blank", blank, _BLANK_KEYS)
        own = tuple(self._columns(where, data, blank))
        borrowed = tuple(
            each
            for each in self._borrowed(where, given.get("columns_from", ""), blank)
            if each.key not in given["columns_without"]
        )
        columns = borrowed + own
        self._distinct(where, "key", [each.key for each in columns])
        self._distinct(where, "header", [each.header for each in columns])
        self._references(where, columns)
        return Sheet(
            columns=columns,
            **given,
        )

    def _borrowed(self, where: str, source: str, blank: Mapping[str, Any]) -> Iterator[Column]:
        """The columns of another workbook's table, locked: what was planned is not changed by who reports."""
        if not source:
            return
        kind, _, sheet_key = source.partition(".")
        try:
            columns = load_description(kind, self.folder).sheet(sheet_key).columns
        except KeyError:
            self.faults.append(f'{where}.columns_from: “{source}” is not known, for example "plan.measures"')
            return
        for column in columns:
            yield replace(
                column,
                open=False,
                optional=False,
                open_in_blank_rows=column.key not in blank.get("locked", ()),
                required=False,
                required_in_blank_rows=column.key in blank.get("required", ()),
                prompt=blank.get("prompts", {}).get(column.key, column.prompt),
            )

    def _columns(self, where: str, data: dict[str, Any], blank: Mapping[str, Any]) -> Iterator[Column]:
        for name in ("column", "field"):
            for index, each in enumerate(data.get(name, [])):
                yield self._column(f"{where}.{name}[{index}]", each, blank)

    def _column(self, where: str, data: dict[str, Any], blank: Mapping[str, Any]) -> Column:
        given = dict(data)
        if "label" in given:
            given["header"] = given.pop("label")
        self._unknown(where, given, set(_COLUMN_DEFAULTS))
        given = {key: value for key, value in given.items() if key in _COLUMN_DEFAULTS}
        for name in ("key", "header"):
            if not isinstance(given.get(name), str) or not given[name]:
                self.faults.append(f'{where}.{name}: is missing, for example {name} = "budget"')
                given[name] = ""
        for name, value in list(given.items()):
            given[name] = self._column_value(f"{where}.{name}", name, value)
        column = Column(**given)
        if column.kind is Kind.CHOICE and not column.choices:
            self.faults.append(f'{where}.choices: a choice needs a list, for example choices = "statuses"')
        return replace(
            column,
            open_in_blank_rows=column.open and column.key not in blank.get("locked", ()),
            required_in_blank_rows=column.required or column.key in blank.get("required", ()),
        )

    def _column_value(self, where: str, name: str, value: object) -> object:
        if name == "kind":
            return self._word(where, value, Kind, Kind.TEXT)
        if name in {"required_when", "only_when"}:
            return self._condition(where, value)
        default = _COLUMN_DEFAULTS[name]
        if name in {"minimum", "maximum", "width"}:
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return float(value)
            self.faults.append(f"{where}: must be a number, for example {name} = 10")
            return 10.0
        expected = type(default) if isinstance(default, (bool, int, str)) else str
        if type(value) is not expected:
            self.faults.append(f"{where}: must be of type {expected.__name__}")
            return default if isinstance(default, expected) else expected()
        return value

    def _condition(self, where: str, value: object) -> Condition | None:
        if isinstance(value, dict) and set(value) == {"column", "is"} and isinstance(value["is"], list):
            return Condition(str(value["column"]), tuple(str(each) for each in value["is"]))
        self.faults.append(f'{where}: must be like {{ column = "status", is = ["ดำเนินการแล้ว"] }}')
        return None

    def _references(self, where: str, columns: tuple[Column, ...]) -> None:
        keys = {each.key for each in columns}
        for column in columns:
            conditions = (column.required_when, column.only_when)
            named = [each.column for each in conditions if each] + [column.after, column.depends_on]
            for name in named:
                if name and name not in keys:
                    hint = nearest(name, sorted(keys))
                    self.faults.append(
                        f"{where}: column “{column.key}” refers to “{name}”, which is not there"
                        + (f"; perhaps “{hint}”" if hint else "")
                    )

    def _unknown(self, where: str, data: Mapping[str, Any], known: set[str]) -> None:
        for key in data:
            if key not in known:
                hint = nearest(key, sorted(known))
                place = f"{where}.{key}" if where else key
                self.faults.append(f"{place}: is not known" + (f"; perhaps “{hint}”" if hint else ""))

    def _distinct(self, where: str, what: str, values: list[str]) -> None:
        self.faults.extend(
            f"{where}: two have the same {what} “{value}”"
            for value in dict.fromkeys(values)
            if value and values.count(value) > 1
        )

    def _word(self, where: str, value: object, words: type[_Words], default: _Words) -> _Words:
        try:
            return words(str(value))
        except ValueError:
            self.faults.append(f"{where}: “{value}” must be one of {', '.join(words)}")
            return default

    def _typed(self, key: str, data: Mapping[str, Any], expected: type[_Value], default: _Value) -> _Value:
        value = data.get(key, default)
        if isinstance(value, expected):
            return value
        self.faults.append(f"{key}: must be of type {expected.__name__}")
        return default
