"""The catalogues that come with the package and the frameworks people add: found, read, kept."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from itaxl.assessment.agencies import AgencyRegister, AgencyType, Province, StandardDepartment
from itaxl.assessment.verification import Standing
from itaxl.catalogue.checks import CatalogueError, CatalogueFault, FaultKind, FaultList, Table
from itaxl.catalogue.frameworks import check_sources, framework_from, sources_from

if TYPE_CHECKING:
    from itaxl.assessment.frameworks import Framework

__all__ = [
    "CatalogueError",
    "CatalogueFault",
    "FaultKind",
    "UnknownYearError",
    "framework_years",
    "frameworks_in",
    "load_agencies",
    "load_framework",
]

CATALOGUES = Path(__file__).parent.with_name("catalogues")
FRAMEWORKS = CATALOGUES / "frameworks"


class UnknownYearError(LookupError):
    """There is no framework of the fiscal year; `known` lists those there are."""

    def __init__(self, year: int, known: tuple[int, ...]) -> None:
        super().__init__(year, known)
        self.year = year
        self.known = known

    def __str__(self) -> str:
        years = ", ".join(str(year) for year in self.known)
        return f"no framework of fiscal year {self.year}; there are {years}"


def framework_years(extra_dir: Path | None = None) -> tuple[int, ...]:
    """The fiscal years that have a framework, the oldest first."""
    return tuple(sorted(_framework_files(extra_dir)))


def load_framework(year: int, extra_dir: Path | None = None) -> Framework:
    """The framework of a fiscal year.

    Args:
        year: A year of the Buddhist era.
        extra_dir: A folder with files such as `2570.toml`; they add years and replace those of the package.

    Raises:
        UnknownYearError: No file describes the year.
        CatalogueError: The file is wrong; the error tells everything that is.
    """
    files = _framework_files(extra_dir)
    if year not in files:
        raise UnknownYearError(year, tuple(sorted(files)))
    return _framework_in(files[year])


@cache
def load_agencies() -> AgencyRegister:
    """The kinds of agencies, their usual departments and the provinces."""
    agencies = _read_toml(CATALOGUES / "agencies.toml")
    provinces = _read_toml(CATALOGUES / "provinces.toml")
    register = _register(agencies, provinces)
    for file, name in ((agencies, "agencies.toml"), (provinces, "provinces.toml")):
        _raise_faults(CATALOGUES / name, file.faults)
    return register


def _framework_files(extra_dir: Path | None) -> dict[int, Path]:
    added = {} if extra_dir is None else frameworks_in(extra_dir)
    return {**frameworks_in(FRAMEWORKS), **added}


def frameworks_in(folder: Path) -> dict[int, Path]:
    """The files of a folder that are named for a fiscal year."""
    return {int(path.stem): path for path in folder.glob("*.toml") if re.fullmatch("[0-9]{4}", path.stem)}


@cache
def _framework_in(path: Path) -> Framework:
    file = _read_toml(path)
    framework = framework_from(file, int(path.stem))
    _raise_faults(path, file.faults)
    return framework


def _read_toml(path: Path) -> Table:
    # Loading the parser takes longer than everything else here, and many commands never need it.
    import tomllib  # noqa: PLC0415

    faults = FaultList(path.name)
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        faults.add(f"line {line[1]}" if line else "file", FaultKind.UNREADABLE, found=error)
        raise CatalogueError(path, tuple(faults.found)) from error
    return Table(values, "", faults)


def _raise_faults(path: Path, faults: FaultList) -> None:
    if faults.found:
        raise CatalogueError(path, tuple(faults.found))


def _register(agencies: Table, provinces: Table) -> AgencyRegister:
    agencies.allow("types", "departments", "sources")
    provinces.allow("provinces", "sources")
    register = AgencyRegister(
        types=tuple(_agency_type(table) for table in agencies.required_tables("types")),
        departments=tuple(_department(table) for table in agencies.required_tables("departments")),
        provinces=tuple(_province(table) for table in provinces.required_tables("provinces")),
        sources=sources_from(agencies) + sources_from(provinces),
    )
    agencies.faults.check_known(
        (
            (f"types[{index}].departments", name)
            for index, kind in enumerate(register.types)
            for name in kind.departments
        ),
        register.department_names,
    )
    agencies.faults.check_unique(
        (f"departments[{index}].code", department.code)
        for index, department in enumerate(register.departments)
    )
    check_sources(agencies, register.sources)
    return register


def _agency_type(table: Table) -> AgencyType:
    table.allow(
        *("code", "name", "abbreviation", "count", "standing", "sources"),
        *("departments", "departments_standing", "departments_sources"),
    )
    standing = table.required_standing()
    return AgencyType(
        code=table.text("code"),
        name=table.text("name"),
        abbreviation=table.optional_text("abbreviation") or "",
        count=table.optional_whole("count"),
        departments=table.texts("departments"),
        departments_standing=table.standing(Standing.FROM_MEMORY, "departments_standing"),
        departments_sources=table.texts("departments_sources"),
        standing=standing,
        sources=table.texts("sources"),
    )


def _department(table: Table) -> StandardDepartment:
    table.allow("code", "name", "aliases", "unverified_aliases", "standing", "sources")
    return StandardDepartment(
        code=table.text("code"),
        name=table.text("name"),
        aliases=table.texts("aliases"),
        unverified_aliases=table.texts("unverified_aliases"),
        standing=table.required_standing(),
        sources=table.texts("sources"),
    )


def _province(table: Table) -> Province:
    table.allow("dopa_code", "iso_code", "name_th", "name_en")
    return Province(
        dopa_code=table.optional_text("dopa_code"),
        iso_code=table.text("iso_code"),
        name_th=table.text("name_th"),
        name_en=table.text("name_en"),
    )
