"""Tables of scores, as ``analyze`` reads them."""

import csv
from collections.abc import Mapping, Sequence

import openpyxl

from finding_situations.desk import Desk, Make, MakePair, What
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.workflow.analysis import analyse_file

_TEN = (90,) * 10
_NAMES = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ")

Rows = Sequence[Sequence[object]]


def _table(*rows: Sequence[object], year: int | None = 2566) -> Make:
    """A table in a text file."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        path = desk.place() / "คะแนน.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        return analyse_file(path, desk.settings, year=year).findings

    return make


def _wide(*rows: Sequence[object], further: Sequence[object] = ()) -> Make:
    """One row an agency, a column an indicator."""
    return _table(["หน่วยงาน", *range(1, 11), *further], *rows)


def _sheets(sheets: Mapping[str, Rows]) -> Make:
    """A workbook with several sheets."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = desk.place() / "คะแนน.xlsx"
        book.save(path)
        return analyse_file(path, desk.settings, year=2566).findings

    return make


_SCORES: Rows = [["หน่วยงาน", *range(1, 11)], ["อบต.ตัวอย่าง", *_TEN]]

MADE: Mapping[What, MakePair] = {
    FindingKind.NO_SCORES: (_wide(["อบต.ตัวอย่าง", "-"]), _wide(["อบต.ตัวอย่าง", 0])),
    FindingKind.REPEATED_SCORES: (
        _wide(["อบต.ตัวอย่าง", *_TEN], ["อบต. ตัวอย่าง", *_TEN]),
        _table(["หน่วยงาน", "ปี", 1, 2], ["อบต.ตัวอย่าง", 2565, 80, 81], ["อบต.ตัวอย่าง", 2566, 90, 91]),
    ),
    FindingKind.READ_AS_PERCENT: (
        _wide(["อบต.ตัวอย่าง", 0.8448, *(0.9,) * 9]),
        _wide(["อบต.ตัวอย่าง", "84.48%", *("90%",) * 9]),
    ),
    FindingKind.NOT_A_YEAR: (
        _table(["หน่วยงาน", "ปี", *_NAMES], ["อบต.ตัวอย่าง", "ปีนี้", 80, 81], ["อบต.สมมติ", 2566, 90, 91]),
        _table(["หน่วยงาน", "ปี", *_NAMES], ["อบต.ตัวอย่าง", "พ.ศ. ๒๕๖๖", 80, 81], ["อบต.สมมติ", 2023, 90, 91]),
    ),
    FindingKind.GRADE_DIFFERS: (
        _wide(["อบต.ตัวอย่าง", *_TEN, "A"], further=["ระดับ"]),
        _wide(["อบต.ตัวอย่าง", *_TEN, "ผ่าน ดี"], further=["ระดับ"]),
    ),
    FindingKind.INSTRUMENT_DIFFERS: (
        _wide(["อบต.ตัวอย่าง", *_TEN, 84.48], further=["IIT"]),
        _wide(["อบต.ตัวอย่าง", *_TEN, 90.01], further=["IIT"]),
    ),
    FindingKind.OTHER_TABLE: (
        _sheets({"ปี 2566": _SCORES, "สำเนา": _SCORES}),
        _sheets({"ปี 2566": _SCORES, "บันทึก": [["ผู้ประสานงาน", "โทรศัพท์"]]}),
    ),
    FindingKind.OTHER_YEARS: (
        _table(["หน่วยงาน", "ปี", 1, 2], ["อบต.ตัวอย่าง", 2565, 80, 81], ["อบต.สมมติ", 2566, 90, 91]),
        _table(["หน่วยงาน", "ปี", 1, 2], ["อบต.ตัวอย่าง", 2565, 80, 81], ["อบต.ตัวอย่าง", 2566, 90, 91]),
    ),
}
