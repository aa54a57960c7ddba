"""What a file is, told from its bytes and never from its ending."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct


class SpreadsheetFormat(StrEnum):
    """The workbooks that can be read."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"


class UnreadableReason(StrEnum):
    """Why a file gives no workbook; the words for people are elsewhere."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_PARTS = "too_many_parts"
    DUPLICATE_PARTS = "duplicate_parts"
    STRANGE_NAMES = "strange_names"
    CELL_TOO_FAR = "cell_too_far"
    ENCRYPTED = "encrypted"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a reason
    HTML = "html"
    TEXT = "text"
    XML_2003 = "xml_2003"
    PDF = "pdf"
    PICTURE = "picture"
    DOCUMENT = "document"
    LOCK_FILE = "lock_file"
    SHORTCUT = "shortcut"
    ARCHIVE = "archive"
    DAMAGED = "damaged"
    CRASHED = "crashed"
    TOO_SLOW = "too_slow"
    VANISHED = "vanished"
    NOT_PERMITTED = "not_permitted"
    UNKNOWN = "unknown"


class Unreadable(Exception):  # noqa: N818 - it names the state of the file, as the reasons do
    """A file, or one sheet of it, cannot be read.

    Args:
        reason: which trouble it is.
        details: facts for the message, such as `sheet`, `cell`, `size`, `limit`; strings and numbers only.
    """

    def __init__(self, reason: UnreadableReason, details: Mapping[str, object] | None = None) -> None:
        super().__init__(reason, dict(details or {}))
        self.reason = reason
        self.details: Mapping[str, object] = MappingProxyType(dict(details or {}))

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.reason} ({facts})" if facts else str(self.reason)

    def __reduce__(self) -> "tuple[type[Unreadable], tuple[UnreadableReason, dict[str, object]]]":
        # A mapping proxy cannot be pickled, and workers send this exception to their parent.
        return type(self), (self.reason, dict(self.details))


class Limits(Struct, frozen=True):
    """How much a workbook may ask of this computer."""

    # Real templates of this kind weigh 0.02 to 2 MB; pasted photographs are what makes the rest.
    file_bytes: int = 30 * 1024 * 1024
    # A 1 MB file can unpack to 1 GB and then costs 3 GB of memory; honest files stay far below.
    unpacked_bytes: int = 200 * 1024 * 1024
    # Readers take a whole part into memory, and several times over: 190 MB of shared texts take
    # 0.9 GB and 16 s. A sheet with as many cells as are allowed here stays below this.
    part_bytes: int = 64 * 1024 * 1024
    # A workbook with 200 sheets, each with a drawing, a comment part and relations, has about 1,000.
    parts: int = 2_000
    # Readers reserve the whole rectangle up to the farthest cell: one stray XFD1048576 asks for 512 GB.
    rows: int = 20_000
    columns: int = 512
    # Formatting dragged down to the last row makes millions of empty cells and minutes of reading.
    cells: int = 1_000_000
    # One text of 1 MB that 1,500 cells share is a file of 20 KB and 4 GB of memory. A form filled to its last
    # cell has 1 million letters; Excel itself keeps 32,767 in a cell.
    characters: int = 50_000_000


DEFAULT_LIMITS = Limits()


class Container(StrEnum):
    """The two wrappings in which workbooks come."""

    ZIP = "zip"
    COMPOUND = "compound"


_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, UnreadableReason], ...] = (
    (b"%PDF", UnreadableReason.PDF),
    (b"\x89PNG", UnreadableReason.PICTURE),
    (b"\xff\xd8\xff", UnreadableReason.PICTURE),
    (b"GIF8", UnreadableReason.PICTURE),
    (b"BM", UnreadableReason.PICTURE),
    (b"II*\x00", UnreadableReason.PICTURE),
    (b"MM\x00*", UnreadableReason.PICTURE),
    (b"{\\rtf", UnreadableReason.DOCUMENT),
    (b"Rar!", UnreadableReason.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", UnreadableReason.ARCHIVE),
    (b"\x1f\x8b", UnreadableReason.ARCHIVE),
    (_EMPTY_ZIP, UnreadableReason.ARCHIVE),
)
_HEAD = 4096
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|style|script|div)[\s>]", re.IGNORECASE)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Text has tabs, line ends and escapes, and otherwise no control characters.
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def recognise(data: bytes, path: Path) -> Container:
    """The wrapping of a file that may hold a workbook.

    Args:
        data: the file, or at least its first 4,096 bytes.
        path: its name, which only matters for the lock files that Excel and LibreOffice leave behind.

    Raises:
        Unreadable: for everything else, saying what it is.
    """
    head = data[:_HEAD]
    if head.startswith(_ZIP):
        return Container.ZIP
    if head.startswith(_COMPOUND):
        return Container.COMPOUND
    raise Unreadable(_reason_for(head, path.name))


def may_be_workbook(path: Path) -> bool:
    """Whether a file has one of the two wrappings; so have documents and other archives."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(_COMPOUND)).startswith((_ZIP, _COMPOUND))
    except OSError:
        return False


def _reason_for(head: bytes, name: str) -> UnreadableReason:
    """What a file is that has neither wrapping."""
    if name.startswith(("~$", ".~lock.")):
        return UnreadableReason.LOCK_FILE
    if not head:
        return UnreadableReason.EMPTY
    for signature, reason in _SIGNATURES:
        if head.startswith(signature):
            return reason
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return UnreadableReason.PICTURE
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> UnreadableReason:
    """HTML, XML of 2003 and plain text are all saved with the ending .xls."""
    if head.startswith(_UTF16_MARKS):
        # Half a character at the end of the head must not matter.
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.strip(b"\x00"):
        # A copy that was cut off leaves a file full of zeros.
        return UnreadableReason.DAMAGED
    if head.startswith(b"{") and b'"doc_id"' in head:
        # What Google Drive puts on the disk in place of a sheet.
        return UnreadableReason.SHORTCUT
    if b"<office:document" in head:
        return UnreadableReason.DOCUMENT
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and head.startswith(b"<?xml"):
        return UnreadableReason.XML_2003
    if head.startswith((b"MIME-Version:", b"From:")) or (head.startswith(b"<") and _HTML.search(head)):
        return UnreadableReason.HTML
    if _NOT_TEXT.search(head):
        return UnreadableReason.UNKNOWN
    return UnreadableReason.TEXT
