"""Which door a message takes: the wish it was taken for, or the documents."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from bot.trace import traced
from handlers.talk.arbiter import BARS, RESTLESS, Arbiter, WishEvidence, asks, decide
from tests.factories.talks import tracker


@pytest.mark.parametrize(
    ("action", "chance", "asking", "meant", "from_documents"),
    [
        # A complaint that asks for a rule is a question, one that only tells is none.
        ("action_start_complaint", 0.45, True, False, True),
        ("action_start_complaint", 0.45, False, False, False),
        # Told trouble that asks nothing is registered, however near a document comes.
        ("action_start_complaint", 0.99, False, True, False),
        # Whoever has a case, names a place, asks for a person or applies is never sent to the documents.
        ("action_report_status", 0.99, True, True, False),
        ("action_find_place", 0.99, True, True, False),
        ("action_open_ticket", 0.99, True, True, False),
        ("action_start_disclosure", 0.99, True, True, False),
        # Without what the wish needs, a likely answer comes first.
        ("action_report_status", 0.2, True, False, True),
        ("action_open_ticket", 0.2, True, False, True),
        ("action_fallback", 0.1, True, True, False),
        ("action_that_nobody_weighs", 1.0, True, False, False),
    ],
)
def test_the_bars_decide(
    action: str, chance: float, *, asking: bool, meant: bool, from_documents: bool
) -> None:
    decision = decide(WishEvidence(action, chance, asks=asking, meant=meant))
    assert decision.from_documents is from_documents
    assert ("action", action) in decision.reasons


def test_the_rest_of_a_question_goes_to_the_documents() -> None:
    for action in RESTLESS:
        assert decide(WishEvidence(action, 0.0, asks=False, meant=True, goes_on=True)).from_documents
        assert not decide(WishEvidence(action, 0.0, asks=False, meant=True)).from_documents


def test_what_the_recogniser_holds_for_a_question_needs_less() -> None:
    def of(share: float, *, asking: bool = True) -> bool:
        evidence = WishEvidence("action_decline_scope", 0.15, asks=asking, meant=True, question=share)
        return decide(evidence).from_documents

    assert not of(0.0)
    assert of(0.6)
    # What asks nothing is no question, whatever it sounds like.
    assert not of(0.9, asking=False)


def test_what_a_wish_needs_never_lowers_its_bar() -> None:
    for action, bars in BARS.items():
        for asking in (True, False):
            assert bars.least(meant=True, asks=asking) >= bars.least(meant=False, asks=asking), action


@pytest.mark.parametrize(
    ("said", "asking"), [("投诉殡仪馆乱收费几天答复", True), ("楼下天天半夜放音响", False)]
)
def test_a_message_asks_when_a_document_could_say_it(said: str, *, asking: bool) -> None:
    assert asks(said) is asking


class Counting:
    """Answers from documents that are as likely as told, and counts how often it was asked how likely."""

    def __init__(self) -> None:
        self.asked = 0

    def chance(self, tracker: Tracker) -> float:
        self.asked += 1
        return 0.9

    async def run(self, *_: object) -> list[dict[str, Any]]:
        raise AssertionError("nothing is answered here")


async def _has_a_case(*_: object) -> bool:
    return True


@pytest.mark.parametrize(("action", "looks"), [("action_report_status", 0), ("action_help", 1)])
async def test_a_message_is_looked_up_only_where_that_can_tip_the_scales(action: str, looks: int) -> None:
    answers = Counting()
    await Arbiter(answers, {action: _has_a_case}).weigh(action, tracker("低保多少钱一个月"))
    assert answers.asked == looks


async def test_whoever_asks_why_is_told_the_chance_all_the_same() -> None:
    answers, action = Counting(), "action_report_status"
    with traced():
        decision = await Arbiter(answers, {action: _has_a_case}).weigh(action, tracker("低保多少钱一个月"))
    assert ("chance", "0.90") in decision.reasons
    assert not decision.from_documents
