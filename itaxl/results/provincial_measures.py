"""The measures of one agency of a province, out of its own form or out of its departments' workbooks."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import overload

from msgspec import Struct, field

from itaxl.assessment.plans import Department
from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import Submission, SubmittedRow
from itaxl.results.consolidation import MeasureResult, Record, as_words, is_overdue, reported_status
from itaxl.results.packing import rows_of
from itaxl.results.provincial_register import MEASURES, AgencyReturn

IndicatorsIn = Callable[[str], tuple[int, ...]]
"""Finds the numbers of the indicators that some words name."""
_TAIL = re.compile(r"[.\-/()–]")


class MeasureTally(Struct, frozen=True):
    """How far an agency's measures are, each counted once.

    Attributes:
        records: rows of all measures: one a step, or a step and a department.
        statuses: measures by status.
        overdue: measures of which some part is overdue.
        by_indicator: the same by number of the indicator, under each of its indicators; None for none.
        overdue_by_indicator: the overdue ones, likewise.
    """

    records: int = 0
    statuses: Mapping[Status, int] = field(default_factory=dict)
    overdue: int = 0
    by_indicator: Mapping[int | None, Mapping[Status, int]] = field(default_factory=dict)
    overdue_by_indicator: Mapping[int | None, int] = field(default_factory=dict)

    @property
    def measures(self) -> int:
        """How many there are."""
        return sum(self.statuses.values())

    @property
    def served(self) -> frozenset[int]:
        """The indicators that at least one measure is set against."""
        return frozenset(no for no in self.by_indicator if no is not None)


class AgencyMeasures(Sequence[MeasureResult]):
    """An agency's measures, made anew whenever somebody goes through them, so that they need not be kept.

    Args:
        returned: the workbooks that count.
        as_of: the day by which something is overdue or not.
        indicators_in: finds the indicators that a measure names.
    """

    def __init__(self, returned: AgencyReturn, *, as_of: date, indicators_in: IndicatorsIn) -> None:
        self.returned = returned
        self._as_of = as_of
        self._indicators_in = indicators_in
        self._count: int | None = None

    def __iter__(self) -> Iterator[MeasureResult]:
        return iter(self.made())

    def __len__(self) -> int:
        if self._count is None:
            self._count = len(self.made())
        return self._count

    @overload
    def __getitem__(self, index: int) -> MeasureResult: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[MeasureResult]: ...
    def __getitem__(self, index: int | slice) -> MeasureResult | Sequence[MeasureResult]:
        return self.made()[index]

    def made(self) -> tuple[MeasureResult, ...]:
        """All of them at once; a tuple of the sequence would first ask how many, which makes them too."""
        builder = _Builder(self._as_of, self._indicators_in)
        if self.returned.departments:
            builder.add_departments(self.returned.departments)
        elif self.returned.form is not None:
            builder.add_form(self.returned.form)
        return builder.measures()


def tally(measures: Iterable[MeasureResult]) -> MeasureTally:
    """Count an agency's measures."""
    records = overdue = 0
    statuses: Counter[Status] = Counter()
    by_indicator: dict[int | None, Counter[Status]] = {}
    late: Counter[int | None] = Counter()
    for measure in measures:
        records += len(measure.records)
        status, is_late = measure.status, measure.is_overdue
        statuses[status] += 1
        overdue += is_late
        for no in measure.indicators or (None,):
            by_indicator.setdefault(no, Counter())[status] += 1
            late[no] += is_late
    return MeasureTally(records, statuses, overdue, by_indicator, late)


class _Measure(Struct):
    """A measure while its rows are gathered."""

    words: str
    indicators: tuple[int, ...]
    is_own: bool
    records: list[Record] = field(default_factory=list)


class _Builder:
    """Gathers rows into measures."""

    def __init__(self, as_of: date, indicators_in: IndicatorsIn) -> None:
        self._as_of = as_of
        self._indicators_in = indicators_in
        self._gathered: dict[str, _Measure] = {}

    def measures(self) -> tuple[MeasureResult, ...]:
        """In the order in which they were first named."""
        return tuple(
            MeasureResult(code, each.indicators, each.is_own, tuple(each.records))
            for code, each in self._gathered.items()
            if each.records
        )

    def add_form(self, form: Submission) -> None:
        """An agency's own form: a row without a measure is a step of the measure above it.

        Rows with one code and one measure are one measure; a code that two different measures have is told
        apart by a running number.
        """
        current = ""
        for row in rows_of(form, MEASURES):
            words = as_words(row.values.get("measure") or "")
            code = as_words(row.values.get("code") or "") or row.code
            if words or not current:
                current = self._name(code, words)
                self._begin(current, words, row.values.get("indicator"))
            department = Department("", as_words(row.values.get("department") or ""))
            self._add(current, code, department, row, {}, form.file)

    def add_departments(self, books: Sequence[Submission]) -> None:
        """Workbooks of departments, in the order of their codes; what was planned is what was sent.

        Rows of one code are one measure over all departments. A row without a measure is a step: of the
        measure whose code it continues (M2.1 of M2), else of the one above it in the same workbook. Which it
        was in the plan is not known here.
        """
        planned = [(book, tuple(rows_of(book, MEASURES))) for book in books]
        for _, rows in planned:
            for row in rows:
                if not row.own and row.sent.get("measure"):
                    self._begin(row.code, as_words(row.sent["measure"]), row.sent.get("indicator"))
        for book, rows in planned:
            self._add_rows_of_plan(book, [row for row in rows if not row.own])
        for book, rows in planned:
            department = _department(book)
            for row in rows:
                if row.own:
                    code = f"{department.code}-{row.code}"
                    words = as_words(row.values.get("measure") or "")
                    self._begin(code, words, row.values.get("indicator"), is_own=True)
                    self._add(code, code, department, row, {"department": department.name}, book.file)

    def _add_rows_of_plan(self, book: Submission, rows: Sequence[SubmittedRow]) -> None:
        department = _department(book)
        above = ""
        for row in rows:
            if row.sent.get("measure"):
                above = row.code
            code = row.code if row.code in self._gathered else self._continued(row.code) or above or row.code
            if code not in self._gathered:
                self._begin(code, "", row.sent.get("indicator"))
            self._add(code, row.code, department, row, row.sent, book.file)

    def _continued(self, code: str) -> str:
        """The longest code of a measure that a step's code goes on from."""
        cuts = [match.start() for match in _TAIL.finditer(code)]
        return next((code[:cut] for cut in reversed(cuts) if code[:cut] in self._gathered), "")

    def _begin(self, code: str, words: str, indicator: object, *, is_own: bool = False) -> None:
        if code not in self._gathered:
            numbers = self._indicators_in(str(indicator)) if indicator else ()
            self._gathered[code] = _Measure(words, numbers, is_own)

    def _name(self, code: str, words: str) -> str:
        """The code of a measure in a form, told apart from that of another measure."""
        number, name = 1, code
        while name in self._gathered and self._gathered[name].words != words:
            number += 1
            name = f"{code} ({number})"
        return name

    def _add(
        self,
        measure: str,
        code: str,
        department: Department,
        row: SubmittedRow,
        planned: Mapping[str, object],
        file: str,
    ) -> None:
        gathered = self._gathered[measure]
        status = reported_status(row)
        start, end = (_date(row, planned, key) for key in ("start", "end"))
        gathered.records.append(
            Record(
                department=department,
                code=code,
                measure_code=measure,
                indicators=gathered.indicators,
                is_own=gathered.is_own,
                status=status,
                is_overdue=is_overdue(status, end, self._as_of),
                start=start,
                end=end,
                planned=planned,
                entries=row.values,
                file=file,
                sheet_row=row.row,
                sheet=row.sheet,
            )
        )


def _department(book: Submission) -> Department:
    assert book.stamp
    return Department(book.stamp.unit_code, book.stamp.unit)


def _date(row: SubmittedRow, planned: Mapping[str, object], key: str) -> date | None:
    """The date that was entered, else the one that was sent."""
    value = row.values.get(key)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(planned.get(key) or ""))
    except ValueError:
        return None
