"""Word files: what is written can be read by our reader, what could harm or leak is refused."""

import io
import zipfile

import pytest

from bot.errors import InputError
from handlers.disclosure.word.package import LARGEST_BYTES, open_template
from handlers.disclosure.word.writer import LineStyle, WordLine, WordTable, word_file, zipped
from handlers.texts import Texts
from knowledge.ingest.readers.word import read_word

TEXTS = Texts.load()
PLAIN = word_file([WordLine("标题", LineStyle.TITLE), WordLine("正文【甲】")])


def members(content: bytes = PLAIN) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name: str, content: bytes) -> bytes:
    return zipped({**members(), name: content})


def changed(name: str, old: bytes, new: bytes) -> bytes:
    assert old in members()[name]
    return with_part(name, members()[name].replace(old, new))


def test_lines_and_tables_are_read_back_as_they_were_written() -> None:
    table = WordTable([["甲", "", 1], ["乙", "丙", 2]], [1, 1, 1], 1, [(0, 0, 0, 1)])
    (paper,) = read_word(word_file([WordLine("<标题>&", LineStyle.TITLE), WordLine("一\n二"), table]))
    assert paper.title == "<标题>&"
    assert "一\n二" in paper.text
    assert "乙" in paper.text


def test_the_same_content_gives_the_same_bytes() -> None:
    assert word_file([WordLine("正文")]) == word_file([WordLine("正文")])


def test_the_fonts_of_official_letters_have_a_fallback() -> None:
    parts = members()
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>'.encode() in parts["word/fontTable.xml"]
    assert 'w:eastAsia="方正小标宋简体"'.encode() in parts["word/styles.xml"]


def test_the_writer_of_a_template_is_not_told() -> None:
    named = with_part("docProps/core.xml", "<a>王某某</a>".encode())
    assert "王某某".encode() not in members(open_template(named, name="t").packed())["docProps/core.xml"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "broken"),
        (b"PK\x03\x04 no archive", "broken"),
        (b"\xd0\xcf\x11\xe0 an old file", "old"),
        (zipped({"[Content_Types].xml": b"<Types/>"}), "broken"),
        (with_part("word/vbaProject.bin", b"x"), "macros"),
        (with_part("word/comments.xml", b"<a/>"), "comments"),
        (with_part("word/embeddings/a.bin", b"x"), "embedded"),
        (with_part("word/header1.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "broken"),
        (
            changed(
                "word/_rels/document.xml.rels",
                b"</Relationships>",
                b'<Relationship Id="x" Type="y/image" Target="http://a" TargetMode="External"/></Relationships>',
            ),
            "outside",
        ),
        (changed("word/document.xml", b"<w:r>", b'<w:ins w:id="1"><w:r>'), "changes"),
        (changed("word/document.xml", b"<w:r>", b"<w:del><w:r>"), "changes"),
        (b"x" * (LARGEST_BYTES + 1), "large"),
    ],
)
def test_what_harms_or_leaks_is_refused_with_the_files_name(content: bytes, key: str) -> None:
    with pytest.raises(InputError) as refused:
        open_template(content, name="reply.docx")
    assert refused.value.text_key == f"letters.template.{key}"
    assert "reply.docx" in TEXTS(refused.value.text_key, **refused.value.values)


def test_a_link_in_the_text_is_no_harm() -> None:
    link = b'<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="http://a" TargetMode="External"/></Relationships>'
    content = changed("word/_rels/document.xml.rels", b"</Relationships>", link)
    assert open_template(content, name="t").stories == ("word/document.xml", "word/footer1.xml")
