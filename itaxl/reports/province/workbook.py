"""The summary workbook of a province: the sheets of the contract, counted live from two tables."""

import io
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path

import xlsxwriter

from itaxl.assessment.findings import Finding
from itaxl.assessment.submissions import SubmissionState
from itaxl.pieces import Parts, pack, parts_of
from itaxl.reports import data_sheet, findings_sheet, measures_sheet, observations_sheet, returns_sheet
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.links import Links, place
from itaxl.reports.overview_parts import SHEET as OVERVIEW
from itaxl.reports.page import Page, Styles
from itaxl.reports.progress import SHEET as PROGRESS
from itaxl.reports.progress import write_progress
from itaxl.reports.province import grades, progress_sheet, ranking, score_map, trends, weaknesses
from itaxl.reports.province.long_sheets import LongSheets, long_sheets
from itaxl.reports.province.overview import Sources, write_overview
from itaxl.reports.rows import LongTable, texts_of
from itaxl.reports.summary import OPTIONS, CallAll, Task, add_sheet, in_turn, write_parts
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.results.register import UnitLine
from itaxl.results.roster import roster_of
from itaxl.thai.dates import long_date
from itaxl.worksheets import write_identity

SHEETS = (
    OVERVIEW,
    returns_sheet.SHEET,
    ranking.SHEET,
    grades.SHEET,
    score_map.SHEET,
    weaknesses.SHEET,
    PROGRESS,
    measures_sheet.SHEET,
    observations_sheet.SHEET,
    findings_sheet.SHEET,
    data_sheet.SHEET,
)
_ROWS_A_PIECE = 600
_RETURNS = (
    ("รหัส", 10.0),
    ("หน่วยงาน", 36.0),
    ("สถานะการส่ง", 20.0),
    ("ไฟล์", 36.0),
    ("บันทึกเมื่อ", 22.0),
    ("ต้อง แก้ไข", 10.0),
    ("ควร ตรวจสอบ", 14.0),
    ("ผู้กรอก", 24.0),
    ("ตำแหน่ง", 24.0),
    ("โทรศัพท์", 16.0),
    ("อีเมลของหน่วยงาน", 28.0),
)
_COUNTED_COLUMN = len(_RETURNS) + 1


def write_provincial_summary(
    path: Path,
    consolidation: ProvincialConsolidation,
    described: Sequence[DescribedColumn],
    *,
    findings: Sequence[Finding],
    folder: Path,
    target: Path,
    call_all: CallAll = in_turn,
    last_row: int | None = None,
) -> None:
    """Write the summary.

    Args:
        path: where to write.
        consolidation: what came back.
        described: the columns of measures in the agencies' forms.
        findings: of the control workbook and of the returns.
        folder: that the returned workbooks were read from.
        target: where the summary will finally stand; links to returned workbooks are relative to it.
        call_all: calls what makes the parts, in any order or at once, and gives the parts in order.
        last_row: of a sheet; what is past it stands only in the tidy tables. Excel's, where not given.

    Raises:
        OSError: the place cannot be written, or the disk is full.
    """
    returned = {each.file for each in consolidation.units} | {each.file for each in consolidation.findings}
    links = Links(folder, target, returned - {""})
    draft = _Draft(consolidation, described, findings, links, last_row)
    write_parts(path, call_all(draft.tasks()))


class _FixedPage(Page):
    """A sheet that shows figures instead of formulas where the table that they count has no room for all."""

    def is_kept(self, formula: str) -> bool:
        """Whether it does not count that table."""
        return f"'{data_sheet.SHEET}'!" not in formula


class _Draft:
    """A summary whose long tables have only their heads, and whose other sheets are still blank."""

    def __init__(
        self,
        consolidation: ProvincialConsolidation,
        described: Sequence[DescribedColumn],
        findings: Sequence[Finding],
        links: Links,
        last_row: int | None,
    ) -> None:
        self.consolidation = consolidation
        self.findings = findings
        self.links = links
        self.roster = roster_of(consolidation)
        self.packed = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(self.packed, OPTIONS)
        styles = Styles(self.workbook)
        names = (*SHEETS, trends.SHEET) if consolidation.history else SHEETS
        sheets = {name: add_sheet(self.workbook, name) for name in names}
        self.long: LongSheets = long_sheets(
            Page(sheets[measures_sheet.SHEET], styles),
            Page(sheets[data_sheet.SHEET], styles),
            self.roster,
            consolidation,
            described,
            last_row=last_row,
        )
        kind = Page if self.long.are_whole else _FixedPage
        self.pages = {name: kind(sheet, styles) for name, sheet in sheets.items()}
        self.observations = self._observations(self.pages[observations_sheet.SHEET])

    def tasks(self) -> list[Task]:
        """What makes the parts: all sheets, then the rows of the long ones; none needs what another does."""
        pieces = (partial(self.long.pieces, chosen) for chosen in self.long.chunks(_ROWS_A_PIECE))
        stretches = self.observations.stretches(_ROWS_A_PIECE)
        return [self._all_but_long_rows, *pieces, *(partial(self._observed, chosen) for chosen in stretches)]

    def _observed(self, chosen: range) -> Parts:
        return {self.observations.part: [pack(self.observations.rows(chosen))]}

    def _all_but_long_rows(self) -> Parts:
        with self.workbook as workbook:
            self._write(workbook)
        later = self.long.measures_part, self.long.data_part, self.observations.part
        return parts_of(self.packed.getvalue(), texts_of(self.pages.values(), later))

    def _write(self, workbook: xlsxwriter.Workbook) -> None:
        consolidation, pages, links, roster = self.consolidation, self.pages, self.links, self.roster
        data = self.long.data
        blocks = progress_sheet.blocks(roster)
        places = write_progress(pages[PROGRESS], blocks, data)
        rows = {
            member.number: places[progress_sheet.AGENCIES].first + 1 + index
            for index, member in enumerate(progress_sheet.ordered(roster))
        }
        scores = score_map.write_map(pages[score_map.SHEET], roster)
        done = {
            number: (place(PROGRESS, f"$B${row}"), place(PROGRESS, f"$C${row}"))
            for number, row in rows.items()
        }
        sources = Sources(
            data,
            grades.write_grades(pages[grades.SHEET], roster, scores),
            ranking.write_ranks(pages[ranking.SHEET], roster, scores, done),
            weaknesses.write_weaknesses(workbook, pages[weaknesses.SHEET], roster, scores, data),
        )
        note = (
            "" if self.long.are_whole else "ข้อมูลเกินจำนวนแถวของแผ่นงาน ข้อมูลครบอยู่ใน measures.csv (สั่งด้วย --csv)"
        )
        write_overview(workbook, pages[OVERVIEW], consolidation, roster, sources, links, note)
        if consolidation.history:
            trends.write_trends(pages[trends.SHEET], roster, scores, consolidation.history)
        self.long.link_evidence(pages[measures_sheet.SHEET], links)
        self._write_returns(pages[returns_sheet.SHEET])
        self.observations.link()
        findings_sheet.write_findings(
            pages[findings_sheet.SHEET], self.findings, links, "ใน province.xlsx และในแบบที่ส่งคืน"
        )
        for name, page in pages.items():
            self._set_up_page(page, name)
        province = consolidation.province
        year, months = str(province.fiscal_year.number), str(province.months)
        write_identity(workbook, kind="summary", agency=province.name, fiscal_year=year, round=months)
        pages[OVERVIEW].worksheet.activate()
        workbook.set_properties(
            {
                "title": f"สรุปผลการประเมิน ITA · จังหวัด{consolidation.province.name}",
                "created": datetime.combine(consolidation.as_of, time()),
            }
        )

    def _write_returns(self, page: Page) -> None:
        """Agencies by whether they answered, files by what became of the others, then line by line."""
        consolidation = self.consolidation
        units, province = consolidation.units, consolidation.province
        page.title(
            returns_sheet.SHEET,
            f"จังหวัด{province.name} · ข้อมูล ณ วันที่ {long_date(consolidation.as_of)}"
            " · หน่วยงานหนึ่งอาจส่งหลายไฟล์ (แบบของส่วนราชการ) แต่นับเป็นแห่งเดียว",
        )
        first = page.row + len(SubmissionState) + 3
        last = first + max(len(units), 1) - 1
        firsts = _first_lines(units)
        states, marks = f"$C${first}:$C${last}", f"$M${first}:$M${last}"
        counted = Counter(unit.state for unit, is_first in zip(units, firsts, strict=True) if is_first)
        files = Counter(unit.state for unit in units)
        for state in returns_sheet.STATES:
            is_agency = state in (SubmissionState.ACCEPTED, SubmissionState.MISSING)
            page.put(1, f"{state.thai} ({'แห่ง' if is_agency else 'ไฟล์'})", "label")
            formula = f'COUNTIF({states},"{state.thai}")'
            if is_agency:
                formula = f'COUNTIFS({states},"{state.thai}",{marks},1)'
            page.formula(2, formula, (counted if is_agency else files)[state], "count")
            page.next()
        page.next()
        emails = {each.code: each.email for each in province.agencies}

        def contact(unit: UnitLine) -> tuple[str, ...]:
            return (emails.get(unit.unit_code, ""),)

        marked = returns_sheet.Marks(_COUNTED_COLUMN, "นับหน่วยงาน", [int(each) for each in firsts])
        returns_sheet.list_returns(page, units, _RETURNS, contact, self.links, marked)

    def _observations(self, page: Page) -> LongTable:
        numbers = {each.result.agency.code: each.number for each in self.roster.members}

        def row_of(finding: Finding) -> int | None:
            number = numbers.get(str(finding.details.get("agency_code", "")))
            return self.long.place_of(number) if number else None

        return observations_sheet.observations_table(
            page, self.consolidation.observations, self.links, row_of, "หน่วยงาน"
        )

    def _set_up_page(self, page: Page, name: str) -> None:
        province = self.consolidation.province
        words = f"{name} · จังหวัด{province.name} · รอบ {province.months} เดือน ปี {province.fiscal_year.number}"
        page.on_paper(words)


def _first_lines(units: Sequence[UnitLine]) -> list[bool]:
    """Which lines stand for their agency: the first of each."""
    seen: set[str] = set()
    firsts = []
    for unit in units:
        firsts.append(bool(unit.unit_code) and unit.unit_code not in seen)
        seen.add(unit.unit_code)
    return firsts
