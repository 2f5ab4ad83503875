"""How long the parts of a turn take, for `/metrics`: which of them grows shows before a citizen has to wait for it."""

from collections.abc import Mapping
from enum import StrEnum
from time import perf_counter
from types import TracebackType
from typing import Any

from prometheus_client import Histogram

from bot.actions import ActionOutcome, ActionRegistry
from bot.conversation import Conversation
from bot.understanding import Context, Recognizer, Understanding

# A turn without a search takes a millisecond or two; the platform waits five seconds.
BOUNDS = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.25, 0.5, 1.0, 2.0, 4.0)
ANYWHERE = Context()


class TurnPart(StrEnum):
    """What is timed; seconds on the clock, those in which other turns ran or the stores were waited for included."""

    WHOLE = "whole"
    """A push of WeChat, from its proof to its answer."""
    ENTERING = "entering"
    """The gate: whether it was seen before, the citizen's lock, the conversation."""
    UNDERSTANDING = "understanding"
    """What the words want."""
    ACTING = "acting"
    """One action; a turn runs one or a few, and finding is part of them."""
    FINDING = "finding"
    """A question put to the documents."""
    WRITING = "writing"
    """The answer in the channel's form, and sealed."""
    LEAVING = "leaving"
    """The gate: the conversation and the answer are kept, the lock is given back."""


SECONDS = Histogram("mingbai_turn_seconds", "How long the parts of a turn take", ["part"], buckets=BOUNDS)
_OF_PART = {part: SECONDS.labels(part.value) for part in TurnPart}


def note_time(part: TurnPart, seconds: float) -> None:
    """Count a part of a turn that was timed already."""
    _OF_PART[part].observe(seconds)


class Timed:
    """Times its block, also where it fails, as a part of a turn."""

    __slots__ = ("_began", "_part")

    def __init__(self, part: TurnPart) -> None:
        self._part = part

    def __enter__(self) -> None:
        self._began = perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        note_time(self._part, perf_counter() - self._began)


class TimedRecognizer:
    """Reads messages as another recogniser does, and times it."""

    def __init__(self, reader: Recognizer) -> None:
        self._reader = reader

    def recognize(self, text: str, context: Context = ANYWHERE) -> Understanding:
        """Give the reading of a text in its context."""
        with Timed(TurnPart.UNDERSTANDING):
            return self._reader.recognize(text, context)


class TimedActions(ActionRegistry):
    """Runs the registered actions and times each."""

    async def run(
        self, name: str, conversation: Conversation, *, candidates: Mapping[str, Any] | None = None
    ) -> ActionOutcome:
        """Run one action on the conversation as it stands."""
        with Timed(TurnPart.ACTING):
            return await super().run(name, conversation, candidates=candidates)
