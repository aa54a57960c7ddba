"""The published reports that travel with itaxl, turned back into the workbooks they could have come from."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import (
    EVERY_DEPARTMENT,
    Agency,
    Department,
    DevelopmentPoint,
    IndicatorScore,
    Plan,
    PlanRow,
    Thresholds,
)
from itaxl.assessment.statuses import Status
from itaxl.outputs import unique_names
from itaxl.planning.indicators import indicator_label, item_label
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.template.description_files import load_description
from itaxl.workflow.generation import Setup, write_department_workbook
from itaxl.workflow.planning import write_plan
from itaxl.workflow.settings import Settings, default_templates, shipped_folder

RETURNED = "returned"
"""The folder beside an example's plan that holds what its departments returned."""

_WRITTEN_AS_PRINTED = (
    "issue",
    "measure",
    "guideline",
    "steps",
    "department",
    "responsible",
    "monitoring",
    "period",
)
_REPORTED_AS_PRINTED = ("result", "outcome", "suggestion", "evidence")

_Table = Mapping[str, Any]
Entries = Mapping[str, Mapping[str, object]]
"""What one department wrote, by the plan's code of a row and the key of a column."""


@dataclass(frozen=True, slots=True)
class Example:
    """One published report.

    Attributes:
        name: of its file, without the ending.
        plan: a step's row holds its own words only, as in the workbook.
        entries: by department code.
        texts: what it says outside its tables, by part.
    """

    name: str
    plan: Plan
    framework: Framework
    entries: Mapping[str, Entries]
    texts: Mapping[str, str]


def example_sources() -> tuple[Path, ...]:
    """The transcribed reports, by name."""
    return tuple(sorted((shipped_folder("examples") / "sources").glob("*.toml")))


def read_example(source: Path, settings: Settings) -> Example:
    """Read a transcribed report (its format: examples/sources/README.md)."""
    with source.open("rb") as file:
        report = tomllib.load(file, parse_float=Decimal)
    labels = _labels(report["agency"])
    fiscal_year = FiscalYear(labels["fiscal_year"])
    framework = settings.framework(labels.get("scored_year") or fiscal_year.number - 1)
    departments = tuple(Department(each["code"], each["name"]) for each in report["department"])
    plan = Plan(
        agency=Agency(labels["name"], labels["agency_type"], labels["district"], labels["province"]),
        fiscal_year=fiscal_year,
        scored_year=framework.fiscal_year,
        months=labels["round"],
        thresholds=_thresholds(labels),
        published_total=labels.get("published_total"),
        labels=labels,
        departments=departments,
        scores=tuple(IndicatorScore(each["indicator"], each["score"]) for each in report.get("score", ())),
        development=tuple(_development(report.get("development", ()))),
        rows=tuple(_rows(report["row"], departments, framework)),
    )
    texts = {each["part"]: each["text"] for each in report["narrative"] if "text" in each}
    return Example(source.stem, plan, framework, _entries(report["row"], departments), texts)


def _labels(agency: _Table) -> dict[str, Any]:
    """The form's values by field key; the report names fields by the labels that every plan has."""
    fields = load_description("plan", default_templates()).sheet("agency").columns
    key_of = {each.header: each.key for each in fields}
    return {key_of[label]: value for label, value in agency.items()}


def _thresholds(labels: Mapping[str, Any]) -> Thresholds:
    names = ("strength_above", "weakness_below", "target")
    return Thresholds(**{name: Decimal(labels[name]) for name in names if name in labels})


def _development(points: Sequence[_Table]) -> Iterator[DevelopmentPoint]:
    for point in points:
        keys = ("instrument", "indicator", "assessed", "to_develop", "recommendation")
        values = {key: point[key] for key in keys if point.get(key)}
        yield DevelopmentPoint(point["instrument"], point["indicator"], point["number"], values)


def _rows(
    rows: Sequence[_Table], departments: Sequence[Department], framework: Framework
) -> Iterator[PlanRow]:
    measure_code, indicators = "", ()
    for row in rows:
        if row["measure"]:
            measure_code, indicators = row["code"], tuple(row["indicators"])
        yield PlanRow(
            code=row["code"],
            measure_code=measure_code,
            indicators=tuple(row["indicators"]) or indicators,
            departments=_responsible(row, departments),
            start=row.get("start"),
            end=row.get("end"),
            values={key: value for key, value in _cells(row, framework).items() if value},
        )


def _responsible(row: _Table, departments: Sequence[Department]) -> tuple[str, ...]:
    if row["department"] == EVERY_DEPARTMENT:
        return tuple(each.code for each in departments)
    code_of = {each.name: each.code for each in departments}
    return tuple(code_of[name] for name in (row["department"], *row["joint"]))


def _cells(row: _Table, framework: Framework) -> dict[str, object]:
    item = framework.item(row["item"])
    labels = ", ".join(indicator_label(framework.indicator(no)) for no in row["indicators"])
    return {
        "code": row["code"],
        "indicator": row.get("printed_indicator", labels),
        "item": row.get("printed_item", item_label(item) if item else row["item"]),
        **{key: row[key] for key in _WRITTEN_AS_PRINTED},
        "joint": ", ".join(row["joint"]),
        "start": row.get("start"),
        "end": row.get("end"),
    }


def _entries(rows: Sequence[_Table], departments: Sequence[Department]) -> dict[str, dict[str, _Table]]:
    code_of = {each.name: each.code for each in departments}
    entries: dict[str, dict[str, _Table]] = {each.code: {} for each in departments}
    for row in rows:
        for report in row["report"]:
            values = {
                "status": Status(report["status"]).thai,
                "done_on": report.get("done_on"),
                **{key: report[key] for key in _REPORTED_AS_PRINTED},
            }
            entries[code_of[report["department"]]][row["code"]] = {
                key: value for key, value in values.items() if value
            }
    return entries


def write_example(example: Example, folder: Path, settings: Settings) -> ReadPlan:
    """Write an example's plan and, beside it, what its departments returned; gives the plan as it reads.

    Raises:
        OSError: the folder cannot be written.
    """
    control = write_example_plan(example, folder, settings)
    read = read_plan(control, settings.description("plan"), frameworks=settings.frameworks)
    write_returns(example, read.plan, folder / RETURNED, settings)
    return read


def write_example_plan(example: Example, folder: Path, settings: Settings) -> Path:
    """Write an example's plan alone.

    Raises:
        OSError: the folder cannot be written.
    """
    control = folder / settings.description("plan").file_name
    write_plan(control, example.plan, example.framework, settings)
    return control


def write_returns(example: Example, plan: Plan, folder: Path, settings: Settings) -> tuple[Path, ...]:
    """Write the workbooks that were made from a plan, filled in as the departments reported.

    Args:
        example: whose reports they hold.
        plan: its plan as the workbook reads, so that locked cells say what was sent out.
        folder: where to write; made where it is missing.
        settings: whose day the workbooks carry.

    Raises:
        OSError: the folder cannot be written.
    """
    setup = Setup(plan, example.framework, settings.description("department"), settings.today)
    departments = plan.reporting_departments()
    names = unique_names([f"{each.code} {each.name}" for each in departments], ".xlsx")
    folder.mkdir(parents=True, exist_ok=True)
    for name, department in zip(names, departments, strict=True):
        write_department_workbook(folder / name, department, setup, example.entries[department.code])
    return tuple(folder / name for name in names)


def memo_date(example: Example) -> date | None:
    """The day of the memo that carried the report."""
    day = example.plan.labels.get("memo_date")
    return day if isinstance(day, date) else None
