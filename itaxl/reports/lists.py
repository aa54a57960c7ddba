"""The sheets that list: returns, measures, observations, findings."""

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from itaxl.assessment.findings import Finding, Severity
from itaxl.assessment.submissions import SubmissionState
from itaxl.reports.columns import DescribedColumn, Line
from itaxl.reports.page import Page
from itaxl.results.consolidation import Consolidation, as_words
from itaxl.thai.measuring import column_points, row_height

_MOST_LINKS = 60_000  # Excel keeps 65,530 links a sheet
_SEVERITIES = {Severity.ERROR: ("ต้องแก้ไข", "error"), Severity.WARNING: ("ควรตรวจสอบ", "warning")}


def write_returns(page: Page, consolidation: Consolidation) -> None:
    """Who returned, when it was saved, with how many findings, who is missing."""
    units = consolidation.units
    page.title("การส่งแบบ", f"ณ วันที่รวบรวม · {consolidation.plan.agency.name}")
    first = page.row + 7
    last = first + max(len(units), 1) - 1
    states = f"$C${first + 1}:$C${last + 1}"
    for state in (
        SubmissionState.ACCEPTED,
        SubmissionState.MISSING,
        SubmissionState.REJECTED,
        SubmissionState.SUPERSEDED,
        SubmissionState.UNKNOWN,
    ):
        page.height(24)
        page.put(1, state.thai, "label")
        value = sum(1 for each in units if each.state is state)
        page.formula(2, f'COUNTIF({states},"{state.thai}")', value, "count")
        page.next()
    page.next()
    headers = {
        "รหัส": 10,
        "ส่วนราชการ": 36,
        "สถานะการส่ง": 22,
        "ไฟล์": 40,
        "บันทึกเมื่อ": 26,
        "ต้องแก้ไข": 12,
        "ควรตรวจสอบ": 13,
        "ผู้กรอก": 26,
        "ตำแหน่ง": 26,
        "โทรศัพท์": 20,
    }
    page.heads(headers)
    header_row = page.row
    points = column_points(36), column_points(40)
    for unit in units:
        page.next(row_height([(unit.unit, points[0]), (unit.file, points[1])], minimum=24))
        reporter = [unit.reporter.get(key) for key in ("reporter", "position", "telephone")]
        values = (
            unit.unit_code,
            unit.unit,
            unit.state.thai,
            unit.file,
            unit.saved,
            unit.errors,
            unit.warnings,
        )
        styles = ("cell", "cell", "cell-centre", "cell", "moment", "count", "count")
        for index, (cell, style) in enumerate(zip(values, styles, strict=True)):
            page.put(index, cell, style)
        for index, words in enumerate(reporter, start=len(values)):
            page.put(index, words, "cell")
    page.worksheet.autofilter(header_row, 0, max(page.row, header_row + 1), len(headers) - 1)
    page.worksheet.conditional_format(
        header_row + 1,
        2,
        max(page.row, header_row + 1),
        2,
        {
            "type": "cell",
            "criteria": "!=",
            "value": f'"{SubmissionState.ACCEPTED.thai}"',
            "format": page.styles.light("wrong"),
        },
    )
    _print_wide(page, header_row)


def write_measures(page: Page, lines: Sequence[Line], described: Sequence[DescribedColumn]) -> None:
    """Every measure with every department's words, for reading and filtering."""
    left_out = {"joint", "start", "end", "department", "indicator", "code"}
    words = [each for each in described if each.key not in left_out]
    before_status = [each for each in words if each.key in _PLANNED]
    after_status = [each for each in words if each.key not in _PLANNED and each.key != "status"]
    headers = {
        "รหัส": 10.0,
        "ตัวชี้วัดที่": 10.0,
        **{each.header: max(each.width, 14.0) for each in before_status},
        "ส่วนราชการ": 22.0,
        "เริ่มต้น": 14.0,
        "สิ้นสุด": 14.0,
        "สถานะ": 20.0,
        **{each.header: max(each.width, 14.0) for each in after_status},
        "พ้นกำหนด": 11.0,
        "ไฟล์": 26.0,
    }
    page.title("มาตรการ", "แถวละหนึ่งมาตรการ (หรือขั้นตอน) ของหนึ่งส่วนราชการ · ใช้ตัวกรองที่หัวตารางเลือกดูได้")
    page.heads(headers)
    header_row = page.row
    widths = [column_points(width) for width in headers.values()]
    for line in lines:
        record = line.record
        page.next()
        values: list[object] = [record.code, ", ".join(map(str, record.indicators))]
        values += [record.value(each.key) for each in before_status]
        values += [record.department.name, record.start, record.end, record.status]
        values += [record.value(each.key) for each in after_status]
        values += ["พ้นกำหนด" if record.is_overdue else "", record.file]
        texts = [
            (value, width)
            for value, width in zip(values, widths, strict=True)
            if isinstance(value, str) and len(value) > 12
        ]
        page.height(row_height(texts, minimum=24))
        for index, value in enumerate(values):
            page.put(index, value, "date" if hasattr(value, "year") else "cell")
    page.worksheet.autofilter(header_row, 0, max(page.row, header_row + 1), len(headers) - 1)
    page.worksheet.freeze_panes(header_row + 1, 1)
    _print_wide(page, header_row)


_PLANNED = frozenset({"item", "issue", "measure", "guideline", "steps", "responsible", "monitoring"})


def write_observations(page: Page, consolidation: Consolidation) -> None:
    """What somebody has to decide."""
    page.title("ข้อสังเกต", "เรื่องที่ควรพิจารณาหรือสั่งการ เรียงตามประเภท")
    page.heads({"ลำดับ": 9, "ข้อสังเกต": 90, "ควรทำ": 40}, 36)
    header_row = page.row
    points = column_points(90), column_points(40)
    ordered = sorted(consolidation.observations, key=lambda each: _URGENCY.get(each.kind.slug, 9))
    for number, finding in enumerate(ordered, start=1):
        page.next()
        texts = finding.text(), finding.remedy()
        page.height(row_height(zip(texts, points, strict=True), minimum=24))
        page.put(0, number, "count")
        page.put(1, texts[0], "cell")
        page.put(2, texts[1], "cell")
    if not ordered:
        page.next()
        page.put(1, "ไม่มีข้อสังเกต", "cell")
    page.worksheet.freeze_panes(header_row + 1, 0)
    _print_wide(page, header_row)


_URGENCY = {"weak-without-measure": 0, "overdue": 1, "without-evidence": 2, "unscored-indicator": 3}


def write_findings(page: Page, findings: Sequence[Finding], folder: Path, target: Path) -> None:
    """Every finding, with a link to its file and cell.

    Args:
        page: where to write.
        findings: what was found.
        folder: that the files were read from.
        target: the summary itself: links are relative to it, so that both may be moved together.
    """
    page.title("ข้อผิดพลาด", "สิ่งที่พบในแบบที่ส่งคืน พร้อมวิธีแก้ · คลิกช่องเพื่อเปิดไฟล์ตรงจุดที่พบ")
    headers = {
        "ระดับ": 14,
        "ไฟล์": 36,
        "แผ่นงาน": 16,
        "ช่อง": 10,
        "ข้อความในช่อง": 28,
        "สิ่งที่พบ": 60,
        "วิธีแก้": 50,
        "ชนิด": 22,
    }
    page.heads(headers)
    header_row = page.row
    points = [column_points(width) for width in headers.values()]
    base = _relative(folder, target.parent)
    for number, finding in enumerate(findings):
        page.next()
        label, style = _SEVERITIES[finding.severity]
        texts = finding.text(), finding.remedy()
        value = as_words(finding.value)
        fitted = [(finding.file, points[1]), (value, points[4]), (texts[0], points[5]), (texts[1], points[6])]
        page.height(row_height(fitted, minimum=24))
        page.put(0, label, style)
        page.put(1, finding.file, "cell")
        page.put(2, finding.sheet, "cell")
        if finding.cell and finding.file and number < _MOST_LINKS:
            _link(page, 3, base, finding)
        else:
            page.put(3, finding.cell, "cell-centre")
        page.put(4, value, "cell")
        page.put(5, texts[0], "cell")
        page.put(6, texts[1], "cell")
        page.put(7, finding.kind.slug, "cell")
    if not findings:
        page.next()
        page.put(5, "ไม่พบข้อผิดพลาด", "cell")
    page.worksheet.autofilter(header_row, 0, max(page.row, header_row + 1), len(headers) - 1)
    page.worksheet.freeze_panes(header_row + 1, 0)
    _print_wide(page, header_row)


def _relative(folder: Path, start: Path) -> PurePosixPath:
    try:
        return PurePosixPath(Path(os.path.relpath(folder, start)).as_posix())
    except ValueError:  # another drive of Windows
        return PurePosixPath(folder.as_posix())


def _link(page: Page, column: int, base: PurePosixPath, finding: Finding) -> None:
    sheet = finding.sheet.replace("'", "''")
    url = f"external:{base / finding.file}#'{sheet}'!{finding.cell}"
    if "#" in finding.file or len(url) > _LONGEST_LINK:
        page.put(column, finding.cell, "cell-centre")
    else:
        page.worksheet.write_url(page.row, column, url, page.styles["link"], finding.cell)


_LONGEST_LINK = 700  # Excel takes 2,079 characters, and a Thai letter may be written as nine


def _print_wide(page: Page, header_row: int) -> None:
    page.worksheet.set_landscape()
    page.worksheet.fit_to_pages(1, 0)
    page.worksheet.repeat_rows(header_row)
