"""Which file a new one may take the place of: an older one of the same kind, and nothing else."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from itaxl.sheets.calls import call_apart
from itaxl.sheets.formats import Limits, Unreadable
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.template.stamp import SentWorkbook
from itaxl.workflow.settings import UsageError

OWN_OUTPUT = Limits(file_bytes=1024**3, unpacked_bytes=8 * 1024**3, part_bytes=8 * 1024**3)
"""A summary of thousands of returns is large; little of it is read."""


class OutputKind(NamedTuple):
    """A workbook that is written anew each time: the kind in its stamp, and what people call it."""

    stamp: str
    thai: str
    english: str


SUMMARY = OutputKind("summary", "ไฟล์สรุป", "summary")
ANALYSIS = OutputKind("analysis", "ไฟล์วิเคราะห์คะแนน", "analysis of scores")


def refuse_to_replace(out: Path, source: Path, kind: OutputKind) -> None:
    """Refuse a place where something stands that may hold people's entries.

    Args:
        out: where the workbook is to be written.
        source: what it is made from; never replaced.
        kind: an older workbook of this kind may be replaced.

    Raises:
        UsageError: something else stands there, or the name does not end as a workbook's.
    """
    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{kind.thai}ต้องลงท้ายด้วย .xlsx ไม่ใช่ {out.name}",
            f"the {kind.english} must end in .xlsx, not {out.name}",
        )
    if not out.exists():
        return
    try:
        sent = None if out.samefile(source) else call_apart(partial(_stamp, out))
    except Unreadable:
        sent = None
    if sent is None or sent.stamp.kind != kind.stamp:
        raise UsageError(
            f"{out.name} มีอยู่แล้วและไม่ใช่{kind.thai} จึงไม่เขียนทับ ให้ใช้ชื่ออื่น",
            f"{out.name} exists and is no {kind.english}, so it is not replaced; give another name",
        )


def _stamp(path: Path) -> SentWorkbook | None:
    return stamp_of(open_workbook(path, limits=OWN_OUTPUT))
