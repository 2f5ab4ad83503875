"""Pictures as phones send them: with everything a camera notes about place, time and owner."""

import struct
import zlib
from collections.abc import Sequence

SECRET = b"GPS 24.93N 117.01E Li Yiming"
XMP = b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRET + b"</x>"


def jpeg(
    *, turn: int = 0, order: str = "<", width: int = 64, height: int = 48, trailer: bytes = b""
) -> bytes:
    """Give the outline of a photo: every piece a decoder needs is there, the scan's data means nothing."""
    pieces = [b"\xff\xd8", _piece(0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0")]
    if turn:
        pieces.append(_piece(0xE1, exif(turn, order)))
    pieces += [
        _piece(0xE1, XMP),
        _piece(0xE2, b"ICC_PROFILE\0" + SECRET),
        _piece(0xFE, SECRET),
        _piece(0xDB, bytes(65)),
        _piece(0xC2, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"),
        _piece(0xC4, bytes(20)),
        _piece(0xDA, b"\1\1\0\0\x3f\0") + b"data\xff\0more\xff\xd0rest",
        # A second scan, as progressive photos have them.
        _piece(0xDA, b"\1\1\0\0\x3f\0") + b"second",
        b"\xff\xd9",
    ]
    return b"".join(pieces) + trailer


def exif(turn: int, order: str = "<") -> bytes:
    """Give what a camera notes: how it was held, and more."""
    entries = [
        struct.pack(f"{order}HHII", 0x010F, 2, len(SECRET), 8 + 2 + 24 + 4),
        struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turn, 0),
    ]
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    return b"Exif\0\0" + head + struct.pack(f"{order}H", 2) + b"".join(entries) + bytes(4) + SECRET


def png(*, width: int = 2, height: int = 2, notes: bool = True) -> bytes:
    """Give a real picture, with words in it that nobody sees."""
    lines = zlib.compress(b"".join(b"\0" + bytes(3 * width) for _ in range(min(height, 64))))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))]
    if notes:
        chunks += [(b"tEXt", b"Author\0" + SECRET), (b"eXIf", SECRET), (b"tIME", bytes(7))]
    chunks += [(b"IDAT", lines), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _piece(mark: int, body: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", len(body) + 2) + body


def grey_photo(shades: Sequence[Sequence[int]], *, turn: int = 0) -> bytes:
    """Give a real JPEG of grey squares, eight pixels wide, with what a camera notes: `shades` from 0 black to 255 white."""
    rows, columns = len(shades), len(shades[0])
    size = struct.pack(">BHHB", 8, rows * 8, columns * 8, 1) + b"\1\x11\0"
    pieces = [
        b"\xff\xd8",
        _piece(0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0"),
        _piece(0xE1, exif(turn or 1)),
        _piece(0xE1, XMP),
        _piece(0xDB, b"\0" + bytes([8]) * 64),
        _piece(0xC0, size),
        # Nine sizes of a step between two squares, four bits each; in a square is nothing but its shade.
        _piece(0xC4, b"\0" + bytes((0, 0, 0, 9, *[0] * 12)) + bytes(range(9))),
        _piece(0xC4, b"\x10" + bytes((1, *[0] * 15)) + b"\0"),
        _piece(0xDA, b"\1\1\0\0\x3f\0") + _squares([shade for row in shades for shade in row]),
        b"\xff\xd9",
    ]
    return b"".join(pieces)


def _squares(shades: Sequence[int]) -> bytes:
    bits, before = "", 0
    for shade in shades:
        step = (shade - 128) - before
        before, length = shade - 128, abs(step).bit_length()
        value = step if step > 0 else step + 2**length - 1
        bits += f"{length:04b}" + (f"{value:0{length}b}" if length else "") + "0"
    bits += "1" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)).replace(b"\xff", b"\xff\0")
