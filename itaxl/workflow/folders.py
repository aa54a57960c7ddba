"""What lies in a folder of returned files: which are read, and what to say of the others."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from itaxl.outputs import UNFINISHED
from itaxl.sheets.formats import may_be_workbook
from itaxl.template.returns import ReturnedFile

# What lies beside workbooks in any office's folder, and what to call it.
_PASSED_OVER: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pdf"), ("เป็นเอกสาร", "it is a document")),
    **dict.fromkeys((".ppt", ".pptx"), ("เป็นงานนำเสนอ", "it is a presentation")),
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".heic", ".tif", ".tiff", ".webp"),
        ("เป็นรูปภาพ", "it is a picture"),
    ),
    **dict.fromkeys((".mp4", ".mov", ".mp3", ".m4a"), ("เป็นเสียงหรือวิดีโอ", "it is sound or video")),
    **dict.fromkeys((".zip", ".rar", ".7z"), ("เป็นไฟล์บีบอัด ให้แตกไฟล์ก่อน", "it is an archive; unpack it")),
    **dict.fromkeys((".csv", ".tsv", ".txt", ".md", ".json", ".toml"), ("เป็นไฟล์ข้อความ", "it is text")),
    **dict.fromkeys((".eml", ".msg"), ("เป็นอีเมล ให้บันทึกไฟล์แนบออกมา", "it is an e-mail; save its attachment")),
    **dict.fromkeys((".lnk", ".url", ".ini", ".db", ".tmp"), ("เป็นไฟล์ของระบบ", "it is a system file")),
}
# Control characters, marks that turn the direction of writing, and bytes that are not UTF-8.
_NO_LETTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LOCK_FILE = ("เป็นไฟล์ชั่วคราวขณะเปิดแฟ้มค้างไว้", "it is the temporary file of a workbook that is open")
_HIDDEN_FILE = ("เป็นไฟล์ซ่อน", "it is a hidden file")
_LINK = ("เป็นลิงก์ไปนอกโฟลเดอร์", "it is a link that leads out of the folder")


def reason_to_pass_over(file: ReturnedFile) -> tuple[str, str] | None:
    """Why a file is not read, in Thai and in English; None where it is."""
    name = file.path.name
    if name.startswith(("~$", ".~lock")):
        return _LOCK_FILE
    if name.startswith("."):
        return _HIDDEN_FILE
    if os.path.islink(file.path):  # noqa: PTH114 - a path takes five times as long to ask
        return _LINK
    reason = reason_by_ending(file)
    return None if reason and may_be_workbook(file.path) else reason


def reason_by_ending(file: ReturnedFile) -> tuple[str, str] | None:
    """What its ending says that it is, where that is no workbook; its bytes may say otherwise."""
    name, mark, ending = file.path.name.rpartition(".")
    return _PASSED_OVER.get(f".{ending.lower()}") if name and mark else None


def shown_name(name: str) -> str:
    r"""The name of a file as it can be told and written: what is no letter becomes a question mark in a box.

    On Linux a name may hold any bytes, also those that turn a terminal upside down.

    >>> shown_name("a\x1b[31m.xlsx"), shown_name("ก้ 1.xlsx")
    ('a�[31m.xlsx', 'ก้ 1.xlsx')
    """
    return _NO_LETTER.sub("\ufffd", name)


def files_in(folder: Path, *, leave_out: Path | None = None) -> list[ReturnedFile]:
    """Every file below a folder, sorted by name; hidden folders and folders behind links are not entered.

    A link to a folder stands here like one to a file, so that it is told. What another run is just writing
    there is no file yet.
    """
    left_out = leave_out.resolve() if leave_out else None
    # To look every file up takes longer than all else here; one of another name is not that one.
    names_left_out = {path.name.casefold() for path in (leave_out, left_out) if path}
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "__MACOSX")))
        place = Path(root)
        inside = place.relative_to(folder).as_posix()
        before = "" if inside == "." else f"{inside}/"
        for name in (*names, *(each for each in folders if (place / each).is_symlink())):
            path = place / name
            is_left_out = name.casefold() in names_left_out and path.resolve() == left_out
            if not is_left_out and not name.startswith(UNFINISHED):
                found.append(ReturnedFile(path, shown_name(before + name)))
    return sorted(found, key=lambda each: each.name)
