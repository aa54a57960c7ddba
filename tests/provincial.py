"""A province in miniature: its control workbook, what its agencies are sent, and what they return."""

import functools
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from filling import TODAY, fill, grid, put
from openpyxl.utils import get_column_letter

from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.assessment.submissions import Submission
from itaxl.planning.provinces import ReadProvince, read_province
from itaxl.template.returns import Expected, ReturnedFile, read_return
from itaxl.workflow.generation import generate
from itaxl.workflow.planning import init_province
from itaxl.workflow.settings import Settings, default_templates

PROVINCE = "อุทัยธานี"
ROSTER = "หน่วยงาน"
SCORES = "คะแนน"
MEASURES = "มาตรการ"
PAO, MUNICIPALITY, TAMBON = "องค์การบริหารส่วนจังหวัด", "เทศบาลตำบล", "องค์การบริหารส่วนตำบล"
AGENCIES: Sequence[Sequence[object]] = (
    ("001", "องค์การบริหารส่วนจังหวัดอุทัยธานี", PAO, "", "pao@example.go.th"),
    ("002", "เทศบาลตำบลทัพทัน", MUNICIPALITY, "ทัพทัน", ""),
    ("003", "องค์การบริหารส่วนตำบลหนองไผ่", TAMBON, "อำเภอทัพทัน", ""),
    ("004", "องค์การบริหารส่วนตำบลหนองไผ่", TAMBON, "บ้านไร่", ""),
)
REPORTER: Mapping[tuple[str, str], object] = {
    ("ผู้รายงาน", "B9"): "นักวิเคราะห์นโยบายและแผน",
    ("ผู้รายงาน", "B10"): "นักวิเคราะห์นโยบายและแผน",
}
SETTINGS = Settings(default_templates(), TODAY, workers=1)


@functools.cache
def _blank() -> bytes:
    """A control workbook as ``init`` writes it."""
    with tempfile.TemporaryDirectory() as folder:
        return init_province(Path(folder), SETTINGS, name=PROVINCE, fiscal_year=2568).path.read_bytes()


def new_province(
    folder: Path,
    agencies: Sequence[Sequence[object]] = AGENCIES,
    scores: Sequence[Sequence[object]] = (),
    labels: Mapping[str, object] | None = None,
) -> Path:
    """A control workbook as it comes from ``init``, with rows below the headers as somebody pastes them."""
    book = openpyxl.load_workbook(io.BytesIO(_blank()))
    for sheet, rows in ((ROSTER, agencies), (SCORES, scores)):
        for number, row in enumerate(rows, start=4):
            for column, value in enumerate(row, start=1):
                put(book[sheet].cell(number, column), value)
    for cells in book["จังหวัด"].iter_rows(min_row=3):
        if labels and cells[0].value in labels:
            put(cells[1], labels[str(cells[0].value)])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "province.xlsx"
    book.save(path)
    return path


def read(path: Path) -> ReadProvince:
    """A control workbook of a province, read."""
    return read_province(path, SETTINGS.description("province"))


class ProvinceOffice:
    """One province's round in a folder: its control workbook, and what was sent out."""

    def __init__(self, folder: Path, agencies: Sequence[Sequence[object]] = AGENCIES) -> None:
        self.folder = folder
        self.control = new_province(folder, agencies)
        self.sent = folder / "send"
        self.generated = generate(self.control, self.sent, SETTINGS)
        self.description = SETTINGS.description("agency")

    def file(self, code: str) -> Path:
        """The workbook that was sent to an agency."""
        return self.sent / next(each.name for each in self.generated.files if each.code == code)

    def returned(self, target: Path, cells: Mapping[tuple[str, str], object], *, code: str = "002") -> Path:
        """An agency's workbook with entries by sheet and address."""
        return fill(self.file(code), target, cells=cells, reporter=False)

    def read(self, path: Path) -> Submission:
        """One returned workbook, read."""
        expected = Expected({"agency": self.description}, {"statuses": STATUS_CHOICES})
        return read_return(ReturnedFile(path, path.name), expected)


def scores(values: Sequence[object], column: str = "D") -> dict[tuple[str, str], object]:
    """Entries on the sheet of scores, one an indicator."""
    return {(SCORES, f"{column}{row}"): value for row, value in enumerate(values, start=4)}


def measure(path: Path, row: int, **entries: object) -> dict[tuple[str, str], object]:
    """Entries of one row of the sheet of measures, by header with _ for a blank; rows from 1."""
    headers = [str(each) for each in grid(path, MEASURES)[2]]
    return {
        (MEASURES, f"{get_column_letter(headers.index(header.replace('_', ' ')) + 1)}{row + 3}"): value
        for header, value in entries.items()
    }
