"""What a question's asking words are asked of stands beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.question import NEAR_WORDS, asked_of


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("我妈住院一个月了，护工费谁出", ("护工",)),
        ("厂子注销要几天", ("厂子", "注销")),
        ("低保标准是多少", ("低保", "标准")),
        ("路灯坏了", ()),
        ("", ()),
    ],
)
def test_the_nearest_words_are_given(question: str, words: tuple[str, ...]) -> None:
    assert asked_of(question) == words


@given(st.text(alphabet="低保标准多少几天谁在哪电话，。？ 12费用为什么", max_size=40))
def test_there_are_few_of_them_and_each_once(text: str) -> None:
    words = asked_of(text)
    assert len(set(words)) == len(words) <= NEAR_WORDS
