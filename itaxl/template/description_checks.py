"""What is wrong with a description although each of its values is of the right kind."""

from collections.abc import Iterator, Mapping

from itaxl.template.description import Column, Sheet, WorkbookDescription
from itaxl.template.stamp import LIST_SHEET, STAMP_SHEET
from itaxl.thai.text import nearest

GIVEN_LISTS = frozenset(
    {
        *("statuses", "indicators", "items", "instruments", "agency_types", "provinces", "rounds"),
        *("departments", "responsible"),
    }
)
"""The lists that are there without a description bringing them along."""

_NEEDED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "plan": {
        "agency": ("name", "fiscal_year", "round"),
        "departments": ("code", "name"),
        "scores": ("score", "previous"),
        "measures": ("code", "measure", "department"),
    },
    "department": {"measures": ("code", "measure", "status")},
    "province": {
        "province": ("name", "fiscal_year", "round"),
        "agencies": ("code", "name"),
        "scores": (),
    },
    "agency": {"scores": ("score", "previous"), "measures": ("code", "measure", "status")},
}
"""What cannot be left out: by kind of workbook the sheets, and of these the columns."""

# Excel's limits: with more, XlsxWriter gives up, or Excel says that the file was damaged.
_LONGEST_SHEET_NAME = 31
_FORBIDDEN_IN_SHEET_NAMES = frozenset("[]:*?/\\")
_WIDEST = 255
_LONGEST_PROMPT = 255
_MOST_DECIMALS = 15
_MOST_BLANK_ROWS = 10_000


def faults_of(description: WorkbookDescription) -> Iterator[str]:
    """Everything that no workbook could be written or read with."""
    lists = GIVEN_LISTS | description.lists.keys()
    keys = {each.key for each in description.sheets}
    yield from _lacking(description)
    for index, sheet in enumerate(description.sheets):
        where = f"sheet[{index}]"
        yield from (f"{where}.{each}" for each in _faults_of_sheet(sheet, keys))
        for column in sheet.columns:
            yield from (
                f"{where}: column “{column.key}”: {each}" for each in _faults_of_column(column, lists)
            )


def _lacking(description: WorkbookDescription) -> Iterator[str]:
    columns = {each.key: {column.key for column in each.columns} for each in description.sheets}
    for sheet, needed in _NEEDED.get(description.kind, {}).items():
        if sheet not in columns:
            yield f'sheet: “{sheet}” is missing, for example [[sheet]] key = "{sheet}"'
            continue
        for key in needed:
            if key not in columns[sheet]:
                example = f'for example [[sheet.column]] key = "{key}"'
                yield f"sheet “{sheet}”: “{key}” cannot be left out, {example}"


def _faults_of_sheet(sheet: Sheet, keys: set[str]) -> Iterator[str]:
    name = sheet.name
    if len(name) > _LONGEST_SHEET_NAME:
        yield f"name: “{name}” has {len(name)} letters, Excel takes {_LONGEST_SHEET_NAME}"
    if _FORBIDDEN_IN_SHEET_NAMES & set(name) or name != name.strip("'") or name in (LIST_SHEET, STAMP_SHEET):
        yield f"name: “{name}” cannot be a sheet's name in Excel, for example “มาตรการ”"
    limits = {
        "label_width": (1, _WIDEST, 30),
        "value_width": (1, _WIDEST, 50),
        "blank_rows": (0, _MOST_BLANK_ROWS, 8),
        "freeze_columns": (0, max(1, len(sheet.columns)), 1),
    }
    for each, (low, high, example) in limits.items():
        yield from _outside(each, getattr(sheet, each), low, high, example)
    yield from _unknown_keys(sheet, keys)


def _unknown_keys(sheet: Sheet, keys: set[str]) -> Iterator[str]:
    columns = {each.key for each in sheet.columns}
    for role in ("row_label", "row_text"):
        key = getattr(sheet, role)
        if key and key not in columns:
            yield f"{role}: no column has the key “{key}”{_perhaps(key, columns)}"
    headers = {each.header for each in sheet.columns}
    for header in sheet.computed_headers:
        if header in headers:
            yield f"column: the header “{header}” is that of a column that formulas fill"
    for key in sheet.checks:
        if key not in keys:
            yield f"checks: no sheet has the key “{key}”{_perhaps(key, keys)}"


def _faults_of_column(column: Column, lists: frozenset[str]) -> Iterator[str]:
    if column.choices and column.choices not in lists:
        example = f'for example [lists] {column.choices} = ["ก", "ข"]'
        yield f"choices: no list is called “{column.choices}”{_perhaps(column.choices, lists)}; {example}"
    yield from _outside("width", column.width, 1, _WIDEST, 20)
    yield from _outside("decimals", column.decimals, 0, _MOST_DECIMALS, 2)
    if column.within not in ("", "fiscal_year"):
        yield f'within: “{column.within}” is not known, for example within = "fiscal_year"'
    if column.minimum is not None and column.maximum is not None and column.minimum > column.maximum:
        yield f"minimum: {column.minimum:g} is more than maximum, which is {column.maximum:g}"
    for each in ("prompt", "error"):
        if len(getattr(column, each)) > _LONGEST_PROMPT:
            yield f"{each}: has {len(getattr(column, each))} letters, Excel shows {_LONGEST_PROMPT}"


def _outside(name: str, value: float, low: int, high: int, example: int) -> Iterator[str]:
    if not low <= value <= high:
        yield f"{name}: must be from {low} to {high}, for example {name} = {example}"


def _perhaps(key: str, known: frozenset[str] | set[str]) -> str:
    hint = nearest(key, sorted(known))
    return f"; perhaps “{hint}”" if hint else ""
