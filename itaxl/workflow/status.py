"""``status``: who has answered, who has not, who has to correct; nothing is written but a table."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, Severity
from itaxl.assessment.plans import Plan
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import SubmissionState
from itaxl.outputs import alone_in
from itaxl.planning.provinces import ReadProvince
from itaxl.reports.tidy_tables import write_submissions_table
from itaxl.results.register import UnitLine
from itaxl.results.standings import Standings, UnitStanding, standings
from itaxl.workflow.consolidation import gather
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.provinces import gather_province
from itaxl.workflow.settings import Progress, Settings, require_returns

TABLE_NAME = "submissions.csv"


class Status(Struct, frozen=True):
    """Where a round stands.

    Attributes:
        issuer: in whose name the workbooks went out.
        is_province: the units are agencies, not departments.
        control_errors: of the control workbook; who is asked may be wrong while there are any.
    """

    issuer: str
    is_province: bool
    fiscal_year: FiscalYear
    months: int
    standings: Standings
    control_errors: tuple[Finding, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing has still to come, and the control workbook can be relied on."""
        return not self.standings.outstanding and not self.control_errors


def status_of(
    control: Path,
    folder: Path,
    settings: Settings,
    *,
    months: int | None = None,
    as_of: date | None = None,
    csv: Path | None = None,
    progress: Progress | None = None,
) -> Status:
    """Read every return in a folder and tell where every unit stands.

    Args:
        control: the plan, or a province's control workbook.
        folder: of the returned workbooks.
        settings: where descriptions come from, and what day it is.
        months: the round, 3, 6, 9 or 12; the control workbook's own where None.
        as_of: the day from which days are counted; the day of the run where None.
        csv: a folder for the table; none is written where None.
        progress: told after every file.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: the folder is none.
        OSError: the table cannot be written.
    """
    require_returns(folder)
    read = ControlFinder(settings).read(control, months=months)
    asked: Plan | Province
    if isinstance(read, ReadProvince):
        asked, issuer = read.province, f"จังหวัด{read.province.name}"
        now = standings(gather_province(read, folder, settings, None, as_of=as_of, progress=progress)[0])
    else:
        asked, issuer = read.plan, read.plan.agency.name
        now = standings(gather(read, folder, settings, None, as_of=as_of, progress=progress)[0])
    errors = tuple(each for each in read.findings if each.severity is Severity.ERROR)
    if csv is not None:
        with alone_in(csv):
            write_submissions_table(csv / TABLE_NAME, now.lines, _further(now))
    is_province = isinstance(read, ReadProvince)
    return Status(issuer, is_province, asked.fiscal_year, asked.months, now, errors)


def _further(now: Standings) -> Mapping[str, Callable[[UnitLine], object]]:
    """Columns beyond the register's: what the unit of a line has still to do, and by when."""
    units = {each.code: each for each in now.units}
    waiting = {each.code for each in now.outstanding}

    def of_unit(value: Callable[[UnitStanding], object]) -> Callable[[UnitLine], object]:
        def cell(line: UnitLine) -> object:
            unit = units.get(line.unit_code)
            return value(unit) if unit and line.state is not SubmissionState.SUPERSEDED else ""

        return cell

    return {
        "standing": of_unit(lambda unit: unit.standing.value),
        "due": of_unit(lambda _: now.due),
        "days_left": of_unit(lambda unit: now.days_left if unit.code in waiting else None),
        "days_late": of_unit(now.days_late),
        "group": of_unit(lambda unit: unit.group),
        "email": of_unit(lambda unit: unit.email),
    }
