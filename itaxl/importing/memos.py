"""The memo that carries a report: its numbers and the positions of those who sign, never their names."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from itaxl.assessment.calendar import FiscalYear
from itaxl.importing.identity import Told
from itaxl.importing.tables import SourceText
from itaxl.thai.dates import read_date
from itaxl.thai.text import arabic_digits, compact

_TITLE = "บันทึกข้อความ"
_DOTS = re.compile(r"\.{3,}|…+")
_TELEPHONE = re.compile(r"\s*โทร(?:ศัพท์)?\.?\s*")
_DATE = re.compile(r"วันที่\s*(\d{1,2}\s.*)$")
# Dots where a name is still to be written.
_PERSON = re.compile(r"^\(\s*(?:(?:นาย|นาง|น\.ส\.|ว่าที่|ดร\.|พ\.จ\.|จ่า|สิบ|ร้อย|พัน).*|[.…\s]*(?:\.{3}|…)\s*)\)$")
_POSITION = re.compile(r"^ตำแหน่ง\s*")
_LONGEST_POSITION = 80
_SIGNERS = {
    1: ("prepared_by",),
    2: ("prepared_by", "approved_by"),
    3: ("prepared_by", "agreed_by", "approved_by"),
    4: ("prepared_by", "checked_by", "agreed_by", "approved_by"),
}
_LINES = 80


def read_memo(texts: Sequence[SourceText], year: FiscalYear) -> dict[str, Told]:
    """The fields of a memo, by the key of the plan's field; nothing where the document has none.

    Args:
        texts: its lines outside the tables.
        year: that is reported about; only used to resolve doubt about the day of the memo.
    """
    start = next((index for index, each in enumerate(texts) if compact(each.text) == _TITLE), None)
    if start is None:
        return {}
    memo = texts[start : start + _LINES]
    fields: dict[str, Told] = {}
    for key, told in (*_head(memo, year), *_signers(memo)):
        fields.setdefault(key, told)
    return fields


def _head(memo: Sequence[SourceText], year: FiscalYear) -> Iterator[tuple[str, Told]]:
    for line in memo:
        text = _bare(line.text)
        if text.startswith("ส่วนราชการ"):
            owner, *telephone = _TELEPHONE.split(text.removeprefix("ส่วนราชการ"), maxsplit=1)
            yield from _told("memo_owner", owner, line)
            yield from _told("telephone", "".join(telephone), line)
        elif re.match(r"ที่\s", text):
            number, _, rest = text.removeprefix("ที่").partition("วันที่")
            yield from _told("memo_number", number, line)
            yield from _day(f"วันที่{rest}", line, year)
        elif text.startswith("วันที่"):
            yield from _day(text, line, year)
        elif text.startswith("เรียน"):
            yield from _told("addressee", text.removeprefix("เรียน"), line)


def _bare(text: str) -> str:
    return " ".join(_DOTS.sub(" ", text).split())


def _told(key: str, words: str, line: SourceText) -> Iterator[tuple[str, Told]]:
    if words.strip():
        yield key, Told(words.strip(), (line,))


def _day(text: str, line: SourceText, year: FiscalYear) -> Iterator[tuple[str, Told]]:
    match = _DATE.search(arabic_digits(text))
    day = read_date(match[1], year.start, year.end).day if match else None
    if day:
        yield "memo_date", Told(day, (line,))


def _signers(memo: Sequence[SourceText]) -> Iterator[tuple[str, Told]]:
    """The line below a person's name is the position; who signs later stands higher."""
    positions: dict[str, SourceText] = {}
    for person, below in pairwise(memo):
        position = _POSITION.sub("", below.text)
        if _PERSON.match(person.text) and len(position) <= _LONGEST_POSITION:
            positions.setdefault(position, below)
    keys = _SIGNERS.get(len(positions), ())
    for key, (position, line) in zip(keys, positions.items(), strict=False):
        yield key, Told(position, (line,), is_sure=False)
