"""The pages of a file as pictures, whatever the file is: a PDF, a photo, or a Word file that holds pictures alone."""

from collections.abc import Sequence
from contextlib import closing
from posixpath import join, normpath
from xml.etree import ElementTree as ET

import numpy as np
import pypdfium2

from bot.errors import InputError
from handlers.files.booklet_bench import TURNED
from handlers.files.picture_file import read_picture
from handlers.files.picture_page import jpeg_page, png_page
from handlers.files.pixels import Pixels
from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.archive import Package

PDF, PICTURE, WORD = "pdf", "picture", "word"
LONGER_SIDE_PIXELS = 2_400
MOST_PAGES = 500
QUARTERS = {0: 0, 90: 3, 180: 2, 270: 1}
_BODY, _LINKS = "word/document.xml", "word/_rels/document.xml.rels"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What can be told more precisely of a picture that is not taken.
_REFUSED = {"released.refused.interlaced": "picture_interlaced", "pictures.refused.kind": "picture_other"}
_PICTURES = (".png", ".jpg", ".jpeg")


class PagePictures:
    """The pages of one file, drawn one at a time; to be closed."""

    def __init__(self, form: str, content: bytes) -> None:
        """Open a file; raises `Refusal`: damaged, encrypted, too many pages, no picture in it."""
        self._books = [_book(one) for one in _documents(form, content)]
        self._pages = [(book, at) for book in self._books for at in range(len(book))]
        if not self._pages:
            raise Refusal("text_empty")
        if len(self._pages) > MOST_PAGES:
            self.close()
            raise Refusal("scan_too_long", limit=MOST_PAGES)

    def __len__(self) -> int:
        return len(self._pages)

    def picture(self, number: int, *, turn: int = 0, side: int = LONGER_SIDE_PIXELS) -> Pixels:
        """Give a page (from 1) as rows, columns and blue-green-red, turned clockwise; its longer side has `side` pixels."""
        book, at = self._pages[number - 1]
        try:
            with closing(book[at]) as page:
                scale = side / max(page.get_width(), page.get_height(), 1.0)
                drawn = page.render(scale=scale, may_draw_forms=False).to_numpy()
        except pypdfium2.PdfiumError:
            raise Refusal("pdf_broken") from None
        return np.ascontiguousarray(np.rot90(drawn[..., :3], QUARTERS[turn]))

    def close(self) -> None:
        """Let go of the file."""
        for book in self._books:
            book.close()


def _documents(form: str, content: bytes) -> Sequence[bytes | tuple[bytes, int]]:
    """Give the file as PDFs, with how each picture has to be turned."""
    if form == PDF:
        return [content]
    return [_picture(content)] if form == PICTURE else [_picture(one) for one in _word_pictures(content)]


def _book(document: bytes | tuple[bytes, int]) -> pypdfium2.PdfDocument:
    content, turn = document if isinstance(document, tuple) else (document, 0)
    try:
        book = pypdfium2.PdfDocument(content)
        if turn:
            book[0].set_rotation(turn)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refusal("pdf_encrypted" if locked else "pdf_broken") from None
    return book


def _picture(content: bytes) -> tuple[bytes, int]:
    """Give a picture as a PDF of one page, with how it has to be turned as the camera was held."""
    try:
        picture = read_picture(content, most_bytes=limits.FILE_BYTES)
        page = png_page(picture.content) if picture.form == "png" else jpeg_page(picture.content)
    except InputError as error:
        raise Refusal(_REFUSED.get(error.text_key, "picture_broken")) from None
    return page, TURNED.get(picture.turn, 0)


def _word_pictures(content: bytes) -> list[bytes]:
    """Give the pictures of a Word file in the order in which they stand in it."""
    package = Package(content)
    body, links = package.part(_BODY), package.part(_LINKS)
    try:
        targets = {str(one.get("Id")): str(one.get("Target")) for one in ET.fromstring(links or b"<none/>")}  # noqa: S314 - the package refuses entities
        used = [
            value
            for one in ET.fromstring(body or b"<none/>").iter()  # noqa: S314 - as above
            for name, value in one.attrib.items()
            if name in {f"{_EMBED}embed", f"{_EMBED}id"}
        ]
    except (ET.ParseError, ValueError, LookupError):
        raise Refusal("office_broken") from None
    names = [normpath(join("word", targets[one])) for one in dict.fromkeys(used) if one in targets]
    parts = [package.part(name) for name in names if name.lower().endswith(_PICTURES)]
    return [part for part in parts if part]
