"""Files made to do harm are refused before they cost anything, and what looks like them is still read."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from packages import MAIN, RELATIONS, Parts, parts_of, read_all, sheet_xml, trouble_of, zipped

from itaxl.sheets.formats import Limits, Unreadable, UnreadableReason
from itaxl.sheets.workbooks import open_workbook

_ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
_FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
_MEGABYTE = 1024 * 1024


def _with_texts(texts: str, *, claim: str = "", sheet: str = _SHARED) -> Parts:
    return parts_of(sheet_xml(sheet)) | {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"{claim}>{texts}</sst>'.encode()
    }


# Zip bombs


def test_a_quoted_overlap_bomb_is_refused(tmp_path: Path) -> None:
    """All entries share one packed part (D. Fifield, A better zip bomb): 300 KB that claim 1.5 GB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = bytes(_MEGABYTE)
    packed = packer.compress(content) + packer.flush()
    name = b"xl/workbook.xml"
    facts = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, zlib.crc32(content), len(packed), len(content))
    local = b"PK\x03\x04" + facts + struct.pack("<HH", len(name), 0) + name + packed
    directory = b"".join(
        b"PK\x01\x02" + b"\x14\0" + facts + struct.pack("<HHHHHII", len(each), 0, 0, 0, 0, 0, 0) + each
        for each in (b"%015d" % number for number in range(1500))
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1500, 1500, len(directory), len(local), 0)
    path = tmp_path / "x.xlsx"
    path.write_bytes(local + directory + end)
    assert trouble_of(path).reason is UnreadableReason.UNPACKS_TOO_LARGE
    # Fewer than the sizes allow, and they still lie on top of each other.
    assert trouble_of(path, Limits(unpacked_bytes=4096 * _MEGABYTE)).reason is UnreadableReason.DAMAGED


def test_bombs_inside_pictures_and_attachments_are_never_unpacked(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(150 * _MEGABYTE))
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.zip", inner.getvalue())
    parts = parts_of(sheet_xml(_ONE)) | {"xl/embeddings/oleObject1.bin": nested.getvalue()}
    assert read_all(zipped(tmp_path / "x.xlsx", parts)) == [[[1.0]]]
    assert trouble_of(zipped(tmp_path / "y.xlsx", {"a.zip": nested.getvalue()})).reason is (
        UnreadableReason.ARCHIVE
    )


def test_640_megabytes_of_shared_texts_are_refused_by_the_directory(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts_of(sheet_xml(_SHARED)).items():
            archive.writestr(name, content)
        with archive.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            for _ in range(640):
                part.write(b"<si><t>x</t></si>".ljust(_MEGABYTE))
    trouble = trouble_of(path)
    assert trouble.reason is UnreadableReason.UNPACKS_TOO_LARGE
    assert trouble.details["part"] == "xl/sharedStrings.xml"


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_one_huge_part_is_refused_though_the_whole_would_be_allowed(name: str, tmp_path: Path) -> None:
    content = b"<x>" + bytes(65 * _MEGABYTE)
    trouble = trouble_of(zipped(tmp_path / "x.xlsx", parts_of(sheet_xml(_ONE)) | {name: content}))
    assert (trouble.reason, trouble.details["part"]) == (UnreadableReason.UNPACKS_TOO_LARGE, name)


def test_a_directory_that_is_too_long_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = parts_of(sheet_xml(_ONE)) | {f"{number}": b"" for number in range(2000)}
    path = zipped(tmp_path / "x.xlsx", parts)
    monkeypatch.setattr("itaxl.sheets.archives.zipfile.ZipFile", lambda *_: pytest.fail("was read"))
    assert trouble_of(path).reason is UnreadableReason.TOO_MANY_PARTS


# Texts


def test_one_huge_cell_is_refused(tmp_path: Path) -> None:
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 51_000_000}</t></is></c></row>'
    trouble = trouble_of(zipped(tmp_path / "x.xlsx", parts_of(sheet_xml(cell))))
    assert (trouble.reason, trouble.details["characters"]) == (UnreadableReason.UNPACKS_TOO_LARGE, 51_000_000)


def test_a_long_text_that_many_cells_share_is_refused_before_it_is_multiplied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 1501))
    path = zipped(tmp_path / "x.xlsx", _with_texts(f"<si><t>{'a' * _MEGABYTE}</t></si>", sheet=rows))
    opened = open_workbook(path)
    monkeypatch.setattr("itaxl.sheets.xlsx.rows_of", lambda *_: pytest.fail("was read"))
    with pytest.raises(Unreadable) as caught:
        opened.grid("แผ่น")
    assert caught.value.reason is UnreadableReason.UNPACKS_TOO_LARGE


def test_long_texts_that_are_used_once_each_are_read(tmp_path: Path) -> None:
    texts = "".join(f"<si><t>{letter * 30_000}</t></si>" for letter in "กขคง")
    texts += "<si><t>สั้น</t></si>"
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{min(row - 1, 4)}</v></c></row>' for row in range(1, 2001)
    )
    rows = read_all(zipped(tmp_path / "x.xlsx", _with_texts(texts, sheet=cells)))[0]
    assert [len(str(row[0])) for row in rows[:5]] == [30_000] * 4 + [4]


@pytest.mark.parametrize(
    "claim",
    [
        ' uniqueCount="4294967295"',
        " uniqueCount = '4294967295'",
        ' count="1"\n\tuniqueCount="+4294967295"',
        ' uniqueCount="99999999999999999999999999"',
    ],
)
def test_shared_texts_that_are_claimed_and_not_there_are_damage(claim: str, tmp_path: Path) -> None:
    # calamine would reserve 100 GB for them and take the process along.
    trouble = trouble_of(zipped(tmp_path / "x.xlsx", _with_texts("<si><t>a</t></si>", claim=claim)))
    assert (trouble.reason, trouble.details["cause"]) == (UnreadableReason.DAMAGED, "shared texts")


def test_such_a_claim_is_found_under_any_spelling_of_the_part(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml(_SHARED))
    parts["xl/SHAREDSTRINGS.xml"] = b'<a><sst uniqueCount="4294967295"/></a>'
    assert trouble_of(zipped(tmp_path / "x.xlsx", parts)).details["cause"] == "shared texts"


def test_words_about_a_claim_are_no_claim(tmp_path: Path) -> None:
    texts = '<si><t>ใส่ uniqueCount="4294967295" แล้วพัง</t></si>'
    path = zipped(tmp_path / "x.xlsx", _with_texts(texts, claim=' count="9" uniqueCount="1"'))
    assert read_all(path) == [[['ใส่ uniqueCount="4294967295" แล้วพัง']]]


def test_a_flood_of_empty_shared_texts_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.xlsx", _with_texts("<si/>" * 1_000_001))
    assert trouble_of(path).reason is UnreadableReason.UNPACKS_TOO_LARGE


def test_an_entity_in_the_shared_texts_is_not_expanded(tmp_path: Path) -> None:
    parts = _with_texts("<si><t>x&a;</t></si>")
    name = "xl/sharedStrings.xml"
    parts[name] = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + parts[name]
    assert trouble_of(zipped(tmp_path / "x.xlsx", parts)).reason is UnreadableReason.DAMAGED


# Names


@pytest.mark.parametrize(
    "name",
    [
        "../../outside.xml",
        "xl/../../outside.xml",
        "..\\..\\outside.xml",
        "/etc/cron.d/x",
        "C:\\Windows\\x",
        "xl/worksheets/./sheet1.xml",
        "xl//workbook.xml",
        "xl/a\x1b[31m.xml",
        "xl/new\nline.xml",
    ],
)
def test_path_tricks_and_control_characters_in_names_are_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = zipped(folder / "x.xlsx", parts_of(sheet_xml(_ONE)) | {name: b"<x/>"})
    assert trouble_of(path).reason is UnreadableReason.STRANGE_NAMES
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["x.xlsx"]


def test_the_slashes_of_windows_are_no_trick(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml(_ONE)) | {"xl\\media\\image 1..png": b"x", "xl/media/": b""}
    assert read_all(zipped(tmp_path / "x.xlsx", parts)) == [[[1.0]]]


def _two_sheets(names: tuple[str, str], first: str, second: str, *, extra: str = "") -> Parts:
    parts = parts_of(sheet_xml(first)) | {"xl/worksheets/sheet2.xml": sheet_xml(second)}
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = re.sub(
        rb"(<Relationship )Id=\"rId1\"([^>]*)sheet1\.xml\"/>",
        rb'\1Id="rId1"\2sheet1.xml"/>\1Id="rId2"\2sheet2.xml"/>',
        RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml").encode(),
    )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        '<sheet name="แผ่น" sheetId="1" r:id="rId1"/>'.encode(),
        f'<sheet name="{names[0]}" sheetId="1" {extra} r:id="rId1"/>'
        f'<sheet name="{names[1]}" sheetId="2" r:id="rId2"/>'.encode(),
    )
    return parts


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    # Else the harmless one would be looked at, and the other one read.
    path = zipped(tmp_path / "x.xlsx", _two_sheets(("ก", "ก"), _FAR, _ONE))
    assert trouble_of(path).reason is UnreadableReason.DUPLICATE_PARTS
    assert read_all(zipped(tmp_path / "y.xlsx", _two_sheets(("ก", "ข"), _ONE, _ONE))) == [[[1.0]], [[1.0]]]


def test_a_sheet_with_two_parts_is_damage(tmp_path: Path) -> None:
    parts = _two_sheets(("ก", "ข"), _FAR, _ONE, extra='xmlns:a="urn:a" a:id="rId2"')
    trouble = trouble_of(zipped(tmp_path / "x.xlsx", parts))
    assert trouble.details["cause"] == "sheet with two parts"


def test_two_tables_of_one_name_in_an_ods_are_refused(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        '<table:table table:name="ก"/><table:table table:name="ก"/>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    path = zipped(tmp_path / "x.ods", {"mimetype": kind, "content.xml": content.encode()})
    assert trouble_of(path).reason is UnreadableReason.DUPLICATE_PARTS


# Encodings


@pytest.mark.parametrize("name", ["windows-874", "TIS-620", "ISO-8859-11", "cp874"])
def test_thai_encodings_of_old_programs_are_read(name: str, tmp_path: Path) -> None:
    sheet = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>ก้</t></is></c></row>').decode()
    path = zipped(
        tmp_path / "x.xlsx",
        parts_of(f'<?xml version="1.0" encoding="{name}"?>{sheet}'.encode("cp874")),
    )
    assert read_all(path) == [[["ก้"]]]


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_one_part_in_utf_16_costs_nothing(part: str, tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>45000</v></c></row>'
    parts = _with_texts("<si><t>ก</t></si>", sheet=cells)
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="14"/></cellXfs></styleSheet>'.encode()
    )
    before = read_all(zipped(tmp_path / "x.xlsx", parts))
    parts[part] = parts[part].decode().encode("utf-16")
    assert read_all(zipped(tmp_path / "y.xlsx", parts)) == before
    assert before[0][0][0] == "ก"
