"""Reading whatever lies in a folder, file by file, in processes that may die without taking the run along."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.refusals import UnreadableWording
from itaxl.assessment.submissions import Submission
from itaxl.outputs import UNFINISHED
from itaxl.planning.fillings import STATUS_CHOICES, issued_to_departments
from itaxl.planning.reading import ReadPlan
from itaxl.results.packing import pack_rows
from itaxl.sheets.calls import ahead, be_quiet
from itaxl.sheets.formats import Unreadable, may_be_workbook
from itaxl.sheets.workbooks import open_workbook
from itaxl.sheets.worker_life import WorkerFailure
from itaxl.sheets.workers import Outcome, run_in_workers
from itaxl.template.ahead import read_ahead
from itaxl.template.recognition import Issued
from itaxl.template.returns import Expected, ReturnedFile, read_return
from itaxl.workflow.settings import Progress, Settings

if TYPE_CHECKING:
    from itaxl.planning.provinces import ReadProvince

DEPARTMENT, AGENCY = "department", "agency"
"""The kinds of workbooks that an agency's departments and a province's agencies return."""

# Some 20 MB: beside a large plan that is being read there is not much room.
_MOST_EARLY = 300

# What lies beside workbooks in any office's folder, and what to call it.
_PASSED_OVER: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pdf"), ("เป็นเอกสาร", "it is a document")),
    **dict.fromkeys((".ppt", ".pptx"), ("เป็นงานนำเสนอ", "it is a presentation")),
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".heic", ".tif", ".tiff", ".webp"),
        ("เป็นรูปภาพ", "it is a picture"),
    ),
    **dict.fromkeys((".mp4", ".mov", ".mp3", ".m4a"), ("เป็นเสียงหรือวิดีโอ", "it is sound or video")),
    **dict.fromkeys((".zip", ".rar", ".7z"), ("เป็นไฟล์บีบอัด ให้แตกไฟล์ก่อน", "it is an archive; unpack it")),
    **dict.fromkeys((".csv", ".tsv", ".txt", ".md", ".json", ".toml"), ("เป็นไฟล์ข้อความ", "it is text")),
    **dict.fromkeys((".eml", ".msg"), ("เป็นอีเมล ให้บันทึกไฟล์แนบออกมา", "it is an e-mail; save its attachment")),
    **dict.fromkeys((".lnk", ".url", ".ini", ".db", ".tmp"), ("เป็นไฟล์ของระบบ", "it is a system file")),
}
# Control characters, marks that turn the direction of writing, and bytes that are not UTF-8.
_NO_LETTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LOCK_FILE = ("เป็นไฟล์ชั่วคราวขณะเปิดแฟ้มค้างไว้", "it is the temporary file of a workbook that is open")
_HIDDEN_FILE = ("เป็นไฟล์ซ่อน", "it is a hidden file")
_LINK = ("เป็นลิงก์ไปนอกโฟลเดอร์", "it is a link that leads out of the folder")


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


def read_returns(
    files: Sequence[ReturnedFile],
    expected: Expected,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    packed: bool = False,
    early: "Early | None" = None,
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
    passed = {file: _reason_to_pass_over(file) for file in files}
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


class Early:
    """The first returns of a folder, being read as a plan's departments' before their plan is known.

    Where there is one processor alone, or a process cannot be inherited by another, none is.
    """

    def __init__(self, folder: Path, settings: Settings, out: Path | None) -> None:
        """Begin to read them."""
        files = [each for each in files_in(folder, leave_out=out) if _is_plainly_read(each)]
        read = partial(read_ahead, expected=expected_from(settings, DEPARTMENT), kind=DEPARTMENT)
        self._ahead = ahead(files[:_MOST_EARLY], read, workers=settings.workers, setup=(be_quiet, ()))

    def stop(self) -> frozenset[ReturnedFile]:
        """Let no more be begun; those that were."""
        return frozenset(self._ahead.stop())

    def read(self, issued: Issued | None) -> Mapping[ReturnedFile, Submission]:
        """Those of them that would have been read the same with what was sent out."""
        done = zip(self._ahead.tasks, self._ahead.results(), strict=False)
        return {file: each.submission for file, each in done if each and issued and each.holds(issued)}

    def close(self) -> None:
        """End it."""
        self._ahead.close()


def _is_plainly_read(file: ReturnedFile) -> bool:
    return _by_ending(file) is None and _reason_to_pass_over(file) is None


def returns_of_departments(
    read: ReadPlan,
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    progress: Progress | None = None,
    early: Early | None = None,
) -> Iterator[Submission]:
    """Begin to read every return in a folder but the summary, as those of a plan's departments."""
    issued = issued_to_departments(read.plan, settings.description(DEPARTMENT))
    expected = expected_from(settings, DEPARTMENT, issued=issued)
    files = files_in(folder, leave_out=out)
    return read_returns(files, expected, workers=settings.workers, progress=progress, early=early)


def returns_of_agencies(
    read: "ReadProvince",
    folder: Path,
    settings: Settings,
    out: Path | None,
    *,
    progress: Progress | None = None,
) -> Iterator[Submission]:
    """The same for a province's agencies, or their departments."""
    # Whoever reads a plan's returns does without all that is read of a province.
    from itaxl.planning.province_fillings import issued_to_agencies

    issued = issued_to_agencies(read.province, read.framework, settings.description(AGENCY))
    expected = expected_from(settings, AGENCY, DEPARTMENT, issued=issued, all_sent=[DEPARTMENT])
    files = files_in(folder, leave_out=out)
    return read_returns(files, expected, workers=settings.workers, progress=progress, packed=True)


_expected: dict[str, Expected] = {}


def _set_up(expected: Expected) -> None:
    be_quiet()
    _expected["now"] = expected


def _read_one(file: ReturnedFile) -> Submission:
    reason = _by_ending(file)
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


def _reason_to_pass_over(file: ReturnedFile) -> tuple[str, str] | None:
    name = file.path.name
    if name.startswith(("~$", ".~lock")):
        return _LOCK_FILE
    if name.startswith("."):
        return _HIDDEN_FILE
    if file.path.is_symlink():
        return _LINK
    reason = _by_ending(file)
    return None if reason and may_be_workbook(file.path) else reason


def _by_ending(file: ReturnedFile) -> tuple[str, str] | None:
    return _PASSED_OVER.get(file.path.suffix.lower())


def _passed_over(file: ReturnedFile, reason: tuple[str, str]) -> Submission:
    details = {"reason": reason[0], "reason_en": reason[1]}
    return Submission(
        file.name, findings=(Finding(FindingKind.NOT_A_SUBMISSION, file.name, details=details),)
    )


def shown_name(name: str) -> str:
    r"""The name of a file as it can be told and written: what is no letter becomes a question mark in a box.

    On Linux a name may hold any bytes, also those that turn a terminal upside down.

    >>> shown_name("a\x1b[31m.xlsx"), shown_name("ก้ 1.xlsx")
    ('a�[31m.xlsx', 'ก้ 1.xlsx')
    """
    return _NO_LETTER.sub("\ufffd", name)


def files_in(folder: Path, *, leave_out: Path | None = None) -> list[ReturnedFile]:
    """Every file below a folder, sorted by name; hidden folders and folders behind links are not entered.

    A link to a folder stands here like one to a file, so that it is told. What another run is just writing
    there is no file yet.
    """
    left_out = leave_out.resolve() if leave_out else None
    # To look every file up takes longer than all else here; one of another name is not that one.
    names_left_out = {path.name.casefold() for path in (leave_out, left_out) if path}
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "__MACOSX")))
        for name in (*names, *(each for each in folders if Path(root, each).is_symlink())):
            path = Path(root, name)
            is_left_out = name.casefold() in names_left_out and path.resolve() == left_out
            if not is_left_out and not name.startswith(UNFINISHED):
                found.append(ReturnedFile(path, shown_name(path.relative_to(folder).as_posix())))
    return sorted(found, key=lambda each: each.name)
