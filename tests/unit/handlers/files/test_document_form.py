"""What a file is, is told by its content; what cannot be taken is refused in words."""

import pytest

from bot.errors import InputError
from handlers.disclosure.released.box import GROUNDS, PARTS, CoverBox, ground_of
from handlers.files import document_form as forms
from handlers.files.document_form import DocumentForm, form_of
from handlers.texts import Texts
from tests.factories import found_papers, papers

OFFICE = {
    DocumentForm.WORD: papers.word(papers.paragraph("决算")),
    DocumentForm.SHEETS: papers.workbook({"一": [["决算"]]}),
    DocumentForm.SLIDES: papers.packed({"[Content_Types].xml": "", "ppt/presentation.xml": "<p/>"}),
}


def test_the_content_tells_the_form() -> None:
    assert form_of(found_papers.letter()) is DocumentForm.PDF
    assert form_of(b"\r\n" + found_papers.letter()) is DocumentForm.PDF
    assert form_of(found_papers.png([[[0]]], colour=0)) is DocumentForm.PNG
    assert form_of(found_papers.jpeg(9)) is DocumentForm.JPEG
    for form, content in OFFICE.items():
        assert form_of(content) is form
        assert form.needs_office
    assert not DocumentForm.PDF.needs_office


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"<html>", "kind"),
        (b"MZ\x90\0", "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        (papers.packed({"a.txt": "x"}), "kind"),
        (papers.packed({"word/document.xml": "x"})[:40], "broken"),
        (papers.packed({"word/document.xml": "x", "word/vbaProject.bin": "x"}), "macros"),
        (papers.packed({f"{at}": "" for at in range(forms.PACKAGE_MEMBERS + 1)}), "unpacks"),
    ],
    ids=["empty", "page", "program", "old", "archive", "cut", "macros", "members"],
)
def test_what_cannot_be_taken_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(InputError) as refused:
        form_of(content)
    assert refused.value.text_key == f"released.refused.{why}"
    assert Texts.load()(refused.value.text_key, **refused.value.values)


def test_a_file_above_the_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "DOCUMENT_BYTES", 10)
    with pytest.raises(InputError, match="too_large"):
        form_of(found_papers.letter())


def test_a_package_that_promises_to_grow_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "PACKAGE_BYTES", 1000)
    with pytest.raises(InputError, match="unpacks"):
        form_of(papers.packed({"word/document.xml": "x" * 1001}))


def test_boxes_are_kept_on_their_page() -> None:
    assert CoverBox.drawn(1, (-5.0, 1.5, 120.0, 2.0), pages=1) == CoverBox(1, 0, 150, PARTS, 200)
    for page, edges, why in (
        (0, (0, 0, 9, 9), "no_page"),
        (3, (0, 0, 9, 9), "no_page"),
        (1, (5, 5, 5, 9), "empty_box"),
        (1, (9, 5, 5, 9), "empty_box"),
        (1, (100, 0, 140, 9), "empty_box"),
    ):
        with pytest.raises(InputError, match=why):
            CoverBox.drawn(page, edges, pages=2)


def test_only_what_the_law_withholds_is_a_ground_for_a_box() -> None:
    assert {ground.value for ground in GROUNDS} >= {"state_secret", "third_party", "internal", "process"}
    assert ground_of("third_party") in GROUNDS
    for value in ("", "provided", "nonexistent", "repeat", "x"):
        with pytest.raises(InputError, match="no_ground"):
            ground_of(value)
