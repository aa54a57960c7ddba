"""What returned workbooks are read with."""

from collections.abc import Mapping

from msgspec import Struct

from itaxl.template.description import WorkbookDescription
from itaxl.template.recognition import Issued


class Expected(Struct, frozen=True):
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
    passwords: tuple[str, ...] = ()
    all_sent: frozenset[str] = frozenset()
    issued: Issued | None = None

    def __repr__(self) -> str:
        """No passwords: whoever shows this would show them, too."""
        return f"Expected({', '.join(self.descriptions)})"

    def issued_of(self, kind: str) -> Issued | None:
        """What was sent out of a kind of workbook, where it is known."""
        return self.issued if self.issued and self.issued.stamp.kind == kind else None
