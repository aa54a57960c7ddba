"""Workbooks of every origin are read alike, and hostile ones are refused before they cost anything."""

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest
import xlsxwriter
from packages import BIFF8, MAIN, Parts, compound, parts_of, record, sheet_xml, zipped

from itaxl.sheets.formats import Limits, SpreadsheetFormat, Unreadable, UnreadableReason
from itaxl.sheets.grids import Grid, cell_name
from itaxl.sheets.sheet_xml import looks_ordinary
from itaxl.sheets.workbooks import open_workbook

_CLIENTS = Path(__file__).parent / "data" / "clients"


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """A function that writes the smallest workbook with these rows or this sheet."""

    def write(sheet: str | bytes) -> Path:
        return zipped(tmp_path / "x.xlsx", parts_of(sheet if isinstance(sheet, bytes) else sheet_xml(sheet)))

    return write


def _grid(path: Path) -> Grid:
    return open_workbook(path).grid("แผ่น")


def _trouble(path: Path, limits: Limits | None = None) -> Unreadable:
    """How opening a file and reading all of its sheets fails."""
    with pytest.raises(Unreadable) as caught:
        _read_all(path, limits or Limits())
    return caught.value


def _read_all(path: Path, limits: Limits) -> None:
    opened = open_workbook(path, limits=limits)
    for name in opened.sheet_names:
        opened.grid(name)


def _named(grid: Grid) -> dict[str, str]:
    return {cell_name(*address): text for address, text in grid.errors.items()}


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
    found = _named(grid)
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
    assert _named(grid) == {"D2": "#REF!"}
    assert _trouble(write(bytes([5, 16]) + struct.pack("<IId", 512, 0, 1.0))).details["cell"] == "SS2"


@pytest.mark.parametrize("name", ["exceljs.xlsx", "libreoffice.xls", "libreoffice.ods"])
@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods", ".txt"])
def test_the_ending_does_not_matter(name: str, ending: str, tmp_path: Path) -> None:
    renamed = tmp_path / f"x{ending}"
    renamed.write_bytes((_CLIENTS / name).read_bytes())
    assert "ข้อมูล" in open_workbook(renamed).sheet_names


# Values


def test_addresses_stay_where_they_are(workbook: Callable[[str], Path]) -> None:
    grid = _grid(workbook('<row r="4"><c r="C4"><v>7</v></c></row>'))
    assert grid.at(3, 2) == 7.0
    assert grid.at(500, 500) == ""


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "Z9", ""])
def test_a_wrong_dimension_does_not_matter(dimension: str, workbook: Callable[[bytes], Path]) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
    )
    path = workbook(sheet_xml(rows, before=f'<dimension ref="{dimension}"/>'))
    assert _grid(path).rows == [[1.0, 2.0], ["", 3.0]]


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
    assert _grid(path).rows[1] == ["", date(2024, 3, 15), timedelta(hours=36), "007", "\u00a0ก\u200bข ", True]


@pytest.mark.parametrize("text", ["#ERROR!", "#SPILL!", "#GETTING_DATA", "Err:502", "#REF!", "#ไม่รู้"])
def test_one_error_cell_never_costs_the_sheet(text: str, workbook: Callable[[str], Path]) -> None:
    grid = _grid(
        workbook(
            f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>{text}</v></c><c r="C1"><v>3</v></c></row>'
        )
    )
    assert grid.rows == [[1.0, "", 3.0]]
    assert _named(grid) == {"B1": text}


def test_errors_in_other_guises_are_found(workbook: Callable[[str], Path]) -> None:
    grid = _grid(
        workbook(
            "<row r='1'><c r='A1' t='e'><v>#REF!</v></c><c r='B1' t='str'><f>1/0</f><v>#DIV/0!</v></c>"
            "<c r='C1' t='str'><v>#N/A</v></c></row>"
        )
    )
    assert _named(grid) == {"A1": "#REF!", "B1": "#DIV/0!"}
    assert grid.rows == [["", "", "#N/A"]]


@pytest.mark.parametrize(
    "formula", ["<f>1+1</f>", "<f>1+1</f><v/>", "<f>1+1</f><v></v>", '<f t="shared" si="0"/>']
)
def test_every_form_of_a_formula_without_value_is_found(
    formula: str, workbook: Callable[[str], Path]
) -> None:
    master = '<c r="A1"><f t="shared" ref="A1:B1" si="0">1+1</f><v>2</v></c>'
    grid = _grid(workbook(f'<row r="1">{master}<c r="B1">{formula}</c></row>'))
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


def test_prefixed_names_are_read(workbook: Callable[[bytes], Path]) -> None:
    grid = _grid(
        workbook(
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
            '<x:row r="2"><x:c r="B2" t="e"><x:v>#REF!</x:v></x:c>'
            "<x:c r='C2'><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>".encode()
        )
    )
    assert grid.at(1, 2) == 5.0
    assert _named(grid) == {"B2": "#REF!"}


def test_cells_without_addresses_are_read_in_order(workbook: Callable[[str], Path]) -> None:
    grid = _grid(workbook('<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row><c><v>3</v></c></row>'))
    assert [grid.at(0, 0), grid.at(1, 0)] == [1.0, 3.0]
    assert _named(grid) == {"B1": "#N/A"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_not_taken_for_an_empty_sheet(encoding: str, workbook: Callable[[bytes], Path]) -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>'
        + sheet_xml('<row r="1"><c r="A1"><v>9</v></c></row>').decode()
    )
    assert _grid(workbook(text.encode(encoding))).rows == [[9.0]]


def test_a_workbook_wholly_in_utf_16_is_read(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>ก</t></is></c></row>'))
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        parts[name] = parts[name].decode().encode("utf-16")
    assert _grid(zipped(tmp_path / "x.xlsx", parts)).rows == [["ก"]]


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


# Sizes


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with path.open("wb") as file:
        file.truncate(31 * 1024 * 1024)
    assert _trouble(path).reason is UnreadableReason.TOO_LARGE


def test_a_zip_bomb_is_refused_by_its_directory(workbook: Callable[[bytes], Path]) -> None:
    path = workbook(bytes(201 * 1024 * 1024))
    assert _trouble(path).reason is UnreadableReason.UNPACKS_TOO_LARGE


def test_a_zip_bomb_with_a_lying_directory_is_refused(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml("")) | {"xl/sharedStrings.xml": bytes(300 * 1024 * 1024)}
    data = bytearray(zipped(tmp_path / "honest.xlsx", parts).read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.find(
            struct.pack("<I", 300 * 1024 * 1024), data.rfind(signature, 0, data.rfind(b"shared"))
        )
        assert place > 0, offset
        data[place : place + 4] = struct.pack("<I", 1000)
    path = tmp_path / "lying.xlsx"
    path.write_bytes(data)
    assert _trouble(path).reason is UnreadableReason.UNPACKS_TOO_LARGE


def test_parts_that_overlap_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.xlsx", parts_of(sheet_xml("")) | {"a.bin": bytes(range(256)) * 8})
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 20 : entry + 24] = struct.pack("<I", len(data))
    path.write_bytes(data)
    assert _trouble(path).reason is UnreadableReason.DAMAGED


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml("")) | {f"xl/media/{number}.png": b"" for number in range(2000)}
    assert _trouble(zipped(tmp_path / "x.xlsx", parts)).reason is UnreadableReason.TOO_MANY_PARTS


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/Worksheets/SHEET1.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_parts_are_refused(name: str, workbook: Callable[[str], Path]) -> None:
    path = workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, sheet_xml(""))
    assert _trouble(path).reason is UnreadableReason.DUPLICATE_PARTS


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\tr="XFD1048576"><v>1</v></c>',
        '<c s="1" r = "XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>',
        '<c r="XFD1048576" t="e"><v>#REF!</v></c>',
        f'<x:c xmlns:x="{MAIN}" r="XFD1048576"><x:v>1</x:v></x:c>',
    ],
)
def test_one_stray_cell_is_refused_and_named(cell: str, workbook: Callable[[str], Path]) -> None:
    trouble = _trouble(workbook(f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>'))
    assert trouble.reason is UnreadableReason.CELL_TOO_FAR
    assert (trouble.details["cell"], trouble.details["sheet"]) == ("XFD1048576", "แผ่น")


@pytest.mark.parametrize(
    ("cell", "fits"), [("SR1", True), ("SS1", False), ("A20000", True), ("A20001", False)]
)
def test_the_limits_are_exact(cell: str, fits: bool, workbook: Callable[[str], Path]) -> None:  # noqa: FBT001
    path = workbook(f'<row><c r="{cell}"><v>1</v></c></row>')
    if fits:
        assert _grid(path).rows
    else:
        assert _trouble(path).details["cell"] == cell


def test_narrower_limits_are_kept(workbook: Callable[[str], Path]) -> None:
    path = workbook('<row r="9"><c r="E9"><v>1</v></c></row>')
    assert _trouble(path, Limits(rows=8)).reason is UnreadableReason.CELL_TOO_FAR
    assert _trouble(path, Limits(columns=4)).details["cell"] == "E9"


def test_a_blank_cell_far_out_is_harmless(workbook: Callable[[str], Path]) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert _grid(workbook(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}')).rows == [[1.0]]


def test_a_million_styled_rows_are_refused_unread(workbook: Callable[[str], Path]) -> None:
    path = workbook("".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(1, 1_048_577)))
    assert _trouble(path).reason is UnreadableReason.UNPACKS_TOO_LARGE


# Damage


def test_a_document_type_is_refused(workbook: Callable[[bytes], Path]) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;">]>'
    trouble = _trouble(workbook(lol + sheet_xml('<row><c r="A1"><v>&b;</v></c></row>')))
    assert (trouble.reason, trouble.details["cause"]) == (UnreadableReason.DAMAGED, "doctype")


def test_a_shared_text_that_is_missing_is_damage(workbook: Callable[[str], Path]) -> None:
    assert (
        _trouble(workbook('<row r="1"><c r="A1" t="s"><v>5</v></c></row>')).reason is UnreadableReason.DAMAGED
    )


@pytest.mark.parametrize("name", ["exceljs.xlsx", "libreoffice.ods", "libreoffice.xls", "sheetjs.xlsb"])
def test_truncated_files_are_damaged_wherever_they_end(name: str, tmp_path: Path) -> None:
    data = (_CLIENTS / name).read_bytes()
    path = tmp_path / name
    for size in range(9, len(data) - 600, 487):
        path.write_bytes(data[:size])
        try:
            _read_all(path, Limits())
        except Unreadable as trouble:
            assert trouble.reason in {UnreadableReason.DAMAGED, UnreadableReason.UNKNOWN}  # noqa: PT017


@pytest.mark.parametrize("name", ["exceljs.xlsx", "libreoffice.ods", "libreoffice.xls", "sheetjs.xlsb"])
def test_flipped_bytes_raise_nothing_else(name: str, tmp_path: Path) -> None:
    data = (_CLIENTS / name).read_bytes()
    path = tmp_path / name
    for place in range(0, len(data), 61):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        with contextlib.suppress(Unreadable):
            _read_all(path, Limits())


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}, UnreadableReason.DOCUMENT),
        ({"ppt/presentation.xml": b"<x/>"}, UnreadableReason.DOCUMENT),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"},
            UnreadableReason.DOCUMENT,
        ),
        ({"Index/Document.iwa": b"x"}, UnreadableReason.DOCUMENT),
        ({"แบบ.xlsx": b"x", "สอง.xlsx": b"x"}, UnreadableReason.ARCHIVE),
        ({"[Content_Types].xml": b"<x/>"}, UnreadableReason.DAMAGED),
        (
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b"\x00",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            },
            UnreadableReason.ENCRYPTED,
        ),
    ],
)
def test_other_zip_files_are_told_apart(parts: Parts, reason: UnreadableReason, tmp_path: Path) -> None:
    assert _trouble(zipped(tmp_path / "x.xlsx", parts)).reason is reason


@pytest.mark.parametrize(
    ("streams", "reason"),
    [
        ({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 600}, UnreadableReason.ENCRYPTED),
        ({"Workbook": BIFF8 + record(0x2F, bytes(6)) + record(0x0A)}, UnreadableReason.ENCRYPTED),
        ({"WordDocument": b"x"}, UnreadableReason.DOCUMENT),
        ({"Contents": b"x"}, UnreadableReason.UNKNOWN),
    ],
)
def test_compound_files_are_told_apart(
    streams: dict[str, bytes], reason: UnreadableReason, tmp_path: Path
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(compound(streams))
    assert _trouble(path).reason is reason


def _xls(tmp_path: Path, *, workbook: bytes = b"", sheet: bytes = b"") -> Path:
    """An .xls of one sheet with these further records."""
    end = record(0x0A)
    rest = struct.pack("<HBB", 0, 1, 0) + b"S"
    start = len(BIFF8 + workbook + record(0x85, bytes(4) + rest) + end)
    stream = BIFF8 + workbook + record(0x85, struct.pack("<I", start) + rest) + end + BIFF8 + sheet + end
    path = tmp_path / "x.xls"
    path.write_bytes(compound({"Workbook": stream}))
    return path


def test_a_stray_cell_of_an_xls_is_refused(tmp_path: Path) -> None:
    path = _xls(tmp_path, sheet=record(0x0203, struct.pack("<HHHd", 65535, 255, 0, 1.0)))
    assert _trouble(path).details["cell"] == "IV65536"


def test_sizes_claimed_by_an_xls_are_not_believed(tmp_path: Path) -> None:
    # calamine reserves what is claimed and takes the process along when it does not get it.
    texts = record(0xFC, struct.pack("<II", 1, 0xFFFFFFF0))
    assert _trouble(_xls(tmp_path, workbook=texts)).details["cause"] == "shared texts"
    for claim in ((0, 0xFFFFFFF0, 0, 256), (9, 3, 0, 1), (0, 1, 7, 1)):
        sheet = record(0x0200, struct.pack("<IIHHH", *claim, 0))
        assert _trouble(_xls(tmp_path, sheet=sheet)).details["cause"] == "dimensions"


def test_a_chain_of_sectors_in_a_circle_is_damage(tmp_path: Path) -> None:
    data = bytearray(compound({"Workbook": bytes(2000)}))
    table = len(data) - 512
    data[table : table + 8] = struct.pack("<II", 1, 0)
    path = tmp_path / "x.xls"
    path.write_bytes(data)
    assert _trouble(path).reason is UnreadableReason.DAMAGED


# OpenDocument


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
    assert _grid(_ods(tmp_path, rows)).rows == [[], [], ["", "", "ก"]]


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
    assert _trouble(_ods(tmp_path, rows)).reason is UnreadableReason.CELL_TOO_FAR


def test_content_repeated_too_often_is_refused(tmp_path: Path) -> None:
    cell = _text_cell("ก", 'table:number-columns-repeated="500"')
    rows = f'<table:table-row table:number-rows-repeated="20000">{cell}</table:table-row>'
    assert _trouble(_ods(tmp_path, rows)).reason is UnreadableReason.UNPACKS_TOO_LARGE


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
    assert _grid(_ods(tmp_path, rows)).rows == [
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
    grid = _grid(_ods(tmp_path, rows))
    assert _named(grid) == {"A1": "#DIV/0!", "B1": "Err:502"}
    assert grid.uncalculated == {(0, 2)}
    assert grid.rows == [["", "", "", "#N/A"]]


def test_deeply_nested_text_is_damage(tmp_path: Path) -> None:
    nested = "<text:span>" * 5000 + "</text:span>" * 5000
    trouble = _trouble(_ods(tmp_path, f"<table:table-row>{_text_cell(nested)}</table:table-row>"))
    assert trouble.details["cause"] == "nested"


# Places


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    assert _trouble(tmp_path / "x.xlsx").reason is UnreadableReason.VANISHED


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert _trouble(tmp_path).reason is UnreadableReason.UNKNOWN


def test_a_forbidden_file_is_told(monkeypatch: pytest.MonkeyPatch, workbook: Callable[[str], Path]) -> None:
    def refuse(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    path = workbook("")
    monkeypatch.setattr(Path, "open", refuse)
    assert _trouble(path).reason is UnreadableReason.NOT_PERMITTED


def test_a_file_that_grows_while_it_is_read_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, workbook: Callable[[str], Path]
) -> None:
    path = workbook("")
    longer = path.read_bytes() + b"x"
    monkeypatch.setattr(Path, "open", lambda *_: io.BytesIO(longer))
    assert _trouble(path).details["cause"] == "changed while reading"
