"""The words of a cell laid out as the office meant them: numbered points on lines of their own."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from itaxl.thai.measuring import terminal_width
from itaxl.thai.text import arabic_digits

_THAI = "ก-\u0e3a\u0e40-\u0e4e"
_MARKER = re.compile(
    r"(?:^|(?<=\s))(?:(?P<open>\()?(?P<number>\d{1,2})(?P<below>(?:\.\d{1,2})*)(?P<close>\.\)|\.|\))(?!\d)"
    r"|(?P<part>ส่วนที่|ข้อที่)\s?(?P<part_number>\d{1,2})(?=\s))"
)
_BULLET = re.compile(r"(?<=\s)(?=[-–•](?P<blank>\s?)(?P<word>\S{1,8}))")
_DASHES = ("-", "–", "•")
_REPETITION = "ๆ"
_YEARS = ("พ.ศ", "ค.ศ")
_MOST_LINE = 48  # letters; a printed column is narrower, and running text has longer stretches without blanks
_LEAST_TEXT = 120  # letters of a column by which its width can be told
_LEAST_TABLE = 250  # letters of a table by which it can be told that its columns were narrow
_ROOM = 14  # letters; the longest word that may not have fitted at the end of a line


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


def joined(before: str, after: str) -> str:
    r"""What goes on in the cell below: a point begins a line, a word that was cut goes on without a blank.

    >>> joined("เผยแพร่ข้อมูล", "ข่าวสารแก่สาธารณะ"), joined("พ.ศ. ๒๕๔๐", "และข้อมูล"), joined("ก", "๒) ข")
    ('เผยแพร่ข้อมูลข่าวสารแก่สาธารณะ', 'พ.ศ. ๒๕๔๐ และข้อมูล', 'ก\n๒) ข')
    """
    if not before or not after:
        return before or after
    if is_point(after.split("\n", 1)[0]):
        return f"{before}\n{after}"
    is_cut = re.search(rf"[{_THAI}]$", before) and re.match(rf"[{_THAI}]", after)
    # The dot of a Thai abbreviation ends no sentence.
    is_cut = is_cut or (re.search(rf"[{_THAI}]\.$", before) and re.match(rf"[{_THAI}]", after))
    return f"{before}{'' if is_cut else ' '}{after}"


def is_narrow(texts: Sequence[str]) -> bool:
    """Whether a scanned table was printed in narrow columns, so that its blanks may be ends of lines.

    Thai runs on without blanks, so a table in which no stretch is longer than a narrow line was printed in
    narrow lines.

    Args:
        texts: of all its cells.
    """
    stretches = [terminal_width(word) for text in texts for word in text.split()]
    return sum(stretches) >= _LEAST_TABLE and max(stretches) <= _MOST_LINE


def closed_column(texts: Sequence[str]) -> list[str]:
    """The texts of a narrow column without the blanks that were ends of printed lines.

    The width of the column is the one at which its lines come out fullest; a text too short to have filled
    a line tells nothing, and no blank between its Thai words is taken as meant.

    Args:
        texts: of the cells of one column, one line a point.

    >>> closed_column(["๒. การใช้ งบประมาณ"])
    ['๒. การใช้งบประมาณ']
    """
    lines = [line.split(" ") for text in texts for line in text.split("\n")]
    stretches = [terminal_width(word) for line in lines for word in line]
    width = _printed_width(lines, max(stretches)) if sum(stretches) >= _LEAST_TEXT else 0
    return ["\n".join(_closed(line, width) for line in text.split("\n")) for text in texts]


def _printed_width(lines: Sequence[Sequence[str]], longest: int) -> int:
    """The width at which lines come out fullest."""

    def emptiness(width: int) -> float:
        rest = [width - each for line in lines for each in _printed(line, width)[:-1]]
        return sum(rest) / len(rest) if rest else 0.0

    return min(range(longest, longest + _ROOM), key=emptiness)


def _printed(words: Sequence[str], width: int) -> list[int]:
    """The lengths of the lines in which words were printed."""
    lengths: list[int] = []
    for word in words:
        length = terminal_width(word)
        if lengths and lengths[-1] + 1 + length <= width:
            lengths[-1] += 1 + length
        else:
            lengths.append(length)
    return lengths


def _closed(line: str, width: int) -> str:
    pieces: list[str] = []
    length = 0
    for word in line.split(" "):
        size = terminal_width(word)
        fits = not pieces or length + 1 + size <= width
        if pieces:
            pieces.append(" " if fits or not _may_close(pieces[-1], word) else "")
        pieces.append(word)
        length = length + 1 + size if fits and length else size
    return "".join(pieces)


def _may_close(before: str, after: str) -> bool:
    return (
        re.search(rf"[{_THAI}/]$", before) is not None
        and re.match(rf"[{_THAI}]", after) is not None
        and not before.endswith(_REPETITION)
        and not after.startswith((_REPETITION, *_YEARS))
    )
