"""The rest of a question begins no other matter; what names a side or a matter of its own is weighed."""

import pytest

from knowledge.answers.turning import rests


@pytest.mark.parametrize(
    "said", ["开网店的呢", "残疾人呢", "外省的呢", "那满了十年呢", "以前呢？", "低保家庭呢", "晚上的时候呢"]
)
def test_the_rest_of_a_question(said: str) -> None:
    assert rests(said)


@pytest.mark.parametrize(
    "said", ["公租房的租金多少呢", "那去哪里办呢", "养老保险呢", "残疾人", "我想问别的事，电梯加装呢"]
)
def test_what_may_be_another_matter(said: str) -> None:
    assert not rests(said)
