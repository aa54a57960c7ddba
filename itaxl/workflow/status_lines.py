"""What ``status`` shows on a terminal, in Thai or in English."""

from collections.abc import Iterator, Sequence

from itaxl.results.standings import Standing, Standings, UnitStanding
from itaxl.thai.dates import long_date, short_date
from itaxl.thai.periods import days_words
from itaxl.workflow.status import Status
from itaxl.workflow.terminal_tables import KEPT, Row, sentence_lines, table_lines

_MANY = 30  # units in one table; more are told by district
_THAI = {
    Standing.COMPLETE: "ส่งแล้ว",
    Standing.TO_CORRECT: "ต้องแก้ไข",
    Standing.REFUSED: "ต้องส่งใหม่",
    Standing.MISSING: "ยังไม่ส่ง",
}
_ENGLISH = {
    Standing.COMPLETE: "complete",
    Standing.TO_CORRECT: "to correct",
    Standing.REFUSED: "to send again",
    Standing.MISSING: "missing",
}


def lines(status: Status, language: str = "th", columns: int | None = None) -> Iterator[str]:
    """Everything, line by line.

    Args:
        status: what was found.
        language: ``th`` or ``en``.
        columns: cells of the terminal; None where lines may be as long as they need.
    """
    yield from _Words(status, language, columns).all()


class _Words:
    """Says it in one language."""

    def __init__(self, status: Status, language: str, columns: int | None) -> None:
        self.status = status
        self.now: Standings = status.standings
        self.is_thai = language == "th"
        self.names = _THAI if self.is_thai else _ENGLISH
        self.columns = columns

    def say(self, thai: str, english: str) -> str:
        return thai if self.is_thai else english

    def sentence(self, text: str) -> Iterator[str]:
        return sentence_lines(text, self.columns)

    def all(self) -> Iterator[str]:
        status, now = self.status, self.now
        yield from self.sentence(
            self.say(
                f"{status.issuer} · รอบ {status.months} เดือน ปีงบประมาณ {status.fiscal_year.number}",
                f"{status.issuer} · round of {status.months} months, fiscal year {status.fiscal_year.number}",
            )
        )
        yield from self.sentence(self.due())
        yield from self.sentence(self.counts(now.units))
        yield ""
        if len(now.units) > _MANY and status.is_province:
            yield from self.by_district()
        else:
            yield from self.by_unit()
        if now.strangers:
            yield ""
            files = " ".join(each.file.replace(" ", KEPT) + KEPT + "·" for each in now.strangers)
            told = files.removesuffix(f"{KEPT}·")
            yield from self.sentence(
                self.say(
                    f"ไฟล์ที่ยังนับให้ใครไม่ได้ (เหตุผล: itaxl check): {told}",
                    f"Files that count for nobody (for why: itaxl check): {told}",
                )
            )

    def due(self) -> str:
        due, left = self.now.due, self.now.days_left
        if due is None or left is None:
            return self.say("ไม่ได้ระบุกำหนดส่งในไฟล์ควบคุม", "The control workbook names no last day.")
        return self.say(
            f"กำหนดส่ง {long_date(due)} · {days_words(left)} (นับถึง {long_date(self.now.as_of)})",
            f"Due {due.isoformat()}: {_days_in_english(left)} (as of {self.now.as_of.isoformat()})",
        )

    def counts(self, units: Sequence[UnitStanding]) -> str:
        counted = [sum(1 for each in units if each.standing is standing) for standing in Standing]
        told = " · ".join(
            f"{self.names[each]} {count}" for each, count in zip(Standing, counted, strict=True)
        )
        kind = "หน่วยงาน" if self.status.is_province else "ส่วนราชการ"
        kind_en = "agencies" if self.status.is_province else "departments"
        return self.say(f"{kind} {len(units)} แห่ง: {told}", f"{len(units)} {kind_en}: {told}")

    # A line a unit

    def by_unit(self) -> Iterator[str]:
        header = (
            self.say("รหัส", "code"),
            self.say("หน่วยงาน", "agency") if self.status.is_province else self.say("ส่วนราชการ", "department"),
            self.say("สถานะ", "standing"),
            self.say("แก้ไข", "errors"),
            self.say("บันทึกเมื่อ", "saved"),
            self.say("กำหนดส่ง", "due"),
        )
        rows = [self.row(each) for each in self.now.units]
        yield from table_lines(header, rows, frozenset({3}), columns=self.columns, elastic={0: 4, 1: 14})

    def row(self, unit: UnitStanding) -> Row:
        saved = ""
        if unit.saved:
            saved = self.say(short_date(unit.saved), unit.saved.isoformat())
        errors = str(unit.errors) if unit.errors else ""
        return (unit.code, unit.name, self.names[unit.standing], errors, saved, self.in_time(unit))

    def in_time(self, unit: UnitStanding) -> str:
        left = self.now.days_left
        if left is None:
            return ""
        if unit.standing is not Standing.COMPLETE:
            return self.say(days_words(left).replace("มาแล้ว ", " "), _days_in_english(left))
        late = self.now.days_late(unit)
        if late is None:
            return ""
        if late:
            return self.say(f"ส่งช้า {late} วัน", f"came {_days(late)} late")
        return self.say("ทันกำหนด", "in time")

    # A line a district, and who is outstanding in it

    def by_district(self) -> Iterator[str]:
        groups: dict[str, list[UnitStanding]] = {}
        for unit in self.now.units:
            groups.setdefault(unit.group, []).append(unit)
        header = (
            self.say("อำเภอ", "district"),
            self.say("ทั้งหมด", "all"),
            *(self.names[each] for each in Standing),
        )
        rows = [
            (
                self.group(name),
                str(len(units)),
                *(str(sum(1 for each in units if each.standing is standing)) for standing in Standing),
            )
            for name, units in groups.items()
        ]
        numbers = frozenset(range(1, len(header)))
        yield from table_lines(header, rows, numbers, columns=self.columns, elastic={0: 10})
        for standing in (Standing.MISSING, Standing.REFUSED, Standing.TO_CORRECT):
            waiting = {
                name: [each for each in units if each.standing is standing] for name, units in groups.items()
            }
            if any(waiting.values()):
                yield ""
                yield f"{self.names[standing]}:"
            for name, units in waiting.items():
                if units:
                    told = " ".join(self.named(each) for each in units).removesuffix(f"{KEPT}·")
                    yield from self.sentence(f"{self.group(name)} ({len(units)}): {told}")

    def named(self, unit: UnitStanding) -> str:
        errors = f" ({unit.errors})" if unit.standing is Standing.TO_CORRECT else ""
        return f"{unit.name}{errors} ·".replace(" ", KEPT)

    def group(self, name: str) -> str:
        return name or self.say("ไม่ระบุอำเภอ", "no district")


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def _days_in_english(left: int) -> str:
    if left > 0:
        return f"{_days(left)} left"
    return f"{_days(-left)} late" if left else "due today"
