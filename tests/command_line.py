"""Commands given as people type them, and the tables that they write."""

import csv
from pathlib import Path

from click.testing import CliRunner, Result

from itaxl.cli import main


def run(*arguments: object, columns: int | None = None) -> Result:
    """The command line, as wide as needed unless columns are given; a crash fails the test."""
    environment = {"COLUMNS": None if columns is None else str(columns)}
    result = CliRunner(env=environment).invoke(main, [str(each) for each in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def csv_table(path: Path) -> list[dict[str, str]]:
    """A tidy table, row by row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
