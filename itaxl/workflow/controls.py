"""Which control workbook one was given, and what it says: the verbs serve both."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from itaxl.planning.controls import ControlError, OpenedControl, opened_control, readable
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.sheets.calls import call_apart
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.workers import SECONDS
from itaxl.thai.text import compact
from itaxl.workflow.settings import Settings

if TYPE_CHECKING:
    from itaxl.planning.provinces import ReadProvince

_T = TypeVar("_T")
_PLAN, _PROVINCE = "plan", "province"
_PROVINCE_SETTINGS = "province"  # its sheet that no other workbook has


def read_apart(
    path: Path,
    task: Callable[[], _T],
    *,
    seconds: float = SECONDS,
    meanwhile: Callable[[], object] | None = None,
) -> _T:
    """What reading a file gives or raises; in a process of its own, since it too may come from anybody.

    Args:
        path: the file.
        task: reads it; picklable, as is what comes of it.
        seconds: how long it may take.
        meanwhile: called in this process.

    Raises:
        ControlError: it is a folder, or the process has crashed, hung or swollen.
    """
    if path.is_dir():
        raise ControlError(f"{path} เป็นโฟลเดอร์ ให้ระบุไฟล์ในนั้น", f"{path} is a folder; name a file in it")
    with readable(path):
        return call_apart(task, seconds=seconds, meanwhile=meanwhile)


class ControlFinder:
    """Tells control workbooks from all others, and reads them; descriptions are loaded once."""

    def __init__(self, settings: Settings) -> None:
        """Load what control workbooks look like.

        Raises:
            DescriptionError: a description is wrong.
        """
        self._frameworks = settings.frameworks
        self._descriptions = {kind: settings.description(kind) for kind in (_PLAN, _PROVINCE)}

    def read(
        self, path: Path, *, months: int | None = None, meanwhile: Callable[[], object] | None = None
    ) -> "ReadPlan | ReadProvince":
        """A control workbook of an agency or of a province.

        Args:
            path: where it is.
            months: the round; the workbook's own where None.
            meanwhile: called while another process reads it.

        Raises:
            ControlError: it is neither, or cannot be worked with.
        """
        return read_apart(path, partial(self._read, path, months), meanwhile=meanwhile)

    def _read(self, path: Path, months: int | None) -> "ReadPlan | ReadProvince":
        opened = _opened(path)
        if opened and self._kind(opened) == _PROVINCE:
            # Many import this module and meet a plan.
            from itaxl.planning.provinces import read_province

            description = self._descriptions[_PROVINCE]
            return read_province(path, description, months=months, frameworks=self._frameworks, opened=opened)
        description = self._descriptions[_PLAN]
        return read_plan(path, description, months=months, frameworks=self._frameworks, opened=opened)

    def is_control(self, path: Path) -> bool:
        """Whether a file is a control workbook of either kind; of what cannot be opened, others say why."""
        opened = _opened(path)
        return opened is not None and bool(self._kind(opened))

    def is_plan(self, path: Path) -> bool:
        """Whether a file is an agency's control workbook; of what cannot be opened, others say why."""
        opened = _opened(path)
        return opened is not None and self._kind(opened) == _PLAN

    def _kind(self, opened: OpenedControl) -> str:
        """A workbook says itself what it is; one that somebody made by hand is known by its sheets."""
        if opened.kind:
            return opened.kind if opened.kind in self._descriptions else ""
        for kind, description in self._descriptions.items():
            if opened.has_sheets_of(description):
                return kind
        # Where one of its sheets is missing, whoever reads it says which.
        sheet = compact(self._descriptions[_PROVINCE].sheet(_PROVINCE_SETTINGS).name)
        is_province = any(compact(name) == sheet for name in opened.workbook.sheet_names)
        return _PROVINCE if is_province else ""


def _opened(path: Path) -> OpenedControl | None:
    try:
        return opened_control(path)
    except Unreadable:
        return None
