"""Copies of a form's sheets inside one file: what they say that the sheet itself does not say."""

from collections.abc import Iterator

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.sheets.grids import Grid, cell_name
from itaxl.template.cells import as_text
from itaxl.template.description import Sheet
from itaxl.template.form_reader import label_place
from itaxl.template.layout import FIRST_FIELD_ROW
from itaxl.template.reader import TableReading
from itaxl.thai.text import compact, is_blank


def table_differences(
    sheet: Sheet, copy: tuple[Grid, TableReading], main: tuple[Grid, TableReading], file: str
) -> Iterator[Finding]:
    """The entries of a copied table that the table itself does not have, each with its cell."""
    grid, reading = copy
    main_grid, main_reading = main
    rows = {row.code: row.row - 1 for row in main_reading.rows}
    for row in reading.rows:
        for key, index in reading.columns.items():
            column = sheet.column(key)
            if not (column.open_in_blank_rows if row.own else column.open):
                continue
            at = row.row - 1, index
            place = rows.get(row.code)
            there = main_reading.columns.get(key)
            other = _shown(main_grid, (place, there)) if place is not None and there is not None else ""
            told = _difference(grid, at, other)
            if told:
                details = {"main": main_grid.name, "header": column.header}
                details |= {"row": f"ของ {row.code}", "row_en": f"of {row.code}"}
                cell = cell_name(*at)
                yield Finding(FindingKind.COPY_DIFFERS, file, grid.name, cell, told, details)
    known = {each.value for each in main_reading.findings if each.kind is FindingKind.BEYOND_FORM}
    for each in reading.findings:
        if each.kind is FindingKind.BEYOND_FORM and each.value not in known:
            yield each


def form_differences(sheet: Sheet, copy: Grid, main: Grid, file: str) -> Iterator[Finding]:
    """The same for labelled values."""
    for index, column in enumerate(sheet.columns):
        places = [label_place(grid, column.header, FIRST_FIELD_ROW + index) for grid in (copy, main)]
        if not column.open or places[0] is None:
            continue
        at = places[0][0], places[0][1] + 1
        told = _difference(copy, at, _shown(main, (places[1][0], places[1][1] + 1)) if places[1] else "")
        if told:
            details = {"main": main.name, "header": column.header}
            yield Finding(FindingKind.COPY_DIFFERS, file, copy.name, cell_name(*at), told, details)


def _difference(grid: Grid, at: tuple[int, int], other: str) -> str:
    """What a cell shows, where it is something else than is shown elsewhere."""
    shown = _shown(grid, at)
    return "" if is_blank(shown) or compact(shown) == compact(other) else shown


def _shown(grid: Grid, at: tuple[int, int]) -> str:
    return grid.errors.get(at) or as_text(grid.at(*at))
