"""What people type into cells of dates and choices is read as it is meant, and told where it is not plain."""

from datetime import date, datetime
from pathlib import Path

import pytest
from filling import (
    COMPLETE,
    DONE,
    DONE_ON,
    FIRST,
    IN_PROGRESS,
    NOT_STARTED,
    RESULT,
    STATUS,
    Returned,
    fill_plan,
    told,
)
from one_row import kinds, read_row
from written_dates import DATES, PERIODS, WrittenDate, WrittenPeriod

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency
from itaxl.planning.reading import ReadPlan, read_plan
from itaxl.template.cells import as_text
from itaxl.thai.text import thai_digits
from itaxl.workflow.planning import init_plan
from itaxl.workflow.settings import Settings, default_templates

START, END = "วันเริ่มต้น", "วันสิ้นสุด"
_REST = {STATUS: NOT_STARTED}


# Days and periods of the published reports


@pytest.mark.parametrize("written", DATES)
def test_every_day_of_the_published_reports_is_read_in_any_cell_for_a_day(written: WrittenDate) -> None:
    year, text = written.year, written.written
    read = read_row(year, start=text, end=f" {text}\u200b", done_on=f"'{text}", status=DONE, result="ทำแล้ว")
    assert {read.rows[0].values[key] for key in ("start", "end", "done_on")} == {written.day}
    assert not kinds(read, "start", "end")
    assert read.rows[0].written == {}


@pytest.mark.parametrize("period", PERIODS)
def test_every_period_of_the_published_reports_gives_its_end_as_the_day_something_was_done(
    period: WrittenPeriod,
) -> None:
    read = read_row(period.year, status=DONE, done_on=period.written, result="ทำแล้ว")
    row = read.rows[0]
    if period.end is None:
        assert kinds(read, "done_on") == {"done_on": FindingKind.NOT_A_DATE}
        assert "done_on" not in row.values
        return
    assert row.values["done_on"] == period.end
    first = read.findings[0]
    assert (first.kind, first.cell, first.value) == (FindingKind.DATE_READ, "O4", period.written)
    assert row.written == {"done_on": period.written}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("column", ["start", "end"])
def test_every_period_of_the_published_reports_gives_start_and_end(
    period: WrittenPeriod, column: str
) -> None:
    read = read_row(period.year, status=IN_PROGRESS, **{column: period.written})
    values, found = read.rows[0].values, kinds(read, "start", "end")
    assert found[column] is FindingKind.DATE_READ
    days = {"start": period.start, "end": period.end}
    is_month = period.start and period.end and period.start.replace(day=1) == period.end.replace(day=1)
    if is_month:
        days = {column: days[column]}
    assert {key: values.get(key) for key in ("start", "end")} == {"start": None, "end": None} | days


@pytest.mark.parametrize("period", [each for each in PERIODS if each.start and each.end])
def test_a_period_in_both_cells_gives_each_its_own_end(period: WrittenPeriod) -> None:
    read = read_row(period.year, status=IN_PROGRESS, start=period.written, end=period.written)
    assert (read.rows[0].values["start"], read.rows[0].values["end"]) == (period.start, period.end)


# The manners that the forms are filled in with


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "27/12/2565",
            "27-12-65",
            "๒๗ ธ.ค. ๖๕",
            "27 ธันวาคม พ.ศ. 2565",
            "'27/12/2565",
            "‘27/12/2565’",
            "27–12–65",
        ),
        *("27\u00a0ธ.ค.\u200b 65", "27 ธ.ค.\n2565", "๒๗/๑๒/๒๕๖๕", datetime(2565, 12, 27), date(2022, 12, 27)),  # noqa: DTZ001
    ],
)
def test_a_day_in_any_usual_manner_is_read_without_a_word(returned: Returned, typed: object) -> None:
    read = returned.read({"M1": {**COMPLETE, DONE_ON: typed}, "M2": _REST})
    assert told(read.findings) == []
    assert read.rows[0].values["done_on"] == date(2022, 12, 27)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("ธ.ค. ๒๕๖๕", date(2022, 12, 31)),
        ("กุมภาพันธ์ 66", date(2023, 2, 28)),
        ("ไตรมาส ๒", date(2023, 3, 31)),
        ("ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖", date(2023, 3, 31)),
        ("ตลอดปีงบประมาณ", date(2023, 9, 30)),
        ("ส.ค. - ต.ค. 2566", date(2023, 9, 30)),  # not beyond the fiscal year
        ("ธันวาคม", date(2022, 12, 31)),
    ],
)
def test_a_longer_time_is_taken_for_its_last_day_with_a_warning(
    returned: Returned, typed: str, day: date
) -> None:
    read = returned.read({"M1": {**COMPLETE, DONE_ON: typed}, "M2": _REST})
    (finding,) = read.findings
    assert (finding.kind.slug, finding.cell, finding.value) == ("date-read", "O4", typed)
    assert read.rows[0].values["done_on"] == day
    assert ("ไม่ได้เขียนปี" in finding.text()) == (typed == "ธันวาคม")
    assert typed in finding.text()


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ("27 ธ.ค. 2565 เวลา 10.00 น.", True),
        ("27/12/2565 13:30", True),
        ("2022-12-27T09:15:00Z", True),
        ("2022-12-27 00:00:00", False),
        ("27 ธันวาคม พ.ศ. 2565", False),
        (datetime.fromisoformat("2022-12-27T09:30"), True),
        (datetime.fromisoformat("2565-12-27T23:59:59"), True),
        (datetime.fromisoformat("2022-12-27T00:00"), False),
        (datetime.fromisoformat("2022-12-27T00:00:00.000400"), False),  # what remains of a serial number
        (44922.75, True),
        (44922.0, False),
    ],
)
def test_a_time_of_the_day_is_not_dropped_without_a_word(typed: object, *, is_told: bool) -> None:
    read = read_row(done_on=typed, status=NOT_STARTED)
    assert read.rows[0].values["done_on"] == date(2022, 12, 27)
    findings = [each for each in read.findings if each.kind is FindingKind.DATE_READ]
    assert [each.value for each in findings] == ([as_text(typed)] if is_told else [])
    assert all("(ไม่เก็บเวลา)" in each.text() for each in findings)
    assert read.rows[0].written.get("done_on") == (as_text(typed) if is_told else None)


def test_the_time_of_a_cell_that_holds_a_moment_is_told_as_it_stands_there() -> None:
    read = read_row(done_on=datetime.fromisoformat("2022-12-27T09:30"), status=DONE)
    (finding,) = [each for each in read.findings if each.kind is FindingKind.DATE_READ]
    assert "“27 ธ.ค. 2565 09:30”" in finding.text()
    assert "the time is not kept" in finding.text("en")


def test_a_moment_in_a_cell_for_words_keeps_its_time() -> None:
    read = read_row(result=datetime.fromisoformat("2022-12-27T09:30"), status=NOT_STARTED)
    assert read.rows[0].values["result"] == "27 ธ.ค. 2565 09:30"


def test_a_longer_time_outside_the_fiscal_year_is_read_and_is_outside(returned: Returned) -> None:
    read = returned.read({"M1": {**COMPLETE, DONE_ON: "มี.ค. 2565"}, "M2": _REST})
    assert told(read.findings) == [("date-read", "O4"), ("outside-year", "O4")]


@pytest.mark.parametrize(
    ("typed", "why", "offered"),
    [
        ("31/02/2566", "ไม่มีวันนี้ในปฏิทิน", "28 ก.พ. 2566"),
        ("12/27/2565", "เดือนอยู่หน้าวัน", "27 ธ.ค. 2565"),
        ("27/12/64", "ไม่แน่ใจว่าปีใด", "27 ธ.ค. 2564"),
        ("ธ.ค. 64", "ไม่แน่ใจว่าปีใด", "31 ธ.ค. 2564"),
        ("ประชุมวันที่ 5 ม.ค. 2566 ที่ห้องประชุม", "ไม่ใช่วันที่", "5 ม.ค. 2566"),
    ],
)
def test_what_is_in_doubt_is_a_finding_with_the_reason_and_the_day_that_was_meant(
    returned: Returned, typed: str, why: str, offered: str
) -> None:
    read = returned.read({"M1": {**COMPLETE, DONE_ON: typed}, "M2": _REST})
    (finding,) = read.findings
    assert (finding.kind.slug, finding.cell, finding.value) == ("not-a-date", "O4", typed)
    assert why in finding.text()
    assert offered in finding.text()
    assert offered in finding.text("en")
    assert "done_on" not in read.rows[0].values


@pytest.mark.parametrize("typed", ["เร็ว ๆ นี้", "ทุกเดือน", "ไตรมาส 5", "รายไตรมาส", "ธ.ค. 2565 เป็นต้นไป", "-"])
def test_what_names_no_day_is_none(returned: Returned, typed: str) -> None:
    read = returned.read({"M1": {**COMPLETE, DONE_ON: typed}, "M2": _REST})
    assert told(read.findings) == [("not-a-date", "O4")]
    assert read.rows[0].written == {}


@pytest.mark.parametrize(
    ("entries", "start", "end", "expected"),
    [
        ({START: "ไตรมาส 2"}, date(2023, 1, 1), date(2023, 3, 31), [("date-read", "L7")]),
        ({END: "ไตรมาส 2"}, date(2023, 1, 1), date(2023, 3, 31), [("date-read", "M7")]),
        ({START: "ไตรมาส 2", END: "15/3/2566"}, date(2023, 1, 1), date(2023, 3, 15), [("date-read", "L7")]),
        ({START: "ธ.ค. 65", END: "ม.ค. 66"}, date(2022, 12, 1), date(2023, 1, 31), [("date-read", "L7"), ("date-read", "M7")]),  # noqa: E501
        ({START: "ธ.ค. 65"}, date(2022, 12, 1), None, [("date-read", "L7")]),
        ({START: "ธ.ค. 65 เป็นต้นไป"}, date(2022, 12, 1), None, [("date-read", "L7")]),
        ({START: "ภายใน มี.ค. 66"}, None, date(2023, 3, 31), [("date-read", "L7")]),
        ({END: "ธ.ค. 65 เป็นต้นไป"}, date(2022, 12, 1), None, [("date-read", "M7")]),
        ({START: date(2022, 12, 5), END: "ธ.ค. 65 เป็นต้นไป"}, date(2022, 12, 5), None, [("not-a-date", "M7")]),
        ({START: "ก.พ. 66", END: "ม.ค. 66"}, date(2023, 2, 1), date(2023, 1, 31), [("date-read", "L7"), ("date-read", "M7"), ("before-start", "M7")]),  # noqa: E501
        ({START: "31/2/2566", END: "ไตรมาส 2"}, None, date(2023, 3, 31), [("not-a-date", "L7"), ("date-read", "M7")]),  # noqa: E501
    ],
)  # fmt: skip
def test_a_longer_time_fills_the_other_end_where_that_is_blank(
    returned: Returned,
    entries: dict[str, object],
    start: date | None,
    end: date | None,
    expected: list[tuple[str, str]],
) -> None:
    own = {"มาตรการ": "โครงการของเรา", STATUS: IN_PROGRESS, **entries}
    read = returned.read({"M1": COMPLETE, "M2": _REST, "เพิ่ม1": own})
    (row,) = [each for each in read.rows if each.own]
    assert (row.values.get("start"), row.values.get("end")) == (start, end)
    assert told(read.findings) == expected


# Plans


def _plan(folder: Path, measures: str, labels: dict[str, object] | None = None) -> ReadPlan:
    settings = Settings(default_templates(), date(2023, 4, 11))
    path = init_plan(folder, settings, agency=Agency("เทศบาลตำบลตัวอย่าง", "เทศบาลตำบล"), fiscal_year=2566)
    fill_plan(path, measures, labels=labels)
    return read_plan(path, settings.description("plan"))


def _of_dates(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [each for each in told(findings) if "date" in each[0]]


@pytest.mark.parametrize(
    ("start", "end", "days", "expected", "period"),
    [
        ("๑ ต.ค. ๖๕", "31/3/66", (date(2022, 10, 1), date(2023, 3, 31)), [], None),
        ("ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖", "", (date(2022, 10, 1), date(2023, 3, 31)), [("date-read", "L4")], "ต.ค. ๒๕๖๕ ถึง มี.ค. ๒๕๖๖"),  # noqa: E501
        ("ตลอดปีงบประมาณ", "", (date(2022, 10, 1), date(2023, 9, 30)), [("date-read", "L4")], "ตลอดปีงบประมาณ"),
        ("ต.ค. 65", "มี.ค. 66", (date(2022, 10, 1), date(2023, 3, 31)), [("date-read", "L4"), ("date-read", "M4")], None),  # noqa: E501
        ("", "ไตรมาส ๒", (date(2023, 1, 1), date(2023, 3, 31)), [("date-read", "M4")], "ไตรมาส ๒"),
        ("ทุกเดือน", "31/3/66", (None, date(2023, 3, 31)), [("not-a-date", "L4")], None),
    ],
)  # fmt: skip
def test_a_plan_takes_longer_times_and_keeps_their_words(
    tmp_path: Path,
    start: str,
    end: str,
    days: tuple[date | None, date | None],
    expected: list[tuple[str, str]],
    period: str | None,
) -> None:
    head = f"| รหัส | มาตรการ | ส่วนราชการที่รับผิดชอบ | {START} | {END} |"
    read = _plan(tmp_path, f"{head}\n| M1 | ทำ | {FIRST} | {start} | {end} |")
    (row,) = read.plan.rows
    assert (row.start, row.end) == days
    assert _of_dates(read.findings) == expected
    assert row.values.get("period") == period


def test_the_words_for_reports_that_a_plan_gives_are_not_replaced(tmp_path: Path) -> None:
    head = f"| รหัส | มาตรการ | ส่วนราชการที่รับผิดชอบ | {START} | ระยะเวลา |"
    read = _plan(tmp_path, f"{head}\n| M1 | ทำ | {FIRST} | ไตรมาส 2 | ต้นปี |")
    assert read.plan.rows[0].values["period"] == "ต้นปี"


def test_a_month_for_returning_means_its_last_day(tmp_path: Path) -> None:
    measures = f"| รหัส | มาตรการ | ส่วนราชการที่รับผิดชอบ |\n| M1 | ทำ | {FIRST} |"
    read = _plan(tmp_path, measures, {"กำหนดส่ง": "ภายในเดือนเมษายน 2566"})
    assert read.plan.due == date(2023, 4, 30)
    assert [slug for slug, _ in _of_dates(read.findings)] == ["date-read"]


def test_text_stays_as_it_was_typed(returned: Returned) -> None:
    typed = "“ทำเเล้ว”\u00a0\u200b๑. ประกาศ\n๒. น\u0e4d\u0e49าประปา"
    read = returned.read({"M1": {**COMPLETE, RESULT: typed}, "M2": _REST})
    assert told(read.findings) == []
    assert read.rows[0].values["result"] == typed


@pytest.mark.parametrize("digits", ["84.48", "'84.48", "84.48\u00a0", thai_digits("84.48"), "\u200b84.48 %"])
def test_numbers_that_were_typed_as_text_are_read(tmp_path: Path, digits: str) -> None:
    measures = f"| รหัส | มาตรการ | ส่วนราชการที่รับผิดชอบ |\n| M1 | ทำ | {FIRST} |"
    read = _plan(tmp_path, measures, {"เป้าหมาย": digits})
    assert float(read.plan.thresholds.target) == 84.48
