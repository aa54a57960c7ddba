"""One row on its way from a table into the plan: where its words go, and the trace that they leave."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct, field

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.importing.departments import DepartmentFinder, NamedDepartments
from itaxl.importing.readings import is_nothing
from itaxl.importing.rows import Entry
from itaxl.importing.tables import SourceCell
from itaxl.importing.tracing import Certainty, Target, Telling, Trace
from itaxl.planning.indicators import IndicatorFinder
from itaxl.template.description import Sheet
from itaxl.thai.period_reading import PeriodReading


class PlacedRow(Struct):
    """One row of the plan, and what is reported on it.

    Attributes:
        values: by the plan's columns; a step's own words only.
        reported: by the department's own columns.
        extras: by header, for columns that the plan does not have.
        departments: keys of the department finder; empty for a step that takes its measure's.
        is_every: all departments.
    """

    code: str = ""
    is_step: bool = False
    values: dict[str, object] = field(default_factory=dict)
    reported: dict[str, object] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    indicators: tuple[int, ...] = ()
    departments: tuple[str, ...] = ()
    is_every: bool = False


class Surroundings(Struct, frozen=True):
    """What rows are read by.

    Attributes:
        file: the document.
        year: that the measures are of.
        round_end: the last day that is reported about.
        finder: indicators of the scored year.
        departments: finds and remembers them.
        departments_sheet: the plan's sheet of departments.
        plan_sheet: the plan's sheet of measures.
        report_sheet: the department's sheet of measures.
        returned: what the returned workbooks are called in the trace.
    """

    file: str
    year: FiscalYear
    round_end: date
    finder: IndicatorFinder
    departments: DepartmentFinder
    departments_sheet: Sheet
    plan_sheet: Sheet
    report_sheet: Sheet
    returned: str


class RowInHand:
    """One row being placed.

    Attributes:
        entry: what the table says.
        row: what becomes of it.
        period: when the measure is carried out, once that was read.
        used: keys of the catalogue whose words have found their place.
    """

    def __init__(self, entry: Entry, code: str, around: Surroundings, trace: Trace) -> None:
        self.entry = entry
        self.around = around
        self.trace = trace
        self.row = PlacedRow(code, entry.is_step)
        self.period = PeriodReading()
        self.used: set[str] = {"code"}

    @property
    def keys(self) -> frozenset[str]:
        """The columns that the table has."""
        return frozenset(each.key for each in self.entry.columns)

    def cells(self, key: str) -> Sequence[SourceCell]:
        """The cells of a column, none where the table does not have it."""
        return self.entry.cells.get(key, ())

    def header(self, key: str) -> str:
        """The words above a column."""
        return next((each.header for each in self.entry.columns if each.key == key), key)

    def as_printed(self, key: str) -> None:
        """Put the words of a column where the plan has the same one."""
        self.used.add(key)
        text = self.entry.text(key)
        if is_nothing(text):
            self.trace_to(self.cells(key), key, Certainty.READ, "ไม่มี")
        else:
            self.value(key, text, self.cells(key))

    def put(self, key: str, value: str, source: str, certainty: Certainty = Certainty.AS_PRINTED) -> None:
        """Put words into a column of the plan, from another one of the table."""
        self.value(key, value, self.entry.cells.get(source, ()), certainty)

    def value(
        self,
        key: str,
        value: object,
        cells: Iterable[SourceCell],
        certainty: Certainty = Certainty.AS_PRINTED,
        note: str = "",
    ) -> None:
        """Put a value into a column of the plan."""
        self.row.values[key] = value
        self._moved(cells, self._in_plan(key), certainty, note, value)

    def trace_to(self, cells: Iterable[SourceCell], key: str, certainty: Certainty, note: str = "") -> None:
        """Note that cells went into a column of the plan."""
        self._moved(cells, self._in_plan(key), certainty, note)

    def _in_plan(self, key: str) -> Target:
        sheet = self.around.plan_sheet
        return Target(sheet.name, self.row.code, sheet.column(key).header)

    def _in_report(self, key: str) -> Target:
        return Target(self.around.returned, self.row.code, self.around.report_sheet.column(key).header)

    def _moved(
        self,
        cells: Iterable[SourceCell],
        target: Target,
        certainty: Certainty,
        note: str,
        value: object = None,
    ) -> None:
        for cell in cells:
            telling = Telling(certainty, note).of(self.entry.words.get(cell.place), value)
            self.trace.moved(self.around.file, cell, target, *telling)

    def reported(
        self,
        key: str,
        value: object,
        cells: Iterable[SourceCell],
        certainty: Certainty = Certainty.AS_PRINTED,
    ) -> None:
        """Put a value into a column that the department fills in."""
        self.row.reported[key] = value
        self._moved(cells, self._in_report(key), certainty, "", value)

    def trace_report(
        self, cells: Iterable[SourceCell], key: str, certainty: Certainty, note: str = ""
    ) -> None:
        """Note that cells went into a column that the department fills in."""
        self._moved(cells, self._in_report(key), certainty, note)

    def trace_departments(self, named: NamedDepartments, cells: Sequence[SourceCell]) -> None:
        """From where the list of departments has its names."""
        sheet = self.around.departments_sheet
        for key in named.keys:
            name = self.around.departments.name(key)
            certainty = Certainty.READ if named.is_sure else Certainty.UNSURE
            for cell in cells:
                self.trace.moved(self.around.file, cell, Target(sheet.name, name), certainty)

    def any_cells(self) -> list[SourceCell]:
        """Some cells of the row, to say where it stands."""
        return next((cells for cells in self.entry.cells.values() if cells), [])

    def found(
        self,
        kind: FindingKind,
        cells: Sequence[SourceCell],
        value: str = "",
        **details: object,
    ) -> None:
        """Note a doubt about the row."""
        place = cells[0].place if cells else ""
        self.trace.findings.append(
            Finding(kind, self.around.file, "", place, value, {"code": self.row.code, **details})
        )

    def apart(self, header: str, text: str, cells: Sequence[SourceCell]) -> None:
        """Put words into a column of their own, under the table's header."""
        self.row.extras[header] = text
        target = Target(self.around.plan_sheet.name, self.row.code, header)
        self._moved(cells, target, Certainty.AS_PRINTED, "", text)

    def kept(self, cells: Iterable[SourceCell], note: str) -> None:
        """Note that cells went nowhere but into the account."""
        for cell in cells:
            self.trace.moved(self.around.file, cell, None, Certainty.KEPT_HERE, note)
