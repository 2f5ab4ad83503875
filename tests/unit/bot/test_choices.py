import pytest

from bot.choices import pick
from bot.message import Choice

CHOICES = (Choice("就是这份", "/show_source"), Choice("不是，继续申请", "/go_on"), Choice("（三）", "/three"))


@pytest.mark.parametrize(
    "said", ["2", "２", "②", "第二个", "选2", "我要第2个", "二", "2.", "不是，继续申请", "不是,继续申请"]
)
def test_a_choice_is_meant_by_number_or_by_its_words_in_any_width(said: str) -> None:
    assert pick(said, CHOICES) == CHOICES[1]


@pytest.mark.parametrize("said", ["4", "0", "不是", "", "22"])
def test_nothing_else_means_a_choice(said: str) -> None:
    assert pick(said, CHOICES) is None
