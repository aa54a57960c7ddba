"""A draft is one that mail programs open as a draft, with every Thai letter as it was."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itaxl.messages.drafts import Attachment, draft
from itaxl.messages.fields import one_line
from itaxl.outputs import safe_file_name

THAI = st.text(alphabet=st.sampled_from("กขคงจฉชซญฎฏาิีึืุูเแโใไ่้๊๋์ํำๆฯะัABCxyz 0123456789๑๒๓().,“”–/?=_-"))


def read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def test_a_draft_says_that_it_was_not_sent_and_leaves_the_rest_to_the_sender() -> None:
    message = read(draft(["a@example.go.th", "b@example.go.th"], "เรื่อง", "เรียน", []))
    assert message["X-Unsent"] == "1"
    assert [each.addr_spec for each in message["To"].addresses] == ["a@example.go.th", "b@example.go.th"]
    for header in ("From", "Date", "Message-ID", "Cc", "Bcc", "Reply-To"):
        assert message[header] is None


@given(THAI, st.lists(THAI, max_size=8), THAI, st.binary(max_size=300))
@example("ขอให้รายงานผล " * 40, ["น้ำที่"], "แบบรายงาน" * 40, b"PK")
def test_what_goes_into_a_draft_comes_out_of_it(
    subject: str, lines: list[str], name: str, content: bytes
) -> None:
    subject, file = one_line(subject), safe_file_name(name, ".xlsx")
    text = "\n".join(lines)
    made = draft(["a@example.go.th"], subject, text, [Attachment(file, content)])
    assert made.isascii()
    assert made.count(b"\n") == made.count(b"\r\n")
    assert max(len(line) for line in made.split(b"\r\n")) <= 998
    message = read(made)
    assert message["Subject"] == subject
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (file, content)
    assert len((attached.get_filename() or "").encode()) <= 255


def test_the_same_letter_gives_the_same_bytes() -> None:
    letter = (["a@example.go.th"], "เรื่อง", "เรียน", [Attachment("ก.xlsx", b"1"), Attachment("ข.xlsx", b"2")])
    assert draft(*letter) == draft(*letter)


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n"])
def test_a_header_never_takes_a_second_line(break_: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        draft(["a@example.go.th"], f"เรื่อง{break_}Bcc: x@example.com", "เรียน", [])
    with pytest.raises(ValueError, match="linefeed"):
        draft([f"a@example.go.th{break_}Bcc: x@example.com"], "เรื่อง", "เรียน", [])
