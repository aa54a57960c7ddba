"""What the headers of a table of scores mean, and where in a sheet such a table begins."""

import re
from collections.abc import Collection, Mapping
from enum import Enum
from functools import cached_property

from msgspec import Struct

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.verification import UNVERIFIED_MARK
from itaxl.planning.indicators import IndicatorFinder
from itaxl.sheets.grids import Grid
from itaxl.template.cells import as_text
from itaxl.thai.text import arabic_digits, compact, is_blank, nearest

EARLIEST_YEAR, LATEST_YEAR = 2500, 2700
_ERAS = 543
_ROWS_LOOKED_AT = 60
_HEADER_ROWS = 3
"""Rows that a header may have: merged cells stand in the first of them only."""
_LEAST_INDICATORS = 2


class Field(Enum):
    """What a column holds; several may hold scores of different indicators, instruments or years."""

    CODE = "code"
    NAME = "name"
    AGENCY_TYPE = "agency_type"
    DISTRICT = "district"
    PROVINCE = "province"
    SCORED_YEAR = "scored_year"
    FISCAL_YEAR = "fiscal_year"
    EMAIL = "email"
    ORDER = "order"
    NUMBER = "number"
    INDICATOR = "indicator"
    INSTRUMENT_NAME = "instrument_name"
    SCORE = "score"
    PREVIOUS = "previous"
    TOTAL = "total"
    PREVIOUS_TOTAL = "previous_total"
    GRADE = "grade"
    OF_INDICATOR = "of_indicator"
    OF_INSTRUMENT = "of_instrument"
    OF_YEAR = "of_year"


_HEADERS: Mapping[Field, tuple[str, ...]] = {
    Field.CODE: ("รหัส", "รหัสหน่วยงาน", "รหัส อปท.", "agency_code", "code"),
    Field.NAME: (
        "ชื่อหน่วยงาน",
        "หน่วยงาน",
        "ชื่อหน่วยงานที่รับการประเมิน",
        "หน่วยงานที่รับการประเมิน",
        "ชื่อ อปท.",
        "อปท.",
        "องค์กรปกครองส่วนท้องถิ่น",
        "ชื่อองค์กรปกครองส่วนท้องถิ่น",
        "agency",
        "agency_name",
    ),
    Field.AGENCY_TYPE: ("ประเภท", "ประเภทหน่วยงาน", "agency_type"),
    Field.DISTRICT: ("อำเภอ", "ชื่ออำเภอ", "district"),
    Field.EMAIL: ("อีเมล", "อีเมล์", "ที่อยู่อีเมล", "จดหมายอิเล็กทรอนิกส์", "email", "e-mail"),
    Field.PROVINCE: ("จังหวัด", "province"),
    Field.SCORED_YEAR: ("ปีที่ประเมิน", "scored_year"),
    Field.FISCAL_YEAR: ("ปี", "ปีงบประมาณ", "ปี พ.ศ.", "พ.ศ.", "ประจำปี", "fiscal_year", "year"),
    Field.ORDER: ("ลำดับ", "ลำดับที่", "ที่", "ข้อ", "no", "no."),
    Field.NUMBER: ("ตัวชี้วัดที่", "เลขตัวชี้วัด", "indicator_no"),
    Field.INDICATOR: ("ตัวชี้วัด", "ชื่อตัวชี้วัด", "รายการ", "รายการตัวชี้วัด", "indicator"),
    Field.INSTRUMENT_NAME: ("เครื่องมือ", "แบบวัด", "instrument"),
    Field.SCORE: ("คะแนน", "คะแนนที่ได้", "ผลคะแนน", "ค่าคะแนน", "คะแนนเฉลี่ย", "ร้อยละ", "score"),
    Field.PREVIOUS: (
        "คะแนนปีก่อนหน้า",
        "คะแนนปีก่อน",
        "คะแนนปีที่แล้ว",
        "ปีก่อนหน้า",
        "previous_score",
        "previous",
    ),
    Field.TOTAL: (
        "คะแนนรวม",
        "รวม",
        "คะแนน ITA",
        "ผลคะแนนรวม",
        "คะแนนรวมตามประกาศ",
        "คะแนนภาพรวม",
        "คะแนนภาพรวมหน่วยงาน",
        "total",
        "total_score",
        "total_published",
    ),
    Field.PREVIOUS_TOTAL: ("คะแนนรวมปีก่อนหน้า", "คะแนนรวมปีก่อน", "previous_total"),
    Field.GRADE: ("ระดับ", "ระดับผล", "ระดับผลการประเมิน", "ผลการประเมิน", "เกรด", "grade", "grade_published"),
}
_RESULTS = {Field.TOTAL, Field.OF_INSTRUMENT, Field.OF_YEAR, Field.SCORE}
_BY_WORDS = {compact(words): field for field, names in _HEADERS.items() for words in names}
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_NO_AGENCY = re.compile(r"(?:ค่า|คะแนน)?เฉลี่ย|รวม(?:ทั้งหมด|ทั้งสิ้น|เฉลี่ย)?$|หมายเหตุ|ที่มา|average$|mean$|total$")
_BRACKETS = str.maketrans("()[]", "    ")
_INDICATOR = re.compile(r"(?:ตัวชี้วัด(?:ที่)?|indicator|ind)[ _.]*(\d{1,2})", re.IGNORECASE)
_ALONE = re.compile(r"\d{1,2}")
_YEAR_ONLY = re.compile(
    r"(?:ผล|คะแนน|รวม|ita|การประเมิน|ร้อยละ|ประจำ|ปี|งบประมาณ|ที่ประเมิน|พ\.?ศ\.?|score|[ _])*(2[45]\d\d)",
    re.IGNORECASE,
)
_YEAR_IN_TITLE = re.compile(r"(?:ปี|พ\.\s*ศ\.|ITA)[^0-9]{0,24}(25\d\d)(?!\d)")


class Column(Struct, frozen=True):
    """A column that is understood.

    Attributes:
        number: the indicator's number or the year, by the field.
        code: the instrument's.
    """

    index: int
    field: Field
    header: str
    number: int = 0
    code: str = ""


class ScoreHeader(Struct, frozen=True):
    """Where a table of scores begins, and what its columns hold.

    Attributes:
        row: the last row of the header, counted from 0.
        repeated: columns that hold what an earlier one holds already.
        unknown: headers that name an indicator which does not exist.
    """

    row: int
    columns: tuple[Column, ...]
    repeated: tuple[tuple[Column, Column], ...] = ()
    unknown: tuple[Column, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether every row holds one indicator, rather than one agency."""
        fields = {each.field for each in self.columns}
        if Field.OF_INDICATOR in fields or not fields & {Field.SCORE, Field.PREVIOUS, Field.OF_YEAR}:
            return False
        return bool(fields & {Field.INDICATOR, Field.NUMBER}) or (
            Field.ORDER in fields and Field.NAME not in fields
        )

    @property
    def is_wide(self) -> bool:
        """Whether every row holds one agency."""
        fields = [each.field for each in self.columns]
        indicators = fields.count(Field.OF_INDICATOR)
        if indicators >= _LEAST_INDICATORS:
            return True
        names = Field.NAME in fields or Field.CODE in fields
        return names and not self.is_long and bool(indicators or _RESULTS & set(fields))

    def of(self, field: Field) -> Column | None:
        """The first column that holds it."""
        return next((each for each in self.columns if each.field is field), None)

    def all_of(self, field: Field) -> tuple[Column, ...]:
        """Every column that holds it."""
        return tuple(each for each in self.columns if each.field is field)


class HeaderFinder:
    """Finds the header of a table of scores by its words."""

    def __init__(self, framework: Framework) -> None:
        self.indicators = IndicatorFinder(framework)
        self._framework = framework

    def find(self, grid: Grid) -> ScoreHeader | None:
        """The row with the most headers that are understood, the first of them; None where there is none."""
        best: ScoreHeader | None = None
        for row in range(min(len(grid.rows), _ROWS_LOOKED_AT)):
            header = self._header(grid, row)
            if (header.is_wide or header.is_long) and (
                best is None or len(header.columns) > len(best.columns)
            ):
                best = header
        return best

    def _header(self, grid: Grid, row: int) -> ScoreHeader:
        width = max((len(each) for each in grid.rows[max(0, row - _HEADER_ROWS + 1) : row + 1]), default=0)
        columns: dict[tuple[Field, int, str], Column] = {}
        repeated, unknown = [], []
        own = 0
        for index in range(width):
            value = grid.at(row, index)
            own += not is_blank(value)
            for above in range(1, _HEADER_ROWS):
                if is_blank(value) and row - above >= 0:
                    value = grid.at(row - above, index)
            column = self.column(index, value)
            if column is None:
                continue
            if column.field is Field.OF_INDICATOR and column.number not in self._numbers:
                unknown.append(column)
                continue
            first = columns.setdefault((column.field, column.number, column.code), column)
            if first is not column:
                repeated.append((first, column))
        if own < 2:  # a row of a title or a remark, below or above the header itself
            return ScoreHeader(row, ())
        return ScoreHeader(row, tuple(columns.values()), tuple(repeated), tuple(unknown))

    def column(self, index: int, value: object) -> Column | None:
        """What one header means; None where it means nothing for scores."""
        if is_blank(value) or not isinstance(value, (str, float, int)):
            return None
        header = " ".join(as_text(value).split())
        words = arabic_digits(header).removesuffix(UNVERIFIED_MARK).strip()
        # What stands in brackets may matter, as in คะแนน (ปีก่อนหน้า), or not, as in IIT (30%).
        for each in dict.fromkeys((words.translate(_BRACKETS), _IN_BRACKETS.sub("", words))):
            if column := self._named(index, header, " ".join(each.split())):
                return column
        return None

    def _named(self, index: int, header: str, words: str) -> Column | None:
        field = _BY_WORDS.get(compact(words))
        if field is not None:
            return Column(index, field, header)
        if code := self.instrument(words):
            return Column(index, Field.OF_INSTRUMENT, header, code=code)
        if year := _YEAR_ONLY.fullmatch(words):
            return Column(index, Field.OF_YEAR, header, int(year[1]))
        named = self.indicators.find(words)
        if len(named.numbers) == 1 and not named.unknown:
            return Column(index, Field.OF_INDICATOR, header, named.numbers[0])
        numbered = _INDICATOR.fullmatch(words) or _ALONE.fullmatch(words)
        if numbered:
            number = int(numbered[1] if numbered.re is _INDICATOR else numbered[0])
            return Column(index, Field.OF_INDICATOR, header, number)
        return None

    def instrument(self, words: str) -> str:
        """The code of the instrument that words name; empty where they name none.

        A code may be followed by its name, as in our own workbooks: IIT แบบวัดการรับรู้ของ…
        """
        wanted = compact(words)
        return next((code for code, names in self._instruments.items() if wanted in names), "")

    @cached_property
    def _instruments(self) -> dict[str, set[str]]:
        return {
            each.code: {
                compact(words)
                for name in (each.name, *each.aliases)
                for words in (
                    each.code,
                    f"คะแนน {each.code}",
                    name,
                    f"{each.code} {name}",
                    f"{name} {each.code}",
                )
            }
            for each in self._framework.instruments
        }

    @cached_property
    def _numbers(self) -> frozenset[int]:
        return frozenset(each.no for each in self._framework.indicators)


_NEAR = 0.8  # of a header: a letter more or less, a wrong mark; no two headers of a list are as near


def header_field(value: object, fields: Collection[Field]) -> Field | None:
    """Which of some fields a header names, by its words or by words near to them.

    >>> wanted = (Field.NAME, Field.AGENCY_TYPE)
    >>> [header_field(each, wanted) for each in ("ชื่อ อปท. (เรียงตามอำเภอ)", "ประเภทหน่วยงานน", "หมายเหตุ")]
    [<Field.NAME: 'name'>, <Field.AGENCY_TYPE: 'agency_type'>, None]
    """
    if not isinstance(value, str) or is_blank(value):
        return None
    words = " ".join(value.split())
    for each in dict.fromkeys((words, _IN_BRACKETS.sub("", words))):
        if field := _BY_WORDS.get(compact(each)):
            return field if field in fields else None
    near = nearest(words, tuple(_BY_WORDS), _NEAR)
    field = _BY_WORDS[near] if near else None
    return field if field in fields else None


def sums_up(name: str) -> bool:
    """Whether what stands where an agency's name should is a total, a mean or a remark."""
    return _NO_AGENCY.match(name) is not None


def year_of(value: object) -> int | None:
    """A year of the Buddhist era, as people write it; None for anything else.

    >>> [year_of(each) for each in (2566.0, "๒๕๖๖", "พ.ศ. 2566", "ปีงบประมาณ ๒๕๖๖", 2023, "66", True)]
    [2566, 2566, 2566, 2566, 2566, None, None]
    """
    if isinstance(value, bool) or not isinstance(value, (str, float, int)):
        return None
    digits = re.findall(r"[0-9]+", arabic_digits(as_text(value)))
    if len(digits) != 1 or len(digits[0]) != 4:
        return None
    year = int(digits[0])
    year = year if year >= EARLIEST_YEAR else year + _ERAS
    return year if EARLIEST_YEAR <= year <= LATEST_YEAR else None


def year_of_title(grid: Grid, header_row: int) -> int | None:
    """The one year that the sheet's name and the lines above a table name; None for none or several."""
    texts = [f"ปี {grid.name}", *(value for row in grid.rows[:header_row] for value in row)]
    years = {
        int(year)
        for text in texts
        if isinstance(text, str)
        for year in _YEAR_IN_TITLE.findall(arabic_digits(text))
    }
    return years.pop() if len(years) == 1 else None
