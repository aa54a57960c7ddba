"""Where situations arise: an office and a province that sent out their workbooks once, and every verb."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path

from filling import COMPLETE, FIRST, NOT_STARTED, STATUS, THIRD, TODAY, Entries, Office, fill, fill_plan, grid
from provincial import ROSTER, SCORES

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.refusals import UnreadableWording
from itaxl.sheets.grids import cell_name
from itaxl.template.description import WorkbookDescription
from itaxl.workflow.checking import check
from itaxl.workflow.generation import generate
from itaxl.workflow.orders import Order
from itaxl.workflow.planning import init_province
from itaxl.workflow.rounds import consolidate_control
from itaxl.workflow.settings import Settings, default_templates

PLAN, PROVINCE = "plan.xlsx", "province.xlsx"
SETTINGS = "จังหวัด"
FILLED: Entries = {"M1": COMPLETE, "M2": {STATUS: NOT_STARTED}}
"""What the first two departments answer where nothing is wrong."""
MUNICIPALITY, TAMBON = "เทศบาลตำบล", "องค์การบริหารส่วนตำบล"
AGENCIES = (
    ("001", "เทศบาลตำบลตัวอย่าง", MUNICIPALITY, "เมือง", ""),
    ("002", "องค์การบริหารส่วนตำบลตัวอย่าง", TAMBON, "เมือง", ""),
)
NAMESAKES = (
    ("001", "เทศบาลตำบลตัวอย่าง", MUNICIPALITY, "เมือง", ""),
    ("002", "เทศบาลตำบลตัวอย่าง", MUNICIPALITY, "เหนือ", ""),
)
REPORTER = {("ผู้รายงาน", "B9"): "นักวิเคราะห์นโยบายและแผน", ("ผู้รายงาน", "B10"): "ชำนาญการ"}

What = FindingKind | UnreadableWording
"""A kind of finding; of files that cannot be read, each reason by itself."""
Table = Sequence[Sequence[object]]
Cells = Mapping[tuple[str, str], object]
Build = Callable[["Desk", Path], str]
"""Makes one file that ``check`` is given, and tells the name that people see."""
Make = Callable[["Desk"], tuple[Finding, ...]]
"""Brings a situation about by any verb, and tells what was found."""
Pair = tuple[Build, Build]
"""What produces a kind of finding, and a near miss that does not."""
MakePair = tuple[Make, Make]


class _Settings(Settings, frozen=True):
    """Reads every description once: each command reads several, and hundreds are run here."""

    def description(self, kind: str) -> WorkbookDescription:
        return _description(self.templates, self.today, kind)


@cache
def _description(templates: Path, today: date, kind: str) -> WorkbookDescription:
    return Settings(templates, today).description(kind)


class Desk:
    """Everything that a situation is made with; what was sent out is only ever copied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = _Settings(default_templates(), TODAY, workers=1)
        self._places = 0
        self._plan: Path | None = None
        self._offices: dict[tuple[str, ...], Office] = {}

    def place(self) -> Path:
        """A folder of its own."""
        self._places += 1
        place = self.folder / f"{self._places}"
        place.mkdir()
        return place

    # An agency

    @cached_property
    def office(self) -> Office:
        """An agency with three departments and two measures."""
        return Office(self.place())

    @cached_property
    def neighbour(self) -> Office:
        """Another one."""
        return Office(self.place(), agency="เทศบาลตำบลสมมติ")

    def office_with(self, *measures: str) -> Office:
        """One whose first department has these measures, M1 and so on."""
        if measures not in self._offices:
            rows = [
                {"รหัส": f"M{number}", "มาตรการ": words, "ส่วนราชการที่รับผิดชอบ": FIRST}
                for number, words in enumerate(measures, start=1)
            ]
            self._offices[measures] = Office(self.place(), rows)
        return self._offices[measures]

    def filled(
        self,
        target: Path,
        entries: Entries | None = None,
        *,
        unit: str = FIRST,
        cells: Cells | None = None,
        reporter: bool = True,
        saved: datetime | None = None,
    ) -> str:
        """A department's workbook, filled in; what is not given is as it should be."""
        source = self.office.file(unit)
        usual = FILLED if unit != THIRD else {"M2": FILLED["M2"]}
        fill(source, target, {**usual, **(entries or {})}, cells=cells or {}, reporter=reporter, saved=saved)
        return source.name

    def plan(self, target: Path, **changes: object) -> str:
        """The agency's plan with other rows, departments, scores or labels."""
        target.write_bytes(self.office.control.read_bytes())
        fill_plan(target, **changes)  # type: ignore[arg-type]
        return PLAN

    def plan_of(self, row: Mapping[str, object]) -> Path:
        """A plan with one row, made once."""
        if self._plan is None:
            self._plan = self.place() / PLAN
            self.plan(self._plan, measures=[row])
        return self._plan

    # A province

    @cached_property
    def province(self) -> tuple[Path, Path]:
        """The control workbook of a province with two agencies, and the folder of what it sent out."""
        return self.new_province()

    def new_province(
        self, agencies: Table = AGENCIES, labels: Mapping[str, object] | None = None
    ) -> tuple[Path, Path]:
        """A province of its own."""
        folder = self.place()
        control = self.province_book(folder / PROVINCE, agencies, labels=labels)
        generate(control, folder / "sent", self.settings)
        return control, folder / "sent"

    def province_book(
        self,
        target: Path,
        agencies: Table = AGENCIES,
        scores: Table = (),
        labels: Mapping[str, object] | None = None,
    ) -> Path:
        """A control workbook with these rows."""
        cells: dict[tuple[str, str], object] = {}
        for sheet, rows in ((ROSTER, agencies), (SCORES, scores)):
            for row, values in enumerate(rows, start=4):
                cells |= {(sheet, cell_name(row - 1, at)): each for at, each in enumerate(values)}
        places = {str(line[0]): number for number, line in enumerate(grid(self._blank, SETTINGS), start=1)}
        cells |= {(SETTINGS, f"B{places[label]}"): value for label, value in (labels or {}).items()}
        return fill(self._blank, target, cells=cells, reporter=False)

    @cached_property
    def _blank(self) -> Path:
        return init_province(self.place(), self.settings, name="ตัวอย่าง", fiscal_year=2566).path

    def form(self, code: str = "001", sent: Path | None = None) -> Path:
        """The workbook that was sent to an agency."""
        return next((sent or self.province[1]).rglob(f"{code} *.xlsx"))

    # Verbs

    def checked(self, *paths: Path, control: Path | None = None) -> tuple[Finding, ...]:
        """What ``check`` tells."""
        return check(paths, self.settings, control=control).findings

    def consolidated(
        self,
        folder: Path,
        *,
        control: Path | None = None,
        months: int | None = None,
        as_of: date | None = None,
        history: tuple[Path, ...] = (),
        corrections: Path | None = None,
        known: Path | None = None,
    ) -> tuple[Finding, ...]:
        """What ``consolidate`` tells."""
        done = consolidate_control(
            Order(
                control or self.office.control,
                folder,
                self.place() / "summary.xlsx",
                as_of=as_of,
                corrections=corrections,
                scores=known,
            ),
            self.settings,
            months=months,
            history=history,
        )
        return (*done.findings, *done.consolidation.observations)
