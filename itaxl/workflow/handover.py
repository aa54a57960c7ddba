"""``submit``: an agency's figures into the workbook that its province sent."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path

from msgspec import Struct

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind, has_errors
from itaxl.assessment.plans import Agency, Plan, Thresholds
from itaxl.assessment.provinces import Province
from itaxl.assessment.refusals import UnreadableWording
from itaxl.assessment.submissions import Stamp, Submission
from itaxl.catalogue import load_agencies
from itaxl.outputs import written_whole
from itaxl.planning.handover import hand_over
from itaxl.planning.province_fillings import agency_filling
from itaxl.planning.provinces import province_name
from itaxl.planning.reading import read_plan
from itaxl.planning.rosters import district_name
from itaxl.results.consolidation import Consolidation
from itaxl.sheets.calls import be_quiet
from itaxl.sheets.formats import Unreadable
from itaxl.sheets.workbooks import open_workbook
from itaxl.sheets.workers import run_in_workers
from itaxl.template.returned_sheets import stamp_of
from itaxl.template.returns import Expected, ReturnedFile, read_return
from itaxl.template.stamp import SentWorkbook
from itaxl.template.writer import write_workbook
from itaxl.thai.text import compact
from itaxl.workflow.collection import expected_from
from itaxl.workflow.consolidation import gather
from itaxl.workflow.controls import read_apart
from itaxl.workflow.settings import MEASURES, Progress, Settings, UsageError, require_returns

_KIND, _SCORES = "agency", "scores"


class HandedIn(Struct, frozen=True):
    """What was handed over.

    Attributes:
        consolidation: the agency's own.
        findings: of the plan, of the returns, of what does not fit, and of what is still to be filled in.
        is_written: nothing is where the workbook asks for figures of another agency, year or round.
    """

    consolidation: Consolidation
    findings: tuple[Finding, ...]
    is_written: bool


def submit(
    form: Path,
    control: Path,
    folder: Path,
    out: Path,
    settings: Settings,
    *,
    replace: bool = False,
    overwrite: bool = False,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> HandedIn:
    """Fill the province's workbook from the agency's own consolidation.

    Args:
        form: the workbook that the province sent, blank or with entries; it is not changed.
        control: the agency's plan.
        folder: the returned workbooks of its departments.
        out: the filled workbook.
        settings: where descriptions come from, and what day it is.
        replace: the agency's figures take the place of what was typed into the form; else that stays.
        overwrite: a file that stands at ``out`` is replaced.
        as_of: the day by which measures are overdue.
        progress: told after every return.

    Raises:
        ControlError: the plan cannot be worked with.
        UsageError: the form is none of a province's, or something stands at ``out``.
        OSError: the file cannot be written.
    """
    require_returns(folder)
    _require_place(out, form, control, overwrite=overwrite)
    description = settings.description(_KIND)
    expected = expected_from(settings, _KIND)
    sent, typed = _read_form(form, expected)
    form_of_plan = settings.description("plan")
    read = read_apart(control, partial(read_plan, control, form_of_plan, frameworks=settings.frameworks))
    consolidation, _ = gather(read, folder, settings, out, as_of=as_of, progress=progress)
    mismatches = _mismatches(sent, typed, read.plan)
    findings = (*read.findings, *consolidation.findings, *mismatches)
    if has_errors(mismatches):
        return HandedIn(consolidation, findings, is_written=False)
    handed = hand_over(
        consolidation, typed, description.sheet(_SCORES), description.sheet(MEASURES), replace=replace
    )
    province = _province(sent, read.plan)
    filling = agency_filling(
        province,
        province.agencies[0],
        description,
        read.framework,
        previous_framework=settings.framework_or_none(province.scored_year - 1),
        made_on=settings.today,
        entries=handed.entries,
    )
    with written_whole(out) as place:
        write_workbook(place, description, filling, settings.today)
    # What stood in the form and could not be read; what was missing may be there by now.
    unread = [each for each in typed.findings if each.value]
    left = read_return(ReturnedFile(out, out.name), expected).findings
    return HandedIn(consolidation, (*findings, *unread, *handed.findings, *left), is_written=True)


def _require_place(out: Path, form: Path, control: Path, *, overwrite: bool) -> None:
    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            f"ไฟล์ที่จะส่งให้จังหวัดต้องลงท้ายด้วย .xlsx ไม่ใช่ {out.name}",
            f"the workbook for the province must end in .xlsx, not {out.name}",
        )
    if not out.exists():
        return
    if out.samefile(control) or (form.exists() and out.samefile(form)):
        raise UsageError(
            f"{out.name} เป็นไฟล์ต้นทาง จึงไม่เขียนทับ ให้ใช้ชื่ออื่น",
            f"{out.name} is what is read, so it is not replaced; give another name",
        )
    if not overwrite:
        raise UsageError(
            f"มี {out.name} อยู่แล้วและอาจมีข้อความที่กรอกไว้ ให้ใช้ชื่ออื่น หรือเพิ่ม --overwrite เพื่อเขียนทับ",
            f"{out.name} exists already and may hold entries; give another name, or --overwrite",
        )


def _read_form(form: Path, expected: Expected) -> tuple[SentWorkbook, Submission]:
    """What the province sent out, and what was typed into it; opened where it can do no harm."""
    if not form.exists():
        raise UsageError(f"ไม่พบ {form}", f"there is no {form}")
    file = ReturnedFile(form, form.name)
    outcomes = run_in_workers(_opened, [file], workers=1, setup=(_set_up, (expected,)))
    sent, typed = next((each.result for each in outcomes if each.result), (None, None))
    locked = [each for each in typed.findings if each.details.get("reason") in _LOCKED] if typed else []
    if locked:
        details = locked[0].details
        raise UsageError(
            f"{form.name}: {details['reason']} → {details['remedy']}",
            f"{form.name}: {details['reason_en']} → {details['remedy_en']}",
        )
    if sent is None or typed is None or sent.stamp.kind != _KIND:
        raise UsageError(
            f"{form.name} ไม่ใช่แบบที่จังหวัดส่งให้หน่วยงาน (สร้างด้วย itaxl generate province.xlsx)",
            f"{form.name} is not a workbook that a province sent to an agency (itaxl generate province.xlsx)",
        )
    return sent, typed


_LOCKED = frozenset(
    each.details()["reason"] for each in (UnreadableWording.ENCRYPTED, UnreadableWording.WRONG_PASSWORD)
)
_expected: dict[str, Expected] = {}


def _set_up(expected: Expected) -> None:
    be_quiet()
    _expected["now"] = expected


def _opened(file: ReturnedFile) -> tuple[SentWorkbook | None, Submission]:
    expected = _expected["now"]
    try:
        sent = stamp_of(open_workbook(file.path, passwords=expected.passwords))
    except Unreadable:
        sent = None
    return sent, read_return(file, expected)


def _mismatches(sent: SentWorkbook, typed: Submission, plan: Plan) -> tuple[Finding, ...]:
    """Why the plan's figures are not those that the form asks for."""
    version = [each for each in typed.findings if each.kind is FindingKind.OTHER_VERSION]
    stamp: Stamp = sent.stamp
    asked: list[tuple[FindingKind, object, object, object]] = [
        (FindingKind.OTHER_YEAR, stamp.fiscal_year, plan.fiscal_year.number, plan.fiscal_year.number),
        (FindingKind.OTHER_ROUND, stamp.months, plan.months, plan.months),
        (FindingKind.OTHER_SCORED_YEAR, _scored_year(sent), plan.scored_year, plan.scored_year),
    ]
    others = [
        Finding(kind, typed.file, details={"found": found, "expected": told})
        for kind, found, expected, told in asked
        if found != expected
    ]
    return (*version, *_other_agency(sent, typed.file, plan.agency), *others)


def _other_agency(sent: SentWorkbook, file: str, agency: Agency) -> Iterator[Finding]:
    """Whether the form is another agency's: by its name, or perhaps by where it is, as many share a name."""
    stamp, key = sent.stamp, load_agencies().name_key
    if key(stamp.unit) != key(agency.name):
        details = {"found": stamp.unit, "expected": agency.name}
        yield Finding(FindingKind.OTHER_AGENCY, file, details=details)
        return
    asked = f"อ.{district_name(sent.texts.get('district', ''))}", f"จ.{province_name(stamp.agency)}"
    own = f"อ.{district_name(agency.district)}", f"จ.{province_name(agency.province)}"
    apart = [each for each in zip(asked, own, strict=True) if not _may_be_one(*each)]
    if apart:
        found, expected = (" ".join(each) for each in zip(*apart, strict=True))
        details = {"unit": agency.name, "found": found, "expected": expected}
        yield Finding(FindingKind.OTHER_PLACE, file, details=details)


def _may_be_one(place: str, other: str) -> bool:
    """Whether two names of places may be those of one; one that is not told may be any."""
    short, long = sorted((compact(place), compact(other)), key=len)
    return long.startswith(short)


def _scored_year(sent: SentWorkbook) -> int:
    text = sent.texts.get("scored_year", "")
    return int(text) if text.isdecimal() else 0


def _province(sent: SentWorkbook, plan: Plan) -> Province:
    """What the form was made from, as far as it tells."""
    stamp, texts = sent.stamp, sent.texts
    usual = Thresholds()
    limits = {
        name: _number(texts.get(name, ""), getattr(usual, name))
        for name in ("strength_above", "weakness_below", "target")
    }
    district = texts.get("district", "")
    return Province(
        name=stamp.agency,
        fiscal_year=FiscalYear(stamp.fiscal_year),
        scored_year=plan.scored_year,
        months=stamp.months,
        due=_day(texts.get("due", "")),
        thresholds=Thresholds(**limits),
        labels={"return_to": texts.get("return_to", "")},
        agencies=(Agency(stamp.unit, district=district, code=stamp.unit_code),),
    )


def _number(text: str, otherwise: Decimal) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return otherwise
    return number if 0 <= number <= 100 else otherwise


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
