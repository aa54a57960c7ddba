"""Whose document it is, of which year and round: read from the texts outside its tables."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from msgspec import Struct, field

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.calendar import ROUNDS, FiscalYear
from itaxl.importing.tables import SourceText
from itaxl.thai.dates import MONTH, fiscal_year_of
from itaxl.thai.period_reading import PeriodReading, read_period
from itaxl.thai.text import arabic_digits, compact

_YEAR = r"(?:พ\.{1,2}ศ\.?\s*)?(25\d\d)"
_FISCAL = re.compile(rf"ปี(?:งบประมาณ)?\s*{_YEAR}")
_SCORED = re.compile(rf"ผลการประเมิน.{{0,160}}?ปี(?:งบประมาณ)?\s*{_YEAR}")
_ROUND = re.compile(r"รอบ(?:ที่)?\s*(\d{1,2})\s*เดือน")
_MOMENT = rf"(?:\d{{1,2}}\s*)?(?:เดือน)?\s*{MONTH}\s*(?:พ\.ศ\.?\s*)?\d{{2,4}}"
_DISTRICT = re.compile(r"อำเภอ\s*([ก-๙]+?)(?=\s|จังหวัด|$)")
_PROVINCE = re.compile(r"จังหวัด\s*([ก-๙]+)")
_TOTAL = re.compile(r"(?:ค่าคะแนน|คะแนนรวม|คะแนนเฉลี่ย)[^\d\n]{0,30}(\d{1,3}\.\d{1,2})")
_SCORE = re.compile(
    r"ตัวชี้วัดที่\s*(\d{1,2})\s*([^\d]{2,60}?)\s*ได้คะแนน[^\d\n]{0,20}(\d{1,3}(?:\.\d{1,2})?)(?!\d)"
)
_ABOVE = re.compile(r"ได้คะแนน(?:มากกว่า|สูงกว่า|เกิน)\s*(?:ร้อยละ\s*)?(\d{2,3}(?:\.\d+)?)")
_THAI = "ก-ฺเ-๎"
_LONGEST_NAME = 40
_NO_NAME = ("ที่", "ใน", "และ", "มี", "ได้")  # what goes on behind the kind alone
_FIRST_LINES = 30  # of a document: its cover and its first paragraphs


class Told(Struct, frozen=True):
    """Something that texts say.

    Attributes:
        value: as it goes into the plan.
        lines: that say it.
        is_sure: whether it is said plainly and always in the same way.
        others: what else is said.
    """

    value: object
    lines: tuple[SourceText, ...] = ()
    is_sure: bool = True
    others: tuple[str, ...] = ()


class Identity(Struct):
    """What the texts of a document tell about it, by the key of the plan's field."""

    fields: dict[str, Told] = field(default_factory=dict)
    scores: dict[int, Told] = field(default_factory=dict)

    def value(self, key: str) -> object:
        """What a field is, None where nothing says so."""
        told = self.fields.get(key)
        return told.value if told else None

    def text(self, key: str) -> str:
        """The words of a field, empty where nothing says so."""
        value = self.value(key)
        return value if isinstance(value, str) else ""


def read_identity(texts: Sequence[SourceText], register: AgencyRegister, words: Iterable[str]) -> Identity:
    """Read what a document says about itself.

    Args:
        texts: its lines outside the tables.
        register: kinds of agencies and the provinces.
        words: of its tables, where the agency's name stands, too.
    """
    lines = [_Line(each, arabic_digits(each.text)) for each in texts]
    identity = Identity()
    _name(identity, lines, register, tuple(words))
    _place(identity, lines, register)
    _time(identity, lines)
    _figures(identity, lines)
    return identity


class _Line(Struct, frozen=True):
    source: SourceText
    plain: str


def _name(identity: Identity, lines: Sequence[_Line], register: AgencyRegister, words: Sequence[str]) -> None:
    """The agency by the kind that its name begins with; of several spellings the one used most."""
    everything = "\n".join([*(each.plain for each in lines), *words])
    short = {kind.abbreviation: kind.name for kind in register.types if kind.abbreviation}
    full = {kind: kind for kind in sorted(register.type_names, key=len, reverse=True)}
    candidates = _named(lines, full) or _named(lines, short)
    if not candidates:
        return
    uses = {
        (kind, name): len(re.findall(rf"(?:{kind}|{re.escape(_short(short, kind))})\s?{name}", everything))
        for kind, name in candidates
    }
    # A longer candidate is the name with the next word behind it: โพนทองมี.
    names = [
        each
        for each in candidates
        if not any(other != each and each[1].startswith(other[1]) for other in candidates)
    ]
    best = max(names, key=uses.__getitem__)
    others = tuple(f"{kind}{name}" for kind, name in names if (kind, name) != best)
    identity.fields["name"] = Told("".join(best), tuple(candidates[best]), not others, others)
    identity.fields["agency_type"] = Told(best[0], tuple(candidates[best]))


def _named(lines: Sequence[_Line], kinds: Mapping[str, str]) -> dict[tuple[str, str], list[SourceText]]:
    """The agencies that lines name: their kind and the rest of the name, with the lines.

    Args:
        lines: of the document.
        kinds: by the words that names begin with.
    """
    found: dict[tuple[str, str], list[SourceText]] = {}
    for line in lines:
        for words, kind in kinds.items():
            pattern = rf"(?<![{_THAI}]){re.escape(words)}" if words != kind else words
            for match in re.finditer(rf"{pattern}\s?([{_THAI}]+?)(?=\s|[^{_THAI}]|$)", line.plain):
                if len(match[1]) <= _LONGEST_NAME and not match[1].startswith(_NO_NAME):
                    found.setdefault((kind, match[1]), []).append(line.source)
    return found


def _short(short: dict[str, str], kind: str) -> str:
    return next((each for each, name in short.items() if name == kind), kind)


def own_names(identity: Identity, register: AgencyRegister) -> tuple[str, ...]:
    """The agency's name as it stands behind those of its departments, compact; the longest first."""
    name, kind = identity.text("name"), identity.text("agency_type")
    bare = compact(name.removeprefix(kind))
    names = [
        f"{compact(each)}{bare}" for found in [register.type_named(kind)] if found for each in found.names
    ]
    return tuple(sorted(filter(None, names), key=len, reverse=True)) if bare else ()


def _place(identity: Identity, lines: Sequence[_Line], register: AgencyRegister) -> None:
    for line in lines:
        province = _PROVINCE.search(line.plain)
        known = province and next(
            (each for each in register.province_names if province[1].startswith(each)), ""
        )
        if known and "province" not in identity.fields:
            identity.fields["province"] = Told(known, (line.source,))
        district = _DISTRICT.search(line.plain)
        if district and "district" not in identity.fields:
            identity.fields["district"] = Told(district[1], (line.source,))


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"({_MOMENT})\s*(?:-|–|ถึง)\s*({_MOMENT})".replace("(?P<month>", "(?:"))


def _periods(lines: Iterable[_Line]) -> Iterator[tuple[PeriodReading, SourceText]]:
    year = FiscalYear(2566)  # any: what names its years needs none
    for line in lines:
        for match in _between().finditer(line.plain):
            reading = read_period(match[0], year.start, year.end)
            if reading.start and reading.end:
                yield reading, line.source


def _time(identity: Identity, lines: Sequence[_Line]) -> None:
    """The fiscal year by the period that is reported about, else by the title; the round; the year scored."""
    period = next(
        (
            (each, source)
            for each, source in _periods(lines)
            if fiscal_year_of(_start(each)) == fiscal_year_of(_end(each))
        ),
        None,
    )
    scored = [(int(match[1]), line.source) for line in lines if (match := _SCORED.search(line.plain))]
    if scored:
        year = Counter(each for each, _ in scored).most_common(1)[0][0]
        told = tuple(source for each, source in scored if each == year)
        identity.fields["scored_year"] = Told(year, told[:1], len({each for each, _ in scored}) == 1)
    if period:
        year = fiscal_year_of(_end(period[0]))
        identity.fields["fiscal_year"] = Told(year, (period[1],))
        months = months_until(_end(period[0]))
        identity.fields["round"] = Told(months, (period[1],))
    else:
        for line in lines[:_FIRST_LINES]:
            match = _FISCAL.search(line.plain)
            if match and not _SCORED.search(line.plain[: match.end()]):
                identity.fields["fiscal_year"] = Told(int(match[1]), (line.source,))
                break
    for line in lines:
        match = _ROUND.search(line.plain)
        if match and int(match[1]) in ROUNDS:
            identity.fields["round"] = Told(int(match[1]), (line.source,))
            break


def _start(period: PeriodReading) -> date:
    assert period.start is not None
    return period.start


def _end(period: PeriodReading) -> date:
    assert period.end is not None
    return period.end


def months_until(day: date) -> int:
    """The round, in months, that a day of a fiscal year belongs to.

    >>> months_until(date(2023, 3, 31)), months_until(date(2023, 4, 1)), months_until(date(2022, 10, 1))
    (6, 9, 3)
    """
    passed = (day.month - 10) % 12 + 1
    return next(each for each in ROUNDS if each >= passed)


def _figures(identity: Identity, lines: Sequence[_Line]) -> None:
    for line in lines:
        if (match := _TOTAL.search(line.plain)) and "published_total" not in identity.fields:
            identity.fields["published_total"] = Told(Decimal(match[1]), (line.source,))
        if (match := _ABOVE.search(line.plain)) and "strength_above" not in identity.fields:
            identity.fields["strength_above"] = Told(Decimal(match[1]), (line.source,))
        for match in _SCORE.finditer(line.plain):
            score = Decimal(match[3])
            if score <= 100:
                identity.scores.setdefault(int(match[1]), Told(score, (line.source,)))
