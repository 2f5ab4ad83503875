"""What a reply claims travels with it from the action that spoke, and no further."""

from collections.abc import Mapping
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.message import Reply
from bot.outbound.parcel import ParcelBody
from handlers.talk.turn import say, step
from tests.factories.talk import Talk

CLAIM = Assurance(Degree.LIKELY, 0.4, (Quotation("d", "每月60元。"), Quotation("e", "另一段。")))


class Claims(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_claim"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        say(dispatcher, tracker, "每月60元。", steps=(step("人工", "talk_to_human"),), assurance=CLAIM)
        say(dispatcher, tracker, "没有说明的一句。")
        return []


@pytest.mark.parametrize(
    "claim",
    [
        CLAIM,
        Assurance(),
        Assurance(Degree.NONE, 0.0),
        Assurance(Degree.ASK_BACK),
        Assurance(Degree.NONE, 0.1, considered=Quotation("d", "每月60元。")),
    ],
)
def test_plain_values_are_read_again(claim: Assurance) -> None:
    assert Assurance.of(claim.plain()) == claim


async def test_a_reply_carries_what_its_action_claims() -> None:
    outcome = await Talk([Claims()]).run("action_claim", "问")
    first, second = outcome.replies
    assert first.assurance == CLAIM
    assert [choice.label for choice in first.choices] == ["人工"]
    assert second.assurance is None


def test_what_is_posted_for_later_claims_nothing() -> None:
    kept = ParcelBody(Reply("每月60元。", assurance=CLAIM)).kept()
    assert kept == {"text": "每月60元。", "choices": [], "automatic": True}
