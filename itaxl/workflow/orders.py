"""What a run of ``consolidate`` is to read and to write, and what it made to be sent."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.findings import Finding
from itaxl.outputs import UNFINISHED, alone_in, written_whole
from itaxl.workflow.replacing import SUMMARY, refuse_to_replace
from itaxl.workflow.settings import UsageError, require_returns


class Order(Struct, frozen=True):
    """What one run of ``consolidate`` is to read and to write.

    Attributes:
        control: the control workbook.
        folder: of the returned workbooks.
        out: the summary.
        as_of: the day by which measures are overdue; the day of the run where None.
        csv: a folder for the tidy tables; none are written where None.
        corrections: a folder for workbooks to send to whoever has to correct something or has not answered.
        scores: a table of scores of the assessed year, for a province; none where None.
    """

    control: Path
    folder: Path
    out: Path
    as_of: date | None = None
    csv: Path | None = None
    corrections: Path | None = None
    scores: Path | None = None

    def require_possible(self) -> None:
        """Refuse what would read nothing or write over something.

        Raises:
            UsageError: there is no folder of returns, the summary would replace a workbook that is none, or
                corrections would lie among the returns.
        """
        require_returns(self.folder)
        refuse_to_replace(self.out, self.control, SUMMARY)
        _refuse_among_returns(self.corrections, self.folder)

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Keep other runs out of all folders that are written to; gives the place for the summary.

        Raises:
            OSError: an output cannot be written.
        """
        folders = [each for each in (self.csv, self.corrections) if each is not None]
        with alone_in(self.out.parent, *folders), written_whole(self.out) as place:
            yield place


def _refuse_among_returns(corrections: Path | None, folder: Path) -> None:
    """Refuse a folder in which what is sent out would lie among what comes back.

    Raises:
        UsageError: it is or lies in the folder of the returns.
    """
    if corrections is not None and corrections.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            f"--corrections {corrections} อยู่ในโฟลเดอร์แบบที่ส่งคืน ให้ใช้โฟลเดอร์อื่น เพื่อไม่ให้แบบที่จะส่งไปปนกับแบบที่ส่งมา",
            f"--corrections {corrections} lies in the folder of the returns; name another,"
            " so that what goes out is not mixed with what came back",
        )


@contextmanager
def attachments_in(corrections: Path | None, *, mail: bool) -> Iterator[Path | None]:
    """Where the workbooks are written that letters carry: where they were asked for, else for this run only.

    Args:
        corrections: the folder that was asked for.
        mail: whether there are letters.
    """
    if corrections is not None or not mail:
        yield corrections
        return
    with tempfile.TemporaryDirectory(prefix=UNFINISHED) as place:
        yield Path(place)


class Correction(Struct, frozen=True):
    """A workbook that was written to be sent.

    Attributes:
        code: of the unit that it is for; of a department that reported to the province its agency's.
        path: the workbook.
        findings: what it asks to be corrected; one that says so where nothing was returned.
        file: the return that it corrects; empty where none counts.
    """

    code: str
    unit: str
    path: Path
    findings: tuple[Finding, ...]
    file: str = ""


class Corrections(Struct, frozen=True):
    """All that was written in one run.

    Attributes:
        withdrawn: workbooks of earlier runs that nobody has to be sent any more; they are gone.
    """

    files: tuple[Correction, ...] = ()
    withdrawn: tuple[Path, ...] = ()


NO_CORRECTIONS = Corrections()
