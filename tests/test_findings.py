"""Every finding says what is wrong and what to do, in two languages, and equal ones are told together."""

import re

import pytest

from itaxl.assessment.finding_groups import ROW_CELLS, grouped, rows_together
from itaxl.assessment.finding_names import name_of
from itaxl.assessment.findings import (
    Finding,
    FindingKind,
    has_errors,
)
from itaxl.assessment.refusals import ImportWording, UnreadableWording
from itaxl.sheets.formats import UnreadableReason

_THAI = re.compile("[\u0e01-\u0e5b]")
_BRACES = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_is_worded_in_both_languages_with_a_remedy(kind: FindingKind) -> None:
    finding = Finding(kind, details={"remedy": "ส่งใหม่", "remedy_en": "send it again"})
    assert _THAI.search(finding.text("th"))
    assert _THAI.search(finding.remedy("th"))
    assert not _THAI.search(finding.text("en"))
    assert not _THAI.search(finding.remedy("en"))
    assert finding.remedy("en")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.slug)
    assert _THAI.search(name_of(kind))
    assert len(name_of(kind)) <= 30  # it stands in a narrow column


@pytest.mark.parametrize("kind", FindingKind)
def test_both_languages_tell_the_same_facts(kind: FindingKind) -> None:
    wording = kind.value
    thai, english = (
        {each.removesuffix("_en") for text in texts for each in _BRACES.findall(text)}
        for texts in ((wording.thai, wording.remedy_thai), (wording.english, wording.remedy_english))
    )
    assert thai == english


def test_every_reason_for_an_unreadable_file_is_worded() -> None:
    assert {each.name for each in UnreadableReason} == {each.name for each in UnreadableWording}


@pytest.mark.parametrize("wording", ImportWording)
def test_why_a_document_gives_nothing_is_worded_in_both_languages(wording: ImportWording) -> None:
    thai, english = wording.lines("a.docx")
    assert _THAI.search(thai)
    assert not _THAI.search(english)
    assert all("→" in line and "\n" not in line for line in (thai, english))


def test_no_two_kinds_share_their_words() -> None:
    assert len({kind.value.thai for kind in FindingKind}) >= len(FindingKind) - 1  # two kinds of empty entry
    assert len({kind.slug for kind in FindingKind}) == len(FindingKind)


def test_equal_findings_are_told_once_with_all_their_cells() -> None:
    def finding(cell: str, value: str, file: str = "a.xlsx") -> Finding:
        return Finding(FindingKind.NOT_A_DATE, file, "มาตรการ", cell, value, {"header": "วันที่"})

    findings = [finding("O4", "?"), finding("O5", "เร็วๆนี้"), finding("O9", "?"), finding("O4", "?", "b.xlsx")]
    groups = grouped(findings)
    assert [(group.first.file, group.first.value, group.cells) for group in groups] == [
        ("a.xlsx", "?", ("O4", "O9")),
        ("a.xlsx", "เร็วๆนี้", ("O5",)),
        ("b.xlsx", "?", ("O4",)),
    ]


def test_entries_in_one_row_below_the_form_are_told_as_one_that_has_all_of_them() -> None:
    def entry(cell: str, value: str, cells: str = "", file: str = "a.xlsx") -> Finding:
        details = {ROW_CELLS: cells} if cells else {}
        return Finding(FindingKind.BEYOND_FORM, file, "มาตรการ", cell, value, details)

    long = "ดำเนินการ\nครบทุกข้อ" * 40
    findings = [
        entry("X4", "หมายเหตุ"),
        entry("E20", long, "E20:P20"),
        entry("N20", "อยู่ระหว่างดำเนินการ", "E20:P20"),
        entry("P20", long, "E20:P20"),
        entry("E21", "อีกแถว", "E21:N21"),
        entry("N21", "?", "E21:N21"),
        entry("E20", "ไฟล์อื่น", "E20:P20", "b.xlsx"),
    ]
    told = rows_together(findings)
    assert [(each.file, each.cell) for each in told] == [
        ("a.xlsx", "X4"),
        ("a.xlsx", "E20:P20"),
        ("a.xlsx", "E21:N21"),
        ("b.xlsx", "E20"),
    ]
    assert told[1].value == f"{long} · อยู่ระหว่างดำเนินการ · {long}"
    assert re.search("“ดำเนินการ ครบ[^·]*… · อยู่ระหว่างดำเนินการ · ดำเนินการ ครบ[^·]*…”", told[1].text())
    assert "\n" not in told[1].message()
    assert len(told[1].message()) < 300
    assert "“อีกแถว · ?”" in told[2].text("en")
    assert [group.cells for group in grouped(findings)] == [(each.cell,) for each in told]


def test_a_finding_is_one_line_however_long_the_entry() -> None:
    value = "บรรทัด\n" * 1000
    finding = Finding(FindingKind.NOT_A_DATE, value=value, details={"header": "วันที่"})
    assert "\n" not in finding.message()
    assert len(finding.message()) < 300
    assert finding.value == value


@pytest.mark.parametrize("value", ["{header}", "{0}", "{", "}", "%s", "{value.__class__}"])
def test_braces_in_an_entry_are_shown_as_they_are(value: str) -> None:
    finding = Finding(FindingKind.NOT_A_DATE, value=value, details={"header": "วันที่"})
    assert f"“{value}”" in finding.text()


def test_only_errors_change_the_exit_status() -> None:
    warning, error = Finding(FindingKind.MISSING_SUBMISSION), Finding(FindingKind.MISSING_ENTRY)
    assert not has_errors([])
    assert not has_errors([warning, warning])
    assert has_errors([warning, error])
