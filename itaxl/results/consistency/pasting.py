"""The same result under several measures: copied, or put in the wrong place."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

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
_MOST_MEASURES = 6  # that share a part; what more of them say is a phrase of office
_SAMPLED = 4  # every fourth piece tells as much as all
_LETTERS = "cp874"  # one byte for a letter of Thai or Latin, so that others are taken out quickly
_NO_LETTERS = bytes(byte for byte in range(256) if not bytes([byte]).decode(_LETTERS, "ignore").isalpha())


class _Text(Struct, dict=True):
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
        places = range(0, len(self.words) - _WORDS + 1, _SAMPLED)
        return sum(self.words[place : place + _WORDS] in about for place in places) / len(places)


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
    for one, other in (*_equal_but_for_numbers(texts), *_alike(texts)):
        wrong, right = (one, other) if one.fit < other.fit else (other, one)
        if wrong.fit < _FITS and id(wrong) not in told and _are_near(one, other):
            told.add(id(wrong))
            yield _found(evidence, FindingKind.MISFITTING_RESULT, wrong, [right])


def _equal_but_for_numbers(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    """Pairs of texts of different measures that only differ in figures; each with the one that fits best."""
    groups: dict[bytes, list[_Text]] = {}
    for text in texts:
        letters = text.words.encode(_LETTERS, "ignore").translate(None, _NO_LETTERS)
        groups.setdefault(letters, []).append(text)
    for group in groups.values():
        if len({each.line.measure_code for each in group}) > 1:
            best = max(group, key=lambda each: each.fit)
            yield from ((each, best) for each in group if each.line.measure_code != best.line.measure_code)


def _alike(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    """Pairs of texts of different measures that share some parts, the earlier text first.

    A text makes a pair with one text of such a measure only, so that time does not grow with the square of
    the returns.
    """
    by_part: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for part in text.words.split(_CUT):
            if len(part) >= _SHORTEST_PART:
                by_part[part].append(number)
    measures = [each.line.measure_code for each in texts]
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in by_part.values():
        if len(numbers) > 1:
            first_of = {measures[number]: number for number in reversed(numbers)}
            if 1 < len(first_of) <= _MOST_MEASURES:
                shared.update(_pairs(numbers, first_of, measures))
    for first, second in sorted(pair for pair, count in shared.items() if count >= _SHARED_PARTS):
        yield texts[first], texts[second]


def _pairs(
    numbers: Sequence[int], first_of: Mapping[str, int], measures: Sequence[str]
) -> set[tuple[int, int]]:
    """Every text with the first one of each other measure."""
    return {
        (min(number, first), max(number, first))
        for number in numbers
        for measure, first in first_of.items()
        if measure != measures[number]
    }


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
