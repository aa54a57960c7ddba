"""Reads the sheets of one unit: what they say, and what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import Submission, SubmittedRow
from itaxl.sheets.grids import Grid, column_name
from itaxl.template.cells import ReadingRules, sent_as_text
from itaxl.template.copies import form_differences, table_differences
from itaxl.template.description import Layout, Sheet
from itaxl.template.expected import Expected
from itaxl.template.form_reader import beyond_form, read_form
from itaxl.template.origins import (
    calculation_finding,
    origin_findings,
    picture_findings,
    program_finding,
    row_with_targets,
)
from itaxl.template.other_units import of_other_unit, of_unit_now, reporters_of_others
from itaxl.template.piles import Pile
from itaxl.template.reader import TableReading, read_table
from itaxl.template.returned_sheets import PlacedSheet, ReturnedSheets, is_empty, unread_sheet
from itaxl.template.stamp import SentTable
from itaxl.template.start_reader import FrontReader, with_origin

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
        FindingKind.RECOGNISED_FORM,
        FindingKind.SHEET_FOUND,
        FindingKind.UNREAD_SHEET,
        FindingKind.HEADER_READ,
        FindingKind.HEADERS_GONE,
    }
)
_NAMED_OTHERWISE = ("ไม่มีแผ่นชื่อนี้ และหัวตารางตรงกัน", "there is none of that name, and its headers are the same")
_LEFT_BLANK = ("แผ่นเดิมยังว่าง", "that one was left blank")


class UnitReader:
    """The sheets of one unit being read."""

    def __init__(self, sheets: ReturnedSheets, pile: Pile, expected: Expected) -> None:
        self.sheets = sheets
        self.pile = pile
        self.name = sheets.file
        self.description = sheets.description
        self.sent = sent = pile.sent
        self.issued = expected.issued_of(sent.stamp.kind)
        self.all_sent = sent.stamp.kind in expected.all_sent
        year = FiscalYear(sent.stamp.fiscal_year)
        choices = {**self.description.lists, **expected.choices}
        self.rules = ReadingRules(
            year.start,
            year.end,
            choices,
            self.description.certain,
            self.description.hints,
            sent.month_first,
        )
        self.findings: list[Finding] = []
        self.rows: list[SubmittedRow] = []
        self.fields: dict[str, dict[str, object]] = {}
        self.columns: dict[str, str] = {}
        self.unread: dict[str, dict[str, object]] = {}
        self.sheet_names: dict[str, None] = {}
        self.touched = False
        self.grids: dict[str, Grid] = {}

    def read(self, submission: Submission, told: Iterable[Finding] = ()) -> Submission:
        """The submission with everything that these sheets say.

        Args:
            submission: what is known of the file.
            told: what was found in the file beside these sheets.
        """
        for sheet in self.description.sheets:
            if sheet.layout in (Layout.FORM, Layout.TABLE):
                grid = self._grid(sheet)
                if grid is not None:
                    self.grids[grid.name] = grid
                    self._read_sheet(sheet, grid)
        self.findings[:0] = self._of_the_file()
        self.findings.extend(told)
        start = self.sent.start
        front = FrontReader(self.pile.front, start) if start else None
        if front is not None:
            self.findings.extend(front.beyond(self.name))
        absences = _ABSENCES | ({FindingKind.MISSING_SHEET} if self.pile.gave_away else frozenset())
        untouched = not self.touched and all(each.kind in absences for each in self.findings)
        if untouched:
            details = {"unit": self.sent.stamp.unit}
            beside = [each for each in self.findings if each.kind is FindingKind.UNREAD_SHEET]
            self.findings = [Finding(FindingKind.UNTOUCHED, self.name, details=details), *beside]
        read = replace(
            submission,
            stamp=self.sent.stamp,
            untouched=untouched,
            fields=self.fields,
            rows=tuple(self.rows),
            findings=tuple(self.findings),
            columns=self.columns,
            unread=self.unread,
            texts=self.sent.texts,
            sheets=tuple(self.sheet_names),
        )
        if front is not None:
            read = with_origin(read, front)
        return of_unit_now(read, self.issued) if self.issued is not None else read

    def _of_the_file(self) -> Iterator[Finding]:
        """What is told before all entries; of the whole file only once."""
        if self.pile.because is not None:
            thai, english = self.pile.because
            details = {"because": thai, "because_en": english, "unit": self.sent.stamp.unit}
            sheet = next(iter(self.grids), "")
            yield Finding(FindingKind.RECOGNISED_FORM, self.name, sheet, details=details)
        yield from origin_findings(self.sheets.workbook, self.name)
        yield from program_finding(self.sheets.workbook, self.name, self.grids)

    def _grid(self, sheet: Sheet) -> Grid | None:
        """The sheet under its name, else the one that looks most like it."""
        grid = self.pile.named.get(sheet.key)
        is_known = self.pile.because is None and not self.pile.gave_away
        if grid is not None or (is_known and sheet.key in self.sheets.named):
            return grid  # one that cannot be read was told already
        alike = [each for each in self.pile.strays if each.sheet.key == sheet.key]
        if alike:
            best = max(alike, key=self._answers)
            self.pile.strays = [each for each in self.pile.strays if each is not best]
            if self.pile.because is None:
                self._found_sheet(best.grid, sheet.name, _NAMED_OTHERWISE)
            return best.grid
        if self.pile.because is None:
            details: dict[str, object] = {"sheet": sheet.name}
            self.findings.append(Finding(FindingKind.MISSING_SHEET, self.name, sheet.name, details=details))
        return None

    def _answers(self, placed: PlacedSheet) -> int:
        """How many entries a stray holds."""
        if placed.sheet.layout is Layout.FORM:
            return 0
        reading = self._table(placed.sheet, placed.grid)
        return sum(len(row.values) for row in reading.rows)

    def _found_sheet(self, grid: Grid, expected: str, because: tuple[str, str]) -> None:
        details = {"found": grid.name, "expected": expected, "because": because[0], "because_en": because[1]}
        self.findings.append(Finding(FindingKind.SHEET_FOUND, self.name, grid.name, details=details))

    def _read_sheet(self, sheet: Sheet, grid: Grid) -> None:
        if sheet.layout is Layout.FORM:
            self._read_form(sheet, grid)
        else:
            self._read_table(sheet, grid)

    def _read_form(self, sheet: Sheet, grid: Grid) -> None:
        sent = self.sent.fields.get(sheet.key, {}) if self.pile.because is None else None
        form = read_form(grid, sheet, self.rules, self.name, sent)
        form.findings.extend(beyond_form(grid, sheet, form, self.name))
        self.fields[sheet.key] = {key: value for key, value in form.values.items() if sheet.column(key).open}
        if form.unread:
            self.unread[sheet.key] = form.unread
        self.touched = self.touched or bool(self.fields[sheet.key])
        if self.issued is None:
            self.findings.extend(form.findings)
        else:
            unit = self.sent.stamp.unit
            self.findings.extend(of_other_unit(each, unit, self.issued) for each in form.findings)
            self.findings.extend(reporters_of_others(sheet, grid.name, form, unit, self.issued, self.name))
        for copy in self._copies(sheet):
            self.findings.extend(form_differences(sheet, copy, grid, self.name))

    def _copies(self, sheet: Sheet) -> list[Grid]:
        return [each.grid for each in self.pile.strays if each.sheet.key == sheet.key]

    def _table(self, sheet: Sheet, grid: Grid) -> TableReading:
        sent = self.sent.tables.get(sheet.key, SentTable(0, 0))
        return read_table(grid, sheet, self.rules, self.name, sent)

    def _filled_copy(self, sheet: Sheet, main: Grid, table: TableReading) -> tuple[Grid, TableReading]:
        """The table; where that is blank, its only copy that is not. What the others add is named."""
        copies = [(copy, self._table(sheet, copy)) for copy in self._copies(sheet)]
        filled = [each for each in copies if any(row.values for row in each[1].rows)]
        chosen = main, table
        if len(filled) == 1 and not any(row.values for row in table.rows):
            chosen = filled[0]
            self._found_sheet(chosen[0], main.name, _LEFT_BLANK)
            copies.append((main, table))
        for each in copies:
            if each is not chosen:
                self.findings.extend(table_differences(sheet, each, chosen, self.name))
        return chosen

    def _read_table(self, sheet: Sheet, grid: Grid) -> None:
        table = self._table(sheet, grid)
        if self.pile.strays:
            grid, table = self._filled_copy(sheet, grid, table)
        self.touched = self.touched or any(row.values for row in table.rows)
        self.findings.extend(table.findings)
        if not table.columns and not is_empty(grid):
            self.findings.append(unread_sheet(grid, self.name))
        self.findings.extend(calculation_finding(grid, self.name))
        self.sheet_names[grid.name if grid.name != sheet.name else ""] = None
        if grid.name != sheet.name:
            table.rows = [replace(row, sheet=grid.name) for row in table.rows]
        for row in table.rows:
            self.findings.extend(picture_findings(row, sheet, table.columns, self.name))
        self.columns.update((key, column_name(index)) for key, index in table.columns.items())
        rows = [row_with_targets(row, sheet, grid, table.columns) for row in table.rows]
        sent = self.sent.tables.get(sheet.key, SentTable(0, 0))
        if self.all_sent:
            self.rows.extend(_with_all_sent(sheet, sent, rows))
        else:
            by_code = _by_code(sheet, sent)
            self.rows.extend(self._with_sent(sheet, sent.columns, by_code.get(row.code), row) for row in rows)

    def _with_sent(
        self, sheet: Sheet, columns: Sequence[str], values: Sequence[str] | None, row: SubmittedRow
    ) -> SubmittedRow:
        """Where the plan was edited after sending, the row keeps what was sent, and says so."""
        if self.issued is None or row.own or values is None:
            return row
        changed = self.issued.planned_otherwise(sheet.key, row.code, columns, values)
        place = row.sheet or sheet.name
        for key, value in changed.items():
            column = sheet.column(key)
            sent = sent_as_text(value, column)
            details = {"header": column.header, "code": row.code, "sent": sent}
            self.findings.append(Finding(FindingKind.PLAN_CHANGED, self.name, place, "", sent, details))
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
