"""Verbs that tell what came of it: the summary, official reports, scores, the province's form."""

from pathlib import Path

import click

from itaxl.program import (
    AS_OF,
    MONTHS,
    PASSWORDS,
    PATH,
    Options,
    buddhist,
    day_of,
    exit_for,
    global_options,
    one_line,
    settings_of,
)

SCORES = click.option(
    "--scores",
    metavar="FILE",
    type=PATH,
    help="A table of the assessed year's scores, for agencies of a province that gave none.",
)


HISTORY = click.option(
    "--history",
    metavar="FILE",
    type=PATH,
    multiple=True,
    help="A province's earlier summary or a table of scores, for the trend; may be given several times.",
)


@click.command()
@click.argument("control", metavar="CONTROL.xlsx", type=PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=PATH)
@click.option("-o", "--out", metavar="SUMMARY.xlsx", type=PATH, required=True, help="The summary workbook.")
@MONTHS
@AS_OF
@click.option("--csv", "csv_dir", metavar="DIR", type=PATH, help="Also write the tidy tables there.")
@click.option(
    "--corrections",
    metavar="DIR",
    type=PATH,
    help="Also write a workbook to send for every return with errors, and for everyone who has not answered.",
)
@SCORES
@HISTORY
@click.option(
    "--mail",
    metavar="DIR",
    type=PATH,
    help="Also draft e-mails (.eml) there, in a folder named after the day: reminders, corrections, thanks.",
)
@PASSWORDS
@global_options
@click.pass_obj
def consolidate(
    options: Options,
    control: Path,
    folder: Path,
    out: Path,
    months: int | None,
    as_of: str | None,
    csv_dir: Path | None,
    corrections: Path | None,
    scores: Path | None,
    history: tuple[Path, ...],
    mail: Path | None,
    passwords: tuple[str, ...],
) -> None:
    """Read returned workbooks, check them, and write the summary workbook.

    Takes a plan with the workbooks of its departments, or a province's control workbook with those of its
    agencies; where an agency returned none, the workbooks of its departments count.

    With --mail whoever returned nothing is reminded (its form attached once more), whoever has to correct
    is told what, and whoever is done is thanked, once. Every run has a folder of its own; drafts of earlier
    ones stay as they are. Nothing is sent.
    """
    say = options.say
    with one_line(say):
        from itaxl.terminal import counts, print_counts, print_drafts, print_findings, progress_bar, several
        from itaxl.workflow.orders import Order, attachments_in
        from itaxl.workflow.rounds import consolidate_control

        settings = settings_of(options, passwords)
        post = None
        if mail:
            from itaxl.workflow.messaging import Correspondence

            post = Correspondence(mail, settings)
            post.require_apart(folder, corrections)
        drafted = None
        with attachments_in(corrections, mail=post is not None) as attachments:
            with progress_bar() as progress:
                done = consolidate_control(
                    Order(control, folder, out, day_of(as_of), csv_dir, attachments, scores),
                    settings,
                    months=months,
                    history=history,
                    progress=progress,
                )
            if post:
                drafted = post.answers(done.consolidation, done.corrections)
        print_findings(say, done.findings)
        print_counts(say, done.consolidation)
        if found := done.inconsistencies:
            say(
                f"พบข้อความที่ควรตรวจเทียบกัน {len(found)} จุด อยู่ในแผ่นข้อสังเกต",
                f"{several(len(found), 'place')} to compare: see the sheet ข้อสังเกต",
            )
        if corrections is not None:
            from itaxl.terminal import print_corrections

            print_corrections(say, corrections, done.corrections)
        say(f"เขียน {out} แล้ว: {counts(done.findings, 'th')}", f"Wrote {out}: {counts(done.findings, 'en')}")
        if drafted:
            print_drafts(say, drafted)
        exit_for(done.findings)


@click.command()
@click.argument("control", metavar="CONTROL.xlsx", type=PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=PATH)
@click.option(
    "--layout",
    metavar="NAME",
    required=True,
    help="status-ticks, measure-results, full-report, issue-deadlines, measure-outcomes, memo; of a province "
    "provincial-brief; or your own.",
)
@click.option("-o", "--out", metavar="FILE", type=PATH, required=True, help="The report: .xlsx or .docx.")
@MONTHS
@AS_OF
@click.option("--digits", type=click.Choice(["thai", "arabic"]), default="thai", show_default=True)
@SCORES
@HISTORY
@click.option("--final", is_flag=True, help="Refuse to write while a return is missing.")
@click.option("--overwrite", is_flag=True, help="Replace a report that is there.")
@PASSWORDS
@global_options
@click.pass_obj
def report(
    options: Options,
    control: Path,
    folder: Path,
    layout: str,
    out: Path,
    months: int | None,
    as_of: str | None,
    digits: str,
    scores: Path | None,
    history: tuple[Path, ...],
    final: bool,  # noqa: FBT001 - click passes options by name
    overwrite: bool,  # noqa: FBT001 - the same
    passwords: tuple[str, ...],
) -> None:
    """Write an official report over the returned workbooks, ready to print and sign."""
    say = options.say
    with one_line(say):
        from itaxl.terminal import counts, print_findings, progress_bar
        from itaxl.workflow.reporting import write_report

        with progress_bar() as progress:
            made = write_report(
                control,
                folder,
                out,
                layout,
                settings_of(options, passwords),
                months=months,
                as_of=day_of(as_of),
                in_thai_digits=digits == "thai",
                final=final,
                overwrite=overwrite,
                progress=progress,
                scores=scores,
                history=history,
            )
        print_findings(say, made.findings)
        say(f"เขียน {out} แล้ว: {counts(made.findings, 'th')}", f"Wrote {out}: {counts(made.findings, 'en')}")
        exit_for(made.findings)


@click.command()
@click.argument("form", metavar="AGENCY_FORM.xlsx", type=PATH)
@click.argument("control", metavar="PLAN.xlsx", type=PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=PATH)
@click.option("-o", "--out", metavar="FILE.xlsx", type=PATH, required=True, help="The filled workbook.")
@click.option("--replace", is_flag=True, help="Figures of the plan take the place of what was typed.")
@AS_OF
@click.option("--overwrite", is_flag=True, help="Replace a workbook that is there.")
@PASSWORDS
@global_options
@click.pass_obj
def submit(
    options: Options,
    form: Path,
    control: Path,
    folder: Path,
    out: Path,
    replace: bool,  # noqa: FBT001 - click passes options by name
    as_of: str | None,
    overwrite: bool,  # noqa: FBT001 - the same
    passwords: tuple[str, ...],
) -> None:
    """Fill the province's workbook from the agency's own plan and returns; what was typed into it stays."""
    say = options.say
    with one_line(say):
        from itaxl.terminal import counts, print_findings, progress_bar
        from itaxl.workflow.handover import submit as run

        with progress_bar() as progress:
            handed = run(
                form,
                control,
                folder,
                out,
                settings_of(options, passwords),
                replace=replace,
                overwrite=overwrite,
                as_of=day_of(as_of),
                progress=progress,
            )
        print_findings(say, handed.findings)
        if handed.is_written:
            told = counts(handed.findings, "th"), counts(handed.findings, "en")
            say(
                f"เขียน {out} แล้ว: {told[0]} เปิดดู กรอกผู้รายงาน แล้วส่งให้จังหวัด",
                f"Wrote {out}: {told[1]}. Look at it, say who reports, and send it to the province.",
            )
        else:
            say("แบบของจังหวัดกับแผนไม่ตรงกัน จึงไม่เขียนไฟล์", "It asks for something else; nothing was written.")
        exit_for(handed.findings)


@click.command()
@click.argument("source", metavar="CONTROL.xlsx|SCORES.xlsx|SCORES.csv", type=PATH)
@click.option("-o", "--out", metavar="FILE.xlsx", type=PATH, help="Also write a workbook with charts.")
@click.option("--year", type=int, help="Year of the scores, Buddhist era, where the table does not name it.")
@global_options
@click.pass_obj
def analyze(options: Options, source: Path, out: Path | None, year: int | None) -> None:
    """Judge scores: strengths, weaknesses, grade, and what is missing to the next one.

    Reads a plan, a province's control workbook, or any table of scores: one row an agency with columns 1 to
    10, or one row an indicator with its score; Thai digits, %, blanks and - may stand in it.
    """
    say = options.say
    with one_line(say):
        from itaxl.terminal import columns, counts, echo, print_findings
        from itaxl.workflow.analysis import analyse_file
        from itaxl.workflow.analysis_lines import lines

        analysed = analyse_file(source, settings_of(options), out=out, year=buddhist(year))
        for line in lines(analysed, say.language, columns()):
            echo(line)
        if analysed.findings:
            click.echo("")
        print_findings(say, analysed.findings)
        if out is not None and analysed.agencies:
            say(
                f"เขียน {out} แล้ว: {counts(analysed.findings, 'th')}",
                f"Wrote {out}: {counts(analysed.findings, 'en')}",
            )
        exit_for(analysed.findings)
