"""A province's control workbook, understood: which agencies are asked, and what is known of them already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.plans import Agency, Thresholds


@dataclass(frozen=True)
class Province:
    """The control workbook of a province.

    Attributes:
        name: of the province, as people write it, without the word จังหวัด.
        fiscal_year: in which the measures are carried out.
        scored_year: of the assessment whose scores the agencies report, Buddhist era.
        months: of the reporting round: 3, 6, 9 or 12.
        due: the last day for returning.
        thresholds: that divide strengths from weaknesses, and the target.
        labels: what else stands on the sheet of the province, by field key.
        agencies: the roster, in its order; codes are unique.
        known_scores: scores of the assessed year that were known before anybody returned anything, by the
            agency's code and the indicator's number, 0 to 100.
    """

    name: str
    fiscal_year: FiscalYear
    scored_year: int
    months: int
    due: date | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)
    password: str = ""
    labels: Mapping[str, object] = field(default_factory=dict)
    agencies: tuple[Agency, ...] = ()
    known_scores: Mapping[str, Mapping[int, Decimal]] = field(default_factory=dict)

    def agency(self, code: str) -> Agency | None:
        """The agency with this code."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, Agency]:
        return {each.code: each for each in reversed(self.agencies)}
