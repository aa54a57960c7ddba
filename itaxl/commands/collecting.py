"""Verbs while forms are out: send them, check what came back, see who is missing."""

import sys
from pathlib import Path

import click

from itaxl.program import (
    CLEAN,
    MONTHS,
    PASSWORDS,
    PATH,
    WITH_ERRORS,
    Options,
    day_of,
    exit_for,
    global_options,
    one_line,
    settings_of,
)


@click.command()
@click.argument("control", metavar="CONTROL.xlsx", type=PATH)
@click.option("-o", "--out", metavar="OUTDIR", type=PATH, required=True, help="Folder for the workbooks.")
@MONTHS
@click.option(
    "--previous",
    metavar="SUBMISSIONS_DIR",
    type=PATH,
    help="Returns of an earlier round of the same year, from which this one starts.",
)
@click.option(
    "--mail", metavar="DIR", type=PATH, help="Also write e-mail drafts (.eml) and messages.csv there."
)
@click.option("--overwrite", is_flag=True, help="Write even where workbooks stand; those are set aside.")
@PASSWORDS
@global_options
@click.pass_obj
def generate(
    options: Options,
    control: Path,
    out: Path,
    months: int | None,
    previous: Path | None,
    mail: Path | None,
    overwrite: bool,  # noqa: FBT001 - click passes options by name
    passwords: tuple[str, ...],
) -> None:
    """Write one locked workbook per department that has a measure, or per agency of a province.

    The register of what goes out lies beside them; a province's workbooks lie in a folder for each district.
    With --mail one letter a unit, its own workbook attached, is drafted to the address in the control
    workbook; look at each and send it yourself. Drafts that are there stay, unless --overwrite is given.
    """
    say = options.say
    with one_line(say):
        from itaxl.terminal import (
            print_drafts,
            print_early_due,
            print_findings,
            print_late_due,
            progress_bar,
            several,
        )
        from itaxl.workflow.generation import REGISTER_NAME
        from itaxl.workflow.generation import generate as run
        from itaxl.workflow.messaging import Correspondence

        settings = settings_of(options, passwords)
        post = Correspondence(mail, settings) if mail else None
        if post and not overwrite:
            post.require_room()
        with progress_bar() as progress:
            made = run(
                control,
                out,
                settings,
                months=months,
                previous=previous,
                overwrite=overwrite,
                progress=progress,
            )
        print_findings(say, made.findings)
        if made.early_due and made.files:
            print_early_due(say, made.early_due)
        if made.late_due and made.files:
            print_late_due(say, made.late_due)
        if not made.files:
            say(
                "ไฟล์ควบคุมยังมีข้อผิดพลาด จึงยังไม่สร้างแบบใด แก้แล้วสั่งใหม่อีกครั้ง",
                "The control workbook has errors; nothing was written.",
            )
        else:
            say(
                f"สร้างแบบรายงาน {len(made.files)} ไฟล์ และ {REGISTER_NAME} ใน {out}",
                f"Wrote {several(len(made.files), 'workbook')} and {REGISTER_NAME} into {out}",
            )
        if made.files and previous is not None:
            say(
                f"เริ่มจากผลของรอบก่อน {made.begun} ไฟล์ เริ่มจากว่าง {len(made.files) - made.begun} ไฟล์",
                f"{made.begun} start from an earlier round, {len(made.files) - made.begun} are blank",
            )
        for path in made.set_aside:
            say(f"ไฟล์เดิมเก็บไว้เป็น {path.name}", f"What stood there is kept as {path.name}")
        if post and made.files:
            print_drafts(say, post.first(made, out))
        exit_for(made.findings)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option("--control", type=PATH, help="What the workbooks were made from: plan.xlsx or province.xlsx.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@PASSWORDS
@global_options
@click.pass_obj
def check(
    options: Options, paths: tuple[Path, ...], control: Path | None, form: str, passwords: tuple[str, ...]
) -> None:
    """Check control workbooks, returned workbooks, or whole folders of them; nothing is written."""
    say = options.say
    with one_line(say):
        from itaxl.terminal import counts, print_findings, print_json, progress_bar, several
        from itaxl.workflow.checking import check as run

        with progress_bar() as progress:
            checked = run(list(paths), settings_of(options, passwords), control=control, progress=progress)
        if form == "json":
            print_json(checked.findings)
        else:
            print_findings(say, checked.findings)
            say(
                f"ตรวจ {checked.files} ไฟล์ พบ {counts(checked.findings, 'th')}",
                f"Checked {several(checked.files, 'file')}: {counts(checked.findings, 'en')}",
            )
        exit_for(checked.findings)


@click.command()
@click.argument("control", metavar="CONTROL.xlsx", type=PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=PATH)
@MONTHS
@click.option(
    "--as-of", metavar="DATE", help="Day from which days are counted: 2023-04-10 or 10/4/2566; else today."
)
@click.option("--csv", "csv_dir", metavar="DIR", type=PATH, help="Also write submissions.csv there.")
@PASSWORDS
@global_options
@click.pass_obj
def status(
    options: Options,
    control: Path,
    folder: Path,
    months: int | None,
    as_of: str | None,
    csv_dir: Path | None,
    passwords: tuple[str, ...],
) -> None:
    """Tell who has answered, who has not, who has to correct, and how many days are left.

    Exit status: 0 everything is in and right; 1 something is missing or has to be corrected.
    """
    say = options.say
    with one_line(say):
        from itaxl.terminal import columns, echo, print_findings, progress_bar
        from itaxl.workflow.status import status_of
        from itaxl.workflow.status_lines import lines

        with progress_bar() as progress:
            found = status_of(
                control,
                folder,
                settings_of(options, passwords),
                months=months,
                as_of=day_of(as_of),
                csv=csv_dir,
                progress=progress,
            )
        print_findings(say, found.control_errors)
        for line in lines(found, say.language, columns()):
            echo(line)
        sys.exit(CLEAN if found.is_done else WITH_ERRORS)
