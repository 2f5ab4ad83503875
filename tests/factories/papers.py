"""Makes small files of every format offices send, and hostile ones, so that no foreign file lies in the tree."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import openpyxl

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def packed(members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a ZIP file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """Give one Word paragraph."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def centred(text: str, size: int = 44) -> str:
    """Give a title as offices set it: centred and large, without any style."""
    return paragraph(text, '<w:jc w:val="center"/>', f'<w:sz w:val="{size}"/>')


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    """Give a paragraph whose number Word computes."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def table(*rows: Sequence[str]) -> str:
    """Give a Word table."""
    cells = ["".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def word(*blocks: str, types: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """Give a Word file of these blocks."""
    body = f"<w:document {W}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"
    members = {"[Content_Types].xml": TYPES.format(types), "word/document.xml": body}
    return packed({**members, **(parts or {})})


def list_of(*levels: tuple[str, str]) -> str:
    """Give the numbering part of a Word file with one list of these (form, pattern) levels."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for at, (form, pattern) in enumerate(levels)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    """Give an Excel file; `merged` are ranges of its first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for one in merged:
        book.worksheets[0].merge_cells(one)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Give a packed file with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed({**members, **changes})


def pdf(*pages: Sequence[str | Sequence[str]], picture: bool = False, encrypted: bool = False) -> bytes:
    """Give a PDF with these lines on its pages, one that is not a text as cells; with `picture` each page shows an image."""
    objects: list[bytes] = [b"", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    unicode_map = add(
        _stream(_to_unicode(sorted({letter for page in pages for line in page for letter in "".join(line)})))
    )
    descendant = add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000>>"
    )
    font = add(
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (descendant, unicode_map)
    )
    image = add(
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\x00\nendstream"
    )
    kids = []
    for lines in pages:
        shown = b"".join(
            b"BT /F 12 Tf %d %d Td <%s> Tj ET\n"
            % (60 + 120 * column, 800 - 20 * at, cell.encode("utf-16-be").hex().encode())
            for at, line in enumerate(lines)
            for column, cell in enumerate([line] if isinstance(line, str) else line)
        )
        content = add(_stream(shown + (b"q 500 0 0 700 40 40 cm /I Do Q" if picture else b"")))
        kids.append(
            add(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
                b"/Resources<</Font<</F %d 0 R>>/XObject<</I %d 0 R>>>>>>" % (content, font, image)
            )
        )
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    lock = add(_LOCK) if encrypted else 0
    return _written(objects, lock)


def _to_unicode(letters: Sequence[str]) -> bytes:
    """Give the table by which a reader tells letters from codes, a hundred to a section."""
    sections = [letters[at : at + 100] for at in range(0, len(letters), 100)]
    rows = [
        b"%d beginbfchar\n%sendbfchar\n"
        % (len(one), b"".join(b"<%04x> <%04x>\n" % (ord(x), ord(x)) for x in one))
        for one in sections
    ]
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n" + b"".join(rows) + b"endcmap end end"
    )


_LOCK = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"11" * 32, b"22" * 32)


def _stream(content: bytes) -> bytes:
    body = zlib.compress(content)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(body), body)


def _written(objects: Sequence[bytes], lock: int) -> bytes:
    content = b"%PDF-1.7\n"
    places = []
    for at, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    table_at = len(content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    extra = b"/Encrypt %d 0 R/ID[<00><00>]" % lock if lock else b""
    return content + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, rows, len(objects) + 1, extra, table_at,
    )  # fmt: skip


def locked(content: bytes) -> bytes:
    """Give a ZIP file whose first member claims to be encrypted."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark) + place
        flags = struct.unpack_from("<H", changed, at)[0]
        struct.pack_into("<H", changed, at, flags | 1)
    return bytes(changed)
