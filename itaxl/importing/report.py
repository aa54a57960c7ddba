"""The account of an import: every cell of the source, where it went, how sure that is, and what is left."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from itaxl.assessment.findings import Finding, Severity
from itaxl.cell_styles import STYLES
from itaxl.importing.scans import BlankGuess
from itaxl.importing.tracing import Certainty, Movement, Target, Trace
from itaxl.thai.measuring import column_points, row_height

STAMP_SHEET = "_itaxl"
KIND = "import"

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MOVEMENTS = (
    ("ไฟล์", 24.0),
    ("ที่อยู่ในต้นฉบับ", 22.0),
    ("ข้อความในต้นฉบับ", 70.0),
    ("ไปอยู่ที่", 40.0),
    ("ความแน่ใจ", 18.0),
    ("หมายเหตุ", 24.0),
)
_BLANKS = (
    ("ไฟล์", 24.0),
    ("ที่อยู่ในต้นฉบับ", 22.0),
    ("ข้อความที่ได้", 40.0),
    ("ที่เดา", 18.0),
    ("น่าจะถูก", 12.0),
    ("ไปอยู่ที่", 40.0),
)
_FINDINGS = (
    ("ความรุนแรง", 14.0),
    ("ไฟล์", 24.0),
    ("แผ่น/ตาราง", 18.0),
    ("ที่อยู่", 20.0),
    ("ข้อสังเกต", 70.0),
    ("ให้ทำ", 50.0),
)
_SEVERITIES = {Severity.ERROR: "ต้องแก้ไข", Severity.WARNING: "ควรตรวจสอบ"}
_NOWHERE = "ไม่ได้นำไปใส่ในแผน"
_HEADER_ROW = 2
_MOST_LETTERS = 32_000  # of one cell; Excel takes 32,767


def write_account(path: Path, trace: Trace, findings: Sequence[Finding], made_on: date) -> None:
    """Write the workbook.

    Args:
        path: the file.
        trace: where every word went.
        findings: what is doubtful in the import and in the plan that came of it.
        made_on: the day of the run.

    Raises:
        OSError: the place cannot be written.
    """
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, _OPTIONS) as workbook:
        styles = {name: workbook.add_format(STYLES[name]) for name in ("title", "note", "header", "cell")}
        doubtful = [each for each in trace.movements if each.certainty is Certainty.UNSURE]
        left = [each for each in trace.movements if each.target is None and not each.note]
        told = [_finding_row(each) for each in findings]
        _sheet(workbook, styles, "ข้อสังเกต", "สิ่งที่ควรตรวจหลังนำเข้า", _FINDINGS, told)
        _sheet(workbook, styles, "ไม่แน่ใจ", "สิ่งที่ระบบอ่านเอง ให้ตรวจ", _MOVEMENTS, _rows(doubtful))
        guessed = _guessed(trace.guessed())
        _sheet(workbook, styles, "เว้นวรรค", "ช่องว่างที่ระบบเดา ที่ไม่แน่ใจที่สุดอยู่บน", _BLANKS, guessed)
        _sheet(workbook, styles, "ไม่ได้ใช้", "ข้อความที่ไม่มีที่ในแผน", _MOVEMENTS, _rows(left))
        every = _rows(trace.movements)
        _sheet(workbook, styles, "ทุกช่อง", "ทุกช่องและทุกบรรทัดของต้นฉบับ ไปอยู่ที่ใด", _MOVEMENTS, every)
        stamp = workbook.add_worksheet(STAMP_SHEET)
        for row, cells in enumerate((("itaxl", "1"), ("kind", KIND))):
            stamp.write_row(row, 0, cells)
        stamp.very_hidden()
        workbook.set_properties({"title": "รายงานการนำเข้า", "created": datetime.combine(made_on, time())})
    path.write_bytes(packed.getbuffer())


def _rows(movements: Iterable[Movement]) -> list[tuple[str, ...]]:
    """One row for each cell or line of the source, with all places where it went."""
    together: dict[tuple[str, str, str], list[Movement]] = {}
    for each in movements:
        together.setdefault((each.file, each.place, each.text), []).append(each)
    order = list(Certainty)
    rows: list[tuple[str, ...]] = []
    for (file, place, text), moved in together.items():
        targets = dict.fromkeys(str(each.target or each.note or _NOWHERE) for each in moved)
        notes = dict.fromkeys(each.note for each in moved if each.target and each.note)
        certainty = max((each.certainty for each in moved), key=order.index)
        rows.append((file, place, text, "\n".join(targets), certainty.value, "\n".join(notes)))
    return rows


def _guessed(guessed: Mapping[tuple[str, str, BlankGuess], Sequence[Target]]) -> list[tuple[str, ...]]:
    """One row for each blank that was closed or left by guess, the least sure first."""
    return [
        (
            file,
            place,
            f"…{guess.passage}…",
            "เว้นไว้ตามต้นฉบับ" if guess.is_kept else "ต่อกัน",
            f"{guess.chance:.0%}",
            "\n".join(dict.fromkeys(map(str, targets))),
        )
        for (file, place, guess), targets in sorted(guessed.items(), key=lambda each: each[0][2].chance)
    ]


def _finding_row(finding: Finding) -> tuple[str, ...]:
    severity = _SEVERITIES[finding.severity]
    return (severity, finding.file, finding.sheet, finding.cell, finding.text(), finding.remedy())


def _sheet(
    workbook: Workbook,
    styles: dict[str, Format],
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.set_row(0, 36)
    sheet.write_string(0, 0, title, styles["title"])
    sheet.write_string(1, 0, f"{len(rows)} รายการ", styles["note"])
    sheet.set_row(_HEADER_ROW, 30)
    widths = [column_points(width) for _, width in columns]
    for column, (header, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEADER_ROW, column, header, styles["header"])
    for number, texts in enumerate(rows, start=_HEADER_ROW + 1):
        for column, text in enumerate(texts):
            sheet.write_string(number, column, text[:_MOST_LETTERS], styles["cell"])
        sheet.set_row(number, row_height(list(zip(texts, widths, strict=True)), minimum=24))
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + max(1, len(rows)), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
