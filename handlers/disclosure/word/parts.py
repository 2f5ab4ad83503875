"""The fixed parts of a Word file in the look of official letters (GB/T 9704): A4, 仿宋 in size three, 28 points a line.

Fonts are named with a fallback, since 仿宋_GB2312 and 方正小标宋简体 are not on every machine.
"""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
BODY_FONT, TITLE_FONT, HEADING_FONT = "仿宋_GB2312", "方正小标宋简体", "黑体"
FONTS = {BODY_FONT: "仿宋", TITLE_FONT: "宋体", HEADING_FONT: "宋体"}

CONTENT_TYPES = (
    _HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{_TYPE}.fontTable+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
RELATIONS = (
    _HEAD + f'<Relationships xmlns="{_PACKAGE_REL}">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = (
    _HEAD + f'<Relationships xmlns="{_PACKAGE_REL}">'
    f'<Relationship Id="rId1" Type="{_REL}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/fontTable" Target="fontTable.xml"/>'
    f'<Relationship Id="rId3" Type="{_REL}/footer" Target="footer1.xml"/></Relationships>'
)
# Whoever wrote a template is nobody's business: every letter leaves with these.
CORE = (
    _HEAD + "<cp:coreProperties "
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator></dc:creator></cp:coreProperties>'
)
FOOTER = (
    _HEAD + f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)
FONT_TABLE = (
    _HEAD
    + f'<w:fonts xmlns:w="{W}">'
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in FONTS.items()
    )
    + "</w:fonts>"
)


def _style(name: str, layout: str, letters: str = "", *, default: bool = False) -> str:
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{name}"><w:name w:val="{name}"/>'
        f"<w:pPr>{layout}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _font(name: str, half_points: int) -> str:
    return (
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{name}" w:cs="Times New Roman"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


_LINE = '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>'
_SIGNED = (
    '<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="0" w:line="560" w:lineRule="exact"/>'
    '<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>'
)
_NOTE = '<w:spacing w:before="{before}" w:after="0" w:line="440" w:lineRule="exact"/>'
_CENTRED = '<w:jc w:val="center"/>'
STYLES = (
    _HEAD
    + f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_font(BODY_FONT, 32)}'
    + '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("Normal", _LINE, default=True)
    + _style("LetterBody", _LINE + '<w:ind w:firstLineChars="200" w:firstLine="640"/>')
    + _style(
        "LetterTitle",
        '<w:spacing w:before="0" w:after="280" w:line="660" w:lineRule="exact"/>' + _CENTRED,
        _font(TITLE_FONT, 44),
    )
    + _style(
        "LetterNumber", '<w:spacing w:before="0" w:after="280" w:line="560" w:lineRule="exact"/>' + _CENTRED
    )
    + _style("Addressee", _LINE)
    + _style(
        "LetterHeading", _LINE + '<w:ind w:firstLineChars="200" w:firstLine="640"/>', _font(HEADING_FONT, 32)
    )
    # What is cut off and sent back begins a page of its own.
    + _style("SlipTitle", "<w:pageBreakBefore/>" + _LINE + _CENTRED, _font(HEADING_FONT, 32))
    # Whoever signs stands together with the date, never alone on a page, with room for the seal above.
    + _style("Signer", _SIGNED.format(before=560))
    + _style("Signature", _SIGNED.format(before=0))
    + _style("FirstNote", _NOTE.format(before=280), _font(BODY_FONT, 28))
    + _style("LetterNote", _NOTE.format(before=0), _font(BODY_FONT, 28))
    + _style("TableText", '<w:spacing w:before="0" w:after="0"/>' + _CENTRED, _font(BODY_FONT, 21))
    + _style("PageNumber", '<w:spacing w:before="0" w:after="0"/>' + _CENTRED, _font("宋体", 28))
    + "</w:styles>"
)
DOCUMENT_HEAD = _HEAD + f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>'
DOCUMENT_FOOT = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
