"""Verbs to begin with: a control workbook, the years that are known, and a trial of the whole way."""

from pathlib import Path

import click

from itaxl.program import (
    PATH,
    Options,
    buddhist,
    exit_for,
    global_options,
    one_line,
    settings_of,
)


@click.command()
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--kind", type=click.Choice(["agency", "province"]), default="agency", show_default=True)
@click.option("--year", type=int, help="Fiscal year of the measures, Buddhist era, for example 2566.")
@click.option("--scored-year", type=int, help="Year of the ITA scores; the year before, where not given.")
@click.option("--name", default="", help="Name of the agency.")
@click.option("--agency-type", default="", help="For example เทศบาลตำบล or อบต.")
@click.option("--district", default="", help="District (อำเภอ).")
@click.option("--province", default="", help="Province (จังหวัด).")
@click.option("--roster", metavar="FILE", type=PATH, help="A province's list of agencies to begin with.")
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
        from itaxl.catalogue import load_agencies
        from itaxl.terminal import print_findings
        from itaxl.thai.dates import fiscal_year_of
        from itaxl.workflow.planning import init_plan, init_province
        from itaxl.workflow.settings import UsageError

        settings = settings_of(options)
        year = buddhist(year) or fiscal_year_of(settings.today)
        if kind == "province":
            made = init_province(
                folder,
                settings,
                name=province,
                fiscal_year=year,
                scored_year=buddhist(scored_year),
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
            register = load_agencies()
            known = register.type_meant(agency_type) if agency_type else register.type_in_name(name)
            type_name = known.name if known else agency_type.strip()
            path = init_plan(
                folder,
                settings,
                agency=Agency(name.strip(), type_name, district.strip(), province.strip()),
                fiscal_year=year,
                scored_year=buddhist(scored_year),
                overwrite=overwrite,
            )
            if agency_type and known is None:
                names = ", ".join(register.type_names)
                say(
                    f"ไม่รู้จักประเภทหน่วยงาน “{type_name}” แผนจึงมีส่วนราชการทุกแบบ ล้างที่ไม่มี (ประเภทที่รู้จัก: {names})",
                    f"“{type_name}” is no known type of agency, so all usual departments are listed: "
                    f"clear those that there are not (known types: {names})",
                )
            findings = ()
        say(
            f"สร้าง {path} แล้ว เปิดด้วย Excel กรอกให้ครบ แล้วสั่ง: itaxl generate {path} -o แบบรายงาน",
            f"Wrote {path}. Fill it in with Excel, then run: itaxl generate {path} -o forms",
        )
        exit_for(findings)


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@click.option("-o", "--out", metavar="PLAN.xlsx", type=PATH, required=True, help="The control workbook.")
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
        from itaxl.terminal import counts, print_findings, several
        from itaxl.workflow.importing import import_documents

        made = import_documents(
            files, out, settings_of(options), year=buddhist(year), name=name, overwrite=overwrite
        )
        print_findings(say, made.findings)
        plan = made.plan
        say(
            f"{plan.agency.name} ปีงบประมาณ {plan.fiscal_year.number} รอบ {plan.months} เดือน:"
            f" มาตรการ {len(plan.rows)} แถว ส่วนราชการ {len(plan.departments)} แห่ง",
            f"{plan.agency.name}, fiscal year {plan.fiscal_year.number}, round of {plan.months} months:"
            f" {several(len(plan.rows), 'row')} of measures, {several(len(plan.departments), 'department')}",
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


@click.command()
@click.argument("year", type=int, required=False)
@global_options
@click.pass_obj
def frameworks(options: Options, year: int | None) -> None:
    """List the ITA years that are known, or show one with the standing of every part."""
    say = options.say
    with one_line(say):
        from itaxl.terminal import echo
        from itaxl.workflow.frameworks import framework_lines, year_lines

        settings = settings_of(options)
        lines = framework_lines(year, settings) if year else year_lines(settings)
        for line in lines:
            echo(line)


@click.command()
@click.argument("folder", metavar="DIR", type=PATH)
@global_options
@click.pass_obj
def demo(options: Options, folder: Path) -> None:
    """Go the whole way on a real published report: plan, workbooks, returns, summary."""
    say = options.say
    with one_line(say):
        from itaxl.terminal import echo, progress_bar
        from itaxl.workflow.demonstration import demonstrate

        with progress_bar() as progress:
            shown = demonstrate(folder, settings_of(options), progress)
        for line in shown.lines(say.language):
            echo(line)
        exit_for(shown.findings)
