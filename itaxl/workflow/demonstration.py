"""``demo``: the whole way on a real published report, with what one sees at every step."""

from dataclasses import dataclass
from pathlib import Path

from itaxl.assessment.findings import Finding
from itaxl.workflow.settings import Settings


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made, and what to open."""

    findings: tuple[Finding, ...]

    def lines(self, language: str) -> list[str]:
        """What to say at the end."""
        return [language]


def demonstrate(folder: Path, settings: Settings) -> Demonstration:
    """Go the whole way."""
    raise NotImplementedError(folder, settings)
