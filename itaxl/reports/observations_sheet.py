"""The sheet of observations: what somebody has to decide, each with the way to the measure."""

from collections.abc import Callable, Sequence

from itaxl.assessment.finding_names import name_of
from itaxl.assessment.findings import Finding
from itaxl.reports import measures_sheet
from itaxl.reports.links import Links, place
from itaxl.reports.measures_sheet import Places
from itaxl.reports.page import Page
from itaxl.results.consolidation import Consolidation
from itaxl.thai.measuring import column_points

SHEET = "ข้อสังเกต"
_COLUMNS: tuple[tuple[str | None, float], ...] = (
    ("ลำดับ", 8.0),
    ("เรื่อง", 26.0),
    (None, 26.0),
    ("ข้อสังเกต", 66.0),
    ("ควรทำ", 28.0),
    ("ที่พบ", 26.0),
    ("ไปที่", 8.0),
)
_SUBJECTS = (
    "weak-without-measure",
    "overdue",
    "without-evidence",
    "unscored-indicator",
    "agency-weak-without-measure",
    "agency-overdue",
    "agency-without-measures",
    "agency-without-scores",
    "agency-scores-incomplete",
    "agency-without-evidence",
    "missing-score-is-low",
    "weak-not-named",
    "wrong-instrument",
    "no-such-indicator",
    "item-elsewhere",
    "no-such-item",
    "period-as-responsible",
    "department-as-period",
    "planned-outside-year",
    "other-agency-named",
    "own-name-misspelt",
    "misfitting-result",
    "pasted-result",
    "numbers-jump",
    "indicator-read",
    "code-read",
)
READINGS = frozenset({"indicator-read", "code-read"})
"""What only shows how something was understood: nobody has to decide it."""


def write_observations(page: Page, consolidation: Consolidation, links: Links, places: Places) -> None:
    """What somebody has to decide."""
    rows = {code: row for (code, _), row in reversed(tuple(places.items()))}

    def row_of(finding: Finding) -> int | None:
        unit, code = (str(finding.details.get(key, "")) for key in ("unit", "code"))
        return places.get((code, unit)) if unit else rows.get(code)

    list_observations(page, consolidation.observations, links, row_of, "ส่วนราชการ")


def list_observations(
    page: Page,
    observations: Sequence[Finding],
    links: Links,
    row_of: Callable[[Finding], int | None],
    unit: str,
) -> None:
    """Observations by their subjects, each with the way to the measure.

    Args:
        page: the sheet.
        observations: in the order in which they were made.
        links: to the sheet of measures.
        row_of: tells where on the sheet of measures it is about, counted from 1.
        unit: what the units are.
    """
    page.title(SHEET, "เรื่องที่ควรพิจารณาหรือสั่งการ และสิ่งที่ขัดแย้งกัน เรียงตามประเภท · คลิก “ดู” เพื่อไปยังมาตรการนั้น")
    headers = [(unit if header is None else header, width) for header, width in _COLUMNS]
    header_row = page.heads(headers)
    points = [column_points(width) for _, width in headers]
    ordered = sorted(observations, key=lambda each: _SUBJECTS.index(each.kind.slug))
    for number, finding in enumerate(ordered, start=1):
        page.next()
        name, row = str(finding.details.get("unit", "")), row_of(finding)
        where = " ".join(filter(None, (finding.file, finding.sheet, finding.cell)))
        words = ["", name_of(finding.kind), name, finding.text(), finding.remedy(), where, ""]
        page.fit(zip(words, points, strict=True))
        page.put(0, number, "number-centre")
        for index in range(1, 5):
            page.put(index, words[index], "cell")
        spot = place(finding.sheet, finding.cell) if finding.sheet and finding.cell else ""
        links.to_file(page, 5, finding.file, where, spot, style="link-left")
        if row:
            links.to_place(page, 6, place(measures_sheet.SHEET, f"A{row}"), "ดู")
        else:
            page.put(6, "", "cell")
    if not ordered:
        page.next()
        for index in range(len(_COLUMNS)):
            page.put(index, "ไม่มีข้อสังเกต" if index == 3 else "", "cell")
    page.as_list(header_row, len(_COLUMNS))
