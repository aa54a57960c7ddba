"""Indicators where they do not belong, and indicators that do not exist."""

import re
from collections.abc import Iterator

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework, Indicator
from itaxl.results.consistency.evidence import Evidence
from itaxl.thai.text import arabic_digits, compact

_WORD = "ตัวชี้วัด"
_NUMBER = re.compile(
    rf"{_WORD}(?:ย่อย)?\s*(?:ที่|ข้อที่|ข้อ)\s*(?P<no>[0-9๐-๙]{{1,2}})(?:\.(?P<sub>[0-9๐-๙]{{1,2}}))?(?![0-9๐-๙])"
    r"(?=[.)]?\s*(?P<name>[^\n]{0,80}))"
)


def indicators_under_their_instruments(evidence: Evidence) -> Iterator[Finding]:
    """A score and a point to develop stand under the instrument that measures their indicator."""
    for score in evidence.plan.scores if evidence.analysis else ():
        indicator = evidence.framework.indicator(score.no)
        if score.instrument not in ("", indicator.instrument):
            places = evidence.places
            yield Finding(
                FindingKind.WRONG_INSTRUMENT,
                places.file,
                places.sheets.get("scores", ""),
                places.score_cell(score.no, "instrument"),
                score.instrument,
                _details(indicator, score.instrument),
            )
    for point, line in evidence.points:
        if point.number is None or not point.instrument:
            continue
        indicator = evidence.framework.indicator(point.number)
        if indicator.instrument != point.instrument:
            details = _details(indicator, point.instrument)
            yield line.found(FindingKind.WRONG_INSTRUMENT, "instrument", point.instrument, **details)


def _details(indicator: Indicator, found: str) -> dict[str, object]:
    return {"no": indicator.no, "name": indicator.name, "found": found, "expected": indicator.instrument}


def numbers_that_exist(evidence: Evidence) -> Iterator[Finding]:
    """Indicators that a text names by number, such as ตัวชี้วัดที่ ๘.๔, exist in the scored year."""
    framework = evidence.framework
    for line, key, text in evidence.texts:
        if _WORD not in text or (key == "indicator" and not line.unit):
            continue  # of the plan's own column of indicators reading tells
        for match in _NUMBER.finditer(text):
            if not _exists(framework, match):
                number = text[match.start() : match.end("sub" if match["sub"] else "no")]
                hint = _hint(framework, match["name"])
                year = framework.fiscal_year
                yield line.found(FindingKind.NO_SUCH_INDICATOR, key, number, year=year, **hint)


def _exists(framework: Framework, match: re.Match[str]) -> bool:
    number = int(arabic_digits(match["no"]))
    indicator = next((each for each in framework.indicators if each.no == number), None)
    if indicator is None:
        return False
    if match["sub"] is None:
        return True
    if not any(each.sub_indicators for each in framework.indicators):
        return True  # nothing is known of them in this year
    code = f"{number}.{int(arabic_digits(match['sub']))}"
    return any(each.code == code for each in indicator.sub_indicators)


def _hint(framework: Framework, words: str) -> dict[str, str]:
    """The indicator or part of one whose name follows the number."""
    said = compact(words)
    named = [(f"{each.no} {each.name}", each.name) for each in framework.indicators]
    for each in framework.indicators:
        named += [(f"{part.code} {part.name}", part.name) for part in each.sub_indicators]
    for label, name in named:
        if said.startswith(compact(name)):
            return {"hint": f"ชื่อที่ตามมาคือ {label}", "hint_en": f"(the name behind it is that of {label})"}
    return {}
