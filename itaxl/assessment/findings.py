"""What can be wrong or doubtful, and every word that is said about it: nowhere else are findings worded.

A text says what stands there and what the rule is; the remedy says what to do. The place (file, sheet,
cell) is added by whoever shows the finding. Words in braces are filled in from the finding's details.
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum

from msgspec import Struct, field


class Severity(StrEnum):
    """How much a finding weighs: only an error changes the exit status."""

    ERROR = "error"
    WARNING = "warning"


class Wording(Struct, frozen=True):
    """What is said of one kind of finding, in Thai and in English."""

    severity: Severity
    thai: str
    english: str
    remedy_thai: str
    remedy_english: str


def _error(thai: str, english: str, remedy_thai: str, remedy_english: str) -> Wording:
    return Wording(Severity.ERROR, thai, english, remedy_thai, remedy_english)


def _warning(thai: str, english: str, remedy_thai: str, remedy_english: str) -> Wording:
    return Wording(Severity.WARNING, thai, english, remedy_thai, remedy_english)


class FindingKind(Enum):
    """Every kind of finding; the name in lower case with hyphens is its lasting slug."""

    # The whole file
    UNREADABLE_FILE = _error(
        "เปิดอ่านไฟล์ไม่ได้: {reason}",
        "the file cannot be read: {reason_en}",
        "{remedy}",
        "{remedy_en}",
    )
    NOT_ONE_OF_OURS = _error(
        "ไฟล์นี้ไม่ใช่แบบรายงานที่ส่งออกไปจากระบบ (ไม่พบแผ่นข้อมูลประจำแบบ)",
        "this workbook is not one that itaxl sent out (its identity sheet is missing)",
        "กรอกในแบบที่ได้รับจากผู้ประสานงาน แล้วส่งกลับไฟล์นั้น อย่าคัดลอกตารางไปไว้ในไฟล์ใหม่",
        "fill in the workbook received from the coordinator and return that very file",
    )
    NOT_A_SUBMISSION = _warning(
        "ข้ามไฟล์นี้: {reason}",
        "passed over: {reason_en}",
        "ไม่ต้องทำอะไร หากไม่ใช่ไฟล์ที่ตั้งใจส่ง",
        "nothing to do, unless this was meant as a submission",
    )
    RECOGNISED_FORM = _warning(
        "ตารางถูกคัดลอกออกจากแบบที่ส่งให้ แต่{because}บอกว่าเป็นของ “{unit}” ระบบจึงนำไปรวม",
        "the table was copied out of the form that was sent; by {because_en} it is that of “{unit}”,"
        " and it is counted",
        "ตรวจว่าเป็นของ “{unit}” รอบหน้าให้กรอกในแบบที่ได้รับ อย่าคัดลอกตารางไปไว้ในไฟล์อื่น",
        "see that it is that of “{unit}”; next time fill in the very workbook that was received",
    )
    UNRECOGNISED_FORM = _error(
        "ตารางในแผ่น “{found}” ถูกคัดลอกออกจากแบบที่ส่งให้ และยืนยันไม่ได้ว่าเป็นของผู้ใด {because} จึงไม่นับ: {value}",
        "the table on sheet “{found}” was copied out of a form; whose it is cannot be confirmed {because_en},"
        " and it is not counted: {value}",
        "กรอกในแบบที่ได้รับจากผู้ประสานงาน หรือคัดลอกแผ่นผู้รายงานของแบบมาไว้ในไฟล์ด้วย",
        "fill in the workbook received from the coordinator, or copy its sheet of the reporter along",
    )
    OTHER_AGENCY = _error(
        "เป็นแบบของหน่วยงานอื่น คือ “{found}” แต่แผนนี้เป็นของ “{expected}”",
        "made for another agency, “{found}”; this plan is of “{expected}”",
        "ส่งคืนเจ้าของแบบ และขอไฟล์ของหน่วยงานเราแทน",
        "return it to its owner and ask for this agency's workbook",
    )
    OTHER_PLACE = _warning(
        "เป็นแบบของ “{unit}” {found} แต่แผนนี้เป็นของ {expected}",
        "made for “{unit}” {found}; this plan is of {expected}",
        "ตรวจว่าเป็นแบบของหน่วยงานเรา มีหน่วยงานชื่อเดียวกันในที่อื่น ถ้าใช่ แก้อำเภอหรือจังหวัดในแผนให้ตรงกัน",
        "see that it is this agency's, as others have its name; then correct the place in the plan",
    )
    OTHER_PROVINCE = _error(
        "เป็นแบบของจังหวัดอื่น คือ “{found}” แต่กำลังรวบรวมของจังหวัด “{expected}”",
        "made for another province, “{found}”; the agencies of “{expected}” are being collected",
        "ส่งคืนเจ้าของแบบ และขอไฟล์ที่จังหวัดนี้ส่งให้หน่วยงานแทน",
        "return it to its owner and ask for the workbook that this province sent to the agency",
    )
    OTHER_YEAR = _error(
        "เป็นแบบของปีงบประมาณ {found} แต่กำลังรวบรวมปีงบประมาณ {expected}",
        "made for fiscal year {found}; fiscal year {expected} is being collected",
        "กรอกใหม่ในแบบของปีงบประมาณ {expected}",
        "fill in the workbook of fiscal year {expected}",
    )
    OTHER_ROUND = _error(
        "เป็นแบบของรอบ {found} เดือน แต่กำลังรวบรวมรอบ {expected} เดือน",
        "made for the {found}-month round; the {expected}-month round is being collected",
        "กรอกใหม่ในแบบของรอบ {expected} เดือน",
        "fill in the workbook of the {expected}-month round",
    )
    OTHER_SCORED_YEAR = _error(
        "เป็นแบบของคะแนนปี {found} แต่แผนมีคะแนนปี {expected}",
        "it asks for the scores of {found}; the plan has those of {expected}",
        "ใช้แผนของรอบนั้น หรือกรอกคะแนนในแบบเอง",
        "give that round's plan, or fill in the scores yourself",
    )
    OTHER_VERSION = _error(
        "เป็นแบบรุ่นอื่น ({found}) แบบที่ใช้อยู่คือรุ่น {expected}",
        "made from another template version ({found}); the version in use is {expected}",
        "ผู้ประสานงาน: หากสร้างแบบด้วย --templates ให้ระบุ --templates เดิม มิฉะนั้นกรอกใหม่ในแบบรุ่นปัจจุบัน",
        "coordinator: where it was made with --templates, give them again; else fill in the current one",
    )
    UNKNOWN_UNIT = _error(
        "แบบนี้ทำไว้ให้ “{found}” ซึ่งไม่มีในรายชื่อส่วนราชการของแผน",
        "made for “{found}”, which is not among the plan's departments",
        "ตรวจรายชื่อในแผ่นส่วนราชการของแผน หรือขอแบบใหม่",
        "check the list of departments in the plan, or ask for a new workbook",
    )
    UNKNOWN_AGENCY = _error(
        "แบบนี้ทำไว้ให้ “{found}” ซึ่งไม่มีในรายชื่อหน่วยงานของจังหวัด",
        "made for “{found}”, which is not among the province's agencies",
        "ตรวจรหัสและชื่อในแผ่นหน่วยงานของ province.xlsx หรือขอแบบใหม่",
        "check codes and names on the sheet of agencies of province.xlsx, or ask for a new workbook",
    )
    SUPERSEDED = _warning(
        "“{unit}” ส่งมาหลายฉบับ ใช้ฉบับที่{because} คือ {newer}",
        "“{unit}” sent several versions; the one {because_en} counts, {newer}",
        "ตรวจว่าฉบับหลังครบถ้วน หากต้องการใช้ฉบับนี้ ให้นำฉบับหลังออกจากโฟลเดอร์",
        "see that the later one is complete; to use this one, take the later one out of the folder",
    )
    IN_AGENCY_FORM = _warning(
        "ไม่นับแบบของส่วนราชการนี้ซ้ำ เพราะ “{unit}” ส่งแบบของหน่วยงานที่มีมาตรการแล้ว คือ {newer}",
        "not counted again: “{unit}” returned its own workbook with its measures, {newer}",
        "ตรวจว่าแบบของหน่วยงานครบถ้วน หากต้องการใช้แบบของส่วนราชการ ให้นำแบบของหน่วยงานออกจากโฟลเดอร์",
        "see that the agency's own is complete; to use its departments', take it out of the folder",
    )
    AMBIGUOUS_AGENCY = _error(
        "แบบของส่วนราชการใน “{found}” แต่ในรายชื่อหน่วยงานของจังหวัดมีชื่อนี้หลายแห่ง จึงไม่ทราบว่าเป็นของแห่งใด",
        "of a department of “{found}”, which several of the province's agencies are called",
        "ให้หน่วยงานส่งแบบที่จังหวัดส่งให้ หรือกรอกอำเภอให้ตรงกันใน plan.xlsx และ province.xlsx แล้วสร้างแบบใหม่",
        "ask for the workbook that the province sent, or give the district in plan.xlsx as in province.xlsx"
        " and make the workbooks anew",
    )
    BLANK_COPY = _warning(
        "ฉบับนี้ของ “{unit}” ยังว่าง จึงใช้ {newer} ที่กรอกแล้ว",
        "this copy of “{unit}” is blank; the filled one, {newer}, counts",
        "ไม่ต้องทำอะไร นำไฟล์นี้ออกจากโฟลเดอร์ได้",
        "nothing to do; it may be taken out of the folder",
    )
    UNTOUCHED = _warning(
        "แบบของ “{unit}” ยังว่างทั้งฉบับ จึงไม่นับว่าส่งแล้ว",
        "the workbook of “{unit}” is entirely blank and does not count as returned",
        "กรอกแล้วส่งกลับอีกครั้ง",
        "fill it in and return it",
    )
    UNCHANGED_COPY = _warning(
        "ฉบับนี้ของ “{unit}” เป็นแบบสำหรับแก้ไขที่ยังไม่มีใครแก้ จึงใช้ {newer}",
        "this copy of “{unit}” was sent out to be corrected and nothing in it was changed; {newer} counts",
        "ไม่ต้องทำอะไร นำไฟล์นี้ออกจากโฟลเดอร์ได้ หากส่งคืนโดยไม่มีอะไรต้องแก้ ให้พิมพ์ชื่อในช่องยืนยันของแผ่นแรก",
        "nothing to do; if nothing was to be changed, say so in the cell to confirm on its first sheet",
    )
    UNCHANGED_COUNTS = _warning(
        "ฉบับนี้ของ “{unit}” เป็นแบบสำหรับแก้ไขที่ยังไม่มีใครแก้ แต่ไม่มีฉบับอื่น จึงนับฉบับนี้ตามที่เคยกรอกไว้",
        "this workbook of “{unit}” was sent out to be corrected, nothing in it was changed, but there is no "
        "other: it counts as it was filled in before",
        "นำฉบับที่ส่วนราชการส่งคืนมาไว้ในโฟลเดอร์ หรือติดตามฉบับที่แก้แล้ว",
        "put what was returned into the folder, or ask for the corrected one",
    )
    ONLY_CARRIED = _warning(
        "แบบของ “{unit}” มีแต่ข้อมูลที่ยกมาตอนส่งแบบ ยังไม่มีใครกรอกหรือยืนยัน จึงไม่นับว่าส่งแล้ว",
        "the workbook of “{unit}” holds only what it was sent out with and does not count as returned",
        "กรอกความก้าวหน้าของรอบนี้ หากไม่มีอะไรเปลี่ยน ให้กรอกผู้กรอกและตำแหน่ง แล้วส่งกลับ",
        "report on this round; if nothing has changed, say who reports, and return it",
    )
    MISSING_SUBMISSION = _warning(
        "“{unit}” ยังไม่ส่งแบบรายงาน",
        "“{unit}” has not returned its workbook",
        "ติดตามทวงถาม",
        "ask for it",
    )
    HAS_MACROS = _warning(
        "ไฟล์มีมาโคร (โปรแกรมที่ฝังมากับไฟล์) ระบบอ่านเฉพาะข้อมูล ไม่เรียกมาโครทำงาน",
        "the file brings macros along; only its data was read, and nothing in it was run",
        "แบบที่ส่งออกไปไม่มีมาโคร สอบถามผู้ส่ง และอย่ากด “เปิดใช้งานเนื้อหา” เมื่อเปิดไฟล์นี้",
        "what was sent out has none: ask the sender, and do not enable content when opening it",
    )
    EXTERNAL_DATA = _warning(
        "ไฟล์ดึงค่าจากไฟล์อื่นหรือฐานข้อมูล ({value}) ระบบใช้ค่าที่บันทึกไว้ในไฟล์ ไม่ได้ไปอ่านจากที่นั้น",
        "the file takes values from elsewhere ({value}); those stored in it are used, nothing was fetched",
        "ตรวจว่าค่าเป็นปัจจุบัน แล้วพิมพ์ค่าลงไปแทนการลิงก์",
        "see that they are up to date, and type the values instead of linking them",
    )
    OTHER_PROGRAM = _warning(
        "ไฟล์นี้บันทึกด้วย {program}: {lost}",
        "the file was saved by {program}: {lost_en}",
        "ระบบตรวจทุกช่องแล้ว รอบหน้าขอให้กรอกด้วย Excel หรือ LibreOffice เพื่อให้เห็นคำเตือนขณะกรอก",
        "every cell was checked all the same; next time use Excel or LibreOffice, which show the warnings",
    )
    NEVER_CALCULATED = _warning(
        "สูตรในแผ่นนี้ยังไม่เคยคำนวณ โปรแกรมที่ใช้บันทึกไม่คำนวณสูตร ผู้กรอกจึงไม่เห็นผลการตรวจก่อนส่ง",
        "the formulas of this sheet were never worked out: nobody has seen the check before sending",
        "เปิดด้วย Excel หรือ LibreOffice ดูแผ่นตรวจก่อนส่ง แก้ให้ครบ แล้วบันทึกและส่งใหม่",
        "open it in Excel or LibreOffice, look at the check before sending, save and send it again",
    )
    SHEET_FOUND = _warning(
        "อ่านแผ่น “{found}” แทนแผ่น “{expected}” เพราะ{because}",
        "the sheet “{found}” is read instead of “{expected}”: {because_en}",
        "ตรวจว่าเป็นแผ่นที่กรอก รอบหน้าอย่าเปลี่ยนชื่อหรือคัดลอกแผ่นงาน",
        "see that it is the one that was filled in; next time do not rename or copy sheets",
    )
    COPY_DIFFERS = _error(
        "แผ่นนี้เป็นสำเนาของแผ่น “{main}” แต่ “{header}” {row} ต่างกัน: “{value}” ระบบใช้แผ่น “{main}”",
        "a copy of the sheet “{main}”, which is used, says something else in “{header}” {row_en} – “{value}”",
        "ย้ายคำตอบที่ถูกต้องไปไว้ในแผ่น “{main}” แล้วลบแผ่นนี้",
        "put the right answers on “{main}” and delete this sheet",
    )
    UNREAD_SHEET = _warning(
        "แผ่น “{sheet}” ไม่ตรงกับแผ่นใดของแบบ จึงไม่ได้นำไปรวม {what}",
        "the sheet “{sheet}” is like none of the form's and is not counted {what_en}",
        "หากเป็นคำตอบ ให้ย้ายไปไว้ในช่องของแบบ",
        "if it holds answers, put them into the cells of the form",
    )
    FILLED_FOR_OTHER = _error(
        "แบบนี้ทำไว้ให้ “{unit}” แต่ “{header}” เขียนว่า “{value}” ระบบนับเป็นของ “{unit}”",
        "made for “{unit}”, but “{header}” says “{value}”; it is counted as that of “{unit}”",
        "หากเป็นงานของ “{value}” ให้กรอกในแบบของส่วนราชการนั้น และนำไฟล์นี้ออกจากโฟลเดอร์",
        "if it is the work of “{value}”, fill in that one's workbook and take this one out of the folder",
    )
    REPORTER_OF_OTHER = _warning(
        "แบบนี้ทำไว้ให้ “{unit}” แต่ “{header}” เขียนว่า “{value}” ซึ่งเป็นของ “{other}”",
        "made for “{unit}”, but “{header}” says “{value}”, which is of “{other}”",
        "ตรวจว่าไม่ได้กรอกในแบบของส่วนราชการอื่น",
        "see that it was not filled in by another department than it was made for",
    )
    UNIT_CHANGED = _warning(
        "แบบนี้ทำไว้ให้ “{sent}” รหัส {code} แต่ตอนนี้{now} ระบบนับเป็นของ “{unit}”",
        "made for “{sent}”, code {code}, but now {now_en}; it is counted as that of “{unit}”",
        "ตรวจว่าเป็นหน่วยเดียวกัน หากไม่ใช่ ให้ใช้รหัสและชื่อเดิม แล้วสั่งใหม่",
        "see that they are the same; if not, go back to the old codes and names, and run it again",
    )
    MISSING_SHEET = _error(
        "ไม่พบแผ่นงาน “{sheet}” ในไฟล์",
        "the sheet “{sheet}” is missing",
        "อย่าลบหรือเปลี่ยนชื่อแผ่นงาน ให้ใช้แบบที่ได้รับ",
        "do not delete or rename sheets; use the workbook as it was received",
    )
    NO_HEADERS = _error(
        "ไม่พบหัวตารางในแผ่น “{sheet}” ระบบจึงอ่านแผ่นนี้ไม่ได้",
        "the sheet “{sheet}” has no header row, so it cannot be read",
        "วางแถวหัวตารางคืนไว้เหนือแถวแรก หรือย้ายคำตอบไปไว้ในแบบที่ได้รับ",
        "put the header row back above the first row, or the answers into the workbook as it was received",
    )
    MISSING_COLUMN = _error(
        "ไม่พบคอลัมน์ “{header}”",
        "the column “{header}” is missing",
        "อย่าลบคอลัมน์หรือแก้หัวตาราง ให้ใช้แบบที่ได้รับ",
        "do not delete columns or change headers; use the workbook as it was received",
    )
    HEADERS_GONE = _warning(
        "ไม่พบแถวหัวตาราง ระบบอ่านตามตำแหน่งเดิมของคอลัมน์ เพราะรหัสมาตรการยังอยู่ในคอลัมน์เดิม",
        "the header row is gone; columns are read where they were, as the codes still stand in theirs",
        "ตรวจว่าไม่มีคอลัมน์ใดถูกย้าย รอบหน้าอย่าลบหัวตาราง",
        "see that no column was moved; next time leave the headers",
    )
    MISSING_ROW = _error(
        "ไม่พบแถวของมาตรการรหัส {code} ที่ส่งออกไป",
        "the row of measure {code} that was sent out is missing",
        "อย่าลบแถว ให้กรอกในแบบที่ได้รับ",
        "do not delete rows; fill in the workbook as it was received",
    )

    # One cell
    LOCKED_CELL_CHANGED = _error(
        "ช่องที่ล็อกไว้ถูกแก้ไข (“{header}” {was}) ระบบใช้ค่าเดิม",
        "a locked cell was changed (“{header}” was {was_en}); the value sent out is used",
        "คืนค่าเดิม หากข้อมูลเดิมผิด ให้แจ้งผู้ประสานงาน",
        "restore it; if what was sent is wrong, tell the coordinator",
    )
    UNKNOWN_CHOICE = _error(
        "“{value}” ไม่อยู่ในตัวเลือกของ “{header}” {hint}",
        "“{value}” is not one of the choices of “{header}” {hint_en}",
        "เลือกจากรายการ: {choices}",
        "choose from the list: {choices}",
    )
    CHOICE_READ = _warning(
        "“{value}” ใน “{header}” ระบบอ่านเป็น “{read}”",
        "“{value}” in “{header}” is read as “{read}”",
        "ตรวจว่าตรงกับที่ตั้งใจ รอบหน้าให้เลือกจากรายการ",
        "see that this is meant; next time choose from the list",
    )
    MISSING_ENTRY = _error(
        "ยังไม่กรอก “{header}”",
        "“{header}” is not filled in",
        "กรอกช่องนี้",
        "fill in this cell",
    )
    WANTED_ENTRY = _warning(
        "ยังไม่กรอก “{header}”",
        "“{header}” is not filled in",
        "ควรกรอกเพื่อให้ติดต่อกลับได้",
        "fill it in, so that someone can be asked",
    )
    EMPTY_TABLE = _error(
        "ยังไม่กรอกแถวใดในแผ่น “{sheet}”",
        "nothing is filled in on the sheet “{sheet}”",
        "กรอกอย่างน้อยหนึ่งแถว",
        "fill in at least one row",
    )
    MISSING_WHEN = _error(
        "{condition} แต่ยังไม่กรอก “{header}”",
        "{condition_en}, but “{header}” is not filled in",
        "กรอก “{header}” หรือแก้ “{when}”",
        "fill in “{header}” or change “{when}”",
    )
    ONLY_WHEN = _error(
        "มี “{header}” แต่ “{when}” ไม่ใช่ {allowed}",
        "“{header}” is filled in, but “{when}” is not {allowed}",
        "แก้ “{when}” ให้ตรงกับความจริง หรือลบ “{header}”",
        "change “{when}” to what is true, or clear “{header}”",
    )
    NOT_A_DATE = _error(
        "“{value}” ใน “{header}” ไม่ใช่วันที่ {hint}",
        "“{value}” in “{header}” is not a date {hint_en}",
        "พิมพ์เป็น วัน/เดือน/ปี เช่น 27/12/2565",
        "type day/month/year, for example 27/12/2565",
    )
    DATE_READ = _warning(
        "“{value}” ใน “{header}” ไม่ได้มีแต่วันเดียว ระบบอ่านเป็น {read} {doubt}",
        "“{value}” in “{header}” is not one day alone; it is read as {read_en} {doubt_en}",
        "ตรวจว่าตรงกับที่ตั้งใจ หากไม่ตรง ให้พิมพ์ วัน/เดือน/ปี เช่น 27/12/2565",
        "see that this is meant; else type day/month/year, for example 27/12/2565",
    )
    MAYBE_SWAPPED = _warning(
        "“{header}” อ่านเป็น {value} แต่กรอกในเครื่องที่ตั้งวันที่เป็น เดือน/วัน/ปี จึงอาจหมายถึง {other}",
        "“{header}” reads {value}, typed on a computer that puts the month first; perhaps {other} is meant",
        "ตรวจว่าวันกับเดือนไม่สลับกัน",
        "see that day and month are not exchanged",
    )
    OUTSIDE_YEAR = _error(
        "“{header}” คือ {value} ซึ่งอยู่นอกปีงบประมาณ {year} ({first} – {last})",
        "“{header}” is {value}, outside fiscal year {year} ({first} – {last})",
        "ตรวจวัน เดือน และปีอีกครั้ง",
        "check day, month and year",
    )
    BEFORE_START = _error(
        "“{header}” ({value}) มาก่อน “{when}” ({other})",
        "“{header}” ({value}) is before “{when}” ({other})",
        "ตรวจทั้งสองวันที่",
        "check both dates",
    )
    NOT_A_NUMBER = _error(
        "“{value}” ใน “{header}” ไม่ใช่ตัวเลข {hint}",
        "“{value}” in “{header}” is not a number {hint_en}",
        "กรอกเป็นตัวเลข เช่น 84.48",
        "type a number, for example 84.48",
    )
    OUT_OF_RANGE = _error(
        "“{header}” คือ {value} ต้อง{range}",
        "“{header}” is {value}; it must be {range_en}",
        "ตรวจตัวเลขอีกครั้ง",
        "check the number",
    )
    ERROR_VALUE = _error(
        "ช่อง “{header}” เป็นค่าผิดพลาด {value} จึงอ่านไม่ได้",
        "“{header}” holds the error value {value} and cannot be read",
        "ลบสูตรหรือค่านั้น แล้วพิมพ์คำตอบลงไปใหม่ หากขึ้นต้นด้วย - หรือ + ให้พิมพ์ ' นำหน้า",
        "clear the cell and type the answer again; if it begins with - or +, type ' before it",
    )
    UNCALCULATED = _error(
        "ช่อง “{header}” เป็นสูตรที่ยังไม่ได้คำนวณ จึงยังไม่มีค่า",
        "“{header}” holds a formula that no program has worked out yet",
        "พิมพ์คำตอบหรือที่อยู่ลิงก์ลงไปแทนสูตร หรือเปิดด้วย Excel แล้วบันทึกใหม่",
        "type the answer or the address instead of the formula, or open it in Excel and save it",
    )
    CHANGED_BY_PROGRAM = _warning(
        "“{header}” เป็นวันที่หรือเวลา ({value}) โปรแกรมอาจเปลี่ยนสิ่งที่พิมพ์ เช่น 1/3 เป็นวันที่",
        "“{header}” holds a date or time ({value}); the program may have changed what was typed, such as 1/3",
        "ตรวจว่าตรงกับที่ตั้งใจ หากไม่ตรง ให้พิมพ์ ' นำหน้าแล้วพิมพ์ใหม่",
        "see that it is what was meant; else type it again with an apostrophe in front",
    )
    PICTURE_IN_CELL = _warning(
        "ช่อง “{header}” เป็นรูปภาพที่ WPS Office ฝังไว้ในช่อง โปรแกรมอื่นเปิดดูไม่ได้",
        "“{header}” holds a picture that WPS Office put into the cell; no other program shows it",
        "พิมพ์ลิงก์หรือชื่อเอกสารหลักฐานแทนรูป และส่งรูปแยกเป็นไฟล์",
        "type a link or the name of a document instead, and send the picture as a file of its own",
    )
    TEXT_TOO_LONG = _error(
        "“{header}” ยาว {letters} ตัวอักษร เกินที่หนึ่งช่องของ Excel เก็บได้ ในไฟล์สรุปช่องจบก่อน “{value}”",
        "“{header}” has {letters} letters, more than a cell keeps; in the summary it ends before “{value}”",
        "ย่อข้อความให้ไม่เกิน 32,767 ตัวอักษร แล้วแนบรายละเอียดเป็นลิงก์",
        "shorten it to 32,767 letters and give the details as a link",
    )
    BEYOND_FORM = _error(
        "มีข้อความนอกแบบ: “{value}” ระบบไม่ได้นำไปรวม",
        "an entry outside the form: “{value}”; it is not counted",
        "ย้ายไปไว้ในแถวว่างของแบบ หากแถวไม่พอให้แจ้งผู้ประสานงาน",
        "move it into a free row of the form; if there are too few, tell the coordinator",
    )
    KEPT_ENTRY = _warning(
        "ข้อความที่ยังไม่มีที่อยู่ในแบบ (เดิม: {place}): “{value}” ระบบไม่ได้นำไปรวม",
        "an entry without a place in the form (it stood at: {place}): “{value}”; it is not counted",
        "ย้ายไปไว้ในช่องที่ถูกต้อง หรือลบออกหากไม่ใช้แล้ว",
        "move it to where it belongs, or clear it if nobody needs it",
    )

    # The plan
    MISSING_SETTING = _error(
        "ยังไม่กรอก “{header}” ในแผ่น {sheet}",
        "“{header}” is not filled in on sheet {sheet}",
        "กรอกช่องข้าง “{header}”",
        "fill in the cell beside “{header}”",
    )
    NO_DEPARTMENTS = _error(
        "ไม่มีรายชื่อส่วนราชการ",
        "no departments are listed",
        "กรอกรหัสและชื่อส่วนราชการอย่างน้อยหนึ่งแถว",
        "list at least one department with code and name",
    )
    NO_MEASURES = _error(
        "ไม่มีมาตรการในแผน",
        "the plan has no measures",
        "กรอกมาตรการอย่างน้อยหนึ่งแถว",
        "fill in at least one measure",
    )
    DUPLICATE_CODE = _error(
        "“{value}” ใน “{header}” ซ้ำกับแถวที่ {other}",
        "“{value}” in “{header}” is the same as in row {other}",
        "ใช้{header}ที่ไม่ซ้ำกัน",
        "give every row a “{header}” of its own",
    )
    ALIKE_CODES = _warning(
        "รหัส “{value}” ต่างจาก “{other}” ในแถวที่ {row} เพียงเลขศูนย์ ระบบนับเป็นคนละหน่วย"
        " แต่ Excel ตัดเลขศูนย์นำหน้า สองรหัสนี้จึงอาจกลายเป็นรหัสเดียวกัน",
        "the code “{value}” differs from “{other}” in row {row} only in zeros; they count as two units,"
        " but Excel drops leading zeros and may make one code of both",
        "หากเป็นคนละหน่วย ให้ใช้รหัสที่ตัวเลขต่างกัน เช่น 01 และ 02 หากเป็นหน่วยเดียวกัน ให้ลบแถวหนึ่ง",
        "give two units codes that are different numbers, such as 01 and 02; if it is one unit, delete a row",
    )
    UNKNOWN_DEPARTMENT = _error(
        "“{value}” ไม่มีในแผ่นส่วนราชการ {hint}",
        "“{value}” is not on the sheet of departments {hint_en}",
        "เลือกจากรายการ หรือเพิ่มส่วนราชการนี้ในแผ่นส่วนราชการ",
        "choose from the list, or add the department to its sheet",
    )
    UNKNOWN_INDICATOR = _error(
        "“{value}” ไม่ใช่ตัวชี้วัดของการประเมิน ITA ปี {year} {hint}",
        "“{value}” is not an indicator of ITA {year} {hint_en}",
        "ใช้เลขตัวชี้วัด 1–10 หรือชื่อตามรายการ",
        "use an indicator's number, 1–10, or its name as listed",
    )
    INDICATOR_READ = _warning(
        "“{value}” อ่านเป็นตัวชี้วัดที่ {no} {name} (เลขข้างหน้าหรือถ้อยคำไม่ตรงกับชื่อตัวชี้วัด)",
        "“{value}” is read as indicator {no} {name} (its number or its words are not quite that indicator's)",
        "ตรวจว่าอ่านถูก แล้วเลือกตัวชี้วัดจากรายการ",
        "see that this is meant, then choose the indicator from the list",
    )
    ORPHAN_STEP = _error(
        "แถวนี้ไม่มีชื่อมาตรการ และไม่มีมาตรการอยู่เหนือขึ้นไป",
        "this row has no measure, and there is none above it",
        "กรอกช่องมาตรการ",
        "fill in the measure",
    )
    PLAN_CHANGED = _warning(
        "แผนถูกแก้หลังส่ง: “{header}” ของรหัส {code} ที่ส่งไปคือ “{sent}” ระบบใช้ค่าที่ส่งไป",
        "the plan was changed after sending: “{header}” of {code} was sent as “{sent}”, which is used",
        "แจ้งส่วนราชการ หรือสร้างแบบใหม่",
        "tell the department, or send a new workbook",
    )
    NOT_IN_FORM = _warning(
        "แผนเพิ่มรหัส {code} ให้ “{unit}” หลังส่งแบบ แบบที่ส่งคืนจึงไม่มีแถวนี้",
        "the plan gave {code} to “{unit}” after the workbook was sent, so the return does not have it",
        "สร้างแบบใหม่ให้ส่วนราชการนี้ หรือสอบถามผลเพิ่มเติม",
        "make a new workbook for this department, or ask for its result",
    )
    TOTAL_DIFFERS = _warning(
        "“{header}” {value} ไม่ตรงกับคะแนนที่คำนวณจากสิบตัวชี้วัด {computed} ระบบใช้คะแนนที่คำนวณ",
        "“{header}” {value} differs from the total of the ten indicators, {computed}, which is used",
        "ตรวจคะแนนรายตัวชี้วัดและคะแนนรวมกับประกาศ",
        "compare the indicators and the total with the publication",
    )
    KNOWN_SCORE_DIFFERS = _warning(
        "ตัวชี้วัดที่ {no} ของ “{unit}”: แบบที่ส่งมาคือ {value} แต่ใน {source} คือ {known} "
        "ระบบใช้คะแนนในแบบ เพราะใหม่กว่าและหน่วยงานแจ้งเอง",
        "indicator {no} of “{unit}”: the returned workbook says {value}, {source} {known}; "
        "the returned one counts, as it is newer and the agency's own word",
        "ตรวจกับประกาศผล แล้วแก้ใน {source} หรือให้หน่วยงานส่งใหม่",
        "compare with the publication, then correct {source} or ask for a new workbook",
    )
    SCORE_SOURCES_DIFFER = _warning(
        "ตัวชี้วัดที่ {no} ของ “{unit}”: ในไฟล์นี้คือ {value} แต่ใน province.xlsx คือ {known} "
        "ระบบใช้ไฟล์นี้ เพราะระบุไว้ด้วย --scores",
        "indicator {no} of “{unit}”: this file says {value}, province.xlsx {known}; "
        "this file counts, as --scores names it",
        "ตรวจกับประกาศผล แล้วแก้แผ่นคะแนนของ province.xlsx หรือไฟล์นี้",
        "compare with the publication, then correct the sheet of scores of province.xlsx or this file",
    )
    ENTRY_KEPT = _warning(
        "“{header}” ของ {code}: ในแบบกรอกไว้แล้ว แต่ข้อมูลของหน่วยงานคือ “{ours}” ระบบคงค่าที่กรอกไว้",
        "“{header}” of {code} is filled in, but the agency's own figures say “{ours}”; the entry was kept",
        "หากต้องการค่าจากข้อมูลของหน่วยงาน สั่งใหม่พร้อม --replace",
        "to have the agency's own figures instead, give --replace",
    )
    ENTRY_REPLACED = _warning(
        "“{header}” ของ {code}: ค่าที่กรอกไว้ในแบบถูกแทนด้วยข้อมูลของหน่วยงาน คือ “{ours}”",
        "“{header}” of {code} was filled in; the agency's own figures took its place, “{ours}”",
        "ตรวจว่าถูกต้อง แบบเดิมยังอยู่",
        "see that it is right; the workbook that you gave is unchanged",
    )
    TEXT_CUT = _error(
        "“{header}” ของ {code} ยาว {letters} ตัวอักษร เกินที่หนึ่งช่องเก็บได้ จึงตัดท้าย",
        "“{header}” of {code} has {letters} letters, more than a cell holds, and was cut",
        "ย่อข้อความในแบบที่ส่วนราชการส่งคืน แล้วสั่งใหม่",
        "shorten it in the departments' workbooks and run this again",
    )
    NOT_EARLIER = _warning(
        "เป็นแบบของรอบ {found} เดือน ซึ่งไม่ใช่รอบก่อนรอบ {expected} เดือน จึงไม่ได้ยกข้อมูลมา",
        "of the {found}-month round, which does not come before the {expected}-month round; not used",
        "ไม่ต้องทำอะไร หรือระบุโฟลเดอร์ของรอบก่อน",
        "nothing to do, or name the folder of the round before",
    )
    NOTHING_EARLIER = _warning(
        "“{unit}” ไม่มีแบบของรอบก่อนที่ใช้ได้ แบบของรอบนี้จึงว่าง",
        "“{unit}” has no return of an earlier round that can be used; its form is blank",
        "ไม่ต้องทำอะไร หรือนำแบบที่ส่งคืนในรอบก่อนมาไว้ในโฟลเดอร์แล้วสั่งใหม่",
        "nothing to do, or put its earlier return into the folder and run this again",
    )
    MEASURES_ADDED = _warning(
        "“{unit}” มีมาตรการที่เพิ่มหลังรอบก่อน: {codes} จึงยังไม่มีผลเดิม",
        "“{unit}” has measures that the earlier round did not: {codes}; nothing is known of them yet",
        "ไม่ต้องทำอะไร แผ่นแรกของแบบบอกไว้แล้ว",
        "nothing to do; the first sheet of its form says so",
    )
    MEASURES_DROPPED = _warning(
        "“{unit}” ไม่ต้องรายงานมาตรการเหล่านี้แล้ว: {codes} สิ่งที่เคยรายงานแสดงไว้ในแผ่นแรกของแบบ",
        "“{unit}” does not report on these any more: {codes}; what it said stands on the first sheet",
        "ตรวจว่าตั้งใจตัดออกจากแผน",
        "see that the plan is meant so",
    )
    MEASURES_REWORDED = _warning(
        "ถ้อยคำของมาตรการของ “{unit}” ต่างจากที่ส่งไปรอบก่อน: {codes} ผลเดิมยกมาไว้ข้างถ้อยคำใหม่",
        "measures of “{unit}” read otherwise than in the earlier round: {codes}; the results were kept",
        "ตรวจว่าเป็นมาตรการเดิม หากเป็นมาตรการอื่น ให้ใช้รหัสใหม่",
        "see that they are the same measures; else give new ones codes of their own",
    )
    DROPPED_MEASURE = _error(
        "มาตรการรหัส {code} ในแบบนี้ไม่มีในแผนแล้ว (หรือมิได้มอบให้ “{unit}”) จึงไม่นับ",
        "measure {code} is no longer in the plan (or not given to “{unit}”) and is not counted",
        "ตรวจแผนอีกครั้ง",
        "check the plan",
    )

    BAD_ADDRESS = _warning(
        "อีเมล “{value}” ใช้ไม่ได้ ส่วนที่ไม่ใช่ที่อยู่อีเมลคือ “{wrong}” จึงไม่ร่างอีเมลถึงช่องนี้",
        "“{value}” cannot be written to: “{wrong}” is no e-mail address; no draft is made for this cell",
        "พิมพ์เช่น office@example.go.th หลายที่อยู่ให้คั่นด้วยจุลภาค",
        "write it like office@example.go.th; put commas between several",
    )

    # A province's agencies
    SAME_AGENCY = _error(
        "“{value}” เป็นหน่วยงานเดียวกับ “{other}” ในแถวที่ {row} (เขียนต่างกัน)",
        "“{value}” is the same agency as “{other}” in row {row}, spelt otherwise",
        "เหลือไว้แถวเดียว หรือใส่อำเภอถ้าเป็นคนละหน่วยงาน",
        "keep one of them, or give their districts if they are two agencies",
    )
    REPEATED_AGENCY = _error(
        "“{value}” มีแล้วในแถวที่ {row}",
        "“{value}” stands already in row {row}",
        "เหลือไว้แถวเดียว หรือใส่อำเภอของทั้งสองแถวถ้าเป็นคนละหน่วยงาน",
        "keep one of them, or give the districts of both if they are two agencies",
    )
    UNKNOWN_TYPE = _warning(
        "“{value}” ไม่ใช่ประเภทหน่วยงานที่รู้จัก {hint}",
        "“{value}” is not a known type of agency {hint_en}",
        "เลือกจากรายการของช่องนี้ หากเป็นประเภทอื่นจริง ใช้ต่อได้",
        "choose from the list of this cell; it may stay if it is another type indeed",
    )
    NO_AGENCIES = _error(
        "ไม่มีรายชื่อหน่วยงาน",
        "no agencies are listed",
        "กรอกรหัสและชื่อหน่วยงานอย่างน้อยหนึ่งแถว",
        "list at least one agency with code and name",
    )
    SCORES_OF_NOBODY = _error(
        "ยังไม่ใช้คะแนนแถวนี้ เพราะเป็นของ “{value}” ซึ่งไม่มีในแผ่นหน่วยงาน {hint}",
        "the scores of this row are not used: “{value}” is not on the sheet of agencies {hint_en}",
        "แก้รหัสให้ตรงกับแผ่นหน่วยงาน หรือเพิ่มหน่วยงานนี้",
        "give the code as on the sheet of agencies, or add the agency",
    )
    SCORES_OF_OTHER = _error(
        "คะแนนแถวนี้มีรหัส {code} ของ “{expected}” แต่ชื่อ “{value}” จึงยังไม่ใช้",
        "the scores of this row have the code {code} of “{expected}” but the name “{value}”; not used",
        "แก้รหัสหรือชื่อให้เป็นของหน่วยงานเดียวกัน",
        "make code and name those of one agency",
    )
    UNPLACED_COLUMN = _warning(
        "คอลัมน์ “{value}” ไม่ใช่ข้อมูลของรายชื่อหน่วยงาน จึงไม่ได้นำเข้า",
        "the column “{value}” belongs to no column of the list of agencies and is left out",
        "ไม่ต้องทำอะไร หรือเปลี่ยนหัวคอลัมน์เป็น รหัส ชื่อหน่วยงาน ประเภทหน่วยงาน อำเภอ หรือ อีเมล",
        "nothing to do; or give it the header of code, name, type, district or e-mail",
    )
    NOT_AN_AGENCY = _warning(
        "แถวนี้ไม่มีชื่อหน่วยงาน จึงไม่ได้นำเข้า: {value}",
        "this row names no agency and is left out: {value}",
        "ไม่ต้องทำอะไร หากไม่ใช่หน่วยงาน",
        "nothing to do, unless it is one",
    )
    CODES_GIVEN = _warning(
        "รายชื่อไม่มีรหัส ระบบให้รหัส {first} ถึง {last} ตามลำดับ",
        "the list has no codes; they are given from {first} to {last} in its order",
        "ใช้รหัสนี้ต่อไป หรือแก้ในแผ่นหน่วยงานก่อนส่งแบบ",
        "keep them, or change them on the sheet of agencies before anything is sent out",
    )

    # Tables of scores
    NO_SCORES = _error(
        "ไม่มีคะแนนที่อ่านได้เลย",
        "there is no score that can be read",
        "กรอกคะแนนรายตัวชี้วัด คะแนนรายเครื่องมือ หรือคะแนนรวม",
        "fill in scores of indicators, of instruments, or the total",
    )
    REPEATED_SCORES = _error(
        "“{value}” มีแล้วที่ {other} ระบบใช้ค่าที่พบก่อน",
        "“{value}” stands already in {other}; what comes first is used",
        "ลบส่วนที่ซ้ำ หรือแก้ชื่อ รหัส หรือปีให้ต่างกัน",
        "delete what is repeated, or tell them apart by name, code or year",
    )
    MAYBE_PERCENT = _error(
        "“{header}” คือ {value} อาจหมายถึงร้อยละ {percent} จึงยังไม่ใช้",
        "“{header}” is {value}; it may mean {percent} percent and is not used",
        "พิมพ์เป็นคะแนนเต็ม 100 เช่น 84.48 โดยไม่จัดรูปแบบเป็นเปอร์เซ็นต์",
        "type the score of 100, such as 84.48, without a percent format",
    )
    READ_AS_PERCENT = _warning(
        "คะแนนทั้งตารางไม่เกิน 1 (เช่น {value}) จึงอ่านเป็นร้อยละ ({percent})",
        "no score of the table exceeds 1 (such as {value}); they are read as percentages ({percent})",
        "ตรวจว่าตารางจัดรูปแบบเป็นเปอร์เซ็นต์ไว้จริง",
        "see that the table has a percent format indeed",
    )
    NOT_A_YEAR = _error(
        "“{value}” ใน “{header}” ไม่ใช่ปี แถวนี้จึงไม่นับ",
        "“{value}” in “{header}” is not a year; the row is not counted",
        "กรอกปีพุทธศักราช เช่น 2566",
        "give a year of the Buddhist era, such as 2566",
    )
    GRADE_DIFFERS = _warning(
        "“{header}” คือ “{value}” แต่ตามเกณฑ์ของปี {year} คะแนนเหล่านี้ได้ “{computed}”",
        "“{header}” is “{value}”, but by the rule of {year} these scores give “{computed}”",
        "ตรวจกับประกาศ ตั้งแต่ปี 2566 ไม่ใช้ระดับ AA ถึง F แล้ว",
        "compare with the publication; since 2566 there are no levels AA to F",
    )
    INSTRUMENT_DIFFERS = _warning(
        "“{header}” {value} ไม่ตรงกับค่าเฉลี่ยของตัวชี้วัด {computed} ระบบใช้ค่าเฉลี่ย",
        "“{header}” {value} differs from the mean of its indicators, {computed}, which is used",
        "ตรวจคะแนนรายตัวชี้วัดกับประกาศ",
        "compare the indicators with the publication",
    )
    OTHER_TABLE = _warning(
        "แผ่นนี้มีตารางคะแนนด้วย แต่ระบบอ่านเฉพาะแผ่น “{used}”",
        "this sheet has a table of scores too; only “{used}” is read",
        "แยกเป็นไฟล์ต่างหาก หากต้องการวิเคราะห์แผ่นนี้",
        "put it into a file of its own to analyse it",
    )

    OTHER_YEARS = _warning(
        "มี {count} หน่วยงานที่ตารางมีคะแนนเฉพาะปีอื่น ({value}) จึงไม่ได้วิเคราะห์ในปี {year}",
        "agencies that have scores of other years alone ({value}) and are not among those of {year}: {count}",
        "ระบุปีที่ต้องการด้วย --year",
        "say which year with --year",
    )

    # Documents that are imported
    HEADER_READ = _warning(
        "หัวตาราง “{value}” อ่านเป็น “{header}”",
        "the header “{value}” is read as “{header}”",
        "ตรวจว่าเป็นคอลัมน์นั้นจริง",
        "see that it is that column",
    )
    HEADER_UNKNOWN = _warning(
        "ไม่รู้จักหัวตาราง “{value}” จึงใส่ไว้ในคอลัมน์ของตัวเองท้ายแผ่นมาตรการ",
        "the header “{value}” is not known; its column stands by itself at the end of the measures",
        "ย้ายข้อความไปไว้ในคอลัมน์ที่ต้องการ",
        "move its words to where they belong",
    )
    TABLE_UNUSED = _warning(
        "ตารางนี้ไม่ใช่ตารางมาตรการ ประเด็นที่ต้องพัฒนา หรือคะแนน จึงไม่ได้นำเข้า (หัวตาราง: {value})",
        "not a table of measures, points to develop or scores, so it was not imported (its header: {value})",
        "หากเป็นตารางมาตรการ ให้แก้หัวตารางเป็นคำที่ใช้ในแผน แล้วนำเข้าใหม่",
        "if it is one of measures, use the plan's words in its header and import it again",
    )
    SPELT_DIFFERENTLY = _warning(
        "ชื่อหน่วยงานเขียนต่างกันในเอกสาร ใช้ “{value}” (อีกชื่อหนึ่งคือ {others})",
        "the agency is spelt in several ways; “{value}” is used (the others: {others})",
        "ตรวจชื่อหน่วยงาน หรือระบุด้วย --name",
        "check the agency's name, or give it with --name",
    )
    SETTING_GUESSED = _warning(
        "“{header}” ใช้ {value} ({because})",
        "“{header}” is taken to be {value} ({because_en})",
        "ตรวจในแผ่นหน่วยงานของแผน",
        "check it on the plan's sheet of the agency",
    )
    DEPARTMENT_READ = _warning(
        "ผู้รับผิดชอบ “{value}” อ่านเป็นส่วนราชการ “{header}”",
        "who is responsible, “{value}”, is read as the department “{header}”",
        "ตรวจส่วนราชการที่รับผิดชอบ",
        "check the responsible department",
    )
    NOBODY_RESPONSIBLE = _warning(
        "มาตรการรหัส {code} ไม่ได้ระบุผู้รับผิดชอบ จึงใส่ไว้ใต้ “{header}”",
        "measure {code} names nobody as responsible and stands under “{header}”",
        "เลือกส่วนราชการที่รับผิดชอบ",
        "choose the responsible department",
    )
    COLUMNS_SWAPPED = _warning(
        "มาตรการรหัส {code}: ช่องผู้รับผิดชอบเป็นเวลา และช่องเวลาเป็นผู้รับผิดชอบ ระบบอ่านตามความหมาย ถ้อยคำคงไว้ตามต้นฉบับ",
        "measure {code}: time and responsible unit stand in each other's column; read by meaning, words kept",
        "ตรวจและสลับถ้อยคำในแผน",
        "check, and exchange the words in the plan",
    )
    PERIOD_UNREAD = _warning(
        "อ่านระยะเวลา “{value}” เป็นวันที่ไม่ได้ วันเริ่มต้นและวันสิ้นสุดจึงว่าง",
        "the period “{value}” cannot be read as days; start and end are left empty",
        "กรอกวันเริ่มต้นและวันสิ้นสุด",
        "fill in start and end",
    )
    PERIOD_READ = _warning(
        "ระยะเวลา “{value}” อ่านเป็น {start} – {end}",
        "the period “{value}” is read as {start} – {end}",
        "ตรวจวันเริ่มต้นและวันสิ้นสุด",
        "check start and end",
    )
    STATUS_READ = _warning(
        "ตารางไม่มีช่องสถานะ อ่านจากผลการดำเนินงานเป็น “{header}”",
        "the table has no status; by the result it is “{header}”",
        "ตรวจสถานะ",
        "check the status",
    )
    RESULT_WITHOUT_UNIT = _warning(
        "ผลเขียนไว้ครั้งเดียวสำหรับหลายส่วนราชการ จึงใส่เหมือนกันทุกส่วนราชการ",
        "one result is printed for several departments; each has it",
        "แยกผลของแต่ละส่วนราชการ หากต่างกัน",
        "tell them apart where they differ",
    )
    MEASURE_FROM = _warning(
        "ตารางไม่มีคอลัมน์มาตรการ ใช้คอลัมน์ “{value}” เป็นชื่อมาตรการ",
        "the table has no column for the measure; “{value}” names it",
        "ตรวจชื่อมาตรการ",
        "check what the measures are called",
    )
    LINES_JOINED = _warning(
        "ตารางสแกนจากคอลัมน์แคบ จึงลบช่องว่างที่เกิดจากการขึ้นบรรทัดใหม่",
        "the table was scanned from narrow columns; blanks at the ends of printed lines were closed",
        "ตรวจการเว้นวรรค",
        "check the blanks",
    )
    SCORES_UNUSED = _warning(
        "ตารางคะแนนมี {value} หน่วยงาน และไม่ทราบว่าแถวใดเป็นของหน่วยงานนี้ จึงไม่ได้นำคะแนนเข้า",
        "the table of scores has {value} agencies, and which one is meant is not known; no score was taken",
        "ระบุ --name ให้ตรงกับชื่อในตาราง",
        "give --name as the table has it",
    )
    OTHER_AGENCIES = _warning(
        "ตารางคะแนนมีอีก {count} หน่วยงานที่ไม่ได้นำเข้า และในแถวของหน่วยงานเหล่านั้นมีข้อผิดพลาดหรือข้อสังเกต {value} จุด",
        "the table of scores has {count} more agencies, which were not imported;"
        " {value} things in their rows are not told here",
        "ไม่ต้องแก้สำหรับหน่วยงานนี้ ดูทั้งตารางได้ด้วย itaxl analyze",
        "nothing to do for this agency; itaxl analyze tells them all",
    )

    # Observations on the results: for whoever decides, not faults of a workbook
    WEAK_WITHOUT_MEASURE = _warning(
        "ตัวชี้วัดที่ {no} {name} ได้ {score} ต่ำกว่าเกณฑ์ {limit} แต่ไม่มีมาตรการรองรับ",
        "indicator {no} {name} scored {score}, below {limit}, and no measure is set against it",
        "กำหนดมาตรการและผู้รับผิดชอบ",
        "set a measure and name who is responsible",
    )
    OVERDUE = _warning(
        "{code} {measure} – {unit} พ้นกำหนด {end} แล้ว สถานะ: {status}",
        "{code} {measure} – {unit} was due on {end}; status: {status}",
        "เร่งรัดหรือขยายเวลา",
        "press for it or extend the time",
    )
    WITHOUT_EVIDENCE = _warning(
        "{code} {measure} – {unit} รายงานว่าดำเนินการแล้ว แต่ไม่มีหลักฐาน",
        "{code} {measure} – {unit} reports it done, without evidence",
        "ขอลิงก์หรือเอกสารหลักฐาน",
        "ask for a link or document",
    )
    UNSCORED_INDICATOR = _warning(
        "ตัวชี้วัดที่ {no} {name} ไม่มีคะแนน จึงไม่อยู่ในการวิเคราะห์จุดแข็งจุดอ่อน",
        "indicator {no} {name} has no score and is left out of strengths and weaknesses",
        "กรอกคะแนนในแผ่นคะแนน",
        "fill in its score",
    )

    HISTORY_UNMATCHED = _warning(
        "มี {count} หน่วยงานในไฟล์นี้ที่ไม่มีในรายชื่อของจังหวัด จึงไม่ใช้คะแนน: {names}",
        "agencies that are not on the province's roster, so their scores are not used ({count}): {names}",
        "ตรวจชื่อและอำเภอ หากเป็นหน่วยงานเดียวกัน ให้สะกดตรงกัน",
        "check names and districts; spell the same agency in the same way",
    )
    PREVIOUS_DIFFERS = _warning(
        "คะแนนปี {year} ของ “{unit}”: แบบที่ส่งมาต่างจากไฟล์ที่ให้ด้วย --history ({indicators}) ระบบใช้คะแนนในแบบ",
        "scores of {year} of “{unit}”: the returned workbook differs from --history ({indicators}); "
        "the returned one counts",
        "ตรวจกับประกาศผลของปี {year}",
        "compare with the publication of {year}",
    )
    HISTORY_OF_THIS_YEAR = _warning(
        "ไฟล์นี้มีคะแนนปี {year} ซึ่งเป็นปีที่กำลังสรุป ระบบไม่ใช้คะแนนปีนั้นจากไฟล์นี้",
        "this file has scores of {year}, the very year that is summed up; those are not used",
        "ถ้าเป็นคะแนนที่ประกาศแล้วของปี {year} ให้ระบุด้วย --scores แทน",
        "where they are the published scores of {year}, name the file with --scores",
    )

    # Observations on the agencies of a province, one of a kind for each agency
    AGENCY_WITHOUT_SCORES = _warning(
        "“{unit}” ยังไม่มีคะแนน ITA จึงไม่อยู่ในค่าเฉลี่ย อันดับ และระดับผล",
        "“{unit}” has no ITA scores and is left out of means, ranks and grades",
        "ขอคะแนนจากหน่วยงาน หรือกรอกในแผ่นคะแนนของ province.xlsx",
        "ask the agency, or fill them in on the sheet of scores of province.xlsx",
    )
    AGENCY_SCORES_INCOMPLETE = _warning(
        "“{unit}” ไม่มีคะแนนของตัวชี้วัดที่ {indicators} จึงยังไม่มีคะแนนรวม",
        "“{unit}” lacks the scores of indicators {indicators}, so it has no total",
        "ขอคะแนนที่ขาด",
        "ask for what is missing",
    )
    AGENCY_WEAK_WITHOUT_MEASURE = _warning(
        "“{unit}” มีตัวชี้วัดต่ำกว่าเกณฑ์ {limit} ที่ไม่มีมาตรการรองรับ {count} ตัว: {indicators}",
        "“{unit}” has set no measure against indicators below {limit} ({count}): {indicators}",
        "ให้หน่วยงานกำหนดมาตรการและผู้รับผิดชอบ",
        "have the agency set measures and name who is responsible",
    )
    AGENCY_WITHOUT_MEASURES = _warning(
        "“{unit}” ส่งแบบแล้ว แต่ไม่มีมาตรการแม้แต่ข้อเดียว",
        "“{unit}” returned its workbook without a single measure",
        "ให้หน่วยงานกรอกมาตรการแล้วส่งใหม่",
        "have the agency fill in its measures and return it again",
    )
    AGENCY_OVERDUE = _warning(
        "“{unit}” มีมาตรการพ้นกำหนด {count} มาตรการ นานที่สุดตั้งแต่ {end}: {codes}",
        "“{unit}” has measures past their time ({count}), the longest since {end}: {codes}",
        "เร่งรัดหรือให้ขยายเวลา",
        "press for them or extend the time",
    )
    AGENCY_WITHOUT_EVIDENCE = _warning(
        "“{unit}” รายงานว่าดำเนินการแล้วโดยไม่มีหลักฐาน {count} รายการ: {codes}",
        "“{unit}” reports entries done without evidence ({count}): {codes}",
        "ขอลิงก์หรือเอกสารหลักฐาน",
        "ask for links or documents",
    )
    # What contradicts itself in a plan or a report; each stands here because a published report got it wrong
    CODE_READ = _warning(
        "ข้อ “{value}” อ่านเป็น {code} {name} (ข้อของการประเมินปี {year})",
        "item “{value}” is read as {code} {name} (an item of ITA {year})",
        "ตรวจว่าอ่านถูก แล้วเลือกข้อจากรายการ",
        "see that this is meant, then choose the item from the list",
    )
    NO_SUCH_ITEM = _warning(
        "ข้อ {code} (เขียนว่า “{value}”) ไม่มีในการประเมินปี {year} {doubt}",
        "item {code} (written “{value}”) does not exist in ITA {year} {doubt_en}",
        "ตรวจรหัสข้อของปี {year} รหัสเดียวกันในปีอื่นเป็นคนละเรื่อง",
        "check the code; the same code means something else in another year than {year}",
    )
    ITEM_ELSEWHERE = _warning(
        "ข้อ {code} {name} ของปี {year} อยู่ในตัวชี้วัดที่ {belongs} แต่วางไว้ใต้ตัวชี้วัดที่ {no} {doubt}",
        "item {code} {name} of {year} belongs to indicator {belongs} but is under {no} {doubt_en}",
        "แก้ตัวชี้วัดหรือข้อให้ตรงกัน",
        "correct the indicator or the item",
    )
    NO_SUCH_INDICATOR = _warning(
        "“{value}”: การประเมินปี {year} ไม่มีตัวชี้วัดเลขนี้ {hint}",
        "“{value}”: ITA {year} has no indicator of this number {hint_en}",
        "แก้เลขตัวชี้วัดให้ตรงกับชื่อ",
        "correct the number of the indicator",
    )
    WRONG_INSTRUMENT = _warning(
        "ตัวชี้วัดที่ {no} {name} วางไว้ใต้เครื่องมือ {found} แต่เป็นของ {expected}",
        "indicator {no} {name} stands under {found} but belongs to {expected}",
        "ย้ายไปไว้ใต้ {expected} หรือแก้ตัวชี้วัดให้ตรงกับเนื้อหา",
        "move it to {expected}, or correct the indicator",
    )
    WEAK_NOT_NAMED = _warning(
        "ตัวชี้วัดที่ {no} {name} ได้ {score} ต่ำกว่าเกณฑ์ {limit} แต่ไม่ได้ระบุไว้ในประเด็นที่ต้องพัฒนา",
        "indicator {no} {name} scored {score}, below {limit}, but is not named among the points to develop",
        "เพิ่มประเด็นของตัวชี้วัดนี้",
        "add a point for this indicator",
    )
    MISSING_SCORE_IS_LOW = _warning(
        "เมื่อคิดจากคะแนนรวม {total} และคะแนนที่มี ตัวชี้วัดที่ไม่มีคะแนน ({no}) เฉลี่ยได้ {mean}"
        " จึงมีอย่างน้อยหนึ่งตัวชี้วัดที่ได้ไม่เกิน {most} ซึ่งต่ำกว่า{compared}",
        "the total {total} and the scores given leave a mean of {mean} for those without one ({no});"
        " so at least one is not above {most}, which is below {compared_en}",
        "หาคะแนนที่ขาดมาใส่ และนับตัวชี้วัดที่ต่ำไว้ในจุดอ่อน หรือตรวจคะแนนรวม",
        "find the missing scores and count the low one as a weakness, or check the total",
    )
    PERIOD_AS_RESPONSIBLE = _warning(
        "ช่อง “{header}” เป็นระยะเวลา (“{value}”) ไม่ใช่ผู้รับผิดชอบ",
        "“{header}” holds a period (“{value}”), nobody who is responsible",
        "สลับช่องให้ถูก หรือกรอกผู้รับผิดชอบ",
        "exchange the cells, or say who is responsible",
    )
    DEPARTMENT_AS_PERIOD = _warning(
        "ช่อง “{header}” เป็นชื่อส่วนราชการหรือผู้รับผิดชอบ (“{value}”) ไม่ใช่ระยะเวลา",
        "“{header}” names a department or a person (“{value}”), no period",
        "สลับช่องให้ถูก หรือกรอกระยะเวลา",
        "exchange the cells, or fill in the period",
    )
    PLANNED_OUTSIDE_YEAR = _warning(
        "ตามแผน “{header}” คือ {value} ซึ่งอยู่นอกปีงบประมาณ {year} ({first} – {last})",
        "as planned, “{header}” is {value}, outside fiscal year {year} ({first} – {last})",
        "ตรวจวัน เดือน และปีของแผน",
        "check day, month and year in the plan",
    )
    OTHER_AGENCY_NAMED = _warning(
        "ข้อความมีชื่อหน่วยงานอื่น “{value}” ในรายงานของ “{own}”",
        "the text names another agency, “{value}”, in a report of “{own}”",
        "ตรวจว่าไม่ได้คัดลอกข้อความของหน่วยงานอื่นมา",
        "see that the text was not copied from another agency's",
    )
    OWN_NAME_MISSPELT = _warning(
        "ชื่อหน่วยงานเขียนเป็น “{value}” แต่ในแผนคือ “{own}”",
        "the agency's name is written “{value}”; the plan has “{own}”",
        "แก้ให้สะกดตรงกันทั้งฉบับ",
        "spell it in one way throughout",
    )
    NUMBERS_JUMP = _warning(
        "ลำดับข้อข้ามจาก {before} ไป {after} ในช่อง “{header}”",
        "the numbering in “{header}” jumps from {before} to {after}",
        "ตรวจว่าไม่มีข้อใดหายไป แล้วแก้ลำดับข้อ",
        "see that no step was lost, then number them again",
    )
    PASTED_RESULT = _warning(
        "ข้อความใน “{header}” ของมาตรการ {code} เหมือนกับของมาตรการ {others} ทุกคำ",
        "“{header}” of measure {code} is word for word that of measure {others}",
        "ตรวจว่าเป็นผลของมาตรการนั้นจริง มิใช่คัดลอกมาวาง",
        "see that each is really the result of its measure, not pasted",
    )
    MISFITTING_RESULT = _warning(
        "ข้อความใน “{header}” ของมาตรการ {code} เกือบเหมือนกับของมาตรการ {others} และไม่เข้ากับเนื้อหาของมาตรการนี้",
        "“{header}” of measure {code} is nearly that of measure {others}, and does not fit its own measure",
        "ตรวจว่าไม่ได้วางผลของมาตรการอื่นไว้ผิดที่",
        "see that the result of another measure was not put there",
    )

    @property
    def slug(self) -> str:
        """The lasting name, as in ``findings.csv``."""
        return self.name.lower().replace("_", "-")

    @property
    def severity(self) -> Severity:
        """How much findings of this kind weigh."""
        return self.value.severity


class Finding(Struct, frozen=True):
    """One thing wrong or doubtful, with its place.

    Attributes:
        file: relative path, empty where it belongs to no file.
        cell: the address that Excel shows, such as ``N7``; empty for a whole sheet or file.
        value: what stands there, as text.
        details: fills the wording's braces.
    """

    kind: FindingKind
    file: str = ""
    sheet: str = ""
    cell: str = ""
    value: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.kind.value.severity

    def text(self, language: str = "th") -> str:
        """What is wrong, in Thai or English."""
        wording = self.kind.value
        return self._filled(wording.thai if language == "th" else wording.english)

    def remedy(self, language: str = "th") -> str:
        """What to do, in Thai or English."""
        wording = self.kind.value
        return self._filled(wording.remedy_thai if language == "th" else wording.remedy_english)

    def message(self, language: str = "th") -> str:
        """What is wrong and what to do, in one line."""
        return f"{self.text(language)} → {self.remedy(language)}"

    def _filled(self, wording: str) -> str:
        return " ".join(wording.format_map(_Shown(self)).split())


class _Shown(dict[str, str]):
    """What fills the braces of a wording; most wordings have a few of the details only."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self._finding = finding

    def __missing__(self, key: str) -> str:
        details = self._finding.details
        if key in details:
            return _shown(details[key])
        if key == "value":
            return _shown(self._finding.value)
        return self._finding.sheet if key == "sheet" else ""


LONGEST_SHOWN = 120
"""Letters of a value in the text of a finding."""
# Nothing that a terminal obeys, and no marks that turn the direction of what follows.
_NO_LETTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _shown(value: object) -> str:
    """One line of a value, cut where it would fill the screen; the full value stays in ``Finding.value``."""
    text = _NO_LETTER.sub("\ufffd", " ".join(str(value).split()))
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
