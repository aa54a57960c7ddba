"""What the check before sending says, for the writer and for whoever tells entries from it."""

from collections.abc import Callable, Collection
from functools import lru_cache

from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.live import ERROR_IN_ROW
from itaxl.template.rules import row_rules
from itaxl.thai.text import shortened

HEADERS = ("ไปที่แถว", "รายการ", "สิ่งที่ต้องทำ")
FREE_ROWS = "เพิ่มเติม"
COMPLETE_ROWS, WAITING_ROWS = "ครบถ้วนแล้ว", "ยังขาดหรือขัดแย้ง"
ROWS = "แถว"
WANTED, WANTED_OF = "ยังไม่กรอก", "ผู้กรอกแบบ (ควรกรอก)"
BETWEEN = " · "
LONGEST_CHECK = 500
"""Letters of what is said of one row; what follows is cut off."""
_LONGEST_NAME = 90


def name_in_check(words: str) -> str:
    """The words of a row as the check shows them, in one line and cut where they become long."""
    return shortened(" ".join(words.split()), _LONGEST_NAME)


def may_say(told: str, words: Collection[str], as_word: Callable[[str], str] = str) -> bool:
    """Whether a check may say so: its words, joined; of a long text the last one may be cut off.

    Args:
        told: what stands in a cell.
        words: all that it says.
        as_word: how a part is looked up among them.
    """
    *whole, last = told.split(BETWEEN)
    if any(as_word(each) not in words for each in whole):
        return False
    beginning = as_word(last.rstrip(BETWEEN))
    is_cut = len(told) >= LONGEST_CHECK and any(each.startswith(beginning) for each in words)
    return is_cut or as_word(last) in words


@lru_cache(maxsize=64)  # a sheet is that of thousands of workbooks
def words_of_rows(sheet: Sheet) -> frozenset[str]:
    """What the check beside a table's rows says; what it joins is taken apart."""
    rules = (rule for own in (False, True) for rule in row_rules(sheet, is_blank_row=own))
    return frozenset({sheet.row_complete, ERROR_IN_ROW, *(rule.live_text() for rule in rules)})


def words_of_check(sheet: Sheet, description: WorkbookDescription) -> set[str]:
    """Everything that it says by itself, but for the rows that were sent; what it joins is taken apart."""
    words = {sheet.ready, sheet.not_ready, sheet.counted, COMPLETE_ROWS, WAITING_ROWS, WANTED, WANTED_OF}
    words |= {*HEADERS, FREE_ROWS}
    for checked in (each for each in description.sheets if each.key in sheet.checks):
        words |= {checked.name, checked.blank_rows_title, checked.when_empty}
        if checked.layout is Layout.FORM:
            words |= {each.header for each in checked.columns if each.wanted}
        else:
            words |= words_of_rows(checked)
    return words
