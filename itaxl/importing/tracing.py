"""Where every word of the source went: nothing is dropped without saying so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from itaxl.assessment.findings import Finding
from itaxl.importing.tables import SourceCell, SourceText


class Certainty(Enum):
    """How sure it is that something went where it belongs; the value is the word for people."""

    AS_PRINTED = "ตามต้นฉบับ"
    READ = "อ่านจากถ้อยคำ"
    UNSURE = "ไม่แน่ใจ ให้ตรวจ"
    KEPT_HERE = "ไม่ได้นำไปใส่ในแผน"


@dataclass(frozen=True, slots=True)
class Target:
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


@dataclass(frozen=True, slots=True)
class Movement:
    """One cell or line of the source, and one place where it went."""

    file: str
    place: str
    text: str
    target: Target | None
    certainty: Certainty
    note: str = ""


@dataclass(slots=True)
class Trace:
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
    ) -> None:
        """Note where a cell or line went."""
        self._moved.add((file, source.place, source.text))
        self.movements.append(Movement(file, source.place, source.text, target, certainty, note))

    def left_over(self, file: str, sources: Iterable[SourceCell | SourceText]) -> None:
        """Note what went nowhere, of all that a document holds."""
        for each in sources:
            if each.text and (file, each.place, each.text) not in self._moved:
                self.moved(file, each, None, Certainty.KEPT_HERE)

    def doubtful(self) -> Mapping[Target, Certainty]:
        """The cells of what is made that were not simply taken as printed."""
        order = list(Certainty)
        worst: dict[Target, Certainty] = defaultdict(lambda: Certainty.AS_PRINTED)
        for each in self.movements:
            if each.target is not None:
                worst[each.target] = max(worst[each.target], each.certainty, key=order.index)
        return {target: each for target, each in worst.items() if each is not Certainty.AS_PRINTED}
