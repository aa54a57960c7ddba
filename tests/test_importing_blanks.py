"""Blanks of scanned tables: which ended a printed line, which were meant, and that every guess is told."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from importing_cells import Compared, Place, compared_with_example
from test_example_corrections import SETTINGS

from itaxl.assessment.findings import FindingKind
from itaxl.importing.assembling import Imported
from itaxl.importing.blanks import Junction, Use, odds
from itaxl.importing.rows import read_tables
from itaxl.importing.text_documents import text_parts
from itaxl.importing.tracing import Certainty
from itaxl.sheets.workbooks import open_workbook
from itaxl.thai.measuring import text_width
from itaxl.workflow.importing import ImportedFiles, import_documents, read_documents

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "examples" / "sources"
NAMES = sorted(path.stem for path in REPORTS.glob("*.txt"))
LEAST_SHARE = 0.95
"""Of the cells of each report, to the last blank."""


# The published reports


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[ImportedFiles, Compared]]:
    """A published report imported without help, beside its example."""
    folder = tmp_path_factory.mktemp("imported")

    @cache
    def of(name: str) -> tuple[ImportedFiles, Compared]:
        made = import_documents([REPORTS / f"{name}.txt"], folder / name / "plan.xlsx", SETTINGS)
        return made, compared_with_example(made, ROOT / "examples" / name, SETTINGS)

    return of


@pytest.mark.parametrize("name", NAMES)
def test_a_published_report_comes_in_to_the_last_blank(
    name: str, imported: Callable[[str], tuple[ImportedFiles, Compared]]
) -> None:
    _, result = imported(name)
    assert result.share_to_the_letter >= LEAST_SHARE, result.spaced
    (row,) = [
        line.split("|")
        for line in (REPORTS / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{name}` ")
    ]
    assert row[6].strip() == f"{result.share_to_the_letter:.1%}"


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_that_comes_in_otherwise_is_named(
    name: str, imported: Callable[[str], tuple[ImportedFiles, Compared]]
) -> None:
    made, result = imported(name)
    book = open_workbook(made.account)
    named = {
        target
        for sheet, column in (("ไม่แน่ใจ", 3), ("เว้นวรรค", 5))
        for row in book.grid(sheet).rows[3:]
        for target in str(row[column]).split("\n")
    }
    codes = {each.code for each in made.plan.departments}
    otherwise = {place: got for place, (_, got) in result.wrong.items()} | dict.fromkeys(result.spaced)
    assert {_as_told(place, got, codes) for place, got in otherwise.items()} <= named


def _as_told(place: Place, got: object, codes: set[str]) -> str:
    if place.sheet == "ส่วนราชการ":
        return f"ส่วนราชการ · {got}"
    return " · ".join(("plan-ส่งคืน" if place.sheet in codes else place.sheet, place.row, place.column))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_told_to_be_as_printed_has_the_blanks_and_lines_of_the_source(name: str) -> None:
    made = read_documents([REPORTS / f"{name}.txt"], SETTINGS)
    values = _values(made)
    checked = 0
    for each in made.trace.movements:
        if each.certainty is Certainty.AS_PRINTED and each.target and str(each.target) in values:
            assert each.text.removesuffix(" (ต่อ)") in values[str(each.target)]
            checked += 1
    assert checked


def _values(made: Imported) -> dict[str, str]:
    """The texts of a plan and of what departments reported, as the account names their cells."""
    headers = {
        column.key: column.header
        for kind in ("plan", "department")
        for column in SETTINGS.description(kind).sheet("measures").columns
    }
    rows = [("มาตรการ", row.code, row.values) for row in made.plan.rows]
    rows += [("", code, values) for reported in made.entries.values() for code, values in reported.items()]
    return {
        " · ".join(filter(None, (sheet, code, headers[key]))): value
        for sheet, code, values in rows
        for key, value in values.items()
        if isinstance(value, str) and key in headers and key not in {"status", "code", "department", "joint"}
    }


# Scans of narrow columns, and tables that people typed

PHRASES = (
    "ประชาสัมพันธ์ ช่องทาง การ ติดต่อ หน่วยงาน ใน ทุก ภารกิจ งาน",
    "รายงาน ผล การ ดำเนินการ ให้ ผู้บริหาร ทราบ ตาม ลำดับ ชั้น",
    "เปิดโอกาส ให้ บุคลากร มี ส่วนร่วม ใน การ ตรวจสอบ การ ใช้จ่าย งบประมาณ",
    "พัฒนา และ ปรับปรุง การ ดำเนินงาน ของ หน่วยงาน ให้ มี ความ โปร่งใส",
    "จัดทำ คู่มือ มาตรฐาน การ ปฏิบัติงาน และ คู่มือ การ รับ บริการ",
)
HEADER = "มาตรการ\tผู้รับผิดชอบ\tขั้นตอน\tการกำกับติดตาม"


def printed(words: str, width: float) -> str:
    """Words set without blanks into lines of a width in points, as a scan gives them."""
    lines = [""]
    for word in words.split():
        fits = text_width(lines[-1] + word) <= width
        if fits:
            lines[-1] += word
        else:
            lines.append(word)
    return " ".join(filter(None, lines))


@pytest.mark.parametrize("width", [80, 110, 150])
def test_the_lines_of_narrow_columns_are_joined(width: int, tmp_path: Path) -> None:
    cells = [printed(each, width) for each in PHRASES]
    rows = ["\t".join((cells[0], "กองคลัง", cells[index], cells[-index])) for index in (1, 2, 3)]
    path = tmp_path / "report.txt"
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    made = read_documents([path], SETTINGS, year=2566)
    whole = {each.replace(" ", "") for each in PHRASES}
    assert {row.values["steps"] for row in made.plan.rows} <= whole
    assert {row.values["monitoring"] for row in made.plan.rows} <= whole
    assert [each.kind for each in made.trace.findings].count(FindingKind.LINES_JOINED) == 1


TYPED = """\
| มาตรการ | ผู้รับผิดชอบ | ขั้นตอน | การกำกับติดตาม |
|---|---|---|---|
| ลดการใช้กระดาษ ประหยัดพลังงาน | กองคลัง งานพัสดุ | สำรวจความต้องการ จัดซื้อร่วมกัน | รายงานทุกเดือน แจ้งผู้บริหาร |
| เผยแพร่ข้อมูล หน้าเว็บไซต์ | สำนักปลัด งานธุรการ | รวบรวมเอกสาร ลงประกาศ | ตรวจสอบรายไตรมาส สรุปผล |
| จัดอบรม ให้ความรู้ | กองการศึกษา | เชิญวิทยากร จัดสถานที่ | ประเมินก่อนและหลัง ส่งรายงาน |
| ปรับปรุงคู่มือ การให้บริการ | กองช่าง | ทบทวนขั้นตอน แจกจ่ายประชาชน | ติดตามความพึงพอใจ ปรับแผน |
| จัดทำแผน จัดซื้อจัดจ้าง | กองคลัง | รวบรวมความต้องการ ขออนุมัติ | รายงานผล ประกาศราคากลาง |
"""


def test_a_typed_table_of_short_cells_keeps_its_blanks(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(TYPED, encoding="utf-8")
    made = read_documents([path], SETTINGS, year=2566)
    typed = [[cell.strip() for cell in line.split("|")[1:-1]] for line in TYPED.splitlines()[2:]]
    assert [row.values["measure"] for row in made.plan.rows] == [each[0] for each in typed]
    assert [row.values["steps"] for row in made.plan.rows] == [each[2] for each in typed]
    assert [row.values["monitoring"] for row in made.plan.rows] == [each[3] for each in typed]
    assert not made.trace.guessed()
    assert FindingKind.LINES_JOINED not in {each.kind for each in made.trace.findings}


@given(
    st.lists(
        st.lists(st.text("กขคงจชซญดตทนบปผพฟมยรลวสหอะาิีุเแโ/ๆฯ๑๒(. ", max_size=40), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
@examples(max_examples=80)
def test_nothing_but_blanks_changes_in_a_scan(cells: list[list[str]]) -> None:
    rows = [[f"อบรมครั้งที่ {number}", *row] for number, row in enumerate(cells)]
    read = read_tables(text_parts("\n".join([HEADER, *("\t".join(row) for row in rows)])))
    held = [["".join(text.split()) for text in each.texts.values()] for each in read.measures]
    assert held == [[words for cell in row if (words := "".join(cell.split()))] for row in rows]


# What Thai writes with a blank


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("โครงการต่าง ๆ", "ของหน่วยงาน"),
        ("แผนการจัดซื้อจัดจ้างฯ", "ให้ครบ"),
        ("ช่องทางอื่น เช่น", "เว็บไซต์"),
        ("ช่องทางอื่น", "ได้แก่ป้ายประกาศ"),
        ("ประจำปีงบประมาณ", "พ.ศ. ๒๕๖๖"),
        ("รอบ ๖", "เดือน"),
        ("นโยบาย", "No Gift Policy"),
        ("ของสำนักงาน", "ป.ป.ช. กำหนด"),
    ],
)
def test_a_blank_that_thai_writes_stays_at_the_end_of_a_line(before: str, after: str) -> None:
    assert odds(Junction(before, after), 0.0, Use([]), is_seen=False) > 0


@pytest.mark.parametrize(
    ("before", "after", "in_line"),
    [
        ("คู่มือการปฏิบัติ", "งาน", 0.0),
        ("สำนักปลัด/", "กองทุกกอง", 1.0),
        ("การปรับปรุงวิธีและ", "ขั้นตอน", 0.6),
    ],
)
def test_a_blank_that_thai_does_not_write_goes(before: str, after: str, in_line: float) -> None:
    assert odds(Junction(before, after), in_line, Use([]), is_seen=in_line == 1) < 0


@pytest.mark.parametrize(
    ("before", "after"),
    [("ถามตอบ ใน", "เว็บไซต์"), ("ยืม /", "คืน"), ("โครงการ", "หรือกิจกรรม"), ("แจ้งในที่", "ประชุม")],
)
def test_a_blank_within_a_line_stays_as_the_writer_has_put_it(before: str, after: str) -> None:
    assert odds(Junction(before, after), 1.0, Use(["โครงการหรือกิจกรรม"]), is_seen=True) > 0


def test_the_same_words_elsewhere_decide_about_the_end_of_a_line() -> None:
    junction = Junction("จัดซื้อจัดจ้าง", "และการจัดหาพัสดุ")
    assert odds(junction, 0.0, Use([]), is_seen=False) < 0
    assert odds(junction, 0.0, Use(["ผลการจัดซื้อจัดจ้าง และการจัดหาพัสดุรายเดือน"]), is_seen=False) > 0
    assert odds(junction, 0.5, Use(["ผลการจัดซื้อจัดจ้างและการจัดหาพัสดุรายเดือน"]), is_seen=False) < 0


def test_guesses_stand_in_the_account_with_how_sure_they_are(tmp_path: Path) -> None:
    made = import_documents([REPORTS / "000-phon-thong.txt"], tmp_path / "plan.xlsx", SETTINGS)
    rows = open_workbook(made.account).grid("เว้นวรรค").rows[3:]
    assert len(rows) == made.blanks > 0
    sure = [int(str(row[4]).rstrip("%")) for row in rows]
    assert sure == sorted(sure)
    assert 50 <= sure[0] < sure[-1] < 95
    assert {str(row[3]) for row in rows} == {"ต่อกัน", "เว้นไว้ตามต้นฉบับ"}
    joined = next(str(row[2]).strip("…") for row in rows if row[3] == "ต่อกัน")
    assert any(joined in str(value) for row in made.plan.rows for value in row.values.values())
