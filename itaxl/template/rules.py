"""What makes a row incomplete or contradictory: one list, used by the live formulas and by the reader."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from msgspec import Struct

from itaxl.assessment.findings import FindingKind
from itaxl.template.description import Column, Condition, Kind, Sheet

_OF_BLANKS = (FindingKind.MISSING_ENTRY, FindingKind.MISSING_WHEN, FindingKind.ORPHAN_STEP)
_OF_ONE_CELL = (FindingKind.UNKNOWN_CHOICE, FindingKind.NOT_A_DATE, FindingKind.NOT_A_NUMBER)
NO_SCORE = frozenset({FindingKind.OUT_OF_RANGE, FindingKind.MAYBE_PERCENT})
"""What a number of 100 points breaks that cannot be one, and so is neither counted nor judged."""


class RowRule(Struct, frozen=True):
    """One way in which a row can be at fault; the fault stands in the cell of ``column``."""

    kind: FindingKind
    column: Column
    other: Column | None = None
    condition: Condition | None = None

    def live_text(self) -> str:
        """The few words shown beside the row while it is being filled in."""
        header = self.column.header
        other = self.other.header if self.other else ""
        words = " หรือ ".join(self.condition.is_) if self.condition else ""
        return _LIVE_TEXTS[self.kind].format(header=header, other=other, words=words)


_LIVE_TEXTS = {
    FindingKind.MISSING_ENTRY: "ยังไม่กรอก{header}",
    FindingKind.ORPHAN_STEP: "ยังไม่กรอก{header}",
    FindingKind.DUPLICATE_CODE: "{header}ซ้ำกับแถวอื่น",
    FindingKind.MISSING_WHEN: "{words} แต่ยังไม่กรอก{header}",
    FindingKind.ONLY_WHEN: "มี{header} แต่{other}ไม่ใช่{words}",
    FindingKind.UNKNOWN_CHOICE: "{header}ไม่อยู่ในรายการ",
    FindingKind.NOT_A_DATE: "{header}ไม่ใช่วันที่ (พิมพ์ วัน/เดือน/ปี)",
    FindingKind.OUTSIDE_YEAR: "{header}อยู่นอกปีงบประมาณ",
    FindingKind.BEFORE_START: "{header}มาก่อน{other}",
    FindingKind.NOT_A_NUMBER: "{header}ไม่ใช่ตัวเลข",
    FindingKind.MAYBE_PERCENT: "{header}ต้องพิมพ์เป็นคะแนนเต็ม 100 ไม่ใช่เปอร์เซ็นต์",
    FindingKind.OUT_OF_RANGE: "{header}เกินช่วงที่กำหนด",
}


_known: dict[tuple[int, bool], tuple[Sheet, tuple[RowRule, ...]]] = {}
_MOST_KNOWN = 64


def row_rules(sheet: Sheet, *, is_blank_row: bool) -> tuple[RowRule, ...]:
    """The rules for one row, in the order of its columns; made once for a sheet of thousands of workbooks."""
    key = id(sheet), is_blank_row
    if key not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        # The sheet is kept as well, so that no other one takes its number.
        _known[key] = sheet, tuple(_row_rules(sheet, is_blank_row=is_blank_row))
    return _known[key][1]


def judged_rules(sheet: Sheet, *, is_blank_row: bool) -> tuple[tuple[RowRule, bool], ...]:
    """Those of them that are judged once all cells are read, each with whether a blank cell can break it."""
    return tuple(
        (rule, rule.kind in _OF_BLANKS)
        for rule in row_rules(sheet, is_blank_row=is_blank_row)
        if rule.kind not in _OF_ONE_CELL
    )


def _row_rules(sheet: Sheet, *, is_blank_row: bool) -> Iterator[RowRule]:
    return (
        rule
        for column in sheet.columns
        if (column.open_in_blank_rows if is_blank_row else column.open)
        for rule in (
            *_rules_of_presence(column, is_blank_row=is_blank_row),
            *_rules_of_kind(column),
            *_rules_between(sheet, column),
        )
    )


def _rules_of_presence(column: Column, *, is_blank_row: bool) -> Iterator[RowRule]:
    if column.required_in_blank_rows if is_blank_row else column.required:
        yield RowRule(FindingKind.MISSING_ENTRY, column)
    if column.continued:
        yield RowRule(FindingKind.ORPHAN_STEP, column)
    if column.unique:
        yield RowRule(FindingKind.DUPLICATE_CODE, column)


def _rules_of_kind(column: Column) -> Iterator[RowRule]:
    match column.kind:
        case Kind.CHOICE if column.strict:
            yield RowRule(FindingKind.UNKNOWN_CHOICE, column)
        case Kind.DATE:
            yield RowRule(FindingKind.NOT_A_DATE, column)
            if column.within == "fiscal_year":
                yield RowRule(FindingKind.OUTSIDE_YEAR, column)
        case Kind.NUMBER:
            yield RowRule(FindingKind.NOT_A_NUMBER, column)
            if column.minimum is not None or column.maximum is not None:
                yield RowRule(FindingKind.OUT_OF_RANGE, column)
            if column.of_hundred:
                yield RowRule(FindingKind.MAYBE_PERCENT, column)
        case _:
            pass


def _rules_between(sheet: Sheet, column: Column) -> Iterator[RowRule]:
    if column.required_when:
        other = sheet.column(column.required_when.column)
        yield RowRule(FindingKind.MISSING_WHEN, column, other, column.required_when)
    if column.only_when:
        yield RowRule(FindingKind.ONLY_WHEN, column, sheet.column(column.only_when.column), column.only_when)
    if column.after:
        yield RowRule(FindingKind.BEFORE_START, column, sheet.column(column.after))


def range_in_words(minimum: float | None, maximum: float | None) -> dict[str, str]:
    """What a number must be, as findings say it.

    >>> [range_in_words(*bounds)["range"] for bounds in ((0, 100), (0, None), (None, 99.5))]
    ['อยู่ระหว่าง 0 ถึง 100', 'ไม่น้อยกว่า 0', 'ไม่เกิน 99.5']
    """
    if maximum is None:
        return {"range": f"ไม่น้อยกว่า {minimum:g}", "range_en": f"{minimum:g} at least"}
    if minimum is None:
        return {"range": f"ไม่เกิน {maximum:g}", "range_en": f"{maximum:g} at most"}
    words = f"between {minimum:g} and {maximum:g}"
    return {"range": f"อยู่ระหว่าง {minimum:g} ถึง {maximum:g}", "range_en": words}


def is_broken(
    rule: RowRule, values: Mapping[str, object], faulty: Collection[str], first: date, last: date
) -> bool:
    """Tell whether a row breaks a rule; what depends on other rows is for whoever knows them.

    Args:
        rule: one that looks at several cells or at presence; what one cell holds was judged when it was read.
        values: the understood entries of the row; a blank cell has none.
        faulty: columns whose entry was already found wrong, and so proves nothing.
        first: the first day of the fiscal year.
        last: its last day.
    """
    column = rule.column.key
    # That a cell holds something at all is certain even where what it means is in doubt.
    in_doubt = column in faulty and rule.kind is not FindingKind.ONLY_WHEN
    if in_doubt or (rule.other and rule.other.key in faulty):
        return False
    value = values.get(column)
    match rule.kind:
        case FindingKind.MISSING_ENTRY:
            return value is None
        case FindingKind.MISSING_WHEN:
            return value is None and _holds(rule, values)
        case FindingKind.ONLY_WHEN:
            return value is not None and _other(rule, values) is not None and not _holds(rule, values)
        case FindingKind.OUTSIDE_YEAR:
            return isinstance(value, date) and not first <= value <= last
        case FindingKind.BEFORE_START:
            other = _other(rule, values)
            return isinstance(value, date) and isinstance(other, date) and value < other
        case FindingKind.OUT_OF_RANGE:
            return isinstance(value, (int, float)) and not _in_range(rule.column, value)
        case FindingKind.MAYBE_PERCENT:
            return isinstance(value, (int, float)) and 0 < value <= 1
        case _:
            return False


def _other(rule: RowRule, values: Mapping[str, object]) -> object:
    return values.get(rule.other.key) if rule.other else None


def _holds(rule: RowRule, values: Mapping[str, object]) -> bool:
    return rule.condition is not None and _other(rule, values) in rule.condition.is_


def _in_range(column: Column, value: float) -> bool:
    low = column.minimum is None or value >= column.minimum
    return low and (column.maximum is None or value <= column.maximum)
