"""Provinces made of the published reports and scores: the same figures as a province sees them."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.workflow.examples import RETURNED
from itaxl.workflow.generation import generate
from itaxl.workflow.handover import submit
from itaxl.workflow.planning import write_province
from itaxl.workflow.settings import Settings, shipped_folder

_FOLDER = "provinces"


class ExampleProvince(Struct, frozen=True):
    """Agencies of one fiscal year, most of them of different provinces in truth.

    Attributes:
        handed_over: examples whose figures come in the province's own workbook, by the agency's code.
        by_departments: examples of which the departments' workbooks are handed on, by the agency's code.
    """

    name: str
    province: Province
    handed_over: Mapping[str, str]
    by_departments: Mapping[str, str]


def example_province_sources() -> tuple[Path, ...]:
    """What the provinces are made from, by name."""
    return tuple(sorted((shipped_folder("examples") / "sources" / _FOLDER).glob("*.toml")))


def read_example_province(source: Path) -> ExampleProvince:
    """Read one (its format: examples/sources/README.md)."""
    with source.open("rb") as file:
        data = tomllib.load(file, parse_float=Decimal)
    agencies: list[dict[str, Any]] = data["agency"]
    province = Province(
        name=data["name"],
        fiscal_year=FiscalYear(data["fiscal_year"]),
        scored_year=data["scored_year"],
        months=data["round"],
        labels={"return_to": data["return_to"]},
        agencies=tuple(
            Agency(each["name"], each.get("type", ""), each.get("district", ""), code=each["code"])
            for each in agencies
        ),
        known_scores={
            each["code"]: {int(no): Decimal(score) for no, score in each["scores"].items()}
            for each in agencies
            if "scores" in each
        },
    )
    ways = {
        way: {each["code"]: each["example"] for each in agencies if each.get("returns") == way}
        for way in ("form", "departments")
    }
    return ExampleProvince(source.stem, province, ways["form"], ways["departments"])


def write_example_province(
    example: ExampleProvince, folder: Path, examples: Path, settings: Settings
) -> None:
    """Write a province's control workbook and what its agencies returned.

    Args:
        example: what it is made from.
        folder: where it goes; made where it is missing.
        examples: the folder of the agencies' examples, already written.
        settings: whose day the workbooks carry.

    Raises:
        OSError: the folder cannot be written.
    """
    control = folder / settings.description("province").file_name
    framework = settings.framework(example.province.scored_year)
    write_province(control, example.province, framework, settings)
    returned = folder / RETURNED
    returned.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        sent = generate(control, Path(place), settings)
        names = {each.code: each.name for each in sent.files}
        for code, stem in example.handed_over.items():
            source = examples / stem
            out = returned / Path(names[code]).name
            form = Path(place) / names[code]
            handed = submit(form, source / "plan.xlsx", source / RETURNED, out, settings)
            assert handed.is_written, stem
    for stem in example.by_departments.values():
        copytree(examples / stem / RETURNED, returned / stem)
