"""Workbooks of every origin are read alike, value by value."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from packages import MAIN, grid_of, named_errors, parts_of, sheet_xml, trouble_of, zipped

from itaxl.sheets.formats import Limits, SpreadsheetFormat, Unreadable, UnreadableReason
from itaxl.sheets.sheet_xml import formulas_of_ordinary, looks_ordinary, sheet_facts
from itaxl.sheets.workbooks import open_workbook

_CLIENTS = Path(__file__).parent / "data" / "clients"


# Programs


@pytest.mark.parametrize(
    ("name", "kind", "application"),
    [
        ("libreoffice.xlsx", SpreadsheetFormat.XLSX, "LibreOffice/7.4"),
        ("libreoffice.ods", SpreadsheetFormat.ODS, "LibreOffice/7.4"),
        ("libreoffice.xls", SpreadsheetFormat.XLS, None),
        ("exceljs.xlsx", SpreadsheetFormat.XLSX, "Microsoft Excel"),
        ("sheetjs.xlsx", SpreadsheetFormat.XLSX, "SheetJS"),
        ("sheetjs.ods", SpreadsheetFormat.ODS, "SheetJS"),
        ("sheetjs.xls", SpreadsheetFormat.XLS, None),
        ("sheetjs.xlsb", SpreadsheetFormat.XLSB, "SheetJS"),
    ],
)
def test_each_program_is_read_alike(name: str, kind: SpreadsheetFormat, application: str | None) -> None:
    opened = open_workbook(_CLIENTS / name)
    assert opened.format is kind
    assert not opened.has_macros
    assert (opened.application or "").startswith(application or "")
    assert (opened.application is None) == (application is None)
    grid = opened.grid("ข้อมูล")
    row = next(index for index, cells in enumerate(grid.rows) if "007" in cells)
    assert row == (2 if name.startswith("libreoffice") else 1)
    assert [grid.at(row, column) for column in range(4)] == ["", "007", "a\u00a0b", 84.5]
    assert grid.at(row, 4) == ("" if name.startswith("exceljs") else 12.0)
    assert all(type(value) is not int for cells in grid.rows for value in cells)
    # SheetJS forgets the format of dates in an .ods, and so leaves a number.
    assert grid.at(row, 6) == (45366.0 if name == "sheetjs.ods" else date(2024, 3, 15))
    assert opened.modified is None or opened.modified.tzinfo is UTC


@pytest.mark.parametrize("name", ["libreoffice.xlsx", "libreoffice.ods", "libreoffice.xls"])
def test_times_and_blank_sheets_of_libreoffice(name: str) -> None:
    opened = open_workbook(_CLIENTS / name)
    assert opened.sheet_names == ("ข้อมูล", "ว่าง", "Clean")
    assert opened.grid("ข้อมูล").at(2, 7) == clock(8, 30)
    assert opened.grid("ว่าง").rows == []
    assert opened.modified == datetime(2024, 1, 1, tzinfo=UTC) or name.endswith(".ods")


@pytest.mark.parametrize(
    ("name", "errors"),
    [
        ("libreoffice.xlsx", "B5 #DIV/0! C5 #N/A D5 #REF! E5 #NAME? F5 #VALUE! G5 #VALUE! N5 #REF!"),
        ("libreoffice.xls", "B5 #DIV/0! C5 #N/A D5 #REF! E5 #NAME? F5 #VALUE! G5 #VALUE! N5 #REF!"),
        ("libreoffice.ods", "B5 #DIV/0! C5 #N/A D5 #REF! E5 #NAME? F5 #VALUE! G5 Err:502 N5 #REF!"),
        ("exceljs.xlsx", "B4 #REF! D4 #DIV/0!"),
        ("sheetjs.xlsx", "B4 #REF! D4 #DIV/0!"),
        ("sheetjs.xls", "B4 #REF! D4 #DIV/0!"),
    ],
)
def test_error_cells_are_no_blanks(name: str, errors: str) -> None:
    grid = open_workbook(_CLIENTS / name).grid("ข้อมูล")
    words = iter(errors.split())
    expected = dict(zip(words, words, strict=True))
    found = named_errors(grid)
    assert {cell: found.get(cell) for cell in expected} == expected
    assert all(grid.at(*address) == "" for address in grid.errors)


@pytest.mark.parametrize("name", ["exceljs.xlsx", "sheetjs.xlsx"])
def test_formulas_never_worked_out_are_told(name: str) -> None:
    grid = open_workbook(_CLIENTS / name).grid("ข้อมูล")
    assert grid.uncalculated == {(3, 2)}
    assert grid.at(3, 4) == 4.0


def test_a_formula_whose_result_is_an_empty_text_is_worked_out() -> None:
    for name in ("libreoffice.xlsx", "libreoffice.ods"):
        assert open_workbook(_CLIENTS / name).grid("ข้อมูล").uncalculated == set()


def test_short_cells_of_xlsb_have_the_columns_that_they_follow() -> None:
    # calamine skips them without a word.
    grid = open_workbook(_CLIENTS / "sheetjs.xlsb").grid("ข้อมูล")
    same = open_workbook(_CLIENTS / "sheetjs.xlsx").grid("ข้อมูล")
    assert grid.rows == [[*row, *[""] * (len(grid.rows[0]) - len(row))] for row in same.rows]
    assert grid.errors == same.errors


def test_errors_and_far_cells_of_an_xlsb_are_found(tmp_path: Path) -> None:
    with zipfile.ZipFile(_CLIENTS / "sheetjs.xlsb") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def write(*cells: bytes) -> Path:
        row = bytes([0, 25]) + struct.pack("<I", 1) + bytes(21)
        size = b"\x94\x01\x10" + bytes(16)
        sheet = b"\x81\x01\x00" + size + b"\x91\x01\x00" + row + b"".join(cells) + b"\x92\x01\x00\x82\x01\x00"
        return zipped(tmp_path / "x.xlsb", parts | {"xl/worksheets/sheet1.bin": sheet})

    number = bytes([5, 16]) + struct.pack("<IId", 2, 0, 84.5)
    grid = open_workbook(write(number, bytes([3, 9]) + struct.pack("<IIB", 3, 0, 0x17))).grid("ข้อมูล")
    assert grid.at(1, 2) == 84.5
    assert named_errors(grid) == {"D2": "#REF!"}
    assert trouble_of(write(bytes([5, 16]) + struct.pack("<IId", 512, 0, 1.0))).details["cell"] == "SS2"


@pytest.mark.parametrize("name", ["exceljs.xlsx", "libreoffice.xls", "libreoffice.ods"])
@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods", ".txt"])
def test_the_ending_does_not_matter(name: str, ending: str, tmp_path: Path) -> None:
    renamed = tmp_path / f"x{ending}"
    renamed.write_bytes((_CLIENTS / name).read_bytes())
    assert "ข้อมูล" in open_workbook(renamed).sheet_names


# Values


def test_addresses_stay_where_they_are(workbook: Callable[[str], Path]) -> None:
    grid = grid_of(workbook('<row r="4"><c r="C4"><v>7</v></c></row>'))
    assert grid.at(3, 2) == 7.0
    assert grid.at(500, 500) == ""


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "Z9", ""])
def test_a_wrong_dimension_does_not_matter(dimension: str, workbook: Callable[[bytes], Path]) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
    )
    path = workbook(sheet_xml(rows, before=f'<dimension ref="{dimension}"/>'))
    assert grid_of(path).rows == [[1.0, 2.0], ["", 3.0]]


def test_dates_times_and_texts_as_excel_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("แผ่น")
        day = book.add_format({"num_format": "[$-107041E]d mmmm yyyy"})
        hours = book.add_format({"num_format": "[h]:mm"})
        sheet.write_datetime("B2", datetime(2024, 3, 15), day)  # noqa: DTZ001 - Excel knows no zones
        sheet.write_number("C2", 1.5, hours)
        sheet.write_string("D2", "007")
        sheet.write_string("E2", "\u00a0ก\u200bข ")
        sheet.write_boolean("F2", True)  # noqa: FBT003
    assert grid_of(path).rows[1] == [
        "",
        date(2024, 3, 15),
        timedelta(hours=36),
        "007",
        "\u00a0ก\u200bข ",
        True,
    ]


@pytest.mark.parametrize("text", ["#ERROR!", "#SPILL!", "#GETTING_DATA", "Err:502", "#REF!", "#ไม่รู้"])
def test_one_error_cell_never_costs_the_sheet(text: str, workbook: Callable[[str], Path]) -> None:
    grid = grid_of(
        workbook(
            f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>{text}</v></c><c r="C1"><v>3</v></c></row>'
        )
    )
    assert grid.rows == [[1.0, "", 3.0]]
    assert named_errors(grid) == {"B1": text}


def test_errors_in_other_guises_are_found(workbook: Callable[[str], Path]) -> None:
    grid = grid_of(
        workbook(
            "<row r='1'><c r='A1' t='e'><v>#REF!</v></c><c r='B1' t='str'><f>1/0</f><v>#DIV/0!</v></c>"
            "<c r='C1' t='str'><v>#N/A</v></c></row>"
        )
    )
    assert named_errors(grid) == {"A1": "#REF!", "B1": "#DIV/0!"}
    assert grid.rows == [["", "", "#N/A"]]


@pytest.mark.parametrize(
    "formula", ["<f>1+1</f>", "<f>1+1</f><v/>", "<f>1+1</f><v></v>", '<f t="shared" si="0"/>']
)
def test_every_form_of_a_formula_without_value_is_found(
    formula: str, workbook: Callable[[str], Path]
) -> None:
    master = '<c r="A1"><f t="shared" ref="A1:B1" si="0">1+1</f><v>2</v></c>'
    grid = grid_of(workbook(f'<row r="1">{master}<c r="B1">{formula}</c></row>'))
    assert grid.uncalculated == {(0, 1)}
    assert grid.at(0, 0) == 2.0


_MASTER = '<c r="A1"><f t="shared" ref="A1:B1" si="0">1+1</f><v>2</v></c>'
_CHOICES = "<dataValidations><dataValidation><formula1>A1</formula1></dataValidation></dataValidations>"


@pytest.mark.parametrize(
    ("cells", "ordinary"),
    [
        (_MASTER, True),
        (_MASTER + '<c r="B1"><f t="shared" si="0"/><v>2</v></c>', True),
        ('<c r="A1" t="str"><f>IF(1,"","")</f><v></v></c>', True),
        ('<c r="A1" t="str"><f>""</f></c><c r="B1"><v>1</v></c>', True),
        ('<c r="A1"><f>1&gt;0</f> <v>1</v></c>', True),
        ('<c r="A1"><f>1+1</f><v></v></c>', False),
        ('<c r="A1"><f>1+1</f></c>', False),
        (_MASTER + '<c r="B1"><f t="shared" si="0"/></c>', False),
        ('<c r="A1"><f>1+1', False),
    ],
)
def test_only_sheets_with_formulas_never_worked_out_are_parsed_twice(cells: str, *, ordinary: bool) -> None:
    for behind in ("", _CHOICES):
        sheet = f'<worksheet><sheetData><row r="1">{cells}</row></sheetData>{behind}</worksheet>'
        assert looks_ordinary(sheet.encode(), Limits()) is ordinary


@pytest.mark.parametrize("colons", [0, 1, 20_000])
@pytest.mark.parametrize(
    ("cell", "ordinary"),
    [
        ('<c r="A1"><v>1</v></c>', True),
        ('<x:c r="A1"><v>1</v></x:c>', False),
        ("<x:c>1</x:c>", False),
        ("<x:row/>", False),
        ('<c r="A1" t="str"><v>a:color</v></c>', True),
    ],
)
def test_sheets_with_prefixed_cells_are_parsed_twice(cell: str, colons: int, *, ordinary: bool) -> None:
    text = f'<c r="B1" t="str"><v>{"8:30 " * colons}</v></c>'
    sheet = f'<worksheet><sheetData><row r="1">{text}{cell}</row></sheetData></worksheet>'
    assert looks_ordinary(sheet.encode(), Limits()) is ordinary


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["", "<v>1</v>", "<f>1+1</f><v>2</v>", '<f t="shared" si="0"/><v>5</v>', "<f>A:A</f><v>3</v>"]
            ),
            st.sampled_from(["", ' s="3"', ' s="3" t="str"']),
        ),
        max_size=40,
    )
)
def test_formulas_of_ordinary_sheets_are_where_a_parse_finds_them(cells: list[tuple[str, str]]) -> None:
    rows: dict[int, str] = {}
    for index, (content, attributes) in enumerate(cells):
        row, column = divmod(index, 7)
        name = f'<c r="{"ABCZXYQ"[column]}{row + 1}"{attributes}'
        rows[row] = rows.get(row, "") + (f"{name}>{content}</c>" if content else f"{name}/>")
    data = "".join(f'<row r="{row + 1}">{text}</row>' for row, text in rows.items())
    sheet = f"<worksheet><sheetData>{data}</sheetData>{_CHOICES}</worksheet>".encode()
    assert looks_ordinary(sheet, Limits())
    assert formulas_of_ordinary(sheet) == sheet_facts(sheet, Limits()).formulas


def test_prefixed_names_are_read(workbook: Callable[[bytes], Path]) -> None:
    grid = grid_of(
        workbook(
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
            '<x:row r="2"><x:c r="B2" t="e"><x:v>#REF!</x:v></x:c>'
            "<x:c r='C2'><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>".encode()
        )
    )
    assert grid.at(1, 2) == 5.0
    assert named_errors(grid) == {"B2": "#REF!"}


def test_cells_without_addresses_are_read_in_order(workbook: Callable[[str], Path]) -> None:
    grid = grid_of(workbook('<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row><c><v>3</v></c></row>'))
    assert [grid.at(0, 0), grid.at(1, 0)] == [1.0, 3.0]
    assert named_errors(grid) == {"B1": "#N/A"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_not_taken_for_an_empty_sheet(encoding: str, workbook: Callable[[bytes], Path]) -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>'
        + sheet_xml('<row r="1"><c r="A1"><v>9</v></c></row>').decode()
    )
    assert grid_of(workbook(text.encode(encoding))).rows == [[9.0]]


def test_a_workbook_wholly_in_utf_16_is_read(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>ก</t></is></c></row>'))
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        parts[name] = parts[name].decode().encode("utf-16")
    assert grid_of(zipped(tmp_path / "x.xlsx", parts)).rows == [["ก"]]


def test_properties_are_read_and_faults_in_them_forgiven(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml(""))
    stamp = b"<dcterms:modified xsi:type='dcterms:W3CDTF'>%s</dcterms:modified>"
    parts["docProps/app.xml"] = b"<Properties><Application>A &amp; B</Application></Properties>"
    parts["docProps/core.xml"] = stamp % b"2024-05-01T08:00:00+07:00"
    opened = open_workbook(zipped(tmp_path / "a.xlsx", parts))
    assert (opened.application, opened.modified) == ("A & B", datetime(2024, 5, 1, 1, tzinfo=UTC))
    parts["docProps/core.xml"] = stamp % "เมื่อวาน".encode()
    assert open_workbook(zipped(tmp_path / "b.xlsx", parts)).modified is None


def test_macros_are_seen(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml("")) | {"xl/vbaProject.bin": b"x"}
    opened = open_workbook(zipped(tmp_path / "x.xlsx", parts))
    assert (opened.format, opened.has_macros) == (SpreadsheetFormat.XLSM, True)


def test_only_the_sheet_asked_for_is_read(workbook: Callable[[bytes], Path]) -> None:
    opened = open_workbook(workbook(b"no xml at all"))
    assert opened.sheet_names == ("แผ่น",)
    with pytest.raises(KeyError):
        opened.grid("อื่น")
    with pytest.raises(Unreadable):
        opened.grid("แผ่น")


# Places


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    assert trouble_of(tmp_path / "x.xlsx").reason is UnreadableReason.VANISHED


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert trouble_of(tmp_path).reason is UnreadableReason.UNKNOWN


def test_a_forbidden_file_is_told(monkeypatch: pytest.MonkeyPatch, workbook: Callable[[str], Path]) -> None:
    def refuse(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    path = workbook("")
    monkeypatch.setattr(Path, "open", refuse)
    assert trouble_of(path).reason is UnreadableReason.NOT_PERMITTED


def test_a_file_that_grows_while_it_is_read_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, workbook: Callable[[str], Path]
) -> None:
    path = workbook("")
    longer = path.read_bytes() + b"x"
    monkeypatch.setattr(Path, "open", lambda *_: io.BytesIO(longer))
    assert trouble_of(path).details["cause"] == "changed while reading"
