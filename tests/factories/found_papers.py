"""Documents as clerks find them, made here: a PDF with a text layer and an attachment, pictures of every kind, hostile ones."""

import struct
import zlib
from collections.abc import Sequence

SECRET = "SECRET-339901198503142016"
OPEN_WORDS = "Budget of the county 2025"
HIGH, WIDE = 842, 595
# Where the secret line stands, in per cents of the page, with room around it.
SECRET_EDGES = (9.0, 15.5, 70.0, 19.5)


def pdf(*pages: bytes, extra: bytes = b"", rotate: int = 0, size: tuple[int, int] = (WIDE, HIGH)) -> bytes:
    """Give a PDF of these content streams with the font F1; `extra` stands in the catalogue."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R %s>>" % extra,
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for content in pages:
        at = len(objects) + 1
        kids.append(b"%d 0 R" % at)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (*size, rotate, at + 1)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return assembled(objects)


def assembled(objects: Sequence[bytes]) -> bytes:
    """Give the objects, numbered from 1, as a PDF file."""
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(body)


def words(text: str, *, at: tuple[int, int], size: int = 20) -> bytes:
    """Give a line of Latin text at a place from the lower left corner."""
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, *at, text.encode("ascii"))


def letter(pages: int = 1) -> bytes:
    """Give a PDF whose pages say something open, and beneath it something that is not to be shown."""
    one = words(OPEN_WORDS, at=(60, 760)) + words(SECRET, at=(60, 690))
    return pdf(*[one] * pages)


def png(rows: Sequence[Sequence[Sequence[int]]], *, colour: int, depth: int = 8, **chunks: bytes) -> bytes:
    """Give a PNG of these samples; each line takes the next of the five filters' turns, all but the first by the rules."""
    wide, high = len(rows[0]), len(rows)
    lines, before = bytearray(), b""
    step = max(1, len(rows[0][0]) * depth // 8)
    for at, row in enumerate(rows):
        raw = _packed(row, depth)
        kind = at % 5
        lines += bytes([kind]) + _filtered(raw, before or bytes(len(raw)), kind, step)
        before = raw
    head = struct.pack(">IIBBBBB", wide, high, depth, colour, 0, 0, chunks.pop("interlaced", b"\0")[0])
    parts = [(b"IHDR", head), *((name.encode(), data) for name, data in chunks.items())]
    parts += [(b"IDAT", zlib.compress(bytes(lines))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def _packed(row: Sequence[Sequence[int]], depth: int) -> bytes:
    samples = [sample for pixel in row for sample in pixel]
    if depth == 16:
        return b"".join(struct.pack(">H", sample) for sample in samples)
    bits = "".join(f"{sample:0{depth}b}" for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[place : place + 8], 2) for place in range(0, len(bits), 8))


def _filtered(raw: bytes, before: bytes, kind: int, step: int) -> bytes:
    made = bytearray()
    for place, value in enumerate(raw):
        left = raw[place - step] if place >= step else 0
        corner = before[place - step] if place >= step else 0
        above = before[place]
        guess = (0, left, above, (left + above) // 2, _paeth(left, above, corner))[kind]
        made.append((value - guess) % 256)
    return bytes(made)


def _paeth(left: int, above: int, corner: int) -> int:
    middle = left + above - corner
    return min((left, above, corner), key=lambda one: abs(middle - one))


def jpeg(*levels: int) -> bytes:
    """Give a grey JPEG of blocks of eight by eight beside one another, each of one level."""
    head = struct.pack(">BHHB", 8, 8, 8 * len(levels), 1) + bytes([1, 0x11, 0])
    # Twelve sizes of difference with codes of four bits each; of the rest only "nothing more", a single bit.
    sizes = bytes([0x00, 0, 0, 0, 12, *[0] * 12, *range(12)])
    rest = bytes([0x10, 1, *[0] * 15, 0])
    bits, before = "", 0
    for level in levels:
        step, before = 8 * (level - 128) - before, 8 * (level - 128)
        size = abs(step).bit_length()
        told = step if step >= 0 else step + 2**size - 1
        bits += f"{size:04b}" + (f"{told:0{size}b}" if size else "") + "0"
    bits += "1" * (-len(bits) % 8)
    scan = bytes(int(bits[place : place + 8], 2) for place in range(0, len(bits), 8))
    parts = [(0xDB, b"\0" + b"\1" * 64), (0xC0, head), (0xC4, sizes), (0xC4, rest)]
    parts.append((0xDA, bytes([1, 1, 0, 0, 63, 0])))
    marked = b"".join(struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data for mark, data in parts)
    return b"\xff\xd8" + marked + scan.replace(b"\xff", b"\xff\0") + b"\xff\xd9"
