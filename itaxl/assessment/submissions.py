"""A filled workbook that came back, as far as it was understood."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from itaxl.assessment.findings import Finding


class Stamp(Struct, frozen=True):
    """The identity that travels inside every workbook of itaxl; file names mean nothing."""

    kind: str
    template_version: str = ""
    agency: str = ""
    fiscal_year: int = 0
    months: int = 0
    unit_code: str = ""
    unit: str = ""
    made_on: str = ""


class SubmittedRow(Struct, frozen=True):
    """One row of a returned table.

    Attributes:
        row: the number that Excel shows.
        code: the code as it was sent out; for an own measure the form's own running code.
        own: whether the department added the measure itself.
        values: the entries of the open cells by column key; blank cells are left out.
        sent: what locked cells held when sent out, by column key, where the plan says something else now;
            of a workbook whose plan is not at hand, all that they held.
        written: the words that were typed where `values` holds what they were read as, by column key.
        table: the key of the sheet that it stands on.
        unread: entries that could not be understood, as they stand in the cells, by column key.
        sheet: that sheet's name in this file, where it is not the usual one.
    """

    row: int
    code: str
    own: bool
    values: Mapping[str, object]
    sent: Mapping[str, str] = field(default_factory=dict)
    table: str = "measures"
    written: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    unread: Mapping[str, object] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type["SubmittedRow"], tuple[object, ...]]:
        """Pickle as a call: half the time of what dataclasses do, and rows come from workers by thousands."""
        held = (self.row, self.code, self.own, self.values, self.sent, self.table)
        unusual = self.written, self.sheet, self.unread
        return SubmittedRow, (*held, *unusual) if any(unusual) else held


class SubmissionState(StrEnum):
    """What became of a unit's or a file's submission; the values are those of the tidy tables."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    MISSING = "missing"
    UNKNOWN = "unknown"

    @property
    def thai(self) -> str:
        """The word in the summary."""
        return _THAI[self]


_THAI = {
    SubmissionState.ACCEPTED: "รับแล้ว",
    SubmissionState.REJECTED: "ไม่รับ ต้องส่งใหม่",
    SubmissionState.SUPERSEDED: "มีฉบับใหม่กว่า",
    SubmissionState.MISSING: "ยังไม่ส่ง",
    SubmissionState.UNKNOWN: "ไม่อยู่ในรายชื่อ",
}


class OriginKind(StrEnum):
    """Why a form was sent out with entries in its open cells; the values are those of the stamp."""

    CORRECTION = "correction"
    CARRIED = "carried"


class Origin(Struct, frozen=True):
    """What a form was sent out with, that came filled in: to be corrected, or from an earlier round.

    Attributes:
        corrects: contents of the returns that it takes the place of, oldest first; the last is the one that
            it was made from.
        changed: somebody has entered, changed or cleared something since, or has confirmed it.
    """

    kind: OriginKind
    corrects: tuple[str, ...] = ()
    changed: bool = False


class KeptEntry(Struct, frozen=True):
    """An entry that has no place in the form and goes along on the sheet in front of it.

    Attributes:
        place: where it stood, in words.
        cell: where it stands now.
    """

    place: str
    value: str
    cell: str = ""


class Submission(Struct, frozen=True):
    """One file, read: its identity, its entries and what was found in it.

    Attributes:
        file: the path relative to the folder that was read, with forward slashes.
        stamp: None where the file is not one of itaxl's or could not be read.
        saved: when it was saved, as the file itself tells, else as the disk tells.
        disk_time: when the disk says it was last written, in seconds.
        untouched: no open cell holds anything.
        fields: entries of the forms (who filled it in), by sheet key and field key.
        columns: letters of the table's columns by key, where they stand in this file.
        unread: entries of the forms that could not be understood, by sheet and field key.
        kept: entries that go along with a correction until somebody finds a place for them.
        origin: what it was sent out with; None where it was sent out empty.
        texts: what the form was made with, as its stamp has it, by name.
        sheets: names of the sheets that its rows stand on, as rows have them.
        further: other units' forms that lay in the same file.
    """

    file: str
    stamp: Stamp | None = None
    saved: datetime | None = None
    disk_time: float = 0.0
    untouched: bool = False
    fields: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    rows: Sequence[SubmittedRow] = ()
    findings: tuple[Finding, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ("",)
    further: "tuple[Submission, ...]" = ()
    unread: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    kept: tuple[KeptEntry, ...] = ()
    origin: Origin | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_as_sent(self) -> bool:
        """Whether it was sent out with entries and nobody has changed or confirmed any since."""
        return self.origin is not None and not self.origin.changed

    @property
    def is_only_carried(self) -> bool:
        """Whether it holds only what it was sent out with, which was nobody's report on the round."""
        return self.is_as_sent and self.origin is not None and self.origin.kind is OriginKind.CARRIED
