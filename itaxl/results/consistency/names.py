"""Names of agencies in texts: another agency's, or the own one in another spelling.

Thai is written without blanks, so nothing shows where a name ends. What follows a kind of agency (อบต.,
เทศบาลตำบล …) is held against the own name first; it is another's only where it looks like a place.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from msgspec import Struct

from itaxl.assessment.agencies import AgencyType
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency
from itaxl.results.consistency.evidence import Evidence
from itaxl.results.consistency.place_names import DISTRICT_BEHIND, ORDINARY, begins_with_place
from itaxl.thai.text import compact, folded

_NEAR = 0.75  # of the letters: one wrong or exchanged in a short name, two in a long one
_SARA_AM = re.compile("[ำ\u0e4d]")  # written in two ways, so a text is searched for what stands before it
_NAME_ENDS = re.compile(r"[\s\"'()\[\],;:/.“”‘’\d-]")
_MARKS = re.compile("[\u0e31\u0e33-\u0e3a\u0e45\u0e47-\u0e4e]*")
_THAI_LETTER = re.compile("[\u0e01-\u0e4e]")
_BEFORE_A_NAME = ("ของ", "ใน", "โดย", "กับ")
_PROVINCIAL = "จังหวัด"
_LONG_ENOUGH = 5  # letters; a shorter name is like the beginning of many a word
_LONGEST = 60  # letters of a name

# Behind these words no name of an agency follows, or it ends before them. Short words that begin names of
# places (ขอ, กอง, รับ, ทาง, คือ) are only here where they are longer.
_NO_NAME = re.compile(
    "และ|ที่|ใน|ของ|ได้|มี|ดังนี้|โดย|เพื่อ|จะ|ต้อง|เป็น|ให้|ไม่|"
    "ทุก|แต่|หรือ|กับ|จาก|ตาม|ต่อไป|ต่อสาธารณ|ต่อประชาชน|ถึง|ซึ่ง|"
    "เรื่อง|ดำเนิน|จัด|ประกาศ|ประจำ|ประชาสัมพันธ์|ประชาชน|ประชุม|"
    "กำหนด|รายงาน|เผยแพร่|ส่งเสริม|ส่งผล|ควร|สามารถ|เมื่อ|แล้ว|"
    "อย่าง|อื่น|ใด|นี้|นั้น|ฯ|ต่าง|ทั้ง|ใกล้เคียง|ข้างเคียง|"
    "ร่วมกับ|ร่วมดำเนิน|แห่ง|แจ้ง|ลงวันที่|ลงพื้นที่|พ[.]ศ|ผ่าน|"
    "ก็|ยัง|อีก|ว่า|นายก|รับทราบ|รับผิดชอบ|รับเรื่อง|สร้างความ|"
    "สนับสนุน|บริการ|บริหาร|ปฏิบัติ|พนักงาน|เจ้าหน้าที่|ผู้|คณะ|"
    "สำนักงาน|สำนักปลัด|กองคลัง|กองช่าง|กองการศึกษา|สภา|ปลัด|"
    "ประเภท|ระดับ|ขนาด|อำเภอ|จังหวัด|ตำบล|เขต|ขึ้น|เข้า|ใช้|พร้อม|"
    "รวม|อยู่|สู่|เอง|เท่านั้น|ปี|ตั้งแต่|รอบ|ครั้ง|เปิด|นำ|"
    "พิจารณา|พัฒนา|ปรับปรุง|ตรวจสอบ|ติดตาม|แต่งตั้ง|มอบหมาย|"
    "มอบนโยบาย|จึง|ขอแจ้ง|ขอเชิญ|ขอประชา"
)
# Whoever works with another agency, or visits it, names it on purpose.
_ON_PURPOSE = ("ร่วมกับ", "ดูงาน", "เครือข่าย", "บูรณาการ", "ประสาน", "ความร่วมมือ")
_LOOK_BACK = 40


def names_of_agencies(evidence: Evidence) -> Iterator[Finding]:
    """Every text speaks of this agency, in one spelling."""
    names = AgencyNames(evidence.plan.agency, evidence.register.types, evidence.register.province_names)
    if not names.proper:
        return
    own = evidence.plan.agency.name
    if not names.may_be_in("\n".join([text for _, _, text in evidence.texts])):
        return
    for line, key, text in evidence.texts:
        if names.may_be_strange_in(text):
            for name in names.strange_in(text):
                kind = FindingKind.OWN_NAME_MISSPELT if name.is_own else FindingKind.OTHER_AGENCY_NAMED
                yield line.found(kind, key, name.words, own=own)


class StrangeName(Struct, frozen=True):
    """A name that is not written as the agency's own; `is_own` where it is near enough to be meant for it."""

    words: str
    is_own: bool


class AgencyNames:
    """What names of agencies look like, and which of them is the own one."""

    def __init__(self, agency: Agency, kinds: Sequence[AgencyType], provinces: Sequence[str] = ()) -> None:
        self.agency = agency
        self.provinces = tuple(map(folded, provinces))
        self.kinds = tuple(each for each in kinds if each.abbreviation)

    @property
    def proper(self) -> str:
        """The own name without its kind, without blanks; empty where the kind is not known."""
        return self._own[1]

    def may_be_in(self, text: str) -> bool:
        """Tell quickly whether a text can name any agency."""
        return any(map(text.__contains__, self._stems))

    def may_be_strange_in(self, text: str) -> bool:
        """Tell quickly whether a text can name an agency in any other way than the own name's."""
        if not self.may_be_in(text):
            return False
        return sum(map(text.count, self._stems)) != sum(map(text.count, self._own_spellings))

    def strange_in(self, text: str) -> Iterator[StrangeName]:
        """Names that are not the own one in its own spelling, each once."""
        words = folded(text)
        told = set()
        for match in self._kind.finditer(words):
            if match["short"] is None or _stands_alone(words, match):
                name = self._named(words, match)
                if name is not None and name not in told:
                    told.add(name)
                    yield name

    def _named(self, words: str, match: re.Match[str]) -> StrangeName | None:
        rest = words[match.end() : match.end() + _LONGEST]
        is_apart = rest.startswith(" ")
        rest = rest.lstrip()
        kind = self._kind_of[match[0].rstrip(".")]
        if compact(rest[: 2 * len(self.proper)]).startswith(self.proper):
            if kind is self._own[0] or self._is_expected(kind, words, match, rest):
                return None
            return StrangeName(match[0] + self.proper, is_own=False)
        near = self._near(rest)
        if near:
            return StrangeName(match[0] + near, is_own=True)
        # Behind a blank anything may follow the full words for a kind, a sentence may begin.
        if (is_apart and not match["short"]) or self._is_expected(kind, words, match, rest):
            return None
        name = self._other_in(rest)
        return StrangeName(match[0] + name, is_own=False) if len(name) > 1 else None

    def _other_in(self, rest: str) -> str:
        """The name of a place that a text begins with."""
        if _NO_NAME.match(rest):
            return ""
        if begins_with_place(rest) or rest.startswith(self.provinces):
            return _first_name(rest)
        behind = DISTRICT_BEHIND.match(rest)
        return behind["name"] if behind else ""

    def _near(self, rest: str) -> str:
        """The beginning of a text that is nearly the own name.

        Where it ends is best told by what follows; else a wrong last letter counts as one of the name.
        """
        if ORDINARY.match(rest):
            return ""
        matcher = SequenceMatcher(None, "", self.proper, autojunk=False)
        found = []
        for length in range(max(2, len(self.proper) - 2), len(self.proper) + 3):
            candidate = rest[:length]
            if len(candidate) < length or _NAME_ENDS.search(candidate):
                break
            matcher.set_seq1(candidate)
            ratio = matcher.ratio()
            if ratio >= _NEAR:
                marks = _MARKS.match(rest, length)
                end = marks.end() if marks else length
                is_end = _ends_at(rest, end)
                if is_end or len(self.proper) >= _LONG_ENOUGH:
                    found.append((is_end, length == len(self.proper), ratio, rest[:end]))
        return max(found, default=(False, False, 0.0, ""))[-1]

    def _is_expected(self, kind: AgencyType, words: str, match: re.Match[str], rest: str) -> bool:
        """The agency of the own province, and agencies that are worked with, are named on purpose."""
        province = compact(self.agency.province)
        if _PROVINCIAL in kind.name and province and compact(rest).startswith(province):
            return True
        before = words[max(0, match.start() - _LOOK_BACK) : match.start()]
        return any(each in before for each in _ON_PURPOSE)

    @cached_property
    def _own(self) -> tuple[AgencyType | None, str]:
        """The own kind, and the own name without it."""
        name = compact(self.agency.name)
        written = [(compact(word), kind) for kind in self.kinds for word in kind.names]
        for words, kind in sorted(written, key=lambda each: -len(each[0])):
            if name.startswith(words):
                return kind, name.removeprefix(words)
        typed = self.agency.agency_type.strip()
        typed_kind = next((each for each in self.kinds if typed in each.names), None)
        return (typed_kind, name) if typed_kind else (None, "")

    @cached_property
    def _own_spellings(self) -> tuple[str, ...]:
        """The own name with its kind, as most texts have it."""
        kind, proper = self._own
        return tuple(f"{word}{blank}{proper}" for word in kind.names for blank in ("", " ")) if kind else ()

    @cached_property
    def _kind_of(self) -> dict[str, AgencyType]:
        return {folded(word).rstrip("."): kind for kind in self.kinds for word in kind.names}

    @cached_property
    def _kind(self) -> re.Pattern[str]:
        full = "|".join(re.escape(folded(kind.name)) for kind in self.kinds)
        letters = [folded(kind.abbreviation).rstrip(".") for kind in self.kinds]
        # Two letters alone are the end of many a word.
        short = "|".join(each if len(each) > 2 else rf"{each}(?=\.)" for each in letters)
        return re.compile(rf"{full}|(?P<short>{short})\.?")

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        return _stems_of(self.kinds)


@lru_cache(maxsize=4)  # agency after agency asks for those of the same kinds
def _stems_of(kinds: tuple[AgencyType, ...]) -> tuple[str, ...]:
    """What every name of these kinds begins with, however it is written."""
    stems = {_SARA_AM.split(word)[0] for kind in kinds for word in kind.names}
    stems |= {word.rstrip(".") for word in stems if len(word) > 3}
    return tuple(stem for stem in stems if not any(stem != each and stem.startswith(each) for each in stems))


def _stands_alone(words: str, match: re.Match[str]) -> bool:
    """Whether letters are an abbreviation: they also stand inside words, as in รับผิดชอบต่อ."""
    start = match.start()
    if not start or not _THAI_LETTER.match(words, start - 1) or words.endswith(_BEFORE_A_NAME, 0, start):
        return True
    return len(match["short"]) > 2 and match[0].endswith(".") and words[start - 1] != "ช"


def _ends_at(rest: str, end: int) -> bool:
    """Whether no name goes on at a place."""
    return end == len(rest) or bool(_NAME_ENDS.match(rest, end) or _NO_NAME.match(rest, end))


def _first_name(rest: str) -> str:
    """The name that a text begins with: up to a blank, a sign, or a word that cannot belong to it."""
    end = _NAME_ENDS.search(rest)
    name = rest[: end.start()] if end else rest
    other = next((each for each in _NO_NAME.finditer(name) if each.start() > 1), None)
    return name[: other.start()] if other else name
