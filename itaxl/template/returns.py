"""One returned file, read whole in a worker process: who it is from, what it says, what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.refusals import UnreadableWording
from itaxl.assessment.submissions import Submission, SubmittedRow
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.grids import Grid, column_name
from itaxl.sheets.workbooks import OpenedWorkbook, open_workbook
from itaxl.template.cells import ReadingRules, same
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.form_reader import read_form
from itaxl.template.origins import (
    calculation_finding,
    origin_findings,
    picture_findings,
    program_finding,
    row_with_targets,
)
from itaxl.template.reader import read_table
from itaxl.template.stamp import STAMP_SHEET, SentTable, SentWorkbook, read_stamp
from itaxl.template.start_reader import with_origin
from itaxl.thai.text import compact

# What may be found in a form that nobody has touched.
_ABSENCES = frozenset(
    {
        FindingKind.MISSING_ENTRY,
        FindingKind.WANTED_ENTRY,
        FindingKind.EMPTY_TABLE,
        FindingKind.PLAN_CHANGED,
        FindingKind.HAS_MACROS,
        FindingKind.EXTERNAL_DATA,
        FindingKind.OTHER_PROGRAM,
        FindingKind.NEVER_CALCULATED,
    }
)

_EARLIEST_YEAR, _LATEST_YEAR = 2500, 2700  # of the Buddhist era; another was not written by us

THAILAND = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Expected:
    """What returned workbooks are read with; the same for all of one run.

    Attributes:
        descriptions: of the kinds of workbooks that may come back.
        choices: lists by name that entries must come from.
        passwords: those that may open protected files.
        planned: what the plan would send today in a row's locked cells, by table, code and column key;
            empty where there is no plan to compare with.
        all_sent: kinds of workbooks whose rows carry all that was sent, since their plan is not at hand.
    """

    descriptions: Mapping[str, WorkbookDescription]
    choices: Mapping[str, tuple[str, ...]]
    planned: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    all_sent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file to read: where it is, and what it is called towards people."""

    path: Path
    name: str


def read_return(file: ReturnedFile, expected: Expected) -> Submission:
    """Read one file; whatever is wrong with it becomes findings, never an exception."""
    try:
        workbook = open_workbook(file.path, passwords=expected.passwords)
        return _read(workbook, file, expected)
    except Unreadable as trouble:
        return Submission(file.name, findings=(unreadable(file.name, trouble),))


def unreadable(name: str, trouble: Unreadable) -> Finding:
    """Why a file cannot be read, as a finding."""
    wording = UnreadableWording[trouble.reason.name]
    sheet, cell = (str(trouble.details.get(key, "")) for key in ("sheet", "cell"))
    details = wording.details(**trouble.details)
    return Finding(FindingKind.UNREADABLE_FILE, name, sheet, cell, "", details)


def stamp_of(workbook: OpenedWorkbook) -> SentWorkbook | None:
    """The identity of a workbook of itaxl; None for any other."""
    if STAMP_SHEET not in workbook.sheet_names:
        return None
    return read_stamp(workbook.grid(STAMP_SHEET).rows)


def _read(workbook: OpenedWorkbook, file: ReturnedFile, expected: Expected) -> Submission:
    sent = stamp_of(workbook)
    if sent is None or not _EARLIEST_YEAR <= sent.stamp.fiscal_year <= _LATEST_YEAR:
        if sent is not None and sent.stamp.kind not in expected.descriptions:
            return Submission(file.name, sent.stamp, findings=(_passed_over(file.name),))
        return Submission(file.name, findings=(Finding(FindingKind.NOT_ONE_OF_OURS, file.name),))
    disk_time = file.path.stat().st_mtime
    submission = Submission(file.name, sent.stamp, _saved(workbook, sent, disk_time), disk_time)
    description = expected.descriptions.get(sent.stamp.kind)
    if description is None:
        return replace(submission, findings=(_passed_over(file.name),))
    if sent.stamp.template_version != description.template_version:
        details = {"found": sent.stamp.template_version, "expected": description.template_version}
        finding = Finding(FindingKind.OTHER_VERSION, file.name, details=details)
        return replace(submission, findings=(finding,))
    return _Return(workbook, file.name, description, sent, expected).read(submission)


def _passed_over(name: str) -> Finding:
    details = {
        "reason": "เป็นไฟล์ของระบบเอง (แผน ทะเบียน รายงานสรุป หรือแบบของอีกระดับ) ไม่ใช่แบบที่ส่งคืนที่นี่",
        "reason_en": "it is a plan, register, summary or form of another level of itaxl, not returned here",
    }
    return Finding(FindingKind.NOT_A_SUBMISSION, name, details=details)


def _saved(workbook: OpenedWorkbook, sent: SentWorkbook, disk_time: float) -> datetime:
    """When it was last saved: as the file says, unless that is still the moment it was generated."""
    modified = workbook.modified
    if modified is not None:
        local = modified if modified.tzinfo else modified.replace(tzinfo=UTC)
        generated = local.strftime("%Y-%m-%d %H:%M:%S") == f"{sent.stamp.made_on} 00:00:00"
        if not generated:
            return local.astimezone(THAILAND)
    return datetime.fromtimestamp(disk_time, THAILAND)


class _Return:
    """One workbook of a known kind being read."""

    def __init__(
        self,
        workbook: OpenedWorkbook,
        name: str,
        description: WorkbookDescription,
        sent: SentWorkbook,
        expected: Expected,
    ) -> None:
        self.workbook = workbook
        self.name = name
        self.description = description
        self.sent = sent
        self.planned = expected.planned
        self.all_sent = sent.stamp.kind in expected.all_sent
        year = FiscalYear(sent.stamp.fiscal_year)
        choices = {**description.lists, **expected.choices}
        self.rules = ReadingRules(year.start, year.end, choices, description.hints, sent.month_first)
        self.findings: list[Finding] = []
        self.rows: list[SubmittedRow] = []
        self.fields: dict[str, dict[str, object]] = {}
        self.columns: dict[str, str] = {}
        self.unread: dict[str, dict[str, object]] = {}
        self.touched = False
        self.grids: dict[str, Grid] = {}

    def read(self, submission: Submission) -> Submission:
        for sheet in self.description.sheets:
            if sheet.layout in (Layout.FORM, Layout.TABLE):
                grid = self._grid(sheet)
                if grid is not None:
                    self.grids[sheet.name] = grid
                    self._read_sheet(sheet, grid)
        self.findings[:0] = (
            *origin_findings(self.workbook, self.name),
            *program_finding(self.workbook, self.name, self.grids),
        )
        untouched = not self.touched and all(each.kind in _ABSENCES for each in self.findings)
        if untouched:
            details = {"unit": self.sent.stamp.unit}
            self.findings = [Finding(FindingKind.UNTOUCHED, self.name, details=details)]
        read = replace(
            submission,
            untouched=untouched,
            fields=self.fields,
            rows=tuple(self.rows),
            findings=tuple(self.findings),
            columns=self.columns,
            unread=self.unread,
            texts=self.sent.texts,
        )
        return with_origin(read, self.workbook, self.sent.start) if self.sent.start else read

    def _grid(self, sheet: Sheet) -> Grid | None:
        name = sheet.name
        if name not in self.workbook.sheet_names:
            wanted = compact(name)
            alike = [each for each in self.workbook.sheet_names if compact(each) == wanted]
            if not alike:
                details = {"sheet": sheet.name}
                self.findings.append(
                    Finding(FindingKind.MISSING_SHEET, self.name, sheet.name, details=details)
                )
                return None
            name = alike[0]
        try:
            return self.workbook.grid(name)
        except Unreadable as trouble:
            finding = unreadable(self.name, trouble)
            self.findings.append(replace(finding, sheet=sheet.name))
            return None

    def _read_sheet(self, sheet: Sheet, grid: Grid) -> None:
        if sheet.layout is Layout.FORM:
            form = read_form(grid, sheet, self.rules, self.name, self.sent.fields.get(sheet.key, {}))
            self.fields[sheet.key] = {
                key: value for key, value in form.values.items() if sheet.column(key).open
            }
            if form.unread:
                self.unread[sheet.key] = form.unread
            self.touched = self.touched or bool(self.fields[sheet.key])
            self.findings.extend(form.findings)
            return
        sent = self.sent.tables.get(sheet.key, SentTable(0, 0))
        table = read_table(grid, sheet, self.rules, self.name, sent)
        self.touched = self.touched or any(row.values for row in table.rows)
        self.findings.extend(table.findings)
        self.findings.extend(calculation_finding(sheet, grid, self.name))
        for row in table.rows:
            self.findings.extend(picture_findings(row, sheet, table.columns, self.name))
        self.columns.update((key, column_name(index)) for key, index in table.columns.items())
        rows = [row_with_targets(row, sheet, grid, table.columns) for row in table.rows]
        if self.all_sent:
            self.rows.extend(_with_all_sent(sheet, sent, rows))
        else:
            by_code = _by_code(sheet, sent)
            self.rows.extend(self._with_sent(sheet, sent.columns, by_code.get(row.code), row) for row in rows)

    def _with_sent(
        self, sheet: Sheet, columns: Sequence[str], values: Sequence[str] | None, row: SubmittedRow
    ) -> SubmittedRow:
        """Where the plan was edited after sending, the row keeps what was sent, and says so."""
        planned = self.planned.get(sheet.key, {}).get(row.code)
        if row.own or planned is None or values is None:
            return row
        changed = {
            key: value
            for key, value in zip(columns, values, strict=True)
            if planned.get(key, value) != value and not same(planned[key], value)
        }
        for key, value in changed.items():
            details = {"header": sheet.column(key).header, "code": row.code, "sent": value}
            self.findings.append(Finding(FindingKind.PLAN_CHANGED, self.name, sheet.name, "", value, details))
        return replace(row, sent=changed) if changed else row


def _by_code(sheet: Sheet, sent: SentTable) -> Mapping[str, Sequence[str]]:
    """What was sent in each row; of several with one code the first."""
    if sheet.row_label not in sent.columns:
        return {}
    label = sent.columns.index(sheet.row_label)
    return {each[label]: each for each in reversed(sent.rows)}


def _with_all_sent(sheet: Sheet, sent: SentTable, rows: Iterable[SubmittedRow]) -> Iterator[SubmittedRow]:
    """Rows with what their locked cells held, as the stamp has it; blank cells are left out."""
    by_code = _by_code(sheet, sent)
    for row in rows:
        if row.own:
            held: Iterable[tuple[str, str]] = sent.blank_values.items()
        else:
            held = zip(sent.columns, by_code.get(row.code, ()), strict=False)
        yield replace(row, sent={key: value for key, value in held if value})
