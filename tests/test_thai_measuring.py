"""Rows are high enough for Thai text, and not much higher."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaxl.thai.measuring import column_points, line_count, row_height, text_width

REPORT = (
    "มีการจัดทำประกาศมาตรการตรวจสอบการใช้ดุลพินิจเพื่อการป้องกันการทุจริตลงวันที่ ๑๗ ม.ค.๖๕ "
    "และแจ้งเวียนให้สำนัก/กอง หรือเจ้าหน้าที่ได้รับทราบและถือปฏิบัติ"
)
written = st.text("กขคงเแโใไะาำ\u0e31\u0e34\u0e48\u0e49ๆฯ๑2aW -/\n", max_size=120)


def test_vowels_and_tone_marks_above_and_below_have_no_width() -> None:
    assert text_width("ที่ปู่") == text_width("ทป")
    assert text_width("ก\u200bข") == text_width("กข")


def test_widths_are_those_of_th_sarabun_psk() -> None:
    assert text_width("0", size=1000) == 362
    assert text_width("ก", size=1000) == 386
    assert text_width("๕", size=1000, bold=True) == 456
    assert text_width("😀漢", size=1000) == 2000


def test_bold_and_larger_text_is_wider() -> None:
    assert text_width(REPORT) < text_width(REPORT, bold=True) < text_width(REPORT, size=18, bold=True)


@pytest.mark.parametrize(("characters", "lines"), [(22, 7), (30, 5), (42, 4), (60, 3)], ids=str)
def test_lines_are_those_of_libreoffice_or_one_more(characters: int, lines: int) -> None:
    assert line_count(REPORT, column_points(characters)) - lines in {0, 1}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("ก", 1),
        ("ก\nข", 2),
        ("ก\r\nข", 2),
        ("ก\n\nข\n", 4),
        ("กองคลัง" + " " * 200, 1),
        ("W" * 100, 10),
        ("https://www.example.go.th/" + "a" * 40, 4),
    ],
)
def test_lines_of_special_texts(text: str, lines: int) -> None:
    assert line_count(text, 120) == lines


def test_nothing_breaks_before_marks_following_vowels_or_after_leading_vowels() -> None:
    for unbreakable in ("ก" + "า" * 30, "เ" * 30, "ก" + "ๆ" * 30):
        forced = line_count(unbreakable, 60)
        assert line_count("ก " + unbreakable, 60) <= forced + 1


@given(written, st.floats(1, 500))
def test_every_text_ends(text: str, width: float) -> None:
    assert text.count("\n") + 1 <= line_count(text, width) <= text.count("\n") + 1 + len(text)


@given(written.filter(lambda text: "\n" not in text), st.floats(20, 500))
def test_lines_hold_the_text(text: str, width: float) -> None:
    visible = text.rstrip()
    assert line_count(text, width) * width >= text_width(visible) - text.count(" ") * text_width(" ")


@given(written, st.floats(100, 300))
def test_much_wider_columns_need_no_more_lines(text: str, width: float) -> None:
    assert line_count(text, 3 * width) <= line_count(text, width)


def test_an_address_takes_the_lines_that_libreoffice_breaks_it_into() -> None:
    # Rendered: https:// | drive.example.go.th/ | file/d/ | 1Ab… | … | 789/view? | usp=sharing
    address = "https://drive.example.go.th/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789/view?usp=sharing"
    assert line_count(address, column_points(18)) == 7
    assert line_count("https://example.go.th/", column_points(18)) == 2


def test_rows_are_as_high_as_their_longest_text() -> None:
    assert row_height([]) == row_height([("", 50)]) == row_height([("ก", 50), ("ข", 50)]) == 22.5
    assert row_height([("ก", 50), ("ก\nข\nค", 50)]) == 64.5


def test_heights_keep_their_limits() -> None:
    assert row_height([("ก", 50)], minimum=30) == 30
    assert row_height([("ก\n" * 100, 50)]) == 409
    assert row_height([("ก\n" * 100, 50)], maximum=200) == 200


def test_excel_gives_a_line_of_sixteen_points_twenty_one() -> None:
    two, three = row_height([("ก\nข", 50)]), row_height([("ก\nข\nค", 50)])
    assert three - two == 21


def test_columns_leave_the_padding_out() -> None:
    assert column_points(8.43) == 59 * 0.75
    assert column_points(0) == 0
