"""The tidy tables: the contract's columns, dates that sort, and nothing that a spreadsheet would run."""

import errno
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from command_line import csv_table
from hypothesis import example, given
from hypothesis import strategies as st

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.plans import Agency, Department, IndicatorScore, Plan, PlanRow
from itaxl.assessment.submissions import Stamp, Submission, SubmittedRow
from itaxl.catalogue import load_framework
from itaxl.reports.columns import DescribedColumn
from itaxl.reports.tidy_tables import as_typed, write_findings_table, write_tidy_tables
from itaxl.results.analysis import analyse
from itaxl.results.consolidation import Consolidation, consolidate

CONTRACT = {
    "measures.csv": "agency_code agency department_code department fiscal_year round code indicator_no "
    "indicator instrument item issue measure guideline steps responsible monitoring start end status "
    "done_on result outcome suggestion evidence overdue source_file source_sheet source_row",
    "scores.csv": "agency_code agency scored_year indicator_no indicator instrument score previous_score "
    "change strength weakness to_develop",
    "agencies.csv": "agency_code agency agency_type district scored_year iit eit oit total grade "
    "measures done in_progress not_started not_reported",
    "submissions.csv": "unit_code unit state file modified errors warnings",
    "findings.csv": "severity kind file sheet cell value message_th message_en",
}
DESCRIBED = tuple(
    DescribedColumn(key, key, kind, 20)
    for key, kind in (
        ("code", "text"),
        ("indicator", "choice"),
        ("measure", "long"),
        ("department", "choice"),
        ("start", "date"),
        ("end", "date"),
        ("status", "choice"),
        ("done_on", "date"),
        ("result", "long"),
        ("budget", "number"),
    )
)
ACTIVE = ("=cmd|' /C calc'!A0", "+66 4276", "-x", "@SUM(A1)", "\tx", "\rx", "＝1+1", "'=1")


_typed = st.text(st.characters(exclude_categories=["Cs"])) | st.text("'=+-@ \t\r\n\",;ก＝\u200b", max_size=6)


def plan() -> Plan:
    rows = (
        row("M1", ("01", "02"), (1, 10), {"measure": "มาตรการหนึ่ง"}, end=date(2023, 3, 31)),
        row("M1.1", ("01",), (1, 10), {}, of="M1"),
        row("M2", ("02",), (), {"measure": "มาตรการสอง"}),
        row("M3", ("03",), (2,), {"measure": "มาตรการสาม"}),
    )
    scores = [IndicatorScore(no, Decimal("84.995")) for no in range(1, 10)]
    return Plan(
        agency=Agency("เทศบาลตำบลตัวอย่าง", "เทศบาลตำบล", "เมือง", "สกลนคร", "4701"),
        fiscal_year=FiscalYear(2566),
        scored_year=2565,
        months=6,
        departments=(Department("01", "สำนักปลัด"), Department("02", "กองคลัง"), Department("03", "กองช่าง")),
        scores=(IndicatorScore(10, Decimal(79), Decimal("80.5")), *scores),
        rows=rows,
    )


def row(
    code: str,
    units: tuple[str, ...],
    indicators: tuple[int, ...],
    values: dict[str, object],
    *,
    of: str = "",
    end: date = date(2023, 9, 30),
) -> PlanRow:
    return PlanRow(code, of or code, indicators, units, date(2022, 10, 1), end, values)


def returned(unit: str, rows: tuple[SubmittedRow, ...], findings: tuple[Finding, ...] = ()) -> Submission:
    stamp = Stamp("department", "1", "เทศบาลตำบลตัวอย่าง", 2566, 6, unit)
    saved = datetime(2023, 4, 3, 9, 30)  # noqa: DTZ001 - workbooks tell no time zone
    return Submission(f"{unit}.xlsx", stamp, saved, rows=rows, findings=findings)


def gathered(*submissions: Submission) -> Consolidation:
    framework = load_framework(2565)
    own = plan()
    return consolidate(
        own,
        submissions,
        analyse(own, framework, load_framework(2564)),
        as_of=date(2023, 4, 10),
        indicators_in=lambda words: tuple(int(word) for word in words.split()),
        sheet="มาตรการ",
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of two departments that answered and one that did not."""
    done = {
        "status": "ดำเนินการแล้ว",
        "done_on": date(2023, 1, 17),
        "result": "ประกาศแล้ว\nสองบรรทัด",
        "budget": 1200.5,
    }
    fault = Finding(FindingKind.MISSING_ENTRY, "02.xlsx", "มาตรการ", "N5", details={"header": "สถานะ"})
    own = {"measure": "มาตรการเอง", "indicator": "4", "status": "ยังไม่ดำเนินการ", "end": date(2023, 2, 1)}
    consolidation = gathered(
        returned(
            "01",
            (SubmittedRow(4, "M1", own=False, values=done), SubmittedRow(5, "M1.1", own=False, values=done)),
        ),
        returned(
            "02",
            (
                SubmittedRow(4, "M1", own=False, values={"status": "อยู่ระหว่างดำเนินการ"}),
                SubmittedRow(5, "M2", own=False, values={}),
                SubmittedRow(9, "เพิ่ม1", own=True, values=own),
            ),
            (fault,),
        ),
    )
    place = tmp_path_factory.mktemp("csv")
    write_tidy_tables(place, consolidation, DESCRIBED, consolidation.findings)
    return place


@pytest.mark.parametrize("name", CONTRACT)
def test_the_columns_are_those_of_the_contract_in_its_order(folder: Path, name: str) -> None:
    raw = (folder / name).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    header = raw.decode("utf-8-sig").splitlines()[0].split(",")
    wanted = CONTRACT[name].split()
    assert header[: len(wanted)] == wanted
    assert len(set(header)) == len(header)


def test_measures_have_one_row_a_plan_row_and_department(folder: Path) -> None:
    rows = csv_table(folder / "measures.csv")
    assert [(each["code"], each["department"]) for each in rows] == [
        ("M1", "สำนักปลัด"),
        ("M1", "กองคลัง"),
        ("M1.1", "สำนักปลัด"),
        ("M2", "กองคลัง"),
        ("M3", "กองช่าง"),
        ("02-เพิ่ม1", "กองคลัง"),
    ]
    assert [each["status"] for each in rows] == [
        "done",
        "in_progress",
        "done",
        "not_reported",
        "not_reported",
        "not_started",
    ]
    assert [each["overdue"] for each in rows] == ["0", "1", "0", "0", "0", "1"]
    first = rows[0]
    assert (first["indicator_no"], first["indicator"], first["instrument"]) == (
        "1;10",
        "การปฏิบัติหน้าที่;การป้องกันการทุจริต",
        "IIT;OIT",
    )
    assert (first["start"], first["end"], first["done_on"]) == ("2022-10-01", "2023-03-31", "2023-01-17")
    assert first["result"] == "ประกาศแล้ว\nสองบรรทัด"
    assert (first["fiscal_year"], first["round"], first["agency_code"]) == ("2566", "6", "4701")
    assert (first["source_file"], first["source_sheet"], first["source_row"]) == ("01.xlsx", "มาตรการ", "4")
    assert [rows[4][key] for key in ("source_file", "source_sheet", "source_row")] == ["", "", ""]
    assert rows[2]["measure_code"] == "M1"
    assert rows[5]["own"] == "1"


def test_an_added_column_follows_the_contracts(folder: Path) -> None:
    rows = csv_table(folder / "measures.csv")
    assert list(rows[0])[len(CONTRACT["measures.csv"].split())] == "budget"
    assert [rows[0]["budget"], rows[1]["budget"]] == ["1200.5", ""]


def test_scores_tell_bands_and_leave_empty_what_is_not_known(folder: Path) -> None:
    rows = {each["indicator_no"]: each for each in csv_table(folder / "scores.csv")}
    keys = ("score", "previous_score", "change", "strength", "weakness", "to_develop")
    assert [rows["10"][key] for key in keys] == ["79", "80.5", "-1.5", "0", "1", "1"]
    assert [rows["1"][key] for key in keys] == ["84.995", "", "", "1", "0", "1"]


def test_the_agency_counts_every_measure_once(folder: Path) -> None:
    [agency] = csv_table(folder / "agencies.csv")
    keys = ("measures", "done", "in_progress", "not_started", "not_reported")
    assert [agency[key] for key in keys] == ["4", "0", "1", "1", "2"]
    assert (agency["iit"], agency["eit"], agency["oit"]) == ("85.00", "85.00", "82.00")
    assert (agency["total"], agency["grade"]) == ("83.80", "B")


def test_submissions_tell_who_answered_when(folder: Path) -> None:
    rows = csv_table(folder / "submissions.csv")
    assert [each["state"] for each in rows] == ["accepted", "accepted", "missing"]
    assert [each["modified"] for each in rows] == ["2023-04-03T09:30:00", "2023-04-03T09:30:00", ""]
    assert [(each["errors"], each["warnings"]) for each in rows] == [("0", "0"), ("1", "0"), ("0", "0")]


def test_findings_are_told_in_both_tongues(folder: Path) -> None:
    first, second = csv_table(folder / "findings.csv")
    assert (first["severity"], first["kind"], first["cell"]) == ("error", "missing-entry", "N5")
    assert first["message_th"] == "ยังไม่กรอก “สถานะ” → กรอกช่องนี้"
    assert first["message_en"].startswith("“สถานะ” is not filled in")
    assert second["kind"] == "missing-submission"


@pytest.mark.parametrize("text", ACTIVE)
def test_no_text_is_taken_for_a_formula(tmp_path: Path, text: str) -> None:
    finding = Finding(FindingKind.UNKNOWN_CHOICE, text, text, "N7", text, {"header": text})
    write_findings_table(tmp_path / "findings.csv", [finding])
    entries = (
        SubmittedRow(4, "M1", own=False, values={"status": "ดำเนินการแล้ว", "result": text, "budget": text}),
    )
    consolidation = gathered(returned("01", entries))
    write_tidy_tables(tmp_path / "csv", consolidation, DESCRIBED, [finding])
    for name in ("findings.csv", "csv/measures.csv", "csv/findings.csv"):
        for cells in csv_table(tmp_path / name):
            assert not [cell for cell in cells.values() if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
    told = csv_table(tmp_path / "csv/measures.csv")[0]["result"]
    assert told == f"'{text}"
    assert as_typed(told) == text


@given(_typed)
@example("=1+1")
@example("'=1+1")
@example("''=1+1")
@example("'ข้อความ")
@example(" \u200b@SUM(A1)")
@example("\r\n=1")
@example("\",=cmd|' /C calc'!A0,\"")
@example("a;=1\n=2")
@example("\0")
def test_whatever_is_typed_comes_back_as_it_was_and_is_never_active(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "findings.csv"
        write_findings_table(path, [Finding(FindingKind.NOT_A_DATE, value=text)])
        raw = path.read_bytes().decode("utf-8-sig")
        [row] = csv_table(path)
    cell = row["value"]
    assert as_typed(cell) == text
    assert not cell.startswith(tuple("\t\r\n"))
    assert not cell.lstrip(" \u00a0\u200b\ufeff").startswith(tuple("=+-@＝＋－＠"))
    # In quotes, it stays one cell whatever separates cells where it is opened.
    assert '"{}"'.format(cell.replace('"', '""')) in raw


def test_figures_stand_without_quotes_and_texts_within(folder: Path) -> None:
    lines = (folder / "scores.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("agency_code,agency,")
    assert lines[1].startswith('"4701","เทศบาลตำบลตัวอย่าง",2565,1,')


def test_negative_figures_stay_figures(folder: Path) -> None:
    rows = {each["indicator_no"]: each for each in csv_table(folder / "scores.csv")}
    assert rows["10"]["change"] == "-1.5"


def test_a_disk_that_fills_up_leaves_all_tables_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of the five finds no room: the four before it do not take the places of the old ones."""

    def full(path: Path, _: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    place = tmp_path / "csv"
    write_tidy_tables(place, gathered(), DESCRIBED, ())
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    assert before.keys() == CONTRACT.keys()
    done = returned("01", (SubmittedRow(4, "M1", own=False, values={"status": "ดำเนินการแล้ว"}),))
    with monkeypatch.context() as patched:
        patched.setattr("itaxl.reports.tidy_tables.write_findings_table", full)
        with pytest.raises(OSError, match="No space") as raised:
            write_tidy_tables(place, gathered(done), DESCRIBED, ())
    assert raised.value.filename == str(place)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    write_tidy_tables(place, gathered(done), DESCRIBED, ())
    assert (place / "measures.csv").read_bytes() != before["measures.csv"]
