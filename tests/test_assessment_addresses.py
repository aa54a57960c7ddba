"""What may be written to: addresses and nothing else, however they were typed."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itaxl.assessment.addresses import AddressReading, read_addresses


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("fin@example.go.th", ["fin@example.go.th"]),
        ("  fin@example.go.th\u200b ", ["fin@example.go.th"]),
        ("a@example.go.th, b@example.go.th;c@example.go.th", ["a", "b", "c"]),
        ("a@example.go.th\nb@example.go.th", ["a", "b"]),
        ("a@example.go.th b@example.go.th", ["a", "b"]),
        ("a@example.go.th,, A@EXAMPLE.go.th;", ["a"]),
        ("กองคลัง <a@example.go.th>", ["a"]),
        ('"กองคลัง" < a@example.go.th >; b@example.go.th', ["a", "b"]),
        ("mailto:a@example.go.th", ["a"]),
        ("MAILTO:a@example.go.th", ["a"]),
        ("o'neill.x+ita@mail.example.co.th", ["o'neill.x+ita@mail.example.co.th"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_addresses_are_read_as_people_type_them(text: str, addresses: list[str]) -> None:
    wanted = tuple(each if "@" in each else f"{each}@example.go.th" for each in addresses)
    assert read_addresses(text) == AddressReading(wanted)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("fin@example.go.th\r\nBcc: x@example.com", "Bcc:"),
        ("fin@example.go.th Bcc:x@example.com", "Bcc:x@example.com"),
        ("-", "-"),
        ("ไม่มี", "ไม่มี"),
        ("fin@localhost", "fin@localhost"),
        ("fin@example..go.th", "fin@example..go.th"),
        ("fin@@example.go.th", "fin@@example.go.th"),
        (".fin@example.go.th", ".fin@example.go.th"),
        ("a..b@example.go.th", "a..b@example.go.th"),
        ("fin@-example.go.th", "fin@-example.go.th"),
        ("fin@192.168.0.1", "fin@192.168.0.1"),
        ("กองคลัง@example.go.th", "กองคลัง@example.go.th"),
        ("fin＠example.go.th", "fin＠example.go.th"),
        ("fin@example.go.th (กองคลัง)", "(กองคลัง)"),
        ("fin@example.go.th>", "fin@example.go.th>"),
        ("0 4276 9999", "0"),
        (f"{'a' * 65}@example.go.th", f"{'a' * 65}@example.go.th"),
        (f"a@{'b.' * 130}th", f"a@{'b.' * 130}th"),
    ],
)
def test_one_part_that_is_no_address_makes_the_cell_doubtful(text: str, wrong: str) -> None:
    assert read_addresses(text) == AddressReading((), wrong)
    assert read_addresses(f"good@example.go.th; {text}") == AddressReading((), wrong)


def test_a_whole_distribution_list_is_no_address_of_a_unit() -> None:
    everybody = ", ".join(f"a{number}@example.go.th" for number in range(21))
    assert read_addresses(everybody).addresses == ()
    assert read_addresses(everybody).wrong
    assert len(read_addresses(everybody.rpartition(",")[0]).addresses) == 20


@given(st.text() | st.text(alphabet="ab@.,;<> \r\n:\t\"'กข\u2028\x00"))
@example("a@b.cc\u2028d@e.ff")
@example("a@b.cc\x0bBcc:d@e.ff")
def test_nothing_but_addresses_comes_out_of_any_cell(text: str) -> None:
    reading = read_addresses(text)
    assert not (reading.addresses and reading.wrong)
    for each in reading.addresses:
        assert re.fullmatch(r"[!-~]+@[A-Za-z0-9.-]+", each)
        assert not set(each) & set(' ,;:<>()[]"\\\r\n\t')
        assert each in text
