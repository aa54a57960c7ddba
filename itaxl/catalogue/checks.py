"""Reading the tables of a catalogue file so that everything wrong with it is told at once."""

from __future__ import annotations

from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from itaxl.assessment.verification import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from pathlib import Path

Value = TypeVar("Value")

UNREAD_WHOLE = -1
UNREAD_NUMBER = Decimal("NaN")

EXAMPLES = {
    "abbreviation": 'abbreviation = "อบต."',
    "aliases": 'aliases = ["การใช้ทรัพย์สินของทางราชการ"]',
    "aliases_en": 'aliases_en = ["Budget Misallocation"]',
    "analysed_year": "analysed_year = 2569",
    "code": 'code = "o1"',
    "codes": 'codes = ["EIT-1", "EIT-2"]',
    "count": "count = 5312",
    "covers": 'covers = { fiscal_years = [2570], rounds = ["6M", "12M"] }',
    "departments": 'departments = ["สำนักปลัด", "กองคลัง"]',
    "departments_standing": 'departments_standing = "inferred"',
    "direction": 'direction = "pos"',
    "each_instrument_min": "each_instrument_min = 85",
    "fiscal_year": "fiscal_year = 2570",
    "fiscal_years": "fiscal_years = [2570]",
    "grade_rule": '[grade_rule] with target = 85 and levels = [{ name = "ผ่าน", total_min = 85 }, ...]',
    "indicators": "indicators = [1, 2, 3, 4, 5] of an instrument, [[indicators]] of a framework",
    "instruments": '[[instruments]] with code = "IIT", name, weight and indicators',
    "item_count": 'item_count = { number = 30, standing = "verified" }',
    "item_scales": 'item_scales = [{ kind = "oit", scores = [0, 100] }]',
    "items": 'items = [{ code = "o1", name = "โครงสร้าง", sub = "9.1" }]',
    "levels": 'levels = [{ name = "A", total_min = 85 }, { name = "B", total_min = 0 }]',
    "measures_report": '[measures_report] with plan_item = "o42" and report_item = "o43"',
    "name": 'name = "การใช้งบประมาณ"',
    "name_en": 'name_en = "Use of budget"',
    "no": "no = 1",
    "note": 'note = "ตามคู่มือการประเมิน"',
    "number": "number = 30",
    "plan_item": 'plan_item = "o42"',
    "purpose": 'purpose = { text = "เพื่อประเมิน…", standing = "from-memory" }',
    "report_item": 'report_item = "o43"',
    "roll_up": '[roll_up] with note = "…"',
    "scores": "scores = [0, 100]",
    "sources": 'sources = ["MANUAL"], and below [sources] MANUAL = { title = "คู่มือการประเมิน" }',
    "standing": 'standing = "verified", "inferred" or "from-memory"',
    "sub": 'sub = "9.1"',
    "sub_indicators": 'sub_indicators = [{ code = "9.1", name = "ข้อมูลพื้นฐาน" }]',
    "target": "target = 85",
    "title": 'title = "คู่มือการประเมิน"',
    "total_min": "total_min = 85",
    "weight": "weight = 0.30",
}


class FaultKind(Enum):
    """Every way a catalogue file can be wrong, with its wording in English and Thai."""

    UNREADABLE = "is no TOML in UTF-8: {found}", "อ่านเป็น TOML (UTF-8) ไม่ได้: {found}"
    MISSING = "is missing", "ยังไม่ได้ระบุ"
    UNKNOWN_KEY = "is not a known key", "ไม่ใช่คีย์ที่รู้จัก"
    WRONG_TYPE = "is {found}, but must be {wanted}", "เป็น {found} แต่ต้องเป็น {wanted}"
    WRONG_WORD = "is {found}, but must be one of {wanted}", "เป็น {found} แต่ต้องเป็นคำใดคำหนึ่งใน {wanted}"
    OUT_OF_RANGE = "is {found}, but must be within {wanted}", "เป็น {found} แต่ต้องอยู่ในช่วง {wanted}"
    DUPLICATE = "repeats {found}", "ซ้ำกับ {found}"
    UNKNOWN_REFERENCE = "names {found}, which the file does not describe", "อ้างถึง {found} ซึ่งไม่มีในไฟล์"
    WEIGHTS = "add up to {found}, but must add up to 1", "รวมกันได้ {found} แต่ต้องรวมกันได้ 1"
    NOT_COVERED = "is {found}, which belongs to no instrument", "เป็น {found} ซึ่งไม่อยู่ในเครื่องมือใด"
    COVERED_TWICE = "takes {found}, which belongs to {wanted} already", "มี {found} ซึ่งอยู่ใน {wanted} แล้ว"
    NOT_DESCENDING = "must ask for less than the level before it", "ต้องต่ำกว่าระดับก่อนหน้า"
    NO_LOWEST = (
        "must be 0 for the last level, without each_instrument_min",
        ("ของระดับสุดท้ายต้องเป็น 0 และไม่มี each_instrument_min"),
    )
    OTHER_YEAR = "is {found}, but the file is named for {wanted}", "เป็น {found} แต่ชื่อไฟล์เป็นปี {wanted}"
    OTHER_COUNT = "is {found}, but {wanted} items are listed", "เป็น {found} แต่มีรายการ {wanted} ข้อ"

    def __init__(self, english: str, thai: str) -> None:
        self.english = english
        self.thai = thai


class CatalogueFault(Struct, frozen=True):
    """One thing wrong in a catalogue file: where, what, and how it would be right."""

    file: str
    key: str
    kind: FaultKind
    found: str = ""
    wanted: str = ""
    example: str = ""

    @property
    def problem(self) -> str:
        """What is wrong, in English."""
        return self.kind.english.format(found=self.found, wanted=self.wanted)

    @property
    def problem_th(self) -> str:
        """What is wrong, in Thai."""
        return self.kind.thai.format(found=self.found, wanted=self.wanted)

    def text(self, lang: str = "en") -> str:
        """The fault as one line."""
        problem, for_example = (self.problem_th, "เช่น") if lang == "th" else (self.problem, "for example")
        example = f" ({for_example} {self.example})" if self.example else ""
        return f"{self.file}: {self.key} {problem}{example}"


class CatalogueError(Exception):
    """A catalogue file cannot be used; `faults` holds everything that is wrong with it."""

    def __init__(self, path: Path, faults: tuple[CatalogueFault, ...]) -> None:
        super().__init__(path, faults)
        self.path = path
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(fault.text() for fault in self.faults)


class FaultList(Struct, frozen=True):
    """The faults found in one file so far."""

    file: str
    found: list[CatalogueFault] = field(default_factory=list)

    def add(
        self, key: str, kind: FaultKind, *, found: object = "", wanted: object = "", example: str = ""
    ) -> None:
        """Note one fault; the example is the usual one of the key unless given."""
        usual = EXAMPLES.get(key.rpartition(".")[2].partition("[")[0], "")
        self.found.append(CatalogueFault(self.file, key, kind, str(found), str(wanted), example or usual))

    def check_unique(self, entries: Iterable[tuple[str, Hashable]]) -> None:
        """Note every entry (key, value) whose value came before."""
        first: dict[Hashable, str] = {}
        for key, value in entries:
            if value in first:
                self.add(key, FaultKind.DUPLICATE, found=f"{value!s} of {first[value]}")
            first.setdefault(value, key)

    def check_known(self, entries: Iterable[tuple[str, Hashable]], known: Iterable[Hashable]) -> None:
        """Note every entry (key, value) whose value is not known."""
        described = set(known)
        for key, value in entries:
            if value not in described:
                self.add(key, FaultKind.UNKNOWN_REFERENCE, found=value)


class Table(Struct, frozen=True):
    """A table of a catalogue file that notes what is wrong with each value asked for.

    A value that is missing or wrong is noted and replaced by an empty or unread one, so that reading goes
    on and nothing is noted twice.
    """

    values: Mapping[str, object]
    path: str
    faults: FaultList

    def key(self, name: str) -> str:
        """The dotted path of a key, such as `indicators[3].items[0].code`."""
        return f"{self.path}.{name}" if self.path else name

    def allow(self, *names: str) -> None:
        """Note every key besides these, with the nearest of them."""
        for name in self.values:
            if name not in names:
                near = get_close_matches(name, names, n=1)
                self.faults.add(
                    self.key(name), FaultKind.UNKNOWN_KEY, example=near[0] if near else ", ".join(names)
                )

    def text(self, name: str) -> str:
        """A text that must be there."""
        if self.values.get(name, "") == "":
            self.faults.add(self.key(name), FaultKind.MISSING)
        return self.optional_text(name) or ""

    def optional_text(self, name: str) -> str | None:
        """A text, or None."""
        return self._read(name, _as_text, "a text in quotes")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty where the key is missing."""
        return self._read_list(name, _as_text, "a list of texts")

    def whole(self, name: str) -> int:
        """A whole number that must be there."""
        self._require(name)
        found = self.optional_whole(name)
        return UNREAD_WHOLE if found is None else found

    def optional_whole(self, name: str) -> int | None:
        """A whole number, or None."""
        return self._read(name, _as_whole, "a whole number")

    def wholes(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers, empty where the key is missing."""
        return self._read_list(name, _as_whole, "a list of whole numbers")

    def required_wholes(self, name: str) -> tuple[int, ...]:
        """A list of at least one whole number."""
        self._require(name)
        return self.wholes(name)

    def number(self, name: str, most: int) -> Decimal:
        """A number from 0 to `most` that must be there."""
        self._require(name)
        found = self.optional_number(name, most)
        return UNREAD_NUMBER if found is None else found

    def optional_number(self, name: str, most: int) -> Decimal | None:
        """A number from 0 to `most`, or None."""
        found = self._read(name, _as_number, "a number")
        if found is not None and not 0 <= found <= most:
            self.faults.add(self.key(name), FaultKind.OUT_OF_RANGE, found=found, wanted=f"0–{most}")
            return None
        return found

    def word(self, name: str, words: tuple[str, ...]) -> str | None:
        """One of a few words, or None."""
        found = self.optional_text(name)
        if found is not None and found not in words:
            self.faults.add(self.key(name), FaultKind.WRONG_WORD, found=f'"{found}"', wanted=", ".join(words))
            return None
        return found

    def standing(self, inherited: Standing, name: str = "standing") -> Standing:
        """How far the table can be relied on; the table around it speaks for it where it says nothing."""
        found = self.word(name, tuple(Standing))
        return Standing(found) if found else inherited

    def required_standing(self) -> Standing:
        """The standing that everything inside the file inherits."""
        self._require("standing")
        return self.standing(Standing.FROM_MEMORY)

    def table(self, name: str) -> Table | None:
        """The table below a key, or None."""
        found = self._read(name, _as_table, "a table")
        return None if found is None else Table(found, self.key(name), self.faults)

    def required_table(self, name: str) -> Table:
        """The table below a key that must be there."""
        self._require(name)
        return self.table(name) or Table({}, self.key(name), FaultList(self.faults.file))

    def tables(self, name: str) -> tuple[Table, ...]:
        """The list of tables below a key, empty where the key is missing."""
        found = self._read_list(name, _as_table, "a list of tables")
        return tuple(
            Table(values, f"{self.key(name)}[{index}]", self.faults) for index, values in enumerate(found)
        )

    def required_tables(self, name: str) -> tuple[Table, ...]:
        """The list of at least one table below a key."""
        self._require(name)
        return self.tables(name)

    def _require(self, name: str) -> None:
        if self.values.get(name, []) == []:
            self.faults.add(self.key(name), FaultKind.MISSING)

    def _read(self, name: str, convert: Callable[[object], Value | None], wanted: str) -> Value | None:
        if name not in self.values:
            return None
        found = convert(self.values[name])
        if found is None:
            self._note_type(name, wanted)
        return found

    def _read_list(
        self, name: str, convert: Callable[[object], Value | None], wanted: str
    ) -> tuple[Value, ...]:
        values = self.values.get(name, [])
        converted = [convert(value) for value in values] if isinstance(values, list) else [None]
        if None in converted:
            self._note_type(name, wanted)
        return tuple(value for value in converted if value is not None)

    def _note_type(self, name: str, wanted: str) -> None:
        self.faults.add(
            self.key(name), FaultKind.WRONG_TYPE, found=_described(self.values[name]), wanted=wanted
        )


def _described(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, str):
        return f'"{value}"'
    return "a list" if isinstance(value, list) else str(value)


def _as_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _as_whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _as_number(value: object) -> Decimal | None:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    whole = _as_whole(value)
    return None if whole is None else Decimal(whole)


def _as_table(value: object) -> dict[str, object] | None:
    return value if isinstance(value, dict) else None
