"""What is too large or damaged is refused before it costs anything, and told by its reason."""

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace
from packages import (
    BIFF8,
    MAIN,
    Parts,
    compound,
    grid_of,
    parts_of,
    read_all,
    record,
    sheet_xml,
    trouble_of,
    xls,
    zipped,
)

from itaxl.sheets.archives import Archive
from itaxl.sheets.formats import DEFAULT_LIMITS, Limits, Unreadable, UnreadableReason

_CLIENTS = Path(__file__).parent / "data" / "clients"


# Sizes


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with path.open("wb") as file:
        file.truncate(31 * 1024 * 1024)
    assert trouble_of(path).reason is UnreadableReason.TOO_LARGE


def test_a_zip_bomb_is_refused_by_its_directory(workbook: Callable[[bytes], Path]) -> None:
    path = workbook(bytes(201 * 1024 * 1024))
    assert trouble_of(path).reason is UnreadableReason.UNPACKS_TOO_LARGE


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
    assert trouble_of(path).reason is UnreadableReason.UNPACKS_TOO_LARGE


_FILLING = {f"xl/filling{number}.xml": bytes(900_000) for number in range(6)}
_LIMITS = replace(DEFAULT_LIMITS, part_bytes=1_000_000, unpacked_bytes=4_000_000)


def _that_claim_little(parts: Mapping[str, bytes]) -> bytes:
    """A zip file with these parts, of which those of zeros claim to be small."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        place = archive.start_dir
        infos = archive.infolist()
    data = bytearray(packed.getvalue())
    for info in infos:
        if not any(parts[info.filename]):
            for size in (place + 24, info.header_offset + 22):
                data[size : size + 4] = struct.pack("<I", 1000)
        place += 46 + len(info.filename)
    return bytes(data)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"xl/one.xml": bytes(2_000_000)}, UnreadableReason.UNPACKS_TOO_LARGE),
        (_FILLING, UnreadableReason.UNPACKS_TOO_LARGE),
        (dict(list(_FILLING.items())[:2]), None),
    ],
    ids=["one part alone", "many parts together", "what cannot become too much"],
)
def test_parts_that_claim_little_are_unpacked_where_they_could_be_too_much(
    parts: Mapping[str, bytes], reason: UnreadableReason | None
) -> None:
    data = _that_claim_little({"xl/workbook.xml": b"<workbook/>", **parts})
    if reason is None:
        archive = Archive(data, _LIMITS)
        with pytest.raises(Unreadable) as caught:
            archive.read(next(iter(parts)))
        assert caught.value.reason is UnreadableReason.DAMAGED
        return
    with pytest.raises(Unreadable) as caught:
        Archive(data, _LIMITS)
    assert caught.value.reason is reason


def test_parts_that_overlap_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.xlsx", parts_of(sheet_xml("")) | {"a.bin": bytes(range(256)) * 8})
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 20 : entry + 24] = struct.pack("<I", len(data))
    path.write_bytes(data)
    assert trouble_of(path).reason is UnreadableReason.DAMAGED


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    parts = parts_of(sheet_xml("")) | {f"xl/media/{number}.png": b"" for number in range(2000)}
    assert trouble_of(zipped(tmp_path / "x.xlsx", parts)).reason is UnreadableReason.TOO_MANY_PARTS


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/Worksheets/SHEET1.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_parts_are_refused(name: str, workbook: Callable[[str], Path]) -> None:
    path = workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, sheet_xml(""))
    assert trouble_of(path).reason is UnreadableReason.DUPLICATE_PARTS


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
    trouble = trouble_of(workbook(f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>'))
    assert trouble.reason is UnreadableReason.CELL_TOO_FAR
    assert (trouble.details["cell"], trouble.details["sheet"]) == ("XFD1048576", "แผ่น")


@pytest.mark.parametrize(
    ("cell", "fits"), [("SR1", True), ("SS1", False), ("A20000", True), ("A20001", False)]
)
def test_the_limits_are_exact(cell: str, fits: bool, workbook: Callable[[str], Path]) -> None:  # noqa: FBT001
    path = workbook(f'<row><c r="{cell}"><v>1</v></c></row>')
    if fits:
        assert grid_of(path).rows
    else:
        assert trouble_of(path).details["cell"] == cell


def test_narrower_limits_are_kept(workbook: Callable[[str], Path]) -> None:
    path = workbook('<row r="9"><c r="E9"><v>1</v></c></row>')
    assert trouble_of(path, Limits(rows=8)).reason is UnreadableReason.CELL_TOO_FAR
    assert trouble_of(path, Limits(columns=4)).details["cell"] == "E9"


def test_a_blank_cell_far_out_is_harmless(workbook: Callable[[str], Path]) -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert grid_of(workbook(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}')).rows == [[1.0]]


def test_a_million_styled_rows_are_refused_unread(workbook: Callable[[str], Path]) -> None:
    path = workbook("".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(1, 1_048_577)))
    assert trouble_of(path).reason is UnreadableReason.UNPACKS_TOO_LARGE


# Damage


def test_a_document_type_is_refused(workbook: Callable[[bytes], Path]) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;">]>'
    trouble = trouble_of(workbook(lol + sheet_xml('<row><c r="A1"><v>&b;</v></c></row>')))
    assert (trouble.reason, trouble.details["cause"]) == (UnreadableReason.DAMAGED, "doctype")


def test_a_shared_text_that_is_missing_is_damage(workbook: Callable[[str], Path]) -> None:
    assert (
        trouble_of(workbook('<row r="1"><c r="A1" t="s"><v>5</v></c></row>')).reason
        is UnreadableReason.DAMAGED
    )


@pytest.mark.parametrize("name", ["exceljs.xlsx", "libreoffice.ods", "libreoffice.xls", "sheetjs.xlsb"])
def test_truncated_files_are_damaged_wherever_they_end(name: str, tmp_path: Path) -> None:
    data = (_CLIENTS / name).read_bytes()
    path = tmp_path / name
    for size in range(9, len(data) - 600, 487):
        path.write_bytes(data[:size])
        try:
            read_all(path)
        except Unreadable as trouble:
            assert trouble.reason in {UnreadableReason.DAMAGED, UnreadableReason.UNKNOWN}  # noqa: PT017


@pytest.mark.parametrize("name", ["exceljs.xlsx", "libreoffice.ods", "libreoffice.xls", "sheetjs.xlsb"])
def test_flipped_bytes_raise_nothing_else(name: str, tmp_path: Path) -> None:
    data = (_CLIENTS / name).read_bytes()
    path = tmp_path / name
    for place in range(0, len(data), 61):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        with contextlib.suppress(Unreadable):
            read_all(path)


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
    assert trouble_of(zipped(tmp_path / "x.xlsx", parts)).reason is reason


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
    assert trouble_of(path).reason is reason


def test_a_stray_cell_of_an_xls_is_refused(tmp_path: Path) -> None:
    path = xls(tmp_path, sheet=record(0x0203, struct.pack("<HHHd", 65535, 255, 0, 1.0)))
    assert trouble_of(path).details["cell"] == "IV65536"


def test_sizes_claimed_by_an_xls_are_not_believed(tmp_path: Path) -> None:
    # calamine reserves what is claimed and takes the process along when it does not get it.
    texts = record(0xFC, struct.pack("<II", 1, 0xFFFFFFF0))
    assert trouble_of(xls(tmp_path, workbook=texts)).details["cause"] == "shared texts"
    for claim in ((0, 0xFFFFFFF0, 0, 256), (9, 3, 0, 1), (0, 1, 7, 1)):
        sheet = record(0x0200, struct.pack("<IIHHH", *claim, 0))
        assert trouble_of(xls(tmp_path, sheet=sheet)).details["cause"] == "dimensions"


def test_a_chain_of_sectors_in_a_circle_is_damage(tmp_path: Path) -> None:
    data = bytearray(compound({"Workbook": bytes(2000)}))
    table = len(data) - 512
    data[table : table + 8] = struct.pack("<II", 1, 0)
    path = tmp_path / "x.xls"
    path.write_bytes(data)
    assert trouble_of(path).reason is UnreadableReason.DAMAGED
