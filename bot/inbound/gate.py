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
# A try ends by itself, in seconds, before its lease at the gate does, renewed or not.
LONGEST_TRY = 12.0


class Unheard(StrEnum):
    """Why nobody knows yet whether an answer came out; kept with the conversation until somebody does."""

    LATE = "late"
    """It was posted, and may still lie in the outbox."""
    SAID = "said"
    """It was handed to whoever waits, who has not yet said that it was written out."""
    SAME = "same"
    """Nothing was said this time: as it was before."""


class Parting(StrEnum):
    """What became of a message that was to be left with its answer."""

    KEPT = "kept"
    LOST = "lost"
    """The lease was lost: the message is another's, or will be."""
    PROMISED = "promised"
    """A later delivery was told that the answer comes: nobody waits for it here any more, so it has to be posted."""


class AdmissionStanding(StrEnum):
    """How a message stands at the gate."""

    FRESH = "fresh"
    REPEAT = "repeat"
    RUNNING = "running"
    BUSY = "busy"
    BEHIND = "behind"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Admission:
    """The gate's word on one message.

    With FRESH the caller holds the citizen's lock and must `leave` or `abandon`; `state` is the conversation loaded
    under that lock. With REPEAT `answer` is what was answered before. RUNNING and BUSY mean: ask again shortly. BEHIND
    means that the citizen wrote `before` earlier, which is in hand and has nobody who works on it: it comes first.
    `waiting` says that parcels may wait for the citizen to write: whether they do, the database knows. `tries` counts the
    tries with the message, this one included, by all processes. `given` says that a repeated delivery got the kept answer
    already. `unheard` says in which way the answer before this message may not have come out.
    """

    standing: AdmissionStanding
    state: Mapping[str, Any] | None = None
    answer: bytes | None = None
    waiting: bool = False
    tries: int = 1
    before: Inbound | None = None
    unheard: str = ""
    given: bool = False


class Gate(Protocol):
    """Keeps de-duplication, the per-citizen lock, the rate limit and conversations, for all processes together.

    Every method raises `ServiceError` when the store is away or does not answer soon: the gate fails closed, since
    handling a message twice or forgetting a form is worse than asking the citizen to try again. What the store did not
    come to in time it does not do later either.
    """

    async def enter(
        self, inbound: Inbound, *, overtaking: bool = False, collecting: bool = False
    ) -> Admission:
        """Try to begin a message: claim it, take the citizen's lock, count the try, then load the conversation.

        With `overtaking` it need not wait for an earlier one that nobody works on. A kept answer counts as given to
        whoever enters, unless he is `collecting` what he may have kept himself.
        """
        ...

    async def renew(self, inbound: Inbound) -> bool:
        """Hold the message and its citizen's lock for another lease; give False when they are no longer ours."""
        ...

    async def leave(self, inbound: Inbound, *, state: Mapping[str, Any], answer: bytes) -> Parting:
        """Keep the conversation and the answer, and give the lock back, in one step; or say why nothing was kept.

        What was said in
        the turn is added to the citizen's talk; a conversation that forgets takes the talk along. `unheard` in the state
        is an `Unheard`, or empty where the answer binds nobody.
        """
        ...

    async def promise(self, inbound: Inbound) -> bytes | None:
        """Note that a delivery of a message which another process works on is told that the answer comes later: give nothing.

        Give the answer instead when it was kept meanwhile, and None when the message was let go: nobody may promise it then.
        """
        ...

    async def posted(self, inbound: Inbound) -> None:
        """Note that a kept answer was posted: later deliveries get nothing."""
        ...

    async def heard(self, inbound: Inbound) -> None:
        """Note that the answer to a message was written out, unless another one was given since."""
        ...

    async def talk(self, channel: str, citizen: str) -> list[Mapping[str, Any]]:
        """Give what was said in a citizen's last turns as tracker events, oldest first; empty when none is kept."""
        ...

    async def abandon(self, inbound: Inbound) -> bool:
        """Give claim, lock and the try back, so that the same message may be tried again.

        Give False when the lease was lost, or a delivery was told that the answer comes: the message then stays in hand,
        or is answered. One that is neither, whatever became of the lease, counts as given back.
        """
        ...

    async def excuse(self, inbound: Inbound) -> None:
        """Hardly count the try under way, which failed for the world's sake or has not begun; the message stays in hand."""
        ...

    async def begin(self, inbound: Inbound) -> int:
        """Count a try that was excused because it had not begun, now that it does; give how many there were, this included."""
        ...

    async def step_aside(self, inbound: Inbound) -> None:
        """Give claim and lock back, if they are ours, so that the citizen's next message comes in; this one stays in hand."""
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
        """Note that parcels wait for the citizen to write again; it spares a look at the database, and decides nothing."""
        ...
