import pytest

from bot.text.choices import reading
from handlers.talk.turn import hear, step
from tests.factories.talks import NOON, tracker


def test_words_typed_are_taken_in_their_normal_form() -> None:
    heard = hear(tracker("８０歲老人", normal="80岁老人"))
    assert heard.said == "80岁老人"
    assert heard.on == NOON.date()


def test_a_chosen_step_stands_for_the_words_it_carries() -> None:
    heard = hear(tracker("1", normal='/ask_policy{"said": "高龄津贴"}', entities={"said": "高龄津贴"}))
    assert heard.said == "高龄津贴"


def test_a_payload_without_words_is_never_taken_for_the_citizens_words() -> None:
    assert hear(tracker("1", normal="/more_answer")).said == ""
    assert hear(tracker("1", normal='/x{"topic": "低保"}', entities={"topic": "低保"})).said == "低保"


@pytest.mark.parametrize("typed", ['/x{"a"', "/x{1", "/x{}{", "//"])
def test_a_broken_payload_typed_by_somebody_does_no_harm(typed: str) -> None:
    assert hear(tracker(typed)).said in {typed, ""}


def test_a_step_reads_back_as_the_same_wish() -> None:
    choice = step("找人", "ask_policy", said='引号"和{括号}', topic="")
    understood = reading(choice.payload)
    assert understood is not None
    assert understood.intent == "ask_policy"
    assert understood.slot("said") == '引号"和{括号}'
    assert understood.slot("topic") is None
