"""What a summary shows: its rows, what its charts draw, and what its formulas count."""

import re
from collections.abc import Sequence
from typing import Any

from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook


def rows_of(workbook: Workbook, sheet: str, header: str) -> dict[str, list[object]]:
    """A table below a header, by its rows' first words; without what stands left of the header."""
    rows = [list(row) for row in workbook[sheet].iter_rows(values_only=True)]
    top = next(index for index, row in enumerate(rows) if header in row)
    left = rows[top].index(header)
    found: dict[str, list[object]] = {}
    for row in rows[top + 1 :]:
        if row[left] in {None, ""}:
            break
        found[str(row[left])] = [None if each == "" else each for each in row[left + 1 :]]
    return found


def texts_of(workbook: Workbook, sheet: str) -> list[object]:
    return [cell.value for row in workbook[sheet].iter_rows() for cell in row if cell.value not in {None, ""}]


def first_words(rows: dict[str, list[object]], count: int) -> dict[str, list[object]]:
    return {key.split()[0]: row[:count] for key, row in rows.items()}


# What charts draw


def drawn(workbook: Workbook, sheet: str) -> list[dict[str, dict[object, object]]]:
    """What the cells hold that the charts of a sheet draw: by series and by the words of the axis."""
    shown: Any = workbook[sheet]

    def cells(reference: str) -> list[object]:
        other, _, area = reference.rpartition("!")
        found = workbook[other.strip("'")][area.replace("$", "")]
        return [cell.value for row in (found if isinstance(found, tuple) else ((found,),)) for cell in row]

    def axis(series: Any) -> list[object]:
        return cells((series.cat.strRef or series.cat.numRef).f) if series.cat else [""]

    return [
        {each.tx.v: dict(zip(axis(each), cells(each.val.numRef.f), strict=True)) for each in chart.series}
        for chart in shown._charts
    ]


def without_nothing(chart: dict[str, dict[object, object]]) -> dict[str, dict[str, object]]:
    """Bars of some length, by the first words of the axis."""
    return {
        name: {str(words).split()[0]: value for words, value in bars.items() if value}
        for name, bars in chart.items()
    }


# The same by the formulas


_COUNT = re.compile(r"=COUNTIFS?\(([^()]*(?:\"[^\"]*\"[^()]*)*)\)")
_RANGE = re.compile(r"(?:'([^']+)'!)?\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)")


def counted(workbook: Workbook, sheet: str, inside: str) -> int:
    """How many rows fulfil all the conditions of a formula that counts."""
    parts = re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", inside)
    rows: set[int] | None = None
    for place, wanted in zip(parts[::2], parts[1::2], strict=True):
        [(other, letter, first, last)] = _RANGE.findall(place)
        column = column_index_from_string(letter)
        words = wanted.strip('"')
        fits = {
            row - int(first)
            for row in range(int(first), int(last) + 1)
            if _fits(workbook[other or sheet].cell(row, column).value, words)
        }
        rows = fits if rows is None else rows & fits
    return len(rows or ())


def _fits(value: object, wanted: str) -> bool:
    if wanted.startswith("*"):
        return wanted.strip("*") in str(value)
    if wanted.startswith("<"):
        return isinstance(value, (int, float)) and value < float(wanted[1:])
    return str(value) == wanted


def counts(written: Workbook, formulas: Workbook, sheets: Sequence[str]) -> list[tuple[object, int]]:
    """What stands in every cell that counts rows, and what its formula counts."""
    return [
        (written[sheet][cell.coordinate].value, counted(written, sheet, match[1]))
        for sheet in sheets
        for row in formulas[sheet].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and (match := _COUNT.fullmatch(cell.value))
    ]
