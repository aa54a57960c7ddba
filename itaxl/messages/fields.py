"""What the texts of messages can speak of: the round, the unit, its findings, all units together."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from itaxl.assessment.finding_groups import FindingGroup, grouped
from itaxl.assessment.findings import Finding, Severity
from itaxl.assessment.plans import Plan
from itaxl.assessment.provinces import Province
from itaxl.messages.templates import AGENCY, FieldNames
from itaxl.papers.fields import label_words, listed, round_fields
from itaxl.results.standings import Standing, Standings, UnitStanding
from itaxl.thai.dates import full_date, long_date
from itaxl.thai.periods import days_words

_OF_ROUND = (
    *("fiscal_year", "scored_year", "months", "round", "round_months", "round_days"),
    *("due", "by_due", "days", "days_left", "as_of", "province"),
)
_OF_AGENCY = ("agency", "agency_type", "district")
_OWNER = "memo_owner"
_NEVER_TOLD = frozenset({"password"})
_OF_UNIT = (
    *("unit", "unit_code", "contact", "unit_district", "measures"),
    *("form", "corrections", "returned_files"),
    *("errors", "findings", "warnings", "notes"),
)
_OF_GROUP = (
    *("asked", "returned", "complete_count", "missing_count", "missing", "to_correct_count", "to_correct"),
)
_MOST_FINDINGS = 30
_MOST_NAMES = 15
# Nothing that ends a line or a header, and no marks that turn the direction of writing.
_NO_LETTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def field_names(section: str, labels: Iterable[str]) -> FieldNames:
    """The fields of the texts of one section, where the sheet of the round has fields with these keys."""
    own = _OF_AGENCY if section == AGENCY else ()
    shared = frozenset((*labels, *_OF_ROUND, *own)) - _NEVER_TOLD
    return FieldNames(shared | frozenset(_OF_UNIT), shared | frozenset(_OF_GROUP))


def round_values(asked: Plan | Province, labels: Iterable[str], as_of: date) -> dict[str, str]:
    """What every message says of its round, and what stands on the sheet of the round by key.

    Args:
        asked: the control workbook.
        labels: keys of the fields of that sheet.
        as_of: the day from which days are counted.
    """
    due = asked.due
    left = (due - as_of).days if due else None
    said = {
        **dict.fromkeys(labels, ""),
        **{key: label_words(value) for key, value in asked.labels.items()},
        **round_fields(asked.fiscal_year, asked.scored_year, asked.months),
        "due": full_date(due) if due else "",
        "by_due": f"ภายใน{full_date(due)}" if due and due >= as_of else "โดยเร็ว",
        "days": days_words(left),
        "days_left": days_words(left) if left is not None and left >= 0 else "",
        "as_of": long_date(as_of),
    }
    if isinstance(asked, Province):
        said["province"] = asked.name
    else:
        agency = asked.agency
        said |= {
            "agency": agency.name,
            "agency_type": agency.agency_type,
            "district": agency.district,
            "province": agency.province,
        }
        if _OWNER in said:  # the agency's name stands on the line below it
            said[_OWNER] = said[_OWNER].removesuffix(agency.name)
    return {key: one_line(value) for key, value in said.items() if key not in _NEVER_TOLD}


def unit_values(
    unit: UnitStanding, *, measures: int = 0, form: str = "", corrections: Sequence[str] = ()
) -> dict[str, str]:
    """What a message says of the unit that it goes to.

    Args:
        unit: whom it goes to.
        measures: on how many it has to report; 0 where nobody knows.
        form: the name of the form that is attached.
        corrections: the names of its own workbooks that go back to it.
    """
    errors, warnings = (
        [each for each in unit.findings if each.severity is severity]
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    with_files = len(unit.files) > 1
    said = {
        "unit": unit.name,
        "unit_code": unit.code,
        "contact": unit.contact,
        "unit_district": unit.group,
        "measures": str(measures or ""),
        "form": _quoted([form] if form else []),
        "corrections": _quoted(corrections),
        "returned_files": _quoted([each.rpartition("/")[2] for each in unit.files]),
        "errors": str(len(errors) or ""),
        "warnings": str(len(warnings) or ""),
    }
    return {
        **{key: one_line(value) for key, value in said.items()},
        "findings": _told(errors, with_files=with_files),
        "notes": _told(warnings, with_files=with_files),
    }


def group_values(now: Standings) -> dict[str, str]:
    """What a message to the group says of all units."""
    missing = now.those(Standing.MISSING)
    wrong = now.those(Standing.TO_CORRECT, Standing.REFUSED)
    return {
        "asked": str(len(now.units)),
        "returned": str(len(now.units) - len(missing)),
        "complete_count": str(len(now.those(Standing.COMPLETE))),
        "missing_count": str(len(missing) or ""),
        "missing": _names(missing),
        "to_correct_count": str(len(wrong) or ""),
        "to_correct": _names(wrong),
    }


def one_line(text: str) -> str:
    r"""A text without anything that could end a line of a header.

    >>> one_line("กอง\r\nBcc: x@example.com")
    'กอง Bcc: x@example.com'
    """
    return " ".join(_NO_LETTER.sub(" ", text).split())


def _names(units: Sequence[UnitStanding]) -> str:
    """Names of units; where they are many, how many there are in each district."""
    if len(units) <= _MOST_NAMES:
        return one_line(listed([each.name for each in units]))
    groups: dict[str, int] = {}
    for each in units:
        groups[each.group] = groups.get(each.group, 0) + 1
    if len(groups) > 1:
        named = [(f"อำเภอ{name}" if name else "ไม่ระบุอำเภอ", count) for name, count in groups.items()]
        return one_line(listed([f"{name} {count} แห่ง" for name, count in named]))
    more = len(units) - _MOST_NAMES
    return one_line(f"{' '.join(each.name for each in units[:_MOST_NAMES])} และอีก {more} แห่ง")


def _quoted(names: Sequence[str]) -> str:
    return listed([f"“{name}”" for name in names])


def _told(findings: Sequence[Finding], *, with_files: bool) -> str:
    """Findings, numbered, a line each; those that say the same together with all their cells."""
    groups = grouped(findings)
    lines = [
        f"        {number}. {_place(group, with_files=with_files)}{one_line(group.first.message('th'))}"
        for number, group in enumerate(groups[:_MOST_FINDINGS], start=1)
    ]
    if len(groups) > _MOST_FINDINGS:
        lines.append(f"        และอีก {len(groups) - _MOST_FINDINGS} รายการ")
    return "\n".join(lines)


def _place(group: FindingGroup, *, with_files: bool) -> str:
    first = group.first
    parts: Mapping[str, str] = {
        "ไฟล์": first.file.rpartition("/")[2] if with_files else "",
        "แผ่น": first.sheet,
        "ช่อง": ", ".join(group.cells),
    }
    told = " ".join(f"{word} {one_line(value)}" for word, value in parts.items() if value)
    return f"{told}: " if told else ""
