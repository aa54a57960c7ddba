"""The words of a cell laid out as the office meant them: numbered points on lines of their own."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from itaxl.thai.text import arabic_digits

_MARKER = re.compile(
    r"(?:^|(?<=\s))(?:(?P<open>\()?(?P<number>\d{1,2})(?P<below>(?:\.\d{1,2})*)(?P<close>\.\)|\.|\))(?!\d)"
    r"|(?P<part>ส่วนที่|ข้อที่)\s?(?P<part_number>\d{1,2})(?=\s))"
)
_BULLET = re.compile(r"(?<=\s)(?=[-–•](?P<blank>\s?)(?P<word>\S{1,8}))")
_DASHES = ("-", "–", "•")


def pointed(text: str) -> str:
    r"""A text with every numbered point and bullet on a line of its own.

    A number counts as a point's only where it goes on from the one before; so a year or a section of a law
    stays where it is.

    >>> pointed("๑. สำรวจ ๒. ประชุม ตามมาตรา ๙. ๓. รายงาน")
    '๑. สำรวจ\n๒. ประชุม ตามมาตรา ๙.\n๓. รายงาน'
    >>> pointed("รายงานตามมาตรการ - รอบ ๖ เดือน - รอบ ๑๒ เดือน")
    'รายงานตามมาตรการ\n- รอบ ๖ เดือน\n- รอบ ๑๒ เดือน'
    """
    counts: dict[str, int] = {}
    lines = []
    for line in text.split("\n"):
        for point in _points(line, counts):
            lines.extend(_bullets(point))
    return "\n".join(lines)


def is_point(line: str) -> bool:
    """Whether a line begins with a number or a bullet."""
    return line.startswith(_DASHES) or _MARKER.match(arabic_digits(line)) is not None


def point_number(line: str) -> int | None:
    """The number that a line begins with."""
    match = _MARKER.match(arabic_digits(line))
    number = match and (match["number"] or match["part_number"])
    return int(number) if number else None


class _Mark(NamedTuple):
    style: str
    number: int
    start: int


def _marks(line: str) -> list[_Mark]:
    marks = []
    for match in _MARKER.finditer(arabic_digits(line)):
        if match["part"]:
            marks.append(_Mark(match["part"], int(match["part_number"]), match.start()))
            continue
        levels = match["below"].split(".")
        style = (
            f"{match['open'] or ''}{match['number'] if match['below'] else ''}{len(levels)}{match['close']}"
        )
        marks.append(_Mark(style, int(levels[-1] or match["number"]), match.start()))
    return marks


def _points(line: str, counts: dict[str, int]) -> list[str]:
    marks = _marks(line)
    cuts = []
    for index, mark in enumerate(marks):
        expected = counts.get(mark.style, 0) + 1
        starts = mark.number == 1 and (mark.start == 0 or _goes_on(mark, marks[index + 1 :]))
        if mark.start == 0 or starts or (mark.number == expected and expected > 1):
            counts[mark.style] = mark.number
            cuts.append(mark.start)
    return _cut(line, cuts)


def _goes_on(mark: _Mark, later: Sequence[_Mark]) -> bool:
    return any(each.style == mark.style and each.number == mark.number + 1 for each in later)


def _bullets(line: str) -> list[str]:
    """A dash before a word, without a blank, is a bullet; with one it may join two words: ยืม - คืน."""
    matches = list(_BULLET.finditer(line))
    tight = [each.start() for each in matches if not each["blank"] and not each["word"][0].isdecimal()]
    loose = [each for each in matches if each["blank"]]
    is_list = line.startswith(_DASHES)
    words = [each["word"] for each in loose]
    alike = len(words) > 1 and len({word[:3] for word in words}) == 1
    cuts = tight + ([each.start() for each in loose] if is_list or alike else [])
    if not is_list:
        cuts = [each for each in cuts if _begins_list(line[each:], tight)]
    return _cut(line, sorted(cuts)) if cuts else [line]


def _begins_list(rest: str, tight: Sequence[int]) -> bool:
    return not tight or rest.startswith(_DASHES)


def _cut(line: str, places: Sequence[int]) -> list[str]:
    ends = [*places[1 if places and places[0] == 0 else 0 :], len(line)]
    starts = [0, *ends[:-1]]
    return [piece for start, end in zip(starts, ends, strict=True) if (piece := line[start:end].strip())]
