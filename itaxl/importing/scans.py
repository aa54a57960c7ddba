"""Scanned tables without the blanks that were ends of printed lines, and which of those are guesses."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import NamedTuple

from msgspec import Struct

from itaxl.importing.blanks import UNSEEN, Junction, Use, cost_in_line, goes_on, junctions, odds
from itaxl.importing.lines import pointed
from itaxl.importing.printed_columns import Paragraph, Widths, in_line, likely_widths, paragraph, weighed
from itaxl.importing.tables import SourceCell

_DOUBT = 2.6  # log odds; nearer to none a choice is a guess, and the other one right one time in fourteen
_LINED = 4.0  # log odds from which a table is taken for a scan of narrow columns
_LEAST_GOING_ON = 0.04  # of the blanks of such a table; in those of published reports 12 to 37 %
_SEEN = 0.85  # how likely a blank stands within a line, so that it shows how words are written
_SHOWN = 10  # letters on each side of a doubtful blank
_MARKS = frozenset("\u0e31\u0e33" + "".join(map(chr, (*range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)))))


class BlankGuess(NamedTuple):
    """A blank that was closed or left by guess.

    Attributes:
        passage: of the text around it, as it is now.
        is_kept: whether it still stands.
        chance: that this is right, 0.5 to 1.
    """

    passage: str
    is_kept: bool
    chance: float


class CellWords(NamedTuple):
    """The words of a cell.

    Attributes:
        text: one line a point.
        closed: how many blanks were taken for ends of printed lines.
        guesses: blanks that were closed or left by guess.
        is_pointed: whether lines of it were begun where a point begins.
    """

    text: str
    closed: int = 0
    guesses: tuple[BlankGuess, ...] = ()
    is_pointed: bool = False

    def with_joint(self, before: str, after: str, weight: float) -> "CellWords":
        """These words behind those of the page before; gives what is then known of both.

        Args:
            before: the last line of the page before.
            after: the first line of this one.
            weight: log odds that a blank belongs between them.
        """
        is_kept = weight > 0
        text = f"{before}{' ' * is_kept}{after}"
        guesses = [_guess(text, len(before), weight)] if abs(weight) < _DOUBT else []
        return self._replace(closed=self.closed + (not is_kept), guesses=(*self.guesses, *guesses))


def cell_words(text: str) -> CellWords:
    """The words of a cell whose blanks are all meant."""
    lines = pointed(text)
    return CellWords(lines, is_pointed=lines != text)


class Column(NamedTuple):
    """A column of a scanned table.

    Attributes:
        header: compact; what stands above it, by which the same columns of other tables are known.
        cells: those of its content.
    """

    header: str
    cells: tuple[SourceCell, ...]


class Scans(Struct, frozen=True):
    """What was found out about the scanned tables of a document.

    Attributes:
        words: of their cells, by place.
        lined: numbers of the tables that are scans of narrow columns.
        use: how the document writes its words.
    """

    words: Mapping[str, CellWords]
    lined: frozenset[int]
    use: Use


class _Line(NamedTuple):
    text: str
    blanks: tuple[Junction, ...]

    def measured(self) -> Paragraph:
        """Its stretches; not kept, since but few lines of a long table are looked at."""
        return paragraph(self.text, [cost_in_line(each) for each in self.blanks])

    def in_line(self, likely: Sequence[tuple[float, float]]) -> list[float]:
        """How likely each of its blanks stands within a printed line."""
        return in_line(self.measured(), likely) if likely else [1.0] * len(self.blanks)


class _Column(Struct, frozen=True):
    header: str
    cells: tuple[tuple[SourceCell, tuple[_Line, ...]], ...]
    widths: Widths


def read_scans(tables: Sequence[Sequence[Column]], texts: Iterable[str]) -> Scans:
    """Find out which blanks of scanned tables were ends of printed lines.

    Args:
        tables: their columns.
        texts: the lines of the document outside its tables.
    """
    weighed_tables = [[_weighed(each) for each in columns] for columns in tables]
    evidence = [sum(each.widths.evidence for each in columns) for columns in weighed_tables]
    placed: list[tuple[SourceCell, list[tuple[_Line, list[float]]]]] = []
    lined = frozenset(
        number
        for number, columns in enumerate(weighed_tables)
        if evidence[number] > _LINED and _share_going_on(columns) >= _LEAST_GOING_ON
    )
    for number, columns in enumerate(weighed_tables):
        for column in columns:
            others = [
                each.widths
                for other in lined - {number}
                for each in weighed_tables[other]
                if each.header == column.header
            ]
            table = evidence[number] - column.widths.evidence
            likely = likely_widths(column.widths, others, table) if number in lined else []
            placed.extend(
                (cell, [(line, line.in_line(likely)) for line in lines]) for cell, lines in column.cells
            )
    shown = (_shown(line, chances) for _, lines in placed for line, chances in lines)
    use = Use((*texts, *shown))
    words = {
        cell.place: _judged(lines, use)._replace(is_pointed=len(lines) > cell.text.count("\n") + 1)
        for cell, lines in placed
    }
    return Scans(words, lined, use)


def _weighed(column: Column) -> _Column:
    cells = tuple((cell, tuple(map(_line, pointed(cell.text).split("\n")))) for cell in column.cells)
    return _Column(column.header, cells, weighed(line.measured() for _, lines in cells for line in lines))


def _share_going_on(columns: Iterable[_Column]) -> float:
    """How many blanks of a table stand where Thai goes on: ends of lines do, and people type next to none."""
    lines = (line for column in columns for _, listed in column.cells for line in listed)
    between = [goes_on(blank) for line in lines for blank in line.blanks if blank.may_close]
    return sum(between) / len(between) if between else 0.0


def _line(text: str) -> _Line:
    return _Line(text, tuple(junctions(text)))


def _shown(line: _Line, chances: Sequence[float]) -> str:
    """A line in which only those blanks stand that show how its words are written."""
    signs = [
        " " if chance > _SEEN or not blank.may_close else UNSEEN
        for blank, chance in zip(line.blanks, chances, strict=True)
    ]
    return _put_together(line.text.split(" "), signs)


def _judged(lines: Iterable[tuple[_Line, Sequence[float]]], use: Use) -> CellWords:
    texts, closed, guesses = [], 0, []
    for line, chances in lines:
        weights = [
            odds(blank, chance, use, is_seen=chance > _SEEN)
            for blank, chance in zip(line.blanks, chances, strict=True)
        ]
        words = line.text.split(" ")
        signs = [" " if each > 0 else "" for each in weights]
        text = _put_together(words, signs)
        texts.append(text)
        closed += signs.count("")
        at = 0
        for word, sign, weight in zip(words, signs, weights, strict=False):
            at += len(word)
            if abs(weight) < _DOUBT:
                guesses.append(_guess(text, at, weight))
            at += len(sign)
    return CellWords("\n".join(texts), closed, tuple(guesses))


def _guess(text: str, at: int, weight: float) -> BlankGuess:
    """What stands around a place of a line, without half letters at its ends."""
    start, stop = max(0, at - _SHOWN), at + _SHOWN
    while start > 0 and text[start] in _MARKS:
        start -= 1
    while stop < len(text) and text[stop] in _MARKS:
        stop += 1
    return BlankGuess(text[start:stop], weight > 0, 1 / (1 + exp(-abs(weight))))


def _put_together(words: Sequence[str], signs: Sequence[str]) -> str:
    return words[0] + "".join(f"{sign}{word}" for sign, word in zip(signs, words[1:], strict=True))
