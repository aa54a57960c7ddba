"""Periods as official papers write them."""

import calendar
import datetime as dt

from itaxl.thai.dates import BUDDHIST_ERA, MONTHS, SHORT_MONTHS, fiscal_year_of, short_date

WHOLE_YEAR = "ตลอดปีงบประมาณ"


def period_words(start: dt.date | None, end: dt.date | None) -> str:
    """A measure's time in words: by months where it begins and ends with one, else by days.

    >>> period_words(dt.date(2022, 10, 1), dt.date(2023, 3, 31))
    'ต.ค. 2565 – มี.ค. 2566'
    >>> period_words(dt.date(2022, 10, 1), dt.date(2023, 9, 30))
    'ตลอดปีงบประมาณ'
    >>> period_words(dt.date(2022, 12, 1), None), period_words(None, dt.date(2023, 4, 30))
    ('ธ.ค. 2565 เป็นต้นไป', 'ภายใน เม.ย. 2566')
    >>> period_words(dt.date(2022, 12, 5), dt.date(2022, 12, 7))
    '5 ธ.ค. 2565 – 7 ธ.ค. 2565'
    """
    if start is None and end is None:
        return ""
    by_months = (start is None or start.day == 1) and (end is None or _is_last_of_month(end))
    first, last = (_moment(each, by_months=by_months) if each else "" for each in (start, end))
    if not last:
        return f"{first} เป็นต้นไป"
    if not first:
        return f"ภายใน {last}"
    if start and end and by_months and is_whole_year(start, end):
        return WHOLE_YEAR
    return first if first == last else f"{first} – {last}"


def is_whole_year(start: dt.date, end: dt.date) -> bool:
    """Tell whether two days are the first and the last of one fiscal year."""
    year = fiscal_year_of(start)
    return (start, end) == (dt.date(year - BUDDHIST_ERA - 1, 10, 1), dt.date(year - BUDDHIST_ERA, 9, 30))


def months_in_full(start: dt.date, end: dt.date) -> str:
    """Two months with their names in full, the year of the first only where it differs.

    >>> months_in_full(dt.date(2021, 10, 1), dt.date(2022, 3, 31))
    'ตุลาคม 2564 – มีนาคม 2565'
    >>> months_in_full(dt.date(2022, 1, 1), dt.date(2022, 3, 31))
    'มกราคม – มีนาคม 2565'
    """
    first, last = MONTHS[start.month - 1], f"{MONTHS[end.month - 1]} {end.year + BUDDHIST_ERA}"
    return f"{first} – {last}" if start.year == end.year else f"{first} {start.year + BUDDHIST_ERA} – {last}"


def _is_last_of_month(day: dt.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _moment(day: dt.date, *, by_months: bool) -> str:
    return f"{SHORT_MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}" if by_months else short_date(day)


def days_words(days_left: int | None) -> str:
    """How far the last day is away, in Thai; empty where there is none.

    >>> days_words(5), days_words(0), days_words(-3)
    ('เหลืออีก 5 วัน', 'ครบกำหนดวันนี้', 'เลยกำหนดมาแล้ว 3 วัน')
    """
    if days_left is None:
        return ""
    if days_left > 0:
        return f"เหลืออีก {days_left} วัน"
    return f"เลยกำหนดมาแล้ว {-days_left} วัน" if days_left else "ครบกำหนดวันนี้"
