"""The register of what was handed out: one line a department, with a column to sign."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from itaxl.assessment.plans import Department, Plan
from itaxl.cell_styles import STYLES
from itaxl.thai.dates import long_date
from itaxl.thai.measuring import column_points, row_height

_COLUMNS = (
    ("ลำดับ", 8.0),
    ("รหัส", 9.0),
    ("ส่วนราชการ", 34.0),
    ("ไฟล์", 44.0),
    ("ผู้ประสานงาน", 24.0),
    ("จำนวนมาตรการ", 12.0),
    ("กำหนดส่ง", 20.0),
    ("ลงชื่อผู้รับ / วันที่", 30.0),
    ("SHA-256 ของไฟล์ที่แจกจ่าย", 40.0),
)
_HEADER_ROW = 2
STAMP_SHEET = "_itaxl"


@dataclass(frozen=True, slots=True)
class SentFile:
    """One workbook that was made to be sent out."""

    department: Department
    name: str
    measures: int
    sha256: str


def write_distribution_register(path: Path, plan: Plan, files: Sequence[SentFile], made_on: date) -> None:
    """Write the register of one round.

    Raises:
        OSError: the place cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, options) as workbook:
        style = {
            name: workbook.add_format(STYLES[name])
            for name in ("title", "note", "header", "cell", "cell-centre")
        }
        sheet = workbook.add_worksheet("ทะเบียนการแจกจ่าย")
        title = f"ทะเบียนการแจกจ่ายแบบรายงาน · {plan.agency.name}"
        sheet.set_row(0, 36)
        sheet.write_string(0, 0, title, style["title"])
        sheet.write_string(1, 0, f"รอบ {plan.months} เดือน ปีงบประมาณ {plan.fiscal_year.number}", style["note"])
        sheet.set_row(1, 26)
        sheet.set_row(_HEADER_ROW, 54)
        for column, (header, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEADER_ROW, column, header, style["header"])
        due = long_date(plan.due) if plan.due else ""
        for number, file in enumerate(files, start=1):
            row = _HEADER_ROW + number
            sheet.write_number(row, 0, number, style["cell-centre"])
            texts = (
                file.department.code,
                file.department.name,
                file.name,
                file.department.contact,
            )
            for column, text in enumerate(texts, start=1):
                sheet.write_string(row, column, text, style["cell"])
            sheet.write_number(row, 5, file.measures, style["cell-centre"])
            sheet.write_string(row, 6, due, style["cell"])
            sheet.write_blank(row, 7, None, style["cell"])
            sheet.write_string(row, 8, file.sha256, style["cell"])
            widths = [column_points(width) for _, width in _COLUMNS]
            fitted = [(text, widths[column]) for column, text in enumerate(texts, start=1)]
            sheet.set_row(row, row_height([*fitted, (file.sha256, widths[8])], minimum=44))
        sheet.freeze_panes(_HEADER_ROW + 1, 3)
        sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + max(1, len(files)), len(_COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.set_footer('&L&"TH SarabunPSK"&14ทะเบียนการแจกจ่าย&R&"TH SarabunPSK"&14หน้า &P / &N')
        stamp = workbook.add_worksheet(STAMP_SHEET)
        for row, cells in enumerate((("itaxl", "1"), ("kind", "register"), ("agency", plan.agency.name))):
            stamp.write_row(row, 0, cells)
        stamp.very_hidden()
        workbook.set_properties({"title": title, "created": datetime.combine(made_on, time())})
    path.write_bytes(packed.getbuffer())
