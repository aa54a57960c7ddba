"""Reading periods as people write them: two months, two days, one month, a quarter, the whole year."""

import calendar
import datetime as dt
import re
from functools import cache

from msgspec import Struct

from itaxl.thai.dates import (
    BUDDHIST_ERA,
    ERA,
    MONTH,
    DateReading,
    fiscal_year_of,
    in_year,
    month_number,
    read_date,
)
from itaxl.thai.text import folded


class PeriodReading(Struct, frozen=True):
    """When something begins and ends; nothing at all where the words say no one time.

    Attributes:
        start: None where it is open.
        end: None where it goes on.
        is_guess: a year was not written, or may be another one; it was taken from the time reported about.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    is_guess: bool = False

    def __bool__(self) -> bool:
        """Tell whether any day is known."""
        return self.start is not None or self.end is not None

    @property
    def is_one_month(self) -> bool:
        """Whether it is one whole month, of which nobody knows whether it is meant for both ends."""
        if self.start is None or self.end is None:
            return False
        return self == _whole_month(self.start.replace(day=1), is_guess=self.is_guess)


NOTHING = PeriodReading()

_YEAR = r"(?P<year>\d{4}|\d\d)"
_OF_YEAR = rf"(?:[ /]*(?:ของ ?)?(?:ปี ?(?:งบประมาณ)? ?)?{ERA}{_YEAR})?"
_WHOLE_YEAR = rf"(?:ตลอด(?:ทั้ง)?|ทั้ง) ?ปี ?(?:งบประมาณ)?{_OF_YEAR}"
_FISCAL_YEAR = rf"(?:ใน|ประจำ)? ?ปี ?งบประมาณ ?{ERA}{_YEAR}"
_QUARTER = rf"ไตรมาส ?(?:ที่)? ?(?P<quarter>[1-4]){_OF_YEAR}"
_HALF = rf"(?:รอบ ?)?6 ?เดือน ?(?P<half>แรก|หลัง){_OF_YEAR}"
_MONTH_OF_YEAR = rf"(?:ประจำ ?)?(?:เดือน ?)?{MONTH}(?:[ ']*(?:ปี ?)?{ERA}{_YEAR})?"
_OPEN_END = r"(?: ?(?:เป็นต้นไป|ต่อเนื่อง))"
_FROM = r"(?:(?:ตั้งแต่|ระหว่าง|เริ่ม(?:ตั้งแต่)?|ช่วง) ?)"
_UNTIL = r"(?:(?:ภายใน|ไม่เกิน|ก่อนสิ้น|สิ้น|ถึง) ?)"
_BETWEEN = r" ?(?:จนถึง|ถึง|[-–—~]+) ?"
_FISCAL_START, _QUARTER_MONTHS = 10, 3


@cache  # compiled when the first text turns up, because importing should cost nothing
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def read_period(value: object, earliest: dt.date, latest: dt.date) -> PeriodReading:
    """Read one period.

    Args:
        value: text; anything else is no period.
        earliest: first day of the fiscal year that people write about, which tells a year that is left out.
        latest: its last day.

    >>> year = dt.date(2022, 10, 1), dt.date(2023, 9, 30)
    >>> read_period("ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖", *year)
    PeriodReading(start=datetime.date(2022, 10, 1), end=datetime.date(2023, 3, 31), is_guess=False)
    >>> read_period("ธ.ค. ๒๕๖๕ เป็นต้นไป", *year)
    PeriodReading(start=datetime.date(2022, 12, 1), end=None, is_guess=False)
    >>> read_period("ทุกเดือน", *year)
    PeriodReading(start=None, end=None, is_guess=False)
    """
    if not isinstance(value, str):
        return NOTHING
    return _Reader(earliest, latest).read(folded(value).strip(" .,;()'\""))


class _Reader:
    """Reads within one fiscal year."""

    def __init__(self, earliest: dt.date, latest: dt.date) -> None:
        self.earliest = earliest
        self.latest = latest

    def read(self, text: str) -> PeriodReading:
        """One period, in whichever way it is written."""
        named = self._part_of_year(text)
        if named:
            return named
        if match := _pattern(rf"{_FROM}?(?P<moment>.+?){_OPEN_END}").fullmatch(text):
            moment = self._moment(match["moment"])
            return PeriodReading(moment.start, None, moment.is_guess)
        if match := _pattern(rf"{_UNTIL}(?P<moment>.+)").fullmatch(text):
            moment = self._moment(match["moment"])
            return PeriodReading(None, moment.end, moment.is_guess)
        bare = _pattern(f"{_FROM}?").sub("", text, count=1)
        return self._moment(bare) or self._between(bare)

    def _part_of_year(self, text: str) -> PeriodReading:
        for expression in (_WHOLE_YEAR, _FISCAL_YEAR, _QUARTER, _HALF):
            match = _pattern(expression).fullmatch(text)
            if match:
                return self._named(match)
        return NOTHING

    def _named(self, match: re.Match[str]) -> PeriodReading:
        year = self._fiscal_year(match["year"])
        if year is None:
            return NOTHING
        first, months = 0, 12
        groups = match.groupdict()
        if groups.get("quarter"):
            first, months = (int(groups["quarter"]) - 1) * _QUARTER_MONTHS, _QUARTER_MONTHS
        elif groups.get("half"):
            first, months = (0 if groups["half"] == "แรก" else 6), 6
        return PeriodReading(_month(year, first).start, _month(year, first + months - 1).end)

    def _fiscal_year(self, written: str | None) -> int | None:
        """Of the Buddhist era; that of the time written about where none is written."""
        if not written:
            return fiscal_year_of(self.earliest)
        year = int(written)
        if year < 100:
            return 2500 + year
        return year if year > 2400 else year + BUDDHIST_ERA

    def _moment(self, text: str) -> PeriodReading:
        """A day, or a month."""
        match = _pattern(_MONTH_OF_YEAR).fullmatch(text)
        if match:
            return self._month_of(match)
        reading = read_date(text, self.earliest, self.latest)
        if reading.day is None:
            return NOTHING
        return PeriodReading(reading.day, reading.day)

    def _month_of(self, match: re.Match[str]) -> PeriodReading:
        month = month_number(match["month"])
        if match["year"] is None:
            return self._month_without_year(month)
        reading: DateReading = in_year(int(match["year"]), match["era"], month, 1, self.earliest, self.latest)
        if reading.meant is None:
            return NOTHING
        return _whole_month(reading.meant, is_guess=reading.day is None)

    def _month_without_year(self, month: int) -> PeriodReading:
        year = self.earliest.year if month >= self.earliest.month else self.latest.year
        return _whole_month(dt.date(year, month, 1), is_guess=True)

    def _between(self, text: str) -> PeriodReading:
        """Two moments; what the first leaves out, month or year, is that of the second."""
        for match in _pattern(_BETWEEN).finditer(text):
            left, right = text[: match.start()].strip(), text[match.end() :].strip()
            last = self._moment(right)
            if not last or not left:
                continue
            first = self._first(left, right, last)
            if first and first.start and last.end and first.start <= last.end:
                return PeriodReading(first.start, last.end, first.is_guess or last.is_guess)
        return NOTHING

    def _first(self, left: str, right: str, last: PeriodReading) -> PeriodReading:
        assert last.end is not None
        if left.isdecimal() and last.start == last.end:  # 1 - 5 ธ.ค. 2565
            return self._moment(_pattern(r"^(\D*)\d+").sub(rf"\g<1>{left}", right, count=1))
        first = self._moment(left)
        if first and first.is_guess and not last.is_guess and first.start:  # มกราคม - มีนาคม 2566
            year = last.end.year - (first.start.month > last.end.month)
            return _whole_month(first.start.replace(year=year), is_guess=False)
        if not first and (match := _pattern(rf"(?P<day>\d{{1,2}})[ .]*{MONTH}").fullmatch(left)):
            month = month_number(match["month"])
            day = int(match["day"])
            year = last.end.year - ((month, day) > (last.end.month, last.end.day))
            try:
                start = dt.date(year, month, day)
            except ValueError:
                return NOTHING
            return PeriodReading(start, start, last.is_guess)
        return first


def _month(fiscal_year: int, number: int) -> PeriodReading:
    """The month of a fiscal year, counted from 0 in October."""
    month = (_FISCAL_START - 1 + number) % 12 + 1
    year = fiscal_year - BUDDHIST_ERA - (month >= _FISCAL_START)
    return _whole_month(dt.date(year, month, 1), is_guess=False)


def _whole_month(first: dt.date, *, is_guess: bool) -> PeriodReading:
    return PeriodReading(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), is_guess)
