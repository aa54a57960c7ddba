"""Papers as workbooks: all words are there, in rows high enough, on pages of the right size."""

import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from conftest import Convert
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from itaxl.papers.document import (
    Align,
    Approval,
    Block,
    Cell,
    Column,
    Cover,
    Heading,
    Labelled,
    Number,
    Orientation,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    Section,
    Signature,
    Table,
    TextStyle,
    words_of,
)
from itaxl.papers.excel import KIND, sheet_names, write_excel
from itaxl.papers.excel_paging import paged
from itaxl.papers.excel_strips import Grid, PaperSize, Strip, cleaned, parts_of
from itaxl.papers.excel_tables import table_edges
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.thai.measuring import line_count, line_height

_MARKS_AND_BLANKS = re.compile("[\\sาำ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
DAY = date(2022, 4, 21)
LANDSCAPE, PORTRAIT = Orientation.LANDSCAPE, Orientation.PORTRAIT
INCH, A4 = 72, (841.89, 595.28)
SENTENCE = (
    "มีการจัดทำประกาศมาตรการตรวจสอบการใช้ดุลพินิจเพื่อการป้องกันการทุจริตลงวันที่ ๑๗ ม.ค. ๖๕ "
    "และแจ้งเวียนให้สำนัก/กอง หรือเจ้าหน้าที่ได้รับทราบและถือปฏิบัติ "
)
SCORES = Table(
    (Column("ตัวชี้วัด", 3), Column("คะแนน", 1, Align.RIGHT)),
    (
        Row((Cell("เครื่องมือ IIT\nภายใน"),), is_group=True),
        Row((Cell("การใช้อำนาจ"), Cell(Number(Decimal("92.5"))))),
        Row((Cell("จำนวนเรื่อง"), Cell(Number(Decimal(1234567), 0)))),
        Row((Cell("=1+1"), Cell("https://example.go.th"))),
    ),
)
MEASURES = Table(
    tuple(
        Column(header, width)
        for header, width in (
            ("ที่", 0.4),
            ("มาตรการ", 3),
            ("ขั้นตอนหรือวิธีการ", 3),
            ("ผู้รับผิดชอบ", 1.4),
            ("ดำเนินการแล้ว", 0.3),
            ("ผลการดำเนินงาน", 3),
        )
    ),
    tuple(
        Row(
            (
                Cell(str(number)),
                Cell("มาตรการตรวจสอบ" if number % 2 else "", continues=not number % 2),
                Cell(SENTENCE),
                Cell("สำนักปลัด"),
                Cell("✓"),
                Cell(SENTENCE * (1 + number % 4)),
            )
        )
        for number in range(1, 13)
    ),
)
SIGNATURE = Signature("ผู้จัดทำ", "หัวหน้าสำนักปลัด")
MEMO: tuple[Block, ...] = (
    Paragraph("ร่าง ยังไม่ครบ", TextStyle.WARNING),
    Heading("บันทึกข้อความ", 1, Align.CENTRE),
    Labelled((("ส่วนราชการ", "สำนักปลัด"),)),
    Labelled((("ที่", "สน ๕๓๐๐๑/๐๗๙"), ("วันที่", "๒๑ เมษายน ๒๕๖๕"))),
    Paragraph("เรื่องเดิม", TextStyle.STRONG),
    Paragraph(SENTENCE * 3),
    Paragraph("(๑) ข้อมูลพื้นฐาน\n(๒) การบริหารงาน", TextStyle.ITEM),
    Paragraph("ที่มา: ITAS", TextStyle.NOTE),
    Paragraph("เรียน นายกเทศมนตรี", TextStyle.PLAIN),
    Paragraph("เมษายน ๒๕๖๕", TextStyle.CENTRED),
    Signature("", ""),
    Approval("เรียน ปลัดเทศบาล", SIGNATURE, "ได้พิจารณาแล้ว", ("เห็นชอบ", "ไม่เห็นชอบ เนื่องจาก…"), 2),
)
COVER = Cover(("รายงานผลการดำเนินการ", "รอบ ๖ เดือน"), ("เทศบาลตำบลกุสุมาลย์", "จังหวัดสกลนคร"))


def paper_of(*sections: Section, thai_digits: bool = True) -> Paper:
    return Paper("รายงาน", "เทศบาลตำบลกุสุมาลย์", "2566 ผล & สรุป", sections, thai_digits)


def section_of(*blocks: Block, orientation: Orientation = LANDSCAPE, name: str = "ผล") -> Section:
    return Section(name, orientation, blocks)


WHOLE = paper_of(
    section_of(COVER, name="ปก"),
    section_of(*MEMO, orientation=PORTRAIT, name="บันทึกข้อความ"),
    section_of(
        COVER,
        Heading("ผล", 2),
        SCORES,
        Heading("มาตรการ", 3),
        *MEMO[2:4],
        MEASURES,
        SIGNATURE,
        name="สองตาราง",
    ),
    section_of(MEASURES, PageBreak(), Approval("ความเห็น", SIGNATURE), name="ผล"),
)


def written(place: Path, paper: Paper, name: str = "paper.xlsx") -> Path:
    path = place / name
    write_excel(path, paper, DAY)
    return path


def sheet_of(place: Path, *blocks: Block, orientation: Orientation = LANDSCAPE) -> Worksheet:
    path = written(place, paper_of(section_of(*blocks, orientation=orientation)))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def values(sheet: Worksheet) -> Iterator[object]:
    """What the cells hold, row by row."""
    for row in sheet.iter_rows(values_only=True):
        yield from (value for value in row if value is not None)


def heights(sheet: Worksheet) -> list[float]:
    found = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert all(found)
    return [float(each or 0) for each in found]


def widths(sheet: Worksheet) -> list[float]:
    """Points of the columns of a sheet; a character is 8 pixels."""
    found: list[float] = []
    for column in sheet.column_dimensions.values():
        found += [column.width * 6] * ((column.max or 0) - (column.min or 0) + 1)
    return found


def pages(sheet: Worksheet) -> list[float]:
    """How high the rows of each page are together, without what is repeated on it."""
    ends = [each.id for each in sheet.row_breaks.brk]
    known = heights(sheet)
    return [sum(known[begin:end]) for begin, end in zip([0, *ends], [*ends, len(known)], strict=True)]


def spanned(sheet: Worksheet, text: str) -> tuple[float, float]:
    """Room in width and height of the cell that holds a text, merged cells included."""
    cell = next(each for row in sheet.iter_rows() for each in row if each.value == text)
    columns, rows = [cell.column], [cell.row]
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            columns = list(range(merged.min_col, merged.max_col + 1))
            rows = list(range(merged.min_row, merged.max_row + 1))
    known = heights(sheet)
    return sum(widths(sheet)[each - 1] for each in columns) - 3.75, sum(known[each - 1] for each in rows)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("paper"), WHOLE)


def test_a_paper_is_a_valid_workbook(whole: Path) -> None:
    assert OpenXmlValidator().validate(str(whole)).errors == []


def test_every_text_is_there_in_order(whole: Path) -> None:
    book = openpyxl.load_workbook(whole)
    for section in WHOLE.sections:
        sheet = book[section.name]
        assert isinstance(sheet, Worksheet)
        held = iter([f"{each:.2f}" if isinstance(each, float) else str(each) for each in values(sheet)])
        here = ""
        for block in section.blocks:
            for word in filter(None, words_of(block)):
                while word.strip() not in here:
                    here = next(held)
                here = here.partition(word.strip())[2]


def test_a_workbook_tells_what_it_is_and_may_be_replaced(whole: Path) -> None:
    sent = stamp_of(open_workbook(whole))
    assert sent is not None
    assert (sent.stamp.kind, sent.stamp.agency) == (KIND, "เทศบาลตำบลกุสุมาลย์")
    properties = openpyxl.load_workbook(whole).properties
    assert (properties.title, properties.creator) == ("รายงาน", "เทศบาลตำบลกุสุมาลย์")
    assert properties.created is not None
    assert properties.created.date() == DAY


def test_the_same_paper_gives_the_same_bytes(tmp_path: Path, whole: Path) -> None:
    assert written(tmp_path, WHOLE).read_bytes() == whole.read_bytes()


def test_each_section_is_an_a4_sheet_one_page_wide_that_lies_as_it_should(whole: Path) -> None:
    book = openpyxl.load_workbook(whole)
    for section in WHOLE.sections:
        sheet = book[section.name]
        assert isinstance(sheet, Worksheet)
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == section.orientation.value
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        long, short = A4
        across, down = (long, short) if section.orientation is LANDSCAPE else (short, long)
        margins = sheet.page_margins
        assert all(1.5 <= each * 2.54 <= 2.1 for each in (margins.left, margins.right, margins.top))
        room = across - INCH * (margins.left + margins.right)
        assert 0.985 * room < sum(widths(sheet)) <= room
        used = max(pages(sheet))
        repeated = 0.0
        if sheet.print_title_rows:
            row = int(sheet.print_title_rows.split(":")[0].strip("$"))
            repeated = heights(sheet)[row - 1]
            used = max(pages(sheet)[0], *(each + repeated for each in pages(sheet)[1:]))
        assert used <= down - INCH * (margins.top + margins.bottom)
        assert not sheet.sheet_view.showGridLines
        assert sheet.sheet_view.selection[0].activeCell == "A1"


def test_a_footer_names_the_paper_and_the_page_but_not_on_a_cover(whole: Path) -> None:
    book = openpyxl.load_workbook(whole)
    with zipfile.ZipFile(whole) as archive:
        cover, memo = (archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert "oddFooter" not in cover
    found = re.search("<oddFooter>(.*)</oddFooter>", memo)
    assert found is not None
    assert found[1].endswith("2566 ผล &amp;&amp; สรุป · หน้า &amp;P จาก &amp;N")
    assert book.active is book.worksheets[0]


@pytest.mark.parametrize(("thai", "shown"), [(True, "[$-D00041E]0.00"), (False, "0.00")])
def test_figures_stay_numbers(tmp_path: Path, shown: str, *, thai: bool) -> None:
    path = written(tmp_path, paper_of(section_of(SCORES), thai_digits=thai))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    numbers = [each for row in sheet.iter_rows() for each in row if isinstance(each.value, int | float)]
    assert [each.value for each in numbers] == [92.5, 1234567]
    assert [each.number_format for each in numbers] == [shown, shown.removesuffix(".00")]
    assert {each.alignment.horizontal for each in numbers} == {"right"}


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, SCORES, Paragraph("=HYPERLINK()", TextStyle.PLAIN), Heading("@x"))
    assert {"=1+1", "https://example.go.th", "=HYPERLINK()", "@x"} <= set(values(sheet))
    assert all(each.data_type in "sn" for row in sheet.iter_rows() for each in row)
    assert not any(each.hyperlink for row in sheet.iter_rows() for each in row)


def test_control_characters_are_left_out_and_every_line_break_is_kept(tmp_path: Path) -> None:
    assert "ก\nข\nค ง" in values(sheet_of(tmp_path, Paragraph("ก\r\nข\u2028ค\tง\x07\ud800", TextStyle.PLAIN)))


@pytest.mark.parametrize("orientation", Orientation)
def test_rows_are_as_high_as_their_texts_need(tmp_path: Path, orientation: Orientation) -> None:
    blocks = (Paragraph(SENTENCE * 9, TextStyle.PLAIN), MEASURES)
    sheet = sheet_of(tmp_path, *blocks, orientation=orientation)
    for text, size in ((SENTENCE * 9, 16), (SENTENCE * 4, 14)):
        width, height = spanned(sheet, text)
        assert height >= line_count(text, width, size=size) * line_height(size)


@pytest.mark.parametrize("text", [SENTENCE * 60, "\n".join(["ข้อ"] * 120), "ก" * 9000], ids=len)
def test_a_text_higher_than_a_row_or_a_page_is_shown_in_full(tmp_path: Path, text: str) -> None:
    sheet = sheet_of(tmp_path, Paragraph(text, TextStyle.PLAIN))
    width, height = spanned(sheet, text)
    assert height >= line_count(text, width) * line_height()
    assert height > PaperSize.of(LANDSCAPE).room
    assert max(heights(sheet)) <= 409
    assert max(pages(sheet)) < 498


@pytest.mark.parametrize("text", [SENTENCE * 60, "\n".join(["ข้อ"] * 120), "ก" * 9000, "กำ้" * 4000], ids=len)
def test_a_row_higher_than_a_page_goes_on_in_rows_that_fit(tmp_path: Path, text: str) -> None:
    other = "อีกช่องหนึ่ง\n" * 90
    row = Row((Cell("๑"), Cell(text), Cell(other)))
    sheet = sheet_of(tmp_path, Table((Column("ที่", 1), Column("ผล", 3), Column("ข้อ", 2)), (row,)))
    columns: dict[int, list[tuple[str, int]]] = {}
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if cell.value is not None:
                columns.setdefault(cell.column, []).append((str(cell.value), cell.row))
    in_full = ["".join(part for part, _ in parts).replace("\n", "") for parts in columns.values()]
    assert in_full == ["๑", text.replace("\n", ""), other.replace("\n", "")]
    assert len(columns[max(columns)]) > 1
    for parts in columns.values():
        for part, _ in parts:
            width, height = spanned(sheet, part)
            assert height >= line_count(part, width, size=14) * line_height(14)
            assert height <= PaperSize.of(LANDSCAPE).room
            assert unicodedata.category(part[0]) != "Mn"
    # A page ends below one of these rows, never within it.
    merged = [(each.min_row, each.max_row) for each in sheet.merged_cells.ranges]
    for end in (each.id for each in sheet.row_breaks.brk):
        assert not any(first <= end < last for first, last in merged)


def test_a_page_ends_between_two_lines(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, Paragraph("\n".join("กขค" * 30), TextStyle.PLAIN))
    known, ends = heights(sheet), [each.id for each in sheet.row_breaks.brk]
    above = [sum(known[:end]) for end in ends]
    assert len(above) > 1
    assert all(min(each % 20.96, 20.96 - each % 20.96) < 1 for each in above)


def test_a_text_too_long_for_a_cell_goes_on_in_the_next_row(tmp_path: Path) -> None:
    text = "ความโปร่งใส " * 6000
    sheet = sheet_of(tmp_path, Table((Column("ที่"), Column("ผล", 9)), (Row((Cell("๑"), Cell(text))),)))
    assert "".join(str(each) for each in values(sheet)) == "ที่ผล๑" + text
    lines = "\n".join(map(str, range(600)))
    sheet = sheet_of(tmp_path, Paragraph(lines, TextStyle.PLAIN))
    assert "\n".join(str(each) for each in values(sheet)) == lines
    assert all(str(each).count("\n") <= 253 for each in values(sheet))


@given(st.text("กข่ \n😀", max_size=60).map(lambda text: text * 1200))
def test_parts_of_a_text_lose_nothing_and_fit_into_cells(text: str) -> None:
    parts = parts_of(text)
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")
    assert all(len(each.encode("utf-16-le")) <= 2 * 32_767 and each.count("\n") <= 253 for each in parts)


@given(st.text())
def test_whatever_is_cleaned_can_be_written(text: str) -> None:
    cleaned(text).encode()
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", cleaned(text))


def test_the_header_is_repeated_where_it_belongs_to_all_that_follows(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, Heading("ผล"), MEASURES, SIGNATURE)
    row = int((sheet.print_title_rows or "").split(":")[0].strip("$"))
    assert sheet.cell(row, 1).value == "ที่"
    assert len(pages(sheet)) > 1
    following = (MEASURES, PageBreak(), Paragraph(SENTENCE))
    assert sheet_of(tmp_path, *following).print_title_rows is None


def test_no_header_stands_on_a_page_without_a_row_of_its_table(tmp_path: Path) -> None:
    for sentences in range(8, 16):
        blocks = Paragraph(SENTENCE * sentences), SCORES, Paragraph(SENTENCE * 6), SIGNATURE
        sheet = sheet_of(tmp_path, *blocks, orientation=Orientation.PORTRAIT)
        (header,) = (row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "ตัวชี้วัด")
        begins = [each.id for each in sheet.row_breaks.brk if each.id >= header]
        assert not (begins and sheet.print_title_rows), sentences


def test_a_table_that_excel_cannot_repeat_the_header_of_has_it_on_each_page(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, MEASURES, SCORES)
    headers = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "ที่"]
    assert len(headers) > 1
    assert {each.id + 1 for each in sheet.row_breaks.brk} >= set(headers[1:])


def test_no_cell_of_a_table_body_is_merged_where_there_is_one_table_of_short_rows(tmp_path: Path) -> None:
    rows = tuple(Row((Cell("ก"), Cell("ข"), Cell("ค"))) for _ in range(60))
    table = Table((Column("ก"), Column("ข"), Column("ค")), rows)
    sheet = sheet_of(tmp_path, Heading("ผล"), table, SIGNATURE)
    assert all(each.max_row == each.min_row for each in sheet.merged_cells.ranges)
    body = {sheet.cell(row, 2).coordinate for row in range(5, 60)}
    assert not any(each in merged for merged in sheet.merged_cells.ranges for each in body)


def test_a_continued_cell_has_no_line_above(tmp_path: Path) -> None:
    rows = (
        Row((Cell("ก"), Cell("๑"))),
        Row((Cell("ทิ้ง", continues=True), Cell("๒"))),
        Row((Cell("ข"), Cell("๓"))),
    )
    sheet = sheet_of(tmp_path, Table((Column("ก"), Column("ข")), rows))
    first, second, third = (sheet.cell(row, 1) for row in (2, 3, 4))
    assert second.value is None
    assert (first.border.bottom.style, second.border.top.style) == (None, None)
    assert (second.border.bottom.style, third.border.top.style) == ("thin", "thin")
    assert sheet.cell(3, 2).border.top.style == "thin"


def test_a_group_row_is_one_line_across(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, SCORES)
    assert sheet.cell(2, 1).value == "เครื่องมือ IIT\nภายใน"
    assert "A2:B2" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[2].height >= 2 * line_height()


def test_a_cover_is_a_page_by_itself(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, COVER, Heading("ผล"), PageBreak(), Paragraph("ต่อ"))
    firsts = [sheet.cell(each.id + 1, 1).value for each in sheet.row_breaks.brk]
    assert firsts == ["ผล", " " * 20 + "ต่อ"]
    title = next(each for row in sheet.iter_rows() for each in row if each.value == COVER.title[0])
    assert (title.font.sz, title.font.b, title.alignment.horizontal) == (26, True, "center")
    assert pages(sheet)[0] > 0.97 * PaperSize.of(LANDSCAPE).room


@pytest.mark.parametrize("lines", range(1, 60, 3))
def test_a_signature_is_never_torn_apart_nor_alone_on_a_page(tmp_path: Path, lines: int) -> None:
    # But rather alone than a row of a table cut that would fit on a page.
    text = "\n".join(f"ข้อ {number}" for number in range(lines))
    for block in (Paragraph(text, TextStyle.PLAIN), Table((Column("ผล"),), (Row((Cell(text),)),))):
        sheet = sheet_of(tmp_path, block, SIGNATURE)
        ends = [each.id for each in sheet.row_breaks.brk]
        signed = [row for row in range(1, sheet.max_row + 1) if "ลงชื่อ" in str(sheet.cell(row, 1).value)]
        signed += [row for row in range(1, sheet.max_row + 1) if "ลงชื่อ" in str(sheet.cell(row, 2).value)]
        assert len(signed) == 1
        assert not any(signed[0] <= end < sheet.max_row for end in ends)
        is_alone = any(signed[0] - 2 <= end < signed[0] for end in ends)
        assert not is_alone or (isinstance(block, Table) and len(ends) == 1)


def test_letters_are_smaller_where_then_the_last_row_stands_above_its_signature(tmp_path: Path) -> None:
    columns = tuple(Column(each) for each in ("ก", "ข", "ค", "ง", "จ", "ผล"))
    rows = tuple(Row((*[Cell()] * 5, Cell("ก\n" * lines))) for lines in (3, 21))
    sheet = sheet_of(tmp_path, Table(columns, rows), SIGNATURE)
    alone = sheet_of(tmp_path, Table(columns, rows))
    sizes = [each.cell(1, 1).font.sz for each in (sheet, alone)]
    assert sizes == [12, 14]
    ends = [each.id for each in sheet.row_breaks.brk]
    (signed,) = {cell.row or 0 for row in sheet.iter_rows() for cell in row if "ลงชื่อ" in str(cell.value)}
    assert not any(signed - 2 <= end < signed for end in ends)


def test_what_is_approved_stays_together(tmp_path: Path) -> None:
    for lines in range(1, 40, 4):
        text = Paragraph("\n".join("ก" * lines), TextStyle.PLAIN)
        sheet = sheet_of(tmp_path, text, MEMO[-1], orientation=PORTRAIT)
        begin = next(each.row for row in sheet.iter_rows() for each in row if each.value == "เรียน ปลัดเทศบาล")
        assert not any(begin <= each.id < sheet.max_row for each in sheet.row_breaks.brk)


def test_choices_have_boxes_and_room_to_write(tmp_path: Path) -> None:
    held = [str(each) for each in values(sheet_of(tmp_path, MEMO[-1], orientation=PORTRAIT))]
    assert "(     )  เห็นชอบ" in held
    assert any("ไม่เห็นชอบ เนื่องจาก……" in each.replace(".", "…") for each in held)


def test_a_warning_is_red_and_says_so_in_words(tmp_path: Path) -> None:
    cell = sheet_of(tmp_path, MEMO[0]).cell(1, 1)
    assert (cell.value, cell.font.color.rgb, cell.fill.fgColor.rgb) == (
        "ร่าง ยังไม่ครบ",
        "FFA4262C",
        "FFFDE7E9",
    )


def test_labels_stand_before_dotted_lines_beside_a_table_too(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, *MEMO[2:4], orientation=PORTRAIT)
    label = next(each for row in sheet.iter_rows() for each in row if each.value == "วันที่")
    assert label.font.b
    value = next(each for row in sheet.iter_rows() for each in row if each.value == "๒๑ เมษายน ๒๕๖๕")
    assert (value.row, value.border.bottom.style) == (label.row, "dotted")
    held = [str(each) for each in values(sheet_of(tmp_path, *MEMO[2:4], SCORES))]
    assert "ส่วนราชการ  สำนักปลัด" in held


def test_names_of_sheets_are_those_that_excel_allows() -> None:
    names = sheet_names(["ก" * 40, "ก" * 40, "[a]:*?/\\b", "'", "History", "_itaxl", "A", "a"])
    assert len({each.casefold() for each in names} | {"_itaxl"}) == 9
    assert all(0 < len(each) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", each) for each in names)


@given(st.lists(st.floats(0.01, 20), min_size=1, max_size=12), st.sampled_from(Orientation))
def test_columns_fill_the_page_and_none_is_too_narrow_for_its_words(
    shares: list[float], orientation: Orientation
) -> None:
    width = PaperSize.of(orientation).width
    table = Table(tuple(Column("ดำเนินการ", each) for each in shares), ())
    edges = table_edges(table, width)
    assert (edges[0], edges[-1]) == (0, width)
    narrowest = min(right - left for left, right in pairwise(edges))
    assert narrowest >= min(60, width // len(shares) - 1)
    assert Grid(width, edges).edges == edges


_WORDS = "มาตรการเพื่อส่งเสริมคุณธรรม "


def _of(*texts: str) -> Table:
    columns = Column("มาตรการ"), Column("ขั้นตอน", 5), Column("ผล", 3)
    return Table(columns, (Row(tuple(map(Cell, texts))),))


def test_columns_keep_their_shares_until_a_row_would_fill_a_page() -> None:
    width = PaperSize.of(Orientation.LANDSCAPE).width
    usual, long = _of(_WORDS * 4, _WORDS, "ก"), _of(_WORDS * 60, _WORDS, "ก")
    first = [table_edges(each, width)[1] for each in (usual, long)]
    assert first[0] == table_edges(_of("", "", ""), width)[1] == pytest.approx(width / 9, abs=1)
    assert first[1] > 4 * first[0]


@given(st.lists(st.lists(st.integers(0, 90), min_size=3, max_size=3), max_size=6))
def test_columns_fill_the_page_whatever_stands_in_them(counts: list[list[int]]) -> None:
    width = PaperSize.of(Orientation.PORTRAIT).width
    rows = tuple(Row(tuple(Cell(_WORDS * each) for each in row)) for row in counts)
    table = Table(_of("", "", "").columns, rows)
    edges = table_edges(table, width)
    assert (edges[0], edges[-1]) == (0, width)
    assert min(right - left for left, right in pairwise(edges)) >= 20
    assert len(edges) == 4


def test_a_number_always_fits(tmp_path: Path) -> None:
    number = Number(Decimal("-123456789.25"))
    table = Table((Column("ก", 100), Column("ข", 0.1)), (Row((Cell("ก"), Cell(number))),))
    assert widths(sheet_of(tmp_path, table))[1] > 12 * 16 * 0.45 * 0.9


_STRIPS = st.lists(
    st.builds(
        lambda lines, pitched, keeps, begins, gap, followed: Strip(
            (),
            lines * 21.0 + 1.5,
            20.96 if pitched or lines > 20 else 0.0,
            lines,
            gap=gap,
            keeps_next=keeps,
            begins_page=begins,
            followed_by=followed,
        ),
        st.integers(1, 90),
        st.booleans(),
        st.booleans(),
        st.sampled_from([False, False, False, True]),
        st.sampled_from([0.0, 0.0, 8.25]),
        st.sampled_from([0.0, 0.0, 90.0]),
    ),
    max_size=12,
)


@given(_STRIPS, st.sampled_from([490.0, 719.0]))
def test_every_strip_has_its_height_and_no_page_is_too_full(strips: list[Strip], room: float) -> None:
    laid_out = paged(strips, room)
    rows = [height for placed in laid_out.placed for height in placed.heights]
    assert len(rows) == laid_out.rows
    assert all(0 < each <= 409 for each in rows)
    shown = {id(each.strip): each for each in laid_out.placed}
    for strip in strips:
        assert abs(sum(shown[id(strip)].heights) - strip.height) < 0.75
    ends = [*laid_out.breaks, len(rows)]
    for begin, end in zip([0, *laid_out.breaks], ends, strict=True):
        assert sum(rows[begin:end]) <= room + 1


@pytest.mark.calc
def test_libreoffice_prints_all_words_on_the_pages_that_were_planned(
    whole: Path, soffice: Convert, tmp_path: Path
) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed")
    book = openpyxl.load_workbook(whole)
    planned = sum(
        len(each.row_breaks.brk) + 1
        for each in book.worksheets
        if isinstance(each, Worksheet) and each.sheet_state == "visible"
    )
    pdf = soffice(whole, "pdf")
    text = tmp_path / "text.txt"
    subprocess.run([reader, "-raw", str(pdf), str(text)], check=True, timeout=60)
    printed = text.read_text(encoding="utf-8")
    assert printed.count("\f") == planned
    assert "###" not in printed
    for wanted in ("๙๒.๕๐", "๑๒๓๔๕๖๗", "2566"):
        assert wanted in printed
    # Where marks above and below stand is a matter of fonts.
    letters = _MARKS_AND_BLANKS.sub("", printed)
    for section in WHOLE.sections:
        for block in section.blocks:
            for word in words_of(block):
                if not re.fullmatch(r"[\d.]+", word):
                    assert all(_MARKS_AND_BLANKS.sub("", part) in letters for part in word.split())
