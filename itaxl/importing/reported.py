"""What a row of a table reports: status, results, the day, the evidence; for all its departments alike."""

from collections.abc import Sequence

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.statuses import Status
from itaxl.importing.placed import RowInHand
from itaxl.importing.readings import (
    day_of,
    done_on,
    evidence,
    is_nothing,
    read_status,
    says_only_status,
)
from itaxl.importing.tables import SourceCell
from itaxl.importing.tracing import Certainty

TICKS = ("not_started", "in_progress", "done")
"""The columns of which one is ticked."""


def place_report(hand: RowInHand) -> None:
    """Place what a row reports; a status that no column says is read from the result."""
    entry = hand.entry
    read = read_status(entry.texts, hand.period, hand.around.round_end)
    told = [cell for key in (*TICKS, "status") for cell in entry.cells.get(key, ())]
    results = entry.cells.get("result", entry.cells.get("outcome", []))
    if read is not None:
        certainty = Certainty.AS_PRINTED if read.is_plain else Certainty.UNSURE
        hand.reported("status", read.status.thai, told or results, certainty)
        if read.is_plain:
            hand.used.update(key for key in (*TICKS, "status") if says_only_status(entry.text(key)))
        else:
            hand.found(FindingKind.STATUS_READ, results, header=read.status.thai)
    for key in ("result", "outcome", "suggestion", "evidence"):
        text = entry.text(key)
        hand.used.add(key)
        if is_nothing(text):
            hand.trace_report(entry.cells.get(key, ()), key, Certainty.READ, "ไม่มี")
        else:
            hand.reported(key, text, entry.cells[key])
    _done_on(hand, read.status if read else None, results)
    _evidence(hand, results)
    several = hand.row.is_every or len(hand.row.departments) > 1
    if several and hand.row.reported:
        hand.found(FindingKind.RESULT_WITHOUT_UNIT, results)


def _done_on(hand: RowInHand, status: Status | None, results: Sequence[SourceCell]) -> None:
    hand.used.add("done_on")
    if given := hand.entry.text("done_on"):
        day = day_of(hand.entry.values.get("done_on"), given, hand.around.year)
        hand.reported("done_on", day or given, hand.entry.cells["done_on"])
    elif status is Status.DONE:
        day = done_on(str(hand.row.reported.get("result", "")), hand.around.year)
        if day:
            hand.reported("done_on", day, results, Certainty.UNSURE)


def _evidence(hand: RowInHand, results: Sequence[SourceCell]) -> None:
    if "evidence" not in hand.row.reported:
        found = evidence(str(hand.row.reported.get("result", "")))
        if found:
            hand.reported("evidence", found, results, Certainty.UNSURE)
