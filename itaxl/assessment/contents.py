"""What people entered in a form, in one word: to tell whether two forms hold the same."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from itaxl.assessment.submissions import Submission
from itaxl.thai.dates import short_date
from itaxl.thai.text import compact

_LENGTH, _MARK_LENGTH = 24, 12

Entry = tuple[str, str, str, object]
"""A sheet's key, a row's code (empty for a form and for rows that people added), a column, a value."""


def digest(entries: Iterable[Entry]) -> str:
    """The same for the same entries in any order; blanks and line ends aside."""
    told = sorted((sheet, row, key, text) for sheet, row, key, value in entries if (text := _normal(value)))
    return _digest_of(repr(told))[:_LENGTH]


def mark(value: object) -> str:
    """What one cell holds, in few letters: the same however a program writes it; empty for a blank one."""
    text = _normal(value)
    return _digest_of(text)[:_MARK_LENGTH] if text else ""


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def contents_of(submission: Submission) -> str:
    """What a return holds."""
    return digest(entries_in(submission))


def entries_in(submission: Submission) -> Iterable[Entry]:
    """Every entry of a return, understood or not."""
    for forms in (submission.fields, submission.unread):
        yield from form_entries(forms)
    for row in submission.rows:
        for values in (row.values, row.unread):
            for key, value in values.items():
                yield row.table, "" if row.own else row.code, key, value
    yield from (("", "", "", each.value) for each in submission.kept)


def form_entries(forms: Mapping[str, Mapping[str, object]]) -> Iterable[Entry]:
    """Entries of forms, by sheet and field key."""
    for sheet, form in forms.items():
        for key, value in form.items():
            yield sheet, "", key, value


def times_held(texts: Iterable[str], entries: Iterable[Entry]) -> tuple[int, ...]:
    """In how many cells of the form each text stands, alone or among other words."""
    told = [_normal(value) for sheet, _, _, value in entries if sheet]
    return tuple(sum(words in each for each in told) for words in map(compact, texts))


def _normal(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float, Decimal)):
        return f"{float(value):.10g}"
    if isinstance(value, date):
        # As words say it: a day too early for a workbook goes back as words, and may be read as a day then.
        return compact(short_date(value))
    return compact(str(value))
