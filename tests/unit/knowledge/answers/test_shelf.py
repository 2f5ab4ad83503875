"""A matter's documents end to end: each sentence and section tells of itself what it tells in its own document."""

from knowledge.answers.sections import Layout, lay_out
from knowledge.answers.shelf import SectionShelf, shelved
from knowledge.text import normal_form
from knowledge.text.aspects import asked_in
from knowledge.text.passages import headings

ALLOWANCE = """# 某县津贴办法

## 一、标准

每月发放60元。例如，张某领60元。

## 二、材料

带身份证。户口簿也要带。

## 三、办理

向镇里申请。
"""
GUIDE = """# 津贴办事指南

## 申请材料

身份证、银行卡。

## 办理地点

镇便民服务中心。

## 收费

不收费，按年核对。
"""


def _laid(text: str, passages: tuple[int, ...]) -> Layout:
    layout = lay_out(text, normal_form.bare(text), outline=headings(text), title="", passages=passages)
    assert layout is not None
    return layout


def _shelf() -> tuple[SectionShelf, tuple[Layout, Layout]]:
    layouts = _laid(ALLOWANCE, (0, 30)), _laid(GUIDE, (0, 20, 40))
    laid = list(zip((7, 3), layouts, strict=True))
    return shelved(laid, [range(10, 12), range(4, 7)], "某县津贴办法 津贴办事指南"), layouts


def test_each_stands_behind_the_other() -> None:
    shelf, layouts = _shelf()
    sentences = [one for layout in layouts for one in layout.sentences]
    assert [section for _, _, section in shelf.parts] == [
        section for layout in layouts for section in layout.sections
    ]
    assert [docnum for docnum, _, _ in shelf.parts] == [7, 7, 7, 3, 3, 3]
    assert shelf.document.tolist() == [0, 0, 0, 1, 1, 1]
    for number, sentence in enumerate(sentences):
        assert sentence in shelf.parts[shelf.owner[number]][2].sentences
    assert [sentences[first] for first in shelf.first] == [part.sentences[0] for _, _, part in shelf.parts]


def test_a_sentence_keeps_its_passage() -> None:
    shelf, (policy, guide) = _shelf()
    own = [10 + one.number for one in policy.sentences] + [4 + one.number for one in guide.sentences]
    assert [shelf.passages[at] for at in shelf.begins] == own
    assert len(set(own)) == 5


def test_what_is_held_and_told_is_that_of_each() -> None:
    shelf, (policy, guide) = _shelf()
    for _ in range(2):
        assert shelf.holding("身份") == policy.holding("身份") + guide.holding("身份")
        assert 1 in shelf.holding("身份")
        assert shelf.naming("材料") == policy.naming("材料") + guide.naming("材料")
        assert 1 in shelf.naming("材料")
        (aspect, *_) = asked_in("要什么材料")
        told = shelf.telling(aspect)
        assert told.headed.tolist() == [
            *policy.telling(aspect).headed.tolist(),
            *guide.telling(aspect).headed.tolist(),
        ]
        assert len(told.sentences) == len(shelf.owner)
        assert shelf.period("年").tolist() == [*policy.periods["年"].tolist(), *guide.periods["年"].tolist()]
        assert 1 in shelf.period("年")
    assert shelf.examples.sum() == 1
