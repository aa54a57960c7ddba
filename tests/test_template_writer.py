"""Workbooks that are sent out: what is locked, what is offered, and that every office suite can open them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cell_xml import part
from filling import FIRST, SHEET, TODAY, Office, grid
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from itaxl.assessment.plans import Agency
from itaxl.workflow.planning import init_plan
from itaxl.workflow.settings import Settings, default_templates

if TYPE_CHECKING:
    from conftest import Convert

_HEADER = 3
_OPEN = {"สถานะ", "วันที่แล้วเสร็จ", "ผลการดำเนินงาน", "ผลลัพธ์หรือความสำเร็จ", "ปัญหา/ข้อเสนอแนะ", "หลักฐาน (ลิงก์)"}
_LOCKED_WHEN_BLANK = {"รหัส", "ส่วนราชการที่รับผิดชอบ", "ส่วนราชการร่วม"}
_COMPUTED = {"ระบบอ่านวันที่เป็น", "ตรวจแถวนี้"}
_ODD = "กอง \"คลัง\", พัสดุ & <ทรัพย์สิน>, 'รายได้'"


@pytest.fixture(scope="module")
def book(office: Office) -> Workbook:
    return openpyxl.load_workbook(office.file(FIRST))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with more departments than a list inside a rule could hold, all oddly named."""
    rows = [{"รหัส": f"{n:02}", "ชื่อส่วนราชการ": f"{_ODD} {n}", "ผู้ประสานงาน": "ก" * 300} for n in range(1, 31)]
    measures = [
        {
            "รหัส": f"ม,{n}",
            "ตัวชี้วัด": "2, 5",
            "มาตรการ": "มาตรการยาว " * 150 if n == 1 else f"{_ODD} {n}",
            "ส่วนราชการที่รับผิดชอบ": f"{_ODD} 1",
            "ส่วนราชการร่วม": f"{_ODD} 2",
        }
        for n in range(1, 41)
    ]
    return Office(
        tmp_path_factory.mktemp("odd"), measures, departments=rows, labels={"รหัสผ่านล็อกแผ่นงาน": "ลับ9"}
    )


def _body(sheet: Worksheet) -> Iterator[tuple[str, int, bool]]:
    """Header, row and whether it is locked of every cell of the table of measures."""
    headers = [str(cell.value) for cell in sheet[_HEADER]]
    for row in (4, 5, *range(7, 15)):
        for index, header in enumerate(headers, start=1):
            yield header, row, bool(sheet.cell(row, index).protection.locked)


def test_exactly_what_the_department_writes_is_open(book: Workbook) -> None:
    for header, row, locked in _body(book[SHEET]):
        expected = header not in _OPEN if row < 6 else header in _LOCKED_WHEN_BLANK | _COMPUTED
        assert locked is expected, (header, row)
    form = book["ผู้รายงาน"]
    assert [form.cell(row, 2).protection.locked for row in range(3, 11)] == [True] * 5 + [False] * 3


def test_sheets_are_protected_but_heights_widths_and_filters_stay_free(book: Workbook) -> None:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        protection = sheet.protection
        assert protection.sheet, sheet.title
        assert not protection.password
        forbidden = protection.formatRows, protection.formatColumns, protection.autoFilter
        assert forbidden == (False, False, False), sheet.title
        assert protection.insertRows
        assert protection.sort


def test_a_password_of_the_plan_locks_every_sheet(odd: Office) -> None:
    for unit in ("01", "02"):
        sheets = openpyxl.load_workbook(odd.file(unit)).worksheets
        passwords = {sheet.protection.password for sheet in sheets if sheet.sheet_state == "visible"}
        assert len(passwords) == 1
        assert passwords.pop()


def test_helpers_are_hidden_and_the_identity_very_hidden(book: Workbook) -> None:
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    assert states == {
        "คำชี้แจง": "visible",
        "ผู้รายงาน": "visible",
        SHEET: "visible",
        "ตรวจก่อนส่ง": "visible",
        "_lists": "hidden",
        "_itaxl": "veryHidden",
    }


def test_nothing_that_a_formula_points_at_moves_with_entries_or_rows(office: Office) -> None:
    """Excel lets a formula follow a cell that is cut, inserted before or deleted; whole columns stay."""
    book = openpyxl.load_workbook(office.file(FIRST))
    formulas = [
        str(cell.value) for row in book["_lists"].iter_rows() for cell in row if cell.data_type == "f"
    ]
    ranges = {found for each in formulas for found in re.findall(rf"'{SHEET}'!([$:A-Z0-9]+)", each)}
    assert len(ranges) > 5
    assert [each for each in ranges if not re.fullmatch(r"\$[A-Z]+:\$[A-Z]+", each)] == []
    live = [cell for row in book[SHEET].iter_rows(min_row=4) for cell in row if cell.data_type == "f"]
    assert len(live) == 20
    for cell in live:
        assert not re.search(r"\$?[A-Z]{1,2}\$?\d", str(cell.value)), cell.coordinate


def test_what_helps_on_hidden_sheets_is_locked(book: Workbook) -> None:
    assert book["_lists"].protection.sheet


def test_lights_look_at_no_other_sheet(book: Workbook) -> None:
    """Not every Excel takes a condition that does."""
    rules = [rule for each in book[SHEET].conditional_formatting for rule in each.rules]
    assert len(rules) > 10
    assert not [each.formula for each in rules if "!" in str(each.formula)]


def _validations(sheet: Worksheet) -> dict[str, DataValidation]:
    return {str(each.sqref): each for each in sheet.data_validations.dataValidation}


def test_dropdowns_take_their_entries_from_the_hidden_sheet(book: Workbook) -> None:
    rules = _validations(book[SHEET])
    status = rules["N4:N14"]
    assert (status.type, status.showErrorMessage) == ("list", True)
    listed = re.fullmatch(r"=?_lists!\$([A-Z]+)\$1:\$\1\$(\d+)", str(status.formula1))
    assert listed
    cells = book["_lists"][f"{listed[1]}1:{listed[1]}{listed[2]}"]
    assert [line[0].value for line in cells] == ["ยังไม่ดำเนินการ", "อยู่ระหว่างดำเนินการ", "ดำเนินการแล้ว"]
    assert rules["O4:O14"].type == "custom"
    indicator, item = rules["B7:B14"], rules["C7:C14"]
    assert indicator.type == item.type == "list"
    assert not indicator.showErrorMessage  # several indicators may be typed
    assert "$B7" in str(item.formula1)
    assert {rules[each].type for each in ("L7:L14", "M7:M14")} == {"custom"}


def test_no_list_stands_inside_its_rule(book: Workbook, odd: Office) -> None:
    books = [book, openpyxl.load_workbook(odd.control), openpyxl.load_workbook(odd.file("01"))]
    rules = [each for one in books for sheet in one.worksheets for each in _validations(sheet).values()]
    lists = [str(each.formula1) for each in rules if each.type == "list"]
    assert len(lists) > 10
    assert not [each for each in lists if '"' in each]
    # Excel drops a rule whose formula is longer, and says that the file was damaged.
    assert max(len(str(each.formula1)) for each in rules) <= 255


def test_every_open_column_says_what_belongs_there(book: Workbook) -> None:
    for cells, rule in _validations(book[SHEET]).items():
        assert rule.prompt, cells
        assert len(rule.prompt) <= 255
        assert len(str(rule.promptTitle)) <= 32


def test_names_with_commas_and_quotes_stay_whole_in_the_lists(odd: Office) -> None:
    from itaxl.planning.reading import read_plan

    names = [each.name for each in read_plan(odd.control, odd.settings.description("plan")).plan.departments]
    assert names == [f"{_ODD} {n}" for n in range(1, 31)]
    assert len(odd.generated.files) == 2
    assert grid(odd.file("02"), "ผู้รายงาน")[3][1] == f"{_ODD} 2"


def test_the_header_stays_in_sight_and_on_every_printed_page(office: Office, book: Workbook) -> None:
    sheet = book[SHEET]
    assert sheet.freeze_panes == "B4"
    assert "$3:$3" in str(sheet.print_title_rows)
    assert "$A:$A" in str(sheet.print_title_cols)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    (footer,) = re.findall("<oddFooter>(.*)</oddFooter>", part(office.file(FIRST), SHEET))
    assert FIRST in footer
    assert "&amp;P / &amp;N" in footer
    assert len(footer.replace("&amp;", "&")) <= 255


def test_the_check_before_sending_has_its_header_on_every_printed_page(odd: Office) -> None:
    check = openpyxl.load_workbook(odd.file("01"))["ตรวจก่อนส่ง"]
    (header,) = {cell.row for row in check.iter_rows() for cell in row if cell.value == "สิ่งที่ต้องทำ"}
    assert check.print_title_rows == f"${header}:${header}"


def test_what_a_form_says_about_itself_prints_on_one_page(book: Workbook) -> None:
    guide = book["คำชี้แจง"]
    assert guide.sheet_properties.pageSetUpPr
    assert guide.sheet_properties.pageSetUpPr.fitToPage
    assert (guide.page_setup.fitToWidth, guide.page_setup.fitToHeight) == (None, None)  # 1 and 1


def test_a_wide_table_is_fitted_to_few_pages_and_those_of_a_row_lie_together(book: Workbook) -> None:
    sheet = book[SHEET]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2, 0)
    assert sheet.page_setup.pageOrder == "overThenDown"
    # Breaks and a scale of our own left single columns to pages of their own where the font is missing.
    assert not sheet.col_breaks.brk
    assert sheet.page_setup.scale is None
    assert str(sheet.print_area).endswith("$S$14")  # what is computed beside the entries is for the screen


def test_rows_are_as_tall_as_their_text_and_never_taller_than_excel_allows(
    book: Workbook, odd: Office
) -> None:
    assert book[SHEET].row_dimensions[3].height >= 54
    heights = openpyxl.load_workbook(odd.file("01"))[SHEET].row_dimensions
    assert heights[4].height > heights[5].height
    assert all(heights[row].height is not None for row in range(1, 52))
    assert max(heights[row].height for row in range(1, 52)) <= 409


def test_rows_for_own_measures_show_a_long_name_of_the_department_in_full(tmp_path: Path) -> None:
    name = "กองส่งเสริมการศึกษา ศาสนา วัฒนธรรม กีฬา นันทนาการ และการท่องเที่ยว"
    measures = [{"รหัส": "M1", "มาตรการ": "มาตรการ", "ส่วนราชการที่รับผิดชอบ": name}]
    office = Office(tmp_path, measures, departments=[{"รหัส": "01", "ชื่อส่วนราชการ": name}])
    heights = openpyxl.load_workbook(office.file(name))[SHEET].row_dimensions
    assert heights[6].height == heights[13].height >= heights[4].height > 2 * 21 + 3


def test_tables_have_no_merged_cells(book: Workbook, odd: Office) -> None:
    for one in (book, openpyxl.load_workbook(odd.control)):
        assert not [sheet.title for sheet in one.worksheets if sheet.merged_cells.ranges]


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    settings = Settings(default_templates(), TODAY)
    files = [
        init_plan(tmp_path / name, settings, agency=Agency("ก"), fiscal_year=2566).read_bytes()
        for name in ("a", "b")
    ]
    assert files[0] == files[1]


def test_nothing_that_is_written_needs_repair_in_excel(office: Office, odd: Office) -> None:
    from openxml_audit import OpenXmlValidator

    fresh = init_plan(odd.folder / "fresh", odd.settings, agency=Agency(_ODD), fiscal_year=2568)
    for path in (
        fresh,
        office.file(FIRST),
        odd.file("01"),
        odd.file("02"),
        odd.sent / "ทะเบียนการแจกจ่าย.xlsx",
    ):
        errors = [str(each) for each in OpenXmlValidator().validate(path).errors]
        assert errors == [], path.name


@pytest.mark.calc
def test_the_list_of_items_offers_exactly_those_of_the_chosen_indicator(
    office: Office, tmp_path: Path, soffice: "Convert"
) -> None:
    source = office.file(FIRST)
    book = openpyxl.load_workbook(source)
    rule = str(_validations(book[SHEET])["C7:C14"].formula1)
    lists = [[cell.value for cell in row] for row in book["_lists"].iter_rows()]
    labels = list(dict.fromkeys(str(row[1]) for row in lists if row[1] is not None))
    parents, entries = (
        re.search(r"MATCH\(\$B7,_lists!\$(\w+)\$.*\)", rule),
        re.search(r"OFFSET\(_lists!\$(\w+)", rule),
    )
    assert parents
    assert entries
    pairs = [
        (sheet_row[ord(parents[1]) - 65], sheet_row[ord(entries[1]) - 65])
        for sheet_row in lists
        if sheet_row[ord(parents[1]) - 65]
    ]
    probe = book.create_sheet("probe")
    asked = [*labels, "ไม่มีตัวชี้วัดนี้"]
    for number, label in enumerate(asked, start=7):
        probe.cell(number, 2).value = label
        formula = rule.removeprefix("=").replace("$B7", f"$B{number}")
        probe.cell(number, 3).value = f"=COUNTA({formula})"
        probe.cell(number, 4).value = f"=INDEX({formula},1,1)"
        probe.cell(number, 5).value = f"=INDEX({formula},COUNTA({formula}),1)"
    path = tmp_path / "probe.xlsx"
    book.save(path)
    answers = grid(soffice(path, "xlsx"), "probe")[6:]
    for label, answer in zip(asked, answers, strict=True):
        items = [entry for parent, entry in pairs if parent == label] or [entry for _, entry in pairs]
        assert answer[2:5] == [len(items), items[0], items[-1]], label
    assert len(labels) == 10


_CHOSEN: tuple[tuple[str, list[str]], ...] = ("H4:H63", ["ทุกส่วนราชการ"]), ("I4:I63", [])


@pytest.mark.calc
@pytest.mark.parametrize(("rule", "before"), _CHOSEN)
def test_a_plan_offers_the_departments_that_are_typed_into_it_and_none_that_was_cleared(
    rule: str, before: list[str], tmp_path: Path, soffice: "Convert"
) -> None:
    settings = Settings(templates=default_templates(), today=TODAY)
    agency = Agency("เทศบาลตำบลตัวอย่าง", agency_type="เทศบาลตำบล")
    plan = init_plan(tmp_path, settings, agency=agency, fiscal_year=2566)
    book = openpyxl.load_workbook(plan)
    names = [cell.value for cell in book["ส่วนราชการ"]["B"][3:13]]
    offered = str(_validations(book[SHEET])[rule].formula1).removeprefix("=")
    probe = book.create_sheet("probe")
    for number in range(1, 15):
        # Openpyxl does not keep what formulas gave: only LibreOffice can tell.
        probe.cell(number, 1).value = f"=INDEX({offered},{number},1)" if number > 1 else f"=ROWS({offered})"
    departments = book["ส่วนราชการ"]
    departments["B4"].value = None
    departments["B6"].value = f"  {_ODD} "
    departments["B20"].value = "=กอง*"
    departments["B20"].data_type = "s"
    departments.cell(departments.max_row + 40, 2).value = "กองที่วางไว้ใต้แถวว่าง"
    book.save(tmp_path / "typed.xlsx")
    answers = [line[0] for line in grid(soffice(tmp_path / "typed.xlsx", "xlsx"), "probe")]
    expected = [*before, names[1], _ODD, *names[3:], "=กอง*", "กองที่วางไว้ใต้แถวว่าง"]
    assert answers[0] == len(expected)
    assert answers[1 : len(expected)] == expected[1:]


def test_rows_that_are_filled_in_grow_with_what_is_typed(office: Office) -> None:
    rows = re.findall(r"<row [^>]*>", part(office.file(FIRST), SHEET))
    fixed = [row for row in rows if "customHeight" in row]
    assert len(fixed) == 3  # title, note, header
    assert all(' ht="' in row for row in rows)


def test_short_text_stays_as_it_is_typed_and_long_text_can_be_long(office: Office) -> None:
    sheet = openpyxl.load_workbook(office.file(FIRST))[SHEET]
    formats = {sheet.cell(3, column).value: sheet.cell(4, column).number_format for column in range(14, 20)}
    assert formats["หลักฐาน (ลิงก์)"] == "@"
    assert formats["ผลการดำเนินงาน"] == "General"
