"""Writes a described workbook: locks, dropdowns, live help, print set-up; knows no column by name."""

import io
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from itaxl.template.canvas import Canvas
from itaxl.template.check_sheet import write_check
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.filling import Filling
from itaxl.template.forms import write_form, write_notes
from itaxl.template.front_writer import write_front, write_notes_at_cells
from itaxl.template.layout import HEADER_ROW
from itaxl.template.stamp import LIST_SHEET, STAMP_SHEET
from itaxl.template.tables import write_table
from itaxl.thai.text import shortened
from itaxl.worksheets import AS_TYPED, QuickWorksheet

_WRITERS = {
    Layout.NOTES: write_notes,
    Layout.FORM: write_form,
    Layout.TABLE: write_table,
    Layout.CHECK: write_check,
}

# Protected, yet people can read everything: heights, widths and filters stay adjustable.
_PROTECTION = {"format_rows": True, "format_columns": True, "autofilter": True}
_LONGEST_FOOTER = 80  # of the 255 characters that Excel allows with all codes; an ampersand takes two
_MARGIN = 0.6  # inches, about 1.5 cm
_LONG_SIDE, _SHORT_SIDE = 842.0, 595.0  # of A4, in points
_CERTAIN_TO_FIT = 0.92  # LibreOffice and other printers draw columns a little wider than Excel
_SMALLEST_PRINT = 0.58  # of 16 pt TH SarabunPSK: smaller than that, people cannot read it


def write_workbook(path: Path, description: WorkbookDescription, filling: Filling, made_on: date) -> None:
    """Write one workbook; the same arguments give the same bytes.

    Raises:
        OSError: the place cannot be written.
    """
    # A form is small, and two files for each of its sheets would cost more.
    options = {**AS_TYPED, "in_memory": True}
    # Packed in memory: a full disk is then met by one plain write.
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, options) as workbook:
        workbook.worksheet_class = QuickWorksheet
        canvas = Canvas(workbook, description, filling)
        front = workbook.add_worksheet(filling.front.name) if filling.front else None
        worksheets = [workbook.add_worksheet(sheet.name) for sheet in description.sheets]
        canvas.write_lists(workbook.add_worksheet(LIST_SHEET))
        for sheet, worksheet in zip(description.sheets, worksheets, strict=True):
            _WRITERS[sheet.layout](canvas, sheet, worksheet)
            _set_up_page(canvas, sheet, worksheet)
            worksheet.protect(filling.password, _PROTECTION)
        if filling.front is not None and front is not None:
            write_front(canvas, filling.front, front)
            write_notes_at_cells(canvas, {each.name: each for each in worksheets})
            _set_up_front_page(canvas, front)
            front.protect(filling.password, _PROTECTION)
        canvas.write_stamp(workbook.add_worksheet(STAMP_SHEET))
        (front or worksheets[0]).activate()
        workbook.set_properties(
            {
                "title": description.title,
                "company": filling.stamp.agency,
                "created": datetime.combine(made_on, time()),
            }
        )
    path.write_bytes(packed.getbuffer())


def _set_up_page(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    worksheet.set_paper(9)  # A4
    landscape = canvas.description.orientation == "landscape"
    if landscape:
        worksheet.set_landscape()
    worksheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=0.75)
    if sheet.layout is Layout.TABLE:
        worksheet.repeat_rows(HEADER_ROW)
        _set_up_wide_table(canvas, sheet, worksheet, _LONG_SIDE if landscape else _SHORT_SIDE)
    else:
        worksheet.fit_to_pages(1, 1 if sheet.layout in (Layout.FORM, Layout.NOTES) else 0)
    _set_footer(canvas, worksheet)


def _set_up_front_page(canvas: Canvas, worksheet: Worksheet) -> None:
    worksheet.set_paper(9)  # A4
    worksheet.set_landscape()
    worksheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=0.75)
    worksheet.fit_to_pages(1, 0)
    _set_footer(canvas, worksheet)


def _set_footer(canvas: Canvas, worksheet: Worksheet) -> None:
    footer = shortened(canvas.text(canvas.description.footer), _LONGEST_FOOTER).replace("&", "&&")
    # The size before the font: a name that begins with a digit would make the size larger.
    left = f'&L&14&"TH SarabunPSK"{footer} · {worksheet.name}'
    worksheet.set_footer(left + '&R&"TH SarabunPSK"&14หน้า &P / &N · พิมพ์ &D')


def _set_up_wide_table(canvas: Canvas, sheet: Sheet, worksheet: Worksheet, side: float) -> None:
    """One page wide where that can be read, else as few as can be; each names its rows."""
    widths = canvas.widths[sheet.key]
    room = (side - 2 * _MARGIN * 72) * _CERTAIN_TO_FIT
    if not sheet.totals:
        # What is computed beside the entries helps on the screen only.
        worksheet.print_area(0, 0, max(canvas.places[sheet.key].last_row, HEADER_ROW), len(widths) - 1)
    if sum(map(_printed, widths)) * _SMALLEST_PRINT <= room:
        worksheet.fit_to_pages(1, 0)
        return
    repeated = max(1, sheet.freeze_columns)
    head = sum(map(_printed, widths[:repeated]))
    pages = pages_wide(list(map(_printed, widths[repeated:])), room / _SMALLEST_PRINT - head)
    worksheet.repeat_columns(0, repeated - 1)
    # Without breaks and a scale of our own: where a computer lacks the workbook's default font, columns are
    # a third wider, and every block left one column to pages of its own.
    worksheet.fit_to_pages(pages, 0)
    worksheet.print_across()  # the sheets of paper of one row lie together


def _printed(width: float) -> float:
    """Points that a column of so many characters takes on paper: 7 pixels each and 5 around, at 96 a inch."""
    return (7 * width + 5) * 0.75


def pages_wide(widths: list[float], room: float) -> int:
    """As few pages as hold columns of these widths, in their order.

    >>> pages_wide([40, 40, 40, 40], 100)
    2
    >>> pages_wide([120, 20, 20], 100)
    2
    """
    pages, used = 1, 0.0
    for width in widths:
        if used and used + width > room:
            pages, used = pages + 1, 0.0
        used += width
    return pages
