"""Whom a question goes to: who explains the document that answers it or comes near enough to it."""

import pytest
from rasa_sdk import Tracker

from handlers.policy.question_note import note_of
from handlers.published.interpreters import Interpreter, addressee, interpreter_of, nobody
from handlers.talk.turn import hear
from knowledge.answers.answer import Decline
from knowledge.documents.document import Document
from knowledge.questions.note import QuestionOutcome

NAMED = Document(
    "p",
    "公租房办法",
    unit="甲县住建局",
    unit_phone="12",
    interpreter="王敏",
    interpreter_unit="甲县住建局",
    interpreter_phone="34",
)
GUIDE = Document("g", "公租房申请", unit="甲县住建局")
OTHER = Document("o", "校车办法", unit="甲县教育局", interpreter="李想", interpreter_unit="甲县教育局")


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (NAMED, Interpreter("甲县住建局", "王敏", "34")),
        (
            Document("a", "甲", unit="乙局", unit_phone="56", interpreter="王敏"),
            Interpreter("乙局", "王敏", "56"),
        ),
        (Document("a", "甲", interpreter_unit="乙局"), Interpreter("乙局")),
        (GUIDE, None),
    ],
)
def test_who_explains_a_document(document: Document, found: Interpreter | None) -> None:
    assert interpreter_of(document) == found


@pytest.mark.parametrize(
    ("nearest", "unit", "person"),
    [
        ((NAMED,), "甲县住建局", "王敏"),
        ((GUIDE, OTHER, NAMED), "甲县住建局", "王敏"),
        ((GUIDE, OTHER), "甲县住建局", ""),
        # Nothing is near enough to tell who is responsible.
        ((NAMED,), "", ""),
        ((), "", ""),
    ],
)
def test_a_question_without_an_answer(nearest: tuple[Document, ...], unit: str, person: str) -> None:
    decline = Decline("公租房能养狗吗", nearest, unit=unit, unit_phone="", confidence=0.2)
    found = addressee(decline)
    assert (found.person if found else "") == person
    tracker = Tracker("o1", {}, {"text": decline.question}, [], False, None, {}, "action_listen")
    note = note_of(tracker, hear(tracker), decline, outcome=QuestionOutcome.DECLINED, seconds=0.0)
    assert (note.interpreter, note.interpreter_unit) == (person, "甲县住建局" if person else "")


@pytest.mark.parametrize("question", ["老人坐公交免费吗", "可以申请补贴吗", "人工"])
def test_a_question_whose_matter_the_nearest_title_does_not_name_goes_to_nobody(question: str) -> None:
    assert addressee(Decline(question, (OTHER,), unit="甲县教育局", unit_phone="", confidence=0.3)) is None


def test_nobody_is_nobody() -> None:
    assert nobody("公租房") is None
