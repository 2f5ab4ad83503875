"""Every question leaves one note, whatever became of it, and none where nothing was asked."""

from pathlib import Path

import pytest
from rasa_sdk import Action

from bot.clock import SettableClock
from handlers.library import Library
from handlers.policy import actions
from handlers.policy.answering import AnswerFirst, AskPolicy
from handlers.sources import Sources
from knowledge.asked import Note, Outcome
from tests.factories.library import ALLOWANCE, OLD, library
from tests.factories.talks import NOON, TEXTS, county, run, tracker
from tests.fakes.answering import FakeAnswering, answer, decline
from tests.fakes.engine import Says
from tests.fakes.waiting import FakeWaiting


class Notes(list[Note]):
    """A notebook that is a list."""

    def note(self, note: Note) -> None:
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
    assert (note.outcome, note.document, note.passage) == (Outcome.ANSWERED, "allowance", 2)
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
    assert (note.outcome, note.document, note.passage) == (Outcome.DECLINED, "old", None)
    assert note.unit == OLD.issuer


async def test_a_document_that_is_only_shown_is_half_an_answer(ask: AskPolicy, notes: Notes) -> None:
    await run(ask, tracker("1", entities={"said": "说说看", "about": "allowance"}))
    assert [note.outcome for note in notes] == [Outcome.PARTIAL]


async def test_nothing_said_and_danger_leave_no_note(ask: AskPolicy, notes: Notes) -> None:
    await run(ask, tracker("1", normal="/ask_policy"))
    await run(ask, tracker("着火了怎么办", emergency="fire"))
    assert notes == []


@pytest.mark.parametrize(
    ("ends", "said", "outcomes"),
    [
        (Outcome.OUT_OF_SCOPE, "给我写一首诗吧", [Outcome.OUT_OF_SCOPE]),
        (Outcome.OUT_OF_SCOPE, "高龄津贴多少钱", [Outcome.ANSWERED]),
        (None, "给我写一首诗吧", []),
        (Outcome.OUT_OF_SCOPE, "嗯", []),
    ],
)
async def test_what_is_given_up_is_noted_once(
    ask: AskPolicy, notes: Notes, ends: Outcome | None, said: str, outcomes: list[Outcome]
) -> None:
    other: Action = Says("action_decline_scope", "不在这里办")
    await run(AnswerFirst(ask, otherwise=other, ends=ends), tracker(said))
    assert [note.outcome for note in notes] == outcomes
