"""Number formats of Thai Excel that calamine does not take for dates, exchanged for those that it knows.

Left alone, 15 มี.ค. 2566 would come as 45000.
"""

import re
from functools import lru_cache
from html import unescape

# Of every language the same: ECMA-376 part 1, 18.8.30, the identifiers of th-th and what they are elsewhere.
KNOWN_FORMAT = {
    71: 14,  # ว/ด/ปปปป
    72: 15,  # ว-ดดด-ปป
    73: 16,  # ว-ดดด
    74: 17,  # ดดด-ปป
    75: 20,  # ช:นน
    76: 21,  # ช:นน:ทท
    77: 22,  # ว/ด/ปปปป ช:นน
    78: 45,  # นน:ทท
    79: 46,  # [ช]:นน:ทท
    80: 47,  # นน:ทท.0
    81: 14,  # d/m/bb
}

# Hardly any workbook comes further than this: such a number, or a format with b or with a Thai letter.
_MAYBE = re.compile(
    rb"""numFmtId\s*=\s*["'](?:7[1-9]|8[01])["']|formatCode\s*=\s*(?:"[^"]*[bB\xe0]|'[^']*[bB\xe0]|.[^"']*&\#)"""
)
_STYLE = re.compile(rb"""(<(?:[\w.-]+:)?xf\b[^<>]*?\snumFmtId\s*=\s*["'])(7[1-9]|8[01])(?=["'])""")
_FORMAT = re.compile(rb"""<(?:[\w.-]+:)?numFmt\b[^<>]*>""")
_NUMBER = re.compile(rb"""\snumFmtId\s*=\s*["'](\d{1,9})["']""")
_CODE = re.compile(rb"""(\sformatCode\s*=\s*)("[^"]*"|'[^']*')""")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|;.*')
# Only letters of dates: the year of the Buddhist era (b), and the Thai letters of ว/ด/ปปปป ช:นน:ทท.
_THAI_DATE = re.compile(r"[bวดป][bวดปชนทdmyhs0/\-.:, ]*", re.IGNORECASE)
_THAI_TIME = re.compile(r"[ชนท][ชนท0:., ]*")
_CALAMINE_KNOWS = re.compile(r"[dmyhs]", re.IGNORECASE)


@lru_cache(maxsize=64)  # workbooks that were sent out together have the same styles
def is_unknown(styles: bytes) -> bool:
    """Whether the styles of an .xlsx have a date format that has to be exchanged."""
    return _MAYBE.search(styles) is not None and with_known_formats(styles) != styles


def with_known_formats(styles: bytes) -> bytes:
    """The same styles, which must be in UTF-8, with formats that calamine takes for dates and times."""
    own = {int(found[1]) for each in _FORMAT.findall(styles) if (found := _NUMBER.search(each))}

    def exchanged(found: re.Match[bytes]) -> bytes:
        number = int(found[2])
        # A workbook may give such a number a meaning of its own.
        return found[0] if number in own else found[1] + str(KNOWN_FORMAT[number]).encode()

    return _FORMAT.sub(_exchanged_code, _STYLE.sub(exchanged, styles))


def _exchanged_code(found: re.Match[bytes]) -> bytes:
    return _CODE.sub(lambda code: code[1] + (_known_code(code[2]) or code[2]), found[0])


def _known_code(quoted: bytes) -> bytes | None:
    """What stands for a format code of Thai letters only; None where calamine knows better."""
    shown = _NOT_SHOWN.sub("", unescape(quoted[1:-1].decode("utf-8", "replace"))).strip()
    if _CALAMINE_KNOWS.search(shown):
        return None
    if _THAI_TIME.fullmatch(shown):
        return b'"h:mm"'
    if not _THAI_DATE.fullmatch(shown):
        return None
    return b'"d/m/yyyy h:mm"' if re.search("[ชนท]", shown) else b'"d/m/yyyy"'
