"""An agency's own figures in the workbook that its province sent, beside what was typed there already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.grade_rules import rounded
from itaxl.assessment.statuses import Status, merged_status
from itaxl.assessment.submissions import Submission, SubmittedRow
from itaxl.cell_texts import kept
from itaxl.planning.province_fillings import AgencyEntries
from itaxl.results.consolidation import Consolidation, Record
from itaxl.results.words import together
from itaxl.template.cells import as_text
from itaxl.template.description import Sheet
from itaxl.thai.text import compact, shortened

_SCORES, _MEASURES = "scores", "measures"
_SCORE_COLUMNS = ("score", "previous")

_Row = dict[str, object]


class HandedOver(Struct, frozen=True):
    """What the province's workbook is to hold, and where it says something else than the agency's figures."""

    entries: AgencyEntries
    findings: tuple[Finding, ...]


def hand_over(
    consolidation: Consolidation, form: Submission, scores: Sheet, measures: Sheet, *, replace: bool
) -> HandedOver:
    """Bring an agency's figures and what it typed into the province's workbook together.

    Args:
        consolidation: of the agency; the year of its scores is that of the form.
        form: the province's workbook as it stands.
        scores: describes the form's sheet of scores.
        measures: describes the form's sheet of measures.
        replace: the agency's figures take the place of what was typed; else what was typed stays.
    """
    typed: dict[str, list[SubmittedRow]] = {}
    for row in form.rows:
        typed.setdefault(row.table, []).append(row)
    merger = _Merger(form, replace=replace)
    figures = _scores(merger, consolidation, typed.get(_SCORES, ()), scores)
    rows = _measures(merger, consolidation, typed.get(_MEASURES, ()), measures)
    entries = AgencyEntries(form.fields.get("reporter", {}), figures, rows)
    return HandedOver(entries, tuple(merger.findings))


class _Merger:
    """Decides cell by cell between what was typed and what the agency's figures say."""

    def __init__(self, form: Submission, *, replace: bool) -> None:
        self.file = form.file
        self.columns = form.columns
        self.replace = replace
        self.findings: list[Finding] = []

    def decided(self, sheet: Sheet, key: str, row: SubmittedRow, ours: object) -> object:
        """What is to stand in a cell."""
        typed = row.values.get(key)
        if typed is None or typed == "":
            return ours
        if ours is None or ours == "" or _says_the_same(typed, ours):
            return typed
        kind = FindingKind.ENTRY_REPLACED if self.replace else FindingKind.ENTRY_KEPT
        self.tell(kind, sheet, key, row.row, as_text(typed), code=row.code, ours=as_text(ours))
        return ours if self.replace else typed

    def fitting(self, sheet: Sheet, key: str, code: str, value: object) -> object:
        """A text that is longer than a cell holds is cut, and that is told."""
        if not isinstance(value, str) or kept(value) == value:
            return value
        self.tell(FindingKind.TEXT_CUT, sheet, key, 0, "", code=code, letters=len(value))
        return shortened(value, len(kept(value)))

    def tell(
        self, kind: FindingKind, sheet: Sheet, key: str, row: int, value: str, **details: object
    ) -> None:
        """Keep a finding at a cell; of a row that is not there yet no cell is known."""
        header = sheet.column(key).header
        cell = f"{self.columns.get(key, 'A')}{row}" if row else ""
        told = {"header": header, **details}
        self.findings.append(Finding(kind, self.file, sheet.name, cell, value, told))


def _says_the_same(typed: object, ours: object) -> bool:
    if isinstance(typed, (int, float, Decimal)) and isinstance(ours, (int, float, Decimal)):
        return rounded(Decimal(str(typed))) == rounded(Decimal(str(ours)))
    return compact(as_text(_day(typed))) == compact(as_text(_day(ours)))


def _day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


# Scores


def _scores(
    merger: _Merger, consolidation: Consolidation, typed: Iterable[SubmittedRow], sheet: Sheet
) -> dict[str, dict[int, Decimal]]:
    rows = {int(row.code): row for row in typed if row.code.isdecimal()}
    figures: dict[str, dict[int, Decimal]] = {key: {} for key in _SCORE_COLUMNS}
    known = {each.no: each for each in consolidation.plan.scores}
    for indicator in consolidation.analysis.framework.indicators:
        own = known.get(indicator.no)
        row = rows.get(indicator.no, SubmittedRow(0, str(indicator.no), own=False, values={}))
        for key in _SCORE_COLUMNS:
            value = merger.decided(sheet, key, row, getattr(own, key) if own else None)
            if isinstance(value, (int, float, Decimal)):
                figures[key][indicator.no] = Decimal(str(value))
    return figures


# Measures


def _measures(
    merger: _Merger, consolidation: Consolidation, typed: Sequence[SubmittedRow], sheet: Sheet
) -> list[_Row]:
    """Our rows in the plan's order, with what was typed into them; then what was typed besides.

    A step that was typed below a measure of ours stays below it.
    """
    by_code = {compact(str(row.values["code"])): row for row in typed if row.values.get("code")}
    steps: dict[str, list[SubmittedRow]] = {}
    ours = list(_our_rows(consolidation, sheet))
    codes = {compact(str(row["code"])): measure for measure, row in ours}
    head = ""
    for row in typed:
        if row.values.get("measure"):
            head = codes.get(compact(str(row.values.get("code") or "")), "")
        if compact(str(row.values.get("code") or "")) not in codes:
            steps.setdefault(head, []).append(row)
    merged: list[_Row] = []
    for index, (measure, own) in enumerate(ours):
        code = str(own["code"])
        found = by_code.get(compact(code))
        values = _with_typed(merger, sheet, own, found) if found else own
        merged.append({key: merger.fitting(sheet, key, code, each) for key, each in values.items()})
        is_last = index + 1 == len(ours) or ours[index + 1][0] != measure
        if is_last:
            merged += [dict(each.values) for each in steps.pop(measure, ())]
    merged += [dict(each.values) for rows in steps.values() for each in rows]
    return merged


def _with_typed(merger: _Merger, sheet: Sheet, row: Mapping[str, object], typed: SubmittedRow) -> _Row:
    """A row of ours and what was typed into the same row."""
    keys = [each.key for each in sheet.columns]
    merged = {key: merger.decided(sheet, key, typed, row.get(key)) for key in keys}
    return {key: value for key, value in merged.items() if value is not None}


def _our_rows(consolidation: Consolidation, sheet: Sheet) -> Iterator[tuple[str, _Row]]:
    """The code of the measure, and a row of it."""
    by_code: dict[str, list[Record]] = {}
    for record in consolidation.records:
        by_code.setdefault(record.code, []).append(record)
    keys = [each.key for each in sheet.columns]
    measure = ""
    for row in consolidation.plan.rows:
        records = by_code.pop(row.code, [])
        values = dict(row.values) | {"code": row.code, "start": row.start, "end": row.end}
        if row.measure_code == measure:
            values["measure"] = None  # a step: with words here it would begin another measure
        measure = row.measure_code
        if records:
            values |= {"start": records[0].start, "end": records[0].end}
        yield row.measure_code, _filled(keys, values, records)
    for code, records in by_code.items():
        values = {"code": code, "department": records[0].department.name}
        yield records[0].measure_code, _filled(keys, values, records)


def _filled(keys: Sequence[str], planned: Mapping[str, object], records: Sequence[Record]) -> _Row:
    status = merged_status(each.status for each in records) if records else Status.NOT_REPORTED
    row: _Row = {}
    for key in keys:
        if key == "status":
            value: object = status.thai if status is not Status.NOT_REPORTED else None
        elif key == "done_on":
            value = _last_day(records) if status is Status.DONE else None
        else:
            value = _reported(records, key) if any(key in each.entries for each in records) else None
            value = planned.get(key) if value is None else value
        if value is not None and value != "":
            row[key] = value
    return row


def _last_day(records: Sequence[Record]) -> date | None:
    days = [each.entries.get("done_on") for each in records]
    return max((each for each in days if isinstance(each, date)), default=None)


def _reported(records: Sequence[Record], key: str) -> object:
    """What departments wrote under a column: one value as it is, several texts under their names."""
    values = [(each.department.name, each.entries[key]) for each in records if key in each.entries]
    if len(values) == 1:
        return values[0][1]
    return together([(name, as_text(value)) for name, value in values])
