"""The analysis in words: the paragraph that a report needs, with strengths, weaknesses and their purposes."""

from collections.abc import Sequence

from itaxl.reports.page import Page
from itaxl.results.analysis import AgencyAnalysis, IndicatorResult
from itaxl.results.narrative import (
    limit_words,
    narrative,
    next_grade_sentence,
    purpose_words,
    unverified_note,
)
from itaxl.thai.measuring import column_points, row_height

SHEET = "บทวิเคราะห์"
_NOTHING = "ยังไม่มีคะแนน จึงยังไม่มีบทวิเคราะห์"
_NOTE = "เขียนจากคะแนนในขณะที่สร้างไฟล์ ไม่เปลี่ยนตามเมื่อแก้ตัวเลข คัดลอกไปใช้ในรายงานได้"
_WIDTHS = (8.0, 40.0, 11.0, 92.0)
_TALLEST = 400.0
_LIST = (("ที่", 8.0), ("หน่วยงาน", 34.0), ("บทวิเคราะห์", 118.0), ("สู่ระดับถัดไป", 40.0))


def write_text(page: Page, shown: AgencyAnalysis) -> None:
    """One agency: the paragraph, the way to the next grade, and the lists with the purposes."""
    analysis = shown.analysis
    page.columns(*_WIDTHS)
    page.title(f"บทวิเคราะห์ผลการประเมิน ITA ปี {analysis.result.year}", _NOTE)
    for line in (narrative(analysis, shown.agency) or _NOTHING).split("\n"):
        _across(page, line)
    page.next()
    _heading(page, "สู่ระดับถัดไป")
    _across(page, next_grade_sentence(analysis))
    thresholds = analysis.thresholds
    develop = [each for each in analysis.scored if each.is_to_develop]
    develop.sort(key=lambda each: (each.score or 0, each.indicator.no))
    above, below, target = map(
        limit_words, (thresholds.strength_above, thresholds.weakness_below, thresholds.target)
    )
    purpose = "วัตถุประสงค์ของตัวชี้วัด"
    _write_list(page, f"จุดแข็ง (มากกว่า {above})", purpose, _with_purposes(analysis.strengths))
    title = f"จุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน (ต่ำกว่า {below}) คะแนนน้อยที่สุดก่อน"
    _write_list(page, title, purpose, _with_purposes(analysis.weaknesses))
    gaps = [(each, f"{each.gap:.2f} คะแนน") for each in develop]
    _write_list(page, f"ประเด็นที่ต้องพัฒนาให้ดีขึ้น (ต่ำกว่าเป้าหมาย {target})", "ห่างจากเป้าหมาย", gaps)
    note = unverified_note(analysis, purposes=True)
    page.next()
    page.put(0, note, "note")
    page.worksheet.set_landscape()
    page.worksheet.fit_to_pages(1, 0)
    page.worksheet.print_area(0, 0, page.row, len(_WIDTHS) - 1)


def _heading(page: Page, words: str) -> None:
    page.next(30)
    page.put(0, words, "heading")
    page.next()


def _across(page: Page, text: str) -> None:
    """A text over the whole width: merged, since only one cell of its own can wrap it."""
    room = sum(column_points(width) for width in _WIDTHS)
    for part in _parts(text, room):
        page.height(row_height([(part, room)], minimum=24))
        page.worksheet.merge_range(page.row, 0, page.row, len(_WIDTHS) - 1, part, page.styles["wrapped"])
        page.next()


def _parts(text: str, room: float) -> list[str]:
    """The text, cut at a blank where one row could not show it; Excel's rows end at 409 points."""
    if row_height([(text, room)]) <= _TALLEST:
        return [text]
    middle = text.rfind(" ", 0, len(text) // 2) + 1 or len(text) // 2
    return [*_parts(text[:middle].rstrip(), room), *_parts(text[middle:], room)]


def _with_purposes(results: Sequence[IndicatorResult]) -> list[tuple[IndicatorResult, str]]:
    return [(each, purpose_words(each.indicator)) for each in results]


def _write_list(page: Page, title: str, header: str, results: Sequence[tuple[IndicatorResult, str]]) -> None:
    """Indicators in their order, each with its score and a remark."""
    _heading(page, title)
    page.height(30)
    for index, words in enumerate(("ลำดับ", "ตัวชี้วัด", "คะแนน", header)):
        page.put(index, words, "header")
    for number, (each, remark) in enumerate(results, start=1):
        page.next()
        name = f"{each.indicator.no} {each.indicator.name}"
        page.fit([(name, column_points(_WIDTHS[1])), (remark, column_points(_WIDTHS[3]))])
        page.put(0, number, "number-centre")
        page.put(1, name, "cell")
        page.put(2, each.score, "score")
        page.put(3, remark, "cell")
    if not results:
        page.next()
        for index in range(len(_WIDTHS)):
            page.put(index, "ไม่มี" if index == 1 else "", "cell")


def write_texts(page: Page, analyses: Sequence[AgencyAnalysis], names: Sequence[str]) -> None:
    """Several agencies: one row each with its paragraph."""
    framework = analyses[0].analysis.framework
    page.title(f"บทวิเคราะห์ผลการประเมิน ITA ปี {framework.fiscal_year}", _NOTE)
    header_row = page.heads(_LIST)
    for number, (each, name) in enumerate(zip(analyses, names, strict=True), start=1):
        page.next()
        texts = (narrative(each.analysis, each.agency) or _NOTHING, next_grade_sentence(each.analysis))
        widths = [column_points(width) for _, width in _LIST[1:]]
        page.fit(zip((name, *texts), widths, strict=True))
        page.put(0, number, "number-centre")
        for index, words in enumerate((name, *texts), start=1):
            page.put(index, words, "cell")
    page.as_list(header_row, len(_LIST), 2)
