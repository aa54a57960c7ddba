"""Numbers of steps that jump: a step was lost, or two lists ran into each other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.results.consistency.evidence import Evidence
from itaxl.thai.text import arabic_digits

_DIGIT = "[0-9๐-๙]"
# A number that begins a line or follows a blank, with its point or bracket; 10.30 น. and ๙ ธันวาคม are none.
_NUMBER = re.compile(
    rf"(?P<before>^|\n|(?<=[^\S\n]))[^\S\n]*(?P<open>\()?(?P<number>{_DIGIT}{{1,2}}(?:\.{_DIGIT}{{1,2}}){{0,2}})"
    rf"(?P<close>\.?\)|\.(?!{_DIGIT})|(?<=\.{_DIGIT})(?=\s)|(?<=\.{_DIGIT}{{2}})(?=\s))"
    r"(?!\s*(?:น\.|บาท|ล้าน|พัน|แสน|หมื่น|ร้อยละ|เปอร์เซ็นต์|%|เมตร|กิโล|กม|ชั่วโมง|ไร่))"
)
# What counts or cites rather than begins a step, where it stands inside a line.
_CITED = re.compile(
    r"(?:ข้อ|มาตรา|วรรค|หมวด|ที่|ชั้น|ฉบับ|ตอน|กลุ่ม|ลำดับ|ระดับ|จำนวน|เวลา|โทร\.?|หน้า|หมู่|ม\.|ภาค|แบบ|ระยะ|[0-9๐-๙])\s*$"
)
_SURE_STEPS = 2  # in order, before a number inside a line is believed to be a step's


def numbers_in_order(evidence: Evidence) -> Iterator[Finding]:
    """Steps follow each other without a gap; lists may nest, begin again, and begin anywhere."""
    for line in evidence.written:
        for key, text in line.texts():
            if "." not in text and ")" not in text:
                continue
            header = evidence.headers.get(key, key)
            for before, after in gaps(text):
                value = f"{before} → {after}"
                yield line.found(
                    FindingKind.NUMBERS_JUMP, key, value, before=before, after=after, header=header
                )


@dataclass(slots=True)
class _List:
    """A list that is being read: its style, its last number, and how many followed each other."""

    style: tuple[str, str]
    last: int
    words: str
    length: int = 1


def gaps(text: str) -> Iterator[tuple[str, str]]:
    """Neighbours of one style between which a number is left out, as they are written.

    >>> list(gaps("๑. ก\\n๒. ข\\n๓. ค\\n๖. ง"))
    [('๓', '๖')]
    >>> list(gaps("๑. ก\\n๑) ข\\n๒) ค\\n๒. ง\\n๑) จ\\n๓. ฉ"))
    []
    """
    lists: list[_List] = []  # the outer ones first
    for match in _NUMBER.finditer(text):
        begins_line = match["before"] != "" or match.start() == 0 or text[: match.start()].isspace()
        if not begins_line and _CITED.search(text, max(0, match.start() - 12), match.start()):
            continue
        style, number = _style(match)
        while lists and style != lists[-1].style and any(each.style == style for each in lists):
            lists.pop()
        current = lists[-1] if lists and lists[-1].style == style else None
        if current is None:
            if begins_line or number == 1:
                lists.append(_List(style, number, match["number"]))
            continue
        if number == current.last + 1:
            current.length += 1
        elif number <= current.last:
            if not begins_line and number != 1:
                continue
            current.length = 1
        elif begins_line or current.length >= _SURE_STEPS:
            yield current.words, match["number"]
            current.length = 1
        else:
            continue
        current.last, current.words = number, match["number"]


def _style(match: re.Match[str]) -> tuple[tuple[str, str], int]:
    """What numbers of one list have in common, and the number in it: 2.3) is the third of list 2."""
    *outer, last = arabic_digits(match["number"]).split(".")
    ending = "" if outer else (match["open"] or "") + match["close"][-1:]
    return (".".join(outer), ending), int(last)
