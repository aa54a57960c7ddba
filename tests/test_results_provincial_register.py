"""Whose returned workbooks count in a province, and what is told of those that do not."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from province_situations import (
    DOING,
    DONE,
    NOT_YET,
    SAVED,
    Situation,
    department_book,
    form_of,
    measure_row,
    province_of,
    stamp_of,
)
from two_agencies import ALL_EIGHTY, ONE, PROVINCE, SENT, TWO, book, first, gathered, of, states

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import Submission, SubmissionState
from itaxl.catalogue import load_agencies

# Whose workbooks count


def test_the_agencys_own_form_replaces_those_of_its_departments() -> None:
    form = form_of(PROVINCE, ONE, measures=[measure_row(1, measure="ของหน่วยงาน", status=DONE)])
    done = gathered(form, book("01 สำนักปลัด", {"M1": DONE}), book("02 กองคลัง", {"M1": NOT_YET}))
    assert [each.name for each in first(done).measures] == ["ของหน่วยงาน"]
    assert states(done) == [
        ("01", form.file, "accepted"),
        ("01", f"{ONE.name}/01 สำนักปลัด.xlsx", "superseded"),
        ("01", f"{ONE.name}/02 กองคลัง.xlsx", "superseded"),
        ("02", "", "missing"),
    ]
    assert len(of(done, FindingKind.IN_AGENCY_FORM)) == 2


def test_a_form_with_scores_alone_stands_beside_the_departments_measures() -> None:
    done = gathered(form_of(PROVINCE, ONE, scores=ALL_EIGHTY), book("01 สำนักปลัด", {"M1": DONE}))
    assert first(done).total == Decimal("80.00")
    assert [each.code for each in first(done).measures] == ["M1"]
    assert [each[2] for each in states(done)] == ["accepted", "accepted", "missing"]


def test_departments_alone_make_their_agency_one_that_has_answered() -> None:
    done = gathered(book("01 สำนักปลัด", {"M1": DONE}))
    assert first(done).state is SubmissionState.ACCEPTED
    assert "01" not in [each.agency.code for each in done.unreported]
    assert of(done, FindingKind.MISSING_SUBMISSION) == [""]
    (missing,) = (each for each in done.findings if each.kind is FindingKind.MISSING_SUBMISSION)
    assert missing.details["unit"] == TWO.name


def test_the_name_of_the_agency_is_compared_folded() -> None:
    done = Situation(
        PROVINCE, (department_book(PROVINCE, " อบต. หนองไผ่", "01 ก", {"M1": {"status": DONE}}, sent=SENT),)
    ).gathered()
    assert len(first(done).measures) == 1


def test_of_two_workbooks_of_one_department_the_later_saved_counts() -> None:
    later = book("01 สำนักปลัด", {"M1": NOT_YET}, file="b.xlsx", saved=SAVED + timedelta(days=1))
    done = gathered(book("01 สำนักปลัด", {"M1": DONE}, file="c.xlsx"), later)
    assert [each.status for each in first(done).measures] == [Status.NOT_STARTED]
    assert of(done, FindingKind.SUPERSEDED) == ["c.xlsx"]


def test_files_of_no_agency_of_the_roster_are_unknown_and_named() -> None:
    stranger = form_of(PROVINCE, ONE, file="x.xlsx")
    stranger = replace(stranger, stamp=replace(stamp_of(PROVINCE, ONE), unit_code="99", unit="อบต.อื่น"))
    other = department_book(PROVINCE, "เทศบาลตำบลอื่น", "01 ก", {"M1": {"status": DONE}}, sent=SENT)
    done = gathered(stranger, other)
    assert [each.state for each in done.units[-2:]] == [SubmissionState.UNKNOWN] * 2
    told = {each.file: each.text() for each in done.findings if each.kind is FindingKind.UNKNOWN_AGENCY}
    assert "อบต.อื่น" in told["x.xlsx"]
    assert "เทศบาลตำบลอื่น" in told[other.file]


def test_a_department_whose_agencys_name_stands_twice_belongs_to_neither() -> None:
    twin = replace(ONE, code="03", district="พิมาย")
    done = Situation(province_of([ONE, twin]), (book("01 ก", {"M1": DONE}),)).gathered()
    assert len(of(done, FindingKind.AMBIGUOUS_AGENCY)) == 1
    assert [len(each.measures) for each in done.agencies] == [0, 0]


def test_a_department_that_says_its_district_belongs_to_the_agency_there() -> None:
    twin = replace(ONE, code="03", district="พิมาย")
    books = [
        replace(book("01 ก", {"M1": DONE}), file=f"{number}.xlsx", texts={"district": district})
        for number, district in enumerate(("พิมาย", ONE.district, "ที่อื่น", ""))
    ]
    done = Situation(province_of([ONE, twin]), tuple(books)).gathered()
    assert {each.file for each in done.findings if each.kind is FindingKind.AMBIGUOUS_AGENCY} == {
        "2.xlsx",
        "3.xlsx",
    }
    accepted = [(each.unit_code, each.file) for each in done.units if each.state is SubmissionState.ACCEPTED]
    assert sorted(accepted) == sorted([("03", "0.xlsx"), (ONE.code, "1.xlsx")])


@pytest.mark.parametrize(
    ("changed", "kind"),
    [({"fiscal_year": 2566}, FindingKind.OTHER_YEAR), ({"months": 12}, FindingKind.OTHER_ROUND)],
)
def test_a_departments_workbook_of_another_year_or_round_is_rejected(
    changed: dict[str, int], kind: FindingKind
) -> None:
    wrong = book("01 สำนักปลัด", {"M1": DONE})
    assert wrong.stamp
    done = gathered(replace(wrong, stamp=replace(wrong.stamp, **changed)))
    assert len(of(done, kind)) == 1
    assert [each[2] for each in states(done)] == ["rejected", "missing"]
    assert first(done).state is SubmissionState.REJECTED
    assert [each.agency.code for each in done.missing] == ["02"]
    assert [each.agency.code for each in done.unreported] == ["01", "02"]
    (missing,) = (each for each in done.findings if each.kind is FindingKind.MISSING_SUBMISSION)
    assert missing.details["unit"] == TWO.name


# What the register of a province holds of files that do not count, worked out by hand


def test_a_form_with_scores_and_measures_replaces_its_departments_and_what_was_wrong_in_them() -> None:
    wrong = Finding(FindingKind.UNKNOWN_CHOICE, details={"header": "สถานะ", "hint": "", "choices": ""})
    form = form_of(PROVINCE, ONE, scores=ALL_EIGHTY, measures=[measure_row(1, measure="ก", status=DONE)])
    counted = book("01 สำนักปลัด", {"M1": DONE})
    counted = replace(counted, findings=(replace(wrong, file=counted.file),))
    refused = book("02 กองคลัง", {"M1": DONE})
    assert refused.stamp
    refused = replace(refused, stamp=replace(refused.stamp, months=12))
    done = gathered(form, counted, refused)
    assert [each.name for each in first(done).measures] == ["ก"]
    assert [(each.file, each.state.value, each.errors, each.warnings) for each in done.units] == [
        (form.file, "accepted", 0, 0),
        (counted.file, "superseded", 0, 1),
        (refused.file, "rejected", 1, 0),
        ("", "missing", 0, 0),
    ]
    assert of(done, FindingKind.UNKNOWN_CHOICE) == []
    assert of(done, FindingKind.OTHER_ROUND) == [refused.file]


def test_lines_of_an_agency_begin_with_what_counts() -> None:
    refused = book("01 สำนักปลัด", {"M1": DONE})
    assert refused.stamp
    refused = replace(refused, stamp=replace(refused.stamp, months=12))
    counted = book("02 กองคลัง", {"M1": DONE})
    form = form_of(PROVINCE, ONE, scores=ALL_EIGHTY)
    assert [each[1:] for each in states(gathered(refused, counted, form))] == [
        (form.file, "accepted"),
        (counted.file, "accepted"),
        (refused.file, "rejected"),
        ("", "missing"),
    ]
    assert [each[1:] for each in states(gathered(refused, counted))] == [
        (counted.file, "accepted"),
        (refused.file, "rejected"),
        ("", "missing"),
    ]


def test_a_file_of_nobody_has_one_error_and_the_name_that_it_gives() -> None:
    stranger = department_book(PROVINCE, "เทศบาลตำบลอื่น", "07 กองช่าง", {}, sent=SENT, file="x.xlsx")
    unreadable = Submission("y.xlsx", findings=(Finding(FindingKind.NOT_ONE_OF_OURS, "y.xlsx"),))
    done = gathered(stranger, unreadable)
    assert [
        (each.unit_code, each.unit, each.file, each.state.value, each.errors, each.warnings)
        for each in done.units
    ] == [
        ("01", ONE.name, "", "missing", 0, 0),
        ("02", TWO.name, "", "missing", 0, 0),
        ("", "", "y.xlsx", "rejected", 1, 0),
        ("", "เทศบาลตำบลอื่น · กองช่าง", "x.xlsx", "unknown", 1, 0),
    ]


def test_an_agency_with_a_blank_form_is_told_once() -> None:
    blank = Finding(FindingKind.UNTOUCHED, "a.xlsx", details={"unit": ONE.name})
    form = replace(form_of(PROVINCE, ONE, file="a.xlsx", findings=(blank,)), untouched=True)
    done = gathered(form)
    assert states(done) == [("01", "a.xlsx", "missing"), ("02", "", "missing")]
    assert of(done, FindingKind.UNTOUCHED) == ["a.xlsx"]
    assert [
        each.details["unit"] for each in done.findings if each.kind is FindingKind.MISSING_SUBMISSION
    ] == [TWO.name]


def _blank_form() -> Submission:
    told = Finding(FindingKind.UNTOUCHED, "a.xlsx", details={"unit": ONE.name})
    return replace(form_of(PROVINCE, ONE, file="a.xlsx", findings=(told,)), untouched=True)


def test_an_agency_with_a_refused_file_beside_its_blank_form_has_to_send_again() -> None:
    refused = book("01 สำนักปลัด", {"M1": DONE})
    assert refused.stamp
    done = gathered(_blank_form(), replace(refused, stamp=replace(refused.stamp, months=12)))
    assert states(done) == [("01", refused.file, "rejected"), ("02", "", "missing")]
    assert first(done).state is SubmissionState.REJECTED
    assert [each.agency.code for each in done.missing] == ["02"]
    assert of(done, FindingKind.UNTOUCHED) == ["a.xlsx"]


def test_an_agency_whose_departments_answered_beside_its_blank_form_is_nowhere_called_missing() -> None:
    counted = book("01 สำนักปลัด", {"M1": DONE})
    done = gathered(_blank_form(), counted)
    assert states(done) == [("01", counted.file, "accepted"), ("02", "", "missing")]
    assert of(done, FindingKind.UNTOUCHED) == ["a.xlsx"]


# Names


def test_agencies_of_one_name_are_told_apart_wherever_they_are_named() -> None:
    twins = [replace(ONE, code=code, district=district) for code, district in (("01", "คง"), ("02", "พิมาย"))]
    province = province_of(twins)
    form = form_of(province, twins[1], scores=ALL_EIGHTY)
    done = Situation(province, (form,)).gathered()
    (missing,) = (each for each in done.findings if each.kind is FindingKind.MISSING_SUBMISSION)
    assert missing.details["unit"] == "อบต.หนองไผ่ (อ.คง)"
    assert {str(each.details["unit"]) for each in done.observations} == {
        "อบต.หนองไผ่ (อ.คง)",
        "อบต.หนองไผ่ (อ.พิมาย)",
    }
    assert [each.unit for each in done.units] == ["อบต.หนองไผ่ (อ.คง)", "อบต.หนองไผ่ (อ.พิมาย)"]


def test_departments_of_an_agency_that_writes_its_name_otherwise_are_its_own() -> None:
    province = replace(PROVINCE, register=load_agencies())
    books = [
        replace(each, stamp=replace(each.stamp, agency="องค์การบริหารส่วนตำบลหนองไผ่"))
        for each in (book("กองคลัง", {"M1": DONE, "M2": DONE}), book("กองช่าง", {"M1": DOING}))
        if each.stamp
    ]
    done = Situation(province, tuple(books)).gathered()
    assert first(done).state is SubmissionState.ACCEPTED
    assert len(first(done).measures) == 2
    assert {each.state for each in done.units if each.file} == {SubmissionState.ACCEPTED}
