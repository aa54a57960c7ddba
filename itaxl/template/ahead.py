"""Reads files before it is known what was sent out, and tells afterwards whether that would have mattered."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from itaxl.assessment.submissions import Stamp, Submission
from itaxl.template.expected import Expected
from itaxl.template.recognition import ExpectedUnit, Issued
from itaxl.template.returns import ReturnedFile, read_return


class _NotKnownYetError(Exception):
    pass


class _Assumed(Issued, frozen=True):
    """Stands for what was sent out: it says that nothing has changed, and notes what it was asked.

    Attributes:
        asked: names of methods, with what they were asked.
    """

    asked: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)

    def unit_named(self, name: str) -> ExpectedUnit | None:
        self.asked.append(("unit_named", (name,)))
        return None

    def named_in(self, words: str) -> str:
        self.asked.append(("named_in", (words,)))
        return ""

    def now_otherwise(self, stamp: Stamp) -> tuple[ExpectedUnit, ExpectedUnit | None] | None:
        self.asked.append(("now_otherwise", (stamp,)))
        return None

    def planned_otherwise(
        self, table: str, code: str, columns: Sequence[str], values: Sequence[str]
    ) -> Mapping[str, str]:
        self.asked.append(("planned_otherwise", (table, code, columns, values)))
        return {}

    def require_units(self) -> None:
        raise _NotKnownYetError


class ReadAhead(Struct, frozen=True):
    """One file, read on the assumption that nothing was changed since its form was sent out.

    Attributes:
        kind: of the workbooks that the control workbook is taken to have sent out.
    """

    kind: str
    submission: Submission
    asked: Sequence[tuple[str, tuple[object, ...]]]

    def holds(self, issued: Issued) -> bool:
        """Whether it would have been read the same with what was sent out."""
        return issued.stamp.kind == self.kind and not any(
            getattr(issued, name)(*about) for name, about in self.asked
        )


def read_ahead(file: ReturnedFile, expected: Expected, kind: str) -> ReadAhead | None:
    """Read one file; None where only the control workbook can tell whose its tables are.

    Args:
        file: to read.
        expected: without what was issued.
        kind: of the workbooks that the control workbook has sent out.
    """
    issued = _Assumed(Stamp(kind), ())
    try:
        submission = read_return(file, replace(expected, issued=issued))
    except _NotKnownYetError:
        return None
    return ReadAhead(kind, submission, issued.asked)
