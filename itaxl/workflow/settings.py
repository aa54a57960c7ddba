"""What every verb needs to know, and how it says that it cannot begin."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from itaxl.reports.own_keys import OWN_KEYS
from itaxl.template.description import WorkbookDescription
from itaxl.template.description_files import DescriptionError, Descriptions

if TYPE_CHECKING:
    from itaxl.assessment.frameworks import Framework

MEASURES = "measures"
"""The sheet of every workbook whose columns come together in the summary."""

Progress = Callable[[int, int], None]
"""Told after every file: how many are done, of how many."""


class UsageError(Exception):
    """Something to put right before anything can be done; one line in each tongue."""

    def __init__(self, thai: str, english: str) -> None:
        self.thai = thai
        self.english = english
        super().__init__(thai, english)

    def __str__(self) -> str:
        return self.english


class Settings(Struct, frozen=True, dict=True):
    """Where descriptions and frameworks come from, and what day it is.

    Attributes:
        templates: the folder of workbook descriptions; what is not in it is taken from those that come along.
        today: the day of the run; what is made carries it.
        frameworks: a folder of the user's own frameworks.
        workers: number of worker processes; as many as help, where None.
        passwords: those that may open protected returns; never written anywhere.
    """

    templates: Path
    today: date
    frameworks: Path | None = None
    workers: int | None = None
    passwords: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """No passwords: whoever shows settings would show them, too."""
        return f"Settings({str(self.templates)!r}, {self.today})"

    def description(self, kind: str) -> WorkbookDescription:
        """The description of one kind of workbook; it is loaded once.

        Raises:
            DescriptionError: it is wrong, or a column of measures has the key of one of the summary's own.
        """
        description = self._descriptions.load(kind)
        if kind not in self._usable:
            self._require_usable(kind, description)
            self._usable.add(kind)
        return description

    @cached_property
    def _descriptions(self) -> Descriptions:
        return Descriptions(self.templates, default_templates())

    @cached_property
    def _usable(self) -> set[str]:
        """The kinds of descriptions that were looked at already."""
        return set()

    def _require_usable(self, kind: str, description: WorkbookDescription) -> None:
        taken = [
            column.key
            for sheet in description.sheets
            if sheet.key == MEASURES
            for column in sheet.columns
            if column.key in OWN_KEYS
        ]
        if taken:
            faults = [
                f"sheet “{MEASURES}”: the summary has a column “{key}” of its own; give yours another key, "
                f'for example key = "my_{key}"'
                for key in taken
            ]
            raise DescriptionError(self.templates / f"{kind}.toml", faults)

    def framework(self, year: int) -> "Framework":
        """The framework of a fiscal year.

        Raises:
            UsageError: there is none.
        """
        # Returns are being read before any framework is needed.
        from itaxl.catalogue import UnknownYearError, load_framework

        try:
            return load_framework(year, self.frameworks)
        except UnknownYearError as error:
            known = ", ".join(str(each) for each in error.known)
            raise UsageError(
                f"ไม่มีข้อมูล ITA ของปี {year} (มีปี {known}) เพิ่มปีใหม่ได้ด้วย --frameworks",
                f"there is no framework of {year} (there are {known}); add one with --frameworks",
            ) from None

    def framework_or_none(self, year: int) -> "Framework | None":
        """The framework of a fiscal year, where there is one."""
        from itaxl.catalogue import UnknownYearError, load_framework

        try:
            return load_framework(year, self.frameworks)
        except UnknownYearError:
            return None


def require_folder(folder: Path | None) -> None:
    """Refuse a folder that was named and is not there.

    Raises:
        UsageError: it is not.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"ไม่พบโฟลเดอร์ {folder}", f"there is no folder {folder}")


def require_templates(folder: Path | None) -> None:
    """Refuse a folder of descriptions of which nothing would be taken: a misspelt name goes unnoticed else.

    Raises:
        UsageError: it is not there, or no file in it has the name of a description.
    """
    require_folder(folder)
    if folder is None:
        return
    known = sorted(each.name for each in default_templates().glob("*.toml"))
    if any((folder / name).exists() for name in known) or any(folder.glob("*/*.toml")):
        return
    names = ", ".join(known)
    raise UsageError(
        f"ไม่มีไฟล์ที่ใช้ได้ในโฟลเดอร์ {folder} ชื่อไฟล์ต้องเป็น {names} หรืออยู่ใน reports, messages",
        f"no file of {folder} can be used; name it {names}, or put it into reports or messages",
    )


def require_frameworks(folder: Path | None) -> None:
    """Refuse a folder of frameworks in which no file is named for a year.

    Raises:
        UsageError: it is not there, or holds none.
    """
    require_folder(folder)
    if folder is None:
        return
    from itaxl.catalogue import frameworks_in

    if not frameworks_in(folder):
        raise UsageError(
            f"ไม่มีไฟล์ของปีใดในโฟลเดอร์ {folder} ชื่อไฟล์ต้องเป็นปี เช่น 2570.toml",
            f"no file of {folder} is named for a year, for example 2570.toml",
        )


def require_returns(folder: Path) -> None:
    """Refuse a folder of returned workbooks that is not there, and say what it is for.

    Raises:
        UsageError: it is not.
    """
    if not folder.is_dir():
        raise UsageError(
            f"ไม่พบโฟลเดอร์ {folder} ให้ระบุโฟลเดอร์ที่เก็บแบบที่ส่งคืน",
            f"there is no folder {folder}; name the one that holds the returned workbooks",
        )


def shipped_folder(name: str) -> Path:
    """A folder that comes with itaxl: inside the installed package, else beside it in its repository."""
    package = Path(__file__).parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def default_templates() -> Path:
    """The workbook descriptions that come with itaxl."""
    return shipped_folder("workbook_templates")
