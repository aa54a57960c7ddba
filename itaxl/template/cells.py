"""What a typed entry means, by the kind of its column: the way back from a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from itaxl.assessment.findings import FindingKind
from itaxl.sheets.grids import CellAddress, Grid
from itaxl.template.description import Column, Kind
from itaxl.template.stamp import canonical
from itaxl.thai.dates import read_date, short_date
from itaxl.thai.text import arabic_digits, compact, is_blank, nearest


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What an entry is judged by.

    Attributes:
        first: the first day of the fiscal year; resolves doubt about a typed year.
        last: its last day.
        choices: lists by name; a list that is not here judges nothing.
        month_first: the entries were typed on a computer whose dates begin with the month.
        hints: what people often write instead, folded, and the choice that they probably mean, by list.
    """

    first: date
    last: date
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hints: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    month_first: bool = False


class Understood(NamedTuple):
    """What an entry means, or why it means nothing."""

    value: object = None
    trouble: FindingKind | None = None
    details: Mapping[str, object] = {}


_BLANK = Understood()
_DAY_ZERO = date(1899, 12, 30)  # of Excel's serial numbers


def understood(value: object, column: Column, rules: ReadingRules) -> Understood:
    """What one entry means."""
    if value is None or value == "" or (isinstance(value, str) and is_blank(value)):
        return _BLANK
    match column.kind:
        case Kind.TEXT | Kind.LONG:
            return Understood(as_text(value))
        case Kind.DATE:
            return _as_date(value, rules)
        case Kind.NUMBER:
            return _as_number(value)
        case Kind.CHOICE:
            return _as_choice(value, column, rules)


def as_text(value: object) -> str:
    """An entry as words: text exactly as typed, a number without its empty decimals, a date in Thai.

    >>> as_text(5.0), as_text("  ๑. ทำแล้ว "), as_text(date(2022, 12, 27))
    ('5', '  ๑. ทำแล้ว ', '27 ธ.ค. 2565')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, (time, timedelta)):
        return str(value)
    return canonical(value)


def _as_date(value: object, rules: ReadingRules) -> Understood:
    reading = read_date(value, rules.first, rules.last)
    if reading.day is not None:
        return Understood(reading.day)
    details: dict[str, object] = {}
    if reading.offered:
        offered = short_date(reading.offered)
        details = {"hint": f"หมายถึง {offered} หรือไม่", "hint_en": f"(did you mean {offered}?)"}
    return Understood(None, FindingKind.NOT_A_DATE, details)


def _as_number(value: object) -> Understood:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Understood(float(value))
    if isinstance(value, str):
        text = arabic_digits(value).strip().replace(",", "").removesuffix("%").strip()
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if number == number and abs(number) < float("inf"):  # noqa: PLR0124 - not a number differs from itself
            return Understood(number)
    return Understood(None, FindingKind.NOT_A_NUMBER)


def _as_choice(value: object, column: Column, rules: ReadingRules) -> Understood:
    text = as_text(value)
    choices = rules.choices.get(column.choices)
    if choices is None or not column.strict or text in choices:
        return Understood(text)
    wanted = compact(text)
    for choice in choices:
        if compact(choice) == wanted:
            return Understood(choice)
    details: dict[str, object] = {"choices": " / ".join(choices)}
    offered = rules.hints.get(column.choices, {}).get(wanted) or nearest(text, choices, cutoff=0.4)
    if offered:
        details |= {"hint": f"ใกล้เคียงที่สุดคือ “{offered}”", "hint_en": f"(the nearest is “{offered}”)"}
    return Understood(None, FindingKind.UNKNOWN_CHOICE, details)


def same(sent: str, found: object) -> bool:
    """Tell whether a locked cell still says what was sent out, blanks and line ends aside."""
    if sent == found:
        return True
    if isinstance(found, str):
        return compact(sent) == compact(found)
    if isinstance(found, datetime):
        return sent == found.date().isoformat()
    if isinstance(found, float) and _is_day(sent, found):
        return True
    return sent == canonical(found)


def _is_day(sent: str, found: float) -> bool:
    """Whether a number is a day's: SheetJS forgets in an .ods which numbers are dates."""
    try:
        return found == (date.fromisoformat(sent) - _DAY_ZERO).days
    except ValueError:
        return False


def trouble_at(grid: Grid, at: CellAddress) -> tuple[FindingKind, str] | None:
    """What a cell holds that is no value: an error, or a formula that no program has worked out."""
    error = grid.errors.get(at)
    if error:
        return FindingKind.ERROR_VALUE, error
    return (FindingKind.UNCALCULATED, "=…") if at in grid.uncalculated else None
