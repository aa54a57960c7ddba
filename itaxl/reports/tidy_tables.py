"""The tidy tables: UTF-8 with byte order mark, ISO dates, one header row, nothing that a computer runs.

Every text stands in double quotes, and one that a spreadsheet would take for a formula has an apostrophe in
front (OWASP, CSV injection). ``as_typed`` takes it away again.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from itaxl.assessment.findings import Finding
from itaxl.assessment.frameworks import rounded
from itaxl.assessment.statuses import Status
from itaxl.outputs import written_whole
from itaxl.reports.columns import DescribedColumn, lines, long_columns
from itaxl.reports.progress import ORDER
from itaxl.results.consolidation import Consolidation

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
    """Write the five tables of an agency.

    Raises:
        OSError: the folder cannot be written.
    """
    columns = long_columns(consolidation, described)
    long_table = lines(consolidation)
    _write(
        folder / "measures.csv",
        [each.key for each in columns],
        ([each.value(line) for each in columns] for line in long_table),
    )
    _write(folder / "scores.csv", _SCORES, _scores(consolidation))
    _write(folder / "agencies.csv", _AGENCIES, [_agency(consolidation)])
    _write(
        folder / "submissions.csv",
        ("unit_code", "unit", "state", "file", "modified", "errors", "warnings"),
        (
            (each.unit_code, each.unit, each.state.value, each.file, each.saved, each.errors, each.warnings)
            for each in consolidation.units
        ),
    )
    write_findings_table(folder / "findings.csv", findings)


def write_findings_table(path: Path, findings: Iterable[Finding]) -> None:
    """Write the table of findings.

    Raises:
        OSError: the place cannot be written.
    """
    _write(
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


_SCORES = (
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
_AGENCIES = (
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


def _scores(consolidation: Consolidation) -> Iterable[tuple[object, ...]]:
    plan = consolidation.plan
    for each in consolidation.analysis.indicators:
        known = each.score is not None
        yield (
            plan.agency.code,
            plan.agency.name,
            plan.scored_year,
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


def _agency(consolidation: Consolidation) -> tuple[object, ...]:
    plan, result = consolidation.plan, consolidation.analysis.result
    statuses = [each.status for each in consolidation.measures]
    instruments = [result.instruments.get(code) for code in ("IIT", "EIT", "OIT")]
    return (
        plan.agency.code,
        plan.agency.name,
        plan.agency.agency_type,
        plan.agency.district,
        plan.scored_year,
        *(rounded(each) if each is not None else None for each in instruments),
        result.total,
        result.grade.name if result.grade else None,
        len(statuses),
        *(statuses.count(each) for each in ORDER),
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
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
