"""How many ways a message is read beside what was talked about: who names a new matter is looked up once."""

from collections.abc import Callable
from datetime import date

import pytest

from handlers.policy.follow_up import ask
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.index.facets import Scope

TODAY = date(2026, 11, 30)
LAST = LastAnswer("生孩子医保能报销多少", "生育医疗费", "policy-birth")


class Listening:
    """Answers nothing, as surely as it is told, and keeps what it was asked."""

    def __init__(self, chance: Callable[[str | None], float]) -> None:
        self._chance = chance
        self.asked: list[str] = []

    def answer(
        self,
        question: str,
        *,
        today: date,
        about: str | None = None,
        before: str = "",
        without: frozenset[str] = frozenset(),
        scope: Scope | None = None,
    ) -> Answer | Decline:
        self.asked.append(f"{before}{question}")
        return Decline(question, (), unit="", unit_phone="", confidence=self._chance(about))

    def nearest_in(self, document: str, question: str, *, today: date) -> Extract | None:
        raise AssertionError("nobody asks for one document")


def heard(said: str) -> Heard:
    return Heard(said, "text", TODAY)


def test_who_says_that_the_matter_is_new_is_not_read_with_the_thread_at_all() -> None:
    answering = Listening(lambda _about: 0.1)
    said = "不对，我问的是剖腹产"
    ask(heard(said), LAST, answering=answering, today=TODAY)
    assert answering.asked == [said]


@pytest.mark.parametrize(("topic", "looked_up"), [("补贴", False), ("高龄补贴", True)])
def test_a_bare_word_that_is_said_of_every_matter_is_not_looked_up_alone(
    topic: str, *, looked_up: bool
) -> None:
    said = "手头紧，那种钱给不给" + topic
    answering = Listening(lambda about: 0.1)
    heard = Heard(said, "text", TODAY, slots={"topic": topic})
    ask(heard, None, answering=answering, today=TODAY)
    assert (topic in answering.asked) is looked_up
