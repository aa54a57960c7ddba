"""Periods as people write them: those of the published reports, and those that offices write besides."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_dates import PERIODS, WrittenPeriod, fiscal_year

from itaxl.thai.dates import MONTHS, SHORT_MONTHS
from itaxl.thai.period_reading import PeriodReading, read_period
from itaxl.thai.periods import months_in_full, period_words
from itaxl.thai.text import thai_digits

D = dt.date
OF_2566 = D(2022, 10, 1), D(2023, 9, 30)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("ไตรมาส ๒", D(2023, 1, 1), D(2023, 3, 31)),
        ("ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2567", D(2023, 10, 1), D(2023, 12, 31)),
        ("ไตรมาส 4/2566", D(2023, 7, 1), D(2023, 9, 30)),
        ("ตลอดปีงบประมาณ พ.ศ. ๒๕๖๖", *OF_2566),
        ("ตลอดทั้งปี", *OF_2566),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๖", *OF_2566),
        ("ประจำปีงบประมาณ 2567", D(2023, 10, 1), D(2024, 9, 30)),
        ("6 เดือนแรก", D(2022, 10, 1), D(2023, 3, 31)),
        ("รอบ 6 เดือนหลัง ปีงบประมาณ 2566", D(2023, 4, 1), D(2023, 9, 30)),
        ("ต.ค. 65 – ก.ย. 66", *OF_2566),
        ("ต.ค.65-มี.ค.66", D(2022, 10, 1), D(2023, 3, 31)),
        ("ตั้งแต่เดือน ม.ค. 2566 ถึงเดือน มี.ค. 2566", D(2023, 1, 1), D(2023, 3, 31)),
        ("1 - 5 ธ.ค. 2565", D(2022, 12, 1), D(2022, 12, 5)),
        ("27 ธ.ค. - 5 ม.ค. 2566", D(2022, 12, 27), D(2023, 1, 5)),
        ("27/12/2565", D(2022, 12, 27), D(2022, 12, 27)),
        ("1/10/2565 - 31/3/2566", D(2022, 10, 1), D(2023, 3, 31)),
        ("1-10-2565 ถึง 31-3-2566", D(2022, 10, 1), D(2023, 3, 31)),
        ("ภายใน 30 เม.ย. 2566", None, D(2023, 4, 30)),
    ],
)
def test_periods_are_read(written: str, start: dt.date | None, end: dt.date | None) -> None:
    assert read_period(written, *OF_2566) == PeriodReading(start, end)


@pytest.mark.parametrize("period", PERIODS)
def test_periods_of_real_reports(period: WrittenPeriod) -> None:
    reading = PeriodReading(period.start, period.end, period.without_year)
    assert read_period(period.written, *fiscal_year(period.year)) == reading


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("มี.ค.", D(2023, 3, 1), D(2023, 3, 31)),
        ("พ.ย. - ก.พ.", D(2022, 11, 1), D(2023, 2, 28)),
    ],
)
def test_a_month_without_a_year_is_a_guess(written: str, start: dt.date | None, end: dt.date) -> None:
    assert read_period(written, *OF_2566) == PeriodReading(start, end, is_guess=True)


@pytest.mark.parametrize(
    "written",
    [
        *("ทุกเดือน", "รายเดือน", "ไตรมาสละ ๑ ครั้ง", "กองคลัง", "", "-", "ทุกครั้ง / ภายในเดือนกันยายน ๒๕๖๕"),
        *("มี.ค. 2566 - ต.ค. 2565", "31/2/2566", "๒ - ๓ ครั้ง", "ไตรมาส 5", "ถึง", "30 ก.พ. - 5 มี.ค. 2566"),
        *("ปี 2566", "ปีงบประมาณ"),  # which of the two years, and which year, is not said
    ],
)
def test_what_names_no_one_period_is_left_alone(written: str) -> None:
    assert not read_period(written, *OF_2566)


def test_only_text_is_a_period() -> None:
    assert not read_period(D(2022, 12, 27), *OF_2566)
    assert not read_period(2566, *OF_2566)


def months_of_2566() -> st.SearchStrategy[tuple[dt.date, dt.date]]:
    days = st.dates(*OF_2566)
    return st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


@given(months_of_2566())
def test_what_papers_write_is_read_back(period: tuple[dt.date, dt.date]) -> None:
    start, end = period
    words = period_words(start, end)
    assert read_period(words, *OF_2566) == PeriodReading(start, end)
    assert read_period(thai_digits(words), *OF_2566) == PeriodReading(start, end)


@given(months_of_2566(), st.sampled_from([MONTHS, SHORT_MONTHS]), st.sampled_from([" ถึง ", "-", " – "]))
def test_two_months_are_read_however_they_are_written(
    period: tuple[dt.date, dt.date], names: tuple[str, ...], between: str
) -> None:
    start, end = (each.replace(day=1) for each in period)
    next_month = (end + dt.timedelta(32)).replace(day=1)
    expected = PeriodReading(start, next_month - dt.timedelta(1))
    full, short = (
        between.join(f"{names[each.month - 1]} {(each.year + 543) % century}" for each in (start, end))
        for century in (10_000, 100)
    )
    assert read_period(full, *OF_2566) == expected
    assert read_period(short, *OF_2566) == expected
    assert read_period(months_in_full(start, end), *OF_2566) == expected


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    reading = read_period(text, *OF_2566)
    assert bool(reading) == (reading.start is not None or reading.end is not None)
