"""The workbook of ``analyze``: the scores judged, drawn and told, of one agency or of several."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from itaxl.assessment.findings import Finding
from itaxl.assessment.plans import distinct_names
from itaxl.reports import (
    agencies_overview,
    agency_charts,
    agency_scores,
    findings_sheet,
    score_matrix,
    score_texts,
)
from itaxl.reports.links import Links
from itaxl.reports.page import Page, Styles
from itaxl.results.analysis import AgencyAnalysis
from itaxl.worksheets import AS_TYPED, QuickWorksheet, write_identity


def write_analysis(
    path: Path,
    analyses: Sequence[AgencyAnalysis],
    findings: Sequence[Finding],
    *,
    source: Path,
    target: Path,
    made_on: date,
) -> None:
    """Write the workbook.

    Args:
        path: where to write.
        analyses: of one year; at least one.
        findings: of the plan or the table of scores.
        source: the file that the scores came from; findings link to it.
        target: where the workbook will finally stand; links are relative to it.
        made_on: the day of the run.

    Raises:
        OSError: the place cannot be written, or the disk is full.
    """
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, AS_TYPED) as workbook:
        _Writer(workbook, analyses).write(findings, source, target)
        workbook.set_properties(
            {
                "title": f"ผลการวิเคราะห์คะแนน ITA ปี {analyses[0].analysis.result.year} · {_whose(analyses)}",
                "created": datetime.combine(made_on, time()),
            }
        )
    path.write_bytes(packed.getbuffer())


def _whose(analyses: Sequence[AgencyAnalysis]) -> str:
    if len(analyses) > 1:
        return f"{len(analyses)} หน่วยงาน"
    return analyses[0].agency.name or "หน่วยงาน"


class _Writer:
    """The workbook being written."""

    def __init__(self, workbook: xlsxwriter.Workbook, analyses: Sequence[AgencyAnalysis]) -> None:
        self.workbook = workbook
        self.analyses = analyses
        self.styles = Styles(workbook)
        self.pages: dict[str, Page] = {}

    def write(self, findings: Sequence[Finding], source: Path, target: Path) -> None:
        """All sheets in their order."""
        if len(self.analyses) == 1:
            (shown,) = self.analyses
            places = agency_scores.write_agency(self._page(agency_scores.SHEET), shown)
        else:
            places = self._write_several()
            shown = self.analyses[0]
        charts = self._page(agency_charts.SHEET)
        agency_charts.write_charts(self.workbook, charts, shown, places, self._scores())
        texts = self._page(score_texts.SHEET)
        if len(self.analyses) == 1:
            score_texts.write_text(texts, shown)
        else:
            score_texts.write_texts(texts, self.analyses, self.names)
        # A finding without a sheet stands in a text file, where no link can lead to a cell.
        files = {source.name} if all(each.sheet for each in findings) else set()
        links = Links(source.parent, target, files)
        findings_sheet.write_findings(self._page(findings_sheet.SHEET), findings, links, "ในไฟล์คะแนน")
        for name, page in self.pages.items():
            page.on_paper(f"{name} · {_whose(self.analyses)} · ITA ปี {self.analyses[0].analysis.result.year}")
        year = str(self.analyses[0].analysis.result.year)
        write_identity(self.workbook, kind="analysis", agency=_whose(self.analyses), fiscal_year=year)
        next(iter(self.pages.values())).worksheet.activate()

    @property
    def names(self) -> list[str]:
        """What the agencies are called."""
        return distinct_names([each.agency for each in self.analyses])

    def _scores(self) -> list[Decimal]:
        results = [result for each in self.analyses for result in each.analysis.indicators]
        both = [score for each in results for score in (each.score, each.previous)]
        return [score for score in both if score is not None]

    def _write_several(self) -> agency_charts.AgencyPlaces:
        """The list, the table of scores, and the page of the agency that is chosen."""
        overview = self._page(agencies_overview.SHEET)
        names = self.names
        now = score_matrix.write_matrix(self._page(score_matrix.SHEET), self.analyses, names)
        before = None
        if any(each.analysis.previous for each in self.analyses) or self._has_previous_scores():
            page = self._page(score_matrix.PREVIOUS_SHEET)
            before = score_matrix.write_matrix(page, self.analyses, names, previous=True)
        agencies_overview.write_agencies(overview, self.analyses, names, now, before)
        choice = agency_scores.Choice(tuple(names), now, before)
        return agency_scores.write_agency(self._page(agency_scores.SHEET), self.analyses[0], choice)

    def _has_previous_scores(self) -> bool:
        return any(
            result.previous is not None for each in self.analyses for result in each.analysis.indicators
        )

    def _page(self, name: str) -> Page:
        sheet = self.workbook.add_worksheet(name, QuickWorksheet)
        assert isinstance(sheet, QuickWorksheet)
        page = self.pages[name] = Page(sheet, self.styles)
        return page
