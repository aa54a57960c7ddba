"""The sheets that list: returns, measures, observations, findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from itaxl.assessment.finding_names import name_of
from itaxl.assessment.findings import Finding, FindingKind, Severity
from itaxl.assessment.statuses import Status
from itaxl.assessment.submissions import SubmissionState
from itaxl.reports.columns import DescribedColumn, Line
from itaxl.reports.links import Links, place
from itaxl.reports.page import Page, fitting_height
from itaxl.reports.rows import LongTable, RowWriter
from itaxl.results.consolidation import Consolidation, as_words
from itaxl.results.register import UnitLine
from itaxl.thai.dates import long_date
from itaxl.thai.measuring import column_points, text_width

RETURNS, MEASURES, OBSERVATIONS, FINDINGS = "การส่งแบบ", "มาตรการ", "ข้อสังเกต", "ข้อผิดพลาด"
Places = Mapping[tuple[str, str], int]
"""The row, counted from 1, of every plan row's code and department's name on the sheet of measures."""

_SEVERITIES = {Severity.ERROR: ("ต้องแก้ไข", "error"), Severity.WARNING: ("ควรตรวจสอบ", "warning")}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units have answered: the rows, counted from 1, and the figures that stand there.

    Attributes:
        refused: a formula that counts the units that have to send again; empty where there are none.
    """

    accepted: int
    accepted_units: int
    missing: int
    missing_units: int
    refused: str = ""
    refused_units: int = 0

    @property
    def asked_units(self) -> int:
        """All units that were asked."""
        return self.accepted_units + self.missing_units + self.refused_units


def write_returns(page: Page, consolidation: Consolidation, links: Links) -> Tally:
    """Who returned, when it was saved, with how many findings, who is missing and whom to ask."""
    units, plan = consolidation.units, consolidation.plan
    page.title(RETURNS, f"{plan.agency.name} · ข้อมูล ณ วันที่ {long_date(consolidation.as_of)}")
    header_row = page.row + len(SubmissionState) + 1
    last = header_row + max(len(units), 1)
    counts = {}
    for state in STATES:
        page.put(1, state.thai, "label")
        value = sum(1 for each in units if each.state is state)
        counts[state] = page.row + 1, value
        page.formula(2, f'COUNTIF($C${header_row + 2}:$C${last + 1},"{state.thai}")', value, "count")
        page.next()
    page.next()

    def contact(unit: UnitLine) -> tuple[str, str]:
        department = plan.department(unit.unit_code)
        return (department.contact, department.email) if department else ("", "")

    list_returns(page, units, _RETURNS, contact, links)
    refused = _count_refused(page, consolidation, header_row, last)
    answered = (*counts[SubmissionState.ACCEPTED], *counts[SubmissionState.MISSING])
    return Tally(*answered, refused, len(consolidation.refused))


def _count_refused(page: Page, consolidation: Consolidation, header_row: int, last: int) -> str:
    """Mark the lines of units that have to send again, since a unit may do so with several files.

    Returns:
        The formula that counts them; empty where there are none.
    """
    refused = {id(each) for each in consolidation.refused}
    if not refused:
        return ""
    column, worksheet = len(_RETURNS), page.worksheet
    worksheet.write_string(header_row, column, "นับส่วนราชการ", page.styles["helper-text"])
    for row, unit in enumerate(consolidation.units, start=header_row + 1):
        worksheet.write_number(row, column, int(id(unit) in refused), page.styles["helper-count"])
    page.filtered(header_row, column + 1)
    worksheet.print_area(0, 0, last, column - 1)
    states, marks = (
        place(RETURNS, f"${each}${header_row + 2}:${each}${last + 1}")
        for each in ("C", xl_col_to_name(column))
    )
    return f'COUNTIFS({states},"{SubmissionState.REJECTED.thai}",{marks},1)'


def list_returns(
    page: Page,
    units: Sequence[UnitLine],
    headers: Sequence[tuple[str, float]],
    contact: Callable[[UnitLine], tuple[str, ...]],
    links: Links,
) -> int:
    """The register line by line, below its header; returns the header's row, counted from 0.

    Args:
        page: at the header's row.
        units: the lines.
        headers: with their widths; as many as a line has cells.
        contact: whom to ask, in the last columns.
        links: to the files.
    """
    header_row = page.heads(headers)
    last = header_row + max(len(units), 1)
    widths = [column_points(width) for _, width in headers]
    for unit in units:
        page.next()
        reporter = [str(unit.reporter.get(key) or "") for key in ("reporter", "position", "telephone")]
        words = [unit.unit_code, unit.unit, unit.state.thai, unit.file, "", "", "", *reporter, *contact(unit)]
        page.fit(zip(words, widths, strict=True))
        for index, text in enumerate(words[:3]):
            page.put(index, text, "cell-centre" if index == 2 else "cell")
        links.to_file(page, 3, unit.file, unit.file)
        page.put(4, unit.saved, "moment")
        page.put(5, unit.errors, "number-centre")
        page.put(6, unit.warnings, "number-centre")
        for index, text in enumerate(words[7:], start=7):
            page.put(index, text, "cell")
    for criteria, compared, light in (("==", SubmissionState.ACCEPTED.thai, "done"), ("!=", "", "wrong")):
        rule = {
            "type": "cell",
            "criteria": criteria,
            "value": f'"{compared}"',
            "format": page.styles.light(light),
            "stop_if_true": True,
        }
        page.worksheet.conditional_format(header_row + 1, 2, last, 2, rule)
    page.as_list(header_row, len(headers), 2)
    return header_row


STATES = (
    SubmissionState.ACCEPTED,
    SubmissionState.MISSING,
    SubmissionState.REJECTED,
    SubmissionState.SUPERSEDED,
    SubmissionState.UNKNOWN,
)
_RETURNS = (
    ("รหัส", 8.0),
    ("ส่วนราชการ", 32.0),
    ("สถานะการส่ง", 20.0),
    ("ไฟล์", 36.0),
    ("บันทึกเมื่อ", 22.0),
    ("ต้อง แก้ไข", 10.0),
    ("ควร ตรวจสอบ", 14.0),
    ("ผู้กรอก", 24.0),
    ("ตำแหน่ง", 24.0),
    ("โทรศัพท์", 16.0),
    ("ผู้ประสานงาน", 20.0),
    ("อีเมล", 24.0),
)


def measures_table(
    page: Page, lines: Sequence[Line], described: Sequence[DescribedColumn], links: Links
) -> LongTable:
    """Every measure with every department's words, for reading and filtering.

    What was planned in detail stands folded in columns of an outline, so that the answers fit a page. Files
    are named and not linked, since the sheet of returns links each of them. Evidence opens in a browser where
    it is an address.
    """
    by_key = {each.key: each for each in described}
    folded = [by_key[key] for key in FOLDED if key in by_key]
    answers = [each for each in described if each.key not in {*FOLDED, *OWN_PLACE}]
    used = {key for line in lines for key in line.record.entries}
    columns: list[tuple[str, float]] = [
        ("รหัส", 9.0),
        ("ตัวชี้วัด", 9.0),
        (by_key["measure"].header if "measure" in by_key else "มาตรการ", 32.0),
        *((each.header, max(each.width, 14.0)) for each in folded),
        ("ส่วนราชการ", 18.0),
        ("สิ้นสุด", 13.0),
        ("สถานะ", 17.0),
        ("พ้นกำหนด", 11.0),
        *((each.header, narrowed(each) if each.key in used else 14.0) for each in answers),
        ("ไฟล์", 22.0),
    ]
    page.title(
        MEASURES,
        "แถวละหนึ่งมาตรการ (หรือขั้นตอน) ของหนึ่งส่วนราชการ · กด + เหนือหัวตารางเพื่อดูประเด็น แนวทาง และขั้นตอนตามแผน",
    )
    header_row = page.heads(columns)
    for index in range(FOLDED_FROM, FOLDED_FROM + len(folded)):
        page.worksheet.set_column(index, index, columns[index][1], None, {"level": 1, "hidden": True})
    after = FOLDED_FROM + len(folded)
    page.worksheet.set_column(after, after, columns[after][1], None, {"collapsed": True})
    page.row += len(lines)
    last = max(page.row, header_row + 1)
    light_statuses(page, header_row + 1, last, after + 2)
    page.as_list(header_row, len(columns), 1)
    page.worksheet.print_area(0, 0, last, len(columns) - 2)
    rooms = [
        (index, column_points(width))
        for index, (_, width) in enumerate(columns[:-1])
        if not FOLDED_FROM <= index < after
    ]
    writer = RowWriter(page, ["cell"] * len(columns), "date", with_blanks=True)
    keys = [each.key for each in answers]
    if EVIDENCE in keys:
        evidence = after + AFTER_FOLDED + keys.index(EVIDENCE)
        for row, line in enumerate(lines, start=header_row + 1):
            links.to_web(page, row, evidence, line.record.value(EVIDENCE))

    def rows(chosen: range) -> Iterator[str]:
        for index in chosen:
            line = lines[index]
            record = line.record
            values: list[object] = [
                record.code,
                ", ".join(map(str, record.indicators)) or "–",
                record.value("measure"),
                *(record.start if each.key == "start" else record.value(each.key) for each in folded),
                record.department.name,
                record.end,
                record.status.thai,
                "พ้นกำหนด" if record.is_overdue else "",
                *(record.value(each.key) for each in answers),
                record.file,
            ]
            height = fitting_height([(values[column], room) for column, room in rooms])
            yield writer.row(header_row + 2 + index, values, height)

    return LongTable(page.worksheet.index, header_row + 2, rows)


def places_of(table: LongTable, lines: Sequence[Line]) -> Places:
    """Where the table has what, for links."""
    places: dict[tuple[str, str], int] = {}
    for row, line in enumerate(lines, start=table.first_row):
        places.setdefault((line.record.code, line.record.department.name), row)
    return places


FOLDED_FROM = 3
"""The first of the columns that stand folded, counted from 0."""
AFTER_FOLDED = 4
"""How many columns stand between the folded ones and the answers: department, end, status, overdue."""
EVIDENCE = "evidence"
"""The column whose web addresses open in a browser."""
FOLDED = ("item", "issue", "guideline", "steps", "responsible", "monitoring", "start")
OWN_PLACE = frozenset({"code", "indicator", "measure", "department", "joint", "end", "status"})


def narrowed(column: DescribedColumn) -> float:
    """A page has less room than a form: long texts get more lines instead."""
    widest = {"long": 28.0, "date": 14.0}.get(column.kind, 18.0)
    return max(12.0, min(column.width, widest))


def light_statuses(page: Page, first: int, last: int, column: int) -> None:
    """Colour statuses in a column, and in the next what is overdue; rows are counted from 0."""
    for status, light in ((Status.DONE, "done"), (Status.NOT_REPORTED, "silent")):
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{status.thai}"',
            "format": page.styles.light(light),
        }
        page.worksheet.conditional_format(first, column, last, column, rule)
    late = {"type": "cell", "criteria": "==", "value": '"พ้นกำหนด"', "format": page.styles.light("wrong")}
    page.worksheet.conditional_format(first, column + 1, last, column + 1, late)


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
    page.title(OBSERVATIONS, "เรื่องที่ควรพิจารณาหรือสั่งการ และสิ่งที่ขัดแย้งกัน เรียงตามประเภท · คลิก “ดู” เพื่อไปยังมาตรการนั้น")
    headers = [(unit if header is None else header, width) for header, width in _OBSERVATIONS]
    header_row = page.heads(headers)
    points = [column_points(width) for _, width in headers]
    ordered = sorted(observations, key=lambda each: _SUBJECTS.index(each.kind.slug))
    for number, finding in enumerate(ordered, start=1):
        page.next()
        name, row = str(finding.details.get("unit", "")), row_of(finding)
        where = " ".join(filter(None, (finding.file, finding.sheet, finding.cell)))
        words = ["", subject(finding), name, finding.text(), finding.remedy(), where, ""]
        page.fit(zip(words, points, strict=True))
        page.put(0, number, "number-centre")
        for index in range(1, 5):
            page.put(index, words[index], "cell")
        spot = place(finding.sheet, finding.cell) if finding.sheet and finding.cell else ""
        links.to_file(page, 5, finding.file, where, spot, style="link-left")
        if row:
            links.to_place(page, 6, place(MEASURES, f"A{row}"), "ดู")
        else:
            page.put(6, "", "cell")
    if not ordered:
        page.next()
        for index in range(len(_OBSERVATIONS)):
            page.put(index, "ไม่มีข้อสังเกต" if index == 3 else "", "cell")
    page.as_list(header_row, len(_OBSERVATIONS))


_OBSERVATIONS: tuple[tuple[str | None, float], ...] = (
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


def subject(finding: Finding) -> str:
    """What an observation is about, in a few words."""
    return name_of(finding.kind)


def _gravest_first(finding: Finding) -> tuple[bool, bool]:
    """What has to be mended, then what is doubtful, last the files that were only passed over."""
    return finding.severity is not Severity.ERROR, finding.kind is FindingKind.NOT_A_SUBMISSION


def write_findings(
    page: Page, findings: Sequence[Finding], links: Links, where: str = "ในแผนและในแบบที่ส่งคืน"
) -> None:
    """Every finding, with a link to its file and cell."""
    page.title(FINDINGS, f"สิ่งที่พบ{where} พร้อมวิธีแก้ · คลิกช่องเพื่อเปิดไฟล์ตรงจุดที่พบ")
    # Hidden: what machines and docs/findings.md know a kind by.
    heads = [*_findings_heads(each.file for each in findings), ("รหัสชนิด", _SLUG_WIDTH)]
    header_row = page.heads(heads)
    page.worksheet.set_column(len(_FINDINGS), len(_FINDINGS), _SLUG_WIDTH, None, {"hidden": True})
    points = [column_points(width) for _, width in heads]
    for finding in sorted(findings, key=_gravest_first):
        page.next()
        label, style = _SEVERITIES[finding.severity]
        words = [
            "",
            finding.file,
            finding.sheet,
            finding.cell,
            as_words(finding.value),
            finding.text(),
            finding.remedy(),
            name_of(finding.kind),
            finding.kind.slug,
        ]
        page.fit(zip(words, points, strict=True))
        page.put(0, label, style)
        links.to_file(page, 1, finding.file, finding.file)
        page.put(2, finding.sheet, "cell")
        if finding.cell and finding.file:
            links.to_file(page, 3, finding.file, finding.cell, place(finding.sheet, finding.cell))
        else:
            page.put(3, finding.cell, "cell-centre")
        for index in range(4, len(words)):
            page.put(index, words[index], "cell")
    if not findings:
        page.next()
        for index in range(len(heads)):
            page.put(index, "ไม่พบข้อผิดพลาด" if index == 5 else "", "cell")
    page.as_list(header_row, len(heads))


def _findings_heads(files: Iterable[str]) -> list[tuple[str, float]]:
    """The columns; files as wide as their names, because LibreOffice cuts off a link that has to wrap."""
    longest = max(map(text_width, set(files)), default=0.0)
    fitting = min(_WIDEST_FILES, longest / column_points(1) + 1)
    return [(header, max(width, fitting) if header == _FILES else width) for header, width in _FINDINGS]


_FILES, _WIDEST_FILES, _SLUG_WIDTH = "ไฟล์", 52.0, 34.0
_FINDINGS = (
    ("ระดับ", 13.0),
    (_FILES, 30.0),
    ("แผ่นงาน", 13.0),
    ("ช่อง", 8.0),
    ("ข้อความในช่อง", 24.0),
    ("สิ่งที่พบ", 46.0),
    ("วิธีแก้", 38.0),
    ("ชนิด", 24.0),
)
