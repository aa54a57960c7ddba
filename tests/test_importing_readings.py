"""What a table of an older report says in its cells, as the plan and the forms take it."""

from datetime import date

import pytest

from itaxl.assessment.statuses import Status
from itaxl.importing.readings import read_status
from itaxl.thai.period_reading import PeriodReading

_ROUND = date(2023, 3, 31)


@pytest.mark.parametrize(
    ("words", "status", "is_plain"),
    [
        ("ดำเนินการแล้วเสร็จ", Status.DONE, True),
        ("ดำเนินการแล้ว ไม่พบปัญหา", Status.DONE, True),
        ("อยู่ระหว่างดำเนินการ คาดว่าแล้วเสร็จ มี.ค. 66", Status.IN_PROGRESS, True),
        ("ยังไม่แล้วเสร็จ", Status.IN_PROGRESS, True),
        ("ยังไม่ดำเนินการ", Status.NOT_STARTED, True),
        ("คาดว่าจะแล้วเสร็จ มี.ค. 66", Status.IN_PROGRESS, False),
        ("ใกล้แล้วเสร็จ", Status.IN_PROGRESS, False),
        ("จะดำเนินการให้แล้วเสร็จ", Status.IN_PROGRESS, False),
        ("ยังไม่เรียบร้อย", Status.IN_PROGRESS, False),
    ],
)
def test_what_is_expected_or_denied_is_not_read_as_done(words: str, status: Status, is_plain: bool) -> None:  # noqa: FBT001
    assert read_status({"status": words}, PeriodReading(), _ROUND) == (status, is_plain)


def test_words_that_say_nothing_of_a_status_leave_it_to_the_result() -> None:
    assert read_status({"status": "ตามแผน"}, PeriodReading(), _ROUND) is None
    assert read_status({"status": "ตามแผน", "result": "จัดอบรม"}, PeriodReading(), _ROUND) == (
        Status.DONE,
        False,
    )
