"""The provinces made of published reports: they give the published totals, and every measure once."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from itaxl.planning.provinces import ReadProvince
from itaxl.planning.reading import read_plan
from itaxl.results.provinces import AgencyResult, ProvincialConsolidation
from itaxl.workflow.consolidation import gather
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.example_provinces import example_province_sources, read_example_province
from itaxl.workflow.examples import RETURNED
from itaxl.workflow.provinces import gather_province
from itaxl.workflow.settings import Settings, default_templates

EXAMPLES = Path(__file__).parent.parent / "examples"
SETTINGS = Settings(default_templates(), date(2026, 11, 21), workers=1)
NAMES = [each.stem for each in example_province_sources()]
EXAMPLE_OF = {
    f"{each.stem}/{code}": stem
    for each in example_province_sources()
    for ways in [read_example_province(each)]
    for code, stem in {**ways.handed_over, **ways.by_departments}.items()
}


@cache
def province(name: str) -> ProvincialConsolidation:
    folder = EXAMPLES / f"province-{name}"
    read = ControlFinder(SETTINGS).read(folder / "province.xlsx")
    assert isinstance(read, ReadProvince)
    assert not read.findings
    return gather_province(read, folder / RETURNED, SETTINGS, None)[0]


def agency(key: str) -> AgencyResult:
    name, code = key.split("/")
    return next(each for each in province(name).agencies if each.agency.code == code)


@pytest.mark.parametrize(
    ("key", "total", "grade"),
    [("2565/F01", "81.45", "B"), ("2565/F03", "80.99", "B"), ("2566/F07", "86.69", "A")],
)
def test_totals_are_those_of_the_publications(key: str, total: str, grade: str) -> None:
    # The first two totals are published; the third follows from the published indicators.
    result = agency(key)
    assert result.total == Decimal(total)
    assert result.analysis.result.grade is not None
    assert result.analysis.result.grade.name == grade


def test_an_incomplete_set_of_scores_has_no_total() -> None:
    result = agency("2565/002")
    assert result.total is None
    assert sum(each.score is not None for each in result.analysis.indicators) == 7


@pytest.mark.parametrize("key", sorted(EXAMPLE_OF))
def test_a_province_counts_what_the_agency_counts(key: str) -> None:
    folder = EXAMPLES / EXAMPLE_OF[key]
    read = read_plan(folder / "plan.xlsx", SETTINGS.description("plan"))
    own = gather(read, folder / RETURNED, SETTINGS, None)[0]
    assert Counter(each.status for each in agency(key).measures) == Counter(
        each.status for each in own.measures
    )


def test_every_published_report_is_in_one_province() -> None:
    sources = sorted(path.stem for path in (EXAMPLES / "sources").glob("*.toml"))
    assert sorted(EXAMPLE_OF.values()) == sources


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_counted_twice_and_no_file_is_a_stranger(name: str) -> None:
    states = Counter(each.state.value for each in province(name).units)
    assert set(states) <= {"accepted", "missing"}
