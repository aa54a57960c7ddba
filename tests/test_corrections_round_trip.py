"""A form goes back and forth, filled in at random and damaged: no entry is lost, however often."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from cell_xml import CellError
from filling import (
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
    grid,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.assessment.submissions import Submission
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.template.cells import as_text
from itaxl.template.front import CORRECTIONS_SHEET
from itaxl.thai.text import compact, is_blank
from itaxl.workflow.corrections import corrections_of_plan
from itaxl.workflow.generation import write_form_workbook

_texts = st.one_of(
    st.sampled_from(
        (
            "เสร็จแล้ว",
            "31/2/2566",
            "27/12/2565",
            "ธ.ค. ๒๕๖๕",
            "=1+1",
            "'=1",
            "+cmd|' /C calc'!A0",
            " หน้าและหลัง ",
            "\n\nสอง\nบรรทัด\n",
            "_x0041_",
            "0812345678",
            "1/3",
            "TRUE",
            "http://example.org/a?b=c",
            "😀" * 5_000,
            *STATUS_CHOICES,
        )
    ),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="_\ufffe\uffff"),
        min_size=1,
        max_size=40,
    ),
)
_values = st.one_of(
    _texts,
    st.dates(date(1950, 1, 1), date(2600, 12, 31)),
    st.floats(-1e6, 1e7, allow_nan=False).map(lambda number: round(number, 3) + 0.0),
    st.booleans(),
    st.just(CellError("#REF!")),
)
_headers = st.sampled_from((STATUS, DONE_ON, RESULT, OUTCOME, SUGGESTION, EVIDENCE))
_own_headers = _headers | st.sampled_from(("มาตรการ", "ตัวชี้วัด", "ข้อ", "วันเริ่มต้น", "วันสิ้นสุด", "ขั้นตอน/วิธีการ"))
_entries = st.fixed_dictionaries(
    {},
    optional={
        "M1": st.dictionaries(_headers, _values, max_size=5),
        **{f"เพิ่ม{number}": st.dictionaries(_own_headers, _values, max_size=4) for number in (1, 3, 8)},
    },
)
# Beyond the form on each side, over locked cells, over the code of a row, over a label.
_damages = st.dictionaries(
    st.sampled_from(
        [(SHEET, "X5"), (SHEET, "AB2000"), (SHEET, "D2000"), (SHEET, "E4"), (SHEET, "H9"), ("ผู้รายงาน", "B4")]
    )
    | st.sampled_from([("ผู้รายงาน", "B8"), ("ผู้รายงาน", "B10")])
    # On the sheet in front, which the first form does not have: its title, the words below, beside and below.
    | st.sampled_from([(CORRECTIONS_SHEET, cell) for cell in ("A1", "A3", "H3", "D60")]),
    _texts,
    max_size=4,
)

Make = Callable[[Submission, Path], Path]


@pytest.fixture(scope="module")
def make(office: Office) -> Make:
    """Makes the correction of one return."""
    read: ReadPlan = read_plan(office.control, office.settings.description("plan"))

    def made(submission: Submission, path: Path) -> Path:
        asked = corrections_of_plan(read, [submission], submission.findings, office.settings)
        mine = next(each for each in asked if each.unit == FIRST)
        assert mine.file == submission.file
        write_form_workbook(path, mine.filling, mine.description, office.settings.today)
        return path

    return made


def _cells(submission: Submission) -> Mapping[tuple[str, str], object]:
    """Every entry by the row's code and the column; of a moment its day, as its time is told and not kept."""
    rows = {
        (row.code, key): value
        for row in submission.rows
        for key, value in {**row.values, **row.unread}.items()
    }
    forms = (submission.fields, submission.unread)
    cells = rows | {
        (sheet, key): value for each in forms for sheet, form in each.items() for key, value in form.items()
    }
    moments = {at: value for at, value in cells.items() if isinstance(value, datetime)}
    assert set(map(as_text, moments.values())) <= {each.value for each in submission.findings}
    return cells | {at: value.date() for at, value in moments.items()}


def _named(submission: Submission) -> set[str]:
    """What stood where the form has no place for it."""
    slugs = {"beyond-form", "locked-cell-changed", "kept-entry"}
    return {
        each.value for each in submission.findings if each.kind.slug in slugs and not is_blank(each.value)
    }


@example(rounds=[({"M1": {}, "เพิ่ม8": {DONE_ON: 1.0}}, {})])
@example(
    rounds=[
        ({"M1": {DONE_ON: "ธ.ค. ๒๕๖๕"}}, {}),
        ({"M1": {}}, {(CORRECTIONS_SHEET, "A1"): "ธ.ค. ๒๕๖๕"}),
        ({}, {}),
    ]
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.tuples(_entries, _damages), min_size=1, max_size=3))
def test_no_entry_is_lost_however_often_a_form_goes_back(
    office: Office,
    make: Make,
    tmp_path: Path,
    rounds: list[tuple[Mapping[str, Mapping[str, object]], Mapping[tuple[str, str], object]]],
) -> None:
    path = office.file(FIRST)
    earlier: set[str] = set()
    for number, (entries, damages) in enumerate(rounds):
        # M2 stays without a status, so that there is always something to correct.
        filled = {"M2": {OUTCOME: f"รอบ {number}"}, **entries}
        cells = {at: text for at, text in damages.items() if number or at[0] != CORRECTIONS_SHEET}
        returned = office.read(fill(path, tmp_path / f"{number}.xlsx", filled, cells=cells))
        named = _named(returned)
        in_front = {str(text) for at, text in cells.items() if at[0] == CORRECTIONS_SHEET}
        assert all(any(compact(text) == compact(each) for each in named) for text in in_front)
        # What was kept from earlier rounds stands there still, or among the entries.
        entered = {compact(str(each)) for each in _cells(returned).values()}
        assert all(
            any(compact(text) in each for each in entered | set(map(compact, named))) for text in earlier
        )
        path = make(returned, tmp_path / f"correction {number}.xlsx")
        again = office.read(path)
        assert {key: as_text(value) for key, value in _cells(again).items()} == {
            key: as_text(value) for key, value in _cells(returned).items()
        }
        assert named <= {each.value for each in again.kept}
        assert again.origin is not None
        assert not again.origin.changed
        assert again.origin.corrects
        earlier = {each.value for each in again.kept}


def test_a_text_that_no_cell_holds_goes_on_beside_the_form(
    office: Office, make: Make, returned: Returned, tmp_path: Path
) -> None:
    text = "ยาว" * 15_000
    read = office.read(returned.send_back(FIRST, {"M1": {STATUS: IN_PROGRESS, RESULT: text}}))
    path = make(read, tmp_path / "a.xlsx")
    kept = (
        line for line in grid(path, CORRECTIONS_SHEET) if any("ยังไม่มีที่อยู่ในแบบ" in str(each) for each in line)
    )
    further = [str(value) for line in kept for value in line if len(str(value)) > 1000]
    assert str(grid(path, SHEET)[3][15]) + "".join(further) == text
