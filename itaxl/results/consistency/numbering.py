"""Numbers of steps that jump: a step was lost, or two lists ran into each other."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.results.consistency.evidence import Evidence
from itaxl.thai.text import arabic_digits, thai_digits

_DIGIT = "[0-9๐-๙]"
# A number with its point or bracket; 10.30 น. and ๙ ธันวาคม are none.
_NUMBER = re.compile(
    rf"(?P<number>{_DIGIT}{{1,2}}(?:\.{_DIGIT}{{1,2}}){{0,2}})"
    rf"(?P<close>\.?\)|\.(?!{_DIGIT})|(?<=\.{_DIGIT})(?=\s)|(?<=\.{_DIGIT}{{2}})(?=\s))"
    r"(?!\s*(?:น\.|บาท|ล้าน|พัน|แสน|หมื่น|ร้อยละ|เปอร์เซ็นต์|%|เมตร|กิโล|กม|ชั่วโมง|ไร่))"
)
# What counts or cites rather than begins a step, where it stands inside a line.
_CITED = re.compile(
    r"(?:ข้อ|มาตรา|วรรค|หมวด|ที่|ชั้น|ฉบับ|ตอน|กลุ่ม|ลำดับ|ระดับ|จำนวน|เวลา|โทร\.?|หน้า|หมู่|ม\.|ภาค|แบบ|ระยะ|[0-9๐-๙])\s*$"
)
_ANY = re.compile(rf"{_DIGIT}[.)]")
_BEGINNING_LINES = re.compile(rf"^\s*(\(?)({_DIGIT}{{1,2}})([.)])", re.MULTILINE)
_LONGEST_PLAIN = 30
_PLAIN = frozenset(
    tuple((bracket, digits(str(number)), close) for number in range(1, length + 1))
    for digits in (str, thai_digits)
    for bracket, close in (("", "."), ("", ")"), ("(", ")"))
    for length in range(_LONGEST_PLAIN + 1)
)
_BULLETS = " \t\u00a0-–•*"
_FEWEST_MARKS = 2
_SURE_STEPS = 2  # in order, before a number inside a line is believed to be a step's


def numbers_in_order(evidence: Evidence) -> Iterator[Finding]:
    """Steps follow each other without a gap; lists may nest, begin again, and begin anywhere."""
    for line, key, text in evidence.texts:
        if text.count(".") + text.count(")") < _FEWEST_MARKS:
            continue  # no two numbers; most texts have none
        if _is_plain(text):
            continue
        for before, after in gaps(text):
            value, header = f"{before} → {after}", evidence.headers.get(key, key)
            yield line.found(FindingKind.NUMBERS_JUMP, key, value, before=before, after=after, header=header)


def _is_plain(text: str) -> bool:
    """Tell quickly that a text numbers its lines from one on, and has no other numbers of this look."""
    found = _BEGINNING_LINES.findall(text)
    return tuple(found) in _PLAIN and len(found) == len(_ANY.findall(text))


class _Number(NamedTuple):
    """A number that may begin a step.

    Attributes:
        style: what numbers of one list have in common: 2.3) is the third of list 2.
        words: as it is written.
    """

    style: tuple[str, str]
    number: int
    words: str
    begins_line: bool

    @property
    def is_part(self) -> bool:
        """Of a list inside another: 2.3); such a list begins with 2.1, while 10.30 and 77.85 begin none."""
        return bool(self.style[0])


class _List(Struct):
    """A list that is being read: its last number, and how many of them followed each other."""

    last: _Number
    length: int = 1


def gaps(text: str) -> Iterator[tuple[str, str]]:
    r"""Neighbours of one style between which a number is left out, as they are written.

    >>> list(gaps("๑. ก\n๒. ข\n๓. ค\n๖. ง"))
    [('๓', '๖')]
    >>> list(gaps("๑. ก\n๑) ข\n๒) ค\n๒. ง\n๑) จ\n๓. ฉ"))
    []
    """
    lists: list[_List] = []  # the outer ones first
    for found in _numbers(text):
        if any(each.last.style == found.style for each in lists):
            while lists[-1].last.style != found.style:
                lists.pop()
        elif found.number == 1 or (found.begins_line and not found.is_part):
            lists.append(_List(found))
            continue
        else:
            continue
        current = lists[-1]
        step = found.number - current.last.number
        if step == 1:
            current.length += 1
        elif step > 1 and (found.begins_line or current.length >= _SURE_STEPS):
            yield current.last.words, found.words
            current.length = 1
        elif step < 1 and (found.begins_line or found.number == 1):
            current.length = 1
        else:
            continue
        current.last = found


def _numbers(text: str) -> Iterator[_Number]:
    for match in _NUMBER.finditer(text):
        start = match.start()
        bracket = "(" if text[start - 1 : start] == "(" else ""
        start -= len(bracket)
        if start and not text[start - 1].isspace():
            continue  # in the middle of something
        begins_line = not text[text.rfind("\n", 0, start) + 1 : start].strip(_BULLETS)
        if not begins_line and _CITED.search(text, max(0, start - 12), start):
            continue
        *outer, last = arabic_digits(match["number"]).split(".")
        ending = "" if outer else bracket + match["close"][-1:]
        yield _Number((".".join(outer), ending), int(last), match["number"], begins_line)
