"""What is named on the command line may come from anybody, too: what kills its reader is one line."""

import faulthandler
import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from struct import pack

import openpyxl
import pytest
from command_line import run
from filling import Office
from packages import Parts, compound, read_all, trouble_of, zipped
from provincial import ProvinceOffice

from itaxl.importing.markup import html_parts
from itaxl.importing.sources import read_source
from itaxl.planning.controls import ControlError
from itaxl.sheets import formats
from itaxl.sheets.calls import call_apart
from itaxl.sheets.formats import DEFAULT_LIMITS, Container, Unreadable, UnreadableReason

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only forked workers see what is put in place"
)


def _swelling(path: Path) -> Path:
    """An .xlsb in which 500 cells share one text of a megabyte: 2 KB that become 500 MB."""

    def record(kind: int, body: bytes = b"") -> bytes:
        size = bytearray()
        length = len(body)
        while length >= 0x80:
            size.append(length & 0x7F | 0x80)
            length >>= 7
        number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([*size, length]) + body

    def wide(text: str) -> bytes:
        return pack("<I", len(text)) + text.encode("utf-16-le")

    def relations(*targets: tuple[str, str]) -> bytes:
        base = "http://schemas.openxmlformats.org"
        lines = "".join(
            f'<Relationship Id="rId{number}" Type="{base}/officeDocument/2006/relationships/{kind}" '
            f'Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, start=1)
        )
        return f'<Relationships xmlns="{base}/package/2006/relationships">{lines}</Relationships>'.encode()

    rows = (record(0, pack("<I", row) + bytes(13)) + record(7, pack("<III", 0, 0, 0)) for row in range(500))
    return zipped(
        path,
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": relations(
                ("worksheet", "worksheets/sheet1.bin"), ("sharedStrings", "sharedStrings.bin")
            ),
            "xl/workbook.bin": record(131)
            + record(143)
            + record(156, pack("<II", 0, 1) + wide("rId1") + wide("S"))
            + record(144)
            + record(132),
            "xl/sharedStrings.bin": record(159, pack("<II", 500, 1)) + record(19, b"\0" + wide("a" * 2**20)),
            "xl/worksheets/sheet1.bin": record(148, pack("<IIII", 0, 499, 0, 0))
            + record(145)
            + b"".join(rows)
            + record(146),
        },
    )


def _read_without_a_dump(path: Path) -> None:
    faulthandler.disable()  # pytest's: what ends this process is wanted
    read_all(path)


def test_a_workbook_that_swells_costs_nothing_but_its_own_process(tmp_path: Path) -> None:
    path = _swelling(tmp_path / "x.xlsb")
    assert path.stat().st_size < 20_000
    with pytest.raises(Unreadable) as caught:
        call_apart(partial(_read_without_a_dump, path), memory_bytes=300 * 2**20)
    assert caught.value.reason is UnreadableReason.CRASHED


def test_a_reader_that_hangs_is_ended() -> None:
    with pytest.raises(Unreadable) as caught:
        call_apart(partial(time.sleep, 3600), seconds=0.2)
    assert caught.value.reason is UnreadableReason.TOO_SLOW


def _refuse() -> None:
    raise ControlError("ไทย", "English")


def test_what_a_reader_gives_or_raises_comes_back() -> None:
    assert call_apart(partial(divmod, 7, 2)) == (3, 1)
    with pytest.raises(ControlError) as caught:
        call_apart(_refuse)
    assert (caught.value.thai, caught.value.english) == ("ไทย", "English")


def _orders(province: ProvinceOffice, hostile: Path, folder: Path) -> dict[str, Sequence[object]]:
    """Every verb that is given a file by its name, and is given this one."""
    out = folder / "out.xlsx"
    form = province.file("002")
    return {
        "generate": ("generate", hostile, "-o", folder / "out"),
        "consolidate": ("consolidate", hostile, folder, "-o", out),
        "history": ("consolidate", province.control, folder, "-o", out, "--history", hostile),
        "status": ("status", hostile, folder),
        "report": ("report", hostile, folder, "--layout", "memo", "-o", folder / "out.docx"),
        "submit": ("submit", form, hostile, folder, "-o", out),
        "analyze": ("analyze", hostile),
        "import": ("import", hostile, "-o", out),
        "roster": ("init", folder / "new", "--kind", "province", "--province", "ก", "--roster", hostile),
    }


@pytest.mark.parametrize(
    "verb",
    ["generate", "consolidate", "history", "status", "report", "submit", "analyze", "import", "roster"],
)
def test_a_file_that_kills_its_reader_is_one_line_and_nothing_is_written(
    verb: str, office: Office, province: ProvinceOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = tmp_path / "hostile.xlsx"
    hostile.write_bytes(office.control.read_bytes())
    real = formats.recognise

    def recognised(data: bytes, path: Path) -> Container:
        if path.name == hostile.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(data, path)

    monkeypatch.setattr("itaxl.sheets.workbooks.recognise", recognised)
    monkeypatch.setattr("itaxl.importing.sources.recognise", recognised)
    before = hostile.read_bytes()
    result = run("--lang", "en", *_orders(province, hostile, tmp_path)[verb])
    told = result.stderr.splitlines()
    assert (result.exit_code, len(told)) == (2, 1), result.output
    assert "hostile.xlsx" in told[0]
    assert "made the reader stop" in told[0]
    assert [each.name for each in tmp_path.iterdir()] == [hostile.name]
    assert hostile.read_bytes() == before


_OBEYED = "\u009b31m\u202e\u0085"  # what XML allows of what a terminal obeys


def test_nothing_that_a_file_says_reaches_a_terminal_that_obeys_it(tmp_path: Path) -> None:
    departments = [{"รหัส": "01", "ชื่อส่วนราชการ": f"กองคลัง{_OBEYED}", "อีเมล": f"x{_OBEYED}@example.org"}]
    measures = [{"รหัส": "M1", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": f"กองคลัง{_OBEYED}"}]
    office = Office(tmp_path / "office", measures, departments=departments)
    returned = tmp_path / "returned"
    returned.mkdir()
    book = openpyxl.load_workbook(office.file("01"))
    book.create_sheet(f"ก{_OBEYED}")["A1"] = "นอกแบบ"
    book.save(returned / "01.xlsx")
    scores = tmp_path / "scores.csv"
    scores.write_text(f"ชื่อหน่วยงาน,1,2\nเทศบาลตำบล{_OBEYED},80,{_OBEYED}\n", encoding="utf-8")
    orders: Sequence[Sequence[object]] = (
        ("check", returned),
        ("check", returned, "--format", "json"),
        ("status", office.control, returned),
        ("consolidate", office.control, returned, "-o", tmp_path / "s.xlsx", "--mail", tmp_path / "mail"),
        ("consolidate", office.control, returned, "-o", tmp_path / "s.xlsx", "--corrections", tmp_path / "c"),
        ("analyze", scores, "--year", "2566"),
    )
    said = [run(*each) for each in orders]
    assert all(each.exit_code in {0, 1} for each in said)
    assert any(each["sheet"] == f"ก{_OBEYED}" for each in json.loads(said[1].output))
    assert any("กองคลัง\ufffd31m" in each.output for each in said)
    assert not {letter for each in said for letter in each.output} & set("\u009b\u202e\u0085")


def test_a_key_that_takes_for_ever_to_derive_is_refused_before_anything_is_tried(tmp_path: Path) -> None:
    def protected(rounds: int) -> Path:
        info = f'<encryption><keyEncryptors spinCount="{rounds}"/></encryption>'.encode()
        path = tmp_path / "x.xlsx"
        path.write_bytes(compound({"EncryptionInfo": info, "EncryptedPackage": bytes(4096)}))
        return path

    refused = trouble_of(protected(4_000_000_000))
    assert (refused.reason, refused.details["cause"]) == (UnreadableReason.DAMAGED, "rounds")
    assert trouble_of(protected(100_000)).reason is UnreadableReason.ENCRYPTED


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("x.docx", {"word/document.xml": b"<w:p/>" * 7_000_000}),
        ("y.docx", {"word/document.xml": b"<w:tc>" * 1_000_001}),
    ],
)
def test_a_document_that_unpacks_to_unreasonably_much_is_refused_unread(
    name: str, parts: Parts, tmp_path: Path
) -> None:
    document = zipped(tmp_path / name, {"[Content_Types].xml": b"<Types/>", **parts})
    with pytest.raises(ControlError) as caught:
        read_source(document)
    assert "unreasonably much" in str(caught.value)


def test_tables_within_tables_without_end_are_damage() -> None:
    with pytest.raises(Unreadable) as caught:
        html_parts("<table><tr><td>" * 31, DEFAULT_LIMITS)
    assert caught.value.details["cause"] == "nested too deeply"
    assert html_parts("<table><tr><td>x" * 30, DEFAULT_LIMITS)
