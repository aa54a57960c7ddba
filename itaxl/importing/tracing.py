"""Where every word of the source went: nothing is dropped without saying so."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from msgspec import Struct, field

from itaxl.assessment.findings import Finding
from itaxl.importing.scans import BlankGuess, CellWords
from itaxl.importing.tables import SourceCell, SourceText


class Certainty(Enum):
    """How sure it is that something went where it belongs; the value is the word for people."""

    AS_PRINTED = "ตามต้นฉบับ"
    READ = "อ่านจากถ้อยคำ"
    BLANKS = "เดาช่องว่าง ให้ดู"
    UNSURE = "ไม่แน่ใจ ให้ตรวจ"
    KEPT_HERE = "ไม่ได้นำไปใส่ในแผน"


class Target(Struct, frozen=True):
    """A cell of what is made.

    Attributes:
        sheet: its name.
        row: the code of the row, or the label of a form's field.
        column: its header; empty for a form.
    """

    sheet: str
    row: str
    column: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.sheet, self.row, self.column)))


class Telling(NamedTuple):
    """How sure it is that words stand where they belong, and as they were meant.

    Attributes:
        note: what else is to be said of it.
        guesses: blanks of them that were closed or left by guess.
    """

    certainty: Certainty = Certainty.AS_PRINTED
    note: str = ""
    guesses: tuple[BlankGuess, ...] = ()

    def of(self, words: CellWords | None, value: object) -> "Telling":
        """The same for a value whose blanks or lines may have been changed.

        Args:
            words: of the cell that it comes from.
            value: what was put into a cell of what is made.
        """
        if words is None or not isinstance(value, str):
            return self
        guesses = tuple(each for each in words.guesses if each.passage in value)
        notes = [self.note]
        if words.closed:
            notes.append(f"ต่อบรรทัดที่ตัดไว้ {words.closed} แห่ง")
        if words.is_pointed:
            notes.append("แยกเป็นข้อ")
        least = Certainty.BLANKS if guesses else Certainty.READ if notes[1:] else Certainty.AS_PRINTED
        certainty = max(self.certainty, least, key=list(Certainty).index)
        return Telling(certainty, "\n".join(filter(None, notes)), guesses)


class Movement(Struct, frozen=True):
    """One cell or line of the source, and one place where it went."""

    file: str
    place: str
    text: str
    target: Target | None
    certainty: Certainty
    note: str = ""
    guesses: tuple[BlankGuess, ...] = ()


class Trace(Struct):
    """Everything that was read from one or more documents, and what became of it."""

    movements: list[Movement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _moved: set[tuple[str, str, str]] = field(default_factory=set)

    def moved(
        self,
        file: str,
        source: SourceCell | SourceText,
        target: Target | None,
        certainty: Certainty = Certainty.AS_PRINTED,
        note: str = "",
        guesses: tuple[BlankGuess, ...] = (),
    ) -> None:
        """Note where a cell or line went."""
        self._moved.add((file, source.place, source.text))
        self.movements.append(Movement(file, source.place, source.text, target, certainty, note, guesses))

    def left_over(self, file: str, sources: Iterable[SourceCell | SourceText]) -> None:
        """Note what went nowhere, of all that a document holds."""
        for each in sources:
            if each.text and (file, each.place, each.text) not in self._moved:
                self.moved(file, each, None, Certainty.KEPT_HERE)

    def guessed(self) -> Mapping[tuple[str, str, BlankGuess], list[Target]]:
        """The blanks that were closed or left by guess, by file and place, and where they stand now."""
        together: dict[tuple[str, str, BlankGuess], list[Target]] = {}
        for each in self.movements:
            if each.target is not None:
                for guess in each.guesses:
                    together.setdefault((each.file, each.place, guess), []).append(each.target)
        return together
