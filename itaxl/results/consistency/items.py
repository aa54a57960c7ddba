"""Items of the assessment, by their codes of the scored year: o18 is another thing every year."""

from collections.abc import Iterator

from itaxl.assessment.findings import Finding, FindingKind
from itaxl.assessment.frameworks import Framework, Item
from itaxl.assessment.item_codes import ItemFinder, ItemReading
from itaxl.assessment.verification import Standing
from itaxl.results.consistency.evidence import Evidence, Line


def items_under_their_indicators(evidence: Evidence) -> Iterator[Finding]:
    """Codes mean what they were read as, exist in the scored year, and belong to the row's indicator."""
    finder = ItemFinder(evidence.framework)
    for line in evidence.measures:
        words = line.written.get("item")
        if isinstance(words, str):
            for reading in finder.find(words, line.indicators):
                yield from _judged(evidence.framework, line, reading)


def _judged(framework: Framework, line: Line, reading: ItemReading) -> Iterator[Finding]:
    code, year = reading.code, framework.fiscal_year
    item = framework.item(code)
    if item is None:
        alike = [each for each in framework.items if each.code[0] == code[0]]
        if alike:
            doubt = _doubt(all(each.standing is not Standing.FROM_MEMORY for each in alike), year)
            yield line.found(FindingKind.NO_SUCH_ITEM, "item", reading.words, code=code, year=year, **doubt)
        return
    name = item.name or ""
    if not reading.is_plain:
        yield line.found(FindingKind.CODE_READ, "item", reading.words, code=code, name=name, year=year)
    owner = framework.indicator_of_item(code)
    if owner is not None and line.indicators and owner.no not in line.indicators:
        yield line.found(
            FindingKind.ITEM_ELSEWHERE,
            "item",
            reading.words,
            code=code,
            name=name,
            year=year,
            belongs=f"{owner.no} {owner.name}",
            no=", ".join(map(str, line.indicators)),
            **_doubt(_is_sure(item), year),
        )


def _is_sure(item: Item) -> bool:
    return item.standing is not Standing.FROM_MEMORY


def _doubt(is_sure: bool, year: int) -> dict[str, str]:  # noqa: FBT001 - the one thing it is asked
    if is_sure:
        return {}
    return {
        "doubt": f"(รายการข้อของปี {year} ยังไม่ได้ตรวจกับเอกสารทางการ)",
        "doubt_en": f"(the items of {year} were not checked against an official document)",
    }
