"""What contradicts itself is told, where it stands; what only looks so is not."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding
from itaxl.assessment.plans import Agency, Department, DevelopmentPoint, IndicatorScore, Plan, PlanRow
from itaxl.catalogue import load_agencies, load_framework
from itaxl.planning.reading import read_plan
from itaxl.results.analysis import analyse
from itaxl.results.consistency import inconsistencies
from itaxl.results.consistency.evidence import Evidence, Line, evidence_of_plan
from itaxl.results.consistency.names import AgencyNames
from itaxl.results.consistency.numbering import gaps
from itaxl.results.consistency.periods import is_period, names_body
from itaxl.workflow.settings import Settings, default_templates

EXAMPLES = Path(__file__).parent.parent / "examples"
SETTINGS = Settings(default_templates(), date(2026, 11, 21), workers=1)
OWN = Agency("เทศบาลตำบลโพนทอง", "เทศบาลตำบล", "เมืองกาฬสินธุ์", "กาฬสินธุ์")


# Small tables: one plan row or one return at a time


def plan_of(
    rows: tuple[PlanRow, ...] = (),
    *,
    scores: Mapping[int, str] | None = None,
    total: str | None = None,
    points: tuple[tuple[str, int | None], ...] = (),
    agency: Agency = OWN,
    scored_year: int = 2565,
) -> Plan:
    return Plan(
        agency=agency,
        fiscal_year=FiscalYear(2566),
        scored_year=scored_year,
        months=6,
        published_total=Decimal(total) if total else None,
        departments=(Department("01", "สำนักปลัด"), Department("02", "กองคลัง")),
        scores=tuple(IndicatorScore(no, Decimal(score)) for no, score in (scores or {}).items()),
        development=tuple(DevelopmentPoint(code, "", number, {}, row=5) for code, number in points),
        rows=rows,
    )


def evidence_of(plan: Plan) -> Evidence:
    framework = load_framework(plan.scored_year)
    read = read_plan(EXAMPLES / "001-san-khong" / "plan.xlsx", SETTINGS.description("plan"))
    analysis = analyse(plan, framework, None)
    return evidence_of_plan(
        plan, analysis, read.places, register=load_agencies(), headers={"result": "ผลการดำเนินงาน"}
    )


def row_of(*indicators: int, start: date | None = None, end: date | None = None, **values: object) -> PlanRow:
    dates = {key: day for key, day in (("start", start), ("end", end)) if day}
    return PlanRow("M1", "M1", indicators, ("01",), start, end, {"measure": "มาตรการ", **values, **dates}, 4)


def told_of(*rows: PlanRow, agency: Agency = OWN, scored_year: int = 2565) -> list[tuple[str, str]]:
    evidence = evidence_of(plan_of(rows, agency=agency, scored_year=scored_year))
    return [(each.kind.slug, each.value) for each in inconsistencies(evidence)]


def returned(*cells: tuple[str, str, str], about: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """What is found in results: measure, department, words."""
    lines = tuple(
        Line(
            f"{unit}.xlsx",
            "มาตรการ",
            4 + number,
            {"result": "P"},
            {"result": words},
            code=code,
            measure_code=code.split(".")[0],
            unit=unit,
            about={"measure": (about or {}).get(code, "")},
        )
        for number, (code, unit, words) in enumerate(cells)
    )
    evidence = replace(evidence_of(plan_of()), returned=lines, form=(), analysis=None)
    return inconsistencies(evidence)


# Scores


_HIGH = {1: "90", 2: "91", 3: "92", 4: "93", 5: "94", 6: "95", 7: "96", 8: "97", 9: "98", 10: "99"}


def test_weak_scores_are_told_apart_from_the_limit_that_rounding_would_reach() -> None:
    plan = plan_of(scores={**_HIGH, 2: "79.995"}, points=(("OIT", 9),))
    (named,) = inconsistencies(evidence_of(plan))
    assert "ได้ 79.995 ต่ำกว่าเกณฑ์ 80 " in named.text()


def test_a_weak_indicator_that_no_point_names_is_told_only_where_points_are_named() -> None:
    scores = {**_HIGH, 2: "79.99", 3: "80"}
    with_points = inconsistencies(evidence_of(plan_of(scores=scores, points=(("OIT", 9),))))
    assert [(each.kind.slug, each.details["no"]) for each in with_points] == [("weak-not-named", 2)]
    named = plan_of(scores=scores, points=(("OIT", 9), ("IIT", 2)))
    assert inconsistencies(evidence_of(named)) == ()
    assert inconsistencies(evidence_of(plan_of(scores=scores))) == ()


@pytest.mark.parametrize(
    ("total", "told"),
    [
        ("84.48", ["missing-score-is-low"]),
        ("85.03", ["missing-score-is-low"]),  # a mean of 77.79, at most 77.82 as figures are rounded
        ("85.04", []),  # 77.83, but perhaps 77.86
        ("100", []),  # no total of these scores at all
        ("40", []),
    ],
)
def test_missing_scores_are_told_where_they_must_be_among_the_weakest(total: str, told: list[str]) -> None:
    scores = {1: "82.44", 2: "77.85", 3: "80.95", 4: "73.16", 5: "72.13", 9: "92.50", 10: "100"}
    plan = plan_of(scores=scores, total=total)
    thresholds = replace(plan.thresholds, weakness_below=Decimal(70))
    assert [
        each.kind.slug for each in inconsistencies(evidence_of(replace(plan, thresholds=thresholds)))
    ] == told


def test_what_a_missing_score_is_at_most_is_told_apart_from_what_it_is_below() -> None:
    scores = {1: "82.44", 2: "77.83", 3: "80.95", 4: "73.16", 5: "72.13", 9: "92.50", 10: "100"}
    (told,) = inconsistencies(evidence_of(plan_of(scores=scores, total="85.03")))
    assert "ไม่เกิน 77.826 ซึ่งต่ำกว่าตัวชี้วัดที่ 2 (77.83)" in told.text()


def test_missing_scores_of_several_instruments_are_weighed() -> None:
    # 6, 7, 8 and 10 are missing: 0.3 and 0.2 of the total.
    scores = dict.fromkeys((1, 2, 3, 4, 5, 9), "90")
    (told,) = inconsistencies(evidence_of(plan_of(scores=scores, total="80")))
    assert told.details["mean"] == Decimal("70.00")
    assert told.details["no"] == "6, 7, 8, 10"


@pytest.mark.parametrize(("scores", "total"), [({}, "84.48"), (_HIGH, "80"), ({1: "90"}, None)])
def test_nothing_is_worked_out_without_scores_without_gaps_or_without_a_total(
    scores: Mapping[int, str], total: str | None
) -> None:
    assert inconsistencies(evidence_of(plan_of(scores=scores, total=total))) == ()


# Indicators and items


def test_a_score_stands_beside_its_instrument() -> None:
    plan = plan_of(scores=_HIGH)
    scores = [replace(each, instrument={9: "EIT", 10: "OIT"}.get(each.no, "")) for each in plan.scores]
    (told,) = inconsistencies(evidence_of(replace(plan, scores=tuple(scores))))
    assert (told.kind.slug, told.sheet, told.cell, told.value) == ("wrong-instrument", "คะแนน", "C12", "EIT")


def test_a_point_stands_under_its_instrument() -> None:
    points = (("EIT", 9), ("OIT", 9), ("", 9), ("EIT", None), ("IIT", 5))
    found = inconsistencies(evidence_of(plan_of(points=points)))
    assert [(each.kind.slug, each.details["expected"]) for each in found] == [("wrong-instrument", "OIT")]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (row_of(9, item="o18"), []),
        (row_of(9, item="o18 แผนการใช้จ่ายงบประมาณประจำปี *"), []),
        (row_of(9, 10, item="o8"), []),
        (row_of(item="o8"), []),
        (row_of(10, item="o8"), [("item-elsewhere", "o8")]),
        (row_of(2, item="e11"), [("item-elsewhere", "e11")]),
        (row_of(10, item="๐๔๒"), [("code-read", "๐๔๒")]),
        (row_of(10, item="o44"), [("no-such-item", "o44")]),
        (row_of(2, item="1๓๑"), [("no-such-item", "1๓๑")]),
        (row_of(2, item="แผนงาน"), []),
        (row_of(item="๗"), []),
    ],
)
def test_an_item_belongs_to_its_indicator(row: PlanRow, told: list[tuple[str, str]]) -> None:
    assert told_of(row) == told


def test_a_code_means_another_thing_in_another_year() -> None:
    row = row_of(10, item="o34")
    assert told_of(row, scored_year=2565) == []
    assert told_of(row, scored_year=2569) == [("no-such-item", "o34")]
    of_memory = inconsistencies(evidence_of(plan_of((row_of(10, item="o8"),), scored_year=2562)))
    assert "ยังไม่ได้ตรวจกับเอกสารทางการ" in of_memory[0].text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ตัวชี้วัดที่ ๘.๔ การบริหารและพัฒนาทรัพยากรบุคคล", ["ตัวชี้วัดที่ ๘.๔"]),
        ("ตัวชี้วัดย่อยที่ 9.6", ["ตัวชี้วัดย่อยที่ 9.6"]),
        ("ตัวชี้วัดที่ 11 และตัวชี้วัดที่ 12.1", ["ตัวชี้วัดที่ 11", "ตัวชี้วัดที่ 12.1"]),
        ("ตัวชี้วัดที่ ๙.๔ การบริหารและพัฒนาทรัพยากรบุคคล", []),
        ("ตัวชี้วัดที่ ๙ และ ตัวชี้วัดที่ ๑๐", []),
        ("ตัวชี้วัดที่ ๘. การปรับปรุงการทำงาน", []),
        ("ตัวชี้วัดที่ 2566", []),
        ("มี 15 ตัวชี้วัด 11 ข้อ", []),
    ],
)
def test_an_indicator_that_a_text_numbers_exists(words: str, told: list[str]) -> None:
    assert told_of(row_of(issue=words)) == [("no-such-indicator", each) for each in told]


# Columns and dates


@pytest.mark.parametrize(
    ("words", "is_time"),
    [
        ("ตลอดปีงบประมาณ", True),
        ("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๖", True),
        ("ตุลาคม ๖๗ - มีนาคม ๖๘", True),
        ("ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖", True),
        ("ต.ค.๖๕–มีค๖๖", True),
        ("ธ.ค. ๒๕๖๕ เป็นต้นไป", True),
        ("ภายในเดือนเมษายน", True),
        ("ไตรมาสละ ๑ ครั้ง", True),
        ("รายเดือน / รายไตรมาส", True),
        ("สำนักปลัด", False),
        ("เจ้าหน้าที่ทุกคน", False),
        ("งานแผนงานประจำปี กองช่าง", False),
        ("๑. ผอ. ทุกกอง\n๒. จนท.การเงินฯ", False),
        ("-", False),
        ("๑", False),
        ("", False),
        ("ทุกปี" * 200 + "ก", False),
    ],
)
def test_a_period_is_told_from_people(words: str, is_time: bool) -> None:  # noqa: FBT001
    assert is_period(words) is is_time
    told = told_of(row_of(responsible=words))
    assert [slug for slug, _ in told] == ["period-as-responsible"] * is_time
    assert told_of(row_of(period=words)) == [] or not is_time


@pytest.mark.parametrize(
    ("words", "is_body"),
    [
        ("กองคลัง", True),
        ("๑. คณะกรรมการทบทวนทรัพย์สิน\n๒. กองคลัง", True),
        ("สำนักปลัด/กองช่าง", True),
        ("ผอ. ทุกกอง", True),
        ("ภายใน ๗ วันหลังกองคลังแจ้ง", False),
        ("เดือนละครั้ง โดยกองคลัง", False),
        ("ทันทีที่ได้รับเรื่อง", False),
        ("ตามแผนของกองคลัง", False),
        ("-", False),
    ],
)
def test_a_department_is_told_from_a_period(words: str, is_body: bool) -> None:  # noqa: FBT001
    assert names_body(words) is is_body
    assert [slug for slug, _ in told_of(row_of(period=words))] == ["department-as-period"] * is_body


def test_what_is_planned_lies_in_the_fiscal_year() -> None:
    inside = row_of(start=date(2022, 10, 1), end=date(2023, 9, 30))
    outside = row_of(start=date(2022, 9, 30), end=date(2023, 10, 1))
    assert told_of(inside) == []
    assert told_of(outside) == [
        ("planned-outside-year", "30 ก.ย. 2565"),
        ("planned-outside-year", "1 ต.ค. 2566"),
    ]


def test_a_step_does_not_repeat_what_is_wrong_with_its_measure() -> None:
    head = row_of(10, item="๐๘", issue="ตัวชี้วัดที่ ๘.๔")
    step = replace(head, code="M1.1", values={**head.values, "steps": "๑. ทำ"}, row=5)
    other = replace(head, code="M1.2", values={**head.values, "item": "๐๙"}, row=6)
    assert [value for _, value in told_of(head, step)] == ["๐๘", "๐๘", "ตัวชี้วัดที่ ๘.๔"]
    assert [value for _, value in told_of(head, other)] == ["๐๘", "๐๘", "๐๙", "๐๙", "ตัวชี้วัดที่ ๘.๔"]


# Names


SAN_KHONG = Agency("องค์การบริหารส่วนตำบลสันโค้ง", "องค์การบริหารส่วนตำบล", "ดอกคำใต้", "พะเยา")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ของเทศบาลตำบลโพนทองต่อไป", []),
        ("เทศบาลตำบล โพนทอง", []),
        ("เทศบาลตำบลโพน\u200bทองมีแผน", []),
        ("ทต.โพนทอง และ ทต. โพนทอง", []),
        ("บนเว็บไซต์ของ เทศบาลตำบลโพหนองต่อไป", [("own-name-misspelt", "เทศบาลตำบลโพหนอง")]),
        ("เทศบาลตำบล โพหนอง", [("own-name-misspelt", "เทศบาลตำบลโพหนอง")]),
        ("ทต.โพนท่อง", [("own-name-misspelt", "ทต.โพนท่อง")]),
        ("ของเทศบาลตำบลโปงลางผ่านการดำเนินการ", [("other-agency-named", "เทศบาลตำบลโปงลาง")]),
        ("เทศบาลตำบลโปงลาง เทศบาลตำบลโปงลาง", [("other-agency-named", "เทศบาลตำบลโปงลาง")]),
        ("โดยตรงที่องค์การบริหารส่วนตำบลน้ำซึม", [("other-agency-named", "องค์การบริหารส่วนตำบลน้ำซึม")]),
        ("ที่องค์การบริหารส่วนต\u0e4d\u0e32บลนํ้าซึม", [("other-agency-named", "องค์การบริหารส่วนตำบลน้ำซึม")]),
        ("อบต.น้ำซึมได้จัดทำ", [("other-agency-named", "อบต.น้ำซึม")]),
        ("เทศบาลตำบลมีการประชุม", []),
        ("เทศบาลตำบล มีการประชุม", []),
        ("เทศบาลตำบลและอบต.ในพื้นที่", []),
        ("บุคลากรในเทศบาลตำบล", []),
        ("เทศบาลตำบล\nสำนักปลัด", []),
        ("ให้ผู้รับผิดชอบจัดทำแผน ผู้รับผิดชอบตอบข้อซักถาม รับผิดชอบต่อหน้าที่", []),
        ("ความอดทน. แทน. ปรับปรุง", []),
        ("จังหวัดกาฬสินธุ์ อำเภอเมืองกาฬสินธุ์ สำนักงาน ป.ป.ช. กระทรวงมหาดไทย", []),
        ("องค์การบริหารส่วนจังหวัดกาฬสินธุ์", []),
        ("ร่วมกับเทศบาลเมืองกาฬสินธุ์จัดกิจกรรม", []),
        ("ประกาศของอบต.โพนทอง ลงวันที่", [("other-agency-named", "อบต.โพนทอง")]),
        ("ร่วมกับ อบต.โพนทอง จัดกิจกรรม", []),
        ("เทศบาลตำบลโพนทอง อบต.โปงลาง เทศบาลตำบล โพนทอง", [("other-agency-named", "อบต.โปงลาง")]),
        ("ถนนสายโพนทอง บ้านโปงลาง ตำบลโปงลาง อำเภอโพนทอง จังหวัดร้อยเอ็ด", []),
        ("ศึกษาดูงาน ณ เทศบาลนครขอนแก่น", []),
        ("สำนักปลัดเทศบาล นายกเทศมนตรี", []),
        ("อบต. น้ำซึม และเทศบาลตำบล น้ำซึม", [("other-agency-named", "อบต.น้ำซึม")]),
        ("เทศบาลตำบลกุสุมาลย์ อำเภอกุสุมาลย์", [("other-agency-named", "เทศบาลตำบลกุสุมาลย์")]),
        ("หนังสือเทศบาลนครขอนแก่นที่ ๑", [("other-agency-named", "เทศบาลนครขอนแก่น")]),
    ],
)
def test_names_of_agencies(words: str, told: list[tuple[str, str]]) -> None:
    assert told_of(row_of(steps=words)) == told


@pytest.mark.parametrize("own", ["โพนทอง", "ปัว", "ท่าผา", "โป่งสา", "สามขา"])
@pytest.mark.parametrize(
    "behind",
    [
        *(
            "ยกระดับการให้บริการ",
            "ออกหนังสือแจ้งเวียน",
            "งดรับของขวัญ",
            "โปร่งใส ตรวจสอบได้",
            "ทางเว็บไซต์",
            "สัญจร",
            "คือหน่วยงาน",
        ),
        *(
            "ท่านหนึ่ง",
            "สามารถตรวจสอบได้",
            "ปัจจุบัน",
            "คำสั่งที่ ๕",
            "บางส่วน",
            "นายอำเภอ",
            "ระหว่างเดือน",
            "ภายใน ๗ วัน",
            "ลำดับที่ ๑",
        ),
        *(
            "ช่องทางร้องเรียน",
            "หลักเกณฑ์",
            "มาใช้",
            "หัวหน้าสำนักปลัด",
            "พ.ศ. ๒๕๓๗",
            "ฯ จัดกิจกรรม",
            "ทุกคน",
            "และอบต.ในพื้นที่",
            "",
        ),
    ],
)
def test_a_sentence_that_goes_on_behind_the_kind_is_no_name(own: str, behind: str) -> None:
    agency = Agency(f"เทศบาลตำบล{own}", "เทศบาลตำบล")
    for words in (f"ข้อมูลของเทศบาลตำบล{behind}", f"ที่ทำการ ทต.{behind}", f"ที่ทำการ อบต. {behind}"):
        assert told_of(row_of(steps=words), agency=agency) == []


@pytest.mark.parametrize(
    "words",
    ["อบต.สันโค้ง", "อบต. สันโค้ง", "ขององค์การบริหารส่วนตำบลสันโค้ง", "ในสังกัด อบต.สันโค้ง รับผิดชอบ", "อบต สันโค้ง"],
)
def test_an_abbreviation_is_the_same_name(words: str) -> None:
    assert told_of(row_of(steps=words), agency=SAN_KHONG) == []


@pytest.mark.parametrize("agency", [Agency("สำนักงานเขตดุสิต"), Agency(""), Agency("กรมการปกครอง", "กรม")])
def test_names_are_not_judged_where_the_kind_of_agency_is_not_known(agency: Agency) -> None:
    assert told_of(row_of(steps="เทศบาลตำบลโปงลาง"), agency=agency) == []


def test_a_name_without_its_kind_is_known_by_the_kind_of_the_agency() -> None:
    agency = Agency("โพนทอง", "เทศบาลตำบล")
    assert told_of(row_of(steps="เทศบาลตำบลโพนทอง"), agency=agency) == []
    assert [slug for slug, _ in told_of(row_of(steps="เทศบาลตำบลโปงลาง"), agency=agency)] == [
        "other-agency-named"
    ]


_BITS = ("เทศบาลตำบล", "เทศบาลต\u0e4d\u0e32บล", "อบต.", "โพน", "ทอง", "หนอง", "ของ", " ", "\n", "\u200b")


@given(st.lists(st.sampled_from(_BITS)).map("".join))
def test_a_text_that_is_passed_over_names_nobody_else(words: str) -> None:
    names = AgencyNames(OWN, load_agencies().types, load_agencies().province_names)
    assert names.may_be_strange_in(words) or list(names.strange_in(words)) == []


# Numbers of steps


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("๑. ก\n๒. ข\n๓. ค\n๖. ง", [("๓", "๖")]),
        ("1) ก\n2) ข\n4) ค", [("2", "4")]),
        ("(1) ก\n(3) ค", [("1", "3")]),
        ("๑. แจ้งเวียน ๒. แต่งตั้ง ๓. เผยแพร่ ๖. จัดทำ", [("๓", "๖")]),
        ("๑.๑ ก\n๑.๒ ข\n๑.๔ ค", [("๑.๒", "๑.๔")]),
        ("- ๑. ก\n- ๒. ข\n- ๕. ค", [("๒", "๕")]),
        ("๑. ก\n๒. ตามข้อ ๓. ของประกาศ\n๔. ง", [("๒", "๔")]),
        ("๑. ก\n๒) ข\n๓. ค", [("๑", "๓")]),
        ("๑) ก\n๒) ข\n๓.) ค", []),
        ("09.00 ลงทะเบียน\n09.30 เปิดงาน\n10.00 บรรยาย\n10.45 พัก", []),
        ("77.13 คะแนน\n77.85 คะแนน", []),
        ("ก\n\n1. ข\n\n 2. ค\n3.ง", []),
        ("๑. ก\n๑) ข\n๒) ค\n๓) ง\n๒. จ\n๑) ฉ\n๓. ช", []),
        ("๑. ก\n๑.๑ ข\n๑.๒ ค\n๒. ง\n๒.๑ จ", []),
        ("- ข้อมูล\n๑. ก\n- ทุจริต\n๑. ข\n๒. ค", []),
        ("๕. เริ่มที่ห้า\n๖. หก", []),
        ("๑. ก\n๒. ข\n๑. ค\n๒. ง", []),
        ("๓. ๙ ธันวาคม ๒๕๖๕ ร่วมงาน\n๔. ต่อ", []),
        ("๑ ธันวาคม ๒๕๖๕\n๙ ธันวาคม ๒๕๖๕", []),
        ("1. เวลา 10.30 น. ถึง 16.30 น.\n2. ปิด", []),
        ("1. ตามข้อ 5. และมาตรา 9. วรรค 2.\n2. ต่อ", []),
        ("1. ใช้ 1.5 ล้านบาท\n2. เหลือ 3.25 บาท", []),
        ("โทร. 0-4430-0739 วันที่ 17 ม.ค.65 คำสั่งที่ 317/2565", []),
        ("๑๒. ก\n๑๓. ข", []),
        ("", []),
    ],
)
def test_only_gaps_between_neighbours_of_one_list_are_told(text: str, found: list[tuple[str, str]]) -> None:
    assert list(gaps(text)) == found


@given(
    st.lists(
        st.sampled_from(["๑", "๒", "๓", "4", "1", "2", ".", ")", "(", "\n", " ", "ก", "ข้อ"]), max_size=40
    ).map("".join)
)
def test_a_gap_is_told_wherever_there_is_one(text: str) -> None:
    found = [value for slug, value in told_of(row_of(steps=text)) if slug == "numbers-jump"]
    assert found == ([f"{before} → {after}" for before, after in gaps(text)] if len(text) >= 6 else [])


# Results


_LONG = (
    "๑. ออกคำสั่งแต่งตั้งคณะกรรมการทบทวนปรับปรุงการจัดทำคู่มือการใช้ทรัพย์สินของทางราชการ\n"
    "๒. จัดทำแบบฟอร์มการให้บริการยืมทรัพย์สินของทางราชการ ๓. มีสมุดคุมการให้ยืม"
)
_ASSETS = "มาตรการกำกับดูแลการใช้ทรัพย์สินของทางราชการ จัดทำคู่มือการใช้ทรัพย์สินของทางราชการ และแบบฟอร์มการให้บริการยืมทรัพย์สิน"
_COMPLAINTS = "มาตรการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบของเจ้าหน้าที่"


def test_the_same_long_result_in_two_measures_is_told_once() -> None:
    found = returned(("M1", "ก", _LONG), ("M2", "ก", _LONG), ("M3", "ข", _LONG.replace("\n", " ")))
    assert [(each.kind.slug, each.file, each.cell) for each in found] == [("pasted-result", "ข.xlsx", "P6")]
    assert (found[0].details["code"], found[0].details["others"]) == ("M3", "M1, M2")


def test_departments_and_steps_of_one_measure_may_say_the_same() -> None:
    assert returned(("M1", "ก", _LONG), ("M1", "ข", _LONG), ("M1.2", "ข", _LONG)) == ()


@pytest.mark.parametrize("words", ["ดำเนินการแล้ว", "ดำเนินการเรียบร้อยแล้ว รายงานผู้บริหารทราบ", "-"])
def test_a_phrase_that_everybody_uses_is_no_pasting(words: str) -> None:
    assert returned(("M1", "ก", words), ("M2", "ก", words)) == ()


def test_nearly_the_same_result_is_told_only_where_it_does_not_fit() -> None:
    other = _LONG.replace("ยืม", "เยี่ยม")
    about = {"M1": _ASSETS, "M2": _COMPLAINTS}
    found = returned(("M1", "ก", _LONG), ("M2", "ก", other), about=about)
    assert [(each.kind.slug, each.details["code"]) for each in found] == [("misfitting-result", "M2")]
    assert returned(("M1", "ก", _LONG), ("M2", "ก", other), about={"M1": _ASSETS, "M2": _ASSETS}) == ()
    assert returned(("M1", "ก", _LONG), ("M1", "ข", other), about={"M1": _COMPLAINTS}) == ()


def test_a_measure_of_few_words_does_not_say_what_fits_it() -> None:
    other = _LONG.replace("ยืม", "เยี่ยม")
    assert returned(("M1", "ก", _LONG), ("M2", "ก", other), about={"M1": _ASSETS, "M2": "มาตรการ"}) == ()


def test_a_result_varied_through_thousands_of_measures_is_told_without_comparing_each_with_each() -> None:
    count = 2000
    cells = [(f"M{number}", "ก", f"{number} {_LONG} {number * 7919}") for number in range(count)]
    about = {f"M{number}": _COMPLAINTS for number in range(1, count)} | {"M0": _ASSETS}
    found = returned(*cells, about=about)
    assert {each.kind.slug for each in found} == {"misfitting-result"}
    assert len(found) == count - 1
