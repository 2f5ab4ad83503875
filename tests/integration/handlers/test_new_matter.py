"""A question that begins another matter is answered alike, whether it is read to the end in the matter before it or not."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from handlers.policy.thread.follow_up import ask
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers import turning
from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.answers.thread import Continuation
from knowledge.answers.turning import OfTurn
from knowledge.evaluation.report import build

COUNTY = Path(__file__).resolve().parents[3] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)
BEFORE = ("高龄津贴多少钱", "公租房怎么申请", "加装电梯补助多少")
# Each with what the recogniser hears that it names.
AFTER = (
    ("高龄津贴每个月几号发", "高龄津贴"), ("公租房租金一个月多少", "公租房"), ("加装电梯要几户同意", "加装电梯"),
    ("残疾人两项补贴多少", "残疾人两项补贴"), ("要什么材料", ""), ("那外省户口的呢", ""),
)  # fmt: skip


class Looking(Answerer):
    """Looks inside the matter whatever is named."""

    looks = True
    skipped = left = 0

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        """Say so, or what is known."""
        known = super().mentions(document, words, today=today)
        self.skipped += not (known or self.looks)
        return known or self.looks

    def leaves(self, document: str, question: str, *, before: str, today: date, least: float) -> bool:
        """Say that nobody knows, or what is known."""
        known = super().leaves(document, question, before=before, today=today, least=least)
        self.left += known and not self.looks
        return known and not self.looks


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Looking:
    return Looking(build([COUNTY], tmp_path_factory.mktemp("new-matter")).index)


def test_it_is_answered_alike(answering: Looking) -> None:
    for first, (said, topic) in product(BEFORE, AFTER):
        found = answering.answer(first, today=TODAY)
        assert isinstance(found, Answer)
        last = LastAnswer(first, first[:4], found.citation.document.id)
        heard = Heard(said, "text", TODAY, slots={"topic": topic} if topic else {})
        asked = []
        for answering.looks in (True, False):
            asked.append(ask(heard, last, answering=answering, today=TODAY))
        assert asked[0] == asked[1], (first, said)
    assert answering.skipped >= len(BEFORE)
    assert answering.left


@pytest.mark.parametrize("least", [0.05, 0.4, 0.6, 0.8, 0.95])
def test_whether_a_question_leaves_is_what_reading_it_to_the_end_tells(
    answering: Looking, least: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering.looks = False
    read = []
    thread = Continuation.thread.func
    monkeypatch.setattr(Continuation, "thread", property(lambda one: read.append(one) or thread(one)))
    unread = 0
    for first, (said, _) in product(BEFORE, (*AFTER, ("开公司要多少注册资本", ""), ("谢谢", ""))):
        found = answering.answer(first, today=TODAY)
        assert isinstance(found, Answer)
        document = found.citation.document.id
        read.clear()
        leaves = answering.leaves(document, said, before=first, today=TODAY, least=least)
        unread += leaves and not read
        whole = answering.answer(said, today=TODAY, about=document, before=first)
        assert leaves == (whole.leaving >= least), (first, said, whole.leaving)
    # What is plainly another matter is not read with the question before it at all.
    assert unread or least > 0.8


def test_no_more_of_a_question_is_held_there_than_its_documents_say(
    answering: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering.looks = False
    told: list[tuple[float, float]] = []
    begins = turning.begins_anew

    def measured(one: Continuation, elsewhere: Answer | Decline, *, least: float) -> bool:
        if one.thread is not None:
            told.append((turning.turned(one.thread, elsewhere)[OfTurn.HELD], turning.most_held(one)))
        return begins(one, elsewhere, least=least)

    monkeypatch.setattr("knowledge.answers.answerer.begins_anew", measured)
    for first, (said, _) in product(BEFORE, (*AFTER, ("养老金什么时候到账，材料交给谁", ""))):
        found = answering.answer(first, today=TODAY)
        assert isinstance(found, Answer)
        document = found.citation.document.id
        answering.leaves(document, said, before=first, today=TODAY, least=0.61)
    assert len(told) > len(BEFORE)
    assert all(held <= most for held, most in told)
    assert any(most < 1 for _, most in told)
    assert any(held for held, _ in told)


def test_nothing_leaves_what_is_not_there(answering: Looking) -> None:
    answering.looks = False
    said = "公租房租金一个月多少"
    assert not answering.leaves("nowhere", said, before=BEFORE[0], today=TODAY, least=0.01)
    found = answering.answer(BEFORE[0], today=TODAY)
    assert isinstance(found, Answer)
    document = found.citation.document.id
    assert not answering.leaves(document, said, before="", today=TODAY, least=0.01)
    assert not answering.leaves(document, "那外省户口的呢", before=BEFORE[0], today=TODAY, least=0.01)


def test_a_matter_mentions_what_stands_in_any_of_its_documents(answering: Looking) -> None:
    answering.looks = False
    found = answering.answer("高龄津贴多少钱", today=TODAY)
    assert isinstance(found, Answer)
    document = found.citation.document
    assert answering.mentions(document.id, "津贴", today=TODAY)
    assert answering.mentions(document.id, document.title, today=TODAY)
    assert not answering.mentions(document.id, "加装电梯", today=TODAY)
    # Of what is not there nothing is known.
    assert answering.mentions("nowhere", "加装电梯", today=TODAY)
