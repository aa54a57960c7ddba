"""The scores of a province's agency: what its form says, what was known before, what earlier years tell."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.plans import Agency, IndicatorScore
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import Submission
from itaxl.results.analysis import Analysis
from itaxl.results.history import YearOfScores
from itaxl.results.packing import rows_of
from itaxl.results.provincial_register import AgencyReturn
from itaxl.results.words import some_of

_SCORES = "scores"


class ScoreSource(StrEnum):
    """Where the scores that count come from."""

    SUBMITTED = "submitted"
    KNOWN = "known"
    NONE = "none"


class ToldScores(Struct, frozen=True):
    """All that is told of one agency's scores.

    Attributes:
        form: the agency's own, where it returned one.
        own: what the form says, by the indicator's number; figures outside 0 to 100 are none.
        rows: of the form, in which that stands.
        known: of the assessed year, before anybody returned anything.
        earlier: of the year before, from the history.
    """

    province: Province
    agency: Agency
    form: Submission | None
    own: Mapping[int, IndicatorScore]
    rows: Mapping[int, int]
    known: Mapping[int, Decimal]
    earlier: Mapping[int, Decimal]

    def counting(self, framework: Framework) -> Iterator[IndicatorScore]:
        """What counts: the form's word, else what is known otherwise."""
        for each in framework.indicators:
            own = self.own.get(each.no, IndicatorScore(each.no))
            score = self.known.get(each.no) if own.score is None else own.score
            previous = self.earlier.get(each.no) if own.previous is None else own.previous
            yield IndicatorScore(each.no, score, previous)

    def source(self, analysis: Analysis) -> ScoreSource:
        """Where the scores come from that were judged."""
        if any(each.score is not None for each in self.own.values()):
            return ScoreSource.SUBMITTED
        return ScoreSource.KNOWN if analysis.scored else ScoreSource.NONE

    def differences(self, framework: Framework, sheet: str) -> Iterator[Finding]:
        """Where the form says something else; scores are compared as they are published.

        Args:
            framework: of the assessed year.
            sheet: the name of the sheet of scores in the form.
        """
        if self.form is not None:
            yield from self._of_this_year(framework, self.form, sheet)
            yield from self._of_the_year_before(self.form, sheet)

    def _of_this_year(self, framework: Framework, form: Submission, sheet: str) -> Iterator[Finding]:
        for each in framework.indicators:
            own, known = self.own.get(each.no), self.known.get(each.no)
            if own is None or own.score is None or known is None or rounded(own.score) == rounded(known):
                continue
            details = {
                "no": each.no,
                "unit": self.province.label(self.agency.code),
                "source": self.province.score_source(self.agency.code, each.no),
                "known": rounded(known),
            }
            cell = f"{form.columns.get('score', 'A')}{self.rows[each.no]}"
            value = f"{rounded(own.score)}"
            yield Finding(FindingKind.KNOWN_SCORE_DIFFERS, form.file, sheet, cell, value, details)

    def _of_the_year_before(self, form: Submission, sheet: str) -> Iterator[Finding]:
        """One finding for all indicators."""
        other = [
            f"{no}: {rounded(own.previous)}/{rounded(self.earlier[no])}"
            for no, own in sorted(self.own.items())
            if own.previous is not None
            and no in self.earlier
            and rounded(own.previous) != rounded(self.earlier[no])
        ]
        if other:
            details = {
                "unit": self.province.label(self.agency.code),
                "year": self.province.scored_year - 1,
                "indicators": some_of(other),
            }
            yield Finding(FindingKind.PREVIOUS_DIFFERS, form.file, sheet, details=details)


def told_scores(
    province: Province, agency: Agency, returned: AgencyReturn, before: YearOfScores
) -> ToldScores:
    """What is told of an agency's scores; of the year before by the history, too."""
    own, rows = {}, {}
    for row in rows_of(returned.form, _SCORES) if returned.form else ():
        if row.code.isdecimal():
            no = int(row.code)
            own[no] = IndicatorScore(no, _score(row.values.get("score")), _score(row.values.get("previous")))
            rows[no] = row.row
    known, earlier = (scores.get(agency.code, {}) for scores in (province.known_scores, before.scores))
    return ToldScores(province, agency, returned.form, own, rows, known, earlier)


def _score(value: object) -> Decimal | None:
    if not isinstance(value, (int, float, Decimal)):
        return None
    # Through its shortest text: 72.13 in a cell is meant as 72.13, not as the nearest binary fraction.
    score = Decimal(str(value))
    return score if 0 <= score <= 100 else None
