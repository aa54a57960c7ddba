"""Documents become one plan, what its departments reported, and an account of every word."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.agencies import AgencyRegister
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
from itaxl.importing.accounting import account_for_rest
from itaxl.importing.circumstances import Circumstances, CircumstancesReader, Wanted
from itaxl.importing.departments import DepartmentFinder
from itaxl.importing.development import Point, read_development
from itaxl.importing.identity import Identity, Told, own_names
from itaxl.importing.memos import read_memo
from itaxl.importing.placed import PlacedRow, Surroundings
from itaxl.importing.placing import numbered, placed_rows, plan_rows
from itaxl.importing.rows import Entry, read_tables
from itaxl.importing.score_parts import FoundScores, read_scores
from itaxl.importing.tables import Source, SourceText
from itaxl.importing.tracing import Certainty, Target, Telling, Trace
from itaxl.planning.controls import ControlError
from itaxl.planning.indicators import IndicatorFinder
from itaxl.template.description import Column, Kind, Sheet, WorkbookDescription

_AGENCY = ("name", "agency_type", "district", "province")
_THRESHOLDS = ("strength_above", "weakness_below", "target")


class Imported(Struct, frozen=True):
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
        """Read everything."""
        periods = [entry.text("period") for entry in self._measures()]
        circumstances = CircumstancesReader(
            self.sources, periods, self.agency_sheet, self.register, self.wanted, self.trace
        ).read()
        identity, framework = circumstances.identity, circumstances.framework
        scores, total = self._scores(identity, framework)
        self._require_something(scores)
        finder = IndicatorFinder(framework)
        kind = self.register.type_named(identity.text("agency_type"))
        kind = kind or self.register.type_in_name(identity.text("name"))
        is_known = kind is not None and bool(kind.departments)
        departments = DepartmentFinder(self.register, own_names(identity, self.register), is_known=is_known)
        rows = self._rows(circumstances, finder, departments)
        units = departments.departments()
        codes = {key: unit.code for key, unit in zip(departments.ordered(), units, strict=True)}
        columns, keys = self._extra_columns(rows)
        labels = self._labels(circumstances, total)
        plan = Plan(
            agency=Agency(*(str(labels.get(key, "")) for key in _AGENCY)),
            fiscal_year=circumstances.year,
            scored_year=framework.fiscal_year,
            months=circumstances.months,
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
        self, circumstances: Circumstances, finder: IndicatorFinder, departments: DepartmentFinder
    ) -> list[PlacedRow]:
        codes = iter(numbered(self._measures()))
        rows: list[PlacedRow] = []
        for source in self.sources:
            around = Surroundings(
                source.file,
                circumstances.year,
                circumstances.round_end,
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
                telling = Telling(certainty).of(point.words.get(cell.place), point.values[key])
                self.trace.moved(file, cell, target, *telling)

    # The form

    def _labels(self, circumstances: Circumstances, total: Decimal | None) -> dict[str, object]:
        identity = circumstances.identity
        for source in self.sources:
            for key, told in read_memo(self.texts[source.file], circumstances.year).items():
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
        labels.update(
            fiscal_year=circumstances.year.number,
            scored_year=circumstances.framework.fiscal_year,
            round=circumstances.months,
        )
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

    def _account(self) -> None:
        known = {
            each.key: each.header
            for form in (self.plan_form, self.report_form)
            for each in form.sheet("measures").columns
        }
        for source in self.sources:
            account_for_rest(source, self.tables[source.file], known, self.trace)


def _thresholds(labels: Mapping[str, object]) -> Thresholds:
    given = {key: value for key in _THRESHOLDS if isinstance(value := labels.get(key), Decimal)}
    return replace(Thresholds(), **given)


def _entries(
    rows: Sequence[PlacedRow], made: Sequence[PlanRow], units: Sequence[Department]
) -> dict[str, dict[str, dict[str, object]]]:
    entries: dict[str, dict[str, dict[str, object]]] = {each.code: {} for each in units}
    for row, plan_row in zip(rows, made, strict=True):
        if row.reported:
            for code in plan_row.departments:
                entries[code][row.code] = dict(row.reported)
    return entries
