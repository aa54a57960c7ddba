"""Where a table of scores is: the sheets of its file, the header among them, the year, and the framework."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Thresholds
from itaxl.catalogue import UnknownYearError, load_framework
from itaxl.planning.controls import ControlError
from itaxl.planning.score_headers import (
    Column,
    Field,
    HeaderFinder,
    ScoreHeader,
    year_of,
    year_of_title,
)
from itaxl.planning.score_values import read_score
from itaxl.sheets.formats import Unreadable, UnreadableReason
from itaxl.sheets.grids import Grid
from itaxl.sheets.text_tables import read_text_table
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.thai.text import compact, is_blank

PROVINCE = "province"
_SCORE_SHEETS = ("คะแนน", "scores")
_SETTINGS_SHEETS = ("จังหวัด", "หน่วยงาน")


class Settings(Struct, frozen=True):
    """Labels and values of a control workbook; labels are compact."""

    values: Mapping[str, object]

    @property
    def scored_year(self) -> int | None:
        """As said, else the year before the fiscal year of the measures."""
        if year := year_of(self.values.get(compact("ปีที่ประเมิน"))):
            return year
        year = year_of(self.values.get(compact("ปีงบประมาณ")))
        return year - 1 if year else None

    @property
    def thresholds(self) -> Thresholds:
        """Those of the contract, where none are given or they cannot be read."""
        default = Thresholds()
        labels = ("เกณฑ์จุดแข็ง (มากกว่า)", "เกณฑ์จุดอ่อน (ต่ำกว่า)", "เป้าหมาย")
        given = [read_score(self.values.get(compact(label))).value for label in labels]
        standard = (default.strength_above, default.weakness_below, default.target)
        return Thresholds(
            *(new if new is not None else old for new, old in zip(given, standard, strict=True))
        )


def open_grids(path: Path) -> tuple[list[Grid], Settings]:
    """The sheets to look at, and what a province's control workbook says beside its scores.

    Raises:
        Unreadable: it is neither a workbook nor text.
        ControlError: it is another of our own workbooks.
    """
    try:
        workbook = open_workbook(path)
    except Unreadable as trouble:
        if trouble.reason is not UnreadableReason.TEXT:
            raise
        return [read_text_table(path)], Settings({})
    sent = stamp_of(workbook)
    if sent is not None and sent.stamp.kind != PROVINCE:
        raise ControlError(
            f"{path.name} เป็นไฟล์ชนิดอื่นของระบบ ({sent.stamp.kind}) ให้ระบุแผนหรือตารางคะแนน",
            f"{path.name} is another workbook of itaxl ({sent.stamp.kind}); give a plan or a table of scores",
        )
    grids = [workbook.grid(name) for name in workbook.sheet_names if not name.startswith("_")]
    labelled = [each for each in grids if compact(each.name) in map(compact, _SETTINGS_SHEETS)]
    values = {label: value for grid in labelled for label, value in _labelled(grid)}
    return grids, Settings(values)


def _labelled(grid: Grid) -> Iterator[tuple[str, object]]:
    for row in grid.rows:
        if len(row) > 1 and isinstance(row[0], str) and not is_blank(row[1]):
            yield compact(row[0]), row[1]


def known_framework(file: str, year: int, frameworks: Path | None) -> Framework:
    """The ITA of a year.

    Raises:
        ControlError: nothing is known of that year.
    """
    try:
        return load_framework(year, frameworks)
    except UnknownYearError as error:
        years = ", ".join(str(each) for each in error.known)
        raise ControlError(
            f"{file}: ไม่มีข้อมูล ITA ของปี {year} (มีปี {years}) เพิ่มได้ด้วย --frameworks",
            f"{file}: there is no framework of {year} (there are {years}); add one with --frameworks",
        ) from None


class Found(Struct, frozen=True):
    """The sheet that is read, its header, and other sheets that hold a table too."""

    file: str
    grid: Grid
    header: ScoreHeader
    finder: HeaderFinder
    others: tuple[str, ...]

    def years(self, wanted: int | None, settings: Settings) -> int:
        """The year to analyse.

        Raises:
            ControlError: none is named, or the table does not have the one that is wanted.
        """
        column = self.year_column
        columns = {each.number for each in self.header.all_of(Field.OF_YEAR)}
        if not columns and column is not None:
            rows = self.grid.rows[self.header.row + 1 :]
            columns = {year for row in rows if (year := year_of(_at(row, column.index)))}
        if wanted is not None:
            if columns and wanted not in columns:
                held = ", ".join(str(each) for each in sorted(columns))
                raise ControlError(
                    f"{self.file}: ตารางไม่มีคะแนนของปี {wanted} (มีปี {held})",
                    f"{self.file}: the table has no scores of {wanted} (it has {held})",
                )
            return wanted
        year = max(columns, default=None) or settings.scored_year or year_of_title(self.grid, self.header.row)
        if year is None:
            raise ControlError(
                f"{self.file}: ตารางไม่ได้บอกว่าเป็นคะแนนของปีใด ให้เพิ่ม --year เช่น --year 2566",
                f"{self.file}: nothing says of which year the scores are; add --year, such as --year 2566",
            )
        return year

    @property
    def year_column(self) -> Column | None:
        """Scores belong to the year that was assessed; ปีงบประมาณ counts where nothing else is said."""
        return self.header.of(Field.SCORED_YEAR) or self.header.of(Field.FISCAL_YEAR)


def find_table(file: str, grids: Sequence[Grid], framework: Framework) -> Found:
    """The table to read: on a sheet that is named for scores, else the first there is.

    Raises:
        ControlError: there is none.
    """
    finder = HeaderFinder(framework)
    found = [(grid, header) for grid in grids if (header := finder.find(grid))]
    if not found:
        raise ControlError(
            f"{file}: ไม่พบตารางคะแนน หัวตารางต้องมีชื่อหน่วยงานกับ 1 ถึง 10 (แถวละหน่วยงาน)"
            " หรือ ตัวชี้วัด กับ คะแนน (แถวละตัวชี้วัด)",
            f"{file}: no table of scores; its header must have the agency and 1 to 10 (one row an agency),"
            " or ตัวชี้วัด and คะแนน (one row an indicator)",
        )
    named = [each for each in found if compact(each[0].name) in map(compact, _SCORE_SHEETS)]
    grid, header = (named or found)[0]
    others = tuple(each.name for each, _ in found if each is not grid)
    return Found(file, grid, header, finder, others)


def _at(row: Sequence[object], index: int) -> object:
    return row[index] if index < len(row) else ""
