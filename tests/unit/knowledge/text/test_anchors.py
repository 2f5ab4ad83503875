"""A place in a regulation is named as lawyers cite it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import anchors, passages

RULE = """# 某县办法

## 第一章 总则

第一条 为了方便群众，制定本办法。

第二条 按年龄分档：

（一）八十岁每月六十元；

（二）九十岁每月一百五十元：

1. 城镇；

2. 农村。

同时符合的按高的发。

超过的不发。

第三条 自下月起施行。

（示例：某县为虚构。）
"""


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("方便群众", "第一条"),
        ("按年龄", "第二条第一款"),
        ("八十岁", "第二条第一款第（一）项"),
        ("九十岁", "第二条第一款第（二）项"),
        ("农村", "第二条第一款第（二）项第2目"),
        ("同时符合", "第二条第二款"),
        ("超过的", "第二条第三款"),
        ("下月", "第三条"),
        ("总则", ""),
        ("某县办法", ""),
    ],
)
def test_a_place_is_named(inside: str, words: str) -> None:
    assert anchors.at(RULE, RULE.index(inside)).words == words


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12))
def test_every_paragraph_of_every_article_is_named_in_order(clauses: list[int]) -> None:
    lines, expected = [], []
    for number, count in enumerate(clauses, start=1):
        for clause in range(1, count + 1):
            head = f"第{number}条 " if clause == 1 else ""
            lines.append(f"{head}甲{number}之{clause}。")
            expected.append((f"第{number}条", clause, count))
    text = "\n".join(lines)
    found = [anchors.at(text, text.index(line)) for line in lines]
    assert [(one.article, one.clause, one.clauses) for one in found] == expected


@given(st.text("第一二条（）1.。\n 　办法#", max_size=200), st.integers(0, 200))
def test_any_place_of_any_text_has_an_anchor_in_its_own_article(text: str, place: int) -> None:
    place = min(place, len(text))
    anchor = anchors.at(text, place)
    path = passages.path_at(passages.headings(text), place)
    assert not anchor.article or anchor.article == path[-1]
    assert anchor.words.startswith(anchor.article)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("八十岁", "八十岁", "第二条第一款第（一）项"),
        ("城镇", "农村", "第二条第一款第（二）项"),
        ("八十岁", "九十岁", "第二条第一款"),
        ("按年龄", "超过的", "第二条"),
        ("方便群众", "超过的", "第一条至第二条"),
        ("总则", "方便群众", ""),
    ],
)
def test_a_stretch_is_named_as_exactly_as_its_ends_agree(first: str, last: str, words: str) -> None:
    ends = (anchors.at(RULE, RULE.index(place)) for place in (first, last))
    assert anchors.spanning(*ends) == words
