"""The sheet of observations: what somebody has to decide, each with the way to the measure."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from itaxl.assessment.finding_names import name_of
from itaxl.assessment.findings import Finding
from itaxl.reports import measures_sheet
from itaxl.reports.links import MOST_LINKS, Links, place
from itaxl.reports.measures_sheet import Places
from itaxl.reports.page import Page, fitting_height
from itaxl.reports.rows import LongTable, RowWriter, Styled
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
_OBSERVATION, _FOUND, _GO = 3, 5, 6
_LOOK = "ดู"
_MOST_LINKED = MOST_LINKS // 2  # rows; each may have two
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


def observations_of_measures(
    page: Page, consolidation: Consolidation, links: Links, places: Places
) -> LongTable:
    """What somebody has to decide about an agency's measures."""
    rows = {code: row for (code, _), row in reversed(tuple(places.items()))}

    def row_of(finding: Finding) -> int | None:
        unit, code = (str(finding.details.get(key, "")) for key in ("unit", "code"))
        return places.get((code, unit)) if unit else rows.get(code)

    return observations_table(page, consolidation.observations, links, row_of, "ส่วนราชการ")


def observations_table(
    page: Page,
    observations: Sequence[Finding],
    links: Links,
    row_of: Callable[[Finding], int | None],
    unit: str,
) -> LongTable:
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
    first = header_row + 1
    ordered = sorted(observations, key=lambda each: _SUBJECTS.index(each.kind.slug))
    if not ordered:
        page.next()
        for index in range(len(_COLUMNS)):
            page.put(index, "ไม่มีข้อสังเกต" if index == _OBSERVATION else "", "cell")
    page.row += len(ordered)
    page.as_list(header_row, len(_COLUMNS))
    told = _Told(page, first, ordered, links, row_of)
    styles = ["number-centre", *["cell"] * (len(_COLUMNS) - 1)]
    writer = RowWriter(page, styles, "date", with_blanks=True, further=["link-left", "link"])
    rows = partial(told.rows, writer, [column_points(width) for _, width in headers])
    return LongTable(page.part, first + 1, len(ordered), rows, told.link)


class _Told(Struct, frozen=True):
    """The observations in the order in which they are told, and where they lead; rows are counted from 0."""

    page: Page
    first: int
    ordered: Sequence[Finding]
    links: Links
    row_of: Callable[[Finding], int | None]

    def rows(self, writer: RowWriter, rooms: Sequence[float], chosen: range) -> Iterator[str]:
        """Some of the rows, as text."""
        for index in chosen:
            finding = self.ordered[index]
            unit, where = str(finding.details.get("unit", "")), _where(finding)
            words = ["", name_of(finding.kind), unit, finding.text(), finding.remedy(), where]
            values: list[object] = [index + 1, *words[1:], ""]
            if index < _MOST_LINKED:
                if where and self._file(finding):
                    values[_FOUND] = Styled(where, "link-left")
                if self.row_of(finding):
                    values[_GO] = Styled(_LOOK, "link")
            height = fitting_height(zip(words, rooms, strict=False))
            yield writer.row(self.first + 1 + index, values, height)

    def link(self) -> None:
        """Write the links."""
        for row, finding in enumerate(self.ordered[:_MOST_LINKED], start=self.first):
            url, where, measure = self._file(finding), _where(finding), self.row_of(finding)
            if url and where:
                self.links.beside(self.page, row, _FOUND, url, where)
            if measure:
                to = f"internal:{place(measures_sheet.SHEET, f'A{measure}')}"
                self.links.beside(self.page, row, _GO, to, _LOOK)

    def _file(self, finding: Finding) -> str:
        spot = place(finding.sheet, finding.cell) if finding.sheet and finding.cell else ""
        return self.links.file_url(finding.file, spot)


def _where(finding: Finding) -> str:
    return " ".join(filter(None, (finding.file, finding.sheet, finding.cell)))
