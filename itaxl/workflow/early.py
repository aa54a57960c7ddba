"""Returns that are read while their control workbook is: what it has sent out is not known yet."""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from itaxl.assessment.submissions import Submission
from itaxl.results.packing import pack_rows
from itaxl.sheets.calls import ahead, be_quiet
from itaxl.template.ahead import ReadAhead, read_ahead
from itaxl.template.recognition import Issued
from itaxl.template.returns import ReturnedFile
from itaxl.workflow.collection import AGENCY, DEPARTMENT, expected_of_agencies, expected_of_departments
from itaxl.workflow.folders import files_in, reason_by_ending, reason_to_pass_over
from itaxl.workflow.settings import Settings

# Some 20 MB: beside a large plan that is being read there is not much room.
_MOST_EARLY = 300


class Early:
    """The first returns of a folder, being read before their control workbook is known.

    Where there is one processor alone, or a process cannot be inherited by another, none is.
    """

    def __init__(self, folder: Path, settings: Settings, out: Path | None) -> None:
        """Begin to read them."""
        files = [each for each in files_in(folder, leave_out=out) if _is_plainly_read(each)]
        reader = _Reader(settings)
        self._ahead = ahead(files[:_MOST_EARLY], reader.read, workers=settings.workers, setup=(be_quiet, ()))

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


class _Reader:
    """Takes all for departments' workbooks of a plan, until an agency's form says that it is a province."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kind = DEPARTMENT
        self._expected = expected_of_departments(settings)

    def read(self, file: ReturnedFile) -> ReadAhead | None:
        read = read_ahead(file, self._expected, self._kind)
        stamp = read.submission.stamp if read else None
        if self._kind == DEPARTMENT and stamp and stamp.kind == AGENCY:
            self._kind, self._expected = AGENCY, expected_of_agencies(self._settings)
            read = read_ahead(file, self._expected, self._kind)
        if read is not None and self._kind == AGENCY:
            return replace(read, submission=pack_rows(read.submission))
        return read


def _is_plainly_read(file: ReturnedFile) -> bool:
    return reason_by_ending(file) is None and reason_to_pass_over(file) is None
