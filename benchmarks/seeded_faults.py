"""Puts known faults into filled workbooks and counts which are named at the exact cell, and which wrongly.

50 workbooks of 10 rows, 10 kinds of faults, each kind once in every workbook: 500 faults. A Buddhist year or
Thai digits are no fault: there it counts that the right day stands in the consolidation and nothing is said.

Run with: python -m benchmarks.seeded_faults
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.corpus import (
    DONE,
    HEADER_ROW,
    IN_PROGRESS,
    NOT_STARTED,
    SHEET,
    Corpus,
    correct_entries,
    correct_entry,
    make_corpus,
)
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.template.description import Sheet
from itaxl.thai.dates import long_date, short_date
from itaxl.thai.text import thai_digits
from itaxl.workflow.consolidation import Consolidated, consolidate_returns
from itaxl.workflow.generation import generate
from itaxl.workflow.orders import Order

_SEED = 500
_REPORTER_ROWS = {"reporter": "B8", "position": "B9", "telephone": "B10"}
_FIRST_ROW = HEADER_ROW + 1

CellPlace = tuple[str, str]
"""File and cell of the sheet of measures."""


@dataclass(slots=True)
class Form:
    """One filled workbook that faults are put into.

    Attributes:
        columns: the column of each key, counted from 1.
        last_row: the last row that the form has, its empty rows included.
    """

    file: str
    unit: str
    sheet: Worksheet
    columns: Mapping[str, int]
    codes: Mapping[int, str]
    last_row: int

    def put(self, row: int, key: str, value: Any) -> str:
        """Write a cell; returns its name."""
        cell = self.sheet.cell(row, self.columns[key])
        cell.value = value
        return cell.coordinate

    def fill(self, row: int, entry: Mapping[str, object]) -> None:
        """Write one row's entries; what is not among them becomes blank."""
        for key in ("status", "done_on", "result", "outcome", "suggestion", "evidence"):
            self.put(row, key, entry.get(key))


@dataclass(frozen=True, slots=True)
class Fault:
    """What was put where, and what has to come of it.

    Attributes:
        cells: every one of them has to be named.
        kinds: with one of these kinds of findings; none where nothing is wrong.
        day: what has to be read, where nothing is wrong.
    """

    cells: tuple[str, ...]
    kinds: frozenset[FindingKind] = frozenset()
    day: date | None = None


Maker = Callable[[Form, int, random.Random, int], Fault]


@dataclass(slots=True)
class Result:
    """What was counted.

    Attributes:
        misses: the faults that were not named or not read, in words.
        wrong: findings at cells where no fault was put, in words.
    """

    seeded: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The table by kind."""
        for kind, seeded in self.seeded.items():
            yield f"{kind:34} {self.found[kind]:4} of {seeded}"
        yield f"{'all':34} {self.found.total():4} of {self.seeded.total()}, {len(self.wrong)} named wrongly"
        yield from (f"  missed: {each}" for each in self.misses)
        yield from (f"  wrong: {each}" for each in self.wrong)


def run(folder: Path, workbooks: int = 50) -> Result:
    """Make the workbooks, put the faults in, consolidate, count.

    Args:
        folder: an empty one.
        workbooks: how many; each gets one fault of every kind.
    """
    corpus = make_corpus(folder, workbooks)
    sent = folder / "sent"
    made = generate(corpus.control, sent, corpus.settings)
    clean = folder / "clean"
    clean.mkdir()
    faults: dict[CellPlace, tuple[str, Form, int, Fault]] = {}
    for number, each in enumerate(made.files):
        book = openpyxl.load_workbook(sent / each.name)
        form = _filled(corpus, book, each.name, each.code, number)
        book.save(clean / each.name)
        for kind, row, fault in _put_faults(form, number):
            faults[each.name, fault.cells[0]] = kind, form, row, fault
        book.save(corpus.returned / each.name)
    before = _consolidated(corpus, clean)
    assert not _at_cells(before), _at_cells(before)[0].message("en")
    assert all(each.status.value != "not_reported" for each in before.consolidation.records)
    return _counted(faults, _consolidated(corpus, corpus.returned))


def _at_cells(done: Consolidated) -> list[Finding]:
    """All findings but that openpyxl, which fills in the forms here, throws the values of formulas away."""
    return [each for each in done.findings if each.kind is not FindingKind.NEVER_CALCULATED]


def _consolidated(corpus: Corpus, folder: Path) -> Consolidated:
    summary = folder.parent / f"summary of {folder.name}.xlsx"
    return consolidate_returns(Order(corpus.control, folder, summary), corpus.settings)


def _filled(corpus: Corpus, book: Workbook, file: str, unit: str, number: int) -> Form:
    """Fill in a workbook as a careful department would; saved by another program than wrote it."""
    description: Sheet = corpus.settings.description("department").sheet("measures")
    chance = random.Random(_SEED + number)  # noqa: S311
    codes = [row.code for row in corpus.read.plan.rows_for(unit)]
    form = Form(
        file,
        unit,
        book[SHEET],
        {each.key: index for index, each in enumerate(description.columns, start=1)},
        dict(enumerate(codes, start=_FIRST_ROW)),
        # The assigned rows, a line between, the empty rows.
        _FIRST_ROW + len(codes) + description.blank_rows,
    )
    entries = correct_entries(chance, codes)
    for row, code in form.codes.items():
        form.fill(row, entries[code])
    for key, cell in _REPORTER_ROWS.items():
        book["ผู้รายงาน"][cell] = entries[""][key]
    return form


def _put_faults(form: Form, number: int) -> Iterator[tuple[str, int, Fault]]:
    """One fault of every kind, each in a row of its own; the variants take turns from file to file."""
    chance = random.Random(_SEED + number)  # noqa: S311
    rows = chance.sample(sorted(form.codes), len(form.codes))
    for row, (kind, make) in zip(rows, MAKERS.items(), strict=False):
        yield kind, row, make(form, row, chance, number)


# The kinds of faults


def _unknown_status(form: Form, row: int, _: random.Random, number: int) -> Fault:
    words = ("ดำเนินการแล้วบางส่วน", "ยังไม่แล้วเสร็จ", "ต่อเนื่อง", "ดีมาก", "100%", 1, "x", "ไม่ได้ดำเนินการ", "/")
    cell = form.put(row, "status", words[number % len(words)])
    return Fault((cell,), frozenset({FindingKind.UNKNOWN_CHOICE}))


def _missing_entry(form: Form, row: int, chance: random.Random, number: int) -> Fault:
    form.fill(row, correct_entry(chance, NOT_STARTED))
    cell = form.put(row, "status", (None, " ", "\u200b")[number % 3])
    return Fault((cell,), frozenset({FindingKind.MISSING_ENTRY}))


def _outside_year(form: Form, row: int, chance: random.Random, number: int) -> Fault:
    form.fill(row, correct_entry(chance, DONE))
    values = (
        datetime(2022, 9, 30),  # noqa: DTZ001 - cells know no time zones
        datetime(2023, 10, 1),  # noqa: DTZ001
        datetime(2567, 1, 15),  # noqa: DTZ001
        "30/9/2565",
        "1 ตุลาคม 2566",
        "๑๕/๑/๒๕๖๗",
        "27/12/2021",
    )
    cell = form.put(row, "done_on", values[number % len(values)])
    return Fault((cell,), frozenset({FindingKind.OUTSIDE_YEAR}))


def _no_date(form: Form, row: int, chance: random.Random, number: int) -> Fault:
    form.fill(row, correct_entry(chance, DONE))
    values = ("32/13/2565", "31/2/2566", "ภายในเดือนนี้", "ไตรมาส 5", "ทุกเดือน", "12/31/2565", "-", "ทำแล้ว")
    cell = form.put(row, "done_on", values[number % len(values)])
    return Fault((cell,), frozenset({FindingKind.NOT_A_DATE}))


def _some_day(chance: random.Random) -> date:
    return date(2022, 10, 1) + timedelta(chance.randint(0, 180))


def _buddhist_year(form: Form, row: int, chance: random.Random, number: int) -> Fault:
    form.fill(row, correct_entry(chance, DONE))
    day = _some_day(chance)
    if (day.month, day.day) == (2, 29):
        day += timedelta(1)
    year = day.year + 543
    values = (
        datetime.combine(day.replace(year=year), time()),
        f"{day.day}/{day.month}/{year}",
        f"{day.day:02}-{day.month:02}-{year}",
        short_date(day),
        long_date(day),
        f"{day.day}/{day.month}/{year % 100}",
    )
    return Fault((form.put(row, "done_on", values[number % len(values)]),), day=day)


def _thai_digits(form: Form, row: int, chance: random.Random, number: int) -> Fault:
    form.fill(row, correct_entry(chance, DONE))
    day = _some_day(chance)
    values = (
        f"{day.day}/{day.month}/{day.year + 543}",
        long_date(day),
        short_date(day),
        f"{day.day}/{day.month}/{day.year}",
    )
    return Fault((form.put(row, "done_on", thai_digits(values[number % len(values)])),), day=day)


def _error_value(form: Form, row: int, chance: random.Random, number: int) -> Fault:
    form.fill(row, correct_entry(chance, DONE))
    key = ("status", "done_on", "result", "outcome", "suggestion", "evidence")[number % 6]
    error = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?")[number % 5]
    return Fault((form.put(row, key, error),), frozenset({FindingKind.ERROR_VALUE}))


def _locked_cell(form: Form, row: int, _: random.Random, number: int) -> Fault:
    changes: tuple[tuple[str, object], ...] = (
        ("measure", "มาตรการที่แก้เอง"),
        ("steps", None),
        ("end", datetime(2023, 9, 29)),  # noqa: DTZ001
        ("department", "กองอื่น"),
        ("joint", "กองคลัง"),
        ("code", "X1"),
        ("start", "1/11/2565"),
        ("indicator", "#REF!"),
    )
    key, value = changes[number % len(changes)]
    return Fault((form.put(row, key, value),), frozenset({FindingKind.LOCKED_CELL_CHANGED}))


def _extra_row(form: Form, _: int, chance: random.Random, number: int) -> Fault:
    row = form.last_row + (1, 1, 2, 5)[number % 4]
    entry = {"measure": "มาตรการที่ไม่มีแถวให้กรอก", **correct_entry(chance, IN_PROGRESS)}
    cells = tuple(form.put(row, key, value) for key, value in entry.items())
    return Fault(cells, frozenset({FindingKind.BEYOND_FORM}))


def _contradiction(form: Form, row: int, chance: random.Random, number: int) -> Fault:
    variant = number % 4
    if variant == 3:  # something was done on a day, and yet is not done
        form.fill(row, correct_entry(chance, IN_PROGRESS))
        cell = form.put(row, "done_on", datetime.combine(_some_day(chance), time()))
        return Fault((cell,), frozenset({FindingKind.ONLY_WHEN}))
    form.fill(row, correct_entry(chance, DONE))
    if variant == 2:  # a result, a day, and no status
        cell = form.put(row, "status", None)
        return Fault((cell,), frozenset({FindingKind.MISSING_ENTRY}))
    cell = form.put(row, ("done_on", "result")[variant], None)
    return Fault((cell,), frozenset({FindingKind.MISSING_WHEN}))


MAKERS: Mapping[str, Maker] = {
    "unknown status": _unknown_status,
    "missing entry": _missing_entry,
    "date outside the fiscal year": _outside_year,
    "text that is no date": _no_date,
    "Buddhist year, read as meant": _buddhist_year,
    "Thai digits, read as meant": _thai_digits,
    "error value": _error_value,
    "locked cell changed": _locked_cell,
    "row beyond the form": _extra_row,
    "contradiction": _contradiction,
}


# Counting


def _counted(faults: Mapping[CellPlace, tuple[str, Form, int, Fault]], after: Consolidated) -> Result:
    result = Result()
    named: dict[CellPlace, set[FindingKind]] = {}
    for finding in _at_cells(after):
        named.setdefault((finding.file, finding.cell), set()).add(finding.kind)
    days = {
        (each.department.code, each.code): each.entries.get("done_on") for each in after.consolidation.records
    }
    expected: set[CellPlace] = set()
    for (file, cell), (kind, form, row, fault) in faults.items():
        result.seeded[kind] += 1
        at = [(file, each) for each in fault.cells]
        if fault.day:
            read = days.get((form.unit, form.codes[row]))
            is_right = read == fault.day and (file, cell) not in named
            told = f"read as {read}, meant {fault.day}"
        else:
            expected.update(at)
            is_right = all(named.get(each, set()) & fault.kinds for each in at)
            told = f"found {[kind.slug for each in at for kind in named.get(each, ())]}"
        result.found[kind] += is_right
        if not is_right:
            result.misses.append(f"{kind}, {file} {cell} {form.sheet[cell].value!r}: {told}")
    for place, kinds in named.items():
        if place not in expected:
            result.wrong.append(f"{place[0]} {place[1]}: {', '.join(each.slug for each in kinds)}")
    return result


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Seeded faults: how many are named at the exact cell.")
    parser.add_argument("--workbooks", type=int, default=50, help="each gets one fault of every kind")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in run(Path(folder), chosen.workbooks).lines():
            print(line)
    print("wanted: all, none wrongly (the best of nine other tools found 450 of 500, none wrongly)")


if __name__ == "__main__":
    main()
