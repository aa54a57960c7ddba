"""Codes of items are read as what people mean by them, however they type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.assessment.item_codes import ItemFinder
from itaxl.catalogue import load_framework
from itaxl.thai.text import thai_digits

_FRAMEWORK = load_framework(2565)
_FINDER = ItemFinder(_FRAMEWORK)
_INSTRUMENT_ROW = {"i": (2,), "e": (8,), "o": (9,)}
_CODES = tuple(item.code for item in _FRAMEWORK.items)
_LETTERS = {"i": "iIl|", "e": "eEеЕ", "o": "oOоО0๐"}


def _codes(text: str, *indicators: int) -> list[str]:
    return [each.code for each in _FINDER.find(text, indicators)]


@pytest.mark.parametrize(
    ("text", "indicators", "codes"),
    [
        ("๐๔๒", (), ["o42"]),
        ("O42", (), ["o42"]),
        ("o 42", (), ["o42"]),
        ("042", (10,), ["o42"]),
        ("1๑๐", (2,), ["i10"]),
        ("1๑๐", (), ["i10"]),
        ("๑๑๐", (2,), ["i10"]),
        ("1๗", (2,), ["i7"]),
        ("17", (3,), ["i17"]),
        ("E๑๑", (8,), ["e11"]),
        ("E-11", (), ["e11"]),
        ("ข้อ ๐๘", (10,), ["o8"]),
        ("ข้อที่ ๗", (2,), ["i7"]),
        ("(๐๘)", (9,), ["o8"]),
        ("0 8", (9,), ["o8"]),
        ("o08", (9,), ["o8"]),
        ("๗", (2,), ["i7"]),
        ("๗", (8,), ["e7"]),
        ("๗", (9,), ["o7"]),
        ("๐๗", (2,), ["i7"]),
        ("๐๑๘", (2,), ["o18"]),
        ("o18 แผนการใช้จ่ายงบประมาณประจำปี *", (9,), ["o18"]),
        ("แผนการใช้จ่ายงบประมาณประจำปี *", (9,), ["o18"]),
        ("๗ ท่านรู้เกี่ยวกับแผนการใช้จ่ายงบประมาณ", (2,), ["i7"]),
        ("๐๒๓,๐๒๔", (9,), ["o23", "o24"]),
        ("o18, 19 และ o20", (9,), ["o18", "o19", "o20"]),
        ("o18 - o21", (9,), ["o18", "o19", "o20", "o21"]),
        ("i7 รับรู้แผน\ni8 ใช้งบประมาณ", (2,), ["i7", "i8"]),
        ("o99", (9,), ["o99"]),
    ],
)
def test_a_code_is_read_as_it_is_meant(text: str, indicators: tuple[int, ...], codes: list[str]) -> None:
    assert _codes(text, *indicators) == codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2566",
        "ITA 2566",
        "E-Learning",
        "OIT",
        "No Gift Policy",
        "7. การใช้งบประมาณ",
        "๑) จัดทำคู่มือ",
        "o",
        "o0",
        "o123",
        "-",
    ],
)
def test_other_words_name_no_item(text: str) -> None:
    assert _codes(text, 2) == []


@pytest.mark.parametrize("indicators", [(), (2, 9)])
def test_a_bare_number_says_nothing_where_the_instrument_is_not_known(indicators: tuple[int, ...]) -> None:
    assert _codes("๗", *indicators) == []


def test_only_the_code_itself_is_plain() -> None:
    plain = [
        each.is_plain
        for text in ("o42", "o42 มาตรการ", "O42", "๐๔๒", "ข้อ o42")
        for each in _FINDER.find(text)
    ]
    assert plain == [True, True, False, False, False]


@given(st.data())
def test_every_code_is_read_in_every_way_of_writing_it(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(_CODES))
    number = data.draw(st.sampled_from((code[1:], thai_digits(code[1:]))))
    letter = data.draw(st.sampled_from(_LETTERS[code[0]]))
    blank = data.draw(st.sampled_from(("", " ")))
    lead = data.draw(st.sampled_from(("", "ข้อ ", "ข้อที่ ", "รหัส ", " ")))
    behind = data.draw(st.sampled_from(("", " ", " แผนงาน", "\nปี 2565")))
    text = lead + letter + blank + number + behind
    assert _codes(text, *_INSTRUMENT_ROW[code[0]]) == [code]


@given(st.sampled_from(_CODES), st.booleans())
def test_a_number_alone_is_the_item_of_the_rows_instrument(code: str, thai: bool) -> None:  # noqa: FBT001
    number = thai_digits(code[1:]) if thai else code[1:]
    assert _codes(number, *_INSTRUMENT_ROW[code[0]]) == [code]


@given(st.text(alphabet="ioeOIE0๐1๑9๙ ,-–ข้อที่\n().", max_size=24))
def test_nothing_that_is_typed_breaks_the_reading(text: str) -> None:
    for each in _FINDER.find(text, (2,)):
        assert each.code[0] in "ioe"
        assert each.code[1:].isascii()
        assert int(each.code[1:]) > 0
