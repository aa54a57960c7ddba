"""Each published report, made again from its example, says in every cell what was published.

``examples/sources`` holds the five reports as they were scanned; in their tables a line is a row, with tabs
or bars between cells. Spaces, digits and the marks of scanning (tags, “ต่อ” where a page ended) do
not count as words.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from itaxl.papers.composing import compose
from itaxl.papers.document import Paper, Table, shown
from itaxl.papers.layouts import load_layout
from itaxl.papers.matter import agency_matter
from itaxl.planning.reading import read_plan
from itaxl.thai.text import compact
from itaxl.workflow.consolidation import gather
from itaxl.workflow.settings import Settings, default_templates

EXAMPLES = Path(__file__).parent.parent / "examples"
SETTINGS = Settings(default_templates(), date(2026, 11, 21), workers=1)

LAYOUTS = {
    "000-phon-thong": "status-ticks",
    "001-san-khong": "measure-results",
    "002-kusuman": "full-report",
    "003-mak-khaeng": "issue-deadlines",
    "004-nong-hua-raet": "measure-outcomes",
}
CELLS = {
    "000-phon-thong": 48,
    "001-san-khong": 100,
    "002-kusuman": 73,
    "003-mak-khaeng": 76,
    "004-nong-hua-raet": 48,
}
_SCANNED = re.compile(r"<[^>]+>|\(ต่อ\)|-{2,}")


@cache
def report_of(name: str) -> Paper:
    """An example's report in its own layout."""
    read = read_plan(EXAMPLES / name / "plan.xlsx", SETTINGS.description("plan"))
    consolidation = gather(read, EXAMPLES / name / "returned", SETTINGS, None)[0]
    return compose(
        load_layout(LAYOUTS[name], default_templates()),
        agency_matter(
            consolidation,
            year_framework=SETTINGS.framework_or_none(read.plan.fiscal_year.number),
        ),
    )


def published(name: str) -> Iterator[tuple[int, int, str]]:
    """How many columns the row has, in which the cell stands, and its words."""
    for line in (EXAMPLES / "sources" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        cells = line[1:-1].split("|") if line.startswith("|") else line.split("\t")
        if len(cells) == 1:
            continue
        for index, cell in enumerate(cells):
            words = compact(_SCANNED.sub("", cell))
            if words:
                yield len(cells), index, words


def tables(paper: Paper) -> Iterator[Table]:
    for section in paper.sections:
        yield from (block for block in section.blocks if isinstance(block, Table))


def columns_of(paper: Paper, width: int) -> list[list[str]]:
    """The words of each column of the tables that have so many; heads and group rows stand in the first."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for table in tables(paper):
        if len(table.columns) != width:
            continue
        for index, column in enumerate(table.columns):
            columns[index].append(compact(column.header))
        for row in table.rows:
            for index, cell in enumerate(row.cells):
                columns[index].append(compact(shown(cell.content)))
    return columns


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_published_cell_stands_in_its_column(name: str) -> None:
    paper = report_of(name)
    cells = list(published(name))
    assert len(cells) == CELLS[name]
    wrong = [
        words
        for width, index, words in cells
        if not any(words in each for each in columns_of(paper, width)[index])
    ]
    share = 1 - len(wrong) / len(cells)
    print(f"{name}: {share:.1%} of {len(cells)} published cells")  # noqa: T201 - wanted beside the result
    assert share >= 0.99, wrong


def test_a_cell_in_another_column_would_be_found() -> None:
    columns = columns_of(report_of("004-nong-hua-raet"), 6)
    in_words = compact("๑. คณะกรรมการทบทวนปรับปรุงการจัดทำคู่มือการใช้ทรัพย์สินของทางราชการ")
    # The published report has it in the column of the period: so has ours, and in no other that far left.
    assert [index for index, cells in enumerate(columns[:4]) if any(in_words in each for each in cells)] == [
        3
    ]
