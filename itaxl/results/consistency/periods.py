"""Periods where people belong, people where periods belong, and dates outside the year."""

import re
from collections.abc import Iterator
from datetime import date

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.results.consistency.evidence import Evidence
from itaxl.thai.dates import MONTHS, SHORT_MONTHS, short_date
from itaxl.thai.text import compact, folded

# Enough to say when; the rest only goes along with them.
_TIME = "ปี(?:งบประมาณ)?|ไตรมาส|เดือน|สัปดาห์|วัน|ครั้ง|เป็นต้นไป|ต่อเนื่อง|" + "|".join(
    map(re.escape, (*MONTHS, *SHORT_MONTHS))
)
_MONTH_WITHOUT_DOTS = "|".join(month.replace(".", "") for month in SHORT_MONTHS)
_BESIDE_TIME = (
    r"พ\.?ศ|ถึง|ภายใน|ตลอด|ตั้งแต่|ระหว่าง|ราย|ทุก|ละ|รอบ|ที่|แรก|หลัง|ต้น|ปลาย|สิ้น|อย่าง|น้อย|และ|หรือ|ๆ|ประจำ|ของ|ใน|"
    "เมื่อ|ดำเนินการ|ระยะเวลา|กำหนด|แล้วเสร็จ"
)
_ANY_TIME = re.compile(_TIME)
_ANY_TIME_ALONE = re.compile(f"{_TIME}|{_MONTH_WITHOUT_DOTS}")
_ONLY_TIMES = re.compile(rf"(?:{_TIME}|{_MONTH_WITHOUT_DOTS}|{_BESIDE_TIME}|[\d\W])++")
_BULLET = re.compile(r"^[\s\-•*(]*(?:\d{1,2}\s*[.)]+)?[\s\-•]*")
_BODIES = re.compile(
    "(?:กอง|สำนัก|ส่วน|ฝ่าย|งาน|หน่วย|คณะกรรมการ|คณะทำงาน|นายก|รองนายก|ปลัด|รองปลัด|ผู้อำนวยการ|ผอ|หัวหน้า"
    "|เจ้าหน้าที่|เจ้าพนักงาน|นัก|นิติกร|พนักงาน|บุคลากร|ผู้บริหาร|ทุกส่วนราชการ|ทุกกอง)"
)


def periods_in_their_column(evidence: Evidence) -> Iterator[Finding]:
    """Who is responsible is no period, and a period is no department."""
    departments = frozenset(compact(each.name) for each in evidence.plan.departments)
    for line in evidence.measures:
        for key, kind, is_wrong in (
            ("responsible", FindingKind.PERIOD_AS_RESPONSIBLE, is_period(line.written.get("responsible"))),
            ("period", FindingKind.DEPARTMENT_AS_PERIOD, names_body(line.written.get("period"), departments)),
        ):
            if is_wrong:
                value = str(line.written[key])
                yield line.found(kind, key, value, header=evidence.headers.get(key, key))


def is_period(value: object) -> bool:
    """Words that say when and nothing else.

    >>> [is_period(each) for each in ("ตลอดปีงบประมาณ", "ต.ค. ๖๗ - มี.ค. ๖๘", "กองคลัง", "-")]
    [True, True, False, False]
    """
    if not isinstance(value, str):
        return False
    words = compact(value)
    return _ONLY_TIMES.fullmatch(words) is not None and _ANY_TIME_ALONE.search(words) is not None


def names_body(value: object, departments: frozenset[str] = frozenset()) -> bool:
    """Words that begin with a department or an office, and say nothing of time.

    >>> [names_body(each) for each in ("๒. กองคลัง", "ภายใน ๗ วันหลังกองคลังแจ้ง", "ทุกไตรมาส")]
    [True, False, False]
    """
    if not isinstance(value, str) or _ANY_TIME.search(compact(value)):
        return False
    lines = [_BULLET.sub("", folded(each)) for each in value.split("\n")]
    return any(_BODIES.match(each) or compact(each) in departments for each in lines if each)


def dates_inside_the_year(evidence: Evidence) -> Iterator[Finding]:
    """What is planned for a fiscal year begins and ends in it; which date comes first, reading tells."""
    year = evidence.plan.fiscal_year
    for line in evidence.measures:
        for key in ("start", "end"):
            day = line.written.get(key)
            if isinstance(day, date) and day not in year:
                yield line.found(
                    FindingKind.PLANNED_OUTSIDE_YEAR,
                    key,
                    short_date(day),
                    header=evidence.headers.get(key, key),
                    year=year.number,
                    first=short_date(year.start),
                    last=short_date(year.end),
                )
