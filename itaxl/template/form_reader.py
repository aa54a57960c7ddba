"""Reads a described form back: labelled values, wherever the labels stand."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.sheets.grids import CellAddress, Grid, cell_name
from itaxl.template.cells import (
    ReadingRules,
    Understood,
    as_text,
    locked_details,
    same,
    trouble_at,
    understood,
)
from itaxl.template.description import Column, Sheet
from itaxl.template.layout import FIRST_FIELD_ROW
from itaxl.thai.text import compact, is_blank


class FormReading(Struct):
    """What a form held: understood values, the cell of each field, and what could not be understood.

    Attributes:
        known: the cells of all labels and fields.
    """

    values: dict[str, object] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: dict[str, object] = field(default_factory=dict)
    known: set[CellAddress] = field(default_factory=set)

    def holds(self, column: Column) -> bool:
        """Whether anything stands in a field."""
        return column.key in self.values or column.key in self.unread

    def take(self, meaning: Understood, value: object, column: Column, file: str, sheet: str) -> None:
        """Take what a field means, and tell what is wrong with it."""
        if meaning.trouble:
            self.tell(meaning.trouble, column, as_text(value), meaning.details, file, sheet)
        if meaning.value is not None:
            self.values[column.key] = meaning.value
        elif meaning.trouble:
            self.unread[column.key] = value

    def tell(
        self,
        kind: FindingKind,
        column: Column,
        value: str,
        details: Mapping[str, object],
        file: str,
        sheet: str,
    ) -> None:
        """Take note of a finding at a field."""
        told = {"header": column.header, **details}
        self.findings.append(Finding(kind, file, sheet, self.cells[column.key], value, told))


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
        place = label_place(grid, column.header, FIRST_FIELD_ROW + index)
        if place is None:
            continue
        row, label_column = place
        at = row, label_column + 1
        reading.known |= {place, at}
        reading.cells[column.key] = cell_name(*at)
        value = grid.at(*at)
        if sent is not None and not column.open:
            expected = sent.get(column.key, "")
            if not same(expected, value):
                found = as_text(value), locked_details(expected, column)
                reading.tell(FindingKind.LOCKED_CELL_CHANGED, column, *found, file, grid.name)
            reading.values[column.key] = expected
            continue
        trouble = trouble_at(grid, at)
        if trouble:
            reading.tell(trouble[0], column, trouble[1], {}, file, grid.name)
        else:
            reading.take(understood(value, column, rules), value, column, file, grid.name)
            if column.wanted and sent is not None and not reading.holds(column):
                reading.tell(FindingKind.WANTED_ENTRY, column, "", {}, file, grid.name)
    return reading


def beyond_form(grid: Grid, sheet: Sheet, form: FormReading, file: str) -> Iterator[Finding]:
    """Entries beside or below the form: named, so that none is lost."""
    for row, cells in enumerate(grid.rows):
        for column, value in enumerate(cells):
            if value == "" or (row, column) in form.known or is_blank(value) or value == sheet.title:
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
