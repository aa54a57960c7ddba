"""``frameworks``: what is known of the ITA of each year, and how sure it is."""

from collections.abc import Iterator

from itaxl.assessment.frameworks import Framework
from itaxl.assessment.verification import Standing
from itaxl.catalogue import framework_years
from itaxl.workflow.settings import Settings

_STANDINGS = {
    Standing.VERIFIED: "ตรวจกับเอกสารแล้ว (verified)",
    Standing.INFERRED: "อนุมานจากปีข้างเคียง (inferred)",
    Standing.FROM_MEMORY: "จากความจำ ยังไม่ได้ตรวจ (from-memory)",
}


def year_lines(settings: Settings) -> Iterator[str]:
    """One line a year."""
    for year in framework_years(settings.frameworks):
        framework = settings.framework(year)
        counts = ", ".join(
            f"{each.code} {each.weight * 100:.0f} ({_count(framework, each.code)})"
            for each in framework.instruments
        )
        levels = " ".join(level.name for level in framework.grade_rule.levels)
        yield f"{year}  {_STANDINGS[framework.standing]}  {counts}  {levels}"


def _count(framework: Framework, instrument: str) -> str:
    items = [item for each in framework.indicators if each.instrument == instrument for item in each.items]
    return f"{len(items)} ข้อ" if items else "ไม่ทราบข้อ"


def framework_lines(year: int, settings: Settings) -> Iterator[str]:
    """One year, part by part, each with its standing and its sources."""
    framework = settings.framework(year)
    yield f"ITA ปี {framework.fiscal_year} · {_STANDINGS[framework.standing]}"
    if framework.note:
        yield framework.note
    yield ""
    yield "เครื่องมือ"
    for each in framework.instruments:
        yield f"  {each.code} น้ำหนัก {each.weight * 100:.0f}  {each.name}{_told(each.standing, each.sources)}"
    yield ""
    rule = framework.grade_rule
    yield f"ระดับผล{_told(rule.standing, rule.sources)} · เป้าหมาย {rule.target}"
    for level in rule.levels:
        needs = f" และทุกเครื่องมือ ≥ {level.each_instrument_min}" if level.each_instrument_min else ""
        yield f"  {level.name}: รวม ≥ {level.total_min}{needs}"
    for indicator in framework.indicators:
        yield ""
        told = _told(indicator.standing, indicator.sources)
        yield f"ตัวชี้วัดที่ {indicator.no} {indicator.name} ({indicator.instrument}){told}"
        for item in indicator.items:
            name = item.name or "(ยังไม่ทราบชื่อข้อ)"
            yield f"  {item.code} {name}{_told(item.standing, item.sources)}"
    yield ""
    yield "แหล่งข้อมูล"
    for source in framework.sources:
        yield f"  {source.code}  {source.title}  {source.url}"


def _told(standing: Standing, sources: tuple[str, ...]) -> str:
    return f"  [{_STANDINGS[standing]}; {', '.join(sources) or '–'}]"
