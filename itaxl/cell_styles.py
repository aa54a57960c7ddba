"""The look of every workbook, in one place: names of styles and what they mean to XlsxWriter."""

from typing import Any

FONT = "TH SarabunPSK"
SIZE = 16

NAVY = "#1F3864"
PALE_BLUE = "#D9E2F3"
OPEN = "#FFF9E6"
OPEN_BORDER = "#D6B656"
LOCKED = "#F5F5F5"
INK = "#262626"
LINE = "#BFBFBF"
WRONG = "#FDE7E9"
WRONG_INK = "#A4262C"
READY = "#E6F4EA"
DONE_COLOUR = "#2E7D32"
IN_PROGRESS_COLOUR = "#F2A900"
NOT_STARTED_COLOUR = "#8FA3BF"
NOT_REPORTED_COLOUR = "#D9D9D9"
OVERDUE_COLOUR = "#B3261E"
STRENGTH_COLOUR = DONE_COLOUR
BETWEEN_COLOUR = NOT_STARTED_COLOUR
WEAKNESS_COLOUR = OVERDUE_COLOUR

# Thai month names, Arabic digits, Buddhist year. From the year 2400 of the common era on the year is shown as
# it stands: it was typed in the Buddhist era on a computer that took it for the common one.
DATE_FORMAT = "[>=182623][$-101041E]d mmm yyyy;[$-107041E]d mmm yyyy"

# Family 2 and character set 222 (Thai) let a computer without the font choose one that has Thai letters.
_BASE: dict[str, Any] = {
    "font_name": FONT,
    "font_size": SIZE,
    "font_family": 2,
    "font_charset": 222,
    "font_color": INK,
    "valign": "top",
}
_BORDER = {"border": 1, "border_color": LINE}
_OPEN = {"locked": False, "bg_color": OPEN, "border": 1, "border_color": OPEN_BORDER}
_WRONG = {**_OPEN, "bg_color": WRONG, "font_color": WRONG_INK, "border_color": WRONG_INK}
_LOCKED = {"bg_color": LOCKED, **_BORDER}
_WRAP = {"text_wrap": True}
_CENTRE = {"align": "center", "valign": "vcenter"}

STYLES: dict[str, dict[str, Any]] = {
    "text": {**_BASE},
    "wrapped": {**_BASE, **_WRAP},
    "note-wrapped": {**_BASE, **_WRAP, "italic": True, "font_color": "#595959"},
    "title": {**_BASE, "font_size": 22, "bold": True, "font_color": NAVY, "valign": "vcenter"},
    "centred-title": {
        **_BASE,
        "font_size": 24,
        "bold": True,
        "font_color": NAVY,
        "valign": "vcenter",
        "align": "center_across",
    },
    "subtitle": {**_BASE, "font_color": NAVY, "valign": "vcenter", "align": "center_across"},
    "note": {**_BASE, "font_color": "#595959", "italic": True, "valign": "vcenter"},
    "heading": {**_BASE, "font_size": 18, "bold": True, "font_color": NAVY, "valign": "vcenter"},
    "header": {
        **_BASE,
        **_WRAP,
        **_CENTRE,
        "font_size": 18,
        "bold": True,
        "bg_color": NAVY,
        "font_color": "#FFFFFF",
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "open-header": {
        **_BASE,
        **_WRAP,
        **_CENTRE,
        "font_size": 18,
        "bold": True,
        "bg_color": OPEN_BORDER,
        "font_color": NAVY,
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "group": {**_BASE, "bold": True, "bg_color": PALE_BLUE, "font_color": NAVY, "valign": "vcenter"},
    "label": {**_BASE, **_WRAP, "bold": True, "bg_color": PALE_BLUE, "font_color": NAVY, **_BORDER},
    "open": {**_BASE, **_OPEN, **_WRAP},
    # Text stays as it is typed: 0812345678 keeps its zero, 1/3 does not become a date.
    "open-text": {**_BASE, **_OPEN, **_WRAP, "num_format": "@"},
    "open-date": {**_BASE, **_OPEN, "num_format": DATE_FORMAT, "align": "center"},
    "open-number": {**_BASE, **_OPEN, "num_format": "0.00"},
    "open-count": {**_BASE, **_OPEN, "num_format": "0", "align": "center"},
    "wrong": {**_BASE, **_WRONG, **_WRAP},
    "wrong-text": {**_BASE, **_WRONG, **_WRAP, "num_format": "@"},
    "wrong-date": {**_BASE, **_WRONG, "num_format": DATE_FORMAT, "align": "center"},
    "wrong-number": {**_BASE, **_WRONG, "num_format": "0.00"},
    "wrong-count": {**_BASE, **_WRONG, "num_format": "0", "align": "center"},
    "locked": {**_BASE, **_LOCKED, **_WRAP},
    "locked-date": {**_BASE, **_LOCKED, "num_format": DATE_FORMAT, "align": "center"},
    "locked-number": {**_BASE, **_LOCKED, "num_format": "0.00"},
    "locked-count": {**_BASE, **_LOCKED, "num_format": "0", "align": "center"},
    "reading": {
        **_BASE,
        "num_format": DATE_FORMAT,
        "align": "center",
        "font_color": "#595959",
        "italic": True,
        **_BORDER,
    },
    "row-check": {**_BASE, **_WRAP, **_BORDER, "font_color": "#595959"},
    "verdict": {
        **_BASE,
        **_CENTRE,
        "font_size": 36,
        "bold": True,
        "bg_color": WRONG,
        "font_color": WRONG_INK,
        "border": 2,
        "border_color": NAVY,
    },
    "count": {**_BASE, **_BORDER, "num_format": "#,##0", "align": "right"},
    "count-left": {**_BASE, **_BORDER, "num_format": "#,##0", "align": "left"},
    "score": {**_BASE, **_BORDER, "num_format": "0.00", "align": "right"},
    "score-centre": {**_BASE, **_BORDER, "num_format": "0.00", "align": "center"},
    "shrunk": {**_BASE, **_BORDER, "shrink": True},
    "share": {**_BASE, **_BORDER, "num_format": "0.0%", "align": "right"},
    "change": {**_BASE, **_BORDER, "num_format": "+0.00;-0.00;0.00", "align": "right"},
    "cell": {**_BASE, **_BORDER, **_WRAP},
    "cell-indented": {**_BASE, **_BORDER, **_WRAP, "align": "left", "indent": 1},
    "cell-centre": {**_BASE, **_BORDER, **_WRAP, "align": "center"},
    "date": {**_BASE, **_BORDER, "num_format": DATE_FORMAT, "align": "center"},
    "number-centre": {**_BASE, **_BORDER, "num_format": "#,##0", "align": "center"},
    "link-left": {**_BASE, **_BORDER, **_WRAP, "font_color": "#0563C1", "underline": 1},
    "link-plain": {**_BASE, "font_color": "#0563C1", "underline": 1, "align": "right", "valign": "vcenter"},
    "helper": {**_BASE, "num_format": "0.00", "font_color": "#8C8C8C", "align": "right"},
    "helper-count": {**_BASE, "num_format": "0", "font_color": "#8C8C8C", "align": "right"},
    "helper-text": {**_BASE, "font_color": "#8C8C8C"},
    "total-score": {
        **_BASE,
        **_BORDER,
        "bold": True,
        "bg_color": PALE_BLUE,
        "num_format": "0.00",
        "align": "right",
    },
    "total-change": {
        **_BASE,
        **_BORDER,
        "bold": True,
        "bg_color": PALE_BLUE,
        "num_format": "+0.00;-0.00;0.00",
        "align": "right",
    },
    "total-centre": {**_BASE, **_BORDER, "bold": True, "bg_color": PALE_BLUE, "align": "center"},
    "link": {**_BASE, **_BORDER, "font_color": "#0563C1", "underline": 1, "align": "center"},
    "data": {**_BASE},
    "data-date": {**_BASE, "num_format": DATE_FORMAT, "align": "center"},
    "data-score": {**_BASE, "num_format": "#,##0.00"},
    "data-count": {**_BASE, "num_format": "0", "align": "center"},
    "moment": {**_BASE, **_BORDER, "num_format": "[$-107041E]d mmm yyyy h:mm", "align": "center"},
    "error": {**_BASE, **_BORDER, "font_color": WRONG_INK, "bold": True, "align": "center"},
    "warning": {**_BASE, **_BORDER, "font_color": "#7A5C00", "align": "center"},
    "percent-total": {
        **_BASE,
        **_BORDER,
        "bold": True,
        "bg_color": PALE_BLUE,
        "num_format": "0.0%",
        "align": "right",
    },
    "tile": {
        **_BASE,
        **_CENTRE,
        "font_size": 30,
        "bold": True,
        "font_color": NAVY,
        "num_format": "#,##0",
        "bg_color": "#F3F6FB",
    },
    "tile-score": {
        **_BASE,
        **_CENTRE,
        "font_size": 26,
        "bold": True,
        "font_color": NAVY,
        "num_format": "0.00",
        "bg_color": "#F3F6FB",
    },
    "tile-change": {
        **_BASE,
        **_CENTRE,
        "font_size": 26,
        "bold": True,
        "font_color": NAVY,
        "num_format": "+0.00;-0.00;0.00",
        "bg_color": "#F3F6FB",
    },
    "tile-caption": {**_BASE, **_CENTRE, **_WRAP, "font_color": "#404040", "bg_color": "#F3F6FB"},
    "tile-late": {
        **_BASE,
        **_CENTRE,
        "font_size": 30,
        "bold": True,
        "font_color": OVERDUE_COLOUR,
        "num_format": "#,##0",
        "bg_color": "#F3F6FB",
    },
    "line": {**_BASE, "valign": "vcenter"},
    "line-strong": {**_BASE, "valign": "vcenter", "bold": True},
    "total": {
        **_BASE,
        **_BORDER,
        "bold": True,
        "bg_color": PALE_BLUE,
        "num_format": "#,##0",
        "align": "right",
    },
    "total-label": {**_BASE, **_BORDER, "bold": True, "bg_color": PALE_BLUE},
    "total-across": {**_BASE, **_BORDER, "bold": True, "bg_color": PALE_BLUE, "align": "center_across"},
    "group-title": {**_BASE, "bold": True, "bg_color": PALE_BLUE, "font_color": NAVY},
    "total-wrapped": {**_BASE, **_BORDER, **_WRAP, "bold": True, "bg_color": PALE_BLUE},
}

# Used in conditional formatting: only what changes.
LIGHTS: dict[str, dict[str, Any]] = {
    "wrong": {"bg_color": WRONG, "font_color": WRONG_INK},
    "mended": {"bg_color": OPEN, "font_color": INK},
    "missing": {"font_color": WRONG_INK},
    "ready": {"bg_color": READY, "font_color": DONE_COLOUR},
    "weak": {"font_color": WEAKNESS_COLOUR, "bold": True},
    "strong": {"font_color": STRENGTH_COLOUR, "bold": True},
    "done": {"font_color": DONE_COLOUR},
    "lowest": {"bg_color": WEAKNESS_COLOUR, "font_color": "#FFFFFF", "bold": True},
    "silent": {"font_color": "#595959", "italic": True},
}
