"""What people typed is recognised, whatever their keyboard did."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itaxl.thai.text import _folded, arabic_digits, compact, folded, is_blank, nearest, thai_digits

THAI = "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]))
TYPED = THAI + "aAé \t\n\u00a0\u200b\u200d\ufeff\u00ad0-–“"
thai_text = st.one_of(
    st.text(TYPED), st.text("กเา\u0e31\u0e34\u0e38\u0e3a\u0e48\u0e49\u0e4c\u0e4dำ"), st.text()
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ทํา", "ทำ"),
        ("น\u0e49\u0e4dา", "น\u0e49ำ"),
        ("น\u0e4d\u0e49า", "น\u0e49ำ"),
        ("นำ\u0e49", "น\u0e49ำ"),
        ("เเผน", "แผน"),
        ("ที\u200bม\u2060ง\ufeffา\u200eน\u00ad", "ทีมงาน"),
        ("กอง\u00a0คลัง", "กอง คลัง"),
        ("  กอง\n\r\n คลัง\t", "กอง คลัง"),
        ("กอง\u3000คลัง", "กอง คลัง"),
        ("ปี ๒๕๖๖", "ปี 2566"),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("ผ\u0e49\u0e39", "ผ\u0e39\u0e49"),
        ("สิทธ\u0e4c\u0e34", "สิทธ\u0e34\u0e4c"),
        ("ท\u0e35\u0e35\u0e48\u0e48", "ท\u0e35\u0e48"),
        ("ทำำ", "ทำ"),
        ("“No Gift” – ‘Policy’", "\"no gift\" - 'policy'"),
        ("ITA  Online", "ita online"),
        ("Cafe\u0301 กขค", "café กขค"),
        ("✔\ufe0f", "✔"),
    ],
)
def test_typing_habits_fold_into_one_spelling(typed: str, meant: str) -> None:
    assert folded(typed) == meant
    assert folded(meant) == meant


@pytest.mark.parametrize("text", ["อบต.สันโค้ง", "ฯลฯ", "อื่นๆ", "ที่ปรึกษา", "พฤษภาคม", "ก็", "สิทธิ์", "½", "㎡"])
def test_good_spelling_stays(text: str) -> None:
    assert folded(text) == text


@given(thai_text)
@example("\u0e4dา\u0e4dา")
@example("ิํา้")
@example("Åเ\u200bเ\u0345")
def test_folding_twice_changes_nothing(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_folding_every_character_twice_changes_nothing() -> None:
    everything = map(chr, range(0x80, sys.maxunicode + 1))
    fold = _folded.__wrapped__
    assert [c for c in everything if fold(fold(c)) != fold(c)] == []


@given(thai_text)
def test_compact_has_no_blanks(text: str) -> None:
    assert not any(character.isspace() for character in compact(text))


def test_compact_forgives_spacing() -> None:
    assert compact("สำนักปลัด อบต. สันโค้ง") == compact("สำนักปลัดอบต.สันโค้ง")


@given(st.text(st.characters(exclude_characters="๐๑๒๓๔๕๖๗๘๙")))
def test_digits_go_there_and_back(text: str) -> None:
    assert arabic_digits(thai_digits(text)) == text


@given(st.text(THAI + "0123456789"))
def test_digits_keep_their_places(text: str) -> None:
    assert len(arabic_digits(text)) == len(thai_digits(text)) == len(text)


@pytest.mark.parametrize(
    ("apart", "together"),
    [
        ("น \u0e4d า", "นำ"),
        ("เ เ", "แ"),
        ("ก \u0e49 \u0e49", "ก้"),
        ("ก ข", "กข"),
        ("ก\u0e49\n\u0a4d", "ก\u0a4d\u0e49"),  # marks of two scripts: found by the fuzzer
    ],
)
def test_letters_that_blanks_kept_apart_are_read_as_if_together(apart: str, together: str) -> None:
    assert compact(apart) == compact(together) == compact(compact(apart))


@pytest.mark.parametrize("value", [None, "", " ", "\n\t", "\u00a0", "\u200b", " \ufeff\u2060\u00a0\u200e"])
def test_nothing_to_see_is_blank(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, 0.0, False, "-", "ก", "\u200bก", "0", ".", "✓"])
def test_anything_to_see_is_not_blank(value: object) -> None:
    assert not is_blank(value)


CHOICES = ["ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ดําเนินการแล้ว", "ดำเนินการแล้ว"),
        ("ดำเนินการเเล้ว ", "ดำเนินการแล้ว"),
        ("อยุ่ระหว่าง ดำเนินการ", "อยู่ระหว่างดำเนินการ"),
        ("ยังไม่ดำเนินการ", "ยังไม่ได้ดำเนินการ"),
        ("ไม่มี", None),
        ("", None),
    ],
)
def test_nearest_choice(typed: str, meant: str | None) -> None:
    assert nearest(typed, CHOICES) == meant


def test_nearest_of_no_choices_is_none() -> None:
    assert nearest("ก", []) is None
