"""What a typed entry means, by the kind of its column: the way back from a sheet."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from fnmatch import fnmatchcase
from typing import NamedTuple

from msgspec import Struct, field

from itaxl.assessment.findings import FindingKind
from itaxl.sheets.grids import CellAddress, Grid
from itaxl.template.description import Column, Edge, Kind
from itaxl.template.stamp import canonical
from itaxl.thai.dates import DAY_ZERO, DateReading, DateTrouble, read_date, short_date, time_words
from itaxl.thai.period_reading import NOTHING, PeriodReading, read_period
from itaxl.thai.text import as_seen, compact, folded, is_blank, nearest, unquoted


class ReadingRules(Struct, frozen=True):
    """What an entry is judged by.

    Attributes:
        first: the first day of the fiscal year; resolves doubt about a typed year.
        last: its last day.
        choices: lists by name; a list that is not here judges nothing.
        month_first: the entries were typed on a computer whose dates begin with the month.
        certain: what people write instead, folded, and the choice that they mean beyond doubt, by list.
        hints: what they write besides, and the choice that they probably mean, which is only offered: whole
            words, or such with * for anything. The first that fits counts; an empty choice offers nothing.
    """

    first: date
    last: date
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    certain: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hints: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    month_first: bool = False


class Understood(NamedTuple):
    """What an entry means, and what is to be told of it.

    Attributes:
        value: None where it means nothing: a blank, or what `trouble` tells.
        trouble: beside a value, what it was read from; else why there is none.
        period: what was typed instead of a day; its other end may belong into another cell.
    """

    value: object = None
    trouble: FindingKind | None = None
    details: Mapping[str, object] = {}
    period: PeriodReading = NOTHING


_BLANK = Understood()
# Words that turn the meaning of those beside them: denied, also where a tone mark is missing, or expected.
_NOT_SO = re.compile("[ไใ]ม่|[ไใ]ม(?!้|ล์)|มิได้|มิใช่|จะ|คาด|ใกล้|เกือบ")
_NO_THOUSANDS = re.compile(r",(?![0-9]{3}(?![0-9]))|^[+-]?0+,")  # a comma that groups none
_DECIMAL_COMMA = re.compile(r"([+-]?[0-9]+(?:,[0-9]{3})*),([0-9]{1,2})")
_LONGEST_HINTED = 200  # letters; what is longer is no slip of a choice


def understood(value: object, column: Column, rules: ReadingRules) -> Understood:
    """What one entry means."""
    if value is None or value == "" or (isinstance(value, str) and is_blank(value)):
        return _BLANK
    match column.kind:
        case Kind.TEXT | Kind.LONG:
            return Understood(as_text(value))
        case Kind.DATE:
            return _as_date(value, column, rules)
        case Kind.NUMBER:
            return _as_number(value)
        case Kind.CHOICE:
            return _as_choice(value, column, rules)


def as_text(value: object) -> str:
    """An entry as words: text exactly as typed, a number without its empty decimals, a date in Thai.

    >>> as_text(5.0), as_text("  ๑. ทำแล้ว "), as_text(date(2022, 12, 27))
    ('5', '  ๑. ทำแล้ว ', '27 ธ.ค. 2565')
    >>> as_text(datetime(2022, 12, 27, 9, 30))
    '27 ธ.ค. 2565 09:30'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return f"{short_date(value)} {time_words(value)}".rstrip()
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, (time, timedelta)):
        return str(value)
    return canonical(value)


def sent_as_text(sent: str, column: Column) -> str:
    """What a locked cell held as people read it: a form remembers a day as 2022-12-31."""
    if column.kind is Kind.DATE:
        try:
            return short_date(date.fromisoformat(sent))
        except ValueError:
            pass
    return sent


def locked_details(sent: str, column: Column) -> dict[str, object]:
    """What there is to say of a locked cell that holds something else than what was sent in it."""
    words = sent_as_text(sent, column)
    was, was_en = (f"เดิมคือ “{words}”", f"“{words}”") if words else ("เดิมเป็นช่องว่าง", "blank")
    return {"header": column.header, "sent": words, "was": was, "was_en": was_en}


def _as_date(value: object, column: Column, rules: ReadingRules) -> Understood:
    reading = read_date(value, rules.first, rules.last)
    if reading.day is not None and reading.has_time:
        period = PeriodReading(reading.day, reading.day)
        told = date_read({column.header: reading.day}, period)
        told |= {"doubt": "(ไม่เก็บเวลา)", "doubt_en": "(the time is not kept)"}
        return Understood(reading.day, FindingKind.DATE_READ, told)
    if reading.day is not None:
        return Understood(reading.day)
    if column.of_period is Edge.NEITHER or reading.trouble is not DateTrouble.NOT_A_DATE:
        return _no_day(reading)
    period = read_period(value, rules.first, rules.last)
    if not period:
        return _no_day(reading)
    day = day_of(period, column, rules)
    known = day or period.start or period.end
    if period.is_guess and known and not rules.first <= known <= rules.last:
        return _no_day(DateReading(trouble=DateTrouble.AMBIGUOUS_YEAR, offered=known))
    if day is None:
        return _no_day(reading)._replace(period=period)
    return Understood(day, FindingKind.DATE_READ, date_read({column.header: day}, period), period)


_WHY_NO_DAY = {
    DateTrouble.NO_SUCH_DAY: ("(ไม่มีวันนี้ในปฏิทิน)", "(there is no such day)"),
    DateTrouble.MONTH_FIRST: ("(เดือนอยู่หน้าวัน)", "(the month comes first)"),
    DateTrouble.AMBIGUOUS_YEAR: ("(ไม่แน่ใจว่าปีใด)", "(the year is in doubt)"),
}


def _no_day(reading: DateReading) -> Understood:
    """A finding with the reason and the day that was probably meant, which is not put in place."""
    thai, english = _WHY_NO_DAY.get(reading.trouble or DateTrouble.NOT_A_DATE, ("", ""))
    if reading.offered:
        offered = short_date(reading.offered)
        thai, english = f"{thai} หมายถึง {offered} หรือไม่", f"{english} (did you mean {offered}?)"
    return Understood(None, FindingKind.NOT_A_DATE, {"hint": thai, "hint_en": english} if thai else {})


def day_of(period: PeriodReading, column: Column, rules: ReadingRules) -> date | None:
    """The day of a period that a column asks for; one that must lie in the fiscal year ends with it."""
    if column.of_period is Edge.START:
        return period.start
    is_cut = column.within and period.start and period.start <= rules.last
    return min(period.end, rules.last) if period.end and is_cut else period.end


def date_read(days: Mapping[str, date], period: PeriodReading) -> dict[str, object]:
    """What is told of a period: the days that it was read as, by header."""
    named = [f"“{header}” {short_date(day)}" for header, day in days.items()]
    details: dict[str, object] = {"read": " และ ".join(named), "read_en": " and ".join(named)}
    if period.is_guess:
        details["doubt"] = "(ไม่ได้เขียนปี จึงใช้ปีงบประมาณของแบบ)"
        details["doubt_en"] = "(no year is written, so it is that of the form)"
    return details


def _as_number(value: object) -> Understood:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Understood(float(value))
    if isinstance(value, str):
        text = folded(value).strip("'\" ").removesuffix("%").strip()
        if _NO_THOUSANDS.search(text):
            return _no_thousands(text)
        try:
            number = float(text.replace(",", ""))
        except ValueError:
            number = float("nan")
        if number == number and abs(number) < float("inf"):  # noqa: PLR0124 - not a number differs from itself
            return Understood(number)
    return Understood(None, FindingKind.NOT_A_NUMBER)


def _no_thousands(text: str) -> Understood:
    """A finding with the number that was probably meant, where the comma can only stand before decimals."""
    match = _DECIMAL_COMMA.fullmatch(text)
    meant = f"{match[1].replace(',', '')}.{match[2]}" if match else ""
    details = {"hint": f"หมายถึง {meant} หรือไม่", "hint_en": f"(did you mean {meant}?)"} if meant else {}
    return Understood(None, FindingKind.NOT_A_NUMBER, details)


def _as_choice(value: object, column: Column, rules: ReadingRules) -> Understood:
    text = as_text(value)
    choices = rules.choices.get(column.choices)
    if choices is None or not column.strict or text in choices:
        return Understood(text)
    meant = _certain_choice(text, column, rules, choices)
    if meant is not None:
        if as_seen(meant) == as_seen(text):
            return Understood(meant)
        return Understood(meant, FindingKind.CHOICE_READ, {"read": meant})
    details: dict[str, object] = {"choices": " / ".join(choices)}
    hint = _hint(_bare(text), rules.hints.get(column.choices, {}))
    offered = _nearest_choice(text, choices) if hint is None else hint
    if offered:
        details |= {"hint": f"ใกล้เคียงที่สุดคือ “{offered}”", "hint_en": f"(the nearest is “{offered}”)"}
    return Understood(None, FindingKind.UNKNOWN_CHOICE, details)


def _hint(bare: str, hints: Mapping[str, str]) -> str | None:
    """The choice that a text probably means, empty where it may be any; None where nothing is known of it."""
    if bare in hints or len(bare) > _LONGEST_HINTED:
        return hints.get(bare)
    return next((meant for words, meant in hints.items() if "*" in words and fnmatchcase(bare, words)), None)


def _nearest_choice(text: str, choices: Sequence[str]) -> str | None:
    """The choice that is written much alike; what is denied or expected is never offered as if it were so."""
    is_so = _NOT_SO.search(compact(text)) is None
    likely = [each for each in choices if (_NOT_SO.search(each) is None) is is_so]
    return nearest(text, likely, cutoff=0.8)


def _certain_choice(text: str, column: Column, rules: ReadingRules, choices: Sequence[str]) -> str | None:
    """The choice that a text is beyond doubt, however it is spelt."""
    bare = _bare(text)
    meant = rules.certain.get(column.choices, {}).get(bare)
    if meant in choices:
        return meant
    return next((choice for choice in choices if compact(choice) == bare), None)


def _bare(text: str) -> str:
    """Words without blanks and without the marks that stand around them: quotes, a full stop, a bullet."""
    words = compact(text)
    return words.strip("'\"`.,;:•*()[]-") or words


def same(sent: str, found: object) -> bool:
    """Tell whether a locked cell still says what was sent out, blanks and line ends aside."""
    if sent == found:
        return True
    if isinstance(found, str):
        return compact(sent) == compact(found) or unquoted(sent) == unquoted(found)
    if isinstance(found, datetime):
        return sent == found.date().isoformat()
    if isinstance(found, float) and _is_day(sent, found):
        return True
    return sent == canonical(found)


def _is_day(sent: str, found: float) -> bool:
    """Whether a number is a day's: SheetJS forgets in an .ods which numbers are dates."""
    try:
        return found == (date.fromisoformat(sent) - DAY_ZERO).days
    except ValueError:
        return False


def trouble_at(grid: Grid, at: CellAddress) -> tuple[FindingKind, str] | None:
    """What a cell holds that is no value: an error, or a formula that no program has worked out."""
    error, typed = grid.errors.get(at), grid.typed.get(at)
    if error:
        return FindingKind.ERROR_VALUE, f"{error} ({typed})" if typed else error
    return (FindingKind.UNCALCULATED, typed or "=…") if at in grid.uncalculated else None
