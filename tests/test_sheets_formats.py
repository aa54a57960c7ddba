"""Every file that is no workbook is told from the others by its bytes."""

import pickle
from pathlib import Path

import pytest

from itaxl.sheets.formats import Container, Unreadable, UnreadableReason, recognise

_CLIENTS = Path(__file__).parent / "data" / "clients"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", UnreadableReason.EMPTY),
        (b"<html><table><tr><td>1</td></tr></table></html>", UnreadableReason.HTML),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<meta charset=utf-8>", UnreadableReason.HTML),
        (
            b'<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml">',
            UnreadableReason.HTML,
        ),
        ("<table border=1>".encode("utf-16"), UnreadableReason.HTML),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", UnreadableReason.HTML),
        ("ลำดับ,ชื่อ\r\n1,ก\r\n".encode(), UnreadableReason.TEXT),
        ("ลำดับ\tชื่อ\r\n".encode("cp874"), UnreadableReason.TEXT),
        ("ลำดับ\tชื่อ\r\n".encode("utf-16"), UnreadableReason.TEXT),
        (b"%PDF-1.7\n%\xe2\xe3", UnreadableReason.PDF),
        (b"\x89PNG\r\n\x1a\n\x00", UnreadableReason.PICTURE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", UnreadableReason.PICTURE),
        (b"\x00\x00\x00\x18ftypheic", UnreadableReason.PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", UnreadableReason.PICTURE),
        (b"{\\rtf1\\ansi", UnreadableReason.DOCUMENT),
        (b"Rar!\x1a\x07\x00", UnreadableReason.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\x00", UnreadableReason.ARCHIVE),
        (b"PK\x05\x06" + bytes(18), UnreadableReason.ARCHIVE),
        (bytes(2048), UnreadableReason.DAMAGED),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00\x00", UnreadableReason.UNKNOWN),
    ],
)
def test_what_is_no_workbook_is_named(data: bytes, reason: UnreadableReason) -> None:
    with pytest.raises(Unreadable) as caught:
        recognise(data, Path("แบบรายงาน.xlsx"))
    assert caught.value.reason is reason


@pytest.mark.parametrize("name", ["~$แบบรายงาน.xlsx", ".~lock.แบบรายงาน.ods#"])
@pytest.mark.parametrize("data", [b"", b"\x05admin" + b" " * 50, b",admin,pc,01.01.2567 09:00;"])
def test_lock_files_are_told_by_their_names(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        recognise(data, Path(name))
    assert caught.value.reason is UnreadableReason.LOCK_FILE


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("sheetjs-html.xls", UnreadableReason.HTML),
        ("sheetjs-2003.xml.xls", UnreadableReason.XML_2003),
        ("sheetjs.fods", UnreadableReason.DOCUMENT),
    ],
)
def test_what_programs_save_as_xls_is_told_apart(name: str, reason: UnreadableReason) -> None:
    with pytest.raises(Unreadable) as caught:
        recognise((_CLIENTS / name).read_bytes(), Path(name))
    assert caught.value.reason is reason


def test_the_ending_does_not_matter() -> None:
    assert recognise((_CLIENTS / "exceljs.xlsx").read_bytes(), Path("x.xls")) is Container.ZIP
    assert recognise((_CLIENTS / "libreoffice.xls").read_bytes(), Path("x.xlsx")) is Container.COMPOUND


def test_the_exception_travels_between_processes() -> None:
    trouble = Unreadable(UnreadableReason.CELL_TOO_FAR, {"cell": "XFD1048576"})
    copy = pickle.loads(pickle.dumps(trouble))  # noqa: S301 - our own bytes
    assert (copy.reason, copy.details) == (trouble.reason, trouble.details)
    assert str(copy) == "cell_too_far (cell=XFD1048576)"
