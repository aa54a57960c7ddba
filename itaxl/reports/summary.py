"""The summary workbook of an agency: the sheets of the contract, counted live from one long table."""

import io
import tempfile
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from itaxl.assessment.findings import Finding
from itaxl.reports import data_sheet, lists, overview, progress, scores_sheet
from itaxl.reports.columns import DescribedColumn, counting_columns, lines, long_columns
from itaxl.reports.links import Links
from itaxl.reports.page import Page, Styles
from itaxl.results.consolidation import Consolidation
from itaxl.worksheets import QuickWorksheet

STAMP_SHEET = "_itaxl"
SHEETS = (
    overview.SHEET,
    lists.RETURNS,
    progress.SHEET,
    lists.MEASURES,
    scores_sheet.SHEET,
    lists.OBSERVATIONS,
    lists.FINDINGS,
    data_sheet.SHEET,
)

_LONG = {lists.RETURNS, lists.MEASURES, lists.OBSERVATIONS, lists.FINDINGS, data_sheet.SHEET}


def write_summary(
    path: Path,
    consolidation: Consolidation,
    described: Sequence[DescribedColumn],
    *,
    findings: Sequence[Finding],
    folder: Path,
    target: Path,
) -> None:
    """Write the summary.

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
    returned = {each.file for each in consolidation.units}
    returned |= {each.file for each in consolidation.findings}
    # The rows on their way lie beside the summary, not where other programs keep their files; the whole is
    # packed in memory, so that a full disk is met by one plain write.
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix=".itaxl-", dir=path.parent) as place:
        _write(packed, consolidation, described, findings, Links(folder, target, returned - {""}), place)
    path.write_bytes(packed.getbuffer())


def _write(
    packed: io.BytesIO,
    consolidation: Consolidation,
    described: Sequence[DescribedColumn],
    findings: Sequence[Finding],
    links: Links,
    place: str,
) -> None:
    options = {
        "constant_memory": True,
        "tmpdir": place,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(packed, options) as workbook:
        styles = Styles(workbook)
        pages = {name: Page(_add_sheet(workbook, name), styles) for name in SHEETS}
        long_table = lines(consolidation)
        columns = (
            *long_columns(consolidation, described),
            *counting_columns(consolidation.analysis.framework, consolidation.plan),
        )
        data = data_sheet.data_range(long_table, columns)
        blocks = progress.blocks(consolidation, long_table)
        sources = overview.Sources(
            data,
            blocks,
            progress.write_progress(pages[progress.SHEET], blocks, data),
            scores_sheet.write_scores(
                workbook, pages[scores_sheet.SHEET], consolidation.analysis, long_table, data
            ),
            lists.write_returns(pages[lists.RETURNS], consolidation, links),
        )
        overview.write_overview(workbook, pages[overview.SHEET], consolidation, long_table, sources, links)
        places = lists.write_measures(pages[lists.MEASURES], long_table, described, links)
        lists.write_observations(pages[lists.OBSERVATIONS], consolidation, links, places)
        lists.write_findings(pages[lists.FINDINGS], findings, links)
        data_sheet.write_data(pages[data_sheet.SHEET], long_table, columns)
        for name, page in pages.items():
            _set_up_page(page, name, consolidation)
        _write_stamp(_add_sheet(workbook, STAMP_SHEET), consolidation)
        workbook.constant_memory = True
        pages[overview.SHEET].worksheet.activate()
        workbook.set_properties(
            {
                "title": f"สรุปผลการดำเนินการตามมาตรการ · {consolidation.plan.agency.name}",
                "created": datetime.combine(consolidation.as_of, time()),
            }
        )


def _add_sheet(workbook: xlsxwriter.Workbook, name: str) -> QuickWorksheet:
    """Add a sheet: a long one is written row by row, so that memory does not grow with the returns.

    XlsxWriter decides that for a whole workbook, but keeps it sheet by sheet. Charts can only draw what is
    in memory, and what is written row by row has no shared strings, which Excel would move on saving.
    """
    workbook.constant_memory = name in _LONG
    sheet = workbook.add_worksheet(name, QuickWorksheet)
    # On closing, XlsxWriter would look for the temporary file of this sheet as well.
    sheet.row_data_fh_closed = not workbook.constant_memory
    assert isinstance(sheet, QuickWorksheet)
    return sheet


def _set_up_page(page: Page, name: str, consolidation: Consolidation) -> None:
    plan = consolidation.plan
    page.on_paper(f"{name} · {plan.agency.name} · รอบ {plan.months} เดือน ปี {plan.fiscal_year.number}")


def _write_stamp(sheet: xlsxwriter.worksheet.Worksheet, consolidation: Consolidation) -> None:
    plan = consolidation.plan
    identity = (
        ("itaxl", "1"),
        ("kind", "summary"),
        ("agency", plan.agency.name),
        ("fiscal-year", str(plan.fiscal_year.number)),
        ("round", str(plan.months)),
    )
    for row, cells in enumerate(identity):
        sheet.write_row(row, 0, cells)
    sheet.very_hidden()
