"""Documents become one plan, what its departments reported, and an account of every word."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import (
    Agency,
    Department,
    DevelopmentPoint,
    IndicatorScore,
    Plan,
    PlanRow,
    Thresholds,
)
from itaxl.catalogue import framework_years, load_framework
from itaxl.importing.departments import DepartmentFinder
from itaxl.importing.development import Point, read_development
from itaxl.importing.headers import TableHeader, TableKind
from itaxl.importing.identity import Identity, Told, months_until, own_names, read_identity
from itaxl.importing.memos import read_memo
from itaxl.importing.placing import PlacedRow, Surroundings, numbered, placed_rows, plan_rows
from itaxl.importing.rows import Entry, ReadTables, is_printed_narrow, read_tables
from itaxl.importing.score_parts import FoundScores, read_scores
from itaxl.importing.tables import Source, SourceCell, SourceTable, SourceText
from itaxl.importing.tracing import Certainty, Target, Trace
from itaxl.planning.indicators import IndicatorFinder
from itaxl.planning.reading import ControlError
from itaxl.template.description import Column, Kind, Sheet, WorkbookDescription
from itaxl.thai.dates import fiscal_year_of
from itaxl.thai.period_reading import PeriodReading, read_period

_ANY_YEAR = FiscalYear(2566)  # what names its years is read the same whichever year it is held to be
_THRESHOLDS = ("strength_above", "weakness_below", "target")
_LEAST_YEAR, _MOST_YEAR = 2562, 2600  # what a plan can hold


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person who imports says.

    Attributes:
        year: the fiscal year of the measures, Buddhist era.
        name: of the agency.
        today: the year that is taken where nothing tells it.
        frameworks: a folder of the user's own frameworks.
    """

    today: date
    year: int | None = None
    name: str = ""
    frameworks: Path | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What documents amount to.

    Attributes:
        plan: as it is to be written.
        extra_columns: of the sheet of measures, for what the plan has no column for.
        entries: what departments reported, by their code, the row's code and the column.
        trace: where every word went.
    """

    plan: Plan
    framework: Framework
    extra_columns: tuple[Column, ...]
    entries: Mapping[str, Mapping[str, Mapping[str, object]]]
    trace: Trace


def assemble(
    sources: Sequence[Source],
    plan_form: WorkbookDescription,
    report_form: WorkbookDescription,
    register: AgencyRegister,
    returned: str,
    wanted: Wanted,
) -> Imported:
    """Read documents into one plan.

    Args:
        sources: in the order in which their measures are to stand.
        plan_form: description of the kind ``plan``.
        report_form: description of the kind ``department``.
        register: kinds of agencies, departments, provinces.
        returned: what the returned workbooks are called in the account.
        wanted: what the person who imports says.

    Raises:
        ControlError: there is no table in them that tells of measures, points to develop or scores.
    """
    return _Assembler(sources, plan_form, report_form, register, returned, wanted).assemble()


class _Assembler:
    """One import."""

    def __init__(
        self,
        sources: Sequence[Source],
        plan_form: WorkbookDescription,
        report_form: WorkbookDescription,
        register: AgencyRegister,
        returned: str,
        wanted: Wanted,
    ) -> None:
        self.sources = sources
        self.plan_form = plan_form
        self.report_form = report_form
        self.register = register
        self.returned = returned
        self.wanted = wanted
        self.trace = Trace()
        self.tables = {each.file: read_tables(each.parts) for each in sources}
        self.texts = {
            each.file: tuple(part for part in each.parts if isinstance(part, SourceText)) for each in sources
        }
        self.agency_sheet = plan_form.sheet("agency")

    def assemble(self) -> Imported:
        identity = self._identity()
        year = self._year(identity)
        months, round_end = self._round(identity, year)
        scored, framework = self._framework(identity, year)
        finder = IndicatorFinder(framework)
        scores, total = self._scores(identity, framework)
        self._require_something(scores)
        departments = DepartmentFinder(self.register, own_names(identity, self.register))
        rows = self._rows(year, round_end, finder, departments)
        units = departments.departments()
        codes = {key: unit.code for key, unit in zip(departments.ordered(), units, strict=True)}
        columns, keys = self._extra_columns(rows)
        labels = self._labels(identity, year, scored, months, total)
        plan = Plan(
            agency=Agency(
                *(str(labels.get(key, "")) for key in ("name", "agency_type", "district", "province"))
            ),
            fiscal_year=year,
            scored_year=framework.fiscal_year,
            months=months,
            thresholds=_thresholds(labels),
            published_total=total,
            labels=labels,
            departments=units,
            scores=scores,
            development=self._development(finder),
            rows=plan_rows(rows, codes, keys),
        )
        self._account()
        return Imported(plan, framework, columns, _entries(rows, plan.rows, units), self.trace)

    # Who and when

    def _identity(self) -> Identity:
        words = [
            cell.text
            for source in self.sources
            for table in source.tables
            for row in table.rows
            for cell in row
        ]
        lines = [line for source in self.sources for line in self.texts[source.file]]
        identity = read_identity(lines, self.register, words)
        if self.wanted.name:
            kind = next((each for each in self.register.type_names if self.wanted.name.startswith(each)), "")
            identity.fields["name"] = Told(self.wanted.name)
            if kind:
                identity.fields["agency_type"] = Told(kind)
        return identity

    def _year(self, identity: Identity) -> FiscalYear:
        told = identity.value("fiscal_year")
        if self.wanted.year is not None:
            identity.fields["fiscal_year"] = Told(self.wanted.year)
        elif not isinstance(told, int) or not _LEAST_YEAR <= told <= _MOST_YEAR:
            ends = [each.end or each.start for each in self._periods() if not each.is_guess]
            years = Counter(fiscal_year_of(each) for each in ends if each is not None)
            year = years.most_common(1)[0][0] if years else fiscal_year_of(self.wanted.today)
            because = (
                ("อ่านจากระยะเวลาของมาตรการ", "read from the periods of the measures")
                if years
                else ("เอกสารไม่ได้บอก จึงใช้ปีปัจจุบัน", "the document does not say; it is the current one")
            )
            identity.fields["fiscal_year"] = Told(year, is_sure=False)
            self._guessed("fiscal_year", year, *because)
        number = identity.value("fiscal_year")
        assert isinstance(number, int)
        return FiscalYear(number)

    def _periods(self) -> list[PeriodReading]:
        texts = [entry.text("period") for entry in self._measures()]
        return [read_period(" ".join(text.split()), _ANY_YEAR.start, _ANY_YEAR.end) for text in texts if text]

    def _round(self, identity: Identity, year: FiscalYear) -> tuple[int, date]:
        """The round, and the last day that is reported about."""
        told = identity.value("round")
        if not isinstance(told, int):
            texts = [entry.text("period") for entry in self._measures()]
            read = [read_period(" ".join(text.split()), year.start, year.end) for text in texts if text]
            ends = [each.end for each in read if each.end is not None and each.end in year]
            told = months_until(max(ends)) if ends else 12
            identity.fields["round"] = Told(told, is_sure=False)
            thai, english = "อ่านจากระยะเวลาของมาตรการ", "read from the periods of the measures"
            if not ends:
                thai, english = "เอกสารไม่ได้บอก จึงใช้ทั้งปี", "the document does not say; the whole year is taken"
            self._guessed("round", told, thai, english)
        month = (9 + told - 1) % 12 + 1
        last = year.end if told == 12 else date(year.start.year + (month < 10), month, 1)
        return told, last if told == 12 else _end_of_month(last)

    def _framework(self, identity: Identity, year: FiscalYear) -> tuple[int, Framework]:
        known = framework_years(self.wanted.frameworks)
        told = identity.value("scored_year")
        scored = told if isinstance(told, int) else year.number - 1
        if scored not in known:
            nearest_year = min(known, key=lambda each: (abs(each - scored), each))
            self._guessed(
                "scored_year",
                nearest_year,
                f"ไม่มีข้อมูล ITA ของปี {scored}",
                f"there is no framework of {scored}",
            )
            scored = nearest_year
            identity.fields["scored_year"] = Told(scored, is_sure=False)
        return scored, load_framework(scored, self.wanted.frameworks)

    def _guessed(self, key: str, value: object, because: str, because_en: str) -> None:
        header = self.agency_sheet.column(key).header
        details = {"header": header, "because": because, "because_en": because_en}
        file = self.sources[0].file
        self.trace.findings.append(
            Finding(FindingKind.SETTING_GUESSED, file, value=str(value), details=details)
        )
        line = SourceText(because, "")
        self.trace.moved(file, line, Target(self.agency_sheet.name, header), Certainty.UNSURE)

    # Scores

    def _scores(
        self, identity: Identity, framework: Framework
    ) -> tuple[tuple[IndicatorScore, ...], Decimal | None]:
        found = self._score_table(identity, framework)
        total = identity.value("published_total")
        if found and found.scores:
            published = found.published_total
            return found.scores, published if isinstance(published, Decimal) else None
        known = {each.no for each in framework.indicators}
        scores = []
        for number, told in sorted(identity.scores.items()):
            if number in known and isinstance(told.value, Decimal):
                scores.append(IndicatorScore(number, told.value))
                self._told("scores", str(number), "score", told)
        return tuple(scores), total if isinstance(total, Decimal) else None

    def _score_table(self, identity: Identity, framework: Framework) -> FoundScores | None:
        for source in self.sources:
            read = self.tables[source.file]
            found = read_scores(
                source.file,
                read.unused,
                identity.text("name"),
                framework.fiscal_year,
                self.wanted.frameworks,
            )
            if found is None:
                continue
            read.unused.remove(found.table)
            self.trace.findings.extend(found.findings)
            target = Target(self.plan_form.sheet("scores").name, found.table.name) if found.scores else None
            certainty = Certainty.READ if target else Certainty.KEPT_HERE
            for cell in (cell for row in found.table.rows for cell in row if cell):
                self.trace.moved(source.file, cell, target, certainty)
            return found
        return None

    def _require_something(self, scores: Sequence[IndicatorScore]) -> None:
        if scores or any(each.measures or each.development for each in self.tables.values()):
            return
        files = ", ".join(each.file for each in self.sources)
        raise ControlError(
            f"{files}: ไม่พบตารางมาตรการ ตารางต้องมีหัวตาราง เช่น มาตรการ ขั้นตอน ผู้รับผิดชอบ ระยะเวลา ผลการดำเนินงาน",
            f"{files}: no table of measures; its header must name, for example, มาตรการ, ขั้นตอน, ผู้รับผิดชอบ,"
            " ระยะเวลา, ผลการดำเนินงาน",
        )

    # Measures

    def _measures(self) -> list[Entry]:
        return [entry for source in self.sources for entry in self.tables[source.file].measures]

    def _rows(
        self, year: FiscalYear, round_end: date, finder: IndicatorFinder, departments: DepartmentFinder
    ) -> list[PlacedRow]:
        codes = iter(numbered(self._measures()))
        rows: list[PlacedRow] = []
        for source in self.sources:
            around = Surroundings(
                source.file,
                year,
                round_end,
                finder,
                departments,
                self.plan_form.sheet("departments"),
                self.plan_form.sheet("measures"),
                self.report_form.sheet("measures"),
                self.returned,
            )
            entries = self.tables[source.file].measures
            rows.extend(placed_rows(entries, [next(codes) for _ in entries], around, self.trace))
        return rows

    def _extra_columns(self, rows: Sequence[PlacedRow]) -> tuple[tuple[Column, ...], dict[str, str]]:
        headers = list(dict.fromkeys(header for row in rows for header in row.extras))
        taken = {each.header for each in self.plan_form.sheet("measures").columns}
        keys = {header: f"imported_{number}" for number, header in enumerate(headers, start=1)}
        columns = tuple(
            Column(key, header if header not in taken else f"{header} (ต้นฉบับ)", 30, Kind.LONG, optional=True)
            for header, key in keys.items()
        )
        return columns, keys

    # Points to develop

    def _development(self, finder: IndicatorFinder) -> tuple[DevelopmentPoint, ...]:
        points: list[DevelopmentPoint] = []
        sheet = self.plan_form.sheet("development")
        for source in self.sources:
            read = read_development(self.tables[source.file].development, self.texts[source.file], finder)
            for point in read:
                points.append(
                    DevelopmentPoint(
                        point.values["instrument"], point.values["indicator"], point.number, point.values
                    )
                )
                self._trace_point(source.file, point, sheet, len(points))
        return tuple(points)

    def _trace_point(self, file: str, point: Point, sheet: Sheet, number: int) -> None:
        for key, cells in point.sources.items():
            target = Target(sheet.name, str(number), sheet.column(key).header)
            certainty = Certainty.READ if key in {"instrument", "recommendation"} else Certainty.AS_PRINTED
            for cell in cells:
                self.trace.moved(file, cell, target, certainty)

    # The form

    def _labels(
        self, identity: Identity, year: FiscalYear, scored: int, months: int, total: Decimal | None
    ) -> dict[str, object]:
        for source in self.sources:
            for key, told in read_memo(self.texts[source.file], year).items():
                identity.fields.setdefault(key, told)
        name = identity.fields.get("name")
        if name and not name.is_sure:
            details = {"others": ", ".join(name.others)}
            finding = Finding(
                FindingKind.SPELT_DIFFERENTLY, self.sources[0].file, value=str(name.value), details=details
            )
            self.trace.findings.append(finding)
        keys = {each.key for each in self.agency_sheet.columns}
        labels = {key: told.value for key, told in identity.fields.items() if key in keys}
        for key, told in identity.fields.items():
            if key in keys:
                self._told("agency", self.agency_sheet.column(key).header, "", told)
        labels.update(fiscal_year=year.number, scored_year=scored, round=months)
        if total is not None:
            labels["published_total"] = total
        return labels

    def _told(self, sheet_key: str, row: str, column: str, told: Told) -> None:
        sheet = self.plan_form.sheet(sheet_key)
        target = Target(sheet.name, row, sheet.column(column).header if column else "")
        certainty = Certainty.READ if told.is_sure else Certainty.UNSURE
        for line in told.lines:
            self.trace.moved(self._file_of(line), line, target, certainty)

    def _file_of(self, line: SourceText) -> str:
        return next(file for file, lines in self.texts.items() if any(each is line for each in lines))

    # What is left

    def _account(self) -> None:
        for source in self.sources:
            read = self.tables[source.file]
            for cell, what in read.furniture:
                self.trace.moved(source.file, cell, None, Certainty.READ, what)
            self._judge_headers(source.file, read)
            for table in read.unused:
                shown = " | ".join(cell.text for cell in table.rows[0])
                self.trace.findings.append(
                    Finding(FindingKind.TABLE_UNUSED, source.file, table.name, value=shown)
                )
            cells: list[SourceCell | SourceText] = [
                cell for table in source.tables for row in table.rows for cell in row
            ]
            self.trace.left_over(source.file, [*cells, *self.texts[source.file]])

    def _judge_headers(self, file: str, read: ReadTables) -> None:
        known = {
            each.key: each.header
            for form in (self.plan_form, self.report_form)
            for each in form.sheet("measures").columns
        }
        told: set[tuple[str, str]] = set()
        for table, header in read.headers:
            place = table.rows[header.first][0].place
            self._judge_table(file, table, header, place, told)
            for column in header.columns:
                if (
                    not column.header
                    or (column.is_sure and column.key)
                    or (column.header, column.key) in told
                ):
                    continue
                told.add((column.header, column.key))
                kind = FindingKind.HEADER_READ if column.key else FindingKind.HEADER_UNKNOWN
                details = {"header": known.get(column.key, column.key)}
                self.trace.findings.append(Finding(kind, file, table.name, place, column.header, details))

    def _judge_table(
        self, file: str, table: SourceTable, header: TableHeader, place: str, told: set[tuple[str, str]]
    ) -> None:
        """What is taken for the measure, and that blanks were closed; each once a document."""
        key = header.measure
        if header.kind is TableKind.MEASURES and key not in {"", "measure"} and ("", key) not in told:
            told.add(("", key))
            words = next(each.header for each in header.columns if each.key == key)
            self.trace.findings.append(Finding(FindingKind.MEASURE_FROM, file, table.name, place, words))
        if is_printed_narrow(table):
            self.trace.findings.append(Finding(FindingKind.LINES_JOINED, file, table.name, place))


def _thresholds(labels: Mapping[str, object]) -> Thresholds:
    given = {key: value for key in _THRESHOLDS if isinstance(value := labels.get(key), Decimal)}
    return replace(Thresholds(), **given)


def _end_of_month(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _entries(
    rows: Sequence[PlacedRow], made: Sequence[PlanRow], units: Sequence[Department]
) -> dict[str, dict[str, dict[str, object]]]:
    entries: dict[str, dict[str, dict[str, object]]] = {each.code: {} for each in units}
    for row, plan_row in zip(rows, made, strict=True):
        if row.reported:
            for code in plan_row.departments:
                entries[code][row.code] = dict(row.reported)
    return entries
