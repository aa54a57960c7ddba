"""``--history``: earlier provincial summaries and tables of scores, matched with the roster."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.provinces import Province
from itaxl.planning.score_headers import HeaderFinder, year_of_title
from itaxl.planning.score_tables import AgencyScores, read_known_scores, read_score_table
from itaxl.reports.province.score_map import SHEET as SCORE_MAP
from itaxl.results.history import YearOfScores, merged_years
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.controls import read_apart
from itaxl.workflow.known_scores import CodeOf, require_file, roster_codes, unmatched
from itaxl.workflow.replacing import OWN_OUTPUT
from itaxl.workflow.settings import Settings, UsageError

_SUMMARY = "summary"


_Year = tuple[int, Sequence[AgencyScores]]
_OF_ONE_YEAR = {FindingKind.NO_SCORES, FindingKind.OTHER_YEARS}
"""Findings of a table that do not hold where all its years are read."""


def history_with_a_plan() -> UsageError:
    """What is wrong with ``--history`` where there is a plan."""
    return UsageError(
        "--history ใช้กับ province.xlsx เท่านั้น คะแนนปีก่อนของหน่วยงานอยู่ในแผ่นคะแนนของแผน",
        "--history goes with province.xlsx only; an agency's earlier scores stand in its plan",
    )


def read_history(
    paths: Sequence[Path], province: Province, framework: Framework, settings: Settings
) -> tuple[tuple[YearOfScores, ...], tuple[Finding, ...]]:
    """The other years' scores, oldest first, and what could not be read or matched.

    Args:
        paths: earlier provincial summaries, or tables of scores with one row an agency; the first counts
            where two of them tell of the same.
        province: whose agencies are looked for.
        framework: of the assessed year, whose own scores are left to the consolidation.
        settings: where frameworks come from.

    Raises:
        ControlError: a file holds no table of scores, or nothing says of which year.
        UsageError: a file is not there, or is a summary without a map of scores.
    """
    code_of = roster_codes(province)
    years: list[YearOfScores] = []
    findings: list[Finding] = []
    for path in paths:
        require_file(path)
        of_file, told = read_apart(path, partial(_read, path, framework, settings))
        findings += told
        everybody = {each.agency: each for _, agencies in of_file for each in agencies}
        findings += unmatched(path.name, tuple(everybody.values()), code_of)
        for year, agencies in of_file:
            years += _years(year, agencies, code_of, settings)
            if year == framework.fiscal_year:
                findings.append(Finding(FindingKind.HISTORY_OF_THIS_YEAR, path.name, details={"year": year}))
    return tuple(each for each in merged_years(years) if each.year != framework.fiscal_year), tuple(findings)


def _read(path: Path, framework: Framework, settings: Settings) -> tuple[Sequence[_Year], Sequence[Finding]]:
    """Every year that a file holds, the latest first."""
    found = _map_of_summary(path, framework, settings)
    if found is not None:
        return [found], []
    table = read_score_table(path, frameworks=settings.frameworks)
    years: list[_Year] = [(table.year, table.agencies)]
    findings = list(table.findings)
    for year in sorted(table.years, reverse=True):
        # What a table says of its own year it also says of the year before.
        if year < table.year - 1 and settings.framework_or_none(year):
            older = read_score_table(path, year=year, frameworks=settings.frameworks)
            years.append((year, older.agencies))
            findings += older.findings
    different = {(each.kind, each.sheet, each.cell, each.value): each for each in findings}
    return years, [each for each in different.values() if each.kind not in _OF_ONE_YEAR]


def _map_of_summary(path: Path, framework: Framework, settings: Settings) -> _Year | None:
    """The year and the scores of an earlier provincial summary; None where the file is none."""
    try:
        workbook = open_workbook(path, limits=OWN_OUTPUT)
        sent = stamp_of(workbook)
        if sent is None or sent.stamp.kind != _SUMMARY:
            return None
        grid = workbook.grid(SCORE_MAP) if SCORE_MAP in workbook.sheet_names else None
    except Unreadable:
        return None  # whoever reads it as a table of scores says why
    header = HeaderFinder(framework).find(grid) if grid is not None else None
    year = year_of_title(grid, header.row) if grid is not None and header is not None else None
    of_year = settings.framework_or_none(year) if year else None
    known = read_known_scores(path.name, grid, of_year) if grid is not None and of_year else None
    if known is None or year is None:
        raise UsageError(
            f"{path.name} ไม่ใช่ไฟล์สรุปของจังหวัด (ไม่พบแผ่น{SCORE_MAP}) ให้ระบุไฟล์สรุปของจังหวัดหรือตารางคะแนน",
            f"{path.name} is no provincial summary (no sheet {SCORE_MAP}); give one, or a table of scores",
        )
    return year, known.agencies


def _years(
    year: int, agencies: Iterable[AgencyScores], code_of: CodeOf, settings: Settings
) -> Iterator[YearOfScores]:
    """The table's own year, and the year before as far as it has that too."""
    now: dict[str, dict[int, Decimal]] = {}
    before: dict[str, dict[int, Decimal]] = {}
    totals: dict[str, Decimal] = {}
    earlier: dict[str, Decimal] = {}
    for each in agencies:
        code = code_of(each)
        if code is None or code in now:
            continue
        now[code] = {one.no: one.score for one in each.scores if one.score is not None}
        before[code] = {one.no: one.previous for one in each.scores if one.previous is not None}
        if each.published.total is not None:
            totals[code] = each.published.total
        if each.previous_published.total is not None:
            earlier[code] = each.previous_published.total
    for number, scores, published in ((year, now, totals), (year - 1, before, earlier)):
        framework = settings.framework_or_none(number)
        computed = {code: framework.total(each) for code, each in scores.items()} if framework else {}
        known = {code: total for code, total in computed.items() if total is not None}
        kept = {code: each for code, each in scores.items() if each}
        if kept or published or known:
            yield YearOfScores(number, kept, {**published, **known})
