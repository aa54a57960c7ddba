"""What LibreOffice and its kin write is read cell by cell, and no repetition is believed."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from packages import grid_of, named_errors, trouble_of, zipped

from itaxl.sheets.formats import UnreadableReason


def _ods(tmp_path: Path, rows: str) -> Path:
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {spaces} {calc}><office:body><office:spreadsheet>"
        f'<table:table table:name="แผ่น">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped(tmp_path / "x.ods", {"mimetype": kind, "content.xml": content.encode()})


def _text_cell(text: str, attributes: str = "") -> str:
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_empty_rows_and_columns_to_the_end_are_no_content(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="2"/>{_text_cell("ก")}'
        '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    )
    assert grid_of(_ods(tmp_path, rows)).rows == [[], [], ["", "", "ก"]]


@pytest.mark.parametrize(
    ("attributes", "cell_attributes"),
    [
        ('table:number-rows-repeated="1048576"', ""),
        ("", 'table:number-columns-repeated="16384"'),
        ('table:number-rows-repeated="20001"', ""),
    ],
)
def test_content_repeated_too_far_is_refused(attributes: str, cell_attributes: str, tmp_path: Path) -> None:
    rows = f"<table:table-row {attributes}>{_text_cell('ก', cell_attributes)}</table:table-row>"
    assert trouble_of(_ods(tmp_path, rows)).reason is UnreadableReason.CELL_TOO_FAR


def test_content_repeated_too_often_is_refused(tmp_path: Path) -> None:
    cell = _text_cell("ก", 'table:number-columns-repeated="500"')
    rows = f'<table:table-row table:number-rows-repeated="20000">{cell}</table:table-row>'
    assert trouble_of(_ods(tmp_path, rows)).reason is UnreadableReason.UNPACKS_TOO_LARGE


def test_texts_types_and_groups_of_an_ods(tmp_path: Path) -> None:
    cells = (
        _text_cell('ก<text:s text:c="2"/>ข<text:line-break/><text:span>ค<text:tab/></text:span>')
        + '<table:table-cell office:value-type="string"><office:annotation><text:p>หมายเหตุ</text:p>'
        "</office:annotation><text:p>หนึ่ง</text:p><text:p>สอง</text:p></table:table-cell>"
        '<table:table-cell office:value-type="percentage" office:value="0.95"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="date" office:date-value="2024-03-15T10:30:00"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT36H00M00S"/>'
        "<table:covered-table-cell/>"
        '<table:table-cell office:value-type="float" office:value="x"><text:p>x</text:p>'
        "</table:table-cell>"
    )
    rows = (
        "<table:table-header-rows><table:table-row-group>"
        f"<table:table-row>{cells}</table:table-row></table:table-row-group></table:table-header-rows>"
        f'<table:table-row table:number-rows-repeated="2">{_text_cell("ง")}</table:table-row>'
    )
    assert grid_of(_ods(tmp_path, rows)).rows == [
        [
            "ก  ข\nค\t",
            "หนึ่ง\nสอง",
            0.95,
            True,
            datetime(2024, 3, 15, 10, 30),  # noqa: DTZ001 - cells know no zones
            timedelta(hours=36),
            "",
            "x",
        ],
        ["ง"],
        ["ง"],
    ]


def test_errors_and_formulas_of_other_programs_in_an_ods(tmp_path: Path) -> None:
    formula = 'table:formula="of:=1/0"'
    rows = (
        f"<table:table-row>{_text_cell('#DIV/0!', formula)}"
        f'<table:table-cell {formula} office:value-type="float" office:value="0"><text:p>Err:502</text:p>'
        f"</table:table-cell><table:table-cell {formula}/>{_text_cell('#N/A')}</table:table-row>"
    )
    grid = grid_of(_ods(tmp_path, rows))
    assert named_errors(grid) == {"A1": "#DIV/0!", "B1": "Err:502"}
    assert grid.uncalculated == {(0, 2)}
    assert grid.rows == [["", "", "", "#N/A"]]


def test_deeply_nested_text_is_damage(tmp_path: Path) -> None:
    nested = "<text:span>" * 5000 + "</text:span>" * 5000
    trouble = trouble_of(_ods(tmp_path, f"<table:table-row>{_text_cell(nested)}</table:table-row>"))
    assert trouble.details["cause"] == "nested"
