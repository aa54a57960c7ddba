"""Whom a cell makes responsible: departments by their usual names and aliases, or as they are printed."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from itaxl.assessment.agencies import AgencyRegister, StandardDepartment
from itaxl.assessment.plans import EVERY_DEPARTMENT, Department
from itaxl.importing.lines import is_point
from itaxl.importing.words import ImportWords, import_words
from itaxl.thai.text import compact, nearest

_SEPARATORS = re.compile(r"[/,;\n、]| และ")
_NUMBER = re.compile(r"^[-(]?[\d๐-๙]*[.)]*\s*")
_SURE = 0.78
_LONGEST_NAME = 60
NOBODY = "ไม่ระบุส่วนราชการ"
"""The department of measures whose report names nobody."""


class NamedDepartments(Struct, frozen=True):
    """Whom a cell names.

    Attributes:
        keys: of the departments, the first one leads.
        is_every: all of them together.
        is_sure: each stands there by a name that is known, and none by words for several.
    """

    keys: tuple[str, ...]
    is_every: bool = False
    is_sure: bool = True


class DepartmentFinder(Struct):
    """Finds departments and remembers by which name each was printed first.

    Attributes:
        register: what the package knows of departments.
        own_names: of the agency, which stand behind the name of a department: สำนักปลัด อบต.สันโค้ง.
        is_known: whether the usual departments of the agency are known; then สป. is no other than สำนักปลัด.
    """

    register: AgencyRegister
    own_names: Sequence[str] = ()
    is_known: bool = False
    printed: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> NamedDepartments:
        """The departments that a cell makes responsible; remembers their names.

        Words that name no unit are taken as the name of one, and are not sure.
        """
        known = self.find_known(text)
        if known.keys or known.is_every or not text:
            return known
        lead, listed = _split(text)
        first = _NUMBER.sub("", (lead or listed)[0])[:_LONGEST_NAME].strip()
        name = self._section(self._bare(text), import_words()) or first
        return NamedDepartments((self._remember(name, name),), is_sure=False)

    def find_known(self, text: str) -> NamedDepartments:
        """The departments that a cell names as such; nothing where it names none."""
        words = import_words()
        lead, listed = _split(text)
        leading = self._bare("\n".join(lead or listed))
        if any(every in leading for every in words.every):
            return NamedDepartments((), is_every=True)
        found = list(self._in(lead, words)) or list(self._in(listed, words))
        unnamed = next((each for each in words.unnamed if each in leading), "")
        if found:
            keys = tuple(dict.fromkeys(key for key, _ in found))
            return NamedDepartments(keys, is_sure=all(sure for _, sure in found) and not unnamed)
        return NamedDepartments((), is_every=bool(unnamed) and leading == unnamed, is_sure=False)

    def ordered(self) -> tuple[str, ...]:
        """The keys of all that were found: in the usual order, then as they came."""
        usual = {each.code: index for index, each in enumerate(self.register.departments)}
        return tuple(sorted(self.printed, key=lambda key: usual.get(key, len(usual))))

    def departments(self) -> tuple[Department, ...]:
        """All that were found, in that order, with new codes."""
        return tuple(
            Department(f"{number:02}", self.printed[key])
            for number, key in enumerate(self.ordered(), start=1)
        )

    def name(self, key: str) -> str:
        """The name of a department that was found."""
        return self.printed[key]

    def nobody(self) -> str:
        """The key of the department for what names nobody."""
        return self._remember(NOBODY, NOBODY)

    def _bare(self, text: str) -> str:
        """A text without blanks and without the agency's own name."""
        words = compact(text)
        for name in self.own_names:
            words = words.replace(name, "")
        return words

    def _in(self, lines: Sequence[str], words: ImportWords) -> Iterator[tuple[str, bool]]:
        for line in lines:
            for part in _SEPARATORS.split(line):
                if found := self._one(self._bare(part), part.strip(), words):
                    yield found

    def _one(self, bare: str, printed: str, words: ImportWords) -> tuple[str, bool] | None:
        if not bare or any(each in bare for each in words.unnamed):
            return None
        known = self._known(bare)
        if known is not None:
            standard, name = known
            shown = name if bare.endswith(compact(name)) and not self._is_initials(name) else standard.name
            # กองสาขาฯ and the like: an abbreviation may be another one, badly scanned.
            is_sure = not shown.endswith("ฯ") or self._shortened(compact(shown)) is standard
            return self._remember(standard.code, shown), is_sure
        shortened = self._shortened(bare)
        if shortened is not None:
            return self._remember(shortened.code, " ".join(self._shown(printed).split())), True
        if re.match(rf"(?:{'|'.join(words.units)})[ก-๙.]+$", bare) is None:
            return None
        name = " ".join(self._shown(printed).split())
        near = nearest(bare, self.register.department_names, _SURE)
        usual = self.register.department_named(near) if near else None
        return self._remember(usual.code if usual else bare, name), False

    def _shortened(self, bare: str) -> StandardDepartment | None:
        """The one department whose name begins as a text does that ends in ฯ: กองสวัสดิการฯ."""
        stem = bare.removesuffix("ฯ")
        if stem == bare or stem in import_words().units:
            return None
        found = [
            each
            for each in self.register.departments
            if any(compact(name).startswith(stem) for name in each.names if not name.endswith("ฯ"))
        ]
        return found[0] if len(found) == 1 else None

    def _is_initials(self, name: str) -> bool:
        """Whether a name is but initials, which stand for one department in agencies of a known kind."""
        return self.is_known and re.fullmatch(r"(?:[ก-ฮ]\.?){1,4}", name) is not None

    def _shown(self, printed: str) -> str:
        for name in self.own_names:
            at = compact(printed).find(name)
            if at > 0:
                return compact(printed)[:at]
        return printed

    def _known(self, bare: str) -> tuple[StandardDepartment, str] | None:
        """The department whose name stands in a text, and that name; the longest one counts."""
        titles = tuple(map(compact, import_words().persons))
        names = [
            (compact(name), name, each)
            for each in self.register.departments
            for name in each.names
            if compact(name) in bare and not compact(name).startswith(titles)
        ]
        if not names:
            return None
        _, name, standard = max(names, key=lambda each: len(each[0]))
        return standard, name

    def _section(self, whole: str, words: ImportWords) -> str:
        # คณะทำงาน names no section, whatever stands behind it.
        titles = [each for each in map(compact, words.persons) if whole.startswith(each)]
        behind = whole.removeprefix(max(titles, key=len, default=""))
        match = re.search(rf"(?:{'|'.join(words.sections)})[ก-๙/]+$", behind)
        return match[0] if match else ""

    def _remember(self, key: str, name: str) -> str:
        self.printed.setdefault(key, name)
        return key


def _split(text: str) -> tuple[list[str], list[str]]:
    """The lines before a numbered list, and the list: offices first, then the persons in them."""
    lines = text.split("\n")
    start = next((index for index, line in enumerate(lines) if is_point(line)), len(lines))
    return lines[:start], lines[start:]


def responsible_words(text: str, name: str) -> str:
    """What the cell says beyond the name of the department that stands beside it."""
    return "" if compact(text) in {compact(name), compact(EVERY_DEPARTMENT)} else text
