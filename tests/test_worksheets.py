"""The quicker worksheet writes what XlsxWriter's own would have written."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from itaxl.worksheets import QuickWorksheet

_TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)
_CELLS = st.lists(st.lists(st.one_of(_TEXTS, st.floats(-1e9, 1e9), st.none()), max_size=6), max_size=6)


def _written(
    path: Path, rows: list[list[object]], kind: type[xlsxwriter.worksheet.Worksheet]
) -> dict[str, bytes]:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"created": datetime(2023, 4, 10)})  # noqa: DTZ001 - as XlsxWriter wants it
        form = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet("ข้อมูล", kind)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                quick = isinstance(sheet, QuickWorksheet)
                if value is None:
                    sheet.put_blank(row, column, form) if quick else sheet.write_blank(
                        row, column, None, form
                    )
                elif isinstance(value, str):
                    sheet.put_text(row, column, value, form) if quick else sheet.write_string(
                        row, column, value, form
                    )
                else:
                    sheet.put_number(row, column, value, form) if quick else sheet.write_number(
                        row, column, value, form
                    )
            sheet.write_formula(row, 7, "=A1&B1", form, "x")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=60)
@given(_CELLS)
def test_it_writes_the_same_bytes(tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]) -> None:
    place = tmp_path_factory.mktemp("quick")
    plain = _written(place / "plain.xlsx", rows, xlsxwriter.worksheet.Worksheet)
    assert _written(place / "quick.xlsx", rows, QuickWorksheet) == plain


def test_text_comes_back_as_it_was(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["=1+1", " ก ", "a&b<c>", "บรรทัด\nใหม่", "_x0041_"],
        ["-มีการจัดทำ", 84.48, None],
    ]
    _written(tmp_path / "a.xlsx", rows, QuickWorksheet)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [sheet.cell(1, column).value for column in range(1, 5)] == rows[0][:4]
    assert sheet["A2"].value == "-มีการจัดทำ"
    assert sheet["B2"].value == 84.48
