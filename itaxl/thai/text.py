"""Comparing what people typed with what was expected; nothing here changes what is stored."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

_DIGITS = tuple(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))

# Zero-width characters, joiners, direction marks and variation selectors that
# come along when people paste from web pages, LINE and Word.
_INVISIBLE: dict[int, str] = dict.fromkeys(
    [
        *(0x00AD, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        *range(0xFE00, 0xFE10),
    ],
    "",
)
_QUOTES_AND_DASHES = zip("‘’‚‛′“”„‟″‐‑‒–—―−", "'" * 5 + '"' * 5 + "-" * 7, strict=True)
_FOLDING = {**{chr(code): "" for code in _INVISIBLE}, **dict(_QUOTES_AND_DASHES), **dict(_DIGITS)}
# Three times as fast on Thai text as str.translate.
_FOLDED_AWAY = re.compile(f"[{''.join(_FOLDING)}]")

_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d"  # above and below the consonant, with maitaikhu and nikhahit
_TONES = "\u0e48-\u0e4c\u0e4e"  # with thanthakhat, which also comes last
_MARKS = _VOWELS + _TONES
_MISSPELT = re.compile(f"เเ|[{_TONES}][{_VOWELS}]|([{_MARKS}])\\1|\u0e4d[{_MARKS}]*า|ำ[{_MARKS}ำ]")
_TORN = re.compile(f" [{_MARKS}ำา]|เ เ")
_CLUSTER = re.compile(f"[{_MARKS}ำ]+า?")
_IS_TONE = re.compile(f"[{_TONES}]").match


def arabic_digits(text: str) -> str:
    """Write Thai digits as Arabic ones.

    >>> arabic_digits("๒๗ ธันวาคม ๒๕๖๕")
    '27 ธันวาคม 2565'
    """
    if not text.isascii():
        for thai, arabic in _DIGITS:  # fifteen times as fast as str.translate
            text = text.replace(thai, arabic)
    return text


def shortened(text: str, longest: int) -> str:
    """A text; where it has more letters than this, its beginning and an ellipsis.

    >>> shortened("กองคลัง", 9), shortened("สำนักปลัดเทศบาล", 9)
    ('กองคลัง', 'สำนักปลั…')
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def thai_digits(text: str) -> str:
    """Write Arabic digits as Thai ones.

    >>> thai_digits("27 ธันวาคม 2565")
    '๒๗ ธันวาคม ๒๕๖๕'
    """
    for thai, arabic in _DIGITS:
        text = text.replace(arabic, thai)
    return text


def folded(text: str) -> str:
    """Fold away every difference that people do not see or do not mean.

    Never use NFKC instead: it takes ำ apart and leaves zero-width spaces.

    >>> folded(" นํ้า\u200bประปา  ปี ๒๕๖๖ ") == folded("น้ำประปา ปี 2566")
    True
    """
    if text.isascii():
        return " ".join(text.split()).lower()
    return _folded(text)


def compact(text: str) -> str:
    """Fold and drop all blanks, for names whose spacing wavers.

    >>> compact("สำนักปลัด อบต.") == compact("สำนักปลัดอบต.")
    True
    """
    words = folded(text)
    together = words.replace(" ", "")
    if len(together) == len(words):
        return words
    # Letters that blanks kept apart may make one misspelling together, or marks be in another order.
    if _TORN.search(words) or not unicodedata.is_normalized("NFC", together):
        return folded(together)
    return together


def unquoted(text: str) -> str:
    """The same as ``compact`` without quotes at the ends: the apostrophe that marks text may come along.

    >>> unquoted("'M1"), unquoted("‘กองคลัง’")
    ('m1', 'กองคลัง')
    """
    return compact(text).strip("'\"")


def listed_names(text: str, known: Collection[str]) -> list[str]:
    """The names between commas; a name that is known (``unquoted``) stays whole, though it holds commas.

    >>> listed_names("กองคลัง, กองการศึกษา, ศาสนา", {"กองคลัง", "กองการศึกษา,ศาสนา"})
    ['กองคลัง', 'กองการศึกษา, ศาสนา']
    """
    parts = text.split(",")
    longest = 1 + max((name.count(",") for name in known), default=0)
    names = []
    at = 0
    while at < len(parts):
        whole = (size for size in range(longest, 1, -1) if unquoted(",".join(parts[at : at + size])) in known)
        size = next(whole, 1)
        names.append(",".join(parts[at : at + size]).strip())
        at += size
    return names


def as_seen(text: str) -> str:
    """Without blanks, without what nobody sees, and with sara am as one letter: programs differ in these.

    >>> as_seen(" ยังไม่ดําเนินการ\u200b") == as_seen("ยังไม่ ดำเนินการ")
    True
    """
    visible = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).replace("\u0e4dา", "ำ")
    return "".join(visible.split())


def is_blank(value: object) -> bool:
    """Tell whether a cell shows nothing.

    >>> is_blank("\u200b\u00a0"), is_blank(0)
    (True, False)
    """
    if not isinstance(value, str):
        return value is None
    if not value or value.isspace():
        return True
    if value[0].isalnum():
        return False
    visible = value.translate(_INVISIBLE)
    return not visible or visible.isspace()


def nearest(text: str, choices: Sequence[str], cutoff: float = 0.75) -> str | None:
    """Find the choice that somebody probably meant, or None where nothing is near.

    >>> nearest("สำนักปลด", ["กองคลัง", "สำนักปลัด", "กองช่าง"])
    'สำนักปลัด'
    """
    wanted = compact(text)
    best, best_ratio = None, cutoff
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    for choice in choices:
        key = compact(choice)
        if key == wanted:
            return choice
        matcher.set_seq1(key)
        if matcher.real_quick_ratio() < best_ratio or matcher.quick_ratio() < best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio or (best is None and ratio == best_ratio):
            best, best_ratio = choice, ratio
    return best


@lru_cache(maxsize=4096)  # the same names and answers come back in every workbook
def _folded(text: str) -> str:
    text = _caseless(_FOLDED_AWAY.sub(_replacement, text))
    while _MISSPELT.search(text):  # a mended cluster can touch its neighbour and make a new one to mend
        text = unicodedata.normalize("NFC", _CLUSTER.sub(_mended, text.replace("เเ", "แ")))
    return " ".join(text.split())


def _replacement(character: re.Match[str]) -> str:
    return _FOLDING[character[0]]


def _caseless(text: str) -> str:
    # Case folding takes some characters apart, so it stands between two normal
    # forms; what comes out may be a dash or an accent that folds away in turn.
    text = unicodedata.normalize("NFC", text)
    lower = unicodedata.normalize("NFC", text.casefold())
    return text if lower == text else _FOLDED_AWAY.sub(_replacement, lower)


def _mended(cluster: re.Match[str]) -> str:
    """Vowel, tone mark, sara am: each once and in this order."""
    marks = cluster[0]
    end = ""
    if marks[-1] == "า":
        marks, end = marks[:-1], "า"
        if "\u0e4d" in marks:
            marks, end = marks.replace("\u0e4d", ""), "ำ"
    ordered = sorted(marks + end, key=_place) if end == "ำ" else [*sorted(marks, key=_place), *end]
    return "".join(mark for index, mark in enumerate(ordered) if not index or ordered[index - 1] != mark)


def _place(mark: str) -> int:
    return 2 if mark == "ำ" else 1 if _IS_TONE(mark) else 0
