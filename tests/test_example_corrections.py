"""Corrections beside a published report: what they change, and that none may outlive what it corrects."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from itaxl.importing.assembling import Imported
from itaxl.workflow.example_corrections import (
    Correction,
    StaleCorrectionError,
    corrected,
    read_corrections,
)
from itaxl.workflow.importing import read_documents
from itaxl.workflow.settings import Settings, default_templates

SETTINGS = Settings(default_templates(), date(2023, 4, 20), workers=1)
REPORT = (
    "มาตรการ\tขั้นตอน\tผู้รับผิดชอบ\tผลการดำเนินงาน\n"
    "ลดการใช้กระดาษ\tสำรวจ ความต้องการของทุกคน\tกองคลัง\tทำแล้ว เมื่อวันที่ ๑๒ มกราคม ๒๕๖๖\n"
)
STEPS = ("มาตรการ", "M1", "ขั้นตอน/วิธีการ")
STATUS = ("01", "M1", "สถานะ")
DONE_ON = ("01", "M1", "วันที่แล้วเสร็จ")


@pytest.fixture
def imported(tmp_path: Path) -> Imported:
    source = tmp_path / "report.txt"
    source.write_text(REPORT, encoding="utf-8")
    return read_documents([source], SETTINGS, year=2566, name="เทศบาลตำบลตัวอย่าง")


def words(cell: tuple[str, str, str], was: object, becomes: object) -> Correction:
    return Correction(cell, "a reason", was, becomes)


def test_a_correction_changes_its_cell_and_no_other(imported: Imported) -> None:
    made = corrected(
        imported,
        [
            words(("ส่วนราชการ", "01", "ชื่อส่วนราชการ"), "กองคลัง", "กองการเงิน"),
            words(STATUS, "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ"),
            words(DONE_ON, date(2023, 1, 12), ""),
            words(("มาตรการ", "M1", "การกำกับติดตาม"), "", "รายงานทุกเดือน"),
            Correction(STEPS, "a reason", blanks=("สำรวจความต้องการ ของทุกคน",)),
        ],
        SETTINGS,
    )
    row, before = made.plan.rows[0], imported.plan.rows[0]
    assert [each.name for each in made.plan.departments] == ["กองการเงิน"]
    assert row == replace(
        before,
        values={**before.values, "monitoring": "รายงานทุกเดือน", "steps": "สำรวจความต้องการ ของทุกคน"},
    )
    result = imported.entries["01"]["M1"]["result"]
    assert made.entries == {"01": {"M1": {"status": "อยู่ระหว่างดำเนินการ", "result": result}}}


@pytest.mark.parametrize(
    "stale",
    [
        words(STATUS, "ยังไม่ดำเนินการ", "อยู่ระหว่างดำเนินการ"),
        words(STATUS, "ดำเนินการแล้ว", "ดำเนินการแล้ว"),
        words(("02", "M1", "สถานะ"), "ดำเนินการแล้ว", "ยังไม่ดำเนินการ"),
        words(("01", "M2", "สถานะ"), "ดำเนินการแล้ว", "ยังไม่ดำเนินการ"),
        words(("01", "M1", "มาตรการที่ไม่มี"), "", "ยังไม่ดำเนินการ"),
        Correction(STEPS, "a reason", blanks=("สำรวจ ความ",)),
        Correction(STEPS, "a reason", blanks=("สำรวจปัญหา",)),
        Correction(STEPS, "a reason", blanks=("คว ามต้องการ", "ว า")),
        Correction(STEPS, "a reason", blanks=("ร",)),
    ],
)
def test_a_correction_that_corrects_nothing_is_an_error_that_names_the_cell(
    stale: Correction, imported: Imported
) -> None:
    with pytest.raises(StaleCorrectionError, match=" · ".join(stale.cell)):
        corrected(imported, [stale], SETTINGS)


@pytest.mark.parametrize(
    "text",
    [
        'cell = ["01", "M1", "สถานะ"]\nwas = "ก"\nis = "ข"',
        'cell = ["01", "M1", "สถานะ"]\nwas = "ก"\nis = "ข"\nreason = ""',
        'cell = ["01", "M1"]\nwas = "ก"\nis = "ข"\nreason = "why"',
        'cell = ["01", "M1", "สถานะ"]\nwas = "ก"\nreason = "why"',
        'cell = ["01", "M1", "สถานะ"]\nblanks = ["ก ข"]\nis = "ข"\nreason = "why"',
        'cell = ["01", "M1", "สถานะ"]\nblanks = []\nreason = "why"',
    ],
)
def test_a_correction_without_a_reason_or_with_half_of_its_words_is_refused(
    text: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.toml"
    path.write_text(f"[[correction]]\n{text}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"report\.toml"):
        read_corrections(path)
