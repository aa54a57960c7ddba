"""Why a whole file cannot be read or imported, in Thai and English, with what to do."""

from collections import defaultdict
from enum import Enum

_AS_EXCEL = (
    "ส่งแบบที่กรอกแล้วเป็นไฟล์ Excel (.xlsx) ไม่ต้องแปลงหรือสแกน",
    "send the filled workbook itself (.xlsx), neither converted nor scanned",
)


class UnreadableWording(Enum):
    """Why a file cannot be read, and what to do; member names are those of ``sheets.UnreadableReason``."""

    EMPTY = ("ไฟล์ว่างเปล่า", "it is empty", "ส่งไฟล์ใหม่", "send it again")
    TOO_LARGE = (
        "ไฟล์ใหญ่เกินไป",
        "it is too large",
        "ลบรูปภาพออกจากไฟล์แล้วส่งใหม่ หลักฐานให้ใส่เป็นลิงก์",
        "take pictures out and send it again; give evidence as links",
    )
    UNPACKS_TOO_LARGE = (
        "เนื้อหาในไฟล์ใหญ่ผิดปกติ มักเพราะจัดรูปแบบแถวหรือคอลัมน์ว่างไว้จนสุดแผ่น",
        "it unpacks to an unreasonable size, mostly by formats on empty rows or columns",
        "ลบแถวและคอลัมน์ว่างที่อยู่นอกแบบ แล้วบันทึกและส่งใหม่ หากยังอ่านไม่ได้ ให้กรอกในแบบที่ได้รับใหม่",
        "delete empty rows and columns outside the form, save and send it again; else fill in a fresh one",
    )
    TOO_MANY_PARTS = (
        "โครงสร้างไฟล์ผิดปกติ",
        "it has too many parts inside",
        "กรอกในแบบที่ได้รับใหม่ แล้วส่งกลับ",
        "fill in a fresh workbook",
    )
    DUPLICATE_PARTS = (
        "โครงสร้างไฟล์ผิดปกติ (มีส่วนซ้ำ)",
        "two parts inside have the same name",
        "กรอกในแบบที่ได้รับใหม่ แล้วส่งกลับ",
        "fill in a fresh workbook",
    )
    STRANGE_NAMES = (
        "โครงสร้างไฟล์ผิดปกติ (ชื่อส่วนภายในชี้ออกนอกไฟล์ หรือมีอักขระที่ชื่อไม่ควรมี)",
        "a part inside has a name that leads out of the file, or letters that no name has",
        "กรอกในแบบที่ได้รับใหม่ แล้วส่งกลับ และแจ้งผู้ดูแลคอมพิวเตอร์ เพราะโปรแกรมทั่วไปไม่สร้างไฟล์เช่นนี้",
        "fill in a fresh workbook, and tell whoever looks after the computers: no ordinary program does this",
    )
    CELL_TOO_FAR = (
        "มีข้อมูลอยู่ไกลจากแบบมาก (แผ่น {sheet} ช่อง {cell})",
        "something stands far outside the form (sheet {sheet}, cell {cell})",
        "ลบแถวและคอลัมน์ที่อยู่นอกแบบ แล้วบันทึกและส่งใหม่",
        "delete the rows and columns outside the form, save and send it again",
    )
    ENCRYPTED = (
        "ไฟล์ถูกตั้งรหัสผ่านสำหรับเปิด",
        "it is protected with a password to open",
        "เปิดไฟล์ ยกเลิกรหัสผ่านสำหรับเปิด แล้วบันทึกและส่งใหม่ หากผู้ประสานงานทราบรหัส ใช้ --password (.xlsx .xls)",
        "open it, remove the password, save and send it again; or give it with --password (.xlsx .xls)",
    )
    WRONG_PASSWORD = (
        "ไฟล์ถูกตั้งรหัสผ่านสำหรับเปิด และรหัสที่ให้ไว้ใช้เปิดไม่ได้",
        "it is protected with a password to open, and none of those given opens it",
        "สอบถามรหัสผ่านจากผู้ส่ง แล้วสั่งใหม่ด้วย --password หรือให้ผู้ส่งยกเลิกรหัสผ่านแล้วส่งใหม่",
        "ask the sender and give it with --password, or have it sent without a password",
    )
    HTML = (
        "เป็นหน้าเว็บ (HTML) ที่ตั้งนามสกุลเป็น Excel",
        "it is a web page named like a workbook",
        "ใช้แบบที่ได้รับจากผู้ประสานงาน บันทึกเป็น .xlsx",
        "use the workbook received from the coordinator, saved as .xlsx",
    )
    TEXT = (
        "เป็นไฟล์ข้อความ ไม่ใช่ไฟล์ Excel",
        "it is a text file",
        "ใช้แบบที่ได้รับจากผู้ประสานงาน บันทึกเป็น .xlsx",
        "use the workbook received from the coordinator, saved as .xlsx",
    )
    XML_2003 = (
        "เป็นไฟล์แบบ XML Spreadsheet 2003",
        "it is an XML Spreadsheet 2003 file",
        "เปิดด้วย Excel แล้วบันทึกเป็น .xlsx",
        "open it in Excel and save it as .xlsx",
    )
    PDF = ("เป็นไฟล์ PDF", "it is a PDF", *_AS_EXCEL)
    PICTURE = ("เป็นรูปภาพ", "it is a picture", *_AS_EXCEL)
    DOCUMENT = ("เป็นเอกสาร ไม่ใช่ไฟล์ Excel", "it is a document", *_AS_EXCEL)
    LOCK_FILE = (
        "เป็นไฟล์ชั่วคราวที่ Excel สร้างขณะเปิดแฟ้ม",
        "it is a temporary file that Excel makes while a workbook is open",
        "ปิด Excel แล้วลบไฟล์นี้ได้",
        "close Excel; it can be deleted",
    )
    SHORTCUT = (
        "เป็นทางลัดไปยัง Google ชีต ไม่ใช่ตัวไฟล์",
        "it is a shortcut to Google Sheets, not the workbook itself",
        "เปิดใน Google ชีต เลือก ไฟล์ > ดาวน์โหลด > Microsoft Excel (.xlsx) แล้วส่งไฟล์ที่ได้",
        "open it in Google Sheets, choose File > Download > Microsoft Excel (.xlsx) and send that file",
    )
    ARCHIVE = (
        "เป็นไฟล์บีบอัด (zip) ไม่ใช่ไฟล์ Excel",
        "it is an archive",
        "แตกไฟล์ แล้วส่งไฟล์ Excel ข้างใน",
        "unpack it and send the workbooks inside",
    )
    DAMAGED = (
        "ไฟล์เสียหรือไม่สมบูรณ์",
        "it is damaged or incomplete",
        "เปิดไฟล์ต้นฉบับ บันทึกใหม่เป็น .xlsx แล้วส่งอีกครั้ง",
        "open the original, save it again as .xlsx and send it",
    )
    CRASHED = (
        "ไฟล์ทำให้โปรแกรมอ่านหยุดทำงาน",
        "reading it made the reader stop",
        "เปิดไฟล์ต้นฉบับ บันทึกใหม่เป็น .xlsx แล้วส่งอีกครั้ง",
        "open the original, save it again as .xlsx and send it",
    )
    TOO_SLOW = (
        "ใช้เวลาอ่านนานเกินไป",
        "reading it took too long",
        "ลบแถวและคอลัมน์ว่างที่จัดรูปแบบไว้นอกแบบ แล้วบันทึกและส่งใหม่",
        "delete formatted empty rows and columns outside the form, save and send it again",
    )
    VANISHED = ("ไม่พบไฟล์", "it is not there", "ตรวจชื่อไฟล์และโฟลเดอร์", "check the name and the folder")
    NOT_PERMITTED = (
        "ไม่มีสิทธิเปิดอ่าน",
        "permission to read it is missing",
        "ปิดไฟล์ที่เปิดค้างอยู่ หรือตรวจสิทธิของโฟลเดอร์",
        "close it if it is open, or check the folder's permissions",
    )
    UNKNOWN = (
        "ไม่รู้จักชนิดของไฟล์",
        "its kind is not known",
        "ใช้แบบที่ได้รับจากผู้ประสานงาน บันทึกเป็น .xlsx",
        "use the workbook received from the coordinator, saved as .xlsx",
    )

    def details(self, **facts: object) -> dict[str, object]:
        """The details of an ``UNREADABLE_FILE`` finding."""
        thai, english, remedy_thai, remedy_english = self.value
        return {
            "reason": thai.format_map(defaultdict(str, facts)),
            "reason_en": english.format_map(defaultdict(str, facts)),
            "remedy": remedy_thai,
            "remedy_en": remedy_english,
        }


class ImportWording(Enum):
    """Why a document gives nothing to import, and what to do instead."""

    PDF = (
        "เป็นไฟล์ PDF ซึ่งอ่านตารางไม่ได้",
        "it is a PDF, whose tables cannot be read",
        "เปิดต้นฉบับใน Word หรือ Excel แล้วนำเข้าไฟล์นั้น ถ้าเป็นเอกสารสแกน ให้ใช้โปรแกรม OCR แปลงเป็นข้อความหรือ Word ก่อน",
        "import the Word or Excel original; a scan goes through an OCR program to text or Word first",
    )
    PICTURE = (
        "เป็นรูปภาพ",
        "it is a picture",
        "ใช้โปรแกรม OCR แปลงเป็นข้อความหรือ Word ก่อน แล้วนำเข้าไฟล์นั้น",
        "turn it into text or Word with an OCR program and import that",
    )
    DOCUMENT = (
        "เป็นเอกสารชนิดที่อ่านไม่ได้",
        "it is a kind of document that cannot be read",
        "เปิดแล้วบันทึกเป็น .docx หรือ .xlsx",
        "open it and save it as .docx or .xlsx",
    )
    ENCRYPTED = (
        "ถูกตั้งรหัสผ่านสำหรับเปิด หรือเป็นเอกสาร Word รุ่นเก่า (.doc)",
        "it is protected with a password, or an old Word document (.doc)",
        "เปิดไฟล์ ยกเลิกรหัสผ่าน แล้วบันทึกเป็น .docx หรือ .xlsx",
        "open it, remove the password and save it as .docx or .xlsx",
    )
    DAMAGED = (
        "เสียหรือไม่สมบูรณ์",
        "it is damaged or incomplete",
        "เปิดต้นฉบับ บันทึกใหม่เป็น .docx หรือ .xlsx แล้วนำเข้าอีกครั้ง",
        "open the original, save it again as .docx or .xlsx and import that",
    )
    TOO_LARGE = (
        "ไฟล์ใหญ่เกินไป",
        "it is too large",
        "คัดลอกเฉพาะตารางมาตรการไปไว้ในเอกสารใหม่ แล้วนำเข้าไฟล์นั้น",
        "copy the table of measures alone into a new document and import that",
    )
    UNPACKS_TOO_LARGE = (
        "เนื้อหาในไฟล์ใหญ่ผิดปกติ",
        "it holds unreasonably much",
        "คัดลอกเฉพาะตารางมาตรการไปไว้ในเอกสารใหม่ แล้วนำเข้าไฟล์นั้น",
        "copy the table of measures alone into a new document and import that",
    )
    CELL_TOO_FAR = (
        "ตารางในไฟล์ใหญ่ผิดปกติ",
        "its tables are unreasonably large",
        "คัดลอกเฉพาะตารางมาตรการไปไว้ในเอกสารใหม่ แล้วนำเข้าไฟล์นั้น",
        "copy the table of measures alone into a new document and import that",
    )
    NO_TABLE = (
        "ไม่มีตาราง",
        "there is no table in it",
        "นำเข้าไฟล์ที่มีตารางมาตรการ หากเป็นภาพสแกนใน Word ให้ใช้โปรแกรม OCR ก่อน",
        "import a file that has the table of measures; pictures in Word go through an OCR program first",
    )
    OWN_WORKBOOK = (
        "เป็นไฟล์ของระบบอยู่แล้ว",
        "it is a workbook of itaxl already",
        "ใช้ไฟล์นี้กับ generate, check หรือ consolidate ได้เลย",
        "use it with generate, check or consolidate",
    )
    UNKNOWN = (
        "ไม่รู้จักชนิดของไฟล์",
        "its kind is not known",
        "บันทึกเป็น .docx .xlsx .html .csv หรือ .txt แล้วนำเข้าอีกครั้ง",
        "save it as .docx, .xlsx, .html, .csv or .txt and import that",
    )

    def lines(self, file: str) -> tuple[str, str]:
        """The one line in Thai and in English that says so of a file."""
        thai, english, remedy_thai, remedy_english = self.value
        return f"{file}: {thai} → {remedy_thai}", f"{file}: {english} → {remedy_english}"
