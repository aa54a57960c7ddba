"""Every way in which Thai offices write a day is read, and doubt is told apart from error."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_dates import DATES, WrittenDate, fiscal_year

from itaxl.thai.dates import (
    MONTHS,
    SHORT_MONTHS,
    DateReading,
    DateTrouble,
    fiscal_year_of,
    long_date,
    month_year,
    read_date,
    short_date,
)
from itaxl.thai.text import thai_digits

EARLIEST, LATEST = dt.date(2022, 10, 1), dt.date(2023, 9, 30)
D = dt.date
EXCEL_DAY_ZERO = D(1899, 12, 30)


def read(value: object) -> DateReading:
    return read_date(value, EARLIEST, LATEST)


def trouble(kind: DateTrouble, offered: dt.date | None = None) -> DateReading:
    return DateReading(trouble=kind, offered=offered)


WRITTEN: list[Callable[[dt.date], str]] = [
    long_date,
    short_date,
    lambda d: f"{d.day}/{d.month}/{d.year + 543}",
    lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year + 543}",
    lambda d: f"{d.day} {d.month} {d.year + 543}",
    lambda d: f"{d.year + 543}-{d.month:02}-{d.day:02}",
    dt.date.isoformat,
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d:%d %b %Y}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
    lambda d: f"วันที่ {d.day} เดือน {MONTHS[d.month - 1]} พ.ศ.{d.year + 543}",
    lambda d: short_date(d).replace(".", ""),
    lambda d: short_date(d).replace(".", " . "),
]


@pytest.mark.parametrize("write", WRITTEN)
@given(day=st.dates(D(1990, 1, 1), D(2100, 12, 31)))
def test_what_is_written_is_read(write: Callable[[dt.date], str], day: dt.date) -> None:
    assert read(write(day)) == DateReading(day)
    assert read(thai_digits(write(day))) == DateReading(day)


@given(st.dates(EARLIEST, LATEST))
def test_two_digit_years_are_read_within_the_fiscal_year(day: dt.date) -> None:
    buddhist, common = (day.year + 543) % 100, day.year % 100
    assert read(f"{day.day}/{day.month}/{buddhist}") == DateReading(day)
    assert read(f"{day.day} {SHORT_MONTHS[day.month - 1]}{buddhist}") == DateReading(day)
    assert read(f"{day.day}-{day.month}-{common}") == DateReading(day)


@given(st.dates(EARLIEST, LATEST), st.sampled_from([0, 543, -57, 43]), st.booleans())
def test_cells_that_hold_a_day_are_read(day: dt.date, shift: int, as_number: bool) -> None:  # noqa: FBT001
    stored = day.replace(year=day.year + shift)
    value = (stored - EXCEL_DAY_ZERO).days if as_number else stored
    assert read(value) == DateReading(day)
    noon = value + 0.5 if isinstance(value, int) else dt.datetime.combine(value, dt.time(12))
    assert read(noon) == DateReading(day, has_time=True)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.booleans(), st.none()))
def test_anything_is_answered_with_a_day_or_a_trouble(value: object) -> None:
    reading = read(value)
    assert (reading.day is None) == (reading.trouble is not None)


@given(st.from_regex(r"\A(วันที่ )?[0-9]{1,4}[/. -][0-9]{1,2}[/. -](พ.ศ. )?[0-9]{1,4}( 10.30 น.)?\Z"))
def test_any_three_numbers_are_answered(value: str) -> None:
    reading = read(value)
    assert (reading.day is None) == (reading.trouble is not None)


@pytest.mark.parametrize("date", DATES)
def test_dates_of_real_reports(date: WrittenDate) -> None:
    assert read_date(date.written, *fiscal_year(date.year)) == DateReading(date.day)


@pytest.mark.parametrize(
    "written",
    [
        "27 ธค 65",
        "27 ธ.ค 2565",
        "27 ธ. ค. 2565",
        "27 ธันวา 65",
        "27ธ.ค.65",
        "27-ธ.ค.-65",
        "27/ธ.ค./65",
        "27 ธ.ค. '65",
        "27 ธันวาคม พ.ศ. 65",
        "27 ธันวาคม ค.ศ. 2022",
        "27 ธันวาคม ปี 2565",
        "27 / 12 / 2565",
        "27\\12\\2565",
        "27/12/พ.ศ. 2565",
        "27/12/2565 0:00:00",
        "(27 ธันวาคม 2565)",
        "27 ธ.ค. 2565.",
        "\u200b27\u00a0ธ.ค.\n2565",
        "2565-12-27",
        "2022-12-27T00:00:00",
        "2022-12-27 00:00:00.000",
        "27-Dec-22",
        "27 December 2565",
        "Dec 27, 2022",
        "Tuesday, 27 December 2022",
        "Tue 27 Dec 2022",
        "วันอังคารที่ 27 ธันวาคม 2565",
        "วันอังคาร 27 ธ.ค. 65",
    ],
)
def test_habits_of_writing(written: str) -> None:
    assert read(written) == DateReading(D(2022, 12, 27))


def test_a_time_of_the_day_is_noted() -> None:
    moments = ("27 ธันวาคม 2565 เวลา 09.00 น.", dt.datetime(2022, 12, 27, 13, 45), 44922.75)  # noqa: DTZ001
    assert {read(each) for each in moments} == {DateReading(D(2022, 12, 27), has_time=True)}


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (dt.datetime(2022, 12, 27), D(2022, 12, 27)),  # noqa: DTZ001
        (D(2021, 12, 27), D(2021, 12, 27)),
        (44922, D(2022, 12, 27)),
        (243249, D(2022, 12, 27)),
        (D(2565, 12, 27), D(2022, 12, 27)),
        (D(1965, 12, 27), D(2022, 12, 27)),
        (D(2065, 12, 27), D(2022, 12, 27)),
        (24103, D(2022, 12, 27)),
    ],
)
def test_cells_that_hold_a_day(value: object, day: dt.date) -> None:
    assert read(value) == DateReading(day)


def test_leap_days_follow_the_common_era() -> None:
    window = D(2023, 10, 1), D(2024, 9, 30)
    for written in ("29 ก.พ. 2567", "29/2/67", "2567-02-29", "๒๙ กุมภาพันธ์ ๒๕๖๗"):
        assert read_date(written, *window) == DateReading(D(2024, 2, 29))
    window = D(2024, 10, 1), D(2025, 9, 30)
    for value in (D(2568, 2, 29), D(1968, 2, 29), "29/2/68", "29 ก.พ. 2568"):
        assert read_date(value, *window) == trouble(DateTrouble.NO_SUCH_DAY, D(2025, 2, 28))


@pytest.mark.parametrize(
    ("value", "offered"),
    [
        ("31/2/2565", D(2022, 2, 28)),
        ("31 ก.พ. 2567", D(2024, 2, 29)),
        ("31 พฤศจิกายน 2565", D(2022, 11, 30)),
        ("32/12/2565", D(2022, 12, 31)),
    ],
)
def test_days_that_do_not_exist(value: str, offered: dt.date) -> None:
    assert read(value) == trouble(DateTrouble.NO_SUCH_DAY, offered)


@pytest.mark.parametrize("value", ["12/27/2565", "12-27-65", "12/27/2022"])
def test_month_first(value: str) -> None:
    assert read(value) == trouble(DateTrouble.MONTH_FIRST, D(2022, 12, 27))


@pytest.mark.parametrize(
    ("value", "offered"),
    [
        ("27/12/64", D(2021, 12, 27)),
        ("27 ธ.ค. 20", D(2020, 12, 27)),
        (D(1964, 12, 27), D(2021, 12, 27)),
        (D(2080, 1, 1), D(2037, 1, 1)),
        (D(1980, 1, 1), D(2037, 1, 1)),
    ],
)
def test_years_in_doubt(value: object, offered: dt.date) -> None:
    assert read(value) == trouble(DateTrouble.AMBIGUOUS_YEAR, offered)


@pytest.mark.parametrize(
    "value",
    [
        *(
            None,
            "",
            "-",
            True,
            False,
            0,
            7,
            65,
            2565,
            -5,
            3_000_000,
            float("nan"),
            float("inf"),
            dt.time(0),
            [],
        ),
        *("ธันวาคม 2565", "ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖", "ตุลาคม ๖๗ - มีนาคม ๖๘", "รายไตรมาส", "27/13/2565"),
        *("0/12/2565", "27/12/256", "27/12/25665", "27/12/3565", "27122565", "12", "1.2.3", "10.30 น."),
        "๑ ตุลาคม ๒๕๖๕ - ๓๑ มีนาคม ๒๕๖๖",
        D(200, 1, 1),
    ],
)
def test_what_is_no_date(value: object) -> None:
    assert read(value) == trouble(DateTrouble.NOT_A_DATE)


def test_the_only_day_in_a_sentence_is_offered() -> None:
    sentence = "ประชุมคณะกรรมการฯ วันที่ ๑๒ มกราคม ๒๕๖๖ ณ ห้องประชุมองค์การบริหารส่วนตำบลสันโค้ง"
    assert read(sentence) == trouble(DateTrouble.NOT_A_DATE, D(2023, 1, 12))


@pytest.mark.parametrize("written", ["256 5/12/2565", "abc 5/12/2565", "5/12/2565 6"])
def test_a_day_among_other_things_is_only_offered(written: str) -> None:
    assert read(written) == trouble(DateTrouble.NOT_A_DATE, D(2022, 12, 5))


def test_writing() -> None:
    assert (long_date(D(2024, 2, 29)), short_date(D(2024, 2, 29))) == ("29 กุมภาพันธ์ 2567", "29 ก.พ. 2567")
    assert month_year(D(2022, 10, 1)) == "ตุลาคม 2565"


@given(st.dates(D(1990, 1, 1), D(2100, 12, 31)))
def test_fiscal_years_begin_in_october(day: dt.date) -> None:
    assert fiscal_year_of(day) == day.year + 543 + (1 if day.month > 9 else 0)
