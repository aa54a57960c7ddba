"""Findings as people read them: those that say the same, or stand in one row below a form, are told once."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.findings import LONGEST_SHOWN, Finding
from itaxl.thai.text import shortened

_SHORTEST_SHOWN = 8  # letters of an entry that tell which it is
_BETWEEN = " · "

ROW_CELLS = "row_cells"
"""The detail that says, of an entry in a row that is none of the form's, which cells of the row hold any."""


def rows_together(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as people read them: what stands in a row that is none of the form's is one, of all its cells.

    Its text shows the beginning of each entry, its value has them whole. For programs every cell has its own.
    """
    rows: dict[tuple[object, ...], list[Finding]] = {}
    for number, finding in enumerate(findings):
        cells = finding.details.get(ROW_CELLS)
        key = (finding.file, finding.sheet, finding.kind, cells) if cells else (number,)
        rows.setdefault(key, []).append(finding)
    return tuple(_row_as_one(each) if len(each) > 1 else each[0] for each in rows.values())


def _row_as_one(cells: Sequence[Finding]) -> Finding:
    first, texts = cells[0], [each.value for each in cells]
    longest = LONGEST_SHOWN // len(texts) - len(_BETWEEN)
    shown = _BETWEEN.join(shortened(" ".join(each.split()), max(longest, _SHORTEST_SHOWN)) for each in texts)
    details = {**first.details, "value": shown}
    return replace(first, cell=str(first.details[ROW_CELLS]), value=_BETWEEN.join(texts), details=details)


class FindingGroup(Struct, frozen=True):
    """Equal findings of one sheet, told once with the list of their cells."""

    first: Finding
    cells: tuple[str, ...]


def grouped(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Findings of one file and sheet that say the same, together, in the order they were first made."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in rows_together(findings):
        key = (finding.file, finding.sheet, finding.kind, finding.text())
        groups.setdefault(key, []).append(finding)
    return tuple(
        FindingGroup(group[0], tuple(each.cell for each in group if each.cell)) for group in groups.values()
    )
