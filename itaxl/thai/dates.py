"""Thai dates as people write them, and reading whatever a date cell holds."""

import datetime as dt
import re
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from itaxl.thai.text import folded

BUDDHIST_ERA = 543  # years it is ahead of the common era

MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
SHORT_MONTHS = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class DateTrouble(Enum):
    """Why a cell could not simply be taken for a day."""

    NOT_A_DATE = "not-a-date"
    NO_SUCH_DAY = "no-such-day"  # offered: the last day of that month
    MONTH_FIRST = "month-first"  # offered: the day, read with day and month exchanged
    AMBIGUOUS_YEAR = "ambiguous-year"  # offered: the reading nearest to the time reported about


class DateReading(Struct, frozen=True):
    """A day, or the trouble with it and the day that was probably meant.

    Attributes:
        has_time: a time of the day other than midnight stood behind it, which a day does not keep.
    """

    day: dt.date | None = None
    trouble: DateTrouble | None = None
    offered: dt.date | None = None
    has_time: bool = False

    @property
    def meant(self) -> dt.date | None:
        """The day read, or else the one offered."""
        return self.day or self.offered


def as_day(value: object) -> dt.date | None:
    """An entry, where it is a date; None for anything else."""
    return value if isinstance(value, dt.date) else None


def long_date(day: dt.date) -> str:
    """Write a date as in official letters.

    >>> long_date(dt.date(2022, 12, 27))
    '27 ธันวาคม 2565'
    """
    return f"{day.day} {month_year(day)}"


def full_date(day: dt.date) -> str:
    """Write a date with its day of the week, as in an invitation.

    >>> full_date(dt.date(2023, 4, 10))
    'วันจันทร์ที่ 10 เมษายน 2566'
    """
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {long_date(day)}"


def short_date(day: dt.date) -> str:
    """Write a date as in tables; one whose Buddhist year was taken for the common era, as it was meant.

    >>> short_date(dt.date(2022, 12, 27)), short_date(dt.date(2565, 12, 27))
    ('27 ธ.ค. 2565', '27 ธ.ค. 2565')
    """
    year = day.year if day.year in _BUDDHIST_YEARS else day.year + BUDDHIST_ERA
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {year}"


def time_words(moment: dt.datetime) -> str:
    """The time of a moment; empty at midnight, which programs write behind days that have no time.

    >>> [time_words(dt.datetime(2022, 12, 27, *time)) for time in ((), (9, 30), (0, 0, 5), (0, 0, 0, 400))]
    ['', '09:30', '00:00:05', '']
    """
    return (
        f"{moment:%H:%M:%S}".removesuffix(":00")
        if (moment.hour, moment.minute, moment.second) > (0, 0, 0)
        else ""
    )


def month_year(day: dt.date) -> str:
    """Write the month of a date.

    >>> month_year(dt.date(2022, 12, 27))
    'ธันวาคม 2565'
    """
    return f"{MONTHS[day.month - 1]} {day.year + BUDDHIST_ERA}"


def fiscal_year_of(day: dt.date) -> int:
    """Return the Buddhist fiscal year, which begins on 1 October of the year before.

    >>> fiscal_year_of(dt.date(2022, 9, 30)), fiscal_year_of(dt.date(2022, 10, 1))
    (2565, 2566)
    """
    return day.year + BUDDHIST_ERA + (day.month >= 10)


def read_date(value: object, earliest: dt.date, latest: dt.date) -> DateReading:
    """Read a day from whatever a date cell holds.

    Args:
        value: A date, an Excel serial number, or text in any of the ways Thai offices write dates.
        earliest: First day of the time that people report about; only used to resolve doubt.
        latest: Last day of that time; a day outside it is read all the same.

    >>> window = dt.date(2022, 10, 1), dt.date(2023, 9, 30)
    >>> read_date("๒๗ ธ.ค. ๖๕", *window).day
    datetime.date(2022, 12, 27)
    >>> read_date("31/2/2566", *window).offered
    datetime.date(2023, 2, 28)
    """
    window = _Window(earliest, latest)
    if isinstance(value, dt.datetime):
        return _of_moment(_stored(value.date(), window), has_time=bool(time_words(value)))
    if isinstance(value, dt.date):
        return _stored(value, window)
    if isinstance(value, str):
        # The apostrophe that marks a cell as text stays where programs do not know it.
        return _typed(folded(value).strip("'\" "), window)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and _FIRST <= value < _LAST + 1:
        seconds = int(value % 1 * _SECONDS_OF_DAY)
        return _of_moment(_stored(DAY_ZERO + dt.timedelta(int(value)), window), has_time=seconds > 0)
    return _NOT_A_DATE


def _of_moment(reading: DateReading, *, has_time: bool) -> DateReading:
    return replace(reading, has_time=True) if has_time else reading


class _Window(NamedTuple):
    earliest: dt.date
    latest: dt.date

    def holds(self, day: dt.date | None) -> bool:
        return day is not None and self.earliest <= day <= self.latest

    def years_away(self, year: int) -> int:
        return max(self.earliest.year - year, year - self.latest.year, 0)


_NOT_A_DATE = DateReading(trouble=DateTrouble.NOT_A_DATE)
_BUDDHIST_YEARS = range(2400, 2701)
_COMMON_YEARS = range(1900, 2400)
DAY_ZERO = dt.date(1899, 12, 30)
"""Of Excel's serial numbers, from March 1900 on: it counts a 29 February 1900 that never was."""
# Excel takes no two-digit year for one before 1930: a lower number is a year
# such as 2565, a count or a day of the month.
FIRST_STORED, LAST_STORED = dt.date(1930, 1, 1), dt.date(_BUDDHIST_YEARS[-1], 12, 31)
_FIRST, _LAST = ((each - DAY_ZERO).days for each in (FIRST_STORED, LAST_STORED))
_SECONDS_OF_DAY = 86_400
# 27/12/65 is stored as 1965 by Excel and as 2065 by others, 57 or 43 years away
# from what was meant; honest slips of the keyboard stay nearer.
YEARS_BEYOND_DOUBT = 30


@lru_cache(maxsize=1024)  # the same days stand in many rows
def _stored(day: dt.date, window: _Window) -> DateReading:
    if day.year in _BUDDHIST_YEARS:
        return _on(day.year - BUDDHIST_ERA, day.month, day.day)
    if day.year not in _COMMON_YEARS:
        return _NOT_A_DATE
    if window.years_away(day.year) <= YEARS_BEYOND_DOUBT:
        return DateReading(day)
    return _likelier((_buddhist(day.year % 100), day.year), day.month, day.day, window)


def _buddhist(two_digits: int) -> int:
    return 2500 + two_digits - BUDDHIST_ERA


def _on(year: int, month: int, day: int) -> DateReading:
    try:
        return DateReading(dt.date(year, month, day))
    except ValueError:
        last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)
        return DateReading(trouble=DateTrouble.NO_SUCH_DAY, offered=last)


def _likelier(years: tuple[int, int], month: int, day: int, window: _Window) -> DateReading:
    """Choose between two years by the window, which must hold exactly one of them."""
    readings = [_on(year, month, day) for year in years]
    within = [reading for reading in readings if window.holds(reading.meant)]
    if len(within) == 1:
        return within[0]
    _, nearer = min(zip(years, readings, strict=True), key=lambda pair: window.years_away(pair[0]))
    return DateReading(trouble=DateTrouble.AMBIGUOUS_YEAR, offered=nearer.meant)


MONTH_NUMBERS = {
    name: index % 12 + 1
    for names in (
        MONTHS,
        [re.sub("(คม|ยน|พันธ์)$", "", month) for month in MONTHS],  # ธันวา, กันยา, กุมภา
        [month.replace(".", "") for month in SHORT_MONTHS],
        _ENGLISH_MONTHS,
        [month[:3] for month in _ENGLISH_MONTHS],
    )
    for index, name in enumerate(names)
}
# Slips that leave no doubt.
MONTH_NUMBERS |= {
    "กุมภาพันธุ์": 2,
    "กุมภาพัน": 2,
    "กรกฏาคม": 7,
    "กรกฏา": 7,
    "พฤษจิกายน": 11,
    "พฤศจิกา": 11,
    "sept": 9,
}
"""Of every way to write a month, in small letters and without dots and blanks."""

_SPELLINGS = [
    *sorted((name for name in MONTH_NUMBERS if len(name) > 3), key=len, reverse=True),
    *(name for name in MONTH_NUMBERS if len(name) == 3 and name.isascii()),
    *(month.rstrip(".").replace(".", r" ?\.? ?") for month in SHORT_MONTHS),
]
_DAY = r"(?P<day>\d{1,2})"
MONTH = rf"(?P<month>{'|'.join(_SPELLINGS)})(?: ?\.)?"
_MONTH_NUMBER = r"(?P<month>\d{1,2})"
ERA = r"(?:(?P<era>พ ?\.? ?ศ|ค ?\.? ?ศ)[. ]*)?"
_YEAR = r"(?P<year>\d{4}|\d\d)"
_MARK = r" ?[/.,\-\\ ] ?"
_MARKS = r"[/.,\-' ]*"
_DATES = tuple(
    rf"(?<!\d){date}(?!\d)"
    for date in (
        rf"{_DAY}{_MARKS}(?:เดือน ?)?{MONTH}{_MARKS}(?:ปี ?)?{ERA}{_YEAR}",
        rf"{_DAY}{_MARK}{_MONTH_NUMBER}{_MARK}{ERA}{_YEAR}",
        rf"(?P<year>\d{{4}}){_MARK}{_MONTH_NUMBER}{_MARK}{_DAY}(?P<era>)",
        rf"{MONTH} ?{_DAY}(?:st|nd|rd|th)?[, ]+{ERA}(?P<year>\d{{4}})",
    )
)
_WEEKDAY = "จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์"
_ENGLISH_WEEKDAY = "(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?"
_LEAD = (
    r"\(?(?:(?:เมื่อ|ลง|ณ|ตั้งแต่|ภายใน) ?)*"
    rf"(?:วัน ?(?:{_WEEKDAY})? ?(?:ที่)?|{_ENGLISH_WEEKDAY})? ?"
)
_NOT_MIDNIGHT = re.compile("[1-9]")
_TIME = r"(?:t|,? ?(?:เวลา ?)?)\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)? ?(?:น|z)?"


@cache  # compiled when the first text turns up, because importing should cost nothing
def _whole_cell() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"{_LEAD}{date}(?: ?(?P<time>{_TIME}))?[ .,;)]*") for date in _DATES)


@cache
def _anywhere() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _DATES))


def _typed(text: str, window: _Window) -> DateReading:
    for pattern in _whole_cell():
        if match := pattern.fullmatch(text):
            # Programs write midnight behind days that have no time.
            has_time = bool(_NOT_MIDNIGHT.search(match["time"] or ""))
            return replace(_matched(match, window), has_time=has_time)
    return DateReading(trouble=DateTrouble.NOT_A_DATE, offered=_only_day_in(text, window))


def _only_day_in(text: str, window: _Window) -> dt.date | None:
    """The one day that a longer text mentions."""
    found = {_matched(match, window).day for pattern in _anywhere() for match in pattern.finditer(text)}
    return found.pop() if len(found) == 1 else None


def days_in(text: str, earliest: dt.date, latest: dt.date) -> tuple[dt.date, ...]:
    """The days that a text mentions, the earliest first.

    Args:
        text: of any length.
        earliest: first day of the time that people report about; only used to resolve doubt.
        latest: last day of that time; a day outside it counts all the same.

    >>> days_in("ประชุมวันที่ ๙ ก.พ. ๒๕๖๖ และ ๘ มี.ค. ๖๖", dt.date(2022, 10, 1), dt.date(2023, 9, 30))
    (datetime.date(2023, 2, 9), datetime.date(2023, 3, 8))
    """
    window, words = _Window(earliest, latest), folded(text)
    found = {_matched(match, window).day for pattern in _anywhere() for match in pattern.finditer(words)}
    return tuple(sorted(day for day in found if day is not None))


def _matched(match: re.Match[str], window: _Window) -> DateReading:
    day, month, year = int(match["day"]), month_number(match["month"]), int(match["year"])
    if not day or not month or (month > 12 and day > 12):
        return _NOT_A_DATE
    if month > 12:
        reading = _in_year(year, match["era"], day, month, window)
        return DateReading(trouble=DateTrouble.MONTH_FIRST, offered=reading.meant)
    return _in_year(year, match["era"], month, day, window)


def month_number(name: str) -> int:
    """The number, 1 to 12, of a month written as ``MONTH`` matches it, or as a number."""
    return int(name) if name.isdecimal() else MONTH_NUMBERS[name.replace(".", "").replace(" ", "")]


def in_year(
    year: int, era: str | None, month: int, day: int, earliest: dt.date, latest: dt.date
) -> DateReading:
    """Read a day of a year as people write it: 2565, 65, 2022 or 22, with ``ERA`` before it or without.

    Args:
        year: as written.
        era: what stands before it, if anything.
        month: 1 to 12.
        day: of the month.
        earliest: first day of the time that people report about.
        latest: last day of it.
    """
    return _in_year(year, era, month, day, _Window(earliest, latest))


def _in_year(year: int, era: str | None, month: int, day: int, window: _Window) -> DateReading:
    if year < 100:
        if not era:
            return _likelier((_buddhist(year), 2000 + year), month, day, window)
        year = _buddhist(year) if era[0] == "พ" else 2000 + year
    elif year in _BUDDHIST_YEARS:
        year -= BUDDHIST_ERA
    return _on(year, month, day) if year in _COMMON_YEARS else _NOT_A_DATE
