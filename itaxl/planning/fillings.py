"""What goes into the workbooks that are made from a plan, and into a new plan."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from itaxl.assessment.agencies import AgencyRegister
from itaxl.assessment.calendar import ROUNDS, FiscalYear
from itaxl.assessment.frameworks import Framework
from itaxl.assessment.plans import EVERY_DEPARTMENT, Agency, Department, Plan, PlanRow, Thresholds
from itaxl.assessment.statuses import STATUS_CHOICES
from itaxl.assessment.submissions import Stamp, Submission
from itaxl.assessment.verification import UNVERIFIED_MARK, marked
from itaxl.planning.indicators import indicator_label, item_label
from itaxl.planning.rosters import district_name
from itaxl.template.description import WorkbookDescription
from itaxl.template.filling import Choices, ColumnChoices, Filling, NestedChoices, YearTotals
from itaxl.template.recognition import ExpectedUnit, Issued
from itaxl.template.stamp import canonical
from itaxl.thai.dates import long_date

NOT_SET = "ตามที่ผู้ประสานงานแจ้ง"
"""What a form says where nobody has set a day or a place for returning it."""


def indicator_choices(framework: Framework) -> tuple[str, ...]:
    """The indicators as the dropdowns offer them."""
    return tuple(indicator_label(each) for each in framework.indicators)


def item_choices(framework: Framework) -> NestedChoices:
    """The items of each indicator; a year whose items are not known offers none and takes free text."""
    return NestedChoices(
        [
            (indicator_label(indicator), item_label(item))
            for indicator in framework.indicators
            for item in indicator.items
            if item.name  # a code without its topic helps nobody: then the cell takes free text
        ]
    )


def report_choices(description: WorkbookDescription, framework: Framework) -> dict[str, Choices]:
    """The lists of a form that is reported with."""
    return {
        **description.lists,
        "statuses": STATUS_CHOICES,
        "indicators": indicator_choices(framework),
        "items": item_choices(framework),
    }


def unverified_note(framework: Framework) -> str:
    """What the mark behind an item means."""
    return (
        f"• ข้อที่มี {UNVERIFIED_MARK} ต่อท้าย ยังไม่ได้ตรวจกับเอกสารทางการของปี {framework.fiscal_year}"
        " ให้ตรวจกับคู่มือของสำนักงาน ป.ป.ช. ก่อนอ้างอิง"
    )


def scores_by_column(plan: Plan) -> dict[str, dict[int, Decimal]]:
    """Known scores by column key and indicator."""
    return {
        "score": {each.no: each.score for each in plan.scores if each.score is not None},
        "previous": {each.no: each.previous for each in plan.scores if each.previous is not None},
    }


def plan_filling(
    plan: Plan,
    description: WorkbookDescription,
    register: AgencyRegister,
    framework: Framework,
    *,
    previous_framework: Framework | None,
    made_on: date,
) -> Filling:
    """A control workbook: empty but for what is known, or with a plan's content."""
    year = plan.fiscal_year.number
    scores = {each.no: each for each in plan.scores}
    score_rows = [
        {
            "no": each.no,
            "indicator": each.name,
            "instrument": each.instrument,
            "score": scores[each.no].score if each.no in scores else None,
            "previous": scores[each.no].previous if each.no in scores else None,
        }
        for each in framework.indicators
    ]
    known = scores_by_column(plan)
    totals = {"score": year_totals(f"ปี {plan.scored_year}", framework, known["score"])}
    if previous_framework is not None:
        totals["previous"] = year_totals(f"ปี {plan.scored_year - 1}", previous_framework, known["previous"])
    agency = plan.agency
    fields: dict[str, object] = {
        "name": agency.name,
        "agency_type": agency.agency_type,
        "code": agency.code,
        "district": agency.district,
        "province": agency.province,
        "fiscal_year": year,
        "scored_year": plan.scored_year,
        "round": str(plan.months),
        "due": plan.due,
        "strength_above": plan.thresholds.strength_above,
        "weakness_below": plan.thresholds.weakness_below,
        "target": plan.thresholds.target,
        "published_total": plan.published_total,
        "password": plan.password,
    }
    return Filling(
        stamp=Stamp(
            kind=description.kind,
            template_version=description.template_version,
            agency=agency.name,
            fiscal_year=year,
            months=plan.months,
            made_on=made_on.isoformat(),
        ),
        fiscal_year=plan.fiscal_year,
        texts={
            "agency": agency.name or "หน่วยงาน",
            "fiscal_year": str(year),
            "scored_year": str(plan.scored_year),
            "unverified_note": unverified_note(framework),
            "unverified_scores": f" · {framework.unverified}" if framework.unverified else "",
        },
        fields={"agency": {**plan.labels, **fields}},
        rows={
            "scores": score_rows,
            "departments": [
                {"code": each.code, "name": each.name, "contact": each.contact, "email": each.email}
                for each in plan.departments
            ],
            "development": [point.values for point in plan.development],
            "measures": [row.values for row in plan.rows],
        },
        choices={
            **description.lists,
            "instruments": [each.code for each in framework.instruments],
            "agency_types": [each.name for each in register.types],
            "provinces": [each.name_th for each in register.provinces],
            "rounds": [str(each) for each in ROUNDS],
            "indicators": indicator_choices(framework),
            "items": item_choices(framework),
            "departments": ColumnChoices("departments", "name"),
            "responsible": ColumnChoices("departments", "name", first=(EVERY_DEPARTMENT,)),
            "statuses": STATUS_CHOICES,
        },
        totals=totals,
    )


def year_totals(heading: str, framework: Framework, scores: Mapping[int, Decimal]) -> YearTotals:
    """How one year's column of scores adds up to instruments, total and grade."""
    rows = {each.no: index for index, each in enumerate(framework.indicators)}
    instruments = framework.instrument_scores(scores)
    total = framework.total(scores)
    level = framework.grade(total, instruments) if total is not None else None
    return YearTotals(
        heading=heading,
        labels=(
            *(
                f"{each.code} (น้ำหนัก {marked(f'{each.weight * 100:.0f}', each.standing)})"
                for each in framework.instruments
            ),
            marked("คะแนนรวม", framework.weights_standing),
            marked("ระดับผล", framework.grade_rule.standing),
        ),
        instruments=tuple(
            (each.code, each.weight, tuple(rows[no] for no in each.indicators))
            for each in framework.instruments
        ),
        grade_formula=framework.grade_rule.as_formula,
        levels=tuple(each.name for each in framework.grade_rule.levels),
        values=(
            *(
                float(round(instruments[each.code], 2)) if each.code in instruments else ""
                for each in framework.instruments
            ),
            float(total) if total is not None else "",
            level.name if level else "",
        ),
    )


def empty_plan(agency: Agency, fiscal_year: int, register: AgencyRegister, framework: Framework) -> Plan:
    """A new plan: the agency type's standard departments, no measures."""
    standard = register.departments_for(agency.agency_type)
    return Plan(
        agency=agency,
        fiscal_year=FiscalYear(fiscal_year),
        scored_year=framework.fiscal_year,
        months=6,
        thresholds=Thresholds(),
        # Numbered as they are listed: files and lists then stand in one order.
        departments=tuple(Department(f"{no:02}", each.name) for no, each in enumerate(standard, start=1)),
    )


def sent_row(row: PlanRow, columns: Sequence[str]) -> dict[str, object]:
    """What a department receives of a row of the plan."""
    return {key: row.values.get(key) for key in columns}


def planned_rows(plan: Plan, description: WorkbookDescription) -> dict[str, dict[str, dict[str, str]]]:
    """What the plan would send today, as text, by table, code and column: to compare with what was sent."""
    columns = [each.key for each in description.sheet("measures").locked_columns]
    return {
        "measures": {
            row.code: {key: canonical(value) for key, value in sent_row(row, columns).items()}
            for row in plan.rows
        }
    }


def plan_of_return(submission: Submission, scored_year: int) -> Plan:
    """What is known of a plan from one department's return, where the plan itself is not at hand.

    Args:
        submission: with all that its locked cells held when it was sent out, as text.
        scored_year: of the assessment whose indicators own measures may name.
    """
    stamp = submission.stamp
    assert stamp is not None
    return Plan(
        agency=Agency(stamp.agency, district=submission.texts.get("district", "")),
        fiscal_year=FiscalYear(stamp.fiscal_year),
        scored_year=scored_year,
        months=stamp.months,
        departments=(Department(stamp.unit_code, stamp.unit),),
        rows=tuple(
            PlanRow(row.code, row.code, (), (stamp.unit_code,), None, None, dict(row.sent))
            for row in submission.rows
            if not row.own
        ),
    )


def issued_to_departments(plan: Plan, description: WorkbookDescription) -> Issued:
    """Whom a plan's workbooks are made for, and what they hold: to know a form that lost its identity."""
    stamp = Stamp(
        kind=description.kind,
        template_version=description.template_version,
        agency=plan.agency.name,
        fiscal_year=plan.fiscal_year.number,
        months=plan.months,
    )
    units = tuple(
        ExpectedUnit(each.code, each.name, tuple(row.code for row in plan.rows_for(each.code)))
        for each in plan.departments
    )
    return Issued(stamp, units, planned_rows(plan, description))


def department_filling(
    plan: Plan,
    department: Department,
    description: WorkbookDescription,
    framework: Framework,
    *,
    made_on: date,
    entries: Mapping[str, Mapping[str, object]] | None = None,
) -> Filling:
    """The workbook of one department.

    Args:
        plan: the agency's plan.
        department: whose workbook it is.
        description: of the kind ``department``.
        framework: of the scored year, for the lists of own measures.
        made_on: the day of the run.
        entries: values for open cells by code and column, for a filled example.
    """
    year = plan.fiscal_year.number
    columns = [each.key for each in description.sheet("measures").locked_columns]
    due = long_date(plan.due) if plan.due else NOT_SET
    rows = [
        {**sent_row(row, columns), **(entries or {}).get(row.code, {})}
        for row in plan.rows_for(department.code)
    ]
    return Filling(
        stamp=Stamp(
            kind=description.kind,
            template_version=description.template_version,
            agency=plan.agency.name,
            fiscal_year=year,
            months=plan.months,
            unit_code=department.code,
            unit=department.name,
            made_on=made_on.isoformat(),
        ),
        fiscal_year=plan.fiscal_year,
        texts={
            "agency": plan.agency.name,
            "unit": department.name,
            "unit_code": department.code,
            "fiscal_year": str(year),
            "round": str(plan.months),
            "due": due,
            "return_to": str(plan.labels.get("return_to") or NOT_SET),
        },
        fields={
            "reporter": {
                "agency": plan.agency.name,
                "unit": department.name,
                "fiscal_year": str(year),
                "round": f"รอบ {plan.months} เดือน",
                "due": due,
                **(entries or {}).get("", {}),
            }
        },
        rows={"measures": rows},
        blank_values={"measures": {"department": department.name}},
        choices=report_choices(description, framework),
        password=plan.password,
        travelling={"district": district} if (district := district_name(plan.agency.district)) else {},
    )
