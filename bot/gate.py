"""Who may pass: a message is handled once, a citizen's messages one after another, nobody floods the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.drafts import Draft
from bot.message import Inbound


class Standing(StrEnum):
    """How a message stands at the gate."""

    FRESH = "fresh"
    REPEAT = "repeat"
    RUNNING = "running"
    BUSY = "busy"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Entry:
    """The gate's word on one message.

    With FRESH the caller holds the citizen's lock and must `leave` or `abandon`; `state` is the conversation loaded
    under that lock. With REPEAT `answer` is what was answered before. RUNNING and BUSY mean: ask again shortly.
    `waiting` says that parcels wait for the citizen to write.
    """

    standing: Standing
    state: Mapping[str, Any] | None = None
    answer: bytes | None = None
    waiting: bool = False


class Gate(Protocol):
    """Keeps de-duplication, the per-citizen lock, the rate limit and conversations, for all processes together.

    Every method raises `ServiceError` when the store is away: the gate fails closed, since handling a message twice
    or forgetting a form is worse than asking the citizen to try again.
    """

    async def enter(self, inbound: Inbound) -> Entry:
        """Try to begin a message: claim its key, take the citizen's lock, then load the conversation."""
        ...

    async def leave(self, inbound: Inbound, *, state: Mapping[str, Any], answer: bytes) -> None:
        """Keep the conversation and the answer, and give the lock back, in one step.

        What was said in the turn is added to the citizen's talk; a conversation that forgets takes the talk along.
        """
        ...

    async def talk(self, channel: str, citizen: str) -> list[Mapping[str, Any]]:
        """Give what was said in a citizen's last turns as tracker events, oldest first; empty when none is kept."""
        ...

    async def abandon(self, inbound: Inbound) -> None:
        """Give claim and lock back without a trace, so that the same message may be tried again."""
        ...

    async def stranded(self) -> list[Inbound]:
        """Give messages that a process began and did not end before its lease ran out."""
        ...

    async def drafts(self, *, now: datetime, limit: int) -> list[Draft]:
        """Give forms left half-filled whose citizen is to be reminded by now."""
        ...

    async def reminded(self, draft: Draft) -> None:
        """Take a draft off the list, unless its citizen wrote again meanwhile."""
        ...

    async def hold(self, citizen: str) -> None:
        """Note that parcels wait for the citizen to write again."""
        ...
