"""The rows of tables become measures of a plan and what departments reported on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import EVERY_DEPARTMENT, PlanRow
from itaxl.assessment.statuses import Status
from itaxl.importing.departments import DepartmentFinder, NamedDepartments, responsible_words
from itaxl.importing.headers import MEASURE_COLUMNS
from itaxl.importing.indicator_words import read_indicators, read_item
from itaxl.importing.lines import is_point
from itaxl.importing.readings import (
    day_of,
    deadlines,
    done_on,
    evidence,
    is_nothing,
    read_status,
)
from itaxl.importing.rows import Entry
from itaxl.importing.tables import SourceCell, SourceText
from itaxl.importing.tracing import Certainty, Target, Trace
from itaxl.planning.indicators import IndicatorFinder
from itaxl.template.description import Sheet
from itaxl.thai.dates import short_date
from itaxl.thai.period_reading import PeriodReading, read_period
from itaxl.thai.text import compact

_PLAIN = ("guideline", "steps", "monitoring")
_TICKS = ("not_started", "in_progress", "done")
_ISSUE = "ประเด็น"


@dataclass(slots=True)
class PlacedRow:
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


@dataclass(frozen=True, slots=True)
class Surroundings:
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


def numbered(entries: Sequence[Entry]) -> list[str]:
    """The codes of rows: M1, and M2.1, M2.2 where a measure has several; a table's own where it has them."""
    own = [entry.text("code") for entry in entries]
    if all(own) and len({compact(each) for each in own}) == len(own):
        return own
    heads: list[int] = []
    for entry in entries:
        heads.append((heads[-1] if heads else 0) + (not entry.is_step or not heads))
    codes, step = [], 0
    for index, head in enumerate(heads):
        step = step + 1 if index and heads[index - 1] == head else 1
        codes.append(f"M{head}.{step}" if heads.count(head) > 1 else f"M{head}")
    return codes


def placed_rows(
    entries: Sequence[Entry], codes: Iterable[str], around: Surroundings, trace: Trace
) -> list[PlacedRow]:
    """Place every row; what is doubtful is a finding."""
    return [_Placer(entry, code, around, trace).place() for entry, code in zip(entries, codes, strict=True)]


class _Placer:
    """One row being placed."""

    def __init__(self, entry: Entry, code: str, around: Surroundings, trace: Trace) -> None:
        self.entry = entry
        self.around = around
        self.trace = trace
        self.row = PlacedRow(code, entry.is_step)
        self.period = PeriodReading()
        self.used: set[str] = {"code", "no"}

    def place(self) -> PlacedRow:
        self._put("code", self.row.code, "code")
        self._measure()
        self._indicator()
        self._issue()
        for key in _PLAIN:
            if key not in self.used:
                self._as_printed(key)
        self._responsible()
        self._joint()
        self._time()
        self._report()
        self._rest()
        return self.row

    # The plan's columns

    def _measure(self) -> None:
        keys = {each.key for each in self.entry.columns}
        key = next((each for each in MEASURE_COLUMNS if each in keys), "")
        text = self.entry.text(key)
        if self.entry.is_step or not key:
            self._trace(self.entry.cells.get(key, ()), "measure", Certainty.READ, "ต่อจากแถวบน")
            self.used.add("measure")
            return
        self._put("measure", text, key, Certainty.AS_PRINTED if key == "measure" else Certainty.READ)
        if key in {"measure", "steps_as_measure", "guideline", "steps"}:
            self.used.add(key)

    def _indicator(self) -> None:
        item = read_item(self.entry, self.around.finder)
        read = read_indicators(self.entry, item, self.around.finder)
        self.row.indicators = read.numbers
        if read.words:
            self._value("indicator", read.words, read.cells, read.certainty)
        if item:
            note = f"อ่านเป็น {item.code}" if item.code else ""
            certainty = Certainty.AS_PRINTED if "item" in self.entry.texts else Certainty.READ
            self._value("item", item.words, item.cells, certainty, note)
        self.used.update(("indicator", "item"))

    def _issue(self) -> None:
        """A table without a column for it often tells it before the first step."""
        if "issue" in {each.key for each in self.entry.columns}:
            self._as_printed("issue")
            return
        first, *rest = self.entry.text("steps").split("\n")
        if rest and _ISSUE in first and not is_point(first) and is_point(rest[0]):
            cells = self.entry.cells["steps"]
            self._value("issue", first, cells, Certainty.READ)
            self._value("steps", "\n".join(rest), cells, Certainty.READ)
            self.used.add("steps")

    def _responsible(self) -> None:
        text = self._printed_responsible()
        key = (
            "department"
            if self.entry.text("department") and not self.entry.text("responsible")
            else "responsible"
        )
        cells = self.entry.cells.get(key, ())
        if self.entry.is_step and not text:
            return
        swapped = self._swapped(text)
        named = swapped or self.around.departments.find(text)
        if not text or not (named.keys or named.is_every):
            self._nobody(cells, text)
            return
        names = [self.around.departments.name(each) for each in named.keys]
        main = EVERY_DEPARTMENT if named.is_every else names[0]
        certainty = Certainty.AS_PRINTED if named.is_sure and not swapped else Certainty.UNSURE
        self.row.departments, self.row.is_every = named.keys, named.is_every
        self._trace_departments(named, cells)
        self._value("department", main, cells, certainty)
        if names[1:]:
            self._value("joint", ", ".join(names[1:]), cells, certainty)
        if certainty is Certainty.UNSURE and not swapped:
            self._found(FindingKind.DEPARTMENT_READ, cells, text, header=", ".join(names) or main)
        words = responsible_words(text, main)
        if words:
            self._value("responsible", words, cells)

    def _printed_responsible(self) -> str:
        self.used.update(("responsible", "department"))
        return self.entry.text("responsible") or self.entry.text("department")

    def _swapped(self, text: str) -> NamedDepartments | None:
        """A time where the unit should stand, and a unit where the time should: read by meaning."""
        period = self.entry.text("period")
        if not period or not self._read(text) or self._read(period):
            return None
        named = self.around.departments.find(period)
        if not named.keys:
            return None
        self.period = self._read(text)
        cells = [*self.entry.cells["responsible"], *self.entry.cells["period"]]
        self._found(FindingKind.COLUMNS_SWAPPED, cells)
        return named

    def _nobody(self, cells: Sequence[SourceCell], text: str) -> None:
        key = self.around.departments.nobody()
        self.row.departments = (key,)
        name = self.around.departments.name(key)
        self._value("department", name, cells, Certainty.UNSURE)
        self._found(FindingKind.NOBODY_RESPONSIBLE, self._any_cell(), header=name)
        if text:
            self._value("responsible", text, cells)

    def _joint(self) -> None:
        text = self.entry.text("joint")
        self.used.add("joint")
        if is_nothing(text):
            self._trace(self.entry.cells.get("joint", ()), "joint", Certainty.READ)
            return
        named = self.around.departments.find(text)
        keys = tuple(each for each in named.keys if each not in self.row.departments)
        self.row.departments = (*self.row.departments, *keys)
        names = [self.around.departments.name(each) for each in self.row.departments[1:]]
        words = EVERY_DEPARTMENT if named.is_every else ", ".join(names)
        certainty = Certainty.AS_PRINTED if compact(words) == compact(text) else Certainty.UNSURE
        self._value("joint", words, self.entry.cells["joint"], certainty)

    def _time(self) -> None:
        keys = {each.key for each in self.entry.columns}
        self.used.update(("period", "start", "end"))
        text = self.entry.text("period")
        if text:
            self._value("period", text, self.entry.cells["period"])
            self._days(text)
        elif "monitoring_with_deadlines" in keys and self.entry.text("monitoring"):
            self._deadlines(self.entry.text("monitoring"), self.entry.cells["monitoring"])
        for key in ("start", "end"):
            if given := self.entry.text(key):
                day = day_of(self.entry.values.get(key), given, self.around.year)
                self._value(key, day or given, self.entry.cells[key])

    def _read(self, text: str) -> PeriodReading:
        year = self.around.year
        return read_period(" ".join(text.split()), year.start, year.end)

    def _days(self, text: str) -> None:
        cells = self.entry.cells["period"]
        swapped = bool(self.period)
        reading = self.period or self._read(text)
        self.period = reading
        if not reading:
            self._found(FindingKind.PERIOD_UNREAD, cells, text)
            for key in ("start", "end"):
                self._trace(cells, key, Certainty.UNSURE)
            return
        certainty = Certainty.UNSURE if reading.is_guess or swapped else Certainty.READ
        for key, day in (("start", reading.start), ("end", reading.end)):
            if day is not None:
                self._value(key, day, self.entry.cells["responsible"] if swapped else cells, certainty)
        if reading.is_guess:
            self._period_read(cells, text, reading.start, reading.end)

    def _deadlines(self, text: str, cells: Sequence[SourceCell]) -> None:
        read = deadlines(text, self.around.year)
        if not read.words:
            return
        self._value("period", read.words, cells, Certainty.UNSURE)
        # Deadlines are those of single steps: that the last one ends the measure is a reading.
        self._trace(cells, "end", Certainty.UNSURE)
        if read.end is not None:
            self._value("end", read.end, cells, Certainty.UNSURE)
            self._period_read(cells, read.words, None, read.end)
        else:
            self._found(FindingKind.PERIOD_UNREAD, cells, read.words)

    def _period_read(
        self, cells: Sequence[SourceCell], text: str, start: date | None, end: date | None
    ) -> None:
        days = {"start": short_date(start) if start else "", "end": short_date(end) if end else ""}
        self._found(FindingKind.PERIOD_READ, cells, text, **days)

    # What was reported

    def _report(self) -> None:
        entry = self.entry
        read = read_status(entry.texts, self.period, self.around.round_end)
        told = [cell for key in (*_TICKS, "status") for cell in entry.cells.get(key, ())]
        results = entry.cells.get("result", entry.cells.get("outcome", []))
        if read is not None:
            certainty = Certainty.AS_PRINTED if read.is_plain else Certainty.UNSURE
            self._reported("status", read.status.thai, told or results, certainty)
            self.used.update(key for key in (*_TICKS, "status") if read.is_plain)
            if not read.is_plain:
                self._found(FindingKind.STATUS_READ, results, header=read.status.thai)
        for key in ("result", "outcome", "suggestion", "evidence"):
            text = entry.text(key)
            self.used.add(key)
            if is_nothing(text):
                self._trace_report(entry.cells.get(key, ()), key, Certainty.READ, "ไม่มี")
            else:
                self._reported(key, text, entry.cells[key])
        self._done_on(read.status if read else None, results)
        self._evidence(results)
        several = self.row.is_every or len(self.row.departments) > 1
        if several and self.row.reported:
            self._found(FindingKind.RESULT_WITHOUT_UNIT, results)

    def _done_on(self, status: Status | None, results: Sequence[SourceCell]) -> None:
        self.used.add("done_on")
        if given := self.entry.text("done_on"):
            day = day_of(self.entry.values.get("done_on"), given, self.around.year)
            self._reported("done_on", day or given, self.entry.cells["done_on"])
        elif status is Status.DONE:
            day = done_on(str(self.row.reported.get("result", "")), self.around.year)
            if day:
                self._reported("done_on", day, results, Certainty.UNSURE)

    def _evidence(self, results: Sequence[SourceCell]) -> None:
        if "evidence" not in self.row.reported:
            found = evidence(str(self.row.reported.get("result", "")))
            if found:
                self._reported("evidence", found, results, Certainty.UNSURE)

    # What has no place

    def _rest(self) -> None:
        """Columns that the plan does not have stand at its end, under their own headers."""
        headers = {each.key: each.header for each in self.entry.columns}
        for key, text in self.entry.texts.items():
            if key == "no":
                self._kept(self.entry.cells[key], "เลขลำดับ")
            elif key in _TICKS and key not in self.used and is_nothing(text):
                self._kept(self.entry.cells[key], "ช่องเครื่องหมายที่ว่าง")
            elif text and key not in self.used:
                self._extra(headers.get(key, key), text, self.entry.cells[key])
        for header, (text, cells) in self.entry.others.items():
            self._extra(header, text, cells)

    def _extra(self, header: str, text: str, cells: Sequence[SourceCell]) -> None:
        self.row.extras[header] = text
        target = Target(self.around.plan_sheet.name, self.row.code, header)
        for cell in cells:
            self.trace.moved(self.around.file, cell, target)

    def _kept(self, cells: Iterable[SourceCell], note: str) -> None:
        for cell in cells:
            self.trace.moved(self.around.file, cell, None, Certainty.KEPT_HERE, note)

    # Small steps

    def _as_printed(self, key: str) -> None:
        self.used.add(key)
        text = self.entry.text(key)
        if text:
            self._value(key, text, self.entry.cells[key])

    def _put(self, key: str, value: str, source: str, certainty: Certainty = Certainty.AS_PRINTED) -> None:
        self._value(key, value, self.entry.cells.get(source, ()), certainty)

    def _value(
        self,
        key: str,
        value: object,
        cells: Iterable[SourceCell],
        certainty: Certainty = Certainty.AS_PRINTED,
        note: str = "",
    ) -> None:
        self.row.values[key] = value
        self._trace(cells, key, certainty, note)

    def _trace(self, cells: Iterable[SourceCell], key: str, certainty: Certainty, note: str = "") -> None:
        header = self.around.plan_sheet.column(key).header
        target = Target(self.around.plan_sheet.name, self.row.code, header)
        for cell in cells:
            self.trace.moved(self.around.file, cell, target, certainty, note)

    def _reported(
        self,
        key: str,
        value: object,
        cells: Iterable[SourceCell],
        certainty: Certainty = Certainty.AS_PRINTED,
    ) -> None:
        self.row.reported[key] = value
        self._trace_report(cells, key, certainty)

    def _trace_report(
        self, cells: Iterable[SourceCell], key: str, certainty: Certainty, note: str = ""
    ) -> None:
        header = self.around.report_sheet.column(key).header
        target = Target(self.around.returned, self.row.code, header)
        for cell in cells:
            self.trace.moved(self.around.file, cell, target, certainty, note)

    def _trace_departments(self, named: NamedDepartments, cells: Sequence[SourceCell]) -> None:
        """From where the list of departments has its names."""
        sheet = self.around.departments_sheet
        for key in named.keys:
            name = self.around.departments.name(key)
            certainty = Certainty.READ if named.is_sure else Certainty.UNSURE
            for cell in cells:
                self.trace.moved(self.around.file, cell, Target(sheet.name, name), certainty)

    def _any_cell(self) -> list[SourceCell]:
        return next((cells for cells in self.entry.cells.values() if cells), [])

    def _found(
        self,
        kind: FindingKind,
        cells: Sequence[SourceCell | SourceText],
        value: str = "",
        **details: object,
    ) -> None:
        place = cells[0].place if cells else ""
        self.trace.findings.append(
            Finding(kind, self.around.file, "", place, value, {"code": self.row.code, **details})
        )


def plan_rows(
    rows: Sequence[PlacedRow], codes: Mapping[str, str], extras: Mapping[str, str]
) -> tuple[PlanRow, ...]:
    """The plan's rows.

    Args:
        rows: placed.
        codes: of the departments, by the finder's keys.
        extras: the keys of columns that the plan does not have, by header.
    """
    made: list[PlanRow] = []
    head: PlanRow | None = None
    for row in rows:
        own = tuple(codes.values()) if row.is_every else tuple(codes[each] for each in row.departments)
        parent = head if row.is_step else None
        given = {**row.values, **{extras[header]: text for header, text in row.extras.items()}}
        made.append(
            PlanRow(
                code=row.code,
                measure_code=parent.measure_code if parent else row.code,
                indicators=row.indicators or (parent.indicators if parent else ()),
                departments=own or (parent.departments if parent else ()),
                start=_date(row.values.get("start")),
                end=_date(row.values.get("end")),
                values={key: value for key, value in given.items() if value not in {None, ""}},
            )
        )
        head = parent or made[-1]
    return tuple(made)


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None
