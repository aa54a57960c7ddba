"""``report``: one official paper from a plan and what was returned, as Excel or as Word."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.findings import Finding
from itaxl.outputs import written_whole
from itaxl.papers.composing import compose
from itaxl.papers.document import Paper
from itaxl.papers.excel import write_excel
from itaxl.papers.layouts import About, PaperLayout, UnknownLayoutError, load_layout
from itaxl.papers.matter import Matter, agency_matter
from itaxl.papers.province_matter import province_matter
from itaxl.papers.word import write_word
from itaxl.planning.provinces import ReadProvince
from itaxl.planning.reading import ReadPlan
from itaxl.results.consolidation import Consolidation
from itaxl.results.narrative import narrative
from itaxl.template.description import WorkbookDescription
from itaxl.thai.text import nearest
from itaxl.workflow.consolidation import gather
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.histories import history_with_a_plan, read_history
from itaxl.workflow.known_scores import scores_with_a_plan, with_known_scores
from itaxl.workflow.provinces import gather_province
from itaxl.workflow.settings import MEASURES, Progress, Settings, UsageError, require_returns

_WRITERS: dict[str, Callable[[Path, Paper, date], None]] = {
    ".xlsx": write_excel,
    ".docx": lambda place, paper, _: write_word(place, paper),
}


class Reported(Struct, frozen=True):
    """What ``report`` found; the paper is written.

    Attributes:
        findings: of the control workbook and of the returns.
    """

    paper: Paper
    findings: tuple[Finding, ...]


def write_report(
    control: Path,
    folder: Path,
    out: Path,
    layout_name: str,
    settings: Settings,
    *,
    months: int | None = None,
    as_of: date | None = None,
    in_thai_digits: bool = True,
    final: bool = False,
    overwrite: bool = False,
    progress: Progress | None = None,
    scores: Path | None = None,
    history: Sequence[Path] = (),
) -> Reported:
    """Read every return in a folder and write one official report over them.

    Args:
        control: the plan, or a province's control workbook for the layouts of a province.
        folder: with the returns.
        out: the file, ``.xlsx`` or ``.docx``.
        layout_name: one of the layouts in the folder of templates.
        settings: templates and the day of the run.
        months: the round; the plan's own where None.
        as_of: the day by which measures are overdue.
        in_thai_digits: as official letters have them.
        final: refuse to write while a return is missing.
        overwrite: replace a file that is there; people write into reports.
        progress: told how many returns are read.
        scores: a table of scores of the assessed year, for a province.
        history: earlier provincial summaries or tables of scores, for a province.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: there is no such layout or folder, the file is neither, or it is there already; or
            scores or history were given with a plan.
        LayoutError: the layout cannot be used.
        OSError: the file cannot be written.
    """
    writer = _writer(out)
    layout = find_layout(layout_name, settings)
    require_returns(folder)
    if out.exists() and (not overwrite or out.samefile(control)):
        raise UsageError(
            f"มี {out.name} อยู่แล้ว อาจมีคนแก้ไขไว้ ให้ใช้ชื่ออื่น หรือเพิ่ม --overwrite เพื่อเขียนทับ",
            f"{out.name} exists and somebody may have edited it; give another name, or --overwrite",
        )
    read = ControlFinder(settings).read(control, months=months)
    _require_matching(layout, read)
    if isinstance(read, ReadPlan) and (scores or history):
        raise history_with_a_plan() if history else scores_with_a_plan()
    if isinstance(read, ReadProvince):
        read = with_known_scores(read, scores, settings)
        years, told = read_history(history, read.province, read.framework, settings)
        provincial, _ = gather_province(
            read, folder, settings, out, as_of=as_of, history=years, progress=progress
        )
        findings = (*read.findings, *told, *provincial.findings)
        missing = [read.province.label(each.agency.code) for each in provincial.unreported]
        matter = province_matter(provincial)
    else:
        description = settings.description("department")
        consolidation, _ = gather(read, folder, settings, out, as_of=as_of, progress=progress)
        findings = (*read.findings, *consolidation.findings)
        missing = [each.unit for each in consolidation.unreported]
        matter = _matter_of_agency(consolidation, description, settings)
    if final and missing:
        units = ", ".join(missing)
        raise UsageError(
            f"ยังออกฉบับสมบูรณ์ (--final) ไม่ได้: ยังไม่ได้รับแบบจาก {units}",
            f"not final yet: {units} has not returned its workbook",
        )
    paper = compose(layout, matter, in_thai_digits=in_thai_digits)
    with written_whole(out) as place:
        writer(place, paper, settings.today)
    return Reported(paper, findings)


def write_paper(out: Path, layout_name: str, matter: Matter, settings: Settings) -> None:
    """Write one paper over what was brought together already; a file that is there is replaced.

    Raises:
        UsageError: there is no such layout, or the file is neither ``.xlsx`` nor ``.docx``.
        LayoutError: the layout cannot be used.
        OSError: the file cannot be written.
    """
    writer = _writer(out)
    paper = compose(find_layout(layout_name, settings), matter)
    with written_whole(out) as place:
        writer(place, paper, settings.today)


def _require_matching(layout: PaperLayout, read: ReadPlan | ReadProvince) -> None:
    """Refuse a province's layout for a plan, and the other way round."""
    about = About.PROVINCE if isinstance(read, ReadProvince) else About.AGENCY
    if layout.about is About.PROVINCE and about is About.AGENCY:
        raise UsageError(
            f"รูปแบบ {layout.name} ใช้กับไฟล์ควบคุมของจังหวัด (province.xlsx)",
            f"the layout {layout.name} is made from a province's control workbook (province.xlsx)",
        )
    if layout.about is About.AGENCY and about is About.PROVINCE:
        raise UsageError(
            f"รูปแบบ {layout.name} ใช้กับแผนของหน่วยงาน (plan.xlsx) ของจังหวัดใช้ provincial-brief",
            f"the layout {layout.name} is made from an agency's plan.xlsx; a province has provincial-brief",
        )


def _matter_of_agency(
    consolidation: Consolidation, description: WorkbookDescription, settings: Settings
) -> Matter:
    sheets = (description.sheet(MEASURES), settings.description("plan").sheet(MEASURES))
    return agency_matter(
        consolidation,
        year_framework=settings.framework_or_none(consolidation.plan.fiscal_year.number),
        analysis_text=analysis_text(consolidation),
        added_columns=[each.key for sheet in sheets for each in sheet.columns],
    )


def analysis_text(consolidation: Consolidation) -> str:
    """The paragraph on the scores, as official paper may say it: without purposes that are not verified.

    Total and grade are left to the layout, which tells them above the table of scores.
    """
    agency = consolidation.plan.agency
    return narrative(consolidation.analysis, agency, verified_only=True, result_is_told=True)


def find_layout(name: str, settings: Settings) -> PaperLayout:
    """The layout of a name.

    Raises:
        UsageError: there is none.
        LayoutError: it cannot be used.
    """
    try:
        return load_layout(name, settings.templates)
    except UnknownLayoutError as error:
        hint = nearest(error.name, error.known, 0.5)
        known = ", ".join(error.known)
        raise UsageError(
            f"ไม่มีรูปแบบรายงาน “{name}”{f' ใกล้เคียงที่สุดคือ {hint}' if hint else ''} (มี {known})",
            f"there is no layout “{name}”{f'; the nearest is {hint}' if hint else ''} (there are {known})",
        ) from None


def _writer(out: Path) -> Callable[[Path, Paper, date], None]:
    writer = _WRITERS.get(out.suffix.lower())
    if writer is None:
        raise UsageError(
            f"ชื่อไฟล์รายงานต้องลงท้ายด้วย .xlsx หรือ .docx ไม่ใช่ {out.name}",
            f"the report must end in .xlsx or .docx, not {out.name}",
        )
    return writer
