"""An answer that does not say what was asked for admits it; one that says it in any way does not."""

import pytest

from handlers.policy.missing_figure import lacking


@pytest.mark.parametrize(
    ("question", "quote", "missed"),
    [
        ("高龄津贴多少钱", "高龄津贴由县财政安排，按月发放。", "money"),
        ("高龄津贴多少钱", "每人每月60元。", ""),
        ("高龄津贴多少钱", "每人每月六十元。", ""),
        ("办证收费多少钱", "办理本事项免费。", ""),
        ("什么时候发高龄津贴", "高龄津贴由县民政局发放。", "time"),
        ("什么时候发高龄津贴", "每月25日前到账。", ""),
        ("什么时候发高龄津贴", "次月起发放。", ""),
        ("全县有多少户低保", "低保对象由县民政局认定。", "number"),
        ("全县有多少户低保", "共有三百户。", ""),
        ("怎么申请高龄津贴", "向乡镇提出。", ""),
        ("", "", ""),
    ],
)
def test_what_is_missed(question: str, quote: str, missed: str) -> None:
    assert lacking(question, quote) == missed
