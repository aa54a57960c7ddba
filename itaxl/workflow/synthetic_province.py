"""A province that does not exist, of the size of the largest one, with returns as offices really send them.

Everything in it is made up by a random generator with a fixed seed: names, scores, measures and slips.
"""

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.calendar import FiscalYear
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import Agency, Department, Plan, PlanRow
from itaxl.assessment.provinces import Province
from itaxl.assessment.statuses import Status
from itaxl.planning.indicators import indicator_label
from itaxl.planning.province_fillings import AgencyEntries, agency_filling
from itaxl.sheets.workers import run_in_workers
from itaxl.template.description import WorkbookDescription
from itaxl.template.writer import write_workbook
from itaxl.workflow.generation import Setup, write_department_workbook
from itaxl.workflow.settings import Progress, Settings

AS_OF = date(2025, 10, 15)
"""The day of the collection: two weeks after the fiscal year."""

SCORED_YEAR = 2567
_SEED = 2568
_YEAR = FiscalYear(SCORED_YEAR + 1)
_NAME = "สมมติ"
_DISTRICTS = 32
KINDS = (
    ("องค์การบริหารส่วนจังหวัด", 1),
    ("เทศบาลนคร", 1),
    ("เทศบาลเมือง", 4),
    ("เทศบาลตำบล", 85),
    ("องค์การบริหารส่วนตำบล", 243),
)
"""How many of each kind; as many in all as the province with the most local authorities has."""

_MEASURES = (
    "มาตรการกำหนดขั้นตอนและระยะเวลาการให้บริการ",
    "มาตรการเปิดเผยการใช้จ่ายงบประมาณและการจัดซื้อจัดจ้าง",
    "มาตรการมอบหมายงานและประเมินผลอย่างเป็นธรรม",
    "มาตรการขอยืมและตรวจสอบทรัพย์สินของราชการ",
    "มาตรการจัดการเรื่องร้องเรียนการทุจริต",
    "มาตรการยกระดับคุณภาพการให้บริการ",
    "มาตรการสื่อสารกับผู้มีส่วนได้ส่วนเสีย",
    "มาตรการให้ประชาชนมีส่วนร่วมปรับปรุงงาน",
    "มาตรการเผยแพร่ข้อมูลต่อสาธารณะ",
    "มาตรการประเมินความเสี่ยงการทุจริต",
)
_STEPS = (
    "๑. แต่งตั้งคณะทำงาน\n๒. จัดทำแนวปฏิบัติ\n๓. แจ้งเวียนให้ถือปฏิบัติ\n๔. รายงานผลต่อผู้บริหาร",
    "๑. สำรวจสภาพปัญหา\n๒. ปรับปรุงขั้นตอน\n๓. ติดประกาศ ณ จุดให้บริการและเว็บไซต์",
    "๑. จัดอบรมบุคลากร\n๒. ทดสอบความเข้าใจ\n๓. สรุปผลและปรับปรุง",
)
_OFFICES = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา")
_POSITIONS = ("นักวิเคราะห์นโยบายและแผน", "นักจัดการงานทั่วไป", "หัวหน้าสำนักปลัด", "นิติกร")
_RESULTS = (
    "ดำเนินการครบทุกขั้นตอน และเผยแพร่ทางเว็บไซต์ของหน่วยงาน",
    "จัดทำแนวปฏิบัติและแจ้งเวียนแล้ว อยู่ระหว่างติดตามการถือปฏิบัติ",
    "จัดอบรมบุคลากรแล้ว ผู้เข้าอบรมผ่านการทดสอบร้อยละ 90",
)

# Of a hundred agencies so many …
_MISSING, _INCOMPLETE, _WITH_SLIPS, _KNOWN = 8, 3, 9, 12
# … and in the whole province so many.
_TWICE, _BLANK, _OTHER_ROUND, _BY_DEPARTMENTS, _DIFFERING = 6, 3, 2, 3, 4


class SyntheticProvince(Struct, frozen=True):
    """A province and what came back from its agencies."""

    province: Province
    returns: tuple["SyntheticReturn", ...]


class SyntheticReturn(Struct, frozen=True):
    """One returned workbook.

    Attributes:
        name: of the file, below the folder of returns.
        entries: None where the workbook came back as blank as it went.
        months: of the round that it was made for.
        departments: the agency's departments returned workbooks of their own instead.
        hours: after the first return that it was saved.
    """

    agency: Agency
    name: str
    entries: AgencyEntries | None
    months: int
    departments: bool = False
    hours: int = 0


def synthetic_province(framework: Framework) -> SyntheticProvince:
    """Make the province up; the same at every call.

    Args:
        framework: of the scored year, 2567.
    """
    maker = _Maker(framework)
    agencies = tuple(maker.agencies())
    scores = {each.code: maker.scores() for each in agencies}
    returns = tuple(maker.returns(agencies, scores))
    province = Province(
        name=_NAME,
        fiscal_year=_YEAR,
        scored_year=framework.fiscal_year,
        months=12,
        due=date(2025, 10, 10),
        labels={"return_to": "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดสมมติ"},
        agencies=agencies,
        known_scores=maker.known(agencies, scores),
    )
    return SyntheticProvince(province, returns)


_Scores = Mapping[str, Mapping[int, Decimal]]
_Row = dict[str, object]


class _Maker:
    """Makes everything up, in one order."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.chance = random.Random(_SEED)  # noqa: S311 - the same province at every run is the point
        self.numbers = [each.no for each in framework.indicators]

    def agencies(self) -> Iterator[Agency]:
        """The roster, district by district; the large ones in the first districts."""
        number = 0
        for kind, count in KINDS:
            for index in range(count):
                number += 1
                district = index % _DISTRICTS + 1
                name = f"{kind}{_NAME}" if count == 1 else f"{kind}{_NAME}ที่ {index + 1}"
                yield Agency(name, kind, f"{_NAME} {district:02}", _NAME, code=f"{number:03}")

    def scores(self) -> _Scores:
        """Two years of an agency; most are good, openness and property are harder, and most improve."""
        level = self.chance.gauss(89, 6)
        harder = {2: 3, 4: 6, 5: 4, 9: 5, 10: 3}
        now = {no: self._score(level - harder.get(no, 0) + self.chance.gauss(0, 5)) for no in self.numbers}
        gain = self.chance.gauss(2, 4)
        before = {no: self._score(float(score) - gain + self.chance.gauss(0, 3)) for no, score in now.items()}
        return {"score": now, "previous": before}

    def _score(self, value: float) -> Decimal:
        return Decimal(round(100 * min(100.0, max(38.0, value)))) / 100

    def known(
        self, agencies: Sequence[Agency], scores: Mapping[str, _Scores]
    ) -> dict[str, dict[int, Decimal]]:
        """What the province knows already of some agencies; in a few cells it knows something else."""
        chosen = [each for each in agencies if self._happens(_KNOWN)]
        known = {each.code: dict(scores[each.code]["score"]) for each in chosen}
        for agency in chosen[:_DIFFERING]:
            known[agency.code][9] = self._score(float(known[agency.code][9]) - 1.5)
        return known

    def _happens(self, of_hundred: int) -> bool:
        return self.chance.random() * 100 < of_hundred

    # Returns

    def returns(self, agencies: Sequence[Agency], scores: Mapping[str, _Scores]) -> Iterator[SyntheticReturn]:
        """What came back, with the slips of every round."""
        special = self.chance.sample(
            range(10, len(agencies)), _TWICE + _BLANK + _OTHER_ROUND + _BY_DEPARTMENTS
        )
        twice = set(special[:_TWICE])
        blank = set(special[_TWICE : _TWICE + _BLANK])
        other_round = set(special[_TWICE + _BLANK : -_BY_DEPARTMENTS])
        by_departments = set(special[-_BY_DEPARTMENTS:])
        for index, agency in enumerate(agencies):
            entries = self.entries(scores[agency.code])
            name = f"{agency.district}/{agency.code} {agency.name}.xlsx"
            if index in twice:
                yield SyntheticReturn(agency, name, self._first_try(entries), 12)
                again = name.replace(".xlsx", " (แก้ไข).xlsx")
                yield SyntheticReturn(agency, again, entries, 12, hours=48)
            elif index in blank:
                yield SyntheticReturn(agency, name, None, 12)
            elif index in other_round:
                yield SyntheticReturn(agency, name, entries, 6)
            elif index in by_departments:
                folder = f"{agency.district}/{agency.name}"
                yield SyntheticReturn(agency, folder, entries, 12, departments=True)
            elif not self._happens(_MISSING):
                yield SyntheticReturn(agency, name, self._with_slips(entries), 12)

    def entries(self, scores: _Scores) -> AgencyEntries:
        """A careful return: all scores, and measures against most weak points."""
        now = scores["score"]
        weak = [no for no in self.numbers if now[no] < 80 and not self._happens(25)]
        more = self.chance.sample(self.numbers, self.chance.randint(1, 3))
        rows = [self._measure(no, number) for number, no in enumerate(dict.fromkeys((*weak, *more)), start=1)]
        reporter = {"reporter": "ผู้รับผิดชอบงาน ITA", "position": self.chance.choice(_POSITIONS)}
        return AgencyEntries({**reporter, "telephone": "0 4400 0000"}, scores, rows)

    def _measure(self, no: int, number: int) -> _Row:
        status = self.chance.choices((Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED), (7, 2, 1))[0]
        end = self.chance.choice((date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)))
        row: _Row = {
            "code": f"M{number}",
            "indicator": indicator_label(self.framework.indicator(no)),
            "issue": f"คะแนนตัวชี้วัดที่ {no} ยังต่ำกว่าเป้าหมาย",
            "measure": _MEASURES[no - 1],
            "steps": self.chance.choice(_STEPS),
            "department": self.chance.choice(_OFFICES),
            "responsible": self.chance.choice(_POSITIONS),
            "monitoring": "รายงานผู้บริหารทุกไตรมาส",
            "start": date(2024, 10, 1),
            "end": end,
            "status": status.thai,
        }
        if status is Status.DONE:
            row |= {
                "done_on": end - timedelta(self.chance.randint(0, 60)),
                "result": f"{self.chance.choice(_RESULTS)} ตาม{_MEASURES[no - 1]}",
            }
            if not self._happens(15):
                row["evidence"] = f"https://www.example.go.th/ita/{self.chance.randint(100, 999)}"
        elif status is Status.IN_PROGRESS:
            row |= {"result": f"{_RESULTS[1]} ตาม{_MEASURES[no - 1]}", "suggestion": "ขอขยายเวลาดำเนินการ"}
        return row

    def _first_try(self, entries: AgencyEntries) -> AgencyEntries:
        """Sent too early: half of the scores and the first measure."""
        half = {key: {no: each[no] for no in self.numbers[:5]} for key, each in entries.scores.items()}
        return replace(entries, scores=half, measures=entries.measures[:1])

    def _with_slips(self, entries: AgencyEntries) -> AgencyEntries:
        if self._happens(_INCOMPLETE):
            left_out = self.chance.choice((6, 9))
            now = {no: score for no, score in entries.scores["score"].items() if no != left_out}
            entries = replace(entries, scores={**entries.scores, "score": now})
        if not self._happens(_WITH_SLIPS):
            return entries
        slips: tuple[_Row, ...] = (
            {"status": "เสร็จแล้ว"},
            {"status": Status.DONE.thai, "done_on": "31/2/2568"},
            {"status": Status.DONE.thai, "done_on": None, "result": None},
            {"status": Status.DONE.thai, "done_on": date(2026, 3, 31)},
            {"status": Status.IN_PROGRESS.thai, "done_on": date(2025, 3, 31)},
            {"indicator": "ความพึงพอใจของประชาชน"},
            {"outcome": "ประชาชนเชื่อมั่นในการทำงานขององค์การบริหารส่วนตำบลหนองสมมติ"},
            {"start": date(2025, 9, 30), "end": date(2024, 10, 1)},
        )
        rows = [dict(each) for each in entries.measures]
        row = self.chance.choice(rows)
        row |= self.chance.choice(slips)
        if self._happens(20):
            wrong = {**entries.scores["score"], self.chance.choice(self.numbers): Decimal(855)}
            entries = replace(entries, scores={**entries.scores, "score": wrong})
        return replace(entries, measures=rows)


# Writing


class _Setup(Struct, frozen=True):
    """What all returns are written with."""

    province: Province
    framework: Framework
    previous_framework: Framework | None
    agency: WorkbookDescription
    department: WorkbookDescription
    folder: Path


_setups: dict[str, _Setup] = {}


def _set_up(setup: _Setup) -> None:
    _setups["now"] = setup


def write_synthetic_returns(
    made: SyntheticProvince, folder: Path, settings: Settings, progress: Progress | None = None
) -> None:
    """Write every returned workbook into a folder, in sub-folders by district.

    Raises:
        OSError: the folder cannot be written.
    """
    province = made.province
    setup = _Setup(
        province,
        settings.framework(province.scored_year),
        settings.framework_or_none(province.scored_year - 1),
        settings.description("agency"),
        settings.description("department"),
        folder,
    )
    for each in made.returns:
        place = folder / each.name
        (place if each.departments else place.parent).mkdir(parents=True, exist_ok=True)
    outcomes = run_in_workers(
        _write_return, made.returns, workers=settings.workers, memory_bytes=None, setup=(_set_up, (setup,))
    )
    for number, outcome in enumerate(outcomes, start=1):
        if outcome.failure is not None:
            raise OSError(0, outcome.message or "a worker failed", outcome.task.name)
        if progress:
            progress(number, len(made.returns))


_FIRST_RETURN = datetime(2025, 10, 6, 9, tzinfo=UTC)


def _write_return(task: SyntheticReturn) -> bool:
    setup = _setups["now"]
    if task.departments:
        _write_departments(task, setup)
        return True
    province = replace(setup.province, months=task.months)
    filling = agency_filling(
        province,
        task.agency,
        setup.agency,
        setup.framework,
        previous_framework=setup.previous_framework,
        made_on=AS_OF,
        entries=task.entries,
    )
    path = setup.folder / task.name
    write_workbook(path, setup.agency, filling, AS_OF)
    _save_at(path, task.hours)
    return True


def _save_at(path: Path, hours: int) -> None:
    moment = (_FIRST_RETURN + timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))


def _write_departments(task: SyntheticReturn, setup: _Setup) -> None:
    """The workbooks that the agency's departments returned to it, handed on as they were."""
    assert task.entries is not None
    rows = task.entries.measures
    names = sorted({str(row["department"]) for row in rows})
    codes = {name: f"{number:02}" for number, name in enumerate(names, start=1)}
    reported = ("status", "done_on", "result", "suggestion", "evidence")
    plan = Plan(
        agency=task.agency,
        fiscal_year=setup.province.fiscal_year,
        scored_year=setup.province.scored_year,
        months=task.months,
        departments=tuple(Department(code, name) for name, code in codes.items()),
        rows=tuple(_plan_row(row, codes[str(row["department"])], reported) for row in rows),
    )
    plan_setup = Setup(plan, setup.framework, setup.department, AS_OF)
    for department in plan.departments:
        entries: dict[str, Mapping[str, object]] = {
            str(row["code"]): {key: row[key] for key in reported if row.get(key)}
            for row in rows
            if row["department"] == department.name
        }
        entries[""] = task.entries.reporter
        path = setup.folder / task.name / f"{department.code} {department.name}.xlsx"
        write_department_workbook(path, department, plan_setup, entries)
        _save_at(path, task.hours)


def _plan_row(row: Mapping[str, object], department: str, reported: Sequence[str]) -> PlanRow:
    code = str(row["code"])
    values = {key: value for key, value in row.items() if key not in reported}
    return PlanRow(code, code, (), (department,), None, None, values)
