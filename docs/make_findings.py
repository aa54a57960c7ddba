"""Makes ``docs/findings.md``: every kind of finding, as it is told in a situation that produces it.

The situations are those of the tests, where each has a near miss beside it.
Run with: python docs/make_findings.py
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent
sys.path.insert(0, str(_HERE.parent / "tests"))
from finding_situations import Catalogue  # noqa: E402 - tests are no package

from itaxl.assessment.finding_names import name_of  # noqa: E402
from itaxl.assessment.findings import Finding, FindingKind, Severity  # noqa: E402
from itaxl.assessment.refusals import UnreadableWording  # noqa: E402

_HEAD = """# ข้อผิดพลาดและข้อสังเกตทุกชนิด · Every kind of finding

หน้านี้สร้างจากโปรแกรม (`python docs/make_findings.py`) ตัวอย่างทุกข้อคือสิ่งที่โปรแกรมบอกจริง จากไฟล์ที่ทำขึ้นให้ผิดเช่นนั้น
หน่วยงานในตัวอย่างเป็นหน่วยงานสมมติ
หัวข้อคือคอลัมน์ `ชนิด` ในแผ่นข้อผิดพลาด และรหัส เช่น `not-a-date` คือ `kind` ใน `findings.csv`
และใน `check --format json`

- **ต้องแก้ไข** (`error`): ค่าหรือไฟล์นั้นไม่ถูกนับ คำสั่งจบด้วยสถานะ 1 ส่วนที่ถูกต้องของไฟล์ยังนับตามปกติ
- **ควรตรวจสอบ** (`warning`): งานเดินต่อได้ แต่ควรมีคนดู

*This page is made by the program; every example is what it really told of a file that was made wrong in that
way. The agencies are invented. An **error** means that a value or a file does not count, and ends the command
with status 1; a **warning** is for somebody to look at.*
"""
_GROUPS = {
    FindingKind.UNREADABLE_FILE: ("ไฟล์ทั้งไฟล์", "The whole file"),
    FindingKind.LOCKED_CELL_CHANGED: ("ช่องเดียวในแบบที่ส่งคืน", "One cell of a returned workbook"),
    FindingKind.MISSING_SETTING: ("แผนของหน่วยงาน", "An agency's plan"),
    FindingKind.SAME_AGENCY: ("รายชื่อหน่วยงานและคะแนนของจังหวัด", "A province's agencies and their scores"),
    FindingKind.NO_SCORES: ("ตารางคะแนน", "Tables of scores"),
    FindingKind.HEADER_READ: ("เอกสารที่นำเข้า (`import`)", "Documents that are imported"),
    FindingKind.WEAK_WITHOUT_MEASURE: ("ข้อสังเกตจากผล", "Observations on the results"),
    FindingKind.AGENCY_WITHOUT_SCORES: ("ข้อสังเกตรายหน่วยงานของจังหวัด", "Observations on a province's agencies"),
    FindingKind.CODE_READ: ("สิ่งที่ขัดกันเองในแผนหรือรายงาน", "What contradicts itself in a plan or a report"),
}
"""Headings by the first kind below them."""
_SEVERITIES = {Severity.ERROR: "ต้องแก้ไข · error", Severity.WARNING: "ควรตรวจสอบ · warning"}
# A template's version changes with every word in it; which one it was is no matter here.
_VERSION = re.compile(r"\b\d+-[0-9a-f]{8}\b")
_MARKUP = re.compile(r"([\\`*_<>|~\[\]])")


def page(catalogue: Catalogue) -> str:
    """The page; it is the same whenever and wherever it is made."""
    parts = [_HEAD]
    for kind in FindingKind:
        if kind in _GROUPS:
            parts.append("## {} · {}\n".format(*_GROUPS[kind]))
        example = next(each for each in catalogue.produced(kind) if each.kind is kind)
        parts.append("\n".join(_entry(example)))
        if kind is FindingKind.UNREADABLE_FILE:
            parts.append("\n".join(_reasons(catalogue)))
    return "\n".join(parts)


def _entry(finding: Finding) -> Iterator[str]:
    yield f"### {name_of(finding.kind)} · `{finding.kind.slug}`\n"
    yield f"{_SEVERITIES[finding.severity]}\n"
    for language in ("th", "en"):
        yield f"> {_escaped(_placed(finding, language))}\n>\n> → {_escaped(finding.remedy(language))}\n"


def _reasons(catalogue: Catalogue) -> Iterator[str]:
    """Why files cannot be read, one line a reason."""
    yield "เหตุที่เปิดอ่านไฟล์ไม่ได้ และสิ่งที่ควรทำ · *why a file cannot be read, and what to do*\n"
    yield "| | |\n|---|---|"
    for reason in UnreadableWording:
        told = next(each for each in catalogue.produced(reason) if each.kind is FindingKind.UNREADABLE_FILE)
        cells = [
            _escaped(str(told.details[f"{key}{suffix}"]))
            for suffix in ("", "_en")
            for key in ("reason", "remedy")
        ]
        yield f"| {cells[0]} · *{cells[2]}* | {cells[1]} · *{cells[3]}* |"
    yield ""


def _placed(finding: Finding, language: str) -> str:
    """What is wrong, behind the place, as the terminal tells it."""
    place = " ".join(filter(None, (finding.file, finding.sheet, finding.cell)))
    text = _VERSION.sub("1-…", finding.text(language))
    return f"{place}: {text}" if place else text


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        (_HERE / "findings.md").write_text(page(Catalogue(Path(place))), encoding="utf-8")
