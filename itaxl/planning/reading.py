"""Reads a control workbook of an agency: what the coordinator planned, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from itaxl.assessment.calendar import ROUNDS, FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import (
    EVERY_DEPARTMENT,
    Agency,
    Department,
    DevelopmentPoint,
    IndicatorScore,
    Plan,
    PlanPlaces,
    PlanRow,
    Thresholds,
)
from itaxl.assessment.submissions import SubmittedRow
from itaxl.catalogue import UnknownYearError, load_framework
from itaxl.planning.indicators import IndicatorFinder
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.grids import Grid, cell_name, column_name
from itaxl.sheets.workbooks import OpenedWorkbook, open_workbook
from itaxl.template.cells import ReadingRules, as_text
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.reader import FormReading, TableReading, read_form, read_table
from itaxl.template.returns import stamp_of, unreadable
from itaxl.template.stamp import canonical
from itaxl.thai.text import arabic_digits, compact, nearest

_ROUNDING = Decimal("0.01")  # a published total was rounded from scores that were rounded themselves
_LEAST_PLAUSIBLE_YEAR = 2500
_MOST_PLAUSIBLE_YEAR = 2700


class ControlError(Exception):
    """A control workbook that cannot be worked with: one line that says why and what to do."""

    def __init__(self, thai: str, english: str) -> None:
        self.thai = thai
        self.english = english
        super().__init__(english)


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A plan as its workbook holds it."""

    plan: Plan
    framework: Framework
    findings: tuple[Finding, ...]
    places: PlanPlaces = field(default_factory=PlanPlaces)


def is_plan(workbook: OpenedWorkbook, description: WorkbookDescription) -> bool:
    """Whether a workbook is a plan: it says so itself, or, made by hand, has all of a plan's sheets.

    Raises:
        Unreadable: its identity cannot be read.
    """
    sent = stamp_of(workbook)
    if sent is not None:
        return sent.stamp.kind == description.kind
    sheets = {
        each.name for each in description.sheets if not each.optional and each.layout is not Layout.NOTES
    }
    return sheets <= set(workbook.sheet_names)


def read_plan(
    path: Path, description: WorkbookDescription, *, months: int | None = None, frameworks: Path | None = None
) -> ReadPlan:
    """Read ``plan.xlsx``.

    Args:
        path: where it is.
        description: of the kind ``plan``.
        months: the round; the workbook's own where None.
        frameworks: a folder of the user's own frameworks.

    Raises:
        ControlError: it is no plan, or lacks what nothing can be done without.
    """
    try:
        workbook = open_workbook(path)
        sent = stamp_of(workbook)
        if sent is not None and sent.stamp.kind != description.kind:
            raise ControlError(
                f"{path.name} เป็นไฟล์ชนิดอื่นของระบบ ({sent.stamp.kind}) ไม่ใช่แผน ให้ระบุ plan.xlsx",
                f"{path.name} is another workbook of itaxl ({sent.stamp.kind}), not a plan; give plan.xlsx",
            )
        grids = _grids(workbook, description, path)
    except Unreadable as trouble:
        finding = unreadable(path.name, trouble)
        raise ControlError(
            f"{path.name}: {finding.message('th')}", f"{path.name}: {finding.message('en')}"
        ) from None
    return _PlanReader(path.name, description, grids, months, frameworks).read()


def _grids(workbook: OpenedWorkbook, description: WorkbookDescription, path: Path) -> dict[str, Grid]:
    by_name = {compact(name): name for name in workbook.sheet_names}
    grids, missing = {}, []
    for sheet in description.sheets:
        if sheet.layout is Layout.NOTES:
            continue
        name = by_name.get(compact(sheet.name))
        if name is not None:
            grids[sheet.key] = workbook.grid(name)
        elif not sheet.optional:
            missing.append(sheet.name)
    if missing:
        names = ", ".join(missing)
        raise ControlError(
            f"{path.name} ไม่ใช่แผน: ไม่พบแผ่น {names} สร้างแผนใหม่ด้วย itaxl init",
            f"{path.name} is not a plan: sheet {names} is missing; make one with itaxl init",
        )
    return grids


class _PlanReader:
    """One plan being read."""

    def __init__(
        self,
        file: str,
        description: WorkbookDescription,
        grids: Mapping[str, Grid],
        months: int | None,
        frameworks: Path | None,
    ) -> None:
        self.file = file
        self.description = description
        self.grids = grids
        self.months = months
        self.frameworks = frameworks
        self.findings: list[Finding] = []
        self._codes: dict[str, str] = {}
        self._columns: dict[str, dict[str, str]] = {}
        self._score_rows: dict[int, int] = {}

    def read(self) -> ReadPlan:
        # The fiscal year decides how dates are read, so the form is read twice.
        year = self._fiscal_year(self._form(FiscalYear(2566)))
        rules = ReadingRules(year.start, year.end, self.description.lists)
        form = self._form(year)
        self.findings.extend(form.findings)
        values = form.values
        scored_year = self._year(values.get("scored_year")) or year.number - 1
        framework = self._framework(scored_year)
        departments = self._departments(rules)
        plan = Plan(
            agency=self._agency(form),
            fiscal_year=year,
            scored_year=scored_year,
            months=self._months(form),
            due=_date(values.get("due")),
            thresholds=_thresholds(values),
            published_total=_decimal(values.get("published_total")),
            password=_words(values.get("password")),
            labels={key: value for key, value in values.items() if value is not None},
            departments=departments,
            scores=self._scores(rules, framework),
        )
        self._compare_totals(form, plan, framework)
        finder = IndicatorFinder(framework)
        development = self._development(rules, finder)
        rows = self._rows(rules, plan, finder)
        plan = replace(plan, rows=rows, development=development)
        return ReadPlan(plan, framework, tuple(self.findings), self._places(form))

    def _places(self, form: FormReading) -> PlanPlaces:
        sheets = {each.key: each.name for each in self.description.sheets}
        return PlanPlaces(self.file, sheets, self._columns, form.cells, self._score_rows)

    def _compare_totals(self, form: FormReading, plan: Plan, framework: Framework) -> None:
        computed = framework.total({each.no: each.score for each in plan.scores if each.score is not None})
        published = plan.published_total
        if published is None or computed is None or abs(published - computed) <= _ROUNDING:
            return
        column = self.description.sheet("agency").column("published_total")
        cell = form.cells.get(column.key, "")
        details = {"header": column.header, "computed": computed}
        self._found(FindingKind.TOTAL_DIFFERS, "agency", cell, str(published), **details)

    # The form

    def _form(self, year: FiscalYear) -> FormReading:
        sheet = self.description.sheet("agency")
        rules = ReadingRules(year.start, year.end, self.description.lists)
        return read_form(self.grids["agency"], sheet, rules, self.file)

    def _fiscal_year(self, form: FormReading) -> FiscalYear:
        number = self._year(form.values.get("fiscal_year"))
        if number is None:
            label = self.description.sheet("agency").column("fiscal_year").header
            raise ControlError(
                f"{self.file}: ยังไม่กรอก “{label}” ในแผ่นหน่วยงาน (เช่น 2566)",
                f"{self.file}: “{label}” is not filled in on the sheet of the agency (for example 2566)",
            )
        return FiscalYear(number)

    def _year(self, value: object) -> int | None:
        digits = "".join(each for each in arabic_digits(as_text(value)) if each.isdigit()) if value else ""
        number = int(digits) if len(digits) == 4 else 0
        if number and number < _LEAST_PLAUSIBLE_YEAR - 543 + 100:
            number += 543
        return number if _LEAST_PLAUSIBLE_YEAR <= number <= _MOST_PLAUSIBLE_YEAR else None

    def _months(self, form: FormReading) -> int:
        if self.months is not None:
            return self.months
        text = arabic_digits(as_text(form.values.get("round", "")))
        digits = "".join(each for each in text if each.isdigit())
        if digits and int(digits) in ROUNDS:
            return int(digits)
        column = self.description.sheet("agency").column("round")
        if text:
            details = {"header": column.header, "choices": "3 / 6 / 9 / 12"}
            self._found(FindingKind.UNKNOWN_CHOICE, "agency", form.cells.get("round", ""), text, **details)
        else:
            self._found(
                FindingKind.MISSING_SETTING, "agency", form.cells.get("round", ""), header=column.header
            )
        return 6

    def _agency(self, form: FormReading) -> Agency:
        values = form.values
        name = _words(values.get("name"))
        if not name:
            header = self.description.sheet("agency").column("name").header
            self._found(FindingKind.MISSING_SETTING, "agency", form.cells.get("name", ""), header=header)
        return Agency(
            name=name,
            agency_type=_words(values.get("agency_type")),
            district=_words(values.get("district")),
            province=_words(values.get("province")),
            code=_words(values.get("code")),
        )

    def _framework(self, year: int) -> Framework:
        try:
            return load_framework(year, self.frameworks)
        except UnknownYearError as error:
            years = ", ".join(str(each) for each in error.known)
            raise ControlError(
                f"{self.file}: ไม่มีข้อมูล ITA ของปีที่ประเมิน {year} (มีปี {years}) เพิ่มได้ด้วย --frameworks",
                f"{self.file}: no framework of the scored year {year} (there are {years}); add --frameworks",
            ) from None

    # The tables

    def _table(
        self, key: str, rules: ReadingRules, *, told_elsewhere: str = ""
    ) -> tuple[Sheet, TableReading]:
        sheet = self.description.sheet(key)
        reading = read_table(self.grids[key], sheet, rules, self.file)
        self._columns[key] = {name: column_name(index) for name, index in reading.columns.items()}
        left_out = sheet.column(told_elsewhere).header if told_elsewhere else None
        self.findings.extend(
            each
            for each in reading.findings
            if each.kind is not FindingKind.MISSING_ENTRY or each.details["header"] != left_out
        )
        return sheet, reading

    def _departments(self, rules: ReadingRules) -> tuple[Department, ...]:
        sheet, reading = self._table("departments", rules)
        departments = []
        codes, names = dict[str, int](), dict[str, int]()
        for row in reading.rows:
            code, name = (_words(row.values.get(key)) for key in ("code", "name"))
            self._check_unique(sheet, reading, row, "code", codes)
            self._check_unique(sheet, reading, row, "name", names)
            if name:
                contact, email = (_words(row.values.get(key)) for key in ("contact", "email"))
                departments.append(Department(code or name, name, contact, email))
        if not departments:
            self._found(FindingKind.NO_DEPARTMENTS, "departments", "")
        return tuple(departments)

    def _scores(self, rules: ReadingRules, framework: Framework) -> tuple[IndicatorScore, ...]:
        _, reading = self._table("scores", rules)
        finder = IndicatorFinder(framework)
        instruments = _instrument_codes(framework)
        scores: dict[int, IndicatorScore] = {}
        for row in reading.rows:
            named = finder.find(_words(row.values.get("indicator"))).numbers
            number = named[0] if named else int(_number(row.values.get("no")) or 0)
            if any(each.no == number for each in framework.indicators):
                score, previous = (_decimal(row.values.get(key)) for key in ("score", "previous"))
                instrument = instruments.get(compact(_words(row.values.get("instrument"))), "")
                scores[number] = IndicatorScore(number, score, previous, instrument=instrument)
                self._score_rows[number] = row.row
        return tuple(scores.get(each.no, IndicatorScore(each.no)) for each in framework.indicators)

    def _development(self, rules: ReadingRules, finder: IndicatorFinder) -> tuple[DevelopmentPoint, ...]:
        if "development" not in self.grids:
            return ()
        sheet, reading = self._table("development", rules)
        codes = _instrument_codes(finder.framework)
        points = []
        for row in reading.rows:
            words = _words(row.values.get("instrument"))
            instrument = codes.get(compact(words), "")
            if words and not instrument:
                details = {
                    "header": sheet.column("instrument").header,
                    "choices": " / ".join(each.code for each in finder.framework.instruments),
                }
                self._at(FindingKind.UNKNOWN_CHOICE, sheet, reading, row, "instrument", words, **details)
            numbers = self._indicators(finder, sheet, reading, row, row.values.get("indicator"))
            points.append(
                DevelopmentPoint(
                    instrument=instrument,
                    indicator=_words(row.values.get("indicator")),
                    number=numbers[0] if numbers else None,
                    values=row.values,
                    row=row.row,
                )
            )
        return tuple(points)

    def _indicators(
        self, finder: IndicatorFinder, sheet: Sheet, reading: TableReading, row: SubmittedRow, value: object
    ) -> tuple[int, ...]:
        """The indicators that a cell names; tells what it does not name or does not plainly name."""
        named = finder.find(_words(value))
        if "indicator" not in row.values:
            return named.numbers
        year = finder.framework.fiscal_year
        for words, hint in named.unknown:
            details = {"year": year, **_hints(hint)}
            self._at(FindingKind.UNKNOWN_INDICATOR, sheet, reading, row, "indicator", words, **details)
        for words, number in named.readings:
            name = finder.framework.indicator(number).name
            self._at(
                FindingKind.INDICATOR_READ, sheet, reading, row, "indicator", words, no=number, name=name
            )
        return named.numbers

    def _rows(self, rules: ReadingRules, plan: Plan, finder: IndicatorFinder) -> tuple[PlanRow, ...]:
        # Whether a row lacks its department is told with its measure: a step may take its measure's.
        sheet, reading = self._table("measures", rules, told_elsewhere="department")
        rows: list[PlanRow] = []
        codes: dict[str, int] = {}
        head: PlanRow | None = None
        for submitted in reading.rows:
            code = _words(submitted.values.get("code"))
            self._check_unique(sheet, reading, submitted, "code", codes)
            if not code:
                continue
            row = self._row(sheet, reading, submitted, plan, finder, head)
            if row.code == row.measure_code:
                head = row
            rows.append(row)
        if not rows:
            self._found(FindingKind.NO_MEASURES, "measures", "")
        return tuple(rows)

    def _row(
        self,
        sheet: Sheet,
        reading: TableReading,
        submitted: SubmittedRow,
        plan: Plan,
        finder: IndicatorFinder,
        head: PlanRow | None,
    ) -> PlanRow:
        values = dict(submitted.values)
        code = _words(values["code"])
        is_step = not _words(values.get("measure"))
        if is_step and head is None:
            self._at(FindingKind.ORPHAN_STEP, sheet, reading, submitted, "measure")
        parent = head if is_step else None
        if parent:
            # A step is sent out with its measure's words, or nobody would know what it belongs to.
            for key in ("measure", "indicator", "item", "issue", "department"):
                if key not in values and key in parent.values:
                    values[key] = parent.values[key]
        return PlanRow(
            code=code,
            measure_code=parent.measure_code if parent else code,
            indicators=self._indicators(finder, sheet, reading, submitted, values.get("indicator")),
            departments=self._responsible(sheet, reading, submitted, values, plan.departments),
            start=_date(values.get("start")),
            end=_date(values.get("end")),
            values=values,
            row=submitted.row,
        )

    def _responsible(
        self,
        sheet: Sheet,
        reading: TableReading,
        submitted: SubmittedRow,
        values: Mapping[str, object],
        departments: Sequence[Department],
    ) -> tuple[str, ...]:
        """Codes of the departments that report on a row, the responsible one first."""
        main = _words(values.get("department"))
        if not main:
            header = sheet.column("department").header
            self._at(FindingKind.MISSING_ENTRY, sheet, reading, submitted, "department", header=header)
        by_name = self._codes_by_name(departments)
        codes: list[str] = []
        if compact(main) == compact(EVERY_DEPARTMENT):
            codes.extend(each.code for each in departments)
        elif main:
            codes.extend(self._named([main], by_name, departments, (sheet, reading, submitted, "department")))
        joint = _words(values.get("joint"))
        if compact(joint) == compact(EVERY_DEPARTMENT):
            codes.extend(each.code for each in departments)
        elif joint:
            names = [joint] if compact(joint) in by_name else joint.replace("\n", ",").split(",")
            codes.extend(self._named(names, by_name, departments, (sheet, reading, submitted, "joint")))
        return tuple(dict.fromkeys(codes))

    def _codes_by_name(self, departments: Sequence[Department]) -> Mapping[str, str]:
        """Codes by folded name and folded code; asked for at every row and worked out once."""
        if not self._codes:
            self._codes = {
                compact(name): each.code for each in departments for name in (each.name, each.code)
            }
        return self._codes

    def _named(
        self,
        names: Sequence[str],
        by_name: Mapping[str, str],
        departments: Sequence[Department],
        place: tuple[Sheet, TableReading, SubmittedRow, str],
    ) -> list[str]:
        codes = []
        for name in filter(None, (each.strip() for each in names)):
            code = by_name.get(compact(name))
            if code is not None:
                codes.append(code)
                continue
            hint = nearest(name, [each.name for each in departments])
            sheet, reading, submitted, key = place
            kind = FindingKind.UNKNOWN_DEPARTMENT
            self._at(kind, sheet, reading, submitted, key, name, **_hints(hint))
        return codes

    # Findings

    def _check_unique(
        self, sheet: Sheet, reading: TableReading, row: SubmittedRow, key: str, seen: dict[str, int]
    ) -> None:
        words = _words(row.values.get(key))
        if not words:
            return
        first = seen.setdefault(compact(words), row.row)
        if first != row.row:
            header = sheet.column(key).header
            self._at(FindingKind.DUPLICATE_CODE, sheet, reading, row, key, words, other=first, header=header)

    def _at(
        self,
        kind: FindingKind,
        sheet: Sheet,
        reading: TableReading,
        row: SubmittedRow,
        key: str,
        value: str = "",
        **details: object,
    ) -> None:
        index = reading.columns.get(key)
        cell = cell_name(row.row - 1, index) if index is not None else ""
        self._found(kind, sheet.key, cell, value, **details)

    def _found(
        self, kind: FindingKind, sheet_key: str, cell: str, value: str = "", **details: object
    ) -> None:
        name = self.description.sheet(sheet_key).name
        self.findings.append(Finding(kind, self.file, name, cell, value, details))


def _hints(hint: str | None) -> dict[str, object]:
    if hint is None:
        return {}
    return {"hint": f"ใกล้เคียงที่สุดคือ “{hint}”", "hint_en": f"(the nearest is “{hint}”)"}


def _words(value: object) -> str:
    return as_text(value).strip() if value is not None else ""


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _number(value: object) -> float | None:
    return value if isinstance(value, float) else None


def _decimal(value: object) -> Decimal | None:
    # Through its shortest text: 72.13 in a cell is meant as 72.13, not as the nearest binary fraction.
    return Decimal(canonical(value)) if isinstance(value, float) else None


def _instrument_codes(framework: Framework) -> dict[str, str]:
    """Codes of the instruments by everything that they are called, without blanks."""
    return {
        compact(name): each.code
        for each in framework.instruments
        for name in (each.code, each.name, *each.aliases)
    }


def _thresholds(values: Mapping[str, object]) -> Thresholds:
    default = Thresholds()
    return Thresholds(
        strength_above=_or(_decimal(values.get("strength_above")), default.strength_above),
        weakness_below=_or(_decimal(values.get("weakness_below")), default.weakness_below),
        target=_or(_decimal(values.get("target")), default.target),
    )


def _or(value: Decimal | None, default: Decimal) -> Decimal:
    return default if value is None else value
