"""Who was sent a workbook and in whose name: the departments of an agency, or the agencies of a province."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import FindingKind
from itaxl.assessment.plans import Plan
from itaxl.assessment.provinces import Province


class Distribution(Struct, frozen=True):
    """What a returned workbook is held against before it counts.

    Attributes:
        kind: of the workbooks that were sent out, as in their stamp.
        issuer: the agency or the province whose control workbook they were made from.
        fiscal_year: in which the measures are carried out, Buddhist era.
        months: of the reporting round: 3, 6, 9 or 12.
        asked: names by code of the units that have to return a workbook, in their order.
        known: names by code of all units; some need not return anything.
        other_issuer: what is found where it is another issuer's.
        unknown_unit: what is found where its unit is not known.
        spellings: in which the issuer's name may stand in a workbook too.
    """

    kind: str
    issuer: str
    fiscal_year: int
    months: int
    asked: Mapping[str, str]
    known: Mapping[str, str]
    other_issuer: FindingKind
    unknown_unit: FindingKind
    spellings: frozenset[str] = frozenset()


def distribution_to_departments(plan: Plan) -> Distribution:
    """An agency's departments; those without a measure are known, but not asked."""
    return distribution_of_an_agency(
        plan.agency.name,
        plan.fiscal_year,
        plan.months,
        asked={each.code: each.name for each in plan.reporting_departments()},
        known={each.code: each.name for each in reversed(plan.departments)},
    )


def distribution_of_an_agency(
    name: str,
    fiscal_year: FiscalYear,
    months: int,
    *,
    asked: Mapping[str, str],
    known: Mapping[str, str],
    spellings: Iterable[str] = (),
) -> Distribution:
    """An agency's departments by code, where its plan is not at hand.

    Args:
        name: of the agency.
        fiscal_year: of the measures.
        months: of the round.
        asked: the departments that have to return a workbook.
        known: all of its departments.
        spellings: in which the agency names itself too.
    """
    return Distribution(
        kind="department",
        issuer=name,
        fiscal_year=fiscal_year.number,
        months=months,
        asked=asked,
        known=known,
        other_issuer=FindingKind.OTHER_AGENCY,
        unknown_unit=FindingKind.UNKNOWN_UNIT,
        spellings=frozenset(spellings),
    )


def distribution_to_agencies(province: Province) -> Distribution:
    """A province's agencies, all of whom are asked."""
    agencies = {each.code: province.label(each.code) for each in province.agencies}
    return Distribution(
        kind="agency",
        issuer=province.name,
        fiscal_year=province.fiscal_year.number,
        months=province.months,
        asked=agencies,
        known=agencies,
        other_issuer=FindingKind.OTHER_PROVINCE,
        unknown_unit=FindingKind.UNKNOWN_AGENCY,
    )
