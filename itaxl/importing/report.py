"""The account of an import: every cell of the source, where it went, how sure that is, and what is left."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook

from itaxl.assessment.findings import Finding, Severity
from itaxl.assessment.plans import Plan
from itaxl.importing.scans import BlankGuess
from itaxl.importing.tracing import Certainty, Movement, Target, Trace
from itaxl.reports.page import Page, Styles
from itaxl.thai.measuring import column_points
from itaxl.worksheets import AS_TYPED, QuickWorksheet, write_identity

KIND = "import"
_TITLE = "รายงานการนำเข้า"

_MOVEMENTS = (
    ("ไฟล์", 24.0),
    ("ที่อยู่ในต้นฉบับ", 22.0),
    ("ข้อความในต้นฉบับ", 66.0),
    ("ไปอยู่ที่", 44.0),
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


def write_account(path: Path, trace: Trace, findings: Sequence[Finding], plan: Plan, made_on: date) -> None:
    """Write the workbook.

    Args:
        path: the file.
        trace: where every word went.
        findings: what is doubtful in the import and in the plan that came of it.
        plan: that came of it.
        made_on: the day of the run.

    Raises:
        OSError: the place cannot be written.
    """
    doubtful = [each for each in trace.movements if each.certainty is Certainty.UNSURE]
    left = [each for each in trace.movements if each.target is None and not each.note]
    told = [_finding_row(each) for each in findings]
    sheets = (
        ("ข้อสังเกต", "สิ่งที่ควรตรวจหลังนำเข้า", _FINDINGS, told),
        ("ไม่แน่ใจ", "สิ่งที่ระบบอ่านเอง ให้ตรวจ", _MOVEMENTS, _rows(doubtful)),
        ("เว้นวรรค", "ช่องว่างที่ระบบเดา ที่ไม่แน่ใจที่สุดอยู่บน", _BLANKS, _guessed(trace.guessed())),
        ("ไม่ได้ใช้", "ข้อความที่ไม่มีที่ในแผน", _MOVEMENTS, _rows(left)),
        ("ทุกช่อง", "ทุกช่องและทุกบรรทัดของต้นฉบับ ไปอยู่ที่ใด", _MOVEMENTS, _rows(trace.movements)),
    )
    agency, year = plan.agency.name, str(plan.fiscal_year.number)
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, AS_TYPED) as workbook:
        styles = Styles(workbook)
        for name, title, columns, rows in sheets:
            page = _sheet(workbook, styles, name, title, columns, rows)
            page.on_paper(" · ".join(filter(None, (_TITLE, name, agency, f"ปี {year}"))))
        write_identity(workbook, kind=KIND, agency=agency, fiscal_year=year)
        workbook.set_properties({"title": _TITLE, "created": datetime.combine(made_on, time())})
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
    styles: Styles,
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
) -> Page:
    sheet = workbook.add_worksheet(name, QuickWorksheet)
    assert isinstance(sheet, QuickWorksheet)
    page = Page(sheet, styles)
    page.title(title, f"{len(rows)} รายการ")
    header_row = page.heads(columns)
    rooms = [column_points(width) for _, width in columns]
    for texts in rows:
        page.next()
        for column, text in enumerate(texts):
            page.put(column, text, "cell")
        page.fit(zip(texts, rooms, strict=True))
    page.as_list(header_row, len(columns))
    return page
