"""Files that appear whole or not at all, and names that are safe on every computer."""

import os
import re
import sys
import tempfile
import traceback
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def lock_file(handle: int) -> None:
        """Wait for a file as long as it takes; the system itself gives up after ten seconds."""
        while True:
            with suppress(OSError):
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
                return

    def unlock_file(handle: int) -> None:
        """Let others have a file."""
        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def lock_file(handle: int) -> None:
        """Wait for a file as long as it takes; some network drives know no locks."""
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)

    def unlock_file(handle: int) -> None:
        """Let others have a file."""
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)


UNFINISHED = ".itaxl-"
"""How the names of files begin that are still being written."""
_LOCK = f"{UNFINISHED}lock"
_LONGEST_NAME = 200  # bytes; the limit is 255, a Thai letter takes three, and people add to names
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")


@contextmanager
def told_as_disk_errors(path: Path) -> Iterator[None]:
    """Raise a failure of the disk as an ``OSError`` that names the file people know.

    A library may wrap it in an exception of its own, and leave half-written archives behind that complain
    on the terminal once they are collected: they are let go here.
    """
    try:
        yield
    except Exception as error:
        cause = error if isinstance(error, OSError) else next(iter(error.args), None)
        if not isinstance(cause, OSError):
            raise
        for each in (error, cause):
            traceback.clear_frames(each.__traceback__)
        name = str(cause.filename or "")
        known = str(path) if not name or UNFINISHED in name else name
        raise OSError(cause.errno, cause.strerror or str(cause), known) from None


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a place to write to; what was written takes the real name only when all went well.

    The place lies in the same folder, so that taking the name is one step even if the power fails.

    Raises:
        OSError: the folder cannot be written, or the disk is full; then nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, suffix=path.suffix, dir=path.parent)
    os.close(handle)
    place = Path(name)
    try:
        with told_as_disk_errors(path):
            yield place
        place.chmod(0o666 & ~_umask())
        place.replace(path)
    finally:
        with suppress(FileNotFoundError):
            place.unlink()


@contextmanager
def written_together(folder: Path) -> Iterator[Path]:
    """Give a place to write several files to; they take their names in a folder only when all are there.

    Raises:
        OSError: the folder cannot be written, or the disk is full; then all its files are as they were.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with told_as_disk_errors(folder), tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as name:
        yield Path(name)
        for each in sorted(Path(name).iterdir()):
            each.replace(folder / each.name)


@contextmanager
def alone_in(*folders: Path) -> Iterator[None]:
    """Wait until no other run writes several files into these folders, and keep others waiting meanwhile.

    The system lets go of the lock when this process ends, however it ends; a file left behind locks nothing.

    Raises:
        OSError: a folder cannot be written.
    """
    with ExitStack() as held:
        # Always in one order: two runs that wait for each other would wait for ever.
        for folder in sorted({folder.resolve() for folder in folders}):
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(_locked(folder / _LOCK))
        yield


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            lock_file(handle)
            # Whoever held it before may have taken the file away.
            is_current = path.exists() and os.path.samestat(os.fstat(handle), path.stat())
        except BaseException:
            os.close(handle)
            raise
        if is_current:
            break
        os.close(handle)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows keeps files that others have open
            path.unlink()
        unlock_file(handle)  # workers that were started meanwhile hold it too
        os.close(handle)


def set_aside(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Give what stands in the way another name, since it may hold entries.

    Returns:
        The new places, of those that were there.
    """
    return tuple(
        path.rename(free_path(path.parent, f"{path.stem} (สำรอง ", f"){path.suffix}"))
        for path in paths
        if path.exists()
    )


def free_path(folder: Path, before: str, behind: str = "", *, first: int = 1) -> Path:
    """The first place in a folder where nothing stands, of a name with a number between its two parts."""
    return next(
        path for number in count(first) if not (path := folder / f"{before}{number}{behind}").exists()
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def safe_file_name(text: str, suffix: str = "") -> str:
    """A file name made of a text, safe on Windows, macOS and Linux, at most 200 bytes with its suffix.

    >>> safe_file_name("01 งานจัดซื้อจัดจ้าง/จัดหาพัสดุ", ".xlsx")
    '01 งานจัดซื้อจัดจ้าง-จัดหาพัสดุ.xlsx'
    >>> safe_file_name("../../etc/passwd"), safe_file_name("CON"), safe_file_name("  . ")
    ('etc-passwd', '_CON', 'ไม่มีชื่อ')
    """
    name = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", text))
    # A tilde in front is how Excel names the lock files of open workbooks.
    name = re.sub(r"\s+", " ", name).rstrip(" .-").lstrip(" .-~")
    name = name or "ไม่มีชื่อ"
    if _RESERVED.match(name):
        name = f"_{name}"
    room = _LONGEST_NAME - len(suffix.encode())
    while len(name.encode()) > room:
        name = name[:-1]
    # A mark without its letter would hang in the air.
    while name and unicodedata.category(name[-1]) == "Mn" and len(name.encode()) > room - 3:
        name = name[:-1]
    return name.rstrip(" .") + suffix


def unique_names(texts: list[str], suffix: str = "") -> list[str]:
    """Safe names, one for each text, no two the same even where upper and lower case are not told apart."""
    names: list[str] = []
    seen: set[str] = set()
    for text in texts:
        name = safe_file_name(text, suffix)
        number = 2
        while name.casefold() in seen:
            name = safe_file_name(f"{text} ({number})", suffix)
            if name.casefold() in seen and len(name.encode()) >= _LONGEST_NAME - 10:
                name = safe_file_name(f"{number} {text}", suffix)
            number += 1
        seen.add(name.casefold())
        names.append(name)
    return names
