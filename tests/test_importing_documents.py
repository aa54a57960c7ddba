"""Documents of every kind are read alike; those that cannot be read are refused in one line."""

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.shared import Cm
from docx.table import Table
from importing_cells import Place, returned_cells
from packages import zipped
from small_documents import as_csv, as_excel, as_html, as_markdown, as_text, as_word

from itaxl.assessment.findings import FindingKind
from itaxl.cli import main
from itaxl.importing.markup import html_parts
from itaxl.importing.tables import SourceTable
from itaxl.planning.controls import ControlError
from itaxl.sheets.formats import DEFAULT_LIMITS
from itaxl.sheets.workbooks import open_workbook
from itaxl.workflow.importing import import_documents
from itaxl.workflow.settings import Settings, default_templates

ROOT = Path(__file__).parent.parent
SETTINGS = Settings(default_templates(), date(2026, 11, 21), workers=1)


@pytest.mark.parametrize(
    "name", ["(นายตัวอย่าง ตัวอย่าง)", "(น.ส. ตัวอย่าง)", "(.....)", "(………………)", "( ........ )"]
)
def test_who_signs_a_memo_comes_in_by_position_and_never_by_name(name: str, tmp_path: Path) -> None:
    report = as_text(tmp_path / "report")
    memo = f"บันทึกข้อความ\n(ก)\nข้อแรก\n{name}\nนักทรัพยากรบุคคล\n{name}\nตำแหน่ง ปลัดเทศบาล\n"
    report.write_text(memo + report.read_text(encoding="utf-8"), encoding="utf-8")
    labels = import_documents([report], tmp_path / "plan.xlsx", SETTINGS).plan.labels
    signers = {key: labels.get(key) for key in ("prepared_by", "checked_by", "agreed_by", "approved_by")}
    assert signers == {
        "prepared_by": "นักทรัพยากรบุคคล",
        "checked_by": None,
        "agreed_by": None,
        "approved_by": "ปลัดเทศบาล",
    }
    assert "ตัวอย่าง" not in str(labels)


@pytest.mark.parametrize("write", [as_text, as_markdown, as_csv, as_html, as_word, as_excel])
def test_the_same_table_comes_in_alike_from_every_kind_of_document(
    write: Callable[[Path], Path], tmp_path: Path
) -> None:
    made = import_documents([write(tmp_path / "report")], tmp_path / "plan.xlsx", SETTINGS)
    first, second = made.plan.rows
    assert (first.code, second.code) == ("M1", "M2")
    assert first.values["steps"] == "๑. สำรวจ\n๒. เขียน"
    assert [each.name for each in made.plan.departments] == ["สำนักปลัด", "กองคลัง"]
    assert (first.start, first.end) == (date(2022, 12, 1), date(2022, 12, 31))
    assert (second.start, second.end) == (date(2022, 10, 1), date(2023, 9, 30))
    assert made.returned is not None
    cells = dict(returned_cells(made.returned))
    assert cells[Place("02", "M1", "สถานะ")] == "ดำเนินการแล้ว"
    assert cells[Place("02", "M1", "วันที่แล้วเสร็จ")] == date(2022, 12, 20)
    assert cells[Place("01", "M2", "ผลการดำเนินงาน")] == "=1+1"


def test_an_entry_never_becomes_a_formula(tmp_path: Path) -> None:
    import openpyxl

    made = import_documents([as_text(tmp_path / "report")], tmp_path / "plan.xlsx", SETTINGS)
    for path in (made.control, made.account):
        workbook = openpyxl.load_workbook(path)
        cells = [
            cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"
        ]
        assert all(cell.data_type == "s" for cell in cells)
        assert cells or path == made.control


def test_cells_merged_downwards_and_numbers_that_word_makes_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for cell, words in zip(table.rows[0].cells, ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ"], strict=True):
        cell.text = words
    table.cell(1, 0).merge(table.cell(2, 0)).text = "จัดทำคู่มือ"
    table.cell(1, 1).text, table.cell(1, 2).text = "สำรวจ", "กองคลัง"
    table.cell(2, 1).text, table.cell(2, 2).text = "แจกจ่าย", "กองช่าง"
    listed = table.cell(2, 1)
    listed.add_paragraph("ติดตามผล")
    number = document.styles["List Number"].element.pPr.numPr.numId.val
    for paragraph in listed.paragraphs:
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
    path = tmp_path / "report.docx"
    document.save(str(path))
    rows = import_documents([path], tmp_path / "plan.xlsx", SETTINGS).plan.rows
    assert [row.code for row in rows] == ["M1.1", "M1.2"]
    assert rows[1].measure_code == "M1.1"
    assert rows[1].values["steps"] == "1. แจกจ่าย\n2. ติดตามผล"


def test_what_stands_at_the_edges_of_pages_and_in_notes_is_in_the_account(tmp_path: Path) -> None:
    document = docx.Document()
    _fill(document.add_table(2, 2), ["มาตรการ", "ผู้รับผิดชอบ"], ["จัดทำคู่มือ", "กองคลัง"])
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for header in (section.header, section.first_page_header):
        header.paragraphs[0].text = "ลับ ใช้ภายใน"
    section.footer.add_table(1, 1, Cm(10)).cell(0, 0).text = "ฉบับแก้ไข"
    path = tmp_path / "report.docx"
    document.save(str(path))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", _FOOTNOTES)
        archive.writestr("word/comments.xml", "<broken")
    made = import_documents([path], tmp_path / "plan.xlsx", SETTINGS, year=2566)
    (row,) = made.plan.rows
    assert row.values["measure"] == "จัดทำคู่มือ"
    book = open_workbook(made.account)
    rows = [row for name in book.sheet_names for row in book.grid(name).rows]
    for place, words in (("หัวกระดาษ 1", "ลับ ใช้ภายใน"), ("ท้ายกระดาษ 1", "ฉบับแก้ไข"), ("เชิงอรรถ 1", "ดูแผนปีก่อน")):
        assert [each for each in rows if place in each and words in each]
    assert not [each for each in rows if "หัวกระดาษ 2" in each]


_FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:footnote><w:p><w:r><w:t>ดูแผนปีก่อน</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def _fill(table: Table, *rows: Sequence[str]) -> None:
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text


_LIKE_AN_INDICATOR = """\
มาตรการ,ผู้รับผิดชอบ,ขั้นตอน,ตัวชี้วัดความสำเร็จ
ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล (OIT),,,
อบรม,สป.,เชิญวิทยากร,ผ่านร้อยละ 80
,,ติดตามผล,
"""


def test_a_column_that_only_sounds_like_indicators_leaves_them_to_the_heading(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(_LIKE_AN_INDICATOR, encoding="utf-8")
    made = import_documents([path], tmp_path / "plan.xlsx", SETTINGS, year=2566)
    (row,) = made.plan.rows
    assert row.indicators == (9,)
    assert "ผ่านร้อยละ 80" in str(open_workbook(made.control).grid("มาตรการ").rows)
    told = [(each.kind, each.sheet, each.cell) for each in made.findings if "ความสำเร็จ" in each.value]
    assert told == [(FindingKind.HEADER_UNKNOWN, "", "D1")]


def test_a_row_that_goes_on_in_a_table_of_cells_is_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(_LIKE_AN_INDICATOR, encoding="utf-8")
    (row,) = import_documents([path], tmp_path / "plan.xlsx", SETTINGS, year=2566).plan.rows
    assert row.values["steps"] == "เชิญวิทยากร\nติดตามผล"


def test_what_a_page_has_cut_goes_on_where_it_stopped(tmp_path: Path) -> None:
    document = docx.Document()
    for rows in (["มาตรการ", "ผู้รับผิดชอบ", "ขั้นตอน"], ["อบรม", "กองคลัง", "เชิญวิท"]), (["", "", "ยากร"],):
        table = document.add_table(0, 3)
        for words in rows:
            for cell, text in zip(table.add_row().cells, words, strict=True):
                cell.text = text
    path = tmp_path / "report.docx"
    document.save(str(path))
    (row,) = import_documents([path], tmp_path / "plan.xlsx", SETTINGS).plan.rows
    assert row.values["steps"] == "เชิญวิทยากร"


@pytest.mark.parametrize(
    ("written", "numbers", "item"),
    [("i20", (4,), "i20"), ("o8 Q&A", (9,), "o8 Q&A"), ("8", (8,), None), ("E๑๒", (8,), "E๑๒")],
)
def test_the_code_of_an_item_tells_the_indicator(
    written: str, numbers: tuple[int, ...], item: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"ตัวชี้วัด,มาตรการ,ผู้รับผิดชอบ\n{written},อบรม,สป.\n", encoding="utf-8")
    made = import_documents([path], tmp_path / "plan.xlsx", SETTINGS, year=2566)
    (row,) = made.plan.rows
    assert (row.indicators, row.values.get("item")) == (numbers, item)
    kinds = {each.kind for each in made.findings}
    assert not kinds & {FindingKind.UNKNOWN_INDICATOR, FindingKind.DEPARTMENT_READ}


@pytest.mark.parametrize(
    ("written", "start"),
    [("30/09/2566", None), ("ก.ย. 2566", None), ("1 มิ.ย. 2566 - 30 ก.ย. 2566", date(2023, 6, 1))],
)
@pytest.mark.parametrize("header", ["กำหนดแล้วเสร็จ", "กำหนดเเล้วเสร็จ"])
def test_one_day_under_a_deadline_is_the_last(
    written: str, start: date | None, header: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"มาตรการ,ผู้รับผิดชอบ,{header}\nอบรม,กองคลัง,{written}\n", encoding="utf-8")
    (row,) = import_documents([path], tmp_path / "plan.xlsx", SETTINGS).plan.rows
    assert (row.start, row.end) == (start, date(2023, 9, 30))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("แผนของ อบต.หนองบัว อำเภอเมือง", "องค์การบริหารส่วนตำบลหนองบัว"),
        ("แผน ทต. ท่าขอนยาง", "เทศบาลตำบลท่าขอนยาง"),
        ("แผนของ อบต. และ ทต.", ""),
        ("เทศบาลเมืองศรีสะเกษ ร่วมกับ อบต.น้ำคำ", "เทศบาลเมืองศรีสะเกษ"),
    ],
)
def test_an_agency_is_known_by_the_short_form_of_its_kind(title: str, name: str, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(f"{title}\n\n{_LIKE_AN_INDICATOR.replace(',', chr(9))}", encoding="utf-8")
    assert import_documents([report], tmp_path / "plan.xlsx", SETTINGS).plan.agency.name == name


def test_scores_come_in_beside_the_measures(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    lines = [
        f"{number},{name},{score}"
        for number, name, score in ((1, "การปฏิบัติหน้าที่", "๘๒.๔๔"), (2, "การใช้งบประมาณ", "77.85"))
    ]
    scores.write_text("\n".join(["ที่,ตัวชี้วัด,คะแนน", *lines]), encoding="utf-8")
    made = import_documents([as_text(tmp_path / "report"), scores], tmp_path / "plan.xlsx", SETTINGS)
    assert {each.no: str(each.score) for each in made.plan.scores if each.score} == {1: "82.44", 2: "77.85"}


# What cannot be read

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&b;</w:body>'
    "</w:document>"
)


_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DEEP = f"<w:document {_SPACE}><w:body>{'<w:sdt>' * 5000}{'</w:sdt>' * 5000}</w:body></w:document>"
_DOCUMENTS = {
    "entities": BILLION_LAUGHS,
    "damaged": "<w:document",
    "bomb": " " * 60_000_000,
    "deep": _DEEP,
}
_BYTES = {
    "pdf": b"%PDF-1.7\n",
    "password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "text": "ไม่มีตารางในข้อความนี้".encode(),
    "other-table": "ชื่อ\tอายุ\nก\t1\nข\t2".encode(),
}


def _broken(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / f"{kind}.docx"
    if kind in _DOCUMENTS:
        return zipped(path, {"word/document.xml": _DOCUMENTS[kind].encode()})
    if kind in _BYTES:
        path.write_bytes(_BYTES[kind])
    elif kind == "no-table":
        docx.Document().save(str(path))
    elif kind == "own":
        path.write_bytes((ROOT / "examples" / "002-kusuman" / "plan.xlsx").read_bytes())
    return path


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    "kind",
    [
        *("entities", "damaged", "bomb", "deep", "no-table", "pdf", "password", "text", "other-table", "own"),
        "missing",
    ],
)
def test_what_cannot_be_imported_is_told_in_one_line(kind: str, language: str, tmp_path: Path) -> None:
    path, out = _broken(tmp_path, kind), tmp_path / "plan.xlsx"
    done = CliRunner().invoke(main, ["import", str(path), "-o", str(out), "--lang", language])
    assert done.exit_code == 2
    assert len(done.output.strip().splitlines()) == 1
    assert path.name in done.output
    assert ("→" in done.output) or kind == "other-table"
    assert not list(tmp_path.glob("*plan*"))


def test_more_rows_than_any_plan_has_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        f"<table><tr><th>มาตรการ<th>ผู้รับผิดชอบ{'<tr><td>ก<td>กองคลัง' * 20_001}</table>", encoding="utf-8"
    )
    with pytest.raises(ControlError, match="copy the table of measures alone"):
        import_documents([path], tmp_path / "plan.xlsx", SETTINGS)


def test_many_merged_cells_of_a_page_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<table>" + "<tr><td rowspan=200 colspan=200>ก</td></tr>" * 60 + "</table>", encoding="utf-8"
    )
    with pytest.raises(ControlError):
        import_documents([path], tmp_path / "plan.xlsx", SETTINGS)


@pytest.mark.parametrize("opened", ["<a ", "<!--", "<![CDATA[", '<a x="', "</", "<", "&", "<script>"])
def test_a_page_of_tags_that_never_end_is_read_to_its_end(opened: str) -> None:
    # A reader that looks for every end anew would be at it for hours.
    html_parts(f"<html>{opened * 100_000}", DEFAULT_LIMITS)


def test_words_around_the_cells_of_a_page_are_not_lost() -> None:
    page = "<p>ก่อน</p><table><caption>ชื่อตาราง</caption><tr><td>ใน<br>ช่อง</td></tr></table>หลัง &lt; 5"
    texts = [
        "|".join(cell.text for row in part.rows for cell in row)
        if isinstance(part, SourceTable)
        else part.text
        for part in html_parts(page, DEFAULT_LIMITS)
    ]
    assert texts == ["ก่อน", "ใน\nช่อง", "ชื่อตาราง", "หลัง < 5"]
