"""The cells that an import is judged by: those of a plan and of returned workbooks, filled ones only.

``python -m benchmarks.imports`` prints what they come to.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from itaxl.planning.reading import read_plan
from itaxl.sheets.workbooks import open_workbook
from itaxl.thai.text import compact
from itaxl.workflow.importing import ImportedFiles
from itaxl.workflow.settings import Settings

REPORTED = ("สถานะ", "วันที่แล้วเสร็จ", "ผลการดำเนินงาน", "ผลลัพธ์หรือความสำเร็จ", "ปัญหา/ข้อเสนอแนะ", "หลักฐาน (ลิงก์)")
# What every plan has, whatever the document says.
_DEFAULTS = {"strength_above", "weakness_below", "target", "password"}


class Place(NamedTuple):
    """A cell by what it is about, so that the same cells of two workbooks meet."""

    sheet: str
    row: str
    column: str


def plan_cells(path: Path, settings: Settings) -> Iterator[tuple[Place, object]]:
    """Those of a plan."""
    form = settings.description("plan")
    plan = read_plan(path, form).plan
    agency = form.sheet("agency")
    for key, value in plan.labels.items():
        if key not in _DEFAULTS:
            yield Place(agency.name, agency.column(key).header, ""), value
    listed = form.sheet("departments")
    for department in plan.departments:
        yield Place(listed.name, department.code, listed.column("name").header), department.name
    for score in plan.scores:
        if score.score is not None:
            yield Place(form.sheet("scores").name, str(score.no), "คะแนน"), score.score
    for number, point in enumerate(plan.development, start=1):
        sheet = form.sheet("development")
        for key, value in point.values.items():
            yield Place(sheet.name, str(number), sheet.column(key).header), value
    measures = form.sheet("measures")
    grid = open_workbook(path).grid(measures.name)
    yield from _table(grid.rows, measures.name, [each.header for each in measures.columns])


def returned_cells(folder: Path) -> Iterator[tuple[Place, object]]:
    """Those that departments fill in, by the department's code."""
    for path in sorted(folder.glob("*.xlsx")):
        code = path.name.split(" ")[0]
        rows = open_workbook(path).grid("มาตรการ").rows
        yield from _table(rows, code, REPORTED)


def _table(
    rows: list[list[object]], sheet: str, headers: list[str] | tuple[str, ...]
) -> Iterator[tuple[Place, object]]:
    start = next(index for index, row in enumerate(rows) if row and row[0] == "รหัส")
    names = {index: name for index, name in enumerate(rows[start]) if name in headers}
    for row in rows[start + 1 :]:
        for index, name in names.items():
            if index < len(row) and row[index] != "" and row[0] != "":
                yield Place(sheet, str(row[0]), str(name)), row[index]


def same_words(one: object, other: object) -> bool:
    """Whether two cells say the same line by line; only blanks may differ."""
    if isinstance(one, str) and isinstance(other, str):
        return [compact(line) for line in one.strip().split("\n")] == [
            compact(line) for line in other.strip().split("\n")
        ]
    return one == other


class Compared(NamedTuple):
    """Two sets of cells side by side."""

    total: int
    wrong: Mapping[Place, tuple[object, object]]
    spaced: frozenset[Place]

    @property
    def share(self) -> float:
        """Of the cells whose words are right."""
        return 1 - len(self.wrong) / self.total

    @property
    def share_to_the_letter(self) -> float:
        """Of the cells that are right down to every blank."""
        return 1 - (len(self.wrong) + len(self.spaced)) / self.total


def compared_with_example(made: ImportedFiles, example: Path, settings: Settings) -> Compared:
    """What an import wrote, beside the example that it was corrected to."""
    assert made.returned is not None
    return compared(
        {**dict(plan_cells(example / "plan.xlsx", settings)), **dict(returned_cells(example / "returned"))},
        {**dict(plan_cells(made.control, settings)), **dict(returned_cells(made.returned))},
    )


def compared(wanted: Mapping[Place, object], got: Mapping[Place, object]) -> Compared:
    """Compare; a cell that only one side has is wrong."""
    places = {*wanted, *got}
    wrong = {
        place: (wanted.get(place), got.get(place))
        for place in places
        if not same_words(wanted.get(place), got.get(place))
    }
    spaced = frozenset(
        place
        for place in places
        if place not in wrong and _stripped(wanted.get(place)) != _stripped(got.get(place))
    )
    return Compared(len(places), wrong, spaced)


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
