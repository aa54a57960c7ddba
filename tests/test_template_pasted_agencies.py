"""Tables of an agency's form in a workbook of its own: counted where the agency is certain, else refused."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from damages import pasted
from filling import grid
from provincial import MEASURES, REPORTER, SCORES, SETTINGS, ProvinceOffice, measure, read, scores

from itaxl.assessment.findings import Finding
from itaxl.results.provinces import AgencyResult, ProvincialConsolidation
from itaxl.workflow.checking import check
from itaxl.workflow.provinces import gather_province

FORM = "ผู้รายงาน"
TEN = [80, 85, 90, 70, 75, 90, 80, 85.5, 100, 91.25]
Tables = dict[str, list[list[object]]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> ProvinceOffice:
    return ProvinceOffice(tmp_path_factory.mktemp("province"))


def tables(office: ProvinceOffice, folder: Path, code: str = "002") -> Tables:
    """The values of an agency's filled form, sheet by sheet."""
    done = {
        "มาตรการ": "ลดขั้นตอน",
        "สถานะ": "ดำเนินการแล้ว",
        "วันที่แล้วเสร็จ": "27/12/2567",
        "ผลการดำเนินงาน": "เผยแพร่แล้ว",
    }
    entries = measure(office.file(code), 1, **done)
    path = office.returned(folder / "away.xlsx", {**REPORTER, **scores(TEN), **entries}, code=code)
    return {name: grid(path, name) for name in (FORM, SCORES, MEASURES)}


def gathered(
    office: ProvinceOffice, folder: Path, sheets: Mapping[str, list[list[object]]]
) -> ProvincialConsolidation:
    """A province to which one workbook of somebody's own came back."""
    pasted(folder / "back" / "ส่ง.xlsx", sheets)
    done, _ = gather_province(read(office.control), folder / "back", SETTINGS, None)
    return done


def slugs(findings: Sequence[Finding]) -> list[str]:
    return [each.kind.slug for each in findings if each.file]


def of(done: ProvincialConsolidation, code: str) -> AgencyResult:
    return next(each for each in done.agencies if each.agency.code == code)


def without_titles(sheets: Tables) -> Tables:
    return {SCORES: sheets[SCORES][2:], MEASURES: sheets[MEASURES][2:]}


def test_a_form_pasted_as_values_counts_with_a_warning(office: ProvinceOffice, tmp_path: Path) -> None:
    sheets = dict(zip(("Sheet1", "Sheet2", "Sheet3"), tables(office, tmp_path).values(), strict=True))
    done = gathered(office, tmp_path, sheets)
    result = of(done, "002")
    assert result.state.value == "accepted"
    assert str(result.total) == "87.80"
    assert [each.name for each in result.measures] == ["ลดขั้นตอน"]
    (line,) = (each for each in done.units if each.file)
    assert (line.unit_code, line.errors, line.reporter["position"]) == ("002", 0, "นักวิเคราะห์นโยบายและแผน")
    assert slugs(done.findings) == ["recognised-form"]
    (told,) = (each for each in done.findings if each.file)
    assert "“เทศบาลตำบลทัพทัน”" in told.text()


def test_the_title_alone_tells_whose_a_table_is(office: ProvinceOffice, tmp_path: Path) -> None:
    done = gathered(office, tmp_path, {"คะแนนของเรา": tables(office, tmp_path)[SCORES]})
    assert str(of(done, "002").total) == "87.80"
    assert slugs(done.findings) == ["recognised-form"]


def test_the_form_of_the_reporter_tells_agencies_of_one_name_apart(
    office: ProvinceOffice, tmp_path: Path
) -> None:
    """003 and 004 are both องค์การบริหารส่วนตำบลหนองไผ่, of ทัพทัน and of บ้านไร่."""
    whole = tables(office, tmp_path, "004")
    done = gathered(office, tmp_path, {"1": whole[FORM], **without_titles(whole)})
    assert [each.agency.code for each in done.agencies if each.state.value == "accepted"] == ["004"]
    assert str(of(done, "004").total) == "87.80"


@pytest.mark.parametrize(
    ("code", "change", "words"),
    [
        ("004", {}, "หลายแห่ง"),
        ("002", {"เทศบาลตำบลทัพทัน": "เทศบาลตำบลอื่น"}, "ไม่มีในรายชื่อหน่วยงาน"),
        ("002", {" · เทศบาลตำบลทัพทัน": ""}, "ไม่มีชื่อหน่วยงาน"),
        ("002", {"ปี 2567": "ปี 2566"}, "2566"),
        ("002", {"การ": "งาน"}, "ตัวชี้วัดในแผ่นไม่ตรงกับแบบ"),
    ],
)
def test_where_the_agency_is_not_certain_nothing_counts_and_the_finding_says_what_to_do(
    office: ProvinceOffice, tmp_path: Path, code: str, change: dict[str, str], words: str
) -> None:
    rows = tables(office, tmp_path, code)[SCORES]
    for old, new in change.items():
        rows = [[each.replace(old, new) if isinstance(each, str) else each for each in row] for row in rows]
    done = gathered(office, tmp_path, {"Sheet1": rows})
    assert {each.state.value for each in done.agencies} == {"missing"}
    assert slugs(done.findings) == ["unrecognised-form"]
    (finding,) = (each for each in done.findings if each.file)
    assert words in finding.text()
    assert "91.25" in finding.value
    assert "คัดลอกแผ่นผู้รายงานของแบบมาไว้ในไฟล์ด้วย" in finding.remedy()


@pytest.mark.parametrize(
    ("change", "slug"), [({"รอบ 6": "รอบ 12"}, "other-round"), ({"2568": "2566"}, "other-year")]
)
def test_measures_of_another_round_or_year_are_refused_like_a_form_of_it(
    office: ProvinceOffice, tmp_path: Path, change: dict[str, str], slug: str
) -> None:
    rows = tables(office, tmp_path)[MEASURES]
    for old, new in change.items():
        rows = [[each.replace(old, new) if isinstance(each, str) else each for each in row] for row in rows]
    done = gathered(office, tmp_path, {"Sheet1": rows})
    assert slugs(done.findings) == [slug]
    assert of(done, "002").state.value == "rejected"


@pytest.mark.parametrize(
    ("header", "slug"),
    [(["ลำดับ", "ตัวชี้วัด", "คะแนน"], "unrecognised-form"), (["ที่", "เรื่อง", "คะแนน"], "not-one-of-ours")],
)
def test_a_table_of_scores_of_somebodys_own_is_not_counted(
    office: ProvinceOffice, tmp_path: Path, header: list[object], slug: str
) -> None:
    rows: list[list[object]] = [["เทศบาลตำบลทัพทัน"], header, [1, "การปฏิบัติหน้าที่", 80]]
    done = gathered(office, tmp_path, {"คะแนน": rows})
    assert slugs(done.findings) == [slug]
    assert of(done, "002").source.value == "none"


def test_check_tells_the_same_with_the_control_workbook(office: ProvinceOffice, tmp_path: Path) -> None:
    path = pasted(tmp_path / "ส่ง.xlsx", dict(tables(office, tmp_path)))
    assert "recognised-form" in slugs(check([path], SETTINGS, control=office.control).findings)
    alone = check([path], SETTINGS).findings
    assert {each.kind.slug for each in alone} <= {"unrecognised-form", "unread-sheet"}
    assert "กรอกในแบบที่ได้รับ" in alone[0].remedy()


def test_departments_beside_agencies_are_not_held_against_the_roster(
    office: ProvinceOffice, tmp_path: Path
) -> None:
    """A form with its identity is read as before, also where its reporter names the agency in other words."""
    position = {("ผู้รายงาน", "B10"): "ปลัดองค์การบริหารส่วนตำบลหนองไผ่"}
    back = tmp_path / "back"
    back.mkdir()
    office.returned(back / "a.xlsx", {**REPORTER, **position, **scores(TEN)}, code="003")
    done, _ = gather_province(read(office.control), back, SETTINGS, None)
    assert [each for each in slugs(done.findings) if "other" in each] == []
