"""A letter as a file that mail programs open as a draft: Outlook and Thunderbird go by ``X-Unsent``.

Nothing is sent from here; a sender, a date and a message's number are left to the program that sends it.
"""

import hashlib
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

_WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class Attachment(NamedTuple):
    """A workbook that goes with a letter."""

    name: str
    content: bytes


def draft(addresses: Sequence[str], subject: str, text: str, attachments: Sequence[Attachment]) -> bytes:
    """One letter as the bytes of an ``.eml`` file; the same letter gives the same bytes.

    Args:
        addresses: as ``read_addresses`` gives them.
        subject: one line.
        text: its lines.
        attachments: workbooks.

    Raises:
        ValueError: the subject or an address has more than one line.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["To"] = ", ".join(addresses)
    message["Subject"] = subject
    message.set_content(text, cte="base64")
    for each in attachments:
        maintype, subtype = _WORKBOOK
        message.add_attachment(each.content, maintype=maintype, subtype=subtype, filename=each.name)
    if attachments:
        told = hashlib.sha256(subject.encode() + b"".join(each.content for each in attachments))
        message.set_boundary(f"=_itaxl_{told.hexdigest()[:32]}")
    return message.as_bytes()
