"""Which agencies of a province need help first, and the figures that are told of each."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace
from province_situations import AS_OF, DOING, DONE, Situation, form_of, measure_row, province_of

from itaxl.assessment.plans import Agency
from itaxl.assessment.submissions import Submission, SubmittedRow
from itaxl.results.needs import in_need, reasons
from itaxl.results.roster import Roster, roster_of

TEN = range(1, 11)
YESTERDAY = AS_OF - timedelta(days=1)


def agencies_of(*names: str) -> list[Agency]:
    return [Agency(name, "อบต.", "คง", "นครราชสีมา", f"0{number}") for number, name in enumerate(names)]


def returned(
    agency: Agency, score: float, measures: Sequence[SubmittedRow] = (), before: float | None = None
) -> Submission:
    """A form with one score in every indicator, which is its total too."""
    scores = dict.fromkeys(TEN, (score, before))
    return form_of(province_of([agency]), agency, scores=scores, measures=measures)


def roster(agencies: Sequence[Agency], *submissions: Submission) -> Roster:
    return roster_of(Situation(province_of(agencies), submissions).gathered())


def test_equal_totals_stand_by_what_is_uncovered_then_by_what_is_overdue_then_in_the_rosters_order() -> None:
    agencies = agencies_of("แปดข้อ", "แปดข้อหลัง", "สูงสุด", "แปดข้อล่าช้า", "เก้าข้อ", "ต่ำสุด")
    eight = [measure_row(1, code="M1", measure="หนึ่ง", indicator="1, 2", status=DONE)]
    late = [measure_row(1, code="M1", measure="หนึ่ง", indicator="1, 2", status=DOING, end=YESTERDAY)]
    nine = [measure_row(1, code="M1", measure="หนึ่ง", indicator="1", status=DONE)]
    found = in_need(
        roster(
            agencies,
            *(
                returned(agency, score, measures)
                for agency, score, measures in zip(
                    agencies, (70, 70, 84.99, 70, 70, 50), (eight, eight, (), late, nine, ()), strict=True
                )
            ),
        )
    )
    assert [each.name for each in found] == ["ต่ำสุด", "เก้าข้อ", "แปดข้อล่าช้า", "แปดข้อ", "แปดข้อหลัง"]


def test_one_at_the_target_or_without_a_total_is_not_in_need() -> None:
    agencies = agencies_of("ใต้เป้าหมาย", "ถึงเป้าหมาย", "ไม่ทราบ")
    found = in_need(roster(agencies, returned(agencies[0], 84.99), returned(agencies[1], 85)))
    assert [each.name for each in found] == ["ใต้เป้าหมาย"]


def test_a_total_of_0_is_the_lowest_and_not_an_unknown_one() -> None:
    agencies = agencies_of("ต่ำ", "ศูนย์")
    found = in_need(roster(agencies, returned(agencies[0], 0.01), returned(agencies[1], 0)))
    assert [each.name for each in found] == ["ศูนย์", "ต่ำ"]


@pytest.mark.parametrize(
    ("score", "before", "told"),
    [
        (84.5, 84.0, "84.50 ต้องปรับปรุง เพิ่มขึ้น 0.50"),
        (84.5, 85.0, "84.50 ต้องปรับปรุง ลดลง 0.50"),
        (84.5, 84.5, "84.50 ต้องปรับปรุง"),
        (84.5, None, "84.50 ต้องปรับปรุง"),
        (79.5, None, "79.50 ต้องปรับปรุง · จุดอ่อน 10 ตัวชี้วัด · ไม่มีมาตรการรองรับตัวชี้วัดที่ 3, 4, 5, 6, 7, 8, 9, 10"),
    ],
)
def test_the_total_stands_beside_its_grade_its_change_and_the_weak_indicators(
    score: float, before: float | None, told: str
) -> None:
    agencies = agencies_of("อบต.หนึ่ง")
    measure = measure_row(1, code="M1", measure="หนึ่ง", indicator="1, 2", status=DONE)
    [member] = roster(agencies, returned(agencies[0], score, [measure], before)).members
    assert reasons(member) == told


def test_overdue_measures_are_counted() -> None:
    agencies = agencies_of("อบต.หนึ่ง")
    measures = [
        measure_row(no, code=f"M{no}", measure=f"ที่ {no}", indicator=str(no), status=DOING, end=end)
        for no, end in enumerate((YESTERDAY, AS_OF, YESTERDAY), start=1)
    ]
    [member] = roster(agencies, returned(agencies[0], 84.5, measures)).members
    assert reasons(member) == "84.50 ต้องปรับปรุง · พ้นกำหนด 2 มาตรการ"


def test_of_an_agency_whose_form_does_not_count_only_its_scores_are_told() -> None:
    agencies = agencies_of("อบต.เงียบ", "อบต.ผิดรอบ")
    province = province_of(agencies, {each.code: dict.fromkeys(TEN, "70") for each in agencies})
    wrong = form_of(replace(province, months=12), agencies[1])
    members = roster_of(Situation(province, (wrong,)).gathered()).members
    assert [reasons(each) for each in members] == [
        "70.00 ต้องปรับปรุง · จุดอ่อน 10 ตัวชี้วัด · ยังไม่ส่งแบบ",
        "70.00 ต้องปรับปรุง · จุดอ่อน 10 ตัวชี้วัด · แบบที่ส่งมานับไม่ได้",
    ]
