"""Where every measure stands follows from the contract's rules, whatever order files are read in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency, Department, IndicatorScore, Plan, PlanRow, Thresholds
from itaxl.assessment.statuses import Status, merged_status
from itaxl.assessment.submissions import Stamp, Submission, SubmittedRow
from itaxl.catalogue import load_framework
from itaxl.results.analysis import Analysis, Judged, analyse
from itaxl.results.consolidation import Consolidation, consolidate, observations, reported_status

_UNITS = ("01", "02", "03")
_MOMENT = datetime(2023, 4, 1, tzinfo=UTC)
_END = date(2023, 3, 31)
_FRAMEWORK = load_framework(2565)


def _plan(scores: Sequence[IndicatorScore] = (), thresholds: Thresholds = Thresholds()) -> Plan:  # noqa: B008
    def row(code: str, measure: str, departments: tuple[str, ...]) -> PlanRow:
        return PlanRow(code, measure, (5,), departments, None, _END, {"measure": measure}, 4)

    return Plan(
        Agency("ก"),
        FiscalYear(2566),
        2565,
        6,
        thresholds=thresholds,
        departments=tuple(Department(each, f"กอง {each}") for each in _UNITS),
        scores=tuple(scores),
        rows=(row("M1", "M1", _UNITS), row("M2", "M2", ("01",)), row("M2.1", "M2", ("02",))),
    )


def _submission(
    unit: str, statuses: dict[str, Status | None], *, name: str, minutes: int = 0, disk: float = 0.0
) -> Submission:
    rows = tuple(
        SubmittedRow(row, code, own=False, values={"status": status.thai} if status else {})
        for row, (code, status) in enumerate(statuses.items(), start=4)
    )
    stamp = Stamp("department", "1", "ก", 2566, 6, unit, f"กอง {unit}", "2023-04-01")
    return Submission(name, stamp, _MOMENT + timedelta(minutes=minutes), disk, rows=rows)


def _consolidated(submissions: Sequence[Submission], as_of: date = _END) -> Consolidation:
    plan = _plan()
    analysis = analyse(plan, _FRAMEWORK, None)
    return consolidate(plan, submissions, analysis, as_of=as_of, indicators_in=lambda _: (), sheet="มาตรการ")


def _by_the_contract(statuses: Sequence[Status]) -> Status:
    """The rules of the contract, word for word."""
    reported = [each for each in statuses if each is not Status.NOT_REPORTED]
    if not reported:
        return Status.NOT_REPORTED
    if all(each is Status.DONE for each in statuses):
        return Status.DONE
    if all(each is Status.NOT_STARTED for each in reported) and len(reported) == len(statuses):
        return Status.NOT_STARTED
    return Status.IN_PROGRESS


@given(st.lists(st.sampled_from(Status), max_size=6))
def test_several_departments_together_have_the_status_of_the_contract(statuses: list[Status]) -> None:
    assert merged_status(statuses) is _by_the_contract(statuses)


_reported = st.sampled_from([Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED])
_returns = st.dictionaries(
    st.sampled_from(_UNITS),
    st.lists(st.tuples(st.none() | _reported, st.none() | _reported), min_size=1, max_size=3),
)


@given(returns=_returns, data=st.data())
def test_neither_the_order_nor_the_names_of_files_decide_anything(
    returns: dict[str, list[tuple[Status | None, Status | None]]], data: st.DataObject
) -> None:
    second = {"01": "M2", "02": "M2.1", "03": "gone"}
    submissions = [
        _submission(
            unit,
            {"M1": first, second[unit]: other},
            name=f"{unit}-{number}.xlsx",
            minutes=number,
        )
        for unit, copies in returns.items()
        for number, (first, other) in enumerate(copies)
    ]
    expected = _consolidated(submissions)
    shuffled = _consolidated(data.draw(st.permutations(submissions)))
    assert shuffled == expected
    for unit, copies in returns.items():
        last_saved = copies[-1]
        told = [each.status for each in expected.records if each.department.code == unit]
        wanted = [each or Status.NOT_REPORTED for each in last_saved]
        assert told == wanted[: len(told)]
    for measure in expected.measures:
        assert measure.status is _by_the_contract([each.status for each in measure.records])
    reported = {each.department.code for each in expected.records if each.status is not Status.NOT_REPORTED}
    assert reported <= set(returns)
    assert {each.unit_code for each in expected.missing} == set(_UNITS) - set(returns)


def test_of_two_files_saved_in_one_minute_the_one_written_later_counts() -> None:
    older = _submission("01", {"M1": Status.DONE}, name="z.xlsx", disk=1.0)
    newer = _submission("01", {"M1": Status.NOT_STARTED}, name="a.xlsx", disk=2.0)
    assert _consolidated([older, newer]).records[0].status is Status.NOT_STARTED
    assert _consolidated([newer, older]).records[0].status is Status.NOT_STARTED


def test_units_that_answered_that_have_to_send_again_and_that_are_silent_are_told_apart() -> None:
    good = _submission("01", {"M1": Status.DONE}, name="a.xlsx")
    late = _submission("02", {"M1": Status.DONE}, name="b.xlsx")
    assert late.stamp is not None
    late = replace(late, stamp=replace(late.stamp, months=12))
    done = _consolidated([good, late, replace(late, file="c.xlsx")])
    assert [(each.unit_code, each.file) for each in done.refused] == [("02", "b.xlsx")]
    assert [each.unit_code for each in done.missing] == ["03"]
    assert [each.unit_code for each in done.unreported] == ["03", "02"]


def test_every_plan_row_of_every_department_has_one_record() -> None:
    records = _consolidated([]).records
    assert [(each.code, each.department.code) for each in records] == [
        *(("M1", unit) for unit in _UNITS),
        ("M2", "01"),
        ("M2.1", "02"),
    ]
    assert {each.measure_code for each in records[3:]} == {"M2"}


@pytest.mark.parametrize(
    ("status", "as_of", "is_overdue"),
    [
        (Status.IN_PROGRESS, _END, False),
        (Status.IN_PROGRESS, _END + timedelta(1), True),
        (Status.NOT_STARTED, _END + timedelta(1), True),
        (None, _END + timedelta(1), True),
        (Status.DONE, _END + timedelta(1), False),
    ],
)
def test_overdue_begins_the_day_after_the_end(
    status: Status | None, as_of: date, *, is_overdue: bool
) -> None:
    record = _consolidated([_submission("01", {"M1": status}, name="a.xlsx")], as_of).records[0]
    assert record.is_overdue is is_overdue


# Scores against thresholds


def _analysed(*scores: str | None, thresholds: Thresholds = Thresholds()) -> Analysis:  # noqa: B008
    given_scores = [
        IndicatorScore(no, Decimal(score) if score else None) for no, score in enumerate(scores, start=1)
    ]
    return analyse(_plan(given_scores, thresholds), _FRAMEWORK, None)


@pytest.mark.parametrize(
    ("score", "bands"),
    [
        ("80", (False, False, True)),
        ("80.00", (False, False, True)),
        ("80.01", (True, False, True)),
        ("79.99", (False, True, True)),
        ("84.99", (True, False, True)),
        ("85", (True, False, False)),
        ("0", (False, True, True)),
    ],
)
def test_a_score_on_a_threshold_is_neither_above_nor_below_it(
    score: str, bands: tuple[bool, bool, bool]
) -> None:
    result = _analysed(score).indicators[0]
    assert (result.is_strength, result.is_weakness, result.is_to_develop) == bands


def test_thresholds_of_the_plan_take_the_place_of_the_usual_ones() -> None:
    own = Thresholds(strength_above=Decimal(90), weakness_below=Decimal(70), target=Decimal(75))
    results = _analysed("90", "90.01", "70", "69.99", "75", thresholds=own).indicators
    assert [each.is_strength for each in results[:5]] == [False, True, False, False, False]
    assert [each.is_weakness for each in results[:5]] == [False, False, False, True, False]
    assert [each.is_to_develop for each in results[:5]] == [False, False, True, True, False]


def test_strengths_come_best_first_and_weaknesses_worst_first() -> None:
    analysis = _analysed("82.44", "77.85", "80.95", "73.16", "72.13", "80", "80", "80", "92.50", "100")
    assert [each.indicator.no for each in analysis.strengths] == [10, 9, 1, 3]
    assert [each.indicator.no for each in analysis.weaknesses] == [5, 4, 2]


@pytest.mark.parametrize(
    ("score", "previous", "change", "gap"),
    [
        ("72.13", "70", "2.13", "12.87"),
        ("72.13", "80.50", "-8.37", "12.87"),
        ("85", "85", "0", "0"),
        ("92.50", None, None, "0"),
        (None, "70", None, None),
        ("0", "0", "0", "85"),
    ],
)
def test_a_change_and_a_gap_are_points(
    score: str | None, previous: str | None, change: str | None, gap: str | None
) -> None:
    now, before = (None if each is None else Decimal(each) for each in (score, previous))
    judged = Judged(now, before, Thresholds())
    assert [judged.change, judged.gap] == [None if each is None else Decimal(each) for each in (change, gap)]


def test_an_unknown_score_belongs_to_no_band() -> None:
    analysis = _analysed(None, "70")
    assert analysis.is_known
    assert not _analysed(None).is_known
    assert analysis.indicators[0].gap is None
    assert [each.indicator.no for each in analysis.scored] == [2]
    assert [each.indicator.no for each in analysis.weaknesses] == [2]
    assert analysis.result.total is None


# What several steps, departments and own measures come to


def _own_row(code: str, **values: object) -> SubmittedRow:
    return SubmittedRow(40, code, own=True, values=values)


def _gathered(*submissions: Submission, as_of: date = _END + timedelta(1)) -> Consolidation:
    analysis = analyse(_plan(), _FRAMEWORK, None)
    numbers = {"3": (3,), "3, 5": (3, 5)}
    return consolidate(
        _plan(),
        submissions,
        analysis,
        as_of=as_of,
        indicators_in=lambda words: numbers.get(words, ()),
        sheet="มาตรการ",
    )


def test_a_measure_is_overdue_where_some_part_of_it_is() -> None:
    done = _gathered(
        _submission("01", {"M1": Status.DONE, "M2": Status.DONE}, name="a.xlsx"),
        _submission("02", {"M1": Status.IN_PROGRESS, "M2.1": Status.DONE}, name="b.xlsx"),
        _submission("03", {"M1": Status.DONE}, name="c.xlsx"),
    )
    assert [(each.code, each.status, each.is_overdue) for each in done.measures] == [
        ("M1", Status.IN_PROGRESS, True),
        ("M2", Status.DONE, False),
    ]
    assert done.missing == ()


def test_own_measures_count_beside_those_of_the_plan_each_for_its_department() -> None:
    first = _submission("01", {"M1": Status.DONE}, name="a.xlsx")
    own = _own_row("1", measure="ของเรา", indicator="3, 5", status="อยู่ระหว่างดำเนินการ", end=_END)
    other = _own_row("1", measure="ของเขา", indicator="3", status="ดำเนินการแล้ว", end=_END)
    second = _submission("02", {"M1": Status.DONE}, name="b.xlsx")
    done = _gathered(replace(first, rows=(*first.rows, own)), replace(second, rows=(*second.rows, other)))
    assert [
        (each.code, each.is_own, each.indicators, each.status, each.is_overdue, each.name)
        for each in done.measures[2:]
    ] == [
        ("01-1", True, (3, 5), Status.IN_PROGRESS, True, "ของเรา"),
        ("02-1", True, (3,), Status.DONE, False, "ของเขา"),
    ]
    assert [(each.is_own, each.indicators) for each in done.measures[:2]] == [(False, (5,)), (False, (5,))]
    assert [each.file for each in done.records if each.code == "M1"] == ["a.xlsx", "b.xlsx", ""]


def test_dates_that_were_sent_count_where_the_plan_was_changed_afterwards() -> None:
    def returned(end: str) -> Submission:
        row = SubmittedRow(4, "M1", own=False, values={"status": "ยังไม่ดำเนินการ"}, sent={"end": end})
        return replace(_submission("01", {}, name="a.xlsx"), rows=(row,))

    found = [_gathered(returned(end)).records[0] for end in ("2023-04-01", "2023-03-30", "สิ้นปี")]
    assert [(each.end, each.is_overdue) for each in found] == [
        (date(2023, 4, 1), False),
        (date(2023, 3, 30), True),
        (None, False),
    ]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("ดำเนินการแล้ว", Status.DONE),
        ("ยังไม่รายงาน", Status.NOT_REPORTED),
        ("เสร็จ", Status.NOT_REPORTED),
        ("", Status.NOT_REPORTED),
        (None, Status.NOT_REPORTED),
    ],
)
def test_only_words_of_the_dropdown_are_a_status(words: str | None, status: Status) -> None:
    row = SubmittedRow(4, "M1", own=False, values={"status": words})
    assert reported_status(row) is status
    assert reported_status(None) is Status.NOT_REPORTED


def test_what_somebody_has_to_decide_is_counted() -> None:
    first = _submission("01", {"M1": Status.DONE, "M2": Status.IN_PROGRESS}, name="a.xlsx")
    rows = (replace(first.rows[0], values={**first.rows[0].values, "evidence": "x"}), first.rows[1])
    second = _submission("02", {"M1": Status.DONE, "M2.1": Status.DONE}, name="b.xlsx")
    done = _gathered(replace(first, rows=rows), second)
    told = [(each.kind, each.details.get("code"), each.file) for each in done.observations]
    assert told == [
        (FindingKind.WITHOUT_EVIDENCE, "M1", "b.xlsx"),
        (FindingKind.OVERDUE, "M1", ""),
        (FindingKind.OVERDUE, "M2", "a.xlsx"),
        (FindingKind.WITHOUT_EVIDENCE, "M2.1", "b.xlsx"),
    ]


def test_weak_points_and_unscored_indicators_are_each_told_once() -> None:
    analysis = _analysed("79.99", None, "60", "80", "10", "90", "90", "90", "90", "90")
    told = observations(analysis, _gathered().measures)
    assert [(each.kind, each.details["no"]) for each in told if "no" in each.details] == [
        (FindingKind.WEAK_WITHOUT_MEASURE, 3),
        (FindingKind.WEAK_WITHOUT_MEASURE, 1),
        (FindingKind.UNSCORED_INDICATOR, 2),
    ]
    assert list(observations(_analysed(), ())) == []


def test_a_weak_score_is_told_apart_from_the_limit_that_rounding_would_reach() -> None:
    analysis = _analysed("79.995", "79.9999", "60.125", "80", "90", "90", "90", "90", "90", "90")
    told = {each.details["no"]: each.text() for each in observations(analysis, ()) if "score" in each.details}
    assert "ได้ 60.13 ต่ำกว่าเกณฑ์ 80 " in told[3]
    assert "ได้ 79.995 ต่ำกว่าเกณฑ์ 80 " in told[1]
    assert "ได้ 79.9999 ต่ำกว่าเกณฑ์ 80 " in told[2]


def test_rows_that_are_no_longer_or_not_yet_a_departments_are_told_by_code() -> None:
    done = _gathered(_submission("01", {"M1": Status.DONE, "M9": Status.DONE}, name="a.xlsx"))
    told = [(each.kind, each.details["code"]) for each in done.findings if "code" in each.details]
    assert told == [(FindingKind.DROPPED_MEASURE, "M9"), (FindingKind.NOT_IN_FORM, "M2")]
    assert [each.code for each in done.records if each.status is Status.DONE] == ["M1"]


def test_a_row_that_a_department_added_never_stands_for_one_of_the_plan() -> None:
    sent = _submission("01", {"M1": Status.DONE}, name="a.xlsx")
    own = [_own_row(code, measure="ของเรา", status="ยังไม่ดำเนินการ") for code in ("M1", "M2", "M7")]
    done = _gathered(replace(sent, rows=(*sent.rows, *own)))
    found = {each.code: (each.status, each.file) for each in done.records if each.department.code == "01"}
    assert found == {
        "M1": (Status.DONE, "a.xlsx"),
        "M2": (Status.NOT_REPORTED, ""),
        "01-M1": (Status.NOT_STARTED, "a.xlsx"),
        "01-M2": (Status.NOT_STARTED, "a.xlsx"),
        "01-M7": (Status.NOT_STARTED, "a.xlsx"),
    }
    told = [(each.kind, each.details["code"]) for each in done.findings if "code" in each.details]
    assert told == [(FindingKind.NOT_IN_FORM, "M2")]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (FindingKind.MISSING_ROW, []),
        (FindingKind.MISSING_SHEET, []),
        (FindingKind.UNREADABLE_FILE, []),
        (FindingKind.UNKNOWN_INDICATOR, ["M2"]),
    ],
)
def test_a_row_that_is_already_told_to_be_missing_is_not_told_again(
    kind: FindingKind, told: list[str]
) -> None:
    sent = _submission("01", {"M1": Status.DONE}, name="a.xlsx")
    finding = Finding(kind, "a.xlsx", details={"code": "M2"})
    done = _gathered(replace(sent, findings=(finding,)))
    late = [each.details["code"] for each in done.findings if each.kind is FindingKind.NOT_IN_FORM]
    assert late == told
