"""What programs leave in a file and calamine does not tell: Thai dates, links, locks, sources elsewhere."""

import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from packages import MAIN, Parts, parts_of, record, sheet_xml, xls, zipped

from itaxl.sheets.formats import SpreadsheetFormat, Unreadable, UnreadableReason, recognise
from itaxl.sheets.grids import Grid
from itaxl.sheets.workbooks import open_workbook

_DAY = date(2023, 3, 15)  # 45000
_EVENING = 45000.75


def _grid(path: Path) -> Grid:
    opened = open_workbook(path)
    return opened.grid(opened.sheet_names[0])


# Formats of Thai Excel


def _styled(styles: str, serial: float) -> Parts:
    cells = f'<row r="1"><c r="A1" s="0"><v>{serial}</v></c><c r="B1" s="1"><v>{serial}</v></c></row>'
    return parts_of(sheet_xml(cells)) | {
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode()
    }


@pytest.mark.parametrize(
    ("number", "serial", "value"),
    [
        (71, 45000, _DAY),
        (72, 45000, _DAY),
        (73, 45000, _DAY),
        (74, 45000, _DAY),
        (75, 0.75, time(18)),
        (76, 0.75, time(18)),
        (77, _EVENING, datetime(2023, 3, 15, 18)),  # noqa: DTZ001 - cells know no zones
        (78, 0.75, time(18)),
        (79, 1.5, timedelta(hours=36)),
        (80, 0.75, time(18)),
        (81, 45000, _DAY),
        (59, 45000, 45000.0),  # t0: a number in Thai digits
        (70, 45000, 45000.0),
    ],
)
def test_the_built_in_formats_of_thai_excel_are_dates_and_times(
    number: int, serial: float, value: object, tmp_path: Path
) -> None:
    styles = (
        f'<cellXfs count="2"><xf numFmtId="{number}" fontId="0"/><xf fontId="0" numFmtId=\'0\'/></cellXfs>'
    )
    assert _grid(zipped(tmp_path / "x.xlsx", _styled(styles, serial))).rows == [[value, float(serial)]]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("bbbb", _DAY),
        ("[$-D07041E]bbbb", _DAY),
        ("bb/bbbb", _DAY),
        ("ว/ด/ปปปป", _DAY),
        ("ว ดดดด ปปปป;@", _DAY),
        ("[$-th-TH,107]&quot;วันที่ &quot;ว ดดด ปป", _DAY),
        ("ว/ด/ปปปป ช:นน", _DAY),
        ("ช:นน", _DAY),
        ("d/m/bbbb", _DAY),
        ("0 &quot;บาท&quot;", 45000.0),
        ("#,##0 บาท", 45000.0),
        ("&quot;ปี &quot;0", 45000.0),
        ("0\\ท", 45000.0),
        ("General", 45000.0),
    ],
)
def test_formats_of_thai_letters_are_dates_and_words_are_none(
    code: str, value: object, tmp_path: Path
) -> None:
    styles = (
        f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="164"/><xf numFmtId="0"/></cellXfs>'
    )
    found = _grid(zipped(tmp_path / "x.xlsx", _styled(styles, 45000))).rows[0]
    first = found[0].date() if isinstance(found[0], datetime) else found[0]
    assert (first, found[1]) == (value, 45000.0)


def test_a_number_that_a_workbook_gives_a_meaning_of_its_own_keeps_it(tmp_path: Path) -> None:
    styles = (
        '<numFmts count="1"><numFmt numFmtId="71" formatCode="0.00"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="71"/><xf numFmtId="72"/></cellXfs>'
    )
    assert _grid(zipped(tmp_path / "x.xlsx", _styled(styles, 45000))).rows == [[45000.0, _DAY]]


def _binary(kind: int, body: bytes) -> bytes:
    """A record of an .xlsb."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    assert len(body) < 0x80
    return number + bytes([len(body)]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb(tmp_path: Path, sheet: bytes, **more: bytes) -> Path:
    parts = parts_of(b"")
    del parts["xl/workbook.xml"], parts["xl/worksheets/sheet1.xml"]
    relations = parts.pop("xl/_rels/workbook.xml.rels")
    parts["xl/_rels/workbook.bin.rels"] = relations.replace(b"sheet1.xml", b"sheet1.bin")
    parts["xl/workbook.bin"] = b"".join(
        (
            _binary(131, b""),
            _binary(143, b""),
            _binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("S")),
            _binary(144, b""),
            _binary(132, b""),
        )
    )
    styles = b"".join(_binary(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 71))
    parts["xl/styles.bin"] = (
        _binary(278, b"")
        + _binary(617, struct.pack("<I", 2))
        + styles
        + _binary(618, b"")
        + _binary(279, b"")
    )
    row = _binary(0, struct.pack("<I", 0) + bytes(21))
    parts["xl/worksheets/sheet1.bin"] = b"".join(
        (_binary(129, b""), _binary(148, bytes(16)), _binary(145, b""), row, sheet, _binary(146, b""))
    )
    parts["xl/worksheets/sheet1.bin"] += more.pop("after", b"") + _binary(130, b"")
    return zipped(tmp_path / "x.xlsb", parts | more)


def test_thai_dates_and_short_cells_of_an_xlsb_are_read(tmp_path: Path) -> None:
    def cell(kind: int, style: int, value: bytes, *, column: int | None = None) -> bytes:
        place = struct.pack("<I", column) if column is not None else b""
        return _binary(kind, place + struct.pack("<I", style) + value)

    number = struct.pack("<d", 45000)
    cells = cell(5, 1, number, column=1) + cell(16, 0, number) + cell(12, 0, b"") + cell(17, 0, _wide("ก"))
    assert _grid(_xlsb(tmp_path, cells)).rows == [["", _DAY, 45000.0, "", "ก"]]
    with pytest.raises(Unreadable) as caught:
        _grid(_xlsb(tmp_path, cell(5, 0, number, column=511) + cell(16, 0, number)))
    assert caught.value.details["cell"] == "SS1"


def test_links_and_locks_of_an_xlsb_are_known(tmp_path: Path) -> None:
    cells = _binary(5, struct.pack("<IId", 1, 0, 1.0))
    link = _binary(494, struct.pack("<IIII", 0, 0, 1, 1) + _wide("rId9") + _wide("") + _wide("") + _wide(""))
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId9" Type="x" Target="https://example.go.th/" TargetMode="External"/>'
        b"</Relationships>"
    )
    name = "xl/worksheets/_rels/sheet1.bin.rels"
    lock = _binary(535, struct.pack("<HH", 0, 1) + bytes(60))
    grid = _grid(_xlsb(tmp_path, cells, after=lock + link, **{name: relations}))
    assert (grid.links, grid.locked) == ({(0, 1): "https://example.go.th/"}, True)
    assert _grid(_xlsb(tmp_path, cells)).locked is False


def test_thai_dates_of_an_xls_are_read(tmp_path: Path) -> None:
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 71, 81, 72))
    own = record(0x41E, struct.pack("<HHB", 72, 4, 0) + b"0.00")
    cells = b"".join(record(0x0203, struct.pack("<HHHd", 0, column, column, 45000.0)) for column in range(4))
    path = xls(tmp_path, workbook=own + styles, sheet=cells)
    assert _grid(path).rows == [[45000.0, _DAY, _DAY, 45000.0]]


# Sources elsewhere


def test_other_files_behind_an_xls_are_known(tmp_path: Path) -> None:
    path = "\x01\x01Cita\x03ปี.xls"
    book = record(0x1AE, struct.pack("<HHB", 1, len(path), 1) + path.encode("utf-16-le"))
    own = record(0x1AE, struct.pack("<HH", 1, 0x0401))
    assert open_workbook(xls(tmp_path, workbook=own)).external == ()
    assert open_workbook(xls(tmp_path, workbook=own + book + record(0x876, b"x"))).external == (
        "Cita/ปี.xls",
        "connection",
    )


def test_other_files_behind_an_ods_are_known_and_locks_too(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table")
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><office:body>'
        '<office:spreadsheet><table:table table:name="ก" table:protected="true"/><table:table table:name="ข">'
        '<table:table-source xlink:type="simple" xlink:href="file:///srv/ita.ods" table:table-name="x"/>'
        "</table:table><table:dde-links><table:dde-link/></table:dde-links>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    opened = open_workbook(zipped(tmp_path / "x.ods", {"mimetype": kind, "content.xml": content.encode()}))
    assert opened.format is SpreadsheetFormat.ODS
    assert opened.external == ("file:///srv/ita.ods", "connection")
    assert [opened.grid(name).locked for name in "กข"] == [True, False]


def test_a_shortcut_to_google_sheets_is_named() -> None:
    data = b'{"":"WARNING! DO NOT EDIT THIS FILE!","doc_id":"1a2b","resource_key":"","email":"x@example.com"}'
    with pytest.raises(Unreadable) as caught:
        recognise(data, Path("แบบ.gsheet"))
    assert caught.value.reason is UnreadableReason.SHORTCUT
