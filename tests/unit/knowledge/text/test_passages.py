"""Cutting loses nothing, cuts where a reader would, and knows which headings lead to a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import passages
from knowledge.text.passages import MOST_PASSAGE_LETTERS, Passage

ORDER = """# 某县办法

## 第一章 总则

第一条 为了方便群众，制定本办法。

## 第二章 标准

第二条 按年龄分档：

（一）八十岁每月六十元；

（二）九十岁每月一百五十元。

第三条 自下月起施行。

（示例：某县为虚构。）
"""

PIECES = st.sampled_from(
    [
        "第一条 ",
        "第二章 标准\n",
        "## 办理流程\n",
        "**问谁？**\n",
        "每人每月60元",
        "。",
        "；",
        "，",
        "\n",
        " ",
        "一、",
        "补贴标准",
        "①",
        "😀",
        "\t",
    ]
)
TEXTS = st.one_of(st.text(max_size=900), st.lists(PIECES, max_size=400).map("".join))


@given(TEXTS)
def test_passages_put_together_are_the_text(text: str) -> None:
    cut = passages.cut(text)
    assert "".join(text[piece.start : piece.end] for piece in cut) == text
    assert all(piece.start < piece.end for piece in cut)


@given(TEXTS)
def test_no_passage_is_much_longer_than_meant(text: str) -> None:
    assert all(piece.end - piece.start <= 2 * MOST_PASSAGE_LETTERS for piece in passages.cut(text))


@given(TEXTS)
def test_sentences_put_together_are_the_text(text: str) -> None:
    assert "".join(text[start:end] for start, end in passages.sentences(text)) == text


@given(TEXTS)
def test_headings_stand_where_they_say(text: str) -> None:
    for heading in passages.headings(text):
        assert text[heading.start : heading.start + 2] == heading.label[:2]


def test_long_text_is_cut_at_sentences_near_the_target() -> None:
    text = "申请人应当向所在地的乡镇人民政府提出书面申请并提交材料。" * 60
    cut = passages.cut(text)
    lengths = [piece.end - piece.start for piece in cut]
    assert max(lengths) <= MOST_PASSAGE_LETTERS
    assert min(lengths[:-1]) >= 250
    assert all(text[piece.end - 1] == "。" for piece in cut)


def test_a_passage_ends_where_the_text_pauses_rather_than_amid_a_list() -> None:
    item = "对受影响的企业减免房租；对生产物资的企业给予贴息；对到期还款困难的企业予以展期；" * 3
    text = "".join(f"（{number}）{item}按季兑现。" for number in "一二三四五六七八九")
    for piece in passages.cut(text):
        assert text[piece.start] == "（"
        assert text[piece.end - 1] == "。"


def test_a_paragraph_ends_a_passage_rather_than_a_sentence_near_the_target() -> None:
    paragraph = "申请人应当提交书面申请和身份证件。" * 14 + "\n"
    assert all(text_ends == "\n" for text_ends in _last_letters(paragraph * 4))


def _last_letters(text: str) -> list[str]:
    return [text[piece.end - 1] for piece in passages.cut(text)]


def test_an_endless_sentence_is_cut_behind_a_comma() -> None:
    text = "申请人的身份证件和户口簿，" * 100
    assert all(text[piece.end - 1] == "，" for piece in passages.cut(text))


def test_an_article_begins_a_passage_once_enough_is_gathered() -> None:
    text = "".join(f"第{number}条 {'申请人应当提交材料。' * 9}\n" for number in "一二三四五六")
    cut = passages.cut(text)
    assert len(cut) > 2
    assert all(text[piece.start : piece.start + 1] == "第" for piece in cut)


def test_path_leads_through_chapter_to_article() -> None:
    found = passages.headings(ORDER)
    place = ORDER.index("九十岁")
    assert passages.path_at(found, place) == ("某县办法", "第二章 标准", "第二条")
    assert passages.path_at(found, 0) == ()


def test_a_named_article_inside_a_sentence_is_no_heading() -> None:
    text = "依照本办法第五条 的规定办理。\n按照第二章 规定执行。"
    assert passages.headings(text) == ()


def test_the_mark_of_a_sample_is_not_content() -> None:
    assert ORDER[: passages.body_end(ORDER)].rstrip().endswith("自下月起施行。")
    assert passages.body_end("（示例：某县为虚构。）\n第一条 正文。") == len(
        "（示例：某县为虚构。）\n第一条 正文。"
    )
    assert passages.body_end("没有标记") == 4


@pytest.mark.parametrize(
    ("inside", "section"),
    [
        ("九十岁", "第二条 按年龄分档：\n\n（一）八十岁每月六十元；\n\n（二）九十岁每月一百五十元。\n\n"),
        ("方便群众", "第一条 为了方便群众，制定本办法。\n\n"),
    ],
)
def test_section_around_a_span_is_its_article(inside: str, section: str) -> None:
    at = ORDER.index(inside)
    start, end = passages.section_around(ORDER, at, at + len(inside))
    assert ORDER[start:end] == section


def test_section_under_a_heading_leaves_the_heading_out() -> None:
    text = "## 收费标准\n\n不收费。\n\n## 咨询电话\n\n0599-1。\n"
    start, end = passages.section_around(text, text.index("不收"), text.index("不收") + 3)
    assert text[start:end].strip() == "不收费。"


def test_a_numbered_line_is_a_heading_and_a_numbered_sentence_is_none() -> None:
    text = "一、这是什么补贴？\n发给种地的人。\n二、补贴按亩发给。\n"
    assert [heading.label for heading in passages.headings(text)] == ["一、这是什么补贴？"]


def test_nothing_gives_nothing() -> None:
    assert passages.cut("") == ()
    assert passages.cut("一") == (Passage(0, 1),)


def test_a_heading_stays_with_what_it_announces() -> None:
    text = "".join(f"**问题{number}怎么办？**\n\n{'请带身份证到窗口办理。' * 12}\n\n" for number in range(9))
    for piece in passages.cut(text):
        lines = [line for line in text[piece.start : piece.end].split("\n") if line]
        assert not lines[-1].startswith("**")
