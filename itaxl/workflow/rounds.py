"""A round, whoever runs it: what a verb does with the control workbook of an agency or of a province."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from itaxl.workflow.collection import returns_of_agencies, returns_of_departments
from itaxl.workflow.early import Early
from itaxl.workflow.orders import Order
from itaxl.workflow.settings import Progress, Settings

if TYPE_CHECKING:
    from itaxl.workflow.consolidation import Consolidated
    from itaxl.workflow.provinces import ConsolidatedProvince


def consolidate_control(
    order: Order,
    settings: Settings,
    *,
    months: int | None = None,
    history: Sequence[Path] = (),
    progress: Progress | None = None,
) -> "Consolidated | ConsolidatedProvince":
    """Consolidate what belongs to a plan or to a province's control workbook, whichever is given.

    Args:
        order: what to read and to write.
        settings: where descriptions come from, and what day it is.
        months: the round, 3, 6, 9 or 12; the control workbook's own where None.
        history: earlier provincial summaries or tables of scores; a plan takes none.
        progress: told after every file.

    Raises:
        ControlError: the control workbook cannot be worked with.
        UsageError: the order is not possible, or a file of the history or of scores cannot be used.
        OSError: an output cannot be written.
    """
    with closing(Early(order.folder, settings, order.out)) as early:
        # The first returns are being read while this is imported.
        from itaxl.planning.reading import ReadPlan
        from itaxl.workflow.controls import ControlFinder

        order.require_possible()
        read = ControlFinder(settings).read(order.control, months=months, meanwhile=_import_what_follows)
        if history and isinstance(read, ReadPlan):
            from itaxl.workflow.histories import history_with_a_plan

            raise history_with_a_plan()
        if order.scores and isinstance(read, ReadPlan):
            from itaxl.workflow.known_scores import scores_with_a_plan

            raise scores_with_a_plan()
        where = order.folder, settings, order.out
        if isinstance(read, ReadPlan):
            returns = returns_of_departments(read, *where, progress=progress, early=early)
        else:
            returns = returns_of_agencies(read, *where, progress=progress, early=early)
    if not isinstance(read, ReadPlan):
        from itaxl.workflow.provinces import consolidate_agencies

        return consolidate_agencies(read, returns, order, settings, history=history)
    from itaxl.workflow.consolidation import consolidate_plan

    return consolidate_plan(read, returns, order, settings)


def _import_what_follows() -> None:
    """Import what a summary is written with, which takes a while."""
    from itaxl.workflow import consolidation  # noqa: F401
