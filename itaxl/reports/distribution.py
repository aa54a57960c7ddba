"""The register of what was handed out: one line a unit, with a column to sign."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
from msgspec import Struct

from itaxl.cell_styles import STYLES
from itaxl.thai.dates import long_date
from itaxl.thai.measuring import column_points, row_height
from itaxl.worksheets import AS_TYPED, write_identity

_HEADER_ROW = 2


class SentFile(Struct, frozen=True):
    """One workbook that was made to be sent out.

    Attributes:
        code: of the unit that it is for.
        unit: its name.
        name: of the file, below the folder of the run, with forward slashes.
        further: what else the register says of it, one cell a column of the heading.
    """

    code: str
    unit: str
    name: str
    sha256: str
    further: tuple[str | int, ...] = ()


class DistributionHeading(Struct, frozen=True):
    """What the register is of.

    Attributes:
        issuer: in whose name the workbooks go out.
        months: of the reporting round.
        fiscal_year: Buddhist era.
        units: what the units are called.
        further: header and width in characters of each further column.
    """

    issuer: str
    months: int
    fiscal_year: int
    due: date | None
    units: str
    further: tuple[tuple[str, float], ...]

    @property
    def columns(self) -> tuple[tuple[str, float], ...]:
        """Header and width of every column."""
        return (
            ("ลำดับ", 8.0),
            ("รหัส", 9.0),
            (self.units, 34.0),
            ("ไฟล์", 44.0),
            *self.further,
            ("กำหนดส่ง", 20.0),
            ("ลงชื่อผู้รับ / วันที่", 30.0),
            ("SHA-256 ของไฟล์ที่แจกจ่าย", 40.0),
        )


def write_distribution_register(
    path: Path, heading: DistributionHeading, files: Sequence[SentFile], made_on: date
) -> None:
    """Write the register of one round.

    Raises:
        OSError: the place cannot be written.
    """
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, AS_TYPED) as workbook:
        style = {
            name: workbook.add_format(STYLES[name])
            for name in ("title", "note", "header", "cell", "cell-centre")
        }
        sheet = workbook.add_worksheet("ทะเบียนการแจกจ่าย")
        title = f"ทะเบียนการแจกจ่ายแบบรายงาน · {heading.issuer}"
        sheet.set_row(0, 36)
        sheet.write_string(0, 0, title, style["title"])
        sheet.write_string(1, 0, f"รอบ {heading.months} เดือน ปีงบประมาณ {heading.fiscal_year}", style["note"])
        sheet.set_row(1, 26)
        sheet.set_row(_HEADER_ROW, 54)
        for column, (header, width) in enumerate(heading.columns):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEADER_ROW, column, header, style["header"])
        due = long_date(heading.due) if heading.due else ""
        widths = [column_points(width) for _, width in heading.columns]
        for number, file in enumerate(files, start=1):
            row = _HEADER_ROW + number
            cells = (number, file.code, file.unit, file.name, *file.further, due, "", file.sha256)
            for column, value in enumerate(cells):
                if isinstance(value, int):
                    sheet.write_number(row, column, value, style["cell-centre"])
                elif value:
                    sheet.write_string(row, column, value, style["cell"])
                else:
                    sheet.write_blank(row, column, None, style["cell"])
            fitted = [(each, widths[column]) for column, each in enumerate(cells) if isinstance(each, str)]
            sheet.set_row(row, row_height(fitted, minimum=44))
        sheet.freeze_panes(_HEADER_ROW + 1, 3)
        sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + max(1, len(files)), len(heading.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.set_footer('&L&"TH SarabunPSK"&14ทะเบียนการแจกจ่าย&R&"TH SarabunPSK"&14หน้า &P / &N')
        write_identity(workbook, kind="register", agency=heading.issuer)
        workbook.set_properties({"title": title, "created": datetime.combine(made_on, time())})
    path.write_bytes(packed.getbuffer())
