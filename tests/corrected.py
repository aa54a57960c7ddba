"""What goes back to departments after a consolidation, and what is read of it."""

from pathlib import Path

from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    EVIDENCE,
    FIRST,
    RESULT,
    STATUS,
    Entries,
    Returned,
    grid,
)

from itaxl.template.front import CORRECTIONS_SHEET
from itaxl.workflow.consolidation import Consolidated
from itaxl.workflow.orders import Correction

ALL_DONE: Entries = {"M1": COMPLETE, "M2": COMPLETE}
WRONG: Entries = {
    "M1": {STATUS: "ทำไปเยอะแล้ว", DONE_ON: "31/2/2566", RESULT: "ประกาศแล้ว", EVIDENCE: "=1+1"},
    "M2": {STATUS: DONE, RESULT: "ทำแล้ว"},
    "เพิ่ม3": {"มาตรการ": "ของส่วนราชการเอง", STATUS: DONE},
}
WRONG_CELLS = ["N4", "O4", "O5", "O9", "P9"]


def by_unit(done: Consolidated) -> dict[str, Correction]:
    """The workbooks that were made, by whom they are for."""
    return {each.unit: each for each in done.corrections.files}


def of_first(returned: Returned, entries: Entries = WRONG, **more: object) -> Correction:
    """What the first department gets for what it sent back."""
    returned.send_back(FIRST, entries, **more)  # type: ignore[arg-type]
    return by_unit(returned.consolidate(corrections=True))[FIRST]


def kinds(done: Consolidated, file: str) -> list[str]:
    """What was found in a file."""
    return [each.kind.slug for each in done.findings if each.file == file]


def front(path: Path) -> str:
    """Every word of the sheet in front."""
    return "\n".join(str(value) for line in grid(path, CORRECTIONS_SHEET) for value in line if value != "")
