"""Of which agency, year and round documents are, and by which framework they are read."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.catalogue import framework_years, load_framework
from itaxl.importing.identity import Identity, Told, months_until, read_identity
from itaxl.importing.tables import Source, SourceText
from itaxl.importing.tracing import Certainty, Target, Trace
from itaxl.template.description import Sheet
from itaxl.thai.dates import fiscal_year_of
from itaxl.thai.period_reading import PeriodReading, read_period

_ANY_YEAR = FiscalYear(2566)  # what names its years is read the same whichever year it is held to be
_WHOLE_YEAR = 12  # months
FIRST_YEAR, LAST_YEAR = 2562, 2600  # of the fiscal years that a plan can hold


class Wanted(Struct, frozen=True):
    """What the person who imports says.

    Attributes:
        year: the fiscal year of the measures, Buddhist era.
        name: of the agency.
        today: the year that is taken where nothing tells it.
        frameworks: a folder of the user's own frameworks.
    """

    today: date
    year: int | None = None
    name: str = ""
    frameworks: Path | None = None


class Circumstances(Struct, frozen=True):
    """What measures are read by.

    Attributes:
        identity: what the documents say about themselves, with what was guessed.
        months: of the round.
        round_end: the last day that is reported about.
        framework: of the scored year.
    """

    identity: Identity
    year: FiscalYear
    months: int
    round_end: date
    framework: Framework


class CircumstancesReader:
    """Reads who and when out of documents; what they do not say is guessed and told.

    Args:
        sources: the documents.
        periods: the words of the measures' periods.
        sheet: the plan's form of the agency.
        register: kinds of agencies and the provinces.
        wanted: what the person who imports says.
        trace: that the guesses are noted in.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        periods: Sequence[str],
        sheet: Sheet,
        register: AgencyRegister,
        wanted: Wanted,
        trace: Trace,
    ) -> None:
        self.sources = sources
        self.periods = tuple(" ".join(text.split()) for text in periods if text)
        self.agency_sheet = sheet
        self.register = register
        self.wanted = wanted
        self.trace = trace

    def read(self) -> Circumstances:
        """Read them."""
        identity = self._identity()
        year = self._year(identity)
        months, round_end = self._round(identity, year)
        return Circumstances(identity, year, months, round_end, self._framework(identity, year))

    def _identity(self) -> Identity:
        words = [
            cell.text
            for source in self.sources
            for table in source.tables
            for row in table.rows
            for cell in row
        ]
        lines = [part for source in self.sources for part in source.parts if isinstance(part, SourceText)]
        identity = read_identity(lines, self.register, words)
        if self.wanted.name:
            kind = next((each for each in self.register.type_names if self.wanted.name.startswith(each)), "")
            identity.fields["name"] = Told(self.wanted.name)
            if kind:
                identity.fields["agency_type"] = Told(kind)
        return identity

    def _year(self, identity: Identity) -> FiscalYear:
        told = identity.value("fiscal_year")
        if self.wanted.year is not None:
            identity.fields["fiscal_year"] = Told(self.wanted.year)
        elif not isinstance(told, int) or not FIRST_YEAR <= told <= LAST_YEAR:
            ends = [each.end or each.start for each in self._read_periods(_ANY_YEAR) if not each.is_guess]
            years = Counter(fiscal_year_of(each) for each in ends if each is not None)
            year = years.most_common(1)[0][0] if years else fiscal_year_of(self.wanted.today)
            because = (
                ("อ่านจากระยะเวลาของมาตรการ", "read from the periods of the measures")
                if years
                else ("เอกสารไม่ได้บอก จึงใช้ปีปัจจุบัน", "the document does not say; it is the current one")
            )
            identity.fields["fiscal_year"] = Told(year, is_sure=False)
            self._guessed("fiscal_year", year, *because)
        number = identity.value("fiscal_year")
        assert isinstance(number, int)
        return FiscalYear(number)

    def _read_periods(self, year: FiscalYear) -> list[PeriodReading]:
        return [read_period(text, year.start, year.end) for text in self.periods]

    def _round(self, identity: Identity, year: FiscalYear) -> tuple[int, date]:
        """The round, and the last day that is reported about."""
        told = identity.value("round")
        if not isinstance(told, int):
            read = self._read_periods(year)
            ends = [each.end for each in read if each.end is not None and each.end in year]
            told = months_until(max(ends)) if ends else _WHOLE_YEAR
            identity.fields["round"] = Told(told, is_sure=False)
            thai, english = "อ่านจากระยะเวลาของมาตรการ", "read from the periods of the measures"
            if not ends:
                thai, english = "เอกสารไม่ได้บอก จึงใช้ทั้งปี", "the document does not say; the whole year is taken"
            self._guessed("round", told, thai, english)
        return told, _last_day(year, told)

    def _framework(self, identity: Identity, year: FiscalYear) -> Framework:
        known = framework_years(self.wanted.frameworks)
        told = identity.value("scored_year")
        scored = told if isinstance(told, int) else year.number - 1
        if scored not in known:
            nearest_year = min(known, key=lambda each: (abs(each - scored), each))
            self._guessed(
                "scored_year",
                nearest_year,
                f"ไม่มีข้อมูล ITA ของปี {scored}",
                f"there is no framework of {scored}",
            )
            scored = nearest_year
            identity.fields["scored_year"] = Told(scored, is_sure=False)
        return load_framework(scored, self.wanted.frameworks)

    def _guessed(self, key: str, value: object, because: str, because_en: str) -> None:
        header = self.agency_sheet.column(key).header
        details = {"header": header, "because": because, "because_en": because_en}
        file = self.sources[0].file
        self.trace.findings.append(
            Finding(FindingKind.SETTING_GUESSED, file, value=str(value), details=details)
        )
        target = Target(self.agency_sheet.name, header)
        self.trace.moved(file, SourceText("", ""), target, Certainty.UNSURE, because)


def _last_day(year: FiscalYear, months: int) -> date:
    """The last day of a round: the day before the month that follows it."""
    passed = year.start.month - 1 + months
    following = date(year.start.year + passed // 12, passed % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
