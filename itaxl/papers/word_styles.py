"""The look of a paper in Word, in one place: its styles, its settings, and what to do without the font."""

from itaxl.cell_styles import FONT, LINE, NAVY, PALE_BLUE, SIZE, WRONG, WRONG_INK
from itaxl.papers.word_xml import NAMESPACES

TABLE_SIZE = 14
SMALLER_TABLE_SIZES = (13, 12)
"""Of tables whose rows then are no higher than a page."""

_GREY = "595959"
_WHITE = "FFFFFF"
# Thai is a complex script to Word: it has a font, a size and a weight of its own, which stand beside those
# of Latin letters. Where only the latter are set, Thai appears in another font.
_FONTS = "".join(f' w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))


def styles_xml() -> str:
    """All the styles there are; none is left of the library's, whose fonts come from a theme."""
    return f"<w:styles {NAMESPACES}>{_DEFAULTS}{_BASICS}{''.join(_paragraph_styles())}{_TABLE}</w:styles>"


def shading(colour: str) -> str:
    """The fill of a cell or a paragraph."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(colour)}"/>'


def _hex(colour: str) -> str:
    return colour.removeprefix("#")


def _letters(size: float | None = None, *, bold: bool = False, colour: str = "") -> str:
    parts = "<w:b/><w:bCs/>" if bold else ""
    if colour:
        parts += f'<w:color w:val="{_hex(colour)}"/>'
    if size:
        parts += f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>'
    return f"<w:rPr>{parts}</w:rPr>" if parts else ""


def _style(name: str, look: str = "", letters: str = "", *, based_on: str = "Normal", then: str = "") -> str:
    """A paragraph style; its id is its name without blanks, as Word does it."""
    follows = f'<w:next w:val="{then}"/>' if then else ""
    properties = f"<w:pPr>{look}</w:pPr>" if look else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{_style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/>{follows}<w:qFormat/>{properties}{letters}</w:style>'
    )


def _style_id(name: str) -> str:
    return name.title().replace(" ", "") if name.islower() else name.replace(" ", "")


def _spacing(before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


_DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{_FONTS}/>"
    f'<w:sz w:val="{SIZE * 2}"/><w:szCs w:val="{SIZE * 2}"/>'
    '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
)
_BASICS = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:rPr><w:rFonts{_FONTS}/><w:sz w:val="{SIZE * 2}"/><w:szCs w:val="{SIZE * 2}"/>'
    '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/></w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:styleId="Label"><w:name w:val="Label"/><w:qFormat/>'
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
)
COVER_TITLE_SIZE = 24
COVER_AGENCY_SIZE = 20
COVER_LINE_GAP = 60
ITEM_INDENT = 709  # where the numbers of a list stand
CELL_MARGIN = 85  # left and right of a cell's text, in twentieths of a point
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_TABLE = (
    '<w:style w:type="table" w:styleId="PaperTable"><w:name w:val="Paper Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>' for edge in _EDGES)
    + f'</w:tblBorders><w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="{CELL_MARGIN}" w:type="dxa"/>'
    f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
)

_KEEP = "<w:keepNext/><w:keepLines/>"
_CENTRE = '<w:jc w:val="center"/>'
_THAI_JUSTIFIED = '<w:jc w:val="thaiDistribute"/>'
# Room that only parts what stands above and below.
_SLIVER = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_WARNING_BOX = "".join(
    f'<w:{edge} w:val="single" w:sz="12" w:space="4" w:color="{_hex(WRONG_INK)}"/>'
    for edge in ("top", "left", "bottom", "right")
)


def _heading(level: int, size: int, before: int, after: int) -> str:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    look = _KEEP + _spacing(before, after) + outline
    return _style(f"heading {level}", look, _letters(size, bold=True, colour=NAVY), then="BodyText")


def _paragraph_styles() -> list[str]:
    indented = '<w:ind w:firstLine="1417"/>'
    return [
        _heading(1, 22, 0, 120),
        _heading(2, 18, 240, 60),
        _heading(3, 16, 120, 40),
        _style(
            "Title",
            _spacing(after=COVER_LINE_GAP) + _CENTRE,
            _letters(COVER_TITLE_SIZE, bold=True, colour=NAVY),
        ),
        _style("Subtitle", _CENTRE, _letters(COVER_AGENCY_SIZE, bold=True, colour=NAVY)),
        _style("Body Text", _spacing(after=120) + indented + _THAI_JUSTIFIED),
        _style("Plain", _spacing(after=60)),
        _style(
            "List Paragraph",
            _spacing(after=60) + f'<w:ind w:left="{ITEM_INDENT + 425}" w:hanging="425"/>' + _THAI_JUSTIFIED,
        ),
        _style("Centred", _spacing(after=60) + _CENTRE),
        _style("Strong Line", _KEEP + _spacing(120, 60), _letters(bold=True), then="BodyText"),
        _style("Note", _spacing(after=60), _letters(TABLE_SIZE, colour=_GREY)),
        _style(
            "Warning",
            f"<w:keepLines/><w:pBdr>{_WARNING_BOX}</w:pBdr>{shading(WRONG)}"
            + _spacing(120, 180)
            + '<w:ind w:left="113" w:right="113"/>',
            _letters(bold=True, colour=WRONG_INK),
        ),
        _style("Labelled", "<w:keepLines/>" + _spacing(after=60)),
        _style("Signature", "<w:keepLines/>" + _spacing(40) + _CENTRE),
        _style("Approval", _KEEP + _spacing(60)),
        _style("Approval Heading", _spacing(240), _letters(bold=True), based_on="Approval"),
        _style("Dotted Line", _spacing(120), based_on="Approval"),
        *(style for size in (TABLE_SIZE, *SMALLER_TABLE_SIZES) for style in _table_styles(size)),
        _style(
            "footer",
            f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="{_hex(LINE)}"/></w:pBdr>',
            _letters(TABLE_SIZE, colour=_GREY),
        ),
        _style("Gap", '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>', _letters(4)),
        _style("Section End", _SLIVER, _letters(1)),
        _style("Page Start", f"<w:pageBreakBefore/>{_SLIVER}", _letters(1)),
    ]


def table_style(name: str, size: int) -> str:
    """The id of the style of a table's text, header or group with letters of a size.

    >>> table_style("Table Text", 14), table_style("Table Text", 12)
    ('TableText', 'TableText12')
    """
    return _style_id(_sized(name, size))


def _sized(name: str, size: int) -> str:
    return name if size == TABLE_SIZE else f"{name} {size}"


def _table_styles(size: int) -> tuple[str, ...]:
    text = table_style("Table Text", size)
    return (
        _style(_sized("Table Text", size), "", _letters(size)),
        _style(
            _sized("Table Header", size),
            _KEEP + _CENTRE,
            _letters(bold=True, colour=_WHITE),
            based_on=text,
        ),
        _style(_sized("Table Group", size), _KEEP, _letters(bold=True, colour=NAVY), based_on=text),
    )


HEADER_FILL = shading(NAVY)
GROUP_FILL = shading(PALE_BLUE)

_COMPATIBILITY = "".join(
    f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
    for name, value in (
        ("compatibilityMode", 15),  # otherwise Word lays it out as an old one did, and says so in its title
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    )
)
SETTINGS_XML = (
    f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    # A line that ends in a line feed is not stretched to the margin.
    f"<w:compat><w:doNotExpandShiftReturn/>{_COMPATIBILITY}</w:compat>"
    '<w:themeFontLang w:val="en-US" w:bidi="th-TH"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
# Without the font, its twin; without that one, some font for Thai (character set 222).
FONTS_XML = (
    f'<w:fonts {NAMESPACES}><w:font w:name="{FONT}"><w:altName w:val="TH Sarabun New"/>'
    '<w:charset w:val="DE"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
THEME_FONTS_XML = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface="{FONT}"/>'
