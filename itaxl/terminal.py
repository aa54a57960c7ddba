"""What the command line says: findings, counts, a progress bar; in Thai or in English."""

import json
import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from itaxl.assessment.finding_groups import grouped
from itaxl.assessment.findings import Finding, Severity
from itaxl.assessment.submissions import SubmissionState
from itaxl.thai.dates import long_date

if TYPE_CHECKING:
    from itaxl.results.consolidation import Consolidation
    from itaxl.results.provinces import ProvincialConsolidation
    from itaxl.workflow.letters import Drafted
    from itaxl.workflow.orders import Corrections

_MOST_SHOWN = 200
_LEAST_COLUMNS = 40
_MOST_NAMED = 20
# What a terminal obeys, and marks that turn the direction of what follows; lines may end.
_NO_LETTER = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def echo(text: str, *, err: bool = False) -> None:
    """Print what may hold words of anybody: nothing in it makes the terminal do anything."""
    click.echo(_NO_LETTER.sub("\ufffd", text), err=err)


class Say:
    """Speaks the language that was chosen."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, thai: str, english: str, *, err: bool = False) -> None:
        """Say it in the language that was chosen."""
        echo(thai if self.language == "th" else english, err=err)


def columns() -> int | None:
    """How many cells a line has: as the environment says, else the terminal; None for a file or a pipe."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) >= _LEAST_COLUMNS:
        return int(told)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_findings(say: Say, findings: Iterable[Finding]) -> None:
    """Equal findings together, the files in order, each with what to do."""
    words = {
        Severity.ERROR: ("ต้องแก้ไข", "error"),
        Severity.WARNING: ("ควรตรวจสอบ", "warning"),
    }
    groups = grouped(findings)
    for group in groups[:_MOST_SHOWN]:
        first = group.first
        label = words[first.severity][0 if say.language == "th" else 1]
        place = " ".join(part for part in (first.file, first.sheet, ", ".join(group.cells)) if part)
        echo(
            f"{label}: {place}: {first.message(say.language)}"
            if place
            else f"{label}: {first.message(say.language)}"
        )
    if len(groups) > _MOST_SHOWN:
        rest = len(groups) - _MOST_SHOWN
        say(f"… และอีก {rest} รายการ", f"… and {rest} more")


def print_json(findings: Iterable[Finding]) -> None:
    """Findings for other programs, with the names of ``findings.csv``."""
    rows = [
        {
            "severity": each.severity.value,
            "kind": each.kind.slug,
            "file": each.file,
            "sheet": each.sheet,
            "cell": each.cell,
            "value": each.value,
            "message_th": each.message("th"),
            "message_en": each.message("en"),
        }
        for each in findings
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    click.echo(_NO_LETTER.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def several(count: int, what: str) -> str:
    """How many of something, in English.

    >>> several(1, "file"), several(0, "file")
    ('1 file', '0 files')
    """
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def counts(findings: Iterable[Finding], language: str) -> str:
    """How many findings there are of each severity, in words."""
    severities = [each.severity for each in findings]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    if language == "th":
        return f"ต้องแก้ไข {errors} จุด ควรตรวจสอบ {warnings} จุด"
    return f"{several(errors, 'error')}, {several(warnings, 'warning')}"


def print_counts(say: Say, consolidation: "Consolidation | ProvincialConsolidation") -> None:
    """Who has returned, and how far the measures are, each counted once."""
    from itaxl.results.consolidation import Consolidation

    if isinstance(consolidation, Consolidation):
        states = Counter(each.state for each in consolidation.units)
        statuses = Counter(each.status for each in consolidation.measures)
        refused = len(consolidation.refused)
    else:
        states = Counter(each.state for each in consolidation.agencies)
        statuses = Counter()
        for agency in consolidation.agencies:
            statuses.update(agency.tally.statuses)
        refused = states[SubmissionState.REJECTED]
    returned, missing = states[SubmissionState.ACCEPTED], states[SubmissionState.MISSING]
    told = " · ".join(f"{status.thai} {count}" for status, count in sorted(statuses.items()))
    told_en = ", ".join(f"{status.value} {count}" for status, count in sorted(statuses.items()))
    again, again_en = (f" ต้องส่งใหม่ {refused}", f", to send again {refused}") if refused else ("", "")
    measures = several(statuses.total(), "measure")
    say(
        f"ส่งแล้ว {returned} ยังไม่ส่ง {missing}{again} · มาตรการ {statuses.total()}: {told}",
        f"returned {returned}, missing {missing}{again_en}; {measures}: {told_en}",
    )


def print_drafts(say: Say, drafted: "Drafted") -> None:
    """What was drafted and where, that nothing was sent, and to whom no letter can go."""
    if drafted.folder is None:
        say("ไม่มีข้อความที่ต้องส่ง ทุกแห่งส่งครบและขอบคุณไปแล้ว", "No message is due: all is in, all were thanked.")
        return
    kinds = Counter(drafted.kinds)
    told, told_en = (
        f" ({words})" if words else ""
        for words in (
            " · ".join(f"{kind.thai} {count}" for kind, count in sorted(kinds.items())),
            ", ".join(f"{kind.value} {count}" for kind, count in sorted(kinds.items())),
        )
    )
    say(
        f"ร่างอีเมล {kinds.total()} ฉบับ{told} และ messages.csv อยู่ใน {drafted.folder}"
        " ยังไม่ได้ส่งอีเมลใด เปิดตรวจแล้วกดส่งเอง",
        f"Drafted {several(kinds.total(), 'e-mail')}{told_en} and messages.csv in {drafted.folder};"
        " nothing was sent, look at them and send them yourself",
    )
    if drafted.set_aside:
        name = drafted.set_aside.name
        say(f"ร่างเดิมย้ายไปไว้ในโฟลเดอร์ {name}", f"Earlier drafts were moved into the folder {name}")
    if drafted.thanked:
        say(
            f"ขอบคุณไปแล้วในครั้งก่อน {drafted.thanked} แห่ง จึงไม่ร่างซ้ำ",
            f"Thanked in an earlier run and not again: {drafted.thanked}",
        )
    if drafted.past_due:
        day = drafted.past_due
        say(
            f"กำหนดส่งในไฟล์ควบคุม ({long_date(day)}) ผ่านไปแล้ว ตรวจก่อนส่ง",
            f"The last day in the control workbook, {day.isoformat()}, is past; check it before sending",
        )
    if drafted.without_address:
        names = [f"{name} ({wrong})" if wrong else name for name, wrong in drafted.without_address]
        shown = " · ".join(names[:_MOST_NAMED]) + (" · …" if len(names) > _MOST_NAMED else "")
        say(
            f"ไม่มีอีเมลที่ใช้ได้ {len(names)} แห่ง ใช้ข้อความ LINE ใน messages.csv แทน: {shown}",
            f"No usable address, {len(names)}; take the LINE text in messages.csv: {shown}",
        )


def print_early_due(say: Say, due: date) -> None:
    """That the forms ask for an answer before what they ask about is over."""
    say(
        f"กำหนดส่งในแบบ ({long_date(due)}) อยู่ก่อนช่วงที่รายงาน อาจเป็นของรอบก่อน"
        " ถ้าไม่ใช่วันที่ต้องการ แก้ “กำหนดส่ง” ในไฟล์ควบคุม แล้วสั่งใหม่ด้วย --overwrite",
        f"The forms are due on {due.isoformat()}, before the time asked about: maybe an earlier round's day."
        " If so, change “กำหนดส่ง” in the control workbook and generate again with --overwrite",
    )


def print_late_due(say: Say, due: date) -> None:
    """That the forms ask for an answer when the next round is over already."""
    say(
        f"กำหนดส่งในแบบ ({long_date(due)}) อยู่หลังสิ้นรอบเกิน 3 เดือน คอมพิวเตอร์อาจอ่านวันที่แบบ เดือน/วัน/ปี"
        " ถ้าไม่ใช่วันที่ต้องการ แก้ “กำหนดส่ง” ในไฟล์ควบคุม แล้วสั่งใหม่ด้วย --overwrite",
        f"The forms are due on {due.isoformat()}, over 3 months after the round's end: maybe a computer read"
        " the month first. If so, change “กำหนดส่ง” in the control workbook; generate again with --overwrite",
    )


def print_corrections(say: Say, folder: Path, made: "Corrections") -> None:
    """To whom which workbook has to be sent."""
    again = sum(1 for each in made.files if each.file)
    say(
        f"แบบที่ต้องส่งไปอยู่ใน {folder}: ให้แก้ไข {again} ไฟล์ ให้กรอกเพราะยังไม่ส่ง {len(made.files) - again} ไฟล์",
        f"To be sent, in {folder}: {again} to be corrected, {len(made.files) - again} to be filled in",
    )
    for each in made.files[:_MOST_SHOWN]:
        echo(f"  {each.unit}: {each.path.name}")
    if made.withdrawn:
        say(
            f"นำแบบที่ไม่ต้องส่งแล้วและไม่มีใครแก้ออก {len(made.withdrawn)} ไฟล์",
            f"{len(made.withdrawn)} that nobody needs any more, and nobody had touched, are gone",
        )


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on the terminal, once it has taken longer than a second."""
    if not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()
    shown = False

    def tell(done: int, total: int) -> None:
        nonlocal shown
        if time.monotonic() - began < 1 or not total:
            return
        shown = True
        filled = 30 * done // total
        bar = "█" * filled + "░" * (30 - filled)
        click.echo(f"\r{bar} {done}/{total} ", nl=False, err=True)

    try:
        yield tell
    finally:
        if shown:
            click.echo("", err=True)
