"""An agency's plan: who it is, its departments, last year's scores and this year's measures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from msgspec import Struct, field

from itaxl.assessment.calendar import FiscalYear

EVERY_DEPARTMENT = "ทุกส่วนราชการ"
"""Stands for all departments in the column of the responsible one."""


class Agency(Struct, frozen=True):
    """An organisation that is assessed."""

    name: str
    agency_type: str = ""
    district: str = ""
    province: str = ""
    code: str = ""
    email: str = ""


def distinct_names(agencies: Sequence[Agency]) -> list[str]:
    """The agencies' names, told apart where several have the same.

    >>> distinct_names([Agency("อบต.ก", district="อำเภอข"), Agency("อบต.ก", code="7"), Agency("")])
    ['อบต.ก (อ.ข)', 'อบต.ก (7)', 'หน่วยงาน']
    """
    names = [each.name.strip() or "หน่วยงาน" for each in agencies]
    often = Counter(name.casefold() for name in names)
    told: list[str] = []
    taken: set[str] = set()
    for number, (name, agency) in enumerate(zip(names, agencies, strict=True), start=1):
        label = name
        if often[name.casefold()] > 1:
            district = agency.district.removeprefix("อำเภอ").removeprefix("อ.").strip()
            apart = f"อ.{district}" if district else agency.code or str(number)
            label = f"{name} ({apart})"
        if label.casefold() in taken:
            label = f"{name} ({number})"
        taken.add(label.casefold())
        told.append(label)
    return told


class Thresholds(Struct, frozen=True):
    """Scores, 0 to 100, that divide strengths from weaknesses (defaults as in CONTRACT)."""

    strength_above: Decimal = Decimal(80)
    weakness_below: Decimal = Decimal(80)
    target: Decimal = Decimal(85)


class Department(Struct, frozen=True):
    """A unit of the agency that receives and returns a workbook."""

    code: str
    name: str
    contact: str = ""
    email: str = ""


class IndicatorScore(Struct, frozen=True):
    """The score of one indicator in the assessed year and in the year before, 0 to 100.

    Attributes:
        instrument: the code of the instrument that stands beside it; empty where none does.
    """

    no: int
    score: Decimal | None = None
    previous: Decimal | None = None
    instrument: str = ""


class PlanRow(Struct, frozen=True):
    """One row of the sheet of measures: a measure, or a further step of the measure above it.

    Attributes:
        code: unique within the plan.
        measure_code: the code of the measure that the row belongs to (its own, where it is no step).
        indicators: numbers of the indicators that it serves; a step serves those of its measure.
        departments: codes of the departments that have to report on it, the responsible one first.
        values: what stands in the row, by column key, as it is sent to departments.
        row: the row's number as Excel shows it; 0 where it does not come from a workbook.
    """

    code: str
    measure_code: str
    indicators: tuple[int, ...]
    departments: tuple[str, ...]
    start: date | None
    end: date | None
    values: Mapping[str, object]
    row: int = 0


class DevelopmentPoint(Struct, frozen=True):
    """One row of the sheet of points to develop.

    Attributes:
        instrument: the code of the instrument that it was put under.
        indicator: the words that name the indicator, as written.
        number: of the indicator; None where the words name none.
        values: what stands in the row, by column key.
        row: the row's number as Excel shows it; 0 where it does not come from a workbook.
    """

    instrument: str
    indicator: str
    number: int | None
    values: Mapping[str, object]
    row: int = 0


class PlanPlaces(Struct, frozen=True):
    """Where a plan's workbook holds what was read from it, so that a later finding can point there.

    Attributes:
        file: its name.
        sheets: names of its sheets by key.
        columns: letters of the columns by sheet and column key.
        fields: cells of the form's values by field key.
        score_rows: numbers of the rows of the scores by indicator, as Excel shows them.
    """

    file: str = ""
    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    score_rows: Mapping[int, int] = field(default_factory=dict)

    def score_cell(self, no: int, key: str = "score") -> str:
        """The cell of an indicator's score, or of another column of its row; empty where there is none."""
        column, row = self.columns.get("scores", {}).get(key), self.score_rows.get(no)
        return f"{column}{row}" if column and row else ""


class Plan(Struct, frozen=True, dict=True):
    """The control workbook of an agency, understood.

    Attributes:
        uncoded_indicators: named by rows that have no code yet: those count nowhere, but there is a measure.
    """

    agency: Agency
    fiscal_year: FiscalYear
    scored_year: int
    months: int
    due: date | None = None
    thresholds: Thresholds = Thresholds()
    published_total: Decimal | None = None
    password: str = ""
    labels: Mapping[str, object] = field(default_factory=dict)
    departments: tuple[Department, ...] = ()
    scores: tuple[IndicatorScore, ...] = ()
    development: tuple[DevelopmentPoint, ...] = ()
    rows: tuple[PlanRow, ...] = ()
    uncoded_indicators: frozenset[int] = frozenset()

    def department(self, code: str) -> Department | None:
        """The department with this code."""
        return self._department_by_code.get(code)

    def rows_for(self, department_code: str) -> tuple[PlanRow, ...]:
        """The rows that a department has to report on, in the plan's order."""
        return self._rows_by_department.get(department_code, ())

    def reporting_departments(self) -> tuple[Department, ...]:
        """The departments that have at least one row to report on, in the plan's order."""
        return tuple(each for each in self.departments if each.code in self._rows_by_department)

    @cached_property
    def _department_by_code(self) -> dict[str, Department]:
        return {each.code: each for each in reversed(self.departments)}

    @cached_property
    def _rows_by_department(self) -> dict[str, tuple[PlanRow, ...]]:
        rows: dict[str, list[PlanRow]] = {}
        for row in self.rows:
            for code in row.departments:
                rows.setdefault(code, []).append(row)
        return {code: tuple(each) for code, each in rows.items()}
