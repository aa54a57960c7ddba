"""What ``analyze`` shows on a terminal, in Thai or in English: one agency in full, several in a line each."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.grade_rules import rounded, told_apart
from itaxl.assessment.plans import distinct_names
from itaxl.assessment.verification import marked
from itaxl.results.analysis import AgencyAnalysis, Analysis, IndicatorResult, Judged
from itaxl.results.grading import GradeStep, implied_instrument, next_step, possible_grades
from itaxl.results.narrative import agency_words, limit_words, next_grade_sentence
from itaxl.workflow.analysis import Analysed
from itaxl.workflow.terminal_tables import KEPT, Row, sentence_lines, table_lines

_SHORT = {"name": 14, "grade": 9, "next": 24}
"""The least cells of a terminal for what may take several lines."""


def lines(analysed: Analysed, language: str = "th", columns: int | None = None) -> Iterator[str]:
    """Everything, line by line.

    Args:
        analysed: what was found.
        language: ``th`` or ``en``.
        columns: cells of the terminal; None where lines may be as long as they need.
    """
    words = _Words(language, columns)
    if len(analysed.agencies) == 1:
        yield from words.one(analysed.agencies[0])
    elif analysed.agencies:
        yield from words.several(analysed)


class _Words:
    """Says it in one language."""

    def __init__(self, language: str, columns: int | None) -> None:
        self.is_thai = language == "th"
        self.columns = columns

    def say(self, thai: str, english: str) -> str:
        return thai if self.is_thai else english

    def sentence(self, text: str) -> Iterator[str]:
        return sentence_lines(text, self.columns)

    # One agency

    def one(self, shown: AgencyAnalysis) -> Iterator[str]:
        analysis = shown.analysis
        year = analysis.result.year
        name = agency_words(shown.agency) if shown.agency.name or self.is_thai else "Agency"
        yield from self.sentence(
            self.say(f"{name} · ผลการประเมิน ITA ปี {year}", f"{name} · ITA results of {year}")
        )
        yield ""
        if not analysis.is_known:
            yield self.say("ไม่มีคะแนนให้วิเคราะห์", "There are no scores to judge.")
            return
        yield from self._table(analysis)
        yield ""
        if analysis.result.total is not None:
            yield from self.sentence(self._result(analysis))
        yield from self.sentence(next_grade_sentence(analysis) if self.is_thai else self._next(analysis))
        yield from self._bands(analysis)
        yield from self._note(analysis.framework, names=True)

    def _bands(self, analysis: Analysis) -> Iterator[str]:
        """Strengths and weaknesses; nothing is none where it is only not known."""
        unknown = [str(each.indicator.no) for each in analysis.indicators if each.score is None]
        if not analysis.scored:
            yield from self.sentence(
                self.say(
                    "ไม่ทราบคะแนนรายตัวชี้วัด จึงยังบอกจุดแข็งและจุดอ่อนไม่ได้",
                    "No indicator's score is known, so nothing can be said of strengths and weaknesses.",
                )
            )
            return
        limits = analysis.thresholds
        for title, limit, results in (
            (
                self.say(
                    f"จุดแข็ง (มากกว่า {limit_words(limits.strength_above)})",
                    f"Strengths (above {limit_words(limits.strength_above)})",
                ),
                limits.strength_above,
                analysis.strengths,
            ),
            (
                self.say(
                    f"จุดอ่อน (ต่ำกว่า {limit_words(limits.weakness_below)}) น้อยที่สุดก่อน",
                    f"Weaknesses (below {limit_words(limits.weakness_below)}), worst first",
                ),
                limits.weakness_below,
                analysis.weaknesses,
            ),
        ):
            told = " ".join(
                f"{each.indicator.no} {self._own_name(each)} {told_apart(each.score, limit)} ·".replace(
                    " ", KEPT
                )
                for each in results
                if each.score is not None
            ).removesuffix(f"{KEPT}·")
            yield from self.sentence(f"{title}: {told or self.say('ไม่มี', 'none')}")
        if unknown:
            told = " ".join(unknown)
            yield self.say(f"ไม่ทราบคะแนนของตัวชี้วัดที่ {told}", f"Not known: the scores of indicators {told}")

    def _note(self, framework: Framework, *, names: bool) -> Iterator[str]:
        """What the mark means, where it stands somewhere."""
        thai = framework.unverified_parts(names=names)
        if thai:
            year = framework.fiscal_year
            english = f"* not verified with an official document of {year}; see: itaxl frameworks {year}"
            yield from self.sentence(self.say(thai, english))

    def _table(self, analysis: Analysis) -> Iterator[str]:
        header = (
            "",
            self.say("ตัวชี้วัด / เครื่องมือ", "indicator / instrument"),
            self.say("คะแนน", "score"),
            self.say(f"ปี {analysis.result.year - 1}", str(analysis.result.year - 1)),
            self.say("เปลี่ยน", "change"),
            self.say("ระดับคะแนน", "band"),
            self.say("พัฒนา", "develop"),
            self.say("ห่างเป้า", "gap"),
        )
        rows = [self._row(str(each.indicator.no), self._name(each), each) for each in analysis.indicators]
        for instrument in analysis.framework.instruments:
            weight = limit_words(instrument.weight * 100)
            name = self.say(
                f"{instrument.code} (น้ำหนักร้อยละ {weight})", f"{instrument.code} (weight {weight}%)"
            )
            rows.append(self._row("", marked(name, instrument.standing), analysis.judged(instrument.code)))
        name = marked(self.say("คะแนนรวม", "total"), analysis.framework.weights_standing)
        rows.append(self._row("", name, analysis.judged()))
        right = frozenset({0, 2, 3, 4, 7})
        return table_lines(header, rows, right, columns=self.columns, elastic={1: _SHORT["name"]})

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
        indicator = result.indicator
        return marked(f"{self._own_name(result)} ({indicator.instrument})", indicator.standing)

    def _own_name(self, result: IndicatorResult) -> str:
        return self.say(result.indicator.name, result.indicator.name_en or result.indicator.name)

    def _result(self, analysis: Analysis) -> str:
        result = analysis.result
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
        changes = any(each.analysis.judged().change is not None for each in agencies)
        header = (
            self.say("หน่วยงาน", "agency"),
            marked(self.say("รวม", "total"), framework.weights_standing),
            *((self.say("เปลี่ยน", "change"),) if changes else ()),
            marked(self.say("ระดับ", "grade"), framework.grade_rule.standing),
            *codes,
            self.say("ต่ำสุด", "lowest"),
            self.say("สู่ระดับถัดไป", "to the next grade"),
        )
        names = distinct_names([each.agency for each in agencies])
        rows = [
            self._agency(each, name, codes, changes=changes)
            for each, name in zip(agencies, names, strict=True)
        ]
        last, grade = len(header) - 1, 2 + changes
        right = frozenset({*range(1, grade), *range(grade + 1, grade + 1 + len(codes))})
        elastic = {0: _SHORT["name"], grade: _SHORT["grade"], last: _SHORT["next"]}
        yield from table_lines(header, rows, right, columns=self.columns, elastic=elastic, below=last)
        yield ""
        yield from self.sentence(self._reached(agencies))
        if any(each.analysis.scored for each in agencies):
            yield from self.sentence(
                self.say(
                    "ต่ำสุด: ตัวชี้วัดที่ได้คะแนนน้อยที่สุด (คะแนน) เท่าที่ทราบ",
                    "lowest: the indicator with the lowest score (the score) of those known",
                )
            )
        yield from self._note(framework, names=False)

    def _agency(self, shown: AgencyAnalysis, name: str, codes: Sequence[str], *, changes: bool) -> Row:
        analysis = shown.analysis
        judged = analysis.judged()
        lowest = min(analysis.scored, key=lambda each: (each.score or 0, each.indicator.no), default=None)
        return (
            name,
            _figure(judged.score),
            *((_figure(judged.change, signed=True),) if changes else ()),
            self._short_grade(analysis),
            *(_figure(analysis.judged(code).score) for code in codes),
            f"{lowest.indicator.no} ({_figure(lowest.score)})" if lowest else "–",
            self._short_next(analysis),
        )

    def _short_grade(self, analysis: Analysis) -> str:
        grade = analysis.result.grade
        if grade is None:
            return "–" if analysis.result.total is None else self.say("ชี้ขาดไม่ได้", "undecided")
        return grade.name

    def _short_next(self, analysis: Analysis) -> str:
        if analysis.result.total is None:
            return "–"
        step = next_step(analysis.framework, analysis.result)
        if step is None:
            return self.say("สูงสุดแล้ว", "highest")
        parts = [self.say("รวม", "total") + f" {step.total_missing:f}"] if step.total_missing else []
        if step.asks_each_instrument:
            parts += [f"{each.instrument} {each.missing:f}" for each in step.shortfalls]
            parts += [self.say("ไม่ทราบ ", "not known ") + " ".join(step.unknown)] if step.unknown else []
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


def _figure(value: Decimal | None, *, signed: bool = False) -> str:
    """Two decimals; a dash where nothing is known."""
    if value is None:
        return "–"
    shown = rounded(value)
    return f"{shown:+f}" if signed and shown else f"{shown:f}"
