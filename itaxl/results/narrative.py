"""The paragraph on an agency's scores that its report needs, in formal Thai, from the figures.

It follows a published report (seed 002): the result, the highest indicator and the next, the lowest ones,
then strengths and weaknesses, worst first, with what the foremost of them is meant to assess. Digits are
Arabic; whoever prints official paper turns them with ``thai.text.thai_digits``.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from itaxl.assessment.frameworks import Framework, Indicator
from itaxl.assessment.grade_rules import rounded, told_apart
from itaxl.assessment.plans import Agency
from itaxl.assessment.verification import UNVERIFIED_MARK, Standing, marked
from itaxl.results.analysis import Analysis, IndicatorResult, YearResult
from itaxl.results.grading import GradeStep, implied_instrument, next_step, possible_grades

_FULL = Decimal(100)
_MOST_NAMED = 3
"""Indicators of equal score that are named; more of them are only numbered."""
_ITA = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"


def narrative(
    analysis: Analysis, agency: Agency, *, verified_only: bool = False, result_is_told: bool = False
) -> str:
    """The whole paragraph; empty where there is nothing to tell.

    Args:
        analysis: the scores, judged.
        agency: whose they are; the district and the province are named where they are known.
        verified_only: leave out the purposes of indicators that no official document was read for. Else
            they carry the house's mark, as a grade by an unverified rule always does, and a second line,
            after a line end, says what it means.
        result_is_told: total and grade stand above the paragraph already, where both are known.
    """
    result = result_sentence(analysis, agency)
    if result_is_told and analysis.result.grade is not None:
        result = change_sentence(analysis)
    judged = (
        strengths_sentence(analysis, agency, verified_only=verified_only),
        weaknesses_sentence(analysis, verified_only=verified_only),
    )
    sentences = (
        result,
        ranking_sentence(analysis, agency),
        unknown_sentence(analysis),
        *judged,
        development_sentence(analysis),
    )
    paragraph = " ".join(each for each in sentences if each)
    note = unverified_note(analysis, purposes=any(UNVERIFIED_MARK in each for each in judged))
    is_marked = UNVERIFIED_MARK in (paragraph.replace(agency.name, "") if agency.name else paragraph)
    return f"{paragraph}\n{note}" if is_marked and note else paragraph


def score_words(score: Decimal, limit: Decimal | None = None) -> str:
    """A score as the reports print it: two decimals, a full score without any.

    Args:
        score: 0 to 100.
        limit: what it is told beside; it has as many decimals as it takes to be told apart from that.

    >>> score_words(Decimal("100.00")), score_words(Decimal("92.5")), score_words(Decimal(0))
    ('100', '92.50', '0.00')
    >>> score_words(Decimal("79.995")), score_words(Decimal("79.995"), Decimal(80))
    ('80.00', '79.995')
    """
    shown = rounded(score) if limit is None else told_apart(score, limit)
    return "100" if shown == _FULL else f"{shown:f}"


def limit_words(limit: Decimal) -> str:
    """A threshold, without decimals that say nothing.

    >>> limit_words(Decimal("80.0")), limit_words(Decimal("82.5")), limit_words(Decimal(100))
    ('80', '82.5', '100')
    """
    return f"{limit.normalize():f}"


def agency_words(agency: Agency) -> str:
    """An agency's name with its district and province, as far as they are known and not part of the name.

    >>> agency_words(Agency("เทศบาลตำบลกุสุมาลย์", district="กุสุมาลย์", province="จังหวัดสกลนคร"))
    'เทศบาลตำบลกุสุมาลย์ อำเภอกุสุมาลย์ จังหวัดสกลนคร'
    """
    name = agency.name.strip() or "หน่วยงาน"
    words = [name]
    for kind, place in (("อำเภอ", agency.district), ("จังหวัด", agency.province)):
        bare = place.strip().removeprefix(kind).strip()
        if bare and f"{kind}{bare}" not in name:
            words.append(f"{kind}{bare}")
    return " ".join(words)


def indicator_words(indicator: Indicator) -> str:
    """An indicator with its number and name, such as ตัวชี้วัดที่ 10 การป้องกันการทุจริต."""
    return f"ตัวชี้วัดที่ {indicator.no} {indicator.name}"


def purpose_words(indicator: Indicator, *, verified_only: bool = False) -> str:
    """What an indicator is meant to assess; marked where it is not verified, or then empty."""
    if not indicator.purpose:
        return ""
    if indicator.purpose_standing is Standing.VERIFIED:
        return indicator.purpose
    return "" if verified_only else f"{indicator.purpose} {UNVERIFIED_MARK}"


def unverified_note(analysis: Analysis, *, purposes: bool) -> str:
    """What the mark means, by the parts of the paragraph that carry it; empty where none does."""
    framework = analysis.framework
    parts = [
        words
        for words, is_marked in (
            ("น้ำหนักของเครื่องมือ", total_standing(analysis) is not Standing.VERIFIED),
            ("เกณฑ์ระดับผล", framework.grade_rule.standing is not Standing.VERIFIED),
        )
        if is_marked and analysis.result.total is not None
    ]
    if purposes:
        parts.append("วัตถุประสงค์ของตัวชี้วัด")
    if not parts:
        return ""
    told = f"{_and(parts)}ของปี {framework.fiscal_year}"
    return f"{UNVERIFIED_MARK} {told} ยังไม่ได้ตรวจกับเอกสารทางการ โปรดตรวจสอบก่อนอ้างอิง"


def total_standing(analysis: Analysis) -> Standing:
    """How sure the total is: as published, or by weights that may not be verified."""
    return Standing.VERIFIED if analysis.result.is_published else analysis.framework.weights_standing


def result_sentence(analysis: Analysis, agency: Agency) -> str:
    """Total, grade and the change since the year before; empty where the total is not known."""
    result = analysis.result
    if result.total is None:
        return ""
    published = "ตามที่ประกาศ" if result.is_published else ""
    return (
        f"ผล{_ITA} ของ{agency_words(agency)} ประจำปีงบประมาณ พ.ศ. {result.year}"
        f" มีค่าคะแนน{published}เท่ากับ {marked(score_words(result.total), total_standing(analysis))}"
        f" {_grade(analysis.framework, result)}"
        f"{_since_before(analysis)}"
    )


def change_sentence(analysis: Analysis) -> str:
    """How the total changed since the year before; empty where that is not known."""
    change = _since_before(analysis)
    return f"คะแนนรวมของปี พ.ศ. {analysis.result.year}{change}" if change else ""


def _grade(framework: Framework, result: YearResult) -> str:
    if result.grade is not None:
        return f"อยู่ในระดับ {marked(result.grade.name, framework.grade_rule.standing)}"
    names = _or([each.name for each in possible_grades(framework, result)])
    names = marked(names, framework.grade_rule.standing)
    unknown = [each.code for each in framework.instruments if each.code not in result.instruments]
    return f"ซึ่งอาจอยู่ในระดับ {names} ทั้งนี้ขึ้นอยู่กับคะแนนของเครื่องมือ {_and(unknown)} ซึ่งไม่มีข้อมูล"


def _since_before(analysis: Analysis) -> str:
    now, before = analysis.result.total, analysis.previous.total if analysis.previous else None
    if now is None or before is None or analysis.previous is None:
        return ""
    year = f"ปี พ.ศ. {analysis.previous.year}"
    if now == before:
        return f" เท่ากับคะแนนของ{year}"
    direction = "เพิ่มขึ้น" if now > before else "ลดลง"
    return f" {direction} {abs(now - before):f} คะแนน จาก{year} ซึ่งได้ {score_words(before)} คะแนน"


def ranking_sentence(analysis: Analysis, agency: Agency) -> str:
    """The highest indicator and the next, the lowest and the one above it; empty where no score is known."""
    groups = _groups(analysis.scored)
    if not groups:
        return ""
    beginning = "เมื่อพิจารณาตามตัวชี้วัดพบว่า"
    if analysis.result.total is None:
        whose = f"{agency_words(agency)} ประจำปีงบประมาณ พ.ศ. {analysis.result.year}"
        beginning = f"ผล{_ITA} ของ{whose} {beginning}"
    if len(analysis.scored) == 1:
        return f"{beginning} มีข้อมูลคะแนนเพียงตัวชี้วัดเดียว คือ {_scored(groups[0])}"
    if len(groups) == 1:
        named = _named(groups[0]) if unknown_sentence(analysis) else "ทุกตัวชี้วัด"
        return f"{beginning} {named}ได้คะแนนเท่ากัน คือร้อยละ {_score(groups[0][0])}"
    highest, lowest = groups[0], groups[-1]
    words = f"{beginning} {_scored(highest)} ซึ่งเป็นคะแนนสูงที่สุด"
    if len(groups) > 2:
        words += f" รองลงมาคือ {_scored(groups[1])}"
    words += f" และตัวชี้วัดที่ได้คะแนนน้อยที่สุดในปี พ.ศ. {analysis.result.year} คือ {_scored(lowest)}"
    if len(groups) > 3:
        words += f" ถัดขึ้นมาคือ {_scored(groups[-2])}"
    return words


def unknown_sentence(analysis: Analysis) -> str:
    """Which indicators have no score, where some have one."""
    unknown = [str(each.indicator.no) for each in analysis.indicators if each.score is None]
    if not unknown or not analysis.scored:
        return ""
    return f"ทั้งนี้ ไม่มีข้อมูลคะแนนของตัวชี้วัดที่ {_and(unknown)} จึงมิได้นำมาวิเคราะห์"


def strengths_sentence(analysis: Analysis, agency: Agency, *, verified_only: bool = False) -> str:
    """The strengths, best first, with the purpose of the best; empty where no score is known."""
    if not analysis.scored:
        return ""
    beginning = "จากข้อมูลสามารถสรุปได้ว่า"
    above = analysis.thresholds.strength_above
    limit = f"มากกว่าร้อยละ {limit_words(above)}"
    groups = _groups(analysis.strengths, above)
    if not groups:
        return f"{beginning} ยังไม่มีตัวชี้วัดใดเป็นจุดแข็ง เนื่องจากไม่มีตัวชี้วัดที่ได้คะแนน{limit}"
    whose = agency.name.strip() or "หน่วยงาน"
    words = f"{beginning} จุดแข็งของ{whose} (ตัวชี้วัดที่ได้คะแนน{limit}) คือ "
    return words + _foremost(groups, "รองลงมาตามลำดับ ได้แก่", above, verified_only=verified_only)


def weaknesses_sentence(analysis: Analysis, *, verified_only: bool = False) -> str:
    """The weaknesses, worst first, with the purpose of the worst; empty where no score is known."""
    if not analysis.scored:
        return ""
    below = analysis.thresholds.weakness_below
    limit = f"ต่ำกว่าร้อยละ {limit_words(below)}"
    groups = _groups(analysis.weaknesses, below)
    if not groups:
        return f"และไม่มีตัวชี้วัดใดเป็นจุดอ่อน เนื่องจากไม่มีตัวชี้วัดที่ได้คะแนน{limit}"
    words = f"ส่วนจุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน (ตัวชี้วัดที่ได้คะแนน{limit}) คือ "
    return words + _foremost(groups, "ถัดขึ้นมาตามลำดับ ได้แก่", below, verified_only=verified_only)


def development_sentence(analysis: Analysis) -> str:
    """What is no weakness and yet below the target, lowest first."""
    found = [each for each in analysis.scored if each.is_to_develop and not each.is_weakness]
    if not found:
        return ""
    found.sort(key=lambda each: (each.score or 0, each.indicator.no))
    target = analysis.thresholds.target
    named = _and([f"{indicator_words(each.indicator)} ({_score(each, target)})" for each in found])
    also = "นอกจากนี้ " if analysis.weaknesses else ""
    aim = f"เพื่อให้ถึงเป้าหมายร้อยละ {limit_words(target)}"
    return f"{also}ตัวชี้วัดที่ควรพัฒนาให้ดีขึ้น{aim} ได้แก่ {named}"


def next_grade_sentence(analysis: Analysis) -> str:
    """What is missing to the next grade, and which instrument holds it back."""
    framework, result = analysis.framework, analysis.result
    if result.total is None:
        return "ยังไม่ทราบคะแนนรวม จึงยังบอกไม่ได้ว่าขาดเท่าใดจะถึงระดับถัดไป"
    step = next_step(framework, result)
    if step is None:
        return f"ได้ระดับสูงสุดแล้ว คือ {framework.grade_rule.levels[0].name}"
    possible = possible_grades(framework, result)
    words = f"ระดับถัดไปคือ {step.level.name}"
    if len(possible) > 1:
        words = f"ระดับที่เป็นไปได้คือ {_or([each.name for each in possible])} เงื่อนไขของ {step.level.name} คือ"
    return f"{words} {_missing(step)}{_implied(framework, result, step)}"


def _missing(step: GradeStep) -> str:
    least = limit_words(step.level.total_min)
    if step.total_missing:
        words = f"คะแนนรวมต้องถึง {least} ยังขาด {step.total_missing:f} คะแนน"
    else:
        words = f"คะแนนรวมถึง {least} แล้ว"
    named = _and([f"{each.instrument} (ได้ {each.score:f} ขาด {each.missing:f})" for each in step.shortfalls])
    if step.level.each_instrument_min is None:
        return words + (f" เครื่องมือที่ฉุดคะแนนรวมคือ {named}" if named else "")
    limit = limit_words(step.level.each_instrument_min)
    if named:
        words += f" เครื่องมือที่ยังไม่ถึง {limit} คือ {named}"
    if step.unknown:
        words += f" ไม่ทราบคะแนน {_and(step.unknown)} ซึ่งต้องไม่ต่ำกว่า {limit} ด้วย"
    return words


def _implied(framework: Framework, result: YearResult, step: GradeStep) -> str:
    """The unknown instrument's score, where the total gives it away and it matters."""
    implied = implied_instrument(framework, result)
    if implied is None or not (step.unknown or step.total_missing):
        return ""
    code, score = implied
    return f" ({code} ไม่มีข้อมูล แต่คะแนนรวมแสดงว่าได้ประมาณ {score:f})"


def _groups(results: Sequence[IndicatorResult], limit: Decimal | None = None) -> list[list[IndicatorResult]]:
    """Indicators of equal printed score together, in the order given."""
    return [list(group) for _, group in groupby(results, key=lambda each: _score(each, limit))]


def _score(result: IndicatorResult, limit: Decimal | None = None) -> str:
    assert result.score is not None
    return score_words(result.score, limit)


def _scored(group: Sequence[IndicatorResult], limit: Decimal | None = None) -> str:
    score = _score(group[0], limit)
    if len(group) == 1:
        return f"{indicator_words(group[0].indicator)} ได้คะแนนเท่ากับร้อยละ {score}"
    return f"{_named(group)} ได้คะแนนเท่ากัน คือร้อยละ {score}"


def _named(group: Sequence[IndicatorResult]) -> str:
    if len(group) > _MOST_NAMED:
        return f"ตัวชี้วัดที่ {_and([str(each.indicator.no) for each in group])}"
    return _and([indicator_words(each.indicator) for each in group])


def _foremost(
    groups: Sequence[Sequence[IndicatorResult]], then: str, limit: Decimal, *, verified_only: bool
) -> str:
    """The first with its purpose, and the others in their order with their scores."""
    words = _scored(groups[0], limit)
    purposes = [
        (each.indicator, purpose_words(each.indicator, verified_only=verified_only)) for each in groups[0]
    ]
    if len(groups[0]) == 1:
        words += _meant(purposes[0][1], "ซึ่งเป็นตัวชี้วัดที่มีวัตถุประสงค์")
    elif len(groups[0]) < _MOST_NAMED:
        for indicator, purpose in purposes:
            words += _meant(purpose, f"โดยตัวชี้วัดที่ {indicator.no} มีวัตถุประสงค์")
    others = [each for group in groups[1:] for each in group]
    if others:
        named = [f"{indicator_words(each.indicator)} ({_score(each, limit)})" for each in others]
        words += f" {then} {_and(named)}"
    return words


def _meant(purpose: str, beginning: str) -> str:
    if not purpose:
        return ""
    return f" {beginning}{'' if purpose.startswith('เพื่อ') else ' คือ '}{purpose}"


def _and(words: Sequence[str]) -> str:
    return _joined(words, "และ")


def _or(words: Sequence[str]) -> str:
    return _joined(words, "หรือ")


def _joined(words: Sequence[str], conjunction: str) -> str:
    """A list as Thai writes it: blanks between, the last one joined by a word.

    >>> _joined(["IIT", "EIT", "OIT"], "และ"), _joined(["ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2"], "และ")
    ('IIT EIT และ OIT', 'ตัวชี้วัดที่ 1 และตัวชี้วัดที่ 2')
    """
    if len(words) < 2:
        return "".join(words)
    last = words[-1]
    between = " " if last[:1].isascii() else ""
    return f"{' '.join(words[:-1])} {conjunction}{between}{last}"
