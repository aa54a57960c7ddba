"""``--scores``: scores of the assessed year in a table beside a province's control workbook."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.provinces import Province
from itaxl.planning.provinces import ReadProvince, province_name
from itaxl.planning.rosters import district_name
from itaxl.planning.score_tables import AgencyScores, ScoreTable, read_score_table
from itaxl.results.history import AgencyMatcher
from itaxl.workflow.controls import read_apart
from itaxl.workflow.settings import Settings, UsageError

CodeOf = Callable[[AgencyScores], str | None]
"""The roster's code of the agency that a table tells of; None where it is none of them."""


def scores_with_a_plan() -> UsageError:
    """What is wrong with ``--scores`` where there is a plan."""
    return UsageError(
        "--scores ใช้กับ province.xlsx เท่านั้น คะแนนของหน่วยงานอยู่ในแผ่นคะแนนของแผน",
        "--scores goes with province.xlsx only; an agency's scores stand in its plan",
    )


def with_known_scores(read: ReadProvince, path: Path | None, settings: Settings) -> ReadProvince:
    """The province with the scores of a table beside those of its control workbook.

    Where both tell of one score the table counts, as it was named for this run; a difference is a finding.

    Args:
        read: the control workbook.
        path: a table of scores; nothing changes where None.
        settings: where frameworks come from.

    Raises:
        ControlError: the file holds no table of scores, or none of the assessed year.
        UsageError: it is not there.
    """
    if path is None:
        return read
    require_file(path)
    table = read_apart(
        path, partial(_read, path, year=read.framework.fiscal_year, frameworks=settings.frameworks)
    )
    code_of = roster_codes(read.province)
    findings = [*table.findings, *unmatched(path.name, table.agencies, code_of)]
    known = dict(read.province.known_scores)
    files: dict[str, Mapping[int, str]] = {}
    for each in table.agencies:
        code = code_of(each)
        if code is None or code in files:
            continue
        given = {score.no: score.score for score in each.scores if score.score is not None}
        findings += _differences(read.province, code, given, path.name)
        known[code] = {**known.get(code, {}), **given}
        files[code] = dict.fromkeys(given, path.name)
    province = replace(read.province, known_scores=known, score_files=files)
    return replace(read, province=province, findings=(*read.findings, *findings))


def require_file(path: Path) -> None:
    """Refuse a file that was named and is not there.

    Raises:
        UsageError: it is not.
    """
    if not path.is_file():
        raise UsageError(f"ไม่พบไฟล์ {path}", f"there is no file {path}")


def roster_codes(province: Province) -> CodeOf:
    """Finds the agencies of a roster in a table of scores, however they are spelt there."""
    matcher = AgencyMatcher(province)

    def code_of(scores: AgencyScores) -> str | None:
        agency = scores.agency
        named = replace(
            agency,
            name="" if agency.name == agency.code else agency.name,  # a row without a name shows its code
            district=district_name(agency.district),
            province=province_name(agency.province),
        )
        return matcher.code(named)

    return code_of


def unmatched(file: str, agencies: Sequence[AgencyScores], code_of: CodeOf) -> Iterator[Finding]:
    """One finding for all agencies of a table that are not on the roster."""
    names = [each.agency.name for each in agencies if code_of(each) is None]
    if names:
        details = {"count": len(names), "names": ", ".join(names[:5])}
        yield Finding(FindingKind.HISTORY_UNMATCHED, file, details=details)


def _read(path: Path, *, year: int, frameworks: Path | None) -> ScoreTable:
    return read_score_table(path, year=year, frameworks=frameworks)


def _differences(province: Province, code: str, given: Mapping[int, Decimal], file: str) -> Iterator[Finding]:
    known, agency = province.known_scores.get(code, {}), province.agency(code)
    assert agency
    for no, score in given.items():
        if no in known and rounded(known[no]) != rounded(score):
            details = {"no": no, "unit": province.label(code), "known": rounded(known[no])}
            yield Finding(FindingKind.SCORE_SOURCES_DIFFER, file, value=f"{rounded(score)}", details=details)
