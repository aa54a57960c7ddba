"""A filled form that another program saved says what it said before, and what was lost is told."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cell_xml import CellError, part
from click.testing import CliRunner
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    EVIDENCE,
    FIRST,
    IN_PROGRESS,
    NOT_STARTED,
    OUTCOME,
    RESULT,
    SECOND,
    SHEET,
    STATUS,
    Office,
    Returned,
    fill,
    told,
)
from packages import encrypted, zipped

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.cli import main
from itaxl.sheets.formats import Unreadable, UnreadableReason
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.description_files import load_description
from itaxl.template.returns import Expected, ReturnedFile, read_return

if TYPE_CHECKING:
    from conftest import Convert

_PLAN = """
| รหัส | ตัวชี้วัด | ข้อ | มาตรการ | แนวทางปฏิบัติ | ส่วนราชการที่รับผิดชอบ | วันเริ่มต้น | วันสิ้นสุด |
| 01 | 5 | | มาตรการ  เว้นสองครั้ง | - ข้อแรก | กองคลัง | 2022-10-01 | 2023-03-31 |
| 1.0 | 2, 5 | o1 | ๑. เลขไทย "คำพูด" & <เครื่องหมาย> | =1+1 | กองคลัง | | 2023-09-30 |
| M3 | | | นํ้า กับ น้ำ | 0812345678 | กองคลัง | | |
"""


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls:MS Excel 97"])
def test_a_form_saved_by_libreoffice_has_the_same_entries_and_no_false_findings(
    tmp_path: Path, soffice: "Convert", ending: str
) -> None:
    office = Office(tmp_path / "office", _PLAN, labels={"รหัสผ่านล็อกแผ่นงาน": "ลับ9"})
    own: dict[str, object] = {
        "มาตรการ": "โครงการของเรา\nสองบรรทัด",
        STATUS: IN_PROGRESS,
        "วันสิ้นสุด": "31/3/2566",
    }
    entries: dict[str, dict[str, object]] = {
        "01": {**COMPLETE, RESULT: "  เว้นหน้าหลัง  ", EVIDENCE: "http://example.org/?a=1&b=2"},
        "1.0": {STATUS: DONE, DONE_ON: "27/12/2565", RESULT: "007", OUTCOME: 'พูดว่า "ดี" <b>'},
        "M3": {STATUS: NOT_STARTED, DONE_ON: date(2565, 12, 27), RESULT: "😀 ๑๒๓"},
        "เพิ่ม2": own,
    }
    path = fill(office.file(SECOND), tmp_path / "filled.xlsx", entries)
    before = office.read(path)
    after = office.read(soffice(path, ending))
    assert after.stamp == before.stamp
    assert {row.code: (row.row, dict(row.values)) for row in after.rows} == {
        row.code: (row.row, dict(row.values)) for row in before.rows
    }
    assert after.fields == before.fields
    assert told(after.findings) == told(before.findings) == [("only-when", "O6")]


# Files of programs that cannot be run everywhere

_FORMS = Path(__file__).parent / "data" / "clients" / "forms"


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("exceljs.xlsx", []),
        ("sheetjs.xlsx", [("other-program", "")]),
        ("sheetjs.xlsb", [("other-program", "")]),
        ("sheetjs.ods", [("other-program", "")]),
        ("sheetjs.xls", []),
    ],
)
def test_forms_that_libraries_saved_say_what_was_typed(name: str, findings: list[tuple[str, str]]) -> None:
    description = load_description("department", _FORMS)
    expected = Expected({"department": description}, {"statuses": STATUS_CHOICES})
    read = read_return(ReturnedFile(_FORMS / name, name), expected)
    assert read.stamp is not None
    assert (read.stamp.unit, read.stamp.fiscal_year, read.stamp.months) == (FIRST, 2566, 6)
    assert {row.code: dict(row.values) for row in read.rows} == {
        "M1": {
            "status": DONE,
            "done_on": date(2022, 12, 27),
            "result": "จัดทำประกาศแล้ว",
            "evidence": "https://example.go.th/?a=1&b=2",
        },
        "M2": {"status": IN_PROGRESS, "result": "007", "suggestion": "a\u00a0b"},
        "เพิ่ม1": {
            "indicator": "4",
            "measure": "โครงการของเรา\nสองบรรทัด",
            "end": date(2023, 3, 31),
            "status": IN_PROGRESS,
        },
    }
    assert told(read.findings) == findings
    for finding in read.findings:
        assert "SheetJS" in finding.text()
        assert "การล็อกช่องของแผ่น ผู้รายงาน, มาตรการ หายไปแล้ว" in finding.text()


def _changed(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same file with other parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(path, parts)


_GOOGLES = (
    b'xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" '
    b'xmlns:mv="urn:schemas-microsoft-com:mac:vml" '
)


def _by_google(parts: dict[str, bytes]) -> None:
    """What Google Sheets is known to leave out and to add."""
    for name in [each for each in parts if each.startswith("docProps/")]:
        del parts[name]
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            named = content.replace(b"<worksheet ", b"<worksheet " + _GOOGLES, 1)
            parts[name] = re.sub(rb"<(?:sheetProtection|dimension)\b[^>]*/>", b"", named)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'"veryHidden"', b'"hidden"')


def test_a_form_out_of_google_sheets_is_read_and_its_losses_are_told(returned: Returned) -> None:
    entries: dict[str, dict[str, object]] = {
        "M1": {**COMPLETE, RESULT: CellError("#ERROR!")},
        "M2": dict(COMPLETE),
    }
    path = returned.send_back(FIRST, entries)
    before = returned.office.read(path)
    after = returned.office.read(_changed(path, _by_google))
    assert after.rows == before.rows
    assert told(after.findings) == [("other-program", ""), *told(before.findings)]
    assert told(before.findings) == [("error-value", "P4")]
    assert "Google Sheets: การล็อกช่องของแผ่น ผู้รายงาน, มาตรการ หายไปแล้ว" in after.findings[0].text()
    assert "the locks of" in after.findings[0].text("en")


def test_an_office_file_edited_in_google_drive_is_known_by_what_google_adds(returned: Returned) -> None:
    def change(parts: dict[str, bytes]) -> None:
        extension = (
            b'<extLst><ext uri="GoogleSheetsCustomDataVersion2"><go:sheetsCustomData '
            b'xmlns:go="http://customooxmlschemas.google.com/" r:id="rId99"/></ext></extLst></workbook>'
        )
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", extension)

    path = _changed(returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE}), change)
    (finding,) = returned.office.read(path).findings
    assert finding.kind is FindingKind.OTHER_PROGRAM
    assert "Google Sheets: การล็อกช่อง รายการตัวเลือก หรือคำเตือนอาจหายไป" in finding.text()


@pytest.mark.parametrize("tells", ["application", "build"])
def test_a_form_saved_by_wps_is_known_and_its_pictures_are_told(returned: Returned, tells: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        if tells == "application":
            told_program = b"<Application>WPS Office_12.1.0.18608_F1E327BC-269C-435d-A152</Application>"
            parts["docProps/app.xml"] = re.sub(
                rb"<Application>.*</Application>", told_program, parts["docProps/app.xml"]
            )
        else:
            parts["docProps/custom.xml"] = (
                b'<Properties><property name="KSOProductBuildVer"><vt:lpwstr>1054-12.1.0.18608</vt:lpwstr>'
                b"</property></Properties>"
            )

    picture = '=DISPIMG("ID_61A4C7AEBBCE4C2AB56FC63352E00CBD",1)'
    path = returned.send_back(FIRST, {"M1": {**COMPLETE, EVIDENCE: picture}, "M2": COMPLETE})
    read = returned.office.read(_changed(path, change))
    assert told(read.findings) == [("other-program", ""), ("picture-in-cell", "S4")]
    assert read.findings[0].text().startswith("ไฟล์นี้บันทึกด้วย WPS Office:")


# What comes along in a file


def test_macros_are_read_as_data_with_a_warning(returned: Returned) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"x"

    entries = {"M1": COMPLETE, "M2": COMPLETE}
    path = returned.send_back(FIRST, entries, name="x.xlsm")
    before = returned.office.read(path)
    after = returned.office.read(_changed(path, change))
    assert after.rows == before.rows
    assert told(after.findings) == [("has-macros", "")]
    assert after.findings[0].severity.value == "warning"


def test_links_to_other_files_and_connections_are_told_and_never_followed(returned: Returned) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
        parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Type="x" TargetMode="External" Target="file:///\\\\server\\ita\\x.xlsx"/>'
            b"</Relationships>"
        )
        parts["xl/connections.xml"] = b"<connections/>"

    path = _changed(returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE}), change)
    (finding,) = returned.office.read(path).findings
    assert finding.kind is FindingKind.EXTERNAL_DATA
    assert finding.value == r"file:///\\server\ita\x.xlsx, xl/connections.xml"


def test_a_blank_form_stays_blank_whatever_program_saved_it(returned: Returned) -> None:
    path = _changed(returned.send_back(FIRST, reporter=False), _by_google)
    read = returned.office.read(path)
    assert read.untouched
    assert told(read.findings) == [("untouched", "")]


# Links


def _with_link(parts: dict[str, bytes], name: str, cell: str, target: str) -> None:
    sheet = f"xl/worksheets/{name}"
    element = f'<hyperlinks><hyperlink ref="{cell}" r:id="rId77"/></hyperlinks>'.encode()
    space = b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    content = parts[sheet].replace(b"<worksheet ", b"<worksheet" + space + b" ", 1)
    content = content.replace(b"<pageMargins", element + b"<pageMargins", 1)
    assert element in content
    parts[sheet] = content
    parts[f"xl/worksheets/_rels/{name}.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def _linked(returned: Returned, shown: str, target: str) -> Path:
    path = returned.send_back(FIRST, {"M1": {**COMPLETE, EVIDENCE: shown}, "M2": COMPLETE})
    xml = part(path, SHEET).encode()

    def change(parts: dict[str, bytes]) -> None:
        name = next(name for name, content in parts.items() if content == xml)
        _with_link(parts, name.rpartition("/")[2], "S4", target)

    return _changed(path, change)


@pytest.mark.parametrize(
    ("shown", "target", "read"),
    [
        ("ภาพกิจกรรม", "https://example.go.th/1?a=1&amp;b=2", "ภาพกิจกรรม (https://example.go.th/1?a=1&b=2)"),
        ("https://example.go.th", "https://example.go.th/", "https://example.go.th"),
        ("www.example.go.th", "http://www.example.go.th/", "www.example.go.th"),
        ("ita@example.go.th", "mailto:ita@example.go.th", "ita@example.go.th"),
        ("ดู", "file:///C:/Users/x/a.exe", "ดู (file:///C:/Users/x/a.exe)"),
        ("https://bank.example", "https://evil.example/", "https://bank.example (https://evil.example/)"),
        ("", "https://example.go.th/", "https://example.go.th/"),
    ],
)
def test_a_link_is_shown_with_its_target(returned: Returned, shown: str, target: str, read: str) -> None:
    submission = returned.office.read(_linked(returned, shown, target))
    assert submission.rows[0].values["evidence"] == read
    assert submission.findings == ()


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["ods", "xls:MS Excel 97", "xlsx"])
def test_targets_survive_libreoffice(returned: Returned, soffice: "Convert", ending: str) -> None:
    path = _linked(returned, "ภาพกิจกรรม", "https://example.go.th/1?a=1&amp;b=2")
    read = returned.office.read(soffice(path, ending))
    assert read.rows[0].values["evidence"] == "ภาพกิจกรรม (https://example.go.th/1?a=1&b=2)"


def test_the_address_in_a_formula_is_not_lost(returned: Returned) -> None:
    path = _linked(returned, "ภาพกิจกรรม", "https://example.go.th/old")

    formula = b'<f>HYPERLINK("https://example.go.th/?a=1&amp;b=2","x")</f><v>x</v>'
    cell = re.compile(rb'(<c r="S4"[^>]*?) t="inlineStr">.*?</c>')

    def change(parts: dict[str, bytes]) -> None:
        for name, content in parts.items():
            if b"<hyperlinks>" in content:
                plain = re.sub(rb"<hyperlinks>.*</hyperlinks>", b"", content)
                parts[name] = cell.sub(lambda found: found[1] + b' t="str">' + formula + b"</c>", plain)

    read = returned.office.read(_changed(path, change))
    assert read.rows[0].values["evidence"] == "x (https://example.go.th/?a=1&b=2)"


# Passwords

_SECRET = "ความลับ9"  # noqa: S105 - of a file that this test makes


def test_a_protected_return_is_read_with_its_password_by_every_verb(
    returned: Returned, tmp_path: Path
) -> None:
    path = encrypted(returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE}), _SECRET)
    control, folder = str(returned.office.control), str(returned.folder)
    before = path.read_bytes()
    verbs = (
        ("check", folder),
        ("consolidate", control, folder, "-o", str(tmp_path / "s.xlsx"), "--csv", str(tmp_path / "csv")),
        ("report", control, folder, "--layout", "memo", "-o", str(tmp_path / "r.docx")),
    )
    for verb in verbs:
        for passwords, word, status in (
            ((), "ใช้ --password", 1),
            (("--password", "x"), "รหัสที่ให้ไว้ใช้เปิดไม่ได้", 1),
            (("--password", "x", "--password", _SECRET), "", 0),
        ):
            (tmp_path / "r.docx").unlink(missing_ok=True)
            done = CliRunner().invoke(main, [*verb, *passwords])
            assert done.exit_code == status, done.output
            assert word in done.output
            assert _SECRET not in done.output
    assert path.read_bytes() == before
    written = [each for each in tmp_path.rglob("*") if each.is_file() and each != path]
    assert not [each for each in written if _SECRET.encode() in each.read_bytes()]


def test_a_word_that_everybody_knows_needs_no_password(returned: Returned) -> None:
    path = encrypted(returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE}), "VelvetSweatshop")
    assert returned.office.read(path).findings == ()


def test_a_protected_xls_is_read_and_an_ods_is_refused_with_a_reason() -> None:
    clients = _FORMS.parent
    opened = open_workbook(clients / "password.xls", passwords=["x", "Secret9"])
    assert opened.grid("ข้อมูล").rows[1][1:] == ["ลับ", 84.5, "รูปภาพ"]
    assert opened.grid("ข้อมูล").links == {(1, 3): "https://example.go.th/?a=1&b=2"}
    for name, passwords in (("password.xls", []), ("password.ods", ["Secret9"])):
        with pytest.raises(Unreadable) as caught:
            open_workbook(clients / name, passwords=passwords)
        assert caught.value.reason is UnreadableReason.ENCRYPTED


def test_an_encryption_that_would_take_hours_is_refused(returned: Returned) -> None:
    path = encrypted(returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE}), _SECRET)
    rounds = b'spinCount="100000" saltSize="16"'
    data = path.read_bytes()
    assert rounds in data
    path.write_bytes(data.replace(rounds, b'spinCount="4000000000"'.ljust(len(rounds))))
    with pytest.raises(Unreadable) as caught:
        open_workbook(path, passwords=[_SECRET])
    assert caught.value.details["cause"] == "rounds"
