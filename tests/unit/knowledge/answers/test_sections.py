"""The sections of a text: nothing is lost, the closing mark is no content, long ones are quoted in part."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.sections import QUOTED_LETTERS, Layout, lay_out
from knowledge.text import normal_form
from knowledge.text.aspects import asked_in
from knowledge.text.passages import headings

POLICY = """# 某县津贴办法

## 第一章 总则

第一条 为保障老年人生活，制定本办法。

第二条 津贴按年龄发放：
（一）80—89周岁的，每人每月60元；
（二）100周岁以上的，每人每月500元。

## 第二章 申请

第三条 向乡镇便民服务中心申请。骗取津贴的，追回资金。

（示例：某县为演示虚构。）
"""


def _laid(text: str) -> Layout | None:
    return lay_out(text, normal_form.bare(text), outline=headings(text), title="某县津贴办法", passages=(0,))


def _policy() -> Layout:
    found = _laid(POLICY)
    assert found is not None
    return found


def test_articles_are_sections_under_their_chapters() -> None:
    assert [(one.label, POLICY[one.start : one.start + 3]) for one in _policy().sections] == [
        ("第一章 总则", "第一条"),
        ("第一章 总则", "第二条"),
        ("第二章 申请", "第三条"),
    ]


def test_what_seldom_answers_is_marked() -> None:
    first, second, third = _policy().sections
    assert (first.purpose, second.purpose, third.purpose) == (True, False, False)
    assert (first.wrongdoing, second.wrongdoing, third.wrongdoing) == (False, False, True)


@pytest.mark.parametrize(("age", "words"), [(81, "60元"), (89, "60元"), (103, "500元")])
def test_a_band_of_ages_covers_its_ages(age: int, words: str) -> None:
    assert [words in one.text for one in _policy().sentences if one.covers(age)] == [True]


def test_the_sample_mark_is_no_content() -> None:
    assert "示例" not in "".join(one.text for one in _policy().sentences)


def test_what_is_told_of_an_aspect_is_looked_up_for_each_sentence() -> None:
    layout = _policy()
    telling = layout.telling(asked_in("能领多少")[0])
    assert [
        one.text.strip() for one, there in zip(layout.sentences, telling.sentences, strict=True) if there
    ] == [
        "（一）80—89周岁的，每人每月60元；",
        "（二）100周岁以上的，每人每月500元。",
    ]


def test_news_without_headings_have_no_layout() -> None:
    assert _laid("县里今天开会。会议指出，要把工作做好。") is None
    assert _laid("") is None


def test_a_long_section_is_quoted_around_the_sentence() -> None:
    items = "".join(f"（{number}）第{number}项内容写在这里，说明怎样办理。\n" for number in range(40))
    text = f"# 题\n\n## 甲\n\n{items}\n## 乙\n\n短。\n\n## 丙\n\n也短。\n"
    layout = _laid(text)
    assert layout is not None
    section = layout.sections[0]
    start, end = layout.quote(section, 20)
    assert end - start <= QUOTED_LETTERS
    assert start <= section.sentences[20].start < section.sentences[20].end <= end
    assert layout.quote(layout.sections[1], 0) == (layout.sections[1].start, layout.sections[1].end)


@given(st.text(alphabet="第一二条章 #\n。；甲乙：*", max_size=300))
def test_any_text_is_laid_out_within_its_borders(text: str) -> None:
    layout = _laid(text)
    if layout is None:
        return
    ends = [0]
    for section in layout.sections:
        assert section.sentences
        assert 0 <= section.start < section.end <= len(text)
        for one in section.sentences:
            assert text[one.start : one.end] == one.text
            assert ends[-1] <= one.start
            ends.append(one.end)
    assert len(layout.first) == len(layout.sections)
    assert int(layout.first[-1]) < len(layout.sentences)
