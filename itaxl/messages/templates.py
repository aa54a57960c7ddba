"""Messages described as data: subject, text, and a short text for LINE, with fields in braces."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter

from msgspec import Struct

from itaxl.thai.text import nearest

FOLDER = "messages"
AGENCY, PROVINCE = SECTIONS = ("agency", "province")


class MessageError(Exception):
    """Templates that cannot be used; every fault of all of them is told at once."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(faults))


class MessageKind(StrEnum):
    """Why somebody is written to; the value is the name of the template."""

    FIRST = "first"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    CORRECTIONS = "corrections"
    THANKS = "thanks"

    @property
    def thai(self) -> str:
        """A word or two for names of files."""
        return _THAI[self]


_THAI = {
    MessageKind.FIRST: "ส่งแบบ",
    MessageKind.REMINDER: "เตือนกำหนดส่ง",
    MessageKind.OVERDUE: "ติดตาม",
    MessageKind.CORRECTIONS: "ขอให้แก้ไข",
    MessageKind.THANKS: "ขอบคุณ",
}
_WITHOUT_GROUP = MessageKind.CORRECTIONS  # what somebody has to correct is no matter for all


class MessageTemplate(Struct, frozen=True):
    """One message to a unit, and the one to the group that goes with it.

    Attributes:
        line: a short text for LINE, to the unit.
        group: a text for the LINE group of all units.
    """

    subject: str
    text: str
    line: str
    group: str = ""


class FieldNames(Struct, frozen=True):
    """The fields that there are: in messages to a unit, and in those to the group."""

    unit: frozenset[str]
    group: frozenset[str]


Messages = Mapping[str, Mapping[MessageKind, MessageTemplate]]
"""All templates, by the section of the control workbook's kind."""


def load_messages(known: Mapping[str, FieldNames], folder: Path, fallback: Path) -> Messages:
    """Read the messages of both kinds of control workbooks.

    Args:
        known: the fields that there are, by section.
        folder: the templates; what is not in it is taken from the other one.
        fallback: the templates that come along.

    Raises:
        MessageError: with every fault of every file.
    """
    faults: list[str] = []
    messages: dict[str, dict[MessageKind, MessageTemplate]] = {name: {} for name in SECTIONS}
    for kind in MessageKind:
        path = folder / FOLDER / f"{kind}.toml"
        reader = _Reader(kind, known)
        texts = reader.read(path if path.exists() else fallback / FOLDER / path.name)
        for name, template in texts.items():
            messages[name][kind] = template
        faults += (f"{FOLDER}/{path.name}: {fault}" for fault in reader.faults)
    if faults:
        raise MessageError(faults)
    return messages


def names_in(text: str) -> tuple[str, ...]:
    """The fields that a text holds.

    Raises:
        ValueError: a brace is not closed, or holds more than a name.

    >>> names_in("เรียน {unit} รอบ {round}")
    ('unit', 'round')
    """
    names = []
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            if not name or spec or conversion:
                raise ValueError("braces hold the name of a field and nothing else, for example {unit}")
            names.append(name)
    return tuple(names)


class _Reader:
    """Reads one file and collects what is wrong with it."""

    def __init__(self, kind: MessageKind, known: Mapping[str, FieldNames]) -> None:
        self.kind = kind
        self.known = known
        self.keys = ("subject", "text", "line") + (() if kind is _WITHOUT_GROUP else ("group",))
        self.faults: list[str] = []

    def read(self, path: Path) -> Mapping[str, MessageTemplate]:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            self.faults.append(f"cannot be read ({error.strerror})")
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.faults.append(f"is not valid TOML: {error}")
            return {}
        self._unknown("", data, SECTIONS)
        sections = {name: self._section(name, data.get(name)) for name in SECTIONS}
        return {
            name: MessageTemplate(*(texts.get(key, "") for key in ("subject", "text", "line", "group")))
            for name, texts in sections.items()
        }

    def _section(self, name: str, data: object) -> Mapping[str, str]:
        if not isinstance(data, dict):
            self.faults.append(f'[{name}]: is missing, for example [{name}] with subject = "… {{unit}}"')
            return {}
        self._unknown(f"{name}.", data, self.keys)
        texts = {}
        for key in self.keys:
            where, value = f"{name}.{key}", data.get(key)
            if not isinstance(value, str) or not value.strip():
                self.faults.append(f'{where}: must be a text, for example {key} = "เรียน {{unit}}"')
                continue
            known = self.known[name]
            self._fields(where, value, known.group if key == "group" else known.unit)
            texts[key] = value
        return texts

    def _fields(self, where: str, text: str, known: frozenset[str]) -> None:
        try:
            # Each line is filled in by itself.
            names = [name for line in text.splitlines() for name in names_in(line)]
        except ValueError as error:
            self.faults.append(f"{where}: {error}")
            return
        for name in dict.fromkeys(names):
            if name not in known:
                self.faults.append(f"{where}: there is no field “{name}”{_hint(name, known)}")

    def _unknown(self, where: str, data: Mapping[str, object], known: tuple[str, ...]) -> None:
        for key in data:
            if key not in known:
                self.faults.append(f"{where}{key}: is not known{_hint(key, frozenset(known))}")


def _hint(name: str, known: frozenset[str]) -> str:
    hint = nearest(name, sorted(known), cutoff=0.6)
    return f"; perhaps “{hint}”" if hint else f"; there are {', '.join(sorted(known))}"


def filled(text: str, values: Mapping[str, str]) -> str:
    r"""A text with its fields filled in; a line of which a field is empty is left out.

    >>> filled("โทรศัพท์ {telephone}\nเรียน {unit}\n", {"telephone": "", "unit": "กองคลัง"})
    'เรียน กองคลัง'
    """
    return "\n".join(_kept(text, values)).strip("\n")


def _kept(text: str, values: Mapping[str, str]) -> Iterator[str]:
    was_blank = False
    for line in text.splitlines():
        if any(not values[name] for name in names_in(line)):
            continue
        is_blank = not line.strip()
        if not (is_blank and was_blank):
            yield Formatter().vformat(line, (), values).rstrip()
        was_blank = is_blank
