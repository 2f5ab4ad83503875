"""Pictures as bytes: PNG for the browser, and a PDF whose every page is one picture and nothing else."""

import struct
import zlib
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
"""Pixels of a page: an array (rows, columns) of greys, or (rows, columns, 3) of red, green and blue."""
POINTS_AN_INCH = 72
LEVEL = 6


def thrifty(pixels: Pixels) -> Pixels:
    """Give a picture without colour as greys; they take a third."""
    if pixels.ndim == 2:  # noqa: PLR2004 - rows and columns
        return pixels
    grey = bool((pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all())
    return np.ascontiguousarray(pixels[..., 0] if grey else pixels)


def png(pixels: Pixels) -> bytes:
    """Give a picture as PNG."""
    kept = thrifty(pixels)
    height, width = kept.shape[:2]
    head = struct.pack(">IIBBBBB", width, height, 8, 0 if kept.ndim == 2 else 2, 0, 0, 0)  # noqa: PLR2004
    # Each line begins with its filter: none.
    lines = np.concatenate([np.zeros((height, 1), np.uint8), kept.reshape(height, -1)], axis=1)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), LEVEL)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def picture_pdf(pages: Iterable[tuple[Pixels, tuple[float, float]]]) -> bytes:
    """Give a PDF of pictures, each with its page's width and height in points.

    There is no text in it, no outline, no attachment and no particulars: what is not in a pixel is not there.
    """
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for pixels, (width, height) in pages:
        kept = thrifty(pixels)
        space = b"DeviceGray" if kept.ndim == 2 else b"DeviceRGB"  # noqa: PLR2004
        at = len(objects) + 1
        kids.append(b"%d 0 R" % at)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>>>>>" % (width, height, at + 1, at + 2)
        )
        objects.append(pdf_stream(b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (width, height), b""))
        head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8/Filter/FlateDecode"
        head %= (kept.shape[1], kept.shape[0], space)
        objects.append(pdf_stream(zlib.compress(kept.tobytes(), LEVEL), head))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return pdf_file(objects)


def one_picture_pdf(head: bytes, data: bytes) -> bytes:
    """Give a PDF of one page with one picture: the entries of its dictionary, and its packed bytes."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>"
    )
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    drawn = pdf_stream(b"q 100 0 0 100 0 0 cm /P Do Q", b"")
    return pdf_file([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, drawn, pdf_stream(data, head)])


def pdf_stream(data: bytes, head: bytes) -> bytes:
    """Give a piece of data of a PDF, with the entries of its dictionary."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(data), data)


def pdf_file(objects: Iterable[bytes]) -> bytes:
    """Give the objects, numbered from 1, as a file with its table."""
    body, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(body)
