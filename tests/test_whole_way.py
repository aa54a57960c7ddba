"""The whole way, at random: a plan, its forms, people who fill them in and damage them, the consolidation.

Whatever comes back, nothing stops the run, and every entry that still stands in a file is in the summary, in
a finding, or the file or sheet as a whole is named.
"""

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest
from command_line import csv_table, run
from conftest import Convert
from damages import REPORTER
from early import read_both
from filling import COMPLETE, DONE, IN_PROGRESS, NOT_STARTED, RESULT, SHEET, Office, fill
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from provincial import AGENCIES, SCORES, SETTINGS, ProvinceOffice, measure
from whole_way import (
    GUIDE,
    Outcome,
    Rows,
    Typing,
    asked_rows,
    changes,
    damaged,
    entered_row,
    file_damage,
    filled,
    plans,
    words,
)

from itaxl.workflow.orders import Order
from itaxl.workflow.rounds import consolidate_control
from itaxl.workflow.settings import Settings

_random = settings(
    max_examples=25,
    # An example takes a second: making a failing one smaller takes longer than anybody waits.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
_WORDS = {"not_started": NOT_STARTED, "in_progress": IN_PROGRESS, "done": DONE}


def _contents(folder: Path) -> Mapping[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def _consolidated(control: Path, folder: Path, settings: Settings, typing: Typing) -> Outcome:
    """Everything that was returned, brought together; nothing is lost, and nothing becomes a formula."""
    returned = folder / "returned"
    before = _contents(returned)
    consolidate_control(
        Order(
            control, returned, folder / "summary.xlsx", csv=folder / "csv", corrections=folder / "corrections"
        ),
        settings,
    )
    assert _contents(returned) == before
    outcome = Outcome(folder, returned)
    for name in before:
        outcome.accounts_for(name, typing)
    outcome.is_safe()
    return outcome


def _damage(path: Path, typing: Typing, draw: st.DrawFn) -> bool:
    """Perhaps damage a return, sheet by sheet or as a file; whether that was done."""
    done = changes(draw, typing)
    if done:
        damaged(path, done)
    damage = file_damage(draw)
    if damage:
        damage(path)
    return bool(done or damage)


def _sent_back(
    office: Office, folder: Path, unit: str, codes: Sequence[str], typing: Typing, draw: st.DrawFn
) -> Mapping[tuple[str, str], str]:
    """One department's return, perhaps damaged or sent twice; the statuses that it must be counted with."""
    entered = filled(draw, typing, codes)
    cells = {(REPORTER, f"B{row}"): typing.text(draw(words)[:300]) for row in (8, 9, 10)}
    path = fill(office.file(unit), folder / f"{unit}.xlsx", entered.entries, cells=cells, reporter=False)
    is_damaged = _damage(path, typing, draw)
    if draw(st.integers(0, 5)) == 0:
        again = {codes[0]: {RESULT: typing.text("ฉบับซ้ำ")}}
        fill(office.file(unit), folder / f"{unit} ซ้ำ.xlsx", again)
        return {}
    if is_damaged:
        return {}
    return {(code, unit): status for code, status in entered.statuses.items()}


def _office(folder: Path, departments: Rows, rows: Rows, draw: st.DrawFn) -> None:
    """One agency's whole way."""
    office = Office(folder / "office", rows, departments=departments)
    returned = folder / "returned"
    returned.mkdir()
    typing = Typing()
    asked = asked_rows(departments, rows)
    certain: dict[tuple[str, str], str] = {}
    codes_of: dict[str, list[str]] = {}
    for code, unit in asked:
        codes_of.setdefault(unit, []).append(code)
    for unit, codes in codes_of.items():
        if draw(st.integers(0, 5)):
            certain |= _sent_back(office, returned, unit, codes, typing, draw)
    for path in returned.iterdir():
        early, issued, late = read_both(office, path)
        assert early is None or not early.holds(issued) or early.submission == late
    _consolidated(office.control, folder, office.settings, typing)
    table = csv_table(folder / "csv" / "measures.csv")
    assigned = [each for each in table if "เพิ่ม" not in each["code"]]
    assert Counter((each["code"], each["department_code"]) for each in assigned) == asked
    counted = {(each["code"], each["department_code"]): _WORDS.get(each["status"]) for each in assigned}
    assert {key: counted[key] for key in certain} == certain


@_random
@given(data=st.data())
def test_whatever_an_office_does_every_entry_is_in_the_summary_or_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    departments, rows = data.draw(plans(), label="plan")
    folder = tmp_path_factory.mktemp("whole")
    try:
        _office(folder, departments, rows, cast("st.DrawFn", data.draw))
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceOffice:
    """Two agencies; what was sent out is not to be changed."""
    return ProvinceOffice(tmp_path_factory.mktemp("province"), AGENCIES[:2])


def _province(folder: Path, province: ProvinceOffice, draw: st.DrawFn) -> None:
    """The whole way of a province with two agencies."""
    returned = folder / "returned"
    returned.mkdir()
    typing = Typing(first_year=2024)
    for agency in ("001", "002"):
        sent = province.file(agency)
        cells: dict[tuple[str, str], object] = {
            (REPORTER, f"B{row}"): typing.text(draw(words)[:300]) for row in (9, 10, 11)
        }
        for row in range(1, draw(st.integers(0, 4)) + 1):
            entries, _ = entered_row(draw, typing)
            cells |= measure(sent, row, มาตรการ=typing.text(draw(words)), **entries)
        scores = draw(st.lists(st.integers(0, 10_000).map(lambda each: each / 100), max_size=10))
        cells |= {(SCORES, f"D{row}"): score for row, score in enumerate(scores, start=4)}
        path = province.returned(returned / f"{agency}.xlsx", cells, code=agency)
        _damage(path, typing, draw)
    _consolidated(province.control, folder, SETTINGS, typing)


@settings(_random, max_examples=8)
@given(data=st.data())
def test_whatever_agencies_do_every_entry_is_in_the_provincial_summary_or_named(
    province: ProvinceOffice, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("whole")
    try:
        _province(folder, province, cast("st.DrawFn", data.draw))
    finally:
        shutil.rmtree(folder)


def test_the_command_takes_whatever_lies_in_the_folder(office: Office, tmp_path: Path) -> None:
    returned = tmp_path / "returned"
    good = fill(office.file("01"), returned / "01.xlsx", {"M1": COMPLETE})
    (returned / "02.xlsx").write_bytes(good.read_bytes()[:3_000])
    fill(office.file("03"), returned / "03.xlsx", {"M2": COMPLETE}, cells={(SHEET, "X9"): "นอกแบบ"})
    arguments = [
        "consolidate",
        office.control,
        returned,
        "-o",
        tmp_path / "s.xlsx",
        "--csv",
        tmp_path / "csv",
    ]
    arguments += ["--corrections", tmp_path / "corrections"]
    assert run(*arguments).exit_code == 1
    told = {
        (each["kind"], each["file"], each["cell"]) for each in csv_table(tmp_path / "csv" / "findings.csv")
    }
    assert {("unreadable-file", "02.xlsx", ""), ("beyond-form", "03.xlsx", "X9")} <= told


def test_a_text_that_no_cell_has_room_for_is_in_the_summary_and_its_end_in_a_finding(
    office: Office, tmp_path: Path
) -> None:
    head, tail = "ก" * 32_767, "😀จบที่นี่"
    returned = tmp_path / "returned"
    fill(office.file("01"), returned / "01.xlsx", {"M1": {**COMPLETE, RESULT: head + tail}})
    typing = Typing()
    outcome = _consolidated(office.control, tmp_path, office.settings, typing)
    told = [each for each in outcome.findings if each["kind"] == "text-too-long"]
    assert [(each["file"], each["value"]) for each in told] == [("01.xlsx", tail)]
    assert head in outcome.words
    rows = csv_table(tmp_path / "csv" / "measures.csv")
    assert head + tail in {each["result"] for each in rows}


@pytest.mark.calc
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_form_full_of_odd_words_comes_back_through_libreoffice(
    office: Office, tmp_path: Path, soffice: Convert, ending: str
) -> None:
    typing = Typing()
    odd = ("=1+1", "+cmd|' /C calc'!A0", "นํ้าประปา", "\u00a0เว้นวรรค", "👩\u200d👧", "สอง\nบรรทัด")
    entries = {"เพิ่ม1": {"มาตรการ": typing.text("ของเราเอง"), RESULT: typing.text("'=1")}}
    entries |= {f"เพิ่ม{row}": {"มาตรการ": typing.text(each)} for row, each in enumerate(odd, start=2)}
    cells = {(SHEET, "X9"): typing.text("นอกแบบ"), (GUIDE, "C9"): typing.text("บนคำชี้แจง")}
    filled_in = fill(office.file("01"), tmp_path / "away" / "01.xlsx", entries, cells=cells)
    (tmp_path / "returned").mkdir()
    shutil.copy(soffice(filled_in, ending), tmp_path / "returned" / f"01.{ending}")
    _consolidated(office.control, tmp_path, office.settings, typing)
