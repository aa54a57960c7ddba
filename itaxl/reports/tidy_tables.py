"""The tidy tables: UTF-8 with byte order mark, ISO dates, one header row, nothing that a computer runs.

Every text stands in double quotes, and one that a spreadsheet would take for a formula has an apostrophe in
front (OWASP, CSV injection). ``as_typed`` takes it away again.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from itaxl.assessment.findings import Finding
from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.plans import Agency
from itaxl.assessment.statuses import Status
from itaxl.outputs import written_together, written_whole
from itaxl.reports.columns import DescribedColumn, lines, long_columns
from itaxl.reports.progress import ORDER
from itaxl.results.analysis import Analysis
from itaxl.results.consolidation import Consolidation
from itaxl.results.register import UnitLine

# What makes a spreadsheet take a cell for a formula, also behind blanks and letters of no width. Apostrophes
# in front count as well: only so can the one that is added here be told from one that was typed.
_ACTIVE = re.compile(r"'*(?:[\t\r\n]|['\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])")
_GUARD = "'"


def write_tidy_tables(
    folder: Path,
    consolidation: Consolidation,
    described: Sequence[DescribedColumn],
    findings: Sequence[Finding],
) -> None:
    """Write the five tables of an agency, all or none.

    Raises:
        OSError: the folder cannot be written.
    """
    columns = long_columns(consolidation, described)
    long_table = lines(consolidation)
    with written_together(folder) as place:
        write_table(
            place / "measures.csv",
            [each.key for each in columns],
            ([each.value(line) for each in columns] for line in long_table),
        )
        plan, analysis = consolidation.plan, consolidation.analysis
        write_table(place / "scores.csv", SCORE_COLUMNS, score_rows(plan.agency, plan.scored_year, analysis))
        statuses = Counter(each.status for each in consolidation.measures)
        agency = agency_row(plan.agency, plan.scored_year, analysis, statuses)
        write_table(place / "agencies.csv", AGENCY_COLUMNS, [agency])
        write_submissions_table(place / "submissions.csv", consolidation.units)
        write_findings_table(place / "findings.csv", findings)


def write_submissions_table(
    path: Path,
    units: Iterable[UnitLine],
    further: Mapping[str, Callable[[UnitLine], object]] | None = None,
) -> None:
    """Write the register.

    Args:
        path: the file.
        units: its lines.
        further: what stands in further columns, by their header.

    Raises:
        OSError: the place cannot be written.
    """
    more = further or {}
    write_table(
        path,
        ("unit_code", "unit", "state", "file", "modified", "errors", "warnings", *more),
        (
            (
                *(each.unit_code, each.unit, each.state.value, each.file),
                *(each.saved, each.errors, each.warnings),
                *(value(each) for value in more.values()),
            )
            for each in units
        ),
    )


def write_findings_table(path: Path, findings: Iterable[Finding]) -> None:
    """Write the table of findings.

    Raises:
        OSError: the place cannot be written.
    """
    write_table(
        path,
        ("severity", "kind", "file", "sheet", "cell", "value", "message_th", "message_en"),
        (
            (
                each.severity.value,
                each.kind.slug,
                each.file,
                each.sheet,
                each.cell,
                each.value,
                each.message("th"),
                each.message("en"),
            )
            for each in findings
        ),
    )


SCORE_COLUMNS = (
    "agency_code",
    "agency",
    "scored_year",
    "indicator_no",
    "indicator",
    "instrument",
    "score",
    "previous_score",
    "change",
    "strength",
    "weakness",
    "to_develop",
)
AGENCY_COLUMNS = (
    "agency_code",
    "agency",
    "agency_type",
    "district",
    "scored_year",
    "iit",
    "eit",
    "oit",
    "total",
    "grade",
    "measures",
    *(each.value for each in ORDER),
)


def score_rows(agency: Agency, year: int, analysis: Analysis) -> Iterator[tuple[object, ...]]:
    """One agency's rows of ``scores.csv``; the year is that of the assessment."""
    for each in analysis.indicators:
        known = each.score is not None
        yield (
            agency.code,
            agency.name,
            year,
            each.indicator.no,
            each.indicator.name,
            each.indicator.instrument,
            each.score,
            each.previous,
            each.change,
            int(each.is_strength) if known else None,
            int(each.is_weakness) if known else None,
            int(each.is_to_develop) if known else None,
        )


def agency_row(
    agency: Agency, year: int, analysis: Analysis, statuses: Mapping[Status, int]
) -> tuple[object, ...]:
    """One agency's row of ``agencies.csv``; the statuses are those of its measures, each counted once."""
    result = analysis.result
    instruments = [result.instruments.get(code) for code in ("IIT", "EIT", "OIT")]
    return (
        agency.code,
        agency.name,
        agency.agency_type,
        agency.district,
        year,
        *(rounded(each) if each is not None else None for each in instruments),
        result.total,
        result.grade.name if result.grade else None,
        sum(statuses.values()),
        *(statuses.get(each, 0) for each in ORDER),
    )


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one table.

    Raises:
        OSError: the place cannot be written.
    """
    with written_whole(path) as place, place.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(header)
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerows([_cell(value) for value in row] for row in rows)


def as_typed(cell: str) -> str:
    """What somebody typed, from what stands in a table: the way back from the quoting of this module.

    >>> as_typed("'=1+1"), as_typed("''=1+1"), as_typed("'อ้างอิง'"), as_typed("-1.5")
    ('=1+1', "'=1+1", "'อ้างอิง'", '-1.5')
    """
    rest = cell.removeprefix(_GUARD)
    return rest if rest != cell and _ACTIVE.match(rest) else cell


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, Status):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (int, float, Decimal)):
        return value
    # A letter that was cut in half cannot be written.
    text = str(value).encode(errors="replace").decode()
    return f"{_GUARD}{text}" if _ACTIVE.match(text) else text
