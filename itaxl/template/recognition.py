"""Whose a table is that came back without the identity of its workbook; never a guess between two."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from itaxl.assessment.submissions import Stamp
from itaxl.sheets.grids import Grid
from itaxl.template.cells import as_text, same
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.form_reader import label_place
from itaxl.template.layout import FIRST_FIELD_ROW
from itaxl.template.returned_sheets import PlacedSheet, titled
from itaxl.template.stamp import ComputedBlock, SentTable, SentWorkbook
from itaxl.thai.text import compact, unquoted

_UNIT_COLUMN = "department"
"""The locked column whose free rows hold the unit's own name."""
_SHORTEST = 5  # letters of a name that is recognised inside other words


class ExpectedUnit(Struct, frozen=True):
    """A unit that a workbook was made for, and the codes of its rows.

    Attributes:
        district: tells units of one name apart; empty where there are none.
    """

    code: str
    name: str
    rows: tuple[str, ...]
    district: str = ""


class Issued(Struct, frozen=True, dict=True):
    """What a control workbook has sent out, as it would be sent today.

    Attributes:
        stamp: what all of its workbooks have in common.
        units: whom they were made for.
        planned: what the locked cells of every row hold, by table, code and column key.
        texts: words that all of its workbooks were made with, by name, as titles may repeat them.
        computed: where live totals stand below a table, by table.
        by_name_alone: the rows of all units have the same codes, or codes of the units' own.
    """

    stamp: Stamp
    units: tuple[ExpectedUnit, ...]
    planned: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    computed: Mapping[str, ComputedBlock] = field(default_factory=dict)
    by_name_alone: bool = False

    def unit_named(self, name: str) -> ExpectedUnit | None:
        """The unit of this name, however its blanks are set."""
        return self._by_name.get(compact(name))

    def now_otherwise(self, stamp: Stamp) -> tuple[ExpectedUnit, ExpectedUnit | None] | None:
        """Whose a workbook is, and whose its code is; None where both are as they were, or nobody's.

        By its name where only one unit has that, else by its code.
        """
        coded = self._by_code.get(stamp.unit_code)
        if compact(stamp.agency) != compact(self.stamp.agency):
            return None
        if coded and compact(coded.name) == compact(stamp.unit):
            return None
        named = [each for each in self.units if compact(each.name) == compact(stamp.unit)]
        unit = named[0] if len(named) == 1 else coded
        return None if unit is None else (unit, coded)

    def planned_otherwise(
        self, table: str, code: str, columns: Sequence[str], values: Sequence[str]
    ) -> Mapping[str, str]:
        """What was sent in the locked cells of a row, by column key, where something else is planned now."""
        planned = self.planned.get(table, {}).get(code, {})
        return {
            key: value
            for key, value in zip(columns, values, strict=True)
            if planned.get(key, value) != value and not same(planned[key], value)
        }

    def named_in(self, words: str) -> str:
        """The name of a unit that stands in words without blanks; empty where there is none.

        Of several the longest, since a longer name may begin with a shorter one.
        """
        beginnings = self._by_beginning
        found = [
            name
            for place in range(len(words) - _SHORTEST + 1)
            for name in beginnings.get(words[place : place + _SHORTEST], ())
            if words.startswith(compact(name), place)
        ]
        return max(found, key=len, default="")

    def require_units(self) -> None:
        """Called before all units are compared: whoever stands for what is not known yet cannot give them."""

    @cached_property
    def _by_name(self) -> Mapping[str, ExpectedUnit]:
        return {compact(each.name): each for each in reversed(self.units)}

    @cached_property
    def _by_code(self) -> Mapping[str, ExpectedUnit]:
        return {each.code: each for each in reversed(self.units)}

    @cached_property
    def _by_beginning(self) -> Mapping[str, Sequence[str]]:
        """Names of units by their first letters; shorter ones stand in too many words."""
        beginnings: dict[str, list[str]] = {}
        for words, unit in self._by_name.items():
            if len(words) >= _SHORTEST:
                beginnings.setdefault(words[:_SHORTEST], []).append(unit.name)
        return beginnings


class Recognition(Struct, frozen=True):
    """Whose a table is: a workbook as it was sent, or a doubt in Thai and in English.

    Attributes:
        because: what it was recognised by, or why it was not.
    """

    sent: SentWorkbook | None
    because: tuple[str, str]


_BY_FORM = ("แผ่นผู้รายงาน", "the sheet of the reporter")
_BY_TITLE = ("หัวแผ่นงาน", "the title of the sheet")
_BY_ROWS = ("ชื่อส่วนราชการในแถวว่าง", "the free rows of the form")
_BY_CODES = ("รหัสมาตรการ", "the codes of the measures")


class Recogniser:
    """Recognises tables of one kind of workbook, sent out from one control workbook."""

    def __init__(self, issued: Issued, description: WorkbookDescription) -> None:
        self.issued = issued
        self.description = description

    def recognise(self, table: PlacedSheet, form: Grid | None = None) -> Recognition:
        """Whose a table is, by what it says of itself, by its form, else by its codes alone.

        Args:
            table: where it lies, and what it is described as.
            form: the sheet with the identity, where there is one and it belongs to this table.
        """
        self.issued.require_units()
        says, names = self._says(table, form)
        if len({compact(each) for each in names}) > 1:
            both = ", ".join(dict.fromkeys(names))
            return _doubt(f"ในแผ่นมีชื่อ {both}", f"it names {both}")
        codes = codes_of(table)
        if self.issued.by_name_alone:
            return self._by_name_alone(table, codes, says, names)
        if names:
            unit = self.issued.unit_named(next(iter(names)))
            if unit is None:
                stranger = ExpectedUnit("", next(iter(names)), ())
                return Recognition(self._sent(stranger, says), next(iter(names.values())))
            because = names[next(iter(names))]
        else:
            units = self._by_codes(codes)
            if len(units) != 1:
                return _undecided(units)
            unit, because = units[0], _BY_CODES
        if not self._fits(table, codes, unit):
            return _doubt("มาตรการในแผ่นไม่ตรงกับแผน", "its measures are not those of the plan")
        return Recognition(self._sent(unit, says), because)

    def _by_name_alone(
        self,
        table: PlacedSheet,
        codes: Mapping[str, int],
        says: Mapping[str, str],
        names: Mapping[str, tuple[str, str]],
    ) -> Recognition:
        """Whose a table is where every unit has the same one: its name must stand there, once in the list."""
        if not names:
            return _doubt("ในแผ่นไม่มีชื่อหน่วยงาน", "it names no agency")
        name, because = next(iter(names.items()))
        units = [each for each in self.issued.units if compact(each.name) == compact(name)]
        if len(units) > 1 and "district" in says:
            units = [each for each in units if compact(each.district) == compact(says["district"])]
        if not units:
            return _doubt(f"“{name}” ไม่มีในรายชื่อหน่วยงาน", f"“{name}” is not on the list of agencies")
        if len(units) > 1:
            return _doubt(f"มี “{name}” หลายแห่งในรายชื่อหน่วยงาน", f"several agencies are called “{name}”")
        for key, expected in self.issued.texts.items():
            if compact(says.get(key, expected)) != compact(expected):
                return _doubt(
                    f"หัวแผ่นบอก {says[key]} ไม่ใช่ {expected}", f"it tells {says[key]}, not {expected}"
                )
        if table.sheet.key in self.issued.planned and not self._fits(table, codes, units[0]):
            return _doubt("ตัวชี้วัดในแผ่นไม่ตรงกับแบบ", "its indicators are not those of the form")
        return Recognition(self._sent(units[0], says), because)

    def _says(
        self, table: PlacedSheet, form: Grid | None
    ) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
        """What the sheets say of the identity, by field, and the units that they name."""
        names: dict[str, tuple[str, str]] = {}
        says = {key: value for key, value in titled(table.grid, table.sheet).items() if value}
        if "unit" in says:
            names[says["unit"]] = _BY_TITLE
        for name in names_in_free_rows(table):
            names.setdefault(compact(name), _BY_ROWS)
        if form is not None:
            fields = form_fields(form, self.description)
            says |= fields
            if "unit" in fields:
                names.setdefault(compact(fields["unit"]), _BY_FORM)
        return says, names

    def _by_codes(self, codes: Iterable[str]) -> Sequence[ExpectedUnit]:
        """The units with exactly these codes; where there is none, those that have them among others."""
        wanted = frozenset(codes)
        if not wanted:
            return ()
        rows = {each: frozenset(unquoted(code) for code in each.rows) for each in self.issued.units}
        exact = [unit for unit, own in rows.items() if own == wanted]
        return exact or [unit for unit, own in rows.items() if own > wanted]

    def _fits(self, table: PlacedSheet, codes: Mapping[str, int], unit: ExpectedUnit) -> bool:
        """Whether most of its rows say what the plan says under their codes."""
        sheet = table.sheet
        planned = {
            unquoted(code): values
            for code, values in self.issued.planned.get(sheet.key, {}).items()
            if code in unit.rows
        }
        index = table.heads.columns.get(sheet.row_text)
        if index is None or not codes:
            return all(code in planned for code in codes)
        fitting = sum(
            code in planned and same(planned[code].get(sheet.row_text, ""), table.grid.at(row, index))
            for code, row in codes.items()
        )
        return 2 * fitting >= len(codes)

    def _sent(self, unit: ExpectedUnit, says: Mapping[str, str]) -> SentWorkbook:
        """The unit's workbook as it would be sent today, of the year and round that the sheets tell."""
        issuer = self.issued.stamp
        stamp = Stamp(
            kind=issuer.kind,
            template_version=self.description.template_version,
            agency=says.get("agency") or says.get("province") or issuer.agency,
            fiscal_year=_number(says.get("fiscal_year"), issuer.fiscal_year),
            months=_number(says.get("round"), issuer.months),
            unit_code=unit.code,
            unit=unit.name,
        )
        tables = {
            each.key: self._table(each, unit)
            for each in self.description.sheets
            if each.layout is Layout.TABLE
        }
        return SentWorkbook(stamp, tables, texts=dict(self.issued.texts))

    def _table(self, sheet: Sheet, unit: ExpectedUnit) -> SentTable:
        columns = tuple(each.key for each in sheet.locked_columns)
        planned = self.issued.planned.get(sheet.key, {})
        rows = [tuple(planned[code].get(key, "") for key in columns) for code in unit.rows if code in planned]
        blank = {_UNIT_COLUMN: unit.name} if _UNIT_COLUMN in columns else {}
        computed = self.issued.computed.get(sheet.key)
        return SentTable(len(rows), sheet.blank_rows, columns, rows, blank, computed)


def _doubt(thai: str, english: str) -> Recognition:
    return Recognition(None, (f"({thai})", f"({english})"))


def _undecided(units: Sequence[ExpectedUnit]) -> Recognition:
    if not units:
        return _doubt("รหัสไม่ตรงกับส่วนราชการใดในแผน", "its codes are those of no department of the plan")
    names = ", ".join(each.name for each in units)
    return _doubt(f"อาจเป็นของ {names}", f"it may be that of {names}")


def codes_of(table: PlacedSheet) -> dict[str, int]:
    """The rows of a table by their folded codes, without those that came empty."""
    index = table.heads.columns.get(table.sheet.row_label)
    if index is None:
        return {}
    codes: dict[str, int] = {}
    for row in table.rows:
        code = unquoted(as_text(table.grid.at(row, index)))
        if code and not _is_free(code, table.sheet):
            codes.setdefault(code, row)
    return codes


def _is_free(code: str, sheet: Sheet) -> bool:
    before, mark, after = compact(sheet.blank_code).partition("{n}")
    if not mark:
        return False
    return (
        code.startswith(before) and code.endswith(after) and code[len(before) :].removesuffix(after).isdigit()
    )


def names_in_free_rows(table: PlacedSheet) -> list[str]:
    """The unit's name as the locked cells of the free rows have it, once a row."""
    grid, sheet = table.grid, table.sheet
    label, unit = (table.heads.columns.get(key) for key in (sheet.row_label, _UNIT_COLUMN))
    if label is None or unit is None or sheet.column(_UNIT_COLUMN).open_in_blank_rows:
        return []
    return [
        name
        for row in table.rows
        if _is_free(compact(as_text(grid.at(row, label))), sheet)
        and (name := as_text(grid.at(row, unit)).strip())
    ]


def form_fields(grid: Grid, description: WorkbookDescription) -> dict[str, str]:
    """What the locked fields of a form say, by key."""
    fields: dict[str, str] = {}
    for sheet in description.sheets:
        if sheet.layout is not Layout.FORM:
            continue
        for index, column in enumerate(sheet.columns):
            place = None if column.open else label_place(grid, column.header, FIRST_FIELD_ROW + index)
            value = as_text(grid.at(place[0], place[1] + 1)).strip() if place else ""
            if value:
                fields[column.key] = value
    return fields


def _number(words: str | None, otherwise: int) -> int:
    digits = "".join(each for each in compact(words or "") if each.isdigit())
    return int(digits) if digits and len(digits) <= len("2566") else otherwise
