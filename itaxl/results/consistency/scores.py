"""Weak scores that the plan passes over, and weak scores that it does not even know."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.grade_rules import told_apart
from itaxl.results.analysis import Analysis, IndicatorResult
from itaxl.results.consistency.evidence import Evidence

_ROUNDING = Decimal("0.005")  # of every published figure
_HIGHEST = Decimal(100)
_WEAKEST = 3  # as many as reports name, and as the overview shows


def weaknesses_named(evidence: Evidence) -> Iterator[Finding]:
    """Where a plan names points to develop, every weak indicator is among them."""
    analysis = evidence.analysis
    if analysis is None or not evidence.points:
        return
    named = {point.number for point, _ in evidence.points}
    for each in analysis.weaknesses:
        if each.indicator.no not in named:
            yield weakness(evidence, FindingKind.WEAK_NOT_NAMED, each, analysis)


def weakness(evidence: Evidence, kind: FindingKind, result: IndicatorResult, analysis: Analysis) -> Finding:
    """A finding on a weak score, at its cell."""
    places, indicator = evidence.places, result.indicator
    limit = analysis.thresholds.weakness_below
    details = {
        "no": indicator.no,
        "name": indicator.name,
        "score": told_apart(result.score or Decimal(0), limit),
        "limit": limit,
    }
    sheet = places.sheets.get("scores", "")
    return Finding(kind, places.file, sheet, places.score_cell(indicator.no), str(result.score), details)


def missing_scores_that_are_low(evidence: Evidence) -> Iterator[Finding]:
    """A total and some scores leave so little for the missing ones that one of them is among the weakest."""
    analysis, total = evidence.analysis, evidence.plan.published_total
    if analysis is None or total is None:
        return
    missing = [each.indicator.no for each in analysis.indicators if each.score is None]
    if not missing or not analysis.scored:
        return
    shares = _shares(analysis.framework)
    known = [(shares[each.indicator.no], each.score) for each in analysis.scored if each.score is not None]
    rest = total - sum((share * score for share, score in known), Decimal())
    open_share = sum((shares[no] for no in missing), Decimal())
    mean = rest / open_share
    slack = _ROUNDING * (1 + sum((share for share, _ in known), Decimal())) / open_share
    if not -slack <= mean <= _HIGHEST + slack:
        return  # the total cannot be right at all; what it would mean for the rest is no matter
    most = min(mean + slack, _HIGHEST)
    compared = _lower_than(analysis, most)
    if compared is None:
        return
    places = evidence.places
    details = {
        "total": total,
        "no": ", ".join(map(str, missing)),
        "mean": told_apart(mean, compared.limit),
        "most": told_apart(most, compared.limit),
        "compared": compared.thai,
        "compared_en": compared.english,
    }
    cell = places.fields.get("published_total", "")
    kind = FindingKind.MISSING_SCORE_IS_LOW
    yield Finding(kind, places.file, places.sheets.get("agency", ""), cell, str(total), details)


def _shares(framework: Framework) -> dict[int, Decimal]:
    """What one point of each indicator adds to the total."""
    return {
        no: instrument.weight / len(instrument.indicators)
        for instrument in framework.instruments
        for no in instrument.indicators
    }


class _Compared(NamedTuple):
    """A score that another is below, and how it is called."""

    limit: Decimal
    thai: str
    english: str


def _lower_than(analysis: Analysis, most: Decimal) -> _Compared | None:
    """What makes a score one of the weakest: it is below the third weakest known, or below the threshold."""
    limit = analysis.thresholds.weakness_below
    weakest = analysis.scored[-_WEAKEST:]
    if len(weakest) == _WEAKEST and weakest[0].score is not None and most < weakest[0].score:
        third = weakest[0]
        return _Compared(
            weakest[0].score,
            f"ตัวชี้วัดที่ {third.indicator.no} ({third.score}) ซึ่งต่ำเป็นลำดับที่ {_WEAKEST} ของคะแนนที่มี",
            f"indicator {third.indicator.no} ({third.score}), the third weakest of those given",
        )
    if most < limit:
        return _Compared(limit, f"เกณฑ์ {limit}", f"the threshold {limit}")
    return None
