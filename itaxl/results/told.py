"""Which findings are of which unit, where one file holds the forms of several."""

from collections.abc import Iterable
from typing import Protocol

from itaxl.assessment.findings import Finding


class FromFile(Protocol):
    """What was read of one unit in one file: a submission, or its line in the register."""

    @property
    def file(self) -> str:
        """The file that it came in."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in it."""
        ...


class Told:
    """All findings of one run, by whom they are told to: nobody reads what another unit has to correct.

    Args:
        findings: all that were found, in their order.
        parts: everything that was read, each with its own of them; the others are told to all in that file.
    """

    def __init__(self, findings: Iterable[Finding], parts: Iterable[FromFile]) -> None:
        self._of_file: dict[str, list[Finding]] = {}
        for finding in findings:
            self._of_file.setdefault(finding.file, []).append(finding)
        self._owners: dict[int, set[int]] = {}
        self._kept_alive = tuple(parts)
        for part in self._kept_alive:
            for finding in part.findings:
                self._owners.setdefault(id(finding), set()).add(id(part))

    def to(self, part: FromFile) -> tuple[Finding, ...]:
        """What is told to the unit of one part of a file."""
        own = {id(part)}
        return tuple(
            each
            for each in self._of_file.get(part.file, ())
            if not part.file or id(part) in self._owners.get(id(each), own)
        )
