"""``itaxl report``: the papers as people get them, from the command line to the file."""

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import Result
from command_line import run
from openxml_audit import OpenXmlValidator

from itaxl.assessment.verification import Standing
from itaxl.catalogue import load_framework
from itaxl.papers.layouts import About, layout_names
from itaxl.thai.text import compact
from itaxl.workflow.settings import default_templates

EXAMPLES = Path(__file__).parent.parent / "examples"
KUSUMAN = EXAMPLES / "002-kusuman"
LAYOUTS = layout_names(default_templates(), About.AGENCY)


def report(out: Path, layout: str, *options: object, example: Path = KUSUMAN) -> Result:
    return run("report", example / "plan.xlsx", example / "returned", "--layout", layout, "-o", out, *options)


def texts_of(path: Path) -> Iterator[str]:
    """Every text of a workbook or a document, in order."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        for element in document.element.body.iter():
            if element.tag.endswith("}t"):
                yield element.text or ""
            elif element.tag.endswith(("}p", "}br")):
                yield "\n"
        return
    for sheet in openpyxl.load_workbook(path).worksheets:
        if sheet.sheet_state == "visible":
            for row in sheet.iter_rows(values_only=True):
                yield from (str(each) for each in row if each is not None)


def said(path: Path) -> str:
    return compact("".join(texts_of(path)))


@pytest.fixture(scope="module", params=LAYOUTS)
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One layout as a workbook and as a document."""
    folder = tmp_path_factory.mktemp("papers")
    made = folder / f"{request.param}.xlsx", folder / f"{request.param}.docx"
    for path in made:
        result = report(path, request.param)
        assert result.exit_code == 0, result.output
        assert str(path) in result.output
    return made


def test_every_paper_is_a_sound_file(papers: tuple[Path, Path]) -> None:
    for path in papers:
        assert OpenXmlValidator().validate(str(path)).errors == []


def test_both_files_say_the_same(papers: tuple[Path, Path]) -> None:
    workbook, document = (set(re.findall(r"[ก-๙A-Za-z]{12,}", said(path))) for path in papers)
    in_workbook, in_document = (said(path) for path in papers)
    assert all(words in in_document for words in workbook if words in in_workbook and len(words) < 60)
    assert all(words in in_workbook for words in document if len(words) < 60)


def test_no_paper_has_a_formula(papers: tuple[Path, Path]) -> None:
    for sheet in openpyxl.load_workbook(papers[0]).worksheets:
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_digits_are_thai_unless_arabic_ones_are_wanted(tmp_path: Path) -> None:
    for name, options, wanted in (("t.docx", (), "๒๕๖๕"), ("a.docx", ("--digits", "arabic"), "2565")):
        assert report(tmp_path / name, "memo", *options).exit_code == 0
        text = "".join(texts_of(tmp_path / name))
        assert wanted in text
        assert bool(re.search(r"[0-9]", text)) == ("arabic" in options)


def test_scores_stay_numbers_in_a_workbook(tmp_path: Path) -> None:
    report(tmp_path / "r.xlsx", "full-report")
    cells = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, float)
    ]
    assert {cell.value for cell in cells} >= {92.5, 82.44, 80.95, 72.13, 73.16, 77.85}
    assert all("0.00" in cell.number_format for cell in cells if cell.value != 100)


def test_the_full_report_has_the_analysis_and_all_parts(tmp_path: Path) -> None:
    report(tmp_path / "r.docx", "full-report")
    text = said(tmp_path / "r.docx")
    parts = (
        *("บันทึกข้อความ", "เรื่องเดิม", "ข้อเท็จจริง", "ข้อเสนอเพื่อพิจารณา", "เห็นชอบ", "ไม่เห็นชอบ เนื่องจาก", "คำนำ"),
        *(
            "หลักการและเหตุผล",
            "มีค่าคะแนนเท่ากับ 84.48 อยู่ในระดับ B",
            "ประเด็นจุดแข็ง",
            "แก้ไขโดยเร่งด่วน",
            "4.3 การประเมิน",
        ),
        *("ตัวชี้วัดที่ 10 การป้องกันการทุจริต ได้คะแนน 100", "ตัวชี้วัดที่ 2 การใช้งบประมาณ ได้คะแนน 77.85"),
        *("หัวหน้าสำนักปลัดเทศบาล", "นายกเทศมนตรีตำบลกุสุมาลย์", "21 เมษายน 2565", "ผู้จัดทำ"),
    )
    assert [part for part in parts if compact(part) not in text] == []


# What the published report says, in its order: the highest, the next, the lowest, the one above it, the
# strength and the weakness with their purposes.
PUBLISHED_PARAGRAPH = (
    "เมื่อพิจารณาตามตัวชี้วัดพบว่า ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต ได้คะแนนเท่ากับร้อยละ ๑๐๐",
    "รองลงมาคือ ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ได้คะแนนเท่ากับร้อยละ ๙๒.๕๐",
    "น้อยที่สุดในปี พ.ศ. ๒๕๖๔ คือตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต ได้คะแนนเท่ากับร้อยละ ๗๒.๑๓",
    "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ ได้คะแนนเท่ากับร้อยละ ๗๓.๑๖",
    "จากข้อมูลสามารถสรุปได้ว่า จุดแข็งของ",
    "คือ ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต",
    "เพื่อสร้าง “เครือข่ายภาครัฐต่อต้านการทุจริต” ที่เข้มแข็งในการป้องกันและปราบปรามการทุจริตในภาครัฐ",
    "จุดอ่อน",
    "ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต",
    "เป็นตัวชี้วัดที่มีวัตถุประสงค์เพื่อประเมินการรับรู้ของบุคลากรภายในหน่วยงานต่อการแก้ไขปัญหาการทุจริต",
    "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ (๗๓.๑๖)",
    "ตัวชี้วัดที่ ๒ การใช้งบประมาณ (๗๗.๘๕)",
    "การวิเคราะห์ข้อมูล",
)


def _not_in_order(text: str, parts: Sequence[str]) -> list[str]:
    """The parts that do not come after the one before them."""
    place, wrong = 0, []
    for part in parts:
        found = text.find("".join(part.split()), place)
        if found < 0:
            wrong.append(part)
        else:
            place = found + len("".join(part.split()))
    return wrong


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_full_report_has_the_paragraph_that_was_published(tmp_path: Path, kind: str) -> None:
    report(tmp_path / f"r.{kind}", "full-report")
    text = "".join("".join(texts_of(tmp_path / f"r.{kind}")).split())
    assert _not_in_order(text, PUBLISHED_PARAGRAPH) == []
    # Total and grade are told once, above the table of scores; and nothing carries the house's mark.
    assert text.count("อยู่ในระดับB") == 1
    assert "*" not in text


def test_the_paragraph_has_the_digits_of_the_report(tmp_path: Path) -> None:
    report(tmp_path / "r.docx", "full-report", "--digits", "arabic")
    text = "".join("".join(texts_of(tmp_path / "r.docx")).split())
    assert "ตัวชี้วัดที่10การป้องกันการทุจริตได้คะแนนเท่ากับร้อยละ100" in text


def test_a_purpose_that_nobody_verified_is_not_shown_as_official(tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    book = openpyxl.load_workbook(KUSUMAN / "plan.xlsx")
    for number, row in enumerate(book["คะแนน"].iter_rows(min_row=4, max_row=13), start=1):
        row[3].value = {3: 100.0, 7: 11.0, 10: 90.0}.get(number)
    book.save(plan)
    out = tmp_path / "r.docx"
    run("report", plan, KUSUMAN / "returned", "--layout", "full-report", "-o", out)
    text = said(out)
    framework = load_framework(2564)
    for no in (3, 7):
        purpose = framework.indicator(no).purpose
        assert purpose
        assert framework.indicator(no).purpose_standing is not Standing.VERIFIED
        assert compact(purpose) not in text
        assert compact(f"ตัวชี้วัดที่ {no} {framework.indicator(no).name} ได้คะแนนเท่ากับร้อยละ") in text
    assert "วัตถุประสงค์เพื่อประเมิน" not in text


def test_a_report_over_incomplete_returns_says_so_first_and_is_never_final(tmp_path: Path) -> None:
    returned = tmp_path / "returned"
    shutil.copytree(KUSUMAN / "returned", returned)
    next(returned.glob("02*")).unlink()
    for name in ("r.docx", "r.xlsx"):
        arguments = ("report", KUSUMAN / "plan.xlsx", returned, "--layout", "memo", "-o", tmp_path / name)
        refused = run(*arguments, "--final")
        assert refused.exit_code == 2
        assert "กองยุทธศาสตร์และงบประมาณ" in refused.output
        assert "--final" in refused.output
        assert not (tmp_path / name).exists()
        assert run(*arguments).exit_code == 0
        begin = said(tmp_path / name)[:300]
        assert compact("ยังไม่ได้รับแบบรายงานจาก 1 หน่วย ได้แก่ กองยุทธศาสตร์และงบประมาณ") in begin


def test_a_complete_report_may_be_final(tmp_path: Path) -> None:
    assert report(tmp_path / "r.docx", "memo", "--final").exit_code == 0


def test_a_paper_that_somebody_may_have_edited_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "r.docx"
    assert report(out, "memo").exit_code == 0
    before = out.read_bytes()
    refused = report(out, "full-report")
    assert refused.exit_code == 2
    assert out.read_bytes() == before
    assert report(out, "full-report", "--overwrite").exit_code == 0
    assert out.read_bytes() != before


def test_the_plan_is_never_replaced_by_its_report(tmp_path: Path) -> None:
    plan = shutil.copy(KUSUMAN / "plan.xlsx", tmp_path / "plan.xlsx")
    arguments = ("report", plan, KUSUMAN / "returned", "--layout", "memo", "-o", plan, "--overwrite")
    before = Path(plan).read_bytes()
    assert run(*arguments).exit_code == 2
    assert Path(plan).read_bytes() == before


@pytest.mark.parametrize(
    ("layout", "name", "told"),
    [
        ("status", "r.xlsx", "status-ticks"),
        ("memo", "r.pdf", ".docx"),
        ("../plan", "r.xlsx", "memo"),
    ],
)
def test_wrong_usage_is_told_in_one_line(tmp_path: Path, layout: str, name: str, told: str) -> None:
    result = report(tmp_path / name, layout)
    assert result.exit_code == 2
    assert told in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_errors_in_the_returns_give_status_one_and_the_report_all_the_same(tmp_path: Path) -> None:
    result = report(tmp_path / "r.xlsx", "status-ticks", example=EXAMPLES / "000-phon-thong")
    assert result.exit_code == 1
    assert (tmp_path / "r.xlsx").exists()


def test_a_layout_of_ones_own_is_one_more_file(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(default_templates(), templates)
    own = (templates / "reports" / "memo.toml").read_text(encoding="utf-8")
    own = own.replace('text = "บันทึกข้อความ"', 'text = "บันทึกของ{agency} พิมพ์ใหม่"')
    (templates / "reports" / "my-memo.toml").write_text(own, encoding="utf-8")
    assert report(tmp_path / "r.docx", "my-memo", "--templates", templates).exit_code == 0
    assert compact("บันทึกของเทศบาลตำบลกุสุมาลย์ พิมพ์ใหม่") in said(tmp_path / "r.docx")
    (templates / "reports" / "my-memo.toml").write_text("title = 3\nfooter = '{agensy}'", encoding="utf-8")
    broken = report(tmp_path / "s.docx", "my-memo", "--templates", templates)
    assert broken.exit_code == 2
    assert "my-memo.toml" in broken.output
    assert not (tmp_path / "s.docx").exists()


def test_a_paper_among_the_returns_is_passed_over(tmp_path: Path) -> None:
    returned = tmp_path / "returned"
    shutil.copytree(KUSUMAN / "returned", returned)
    for kind in ("xlsx", "docx"):
        assert report(returned / f"รายงาน.{kind}", "memo").exit_code == 0
    result = run("consolidate", KUSUMAN / "plan.xlsx", returned, "-o", tmp_path / "s.xlsx")
    assert result.exit_code == 0, result.output
    assert "รายงาน.docx" in result.output
