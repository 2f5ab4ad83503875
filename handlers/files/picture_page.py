"""A picture as a page of PDF, so that PDFium sees it: whatever a picture is, what is drawn of it is drawn in one way."""

import io
from contextlib import closing

import pypdfium2

from bot.errors import InputError
from handlers.files.pixels import picture_pdf
from handlers.files.png_reader import MOST_PIXELS, read_png

LONGEST_POINTS = 842.0
"""The longer side of A4: as large a picture's page is."""
SMALLEST_POINTS = 8.0


def png_page(content: bytes) -> bytes:
    """Give a PDF of a PNG; raises `InputError` as `read_png` does."""
    pixels = read_png(content)
    return picture_pdf([(pixels, _page_size(pixels.shape[1], pixels.shape[0]))])


def jpeg_page(content: bytes) -> bytes:
    """Give a PDF of a JPEG; raises `InputError` for a damaged or huge one."""
    try:
        with closing(pypdfium2.PdfDocument.new()) as document:
            image = pypdfium2.PdfImage.new(document)
            image.load_jpeg(io.BytesIO(content), inline=True)
            wide, high = image.get_px_size()
            if not wide or not high:
                raise InputError("released.refused.broken")
            if wide * high > MOST_PIXELS:
                raise InputError("released.refused.too_many_pixels")
            size = _page_size(wide, high)
            page = document.new_page(*size)
            image.set_matrix(pypdfium2.PdfMatrix().scale(*size))
            page.insert_obj(image)
            page.gen_content()
            kept = io.BytesIO()
            document.save(kept)
    except pypdfium2.PdfiumError:
        raise InputError("released.refused.broken") from None
    return kept.getvalue()


def _page_size(wide: int, high: int) -> tuple[float, float]:
    scale = LONGEST_POINTS / max(wide, high)
    return max(wide * scale, SMALLEST_POINTS), max(high * scale, SMALLEST_POINTS)
