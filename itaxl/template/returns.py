"""One returned file, read whole in a worker process: who it is from, what it says, what is wrong with it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import Submission
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.workbooks import OpenedWorkbook, open_workbook
from itaxl.template.description import Layout
from itaxl.template.expected import Expected
from itaxl.template.notes_reader import NotesReader
from itaxl.template.origins import is_by_other_program
from itaxl.template.other_units import unknown_table
from itaxl.template.piles import Pile, Sorted, sort_sheets
from itaxl.template.recognition import Recogniser
from itaxl.template.returned_sheets import ReturnedSheets, stamp_of, unread_sheet, unreadable
from itaxl.template.stamp import SentWorkbook
from itaxl.template.unit_reader import UnitReader

__all__ = ["THAILAND", "Expected", "ReturnedFile", "read_return"]

_COPIED_KIND = "department"
"""The kind of workbook that tables in another file are taken for where no control workbook is at hand."""

_EARLIEST_YEAR, _LATEST_YEAR = 2500, 2700  # of the Buddhist era; another was not written by us

THAILAND = timezone(timedelta(hours=7))


class ReturnedFile(Struct, frozen=True):
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


def _read(workbook: OpenedWorkbook, file: ReturnedFile, expected: Expected) -> Submission:
    sent = stamp_of(workbook)
    if sent is None:
        return _without_stamp(workbook, file, expected)
    if not _EARLIEST_YEAR <= sent.stamp.fiscal_year <= _LATEST_YEAR:
        if sent.stamp.kind not in expected.descriptions:
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
    sheets = ReturnedSheets(workbook, file.name, description)
    issued = expected.issued_of(sent.stamp.kind)
    recogniser = Recogniser(issued, description) if issued else None
    return _submission(sheets, sort_sheets(sheets, sent, recogniser), submission, expected)


def _without_stamp(workbook: OpenedWorkbook, file: ReturnedFile, expected: Expected) -> Submission:
    """Tables that were copied into a workbook of somebody's own, where it is certain whose they are."""
    issued = expected.issued
    description = expected.descriptions.get(issued.stamp.kind if issued else _COPIED_KIND)
    if description is None:
        return Submission(file.name, findings=(Finding(FindingKind.NOT_ONE_OF_OURS, file.name),))
    sheets = ReturnedSheets(workbook, file.name, description)
    found = sort_sheets(sheets, None, Recogniser(issued, description) if issued else None)
    if found.piles:
        sent, disk_time = found.piles[0].sent, file.path.stat().st_mtime
        submission = Submission(file.name, sent.stamp, _saved(workbook, sent, disk_time), disk_time)
        return _submission(sheets, found, submission, expected)
    if not found.unknown:
        finding = Finding(FindingKind.NOT_ONE_OF_OURS, file.name, value=sheets.first_words())
        return Submission(file.name, findings=(finding,))
    findings = [unknown_table(*each, file.name) for each in found.unknown]
    # One reason is told of a file that does not count.
    value = " / ".join(each.value for each in findings)
    names = ", ".join(each.sheet for each in findings)
    finding = replace(findings[0], value=value, details={**findings[0].details, "found": names})
    return Submission(file.name, findings=(finding,))


def _submission(
    sheets: ReturnedSheets, found: Sorted, submission: Submission, expected: Expected
) -> Submission:
    """The submission of every unit whose sheets lie in the file; what is nobody's is told with the first."""
    beside = list(_on_notes(sheets, found.piles))
    told = [
        *sheets.findings,
        *beside,
        *(unknown_table(*each, sheets.file) for each in found.unknown),
        *_on_foreign(sheets, found),
    ]
    first, *others = [UnitReader(sheets, pile, expected) for pile in found.piles]
    further = tuple(each.read(submission) for each in others)
    return replace(first.read(submission, told), further=further)


def _on_notes(sheets: ReturnedSheets, piles: Sequence[Pile]) -> Iterator[Finding]:
    """Entries on the sheets that nobody fills in; read only where they can have been written on."""
    named = [grid for pile in piles for grid in pile.named.values()]
    # Only programs that mind no locks throw the values of formulas away; a table that is gone cannot tell.
    tells = all(
        each.key in piles[0].named for each in sheets.description.sheets if each.layout is Layout.TABLE
    )
    by_other = is_by_other_program(sheets.workbook) or not tells or not all(each.calculated for each in named)
    for sheet, grid in sheets.notes(all_of_them=by_other):
        yield from NotesReader(sheet, sheets.description, piles[0].sent).entries(grid, sheets.file)


def _on_foreign(sheets: ReturnedSheets, found: Sorted) -> Iterator[Finding]:
    """Sheets that are none of the form's; of its notes under another name only what was added to them."""
    notes = [
        NotesReader(each, sheets.description, found.piles[0].sent)
        for each in sheets.description.sheets
        if each.layout in (Layout.NOTES, Layout.CHECK) and each.key not in sheets.named
    ]
    for grid in found.foreign:
        renamed = next((each for each in notes if each.wrote(grid)), None)
        if renamed is None:
            yield unread_sheet(grid, sheets.file)
        else:
            yield from renamed.entries(grid, sheets.file)


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
