"""Links to returned workbooks and to other sheets, as spreadsheet programs want them."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from xlsxwriter.url import Url

from itaxl.cell_texts import of_sheet
from itaxl.reports.page import Page

MOST_LINKS = 60_000  # Excel keeps 65,530 links a sheet
_NO_LETTER = "\ufffd"  # stands in a name for what cannot be written, so that a link would lead nowhere
_LONGEST_LINK = 700  # Excel takes 2,079 characters, and a Thai letter may be written as nine
_LONGEST_ADDRESS = 2_000  # letters; XlsxWriter fails at 2,080
# It stands alone, behind a blank or in brackets: what is inside a formula that somebody typed is none.
# Brackets end an address: people put one into them more often than they are part of it.
_WEB = re.compile(
    r"(?<![^\s(])https?://[^\s<>\"'`()\[\]{}|\\^\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e]+",
    re.IGNORECASE,
)
# Of such an address, as nearly all are, nothing has to be asked.
_HAS_PLAIN_HOST = re.compile(r"https?://[a-z0-9.-]+(?:/|$)", re.IGNORECASE).match
# XlsxWriter leaves an address alone that holds any escape, so all of them are made here. Letters beyond
# ASCII stay as they are: both Excel and LibreOffice read them so.
_ESCAPES = str.maketrans({each: f"%{ord(each):02X}" for each in ' %"<>[]^`{}#?'})


class Links:
    """Writes links; they are relative to the summary, so that it may be moved together with the returns."""

    def __init__(self, folder: Path, target: Path, files: Iterable[str]) -> None:
        """Remember where things stand.

        Args:
            folder: that the returned files were read from.
            target: the workbook that holds the links.
            files: that stand in the folder; others, such as the plan, are only named.
        """
        self._base = _relative(folder, target.parent)
        self._files = set(files)
        self._known: dict[str, str] = {}
        self._written: Counter[str] = Counter()

    def to_file(
        self, page: Page, column: int, file: str, shown: str, place: str = "", style: str = ""
    ) -> None:
        """Write a text that opens a returned file, at a place such as ``'มาตรการ'!N7``."""
        style = style or ("link" if place else "link-left")
        url = self.file_url(file, place)
        if url:
            self._write(page, column, url, shown, style)
        else:
            page.put(column, shown, "cell-centre" if style == "link" else "cell")

    def file_url(self, file: str, place: str = "") -> str:
        """What opens a returned file, at a place such as ``'มาตรการ'!N7``; empty where nothing does."""
        url = self._opens(file)
        url = f"{url}#{place}" if url and place else url
        return url if len(url) <= _LONGEST_LINK else ""

    def _opens(self, file: str) -> str:
        """What opens a file; many links lead to the same."""
        url = self._known.get(file)
        if url is None:
            is_there = file in self._files and _NO_LETTER not in file
            url = f"external:{str(self._base / file).translate(_ESCAPES)}" if is_there else ""
            self._known[file] = url
        return url

    def to_web(self, page: Page, row: int, column: int, text: object) -> None:
        """Let a cell whose text is written elsewhere open the first web address in it, and nothing else."""
        address = web_address(text)
        if address is not None:
            self.beside(page, row, column, address)

    def beside(self, page: Page, row: int, column: int, url: str, shown: str = "") -> None:
        """Let a cell whose text is written elsewhere lead somewhere, while its sheet may have more links."""
        sheet = str(page.worksheet.name)
        if self._written[sheet] >= MOST_LINKS:
            return
        self._written[sheet] += 1
        page.worksheet.hyperlinks[row][column] = link = Url(url)
        if shown:
            link.text = shown

    def to_place(self, page: Page, column: int, place: str, shown: str, style: str = "link") -> None:
        """Write a text that leads to another cell of this workbook."""
        self._write(page, column, f"internal:{place}", shown, style)

    def _write(self, page: Page, column: int, url: str, shown: str, style: str) -> None:
        sheet = str(page.worksheet.name)
        if self._written[sheet] >= MOST_LINKS or not shown:
            page.put(column, shown, "cell")
            return
        page.put(column, shown, style)
        self.beside(page, page.row, column, url, shown)


def web_address(text: object) -> str | None:
    """The first address in a text that a browser opens; programs and files on this computer are not opened.

    >>> web_address("ภาพถ่าย (https://example.go.th/?a=1&b=2)"), web_address("HTTP://example.go.th/x.")
    ('https://example.go.th/?a=1&b=2', 'HTTP://example.go.th/x')
    >>> [web_address(each) for each in ("file:///C:/a.exe", "https:///", '=HYPERLINK("http://example.go.th")')]
    [None, None, None]
    """
    found = _WEB.search(text) if isinstance(text, str) and "://" in text else None
    if found is None:
        return None
    address = found[0].rstrip(".,;:!?…ฯ")
    try:
        has_host = bool(_HAS_PLAIN_HOST(address) or urlsplit(address).hostname)
    except ValueError:
        return None
    return address if has_host and len(address.encode("utf-16-le")) <= 2 * _LONGEST_ADDRESS else None


def place(sheet: str, cell: str) -> str:
    """A cell of a sheet, as links and formulas name it.

    >>> place("O'Neil", "B2")
    "'O''Neil'!B2"
    """
    return of_sheet(sheet) + cell


def _relative(folder: Path, start: Path) -> PurePosixPath:
    try:
        return PurePosixPath(Path(os.path.relpath(folder, start)).as_posix())
    except ValueError:  # another drive of Windows
        return PurePosixPath(folder.as_posix())
