"""Writes a Word file from lines and tables; the same content gives the same bytes."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.disclosure.word import parts
from handlers.disclosure.word.characters import escaped

# A ZIP file knows no time zone, and a letter's date stands in the letter.
_MOMENT = (1980, 1, 1, 0, 0, 0)


class LineStyle(StrEnum):
    """The look of a line; the values are the names of styles in the file."""

    TITLE = "LetterTitle"
    NUMBER = "LetterNumber"
    ADDRESSEE = "Addressee"
    BODY = "LetterBody"
    HEADING = "LetterHeading"
    SLIP = "SlipTitle"
    SIGNER = "Signer"
    SIGNATURE = "Signature"
    FIRST_NOTE = "FirstNote"
    NOTE = "LetterNote"


@dataclass(frozen=True, slots=True)
class WordLine:
    """One paragraph."""

    text: str
    style: LineStyle = LineStyle.BODY


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table with lines; `widths` are shares of the page's width, the first `heads` rows are repeated on each page.

    `merges` are blocks of cells shown as one: first row, first column, last row, last column, from 0.
    """

    rows: Sequence[Sequence[str | float]]
    widths: Sequence[int]
    heads: int = 1
    merges: Sequence[tuple[int, int, int, int]] = ()


_PAGE_TWIPS = 8844


def word_file(content: Iterable[WordLine | WordTable]) -> bytes:
    """Give a Word file of some lines and tables."""
    body = "".join(_line(one) if isinstance(one, WordLine) else _table(one) for one in content)
    return zipped(
        {
            "[Content_Types].xml": parts.CONTENT_TYPES,
            "_rels/.rels": parts.RELATIONS,
            "word/document.xml": parts.DOCUMENT_HEAD + body + parts.DOCUMENT_FOOT,
            "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
            "word/styles.xml": parts.STYLES,
            "word/fontTable.xml": parts.FONT_TABLE,
            "word/footer1.xml": parts.FOOTER,
            "docProps/core.xml": parts.CORE,
        }
    )


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Give the members packed in their order, without the moment of packing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return packed.getvalue()


def _line(line: WordLine) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{line.style}"/></w:pPr>{_run(line.text)}</w:p>'


def _run(text: str) -> str:
    broken = escaped(text).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{one}</w:t>' for one in broken)
    return f"<w:r>{words}</w:r>"


def _table(table: WordTable) -> str:
    total = sum(table.widths)
    widths = [_PAGE_TWIPS * width // total for width in table.widths]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(table, at, widths) for at in range(len(table.rows)))
    return f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(table: WordTable, at: int, widths: Sequence[int]) -> str:
    mark = "<w:tblHeader/>" if at < table.heads else ""
    cells, column = [], 0
    while column < len(widths):
        block = next((one for one in table.merges if one[0] <= at <= one[2] and one[1] == column), None)
        last = column if block is None else block[3]
        cells.append(_cell(table.rows[at][column], sum(widths[column : last + 1]), _spans(block, at)))
        column = last + 1
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{''.join(cells)}</w:tr>"


def _spans(block: tuple[int, int, int, int] | None, at: int) -> str:
    if block is None:
        return ""
    top, left, bottom, right = block
    wide = f'<w:gridSpan w:val="{right - left + 1}"/>' if right > left else ""
    deep = f'<w:vMerge w:val="{"restart" if at == top else "continue"}"/>' if bottom > top else ""
    return wide + deep


def _cell(words: str | float, width: int, spans: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{_run(str(words))}</w:p></w:tc>'
    )
