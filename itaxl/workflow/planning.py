"""``init``: an empty control workbook to begin with."""

from pathlib import Path

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Agency, Plan
from itaxl.catalogue import load_agencies
from itaxl.outputs import written_whole
from itaxl.planning.fillings import empty_plan, plan_filling
from itaxl.template.writer import write_workbook
from itaxl.workflow.settings import Settings, UsageError


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
    path = folder / settings.description("plan").file_name
    if path.exists() and not overwrite:
        raise UsageError(
            f"มี {path.name} อยู่แล้วในโฟลเดอร์นี้ ใช้โฟลเดอร์อื่น หรือเพิ่ม --overwrite เพื่อเขียนทับ",
            f"{path.name} exists already; use another folder, or --overwrite to replace it",
        )
    framework = settings.framework(scored_year or fiscal_year - 1)
    plan = empty_plan(agency, fiscal_year, load_agencies(), framework)
    write_plan(path, plan, framework, settings)
    return path


def write_plan(path: Path, plan: Plan, framework: Framework, settings: Settings) -> None:
    """Write a control workbook that holds a plan.

    Raises:
        OSError: the place cannot be written.
    """
    description = settings.description("plan")
    filling = plan_filling(
        plan,
        description,
        load_agencies(),
        framework,
        previous_framework=settings.framework_or_none(framework.fiscal_year - 1),
        made_on=settings.today,
    )
    with written_whole(path) as place:
        write_workbook(place, description, filling, settings.today)
