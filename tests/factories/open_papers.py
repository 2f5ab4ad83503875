"""Makes OpenDocument files, part by part."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests.factories.papers import packed

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office", "table": "table", "text": "text", "style": "style", "draw": "drawing",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'  # fmt: skip
TEXT_TYPE = "application/vnd.oasis.opendocument.text"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"


def cell(words: str = "", more: str = "") -> str:
    """Give a cell that shows words; `more` are its attributes."""
    return f"<table:table-cell {more}><text:p>{escape(words)}</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    """Give a row; a cell that is no element yet is one that shows these words."""
    inside = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<table:table-row {more}>{inside}</table:table-row>"


def sheet(*rows: str, name: str = "表1", more: str = "", columns: str = "") -> str:
    """Give a sheet of rows."""
    return f'<table:table table:name="{name}" {more}>{columns}{"".join(rows)}</table:table>'


def workbook(
    *sheets: str, styles: str = "", mimetype: str = SHEET, parts: Mapping[str, str] | None = None
) -> bytes:
    """Give an .ods file of these sheets."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": mimetype, "content.xml": content, **(parts or {})})


def paragraph(words: str, more: str = "") -> str:
    """Give a paragraph; `words` may hold elements, `more` are its attributes."""
    return f"<text:p {more}>{words}</text:p>"


def document(
    *blocks: str, styles: str = "", shared: str = "", parts: Mapping[str, str] | None = None
) -> bytes:
    """Give an .odt file of these blocks; `shared` are styles of its part of styles."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(blocks)}</office:text></office:body></office:document-content>"
    )
    common = (
        f"<office:document-styles {NAMES}><office:styles>{shared}</office:styles></office:document-styles>"
    )
    return packed({"mimetype": TEXT_TYPE, "content.xml": content, "styles.xml": common, **(parts or {})})
