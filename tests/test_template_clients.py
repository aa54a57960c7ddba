"""A filled form that another office suite saved says what it said before."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    EVIDENCE,
    IN_PROGRESS,
    NOT_STARTED,
    OUTCOME,
    RESULT,
    SECOND,
    STATUS,
    Office,
    fill,
    told,
)

if TYPE_CHECKING:
    from conftest import Convert

_PLAN = """
| รหัส | ตัวชี้วัด | ข้อ | มาตรการ | แนวทางปฏิบัติ | ส่วนราชการที่รับผิดชอบ | วันเริ่มต้น | วันสิ้นสุด |
| 01 | 5 | | มาตรการ  เว้นสองครั้ง | - ข้อแรก | กองคลัง | 2022-10-01 | 2023-03-31 |
| 1.0 | 2, 5 | o1 | ๑. เลขไทย "คำพูด" & <เครื่องหมาย> | =1+1 | กองคลัง | | 2023-09-30 |
| M3 | | | นํ้า กับ น้ำ | 0812345678 | กองคลัง | | |
"""


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls:MS Excel 97"])
def test_a_form_saved_by_libreoffice_has_the_same_entries_and_no_false_findings(
    tmp_path: Path, soffice: "Convert", ending: str
) -> None:
    office = Office(tmp_path / "office", _PLAN, labels={"รหัสผ่านล็อกแผ่นงาน": "ลับ9"})
    own: dict[str, object] = {
        "มาตรการ": "โครงการของเรา\nสองบรรทัด",
        STATUS: IN_PROGRESS,
        "วันสิ้นสุด": "31/3/2566",
    }
    entries: dict[str, dict[str, object]] = {
        "01": {**COMPLETE, RESULT: "  เว้นหน้าหลัง  ", EVIDENCE: "http://example.org/?a=1&b=2"},
        "1.0": {STATUS: DONE, DONE_ON: "27/12/2565", RESULT: "007", OUTCOME: 'พูดว่า "ดี" <b>'},
        "M3": {STATUS: NOT_STARTED, DONE_ON: date(2565, 12, 27), RESULT: "😀 ๑๒๓"},
        "เพิ่ม2": own,
    }
    path = fill(office.file(SECOND), tmp_path / "filled.xlsx", entries)
    before = office.read(path)
    after = office.read(soffice(path, ending))
    assert after.stamp == before.stamp
    assert {row.code: (row.row, dict(row.values)) for row in after.rows} == {
        row.code: (row.row, dict(row.values)) for row in before.rows
    }
    assert after.fields == before.fields
    assert told(after.findings) == told(before.findings) == [("only-when", "O6")]
