"""A form that goes back to be corrected: what was entered, what is wrong with it, and what to do."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.contents import contents_of
from itaxl.assessment.findings import Finding, FindingKind, Severity
from itaxl.assessment.submissions import KeptEntry, OriginKind, Submission
from itaxl.planning.prefilling import (
    MISPLACED,
    Prefilled,
    pieces,
    prefilled,
    target_of_field,
    target_of_row,
    with_start,
)
from itaxl.template.description import Layout, Sheet, WorkbookDescription
from itaxl.template.filling import Filling
from itaxl.template.front import CORRECTIONS_SHEET, FrontItem, FrontList, FrontSheet, Target
from itaxl.template.layout import FIRST_FIELD_ROW, HEADER_ROW
from itaxl.template.stamp import canonical
from itaxl.thai.text import shortened

_WIDTHS = (16.0, 24.0, 30.0, 38.0, 34.0)
_HEADERS = ("ไปที่ช่อง", "รายการ", "ที่กรอกไว้", "เหตุผล", "วิธีแก้")
_HEADERS_OF_KEPT = ("ไปที่แผ่น", "เดิมอยู่ที่", "ข้อความ (ย้ายแล้วให้ลบออกจากช่องนี้)", "เหตุผล", "วิธีแก้")
_STATUS = "แก้แล้วหรือยัง"
_WITHOUT_PLACE = "ข้อความที่ไม่มีที่อยู่ในแบบ"
_ENTRY = 2
_LONGEST_NAME = 40
_CONFIRM = "หากตรวจแล้วไม่มีอะไรต้องเปลี่ยน พิมพ์ชื่อผู้ตรวจ →"
_ROW = re.compile(r"[A-Z]{1,3}([0-9]+)")
_TO_MOVE = "ย้ายไปไว้ในช่องหรือแถวว่างที่ถูกต้อง แล้วลบออกจากช่องสีครีมนี้ หากแถวไม่พอให้แจ้งผู้ประสานงาน"
_RESTORED = "ไฟล์นี้คืนค่าเดิมให้แล้ว หากค่าเดิมผิด ให้แจ้งผู้ประสานงาน แล้วลบออกจากช่องสีครีมนี้"
_IS_CARRIED = "ใช้ไฟล์นี้แทน สิ่งที่กรอกไว้ในไฟล์นั้นยกมาให้แล้ว"
# They say which file counts, or of what goes along anyway.
_NOT_FOR_THE_UNIT = frozenset(
    {
        FindingKind.UNCHANGED_COUNTS,
        FindingKind.SUPERSEDED,
        FindingKind.KEPT_ENTRY,
        FindingKind.UNTOUCHED,
        FindingKind.DROPPED_MEASURE,
        FindingKind.UNIT_CHANGED,
    }
)


class Returned(Struct, frozen=True):
    """What came back from a unit and is to be corrected.

    Attributes:
        submission: the return that counts.
        findings: all that was found in it.
    """

    submission: Submission
    findings: tuple[Finding, ...]


def corrected_form(blank: Filling, description: WorkbookDescription, returned: Returned) -> Filling:
    """The form of a unit whose return has errors: filled in as it was, with a sheet in front that lists them.

    Args:
        blank: the form as it goes out empty.
        description: of the form.
        returned: what came back.
    """
    submission = returned.submission
    filled = prefilled(blank, description, submission)
    placer = _Placer(description, filled, returned)
    told = [each for each in returned.findings if each.kind not in _NOT_FOR_THE_UNIT]
    kept = (*placer.kept(told), *placer.kept_already(filled.leftover))
    errors = [each for each in told if each.severity is Severity.ERROR and each.kind not in MISPLACED]
    # What was cleared from a locked cell stands there again; there is nothing to move.
    cleared = [each for each in told if each.kind in MISPLACED and not each.value]
    doubts = [each for each in told if each.severity is Severity.WARNING and each.kind not in MISPLACED]
    lists = (
        FrontList("ต้องแก้ไข", _HEADERS, placer.items(errors, is_wrong=True), entry=_ENTRY, watched=_STATUS),
        FrontList(_WITHOUT_PLACE, _HEADERS_OF_KEPT, kept, entry=_ENTRY, kept=True),
        FrontList("ควรตรวจสอบ (ถูกต้องแล้วไม่ต้องแก้)", _HEADERS, placer.items([*doubts, *cleared])),
    )
    lines = _lines_to_correct(PurePosixPath(submission.file).name, len(errors) + len(kept))
    earlier = submission.origin.corrects if submission.origin else ()
    corrects = (*earlier, contents_of(submission))
    front = _front(blank, lines, lists, confirm=_CONFIRM)
    return _with_front(filled.filling, description, front, OriginKind.CORRECTION, corrects)


def _lines_to_correct(file: str, count: int) -> tuple[str, ...]:
    if not count:
        return (
            f"แบบที่ส่งคืน ({file}) มีช่องที่ล็อกไว้ถูกแก้ ไฟล์นี้คืนค่าเดิมให้แล้ว ข้อมูลที่กรอกไว้ยังอยู่ครบ",
            "ไม่มีช่องที่ต้องแก้ พิมพ์ชื่อผู้ตรวจในช่องสีครีมด้านล่าง แล้วบันทึกและส่งไฟล์นี้คืน ใช้แทนฉบับเดิม",
        )
    return (
        f"แบบที่ส่งคืน ({file}) มีจุดที่ต้องแก้ไข {count} จุด ทุกอย่างที่กรอกไว้แล้วอยู่ในไฟล์นี้ ไม่ต้องกรอกใหม่",
        "คลิกช่องในคอลัมน์แรก แก้ช่องสีแดง (ชี้ที่ช่องเพื่ออ่านเหตุผล) แล้วดูแผ่น ตรวจก่อนส่ง จนขึ้นว่า พร้อมส่ง",
        "บันทึกแล้วส่งไฟล์นี้คืน ใช้แทนฉบับเดิม",
    )


def first_form(
    blank: Filling,
    description: WorkbookDescription,
    refused: Sequence[tuple[Finding, Submission | None]] = (),
) -> Filling:
    """The form of a unit of which nothing counts; what is still usable of a return that was refused is in it.

    Args:
        blank: the form as it goes out empty.
        description: of the form.
        refused: why files of the unit do not count, the latest first, with those whose entries fit.
    """
    usable = next((each for _, each in refused if each is not None), None)
    filled = prefilled(blank, description, usable, again=False) if usable else Prefilled(blank)
    placer = _Placer(description, filled)
    reasons = tuple(
        FrontItem(
            (
                PurePosixPath(each.file).name,
                each.text(),
                _IS_CARRIED if usable is not None and submission is usable else each.remedy(),
            ),
            label=str(number),
        )
        for number, (each, submission) in enumerate(refused, start=1)
    )
    kept = tuple(placer.kept_already(filled.leftover))
    lists = (
        FrontList("ไฟล์ที่นับไม่ได้", ("ลำดับ", "ไฟล์", "เพราะ", "วิธีแก้"), reasons),
        FrontList("ต้องกรอก", _HEADERS, tuple(_to_fill_in(description, usable))),
        FrontList(_WITHOUT_PLACE, _HEADERS_OF_KEPT, kept, entry=_ENTRY, kept=True),
    )
    front = _front(
        blank, _lines_to_fill_in(blank, is_begun=usable is not None, is_refused=bool(refused)), lists
    )
    kind = OriginKind.CARRIED if usable is not None else OriginKind.CORRECTION
    return _with_front(filled.filling, description, front, kind, ())


def _lines_to_fill_in(blank: Filling, *, is_begun: bool, is_refused: bool) -> tuple[str, ...]:
    due = blank.texts.get("due", "")
    told = "ได้รับไฟล์แล้ว แต่ยังนับไม่ได้" if is_refused else "ยังไม่ได้รับแบบรายงาน หรือแบบที่ส่งมายังว่าง"
    lines = [f"{told} · กำหนดส่ง: {due}" if due else told]
    if is_begun:
        lines.append("สิ่งที่กรอกไว้ในไฟล์นั้นยกมาไว้ในไฟล์นี้แล้ว ตรวจทีละช่องว่าเป็นของรอบนี้ แล้วกรอกผู้รายงาน")
    lines.append("กรอกช่องสีครีมในแผ่นต่อไปนี้ แล้วดูแผ่น ตรวจก่อนส่ง จนขึ้นว่า พร้อมส่ง บันทึกแล้วส่งไฟล์นี้คืน")
    return tuple(lines)


def _front(
    blank: Filling, lines: Sequence[str], lists: tuple[FrontList, ...], *, confirm: str = ""
) -> FrontSheet:
    title = f"{CORRECTIONS_SHEET} · {blank.stamp.unit}"
    where = blank.texts.get("return_to", "")
    told = (*lines, f"ส่งคืนที่: {where}") if where else tuple(lines)
    return FrontSheet(CORRECTIONS_SHEET, title, told, _WIDTHS, lists, confirm)


def _with_front(
    filling: Filling,
    description: WorkbookDescription,
    front: FrontSheet,
    kind: OriginKind,
    corrects: Sequence[str],
) -> Filling:
    kept = [canonical(item.cells[_ENTRY - 1]) for each in front.lists if each.kept for item in each.items]
    return replace(with_start(filling, description, kind, kept, corrects), front=front)


def _to_fill_in(description: WorkbookDescription, usable: Submission | None) -> Iterator[FrontItem]:
    begun = {row.table for row in usable.rows if row.values} if usable else set()
    for sheet in description.sheets:
        if sheet.layout in (Layout.FORM, Layout.TABLE):
            why = "ยกมาแล้ว ยังไม่มีใครยืนยัน" if sheet.key in begun else "ยังไม่กรอก"
            cells = (sheet.name, "", why, "ตรวจทีละช่อง" if sheet.key in begun else "กรอกช่องสีครีม")
            yield FrontItem(cells, Target(sheet.name), sheet.name)


def _sheets_of(returned: Returned, description: WorkbookDescription) -> Mapping[str, Sheet]:
    """The form's sheets by the names that they had in the file, where those are not the form's."""
    by_key = {each.key: each for each in description.sheets}
    by_name = {each.name: each for each in description.sheets}
    names = {row.sheet: by_key[row.table] for row in returned.submission.rows if row.sheet}
    for each in returned.findings:
        expected = str(each.details.get("expected", ""))
        if each.kind is FindingKind.SHEET_FOUND and expected in by_name:
            names.setdefault(each.sheet, by_name[expected])
    return names


class _Placer:
    """Finds the cell of the form that goes out for what was found in the one that came back."""

    def __init__(
        self, description: WorkbookDescription, filled: Prefilled, returned: Returned | None = None
    ) -> None:
        self.sheets: Mapping[str, Sheet] = {each.name: each for each in description.sheets}
        self.order = {each.name: number for number, each in enumerate(description.sheets)}
        self.filled = filled
        self.returned = _sheets_of(returned, description) if returned else {}

    def items(self, findings: Iterable[Finding], *, is_wrong: bool = False) -> tuple[FrontItem, ...]:
        """One line a finding, in the order of the form."""
        placed = [(self.target(each), each) for each in findings]
        placed.sort(key=lambda pair: self._place(*pair))
        return tuple(self._item(target, each, is_wrong=is_wrong) for target, each in placed)

    def _place(self, target: Target | None, finding: Finding) -> tuple[int, int, int]:
        sheet = target.sheet if target else finding.sheet
        row = target.row if target and target.row is not None else -1
        return self.order.get(sheet, -1), row, target.column if target else 0

    def _item(self, target: Target | None, finding: Finding, *, is_wrong: bool) -> FrontItem:
        at_cell = target is not None and target.row is not None
        entry = self._entry(target) if target and at_cell else finding.value
        named = self._name(target) if target and at_cell else ""
        what = named or finding.sheet or str(finding.details.get("header", ""))
        reason, remedy = finding.text(), finding.remedy()
        return FrontItem(
            cells=(what, entry, reason, remedy),
            target=target,
            label=target.name if target else "–",
            note=f"{reason}\n→ {remedy}" if at_cell else "",
            is_wrong=is_wrong and at_cell,
        )

    def kept(self, findings: Iterable[Finding]) -> Iterator[FrontItem]:
        """Entries that the form has no cell for, and what was typed over a locked cell."""
        for each in findings:
            if each.kind in MISPLACED and each.value:
                place = " ".join(part for part in (each.sheet, each.cell) if part)
                remedy = _RESTORED if each.kind is FindingKind.LOCKED_CELL_CHANGED else _TO_MOVE
                for part in pieces(each.value):
                    yield self._kept(place, part, each.text(), remedy, self._sheet(each))

    def kept_already(self, entries: Iterable[KeptEntry]) -> Iterator[FrontItem]:
        """Entries that had no place before, or whose row is gone."""
        for each in entries:
            told = Finding(FindingKind.KEPT_ENTRY, value=each.value, details={"place": each.place})
            yield self._kept(each.place, each.value, told.text(), told.remedy())

    def _kept(
        self, place: str, value: str, reason: str, remedy: str, sheet: Sheet | None = None
    ) -> FrontItem:
        name = sheet.name if sheet else next((each for each in self.sheets if place.startswith(each)), "")
        return FrontItem((place, value, reason, remedy), Target(name) if name else None, name or "–")

    def _sheet(self, finding: Finding) -> Sheet | None:
        """The sheet of the form that a finding speaks of, whatever it was called in the file."""
        name = finding.sheet
        main = finding.details.get("main") if finding.kind is FindingKind.COPY_DIFFERS else None
        known = self.sheets.get(str(main or name)) or self.returned.get(str(main or name))
        if known is not None or not name or "header" not in finding.details:
            return known
        header = str(finding.details["header"])
        forms = [each for each in self.sheets.values() if each.layout is Layout.FORM]
        labelled = [each for each in forms if target_of_field(each, header)]
        return labelled[0] if len(labelled) == 1 else None

    def target(self, finding: Finding) -> Target | None:
        """Where to correct it: a cell where there is one, else a sheet, else nowhere."""
        sheet = self._sheet(finding)
        code = str(finding.details.get("code", ""))
        if code and not finding.cell:
            tables = [sheet] if sheet else [each for each in self.sheets.values() if each.row_label]
            found = (target_of_row(each, self.filled.filling, code) for each in tables)
            return next((each for each in found if each), Target(sheet.name) if sheet else None)
        if sheet is None:
            return None
        header = str(finding.details.get("header", ""))
        if sheet.layout is Layout.FORM:
            return target_of_field(sheet, header) or Target(sheet.name)
        match = _ROW.fullmatch(finding.cell)
        row = (self.filled.places or {}).get((sheet.key, int(match[1]))) if match else None
        column = next((number for number, each in enumerate(sheet.columns) if each.header == header), None)
        return Target(sheet.name) if row is None or column is None else Target(sheet.name, row, column)

    def _row(self, target: Target) -> tuple[Sheet, Mapping[str, object]]:
        sheet = self.sheets[target.sheet]
        filling = self.filled.filling
        if sheet.layout is Layout.FORM:
            return sheet, filling.fields.get(sheet.key, {})
        rows = filling.rows.get(sheet.key, ())
        number = (target.row or 0) - (HEADER_ROW + 1)
        if number < len(rows):
            return sheet, rows[number]
        number -= len(rows) + (1 if sheet.blank_rows_title else 0)
        added = filling.blank_rows.get(sheet.key, ())
        code = {sheet.row_label: sheet.blank_code.replace("{n}", str(number + 1))}
        return sheet, code | dict(added[number]) if 0 <= number < len(added) else code

    def _entry(self, target: Target) -> object:
        sheet, values = self._row(target)
        return values.get(self._column_key(sheet, target))

    def _column_key(self, sheet: Sheet, target: Target) -> str:
        if sheet.layout is Layout.FORM:
            return sheet.columns[(target.row or 0) - FIRST_FIELD_ROW].key
        return sheet.columns[target.column].key

    def _name(self, target: Target) -> str:
        sheet, values = self._row(target)
        key = self._column_key(sheet, target)
        header = sheet.column(key).header
        if sheet.layout is Layout.FORM:
            return header
        words = " ".join(canonical(values.get(sheet.row_text)).split()) if sheet.row_text != key else ""
        label = canonical(values.get(sheet.row_label)) or f"แถวที่ {(target.row or 0) + 1}"
        return f"{label} {shortened(words, _LONGEST_NAME)}".strip() + f" · {header}"
