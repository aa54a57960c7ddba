"""The command line: parses, prints, and exits; everything else happens in ``workflow``."""

import sys
from datetime import date
from pathlib import Path

import click

from itaxl import __version__
from itaxl.program import (
    CLEAN,
    WITH_ERRORS,
    Options,
    Program,
    exit_for,
    global_options,
    one_line,
    settings_of,
)

# What is heavy is imported inside the commands, so that --help answers at once.

_PATH = click.Path(path_type=Path)
_AS_OF = click.option(
    "--as-of", metavar="DATE", help="Day by which measures are overdue: 2023-04-10 or 10/4/2566."
)
_MONTHS = click.option(
    "--round",
    "months",
    type=click.Choice(["3", "6", "9", "12"]),
    help="Reporting round in months; the control workbook's own.",
)
_PASSWORDS = click.option(
    "--password",
    "passwords",
    metavar="TEXT",
    multiple=True,
    help="Opens protected returns (.xlsx, .xls); may be given several times.",
)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="itaxl")
@global_options
@click.pass_context
def main(context: click.Context) -> None:
    """Collect ITA measures with Excel: plan, send out, read back, check, sum up.

    \b
    รวบรวมผลตามมาตรการ ITA ด้วย Excel:
      init         สร้างแผน (plan.xlsx) หรือไฟล์ของจังหวัด (province.xlsx)
      import       สร้างแผนจากเอกสารที่มีอยู่แล้ว (Word, Excel, HTML, CSV, ข้อความ)
      generate     สร้างแบบรายงานของทุกส่วนราชการ หรือของทุกหน่วยงานในจังหวัด
      check        ตรวจแผน ไฟล์ของจังหวัด หรือแบบที่ส่งคืน
      consolidate  รวมแบบที่ส่งคืนเป็นไฟล์สรุป
      status       ดูว่าใครส่งแล้ว ใครยังไม่ส่ง ใครต้องแก้ไข
      analyze      วิเคราะห์คะแนน จุดแข็ง จุดอ่อน และสิ่งที่ขาดสู่ระดับถัดไป
      report       ออกรายงานทางการ เป็น Excel หรือ Word
      submit       นำผลของหน่วยงานใส่แบบที่จังหวัดส่งมา
      demo         ลองทั้งกระบวนการด้วยข้อมูลจริง
    """  # noqa: D301 - click wants the character itself
    context.ensure_object(Options)


@main.command()
@click.argument("folder", metavar="DIR", type=_PATH)
@click.option("--kind", type=click.Choice(["agency", "province"]), default="agency", show_default=True)
@click.option("--year", type=int, help="Fiscal year of the measures, Buddhist era, for example 2566.")
@click.option("--scored-year", type=int, help="Year of the ITA scores; the year before, where not given.")
@click.option("--name", default="", help="Name of the agency.")
@click.option("--agency-type", default="", help="For example เทศบาลตำบล or อบต.")
@click.option("--district", default="", help="District (อำเภอ).")
@click.option("--province", default="", help="Province (จังหวัด).")
@click.option("--roster", metavar="FILE", type=_PATH, help="A province's list of agencies to begin with.")
@click.option("--overwrite", is_flag=True, help="Replace a control workbook that is there.")
@global_options
@click.pass_obj
def init(
    options: Options,
    folder: Path,
    kind: str,
    year: int | None,
    scored_year: int | None,
    name: str,
    agency_type: str,
    district: str,
    province: str,
    roster: Path | None,
    overwrite: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """Write a control workbook to begin with: an agency's plan.xlsx or a province's province.xlsx.

    \b
    --kind province --province NAME [--roster FILE]
      FILE is a list of agencies that exists already (.xlsx .xls .ods .csv): name, code, type, district
      รายชื่อหน่วยงานที่มีอยู่แล้ว อ่านจากหัวตาราง ชื่อหน่วยงาน รหัส ประเภทหน่วยงาน อำเภอ อีเมล
    """  # noqa: D301 - click wants the character itself
    say = options.say
    with one_line(say):
        from itaxl.assessment.plans import Agency
        from itaxl.terminal import print_findings
        from itaxl.thai.dates import fiscal_year_of
        from itaxl.workflow.planning import init_plan, init_province
        from itaxl.workflow.settings import UsageError

        settings = settings_of(options)
        year = _buddhist(year) or fiscal_year_of(settings.today)
        if kind == "province":
            made = init_province(
                folder,
                settings,
                name=province,
                fiscal_year=year,
                scored_year=_buddhist(scored_year),
                office=name.strip(),
                roster=roster,
                overwrite=overwrite,
            )
            print_findings(say, made.findings)
            path, findings = made.path, made.findings
            agencies = len(made.province.agencies)
            say(f"รายชื่อ {agencies} หน่วยงาน", f"{agencies} agencies listed")
        else:
            if roster is not None:
                raise UsageError(
                    "--roster ใช้กับ --kind province เท่านั้น", "--roster goes with --kind province only"
                )
            agency = Agency(name.strip(), agency_type.strip(), district.strip(), province.strip())
            path = init_plan(
                folder,
                settings,
                agency=agency,
                fiscal_year=year,
                scored_year=_buddhist(scored_year),
                overwrite=overwrite,
            )
            findings = ()
        say(
            f"สร้าง {path} แล้ว เปิดด้วย Excel กรอกให้ครบ แล้วสั่ง: itaxl generate {path} -o แบบรายงาน",
            f"Wrote {path}. Fill it in with Excel, then run: itaxl generate {path} -o forms",
        )
        exit_for(findings)


@main.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
@click.option("-o", "--out", metavar="PLAN.xlsx", type=_PATH, required=True, help="The control workbook.")
@click.option("--year", type=int, help="Fiscal year of the measures, Buddhist era; else the documents tell.")
@click.option("--name", default="", help="Name of the agency; else the documents tell.")
@click.option("--overwrite", is_flag=True, help="Write even where something stands; it is set aside.")
@global_options
@click.pass_obj
def import_(
    options: Options,
    files: tuple[Path, ...],
    out: Path,
    year: int | None,
    name: str,
    overwrite: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """Make a plan, and last year's returns, out of documents: tables of measures, results and scores.

    Reads .docx, .xlsx, .xls, .ods, .html, .csv and text with tables. Beside the plan it writes what
    departments reported, one workbook each, and an account of where every word of the documents went.
    """
    say = options.say
    with one_line(say):
        from itaxl.terminal import counts, print_findings
        from itaxl.workflow.importing import import_documents

        made = import_documents(
            files, out, settings_of(options), year=_buddhist(year), name=name, overwrite=overwrite
        )
        print_findings(say, made.findings)
        plan = made.plan
        say(
            f"{plan.agency.name} ปีงบประมาณ {plan.fiscal_year.number} รอบ {plan.months} เดือน:"
            f" มาตรการ {len(plan.rows)} แถว ส่วนราชการ {len(plan.departments)} แห่ง",
            f"{plan.agency.name}, fiscal year {plan.fiscal_year.number}, round of {plan.months} months:"
            f" {len(plan.rows)} rows of measures, {len(plan.departments)} departments",
        )
        say(f"เขียน {made.control} แล้ว", f"Wrote {made.control}")
        if made.returned:
            say(f"ผลที่รายงานไว้อยู่ในโฟลเดอร์ {made.returned}", f"What was reported is in {made.returned}")
        say(
            f"ที่มาของทุกช่อง และ {made.unsure} ช่องที่ควรตรวจ อยู่ใน {made.account} ({counts(made.findings, 'th')})",
            f"Where every cell came from, and {made.unsure} to check, is in {made.account}"
            f" ({counts(made.findings, 'en')})",
        )
        if made.blanks:
            say(
                f"ช่องว่างในข้อความสแกน {made.blanks} แห่งเป็นการเดา ดูแผ่น เว้นวรรค",
                f"{made.blanks} blanks of scanned text were guessed; see its sheet เว้นวรรค",
            )
        for path in made.set_aside:
            say(f"ของเดิมเก็บไว้เป็น {path.name}", f"What stood there is kept as {path.name}")
        exit_for(made.findings)


@main.command()
@click.argument("control", metavar="CONTROL.xlsx", type=_PATH)
@click.option("-o", "--out", metavar="OUTDIR", type=_PATH, required=True, help="Folder for the workbooks.")
@_MONTHS
@click.option(
    "--previous",
    metavar="SUBMISSIONS_DIR",
    type=_PATH,
    help="Returns of an earlier round of the same year, from which this one starts.",
)
@click.option(
    "--mail", metavar="DIR", type=_PATH, help="Also write e-mail drafts (.eml) and messages.csv there."
)
@click.option("--overwrite", is_flag=True, help="Write even where workbooks stand; those are set aside.")
@_PASSWORDS
@global_options
@click.pass_obj
def generate(
    options: Options,
    control: Path,
    out: Path,
    months: str | None,
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
        from itaxl.terminal import print_drafts, print_findings, progress_bar
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
                months=int(months) if months else None,
                previous=previous,
                overwrite=overwrite,
                progress=progress,
            )
        print_findings(say, made.findings)
        if not made.files:
            say(
                "ไฟล์ควบคุมยังมีข้อผิดพลาด จึงยังไม่สร้างแบบใด แก้แล้วสั่งใหม่อีกครั้ง",
                "The control workbook has errors; nothing was written.",
            )
        else:
            say(
                f"สร้างแบบรายงาน {len(made.files)} ไฟล์ และ {REGISTER_NAME} ใน {out}",
                f"Wrote {len(made.files)} workbooks and {REGISTER_NAME} into {out}",
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


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_PATH)
@click.option("--control", type=_PATH, help="What the workbooks were made from: plan.xlsx or province.xlsx.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_PASSWORDS
@global_options
@click.pass_obj
def check(
    options: Options, paths: tuple[Path, ...], control: Path | None, form: str, passwords: tuple[str, ...]
) -> None:
    """Check control workbooks, returned workbooks, or whole folders of them; nothing is written."""
    say = options.say
    with one_line(say):
        from itaxl.terminal import counts, print_findings, print_json, progress_bar
        from itaxl.workflow.checking import check as run

        with progress_bar() as progress:
            checked = run(list(paths), settings_of(options, passwords), control=control, progress=progress)
        if form == "json":
            print_json(checked.findings)
        else:
            print_findings(say, checked.findings)
            say(
                f"ตรวจ {checked.files} ไฟล์ พบ {counts(checked.findings, 'th')}",
                f"Checked {checked.files} files: {counts(checked.findings, 'en')}",
            )
        exit_for(checked.findings)


@main.command()
@click.argument("control", metavar="CONTROL.xlsx", type=_PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=_PATH)
@click.option("-o", "--out", metavar="SUMMARY.xlsx", type=_PATH, required=True, help="The summary workbook.")
@_MONTHS
@_AS_OF
@click.option("--csv", "csv_dir", metavar="DIR", type=_PATH, help="Also write the tidy tables there.")
@click.option(
    "--corrections",
    metavar="DIR",
    type=_PATH,
    help="Also write a workbook to send for every return with errors, and for everyone who has not answered.",
)
@click.option(
    "--history",
    metavar="FILE",
    type=_PATH,
    multiple=True,
    help="A province's earlier summary or a table of scores, for the trend; may be given several times.",
)
@click.option(
    "--mail",
    metavar="DIR",
    type=_PATH,
    help="Also draft e-mails (.eml) there, in a folder named after the day: reminders, corrections, thanks.",
)
@_PASSWORDS
@global_options
@click.pass_obj
def consolidate(
    options: Options,
    control: Path,
    folder: Path,
    out: Path,
    months: str | None,
    as_of: str | None,
    csv_dir: Path | None,
    corrections: Path | None,
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
        from itaxl.terminal import counts, print_counts, print_drafts, print_findings, progress_bar
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
                    Order(control, folder, out, _day(as_of), csv_dir, attachments),
                    settings,
                    months=int(months) if months else None,
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
                f"{len(found)} places to compare are on the sheet ข้อสังเกต",
            )
        if corrections is not None:
            from itaxl.terminal import print_corrections

            print_corrections(say, corrections, done.corrections)
        say(f"เขียน {out} แล้ว: {counts(done.findings, 'th')}", f"Wrote {out}: {counts(done.findings, 'en')}")
        if drafted:
            print_drafts(say, drafted)
        exit_for(done.findings)


@main.command()
@click.argument("control", metavar="CONTROL.xlsx", type=_PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=_PATH)
@_MONTHS
@click.option(
    "--as-of", metavar="DATE", help="Day from which days are counted: 2023-04-10 or 10/4/2566; else today."
)
@click.option("--csv", "csv_dir", metavar="DIR", type=_PATH, help="Also write submissions.csv there.")
@_PASSWORDS
@global_options
@click.pass_obj
def status(
    options: Options,
    control: Path,
    folder: Path,
    months: str | None,
    as_of: str | None,
    csv_dir: Path | None,
    passwords: tuple[str, ...],
) -> None:
    """Tell who has answered, who has not, who has to correct, and how many days are left.

    Exit status: 0 everything is in and right; 1 something is missing or has to be corrected.
    """
    say = options.say
    with one_line(say):
        from itaxl.terminal import columns, print_findings, progress_bar
        from itaxl.workflow.status import status_of
        from itaxl.workflow.status_lines import lines

        with progress_bar() as progress:
            found = status_of(
                control,
                folder,
                settings_of(options, passwords),
                months=int(months) if months else None,
                as_of=_day(as_of),
                csv=csv_dir,
                progress=progress,
            )
        print_findings(say, found.control_errors)
        for line in lines(found, say.language, columns()):
            click.echo(line)
        sys.exit(CLEAN if found.is_done else WITH_ERRORS)


@main.command()
@click.argument("control", metavar="CONTROL.xlsx", type=_PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=_PATH)
@click.option(
    "--layout",
    metavar="NAME",
    required=True,
    help="status-ticks, measure-results, full-report, issue-deadlines, measure-outcomes, memo; of a province "
    "provincial-brief; or your own.",
)
@click.option("-o", "--out", metavar="FILE", type=_PATH, required=True, help="The report: .xlsx or .docx.")
@_MONTHS
@_AS_OF
@click.option("--digits", type=click.Choice(["thai", "arabic"]), default="thai", show_default=True)
@click.option("--final", is_flag=True, help="Refuse to write while a return is missing.")
@click.option("--overwrite", is_flag=True, help="Replace a report that is there.")
@_PASSWORDS
@global_options
@click.pass_obj
def report(
    options: Options,
    control: Path,
    folder: Path,
    layout: str,
    out: Path,
    months: str | None,
    as_of: str | None,
    digits: str,
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
                months=int(months) if months else None,
                as_of=_day(as_of),
                in_thai_digits=digits == "thai",
                final=final,
                overwrite=overwrite,
                progress=progress,
            )
        print_findings(say, made.findings)
        say(f"เขียน {out} แล้ว: {counts(made.findings, 'th')}", f"Wrote {out}: {counts(made.findings, 'en')}")
        exit_for(made.findings)


@main.command()
@click.argument("form", metavar="AGENCY_FORM.xlsx", type=_PATH)
@click.argument("control", metavar="PLAN.xlsx", type=_PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=_PATH)
@click.option("-o", "--out", metavar="FILE.xlsx", type=_PATH, required=True, help="The filled workbook.")
@click.option("--replace", is_flag=True, help="Figures of the plan take the place of what was typed.")
@_AS_OF
@click.option("--overwrite", is_flag=True, help="Replace a workbook that is there.")
@_PASSWORDS
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
                as_of=_day(as_of),
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


@main.command()
@click.argument("source", metavar="CONTROL.xlsx|SCORES.xlsx|SCORES.csv", type=_PATH)
@click.option("-o", "--out", metavar="FILE.xlsx", type=_PATH, help="Also write a workbook with charts.")
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
        from itaxl.terminal import columns, counts, print_findings
        from itaxl.workflow.analysis import analyse_file
        from itaxl.workflow.analysis_lines import lines

        analysed = analyse_file(source, settings_of(options), out=out, year=_buddhist(year))
        for line in lines(analysed, say.language, columns()):
            click.echo(line)
        if analysed.findings:
            click.echo("")
        print_findings(say, analysed.findings)
        if out is not None and analysed.agencies:
            say(
                f"เขียน {out} แล้ว: {counts(analysed.findings, 'th')}",
                f"Wrote {out}: {counts(analysed.findings, 'en')}",
            )
        exit_for(analysed.findings)


@main.command()
@click.argument("year", type=int, required=False)
@global_options
@click.pass_obj
def frameworks(options: Options, year: int | None) -> None:
    """List the ITA years that are known, or show one with the standing of every part."""
    say = options.say
    with one_line(say):
        from itaxl.workflow.frameworks import framework_lines, year_lines

        settings = settings_of(options)
        lines = framework_lines(year, settings) if year else year_lines(settings)
        for line in lines:
            click.echo(line)


@main.command()
@click.argument("folder", metavar="DIR", type=_PATH)
@global_options
@click.pass_obj
def demo(options: Options, folder: Path) -> None:
    """Go the whole way on a real published report: plan, workbooks, returns, summary."""
    say = options.say
    with one_line(say):
        from itaxl.terminal import progress_bar
        from itaxl.workflow.demonstration import demonstrate

        with progress_bar() as progress:
            shown = demonstrate(folder, settings_of(options), progress)
        for line in shown.lines(say.language):
            click.echo(line)
        exit_for(shown.findings)


def _buddhist(year: int | None) -> int | None:
    """A year as Thailand counts it, also where somebody gave the common era's."""
    return year + 543 if year is not None and 1900 < year < 2200 else year


def _day(text: str | None) -> date | None:
    from itaxl.thai.dates import read_date
    from itaxl.workflow.settings import UsageError

    if text is None:
        return None
    reading = read_date(text, date(2018, 10, 1), date(2040, 9, 30))
    if reading.day is None:
        raise UsageError(
            f"“{text}” ไม่ใช่วันที่ พิมพ์เช่น 2023-04-10 หรือ 10/4/2566",
            f"“{text}” is not a date; write 2023-04-10 or 10/4/2566",
        )
    return reading.day
