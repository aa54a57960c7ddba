"""What goes back to be corrected, and the round that starts from the one before."""

from collections.abc import Mapping
from pathlib import Path

from filling import COMPLETE, FIRST, MEASURES, RESULT, SECOND, SHEET, STATUS, THIRD, Entries, fill, fill_plan

from finding_situations.desk import PLAN, Desk, Make, MakePair, What
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.workflow.generation import generate

WITHOUT_M2 = "\n".join(line for line in MEASURES.splitlines() if "M2" not in line)
WITH_M3 = f"{MEASURES}| M3 | 4 | จัดทำทะเบียนทรัพย์สิน | {FIRST} | | | |\n"
M3_OF_SECOND = f"{MEASURES}| M3 | 4 | จัดทำทะเบียนทรัพย์สิน | {SECOND} | | | |\n"
REWORDED = MEASURES.replace("ดุลพินิจ", "ดุลยพินิจ")
SPACED = MEASURES.replace("การใช้ดุลพินิจ", "การใช้  ดุลพินิจ")

# What goes back

_LATE_ENTRY = "ประชุมเพิ่มอีก ๑ ครั้ง"
_WRONG: Entries = {"M2": {STATUS: "ทำไปเยอะแล้ว"}}


def _sent_back(desk: Desk) -> tuple[Path, Path]:
    """A return with a wrong cell and an entry outside the form, and the workbook that goes back for it."""
    folder, corrections = desk.place(), desk.place()
    original = folder / desk.office.file(FIRST).name
    desk.filled(original, _WRONG, cells={(SHEET, "E40"): _LATE_ENTRY})
    desk.consolidated(folder, corrections=corrections)
    return original, next(corrections.glob("*แก้ไข*"))


def _with_correction(entries: Entries | None = None, *, with_original: bool) -> Make:
    """The workbook that went back, as it was or with other entries, with or without the first one."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        original, correction = _sent_back(desk)
        folder = original.parent if with_original else desk.place()
        if entries is None:
            (folder / correction.name).write_bytes(correction.read_bytes())
        else:
            fill(correction, folder / correction.name, entries)
        return desk.consolidated(folder)

    return make


_UNCHANGED = _with_correction(with_original=True)
_UNCHANGED_ALONE = _with_correction(with_original=False)
_CORRECTED = _with_correction({"M2": COMPLETE}, with_original=True)
_CORRECTED_ALONE = _with_correction(
    {"M2": {**COMPLETE, RESULT: f"ประกาศแล้ว {_LATE_ENTRY}"}}, with_original=False
)

# The next round


def _started(*units: str, measures: str = MEASURES, months: int = 12) -> Make:
    """A round that starts from the returns of these departments in the round of 6 months."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder, place = desk.place(), desk.place()
        control = place / PLAN
        for unit in units:
            desk.filled(folder / desk.office.file(unit).name, unit=unit)
        control.write_bytes(desk.office.control.read_bytes())
        fill_plan(control, measures)
        settings = desk.settings
        return generate(control, place / "send", settings, months=months, previous=folder).findings

    return make


def _begun(*, reporter: bool) -> Make:
    """A form of the 12-month round as it was sent out, perhaps with a name in it."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        earlier, folder, place = desk.place(), desk.place(), desk.place()
        desk.filled(earlier / desk.office.file(FIRST).name)
        settings = desk.settings
        made = generate(desk.office.control, place / "send", settings, months=12, previous=earlier)
        name = made.files[0].name
        fill(place / "send" / name, folder / name, reporter=reporter)
        return desk.consolidated(folder, months=12)

    return make


_OF_FIRST = _started(FIRST)

MADE: Mapping[What, MakePair] = {
    FindingKind.UNCHANGED_COPY: (_UNCHANGED, _CORRECTED),
    FindingKind.UNCHANGED_COUNTS: (_UNCHANGED_ALONE, _CORRECTED_ALONE),
    FindingKind.KEPT_ENTRY: (_CORRECTED, _CORRECTED_ALONE),
    FindingKind.ONLY_CARRIED: (_begun(reporter=False), _begun(reporter=True)),
    FindingKind.NOT_EARLIER: (_started(FIRST, months=6), _OF_FIRST),
    FindingKind.NOTHING_EARLIER: (_OF_FIRST, _started(FIRST, SECOND, THIRD)),
    FindingKind.MEASURES_ADDED: (_started(FIRST, measures=WITH_M3), _started(FIRST, measures=M3_OF_SECOND)),
    FindingKind.MEASURES_DROPPED: (_started(FIRST, measures=WITHOUT_M2), _OF_FIRST),
    FindingKind.MEASURES_REWORDED: (_started(FIRST, measures=REWORDED), _started(FIRST, measures=SPACED)),
}
