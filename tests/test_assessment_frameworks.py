"""The arithmetic of scores and grades, against published results and in general."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.grade_rules import GradeLevel, GradeRule, rounded
from itaxl.assessment.verification import Standing
from itaxl.catalogue import framework_years, load_framework

LETTER_YEARS = (2562, 2563, 2564, 2565)
LEVEL_YEARS = (2566, 2567, 2568, 2569)

with (Path(__file__).parent / "data" / "real_scores.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))

scores = st.decimals(min_value=0, max_value=100, places=2)
ten_scores = st.fixed_dictionaries(dict.fromkeys(range(1, 11), scores))


def rows(case_level: str) -> list[object]:
    return [pytest.param(row, id=row["case_id"]) for row in ROWS if row["case_level"] == case_level]


def framework_of(row: dict[str, str]) -> Framework:
    return load_framework(int(row["fiscal_year"]))


def indicator_scores(row: dict[str, str]) -> dict[int, Decimal]:
    return {no: Decimal(row[f"ind{no}"]) for no in range(1, 11) if row[f"ind{no}"]}


def grade_name(framework: Framework, total: str | Decimal, **instruments: str) -> str | None:
    known = {code: Decimal(score) for code, score in instruments.items()}
    grade = framework.grade(Decimal(total), known)
    return grade.name if grade else None


@pytest.mark.parametrize("row", rows("ten_indicators"))
def test_ten_published_indicators_give_the_published_instruments(row: dict[str, str]) -> None:
    found = framework_of(row).instrument_scores(indicator_scores(row))
    assert {code: str(rounded(score)) for code, score in found.items()} == {
        "IIT": row["iit"],
        "EIT": row["eit"],
        "OIT": row["oit"],
    }


@pytest.mark.parametrize("row", rows("ten_indicators"))
def test_ten_published_indicators_give_the_published_total(row: dict[str, str]) -> None:
    allowed = Decimal("0.01") if "0.01" in row["total_matches"] else Decimal()
    total = framework_of(row).total(indicator_scores(row))
    assert total is not None
    assert abs(total - Decimal(row["total_published"] or row["total_recomputed"])) <= allowed


def test_instruments_are_not_rounded_before_the_total() -> None:
    row = next(row for row in ROWS if row["case_id"] == "F01")
    framework = framework_of(row)
    means = framework.instrument_scores(indicator_scores(row))
    assert framework.total_of_instruments(means) == Decimal("81.45")
    assert framework.total_of_instruments({code: rounded(mean) for code, mean in means.items()}) == Decimal(
        "81.46"
    )


@pytest.mark.parametrize("row", rows("oit_indicators"))
def test_two_published_indicators_give_the_published_weighted_oit(row: dict[str, str]) -> None:
    published = re.search(r"OIT weighted ([\d.]+)", row["note"])
    framework = framework_of(row)
    means = framework.instrument_scores(indicator_scores(row))
    assert set(means) == {"OIT"}
    assert published
    assert str(rounded(means["OIT"] * framework.instrument("OIT").weight)) == published[1]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row["case_id"]) for row in ROWS if row["grade_published"]]
)
def test_the_published_grade_is_possible_for_the_published_total(row: dict[str, str]) -> None:
    framework = framework_of(row)
    possible = framework.possible_grades(Decimal(row["total_published"]))
    assert row["grade_published"] in [level.name for level in possible]
    if framework.fiscal_year in LETTER_YEARS:
        assert len(possible) == 1


def test_a_missing_instrument_follows_from_the_published_total() -> None:
    row = next(row for row in ROWS if row["case_id"] == "K01")
    framework = framework_of(row)
    known = framework.instrument_scores(indicator_scores(row))
    assert {code: str(rounded(mean)) for code, mean in known.items()} == {"IIT": "77.31", "OIT": "96.25"}
    assert framework.total(indicator_scores(row)) is None
    of_others = sum((framework.instrument(code).weight * mean for code, mean in known.items()), Decimal())
    eit = (Decimal(row["total_published"]) - of_others) / framework.instrument("EIT").weight
    assert abs(eit - Decimal("75.96")) <= Decimal("0.01")
    assert framework.total_of_instruments({**known, "EIT": rounded(eit)}) == Decimal(row["total_published"])


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        *[("100", "AA"), ("95.00", "AA"), ("94.995", "AA"), ("94.9949", "A"), ("94.99", "A")],
        *[("85.00", "A"), ("84.995", "A"), ("84.99", "B"), ("75.00", "B"), ("74.99", "C"), ("65", "C")],
        *[("64.99", "D"), ("55", "D"), ("54.99", "E"), ("50", "E"), ("49.99", "F"), ("0", "F")],
    ],
)
@pytest.mark.parametrize("year", LETTER_YEARS)
def test_letters_change_exactly_at_their_bounds(year: int, total: str, grade: str) -> None:
    assert grade_name(load_framework(year), total) == grade


@pytest.mark.parametrize(
    ("total", "instruments", "grade"),
    [
        ("95.00", ("95", "95", "95"), "ผ่านดีเยี่ยม"),
        ("95.00", ("94.995", "95", "95"), "ผ่านดีเยี่ยม"),
        ("97.00", ("94.99", "99", "97.01"), "ผ่านดี"),
        ("94.99", ("95", "95", "94.99"), "ผ่านดี"),
        ("85.00", ("85", "85", "85"), "ผ่านดี"),
        ("88.98", ("90.10", "80.82", "94.20"), "ผ่าน"),
        ("94.64", ("98", "84.99", "99"), "ผ่าน"),
        ("84.99", ("95", "85", "80"), "ต้องปรับปรุง"),
        ("70.00", ("70", "70", "70"), "ต้องปรับปรุง"),
        ("69.99", ("70", "70", "70"), "ต้องปรับปรุงโดยด่วน"),
    ],
)
@pytest.mark.parametrize("year", LEVEL_YEARS)
def test_levels_look_at_every_instrument(
    year: int, total: str, instruments: tuple[str, str, str], grade: str
) -> None:
    known = dict(zip(("IIT", "EIT", "OIT"), instruments, strict=True))
    assert grade_name(load_framework(year), total, **known) == grade


def test_a_bare_total_leaves_several_levels_only_above_the_pass_mark() -> None:
    framework = load_framework(2566)
    names = {
        total: [level.name for level in framework.possible_grades(Decimal(total))]
        for total in ("96.04", "90", "84.99", "69.99")
    }
    assert names == {
        "96.04": ["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน"],
        "90": ["ผ่านดี", "ผ่าน"],
        "84.99": ["ต้องปรับปรุง"],
        "69.99": ["ต้องปรับปรุงโดยด่วน"],
    }
    assert grade_name(framework, "90") is None
    assert grade_name(framework, "84.99") == "ต้องปรับปรุง"


def test_the_published_pass_at_96_04_cannot_be_the_level_of_that_name() -> None:
    best = {"IIT": Decimal("84.99"), "EIT": Decimal(100), "OIT": Decimal(100)}
    highest = load_framework(2566).total_of_instruments(best)
    assert highest == Decimal("95.50")
    assert [
        row["case_id"] for row in ROWS if row["grade_published"] == "ผ่าน" and row["total_published"] > "95.50"
    ] == ["T09"]


def test_one_known_instrument_can_settle_the_level() -> None:
    framework = load_framework(2568)
    assert grade_name(framework, "94.64", EIT="84.99") == "ผ่าน"
    assert grade_name(framework, "94.64", EIT="85") is None


def test_lookups_name_the_indicator_and_instrument() -> None:
    framework = load_framework(2565)
    assert framework.indicator(8).names == ("การปรับปรุงระบบการทำงาน", "การปรับปรุงการทำงาน")
    assert framework.instrument_of(8).code == "EIT"
    assert (framework.plan_item, framework.report_item) == ("o42", "o43")
    o8 = framework.indicator_of_item("o8")
    assert o8 is not None
    assert o8.no == 9
    assert framework.item("o99") is None
    assert framework.indicator_of_item("o99") is None
    source = framework.source("S-LAO64")
    assert source is not None
    assert "2564" in source.title
    with pytest.raises(KeyError):
        framework.indicator(11)
    with pytest.raises(KeyError):
        framework.instrument("XIT")


def test_a_code_means_another_item_in_another_year() -> None:
    names = {year: item.name for year in (2564, 2565, 2566) if (item := load_framework(year).item("o34"))}
    assert names == {
        2564: "เจตจำนงสุจริตของผู้บริหาร",
        2565: "นโยบายไม่รับของขวัญ (No Gift Policy)",
        2566: "การประเมินความเสี่ยงการทุจริตและประพฤติมิชอบประจำปี",
    }


@given(ten_scores)
def test_the_total_lies_between_the_lowest_and_highest_instrument(given_scores: dict[int, Decimal]) -> None:
    framework = load_framework(2565)
    total = framework.total(given_scores)
    means = framework.instrument_scores(given_scores).values()
    assert total is not None
    assert rounded(min(means)) <= total <= rounded(max(means))


@given(ten_scores)
def test_the_total_is_exact(given_scores: dict[int, Decimal]) -> None:
    framework = load_framework(2565)
    exact = sum(
        (
            Fraction(instrument.weight)
            * sum((Fraction(given_scores[no]) for no in instrument.indicators), Fraction())
            / len(instrument.indicators)
            for instrument in framework.instruments
        ),
        Fraction(),
    )
    assert framework.total(given_scores) == Decimal(int(exact * 100 + Fraction(1, 2))).scaleb(-2)


@given(scores, scores)
def test_a_higher_total_never_gets_a_worse_letter(one: Decimal, other: Decimal) -> None:
    framework = load_framework(2565)
    order = [level.name for level in framework.grade_rule.levels]
    better, worse = (grade_name(framework, total) for total in (max(one, other), min(one, other)))
    assert better is not None
    assert worse is not None
    assert order.index(better) <= order.index(worse)


@given(st.decimals(min_value=0, max_value=100, places=4))
def test_rounding_is_half_up(value: Decimal) -> None:
    assert rounded(value) == value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_rule_for_instruments_without_cells_leaves_the_level_open() -> None:
    rule = GradeRule(
        levels=(GradeLevel('ดี"', Decimal("84.5"), Decimal(80)), GradeLevel("อื่น", Decimal())),
        target=Decimal(85),
        standing=Standing.INFERRED,
        sources=(),
        note=None,
    )
    assert rule.needs_instruments
    assert (
        rule.as_formula("B2", []) == 'IF(COUNT(B2)=0,"",IF(ROUND(B2,2)>=84.5,"",IF(ROUND(B2,2)>=0,"อื่น","")))'
    )
    assert '"ดี"""' in rule.as_formula("B2", ["C2"])


FORMULA_CASES = [
    (total, instruments)
    for total in ("", "100", "95", "94.995", "94.99", "90", "85", "84.995", "84.99", "70", "69.99", "0")
    for instruments in (
        *[("", "", ""), ("95", "95", "95"), ("94.995", "99", "99"), ("94.99", "99", "99")],
        *[("85", "85", "85"), ("84.99", "", ""), ("", "", "99"), ("84.99", "99", "99"), ("0", "0", "0")],
    )
]


def expected_name(framework: Framework, total: str, instruments: tuple[str, ...]) -> str:
    codes = (instrument.code for instrument in framework.instruments)
    known = {code: score for code, score in zip(codes, instruments, strict=True) if score}
    return (grade_name(framework, total, **known) or "") if total else ""


@pytest.mark.calc
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("year", [2565, 2568])
def test_the_formula_gives_what_the_rule_gives(year: int, tmp_path: Path) -> None:
    framework = load_framework(year)
    # openpyxl stores no value beside a formula, so that LibreOffice has to calculate it.
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row, (total, instruments) in enumerate(FORMULA_CASES, start=1):
        formula = framework.grade_rule.as_formula(f"A{row}", [f"{letter}{row}" for letter in "BCD"])
        sheet.append([float(value) if value else None for value in (total, *instruments)] + [f"={formula}"])
    workbook.save(tmp_path / "grades.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / "grades.xlsx"], check=True, capture_output=True
    )
    with (tmp_path / "grades.csv").open(encoding="utf-8", newline="") as file:
        found = [line[4] for line in csv.reader(file)]
    assert found == [expected_name(framework, *case) for case in FORMULA_CASES]


@pytest.mark.parametrize("year", framework_years())
def test_every_year_has_the_ten_indicators_and_three_instruments(year: int) -> None:
    framework = load_framework(year)
    assert [indicator.no for indicator in framework.indicators] == list(range(1, 11))
    assert {one.code: one.indicators for one in framework.instruments} == {
        "IIT": (1, 2, 3, 4, 5),
        "EIT": (6, 7, 8),
        "OIT": (9, 10),
    }
    assert framework.items_known == (year <= 2566)
    assert framework.grade_rule.needs_instruments == (year in LEVEL_YEARS)
    assert all(indicator.purpose for indicator in framework.indicators)
