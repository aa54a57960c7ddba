"""What the papers of a province can speak of: where its agencies stand, and who needs help."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import SubmissionState
from itaxl.papers.document import Number
from itaxl.papers.fields import Fields, label_words, limit_words, listed, round_fields
from itaxl.papers.matter import Matter, MatterRows
from itaxl.papers.rows import PaperRow
from itaxl.results.needs import in_need, reasons
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.results.roster import (
    NO_DISTRICT,
    Group,
    IndicatorFigures,
    Roster,
    and_others,
    figures,
    mean,
    median,
    roster_of,
)
from itaxl.thai.dates import long_date, month_year

_HUNDRED = Decimal(100)
_MOST_NAMES = 3
"""Of agencies that a sentence names."""


def province_matter(consolidation: ProvincialConsolidation) -> Matter:
    """What the papers of a province can speak of.

    Means are of agencies whose score is known, each counted once, whatever its size.
    """
    roster = roster_of(consolidation)
    return Matter(
        issuer=f"จังหวัด{consolidation.province.name}",
        fields=_fields(consolidation, roster),
        sources={
            name: MatterRows(partial(rows, roster), fields) for name, (rows, fields) in _SOURCES.items()
        },
        instruments=(),
        missing=0,  # a province's papers tell themselves who has not answered: there are always some
    )


# Fields


def _fields(consolidation: ProvincialConsolidation, roster: Roster) -> Fields:
    province = consolidation.province
    labels = {key: label_words(value) for key, value in province.labels.items()}
    missing, refused = (
        [each.name for each in roster.members if each.result.state is state]
        for state in (SubmissionState.MISSING, SubmissionState.REJECTED)
    )
    answered = len(roster.members) - len(missing) - len(refused)
    totals, measures = _totals(roster), _measures(roster)
    to_decide = missing or refused or totals["unscored_agencies"] or measures["weak_points_left"]
    return Fields(
        {
            **labels,
            "province": province.name,
            **round_fields(province.fiscal_year, province.scored_year, province.months),
            "previous_year": str(province.scored_year - 1),
            "as_of": long_date(consolidation.as_of),
            "month": month_year(consolidation.as_of),
            "agencies": str(len(roster.members)),
            "answered": str(answered),
            "answered_share": _share(answered, len(roster.members)),
            "missing_count": str(len(missing)) if missing else "",
            "missing": listed(missing),
            "missing_short": _short(missing),
            "refused_count": str(len(refused)) if refused else "",
            "refused": listed(refused),
            "refused_short": _short(refused),
            "unverified": roster.framework.unverified,
            "nothing_to_decide": "" if to_decide else "ไม่มี",
            **totals,
            "grade_counts": " ".join(
                f"{row.texts['grade']} {row.texts['count']} แห่ง"
                for row in _grades(roster)
                if roster.whole.totals
            ),
            **_extremes(roster),
            **measures,
        }
    )


def _short(names: Sequence[str]) -> str:
    return listed(names[:_MOST_NAMES]) + and_others(len(names) - _MOST_NAMES)


def _totals(roster: Roster) -> dict[str, str]:
    totals = roster.whole.totals
    target = roster.province.thresholds.target
    changes = [each.result.change for each in roster.members if each.result.change is not None]
    reached = sum(1 for each in totals if each >= target)
    aim = roster.framework.grade_rule.target
    aimed = sum(1 for each in totals if each >= aim)
    change = mean(changes)
    unscored = len(roster.members) - len(totals)
    return {
        "target": limit_words(target),
        "weakness_below": limit_words(roster.province.thresholds.weakness_below),
        "scored_agencies": str(len(totals)) if totals else "",
        "unscored_agencies": str(unscored) if unscored else "",
        "mean": _words(mean(totals)),
        "median": _words(median(totals)),
        "highest": _words(max(totals, default=None)),
        "lowest": _words(min(totals, default=None)),
        "reached": str(reached),
        "reached_share": _share(reached, len(totals)),
        "national_target": limit_words(aim),
        "national_reached": str(aimed),
        "national_reached_share": _share(aimed, len(totals)),
        "compared": str(len(changes)) if changes else "",
        "change": _change(change) if change is not None else "",
        "change_sentence": (
            f"เทียบกับปี {roster.province.scored_year - 1} ได้ {len(changes)} แห่ง คะแนนรวมเฉลี่ย{_change(change)}"
            if change is not None
            else ""
        ),
    }


def _change(points: Decimal) -> str:
    if not points:
        return "ไม่เปลี่ยนแปลง"
    return f"{'เพิ่มขึ้น' if points > 0 else 'ลดลง'} {abs(points):.2f} คะแนน"


def _extremes(roster: Roster) -> dict[str, str]:
    averages = [(mean(each.scores), each.indicator) for each in figures(roster)]
    known = [(average, indicator) for average, indicator in averages if average is not None]
    if not known:
        return {"best_indicator": "", "worst_indicator": ""}
    worst, best = (
        f"ตัวชี้วัดที่ {indicator.no} {indicator.name} ({score:.2f})"
        for score, indicator in (choose(known, key=lambda each: each[0]) for choose in (min, max))
    )
    return {"best_indicator": best, "worst_indicator": worst}


def _measures(roster: Roster) -> dict[str, str]:
    statuses: Counter[Status] = Counter()
    for member in roster.members:
        statuses.update(member.result.tally.statuses)
    weak = sum(each.weak for each in figures(roster))
    served = sum(each.served for each in figures(roster))
    return {
        "measures": str(statuses.total()),
        **{status.value: str(statuses[status]) for status in Status},
        "overdue": str(sum(each.result.tally.overdue for each in roster.members)),
        "weak_points": str(weak) if weak else "",
        "weak_points_served": str(served),
        "weak_points_left": str(weak - served) if weak > served else "",
    }


def _share(part: int, whole: int) -> str:
    """Of a hundred, with one decimal."""
    return f"{_HUNDRED * part / whole:.1f}" if whole else ""


def _words(score: Decimal | None) -> str:
    return f"{score:.2f}" if score is not None else ""


# Rows


def _row(numbers: dict[str, Decimal | None], **texts: object) -> PaperRow:
    """A row whose figures can also be had as text."""
    shown = {name: Number(value) for name, value in numbers.items() if value is not None}
    words = {name: _words(value) for name, value in numbers.items()}
    return PaperRow({**{name: str(text) for name, text in texts.items()}, **words}, shown)


def _indicators(roster: Roster) -> Iterator[PaperRow]:
    return map(_indicator, figures(roster))


def _worst_indicators(roster: Roster) -> Iterator[PaperRow]:
    known = [each for each in figures(roster) if each.weak]
    return map(_indicator, sorted(known, key=lambda each: (-each.weak, each.indicator.no)))


def _indicator(figure: IndicatorFigures) -> PaperRow:
    scores = figure.scores
    return _row(
        {
            "mean": mean(scores),
            "median": median(scores),
            "lowest": min(scores, default=None),
            "highest": max(scores, default=None),
        },
        no=figure.indicator.no,
        indicator=figure.indicator.name,
        instrument=figure.indicator.instrument,
        weak=figure.weak,
        served=figure.served,
        left=figure.weak - figure.served,
        lowest_agency=figure.lowest,
    )


def _grades(roster: Roster) -> Iterator[PaperRow]:
    counts = Counter(
        grade.name for each in roster.members if (grade := each.result.analysis.result.grade) is not None
    )
    for level in roster.framework.grade_rule.levels:
        count = counts[level.name]
        yield _row({}, grade=level.name, count=count, share=_share(count, counts.total()))


def _groups(chosen: Callable[[Roster], tuple[Group, ...]], roster: Roster) -> Iterator[PaperRow]:
    target = roster.province.thresholds.target
    for number, group in enumerate(chosen(roster), start=1):
        totals = group.totals
        states = [each.result.state for each in group.members]
        yield _row(
            {"mean": mean(totals), "median": median(totals)},
            no=number,
            group=group.name,
            district=group.name if group.name == NO_DISTRICT else f"อำเภอ{group.name}",
            agencies=len(group.members),
            answered=sum(1 for each in states if each is SubmissionState.ACCEPTED),
            scored=len(totals),
            reached=sum(1 for each in totals if each >= target),
        )


def _by_mean(roster: Roster) -> tuple[Group, ...]:
    """Districts with a score, the lowest mean first."""
    known = [each for each in roster.districts if each.totals]
    return tuple(sorted(known, key=lambda each: (mean(each.totals) or Decimal(0), each.number)))


def _need_help(roster: Roster) -> Iterator[PaperRow]:
    for number, member in enumerate(in_need(roster), start=1):
        agency = member.result.agency
        yield _row(
            {"total": member.result.total},
            no=number,
            agency=member.name,
            agency_in_district=f"{agency.name} (อ.{agency.district})" if agency.district else member.name,
            district=agency.district,
            agency_type=agency.agency_type,
            reasons=reasons(member),
        )


def _missing(roster: Roster) -> Iterator[PaperRow]:
    """Districts of which agencies are missing, with their names."""
    number = 0
    for group in roster.districts:
        names = [each.name for each in group.members if each.result.state is not SubmissionState.ACCEPTED]
        if names:
            number += 1
            yield _row({}, no=number, district=group.name, count=len(names), agencies=", ".join(names))


_INDICATOR_FIELDS = (
    *("no", "indicator", "instrument", "mean", "median", "lowest", "highest"),
    *("weak", "served", "left", "lowest_agency"),
)
_GROUP_FIELDS = ("no", "group", "district", "agencies", "answered", "scored", "mean", "median", "reached")
_NEED_FIELDS = ("no", "agency", "agency_in_district", "district", "agency_type", "total", "reasons")
_SOURCES: dict[str, tuple[Callable[[Roster], Iterator[PaperRow]], tuple[str, ...]]] = {
    "indicators": (_indicators, _INDICATOR_FIELDS),
    "weak-indicators": (_worst_indicators, _INDICATOR_FIELDS),
    "grades": (_grades, ("grade", "count", "share")),
    "agency-types": (partial(_groups, lambda roster: roster.types), _GROUP_FIELDS),
    "districts": (partial(_groups, _by_mean), _GROUP_FIELDS),
    "need-help": (_need_help, _NEED_FIELDS),
    "missing-agencies": (_missing, ("no", "district", "count", "agencies")),
}
