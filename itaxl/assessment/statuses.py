"""The status of a measure, of one department and of several together."""

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """How far a measure is; the values are those of the tidy tables."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    NOT_REPORTED = "not_reported"

    @property
    def thai(self) -> str:
        """The words of the forms and reports."""
        return _THAI[self]

    @classmethod
    def from_thai(cls, words: str) -> "Status | None":
        """The status for exactly the words that the dropdown offers."""
        return _BY_THAI.get(words)


_THAI = {
    Status.DONE: "ดำเนินการแล้ว",
    Status.IN_PROGRESS: "อยู่ระหว่างดำเนินการ",
    Status.NOT_STARTED: "ยังไม่ดำเนินการ",
    Status.NOT_REPORTED: "ยังไม่รายงาน",
}
_BY_THAI = {words: status for status, words in _THAI.items() if status is not Status.NOT_REPORTED}

REPORTABLE = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE)
"""What a department may choose, in the order of the dropdown."""
STATUS_CHOICES = tuple(status.thai for status in REPORTABLE)
"""The words of the dropdown."""


def merged_status(statuses: Iterable[Status]) -> Status:
    """The status of a measure that several departments report on (CONTRACT, rules that decide figures).

    >>> merged_status([Status.DONE, Status.DONE])
    <Status.DONE: 'done'>
    >>> merged_status([Status.NOT_STARTED, Status.NOT_REPORTED])
    <Status.IN_PROGRESS: 'in_progress'>
    >>> merged_status([Status.NOT_REPORTED, Status.NOT_REPORTED])
    <Status.NOT_REPORTED: 'not_reported'>
    """
    present = set(statuses)
    if len(present) == 1:
        return present.pop()
    return Status.IN_PROGRESS if present else Status.NOT_REPORTED
