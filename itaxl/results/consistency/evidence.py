"""What the checks look at: the written rows of a plan and of returns, each knowing where it stands."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct, field

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import DevelopmentPoint, Plan, PlanPlaces, PlanRow
from itaxl.results.analysis import Analysis
from itaxl.results.consolidation import Record

_SHORTEST = 6  # letters of a text that is looked at
# Chosen from lists; reading tells what is not on them.
_CHOSEN = frozenset({"code", "status", "instrument"})
# What a step takes over from its measure where it says nothing itself; told with the measure, not again.
_INHERITED = ("measure", "indicator", "item", "issue", "department")


class Line(NamedTuple):
    """One row that somebody wrote, in a plan or in a return.

    Attributes:
        row: the number that Excel shows; 0 where `columns` holds whole cells, as of a form.
        columns: letters of the columns by key.
        written: what stands in the row itself, by column key.
        measure_code: of the measure that it belongs to; empty where it belongs to none.
        unit: the department's name, for a row of a return.
        indicators: that the row names.
        about: what the plan says of the row, by column key; its own words, where nobody planned it.
    """

    file: str
    sheet: str
    row: int
    columns: Mapping[str, str]
    written: Mapping[str, object]
    code: str = ""
    measure_code: str = ""
    unit: str = ""
    indicators: tuple[int, ...] = ()
    about: Mapping[str, object] = MappingProxyType({})

    def found(self, kind: FindingKind, key: str, value: str = "", **details: object) -> Finding:
        """A finding at the cell of a column."""
        letters = self.columns.get(key, "")
        cell = f"{letters}{self.row or ''}" if letters else ""
        where = {"code": self.code, "unit": self.unit}
        return Finding(kind, self.file, self.sheet, cell, value, {**where, **details})


class Evidence(Struct, frozen=True, dict=True):
    """What is compared with each other; a part that is not to be looked at is empty.

    Attributes:
        plan: whose agency and years everything is about.
        framework: of the scored year, whose indicators and items are meant.
        register: of kinds of agencies and provinces, by which a name is recognised in a text.
        headers: of columns and fields by key, as people know them.
        analysis: of the plan's scores; None where the plan itself is not looked at.
        places: of the plan's workbook.
        form: texts of the plan's sheet of the agency.
        points: points to develop.
        planned: rows of the plan.
        returned: entries of the returns.
        own: measures that departments added; among the returned rows as well.
    """

    plan: Plan
    framework: Framework
    register: AgencyRegister
    headers: Mapping[str, str]
    analysis: Analysis | None = None
    places: PlanPlaces = field(default_factory=PlanPlaces)
    form: tuple[Line, ...] = ()
    points: tuple[tuple[DevelopmentPoint, Line], ...] = ()
    planned: tuple[Line, ...] = ()
    returned: tuple[Line, ...] = ()
    own: tuple[Line, ...] = ()

    @property
    def measures(self) -> tuple[Line, ...]:
        """Every row that plans something."""
        return (*self.planned, *self.own)

    @cached_property
    def texts(self) -> tuple[tuple[Line, str, str], ...]:
        """Every cell with words enough to say something: its row, its column, its words."""
        lines = (*self.form, *(line for _, line in self.points), *self.planned, *self.returned)
        return tuple(
            (line, key, value)
            for line in lines
            for key, value in line.written.items()
            if isinstance(value, str) and len(value) >= _SHORTEST and key not in _CHOSEN
        )


def evidence_of_plan(
    plan: Plan,
    analysis: Analysis,
    places: PlanPlaces,
    *,
    register: AgencyRegister,
    headers: Mapping[str, str],
) -> Evidence:
    """A plan's own words."""
    development = _place(places, "development")
    return Evidence(
        plan=plan,
        framework=analysis.framework,
        register=register,
        headers=headers,
        analysis=analysis,
        places=places,
        form=(Line(places.file, places.sheets.get("agency", ""), 0, places.fields, _form_texts(plan)),),
        points=tuple(
            (each, Line(*development[:2], each.row, development[2], each.values)) for each in plan.development
        ),
        planned=tuple(_planned(plan.rows, places)),
    )


def evidence_of_returns(
    plan: Plan,
    framework: Framework,
    records: Sequence[Record],
    *,
    sheet: str,
    columns: Mapping[tuple[str, str], Mapping[str, str]],
    register: AgencyRegister,
    headers: Mapping[str, str],
) -> Evidence:
    """What the departments wrote.

    Args:
        plan: whose departments were asked.
        framework: of the scored year.
        records: of the returns that count.
        sheet: the name of the sheet of measures.
        columns: letters of its columns by file and sheet, as records have them, and by column key.
        register: of kinds of agencies and provinces.
        headers: of the columns by key.
    """
    filled = [each for each in records if each.entries]
    lines = [_returned(each, sheet, columns.get((each.file, each.sheet), {})) for each in filled]
    return Evidence(
        plan=plan,
        framework=framework,
        register=register,
        headers=headers,
        returned=tuple(lines),
        own=tuple(line for line, record in zip(lines, filled, strict=True) if _is_all_own(record)),
    )


def _place(places: PlanPlaces, key: str) -> tuple[str, str, Mapping[str, str]]:
    return places.file, places.sheets.get(key, ""), places.columns.get(key, {})


def _form_texts(plan: Plan) -> dict[str, object]:
    """The fields that hold words; the name is what everything else is compared with."""
    return {key: value for key, value in plan.labels.items() if key not in {"name", "password"}}


def _planned(rows: Sequence[PlanRow], places: PlanPlaces) -> Iterator[Line]:
    file, sheet, columns = _place(places, "measures")
    heads = {row.code: row for row in rows if row.code == row.measure_code}
    for row in rows:
        head = heads.get(row.measure_code, row)
        yield Line(
            file,
            sheet,
            row.row,
            columns,
            row.values if row is head else _own_words(row.values, head.values),
            code=row.code,
            measure_code=row.measure_code,
            indicators=row.indicators,
            about=row.values,
        )


def _own_words(values: Mapping[str, object], of_measure: Mapping[str, object]) -> Mapping[str, object]:
    """What a step says itself."""
    taken = {key for key in _INHERITED if values.get(key) == of_measure.get(key)}
    return {key: value for key, value in values.items() if key not in taken}


def _is_all_own(record: Record) -> bool:
    """Whether nobody else planned it: a department's own measure, or a row of an agency's form."""
    return record.is_own or not record.planned


def _returned(record: Record, sheet: str, columns: Mapping[str, str]) -> Line:
    return Line(
        record.file,
        record.sheet or sheet,
        record.sheet_row,
        columns,
        record.entries,
        code=record.code,
        measure_code=record.measure_code,
        unit=record.department.name,
        indicators=record.indicators,
        about=record.entries if _is_all_own(record) else record.planned,
    )
