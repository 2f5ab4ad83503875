"""A verdict on an answer, by a sign or a word, and nothing else taken for one."""

import pytest

from handlers.policy.verdict import verdict_in


@pytest.mark.parametrize(
    "said", ["👍", "👍🏻", "👍👍", "有用", "很有用，谢谢", "答对了", "这个回答有帮助。", "真管用"]
)
def test_useful(said: str) -> None:
    assert verdict_in(said) is True


@pytest.mark.parametrize(
    "said", ["👎", "👎🏽", "没用", "没有用。", "答非所问", "这个答案没帮助", "根本没用", "不是我要的"]
)
def test_useless(said: str) -> None:
    assert verdict_in(said) is False


@pytest.mark.parametrize(
    "said",
    ["", "有用吗", "医保卡没用了怎么办", "有用的材料有哪些", "👍怎么点", "没用上的公积金能取吗", "不满意"],
)
def test_neither(said: str) -> None:
    assert verdict_in(said) is None
