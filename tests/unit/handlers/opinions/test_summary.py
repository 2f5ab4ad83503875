"""The summary: its figures add up, and nobody is in it."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.opinions.collecting.lifecycle import GroupOutcome, PublicDraftState
from handlers.opinions.collecting.public_draft import PublicDraft
from handlers.opinions.collecting.summary import OpinionGroup, is_personal, summary_text, summary_title
from handlers.texts import Texts
from tests.factories.opinions import paper

TEXTS = Texts.load()
DRAFT = PublicDraft("ZQ202611240001", paper(), date(2026, 11, 24), PublicDraftState.SORTING)
GROUPS = (
    OpinionGroup(1, "清理时间放宽到1小时", GroupOutcome.PARTLY, "夜间放宽到1小时。", 4),
    OpinionGroup(2, "多划停放区", GroupOutcome.ADOPTED, "增加50处。", 3),
    OpinionGroup(3, "不许停在小区", GroupOutcome.NOT_ADOPTED, "由小区自治决定。", 2),
    OpinionGroup(4, "空的一类", GroupOutcome.OPEN, "", 0),
)


def test_the_figures_are_those_of_the_groups() -> None:
    text = summary_text(DRAFT, GROUPS, TEXTS)
    assert "收到意见9条，归纳为3类" in text
    assert "采纳3条，部分采纳4条，不采纳2条" in text
    assert text.index("清理时间放宽") < text.index("多划停放区") < text.index("不许停在小区")
    assert "空的一类" not in text
    assert "2026年11月24日至2026年12月31日" in text
    assert summary_title(DRAFT, TEXTS) == "关于《青岚县共享单车管理办法（草案）》公开征求意见采纳情况的说明"


def test_nothing_said_is_told_as_well() -> None:
    assert "没有收到意见" in summary_text(DRAFT, (), TEXTS)


def test_a_title_with_its_marks_is_not_marked_twice() -> None:
    marked = replace(DRAFT, paper=paper(title="《青岚县共享单车管理办法（草案）》"))
    assert "《《" not in summary_title(marked, TEXTS)


@pytest.mark.parametrize(
    ("words", "personal"),
    [
        ("清理时间放宽到1小时", False),
        ("打13800001234找他", True),
        ("身份证339901198503142016", True),
    ],
)
def test_who_is_named_is_found(words: str, *, personal: bool) -> None:
    assert is_personal(words) is personal
