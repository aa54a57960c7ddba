"""Whatever lies in a folder is read without the run ever stopping."""

import os
import pickle
import random
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from filling import AGENCY, COMPLETE, FIRST, MEASURES, SECOND, STATUS, Office, Returned, grid
from msgspec.structs import fields
from packages import parts_of, sheet_xml, zipped

from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.assessment.submissions import SubmittedRow
from itaxl.outputs import UNFINISHED
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returns import Expected, ReturnedFile
from itaxl.workflow import consolidation
from itaxl.workflow.checking import check
from itaxl.workflow.collection import read_returns
from itaxl.workflow.folders import files_in
from itaxl.workflow.orders import Order
from itaxl.workflow.reporting import write_report


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
        "unrecognised-form",  # of which only the identity is damaged
    }
    assert read[files.index(ReturnedFile(source, source.name))].findings == ()


def test_files_are_found_in_sub_folders_in_one_order_everywhere(tmp_path: Path) -> None:
    for name in ("b.xlsx", "ก/a.xlsx", "a/ข.xlsx", ".git/x.xlsx", "__MACOSX/y.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    left_out = tmp_path / "b.xlsx"
    assert [each.name for each in files_in(tmp_path)] == ["a/ข.xlsx", "b.xlsx", "ก/a.xlsx"]
    assert [each.name for each in files_in(tmp_path, leave_out=left_out)] == ["a/ข.xlsx", "ก/a.xlsx"]


# What kills a reader


def test_no_returned_file_is_opened_in_the_process_that_must_survive(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What kills a reader is a finding of ``check`` too, whether or not it calls itself a plan."""
    here = os.getpid()
    original = open_workbook

    def fragile(path: Path, **options: object) -> object:
        if os.getpid() == here and path.name != "plan.xlsx":
            pytest.fail(f"{path.name} was opened here")
        if path.name == "deadly.xlsx":
            os._exit(1)
        return original(path, **options)  # type: ignore[arg-type]

    for module in ("planning.controls", "template.returns", "workflow.collection"):
        monkeypatch.setattr(f"itaxl.{module}.open_workbook", fragile)
    shutil.copy(returned.office.control, returned.folder / "plan.xlsx")
    returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE}, name="deadly.xlsx")
    returned.send_back(SECOND, {"M1": {STATUS: "?"}, "M2": COMPLETE}, name="good.xlsx")
    done = check([returned.folder], returned.office.settings)
    assert done.files == 3
    assert [(each.file, each.kind.slug) for each in done.findings] == [
        ("deadly.xlsx", "unreadable-file"),
        ("good.xlsx", "unknown-choice"),
    ]


# Names and endings


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are letters only")
def test_names_that_are_no_text_stop_nothing(returned: Returned, tmp_path: Path) -> None:
    path = returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE})
    for name in (b"\xff.xlsx", b"\x1b[31m\n.xlsx"):
        shutil.copy(path, returned.folder / os.fsdecode(name))
    path.unlink()
    done = returned.consolidate(csv=tmp_path / "csv")
    assert {each.file for each in done.findings if each.file} == {"\ufffd[31m\ufffd.xlsx", "\ufffd.xlsx"} - {
        next(each.file for each in done.consolidation.units if each.state.value == "accepted")
    }
    told_files = [row[3] for row in grid(tmp_path / "summary.xlsx", "การส่งแบบ")]
    assert "\ufffd.xlsx" in told_files
    told_all = "".join(f"{each.file}{each.message()}" for each in done.findings)
    assert "\x1b" not in told_all


@pytest.mark.parametrize("ending", [".pdf", ".doc", ".zip", ".txt", ".JPG", ".db", ""])
def test_a_form_under_a_wrong_ending_is_read(returned: Returned, ending: str) -> None:
    returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE}, name=f"แบบ{ending}")
    done = returned.consolidate()
    assert [(each.file, each.state.value) for each in done.consolidation.units][:1] == [
        (f"แบบ{ending}", "accepted")
    ]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("หนังสือ.docx", {"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
        ("แนบ.zip", {"a.xlsx": b"x"}),
        ("แนบ.zip", {f"{number}": b"" for number in range(2001)}),
        ("นำเสนอ.pptx", {"ppt/presentation.xml": b"<x/>"}),
    ],
)
def test_documents_and_archives_are_passed_over_though_they_begin_like_workbooks(
    returned: Returned, name: str, parts: dict[str, bytes]
) -> None:
    zipped(returned.folder / name, parts)
    (returned.folder / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    done = returned.consolidate()
    assert {each.file: each.kind.slug for each in done.findings if each.file} == {
        name: "not-a-submission",
        "Thumbs.db": "not-a-submission",
    }


def test_what_another_run_is_just_writing_is_no_return(returned: Returned) -> None:
    path = returned.send_back(FIRST, {"M1": COMPLETE, "M2": COMPLETE})
    shutil.copy(path, returned.folder / f"{UNFINISHED}abc.xlsx")
    (returned.folder / f"{UNFINISHED}lock").touch()
    assert [each.name for each in files_in(returned.folder)] == [path.name]


# Where things are written


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_nothing_is_written_outside_whatever_a_workbook_says(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    departments = r"""
| รหัส | ชื่อส่วนราชการ |
| ../../.. | ../../../outside |
| /tmp | C:\Windows\outside |
| .. | ~/outside |
"""
    measures = MEASURES.replace(FIRST, "../../../outside").replace(SECOND, "~/outside")
    office = Office(deep, measures, departments=departments, agency=f"../../{AGENCY}")
    returned = Returned(office, deep / "returned")
    for each in office.generated.files:
        assert (office.sent / each.name).is_file()
        assert (office.sent / each.name).parent == office.sent
        shutil.copy(office.sent / each.name, returned.folder)
    unit = "../../../outside"
    returned.send_back(unit, {"M1": COMPLETE}, name="x.xlsx", cells={("_itaxl", "B8"): "../../../evil"})
    zipped(returned.folder / "slip.xlsx", parts_of(sheet_xml("")) | {"../../../../outside.xml": b"x"})
    before = _tree(tmp_path)
    out = deep / "out"
    done = consolidation.consolidate_returns(
        Order(office.control, returned.folder, out / "s.xlsx", csv=out / "csv"), office.settings
    )
    write_report(office.control, returned.folder, out / "r.docx", "measure-results", office.settings)
    assert {each.file for each in done.findings} >= {"slip.xlsx"}
    after = _tree(tmp_path)
    assert {path: data for path, data in after.items() if not path.startswith(str(out))} == before
    assert len(after) == len(before) + 7


def test_the_summary_and_its_tables_are_written_by_one_run_at_a_time(
    returned: Returned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    seen = []

    def look(folder: Path, *_: object) -> None:
        for each in (folder, tmp_path):
            with (each / f"{UNFINISHED}lock").open("rb") as lock, pytest.raises(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        seen.append(folder)

    monkeypatch.setattr(consolidation, "write_tidy_tables", look)
    returned.consolidate(csv=tmp_path / "csv")
    assert seen == [tmp_path / "csv"]
    assert not list(tmp_path.rglob(f"{UNFINISHED}*"))


def test_a_row_comes_from_a_worker_with_everything_that_it_holds() -> None:
    sent, own = {"code": "M1"}, True
    row = SubmittedRow(4, "M1", own, {"status": "x"}, sent, "scores", {"status": "✓"}, "Sheet1", {"end": "?"})
    assert all(getattr(row, each.name) for each in fields(SubmittedRow))
    assert pickle.loads(pickle.dumps(row)) == row  # noqa: S301 - our own
