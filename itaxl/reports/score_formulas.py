"""Formulas over cells with scores, each beside the value that it gives; every figure can be clicked.

Scores stand in cells with two decimals at most, or hold nothing (``""``) where they are not known.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.frameworks import Framework, Instrument
from itaxl.assessment.grade_rules import GradeLevel, rounded
from itaxl.reports.formulas import quoted, twice_rounded
from itaxl.results.analysis import YearResult
from itaxl.results.grading import GradeStep, next_step, step_to

Place = tuple[int, int]
"""A cell: row and column, counted from 0."""

UNDECIDED = "ชี้ขาดระดับไม่ได้ เพราะไม่ทราบคะแนนบางเครื่องมือ"
HIGHEST_ALREADY = "ได้ระดับสูงสุดแล้ว"
REACHED = "ครบแล้ว"
_LONGEST = 200


def address(place: Place) -> str:
    """A cell as formulas name it.

    >>> address((3, 27))
    'AB4'
    """
    return f"{xl_col_to_name(place[1])}{place[0] + 1}"


def cells_of(instrument: Instrument, places: Mapping[int, Place]) -> str:
    """The scores of an instrument; a range where they stand side by side."""
    own = sorted(places[no] for no in instrument.indicators)
    (top, left), (bottom, right) = own[0], own[-1]
    if (bottom - top) + (right - left) + 1 == len(own) and (top == bottom or left == right):
        return address(own[0]) if len(own) == 1 else f"{address(own[0])}:{address(own[-1])}"
    return ",".join(map(address, own))


def mean_formula(instrument: Instrument, places: Mapping[int, Place], published: Decimal | None) -> str:
    """The mean of an instrument's indicators; what was published, or nothing, where one is missing."""
    cells, count = cells_of(instrument, places), len(instrument.indicators)
    return f"IF(COUNT({cells})={count},{twice_rounded(f'AVERAGE({cells})')},{_otherwise(published)})"


def total_formula(framework: Framework, places: Mapping[int, Place], published: Decimal | None) -> str:
    """The weighted total, rounded once; what was published, or nothing, where an indicator is missing."""
    parts, complete = [], []
    for instrument in framework.instruments:
        cells, count = cells_of(instrument, places), len(instrument.indicators)
        parts.append(f"{instrument.weight}*SUM({cells})/{count}")
        complete.append(f"COUNT({cells})={count}")
    return f"IF(AND({','.join(complete)}),{twice_rounded('+'.join(parts))},{_otherwise(published)})"


def _otherwise(published: Decimal | None) -> str:
    return '""' if published is None else f"{rounded(published)}"


def grade_formula(framework: Framework, total: str, instruments: Sequence[str], result: YearResult) -> str:
    """The grade by the year's rule; where unknown instruments leave it open, what was published."""
    formula = framework.grade_rule.as_formula(total, instruments)
    if result.total is None or result.grade is None:
        return formula
    decided = framework.grade(result.total, result.instruments)
    return formula if decided else f'IF({formula}="",{quoted(result.grade.name)},{formula})'


def difference_formula(now: str, before: str) -> str:
    """Points gained, where both are known."""
    return f'IF(COUNT({now},{before})<2,"",ROUND({now}-{before},10))'


def difference(now: Decimal | None, before: Decimal | None) -> float | str:
    """The same, worked out here."""
    return "" if now is None or before is None else float(now - before)


# What is missing to a level, in words: for reading in one cell


def missing_words(framework: Framework, step: GradeStep) -> str:
    """What a level lacks, such as คะแนนรวม 0.52 · EIT 4.18."""
    parts = [f"คะแนนรวม {step.total_missing:f}"] if step.total_missing else []
    if step.asks_each_instrument:
        short = {each.instrument: f"{each.instrument} {each.missing:f}" for each in step.shortfalls}
        unknown = {code: f"{code} ไม่ทราบ" for code in step.unknown}
        codes = [each.code for each in framework.instruments]
        parts += [words for code in codes if (words := short.get(code) or unknown.get(code))]
    return " · ".join(parts) or REACHED


def missing_formula(level: GradeLevel, total: str, instruments: Mapping[str, str]) -> str:
    """The same over the cells of the total, which must hold a figure, and of the instruments by code."""
    least = f"{level.total_min:f}"
    parts = [f'IF({total}<{least}," · คะแนนรวม "&TEXT({least}-{total},"0.00"),"")']
    if level.each_instrument_min is not None:
        limit = f"{level.each_instrument_min:f}"
        parts += [
            f'IF({cell}=""," · {code} ไม่ทราบ",IF({cell}<{limit}," · {code} "&TEXT({limit}-{cell},"0.00"),""))'
            for code, cell in instruments.items()
        ]
    words = "&".join(parts)
    # The first point between two parts has nothing before it.
    return f'IF({words}="","{REACHED}",MID({words},4,{_LONGEST}))'


def next_words(framework: Framework, result: YearResult) -> str:
    """The next grade and what is missing to it, such as ผ่านดี: EIT 4.18; nothing without a total."""
    if result.total is None:
        return ""
    if result.grade is None:
        return UNDECIDED
    step = next_step(framework, result)
    return f"{step.level.name}: {missing_words(framework, step)}" if step else HIGHEST_ALREADY


def next_formula(framework: Framework, total: str, instruments: Mapping[str, str], grade: str) -> str:
    """The same over the cells of the total, of the instruments by code, and of the grade."""
    levels = framework.grade_rule.levels
    formula = f'"{UNDECIDED}"'
    for above, level in pairwise(levels):
        words = f"{quoted(f'{above.name}: ')}&{missing_formula(above, total, instruments)}"
        formula = f"IF({grade}={quoted(level.name)},{words},{formula})"
    formula = f'IF({grade}={quoted(levels[0].name)},"{HIGHEST_ALREADY}",{formula})'
    return f'IF({total}="","",{formula})'


def level_missing(framework: Framework, result: YearResult, level: GradeLevel) -> Mapping[str, float | str]:
    """Points missing to a level: of the total under an empty key, and of every instrument by its code.

    A text where nothing can be said: ``""`` not known, ``"–"`` not asked for.
    """
    codes = [each.code for each in framework.instruments]
    step = step_to(framework, result, level)
    missing: dict[str, float | str] = {"": "" if step is None else float(step.total_missing)}
    for code in codes:
        if level.each_instrument_min is None:
            missing[code] = "–"
        elif code in result.instruments:
            lacking = level.each_instrument_min - rounded(result.instruments[code])
            missing[code] = float(max(Decimal(0), lacking))
        else:
            missing[code] = ""
    return missing


def lacking_formula(cell: str, limit: Decimal) -> str:
    """Points that a cell lacks to a limit; nothing where it is not known."""
    return f'IF({cell}="","",ROUND(MAX(0,{limit:f}-{cell}),10))'


def lowest_formula(values: str, names: str) -> str:
    """Name and figure of the lowest of several cells, the first of equals; nothing where all are blank."""
    lowest = f"MIN({values})"
    found = f'INDEX({names},MATCH({lowest},{values},0))&" "&TEXT({lowest},"0.00")'
    return f'IF(COUNT({values})=0,"",{found})'


def lowest_words(named: Sequence[tuple[str, Decimal | None]]) -> str:
    """The same, worked out here."""
    known = [(score, name) for name, score in named if score is not None]
    if not known:
        return ""
    score, name = min(known, key=lambda each: each[0])
    return f"{name} {rounded(score):f}"
