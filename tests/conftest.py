"""What several tests share: a real LibreOffice where there is one, and small plans made on the spot."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import settings

# Tests are no package: this is how they find what they share.
sys.path.insert(0, str(Path(__file__).parent))
import command_line
from filling import Office, Returned
from packages import parts_of, sheet_xml, zipped
from provincial import ProvinceOffice

# How long an example takes says more about what else the computer is doing than about the example.
# The gate draws the same examples every time: what it says is about the change, not about luck. Others are
# looked for with ``pytest --hypothesis-profile=random``; what is found becomes an ``@example``.
settings.register_profile("itaxl", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("itaxl")

# LibreOffice recalculates every workbook when it opens it, and not only those that it wrote itself.
_RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

Convert = Callable[[Path, str], Path]
"""Opens a workbook in LibreOffice, recalculates it, and saves it in another format (or the same)."""
Run = Callable[..., Result]
"""Gives a command as people type it."""


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """LibreOffice Calc; tests that ask for it are skipped where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("libreoffice")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE_ALWAYS, encoding="utf-8")

    def convert(path: Path, ending: str) -> Path:
        out = tmp_path_factory.mktemp("converted")
        subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation={profile.as_uri()}",
                "--convert-to",
                ending,
                "--outdir",
                str(out),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=180,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        return out / f"{path.stem}.{ending.partition(':')[0]}"

    return convert


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An agency with three departments and two measures; what it sent out is not to be changed."""
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceOffice:
    """Four agencies in two districts; what was sent out is not to be changed."""
    return ProvinceOffice(tmp_path_factory.mktemp("province"))


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Returned:
    """What came back to the office in one test."""
    return Returned(office, tmp_path / "returned")


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """A function that writes the smallest workbook with these rows or this sheet."""

    def write(sheet: str | bytes) -> Path:
        return zipped(tmp_path / "x.xlsx", parts_of(sheet if isinstance(sheet, bytes) else sheet_xml(sheet)))

    return write


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something is being sent")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def run() -> Run:
    """Gives a command as people type it."""
    return command_line.run
