"""Reads a control workbook of an agency: what the coordinator planned, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from itaxl.assessment.codes import AlikeCodes
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
)
from itaxl.assessment.submissions import SubmittedRow
from itaxl.planning.controls import (
    ControlName,
    ControlReader,
    OpenedControl,
    decimal_of,
    grids_of_control,
    hints,
    number_of,
    thresholds_of,
    words,
)
from itaxl.planning.indicators import IndicatorFinder
from itaxl.sheets.grids import Grid, column_name
from itaxl.template.cells import ReadingRules
from itaxl.template.description import Sheet, WorkbookDescription
from itaxl.template.form_reader import FormReading
from itaxl.template.reader import TableReading
from itaxl.thai.dates import as_day
from itaxl.thai.text import compact, listed_names, nearest, unquoted

_ROUNDING = Decimal("0.01")  # a published total was rounded from scores that were rounded themselves
_NAME = ControlName("แผน", "a plan")
_EVERYBODY = unquoted(EVERY_DEPARTMENT)


class ReadPlan(Struct, frozen=True):
    """A plan as its workbook holds it."""

    plan: Plan
    framework: Framework
    findings: tuple[Finding, ...]
    places: PlanPlaces = field(default_factory=PlanPlaces)


def read_plan(
    path: Path,
    description: WorkbookDescription,
    *,
    months: int | None = None,
    frameworks: Path | None = None,
    opened: OpenedControl | None = None,
) -> ReadPlan:
    """Read ``plan.xlsx``.

    Args:
        path: where it is.
        description: of the kind ``plan``.
        months: the round; the workbook's own where None.
        frameworks: a folder of the user's own frameworks.
        opened: the same workbook, where it was opened already.

    Raises:
        ControlError: it is no plan, or lacks what nothing can be done without.
    """
    grids = grids_of_control(path, description, _NAME, opened)
    return _PlanReader(path.name, description, grids, months, frameworks).read()


class _PlanReader(ControlReader):
    """One plan being read."""

    def __init__(
        self,
        file: str,
        description: WorkbookDescription,
        grids: Mapping[str, Grid],
        months: int | None,
        frameworks: Path | None,
    ) -> None:
        super().__init__(file, description, grids, settings="agency", months=months, frameworks=frameworks)
        self._codes: dict[str, str] = {}
        self._columns: dict[str, dict[str, str]] = {}
        self._score_rows: dict[int, int] = {}
        self._uncoded_indicators: set[int] = set()

    def read(self) -> ReadPlan:
        form, year = self.read_settings()
        rules = self.rules(year)
        values = form.values
        scored_year = self.scored_year(form, year)
        framework = self.framework(scored_year)
        departments = self._departments(rules)
        plan = Plan(
            agency=self._agency(form),
            fiscal_year=year,
            scored_year=scored_year,
            months=self.round_months(form),
            due=as_day(values.get("due")),
            thresholds=thresholds_of(values),
            published_total=decimal_of(values.get("published_total")),
            password=words(values.get("password")),
            labels={key: value for key, value in values.items() if value is not None},
            departments=departments,
            scores=self._scores(rules, framework),
        )
        self._compare_totals(form, plan, framework)
        finder = IndicatorFinder(framework)
        development = self._development(rules, finder)
        rows = self._rows(rules, plan, finder)
        uncoded = frozenset(self._uncoded_indicators)
        plan = replace(plan, rows=rows, development=development, uncoded_indicators=uncoded)
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
        self.found(FindingKind.TOTAL_DIFFERS, "agency", cell, str(published), **details)

    def _agency(self, form: FormReading) -> Agency:
        values = form.values
        return Agency(
            name=self.name(form),
            agency_type=words(values.get("agency_type")),
            district=words(values.get("district")),
            province=words(values.get("province")),
            code=words(values.get("code")),
        )

    # The tables

    def table(self, key: str, rules: ReadingRules, *, told_elsewhere: str = "") -> tuple[Sheet, TableReading]:
        """A table of the control workbook; where its columns stand is kept for findings."""
        sheet, reading = super().table(key, rules, told_elsewhere=told_elsewhere)
        self._columns[key] = {name: column_name(index) for name, index in reading.columns.items()}
        return sheet, reading

    def _departments(self, rules: ReadingRules) -> tuple[Department, ...]:
        sheet, reading = self.table("departments", rules)
        departments = []
        codes, names, alike = dict[str, int](), dict[str, int](), AlikeCodes()
        for row in reading.rows:
            code, name = (words(row.values.get(key)) for key in ("code", "name"))
            self.check_unique(sheet, reading, row, "code", codes)
            self.check_unique(sheet, reading, row, "name", names)
            self.check_alike(sheet, reading, row, alike)
            if name:
                contact = words(row.values.get("contact"))
                email = self.check_address(sheet, reading, row)
                departments.append(Department(code or name, name, contact, email))
        if not departments:
            self.found(FindingKind.NO_DEPARTMENTS, "departments", "")
        return tuple(departments)

    def _scores(self, rules: ReadingRules, framework: Framework) -> tuple[IndicatorScore, ...]:
        _, reading = self.table("scores", rules)
        finder = IndicatorFinder(framework)
        instruments = _instrument_codes(framework)
        scores: dict[int, IndicatorScore] = {}
        for row in reading.rows:
            named = finder.find(words(row.values.get("indicator"))).numbers
            number = named[0] if named else int(number_of(row.values.get("no")) or 0)
            if any(each.no == number for each in framework.indicators):
                score, previous = (decimal_of(row.values.get(key)) for key in ("score", "previous"))
                instrument = instruments.get(compact(words(row.values.get("instrument"))), "")
                scores[number] = IndicatorScore(number, score, previous, instrument=instrument)
                self._score_rows[number] = row.row
        return tuple(scores.get(each.no, IndicatorScore(each.no)) for each in framework.indicators)

    def _development(self, rules: ReadingRules, finder: IndicatorFinder) -> tuple[DevelopmentPoint, ...]:
        if "development" not in self.grids:
            return ()
        sheet, reading = self.table("development", rules)
        codes = _instrument_codes(finder.framework)
        points = []
        for row in reading.rows:
            named = words(row.values.get("instrument"))
            instrument = codes.get(compact(named), "")
            if named and not instrument:
                details = {
                    "header": sheet.column("instrument").header,
                    "choices": " / ".join(each.code for each in finder.framework.instruments),
                }
                self.at(FindingKind.UNKNOWN_CHOICE, sheet, reading, row, "instrument", named, **details)
            numbers = self._indicators(finder, sheet, reading, row, row.values.get("indicator"))
            points.append(
                DevelopmentPoint(
                    instrument=instrument,
                    indicator=words(row.values.get("indicator")),
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
        named = finder.find(words(value))
        if "indicator" not in row.values:
            return named.numbers
        year = finder.framework.fiscal_year
        for entry, hint in named.unknown:
            details = {"year": year, **hints(hint)}
            self.at(FindingKind.UNKNOWN_INDICATOR, sheet, reading, row, "indicator", entry, **details)
        for entry, number in named.readings:
            name = finder.framework.indicator(number).name
            self.at(FindingKind.INDICATOR_READ, sheet, reading, row, "indicator", entry, no=number, name=name)
        return named.numbers

    def _rows(self, rules: ReadingRules, plan: Plan, finder: IndicatorFinder) -> tuple[PlanRow, ...]:
        # Whether a row lacks its department is told with its measure: a step may take its measure's.
        sheet, reading = self.table("measures", rules, told_elsewhere="department")
        rows: list[PlanRow] = []
        codes: dict[str, int] = {}
        head: _Head | None = None
        for submitted in reading.rows:
            code = words(submitted.values.get("code"))
            self.check_unique(sheet, reading, submitted, "code", codes)
            if not code:
                named = finder.find(words(submitted.values.get("indicator")))
                self._uncoded_indicators.update(named.numbers)
                if words(submitted.values.get("measure")):
                    head = _Head("", submitted.values)
                continue
            row = self._row(sheet, reading, submitted, plan, finder, head)
            if words(submitted.values.get("measure")) or head is None:
                head = _Head(code, row.values)
            elif not head.code:
                head = _Head(code, head.values)
            rows.append(row)
        if not reading.rows:
            self.found(FindingKind.NO_MEASURES, "measures", "")
        return tuple(rows)

    def _row(
        self,
        sheet: Sheet,
        reading: TableReading,
        submitted: SubmittedRow,
        plan: Plan,
        finder: IndicatorFinder,
        head: "_Head | None",
    ) -> PlanRow:
        values = dict(submitted.values)
        code = words(values["code"])
        is_step = not words(values.get("measure"))
        if is_step and head is None:
            self.at(FindingKind.ORPHAN_STEP, sheet, reading, submitted, "measure")
        parent = head if is_step else None
        if parent:
            # A step is sent out with its measure's words, or nobody would know what it belongs to.
            for key in ("measure", "indicator", "item", "issue", "department"):
                if key not in values and key in parent.values:
                    values[key] = parent.values[key]
        typed = submitted.written
        if "period" not in values and "start" in typed and typed["start"] == typed.get("end"):
            values["period"] = typed["start"]  # reports print it as it was typed
        return PlanRow(
            code=code,
            measure_code=(parent.code if parent else "") or code,
            indicators=self._indicators(finder, sheet, reading, submitted, values.get("indicator")),
            departments=self._responsible(sheet, reading, submitted, values, plan.departments),
            start=as_day(values.get("start")),
            end=as_day(values.get("end")),
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
        main = words(values.get("department"))
        if not main:
            header = sheet.column("department").header
            self.at(FindingKind.MISSING_ENTRY, sheet, reading, submitted, "department", header=header)
        by_name = self._codes_by_name(departments)
        codes: list[str] = []
        if main in by_name:
            codes.append(by_name[main])
        elif unquoted(main) == _EVERYBODY:
            codes.extend(each.code for each in departments)
        elif main:
            codes.extend(self._named([main], by_name, departments, (sheet, reading, submitted, "department")))
        joint = words(values.get("joint"))
        if joint and unquoted(joint) == _EVERYBODY:
            codes.extend(each.code for each in departments)
        elif joint:
            is_one = unquoted(joint) in by_name
            names = [joint] if is_one else listed_names(joint.replace("\n", ","), by_name)
            codes.extend(self._named(names, by_name, departments, (sheet, reading, submitted, "joint")))
        return tuple(dict.fromkeys(codes))

    def _codes_by_name(self, departments: Sequence[Department]) -> Mapping[str, str]:
        """Codes by name and by code, as they stand and folded; asked for at every row and worked out once."""
        if not self._codes:
            named = [(name, each.code) for each in departments for name in (each.name, each.code)]
            folded = {unquoted(name): code for name, code in named}
            # As they stand they are most often written; a department of that name is still no department.
            self._codes = {name: code for name, code in named if unquoted(name) != _EVERYBODY} | folded
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
            code = by_name.get(unquoted(name))
            if code is not None:
                codes.append(code)
                continue
            hint = nearest(name, [each.name for each in departments])
            sheet, reading, submitted, key = place
            kind = FindingKind.UNKNOWN_DEPARTMENT
            self.at(kind, sheet, reading, submitted, key, name, **hints(hint))
        return codes


class _Head(NamedTuple):
    """The measure that steps belong to: the row above them that names one.

    Attributes:
        code: of that row; of its first step with one where it lacks its own, which is told; else empty.
    """

    code: str
    values: Mapping[str, object]


def _instrument_codes(framework: Framework) -> dict[str, str]:
    """Codes of the instruments by everything that they are called, without blanks."""
    return {
        compact(name): each.code
        for each in framework.instruments
        for name in (each.code, each.name, *each.aliases)
    }
