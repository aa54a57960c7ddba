"""What the tests of the whole way draw: plans, words as people type them, damages; and what comes of it."""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import openpyxl
from cell_xml import CellError
from command_line import csv_table
from damages import ACCIDENTS, REPORTER, Change, ImpossibleError, attempt, copy_everything, measures, pasted
from filling import (
    DONE,
    DONE_ON,
    EVIDENCE,
    IN_PROGRESS,
    NOT_STARTED,
    OUTCOME,
    RESULT,
    SHEET,
    STATUS,
    SUGGESTION,
    Entries,
    grid,
    put,
)
from hypothesis import event
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from itaxl.reports.tidy_tables import as_typed
from itaxl.thai.dates import long_date, short_date
from itaxl.thai.text import compact, thai_digits

GUIDE, CHECK = "คำชี้แจง", "ตรวจก่อนส่ง"
_OURS = ("_itaxl", "_lists")
_EVERYONE = "ทุกส่วนราชการ"
_Option = TypeVar("_Option")
Rows = list[dict[str, object]]

# What people type

_letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="_\ufffe\uffff")
_thai = st.sampled_from("กขคงจบปผมรลวสหอาะำ\u0e31\u0e34\u0e38\u0e48\u0e49\u0e4d เแไใ๑๒ \u00a0\u200b\n")
words = st.one_of(
    st.text(_letters, max_size=20),
    st.text(_thai, max_size=40),
    st.sampled_from(
        (
            "=1+1",
            '=HYPERLINK("http://example.org","คลิก")',
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "'=1",
            "\tแท็บ",
            "{unit} {0} %s",
            "&amp; <b> ]]>",
            "👩\u200d👩\u200d👧 🇹🇭",
            "นํ้าประปา เเปลก",
            "\u0301\u202eกลับทิศ\u202c",
            "\u00a0เว้นวรรค\u00a0",
            "http://example.org/a?b=c#d",
            "สองบรรทัด\n\nของข้อความ " + "ยาว" * 40,
            "ยาวมาก" * 500,
        )
    ),
)
_statuses = st.sampled_from(
    (
        *((each, each) for each in (NOT_STARTED, IN_PROGRESS, DONE)),
        ("ยังไม่ได้ทำ", NOT_STARTED),
        ("กำลัง ดําเนินการ", IN_PROGRESS),
        ("เสร็จเเล้ว", DONE),
        ("✓", DONE),
    )
)
_DATES: Sequence[Callable[[date], object]] = (
    lambda day: day,
    lambda day: day.replace(year=day.year + 543),
    lambda day: f"{day.day}/{day.month}/{day.year + 543}",
    lambda day: thai_digits(f"{day.day}-{day.month}-{day.year % 100 + 43}"),
    lambda day: thai_digits(short_date(day)),
    lambda day: f"วันที่ {long_date(day)}",
)


@dataclass
class Typing:
    """Everything that is typed in one example; each text has a number of its own, each day is another.

    Attributes:
        first_year: in whose October the first day lies.
        texts: how many there are.
        days: how each was written.
    """

    first_year: int = 2022
    texts: int = 0
    days: dict[date, object] = field(default_factory=dict)

    def text(self, words: str) -> str:
        """Words that stand nowhere else."""
        self.texts += 1
        return f"{words}«{self.texts}»"

    def day(self, manner: Callable[[date], object]) -> object:
        """A day of the fiscal year that stands nowhere else, in some manner."""
        day = date(self.first_year, 10, 3) + timedelta(len(self.days))
        if (day.month, day.day) == (2, 29):
            day += timedelta(1)
        self.days[day] = manner(day)
        return self.days[day]


def evenly(options: Sequence[_Option]) -> st.SearchStrategy[_Option]:
    """Every option about as often: few examples have to meet many damages."""
    return st.integers(0, 9_999).map(lambda number: options[number % len(options)])


# Plans


@st.composite
def plans(draw: st.DrawFn) -> tuple[Rows, Rows]:
    """Departments and the rows of measures."""
    decoration = st.sampled_from(("", " ", "นํ้า", "\u00a0ที่ ๒", " 😀", " <&>", " 'ก'", "=1"))
    names = ["สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา"][: draw(st.integers(1, 4))]
    names = [f"{name}{draw(decoration)}" for name in names]
    departments: list[dict[str, object]] = [
        {"รหัส": f"{number:02}", "ชื่อส่วนราชการ": name} for number, name in enumerate(names, start=1)
    ]
    rows: list[dict[str, object]] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        is_step = bool(rows) and draw(st.integers(0, 3)) == 0
        row: dict[str, object] = {
            "รหัส": f"M{number}",
            "ตัวชี้วัด": "" if is_step else draw(st.sampled_from(("", "5", "2, 5", "1"))),
            "มาตรการ": "" if is_step else f"มาตรการ {number} {draw(words)[:200]}",
            "ขั้นตอน/วิธีการ": f"ขั้นตอน {draw(words)[:200]}" if is_step or draw(st.booleans()) else "",
            "ส่วนราชการที่รับผิดชอบ": draw(st.sampled_from((*names, _EVERYONE))),
            "วันเริ่มต้น": date(2022, 10, 1),
            "วันสิ้นสุด": date(2023, 9, 30),
        }
        others = [each for each in names if each != row["ส่วนราชการที่รับผิดชอบ"]]
        if row["ส่วนราชการที่รับผิดชอบ"] != _EVERYONE and others and draw(st.booleans()):
            row["ส่วนราชการร่วม"] = draw(st.sampled_from(others))
        rows.append({header: value for header, value in row.items() if value != ""})
    return departments, rows


def asked_rows(
    departments: Sequence[Mapping[str, object]], rows: Sequence[Mapping[str, object]]
) -> Counter[tuple[str, str]]:
    """Code and department of every row that has to be reported."""
    asked: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for department in departments:
            name = department["ชื่อส่วนราชการ"]
            if row["ส่วนราชการที่รับผิดชอบ"] in (name, _EVERYONE) or row.get("ส่วนราชการร่วม") == name:
                asked[str(row["รหัส"]), str(department["รหัส"])] += 1
    return asked


# Entries


@dataclass(frozen=True)
class Filled:
    """What one department enters.

    Attributes:
        statuses: what the status of each row has to be read as, where that is beyond doubt.
    """

    entries: Entries
    statuses: Mapping[str, str]


def filled(draw: st.DrawFn, typing: Typing, codes: Sequence[str]) -> Filled:
    """Entries of some rows, in everybody's own way, and perhaps a measure of one's own."""
    entries: dict[str, dict[str, object]] = {}
    statuses: dict[str, str] = {}
    for row in codes:
        entries[row], statuses[row] = entered_row(draw, typing)
        if draw(st.integers(0, 5)) == 0:
            odd = st.sampled_from((CellError("#REF!"), typing.text("อะไรก็ได้"), True, 12.5))
            entries[row][draw(st.sampled_from((STATUS, DONE_ON, RESULT)))] = draw(odd)
            del statuses[row]
    if draw(st.booleans()):
        entries["เพิ่ม2"] = {"มาตรการ": typing.text(draw(words)), STATUS: IN_PROGRESS}
    return Filled(entries, statuses)


def entered_row(draw: st.DrawFn, typing: Typing) -> tuple[dict[str, object], str]:
    """Entries of one row, and what its status means."""
    typed, meant = draw(_statuses)
    row: dict[str, object] = {STATUS: typed}
    if draw(st.booleans()):
        row[DONE_ON] = typing.day(draw(st.sampled_from(_DATES)))
    for header in (RESULT, OUTCOME, SUGGESTION, EVIDENCE):
        if draw(st.booleans()):
            row[header] = typing.text(draw(words))
    return row, meant


# Damages


def _elsewhere(draw: st.DrawFn, typing: Typing) -> Change:
    """Something is typed where nothing is asked for."""
    places = [(SHEET, "X5"), (SHEET, "AB60"), (SHEET, "E8"), (SHEET, "W1"), (SHEET, "Y3"), (SHEET, "E40")]
    places += [(SHEET, "T5"), (SHEET, "U4"), (SHEET, "T7"), (SHEET, "U9"), (SHEET, "N3"), (CHECK, "A1")]
    places += [(SHEET, "E4"), (SHEET, "H4"), (REPORTER, "A20"), (REPORTER, "D3"), (REPORTER, "B4")]
    return _typed(draw, typing, *draw(evenly(places)))


def _typed(draw: st.DrawFn, typing: Typing, sheet: str, cell: str) -> Change:
    text = typing.text(draw(words))
    event(f"elsewhere: {sheet}")

    def change(book: Workbook) -> None:
        put(book[sheet][cell], text)

    return change


# Sheets that nobody fills in: over what stands there, between, beside and below it.
_NOTES = {GUIDE: ("C9", "A3", "A40", "B2"), CHECK: ("E2", "B11", "A30", "A4")}


def _on_notes(draw: st.DrawFn, typing: Typing) -> list[Change]:
    """In every third file or so: they are read by a reader of their own, which few damages would meet."""
    if draw(evenly((True, False, False))):
        return [_typed(draw, typing, sheet, draw(evenly(cells))) for sheet, cells in _NOTES.items()]
    return []


def _own_sheet(draw: st.DrawFn, typing: Typing) -> Change:
    name = draw(evenly(("บันทึก", "Sheet1", f"{SHEET} (9)", f"{GUIDE} (2)", "สิ่งที่ต้องแก้ไข")))
    texts = [typing.text(draw(words)) for _ in range(draw(st.integers(1, 3)))]

    def change(book: Workbook) -> None:
        sheet = book.create_sheet(name)
        for number, text in enumerate(texts, start=2):
            put(sheet.cell(number, number), text)

    return change


def _merge(draw: st.DrawFn, _: Typing) -> Change:
    block = draw(evenly(("N4:N5", "P4:Q4", "A4:A5", "N4:S4", "E4:E6")))
    return lambda book: measures(book).merge_cells(block)


def _delete(draw: st.DrawFn, _: Typing) -> Change:
    row, column = draw(st.integers(1, 8)), draw(st.integers(1, 20))
    if draw(st.booleans()):
        return lambda book: measures(book).delete_rows(row)
    return lambda book: measures(book).delete_cols(column)


def _unlocked(_: st.DrawFn, __: Typing) -> Change:
    def change(book: Workbook) -> None:
        for sheet in book:
            sheet.protection.sheet = False

    return change


def _accident(draw: st.DrawFn, _: Typing) -> Change:
    change = draw(evenly((*ACCIDENTS, copy_everything)))
    event(f"accident: {change.__name__}")
    return change


_CHANGES = (_accident, _accident, _elsewhere, _elsewhere, _own_sheet, _merge, _delete, _unlocked)


def changes(draw: st.DrawFn, typing: Typing) -> list[Change]:
    """Up to three of them, and what is typed on notes before."""
    further = [draw(evenly(_CHANGES))(draw, typing) for _ in range(draw(evenly((0, 1, 2, 2, 3))))]
    return [*_on_notes(draw, typing), *further]


def file_damage(draw: st.DrawFn) -> Callable[[Path], None] | None:
    """What happens to the file as a whole; mostly nothing."""
    damage = draw(evenly((None, None, None, None, *_FILE_DAMAGES)))
    if damage:
        event(f"file: {damage.__name__}")
    return damage


def damaged(path: Path, changes: Sequence[Change]) -> None:
    """Do this to a workbook, as far as it can be done after what was done before."""
    book = openpyxl.load_workbook(path)
    for change in changes:
        try:
            attempt(book, change)
        except ImpossibleError:
            event("no such sheet any more, or its cells are merged")
    if any(each.sheet_state == "visible" for each in book):
        book.save(path)


def _paste_as_values(path: Path) -> None:
    names = [each for each in CalamineWorkbook.from_path(path).sheet_names if each not in _OURS]
    sheets = {name: grid(path, name) for name in names}
    pasted(path, {name: rows for name, rows in sheets.items() if rows} or {"ว่าง": [["-"]]})


def _truncate(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def _rename_file(path: Path) -> None:
    path.rename(path.with_suffix(".xls"))


def _paste_table_only(path: Path) -> None:
    if SHEET in CalamineWorkbook.from_path(path).sheet_names:
        pasted(path, {"Sheet1": grid(path, SHEET)}, down=1, right=1)


_FILE_DAMAGES = (_paste_as_values, _paste_table_only, _truncate, _rename_file)


# What stands in the files, and in what came of them


def _cells(path: Path) -> Iterator[tuple[str, object]]:
    """Every value of a workbook, with its sheet, whatever the name ends in; ours are left out."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    for name in book.sheet_names:
        if name not in _OURS:
            for row in book.get_sheet_by_name(name).to_python():
                yield from ((name, value) for value in row)


def _strings(path: Path) -> list[tuple[str, str]]:
    return [(sheet, value) for sheet, value in _cells(path) if isinstance(value, str)]


def _dates(path: Path) -> set[date]:
    return {
        value.date() if isinstance(value, datetime) else value
        for _, value in _cells(path)
        if isinstance(value, date)
    }


class Outcome:
    """What ``consolidate`` wrote, and what it said."""

    def __init__(self, folder: Path, returned: Path) -> None:
        self.summary = folder / "summary.xlsx"
        self.csv = folder / "csv"
        self.returned = returned
        self.findings = csv_table(self.csv / "findings.csv")
        said = [each["value"] for each in self.findings]
        self.words = "\0".join(
            map(compact, [*(text for _, text in _strings(self.summary)), *map(as_typed, said)])
        )
        self.days = _dates(self.summary)
        self.states = {each["file"]: each["state"] for each in csv_table(self.csv / "submissions.csv")}

    def accounts_for(self, file: str, typing: Typing) -> None:
        """Every entry that stands in a file is somewhere, or the file or its sheet is named."""
        about = [each for each in self.findings if each["file"] == file]
        if self.states.get(file) in {"rejected", "superseded", "unknown"}:
            assert about, f"{file} is refused and not named"
            return
        try:
            texts = _strings(self.returned / file)
            days = _dates(self.returned / file)
        except Exception:  # noqa: BLE001 - whatever calamine says
            assert about, f"{file} cannot be read and is not named"
            return
        # What is told of a sheet or of the whole file may be cut; that excuses nothing that stands elsewhere.
        cut = {each["sheet"]: each["message_th"] for each in about if each["value"].endswith("…")}
        for sheet, text in texts:
            if "«" in text and compact(text) not in self.words:
                excused = sheet in cut or any(sheet in message for message in cut.values()) or "" in cut
                assert excused, (
                    file,
                    sheet,
                    text,
                    [(each["kind"], each["cell"], each["value"]) for each in about],
                )
        told = " ".join(each["value"] for each in about)
        for day, written in typing.days.items():
            stands = written in days if isinstance(written, date) else written in {text for _, text in texts}
            if stands and day not in self.days:
                shown = short_date(written) if isinstance(written, date) else str(written)
                assert shown in told or written in self.days or cut, (file, written, told)

    def is_safe(self) -> None:
        """Nothing that was typed became a formula, in no workbook and no table."""
        book = openpyxl.load_workbook(self.summary)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f" or "«" not in str(cell.value), (sheet.title, cell.coordinate)
        for path in self.csv.glob("*.csv"):
            for line in csv_table(path):
                for value in line.values():
                    assert "«" not in value or value[0] not in "=+-@\t\r", (path.name, value)
