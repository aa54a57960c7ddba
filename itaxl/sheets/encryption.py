"""Workbooks protected with a password to open, taken out of their wrapping with one that is known."""

import io
import re
from collections.abc import Sequence
from typing import Any

from itaxl.sheets.compound_files import CompoundFile
from itaxl.sheets.formats import Unreadable, UnreadableReason

# Excel encrypts workbooks whose structure is protected with this word, and opens them without asking.
_EVERYBODYS = "VelvetSweatshop"
# Office derives the key in 100,000 rounds (0.1 s). A file may demand 4 billion.
_MOST_ROUNDS = 1_000_000
_ROUNDS = re.compile(rb"""\sspinCount\s*=\s*["'](\d{1,99})["']""")
_INFO = "EncryptionInfo"


def decrypted(data: bytes, compound: CompoundFile, passwords: Sequence[str]) -> bytes:
    """The workbook in an encrypted .xlsx, .xlsm, .xlsb or .xls.

    Args:
        data: the whole file.
        compound: the same, opened.
        passwords: those that may open it, tried one after the other.

    Raises:
        Unreadable: ENCRYPTED when no password is known, WRONG_PASSWORD when none fits, DAMAGED.
    """
    if _INFO in compound:
        rounds = _ROUNDS.search(compound.read(_INFO))
        if rounds and int(rounds[1]) > _MOST_ROUNDS:
            raise Unreadable(UnreadableReason.DAMAGED, {"cause": "rounds", "limit": _MOST_ROUNDS})
    for password in (_EVERYBODYS, *passwords):
        opened = _opened(data, password)
        if opened is not None:
            return opened
    raise Unreadable(UnreadableReason.WRONG_PASSWORD if passwords else UnreadableReason.ENCRYPTED)


def _opened(data: bytes, password: str) -> bytes | None:
    """What is inside, or None where the password does not fit or nothing can be made of the file."""
    import msoffcrypto  # noqa: PLC0415 - heavy, and hardly any file is encrypted

    plain = io.BytesIO()
    try:
        office: Any = msoffcrypto.OfficeFile(io.BytesIO(data))  # type: ignore[no-untyped-call]
        # The older formats verify it in any case.
        office.load_key(password=password, **({"verify_password": True} if office.format == "ooxml" else {}))
        office.decrypt(plain)
    except Exception:  # noqa: BLE001 - the library raises whatever its parsers meet in a damaged file
        return None
    return plain.getvalue() or None
