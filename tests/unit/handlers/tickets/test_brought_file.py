"""A file for a citizen is what its content says, under a name that any system takes; a photo tells nothing but how it was held."""

import pytest

from bot.errors import InputError
from handlers.files.document_form import DocumentForm
from handlers.files.picture_file import read_picture
from handlers.tickets.files.brought_file import MOST_BYTES, content_type, named, read_file
from tests.factories.papers import packed, paragraph, word
from tests.factories.snapshots import SECRET, jpeg, png

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("告知单.pdf", PDF, "告知单.pdf"),
        ("告知单.exe", PDF, "告知单.pdf"),
        ("C:\\桌面\\申请表.doc", word(paragraph("申请表")), "申请表.docx"),
        ("../../etc/passwd", png(), "passwd.png"),
        ('"; filename="x.html', PDF, "filename= x.pdf"),
        ("", PDF, "附件.pdf"),
        ("...", PDF, "附件.pdf"),
        ("长" * 200 + ".pdf", PDF, "长" * 80 + ".pdf"),
    ],
)
def test_the_name_and_the_kind(name: str, content: bytes, kept: str) -> None:
    assert read_file(name, content).name == kept


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "released.refused.empty"),
        (b"MZ\x90\0", "released.refused.kind"),
        (b"<html><script>alert(1)</script>", "released.refused.kind"),
        (bytes(MOST_BYTES + 1), "tickets.refused.large_file"),
        (packed({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}), "released.refused.macros"),
        (jpeg()[:-2], "pictures.refused.broken"),
    ],
)
def test_what_is_not_taken(content: bytes, key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_file("x.pdf", content)
    assert refused.value.text_key == key


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_keeps_how_it_was_held_and_nothing_else(turn: int) -> None:
    kept = read_file("现场.jpg", jpeg(turn=turn, trailer=SECRET)).content
    assert SECRET not in kept
    assert read_picture(kept).turn == turn
    # What is clean stays as it is, however often it is sent.
    assert read_file("现场.jpg", kept).content == kept


def test_every_kind_has_its_type() -> None:
    assert all(content_type(form.value) for form in DocumentForm)
    assert named("a.b.c", DocumentForm.PDF) == "a.b.pdf"
