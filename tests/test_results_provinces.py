"""What a province's returns come to: scores, measures, observations, and nothing counted twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from province_situations import (
    AS_OF,
    DOING,
    DONE,
    NOT_YET,
    department_book,
    form_of,
    large,
    measure_row,
    small,
)
from two_agencies import ALL_EIGHTY, ONE, PROVINCE, SENT, TWO, book, first, gathered

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import SubmissionState
from itaxl.results.packing import pack_rows
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.results.provincial_scores import ScoreSource

# Scores


def test_scores_that_were_known_fill_in_what_the_form_leaves_open() -> None:
    form = form_of(PROVINCE, ONE, scores={**ALL_EIGHTY, 4: (None, None)})
    result = first(gathered(form, no4="91.25", no1="80"))
    assert result.analysis.indicators[3].score == Decimal("91.25")
    assert result.source is ScoreSource.SUBMITTED
    assert result.total is not None


def test_where_both_are_known_the_submission_counts_and_the_difference_is_told() -> None:
    done = gathered(form_of(PROVINCE, ONE, scores=ALL_EIGHTY), no4="91.25", no1="80")
    assert first(done).analysis.indicators[3].score == Decimal("80.0")
    (finding,) = (each for each in done.findings if each.kind is FindingKind.KNOWN_SCORE_DIFFERS)
    assert (finding.value, finding.sheet, finding.cell) == ("80.00", "คะแนน", "A7")
    assert "91.25" in finding.text()
    assert "ระบบใช้คะแนนในแบบ" in finding.text()


def test_an_agency_that_returned_nothing_is_judged_by_what_is_known() -> None:
    result = first(gathered(**{f"no{no}": "85" for no in range(1, 11)}))
    assert (result.total, result.source) == (Decimal("85.00"), ScoreSource.KNOWN)
    assert result.state is SubmissionState.MISSING


def test_agencies_without_scores_are_told_and_have_no_total() -> None:
    done = gathered(form_of(PROVINCE, ONE, scores={1: (80.0, None)}))
    assert [each.total for each in done.agencies] == [None, None]
    kinds = {each.details["unit"]: each.kind for each in done.observations if "SCORES" in each.kind.name}
    assert kinds == {
        ONE.name: FindingKind.AGENCY_SCORES_INCOMPLETE,
        TWO.name: FindingKind.AGENCY_WITHOUT_SCORES,
    }


@pytest.mark.parametrize("score", [100.01, -0.5])
def test_a_score_outside_0_to_100_is_no_score(score: float) -> None:
    result = first(gathered(form_of(PROVINCE, ONE, scores={**ALL_EIGHTY, 2: (score, None)})))
    assert result.analysis.indicators[1].score is None


# Measures


def test_rows_of_one_code_over_departments_are_one_measure_merged_by_the_rule() -> None:
    done = gathered(
        book("01 สำนักปลัด", {"M1": DONE, "M2": DONE}), book("02 กองคลัง", {"M1": NOT_YET, "M2": DONE})
    )
    assert {each.code: each.status for each in first(done).measures} == {
        "M1": Status.IN_PROGRESS,
        "M2": Status.DONE,
    }
    assert first(done).tally.records == 4


def test_a_step_belongs_to_the_measure_whose_code_it_goes_on_from() -> None:
    """The department of the step does not have the measure itself."""
    done = gathered(book("01 สำนักปลัด", {"M1": DONE, "M2.1": NOT_YET}), book("02 กองคลัง", {"M2": DONE}))
    assert {each.code: [one.code for one in each.records] for each in first(done).measures} == {
        "M1": ["M1"],
        "M2": ["M2.1", "M2"],
    }
    (second,) = (each for each in first(done).measures if each.code == "M2")
    assert second.indicators == (2, 3)


def test_what_was_sent_stands_in_for_the_plan() -> None:
    (measure,) = first(gathered(book("01 สำนักปลัด", {"M1": DOING}))).measures
    record = measure.records[0]
    assert (measure.name, measure.indicators, record.end) == ("มาตรการหนึ่ง", (1,), date(2024, 3, 31))
    assert record.is_overdue


def test_a_departments_own_measure_has_its_code_before_its_own() -> None:
    own = [{"measure": "ของส่วนราชการ", "status": DOING, "indicator": "4"}]
    done = gathered(department_book(PROVINCE, ONE.name, "01 ก", {}, sent=SENT, own=own))
    assert [(each.code, each.is_own, each.indicators) for each in first(done).measures] == [
        ("01-เพิ่ม1", True, (4,))
    ]


def test_a_row_without_a_measure_is_a_step_of_the_one_above_it() -> None:
    rows = [
        measure_row(1, code="ก", measure="หนึ่ง", indicator="5", status=DONE),
        measure_row(2, steps="ต่อ", status=NOT_YET),
        measure_row(3, code="ข", measure="สอง", status=DONE),
    ]
    done = gathered(form_of(PROVINCE, ONE, measures=rows))
    assert [(each.code, len(each.records), each.status) for each in first(done).measures] == [
        ("ก", 2, Status.IN_PROGRESS),
        ("ข", 1, Status.DONE),
    ]


def test_a_tally_counts_every_measure_once_and_under_each_of_its_indicators() -> None:
    past, today = AS_OF - timedelta(days=1), AS_OF
    rows = [
        measure_row(1, code="ก", measure="หนึ่ง", indicator="1, 3", status=DOING, end=past),
        measure_row(2, steps="ต่อ", status=DONE, end=past),
        measure_row(3, code="ข", measure="สอง", indicator="3", status=DONE, end=past),
        measure_row(4, code="ค", measure="สาม", status=NOT_YET, end=today),
        measure_row(5, code="ง", measure="สี่", indicator="3", end=past),
        measure_row(6, code="จ", measure="ห้า", indicator="3", status=DOING),
    ]
    counted = first(gathered(form_of(PROVINCE, ONE, measures=rows))).tally
    assert (counted.records, counted.measures, counted.overdue) == (6, 5, 2)
    assert counted.statuses == {
        Status.IN_PROGRESS: 2,
        Status.DONE: 1,
        Status.NOT_STARTED: 1,
        Status.NOT_REPORTED: 1,
    }
    assert counted.by_indicator == {
        1: {Status.IN_PROGRESS: 1},
        3: {Status.IN_PROGRESS: 2, Status.DONE: 1, Status.NOT_REPORTED: 1},
        None: {Status.NOT_STARTED: 1},
    }
    assert counted.overdue_by_indicator == {1: 1, 3: 2, None: 0}
    assert counted.served == {1, 3}


def test_a_step_goes_on_from_the_longest_code_else_from_the_measure_above_else_stands_alone() -> None:
    sent = {
        "M2": {"measure": "สอง", "indicator": "2"},
        "M2.1": {"measure": "สองหนึ่ง", "indicator": "3"},
        "M2.1.1": {"steps": "ต่อ"},
        "S9": {"steps": "ต่อ"},
        "Y.1": {"steps": "ต่อ"},
        "X": {"steps": "ลอย", "indicator": "4"},
    }
    books = (
        department_book(PROVINCE, ONE.name, unit, {each: {"status": DONE} for each in codes}, sent=sent)
        for unit, codes in {"01 ก": ("M2", "S9", "Y.1", "M2.1"), "02 ข": ("X", "M2.1.1")}.items()
    )
    assert [
        (each.code, each.indicators, [one.code for one in each.records])
        for each in first(gathered(*books)).measures
    ] == [
        ("M2", (2,), ["M2", "S9", "Y.1"]),
        ("M2.1", (3,), ["M2.1", "M2.1.1"]),
        ("X", (4,), ["X"]),
    ]


def test_rows_of_one_code_and_one_measure_are_one_measure() -> None:
    rows = [
        measure_row(1, code="1", measure="หนึ่ง", status=DONE),
        measure_row(2, code="2", measure="สอง", status=DONE),
        measure_row(3, code="1", measure="หนึ่ง", status=NOT_YET),
    ]
    found = first(gathered(form_of(PROVINCE, ONE, measures=rows))).measures
    assert [(each.code, each.is_own, each.status) for each in found] == [
        ("1", False, Status.IN_PROGRESS),
        ("2", False, Status.DONE),
    ]


def test_a_date_that_was_entered_comes_before_the_one_that_was_sent() -> None:
    sent = {"M1": {"measure": "หนึ่ง", "start": "2023-10-01", "end": "2024-03-31"}}
    entered = {"status": DOING, "end": AS_OF, "start": "ต้นปี"}
    done = gathered(department_book(PROVINCE, ONE.name, "01 ก", {"M1": entered}, sent=sent))
    (record,) = first(done).measures[0].records
    assert (record.start, record.end, record.is_overdue) == (date(2023, 10, 1), AS_OF, False)


@pytest.mark.parametrize(("score", "counts"), [(0, True), (100, True), (100.01, False), (-0.01, False)])
def test_scores_reach_from_0_to_100(score: float, *, counts: bool) -> None:
    found = first(gathered(form_of(PROVINCE, ONE, scores={2: (score, score)}))).analysis.indicators[1]
    assert (found.score is not None, found.previous is not None) == (counts, counts)


def test_what_is_observed_of_an_agency_is_counted() -> None:
    past = [AS_OF - timedelta(days=days) for days in range(1, 11)]
    rows = [
        measure_row(no, code=f"ก{no}", measure=f"ที่ {no}", indicator="1", status=DOING, end=end)
        for no, end in enumerate(past, start=1)
    ]
    rows += [
        measure_row(11, code="ข", measure="เสร็จ", status=DONE, end=past[0]),
        measure_row(12, steps="ต่อ", status=DONE),
        measure_row(13, steps="ต่อ", status=DONE, evidence="x"),
    ]
    scores = {**ALL_EIGHTY, 1: (10.0, None), 9: (79.99, None), 10: (61.5, None)}
    done = gathered(form_of(PROVINCE, ONE, scores=scores, measures=rows))
    told = {each.kind: each.details for each in done.observations if each.details["unit"] == ONE.name}
    late, unproven = told[FindingKind.AGENCY_OVERDUE], told[FindingKind.AGENCY_WITHOUT_EVIDENCE]
    assert (late["count"], late["end"]) == (10, "31 มี.ค. 2567")
    assert late["codes"] == "ก10, ก9, ก8, ก7, ก6, ก5, ก4, ก3 …"
    assert unproven["count"] == 2
    assert told[FindingKind.AGENCY_WEAK_WITHOUT_MEASURE]["count"] == 2
    assert FindingKind.AGENCY_WITHOUT_MEASURES not in told


def test_two_measures_with_one_code_are_not_thrown_together() -> None:
    rows = [
        measure_row(1, code="1", measure="หนึ่ง", status=DONE),
        measure_row(2, code="1", measure="สอง", status=NOT_YET),
    ]
    done = gathered(form_of(PROVINCE, ONE, measures=rows))
    assert [(each.code, each.name) for each in first(done).measures] == [("1", "หนึ่ง"), ("1 (2)", "สอง")]


def test_an_indicator_that_nobody_knows_is_told_with_its_row() -> None:
    rows = [measure_row(1, measure="หนึ่ง", indicator="ความสุขของประชาชน", status=DONE)]
    done = gathered(form_of(PROVINCE, ONE, measures=rows))
    (finding,) = (each for each in done.findings if each.kind is FindingKind.UNKNOWN_INDICATOR)
    assert (finding.cell, finding.value) == ("A4", "ความสุขของประชาชน")


def test_weak_indicators_without_a_measure_are_observed_once_an_agency() -> None:
    scores = {**ALL_EIGHTY, 3: (61.5, None), 4: (79.99, None), 9: (60.0, None)}
    rows = [measure_row(1, measure="หนึ่ง", indicator="3", status=DONE, evidence="x")]
    done = gathered(form_of(PROVINCE, ONE, scores=scores, measures=rows))
    assert first(done).weak_without_measure == (9, 4)
    (told,) = (each for each in done.observations if each.kind is FindingKind.AGENCY_WEAK_WITHOUT_MEASURE)
    assert told.details["indicators"] == "9 (60.00), 4 (79.99)"


def test_weak_scores_of_an_agency_are_told_apart_from_the_limit() -> None:
    scores = {**ALL_EIGHTY, 3: (61.125, None), 4: (79.995, None)}
    rows = [measure_row(1, measure="หนึ่ง", indicator="9", status=DONE, evidence="x")]
    done = gathered(form_of(PROVINCE, ONE, scores=scores, measures=rows))
    (told,) = (each for each in done.observations if each.kind is FindingKind.AGENCY_WEAK_WITHOUT_MEASURE)
    assert told.details["indicators"] == "3 (61.13), 4 (79.995)"


def test_of_an_agency_that_returned_nothing_no_measure_is_said_to_lack() -> None:
    done = gathered(**{f"no{no}": "50" for no in range(1, 11)})
    assert {each.kind for each in done.observations} == {FindingKind.AGENCY_WITHOUT_SCORES}


# Order and packing


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(chance: object) -> None:
    situation = large(12, 3)
    shuffled = list(situation.submissions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = situation.gathered(), replace(situation, submissions=tuple(shuffled)).gathered()
    assert told(one) == told(other)


def test_packed_rows_give_the_same_result() -> None:
    situation = large(40, 5)
    packed = replace(situation, submissions=tuple(map(pack_rows, situation.submissions)))
    assert told(packed.gathered()) == told(situation.gathered())


def told(consolidation: ProvincialConsolidation) -> object:
    """Everything that is to be the same."""
    agencies = [
        (each.agency, each.analysis, each.tally, list(each.measures)) for each in consolidation.agencies
    ]
    return agencies, consolidation.units, consolidation.findings, consolidation.observations


def test_every_measure_counts_once_in_the_tally() -> None:
    for each in (*large(60, 6).gathered().agencies, *small().gathered().agencies):
        measures = list(each.measures)
        assert each.tally.measures == len(measures) == len(each.measures)
        assert each.tally.records == sum(len(one.records) for one in measures)
        assert len({one.code for one in measures}) == len(measures)


def test_agencies_that_are_missing_and_those_with_a_total_are_told_apart() -> None:
    done = gathered(form_of(PROVINCE, ONE, scores=ALL_EIGHTY))
    assert [each.agency.code for each in done.missing] == ["02"]
    assert [each.agency.code for each in done.scored] == ["01"]


def test_scores_are_submitted_where_the_form_has_one_else_known_else_none() -> None:
    empty = dict.fromkeys(range(1, 11), (None, None))
    assert (
        first(gathered(form_of(PROVINCE, ONE, scores={**empty, 3: (80.0, None)}))).source
        is ScoreSource.SUBMITTED
    )
    assert first(gathered(form_of(PROVINCE, ONE, scores=empty), no1="80")).source is ScoreSource.KNOWN
    assert first(gathered(form_of(PROVINCE, ONE, scores=empty))).source is ScoreSource.NONE


def test_a_measure_whose_code_is_a_number_is_no_score() -> None:
    row = replace(measure_row(1, measure="หนึ่ง", score=12.0), code="2")
    form = form_of(PROVINCE, ONE, scores=ALL_EIGHTY, measures=[row])
    assert first(gathered(form)).analysis.indicators[1].score == Decimal("80.0")


def test_of_the_parts_of_a_measure_the_one_that_ended_first_tells_since_when() -> None:
    earlier, later = AS_OF - timedelta(days=20), AS_OF - timedelta(days=10)
    rows = [
        measure_row(1, code="ก", measure="หนึ่ง", status=DOING, end=later),
        measure_row(2, steps="ต่อ", status=DOING, end=earlier),
    ]
    done = gathered(form_of(PROVINCE, ONE, measures=rows))
    (late,) = (each for each in done.observations if each.kind is FindingKind.AGENCY_OVERDUE)
    assert (late.details["count"], late.details["end"]) == (1, "21 มี.ค. 2567")


def test_a_change_of_an_agency_is_that_of_its_totals() -> None:
    result = first(gathered(form_of(PROVINCE, ONE, scores=dict.fromkeys(range(1, 11), (80.0, 77.75)))))
    assert result.change == Decimal("2.25")
