"""Workbooks opened safely, whatever program wrote them."""

import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from itaxl.sheets.archives import Archive, format_of
from itaxl.sheets.formats import (
    DEFAULT_LIMITS,
    Container,
    Limits,
    SpreadsheetFormat,
    Unreadable,
    UnreadableReason,
    recognise,
)
from itaxl.sheets.grids import Grid
from itaxl.sheets.sheet_xml import check_letters
from itaxl.sheets.xlsx import XlsxSource


class _Source(Protocol):
    """What every format can say."""

    sheet_names: tuple[str, ...]
    has_macros: bool

    @property
    def external(self) -> tuple[str, ...]: ...

    @property
    def modified(self) -> datetime | None: ...

    @property
    def application(self) -> str | None: ...

    def grid(self, name: str) -> Grid: ...


class OpenedWorkbook(Struct, frozen=True):
    """A workbook that is held in memory; sheets are read when they are asked for.

    Attributes:
        path: where it was read.
        format: what it is, whatever its name ends in.
        sheet_names: its sheets in order, hidden ones included.
        has_macros: whether it brings programs along; they are never run.
    """

    path: Path
    format: SpreadsheetFormat
    sheet_names: tuple[str, ...]
    has_macros: bool
    _source: _Source
    _limits: Limits

    @property
    def external(self) -> tuple[str, ...]:
        """Other files and connections that it takes values from; nothing is ever fetched from there."""
        return self._source.external

    @property
    def modified(self) -> datetime | None:
        """When the file says it was last saved, in UTC."""
        return self._source.modified

    @property
    def application(self) -> str | None:
        """The program that saved it, in its own words: "Microsoft Excel", "LibreOffice/7.4.7.2$Linux…"."""
        return self._source.application

    def grid(self, name: str) -> Grid:
        """The cells of one sheet, read anew at every call.

        Raises:
            KeyError: when there is no sheet of that name.
            Unreadable: when this sheet is damaged or asks for too much.
        """
        if name not in self.sheet_names:
            raise KeyError(name)
        grid = self._source.grid(name)
        # The texts of an .xlsx are looked at before they are read.
        if self.format not in (SpreadsheetFormat.XLSX, SpreadsheetFormat.XLSM):
            check_letters(grid, self._limits)
        return grid

    def is_locked(self, name: str) -> bool | None:
        """Whether a sheet is protected against changes; None where nothing but reading its cells tells.

        Raises:
            Unreadable: when this sheet is missing or does not unpack.
        """
        return self._source.is_locked(name) if isinstance(self._source, XlsxSource) else None


def open_workbook(
    path: Path, *, limits: Limits = DEFAULT_LIMITS, passwords: Sequence[str] = ()
) -> OpenedWorkbook:
    """Read a file and find out what is in it.

    Args:
        path: where it is.
        limits: how much it may ask of this computer.
        passwords: those that may open it, where it is protected with one.

    Raises:
        Unreadable: for anything that could be wrong with the file.
    """
    data = read_file(path, limits)
    kind, source = _source_of(data, path, limits, passwords)
    if len(set(source.sheet_names)) != len(source.sheet_names):
        # No program makes two sheets of one name, and which of them would be read?
        raise Unreadable(UnreadableReason.DUPLICATE_PARTS, {"part": "sheets"})
    return OpenedWorkbook(path, kind, source.sheet_names, source.has_macros, source, limits)


def _source_of(
    data: bytes, path: Path, limits: Limits, passwords: Sequence[str]
) -> tuple[SpreadsheetFormat, _Source]:
    """The reader for these bytes."""
    # Readers of what hardly ever comes back are imported where it does: to import one takes as long as to
    # read four returns.
    if recognise(data, path) is Container.COMPOUND:
        from itaxl.sheets.compound_files import CompoundFile
        from itaxl.sheets.encryption import decrypted
        from itaxl.sheets.xls import XlsSource, is_encrypted

        compound = CompoundFile(data)
        if is_encrypted(compound):
            data = decrypted(data, compound, passwords)
        if recognise(data, path) is Container.COMPOUND:
            return SpreadsheetFormat.XLS, XlsSource(data, limits)
    archive = Archive(data, limits)
    kind = format_of(archive)
    if kind is SpreadsheetFormat.ODS:
        from itaxl.sheets.ods import OdsSource

        return kind, OdsSource(archive, limits)
    if kind is SpreadsheetFormat.XLSB:
        from itaxl.sheets.xlsb import XlsbSource

        return kind, XlsbSource(archive, limits)
    return kind, XlsxSource(archive, limits)


def read_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """A file as it is at one moment, or a reason why not.

    Raises:
        Unreadable: TOO_LARGE, VANISHED, NOT_PERMITTED, or DAMAGED while another program is writing it.
    """
    try:
        size = _checked_size(path, limits)
        with path.open("rb") as file:
            # One byte more than expected shows a file that is growing.
            data = file.read(size + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Unreadable(UnreadableReason.VANISHED) from error
    except OSError as error:
        raise Unreadable(UnreadableReason.NOT_PERMITTED, {"cause": error.strerror or str(error)}) from error
    if len(data) != size:
        raise Unreadable(UnreadableReason.DAMAGED, {"cause": "changed while reading"})
    return data


def _checked_size(path: Path, limits: Limits) -> int:
    """The size of a regular file: opening a pipe would wait for ever."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(UnreadableReason.UNKNOWN, {"cause": "no file"})
    if status.st_size > limits.file_bytes:
        raise Unreadable(UnreadableReason.TOO_LARGE, {"size": status.st_size, "limit": limits.file_bytes})
    return status.st_size
