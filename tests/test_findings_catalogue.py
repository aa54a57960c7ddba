"""Every kind of finding has a situation that produces it, a near miss, and a place in the docs."""

import re
import runpy
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from finding_situations import CHECKED, MADE, Catalogue
from finding_situations.desk import What

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.refusals import UnreadableWording

DOCS = Path(__file__).parent.parent / "docs"
EVERYTHING: tuple[What, ...] = (*FindingKind, *UnreadableWording)
# What is said only where there is something to offer.
OFFERED = {"hint", "doubt"}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(tmp_path_factory.mktemp("situations"))


def told_of(what: What, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that say this; of files that cannot be read, for this reason."""
    if isinstance(what, FindingKind):
        return [each for each in findings if each.kind is what]
    reason = re.sub(r"\\{\w+\\}", ".+", re.escape(what.value[0]))
    unreadable = told_of(FindingKind.UNREADABLE_FILE, findings)
    return [each for each in unreadable if re.fullmatch(reason, str(each.details["reason"]))]


def examples(catalogue: Catalogue) -> Iterator[tuple[What, Finding]]:
    for what in EVERYTHING:
        for finding in told_of(what, catalogue.produced(what)):
            yield what, finding


def test_every_kind_has_one_situation_and_one_near_miss() -> None:
    assert {*CHECKED, *MADE} == set(EVERYTHING)
    assert not set(CHECKED) & set(MADE)


def test_every_situation_produces_its_kind(catalogue: Catalogue) -> None:
    assert [what for what in EVERYTHING if not told_of(what, catalogue.produced(what))] == []


def test_no_near_miss_does(catalogue: Catalogue) -> None:
    spared = {what: told_of(what, catalogue.spared(what)) for what in EVERYTHING}
    assert {what: [each.message() for each in told] for what, told in spared.items() if told} == {}


@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_is_left_to_be_filled_in(catalogue: Catalogue, language: str) -> None:
    for what, finding in examples(catalogue):
        message = finding.message(language)
        assert not re.search(r"[{}]|“”|\(\)|: →|\bNone\b", message), (what, message)
        wording = finding.kind.value
        named = re.findall(
            r"\{(\w+)\}", f"{wording.thai}{wording.english}{wording.remedy_thai}{wording.remedy_english}"
        )
        given = {*finding.details, "value", "sheet"}
        assert {each for each in named if each.removesuffix("_en") not in OFFERED} <= given, what


def test_the_page_shows_what_is_told_now(catalogue: Catalogue) -> None:
    page = runpy.run_path(str(DOCS / "make_findings.py"))["page"]
    assert (DOCS / "findings.md").read_text(encoding="utf-8") == page(catalogue), "run docs/make_findings.py"
