"""A province's control workbook, understood: which agencies are asked, and what is known of them already."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from msgspec import Struct, field

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.plans import Agency, Thresholds, distinct_names
from itaxl.thai.text import compact

CONTROL = "province.xlsx"
"""What the control workbook is called where it is spoken of."""


class Province(Struct, frozen=True, dict=True):
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
        register: what is known of agencies' names; without it only spellings of the same letters are alike.
        score_files: names of the files that those of them come from which are not the control workbook's.
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
    score_files: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    register: AgencyRegister | None = None

    def agency(self, code: str) -> Agency | None:
        """The agency with this code."""
        return self._by_code.get(code)

    def label(self, code: str) -> str:
        """The name of the agency with this code, with its district where another has the same name."""
        return self._labels[code]

    def name_key(self, name: str) -> str:
        """What all spellings of one agency's name have in common."""
        return self.register.name_key(name) if self.register else compact(name)

    def score_source(self, code: str, no: int) -> str:
        """The file that a known score comes from."""
        return self.score_files.get(code, {}).get(no, CONTROL)

    @cached_property
    def _labels(self) -> dict[str, str]:
        told = distinct_names(self.agencies)
        return {each.code: name for each, name in zip(self.agencies, told, strict=True)}

    @cached_property
    def _by_code(self) -> dict[str, Agency]:
        return {each.code: each for each in reversed(self.agencies)}
