"""Writes notes and labelled forms."""

from xlsxwriter.worksheet import Worksheet

from itaxl.template.canvas import Canvas
from itaxl.template.description import Sheet
from itaxl.template.layout import FIRST_FIELD_ROW
from itaxl.template.stamp import canonical
from itaxl.thai.measuring import column_points, row_height

_NOTES_WIDTH = 130.0


def write_notes(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    """Lines of text; a line that begins with ``# `` is a heading."""
    worksheet.set_column(0, 0, _NOTES_WIDTH)
    worksheet.hide_gridlines(2)
    worksheet.set_row(0, 40)
    worksheet.write_string(0, 0, canvas.text(sheet.title), canvas.style("title"))
    points = column_points(_NOTES_WIDTH)
    for row, line in enumerate(sheet.lines, start=1):
        text = canvas.text(line)
        if text.startswith("# "):
            worksheet.set_row(row, 34)
            worksheet.write_string(row, 0, text.removeprefix("# "), canvas.style("heading"))
        else:
            worksheet.set_row(row, row_height([(text, points)]))
            worksheet.write_string(row, 0, text, canvas.style("wrapped"))


def write_form(canvas: Canvas, sheet: Sheet, worksheet: Worksheet) -> None:
    """Labels in one column, values beside them."""
    worksheet.set_column(0, 0, sheet.label_width)
    worksheet.set_column(1, 1, sheet.value_width)
    worksheet.hide_gridlines(2)
    worksheet.set_row(0, 40)
    worksheet.write_string(0, 0, canvas.text(sheet.title), canvas.style("title"))
    values = canvas.filling.fields.get(sheet.key, {})
    widths = column_points(sheet.label_width), column_points(sheet.value_width)
    open_rows = []
    for row, each in enumerate(sheet.columns, start=FIRST_FIELD_ROW):
        value = values.get(each.key)
        worksheet.write_string(row, 0, each.header, canvas.style("label"))
        canvas.write_value(worksheet, row, 1, each, value, is_open=each.open)
        texts = [(each.header, widths[0]), (canonical(value), widths[1])]
        worksheet.set_row(row, row_height(texts, minimum=26))
        if each.open:
            open_rows.append(row)
            canvas.validate(worksheet, each, (row, row), 1)
        else:
            canvas.sent.fields.setdefault(sheet.key, {})[each.key] = canonical(value)
    if open_rows:
        worksheet.set_selection(open_rows[0], 1, open_rows[0], 1)
