"""Writes what a table of scores adds up to: instruments, total and grade of every year, live."""

from xlsxwriter.worksheet import Worksheet

from itaxl.sheets.grids import cell_name
from itaxl.template.canvas import Canvas
from itaxl.template.description import Column
from itaxl.template.filling import YearTotals
from itaxl.template.layout import HEADER_ROW, TablePlace
from itaxl.template.stamp import ComputedBlock

_TITLE = "ผลรวม"
BELOW = "below"
"""Where a sheet's description says so, the totals stand below its scores; else beside the table."""


def write_totals(canvas: Canvas, worksheet: Worksheet, place: TablePlace) -> None:
    """Instruments, total and grade of every column of scores."""
    index_of = {each.key: index for index, each in enumerate(place.sheet.columns)}
    totals = canvas.filling.totals
    if place.sheet.totals == BELOW:
        header_row, label_column = place.last_row + 2, index_of[place.sheet.row_text]
        columns = [index_of[key] for key in totals]
        worksheet.set_row(header_row, 34)
        for row in range(header_row + 1, header_row + 1 + max(len(each.labels) for each in totals.values())):
            worksheet.set_row(row, 26)
        for column in range(label_column, max(columns)):
            worksheet.write_blank(header_row, column, None, canvas.style("header"))
    else:
        header_row, label_column = HEADER_ROW, place.last_column + 2
        columns = [label_column + offset for offset in range(1, len(totals) + 1)]
        worksheet.set_column(label_column, label_column, 30)
    worksheet.write_string(header_row, label_column, _TITLE, canvas.style("header"))
    for number, ((key, year), column) in enumerate(zip(totals.items(), columns, strict=True)):
        if place.sheet.totals != BELOW:
            worksheet.set_column(column, column, 20)
        worksheet.write_string(header_row, column, year.heading, canvas.style("header"))
        if not number:
            for row, label in enumerate(year.labels, start=header_row + 1):
                worksheet.write_string(row, label_column, label, canvas.style("label"))
                for between in range(label_column + 1, column):
                    worksheet.write_blank(row, between, None, canvas.style("label"))
        _write_year(canvas, worksheet, place, index_of[key], (header_row + 1, column), year)
    if place.sheet.totals == BELOW:
        block = place.totals_below(totals, max(len(each.labels) for each in totals.values()))
        words = dict.fromkeys(
            each for year in totals.values() for each in (year.heading, *year.labels, *year.levels)
        )
        canvas.sent.tables[place.sheet.key].computed = ComputedBlock(block, (_TITLE, *words))


def _write_year(
    canvas: Canvas,
    worksheet: Worksheet,
    place: TablePlace,
    source: int,
    target: tuple[int, int],
    totals: YearTotals,
) -> None:
    first, column = target
    exact, complete, cells = [], [], []
    for number, (_, weight, rows) in enumerate(totals.instruments):
        row = first + number
        top, bottom = (cell_name(place.first_row + each, source) for each in (min(rows), max(rows)))
        scores = f"{top}:{bottom}"
        known = _all_known(scores, len(rows), place.sheet.columns[source])
        formula = f'=IF({known},ROUND(AVERAGE({scores}),2),"")'
        worksheet.write_formula(row, column, formula, canvas.style("score"), totals.values[number])
        complete.append(known)
        exact.append(f"{weight}*SUM({scores})/{len(rows)}")
        cells.append(cell_name(row, column))
    row = first + len(totals.instruments)
    formula = f'=IF(AND({",".join(complete)}),ROUND({"+".join(exact)},2),"")'
    worksheet.write_formula(row, column, formula, canvas.style("score"), totals.values[-2])
    grade = totals.grade_formula(cell_name(row, column), cells)
    worksheet.write_formula(row + 1, column, f"={grade}", canvas.style("cell-centre"), totals.values[-1])


def _all_known(scores: str, count: int, column: Column) -> str:
    """True where every score is there, and none is one that the check beside it calls impossible."""
    conditions = [f"COUNT({scores})={count}"]
    if column.minimum is not None:
        conditions.append(f"MIN({scores})>={column.minimum:g}")
    if column.maximum is not None:
        conditions.append(f"MAX({scores})<={column.maximum:g}")
    if column.of_hundred:
        conditions.append(f"SUMPRODUCT(({scores}>0)*({scores}<=1))=0")
    return f"AND({','.join(conditions)})"
