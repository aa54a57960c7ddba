"""What every command shares: its options, its one line for a failure, its exit status."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from itaxl.assessment.findings import Finding
    from itaxl.planning.controls import ControlError
    from itaxl.terminal import Say
    from itaxl.workflow.settings import Settings, UsageError

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
PATH = click.Path(path_type=Path)
AS_OF = click.option(
    "--as-of", metavar="DATE", help="Day by which measures are overdue: 2023-04-10 or 10/4/2566."
)
MONTHS = click.option(
    "--round",
    "months",
    type=click.Choice(["3", "6", "9", "12"]),
    callback=lambda _context, _parameter, months: int(months) if months else None,
    help="Reporting round in months; the control workbook's own.",
)
PASSWORDS = click.option(
    "--password",
    "passwords",
    metavar="TEXT",
    multiple=True,
    help="Opens protected returns (.xlsx, .xls); may be given several times.",
)

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Program(click.Group):
    """Ends every failure with one line and the exit status that the contract gives it."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and leave with the exit status."""
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


class Options(Struct):
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
        setattr(context.ensure_object(Options), parameter.name, value)


def global_options(command: _Command) -> _Command:
    """Give a command the options that stand before the verb or behind it."""
    for option in (
        click.option(
            "--templates",
            type=PATH,
            help="Folder of your own workbook descriptions (TOML).",
            expose_value=False,
            callback=_remember,
        ),
        click.option(
            "--frameworks",
            type=PATH,
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


def settings_of(options: Options, passwords: tuple[str, ...] = ()) -> "Settings":
    """What the verbs need to know, from the global options.

    Raises:
        UsageError: a folder that was named is not there, or nothing in it can be used.
    """
    from itaxl.workflow.settings import Settings, default_templates, require_frameworks, require_templates

    require_templates(options.templates)
    require_frameworks(options.frameworks)
    return Settings(
        templates=options.templates or default_templates(),
        today=date.today(),  # noqa: DTZ011 - the day on this computer's calendar
        frameworks=options.frameworks,
        passwords=passwords,
    )


def buddhist(year: int | None) -> int | None:
    """A year as Thailand counts it, also where somebody gave the common era's."""
    return year + 543 if year is not None and 1900 < year < 2200 else year


def day_of(text: str | None) -> date | None:
    """The day that --as-of names.

    Raises:
        UsageError: it names none.
    """
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


def _refusals() -> "tuple[type[UsageError], type[ControlError]]":
    from itaxl.planning.controls import ControlError
    from itaxl.workflow.settings import UsageError

    return UsageError, ControlError


def _faults_of_descriptions() -> tuple[type[Exception], ...]:
    from itaxl.catalogue import CatalogueError
    from itaxl.messages.templates import MessageError
    from itaxl.papers.layouts import LayoutError
    from itaxl.template.description_files import DescriptionError

    return DescriptionError, CatalogueError, LayoutError, MessageError


@contextmanager
def one_line(say: "Say") -> Iterator[None]:
    """Turn what nobody can work with into one line and exit status 2."""
    try:
        yield
    except SystemExit:
        raise  # what follows is imported only where something went wrong
    except _refusals() as error:
        _fail(say, error.thai, error.english)
    except _faults_of_descriptions() as error:
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
    say(f"itaxl: {_in_one_line(thai)}", f"itaxl: {_in_one_line(english)}", err=True)
    sys.exit(WRONG_USAGE)


def _in_one_line(text: str) -> str:
    return "; ".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def exit_for(findings: "Iterable[Finding]") -> None:
    """Leave with the exit status for what was found."""
    from itaxl.assessment.findings import has_errors

    sys.exit(WITH_ERRORS if has_errors(findings) else CLEAN)
