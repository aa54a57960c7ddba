"""The summary workbook of an agency: the sheets of the contract, counted live from one long table."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from functools import partial
from itertools import chain
from math import ceil
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
from itaxl.reports.rows import LongTable, texts_of
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
# Each may have a process of its own, which takes a while to make where much was read.
_MOST_PIECES = 12

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
) -> None:
    """Write the summary, one step after the other.

    Args:
        path: where to write.
        consolidation: what came back.
        described: the columns of the forms, those included that somebody added to a description.
        findings: of the plan and of the returns.
        folder: that the returned workbooks were read from.
        target: where the summary will finally stand; links to returned workbooks are relative to it.

    Raises:
        OSError: the place cannot be written, or the disk is full.
    """
    draft = SummaryDraft(consolidation, described, folder=folder, target=target)
    draft.write(path, consolidation, findings, partial(in_turn, draft.rows()))


class SummaryDraft:
    """A summary whose long tables have only their heads, and whose other sheets are still blank.

    The rows of measures need nothing but what came back, so that other processes can make them while it is
    looked through for contradictions.
    """

    def __init__(
        self,
        consolidation: Consolidation,
        described: Sequence[DescribedColumn],
        *,
        folder: Path,
        target: Path,
    ) -> None:
        """Begin one; the arguments are those of ``write_summary``."""
        returned = {each.file for each in consolidation.units}
        returned |= {each.file for each in consolidation.findings}
        self._links = Links(folder, target, returned - {""})
        self._lines = lines(consolidation)
        self._columns = (
            *long_columns(consolidation, described),
            *counting_columns(consolidation.analysis.framework, consolidation.plan),
        )
        self._packed = io.BytesIO()
        self._workbook = xlsxwriter.Workbook(self._packed, OPTIONS)
        styles = Styles(self._workbook)
        self._pages = {name: Page(add_sheet(self._workbook, name), styles) for name in SHEETS}
        self._measures = measures_sheet.measures_table(
            self._pages[measures_sheet.SHEET], self._lines, described, self._links
        )
        self._data = data_sheet.data_table(self._pages[data_sheet.SHEET], self._lines, self._columns)

    def rows(self) -> list[Task]:
        """What makes the rows of measures, a stretch of both long tables at a time."""
        tables = self._measures, self._data
        lines = max(_LINES_A_PIECE, ceil(len(self._lines) / _MOST_PIECES))
        return [partial(_long_rows, tables, chosen) for chosen in self._measures.stretches(lines)]

    def write(
        self,
        path: Path,
        consolidation: Consolidation,
        findings: Sequence[Finding],
        rows: Callable[[], Iterable[Parts]],
    ) -> None:
        """Write all of it, once.

        Args:
            path: where to write.
            consolidation: the one that was begun with, and what contradicts itself in it.
            findings: of the plan and of the returns.
            rows: gives what the tasks returned, in their order; asked when all else is made.

        Raises:
            OSError: the place cannot be written, or the disk is full.
        """
        observations = observations_sheet.observations_of_measures(
            self._pages[observations_sheet.SHEET],
            consolidation,
            self._links,
            measures_sheet.places_of(self._measures, self._lines),
        )
        with self._workbook as workbook:
            self._write(workbook, consolidation, findings, observations)
        later = [each.part for each in (self._measures, self._data, observations)]
        made = parts_of(self._packed.getvalue(), texts_of(self._pages.values(), later))
        observed = [_long_rows([observations], chosen) for chosen in observations.stretches(_LINES_A_PIECE)]
        write_parts(path, chain([made], rows(), observed))

    def _write(
        self,
        workbook: xlsxwriter.Workbook,
        consolidation: Consolidation,
        findings: Sequence[Finding],
        observations: LongTable,
    ) -> None:
        pages, long_table, links = self._pages, self._lines, self._links
        data = data_sheet.data_range(long_table, self._columns)
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
        self._measures.link()
        observations.link()
        findings_sheet.write_findings(pages[findings_sheet.SHEET], findings, links)
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
