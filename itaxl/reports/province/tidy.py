"""The tidy tables of a province, with the columns of the contract."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from itaxl.assessment.findings import Finding
from itaxl.outputs import written_together
from itaxl.reports.columns import DescribedColumn, lines_of
from itaxl.reports.province.long_sheets import columns_of
from itaxl.reports.tidy_tables import (
    AGENCY_COLUMNS,
    SCORE_COLUMNS,
    agency_row,
    score_rows,
    write_findings_table,
    write_submissions_table,
    write_table,
)
from itaxl.results.provinces import ProvincialConsolidation


def write_provincial_tables(
    folder: Path,
    consolidation: ProvincialConsolidation,
    described: Sequence[DescribedColumn],
    findings: Sequence[Finding],
) -> None:
    """Write the five tables of a province, all or none; one agency's measures at a time are in memory.

    Raises:
        OSError: the folder cannot be written.
    """
    year = consolidation.framework.fiscal_year
    columns = columns_of(consolidation, described)

    def measures() -> Iterator[list[object]]:
        for each in consolidation.agencies:
            head = [each.agency.code, each.agency.name]
            for line in lines_of(each.measures):
                yield [*head, *(column.value(line) for column in columns)]

    with written_together(folder) as place:
        keys = ["agency_code", "agency", *(each.key for each in columns)]
        write_table(place / "measures.csv", keys, measures())
        write_table(
            place / "scores.csv",
            SCORE_COLUMNS,
            (row for each in consolidation.agencies for row in score_rows(each.agency, year, each.analysis)),
        )
        write_table(
            place / "agencies.csv",
            AGENCY_COLUMNS,
            (
                agency_row(each.agency, year, each.analysis, each.tally.statuses)
                for each in consolidation.agencies
            ),
        )
        write_submissions_table(place / "submissions.csv", consolidation.units)
        write_findings_table(place / "findings.csv", findings)
