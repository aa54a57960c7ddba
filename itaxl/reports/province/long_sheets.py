"""The two long sheets of a province, agency by agency: measures to read, and the table to count from."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct
from xlsxwriter.utility import xl_col_to_name

from itaxl.pieces import Parts, pack
from itaxl.reports import measures_sheet
from itaxl.reports.columns import (
    AGENCY,
    AGENCY_CODE,
    DescribedColumn,
    Line,
    LongColumn,
    lines_of,
    record_columns,
    tagged,
)
from itaxl.reports.data_sheet import STYLES, DataRange
from itaxl.reports.links import MOST_LINKS, Links
from itaxl.reports.measures_sheet import (
    FOLDED,
    FOLDED_FROM,
    OPENING,
    answer_columns,
    begin_rows,
    narrowed,
    opening_word,
)
from itaxl.reports.page import ROW_HEIGHT, Page, fitting_height
from itaxl.reports.rows import RowWriter
from itaxl.results.history import YearOfScores
from itaxl.results.provinces import ProvincialConsolidation
from itaxl.results.roster import Member, Roster

LAST_ROW = 1_048_576
"""The last row that a sheet can have (Excel specifications and limits)."""
COUNTED = (
    ("agency_no", "ลำดับหน่วยงาน", 10.0, "count"),
    ("counts", "นับมาตรการ", 10.0, "count"),
    ("measure_status", "สถานะของมาตรการ", 20.0, "status"),
    ("measure_overdue", "มาตรการพ้นกำหนด", 10.0, "count"),
    ("indicator_tags", "ตัวชี้วัดทั้งหมด", 12.0, "text"),
    ("weak_served", "จุดอ่อนที่รองรับเป็นมาตรการแรก", 14.0, "text"),
)
"""What formulas count by: key, header, width and kind of the columns behind a record's own."""


def columns_of(
    consolidation: ProvincialConsolidation, described: Sequence[DescribedColumn]
) -> tuple[LongColumn, ...]:
    """A record's columns, which follow the agency's code and name."""
    province = consolidation.province
    return record_columns(
        consolidation.framework,
        described,
        fiscal_year=province.fiscal_year.number,
        months=province.months,
        sheet=consolidation.sheet,
    )


class LongSheets(Struct, frozen=True):
    """Where the rows of the agencies belong on both sheets, and how they are made.

    Attributes:
        starts: how many rows come before each agency's, in the roster's order, and last how many there are.
        next_year: scores of the year in which the measures were carried out, where they are known by now.
    """

    roster: Roster
    data: DataRange
    starts: tuple[int, ...]
    measures_part: str
    data_part: str
    first_measure: int
    first_data: int
    last_row: int
    columns: tuple[LongColumn, ...]
    measure_columns: tuple[str, ...]
    measure_rooms: tuple[tuple[int, float], ...]
    measure_writer: RowWriter
    data_writer: RowWriter
    next_year: YearOfScores | None = None

    @property
    def are_whole(self) -> bool:
        """Whether all rows have their place."""
        return self.first_data - 1 + self.starts[-1] <= self.last_row

    def chunks(self, lines: int) -> Iterator[range]:
        """Agencies side by side, with about so many rows."""
        begin = 0
        for index in range(len(self.roster.members)):
            if self.starts[index + 1] - self.starts[begin] >= lines:
                yield range(begin, index + 1)
                begin = index + 1
        if begin < len(self.roster.members):
            yield range(begin, len(self.roster.members))

    def place_of(self, number: int) -> int | None:
        """The first row of an agency's measures, counted from 1; None where it has none on the sheet."""
        before, after = self.starts[number - 1], self.starts[number]
        row = self.first_measure + before
        return row if after > before and row <= self.last_row else None

    def link_evidence(self, page: Page, links: Links) -> None:
        """Let the word beside evidence open its address in a browser; links stand apart from the rows."""
        if OPENING.key not in self.measure_columns:
            return
        column = self.measure_columns.index(OPENING.key)
        last = min(self.last_row, self.first_measure + MOST_LINKS - 1)
        for member, start in zip(self.roster.members, self.starts, strict=False):
            for number, words in member.result.web_evidence.items():
                row = self.first_measure + start + number
                if row <= last:
                    links.to_web(page, row - 1, column, words)

    def pieces(self, chosen: range) -> Parts:
        """The rows of some agencies on both sheets, compressed; their records live no longer than this."""
        measures: list[str] = []
        data: list[str] = []
        for index in chosen:
            member, start = self.roster.members[index], self.starts[index]
            made = lines_of(member.result.measures)
            rows = range(min(len(made), self.last_row - self.first_measure - start + 1))
            measures += (self._measure_row(member, made[at], self.first_measure + start + at) for at in rows)
            rows = range(min(len(made), self.last_row - self.first_data - start + 1))
            served = _Served(member)
            data += (self._data_row(member, made[at], self.first_data + start + at, served) for at in rows)
        return {self.measures_part: [pack(measures)], self.data_part: [pack(data)]}

    def _measure_row(self, member: Member, line: Line, number: int) -> str:
        record = line.record
        worked_out = {
            "@agency_name": member.name,
            "@row_code": record.code,
            "@indicators": ", ".join(map(str, record.indicators)) or "–",
            "@department_name": record.department.name,
            "@last_day": record.end,
            "@status_words": record.status.thai,
            "@late": "พ้นกำหนด" if record.is_overdue else "",
            "@file": record.file,
            "@effect": self._effect(member, record.indicators),
            OPENING.key: opening_word(record, number - self.first_measure),
            "start": record.start,
        }
        values = [worked_out[key] if key in worked_out else record.value(key) for key in self.measure_columns]
        height = fitting_height([(values[column], room) for column, room in self.measure_rooms])
        return self.measure_writer.row(number, values, height)

    def _effect(self, member: Member, indicators: Sequence[int]) -> str:
        """Whether the scores that a measure serves rose in the year in which it was carried out."""
        if self.next_year is None:
            return ""
        told = []
        scores = {each.indicator.no: each.score for each in member.result.analysis.indicators}
        for no in indicators:
            before, after = scores.get(no), self.next_year.value(member.result.agency.code, no)
            if before is not None and after is not None:
                gained = after - before
                word = "เพิ่มขึ้น" if gained > 0 else "ลดลง" if gained < 0 else "เท่าเดิม"
                told.append(f"ตัวชี้วัดที่ {no} {word}" + (f" {abs(gained):.2f}" if gained else ""))
        return "\n".join(told)

    def _data_row(self, member: Member, line: Line, number: int, served: "_Served") -> str:
        agency = member.result.agency
        values: list[object] = [agency.code, agency.name]
        values += [each.value(line) for each in self.columns]
        values += [
            member.number,
            int(line.counts),
            line.status,
            int(line.is_overdue),
            tagged(line.measure.indicators),
            served.first_time(line),
        ]
        return self.data_writer.row(number, values)


class _Served:
    """Which of an agency's weak indicators the measures so far are set against."""

    def __init__(self, member: Member) -> None:
        self._open = {each.indicator.no for each in member.result.analysis.weaknesses}

    def first_time(self, line: Line) -> str:
        """Those that this measure is the first to serve, so that each counts once an agency."""
        found = [no for no in line.measure.indicators if no in self._open] if line.counts else []
        self._open.difference_update(found)
        return tagged(found) if found else ""


def long_sheets(
    measures: Page,
    data: Page,
    roster: Roster,
    consolidation: ProvincialConsolidation,
    described: Sequence[DescribedColumn],
    *,
    last_row: int | None = None,
) -> LongSheets:
    """Write the heads of both sheets; their rows are made later, in pieces.

    Rows past a sheet's last one are not written; ``measures.csv`` (``--csv``) has them all.
    """
    limit = last_row or LAST_ROW
    starts = tuple(accumulate((each.result.tally.records for each in roster.members), initial=0))
    columns = columns_of(consolidation, described)
    data_range, data_writer, first_data = _data_head(data, columns, min(starts[-1], limit - 1))
    first_measure = _FIRST_MEASURE
    note = ""
    if first_measure - 1 + starts[-1] > limit:
        note = f" · มี {starts[-1]:,} แถว เกินที่แผ่นงานรับได้ ข้อมูลครบอยู่ใน measures.csv (สั่งด้วย --csv)"
    year = consolidation.province.fiscal_year.number
    next_year = next((each for each in consolidation.history if each.year == year), None)
    effect = f"ผลต่อคะแนน ปี {year}" if next_year else ""
    keys, rooms, measure_writer = _measures_head(measures, described, starts[-1], limit, note, effect)
    return LongSheets(
        roster=roster,
        data=data_range,
        starts=starts,
        measures_part=measures.part,
        data_part=data.part,
        first_measure=first_measure,
        first_data=first_data,
        last_row=limit,
        columns=columns,
        measure_columns=keys,
        measure_rooms=rooms,
        measure_writer=measure_writer,
        data_writer=data_writer,
        next_year=next_year,
    )


_FIRST_MEASURE = 4  # below title, note and header


def _data_head(page: Page, columns: Sequence[LongColumn], rows: int) -> tuple[DataRange, RowWriter, int]:
    page.worksheet.set_default_row(ROW_HEIGHT)
    heads = [
        ("agency_code", AGENCY_CODE, 12.0, "text"),
        ("agency", AGENCY, 30.0, "text"),
        *((each.key, each.header, each.width, each.kind) for each in columns),
        *COUNTED,
    ]
    header_row = page.heads([(header, width) for _, header, width, _ in heads])
    page.row += rows
    page.as_list(header_row, len(heads))
    styles = [STYLES.get(kind, "data") for *_, kind in heads]
    letters = {key: xl_col_to_name(index) for index, (key, *_) in enumerate(heads)}
    return (
        DataRange(rows, letters),
        RowWriter(page, styles, STYLES["date"], with_blanks=False),
        header_row + 2,
    )


def _measures_head(
    page: Page, described: Sequence[DescribedColumn], rows: int, limit: int, note: str, effect: str
) -> tuple[tuple[str, ...], tuple[tuple[int, float], ...], RowWriter]:
    by_key = {each.key: each for each in described}
    folded = [by_key[key] for key in FOLDED if key in by_key]
    answers = answer_columns(described)
    columns: list[tuple[str, str, float]] = [
        ("@agency_name", "หน่วยงาน", 24.0),
        ("@row_code", "รหัส", 9.0),
        ("@indicators", "ตัวชี้วัด", 9.0),
        ("measure", by_key["measure"].header if "measure" in by_key else "มาตรการ", 32.0),
        *((each.key, each.header, max(each.width, 14.0)) for each in folded),
        ("@department_name", "ส่วนราชการ", 18.0),
        ("@last_day", "สิ้นสุด", 13.0),
        ("@status_words", "สถานะ", 17.0),
        ("@late", "พ้นกำหนด", 11.0),
        *((each.key, each.header, narrowed(each)) for each in answers),
        *([("@effect", effect, 24.0)] if effect else []),
        ("@file", "ไฟล์", 22.0),
    ]
    page.title(
        measures_sheet.SHEET,
        "แถวละหนึ่งมาตรการ (หรือขั้นตอน) ของหนึ่งหน่วยงาน หรือของส่วนราชการหนึ่งในหน่วยงาน"
        f" · กด + เหนือหัวตารางเพื่อดูประเด็น แนวทาง และขั้นตอน{note}",
    )
    header_row = page.heads([(header, width) for _, header, width in columns])
    assert header_row + 2 == _FIRST_MEASURE
    first_folded = FOLDED_FROM + 1  # behind the agency's name
    hidden = range(first_folded, first_folded + len(folded))
    widths = [width for *_, width in columns]
    keys = tuple(key for key, *_ in columns)
    opening = keys.index(OPENING.key) if OPENING.key in keys else None
    writer, rooms = begin_rows(
        page, widths, hidden, min(rows, limit - 1 - header_row), frozen=2, opening=opening
    )
    return keys, rooms, writer
