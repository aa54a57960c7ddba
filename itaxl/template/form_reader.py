"""Reads a described form back: labelled values, wherever the labels stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.sheets.grids import CellAddress, Grid, cell_name
from itaxl.template.cells import ReadingRules, as_text, same, trouble_at, understood
from itaxl.template.description import Sheet
from itaxl.template.layout import FIRST_FIELD_ROW
from itaxl.thai.text import compact, is_blank


@dataclass(slots=True)
class FormReading:
    """What a form held: understood values, and the cell of each field."""

    values: dict[str, object] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_form(
    grid: Grid, sheet: Sheet, rules: ReadingRules, file: str, sent: Mapping[str, str] | None = None
) -> FormReading:
    """Read labelled values; a label is found by its words wherever it stands.

    Args:
        grid: the sheet's cells.
        sheet: its description.
        rules: what entries are judged by.
        file: for findings.
        sent: what locked fields held, where known.
    """
    reading = FormReading()
    known: set[CellAddress] = set()
    for index, column in enumerate(sheet.columns):
        place = label_place(grid, column.header, FIRST_FIELD_ROW + index)
        if place is None:
            continue
        row, label_column = place
        at = row, label_column + 1
        known |= {place, at}
        cell = cell_name(*at)
        reading.cells[column.key] = cell
        value = grid.at(*at)
        if sent is not None and not column.open:
            expected = sent.get(column.key, "")
            if not same(expected, value):
                details: dict[str, object] = {"header": column.header, "sent": expected}
                reading.findings.append(
                    Finding(FindingKind.LOCKED_CELL_CHANGED, file, grid.name, cell, as_text(value), details)
                )
            reading.values[column.key] = expected
            continue
        trouble = trouble_at(grid, at)
        if trouble:
            details = {"header": column.header}
            reading.findings.append(Finding(trouble[0], file, grid.name, cell, trouble[1], details))
            continue
        meaning = understood(value, column, rules)
        if meaning.trouble:
            details = {"header": column.header, **meaning.details}
            reading.findings.append(Finding(meaning.trouble, file, grid.name, cell, as_text(value), details))
        if meaning.value is not None:
            reading.values[column.key] = meaning.value
        elif not meaning.trouble and column.wanted and sent is not None:
            details = {"header": column.header}
            reading.findings.append(Finding(FindingKind.WANTED_ENTRY, file, grid.name, cell, "", details))
    if sent is not None:
        reading.findings.extend(_beyond(grid, sheet, known, file))
    return reading


def _beyond(grid: Grid, sheet: Sheet, known: set[CellAddress], file: str) -> Iterator[Finding]:
    """Entries beside or below the form: named, so that none is lost."""
    for row, cells in enumerate(grid.rows):
        for column, value in enumerate(cells):
            if value == "" or (row, column) in known or is_blank(value) or value == sheet.title:
                continue
            cell = cell_name(row, column)
            yield Finding(FindingKind.BEYOND_FORM, file, grid.name, cell, as_text(value))


def label_place(grid: Grid, label: str, expected_row: int) -> CellAddress | None:
    """Where a label stands: mostly where it was written, else wherever its words are."""
    if grid.at(expected_row, 0) == label:
        return expected_row, 0
    wanted = compact(label)
    for row, cells in enumerate(grid.rows):
        for column, value in enumerate(cells):
            if isinstance(value, str) and compact(value) == wanted:
                return row, column
    return None
