"""What reading any control workbook takes: finding its sheets, its settings, and naming what is wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from itaxl.assessment.addresses import read_addresses
from itaxl.assessment.calendar import ROUNDS, FiscalYear
from itaxl.assessment.codes import AlikeCodes
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Thresholds
from itaxl.assessment.submissions import SubmittedRow
from itaxl.catalogue import UnknownYearError, load_framework
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.grids import Grid, cell_name
from itaxl.sheets.workbooks import OpenedWorkbook, open_workbook
from itaxl.template.cells import ReadingRules, as_text
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.form_reader import FormReading, read_form
from itaxl.template.reader import TableReading, read_table
from itaxl.template.returned_sheets import stamp_of, unreadable
from itaxl.template.stamp import canonical
from itaxl.thai.text import arabic_digits, compact

_LEAST_PLAUSIBLE_YEAR = 2500
_MOST_PLAUSIBLE_YEAR = 2700
_USUAL_MONTHS = 6


class ControlError(Exception):
    """A control workbook that cannot be worked with: one line that says why and what to do."""

    def __init__(self, thai: str, english: str) -> None:
        self.thai = thai
        self.english = english
        super().__init__(thai, english)

    def __str__(self) -> str:
        return self.english


class ControlName(NamedTuple):
    """What people call a kind of control workbook."""

    thai: str
    english: str


class OpenedControl(Struct, frozen=True):
    """What may be a control workbook, opened once.

    Attributes:
        kind: that it says it is of; empty for a workbook that does not say.
    """

    workbook: OpenedWorkbook
    kind: str

    def has_sheets_of(self, description: WorkbookDescription) -> bool:
        """Whether it has all sheets that a kind of workbook must have, as one made by hand may."""
        sheets = {
            compact(each.name)
            for each in description.sheets
            if not each.optional and each.layout is not Layout.NOTES
        }
        return sheets <= {compact(name) for name in self.workbook.sheet_names}


def opened_control(path: Path) -> OpenedControl:
    """Open what may be a control workbook, and ask it what it is.

    Raises:
        Unreadable: it cannot be opened, or its identity not be read.
    """
    workbook = open_workbook(path)
    sent = stamp_of(workbook)
    return OpenedControl(workbook, sent.stamp.kind if sent else "")


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what makes a file unreadable into what people are told of it.

    Raises:
        ControlError: it cannot be read.
    """
    try:
        yield
    except Unreadable as trouble:
        finding = unreadable(path.name, trouble)
        thai, english = (f"{path.name}: {finding.message(language)}" for language in ("th", "en"))
        raise ControlError(thai, english) from None


def grids_of_control(
    path: Path, description: WorkbookDescription, name: ControlName, opened: OpenedControl | None = None
) -> dict[str, Grid]:
    """The sheets of a control workbook by their keys; an optional one may be missing.

    Args:
        path: where it is.
        description: of what it has to be.
        name: what people call that.
        opened: the same workbook, where it was opened already.

    Raises:
        ControlError: it cannot be read, is of another kind, or lacks a sheet.
    """
    with readable(path):
        opened = opened or opened_control(path)
        if opened.kind not in {"", description.kind}:
            raise ControlError(
                f"{path.name} เป็นไฟล์ชนิดอื่นของระบบ ({opened.kind})"
                f" ไม่ใช่{name.thai} ให้ระบุ {description.file_name}",
                f"{path.name} is another workbook of itaxl ({opened.kind}),"
                f" not {name.english}; give {description.file_name}",
            )
        return _grids(opened.workbook, description, path, name)


def _grids(
    workbook: OpenedWorkbook, description: WorkbookDescription, path: Path, name: ControlName
) -> dict[str, Grid]:
    by_name = {compact(each): each for each in workbook.sheet_names}
    grids, missing = {}, []
    for sheet in description.sheets:
        if sheet.layout is Layout.NOTES:
            continue
        found = by_name.get(compact(sheet.name))
        if found is not None:
            grids[sheet.key] = workbook.grid(found)
        elif not sheet.optional:
            missing.append(sheet.name)
    if missing:
        names = ", ".join(missing)
        raise ControlError(
            f"{path.name} ไม่ใช่{name.thai}: ไม่พบแผ่น {names}"
            " หากเปลี่ยนชื่อแผ่นไว้ ให้ใช้ชื่อเดิม มิฉะนั้นสร้างใหม่ด้วย itaxl init",
            f"{path.name} is not {name.english}: sheet {names} is missing;"
            " give a renamed sheet its name again, else make a new workbook with itaxl init",
        )
    return grids


class ControlReader:
    """One control workbook being read; what each kind holds is for its own reader."""

    def __init__(
        self,
        file: str,
        description: WorkbookDescription,
        grids: Mapping[str, Grid],
        *,
        settings: str,
        months: int | None,
        frameworks: Path | None,
    ) -> None:
        """Prepare to read.

        Args:
            file: for findings.
            description: of this kind of control workbook.
            grids: its sheets by key.
            settings: key of the sheet with year, round and thresholds.
            months: the round; the workbook's own where None.
            frameworks: a folder of the user's own frameworks.
        """
        self.file = file
        self.description = description
        self.grids = grids
        self.settings = settings
        self.months = months
        self.frameworks = frameworks
        self.findings: list[Finding] = []

    # The settings

    def read_settings(self) -> tuple[FormReading, FiscalYear]:
        """The form with the settings; the fiscal year decides how dates are read, so it is read twice.

        Raises:
            ControlError: there is no fiscal year.
        """
        year = self._fiscal_year(self._form(FiscalYear(2566)))
        form = self._form(year)
        self.findings.extend(form.findings)
        return form, year

    def rules(self, year: FiscalYear) -> ReadingRules:
        """What entries are judged by."""
        return ReadingRules(year.start, year.end, self.description.lists)

    def scored_year(self, form: FormReading, year: FiscalYear) -> int:
        """The year whose scores the workbook holds or asks for; the one before, where it says none."""
        return self._year(form.values.get("scored_year")) or year.number - 1

    def framework(self, year: int) -> Framework:
        """The framework of the scored year.

        Raises:
            ControlError: there is none.
        """
        try:
            return load_framework(year, self.frameworks)
        except UnknownYearError as error:
            years = ", ".join(str(each) for each in error.known)
            raise ControlError(
                f"{self.file}: ไม่มีข้อมูล ITA ของปีที่ประเมิน {year} (มีปี {years}) เพิ่มได้ด้วย --frameworks",
                f"{self.file}: no framework of the scored year {year} (there are {years}); add --frameworks",
            ) from None

    def round_months(self, form: FormReading) -> int:
        """The reporting round: 3, 6, 9 or 12 months."""
        if self.months is not None:
            return self.months
        text = arabic_digits(as_text(form.values.get("round", "")))
        digits = "".join(each for each in text if each.isdigit())
        if digits and int(digits) in ROUNDS:
            return int(digits)
        header = self.description.sheet(self.settings).column("round").header
        cell = form.cells.get("round", "")
        if text:
            details = {"header": header, "choices": "3 / 6 / 9 / 12"}
            self.found(FindingKind.UNKNOWN_CHOICE, self.settings, cell, text, **details)
        else:
            self.found(FindingKind.MISSING_SETTING, self.settings, cell, header=header)
        return _USUAL_MONTHS

    def name(self, form: FormReading) -> str:
        """Whose workbook it is; a finding where it does not say."""
        name = words(form.values.get("name"))
        if not name:
            header = self.description.sheet(self.settings).column("name").header
            cell = form.cells.get("name", "")
            self.found(FindingKind.MISSING_SETTING, self.settings, cell, header=header)
        return name

    def _form(self, year: FiscalYear) -> FormReading:
        sheet = self.description.sheet(self.settings)
        return read_form(self.grids[self.settings], sheet, self.rules(year), self.file)

    def _fiscal_year(self, form: FormReading) -> FiscalYear:
        number = self._year(form.values.get("fiscal_year"))
        if number is None:
            sheet = self.description.sheet(self.settings)
            label = sheet.column("fiscal_year").header
            raise ControlError(
                f"{self.file}: ยังไม่กรอก “{label}” ในแผ่น{sheet.name} (เช่น 2566)",
                f"{self.file}: “{label}” is not filled in on the sheet {sheet.name} (for example 2566)",
            )
        return FiscalYear(number)

    def _year(self, value: object) -> int | None:
        digits = "".join(each for each in arabic_digits(as_text(value)) if each.isdigit()) if value else ""
        number = int(digits) if len(digits) == 4 else 0
        if number and number < _LEAST_PLAUSIBLE_YEAR - 543 + 100:
            number += 543
        return number if _LEAST_PLAUSIBLE_YEAR <= number <= _MOST_PLAUSIBLE_YEAR else None

    # The tables

    def table(self, key: str, rules: ReadingRules, *, told_elsewhere: str = "") -> tuple[Sheet, TableReading]:
        """A table as it is described; that an entry of one column is missing may be told elsewhere."""
        sheet = self.description.sheet(key)
        reading = read_table(self.grids[key], sheet, rules, self.file)
        left_out = sheet.column(told_elsewhere).header if told_elsewhere else None
        self.findings.extend(
            each
            for each in reading.findings
            if each.kind is not FindingKind.MISSING_ENTRY or each.details["header"] != left_out
        )
        return sheet, reading

    # Findings

    def check_unique(
        self, sheet: Sheet, reading: TableReading, row: SubmittedRow, key: str, seen: dict[str, int]
    ) -> None:
        """Tell of an entry that stands in an earlier row too; `seen` keeps the rows by folded entry."""
        entry = words(row.values.get(key))
        if not entry:
            return
        first = seen.setdefault(compact(entry), row.row)
        if first != row.row:
            header = sheet.column(key).header
            self.at(FindingKind.DUPLICATE_CODE, sheet, reading, row, key, entry, other=first, header=header)

    def check_alike(self, sheet: Sheet, reading: TableReading, row: SubmittedRow, codes: AlikeCodes) -> None:
        """Tell of a code of a unit that to Excel is the same number as another."""
        code = words(row.values.get("code"))
        if earlier := codes.earlier(code, row.row):
            other, first = earlier
            self.at(FindingKind.ALIKE_CODES, sheet, reading, row, "code", code, other=other, row=first)

    def check_address(self, sheet: Sheet, reading: TableReading, row: SubmittedRow) -> str:
        """The entry of the column of e-mail addresses; what cannot be written to is told."""
        entry = words(row.values.get("email"))
        if wrong := read_addresses(entry).wrong:
            self.at(FindingKind.BAD_ADDRESS, sheet, reading, row, "email", entry, wrong=wrong)
        return entry

    def at(
        self,
        kind: FindingKind,
        sheet: Sheet,
        reading: TableReading,
        row: SubmittedRow,
        key: str,
        value: str = "",
        /,
        **details: object,
    ) -> None:
        """Tell of an entry of a table."""
        index = reading.columns.get(key)
        cell = cell_name(row.row - 1, index) if index is not None else ""
        self.found(kind, sheet.key, cell, value, **details)

    def found(
        self, kind: FindingKind, sheet_key: str, cell: str, value: str = "", /, **details: object
    ) -> None:
        """Tell of a cell, or of a whole sheet where there is none."""
        name = self.description.sheet(sheet_key).name
        self.findings.append(Finding(kind, self.file, name, cell, value, details))


def hints(hint: str | None) -> dict[str, object]:
    """The details of a finding that offer what was probably meant."""
    if hint is None:
        return {}
    return {"hint": f"ใกล้เคียงที่สุดคือ “{hint}”", "hint_en": f"(the nearest is “{hint}”)"}


def words(value: object) -> str:
    """An understood entry as words; empty for none."""
    return as_text(value).strip() if value is not None else ""


def number_of(value: object) -> float | None:
    """An understood entry, where it is a number."""
    return value if isinstance(value, float) else None


def decimal_of(value: object) -> Decimal | None:
    """An understood entry, where it is a number.

    Through its shortest text: 72.13 in a cell is meant as 72.13, not as the nearest binary fraction.
    """
    return Decimal(canonical(value)) if isinstance(value, float) else None


def thresholds_of(values: Mapping[str, object]) -> Thresholds:
    """Those that the settings give; the contract's where they give none."""
    default = Thresholds()

    def given(key: str, standard: Decimal) -> Decimal:
        value = decimal_of(values.get(key))
        return standard if value is None else value

    return Thresholds(
        strength_above=given("strength_above", default.strength_above),
        weakness_below=given("weakness_below", default.weakness_below),
        target=given("target", default.target),
    )
