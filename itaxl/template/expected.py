"""What returned workbooks are read with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from itaxl.template.description import WorkbookDescription
from itaxl.template.recognition import Issued


@dataclass(frozen=True, slots=True)
class Expected:
    """What returned workbooks are read with; the same for all of one run.

    Attributes:
        descriptions: of the kinds of workbooks that may come back.
        choices: lists by name that entries must come from.
        passwords: those that may open protected files.
        all_sent: kinds of workbooks whose rows carry all that was sent, since their plan is not at hand.
        issued: what the control workbook at hand sent out, where there is one.
    """

    descriptions: Mapping[str, WorkbookDescription]
    choices: Mapping[str, tuple[str, ...]]
    passwords: tuple[str, ...] = field(default=(), repr=False)
    all_sent: frozenset[str] = frozenset()
    issued: Issued | None = None

    def issued_of(self, kind: str) -> Issued | None:
        """What was sent out of a kind of workbook, where it is known."""
        return self.issued if self.issued and self.issued.stamp.kind == kind else None
