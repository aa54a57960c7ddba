"""From the tables of a framework file to a framework whose parts fit together."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from itaxl.assessment.frameworks import (
    AnalysisTopics,
    Framework,
    Indicator,
    Instrument,
    InstrumentParts,
    Item,
    ItemScale,
    MeasuresReport,
    ReportCoverage,
    ReportPart,
    RollUp,
    SubIndicator,
)
from itaxl.assessment.grade_rules import GradeLevel, GradeRule
from itaxl.assessment.verification import Source
from itaxl.catalogue.checks import UNREAD_WHOLE, FaultKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from itaxl.assessment.verification import Standing
    from itaxl.catalogue.checks import FaultList, Table

Entry = TypeVar("Entry")

DIRECTIONS = ("pos", "neg", "pos-yesno", "neg-yesno", "mixed")


def framework_from(file: Table, year: int) -> Framework:
    """The framework a file describes; what is wrong with it is in the faults of the table.

    Args:
        file: The whole file.
        year: The fiscal year the file is named for.
    """
    file.allow(
        *("fiscal_year", "standing", "note", "instruments", "indicators"),
        *("grade_rule", "roll_up", "measures_report", "sources"),
    )
    standing = file.required_standing()
    instruments = tuple(_instrument(table, standing) for table in file.required_tables("instruments"))
    owners = {no: instrument.code for instrument in instruments for no in instrument.indicators}
    framework = Framework(
        fiscal_year=file.whole("fiscal_year"),
        standing=standing,
        note=file.optional_text("note"),
        instruments=instruments,
        indicators=tuple(_indicator(table, standing, owners) for table in file.required_tables("indicators")),
        grade_rule=_grade_rule(file.required_table("grade_rule"), standing),
        roll_up=_roll_up(file.table("roll_up"), standing),
        measures_report=_measures_report(file.table("measures_report"), standing),
        sources=sources_from(file),
    )
    _check_whole(framework, file.faults, year)
    check_sources(file, framework.sources)
    return framework


def sources_from(file: Table) -> tuple[Source, ...]:
    """The documents listed in the `[sources]` of a file."""
    listed = file.table("sources")
    if listed is None:
        return ()
    return tuple(_source(code, table) for code in listed.values if (table := listed.table(code)))


def check_sources(file: Table, sources: tuple[Source, ...]) -> None:
    """Note every source code that `[sources]` does not list, wherever in the file it stands."""
    file.faults.check_known(_source_codes(file.values, ""), [source.code for source in sources])


def _source_codes(values: Mapping[str, object], path: str) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            yield from _source_codes(value, key)
        elif isinstance(value, list) and name.endswith("sources"):
            yield from ((key, code) for code in value if isinstance(code, str))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                if isinstance(inner, dict):
                    yield from _source_codes(inner, f"{key}[{index}]")


def _source(code: str, table: Table) -> Source:
    table.allow("title", "url")
    return Source(code, table.text("title"), table.optional_text("url") or "")


def _instrument(table: Table, inherited: Standing) -> Instrument:
    table.allow(
        "code", "name", "aliases", "weight", "indicators", "parts", "item_count", "standing", "sources"
    )
    standing = table.standing(inherited)
    count = table.table("item_count")
    if count:
        count.allow("number", "standing")
    return Instrument(
        code=table.text("code"),
        name=table.text("name"),
        aliases=table.texts("aliases"),
        weight=table.number("weight", 1),
        indicators=table.required_wholes("indicators"),
        parts=_parts(table.table("parts"), standing),
        item_count=count.whole("number") if count else None,
        item_count_standing=count.standing(standing) if count else None,
        standing=standing,
        sources=table.texts("sources"),
    )


def _parts(table: Table | None, inherited: Standing) -> InstrumentParts | None:
    if table is None:
        return None
    table.allow("codes", "standing", "sources")
    return InstrumentParts(table.texts("codes"), table.standing(inherited), table.texts("sources"))


def _indicator(table: Table, inherited: Standing, owners: Mapping[int, str]) -> Indicator:
    table.allow(
        *("no", "name", "aliases", "name_en", "aliases_en", "purpose"),
        *("sub_indicators", "items", "standing", "sources"),
    )
    standing = table.standing(inherited)
    no = table.whole("no")
    purpose = table.table("purpose")
    if purpose:
        purpose.allow("text", "standing", "sources")
    return Indicator(
        no=no,
        name=table.text("name"),
        aliases=table.texts("aliases"),
        name_en=table.optional_text("name_en") or "",
        aliases_en=table.texts("aliases_en"),
        purpose=purpose.text("text") if purpose else None,
        purpose_standing=purpose.standing(standing) if purpose else None,
        purpose_sources=purpose.texts("sources") if purpose else (),
        instrument=owners.get(no, ""),
        items=tuple(_item(item, standing) for item in table.tables("items")),
        sub_indicators=tuple(_sub_indicator(sub, standing) for sub in table.tables("sub_indicators")),
        standing=standing,
        sources=table.texts("sources"),
    )


def _item(table: Table, inherited: Standing) -> Item:
    table.allow("code", "name", "sub", "direction", "key", "standing", "sources", "sub_standing")
    standing = table.standing(inherited)
    sub_indicator = table.optional_text("sub")
    sub_standing = table.standing(standing, "sub_standing")
    return Item(
        code=table.text("code"),
        name=table.optional_text("name"),
        sub_indicator=sub_indicator,
        standing=standing,
        sources=table.texts("sources"),
        sub_standing=sub_standing if sub_indicator else None,
        key=table.optional_text("key"),
        direction=table.word("direction", DIRECTIONS),
    )


def _sub_indicator(table: Table, inherited: Standing) -> SubIndicator:
    table.allow("code", "name", "standing")
    return SubIndicator(table.text("code"), table.text("name"), table.standing(inherited))


def _grade_rule(table: Table, inherited: Standing) -> GradeRule:
    table.allow("target", "standing", "sources", "note", "levels")
    return GradeRule(
        levels=tuple(_level(level) for level in table.required_tables("levels")),
        target=table.number("target", 100),
        standing=table.standing(inherited),
        sources=table.texts("sources"),
        note=table.optional_text("note"),
    )


def _level(table: Table) -> GradeLevel:
    table.allow("name", "total_min", "each_instrument_min")
    return GradeLevel(
        name=table.text("name"),
        total_min=table.number("total_min", 100),
        each_instrument_min=table.optional_number("each_instrument_min", 100),
    )


def _roll_up(table: Table | None, inherited: Standing) -> RollUp | None:
    if table is None:
        return None
    table.allow("note", "standing", "sources", "item_scales")
    standing = table.standing(inherited)
    return RollUp(
        item_scales=tuple(_item_scale(scale, standing) for scale in table.tables("item_scales")),
        note=table.text("note"),
        standing=standing,
        sources=table.texts("sources"),
    )


def _item_scale(table: Table, inherited: Standing) -> ItemScale:
    table.allow("kind", "scores", "standing")
    return ItemScale(table.text("kind"), table.wholes("scores"), table.standing(inherited))


def _measures_report(table: Table | None, inherited: Standing) -> MeasuresReport | None:
    if table is None:
        return None
    table.allow(
        *(
            "plan_item",
            "report_item",
            "analysed_year",
            "covers",
            "plan_parts",
            "measure_parts",
            "report_parts",
        ),
        *("analysis_topics", "standing", "sources", "note"),
    )
    standing = table.standing(inherited)
    return MeasuresReport(
        plan_item=table.optional_text("plan_item"),
        report_item=table.optional_text("report_item"),
        analysed_year=table.optional_whole("analysed_year"),
        covers=_coverage(table.table("covers"), standing),
        plan_parts=tuple(_report_part(part, standing) for part in table.tables("plan_parts")),
        measure_parts=tuple(_report_part(part, standing) for part in table.tables("measure_parts")),
        report_parts=tuple(_report_part(part, standing) for part in table.tables("report_parts")),
        analysis_topics=_analysis_topics(table.table("analysis_topics"), standing),
        standing=standing,
        sources=table.texts("sources"),
        note=table.optional_text("note"),
    )


def _coverage(table: Table | None, inherited: Standing) -> ReportCoverage | None:
    if table is None:
        return None
    table.allow("fiscal_years", "rounds", "standing", "sources", "note")
    return ReportCoverage(
        fiscal_years=table.wholes("fiscal_years"),
        rounds=table.texts("rounds"),
        standing=table.standing(inherited),
        sources=table.texts("sources"),
        note=table.optional_text("note"),
    )


def _report_part(table: Table, inherited: Standing) -> ReportPart:
    table.allow("key", "name", "standing", "sources")
    return ReportPart(
        table.text("key"), table.text("name"), table.standing(inherited), table.texts("sources")
    )


def _analysis_topics(table: Table | None, inherited: Standing) -> AnalysisTopics | None:
    if table is None:
        return None
    table.allow("topics", "standing", "sources", "note")
    return AnalysisTopics(
        topics=table.texts("topics"),
        standing=table.standing(inherited),
        sources=table.texts("sources"),
        note=table.optional_text("note"),
    )


def _check_whole(framework: Framework, faults: FaultList, year: int) -> None:
    if framework.fiscal_year not in (year, UNREAD_WHOLE):
        faults.add("fiscal_year", FaultKind.OTHER_YEAR, found=framework.fiscal_year, wanted=year)
    _check_instruments(framework, faults)
    _check_coverage(framework, faults)
    _check_items(framework, faults)
    _check_counts(framework, faults)
    _check_levels(framework.grade_rule.levels, faults)


def _numbered(name: str, entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    return ((f"{name}[{index}]", entry) for index, entry in enumerate(entries))


def _check_instruments(framework: Framework, faults: FaultList) -> None:
    instruments = framework.instruments
    faults.check_unique(
        (f"{key}.code", one.code) for key, one in _numbered("instruments", instruments) if one.code
    )
    total = sum((one.weight for one in instruments), Decimal())
    if instruments and not total.is_nan() and total != 1:
        faults.add("instruments.weight", FaultKind.WEIGHTS, found=total)


def _check_coverage(framework: Framework, faults: FaultList) -> None:
    described = [
        (f"{key}.no", one.no)
        for key, one in _numbered("indicators", framework.indicators)
        if one.no != UNREAD_WHOLE
    ]
    faults.check_unique(described)
    owners: dict[int, str] = {}
    for key, instrument in _numbered("instruments", framework.instruments):
        for no in instrument.indicators:
            if no in owners:
                faults.add(f"{key}.indicators", FaultKind.COVERED_TWICE, found=no, wanted=owners[no])
            owners.setdefault(no, instrument.code)
        if described and len(described) == len(framework.indicators):
            listed = [(f"{key}.indicators", no) for no in instrument.indicators]
            faults.check_known(listed, [no for _, no in described])
    if all(instrument.indicators for instrument in framework.instruments) and owners:
        for key, no in described:
            if no not in owners:
                faults.add(key, FaultKind.NOT_COVERED, found=no)


def _check_items(framework: Framework, faults: FaultList) -> None:
    items: list[tuple[str, Item]] = []
    for key, indicator in _numbered("indicators", framework.indicators):
        own = list(_numbered(f"{key}.items", indicator.items))
        known = [sub.code for sub in indicator.sub_indicators]
        faults.check_known(
            ((f"{at}.sub", item.sub_indicator) for at, item in own if item.sub_indicator), known
        )
        faults.check_unique(_codes(_numbered(f"{key}.sub_indicators", indicator.sub_indicators)))
        items += own
    faults.check_unique(_codes(items))
    if items:
        asked = (("plan_item", framework.plan_item), ("report_item", framework.report_item))
        faults.check_known(
            ((f"measures_report.{key}", code) for key, code in asked if code),
            [item.code for _, item in items],
        )


def _codes(entries: Iterable[tuple[str, Item | SubIndicator]]) -> list[tuple[str, str]]:
    return [(f"{key}.code", entry.code) for key, entry in entries if entry.code]


def _check_counts(framework: Framework, faults: FaultList) -> None:
    for key, instrument in _numbered("instruments", framework.instruments):
        listed = sum(len(one.items) for one in framework.indicators if one.no in instrument.indicators)
        if listed and instrument.item_count not in (None, UNREAD_WHOLE, listed):
            faults.add(
                f"{key}.item_count.number", FaultKind.OTHER_COUNT, found=instrument.item_count, wanted=listed
            )


def _check_levels(levels: tuple[GradeLevel, ...], faults: FaultList) -> None:
    named = list(_numbered("grade_rule.levels", levels))
    faults.check_unique((f"{key}.name", level.name) for key, level in named if level.name)
    if not levels or any(level.total_min.is_nan() for level in levels):
        return
    for (_, better), (key, level) in pairwise(named):
        if _demand(level) >= _demand(better):
            faults.add(f"{key}.total_min", FaultKind.NOT_DESCENDING)
    if _demand(levels[-1]) != _demand(GradeLevel("", Decimal())):
        faults.add(f"{named[-1][0]}.total_min", FaultKind.NO_LOWEST, example="total_min = 0")


def _demand(level: GradeLevel) -> tuple[Decimal, Decimal]:
    each = level.each_instrument_min
    return level.total_min, Decimal(-1) if each is None else each
