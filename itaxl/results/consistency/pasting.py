"""The same result under several measures: copied, or put in the wrong place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.results.consistency.evidence import Evidence, Line

_COLUMNS = ("result", "outcome")
_ABOUT = ("measure", "issue", "guideline", "steps", "monitoring")
_LONG = 60  # letters without blanks; what is shorter is a phrase that everybody uses
_LONG_ENOUGH_TO_BE_NEAR = 100
_NEAR = 0.5  # of the pieces of both together
_PIECE = 5
# Pieces of a result that stand in the measure's own words: a fifth or more of one on the matter, of one on
# another matter only phrases of office such as แต่งตั้งคณะกรรมการ.
_WORDS = 8
_FITS = 0.1
# Stands in every Thai text, so it cuts one where a changed letter elsewhere does not matter.
_CUT = "การ"
_SHORTEST_PART = 12
_SHARED_PARTS = 2
_MOST_WITH_A_PART = 6  # texts that are compared each with each; of more, neighbours only


@dataclass
class _Text:
    """One result: where it stands, and what it says without blanks."""

    line: Line
    key: str
    words: str

    @cached_property
    def pieces(self) -> frozenset[str]:
        return _pieces(self.words, _PIECE)

    @cached_property
    def fit(self) -> float:
        """How much of it stands in the words of its own measure; all, where those are too few to tell."""
        about = "".join(word for key in _ABOUT for word in str(self.line.about.get(key) or "").split())
        if len(about) < _LONG:
            return 1.0
        said = _pieces(self.words, _WORDS)
        return len(said & _pieces(about, _WORDS)) / len(said)


def results_of_their_own(evidence: Evidence) -> Iterator[Finding]:
    """Every measure has a result of its own.

    Several departments may report one measure in the same words, and one department several of its steps.
    """
    alone = []
    for words, cells in _by_words(evidence.returned).items():
        if len(cells) == 1:
            if len(words) >= _LONG_ENOUGH_TO_BE_NEAR:
                alone.append(_Text(*cells[0], words))
            continue
        by_measure = {line.measure_code: (line, key) for line, key in reversed(cells)}
        if len(by_measure) > 1:
            *others, last = [_Text(line, key, words) for line, key in reversed(by_measure.values())]
            yield _found(evidence, FindingKind.PASTED_RESULT, last, others)
        elif len(words) >= _LONG_ENOUGH_TO_BE_NEAR:
            alone.append(_Text(*cells[0], words))
    yield from _misfits(evidence, alone)


def _by_words(lines: Sequence[Line]) -> dict[str, list[tuple[Line, str]]]:
    """The cells that hold a long result, by its words without blanks."""
    cells: dict[str, list[tuple[Line, str]]] = {}
    for line in lines:
        for key in _COLUMNS:
            text = line.written.get(key)
            if isinstance(text, str) and len(text) >= _LONG:
                words = "".join(text.split())
                if words in cells:
                    cells[words].append((line, key))
                elif len(words) >= _LONG:
                    cells[words] = [(line, key)]
    return cells


def _misfits(evidence: Evidence, texts: Sequence[_Text]) -> Iterator[Finding]:
    """Results that are nearly another measure's and do not fit their own."""
    told: set[int] = set()
    for one, other in _alike(texts):
        wrong, right = (one, other) if one.fit < other.fit else (other, one)
        if wrong.fit < _FITS and id(wrong) not in told:
            told.add(id(wrong))
            yield _found(evidence, FindingKind.MISFITTING_RESULT, wrong, [right])


def _alike(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    """Pairs of nearly equal texts of different measures, the earlier text first.

    Only texts that share some part are compared, so that time does not grow with the square of the returns.
    """
    by_part: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for part in set(text.words.split(_CUT)):
            if len(part) >= _SHORTEST_PART:
                by_part.setdefault(part, []).append(number)
    shared: dict[tuple[int, int], int] = {}
    for numbers in by_part.values():
        few = len(numbers) <= _MOST_WITH_A_PART
        for pair in combinations(numbers, 2) if few else pairwise(numbers):
            shared[pair] = shared.get(pair, 0) + 1
    for (first, second), count in sorted(shared.items()):
        one, other = texts[first], texts[second]
        if (
            count >= _SHARED_PARTS
            and one.line.measure_code != other.line.measure_code
            and _are_near(one, other)
        ):
            yield one, other


def _are_near(one: _Text, other: _Text) -> bool:
    shorter, longer = sorted((len(one.words), len(other.words)))
    if shorter < _NEAR * longer:
        return False
    return len(one.pieces & other.pieces) >= _NEAR * len(one.pieces | other.pieces)


def _pieces(words: str, length: int) -> frozenset[str]:
    return frozenset(words[place : place + length] for place in range(len(words) - length + 1))


def _found(evidence: Evidence, kind: FindingKind, text: _Text, others: Sequence[_Text]) -> Finding:
    return text.line.found(
        kind,
        text.key,
        str(text.line.written[text.key]),
        header=evidence.headers.get(text.key, text.key),
        others=", ".join(dict.fromkeys(each.line.code for each in others)),
    )
