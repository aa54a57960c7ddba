"""The summary workbook of an agency: the sheets of the contract, counted live from one long table."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path

import xlsxwriter

from itaxl.assessment.findings import Finding
from itaxl.pieces import Parts, Piece, pack, parts_of, put_together
from itaxl.reports import (
    data_sheet,
    findings_sheet,
    measures_sheet,
    observations_sheet,
    overview,
    progress,
    returns_sheet,
    scores_sheet,
)
from itaxl.reports.columns import DescribedColumn, counting_columns, lines, long_columns
from itaxl.reports.links import Links
from itaxl.reports.overview_parts import SHEET as OVERVIEW
from itaxl.reports.page import Page, Styles
from itaxl.reports.rows import LongTable
from itaxl.results.consolidation import Consolidation
from itaxl.worksheets import AS_TYPED, QuickWorksheet, write_identity

SHEETS = (
    OVERVIEW,
    returns_sheet.SHEET,
    progress.SHEET,
    measures_sheet.SHEET,
    scores_sheet.SHEET,
    observations_sheet.SHEET,
    findings_sheet.SHEET,
    data_sheet.SHEET,
)

_LINES_A_PIECE = 300

OPTIONS = {**AS_TYPED, "in_memory": True}
Task = Callable[[], Parts]
CallAll = Callable[[Sequence[Task]], Iterable[Parts]]


def write_parts(path: Path, made: Iterable[Parts]) -> None:
    """Write a workbook whose long sheets were made in pieces, in the order of the pieces."""
    parts: dict[str, list[Piece]] = {}
    for each in made:
        for name, pieces in each.items():
            # Rows belong before the end of their sheet.
            parts.setdefault(name, [])[-1:-1] = pieces
    with path.open("wb") as file:
        put_together(parts, file)


def in_turn(tasks: Sequence[Task]) -> Iterable[Parts]:
    """Call one after the other."""
    return (task() for task in tasks)


def write_summary(
    path: Path,
    consolidation: Consolidation,
    described: Sequence[DescribedColumn],
    *,
    findings: Sequence[Finding],
    folder: Path,
    target: Path,
    call_all: CallAll = in_turn,
) -> None:
    """Write the summary.

    Args:
        path: where to write.
        consolidation: what came back.
        described: the columns of the forms, those included that somebody added to a description.
        findings: of the plan and of the returns.
        folder: that the returned workbooks were read from.
        target: where the summary will finally stand; links to returned workbooks are relative to it.

        call_all: calls what makes the parts, in any order or at once, and gives the parts in order.

    Raises:
        OSError: the place cannot be written, or the disk is full.
    """
    returned = {each.file for each in consolidation.units}
    returned |= {each.file for each in consolidation.findings}
    draft = _Draft(consolidation, described, findings, Links(folder, target, returned - {""}))
    write_parts(path, call_all(draft.tasks()))


class _Draft:
    """A summary whose long tables have only their heads, and whose other sheets are still blank."""

    def __init__(
        self,
        consolidation: Consolidation,
        described: Sequence[DescribedColumn],
        findings: Sequence[Finding],
        links: Links,
    ) -> None:
        self.consolidation = consolidation
        self.findings = findings
        self.links = links
        self.lines = lines(consolidation)
        self.columns = (
            *long_columns(consolidation, described),
            *counting_columns(consolidation.analysis.framework, consolidation.plan),
        )
        self.packed = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(self.packed, OPTIONS)
        styles = Styles(self.workbook)
        self.pages = {name: Page(add_sheet(self.workbook, name), styles) for name in SHEETS}
        self.measures = measures_sheet.measures_table(
            self.pages[measures_sheet.SHEET], self.lines, described, links
        )
        self.data = data_sheet.data_table(self.pages[data_sheet.SHEET], self.lines, self.columns)
        self.observations = observations_sheet.observations_of_measures(
            self.pages[observations_sheet.SHEET],
            consolidation,
            links,
            measures_sheet.places_of(self.measures, self.lines),
        )

    def tasks(self) -> list[Task]:
        """What makes the parts: all sheets, then the rows of the long ones; none needs what another does."""
        # Of two tables together, so that only one process comes to hold these lines.
        groups = ((self.measures, self.data), (self.observations,))
        return [
            self._all_but_long_rows,
            *(
                partial(_long_rows, tables, chosen)
                for tables in groups
                for chosen in tables[0].stretches(_LINES_A_PIECE)
            ),
        ]

    def _all_but_long_rows(self) -> Parts:
        with self.workbook as workbook:
            self._write(workbook)
        long = {each.part for each in (self.measures, self.data, self.observations)}
        return parts_of(self.packed.getvalue(), long)

    def _write(self, workbook: xlsxwriter.Workbook) -> None:
        consolidation, pages, long_table, links = self.consolidation, self.pages, self.lines, self.links
        data = data_sheet.data_range(long_table, self.columns)
        blocks = progress.blocks(consolidation, long_table)
        sources = overview.Sources(
            data,
            blocks,
            progress.write_progress(pages[progress.SHEET], blocks, data),
            scores_sheet.write_scores(
                workbook, pages[scores_sheet.SHEET], consolidation.analysis, long_table, data
            ),
            returns_sheet.write_returns(pages[returns_sheet.SHEET], consolidation, links),
        )
        overview.write_overview(workbook, pages[OVERVIEW], consolidation, long_table, sources, links)
        self.measures.link()
        self.observations.link()
        findings_sheet.write_findings(pages[findings_sheet.SHEET], self.findings, links)
        for name, page in pages.items():
            _set_up_page(page, name, consolidation)
        plan = consolidation.plan
        year, months = str(plan.fiscal_year.number), str(plan.months)
        write_identity(workbook, kind="summary", agency=plan.agency.name, fiscal_year=year, round=months)
        pages[OVERVIEW].worksheet.activate()
        workbook.set_properties(
            {
                "title": f"สรุปผลการดำเนินการตามมาตรการ · {consolidation.plan.agency.name}",
                "created": datetime.combine(consolidation.as_of, time()),
            }
        )


def _long_rows(tables: Sequence[LongTable], chosen: range) -> Parts:
    return {each.part: [pack(each.rows(chosen))] for each in tables}


def add_sheet(workbook: xlsxwriter.Workbook, name: str) -> QuickWorksheet:
    """Add a sheet of the kind that reports are written on."""
    sheet = workbook.add_worksheet(name, QuickWorksheet)
    assert isinstance(sheet, QuickWorksheet)
    return sheet


def _set_up_page(page: Page, name: str, consolidation: Consolidation) -> None:
    plan = consolidation.plan
    page.on_paper(f"{name} · {plan.agency.name} · รอบ {plan.months} เดือน ปี {plan.fiscal_year.number}")
