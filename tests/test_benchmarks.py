"""The benchmark of seeded faults, on a small scale: it counts, it times nothing."""

from pathlib import Path

import pytest


def test_every_seeded_fault_is_named_at_its_cell_and_no_other_cell_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The benchmarks are no part of the installed package.
    monkeypatch.syspath_prepend(Path(__file__).parent.parent)
    from benchmarks.seeded_faults import run

    result = run(tmp_path, 10)

    assert result.seeded.total() == 100
    assert result.misses == []
    assert result.wrong == []
