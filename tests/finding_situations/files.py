"""Whole files: what they are, whose they are, and what became of them on their way."""

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from filling import COMPLETE, FIRST, SECOND, SHEET, THIRD, fill, fill_plan, grid
from openpyxl.worksheet.worksheet import Worksheet
from packages import zipped
from provincial import measure, scores

from finding_situations.desk import (
    AGENCIES,
    FILLED,
    NAMESAKES,
    PLAN,
    REPORTER,
    Build,
    Desk,
    Make,
    MakePair,
    Pair,
    What,
)
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.workflow.handover import submit

_EARLY = datetime(2023, 4, 1, 9, 0, tzinfo=UTC)
_LATE = datetime(2023, 4, 2, 9, 0, tzinfo=UTC)

# One file


def _in_a_workbook_of_its_own(_: Desk, path: Path) -> str:
    book = openpyxl.Workbook()
    book.active["A1"] = "รายงานผลของสำนักปลัด"  # type: ignore[index]
    book.save(path)
    return "รายงาน.xlsx"


def with_parts(change: Callable[[dict[str, bytes]], object]) -> Build:
    """A filled form in which parts of the package are changed, as other programs would."""

    def build(desk: Desk, path: Path) -> str:
        name = desk.filled(path)
        with zipfile.ZipFile(path) as archive:
            parts = {each: archive.read(each) for each in archive.namelist()}
        change(parts)
        zipped(path, parts)
        return name

    return build


def _macros(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"x"


def _connection(parts: dict[str, bytes]) -> None:
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x" TargetMode="External" Target="งบประมาณ 2566.xlsx"/></Relationships>'
    ).encode()


def _hyperlink(desk: Desk, path: Path) -> str:
    linked = {**COMPLETE, "หลักฐาน (ลิงก์)": "https://example.go.th/ita"}
    return desk.filled(path, {"M1": linked})


def _saved_by(program: str) -> Build:
    def change(parts: dict[str, bytes]) -> None:
        name = "docProps/app.xml"
        told = f"<Application>{program}</Application>".encode()
        parts[name] = re.sub(rb"<Application>.*</Application>", told, parts[name])

    return with_parts(change)


def saved_again(change: Callable[[Worksheet], object], *, calculated: bool = True) -> Build:
    """A filled form that somebody rearranged."""

    def build(desk: Desk, path: Path) -> str:
        name = desk.filled(path)
        book = openpyxl.load_workbook(path)
        change(book[SHEET])
        book.save(path)
        if calculated:
            _with_values(path)
        return name

    return build


def _with_values(path: Path) -> None:
    """Every formula gets a value, as Excel would give it one; openpyxl throws them away."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    for each, content in parts.items():
        if each.startswith("xl/worksheets/sheet"):
            parts[each] = re.sub(rb"</f><v\s*/>|</f><v></v>", b"</f><v>0</v>", content)
    zipped(path, parts)


def _nothing(_: Worksheet) -> None:
    """Open and save."""


def _sheet_deleted(sheet: Worksheet) -> None:
    book = sheet.parent
    assert book is not None
    book.remove(sheet)


def _sheet_named_with_blanks(sheet: Worksheet) -> None:
    sheet.title = f" {SHEET} "


CHECKED: Mapping[What, Pair] = {
    FindingKind.NOT_ONE_OF_OURS: (_in_a_workbook_of_its_own, saved_again(_nothing)),
    FindingKind.HAS_MACROS: (with_parts(_macros), with_parts(lambda _: None)),
    FindingKind.EXTERNAL_DATA: (with_parts(_connection), _hyperlink),
    FindingKind.OTHER_PROGRAM: (_saved_by("WPS Office_12.1.0"), _saved_by("LibreOffice/7.4.7.2$Linux")),
    FindingKind.NEVER_CALCULATED: (saved_again(_nothing, calculated=False), saved_again(_nothing)),
    FindingKind.MISSING_SHEET: (saved_again(_sheet_deleted), saved_again(_sheet_named_with_blanks)),
    FindingKind.MISSING_COLUMN: (
        saved_again(lambda sheet: sheet.delete_cols(16)),
        saved_again(lambda sheet: sheet.insert_cols(14)),
    ),
    FindingKind.MISSING_ROW: (
        saved_again(lambda sheet: sheet.delete_rows(5)),
        saved_again(lambda sheet: sheet.insert_rows(5)),
    ),
}

# A folder


def folder_with(*builds: Callable[[Desk, Path], object]) -> Make:
    """Consolidates what is put into a folder."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder = desk.place()
        for build in builds:
            build(desk, folder)
        return desk.consolidated(folder)

    return make


def _file(name: str, content: bytes) -> Callable[[Desk, Path], object]:
    return lambda _, folder: (folder / name).write_bytes(content)


def _form(
    name: str = "", unit: str = FIRST, *, saved: datetime = _EARLY, stamped: Mapping[str, str] | None = None
) -> Callable[[Desk, Path], object]:
    """A filled form; what its hidden sheet says of it may be another's."""

    def put(desk: Desk, folder: Path) -> object:
        source = desk.office.file(unit)
        labels = [str(row[0]) for row in grid(source, "_itaxl")]
        cells = {("_itaxl", f"B{labels.index(each) + 1}"): value for each, value in (stamped or {}).items()}
        return desk.filled(folder / (name or source.name), unit=unit, saved=saved, cells=cells)

    return put


def _blank(name: str, **cells: object) -> Callable[[Desk, Path], object]:
    def put(desk: Desk, folder: Path) -> object:
        path = desk.office.file(FIRST)
        return fill(
            path, folder / name, reporter=False, cells={(SHEET, at): each for at, each in cells.items()}
        )

    return put


def _of_neighbour(desk: Desk) -> tuple[Finding, ...]:
    folder, source = desk.place(), desk.neighbour.file(FIRST)
    fill(source, folder / source.name, FILLED)
    return desk.consolidated(folder)


def _in_round(months: int) -> Make:
    def make(desk: Desk) -> tuple[Finding, ...]:
        folder = desk.place()
        _form()(desk, folder)
        return desk.consolidated(folder, months=months)

    return make


def _department_now(line: str) -> Make:
    """The first department's form, after its line in the plan was changed."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder, control = desk.place(), desk.place() / PLAN
        _form()(desk, folder)
        control.write_bytes(desk.office.control.read_bytes())
        departments = f"""
| รหัส | ชื่อส่วนราชการ |
{line}
| 02 | {SECOND} |
| 03 | {THIRD} |
"""
        rows = [{"รหัส": "M1", "มาตรการ": "ตรวจสอบการใช้ดุลพินิจ", "ส่วนราชการที่รับผิดชอบ": SECOND}]
        fill_plan(control, rows, departments=departments)
        return desk.consolidated(folder, control=control)

    return make


# A province's folder


def provincial(
    *puts: Callable[[Desk, Path, Path], object], control: Callable[[Desk], tuple[Path, Path]] | None = None
) -> Make:
    """Consolidates what is put into a province's folder."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder = desk.place()
        book, sent = control(desk) if control else desk.province
        for put in puts:
            put(desk, folder, sent)
        return desk.consolidated(folder, control=book)

    return make


def agency_form(
    code: str = "001",
    entries: Mapping[str, object] | None = None,
    *,
    measures: bool = True,
    given: tuple[object, ...] = (90,) * 10,
) -> Callable[[Desk, Path, Path], object]:
    """An agency's workbook, filled in."""

    def put(desk: Desk, folder: Path, sent: Path) -> object:
        source = desk.form(code, sent)
        row = {"มาตรการ": "เผยแพร่แผนการใช้จ่าย", "ตัวชี้วัด": "2", "สถานะ": "ยังไม่ดำเนินการ", **(entries or {})}
        filled = measure(source, 1, **row) if measures else {}
        return fill(
            source, folder / source.name, cells={**REPORTER, **scores(given), **filled}, reporter=False
        )

    return put


def department_form(unit: str = FIRST) -> Callable[[Desk, Path, Path], object]:
    """A department's workbook among those of agencies."""
    return lambda desk, folder, _: _form(unit=unit)(desk, folder)


def _from_province(named: str) -> Make:
    """A form of a province of this name, in the folder of the usual one."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        _, sent = desk.new_province(labels={"จังหวัด": named})
        folder = desk.place()
        agency_form()(desk, folder, sent)
        return desk.consolidated(folder, control=desk.province[0])

    return make


def _submitted(scored_year: int = 2565, district: str = "เมือง") -> Make:
    """The workbook of a province that asks for a year's scores, filled from a plan that has those of 2565."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        (code, name, kind, _, email), *others = AGENCIES
        asked = ((code, name, kind, district, email), *others)
        _, sent = desk.new_province(asked, labels={"ปีที่ประเมิน": scored_year, "จังหวัด": "สกลนคร"})
        folder = desk.place()
        _form()(desk, folder)
        out = desk.place() / "ส่งจังหวัด.xlsx"
        return submit(desk.form(sent=sent), desk.office.control, folder, out, desk.settings).findings

    return make


def _without_second(desk: Desk) -> tuple[Path, Path]:
    """The province after an agency was taken off its list."""
    control = desk.province_book(desk.place() / "province.xlsx", agencies=[["001", "เทศบาลตำบลตัวอย่าง"]])
    return control, desk.province[1]


def _with_namesakes(desk: Desk) -> tuple[Path, Path]:
    return desk.new_province(agencies=NAMESAKES)


def _with_namesakes_elsewhere(desk: Desk) -> tuple[Path, Path]:
    """Neither is in the district that the department's workbook says."""
    first, second = NAMESAKES
    return desk.new_province(agencies=((*first[:3], "ใต้", first[4]), second))


_ONE = folder_with(_form())

MADE: Mapping[What, MakePair] = {
    FindingKind.UNREADABLE_FILE: (
        folder_with(_file("01 สำนักปลัด.xlsx", b"PK\x03\x04 cut off")),
        folder_with(_form("01 สำนักปลัด.xls")),
    ),
    FindingKind.NOT_A_SUBMISSION: (
        folder_with(_file("หนังสือนำส่ง.pdf", b"%PDF-1.7")),
        folder_with(_form("แบบรายงาน.pdf")),
    ),
    FindingKind.OTHER_AGENCY: (_of_neighbour, _ONE),
    FindingKind.OTHER_PLACE: (_submitted(district="ห้วยแถลง"), _submitted()),
    FindingKind.OTHER_PROVINCE: (_from_province("สมมติ"), _from_province("จังหวัด ตัวอย่าง")),
    FindingKind.OTHER_YEAR: (
        folder_with(_form(stamped={"fiscal-year": "2565"})),
        _ONE,
    ),
    FindingKind.OTHER_ROUND: (_in_round(12), _ONE),
    FindingKind.OTHER_SCORED_YEAR: (_submitted(2564), _submitted(2565)),
    FindingKind.OTHER_VERSION: (
        folder_with(_form(stamped={"template-version": "1-00000000"})),
        _ONE,
    ),
    FindingKind.UNKNOWN_UNIT: (
        _department_now("| 09 | กองการศึกษา |"),
        _department_now("| 01 | สำนักปลัดเทศบาล |"),
    ),
    FindingKind.UNKNOWN_AGENCY: (
        provincial(agency_form("002"), control=_without_second),
        provincial(agency_form("001"), control=_without_second),
    ),
    FindingKind.SUPERSEDED: (
        folder_with(_form("แก้ไขแล้ว.xlsx", saved=_LATE), _form()),
        folder_with(_form(saved=_LATE), _form(unit=SECOND)),
    ),
    FindingKind.IN_AGENCY_FORM: (
        provincial(agency_form(), department_form()),
        provincial(agency_form(measures=False), department_form()),
    ),
    FindingKind.AMBIGUOUS_AGENCY: (
        provincial(department_form(), control=_with_namesakes_elsewhere),
        provincial(department_form(), control=_with_namesakes),
    ),
    FindingKind.BLANK_COPY: (
        folder_with(_form(), _blank("สำเนา.xlsx")),
        folder_with(_form(), _blank("สำเนา.xlsx", N4="ยังไม่ดำเนินการ")),
    ),
    FindingKind.UNTOUCHED: (
        folder_with(_blank("01 สำนักปลัด.xlsx")),
        folder_with(_blank("01 สำนักปลัด.xlsx", R4="ขอเลื่อน")),
    ),
    FindingKind.MISSING_SUBMISSION: (
        folder_with(_form(), _form(unit=SECOND)),
        folder_with(_form(), _form(unit=SECOND), _form(unit=THIRD)),
    ),
}
