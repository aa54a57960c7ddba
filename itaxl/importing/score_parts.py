"""Scores of the agency in the tables of a document, read as any table of scores is."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import IndicatorScore
from itaxl.importing.tables import SourceTable
from itaxl.planning.controls import ControlError
from itaxl.planning.score_tables import AgencyScores, ScoreTable, read_score_grids
from itaxl.sheets.grids import Grid
from itaxl.thai.text import compact, nearest

_ROW = re.compile(r"(?<=[A-Z])\d+")


class FoundScores(NamedTuple):
    """The scores of one agency.

    Attributes:
        table: that they were read from.
        year: that was assessed.
    """

    table: SourceTable
    year: int
    scores: tuple[IndicatorScore, ...]
    published_total: object
    findings: tuple[Finding, ...]


def read_scores(
    file: str, tables: Sequence[SourceTable], name: str, year: int | None, frameworks: Path | None
) -> FoundScores | None:
    """The scores in the first table that holds any.

    Args:
        file: the document's name, for findings.
        tables: that hold no measures.
        name: of the agency, where the table has several.
        year: that was assessed, where the table does not say so.
        frameworks: a folder of the user's own frameworks.
    """
    for table in tables:
        grid = Grid(table.name, [[_value(cell.text, cell.value) for cell in row] for row in table.rows])
        try:
            read = read_score_grids(file, [grid], year=year, frameworks=frameworks)
        except ControlError:
            continue
        agency = _agency(read, name)
        if agency is None:
            details = Finding(FindingKind.SCORES_UNUSED, file, table.name, value=str(len(read.agencies)))
            return FoundScores(table, read.year, (), None, (*read.findings, details))
        findings = _told_of(agency, read, Finding(FindingKind.OTHER_AGENCIES, file, table.name))
        return FoundScores(table, read.year, agency.scores, agency.published.total, findings)
    return None


def _told_of(agency: AgencyScores, read: ScoreTable, others: Finding) -> tuple[Finding, ...]:
    """What is to be told of one agency's rows, with one line for those of all others."""
    if len(read.agencies) == 1:
        return read.findings
    kept = [each for each in read.findings if not (rows := _rows(each)) or rows & agency.rows]
    passed = len(read.findings) - len(kept)
    if passed:
        kept.append(replace(others, value=str(passed), details={"count": len(read.agencies) - 1}))
    return tuple(kept)


def _rows(finding: Finding) -> set[int]:
    return set(map(int, _ROW.findall(finding.cell)))


def _value(text: str, value: object) -> object:
    return text if value is None else value


def _agency(read: ScoreTable, name: str) -> AgencyScores | None:
    if len(read.agencies) == 1:
        return read.agencies[0]
    near = nearest(name, [each.agency.name for each in read.agencies], 0.85) if name else None
    return next((each for each in read.agencies if near and compact(each.agency.name) == compact(near)), None)
