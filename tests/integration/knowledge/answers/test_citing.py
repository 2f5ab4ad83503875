"""What an answer quotes is cited by its article, paragraph and item, read from the articles alone."""

from datetime import date
from random import Random

import pytest

from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document
from knowledge.index.generations import Index
from knowledge.text import anchors, normal_form

TODAY = date(2026, 3, 2)
RULE = """# 甲县高龄津贴办法

## 第一章 总则

第一条 为了方便群众，制定本办法。😀

第二条 高龄津贴按年龄分档发放：

（一）80至89周岁的，每人每月60元；

（二）90周岁以上的，每人每月150元。

同时符合的按高的发。

第三条 高龄津贴向乡镇窗口申请。

（示例：甲县为虚构。）
"""
OTHERS = tuple(
    (Document(f"o{at}", f"{name}办法"), f"{name}按季度核拨。")
    for at, name in enumerate(("校车", "路灯", "公厕"))
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    found = Index(tmp_path_factory.mktemp("citing"))
    found.build(((Document("rule", "甲县高龄津贴办法"), RULE), *OTHERS))
    found.reload()
    return found


def test_any_stretch_is_cited_as_the_whole_text_has_it(index: Index) -> None:
    assert index.reader is not None
    docnum, dice = index.reader.docnum_of("rule"), Random(7)
    assert docnum is not None
    spread = "".join(map(chr, normal_form.units(RULE).tolist()))
    for _ in range(300):
        start, end = sorted(dice.sample(range(len(spread)), 2))
        wanted = anchors.spanning(anchors.at(spread, start), anchors.at(spread, end - 1))
        assert index.reader.cited(docnum, start, end) == wanted


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("高龄津贴到哪里申请", "第三条"),
        ("高龄津贴同时符合的怎么发", "第二条"),
        ("90周岁以上每人每月多少元", "第二条"),
    ],
)
def test_an_answer_names_its_article(index: Index, question: str, anchor: str) -> None:
    found = Answerer(index, threshold=0.0).answer(question, today=TODAY)
    assert isinstance(found, Answer)
    assert found.best.anchor == anchor


def test_words_outside_of_articles_are_not_cited_by_one(index: Index) -> None:
    found = Answerer(index, threshold=0.0).answer("校车办法按季度核拨", today=TODAY)
    assert isinstance(found, Answer)
    assert found.best.anchor == ""
