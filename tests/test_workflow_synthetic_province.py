"""The made-up province: of the wanted size, the same at every call, with the slips of every round."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from itaxl.assessment.findings import FindingKind
from itaxl.assessment.submissions import SubmissionState
from itaxl.planning.provinces import ReadProvince
from itaxl.workflow import synthetic_province as synthetic
from itaxl.workflow.controls import ControlFinder
from itaxl.workflow.planning import write_province
from itaxl.workflow.provinces import gather_province
from itaxl.workflow.settings import Settings, default_templates
from itaxl.workflow.synthetic_province import AS_OF, SCORED_YEAR, synthetic_province, write_synthetic_returns

SETTINGS = Settings(default_templates(), AS_OF)
FRAMEWORK = SETTINGS.framework(SCORED_YEAR)


def test_it_has_the_size_of_the_largest_province() -> None:
    province = synthetic_province(FRAMEWORK).province
    assert len(province.agencies) == 334
    assert len({each.district for each in province.agencies}) == 32
    assert len({each.agency_type for each in province.agencies}) == 5
    assert len({each.code for each in province.agencies}) == 334


def test_it_is_the_same_at_every_call() -> None:
    assert synthetic_province(FRAMEWORK) == synthetic_province(FRAMEWORK)


def test_everything_in_it_says_that_it_is_made_up() -> None:
    province = synthetic_province(FRAMEWORK).province
    assert all("สมมติ" in each.name and "สมมติ" in each.district for each in province.agencies)


def test_what_comes_back_has_the_usual_slips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = (1, 1, 4, 20, 34)
    kinds = tuple((kind, count) for (kind, _), count in zip(synthetic.KINDS, counts, strict=True))
    monkeypatch.setattr(synthetic, "KINDS", kinds)
    made = synthetic_province(FRAMEWORK)
    control = tmp_path / "province.xlsx"
    write_province(control, made.province, FRAMEWORK, SETTINGS)
    write_synthetic_returns(made, tmp_path / "returned", SETTINGS)
    read = ControlFinder(SETTINGS).read(control)
    assert isinstance(read, ReadProvince)
    assert not read.findings
    gathered = gather_province(read, tmp_path / "returned", SETTINGS, None, as_of=date(2025, 10, 15))[0]
    states = Counter(each.state for each in gathered.units)
    assert states[SubmissionState.SUPERSEDED] == 6
    assert states[SubmissionState.REJECTED] == 2
    assert states[SubmissionState.MISSING] >= 3
    assert states[SubmissionState.UNKNOWN] == 0
    kinds_found = {each.kind for each in gathered.findings}
    assert {FindingKind.SUPERSEDED, FindingKind.OTHER_ROUND, FindingKind.UNTOUCHED} <= kinds_found
    assert FindingKind.MISSING_SUBMISSION in kinds_found
    # Three agencies handed on their departments' workbooks; their measures count all the same.
    by_departments = {each.agency.code for each in made.returns if each.departments}
    assert len(by_departments) == 3
    for result in gathered.agencies:
        if result.agency.code in by_departments:
            assert result.tally.measures > 0
