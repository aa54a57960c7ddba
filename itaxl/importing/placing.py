"""The rows of tables become measures of a plan and what departments reported on them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.plans import EVERY_DEPARTMENT, PlanRow
from itaxl.importing.departments import NamedDepartments, responsible_words
from itaxl.importing.headers import MEASURE_COLUMNS
from itaxl.importing.indicator_words import read_indicators, read_item
from itaxl.importing.lines import is_point
from itaxl.importing.placed import PlacedRow, RowInHand, Surroundings
from itaxl.importing.readings import day_of, deadlines, is_nothing
from itaxl.importing.reported import TICKS, place_report
from itaxl.importing.rows import Entry
from itaxl.importing.tables import SourceCell
from itaxl.importing.tracing import Certainty, Trace
from itaxl.thai.dates import as_day, short_date
from itaxl.thai.period_reading import PeriodReading, read_period
from itaxl.thai.text import compact

_PLAIN = ("guideline", "steps", "monitoring")
_ISSUE = "ประเด็น"
_RUNNING_NUMBER = re.compile(r"[(]?[\d๐-๙.]+[).]*")


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


class _Placer(RowInHand):
    """One row being placed: column after column."""

    def place(self) -> PlacedRow:
        self.put("code", self.row.code, "code")
        self._measure_and_indicator()
        self._issue()
        for key in _PLAIN:
            if key not in self.used:
                self.as_printed(key)
        self._responsible()
        self._joint()
        self._time()
        place_report(self)
        self._rest()
        return self.row

    # The plan's columns

    def _measure_and_indicator(self) -> None:
        item = read_item(self.entry, self.around.finder)
        read = read_indicators(self.entry, item, self.around.finder)
        self.row.indicators = read.numbers
        words, rest = read.words, read.rest
        key = next((each for each in MEASURE_COLUMNS if each in self.keys), "")
        if rest and key != "indicator":
            words, rest = f"{words}\n{rest}".strip(), ""
        if words:
            self.value("indicator", words, read.cells, read.certainty)
        if item:
            note = f"อ่านเป็น {item.code}" if item.code else ""
            certainty = Certainty.AS_PRINTED if "item" in self.entry.texts else Certainty.READ
            self.value("item", item.words, item.cells, certainty, note)
        self.used.update(("indicator", "item"))
        self._measure(key, rest or self.entry.text(key))

    def _measure(self, key: str, text: str) -> None:
        if self.entry.is_step or not key:
            self.trace_to(self.cells(key), "measure", Certainty.READ, "ต่อจากแถวบน")
            self.used.add("measure")
            return
        self.put("measure", text, key, Certainty.AS_PRINTED if key == "measure" else Certainty.READ)
        if key in {"measure", "steps_as_measure", "guideline", "steps"}:
            self.used.add(key)

    def _issue(self) -> None:
        """A table without a column for it often tells it before the first step."""
        if "issue" in self.keys:
            self.as_printed("issue")
            return
        first, *rest = self.entry.text("steps").split("\n")
        if rest and _ISSUE in first and not is_point(first) and is_point(rest[0]):
            cells = self.entry.cells["steps"]
            self.value("issue", first, cells, Certainty.READ)
            self.value("steps", "\n".join(rest), cells, Certainty.READ)
            self.used.add("steps")

    def _responsible(self) -> None:
        self.used.update(("responsible", "department"))
        persons = self.entry.text("responsible")
        key = "department" if self.entry.text("department") else "responsible"
        text, cells = self.entry.text(key), self.cells(key)
        if persons and key == "department":
            self.as_printed("responsible")
        if not text:
            if not self.entry.is_step:
                self._nobody()
            return
        swapped = self._swapped(text)
        named = swapped or self.around.departments.find(text)
        names = [self.around.departments.name(each) for each in named.keys]
        main = EVERY_DEPARTMENT if named.is_every else names[0]
        certainty = Certainty.AS_PRINTED if compact(main) in compact(text) else Certainty.READ
        if not named.is_sure or swapped:
            certainty = Certainty.UNSURE
        self.row.departments, self.row.is_every = named.keys, named.is_every
        self.trace_departments(named, cells)
        self.value("department", main, cells, certainty)
        if names[1:]:
            self.value("joint", ", ".join(names[1:]), cells, certainty)
        if certainty is Certainty.UNSURE and not swapped:
            self.found(FindingKind.DEPARTMENT_READ, cells, text, header=", ".join(names) or main)
        words = responsible_words(text, main)
        if words and key == "responsible":
            self.value("responsible", words, cells)
        elif words:
            self.apart(self.header(key), text, cells)

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
        self.found(FindingKind.COLUMNS_SWAPPED, cells)
        return named

    def _nobody(self) -> None:
        key = self.around.departments.nobody()
        self.row.departments = (key,)
        name = self.around.departments.name(key)
        cells = self.any_cells()
        self.value("department", name, cells, Certainty.UNSURE)
        self.found(FindingKind.NOBODY_RESPONSIBLE, cells, header=name)

    def _joint(self) -> None:
        """Who takes part; words that name no department stay in a column of their own."""
        text, cells = self.entry.text("joint"), self.cells("joint")
        self.used.add("joint")
        if is_nothing(text):
            self.trace_to(cells, "joint", Certainty.READ)
            return
        named = self.around.departments.find_known(text)
        keys = tuple(each for each in named.keys if each not in self.row.departments)
        self.row.departments = (*self.row.departments, *keys)
        names = [self.around.departments.name(each) for each in self.row.departments[1:]]
        words = EVERY_DEPARTMENT if named.is_every else ", ".join(names)
        if words:
            self.trace_departments(named, cells)
            self.value("joint", words, cells, Certainty.AS_PRINTED if named.is_sure else Certainty.UNSURE)
        if compact(words) != compact(text):
            self.apart(self.header("joint"), text, cells)

    def _time(self) -> None:
        self.used.update(("period", "start", "end"))
        text = self.entry.text("period")
        if not is_nothing(text):
            self.value("period", text, self.entry.cells["period"])
            self._days(text)
        else:
            self.trace_to(self.cells("period"), "period", Certainty.READ, "ไม่มี")
        if (
            not self.row.values.get("period")
            and "monitoring_with_deadlines" in self.keys
            and self.entry.text("monitoring")
        ):
            self._deadlines(self.entry.text("monitoring"), self.entry.cells["monitoring"])
        for key in ("start", "end"):
            if given := self.entry.text(key):
                day = day_of(self.entry.values.get(key), given, self.around.year)
                self.value(key, day or given, self.entry.cells[key])

    def _read(self, text: str) -> PeriodReading:
        year = self.around.year
        return read_period(" ".join(text.split()), year.start, year.end)

    def _days(self, text: str) -> None:
        cells = self.entry.cells["period"]
        swapped = bool(self.period)
        reading = self.period or self._read(text)
        self.period = reading
        if not reading:
            self.found(FindingKind.PERIOD_UNREAD, cells, text)
            for key in ("start", "end"):
                self.trace_to(cells, key, Certainty.UNSURE)
            return
        certainty = Certainty.UNSURE if reading.is_guess or swapped else Certainty.READ
        is_deadline = "deadline" in self.keys and (reading.start == reading.end or reading.is_one_month)
        for key, day in (("start", None if is_deadline else reading.start), ("end", reading.end)):
            if day is not None:
                self.value(key, day, self.entry.cells["responsible"] if swapped else cells, certainty)
        if reading.is_guess:
            self._period_read(cells, text, reading.start, reading.end)

    def _deadlines(self, text: str, cells: Sequence[SourceCell]) -> None:
        read = deadlines(text, self.around.year)
        if not read.words:
            return
        self.value("period", read.words, cells, Certainty.UNSURE)
        # Deadlines are those of single steps: that the last one ends the measure is a reading.
        self.trace_to(cells, "end", Certainty.UNSURE)
        if read.end is not None:
            self.value("end", read.end, cells, Certainty.UNSURE)
            self._period_read(cells, read.words, None, read.end)
        else:
            self.found(FindingKind.PERIOD_UNREAD, cells, read.words)

    def _period_read(
        self, cells: Sequence[SourceCell], text: str, start: date | None, end: date | None
    ) -> None:
        days = {"start": short_date(start) if start else "", "end": short_date(end) if end else ""}
        self.found(FindingKind.PERIOD_READ, cells, text, **days)

    # What has no place

    def _rest(self) -> None:
        """Columns that the plan does not have stand at its end, under their own headers."""
        for key, text in self.entry.texts.items():
            if key == "no" and _RUNNING_NUMBER.fullmatch(text):
                self.kept(self.entry.cells[key], "เลขลำดับ")
            elif key in TICKS and key not in self.used and is_nothing(text):
                self.kept(self.entry.cells[key], "ช่องเครื่องหมายที่ว่าง")
            elif text and key not in self.used:
                self.apart(self.header(key), text, self.entry.cells[key])
        for header, (text, cells) in self.entry.others.items():
            self.apart(header, text, cells)


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
                start=as_day(row.values.get("start")),
                end=as_day(row.values.get("end")),
                values={key: value for key, value in given.items() if value not in {None, ""}},
            )
        )
        head = parent or made[-1]
    return tuple(made)
