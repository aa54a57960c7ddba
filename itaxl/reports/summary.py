"""The summary workbook of an agency: the sheets of the contract, counted live from one long table."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from itaxl.assessment.findings import Finding
from itaxl.reports import data_sheet, overview, progress, scores_sheet
from itaxl.reports.columns import DescribedColumn, counting_columns, lines, long_columns
from itaxl.reports.lists import write_findings, write_measures, write_observations, write_returns
from itaxl.reports.page import Page, Styles
from itaxl.results.consolidation import Consolidation

STAMP_SHEET = "_itaxl"
SHEETS = (
    overview.SHEET,
    "การส่งแบบ",
    progress.SHEET,
    "มาตรการ",
    scores_sheet.SHEET,
    "ข้อสังเกต",
    "ข้อผิดพลาด",
    data_sheet.SHEET,
)


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
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        styles = Styles(workbook)
        pages = {name: Page(workbook.add_worksheet(name), styles) for name in SHEETS}
        long_table = lines(consolidation)
        framework = consolidation.analysis.framework
        columns = (*long_columns(consolidation, described), *counting_columns(framework))
        data = data_sheet.data_range(long_table, columns)
        blocks = progress.blocks(consolidation, long_table)
        places = progress.write_progress(pages[progress.SHEET], blocks, data)
        overview.write_overview(
            workbook,
            pages[overview.SHEET],
            consolidation,
            progress.whole(long_table),
            data,
            blocks=blocks,
            places=places,
        )
        write_returns(pages["การส่งแบบ"], consolidation)
        write_measures(pages["มาตรการ"], long_table, described)
        scores_sheet.write_scores(
            workbook, pages[scores_sheet.SHEET], consolidation.analysis, long_table, data
        )
        write_observations(pages["ข้อสังเกต"], consolidation)
        write_findings(pages["ข้อผิดพลาด"], findings, folder, target)
        data_sheet.write_data(pages[data_sheet.SHEET], long_table, columns)
        for name, page in pages.items():
            _set_up_page(page, name, consolidation)
        _write_stamp(workbook.add_worksheet(STAMP_SHEET), consolidation)
        pages[overview.SHEET].worksheet.activate()
        workbook.set_properties(
            {
                "title": f"สรุปผลการดำเนินการตามมาตรการ · {consolidation.plan.agency.name}",
                "created": datetime.combine(consolidation.as_of, time()),
            }
        )


def _set_up_page(page: Page, name: str, consolidation: Consolidation) -> None:
    plan = consolidation.plan
    sheet = page.worksheet
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.75)
    words = f"{name} · {plan.agency.name} · รอบ {plan.months} เดือน ปี {plan.fiscal_year.number}"
    words = words.replace("&", "&&")
    font = '&"TH SarabunPSK"&14'
    sheet.set_footer(f"&L{font}{words}&R{font}หน้า &P / &N · พิมพ์ &D")


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
