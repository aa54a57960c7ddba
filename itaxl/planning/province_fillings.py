"""What goes into a province's control workbook and into the workbooks of its agencies."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.calendar import ROUNDS
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import Stamp, Submission
from itaxl.planning.fillings import (
    NOT_SET,
    report_choices,
    unverified_note,
    year_totals,
)
from itaxl.planning.indicators import indicator_label
from itaxl.planning.provinces import SETTINGS
from itaxl.template.description import WorkbookDescription
from itaxl.template.filling import Filling
from itaxl.template.layout import TablePlace
from itaxl.template.recognition import ExpectedUnit, Issued
from itaxl.template.stamp import ComputedBlock, canonical
from itaxl.thai.dates import long_date

_SCORES = ("score", "previous")
"""Columns of scores in an agency's workbook: of the scored year and of the year before."""


class AgencyEntries(Struct, frozen=True):
    """What an agency filled in, for a filled example.

    Attributes:
        reporter: by field key.
        scores: of the scored year and of the year before, by column key (`score`, `previous`) and indicator.
        measures: rows by column key, in their order.
    """

    reporter: Mapping[str, object] = field(default_factory=dict)
    scores: Mapping[str, Mapping[int, Decimal]] = field(default_factory=dict)
    measures: Sequence[Mapping[str, object]] = ()


def entered_scores(submission: Submission) -> dict[str, dict[int, Decimal]]:
    """Scores of a return by column and indicator, so that totals show before they are recalculated."""
    found: dict[str, dict[int, Decimal]] = {}
    for row in submission.rows:
        if row.table == "scores" and row.code.isdecimal():
            for key, value in row.values.items():
                if isinstance(value, (int, float)):
                    found.setdefault(key, {})[int(row.code)] = Decimal(str(value))
    return found


def province_filling(
    province: Province,
    description: WorkbookDescription,
    register: AgencyRegister,
    framework: Framework,
    *,
    made_on: date,
) -> Filling:
    """A control workbook: its settings, the roster, and the scores that are known.

    Args:
        province: with or without agencies.
        description: of the kind ``province``, with a column for every indicator.
        register: the known types and provinces.
        framework: of the scored year.
        made_on: the day of the run.
    """
    year = province.fiscal_year.number
    fields: dict[str, object] = {
        "name": province.name,
        "fiscal_year": year,
        "scored_year": province.scored_year,
        "round": str(province.months),
        "due": province.due,
        "strength_above": province.thresholds.strength_above,
        "weakness_below": province.thresholds.weakness_below,
        "target": province.thresholds.target,
        "password": province.password,
    }
    rows = [_roster_row(each) for each in province.agencies]
    return Filling(
        stamp=Stamp(
            kind=description.kind,
            template_version=description.template_version,
            agency=province.name,
            fiscal_year=year,
            months=province.months,
            made_on=made_on.isoformat(),
        ),
        fiscal_year=province.fiscal_year,
        texts={
            "province": province.name,
            "fiscal_year": str(year),
            "scored_year": str(province.scored_year),
            "indicators": "\n".join(_indicators_of(each.code, framework) for each in framework.instruments),
        },
        fields={SETTINGS: {**province.labels, **fields}},
        rows={
            "agencies": rows,
            "scores": [
                {
                    **row,
                    **{
                        f"indicator_{number}": score
                        for number, score in province.known_scores.get(agency.code, {}).items()
                    },
                }
                for agency, row in zip(province.agencies, rows, strict=True)
            ],
        },
        choices={
            **description.lists,
            "agency_types": register.type_names,
            "provinces": register.province_names,
            "rounds": [str(each) for each in ROUNDS],
        },
    )


def _indicators_of(instrument: str, framework: Framework) -> str:
    labels = [indicator_label(each) for each in framework.indicators if each.instrument == instrument]
    return f"{instrument}: {' · '.join(labels)}"


def _roster_row(agency: Agency) -> dict[str, object]:
    return {
        "code": agency.code,
        "name": agency.name,
        "agency_type": agency.agency_type,
        "district": agency.district,
        "email": agency.email,
    }


def agency_filling(
    province: Province,
    agency: Agency,
    description: WorkbookDescription,
    framework: Framework,
    *,
    previous_framework: Framework | None,
    made_on: date,
    entries: AgencyEntries | None = None,
) -> Filling:
    """The workbook of one agency; scores that the province knows already are left to the agency.

    Args:
        province: who asks.
        agency: whose workbook it is.
        description: of the kind ``agency``.
        framework: of the scored year.
        previous_framework: of the year before; where there is none, that year's total is not worked out.
        made_on: the day of the run.
        entries: values for open cells, for a filled example.
    """
    filled = entries or AgencyEntries()
    year, scored = province.fiscal_year.number, province.scored_year
    due = long_date(province.due) if province.due else NOT_SET
    bands = province.thresholds
    identity = {
        "province": province.name,
        "unit": agency.name,
        "district": agency.district,
        "fiscal_year": str(year),
        "round": f"รอบ {province.months} เดือน",
        "due": due,
    }
    settings = {
        "scored_year": str(scored),
        "strength_above": f"{bands.strength_above:f}",
        "weakness_below": f"{bands.weakness_below:f}",
        "target": f"{bands.target:f}",
    }
    return_to = str(province.labels.get("return_to") or "")
    scores = {key: filled.scores.get(key, {}) for key in _SCORES}
    totals = {"score": year_totals(f"ปี {scored}", framework, scores["score"])}
    if previous_framework is not None:
        totals["previous"] = year_totals(f"ปี {scored - 1}", previous_framework, scores["previous"])
    indicators = _indicator_rows(framework)
    return Filling(
        stamp=Stamp(
            kind=description.kind,
            template_version=description.template_version,
            agency=province.name,
            fiscal_year=year,
            months=province.months,
            unit_code=agency.code,
            unit=agency.name,
            made_on=made_on.isoformat(),
        ),
        fiscal_year=province.fiscal_year,
        texts={
            **identity,
            **settings,
            "unit_code": agency.code,
            "round": str(province.months),
            "return_to": return_to or NOT_SET,
            "unverified_note": unverified_note(framework),
            "unverified_scores": f" · {framework.unverified}" if framework.unverified else "",
        },
        fields={"reporter": {**filled.reporter, **identity}},
        rows={
            "scores": [
                {**row, **{key: given.get(no) for key, given in scores.items()}}
                for no, row in indicators.items()
            ]
        },
        blank_rows={"measures": filled.measures},
        choices=report_choices(description, framework),
        totals=totals,
        bands={"score": bands},
        password=province.password,
        travelling={
            **settings,
            "district": agency.district,
            "return_to": return_to,
            "due": province.due.isoformat() if province.due else "",
        },
    )


def _indicator_rows(framework: Framework) -> dict[int, dict[str, object]]:
    """What the locked cells of the sheet of scores hold, by indicator."""
    return {
        each.no: {"no": each.no, "indicator": each.name, "instrument": each.instrument}
        for each in framework.indicators
    }


def issued_to_agencies(province: Province, framework: Framework, description: WorkbookDescription) -> Issued:
    """Whom a province's workbooks are made for, and what they hold: to know a form that lost its identity."""
    stamp = Stamp(
        kind=description.kind,
        template_version=description.template_version,
        agency=province.name,
        fiscal_year=province.fiscal_year.number,
        months=province.months,
    )
    rows = {
        str(no): {key: canonical(value) for key, value in row.items()}
        for no, row in _indicator_rows(framework).items()
    }
    units = tuple(
        ExpectedUnit(each.code, each.name, tuple(rows), each.district) for each in province.agencies
    )
    texts = {"scored_year": str(province.scored_year)}
    scores = description.sheet("scores")
    labels = year_totals("", framework, {}).labels
    computed = TablePlace(scores, len(rows), scores.blank_rows).totals_below(_SCORES, len(labels))
    below = {scores.key: ComputedBlock(computed)}
    return Issued(stamp, units, {scores.key: rows}, texts, below, by_name_alone=True)
