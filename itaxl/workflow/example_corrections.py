"""What the import of a published report cannot know: a small file of corrections beside the report."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.plans import Plan
from itaxl.importing.assembling import Imported
from itaxl.template.description import Sheet
from itaxl.workflow.settings import MEASURES, Settings

_WORDS, _BLANKS = {"cell", "was", "is", "reason"}, {"cell", "blanks", "reason"}

_Rows = dict[str, dict[str, object]]
"""Values by the code or number of a row and the key of a column."""


class StaleCorrectionError(Exception):
    """A correction that corrects nothing, or not any more: it is to go, or to be written anew."""


class Correction(Struct, frozen=True):
    """What one cell says, instead of what the import reads.

    Attributes:
        cell: the sheet, or a department's code for what it reported; the row's code or number; the column.
        reason: why the import could not know.
        was: what the import reads; an empty text where it reads nothing.
        becomes: what the cell is to say; an empty text where it is to say nothing.
        blanks: passages of the cell with the blanks that they are to have; its words stay.
    """

    cell: tuple[str, str, str]
    reason: str
    was: object = ""
    becomes: object = ""
    blanks: tuple[str, ...] = ()

    def applied(self, value: object) -> object:
        """The cell's value, corrected.

        Raises:
            StaleCorrectionError: the import does not read what is corrected here, or reads it right.
        """
        if not self.blanks:
            if value != self.was or value == self.becomes:
                raise self.stale(f"reads {value!r}")
            return self.becomes
        text = str(value)
        for passage in self.blanks:
            found = re.findall(" *".join(map(re.escape, passage.replace(" ", ""))), text)
            if len(found) != 1 or found[0] == passage:
                raise self.stale(
                    f"has {passage!r} {'already' if found == [passage] else f'{len(found)} times'}"
                )
            text = text.replace(found[0], passage)
        return text

    def stale(self, what: str) -> StaleCorrectionError:
        """The error that says what the import does now."""
        return StaleCorrectionError(f"{' · '.join(self.cell)}: the import {what}")


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read a file of corrections (its format: examples/sources/README.md).

    Raises:
        ValueError: a correction is not written as one.
    """
    with path.open("rb") as file:
        listed = tomllib.load(file)["correction"]
    for each in listed:
        complete = set(each) in (_WORDS, _BLANKS) and len(each["cell"]) == 3
        if not complete or not each["reason"] or not each.get("blanks", True):
            raise ValueError(f"{path.name}: {each} is no correction")
    return tuple(
        Correction(
            tuple(each["cell"]),
            each["reason"],
            each.get("was", ""),
            each.get("is", ""),
            tuple(each.get("blanks", ())),
        )
        for each in listed
    )


def corrected(imported: Imported, corrections: Sequence[Correction], settings: Settings) -> Imported:
    """What was imported, with the corrections in it.

    Raises:
        StaleCorrectionError: one of them names a cell that is not there, or corrects nothing in it.
    """
    form = settings.description("plan")
    plan, reported = imported.plan, settings.description("department").sheet(MEASURES)
    sheets = {each.name: each for each in form.sheets} | dict.fromkeys(imported.entries, reported)
    cells: dict[str, _Rows] = {
        form.sheet("departments").name: {each.code: {"name": each.name} for each in plan.departments},
        form.sheet("development").name: {
            str(number): dict(each.values) for number, each in enumerate(plan.development, start=1)
        },
        form.sheet(MEASURES).name: {each.code: dict(each.values) for each in plan.rows},
        **{
            code: {row: dict(values) for row, values in rows.items()}
            for code, rows in imported.entries.items()
        },
    }
    for each in corrections:
        _correct(each, cells, sheets)
    departments, development, measures, *entries = cells.values()
    return replace(
        imported,
        plan=_with_values(plan, departments, development, measures),
        entries=dict(zip(imported.entries, entries, strict=True)),
    )


def _correct(correction: Correction, cells: Mapping[str, _Rows], sheets: Mapping[str, Sheet]) -> None:
    sheet, row, header = correction.cell
    values = cells.get(sheet, {}).get(row)
    keys = [each.key for each in sheets[sheet].columns if each.header == header] if values is not None else []
    if values is None or not keys:
        raise correction.stale("has no such cell")
    (key,) = keys
    value = correction.applied(values.pop(key, ""))
    if value != "":
        values[key] = value


def _with_values(plan: Plan, departments: _Rows, development: _Rows, measures: _Rows) -> Plan:
    """A plan whose cells say something else; it is to be read from its workbook, where all else follows."""
    return replace(
        plan,
        departments=tuple(
            replace(each, name=str(departments[each.code]["name"])) for each in plan.departments
        ),
        development=tuple(
            replace(each, values=values)
            for each, values in zip(plan.development, development.values(), strict=True)
        ),
        rows=tuple(replace(each, values=measures[each.code]) for each in plan.rows),
    )
