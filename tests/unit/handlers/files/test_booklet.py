"""A booklet is its text and then a page for each picture that can be opened, turned as it was seen."""

from contextlib import closing

import pypdfium2

from handlers.files.booklet_bench import done
from tests.factories.snapshots import grey_photo, jpeg, png

LYING = ((0, 90, 255),)


def test_each_picture_has_a_page_and_what_is_damaged_has_none() -> None:
    files = [
        ("jpg", 1, grey_photo(LYING)),
        ("jpg", 6, grey_photo(LYING)),
        ("png", 1, png()),
        ("jpg", 1, jpeg()[:9]),
    ]
    order = {
        "paragraphs": [{"text": "案卷", "points": 16.0}],
        "foot": "SQ",
        "pictures": [{"form": form, "turn": turn, "length": len(file)} for form, turn, file in files],
    }
    said, content = done(order, b"".join(file for *_, file in files))
    assert said == {}
    with closing(pypdfium2.PdfDocument(content)) as document:
        assert len(document) == 4
        assert "案卷" in document[0].get_textpage().get_text_range()
        shapes = [page.get_size() for page in document][1:]
    assert [width > height for width, height in shapes[:2]] == [True, False]
