"""How a form understands a typed day while it is being filled in: in small steps, a hidden cell for each.

Each formula is written without its leading sign, with functions that Excel 2007 and LibreOffice know.
"""

from typing import NamedTuple

from itaxl.template.live import is_blank, quoted

UNREADABLE_DATE = "อ่านไม่ได้"
READ_WHEN_SENT = "จะอ่านเมื่อส่งแบบ"
"""For what the reader takes for days and a form does not: months alone, quarters, two days."""

_WRITTEN_MONTHS = (
    ("ม.ค", "มค", "มกรา", "jan"),
    ("ก.พ", "กพ", "กุมภา", "feb"),
    ("มี.ค", "มีค", "มีนา", "mar"),
    ("เม.ย", "เมย", "เมษา", "apr"),
    ("พ.ค", "พค", "พฤษภา", "may"),
    ("มิ.ย", "มิย", "มิถุนา", "jun"),
    ("ก.ค", "กค", "กรกฎา", "กรกฏา", "jul"),
    ("ส.ค", "สค", "สิงหา", "aug"),
    ("ก.ย", "กย", "กันยา", "sep"),
    ("ต.ค", "ตค", "ตุลา", "oct"),
    ("พ.ย", "พย", "พฤศจิกา", "พฤษจิกา", "nov"),
    ("ธ.ค", "ธค", "ธันวา", "dec"),
)
WORDS_OF_TIME = (
    *((word, number) for number, words in enumerate(_WRITTEN_MONTHS, start=1) for word in words),
    *(("ไตรมาส", 0), ("ปีงบ", 0), ("เดือน", 0)),
)
"""With the number of their month; 0 for those that name none. No way to write a month holds another one."""
_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_ROOM = 30  # blanks between the parts of a day, more than any part is long


class DayCells(NamedTuple):
    """Cells of one row: what was typed, and the steps to the day that it is.

    Attributes:
        typed: the entry.
        text: the entry where it is text, in small letters and with Arabic digits; else empty.
        spread: the text with blanks in place of its marks.
        month: its number, negative where it was written in words; 0 where there is none.
        first: the day, or the year where that stands in front; -1 where it is no number.
        last: the other one of the two.
        built: the day that the three make, which need not be in the calendar; 0 where they make none.
        day: a day of the common era, nothing for a blank, or words for none.
    """

    typed: str
    text: str
    spread: str
    month: str
    first: str
    last: str
    built: str
    day: str


def day_formulas(at: DayCells, words: str, numbers: str) -> DayCells:
    """The formulas of all cells but the first, which stays as it is.

    Takes real dates, dates whose Buddhist year was taken for the common era, and as text d/m/y, y-m-d and
    a day beside the name of a month, in Thai or Arabic digits. Of words that the reader may well understand
    the last one does not say that they cannot be read.

    Args:
        at: where the steps stand.
        words: the cells that hold the words of `WORDS_OF_TIME`.
        numbers: those with their numbers.
    """
    text = at.typed
    for number, digit in enumerate(_THAI_DIGITS):
        text = f"SUBSTITUTE({text},{quoted(digit)},{number})"
    spread = at.text
    for mark in "-.,\\":
        spread = f'SUBSTITUTE({spread},"{mark}","/")'
    named = f"ISNUMBER(FIND({words},{at.text}))*({numbers}>0)"
    is_named = f"SUMPRODUCT({named})=1"
    digits = "{" + ",".join(quoted(str(digit)) for digit in range(10)) + "}"
    between = f"SUMPRODUCT(--ISNUMBER(FIND({digits},MID({at.text},3,LEN({at.text})-6))))"
    first, last = (f"IFERROR(VALUE({side}),VALUE({less}))" for side, less in _ends_of(at.text))
    return DayCells(
        at.typed,
        text=f'IF(ISNUMBER({at.typed}),"",LOWER(TRIM(CLEAN({text}))))',
        spread=f'SUBSTITUTE({spread},"/",REPT(" ",{_ROOM}))',
        month=f"IFERROR(IF({is_named},-SUMPRODUCT({named}*{numbers}),{_part(at.spread, 2)}),0)",
        first=f"IFERROR(IF({at.month}<0,{first},{_part(at.spread, 1)}),-1)",
        # Where there is a third number nobody knows which of them is meant.
        last=f"IFERROR(IF({at.month}<0,IF({between}=0,{last},-1),{_part(at.spread, 3)}),-1)",
        built=_built(at),
        day=_day(at, words),
    )


def _ends_of(text: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The first two letters or the first one, and the last four or two."""
    return (f"LEFT({text},2)", f"LEFT({text},1)"), (f"RIGHT({text},4)", f"RIGHT({text},2)")


def _part(spread: str, number: int) -> str:
    """The first, second or third number of a text; the third is all that follows.

    So of two days the first is not taken for the one that is meant.
    """
    start, room = (number - 1) * _ROOM + 1, _ROOM if number < 3 else 999
    return f"VALUE(TRIM(MID({spread},{start},{room})))"


def _built(at: DayCells) -> str:
    day_first = f"DATE({_common_year(at.last)},ABS({at.month}),{at.first})"
    year_first = f"DATE({_common_year(at.first)},{at.month},{at.last})"
    return f"IFERROR(IF({at.first}>999,{year_first},{day_first}),0)"


def _common_year(year: str) -> str:
    """Of two digits, a low number is a year of the common era and a high one a Buddhist year.

    Of three digits it is none: no program takes a negative one for a year.
    """
    return f"{year}+LOOKUP({year},{{0,45,100,1900,2400}},{{2000,1957,-9999,0,-543}})"


def _day(at: DayCells, words: str) -> str:
    # 31/3/66 typed as a date is taken for 1966: a Buddhist year of two digits, 57 years before the one meant.
    offset = f"IF(YEAR({at.typed})>=2400,-543,IF(YEAR({at.typed})<2000,57,0))"
    number = f"DATE(YEAR({at.typed})+{offset},MONTH({at.typed}),DAY({at.typed}))"
    day_of_month = f"IF({at.first}>999,{at.last},{at.first})"
    in_calendar = f"AND({at.built}>0,MONTH({at.built})=ABS({at.month}),DAY({at.built})={day_of_month})"
    slashes = f'LEN(SUBSTITUTE({at.text},"/","//"))-LEN({at.text})'
    is_of_time = f"OR({slashes}>2,SUMPRODUCT(--ISNUMBER(FIND({words},{at.text})))>0)"
    # A whole day that is not in the calendar will not be in it later.
    later = f"AND(MIN({at.first},{at.last})<0,{is_of_time})"
    otherwise = f"IF({later},{quoted(READ_WHEN_SENT)},{quoted(UNREADABLE_DATE)})"
    text = f"IF({in_calendar},{at.built},{otherwise})"
    read = f"IF(ISNUMBER({at.typed}),{number},{text})"
    return f'IFERROR(IF({is_blank(at.typed)},"",{read}),{quoted(UNREADABLE_DATE)})'
