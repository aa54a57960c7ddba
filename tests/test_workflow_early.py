"""Returns are read while their plan is: what comes of it is what would have been read behind it."""

import gc
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from damages import ACCIDENTS, FILLED, REPORTER, Change, changed, copy_everything, pasted
from early import expected_of, read_both
from filling import DEPARTMENTS, FIRST, MEASURES, SECOND, SHEET, THIRD, Returned, fill_plan, grid
from msgspec.structs import replace
from provincial import SETTINGS, ProvinceOffice, measure, scores

from itaxl.assessment.submissions import Submission
from itaxl.planning.province_fillings import issued_to_agencies
from itaxl.planning.provinces import read_province
from itaxl.template.ahead import read_ahead
from itaxl.template.returns import ReturnedFile, read_return
from itaxl.workflow.collection import read_returns, returns_of_agencies
from itaxl.workflow.early import Early
from itaxl.workflow.folders import files_in
from itaxl.workflow.orders import Order
from itaxl.workflow.rounds import consolidate_control
from itaxl.workflow.settings import Settings


def test_what_nobody_changed_is_read_the_same_before_the_plan_is_known(returned: Returned) -> None:
    path = returned.send_back(FIRST, FILLED)
    early, issued, late = read_both(returned.office, path)
    assert early is not None
    assert early.holds(issued)
    assert early.submission == late


@pytest.mark.parametrize("change", [*ACCIDENTS, copy_everything], ids=lambda change: change.__name__)
def test_whatever_became_of_a_form_it_is_read_the_same_or_read_again(
    returned: Returned, change: Change
) -> None:
    early, issued, late = read_both(returned.office, changed(returned.send_back(FIRST, FILLED), change))
    assert early is None or not early.holds(issued) or early.submission == late


def test_with_what_was_read_a_file_goes_at_once(returned: Returned) -> None:
    # Else a worker holds hundreds of them, until Python looks for garbage.
    path = returned.send_back(FIRST, FILLED, cells={("มาตรการ", "K2"): "ไม่ใช่วันที่"})
    _, issued, read = read_both(returned.office, path)
    assert read.findings
    file, expected = ReturnedFile(path, path.name), expected_of(returned.office, issued)
    gc.collect()
    gc.disable()
    try:
        read_return(file, expected)
        assert gc.collect() == 0
    finally:
        gc.enable()


_RENAMED = DEPARTMENTS.replace(FIRST, "สำนักปลัดเทศบาล")
_SWAPPED = DEPARTMENTS.replace("| 01 |", "| 09 |").replace("| 02 |", "| 01 |")


@pytest.mark.parametrize(
    ("measures", "departments"),
    [
        (MEASURES.replace("ตรวจสอบการใช้ดุลพินิจ", "ตรวจสอบการใช้อำนาจ"), DEPARTMENTS),
        (MEASURES.replace(FIRST, "สำนักปลัดเทศบาล"), _RENAMED),
        (MEASURES, _SWAPPED),
    ],
)
def test_where_the_plan_was_edited_after_sending_a_return_is_read_again(
    returned: Returned, tmp_path: Path, measures: str, departments: str
) -> None:
    path = returned.send_back(FIRST, FILLED)
    control = tmp_path / "plan.xlsx"
    control.write_bytes(returned.office.control.read_bytes())
    fill_plan(control, measures, departments=departments)
    early, issued, _ = read_both(returned.office, path, control)
    assert early is not None
    assert not early.holds(issued)


@pytest.mark.parametrize("cell", ["B4", "B8"])
def test_a_form_that_names_another_unit_is_read_again(returned: Returned, cell: str) -> None:
    path = returned.send_back(FIRST, FILLED, cells={(REPORTER, cell): SECOND})
    early, issued, _ = read_both(returned.office, path)
    assert early is not None
    assert not early.holds(issued)


def test_a_table_pasted_into_another_workbook_waits_for_the_plan(returned: Returned) -> None:
    table = grid(returned.send_back(FIRST, FILLED), SHEET)
    path = pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": table})
    assert read_ahead(ReturnedFile(path, path.name), expected_of(returned.office), "department") is None


def _summary(order: Order, settings: Settings) -> bytes:
    consolidate_control(order, settings)
    return order.out.read_bytes()


def test_a_round_read_early_is_the_same_as_one_read_by_one_process(
    returned: Returned, tmp_path: Path
) -> None:
    returned.send_back(FIRST, FILLED)
    pasted(returned.folder / "ส่ง.xlsx", {"Sheet1": grid(returned.send_back(SECOND, name="x.xlsx"), SHEET)})
    changed(returned.send_back(THIRD, {"M2": FILLED["M2"]}), copy_everything)
    (returned.folder / "แตก.xlsx").write_bytes(b"PK\x03\x04")
    (returned.folder / "จดหมาย.docx").write_bytes(b"PK\x03\x04")
    order = Order(returned.office.control, returned.folder, tmp_path / "s.xlsx")
    settings = returned.office.settings
    summaries = [_summary(order, replace(settings, workers=workers)) for workers in (1, 2, 2)]
    assert summaries[0] == summaries[1] == summaries[2]


def test_forms_of_agencies_are_read_early_too_and_the_same(
    province: ProvinceOffice, returned: Returned, tmp_path: Path
) -> None:
    folder = tmp_path / "agencies"
    folder.mkdir()
    returned.send_back(FIRST, FILLED)
    shutil.copytree(returned.folder, folder / "0 ของเทศบาล")  # read first, as that of a plan's department
    for code in ("001", "002", "003"):
        province.returned(folder / f"{code}.xlsx", scores([80, "", "แปดสิบ", 101]), code=code)
    province.returned(folder / "ซ้ำ.xlsx", measure(province.file("002"), 1, สถานะ="?"))
    settings = replace(SETTINGS, workers=2)
    read = read_province(province.control, settings.description("province"))
    issued = issued_to_agencies(read.province, read.framework, province.description)
    with closing(Early(folder, settings, None)) as early:
        known = {file.name: each for file, each in early.read(issued).items()}
    late = {each.file: each for each in returns_of_agencies(read, folder, settings, None)}
    assert set(late) - set(known) == {f"0 ของเทศบาล/{FIRST}.xlsx"}
    assert all(_unpacked(late[name]) == _unpacked(each) for name, each in known.items())
    summaries = [
        _summary(Order(province.control, folder, tmp_path / "s.xlsx"), replace(settings, workers=workers))
        for workers in (1, 2)
    ]
    assert summaries[0] == summaries[1]


def _unpacked(submission: Submission) -> Submission:
    return replace(submission, rows=tuple(submission.rows))


def test_what_kills_the_early_reader_costs_nothing_but_what_it_read(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    returned.send_back(FIRST, FILLED)
    returned.send_back(SECOND)
    settings = replace(returned.office.settings, workers=2)
    monkeypatch.setattr("itaxl.workflow.early.read_ahead", _dies)
    early = Early(returned.folder, settings, None)
    expected = expected_of(returned.office)
    read = list(read_returns(files_in(returned.folder), expected, workers=2, early=early))
    early.close()
    assert {each.stamp.unit for each in read if each.stamp} == {FIRST, SECOND}


def _dies(*_: object, **__: object) -> None:
    raise SystemExit(7)
