"""Where units stand: who is complete, has to correct, to send again or to send at all, and how late."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace
from province_situations import Situation as ProvinceSituation
from province_situations import form_of, province_of
from summary_situations import DONE, Situation, plan_of, returned, step

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency, Department, Plan
from itaxl.assessment.submissions import Submission, SubmissionState
from itaxl.results.register import UnitLine
from itaxl.results.standings import Standing, Standings, UnitStanding, standings

_WRONG = Finding(FindingKind.UNKNOWN_CHOICE, details={"header": "สถานะ", "hint": "", "choices": ""})
_DOUBTED = Finding(
    FindingKind.SUPERSEDED, details={"unit": "กองคลัง", "newer": "b", "because": "", "because_en": ""}
)
_PLAN = plan_of([step("M1", "01 02 03")], count=5)


def _line(day: int, hour: int = 9, code: str = "01") -> UnitLine:
    saved = datetime(2023, 4, day, hour, tzinfo=UTC)
    return UnitLine(code, "สำนักปลัด", SubmissionState.ACCEPTED, f"{day}.xlsx", saved)


def _unit(*lines: UnitLine, findings: tuple[Finding, ...] = ()) -> UnitStanding:
    return UnitStanding("01", "สำนักปลัด", Standing.COMPLETE, lines=lines, findings=findings)


def _of_another_round(submission: Submission) -> Submission:
    assert submission.stamp
    return replace(submission, stamp=replace(submission.stamp, months=12))


def _stand(*submissions: Submission, plan: Plan = _PLAN) -> dict[str, Standing]:
    return {each.name: each.standing for each in standings(Situation(plan, submissions).gathered()).units}


def test_a_unit_was_last_heard_of_when_its_last_file_was_saved() -> None:
    unit = _unit(_line(7), _line(9, 8), _line(8), replace(_line(9, 23), saved=None))
    assert unit.saved_at == datetime(2023, 4, 9, 8, tzinfo=UTC)
    assert unit.saved == date(2023, 4, 9)
    assert _unit().saved is None


def test_errors_and_warnings_are_counted_apart() -> None:
    unit = _unit(_line(7), findings=(_WRONG, _WRONG, _DOUBTED, _WRONG, _DOUBTED))
    assert (unit.errors, unit.warnings) == (3, 2)


def test_of_units_in_one_file_each_has_to_correct_what_is_its_own() -> None:
    wrong = [replace(_WRONG, file="สองหน่วย.xlsx", cell=cell) for cell in ("N4", "N5")]
    entries = {"M1": {"status": DONE}}
    books = (
        returned(_PLAN, "01", entries, file="สองหน่วย.xlsx", findings=wrong),
        returned(_PLAN, "02", entries, file="สองหน่วย.xlsx", findings=[]),
    )
    found = standings(Situation(_PLAN, books).gathered()).units
    assert [(each.standing, each.errors) for each in found] == [
        (Standing.TO_CORRECT, 2),
        (Standing.COMPLETE, 0),
        (Standing.MISSING, 0),
    ]


@pytest.mark.parametrize(
    ("due", "as_of", "left", "late"),
    [
        (date(2023, 4, 10), date(2023, 4, 1), 9, 0),
        (date(2023, 4, 9), date(2023, 4, 9), 0, 0),
        (date(2023, 4, 8), date(2023, 4, 30), -22, 1),
        (date(2023, 3, 30), date(2023, 4, 30), -31, 10),
        (None, date(2023, 4, 30), None, None),
    ],
)
def test_days_are_counted_from_the_last_day(
    due: date | None, as_of: date, left: int | None, late: int | None
) -> None:
    silent, heard = _unit(), _unit(_line(9))
    found = Standings(as_of, due, (heard, silent), ())
    assert (found.days_left, found.days_late(heard), found.days_late(silent)) == (left, late, None)


def test_files_of_nobody_who_was_asked_are_told_apart() -> None:
    own, other = _line(7), _line(8, code="")
    assert Standings(date(2023, 4, 1), None, (_unit(own),), (own, other)).strangers == (other,)


def test_what_counts_decides_where_a_unit_stands_else_what_was_refused() -> None:
    right = returned(_PLAN, "01", {"M1": {"status": DONE}})
    beside = _of_another_round(returned(_PLAN, "01", {"M1": {"status": DONE}}, file="old.xlsx"))
    wrong = returned(
        _PLAN, "02", {"M1": {"status": DONE}}, findings=(replace(_WRONG, file="02 กองคลัง.xlsx"),)
    )
    refused = _of_another_round(returned(_PLAN, "03", {"M1": {"status": DONE}}))
    assert _stand(right, beside, wrong, refused) == {
        "สำนักปลัด": Standing.COMPLETE,
        "กองคลัง": Standing.TO_CORRECT,
        "กองช่าง": Standing.REFUSED,
    }
    assert _stand(right) == {
        "สำนักปลัด": Standing.COMPLETE,
        "กองคลัง": Standing.MISSING,
        "กองช่าง": Standing.MISSING,
    }


def test_who_was_not_asked_stands_nowhere_unless_what_it_sent_counts() -> None:
    """Departments 04 and 05 have no measure in the plan."""
    unasked = returned(_PLAN, "05", {}, own=[{"measure": "ของเรา", "status": DONE}])
    assert list(_stand(unasked)) == ["สำนักปลัด", "กองคลัง", "กองช่าง", _PLAN.departments[4].name]
    assert len(_stand(_of_another_round(unasked))) == 3


def test_of_two_departments_with_one_code_the_first_is_meant() -> None:
    twin = replace(_PLAN, departments=(*_PLAN.departments, Department("02", "กองคลังสอง")))
    assert list(_stand(plan=twin)) == ["สำนักปลัด", "กองคลัง", "กองช่าง"]


def test_agencies_of_a_province_stand_with_their_district_and_address() -> None:
    agencies = [
        Agency("อบต.หนึ่ง", "องค์การบริหารส่วนตำบล", "คง", "นครราชสีมา", "01", "one@example.go.th"),
        Agency("อบต.สอง", "องค์การบริหารส่วนตำบล", "พิมาย", "นครราชสีมา", "02"),
    ]
    province = province_of(agencies)
    found = standings(ProvinceSituation(province, (form_of(province, agencies[1]),)).gathered())
    assert [(each.name, each.standing, each.group, each.email) for each in found.units] == [
        ("อบต.หนึ่ง", Standing.MISSING, "คง", "one@example.go.th"),
        ("อบต.สอง", Standing.COMPLETE, "พิมาย", ""),
    ]
    assert [each.name for each in found.outstanding] == ["อบต.หนึ่ง"]
