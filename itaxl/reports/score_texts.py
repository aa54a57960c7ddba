"""The analysis in words: the paragraph that a report needs, with strengths, weaknesses and their purposes."""

from collections.abc import Sequence

from itaxl.assessment.verification import UNVERIFIED_MARK
from itaxl.reports.page import Page
from itaxl.results.analysis import AgencyAnalysis, Analysis, IndicatorResult
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
_HEADERS = (
    ("ลำดับ", 8.0),
    ("ตัวชี้วัด", 30.0),
    ("คะแนน", 10.0),
    ("ห่าง\nเป้าหมาย", 12.0),
    ("วัตถุประสงค์ของตัวชี้วัด", 58.0),
)
_TALLEST = 400.0
_INDENT = 9.0  # points of one step
_LIST = (("ที่", 8.0), ("หน่วยงาน", 34.0), ("บทวิเคราะห์", 118.0), ("สู่ระดับถัดไป", 40.0))


def write_text(page: Page, shown: AgencyAnalysis) -> None:
    """One agency: the paragraph, the way to the next grade, the indicators by band and their purposes."""
    analysis = shown.analysis
    page.columns(*(width for _, width in _HEADERS))
    page.title(f"บทวิเคราะห์ผลการประเมิน ITA ปี {analysis.result.year}", _NOTE)
    for line in (narrative(analysis, shown.agency) or _NOTHING).split("\n"):
        _across(page, line)
    page.next()
    page.height(30)
    page.put(0, "สู่ระดับถัดไป", "heading")
    page.next()
    _across(page, next_grade_sentence(analysis))
    page.next()
    header_row = page.heads(_HEADERS)
    _write_groups(page, analysis)
    shown_purposes = map(purpose_words, (each.indicator for each in _judged(analysis)))
    page.next()
    page.next()
    marks = any(UNVERIFIED_MARK in words for words in shown_purposes)
    _across(page, unverified_note(analysis, purposes=marks), "note-wrapped")
    sheet = page.worksheet
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.print_area(0, 0, page.row, len(_HEADERS) - 1)


def _judged(analysis: Analysis) -> tuple[IndicatorResult, ...]:
    return (*analysis.strengths, *analysis.weaknesses)


def _write_groups(page: Page, analysis: Analysis) -> None:
    """Strengths, weaknesses, and what is to be developed: in one table, whose header every page repeats."""
    thresholds = analysis.thresholds
    develop = [each for each in analysis.scored if each.is_to_develop]
    develop.sort(key=lambda each: (each.score or 0, each.indicator.no))
    above, below, target = map(
        limit_words, (thresholds.strength_above, thresholds.weakness_below, thresholds.target)
    )
    _write_group(page, analysis, f"จุดแข็ง (มากกว่า {above})", analysis.strengths)
    title = f"จุดอ่อนที่จะต้องแก้ไขโดยเร่งด่วน (ต่ำกว่า {below}) คะแนนน้อยที่สุดก่อน"
    _write_group(page, analysis, title, analysis.weaknesses)
    # Their purposes stand above already, unless they lie between the thresholds.
    title = f"ประเด็นที่ต้องพัฒนาให้ดีขึ้น (ต่ำกว่าเป้าหมาย {target})"
    _write_group(page, analysis, title, develop, told=_judged(analysis))


def _write_group(
    page: Page,
    analysis: Analysis,
    title: str,
    results: Sequence[IndicatorResult],
    *,
    told: Sequence[IndicatorResult] = (),
) -> None:
    page.next()
    for index in range(len(_HEADERS)):
        page.put(index, title if index == 0 else "", "group-title")
    for number, each in enumerate(results, start=1):
        page.next()
        purpose = "" if each in told else purpose_words(each.indicator)
        name = f"{each.indicator.no} {each.indicator.name}"
        texts = ((name, column_points(_HEADERS[1][1])), (purpose, column_points(_HEADERS[-1][1]) - _INDENT))
        page.fit(texts)
        page.put(0, number, "number-centre")
        page.put(1, name, "cell")
        page.put(2, each.score, "score")
        page.put(3, each.gap, "score")
        page.put(4, purpose, "cell-indented")
    if not results:
        page.next()
        nothing = "ไม่มี" if analysis.scored else "ไม่ทราบ"
        for index in range(len(_HEADERS)):
            page.put(index, nothing if index == 1 else "", "cell")


def _across(page: Page, text: str, style: str = "wrapped") -> None:
    """A text over the whole width: merged, since only one cell of its own can wrap it."""
    room = sum(column_points(width) for _, width in _HEADERS)
    for part in _parts(text, room) if text else ():
        page.height(row_height([(part, room)], minimum=24))
        page.worksheet.merge_range(page.row, 0, page.row, len(_HEADERS) - 1, part, page.styles[style])
        page.next()


def _parts(text: str, room: float) -> list[str]:
    """The text, cut at a blank where one row could not show it; Excel's rows end at 409 points."""
    if row_height([(text, room)]) <= _TALLEST:
        return [text]
    middle = text.rfind(" ", 0, len(text) // 2) + 1 or len(text) // 2
    return [*_parts(text[:middle].rstrip(), room), *_parts(text[middle:], room)]


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
