"""What ``analyze`` shows on a terminal, in Thai or in English: one agency in full, several in a line each."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from itaxl.assessment.frameworks import marked, rounded
from itaxl.results.analysis import AgencyAnalysis, Analysis, IndicatorResult, Judged, distinct_names
from itaxl.results.grading import GradeStep, implied_instrument, next_step, possible_grades
from itaxl.results.narrative import agency_words, limit_words, next_grade_sentence
from itaxl.thai.measuring import padded, terminal_width
from itaxl.workflow.analysis import Analysed

Row = Sequence[str]
_GAP = "  "
_LONGEST_NAME = 40


def lines(analysed: Analysed, language: str = "th") -> Iterator[str]:
    """Everything, line by line."""
    if len(analysed.agencies) == 1:
        yield from _Words(language).one(analysed.agencies[0])
    elif analysed.agencies:
        yield from _Words(language).several(analysed)


def table_lines(header: Row, rows: Sequence[Row], right: frozenset[int]) -> Iterator[str]:
    """A table whose columns stand below each other, whatever marks its Thai words carry.

    Args:
        header: one word a column.
        rows: as many cells each.
        right: numbers of the columns that end, rather than begin, below each other.
    """
    widths = [max(terminal_width(row[index]) for row in (header, *rows)) for index in range(len(header))]
    for number, row in enumerate((header, *rows)):
        cells = (
            padded(text, width, right=index in right)
            for index, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        yield _GAP.join(cells).rstrip()
        if number == 0:
            yield _GAP.join("-" * width for width in widths)


class _Words:
    """Says it in one language."""

    def __init__(self, language: str) -> None:
        self.is_thai = language == "th"

    def say(self, thai: str, english: str) -> str:
        return thai if self.is_thai else english

    # One agency

    def one(self, shown: AgencyAnalysis) -> Iterator[str]:
        analysis = shown.analysis
        year = analysis.result.year
        name = agency_words(shown.agency) if shown.agency.name or self.is_thai else "Agency"
        yield self.say(f"{name} · ผลการประเมิน ITA ปี {year}", f"{name} · ITA results of {year}")
        yield ""
        yield from self._table(analysis)
        yield ""
        yield self._result(analysis)
        yield next_grade_sentence(analysis) if self.is_thai else self._next(analysis)
        yield self._named("จุดแข็ง (มากกว่า {})", "Strengths (above {})", analysis.strengths, analysis)
        yield self._named(
            "จุดอ่อน (ต่ำกว่า {}) น้อยที่สุดก่อน", "Weaknesses (below {}), worst first", analysis.weaknesses, analysis
        )
        if analysis.framework.unverified:
            yield self.say(
                analysis.framework.unverified,
                f"* not verified with an official document of {year}; see: itaxl frameworks {year}",
            )

    def _table(self, analysis: Analysis) -> Iterator[str]:
        header = (
            "",
            self.say("ตัวชี้วัด / เครื่องมือ", "indicator / instrument"),
            self.say("คะแนน", "score"),
            self.say(f"ปี {analysis.result.year - 1}", str(analysis.result.year - 1)),
            self.say("เปลี่ยน", "change"),
            self.say("ระดับคะแนน", "band"),
            self.say("พัฒนา", "develop"),
            self.say("ห่างเป้าหมาย", "gap"),
        )
        rows = [self._row(str(each.indicator.no), self._name(each), each) for each in analysis.indicators]
        for instrument in analysis.framework.instruments:
            weight = limit_words(instrument.weight * 100)
            name = self.say(
                f"{instrument.code} (น้ำหนักร้อยละ {weight})", f"{instrument.code} (weight {weight}%)"
            )
            rows.append(self._row("", name, analysis.judged(instrument.code)))
        name = marked(self.say("คะแนนรวม", "total"), analysis.framework.weights_standing)
        rows.append(self._row("", name, analysis.judged()))
        return table_lines(header, rows, frozenset({0, 2, 3, 4, 7}))

    def _row(self, number: str, name: str, judged: Judged) -> Row:
        develop = "–" if judged.score is None else self.say("ใช่", "yes") if judged.is_to_develop else "–"
        return (
            number,
            name,
            _figure(judged.score),
            _figure(judged.previous),
            _figure(judged.change, signed=True),
            self._band(judged),
            develop,
            _figure(judged.gap),
        )

    def _band(self, judged: Judged) -> str:
        if judged.score is None:
            return self.say("ไม่มีคะแนน", "no score")
        if judged.is_weakness:
            return self.say("จุดอ่อน", "weakness")
        return self.say("จุดแข็ง", "strength") if judged.is_strength else self.say("ระหว่างเกณฑ์", "between")

    def _name(self, result: IndicatorResult) -> str:
        return f"{self._own_name(result)} ({result.indicator.instrument})"

    def _own_name(self, result: IndicatorResult) -> str:
        return self.say(result.indicator.name, result.indicator.name_en or result.indicator.name)

    def _result(self, analysis: Analysis) -> str:
        result = analysis.result
        if result.total is None:
            return self.say("ไม่ทราบคะแนนรวม", "The total is not known.")
        published = self.say(" ตามที่ประกาศ", ", as published") if result.is_published else ""
        return (
            self.say(f"คะแนนรวม {result.total:f}", f"Total {result.total:f}")
            + published
            + self._grade(analysis)
        )

    def _grade(self, analysis: Analysis) -> str:
        standing = analysis.framework.grade_rule.standing
        possible = possible_grades(analysis.framework, analysis.result)
        if len(possible) == 1:
            return self.say(" ระดับ ", ", grade ") + marked(possible[0].name, standing)
        names = " / ".join(each.name for each in possible)
        return self.say(
            f" ระดับชี้ขาดไม่ได้ เพราะไม่ทราบคะแนนบางเครื่องมือ: {names}",
            f", grade undecided, since instruments are not known: {names}",
        )

    def _named(self, thai: str, english: str, results: Sequence[IndicatorResult], analysis: Analysis) -> str:
        thresholds = analysis.thresholds
        limit = thresholds.strength_above if "แข็ง" in thai else thresholds.weakness_below
        told = " · ".join(
            f"{each.indicator.no} {self._own_name(each)} {_figure(each.score)}" for each in results
        )
        title = self.say(thai, english).format(limit_words(limit))
        return f"{title}: {told or self.say('ไม่มี', 'none')}"

    def _next(self, analysis: Analysis) -> str:
        """What is missing to the next grade, in English."""
        framework, result = analysis.framework, analysis.result
        if result.total is None:
            return "Without a total nothing can be said of the next grade."
        step = next_step(framework, result)
        if step is None:
            return "The highest grade is reached."
        words = f"Next grade {step.level.name}: {_missing(step)}"
        implied = implied_instrument(framework, result)
        if implied and (step.unknown or step.total_missing):
            words += f"; {implied[0]} is not given, but by the total it is about {implied[1]:f}"
        return words

    # Several agencies

    def several(self, analysed: Analysed) -> Iterator[str]:
        agencies = analysed.agencies
        year, count = analysed.year, len(agencies)
        framework = agencies[0].analysis.framework
        yield self.say(
            f"ผลการประเมิน ITA ปี {year} · {count} หน่วยงาน", f"ITA results of {year}: {count} agencies"
        )
        yield ""
        codes = [each.code for each in framework.instruments]
        header = (
            self.say("หน่วยงาน", "agency"),
            self.say("คะแนนรวม", "total"),
            self.say("เปลี่ยน", "change"),
            self.say("ระดับ", "grade"),
            *codes,
            self.say("ตัวชี้วัดต่ำสุด", "lowest indicator"),
            self.say("สู่ระดับถัดไป", "to the next grade"),
        )
        names = distinct_names([each.agency for each in agencies])
        rows = [self._agency(each, name, codes) for each, name in zip(agencies, names, strict=True)]
        right = frozenset({1, 2, *range(4, 4 + len(codes))})
        yield from table_lines(header, rows, right)
        yield ""
        yield self._reached(agencies)
        if framework.unverified:
            yield self.say(
                framework.unverified,
                f"* not verified with an official document of {year}; see: itaxl frameworks {year}",
            )

    def _agency(self, shown: AgencyAnalysis, name: str, codes: Sequence[str]) -> Row:
        analysis = shown.analysis
        result, judged = analysis.result, analysis.judged()
        lowest = min(analysis.scored, key=lambda each: (each.score or 0, each.indicator.no), default=None)
        return (
            _shortened(name),
            _figure(judged.score),
            _figure(judged.change, signed=True),
            self._short_grade(analysis),
            *(_figure(analysis.judged(code).score) for code in codes),
            f"{lowest.indicator.no} ({_figure(lowest.score)})" if lowest else "–",
            self._short_next(analysis) if result.total is not None else "–",
        )

    def _short_grade(self, analysis: Analysis) -> str:
        grade = analysis.result.grade
        if grade is None:
            return "–" if analysis.result.total is None else self.say("ชี้ขาดไม่ได้", "undecided")
        return grade.name

    def _short_next(self, analysis: Analysis) -> str:
        step = next_step(analysis.framework, analysis.result)
        if step is None:
            return self.say("สูงสุดแล้ว", "highest")
        parts = [self.say("รวม", "total") + f" {step.total_missing:f}"] if step.total_missing else []
        if step.asks_each_instrument:
            parts += [f"{each.instrument} {each.missing:f}" for each in step.shortfalls]
            parts += [f"{code} ?" for code in step.unknown]
        return f"{step.level.name}: {', '.join(parts)}"

    def _reached(self, agencies: Sequence[AgencyAnalysis]) -> str:
        """How many agencies reached each level."""
        grades = [each.analysis.result.grade for each in agencies]
        rule = agencies[0].analysis.framework.grade_rule
        parts = [f"{level.name} {grades.count(level)}" for level in rule.levels if level in grades]
        undecided = grades.count(None)
        if undecided:
            parts.append(self.say(f"ไม่ทราบระดับ {undecided}", f"not known {undecided}"))
        return self.say("ระดับผล: ", "Grades: ") + " · ".join(parts)


def _missing(step: GradeStep) -> str:
    least = limit_words(step.level.total_min)
    words = f"the total reaches {least}"
    if step.total_missing:
        words = f"the total must reach {least} and lacks {step.total_missing:f}"
    named = ", ".join(
        f"{each.instrument} ({each.score:f}, lacks {each.missing:f})" for each in step.shortfalls
    )
    if step.level.each_instrument_min is None:
        return words + (f"; held back by {named}" if named else "")
    limit = limit_words(step.level.each_instrument_min)
    if named:
        words += f"; each instrument must reach {limit}: {named}"
    if step.unknown:
        words += f"; not known, and to reach {limit} too: {', '.join(step.unknown)}"
    return words


def _shortened(name: str) -> str:
    """A name that leaves room for the figures."""
    short = name
    while terminal_width(short) > _LONGEST_NAME:
        short = short[:-1]
    return name if short == name else f"{short[:-1].rstrip()}…"


def _figure(value: Decimal | None, *, signed: bool = False) -> str:
    """Two decimals; a dash where nothing is known."""
    if value is None:
        return "–"
    shown = rounded(value)
    return f"{shown:+f}" if signed and shown else f"{shown:f}"
