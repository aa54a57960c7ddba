"""Papers in Word: all that they say, in their order, as Word and LibreOffice read it; and how it looks."""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
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
from itaxl.papers.word import write_word
from itaxl.thai.measuring import text_width
from itaxl.thai.text import arabic_digits

LONG = "จัดทำแผนการใช้จ่ายงบประมาณและรายงานผลการใช้จ่ายงบประมาณประจำปี " * 3
SIGNATURE = Signature("ผู้จัดทำ", "หัวหน้าสำนักปลัด")
MEASURES = Table(
    (
        Column("มาตรการ", 2),
        Column("ขั้นตอน", 3),
        Column("คะแนน", 1),
        Column("สถานะ", 1, Align.CENTRE),
    ),
    (
        Row((Cell("ตัวชี้วัดที่ ๒"),), is_group=True),
        Row((Cell("มาตรการหนึ่ง"), Cell("๑) แรก\n๒) ถัดมา"), Cell(Number(Decimal("92.5"))), Cell("แล้วเสร็จ"))),
        Row((Cell(continues=True), Cell("๓) ต่อไป"), Cell(Number(Decimal(7), 0)), Cell(continues=True))),
        Row((Cell(continues=True), Cell("๔) ท้ายสุด"), Cell(), Cell("ยังไม่"))),
        Row((Cell("ตัวชี้วัดที่ ๓"),), is_group=True),
        Row((Cell("มาตรการสอง"), Cell("๕) " + LONG), Cell(), Cell("ระหว่างดำเนินการ"))),
    ),
)
BLOCKS: dict[str, Block] = {
    "title": Heading("บันทึกข้อความ", 1, Align.CENTRE),
    "chapter": Heading("๑. หลักการและเหตุผล"),
    "part": Heading("๑.๑ ประเด็นจุดแข็ง", 3, Align.RIGHT),
    **{style.value: Paragraph(f"ข้อความแบบ {style}\nสองบรรทัด\tและแท็บ", style) for style in TextStyle},
    "item with a number": Paragraph(f"(๑๒) {LONG}", TextStyle.ITEM),
    "one label": Labelled((("เรื่อง", LONG),)),
    "two labels": Labelled((("ที่", "สน ๕๓๐๐๑/๐๗๙"), ("วันที่", "๒๑ เมษายน ๒๕๖๕"))),
    "uneven labels": Labelled((("ส่วนราชการ", "สำนักปลัด เทศบาลตำบลตัวอย่าง อำเภอเมือง"), ("โทร.", "๐"))),
    "too much for one line": Labelled((("ส่วนราชการ", LONG), ("โทร.", "๐ ๔๒๗๖ ๙๓๑๘"))),
    "labels without values": Labelled((("ที่", ""), ("วันที่", ""))),
    "no labels": Labelled(()),
    "cover": Cover(("รายงานผลการดำเนินการ", LONG), ("เทศบาลตำบลตัวอย่าง", "จังหวัดสกลนคร")),
    "empty cover": Cover((), ()),
    "signature": SIGNATURE,
    "empty signature": Signature(),
    "approval": Approval(
        "เรียน นายกเทศมนตรี", SIGNATURE, "- พิจารณาแล้วเห็นว่า", ("เห็นชอบ", "ไม่เห็นชอบ เนื่องจาก…"), 2
    ),
    "bare approval": Approval("ความเห็น", Signature()),
    "table": MEASURES,
    "table without rows": replace(MEASURES, rows=()),
    "table without columns": Table((), ()),
    "page break": PageBreak(),
}

Write = Callable[..., Document]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes blocks as a paper, checks the file, and opens it."""

    def written(*blocks: Block, orientation: Orientation = Orientation.PORTRAIT, **paper: Any) -> Document:
        place = tmp_path / "paper.docx"
        write_word(place, of(Section("ก", orientation, blocks), **paper))
        assert [str(each) for each in OpenXmlValidator().validate(place).errors] == []
        return docx.Document(str(place))

    return written


def of(*sections: Section, **others: Any) -> Paper:
    return replace(Paper("รายงานผล", "เทศบาลตำบลตัวอย่าง", "รายงาน · รอบ ๖ เดือน", sections), **others)


def everything() -> Paper:
    blocks = tuple(BLOCKS.values())
    return of(
        Section("ตั้ง", Orientation.PORTRAIT, blocks), Section("นอน", Orientation.LANDSCAPE, blocks[::-1])
    )


def paragraphs(document: Document) -> list[WordParagraph]:
    """Every paragraph in its order, those of tables too, each once."""
    return [WordParagraph(each, document) for each in document.element.body.iter(qn("w:p"))]


def texts(document: Document) -> list[str]:
    return [each.text for each in paragraphs(document) if each.text]


def assert_in_order(words: Iterator[str], text: str) -> None:
    place = 0
    for word in words:
        found = text.find(arabic_digits(word), place)
        assert found >= 0, word
        place = found + len(word)


def styled(document: Document, style: str) -> list[WordParagraph]:
    return [each for each in paragraphs(document) if each.style and each.style.name == style]


def attribute(element: Any, path: str, name: str = "val") -> str | None:
    found = element.find("/".join(qn(f"w:{part}") for part in path.split("/")))
    return None if found is None else found.get(qn(f"w:{name}"))


def has(element: Any, path: str) -> bool:
    return element.find("/".join(qn(f"w:{part}") for part in path.split("/"))) is not None


def style_of(document: Document, style: str) -> Any:
    return document.styles[style].element


def rows_of(document: Document, table: int = 0) -> list[Any]:
    return list(document.tables[table]._tbl.tr_lst)


# What it says


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_word_of_a_block_is_there_in_its_order(write: Write, kind: str) -> None:
    for orientation in Orientation:
        document = write(BLOCKS[kind], orientation=orientation)
        assert_in_order(words_of(BLOCKS[kind]), arabic_digits("\n".join(texts(document))))


def test_all_blocks_together_need_no_repair(tmp_path: Path) -> None:
    place = tmp_path / "paper.docx"
    paper = everything()
    write_word(place, paper)
    assert [str(each) for each in OpenXmlValidator().validate(place).errors] == []
    said = arabic_digits("\n".join(texts(docx.Document(str(place)))))
    assert_in_order(
        (word for part in paper.sections for block in part.blocks for word in words_of(block)), said
    )


def test_a_paper_without_anything_is_a_document_too(tmp_path: Path) -> None:
    for number, paper in enumerate((of(), of(Section("ก", Orientation.LANDSCAPE, ())))):
        place = tmp_path / f"{number}.docx"
        write_word(place, paper)
        assert OpenXmlValidator().validate(place).errors == []
        assert texts(docx.Document(str(place))) == []


ODD = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from(
            "\x00\x08\t\n\x0b\x0c\r\x1f\x7f\x85\u2028\u2029\u200b\ufeff\ufffe\uffff\ud800 <>&]\"'"
        ),
        st.sampled_from("กขเแำ่้๊๋ิีึืุู์ํ๐๙๏😀👩‍💻"),
    )
)


def as_documented(text: str) -> str:
    """What a text becomes: line ends are line feeds, and what XML cannot hold is gone."""
    for end in ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return "".join(each for each in text if each in "\t\n" or (each >= " " and not is_illegal(each)))


def is_illegal(character: str) -> bool:
    return "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff"


@given(text=ODD)
def test_any_text_comes_back(text: str) -> None:
    table = Table((Column(text),), (Row((Cell(text),)), Row((Cell(text),), is_group=True)))
    paper = of(
        Section("ก", Orientation.PORTRAIT, (Paragraph(text), table)), title=text, agency=text, footer=text
    )
    with TemporaryDirectory() as folder:
        place = Path(folder) / "paper.docx"
        write_word(place, paper)
        document = docx.Document(str(place))
    expected = as_documented(text)
    body, *cells, _ = paragraphs(document)
    assert body.text == expected
    assert [each.text for each in cells] == [expected] * 3
    assert document.sections[0].footer.paragraphs[0].text.startswith(expected)
    assert document.core_properties.title == " ".join(expected.split())[:255]


@given(text=ODD)
def test_any_text_can_stand_in_every_kind_of_block(text: str) -> None:
    signature = Signature(text, text)
    blocks: tuple[Block, ...] = (
        Heading(text),
        *(Paragraph(text, style) for style in TextStyle),
        Labelled(((text, text), (text, text))),
        Cover((text,), (text, text)),
        signature,
        Approval(text, signature, text, (text, f"{text}…")),
    )
    with TemporaryDirectory() as folder:
        place = Path(folder) / "paper.docx"
        write_word(place, of(Section("ก", Orientation.PORTRAIT, blocks)))
        said = arabic_digits("\n".join(texts(docx.Document(str(place)))))
    assert_in_order((as_documented(word) for block in blocks for word in words_of(block)), said)


@pytest.mark.calc
def test_libreoffice_reads_the_same_words(soffice: Callable[[Path, str], Path], tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice") or ""
    if not shutil.which("lowriter") and not (Path(program).resolve().parent / "swriter").exists():
        pytest.skip("LibreOffice is installed without Writer")
    place = tmp_path / "paper.docx"
    paper = everything()
    write_word(place, paper)
    plain = soffice(place, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    said = arabic_digits(plain.replace("\r\n", "\n"))
    assert_in_order(
        (word for part in paper.sections for block in part.blocks for word in words_of(block)), said
    )


# Fonts and styles


def test_thai_has_the_font_and_the_sizes_of_its_own(write: Write) -> None:
    document = write(*BLOCKS.values())
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    for properties in (defaults.find(qn("w:rPr")), style_of(document, "Normal").find(qn("w:rPr"))):
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            assert attribute(properties, "rFonts", script) == "TH SarabunPSK"
        assert attribute(properties, "sz") == attribute(properties, "szCs") == "32"
        assert attribute(properties, "lang", "bidi") == "th-TH"
    for style in document.styles.element.iter(qn("w:style")):
        letters = style.find(qn("w:rPr"))
        if letters is not None:
            assert attribute(letters, "sz") == attribute(letters, "szCs")
            assert has(letters, "b") == has(letters, "bCs")


def test_no_other_font_is_named_anywhere(tmp_path: Path) -> None:
    place = tmp_path / "paper.docx"
    write_word(place, everything())
    with ZipFile(place) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode("utf-8")
            assert "asciiTheme" not in content
            for font in ("Calibri", "Cambria", "Times", "Angsana", "Cordia", "MS "):
                assert font not in content, name


def test_styles_and_not_runs_say_how_it_looks(write: Write) -> None:
    document = write(*BLOCKS.values())
    looks = {child.tag for each in document.element.body.iter(qn("w:rPr")) for child in each}
    assert looks == {qn("w:rStyle")}
    known = {style.style_id for style in document.styles}
    used = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:pStyle"))}
    assert used <= known
    assert {"Heading1", "Heading2", "Heading3", "Title", "BodyText", "ListParagraph", "TableHeader"} <= used


def test_headings_are_headings_to_word(write: Write) -> None:
    document = write(BLOCKS["title"], BLOCKS["chapter"], BLOCKS["part"])
    outline = [
        (each.style and each.style.name, attribute(style_of(document, f"Heading {level}"), "pPr/outlineLvl"))
        for level, each in enumerate(paragraphs(document), start=1)
    ]
    assert outline == [("Heading 1", "0"), ("Heading 2", "1"), ("Heading 3", "2")]
    assert [attribute(each._p, "pPr/jc") for each in paragraphs(document)] == ["center", None, "right"]


def test_a_body_is_indented_and_justified_as_in_official_letters(write: Write) -> None:
    look = style_of(write(BLOCKS["body"]), "Body Text")
    assert attribute(look, "pPr/jc") == "thaiDistribute"
    assert attribute(look, "pPr/ind", "firstLine") == "1417"


def test_the_number_of_an_item_hangs_out_as_far_as_it_is_wide(write: Write) -> None:
    short, long = paragraphs(
        write(Paragraph("๑) ก", TextStyle.ITEM), Paragraph("(๑๒) ข", TextStyle.ITEM)),
    )
    indents = [
        (int(attribute(each._p, "pPr/ind", "left") or 0), int(attribute(each._p, "pPr/ind", "hanging") or 0))
        for each in (short, long)
    ]
    assert indents[0][1] < indents[1][1]
    assert {left - hanging for left, hanging in indents} == {709}


# Pages


def test_every_section_lies_as_it_is_told(tmp_path: Path) -> None:
    place = tmp_path / "paper.docx"
    text = (Paragraph("ก"),)
    write_word(place, of(Section("ก", Orientation.PORTRAIT, text), Section("ข", Orientation.LANDSCAPE, text)))
    upright, lying = docx.Document(str(place)).sections
    assert [upright.orientation, lying.orientation] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    sizes = (upright.page_width, upright.page_height, lying.page_width, lying.page_height)
    assert [round(size.cm, 1) for size in sizes if size] == [21.0, 29.7, 29.7, 21.0]
    margins = (upright.left_margin, upright.right_margin, lying.left_margin, lying.right_margin)
    assert [round(margin.cm, 1) for margin in margins if margin] == [3.0, 2.0, 1.5, 1.5]


@pytest.mark.parametrize("use_thai_digits", [True, False])
def test_pages_are_counted_at_the_foot(write: Write, use_thai_digits: bool) -> None:  # noqa: FBT001
    document = write(Paragraph("ก"), thai_digits=use_thai_digits)
    section = document.sections[0]
    fields = [each.get(qn("w:instr")) for each in section.footer._element.iter(qn("w:fldSimple"))]
    # In other letters than these, LibreOffice takes it for the letters of the alphabet.
    switch = r" \* THAIARABIC" if use_thai_digits else ""
    assert fields == [f" PAGE{switch} ", f" NUMPAGES{switch} "]
    assert attribute(section._sectPr, "pgNumType", "fmt") == ("thaiNumbers" if use_thai_digits else None)
    said = "".join(each.text or "" for each in section.footer._element.iter(qn("w:t")))
    assert said == f"รายงาน · รอบ ๖ เดือนหน้า {'๑ จาก ๑' if use_thai_digits else '1 จาก 1'}"


def test_a_long_footer_leaves_the_page_number_a_line_of_its_own(write: Write) -> None:
    footer = write(Paragraph("ก"), footer=LONG).sections[0].footer
    assert f"{LONG}\n\tหน้า " in footer.paragraphs[0].text


def test_a_cover_has_a_page_of_its_own_without_a_footer(write: Write) -> None:
    document = write(Paragraph("ก่อน"), BLOCKS["cover"], Paragraph("หลัง"))
    before, cover, after = document.sections
    assert [part.different_first_page_header_footer for part in (before, cover, after)] == [
        False,
        True,
        False,
    ]
    assert not cover.first_page_footer.paragraphs[0].text
    assert after.footer.paragraphs[0].text.startswith("รายงาน")
    assert [attribute(part._sectPr, "type") for part in (before, cover, after)] == ["nextPage"] * 3


def test_the_agency_stands_in_the_lower_part_of_a_cover(write: Write) -> None:
    cover = Cover(("รายงานผลการดำเนินการ", "รอบ ๖ เดือน"), ("เทศบาลตำบลตัวอย่าง", "จังหวัดสกลนคร"))
    for orientation, page in ((Orientation.PORTRAIT, 14287), (Orientation.LANDSCAPE, 9808)):
        document = write(cover, orientation=orientation)
        spaces = [int(attribute(each._p, "pPr/spacing", "before") or 0) for each in paragraphs(document)[:4]]
        assert page * 0.1 < spaces[0] < page / 4
        assert page * 0.3 < spaces[2] < page * 0.6
        assert spaces[1] == spaces[3] == 0


def test_the_longer_a_title_the_less_room_is_below_it(write: Write) -> None:
    rooms = []
    for lines in (1, 5, 12, 30):
        document = write(Cover((LONG,) * lines, ("เทศบาลตำบลตัวอย่าง",)))
        rooms.append(int(attribute(styled(document, "Subtitle")[0]._p, "pPr/spacing", "before") or 0))
    assert rooms == sorted(rooms, reverse=True)
    assert rooms[0] > rooms[-1] == 0


def test_a_page_break_leaves_no_empty_page(write: Write) -> None:
    document = write(PageBreak(), Paragraph("ก"), PageBreak(), PageBreak(), Paragraph("ข"), PageBreak())
    assert len(styled(document, "Page Start")) == 1
    assert has(style_of(document, "Page Start"), "pPr/pageBreakBefore")


def test_a_signature_stays_with_what_is_before(write: Write) -> None:
    document = write(Paragraph("จึงเรียนมาเพื่อโปรดทราบ"), SIGNATURE, Paragraph("อื่น"))
    assert [has(each._p, "pPr/keepNext") for each in paragraphs(document)] == [True, True, True, False, False]
    assert [each.text.strip(" .") for each in paragraphs(document)[1:4]] == [
        f"ลงชื่อ {'.' * 40} ผู้จัดทำ",
        f"({'.' * 40})",
        "ตำแหน่ง หัวหน้าสำนักปลัด",
    ]


def test_a_signature_after_a_table_stays_with_its_last_row(write: Write) -> None:
    document = write(MEASURES, SIGNATURE)
    last = rows_of(document)[-1]
    assert all(has(each, "pPr/keepNext") for each in last.iter(qn("w:p")))
    assert has(styled(document, "Gap")[0]._p, "pPr/keepNext")


def test_an_approval_is_not_torn_apart(write: Write) -> None:
    document = write(BLOCKS["approval"])
    *others, last = paragraphs(document)
    for each in others:
        kept_by_style = each.style and each.style.style_id in {"Approval", "ApprovalHeading", "DottedLine"}
        assert kept_by_style or has(each._p, "pPr/keepNext"), each.text
    assert last.text == "ตำแหน่ง หัวหน้าสำนักปลัด"
    assert has(style_of(document, "Approval"), "pPr/keepNext")
    assert [attribute(each._p, "pPr/tabs/tab", "leader") for each in others[2:6]] == [
        None,
        "dot",
        "dot",
        "dot",
    ]


def test_what_does_not_fit_beside_another_label_has_a_line_of_its_own(write: Write) -> None:
    assert len(styled(write(BLOCKS["two labels"]), "Labelled")) == 1
    assert len(styled(write(BLOCKS["uneven labels"]), "Labelled")) == 1
    assert len(styled(write(BLOCKS["too much for one line"]), "Labelled")) == 2


# Tables


def test_the_header_is_repeated_and_every_row_is_whole(write: Write) -> None:
    header, *rows = rows_of(write(MEASURES))
    assert has(header, "trPr/tblHeader")
    assert not any(has(row, "trPr/tblHeader") for row in rows)
    assert all(has(row, "trPr/cantSplit") for row in (header, *rows))


def test_a_row_higher_than_half_a_page_may_be_split(write: Write) -> None:
    table = Table(
        (Column("ก"), Column("ข", 3)), (Row((Cell("๑"), Cell(LONG * 5))), Row((Cell("๒"), Cell(LONG * 40))))
    )
    for orientation in Orientation:
        _, low, high = rows_of(write(table, orientation=orientation))
        assert [has(low, "trPr/cantSplit"), has(high, "trPr/cantSplit")] == [True, False]


def test_a_merged_cell_higher_than_its_rows_makes_the_last_one_higher(write: Write) -> None:
    table = Table(
        (Column("ก"), Column("ข")),
        (
            Row((Cell(LONG * 40), Cell("๑"))),
            Row((Cell(continues=True), Cell("๒"))),
            Row((Cell("ค"), Cell("๓"))),
        ),
    )
    whole = [has(row, "trPr/cantSplit") for row in rows_of(write(table))]
    assert whole == [True, True, False, True]


def test_cells_that_continue_are_merged_with_those_above(write: Write) -> None:
    _, _, first, second, third, _, last = rows_of(write(MEASURES))
    merges = [
        [
            "restart" if attribute(cell, "tcPr/vMerge") else "on" if has(cell, "tcPr/vMerge") else ""
            for cell in row.tc_lst
        ]
        for row in (first, second, third, last)
    ]
    assert merges == [["restart", "", "", "restart"], ["on", "", "", "on"], ["on", "", "", ""], [""] * 4]


def test_nothing_continues_across_a_group_or_the_header(write: Write) -> None:
    continued = Row((Cell(continues=True), Cell("ข")))
    table = Table((Column("ก"), Column("ข")), (continued, Row((Cell("กลุ่ม"),), is_group=True), continued))
    assert not any(has(cell, "tcPr/vMerge") for row in rows_of(write(table)) for cell in row.tc_lst)


def test_the_rows_of_one_measure_stay_together(write: Write) -> None:
    document = write(MEASURES)
    kept = [all(has(each, "pPr/keepNext") for each in row.iter(qn("w:p"))) for row in rows_of(document)[1:]]
    assert kept == [True, True, True, False, True, False]


def test_the_rows_of_a_measure_too_long_for_it_are_parted(write: Write) -> None:
    steps = tuple(Row((Cell("ก" if not step else "", continues=step > 0), Cell(LONG))) for step in range(40))
    rows = rows_of(write(Table((Column("ก"), Column("ข")), steps)))
    assert not any(has(each, "pPr/keepNext") for row in rows[1:] for each in row.iter(qn("w:p")))


def test_a_group_is_one_shaded_cell_that_stays_with_the_next_row(write: Write) -> None:
    document = write(MEASURES)
    group = rows_of(document)[1]
    (cell,) = group.tc_lst
    assert attribute(cell, "tcPr/gridSpan") == "4"
    assert attribute(cell, "tcPr/shd", "fill") == "D9E2F3"
    assert has(style_of(document, "Table Group"), "pPr/keepNext")


def test_a_table_is_as_wide_as_the_text_by_its_shares(write: Write) -> None:
    for orientation, room in ((Orientation.PORTRAIT, 9071), (Orientation.LANDSCAPE, 15138)):
        table = write(MEASURES, orientation=orientation).tables[0]._tbl
        widths = [int(column.get(qn("w:w"))) for column in table.tblGrid]
        assert sum(widths) == room
        assert attribute(table, "tblPr/tblLayout", "type") == "fixed"
        for width, share in zip(widths, (2, 3, 1, 1), strict=True):
            assert abs(width - room * share / 7) <= 1


def test_no_column_breaks_a_word_of_its_header(write: Write) -> None:
    headers = ("ยังไม่ ดำเนินการ", "อยู่ ระหว่าง ดำเนินการ", "ดำเนินการ แล้ว", "(5) การรายงานผล")
    columns = tuple(Column(each, 70 if index == 3 else 1) for index, each in enumerate(headers))
    table = write(Table(columns, (Row((Cell(), Cell(), Cell("✓"), Cell("ก"))),))).tables[0]._tbl
    widths = [int(column.get(qn("w:w"))) / 20 for column in table.tblGrid]
    for header, width in zip(headers, widths, strict=True):
        longest = max(text_width(each, size=14, bold=True) for each in header.split())
        assert width - 2 * 85 / 20 >= min(longest, 54)


def test_letters_are_smaller_where_then_no_row_is_split(write: Write) -> None:
    def made(lines: int) -> tuple[str, bool]:
        rows = rows_of(write(Table((Column("ก"),), (Row((Cell("ก\n" * lines),)),))))
        return rows[1].tc_lst[0].p_lst[0].style, has(rows[1], "trPr/cantSplit")

    assert [made(lines) for lines in (20, 36, 39, 70)] == [
        ("TableText", True),
        ("TableText13", True),
        ("TableText12", True),
        ("TableText", False),
    ]


def test_figures_stand_right_with_their_decimals_and_in_thai_digits(write: Write) -> None:
    for use_thai_digits, expected in ((True, ["๙๒.๕๐", "๗"]), (False, ["92.50", "7"])):
        rows = rows_of(write(MEASURES, thai_digits=use_thai_digits))[2:4]
        cells = [next(row.tc_lst[2].iter(qn("w:p"))) for row in rows]
        assert ["".join(each.text for each in cell.iter(qn("w:t"))) for cell in cells] == expected
        assert [attribute(cell, "pPr/jc") for cell in cells] == ["right", "right"]


def test_columns_say_where_their_words_stand(write: Write) -> None:
    columns = tuple(Column(align, align=align) for align in Align)
    number = Cell(Number(Decimal(1)))
    table = Table(columns, (Row((Cell("ก"), Cell("ก"), Cell("ก"))), Row((number, number, number))))
    words, figures = [
        [attribute(each, "pPr/jc") for each in row.iter(qn("w:p"))] for row in rows_of(write(table))[1:]
    ]
    assert words == [None, "center", "right"]
    assert figures == ["right", "center", "right"]


def test_two_tables_stay_two(write: Write) -> None:
    document = write(MEASURES, MEASURES)
    assert [each.tag for each in document.element.body][:3] == [qn("w:tbl"), qn("w:p"), qn("w:tbl")]


def test_a_row_with_too_few_cells_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    table = replace(MEASURES, rows=(Row((Cell("ก"),)),))
    with pytest.raises(ValueError, match="zip"):
        write_word(tmp_path / "paper.docx", of(Section("ก", Orientation.PORTRAIT, (table,))))


# The file


def test_the_same_paper_gives_the_same_bytes_and_no_moment(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_word(tmp_path / name, everything())
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with ZipFile(tmp_path / "a.docx") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "thumbnail" not in "".join(archive.namelist())
    properties = docx.Document(str(tmp_path / "a.docx")).core_properties
    assert (properties.title, properties.author) == ("รายงานผล", "เทศบาลตำบลตัวอย่าง")
    assert properties.language == "th-TH"
    assert properties.created is None
    assert properties.modified is None


def test_a_title_longer_than_properties_may_be_is_cut(write: Write) -> None:
    assert write(Paragraph("ก"), title="ก\n" * 300).core_properties.title == ("ก " * 300)[:255]


def test_a_disk_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        write_word(tmp_path / "missing" / "paper.docx", everything())
