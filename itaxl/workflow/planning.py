"""``init``: a control workbook to begin with, of an agency or of a province."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Agency, Plan
from itaxl.assessment.provinces import Province
from itaxl.catalogue import load_agencies
from itaxl.outputs import written_whole
from itaxl.planning.fillings import empty_plan, plan_filling
from itaxl.planning.province_fillings import province_filling
from itaxl.planning.provinces import province_name, with_indicators
from itaxl.planning.rosters import read_roster
from itaxl.template.description import Column
from itaxl.template.writer import write_workbook
from itaxl.workflow.controls import read_apart
from itaxl.workflow.settings import MEASURES, Settings, UsageError


def init_plan(
    folder: Path,
    settings: Settings,
    *,
    agency: Agency,
    fiscal_year: int,
    scored_year: int | None = None,
    overwrite: bool = False,
) -> Path:
    """Write an empty control workbook of an agency.

    Raises:
        UsageError: it exists already, or the scored year has no framework.
        OSError: the folder cannot be written.
    """
    path = _new(folder / settings.description("plan").file_name, overwrite=overwrite)
    framework = settings.framework(scored_year or fiscal_year - 1)
    plan = empty_plan(agency, fiscal_year, load_agencies(), framework)
    write_plan(path, plan, framework, settings)
    return path


def write_plan(
    path: Path,
    plan: Plan,
    framework: Framework,
    settings: Settings,
    extra_columns: Sequence[Column] = (),
) -> None:
    """Write a control workbook that holds a plan.

    Args:
        path: where to.
        plan: its content.
        framework: of the scored year.
        settings: where descriptions come from.
        extra_columns: further ones of the sheet of measures, at its end.

    Raises:
        OSError: the place cannot be written.
    """
    description = settings.description("plan")
    sheets = tuple(
        replace(each, columns=(*each.columns, *extra_columns)) if each.key == MEASURES else each
        for each in description.sheets
    )
    filling = plan_filling(
        plan,
        description,
        load_agencies(),
        framework,
        previous_framework=settings.framework_or_none(framework.fiscal_year - 1),
        made_on=settings.today,
    )
    with written_whole(path) as place:
        write_workbook(place, replace(description, sheets=sheets), filling, settings.today)


class NewProvince(Struct, frozen=True):
    """A province's control workbook that was written, and what its list of agencies left open."""

    path: Path
    province: Province
    findings: tuple[Finding, ...] = ()


def init_province(
    folder: Path,
    settings: Settings,
    *,
    name: str,
    fiscal_year: int,
    scored_year: int | None = None,
    office: str = "",
    roster: Path | None = None,
    overwrite: bool = False,
) -> NewProvince:
    """Write a control workbook of a province, with the agencies of a list where there is one.

    Args:
        folder: where it goes.
        settings: where descriptions and frameworks come from.
        name: of the province, with or without the word จังหวัด.
        fiscal_year: of the measures, Buddhist era.
        scored_year: whose scores are asked for; the year before, where None.
        office: that collects, as it shall stand in the workbook.
        roster: a list of agencies, a workbook or a text file.
        overwrite: whether a control workbook that is there is replaced.

    Raises:
        ControlError: the list cannot be read.
        UsageError: the control workbook exists already, or the scored year has no framework.
        OSError: the folder cannot be written.
    """
    path = _new(folder / settings.description("province").file_name, overwrite=overwrite)
    framework = settings.framework(scored_year or fiscal_year - 1)
    read = read_apart(roster, partial(read_roster, roster, load_agencies(), framework)) if roster else None
    province = Province(
        name=province_name(name),
        fiscal_year=FiscalYear(fiscal_year),
        scored_year=framework.fiscal_year,
        months=6,
        labels={"office": office} if office else {},
        agencies=read.agencies if read else (),
        known_scores=read.known_scores if read else {},
    )
    write_province(path, province, framework, settings)
    return NewProvince(path, province, read.findings if read else ())


def write_province(path: Path, province: Province, framework: Framework, settings: Settings) -> None:
    """Write a control workbook that holds a province's agencies and their known scores.

    Raises:
        OSError: the place cannot be written.
    """
    description = with_indicators(settings.description("province"), framework)
    filling = province_filling(province, description, load_agencies(), framework, made_on=settings.today)
    with written_whole(path) as place:
        write_workbook(place, description, filling, settings.today)


def _new(path: Path, *, overwrite: bool) -> Path:
    """A path where nothing stands, or what stands there may be replaced."""
    if path.exists() and not overwrite:
        raise UsageError(
            f"มี {path.name} อยู่แล้วในโฟลเดอร์นี้ ใช้โฟลเดอร์อื่น หรือเพิ่ม --overwrite เพื่อเขียนทับ",
            f"{path.name} exists already; use another folder, or --overwrite to replace it",
        )
    return path
