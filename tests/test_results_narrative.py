"""The paragraph on an agency's scores: the figures of a published report, and cases that others bring."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.assessment.plans import Agency, IndicatorScore, Thresholds
from itaxl.catalogue import load_framework
from itaxl.results.analysis import Analysis, Published, analyse_scores
from itaxl.results.narrative import agency_words, narrative, next_grade_sentence, score_words

AGENCY = Agency("เทศบาลตำบลกุสุมาลย์", "เทศบาลตำบล", "กุสุมาลย์", "สกลนคร")
SEED_002 = {1: "82.44", 2: "77.85", 3: "80.95", 4: "73.16", 5: "72.13", 9: "92.50", 10: "100"}
EQUAL = dict.fromkeys(range(1, 11), "90")


def analysis_of(
    scores: Mapping[int, str],
    year: int = 2564,
    *,
    total: str | None = None,
    instruments: Mapping[str, str] | None = None,
    previous: Mapping[int, str] | None = None,
    thresholds: Thresholds | None = None,
) -> Analysis:
    before = previous or {}
    numbers = scores.keys() | before.keys()
    return analyse_scores(
        [IndicatorScore(no, _decimal(scores.get(no)), _decimal(before.get(no))) for no in numbers],
        load_framework(year),
        load_framework(year - 1),
        thresholds=thresholds or Thresholds(),
        published=Published(
            _decimal(total), {code: Decimal(score) for code, score in (instruments or {}).items()}
        ),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _in_order(text: str, *parts: str) -> None:
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, (part, text)
        place = found + len(part)


def test_the_paragraph_of_the_second_seed_says_what_was_published() -> None:
    text = narrative(analysis_of(SEED_002, total="84.48"), AGENCY)
    _in_order(
        text,
        "เทศบาลตำบลกุสุมาลย์ อำเภอกุสุมาลย์ จังหวัดสกลนคร",
        "เท่ากับ 84.48 อยู่ในระดับ B",
        "ตัวชี้วัดที่ 10 การป้องกันการทุจริต ได้คะแนนเท่ากับร้อยละ 100",
        "รองลงมาคือ ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล ได้คะแนนเท่ากับร้อยละ 92.50",
        "น้อยที่สุดในปี พ.ศ. 2564 คือ ตัวชี้วัดที่ 5 การแก้ไขปัญหาการทุจริต ได้คะแนนเท่ากับร้อยละ 72.13",
        "ตัวชี้วัดที่ 4",
        "ร้อยละ 73.16",
        "จุดแข็งของเทศบาลตำบลกุสุมาลย์",
        "ตัวชี้วัดที่ 10",
        "วัตถุประสงค์เพื่อสร้าง “เครือข่ายภาครัฐต่อต้านการทุจริต”",
        "ตัวชี้วัดที่ 9",
        "ตัวชี้วัดที่ 1 ",
        "ตัวชี้วัดที่ 3",
        "จุดอ่อน",
        "ตัวชี้วัดที่ 5",
        "วัตถุประสงค์เพื่อประเมินการรับรู้ของบุคลากรภายในหน่วยงานต่อการแก้ไขปัญหาการทุจริต",
        "ตัวชี้วัดที่ 4",
        "ตัวชี้วัดที่ 2",
    )
    # Both purposes were read in that report, so nothing is marked as unverified.
    assert "*" not in text
    assert "ไม่มีข้อมูลคะแนนของตัวชี้วัดที่ 6 7 และ 8" in text


def test_purposes_that_nobody_verified_are_marked_or_left_out() -> None:
    analysis = analysis_of(SEED_002, 2566)
    marked = narrative(analysis, AGENCY)
    paragraph, note = marked.split("\n")
    assert "ในหน่วยงาน * ถัดขึ้นมา" in paragraph
    assert note.startswith("* วัตถุประสงค์ของตัวชี้วัด")
    plain = narrative(analysis, AGENCY, verified_only=True)
    assert "*" not in plain
    assert "วัตถุประสงค์" not in plain
    assert "\n" not in plain


def test_a_grade_by_a_rule_that_nobody_verified_is_marked() -> None:
    text = narrative(analysis_of(EQUAL, 2569), AGENCY, verified_only=True)
    assert "เท่ากับ 90.00 * อยู่ในระดับ ผ่านดี *" in text
    assert text.endswith(
        "* น้ำหนักของเครื่องมือ และเกณฑ์ระดับผลของปี 2569 ยังไม่ได้ตรวจกับเอกสารทางการ โปรดตรวจสอบก่อนอ้างอิง"
    )


def test_nothing_known_says_nothing() -> None:
    assert narrative(analysis_of({}), AGENCY) == ""


def test_a_total_alone_is_told_with_what_it_can_mean() -> None:
    text = narrative(analysis_of({}, 2566, total="97.90"), AGENCY)
    assert "97.90 ซึ่งอาจอยู่ในระดับ ผ่านดีเยี่ยม ผ่านดี หรือผ่าน" in text
    assert "เครื่องมือ IIT EIT และ OIT ซึ่งไม่มีข้อมูล" in text
    assert "จุดแข็ง" not in text


def test_one_score_is_neither_highest_nor_lowest() -> None:
    text = narrative(analysis_of({5: "60"}), AGENCY)
    assert "มีข้อมูลคะแนนเพียงตัวชี้วัดเดียว คือ ตัวชี้วัดที่ 5" in text
    assert "น้อยที่สุด" not in text
    assert "ประจำปีงบประมาณ พ.ศ. 2564" in text


def test_ties_are_told_as_ties() -> None:
    text = narrative(analysis_of({1: "70", 2: "70", 9: "95", 10: "95", 6: "90"}), AGENCY)
    _in_order(
        text,
        "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล และตัวชี้วัดที่ 10 การป้องกันการทุจริต ได้คะแนนเท่ากัน คือร้อยละ 95.00",
        "รองลงมาคือ ตัวชี้วัดที่ 6",
        "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ และตัวชี้วัดที่ 2 การใช้งบประมาณ ได้คะแนนเท่ากัน คือร้อยละ 70.00",
    )
    everything = narrative(analysis_of(EQUAL), AGENCY)
    assert "ทุกตัวชี้วัดได้คะแนนเท่ากัน คือร้อยละ 90.00" in everything
    assert "น้อยที่สุด" not in everything


def test_scores_are_told_apart_from_the_limits_that_they_stand_beside() -> None:
    close = {1: "80.004", 2: "79.995", 3: "79.996", 4: "84.999", 5: "60.125"}
    text = narrative(analysis_of({no: close.get(no, "90") for no in range(1, 11)}), Agency("อบต.ตัวอย่าง"))
    strengths, _, rest = text[text.index("จุดแข็งของ") :].partition("ส่วนจุดอ่อน")
    weaknesses, _, develop = rest.partition("นอกจากนี้")
    _in_order(strengths, "ร้อยละ 90.00", "(85.00)", "(80.004)")
    _in_order(weaknesses, "ร้อยละ 60.13", "(79.995)", "(79.996)")
    _in_order(develop, "เป้าหมายร้อยละ 85", "(80.00)", "(84.999)")


def test_no_strength_and_no_weakness_are_said_so() -> None:
    at_the_threshold = narrative(analysis_of(dict.fromkeys(range(1, 11), "80")), AGENCY)
    assert "ยังไม่มีตัวชี้วัดใดเป็นจุดแข็ง เนื่องจากไม่มีตัวชี้วัดที่ได้คะแนนมากกว่าร้อยละ 80" in at_the_threshold
    assert "ไม่มีตัวชี้วัดใดเป็นจุดอ่อน เนื่องจากไม่มีตัวชี้วัดที่ได้คะแนนต่ำกว่าร้อยละ 80" in at_the_threshold
    own = Thresholds(Decimal("82.5"), Decimal(75), Decimal(90))
    assert "มากกว่าร้อยละ 82.5" in narrative(analysis_of(SEED_002, thresholds=own), AGENCY)
    assert "ต่ำกว่าร้อยละ 75)" in narrative(analysis_of(SEED_002, thresholds=own), AGENCY)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("85", "เพิ่มขึ้น 5.00 คะแนน จากปี พ.ศ. 2564 ซึ่งได้ 85.00 คะแนน"),
        ("100", "ลดลง 10.00 คะแนน จากปี พ.ศ. 2564 ซึ่งได้ 100 คะแนน"),
        ("90", "เท่ากับคะแนนของปี พ.ศ. 2564"),
    ],
)
def test_the_change_since_the_year_before_is_told(before: str, words: str) -> None:
    analysis = analysis_of(EQUAL, 2565, previous=dict.fromkeys(range(1, 11), before))
    assert words in narrative(analysis, AGENCY)


def test_what_is_missing_to_the_next_grade() -> None:
    # Bangkok 2566: 88.98 was ผ่าน, because its EIT, the mean of two parts, was below 85.
    bangkok = analysis_of({}, 2566, total="88.98", instruments={"EIT": "80.82"})
    assert bangkok.result.grade is not None
    assert bangkok.result.grade.name == "ผ่าน"
    said = next_grade_sentence(bangkok)
    _in_order(said, "ผ่านดี", "คะแนนรวมถึง 85 แล้ว", "EIT (ได้ 80.82 ขาด 4.18)", "ไม่ทราบคะแนน IIT และ OIT")
    letters = next_grade_sentence(analysis_of(SEED_002, total="84.48"))
    _in_order(letters, "ระดับถัดไปคือ A", "ยังขาด 0.52", "IIT (ได้ 77.31 ขาด 7.69)", "EIT", "75.96")
    assert next_grade_sentence(analysis_of(dict.fromkeys(range(1, 11), "96"), 2566)).startswith("ได้ระดับสูงสุด")
    assert "ยังไม่ทราบคะแนนรวม" in next_grade_sentence(analysis_of({1: "80"}))


def test_an_agency_without_a_name_or_place_still_reads() -> None:
    assert agency_words(Agency("")) == "หน่วยงาน"
    assert agency_words(Agency("อบต.ก อำเภอข", district="ข")) == "อบต.ก อำเภอข"
    assert "ของหน่วยงาน ประจำปี" in narrative(analysis_of(EQUAL), Agency(" "))


scores = st.dictionaries(st.integers(1, 10), st.decimals(0, 100, places=2).map(str), max_size=10)


@given(scores, st.sampled_from([2564, 2566, 2569]), st.one_of(st.none(), scores))
def test_every_case_reads_as_words(now: dict[int, str], year: int, before: dict[int, str] | None) -> None:
    analysis = analysis_of(now, year, previous=before)
    text = narrative(analysis, AGENCY)
    assert bool(text) == bool(now)
    for broken in ("None", "  ", "()", "คือ และ", "ได้แก่ ส่วน", "Decimal"):
        assert broken not in text
    for each in (*analysis.strengths, *analysis.weaknesses):
        assert each.score is not None
        assert score_words(each.score) in text
        assert f" {each.indicator.no} " in text
