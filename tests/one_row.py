"""One row of the departments' form, read without a workbook."""

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import FindingKind
from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.sheets.grids import Grid
from itaxl.template.cells import ReadingRules
from itaxl.template.description_files import load_description
from itaxl.template.reader import TableReading, read_table
from itaxl.workflow.settings import default_templates

FORM = load_description("department", default_templates())
SHEET = FORM.sheet("measures")


def read_row(year: int = 2566, /, **entries: object) -> TableReading:
    """One row of the real form, all cells of which are open."""
    fiscal = FiscalYear(year)
    choices = {"statuses": STATUS_CHOICES}
    rules = ReadingRules(fiscal.start, fiscal.end, choices, FORM.certain, FORM.hints)
    cells: list[object] = [entries.get(each.key, "") for each in SHEET.columns]
    headers: list[object] = [each.header for each in SHEET.columns]
    return read_table(Grid("มาตรการ", [[], [], headers, cells]), SHEET, rules, "a.xlsx")


def kinds(reading: TableReading, *keys: str) -> dict[str, FindingKind]:
    """What was found of some columns."""
    headers = {SHEET.column(key).header: key for key in keys}
    found = {headers.get(str(each.details.get("header"))): each.kind for each in reading.findings}
    return {key: kind for key, kind in found.items() if key}
