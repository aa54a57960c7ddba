"""Any file becomes tables and texts, told apart by what is in it; or one line says why it cannot."""

from pathlib import Path

from itaxl.assessment.refusals import ImportWording, UnreadableWording
from itaxl.importing.grids import grid_parts
from itaxl.importing.headers import find_header
from itaxl.importing.markup import html_parts
from itaxl.importing.tables import Source, SourceTable, SourceText
from itaxl.importing.text_documents import text_parts
from itaxl.importing.word_documents import DOCUMENT_PART, word_parts
from itaxl.planning.controls import ControlError
from itaxl.sheets.archives import Archive
from itaxl.sheets.formats import (
    DEFAULT_LIMITS,
    Container,
    Limits,
    Unreadable,
    UnreadableReason,
    recognise,
)
from itaxl.sheets.text_tables import decoded_text, read_text_table
from itaxl.sheets.workbooks import open_workbook, read_file
from itaxl.template.returned_sheets import stamp_of
from itaxl.template.stamp import STAMP_SHEET

_IN_USE = frozenset(
    {"plan", "department", "province", "agency"}
)  # what other verbs read; an official report may be imported
_SEPARATED = (".csv", ".tsv")


def read_source(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Source:
    """Read a document.

    Args:
        path: a Word document, a workbook, an HTML page, or text.
        limits: how much it may ask of this computer.

    Raises:
        ControlError: it cannot be read, or has no table in it; one line says so and what to do instead.
    """
    try:
        parts = _parts(path, limits)
    except Unreadable as trouble:
        raise _told(path.name, trouble) from None
    tables = [each for each in parts if isinstance(each, SourceTable)]
    if not tables:
        raise ControlError(*ImportWording.NO_TABLE.lines(path.name))
    if sum(len(each.rows) for each in tables) > limits.rows:
        raise ControlError(*ImportWording.UNPACKS_TOO_LARGE.lines(path.name))
    return Source(path.name, parts)


def _parts(path: Path, limits: Limits) -> tuple[SourceTable | SourceText, ...]:
    data = read_file(path, limits)
    try:
        container = recognise(data, path)
    except Unreadable as trouble:
        if trouble.reason is UnreadableReason.HTML:
            return html_parts(decoded_text(data), limits)
        if trouble.reason is UnreadableReason.TEXT:
            return _text(path, decoded_text(data), limits)
        raise
    if container is Container.ZIP:
        archive = Archive(data, limits)
        if DOCUMENT_PART in archive:
            return word_parts(archive, limits)
    return _workbook(path, limits)


def _text(path: Path, text: str, limits: Limits) -> tuple[SourceTable | SourceText, ...]:
    """Text with tables in it; where it has none, perhaps it is one."""
    if path.suffix.lower() not in _SEPARATED:
        parts = text_parts(text)
        if any(isinstance(each, SourceTable) for each in parts):
            return parts
        separated = grid_parts(read_text_table(path, limits=limits))
        known = any(isinstance(each, SourceTable) and find_header(each) for each in separated)
        return separated if known else parts
    return grid_parts(read_text_table(path, limits=limits))


def _workbook(path: Path, limits: Limits) -> tuple[SourceTable | SourceText, ...]:
    workbook = open_workbook(path, limits=limits)
    sent = stamp_of(workbook)
    if sent is not None and sent.stamp.kind in _IN_USE:
        raise ControlError(*ImportWording.OWN_WORKBOOK.lines(path.name))
    return tuple(
        part
        for name in workbook.sheet_names
        if name != STAMP_SHEET
        for part in grid_parts(workbook.grid(name))
    )


def _told(file: str, trouble: Unreadable) -> ControlError:
    """The line for a file that cannot be read: the remedy is another one than for a return."""
    reason = trouble.reason.name
    if reason in ImportWording.__members__:
        return ControlError(*ImportWording[reason].lines(file))
    details = UnreadableWording[reason].details(**trouble.details)
    return ControlError(
        f"{file}: {details['reason']} → {details['remedy']}",
        f"{file}: {details['reason_en']} → {details['remedy_en']}",
    )
