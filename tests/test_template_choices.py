"""What people type for a choice is read as it is meant, offered where it is likely, and never made better."""

from collections.abc import Mapping

import pytest
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    FIRST,
    IN_PROGRESS,
    NOT_STARTED,
    RESULT,
    STATUS,
    Office,
    Returned,
    told,
)
from one_row import FORM, SHEET, read_row

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import FindingKind
from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.results.consolidation import reported_status
from itaxl.template.cells import ReadingRules, understood

_REST = {STATUS: NOT_STARTED}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("แล้วเสร็จ", DONE),
        ("เสร็จแล้ว", DONE),
        ("เสร็จ", DONE),
        ("ดำเนินการเเล้ว", DONE),  # two sara e for one sara ae
        ("เสร็จเเล้ว", DONE),
        ("ดำเนินการแล้้ว", DONE),  # a tone mark twice
        ("ดำเนินการแล้ว.", DONE),
        ("“ดำเนินการแล้ว”", DONE),
        ("'แล้วเสร็จ", DONE),
        ("ดำเนินการ\nแล้วเสร็จ", DONE),
        ("✓", DONE),
        ("✔️", DONE),
        ("กำลังดำเนินการ", IN_PROGRESS),
        ("กำลังทำ", IN_PROGRESS),
        ("อยู่ระหว่างการดำเนินการ", IN_PROGRESS),
        ("- อยู่ระหว่างดำเนินการ", IN_PROGRESS),
        ("ยังไม่ได้ดำเนินการ", NOT_STARTED),
        ("ยังไม่ได้ทำ", NOT_STARTED),
    ],
)
def test_a_status_beyond_doubt_is_read_and_told(returned: Returned, typed: str, meant: str) -> None:
    entries = {**COMPLETE, STATUS: typed} if meant == DONE else {STATUS: typed}
    read = returned.read({"M1": entries, "M2": _REST})
    (finding,) = read.findings
    assert (finding.kind.slug, finding.cell, finding.value) == ("choice-read", "N4", typed)
    assert f"“{meant}”" in finding.text()
    assert f"“{meant}”" in finding.text("en")
    assert reported_status(read.rows[0]).thai == meant
    assert read.rows[0].written == {"status": typed}


@pytest.mark.parametrize(
    "typed", [f" {DONE}\u00a0", f"\u200b{DONE}", "ดำเนินการ\nแล้ว", "ดําเนินการแล้ว", f"{DONE}\ufeff"]
)
def test_differences_that_nobody_sees_are_not_told(returned: Returned, typed: str) -> None:
    read = returned.read({"M1": {**COMPLETE, STATUS: typed}, "M2": _REST})
    assert told(read.findings) == []
    assert read.rows[0].values["status"] == DONE
    assert read.rows[0].written == {}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ยังไม่แล้วเสร็จ", IN_PROGRESS),
        ("ไม่แล้วเสร็จ", IN_PROGRESS),
        ("ไม่ได้ดำเนินการ", NOT_STARTED),
        ("ไม่ได้ดำเนินการแล้ว", NOT_STARTED),
        ("ดำเนินการแล้วบางส่วน", IN_PROGRESS),
        ("/", DONE),
        ("ดำเนินการแลว", DONE),
        ("x", ""),
        (1, ""),
    ],
)
def test_a_status_in_doubt_is_a_finding_with_the_nearest_choice(
    returned: Returned, typed: object, offered: str
) -> None:
    read = returned.read({"M1": {STATUS: typed}, "M2": _REST})
    (finding,) = read.findings
    assert (finding.kind.slug, finding.cell) == ("unknown-choice", "N4")
    assert ("ใกล้เคียงที่สุด" in finding.text()) == bool(offered)
    assert f"“{offered}”" in finding.text() or not offered
    assert "status" not in read.rows[0].values


# Statuses as offices type them, and the choice that is offered for each; none where it could be several.
_OFFERED = {
    IN_PROGRESS: (
        *("คาดว่าจะแล้วเสร็จภายในเดือนกันยายน 2566", "คาดว่าแล้วเสร็จ ก.ย. ๖๖", "คาดว่าจะดำเนินการแล้วเสร็จ"),
        *("กำลังจะแล้วเสร็จ", "ใกล้แล้วเสร็จ", "ใกล้เสร็จแล้ว", "ใกล้จะเสร็จ", "เกือบแล้วเสร็จ", "ดำเนินการเกือบแล้วเสร็จ"),
        *("ดำเนินการแล้วบางส่วน คาดว่าจะแล้วเสร็จ 30 ก.ย.", "ดำเนินการแล้วแต่ยังไม่แล้วเสร็จ", "ดำเนินการแล้วแต่ไม่ครบ"),
        *("เริ่มดำเนินการแล้ว", "ดำเนินการอยู่", "ยังดำเนินการอยู่", "ดำเนินการอย่างต่อเนื่อง", "ทยอยดำเนินการ"),
        *("ดำเนินการแล้ว ๕๐%", "ดำเนินการแล้วร้อยละ 80", "อยู่ระหว่างเสนอผู้บริหาร", "กำลังจัดทำ"),
    ),
    NOT_STARTED: (
        *("จะดำเนินการ", "จะดำเนินการในไตรมาส 3", "คาดว่าจะดำเนินการ", "กำลังจะดำเนินการ", "เตรียมดำเนินการ"),
        *("มีแผนดำเนินการ", "รอดำเนินการในไตรมาส 4", "0%", "ยังไม่ถึงกำหนด", "ไม่สามารถดำเนินการได้"),
        *("ยังไมดำเนินการ", "ยังใม่ได้ดำเนินการ", "มิได้ดำเนินการ", "ไ\u200bม่ได้ดำเนินการแล้ว"),
    ),
    DONE: (
        *("ดำเนินการไปแล้ว", "ดำเนินการแล้วเมื่อ 12 ม.ค. 66", "ดำเนินการเสร็จเรียบร้อยแล้วค่ะ"),
        *("ดำเนินการแล้ว 100%", "ดำเนินการครบถ้วน", "แล้วเสร็จเมื่อวันที่ ๕ มี.ค. ๖๖"),
    ),
    "": (
        *("จะดำเนินการให้แล้วเสร็จ", "ดำเนินการแล้วเสร็จ จะรายงานรอบหน้า", "แล้วเสร็จภายในเดือนกันยายน"),
        *("กำหนดดำเนินการ", "ต้องดำเนินการ", "อาจแล้วเสร็จ", "หากดำเนินการแล้ว", "รอผลการดำเนินการ"),
        *("ยกเลิกการดำเนินการ", "เลื่อนการดำเนินการ", "งดดำเนินการ", "ระงับการดำเนินการ"),
        *("ดำเนินการแล้วโดยไม่มีปัญหา", "ดำเนินการตามแผน", "จะ" * 20_000),
    ),
}


@pytest.mark.parametrize(("offered", "typed"), [(each, word) for each in _OFFERED for word in _OFFERED[each]])
def test_what_offices_type_as_a_status_is_offered_the_choice_that_it_means(typed: str, offered: str) -> None:
    reading = read_row(status=typed)
    (finding,) = [each for each in reading.findings if each.kind is FindingKind.UNKNOWN_CHOICE]
    assert finding.details.get("hint", "") == (f"ใกล้เคียงที่สุดคือ “{offered}”" if offered else "")
    assert "status" not in reading.rows[0].values


_EXPECTATIONS = (
    *(
        "จะ",
        "คาดว่า",
        "คาดว่าจะ",
        "น่าจะ",
        "กำลังจะ",
        "ใกล้",
        "ใกล้จะ",
        "เกือบ",
        "เกือบจะ",
        "จวน",
        "รอ",
        "รอให้",
        "ต้อง",
    ),
    *(
        "ควร",
        "อาจ",
        "อาจจะ",
        "หาก",
        "เตรียม",
        "มีแผน",
        "กำหนด",
        "ยกเลิก",
        "งด",
        "เลื่อน",
        "ระงับ",
        "ยังไม",
        "มิใช่",
        "เริ่ม",
    ),
)


@pytest.mark.parametrize("expectation", _EXPECTATIONS)
def test_nothing_that_is_expected_is_ever_done_or_offered_as_done(expectation: str) -> None:
    for word in (*FORM.certain["statuses"], *STATUS_CHOICES):
        read = read_row(status=expectation + word)
        assert read.rows[0].values.get("status") in (None, NOT_STARTED), word
        assert not [each for each in read.findings if DONE in str(each.details.get("hint", ""))], word


def test_a_form_without_hints_offers_nothing_expected_either() -> None:
    for typed in ("จะดำเนินการแล้ว", "คาดว่าดำเนินการแล้ว", "ใกล้ดำเนินการแล้ว", "ไมดำเนินการแล้ว", "มิได้ดำเนินการแล้ว"):
        details = _read_without_hints(typed)
        assert details["hint"] == "", typed
    assert DONE in str(_read_without_hints("ดำเนินการแลว")["hint"])


def _read_without_hints(typed: str) -> Mapping[str, object]:
    rules = ReadingRules(FiscalYear(2566).start, FiscalYear(2566).end, {"statuses": STATUS_CHOICES})
    understanding = understood(typed, SHEET.column("status"), rules)
    assert understanding.trouble is FindingKind.UNKNOWN_CHOICE
    return {"hint": "", **understanding.details}


@pytest.mark.parametrize("word", [*FORM.certain["statuses"], *STATUS_CHOICES])
@pytest.mark.parametrize("negation", ["ยังไม่", "ไม่", "ไม่ได้", "ยังไม่ได้", "มิได้"])
def test_nothing_that_is_denied_is_ever_done(word: str, negation: str) -> None:
    read = read_row(status=negation + word)
    assert read.rows[0].values.get("status") in (None, NOT_STARTED)


@pytest.mark.parametrize("words", [FORM.certain["statuses"], FORM.hints["statuses"]])
def test_everything_that_is_read_or_offered_can_be_chosen(words: dict[str, str]) -> None:
    assert set(words.values()) - {""} == set(STATUS_CHOICES)
    assert all(words.values()) or words is FORM.hints["statuses"]  # where several fit, none is offered


def test_no_word_is_both_certain_and_in_doubt() -> None:
    assert not FORM.certain["statuses"].keys() & FORM.hints["statuses"].keys()


def test_what_is_read_keeps_all_rules_of_the_row(returned: Returned) -> None:
    read = returned.read({"M1": {STATUS: "✓"}, "M2": {STATUS: "กำลังทำ", DONE_ON: "27/12/2565"}})
    assert told(read.findings) == [
        ("choice-read", "N4"),
        ("missing-when", "O4"),
        ("missing-when", "P4"),
        ("choice-read", "N5"),
        ("only-when", "O5"),
    ]


def test_what_is_read_counts_in_the_figures_and_is_shown_as_it_was_typed(
    office: Office, returned: Returned
) -> None:
    del office
    entries = {"M1": {STATUS: "แล้วเสร็จ", DONE_ON: "ธ.ค. 65", RESULT: "ทำแล้ว"}, "M2": {STATUS: "กำลังทำ"}}
    returned.send_back(FIRST, entries)
    result = returned.consolidate()
    records = {each.code: each for each in result.consolidation.records if each.department.name == FIRST}
    assert [records[code].status.thai for code in ("M1", "M2")] == [DONE, IN_PROGRESS]
    shown = {each.value for each in result.findings}
    assert {"แล้วเสร็จ", "ธ.ค. 65", "กำลังทำ"} <= shown
