"""How a form understands a typed day while it is being filled in: in small steps, a hidden cell for each.

Each formula is written without its leading sign, with functions that Excel 2007 and LibreOffice know.
"""

from datetime import date
from typing import NamedTuple

from itaxl.template.live import as_words, day, is_blank, quoted, with_arabic_digits
from itaxl.thai.dates import FIRST_STORED, LAST_STORED, MONTH_NUMBERS, YEARS_BEYOND_DOUBT

UNREADABLE_DATE = "อ่านไม่ได้"
READ_WHEN_SENT = "จะอ่านเมื่อส่งแบบ"
"""For what the reader takes for days and a form does not: months alone, quarters, two days."""

_NO_MONTHS = "ไตรมาส", "ปีงบ", "เดือน", "ตลอดปี", "ทั้งปี", ":"
WORDS_OF_TIME = (*MONTH_NUMBERS.items(), *((word, 0) for word in _NO_MONTHS))
"""With the number of their month; 0 for those that name none."""
_BESIDE_MONTHS = ("เดือน", "ปี", "พศ")
_MARKS = "-–—.,\\'"
_ROOM = 30  # blanks between the parts of a day, more than any part is long


class DayCells(NamedTuple):
    """Cells of one row: what was typed, and the steps to the day that it is.

    Attributes:
        typed: the entry.
        text: the entry where it is text, in small letters, with Arabic digits and slashes; else empty.
        letters: what is left of the text without digits and blanks.
        month: its number, negative where it was written in words; 0 where there is none.
        first: the day, or the year where that stands in front; -1 where it is no number.
        last: the other one of the two.
        built: the day that the three make, which need not be in the calendar; 0 where they make none.
        day: a day of the common era, nothing for a blank, or words for none.
    """

    typed: str
    text: str
    letters: str
    month: str
    first: str
    last: str
    built: str
    day: str


def day_formulas(
    at: DayCells, words: str, numbers: str, year: tuple[date, date], *, is_told_outside: bool
) -> DayCells:
    """The formulas of all cells but the first, which stays as it is.

    Takes real dates, dates whose Buddhist year was taken for the common era, and as text d/m/y, y-m-d and
    a day beside the name of a month, in Thai or Arabic digits. Of words that the reader may well understand
    the last one does not say that they cannot be read.

    Args:
        at: where the steps stand.
        words: the cells that hold the words of `WORDS_OF_TIME`.
        numbers: those with their numbers.
        year: first and last day of the time reported about.
        is_told_outside: whether a day outside it is told anyway; else one of a year of two digits is no day.
    """
    text = with_arabic_digits(at.typed)
    for mark in _MARKS:
        text = f'SUBSTITUTE({text},{quoted(mark)},"/")'
    letters = at.text
    for each in (*map(str, range(10)), " "):
        letters = f'SUBSTITUTE({letters},{quoted(each)},"")'
    together = _together(at)
    for word in _BESIDE_MONTHS:
        together = f'SUBSTITUTE({together},{quoted(word)},"")'
    named = f"SUMPRODUCT(({words}={together})*{numbers})"
    digits = "{" + ",".join(quoted(str(digit)) for digit in range(10)) + "}"
    between = f"SUMPRODUCT(--ISNUMBER(FIND({digits},MID({at.text},3,MAX(0,LEN({at.text})-6)))))"
    first, last = (f"IFERROR(VALUE({side}),VALUE({less}))" for side, less in _ends_of(at.text))
    return DayCells(
        at.typed,
        text=f'IF(ISNUMBER({at.typed}),"",LOWER({as_words(text)}))',
        letters=letters,
        month=f'IFERROR(IF({at.letters}="//",{_part(at.text, 2)},-{named}),0)',
        first=f"IFERROR(IF({at.month}<0,{first},{_part(at.text, 1)}),-1)",
        # Where there is a third number nobody knows which of them is meant.
        last=f"IFERROR(IF({at.month}<0,IF({between}=0,{last},-1),{_part(at.text, 3)}),-1)",
        built=_built(at),
        day=_day(at, words, year, is_told_outside=is_told_outside),
    )


def _together(at: DayCells) -> str:
    """The letters without marks, as the words are written."""
    return f'SUBSTITUTE({at.letters},"/","")'


def _ends_of(text: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The first two letters or the first one, and the last four or two."""
    return (f"LEFT({text},2)", f"LEFT({text},1)"), (f"RIGHT({text},4)", f"RIGHT({text},2)")


def _part(text: str, number: int) -> str:
    """The first, second or third number of a text with two marks."""
    spread = f'SUBSTITUTE({text},"/",REPT(" ",{_ROOM}))'
    return f"VALUE(TRIM(MID({spread},{(number - 1) * _ROOM + 1},{_ROOM})))"


def _built(at: DayCells) -> str:
    day_first = f"DATE({_common_year(at.last)},ABS({at.month}),{at.first})"
    year_first = f"DATE({_common_year(at.first)},{at.month},{at.last})"
    return f"IFERROR(IF({at.first}>999,{year_first},{day_first}),0)"


def _common_year(year: str) -> str:
    """Of two digits, a low number is a year of the common era and a high one a Buddhist year.

    Of three digits it is none, nor far behind our time: no program takes a negative one for a year.
    """
    return f"{year}+LOOKUP({year},{{0,45,100,1900,2400,2701}},{{2000,1957,-99999,0,-543,-99999}})"


def _day(at: DayCells, words: str, year: tuple[date, date], *, is_told_outside: bool) -> str:
    first, last = year
    old, young = first.year - YEARS_BEYOND_DOUBT, last.year + YEARS_BEYOND_DOUBT
    typed = f"YEAR({at.typed})"
    # 31/3/66 typed as a date is taken for 1966 or 2066: a Buddhist year of two digits.
    offset = f"IF({typed}>=2400,-543,IF({typed}<{old},57,IF({typed}>{young},-43,0)))"
    number = f"DATE({typed}+{offset},MONTH({at.typed}),DAY({at.typed}))"
    is_day = f"{at.typed}>={day(FIRST_STORED)},{at.typed}<{day(LAST_STORED)}+1"
    day_of_month = f"IF({at.first}>999,{at.last},{at.first})"
    in_calendar = f"{at.built}>0,MONTH({at.built})=ABS({at.month}),DAY({at.built})={day_of_month}"
    if not is_told_outside:
        is_day += f",OR({offset}=0,{offset}=-543,{_holds(number, year)})"
        in_calendar += f",OR(MAX({at.first},{at.last})>99,{_holds(at.built, year)})"
    marks = f"LEN({at.letters})-LEN({_together(at)})"
    is_of_time = f"OR({marks}>2,SUMPRODUCT(--ISNUMBER(FIND({words},{_together(at)})))>0)"
    # A whole day that is not in the calendar will not be in it later.
    later = f"AND(OR({at.month}=0,MIN({at.first},{at.last})<0),{is_of_time})"
    otherwise = f"IF({later},{quoted(READ_WHEN_SENT)},{quoted(UNREADABLE_DATE)})"
    text = f"IF(AND({in_calendar}),{at.built},{otherwise})"
    read = f"IF(ISNUMBER({at.typed}),IF(AND({is_day}),{number},{quoted(UNREADABLE_DATE)}),{text})"
    return f'IFERROR(IF({is_blank(at.typed)},"",{read}),{quoted(UNREADABLE_DATE)})'


def _holds(cell: str, year: tuple[date, date]) -> str:
    return f"AND({cell}>={day(year[0])},{cell}<={day(year[1])})"
