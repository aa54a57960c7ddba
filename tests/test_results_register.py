"""One register for departments and agencies: each is told in the words of whoever asked."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.contents import contents_of
from itaxl.assessment.distributions import distribution_to_agencies, distribution_to_departments
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency, Department, Plan, PlanRow
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import (
    Origin,
    OriginKind,
    Stamp,
    Submission,
    SubmissionState,
    SubmittedRow,
)
from itaxl.results.register import Register, register_returns

_PROVINCE = Province(
    name="อุทัยธานี",
    fiscal_year=FiscalYear(2568),
    scored_year=2567,
    months=6,
    agencies=(Agency("อบต.หนองไผ่", code="01"), Agency("ทต.ทัพทัน", code="02")),
    known_scores={"01": {1: Decimal(90)}},
)
_STAMP = Stamp("agency", "1", "อุทัยธานี", 2568, 6, "01", "อบต.หนองไผ่")


def _returned(file: str = "a.xlsx", hour: int = 9, stamp: Stamp = _STAMP) -> Submission:
    return Submission(file, stamp, datetime(2025, 4, 1, hour, tzinfo=UTC))


def _register(*submissions: Submission) -> Register:
    return register_returns(distribution_to_agencies(_PROVINCE), submissions)


def _told(register: Register) -> list[tuple[FindingKind, str]]:
    return [(each.kind, each.file) for each in register.findings]


def test_a_provinces_agencies_are_registered_like_an_agencys_departments() -> None:
    older, newer = _returned("a.xlsx", 9), _returned("b.xlsx", 10)
    register = _register(older, newer)
    assert register.counted == {"01": newer}
    assert [(each.unit_code, each.unit, each.state, each.file) for each in register.units] == [
        ("01", "อบต.หนองไผ่", SubmissionState.ACCEPTED, "b.xlsx"),
        ("01", "อบต.หนองไผ่", SubmissionState.SUPERSEDED, "a.xlsx"),
        ("02", "ทต.ทัพทัน", SubmissionState.MISSING, ""),
    ]
    assert _told(register) == [(FindingKind.SUPERSEDED, "a.xlsx"), (FindingKind.MISSING_SUBMISSION, "")]


@pytest.mark.parametrize(
    ("stamp", "kind", "state", "words"),
    [
        (
            replace(_STAMP, agency="ชัยนาท"),
            FindingKind.OTHER_PROVINCE,
            SubmissionState.REJECTED,
            "จังหวัดอื่น คือ “ชัยนาท”",
        ),
        (
            replace(_STAMP, unit_code="99", unit="ทต.อื่น"),
            FindingKind.UNKNOWN_AGENCY,
            SubmissionState.UNKNOWN,
            "ทต.อื่น",
        ),
        (replace(_STAMP, fiscal_year=2567), FindingKind.OTHER_YEAR, SubmissionState.REJECTED, "2567"),
        (replace(_STAMP, months=12), FindingKind.OTHER_ROUND, SubmissionState.REJECTED, "12 เดือน"),
    ],
)
def test_what_a_province_did_not_send_is_told_in_its_words(
    stamp: Stamp, kind: FindingKind, state: SubmissionState, words: str
) -> None:
    register = _register(_returned(stamp=stamp))
    assert register.counted == {}
    assert _told(register)[0] == (kind, "a.xlsx")
    assert words in register.findings[0].text("th")
    assert "แผน" not in register.findings[0].message("th")
    assert [each.state for each in register.units if each.file] == [state]


def test_the_province_of_a_stamp_is_compared_as_people_read_it() -> None:
    assert set(_register(_returned(stamp=replace(_STAMP, agency=" อุทัย\u200bธานี "))).counted) == {"01"}


def test_an_agencys_departments_are_told_in_the_agencys_words() -> None:
    row = PlanRow("M1", "M1", (), ("01",), None, None, {})
    plan = Plan(
        Agency("ทต.ทัพทัน"),
        FiscalYear(2568),
        2567,
        6,
        departments=(Department("01", "สำนักปลัด"), Department("02", "กองคลัง")),
        rows=(row,),
    )
    sent = distribution_to_departments(plan)
    assert (dict(sent.asked), set(sent.known)) == ({"01": "สำนักปลัด"}, {"01", "02"})
    other = _returned("b.xlsx", stamp=replace(_STAMP, kind="department", agency="อบต.หนองไผ่"))
    findings = register_returns(sent, (other,)).findings
    assert [each.kind for each in findings] == [
        FindingKind.OTHER_AGENCY,
        FindingKind.MISSING_SUBMISSION,
    ]


def test_findings_of_a_workbook_that_cannot_count_are_told_once() -> None:
    broken = Submission("x.xlsx", findings=(Finding(FindingKind.NOT_ONE_OF_OURS, "x.xlsx"),))
    register = _register(broken)
    assert _told(register)[0] == (FindingKind.NOT_ONE_OF_OURS, "x.xlsx")
    assert [each.state for each in register.units] == [
        SubmissionState.MISSING,
        SubmissionState.MISSING,
        SubmissionState.REJECTED,
    ]


# Which of several returns of one unit counts, and what is counted of it


def _holding(file: str, entry: str, hour: int, origin: Origin | None = None, minute: int = 0) -> Submission:
    rows = (SubmittedRow(4, "M1", own=False, values={"result": entry}),)
    saved = datetime(2025, 4, 1, hour, minute, tzinfo=UTC)
    return Submission(file, _STAMP, saved, rows=rows, origin=origin)


def _correcting(*corrected: Submission, changed: bool) -> Origin:
    return Origin(OriginKind.CORRECTION, tuple(contents_of(each) for each in corrected), changed)


def _order(*submissions: Submission) -> list[str]:
    """Files of the first agency: the one that counts, then the others."""
    register = _register(*submissions)
    found = [each.file for each in register.units if each.unit_code == "01"]
    assert register.counted["01"].file == found[0]
    return found


def test_a_correction_counts_before_what_it_corrects_whatever_the_clocks_say() -> None:
    first = _holding("first.xlsx", "a", 12)
    second = _holding("second.xlsx", "b", 9, _correcting(first, changed=True))
    third = _holding("third.xlsx", "c", 8, _correcting(first, second, changed=True))
    assert _order(first, second) == ["second.xlsx", "first.xlsx"]
    assert _order(third, first, second) == ["third.xlsx", "first.xlsx", "second.xlsx"]


def test_a_correction_that_nobody_changed_counts_after_its_original_and_before_what_that_corrected() -> None:
    first = _holding("first.xlsx", "a", 12)
    second = _holding("second.xlsx", "b", 9, _correcting(first, changed=True))
    as_sent = _holding("sent.xlsx", "b", 11, _correcting(first, _holding("", "b", 9), changed=False))
    other = _holding("other.xlsx", "z", 7)
    assert _order(as_sent, first, other) == ["other.xlsx", "sent.xlsx", "first.xlsx"]
    assert _order(as_sent, first, second) == ["second.xlsx", "sent.xlsx", "first.xlsx"]


def test_the_minute_comes_before_the_disk_and_the_disk_before_the_name() -> None:
    early = replace(_holding("z.xlsx", "a", 9), disk_time=9.0)
    late = replace(_holding("a.xlsx", "b", 9, minute=1), disk_time=1.0)
    same = replace(_holding("b.xlsx", "c", 9, minute=1), disk_time=1.0)
    undated = replace(_holding("y.xlsx", "d", 9), saved=None, disk_time=99.0)
    assert _order(undated, early, late, same) == ["b.xlsx", "a.xlsx", "z.xlsx", "y.xlsx"]


def test_seconds_come_before_the_disk_where_all_files_tell_them() -> None:
    """Copying a folder gives its files new times on the disk, in any order."""
    saved = datetime(2025, 4, 1, 9, 0, 27, tzinfo=UTC)
    early = replace(_holding("a.xlsx", "a", 9), saved=saved, disk_time=9.0)
    late = replace(_holding("b.xlsx", "b", 9), saved=saved.replace(second=31), disk_time=1.0)
    to_the_minute = replace(_holding("c.xlsx", "c", 9), disk_time=5.0)
    assert _order(early, late) == ["b.xlsx", "a.xlsx"]
    assert _order(late, early, to_the_minute) == ["a.xlsx", "c.xlsx", "b.xlsx"]


def test_errors_and_warnings_are_counted_for_what_counts_and_once_for_what_does_not() -> None:
    error, warning = FindingKind.UNRECOGNISED_FORM, FindingKind.BLANK_COPY
    told = tuple(Finding(kind, "b.xlsx") for kind in (error, warning, error))
    newer = replace(_holding("b.xlsx", "b", 10), findings=told)
    older = replace(_holding("a.xlsx", "a", 9), findings=told)
    other = replace(newer, file="c.xlsx", stamp=replace(_STAMP, months=12))
    units = _register(older, newer, other).units
    assert [(each.file, each.errors, each.warnings) for each in units] == [
        ("b.xlsx", 2, 1),
        ("a.xlsx", 0, 1),
        ("c.xlsx", 1, 0),
        ("", 0, 0),
    ]


def test_blank_copies_count_only_as_missing() -> None:
    blank, again = (replace(_returned(file), untouched=True) for file in ("a.xlsx", "b.xlsx"))
    alone = _register(blank, again)
    assert alone.counted == {}
    assert [(each.unit_code, each.file, each.state) for each in alone.units] == [
        ("01", "a.xlsx", SubmissionState.MISSING),
        ("02", "", SubmissionState.MISSING),
    ]
    beside = _register(blank, _holding("c.xlsx", "c", 1))
    assert set(beside.counted) == {"01"}
    assert [(each.file, each.state) for each in beside.units[:2]] == [
        ("c.xlsx", SubmissionState.ACCEPTED),
        ("a.xlsx", SubmissionState.SUPERSEDED),
    ]


def test_a_unit_with_a_refused_file_has_to_send_again_whatever_blank_forms_lie_beside_it() -> None:
    refused = replace(_returned("b.xlsx"), stamp=replace(_STAMP, months=12))
    told = (Finding(FindingKind.UNTOUCHED, "a.xlsx", details={"unit": "อบต.หนองไผ่"}),)
    blank = replace(_returned("a.xlsx"), untouched=True, findings=told)
    carried = _holding("c.xlsx", "c", 9, Origin(OriginKind.CARRIED))
    register = _register(blank, refused, carried)
    assert [(each.unit_code, each.file, each.state) for each in register.units] == [
        ("01", "b.xlsx", SubmissionState.REJECTED),
        ("02", "", SubmissionState.MISSING),
    ]
    assert _told(register) == [
        (FindingKind.OTHER_ROUND, "b.xlsx"),
        (FindingKind.UNTOUCHED, "a.xlsx"),
        (FindingKind.ONLY_CARRIED, "c.xlsx"),
        (FindingKind.MISSING_SUBMISSION, ""),
    ]


def test_a_file_that_is_passed_over_does_not_end_the_register() -> None:
    other = Submission("0.xlsx", findings=(Finding(FindingKind.NOT_A_SUBMISSION, "0.xlsx"),))
    register = _register(other, _holding("a.xlsx", "a", 9))
    assert set(register.counted) == {"01"}
    assert [each.file for each in register.units] == ["a.xlsx", ""]


def test_what_was_only_carried_over_is_no_return() -> None:
    carried = _holding("a.xlsx", "a", 9, Origin(OriginKind.CARRIED))
    register = _register(carried)
    assert register.counted == {}
    assert _told(register) == [(FindingKind.ONLY_CARRIED, "a.xlsx"), (FindingKind.MISSING_SUBMISSION, "")]
    beside = _register(carried, _holding("b.xlsx", "b", 8))
    assert beside.counted["01"].file == "b.xlsx"
    assert [each.state for each in beside.units[:2]] == [
        SubmissionState.ACCEPTED,
        SubmissionState.SUPERSEDED,
    ]


def test_every_refused_file_keeps_its_line_behind_the_one_that_counts() -> None:
    wrong = [replace(_returned(f"{no}.xlsx"), stamp=replace(_STAMP, months=12)) for no in (1, 2, 3)]
    units = _register(*wrong, _holding("b.xlsx", "b", 8)).units
    assert [each.file for each in units] == ["b.xlsx", "1.xlsx", "2.xlsx", "3.xlsx", ""]
    assert [each.state for each in units[1:4]] == [SubmissionState.REJECTED] * 3


def test_a_workbook_of_another_version_does_not_count() -> None:
    told = (Finding(FindingKind.OTHER_VERSION, "a.xlsx"),)
    register = _register(replace(_holding("a.xlsx", "a", 9), findings=told))
    assert register.counted == {}
    assert _told(register)[0] == (FindingKind.OTHER_VERSION, "a.xlsx")
    assert [each.state for each in register.units if each.file] == [SubmissionState.REJECTED]


def test_a_workbook_of_another_issuer_is_nobodys_here_and_another_rounds_is_its_units() -> None:
    foreign = replace(_returned("a.xlsx"), stamp=replace(_STAMP, agency="ชัยนาท", unit="อบต.ไกล"))
    late = replace(_returned("b.xlsx"), stamp=replace(_STAMP, months=12, unit="อบต.ไกล"))
    units = _register(foreign, late).units
    assert [(each.unit_code, each.unit, each.file) for each in units] == [
        ("01", "อบต.หนองไผ่", "b.xlsx"),
        ("02", "ทต.ทัพทัน", ""),
        ("", "อบต.ไกล", "a.xlsx"),
    ]


def test_of_a_file_without_a_stamp_only_the_first_reason_is_told_and_counted() -> None:
    told = (Finding(FindingKind.NOT_ONE_OF_OURS, "x.xlsx"), Finding(FindingKind.UNREADABLE_FILE, "x.xlsx"))
    register = _register(Submission("x.xlsx", findings=told))
    assert _told(register)[0] == (FindingKind.NOT_ONE_OF_OURS, "x.xlsx")
    assert [each.kind for each in register.findings].count(FindingKind.UNREADABLE_FILE) == 0
    assert [each.errors for each in register.units] == [0, 0, 1]


def test_all_but_the_last_of_what_an_unchanged_correction_was_made_from_are_corrected() -> None:
    first, second, third = (_holding(f"{no}.xlsx", f"{no}", 12 - no) for no in (1, 2, 3))
    as_sent = _holding("sent.xlsx", "3", 7, _correcting(first, second, third, changed=False))
    assert _order(first, second, third, as_sent) == ["3.xlsx", "sent.xlsx", "1.xlsx", "2.xlsx"]
