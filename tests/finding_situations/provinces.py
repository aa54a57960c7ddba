"""A province: its list of agencies, the scores that it knows, and what it has to say of each agency."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from filling import fill
from provincial import scores as grades

from finding_situations.desk import (
    AGENCIES,
    MUNICIPALITY,
    PROVINCE,
    REPORTER,
    TAMBON,
    Build,
    Desk,
    Make,
    MakePair,
    Pair,
    What,
)
from finding_situations.files import agency_form, provincial
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.workflow.planning import init_province


def _listed(*agencies: tuple[object, ...], scores: tuple[tuple[object, ...], ...] = ()) -> Build:
    def build(desk: Desk, path: Path) -> str:
        desk.province_book(path, agencies=agencies, scores=scores)
        return PROVINCE

    return build


def _scored(code: str, name: str) -> Build:
    return _listed(*AGENCIES, scores=((code, name, *(90,) * 10),))


CHECKED: Mapping[What, Pair] = {
    FindingKind.SAME_AGENCY: (
        _listed(*AGENCIES, ("003", "อบต.ตัวอย่าง", TAMBON, "เมือง")),
        _listed(*AGENCIES, ("003", "อบต.ตัวอย่าง", TAMBON, "เหนือ")),
    ),
    FindingKind.REPEATED_AGENCY: (
        _listed(*AGENCIES, ("003", "เทศบาลตำบลตัวอย่าง", MUNICIPALITY, "เมือง")),
        _listed(*AGENCIES, ("003", "เทศบาลตำบลตัวอย่าง", MUNICIPALITY, "เหนือ")),
    ),
    FindingKind.UNKNOWN_TYPE: (
        _listed(("001", "เทศบาลตำบลตัวอย่าง", "เทศบาลตำบน")),
        _listed(("001", "เทศบาลตำบลตัวอย่าง", "ทต.")),
    ),
    FindingKind.NO_AGENCIES: (_listed(), _listed(AGENCIES[0])),
    FindingKind.SCORES_OF_NOBODY: (_scored("009", "เทศบาลตำบลสมมติ"), _scored("1", "ทต.ตัวอย่าง")),
    FindingKind.SCORES_OF_OTHER: (
        _scored("001", "องค์การบริหารส่วนตำบลตัวอย่าง"),
        _scored("002", "อบต. ตัวอย่าง"),
    ),
    FindingKind.NOT_AN_AGENCY: (
        _listed(AGENCIES[0], ("รวม", "รวมทั้งสิ้น")),
        _listed(AGENCIES[0], ("002", "เทศบาลตำบลรวมใจ", MUNICIPALITY)),
    ),
}


def _roster(*lines: str) -> Make:
    """A list of agencies that exists already."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        place = desk.place()
        path = place / "รายชื่อ.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        settings = desk.settings
        return init_province(place, settings, name="ตัวอย่าง", fiscal_year=2566, roster=path).findings

    return make


def _history(*names: str) -> Make:
    """The scores of the year before, of agencies of these names."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        table = _table(desk, 2564, dict.fromkeys(names, 80))
        return desk.consolidated(desk.place(), control=desk.province[0], history=(table,))

    return make


def _table(desk: Desk, year: int, rows: Mapping[str, float]) -> Path:
    """A table of a year's scores, the same of every indicator."""
    table = desk.place() / f"คะแนน {year}.csv"
    lines = [",".join(["หน่วยงาน", "ปีที่ประเมิน", *map(str, range(1, 11))])]
    lines += [",".join([name, str(year), *[f"{score}"] * 10]) for name, score in rows.items()]
    table.write_text("\n".join(lines), encoding="utf-8")
    return table


def _two_sources(score: float) -> Make:
    """The sheet of scores says 90; a table says this."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        scores = (("001", "เทศบาลตำบลตัวอย่าง", *(90,) * 10),)
        control = desk.province_book(desk.place() / PROVINCE, scores=scores)
        table = _table(desk, 2565, {"ทต. ตัวอย่าง": score})
        return desk.consolidated(desk.place(), control=control, known=table)

    return make


_EIGHTY = (80,) * 10


def _before(score: float) -> Make:
    """An agency gives 80 for the year before; the history says this."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        folder, (control, sent) = desk.place(), desk.province
        source = desk.form("001", sent)
        fill(source, folder / source.name, cells={**REPORTER, **grades(_EIGHTY, "E")}, reporter=False)
        table = _table(desk, 2564, {"เทศบาลตำบลตัวอย่าง": score})
        return desk.consolidated(folder, control=control, history=(table,))

    return make


def _history_of(year: int) -> Make:
    def make(desk: Desk) -> tuple[Finding, ...]:
        table = _table(desk, year, {"เทศบาลตำบลตัวอย่าง": 80})
        return desk.consolidated(desk.place(), control=desk.province[0], history=(table,))

    return make


def _knowing(score: float) -> Make:
    """An agency says 90 of every indicator; the province knows another score of the second."""

    def known(desk: Desk) -> tuple[Path, Path]:
        scores = (("001", "เทศบาลตำบลตัวอย่าง", 90, score, *(90,) * 8),)
        control = desk.province_book(desk.place() / PROVINCE, scores=scores)
        return control, desk.province[1]

    return provincial(agency_form(), control=known)


_DONE = {"สถานะ": "ดำเนินการแล้ว", "วันที่แล้วเสร็จ": date(2022, 12, 27), "ผลการดำเนินงาน": "ประกาศแล้ว"}
_PROVEN = {**_DONE, "หลักฐาน_(ลิงก์)": "ประกาศ 1/2566"}
_NINE = (90,) * 9
_WEAK = provincial(
    agency_form("001", {"วันสิ้นสุด": date(2023, 4, 10)}, given=(79.99, *_NINE)), agency_form("002", _DONE)
)
_JUST_ENOUGH = provincial(
    agency_form("001", {"วันสิ้นสุด": date(2023, 4, 11)}, given=(80, *_NINE)), agency_form("002", _PROVEN)
)
"""As weak, late and unproven as may be; today is 11 April 2566."""
_NO_ENTRIES = provincial(agency_form(given=()), agency_form("002", measures=False))
_FEW_ENTRIES = provincial(agency_form(given=(90,)), agency_form("002", given=(*_NINE, 0)))

MADE: Mapping[What, MakePair] = {
    FindingKind.UNPLACED_COLUMN: (
        _roster("รหัส,ชื่อหน่วยงาน,โทรสาร", "001,อบต.ตัวอย่าง,0-0000-0000"),
        _roster("รหัส,ชื่อหน่วยงาน,โทรสาร", "001,อบต.ตัวอย่าง,"),
    ),
    FindingKind.CODES_GIVEN: (
        _roster("ชื่อหน่วยงาน,อำเภอ", "อบต.ตัวอย่าง,เมือง", "อบต.สมมติ,เมือง"),
        _roster("รหัส อปท.,ชื่อหน่วยงาน", "061001,อบต.ตัวอย่าง"),
    ),
    FindingKind.KNOWN_SCORE_DIFFERS: (_knowing(84.48), _knowing(90.001)),
    FindingKind.SCORE_SOURCES_DIFFER: (_two_sources(84.48), _two_sources(90.001)),
    FindingKind.PREVIOUS_DIFFERS: (_before(81.25), _before(80.001)),
    FindingKind.HISTORY_OF_THIS_YEAR: (_history_of(2565), _history_of(2564)),
    FindingKind.HISTORY_UNMATCHED: (
        _history("เทศบาลตำบลตัวอย่าง", "เทศบาลตำบลสมมติ"),
        _history("เทศบาลตำบล ตัวอย่าง"),
    ),
    FindingKind.AGENCY_WITHOUT_SCORES: (_NO_ENTRIES, _FEW_ENTRIES),
    FindingKind.AGENCY_SCORES_INCOMPLETE: (_FEW_ENTRIES, _NO_ENTRIES),
    FindingKind.AGENCY_WEAK_WITHOUT_MEASURE: (_WEAK, _JUST_ENOUGH),
    FindingKind.AGENCY_WITHOUT_MEASURES: (_NO_ENTRIES, _FEW_ENTRIES),
    FindingKind.AGENCY_OVERDUE: (_WEAK, _JUST_ENOUGH),
    FindingKind.AGENCY_WITHOUT_EVIDENCE: (_WEAK, _JUST_ENOUGH),
}
