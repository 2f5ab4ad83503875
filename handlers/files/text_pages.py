"""Text as pages of PDF in the Chinese font that every reader brings: nothing is drawn, so that it can be searched and copied.

Pure. The font is named and not embedded (the predefined map UniGB-UTF16-H of the PDF standard): any machine of an office
shows it, and none needs a font for making it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.files.pixels import pdf_file, pdf_stream

WIDE, HIGH = 595.0, 842.0
"""A4 in points."""
MARGIN = 56.0
BODY_POINTS, HEADING_POINTS, TITLE_POINTS = 10.5, 12.0, 16.0
LEADING = 1.55
FOOT_POINTS = 8.0
HALF_WIDE = 0x7F
"""Letters up to here take half the width of a Chinese one."""
HANGING = frozenset("，。、；：？！）》”’,.;:?!)")
"""What never begins a line."""
_FONT = b"/BaseFont/STSong-Light"
_FONTS = (
    b"<</Type/Font/Subtype/Type0%s/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>" % _FONT,
    b"<</Type/Font/Subtype/CIDFontType0%s/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>"
    b"/DW 1000/W[1 95 500]/FontDescriptor 5 0 R>>" % _FONT,
    (
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
    ),
)


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A paragraph, and how large it is set."""

    text: str
    points: float = BODY_POINTS


def text_pdf(paragraphs: Sequence[PrintedText], *, foot: str) -> bytes:
    """Give a PDF of paragraphs; at the foot of each page stand `foot` and the page's number."""
    pages = list(_pages(line for paragraph in paragraphs for line in _lines(paragraph)))
    first = 3 + len(_FONTS)
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        *_FONTS,
    ]
    for at, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.0f %.0f]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % (WIDE, HIGH, first + 2 * at + 1)
        )
        number = PrintedText(f"{foot}　{at + 1}/{len(pages)}", FOOT_POINTS)
        objects.append(pdf_stream(b"\n".join([*page, _shown(number, MARGIN / 2)]), b""))
    return pdf_file(objects)


def _pages(lines: Iterator[PrintedText]) -> Iterator[list[bytes]]:
    """Give what is drawn on each page; a page at least."""
    page: list[bytes] = []
    top = HIGH - MARGIN
    for line in lines:
        if top - line.points * LEADING < MARGIN:
            yield page
            page, top = [], HIGH - MARGIN
        top -= line.points * LEADING
        page.append(_shown(line, top))
    yield page


def _shown(line: PrintedText, up: float) -> bytes:
    said = line.text.encode("utf-16-be", "replace").hex().encode()
    return b"BT /F %.1f Tf %.1f %.1f Td <%s> Tj ET" % (line.points, MARGIN, up, said)


def _lines(paragraph: PrintedText) -> Iterator[PrintedText]:
    """Give the lines that a paragraph takes; an empty one takes one."""
    room = (WIDE - 2 * MARGIN) / paragraph.points
    for part in paragraph.text.splitlines() or [""]:
        line, taken = "", 0.0
        for letter in filter(str.isprintable, part.replace("\u3000", "  ")):
            wide = 0.5 if ord(letter) <= HALF_WIDE else 1.0
            if taken + wide > room and letter not in HANGING:
                yield PrintedText(line, paragraph.points)
                line, taken = "", 0.0
            line, taken = line + letter, taken + wide
        yield PrintedText(line, paragraph.points)
