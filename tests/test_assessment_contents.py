"""Whether two forms hold the same, whichever program wrote them and wherever a row of one's own stands."""

from datetime import date
from decimal import Decimal

import pytest

from itaxl.assessment.contents import contents_of, digest, mark
from itaxl.assessment.submissions import Submission, SubmittedRow


def form(*own: str, code: str = "M1") -> Submission:
    """One row that was asked for, and further ones with these names."""
    asked = SubmittedRow(4, code, own=False, values={"status": "ดำเนินการแล้ว"})
    further = [
        SubmittedRow(40 + number, f"เพิ่ม{number}", own=True, values={"measure": name})
        for number, name in enumerate(own, start=1)
    ]
    return Submission("ก.xlsx", rows=(asked, *further))


def test_rows_of_ones_own_are_the_same_wherever_they_stand_and_others_are_not() -> None:
    assert contents_of(form("หนึ่ง", "สอง")) == contents_of(form("สอง", "หนึ่ง"))
    assert contents_of(form("หนึ่ง")) != contents_of(form("หนึ่ง", "สอง"))
    assert contents_of(form(code="M1")) != contents_of(form(code="M2"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (Decimal("84.50"), 84.5),
        (date(2023, 3, 31), "31 มี.ค. 2566"),
        (" ดำเนินการแล้ว\n", "ดำเนินการแล้ว"),
    ],
)
def test_a_cell_holds_the_same_however_a_program_writes_it(one: object, other: object) -> None:
    assert mark(one) == mark(other) != ""
    assert digest([("", "M1", "status", one)]) == digest([("", "M1", "status", other)])


@pytest.mark.parametrize(
    ("one", "other"), [(1, True), (1, 10), ("ก", "ข"), (date(2023, 3, 31), date(2023, 3, 30))]
)
def test_other_values_are_told_apart(one: object, other: object) -> None:
    assert mark(one) != mark(other)


@pytest.mark.parametrize("blank", [None, "", "  \n"])
def test_a_blank_cell_holds_nothing(blank: object) -> None:
    assert mark(blank) == ""
    assert digest([("", "M1", "status", blank)]) == digest([])


def test_marks_are_short_since_every_cell_that_is_sent_filled_in_has_one() -> None:
    assert (len(mark("ก")), len(digest([("", "", "", "ก")]))) == (12, 24)
