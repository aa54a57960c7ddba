"""Papers as print-ready Excel workbooks."""

import io
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from itaxl.cell_styles import FONT
from itaxl.papers.document import Paper
from itaxl.papers.excel_sheets import Formats, write_section
from itaxl.papers.excel_strips import cleaned
from itaxl.thai.text import shortened
from itaxl.worksheets import AS_TYPED, STAMP_SHEET, write_identity

KIND = "paper"
"""What the identity of these workbooks says they are; one of them may replace another."""

_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31  # Excel's limit for the name of a sheet
_LONGEST_FOOTER = 120  # of the 255 characters that Excel allows with all codes; an ampersand takes two


def write_excel(place: Path, paper: Paper, made_on: date) -> None:
    """Write a paper as a workbook, one sheet a section; the same arguments give the same bytes.

    Page numbers are Arabic even where the paper has Thai digits: the codes of a footer know no others.

    Args:
        place: where to write.
        paper: what it says.
        made_on: the day that the file says it was made.

    Raises:
        OSError: the place cannot be written.
    """
    options = {
        **AS_TYPED,
        "in_memory": True,
        # Excel counts widths in digits of the default font, and rounds them to pixels on a screen but not
        # on paper. A digit of Times New Roman 12 is 8 pixels exactly, so both are the same: text breaks
        # where it was measured, and the columns fill the page. LibreOffice has a font of its widths.
        "default_format_properties": {"font_name": "Times New Roman", "font_size": 12, "font_family": 1},
        "default_row_height": 21,
        "default_column_width": 72,
    }
    # Packed in memory: a full disk is then met by one plain write.
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, options) as workbook:
        formats = Formats(workbook, thai_digits=paper.thai_digits)
        footer = _footer(paper.footer)
        for section, name in zip(paper.sections, sheet_names(s.name for s in paper.sections), strict=True):
            write_section(workbook.add_worksheet(name), section, formats, footer)
        made = made_on.isoformat()
        write_identity(workbook, kind=KIND, agency=cleaned(paper.agency), made_on=made)
        workbook.worksheets()[0].activate()
        workbook.set_properties(
            {
                "title": cleaned(paper.title),
                "author": cleaned(paper.agency),
                "company": cleaned(paper.agency),
                "created": datetime.combine(made_on, time()),
            }
        )
    place.write_bytes(packed.getbuffer())


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that Excel allows, no two the same.

    >>> sheet_names(["แบบ ๑/๒", "แบบ ๑?๒", "", "History"])
    ['แบบ ๑-๒', 'แบบ ๑-๒ (2)', 'ส่วนที่ 3', 'History_']
    """
    names: list[str] = []
    seen = {STAMP_SHEET.casefold()}
    for number, text in enumerate(wanted, 1):
        base = _FORBIDDEN_IN_NAMES.sub("-", cleaned(text)).strip(" '-") or f"ส่วนที่ {number}"
        base = base[:_LONGEST_NAME].rstrip(" '")
        if base.casefold() == "history":  # kept by Excel for itself
            base += "_"
        name, count = base, 2
        while name.casefold() in seen:
            ending = f" ({count})"
            name = base[: _LONGEST_NAME - len(ending)].rstrip() + ending
            count += 1
        seen.add(name.casefold())
        names.append(name)
    return names


def _footer(text: str) -> str:
    """What the paper is, and which page; the size comes before the font, so that no digit follows it."""
    shown = shortened(" ".join(cleaned(text).split()), _LONGEST_FOOTER).replace("&", "&&")
    return f'&C&14&"{FONT},Regular"' + (f"{shown} · " if shown else "") + "หน้า &P จาก &N"
