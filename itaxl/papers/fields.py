"""What the texts of a layout can speak of: the agency, the round, the figures, who signs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from string import Formatter

from msgspec import Struct

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Plan
from itaxl.assessment.statuses import Status
from itaxl.assessment.verification import Standing, marked
from itaxl.results.analysis import Analysis, IndicatorResult
from itaxl.results.consolidation import Consolidation
from itaxl.results.narrative import score_words, total_standing, unverified_note
from itaxl.thai.dates import as_day, long_date, month_year
from itaxl.thai.periods import months_in_full

DOTS = "." * 30
"""Stands where somebody has to write by hand what the control workbook does not say."""


class Fields(Struct, frozen=True):
    """Values by name.

    Attributes:
        values: an empty one stays empty, unless it is to be written by hand.
        by_hand: names whose empty values become dots.
    """

    values: Mapping[str, str]
    by_hand: frozenset[str] = frozenset()

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a field of this name, empty or not."""
        return name in self.values

    def filled(self, text: str) -> str:
        """A text with its fields filled in; spaces that an empty one leaves are closed."""
        words = Formatter().vformat(text, (), _Shown(self))
        return "\n".join(" ".join(line.split()) if "{" in text else line for line in words.split("\n"))

    def has(self, name: str) -> bool:
        """Tell whether a field says something."""
        return bool(self.values.get(name))

    def with_more(self, more: Mapping[str, str]) -> "Fields":
        """These and further ones."""
        return Fields({**self.values, **more}, self.by_hand)


class _Shown(dict[str, str]):
    """What stands for each field in a text."""

    def __init__(self, source: Fields) -> None:
        super().__init__()
        self._source = source

    def __missing__(self, name: str) -> str:
        value = self._source.values[name]
        return value or (DOTS if name in self._source.by_hand else "")


def paper_fields(
    consolidation: Consolidation, year_framework: Framework | None, analysis_text: str
) -> Fields:
    """The fields of one paper.

    Args:
        consolidation: what came back.
        year_framework: the ITA of the fiscal year of the measures, whose items ask for the report; the
            scores belong to another year's, that of the analysis.
        analysis_text: the paragraph that judges the scores.
    """
    plan = consolidation.plan
    return Fields(
        {
            **_labels(plan),
            **_agency(plan),
            **round_fields(plan.fiscal_year, plan.scored_year, plan.months),
            **_scores(consolidation),
            **_counts(consolidation),
            **_items(year_framework),
            "analysis": analysis_text,
            "as_of": long_date(consolidation.as_of),
            "month": month_year(as_day(plan.labels.get("memo_date")) or consolidation.as_of),
            "missing": listed([each.unit for each in consolidation.unreported]),
        },
        by_hand=frozenset(_BY_HAND),
    )


_BY_HAND = (
    *("memo_owner", "memo_number", "memo_date", "telephone", "addressee"),
    *("prepared_by", "checked_by", "agreed_by", "approved_by"),
)


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    >>> listed(["กองคลัง", "กองช่าง", "กองการศึกษา"])
    'กองคลัง กองช่าง และกองการศึกษา'
    """
    return " และ".join(filter(None, (" ".join(names[:-1]), *names[-1:])))


def limit_words(limit: Decimal) -> str:
    """A threshold or a target as people say it; scores have two decimals.

    >>> limit_words(Decimal("80.00")), limit_words(Decimal("82.5"))
    ('80', '82.50')
    """
    return f"{limit:.0f}" if limit == limit.to_integral_value() else f"{limit:.2f}"


def _labels(plan: Plan) -> dict[str, str]:
    """Everything on the sheet of the agency, by key."""
    labels = {key: label_words(value) for key, value in plan.labels.items()}
    return {**dict.fromkeys(_BY_HAND, ""), **labels}


def label_words(value: object) -> str:
    """A value of the form in words."""
    return long_date(value) if isinstance(value, date) else str(value)


def _agency(plan: Plan) -> dict[str, str]:
    agency = plan.agency
    place = [
        f"{kind}{name}" for kind, name in (("อำเภอ", agency.district), ("จังหวัด", agency.province)) if name
    ]
    return {
        "agency": agency.name,
        "agency_type": agency.agency_type,
        "district": agency.district,
        "province": agency.province,
        "place": " ".join(place),
    }


def round_fields(fiscal_year: FiscalYear, scored_year: int, months: int) -> dict[str, str]:
    """What every paper says of its year and its round of 3, 6, 9 or 12 months."""
    start, end = fiscal_year.start, fiscal_year.end_of_round(months)
    return {
        "fiscal_year": str(fiscal_year.number),
        "scored_year": str(scored_year),
        "months": str(months),
        "round": f"รอบ {months} เดือน",
        "round_months": months_in_full(start, end),
        "round_days": f"{long_date(start)} – {long_date(end)}",
    }


def _scores(consolidation: Consolidation) -> dict[str, str]:
    analysis = consolidation.analysis
    limits = analysis.thresholds
    developing = sorted(
        (each for each in analysis.indicators if each.is_to_develop),
        key=lambda each: (each.score or 0, each.indicator.no),
    )
    return {
        **_year(analysis),
        "scored": "1" if analysis.scored else "",
        "strength_above": limit_words(limits.strength_above),
        "weakness_below": limit_words(limits.weakness_below),
        "target": limit_words(limits.target),
        "strengths": _names(analysis.strengths),
        "weaknesses": _names(analysis.weaknesses),
        "to_develop": _names(developing),
    }


def _year(analysis: Analysis) -> dict[str, str]:
    """Total and grade, marked where no official document was read for their rule, and what the mark means."""
    result = analysis.result
    rule = analysis.framework.grade_rule
    total = "" if result.total is None else marked(score_words(result.total), total_standing(analysis))
    return {
        "total": total,
        "grade": marked(result.grade.name, rule.standing) if result.grade else "",
        "unverified": unverified_note(analysis, purposes=False),
    }


def _names(results: Sequence[IndicatorResult]) -> str:
    return listed([f"ตัวชี้วัดที่ {each.indicator.no} {each.indicator.name}" for each in results])


def _counts(consolidation: Consolidation) -> dict[str, str]:
    statuses = Counter(each.status for each in consolidation.measures)
    return {
        "measures": str(len(consolidation.measures)),
        **{status.value: str(statuses[status]) for status in Status},
        "overdue": str(sum(each.is_overdue for each in consolidation.measures)),
    }


def _items(framework: Framework | None) -> dict[str, str]:
    """The items that ask for the plan and for the report, where that is verified (never shown otherwise)."""
    asked = framework.measures_report if framework else None
    is_sure = asked is not None and asked.standing is Standing.VERIFIED
    return {
        "plan_item": (asked.plan_item or "") if asked and is_sure else "",
        "report_item": (asked.report_item or "") if asked and is_sure else "",
    }
