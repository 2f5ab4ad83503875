"""Ages in questions: told by figures and in words, and numbers that are none."""

import pytest

from knowledge.text.ages import age_in, without_age


@pytest.mark.parametrize(
    ("question", "age"),
    [
        ("我妈今年81了能领多少", 81),
        ("八十多岁的老人有补贴吗", 80),
        ("我爸七十六了基础养老金加多少", 76),
        ("92岁的老人", 92),
        ("我外婆今年八十八，腿脚不好", 88),
        ("百岁老人", 100),
        ("一百零三岁", 103),
        ("十岁孩子康复训练", 10),
        ("85岁老人去食堂吃饭", 85),
    ],
)
def test_an_age_is_heard(question: str, age: int) -> None:
    assert age_in(question) == age


@pytest.mark.parametrize(
    "question", ["60岁以上老人", "交了15了吗", "吃了3个月了", "2026年了", "300岁", "补贴多少", "", "岁"]
)
def test_what_is_no_persons_age_is_not_heard(question: str) -> None:
    assert age_in(question) is None


def test_the_words_of_an_age_are_no_matter() -> None:
    assert without_age("我妈今年81了能领多少").replace(" ", "") == "我妈今年能领多少"
    assert without_age("60岁以上老人") == "60岁以上老人"
