"""Whatever lies in a folder is read without the run ever stopping."""

import random
import zipfile
from pathlib import Path

from filling import COMPLETE, FIRST, Office, Returned

from itaxl.planning.fillings import STATUS_CHOICES
from itaxl.template.returns import Expected, ReturnedFile
from itaxl.workflow.collection import files_in, read_returns


def _damaged(source: Path, target: Path, chance: random.Random) -> Path:
    """The same workbook with one part of it cut, doubled or changed."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    content = parts[name]
    start = chance.randrange(len(content))
    end = start + chance.randrange(1, 200)
    match chance.randrange(5):
        case 0:
            del content[start:end]
        case 1:
            content[start] = chance.randrange(256)
        case 2:
            content[start:start] = content[start:end]
        case 3:
            del content[start:]
        case _:
            del parts[name]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts.items():
            archive.writestr(each, bytes(data))
    return target


def test_damaged_workbooks_are_all_answered_and_none_stops_the_run(
    office: Office, returned: Returned
) -> None:
    source = returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE})
    chance = random.Random(2566)  # noqa: S311 - the same damage every time
    for number in range(150):
        _damaged(source, returned.folder / f"{number:03}.xlsx", chance)
    files = files_in(returned.folder)
    expected = Expected({"department": office.description}, {"statuses": STATUS_CHOICES})
    read = list(read_returns(files, expected, workers=2))
    assert [each.file for each in read] == [each.name for each in files]
    refused = [each for each in read if each.stamp is None]
    assert len(refused) > 30
    assert {each.kind.slug for one in refused for each in one.findings} <= {
        "unreadable-file",
        "not-one-of-ours",
    }
    assert read[files.index(ReturnedFile(source, source.name))].findings == ()


def test_files_are_found_in_sub_folders_in_one_order_everywhere(tmp_path: Path) -> None:
    for name in ("b.xlsx", "ก/a.xlsx", "a/ข.xlsx", ".git/x.xlsx", "__MACOSX/y.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    left_out = tmp_path / "b.xlsx"
    assert [each.name for each in files_in(tmp_path)] == ["a/ข.xlsx", "b.xlsx", "ก/a.xlsx"]
    assert [each.name for each in files_in(tmp_path, leave_out=[left_out])] == ["a/ข.xlsx", "ก/a.xlsx"]
