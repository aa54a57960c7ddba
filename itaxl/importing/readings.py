"""What the words of a report amount to: its status, when it was done, what proves it, by when it is due."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.statuses import Status
from itaxl.importing.words import import_words
from itaxl.thai.dates import MONTH, days_in, read_date
from itaxl.thai.period_reading import PeriodReading, read_period
from itaxl.thai.text import arabic_digits, compact, is_blank

_TICKED = {"not_started": Status.NOT_STARTED, "in_progress": Status.IN_PROGRESS, "done": Status.DONE}
_DEADLINE = re.compile(
    rf"(?:ภายใน|ไม่เกิน|ก่อนสิ้น|สิ้น) ?(?:เดือน|วันที่ ?\d{{1,2}}) ?{MONTH}(?: ?(?:พ\.ศ\. ?)?\d{{2,4}})?"
)


class ReadStatus(NamedTuple):
    """A status, and whether a tick or a word of the column for it says so."""

    status: Status
    is_plain: bool


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: a lone dash, ไม่มี."""
    return is_blank(text) or compact(text) in import_words().nothing


def read_status(texts: Mapping[str, str], period: PeriodReading, round_end: date) -> ReadStatus | None:
    """The status of a row of a table.

    Args:
        texts: its words by key of the catalogue.
        period: of the measure, as far as it could be read.
        round_end: the last day that is reported about.

    Returns:
        By the ticks or the words of the column for it; else read from the result: what has one and goes on
        beyond the round is in progress, else it is done. None where the table tells nothing.
    """
    words = import_words()
    ticked = [status for key, status in _TICKED.items() if _is_tick(texts.get(key, ""))]
    if len(ticked) == 1:
        return ReadStatus(ticked[0], is_plain=True)
    said = _by_words(compact(texts.get("status", "")))
    if said is not None:
        return said
    result = texts.get("result", "") or texts.get("outcome", "")
    if is_nothing(result):
        return None
    first = compact(result.split("\n", 1)[0])
    for name in ("not_started", "in_progress"):
        if first.startswith(words.statuses[name]):
            return ReadStatus(Status(name), is_plain=False)
    goes_on = bool(period) and (period.end is None or period.end > round_end)
    return ReadStatus(Status.IN_PROGRESS if goes_on else Status.DONE, is_plain=False)


def says_only_status(text: str) -> bool:
    """Whether a cell says nothing beyond a tick or a status: 80 % done says more."""
    words = import_words()
    known = {choice for choices in words.statuses.values() for choice in choices}
    known.update(compact(each.thai) for each in Status)
    return is_nothing(text) or _is_tick(text) or compact(text) in known


def _is_tick(text: str) -> bool:
    return bool(text) and compact(text) in import_words().ticks


def _by_words(said: str) -> ReadStatus | None:
    words = import_words()
    for name, choices in words.statuses.items():
        found = [said.index(choice) for choice in choices if choice in said]
        if not found:
            continue
        before = said[: min(found)]
        if Status(name) is Status.DONE and any(each in before for each in words.not_yet):
            return ReadStatus(Status.IN_PROGRESS, is_plain=False)
        return ReadStatus(Status(name), is_plain=True)
    return None


def done_on(result: str, year: FiscalYear) -> date | None:
    """The day on which something was done: the last one that a report mentions.

    Nothing where less than half of its points have a day: that of one point is not that of all.
    """
    points = result.split("\n")
    dated = [days for point in points if (days := days_in(point, year.start, year.end))]
    if not dated or len(dated) * 2 < len(points):
        return None
    return max(day for days in dated for day in days)


def evidence(result: str) -> str:
    """Orders with their number, and addresses at which something was published."""
    words = import_words()
    found: list[str] = []
    for line in result.split("\n"):
        plain = arabic_digits(line)
        found.extend(" ".join(line[slice(*each.span())].split()) for each in words.numbered.finditer(plain))
        if any(each in line for each in words.published):
            found.extend(each[0].rstrip(".,;)") for each in words.link.finditer(line))
    return "\n".join(dict.fromkeys(found))


def day_of(value: object, text: str, year: FiscalYear) -> date | None:
    """The day in a cell for a date."""
    given = value if isinstance(value, (date, datetime)) else text
    return read_date(given, year.start, year.end).day


class Deadlines(NamedTuple):
    """When something is due, by a text on follow-up.

    Attributes:
        words: the times as printed, joined with strokes.
        end: the last deadline; None where there is none, or one lies outside the fiscal year.
        is_guess: a year was not written.
    """

    words: str = ""
    end: date | None = None
    is_guess: bool = False


def deadlines(text: str, year: FiscalYear) -> Deadlines:
    """The deadlines in a text on follow-up; where it has none, the times that recur."""
    plain = arabic_digits(text)
    found = [text[slice(*each.span())] for each in _DEADLINE.finditer(plain)]
    if not found:
        recurring = [text[slice(*each.span())] for each in import_words().recurring.finditer(plain)]
        return Deadlines(" / ".join(dict.fromkeys(recurring)))
    read = [read_period(each, year.start, year.end) for each in found]
    ends = [each.end for each in read if each.end is not None]
    inside = bool(ends) and all(year.start <= each <= year.end for each in ends)
    return Deadlines(
        " / ".join(dict.fromkeys(found)), max(ends) if inside else None, any(each.is_guess for each in read)
    )
