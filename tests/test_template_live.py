"""The formulas of the forms, worked out by a real LibreOffice, say what the reader says."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter
from cell_xml import CellError
from filling import (
    BUDGET,
    COMPLETE,
    DONE,
    DONE_ON,
    EVIDENCE,
    FIRST,
    IN_PROGRESS,
    NOT_STARTED,
    RESULT,
    SHEET,
    STATUS,
    TODAY,
    Office,
    Returned,
    fill,
    grid,
    table,
    templates_with_budget,
)
from msgspec.structs import replace
from provincial import SETTINGS, ProvinceOffice, measure
from python_calamine import CalamineWorkbook

from itaxl.assessment.findings import Severity
from itaxl.assessment.plans import Agency, IndicatorScore
from itaxl.catalogue import load_agencies
from itaxl.cell_styles import STYLES
from itaxl.planning.fillings import empty_plan
from itaxl.template.live import MONTH_FIRST_NOTE
from itaxl.template.live_days import READ_WHEN_SENT, UNREADABLE_DATE
from itaxl.workflow.orders import Order
from itaxl.workflow.planning import write_plan
from itaxl.workflow.rounds import consolidate_control
from itaxl.workflow.settings import Settings, default_templates

if TYPE_CHECKING:
    from conftest import Convert

pytestmark = pytest.mark.calc

_CHECK, _READING, _COMPLETE = "ตรวจแถวนี้", "ระบบอ่านวันที่เป็น", "ครบถ้วน"
_DAY = date(2022, 12, 27)
_NO_DAY = "เร็ว ๆ นี้"
_NO_DAYS = 0, -5, 27, 2566, 10958, 1e9  # counts, years and slips: programs write no day of ours so
_OWN = "เพิ่ม"
_BLANK: Mapping[str, object] = {}


def _typed_in_buddhist_year(year: int, month: int, day: int) -> datetime:
    """What a computer with English settings makes of 27/12/2565."""
    return datetime(year, month, day)  # noqa: DTZ001 - Excel knows no zones


# Entries of one row each; the live check and the reader have to agree on every one.
_ROWS: tuple[Mapping[str, object], ...] = (
    COMPLETE,
    _BLANK,
    {STATUS: NOT_STARTED},
    {STATUS: IN_PROGRESS, RESULT: "ทำไปครึ่งหนึ่ง"},
    {STATUS: f" {IN_PROGRESS} "},
    {STATUS: f"{IN_PROGRESS}\n"},
    {STATUS: f"\u00a0{IN_PROGRESS}"},
    {STATUS: DONE},
    {STATUS: DONE, DONE_ON: _DAY},
    {STATUS: DONE, RESULT: "ทำแล้ว"},
    {STATUS: DONE, DONE_ON: _DAY, RESULT: "\n"},
    {STATUS: DONE, DONE_ON: " ", RESULT: "ทำแล้ว"},
    {STATUS: IN_PROGRESS, DONE_ON: _DAY},
    {STATUS: NOT_STARTED, DONE_ON: _DAY, RESULT: "ทำแล้ว"},
    {RESULT: "ทำแล้ว"},
    {DONE_ON: _DAY},
    {EVIDENCE: "ภาพ"},
    {STATUS: "แล้วเสร็จ"},
    {STATUS: "*"},
    {STATUS: "ดำเนินการ????"},
    {STATUS: 1},
    {**COMPLETE, RESULT: 0},
    {**COMPLETE, RESULT: '=1+"x"'},
    {**COMPLETE, DONE_ON: date(2022, 9, 30)},
    {**COMPLETE, DONE_ON: date(2022, 10, 1)},
    {**COMPLETE, DONE_ON: date(2023, 9, 30)},
    {**COMPLETE, DONE_ON: date(2023, 10, 1)},
    {**COMPLETE, DONE_ON: _typed_in_buddhist_year(2565, 12, 27)},
    {**COMPLETE, DONE_ON: _typed_in_buddhist_year(2565, 9, 30)},
    {**COMPLETE, DONE_ON: "27/12/2565"},
    {**COMPLETE, DONE_ON: "27/12/2022"},
    {**COMPLETE, DONE_ON: "27-12-2022"},
    {**COMPLETE, DONE_ON: " 27.12.2565 "},
    {**COMPLETE, DONE_ON: "27/12/65"},
    {**COMPLETE, DONE_ON: "27/12/22"},
    {**COMPLETE, DONE_ON: "30/9/2566"},
    {**COMPLETE, DONE_ON: "1/10/2566"},
    {**COMPLETE, DONE_ON: "2022-12-27"},
    {**COMPLETE, DONE_ON: "2565-12-27"},
    {**COMPLETE, DONE_ON: "2022-13-27"},
    {**COMPLETE, DONE_ON: "27 ธ.ค. 2565"},
    {**COMPLETE, DONE_ON: "27ธ.ค.65"},
    {**COMPLETE, DONE_ON: " 7  มิถุนายน พ.ศ. 2566 "},
    {**COMPLETE, DONE_ON: "30 ก.ย. 2565"},
    *(
        {**COMPLETE, DONE_ON: typed}
        for typed in (
            *(
                "๒๗/๑๒/๒๕๖๕",
                "๑๕/๑/๒๕๖๖",
                "๓๑-๑-๖๖",
                "๒๗ ธ.ค. ๒๕๖๕",
                "๑ มกราคม ๒๕๖๖",
                "๓๑/๒/๒๕๖๖",
                "๙๙/๙/๒๕๖๖",
            ),
            *(
                "27,12,2565",
                "27\\12\\2565",
                "27 / 12 / 2565",
                "27/12/256",
                "27/12/25651",
                "27/12/1",
                "100027/12/65",
            ),
            *("27 ธค 65", "5 เมย 2566", "5 มิ.ย. 66", "30 กรกฏาคม 2566", "1 พฤษจิกายน 2565", "29 ก.พ. 2566"),
            *("27 Dec 2022", "1 may 2023", "30 FEB 2023", "27 เดือน ธันวาคม 2565", "0/1/2566", "1/0/2566"),
            *("27/12/2565 ", "27/12/2565\n", "27/12/๒๕๖๕", "2565/12/27", "2566-02-29", "12/27/2565"),
            *("27-ธ.ค.-65", "27-Dec-2022", "27 ธ. ค. 2565", "27 ธ.ค. '65", "27\n ธ.ค.\n2565", "5–3–2566"),
            *("27\u00a0ธ.ค.\u00a02565", "27/12/2565\u00a0", "5ธค65", "5 กุมภาพันธุ์ 66", "5 sept 66"),
            *("1 เดือน ก.ย. พ.ศ. 66", "1 ก.ย. ปี 2566", "5 5/3/2566"),
            *("+5/3/2566", "1e1/3/2566", "5/3e0/66", "5/3/2566%", "$5/3/2566", "(5)/3/2566"),
            *("9999-3-5", "12345/3/5", "5/3/2800", "5/3/6", "5/3/99", "5/11/66"),
        )
    ),
    {**COMPLETE, DONE_ON: "31/2/2566"},
    {**COMPLETE, DONE_ON: "32/13/2565"},
    {**COMPLETE, DONE_ON: "13/27/2565"},
    {**COMPLETE, DONE_ON: _NO_DAY},
    {**COMPLETE, DONE_ON: "27/12"},
    *({**COMPLETE, DONE_ON: number} for number in _NO_DAYS),
    {**COMPLETE, DONE_ON: 44922},
    # 27/12/65 as computers take it that know no Buddhist era.
    *({**COMPLETE, DONE_ON: _typed_in_buddhist_year(year, 12, 27)} for year in (1965, 2065)),
    {**COMPLETE, RESULT: CellError("#REF!")},
    {**COMPLETE, EVIDENCE: CellError("#NAME?")},
    {**COMPLETE, STATUS: CellError("#N/A")},
    {**COMPLETE, DONE_ON: CellError("#VALUE!")},
    {**COMPLETE, BUDGET: 0},
    {**COMPLETE, BUDGET: 1234.5},
    {**COMPLETE, BUDGET: -1},
    {**COMPLETE, BUDGET: "มาก"},
)
_OWN_ROWS: tuple[Mapping[str, object], ...] = (
    {"มาตรการ": "โครงการ", STATUS: IN_PROGRESS},
    {"มาตรการ": "โครงการ"},
    {STATUS: IN_PROGRESS},
    {"มาตรการ": "โครงการ", STATUS: IN_PROGRESS, "วันเริ่มต้น": "๑ มี.ค. ๒๕๖๖", "วันสิ้นสุด": "2023-03-01"},
    {
        "มาตรการ": "โครงการ",
        STATUS: IN_PROGRESS,
        "วันเริ่มต้น": date(2023, 3, 1),
        "วันสิ้นสุด": date(2023, 2, 28),
    },
    {"มาตรการ": "โครงการ", STATUS: IN_PROGRESS, "วันเริ่มต้น": "มีนาคม"},
    {
        "มาตรการ": "โครงการ",
        STATUS: IN_PROGRESS,
        "วันเริ่มต้น": _typed_in_buddhist_year(2566, 3, 1),
        "วันสิ้นสุด": date(2023, 3, 1),
    },
    *(
        {"มาตรการ": "โครงการ", STATUS: IN_PROGRESS, "วันเริ่มต้น": start, "วันสิ้นสุด": end}
        for start, end in (
            ("1/10/65", "1/11/66"),  # of two digits, a year outside the time reported about is in doubt
            ("1/10/65", "30/9/66"),
            ("1/10/2565", "1/11/2566"),
            ("1 พ.ย. 66", "2 พ.ย. 66"),
            ("2 ธค 65", "1 ธันวาคม 2565"),
            ("2 พ.ย. 2566", date(2023, 11, 1)),
            (0, "28/2/2566"),
            (1e9, ""),
            ("9999-3-5", ""),
            ("5/3/2399", ""),
            ("5/3/2750", ""),
            ("370/3/2566", ""),
            ("5/3/1899", ""),
            (_typed_in_buddhist_year(1999, 3, 5), ""),
            (_typed_in_buddhist_year(1990, 3, 5), ""),
            (_typed_in_buddhist_year(1965, 12, 27), _typed_in_buddhist_year(2065, 12, 28)),
            (_typed_in_buddhist_year(2065, 12, 27), _typed_in_buddhist_year(1965, 12, 26)),
            (" ", "\n"),
        )
    ),
)
# Nearly a day: the form may leave it to the reader, who does not understand it either.
_NEARLY: tuple[Mapping[str, object], ...] = tuple(
    {**COMPLETE, DONE_ON: typed}
    for typed in (
        *("5 marvel 2566", "5 maybe 2566", "5 เมษายน์ 2566", "5 มีนาคมม 66", "5/3/2566/", "5//3/66"),
        *("5/3/-2566", "2566/3/-5"),
        *(
            "1 ก.ย. 2566 2",
            "155 มี.ค. 2566",
            "5 มี.ค. 12566",
            "5 มี.ค.",
            "5 มีนาคม 2566 และ 6 เมษายน 2566",
            "ประชุม 5 มี.ค. 66",
        ),
    )
)
# Ways of writing that the reader understands and the formula, being short, asks to be written otherwise.
_STRICTER: tuple[Mapping[str, object], ...] = (
    {**COMPLETE, DONE_ON: "ธ.ค. ๒๕๖๕"},
    {**COMPLETE, DONE_ON: "Dec 27, 2022"},
    {**COMPLETE, DONE_ON: "ธันวาคม 2565"},
    {**COMPLETE, DONE_ON: "ไตรมาส 2"},
    {**COMPLETE, DONE_ON: "2022-12-27 00:00:00"},
    {**COMPLETE, DONE_ON: "1/12/2565 - 27/12/2565"},
    {**COMPLETE, DONE_ON: "1/12/65-27/12/65"},
    {**COMPLETE, BUDGET: "๑,๒๓๔"},
)


@pytest.fixture(scope="module")
def budgeted(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("live")
    measures = [
        {"รหัส": f"M{n}", "มาตรการ": f"มาตรการ {n}", "ส่วนราชการที่รับผิดชอบ": FIRST}
        for n in range(len(_ROWS) + len(_STRICTER) + len(_NEARLY))
    ]
    templates = templates_with_budget(folder / "templates")
    department = templates / "department.toml"
    text = department.read_text(encoding="utf-8")
    more = text.replace("blank_rows = 8\n", f"blank_rows = {len(_OWN_ROWS) + 1}\n")
    department.write_text(more, encoding="utf-8")
    return Office(folder / "office", measures, templates=templates)


def test_the_check_beside_a_row_says_what_the_reader_says(
    budgeted: Office, tmp_path: Path, soffice: "Convert"
) -> None:
    entries = {f"M{n}": row for n, row in enumerate((*_ROWS, *_STRICTER, *_NEARLY))}
    entries |= {f"{_OWN}{n}": row for n, row in enumerate(_OWN_ROWS, start=1)}
    path = fill(budgeted.file(FIRST), tmp_path / "a.xlsx", entries)
    calculated = soffice(path, "xlsx")
    rows = {str(row["รหัส"]): row for row in table(calculated, SHEET) if row["รหัส"]}
    read = budgeted.read(path)
    at_fault = {each.cell.lstrip(ascii_uppercase) for each in read.findings}
    wrong = {each.cell.lstrip(ascii_uppercase) for each in read.findings if each.severity is Severity.ERROR}
    number_of = {row.code: str(row.row) for row in read.rows}
    stricter = {f"M{n}" for n in range(len(_ROWS), len(_ROWS) + len(_STRICTER))}
    nearly = {f"M{n}" for n in range(len(_ROWS) + len(_STRICTER), len(entries) - len(_OWN_ROWS))}
    assert len(rows) == len(entries) + 1
    for code, entry in entries.items():
        is_complete, is_at_fault = rows[code][_CHECK] == _COMPLETE, number_of[code] in at_fault
        if code in stricter:
            assert not is_complete, (code, entry)
            assert number_of[code] not in wrong, (code, entry)
        else:
            assert is_complete is not is_at_fault, (code, entry, rows[code][_CHECK])
    untouched = [row[_CHECK] for code, row in rows.items() if code.startswith(_OWN) and code not in entries]
    assert untouched == [""]
    for row in read.rows:
        shown, meant = rows[row.code][_READING], row.values.get("done_on")
        if row.code not in stricter:
            assert shown == meant or (meant is None and not _is_inside(shown)), (row.code, shown, meant)
            assert shown != READ_WHEN_SENT or row.code in nearly
    # What is read later is not called unreadable now.
    later = [row[_READING] for code, row in rows.items() if code in stricter]
    assert later == [*[READ_WHEN_SENT] * 7, _DAY]
    never = [code for code, entry in entries.items() if entry.get(DONE_ON) in {_NO_DAY, *_NO_DAYS}]
    assert {rows[code][_READING] for code in never} == {UNREADABLE_DATE}
    assert len(never) == 1 + len(_NO_DAYS)
    check = grid(calculated, "ตรวจก่อนส่ง")
    assert check[2][1] == "ยังไม่ครบถ้วน"
    whole = sum(1 for row in rows.values() if row[_CHECK] == _COMPLETE)
    assert [row[2] for row in check[4:7]] == [len(entries), whole, len(entries) - whole]


def _is_inside(shown: object) -> bool:
    return isinstance(shown, date) and date(2022, 10, 1) <= shown <= date(2023, 9, 30)


@pytest.mark.parametrize(
    ("second", "own", "reporter", "verdict"),
    [
        ({STATUS: NOT_STARTED}, _OWN_ROWS[0], False, "พร้อมส่ง"),
        (COMPLETE, _OWN_ROWS[1], True, "ยังไม่ครบถ้วน"),
    ],
)
def test_the_verdict_is_ready_exactly_where_the_reader_finds_no_error(
    office: Office,
    tmp_path: Path,
    soffice: "Convert",
    second: Mapping[str, object],
    own: Mapping[str, object],
    verdict: str,
    *,
    reporter: bool,
) -> None:
    entries = {"M1": COMPLETE, "M2": second, f"{_OWN}1": own}
    path = fill(office.file(FIRST), tmp_path / "a.xlsx", entries, reporter=reporter)
    findings = office.read(path).findings
    sheet = grid(soffice(path, "xlsx"), "ตรวจก่อนส่ง")
    assert sheet[2][1] == verdict
    assert (verdict == "พร้อมส่ง") is not any(each.severity.value == "error" for each in findings)
    wanted = [str(line[2]) for line in sheet if line[1] == "ผู้กรอกแบบ (ควรกรอก)"]
    assert wanted == [_COMPLETE if reporter else "ยังไม่กรอก · ผู้กรอก · ตำแหน่ง"]


def test_codes_and_steps_are_judged_as_the_reader_does_and_an_error_spoils_its_own_row_alone(
    tmp_path: Path, soffice: "Convert"
) -> None:
    office = ProvinceOffice(tmp_path / "office")
    form = office.file("002")
    filled: tuple[tuple[object, object], ...] = (
        ("A", None),  # a step without a measure above
        ("B", " "),
        ("C", "ก"),
        ("D", None),
        ("DUP", "ก"),
        (" dup ", "ก"),
        (1, "ก"),
        ("1", "ก"),
        ("๑", "ก"),
        (CellError("#DIV/0!"), "ก"),
        ("X*", CellError("#N/A")),
        ("X?", "ก"),
        (None, "ก"),
        (" ", "ก"),
    )
    cells: dict[tuple[str, str], object] = {}
    for number, (code, what) in enumerate(filled, start=1):
        entries = {"รหัส": code, "มาตรการ": what, "สถานะ": IN_PROGRESS}
        cells |= measure(form, number, **{key: each for key, each in entries.items() if each is not None})
    path = office.returned(tmp_path / "a.xlsx", cells)
    rows = grid(soffice(path, "xlsx"), SHEET)
    check = rows[2].index(_CHECK)
    complete = [row[check] == _COMPLETE for row in rows[3 : 3 + len(filled)]]
    read = {each.cell for each in office.read(path).findings if each.sheet == SHEET}
    at_fault = {int(each.lstrip(ascii_uppercase)) - 4 for each in read}
    # The form tells both rows of a code that stands twice, the reader the later one.
    first_of_several = {4, 6}
    assert [n for n, each in enumerate(complete) if not each] == sorted(at_fault | first_of_several)
    assert at_fault == {0, 1, 5, 7, 8, 9, 10}


def _recalculated(path: Path, soffice: "Convert") -> Path:
    """The same with nothing in it that was worked out before, which LibreOffice would believe."""
    blank = path.with_name(f"uncalculated {path.name}")
    openpyxl.load_workbook(path).save(blank)
    return soffice(blank, "xlsx")


def test_forms_that_come_filled_look_the_same_before_and_after_they_are_calculated(
    tmp_path: Path, soffice: "Convert"
) -> None:
    typed = ("31/2/2566", "เร็ว ๆ นี้", "5 มี.ค. 66", date(2566, 3, 5), date(2022, 9, 1), 44922, 2566, "")
    measures = [{"รหัส": f"M{n}", "มาตรการ": "ก", "ส่วนราชการที่รับผิดชอบ": FIRST} for n in range(len(typed))]
    back = Returned(Office(tmp_path / "office", measures), tmp_path / "back")
    entries: dict[str, Mapping[str, object]] = {
        f"M{n}": {**COMPLETE, DONE_ON: each} for n, each in enumerate(typed)
    }
    entries["เพิ่ม1"] = {"มาตรการ": "ก", STATUS: IN_PROGRESS, "วันเริ่มต้น": "1/3/2566", "วันสิ้นสุด": "28/2/2566"}
    entries["เพิ่ม3"] = {EVIDENCE: "ภาพ"}
    back.send_back(FIRST, entries)
    back.consolidate(corrections=True)
    (form,) = (tmp_path / "corrections").glob("*แก้ไข*")
    assert _told_beside(form) == _told_beside(_recalculated(form, soffice))

    province = ProvinceOffice(tmp_path / "province")
    cells: dict[tuple[str, str], object] = {}
    for number, each in enumerate(
        ({"รหัส": "A"}, {"รหัส": "B", "มาตรการ": "ก"}, {"รหัส": "b", "มาตรการ": "ข"}), start=1
    ):
        cells |= measure(province.file("002"), number, **each, สถานะ=IN_PROGRESS)
    province.returned(tmp_path / "agency" / "a.xlsx", cells)
    order = Order(
        province.control, tmp_path / "agency", tmp_path / "s.xlsx", corrections=tmp_path / "agencies"
    )
    consolidate_control(order, SETTINGS)
    (form,) = (tmp_path / "agencies").rglob("*แก้ไข*")
    before = _told_beside(form)
    assert before == _told_beside(_recalculated(form, soffice))
    assert [each[-1] for each in before[SHEET][1:4]] == ["ยังไม่กรอกมาตรการ", *["รหัสซ้ำกับแถวอื่น"] * 2]


def test_sheets_may_have_an_apostrophe_in_their_names(tmp_path: Path, soffice: "Convert") -> None:
    templates = templates_with_budget(tmp_path / "templates")
    department = templates / "department.toml"
    text = department.read_text(encoding="utf-8")
    for name in (SHEET, "ผู้รายงาน"):
        assert text.count(f'\nname = "{name}"') == 1
        text = text.replace(f'\nname = "{name}"', f'\nname = "{name}\'ของเรา"')
    department.write_text(text, encoding="utf-8")
    form = Office(tmp_path / "office", templates=templates).file(FIRST)
    calculated = _recalculated(form, soffice)
    for path in (form, calculated):
        rows = grid(path, f"{SHEET}'ของเรา")
        assert [row[rows[2].index(_CHECK)] for row in rows[3:5]] == ["ยังไม่กรอกสถานะ"] * 2
    assert grid(form, "ตรวจก่อนส่ง") == grid(calculated, "ตรวจก่อนส่ง")
    links = [
        str(cell.hyperlink.location)
        for (cell,) in openpyxl.load_workbook(form)["ตรวจก่อนส่ง"]["A8:A12"]
        if cell.hyperlink
    ]
    assert len(links) >= 3
    assert all("''ของเรา'!" in each for each in links)


def _told_beside(path: Path) -> dict[str, list[list[object]]]:
    """What the live columns and the check before sending say."""
    lines = grid(path, SHEET)[2:]
    live = [index for index, header in enumerate(lines[0]) if header in {_READING, _CHECK}]
    beside = [told for line in lines if any(told := [line[index] for index in live])]
    return {SHEET: beside, "ตรวจก่อนส่ง": grid(path, "ตรวจก่อนส่ง")}


def _cells(path: Path) -> dict[tuple[str, int, int], object]:
    names = ("คำชี้แจง", "ผู้รายงาน", "หน่วยงาน", "ส่วนราชการ", "คะแนน", SHEET, "ตรวจก่อนส่ง")
    present = CalamineWorkbook.from_path(path).sheet_names
    return {
        (name, row, column): value
        for name in names
        if name in present
        for row, line in enumerate(grid(path, name))
        for column, value in enumerate(line)
        if value != ""
    }


def test_a_form_looks_the_same_before_and_after_it_is_calculated(office: Office, soffice: "Convert") -> None:
    path = office.file(FIRST)
    before, after = _cells(path), _cells(_recalculated(path, soffice))
    # The one thing that depends on the computer: where dates begin with the month, the note warns of it.
    note = ("มาตรการ", 1, 1)
    assert before.pop(note) != MONTH_FIRST_NOTE
    assert after.pop(note) == MONTH_FIRST_NOTE
    assert after == before


@pytest.mark.parametrize(
    ("year", "scores"),
    [
        (2566, "84.48 72.13 92.50 73.16 77.85 80.95 82.44 100 99.99 100"),  # letters
        (2568, "96.5 97 95.99 98.25 99 84 84 84 100 100"),  # levels that look at every instrument
    ],
)
def test_totals_and_grades_are_those_that_the_spreadsheet_works_out(
    tmp_path: Path, soffice: "Convert", year: int, scores: str
) -> None:
    settings = Settings(default_templates(), TODAY)
    framework = settings.framework(year - 1)
    plan = empty_plan(Agency("ก", "เทศบาลตำบล"), year, load_agencies(), framework)
    given = [Decimal(each) for each in scores.split()]
    known = tuple(IndicatorScore(no, each, each - Decimal("0.5")) for no, each in enumerate(given, start=1))
    path = tmp_path / "plan.xlsx"
    write_plan(path, replace(plan, scores=known), framework, settings)
    lines = grid(path, "คะแนน")
    totals, grades = (line[6:] for line in lines[6:8])
    assert (totals[0], grades[0]) == ("คะแนนรวม", "ระดับผล")
    assert all(isinstance(each, float) for each in totals[1:])
    assert all(isinstance(each, str) and each for each in grades[1:])
    assert len(totals) == 3
    assert _cells(soffice(path, "xlsx")) == _cells(path)


def test_a_day_typed_in_the_buddhist_era_is_shown_in_the_year_that_was_typed(
    tmp_path: Path, soffice: "Convert"
) -> None:
    path = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(path) as book:
        style = book.add_format(STYLES["open-date"])
        sheet = book.add_worksheet()
        for row, day in enumerate((_DAY, _typed_in_buddhist_year(2565, 12, 27))):
            sheet.write_datetime(row, 0, day, style)
    shown = soffice(path, "csv:Text - txt - csv (StarCalc):44,34,76").read_text(encoding="utf-8")
    assert shown.split("\n")[:2] == ["27 ธ.ค. 2565"] * 2
