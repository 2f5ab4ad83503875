"""The process in which a booklet is put together: the pictures in it may be made to harm."""

import io
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pypdfium2

from bot.errors import InputError
from handlers.files import child_bench
from handlers.files.picture_page import jpeg_page, png_page
from handlers.files.text_pages import PrintedText, text_pdf

TURNED = {3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270}
"""By how many degrees a page is turned for each way in which the camera was held."""


def done(order: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Carry out an order."""
    paragraphs = [PrintedText(**each) for each in order["paragraphs"]]
    with closing(pypdfium2.PdfDocument(text_pdf(paragraphs, foot=order["foot"]))) as book:
        for turn, page in _pictures(order, content):
            with closing(pypdfium2.PdfDocument(page)) as sheet:
                sheet[0].set_rotation(TURNED.get(turn, 0))
                book.import_pages(sheet)
        kept = io.BytesIO()
        book.save(kept)
    return {}, kept.getvalue()


def _pictures(order: Mapping[str, Any], content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each picture that can be opened as a page, with how the camera was held."""
    place = 0
    for picture in order["pictures"]:
        file = content[place : place + picture["length"]]
        place += picture["length"]
        try:
            page = png_page(file) if picture["form"] == "png" else jpeg_page(file)
        except InputError:
            continue
        yield picture["turn"], page


if __name__ == "__main__":
    child_bench.serve(done)
