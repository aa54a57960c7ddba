"""The fiscal year from its first day to its last."""

from datetime import date

import pytest

from itaxl.assessment.calendar import BUDDHIST_OFFSET, ROUNDS, FiscalYear


@pytest.mark.parametrize(
    ("day", "is_inside"),
    [
        (date(2022, 9, 30), False),
        (date(2022, 10, 1), True),
        (date(2023, 9, 30), True),
        (date(2023, 10, 1), False),
    ],
)
def test_the_year_2566_runs_from_october_2022_to_september_2023(day: date, *, is_inside: bool) -> None:
    year = FiscalYear(2566)
    assert (year.start, year.end) == (date(2022, 10, 1), date(2023, 9, 30))
    assert (day in year) is is_inside


def test_rounds_end_every_quarter_of_a_year() -> None:
    assert ROUNDS == (3, 6, 9, 12)
    assert BUDDHIST_OFFSET == 543
