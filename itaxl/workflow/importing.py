"""``import``: documents become a plan, last year's returns, and an account of every word."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.findings import Finding
from itaxl.assessment.plans import Department, Plan
from itaxl.catalogue import load_agencies
from itaxl.importing.assembling import Imported, assemble
from itaxl.importing.circumstances import FIRST_YEAR, LAST_YEAR, Wanted
from itaxl.importing.report import write_account
from itaxl.importing.sources import read_source
from itaxl.importing.tracing import Certainty
from itaxl.outputs import UNFINISHED, alone_in, set_aside, told_as_disk_errors, unique_names
from itaxl.planning.reading import read_plan
from itaxl.sheets.calls import call_all
from itaxl.workflow.controls import read_apart
from itaxl.workflow.generation import Setup, write_department_workbook
from itaxl.workflow.planning import write_plan
from itaxl.workflow.settings import Settings, UsageError

_RETURNED = "ส่งคืน"
_ACCOUNT = "รายงานการนำเข้า"
# A document of 20,000 rows takes one minute; what takes much longer never ends.
_SECONDS = 300.0


class ImportedFiles(Struct, frozen=True):
    """What an import wrote.

    Attributes:
        plan: as its workbook reads.
        control: the plan's file.
        returned: the folder with what departments reported; None where the documents tell no results.
        account: the file that says where every word went.
        findings: what is doubtful, of the import and of the plan.
        unsure: how many cells of the source were read rather than taken as printed.
        blanks: how many blanks of scanned text were closed or left by guess.
        set_aside: what stood in the way, under the names that it now has.
    """

    plan: Plan
    control: Path
    returned: Path | None
    account: Path
    findings: tuple[Finding, ...]
    unsure: int
    blanks: int
    set_aside: tuple[Path, ...] = ()


def import_documents(
    files: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    year: int | None = None,
    name: str = "",
    overwrite: bool = False,
) -> ImportedFiles:
    """Read documents and write a plan, beside it what departments reported, and the account of the import.

    Args:
        files: in the order in which their measures are to stand.
        out: the plan's file.
        settings: where frameworks and descriptions come from.
        year: the fiscal year of the measures, Buddhist era, where the documents are not to tell it.
        name: of the agency, where the documents are not to tell it.
        overwrite: write even where something stands; it is set aside.

    Raises:
        ControlError: a document cannot be read, or there is nothing in it to import.
        UsageError: something stands where it would be written.
        OSError: the folder cannot be written; then it is as it was.
    """
    returned, account = beside(out)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            f"--year {year} ไม่ใช่ปีงบประมาณ ใช้เช่น --year 2566", f"--year {year} is no fiscal year; use 2566"
        )
    _refuse(out, files, (out, returned, account), overwrite=overwrite)
    reading = partial(read_documents, files, settings, year=year, name=name, returned=returned.name)
    named = Path(", ".join(each.name for each in files))
    imported = read_apart(named, reading, seconds=_SECONDS * len(files))
    # Made beside their place and moved there together: a full disk leaves the folder as it was.
    with (
        alone_in(out.parent),
        tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=out.parent) as place,
        told_as_disk_errors(out),
    ):
        # Another run may have written there meanwhile.
        _refuse(out, files, (out, returned, account), overwrite=overwrite)
        staged = Path(place)
        control = staged / out.name
        write_plan(control, imported.plan, imported.framework, settings, imported.extra_columns)
        read = read_plan(control, settings.description("plan"), frameworks=settings.frameworks)
        findings = (*imported.trace.findings, *read.findings)
        has_returns = any(imported.entries.values())
        written = staged / account.name
        tasks = [partial(write_account, written, imported.trace, findings, read.plan, settings.today)]
        if has_returns:
            tasks.extend(returns(staged / returned.name, imported, read.plan, settings))
        for _ in call_all(tasks, workers=settings.workers):
            pass
        made = [out, account, *([returned] if has_returns else [])]
        moved = set_aside([out, account, returned])
        for path in made:
            (staged / path.name).replace(path)
    unsure = sum(each.certainty is Certainty.UNSURE for each in imported.trace.movements)
    blanks = len(imported.trace.guessed())
    folder = returned if has_returns else None
    return ImportedFiles(read.plan, out, folder, account, findings, unsure, blanks, moved)


def read_documents(
    files: Sequence[Path],
    settings: Settings,
    *,
    year: int | None = None,
    name: str = "",
    returned: str = "",
) -> Imported:
    """Read documents, without writing anything.

    Args:
        files: in the order in which their measures are to stand.
        settings: where frameworks and descriptions come from.
        year: the fiscal year of the measures, where the documents are not to tell it.
        name: of the agency, where the documents are not to tell it.
        returned: what the folder of the returns is called in the account.

    Raises:
        ControlError: a document cannot be read, or there is nothing in it to import.
    """
    sources = [read_source(path) for path in files]
    plan_form, report_form = settings.description("plan"), settings.description("department")
    wanted = Wanted(settings.today, year, name.strip(), settings.frameworks)
    return assemble(sources, plan_form, report_form, load_agencies(), returned, wanted)


def beside(out: Path) -> tuple[Path, Path]:
    """The folder of the returns and the file of the account that belong to a plan."""
    return out.with_name(f"{out.stem}-{_RETURNED}"), out.with_name(f"{out.stem}-{_ACCOUNT}.xlsx")


def _refuse(out: Path, files: Sequence[Path], places: Sequence[Path], *, overwrite: bool) -> None:
    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            f"แผนต้องลงท้ายด้วย .xlsx ไม่ใช่ {out.name}", f"the plan must end in .xlsx, not {out.name}"
        )
    sources = {path.resolve() for path in files}
    if any(place.resolve() in sources for place in places):
        raise UsageError(
            f"{out.name} เป็นไฟล์ต้นฉบับ ให้ใช้ชื่ออื่น", f"{out.name} is what is imported; give another name"
        )
    standing = [place for place in places if place.exists()]
    if standing and not overwrite:
        raise UsageError(
            f"มี {standing[0].name} อยู่แล้วและอาจมีข้อความที่กรอกไว้ ใช้ชื่ออื่น หรือเพิ่ม --overwrite (ของเดิมจะถูกเก็บสำรอง)",
            f"{standing[0].name} exists already and may hold entries;"
            " give another name, or --overwrite (what stands there is set aside)",
        )


def returns(folder: Path, imported: Imported, plan: Plan, settings: Settings) -> Iterator[partial[None]]:
    """What writes one workbook a department, filled in as it reported.

    Args:
        folder: where to; it is made.
        imported: whose reports they hold.
        plan: as its workbook reads, so that locked cells say what was sent out.
        settings: whose day the workbooks carry.
    """
    setup = Setup(plan, imported.framework, settings.description("department"), settings.today)
    departments = plan.reporting_departments()
    names = unique_names([f"{each.code} {each.name}" for each in departments], ".xlsx")
    folder.mkdir()
    for name, department in zip(names, departments, strict=True):
        entries = imported.entries.get(department.code)
        yield partial(_write_return, folder / name, department, setup, entries)


def _write_return(
    path: Path, department: Department, setup: Setup, entries: Mapping[str, Mapping[str, object]] | None
) -> None:
    write_department_workbook(path, department, setup, entries)
