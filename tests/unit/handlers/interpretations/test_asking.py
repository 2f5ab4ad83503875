"""Which messages ask how a policy is explained, and what about."""

from datetime import date

import pytest

from handlers.interpretations.actions import asks, matter
from handlers.talk.turn import Heard


def heard(said: str, **slots: str) -> Heard:
    return Heard(said, "text", date(2026, 11, 20), slots=slots)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("人才住房补贴有哪些政策解读", "人才住房补贴"),
        ("高龄津贴有视频解读吗", "高龄津贴"),
        ("育儿补贴的图解在哪里", "育儿补贴"),
        ("低保政策谁来解读", "低保"),
        ("有英文版吗", ""),
        ("is there an English version", ""),
    ],
)
def test_the_matter_is_what_is_left(said: str, topic: str) -> None:
    assert asks(heard(said))
    found = matter(said)
    assert topic in found if topic else len(found) < 2 or found.isascii()


@pytest.mark.parametrize(
    "said", ["", "只看解读", "去掉解读", "高龄津贴多少钱", "视频会议在哪开", "英语老师招聘"]
)
def test_other_messages_ask_something_else(said: str) -> None:
    assert not asks(heard(said))


def test_a_chosen_step_and_danger_come_first() -> None:
    assert not asks(heard("看解读", document="x"))
    assert not asks(Heard("着火了，政策解读", "text", date(2026, 11, 20), emergency="fire"))
