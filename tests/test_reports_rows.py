"""Rows written beside XlsxWriter are, byte for byte, what XlsxWriter writes row by row."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from itaxl.cell_styles import STYLES
from itaxl.pieces import pack, parts_of, put_together
from itaxl.reports.page import Page, Styles
from itaxl.reports.rows import LongTable, RowWriter, TextRows, texts_of
from itaxl.worksheets import QuickWorksheet

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)
_VALUES = st.one_of(_TEXTS, st.floats(-1e9, 1e9), st.dates(date(1901, 1, 1)), st.none())
_ROWS = st.lists(
    st.tuples(st.lists(_VALUES, min_size=6, max_size=6), st.sampled_from([24.0, 43.5, 409.5])),
    min_size=1,
    max_size=6,
)
Rows = list[tuple[list[object], float]]


def _by_xlsxwriter(path: Path, rows: Rows) -> str:
    """What stands between the tags of the sheet's data."""
    with xlsxwriter.Workbook(str(path), {**_OPTIONS, "constant_memory": True}) as workbook:
        form, of_dates = (workbook.add_format(STYLES[name]) for name in ("cell", "date"))
        sheet = workbook.add_worksheet()
        for number, (values, height) in enumerate(rows):
            for column, value in enumerate(values):
                if value is None:
                    sheet.write_blank(number, column, None, form)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value, form)
                elif isinstance(value, date):
                    sheet.write_number(number, column, (value - date(1899, 12, 30)).days, of_dates)
                else:
                    assert isinstance(value, float)
                    sheet.write_number(number, column, value, form)
            sheet.set_row(number, height)
        sheet.write_blank(len(rows), 0, None, form)  # a last row, which is cut off below
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    return xml.split("<sheetData>")[1].rpartition("<row ")[0]


def _page(workbook: xlsxwriter.Workbook) -> Page:
    sheet = workbook.add_worksheet("ข้อมูล", QuickWorksheet)
    assert isinstance(sheet, QuickWorksheet)
    return Page(sheet, Styles(workbook))


def _written_beside(path: Path, rows: Rows) -> None:
    """A workbook with the rows below a title, in two pieces."""
    workbook = xlsxwriter.Workbook(str(path), {**_OPTIONS, "in_memory": True})
    page = _page(workbook)
    page.put(0, "หัวตาราง", "cell")
    writer = RowWriter(page, ["cell"] * 6, "date", with_blanks=True)
    table = LongTable(
        page.part,
        2,
        len(rows),
        lambda chosen: (writer.row(each + 2, rows[each][0], rows[each][1]) for each in chosen),
    )
    workbook.close()
    parts = parts_of(path.read_bytes(), {table.part: ()})
    middle = len(rows) // 2
    parts[table.part][1:1] = [
        pack(table.rows(each)) for each in (range(middle), range(middle, middle), range(middle, len(rows)))
    ]
    with path.open("wb") as file:
        put_together(parts, file)


@settings(max_examples=60)
@given(_ROWS)
@example([(["_x0041_", "a_b", "&amp;", "\x01\x0b", "\tก", "]]>"], 24.0)])
def test_rows_are_the_same_bytes(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> None:
    place = tmp_path_factory.mktemp("rows")
    # Formats get their numbers when they are first used: that of dates is the second here.
    first: list[object] = [None] * 6
    plain = _by_xlsxwriter(place / "plain.xlsx", [(first, 24.0), *rows])
    with xlsxwriter.Workbook(str(place / "quick.xlsx"), _OPTIONS) as workbook:
        page = _page(workbook)
        writer = RowWriter(page, ["cell"] * 6, "date", with_blanks=True)
        written = [writer.row(number, *row) for number, row in enumerate(rows, start=2)]
    assert "".join(written) == plain.partition("</row>")[2]


@settings(max_examples=30)
@given(_ROWS)
def test_rows_take_their_place_in_a_workbook(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> None:
    path = tmp_path_factory.mktemp("rows") / "a.xlsx"
    _written_beside(path, rows)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert xml.count("<row ") == len(rows) + 1
    assert xml.endswith("</worksheet>")


def test_values_come_back_as_they_were(tmp_path: Path) -> None:
    rows: Rows = [
        (["=1+1", " ก ", "a&b<c>", "บรรทัด\nใหม่", "\u200bก", None], 24.0),
        (["-มีการจัดทำ", 84.48, None, date(2023, 4, 10), 3, "'"], 43.5),
    ]
    _written_beside(tmp_path / "a.xlsx", rows)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[2]] == rows[0][0]
    values = [cell.value for cell in sheet[3]]
    assert values == ["-มีการจัดทำ", 84.48, None, datetime(2023, 4, 10), 3, "'"]  # noqa: DTZ001
    assert sheet.row_dimensions[3].height == 43.5


def test_cells_without_a_value_are_left_out_where_nothing_is_drawn_around_them() -> None:
    page = _page(xlsxwriter.Workbook())
    writer = RowWriter(page, ["data"] * 3, "data-date", with_blanks=False)
    assert writer.row(5, [None, "", 1]).count("<c ") == 1


_FORMULAS = st.sampled_from(["SUM(A1:B1)", 'IF(A1>0,"<&>","")', "COUNTIF('ก & ข'!A:A,\"<80\")"])
_CELLS = st.one_of(_VALUES, st.tuples(_FORMULAS, st.one_of(_TEXTS, st.floats(-1e9, 1e9), st.just(""))))
_TOLD = st.lists(
    st.tuples(
        st.dictionaries(st.integers(0, 5), st.tuples(_CELLS, st.sampled_from(["cell", "number-centre"]))),
        st.sampled_from([24.0, 43.5, 409.5]),
    ),
    min_size=1,
    max_size=6,
)
Told = list[tuple[dict[int, tuple[object, str]], float]]


def _fill(page: Page, rows: Told) -> None:
    for cells, height in rows:
        page.next()
        page.height(height)
        for column, (value, style) in cells.items():
            if isinstance(value, tuple):
                formula, shown = value
                page.formula(column, formula, shown, style)
            else:
                page.put(column, value, style)


def _read(path: Path) -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []
    formulas, values = (openpyxl.load_workbook(path, data_only=each)["ข้อมูล"] for each in (False, True))
    for number, row in enumerate(formulas.iter_rows(), start=1):
        for cell in row:
            shown = values[cell.coordinate].value
            told.append((cell.coordinate, cell.value, shown, cell.number_format, cell.border.left.style))
        told.append((number, formulas.row_dimensions[number].height))
    return told


@settings(max_examples=40)
@given(_TOLD)
def test_rows_as_text_read_as_those_that_xlsxwriter_writes(
    tmp_path_factory: pytest.TempPathFactory, rows: Told
) -> None:
    place = tmp_path_factory.mktemp("rows")
    plain, quick = place / "plain.xlsx", place / "quick.xlsx"
    for path in (plain, quick):
        with xlsxwriter.Workbook(str(path), {**_OPTIONS, "in_memory": True}) as workbook:
            page = _page(workbook)
            page.put(0, "หัวตาราง", "cell")
            if path is plain:
                _fill(page, rows)
                continue
            with TextRows(page) as texts:
                _fill(texts, rows)
            assert page.row == len(rows)
    parts = parts_of(quick.read_bytes(), texts_of([page]))
    with quick.open("wb") as file:
        put_together(parts, file)
    left, right = _read(plain), _read(quick)
    # A row without cells has a height only where XlsxWriter was told one.
    filled = {number for number, (cells, _) in enumerate(rows, start=2) if cells}
    assert [each for each in left if len(each) > 2 or each[0] in filled] == [
        each for each in right if len(each) > 2 or each[0] in filled
    ]


def test_rows_as_text_count_among_those_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "quick.xlsx"
    with xlsxwriter.Workbook(str(path), {**_OPTIONS, "in_memory": True}) as workbook:
        page = _page(workbook)
        page.put(0, "หัวตาราง", "cell")
        with TextRows(page) as texts:
            _fill(texts, [({0: (1.0, "cell")}, 24.0), ({5: (2.0, "cell")}, 24.0)])
    with zipfile.ZipFile(path) as archive:
        assert '<dimension ref="A1:F3"/>' in archive.read("xl/worksheets/sheet1.xml").decode()


def test_where_a_page_keeps_no_formula_its_rows_as_text_keep_none(tmp_path: Path) -> None:
    class _Figures(Page):
        def is_kept(self, formula: str) -> bool:
            return "B" not in formula

    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx"), {**_OPTIONS, "in_memory": True}) as workbook:
        page = _page(workbook)
        figures = _Figures(page.worksheet, page.styles)
        with TextRows(figures) as texts:
            texts.next()
            texts.formula(0, "SUM(B1)", 5, "cell")
            texts.formula(1, "SUM(A1)", 6, "cell")
    (row,) = figures.texts
    assert "<v>5</v>" in row
    assert "SUM(B1)" not in row
    assert "<f>SUM(A1)</f><v>6</v>" in row
