"""The policy actions with a small shelf of documents and an answerer that says what a test wants."""

import pytest
from rasa_sdk import Action

from bot.clock import SettableClock
from handlers.policy.actions import actions
from handlers.published.library import Library
from handlers.published.sources import Sources
from tests.factories.library import library
from tests.factories.policy_talk import ANSWER
from tests.factories.talks import NOON, TEXTS, county
from tests.fakes.answering import FakeAnswering
from tests.fakes.waiting import FakeWaiting


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("index"))


@pytest.fixture
def answering() -> FakeAnswering:
    return FakeAnswering({"高龄津贴": ANSWER})


@pytest.fixture
def stage(shelf: Library, answering: FakeAnswering) -> dict[str, Action]:
    sources = Sources(TEXTS, public_url="https://county.example")
    made = actions(
        TEXTS,
        answering=answering,
        library=shelf,
        sources=sources,
        county=county(),
        clock=SettableClock(NOON),
        waiting=FakeWaiting(),
    )
    return {action.name(): action for action in made}
