"""Text pages hold every word in order, break where a line is full, and are a PDF whatever the words are."""

from contextlib import closing

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.files.text_pages import HANGING, TITLE_POINTS, PrintedText, text_pdf

FOOT = "SQ202609010001"


def said(content: bytes) -> list[str]:
    """Give the lines of all pages as a reader of PDF copies them, the feet left out."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [line for page in pages for line in page.splitlines() if line and FOOT not in line]


def test_words_are_there_to_be_searched_and_copied() -> None:
    paragraphs = [
        PrintedText("诉求办理案卷", TITLE_POINTS),
        PrintedText("油烟大 A12-3\n第二行"),
        PrintedText(""),
    ]
    assert said(text_pdf(paragraphs, foot=FOOT)) == ["诉求办理案卷", "油烟大 A12-3", "第二行"]


def test_a_long_paragraph_breaks_and_no_line_begins_with_a_stop() -> None:
    text = "每天半夜油烟都很大，睡不着。" * 200
    lines = said(text_pdf([PrintedText(text)], foot=FOOT))
    assert "".join(lines) == text
    assert len({len(line) for line in lines[:-1]}) <= 2
    assert not any(line[0] in HANGING for line in lines)


@pytest.mark.parametrize(("paragraphs", "pages"), [(0, 1), (1, 1), (44, 1), (46, 2), (200, 5)])
def test_there_are_as_many_pages_as_are_needed(paragraphs: int, pages: int) -> None:
    content = text_pdf([PrintedText("一行")] * paragraphs, foot=FOOT)
    with closing(pypdfium2.PdfDocument(content)) as document:
        assert len(document) == pages
        assert f"{pages}/{pages}" in document[pages - 1].get_textpage().get_text_range()


@settings(max_examples=30)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_words_make_a_file(words: list[str]) -> None:
    content = text_pdf([PrintedText(each) for each in words], foot=FOOT)
    with closing(pypdfium2.PdfDocument(content)) as document:
        assert len(document) >= 1
