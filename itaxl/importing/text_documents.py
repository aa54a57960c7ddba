"""Text with tables in it: cells between tabs or bars, as scans and Markdown have them."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from itaxl.importing.markup import has_markup, lines_of, marked_up_lines
from itaxl.importing.tables import SourceCell, SourceTable, SourceText, trimmed

_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*")
_UNBARRED = re.compile(r"(?<!\\)\|")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")
_FEWEST_ROWS = 2  # a single line with a tab in it is a line


def text_parts(text: str) -> tuple[SourceTable | SourceText, ...]:
    """The tables and the lines of a text, in its order."""
    lines = text.splitlines()
    parts: list[SourceTable | SourceText] = []
    tables = 0
    for start, stop in _runs(lines):
        rows = [
            _row(lines[index], index) for index in range(start, stop) if not _RULE.fullmatch(lines[index])
        ]
        if stop - start >= _FEWEST_ROWS and any(len(row) > 1 for row in rows):
            tables += 1
            parts.append(SourceTable(f"ตาราง {tables}", trimmed(rows), is_scanned=True))
            continue
        for index in range(start, stop):
            line = _EMPHASIS.sub(r"\1", lines[index]).replace("**", "")
            words = " ".join(line.split())
            if words:
                parts.append(SourceText(words, f"บรรทัด {index + 1}"))
    return tuple(parts)


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches of lines that are rows of one table, and the single lines between them."""
    start = 0
    while start < len(lines):
        kind = _separator(lines[start])
        stop = start + 1
        if kind:
            while stop < len(lines) and _separator(lines[stop]) == kind:
                stop += 1
        yield start, stop
        start = stop


def _separator(line: str) -> str:
    if "\t" in line and line.strip():
        return "\t"
    stripped = line.strip()
    return "|" if stripped.startswith("|") and stripped.count("|") > 1 else ""


def _row(line: str, index: int) -> list[SourceCell]:
    if _separator(line) == "|":
        inner = line.strip().removeprefix("|").removesuffix("|")
        texts = [each.replace("\\|", "|") for each in _UNBARRED.split(inner)]
    else:
        texts = line.split("\t")
    return [
        SourceCell(cell_words(text), f"บรรทัด {index + 1} ช่อง {column + 1}")
        for column, text in enumerate(texts)
    ]


def cell_words(text: str) -> str:
    """The words of a cell: its tags become lines."""
    return marked_up_lines(text) if has_markup(text) else lines_of(unescape(text))
