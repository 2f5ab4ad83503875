"""What cannot be done here: the right body by name, calm words once, and the matter still served."""

import pytest

from handlers.general.actions import actions
from tests.factories.talks import TEXTS, county, run, tracker

ACTIONS = {action.name(): action for action in actions(TEXTS, county())}
DECLINE, HIDDEN = (ACTIONS[f"action_{name}"] for name in ("decline_scope", "mention_hidden"))


async def test_anger_is_answered_calmly_once_and_listened_to_after() -> None:
    first = await run(DECLINE, tracker("你们这些废物", intent="out_of_scope"))
    assert first.text == TEXTS("general.rude.first")
    again = await run(DECLINE, tracker("滚", intent="out_of_scope", told=[first.text]))
    assert again.text == TEXTS("general.rude.again")
    assert [payload for _, payload in again.steps] == ["/help", "/talk_to_human"]


async def test_a_matter_among_angry_words_can_be_asked_at_once() -> None:
    said = await run(DECLINE, tracker("废物，低保多少钱", intent="out_of_scope", entities={"topic": "低保"}))
    label, payload = said.steps[0]
    assert "低保" in label
    assert '"said": "低保多少钱"' in payload


async def test_the_body_in_charge_is_named() -> None:
    said = await run(DECLINE, tracker("我要离婚去哪立案", intent="out_of_scope"))
    assert "12368" in said.text


async def test_what_was_hidden_is_told_by_its_kind() -> None:
    for number, key in (
        ("339901198503142016", "identity"),
        ("6222021234567890123", "card"),
        ("13900001234", "phone"),
    ):
        said = await run(HIDDEN, tracker(f"我的号码{number}"))
        assert said.text == TEXTS(f"general.hidden.{key}")


@pytest.mark.parametrize(
    "text", ["339901198503142016", "我的身份证号是339901198503142016", "我电话13900001234"]
)
async def test_a_number_alone_asks_for_nothing(text: str) -> None:
    said = await run(DECLINE, tracker(text, intent="out_of_scope"))
    assert said.text == TEXTS("general.hidden.then")


@pytest.mark.parametrize("text", ["？？？", "。", "666", "asdkjhasd", "哈哈哈哈", "how do I apply", "呃"])
async def test_what_says_nothing_is_not_declined_as_a_matter(text: str) -> None:
    said = await run(DECLINE, tracker(text, intent="out_of_scope"))
    assert said.text == TEXTS("general.unclear")
    assert "帮不了" in (await run(DECLINE, tracker("给我讲个笑话", intent="out_of_scope"))).text
