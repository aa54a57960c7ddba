"""The blocks of a paper as Word's paragraphs; tables have a module of their own."""

import re
from collections.abc import Iterator, Sequence

from itaxl.cell_styles import SIZE
from itaxl.papers.document import (
    Align,
    Approval,
    Block,
    Cover,
    Heading,
    Labelled,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    TextStyle,
)
from itaxl.papers.word_styles import COVER_AGENCY_SIZE, COVER_LINE_GAP, COVER_TITLE_SIZE, ITEM_INDENT
from itaxl.papers.word_tables import table_xml
from itaxl.papers.word_xml import DOTS, POINT, TAB, Page, clean, paragraph, run
from itaxl.thai.measuring import line_count, text_width

_STYLES = {
    TextStyle.BODY: "BodyText",
    TextStyle.PLAIN: "Plain",
    TextStyle.ITEM: "ListParagraph",
    TextStyle.CENTRED: "Centred",
    TextStyle.STRONG: "StrongLine",
    TextStyle.NOTE: "Note",
    TextStyle.WARNING: "Warning",
}
_ITEM_NUMBER = re.compile(r"\S{1,8} +")
_BOX = "(\u00a0\u00a0\u00a0\u00a0)\u00a0"
_CHOICE_INDENT = 1417
_DOT = text_width(".")
_MOST_DOTS = 40
_FEWEST_DOTS = 12
_AIR_TO_SIGN = 480
_LINE = 1.31  # em
# Where a cover's title begins, and what stays free below the agency, as shares of the page.
_ABOVE_TITLE = 0.14
_BELOW_AGENCY = 0.16
# Where TH SarabunPSK is missing, letters may be half as large again; a cover is one page even so.
_LARGEST = 1.6


def blocks_xml(blocks: Sequence[Block], page: Page, *, use_thai_digits: bool) -> Iterator[str]:
    """Blocks as XML, one after the other."""
    for index, block in enumerate(blocks):
        follower = blocks[index + 1] if index + 1 < len(blocks) else None
        keep = _belongs_to_what_is_before(follower)
        match block:
            case Table():
                yield table_xml(block, page, use_thai_digits=use_thai_digits, keep=keep)
                # Without something between them, two tables would become one.
                yield paragraph("Gap", keep=keep) if follower else ""
            case PageBreak():
                # At the start or the end of pages of their own, or twice, it would leave an empty page.
                if index and follower and not isinstance(follower, PageBreak):
                    yield paragraph("PageStart")
            case _:
                yield "".join(_paragraphs(block, page, keep=keep))


def _belongs_to_what_is_before(block: Block | None) -> bool:
    """Whether a block must not stand on a page without the end of what is before it."""
    return isinstance(block, Signature) or (isinstance(block, Paragraph) and block.style is TextStyle.NOTE)


def _paragraphs(block: Block, page: Page, *, keep: bool) -> Iterator[str]:
    match block:
        case Heading(text=text, level=level, align=align):
            yield paragraph(
                f"Heading{min(max(level, 1), 3)}", run(text), align=None if align is Align.LEFT else align
            )
        case Paragraph(text=text, style=style):
            indent = _item_indent(text) if style is TextStyle.ITEM else ""
            yield paragraph(_STYLES[style], run(text), keep=keep, indent=indent)
        case Labelled(pairs=pairs):
            yield from _labelled(pairs, page.text_width, keep=keep)
        case Cover():
            yield from _cover(block, page)
        case Signature():
            yield from _signature(block, page, keep=keep)
        case Approval():
            yield from _approval(block, page, keep=keep)


def _item_indent(text: str) -> str:
    """The first line starts where all items do; the others under the words behind the number."""
    number = _ITEM_NUMBER.match(text)
    if not number:
        return ""
    hanging = round(text_width(number[0]) * POINT)
    return f'w:left="{ITEM_INDENT + hanging}" w:hanging="{hanging}"'


def _labelled(pairs: Sequence[tuple[str, str]], room: int, *, keep: bool) -> Iterator[str]:
    """One dotted line, or one for each label where together they do not fit."""
    widths = [_labelled_width(*pair) * POINT for pair in pairs]
    if len(pairs) > 1 and (sum(widths) > room or any("\n" in clean(value) for _, value in pairs)):
        for pair in pairs:
            yield from _labelled([pair], room, keep=True)
        return
    content, tabs = "", ""
    for index, (label, value) in enumerate(pairs):
        end = index == len(pairs) - 1
        content += run(label, "Label") + run(f" {value}" if value else " ") + TAB + ("" if end else run(" "))
        tabs += DOTS.format("right" if end else "left", room if end else _stop(widths, index, room))
    hanging = round(text_width(f"{pairs[0][0]} ", bold=True) * POINT) if len(pairs) == 1 else 0
    indent = f'w:left="{hanging}" w:hanging="{hanging}"' if 0 < hanging < room // 2 else ""
    yield paragraph("Labelled", content, keep=keep, tabs=tabs, indent=indent)


def _labelled_width(label: str, value: str) -> float:
    return text_width(label, bold=True) + text_width(f" {value} ") + 2 * _DOT


def _stop(widths: Sequence[float], index: int, room: int) -> int:
    """Where the dots behind a label end: equal parts if all fit into them, else by what they need."""
    if max(widths) <= room / len(widths):
        return round(room * (index + 1) / len(widths))
    spare = (room - sum(widths)) / len(widths)
    return round(sum(widths[: index + 1]) + spare * (index + 1))


def _cover(cover: Cover, page: Page) -> Iterator[str]:
    """The title in the upper third, the agency in the lower one, with room between them."""
    above = round(page.text_height * _ABOVE_TITLE)
    if cover.notice:
        yield paragraph("Warning", run(cover.notice))
    between = min(
        page.text_height * (1 - _BELOW_AGENCY) - above - _cover_height(cover, page),
        page.text_height - above - _cover_height(cover, page, _LARGEST),
    )
    for index, text in enumerate(cover.title):
        yield paragraph("Title", run(text), before=None if index else above)
    for index, text in enumerate(cover.agency):
        yield paragraph("Subtitle", run(text), before=None if index else max(round(between), 0))


def _cover_height(cover: Cover, page: Page, times: float = 1) -> float:
    room = page.text_width / POINT / times
    height = COVER_LINE_GAP * len(cover.title)
    for texts, size in ((cover.title, COVER_TITLE_SIZE), (cover.agency, COVER_AGENCY_SIZE)):
        lines = sum(line_count(clean(text), room, size=size, bold=True) for text in texts)
        height += round(lines * size * _LINE * times * POINT)
    if cover.notice:
        height += round((line_count(clean(cover.notice), room, bold=True) + 1) * SIZE * _LINE * times * POINT)
    return height


def _signature(signature: Signature, page: Page, *, keep: bool) -> Iterator[str]:
    """Three lines, centred in the right half of the page."""
    half = page.text_width // 2
    indent = f'w:left="{page.text_width - half}"'
    role = f" {signature.role}" if signature.role else ""
    # The dots between the brackets are as many as behind ลงชื่อ, so that the name stands below its signature.
    dots = _dots(half / POINT - text_width(f"ลงชื่อ {role}") - 2 * _DOT)
    position = signature.position or dots
    for index, text in enumerate((f"ลงชื่อ {dots}{role}", f"({dots})", f"ตำแหน่ง {position}")):
        yield paragraph(
            "Signature",
            run(text),
            keep=keep or index < 2,
            before=None if index else _AIR_TO_SIGN,
            indent=indent,
        )


def _dots(room: float) -> str:
    return "." * min(_MOST_DOTS, max(_FEWEST_DOTS, int(room / _DOT)))


def _approval(approval: Approval, page: Page, *, keep: bool) -> Iterator[str]:
    """All on one page: every paragraph of these styles stays with the next one."""
    to_the_margin = DOTS.format("right", page.text_width)
    yield paragraph("ApprovalHeading", run(approval.heading))
    if approval.lead:
        yield paragraph("Approval", run(approval.lead))
    for choice in approval.choices:
        open_end = choice.rstrip().endswith("…")
        yield paragraph(
            "Approval",
            run(_BOX + choice) + (TAB if open_end else ""),
            tabs=to_the_margin if open_end else "",
            indent=f'w:left="{_CHOICE_INDENT}"',
        )
    for _ in range(approval.dotted_lines):
        yield paragraph("DottedLine", TAB, tabs=to_the_margin)
    yield from _signature(approval.signature, page, keep=keep)
