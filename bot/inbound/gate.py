"""Who may pass: a message is handled once, a citizen's messages one after another, nobody floods the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.forms.drafts import FormDraft
from bot.message import Inbound

# So often is a message tried that ends its process, hangs or fails by a fault of ours; then it is set aside.
TRIES = 3
# A try ends by itself, in seconds, before its lease at the gate does: no message is in two hands at once.
LONGEST_TRY = 12.0


class AdmissionStanding(StrEnum):
    """How a message stands at the gate."""

    FRESH = "fresh"
    REPEAT = "repeat"
    RUNNING = "running"
    BUSY = "busy"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Admission:
    """The gate's word on one message.

    With FRESH the caller holds the citizen's lock and must `leave` or `abandon`; `state` is the conversation loaded
    under that lock. With REPEAT `answer` is what was answered before. RUNNING and BUSY mean: ask again shortly.
    `waiting` says that parcels wait for the citizen to write. `tries` counts the tries with the message, this one
    included, by all processes.
    """

    standing: AdmissionStanding
    state: Mapping[str, Any] | None = None
    answer: bytes | None = None
    waiting: bool = False
    tries: int = 1


class Gate(Protocol):
    """Keeps de-duplication, the per-citizen lock, the rate limit and conversations, for all processes together.

    Every method raises `ServiceError` when the store is away: the gate fails closed, since handling a message twice
    or forgetting a form is worse than asking the citizen to try again.
    """

    async def enter(self, inbound: Inbound) -> Admission:
        """Try to begin a message: claim it, take the citizen's lock, count the try, then load the conversation."""
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
        """Give claim, lock and the try back, so that the same message may be tried again."""
        ...

    async def excuse(self, inbound: Inbound) -> None:
        """Hardly count the try under way, which failed for the world's sake; the message stays in hand."""
        ...

    async def set_aside(self, inbound: Inbound, *, answer: bytes) -> None:
        """Take a message out of hand and keep it, sealed, where nobody tries it again.

        The answer is kept for repeated deliveries, claim and lock are given back; the conversation stays as it was.
        """
        ...

    async def stranded(self, *, limit: int) -> list[Inbound]:
        """Give at most so many messages that a process began and did not end before its lease ran out."""
        ...

    async def drafts(self, *, now: datetime, limit: int) -> list[FormDraft]:
        """Give forms left half-filled whose citizen is to be reminded by now."""
        ...

    async def reminded(self, draft: FormDraft) -> None:
        """Take a draft off the list, unless its citizen wrote again meanwhile."""
        ...

    async def hold(self, citizen: str) -> None:
        """Note that parcels wait for the citizen to write again."""
        ...
