"""How many ways a message is read beside what was talked about: who names a new matter is looked up once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from handlers.policy.thread.follow_up import ask
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.index.facets import Scope
from tests.factories.policy_talk import ANSWER

TODAY = date(2026, 11, 30)
LAST = LastAnswer("生孩子医保能报销多少", "生育医疗费", "policy-birth")


class Listening:
    """Answers nothing, as surely as it is told, and keeps what it was asked."""

    def __init__(self, chance: Callable[[str | None], float]) -> None:
        self._chance = chance
        self.asked: list[str] = []
        self.mentioned = frozenset[str]()

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

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        return any(words in one for one in self.mentioned)

    def leaves(self, document: str, question: str, *, before: str, today: date, least: float) -> bool:
        return False


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


@pytest.mark.parametrize(("both", "asked"), [(0.19, 2), (0.9, 3)])
def test_where_no_document_is_known_only_what_stays_is_read_inside_the_one_that_both_find(
    both: float, asked: int
) -> None:
    answering = TwoReadings(alone=0.1, both=both)
    ask(heard("摩托车年检在哪办"), replace(LAST, document="", guessed=True), answering=answering, today=TODAY)
    assert len(answering.asked) == asked


def test_a_whole_question_of_another_year_is_not_read_with_the_thread() -> None:
    answering = Listening(lambda _about: 0.1)
    said = "2024年医疗救助报销多少"
    ask(heard(said), replace(LAST, question="2025年医疗救助报销多少"), answering=answering, today=TODAY)
    assert answering.asked == [said]


@pytest.mark.parametrize(
    ("topic", "mentioned", "read_inside"),
    [("高龄津贴", "", False), ("高龄津贴", "高龄津贴", True), ("津贴", "", True), ("摩托车", "", True)],
)
def test_what_only_the_documents_elsewhere_mention_is_not_looked_for_inside_the_matter(
    topic: str, mentioned: str, *, read_inside: bool
) -> None:
    answering = TwoReadings(alone=0.1, both=0.1)
    answering.mentioned = frozenset({mentioned})
    said = f"{topic}一个月发多少"
    ask(replace(heard(said), slots={"topic": topic}), LAST, answering=answering, today=TODAY)
    assert answering.asked == [said, *([LAST.question + said] if read_inside else [])]


@pytest.mark.parametrize(
    ("said", "mentioned", "read_inside"),
    [
        ("高龄津贴一般几号到账", "", False),
        ("高龄津贴一般几号到账", "高龄津贴", True),
        ("高龄津贴一般几号到账", "高龄、龄津", True),
        ("高龄津贴一般几号到账", "津贴", False),
        ("津贴一般几号到账", "", True),
    ],
)
def test_a_name_that_only_the_title_found_elsewhere_bears_leaves_the_matter(
    said: str, mentioned: str, *, read_inside: bool
) -> None:
    """Two houses that publish the same notice differ by their names alone; no topic need have been seen."""
    answering = TwoReadings(alone=0.1, both=0.1)
    answering.mentioned = frozenset({mentioned})
    ask(heard(said), LAST, answering=answering, today=TODAY)
    assert answering.asked == [said, *([LAST.question + said] if read_inside else [])]


class TwoReadings(Listening):
    """Belongs so likely by its own words, and so likely with the question before; each finds a document."""

    def __init__(self, *, alone: float, both: float) -> None:
        super().__init__(lambda _about: 0.1)
        self._alone, self._both = alone, both

    def answer(
        self, question: str, *, today: date, about: str | None = None, before: str = "", **_: object
    ) -> Answer | Decline:
        self.asked.append(f"{before}{question}")
        near = ANSWER.best
        belonging = self._both if LAST.question in question else self._alone
        return Decline(
            question,
            (),
            unit="甲",
            unit_phone="",
            confidence=0.1,
            best=near,
            likely=(near,),
            belonging=belonging,
        )


class SureAlone(TwoReadings):
    """Is sure by the words alone, and only near in the light of the talk, which they may leave so likely."""

    def __init__(self, *, leaving: float) -> None:
        super().__init__(alone=0.9, both=0.9)
        self._leaving = leaving

    def answer(
        self, question: str, *, today: date, about: str | None = None, before: str = "", **_: object
    ) -> Answer | Decline:
        near = super().answer(question, today=today, about=about, before=before)
        return replace(near, leaving=self._leaving) if before else ANSWER


@pytest.mark.parametrize(
    ("topic", "leaving", "goes_on"), [("", 0.05, True), ("", 0.6, False), ("高龄津贴", 0.05, False)]
)
def test_who_names_no_matter_goes_on_however_sure_the_words_alone_are(
    topic: str, leaving: float, *, goes_on: bool
) -> None:
    answering = SureAlone(leaving=leaving)
    answering.mentioned = frozenset({topic})
    said = replace(heard("逾期罚款扣多少"), slots={"topic": topic} if topic else {})
    assert bool(ask(said, LAST, answering=answering, today=TODAY).joined) is goes_on


@pytest.mark.parametrize(
    ("said", "mentioned", "goes_on"),
    [("屋顶装风车有没有补贴", "", False), ("屋顶装风车有没有补贴", "风车", True), ("低保户的呢", "", True)],
)
def test_a_grant_for_what_the_matter_never_mentions_is_another_matter(
    said: str, mentioned: str, *, goes_on: bool
) -> None:
    answering = TwoReadings(alone=0.1, both=0.1)
    answering.mentioned = frozenset({mentioned})
    assert bool(ask(heard(said), LAST, answering=answering, today=TODAY).joined) is goes_on
