"""The rest of the account of an import: headers, headings, tables that were not used, words left over."""

from collections.abc import Mapping

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.importing.headers import TableColumn, TableHeader, TableKind
from itaxl.importing.rows import ReadTables
from itaxl.importing.tables import Source, SourceCell, SourceTable, SourceText
from itaxl.importing.tracing import Certainty, Trace
from itaxl.importing.words import import_words
from itaxl.thai.text import compact


def account_for_rest(source: Source, read: ReadTables, known: Mapping[str, str], trace: Trace) -> None:
    """Note what became of everything in a document that has not found its place.

    Args:
        source: the document.
        read: its tables.
        known: the headers of the plan and the departments' workbooks, by key.
        trace: the account.
    """
    for cell, what in read.furniture:
        trace.moved(source.file, cell, None, Certainty.READ, what)
    told: set[tuple[str, str]] = set()
    for table, header in read.headers:
        _judge_header(source.file, table, header, known, told, trace)
        if table.name in read.lined:
            place = table.rows[header.first][0].place
            trace.findings.append(Finding(FindingKind.LINES_JOINED, source.file, "", place))
    for table in read.unused:
        shown = " | ".join(cell.text for cell in table.rows[0])
        trace.findings.append(Finding(FindingKind.TABLE_UNUSED, source.file, table.name, value=shown))
    cells: list[SourceCell | SourceText] = [
        cell for table in source.tables for row in table.rows for cell in row
    ]
    trace.left_over(source.file, [*cells, *(each for each in source.parts if isinstance(each, SourceText))])


def _judge_header(
    file: str,
    table: SourceTable,
    header: TableHeader,
    known: Mapping[str, str],
    told: set[tuple[str, str]],
    trace: Trace,
) -> None:
    """Columns that were guessed or are not known, what stands for the measure; each once a document."""

    def tell(kind: FindingKind, column: TableColumn, key: str) -> None:
        if (column.header, key) not in told:
            told.add((column.header, key))
            plain = import_words().kept_in.get(key, key)
            details = {"header": known.get(plain, plain)}
            place = _header_place(table, header, column)
            trace.findings.append(Finding(kind, file, "", place, column.header, details))

    for column in header.columns:
        if column.header and not column.key:
            tell(FindingKind.HEADER_UNKNOWN, column, "")
        elif column.header and not column.is_sure:
            tell(FindingKind.HEADER_READ, column, column.key)
    if header.kind is TableKind.MEASURES and header.measure not in {"", "measure"}:
        tell(
            FindingKind.MEASURE_FROM,
            next(each for each in header.columns if each.key == header.measure),
            "measure",
        )


def _header_place(table: SourceTable, header: TableHeader, column: TableColumn) -> str:
    """Where the words of a column's header stand; a header may have two rows."""
    cells = [
        row[column.index]
        for row in table.rows[header.first : header.rows]
        if column.index < len(row) and compact(row[column.index].text) == compact(column.header)
    ]
    return cells[0].place if cells else table.rows[header.first][0].place
