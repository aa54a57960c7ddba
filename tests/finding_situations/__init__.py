"""For every kind of finding a situation that produces it, and a near miss that does not."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from finding_situations import (
    cells,
    contradictions,
    files,
    imports,
    plans,
    provinces,
    rearranged,
    refusals,
    results,
    rounds,
    scores,
)
from finding_situations.desk import Desk, Make, MakePair, Pair, What
from itaxl.assessment.findings import Finding

CHECKED: Mapping[What, Pair] = {
    **files.CHECKED,
    **cells.CHECKED,
    **rearranged.CHECKED,
    **plans.CHECKED,
    **provinces.CHECKED,
    **contradictions.CHECKED,
    **refusals.CHECKED,
}
"""Files that are all checked together, which takes a second."""
MADE: Mapping[What, MakePair] = {
    **files.MADE,
    **plans.MADE,
    **provinces.MADE,
    **scores.MADE,
    **imports.MADE,
    **rearranged.MADE,
    **results.MADE,
    **rounds.MADE,
    **contradictions.MADE,
    **refusals.MADE,
}
"""Situations with a verb of their own."""


class Catalogue:
    """The situations, each brought about once, when it is asked for."""

    def __init__(self, folder: Path) -> None:
        """Prepare.

        Args:
            folder: where files are made.
        """
        self.desk = Desk(folder)
        self._made: dict[Make, tuple[Finding, ...]] = {}

    def produced(self, what: What) -> tuple[Finding, ...]:
        """What is found in the situation of a kind."""
        return self._found(what, 0)

    def spared(self, what: What) -> tuple[Finding, ...]:
        """What is found in its near miss."""
        return self._found(what, 1)

    def _found(self, what: What, which: int) -> tuple[Finding, ...]:
        if what in CHECKED:
            return self._checked[what, which]
        make = MADE[what][which]
        if make not in self._made:
            self._made[make] = make(self.desk)
        return self._made[make]

    @cached_property
    def _checked(self) -> Mapping[tuple[What, int], tuple[Finding, ...]]:
        """One ``check`` of one folder; the files have numbers there, and then the names that people see."""
        folder = self.desk.place()
        keys = [(kind, which) for kind in CHECKED for which in (0, 1)]
        shown = {}
        for number, (kind, which) in enumerate(keys):
            path = folder / f"{number:03}.xlsx"
            shown[path.name] = (kind, which), CHECKED[kind][which](self.desk, path)
        found: dict[tuple[What, int], tuple[Finding, ...]] = dict.fromkeys(keys, ())
        for each in self.desk.checked(folder):
            key, name = shown[each.file]
            found[key] = (*found[key], replace(each, file=name))
        return found
