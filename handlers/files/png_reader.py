"""PNG pictures as they are seen: on white, where they let light through."""

import struct
import zlib
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pypdfium2
from pypdfium2 import raw

from bot.errors import InputError
from handlers.files.pixels import Pixels, one_picture_pdf

MOST_PIXELS = 40_000_000
HEAD = struct.Struct(">IIBBBBB")
GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
DEPTHS = (1, 2, 4, 8, 16)
BYTE = 8
WHITE = 255


@dataclass(frozen=True, slots=True)
class PngParts:
    """What stands in a PNG file: size, depth in bits, colour type, palette, transparency, packed lines."""

    width: int
    height: int
    depth: int
    colour: int
    palette: bytes
    clear: bytes
    packed: bytes

    @property
    def line_bytes(self) -> int:
        """How many bytes a line takes without its filter."""
        return (self.width * CHANNELS[self.colour] * self.depth + BYTE - 1) // BYTE


def read_png(content: bytes) -> Pixels:
    """Give the pixels of a PNG file; raises `InputError` for a damaged, interlaced or huge one."""
    parts = _parts(content)
    lines = _unfiltered(parts)
    if parts.depth < BYTE:
        bits = np.unpackbits(lines, axis=1).reshape(parts.height, -1, parts.depth)
        weights = 2 ** np.arange(parts.depth - 1, -1, -1, dtype=np.uint8)
        samples = (bits * weights).sum(axis=2, dtype=np.uint8)[:, : parts.width * CHANNELS[parts.colour]]
    else:
        # Of sixteen bits the upper eight are what is seen.
        samples = lines[:, :: parts.depth // BYTE]
    return _seen(parts, samples.reshape(parts.height, parts.width, -1))


def _seen(parts: PngParts, samples: Pixels) -> Pixels:
    if parts.colour == PALETTE:
        colours = np.frombuffer(parts.palette, np.uint8).reshape(-1, 3)
        through = np.full(len(colours), WHITE, np.uint8)
        clear = np.frombuffer(parts.clear, np.uint8)[: len(colours)]
        through[: len(clear)] = clear
        if int(samples.max(initial=0)) >= len(colours):
            raise InputError("released.refused.broken")
        return _on_white(colours, through[:, None])[samples[..., 0]]
    if parts.depth < BYTE:
        samples = samples * np.uint8(WHITE // (2**parts.depth - 1))
    if parts.colour in {GREY_ALPHA, RGB_ALPHA}:
        samples = _on_white(samples[..., :-1], samples[..., -1:])
    # The one colour that may be clear in the other kinds is left as it is: it hides nothing that is not in the picture.
    return np.ascontiguousarray(samples[..., 0] if samples.shape[-1] == 1 else samples)


def _on_white(colours: Pixels, through: Pixels) -> Pixels:
    share = through.astype(np.uint32)
    return ((colours * share + WHITE * (WHITE - share) + WHITE // 2) // WHITE).astype(np.uint8)


def _parts(content: bytes) -> PngParts:
    place, found = 8, dict[bytes, bytes]()
    packed = []
    while place + BYTE <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        name, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        place += length + 12
        if name == b"IDAT":
            packed.append(data)
        elif name not in found:
            found[name] = data
    if len(found.get(b"IHDR", b"")) != HEAD.size or not packed:
        raise InputError("released.refused.broken")
    width, height, depth, colour, _, _, interlaced = HEAD.unpack(found[b"IHDR"])
    if colour not in CHANNELS or depth not in DEPTHS or not width or not height:
        raise InputError("released.refused.broken")
    if width * height > MOST_PIXELS:
        raise InputError("released.refused.too_many_pixels")
    if interlaced:
        raise InputError("released.refused.interlaced")
    palette = found.get(b"PLTE", b"")
    if colour == PALETTE and (not palette or len(palette) % 3):
        raise InputError("released.refused.broken")
    return PngParts(width, height, depth, colour, palette, found.get(b"tRNS", b""), b"".join(packed))


def _unfiltered(parts: PngParts) -> Pixels:
    """Give the lines, an array (rows, bytes), with the filters of PNG undone: PDFium knows them as a predictor of PDF."""
    filtered = _unpacked(parts)
    head = (
        b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width %d/Height %d/Filter/FlateDecode"
        b"/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>"
    ) % (parts.line_bytes, parts.height, CHANNELS[parts.colour], parts.depth, parts.width)
    file = one_picture_pdf(head, zlib.compress(filtered, 1))
    try:
        with closing(pypdfium2.PdfDocument(file)) as document, closing(document[0]) as page:
            image = next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])))
            data = bytes(image.get_data(decode_simple=True))
    except (pypdfium2.PdfiumError, StopIteration):
        raise InputError("released.refused.broken") from None
    if len(data) < parts.line_bytes * parts.height:
        raise InputError("released.refused.broken")
    lines = np.frombuffer(data, np.uint8, count=parts.line_bytes * parts.height)
    return lines.reshape(parts.height, parts.line_bytes)


def _unpacked(parts: PngParts) -> bytes:
    """Give the filtered lines; never more than the head of the file promises, however far it would unpack."""
    expected = (parts.line_bytes + 1) * parts.height
    try:
        lines = zlib.decompressobj().decompress(parts.packed, expected)
    except zlib.error:
        raise InputError("released.refused.broken") from None
    if len(lines) != expected:
        raise InputError("released.refused.broken")
    return lines
