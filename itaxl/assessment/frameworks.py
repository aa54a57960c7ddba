"""The ITA of one fiscal year: its instruments, indicators and items, and how its scores make a total."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from itaxl.assessment.grade_rules import GradeLevel, GradeRule, rounded
from itaxl.assessment.verification import UNVERIFIED_MARK, Source, Standing

if TYPE_CHECKING:
    from collections.abc import Mapping


class Item(Struct, frozen=True):
    """One question of a survey (`i1`, `e1`) or one kind of information to publish (`o1`).

    `name` is None where only the number of items is known. `key` names the same matter in every year,
    since a code without its fiscal year says nothing. `direction` tells how a question is asked.
    """

    code: str
    name: str | None
    sub_indicator: str | None
    standing: Standing
    sources: tuple[str, ...]
    sub_standing: Standing | None = None
    key: str | None = None
    direction: str | None = None


class SubIndicator(Struct, frozen=True):
    """A group of items below an indicator, such as 9.1 ข้อมูลพื้นฐาน."""

    code: str
    name: str
    standing: Standing


class Indicator(Struct, frozen=True):
    """One of the numbered indicators (ตัวชี้วัด)."""

    no: int
    name: str
    aliases: tuple[str, ...]
    name_en: str
    aliases_en: tuple[str, ...]
    purpose: str | None
    purpose_standing: Standing | None
    purpose_sources: tuple[str, ...]
    instrument: str
    items: tuple[Item, ...]
    sub_indicators: tuple[SubIndicator, ...]
    standing: Standing
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every Thai spelling of the name, the usual one first."""
        return (self.name, *self.aliases)


class InstrumentParts(Struct, frozen=True):
    """The questionnaires an instrument consists of, where there are several."""

    codes: tuple[str, ...]
    standing: Standing
    sources: tuple[str, ...]


class Instrument(Struct, frozen=True):
    """A measuring instrument (เครื่องมือ): IIT, EIT or OIT, with its share in the total."""

    code: str
    name: str
    aliases: tuple[str, ...]
    weight: Decimal
    indicators: tuple[int, ...]
    parts: InstrumentParts | None
    item_count: int | None
    item_count_standing: Standing | None
    standing: Standing
    sources: tuple[str, ...]


class ItemScale(Struct, frozen=True):
    """The scores that one item can have: answers of a survey, or an item of the public data check."""

    kind: str
    scores: tuple[int, ...]
    standing: Standing


class RollUp(Struct, frozen=True):
    """How items become a total, in words."""

    item_scales: tuple[ItemScale, ...]
    note: str
    standing: Standing
    sources: tuple[str, ...]


class ReportPart(Struct, frozen=True):
    """Something a plan, a measure or a report of measures has to contain."""

    key: str
    name: str
    standing: Standing
    sources: tuple[str, ...]


class ReportCoverage(Struct, frozen=True):
    """The fiscal years and rounds that the report of measures tells of."""

    fiscal_years: tuple[int, ...]
    rounds: tuple[str, ...]
    standing: Standing
    sources: tuple[str, ...]
    note: str | None


class AnalysisTopics(Struct, frozen=True):
    """The topics that the analysis of last year's result has to go through."""

    topics: tuple[str, ...]
    standing: Standing
    sources: tuple[str, ...]
    note: str | None


class MeasuresReport(Struct, frozen=True):
    """What the framework asks about promotion measures: the two items and what they must hold."""

    plan_item: str | None
    report_item: str | None
    analysed_year: int | None
    covers: ReportCoverage | None
    plan_parts: tuple[ReportPart, ...]
    measure_parts: tuple[ReportPart, ...]
    report_parts: tuple[ReportPart, ...]
    analysis_topics: AnalysisTopics | None
    standing: Standing
    sources: tuple[str, ...]
    note: str | None


class Framework(Struct, frozen=True):
    """The ITA of one fiscal year of the Buddhist era."""

    fiscal_year: int
    standing: Standing
    note: str | None
    instruments: tuple[Instrument, ...]
    indicators: tuple[Indicator, ...]
    grade_rule: GradeRule
    roll_up: RollUp | None
    measures_report: MeasuresReport | None
    sources: tuple[Source, ...]

    @property
    def unverified(self) -> str:
        """Which of the parts that decide figures and names are not verified, in Thai; empty where none is."""
        return self.unverified_parts(names=True)

    def unverified_parts(self, *, names: bool) -> str:
        """The same; without the names of indicators, where none of them is shown."""
        weights = all(each.standing is Standing.VERIFIED for each in self.instruments)
        sure_names = all(each.standing is Standing.VERIFIED for each in self.indicators)
        parts = [
            words
            for words, verified in (
                ("น้ำหนักของเครื่องมือ", weights),
                ("เกณฑ์ระดับผล", self.grade_rule.standing is Standing.VERIFIED),
                ("ชื่อตัวชี้วัดบางข้อ", sure_names or not names),
            )
            if not verified
        ]
        if not parts:
            return ""
        told = " ".join(parts[:-1]) + (" และ" if len(parts) > 1 else "") + parts[-1]
        return f"{UNVERIFIED_MARK} {told}ของปี {self.fiscal_year} ยังไม่ได้ตรวจกับเอกสารทางการ"

    @property
    def weights_standing(self) -> Standing:
        """Of the weights together: as sure as the least sure of them."""
        standings = [each.standing for each in self.instruments]
        order = (Standing.FROM_MEMORY, Standing.INFERRED, Standing.VERIFIED)
        return next(each for each in order if each in standings)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item of every indicator, in order."""
        return tuple(item for indicator in self.indicators for item in indicator.items)

    @property
    def items_known(self) -> bool:
        """Whether the topic of every item is known."""
        return bool(self.items) and all(item.name is not None for item in self.items)

    @property
    def plan_item(self) -> str | None:
        """The item that asks for the plan of measures, such as o42."""
        return self.measures_report.plan_item if self.measures_report else None

    @property
    def report_item(self) -> str | None:
        """The item that asks for the report on the measures, such as o43."""
        return self.measures_report.report_item if self.measures_report else None

    def indicator(self, no: int) -> Indicator:
        """The indicator of a number.

        Raises:
            KeyError: There is none.
        """
        for indicator in self.indicators:
            if indicator.no == no:
                return indicator
        raise KeyError(no)

    def instrument(self, code: str) -> Instrument:
        """The instrument of a code.

        Raises:
            KeyError: There is none.
        """
        for instrument in self.instruments:
            if instrument.code == code:
                return instrument
        raise KeyError(code)

    def instrument_of(self, no: int) -> Instrument:
        """The instrument that an indicator belongs to."""
        return self.instrument(self.indicator(no).instrument)

    def item(self, code: str) -> Item | None:
        """The item of a code such as o42, if this year has it."""
        return next((item for item in self.items if item.code == code), None)

    def indicator_of_item(self, code: str) -> Indicator | None:
        """The indicator that an item belongs to, if this year has the item."""
        return next((one for one in self.indicators if any(item.code == code for item in one.items)), None)

    def source(self, code: str) -> Source | None:
        """The document behind a source code."""
        return next((source for source in self.sources if source.code == code), None)

    def instrument_scores(self, scores: Mapping[int, Decimal]) -> dict[str, Decimal]:
        """The mean of each instrument, not rounded, where all its indicators have a score."""
        return {
            instrument.code: sum((scores[no] for no in instrument.indicators), Decimal())
            / len(instrument.indicators)
            for instrument in self.instruments
            if all(no in scores for no in instrument.indicators)
        }

    def total_of_instruments(self, instrument_scores: Mapping[str, Decimal]) -> Decimal | None:
        """The weighted total, rounded once here; None where an instrument is missing."""
        if any(instrument.code not in instrument_scores for instrument in self.instruments):
            return None
        weighted = (instrument.weight * instrument_scores[instrument.code] for instrument in self.instruments)
        return rounded(sum(weighted, Decimal()))

    def total(self, scores: Mapping[int, Decimal]) -> Decimal | None:
        """The total of the indicators' scores; None where one of them is missing."""
        return self.total_of_instruments(self.instrument_scores(scores))

    def possible_grades(
        self, total: Decimal, instrument_scores: Mapping[str, Decimal] | None = None
    ) -> tuple[GradeLevel, ...]:
        """The levels that the total can mean, given the instruments that are known."""
        known = instrument_scores or {}
        return self.grade_rule.possible(
            total, [known.get(instrument.code) for instrument in self.instruments]
        )

    def grade(
        self, total: Decimal, instrument_scores: Mapping[str, Decimal] | None = None
    ) -> GradeLevel | None:
        """The level of the result; None where an unknown instrument would decide."""
        possible = self.possible_grades(total, instrument_scores)
        return possible[0] if len(possible) == 1 else None
