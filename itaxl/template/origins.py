"""What a returned file tells of its way here: programs in it, other files behind it, who saved it last."""

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import SubmittedRow
from itaxl.sheets.grids import Grid, cell_name
from itaxl.sheets.workbooks import OpenedWorkbook
from itaxl.template.description import Kind, Sheet

# Whatever these save comes back as it was sent, as tests with their files show. What xlsx libraries such as
# ExcelJS and openpyxl write calls itself Microsoft Excel too.
_KEEP_EVERYTHING = ("Microsoft", "LibreOffice", "OpenOffice", "Apache OpenOffice", "Collabora")
_VERSION = re.compile(r"[_/\d].*", re.DOTALL)
_LONGEST_NAME = 40
_MOST_TARGETS = 3
# How WPS Office shows a picture that it put into a cell, to every program but itself.
_PICTURE = re.compile(r"=\s*(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp|file|mailto):", re.IGNORECASE)


def origin_findings(workbook: OpenedWorkbook, file: str) -> Iterator[Finding]:
    """What there is to say of the whole file; what is right in it counts all the same."""
    if workbook.has_macros:
        yield Finding(FindingKind.HAS_MACROS, file)
    if workbook.external:
        targets = ", ".join(workbook.external[:_MOST_TARGETS])
        more = " …" if len(workbook.external) > _MOST_TARGETS else ""
        yield Finding(FindingKind.EXTERNAL_DATA, file, value=targets + more)


def is_by_other_program(workbook: OpenedWorkbook) -> bool:
    """Whether a program saved the file that does not keep everything in it."""
    program = workbook.application or ""
    return bool(program) and not program.startswith(_KEEP_EVERYTHING)


def program_finding(workbook: OpenedWorkbook, file: str, grids: Mapping[str, Grid]) -> Iterator[Finding]:
    """That another program saved the file, and what it lost.

    Args:
        workbook: the file.
        file: what it is called.
        grids: the sheets that were read, by name.
    """
    if not is_by_other_program(workbook):
        return
    program = workbook.application or ""
    unlocked = [name for name, grid in grids.items() if grid.locked is False]
    details = {"program": _VERSION.sub("", program).strip()[:_LONGEST_NAME] or program[:_LONGEST_NAME]}
    if unlocked:
        names = ", ".join(unlocked)
        details["lost"] = f"การล็อกช่องของแผ่น {names} หายไปแล้ว"
        details["lost_en"] = f"the locks of {names} are gone"
    else:
        details["lost"] = "การล็อกช่อง รายการตัวเลือก หรือคำเตือนอาจหายไป"
        details["lost_en"] = "locks, choices or warnings may be gone"
    yield Finding(FindingKind.OTHER_PROGRAM, file, details=details)


def calculation_finding(grid: Grid, file: str) -> Iterator[Finding]:
    """That a form's formulas have no values: whoever filled it in saw no warning and no check."""
    if not grid.calculated:
        yield Finding(FindingKind.NEVER_CALCULATED, file, grid.name)


def row_with_targets(row: SubmittedRow, sheet: Sheet, grid: Grid, columns: Mapping[str, int]) -> SubmittedRow:
    """The row with the targets of its links behind what the cells show: a link's words alone lead nowhere."""
    if not grid.links:
        return row
    values = dict(row.values)
    for column in sheet.columns:
        is_open = column.open_in_blank_rows if row.own else column.open
        target = grid.links.get((row.row - 1, columns.get(column.key, -1)), "").strip()
        if not target or not is_open or column.kind not in (Kind.TEXT, Kind.LONG):
            continue
        shown = values.get(column.key)
        if shown is None:
            values[column.key] = target
        elif isinstance(shown, str) and not _says(shown, target):
            values[column.key] = f"{shown} ({target})"
    return replace(row, values=values)


def _says(shown: str, target: str) -> bool:
    """Whether a text shows its target already; programs add a slash, or mailto: before an address."""
    bare = _ADDRESS.sub("", target).strip("/").casefold()
    return bare in shown.casefold()


def picture_findings(
    row: SubmittedRow, sheet: Sheet, columns: Mapping[str, int], file: str
) -> Iterator[Finding]:
    """The cells in which WPS Office put a picture: only it can show that."""
    for key, value in row.values.items():
        if isinstance(value, str) and _PICTURE.match(value):
            cell = cell_name(row.row - 1, columns[key])
            details = {"header": sheet.column(key).header}
            yield Finding(FindingKind.PICTURE_IN_CELL, file, row.sheet or sheet.name, cell, value, details)
