"""The command line: parses, prints, and exits; everything else happens in ``workflow``."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from itaxl import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itaxl.assessment.findings import Finding
    from itaxl.terminal import Say
    from itaxl.workflow.settings import Settings

# What is heavy is imported inside the commands, so that --help answers at once.

CLEAN, WITH_ERRORS, WRONG_USAGE = 0, 1, 2
_REASONS = {
    errno.ENOSPC: "ดิสก์เต็ม ลบไฟล์ที่ไม่ใช้แล้วสั่งใหม่",
    errno.EACCES: "ไม่มีสิทธิ หรือไฟล์เปิดค้างอยู่ ปิดไฟล์แล้วสั่งใหม่",
    errno.EPERM: "ไม่มีสิทธิ",
    errno.EROFS: "เขียนในที่นี้ไม่ได้ ใช้โฟลเดอร์อื่น",
    errno.ENOENT: "ไม่พบ",
    errno.EEXIST: "มีไฟล์ชื่อนี้อยู่แล้ว ใช้ชื่ออื่น",
    errno.ENOTDIR: "ไม่ใช่โฟลเดอร์",
}
_ROUND = click.Choice(["3", "6", "9", "12"])
_PATH = click.Path(path_type=Path)
_PASSWORDS = click.option(
    "--password",
    "passwords",
    metavar="TEXT",
    multiple=True,
    help="Opens protected returns (.xlsx, .xls); may be given several times.",
)


_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Program(click.Group):
    """Ends every failure with one line and the exit status that the contract gives it."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        _use_utf8()
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(WRONG_USAGE)
        except click.ClickException as error:
            command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "itaxl"
            told = " ".join(error.format_message().split())
            click.echo(f"itaxl: คำสั่งไม่ถูกต้อง: {told} (ดูวิธีใช้: {command} --help)", err=True)
            sys.exit(WRONG_USAGE)
        except click.Abort:
            sys.exit(WRONG_USAGE)
        sys.exit(status if isinstance(status, int) else CLEAN)


def _use_utf8() -> None:
    """Thai can be printed wherever the terminal's own encoding is an older one."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower() not in {"utf-8", "utf8"}:
            reconfigure(encoding="utf-8", errors="replace")


@dataclass(slots=True)
class _Options:
    """The global options; they may stand before the verb or behind it."""

    templates: Path | None = None
    frameworks: Path | None = None
    lang: str = "th"

    @property
    def say(self) -> "Say":
        """Speaks the language that was chosen."""
        from itaxl.terminal import Say

        return Say(self.lang)


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and parameter.name:
        setattr(context.ensure_object(_Options), parameter.name, value)


def _global_options(command: _Command) -> _Command:
    for option in (
        click.option(
            "--templates",
            type=_PATH,
            help="Folder of your own workbook descriptions (TOML).",
            expose_value=False,
            callback=_remember,
        ),
        click.option(
            "--frameworks",
            type=_PATH,
            help="Folder of your own ITA years (2570.toml …).",
            expose_value=False,
            callback=_remember,
        ),
        click.option(
            "--lang",
            type=click.Choice(["th", "en"]),
            help="Language of the terminal texts; th where not given.",
            expose_value=False,
            callback=_remember,
        ),
    ):
        command = option(command)
    return command


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="itaxl")
@_global_options
@click.pass_context
def main(context: click.Context) -> None:
    """Collect ITA measures with Excel: plan, send out, read back, check, sum up.

    \b
    รวบรวมผลตามมาตรการ ITA ด้วย Excel:
      init         สร้างแผน (plan.xlsx)
      generate     สร้างแบบรายงานของทุกส่วนราชการ
      check        ตรวจแผนหรือแบบที่ส่งคืน
      consolidate  รวมแบบที่ส่งคืนเป็นไฟล์สรุป
      analyze      วิเคราะห์คะแนน จุดแข็ง จุดอ่อน และสิ่งที่ขาดสู่ระดับถัดไป
      report       ออกรายงานทางการ เป็น Excel หรือ Word
      demo         ลองทั้งกระบวนการด้วยข้อมูลจริง
    """  # noqa: D301 - click wants the character itself
    context.ensure_object(_Options)


@main.command()
@click.argument("folder", metavar="DIR", type=_PATH)
@click.option("--kind", type=click.Choice(["agency", "province"]), default="agency", show_default=True)
@click.option("--year", type=int, help="Fiscal year of the measures, Buddhist era, for example 2566.")
@click.option("--scored-year", type=int, help="Year of the ITA scores; the year before, where not given.")
@click.option("--name", default="", help="Name of the agency.")
@click.option("--agency-type", default="", help="For example เทศบาลตำบล or อบต.")
@click.option("--district", default="", help="District (อำเภอ).")
@click.option("--province", default="", help="Province (จังหวัด).")
@click.option("--overwrite", is_flag=True, help="Replace a control workbook that is there.")
@_global_options
@click.pass_obj
def init(
    options: _Options,
    folder: Path,
    kind: str,
    year: int | None,
    scored_year: int | None,
    name: str,
    agency_type: str,
    district: str,
    province: str,
    overwrite: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """Write an empty control workbook (plan.xlsx) to begin with."""
    say = options.say
    with _one_line(say):
        from itaxl.assessment.plans import Agency
        from itaxl.thai.dates import fiscal_year_of
        from itaxl.workflow.planning import init_plan
        from itaxl.workflow.settings import UsageError

        settings = _settings(options)
        if kind == "province":
            raise UsageError(
                "ยังสร้าง province.xlsx ไม่ได้ในรุ่นนี้ ใช้ --kind agency",
                "province.xlsx cannot be made in this version; use --kind agency",
            )
        agency = Agency(name.strip(), agency_type.strip(), district.strip(), province.strip())
        path = init_plan(
            folder,
            settings,
            agency=agency,
            fiscal_year=_buddhist(year) or fiscal_year_of(settings.today),
            scored_year=_buddhist(scored_year),
            overwrite=overwrite,
        )
        say(
            f"สร้าง {path} แล้ว เปิดด้วย Excel กรอกให้ครบ แล้วสั่ง: itaxl generate {path} -o แบบรายงาน",
            f"Wrote {path}. Fill it in with Excel, then run: itaxl generate {path} -o forms",
        )


@main.command()
@click.argument("control", metavar="CONTROL.xlsx", type=_PATH)
@click.option("-o", "--out", metavar="OUTDIR", type=_PATH, required=True, help="Folder for the workbooks.")
@click.option("--round", "months", type=_ROUND, help="Reporting round in months; the control workbook's own.")
@click.option("--overwrite", is_flag=True, help="Write even where workbooks stand; those are set aside.")
@_global_options
@click.pass_obj
def generate(
    options: _Options,
    control: Path,
    out: Path,
    months: str | None,
    overwrite: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """Write one locked workbook per department that has a measure, and the register of what goes out."""
    say = options.say
    with _one_line(say):
        from itaxl.terminal import print_findings, progress_bar
        from itaxl.workflow.generation import REGISTER_NAME
        from itaxl.workflow.generation import generate as run

        with progress_bar() as progress:
            made = run(
                control,
                out,
                _settings(options),
                months=int(months) if months else None,
                overwrite=overwrite,
                progress=progress,
            )
        print_findings(say, made.findings)
        if not made.files:
            say("แผนยังมีข้อผิดพลาด จึงยังไม่สร้างแบบใด แก้แล้วสั่งใหม่อีกครั้ง", "The plan has errors; nothing was written.")
        else:
            say(
                f"สร้างแบบรายงาน {len(made.files)} ไฟล์ และ {REGISTER_NAME} ใน {out}",
                f"Wrote {len(made.files)} workbooks and {REGISTER_NAME} into {out}",
            )
        for path in made.set_aside:
            say(f"ไฟล์เดิมเก็บไว้เป็น {path.name}", f"What stood there is kept as {path.name}")
        _exit_for(made.findings)


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_PATH)
@click.option("--control", type=_PATH, help="The plan that the workbooks were made from.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_PASSWORDS
@_global_options
@click.pass_obj
def check(
    options: _Options, paths: tuple[Path, ...], control: Path | None, form: str, passwords: tuple[str, ...]
) -> None:
    """Check plans, returned workbooks, or whole folders of them; nothing is written."""
    say = options.say
    with _one_line(say):
        from itaxl.terminal import counts, print_findings, print_json, progress_bar
        from itaxl.workflow.consolidation import check as run

        with progress_bar() as progress:
            checked = run(list(paths), _settings(options, passwords), control=control, progress=progress)
        if form == "json":
            print_json(checked.findings)
        else:
            print_findings(say, checked.findings)
            say(
                f"ตรวจ {checked.files} ไฟล์ พบ {counts(checked.findings, 'th')}",
                f"Checked {checked.files} files: {counts(checked.findings, 'en')}",
            )
        _exit_for(checked.findings)


@main.command()
@click.argument("control", metavar="CONTROL.xlsx", type=_PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=_PATH)
@click.option("-o", "--out", metavar="SUMMARY.xlsx", type=_PATH, required=True, help="The summary workbook.")
@click.option("--round", "months", type=_ROUND, help="Reporting round in months; the control workbook's own.")
@click.option("--as-of", metavar="DATE", help="Day by which measures are overdue: 2023-04-10 or 10/4/2566.")
@click.option("--csv", "csv_dir", metavar="DIR", type=_PATH, help="Also write the tidy tables there.")
@_PASSWORDS
@_global_options
@click.pass_obj
def consolidate(
    options: _Options,
    control: Path,
    folder: Path,
    out: Path,
    months: str | None,
    as_of: str | None,
    csv_dir: Path | None,
    passwords: tuple[str, ...],
) -> None:
    """Read returned workbooks, check them, and write the summary workbook."""
    say = options.say
    with _one_line(say):
        from itaxl.terminal import counts, print_counts, print_findings, progress_bar
        from itaxl.workflow.consolidation import consolidate_returns

        settings = _settings(options, passwords)
        with progress_bar() as progress:
            done = consolidate_returns(
                control,
                folder,
                out,
                settings,
                months=int(months) if months else None,
                as_of=_day(as_of) if as_of is not None else None,
                csv=csv_dir,
                progress=progress,
            )
        print_findings(say, done.findings)
        print_counts(say, done.consolidation)
        say(f"เขียน {out} แล้ว: {counts(done.findings, 'th')}", f"Wrote {out}: {counts(done.findings, 'en')}")
        _exit_for(done.findings)


@main.command()
@click.argument("control", metavar="CONTROL.xlsx", type=_PATH)
@click.argument("folder", metavar="SUBMISSIONS_DIR", type=_PATH)
@click.option(
    "--layout",
    metavar="NAME",
    required=True,
    help="status-ticks, measure-results, full-report, issue-deadlines, measure-outcomes, memo, or your own.",
)
@click.option("-o", "--out", metavar="FILE", type=_PATH, required=True, help="The report: .xlsx or .docx.")
@click.option("--round", "months", type=_ROUND, help="Reporting round in months; the control workbook's own.")
@click.option("--as-of", metavar="DATE", help="Day by which measures are overdue: 2023-04-10 or 10/4/2566.")
@click.option("--digits", type=click.Choice(["thai", "arabic"]), default="thai", show_default=True)
@click.option("--final", is_flag=True, help="Refuse to write while a return is missing.")
@click.option("--overwrite", is_flag=True, help="Replace a report that is there.")
@_PASSWORDS
@_global_options
@click.pass_obj
def report(
    options: _Options,
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
    with _one_line(say):
        from itaxl.terminal import counts, print_findings, progress_bar
        from itaxl.workflow.reporting import write_report

        with progress_bar() as progress:
            made = write_report(
                control,
                folder,
                out,
                layout,
                _settings(options, passwords),
                months=int(months) if months else None,
                as_of=_day(as_of) if as_of is not None else None,
                in_thai_digits=digits == "thai",
                final=final,
                overwrite=overwrite,
                progress=progress,
            )
        print_findings(say, made.findings)
        say(f"เขียน {out} แล้ว: {counts(made.findings, 'th')}", f"Wrote {out}: {counts(made.findings, 'en')}")
        _exit_for(made.findings)


@main.command()
@click.argument("source", metavar="CONTROL.xlsx|SCORES.xlsx|SCORES.csv", type=_PATH)
@click.option("-o", "--out", metavar="FILE.xlsx", type=_PATH, help="Also write a workbook with charts.")
@click.option("--year", type=int, help="Year of the scores, Buddhist era, where the table does not name it.")
@_global_options
@click.pass_obj
def analyze(options: _Options, source: Path, out: Path | None, year: int | None) -> None:
    """Judge scores: strengths, weaknesses, grade, and what is missing to the next one.

    Reads a plan, a province's control workbook, or any table of scores: one row an agency with columns 1 to
    10, or one row an indicator with its score; Thai digits, %, blanks and - may stand in it.
    """
    say = options.say
    with _one_line(say):
        from itaxl.terminal import counts, print_findings
        from itaxl.workflow.analysis import analyse_file
        from itaxl.workflow.analysis_lines import lines

        analysed = analyse_file(source, _settings(options), out=out, year=_buddhist(year))
        for line in lines(analysed, say.language):
            click.echo(line)
        if analysed.findings:
            click.echo("")
        print_findings(say, analysed.findings)
        if out is not None and analysed.agencies:
            say(
                f"เขียน {out} แล้ว: {counts(analysed.findings, 'th')}",
                f"Wrote {out}: {counts(analysed.findings, 'en')}",
            )
        _exit_for(analysed.findings)


@main.command()
@click.argument("year", type=int, required=False)
@_global_options
@click.pass_obj
def frameworks(options: _Options, year: int | None) -> None:
    """List the ITA years that are known, or show one with the standing of every part."""
    say = options.say
    with _one_line(say):
        from itaxl.workflow.frameworks import framework_lines, year_lines

        settings = _settings(options)
        lines = framework_lines(year, settings) if year else year_lines(settings)
        for line in lines:
            click.echo(line)


@main.command()
@click.argument("folder", metavar="DIR", type=_PATH)
@_global_options
@click.pass_obj
def demo(options: _Options, folder: Path) -> None:
    """Go the whole way on a real published report: plan, workbooks, returns, summary."""
    say = options.say
    with _one_line(say):
        from itaxl.workflow.demonstration import demonstrate

        shown = demonstrate(folder, _settings(options))
        for line in shown.lines(say.language):
            click.echo(line)
        _exit_for(shown.findings)


def _buddhist(year: int | None) -> int | None:
    """A year as Thailand counts it, also where somebody gave the common era's."""
    return year + 543 if year is not None and 1900 < year < 2200 else year


def _settings(options: _Options, passwords: tuple[str, ...] = ()) -> "Settings":
    from itaxl.workflow.settings import Settings, default_templates, require_folder

    require_folder(options.templates)
    require_folder(options.frameworks)
    return Settings(
        templates=options.templates or default_templates(),
        today=date.today(),  # noqa: DTZ011 - the day on this computer's calendar
        frameworks=options.frameworks,
        passwords=passwords,
    )


@contextmanager
def _one_line(say: "Say") -> Iterator[None]:
    """Turn what nobody can work with into one line and exit status 2."""
    from itaxl.catalogue import CatalogueError
    from itaxl.papers.layouts import LayoutError
    from itaxl.planning.reading import ControlError
    from itaxl.template.description import DescriptionError
    from itaxl.workflow.settings import UsageError

    try:
        yield
    except (UsageError, ControlError) as error:
        _fail(say, error.thai, error.english)
    except (DescriptionError, CatalogueError, LayoutError) as error:
        _fail(say, f"ไฟล์คำอธิบายใช้ไม่ได้: {error}", f"a description cannot be used: {error}")
    except BrokenPipeError:
        # Whoever read the output (a pager, head) has seen enough.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
        sys.exit(CLEAN)
    except OSError as error:
        name = error.filename or ""
        reason = error.strerror or str(error)
        thai = _REASONS.get(error.errno or 0, reason)
        _fail(say, f"อ่านหรือเขียนไม่ได้: {name} ({thai})", f"cannot read or write {name} ({reason})")


def _fail(say: "Say", thai: str, english: str) -> None:
    say("itaxl: " + " ".join(thai.split()), "itaxl: " + " ".join(english.split()), err=True)
    sys.exit(WRONG_USAGE)


def _exit_for(findings: "Iterable[Finding]") -> None:
    from itaxl.assessment.findings import has_errors

    sys.exit(WITH_ERRORS if has_errors(findings) else CLEAN)


def _day(text: str) -> date:
    from itaxl.thai.dates import read_date
    from itaxl.workflow.settings import UsageError

    reading = read_date(text, date(2018, 10, 1), date(2040, 9, 30))
    if reading.day is None:
        raise UsageError(
            f"“{text}” ไม่ใช่วันที่ พิมพ์เช่น 2023-04-10 หรือ 10/4/2566",
            f"“{text}” is not a date; write 2023-04-10 or 10/4/2566",
        )
    return reading.day
