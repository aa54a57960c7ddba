"""The kinds of agencies, the departments they usually have, and the provinces."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from itaxl.thai.text import compact

if TYPE_CHECKING:
    from itaxl.assessment.verification import Source, Standing


class AgencyType(Struct, frozen=True):
    """A kind of local authority, such as เทศบาลตำบล, and the departments it usually has."""

    code: str
    name: str
    abbreviation: str
    count: int | None
    departments: tuple[str, ...]
    departments_standing: Standing
    departments_sources: tuple[str, ...]
    standing: Standing
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The name and, where there is one, its abbreviation."""
        return (self.name, self.abbreviation) if self.abbreviation else (self.name,)


class StandardDepartment(Struct, frozen=True):
    """A department that many agencies have, with the other names it goes by."""

    code: str
    name: str
    aliases: tuple[str, ...]
    unverified_aliases: tuple[str, ...]
    standing: Standing
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the department, the usual one first."""
        return (self.name, *self.aliases, *self.unverified_aliases)


class Province(Struct, frozen=True):
    """A province, or Pattaya, which has no two-digit code of its own."""

    dopa_code: str | None
    iso_code: str
    name_th: str
    name_en: str


class AgencyRegister(Struct, frozen=True, dict=True):
    """What the package knows about agencies before anybody has typed a name."""

    types: tuple[AgencyType, ...]
    departments: tuple[StandardDepartment, ...]
    provinces: tuple[Province, ...]
    sources: tuple[Source, ...]

    def __repr__(self) -> str:
        """How much it knows: all of it would be 13,000 letters wherever a province is shown."""
        return f"AgencyRegister({len(self.types)} types, {len(self.provinces)} provinces)"

    @property
    def type_names(self) -> tuple[str, ...]:
        """The full names of the agency types."""
        return tuple(kind.name for kind in self.types)

    @property
    def department_names(self) -> tuple[str, ...]:
        """The usual names of all departments."""
        return tuple(department.name for department in self.departments)

    @property
    def province_names(self) -> tuple[str, ...]:
        """The Thai names of the provinces."""
        return tuple(province.name_th for province in self.provinces)

    def type_named(self, name: str) -> AgencyType | None:
        """The agency type of a full name or an abbreviation."""
        return next((kind for kind in self.types if name.strip() in kind.names), None)

    def type_meant(self, words: str) -> AgencyType | None:
        """The agency type that words name, whatever their spacing and dots: อบต is อบต. and its full name."""
        wanted = compact(words).removesuffix(".")
        return next((kind for prefix, kind in self._prefixes if compact(prefix) == wanted), None)

    def type_in_name(self, name: str) -> AgencyType | None:
        """The agency type with which an agency's name begins; None where it begins with none."""
        return self._divided(name)[0]

    def name_key(self, name: str) -> str:
        """What two spellings of one agency's name have in common: ทต. ทัพทัน and เทศบาลตำบลทัพทัน."""
        kind, rest = self._divided(name)
        return f"{kind.code} {rest}" if kind else rest

    def _divided(self, name: str) -> tuple[AgencyType | None, str]:
        words = compact(name)
        for prefix, kind in self._prefixes:
            rest = words.removeprefix(prefix)
            if rest and len(rest) < len(words):
                return kind, rest.removeprefix(".") or rest
        return None, words

    @cached_property
    def _prefixes(self) -> tuple[tuple[str, AgencyType], ...]:
        """Folded names and abbreviations without their last dot, the longest first."""
        prefixes = [(compact(name).removesuffix("."), kind) for kind in self.types for name in kind.names]
        return tuple(sorted(prefixes, key=lambda each: len(each[0]), reverse=True))

    def departments_for(self, type_name: str) -> tuple[StandardDepartment, ...]:
        """The departments an agency of the type usually has; all of them where the type tells nothing."""
        kind = self.type_named(type_name)
        if kind is None or not kind.departments:
            return self.departments
        return tuple(found for name in kind.departments if (found := self.department_named(name)))

    def department_named(self, name: str) -> StandardDepartment | None:
        """The department that goes by a name."""
        return next((department for department in self.departments if name.strip() in department.names), None)

    def province_named(self, name: str) -> Province | None:
        """The province of a Thai or English name."""
        wanted = name.strip()
        return next((one for one in self.provinces if wanted in (one.name_th, one.name_en)), None)
