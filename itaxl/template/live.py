"""Formulas that help while a form is being filled in, without macros, in any office suite.

Only functions that Excel 2007 and LibreOffice know; every formula is written without its leading sign.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field

from itaxl.assessment.findings import FindingKind
from itaxl.template.rules import RowRule

if TYPE_CHECKING:
    from itaxl.assessment.plans import Thresholds

ERROR_IN_ROW = "มีค่าผิดพลาดในแถวนี้"
_MUCH_LESS_THAN_AN_ERA = 100_000  # days


class Cells(Struct, frozen=True):
    """Addresses of one row: entries by column key, and where a typed date is shown as it is understood.

    Attributes:
        above: by column key the cells of all rows up to this one, and `column` those of all rows.
    """

    entries: Mapping[str, str]
    readings: Mapping[str, str]
    lists: Mapping[str, str]
    first: date
    last: date
    above: Mapping[str, str] = field(default_factory=dict)
    column: Mapping[str, str] = field(default_factory=dict)

    def date(self, key: str) -> str:
        """The cell that holds a date as it is understood."""
        return self.readings.get(key, self.entries[key])


def day(value: date) -> str:
    """A day as a formula, free of the computer's settings."""
    return f"DATE({value.year},{value.month},{value.day})"


DATE_ORDER = 'IFERROR(DAY(DATEVALUE("1/2/2022")),0)'
"""1 on a computer that reads 1/2 as 1 February, 2 on one that reads it as 2 January."""

MONTH_FIRST_NOTE = (
    "คอมพิวเตอร์เครื่องนี้อ่านวันที่แบบ เดือน/วัน/ปี: พิมพ์ 5 มิ.ย. 2565 เป็น 6/5/2565 แล้วดูช่องที่บอกว่าระบบอ่านเป็นวันใด"
)


def note_formula(note: str) -> str:
    """A note that gives way to a warning on a computer whose dates begin with the month."""
    return f"IF({DATE_ORDER}=2,{quoted(MONTH_FIRST_NOTE)},{quoted(note)})"


def quoted(text: str) -> str:
    """Text as a formula's constant."""
    return '"' + text.replace('"', '""') + '"'


def is_blank(cell: str) -> str:
    """Nothing but blanks and line ends."""
    return f'TRIM(CLEAN({cell}))=""'


_BLANKS = "CHAR(10)", quoted("\u00a0")
_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"


def as_words(cell: str) -> str:
    """Text in one line and without blanks that nobody sees at its ends."""
    for blank in _BLANKS:
        cell = f'SUBSTITUTE({cell},{blank}," ")'
    return f"TRIM(CLEAN({cell}))"


def with_arabic_digits(cell: str) -> str:
    """Text without Thai digits."""
    for number, digit in enumerate(_THAI_DIGITS):
        cell = f"SUBSTITUTE({cell},{quoted(digit)},{number})"
    return cell


def as_code(cell: str) -> str:
    """A code as it is compared: as text, in small letters, with Arabic digits and without blanks."""
    return f'LOWER(SUBSTITUTE({as_words(with_arabic_digits(cell))}," ",""))'


def _parts_of_date(cell: str) -> tuple[str, str, str]:
    """Day, month and year of a date typed as text; no number where more than three parts stand there."""
    unified = f'SUBSTITUTE(SUBSTITUTE(TRIM({cell}),"-","/"),".","/")'
    spread = f'SUBSTITUTE({unified},"/",REPT(" ",30))'
    # All that follows is of the third part, so that of two days the first is not taken for the one meant.
    d, m, y = (f"VALUE(TRIM(MID({spread},{start},{room})))" for start, room in ((1, 30), (31, 30), (61, 999)))
    return d, m, y


def _looks_like_date(cell: str) -> str:
    """A date, or text made like one: short, for cells beside which no reading of the date is shown."""
    d, m, y = _parts_of_date(cell)
    year_last, year_first = f"AND({d}<=31,{y}>0)", f"AND({d}>999,{y}<=31)"
    return f"IF(ISNUMBER({cell}),TRUE,IFERROR(AND({m}<=12,OR({year_last},{year_first})),FALSE))"


def _holds(rule: RowRule, cells: Cells) -> str:
    assert rule.other is not None
    assert rule.condition is not None
    other = cells.entries[rule.other.key]
    return "OR(" + ",".join(f"TRIM({other})={quoted(word)}" for word in rule.condition.is_) + ")"


def _missing(rule: RowRule, cells: Cells) -> str:
    return is_blank(cells.entries[rule.column.key])


def _orphan(rule: RowRule, cells: Cells) -> str:
    # Counted one by one: a formula or a blank that shows nothing is no entry, and an error proves nothing.
    return f"SUMPRODUCT(--ISNUMBER(1/LEN(TRIM(CLEAN({cells.above[rule.column.key]})))))=0"


def _duplicate(rule: RowRule, cells: Cells) -> str:
    cell, column = cells.entries[rule.column.key], cells.column[rule.column.key]
    # Not COUNTIF: it would take an asterisk for any entry. An error in another row is no fault of this one.
    return f"AND(NOT({is_blank(cell)}),SUMPRODUCT(--ISNUMBER(1/({column}={cell})))>1)"


def _missing_when(rule: RowRule, cells: Cells) -> str:
    return f"AND({is_blank(cells.entries[rule.column.key])},{_holds(rule, cells)})"


def _only_when(rule: RowRule, cells: Cells) -> str:
    assert rule.other is not None
    filled = f"NOT({is_blank(cells.entries[rule.column.key])})"
    other = f"NOT({is_blank(cells.entries[rule.other.key])})"
    return f"AND({filled},{other},NOT({_holds(rule, cells)}))"


def _unknown_choice(rule: RowRule, cells: Cells) -> str:
    cell = cells.entries[rule.column.key]
    # Not MATCH: it would take an asterisk for any choice.
    matches = f"SUMPRODUCT(--({cells.lists[rule.column.choices]}=TRIM({cell})))"
    return f"AND(NOT({is_blank(cell)}),{matches}=0)"


def _not_a_date(rule: RowRule, cells: Cells) -> str:
    cell, reading = cells.entries[rule.column.key], cells.readings.get(rule.column.key)
    is_date = f"ISNUMBER({reading})" if reading else _looks_like_date(cell)
    return f"AND(NOT({is_blank(cell)}),NOT({is_date}))"


def _outside_year(rule: RowRule, cells: Cells) -> str:
    cell = cells.date(rule.column.key)
    return f"IF(ISNUMBER({cell}),OR({cell}<{day(cells.first)},{cell}>{day(cells.last)}),FALSE)"


def _before_start(rule: RowRule, cells: Cells) -> str:
    assert rule.other is not None
    cell, other = cells.date(rule.column.key), cells.date(rule.other.key)
    # Dates of different eras, which no reading has brought together, are left to the reader.
    before = f"AND({cell}<{other},{other}-{cell}<{_MUCH_LESS_THAN_AN_ERA:d})"
    return f"IF(AND(ISNUMBER({cell}),ISNUMBER({other})),{before},FALSE)"


def _not_a_number(rule: RowRule, cells: Cells) -> str:
    cell = cells.entries[rule.column.key]
    return f"AND(NOT({is_blank(cell)}),NOT(ISNUMBER({cell})))"


def _out_of_range(rule: RowRule, cells: Cells) -> str:
    cell, column = cells.entries[rule.column.key], rule.column
    bounds = [f"{cell}<{column.minimum:g}"] if column.minimum is not None else []
    bounds += [f"{cell}>{column.maximum:g}"] if column.maximum is not None else []
    return f"IF(ISNUMBER({cell}),OR({','.join(bounds)}),FALSE)"


def _maybe_percent(rule: RowRule, cells: Cells) -> str:
    cell = cells.entries[rule.column.key]
    return f"IF(ISNUMBER({cell}),AND({cell}>0,{cell}<=1),FALSE)"


_FORMULAS: dict[FindingKind, Callable[[RowRule, Cells], str]] = {
    FindingKind.MISSING_ENTRY: _missing,
    FindingKind.ORPHAN_STEP: _orphan,
    FindingKind.DUPLICATE_CODE: _duplicate,
    FindingKind.MISSING_WHEN: _missing_when,
    FindingKind.ONLY_WHEN: _only_when,
    FindingKind.UNKNOWN_CHOICE: _unknown_choice,
    FindingKind.NOT_A_DATE: _not_a_date,
    FindingKind.OUTSIDE_YEAR: _outside_year,
    FindingKind.BEFORE_START: _before_start,
    FindingKind.NOT_A_NUMBER: _not_a_number,
    FindingKind.OUT_OF_RANGE: _out_of_range,
    FindingKind.MAYBE_PERCENT: _maybe_percent,
}


def rule_formula(rule: RowRule, cells: Cells) -> str:
    """True while the row breaks the rule."""
    return _FORMULAS[rule.kind](rule, cells)


def any_of(conditions: Sequence[str]) -> str:
    """True where one of them is."""
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


BAND_WORDS = STRENGTH, WEAKNESS, BETWEEN, TO_DEVELOP = "จุดแข็ง", "จุดอ่อน", "ระหว่างเกณฑ์", "ต้องพัฒนา"


def band_words(score: Decimal | float, thresholds: "Thresholds") -> str:
    """What a score is by the thresholds; it may be a strength and still be to develop.

    >>> from itaxl.assessment.plans import Thresholds
    >>> band_words(80.95, Thresholds()), band_words(80, Thresholds()), band_words(90, Thresholds())
    ('จุดแข็ง · ต้องพัฒนา', 'ระหว่างเกณฑ์ · ต้องพัฒนา', 'จุดแข็ง')
    """
    high, low = score > thresholds.strength_above, score < thresholds.weakness_below
    band = STRENGTH if high else WEAKNESS if low else BETWEEN
    return f"{band} · {TO_DEVELOP}" if score < thresholds.target else band


def bands_formula(cell: str, thresholds: "Thresholds", wrong: Sequence[str] = ()) -> str:
    """The same, live; nothing while there is no score, or one that is wrong by one of the conditions."""
    low = f"IF({cell}<{thresholds.weakness_below:f},{quoted(WEAKNESS)},{quoted(BETWEEN)})"
    band = f"IF({cell}>{thresholds.strength_above:f},{quoted(STRENGTH)},{low})"
    further = f'IF({cell}<{thresholds.target:f},{quoted(f" · {TO_DEVELOP}")},"")'
    judged = f"IF({any_of(wrong)},{quoted('')},{band}&{further})" if wrong else f"{band}&{further}"
    return f'IF(ISNUMBER({cell}),{judged},"")'


def faults_formula(rules: Sequence[tuple[RowRule, str]], cells: Cells) -> str:
    """All that a row lacks or contradicts.

    Args:
        rules: of this row, each with the cell that holds what to say of it.
        cells: the row's addresses.
    """
    return "&".join(f'IF({rule_formula(rule, cells)},{words},"")' for rule, words in rules)
