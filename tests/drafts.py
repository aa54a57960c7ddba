"""Drafts of letters, read as a mail program reads them."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from command_line import csv_table

from itaxl.assessment.submissions import Stamp
from itaxl.reports.tidy_tables import as_typed
from itaxl.sheets.workbooks import open_workbook
from itaxl.template.returned_sheets import stamp_of
from itaxl.workflow.letters import TABLE_NAME


@dataclass(frozen=True)
class Draft:
    """One draft, read as a mail program reads it."""

    file: Path
    addresses: tuple[str, ...]
    subject: str
    text: str
    attached: tuple[tuple[str, bytes], ...]

    def stamps(self, place: Path) -> list[Stamp]:
        """The identities of the attached workbooks."""
        found = []
        for _, content in self.attached:
            path = place / "attached.xlsx"
            path.write_bytes(content)
            sent = stamp_of(open_workbook(path))
            assert sent is not None
            found.append(sent.stamp)
        return found


def drafts(folder: Path) -> list[Draft]:
    """All drafts of a folder."""
    found = []
    for path in sorted(folder.glob("*.eml")):
        content = path.read_bytes()
        assert content.isascii()
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        assert not [part.defects for part in message.walk() if part.defects]
        assert set(message.keys()) <= {
            *("X-Unsent", "To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
        }
        assert message["X-Unsent"] == "1"
        body = message.get_body()
        assert body is not None
        attached = tuple(
            (each.get_filename() or "", each.get_content()) for each in message.iter_attachments()
        )
        addresses = tuple(each.addr_spec for each in message["To"].addresses)
        text = body.get_content().replace("\r\n", "\n")
        found.append(Draft(path, addresses, str(message["Subject"]), text, attached))
    return found


def table(folder: Path) -> list[dict[str, str]]:
    """The table of messages."""
    return [{key: as_typed(cell) for key, cell in row.items()} for row in csv_table(folder / TABLE_NAME)]


def newest(folder: Path) -> Path:
    """The folder of the last run."""
    return max((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime_ns)


def longest_line(folder: Path) -> int:
    """How many letters the longest of the texts for LINE has that go to a unit."""
    return max(len(row["line_text"]) for row in table(folder) if row["kind"] != "group")
