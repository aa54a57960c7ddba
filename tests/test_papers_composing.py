"""A layout and what came back become a paper: fields, ticks, joined words, what is missing."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec.structs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from province_situations import small

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.plans import (
    Agency,
    Department,
    DevelopmentPoint,
    IndicatorScore,
    Plan,
    PlanRow,
)
from itaxl.assessment.submissions import Stamp, Submission, SubmittedRow
from itaxl.catalogue import load_framework
from itaxl.papers.composing import compose, official_digits
from itaxl.papers.document import Cover, Heading, Number, Paper, Paragraph, Table, TextStyle, shown, words_of
from itaxl.papers.fields import paper_fields
from itaxl.papers.layouts import (
    KINDS,
    About,
    ColumnLayout,
    LayoutError,
    UnknownLayoutError,
    layout_names,
    load_layout,
)
from itaxl.papers.matter import agency_matter
from itaxl.papers.province_matter import province_matter
from itaxl.papers.rows import SOURCES, joined_once
from itaxl.results.analysis import analyse
from itaxl.results.consolidation import Consolidation, consolidate
from itaxl.results.words import together
from itaxl.thai.text import arabic_digits, compact, thai_digits
from itaxl.workflow.settings import default_templates

FRAMEWORK = load_framework(2565)
DEPARTMENTS = (Department("01", "สำนักปลัด"), Department("02", "กองคลัง"), Department("03", "กองช่าง"))
DONE, STARTED = "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ"

Reports = Mapping[str, Mapping[str, Mapping[str, object]]]


def row(code: str, *departments: str, indicators: tuple[int, ...] = (2,), **values: object) -> PlanRow:
    days = {key: value for key, value in values.items() if isinstance(value, date)}
    return PlanRow(
        code=code,
        measure_code=str(values.pop("of", code)),
        indicators=indicators,
        departments=departments or ("01",),
        start=days.get("start"),
        end=days.get("end"),
        values={"code": code, "measure": f"มาตรการ {code}", **values},
    )


def brought_together(
    *rows: PlanRow, reports: Reports | None = None, scores: Mapping[int, str] | None = None, **labels: object
) -> Consolidation:
    """A plan and what departments reported, by department and code."""
    plan = Plan(
        agency=Agency("เทศบาลตำบลตัวอย่าง", "เทศบาลตำบล", "เมือง", "ตาก"),
        fiscal_year=FiscalYear(2566),
        scored_year=2565,
        months=6,
        labels=labels,
        departments=DEPARTMENTS,
        scores=tuple(IndicatorScore(no, Decimal(score)) for no, score in (scores or {}).items()),
        rows=rows,
    )
    submissions = [
        Submission(
            file=f"{unit}.xlsx",
            stamp=Stamp("department", "", plan.agency.name, 2566, 6, unit),
            rows=tuple(
                SubmittedRow(5, code, own=code.startswith("เพิ่ม"), values=each)
                for code, each in entries.items()
            ),
        )
        for unit, entries in (reports or {}).items()
    ]
    return consolidate(
        plan,
        submissions,
        analyse(plan, FRAMEWORK, None),
        as_of=date(2023, 4, 10),
        indicators_in=lambda _: (),
        sheet="มาตรการ",
    )


def paper(consolidation: Consolidation, layout: str = "measure-results", **options: bool) -> Paper:
    return compose(
        load_layout(layout, default_templates()),
        agency_matter(consolidation, year_framework=load_framework(2566)),
        in_thai_digits=options.get("in_thai_digits", False),
    )


def tables(made: Paper) -> list[Table]:
    return [block for section in made.sections for block in section.blocks if isinstance(block, Table)]


def column(table: Table, header: str) -> list[str]:
    """What stands in a column, group rows left out."""
    index = next(index for index, each in enumerate(table.columns) if compact(header) in compact(each.header))
    return [shown(each.cells[index].content) for each in table.rows if not each.is_group]


def words(made: Paper) -> list[str]:
    return [text for section in made.sections for block in section.blocks for text in words_of(block)]


# The shipped layouts


def test_the_layouts_of_the_contract_are_there() -> None:
    assert set(layout_names(default_templates(), About.AGENCY)) == {
        *("status-ticks", "measure-results", "full-report", "issue-deadlines", "measure-outcomes", "memo")
    }


@pytest.mark.parametrize("name", layout_names(default_templates(), About.AGENCY))
def test_every_layout_can_be_filled_whatever_is_known(name: str) -> None:
    bare = brought_together()
    full = brought_together(
        row("M1", "01", "02", steps="๑. ทำ"),
        row("M2", "03", indicators=()),
        reports={"01": {"M1": {"status": DONE, "result": "แล้ว"}}},
        scores=dict.fromkeys(range(1, 11), "70"),
    )
    for consolidation in (bare, full):
        made = paper(consolidation, name, in_thai_digits=True)
        assert made.sections
        assert not re.search(r"[{}]", " ".join(words(made)))
        cells = [cell.content for table in tables(made) for row in table.rows for cell in row.cells]
        figures = {shown(content) for content in cells if isinstance(content, Number)}
        assert not re.search(r"[0-9]", " ".join(text for text in words(made) if text not in figures))


@pytest.mark.parametrize("name", sorted(set(layout_names(default_templates(), About.AGENCY)) - {"memo"}))
def test_no_measure_is_lost_in_any_layout(name: str) -> None:
    consolidation = brought_together(
        row("M1", "01", indicators=(2,)),
        row("M2", "02", indicators=(8, 10)),
        row("M3", "03", indicators=()),
        replace(row("M4"), departments=()),  # its department was not found: the plan has an error
    )
    said = " ".join(words(paper(consolidation, name)))
    for code in ("M1", "M2", "M3", "M4"):
        assert f"มาตรการ {code}" in said


def test_a_measure_without_an_indicator_has_a_table_of_its_own_at_the_end() -> None:
    made = paper(brought_together(row("M1"), row("M2", indicators=())), "status-ticks")
    headings = [each.text for each in made.sections[1].blocks if isinstance(each, Heading)]
    assert headings[-1] == "มาตรการที่ไม่ระบุตัวชี้วัด"
    assert [len(each.rows) for each in tables(made)] == [1, 1]


def test_the_tick_stands_under_the_status_of_all_departments_together() -> None:
    consolidation = brought_together(
        row("M1", "01", "02"),
        row("M2", "01"),
        row("M3", "03"),
        reports={
            "01": {"M1": {"status": DONE}, "M2": {"status": DONE}},
            "02": {"M1": {"status": STARTED}},
        },
    )
    table = tables(paper(consolidation, "status-ticks"))[0]
    assert column(table, "อยู่ระหว่างดำเนินการ") == ["✓", "", ""]
    assert column(table, "ดำเนินการแล้ว") == ["", "✓", ""]
    assert column(table, "การรายงานผล")[2] == "ยังไม่ได้รับรายงาน"


# Words of departments


def test_departments_that_say_the_same_are_not_named() -> None:
    said = {"status": DONE, "result": "ประกาศแล้ว"}
    consolidation = brought_together(
        row("M1", "01", "02"), reports={"01": {"M1": said}, "02": {"M1": {**said, "result": "ประกาศ แล้ว"}}}
    )
    assert column(tables(paper(consolidation))[0], "ผลการดำเนินงาน") == ["ประกาศแล้ว"]


def test_different_words_stand_under_the_names_and_silence_is_told() -> None:
    consolidation = brought_together(
        row("M1", "01", "02", "03"),
        reports={
            "01": {"M1": {"status": DONE, "result": "ก"}},
            "02": {"M1": {"status": STARTED, "result": "ข"}},
        },
    )
    assert column(tables(paper(consolidation))[0], "ผลการดำเนินงาน") == [
        "สำนักปลัด:\nก\nกองคลัง:\nข\nยังไม่ได้รับรายงาน: กองช่าง"
    ]


def test_an_empty_result_says_so() -> None:
    consolidation = brought_together(row("M1"), reports={"01": {"M1": {"status": STARTED}}})
    table = tables(paper(consolidation))[0]
    assert column(table, "ผลการดำเนินงาน") == ["ไม่ได้รายงานรายละเอียด"]
    assert column(table, "ข้อเสนอแนะ") == ["-"]


def test_an_own_measure_whose_name_was_left_out_is_no_empty_line() -> None:
    reports = {"01": {"M1": {"status": STARTED}, "เพิ่ม1": {"status": DONE, "result": "ทำแล้ว"}}}
    made = paper(brought_together(row("M1"), reports=reports), "measure-outcomes")
    assert column(tables(made)[0], "มาตรการ") == ["มาตรการ M1", "(ไม่ได้ระบุชื่อมาตรการ)"]
    assert "2. (ไม่ได้ระบุชื่อมาตรการ)" in words(made)


@given(
    st.lists(st.tuples(st.sampled_from("กขคง"), st.text("abก ", max_size=4)), unique_by=lambda each: each[0])
)
def test_no_words_of_a_department_are_lost(said: list[tuple[str, str]]) -> None:
    joined = together(said).replace(" ", "")
    assert all(text.replace(" ", "") in joined for _, text in said)


def test_what_another_text_begins_with_is_not_said_twice() -> None:
    assert joined_once(["o1", "o18 แผน"]) == "o1\no18 แผน"
    assert joined_once(["๒. การใช้งบประมาณ", "2. การใช้งบประมาณ"]) == "๒. การใช้งบประมาณ"


# Measures, their steps, their time


def test_the_steps_of_a_measure_name_it_once() -> None:
    consolidation = brought_together(
        row("M1", steps="๑"), row("M1.2", of="M1", measure="มาตรการ M1", steps="๒"), row("M2", steps="๓")
    )
    table = tables(paper(consolidation))[0]
    assert column(table, "มาตรการ/แนวทาง") == ["มาตรการ M1", "", "มาตรการ M2"]
    assert [each.cells[0].continues for each in table.rows] == [False, True, False]


@pytest.mark.parametrize(
    ("values", "words_of_time"),
    [
        ({"start": date(2022, 10, 1), "end": date(2023, 3, 31)}, "ต.ค. ๒๕๖๕ – มี.ค. ๒๕๖๖"),
        ({"start": date(2022, 10, 1), "end": date(2023, 9, 30)}, "ตลอดปีงบประมาณ"),
        ({"end": date(2023, 4, 30)}, "ภายใน เม.ย. ๒๕๖๖"),
        ({"start": date(2022, 10, 1), "period": "ต.ค. ๖๕ เป็นต้นไป"}, "ต.ค. ๖๕ เป็นต้นไป"),
        ({}, "ไม่ได้กำหนด"),
    ],
)
def test_the_time_of_a_measure_in_words(values: Mapping[str, Any], words_of_time: str) -> None:
    made = paper(brought_together(row("M1", **values)), in_thai_digits=True)
    assert column(tables(made)[0], "ระยะเวลา") == [words_of_time]


def test_positions_come_with_their_departments_unless_they_name_one() -> None:
    consolidation = brought_together(
        row("M1", "01", "02", responsible="นักจัดการงานทั่วไป"),
        row("M2", "01", responsible="หัวหน้าสำนักปลัด"),
        row("M3", "03"),
    )
    assert column(tables(paper(consolidation))[0], "ผู้รับผิดชอบ") == [
        "สำนักปลัด, กองคลัง\nนักจัดการงานทั่วไป",
        "หัวหน้าสำนักปลัด",
        "กองช่าง",
    ]


def test_indicators_are_named_as_written_and_numbers_get_their_names() -> None:
    consolidation = brought_together(
        row("M1", indicator="2, 9", indicators=(2, 9)),
        row("M2", indicator="ตัวชี้วัดที่ ๘ การปรับปรุงการทำงาน", indicators=(8,)),
    )
    table = tables(paper(consolidation, "issue-deadlines"))[0]
    assert [shown(each.cells[0].content) for each in table.rows if each.is_group] == [
        "ตัวชี้วัดที่ 2 การใช้งบประมาณ\nเครื่องมือการประเมิน แบบวัด IIT",
        "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล\nเครื่องมือการประเมิน แบบวัด OIT",
        "ตัวชี้วัดที่ ๘ การปรับปรุงการทำงาน\nเครื่องมือการประเมิน แบบวัด EIT",
    ]


def test_a_measure_stands_under_each_of_its_indicators_and_one_without_any_under_words_of_their_own() -> None:
    consolidation = brought_together(
        row("M1", indicators=(9, 2)), row("M2", indicators=()), row("M3", indicators=(2,))
    )
    table = tables(paper(consolidation, "issue-deadlines"))[0]
    shown_rows = [shown(each.cells[0 if each.is_group else 2].content) for each in table.rows]
    assert shown_rows == [
        "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล\nเครื่องมือการประเมิน แบบวัด OIT",
        "มาตรการ M1",
        "ตัวชี้วัดที่ 2 การใช้งบประมาณ\nเครื่องมือการประเมิน แบบวัด IIT",
        "มาตรการ M1",
        "มาตรการ M3",
        "มาตรการที่ไม่ระบุตัวชี้วัด",
        "มาตรการ M2",
    ]


def test_a_deadline_is_told_unless_the_follow_up_tells_it() -> None:
    consolidation = brought_together(
        row("M1", start=date(2022, 10, 1), end=date(2023, 3, 31), monitoring="รายไตรมาส"),
        row("M2", period="ทุกเดือน / ภายในเดือนเมษายน", monitoring="๑) ติดตามทุกเดือน ๒) ภายในเดือน เมษายน"),
        row("M3"),
    )
    table = tables(paper(consolidation, "issue-deadlines"))[0]
    assert column(table, "กำหนดเวลาแล้วเสร็จ") == [
        "รายไตรมาส\nต.ค. 2565 – มี.ค. 2566",
        "๑) ติดตามทุกเดือน ๒) ภายในเดือน เมษายน",
        "-",
    ]


def test_without_scores_nothing_is_said_of_strengths_and_weaknesses() -> None:
    unscored = " ".join(words(paper(brought_together(row("M1")), "full-report")))
    assert "ไม่มีตัวชี้วัดที่ได้คะแนน" not in unscored
    assert unscored.count("ยังวิเคราะห์ไม่ได้ เพราะไม่มีคะแนนผลการประเมินปี 2565") == 2
    scored = " ".join(words(paper(brought_together(row("M1"), scores={2: "90"}), "full-report")))
    assert "ไม่มีตัวชี้วัดที่ได้คะแนนต่ำกว่า 80" in scored
    assert "ยังวิเคราะห์ไม่ได้" not in scored


def test_strengths_and_weaknesses_are_told_apart_from_the_limit_in_their_heading() -> None:
    made = paper(brought_together(row("M1"), scores={1: "80.004", 2: "79.995"}), "full-report")
    said = arabic_digits(" ".join(words(made)))
    assert "ได้คะแนน 80.004" in said
    assert "ได้คะแนน 79.995" in said


# The first page


def test_missing_units_are_named_on_the_first_page() -> None:
    consolidation = brought_together(
        row("M1", "01", "02", "03"), reports={"02": {"M1": {"status": DONE, "result": "ก"}}}
    )
    for name in layout_names(default_templates(), About.AGENCY):
        first = paper(consolidation, name).sections[0]
        told = next(iter(words_of(first.blocks[0])))
        assert "ยังไม่ได้รับแบบรายงานจาก 2 หน่วย ได้แก่ สำนักปลัด และกองช่าง" in told, name


def test_a_complete_report_says_nothing_of_missing_units() -> None:
    consolidation = brought_together(row("M1"), reports={"01": {"M1": {"status": DONE, "result": "ก"}}})
    made = paper(consolidation)
    assert isinstance(made.sections[0].blocks[0], Cover)
    assert not any(
        isinstance(block, Paragraph) and block.style is TextStyle.WARNING
        for section in made.sections
        for block in section.blocks
    )
    assert "ยังไม่ได้รับ" not in " ".join(words(made))


def test_what_is_not_in_the_plan_is_left_to_be_written_by_hand() -> None:
    said = words(paper(brought_together(memo_number="ตก 53001/79", memo_date=date(2023, 4, 11)), "memo"))
    assert "ตก 53001/79" in said
    assert "11 เมษายน 2566" in said
    assert any(text.startswith("....") and "โทร." in text for text in said)


# Digits


@pytest.mark.parametrize(("year", "is_sure"), [(2565, True), (2569, False)])
def test_a_total_by_rules_that_nobody_verified_is_marked(year: int, *, is_sure: bool) -> None:
    made = brought_together(row("M1"), scores=dict.fromkeys(range(1, 11), "90"))
    framework = load_framework(year)
    judged = replace(made, analysis=analyse(made.plan, framework, None))
    told = "\n".join(words(paper(judged, "full-report")))
    total = "มีค่าคะแนนเท่ากับ 90.00 อยู่ใน" if is_sure else "มีค่าคะแนนเท่ากับ 90.00 * อยู่ใน"
    assert total in told
    assert ("ยังไม่ได้ตรวจกับเอกสารทางการ" in told) is not is_sure


def test_an_unverified_item_is_not_shown_as_official() -> None:
    sure = words(paper(brought_together(row("M1")), "status-ticks"))
    assert "ตาม o42 ไปสู่การปฏิบัติอย่างเป็นรูปธรรม" in sure
    unsure = compose(
        load_layout("status-ticks", default_templates()),
        agency_matter(brought_together(row("M1")), year_framework=load_framework(2567)),
    )
    assert "ไปสู่การปฏิบัติอย่างเป็นรูปธรรม" in words(unsure)


@given(st.text(alphabet=st.characters(exclude_characters=".@:/", codec="utf-8")))
def test_digits_go_both_ways(text: str) -> None:
    thai = official_digits(text)
    assert not re.search(r"[0-9]", thai)
    assert arabic_digits(thai) == arabic_digits(text)
    assert thai_digits(arabic_digits(thai)) == thai


@pytest.mark.parametrize(
    "address", ["https://www.example.go.th/news/123", "www.tambon9.go.th/p?id=4", "ita2566@tambon9.go.th"]
)
def test_addresses_keep_their_digits(address: str) -> None:
    assert official_digits(f"1 ดูที่ {address} ข้อ 2") == f"๑ ดูที่ {address} ข้อ ๒"


# Layouts of one's own


def own_layout(folder: Path, text: str) -> Path:
    (folder / "reports").mkdir()
    (folder / "reports" / "short.toml").write_text(text, encoding="utf-8")
    return folder


SHORT = """
title = "สรุป"
footer = "{agency}"
[[section]]
name = "สรุป"
[[section.block]]
kind = "table"
of = "measures"
[[section.block.column]]
header = "งบประมาณที่ใช้"
fields = ["budget"]
[[section.block.column]]
header = "ผู้ทำ"
text = "{who} ({status})"
"""


def test_a_sixth_layout_needs_no_python(tmp_path: Path) -> None:
    templates = own_layout(tmp_path, SHORT)
    consolidation = brought_together(row("M1"), reports={"01": {"M1": {"status": DONE, "budget": 1500.0}}})
    made = compose(load_layout("short", templates), agency_matter(consolidation, added_columns=["budget"]))
    table = tables(made)[0]
    assert column(table, "งบประมาณที่ใช้") == ["๑๕๐๐"]
    assert column(table, "ผู้ทำ") == ["สำนักปลัด (ดำเนินการแล้ว)"]


def test_everything_wrong_with_a_layout_is_told_at_once(tmp_path: Path) -> None:
    text = SHORT.replace('kind = "table"', 'kind = "tabel"').replace('name = "สรุป"', 'nmae = "สรุป"')
    with pytest.raises(LayoutError) as caught:
        load_layout("short", own_layout(tmp_path, text))
    told = str(caught.value)
    assert "“tabel” must be one of" in told
    assert "perhaps “name”" in told
    assert "short.toml" in told


def test_unknown_fields_are_told_with_the_nearest(tmp_path: Path) -> None:
    text = (
        SHORT.replace('"budget"', '"resullt"').replace("{agency}", "{agensy} {}").replace("{status}", "{stat")
    )
    with pytest.raises(LayoutError) as caught:
        compose(load_layout("short", own_layout(tmp_path, text)), agency_matter(brought_together()))
    assert "perhaps “result”" in str(caught.value)
    assert len(caught.value.faults) == 3


def test_an_unknown_layout_names_those_that_there_are() -> None:
    with pytest.raises(UnknownLayoutError) as caught:
        load_layout("status", default_templates())
    assert "status-ticks" in caught.value.known


def test_points_to_develop_stand_under_the_instrument_they_were_put_under() -> None:
    consolidation = brought_together(row("M1"), scores={1: "90"})
    points = (
        DevelopmentPoint("EIT", "การเปิดเผยข้อมูล", 9, {"assessed": "ก", "to_develop": "ข"}),
        DevelopmentPoint("IIT", "การใช้อำนาจ", 3, {"recommendation": "เพียงเสนอแนะ"}),
    )
    made = paper(replace(consolidation, plan=replace(consolidation.plan, development=points)), "full-report")
    section = next(each for each in made.sections if each.name == "ประเด็นที่ต้องพัฒนา")
    said = [text for block in section.blocks for text in words_of(block)]
    assert said.index("การเปิดเผยข้อมูล") > next(i for i, text in enumerate(said) if "(EIT)" in text)
    assert said.count("ไม่ได้ระบุประเด็นที่ต้องพัฒนาไว้ในแผน") == 2
    assert "1. IIT การใช้อำนาจ มีข้อเสนอแนะดังนี้ เพียงเสนอแนะ" in words(made)


def test_the_guide_names_everything_that_a_layout_may_say() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "layouts.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([^`\s]+)`", re.sub(r"```.*?```", "", guide, flags=re.DOTALL)))
    attributes = frozenset().union(*KINDS.values()) - {"column", "block"}
    rows = {name for source in SOURCES.values() for name in source.fields}
    columns = {each.name for each in msgspec.structs.fields(ColumnLayout)}
    of_province = province_matter(small().gathered())
    provincial = {*of_province.sources, *(of_province.fields.values)}
    provincial |= {name for rows in of_province.sources.values() for name in rows.fields}
    fields = set(paper_fields(brought_together(row("M1")), None, "").values)
    wanted = {*provincial, *KINDS, *attributes, *SOURCES, *rows, *columns, *fields, "when", "unless"}
    assert wanted - told == set()
