"""The sheet of returns: who answered, with what, and who is missing."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.submissions import SubmissionState
from itaxl.reports.links import Links, place
from itaxl.reports.page import Page
from itaxl.reports.rows import TextRows
from itaxl.results.consolidation import Consolidation
from itaxl.results.register import UnitLine
from itaxl.thai.dates import long_date
from itaxl.thai.measuring import column_points

SHEET = "การส่งแบบ"
STATES = (
    SubmissionState.ACCEPTED,
    SubmissionState.MISSING,
    SubmissionState.REJECTED,
    SubmissionState.SUPERSEDED,
    SubmissionState.UNKNOWN,
)
_COLUMNS = (
    ("รหัส", 8.0),
    ("ส่วนราชการ", 32.0),
    ("สถานะการส่ง", 20.0),
    ("ไฟล์", 36.0),
    ("บันทึกเมื่อ", 22.0),
    ("ต้อง แก้ไข", 10.0),
    ("ควร ตรวจสอบ", 14.0),
    ("ผู้กรอก", 24.0),
    ("ตำแหน่ง", 24.0),
    ("โทรศัพท์", 16.0),
    ("ผู้ประสานงาน", 20.0),
    ("อีเมล", 24.0),
)


class Marks(Struct, frozen=True):
    """A column beside the register that only formulas look at.

    Attributes:
        column: counted from 0.
        values: of every line.
    """

    column: int
    header: str
    values: Sequence[int]


class Tally(Struct, frozen=True):
    """How many units have answered: the rows, counted from 1, and the figures that stand there.

    Attributes:
        refused: a formula that counts the units that have to send again; empty where there are none.
    """

    accepted: int
    accepted_units: int
    missing: int
    missing_units: int
    refused: str = ""
    refused_units: int = 0

    @property
    def asked_units(self) -> int:
        """All units that were asked."""
        return self.accepted_units + self.missing_units + self.refused_units


def write_returns(page: Page, consolidation: Consolidation, links: Links) -> Tally:
    """Who returned, when it was saved, with how many findings, who is missing and whom to ask."""
    units, plan = consolidation.units, consolidation.plan
    page.title(SHEET, f"{plan.agency.name} · ข้อมูล ณ วันที่ {long_date(consolidation.as_of)}")
    header_row = page.row + len(SubmissionState) + 1
    last = header_row + max(len(units), 1)
    counts = {}
    for state in STATES:
        page.put(1, state.thai, "label")
        value = sum(1 for each in units if each.state is state)
        counts[state] = page.row + 1, value
        page.formula(2, f'COUNTIF($C${header_row + 2}:$C${last + 1},"{state.thai}")', value, "count")
        page.next()
    page.next()

    def contact(unit: UnitLine) -> tuple[str, str]:
        department = plan.department(unit.unit_code)
        return (department.contact, department.email) if department else ("", "")

    # Units that have to send again are marked, since a unit may do so with several files.
    refused = {id(each) for each in consolidation.refused}
    marks = Marks(len(_COLUMNS), "นับส่วนราชการ", [int(id(unit) in refused) for unit in units])
    list_returns(page, units, _COLUMNS, contact, links, marks if refused else None)
    formula = ""
    if refused:
        rows = f"${header_row + 2}", f"${last + 1}"
        states, marked = (
            place(SHEET, f"${each}{rows[0]}:${each}{rows[1]}") for each in ("C", xl_col_to_name(marks.column))
        )
        formula = f'COUNTIFS({states},"{SubmissionState.REJECTED.thai}",{marked},1)'
    answered = (*counts[SubmissionState.ACCEPTED], *counts[SubmissionState.MISSING])
    return Tally(*answered, formula, len(refused))


def list_returns(
    page: Page,
    units: Sequence[UnitLine],
    headers: Sequence[tuple[str, float]],
    contact: Callable[[UnitLine], tuple[str, ...]],
    links: Links,
    marks: Marks | None = None,
) -> None:
    """The register line by line, below its header.

    Args:
        page: at the header's row.
        units: the lines.
        headers: with their widths; as many as a line has cells.
        contact: whom to ask, in the last columns.
        links: to the files.
        marks: behind what is printed; none where None.
    """
    header_row = page.heads(headers)
    if marks:
        page.put(marks.column, marks.header, "helper-text")
    last = header_row + max(len(units), 1)
    with TextRows(page) as rows:
        _write_lines(rows, units, [column_points(width) for _, width in headers], contact, links, marks)
    for criteria, compared, light in (("==", SubmissionState.ACCEPTED.thai, "done"), ("!=", "", "wrong")):
        rule = {
            "type": "cell",
            "criteria": criteria,
            "value": f'"{compared}"',
            "format": page.styles.light(light),
            "stop_if_true": True,
        }
        page.worksheet.conditional_format(header_row + 1, 2, last, 2, rule)
    page.as_list(header_row, marks.column + 1 if marks else len(headers), 2)
    if marks:
        page.worksheet.print_area(0, 0, last, len(headers) - 1)


def _write_lines(
    page: Page,
    units: Sequence[UnitLine],
    widths: Sequence[float],
    contact: Callable[[UnitLine], tuple[str, ...]],
    links: Links,
    marks: Marks | None,
) -> None:
    for number, unit in enumerate(units):
        page.next()
        reporter = [str(unit.reporter.get(key) or "") for key in ("reporter", "position", "telephone")]
        words = [unit.unit_code, unit.unit, unit.state.thai, unit.file, "", "", "", *reporter, *contact(unit)]
        page.fit(zip(words, widths, strict=True))
        for index, text in enumerate(words[:3]):
            page.put(index, text, "cell-centre" if index == 2 else "cell")
        links.to_file(page, 3, unit.file, unit.file)
        page.put(4, unit.saved, "moment")
        page.put(5, unit.errors, "number-centre")
        page.put(6, unit.warnings, "number-centre")
        for index, text in enumerate(words[7:], start=7):
            page.put(index, text, "cell")
        if marks:
            page.put(marks.column, marks.values[number], "helper-count")
