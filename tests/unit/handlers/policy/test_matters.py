"""What may have been meant, named to choose from: each matter once, and the words chosen shown."""

import json
from dataclasses import replace

import pytest
from rasa_sdk import Action, Tracker

from bot.assurance import Degree
from bot.clock import SettableClock
from handlers.policy.ask_policy import AskPolicy
from handlers.policy.beside_door import BesideDoor, Fits
from handlers.policy.matters import Matters
from handlers.published.sources import Sources
from handlers.talk.turn import Heard, hear
from knowledge.answers.answer import Matter, Stretch
from knowledge.documents.document import Validity
from tests.factories.library import ALLOWANCE, GUIDE, HOUSING
from tests.factories.policy_talk import ask
from tests.factories.talks import NOON, TEXTS, run, tracker
from tests.fakes.answering import TODAY, FakeAnswering, answer, decline
from tests.fakes.engine import Says

MATTERS = Matters(TEXTS, Sources(TEXTS, public_url="https://county.example"))
FIRST = Matter(ALLOWANCE, Stretch(0, 0, 12), "第三条", "（一）80周岁以上每人每月60元；另有说明")
SECOND = Matter(ALLOWANCE, Stretch(1, 3, 40), "第五条", "津贴按月发放。")


def _steps(
    *matters: Matter, most: int = 3, seen: frozenset[str] = frozenset()
) -> list[tuple[str, dict[str, str]]]:
    heard = hear(tracker("老人的钱怎么发"))
    choices = MATTERS.steps(heard, matters, today=TODAY, most=most, seen=seen)
    return [(one.label, json.loads(one.payload.removeprefix("/ask_policy"))) for one in choices]


def test_a_title_is_enough_the_first_time_and_words_tell_the_second_apart() -> None:
    (first, slots), (second, _), (third, whole) = _steps(FIRST, SECOND, Matter(HOUSING))
    assert first == f"《{ALLOWANCE.title}》"
    assert second == f"《{ALLOWANCE.title}》：津贴按月发放"
    assert third == f"《{HOUSING.title}》"
    assert slots == {"said": "老人的钱怎么发", "about": ALLOWANCE.id, "passage": "0-0-12"}
    assert "passage" not in whole


def test_a_document_that_was_shown_is_named_by_its_words() -> None:
    [(label, _)] = _steps(FIRST, seen=frozenset({ALLOWANCE.title}))
    assert label == f"《{ALLOWANCE.title}》：80周岁以上每人每月60元"


def test_what_has_ended_is_not_offered_and_the_list_is_short() -> None:
    ended = replace(HOUSING, validity=Validity.ABOLISHED)
    assert [label for label, _ in _steps(Matter(ended), FIRST, SECOND, Matter(GUIDE), most=2)] == [
        f"《{ALLOWANCE.title}》",
        f"《{ALLOWANCE.title}》：津贴按月发放",
    ]


async def test_of_several_that_are_equally_good_it_is_asked_which(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    matters = (FIRST, Matter(HOUSING, Stretch(0, 0, 9)))
    answering.known["都像"] = replace(decline(ALLOWANCE, HOUSING), matters=matters, even=True)
    said = await ask(stage, "哪个都像的事")
    [claim] = said.claims
    assert claim.degree is Degree.ASK_BACK
    assert not claim.quotations
    assert said.text.endswith(TEXTS("talk.choose"))
    assert [label for label, _ in said.steps][:2] == [f"《{ALLOWANCE.title}》", f"《{HOUSING.title}》"]


async def test_one_matter_alone_asks_nothing_back(stage: dict[str, Action], answering: FakeAnswering) -> None:
    answering.known["都像"] = replace(decline(ALLOWANCE), matters=(FIRST,), even=True)
    [claim] = (await ask(stage, "哪个都像的事")).claims
    assert claim.degree is Degree.NONE


async def test_a_matter_that_is_chosen_is_shown_though_another_passage_is_surer(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["怎么发"] = answer(ALLOWANCE, "津贴按月发放。")
    said = await ask(stage, "/ask_policy{}", said="老人的钱怎么发", about=ALLOWANCE.id, passage="1-3-40")
    assert answering.stretches == [Stretch(1, 3, 40)]
    assert "津贴按月发放。" in said.text


@pytest.fixture
def asking(stage: dict[str, Action]) -> AskPolicy:
    action = stage["action_ask_policy"]
    assert isinstance(action, AskPolicy)
    return action


def _door(asking: AskPolicy, fits: Fits | None = None, *, name: str = "action_start_complaint") -> BesideDoor:
    speaking = Says(name, "这里不登记投诉。", choices=(("人工", "/talk_to_human"),))
    return BesideDoor(speaking, TEXTS, asking=asking, matters=MATTERS, clock=SettableClock(NOON), fits=fits)


async def test_beside_a_wrong_door_the_documents_are_named(
    asking: AskPolicy, answering: FakeAnswering
) -> None:
    answering.known["几天"] = replace(decline(ALLOWANCE), matters=(FIRST,))
    said = await run(_door(asking), tracker("投诉发钱慢，几天答复"))
    assert said.text == f"这里不登记投诉。\n{TEXTS('policy.beside_door')}"
    assert [label for label, _ in said.steps] == [f"《{ALLOWANCE.title}》", "人工"]
    unchanged = await run(_door(asking, name="action_fallback"), tracker("投诉发钱慢，几天答复"))
    assert unchanged.text == "这里不登记投诉。"
    assert len(unchanged.steps) == 2


@pytest.mark.parametrize(
    "heard",
    [
        tracker("楼下太慢天天半夜放音响"),
        tracker("几天答复", emergency="police"),
        tracker("几天答复", form="disclosure_form"),
        tracker('/appeal{"said": "几天答复"}'),
    ],
)
async def test_a_door_speaks_alone_where_nothing_is_asked(
    asking: AskPolicy, answering: FakeAnswering, heard: Tracker
) -> None:
    answering.known["几天"] = answering.known["太慢"] = replace(decline(ALLOWANCE), matters=(FIRST,))
    said = await run(_door(asking), heard)
    assert [label for label, _ in said.steps] == ["人工"]


async def test_a_door_that_fits_speaks_alone(asking: AskPolicy, answering: FakeAnswering) -> None:
    async def fits(heard: Heard, tracker: Tracker) -> bool:
        return True

    answering.known["几天"] = replace(decline(ALLOWANCE), matters=(FIRST,))
    said = await run(_door(asking, fits), tracker("几天答复"))
    assert [label for label, _ in said.steps] == ["人工"]
