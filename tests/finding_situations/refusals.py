"""Files that are refused as a whole, each for a reason of its own."""

import os
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from unittest.mock import patch

from filling import SHEET
from msgspec.structs import replace
from packages import encrypted, parts_of, sheet_xml, zipped

from finding_situations.desk import Build, Desk, Make, MakePair, Pair, What
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.refusals import UnreadableWording
from itaxl.planning.controls import ControlError
from itaxl.sheets.formats import DEFAULT_LIMITS
from itaxl.sheets.workbooks import OpenedWorkbook, open_workbook
from itaxl.sheets.workers import run_in_workers
from itaxl.workflow.checking import check

_NAME = "01 สำนักปลัด.xlsx"
_ONE = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
_TWO = '<sheet name="{}" sheetId="1" r:id="rId1"/><sheet name="{}" sheetId="2" r:id="rId1"/>'
_LIMITS = DEFAULT_LIMITS
_PASSWORD = "ความลับ9"  # noqa: S105 - of files that are made here


def _bytes(content: bytes) -> Build:
    def build(_: Desk, path: Path) -> str:
        path.write_bytes(content)
        return _NAME

    return build


def _of_parts(further: Mapping[str, bytes]) -> Build:
    def build(_: Desk, path: Path) -> str:
        zipped(path, {**parts_of(_ONE), **further})
        return _NAME

    return build


def _text(words: str) -> Build:
    return _bytes(words.encode())


def _of_size(size: int) -> Build:
    """Nothing but zeros, of this many bytes."""

    def build(_: Desk, path: Path) -> str:
        with path.open("wb") as file:
            file.truncate(size)
        return _NAME

    return build


def _protected(password: str) -> Build:
    def build(desk: Desk, path: Path) -> str:
        desk.filled(path)
        encrypted(path, password)
        return _NAME

    return build


def _two_sheets(first: str, second: str) -> Build:
    parts = parts_of(_ONE)
    one = '<sheet name="แผ่น" sheetId="1" r:id="rId1"/>'.encode()
    return _of_parts(
        {"xl/workbook.xml": parts["xl/workbook.xml"].replace(one, _TWO.format(first, second).encode())}
    )


def _zip_of(name: str) -> Build:
    def build(_: Desk, path: Path) -> str:
        zipped(path, {name: b"x"})
        return _NAME

    return build


def _cut(desk: Desk, path: Path) -> str:
    name = desk.filled(path)
    path.write_bytes(path.read_bytes()[:-300])
    return name


def _far_at(cell: str) -> Build:
    return lambda desk, path: desk.filled(path, cells={(SHEET, cell): "หมายเหตุ"})


_WORDS = "รายงานผลการดำเนินการของสำนักปลัด\n"
_XML = '<?xml version="1.0"?><Workbook xmlns="{}"/>'

CHECKED: Mapping[What, Pair] = {
    UnreadableWording.EMPTY: (_bytes(b""), Desk.filled),
    UnreadableWording.TOO_LARGE: (_of_size(_LIMITS.file_bytes + 1), _of_size(_LIMITS.file_bytes)),
    UnreadableWording.UNPACKS_TOO_LARGE: (
        _of_parts({"xl/styles.xml": bytes(_LIMITS.part_bytes + 1)}),
        _of_parts({"xl/media/image1.png": bytes(_LIMITS.part_bytes + 1)}),
    ),
    UnreadableWording.TOO_MANY_PARTS: (
        _of_parts({f"xl/media/{number}.png": b"" for number in range(_LIMITS.parts)}),
        _of_parts({f"xl/media/{number}.png": b"" for number in range(_LIMITS.parts - 5)}),
    ),
    UnreadableWording.DUPLICATE_PARTS: (_two_sheets("ก", "ก"), _two_sheets("ก", "ข")),
    UnreadableWording.STRANGE_NAMES: (
        _of_parts({"../../outside.xml": b"x"}),
        _of_parts({"xl/media/image 1..png": b"x"}),
    ),
    UnreadableWording.CELL_TOO_FAR: (_far_at("XFD1048576"), _far_at("AZ200")),
    UnreadableWording.ENCRYPTED: (_protected(_PASSWORD), _protected("VelvetSweatshop")),
    UnreadableWording.HTML: (
        _text("<html><table><tr><td>สำนักปลัด</td></tr></table></html>"),
        _text(f"<{_WORDS}"),
    ),
    UnreadableWording.TEXT: (_text(_WORDS), _bytes(b"\x01" + _WORDS.encode())),
    UnreadableWording.XML_2003: (
        _text(_XML.format("urn:schemas-microsoft-com:office:spreadsheet")),
        _text(_XML.format("urn:example")),
    ),
    UnreadableWording.PDF: (_text("%PDF-1.7\n"), _text(f"ดูไฟล์ %PDF {_WORDS}")),
    UnreadableWording.PICTURE: (_bytes(b"\x89PNG\r\n"), _of_parts({"xl/media/image1.png": b"\x89PNG\r\n"})),
    UnreadableWording.DOCUMENT: (_text("{\\rtf1 x}"), _text("{rtf1 x}")),
    UnreadableWording.SHORTCUT: (_text('{"doc_id": "x"}'), _text('{"id": "x"}')),
    UnreadableWording.ARCHIVE: (_zip_of("01 สำนักปลัด.xlsx"), Desk.filled),
    UnreadableWording.DAMAGED: (_cut, Desk.filled),
    UnreadableWording.UNKNOWN: (_bytes(b"\x01\x02\x03"), _bytes(b"\t\r\n x")),
}

# What happens while a file is read


def _with_password(password: str) -> Make:
    """A protected form, read with a password."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        path = desk.place() / _NAME
        _protected(_PASSWORD)(desk, path)
        return check([path], replace(desk.settings, passwords=(password,))).findings

    return make


def _as_control(name: str) -> Make:
    """A file that is given as the plan; why it is refused is said in one line."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        path = desk.place() / name
        path.write_bytes(b"\x05user" + bytes(160))
        try:
            return desk.checked(desk.office.control, control=path)
        except ControlError as refused:
            kind = FindingKind.UNREADABLE_FILE
            return tuple(
                Finding(kind, name, details=each.details())
                for each in UnreadableWording
                if each.value[0] in refused.thai
            )

    return make


def _while_reading(happens: Callable[[Path], object], *, seconds: float = 60.0) -> Make:
    """Something happens to the reader when it opens the file."""

    def opened(path: Path, **options: object) -> OpenedWorkbook:
        happens(path)
        return open_workbook(path, **options)  # type: ignore[arg-type]

    def make(desk: Desk) -> tuple[Finding, ...]:
        path = desk.place() / _NAME
        desk.filled(path)
        hurried = partial(run_in_workers, seconds=seconds)
        with (
            patch("itaxl.template.returns.open_workbook", opened),
            patch("itaxl.workflow.collection.run_in_workers", hurried),
        ):
            return desk.checked(path)

    return make


def _forbidden(path: Path) -> None:
    """The system refuses to open it; a test may run as somebody who may open everything."""
    patch.object(type(path), "open", side_effect=PermissionError("denied")).start()


_SLOW, _PATIENCE = 3.0, 0.5  # seconds

MADE: Mapping[What, MakePair] = {
    UnreadableWording.WRONG_PASSWORD: (_with_password("x"), _with_password(_PASSWORD)),
    UnreadableWording.LOCK_FILE: (_as_control("~$plan.xlsx"), _as_control("plan.xlsx")),
    UnreadableWording.CRASHED: (_while_reading(lambda _: os._exit(1)), _while_reading(lambda _: None)),
    UnreadableWording.TOO_SLOW: (
        _while_reading(lambda _: time.sleep(_SLOW), seconds=_PATIENCE),
        _while_reading(lambda _: time.sleep(_PATIENCE), seconds=60),
    ),
    UnreadableWording.VANISHED: (_while_reading(Path.unlink), _while_reading(lambda path: path.touch())),
    UnreadableWording.NOT_PERMITTED: (
        _while_reading(_forbidden),
        _while_reading(lambda path: path.chmod(0o400)),
    ),
}
