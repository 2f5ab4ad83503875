"""Every question leaves one note, whatever became of it, and none where nothing was asked."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import SettableClock
from handlers.policy import actions
from handlers.policy.ask_policy import Answers, AskPolicy
from handlers.policy.question_note import HandsOn, NoteGuides
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.precedence import Looking
from knowledge.questions.note import QuestionNote, QuestionOutcome
from tests.factories.library import ALLOWANCE, OLD, library
from tests.factories.talks import NOON, TEXTS, county, run, tracker
from tests.fakes.answering import FakeAnswering, answer, decline
from tests.fakes.engine import Says
from tests.fakes.waiting import FakeWaiting


class Notes(list[QuestionNote]):
    """A notebook that is a list."""

    def note(self, note: QuestionNote) -> None:
        """Take a note."""
        self.append(note)


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def answering() -> FakeAnswering:
    return FakeAnswering(
        {"津贴": answer(ALLOWANCE, "每月60元。", number=2), "老办法": decline(OLD, ALLOWANCE)}
    )


@pytest.fixture
def ask(tmp_path: Path, notes: Notes, answering: FakeAnswering) -> AskPolicy:
    books: Library = library(tmp_path)
    built = actions.actions(
        TEXTS,
        answering=answering,
        library=books,
        sources=Sources(TEXTS, public_url="https://example.cn"),
        county=county(),
        clock=SettableClock(NOON),
        waiting=FakeWaiting(),
        notebook=notes,
    )
    return next(action for action in built if isinstance(action, AskPolicy))


async def test_an_answer_is_noted_with_its_document_and_passage(ask: AskPolicy, notes: Notes) -> None:
    await run(ask, tracker("高龄津贴多少钱"))
    [note] = notes
    assert (note.outcome, note.document, note.passage) == (QuestionOutcome.ANSWERED, "allowance", 2)
    assert (note.question, note.key, note.channel, note.citizen) == (
        "高龄津贴多少钱",
        "m:1",
        "wechat",
        "citizen",
    )
    assert (note.at, note.confidence) == (NOON.timestamp(), 0.9)
    assert note.ms >= 0


async def test_a_no_is_noted_with_what_came_nearest(ask: AskPolicy, notes: Notes) -> None:
    await run(ask, tracker("老办法多少钱"))
    [note] = notes
    assert (note.outcome, note.document, note.passage) == (QuestionOutcome.DECLINED, "old", None)
    assert note.unit == OLD.issuer


async def test_a_document_that_is_only_shown_is_half_an_answer(ask: AskPolicy, notes: Notes) -> None:
    await run(ask, tracker("1", entities={"said": "说说看", "about": "allowance"}))
    assert [note.outcome for note in notes] == [QuestionOutcome.PARTIAL]


async def test_a_quote_without_what_was_asked_for_is_half_an_answer(
    ask: AskPolicy, notes: Notes, answering: FakeAnswering
) -> None:
    said = replace(answer(ALLOWANCE, "按月发放。"), question="电梯补助多少钱")
    answering.known = {"电梯补助": said}
    await run(ask, tracker("电梯补助多少钱"))
    assert [note.outcome for note in notes] == [QuestionOutcome.PARTIAL]


async def test_nothing_said_and_danger_leave_no_note(ask: AskPolicy, notes: Notes) -> None:
    await run(ask, tracker("1", normal="/ask_policy"))
    await run(ask, tracker("着火了怎么办", emergency="fire"))
    assert notes == []


class Shows(Says):
    """An action that remembers what it showed."""

    def __init__(self, kept: object) -> None:
        super().__init__("action_show_guide", "办事指南")
        self._kept = kept

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Say it and remember."""
        await super().run(dispatcher, tracker, domain)
        return [] if self._kept == "nothing" else [SlotSet("last_answer", self._kept)]


@pytest.mark.parametrize(
    ("kept", "said", "outcomes"),
    [
        ({"document": "guide"}, "高龄津贴怎么申领", [QuestionOutcome.ANSWERED]),
        (None, "月球移民怎么办理", [QuestionOutcome.DECLINED]),
        # What a policy answered has been noted where it was answered.
        ({"document": "allowance"}, "高龄津贴怎么申领", []),
        ("nothing", "高龄津贴怎么申领", []),
        ({"document": "guide"}, "", []),
    ],
)
async def test_a_guide_shown_is_an_answer_and_none_is_a_no(
    tmp_path: Path, notes: Notes, kept: object, said: str, outcomes: list[QuestionOutcome]
) -> None:
    action = NoteGuides(Shows(kept), library=library(tmp_path), notebook=notes)
    assert action.name() == "action_show_guide"
    assert "办事指南" in (await run(action, tracker(said))).text
    assert [note.outcome for note in notes] == outcomes


async def test_what_is_handed_on_is_noted_by_the_policies_alone(tmp_path: Path, notes: Notes) -> None:
    handing: Action = HandsOn(Shows(None))
    assert handing.name() == "action_show_guide"
    action = NoteGuides(handing, library=library(tmp_path), notebook=notes)
    await run(action, tracker("养犬要办证吗"))
    assert notes == []
    shown = NoteGuides(Shows(None), library=library(tmp_path), notebook=notes)
    await run(shown, tracker("月球移民怎么办理"))
    assert [note.outcome for note in notes] == [QuestionOutcome.DECLINED]


@pytest.mark.parametrize(
    ("ends", "said", "outcomes"),
    [
        (QuestionOutcome.OUT_OF_SCOPE, "给我写一首诗吧", [QuestionOutcome.OUT_OF_SCOPE]),
        (QuestionOutcome.OUT_OF_SCOPE, "高龄津贴多少钱", [QuestionOutcome.ANSWERED]),
        (None, "给我写一首诗吧", []),
        (QuestionOutcome.OUT_OF_SCOPE, "嗯", []),
    ],
)
async def test_what_is_given_up_is_noted_once(
    ask: AskPolicy, notes: Notes, ends: QuestionOutcome | None, said: str, outcomes: list[QuestionOutcome]
) -> None:
    other: Action = Says("action_decline_scope", "不在这里办")
    await run(Looking(other, [Answers(ask, ends=ends).look]), tracker(said))
    assert [note.outcome for note in notes] == outcomes
