"""Makes the example workbooks from the published reports beside it: ``python examples/build.py``."""

import shutil
from datetime import date
from pathlib import Path

import xlsxwriter

from itaxl.workflow.example_provinces import (
    example_province_sources,
    read_example_province,
    write_example_province,
)
from itaxl.workflow.examples import example_sources, read_example, write_example
from itaxl.workflow.settings import Settings, default_templates

MADE_ON = date(2026, 11, 21)
"""Stands in the workbooks instead of the day of the run, so that the same texts give the same files."""


def build(out: Path) -> None:
    """Write every example into its folder, anew."""
    settings = Settings(default_templates(), MADE_ON)
    # A correction that corrects nothing any more ends the build before anything is gone.
    for example in [read_example(source, settings) for source in example_sources()]:
        folder = out / example.name
        shutil.rmtree(folder, ignore_errors=True)
        write_example(example, folder, settings)
    for source in example_province_sources():
        folder = out / f"province-{source.stem}"
        shutil.rmtree(folder, ignore_errors=True)
        write_example_province(read_example_province(source), folder, out, settings)
    # Another version may write the same cells in other XML: only under this one are bytes compared.
    (out / "xlsxwriter-version.txt").write_text(f"{xlsxwriter.__version__}\n", encoding="utf-8")


if __name__ == "__main__":
    build(Path(__file__).parent)
