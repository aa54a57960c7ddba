"""The long table of measures: its columns, in the tidy tables and in the summary workbook."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.item_codes import ItemFinder
from itaxl.assessment.plans import Plan
from itaxl.assessment.statuses import Status, merged_status
from itaxl.results.consolidation import Consolidation, MeasureResult, Record

AGENCY_CODE, AGENCY = "รหัสหน่วยงาน", "หน่วยงาน"
NO_INDICATOR = "ไม่ระบุตัวชี้วัด"


class DescribedColumn(NamedTuple):
    """A column of the forms, as the workbook descriptions have it."""

    key: str
    header: str
    kind: str
    width: float


class Line(NamedTuple):
    """One row of the long table, with what is told once per measure and once per measure and department."""

    record: Record
    measure: MeasureResult
    counts: bool
    status: Status
    is_overdue: bool
    counts_in_department: bool
    department_status: Status
    department_is_overdue: bool


def lines(consolidation: Consolidation) -> list[Line]:
    """The long table's rows, measure by measure."""
    return lines_of(consolidation.measures)


def lines_of(measures: Iterable[MeasureResult]) -> list[Line]:
    """The rows of some measures."""
    result = []
    for measure in measures:
        if len(measure.records) == 1:
            (record,) = measure.records
            judgement = True, record.status, record.is_overdue
            result.append(Line(record, measure, *judgement, *judgement))
            continue
        by_department: dict[str, list[Record]] = {}
        for record in measure.records:
            by_department.setdefault(record.department.code, []).append(record)
        judged = {
            code: (merged_status(each.status for each in own), any(each.is_overdue for each in own), own[0])
            for code, own in by_department.items()
        }
        status, is_overdue, first = measure.status, measure.is_overdue, measure.records[0]
        for record in measure.records:
            of_department, overdue, first_of_department = judged[record.department.code]
            counts_in_department = record is first_of_department
            result.append(
                Line(
                    record,
                    measure,
                    record is first,
                    status,
                    is_overdue,
                    counts_in_department,
                    of_department,
                    overdue,
                )
            )
    return result


class LongColumn(Struct, frozen=True):
    """One column of the long table: its English and its Thai name, and where its value comes from."""

    key: str
    header: str
    width: float
    value: Callable[[Line], object]
    kind: str = "text"


def long_columns(
    consolidation: Consolidation, described: Sequence[DescribedColumn]
) -> tuple[LongColumn, ...]:
    """The contract's columns in its order, then those that the descriptions add, then what was worked out."""
    plan = consolidation.plan
    return (
        LongColumn("agency_code", AGENCY_CODE, 12, lambda _: plan.agency.code),
        LongColumn("agency", AGENCY, 26, lambda _: plan.agency.name),
        *record_columns(
            consolidation.analysis.framework,
            described,
            fiscal_year=plan.fiscal_year.number,
            months=plan.months,
            sheet=consolidation.sheet,
        ),
    )


def record_columns(
    framework: Framework,
    described: Sequence[DescribedColumn],
    *,
    fiscal_year: int,
    months: int,
    sheet: str,
) -> tuple[LongColumn, ...]:
    """The same without the agency's.

    Args:
        framework: of the assessed year.
        described: the columns of the forms.
        fiscal_year: in which the measures are carried out, Buddhist era.
        months: of the reporting round.
        sheet: the name of the sheet that holds the measures in every returned workbook.
    """
    headers = {each.key: each for each in described}
    items = ItemFinder(framework)

    def entry(key: str, header: str = "", width: float = 0) -> LongColumn:
        given = headers.get(key, DescribedColumn(key, header or key, "text", width or 20))
        return LongColumn(
            key, header or given.header, width or given.width, lambda line: line.record.value(key), given.kind
        )

    columns = [
        LongColumn("department_code", "รหัสส่วนราชการ", 12, lambda line: line.record.department.code),
        LongColumn("department", "ส่วนราชการ", 24, lambda line: line.record.department.name),
        LongColumn("fiscal_year", "ปีงบประมาณ", 12, lambda _: fiscal_year, "count"),
        LongColumn("round", "รอบ (เดือน)", 10, lambda _: months, "count"),
        LongColumn("code", "รหัส", 10, lambda line: line.record.code),
        *_worked_out(framework),
        *(entry(key) for key in ("item", "issue", "measure", "guideline", "steps", "responsible")),
        entry("monitoring"),
        LongColumn("start", "วันเริ่มต้น", 15, lambda line: line.record.start, "date"),
        LongColumn("end", "วันสิ้นสุด", 15, lambda line: line.record.end, "date"),
        LongColumn("status", "สถานะ", 20, lambda line: line.record.status, "status"),
        *(entry(key) for key in ("done_on", "result", "outcome", "suggestion", "evidence")),
        LongColumn("overdue", "พ้นกำหนด", 10, lambda line: int(line.record.is_overdue), "count"),
        LongColumn("source_file", "ไฟล์", 30, lambda line: line.record.file),
        LongColumn("source_sheet", "แผ่นงาน", 12, _source_sheet(sheet)),
        LongColumn("source_row", "แถว", 8, lambda line: line.record.sheet_row or "", "count"),
    ]
    known = {each.key for each in columns} | {"indicator"}
    columns += [entry(each.key) for each in described if each.key not in known]
    columns += [
        LongColumn("measure_code", "รหัสมาตรการ", 12, lambda line: line.measure.code),
        LongColumn("item_codes", "รหัสข้อที่อ่านได้", 12, lambda line: _item_codes(items, line.record)),
        LongColumn("own", "มาตรการของส่วนราชการเอง", 12, lambda line: int(line.record.is_own), "count"),
    ]
    return tuple(columns)


def _item_codes(items: ItemFinder, record: Record) -> str:
    """The items of a row as the manuals write them, however they were typed."""
    words = record.value("item")
    found = items.find(words, record.indicators) if isinstance(words, str) else ()
    return ";".join(dict.fromkeys(each.code for each in found))


def _source_sheet(usual: str) -> Callable[[Line], str]:
    """Where a row was read: mostly on the usual sheet."""
    return lambda line: (line.record.sheet or usual) if line.record.file else ""


def _worked_out(framework: Framework) -> tuple[LongColumn, ...]:
    named = {each.no: each for each in framework.indicators}
    numbers = _of_indicators(str)
    names = _of_indicators(lambda no: named[no].name)
    instruments = _of_indicators(lambda no: named[no].instrument)
    return (
        LongColumn("indicator_no", "ตัวชี้วัดที่", 10, lambda line: numbers(line.record.indicators)),
        LongColumn(
            "indicator",
            "ตัวชี้วัด",
            26,
            # What a department wrote and nobody could place is kept in its own words.
            lambda line: names(line.record.indicators) or line.record.value("indicator"),
        ),
        LongColumn("instrument", "เครื่องมือ", 10, lambda line: instruments(line.record.indicators)),
    )


def _of_indicators(words: Callable[[int], str]) -> Callable[[tuple[int, ...]], str]:
    """Joins what is said of some indicators; the same ones stand in many rows."""
    return lru_cache(maxsize=1024)(lambda indicators: ";".join(dict.fromkeys(map(words, indicators))))


def department_numbers(plan: Plan) -> dict[str, int]:
    """A running number for every department.

    Formulas count by it, since a spreadsheet takes the codes 1, 01 and 1.0 for the same, and * for any.
    """
    return {each.code: number for number, each in enumerate(plan.departments, start=1)}


def counting_columns(framework: Framework, plan: Plan) -> tuple[LongColumn, ...]:
    """What the summary's formulas count by: every measure once, and once in each of its departments."""
    numbers = department_numbers(plan)
    instruments: Mapping[int, str] = {each.no: each.instrument for each in framework.indicators}
    numbers_of = lru_cache(maxsize=1024)(tagged)
    instruments_of = lru_cache(maxsize=1024)(
        lambda indicators: tagged([instruments[no] for no in indicators])
    )

    return (
        LongColumn("counts", "นับมาตรการ", 10, lambda line: int(line.counts), "count"),
        LongColumn("measure_status", "สถานะของมาตรการ", 20, lambda line: line.status, "status"),
        LongColumn("measure_overdue", "มาตรการพ้นกำหนด", 10, lambda line: int(line.is_overdue), "count"),
        LongColumn(
            "counts_in_department",
            "นับในส่วนราชการ",
            10,
            lambda line: int(line.counts_in_department),
            "count",
        ),
        LongColumn(
            "department_no",
            "ลำดับส่วนราชการ",
            10,
            lambda line: numbers[line.record.department.code],
            "count",
        ),
        LongColumn(
            "department_status",
            "สถานะในส่วนราชการ",
            20,
            lambda line: line.department_status,
            "status",
        ),
        LongColumn(
            "department_overdue",
            "พ้นกำหนดในส่วนราชการ",
            10,
            lambda line: int(line.department_is_overdue),
            "count",
        ),
        LongColumn("indicator_tags", "ตัวชี้วัดทั้งหมด", 12, lambda line: numbers_of(line.measure.indicators)),
        LongColumn(
            "instrument_tags", "เครื่องมือทั้งหมด", 12, lambda line: instruments_of(line.measure.indicators)
        ),
    )


def tagged(words: Sequence[object]) -> str:
    """Words to search for, between semicolons, so that a search for ;1; does not find 10.

    >>> tagged([1, 10, 1]), tagged([])
    (';1;10;', ';-;')
    """
    return ";" + ";".join(str(word) for word in dict.fromkeys(words)) + ";" if words else ";-;"
