"""Papers as Word documents: every section of the paper is one of the document."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.hdrftr import FooterPart

from itaxl.papers.document import Block, Cover, Orientation, Paper, Table
from itaxl.papers.word_blocks import blocks_xml
from itaxl.papers.word_styles import FONTS_XML, SETTINGS_XML, TABLE_SIZE, THEME_FONTS_XML, styles_xml
from itaxl.papers.word_xml import NAMESPACES, PAGES, POINT, paragraph, property_text, run
from itaxl.thai.measuring import text_width

# What a paper needs of python-docx's own document; its thumbnail shows an empty page, and half a megabyte
# is styles for other programs.
_KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
_KEPT_IN_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
_THEME_FONTS = re.compile(rb"(<a:(?:major|minor)Font>).*?(</a:(?:major|minor)Font>)", re.DOTALL)
_FULL = 0.8  # of a line, beyond which the page number has one of its own, whichever font there is
_FOOT = 567  # from the edge of the paper to the footer


def write_word(place: Path, paper: Paper) -> None:
    """Write a paper as a Word document; the same paper gives the same bytes.

    No moment is written into the file: the paper does not know one, and the file system does. A cover
    becomes a section of the document too, so that it has a page of its own and no footer.

    Raises:
        OSError: the place cannot be written.
    """
    document = docx.Document()
    _furnish(document)
    _describe(document, paper)
    body = "".join(_body(document, paper))
    _refill(document.element.body, f"<w:body {NAMESPACES}>{body}</w:body>")
    place.write_bytes(_packed(document))


def _furnish(document: Document) -> None:
    """Put this package's styles, settings and fonts in the place of the library's."""
    main, package = document.part, document.part.package
    theme = main.part_related_by(RELATIONSHIP_TYPE.THEME)
    for rels, kept in ((main.rels, _KEPT), (package.rels, _KEPT_IN_PACKAGE)):
        for key in [key for key, rel in rels.items() if rel.reltype not in kept]:
            del rels[key]
    _refill(document.styles.element, styles_xml())
    _refill(document.settings.element, SETTINGS_XML)
    fonts = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, FONTS_XML.encode(), package)
    main.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)
    # Word wants a theme to be there; it must not offer other fonts.
    own = _THEME_FONTS.sub(rb"\1" + THEME_FONTS_XML.encode() + rb"\2", theme.blob)
    main.relate_to(Part(theme.partname, theme.content_type, own, package), RELATIONSHIP_TYPE.THEME)


def _refill(element: BaseOxmlElement, xml: str) -> None:
    element[:] = list(parse_xml(xml))


def _describe(document: Document, paper: Paper) -> None:
    properties = document.core_properties
    element = properties._element  # noqa: SLF001 - the library can set its own moments, not leave them out
    element[:] = []
    properties.title = property_text(paper.title)
    properties.author = property_text(paper.agency)
    properties.language = "th-TH"


def _body(document: Document, paper: Paper) -> Iterator[str]:
    footers: dict[Orientation, str] = {}
    parts = [
        (section.orientation, blocks) for section in paper.sections for blocks in _split(section.blocks)
    ] or [(Orientation.PORTRAIT, ())]
    for index, (orientation, blocks) in enumerate(parts):
        yield from blocks_xml(blocks, PAGES[orientation], use_thai_digits=paper.thai_digits)
        is_cover = any(isinstance(block, Cover) for block in blocks)
        if not is_cover and orientation not in footers:
            footers[orientation] = _footer(document, paper, orientation)
        end = _section_end(
            orientation, "" if is_cover else footers[orientation], use_thai_digits=paper.thai_digits
        )
        if index < len(parts) - 1:
            yield f'<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>{end}</w:pPr></w:p>'
        else:
            # No table ends a document.
            yield (paragraph("SectionEnd") if not blocks or isinstance(blocks[-1], Table) else "") + end


def _split(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """The blocks of a section, each cover apart."""
    start = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Cover):
            if index > start:
                yield blocks[start:index]
            yield blocks[index : index + 1]
            start = index + 1
    if start < len(blocks) or not blocks:
        yield blocks[start:]


def _section_end(orientation: Orientation, footer: str, *, use_thai_digits: bool) -> str:
    """What Word knows about the pages that end here; those without a footer are one page, the first."""
    page = PAGES[orientation]
    lies = ' w:orient="landscape"' if orientation is Orientation.LANDSCAPE else ""
    reference = f'<w:footerReference w:type="default" r:id="{footer}"/>' if footer else ""
    digits = '<w:pgNumType w:fmt="thaiNumbers"/>' if use_thai_digits else ""
    first_is_different = "" if footer else "<w:titlePg/>"
    return (
        f'<w:sectPr>{reference}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{lies}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}" '
        f'w:header="{_FOOT}" w:footer="{_FOOT}" w:gutter="0"/>{digits}{first_is_different}</w:sectPr>'
    )


def _footer(document: Document, paper: Paper, orientation: Orientation) -> str:
    """Make the footer for pages that lie so; what the paper is on the left, the page on the right."""
    part = FooterPart.new(document.part.package)
    # In capitals, as the standard has it: LibreOffice does not know this one and shows Arabic digits, while
    # it takes ThaiArabic, as Word's own help writes it, for Thai letters, so that the first page is page ก.
    switch, one = (r" \* THAIARABIC", "๑") if paper.thai_digits else ("", "1")
    fields = [
        f'<w:fldSimple w:instr=" {name}{switch} "><w:r><w:t>{one}</w:t></w:r></w:fldSimple>'
        for name in ("PAGE", "NUMPAGES")
    ]
    room = PAGES[orientation].text_width
    fits = text_width(f"{paper.footer} หน้า 100 จาก 100", size=TABLE_SIZE) * POINT < room * _FULL
    content = (
        run(paper.footer + ("" if fits else "\n")) + run("\tหน้า ") + fields[0] + run(" จาก ") + fields[1]
    )
    tabs = f'<w:tab w:val="right" w:pos="{room}"/>'
    _refill(part.element, f"<w:ftr {NAMESPACES}>{paragraph('Footer', content, tabs=tabs)}</w:ftr>")
    return document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTER)


def _packed(document: Document) -> bytes:
    """The document's bytes, with the moment that all members of such archives have, 1 January 1980."""
    library, packed = BytesIO(), BytesIO()
    document.save(library)
    with ZipFile(library) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()
