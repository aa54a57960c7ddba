"""The sheet of findings: everything wrong or doubtful, with what to do and the way to its cell."""

from collections.abc import Iterable, Sequence

from itaxl.assessment.finding_names import name_of
from itaxl.assessment.findings import Finding, FindingKind, Severity
from itaxl.reports.links import Links, place
from itaxl.reports.page import Page
from itaxl.results.consolidation import as_words
from itaxl.thai.measuring import column_points, text_width

SHEET = "ข้อผิดพลาด"
_SEVERITIES = {Severity.ERROR: ("ต้องแก้ไข", "error"), Severity.WARNING: ("ควรตรวจสอบ", "warning")}
_FILES, _WIDEST_FILES, _SLUG_WIDTH = "ไฟล์", 52.0, 34.0
_COLUMNS = (
    ("ระดับ", 13.0),
    (_FILES, 30.0),
    ("แผ่นงาน", 13.0),
    ("ช่อง", 8.0),
    ("ข้อความในช่อง", 24.0),
    ("สิ่งที่พบ", 46.0),
    ("วิธีแก้", 38.0),
    ("ชนิด", 24.0),
)


def _gravest_first(finding: Finding) -> tuple[bool, bool]:
    """What has to be mended, then what is doubtful, last the files that were only passed over."""
    return finding.severity is not Severity.ERROR, finding.kind is FindingKind.NOT_A_SUBMISSION


def write_findings(
    page: Page, findings: Sequence[Finding], links: Links, where: str = "ในแผนและในแบบที่ส่งคืน"
) -> None:
    """Every finding, with a link to its file and cell."""
    page.title(SHEET, f"สิ่งที่พบ{where} พร้อมวิธีแก้ · คลิกช่องเพื่อเปิดไฟล์ตรงจุดที่พบ")
    # Hidden: what machines and docs/findings.md know a kind by.
    heads = [*_findings_heads(each.file for each in findings), ("รหัสชนิด", _SLUG_WIDTH)]
    header_row = page.heads(heads)
    page.worksheet.set_column(len(_COLUMNS), len(_COLUMNS), _SLUG_WIDTH, None, {"hidden": True})
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
    return [(header, max(width, fitting) if header == _FILES else width) for header, width in _COLUMNS]
