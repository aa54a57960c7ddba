"""What a year comes to where indicators, instruments or only a total are known, reckoned by hand.

Weights of 2566: IIT 0.30 (indicators 1 to 5), EIT 0.30 (6 to 8), OIT 0.40 (9 and 10).
"""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from itaxl.assessment.plans import IndicatorScore, Thresholds
from itaxl.catalogue import load_framework
from itaxl.results.analysis import Analysis, Published, analyse_scores

_YEAR = load_framework(2566)
_FULL = dict.fromkeys(range(1, 11), "90")
_ALL_BUT_OIT = {no: each for no, each in _FULL.items() if no < 9}


def analysed(
    scores: Mapping[int, str],
    published: Published | None = None,
    *,
    before: Mapping[int, str] | None = None,
    published_before: Published | None = None,
) -> Analysis:
    told = before or {}
    given = [
        IndicatorScore(
            no,
            Decimal(scores[no]) if no in scores else None,
            Decimal(told[no]) if no in told else None,
        )
        for no in sorted({*scores, *told})
    ]
    return analyse_scores(
        given,
        _YEAR,
        load_framework(2565),
        thresholds=Thresholds(),
        published=published or Published(),
        previous_published=published_before,
    )


def of(**scores: str) -> dict[str, Decimal]:
    return {code: Decimal(score) for code, score in scores.items()}


def test_indicators_count_before_what_was_published_of_them() -> None:
    result = analysed(_FULL, Published(Decimal(50), of(IIT="50", EIT="50", OIT="50"), "ผ่าน")).result
    assert dict(result.instruments) == of(IIT="90", EIT="90", OIT="90")
    assert (str(result.total), result.is_published) == ("90.00", False)
    assert result.grade is not None
    assert result.grade.name == "ผ่านดี"


def test_published_instruments_fill_in_what_indicators_leave_open() -> None:
    result = analysed(_ALL_BUT_OIT, Published(None, of(IIT="10", OIT="70.01", XIT="1"))).result
    assert dict(result.instruments) == of(IIT="90", EIT="90", OIT="70.01")
    # 0.3 * 90 + 0.3 * 90 + 0.4 * 70.01 = 82.004
    assert (str(result.total), result.is_published) == ("82.00", True)


def test_a_published_total_counts_before_one_of_published_instruments() -> None:
    instruments = of(IIT="90", EIT="90", OIT="70.01")
    result = analysed({}, Published(Decimal("82.015"), instruments)).result
    assert (str(result.total), result.is_published) == ("82.02", True)
    assert str(analysed({}, Published(Decimal(0), instruments)).result.total) == "0.00"


def test_without_anything_there_is_neither_total_nor_grade() -> None:
    result = analysed(_ALL_BUT_OIT).result
    assert (result.total, result.grade, result.is_published) == (None, None, False)
    assert dict(result.instruments) == of(IIT="90", EIT="90")


@pytest.mark.parametrize(
    ("told", "grade"),
    [("", None), ("ผ่านดี", "ผ่านดี"), ("ผ่าน", "ผ่าน"), (" ผ่าน ดี", "ผ่านดี"), ("ผ่านดีเยี่ยม", None), ("A", None)],
)
def test_a_published_grade_decides_between_those_that_are_possible(told: str, grade: str | None) -> None:
    """At 90 without instruments it may be either of two."""
    found = analysed({}, Published(Decimal(90), {}, told)).result.grade
    assert (found.name if found else None) == grade


def test_the_year_before_has_its_own_framework_and_publication() -> None:
    nothing = analysed(_FULL)
    assert nothing.previous is None
    assert nothing.judged().change is None
    before = dict.fromkeys(range(1, 11), "84.99")
    analysis = analysed(_FULL, before=before)
    assert analysis.previous is not None
    assert (analysis.previous.year, str(analysis.previous.total)) == (2565, "84.99")
    assert analysis.previous.grade is not None
    assert analysis.previous.grade.name == "B"
    assert str(analysis.judged().change) == "5.01"
    assert str(analysis.judged("OIT").change) == "5.01"
    assert analysed({}, before={}).previous is None


@pytest.mark.parametrize(
    ("published", "total", "change"),
    [
        (Published(Decimal(80)), "80.00", "10.00"),
        (Published(None, of(IIT="80", EIT="80", OIT="80")), "80.00", "10.00"),
        (Published(None, of(IIT="80")), "None", None),
    ],
)
def test_a_publication_alone_makes_a_year_before(
    published: Published, total: str, change: str | None
) -> None:
    analysis = analysed(_FULL, published_before=published)
    assert analysis.previous is not None
    assert str(analysis.previous.total) == total
    found = analysis.judged().change
    assert (None if found is None else str(found)) == change


def test_instruments_and_totals_are_judged_as_they_are_published() -> None:
    # A mean of 84.995 is published as 85.00 and is at the target; one of 80.004 is 80.00 and no strength.
    scores = {
        **dict.fromkeys(range(1, 6), "84.995"),
        **dict.fromkeys(range(6, 9), "80.004"),
        9: "79",
        10: "80.98",
    }
    analysis = analysed(scores)
    iit, eit, oit = (analysis.judged(code) for code in ("IIT", "EIT", "OIT"))
    assert (str(iit.score), iit.is_to_develop, str(iit.gap)) == ("85.00", False, "0")
    assert (str(eit.score), eit.is_strength, eit.is_weakness, str(eit.gap)) == ("80.00", False, False, "5.00")
    assert (str(oit.score), oit.is_weakness) == ("79.99", True)
    # 0.3 * 84.995 + 0.3 * 80.004 + 0.4 * 79.99 = 81.4957
    assert str(analysis.judged().score) == "81.50"
    assert analysis.judged("XIT").score is None


def test_scores_of_instruments_or_a_total_alone_are_something_known() -> None:
    assert not analysed({}).is_known
    assert analysed({4: "1"}).is_known
    assert analysed({}, Published(Decimal(0))).is_known
    assert analysed({}, Published(None, of(EIT="0"))).is_known
    assert not analysed({}, before={1: "80"}).is_known


def test_equal_scores_stand_in_the_order_of_the_indicators() -> None:
    analysis = analysed({1: "0", 2: "95", 3: "70", 4: "95", 5: "0.50", 6: "70", 7: "100", 8: "80"})
    assert [each.indicator.no for each in analysis.scored] == [7, 2, 4, 8, 3, 6, 5, 1]
    assert [each.indicator.no for each in analysis.strengths] == [7, 2, 4]
    assert [each.indicator.no for each in analysis.weaknesses] == [1, 5, 3, 6]


def test_an_indicator_that_the_year_lacks_is_left_out() -> None:
    assert analysed({**_FULL, 11: "0"}).result == analysed(_FULL).result


def test_without_the_framework_of_the_year_before_that_year_has_no_result() -> None:
    scores = [IndicatorScore(1, Decimal(80), Decimal(70))]
    analysis = analyse_scores(scores, _YEAR, None, thresholds=Thresholds(), published=Published())
    assert analysis.previous is None
    assert str(analysis.indicators[0].change) == "10"
    unknown = analysis.indicators[1]
    assert (unknown.is_strength, unknown.is_weakness, unknown.is_to_develop) == (False, False, False)
