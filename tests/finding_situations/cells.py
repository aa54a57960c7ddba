"""One cell of a returned workbook: what is typed into it, and nearly the same that is right."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
from cell_xml import CellError
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    EVIDENCE,
    IN_PROGRESS,
    NOT_STARTED,
    OUTCOME,
    RESULT,
    SHEET,
    STATUS,
    address,
    fill,
    grid,
    put,
)
from provincial import measure, scores

from finding_situations.desk import REPORTER, Build, Desk, Pair, What
from itaxl.assessment.findings import FindingKind

_OWN = {"มาตรการ": "โครงการของกอง", STATUS: IN_PROGRESS}
_ROW = {"รหัส": "M1", "มาตรการ": "เผยแพร่แผนการใช้จ่าย", "ตัวชี้วัด": "2", STATUS: NOT_STARTED}
_STEP = {"ขั้นตอน/วิธีการ": "๑. สำรวจ", STATUS: NOT_STARTED}

# A department's form


def first(entries: Mapping[str, object]) -> Build:
    """Other entries in the row of the first measure, which is done."""
    return lambda desk, path: desk.filled(path, {"M1": {**COMPLETE, **entries}})


def _second(entries: Mapping[str, object]) -> Build:
    return lambda desk, path: desk.filled(path, {"M2": entries})


def _own(entries: Mapping[str, object]) -> Build:
    return lambda desk, path: desk.filled(path, {"เพิ่ม1": {**_OWN, **entries}})


def _at(cell: str, value: object) -> Build:
    return lambda desk, path: desk.filled(path, cells={(SHEET, cell): value})


def _reporter(*, named: bool) -> Build:
    return lambda desk, path: desk.filled(path, reporter=named)


def _typed_where_months_come_first(day: date) -> Build:
    """The workbook notes how dates are typed on the computer that it was last calculated on."""

    def build(desk: Desk, path: Path) -> str:
        labels = [row[0] for row in grid(desk.office.file("01"), "_itaxl")]
        order = "_itaxl", f"B{labels.index('date-order') + 1}"
        return desk.filled(path, {"M1": {**COMPLETE, DONE_ON: day}}, cells={order: "2"})

    return build


def _by_hand(header: str, value: object) -> Build:
    """An entry with its format, or a formula, as a program writes it that calculates nothing."""

    def build(desk: Desk, path: Path) -> str:
        name = desk.filled(path)
        book = openpyxl.load_workbook(path)
        cell = book[SHEET][address(desk.office.file("01"), "M1", header)]
        if isinstance(value, str) and not value.startswith("="):
            put(cell, value)
        else:
            cell.value = value
        book.save(path)
        return name

    return build


# An agency's form


def _agency(*rows: Mapping[str, object], given: tuple[object, ...] = (84.48,) + (90,) * 9) -> Build:
    def build(desk: Desk, path: Path) -> str:
        source = desk.form()
        cells: dict[tuple[str, str], object] = {**REPORTER, **scores(given)}
        for number, row in enumerate(rows, start=1):
            cells |= measure(source, number, **row)
        fill(source, path, cells=cells, reporter=False)
        return source.name

    return build


def _first_score(value: object) -> Build:
    return _agency(_ROW, given=(value, *(90,) * 9))


CHECKED: Mapping[What, Pair] = {
    FindingKind.LOCKED_CELL_CHANGED: (_at("E4", "ตรวจสอบการใช้อำนาจ"), _at("E4", "ตรวจสอบ การใช้ดุลพินิจ ")),
    FindingKind.UNKNOWN_CHOICE: (
        first({STATUS: "ดำเนินการแล้วบางส่วน"}),
        first({STATUS: " ดำเนินการ แล้ว"}),
    ),
    FindingKind.MISSING_ENTRY: (_second({}), _second({STATUS: NOT_STARTED})),
    FindingKind.WANTED_ENTRY: (_reporter(named=False), _reporter(named=True)),
    FindingKind.EMPTY_TABLE: (_agency(), _agency(_ROW)),
    FindingKind.MISSING_WHEN: (
        _second({STATUS: DONE, RESULT: "ประกาศแล้ว"}),
        _second({STATUS: IN_PROGRESS, RESULT: "ประกาศแล้ว"}),
    ),
    FindingKind.ONLY_WHEN: (first({STATUS: IN_PROGRESS}), first({STATUS: DONE})),
    FindingKind.NOT_A_DATE: (first({DONE_ON: "31/02/2566"}), first({DONE_ON: "28/02/2566"})),
    FindingKind.MAYBE_SWAPPED: (
        _typed_where_months_come_first(date(2023, 6, 5)),
        _typed_where_months_come_first(date(2023, 6, 27)),
    ),
    FindingKind.OUTSIDE_YEAR: (first({DONE_ON: "30/9/2565"}), first({DONE_ON: "1/10/2565"})),
    FindingKind.BEFORE_START: (
        _own({"วันเริ่มต้น": "31/3/2566", "วันสิ้นสุด": "30/3/2566"}),
        _own({"วันเริ่มต้น": "31/3/2566", "วันสิ้นสุด": "31/3/2566"}),
    ),
    FindingKind.NOT_A_NUMBER: (_first_score("ดีมาก"), _first_score("๘๔.๔๘")),
    FindingKind.OUT_OF_RANGE: (_first_score(100.5), _first_score(100)),
    FindingKind.MAYBE_PERCENT: (_first_score(0.8448), _first_score(0)),
    FindingKind.ORPHAN_STEP: (_agency(_STEP, _ROW), _agency(_ROW, _STEP)),
    FindingKind.ERROR_VALUE: (first({RESULT: CellError("#REF!")}), first({RESULT: "#REF!"})),
    FindingKind.UNCALCULATED: (
        _by_hand(EVIDENCE, '=HYPERLINK("https://example.go.th")'),
        _by_hand(EVIDENCE, "https://example.go.th"),
    ),
    FindingKind.CHANGED_BY_PROGRAM: (_by_hand(OUTCOME, date(2023, 3, 1)), _by_hand(OUTCOME, "1/3")),
    FindingKind.PICTURE_IN_CELL: (
        first({EVIDENCE: '=DISPIMG("ID_61A4C7AEBBCE4C2A",1)'}),
        first({EVIDENCE: "ภาพ DISPIMG 1"}),
    ),
    FindingKind.TEXT_TOO_LONG: (first({RESULT: "ก" * 32_768}), first({RESULT: "ก" * 32_767})),
    FindingKind.BEYOND_FORM: (_at("E40", "ประชุมเพิ่มอีก ๑ ครั้ง"), _at("E40", " \u00a0")),
}
