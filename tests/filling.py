"""An office in miniature: a plan from a Markdown table, its workbooks, and people who fill them in.

Entries are put into the sheet's XML by hand (``cell_xml``).
"""

import errno
import functools
import re
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
from cell_xml import parts_of_sheets, with_values
from msgspec.structs import replace
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from itaxl.assessment.findings import Finding
from itaxl.assessment.plans import Agency
from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.assessment.submissions import Submission
from itaxl.template.returns import Expected, ReturnedFile, read_return
from itaxl.workflow.consolidation import Consolidated, consolidate_returns
from itaxl.workflow.generation import Generated, generate
from itaxl.workflow.orders import Order
from itaxl.workflow.planning import init_plan
from itaxl.workflow.settings import Settings, default_templates

TODAY = date(2023, 4, 11)
AGENCY = "เทศบาลตำบลตัวอย่าง"
SHEET = "มาตรการ"
FIRST, SECOND, THIRD = "สำนักปลัด", "กองคลัง", "กองช่าง"
NOT_STARTED, IN_PROGRESS, DONE = STATUS_CHOICES
STATUS, DONE_ON, RESULT = "สถานะ", "วันที่แล้วเสร็จ", "ผลการดำเนินงาน"
OUTCOME, SUGGESTION, EVIDENCE = "ผลลัพธ์หรือความสำเร็จ", "ปัญหา/ข้อเสนอแนะ", "หลักฐาน (ลิงก์)"

DEPARTMENTS = f"""
| รหัส | ชื่อส่วนราชการ |
| 01 | {FIRST} |
| 02 | {SECOND} |
| 03 | {THIRD} |
"""
MEASURES = f"""
| รหัส | ตัวชี้วัด | มาตรการ | ส่วนราชการที่รับผิดชอบ | ส่วนราชการร่วม | วันเริ่มต้น | วันสิ้นสุด |
| M1 | 5 | ตรวจสอบการใช้ดุลพินิจ | {FIRST} | {SECOND} | 2022-10-01 | 2023-03-31 |
| M2 | 2 | เผยแพร่แผนการใช้จ่าย | ทุกส่วนราชการ | | 2022-10-01 | 2023-09-30 |
"""
COMPLETE: Mapping[str, object] = {
    STATUS: DONE,
    DONE_ON: date(2022, 12, 27),
    RESULT: "จัดทำประกาศแล้ว",
    EVIDENCE: "ประกาศ 1/2566",
}
IDLE: Mapping[str, object] = {STATUS: NOT_STARTED}
ALL_DONE: Mapping[str, Mapping[str, object]] = {"M1": COMPLETE, "M2": COMPLETE}
EARLY, LATE = (datetime(2023, 4, day, 9, 0, tzinfo=UTC) for day in (1, 2))

Entries = Mapping[str, Mapping[str, object]]
"""Entries by a row's code and a column's header."""


class FullDisk(zipfile.ZipFile):
    """Stands in for the file that a workbook is packed into, on a disk that is full."""

    def writestr(self, *_: object, **__: object) -> None:
        """Fail as the system does."""
        raise OSError(errno.ENOSPC, "No space left on device")

    write = writestr


def rows_of(markdown: str) -> list[dict[str, object]]:
    """The rows of a Markdown table; ISO dates become dates, blank cells are left out."""
    lines = [line.strip() for line in markdown.strip().splitlines() if not set(line.strip()) <= set("|- ")]
    cells = [[cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")] for line in lines]
    headers = cells[0]
    return [
        {header: _typed(text) for header, text in zip(headers, row, strict=True) if text} for row in cells[1:]
    ]


def _typed(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def fill_plan(
    path: Path,
    measures: str | Sequence[Mapping[str, object]] = MEASURES,
    *,
    departments: str | Sequence[Mapping[str, object]] = DEPARTMENTS,
    scores: Mapping[int, tuple[float | None, float | None]] | None = None,
    labels: Mapping[str, object] | None = None,
) -> Path:
    """Fill in a plan as it comes from ``init``, in place."""
    book = openpyxl.load_workbook(path)
    for sheet, rows in (("ส่วนราชการ", departments), (SHEET, measures)):
        _replace_rows(book[sheet], rows_of(rows) if isinstance(rows, str) else rows)
    for number, row in enumerate(book["คะแนน"].iter_rows(min_row=4, max_row=13), start=1):
        for cell, score in zip(row[3:5], (scores or {}).get(number, (None, None)), strict=True):
            cell.value = score
    for cells in book["หน่วยงาน"].iter_rows(min_row=3):
        if labels and cells[0].value in labels:
            put(cells[1], labels[str(cells[0].value)])
    book.save(path)
    return path


def _replace_rows(sheet: Worksheet, rows: Sequence[Mapping[str, object]]) -> None:
    columns = {cell.value: cell.column or 0 for cell in sheet[3]}
    for line in sheet.iter_rows(min_row=4, max_col=len(columns)):
        for cell in line:
            cell.value = None
    for number, row in enumerate(rows, start=4):
        for header, value in row.items():
            put(sheet.cell(number, columns[header]), value)


def put(cell: Cell | MergedCell, value: object) -> None:
    """Write a value with openpyxl; text stays text, whatever it begins with."""
    assert isinstance(cell, Cell)
    cell.value = value  # type: ignore[assignment]
    if isinstance(value, str):
        cell.data_type = "s"


class Office:
    """One agency's round in a folder: its plan, what was sent out, and what comes back."""

    def __init__(
        self,
        folder: Path,
        measures: str | Sequence[Mapping[str, object]] = MEASURES,
        *,
        departments: str | Sequence[Mapping[str, object]] = DEPARTMENTS,
        scores: Mapping[int, tuple[float | None, float | None]] | None = None,
        labels: Mapping[str, object] | None = None,
        templates: Path | None = None,
        year: int = 2566,
        agency: str = AGENCY,
    ) -> None:
        self.folder = folder
        self.settings = Settings(templates or default_templates(), TODAY, workers=1)
        who = Agency(agency, "เทศบาลตำบล", "เมือง", "สกลนคร")
        self.control = init_plan(folder, self.settings, agency=who, fiscal_year=year)
        fill_plan(self.control, measures, departments=departments, scores=scores, labels=labels)
        self.sent = folder / "send"
        self.generated: Generated = generate(self.control, self.sent, self.settings)
        self.description = self.settings.description("department")

    def file(self, unit: str) -> Path:
        """The workbook that was sent to a department."""
        return self.sent / next(each.name for each in self.generated.files if unit in (each.unit, each.code))

    def read(self, path: Path) -> Submission:
        """One returned workbook, read."""
        expected = Expected({"department": self.description}, {"statuses": STATUS_CHOICES})
        return read_return(ReturnedFile(path, path.name), expected)


class Returned:
    """A folder of what came back to an office."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office = office
        self.folder = folder
        folder.mkdir(parents=True)

    def send_back(
        self,
        unit: str = FIRST,
        entries: Entries | None = None,
        *,
        name: str = "",
        cells: Mapping[tuple[str, str], object] | None = None,
        reporter: bool = True,
        saved: datetime | None = None,
    ) -> Path:
        """One department's workbook, filled in."""
        target = self.folder / (name or f"{unit}.xlsx")
        return fill(self.office.file(unit), target, entries, cells=cells, reporter=reporter, saved=saved)

    def read(
        self,
        entries: Entries | None = None,
        cells: Mapping[tuple[str, str], object] | None = None,
        *,
        reporter: bool = True,
    ) -> Submission:
        """The first department's workbook, filled in and read."""
        return self.office.read(self.send_back(FIRST, entries, cells=cells, reporter=reporter))

    def consolidate(
        self,
        *,
        as_of: date | None = None,
        csv: Path | None = None,
        workers: int = 1,
        months: int | None = None,
        corrections: bool = False,
    ) -> Consolidated:
        """Everything that lies in the folder, brought together; corrections lie beside it."""
        settings = replace(self.office.settings, workers=workers)
        out = self.folder.parent / "summary.xlsx"
        return consolidate_returns(
            Order(
                self.office.control,
                self.folder,
                out,
                as_of=as_of,
                csv=csv,
                corrections=self.folder.parent / "corrections" if corrections else None,
            ),
            settings,
            months=months,
        )


BUDGET, SOURCE_OF_FUNDS = "งบประมาณที่ใช้ (บาท)", "แหล่งงบประมาณ"
_BUDGET_COLUMN = f"""
[[sheet.column]]
key = "budget"
header = "{BUDGET}"
kind = "number"
minimum = 0
prompt = "จำนวนเงินที่ใช้ไปแล้ว"

[[sheet]]
key = "check"
"""
_SOURCE_COLUMN = f"""
[[sheet.column]]
key = "funds"
header = "{SOURCE_OF_FUNDS}"
prompt = "เช่น ข้อบัญญัติงบประมาณ"
"""


def templates_with_budget(folder: Path) -> Path:
    """A copy of the descriptions with one column more in each workbook, as a user would add it."""
    shutil.copytree(default_templates(), folder)
    department, plan = folder / "department.toml", folder / "plan.toml"
    text = department.read_text(encoding="utf-8")
    assert text.count('\n[[sheet]]\nkey = "check"\n') == 1
    department.write_text(text.replace('\n[[sheet]]\nkey = "check"\n', _BUDGET_COLUMN), encoding="utf-8")
    plan.write_text(plan.read_text(encoding="utf-8") + _SOURCE_COLUMN, encoding="utf-8")
    return folder


def fill(
    source: Path,
    target: Path,
    entries: Entries | None = None,
    *,
    cells: Mapping[tuple[str, str], object] | None = None,
    reporter: bool = True,
    saved: datetime | None = None,
) -> Path:
    """Fill in a department's workbook as Excel would save it.

    Args:
        source: the workbook that was sent.
        target: where the filled one goes.
        entries: by code and header, on the sheet of measures.
        cells: by sheet and address, wherever that is; None clears a cell.
        reporter: whether the reporter gives a name.
        saved: the moment that the file tells.
    """
    wanted: dict[str, dict[str, object]] = {}
    for code, values in (entries or {}).items():
        for header, value in values.items():
            wanted.setdefault(SHEET, {})[address(source, code, header)] = value
    if reporter:
        wanted["ผู้รายงาน"] = {"B8": "นักจัดการงานทั่วไป", "B9": "นักจัดการงานทั่วไป"}
    for (sheet, cell), value in (cells or {}).items():
        wanted.setdefault(sheet, {})[cell] = value
    parts = parts_of_sheets(source)
    with zipfile.ZipFile(source) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    for sheet, values in wanted.items():
        contents[parts[sheet]] = with_values(contents[parts[sheet]], values)
    if saved is not None:
        moment = saved.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        core = contents["docProps/core.xml"].decode()
        core = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{moment}", core)
        contents["docProps/core.xml"] = core.encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target


@functools.lru_cache(maxsize=256)
def _places(path: Path) -> Mapping[tuple[str, str], str]:
    """The address of every cell of the sheet of measures by its row's code and its header."""
    lines = grid(path, SHEET)
    heads = next(index for index, line in enumerate(lines) if "รหัส" in line)
    code = lines[heads].index("รหัส")
    return {
        (str(line[code]), str(header)): f"{get_column_letter(column + 1)}{row + 1}"
        for row, line in enumerate(lines)
        if row > heads and line[code] != ""
        for column, header in enumerate(lines[heads])
    }


def address(path: Path, code: str, header: str) -> str:
    """The address of an entry, such as ``N4``."""
    return _places(path)[code, header]


def grid(path: Path, sheet: str) -> list[list[object]]:
    """A sheet's values from A1 on; blanks are empty text."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)  # type: ignore[return-value]


def table(path: Path, sheet: str, first: str = "รหัส") -> list[dict[str, object]]:
    """A sheet's rows by header, below the row that holds a certain header."""
    lines = grid(path, sheet)
    heads = next(index for index, line in enumerate(lines) if first in line)
    return [dict(zip(map(str, lines[heads]), line, strict=True)) for line in lines[heads + 1 :]]


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """What was found, as slug and cell."""
    return [(each.kind.slug, each.cell) for each in findings]


def found(done: Consolidated, *slugs: str) -> list[Finding]:
    """Findings of some kinds."""
    return [each for each in done.findings if each.kind.slug in slugs]


def states_of(done: Consolidated) -> dict[str, str]:
    """What became of each file, and of each department without one."""
    return {each.file or each.unit: each.state.value for each in done.consolidation.units}
