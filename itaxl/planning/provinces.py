"""Reads a province's control workbook: which agencies are asked, what is known, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.codes import AlikeCodes, without_zeros
from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Agency
from itaxl.assessment.provinces import Province
from itaxl.assessment.submissions import SubmittedRow
from itaxl.catalogue import load_agencies
from itaxl.planning.controls import (
    ControlName,
    ControlReader,
    OpenedControl,
    grids_of_control,
    hints,
    thresholds_of,
    words,
)
from itaxl.planning.rosters import district_name
from itaxl.planning.score_headers import sums_up
from itaxl.planning.score_tables import AgencyScores, read_known_scores
from itaxl.sheets.grids import Grid, cell_name
from itaxl.template.cells import ReadingRules
from itaxl.template.description import Sheet, WorkbookDescription
from itaxl.template.reader import TableReading
from itaxl.thai.dates import as_day
from itaxl.thai.text import compact, nearest

SETTINGS = "province"
"""The key of the sheet with year, round and thresholds."""

_NAME = ControlName("ไฟล์ควบคุมของจังหวัด", "a province's control workbook")
_PROVINCE = "จังหวัด"


class ReadProvince(Struct, frozen=True):
    """A province's control workbook as its sheets hold it.

    Attributes:
        framework: of the scored year.
        findings: what has to be corrected or looked at.
    """

    province: Province
    framework: Framework
    findings: tuple[Finding, ...]


def read_province(
    path: Path,
    description: WorkbookDescription,
    *,
    months: int | None = None,
    frameworks: Path | None = None,
    opened: OpenedControl | None = None,
) -> ReadProvince:
    """Read ``province.xlsx``.

    Args:
        path: where it is.
        description: of the kind ``province``.
        months: the round, 3, 6, 9 or 12; the workbook's own where None.
        frameworks: a folder of the user's own frameworks.
        opened: the same workbook, where it was opened already.

    Raises:
        ControlError: it is no such workbook, or lacks what nothing can be done without.
    """
    grids = grids_of_control(path, description, _NAME, opened)
    return _ProvinceReader(path.name, description, grids, months, frameworks).read()


def with_indicators(description: WorkbookDescription, framework: Framework) -> WorkbookDescription:
    """The description with a column of scores for every indicator of a framework."""
    parts = [{"no": str(each.no), "name": each.name} for each in framework.indicators]
    return description.expanded({"indicators": parts})


def province_name(text: str) -> str:
    """A province without the word for one.

    >>> province_name(" จังหวัดอุทัยธานี "), province_name("จ.ตาก"), province_name("เมืองพัทยา")
    ('อุทัยธานี', 'ตาก', 'เมืองพัทยา')
    """
    name = " ".join(text.split())
    return name.removeprefix(_PROVINCE).removeprefix("จ.").strip()


class _Listed(NamedTuple):
    """An agency of the roster and its row."""

    agency: Agency
    row: SubmittedRow


class _ProvinceReader(ControlReader):
    """One control workbook of a province being read."""

    def __init__(
        self,
        file: str,
        description: WorkbookDescription,
        grids: Mapping[str, Grid],
        months: int | None,
        frameworks: Path | None,
    ) -> None:
        super().__init__(file, description, grids, settings=SETTINGS, months=months, frameworks=frameworks)
        self.register: AgencyRegister = load_agencies()

    def read(self) -> ReadProvince:
        form, year = self.read_settings()
        values = form.values
        framework = self.framework(self.scored_year(form, year))
        self.description = with_indicators(self.description, framework)
        name = province_name(self.name(form))
        months = self.round_months(form)
        agencies = self._agencies(self.rules(year), name)
        province = Province(
            name=name,
            fiscal_year=year,
            scored_year=framework.fiscal_year,
            months=months,
            due=as_day(values.get("due")),
            thresholds=thresholds_of(values),
            password=words(values.get("password")),
            labels={key: value for key, value in values.items() if value is not None},
            agencies=tuple(each.agency for each in agencies),
            known_scores=self._known_scores(agencies, framework),
            register=self.register,
        )
        return ReadProvince(province, framework, tuple(self.findings))

    # The roster

    def _agencies(self, rules: ReadingRules, province: str) -> list[_Listed]:
        sheet, reading = self.table("agencies", rules)
        listed: list[_Listed] = []
        codes, alike = set[str](), AlikeCodes()
        header = compact(sheet.column("name").header)
        for row in reading.rows:
            name = words(row.values.get("name"))
            if compact(name) == header or sums_up(name):
                self.at(FindingKind.NOT_AN_AGENCY, sheet, reading, row, "name", name)
                continue
            agency = self._agency(sheet, reading, row, province)
            # A code that is there already was told of; its row must not take the place of the first.
            if agency.name and compact(agency.code) not in codes:
                codes.add(compact(agency.code))
                self.check_alike(sheet, reading, row, alike)
                listed.append(_Listed(agency, row))
        self._check_names(sheet, reading, listed)
        if not reading.rows:
            self.found(FindingKind.NO_AGENCIES, "agencies", "")
        return listed

    def _agency(self, sheet: Sheet, reading: TableReading, row: SubmittedRow, province: str) -> Agency:
        values = row.values
        name = " ".join(words(values.get("name")).split())
        given = words(values.get("agency_type"))
        kind = self.register.type_meant(given) if given else self.register.type_in_name(name)
        if given and kind is None:
            details = hints(nearest(given, self.register.type_names, cutoff=0.5))
            self.at(FindingKind.UNKNOWN_TYPE, sheet, reading, row, "agency_type", given, **details)
        return Agency(
            name=name,
            agency_type=kind.name if kind else given,
            district=district_name(words(values.get("district"))),
            province=province,
            code=words(values.get("code")) or name,
            email=self.check_address(sheet, reading, row),
        )

    def _check_names(self, sheet: Sheet, reading: TableReading, listed: list[_Listed]) -> None:
        """Tell of agencies that stand twice, also in different spellings; two districts may share a name."""
        by_name: dict[str, list[_Listed]] = {}
        for each in listed:
            alike = by_name.setdefault(self.register.name_key(each.agency.name), [])
            district = compact(each.agency.district)
            first = next(
                (
                    other
                    for other in alike
                    if not district or compact(other.agency.district) in {"", district}
                ),
                None,
            )
            alike.append(each)
            if first is None:
                continue
            name, other_name, other_row = each.agency.name, first.agency.name, first.row.row
            if name == other_name:
                self.at(FindingKind.REPEATED_AGENCY, sheet, reading, each.row, "name", name, row=other_row)
            else:
                details = {"other": other_name, "row": other_row}
                self.at(FindingKind.SAME_AGENCY, sheet, reading, each.row, "name", name, **details)

    # The scores that are known

    def _known_scores(self, listed: list[_Listed], framework: Framework) -> dict[str, Mapping[int, Decimal]]:
        sheet = self.description.sheet("scores")
        known = read_known_scores(self.file, self.grids["scores"], framework)
        if known is None:
            for column in sheet.columns:
                self.found(FindingKind.MISSING_COLUMN, "scores", "", header=column.header)
            return {}
        self.findings.extend(known.findings)
        roster = _Roster([each.agency for each in listed], self.register)
        scores: dict[str, Mapping[int, Decimal]] = {}
        for each in known.agencies:
            given = {score.no: score.score for score in each.scores if score.score is not None}
            owner = self._owner(each, roster, cell_name(each.row - 1, known.column)) if given else None
            if owner:
                scores.setdefault(owner.code, given)
        return scores

    def _owner(self, scores: AgencyScores, roster: "_Roster", cell: str) -> Agency | None:
        """Whose scores these are: by the code, or by the name alone where there is no code."""
        code, name = scores.agency.code, scores.agency.name
        if code:
            owner = roster.with_code(code)
            # A row that has no name carries the code for one.
            if owner and name != code and not roster.is_named(owner, name):
                details = {"code": owner.code, "expected": owner.name}
                self.found(FindingKind.SCORES_OF_OTHER, "scores", cell, name, **details)
                return None
        else:
            owner = roster.named(name)
        if owner is None:
            shown = f"{code} {name}" if code and code != name else name
            hint = nearest(name, [each.name for each in roster.agencies])
            self.found(FindingKind.SCORES_OF_NOBODY, "scores", cell, shown, **hints(hint))
        return owner


class _Roster:
    """The agencies of a province, found by code or by name."""

    def __init__(self, agencies: list[Agency], register: AgencyRegister) -> None:
        self.agencies = agencies
        self._register = register
        self._by_code = {compact(each.code): each for each in agencies}
        # Excel takes 001 for the number 1.
        numbers = [without_zeros(each.code) for each in agencies]
        self._by_number = _only(dict(zip(numbers, agencies, strict=True)), numbers)
        keys = [register.name_key(each.name) for each in agencies]
        self._by_name = _only(dict(zip(keys, agencies, strict=True)), keys)

    def with_code(self, code: str) -> Agency | None:
        """The agency with a code, also where its leading zeros were lost."""
        return self._by_code.get(compact(code)) or self._by_number.get(without_zeros(code))

    def named(self, name: str) -> Agency | None:
        """The only agency of a name, however it is spelt."""
        return self._by_name.get(self._register.name_key(name))

    def is_named(self, agency: Agency, name: str) -> bool:
        """Whether an agency's name is this one, however it is spelt."""
        return self._register.name_key(agency.name) == self._register.name_key(name)


def _only(named: Mapping[str, Agency], keys: Iterable[str]) -> dict[str, Agency]:
    """Those whose key is that of no other."""
    often = Counter(keys)
    return {key: agency for key, agency in named.items() if often[key] == 1}
