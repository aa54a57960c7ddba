"""How wide Thai text is, how many lines it takes, and so how high a row has to be.

Excel does not fit rows that a library wrote when cells are merged, and
LibreOffice then shows one line of them, so heights are worked out from the text.

The widths are those of TH SarabunPSK itself (regular 1.000, bold 1.1), in
thousandths of the font size; TH Sarabun New has the very same. Beware of
look-alikes: TH SarabunPSK is small for its size (a digit is 0.362 em wide, so
16 points of it look like 10.7 of Latin fonts). Laksaman and Google's Sarabun
draw the same letters 1.5 times as large (a digit is 0.544 and 0.550 em): with
either in its place, the size must be divided by 1.5 to see the true lines.

A line is 1.31 em high, the ascent and descent that Windows goes by (bold 1.1
and, within a hundredth, TH Sarabun New): 21 points at size 16, as in Excel.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from math import ceil

_ASCII = """
    216 147 208 403 361 585 423 120 190 190 285 411 162 216 162 270 362 362 362 362 362 362 362 362
    362 362 162 162 411 411 411 283 536 400 378 406 431 351 351 425 441 147 264 376 353 548 441 486
    378 487 379 352 379 466 390 588 418 366 424 196 262 196 412 352 204 344 401 331 401 374 206 311
    390 143 155 316 200 601 390 398 401 401 217 282 238 390 341 507 318 337 321 208 153 208 416"""
_ASCII_BOLD = """
    226 168 291 462 367 688 486 169 244 244 343 417 172 226 172 276 378 378 378 378 378 378 378 378
    378 378 172 172 417 417 417 289 572 451 396 432 459 358 358 454 472 163 282 411 359 574 472 518
    390 518 395 365 421 482 422 612 426 396 451 234 268 234 418 376 210 367 435 347 435 391 254 332
    423 163 171 340 213 636 423 412 431 431 246 296 258 418 358 480 349 361 358 255 177 255 422"""
_THAI = """
    386 378 382 393 393 408 294 367 377 380 384 519 519 425 425 343 461 532 543 391 391 378 430 335
    420 428 428 381 381 447 447 425 400 375 322 378 381 425 335 393 438 381 427 454 387 372 391 357
    0 316 316 0 0 0 0 0 0 0 0 0 0 0 411 203 377 237 242 244 205 399 0 0 0 0 0 0 0 0 450 449 449 449
    449 449 449 449 449 449 449 522 697"""
_THAI_BOLD = """
    391 415 431 403 403 453 318 390 405 415 431 565 565 425 425 372 492 551 576 405 405 391 438 358
    433 445 445 414 414 482 482 425 417 386 329 391 399 425 379 403 461 399 438 468 394 385 380 340
    0 336 336 0 0 0 0 0 0 0 0 0 0 0 389 208 395 252 269 252 209 437 0 0 0 0 0 0 0 0 450 456 456 456
    456 456 456 456 456 456 456 525 697"""
_OTHERS = {
    "\u00a0": 226,
    "–": 360,
    "—": 720,
    **dict.fromkeys("‘’", 253),
    **dict.fromkeys("“”„", 384),
    "…": 504,
    "•": 226,
    "×": 417,
    "°": 277,
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\r", 0),
}


class _Widths(dict[str, int]):
    """What the font lacks comes from another font, at worst as a full square."""

    def __missing__(self, character: str) -> int:
        return 1000


def _widths(ascii_widths: str, thai_widths: str) -> _Widths:
    ascii_pairs = zip(map(chr, range(0x20, 0x7F)), map(int, ascii_widths.split()), strict=True)
    thai_pairs = zip(map(chr, range(0x0E01, 0x0E5C)), map(int, thai_widths.split()), strict=True)
    return _Widths([*_OTHERS.items(), *ascii_pairs, *thai_pairs])


_WIDTHS = (_widths(_ASCII, _THAI).__getitem__, _widths(_ASCII_BOLD, _THAI_BOLD).__getitem__)
_CODES = [bytes([code]).decode("cp874", "replace") for code in range(256)]
_WIDTHS_OF_CODES = tuple([*map(widths, _CODES)].__getitem__ for widths in _WIDTHS)
_LEADING_VOWELS = frozenset("เแโใไ")
# Where Thai may break: before a consonant or a leading vowel, after a Thai letter.
_BREAK_BEFORE = frozenset(map(chr, range(0x0E01, 0x0E2F))) | _LEADING_VOWELS
_BREAK_AFTER = frozenset(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E45, 0x0E4F)])) - _LEADING_VOWELS
# Programs round every letter to whole pixels, which makes some lines wider.
_SHARE_USED = 0.94
# Real breaks come between words, so a line of Thai ends earlier than its letters
# need. Many lines even that out, few may not. Tuned on 308 texts of real reports
# in seven widths against LibreOffice: 4 of 2,156 came out one line short, none
# two; all lines together 3 to 11 % too many from 16 characters' width upwards.
_ALLOWANCE_EARLY = 1200
_ALLOWANCE_LATER = 800
_EARLY_LINES = 4
_POINTS_A_PIXEL = 0.75
_PIXELS_A_DIGIT = 7  # of Calibri 11, the default font of XlsxWriter, in which Excel counts widths
_LINE_EM = 1.31
# Of a whole text, with the blanks at the ends of its lines: 33,000 texts of real reports took 0.56 at most in
# columns from 12 characters' width upwards.
_MOST_EMS_A_LETTER = 0.6
_MARGIN = 1.5
_MOST_POINTS = 409.0  # Excel's limit


def text_width(text: str, *, size: float = 16, bold: bool = False) -> float:
    """Return the width of a text on one line, in points.

    >>> text_width("ITA 2566")
    41.44
    >>> text_width("ที่") == text_width("ท")
    True
    """
    return sum(map(_WIDTHS[bold], text)) * size / 1000


def cut_to_width(text: str, width: float, *, size: float = 16, bold: bool = False) -> str:
    """A text; where it is wider than so many points on one line, its beginning and an ellipsis.

    >>> cut_to_width("กองคลัง", 60), cut_to_width("สำนักปลัดเทศบาล", 60)
    ('กองคลัง', 'สำนักปลัดเ…')
    """
    if text_width(text, size=size, bold=bold) <= width:
        return text
    ends = accumulate(_advances(f"…{text}", bold))
    return text[: bisect_right(list(ends), width * 1000 / size) - 1].rstrip() + "…"


def terminal_width(text: str) -> int:
    """Count the cells that a text takes on a terminal, where vowels above and below have none of their own.

    >>> terminal_width("ที่ดิน"), terminal_width("น้ำ"), terminal_width("ITA 2566")
    (3, 2, 8)
    """
    return sum(map(_terminal_cells, text))


def padded(text: str, cells: int, *, right: bool = False) -> str:
    """Fill a text with blanks to so many cells of a terminal, on its left where it shall stand on the right.

    >>> padded("ที่", 3) + "|", padded("๕", 3, right=True)
    ('ที่  |', '  ๕')
    """
    blanks = " " * max(0, cells - terminal_width(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, cells: int) -> list[str]:
    """Break a text into lines of a terminal, at blanks, else where Thai may break, else between letters.

    Args:
        text: one line; nothing of it is lost but blanks at the breaks.
        cells: of the terminal, at least 2.

    >>> wrapped("องค์การบริหารส่วนตำบลหนองบัว (อ.เมือง)", 30)
    ['องค์การบริหารส่วนตำบลหนองบัว', '(อ.เมือง)']
    >>> wrapped("ที่นี่ที่โน่น", 3), wrapped("", 9)
    (['ที่นี่ที่', 'โน่น'], [''])
    """
    lines, rest = [], text.strip()
    while terminal_width(rest) > cells:
        ends = list(accumulate(map(_terminal_cells, rest)))
        furthest = max(1, bisect_right(ends, cells))
        end = _line_end(rest, furthest)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest]


def _line_end(text: str, furthest: int) -> int:
    """Where a line of at most so many letters ends; what would leave the half of it open comes last."""
    blank = text.rfind(" ", 1, furthest + 1)
    if blank >= furthest // 2:
        return blank
    breaks = [
        index
        for index in range(furthest, furthest // 2, -1)
        if text[index] in _BREAK_BEFORE and text[index - 1] in _BREAK_AFTER
    ]
    # A syllable surely begins at a leading vowel, and surely ends at these letters.
    sure = (index for index in breaks if text[index] in _LEADING_VOWELS or text[index - 1] in "ะ์ๆ")
    return next(sure, None) or next(iter(breaks), None) or (blank if blank > 0 else furthest)


@lru_cache(maxsize=1024)
def _terminal_cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def line_count(text: str, width: float, *, size: float = 16, bold: bool = False) -> int:
    """Count the lines that a text takes in a cell, rather one too many than one too few.

    Args:
        text: What the cell holds.
        width: Room for text in points, as `column_points` gives it.
        size: Font size in points.
        bold: Whether the text is bold.

    >>> line_count("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", column_points(20))
    4
    """
    return _lines_of_all(text, int(width * 1000 / size * _SHARE_USED), bold)


def line_height(size: float = 16) -> float:
    """Return the height in points of one line, which is a whole number of pixels on a screen.

    >>> line_height(16), line_height(14)
    (21.0, 18.75)
    """
    return ceil(size * _LINE_EM / _POINTS_A_PIXEL) * _POINTS_A_PIXEL


def line_pitch(size: float = 16) -> float:
    """Return the points from one line to the next on paper, where nothing is rounded to pixels.

    >>> line_pitch(16), line_pitch(14)
    (20.96, 18.34)
    """
    return size * _LINE_EM


def row_height(
    texts_and_widths: Iterable[tuple[str, float]],
    *,
    size: float = 16,
    bold: bool = False,
    minimum: float = 0.0,
    maximum: float = _MOST_POINTS,
) -> float:
    """Return the height in points that shows the longest of a row's texts in full.

    Args:
        texts_and_widths: What each cell holds, and its room in points.
        size: Font size in points.
        bold: Whether the row is bold.
        minimum: What even an empty row gets.
        maximum: What no row exceeds; Excel stops at 409 points.

    >>> row_height([("๑", column_points(5)), ("อยู่ระหว่างดำเนินการ", column_points(14))])
    43.5
    """
    lines = 1
    for text, width in sorted(texts_and_widths, key=_fullness, reverse=True):
        # What cannot be the longest need not be measured: few letters are wider than half an em, many have
        # no width at all, and lines are mostly full.
        if len(text) * size * _MOST_EMS_A_LETTER / width + text.count("\n") + 1 > lines:
            lines = max(lines, line_count(text, width, size=size, bold=bold))
    return max(minimum, min(maximum, lines * line_height(size) + _MARGIN))


def _fullness(text_and_width: tuple[str, float]) -> float:
    text, width = text_and_width
    return len(text) / width


def column_points(width: float) -> float:
    """Turn a column width in characters into the points that its text can use.

    Excel adds five pixels of padding to the digits; they are not for the text.

    >>> column_points(40)
    210.0
    """
    return int(width * _PIXELS_A_DIGIT + 0.5) * _POINTS_A_PIXEL


@lru_cache(maxsize=4096)  # the same headings and measures stand in every workbook
def _lines_of_all(text: str, room: int, bold: bool) -> int:  # noqa: FBT001
    return sum(_lines(part, list(accumulate(_advances(part, bold))), room) for part in text.split("\n"))


def _advances(text: str, bold: bool) -> Iterator[int]:  # noqa: FBT001
    """The width of each letter; numbers of bytes are looked up twice as fast as letters beyond ASCII."""
    try:
        return map(_WIDTHS_OF_CODES[bold], text.encode("cp874"))
    except UnicodeEncodeError:
        return map(_WIDTHS[bold], text)


def _lines(text: str, ends: list[int], room: int) -> int:
    if not ends or ends[-1] <= room:
        return 1
    lines, start, used, total = 1, 0, 0, len(text)
    while ends[-1] - used > room:
        furthest = bisect_right(ends, used + room, start)
        allowance = _ALLOWANCE_EARLY if lines <= _EARLY_LINES else _ALLOWANCE_LATER
        safe = bisect_right(ends, used + room - allowance, start)
        start = _next_start(text, start, furthest, safe)
        if start == total:
            break
        used = ends[start - 1]
        lines += 1
    return lines


def _next_start(text: str, start: int, furthest: int, safe: int) -> int:
    """Where the next line starts: up to `furthest` at a blank or in an address, up to `safe` within Thai."""
    blank = text.rfind(" ", start, furthest + 1)
    if blank < safe:
        for index in range(safe, max(start, blank), -1):
            if text[index] in _BREAK_BEFORE and text[index - 1] in _BREAK_AFTER:
                return index
    if blank > start:
        while blank < len(text) and text[blank] == " ":
            blank += 1
        return blank
    # Web addresses have no blanks; LibreOffice breaks them behind these where it can.
    part = max(text.rfind("/", start, furthest), text.rfind("?", start, furthest)) + 1
    return max(part or furthest, start + 1)
