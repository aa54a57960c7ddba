"""What the tables and lists of a layout go through: measures, indicators, points to develop, units."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import EVERY_DEPARTMENT, Plan, PlanRow
from itaxl.assessment.statuses import Status, merged_status
from itaxl.papers.document import Number
from itaxl.results.analysis import IndicatorResult
from itaxl.results.consolidation import Consolidation, Record
from itaxl.results.narrative import score_words
from itaxl.results.words import together
from itaxl.thai.dates import long_date
from itaxl.thai.periods import period_words
from itaxl.thai.text import arabic_digits, compact, folded

NO_INDICATOR = "ไม่ระบุตัวชี้วัด"
NO_INSTRUMENT = ""
NO_NAME = "(ไม่ได้ระบุชื่อมาตรการ)"

_ONLY_NUMBERS = re.compile(r"[\d\s,;]+")
_NUMBER_AHEAD = re.compile(r"\s*\d+\s*[.)]")
_INDICATOR_AHEAD = re.compile(r"^\s*ตัวชี้วัด(?:ที่)?\s*")


class PaperRow(Struct, frozen=True):
    """One row that a table or a list can show.

    Attributes:
        texts: by field.
        numbers: figures by field.
        instruments: codes of the instruments that it belongs to; one empty code where it belongs to none.
        status: of all departments together; None where the row is no measure.
        unreported: names of the departments that have not reported on it.
        is_reported: at least one has.
        belongs_to: rows with the same one are steps of one measure.
        under: for each of several indicators the fields that speak of it alone.
    """

    texts: Mapping[str, str]
    numbers: Mapping[str, Number] = field(default_factory=dict)
    instruments: frozenset[str] = frozenset({NO_INSTRUMENT})
    status: Status | None = None
    unreported: tuple[str, ...] = ()
    is_reported: bool = True
    belongs_to: str = ""
    under: tuple[Mapping[str, str], ...] = ()


def joined_once(parts: Sequence[str]) -> str:
    """Texts one below the other; one that another begins with is not said twice.

    >>> joined_once(["1๑๐", "1๑๐ บุคลากรในหน่วยงาน", ""])
    '1๑๐ บุคลากรในหน่วยงาน'
    """
    kept: list[tuple[str, str]] = []
    for part in parts:
        words = folded(part)
        if not words or any(_begins_with(each, words) for _, each in kept):
            continue
        kept = [(text, each) for text, each in kept if not _begins_with(words, each)]
        kept.append((part, words))
    return "\n".join(text for text, _ in kept)


def _begins_with(words: str, start: str) -> bool:
    return words == start or words.startswith(start + " ")


# Measures


def measure_rows(consolidation: Consolidation) -> Iterator[PaperRow]:
    """One row for each row of the plan, then for each own measure, with all departments' words."""
    plan, framework = consolidation.plan, consolidation.analysis.framework
    by_code: dict[str, list[Record]] = {}
    for record in consolidation.records:
        by_code.setdefault(record.code, []).append(record)
    # A row for which no department was found is no department's to report, and is printed all the same.
    planned = {row.code: row for row in plan.rows}
    number, last = 0, None
    for code in dict.fromkeys((*planned, *by_code)):
        row = _MeasureRow(plan, framework, by_code.get(code, []), planned.get(code))
        number += row.belongs_to != last
        last = row.belongs_to
        yield row.as_paper_row(number)


def measure_list(consolidation: Consolidation) -> Iterator[PaperRow]:
    """One row for each measure, without its steps."""
    seen = set()
    for row in measure_rows(consolidation):
        if row.belongs_to not in seen:
            seen.add(row.belongs_to)
            yield row


class _MeasureRow(Struct, frozen=True):
    """A row of the plan, or an own measure, and what was reported on it."""

    plan: Plan
    framework: Framework
    records: Sequence[Record]
    row: PlanRow | None

    @property
    def belongs_to(self) -> str:
        return self.records[0].measure_code if self.records else self.row.measure_code if self.row else ""

    @property
    def indicators(self) -> tuple[int, ...]:
        return self.records[0].indicators if self.records else self.row.indicators if self.row else ()

    def as_paper_row(self, number: int) -> PaperRow:
        instruments = dict.fromkeys(self.framework.indicator(no).instrument for no in self.indicators)
        texts = {key: self.words(key) for key in self._keys()}
        if self.row is None:  # of the department's own, which may have left its name out
            texts["measure"] = texts.get("measure", "").strip() or NO_NAME
        departments = self._departments()
        period = texts.get("period") or period_words(*self._dates())
        texts |= {
            "no": str(number),
            "code": self.records[0].code if self.records else self.row.code if self.row else "",
            "indicator": self._indicator_words(),
            "indicator_no": ", ".join(map(str, self.indicators)),
            "instrument": ", ".join(instruments),
            "departments": departments,
            "who": self._who(departments, texts.get("responsible", "")),
            "period": period,
            "deadline": _not_told_yet(texts.get("monitoring", ""), period),
            "status": self._status().thai,
            "numbered_measure": _numbered(number, texts.get("measure", "")),
        }
        unreported = tuple(
            each.department.name for each in self.records if each.status is Status.NOT_REPORTED
        )
        return PaperRow(
            texts=texts,
            instruments=frozenset(instruments or {NO_INSTRUMENT}),
            status=self._status(),
            unreported=unreported,
            is_reported=len(unreported) < len(self.records),
            belongs_to=self.belongs_to,
            under=self._each_indicator(),
        )

    def _keys(self) -> Iterator[str]:
        yield from dict.fromkeys(
            (
                *MEASURE_FIELDS,
                *(self.row.values if self.row else ()),
                *(key for each in self.records for key in (*each.planned, *each.entries)),
            )
        )

    def words(self, key: str) -> str:
        """What stands under a column: reported by departments, else planned."""
        if any(key in each.entries for each in self.records):
            return together([(each.department.name, _words(each.value(key))) for each in self.records])
        planned = self.records[0].planned if self.records else {}
        value = planned.get(key)
        # What departments did not receive stands in the plan alone.
        return _words(self.row.values.get(key) if value is None and self.row else value)

    def _status(self) -> Status:
        return merged_status(each.status for each in self.records)

    def _dates(self) -> tuple[date | None, date | None]:
        if self.records:
            return self.records[0].start, self.records[0].end
        return (self.row.start, self.row.end) if self.row else (None, None)

    def _departments(self) -> str:
        written = _words(self.row.values.get("department")) if self.row else ""
        if compact(written) == compact(EVERY_DEPARTMENT):
            return EVERY_DEPARTMENT
        return ", ".join(each.department.name for each in self.records) or written

    def _who(self, departments: str, responsible: str) -> str:
        """The positions, with the departments unless the words name one already."""
        names = [departments, *departments.split(", ")]
        if any(name and compact(name) in compact(responsible) for name in names):
            return responsible
        return joined_once([departments, responsible])

    def _each_indicator(self) -> tuple[Mapping[str, str], ...]:
        """What a table by indicator says of each of several; of a single one the plan's own words stand."""
        if len(self.indicators) < 2:
            return ()
        found = map(self.framework.indicator, self.indicators)
        return tuple(
            {
                "indicator": f"{each.no} {each.name}",
                "indicator_no": str(each.no),
                "instrument": each.instrument,
            }
            for each in found
        )

    def _indicator_words(self) -> str:
        """As written in the plan; an indicator given by its number only gets its name."""
        written = self.words("indicator").strip()
        if written and not _ONLY_NUMBERS.fullmatch(arabic_digits(written)):
            return _INDICATOR_AHEAD.sub("", written)
        names = [f"{no} {self.framework.indicator(no).name}" for no in self.indicators]
        return ", ".join(names) or written or NO_INDICATOR


def _numbered(number: int, words: str) -> str:
    """A measure's words with its number in front, which many have already."""
    return words if _NUMBER_AHEAD.match(arabic_digits(words)) else f"{number}. {words}"


def _not_told_yet(monitoring: str, period: str) -> str:
    """A period, unless every part of it stands among the words on the follow-up.

    >>> _not_told_yet("๑) รายงานภายในเดือนเมษายน", "ภายในเดือนเมษายน"), _not_told_yet("รายไตรมาส", "มี.ค. 2566")
    ('', 'มี.ค. 2566')
    """
    told = compact(monitoring)
    return "" if all(compact(each) in told for each in period.split("/")) else period


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()


# Indicators


def _indicator_row(result: IndicatorResult, limit: Decimal | None = None) -> PaperRow:
    """One indicator; its score in words is told apart from the limit by which it stands there."""
    figures = {
        "score": result.score,
        "previous": result.previous,
        "change": result.change,
        "gap": result.gap,
    }
    indicator = result.indicator
    return PaperRow(
        texts={
            "no": str(indicator.no),
            "indicator": indicator.name,
            "instrument": indicator.instrument,
            "band": _band(result),
            **{name: score_words(value) if value is not None else "" for name, value in figures.items()},
            "score": score_words(result.score, limit) if result.score is not None else "",
        },
        numbers={name: Number(Decimal(value)) for name, value in figures.items() if value is not None},
        instruments=frozenset({indicator.instrument}),
    )


def _band(result: IndicatorResult) -> str:
    bands = (
        ("จุดแข็ง", result.is_strength),
        ("จุดอ่อน", result.is_weakness),
        ("ต้องพัฒนา", result.is_to_develop),
    )
    return " / ".join(name for name, applies in bands if applies)


def _scores(consolidation: Consolidation) -> Iterator[PaperRow]:
    return map(_indicator_row, (each for each in consolidation.analysis.indicators if each.score is not None))


def _strengths(consolidation: Consolidation) -> Iterator[PaperRow]:
    analysis = consolidation.analysis
    return (_indicator_row(each, analysis.thresholds.strength_above) for each in analysis.strengths)


def _weaknesses(consolidation: Consolidation) -> Iterator[PaperRow]:
    analysis = consolidation.analysis
    return (_indicator_row(each, analysis.thresholds.weakness_below) for each in analysis.weaknesses)


def _to_develop(consolidation: Consolidation) -> Iterator[PaperRow]:
    analysis = consolidation.analysis
    found = [each for each in analysis.indicators if each.is_to_develop]
    found.sort(key=lambda each: (each.score or 0, each.indicator.no))
    return (_indicator_row(each, analysis.thresholds.target) for each in found)


# What the plan says beside its measures


def _development(consolidation: Consolidation) -> Iterator[PaperRow]:
    for point in consolidation.plan.development:
        yield PaperRow(
            texts={
                "no": str(point.number or ""),
                "indicator": _INDICATOR_AHEAD.sub("", point.indicator),
                "instrument": point.instrument,
                **{
                    key: _words(point.values.get(key)) for key in ("assessed", "to_develop", "recommendation")
                },
            },
            instruments=frozenset({point.instrument}),
        )


def _missing_units(consolidation: Consolidation) -> Iterator[PaperRow]:
    for number, unit in enumerate(consolidation.unreported, start=1):
        yield PaperRow({"no": str(number), "unit": unit.unit})


MEASURE_FIELDS = (
    *("no", "code", "indicator", "indicator_no", "instrument", "item", "issue", "measure"),
    *("numbered_measure", "guideline", "steps", "departments", "who", "department", "joint"),
    *("responsible", "monitoring", "period", "deadline", "start", "end", "status"),
    *("done_on", "result", "outcome", "suggestion", "evidence"),
)
_INDICATOR_FIELDS = ("no", "indicator", "instrument", "band", "score", "previous", "change", "gap")
_POINT_FIELDS = ("no", "indicator", "instrument", "assessed", "to_develop", "recommendation")


class Source(Struct, frozen=True):
    """Where rows come from, and the fields that each has."""

    rows: Callable[[Consolidation], Iterator[PaperRow]]
    fields: tuple[str, ...]


SOURCES: Mapping[str, Source] = {
    "measures": Source(measure_rows, MEASURE_FIELDS),
    "measure-list": Source(measure_list, MEASURE_FIELDS),
    "scores": Source(_scores, _INDICATOR_FIELDS),
    "strengths": Source(_strengths, _INDICATOR_FIELDS),
    "weaknesses": Source(_weaknesses, _INDICATOR_FIELDS),
    "to-develop": Source(_to_develop, _INDICATOR_FIELDS),
    "development": Source(_development, _POINT_FIELDS),
    "missing-units": Source(_missing_units, ("no", "unit")),
}
