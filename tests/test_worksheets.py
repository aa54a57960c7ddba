"""The quicker worksheet writes what XlsxWriter does."""

import io
import zipfile
from datetime import date

import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from itaxl.worksheets import AS_TYPED, QuickWorksheet

_ODD = ("#N/A", "#REF!", "#ตัวเลข", '<a b="c">&', " ก ", "\x01\n_x0041_", "")
_TEXTS = st.text(max_size=12) | st.sampled_from(_ODD)
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9) | st.booleans()
_VALUES = st.none() | _TEXTS | _NUMBERS | st.dates(date(1950, 1, 1)) | st.tuples(_TEXTS, _TEXTS | _NUMBERS)


def _parts(kind: type[Worksheet], values: list[object]) -> dict[str, bytes]:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {**AS_TYPED, "in_memory": True}) as book:
        sheet = book.add_worksheet("ก", kind)
        styles = [None, book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})]
        sheet.set_row(2, 30, styles[1])
        for index, value in enumerate(values):
            row, column, style = index // 5, index % 5 * 13, styles[index % 3]
            match value:
                case (formula, shown):
                    sheet.write_formula(row, column, f"=A1&{formula}", style, shown)
                case date():
                    sheet.write_datetime(row, column, value, style)
                case _:
                    sheet.write(row, column, value, style)
    with zipfile.ZipFile(written) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "core.xml" not in name}


@settings(max_examples=50)
@given(values=st.lists(_VALUES, min_size=1, max_size=30))
@example([each for shown in (*_ODD, True, False, 0, 1.5) for each in (shown, (shown, shown), ("<&>", shown))])
def test_every_sort_of_cell_is_written_as_by_xlsxwriter(values: list[object]) -> None:
    assert _parts(QuickWorksheet, values) == _parts(Worksheet, values)
