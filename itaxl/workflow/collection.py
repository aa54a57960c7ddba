"""Reading whatever lies in a folder, file by file, in processes that may die without taking the run along."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.refusals import UnreadableWording
from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.assessment.submissions import Submission
from itaxl.results.packing import pack_rows
from itaxl.sheets.calls import be_quiet
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.workbooks import open_workbook
from itaxl.sheets.worker_life import WorkerFailure
from itaxl.sheets.workers import Outcome, run_in_workers
from itaxl.template.recognition import Issued
from itaxl.template.returns import Expected, ReturnedFile, read_return
from itaxl.workflow.folders import files_in, reason_by_ending, reason_to_pass_over
from itaxl.workflow.settings import Progress, Settings

if TYPE_CHECKING:
    from itaxl.planning.provinces import ReadProvince
    from itaxl.planning.reading import ReadPlan

DEPARTMENT, AGENCY = "department", "agency"
"""The kinds of workbooks that an agency's departments and a province's agencies return."""


def expected_from(
    settings: Settings, *kinds: str, issued: Issued | None = None, all_sent: Iterable[str] = ()
) -> Expected:
    """What returned workbooks of some kinds are read with.

    Args:
        settings: where descriptions come from, and the passwords that may open what comes back.
        kinds: of workbooks that may come back.
        issued: what the control workbook at hand sent out, where there is one.
        all_sent: kinds whose rows are to carry all that was sent.
    """
    return Expected(
        descriptions={kind: settings.description(kind) for kind in kinds},
        choices={"statuses": STATUS_CHOICES},
        passwords=settings.passwords,
        all_sent=frozenset(all_sent),
        issued=issued,
    )


def expected_of_departments(settings: Settings, issued: Issued | None = None) -> Expected:
    """What the returns of a plan's departments are read with."""
    return expected_from(settings, DEPARTMENT, issued=issued)


def expected_of_agencies(settings: Settings, issued: Issued | None = None) -> Expected:
    """What the returns of a province's agencies, or of their departments, are read with."""
    return expected_from(settings, AGENCY, DEPARTMENT, issued=issued, all_sent=[DEPARTMENT])


class Already(Protocol):
    """Files that are being read already, before it is known what was sent out."""

    def stop(self) -> frozenset[ReturnedFile]:
        """Let no more be begun; those that were."""

    def read(self, issued: Issued | None) -> Mapping[ReturnedFile, Submission]:
        """Those of them that would have been read the same with what was sent out."""


def read_returns(
    files: Sequence[ReturnedFile],
    expected: Expected,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    packed: bool = False,
    early: Already | None = None,
) -> Iterator[Submission]:
    """Begin to read files; what was read comes in their order, and what no reader survives is a finding.

    What an ending says is believed only where the bytes do not say that it may be a workbook.

    Args:
        files: what to read.
        expected: what they are read with.
        workers: number of processes; as many as help, where None.
        progress: told after every file.
        packed: keep rows packed, for thousands of workbooks of which few are looked at together.
        early: those that are being read already; what is otherwise than they took for granted is read again.
    """
    passed = {file: reason_to_pass_over(file) for file in files}
    tasks = [file for file in files if passed[file] is None]
    read = partial(
        run_in_workers,
        _read_and_pack if packed else _read_one,
        workers=workers,
        setup=(_set_up, (expected,)),
    )
    begun = early.stop() if early else frozenset()
    outcomes = read([file for file in tasks if file not in begun])
    known = early.read(expected.issued) if early else {}
    again = read([file for file in tasks if file in begun and file not in known])

    def submissions() -> Iterator[Submission]:
        done = 0
        for file in files:
            reason = passed[file]
            if reason is not None:
                yield _passed_over(file, reason)
                continue
            submission = known.get(file) or _submission(next(again if file in begun else outcomes))
            yield submission
            yield from submission.further
            done += 1
            if progress:
                progress(done, len(tasks))

    return submissions()


def returns_of_departments(
    read: "ReadPlan",
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    progress: Progress | None = None,
    early: Already | None = None,
) -> Iterator[Submission]:
    """Begin to read every return in a folder but the summary, as those of a plan's departments."""
    # The first returns are being read while this is imported.
    from itaxl.planning.fillings import issued_to_departments

    issued = issued_to_departments(read.plan, settings.description(DEPARTMENT))
    expected = expected_of_departments(settings, issued)
    files = files_in(folder, leave_out=out)
    return read_returns(files, expected, workers=settings.workers, progress=progress, early=early)


def returns_of_agencies(
    read: "ReadProvince",
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    progress: Progress | None = None,
    early: Already | None = None,
) -> Iterator[Submission]:
    """The same for a province's agencies, or their departments."""
    # Whoever reads a plan's returns does without all that is read of a province.
    from itaxl.planning.province_fillings import issued_to_agencies

    issued = issued_to_agencies(read.province, read.framework, settings.description(AGENCY))
    expected = expected_of_agencies(settings, issued)
    files = files_in(folder, leave_out=out)
    return read_returns(
        files, expected, workers=settings.workers, progress=progress, packed=True, early=early
    )


_expected: dict[str, Expected] = {}


def _set_up(expected: Expected) -> None:
    be_quiet()
    _expected["now"] = expected


def _read_one(file: ReturnedFile) -> Submission:
    reason = reason_by_ending(file)
    if reason:
        try:
            open_workbook(file.path, passwords=_expected["now"].passwords)
        except Unreadable:
            return _passed_over(file, reason)
    return read_return(file, _expected["now"])


def _read_and_pack(file: ReturnedFile) -> Submission:
    return pack_rows(_read_one(file))


def _submission(outcome: Outcome[ReturnedFile, Submission]) -> Submission:
    if outcome.result is not None:
        return outcome.result
    slow = outcome.failure is WorkerFailure.TOO_SLOW
    wording = UnreadableWording.TOO_SLOW if slow else UnreadableWording.CRASHED
    name = outcome.task.name
    finding = Finding(FindingKind.UNREADABLE_FILE, name, value=outcome.message, details=wording.details())
    return Submission(name, findings=(finding,))


def _passed_over(file: ReturnedFile, reason: tuple[str, str]) -> Submission:
    details = {"reason": reason[0], "reason_en": reason[1]}
    return Submission(
        file.name, findings=(Finding(FindingKind.NOT_A_SUBMISSION, file.name, details=details),)
    )
