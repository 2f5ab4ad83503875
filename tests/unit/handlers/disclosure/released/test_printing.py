"""Pages as pictures: what a box covers is in no pixel, no text and no byte; what is beside it is as it was."""

import zlib
from contextlib import closing

import numpy as np
import pypdfium2
import pytest

from bot.errors import InputError
from handlers.disclosure.released import printing
from handlers.disclosure.released.box import CoverBox
from handlers.files.document_form import DocumentForm
from handlers.files.pixels import Pixels, picture_pdf, png
from handlers.files.png_reader import read_png
from tests.factories import found_papers as papers


def box(page: int = 1, edges: tuple[float, float, float, float] = papers.SECRET_EDGES) -> CoverBox:
    return CoverBox.drawn(page, edges, pages=9)


def seen(content: bytes, page: int = 0) -> Pixels:
    with closing(pypdfium2.PdfDocument(content)) as document:
        return np.array(document[page].render(scale=2).to_numpy()[..., :3])


def said(content: bytes) -> str:
    with closing(pypdfium2.PdfDocument(content)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def unpacked(content: bytes) -> bytes:
    """Give everything that stands in a PDF, its packed streams opened."""
    found, place = [content], 0
    while (start := content.find(b"stream\n", place)) >= 0:
        place = start + len(b"stream\n")
        try:
            found.append(zlib.decompressobj().decompress(content[place:]))
        except zlib.error:
            continue
    return b"\n".join(found)


def area(pixels: Pixels, edges: tuple[float, float, float, float]) -> Pixels:
    high, wide = pixels.shape[:2]
    left, top, right, bottom = (edge / 100 for edge in edges)
    return pixels[round(top * high) : round(bottom * high), round(left * wide) : round(right * wide)]


def test_what_lies_under_a_box_is_neither_in_the_text_nor_in_the_bytes() -> None:
    original = papers.letter()
    assert papers.SECRET in said(original)
    assert (
        area(seen(original), papers.SECRET_EDGES).min()
        < 100
        < area(seen(original), papers.SECRET_EDGES).max()
    )
    copy = printing.covered(original, [box()])
    assert said(copy) == ""
    everything = unpacked(copy)
    for part in (papers.SECRET, papers.OPEN_WORDS, "339901", "Helvetica"):
        assert part.encode() not in everything
    inner = (10.0, 16.0, 69.0, 19.0)
    assert area(seen(copy), inner).max() == 0
    open_line = (9.0, 7.0, 70.0, 11.0)
    assert area(seen(copy), open_line).min() < 100
    assert area(seen(copy), open_line).max() > 200


def test_the_copy_has_the_pages_of_the_original_and_boxes_only_where_they_were_drawn() -> None:
    copy = printing.covered(papers.letter(3), [box(2)])
    assert printing.page_count(copy) == 3
    dark = [area(seen(copy, page), (10.0, 16.0, 69.0, 19.0)).max() for page in range(3)]
    assert (dark[0] > 200, dark[1], dark[2] > 200) == (True, 0, True)
    with closing(pypdfium2.PdfDocument(copy)) as document:
        assert [tuple(map(round, document.get_page_size(page))) for page in range(3)] == [(595, 842)] * 3
        assert document.get_metadata_dict(skip_empty=True) == {}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_box_lies_where_it_was_drawn_on_a_turned_page(rotate: int) -> None:
    page = papers.words(papers.SECRET, at=(60, 690)) + papers.words(papers.OPEN_WORDS, at=(60, 760))
    original = papers.pdf(page, rotate=rotate)
    picture = seen(original)
    rows, columns = np.nonzero((picture < 100).all(axis=2))
    # The left half of what is written, as it is seen.
    wide = picture.shape[1]
    edges = (0.0, 0.0, 100.0 * (columns.min() + columns.max()) / 2 / wide, 100.0)
    copy = printing.covered(original, [box(edges=edges)])
    assert area(seen(copy), (0.5, 0.5, edges[2] - 0.5, 99.5)).max() == 0
    assert area(seen(copy), (edges[2] + 0.5, 0.0, 100.0, 100.0)).min() < 100
    assert rows.size
    left = printing.text_outside(original, [box(edges=edges)])
    # Lines that run across lose their half each; of those that run down one lies under the box.
    whole = [papers.SECRET in left, papers.OPEN_WORDS in left]
    assert sum(whole) == (1 if rotate in {90, 270} else 0)


def test_the_text_outside_the_boxes_lacks_every_letter_that_a_box_touches() -> None:
    original = papers.letter(2)
    left = printing.text_outside(original, [box(1), box(2)])
    assert left.count(papers.OPEN_WORDS) == 2
    assert "339901" not in left
    assert "SECRET" not in left
    assert printing.text_outside(original, [box(1)]).count(papers.SECRET) == 1


def test_hidden_text_attachments_and_scripts_do_not_go_along() -> None:
    hidden = b"3 Tr\n" + papers.words("HIDDEN-LAYER", at=(60, 400))
    script = b"/OpenAction<</S/JavaScript/JS(app.alert\\('SCRIPT'\\))>>/Names<</EmbeddedFiles<</Names[(SECRETFILE) null]>>>>"
    original = papers.pdf(papers.words("VISIBLE", at=(60, 700)) + hidden, extra=script)
    everything = unpacked(printing.covered(original, []))
    for part in (b"HIDDEN", b"SCRIPT", b"SECRETFILE", b"JavaScript", b"VISIBLE"):
        assert part not in everything


def test_a_page_is_shown_as_a_picture_of_bounded_width() -> None:
    picture = printing.page_picture(papers.letter(2), 2)
    assert picture.startswith(b"\x89PNG")
    assert read_png(picture).shape == (1557, 1100)
    with pytest.raises(InputError, match="no_page"):
        printing.page_picture(papers.letter(2), 3)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7\n%%EOF", "broken"),
        (papers.letter()[:300], "broken"),
        (papers.pdf(), "(broken|pages)"),
        (papers.pdf(*[b""] * (printing.PAGES + 1)), "pages"),
        (papers.pdf(b"", size=(595, 1)), "page_size"),
        (papers.pdf(b"", size=(14000, 9)), "page_size"),
    ],
    ids=["empty", "cut", "no-page", "too-many", "flat", "ribbon"],
)
def test_what_cannot_be_taken_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        printing.page_count(content)


def test_a_giant_page_is_made_smaller_instead_of_filling_the_memory() -> None:
    picture = read_png_of_copy(papers.pdf(papers.words("BIG", at=(60, 700)), size=(14000, 14000)))
    assert max(picture.shape) <= printing.LONGEST_PIXELS


def read_png_of_copy(content: bytes) -> Pixels:
    with printing._opened(content) as document:
        return printing._pixels(document, 0, 200 / 72)


GREYS = [[[(7 * x * y + x) % 256] for x in range(9)] for y in range(11)]
COLOURS = [[[x * 20, y * 20, (x * y) % 256] for x in range(9)] for y in range(11)]


def test_pictures_are_read_as_they_were_written_whatever_their_filter() -> None:
    assert read_png(papers.png(GREYS, colour=0)).tolist() == [[one for [one] in row] for row in GREYS]
    assert read_png(papers.png(COLOURS, colour=2)).tolist() == COLOURS
    deep = [[[sample * 257 for sample in pixel] for pixel in row] for row in COLOURS]
    assert read_png(papers.png(deep, colour=2, depth=16)).tolist() == COLOURS
    bits = [[[(x + y) % 2] for x in range(9)] for y in range(11)]
    assert read_png(papers.png(bits, colour=0, depth=1)).tolist() == [
        [255 * one for [one] in row] for row in bits
    ]
    named = [[[(x + y) % 3] for x in range(9)] for y in range(11)]
    told = read_png(papers.png(named, colour=3, depth=2, PLTE=bytes(range(9)))).tolist()
    assert told[0][:3] == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


def test_what_light_goes_through_is_white_whatever_colour_lies_beneath() -> None:
    clear = [[[9, 9, 9, 0], [10, 20, 30, 255], [0, 0, 0, 128]] for _ in range(6)]
    assert read_png(papers.png(clear, colour=6))[5].tolist() == [
        [255, 255, 255],
        [10, 20, 30],
        [127, 127, 127],
    ]
    grey = [[[9, 0], [10, 255]] for _ in range(6)]
    assert read_png(papers.png(grey, colour=4))[5].tolist() == [255, 10]
    named = [[[0], [1]] for _ in range(6)]
    seen_of = read_png(papers.png(named, colour=3, PLTE=bytes([1, 2, 3, 4, 5, 6]), tRNS=b"\0"))
    assert seen_of[5].tolist() == [[255, 255, 255], [4, 5, 6]]


def test_a_picture_becomes_a_page_and_its_pixels_are_covered() -> None:
    rows = [[[200, 0, 0] for _ in range(40)] for _ in range(60)]
    pages = printing.to_pages(DocumentForm.PNG, papers.png(rows, colour=2))
    assert printing.page_count(pages) == 1
    copy = printing.covered(pages, [box(edges=(0.0, 0.0, 50.0, 100.0))])
    picture = seen(copy)
    assert area(picture, (1.0, 1.0, 49.0, 99.0)).max() == 0
    # PDFium gives blue, green, red.
    assert area(picture, (52.0, 1.0, 99.0, 99.0)).reshape(-1, 3)[:, 2].min() == 200


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (papers.png(GREYS, colour=0)[:60], "broken"),
        (papers.png(GREYS, colour=0, interlaced=b"\1"), "interlaced"),
        (papers.png(GREYS, colour=3, PLTE=b"\0\0\0"), "broken"),
        (papers.png(GREYS, colour=3), "broken"),
        (
            papers.png(GREYS, colour=0).replace(b"\0\0\0\x09\0\0\0\x0b", b"\0\1\0\0\0\1\0\0"),
            "too_many_pixels",
        ),
        (papers.png(GREYS, colour=0).replace(b"\0\0\0\x09\0\0\0\x0b", b"\0\0\0\x09\0\0\0\x0c"), "broken"),
    ],
    ids=["cut", "interlaced", "no-such-colour", "no-palette", "huge", "short"],
)
def test_a_hostile_picture_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        printing.to_pages(DocumentForm.PNG, content)


def test_a_jpeg_becomes_a_page_and_its_pixels_are_covered() -> None:
    pages = printing.to_pages(DocumentForm.JPEG, papers.jpeg(200, 200, 40, 40))
    picture = seen(printing.covered(pages, []))
    assert abs(int(area(picture, (5.0, 5.0, 45.0, 95.0)).min()) - 200) < 3
    assert abs(int(area(picture, (55.0, 5.0, 95.0, 95.0)).max()) - 40) < 3
    covered = seen(printing.covered(pages, [box(edges=(0.0, 0.0, 50.0, 100.0))]))
    assert area(covered, (1.0, 1.0, 49.0, 99.0)).max() == 0


def test_a_file_that_only_begins_like_a_jpeg_is_refused() -> None:
    with pytest.raises(InputError, match=r"refused\.broken"):
        printing.to_pages(DocumentForm.JPEG, b"\xff\xd8\xff\xe0" + bytes(200))


def test_a_picture_without_colour_takes_one_byte_a_pixel() -> None:
    grey = np.full((5, 4, 3), 77, np.uint8)
    assert b"DeviceGray" in picture_pdf([(grey, (4.0, 5.0))])
    assert read_png(png(grey)).tolist() == [[77] * 4] * 5
    colour = grey.copy()
    colour[0, 0, 0] = 1
    assert b"DeviceRGB" in picture_pdf([(colour, (4.0, 5.0))])


def test_a_box_covers_every_pixel_that_it_touches() -> None:
    pixels = np.full((100, 100, 3), 255, np.uint8)
    covered = printing._covered(pixels, [CoverBox(1, 1010, 2010, 1990, 2999)])
    assert covered[20:30, 10:20].max() == 0
    assert covered.min(axis=2).sum() == 255 * (100 * 100 - 100)
