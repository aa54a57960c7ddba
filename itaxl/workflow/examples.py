"""The published reports that travel with itaxl: imported, corrected, and turned back into workbooks."""

from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.plans import Plan
from itaxl.importing.assembling import Imported
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.workflow.example_corrections import StaleCorrectionError, corrected, read_corrections
from itaxl.workflow.importing import read_documents, returns
from itaxl.workflow.planning import write_plan
from itaxl.workflow.settings import Settings, default_templates, shipped_folder

RETURNED = "returned"
"""The folder beside an example's plan that holds what its departments returned."""


class Example(Struct, frozen=True):
    """One published report.

    Attributes:
        name: of its file, without the ending.
        text: all that it says, as it was scanned.
        imported: its plan and what departments reported, corrected.
    """

    name: str
    text: str
    imported: Imported

    @property
    def memo_date(self) -> date | None:
        """The day of the memo that carried the report."""
        day = self.imported.plan.labels.get("memo_date")
        return day if isinstance(day, date) else None


def example_sources() -> tuple[Path, ...]:
    """The published reports, by name."""
    return tuple(sorted((shipped_folder("examples") / "sources").glob("*.txt")))


def read_example(source: Path, settings: Settings) -> Example:
    """Import a published report, and correct it by the file beside it.

    Raises:
        StaleCorrectionError: a correction corrects nothing.
    """
    # Corrections name cells as the forms that come along do.
    own = replace(settings, templates=default_templates())
    beside = source.with_suffix(".toml")
    try:
        imported = corrected(read_documents([source], own), read_corrections(beside), own)
    except StaleCorrectionError as error:
        error.add_note(f"in {beside.name}")
        raise
    return Example(source.stem, source.read_text(encoding="utf-8"), imported)


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
    imported = example.imported
    write_plan(control, imported.plan, imported.framework, settings, imported.extra_columns)
    return control


def write_returns(example: Example, plan: Plan, folder: Path, settings: Settings) -> None:
    """Write the workbooks that were made from a plan, filled in as the departments reported.

    Args:
        example: whose reports they hold.
        plan: its plan as the workbook reads, so that locked cells say what was sent out.
        folder: where to write; it is made.
        settings: whose day the workbooks carry.

    Raises:
        OSError: the folder cannot be written.
    """
    for write in returns(folder, example.imported, plan, settings):
        write()
