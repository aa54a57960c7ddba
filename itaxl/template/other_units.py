"""Signs that a form was filled in by, or holds the table of, another unit than it was made for."""

from collections.abc import Iterator

from msgspec.structs import replace

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.submissions import Submission
from itaxl.template.description import Sheet
from itaxl.template.form_reader import FormReading
from itaxl.template.recognition import Issued
from itaxl.template.returned_sheets import PlacedSheet, words_of
from itaxl.thai.text import compact, is_blank


def of_other_unit(finding: Finding, unit: str, issued: Issued) -> Finding:
    """A changed identity that names another unit, said so; any other finding as it is."""
    if finding.kind is not FindingKind.LOCKED_CELL_CHANGED or finding.details.get("sent") != unit:
        return finding
    if issued.unit_named(finding.value) is None:
        return finding
    return replace(finding, kind=FindingKind.FILLED_FOR_OTHER, details={**finding.details, "unit": unit})


def reporters_of_others(
    sheet: Sheet, name: str, form: FormReading, unit: str, issued: Issued, file: str
) -> Iterator[Finding]:
    """The reporter's words that name another unit and not this one."""
    own = compact(unit)
    for key, value in form.values.items():
        column = sheet.column(key)
        if not column.open or not isinstance(value, str):
            continue
        words = compact(value)
        named = "" if own in words else issued.named_in(words)
        if named:
            details = {"header": column.header, "unit": unit, "other": named}
            cell = form.cells.get(key, "")
            yield Finding(FindingKind.REPORTER_OF_OTHER, file, name, cell, value, details)


def of_unit_now(submission: Submission, issued: Issued) -> Submission:
    """A return as that of the unit that it was made for, where that has another code or name by now."""
    stamp = submission.stamp
    now = issued.now_otherwise(stamp) if stamp else None
    if stamp is None or now is None:
        return submission
    unit, coded = now
    whose = f"รหัส {stamp.unit_code} เป็นของ “{coded.name}”" if coded else f"ไม่มีรหัส {stamp.unit_code}"
    whose_en = f"{stamp.unit_code} is “{coded.name}”" if coded else f"there is no {stamp.unit_code}"
    details = {
        "sent": stamp.unit,
        "code": stamp.unit_code,
        "now": whose,
        "now_en": whose_en,
        "unit": unit.name,
    }
    told = (Finding(FindingKind.UNIT_CHANGED, submission.file, details=details),)
    findings = submission.findings if submission.untouched else (*told, *submission.findings)
    return replace(submission, stamp=replace(stamp, unit_code=unit.code), findings=findings)


def unknown_table(placed: PlacedSheet, because: tuple[str, str], file: str) -> Finding:
    """A table of which nobody knows whose it is, with the entries that are therefore not counted."""
    grid, stand_at = placed.grid, placed.heads.columns
    columns = [stand_at[each.key] for each in placed.sheet.columns if each.open and each.key in stand_at]
    cells = [(row, column) for row in placed.rows for column in columns if not is_blank(grid.at(row, column))]
    details = {"found": grid.name, "because": because[0], "because_en": because[1]}
    value = words_of(grid, cells)
    return Finding(FindingKind.UNRECOGNISED_FORM, file, grid.name, "", value, details)
