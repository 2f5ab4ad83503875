"""Pages as pictures: how a document looks, the boxes laid over it, and what text stands outside them.

It runs in a process of its own: what it reads may be made to harm.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import numpy as np
import pypdfium2
from pypdfium2 import raw

from bot.errors import InputError
from handlers.disclosure.released.box import PARTS, CoverBox, on_page
from handlers.files.document_form import DocumentForm
from handlers.files.picture_page import SMALLEST_POINTS, jpeg_page, png_page
from handlers.files.pixels import POINTS_AN_INCH, Pixels, picture_pdf, png

PAGES = 200
COPY_DOTS_AN_INCH = 200
SCREEN_PIXELS = 1100
"""How wide a page is shown to whoever draws on it."""
LONGEST_PIXELS = 4_600
BLACK = 0


def to_pages(form: DocumentForm, content: bytes) -> bytes:
    """Give a PDF of a document that is none yet; pictures become a page each. Raises `InputError`."""
    if form is DocumentForm.PNG:
        return png_page(content)
    if form is DocumentForm.JPEG:
        return jpeg_page(content)
    return content


def page_count(content: bytes) -> int:
    """Give how many pages a PDF has.

    Raises `InputError`: locked, damaged, without a page, with too many, or one of a size that no paper has.
    """
    with _opened(content) as document:
        for at in range(len(document)):
            _scale(document, at, COPY_DOTS_AN_INCH / POINTS_AN_INCH)
        return len(document)


def page_picture(content: bytes, page: int) -> bytes:
    """Give a page, counted from 1, as PNG for the screen; raises `InputError` as `page_count` does."""
    with _opened(content) as document:
        if not 1 <= page <= len(document):
            raise InputError("released.refused.no_page", page=page, pages=len(document))
        wide = document.get_page_size(page - 1)[0]
        return png(_pixels(document, page - 1, SCREEN_PIXELS / max(wide, SMALLEST_POINTS)))


def covered(content: bytes, boxes: Sequence[CoverBox]) -> bytes:
    """Give a PDF of pictures of the pages in which whatever lies under a box is black; raises `InputError`."""
    with _opened(content) as document:
        return picture_pdf(
            (
                _covered(_pixels(document, at, COPY_DOTS_AN_INCH / POINTS_AN_INCH), on_page(boxes, at + 1)),
                document.get_page_size(at),
            )
            for at in range(len(document))
        )


def text_outside(content: bytes, boxes: Sequence[CoverBox]) -> str:
    """Give the text of a PDF without every letter that a box touches; pages are apart. Raises `InputError`."""
    with _opened(content) as document:
        pages = [_letters(document, at, on_page(boxes, at + 1)) for at in range(len(document))]
    return "\n".join(page.strip() for page in pages if page.strip())


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            # What stands in the fields of a form is seen, so it has to be drawn.
            document.init_forms()
            if not 1 <= len(document) <= PAGES:
                raise InputError("released.refused.pages", limit=PAGES)
            yield document
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise InputError("released.refused.locked" if locked else "released.refused.broken") from None


def _scale(document: pypdfium2.PdfDocument, at: int, wanted: float) -> float:
    """Give a scale at which a page takes no more pixels than there is room for."""
    wide, high = document.get_page_size(at)
    longer, shorter = max(wide, high), min(wide, high)
    if shorter < SMALLEST_POINTS or longer / shorter > LONGEST_PIXELS / SMALLEST_POINTS:
        raise InputError("released.refused.page_size", page=at + 1)
    return float(min(wanted, LONGEST_PIXELS / longer))


def _pixels(document: pypdfium2.PdfDocument, at: int, wanted: float) -> Pixels:
    scale = _scale(document, at, wanted)
    with closing(document[at]) as page, closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
        seen = bitmap.to_numpy()
        return np.array(seen[..., :3] if seen.ndim == 3 else seen, np.uint8)  # noqa: PLR2004


def _covered(pixels: Pixels, boxes: Sequence[CoverBox]) -> Pixels:
    high, wide = pixels.shape[:2]
    for box in boxes:
        # A pixel that is partly under a box is wholly covered.
        rows = slice(box.top * high // PARTS, -(-box.bottom * high // PARTS))
        columns = slice(box.left * wide // PARTS, -(-box.right * wide // PARTS))
        pixels[rows, columns] = BLACK
    return pixels


def _letters(document: pypdfium2.PdfDocument, at: int, boxes: Sequence[CoverBox]) -> str:
    with closing(document[at]) as page, closing(page.get_textpage()) as words:
        count = words.count_chars()
        return "".join(
            words.get_text_range(place, 1)
            for place in range(count)
            if not _touched(page, words.get_charbox(place, loose=True), boxes)
        ).replace("\r\n", "\n")


def _touched(
    page: pypdfium2.PdfPage, area: tuple[float, float, float, float], boxes: Sequence[CoverBox]
) -> bool:
    left, bottom, right, top = area
    corners = [_shown(page, x, y) for x, y in ((left, bottom), (right, top))]
    across, down = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return any(box.meets(across[0], down[0], across[1], down[1]) for box in boxes)


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[int, int]:
    """Give where a point of a page's own measure is seen, in `PARTS` of the page."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, PARTS, PARTS, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value, down.value
