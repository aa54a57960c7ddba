"""A return read twice: before its plan is known, and behind it."""

from pathlib import Path

from filling import Office

from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.assessment.submissions import Submission
from itaxl.planning.fillings import issued_to_departments
from itaxl.planning.reading import read_plan
from itaxl.template.ahead import ReadAhead, read_ahead
from itaxl.template.recognition import Issued
from itaxl.template.returns import Expected, ReturnedFile, read_return


def expected_of(office: Office, issued: Issued | None = None) -> Expected:
    """What an office's returns are read with."""
    return Expected({"department": office.description}, {"statuses": STATUS_CHOICES}, issued=issued)


def read_both(
    office: Office, path: Path, control: Path | None = None
) -> tuple[ReadAhead | None, Issued, Submission]:
    """What is read before a plan is known, what the plan has sent out, and what is read with that."""
    plan = read_plan(control or office.control, office.settings.description("plan")).plan
    issued = issued_to_departments(plan, office.description)
    file = ReturnedFile(path, path.name)
    early = read_ahead(file, expected_of(office), "department")
    return early, issued, read_return(file, expected_of(office, issued))
