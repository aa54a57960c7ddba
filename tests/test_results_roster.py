"""Figures over the agencies of a province, reckoned by hand: order, rank, mean, median, who is weak."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from msgspec.structs import replace
from province_situations import DONE, Situation, form_of, measure_row, province_of

from itaxl.assessment.plans import Agency
from itaxl.assessment.submissions import Submission
from itaxl.results.history import AgencyMatcher, YearOfScores, merged_years, slope
from itaxl.results.roster import Roster, figures, mean, median, rank, roster_of

TOTALS = {"01": "", "02": "100", "03": "85.50", "04": "0", "05": "85.50", "06": "70"}
"""By code of the agency: the score of every indicator, and so the total; one agency has none."""


def roster(known: Mapping[str, Mapping[int, str]], *submissions: Submission) -> Roster:
    agencies = [
        Agency(
            f"อบต.{code}",
            "" if code == "03" else "องค์การบริหารส่วนตำบล",
            "คง" if code < "03" else "พิมาย",
            "นครราชสีมา",
            code,
        )
        for code in known
    ]
    return roster_of(Situation(province_of(agencies, known), submissions).gathered())


def of_totals() -> Roster:
    return roster({code: dict.fromkeys(range(1, 11), each) if each else {} for code, each in TOTALS.items()})


def decimals(*words: str) -> list[Decimal]:
    return [Decimal(each) for each in words]


def test_agencies_without_a_total_come_last_from_either_end_even_after_0_and_100() -> None:
    found = of_totals()
    assert [each.result.agency.code for each in found.best_first] == ["02", "03", "05", "06", "04", "01"]
    assert [each.result.agency.code for each in found.worst_first] == ["04", "06", "03", "05", "02", "01"]


def test_districts_stand_by_the_means_of_their_totals_even_after_a_mean_of_0() -> None:
    """Totals of 60, 0 and 0 have the mean 20, though their median is 0; those of ขามทะเลสอ are 10 and 10."""
    known = {"ไม่ทราบ": "-", "ศูนย์": "0", "ขามทะเลสอ": "10 10", "คง": "60 0 0", "พิมาย": "90 80"}
    agencies: list[Agency] = []
    scores: dict[str, Mapping[int, str]] = {}
    for district, totals in known.items():
        for total in totals.split():
            code = f"{len(agencies):02}"
            agencies.append(Agency(f"อบต.{code}", "อบต.", district, "นครราชสีมา", code))
            scores[code] = {} if total == "-" else dict.fromkeys(range(1, 11), total)
    found = roster_of(Situation(province_of(agencies, scores)).gathered())
    assert [each.name for each in found.best_districts_first] == [
        "พิมาย",
        "คง",
        "ขามทะเลสอ",
        "ศูนย์",
        "ไม่ทราบ",
    ]


def test_agencies_and_groups_are_numbered_from_one() -> None:
    found = of_totals()
    assert [each.number for each in found.members] == [1, 2, 3, 4, 5, 6]
    assert [(each.number, each.name, len(each.members)) for each in found.districts] == [
        (1, "คง", 2),
        (2, "พิมาย", 4),
    ]
    assert [(each.number, each.name, len(each.members)) for each in found.types] == [
        (1, "องค์การบริหารส่วนตำบล", 5),
        (2, "ไม่ระบุประเภท", 1),
    ]
    assert found.whole.totals == decimals("100", "85.5", "0", "85.5", "70")


@pytest.mark.parametrize(
    ("scores", "of_all", "in_the_middle"),
    [
        ("80 80.01", "80.01", "80.01"),
        ("80.00 80.01 80.00", "80.00", "80.00"),
        ("100 70 85.5 0", "63.88", "77.75"),
        ("100 70 85.5 0 85.5", "68.20", "85.50"),
        ("10 20 90", "40.00", "20.00"),
        ("7.25", "7.25", "7.25"),
    ],
)
def test_a_mean_is_rounded_once_and_a_median_is_the_middle(
    scores: str, of_all: str, in_the_middle: str
) -> None:
    known = decimals(*scores.split())
    assert (str(mean(known)), str(median(known))) == (of_all, in_the_middle)


def test_of_nothing_there_is_neither_mean_nor_median() -> None:
    assert (mean([]), median([])) == (None, None)


def test_a_rank_counts_those_above() -> None:
    among = decimals("85.50", "85.50", "70", "100", "0")
    assert [rank(each, among) for each in among] == [2, 2, 4, 1, 5]
    assert rank(Decimal(60), []) == 1


def test_an_indicator_is_counted_over_the_agencies_that_have_a_score_of_it() -> None:
    eighty = dict.fromkeys(range(1, 11), "80")
    known = {
        "01": {**eighty, 3: "79.99"},
        "02": {1: "60"},
        "03": {**eighty, 3: "61.50", 4: "90"},
        "04": {**eighty, 3: "61.50"},
        "05": {},
    }
    serving = [measure_row(1, measure="หนึ่ง", indicator="3", status=DONE)]
    agencies = roster(known).members
    form = form_of(province_of([]), agencies[3].result.agency, measures=serving)
    other = form_of(province_of([]), agencies[4].result.agency, measures=serving)
    found = {each.indicator.no: each for each in figures(roster(known, form, other))}
    third, first, fourth = found[3], found[1], found[4]
    assert sorted(third.scores) == decimals("61.50", "61.50", "79.99")
    assert (third.weak, third.served, third.lowest) == (3, 1, "อบต.04 และอีก 1 แห่ง")
    assert (len(first.scores), first.weak, first.served, first.lowest) == (4, 1, 0, "อบต.02")
    assert (fourth.weak, fourth.served, fourth.lowest) == (0, 0, "อบต.04 และอีก 1 แห่ง")


def test_a_score_of_0_is_the_lowest() -> None:
    (one, *_) = figures(roster({"01": {1: "0.50"}, "02": {1: "0"}, "04": {1: "1"}}))
    assert (one.lowest, one.weak) == ("อบต.02", 3)


def test_nobody_is_lowest_where_nobody_has_a_score() -> None:
    (one, *_) = figures(roster({"01": {}}))
    assert (one.scores, one.lowest, one.weak, one.served) == ((), "", 0, 0)


def test_names_that_stand_twice_are_told_apart_and_groups_go_by_folded_names() -> None:
    one, *others = of_totals().members
    agencies = [
        replace(one.result.agency, code="1", district=" พิมาย"),
        replace(others[0].result.agency, code="2", district="พิ มาย "),
        replace(one.result.agency, code="3", district=""),
    ]
    found = roster_of(Situation(province_of(agencies)).gathered())
    assert [(each.name, len(each.members)) for each in found.districts] == [("พิมาย", 2), ("ไม่ระบุอำเภอ", 1)]
    assert [each.name for each in found.members] == ["อบต.01 (อ.พิมาย)", "อบต.02", "อบต.01 (3)"]


# Years


@pytest.mark.parametrize(
    ("points", "gained"),
    [
        ({2564: "80", 2565: "83", 2567: "82"}, "0.50"),
        ({2564: "80", 2567: "86"}, "2.00"),
        ({2564: "80", 2565: "80"}, "0.00"),
        ({2563: "90", 2564: "80", 2565: "85", 2566: "79.99"}, "-2.50"),
        ({2566: "80"}, None),
        ({}, None),
    ],
)
def test_the_slope_is_that_of_the_best_straight_line(points: dict[int, str], gained: str | None) -> None:
    found = slope((year, Decimal(score)) for year, score in points.items())
    assert (None if found is None else str(found)) == gained


def test_two_scores_of_one_year_make_no_slope() -> None:
    assert slope([(2566, Decimal(80)), (2566, Decimal(90))]) is None


def test_of_two_tables_of_one_year_the_first_counts_and_years_come_oldest_first() -> None:
    first = YearOfScores(2566, {"01": {1: Decimal(80)}}, {"01": Decimal(81)})
    second = YearOfScores(
        2566, {"01": {1: Decimal(70)}, "02": {1: Decimal(60)}}, {"01": Decimal(71), "02": Decimal(61)}
    )
    older = YearOfScores(2565, {}, {"01": Decimal(90)})
    merged = merged_years([first, older, second])
    assert [each.year for each in merged] == [2565, 2566]
    assert [merged[1].value(code, 1) for code in ("01", "02", "03")] == [Decimal(80), Decimal(60), None]
    assert [merged[1].value(code, None) for code in ("01", "02", "03")] == [Decimal(81), Decimal(61), None]


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (Agency("อบต. หนองไผ่", district="คง", code="99"), "01"),
        (Agency("อบต.หนองไผ่", district="พิมาย", code="01"), "02"),
        (Agency("อบต.หนองไผ่", district="สีดา", code="01"), None),
        (Agency("ทต.ทัพทัน", district="สีดา", code="01"), "03"),
        (Agency("อบต.คู่", district="คง", code="04"), None),
        (Agency("", code="03"), "03"),
        (Agency("", code="99"), None),
        (Agency("อบต.ใหม่", code="03"), None),
    ],
)
def test_scores_of_other_years_go_to_the_one_agency_that_they_name(named: Agency, code: str | None) -> None:
    agencies = [
        Agency("อบต.หนองไผ่", district="คง", code="01"),
        Agency("อบต.หนองไผ่", district="พิมาย", code="02"),
        Agency("ทต.ทัพทัน", district="คง", code="03"),
        Agency("อบต.คู่", district="คง", code="04"),
        Agency("อบต.คู่", district="คง", code="05"),
    ]
    assert AgencyMatcher(province_of(agencies)).code(named) == code
