"""A form of the next round: begun with what was reported in the last one, which stands beside it too."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from itaxl.assessment.submissions import OriginKind, Submission
from itaxl.planning.prefilling import Prefilled, prefilled, with_start
from itaxl.template.cells import as_text
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.filling import Filling
from itaxl.template.front import PREVIOUS_SHEET, FrontItem, FrontList, FrontSheet, Target
from itaxl.template.layout import HEADER_ROW, TablePlace
from itaxl.template.stamp import canonical
from itaxl.thai.text import shortened

_STATUS, _DONE_ON, _RESULT = "status", "done_on", "result"
_WIDTHS = (14.0, 40.0, 20.0, 16.0, 46.0, 22.0)
_LONGEST_NAME = 120
_LONGEST_NOTE = 600


def next_form(blank: Filling, description: WorkbookDescription, earlier: Submission) -> Filling:
    """The form of a unit, begun with what it reported before.

    Args:
        blank: the form as it goes out empty.
        description: of the form.
        earlier: its return of an earlier round.
    """
    filled = prefilled(blank, description, earlier, again=False)
    months = earlier.stamp.months if earlier.stamp else 0
    before = f"รอบ {months} เดือน" if months else "รอบก่อน"  # a table without its form may not tell
    begun = f"สิ่งที่รายงานไว้ใน{before}ยกมาไว้ในช่องสีครีมแล้ว"
    lines = (
        f"{begun} แก้เฉพาะที่เปลี่ยนไป มาตรการที่ดำเนินการแล้วคงไว้ตามเดิม เว้นแต่ดำเนินการใหม่",
        "กรอกผู้กรอกและตำแหน่งในแผ่น ผู้รายงาน แม้ไม่มีอะไรเปลี่ยน หากไม่กรอกและไม่แก้อะไรเลย จะนับเป็นยังไม่รายงาน",
        f"ดูแผ่น ตรวจก่อนส่ง จนขึ้นว่า พร้อมส่ง แล้วบันทึกและส่งไฟล์นี้คืน · ส่งคืนที่: {blank.texts.get('return_to', '')}",
    )
    headers = ("ไปที่ช่อง", "มาตรการ", "สถานะรอบก่อน", "วันที่แล้วเสร็จ", "ผลการดำเนินงานรอบก่อน", "หมายเหตุ")
    tables = [
        each
        for each in description.sheets
        if each.layout is Layout.TABLE and _column(each, _STATUS) is not None
    ]
    items = tuple(item for sheet in tables for item in _items(sheet, filled, earlier, before))
    gone = tuple(
        FrontItem((each.place, "", "", each.value, "ย้ายไปในแบบได้ หากยังใช้"), label="–")
        for each in filled.leftover
    )
    headers_of_gone = ("", "เดิมอยู่ที่", "", "", "ที่เคยรายงาน", "หมายเหตุ")
    front = FrontSheet(
        PREVIOUS_SHEET,
        f"ยกมาจาก{before} · {blank.stamp.unit}",
        lines,
        _WIDTHS,
        (
            FrontList("มาตรการของรอบนี้", headers, items),
            FrontList("ที่เคยรายงาน และไม่มีที่ในแบบของรอบนี้", headers_of_gone, gone),
        ),
    )
    return replace(with_start(filled.filling, description, OriginKind.CARRIED), front=front)


def _items(sheet: Sheet, filled: Prefilled, earlier: Submission, before: str) -> Iterator[FrontItem]:
    rows = filled.filling.rows.get(sheet.key, ())
    reported = {row.code: row for row in earlier.rows if row.table == sheet.key and not row.own}
    for number, values in enumerate(rows):
        row = reported.get(canonical(values.get(sheet.row_label)))
        if row is None:
            remark = "มาตรการใหม่"
        else:
            remark = "ถ้อยคำในแผนเปลี่ยนจากรอบก่อน" if sheet.row_text in row.sent else ""
        yield _item(sheet, HEADER_ROW + 1 + number, values, before, remark)
    first = TablePlace(sheet, len(rows), max(1, sheet.blank_rows)).first_blank_row
    for number, values in enumerate(filled.filling.blank_rows.get(sheet.key, ())):
        if values:
            remark = sheet.blank_rows_title and "มาตรการที่ดำเนินการเอง"
            yield _item(sheet, first + number, values, before, remark)


def _item(sheet: Sheet, row: int, values: Mapping[str, object], before: str, remark: str) -> FrontItem:
    name = " ".join(canonical(values.get(sheet.row_text)).split())
    label = canonical(values.get(sheet.row_label))
    named = f"{label} {name}".strip()
    status, day, result = (values.get(key) for key in (_STATUS, _DONE_ON, _RESULT))
    told = [as_text(each) for each in (status, day, result) if each not in (None, "")]
    note = f"{before}: {' · '.join(told)}" if told else ""
    target = Target(sheet.name, row, _column(sheet, _STATUS) or 0)
    return FrontItem(
        cells=(shortened(named, _LONGEST_NAME), status, day, result, remark),
        target=target,
        label=target.name,
        note=shortened(note, _LONGEST_NOTE),
    )


def _column(sheet: Sheet, key: str) -> int | None:
    return next((number for number, each in enumerate(sheet.columns) if each.key == key), None)
