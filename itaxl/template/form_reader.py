"""Reads a described form back: labelled values, wherever the labels stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.sheets.grids import Grid, cell_name
from itaxl.template.cells import ReadingRules, as_text, same, trouble_at, understood
from itaxl.template.description import Sheet
from itaxl.template.layout import FIRST_FIELD_ROW
from itaxl.thai.text import compact


@dataclass(slots=True)
class FormReading:
    """What a form held: understood values, the cell of each field, and what could not be understood."""

    values: dict[str, object] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: dict[str, object] = field(default_factory=dict)


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
    for index, column in enumerate(sheet.columns):
        place = _label_place(grid, column.header, FIRST_FIELD_ROW + index)
        if place is None:
            continue
        row, label_column = place
        at = row, label_column + 1
        cell = cell_name(*at)
        reading.cells[column.key] = cell
        value = grid.at(*at)
        if sent is not None and not column.open:
            expected = sent.get(column.key, "")
            if not same(expected, value):
                details: dict[str, object] = {"header": column.header, "sent": expected}
                reading.findings.append(
                    Finding(FindingKind.LOCKED_CELL_CHANGED, file, sheet.name, cell, as_text(value), details)
                )
            reading.values[column.key] = expected
            continue
        trouble = trouble_at(grid, at)
        if trouble:
            details = {"header": column.header}
            reading.findings.append(Finding(trouble[0], file, sheet.name, cell, trouble[1], details))
            continue
        meaning = understood(value, column, rules)
        if meaning.trouble:
            reading.unread[column.key] = value
            details = {"header": column.header, **meaning.details}
            reading.findings.append(Finding(meaning.trouble, file, sheet.name, cell, as_text(value), details))
        elif meaning.value is not None:
            reading.values[column.key] = meaning.value
        elif column.wanted and sent is not None:
            details = {"header": column.header}
            reading.findings.append(Finding(FindingKind.WANTED_ENTRY, file, sheet.name, cell, "", details))
    return reading


def _label_place(grid: Grid, label: str, expected_row: int) -> tuple[int, int] | None:
    if grid.at(expected_row, 0) == label:
        return expected_row, 0
    wanted = compact(label)
    for row, cells in enumerate(grid.rows):
        for column, value in enumerate(cells):
            if isinstance(value, str) and compact(value) == wanted:
                return row, column
    return None
