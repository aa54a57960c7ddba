"""Which control workbook one was given, and what it says: the verbs serve both."""

from pathlib import Path

from itaxl.planning.controls import is_control
from itaxl.planning.provinces import SETTINGS, ReadProvince, read_province
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returns import stamp_of
from itaxl.thai.text import compact
from itaxl.workflow.settings import Settings

_PLAN, _PROVINCE = "plan", "province"


class ControlFinder:
    """Tells control workbooks from all others, and reads them; descriptions are loaded once."""

    def __init__(self, settings: Settings) -> None:
        """Load what control workbooks look like.

        Raises:
            DescriptionError: a description is wrong.
        """
        self._frameworks = settings.frameworks
        self._descriptions = {kind: settings.description(kind) for kind in (_PLAN, _PROVINCE)}

    def read(self, path: Path, *, months: int | None = None) -> ReadPlan | ReadProvince:
        """A control workbook of an agency or of a province.

        Args:
            path: where it is.
            months: the round; the workbook's own where None.

        Raises:
            ControlError: it is neither, or cannot be worked with.
        """
        if self._kind(path) == _PROVINCE:
            description = self._descriptions[_PROVINCE]
            return read_province(path, description, months=months, frameworks=self._frameworks)
        return read_plan(path, self._descriptions[_PLAN], months=months, frameworks=self._frameworks)

    def is_control(self, path: Path) -> bool:
        """Whether a file is a control workbook of either kind."""
        return bool(self._kind(path))

    def is_plan(self, path: Path) -> bool:
        """Whether a file is an agency's control workbook; of what cannot be opened, others say why."""
        return self._kind(path) == _PLAN

    def _kind(self, path: Path) -> str:
        """A workbook says itself what it is; one that somebody made by hand is known by its sheets."""
        try:
            workbook = open_workbook(path)
            kinds = [kind for kind, each in self._descriptions.items() if is_control(workbook, each)]
            is_ours = stamp_of(workbook) is not None
        except Unreadable:
            return ""
        if not kinds and not is_ours:
            # Where one of its sheets is missing, whoever reads it says which.
            sheet = compact(self._descriptions[_PROVINCE].sheet(SETTINGS).name)
            kinds = [_PROVINCE for name in workbook.sheet_names if compact(name) == sheet]
        return kinds[0] if kinds else ""
