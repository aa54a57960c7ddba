"""Workbooks described as data, in ``workbook_templates``: what the writer writes and the reader reads."""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace


class Kind(StrEnum):
    """What a cell holds; each kind goes both ways, to the sheet and back."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


class Edge(StrEnum):
    """The first or the last day of a longer time."""

    NEITHER = ""
    START = "start"
    END = "end"


class Layout(StrEnum):
    """How a sheet is built."""

    NOTES = "notes"
    FORM = "form"
    TABLE = "table"
    CHECK = "check"


class Condition(Struct, frozen=True):
    """Another cell of the row holds one of these words."""

    column: str
    is_: tuple[str, ...]


class Column(Struct, frozen=True, cache_hash=True):
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
        of_period: which day counts where a month, a quarter or a longer time was typed; only a day will do
            where it is neither.
        reading: header of a computed column that shows how a typed date is understood.
        optional: a table without the column is not reported (made by hand, or before the column was added).
        continued: a row without an entry belongs to the row above it; only the first row needs one.
        of_hundred: a number of 100 points: one of 1 or less is a percentage that was taken for a share.
        unique: no two rows may have the same entry.
        for_each: the name of what the column is repeated for; ``{no}`` and ``{name}`` in its key, header and
            prompt are filled in, once the framework is known.
    """

    key: str
    header: str
    width: float = 20.0
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
    of_period: Edge = Edge.NEITHER
    choices: str = ""
    depends_on: str = ""
    strict: bool = True
    decimals: int = 2
    minimum: float | None = None
    maximum: float | None = None
    reading: str = ""
    optional: bool = False
    continued: bool = False
    unique: bool = False
    of_hundred: bool = False
    for_each: str = ""
    prompt: str = ""
    error: str = ""

    def for_parts(self, parts: Sequence[Mapping[str, str]]) -> tuple["Column", ...]:
        """The columns that this one stands for, one a part."""

        def filled(text: str, part: Mapping[str, str]) -> str:
            for name, value in part.items():
                text = text.replace("{" + name + "}", value)
            return text

        return tuple(
            replace(
                self,
                key=filled(self.key, part),
                header=filled(self.header, part),
                prompt=filled(self.prompt, part),
                for_each="",
            )
            for part in parts
        )


class Sheet(Struct, frozen=True, cache_hash=True):
    """One sheet; which parts are used depends on its layout.

    Attributes:
        totals: ``below`` or, beside the table, any other word where there are live totals.
        row_bands: header of a computed column that calls a score a strength, a weakness or to be developed.
        when_empty: what is said while no blank row holds anything, where one has to.
        counted: what the check counts.
        columns_without: keys of columns that are not taken over with ``columns_from``.
        columns_open: whether the columns that are taken over are open.
        optional: a workbook without it is still one of its kind (made by hand, or before it had the sheet).
    """

    key: str
    name: str
    layout: Layout
    title: str = ""
    note: str = ""
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    label_width: float = 30.0
    value_width: float = 50.0
    blank_rows: int = 0
    blank_rows_title: str = ""
    blank_code: str = ""
    freeze_columns: int = 0
    narrow_when_empty: bool = False
    row_check: str = ""
    row_complete: str = ""
    row_label: str = ""
    row_text: str = ""
    row_bands: str = ""
    when_empty: str = ""
    totals: str = ""
    checks: tuple[str, ...] = ()
    ready: str = ""
    not_ready: str = ""
    counted: str = "มาตรการที่ต้องรายงาน"
    columns_from: str = ""
    columns_without: tuple[str, ...] = ()
    columns_open: bool = False
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

    def other_end(self, column: Column) -> Column | None:
        """The column with the other end of a time whose one end stands in this column."""
        for each in self.columns:
            if column.of_period and each.of_period and (each.key == column.after or each.after == column.key):
                return each
        return None

    @property
    def computed_headers(self) -> tuple[str, ...]:
        """The headers of the columns that formulas work out; they stand behind all entries."""
        readings = (each.reading for each in self.columns)
        return tuple(filter(None, (*readings, self.row_bands, self.row_check)))

    @property
    def has_long_texts(self) -> bool:
        """Whether a column holds texts of several lines."""
        return any(each.kind is Kind.LONG for each in self.columns)

    @property
    def locked_columns(self) -> tuple[Column, ...]:
        """The columns that are sent out filled in."""
        return tuple(each for each in self.columns if not each.open)


class WorkbookDescription(Struct, frozen=True, dict=True):
    """One kind of workbook.

    Attributes:
        lists: choices that the description brings along, by name.
        certain: by list, what people write instead of a choice, and which one they mean beyond doubt.
        hints: the same where it is only probable; with * for anything, the first that fits counts, and an
            empty choice where it may be any of several.
    """

    kind: str
    version: int
    title: str
    file_name: str
    orientation: str
    footer: str
    sheets: tuple[Sheet, ...]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    certain: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
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

    def expanded(self, parts: Mapping[str, Sequence[Mapping[str, str]]]) -> "WorkbookDescription":
        """The same with every repeated column once for each part of what it is repeated for.

        Args:
            parts: by the name that columns give as ``for_each``: what to fill in, one mapping a part.
        """
        sheets = tuple(
            replace(
                sheet,
                columns=tuple(
                    part
                    for each in sheet.columns
                    for part in (each.for_parts(parts[each.for_each]) if each.for_each in parts else (each,))
                ),
            )
            for sheet in self.sheets
        )
        return replace(self, sheets=sheets)

    @cached_property
    def template_version(self) -> str:
        """Version and fingerprint of what the reader relies on; texts and widths may change freely."""
        relied_on = [
            (sheet.key, sheet.name, column.key, column.header, column.kind.value, column.open)
            for sheet in self.sheets
            for column in sheet.columns
        ]
        fingerprint = hashlib.sha256(repr(relied_on).encode()).hexdigest()[:8]
        return f"{self.version}-{fingerprint}"
