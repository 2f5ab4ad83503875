"""Filling a Word file: placeholders cut into runs, values that look like markup, everything else left as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InputError
from handlers.disclosure.word.parts import W
from handlers.disclosure.word.story import WordStory


def part(body: str, *, prefix: str = "w") -> bytes:
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    tag = f"{prefix}:document" if prefix else "document"
    extra = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    return f'<?xml version="1.0"?><{tag} {name}="{W}" {extra}>{body}</{tag}>'.encode()


def run(text: str) -> str:
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>"


def filled(body: str, **values: str) -> str:
    story = WordStory(part(body), name="t")
    return WordStory(story.filled(lambda name: values[name]), name="t").text


def test_a_placeholder_in_one_run_is_replaced_in_its_place() -> None:
    assert filled(f"<w:p>{run('关于【甲】的答复')}</w:p>", 甲="报告") == "关于报告的答复"


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_placeholder_cut_by_word_is_still_found(cut: int) -> None:
    text = "前【申请人】后【乙】"
    body = f"<w:p>{run(text[:cut])}<w:proofErr/>{run(text[cut:])}</w:p>"
    assert filled(body, 申请人="李一鸣", 乙="二") == "前李一鸣后二"


def test_letter_by_letter() -> None:
    body = "<w:p>" + "".join(run(letter) for letter in "a【甲】【乙】b") + "</w:p>"
    assert filled(body, 甲="一", 乙="二") == "a一二b"


def test_what_is_no_text_stays_byte_for_byte() -> None:
    body = f'<w:p w14:paraId="1F2E3D4C"><w:pPr><w:jc w:val="center"/></w:pPr>{run("【甲】号")}</w:p><w:p>{run("不变 &amp; 好")}</w:p>'
    content = part(body)
    new = WordStory(content, name="t").filled(lambda _: "乙")
    assert new == content.replace(
        "<w:t>【甲】号</w:t>".encode(), '<w:t xml:space="preserve">乙号</w:t>'.encode()
    )


def test_a_paragraph_of_its_own_becomes_a_paragraph_for_each_line() -> None:
    body = (
        f'<w:p w14:paraId="1F2E3D4C"><w:pPr><w:ind w:firstLine="640"/></w:pPr>{run("【甲")}{run("】")}</w:p>'
    )
    new = WordStory(part(body), name="t").filled(lambda _: "一\n\n二\n三")
    assert WordStory(new, name="t").text == "一\n二\n三"
    assert new.count(b'<w:ind w:firstLine="640"/>') == 3
    assert new.count(b"paraId") == 1


def test_an_empty_value_takes_its_paragraph_away_but_never_a_cells_last() -> None:
    assert b"<w:p>" not in WordStory(part(f"<w:p>{run('【甲】')}</w:p>"), name="t").filled(lambda _: "")
    cell = f"<w:tbl><w:tr><w:tc><w:p>{run('【甲】')}</w:p></w:tc></w:tr></w:tbl>"
    assert b"<w:p>" in WordStory(part(cell), name="t").filled(lambda _: "")


def test_a_text_box_inside_a_paragraph_is_filled_once() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('【甲】')}</w:p></w:txbxContent></w:pict></w:r>"
    assert filled(f"<w:p>{run('【乙】')}{box}</w:p>", 甲="内", 乙="外") == "内\n外"


def test_a_break_ends_a_placeholder_and_a_tab_stop_is_none() -> None:
    broken = f"<w:p>{run('【甲')}<w:r><w:br/></w:r>{run('】')}</w:p>"
    assert WordStory(part(broken), name="t").placeholders() == ()
    stop = f'<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>{run("【甲】")}</w:p>'
    assert WordStory(part(stop), name="t").text == "【甲】"


@pytest.mark.parametrize("prefix", ["", "ns0", "w"])
def test_any_prefix_serves(prefix: str) -> None:
    p = f"{prefix}:" if prefix else ""
    content = part(f"<{p}p><{p}r><{p}t>【甲】x</{p}t></{p}r></{p}p>", prefix=prefix)
    assert WordStory(WordStory(content, name="t").filled(lambda _: "一\n二"), name="t").text == "一\n二x"


@pytest.mark.parametrize(
    "content",
    [b"", b"no xml", b"<a/>", b"\xff\xfe<", b"<w:p xmlns:w='urn:other'/>", part("<w:p><w:r></w:p>")],
)
def test_what_is_no_word_part_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(InputError) as refused:
        WordStory(content, name="reply.docx")
    assert refused.value.values["name"] == "reply.docx"


HOSTILE = st.text(max_size=60) | st.sampled_from(
    [
        "</w:t></w:r><w:r><w:br/>",
        "【甲】【乙】",
        "{{7*7}}",
        "]]>",
        "&lt;&amp;",
        "\x00\x0b\u202e\ufeff",
        "\\g<0>",
        "a\r\nb",
    ]
)


@given(HOSTILE, HOSTILE)
def test_no_value_breaks_out_or_is_read_again(first: str, second: str) -> None:
    body = f"<w:p>{run('〈【甲')}{run('】〉〈【乙】〉')}</w:p>"
    story = WordStory(part(body), name="t")
    new = WordStory(story.filled(lambda name: {"甲": first, "乙": second}[name]), name="t")
    assert len(new.paragraphs) == 1
    said = new.text
    assert said.startswith("〈")
    assert said.endswith("〉")
    for value in (first, second):
        kept = "".join(letter for letter in value if letter.isalnum())
        assert kept in "".join(letter for letter in said if letter.isalnum())
