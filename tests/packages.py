"""Workbooks put together part by part, as no program would write them, and how they are read."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from itaxl.sheets.formats import DEFAULT_LIMITS, Limits, Unreadable
from itaxl.sheets.grids import Grid, cell_name
from itaxl.sheets.workbooks import open_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    '{kind}" Target="{target}"/></Relationships>'
)
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="แผ่น" sheetId="1" r:id="rId1"/></sheets></workbook>'
)

Parts = dict[str, bytes]


def sheet_xml(rows: str, *, before: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'.encode()


def parts_of(sheet: bytes) -> Parts:
    """The parts of the smallest workbook that has this sheet."""
    return {
        "[Content_Types].xml": CONTENT_TYPES.encode(),
        "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml").encode(),
        "xl/workbook.xml": WORKBOOK.encode(),
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            kind="worksheet", target="worksheets/sheet1.xml"
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet,
    }


def zipped(path: Path, parts: Parts) -> Path:
    # Quickly rather than well: bombs are large.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of one allocation sector whose streams all lie in ordinary sectors."""
    sectors: list[bytes] = []
    table: list[int] = []

    def add(content: bytes) -> int:
        first = len(sectors)
        pieces = [
            content[start : start + 512].ljust(512, b"\0") for start in range(0, len(content) or 1, 512)
        ]
        sectors.extend(pieces)
        table.extend([*range(first + 1, first + len(pieces)), 0xFFFFFFFE])
        return first

    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    entries += [(name, 2, add(content), len(content)) for name, content in streams.items()]
    directory = b"".join(
        struct.pack(
            "<64sHBB12x36xIQ",
            name.encode("utf-16-le"),
            2 * len(name) + 2,
            kind,
            1,
            first,
            size,
        )
        for name, kind, first, size in entries
    )
    first_directory = add(directory)
    first_table = len(sectors)
    table.append(0xFFFFFFFD)
    packed = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIIII", 0, 1, first_directory, 0, 0, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, first_table
    )
    return header[:80].ljust(512, b"\xff") + b"".join(sectors) + packed


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


BIFF8 = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))


def xls(folder: Path, *, workbook: bytes = b"", sheet: bytes = b"") -> Path:
    """An .xls of one sheet with these further records."""
    end = record(0x0A)
    rest = struct.pack("<HBB", 0, 1, 0) + b"S"
    start = len(BIFF8 + workbook + record(0x85, bytes(4) + rest) + end)
    stream = BIFF8 + workbook + record(0x85, struct.pack("<I", start) + rest) + end + BIFF8 + sheet + end
    path = folder / "x.xls"
    # calamine looks for shorter streams elsewhere, whatever the header says.
    path.write_bytes(compound({"Workbook": stream.ljust(4096, b"\0")}))
    return path


def encrypted(path: Path, password: str) -> Path:
    """Protect a workbook with a password to open, where it stands."""
    from msoffcrypto.format.ooxml import OOXMLFile

    packed = io.BytesIO()
    with path.open("rb") as file:
        office: Any = OOXMLFile(file)  # type: ignore[no-untyped-call]
        office.encrypt(password, packed)
    path.write_bytes(packed.getvalue())
    return path


def grid_of(path: Path) -> Grid:
    """The sheet that the smallest workbook has."""
    return open_workbook(path).grid("แผ่น")


def read_all(path: Path, limits: Limits = DEFAULT_LIMITS) -> list[list[list[object]]]:
    """The rows of every sheet."""
    opened = open_workbook(path, limits=limits)
    return [opened.grid(name).rows for name in opened.sheet_names]


def trouble_of(path: Path, limits: Limits = DEFAULT_LIMITS) -> Unreadable:
    """How opening a file and reading all of its sheets fails."""
    with pytest.raises(Unreadable) as caught:
        read_all(path, limits)
    return caught.value


def named_errors(grid: Grid) -> dict[str, str]:
    """Cells that hold an error, by their addresses."""
    return {cell_name(*address): text for address, text in grid.errors.items()}
