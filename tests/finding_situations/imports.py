"""Documents that are imported: what was read in them, guessed, or left out."""

from collections.abc import Mapping, Sequence

from finding_situations.desk import Desk, Make, MakePair, What
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.workflow.importing import import_documents

_TITLE = (
    "รายงานผลการดำเนินการตามมาตรการ เทศบาลตำบลตัวอย่าง",
    "รอบ ๖ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๖",
    "ตามผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๕",
)
_ROW = {
    "มาตรการ": "จัดทำคู่มือการใช้ทรัพย์สินของทางราชการ",
    "ขั้นตอน": "สำรวจรายการทรัพย์สินและรับฟังความคิดเห็นของบุคลากร",
    "ผู้รับผิดชอบ": "กองคลัง",
    "ระยะเวลา": "ธันวาคม ๒๕๖๕",
}
_FURTHER = {
    "มาตรการ": "เผยแพร่ช่องทางร้องเรียนการทุจริต",
    "ขั้นตอน": "ปรับปรุงเว็บไซต์ของหน่วยงานให้มีช่องทางร้องเรียนการทุจริตและประพฤติมิชอบของเจ้าหน้าที่",
    "ผู้รับผิดชอบ": "สำนักปลัด",
    "ระยะเวลา": "มกราคม ๒๕๖๖",
}

Row = Mapping[str, str]


def _document(*rows: Row, title: Sequence[str] = _TITLE, further: Sequence[Row] = ()) -> Make:
    """A text with a table of measures, and perhaps another table."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        place = desk.place()
        path = place / "รายงาน.txt"
        tables = [_table(each) for each in (rows, further) if each]
        path.write_text("\n\n".join(["\n".join(title), *tables]), encoding="utf-8")
        return import_documents([path], place / "plan.xlsx", desk.settings).findings

    return make


def _table(rows: Sequence[Row]) -> str:
    headers = list(rows[0])
    return "\n".join(["\t".join(headers), *("\t".join(row.values()) for row in rows)])


def _row(**entries: str) -> Make:
    """The usual table with other entries in its first row; the second row has the same columns."""
    first = {**_ROW, **entries}
    return _document(first, {header: _FURTHER.get(header, "") for header in first})


def _headed(old: str, new: str) -> Make:
    """The usual table under another header."""
    return _document(
        *({new if each == old else each: words for each, words in row.items()} for row in (_ROW, _FURTHER))
    )


def _scores(*names: str, score: str = "90") -> Make:
    """A report, and beside it a table of scores of these agencies; the last one's as told."""

    def make(desk: Desk) -> tuple[Finding, ...]:
        place = desk.place()
        report, table = place / "รายงาน.txt", place / "คะแนน.csv"
        report.write_text("\n\n".join(["\n".join(_TITLE), _table([_ROW])]), encoding="utf-8")
        lines = [",".join(["หน่วยงาน", *map(str, range(1, 11))])]
        lines += [",".join([name, *["90"] * 10]) for name in names[:-1]]
        lines.append(",".join([names[-1], score, *["90"] * 9]))
        table.write_text("\n".join(lines), encoding="utf-8")
        return import_documents([report, table], place / "plan.xlsx", desk.settings).findings

    return make


_RESULT, _STATUS = "ผลการดำเนินงาน", "สถานะ"
_NARROW = {
    "มาตรการ": "จัดทำคู่มือการ ใช้ทรัพย์สิน ของทางราชการ",
    "ขั้นตอน": "สำรวจรายการ ทรัพย์สินและ รับฟังความเห็น ของบุคลากร ทุกกอง และ รวบรวมเสนอ ผู้บริหารทราบ"
    + " เพื่อพิจารณา ปรับปรุงให้ เหมาะสมกับ การปฏิบัติงาน" * 3,
    "ผู้รับผิดชอบ": "กองคลัง",
    "ระยะเวลา": "ธันวาคม ๒๕๖๕",
}

# As short, but typed: its blanks part phrases.
_PHRASES = {
    **_NARROW,
    "มาตรการ": "จัดทำคู่มือทรัพย์สิน แจกทุกกอง",
    "ขั้นตอน": "สำรวจรายการทรัพย์สิน รับฟังความเห็นบุคลากร รวบรวมเสนอผู้บริหาร" + " ปรับปรุงถ้อยคำ จัดพิมพ์คู่มือ แจกจ่ายทุกกอง" * 3,
}
_PHRASES_TOO = {
    "มาตรการ": "เผยแพร่ช่องทาง รับเรื่องร้องเรียน",
    "ขั้นตอน": "ปรับปรุงเว็บไซต์ แจ้งประชาชน รายงานผล",
}

_NARROW_TOO = {
    "มาตรการ": "เผยแพร่ช่องทาง ร้องเรียน การทุจริต",
    "ขั้นตอน": "ปรับปรุงเว็บไซต์ ของหน่วยงาน ให้มีช่องทาง ร้องเรียนและ แจ้งประชาชน ให้ทราบทั่วกัน",
    "ผู้รับผิดชอบ": "สำนักปลัด",
    "ระยะเวลา": "มกราคม ๒๕๖๖",
}

MADE: Mapping[What, MakePair] = {
    FindingKind.HEADER_READ: (_headed("ผู้รับผิดชอบ", "ผู้รับผิดชอบโครงการ"), _headed("ผู้รับผิดชอบ", "ผู้รับผิดชอบหลัก")),
    FindingKind.HEADER_UNKNOWN: (_row(สีของปก="ฟ้า"), _row(ข้อเสนอแนะ="เพิ่มงบประมาณ")),
    FindingKind.TABLE_UNUSED: (
        _document(_ROW, further=[{"ครุภัณฑ์": "โต๊ะ", "จำนวน": "๕"}]),
        _document(_ROW, further=[_FURTHER]),
    ),
    FindingKind.SPELT_DIFFERENTLY: (
        _document(_ROW, title=(*_TITLE, "จัดทำโดย เทศบาลตำบลตัวอยาง")),
        _document(_ROW, title=(*_TITLE, "จัดทำโดย เทศบาลตำบลตัวอย่าง")),
    ),
    FindingKind.SETTING_GUESSED: (_document(_ROW, title=_TITLE[:1]), _document(_ROW)),
    FindingKind.DEPARTMENT_READ: (_row(ผู้รับผิดชอบ="คณะทำงานจัดทำคู่มือ"), _row(ผู้รับผิดชอบ="ผู้อำนวยการกองคลัง")),
    FindingKind.NOBODY_RESPONSIBLE: (_row(ผู้รับผิดชอบ=""), _row(ผู้รับผิดชอบ="ทุกส่วนราชการ")),
    FindingKind.COLUMNS_SWAPPED: (
        _row(ผู้รับผิดชอบ="ธันวาคม ๒๕๖๕", ระยะเวลา="กองคลัง"),
        _row(ผู้รับผิดชอบ="กองคลัง", ระยะเวลา="ธันวาคม ๒๕๖๕"),
    ),
    FindingKind.PERIOD_UNREAD: (_row(ระยะเวลา="ตามความเหมาะสม"), _row(ระยะเวลา="ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖")),
    FindingKind.PERIOD_READ: (_row(ระยะเวลา="ธันวาคม"), _row(ระยะเวลา="ธันวาคม ๒๕๖๕")),
    FindingKind.STATUS_READ: (
        _row(**{_RESULT: "แจกคู่มือแก่บุคลากรแล้ว"}),
        _row(**{_RESULT: "แจกคู่มือแก่บุคลากรแล้ว", _STATUS: "ดำเนินการแล้ว"}),
    ),
    FindingKind.RESULT_WITHOUT_UNIT: (
        _row(**{"ผู้รับผิดชอบ": "กองคลัง และกองช่าง", _RESULT: "แจกคู่มือแก่บุคลากรแล้ว"}),
        _row(**{"ผู้รับผิดชอบ": "กองคลัง", _RESULT: "แจกคู่มือแก่บุคลากรแล้ว"}),
    ),
    FindingKind.MEASURE_FROM: (_headed("มาตรการ", "แนวทางปฏิบัติ"), _headed("มาตรการ", "โครงการ/กิจกรรม")),
    FindingKind.LINES_JOINED: (
        _document(_NARROW, _NARROW_TOO),
        _document(_PHRASES, {**_NARROW_TOO, **_PHRASES_TOO}),
    ),
    FindingKind.SCORES_UNUSED: (
        _scores("เทศบาลตำบลสมมติ", "อบต.สมมติ"),
        _scores("เทศบาลตำบล ตัวอย่าง", "อบต.สมมติ"),
    ),
    FindingKind.OTHER_AGENCIES: (
        _scores("เทศบาลตำบล ตัวอย่าง", "อบต.สมมติ", score="190"),
        _scores("เทศบาลตำบล ตัวอย่าง", "อบต.สมมติ"),
    ),
}
