"""Departments and agencies that documents name in short, and the rows of others beside one's own."""

from pathlib import Path

import pytest
from test_example_corrections import SETTINGS

from itaxl.assessment.findings import FindingKind, Severity
from itaxl.importing.assembling import Imported
from itaxl.workflow.importing import read_documents


def read(tmp_path: Path, unit: str, name: str = "เทศบาลตำบลตัวอย่าง") -> Imported:
    path = tmp_path / "report.csv"
    path.write_text(f"มาตรการ,ผู้รับผิดชอบ,ขั้นตอน\nอบรม,{unit},เชิญวิทยากร\n", encoding="utf-8")
    return read_documents([path], SETTINGS, year=2566, name=name)


@pytest.mark.parametrize("unit", ["กองการศึกษาฯ", "กองสาธารณสุขฯ", "กองสวัสดิการฯ", "กองยุทธศาสตร์ฯ"])
def test_a_usual_department_cut_short_by_its_sign_is_sure(unit: str, tmp_path: Path) -> None:
    made = read(tmp_path, unit)
    assert [each.name for each in made.plan.departments] == [unit]
    assert FindingKind.DEPARTMENT_READ not in {each.kind for each in made.trace.findings}


@pytest.mark.parametrize("unit", ["กองสาขาฯ", "กองฯ", "กองการฯ"])
def test_what_may_be_another_department_is_doubted(unit: str, tmp_path: Path) -> None:
    assert FindingKind.DEPARTMENT_READ in {each.kind for each in read(tmp_path, unit).trace.findings}


@pytest.mark.parametrize(
    ("agency", "shown"),
    [
        ("เทศบาลตำบลตัวอย่าง", "สำนักปลัด"),
        ("อบต.ตัวอย่าง", "สำนักปลัด"),
        ("กรมตัวอย่าง", "สป."),
        ("เมืองพัทยา", "สป."),
    ],
)
def test_initials_are_the_usual_department_where_the_agency_has_it(
    agency: str, shown: str, tmp_path: Path
) -> None:
    made = read(tmp_path, "สป.", agency)
    assert [each.name for each in made.plan.departments] == [shown]
    assert made.plan.rows[0].values.get("responsible", shown) == "สป."


def test_rows_of_other_agencies_are_passed_over_in_one_line(tmp_path: Path) -> None:
    report, table = tmp_path / "report.csv", tmp_path / "scores.csv"
    report.write_text("มาตรการ,ผู้รับผิดชอบ,ขั้นตอน\nอบรม,กองคลัง,เชิญวิทยากร\n", encoding="utf-8")
    rows = ["หน่วยงาน,1,2,3,4,5,6,7,8,9,10"]
    rows += [
        f"เทศบาลตำบล{name}{',90' * 8},{scores}"
        for name, scores in (("ก", "x,120"), ("ข", "91,y"), ("ค", "-1,z"))
    ]
    table.write_text("\n".join(rows), encoding="utf-8")
    made = read_documents([report, table], SETTINGS, year=2566, name="เทศบาลตำบลข")
    told = [each for each in made.trace.findings if each.file == table.name]
    assert [(each.cell, each.kind) for each in told if each.severity is Severity.ERROR] == [
        ("K3", FindingKind.NOT_A_NUMBER)
    ]
    (passed,) = [each for each in told if each.kind is FindingKind.OTHER_AGENCIES]
    assert (passed.value, passed.details["count"]) == ("4", 2)
    assert made.plan.scores[8].score == 91
