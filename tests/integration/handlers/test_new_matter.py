"""A question that names what the matter talked about never mentions: it is answered alike, looked for there or not."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from handlers.policy.follow_up import ask
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
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
    skipped = 0

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        """Say so, or what is known."""
        known = super().mentions(document, words, today=today)
        self.skipped += not (known or self.looks)
        return known or self.looks


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
