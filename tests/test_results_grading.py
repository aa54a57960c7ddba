"""What is missing to the next grade, by each year's rule."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.catalogue import framework_years, load_framework
from itaxl.results.analysis import YearResult
from itaxl.results.grading import GradeStep, implied_instrument, next_step, possible_grades, step_to

years = st.sampled_from(framework_years())
scores = st.decimals(0, 100, places=2)


def result_of(year: int, total: str, **instruments: str) -> YearResult:
    known = {code: Decimal(score) for code, score in instruments.items()}
    return YearResult(year, known, Decimal(total), load_framework(year).grade(Decimal(total), known))


def step_of(year: int, total: str, **instruments: str) -> GradeStep:
    step = next_step(load_framework(year), result_of(year, total, **instruments))
    assert step is not None
    return step


def test_the_instruments_that_hold_back_stand_lowest_first() -> None:
    step = step_of(2566, "86.00", IIT="84.99", EIT="80.00", OIT="95.00")
    assert step.level.name == "ผ่านดี"
    assert step.total_missing == 0
    assert step.asks_each_instrument
    found = [(each.instrument, str(each.missing)) for each in step.shortfalls]
    assert found == [("EIT", "5.00"), ("IIT", "0.01")]


def test_a_score_is_compared_as_it_is_published() -> None:
    # 84.995 is published as 85.00, which reaches the level.
    step = step_of(2566, "94.995", IIT="84.995", EIT="94.995", OIT="95")
    assert step.level.name == "ผ่านดีเยี่ยม"
    assert step.total_missing == 0
    assert [(each.instrument, str(each.missing)) for each in step.shortfalls] == [("IIT", "10.00")]


def test_letters_ask_for_the_total_alone() -> None:
    step = step_of(2565, "84.99", IIT="60", EIT="99", OIT="93.23")
    assert (step.level.name, str(step.total_missing)) == ("A", "0.01")
    assert not step.asks_each_instrument
    assert [each.instrument for each in step.shortfalls] == ["IIT"]
    assert step.unknown == ()


def test_the_best_grade_and_an_unknown_total_have_no_next() -> None:
    framework = load_framework(2566)
    assert next_step(framework, result_of(2566, "96", IIT="96", EIT="96", OIT="96")) is None
    unknown = YearResult(2566, {}, None, None)
    assert next_step(framework, unknown) is None
    assert possible_grades(framework, unknown) == ()
    assert step_to(framework, unknown, framework.grade_rule.levels[0]) is None


def test_unknown_instruments_are_named_where_they_decide() -> None:
    step = step_of(2568, "94.64", EIT="84.00")
    assert (step.level.name, step.unknown) == ("ผ่านดี", ("IIT", "OIT"))
    assert [each.instrument for each in step.shortfalls] == ["EIT"]
    assert step_of(2568, "97").level.name == "ผ่านดี"


def test_the_total_gives_away_one_unknown_instrument_only() -> None:
    framework = load_framework(2566)
    assert implied_instrument(framework, result_of(2566, "90", IIT="90", OIT="90")) == (
        "EIT",
        Decimal("90.00"),
    )
    assert implied_instrument(framework, result_of(2566, "90", IIT="90")) is None
    assert implied_instrument(framework, result_of(2566, "90", IIT="90", EIT="90", OIT="90")) is None
    assert implied_instrument(framework, result_of(2566, "99", IIT="0", OIT="100")) is None


@given(years, scores, scores, scores)
def test_making_up_what_is_missing_reaches_the_next_grade(
    year: int, iit: Decimal, eit: Decimal, oit: Decimal
) -> None:
    framework = load_framework(year)
    known = {"IIT": iit, "EIT": eit, "OIT": oit}
    total = framework.total_of_instruments(known)
    assert total is not None
    step = next_step(framework, YearResult(year, known, total, framework.grade(total, known)))
    levels = framework.grade_rule.levels
    if step is None:
        assert framework.grade(total, known) == levels[0]
        return
    raised = dict(known)
    if step.asks_each_instrument:
        for each in step.shortfalls:
            raised[each.instrument] += each.missing
    reached = framework.grade(total + step.total_missing, raised)
    assert reached is not None
    assert levels.index(reached) <= levels.index(step.level)
    for each in step.shortfalls if step.asks_each_instrument else ():
        lower = {**raised, each.instrument: raised[each.instrument] - Decimal("0.01")}
        assert framework.grade(total + step.total_missing, lower) != step.level


@pytest.mark.parametrize(
    ("total", "implied"), [("63", "0.00"), ("93", "100.00"), ("62.99", None), ("93.01", None), (None, None)]
)
def test_an_implied_instrument_lies_between_0_and_100(total: str | None, implied: str | None) -> None:
    """0.3 * 90 and 0.4 * 90 make 63; the rest is 0.3 of the third."""
    known = {"IIT": Decimal(90), "OIT": Decimal(90)}
    result = YearResult(2566, known, None if total is None else Decimal(total), None)
    found = implied_instrument(load_framework(2566), result)
    assert found == (None if implied is None else ("EIT", Decimal(implied)))
