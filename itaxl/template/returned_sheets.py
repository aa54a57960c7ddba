"""The sheets of a returned file: which is which, whatever became of their names, and which are strays."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.refusals import UnreadableWording
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.grids import Grid, cell_name
from itaxl.sheets.workbooks import OpenedWorkbook
from itaxl.template.cells import as_text
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.form_reader import label_place
from itaxl.template.headers import NO_HEADS, Heads, find_heads
from itaxl.template.stamp import LIST_SHEET, STAMP_SHEET, SentWorkbook, read_stamp
from itaxl.thai.text import compact, is_blank, shortened

# More than this nobody adds to a form, or pastes of several; the rest is named without being looked at.
_MOST_STRAYS, _MOST_CELLS = 40, 300_000
_LONGEST_TOLD = 30_000  # letters; all that one finding can keep in a cell
_COPY_MARK = re.compile(r"\s*\(\d+\)\s*$")
_BRACES = re.compile(r"\\{(\w+)\\}")
_TITLE_ROWS = 12
_IS_READ = (Layout.FORM, Layout.TABLE)


def unreadable(name: str, trouble: Unreadable) -> Finding:
    """Why a file cannot be read, as a finding."""
    wording = UnreadableWording[trouble.reason.name]
    sheet, cell = (str(trouble.details.get(key, "")) for key in ("sheet", "cell"))
    details = wording.details(**trouble.details)
    return Finding(FindingKind.UNREADABLE_FILE, name, sheet, cell, "", details)


def stamp_of(workbook: OpenedWorkbook) -> SentWorkbook | None:
    """The identity of a workbook of itaxl; None for any other."""
    if STAMP_SHEET not in workbook.sheet_names:
        return None
    return read_stamp(workbook.grid(STAMP_SHEET).rows)


class PlacedSheet(Struct, frozen=True):
    """A sheet of a file that holds what a described sheet is for.

    Attributes:
        heads: where the columns of a table stand; of a form, none.
    """

    sheet: Sheet
    grid: Grid
    heads: Heads = NO_HEADS

    @property
    def rows(self) -> range:
        """The rows below a table's headers."""
        return range(self.heads.row + 1, len(self.grid.rows))


class ReturnedSheets:
    """The sheets of one file, each read at most once.

    Attributes:
        findings: sheets that cannot be read.
    """

    def __init__(self, workbook: OpenedWorkbook, file: str, description: WorkbookDescription) -> None:
        self.workbook = workbook
        self.file = file
        self.description = description
        self.findings: list[Finding] = []
        self._grids: dict[str, Grid | None] = {}
        by_name = {compact(each.name): each for each in description.sheets}
        self.named: dict[str, str] = {}
        self.strays: list[str] = []
        self._notes: list[tuple[Sheet, str]] = []
        for name in workbook.sheet_names:
            sheet = by_name.get(compact(name))
            if sheet is not None and (sheet.key not in self.named or name == sheet.name):
                self.named[sheet.key] = name
            elif name not in (STAMP_SHEET, LIST_SHEET):
                copied = self._copied_notes(name)
                if copied is None:
                    self.strays.append(name)
                else:
                    self._notes.append((copied, name))

    def grid(self, name: str) -> Grid | None:
        """The cells of a sheet; None, and a finding, where they cannot be read."""
        if name not in self._grids:
            try:
                self._grids[name] = self.workbook.grid(name)
            except Unreadable as trouble:
                self._grids[name] = None
                finding = replace(unreadable(self.file, trouble), sheet=name)
                if name in self.strays:
                    what = {"what": finding.details["reason"], "what_en": finding.details["reason_en"]}
                    finding = Finding(FindingKind.UNREAD_SHEET, self.file, name, finding.cell, details=what)
                self.findings.append(finding)
        return self._grids[name]

    def looked_at(self) -> Iterator[Grid]:
        """The strays that hold anything; those beyond any reason are only named."""
        cells = 0
        for number, name in enumerate(self.strays):
            if number >= _MOST_STRAYS or cells > _MOST_CELLS:
                self.findings.append(Finding(FindingKind.UNREAD_SHEET, self.file, name))
                continue
            grid = self.grid(name)
            if grid is not None and not is_empty(grid):
                cells += sum(map(len, grid.rows))
                yield grid

    def placed(self, grids: Iterable[Grid]) -> list[PlacedSheet]:
        """Those that look like a described sheet."""
        return [each for each in (_described_as(grid, self.description) for grid in grids) if each]

    def first_words(self) -> str:
        """What the file says where it begins, for people to know what it is."""
        told = ""
        for name in self.workbook.sheet_names[:_MOST_STRAYS]:
            grid = self.grid(name)
            words = words_of(grid, _filled_cells(grid)) if grid is not None else ""
            told += (" / " if told and words else "") + words
            if len(told) > _LONGEST_TOLD:
                break
        return shortened(told, _LONGEST_TOLD)

    def notes(self, *, all_of_them: bool) -> Iterator[tuple[Sheet, Grid]]:
        """The sheets that nobody fills in and their copies, where somebody may have written there.

        Args:
            all_of_them: also those whose lock is still there: not every program minds it.
        """
        own = [
            (each, self.named[each.key])
            for each in self.description.sheets
            if each.layout not in _IS_READ and each.key in self.named
        ]
        for sheet, name in (*own, *self._notes[:_MOST_STRAYS]):
            if all_of_them or not self._is_locked(name):
                grid = self.grid(name)
                if grid is not None:
                    yield sheet, grid

    def _is_locked(self, name: str) -> bool:
        try:
            return self.workbook.is_locked(name) is True
        except Unreadable:
            return False  # whoever reads it tells why

    def _copied_notes(self, name: str) -> Sheet | None:
        """Of which sheet that nobody fills in this is a copy, as Excel names copies."""
        bare = compact(_COPY_MARK.sub("", name))
        if bare == compact(name):
            return None
        notes = (each for each in self.description.sheets if each.layout not in _IS_READ)
        return next((each for each in notes if compact(each.name) == bare), None)


def _described_as(grid: Grid, description: WorkbookDescription) -> PlacedSheet | None:
    """The described sheet that a grid looks like: at least half of its headers or labels are there."""
    best, chosen = 0.5, None
    for sheet in description.sheets:
        if sheet.layout in _IS_READ and sheet.columns:
            heads = find_heads(grid, sheet) if sheet.layout is Layout.TABLE else NO_HEADS
            share = _known_share(grid, sheet, heads) if heads else 0.0
            if heads and (share > best or (share == best and chosen is None)):
                best, chosen = share, PlacedSheet(sheet, grid, heads)
    return chosen


def _known_share(grid: Grid, sheet: Sheet, heads: Heads) -> float:
    """Of the headers or labels; of the locked and of the open ones of a table, whichever is less.

    A plan has the locked columns of a department's table too, and is none.
    """
    if sheet.layout is Layout.FORM:
        known = sum(label_place(grid, each.header, 0) is not None for each in sheet.columns)
        return known / len(sheet.columns)
    if sheet.row_label and sheet.row_label not in heads.columns:
        return 0.0
    found = heads.columns.keys() - heads.near.keys()
    kinds = ([each.key for each in sheet.columns if each.open is is_open] for is_open in (True, False))
    return min(sum(key in found for key in keys) / len(keys) for keys in kinds if keys)


def is_empty(grid: Grid) -> bool:
    """Whether a sheet shows nothing."""
    return not grid.errors and all(is_blank(value) for cells in grid.rows for value in cells)


def unread_sheet(grid: Grid, file: str) -> Finding:
    """That a sheet is not one of the form's, with where its entries stand and what they say."""
    cells = [*_filled_cells(grid), *grid.errors]
    told = words_of(grid, cells)
    first = min(row for row, _ in cells), min(column for _, column in cells)
    last = max(row for row, _ in cells), max(column for _, column in cells)
    place = f"{cell_name(*first)}:{cell_name(*last)}" if first != last else cell_name(*first)
    details = {
        "what": f"มีข้อความ {len(cells)} ช่อง ({place}): {told}",
        "what_en": f"(entries: {len(cells)}, in {place}: {told})",
    }
    return Finding(FindingKind.UNREAD_SHEET, file, grid.name, cell_name(*min(cells)), told, details)


def _filled_cells(grid: Grid) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row, values in enumerate(grid.rows)
        for column, value in enumerate(values)
        if not is_blank(value)
    ]


def words_of(grid: Grid, cells: Sequence[tuple[int, int]]) -> str:
    """What stands in cells, in one line; cut where it becomes a book."""
    told = ""
    for row, column in cells:
        told += (" / " if told else "") + " ".join(as_text(grid.at(row, column)).split())
        if len(told) > _LONGEST_TOLD:
            break
    return shortened(told, _LONGEST_TOLD)


def titled(grid: Grid, sheet: Sheet) -> Mapping[str, str]:
    """What the title of a table says in the places of its braces, blanks dropped; nothing without one."""
    pattern = _title_like(sheet.title)
    if not pattern.groups:
        return {}
    for cells in grid.rows[:_TITLE_ROWS]:
        for value in cells:
            match = pattern.fullmatch(compact(value)) if isinstance(value, str) and value else None
            if match:
                return match.groupdict()
    return {}


@lru_cache(maxsize=64)
def _title_like(title: str) -> re.Pattern[str]:
    """What a title looks like with anything in the places of its braces."""
    return re.compile(_BRACES.sub(lambda match: f"(?P<{match[1]}>.+?)", re.escape(compact(title))))
