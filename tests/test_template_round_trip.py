"""Whatever is typed into open cells comes back the same, and never as anything that a computer runs."""

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    EVIDENCE,
    FIRST,
    IN_PROGRESS,
    OUTCOME,
    RESULT,
    SHEET,
    STATUS,
    SUGGESTION,
    Office,
    Returned,
    fill,
    table,
    told,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from itaxl.thai.text import is_blank

_LONGEST = 32_767  # characters that Excel keeps in a cell, in UTF-16 units
_WORDS = {RESULT: "result", OUTCOME: "outcome", SUGGESTION: "suggestion", EVIDENCE: "evidence"}
_TEMPTING = (
    "_x0041_",
    "_x005F_x0041_",
    "_x000D_\n",
    " หน้าและหลัง ",
    "\tแท็บ\t",
    "\n\nสอง\nบรรทัด\n",
    "=1+1",
    '=HYPERLINK("http://example.org","คลิก")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "'=1",
    "{=1}",
    "http://example.org/a?b=c&d=e#f",
    "0812345678",
    "1e5",
    "TRUE",
    "#N/A",
    "27/12/2565",
    "&amp; <b> \"quoted\" 'single' ]]>",
    "👩\u200d👩\u200d👧 🇹🇭",
    "ก\u0e49\u0e33 \u0e4d\u0e32 เเปลก นํ้า",
    "\u0301เริ่มด้วยวรรณยุกต์",
    "\u202eกลับทิศ\u202c",
    "\u00a0เว้นวรรคไม่ตัด\u00a0",
    "\ufdd0\U0001fffe",
    "{agency} {unit} {0}",
    "%s %d",
    "C:\\งาน\\ไฟล์.pdf",
)
_typed = st.one_of(
    st.sampled_from(_TEMPTING),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
        | st.sampled_from("\n\t _x0aAF\u0e48\u0e33"),
        max_size=60,
    ),
)
_quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _kept(texts: Mapping[str, str]) -> dict[str, str]:
    return {_WORDS[header]: text for header, text in texts.items() if not is_blank(text)}


@_quick
@given(texts=st.fixed_dictionaries(dict.fromkeys(_WORDS, _typed)))
@example(texts=dict.fromkeys(_WORDS, "ก" * _LONGEST))
@example(texts=dict.fromkeys(_WORDS, "😀" * (_LONGEST // 2)))
def test_whatever_is_typed_is_read_as_it_was_typed(
    office: Office, tmp_path: Path, texts: dict[str, str]
) -> None:
    path = fill(office.file(FIRST), tmp_path / "a.xlsx", {"M1": {STATUS: IN_PROGRESS, **texts}})
    read = office.read(path)
    assert read.rows[0].values == {"status": IN_PROGRESS, **_kept(texts)}
    assert told(read.findings) == [("missing-entry", "N5")]


@_quick
@given(name=_typed, measure=_typed.filter(lambda text: not is_blank(text)))
def test_reporters_and_own_measures_may_be_called_anything(
    office: Office, tmp_path: Path, name: str, measure: str
) -> None:
    own = {"มาตรการ": measure, "ขั้นตอน/วิธีการ": name, STATUS: IN_PROGRESS}
    path = fill(office.file(FIRST), tmp_path / "a.xlsx", {"เพิ่ม1": own}, cells={("ผู้รายงาน", "B10"): name})
    read = office.read(path)
    values = read.rows[-1].values
    assert values["measure"] == measure
    assert values.get("steps", "") == ("" if is_blank(name) else name)
    assert read.fields["reporter"].get("telephone", "") == ("" if is_blank(name) else name)


def test_whatever_was_typed_stands_in_the_summary_as_it_was_typed(returned: Returned) -> None:
    # Two escapes that overlap are beyond XlsxWriter: it writes _x005F_x0041_ so that Excel shows _x005FA.
    texts = [*(each for each in _TEMPTING if each != "_x005F_x0041_"), "ก" * _LONGEST]
    entries: dict[str, dict[str, object]] = {"M1": {**COMPLETE, RESULT: texts[0]}}
    for number in range(8):
        four = texts[1 + 4 * number : 5 + 4 * number]
        values: dict[str, object] = dict(zip(_WORDS, four, strict=False))
        entries[f"เพิ่ม{number + 1}"] = {
            "มาตรการ": texts[number],
            STATUS: DONE,
            DONE_ON: date(2023, 1, 1),
            RESULT: "ทำแล้ว",
        } | values
    returned.send_back(FIRST, entries)
    returned.consolidate()
    summary = returned.folder.parent / "summary.xlsx"
    for sheet in ("ข้อมูล", SHEET):
        rows = {str(row["รหัส"]): row for row in table(summary, sheet) if row["ส่วนราชการ"] == FIRST}
        for code, values in entries.items():
            row = rows[code if code == "M1" else f"01-{code}"]
            for header in _WORDS:
                assert row[header] == values.get(header, ""), (sheet, code, header)
            if code != "M1":
                assert row["มาตรการ"] == values["มาตรการ"]


_FORMULA = re.compile(r"<f[ >](.*?)</f>", re.DOTALL)


def _formulas(path: Path) -> set[str]:
    """Every formula of a workbook, wherever it is kept."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(each).decode() for each in archive.namelist() if "sheets/sheet" in each]
    return {each for xml in parts for each in _FORMULA.findall(xml)}


@pytest.mark.parametrize("text", ['=HYPERLINK("http://evil.example","x")', "+cmd|' /C calc'!A0", "=1+1"])
def test_nothing_that_people_write_becomes_a_formula_anywhere(tmp_path: Path, text: str) -> None:
    plan = [
        {
            "รหัส": text,
            "ตัวชี้วัด": "5",
            "มาตรการ": text,
            "ขั้นตอน/วิธีการ": text,
            "ส่วนราชการที่รับผิดชอบ": text,
            "ข้อ": text,
        }
    ]
    departments = [{"รหัส": "01", "ชื่อส่วนราชการ": text, "ผู้ประสานงาน": text, "อีเมล": text}]
    labels = {"ส่งแบบคืนที่": text, "เรียน": text, "ชื่อหน่วยงาน": text}
    office = Office(tmp_path / "office", plan, departments=departments, labels=labels)
    returned = Returned(office, tmp_path / "returned")
    entries = {
        text: {STATUS: DONE, DONE_ON: text, RESULT: text, EVIDENCE: text},
        "เพิ่ม1": {"มาตรการ": text, STATUS: text, "ตัวชี้วัด": text, "ข้อ": text, OUTCOME: text},
    }
    cells = {("ผู้รายงาน", "B10"): text, (SHEET, "X40"): text}
    returned.send_back("01", entries, cells=cells)
    returned.consolidate(csv=tmp_path / "csv")
    written = [*office.sent.glob("*.xlsx"), tmp_path / "summary.xlsx"]
    assert len(written) == 3
    for path in written:
        for formula in _formulas(path):
            without_names = formula.replace("&quot;", '"')
            assert "cmd|" not in without_names
            assert "evil" not in without_names
            assert formula != "1+1"
    for path in (tmp_path / "csv").glob("*.csv"):
        cells_of_csv = path.read_text("utf-8-sig").replace('"', "").splitlines()
        assert not [each for line in cells_of_csv for each in line.split(",") if each.startswith(text[:4])]
    with zipfile.ZipFile(tmp_path / "summary.xlsx") as archive:
        links = [name for name in archive.namelist() if name.endswith(".rels")]
        assert not any(b"evil" in archive.read(name) for name in links)
