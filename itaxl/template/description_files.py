"""Reads workbook descriptions from their files, and tells every fault of one at once."""

import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from msgspec import NODEFAULT
from msgspec.structs import fields, replace

from itaxl.template.description import Column, Condition, Edge, Kind, Layout, Sheet, WorkbookDescription
from itaxl.template.description_checks import faults_of
from itaxl.thai.text import compact, nearest

_Value = TypeVar("_Value")
_Words = TypeVar("_Words", bound=StrEnum)


class DescriptionError(Exception):
    """A workbook description that cannot be used; every fault of it is told at once."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.path = path
        self.faults = tuple(faults)
        super().__init__(f"{path.name}: " + "; ".join(faults))


def load_description(kind: str, folder: Path, *others: Path) -> WorkbookDescription:
    """Read the description of one kind of workbook.

    Args:
        kind: the name of its file.
        folder: where to look for it, and for those that it takes columns from.
        others: where to look, in turn, for what the first folder does not have.

    Raises:
        DescriptionError: it is missing, no TOML, or wrong; with every fault found.
    """
    return Descriptions(folder, *others).load(kind)


class Descriptions:
    """Descriptions of several kinds, which take columns and words from each other; each is read once."""

    def __init__(self, *folders: Path) -> None:
        """Take them from these folders: from each in turn what those before it do not have."""
        self.folders = folders
        self._loaded: dict[str, WorkbookDescription] = {}
        self._being_read: list[str] = []

    def load(self, kind: str) -> WorkbookDescription:
        """The description of one kind.

        Raises:
            DescriptionError: it is missing, no TOML, or wrong; with every fault found.
        """
        if kind not in self._loaded:
            self._loaded[kind] = self._read(kind)
        return self._loaded[kind]

    def _read(self, kind: str) -> WorkbookDescription:
        places = [each / f"{kind}.toml" for each in self.folders]
        path = next((each for each in places if each.exists()), places[0])
        if kind in self._being_read:
            round_trip = " → ".join([*self._being_read, kind])
            raise DescriptionError(path, [f"takes columns or words from itself: {round_trip}"])
        reader = _DescriptionReader(path, self)
        self._being_read.append(kind)
        try:
            description = reader.workbook(_toml(path))
        finally:
            self._being_read.pop()
        if reader.faults:
            raise DescriptionError(path, reader.faults)
        return description


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DescriptionError(path, [f"cannot be read ({error.strerror})"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DescriptionError(path, [f"is not valid TOML: {error}"]) from None


def _defaults(record: type[Column | Sheet]) -> dict[str, Any]:
    """The values that a record has without being told; those that must be told are texts."""
    return {each.name: "" if each.default is NODEFAULT else each.default for each in fields(record)}


_COLUMN_DEFAULTS = _defaults(Column)
_SHEET_DEFAULTS = {name: value for name, value in _defaults(Sheet).items() if name != "columns"}
_BLANK_KEYS = {"locked", "required", "prompts"}
_WORKBOOK_KEYS = {
    *("kind", "version", "title", "file_name", "orientation", "footer"),
    *("sheet", "lists", "certain", "hints", "hints_from"),
}


class _DescriptionReader:
    """Turns parsed TOML into records and collects what is wrong with it."""

    def __init__(self, path: Path, others: Descriptions) -> None:
        self.path = path
        self.others = others
        self.faults: list[str] = []
        self._borrowed_lists: dict[str, tuple[str, ...]] = {}

    def workbook(self, data: dict[str, Any]) -> WorkbookDescription:
        self._unknown("", data, _WORKBOOK_KEYS)
        if data.get("kind") != self.path.stem:
            self.faults.append(f'kind: must be the name of the file, for example kind = "{self.path.stem}"')
        sheets = tuple(
            self._sheet(index, each) for index, each in self._tables("sheet", data.get("sheet", []))
        )
        if not sheets:
            self.faults.append('sheet: there is none, for example [[sheet]] key = "measures"')
        self._distinct("sheet", "key", [each.key for each in sheets])
        self._distinct("sheet", "name", [each.name for each in sheets])
        own_lists = self._table("lists", data.get("lists", {}))
        description = WorkbookDescription(
            kind=self._typed("kind", data, str, ""),
            version=self._typed("version", data, int, 1),
            title=self._typed("title", data, str, ""),
            file_name=self._typed("file_name", data, str, ""),
            orientation=self._typed("orientation", data, str, "landscape"),
            footer=self._typed("footer", data, str, ""),
            sheets=sheets,
            lists={
                **self._borrowed_lists,
                **{name: self._texts(f"lists.{name}", entries) for name, entries in own_lists.items()},
            },
            certain=self._words("certain", data),
            hints=self._words("hints", data),
        )
        self.faults.extend(faults_of(description))
        return description

    def _words(self, table: str, data: dict[str, Any]) -> dict[str, Mapping[str, str]]:
        """What people write instead of choices, by list; also of the description they come from."""
        source = self._typed("hints_from", data, str, "")
        borrowed = self.others.load(source) if source else None
        words: dict[str, Mapping[str, str]] = {}
        if borrowed:
            words.update(borrowed.certain if table == "certain" else borrowed.hints)
        for name, entries in self._table(table, data.get(table, {})).items():
            choices = self._table(f"{table}.{name}", entries)
            words[name] = {compact(written): str(choice) for written, choice in choices.items()}
        return words

    def _sheet(self, index: int, data: dict[str, Any]) -> Sheet:
        where = f"sheet[{index}]"
        self._unknown(where, data, _SHEET_DEFAULTS.keys() | {"column", "field", "blank", "change"})
        given = {key: value for key, value in data.items() if key in _SHEET_DEFAULTS}
        for name in ("key", "name", "layout"):
            if not isinstance(given.get(name), str):
                self.faults.append(f'{where}.{name}: is missing, for example {name} = "measures"')
                given[name] = given.get(name, "") if name != "layout" else "notes"
        for name, value in given.items():
            given[name] = self._sheet_value(f"{where}.{name}", name, value)
        blank = self._blank(f"{where}.blank", data.get("blank", {}))
        changes = self._table(f"{where}.change", data.get("change", {}))
        own = tuple(self._columns(where, data, blank))
        borrowed = tuple(self._borrowed(where, given, blank, changes))
        columns = borrowed + own
        self._distinct(where, "key", [each.key for each in columns])
        self._distinct(where, "header", [each.header for each in columns])
        self._references(where, columns)
        return Sheet(columns=columns, **given)

    def _sheet_value(self, where: str, name: str, value: object) -> object:
        if name == "layout":
            return self._word(where, value, Layout, Layout.NOTES)
        default = _SHEET_DEFAULTS[name]
        return (
            self._texts(where, value)
            if isinstance(default, tuple)
            else self._plain(where, name, value, default)
        )

    def _blank(self, where: str, value: object) -> dict[str, Any]:
        """How columns behave in blank rows: keys of columns, and prompts by key."""
        given = self._table(where, value)
        self._unknown(where, given, _BLANK_KEYS)
        return {
            name: self._table(f"{where}.{name}", each)
            if name == "prompts"
            else self._texts(f"{where}.{name}", each)
            for name, each in given.items()
        }

    def _borrowed(
        self, where: str, sheet: Mapping[str, Any], blank: Mapping[str, Any], changes: Mapping[str, Any]
    ) -> Iterator[Column]:
        """The columns of another workbook's table: locked, since what was planned is not changed.

        Where they are all open, they keep their rules; single properties may be changed.
        """
        source, is_open = sheet.get("columns_from", ""), sheet.get("columns_open", False)
        if not source:
            return
        kind, _, sheet_key = source.partition(".")
        try:
            description = self.others.load(kind)
            columns = description.sheet(sheet_key).columns
        except KeyError:
            self.faults.append(f'{where}.columns_from: “{source}” is not known, for example "plan.measures"')
            return
        self._borrowed_lists.update(description.lists)
        columns = tuple(each for each in columns if each.key not in sheet.get("columns_without", ()))
        # A column that somebody left out of the workbook it is taken from is changed no more.
        if self.path.parent == self.others.folders[0]:
            self._unknown(f"{where}.change", changes, {each.key for each in columns})
        for column in columns:
            required = column.key in blank.get("required", ())
            taken_over = replace(
                column,
                open=is_open,
                optional=False,
                open_in_blank_rows=column.key not in blank.get("locked", ()),
                required=False,
                required_in_blank_rows=required or (is_open and column.required),
                prompt=blank.get("prompts", {}).get(column.key, column.prompt),
            )
            change = f"{where}.change.{column.key}"
            changed = self._changed(change, self._table(change, changes.get(column.key, {})))
            yield replace(taken_over, **changed)

    def _changed(self, where: str, change: Mapping[str, Any]) -> dict[str, Any]:
        self._unknown(where, change, set(_COLUMN_DEFAULTS) - {"key"})
        return {
            name: self._column_value(f"{where}.{name}", name, value)
            for name, value in change.items()
            if name in _COLUMN_DEFAULTS
        }

    def _columns(self, where: str, data: dict[str, Any], blank: Mapping[str, Any]) -> Iterator[Column]:
        for name in ("column", "field"):
            for index, each in self._tables(f"{where}.{name}", data.get(name, [])):
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
        if name == "of_period":
            return self._word(where, value, Edge, Edge.NEITHER)
        if name in {"required_when", "only_when"}:
            return self._condition(where, value)
        default = _COLUMN_DEFAULTS[name]
        return self._plain(where, name, value, 10.0 if name in {"minimum", "maximum"} else default)

    def _plain(self, where: str, name: str, value: object, default: object) -> object:
        """A text, a whole number, a number or true and false, as the default is one."""
        if type(value) is type(default):
            return value
        if isinstance(default, float):
            if type(value) is int:
                return float(value)
            self.faults.append(f"{where}: must be a number, for example {name} = 10")
        else:
            example = {bool: "true", int: "8"}.get(type(default), '"…"')
            expected = type(default).__name__
            self.faults.append(f"{where}: must be of type {expected}, for example {name} = {example}")
        return default

    def _texts(self, where: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.faults.append(f'{where}: must be a list of texts, for example ["ก", "ข"]')
        return ()

    def _table(self, where: str, value: object) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.faults.append(f"{where}: must be a table, for example [{where}]")
        return {}

    def _tables(self, where: str, value: object) -> Iterator[tuple[int, dict[str, Any]]]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.faults.append(f"{where}: must be tables, for example [[{where.rpartition('.')[2]}]]")
            return
        yield from enumerate(value)

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

    def _unknown(self, where: str, data: Mapping[str, Any], known: AbstractSet[str]) -> None:
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
