"""A layout and what came back become a paper."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from itaxl.assessment.statuses import Status
from itaxl.papers.document import (
    Align,
    Approval,
    Block,
    Cell,
    Column,
    Content,
    Cover,
    Heading,
    Labelled,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    Section,
    Signature,
    Table,
    TextStyle,
)
from itaxl.papers.fields import Fields
from itaxl.papers.layouts import BlockLayout, ColumnLayout, LayoutError, PaperLayout, field_names
from itaxl.papers.matter import Matter
from itaxl.papers.rows import NO_INSTRUMENT, PaperRow, joined_once
from itaxl.thai.text import nearest, thai_digits

TICK = "✓"
NO_INDICATORS_HEADING = "มาตรการที่ไม่ระบุตัวชี้วัด"

_INSTRUMENTS = "instruments"
_EACH_FIELDS = ("instrument", "instrument_name", "instrument_mark", "instrument_heading", "number")
# Addresses stop working when their digits are written in Thai.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s]+|[^\s@]+@[^\s@]+|\b[\w-]+(?:\.[\w-]+)*\.(?:th|com|org|net)[^\s]*"
)


def compose(layout: PaperLayout, matter: Matter, *, in_thai_digits: bool = True) -> Paper:
    """Make a paper.

    Args:
        layout: what stands where.
        matter: what it speaks of.
        in_thai_digits: whether digits are written in Thai, as in official letters.

    Raises:
        LayoutError: the layout names a field or a source that there is not; all of them are told.
    """
    fields = matter.fields
    faults = list(_faults(layout, matter))
    if faults:
        raise LayoutError(layout.path, faults)
    composer = _Composer(matter, official_digits if in_thai_digits else str)
    sections = tuple(
        section
        for each in layout.sections
        if not each.when or fields.has(each.when)
        if (
            section := Section(each.name, each.orientation, tuple(composer.blocks(each.blocks, fields)))
        ).blocks
    )
    digits = composer.digits
    return Paper(
        title=digits(fields.filled(layout.title)),
        agency=matter.issuer,
        footer=digits(fields.filled(layout.footer)),
        sections=_with_notice(sections, digits(_notice(matter))),
        thai_digits=in_thai_digits,
    )


def official_digits(text: str) -> str:
    """A text with Thai digits, as in official letters; addresses keep theirs.

    >>> official_digits("ลงวันที่ 3 มกราคม 2568 ที่ https://www.example.go.th/news/123")
    'ลงวันที่ ๓ มกราคม ๒๕๖๘ ที่ https://www.example.go.th/news/123'
    """
    if "." not in text and "@" not in text and "://" not in text:
        return thai_digits(text)
    parts, end = [], 0
    for address in _ADDRESS.finditer(text):
        parts += [thai_digits(text[end : address.start()]), address[0]]
        end = address.end()
    return "".join((*parts, thai_digits(text[end:])))


def _notice(matter: Matter) -> str:
    """What the first page says of units that have not reported."""
    if not matter.missing:
        return ""
    return matter.fields.filled(
        f"รายงานฉบับนี้ยังไม่สมบูรณ์: ณ วันที่ {{as_of}} ยังไม่ได้รับแบบรายงานจาก {matter.missing} หน่วย ได้แก่ {{missing}}"
    )


def _with_notice(sections: tuple[Section, ...], notice: str) -> tuple[Section, ...]:
    if not notice or not sections:
        return sections
    first, *others = sections
    cover = first.blocks[0]
    if isinstance(cover, Cover):
        blocks: tuple[Block, ...] = (replace(cover, notice=notice), *first.blocks[1:])
    else:
        blocks = (Paragraph(notice, TextStyle.WARNING), *first.blocks)
    return (replace(first, blocks=blocks), *others)


class _Composer(Struct, frozen=True):
    """Fills one paper."""

    matter: Matter
    digits: Callable[[str], str]

    def blocks(
        self, layouts: Sequence[BlockLayout], fields: Fields, instrument: str | None = None
    ) -> Iterator[Block]:
        for layout in layouts:
            if (layout.when and not fields.has(layout.when)) or (layout.unless and fields.has(layout.unless)):
                continue
            if layout.kind == "each":
                yield from self._repeated(layout, fields)
            elif layout.kind == "table":
                yield from self._table(layout, fields, instrument)
            elif layout.kind == "list":
                yield from self._list(layout, fields, instrument)
            else:
                yield self._plain(layout, fields)

    def _text(self, text: str, fields: Fields) -> str:
        return self.digits(fields.filled(text))

    def _texts(self, texts: Sequence[str], fields: Fields) -> tuple[str, ...]:
        return tuple(filter(None, (self._text(each, fields) for each in texts)))

    def _plain(self, layout: BlockLayout, fields: Fields) -> Block:
        match layout.kind:
            case "cover":
                return Cover(self._texts(layout.title, fields), self._texts(layout.agency, fields))
            case "heading":
                return Heading(self._text(layout.text, fields), layout.level, layout.align)
            case "paragraph":
                return Paragraph(self._text(layout.text, fields), layout.style)
            case "labelled":
                return Labelled(tuple((label, self._text(text, fields)) for label, text in layout.pairs))
            case "signature":
                return self._signature(layout, fields)
            case "approval":
                return Approval(
                    heading=self._text(layout.text, fields),
                    signature=self._signature(layout, fields),
                    lead=self._text(layout.lead, fields),
                    choices=self._texts(layout.choices, fields),
                    dotted_lines=layout.dotted_lines,
                )
            case _:
                return PageBreak()

    def _signature(self, layout: BlockLayout, fields: Fields) -> Signature:
        return Signature(self._text(layout.role, fields), self._text(layout.position, fields))

    # What goes through rows

    def _repeated(self, layout: BlockLayout, fields: Fields) -> Iterator[Block]:
        number = 0
        kinds = [*self.matter.instruments, (NO_INSTRUMENT, "")]
        for code, name in kinds:
            if layout.skip_empty and not any(self._has_rows(each, code) for each in layout.blocks):
                continue
            if not code and not any(self._has_rows(each, code) for each in layout.blocks):
                continue
            number += 1
            more = {
                "instrument": code,
                "instrument_name": name,
                "instrument_mark": f" ({code})" if code else "",
                "instrument_heading": f"{name} ({code})" if code else NO_INDICATORS_HEADING,
                "number": str(number),
            }
            yield from self.blocks(layout.blocks, fields.with_more(more), code)

    def _has_rows(self, layout: BlockLayout, instrument: str) -> bool:
        return layout.kind in {"table", "list"} and bool(self._rows(layout, instrument))

    def _rows(self, layout: BlockLayout, instrument: str | None) -> list[PaperRow]:
        rows = self.matter.sources[layout.of].rows()
        chosen = [
            row
            for row in rows
            if (instrument is None or instrument in row.instruments)
            and (not layout.where or any(row.texts.get(each) for each in layout.where.split("|")))
        ]
        return chosen[: layout.most or None]

    def _list(self, layout: BlockLayout, fields: Fields, instrument: str | None) -> Iterator[Block]:
        rows = self._rows(layout, instrument)
        for index, row in enumerate(rows, start=1):
            text = fields.with_more({**row.texts, "index": str(index)}).filled(layout.text)
            yield Paragraph(self.digits(text), layout.style)
        if not rows and layout.empty:
            yield Paragraph(self._text(layout.empty, fields), layout.style)

    def _table(self, layout: BlockLayout, fields: Fields, instrument: str | None) -> Iterator[Block]:
        rows = self._rows(layout, instrument)
        if not rows:
            if layout.empty:
                yield Paragraph(self._text(layout.empty, fields), TextStyle.PLAIN)
            return
        columns = tuple(
            Column(self._text(each.header, fields), each.width, _align(each)) for each in layout.columns
        )
        yield Table(columns, tuple(self._grouped(layout, rows, fields)))

    def _grouped(self, layout: BlockLayout, rows: Sequence[PaperRow], fields: Fields) -> Iterator[Row]:
        if not layout.group:
            yield from self._body(layout.columns, rows, fields)
            return
        groups: dict[str, list[PaperRow]] = {}
        for row in rows:
            for heading in self._headings(layout, row, fields):
                groups.setdefault(heading, []).append(row)
        for heading, members in groups.items():
            yield Row((Cell(self.digits(heading)),), is_group=True)
            yield from self._body(layout.columns, members, fields)

    def _headings(self, layout: BlockLayout, row: PaperRow, fields: Fields) -> Iterable[str]:
        """The groups that a row stands in: that of each of its indicators, where they are named."""
        if layout.ungrouped and NO_INSTRUMENT in row.instruments:
            return (fields.with_more(row.texts).filled(layout.ungrouped),)
        each = (fields.with_more({**row.texts, **words}) for words in row.under or ({},))
        return dict.fromkeys(known.filled(layout.group) for known in each)

    def _body(
        self, columns: Sequence[ColumnLayout], rows: Sequence[PaperRow], fields: Fields
    ) -> Iterator[Row]:
        above: PaperRow | None = None
        for row in rows:
            yield Row(tuple(self._cell(column, row, above, fields) for column in columns))
            above = row

    def _cell(self, column: ColumnLayout, row: PaperRow, above: PaperRow | None, fields: Fields) -> Cell:
        content = self._content(column, row, fields)
        if column.once and above is not None and above.belongs_to == row.belongs_to:
            return Cell(continues=True)
        return Cell(content)

    def _content(self, column: ColumnLayout, row: PaperRow, fields: Fields) -> Content:
        if column.tick:
            return TICK if row.status is Status(column.tick) else ""
        if column.number and column.number in row.numbers:
            return row.numbers[column.number]
        if column.text:
            text = fields.with_more(row.texts).filled(column.text)
        else:
            text = joined_once([row.texts.get(each, "") for each in column.fields])
        if column.missing and row.unreported:
            # A department's silence is told beside the others' words, never passed over.
            absent = f"{column.missing}: {', '.join(row.unreported)}" if row.is_reported else column.missing
            text = f"{text}\n{absent}" if text else absent
        return self.digits(text or column.empty)


def _align(column: ColumnLayout) -> Align:
    return Align.CENTRE if column.tick else column.align


# What is wrong with a layout


def _faults(layout: PaperLayout, matter: Matter) -> Iterator[str]:
    known = frozenset(matter.fields.values)
    for name, text in (("title", layout.title), ("footer", layout.footer)):
        yield from _text_faults(name, text, known)
    for index, section in enumerate(layout.sections):
        where = f"section[{index}]"
        yield from _name_faults(f"{where}.when", section.when, known)
        yield from _block_faults(where, section.blocks, known, matter)


def _block_faults(
    where: str, blocks: Sequence[BlockLayout], known: frozenset[str], matter: Matter
) -> Iterator[str]:
    for index, block in enumerate(blocks):
        place = f"{where}.block[{index}]"
        for key in ("when", "unless"):
            yield from _name_faults(f"{place}.{key}", getattr(block, key), known)
        if block.kind == "each":
            yield from _word_faults(f"{place}.of", block.of, (_INSTRUMENTS,))
            yield from _block_faults(place, block.blocks, known | set(_EACH_FIELDS), matter)
            continue
        inner = known
        if block.of:
            yield from _word_faults(f"{place}.of", block.of, tuple(matter.sources))
            if block.of not in matter.sources:
                continue
            inner = known | set(matter.sources[block.of].fields) | {"index"}
        texts = (
            block.text,
            block.lead,
            block.role,
            block.position,
            block.group,
            block.ungrouped,
            block.empty,
        )
        for text in (*texts, *block.title, *block.agency, *block.choices, *chain(*block.pairs)):
            yield from _text_faults(place, text, inner)
        for name in filter(None, block.where.split("|")):
            yield from _name_faults(f"{place}.where", name, inner)
        for number, column in enumerate(block.columns):
            yield from _column_faults(f"{place}.column[{number}]", column, known, inner)


def _column_faults(
    place: str, column: ColumnLayout, known: frozenset[str], inner: frozenset[str]
) -> Iterator[str]:
    yield from _text_faults(f"{place}.header", column.header, known)
    yield from _text_faults(f"{place}.text", column.text, inner)
    for name in (*column.fields, column.number):
        yield from _name_faults(place, name, inner)
    if column.tick:
        yield from _word_faults(f"{place}.tick", column.tick, tuple(Status))


def _text_faults(place: str, text: str, known: frozenset[str]) -> Iterator[str]:
    try:
        names: Sequence[str] = field_names(text)
    except ValueError as error:
        yield f"{place}: “{text}” cannot be read ({error}); a field is written as {{agency}}"
        return
    for name in names:
        yield from _name_faults(place, name, known)


def _name_faults(place: str, name: str, known: frozenset[str]) -> Iterator[str]:
    if name and name not in known:
        hint = nearest(name, sorted(known))
        yield f"{place}: there is no field “{name}”" + (f"; perhaps “{hint}”" if hint else "")


def _word_faults(place: str, word: str, words: Sequence[str]) -> Iterator[str]:
    if word not in words:
        yield f"{place}: “{word}” must be one of {', '.join(words)}"
